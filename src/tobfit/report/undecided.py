"""The undecided rules of a product: what they hang on, and where they would lead."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.matching.fit import Fit
from tobfit.matching.open_effect import OpenEffect
from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph
from tobfit.report.teller import Teller


def undecided_blocks(fit: Fit, tell: Teller) -> Iterable[Block]:
    """Those first that could knock the product out; nothing where no rule could add anything."""
    effects = fit.open_rules
    if not effects:
        return
    words = tell.words
    yield Heading(3, words("undecided_rules"))
    threats = sum(effect.threatens for effect in effects)
    yield Paragraph(words("rules_could", rules=words.count(len(effects), "rule"), n=threats))
    shown = tell.within(effects)
    yield Bullets((*(_item(effect, tell) for effect in shown), *tell.more(effects, shown)))


def _item(effect: OpenEffect, tell: Teller) -> Item:
    words = tell.words
    rule = effect.rule.rule
    running = words(
        "undecided_rule",
        rule=tell.naming.rule_of(rule, rule.id),
        basis=words.term(rule.basis or "experience"),
        attributes=words.join([tell.naming.attribute(name) for name in effect.attributes]),
        mark=tell.extras([words("knocks_out")] if effect.threatens else []),
    )
    return Item(running, (_outcome(effect, tell), words("would_add", lines=_lines(effect, tell))))


def _outcome(effect: OpenEffect, tell: Teller) -> str:
    after = tell.worlds.if_held(effect)
    if after is None:
        return tell.words("if_held_open", result=tell.words("not_worked_out"))
    return tell.words("if_held", decision=tell.words.term(after.decision), score=tell.score(after.score))


def _lines(effect: OpenEffect, tell: Teller) -> str:
    """What the rule would add, with priorities."""
    told = [
        tell.words("demand", capability=line.title.text(tell.words.lang), details=tell.words.term(line.priority))
        for line in effect.requirements
    ]
    return tell.naming.some(told, tell.limit)
