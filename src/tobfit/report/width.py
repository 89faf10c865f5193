"""How wide a text stands in a terminal, and texts cut, filled and wrapped to a width."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable
from typing import Literal

Align = Literal["left", "right"]


@functools.lru_cache(maxsize=4096)
def char_width(char: str) -> int:
    """Columns of one character: 2 for wide East Asian ones, 0 for combining and invisible ones, else 1."""
    if char < "\x7f":
        return 1 if char >= " " else 0
    if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc") or unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Columns of a text; ambiguous characters count 1.

    >>> width("abc"), width("总账"), width("e\u0301")
    (3, 4, 1)
    """
    return len(text) if text.isascii() and text.isprintable() else sum(map(char_width, text))


def pad(text: str, columns: int, align: Align = "left") -> str:
    """The text filled with blanks to a width; a wider one stays as it is.

    >>> pad("总账", 6) + "|", pad("7", 3, "right")
    ('总账  |', '  7')
    """
    blanks = " " * max(0, columns - width(text))
    return blanks + text if align == "right" else text + blanks


def truncate(text: str, columns: int) -> str:
    """The text, cut where it is wider, with a mark at the cut; never wider than ``columns``.

    >>> truncate("供应链管理", 7), truncate("short", 7)
    ('供应链…', 'short')
    """
    if width(text) <= columns:
        return text
    return _head(text, columns - 1) + "…" if columns > 0 else ""


def _head(text: str, columns: int) -> str:
    """The longest beginning within a width; what combines with its last character stays with it."""
    taken = 0
    for index, char in enumerate(text):
        taken += char_width(char)
        if taken > columns:
            return text[:index]
    return text


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most ``columns`` (2 or more); nothing is lost but blanks at the breaks.

    Lines break at blanks and beside wide characters; a longer word is cut.

    >>> wrap("a longer line 与中文文字", 9)
    ['a longer', 'line 与中', '文文字']
    """
    lines, taken = [""], 0
    for piece in _pieces(text):
        word = width(piece.rstrip(" "))
        if taken + word <= columns:
            lines[-1] += piece
            taken += word + _blanks_after(piece)
            continue
        lines[-1] = lines[-1].rstrip(" ")
        rest = piece.lstrip(" ")
        left = width(rest.rstrip(" "))
        while left > columns:
            # A cluster wider than the line is still taken, so that the cutting ends.
            head = _head(rest, columns) or rest[:1]
            lines.append(head)
            rest = rest[len(head) :]
            left -= width(head)
        lines.append(rest)
        taken = left + _blanks_after(rest)
    return [line.rstrip(" ") for line in lines if line.strip(" ")] or [""]


def _blanks_after(text: str) -> int:
    return len(text) - len(text.rstrip(" "))


_NO_LINE_BEGIN = frozenset("，。；：、！？）》”’」』】,.;:!?)")
_NO_LINE_END = frozenset("（《“‘「『【(")


def _pieces(text: str) -> Iterable[str]:
    """The parts between which a line may break; blanks stay at the end of their part."""
    piece = ""
    for char in text:
        if piece and _may_break(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after == " " or char_width(after) == 0:
        return False
    if before == " ":
        return True
    wide = char_width(before) == 2 or char_width(after) == 2
    return wide and after not in _NO_LINE_BEGIN and before not in _NO_LINE_END
