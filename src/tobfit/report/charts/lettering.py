"""How much room a text takes in a drawing, and texts cut to a room. Estimates lean to the wide side: every reader has
another font, and what is cut can still be read in the mark's title and in the table."""

from __future__ import annotations

import functools
import math
import unicodedata
from fractions import Fraction

from tobfit.report.escape import visible
from tobfit.report.width import char_width

EM = 40
"""Parts of the font size that advances are counted in."""
_NARROW, _WIDE = frozenset("ijlI.,:;'|!()[]{}ft- "), frozenset("mwMW@%&…")
_MARKS_EACH = 3
"""Combining marks kept on one character of a drawing; more of them would cover what stands around."""


@functools.lru_cache(maxsize=4096)
def advance(char: str) -> int:
    """The advance of one character in fortieths of the font size."""
    columns = char_width(char)
    if columns != 1:
        return 21 * columns
    if char > "\x7f":
        return EM if unicodedata.east_asian_width(char) == "A" else 30
    if char in _NARROW:
        return 16
    return EM if char in _WIDE else 30 if char.isupper() else 24


def room_of(text: str, size: int) -> Fraction:
    """The room of a text as it is shown.

    >>> float(room_of("ab", 10)), float(room_of("总账", 10))
    (12.0, 21.0)
    """
    return Fraction(sum(map(advance, visible(text).strip(" "))) * size, EM)


def fitted(text: str, room: Fraction | int, size: int) -> str:
    """The text on one line, cut with a mark where it is wider than the room; "" where not even the mark fits.

    >>> fitted("Supply chain management", 100, 10), fitted("供应链管理", 40, 10), fitted("short", 100, 10)
    ('Supply chain ma…', '供应…', 'short')
    """
    shown, most = visible(text).strip(" "), math.floor(Fraction(room) * EM / size)
    taken, marks, cut = 0, 0, 0
    for place, char in enumerate(shown):
        width = advance(char)
        marks = 0 if width else marks + 1
        taken += width
        if taken > most or marks > _MARKS_EACH:
            return shown[:cut].rstrip(" ") + "…" if most >= EM else ""
        if taken + EM <= most:
            cut = place + 1
    return shown
