"""How much room a text takes in a drawing, and texts cut to a room. Estimates lean to the wide side: every reader has
another font, and what is cut can still be read in the mark's title and in the table."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from tobfit.report.escape import visible
from tobfit.report.width import char_width

_NARROW, _WIDE = frozenset("ijlI.,:;'|!()[]{}ft- "), frozenset("mwMW@%&…")
_MARKS_EACH = 3
"""Combining marks kept on one character of a drawing; more of them would cover what stands around."""


def em(char: str) -> Fraction:
    """The advance of one character in parts of the font size."""
    columns = char_width(char)
    if columns != 1:
        return Fraction(21 * columns, 40)
    if char > "\x7f":
        return Fraction(1) if unicodedata.east_asian_width(char) == "A" else Fraction(3, 4)
    if char in _NARROW:
        return Fraction(2, 5)
    return Fraction(1) if char in _WIDE else Fraction(3, 4) if char.isupper() else Fraction(3, 5)


def room_of(text: str, size: int) -> Fraction:
    """The room of a text as it is shown.

    >>> float(room_of("ab", 10)), float(room_of("总账", 10))
    (12.0, 21.0)
    """
    return sum(map(em, visible(text).strip(" ")), Fraction(0)) * size


def fitted(text: str, room: Fraction | int, size: int) -> str:
    """The text on one line, cut with a mark where it is wider than the room; "" where not even the mark fits.

    >>> fitted("Supply chain management", 100, 10), fitted("供应链管理", 40, 10), fitted("short", 100, 10)
    ('Supply chain ma…', '供应…', 'short')
    """
    shown, most = visible(text).strip(" "), Fraction(room) / size
    taken, marks, kept, cut = Fraction(0), 0, 0, 0
    for place, char in enumerate(shown):
        advance = em(char)
        marks = 0 if advance else marks + 1
        taken += advance
        if taken > most or marks > _MARKS_EACH:
            return shown[:cut].rstrip(" ") + "…" if most >= 1 else ""
        kept = place + 1
        if taken + 1 <= most:
            cut = kept
    return shown
