"""Reports, fits, gaps, judgements, ways out, findings. Nothing here works out more than a few matches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tobfit.matching.finding import Finding
from tobfit.matching.fit import Fit
from tobfit.matching.gap import Gap
from tobfit.matching.outcome import Judgement
from tobfit.matching.plain_report import Writer
from tobfit.matching.reasons import reason_text
from tobfit.matching.remedy import Remedy
from tobfit.matching.report import Report
from tobfit.model.frozen import FrozenMap
from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph, Table
from tobfit.report.charts.records import Picture, PictureKind
from tobfit.report.explained.explaining import Explanation, explain
from tobfit.report.explained.gaps import ExplainedGap
from tobfit.report.later import finding_blocks
from tobfit.report.notebook.documents import columns, fact, name_in, tell_of
from tobfit.report.notebook.phrases import PHRASES
from tobfit.report.notebook.pieces import Asked, Piece, bounded, points, rowed
from tobfit.report.story import VERDICTS, ranking_blocks
from tobfit.report.told.phrases import Tell

QUESTIONS = 3
"""How many questions a report shows."""
MANY = 20_000
"""Products times lines from which a report shows no questions: finding them takes longer than a display should."""


def report_of(fit: Fit) -> Report:
    """A report of one fit, beside which nothing is ranked."""
    return Report(fit.world, (fit,), FrozenMap({fit.product: 1}))


def explained(report: Report, asked: Asked) -> Explanation:
    """What a report says, in the language and for the audience asked for."""
    return explain(report, lang=asked.lang, audience=asked.audience, limit=asked.limit)


def report_pieces(report: Report, asked: Asked) -> Iterable[Piece]:
    """Head, ranking, the first questions, what later stages found."""
    return explanation_pieces(explained(report, asked), asked)


def explanation_pieces(told: Explanation, _asked: Asked) -> Iterable[Piece]:
    """The same of an explanation, in its own language and for its own audience."""
    tell, report = told.tell, told.report
    yield Heading(1, told.title)
    yield from points(told.facts)
    if report.fits and (told.limit is None or len(report.fits) <= told.limit):
        yield from _pictured(told, "ranking", None)
    yield from ranking_blocks(tell, told.limit)
    if len(report.fits) * len(report.requirements) < MANY and report.questions:
        yield Heading(2, Tell(told.words).say(PHRASES, "first_questions"))
        shown = told.questions[:QUESTIONS]
        yield Bullets((*(Item(one.told) for one in shown), *tell.more(report.questions, shown)))
    yield from finding_blocks(tell)
    if report.results:
        names = ", ".join(type(one).__name__ for one in report.results)
        yield Paragraph(Tell(told.words).say(PHRASES, "attached", names=names))


def _pictured(told: Explanation, kind: PictureKind, product: str | None) -> Iterable[Picture]:
    """A picture of the explanation; none where there is nothing to draw."""
    from tobfit.report.charts.picturing import picture_of

    picture = picture_of(told, kind, product)
    if not picture.is_empty:
        yield picture


def fit_pieces(fit: Fit, asked: Asked) -> Iterable[Piece]:
    """The decision and why, the figures, what the score is made of, the gaps, worst first."""
    told, tell = explained(report_of(fit), asked), tell_of(asked)
    product, words = told[fit.product], told.words
    yield Heading(
        1,
        tell.say(
            PHRASES,
            "fit",
            product=product.label,
            client=told.client_name,
            decision=words.term(fit.decision),
            score=told.tell.score(fit.score),
        ),
    )
    yield Paragraph(product.why)
    yield from points(_figures(fit, told, tell))
    if fit.score is not None:
        yield from _pictured(told, "waterfall", fit.product)
    yield Heading(2, words("gaps"))
    if not product.gaps:
        yield Paragraph(words("no_gaps"))
    yield from bounded(product.gaps, tell, lambda gaps: rowed(_gap_table(gaps, told, tell)))


def _figures(fit: Fit, told: Explanation, tell: Tell) -> Iterable[str | None]:
    teller = told.tell
    counts = [(verdict, fit.count(verdict)) for verdict in VERDICTS]
    parts = [told.words("counted", n=n, what=told.words.term(verdict)) for verdict, n in counts if n]
    yield tell.say(PHRASES, "fit_of", parts=told.words.join(parts))
    answered, coverage = teller.figure(fit.answered), teller.percent(fit.coverage)
    yield tell.say(PHRASES, "answered", answered=answered, coverage=coverage)
    yield tell.say(PHRASES, "excluded", share=teller.percent(fit.excluded)) if fit.excluded else None
    yield tell.say(PHRASES, "undecided", n=len(fit.threatening)) if fit.threatening else None
    yield fact(tell, "price", told.words("price_plus").join(told[fit.product].price_totals))
    notes = fit.world.catalog[fit.product].notes
    yield fact(tell, "notes", notes if tell.internal else None)


def _gap_table(gaps: Sequence[ExplainedGap], told: Explanation, tell: Tell) -> Table:
    words = told.words
    rows = tuple(
        (
            words.term(gap.severity),
            told.tell.line(gap.gaps[0].requirement),
            words.term(gap.priority),
            words.join([words.term(kind) for kind in gap.kinds]),
            gap.reason,
        )
        for gap in gaps
    )
    return Table(columns(tell, "severity", "requirement", "priority", "kind", "reason"), rows)


def gap_pieces(gap: Gap, asked: Asked) -> Iterable[Block]:
    """Why it is one, what it endangers, and the ways out with what each leads to."""
    told, tell = explained(report_of(gap.fit), asked), tell_of(asked)
    one, words = ExplainedGap((gap,), told.tell), told.words
    line, severity = told.tell.line(gap.requirement), words.term(gap.severity)
    product = told.tell.names[gap.product]
    yield Heading(1, tell.say(PHRASES, "gap_title", severity=severity, line=line, product=product))
    yield Paragraph(one.reason)
    goals = words("goals", names=words.join(list(one.goals))) if one.goals else None
    outcomes = words("outcomes", names=words.join(list(one.outcomes))) if one.outcomes else None
    notes = fact(tell, "notes", gap.requirement.notes if tell.internal else None)
    kind = fact(tell, "kind", words.term(gap.kind))
    priority = fact(tell, "priority", words.term(gap.requirement.priority))
    yield from points((kind, priority, *one.grounds, goals, outcomes, one.path, notes))
    if one.ways:
        yield Heading(2, tell.say(PHRASES, "ways"))
    yield from bounded(one.ways, tell, lambda ways: [Bullets(tuple(Item(way.told) for way in ways))] if ways else [])


def judgement_pieces(judgement: Judgement, asked: Asked) -> Iterable[Block]:
    """The verdict and why, what is wanted, and the evidence."""
    tell, line = tell_of(asked), judgement.requirement
    words, lang = tell.words, tell.words.lang
    title = line.title.text(lang)
    named = line.id if title == line.id else words("named", id=line.id, name=title)
    verdict, credit = words.term(judgement.verdict), tell.score(judgement.credit)
    heading = {"line": named, "product": judgement.item, "verdict": verdict, "credit": credit}
    yield Heading(1, tell.say(PHRASES, "judged", **heading))
    yield Paragraph(reason_text(judgement, lang))
    yield from points(_judged(judgement, tell))
    rows = tuple(
        (words.term(one.kind), one.source, one.date.isoformat() if one.date else "-") for one in judgement.evidence
    )
    if not rows and judgement.statements:
        yield Paragraph(tell.say(PHRASES, "no_evidence"))
    yield from rowed(Table(columns(tell, "kind", "source", "date"), rows))


def _judged(judgement: Judgement, tell: Tell) -> Iterable[str | None]:
    line, term = judgement.requirement, tell.words.term
    yield fact(tell, "priority", term(line.priority))
    yield fact(tell, "need", line.need)
    yield fact(tell, "capability", line.capability)
    if judgement.worst != judgement.best:
        yield tell.say(PHRASES, "between", worst=term(judgement.worst), best=term(judgement.best))
    yield fact(tell, "kind", tell.words.join(list(map(term, judgement.kinds))) if judgement.kinds else None)
    yield fact(tell, "waived", tell.say(PHRASES, "yes") if judgement.waived else None)
    if tell.internal:
        efforts = [str(one.effort) for one in judgement.statements if one.effort is not None]
        notes = [line.notes, *(one.notes for one in judgement.statements)]
        yield fact(tell, "effort", "; ".join(efforts))
        yield fact(tell, "notes", "; ".join(note for note in notes if note))


def remedy_pieces(remedy: Remedy, asked: Asked) -> Iterable[Block]:
    """What it changes in the records, what it takes, and what matching again gives: one match."""
    tell = tell_of(asked)
    told = explained(report_of(remedy.before), asked)
    line = next((one for one in told.report.requirements if one.id == remedy.requirement), None)
    named = told.tell.line(line) if line is not None else told.client_name
    kind, product = tell.words.term(remedy.kind), told.tell.names.get(remedy.product, remedy.product)
    yield Heading(1, tell.say(PHRASES, "remedy", kind=kind, line=named, product=product))
    yield from points(_promise(remedy, tell))
    changes = Writer(tell.internal, full=False).changes(remedy.changes)
    if changes:
        yield Heading(2, tell.say(PHRASES, "changes"))
        texts = [tell.say(PHRASES, "change", target=target, value=_plain(changes[target])) for target in changes]
        yield from bounded(texts, tell, points)


def _promise(remedy: Remedy, tell: Tell) -> Iterable[str | None]:
    before, after, words = remedy.before, remedy.fit, tell.words
    if remedy.kind != "replace" and remedy.requirement:
        credits = before[remedy.requirement].credit, after[remedy.requirement].credit
        yield _from_to(tell, "credit", *map(tell.score, credits))
    yield _from_to(tell, "score", tell.score(before.score), tell.score(after.score))
    yield _from_to(tell, "decision", words.term(before.decision), words.term(after.decision))
    yield fact(tell, "answer", None if remedy.answer is None else words.answer(remedy.answer))
    yield fact(tell, "risk", words.term(remedy.risk))
    yield fact(tell, "effort", remedy.effort if tell.internal else None)
    yield fact(tell, "price", remedy.price)
    yield fact(tell, "date", remedy.date)


def _from_to(tell: Tell, key: str, before: str, after: str) -> str:
    return tell.say(PHRASES, "from_to", name=name_in(tell, key), before=before, after=after)


def _plain(value: Any) -> str:
    """Plain data of a change on one line."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    return "; ".join(map(_plain, value)) if isinstance(value, list) else str(value)


def finding_pieces(found: Finding, asked: Asked) -> Iterable[Block]:
    """What a later stage found; one for internal readers says nothing to others."""
    tell = tell_of(asked)
    if found.internal and not tell.internal:
        yield Paragraph(tell.say(PHRASES, "only_internal"))
        return
    subject = tell.words.join([part for part in (found.product, found.requirement) if part])
    kind, severity = tell.words.term(found.kind), tell.words.term(found.severity)
    yield Heading(1, tell.say(PHRASES, "finding", severity=severity, kind=kind, subject=subject))
    yield Paragraph(found.because.text(tell.words.lang))
    path = tell.say(PHRASES, "path", path=" > ".join(found.path)) if found.path else None
    yield from points((tell.say(PHRASES, "stage", stage=found.stage), path))
