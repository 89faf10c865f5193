"""The cheapest choices for a wish: solved, checked in exact numbers against matches, solved again where it was hoped
for too much."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from fractions import Fraction

import attrs

from tobfit.analysis.choice_areas import Pattern
from tobfit.analysis.choice_effects import Effects
from tobfit.analysis.closing_program import Draft, draft_of, packed
from tobfit.analysis.closing_wish import ZERO, Wish
from tobfit.analysis.solver import Program, Row, solve

ROUNDS = 60
"""So often a solution may turn out not to be one before the search ends with a bound."""
WHAT = "close_gaps"
Confirmed = Callable[[Pattern], bool] | None
"""Has the last word on a solution."""


@attrs.frozen
class Found:
    """``taken`` is None where nothing was found. ``cost`` is what it costs, ``bound`` what no other solution goes
    below, both in the order of the wish's costs, as far as they were worked out."""

    taken: Pattern | None
    cost: tuple[Fraction, ...] = ()
    bound: tuple[Fraction, ...] = ()
    is_optimal: bool = False
    is_impossible: bool = False


@attrs.define(eq=False)
class Search:
    """Searches with one body of knowledge, which grows."""

    effects: Effects
    deadline: float | None = None
    refused: list[Pattern] = attrs.field(factory=list)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the deadline; None where there is none."""
        return None if self.deadline is None else max(0.01, self.deadline - time.monotonic())

    def within_known(self) -> Search:
        """The same search among what was matched already: what it finds is a solution, if not the cheapest."""
        layout = self.effects.layout
        areas = {
            key: area if area.patterns is not None else attrs.evolve(area, patterns=tuple(self.effects.known(area)))
            for key, area in layout.areas.items()
        }
        effects = attrs.evolve(self.effects, layout=attrs.evolve(layout, areas=areas), memo={})
        return Search(effects, self.deadline, self.refused)

    def cheapest(
        self,
        wish: Wish,
        counted: frozenset[str] | None = None,
        *,
        confirmed: Confirmed = None,
    ) -> Found:
        """The cheapest choices; any solution will do where the wish has no costs. ``counted``: the lines that count,
        others are taken as met."""
        wanted = list(range(len(wish.costs)))
        fixed: list[tuple[int, Fraction]] = []
        shut: list[Pattern] = []
        taken: Pattern | None = None
        while True:
            stage = self._stage(wish, counted, wanted[len(fixed) :], fixed, shut, confirmed)
            taken = stage.taken if stage.taken is not None else taken
            cost = self._cost(taken, wish)
            if not stage.is_optimal:
                bound = (*(value for _, value in fixed), *stage.bound)
                is_done = taken is not None and len(fixed) >= wish.main
                return Found(taken, cost, bound, is_done, stage.is_impossible and taken is None)
            fixed += list(enumerate(stage.cost, len(fixed)))
            if len(fixed) >= len(wanted):
                return Found(taken, cost, cost, is_optimal=True)

    def _cost(self, taken: Pattern | None, wish: Wish) -> tuple[Fraction, ...]:
        if taken is None:
            return ()
        choices = [self.effects.layout.choices[place] for place in sorted(taken)]
        return tuple(sum((cost(choice) for choice in choices), start=ZERO) for cost in wish.costs)

    def _stage(
        self,
        wish: Wish,
        counted: frozenset[str] | None,
        levels: list[int],
        fixed: Iterable[tuple[int, Fraction]],
        shut: list[Pattern],
        confirmed: Confirmed,
    ) -> Found:
        """The least of as many costs as go into one objective, those before kept as they are."""
        bound: tuple[Fraction, ...] = ()
        for _ in range(ROUNDS):
            draft = draft_of(self.effects, wish, counted)
            if draft.is_impossible:
                return Found(None, is_impossible=True)
            places, objective, weights = next(packed(draft, levels), ((), [ZERO] * len(draft.costs), ()))
            others = [draft.other_than(taken) for taken in (*self.refused, *shut)]
            rows = [*draft.rows, *_kept(draft, fixed), *(row for row in others if row is not None)]
            solution = solve(Program(tuple(objective), tuple(rows)), time_limit=self.seconds_left, what=WHAT)
            if solution.is_infeasible:
                return Found(None, is_impossible=True)
            if solution.bound is not None:
                bound = _unpacked(solution.bound, weights, draft, places)
            if solution.values is None:
                break
            taken = draft.taken(solution.values)
            if self._is_one(taken, wish, counted, shut, confirmed):
                cost = tuple(self._cost(taken, wish)[level] for level in places)
                return Found(taken, cost, bound, solution.is_optimal)
            if not solution.is_optimal:
                break
        return Found(None, bound=bound)

    def _is_one(
        self,
        taken: Pattern,
        wish: Wish,
        counted: frozenset[str] | None,
        shut: list[Pattern],
        confirmed: Confirmed,
    ) -> bool:
        """Whether choices are a solution indeed. If not, the next program will know it."""
        before = self.effects.matches
        areas = [area for area in self.effects.layout.areas.values() if area.patterns is None]
        if any(taken.intersection(area.choices) not in self.effects.known(area) for area in areas):
            self.effects.learn(taken, ())
        if not self._holds(taken, wish, counted):
            if self.effects.matches == before:
                shut.append(taken)
            return False
        if confirmed is not None and not confirmed(taken):
            self.refused.append(taken)
            return False
        return True

    def _holds(self, taken: Pattern, wish: Wish, counted: frozenset[str] | None) -> bool:
        """Whether the choices do, by what every area comes to, in exact numbers."""
        lift = weight = ZERO
        holds = True
        for area in self.effects.layout.areas.values():
            effect = self.effects.effect(area, taken.intersection(area.choices))
            holds = holds and wish.allows(effect, counted)
            more, heavier = wish.value(effect, counted)
            lift, weight = lift + more, weight + heavier
        return holds and (wish.threshold is None or (lift >= 0 and weight > 0))


def _kept(draft: Draft, fixed: Iterable[tuple[int, Fraction]]) -> Iterable[Row]:
    """Rows that keep costs at what they came to."""
    for level, value in fixed:
        terms = {place: costs[level] for place, costs in enumerate(draft.costs) if costs[level]}
        if terms:
            yield Row(terms, high=value)


def _unpacked(
    bound: Fraction, weights: tuple[int, ...], draft: Draft, places: tuple[int, ...]
) -> tuple[Fraction, ...]:
    """A bound on the packed objective as a bound on each of its levels, read in order."""
    found = []
    rest = max(bound, ZERO)
    for level, weight in zip(places, weights, strict=True):
        unit = math.lcm(*(costs[level].denominator for costs in draft.costs), 1)
        whole = rest // weight if weight > 1 else rest
        found.append(Fraction(whole) / unit)
        rest -= whole * weight
    return tuple(found)
