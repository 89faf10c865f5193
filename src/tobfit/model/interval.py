"""Exact fractions and the intervals that scores and credits are given as."""

from __future__ import annotations

import decimal
import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import attrs

from tobfit.model.scalars import EXACT

MILLION = 1_000_000
_SHOWN = EXACT.copy()
_SHOWN.prec = 28


class Ratio(Fraction):
    """A Fraction that can be formatted like a float on every supported Python.

    >>> f"{Ratio(1, 3):.3f}", Ratio(1, 2) == Fraction(1, 2)
    ('0.333', True)
    """

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return _formatted(self, spec) if spec else str(self)


def decimal_of(value: Fraction) -> Decimal:
    """The value to 28 significant digits, correctly rounded; exact where it has no more."""
    return _SHOWN.divide(Decimal(value.numerator), Decimal(value.denominator))


def _formatted(value: Fraction, spec: str) -> str:
    if value == math.inf:
        return "inf"  # an effort may have no upper bound
    # Formatting rounds by the context of the thread, which belongs to the caller.
    with decimal.localcontext(_SHOWN):
        return format(decimal_of(value), spec)


@attrs.frozen
class Interval:
    """A closed interval of exact fractions; shown as decimals.

    >>> print(Interval(Ratio(1, 2), Ratio(3, 4)))
    0.5000..0.7500
    >>> Interval(Ratio(1, 2), Ratio(1, 2)).width
    Ratio(0, 1)
    """

    low: Fraction
    high: Fraction

    @property
    def width(self) -> Fraction:
        """high - low; 0 where everything is known."""
        width = self.high - self.low
        return width if width == math.inf else Ratio(width)

    def __contains__(self, value: Fraction | float | Interval) -> bool:
        if isinstance(value, Interval):
            return self.low <= value.low and value.high <= self.high
        return self.low <= value <= self.high

    def __format__(self, spec: str) -> str:
        spec = spec or ".4f"
        low, high = _formatted(self.low, spec), _formatted(self.high, spec)
        return low if self.low == self.high else f"{low}..{high}"

    def __str__(self) -> str:
        return format(self, "")


def total(values: Iterable[Fraction]) -> Ratio:
    """The exact sum, reduced once: adding fractions one by one reduces each sum, which takes most of its time.

    >>> total([Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)]), total([])
    (Ratio(1, 1), Ratio(0, 1))
    """
    parts = tuple(values)
    if len(parts) == 1:
        return Ratio(parts[0])
    whole = math.lcm(*(part.denominator for part in parts))
    return Ratio(sum(part.numerator * (whole // part.denominator) for part in parts), whole)


def quantise(value: Fraction) -> int:
    """Millionths, rounded half to even: the one place where a credit loses digits.

    >>> quantise(Fraction(1, 3)), quantise(Fraction(5, 10**7)), quantise(Fraction(15, 10**7))
    (333333, 0, 2)
    """
    whole, rest = divmod(value.numerator * MILLION, value.denominator)
    twice = 2 * rest
    return whole + (twice > value.denominator or (twice == value.denominator and whole % 2 == 1))


def from_millionths(low: int, high: int) -> Interval:
    """The interval of two whole numbers of millionths."""
    return Interval(Ratio(low, MILLION), Ratio(high, MILLION))
