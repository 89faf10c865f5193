"""The cells of a sheet as a spreadsheet holds them, each with its place and with what must not be taken for a text."""

from __future__ import annotations

import datetime
import io
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import attrs

from tobfit.errors import Problem
from tobfit.errors.extras import needed
from tobfit.intake.archive import Archive, broken
from tobfit.intake.layout import place_of
from tobfit.intake.scanning import Cell, Scan, scan
from tobfit.intake.sheet_alone import alone
from tobfit.intake.sheet_parts import SheetPart, book_parts
from tobfit.model.scalars import shown

EXTRA = "tobfit[excel]"
_EDGES = " \t\r\n\u00a0\u3000\u2007\u202f\ufeff\u200b"
"""Blanks at the ends of a cell that nobody sees."""
_BETWEEN = re.compile("[\\s_\u2010-\u2015-]+")


@attrs.frozen(eq=False)
class Grid:
    """A sheet: its values from A1 on, and what one pass over its XML found."""

    file: str
    name: str
    rows: Sequence[Sequence[Any]] = attrs.field(repr=False)
    scan: Scan = attrs.field(repr=False)

    def raw(self, row: int, column: int) -> Any:
        """The value of a cell; "" for an empty one."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    def text(self, row: int, column: int) -> str:
        """What a cell says, blanks at its ends left out; numbers, dates and truths as spreadsheets would show them
        without a format."""
        return as_text(self.raw(row, column))

    def is_empty(self, row: int, column: int) -> bool:
        """Whether nothing stands in a cell: no value, formula or error."""
        cell = (row, column)
        return not (self.text(row, column) or cell in self.scan.formulas or cell in self.scan.errors)

    def problem(
        self, code: str, cell: Cell, message: str, hint: str | None = None, *, warning: bool = False
    ) -> Problem:
        """A problem at a cell: ``path`` names sheet and cell, such as ``matrix!G7``."""
        return Problem(
            code=code,
            message=message,
            file=self.file,
            path=place_of(self.name, *cell),
            hint=hint,
            severity="warning" if warning else "error",
        )


def as_text(value: Any) -> str:
    """A value as a text, without blanks at its ends.

    >>> as_text(" a\\u00a0"), as_text(3.0), as_text(1.1), as_text(True), as_text(datetime.date(2026, 11, 1))
    ('a', '3', '1.1', 'TRUE', '2026-11-01')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value).strip(_EDGES)


def folded(text: str) -> str:
    """A word as it is compared: full-width forms, blanks, hyphens and capitals make no difference.

    >>> folded("Ｎｏｔ　supported "), folded("not_supported"), folded("NOT-SUPPORTED")
    ('not supported', 'not supported', 'not supported')
    """
    return _BETWEEN.sub(" ", unicodedata.normalize("NFKC", text).casefold().strip(_EDGES))


class Workbook:
    """The sheets of an archive; each is read when it is asked for, after its bounds were looked at."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.parts = book_parts(archive)

    @property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The worksheets in their order."""
        return self.parts.sheets

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets."""
        return tuple(sheet.name for sheet in self.sheets)

    def grid(self, sheet: SheetPart) -> Grid:
        """The cells of a sheet."""
        found = scan(self.archive, sheet)
        plain = io.BytesIO(alone(self.archive, self.parts, sheet))
        calamine = needed("python_calamine", "read_matrix", EXTRA)
        try:
            library = calamine.CalamineWorkbook.from_filelike(plain)
            rows = library.get_sheet_by_index(0).to_python(skip_empty_area=False)
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:  # a fault in the library's own code is a PanicException, which is no Exception
            raise broken(self.archive.file, f"the sheet {shown(sheet.name)} cannot be read: {error}") from None
        return Grid(self.archive.file, sheet.name, rows, found)
