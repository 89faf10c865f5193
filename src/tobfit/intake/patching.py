"""Texts written into single cells of a sheet's XML, every other byte of it left as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

import attrs

from tobfit.intake.layout import cell_name
from tobfit.intake.scanning import Cell, cell_of, local

MAX_TEXT = 32_767
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)|[\ud800-\udfff]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


@attrs.define(eq=False)
class _Place:
    """Where a cell stands, or where it would: a piece of the XML, and the look it has."""

    start: int
    end: int
    style: str | None


@attrs.define(eq=False)
class _Row:
    """A row that is written into: its tag, its cells, and where one more could stand."""

    tag: str
    style: str | None
    cells: dict[int, _Place] = attrs.field(factory=dict)
    inner_end: int = 0
    is_empty: bool = False
    """Whether the row is one tag without an end of its own."""
    tag_end: int = 0


def patched(xml: bytes, texts: Mapping[Cell, str]) -> bytes:
    """The sheet with the texts in their cells, as texts; a cell keeps its look. Rows must be there, cells need not. An
    empty text clears a cell.

    >>> sheet = b'<worksheet><sheetData><row r="1"><c r="A1" s="3"><v>1</v></c></row></sheetData></worksheet>'
    >>> print(patched(sheet, {(0, 1): "a < b"}).decode())  # doctest: +NORMALIZE_WHITESPACE
    <worksheet><sheetData><row r="1"><c r="A1" s="3"><v>1</v></c><c r="B1" t="inlineStr"><is><t
    xml:space="preserve">a &lt; b</t></is></c></row></sheetData></worksheet>
    """
    rows, columns = _Finder(xml, {row for row, _ in texts}).find()
    edits: list[tuple[int, int, bytes]] = []
    for number in sorted({row for row, _ in texts}):
        row = rows[number]
        mine = {column: texts[at, column] for at, column in texts if at == number}
        edits += _edits(row, number, mine, columns)
    made = bytearray(xml)
    for start, end, new in sorted(edits, reverse=True):
        made[start:end] = new
    return bytes(made)


def _edits(row: _Row, number: int, texts: Mapping[int, str], styles: Mapping[int, str]) -> list[tuple[int, int, bytes]]:
    prefix = row.tag[: -len("row")]
    fresh: dict[int, list[bytes]] = {}
    found = []
    for column in sorted(texts):
        place = row.cells.get(column)
        style = place.style if place else row.style or styles.get(column)
        new = _cell(prefix, cell_name(number, column), style, texts[column])
        if place is not None:
            found.append((place.start, place.end, new))
            continue
        after = next((row.cells[c].start for c in sorted(row.cells) if c > column), row.inner_end)
        fresh.setdefault(after, []).append(new)
    if row.is_empty:
        inner = b"".join(new for parts in fresh.values() for new in parts)
        return [(row.tag_end - 2, row.tag_end, b">" + inner + f"</{row.tag}>".encode())]
    return found + [(at, at, b"".join(parts)) for at, parts in fresh.items()]


def _cell(prefix: str, name: str, style: str | None, text: str) -> bytes:
    look = "" if style is None else f' s="{style}"'
    if not text:  # an empty text would count as something filled in
        return f'<{prefix}c r="{name}"{look}/>'.encode()
    c, inner, t = f"{prefix}c", f"{prefix}is", f"{prefix}t"
    said = f'<{inner}><{t} xml:space="preserve">{escaped(text)}</{t}></{inner}>'
    return f'<{c} r="{name}"{look} t="inlineStr">{said}</{c}>'.encode()


def escaped(text: str) -> str:
    r"""A text inside XML, what XML cannot hold written as spreadsheets write it.

    >>> print(escaped("a & b\x07_x0041_"))
    a &amp; b_x0007__x005F_x0041_
    """
    plain = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return "".join(_ENTITIES.get(char, char) for char in plain)


class _Finder:
    """Finds rows and their cells by their bytes. The XML was parsed before, so that it is known to be sound."""

    def __init__(self, xml: bytes, wanted: set[int]) -> None:
        self.xml, self.wanted = xml, wanted
        self.rows: dict[int, _Row] = {}
        self.styles: dict[int, str] = {}
        self.number, self.column, self.row = -1, -1, None
        self.cell: _Place | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close

    row: _Row | None

    def find(self) -> tuple[dict[int, _Row], dict[int, str]]:
        self.parser.Parse(self.xml, True)
        return self.rows, self.styles

    def _open(self, tag: str, given: dict[str, str]) -> None:
        name = local(tag)
        if name == "row":
            self.number = int(given["r"]) - 1 if "r" in given else self.number + 1
            self.column, self.row = -1, None
            if self.number in self.wanted and self.number not in self.rows:
                end = self._tag_end()
                self.row = _Row(tag, given.get("s") if given.get("customFormat") in ("1", "true") else None)
                self.row.tag_end, self.row.is_empty = end, self.xml[end - 2 : end] == b"/>"
                self.rows[self.number] = self.row
        elif name == "c":
            place = cell_of(given["r"]) if "r" in given else None
            self.column = place[1] if place is not None else self.column + 1
            if self.row is not None:
                self.cell = _Place(self.parser.CurrentByteIndex, self._tag_end(), given.get("s"))
                self.row.cells[self.column] = self.cell
        elif name == "col" and "style" in given:
            first, last = int(given.get("min", "1")), int(given.get("max", "1"))
            self.styles.update(dict.fromkeys(range(first - 1, min(last, first + 1_000)), given["style"]))

    def _close(self, tag: str) -> None:
        name, at = local(tag), self.parser.CurrentByteIndex
        if name == "c" and self.cell is not None:
            if self.xml[self.cell.end - 2 : self.cell.end] != b"/>":
                self.cell.end = self.xml.index(b">", at) + 1
            self.cell = None
        elif name == "row" and self.row is not None:
            self.row.inner_end = at
            self.row = None

    def _tag_end(self) -> int:
        """The first byte behind the tag that begins here; a > inside quotes is no end."""
        quote, at = 0, self.parser.CurrentByteIndex
        while True:
            byte = self.xml[at]
            if quote:
                quote = 0 if byte == quote else quote
            elif byte in b"\"'":
                quote = byte
            elif byte == 0x3E:
                return at + 1
            at += 1
