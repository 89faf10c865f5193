"""A report as flat rows, one for each product and requirement, for any data frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tobfit.matching.fit import Fit
from tobfit.matching.gap import gravest
from tobfit.matching.outcome import Judgement
from tobfit.matching.reasons import language, reason_text
from tobfit.matching.report import Report
from tobfit.model.requirement import Requirement
from tobfit.report.facts import fact_text
from tobfit.report.grounds import citation_of
from tobfit.report.naming import Naming
from tobfit.report.told import teller_of
from tobfit.report.told.phrases import Tell
from tobfit.report.words import Words, check_audience

Row = dict[str, Any]


def records(report: Report | Any, *, lang: str = "en", audience: str = "client") -> list[Row]:
    """One row for each product or offer and requirement, in the order of ranks and lines; texts, numbers and None only.
    Of the result of an analysis its own rows.

    ``item`` is the product that serves the line: of an offer one of its products.
    ``contribution_low`` and ``_high`` are None for lines without a part in the score (waived, wont, not
    applicable), ``share`` is the line's share of the weight that counts, ``severity`` the gravest of its gaps.
    Fractions become the nearest floats. Rows for ``audience="internal"`` also have ``notes`` and ``effort``.

    Of the rules behind a line ``rule``, ``citation``, ``evidence_grade``, ``valid_from`` and ``valid_to`` say the
    same number of things in the same order, joined by ``"; "`` (``-`` where a rule names no date), and ``facts`` all
    that fired them; they are None where no rule stands behind the line. ``basis`` is what the line rests on, in
    code; ``outcomes`` are those of its suites and of the goals that need it.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> product = tobfit.Product(id="crm@5").offers("sec.mfa", response="configuration")
    >>> [(row["product"], row["credit_low"], row["severity"]) for row in records(tobfit.match(client, product))]
    [('crm@5', 0.9, 'minor')]
    """
    check_audience(audience)
    if not isinstance(report, Report):
        return list(teller_of(report).rows(report, Tell(Words(lang), internal=audience == "internal")))
    lang = language(lang)
    naming = Naming(Words(lang), report.world.packs.base, report.client)
    grounds = {line.id: _grounds(line, report, naming) for line in report.requirements}
    return [row for fit in report.fits for row in _of_fit(fit, report, lang, audience == "internal", grounds)]


def _of_fit(fit: Fit, report: Report, lang: str, internal: bool, grounds: Mapping[str, Row]) -> Iterable[Row]:
    parts = {part.requirement: part for part in fit.contributions}
    for judgement, weight in zip(fit.judgements, fit.weights, strict=True):
        line = judgement.requirement
        part = parts.get(line.id)
        counts = part is not None and fit.totals.weight
        row: Row = {
            "client": report.client.id,
            "product": fit.product,
            "item": judgement.item,
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
            "severity": gravest(judgement, report.policy),
            "waived": judgement.waived,
            "evidence": len(judgement.evidence),
            "group": line.group,
            "by": line.by.isoformat() if line.by else None,
            "asked_by": ", ".join(line.asked_by),
            **grounds[line.id],
        }
        yield {**row, **_internal(judgement)} if internal else row


def _grounds(line: Requirement, report: Report, naming: Naming) -> Row:
    """Why a line stands; the same for every product."""
    rules = [source for source in line.origins if source.kind == "implied"]
    facts = dict.fromkeys(fact_text(fact, naming) for source in rules for fact in source.facts)
    suites = dict.fromkeys(source.suite for source in line.origins if source.suite is not None)
    return {
        "basis": line.basis,
        "suite": "; ".join(suites) or None,
        "rule": _joined(source.rule for source in rules),
        "citation": _joined(citation_of(source, naming.words) for source in rules),
        "evidence_grade": _joined(source.evidence for source in rules),
        "facts": "; ".join(facts) or None,
        "valid_from": _joined(source.valid_from for source in rules),
        "valid_to": _joined(source.valid_to for source in rules),
        "outcomes": "; ".join(_outcomes(line, report)) or None,
    }


def _joined(parts: Iterable[object]) -> str | None:
    """Texts side by side, a dash for nothing; None where there is nothing at all."""
    told = ["-" if part is None else str(part) for part in parts]
    return "; ".join(told) if any(part != "-" for part in told) else None


def _outcomes(line: Requirement, report: Report) -> list[str]:
    """The management outcomes that the line serves: what a gap on it would endanger."""
    reach = {line.capability, *report.world.vocabulary.ancestors(line.capability or "")}
    of_goals = {goal.outcome for goal in report.client.goals if goal.outcome and not reach.isdisjoint(goal.needs)}
    return sorted({*line.outcomes, *of_goals})


def _internal(judgement: Judgement) -> Row:
    notes = [judgement.requirement.notes, *(statement.notes for statement in judgement.statements)]
    efforts = [str(statement.effort) for statement in judgement.statements if statement.effort is not None]
    return {"notes": "; ".join(note for note in notes if note) or None, "effort": "; ".join(efforts) or None}
