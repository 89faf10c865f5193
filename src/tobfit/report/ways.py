"""The gaps of a product by severity, each with its reason and the ways out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tobfit.matching.asks import asks_of
from tobfit.matching.changes import vendor_of
from tobfit.matching.fit import Fit
from tobfit.matching.gap import Gap
from tobfit.matching.plain_report import internal_names
from tobfit.matching.question import Effect, Question
from tobfit.matching.reasons import NEEDS, gap_text
from tobfit.matching.remedy import Remedy
from tobfit.model.words import GAP_SEVERITIES
from tobfit.report.asking import question_answers
from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph
from tobfit.report.explained.records import WayOut
from tobfit.report.grounds import ground_lines, path_text
from tobfit.report.landscape_answers import topic_asked, topic_text
from tobfit.report.landscape_changes import item_in, landscape_change
from tobfit.report.offered import more_modules
from tobfit.report.teller import Teller


def gap_blocks(fit: Fit, tell: Teller) -> Iterable[Block]:
    """One list for each severity, worst first; the limit counts over all of them."""
    yield Heading(3, tell.words("gaps"))
    if not fit.gaps:
        yield Paragraph(tell.words("no_gaps"))
    room = tell.limit
    grouped = by_line(fit.gaps)
    for severity in GAP_SEVERITIES:
        lines = [gaps for gaps in grouped if gaps[0].severity == severity]
        if lines:
            shown = tell.within(lines, room)
            yield Heading(4, tell.words("gap_group", severity=tell.words.term(severity), n=len(lines)))
            yield Bullets((*tell.unrepeated(_item(gaps, tell) for gaps in shown), *tell.more(lines, shown)))
            room = None if room is None else room - len(shown)


def by_line(gaps: Iterable[Gap]) -> list[list[Gap]]:
    """The gaps of one line and one severity together, worst first."""
    found: dict[tuple[int, str], list[Gap]] = {}
    for gap in gaps:
        found.setdefault((GAP_SEVERITIES.index(gap.severity), gap.requirement.id), []).append(gap)
    return [found[key] for key in sorted(found, key=lambda key: key[0])]


def _item(gaps: list[Gap], tell: Teller) -> Item:
    first = gaps[0]
    priority = [tell.words.term(first.requirement.priority)]
    running = tell.words(
        "gap_line",
        line=tell.line(first.requirement),
        priority=tell.words("join").join([*priority, tell.words("waived")] if first.judgement.waived else priority),
        kinds=tell.words("join").join(tell.words.term(gap.kind) for gap in gaps),
        reason=gap_text(next((gap for gap in gaps if gap.lacks_price), first), tell.words.lang),
    )
    return Item(running, tuple(_below(gaps, tell)))


def _below(gaps: list[Gap], tell: Teller) -> Iterable[str]:
    first = gaps[0]
    yield from ground_lines(first.requirement, tell)
    if first.goals:
        yield tell.words("goals", names=tell.words.join([tell.naming.goal(goal) for goal in first.goals]))
    if first.outcomes:
        yield tell.words("outcomes", names=tell.words.join([tell.words.term(code) for code in first.outcomes]))
    if first.requirement.origins:
        yield path_text(first, tell.naming)
    if tell.internal and first.requirement.notes:
        yield tell.words("notes", text=first.requirement.notes)
    yield from (way.told for way in ways_out(gaps, tell))


def ways_out(gaps: Sequence[Gap], tell: Teller) -> Iterable[WayOut]:
    """The ways out of the gaps of one line, each once; another product last."""
    told: dict[str, WayOut] = {}
    for gap in gaps:
        for way in _ways(gap, tell):
            told.setdefault(way.told, way)
    yield from told.values()
    for remedy in tell.report.remedies(gaps[0]):
        if remedy.kind == "replace":
            after = tell.worlds.after(remedy)
            sentence = tell.words("replace_by", product=remedy.product, **_outcome(remedy, after, tell))
            yield _way(remedy, sentence, "", after, tell)


def _ways(gap: Gap, tell: Teller) -> Iterable[WayOut]:
    asked = [remedy for remedy in gap.remedies if remedy.kind == "ask"]
    for remedy in gap.remedies:
        if remedy.kind != "ask":
            kind, what, after = tell.words.term(remedy.kind), _what(remedy, gap, tell), tell.worlds.after(remedy)
            sentence = tell.words("remedy", kind=kind, what=what, **_outcome(remedy, after, tell))
            yield _way(remedy, sentence, what, after, tell)
    if asked:
        yield from (WayOut("ask", sentence) for sentence in _asks(gap, asked, tell))


def _way(remedy: Remedy, told: str, what: str, after: Fit | None, tell: Teller) -> WayOut:
    is_line = after is not None and bool(remedy.requirement)
    return WayOut(
        kind=remedy.kind,
        told=told,
        what=what,
        risk=remedy.risk,
        effort=str(remedy.effort) if tell.internal and remedy.effort is not None else None,
        price=str(remedy.price) if remedy.price is not None else None,
        date=remedy.date,
        credit=after[remedy.requirement].credit if after is not None and is_line else None,
        score=after.score if after is not None else None,
        decision=after.decision if after is not None else None,
        product=remedy.product if remedy.kind == "replace" else None,
    )


def _asks(gap: Gap, asked: list[Remedy], tell: Teller) -> Iterable[str]:
    """One line for each question, with its answers; the question's own effects are the remedies' results."""
    questions = tell.questions.get((gap.product, gap.requirement.id), ())
    for question in questions:
        about = tell.words("bracket", text=_about(question, gap, tell)) if len(questions) > 1 else ""
        yield tell.words("ask_line", about=about, answers=question_answers(question, tell))
    if not questions:
        yield from _unasked(gap, asked, tell)


def _unasked(gap: Gap, asked: list[Remedy], tell: Teller) -> Iterable[str]:
    """The same for a line that is no question of the report's, as it was waived."""
    remedies = iter(asked)
    for ask in asks_of(gap.judgement, gap.world, gap.product):
        # A question without answers has one remedy too.
        found = [next(remedies) for _ in ask.answers or (None,)]
        answers = {r.answer: Effect(r.changes, r.decision_after, r.score_after, r.product) for r in found if r.answer}
        topic = topic_asked(ask, ask.item)
        about = tell.words("bracket", text=topic_text(topic, tell.naming)) if topic is not None else ""
        yield tell.words("ask_line", about=about, answers=tell.answers(answers, topic))


def _about(question: Question, gap: Gap, tell: Teller) -> str:
    """What one of several questions is about."""
    topic = topic_asked(question, question.item)
    if topic is not None:
        return topic_text(topic, tell.naming)
    part = _part(question.target, gap)
    if not gap.judgement.parts:
        return part
    return tell.words("join").join([tell.names[question.item], *([part] if part else [])])


def _outcome(remedy: Remedy, after: Fit | None, tell: Teller) -> dict[str, str]:
    extras = {
        "effort": remedy.effort if tell.internal else None,
        "price": remedy.price,
        "date": remedy.date,
        "risk": tell.words.term(remedy.risk),
    }
    told = tell.extras(tell.words(name, value=v) for name, v in extras.items() if v is not None)
    if after is None:
        return {"result": tell.words("not_worked_out"), "extras": told}
    credit, score = tell.score(after[remedy.requirement].credit), tell.score(after.score)
    result = tell.words("remedy_result", credit=credit, score=score, decision=tell.words.term(after.decision))
    return {"result": result, "extras": told}


def _what(remedy: Remedy, gap: Gap, tell: Teller) -> str:
    """What changes, in a few words: `` (third party, 6 month)``."""
    parts = [_change(target, remedy.changes[target], gap, tell) for target in sorted(remedy.changes)]
    return tell.words("bracket", text=tell.words("semi").join(dict.fromkeys(parts))) if parts else ""


def _change(target: str, value: Any, gap: Gap, tell: Teller) -> str:
    line = f"client.requirements.{gap.requirement.id}"
    if target == line and "waived" in value:
        # A line that rules added becomes one of the client's own, to be waived.
        return tell.words.term("waived")
    if target.startswith(f"{line}."):
        field = target.removeprefix(f"{line}.")
        if field == "waived":
            return tell.words.term("waived")
        return f"{_field(field, tell)} {_value(value, tell)}"
    if target in (f"offer.{gap.product}.partner", f"product.{gap.product}.partner"):
        return tell.words("with_partner", partner=_vendor(str(value), gap, tell))
    if target.startswith("offer."):
        return "" if gap.fit.offer is None else more_modules(gap.fit.offer, value, tell)
    placed = landscape_change(target, value, gap, tell)
    if placed is not None:
        return placed
    part = _part(target, gap)
    if target.endswith(".evidence"):
        return f"{_field(part, tell)} {tell.words.term(value[-1]['kind'])}"
    return f"{_field(part, tell)} {_value(value, tell)}" if part else _value(value, tell)


def _field(name: str, tell: Teller) -> str:
    """A field in words; a key of a need as needs are worded."""
    key = name.removeprefix("need.")
    return NEEDS[tell.words.lang].get(key) or (tell.words.term(name) if name.isidentifier() else name)


def _part(target: str, gap: Gap) -> str:
    """Which capability or field a target speaks of; nothing where it is the line's own capability."""
    vendor = vendor_of(target, gap.world.catalog)
    owner = f"product.{item_in(target, gap)}." if vendor is None else f"vendor.{vendor}."
    part = target.removeprefix(owner)
    part = part.removeprefix("capabilities.").removeprefix("answers.")
    for own in (gap.requirement.capability, gap.requirement.id):
        if own is not None and (part == own or part.startswith(f"{own}.")):
            return part.removeprefix(own).removeprefix(".")
    return part


def _vendor(number: str, gap: Gap, tell: Teller) -> str:
    vendor = next((each for each in gap.world.catalog.vendors if each.id == number), None)
    return tell.naming.name(vendor, number)


def _value(value: Any, tell: Teller) -> str:
    if isinstance(value, Mapping):
        told = {key: _value(value[key], tell) for key in value if key not in (*internal_names(), "evidence")}
        shown = [value["evidence"][-1]["kind"]] if value.get("evidence") else []
        return ", ".join([*told.values(), *map(tell.words.term, shown)])
    if isinstance(value, list | tuple):
        return ", ".join(_value(item, tell) for item in value)
    return tell.words.answer(str(value)) if not isinstance(value, bool) else tell.words.term("all_there_is")
