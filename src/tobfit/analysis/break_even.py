"""Break-even weights: how much a line would have to weigh for another product to catch up with the leader.

With all other weights as they are, the low ends of two scores are (A + w a) / (V + w) and (B + w b) / (U + w), where a
line counts for both; where it is not applicable to one, that one does not depend on w. They are equal where a
polynomial of degree two or less is 0, which is solved exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

import attrs

from tobfit.analysis.crossing import Crossing, crossings
from tobfit.matching.fit import Fit
from tobfit.matching.lines import weights_of
from tobfit.matching.order import GROUP
from tobfit.matching.report import Report
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import MILLION, Interval, Ratio
from tobfit.model.natural import natural

NARROW = Fraction(1, 10**12)
"""An irrational break-even weight is held in an interval no wider than this."""
Side = Literal["above", "below"]


@attrs.frozen
class BreakEven:
    """The weight of one line at which a rival's ``score.low`` equals the leader's, all other weights as they are; where
    the low ends are level whatever the line weighs, the weight at which the high ends are equal.

    ``stated`` is the line's weight as written, ``weight`` what it would have to be, ``factor`` the one divided by the
    other, ``effective`` the weight with priority, roles and group in it. The rival is ahead just ``side`` of it.
    ``held`` is the weight where it is a fraction (``is_exact``), else an interval of at most 10**-12 that holds it;
    ``weight`` is then its middle. ``turns_winner``: no other product catches up sooner on this side.
    """

    requirement: str
    leader: str
    rival: str
    stated: Fraction
    weight: Fraction
    factor: Fraction
    effective: Fraction
    side: Side
    held: Interval
    turns_winner: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether ``weight`` is the very number."""
        return self.held.low == self.held.high

    @property
    def distance(self) -> Fraction:
        """How many times more, or less, the line would have to weigh; at least 1."""
        return self.factor if self.factor >= 1 else 1 / self.factor


def break_evens(report: Report) -> tuple[BreakEven, ...]:
    """Every weight at which a rival catches up with the leader, the nearest (by factor) first.

    The leader is the first of ``report.fits``. Weights move nobody across the screening, so that rivals are the other
    products of its group. Musts, and lines without a part in the score, have none.
    """
    if not report.fits or report.fits[0].score is None:
        return ()
    leader, *others = report.fits
    rivals = [fit for fit in others if GROUP[fit.decision] == GROUP[leader.decision] and fit.score is not None]
    lines = report.requirements
    effective = weights_of(report.client, lines, report.policy, report.view)
    found = [
        one
        for place, (line, weight) in enumerate(zip(lines, effective, strict=True))
        if line.priority != "must" and weight
        for rival in rivals
        for one in _of_line(place, Fraction(line.weight), weight, leader, rival)
    ]
    return _ordered(_marked(found))


def nearest(report: Report, found: Iterable[BreakEven]) -> FrozenMap[str, BreakEven | None]:
    """For each line that could have one the nearest break-even weight; None where no weight changes the leader."""
    first: dict[str, BreakEven] = {}
    for one in found:
        first.setdefault(one.requirement, one)
    weighty = [line.requirement for line in report.world.lines if line.weight]
    names = sorted((line.id for line in weighty if line.priority != "must"), key=natural)
    return FrozenMap({name: first.get(name) for name in names})


def _of_line(place: int, stated: Fraction, effective: Fraction, leader: Fit, rival: Fit) -> Iterable[BreakEven]:
    # Where the low ends are level whatever the line weighs, the high ends decide the rank.
    low, high = (_difference(place, leader, rival, is_low=is_low) for is_low in (True, False))
    roots = crossings(*(low if any(low) else high), NARROW / max(stated, effective, Fraction(1)))
    # The leader is ahead, or level, at the factor 1.
    above = [one for one in roots if one.at.low >= 1 and one.above < 0][:1]
    below = [one for one in roots if one.at.high <= 1 and one.below < 0][-1:]
    sides: list[tuple[Side, list[Crossing]]] = [("above", above), ("below", below)]
    for side, crossed in sides:
        for one in crossed:
            held = Interval(Ratio(one.at.low * stated), Ratio(one.at.high * stated))
            factor = Ratio((one.at.low + one.at.high) / 2)
            yield BreakEven(
                requirement=leader.judgements[place].requirement.id,
                leader=leader.product,
                rival=rival.product,
                stated=Ratio(stated),
                weight=Ratio(factor * stated),
                factor=factor,
                effective=Ratio(factor * effective),
                side=side,
                held=held,
            )


def _difference(place: int, leader: Fit, rival: Fit, *, is_low: bool) -> tuple[int, int, int]:
    """One end of the leader's score less that of the rival's, times both totals, as a polynomial in the factor of one
    line's weight; the coefficients are whole."""
    (gain, applies, earned, total), (gain2, applies2, earned2, total2) = (
        _parts(place, fit, is_low=is_low) for fit in (leader, rival)
    )
    square = gain * applies2 - gain2 * applies
    slope = earned * applies2 + gain * total2 - earned2 * applies - gain2 * total
    return square, slope, earned * total2 - earned2 * total


def _parts(place: int, fit: Fit, *, is_low: bool) -> tuple[int, int, int, int]:
    """What the line earns at its weight and weighs (0 where it is not applicable), and what the others do."""
    judgement, weight = fit.judgements[place], fit.weights[place]
    applies = judgement.verdict != "not_applicable"
    credit, earned = (judgement.outcome.low, fit.totals.low) if is_low else (judgement.outcome.high, fit.totals.high)
    gain, own = (weight * credit, weight) if applies else (0, 0)
    return gain, own * MILLION, earned - gain, (fit.totals.weight - own) * MILLION


def _marked(found: Sequence[BreakEven]) -> list[BreakEven]:
    """The break-even weights, with those marked at which the winner changes."""
    least: dict[tuple[str, Side], Fraction] = {}
    for one in found:
        key = one.requirement, one.side
        least[key] = min(least.get(key, one.distance), one.distance)
    return [attrs.evolve(one, turns_winner=one.distance == least[one.requirement, one.side]) for one in found]


def _ordered(found: Iterable[BreakEven]) -> tuple[BreakEven, ...]:
    return tuple(sorted(found, key=lambda one: (one.distance, natural(one.requirement), natural(one.rival), one.side)))
