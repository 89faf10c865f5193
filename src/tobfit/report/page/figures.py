"""Pictures as figures: the drawing, how to read it, what it shows in words, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tobfit.report.blocks import Column, Table
from tobfit.report.charts.drawing import drawn
from tobfit.report.charts.records import Picture
from tobfit.report.page.both import Both
from tobfit.report.page.markup import Html, el, finished
from tobfit.report.page.phrases import say
from tobfit.report.page.told_blocks import side_of, table, width_of

ROOM = 500_000
"""As many bytes may the drawings of one kind take, so that a page of many products stays small; those of the products
further down are told in words and numbers."""
ROWS = 40
"""As many rows of a table stand in the markup; the script adds the others from the data."""


def figures(pictures: Iterable[Both[Picture]]) -> Iterable[Html]:
    """The pictures of one kind, best product first, drawn as long as there is room."""
    room = ROOM
    for picture in pictures:
        drawings = _drawings(picture) if room > 0 else Both("", "")
        size = sum(len(one.encode()) for _, one in drawings.items())
        room -= size
        yield figure(picture, drawings if room >= 0 else None)


def figure(picture: Both[Picture], drawings: Both[str] | None) -> Html:
    """One picture in both languages; without drawings it says how to get them."""
    one = picture.en
    drawing: Iterable[Html] = (
        [el("p", say("not_drawn", kind=one.kind, product=one.product or ""), class_="note")]
        if drawings is None
        else (el("div", finished(markup), lang=lang, class_="drawing") for lang, markup in drawings.items())
    )
    how = folded("how", picture.to(lambda of: of.how_to_read))
    beside = el("div", el("p", picture.to(lambda of: of.alternative)), how, class_="beside")
    return el(
        "figure",
        el("figcaption", picture.to(lambda of: of.title)),
        el("div", el("div", drawing), beside, class_="pair"),
        el("details", el("summary", say("numbers")), _numbers(picture), class_="numbers"),
        class_=f"picture {one.kind.replace('_', '-')}", data_product=one.product, data_picture=one.name,
    )  # fmt: skip


def _drawings(picture: Both[Picture]) -> Both[str]:
    return Both(*(drawn(one, prefix=f"{lang}-{one.name}-") for lang, one in picture.items()))


def folded(title: str, told: Both[str]) -> Html:
    """A text that is unfolded when it is wanted."""
    return el("details", el("summary", say(title)), el("p", told), class_=title.replace("_", "-"))


def _numbers(picture: Both[Picture]) -> Iterable[Html | None]:
    tables = picture.to(lambda one: one.table)
    if not is_parallel(tables):
        for lang, one in picture.items():
            yield el("div", table(one.table, one.title), lang=lang)
        return
    name = f"numbers-{picture.en.name}"
    columns = tables.each(lambda one: one.columns)
    heads = (el("th", column.to(_title), scope="col", class_=side_of(column.en.align)) for column in columns)
    rows = tables.each(lambda one: one.rows)
    body = el("tbody", (_row(row, tables.en.columns) for row in rows[:ROWS]))
    caption = el("caption", picture.to(lambda one: one.title), class_="sr", id=name)
    inner = el("table", caption, el("thead", el("tr", heads)), body, class_=width_of(tables.en))
    yield el("div", inner, class_="scroll", role="group", tabindex=0, aria_labelledby=name)
    if rest := len(rows) - ROWS if len(rows) > ROWS else 0:
        yield el("p", say("rest_of_rows", n=rest), class_="note left")


def is_parallel(tables: Both[Table]) -> bool:
    """Whether both tables have the same shape."""
    return _shape(tables.en) == _shape(tables.zh)


def rest_of(picture: Both[Picture]) -> tuple[Both[tuple[str, ...]], ...]:
    """The rows of a picture's table that do not stand in the markup."""
    tables = picture.to(lambda one: one.table)
    return tables.each(lambda one: one.rows)[ROWS:] if is_parallel(tables) else ()


def _shape(made: Table) -> tuple[int, int]:
    return len(made.columns), len(made.rows)


def _title(column: Column) -> str:
    return column.title


def _row(row: Both[tuple[str, ...]], columns: Sequence[Column]) -> Html:
    cells = zip(row.each(lambda one: one), columns, strict=True)
    parts = (
        el("td" if place else "th", cell, scope=None if place else "row", class_=side_of(column.align))
        for place, (cell, column) in enumerate(cells)
    )
    return el("tr", parts)
