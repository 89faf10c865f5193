"""The escape layer for XML (SVG): every text becomes characters that XML allows, and nothing in it is markup."""

from __future__ import annotations

from tobfit.report.escape import visible

_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def for_xml(text: str) -> str:
    r"""A text for an element or a quoted attribute of XML, and of SVG inside HTML: it shows just this text.

    Line breaks become a blank; control characters, which XML has no way to write, and characters that are not seen or
    that steer are written out, as everywhere else (see ``visible``).

    >>> print(for_xml("A & B <b>\x00'x'"))
    A &amp; B &lt;b&gt;\u0000&#39;x&#39;
    """
    return visible(text).translate(_MARKS)
