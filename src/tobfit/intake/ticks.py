"""Columns that are ticked: one for each answer, and a mark in one of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Set

import attrs

from tobfit.errors import Problem
from tobfit.intake.cells import Grid, folded
from tobfit.intake.layout import cell_name
from tobfit.intake.scanning import Cell
from tobfit.intake.typed import fault_of
from tobfit.model.frozen import FrozenMap
from tobfit.model.scalars import near, shown

TICKED, EMPTY = "ticked", "empty"
MARKS: Mapping[str, tuple[str, ...]] = FrozenMap(
    {
        TICKED: ("✓", "✔", "√", "☑", "✅", "■", "●", "x", "yes", "y", "true", "1", "是"),
        EMPTY: ("☐", "□", "-", "/", "no", "n", "false", "0", "否", "无"),
    }
)
"""What is a tick and what is none. ×, ✗, ☒ and ○ are neither, for they mean yes to some and no to others: the mapping
says which."""
_BOXES: Mapping[str, str] = FrozenMap({"☐": "☑", "□": "■", "☑": "☐", "■": "□"})
"""The other state of a box."""
_VARIANTS = str.maketrans("", "", "\ufe0e\ufe0f")
"""What asks for the coloured or the plain form of a sign."""


@attrs.frozen(eq=False)
class Ticks:
    """``columns`` says field -> column -> code; ``own`` says mark -> ``ticked`` or ``empty`` before tobfit's own marks.
    One column may stand for two fields, as "partly" does for a response and its extent."""

    columns: Mapping[str, Mapping[int, str]] = FrozenMap()
    headings: Mapping[int, str] = FrozenMap()
    own: Mapping[str, str] = FrozenMap()
    merged: Mapping[Cell, Problem] = FrozenMap()
    """Cells that are merged with others of their row: nobody can say which column a tick there is in."""
    codes: Mapping[str, str] = attrs.field(init=False)

    @codes.default
    def _codes(self) -> Mapping[str, str]:
        ours = {_plain(mark): code for code, marks in MARKS.items() for mark in marks}
        return ours | {_plain(mark): code for mark, code in self.own.items()}

    def is_filled(self, grid: Grid, row: int) -> bool:
        """Whether anything but empty marks stands in a row."""
        cells = [(row, column) for each in self.columns.values() for column in each if not grid.is_empty(row, column)]
        return any(self.codes.get(_plain(grid.text(*cell))) != EMPTY for cell in cells)

    def code(self, grid: Grid, row: int, field: str, problems: list[Problem]) -> str | None:
        """The code of the column that is ticked; None where none is, or where that cannot be said."""
        columns = self.columns[field]
        ticked = [column for column in sorted(columns) if self._is_ticked(grid, (row, column), problems)]
        if len(ticked) > 1:
            named = ", ".join(f"{shown(self.headings[at], 40)} ({cell_name(row, at)})" for at in ticked)
            hint = f"keep one tick in the row: {self._allowed(columns)}"
            message = f"{len(ticked)} answers are ticked: {named}"
            problems.append(grid.problem("TF160", (row, ticked[1]), message, hint))
        return columns[ticked[0]] if len(ticked) == 1 else None

    def edits(
        self, grid: Grid, row: int, said: Mapping[str, str], problems: list[Problem]
    ) -> Mapping[Cell, str] | None:
        """The cells that change so that a row says these codes of these fields; None where no ticks say so.

        Cells that are right already keep their marks, and so do the columns of fields that nothing is said of.
        """
        spoken = {column for field in said for column in self.columns[field]}
        columns = spoken.union(*(each for each in self.columns.values() if spoken & set(each)))
        before = {column: self._is_ticked(grid, (row, column), problems) for column in sorted(columns)}
        ticked = self._ticked_for(said, {column for column, is_ticked in before.items() if is_ticked})
        if ticked is None:
            return None
        wanted = {column: TICKED if column in ticked else EMPTY for column in before}
        return {
            (row, column): self._mark(grid.text(row, column), wanted[column])
            for column, is_ticked in before.items()
            if is_ticked not in (None, wanted[column] == TICKED)
        }

    def told(self) -> str:
        """Which column stands for what."""
        pairs = dict.fromkeys((column, code) for each in self.columns.values() for column, code in each.items())
        return ", ".join(f"{shown(self.headings[column], 40)} is {code}" for column, code in pairs)

    def _ticked_for(self, said: Mapping[str, str], before: Set[int]) -> frozenset[int] | None:
        """The columns to tick: exactly one for each field that is spoken of, none for any other. Of several that say
        the same those that are ticked come first."""
        options = [
            sorted(
                (at for at, code in self.columns[field].items() if code == said[field]), key=lambda at: at not in before
            )
            for field in said
        ]
        for picked in map(frozenset, itertools.product(*options)):
            if all(len(picked & set(each)) == (field in said) for field, each in self.columns.items()):
                return picked
        return None

    def _is_ticked(self, grid: Grid, cell: Cell, problems: list[Problem]) -> bool | None:
        """Whether a cell is ticked; None for a fault. Truth values and the numbers 1 and 0 are marks too."""
        fault = self.merged.get(cell) or fault_of(grid, cell)
        text = grid.text(*cell)
        if fault is None and text and _plain(text) not in self.codes:
            fault = grid.problem("TF160", cell, f"{shown(text)} is neither a tick nor an empty mark", self._hint(text))
        if fault is not None:
            problems.append(fault)
            return None
        return bool(text) and self.codes[_plain(text)] == TICKED

    def _hint(self, text: str) -> str:
        marks = {code: dict.fromkeys((*self._owned(code), *self._ours(code))) for code in MARKS}
        close = near(text, [mark for each in marks.values() for mark in each]) if len(text) > len("no") else None
        meant = f"{close} " if close and close.startswith("did") else ""
        said = f"a tick is {' '.join(marks[TICKED])}, none is {' '.join(marks[EMPTY])} or nothing"
        return f"{meant}{said}; words: {{tick: ...}} in the mapping names others"

    def _allowed(self, columns: Iterable[int]) -> str:
        return " or ".join(shown(self.headings[column], 40) for column in sorted(columns))

    def _mark(self, before: str, code: str) -> str:
        """The mark to write: one of the mapping's own, the other state of the box that stands there, or ours."""
        usual = MARKS[TICKED] if code == TICKED else ("",)
        marks = (*self._owned(code), _BOXES.get(before, ""), *usual)
        return next((mark for mark in marks if mark and self.codes.get(_plain(mark)) == code), "")

    def _owned(self, code: str) -> Iterable[str]:
        return (mark for mark, meant in self.own.items() if meant == code)

    def _ours(self, code: str) -> Iterable[str]:
        return (mark for mark in MARKS[code] if self.codes[_plain(mark)] == code)


def _plain(mark: str) -> str:
    """A mark as it is compared.

    >>> _plain("Ｘ"), _plain("✔\\ufe0f"), _plain("—") == _plain("-")
    ('x', '✔', True)
    """
    return folded(mark.translate(_VARIANTS))
