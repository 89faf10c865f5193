"""tobfit: what a client needs, what products give, and where they do not meet, before delivery.

Names are loaded when they are first used, so that ``import tobfit`` stays light.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tobfit.api import answer, match
    from tobfit.errors import Problem, TobfitError, TobfitWarning
    from tobfit.formats.documents import dump
    from tobfit.formats.load import (
        check,
        load_answers,
        load_catalog,
        load_client,
        load_packs,
        load_policy,
        load_usage,
    )
    from tobfit.knowledge.packs import Packs
    from tobfit.matching.fit import Fit
    from tobfit.matching.gap import Gap
    from tobfit.matching.outcome import Judgement
    from tobfit.matching.profile_question import ProfileQuestion
    from tobfit.matching.question import Question
    from tobfit.matching.remedy import Remedy
    from tobfit.matching.report import Report
    from tobfit.model.answers import Answers
    from tobfit.model.catalog import Catalog, Response, Vendor
    from tobfit.model.client import Client, Scale
    from tobfit.model.interval import Interval
    from tobfit.model.landscape import Interface, Landscape, System
    from tobfit.model.offer import Offer
    from tobfit.model.pack import Capability, Pack
    from tobfit.model.policy import Policy
    from tobfit.model.product import Evidence, Product, Statement
    from tobfit.model.requirement import Need, Requirement
    from tobfit.model.usage import Usage

__version__ = "0.1.0"

_HOMES = {
    "tobfit.api": ("answer", "match"),
    "tobfit.errors": ("Problem", "TobfitError", "TobfitWarning"),
    "tobfit.formats.documents": ("dump",),
    "tobfit.formats.load": (
        "check", "load_answers", "load_catalog", "load_client", "load_packs", "load_policy", "load_usage",
    ),
    "tobfit.knowledge.packs": ("Packs",),
    "tobfit.matching.fit": ("Fit",),
    "tobfit.matching.gap": ("Gap",),
    "tobfit.matching.outcome": ("Judgement",),
    "tobfit.matching.profile_question": ("ProfileQuestion",),
    "tobfit.matching.question": ("Question",),
    "tobfit.matching.remedy": ("Remedy",),
    "tobfit.matching.report": ("Report",),
    "tobfit.model.answers": ("Answers",),
    "tobfit.model.catalog": ("Catalog", "Response", "Vendor"),
    "tobfit.model.client": ("Client", "Scale"),
    "tobfit.model.interval": ("Interval",),
    "tobfit.model.landscape": ("Interface", "Landscape", "System"),
    "tobfit.model.offer": ("Offer",),
    "tobfit.model.pack": ("Capability", "Pack"),
    "tobfit.model.policy": ("Policy",),
    "tobfit.model.product": ("Evidence", "Product", "Statement"),
    "tobfit.model.requirement": ("Need", "Requirement"),
    "tobfit.model.usage": ("Usage",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
_ROOMS = (
    "analysis", "assistant", "cli", "commercial", "errors", "formats", "graph", "intake", "integration", "knowledge",
    "lifecycle", "matching", "model", "report", "testing",
)  # fmt: skip

__all__ = [
    "Answers", "Capability", "Catalog", "Client", "Evidence", "Fit", "Gap", "Interface", "Interval", "Judgement",
    "Landscape", "Need", "Offer", "Pack", "Packs", "Policy", "Problem", "Product", "ProfileQuestion", "Question",
    "Remedy", "Report", "Requirement", "Response", "Scale", "Statement", "System", "TobfitError", "TobfitWarning",
    "Usage", "Vendor",
    "answer", "check", "dump", "load_answers", "load_catalog", "load_client", "load_packs", "load_policy", "load_usage",
    "match",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        value = getattr(importlib.import_module(_HOME_OF[name]), name)
        globals()[name] = value
        return value
    if name in _ROOMS:
        return importlib.import_module(f"tobfit.{name}")
    raise AttributeError(f"module 'tobfit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, *_ROOMS, "__version__"])
