"""Integer programs in exact numbers, solved by HiGHS and checked by arithmetic of our own.

A solver works in floats. Here every coefficient is a fraction, rows are scaled to whole numbers before the solver sees
them, and what it returns is checked against the rows exactly. The bound that it proves, rounded up to the next value
that the objective can take, is the certificate.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.errors.extras import needed

Number = int | Fraction
SLACK = 1e-5
"""How far the solver's bound may lie below a whole number that it has proved."""
MOST = 2**40
"""Rows and objectives with larger whole coefficients cannot be trusted to floats."""


@attrs.frozen
class Row:
    """``low <= sum of coefficient x variable <= high``; None: no such end. Variables are named by their place."""

    terms: Mapping[int, Number]
    low: Number | None = None
    high: Number | None = None

    def holds(self, values: Sequence[int]) -> bool:
        """Whether values of the variables satisfy it, exactly."""
        found = sum((factor * values[place] for place, factor in self.terms.items()), start=Fraction(0))
        return (self.low is None or found >= self.low) and (self.high is None or found <= self.high)


@attrs.frozen
class Program:
    """Minimise the sum of cost x variable over variables that are 0 or 1."""

    costs: tuple[Number, ...]
    rows: tuple[Row, ...]

    def cost(self, values: Sequence[int]) -> Fraction:
        """The objective of some values."""
        return sum((Fraction(c) * v for c, v in zip(self.costs, values, strict=True)), start=Fraction(0))


@attrs.frozen
class Solution:
    """``values`` is None where there is no solution, or none was found in time; ``bound``: nothing costs less (None:
    nothing was proved); ``is_optimal``: nothing costs less than ``cost``; ``is_infeasible``: nothing is a solution."""

    values: tuple[int, ...] | None
    cost: Fraction | None
    bound: Fraction | None
    is_optimal: bool
    is_infeasible: bool


NOTHING = Solution(None, None, None, is_optimal=False, is_infeasible=True)


def solve(program: Program, *, time_limit: float | None = None, what: str = "integer programming") -> Solution:
    """The cheapest values. ``time_limit`` is in seconds; where it strikes, the best values so far come with a bound.

    Needs scipy (TF408). Coefficients so large that floats cannot tell them apart are TF409.

    >>> two_of_three = Row({0: 1, 1: 1, 2: 1}, low=2)
    >>> found = solve(Program((3, Fraction(1, 2), 2), (two_of_three,)))
    >>> found.values, found.cost, found.is_optimal
    ((0, 1, 1), Fraction(5, 2), True)
    """
    if not program.costs:
        values: tuple[int, ...] = ()
        return Solution(values, Fraction(0), Fraction(0), True, False) if _holds(program, values) else NOTHING
    unit, costs = _whole(program.costs, what)
    rows = [_whole_row(row, what) for row in program.rows]
    cuts: list[Row] = []
    while True:
        result = _highs(costs, [*rows, *cuts], time_limit, what)
        if result.status == 2:
            return NOTHING
        bound = None if result.mip_dual_bound is None else unit * _rounded_up(float(result.mip_dual_bound))
        if result.x is None:
            return Solution(None, None, bound, is_optimal=False, is_infeasible=False)
        values = tuple(int(value > 0.5) for value in result.x)
        if not _holds(program, values):
            # Within the solver's tolerance, and yet not a solution: these very values are shut out.
            cuts.append(_all_but(values))
            continue
        cost = program.cost(values)
        is_optimal = result.status == 0 and (bound is None or bound >= cost)
        return Solution(values, cost, cost if is_optimal else bound, is_optimal, is_infeasible=False)


def _holds(program: Program, values: Sequence[int]) -> bool:
    return all(row.holds(values) for row in program.rows)


def _all_but(values: Sequence[int]) -> Row:
    """A row that shuts out one assignment."""
    terms = {place: 1 if value else -1 for place, value in enumerate(values)}
    return Row(terms, high=sum(values) - 1)


def _rounded_up(bound: float) -> int:
    return math.ceil(bound - max(SLACK, abs(bound) * 1e-9))


def _whole(numbers: Sequence[Number], what: str) -> tuple[Fraction, list[int]]:
    """The numbers as whole ones without a common divisor, and what one of them is worth."""
    unit = math.lcm(*(Fraction(number).denominator for number in numbers))
    scaled = [int(number * unit) for number in numbers]
    shared = math.gcd(*scaled) or 1
    whole = [number // shared for number in scaled]
    if max(map(abs, whole)) > MOST:
        message = "numbers too far apart to be told apart by a solver"
        raise TobfitError([Problem(code="TF409", message=message, path=what, hint="round weights, efforts or prices")])
    return Fraction(shared, unit), whole


def _whole_row(row: Row, what: str) -> Row:
    """A row in whole numbers, its ends moved to the nearest whole ones that say the same."""
    places = sorted(row.terms)
    if not places:
        return row
    unit, whole = _whole([row.terms[place] for place in places], what)
    low = None if row.low is None else math.ceil(row.low / unit)
    high = None if row.high is None else math.floor(row.high / unit)
    return Row(dict(zip(places, whole, strict=True)), low, high)


def _highs(costs: Sequence[int], rows: Iterable[Row], time_limit: float | None, what: str) -> Any:
    numpy, sparse = needed("numpy", what), needed("scipy.sparse", what)
    optimize = needed("scipy.optimize", what)
    kept = list(rows)
    data = [(number, place, factor) for number, row in enumerate(kept) for place, factor in sorted(row.terms.items())]
    matrix = sparse.csr_array(
        ([float(factor) for *_, factor in data], ([n for n, *_ in data], [p for _, p, _ in data])),
        shape=(len(kept), len(costs)),
    )
    low = [-math.inf if row.low is None else float(row.low) for row in kept]
    high = [math.inf if row.high is None else float(row.high) for row in kept]
    limits = [optimize.LinearConstraint(matrix, low, high)] if kept else []
    options = {"mip_rel_gap": 0.0, **({} if time_limit is None else {"time_limit": time_limit})}
    return optimize.milp(
        numpy.array(costs, dtype=float),
        integrality=numpy.ones(len(costs)),
        bounds=optimize.Bounds(0, 1),
        constraints=limits,
        options=options,
    )
