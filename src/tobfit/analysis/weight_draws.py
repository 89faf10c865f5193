"""Weights drawn anew for each draw: over the whole simplex, around the stated ones, or as they are passed in.

All are whole numbers, so that scores can be compared exactly. The scores of a draw do not depend on the unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Literal

import attrs

from tobfit.analysis.streams import stream_of
from tobfit.errors.extras import needed

WeightingKind = Literal["uniform", "spread", "given"]
WHOLE = 2**30
"""The weights of a draw over the simplex sum to this."""
SAFE = 3 * 10**9
"""Up to this total, products of two totals, and of a total and a million, fit into 63 bits."""
FINE, COARSE = 2**20, 2**14
"""A factor of a spread is a whole number of so many parts of 1, fine where it is safe, never coarser."""


@attrs.frozen
class Weighting:
    """Where the weights come from. ``lines`` are in canonical order; ``stated`` are their whole weights; ``given``
    are the draws that were passed in, as whole numbers."""

    kind: WeightingKind
    lines: tuple[str, ...]
    stated: tuple[int, ...]
    spread: Fraction | None = None
    given: tuple[tuple[int, ...], ...] = ()

    @property
    def parts(self) -> int:
        """Of how many parts the factor 1 consists in a spread."""
        room = SAFE // (2 * sum(self.stated))
        return min(FINE, room) if room >= COARSE else FINE

    @property
    def greatest(self) -> int:
        """No total of a draw is greater."""
        if self.kind == "uniform":
            return WHOLE
        if self.kind == "spread":
            return 2 * self.parts * sum(self.stated)
        return max(map(sum, self.given))

    @property
    def has_one_total(self) -> bool:
        """Whether the weights of every draw sum to the same, so that their mean needs no rounding."""
        if self.kind == "spread":
            return self.spread == 0
        return len({sum(row) for row in self.given}) <= 1

    @property
    def is_safe(self) -> bool:
        """Whether 63 bits hold all that is worked out with them."""
        return self.greatest <= SAFE


def weight_blocks(weighting: Weighting, seed: int, sizes: Sequence[int]) -> Iterator[Any]:
    """Blocks of draws, an array of whole numbers for each, a row for each draw and a column for each line: int64
    where that is safe, else of Python's own numbers. Needs numpy (TF408)."""
    match weighting.kind:
        case "uniform":
            return _uniform(len(weighting.lines), seed, sizes)
        case "spread":
            return _spread(weighting, seed, sizes)
        case _:
            return _given(weighting, sizes)


def _uniform(lines: int, seed: int, sizes: Sequence[int]) -> Iterator[Any]:
    """The gaps between sorted uniform numbers are uniform over the simplex (Devroye, Non-Uniform Random Variate
    Generation, 1986, V.2)."""
    numpy = needed("numpy", "sensitivity")
    stream = stream_of(seed, "weights")
    for size in sizes:
        cuts = stream.bits(WHOLE.bit_length() - 1, size * (lines - 1)).reshape(size, lines - 1)
        cuts.sort(axis=1)
        ends = numpy.zeros((size, lines + 1), dtype=numpy.int64)
        ends[:, 1:-1], ends[:, -1] = cuts, WHOLE
        yield numpy.diff(ends, axis=1)


def _spread(weighting: Weighting, seed: int, sizes: Sequence[int]) -> Iterator[Any]:
    """Each stated weight times a factor of its own, uniform in [1 - spread, 1 + spread]; never 0."""
    numpy = needed("numpy", "sensitivity")
    assert weighting.spread is not None
    parts = weighting.parts
    half = math.floor(weighting.spread * parts)
    streams = [stream_of(seed, f"weight/{name}") for name in weighting.lines]
    dtype = numpy.int64 if weighting.is_safe else object
    stated = numpy.array(weighting.stated, dtype=dtype)
    for size in sizes:
        columns = [stream.below(2 * half + 1, size) for stream in streams]
        factors = numpy.maximum(numpy.stack(columns, axis=1) + (parts - half), 1)
        yield factors.astype(dtype) * stated


def _given(weighting: Weighting, sizes: Sequence[int]) -> Iterator[Any]:
    numpy = needed("numpy", "sensitivity")
    dtype = numpy.int64 if weighting.is_safe else object
    start = 0
    for size in sizes:
        rows = numpy.array(weighting.given[start : start + size], dtype=dtype)
        yield rows.reshape(size, len(weighting.lines))
        start += size
