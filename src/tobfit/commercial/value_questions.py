"""What has to be asked before a value is a claim: of the client about its goals, of vendors about what carries them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import attrs

from tobfit.commercial.addressing import owner_of, players, role_of
from tobfit.commercial.value_phrases import QUESTIONS
from tobfit.commercial.value_words import goal_question, labelled, person_question, say
from tobfit.commercial.winning import silent
from tobfit.matching.asks import Ask, asks_of, numbered, proof, spoken_at
from tobfit.matching.outcome import Judgement
from tobfit.matching.question import Question
from tobfit.matching.reasons import question_text
from tobfit.matching.report import Report
from tobfit.model.client import Goal
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Ratio
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.quantity import Quantity

if TYPE_CHECKING:
    from tobfit.commercial.staking import Carried, GoalWorth

QuestionKind = Literal["goals", "owner", "role", "user_kind", "worth", "time", "needs", "voice", "carrier", "evidence"]
"""What the goals are; who owns one; who takes part at all, and whether a user manages the use; what a goal is worth,
and in a time that counts; what it needs; what many users want who asked for nothing; what a product says of a line that
carries it; what proves that."""


@attrs.frozen
class ValueQuestion:
    """One thing to ask. ``target`` is where the answer belongs: what ``Report.what_if`` and answers/1 take.

    ``ask``: the role at the client, or vendor or assessor; ``people`` the stakeholders to ask. ``at_stake``: currency
    -> how much narrower what the product carries becomes with the answer, or, where nothing is known of the goal's
    needs, its whole amount. ``options``: answer -> changes, where the answers can be listed.
    """

    kind: QuestionKind
    target: str
    text: Label
    ask: str
    people: tuple[str, ...]
    goals: tuple[str, ...]
    product: str | None = None
    at_stake: FrozenMap[str, Fraction] = attrs.field(factory=FrozenMap)
    options: tuple[tuple[str, FrozenMap[str, Any]], ...] = attrs.field(default=(), eq=False, repr=False)


def goal_questions(goals: Sequence[GoalWorth], report: Report, horizon: Quantity) -> Iterable[ValueQuestion]:
    """What is open about the goals themselves, in their order."""
    records = {goal.id: goal for goal in report.client.goals}
    asked: set[str] = set()
    for one in goals:
        goal = records[one.goal]
        whom, people = _whom(goal, report)
        for kind, target in _open_of_goal(one, goal, report):
            if target in asked:
                continue
            asked.add(target)
            owned = [each.id for each in report.client.goals if each.owner is not None]
            stake = {one.currency: one.amount} if one.amount is not None and one.currency else {}
            yield ValueQuestion(
                kind=kind,
                target=target,
                text=goal_question(kind, one, report, horizon),
                ask=whom,
                people=people,
                goals=tuple(sorted(owned, key=natural)) if kind == "role" else (one.goal,),
                at_stake=FrozenMap(stake if kind == "needs" else {}),
            )


def people_questions(report: Report) -> Iterable[ValueQuestion]:
    """What the goals are, where the client names none; whether users use it or manage its use, where nobody said; what
    end users want behind whom many people stand, and who asked for nothing: a goal of theirs."""
    playing = players(report.client, report.world.packs.base)
    if not report.client.goals:
        people = tuple(person.id for person in playing.get("economic", ()))
        asked = labelled(lambda lang: say(QUESTIONS, "goals", lang))
        yield ValueQuestion("goals", "client.goals", asked, "economic", people, ())
    for person in playing.get("user", ()):
        owned = [goal.id for goal in report.client.goals if goal.owner == person.id]
        yield ValueQuestion(
            kind="user_kind",
            target=f"client.stakeholders.{person.id}.kind",
            text=person_question("user_kind", person),
            ask="user",
            people=(person.id,),
            goals=tuple(sorted(owned, key=natural)),
        )
    for one in silent(report):
        yield ValueQuestion(
            kind="voice",
            target=f"client.goals.{_free(one.person.id, report)}",
            text=person_question("voice", one.person),
            ask="end_user",
            people=(one.person.id,),
            goals=(),
        )


def _free(name: str, report: Report) -> str:
    """An id that no goal of the client's has."""
    taken = {goal.id for goal in report.client.goals}
    return name if name not in taken else _free(f"{name}/wants", report)


def _open_of_goal(one: GoalWorth, goal: Goal, report: Report) -> Iterable[tuple[QuestionKind, str]]:
    path, owner = f"client.goals.{goal.id}", owner_of(goal, report.client)
    if goal.owner is None:
        yield "owner", f"{path}.owner"
    elif owner is None:
        # Nobody is named at all: an owner beside others who are named has to be one of them.
        yield "role", "client.stakeholders"
    if one.worth is None:
        yield "worth", f"{path}.worth"
    elif one.amount is None:
        yield "time", f"{path}.worth"
    if not goal.needs:
        yield "needs", f"{path}.needs"


def _whom(goal: Goal, report: Report) -> tuple[str, tuple[str, ...]]:
    """The owner; without one those who release the money, who also know whose goal it is."""
    base, owner = report.world.packs.base, owner_of(goal, report.client)
    if owner is not None:
        return role_of(owner, base), (owner.id,)
    if goal.owner is not None:
        return "economic", (goal.owner,)
    people = [person.id for person in report.client.stakeholders if role_of(person, base) == "economic"]
    return "economic", tuple(sorted(people, key=natural))


Found = dict[str, list[tuple[Ask, Judgement, str, str | None, Fraction]]]
"""Target -> the open points there: of which judgement and goal, and the amount of the line with its currency."""


def carrier_questions(
    goals: Mapping[str, GoalWorth], parts: Iterable[Carried], report: Report
) -> Iterable[ValueQuestion]:
    """What is open about the lines that carry goals: each target once for each product, the largest amounts first."""
    found: dict[str, Found] = {}
    for part in parts:
        one = goals[part.goal]
        for each in part.carriers:
            judgement = each.judgement
            amount = Ratio(each.share * one.amount) if one.amount is not None else Ratio(0)
            for ask in _asks(judgement, report, part.product):
                listed = found.setdefault(part.product, {}).setdefault(ask.target, [])
                listed.append((ask, judgement, part.goal, one.currency, amount))
    for product, targets in found.items():
        asked = [_of_carriers(target, points, product, report) for target, points in targets.items()]
        yield from sorted(asked, key=lambda one: (-sum(one.at_stake.values(), Fraction(0)), natural(one.target)))


def _asks(judgement: Judgement, report: Report, product: str) -> Iterable[Ask]:
    if judgement.verdict == "unknown":
        yield from asks_of(judgement, report.world, product)
        return
    own = judgement.own
    if "unevidenced" in own.kinds and own.speech.kind in ("answer", "statement", "ancestor"):
        target = spoken_at(own, own.item)
        answers = (("demonstrated", proof(target, own.statements)),)
        yield Ask(f"{target}.evidence", "evidence", answers, Ratio(0), own.item)


def _of_carriers(
    target: str,
    points: Sequence[tuple[Ask, Judgement, str, str | None, Fraction]],
    product: str,
    report: Report,
) -> ValueQuestion:
    first = points[0][0]
    lines = tuple({judgement.requirement.id: judgement.requirement for _, judgement, _, _, _ in points}.values())
    options: dict[FrozenMap[str, Any], str] = {}
    stake: dict[str, Fraction] = {}
    for ask, _, _, currency, amount in points:
        for answer, changes in ask.answers:
            options.setdefault(changes, answer)
        if currency is not None and amount * ask.width:
            stake[currency] = Ratio(stake.get(currency, Fraction(0)) + amount * ask.width)
    every = tuple(numbered((answer, changes) for changes, answer in options.items()))
    asked = Question(
        target=target,
        kind=first.kind,
        product=product,
        requirements=lines,
        pivotal=False,
        width=Ratio(0),
        options=every,
        fit=report[product],
        about=first.item,
    )
    return ValueQuestion(
        kind="evidence" if first.kind == "evidence" else "carrier",
        target=target,
        text=Label.of({lang: question_text(asked, lang) for lang in ("en", "zh")}),
        ask=asked.ask,
        people=(),
        goals=tuple(sorted({goal for _, _, goal, _, _ in points}, key=natural)),
        product=product,
        at_stake=FrozenMap(dict(sorted(stake.items()))),
        options=every,
    )
