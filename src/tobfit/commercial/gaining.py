"""What a client gains each month: the worth of its goals as far as a product carries it, as far as people use it."""

from __future__ import annotations

import math
from fractions import Fraction

import attrs

from tobfit.commercial.ceiling import unvalued_points, value_of
from tobfit.commercial.corridor_records import OpenPoint
from tobfit.commercial.deal_terms import Terms, scaled, total
from tobfit.matching.fit import Fit
from tobfit.model.interval import Interval, Ratio
from tobfit.model.over_time import YEAR, split, times_within
from tobfit.model.quantity import Quantity

NOTHING = Interval(Ratio(0), Ratio(0))
MONTHS = 12


@attrs.frozen
class Gains:
    """Worth per month and worth that comes once, both at full use; ``open``: goals that nobody put a worth to, so that
    there is no upper end. ``is_unknown``: nobody said any worth."""

    monthly: Interval
    once: Interval
    open: tuple[OpenPoint, ...]
    is_unknown: bool

    def in_month(self, month: int, last: int, active: Interval) -> Interval:
        """What is gained in a month: as much of the monthly worth as there are active users; what comes once comes in
        the first month at best, in the last at worst."""
        low = self.monthly.low * active.low + (self.once.low * active.low if month == last else 0)
        high = _times(self.monthly.high, active.high)
        if month == 1:
            high = high + self.once.high if math.inf not in (high, self.once.high) else math.inf  # type: ignore[assignment]
        return Interval(Ratio(low), high if high == math.inf else Ratio(high))


def gains_of(fit: Fit, terms: Terms, told: Quantity | None) -> Gains:
    """From the goals, or from what the call says."""
    if told is not None:
        monthly, once = _split(told, Interval(Ratio(1), Ratio(1)), terms)
        return Gains(monthly, once, (), is_unknown=False)
    found = value_of(fit, terms)
    spans = [
        _split(goal.worth, found.part(fit.product, goal.goal).share, terms)
        for goal in found.goals
        if goal.worth is not None and goal.amount is not None
    ]
    points = unvalued_points(fit.world.client, found)
    monthly, once = total(span[0] for span in spans), total(span[1] for span in spans)
    if points:
        once = Interval(once.low, math.inf)  # type: ignore[arg-type]
    return Gains(monthly, once, points, is_unknown=not spans)


def _split(worth: Quantity, share: Interval, terms: Terms) -> tuple[Interval, Interval]:
    """The worth per month, and the worth that comes once."""
    amount, lower = terms.purse.amount(worth) or Fraction(0), split(worth.unit)[1]
    if not lower:
        return NOTHING, scaled(share, amount)
    times = times_within(lower, YEAR, terms.month_days) or Fraction(0)
    return scaled(share, amount * times / MONTHS), NOTHING


def _times(high: Fraction, active: Fraction) -> Fraction:
    return high * active if active else Fraction(0)
