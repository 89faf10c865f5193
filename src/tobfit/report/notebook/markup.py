"""Pieces as the MIME types of a notebook: HTML that works in trusted and untrusted ones, Markdown, short text.

The HTML is static: headings, paragraphs, lists, tables, and pictures as images whose data stand in the address. It has
no script, no style sheet, no inline SVG and no link, because the sanitizers of notebooks take those away from outputs
that are not trusted; what they let through is all that is used here.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence

import attrs

from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph, Table
from tobfit.report.charts.records import Picture
from tobfit.report.markdown import as_markdown
from tobfit.report.notebook.pieces import Piece
from tobfit.report.page.markup import Html, el, join
from tobfit.report.text import as_text

TOP = 3
"""The level of the highest heading: a display is no chapter of the notebook around it."""
LAST = 6
LINES = 24
"""How many lines the short text has at most."""
WIDE = 12
"""From how many columns on a table is too wide for the short text."""


def as_html(pieces: Iterable[Piece], lang: str, drawn: Callable[[Picture], str]) -> str:
    """All pieces in one division. ``drawn`` gives the SVG of a picture."""
    found = enumerate(levelled(pieces))
    parts = [_picture(one, drawn, at) if isinstance(one, Picture) else _block(one) for at, one in found]
    return el("div", parts, class_="tobfit", lang=lang).text


def levelled(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with headings from level 3 on."""
    found = list(pieces)
    levels = [piece.level for piece in found if isinstance(piece, Heading)]
    shift = TOP - min(levels, default=TOP)
    return [
        attrs.evolve(piece, level=min(piece.level + shift, LAST)) if isinstance(piece, Heading) else piece
        for piece in found
    ]


def _block(block: Block) -> Html:
    match block:
        case Heading(level, title):
            return el(f"h{level}", title)
        case Paragraph(running):
            return el("p", running)
        case Bullets(items):
            return el("ul", map(_item, items))
        case Table():
            return _table(block)


def _item(item: Item) -> Html:
    below = el("ul", (el("li", text) for text in item.below)) if item.below else None
    return el("li", item.text, below)


def _table(table: Table) -> Html:
    sides = [f"text-align:{column.align}" for column in table.columns]
    titles = zip(table.columns, sides, strict=True)
    head = el("thead", el("tr", (el("th", column.title, scope="col", style=side) for column, side in titles)))
    return el("table", head, el("tbody", (el("tr", _cells(row, sides)) for row in table.rows)))


def _cells(row: Sequence[str], sides: Sequence[str]) -> Iterable[Html]:
    return (el("td", cell, style=side) for side, cell in zip(sides, row, strict=True))


def _picture(picture: Picture, drawn: Callable[[Picture], str], place: int) -> Html:
    """A title, as a heading where nothing stands before it, and an image with a text alternative; its data stand in the
    address. White behind it, for dark themes."""
    title = el("p", el("strong", picture.title)) if place else el(f"h{TOP}", picture.title)
    data = base64.b64encode(drawn(picture).encode()).decode("ascii")
    source = f"data:image/svg+xml;base64,{data}"
    image = el("img", alt=picture.alternative, style="background-color:white", src=source)
    return join(title, el("p", Html(image.text.removesuffix("</img>"))))


def as_note(pieces: Iterable[Piece]) -> str:
    """Markdown; of a picture its title and what it shows in words, of one that begins its numbers too."""
    blocks: list[Block] = []
    for place, piece in enumerate(levelled(pieces)):
        blocks += _told(piece, is_first=place == 0) if isinstance(piece, Picture) else [piece]
    return as_markdown(blocks)


def _told(picture: Picture, *, is_first: bool) -> list[Block]:
    heading = Heading(TOP if is_first else TOP + 1, picture.title)
    return [heading, Paragraph(picture.alternative), *([picture.table] if is_first else [])]


def as_short_text(pieces: Iterable[Piece]) -> str:
    """The part before the second heading, as text of a few lines."""
    head: list[Block] = []
    for piece in pieces:
        if isinstance(piece, Heading) and head:
            break
        if isinstance(piece, Table) and len(piece.columns) > WIDE:
            continue
        if isinstance(piece, Picture):
            head += [] if head else [Heading(1, piece.title), Paragraph(piece.alternative)]
        else:
            head.append(piece)
    lines = as_text(head).splitlines()
    shown = lines if len(lines) <= LINES else [*lines[: LINES - 1], "..."]
    return "\n".join(shown)
