"""A report as a Markdown document (CommonMark with tables)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tobfit.matching.report import Report
from tobfit.report.blocks import Block, Bullets, Heading, Paragraph, Table
from tobfit.report.escape import for_markdown
from tobfit.report.results import told


def markdown(report: Report | Any, *, lang: str = "en", audience: str = "client", limit: int | None = 12) -> str:
    """The same content as ``text`` with headings, lists and tables; parameters as there.

    Whatever comes from documents is escaped: it is shown as written and cannot become a link, an image, HTML,
    code or another structure.
    """
    return as_markdown(told(report, lang=lang, audience=audience, limit=limit))


def as_markdown(blocks: Iterable[Block]) -> str:
    """Any blocks as a Markdown document."""
    return "\n".join("".join(f"{line}\n" for line in _block(block)) for block in blocks)


def _block(block: Block) -> Iterable[str]:
    match block:
        case Heading(level, title):
            yield f"{'#' * level} {for_markdown(title)}"
        case Paragraph(running):
            yield for_markdown(running)
        case Bullets(items):
            for item in items:
                yield f"- {for_markdown(item.text)}"
                yield from (f"  - {for_markdown(below)}" for below in item.below)
        case Table(columns, rows):
            yield _row(column.title for column in columns)
            yield "|" + "|".join(" ---: " if column.align == "right" else " --- " for column in columns) + "|"
            yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(for_markdown, cells)) + " |"
