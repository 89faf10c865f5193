"""What a report tells, in order; every rendering for readers writes these blocks, so that none disagrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from tobfit.matching.fit import Fit
from tobfit.matching.outcome import Judgement
from tobfit.matching.reasons import reason_text
from tobfit.matching.report import Report
from tobfit.model.interval import Interval
from tobfit.model.progress import Progress, steps
from tobfit.model.words import Verdict
from tobfit.report.asking import question_blocks
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.conflicts import conflict_blocks
from tobfit.report.demanded import demand_blocks, priority_counts
from tobfit.report.later import finding_blocks, result_blocks
from tobfit.report.offered import offer_blocks, price_blocks
from tobfit.report.policy_used import policy_blocks, policy_name
from tobfit.report.routes import route_blocks
from tobfit.report.teller import Teller
from tobfit.report.undecided import undecided_blocks
from tobfit.report.understood import understood_items
from tobfit.report.ways import gap_blocks
from tobfit.report.words import Words, check_audience

VERDICTS: tuple[Verdict, ...] = ("met", "partial", "unmet", "unknown", "not_applicable")


def story(report: Report, *, lang: str, audience: str, limit: int | None, progress: Progress = None) -> list[Block]:
    """The blocks: head, ranking, what is asked for, each product, conflicts, questions, the policy used."""
    check_bounds(audience, limit)
    tell = Teller(report, Words(lang), limit, audience == "internal")
    blocks = [*_head(tell), *ranking_blocks(tell, None), *demand_blocks(tell)]
    shown = tell.within(report.fits)
    for fit in steps(shown, progress, "report"):
        blocks += _product(fit, tell)
    if rest := len(report.fits) - len(shown):
        blocks.append(Paragraph(tell.words("products_more", products=tell.words.count(rest, "product"))))
    blocks += [*conflict_blocks(tell), *question_blocks(tell)]
    return [*blocks, *finding_blocks(tell), *result_blocks(report.results, lang, audience, limit), *policy_blocks(tell)]


def check_bounds(audience: str, limit: int | None) -> None:
    """Refuses an audience that nobody knows and a limit below 1 with a ValueError."""
    check_audience(audience)
    if limit is not None and limit < 1:
        raise ValueError("limit is 1 or more, or None")


def title_of(tell: Teller) -> str:
    """What the report is about, in one line."""
    words, report = tell.words, tell.report
    products, lines = len(report.fits), len(report.requirements)
    return words(
        "title",
        products=words.count(products, "product"),
        verb="meets" if products == 1 else "meet",
        requirements=words.count(lines, "requirement"),
        client=tell.naming.of_client,
    )


def _head(tell: Teller) -> Iterable[Block]:
    yield Heading(1, title_of(tell))
    yield Bullets(tuple(head_facts(tell)))


def head_facts(tell: Teller) -> Iterable[Item]:
    """Client, date, policy, view, the requirements by priority, and what is understood of the client."""
    words, report, client = tell.words, tell.report, tell.report.client
    name = tell.naming.of_client
    facts = [words("client", name=client.id if name == client.id else words("called", id=client.id, name=name))]
    facts += [words("as_of", date=report.as_of), words("policy_used", name=policy_name(tell))]
    if report.view:
        title = report.view.name.text(words.lang) if report.view.name else None
        view = words("called", id=report.view.id, name=title) if title else report.view.id
        facts.append(words("view_used", name=view))
    facts.append(words("lines", parts=priority_counts(report.requirements, tell)))
    if tell.internal and client.notes:
        facts.append(words("notes", text=client.notes))
    yield from map(Item, facts)
    yield from understood_items(tell)


def ranking_blocks(tell: Teller, room: int | None) -> Iterable[Block]:
    """The ranking as a table of ``room`` rows (None: all), who wins, and what deserves a look."""
    words, report = tell.words, tell.report
    shown = report.fits[:room]
    yield Heading(2, words("ranking"))
    titles = ["score", "answered", "coverage", "met", "in_part", "unmet", "open", "n/a"]
    columns = (Column("#", "right"), Column(words.term("product"), flexible=True), Column(words.term("decision")))
    figures = tuple(Column(words.term(title), "right") for title in titles)
    rows = tuple(_ranked(fit, tell) for fit in shown)
    yield Table((*columns, *figures), rows)
    if rest := len(report.fits) - len(shown):
        yield Bullets((Item(words("more", n=rest)),))
    yield Paragraph(words("legend"))
    yield Paragraph(words("certain", names=words.join(list(report.certain_winners))))
    yield Paragraph(words("possible", names=words.join(list(report.possible_winners))))
    if report.warnings:
        yield Heading(3, words("warnings"))
        yield Bullets(tuple(Item(words.warning(problem)) for problem in report.warnings))


def _ranked(fit: Fit, tell: Teller) -> tuple[str, ...]:
    return (
        str(tell.report.ranks[fit.product]),
        tell.names[fit.product],
        tell.words.term(fit.decision),
        tell.score(fit.score),
        tell.figure(fit.answered),
        tell.percent(fit.coverage),
        *(str(fit.count(verdict)) for verdict in VERDICTS),
    )


def _product(fit: Fit, tell: Teller) -> Iterable[Block]:
    words = tell.words
    rank, name = tell.report.ranks[fit.product], tell.names[fit.product]
    decision, score = words.term(fit.decision), tell.score(fit.score)
    yield Heading(2, words("product", rank=rank, product=name, decision=decision, score=score))
    yield Paragraph(why_decided(fit, tell))
    yield from offer_blocks(fit, tell)
    if tell.internal and (notes := tell.report.world.catalog[fit.product].notes):
        yield Paragraph(words("notes", text=notes))
    yield from must_blocks(fit, tell)
    yield from gap_blocks(fit, tell)
    yield from route_blocks(fit, tell)
    yield from undecided_blocks(fit, tell)
    yield from weightless_blocks(fit, tell)
    yield from price_blocks(fit, tell)
    yield from sum_blocks(fit, tell)


def why_decided(fit: Fit, tell: Teller) -> str:
    """What decided, counted from the judgements."""
    failing = sum(tell.never_met(judgement) for judgement in fit.judgements)
    may = sum(tell.may_fail(judgement) for judgement in fit.judgements)
    above = sum(gap.severity != "info" for gap in fit.gaps)
    by_rules = ("_both" if may else "_rules") if fit.decision == "undecided" and fit.threatening else ""
    return tell.words(
        f"why_{fit.decision}{by_rules}",
        fail=tell.words.count(failing, "failing"),
        open=tell.words.count(may, "must"),
        gaps=tell.words.count(above, "gap"),
        rules=tell.words.count(len(fit.threatening), "rule"),
    )


def must_blocks(fit: Fit, tell: Teller) -> Iterable[Block]:
    """The Musts: how many have which verdict, and those that fail or may fail."""
    words = tell.words
    yield Heading(3, words("musts"))
    musts = [judgement for judgement in fit.judgements if judgement.requirement.priority == "must"]
    if not musts:
        yield Paragraph(words("no_musts"))
        return
    counts = Counter(judgement.verdict for judgement in musts if not judgement.waived)
    parts = [words("counted", n=counts[v], what=words.term(v)) for v in VERDICTS if counts[v]]
    if waived := sum(judgement.waived for judgement in musts):
        parts.append(words("counted", n=waived, what=words("waived")))
    yield Paragraph(words("must_counts", musts=words.count(len(musts), "must"), parts=words.join(parts)))
    failing = [judgement for judgement in musts if tell.never_met(judgement)]
    still = [judgement for judgement in musts if is_open(judgement, tell)]
    items = [_must("fails", judgement, tell) for judgement in failing]
    items += [_must("open", judgement, tell) for judgement in still]
    shown = tell.within(items)
    if items:
        yield Bullets((*shown, *tell.more(items, shown)))


def is_open(judgement: Judgement, tell: Teller) -> bool:
    """Whether nobody knows yet if a Must fails."""
    can_change = tell.can_fail(judgement) and not tell.never_met(judgement)
    return can_change and (judgement.verdict == "unknown" or tell.may_fail(judgement))


def _must(state: str, judgement: Judgement, tell: Teller) -> Item:
    reason = reason_text(judgement, tell.words.lang)
    line = tell.line(judgement.requirement)
    return Item(tell.words("must_line", state=tell.words(state), line=line, reason=reason))


def weightless_blocks(fit: Fit, tell: Teller) -> Iterable[Block]:
    """Waived and wont lines: judged and shown, without a part in the score."""
    words = tell.words
    found = [j for j in fit.judgements if j.waived or j.requirement.priority == "wont"]
    if not found:
        return
    shown = tell.within(found)
    items = [
        Item(
            words(
                "weightless_line",
                line=tell.line(judgement.requirement),
                why=words("waived") if judgement.waived else words.term("wont"),
                verdict=words.term(judgement.verdict),
                reason=reason_text(judgement, words.lang),
            )
        )
        for judgement in shown
    ]
    yield Heading(3, words("weightless"))
    yield Bullets((*items, *tell.more(found, shown)))


def sum_blocks(fit: Fit, tell: Teller) -> Iterable[Block]:
    """The contributions by verdict; they sum to the score."""
    words = tell.words
    if fit.totals.excluded_weight:
        lines = words.count(fit.count("not_applicable"), "line")
        yield Paragraph(words("left_out", lines=lines, share=tell.percent(fit.excluded)))
    if fit.score is None:
        return
    yield Heading(3, words("parts"))
    titles = (Column(words.term("verdict")), *(Column(words.term(t), "right") for t in ("lines", "weight", "score")))
    rows = [row for verdict in VERDICTS if (row := _part(fit, verdict, tell))]
    whole = (words("sum"), str(len(fit.contributions)), tell.percent(Fraction(1)), tell.score(fit.score))
    yield Table(titles, (*rows, whole))


def _part(fit: Fit, verdict: Verdict, tell: Teller) -> tuple[str, ...] | None:
    """What the lines of one verdict bring; None where none of them counts."""
    weights = {j.requirement.id: w for j, w in zip(fit.judgements, fit.weights, strict=True) if j.verdict == verdict}
    parts = [part for part in fit.contributions if part.requirement in weights]
    if not parts:
        return None
    brought = Interval(sum((p.low for p in parts), Fraction(0)), sum((p.high for p in parts), Fraction(0)))
    share = Fraction(sum(weights[part.requirement] for part in parts), fit.totals.weight)
    return tell.words.term(verdict), str(len(parts)), tell.percent(share), tell.score(brought)
