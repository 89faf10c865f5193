"""The hidden sheets: what long drop-downs choose from, and what the workbook holds."""

from __future__ import annotations

from collections.abc import Sequence

from tobfit.intake.contents import Contents
from tobfit.intake.layout import HIDDEN, LISTS, letters
from tobfit.report.workbook.book import Book

WIDTH = 1_000
"""How many lists stand side by side before the next ones stand below."""


class Lists:
    """The lists of drop-downs, each once, side by side."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, ...], tuple[int, int]] = {}
        self._top, self._bottom, self._column = 0, 0, 0

    def source(self, labels: Sequence[str]) -> str:
        """The range that holds a list, as a drop-down names it."""
        key = tuple(labels)
        if key not in self._places:
            if self._column == WIDTH:
                self._top, self._column = self._bottom, 0
            self._places[key] = (self._top, self._column)
            self._column += 1
            self._bottom = max(self._bottom, self._top + len(key))
        row, column = self._places[key]
        name = letters(column)
        return f"={LISTS}!${name}${row + 1}:${name}${row + len(key)}"

    def write(self, book: Book) -> None:
        """Writes the sheet, where there is something on it."""
        if not self._places:
            return
        sheet = book.sheet(LISTS)
        sheet.made.hide()
        for labels, (row, column) in self._places.items():
            for place, label in enumerate(labels):
                sheet.text(row + place, column, label, "line")


def write_contents(book: Book, contents: Contents) -> None:
    """What the workbook holds, for reading it back."""
    sheet = book.sheet(HIDDEN)
    sheet.made.very_hidden()
    for row, cells in enumerate(contents.rows()):
        for column, text in enumerate(cells):
            if text:
                sheet.text(row, column, text, "line")
