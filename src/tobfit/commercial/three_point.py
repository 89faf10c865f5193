"""Three-point estimates: the beta distribution that PERT pairs with a low, a likely and a high figure."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import attrs

from tobfit.analysis.exact_number import exact_number
from tobfit.errors import Problem, TobfitError
from tobfit.errors.extras import needed
from tobfit.model.interval import Ratio
from tobfit.model.quantity import Quantity, parse_quantity
from tobfit.model.scalars import Refused, shown

POINTS = ("low", "likely", "high")
EFFORT = "person_day"
LIMIT = 10**31
HINT = "a number of at most 31 digits, or an effort such as 5 days"
WEIGHT = 4
"""The weight of the likely figure, against one for each end."""


@attrs.frozen
class Pert:
    """A beta distribution between ``low`` and ``high`` whose mode is ``likely``.

    ``alpha`` and ``beta`` are its two shapes (their sum is 6); None of a point, which has no shape. ``unit`` is
    ``person_day`` where one of the figures said so, else None. All but ``sd`` are exact fractions.
    """

    low: Ratio
    likely: Ratio
    high: Ratio
    unit: str | None = None

    @property
    def mean(self) -> Ratio:
        """(low + 4 likely + high) / 6, exact."""
        return Ratio((self.low + WEIGHT * self.likely + self.high) / (WEIGHT + 2))

    @property
    def variance(self) -> Ratio:
        """(mean - low) (high - mean) / 7, exact: that of this very beta distribution."""
        return Ratio((self.mean - self.low) * (self.high - self.mean) / (WEIGHT + 3))

    @property
    def sd(self) -> float:
        """The standard deviation: the square root of the variance; 0 of a point."""
        return math.sqrt(self.variance)

    @property
    def sd_classic(self) -> Ratio:
        """(high - low) / 6, as many textbooks have it; it is not the standard deviation of this distribution."""
        return Ratio((self.high - self.low) / (WEIGHT + 2))

    @property
    def skew(self) -> Ratio | None:
        """Where between the ends the likely figure lies, from 0 (low) to 1 (high); None of a point. The shape hangs on
        it alone, so that moving or stretching all three figures does not change the shape."""
        return Ratio((self.likely - self.low) / (self.high - self.low)) if self.high > self.low else None

    @property
    def alpha(self) -> Ratio | None:
        """1 + 4 (likely - low) / (high - low), from 1 to 5."""
        return None if self.skew is None else Ratio(1 + WEIGHT * self.skew)

    @property
    def beta(self) -> Ratio | None:
        """1 + 4 (high - likely) / (high - low), from 1 to 5."""
        return None if self.skew is None else Ratio(1 + WEIGHT * (1 - self.skew))

    def quantile(self, share: Any) -> float:
        """The figure that is not passed with a probability from 0 to 1 (else TF430); any of a point is the point. Needs
        scipy (TF408)."""
        number = exact_number(share)
        if number is None or not 0 <= number <= 1:
            problem = f"{shown(str(share))} is no probability"
            raise TobfitError([Problem(code="TF430", message=problem, path="share", hint="from 0 to 1")])
        low, width = float(self.low), float(self.high - self.low)
        if self.alpha is None or self.beta is None:
            return low
        special = needed("scipy.special", "quantile")
        return low + width * float(special.betaincinv(float(self.alpha), float(self.beta), float(number)))


def pert(low: Any, likely: Any, high: Any) -> Pert:
    """The distribution of a three-point estimate (beta-PERT: Malcolm and others, Operations Research 7(5), 1959).

    Each figure is a number, a decimal as text (0.1 is a tenth), or an effort (``"5 days"``, a Quantity); a bare number
    beside efforts is in person-days. They rise from low over likely to high, else TF430; where all are equal, the
    estimate is a point with sd 0. The standard deviation is exactly that of the distribution; the usual
    (high - low) / 6 is another number and stands apart as ``sd_classic``.

    >>> found = pert(10, 20, 60)
    >>> found.mean, round(found.sd, 3), round(float(found.sd_classic), 3)
    (Ratio(25, 1), 8.66, 8.333)
    >>> pert("3 days", "5 days", "12 days").unit
    'person_day'
    """
    read = [_read(value) for value in (low, likely, high)]
    given = zip(POINTS, (low, likely, high), read, strict=True)
    problems = [_wrong(name, value) for name, value, one in given if one is None]
    if problems:
        raise TobfitError(problems)
    least, mode, most = (Ratio(one[0]) for one in read if one)
    if not least <= mode <= most:
        message = f"the estimate {low}, {likely}, {high} does not rise from low over likely to high"
        raise TobfitError([Problem(code="TF430", message=message, path="likely", hint="low <= likely <= high")])
    unit = EFFORT if any(one[1] for one in read if one) else None
    return Pert(least, mode, most, unit)


def _read(value: Any) -> tuple[Fraction, str | None] | None:
    """The number and whether it is an effort; None for anything else."""
    number = exact_number(value)
    if number is not None:
        return (number, None) if abs(number) < LIMIT else None
    if isinstance(value, str):
        try:
            value = parse_quantity(value)
        except Refused:
            return None
    if not isinstance(value, Quantity):
        return None
    quantity = value.within(EFFORT)
    return (Fraction(quantity.number), EFFORT) if quantity.unit == EFFORT else None


def _wrong(name: str, value: Any) -> Problem:
    message = f"{name} is {shown(str(value))}"
    return Problem(code="TF430", message=message, path=name, hint=HINT)
