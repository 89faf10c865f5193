"""The sentences of value statements: a lead in the words of a role, how the amount comes about, what lowers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from tobfit.commercial.addressing import ValueRole, players
from tobfit.commercial.carrying import Bearing, Carrier
from tobfit.commercial.value_phrases import LEADS, PIECES
from tobfit.commercial.value_questions import ValueQuestion
from tobfit.commercial.value_words import joined, line_text, money, percent, product_text, say, time_text
from tobfit.matching.reasons import reason_text
from tobfit.matching.report import Report
from tobfit.model.quantity import Quantity

if TYPE_CHECKING:
    from tobfit.commercial.staking import Carried, GoalWorth
    from tobfit.commercial.value_statements import Lowering, ValueStatement


@attrs.frozen
class Telling:
    """What all statements of a value share."""

    report: Report
    horizon: Quantity
    goals: Mapping[str, GoalWorth]
    bearings: Mapping[str, Sequence[Bearing]]
    questions: Mapping[str, Sequence[ValueQuestion]]
    """Goal -> what is to be asked about it."""


@attrs.frozen
class Wording:
    """One part of a value in one language: what leads can name, the formula, and what follows it."""

    named: Mapping[str, str]
    formula: str
    rest: str

    def text(self, made: ValueStatement, asked: Sequence[ValueQuestion], telling: Telling, lang: str) -> str:
        """The statement in the words of its role."""
        lead = say(
            LEADS,
            f"{made.role}.{made.kind}",
            lang,
            **self.named,
            heads=_heads(made.role, telling.report, lang),
            question=(" " if lang == "en" else "").join(each.text.text(lang) for each in asked),
        )
        # A number whose goal nobody owns yet, or that is not there, is no claim: how it comes about is not told.
        return lead + ("" if made.kind == "question" else self.formula) + self.rest


def wording_of(made: ValueStatement, part: Carried, telling: Telling, lang: str) -> Wording:
    """What does not depend on the role."""
    report, one, currency = telling.report, telling.goals[made.goal], made.currency or ""
    named = {
        "goal": one.title.text(lang),
        "product": product_text(made.product, report, lang),
        "amount": "-" if made.amount is None else money(made.amount, currency),
        "whole": "-" if made.worth is None else money(made.worth, currency),
        "firm": "-" if made.firm is None else money(made.firm, currency),
        "share": percent(made.share),
        "time": time_text(telling.horizon, lang),
        "conditions": joined(_condition_texts(part, one, report, lang), lang),
    }
    formula = say(PIECES, "formula", lang, formula=made.formula) if made.formula is not None else ""
    return Wording(named, formula, "".join(_rest(made, part, report, lang)))


def _rest(made: ValueStatement, part: Carried, report: Report, lang: str) -> Iterable[str]:
    lines = {each.requirement: each for each in part.carriers}

    def name(requirement: str) -> str:
        each = lines[requirement]
        return line_text(each.judgement.requirement, each.own, report, lang)

    if made.evidence:
        told = [
            say(PIECES, "proof", lang, line=name(one.requirement), kind=say(PIECES, one.kind, lang), source=one.source)
            for one in made.evidence
        ]
        yield say(PIECES, "evidence", lang, items=joined(told, lang))
    if made.lowered_by:
        told = [_lowering(one, made, name(one.requirement), lines, lang) for one in made.lowered_by]
        yield say(PIECES, "lowered", lang, items=joined(told, lang))
    if made.left_out:
        yield say(PIECES, "left_out", lang, items=joined([name(one) for one in made.left_out], lang))


def _lowering(one: Lowering, made: ValueStatement, name: str, lines: Mapping[str, Carrier], lang: str) -> str:
    reason = reason_text(lines[one.requirement].judgement, lang)
    if one.amount is None or made.currency is None:
        return say(PIECES, "lowering_share", lang, line=name, share=percent(one.share), reason=reason)
    return say(PIECES, "lowering", lang, line=name, amount=money(one.amount, made.currency), reason=reason)


def conditions_of(part: Carried) -> Iterable[Carrier]:
    """The lines that may carry something, but are open or unproved."""
    return (each for each in part.carriers if each.carried.high > 0 and not each.is_proved)


def _condition_texts(part: Carried, one: GoalWorth, report: Report, lang: str) -> list[str]:
    told = dict.fromkeys(
        say(
            PIECES,
            "open" if each.is_open else "unproved",
            lang,
            line=line_text(each.judgement.requirement, each.own, report, lang),
        )
        for each in conditions_of(part)
    )
    return [*told, *([] if one.owner is not None else [say(PIECES, "no_owner", lang)])]


def _heads(role: ValueRole, report: Report, lang: str) -> str:
    """How many people stand behind the role, where anybody said."""
    people = players(report.client, report.world.packs.base).get(role, ())
    known = [person.head_count for person in people if person.head_count is not None]
    return say(PIECES, "heads", lang, n=sum(known)) if known else ""
