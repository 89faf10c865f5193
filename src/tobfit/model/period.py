"""Periods: a month, a quarter, a year, or a span of days, both of which belong to it."""

from __future__ import annotations

import calendar
import datetime
import re
from fractions import Fraction
from typing import Annotated

import attrs

from tobfit.model.scalars import Refused, ScalarKind, parse_day, shown

FORMS = "a month (2027-03), a quarter (2027-Q1), a year (2027), or a first and a last day (2027-01-15/2027-02-14)"
_WHOLE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})|-?[Qq](?P<quarter>[1-4]))?", re.ASCII)
_SPAN = re.compile(r"\s*(\S+?)\s*(?:/|\.\.|～|至)\s*(\S+?)\s*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@attrs.frozen(order=True)
class Period:
    """A first and a last day. How it was written has no part in it: January to March is the first quarter.

    >>> quarter = parse_period("2027-Q1")
    >>> str(quarter.start), str(quarter.end), quarter == parse_period("2027-01-01/2027-03-31"), str(quarter)
    ('2027-01-01', '2027-03-31', True, '2027-Q1')
    """

    start: datetime.date
    end: datetime.date

    def __str__(self) -> str:
        for size, name in ((1, "{year}-{month:02}"), (3, "{year}-Q{quarter}"), (12, "{year}")):
            if self.start.month % size == 1 % size and self == _months(self.start.year, self.start.month, size):
                quarter = self.start.month // 3 + 1
                return name.format(year=f"{self.start.year:04}", month=self.start.month, quarter=quarter)
        return f"{self.start.isoformat()}/{self.end.isoformat()}"

    @property
    def months(self) -> Fraction:
        """How many months it lasts: of a month that it covers in part the share of that month's days.

        >>> parse_period("2027-01-17/2027-03-14").months == Fraction(15, 31) + 1 + Fraction(14, 31)
        True
        """
        whole = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        before = Fraction(self.start.day - 1, _days(self.start))
        after = Fraction(_days(self.end) - self.end.day, _days(self.end))
        return whole - before - after

    def overlaps(self, other: Period) -> bool:
        """Whether a day belongs to both."""
        return self.start <= other.end and other.start <= self.end


def _days(day: datetime.date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _months(year: int, month: int, count: int) -> Period:
    """So many months from the first day of one on; none of them lies in the next year."""
    last = datetime.date(year, month + count - 1, 1)
    return Period(datetime.date(year, month, 1), last.replace(day=_days(last)))


def parse_period(text: str, _quoted: bool = True) -> Period:
    """A month, a quarter, a year, or a span of two days; TF350 for anything else, a single day included: exports
    name a month by its first day, and one day would then pass for it."""
    if found := _WHOLE.fullmatch(text.strip()):
        year, month, quarter = int(found["year"]), found["month"], found["quarter"]
        if year and (month is None or 1 <= int(month) <= 12):
            return _months(year, *((int(month), 1) if month else (int(quarter) * 3 - 2, 3) if quarter else (1, 12)))
    if (found := _SPAN.fullmatch(text)) and all(_DAY.fullmatch(part) for part in found.groups()):
        start, end = (parse_day(part) for part in found.groups())
        if end < start:
            raise Refused("TF350", f"the period {shown(text)} ends before it begins", "write the first day first")
        return Period(start, end)
    if _DAY.fullmatch(text.strip()):
        month = text.strip()[:7]
        hint = f"write {month} for the month, or {text.strip()}/{text.strip()} for the one day"
        raise Refused("TF350", f"the day {shown(text)} stands where a period belongs", hint)
    raise Refused("TF350", f"{shown(text)} is not a period", FORMS)


def _is_period(value: object) -> bool:
    return isinstance(value, Period)


def _written(value: Period) -> tuple[str, bool]:
    return str(value), True


PERIOD = ScalarKind("period", parse_period, _is_period, _written, {"type": ["string", "integer"]})
PeriodField = Annotated[Period, PERIOD]
