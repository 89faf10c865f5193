"""What a plan has to reach, and what it is to spare: targets, limits, and costs in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal, get_args

import attrs

from tobfit.analysis.choice_effects import Effect, Part
from tobfit.analysis.remedy_choices import Choice
from tobfit.matching.fit import Fit
from tobfit.model.interval import Ratio

Minimise = Literal["effort", "price", "count", "risk"]
TargetWord = Literal["fit", "no_gaps"]
Target = TargetWord | Ratio
MINIMISE: tuple[str, ...] = get_args(Minimise)
WORDS: tuple[str, ...] = get_args(TargetWord)
ZERO, ONE = Fraction(0), Fraction(1)
Cost = Callable[[Choice], Fraction]


def _unestimated(choice: Choice) -> Fraction:
    return ONE if choice.likely is None else ZERO


def _likely(choice: Choice) -> Fraction:
    return choice.likely or ZERO


def _unpriced(choice: Choice) -> Fraction:
    return ONE if choice.is_unpriced else ZERO


def _money(choice: Choice) -> Fraction:
    return choice.money


def _one(_choice: Choice) -> Fraction:
    return ONE


def _high(choice: Choice) -> Fraction:
    return ONE if choice.remedy.risk == "high" else ZERO


def _medium(choice: Choice) -> Fraction:
    return ONE if choice.remedy.risk == "medium" else ZERO


def _let_go(choice: Choice) -> Fraction:
    return ONE if choice.remedy.kind == "change_process" else ZERO


MAIN: dict[Minimise, tuple[Cost, ...]] = {
    "effort": (_unestimated, _likely),
    "price": (_unpriced, _money),
    "count": (_one,),
    "risk": (_high, _medium, _one),
}
"""What is minimised, in order: what nobody estimated or priced counts as more than anything that somebody did."""
BESIDE: tuple[Cost, ...] = (_let_go, _unestimated, _likely, _unpriced, _money, _high, _one)
"""What decides between plans that are equal in that."""


@attrs.frozen(eq=False)
class Wish:
    """A target within limits. ``budget`` is in the unit in which all prices are; ``costs`` come in order, those first
    that are minimised (``main`` of them), then what decides between equals."""

    target: Target
    budget: Fraction | None
    costs: tuple[Cost, ...]
    main: int

    @property
    def threshold(self) -> Fraction | None:
        """The score that the low end has to reach."""
        return self.target if isinstance(self.target, Fraction) else None

    def reached_by(self, fit: Fit) -> bool:
        """Whether a fit is what is wanted."""
        if fit.decision not in (("fit",) if self.target == "no_gaps" else ("fit", "fit_with_gaps")):
            return False
        return self.threshold is None or (fit.score is not None and fit.score.low >= self.threshold)

    def allows(self, effect: Effect, counted: frozenset[str] | None) -> bool:
        """Whether no line of an area stands in the way by itself; lines that are not counted (None: all are) do not."""
        if effect is None:
            return False
        return not any(self._hinders(part) for part in effect if counted is None or part.line in counted)

    def _hinders(self, part: Part) -> bool:
        return part.fails or (self.target == "no_gaps" and part.has_gap)

    def value(self, effect: Effect, counted: frozenset[str] | None) -> tuple[Fraction, Fraction]:
        """By how much the lines lift the score above the threshold, in weight x credit, and their weight; lines that
        are not counted are taken as met in full."""
        if self.threshold is None or effect is None:
            return ZERO, ZERO
        lift = weight = ZERO
        for part in effect:
            low = part.low if counted is None or part.line in counted else ONE
            lift += part.weight * (low - self.threshold)
            weight += part.weight
        return lift, weight


def wish_for(target: Target, budget: Fraction | None, minimise: Minimise, choices: Sequence[Choice]) -> Wish:
    """The wish; amounts in several units decide nothing."""
    main = MAIN[minimise]
    units = {choice.amount[0] for choice in choices if choice.amount is not None}
    beside = [cost for cost in BESIDE if cost not in main and (cost is not _money or len(units) < 2)]
    return Wish(target, budget, (*main, *beside), len(main))
