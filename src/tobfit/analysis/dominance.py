"""Which product is no worse than another on every line, in every completion of what is unknown, or in some."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import ge, gt
from typing import Literal

import attrs

from tobfit.matching.fit import Fit
from tobfit.matching.order import Key, ends_of, may_not_apply
from tobfit.model.interval import MILLION

Sureness = Literal["certain", "possible", "no"]
"""In every completion of the unknown statements, in some, in none."""


@attrs.frozen
class Dominance:
    """Whether ``product`` stands before ``other``.

    ``lines``: it dominates, whatever the weights: its decision is in no worse a group (fits, then undecided, then
    ``no_fit``), its credit is no less on any line, and one of these is better. ``ranks``: it ranks higher, under the
    weights of the report. ``possible`` is an outer bound and ``certain`` an inner one, because lines that hang on one
    statement are taken as if they could be answered apart.
    """

    product: str
    other: str
    lines: Sureness
    ranks: Sureness


@attrs.frozen(eq=False)
class Side:
    """One product made ready for comparing line by line: millionths, and lines as bits.

    A line that does not apply to one of two products leaves its score, and the others weigh more. What is said of it
    holds for all weights, so it counts as the worst for the product that is to dominate, and as the best for the
    other one; a line that applies to neither does not count.
    """

    product: str
    worst: int
    best: int
    """The places of its keys at worst and at best among all keys; greater is better."""
    worst_group: int
    best_group: int
    lows: tuple[int, ...]
    """Credits at worst as the one that is to dominate; -1 where the line may turn out not to apply."""
    highs: tuple[int, ...]
    rivals_low: tuple[int, ...]
    """Credits at worst as the other one."""
    rivals_high: tuple[int, ...]
    absent: int
    """The lines that do not apply, as bits."""
    vanishing: int
    """Those that may turn out not to."""

    @classmethod
    def of(cls, fit: Fit, places: Mapping[Key, int]) -> Side:
        """Of all lines that can have weight; waived and wont lines have no part."""
        worst, best = ends_of(fit)
        lows, highs, rivals_low, rivals_high = [], [], [], []
        absent = vanishing = 0
        counted = (j for j in fit.judgements if not j.waived and j.requirement.priority != "wont")
        for place, judgement in enumerate(counted):
            outcome, bit = judgement.outcome, 1 << place
            applies, may_vanish = outcome.verdict != "not_applicable", may_not_apply(judgement)
            absent |= 0 if applies else bit
            vanishing |= bit if may_vanish else 0
            lows.append(-1 if may_vanish else outcome.low if applies else MILLION)
            highs.append(outcome.high if applies else MILLION)
            rivals_low.append(outcome.low if applies else MILLION)
            rivals_high.append(outcome.high if applies else MILLION)
        vectors = tuple(lows), tuple(highs), tuple(rivals_low), tuple(rivals_high)
        ends = places[worst], places[best], worst[0], best[0]
        return cls(fit.product, *ends, *vectors, absent, vanishing)

    def dominates(self, other: Side) -> Sureness:
        """Line by line, whatever the weights."""
        if self._is_no_worse(other, certain=True) and self._is_better(other, certain=True):
            return "certain"
        if self._is_no_worse(other, certain=False) and self._is_better(other, certain=False):
            return "possible"
        return "no"

    def _is_no_worse(self, other: Side, *, certain: bool) -> bool:
        if certain:
            apart = self.absent & ~other.absent
            return self.worst_group >= other.best_group and not apart and all(map(ge, self.lows, other.rivals_high))
        apart = self.absent & ~(other.absent | other.vanishing)
        return self.best_group >= other.worst_group and not apart and all(map(ge, self.highs, other.rivals_low))

    def _is_better(self, other: Side, *, certain: bool) -> bool:
        if certain:
            return self.worst_group > other.best_group or any(map(gt, self.lows, other.rivals_high))
        if self.best_group > other.worst_group:
            return True
        found = (place for place, one in enumerate(map(gt, self.highs, other.rivals_low)) if one)
        return any(not self.absent >> place & 1 for place in found)

    def ranks_above(self, other: Side) -> Sureness:
        """By the report's own order."""
        return "certain" if self.worst > other.best else "possible" if self.best > other.worst else "no"


def ordered(fits: Iterable[Fit]) -> dict[Key, int]:
    """Keys at worst and at best -> their places, so that fractions are compared once and not for each pair."""
    return {key: place for place, key in enumerate(sorted({key for fit in fits for key in ends_of(fit)}))}


def dominances(fits: Sequence[Fit]) -> tuple[Dominance, ...]:
    """Every ordered pair, in the order of the fits."""
    places = ordered(fits)
    every = [Side.of(fit, places) for fit in fits]
    return tuple(
        Dominance(one.product, other.product, one.dominates(other), one.ranks_above(other))
        for one in every
        for other in every
        if one is not other
    )
