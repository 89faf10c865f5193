"""A report as flat rows, one for each product and requirement, for any data frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tobfit.matching.fit import Fit
from tobfit.matching.gap import severities
from tobfit.matching.outcome import Judgement
from tobfit.matching.reasons import language, reason_text
from tobfit.matching.report import Report
from tobfit.model.words import GAP_SEVERITIES
from tobfit.report.words import check_audience

Row = dict[str, Any]


def records(report: Report, *, lang: str = "en", audience: str = "client") -> list[Row]:
    """One row for each product and requirement, in the order of ranks and lines; texts, numbers and None only.

    ``contribution_low`` and ``_high`` are None for lines without a part in the score (waived, wont, not
    applicable), ``share`` is the line's share of the weight that counts, ``severity`` the gravest of its gaps.
    Fractions become the nearest floats. Rows for ``audience="internal"`` also have ``notes`` and ``effort``.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> product = tobfit.Product(id="crm@5").offers("sec.mfa", response="configuration")
    >>> [(row["product"], row["credit_low"], row["severity"]) for row in records(tobfit.match(client, product))]
    [('crm@5', 0.9, 'minor')]
    """
    check_audience(audience)
    return [row for fit in report.fits for row in _of_fit(fit, report, language(lang), audience == "internal")]


def _of_fit(fit: Fit, report: Report, lang: str, internal: bool) -> Iterable[Row]:
    parts = {part.requirement: part for part in fit.contributions}
    for judgement, weight in zip(fit.judgements, fit.weights, strict=True):
        line = judgement.requirement
        part = parts.get(line.id)
        counts = part is not None and fit.totals.weight
        row: Row = {
            "client": report.client.id,
            "product": fit.product,
            "rank": report.ranks[fit.product],
            "decision": fit.decision,
            "requirement": line.id,
            "text": line.title.text(lang),
            "capability": line.capability,
            "priority": line.priority,
            "weight": float(line.weight),
            "share": weight / fit.totals.weight if counts else 0.0,
            "need": str(line.need),
            "verdict": judgement.verdict,
            "credit_low": float(judgement.credit.low),
            "credit_high": float(judgement.credit.high),
            "worst": judgement.worst,
            "best": judgement.best,
            "contribution_low": float(part.low) if part else None,
            "contribution_high": float(part.high) if part else None,
            "reason": reason_text(judgement, lang),
            "reason_code": judgement.outcome.reason,
            "kinds": ", ".join(judgement.kinds),
            "severity": _severity(judgement, report),
            "waived": judgement.waived,
            "evidence": len(judgement.evidence),
            "group": line.group,
            "by": line.by.isoformat() if line.by else None,
            "asked_by": ", ".join(line.asked_by),
        }
        yield {**row, **_internal(judgement)} if internal else row


def _severity(judgement: Judgement, report: Report) -> str | None:
    found = [severity for _, severity in severities(judgement, report.policy)]
    return min(found, key=GAP_SEVERITIES.index, default=None)


def _internal(judgement: Judgement) -> Row:
    notes = [judgement.requirement.notes, *(statement.notes for statement in judgement.statements)]
    efforts = [str(statement.effort) for statement in judgement.statements if statement.effort is not None]
    return {"notes": "; ".join(note for note in notes if note) or None, "effort": "; ".join(efforts) or None}
