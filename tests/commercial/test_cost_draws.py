"""Simulated totals against closed forms, and what correlation does to them."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import tobfit
from tobfit.commercial import ServiceCost, pert, service_cost
from tobfit.commercial.percentile_draws import Sampler, Term, quantiles_of, shape_of
from tobfit.matching.fit import Fit

SEEDS = st.integers(0, 10**9)
DRAWS = 10_000
MICRO = 10**6
POINTS = st.lists(st.integers(0, 500), min_size=3, max_size=3).map(sorted)


def fit_of(*estimates: tuple[float, float, float]) -> Fit:
    """A product with one service for each estimate, for a client who asks for nothing."""
    services = [
        {"id": f"s{number:02d}", "effort": {"low": f"{low} days", "likely": f"{likely} days", "high": f"{high} days"}}
        for number, (low, likely, high) in enumerate(estimates)
    ]
    packs = tobfit.load_packs({"tobfit": "pack/1", "id": "none", "vocabulary": []}, shipped=False)
    product = tobfit.Product(id="p@1", services=services)
    return tobfit.match(tobfit.Client(id="c", as_of="2026-11-01"), product, packs=packs)["p@1"]


def cost_of(*estimates: tuple[float, float, float], **options: object) -> ServiceCost:
    return service_cost(fit_of(*estimates), **options)  # type: ignore[arg-type]


def irwin_hall(number: int, share: float) -> float:
    """The quantile of a sum of so many uniform variables, from its distribution in closed form."""

    def below(x: float) -> float:
        terms = ((-1) ** k * math.comb(number, k) * (x - k) ** number for k in range(math.floor(x) + 1))
        return float(sum(terms)) / math.factorial(number)

    low, high = 0.0, float(number)
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < share else (low, middle)
    return low


@settings(max_examples=settings().max_examples)
@given(POINTS, SEEDS)
def test_one_part_has_the_quantiles_of_its_own_distribution(points: list[int], seed: int) -> None:
    low, likely, high = points
    found = cost_of((low, likely, high), seed=seed, percentiles=(1, 5, 50, 80, 90, 99), draws=2000).effort
    assert found.sd == pytest.approx(pert(low, likely, high).sd, abs=1e-6)
    for number, value in found.percentiles.items():
        expected = pert(low, likely, high).quantile(number / 100)
        assert value == pytest.approx(expected, rel=0.01, abs=1e-6)
        assert value == pytest.approx(expected, rel=0.0005, abs=0.001 * (high - low) + 1e-6)


@settings(max_examples=settings().max_examples // 2)
@given(SEEDS, st.integers(2, 6))
def test_sums_of_uniform_parts_against_irwin_and_hall(seed: int, number: int) -> None:
    """A beta variable with shapes 1 and 1 is uniform; the same draws give every other shape."""
    sampler = Sampler(seed, DRAWS, Fraction(0))
    uniform = shape_of(1.0, 1.0, DRAWS).quantiles
    total = sum(uniform[sampler.order(f"part {place}")] for place in range(number))
    found = quantiles_of(total, (50, 80, 90), MICRO)
    for percentile, value in found.items():
        assert value == pytest.approx(irwin_hall(number, percentile / 100), rel=0.01)


def test_irwin_and_hall_by_hand() -> None:
    assert irwin_hall(1, 0.8) == pytest.approx(0.8)
    assert irwin_hall(2, 0.5) == pytest.approx(1)
    assert irwin_hall(2, 0.9) == pytest.approx(2 - math.sqrt(0.2))


@settings(max_examples=settings().max_examples // 5)
@given(SEEDS)
def test_many_parts_come_near_the_normal_distribution(seed: int) -> None:
    dice = random.Random(seed)
    estimates = [tuple(sorted(dice.choices(range(1, 100), k=3))) for _ in range(25)]
    found = cost_of(*estimates, seed=seed % 11).effort  # type: ignore[arg-type]
    assert found.mean == sum(pert(*one).mean for one in estimates)
    assert found.sd == pytest.approx(math.sqrt(sum(pert(*one).variance for one in estimates)), abs=1e-6)
    for number, value in found.percentiles.items():
        expected = float(found.mean) + float(found.sd) * stats.norm.ppf(number / 100)
        assert value == pytest.approx(expected, rel=0.01)


@settings(max_examples=settings().max_examples // 5)
@given(st.lists(POINTS.filter(lambda points: points[0] < points[2]), min_size=2, max_size=5), SEEDS)
def test_percentiles_do_not_add_up_unless_all_parts_rise_together(estimates: list[list[int]], seed: int) -> None:
    triples = [(low, likely, high) for low, likely, high in estimates]
    alone = sum(cost_of(one, seed=seed, percentiles=(80,)).effort.percentiles[80] for one in triples)
    independent = cost_of(*triples, seed=seed).effort.percentiles[80]
    together = cost_of(*triples, seed=seed, correlation=1).effort.percentiles[80]
    assert independent < alone
    assert together == pytest.approx(alone, abs=1e-6 * (len(triples) + 1))


@settings(max_examples=settings().max_examples // 5)
@given(st.lists(POINTS, min_size=2, max_size=5), SEEDS)
def test_the_spread_grows_with_correlation_and_the_mean_does_not(estimates: list[list[int]], seed: int) -> None:
    triples = [(low, likely, high) for low, likely, high in estimates]
    found = [cost_of(*triples, seed=seed, correlation=share, draws=500).effort for share in ("0", "0.2", "0.7", "1")]
    assert len({one.mean for one in found}) == 1
    spreads = [one.sd for one in found]
    assert spreads == sorted(spreads)


@pytest.mark.parametrize("share", ["0", "0.3", "0.8", "1"])
def test_the_standard_deviation_is_that_of_the_draws(share: str) -> None:
    """With skews of both sides, so that the expansion in polynomials has to carry more than its first term."""
    triples = [(0, 0, 100), (0, 100, 100), (10, 20, 60), (5, 50, 60), (0, 30, 60)]
    found = cost_of(*triples, correlation=share, draws=50_000)
    sampler = Sampler(0, 50_000, Fraction(share))
    terms = [Term(part.id, part.pert.skew, part.low, part.high - part.low) for part in found.parts]
    total = sampler.total(terms)
    assert float(numpy.std(total)) == pytest.approx(found.effort.sd, rel=0.01)
    assert float(numpy.mean(total)) == pytest.approx(found.effort.mean, rel=1e-6)
    for term in terms:
        own = sampler.total([term])
        covariance = float(numpy.mean((own - own.mean()) * (total - total.mean())))
        assert float(found.shares[term.id]) == pytest.approx(covariance / float(numpy.var(total)), abs=0.01)
    assert sum(found.shares.values()) == 1


def test_shares_without_correlation_are_exact() -> None:
    found = cost_of((10, 20, 60), (0, 6, 12), (4, 4, 4))
    # Variances: (25 - 10)(60 - 25)/7 = 75 and (6 - 0)(12 - 6)/7 = 36/7.
    whole = 75 + Fraction(36, 7)
    assert list(found.shares.values()) == [75 / whole, Fraction(36, 7) / whole, 0]
    assert cost_of((4, 4, 4), (1, 1, 1)).shares == {}


def test_the_middle_of_two_draws_is_exact() -> None:
    values = numpy.array([4.0, 1.0, 3.0, 2.0])
    assert quantiles_of(values, (50, 25, 1, 99), 100) == {50: Fraction(5, 2), 25: Fraction(3, 2), 1: 1, 99: 4}
