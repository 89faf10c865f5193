"""Open answers drawn for each draw, product by product."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import attrs

from tobfit.analysis.cells import Cell
from tobfit.analysis.scenarios import Choice, Openness
from tobfit.analysis.streams import Stream, stream_of
from tobfit.errors.extras import needed

AnswerDraw = Literal["drawn", "worst", "best"]
"""How open answers turn out: each of its answers as likely as the others, all at their worst, or all at their best."""
OUT, THREATENED, IN = 0, 1, 2
BITS = 48
"""So finely the odds of answers are kept to."""


@attrs.frozen(eq=False)
class Turnout:
    """What a product's lines turned out to be in some draws. ``credit`` and ``applies`` belong to all lines that count
    and hold 0 where ``columns`` vary: there ``credits`` and ``applying`` have a row for each draw. ``group`` is IN,
    THREATENED by an undecided rule, or OUT."""

    credit: Any
    applies: Any
    columns: Any
    credits: Any
    applying: Any
    group: Any


@attrs.frozen(eq=False)
class Layout:
    """Where lines stand: the lines of the world by place, the columns of those that count in canonical order, and the
    place from which on undecided Musts follow."""

    names: tuple[str, ...]
    columns: Mapping[int, int]
    lines: int


@attrs.define(eq=False)
class Completing:
    """Draws what is open of one product; each call of ``take`` goes on where the last one stopped."""

    layout: Layout
    openness: Openness
    seed: int
    _streams: dict[str, Stream] = attrs.field(factory=dict)

    @property
    def is_settled(self) -> bool:
        """Whether every draw would be the same."""
        return not self.openness.choices

    def take(self, size: int) -> Turnout:
        """The next draws; one of them stands for all where nothing is open."""
        numpy = needed("numpy", "sensitivity")
        cells, layout = self.openness.cells, self.layout
        open_places = {place for choice in self.openness.choices for place in choice.places}
        fixed = [place for place in range(len(cells)) if place not in open_places]
        credit = numpy.zeros(len(layout.columns), dtype=numpy.int64)
        applies = numpy.zeros(len(layout.columns), dtype=numpy.int64)
        for place in fixed:
            if place in layout.columns and cells[place].applies:
                credit[layout.columns[place]], applies[layout.columns[place]] = cells[place].low, 1
        out = any(cells[place].fails_at_worst for place in fixed if place < layout.lines)
        threatened = any(cells[place].fails_at_worst for place in fixed if place >= layout.lines)
        number = 1 if self.is_settled else size
        outs, threats = numpy.full(number, out), numpy.full(number, threatened)
        columns, credits, applying = [], [], []
        for choice in self.openness.choices:
            for place, found, fails, counts in self._turned_out(choice, number):
                if place >= layout.lines:
                    threats |= fails
                    continue
                outs |= fails
                if place in layout.columns:
                    columns.append(layout.columns[place])
                    credits.append(found)
                    applying.append(counts)
        group = numpy.where(outs, OUT, numpy.where(threats, THREATENED, IN))
        return Turnout(credit, applies, numpy.array(columns, dtype=numpy.int64), *_stacked(credits, applying), group)

    def _turned_out(self, choice: Choice, size: int) -> Iterable[tuple[int, Any, Any, Any]]:
        """Place, credit, whether a Must fails, and whether the line applies, of each line of a choice."""
        numpy = needed("numpy", "sensitivity")
        way = self._ways(choice, size)
        for at, place in enumerate(choice.places):
            cells = [cells[at] for cells in choice.ways]
            low, high = _table(cells, "low")[way], _table(cells, "high")[way]
            worst, best = _flags(cells, "fails_at_worst")[way], _flags(cells, "fails_at_best")[way]
            if place < self.layout.lines and any(cell.is_open for cell in cells):
                stream = self._stream(f"end/{self.openness.product}/{self.layout.names[place]}")
                heads = stream.below(2, size).astype(bool)
                low, worst = numpy.where(heads, high, low), numpy.where(heads, best, worst)
            yield place, low, worst, _table(cells, "applies")[way]

    def _ways(self, choice: Choice, size: int) -> Any:
        numpy = needed("numpy", "sensitivity")
        if len(choice.ways) == 1:
            return numpy.zeros(size, dtype=numpy.int64)
        whole = sum(choice.odds)
        bounds = [sofar * 2**BITS // whole for sofar in itertools.accumulate(choice.odds)]
        drawn = self._stream(f"answers/{choice.key}").bits(BITS, size)
        return numpy.searchsorted(numpy.array(bounds, dtype=numpy.int64), drawn, side="right")

    def _stream(self, purpose: str) -> Stream:
        if purpose not in self._streams:
            self._streams[purpose] = stream_of(self.seed, purpose)
        return self._streams[purpose]


def _stacked(credits: Sequence[Any], applying: Sequence[Any]) -> tuple[Any, Any]:
    numpy = needed("numpy", "sensitivity")
    if not credits:
        empty = numpy.zeros((1, 0), dtype=numpy.int64)
        return empty, empty
    return numpy.stack(credits, axis=1), numpy.stack(applying, axis=1)


def _table(cells: Sequence[Cell], name: str) -> Any:
    numpy = needed("numpy", "sensitivity")
    return numpy.array([getattr(cell, name) for cell in cells], dtype=numpy.int64)


def _flags(cells: Sequence[Cell], name: str) -> Any:
    return _table(cells, name).astype(bool)


def at_end(cells: Iterable[Cell], answers: Literal["worst", "best"]) -> tuple[Cell, ...]:
    """The cells with nothing left open: all at their worst, or all at their best."""
    if answers == "worst":
        return tuple(Cell(c.low, c.low, c.fails_at_worst, c.fails_at_worst, c.applies) for c in cells)
    return tuple(Cell(c.high, c.high, c.fails_at_best, c.fails_at_best, c.applies) for c in cells)
