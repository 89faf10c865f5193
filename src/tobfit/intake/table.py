"""A table of a workbook of ours: which column holds what, and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from tobfit.errors import Problem
from tobfit.intake.cells import Grid, folded
from tobfit.intake.layout import FIRST_ROW, HEADER_ROW, KEY_ROW, Column, letters
from tobfit.intake.scanning import Cell
from tobfit.intake.ticks import Ticks
from tobfit.model.scalars import near, shown


@attrs.frozen(eq=False)
class Table:
    """A sheet with the place of each column: ``columns`` by key; ``named`` are all columns that have a header."""

    grid: Grid
    columns: Mapping[str, int]
    named: frozenset[int]
    first: int = FIRST_ROW
    end: int | None = None
    """The row behind the last one; None: to the end of the sheet."""
    ticks: Ticks = attrs.field(factory=Ticks)

    def text(self, row: int, key: str) -> str:
        """What stands in a row under a key."""
        return self.grid.text(row, self.columns[key])

    def at(self, row: int, key: str) -> Cell:
        """The place of a cell."""
        return row, self.columns[key]

    def is_empty(self, row: int, key: str) -> bool:
        """Whether nothing stands there; so too where there is no such column."""
        return key not in self.columns or self.grid.is_empty(row, self.columns[key])

    @property
    def rows(self) -> Iterator[int]:
        """The rows below the header that are not empty."""
        end = max(len(self.grid.rows), self.grid.scan.rows)
        for row in range(self.first, end if self.end is None else min(self.end, end)):
            if not all(self.grid.is_empty(row, column) for column in range(self.grid.scan.columns)):
                yield row


def table_of(grid: Grid, wanted: Sequence[Column], problems: list[Problem]) -> Table | None:
    """The table of a sheet of ours; None where its header cannot be trusted, with what is wrong in ``problems``.

    The hidden first row has the keys; where it was deleted, the header itself tells the columns.
    """
    by_key = {column.key: column for column in wanted}
    width = grid.scan.columns
    keys = {column: text for column in range(width) if (text := grid.text(KEY_ROW, column))}
    has_keys = any(text in by_key for text in keys.values())
    header = HEADER_ROW if has_keys else KEY_ROW
    if not has_keys:
        words = {folded(word): column.key for column in wanted for word in column.header.both}
        keys = {column: words[text] for column in range(width) if (text := folded(grid.text(KEY_ROW, column))) in words}
    found = [*_doubled(grid, keys, by_key, header), *_missing(grid, keys, wanted, header)]
    if has_keys:
        found += _changed(grid, keys, by_key)
    found += merged_in(grid, header)
    problems += found
    if found:
        return None
    columns = {key: column for column, key in keys.items() if key in by_key}
    named = {column for column in range(width) if grid.text(header, column)} | set(columns.values())
    return Table(grid, columns, frozenset(named), header + 1)


def merged_in(grid: Grid, header: int) -> Iterable[Problem]:
    """Merged cells in the header and below it."""
    for start, end in sorted(grid.scan.merged):
        if end[0] >= header:
            hint = "unmerge it and fill each cell by itself: only the first one holds what stands there"
            last = f"{letters(end[1])}{end[0] + 1}"
            yield grid.problem("TF156", start, f"cells are merged in the table, up to {last}", hint)


def ragged(table: Table, row: int) -> Iterable[Problem]:
    """What stands in a row beside all columns."""
    for column in range(table.grid.scan.columns):
        if column not in table.named and not table.grid.is_empty(row, column):
            text = shown(table.grid.text(row, column), 40)
            message = f"{text} stands in a column without a header: the row is ragged"
            yield table.grid.problem("TF155", (row, column), message, "move it under the header that it belongs to")


def own_columns(table: Table) -> Iterable[Problem]:
    """Columns that somebody added: a warning each, for they are not read."""
    known = set(table.columns.values())
    for column in sorted(table.named - known):
        header = table.grid.text(table.first - 1, column)
        message = f"the column {shown(header)} was added: it is not read"
        hint = "what is to be read back belongs into the columns that are there"
        yield table.grid.problem("TF167", (table.first - 1, column), message, hint, warning=True)


def _doubled(grid: Grid, keys: Mapping[int, str], wanted: Mapping[str, Column], header: int) -> Iterable[Problem]:
    first: dict[str, int] = {}
    for column, key in sorted(keys.items()):
        if key in wanted and first.setdefault(key, column) != column:
            message = f"the column {key!r} stands twice, first in {letters(first[key])}"
            yield grid.problem("TF154", (header, column), message, "delete one of the two")


def _missing(grid: Grid, keys: Mapping[int, str], wanted: Sequence[Column], header: int) -> Iterable[Problem]:
    said = [text for column in range(grid.scan.columns) if (text := grid.text(header, column))]
    for place, column in enumerate(wanted):
        if column.key not in keys.values():
            message = f"the column {column.key!r} ({column.header.en}, {column.header.zh}) is missing"
            hint = "leave all columns of the workbook in place"
            strange = [text for text in said if folded(text) not in _words(wanted)]
            better = _near_one(column, strange)
            yield grid.problem("TF154", (header, place), message, better or hint)


def _words(wanted: Sequence[Column]) -> set[str]:
    return {folded(word) for column in wanted for word in column.header.both}


def _near_one(column: Column, strange: Sequence[str]) -> str | None:
    hints = (near(word, strange) for word in column.header.both)
    found = next((hint for hint in hints if hint and hint.startswith("did")), None)
    return f"{found[:-1]} for it?".replace("did you mean", "is") if found else None


def _changed(grid: Grid, keys: Mapping[int, str], wanted: Mapping[str, Column]) -> Iterable[Problem]:
    """Headers that no longer say what their column holds: what was filled in below may mean something else."""
    for column, key in sorted(keys.items()):
        cell = (HEADER_ROW, column)
        if key not in wanted:
            yield grid.problem("TF154", (KEY_ROW, column), f"{shown(key)} is no key of a column", near(key, wanted))
            continue
        said, header = grid.text(*cell), wanted[key].header
        if any(start <= cell <= end and start != cell for start, end in grid.scan.merged if start[0] == HEADER_ROW):
            continue  # that it is merged is said by itself
        if folded(said) not in map(folded, header.both):
            message = f"the header of the column {key!r} was changed to {shown(said)}"
            yield grid.problem("TF154", cell, message, f"make it {header.en!r} or {header.zh!r} again")
