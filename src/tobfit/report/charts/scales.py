"""Round figures for a scale."""

from __future__ import annotations

from fractions import Fraction

from tobfit.model.interval import decimal_of

STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))
WANTED = 5


def ticks_between(low: Fraction, high: Fraction) -> list[tuple[Fraction, str]]:
    """Round figures between two ends, five at most, with their texts; () where the ends are the same.

    >>> [text for _, text in ticks_between(Fraction(0), Fraction(90000))]
    ['0', '20000', '40000', '60000', '80000']
    >>> [text for _, text in ticks_between(Fraction(31, 100), Fraction(38, 100))]
    ['0.32', '0.34', '0.36', '0.38']
    """
    if high <= low:
        return []
    step = _step((high - low) / WANTED)
    first = -(-low // step)
    found = [step * n for n in range(first, high // step + 1)]
    return [(value, _text(value)) for value in found]


def _step(wanted: Fraction) -> Fraction:
    """The smallest round step that is not below the one wanted."""
    size = Fraction(1)
    while size > wanted:
        size /= 10
    while size * 10 <= wanted:
        size *= 10
    return next(step * size for step in STEPS if step * size >= wanted)


def _text(value: Fraction) -> str:
    """Exact: a step is a decimal."""
    text = format(decimal_of(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
