"""Where a polynomial of degree two or less changes its sign, exactly."""

from __future__ import annotations

import math
from fractions import Fraction

import attrs

from tobfit.model.interval import Interval, Ratio


@attrs.frozen
class Crossing:
    """A root above 0: ``at`` holds it (both ends equal where it is rational); the signs just below and just above."""

    at: Interval
    below: int
    above: int

    @property
    def is_exact(self) -> bool:
        """Whether the root is a fraction, and not only held between two."""
        return self.at.low == self.at.high


def crossings(square: int, slope: int, constant: int, width: Fraction) -> tuple[Crossing, ...]:
    """The positive roots of ``square x**2 + slope x + constant``, ascending; none where it is 0 everywhere.

    An irrational root is held in an interval no wider than ``width``, which holds neither 0, nor 1, nor another root.

    >>> [(str(one.at), one.below, one.above) for one in crossings(1, -5, 6, Fraction(1, 100))]
    [('2.0000', 1, -1), ('3.0000', -1, 1)]
    >>> [str(one.at) for one in crossings(1, 0, -2, Fraction(1, 10**6))]
    ['1.4142..1.4142']
    """
    if square == 0:
        if slope == 0 or Fraction(-constant, slope) <= 0:
            return ()
        root = Ratio(-constant, slope)
        return (Crossing(Interval(root, root), -_sign(slope), _sign(slope)),)
    inside = slope**2 - 4 * square * constant
    if inside < 0:
        return ()
    side = _sign(square)
    if inside == 0:
        found = [Crossing(_root(square, slope, inside, 1, width), side, side)]
    else:
        least, most = (_root(square, slope, inside, sign, width) for sign in (-side, side))
        found = [Crossing(least, side, -side), Crossing(most, -side, side)]
    return tuple(one for one in found if one.at.low > 0)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _root(square: int, slope: int, inside: int, sign: int, width: Fraction) -> Interval:
    """The root with this sign before the square root; ``inside`` is what stands under it."""
    whole = math.isqrt(inside)
    if whole * whole == inside:
        root = Ratio(sign * whole - slope, 2 * square)
        return Interval(root, root)
    # The square root lies between isqrt(inside x 4**bits) / 2**bits and one part more.
    bits = max(8, math.ceil(1 / (width * 2 * abs(square))).bit_length())
    while True:
        part = math.isqrt(inside << (2 * bits))
        ends = sorted(Ratio((sign * end - (slope << bits)), square << (bits + 1)) for end in (part, part + 1))
        if not any(ends[0] <= Fraction(taken) <= ends[1] for taken in (0, 1)):
            return Interval(*ends)
        bits += 32
