"""Numbers that a call passes in, as exact fractions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from tobfit.model.scalars import EXACT


def exact_number(value: Any) -> Fraction | None:
    """The number as it is written: 0.1 is a tenth. None for what is no finite number: NaN, infinities, flags, texts
    that are none.

    >>> exact_number(0.1), exact_number("2.50"), exact_number(float("nan")), exact_number(True)
    (Fraction(1, 10), Fraction(5, 2), None, None)
    """
    if hasattr(value, "item") and not hasattr(value, "__len__"):
        value = value.item()  # a scalar of numpy
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, float):
        return Fraction(Decimal(repr(value))) if math.isfinite(value) else None
    if isinstance(value, str | Decimal):
        try:
            number = Decimal(value)
        except InvalidOperation:
            return None
        return Fraction(number) if number.is_finite() and abs(number.adjusted()) <= 30 else None
    return None


def whole_numbers(values: Sequence[Any]) -> list[int] | None:
    """Numbers of at least 0 as whole numbers in the same proportion; None where one is negative or no number.

    >>> whole_numbers([0.25, 1.5]), whole_numbers([3, 1]), whole_numbers([1, -1])
    ([25, 150], [3, 1], None)
    """
    kinds = set(map(type, values))
    if kinds == {int}:
        return list(values) if min(values) >= 0 else None
    if kinds == {float}:
        # Thousands of draws are floats; this is exact_number without its fractions.
        if not all(map(math.isfinite, values)) or min(values) < 0:
            return None
        decimals = [Decimal(repr(value)) for value in values]
        shift = -min(0, *(int(number.as_tuple().exponent) for number in decimals))
        return [int(number.scaleb(shift, EXACT)) for number in decimals]
    numbers = [exact_number(value) for value in values]
    known = [number for number in numbers if number is not None and number >= 0]
    if len(known) < len(numbers):
        return None
    unit = math.lcm(*(number.denominator for number in known))
    return [int(number * unit) for number in known]
