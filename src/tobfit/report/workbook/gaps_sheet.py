"""The sheet of gaps, one row for each line and severity, worst first."""

from __future__ import annotations

from tobfit.intake.layout import FIRST_ROW, GAPS, SHEETS
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.gaps import ExplainedGap
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.workbook.book import Book
from tobfit.report.workbook.phrases import phrase
from tobfit.report.workbook.styles import SEVERITIES

PLACE = {column.key: place for place, column in enumerate(GAPS)}


class GapsSheet:
    """Grows product by product. Ways out are worked out for the first gaps of the first products, as many as the limit
    of the explanation says: each is a match of its own."""

    def __init__(self, book: Book, told: Explanation) -> None:
        self.told = told
        self.sheet = book.sheet(SHEETS["gaps"][told.lang])
        self.sheet.header(GAPS)
        self.row = FIRST_ROW
        self.products = 0

    def add(self, product: ExplainedProduct) -> None:
        """The gaps of one product or offer."""
        limit = self.told.limit
        room = None if limit is None else limit if self.products < limit else 0
        self.products += 1
        for place, gap in enumerate(product.gaps):
            self._write(gap, is_worked_out=room is None or place < room)
            self.row += 1

    def _write(self, gap: ExplainedGap, *, is_worked_out: bool) -> None:
        words = self.told.words
        join = words("join")
        waived = words("bracket", text=words("waived")) if gap.waived else ""
        notes = [words("notes", text=gap.notes)] if gap.notes else []
        lines = [*gap.grounds, *([gap.path] if gap.grounds else []), *notes]
        texts = {
            "product": (gap.product, "key"),
            "requirement": (gap.requirement, "strong"),
            "text": (self.told.line[gap.requirement].title, "body"),
            "severity": (words.term(gap.severity), "centre"),
            "kinds": (join.join(map(words.term, gap.kinds)), "body"),
            "reason": (f"{gap.reason}{waived}", "body"),
            "why": ("\n".join(lines), "body"),
            "goals": ("\n".join((*gap.goals, *gap.outcomes)), "body"),
            "ways": (self._ways(gap) if is_worked_out else self._left(gap), "body"),
        }
        for key, (text, style) in texts.items():
            self.sheet.text(self.row, PLACE[key], text, style)

    def _ways(self, gap: ExplainedGap) -> str:
        return "\n".join(f"• {way.told}" for way in gap.ways) or phrase("no_ways", self.told.lang)

    def _left(self, gap: ExplainedGap) -> str:
        """The kinds of the ways out, where they are not worked out."""
        words = self.told.words
        kinds = dict.fromkeys(words.term(kind) for kind in gap.way_kinds)
        if not kinds:
            return phrase("no_ways", self.told.lang)
        return phrase("ways_left", self.told.lang, kinds=words("join").join(kinds), n=self.told.limit)

    def finish(self) -> None:
        """Filters and colours."""
        self.sheet.finish_table(GAPS, self.row, PLACE["text"] + 1)
        words = {self.told.words.term(code): look for code, look in SEVERITIES.items()}
        self.sheet.coloured(PLACE["severity"], FIRST_ROW, self.row, words)
