"""The sheet of evidence: what proves which line of which product."""

from __future__ import annotations

from tobfit.intake.layout import EVIDENCE, EVIDENCE_KINDS, FIRST_ROW, SHEETS
from tobfit.report.explained.explaining import Explanation
from tobfit.report.workbook.book import Book


def evidence_sheet(book: Book, told: Explanation) -> None:
    """One row for each piece of evidence of each line."""
    sheet = book.sheet(SHEETS["evidence"][told.lang])
    sheet.header(EVIDENCE)
    row = FIRST_ROW
    for product in told.products:
        for cell in product.cells:
            for one in cell.evidence:
                word = EVIDENCE_KINDS.get(one.kind)
                texts = (
                    (product.id, "key"),
                    (cell.requirement, "strong"),
                    (told.line[cell.requirement].title, "body"),
                    (one.source, "body"),
                    (one.kind if word is None else word[told.lang], "body"),
                    ("" if one.date is None else one.date.isoformat(), "body"),
                )
                for column, (text, style) in enumerate(texts):
                    sheet.text(row, column, text, style)
                row += 1
    sheet.finish_table(EVIDENCE, row, 2)
