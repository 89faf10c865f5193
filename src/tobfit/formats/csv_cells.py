"""Comma-separated values as RFC 4180 has them, each cell with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NoReturn

from tobfit.errors import Problem, TobfitError
from tobfit.formats.source import Lines
from tobfit.formats.tree_of import with_excerpts
from tobfit.model.tree import Mark, Scalar

DELIMITERS = (",", ";", "\t")
"""The delimiters that spreadsheets write, by country and by choice."""


def rows_of(text: str, file: str) -> tuple[tuple[Scalar, ...], ...]:
    """The rows of a text, empty lines left out. The delimiter is the one that stands most often in the first row,
    outside of quotes. TF354 for a quote that is never closed or followed by more text.

    >>> [[cell.text for cell in row] for row in rows_of('a,b\\r\\n1,"x, ""y"" z"\\r\\n', "t.csv")]
    [['a', 'b'], ['1', 'x, "y" z']]
    """
    places = Lines.of(text)
    delimiter = _delimiter(text)
    rows: list[tuple[Scalar, ...]] = []
    row: list[Scalar] = []
    for start, cell, quoted, ends in _cells(text, delimiter, places, file):
        line, column = places.position(start)
        # Without types of its own a table holds texts: nothing in it is a bare number, or null.
        row.append(Scalar(cell if quoted else cell.strip(), True, Mark(file, line, column)))
        if ends:
            if any(one.text for one in row):
                rows.append(tuple(row))
            row = []
    return tuple(rows)


def _delimiter(text: str) -> str:
    first: list[str] = []
    is_quoted = False
    for char in text:
        if char in "\r\n" and not is_quoted and first:
            break
        is_quoted ^= char == '"'
        if not is_quoted and char not in "\r\n":
            first.append(char)
    return max(DELIMITERS, key=first.count)


def _cells(text: str, delimiter: str, places: Lines, file: str) -> Iterator[tuple[int, str, bool, bool]]:
    """Where each cell begins, its text, whether it was quoted, and whether its row ends behind it."""
    at, size = 0, len(text)
    while at < size:
        start = at
        if text[at] == '"':
            cell, at = _quoted(text, at, places, file)
        else:
            while at < size and text[at] not in (delimiter, "\r", "\n"):
                at += 1
            cell = text[start:at]
        quoted = text[start] == '"'
        if at < size and text[at] not in (delimiter, "\r", "\n"):
            _fail("more text behind the closing quote", places, at, file)
        is_last = at >= size or text[at] != delimiter
        yield start, cell, quoted, is_last
        at += 2 if text.startswith("\r\n", at) else 1
        if at >= size and not is_last:
            yield size, "", False, True


def _quoted(text: str, start: int, places: Lines, file: str) -> tuple[str, int]:
    """A cell in quotes (a quote within stands twice), and the place behind it."""
    parts = []
    at = start + 1
    while True:
        end = text.find('"', at)
        if end < 0:
            _fail("a quote is opened here and never closed", places, start, file)
        parts.append(text[at:end])
        if text[end + 1 : end + 2] != '"':
            return '"'.join(parts), end + 1
        at = end + 2


def _fail(message: str, places: Lines, offset: int, file: str) -> NoReturn:
    line, column = places.position(offset)
    hint = 'inside quotes a quote is written twice: "a ""b"" c"'
    problem = Problem(code="TF354", message=message, file=file, line=line, column=column, hint=hint)
    raise TobfitError(with_excerpts([problem], {file: places.text}))


def problems_at(cells: Iterable[tuple[Scalar, str, str | None]]) -> list[Problem]:
    """Faults of a table, each at its cell: message and hint."""
    return [
        Problem(
            code="TF354", message=message, file=cell.mark.file, line=cell.mark.line, column=cell.mark.column, hint=hint
        )
        for cell, message, hint in cells
    ]
