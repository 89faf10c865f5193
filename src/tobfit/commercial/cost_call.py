"""The arguments of ``service_cost``, checked together."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import attrs

from tobfit.analysis.exact_number import exact_number
from tobfit.commercial.day_rates import read_rate
from tobfit.commercial.money import currency_named
from tobfit.errors import Problem, TobfitError
from tobfit.matching.fit import Fit
from tobfit.matching.remedy import Remedy
from tobfit.model.interval import Ratio
from tobfit.model.quantity import Quantity, parse_quantity, ratio_to
from tobfit.model.scalars import Refused, shown

FEWEST = 100
USUAL_YEARS = Ratio(3)
"""The horizon where neither the call nor the client's budget names one."""
YEARS = "years or months, such as 3 years"


@attrs.frozen(eq=False)
class Call:
    """What was asked for; ``horizon`` in years, None where the client's counts."""

    percentiles: tuple[int, ...]
    seed: int
    correlation: Fraction
    draws: int
    rate: Quantity | None
    horizon: Ratio | None
    currency: str | None
    remedies: tuple[Remedy, ...]


def read_call(
    fit: Fit | Any,
    percentiles: Any,
    seed: Any,
    correlation: Any,
    draws: Any,
    rate: Any,
    horizon: Any,
    currency: Any,
    remedies: Any,
) -> Call:
    """The call, or a TobfitError with all that is wrong with it."""
    if not isinstance(fit, Fit):
        message = f"a {type(fit).__name__} stands where the fit of a product belongs"
        raise TobfitError([Problem(code="TF433", message=message, path="fit", hint="report[product id]")])
    problems: list[Problem] = []
    asked = _percentiles(percentiles, problems)
    share = _correlation(correlation, problems)
    number, start = _whole(draws, "draws", FEWEST, problems), _whole(seed, "seed", 0, problems)
    years = None if horizon is None else _years(horizon, fit, "horizon", problems)
    money = None
    try:
        money = read_rate(rate)
    except TobfitError as error:
        problems += error.problems
    code = currency_named(currency, problems)
    chosen = _remedies(remedies, fit, problems)
    if problems:
        raise TobfitError(problems)
    return Call(asked, start, share, number, money, years, code, chosen)


def horizon_of(fit: Fit, asked: Ratio | None) -> tuple[Ratio, bool]:
    """The horizon in years, and whether it is an assumption: the call's, else that of the client's budget, else three
    years."""
    budget = fit.world.client.budget
    if asked is not None:
        return asked, False
    if budget is None or budget.horizon is None:
        return USUAL_YEARS, True
    problems: list[Problem] = []
    years = _years(budget.horizon, fit, "client.budget.horizon", problems)
    if problems:
        raise TobfitError(problems)
    return years, False


def _remedies(value: Any, fit: Fit, problems: list[Problem]) -> tuple[Remedy, ...]:
    many = tuple(value) if isinstance(value, Iterable) else (value,)
    hint = f"remedies of the gaps of {fit.product}, such as close_gaps(fit).remedies"
    for one in many:
        if not isinstance(one, Remedy):
            message = f"{_quoted(one)} is no remedy"
        elif one.product != fit.product:
            message = f"the remedy of {one.requirement} is one of {one.product}"
        else:
            continue
        problems.append(Problem(code="TF433", message=message, path="remedies", hint=hint))
    return many


def _percentiles(value: Any, problems: list[Problem]) -> tuple[int, ...]:
    hint = "whole numbers from 1 to 99, such as (50, 80, 90)"
    many = list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    found: set[int] = set()
    for one in many:
        number = exact_number(one)
        if number is not None and number.denominator == 1 and 0 < number < 100:
            found.add(int(number))
        else:
            message = f"{_quoted(one)} is no percentile"
            problems.append(Problem(code="TF431", message=message, path="percentiles", hint=hint))
    if not many:
        problems.append(Problem(code="TF431", message="no percentile is asked for", path="percentiles", hint=hint))
    return tuple(sorted(found))


def _correlation(value: Any, problems: list[Problem]) -> Fraction:
    number = exact_number(value)
    if number is not None and 0 <= number <= 1:
        return number
    message = f"correlation is {_quoted(value)}"
    hint = "a number from 0 (independent) to 1 (all parts rise together)"
    problems.append(Problem(code="TF432", message=message, path="correlation", hint=hint))
    return Fraction(0)


def _whole(value: Any, name: str, least: int, problems: list[Problem]) -> int:
    try:
        number = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = None
    if number is not None and number >= least:
        return number
    hint = f"a whole number of at least {least}"
    problems.append(Problem(code="TF432", message=f"{name} is {_quoted(value)}", path=name, hint=hint))
    return least


def _years(value: Any, fit: Fit, path: str, problems: list[Problem]) -> Ratio:
    """A time in years; a bare number is in years."""
    number = exact_number(value)
    if number is not None:
        years: Fraction | None = number
    else:
        years = _measured(value, fit)
    if years is not None and years > 0:
        return Ratio(years)
    problems.append(Problem(code="TF433", message=f"the horizon is {_quoted(value)}", path=path, hint=YEARS))
    return USUAL_YEARS


def _measured(value: Any, fit: Fit) -> Fraction | None:
    try:
        quantity = value if isinstance(value, Quantity) else parse_quantity(str(value))
        pair = ratio_to(quantity, parse_quantity("1 year"), fit.world.policy.month_days)
    except Refused:
        return None
    return None if pair is None else pair[0] / pair[1]


def _quoted(value: Any) -> str:
    return shown(str(value)) if isinstance(value, str | Quantity) else shown(repr(value))[1:-1]
