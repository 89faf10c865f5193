"""Which module here shows what; records are named, not imported, so that showing one does not load all rooms."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from tobfit.model.record import Record
from tobfit.report.notebook.pieces import Asked, Piece
from tobfit.report.told import is_result

Maker = Callable[[Any, Asked], Iterable[Piece]]
HOMES: Mapping[str, tuple[str, str]] = {
    "tobfit.integration.routing.Route": ("connections", "route_pieces"),
    "tobfit.integration.together.Together": ("connections", "together_pieces"),
    "tobfit.knowledge.inference.Inference": ("inferred", "inference_pieces"),
    "tobfit.knowledge.inference.OpenRule": ("inferred", "open_rule_pieces"),
    "tobfit.knowledge.understanding.Understanding": ("inferred", "understanding_pieces"),
    "tobfit.matching.finding.Finding": ("matches", "finding_pieces"),
    "tobfit.matching.fit.Fit": ("matches", "fit_pieces"),
    "tobfit.matching.gap.Gap": ("matches", "gap_pieces"),
    "tobfit.matching.outcome.Judgement": ("matches", "judgement_pieces"),
    "tobfit.matching.profile_question.ProfileQuestion": ("asked", "question_pieces"),
    "tobfit.matching.question.Question": ("asked", "question_pieces"),
    "tobfit.matching.remedy.Remedy": ("matches", "remedy_pieces"),
    "tobfit.matching.report.Report": ("matches", "report_pieces"),
    "tobfit.model.catalog.Catalog": ("documents", "catalog_pieces"),
    "tobfit.model.client.Client": ("documents", "client_pieces"),
    "tobfit.model.offer.Offer": ("documents", "offer_pieces"),
    "tobfit.model.product.Product": ("documents", "product_pieces"),
    "tobfit.model.requirement.Requirement": ("documents", "requirement_pieces"),
    "tobfit.report.charts.records.Picture": ("drawn", "picture_pieces"),
    "tobfit.report.explained.explaining.Explanation": ("matches", "explanation_pieces"),
    "tobfit.report.framed.Frame": ("documents", "frame_pieces"),
}
"""Full name of a record -> the module here and its function. Other documents' records, and the results of later
stages, are shown by ``documents.record_pieces`` and ``results.result_pieces``."""


def name_of(kind: type[Any]) -> str:
    """The full name of a class."""
    return f"{kind.__module__}.{kind.__qualname__}"


def maker_of(made: object) -> Maker | None:
    """What shows a record; None for anything else."""
    home = HOMES.get(name_of(type(made)))
    if home is None and is_result(made):
        home = ("results", "result_pieces")
    if home is None and isinstance(made, Record):
        home = ("documents", "record_pieces")
    if home is None:
        return None
    return cast(Maker, getattr(importlib.import_module(f"tobfit.report.notebook.{home[0]}"), home[1]))
