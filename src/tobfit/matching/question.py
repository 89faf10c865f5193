"""Questions: what is open, whom to ask, and what each answer would mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import attrs

from tobfit.matching.asks import Ask, AskKind, asks_of, numbered
from tobfit.matching.fit import Fit, fails
from tobfit.matching.order import Winners, best_case
from tobfit.matching.outcome import Judgement
from tobfit.matching.profile_question import ProfileQuestion, profile_questions
from tobfit.matching.promise import promised
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.natural import natural
from tobfit.model.requirement import Requirement
from tobfit.model.words import Decision

if TYPE_CHECKING:
    from tobfit.matching.world import World

AskWhom = Literal["vendor", "assessor", "client"]
WHOM: dict[AskKind, AskWhom] = {
    "statement": "vendor", "value": "vendor", "date": "vendor", "not_applicable": "assessor",
    "conflict": "assessor", "evidence": "vendor", "unresolved": "vendor", "landscape": "vendor",
}  # fmt: skip


@attrs.frozen
class Effect:
    """What an answer would lead to, exactly as a new match gives it."""

    changes: FrozenMap[str, Any]
    decision: Decision
    score: Interval | None
    product: str = ""

    @property
    def decisions(self) -> FrozenMap[str, Decision]:
        """Product -> decision: of the one product that the question is about."""
        return FrozenMap({self.product: self.decision})

    @property
    def scores(self) -> FrozenMap[str, Interval | None]:
        """Product -> score."""
        return FrozenMap({self.product: self.score})


@attrs.frozen
class Question:
    """One open point of one product, or of one product of an offer, with all the lines that hang on it.

    ``pivotal``: the answer can take part in changing the decision. ``width``: how much narrower the score's
    interval becomes when it is closed. It is not an expected value: tobfit knows no probabilities.
    """

    _repr_mimebundle_ = mimebundle

    target: str
    kind: AskKind
    product: str
    requirements: tuple[Requirement, ...]
    pivotal: bool
    width: Fraction
    options: tuple[tuple[str, FrozenMap[str, Any]], ...] = attrs.field(repr=False)
    fit: Fit = attrs.field(repr=False, eq=False)
    about: str = attrs.field(default="", repr=False)

    @property
    def world(self) -> World:
        """What the question arose in."""
        return self.fit.world

    @property
    def item(self) -> str:
        """The product that the point speaks of: of an offer one of its products."""
        return self.about or self.product

    @property
    def ask(self) -> AskWhom:
        """Whom to ask: the vendor, an assessor where the vendor's word is not enough, the client about its own
        landscape."""
        return "client" if self.target.startswith("client.") else WHOM[self.kind]

    @property
    def text(self) -> str:
        """The question in English; ``tobfit.report`` has it in other languages."""
        from tobfit.matching.reasons import question_text

        return question_text(self, "en")

    @cached_property
    def answers(self) -> FrozenMap[str, Effect]:
        """Answer -> what it would lead to."""
        return FrozenMap({answer: self._effect(changes) for answer, changes in self.options})

    def _effect(self, changes: FrozenMap[str, Any]) -> Effect:
        after = promised(self.fit, changes)
        return Effect(changes, after.decision, after.score, self.product)


AnyQuestion = Question | ProfileQuestion


def questions_of(fits: Iterable[Fit], world: World, found: Winners) -> tuple[AnyQuestion, ...]:
    """All open points of products and client: first those that can change who wins, then those that can change a
    decision, then by width.

    As long as the product that would be first with all answers in its favour is open, no other can be certain to win:
    its questions come first, its Musts before the rest; then those of the product that would be second, and so on.
    """
    listed = list(fits)
    ranks = _ranks_at_best(listed, found)
    asked: list[AnyQuestion] = [question for fit in listed for question in _of_fit(fit, world)]
    asked += profile_questions(listed, world)
    return tuple(sorted(asked, key=lambda question: _rank(question, ranks)))


def _ranks_at_best(fits: Iterable[Fit], found: Winners) -> Mapping[str, int]:
    """Possible winner -> how many of them would be above it with all answers in favour of each; none where it is
    settled who wins."""
    if set(found.certain) == set(found.possible):
        return {}
    best = {fit.product: best_case(fit) for fit in fits if fit.product in found.possible}
    return {name: sum(other > key for other in best.values()) for name, key in best.items()}


def _rank(question: AnyQuestion, ranks: Mapping[str, int]) -> tuple[object, ...]:
    concerned = question.threatened if isinstance(question, ProfileQuestion) else (question.product,)
    first = min((ranks[name] for name in concerned if name in ranks), default=len(ranks))
    return first, not question.pivotal, -question.width, natural(question.target)


def _of_fit(fit: Fit, world: World) -> Iterable[Question]:
    gathered: dict[str, list[tuple[Ask, Judgement, int]]] = {}
    for judgement, weight in zip(fit.judgements, fit.weights, strict=True):
        if judgement.requirement.priority == "wont" or judgement.waived:
            continue
        for ask in asks_of(judgement, world, fit.product):
            gathered.setdefault(ask.target, []).append((ask, judgement, weight))
    for target, found in gathered.items():
        yield Question(
            target=target,
            kind=found[0][0].kind,
            product=fit.product,
            requirements=tuple(judgement.requirement for _, judgement, _ in found),
            pivotal=fit.decision == "undecided" and any(_can_knock_out(j, world) for _, j, _ in found),
            width=_width(fit, found),
            options=_together(ask for ask, _, _ in found),
            fit=fit,
            about=found[0][0].item,
        )


def _together(asks: Iterable[Ask]) -> tuple[tuple[str, FrozenMap[str, Any]], ...]:
    """The answers of all lines to one question, each change once, a plain no behind all others; repeated wordings
    carry a number."""
    options: dict[FrozenMap[str, Any], str] = {}
    for ask in asks:
        for answer, changes in ask.answers:
            options.setdefault(changes, answer)
    ordered = sorted(options.items(), key=lambda option: option[1] == "not_supported")
    return tuple(numbered((answer, changes) for changes, answer in ordered))


def _can_knock_out(judgement: Judgement, world: World) -> bool:
    return judgement.requirement.priority == "must" and fails(judgement.worst, world.policy)


def _width(fit: Fit, found: list[tuple[Ask, Judgement, int]]) -> Fraction:
    """What closing the question would take from the width of the score, line by line."""
    whole = fit.totals.weight
    return Ratio(sum((weight * ask.width for ask, _, weight in found), Fraction(0)) / whole) if whole else Ratio(0)
