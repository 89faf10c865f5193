"""What a report says, before it is written for a terminal or as a document: headings, paragraphs, lists, tables."""

from __future__ import annotations

import attrs

from tobfit.report.width import Align


@attrs.frozen
class Heading:
    """A heading; level 1 stands once, at the top."""

    level: int
    text: str


@attrs.frozen
class Paragraph:
    """Running text."""

    text: str


@attrs.frozen
class Item:
    """One point of a list, with the points below it."""

    text: str
    below: tuple[str, ...] = ()


@attrs.frozen
class Bullets:
    """A list of points."""

    items: tuple[Item, ...]


@attrs.frozen
class Column:
    """A table's column; where room is short, texts in a flexible one are wrapped."""

    title: str
    align: Align = "left"
    flexible: bool = False


@attrs.frozen
class Table:
    """Rows of texts, one for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Bullets | Table
