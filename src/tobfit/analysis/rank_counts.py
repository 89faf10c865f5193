"""Ranks of draws, counted exactly: who is above whom, who ties, and the weights with which each ranks first."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs

from tobfit.analysis.completion_draws import OUT, Turnout
from tobfit.analysis.weight_draws import WHOLE
from tobfit.errors.extras import needed
from tobfit.model.interval import MILLION, Ratio


@attrs.frozen(eq=False)
class Keys:
    """What a product is ranked by in some draws, greater is better: the group and the whole millionths of the score in
    one number, then what is left of the division, ``rest`` / ``total``."""

    first: Any
    rest: Any
    total: Any


def keys_of(turnout: Turnout, weights: Any) -> Keys:
    """The keys of one product: group, then score; no score is the least of its group. ``weights`` has a row for each
    draw, or one row for all of them."""
    numpy = needed("numpy", "sensitivity")
    earned = weights @ turnout.credit.astype(weights.dtype)
    total = weights @ turnout.applies.astype(weights.dtype)
    if len(turnout.columns):
        varying = weights[:, turnout.columns]
        earned = earned + (varying * turnout.credits).sum(axis=1)
        total = total + (varying * turnout.applying).sum(axis=1)
    is_scored = total > 0
    total = numpy.where(is_scored, total, 1)
    whole = earned // total
    first = turnout.group.astype(weights.dtype) * (2 * MILLION) + numpy.where(is_scored, whole + 1, 0)
    return Keys(first, numpy.where(is_scored, earned - whole * total, 0), total)


def is_above(a: Keys, b: Keys) -> Any:
    """In which draws the one ranks above the other. Fractions are compared by cross-multiplication."""
    return (a.first > b.first) | ((a.first == b.first) & (a.rest * b.total > b.rest * a.total))


@attrs.define(eq=False)
class Tally:
    """Counts over all draws, product by product. ``places[p]`` counts (better, tied): so many ranked above it and so
    many, itself among them, tied with it; ``wins[p][q]`` how often p ranked above q; ``out`` the knock-outs;
    ``firsts[p]`` the weights with which it ranked first, by the number of those that did."""

    products: int
    draws: int = 0
    places: list[Counter[tuple[int, int]]] = attrs.field(factory=list)
    wins: list[list[int]] = attrs.field(factory=list)
    out: list[int] = attrs.field(factory=list)
    firsts: list[dict[int, list[int]]] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        every = range(self.products)
        self.places = [Counter() for _ in every]
        self.wins = [[0] * self.products for _ in every]
        self.out = [0] * self.products
        self.firsts = [{} for _ in every]

    def add(self, turnouts: Sequence[Turnout], weights: Any, shares: Any) -> None:
        """Counts a block of draws; ``shares`` are the weights with which the central ones are reckoned."""
        numpy = needed("numpy", "sensitivity")
        size = len(weights)
        keys = [keys_of(turnout, weights) for turnout in turnouts]
        better = numpy.zeros((self.products, size), dtype=numpy.int64)
        tied = numpy.ones((self.products, size), dtype=numpy.int64)
        for a, b in itertools.combinations(range(self.products), 2):
            up = numpy.broadcast_to(is_above(keys[a], keys[b]), size)
            down = numpy.broadcast_to(is_above(keys[b], keys[a]), size)
            equal = ~(up | down)
            better[b] += up
            better[a] += down
            tied[a] += equal
            tied[b] += equal
            self.wins[a][b] += int(up.sum())
            self.wins[b][a] += int(down.sum())
        for p, turnout in enumerate(turnouts):
            found, numbers = numpy.unique(better[p] * (self.products + 1) + tied[p], return_counts=True)
            for code, number in zip(found.tolist(), numbers.tolist(), strict=True):
                self.places[p][divmod(code, self.products + 1)] += number
            self.out[p] += int(numpy.broadcast_to(turnout.group == OUT, size).sum())
            self._gather(p, better[p] == 0, tied[p], shares)
        self.draws += size

    def _gather(self, product: int, is_first: Any, tied: Any, shares: Any) -> None:
        for number in sorted(set(tied[is_first].tolist())):
            found = [int(total) for total in shares[is_first & (tied == number)].sum(axis=0)]
            before = self.firsts[product].get(number, [0] * len(found))
            self.firsts[product][number] = [a + b for a, b in zip(before, found, strict=True)]

    def acceptability(self, product: int) -> tuple[Ratio, ...]:
        """The share of draws in which it has each rank; products that tie share their ranks evenly."""
        shares = [Fraction(0)] * self.products
        for (better, tied), number in self.places[product].items():
            for rank in range(better, better + tied):
                shares[rank] += Fraction(number, tied)
        return tuple(Ratio(share / self.draws) for share in shares)

    def variances(self, product: int) -> tuple[Fraction, ...]:
        """The variance of one draw's share, for each rank."""
        squares = [Fraction(0)] * self.products
        for (better, tied), number in self.places[product].items():
            for rank in range(better, better + tied):
                squares[rank] += Fraction(number, tied * tied)
        means = self.acceptability(product)
        return tuple(square / self.draws - mean**2 for square, mean in zip(squares, means, strict=True))

    def pairwise(self, a: int, b: int) -> Ratio:
        """The share of draws in which a ranks above b; a tie is half a win."""
        return Ratio(self.draws + self.wins[a][b] - self.wins[b][a], 2 * self.draws)

    def central(self, product: int) -> tuple[int, ...] | None:
        """The mean of the weights with which it ranks first, as whole numbers; None where it never does."""
        unit, rows = self.firsts[product], []
        if not unit:
            return None
        for tied, totals in unit.items():
            rows.append([Fraction(total, tied) for total in totals])
        return whole_shares([sum(column, Fraction(0)) for column in zip(*rows, strict=True)])


def whole_shares(weights: Sequence[Fraction]) -> tuple[int, ...]:
    """Weights as whole numbers: exactly, where numbers up to 2**30 do, else as parts of 2**30 (what rounding leaves
    over goes to the largest remainders).

    >>> whole_shares([Fraction(1, 2), Fraction(1, 3)])
    (3, 2)
    """
    unit = math.lcm(*(weight.denominator for weight in weights))
    exact = [int(weight * unit) for weight in weights]
    shared = math.gcd(*exact) or 1
    exact = [number // shared for number in exact]
    total = sum(exact)
    if total <= WHOLE:
        return tuple(exact)
    parts = [divmod(number * WHOLE, total) for number in exact]
    left = WHOLE - sum(whole for whole, _ in parts)
    most = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))[:left]
    return tuple(whole + (place in most) for place, (whole, _) in enumerate(parts))
