"""What a notebook shows of a record: blocks and pictures, in order, before they are written as HTML or Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import attrs

from tobfit.report.blocks import Block, Bullets, Item, Table
from tobfit.report.charts.records import Picture
from tobfit.report.told.phrases import Tell

T = TypeVar("T")
Piece = Block | Picture


@attrs.frozen
class Asked:
    """How something is to be shown: the language, the audience and the bound on every list (None: no bound)."""

    lang: str = "en"
    audience: str = "client"
    limit: int | None = 12


def points(texts: Iterable[str | None]) -> Iterable[Block]:
    """Texts as a list, those that are None left out; nothing where nothing is left."""
    items = tuple(Item(text) for text in texts if text is not None)
    if items:
        yield Bullets(items)


def bounded(things: Sequence[T], tell: Tell, made: Callable[[Sequence[T]], Iterable[Block]]) -> Iterable[Block]:
    """What is made of the first things, as many as the bound allows, and how many more there are."""
    shown, more = tell.within(things)
    yield from made(shown)
    if more:
        yield Bullets(more)


def rowed(table: Table) -> Iterable[Block]:
    """A table; nothing where it has no row."""
    if table.rows:
        yield table
