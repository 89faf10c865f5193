"""The escape layer of CSV: a spreadsheet takes no cell for a formula, and every text can be had back."""

from __future__ import annotations

import re

from tobfit.report.escape import FORMULA_SIGNS, visible

_STARTS = rf"'*[ \u3000\"]*[{re.escape(FORMULA_SIGNS)}](?![ \u3000]*(?:$|[,;|]))"
_OPENED = re.compile(rf"(^|[,;|])(?={_STARTS})")
_GUARDED = re.compile(rf"(^|[,;|])'(?={_STARTS})")


def for_csv(text: str) -> str:
    r"""A text as a cell that no spreadsheet runs: an apostrophe stands before ``=``, ``+``, ``-`` or ``@`` (full-width
    ones too) where such a sign begins the text, or what follows a comma, semicolon or bar: a program that splits at
    another separator than the comma gets no formula either. A sign that stands alone stays.

    Line breaks and tabs become one blank, what is not seen or steers is written out (``escape.visible``).
    ``from_csv`` takes the apostrophes away again.

    >>> for_csv("=1+1"), for_csv("a;@b"), for_csv("-"), for_csv("a-b")
    ("'=1+1", "a;'@b", '-', 'a-b')
    """
    return _OPENED.sub(r"\1'", visible(text))


def from_csv(cell: str) -> str:
    r"""The text of a cell that ``for_csv`` wrote.

    >>> from_csv("'=1+1"), from_csv(for_csv("'=1+1")), from_csv("don't")
    ('=1+1', "'=1+1", "don't")
    """
    return _GUARDED.sub(r"\1", cell)
