"""What was gained and what was paid, month by month."""

from __future__ import annotations

import calendar
import datetime
import math
from fractions import Fraction
from typing import Any

import attrs

from tobfit.commercial.deal_terms import scaled
from tobfit.commercial.gaining import Gains
from tobfit.commercial.owning_records import OwnedPart, PaybackMonth, State, TotalCost, YearCost
from tobfit.errors import Problem
from tobfit.model.interval import Interval, Ratio

MONTHS = 12


def after_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last one of that month.

    >>> after_months(datetime.date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def too_late(start: datetime.date, cost: TotalCost) -> list[Problem]:
    """A horizon that ends beyond the calendar (TF439)."""
    years = sum((year.length for year in cost.years), start=Fraction(0))
    if start.year + math.ceil(years) <= datetime.MAXYEAR:
        return []
    message = f"{cost.horizon} from {start.isoformat()} on lead beyond the year {datetime.MAXYEAR}"
    return [Problem(code="TF439", message=message, path="start", hint="an earlier start or a shorter horizon")]


def state_of(gains: Gains, earliest: int | None, latest: int | None) -> State:
    if gains.is_unknown:
        return "unknown"
    if earliest is None:
        return "never"
    return "may_pay_back" if latest is None else "pays_back"


def months_of(cost: TotalCost, gains: Gains) -> list[PaybackMonth]:
    """Gained and paid by the end of each month of the horizon."""
    whole = sum((year.length for year in cost.years), start=Fraction(0)) * MONTHS
    last, found = math.floor(whole), []
    parts = [part for each in cost.costs for part in each.parts]
    unsaid = [each for each in cost.costs if not each.parts]
    gained, paid = _Sum(), _Sum()
    for month in range(1, last + 1):
        year = cost.years[(month - 1) // MONTHS]
        for part in parts:
            paid.add(_paid(part, month, last, year), year.factor)
        for each in unsaid if month == 1 else ():
            paid.add(each.amount, Ratio(1))
        gained.add(gains.in_month(month, last, year.active), year.factor)
        found.append(PaybackMonth(month, gained.interval, paid.interval))
    return found


def _paid(part: OwnedPart, month: int, last: int, year: YearCost) -> Interval:
    """What of a part is paid in a month: all at its time, else its share of the year."""
    if part.once or part.stated is None:
        is_now = month == (last if part.kind == "exit" and part.stated is not None else 1)
        return part.amount if is_now else Interval(Ratio(0), Ratio(0))
    return scaled(part.by_year[year.year - 1], 1 / (year.length * MONTHS))


@attrs.define
class _Sum:
    """A sum of intervals, end by end."""

    low: Any = Fraction(0)
    high: Any = Fraction(0)

    def add(self, amount: Interval, factor: Ratio) -> None:
        self.low += amount.low * factor
        self.high = math.inf if math.inf in (self.high, amount.high) else self.high + amount.high * factor

    @property
    def interval(self) -> Interval:
        return Interval(Ratio(self.low), self.high if self.high == math.inf else Ratio(self.high))
