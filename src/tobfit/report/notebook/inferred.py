"""What follows from a client, and what stays undecided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tobfit.knowledge.inference import Inference, OpenRule
from tobfit.knowledge.understanding import AREAS, Understanding
from tobfit.model.requirement import Requirement
from tobfit.report.blocks import Block, Heading, Table
from tobfit.report.notebook.documents import called, columns, tell_of
from tobfit.report.notebook.phrases import PHRASES
from tobfit.report.notebook.pieces import Asked, bounded, points, rowed
from tobfit.report.told.phrases import Tell


def inference_pieces(found: Inference, asked: Asked) -> Iterable[Block]:
    """The lines that the client did not write, each with its grounds, and the undecided rules."""
    tell = tell_of(asked)
    lines = tell.words.count(len(found.implied), "requirement")
    rules = tell.words.count(len(found.open_rules), "rule")
    title = {"lines": lines, "rules": rules, "conflicts": len(found.conflicts)}
    yield Heading(1, tell.say(PHRASES, "inference", **title))
    if found.implied:
        yield Heading(2, tell.say(PHRASES, "implied"))
    yield from bounded(found.implied, tell, lambda shown: rowed(_implied(shown, tell)))
    if found.open_rules:
        yield Heading(2, tell.say(PHRASES, "open_rules"))
    yield from bounded(found.open_rules, tell, lambda shown: points(_open(rule, tell) for rule in shown))


def _implied(lines: Sequence[Requirement], tell: Tell) -> Table:
    rows = tuple(
        (
            line.title.text(tell.words.lang),
            tell.words.term(line.priority),
            line.capability or "-",
            str(line.need),
            tell.words("semi").join(dict.fromkeys(s.rule or s.suite or "" for s in line.origins)) or "-",
        )
        for line in lines
    )
    return Table(columns(tell, "requirement", "priority", "capability", "need", "reason"), rows)


def _open(rule: OpenRule, tell: Tell) -> str:
    names = tell.words.join(list(rule.attributes))
    return tell.say(PHRASES, "decided_by", rule=called(rule.rule, tell), attributes=names)


def open_rule_pieces(rule: OpenRule, asked: Asked) -> Iterable[Block]:
    """The rule, what it hangs on, what speaks for it."""
    tell = tell_of(asked)
    yield Heading(1, _open(rule, tell))
    yield from points(rule.facts)


def understanding_pieces(found: Understanding, asked: Asked) -> Iterable[Block]:
    """Area by area, which share is known and what is missing."""
    tell = tell_of(asked)
    yield Heading(1, tell.say(PHRASES, "known", share=tell.percent(found.share)))
    yield from points(
        tell.say(
            PHRASES,
            "area_of",
            area=tell.words.term(area),
            share=tell.percent(found[area].share),
            names=tell.words.join(list(found[area].missing)),
        )
        for area in AREAS
        if found[area].relevant
    )
