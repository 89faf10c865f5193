"""The one place that writes cells: texts as texts, numbers as numbers, nothing as a formula or an address.

A text that is longer than a cell can be goes on in the sheet of continued texts, whole, and its cell says so.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tobfit.errors import Problem, TobfitError
from tobfit.errors.extras import needed
from tobfit.intake.layout import CONTINUED, HEADER_ROW, KEY_ROW, SHEETS, Column, place_of
from tobfit.report.escape import acts_in_sheets, for_sheet
from tobfit.report.width import width as display_width
from tobfit.report.workbook.phrases import phrase
from tobfit.report.workbook.styles import STYLES, Look

EXTRA = "tobfit[excel]"
MAX_TEXT = 32_767
"""How many UTF-16 units a cell can hold."""
MAX_ROWS = 1_048_576
PIECE = 32_000
MADE_ON = datetime.datetime(2000, 1, 1)
"""The day in the file's properties: no clock has a part in a workbook."""
A3 = 8
LINE, WIDE_LINE, MAX_HEIGHT = 13, 17, 408
"""The height of a line of text, of one with Chinese characters, and the greatest height of a row, in points."""
MAX_SHOWN, MAX_LINES = 4_000, 40
"""How much of a text can be seen in the highest row."""
_WIDE = re.compile("[\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
FONTS = {"en": "Calibri", "zh": "Microsoft YaHei"}


def units(text: str) -> int:
    """The length of a text as spreadsheets count it: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def pieces(text: str, room: int) -> Iterable[str]:
    """The text in pieces of at most so many UTF-16 units; no character is cut in two.

    >>> list(pieces("abcd", 3)), list(pieces("a\\U0001f600b", 2))
    (['abc', 'd'], ['a', '\\U0001f600', 'b'])
    """
    start, size = 0, 0
    for place, char in enumerate(text):
        width = 2 if ord(char) > 0xFFFF else 1
        if size + width > room:
            yield text[start:place]
            start, size = place, 0
        size += width
    if start < len(text) or not text:
        yield text[start:]


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of a width, about.

    >>> lines_of("short", 20), lines_of("a text that is longer than its column\\nand goes on", 20)
    (1, 4)
    """
    room = max(2, width - 2)
    parts = (display_width(part[:MAX_SHOWN]) for part in text.split("\n")[:MAX_LINES])
    # A line that breaks at words leaves some room at its end.
    return sum(1 if part <= room else -(-(part * 11) // (room * 10)) for part in parts)


class Book:
    """A workbook that is being written."""

    def __init__(self, lang: str, title: str) -> None:
        xlsxwriter = needed("xlsxwriter", "xlsx", EXTRA)
        self.lang = lang
        self._out = io.BytesIO()
        options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        self._book = xlsxwriter.Workbook(self._out, {"in_memory": True, **options})
        self._book.set_properties({"title": for_sheet(title)[:250], "created": MADE_ON})
        self._styles: dict[tuple[str, bool], Any] = {}
        self._looks: dict[str, Any] = {}
        self._continued: list[tuple[str, str]] = []

    def sheet(self, name: str) -> Sheet:
        """A new sheet, behind those there are."""
        return Sheet(self, self._book.add_worksheet(name), name)

    def style(self, name: str, *, as_text: bool = False) -> Any:
        """A look by its name; ``as_text`` also says that the cell holds a text, whatever it begins with."""
        if (name, as_text) not in self._styles:
            look = {"font_name": FONTS[self.lang], "font_size": 10, **STYLES[name]}
            made = self._book.add_format(look)
            if as_text:
                made.set_quote_prefix()
            self._styles[name, as_text] = made
        return self._styles[name, as_text]

    def look(self, look: Look) -> Any:
        """A look of a conditional format."""
        key = repr(sorted(look.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format(look)
        return self._looks[key]

    def held(self, text: str, place: str) -> str:
        """What of a text its cell holds: all, or its beginning and where it stands whole."""
        if units(text) <= MAX_TEXT:
            return text
        beginning = next(iter(pieces(text, PIECE)))
        sheet = SHEETS["continued"][self.lang]
        note = phrase("goes_on", self.lang, n=f"{len(text) - len(beginning):,}", sheet=sheet)
        self._continued.append((place, text))
        return beginning + note

    def finished(self) -> bytes:
        """The workbook, with the sheet of continued texts where there are any."""
        if self._continued:
            self._write_continued()
        self._book.close()
        return self._out.getvalue()

    def _write_continued(self) -> None:
        sheet = self.sheet(SHEETS["continued"][self.lang])
        sheet.header(CONTINUED)
        row = HEADER_ROW + 1
        for place, text in self._continued:
            for number, piece in enumerate(pieces(text, PIECE), 1):
                sheet.text(row, 0, place, "body")
                sheet.number(row, 1, number, "whole")
                sheet.text(row, 2, piece, "body")
                row += 1
        sheet.finish_table(CONTINUED, row)


class Sheet:
    """A sheet that is being written; rows and columns count from 0."""

    def __init__(self, book: Book, made: Any, name: str) -> None:
        self.book, self.made, self.name = book, made, name
        self._widths: dict[int, int] = {}
        self._heights: dict[int, int] = {}
        made.set_paper(A3)
        made.set_landscape()
        made.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        made.set_footer("&L&8&A&R&8&P / &N")
        made.hide_gridlines(2)

    def text(self, row: int, column: int, text: str, style: str = "body") -> str:
        """Writes a text, and gives what the cell holds."""
        self._check(row)
        said = self.book.held(for_sheet(text), place_of(self.name, row, column))
        if "text_wrap" in STYLES[style] and column in self._widths:
            height = lines_of(said, self._widths[column]) * self._line(said)
            self._heights[row] = max(self._heights.get(row, self._line("")), height)
        if said:
            self.made.write_string(row, column, said, self.book.style(style, as_text=acts_in_sheets(said)))
        else:
            self.made.write_blank(row, column, None, self.book.style(style))
        return said

    def _line(self, text: str) -> int:
        """How high a line is: the Chinese font has higher lines, and it is used in English books too where needed."""
        return WIDE_LINE if self.book.lang == "zh" or _WIDE.search(text) else LINE

    def blank(self, row: int, column: int, style: str) -> None:
        """An empty cell with a look."""
        self._check(row)
        self.made.write_blank(row, column, None, self.book.style(style))

    def number(self, row: int, column: int, number: float | None, style: str) -> None:
        """Writes a number; an empty cell for None."""
        if number is None:
            self.blank(row, column, style)
            return
        self._check(row)
        self.made.write_number(row, column, number, self.book.style(style))

    def header(self, columns: Sequence[Column]) -> None:
        """The keys in the hidden first row, and the header below."""
        for place, column in enumerate(columns):
            self.text(KEY_ROW, place, column.key, "key")
            self.text(HEADER_ROW, place, column.header[self.book.lang], "head_fill" if column.fill else "head")
            self.width(place, column.width)
        self.made.set_row(KEY_ROW, None, None, {"hidden": True})
        self.made.set_row(HEADER_ROW, 32)

    def width(self, column: int, width: int) -> None:
        """How wide a column is, in characters; wrapped texts in it make their rows as high as they need."""
        self._widths[column] = width
        self.made.set_column(column, column, width)

    def set_heights(self, first: int, end: int) -> None:
        """Makes rows as high as their wrapped texts: not every program does that by itself."""
        for row in range(first, end):
            self.made.set_row(row, min(4 + self._heights.get(row, self._line("")), MAX_HEIGHT))

    def finish_table(self, columns: Sequence[Column], end: int, frozen: int = 0) -> None:
        """Filter, frozen panes and print set-up of a table whose last row stands before ``end``."""
        self.set_heights(HEADER_ROW + 1, end)
        self.made.freeze_panes(HEADER_ROW + 1, frozen)
        self.made.autofilter(HEADER_ROW, 0, max(end - 1, HEADER_ROW), len(columns) - 1)
        self.made.repeat_rows(HEADER_ROW)
        self.made.fit_to_pages(1, 0)
        if end > HEADER_ROW + 1:
            area = f"A{HEADER_ROW + 2}:{place_of('x', end - 1, len(columns) - 1).partition('!')[2]}"
            self.made.ignore_errors({"number_stored_as_text": area})

    def coloured(self, column: int, first: int, end: int, looks: Mapping[str, Look]) -> None:
        """Colours the cells of a column by the word that stands in them."""
        if end <= first:
            return
        for word, look in looks.items():
            rule = {"type": "cell", "criteria": "==", "value": _quoted(word), "format": self.book.look(look)}
            self.made.conditional_format(first, column, end - 1, column, rule)

    def choices(
        self, column: int, rows: tuple[int, int], source: str | Sequence[str], *, is_open: bool = False, told: str = ""
    ) -> None:
        """A drop-down in the rows from the first up to the second one; ``is_open`` takes other texts too."""
        first, end = rows
        if end <= first:
            return
        rule = {"validate": "list", "source": source, "error_type": "information" if is_open else "stop"}
        if told:
            rule["input_message"] = told[:255]
        self.made.data_validation(first, column, end - 1, column, rule)

    def _check(self, row: int) -> None:
        if row >= MAX_ROWS:
            message = f"the sheet {self.name!r} would have more than {MAX_ROWS:,} rows, which no workbook holds"
            hint = "choose products, and write a workbook for each"
            raise TobfitError([Problem(code="TF169", message=message, path="products", hint=hint)])


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
