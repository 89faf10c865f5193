"""Headings, paragraphs, lists and tables of a report as HTML, in both languages side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph, Table
from tobfit.report.page.both import Both, Text
from tobfit.report.page.markup import Html, el, join

LOWEST = 6
FEW = 10
"""A table of more columns than these is too wide for paper."""


def shown(blocks: Both[Sequence[Block]], *, below: int = 0, title: Text) -> Html:
    """Blocks of both languages; their headings stand ``below`` so many levels deeper, and tables are called after the
    heading before them (``title``: before any)."""
    if not blocks.en and not blocks.zh:
        return join()
    return join(
        el("div", _blocks(told, below, title.first(lang)), lang=lang, class_="told") for lang, told in blocks.items()
    )


def headed(blocks: Both[Sequence[Block]]) -> tuple[Both[str] | None, Both[Sequence[Block]]]:
    """The heading that blocks begin with, if any, and the others."""
    first = blocks.en[0] if blocks.en else None
    if not isinstance(first, Heading):
        return None, blocks
    titles = blocks.to(lambda told: told[0].text if isinstance(told[0], Heading) else "")
    return titles, blocks.to(lambda told: told[1:])


def _blocks(blocks: Iterable[Block], below: int, title: str) -> Iterable[Html]:
    number = 0
    for block in blocks:
        if isinstance(block, Heading):
            title, number = block.text, 0
        number += isinstance(block, Table)
        called = title if number < 2 else f"{title} ({number})"
        yield _block(block, below, called)


def _block(block: Block, below: int, title: str) -> Html:
    match block:
        case Heading(level, running):
            return el(f"h{min(level + below, LOWEST)}", running)
        case Paragraph(running):
            return el("p", running)
        case Bullets(items):
            return el("ul", (_item(item) for item in items))
        case Table():
            return table(block, title)


def _item(item: Item) -> Html:
    return el("li", item.text, el("ul", (el("li", one) for one in item.below)) if item.below else None)


def table(made: Table, title: str) -> Html:
    """A table that scrolls by itself where it is too wide; the title is its caption, for those who do not see where it
    stands."""
    heads = (el("th", column.title, scope="col", class_=side_of(column.align)) for column in made.columns)
    head = el("thead", el("tr", heads))
    rows = (el("tr", _row(row, [side_of(column.align) for column in made.columns])) for row in made.rows)
    inner = el("table", el("caption", title, class_="sr"), head, el("tbody", rows), class_=width_of(made))
    return el("div", inner, class_="scroll", role="group", tabindex=0, aria_label=title)


def width_of(made: Table) -> str | None:
    """The class of a table: one of many columns is written upright on paper."""
    return "many" if len(made.columns) > FEW else None


def _row(cells: Sequence[str], sides: Sequence[str | None]) -> Iterable[Html]:
    for place, (cell, side) in enumerate(zip(cells, sides, strict=True)):
        if place == 0:
            yield el("th", cell, scope="row", class_=side)
        else:
            yield el("td", cell, class_=side)


def side_of(align: str) -> str | None:
    """The class of a cell: figures stand at the right."""
    return "figure" if align == "right" else None
