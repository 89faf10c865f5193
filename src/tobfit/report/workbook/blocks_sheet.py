"""Headings, paragraphs, lists and tables of a report, one below the other on a sheet."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.report.blocks import Block, Bullets, Heading, Paragraph, Table
from tobfit.report.workbook.book import Sheet


def write_blocks(sheet: Sheet, blocks: Iterable[Block], row: int = 0, column: int = 0) -> int:
    """Writes blocks from a row on, and gives the row below them."""
    for block in blocks:
        row = _block(sheet, block, row, column)
    return row


def _block(sheet: Sheet, block: Block, row: int, column: int) -> int:
    match block:
        case Heading(level, text):
            sheet.text(row + 1, column, text, "title" if level == 1 else "heading")
            return row + 2
        case Paragraph(text):
            sheet.text(row, column, text, "line")
            return row + 1
        case Bullets(items):
            for item in items:
                sheet.text(row, column, f"• {item.text}", "line")
                row += 1
                for below in item.below:
                    sheet.text(row, column, f"    – {below}", "line")
                    row += 1
            return row
        case Table():
            return _table(sheet, block, row, column)


def _table(sheet: Sheet, table: Table, row: int, column: int) -> int:
    for place, head in enumerate(table.columns, column):
        sheet.text(row, place, head.title, "head")
    for number, cells in enumerate(table.rows, row + 1):
        for place, (text, head) in enumerate(zip(cells, table.columns, strict=True), column):
            sheet.text(number, place, text, "right" if head.align == "right" else "body")
    return row + len(table.rows) + 2
