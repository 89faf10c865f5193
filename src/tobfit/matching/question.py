"""Questions: what is open, whom to ask, and what each answer would mean."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import attrs

from tobfit.matching.asks import Ask, AskKind, asks_of
from tobfit.matching.changes import apply
from tobfit.matching.fit import Fit, fails
from tobfit.matching.lines import natural
from tobfit.matching.outcome import Judgement
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import MILLION, Interval, Ratio
from tobfit.model.requirement import Requirement
from tobfit.model.words import Decision

if TYPE_CHECKING:
    from tobfit.matching.world import World

AskWhom = Literal["vendor", "assessor", "client"]
WHOM: dict[AskKind, AskWhom] = {
    "statement": "vendor", "value": "vendor", "date": "vendor", "not_applicable": "assessor",
    "conflict": "assessor", "evidence": "vendor", "unresolved": "vendor", "connect": "vendor",
}  # fmt: skip


@attrs.frozen
class Effect:
    """What an answer would lead to, exactly as a new match gives it."""

    changes: FrozenMap[str, Any]
    decision: Decision
    score: Interval | None


@attrs.frozen
class Question:
    """One open point of one product, with all the lines that hang on it.

    ``pivotal``: the answer can take part in changing the decision. ``width``: the share of the score's
    interval that closing it would remove. It is not an expected value: tobfit knows no probabilities.
    """

    target: str
    kind: AskKind
    product: str
    requirements: tuple[Requirement, ...]
    pivotal: bool
    width: Fraction
    options: tuple[tuple[str, FrozenMap[str, Any]], ...] = attrs.field(repr=False)
    world: World = attrs.field(repr=False, eq=False)

    @property
    def ask(self) -> AskWhom:
        """Whom to ask: the vendor, or an assessor where the vendor's word is not enough."""
        return WHOM[self.kind]

    @property
    def text(self) -> str:
        """The question in English; ``tobfit.report`` has it in other languages."""
        from tobfit.matching.reasons import question_text

        return question_text(self, "en")

    @cached_property
    def answers(self) -> dict[str, Effect]:
        """Answer -> what it would lead to."""
        return {answer: self._effect(changes) for answer, changes in self.options}

    def _effect(self, changes: FrozenMap[str, Any]) -> Effect:
        world = apply(self.world, changes)
        fit = world.fit(world.catalog[self.product])
        return Effect(changes, fit.decision, fit.score)


def questions_of(fits: Iterable[Fit], world: World, possible: Iterable[str]) -> tuple[Question, ...]:
    """All open points: first those that can change a decision, then those of possible winners, then by width."""
    candidates = frozenset(possible)
    found = [question for fit in fits for question in _of_fit(fit, world)]
    return tuple(sorted(found, key=lambda q: _rank(q, candidates)))


def _rank(question: Question, possible: frozenset[str]) -> tuple[object, ...]:
    unlikely = question.product not in possible
    return not question.pivotal, unlikely, -question.width, natural(question.target)


def _of_fit(fit: Fit, world: World) -> Iterable[Question]:
    gathered: dict[str, tuple[Ask, list[tuple[Judgement, int]]]] = {}
    for judgement, weight in zip(fit.judgements, fit.weights, strict=True):
        if judgement.verdict != "unknown" or judgement.requirement.priority == "wont" or judgement.waived:
            continue
        for ask in asks_of(judgement, world, fit.product):
            gathered.setdefault(ask.target, (ask, []))[1].append((judgement, weight))
    for target, (ask, lines) in gathered.items():
        yield Question(
            target=target,
            kind=ask.kind,
            product=fit.product,
            requirements=tuple(judgement.requirement for judgement, _ in lines),
            pivotal=fit.decision == "undecided" and any(_can_knock_out(j, world) for j, _ in lines),
            width=_width(fit, lines),
            options=ask.answers,
            world=world,
        )


def _can_knock_out(judgement: Judgement, world: World) -> bool:
    return judgement.requirement.priority == "must" and fails(judgement.worst, world.policy)


def _width(fit: Fit, lines: list[tuple[Judgement, int]]) -> Fraction:
    whole = fit.totals.weight * MILLION
    open_part = sum(weight * (j.outcome.high - j.outcome.low) for j, weight in lines)
    return Ratio(open_part, whole) if whole else Ratio(0)
