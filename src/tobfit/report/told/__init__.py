"""What the results of later stages say, a module for each: ``blocks`` for readers, ``rows`` for data frames.

A module is named after the record's home and is imported when such a record is shown.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any, Protocol, cast

from tobfit.report.blocks import Block
from tobfit.report.told.phrases import Row, Tell

HOMES = {
    "Adoption": "adopting",
    "Backlog": "building",
    "Bundle": "bundling",
    "Change": "changing",
    "Comparison": "comparison",
    "Corridor": "corridors",
    "Delivery": "delivering",
    "Demonstration": "demonstration",
    "FitProfile": "profiles",
    "Flexibility": "profiles",
    "Licences": "licensing",
    "Matrix": "decision_matrix",
    "Negotiation": "negotiating",
    "Payback": "owning",
    "Plan": "closing",
    "Sensitivity": "smaa",
    "ServiceCost": "costing",
    "ServiceNeeds": "serving",
    "Standing": "comparison",
    "TotalCost": "owning",
    "Value": "valuing",
    "Views": "viewing",
}
"""Result -> the module here that tells it."""


class Teller(Protocol):
    """What such a module offers. Blocks begin with a heading of level 2."""

    def blocks(self, result: Any, tell: Tell, /) -> Iterable[Block]: ...

    def rows(self, result: Any, tell: Tell, /) -> Iterable[Row]: ...


def is_result(made: object) -> bool:
    """Whether something is a result of a later stage."""
    return type(made).__module__.startswith("tobfit.") and type(made).__name__ in HOMES


def teller_of(result: object) -> Teller:
    """The module that tells a result; a TypeError for anything else."""
    if not is_result(result):
        raise TypeError(f"neither a report nor a result of an analysis: {type(result).__name__}")
    home = HOMES[type(result).__name__]
    return cast(Teller, importlib.import_module(f"tobfit.report.told.{home}"))
