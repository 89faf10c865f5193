"""One pass over a sheet's XML: how far it reaches, which cells are merged, worked out, or in error."""

from __future__ import annotations

import re
from typing import NoReturn
from xml.parsers import expat

import attrs

from tobfit.intake.archive import Archive, broken, too_merged, too_wide
from tobfit.intake.sheet_parts import SheetPart

MAX_CELLS = 4_000_000
"""How many cells a sheet may span, empty ones included."""
MAX_MERGED = 50_000
"""How many ranges of cells may be merged."""
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384

Cell = tuple[int, int]
"""Row and column, counted from 0."""
_NAME = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


@attrs.define(eq=False)
class Scan:
    """What one pass over a sheet finds."""

    rows: int = 0
    columns: int = 0
    formulas: set[Cell] = attrs.field(factory=set)
    errors: set[Cell] = attrs.field(factory=set)
    merged: list[tuple[Cell, Cell]] = attrs.field(factory=list)
    """First and last cell of each merged range."""


def scan(archive: Archive, sheet: SheetPart) -> Scan:
    """The facts of a sheet; TF150 where its XML is broken, TF152 where it spans too many cells."""
    return _Scanner(archive, sheet).run()


def cell_of(name: str) -> Cell | None:
    """Row and column of a cell's name.

    >>> cell_of("G7"), cell_of("$A$1"), cell_of("7G"), cell_of("XFE1")
    ((6, 6), (0, 0), None, None)
    """
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    return (row - 1, column - 1) if row <= MAX_ROW and column <= MAX_COLUMN else None


def local(tag: str) -> str:
    """The name of an element without its prefix."""
    return tag.rpartition(":")[2]


class _Scanner:
    def __init__(self, archive: Archive, sheet: SheetPart) -> None:
        self.archive, self.sheet, self.found = archive, sheet, Scan()
        self.row, self.column, self.is_cell = -1, -1, False
        self.parser = expat.ParserCreate("UTF-8")  # as the library reads it, whatever the part says of itself
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.StartDoctypeDeclHandler = self._doctype

    def run(self) -> Scan:
        try:
            self.parser.Parse(self.archive.part(self.sheet.part), True)
        except expat.ExpatError as error:
            self._broken(str(error))
        found = self.found
        if found.rows * found.columns > MAX_CELLS:
            raise too_wide(self.archive.file, self.sheet.name, found.rows, found.columns)
        return found

    def _open(self, tag: str, given: dict[str, str]) -> None:
        name = local(tag)
        if name == "row":
            self.row = self._number(given["r"]) - 1 if "r" in given else self.row + 1
            self.column = -1
        elif name == "c":
            self._cell(given)
        elif name == "f" and self.is_cell:
            self.found.formulas.add((self.row, self.column))
        elif name == "mergeCell":
            self._merged(given.get("ref", ""))

    def _cell(self, given: dict[str, str]) -> None:
        place = cell_of(given["r"]) if "r" in given else (self.row, self.column + 1)
        if place is None or place[0] != self.row or not 0 <= place[0] < MAX_ROW or place[1] >= MAX_COLUMN:
            self._broken(f"there is no cell {given.get('r', '')!r} in row {self.row + 1}")
        self.column, self.is_cell = place[1], True
        self.found.rows = max(self.found.rows, self.row + 1)
        self.found.columns = max(self.found.columns, self.column + 1)
        if given.get("t") == "e":
            self.found.errors.add(place)

    def _close(self, tag: str) -> None:
        if local(tag) == "c":
            self.is_cell = False

    def _merged(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        start, end = cell_of(first), cell_of(last or first)
        if start is not None and end is not None and start != end:
            self.found.merged.append((start, end))
            if len(self.found.merged) > MAX_MERGED:
                raise too_merged(self.archive.file, self.sheet.name, MAX_MERGED)

    def _number(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= MAX_ROW):
            self._broken(f"there is no row {text!r}")
        return int(text)

    def _doctype(self, *_: object) -> NoReturn:
        self._broken("a document type stands in it")

    def _broken(self, why: str) -> NoReturn:
        raise broken(self.archive.file, f"the sheet {self.sheet.name!r} cannot be read: {why}")
