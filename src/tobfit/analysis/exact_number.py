"""Numbers that a call passes in, as exact fractions."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any


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
