"""Totals of uncertain parts by simulation with common random numbers.

Every part is its low end plus its width times a beta variable of its own. The values of that variable are the
quantiles at the middles of equal slices of probability (stratified draws: Latin hypercube, McKay and others,
Technometrics 21(2), 1979), so that each part by itself is as its distribution says; their order comes from a stream
that is named by the part. So another part, or other figures of this one, move nothing else. Correlation goes through a
one-factor Gaussian copula: the order is that of sqrt(c) common + sqrt(1 - c) own over normal variables, which
correlates the ranks and leaves each part's distribution as it is.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tobfit.analysis.streams import stream_of
from tobfit.errors.extras import needed
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Ratio

WHAT = "service_cost"
COMMON = "service_cost: what all parts share"
ORDER = 8
"""So many terms of a part's expansion in Hermite polynomials carry its covariances."""
KEPT = 20_000
"""Up to so many draws the quantiles of a shape are kept for the next call."""


@attrs.frozen
class Term:
    """One summand: ``skew`` is the place of its mode between its ends, from 0 to 1, which is all that its shape hangs
    on; None of a point."""

    id: str
    skew: Fraction | None
    low: Fraction
    width: Fraction


@attrs.frozen(eq=False)
class Shape:
    """The standard variable of one skew on [0, 1]: its quantiles in order, and its Hermite coefficients."""

    quantiles: Any
    coefficients: tuple[float, ...]


def middles(draws: int) -> Any:
    """The middles of equal slices of [0, 1]."""
    numpy = needed("numpy", WHAT)
    return (numpy.arange(draws) + 0.5) / draws


def shape_of(alpha: float, beta: float, draws: int) -> Shape:
    """The standard beta variable with these two shapes."""
    numpy, special = needed("numpy", WHAT), needed("scipy.special", WHAT)
    levels = middles(draws)
    quantiles = numpy.maximum.accumulate(special.betaincinv(alpha, beta, levels))
    quantiles.flags.writeable = False
    return Shape(quantiles, tuple(_coefficients(quantiles, special.ndtri(levels))))


def _coefficients(quantiles: Any, normals: Any) -> Iterable[float]:
    """The means of the variable times the orthonormal Hermite polynomials of the normal variable behind it."""
    before, now = 0 * normals + 1, normals
    for order in range(1, ORDER + 1):
        yield float((quantiles * now).mean())
        after = (normals * now - math.sqrt(order) * before) / math.sqrt(order + 1)
        before, now = now, after


@functools.lru_cache(64)
def _kept_shape(skew: Fraction, draws: int) -> Shape:
    return shape_of(float(1 + 4 * skew), float(1 + 4 * (1 - skew)), draws)


@attrs.frozen(eq=False)
class Sampler:
    """Draws of one seed. ``correlation`` from 0 to 1 is that of the normal variables behind any two parts."""

    seed: int
    draws: int
    correlation: Fraction
    orders: dict[str, Any] = attrs.field(factory=dict)

    def shape(self, skew: Fraction) -> Shape:
        """The standard variable of a skew."""
        make = _kept_shape if self.draws <= KEPT else _kept_shape.__wrapped__
        return make(skew, self.draws)

    def order(self, name: str) -> Any:
        """For each draw the rank that a part's variable has in it."""
        if name not in self.orders:
            self.orders[name] = self._order(name)
        return self.orders[name]

    def _order(self, name: str) -> Any:
        numpy = needed("numpy", WHAT)
        if self.correlation == 0:
            return self._shuffled(name)
        if self.correlation == 1:
            return self._shuffled(COMMON)
        normal = needed("scipy.special", WHAT).ndtri(middles(self.draws))
        share = float(self.correlation)
        common, own = normal[self._shuffled(COMMON)], normal[self._shuffled(f"{WHAT}: {name}")]
        mixed = math.sqrt(share) * common + math.sqrt(1 - share) * own
        return numpy.argsort(numpy.argsort(mixed, kind="stable"), kind="stable")

    def _shuffled(self, purpose: str) -> Any:
        numpy = needed("numpy", WHAT)
        return numpy.argsort(stream_of(self.seed, purpose).words(self.draws), kind="stable")

    def total(self, terms: Iterable[Term]) -> Any:
        """The sum of the terms in every draw. Terms are added in the order of their ids, so that theirs does not
        matter."""
        numpy = needed("numpy", WHAT)
        found = numpy.zeros(self.draws)
        for term in sorted(terms, key=lambda term: term.id):
            if term.skew is None or not term.width:
                found = found + float(term.low)
            else:
                values = self.shape(term.skew).quantiles[self.order(term.id)]
                found = found + (float(term.low) + float(term.width) * values)
        return found

    def variances(self, terms: Sequence[Term], own: Mapping[str, Fraction]) -> FrozenMap[str, Fraction]:
        """Each term's part of the variance of the sum: its own variance (``own``, exact) and half of each covariance
        with another term, which is to say its covariance with the sum. They add up to the variance of the sum."""
        if self.correlation == 0:
            return FrozenMap({term.id: Fraction(own[term.id]) for term in terms})
        rate = float(self.correlation)
        weighed = {term.id: self._weighed(term) for term in sorted(terms, key=lambda term: term.id)}
        sums = [sum(parts[order] for parts in weighed.values()) for order in range(ORDER)]
        shared = {
            name: sum(rate ** (order + 1) * part * (sums[order] - part) for order, part in enumerate(parts))
            for name, parts in weighed.items()
        }
        return FrozenMap({name: max(Fraction(0), own[name] + Fraction(value)) for name, value in shared.items()})

    def _weighed(self, term: Term) -> list[float]:
        if term.skew is None:
            return [0.0] * ORDER
        width = float(term.width)
        return [width * coefficient for coefficient in self.shape(term.skew).coefficients]


def quantiles_of(values: Any, percentiles: Iterable[int], step: Fraction | int) -> FrozenMap[int, Ratio]:
    """The percentiles of equally likely values, each rounded once to a part of ``step``.

    Between two values the figure is interpolated, exactly, so that no value that rises lowers a percentile (Hazen's
    plotting positions, which suit values at the middles of slices).
    """
    numpy = needed("numpy", WHAT)
    ordered = numpy.sort(values)
    return FrozenMap({percentile: _quantile(ordered, percentile, step) for percentile in percentiles})


def _quantile(ordered: Any, percentile: int, step: Fraction | int) -> Ratio:
    place = Fraction(percentile * len(ordered), 100) - Fraction(1, 2)
    place = min(max(place, Fraction(0)), Fraction(len(ordered) - 1))
    below = math.floor(place)
    low, high = (Fraction(float(ordered[at])) for at in (below, min(below + 1, len(ordered) - 1)))
    return rounded(low + (high - low) * (place - below), step)


def rounded(value: Fraction, step: Fraction | int) -> Ratio:
    """The nearest multiple of 1 / step, half to even."""
    return Ratio(Fraction(round(value * step)) / step)
