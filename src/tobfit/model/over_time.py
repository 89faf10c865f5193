"""How often a time fits into a horizon: the one rule by which prices per month or year become amounts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tobfit.model.interval import decimal_of
from tobfit.model.quantity import Quantity
from tobfit.model.scalars import number_text, plain_decimal
from tobfit.model.units import measure

Horizon = Quantity | None
"""The time over which prices per time are added up, where somebody says so."""
YEAR = Quantity(Decimal(1), "year")
SPANS = {"year": "年", "month": "个月", "week": "周", "day": "天"}
TIMES = ("calendar", "time")
"""What counts in months, and what counts in seconds; only a policy's ``month_days`` leads from one to the other."""


def times_within(time: str, horizon: Quantity, month_days: Decimal | None = None) -> Fraction | None:
    """How often a unit of time fits into a horizon, exact; None for what is no time, and for months against days where
    no policy says how many days a month has.

    >>> from tobfit.model.quantity import parse_quantity
    >>> times_within("month", parse_quantity("3 years")), times_within("day", parse_quantity("2 weeks"))
    (Fraction(36, 1), Fraction(14, 1))
    >>> times_within("day", parse_quantity("1 month")), times_within("day", parse_quantity("1 month"), Decimal(30))
    (None, Fraction(30, 1))
    """
    size = measure(time)
    (whole_dimension, below), whole = horizon.base
    if below or size.dimension[1] or not {size.dimension[0], whole_dimension} <= set(TIMES):
        return None
    if size.dimension[0] == whole_dimension:
        return whole / size.factor
    if month_days is None:
        return None
    seconds = {"calendar": Fraction(month_days) * 86400, "time": Fraction(1)}
    return whole * seconds[whole_dimension] / (size.factor * seconds[size.dimension[0]])


def split(unit: str | None) -> tuple[str, str]:
    """The upper and the lower part of a unit, "" where there is none.

    >>> split("CNY/year"), split("CNY")
    (('CNY', 'year'), ('CNY', ''))
    """
    upper, _, lower = (unit or "").partition("/")
    return upper, lower


def in_words(time: Quantity, lang: str = "en") -> str:
    """A time with its unit in words, English or Chinese ("zh"); another unit as it is written.

    >>> from tobfit.model.quantity import parse_quantity
    >>> in_words(parse_quantity("3 years")), in_words(parse_quantity("1 month"))
    ('3 years', '1 month')
    """
    number, unit = number_text(time.number), time.unit or ""
    if unit not in SPANS:
        return str(time)
    if lang == "zh":
        return f"{number} {SPANS[unit]}"
    return f"{number} {unit}" if number == "1" else f"{number} {unit}s"


def over_horizon(price: Quantity, horizon: Horizon) -> tuple[str, Fraction]:
    """Unit and amount: a price per time over the horizon as money, where both count in the same units of time; else as
    it is. Amounts of different units do not add up.

    >>> from tobfit.model.quantity import parse_quantity
    >>> over_horizon(parse_quantity("1200 CNY/year"), parse_quantity("3 years"))
    ('CNY', Fraction(3600, 1))
    >>> over_horizon(parse_quantity("100 CNY/month"), None)
    ('CNY/month', Fraction(100, 1))
    """
    upper, lower = split(price.unit)
    times = times_within(lower, horizon) if lower and horizon is not None else None
    if times is None:
        return str(price.unit), Fraction(price.number)
    return upper, Fraction(price.number) * times


def quantity_of(unit: str, amount: Fraction) -> Quantity:
    """The amount as a quantity; to 28 digits where it has more.

    >>> print(quantity_of("CNY", Fraction(7200, 2)))
    3600 CNY
    """
    return Quantity(plain_decimal(decimal_of(amount)), unit)
