"""Figures that explain themselves: a range, the formula, and each factor with where it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

import attrs

from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label

Basis = Literal["stated", "needed", "counted", "argument", "assumed", "unknown"]
"""Where a factor comes from: a document says it, the client needs it (and nobody promised it), it was counted, the call
said so, it is assumed with a reason, or nobody said."""
ENDLESS: Fraction = math.inf  # type: ignore[assignment]
"""The upper end of what nobody bounds."""


@attrs.frozen
class Asked:
    """What somebody has to say: the ``target`` of an answer, the question, and whom to ask: a role at the client, or
    the ``vendor``."""

    target: str
    question: Label
    ask: str


@attrs.frozen
class Factor:
    """One factor of a figure. ``value`` is a range in ``unit``, None where nobody said: then ``asked`` says what to
    ask. ``source`` is the target or the argument that it comes from."""

    name: str
    value: Interval | None
    unit: str
    basis: Basis
    source: str
    because: Label
    asked: Asked | None = None


@attrs.frozen
class Figure:
    """A figure with its formula over the names of its factors. ``value`` is None where a factor is unknown; an end that
    nobody bounds is infinite."""

    name: str
    value: Interval | None
    unit: str
    formula: str
    factors: tuple[Factor, ...]

    def __getitem__(self, factor: str) -> Factor:
        return {one.name: one for one in self.factors}[factor]

    @property
    def questions(self) -> tuple[Asked, ...]:
        """What would have to be answered for the figure to be certain."""
        return tuple(one.asked for one in self.factors if one.asked is not None)


def exactly(number: Fraction | int) -> Interval:
    """A range of one number."""
    return Interval(Ratio(number), Ratio(number))


def between(low: Fraction | int, high: Fraction | int) -> Interval:
    """A range; an infinite end stays infinite."""
    return Interval(*(ENDLESS if end == math.inf else Ratio(end) for end in (low, high)))


def product_of(values: Iterable[Interval | None]) -> Interval | None:
    """The range of a product of ranges from 0 up; None where one of them is unknown. Nothing times anything is nothing.

    >>> print(product_of([exactly(3), between(0, 2)]))
    0.0000..6.0000
    """
    low: Fraction = Ratio(1)
    high: Fraction = Ratio(1)
    for value in values:
        if value is None:
            return None
        low, high = _times(low, value.low), _times(high, value.high)
    return between(low, high)


def _times(one: Fraction, other: Fraction) -> Fraction:
    return Ratio(0) if 0 in (one, other) else math.inf if math.inf in (one, other) else Ratio(one * other)  # type: ignore[return-value]


def quotient_of(upper: Interval, lower: Interval) -> Interval:
    """The range of a quotient of ranges from 0 up: an end without a bound where the lower one may be nothing.

    >>> print(quotient_of(exactly(20_000), exactly(20)))
    1000.0000
    """
    low = Ratio(0) if lower.high == math.inf else _over(upper.low, lower.high)
    return between(low, _over(upper.high, lower.low))


def _over(one: Fraction, other: Fraction) -> Fraction:
    """Nothing over nothing is nothing: who has nobody is not larger than anybody."""
    if one == 0:
        return Ratio(0)
    return ENDLESS if other == 0 or one == math.inf else Ratio(Fraction(one) / Fraction(other))
