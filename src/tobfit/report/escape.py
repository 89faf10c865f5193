"""One escape layer for each target: nothing from outside can act on a terminal or as Markdown."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_IDEOGRAPHIC_SPACE = "\u3000"


def visible(text: str) -> str:
    r"""A text on one line in which every character that is not seen, or that steers, is written out.

    Line breaks and tabs become one blank; control characters, the escapes of terminals, bidi controls, other
    invisible characters and lone surrogates become ``\u001b`` and the like.

    >>> print(visible("red \x1b[31m\ntext\u202e"))
    red \u001b[31m text\u202e
    """
    joined = _BREAKS.sub(" ", text)
    if joined.isprintable():
        return joined
    return joined.translate({ord(char): _visible(char) for char in set(joined) if not char.isprintable()})


def _visible(char: str) -> str:
    if char.isprintable() or char == _IDEOGRAPHIC_SPACE:
        return char
    if unicodedata.category(char) == "Zs":
        return " "
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_LINES = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
FORMULA_SIGNS = "=+-@＝＋－＠"
"""What begins a formula in some spreadsheet, full-width twins included."""
_ACTING = (*FORMULA_SIGNS, "\t", "\r")


def for_sheet(text: str) -> str:
    r"""A text for a cell of a workbook: as ``visible``, but its lines stay lines. It must be written as a text;
    where it ``acts_in_sheets`` the cell also says that it is one.

    >>> for_sheet("a\r\nb\x07\u202e")
    'a\nb\\u0007\\u202e'
    """
    if text.isascii() and text.isprintable():
        return text
    return "\n".join(map(visible, _LINES.split(text)))


def acts_in_sheets(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula once somebody edits the cell or copies it elsewhere.

    >>> acts_in_sheets("=cmd"), acts_in_sheets("＝cmd"), acts_in_sheets("cmd")
    (True, True, False)
    """
    return text.lstrip(" \n\u3000").startswith(_ACTING)


_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "`": "&#96;"}
_MARKS = re.compile(r"[\\*_\[\]{}#~$^!]|(?<=[A-Za-z]):(?=//)|(?<=\bwww)\.|[&<>|`]", re.IGNORECASE)
_LEADING = re.compile(r"^(?:[-+=:]|[0-9]+(?=[.)](?: |$)))")


def for_markdown(text: str) -> str:
    r"""A text as Markdown that shows just this text, in a paragraph, a list, a heading or a table's cell.

    >>> print(for_markdown("a|b <i> [x](http://y) `c`"))
    a&#124;b &lt;i&gt; \[x\](http\://y) &#96;c&#96;
    >>> print(for_markdown("- 1*2"), for_markdown("1. x"))
    \- 1\*2 1\. x
    """
    shown = visible(text).strip(" ")
    marked = _MARKS.sub(lambda found: _ENTITIES.get(found[0]) or f"\\{found[0]}", shown)
    return _LEADING.sub(_leading, marked)


def _leading(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"
