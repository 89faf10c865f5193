"""``match``: which products fit, what is missing, and the ways out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tobfit.assistant.bounded import Bounded, Patience
from tobfit.assistant.bounds import SHORT
from tobfit.assistant.gaps import gap_told, score_of
from tobfit.assistant.giving import Detail, MatchOutput, Must, Ranked
from tobfit.assistant.quoting import quoted
from tobfit.assistant.reading import Matched, one_line
from tobfit.errors import Problem, TobfitError
from tobfit.matching.report import Report
from tobfit.model.scalars import near, shown
from tobfit.report.blocks import Block, Bullets
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.explained.records import Cell

BY_NAME = "name the products in `only`"
DETAILED = 3
"""How many products are told in detail that nobody asked for by name."""


def ranked(made: Matched, told: Explanation, arguments: Mapping[str, Any], patience: Patience) -> MatchOutput:
    """The whole ranking, and the first products in detail, or those that are asked for."""
    report, bounded = made.report, Bounded(arguments.get("limit", 5))
    asked = chosen(report, arguments.get("only"))
    wanted = [product for product in told.products if not asked or product.id in asked]
    shown = Bounded(bounded.limit if asked else min(bounded.limit, DETAILED), bounded.left_out)
    return {
        "title": quoted(told.title),
        "client": report.client.id,
        "as_of": told.as_of.isoformat(),
        "policy": quoted(told.policy),
        "view": report.view.id if report.view is not None else None,
        "audience": "internal" if told.internal else "client",
        "facts": [quoted(fact) for fact in told.facts],
        "ranking": [_ranked(product) for product in told.products],
        "certain_winners": list(report.certain_winners),
        "possible_winners": list(report.possible_winners),
        "details": [_detail(one, told, bounded, patience) for one in shown.first("details", wanted, BY_NAME)],
        "questions": len(told.questions),
        "deciding_questions": sum(question.pivotal for question in told.questions),
        "conflicts": points(told.conflicts, "conflicts", len(report.conflicts), bounded),
        "warnings": warnings_of(made, told, bounded),
        "left_out": bounded.left_out,
    }


def chosen(report: Report, only: Sequence[str] | None) -> frozenset[str]:
    """The ids asked for; TF474 with every one that was not matched."""
    known = [fit.product for fit in report.fits]
    strange = [name for name in only or () if name not in known]
    if strange:
        raise TobfitError([nothing("only", name, "product or offer of this match", known) for name in strange])
    return frozenset(only or ())


def nothing(path: str, name: str, what: str, known: Iterable[str]) -> Problem:
    """TF474: there is no such thing."""
    return Problem(code="TF474", message=f"{shown(name)} is no {what}", path=path, hint=near(name, known))


def points(blocks: Iterable[Block], what: str, total: int, bounded: Bounded) -> list[str]:
    """One text for each of the first points of a list that has ``total``."""
    items = [item for block in blocks if isinstance(block, Bullets) for item in block.items]
    shown = items[: min(bounded.limit, total)]
    bounded.note(what, len(shown), total)
    return [quoted("; ".join((item.text, *item.below))) for item in shown]


def warnings_of(made: Matched, told: Explanation, bounded: Bounded) -> list[str]:
    """What was noticed in the documents, then what the report warns of."""
    found = [*map(one_line, made.warnings), *told.warnings]
    return [quoted(text) for text in bounded.first("warnings", found)]


def _ranked(product: ExplainedProduct) -> Ranked:
    counts = product.counts
    return {
        "product": product.id,
        "name": quoted(product.name),
        "rank": product.rank,
        "decision": product.decision,
        "score": score_of(product.score),
        "answered": None if product.answered is None else float(product.answered),
        "coverage": None if product.coverage is None else float(product.coverage),
        "lines": {
            "met": counts["met"],
            "partial": counts["partial"],
            "unmet": counts["unmet"],
            "unknown": counts["unknown"],
            "not_applicable": counts["not_applicable"],
        },
    }


def _detail(product: ExplainedProduct, told: Explanation, bounded: Bounded, patience: Patience) -> Detail:
    patience.check()
    of = f"of {product.id}"
    failing = bounded.first(f"musts_failing {of}", product.failing)
    still = bounded.first(f"musts_open {of}", product.open_musts)
    gaps = bounded.first(f"gaps {of}", product.gaps)
    rules = points(product.undecided, f"open_rules {of}", len(product.fit.open_rules), bounded)
    return {
        "product": product.id,
        "why": quoted(product.why),
        "musts_failing": [_must(cell, told) for cell in failing],
        "musts_open": [_must(cell, told) for cell in still],
        "open_rules": rules,
        "gaps": [gap_told(gap, told, bounded, patience, SHORT) for gap in gaps],
        "price": list(product.price_totals),
        "price_is_open": product.price_is_open,
    }


def _must(cell: Cell, told: Explanation) -> Must:
    return {
        "requirement": cell.requirement,
        "title": quoted(told.line[cell.requirement].title),
        "verdict": cell.verdict,
        "reason": quoted(cell.reason),
    }
