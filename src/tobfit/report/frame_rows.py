"""Rows of a report for data frames, beside those of ``records``; each draws from the one explanation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from tobfit.matching.reasons import gap_text
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.products import ExplainedProduct

Row = dict[str, Any]


def _product_rows(told: Explanation) -> Iterable[Row]:
    """One row for each product and offer, best first; ``decided`` is the last word, of the stage ``decided_by``."""
    report = told.report
    for product in told.products:
        decision, stage = product.decided
        score, fit = product.score, product.fit
        yield {
            "client": report.client.id,
            "product": product.id,
            "name": product.name,
            "offer": fit.offer is not None,
            "rank": product.rank,
            "decision": product.decision,
            "decided": decision,
            "decided_by": stage,
            "score_low": None if score is None else float(score.low),
            "score_high": None if score is None else float(score.high),
            "answered": _number(product.answered),
            "coverage": _number(product.coverage),
            "excluded": float(fit.excluded),
            **{str(verdict): number for verdict, number in product.counts.items()},
            **_gap_counts(product),
            "certain_winner": product.id in report.certain_winners,
            "possible_winner": product.id in report.possible_winners,
            "open_rules": len(fit.threatening),
            "price": "; ".join(product.price_totals) or None,
            "price_open": product.price_is_open,
        }


def _gap_counts(product: ExplainedProduct) -> Row:
    """How many gaps there are of each severity; those of one line and severity count once."""
    found = [gap.severity for gap in product.gaps]
    names = {"blocker": "blockers", "major": "majors", "minor": "minors", "info": "infos"}
    return {name: found.count(severity) for severity, name in names.items()}  # type: ignore[arg-type]


def _gap_rows(told: Explanation) -> Iterable[Row]:
    """One row for each gap, best product first, worst gap first; the ways out are not worked out."""
    for product in told.products:
        for gap in product.fit.gaps:
            line = told.line[gap.requirement.id]
            yield {
                "client": told.report.client.id,
                "product": product.id,
                "item": gap.item,
                "requirement": line.id,
                "text": line.title,
                "priority": line.priority,
                "kind": gap.kind,
                "severity": gap.severity,
                "waived": gap.judgement.waived,
                "reason": gap_text(gap, told.words.lang),
                "goals": "; ".join(gap.goals) or None,
                "outcomes": "; ".join(gap.outcomes) or None,
                "path": " > ".join(gap.path),
            }


def _question_rows(told: Explanation) -> Iterable[Row]:
    """One row for each question in the report's order; ``product`` is None for one about the client."""
    for place, one in enumerate(told.questions, 1):
        yield {
            "client": told.report.client.id,
            "place": place,
            "target": one.target,
            "kind": one.question.kind,
            "product": one.product,
            "item": getattr(one.question, "item", None),
            "text": one.text,
            "ask": one.ask,
            "whom": one.whom,
            "pivotal": one.pivotal,
            "width": float(one.width),
            "requirements": "; ".join(one.lines) or None,
            "answers": "; ".join(one.options) or None,
        }


def _evidence_rows(told: Explanation) -> Iterable[Row]:
    """One row for each piece of evidence behind a line of a product."""
    for product in told.products:
        for cell in product.cells:
            for one in cell.evidence:
                yield {
                    "client": told.report.client.id,
                    "product": product.id,
                    "item": cell.item,
                    "requirement": cell.requirement,
                    "capability": told.line[cell.requirement].capability,
                    "verdict": cell.verdict,
                    "source": one.source,
                    "kind": one.kind,
                    "date": one.date.isoformat() if one.date else None,
                }


def _finding_rows(told: Explanation) -> Iterable[Row]:
    """One row for each finding of a later stage that the audience may see."""
    for one in told.report.findings:
        if told.internal or not one.internal:
            yield {
                "client": told.report.client.id,
                "product": one.product,
                "requirement": one.requirement,
                "kind": one.kind,
                "severity": one.severity,
                "stage": one.stage,
                "because": one.because.text(told.words.lang),
                "path": " > ".join(one.path) or None,
            }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


MAKERS: Mapping[str, Callable[[Explanation], Iterable[Row]]] = {
    "products": _product_rows,
    "gaps": _gap_rows,
    "questions": _question_rows,
    "evidence": _evidence_rows,
    "findings": _finding_rows,
}
"""Kind of rows -> what makes them."""
