"""The sheet that is filled in: one row for each product and requirement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tobfit.intake.contents import LineKept, mark_of
from tobfit.intake.layout import EVIDENCE_KINDS, EXTENTS, FIRST_ROW, MATRIX, RESPONSES, SHEETS, Said
from tobfit.model.offer import Offer
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.explained.records import Cell, ExplainedLine
from tobfit.report.workbook.book import Book
from tobfit.report.workbook.phrases import phrase
from tobfit.report.workbook.styles import VERDICTS

PLACE = {column.key: place for place, column in enumerate(MATRIX)}
FILL = tuple(column.key for column in MATRIX if column.fill)
MARKED = ("text", "priority", "need")


class MatrixSheet:
    """Grows product by product."""

    def __init__(self, book: Book, told: Explanation) -> None:
        self.told, self.lang = told, told.lang
        self.sheet = book.sheet(SHEETS["matrix"][self.lang])
        self.sheet.header(MATRIX)
        self.row = FIRST_ROW
        self.lines: list[LineKept] = []

    def add(self, product: ExplainedProduct) -> None:
        """The rows of one product or offer; an offer's cannot be filled in, for answers are given for products."""
        candidate = self.told.report.world.catalog[product.id]
        is_offer = isinstance(candidate, Offer)
        stated = () if isinstance(candidate, Offer) else candidate.capabilities.items()
        dated = {name for name, said in stated if any(one.available is not None for one in said)}
        for line, cell in zip(self.told.lines, product.cells, strict=True):
            said = self._write(product, line, cell)
            for key in FILL:
                self.sheet.blank(self.row, PLACE[key], "closed" if is_offer else "fill")
            if not is_offer:
                mark = mark_of(*(said[key] for key in MARKED))
                self.lines.append(LineKept(product.id, line.id, mark, line.capability in dated))
            self.row += 1

    def _write(self, product: ExplainedProduct, line: ExplainedLine, cell: Cell) -> dict[str, str]:
        """The columns that say how the line stands now; gives what the cells hold."""
        words, sheet, row = self.told.words, self.sheet, self.row
        join = words("join")
        waived = words("bracket", text=words("waived")) if cell.waived else ""
        texts = {
            "product": (product.id, "key"),
            "requirement": (line.id, "strong"),
            "text": (line.title, "body"),
            "priority": (words.term(line.priority), "body"),
            "need": (line.needed, "body"),
            "stage": (self.told.stage(line.stage), "body"),
            "asked_by": (join.join(line.asked_by), "body"),
            "verdict": (words.term(cell.verdict), "centre"),
            "reason": (f"{cell.reason}{waived}", "body"),
        }
        said = {key: sheet.text(row, PLACE[key], text, style) for key, (text, style) in texts.items()}
        sheet.number(row, PLACE["credit_low"], float(cell.credit.low), "credit")
        sheet.number(row, PLACE["credit_high"], float(cell.credit.high), "credit")
        return said

    def finish(self) -> None:
        """Filters, drop-downs and colours."""
        self.sheet.finish_table(MATRIX, self.row, PLACE["text"] + 1)
        words = {self.told.words.term(code): look for code, look in VERDICTS.items()}
        self.sheet.coloured(PLACE["verdict"], FIRST_ROW, self.row, words)
        choose = phrase("choose", self.lang)
        self._choices("response", RESPONSES.values(), choose)
        self._choices("extent", EXTENTS.values(), phrase("share_too", self.lang), is_open=True)
        self._choices("evidence_kind", EVIDENCE_KINDS.values(), choose)

    def _choices(self, key: str, words: Iterable[Said], told: str, *, is_open: bool = False) -> None:
        listed: Sequence[str] = [word[self.lang] for word in words]
        self.sheet.choices(PLACE[key], (FIRST_ROW, self.row), listed, is_open=is_open, told=told)
