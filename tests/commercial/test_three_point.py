"""Three-point estimates: closed forms, and what is refused."""

from __future__ import annotations

import math
import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tobfit.commercial import pert
from tobfit.errors import TobfitError
from tobfit.model.quantity import parse_quantity

NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=2, allow_nan=False)

TRIPLES = st.lists(NUMBERS, min_size=3, max_size=3).map(sorted)


def test_the_published_check() -> None:
    found = pert(10, 20, 60)
    assert found.mean == 25.0
    assert found.sd == pytest.approx(8.660254, abs=1e-6)
    assert found.sd_classic == pytest.approx(8.333333, abs=1e-6)
    assert (found.alpha, found.beta) == (Fraction(9, 5), Fraction(21, 5))


@given(TRIPLES)
def test_moments_are_those_of_the_beta_distribution(points: list[Decimal]) -> None:
    low, likely, high = points
    found = pert(low, likely, high)
    assert low <= found.mean <= high
    assert found.mean == (Fraction(low) + 4 * Fraction(likely) + Fraction(high)) / 6
    if low == high:
        assert (found.sd, found.alpha, found.beta, found.quantile(0.9)) == (0, None, None, float(low))
        return
    assert found.alpha is not None
    assert found.beta is not None
    assert found.alpha + found.beta == 6
    width = float(high) - float(low)
    beta = stats.beta(float(found.alpha), float(found.beta), float(low), width)
    assert math.isclose(beta.mean(), found.mean, rel_tol=1e-9, abs_tol=1e-9 * width)
    assert math.isclose(beta.std(), found.sd, rel_tol=1e-9)
    assert found.quantile(0.8) == pytest.approx(beta.ppf(0.8), rel=1e-9, abs=1e-9 * width)


@settings(max_examples=settings().max_examples * 2)
@given(TRIPLES, NUMBERS, st.decimals(min_value="0.1", max_value=50, places=1))
def test_moving_and_stretching_keep_the_shape(points: list[Decimal], by: Decimal, factor: Decimal) -> None:
    found = pert(*points)
    moved = pert(*(Fraction(point) * Fraction(factor) + Fraction(by) for point in points))
    assert moved.skew == found.skew
    assert moved.mean == found.mean * Fraction(factor) + Fraction(by)
    assert moved.variance == found.variance * Fraction(factor) ** 2


def test_figures_in_any_form() -> None:
    forms: list[Any] = ["2.5", Decimal("2.5"), 2.5, Fraction(5, 2), numpy.float64(2.5)]
    assert {pert(form, 3, 4) for form in forms} == {pert("2.5", "3", "4")}
    assert pert(0.1, 0.2, 0.3).mean == Fraction(1, 5)
    days = pert("2 days", parse_quantity("3 person_day"), 4)
    assert days.unit == "person_day"
    assert days.mean == 3
    assert pert(5, 5, 5).sd == 0


@pytest.mark.parametrize(
    ("points", "paths"),
    [
        ((3, 2, 4), ["likely"]),
        ((3, 5, 4), ["likely"]),
        ((5, 5, 4), ["likely"]),
        (("x", 2, 3), ["low"]),
        ((1, float("nan"), float("inf")), ["likely", "high"]),
        ((True, 2, None), ["low", "high"]),
        (("2 CNY", "3 h", "4 weeks"), ["low", "likely", "high"]),
        (([1], {}, 2), ["low", "likely"]),
        ((1, 2, 10**400), ["high"]),
    ],
)
def test_what_is_no_estimate(points: tuple[Any, Any, Any], paths: list[str]) -> None:
    with pytest.raises(TobfitError) as caught:
        pert(*points)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("TF430", path) for path in paths]
    assert all(problem.hint for problem in caught.value.problems)


@pytest.mark.parametrize("share", [-1, 1.01, "x", None, float("nan"), True])
def test_what_is_no_probability(share: Any) -> None:
    with pytest.raises(TobfitError) as caught:
        pert(1, 2, 3).quantile(share)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("TF430", "share")]


def test_the_largest_figures_have_a_spread() -> None:
    found = pert(0, 1, 10**31 - 1)
    assert 0 < found.sd < found.quantile(1)


def test_many_triples_by_simulation() -> None:
    dice = random.Random(7)
    for _ in range(5):
        low, likely, high = sorted(dice.uniform(0, 100) for _ in range(3))
        found = pert(low, likely, high)
        shapes = float(found.alpha or 0), float(found.beta or 0)
        draws = [low + (high - low) * dice.betavariate(*shapes) for _ in range(20_000)]
        assert sum(draws) / len(draws) == pytest.approx(float(found.mean), rel=0.02)
        assert numpy.std(draws) == pytest.approx(found.sd, rel=0.03)
