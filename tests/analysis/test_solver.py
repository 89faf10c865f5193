"""The solver against trying everything."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tobfit.analysis.solver import Program, Row, solve
from tobfit.errors import TobfitError

NUMBERS = st.fractions(-9, 9, max_denominator=7)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """A few variables, a few rows, some of which nothing satisfies."""
    size = draw(st.integers(0, 6))
    places = st.integers(0, size - 1) if size else st.nothing()
    ends = st.none() | NUMBERS
    rows = draw(
        st.lists(st.builds(Row, st.dictionaries(places, NUMBERS, max_size=4), ends, ends), max_size=4)
        if size
        else st.just([])
    )
    return Program(tuple(draw(st.lists(NUMBERS, min_size=size, max_size=size))), tuple(rows))


@settings(max_examples=settings().max_examples * 10)
@given(programs())
def test_the_solver_finds_what_trying_everything_finds(program: Program) -> None:
    every = itertools.product((0, 1), repeat=len(program.costs))
    costs = [program.cost(values) for values in every if all(row.holds(values) for row in program.rows)]
    found = solve(program)
    assert found.is_infeasible is (not costs)
    if costs:
        assert found.values is not None
        assert all(row.holds(found.values) for row in program.rows)
        assert (found.cost, found.bound, found.is_optimal) == (min(costs), min(costs), True)
        assert program.cost(found.values) == min(costs)


def test_numbers_that_floats_cannot_tell_apart_are_refused() -> None:
    with pytest.raises(TobfitError) as caught:
        solve(Program((Fraction(1, 3), 10**15), (Row({0: 1, 1: 1}, low=1),)))
    assert [problem.code for problem in caught.value.problems] == ["TF409"]
