"""What a part of a Word file becomes once it is filled in: line breaks, tables and cells that Word can open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tobfit.model.scalars import shown
from tobfit.report.proposal.budget import NotText
from tobfit.report.proposal.word_checks import W

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
HOLDERS = tuple(
    f"{W}{name}" for name in ("body", "p", "r", "tbl", "tr", "tc", "hdr", "ftr", "txbxContent", "hyperlink")
)
"""Elements in which Word shows no text that stands there bare."""
CELLS = tuple(f"{W}{name}" for name in ("tc", "hdr", "ftr", "txbxContent", "footnote", "endnote"))
"""Elements that must end in a paragraph."""


def settled(tree: Any) -> None:
    """Makes a filled-in part one that Word opens and that shows every text."""
    check_bare(tree)
    for text in list(tree.iter(f"{W}t")):
        _broken(text)
    for table in list(tree.iter(f"{W}tbl")):
        _grid(table)
    for holder in tree.iter(*CELLS):
        blocks = [child for child in holder if child.tag in (f"{W}p", f"{W}tbl", f"{W}sdt")]
        if not blocks or blocks[-1].tag != f"{W}p":
            holder.append(holder.makeelement(f"{W}p"))
    for number, picture in enumerate(tree.iter(_PICTURE), 1):
        picture.set("id", str(number))


def check_bare(tree: Any) -> None:
    """Refuses text that stands outside runs, where Word would pass over it."""
    for holder in tree.iter(*HOLDERS):
        for text in (holder.text, *(child.tail for child in holder)):
            if text and text.strip():
                said = text.strip()[:60]
                message = "would stand outside any paragraph: {{p, {{r, {{tr and {{tc are for macros that write some"
                raise NotText(f"{shown(said)} {message}; for a value, write {{{{ and a blank")


def _broken(text: Any) -> None:
    """Line breaks and tabs of a text as Word's own; blanks at its ends are kept."""
    pieces = re.split(r"([\n\t])", text.text or "")
    if len(pieces) > 1:
        text.text = pieces[0]
        for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            after = text.makeelement(f"{W}br" if mark == "\n" else f"{W}tab")
            text.addnext(after)
            following = text.makeelement(f"{W}t", {XML_SPACE: "preserve"})
            following.text = piece
            after.addnext(following)
            _preserved(text)
            text = following
    _preserved(text)


def _preserved(text: Any) -> None:
    if text.text and text.text != text.text.strip():
        text.set(XML_SPACE, "preserve")


def _grid(table: Any) -> None:
    """As many columns as the widest row has cells, together as wide as before; no table without rows."""
    rows = list(_within(table, "tr"))
    if not rows:
        table.getparent().remove(table)
        return
    grid = table.find(f"{W}tblGrid")
    if grid is None:
        grid = table.makeelement(f"{W}tblGrid")
        table.insert(1 if len(table) and table[0].tag == f"{W}tblPr" else 0, grid)
    columns = grid.findall(f"{W}gridCol")
    wanted = max(sum(map(_span, _within(row, "tc"))) for row in rows)
    if wanted == len(columns) or not wanted:
        return
    before = [_width(column) for column in columns]
    kept = [before[place] if place < len(before) else sum(before) // max(len(before), 1) for place in range(wanted)]
    whole = sum(kept)
    for column in columns:
        grid.remove(column)
    for width in kept:
        share = width * sum(before) // whole if whole else width
        grid.append(grid.makeelement(f"{W}gridCol", {f"{W}w": str(share)}))


def _within(holder: Any, name: str) -> Iterable[Any]:
    """The rows of a table, or the cells of a row, without those of tables inside."""
    for child in holder:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _within(child, name)


def _span(cell: Any) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    said = span.get(f"{W}val", "1") if span is not None else "1"
    return int(said) if said.isdigit() and len(said) < 4 else 1


def _width(column: Any) -> int:
    said = column.get(f"{W}w", "0")
    return int(said) if said.isdigit() and len(said) < 7 else 0
