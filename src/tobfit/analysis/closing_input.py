"""What ``close_gaps`` is called with, read and checked: all that is wrong at once."""

from __future__ import annotations

import datetime
import math
import numbers
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import attrs

from tobfit.analysis.closing_wish import MINIMISE, WORDS, Minimise, Target, TargetWord
from tobfit.analysis.remedy_choices import CHOSEN, Choice
from tobfit.errors import Problem, TobfitError
from tobfit.matching.fit import Fit
from tobfit.matching.remedy import RemedyKind
from tobfit.model.interval import Ratio
from tobfit.model.over_time import Horizon, over_horizon
from tobfit.model.quantity import Quantity, parse_money
from tobfit.model.scalars import Refused, near, parse_day, parse_number, shown


@attrs.frozen
class Asked:
    """The arguments of a call. ``budget`` is unit and amount."""

    target: Target
    budget: tuple[str, Fraction] | None
    by: datetime.date | None
    minimise: Minimise
    kinds: tuple[RemedyKind, ...]
    horizon: Horizon


def asked(fit: Fit | Any, target: Any, budget: Any, by: Any, minimise: Any, kinds: Any, time_limit: Any) -> Asked:
    """The arguments; a TobfitError with all that cannot be read."""
    problems: list[Problem] = []
    is_fit = isinstance(fit, Fit)
    if not is_fit:
        message = f"a {type(fit).__name__} stands where the fit of a product belongs"
        problems.append(Problem(code="TF419", message=message, path="fit", hint="report[product id]"))
    _check_time(time_limit, problems)
    budgeted = fit.world.client.budget if is_fit else None
    horizon = budgeted.horizon if budgeted is not None else None
    read = Asked(
        target=_target(target, problems),
        budget=_budget(budget, horizon, problems),
        by=_day(by, problems),
        minimise=cast(Minimise, _word("minimise", minimise, MINIMISE, problems)),
        kinds=_kinds(kinds, problems),
        horizon=horizon,
    )
    if problems:
        raise TobfitError(problems)
    return read


def _check_time(given: Any, problems: list[Problem]) -> None:
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if given is not None and not (is_number and 0 < given < math.inf):
        message = f"{given!r} is no time limit"
        problems.append(Problem(code="TF419", message=message, path="time_limit", hint="seconds, more than 0, or None"))


def _target(given: Any, problems: list[Problem]) -> Target:
    if isinstance(given, str) and given in WORDS:
        return cast(TargetWord, given)
    number = _number(given)
    if number is None:
        said = shown(given) if isinstance(given, str) else repr(given)
        hint = (near(given, WORDS) if isinstance(given, str) else None) or f"allowed: {', '.join(WORDS)}"
        message = f"{said} is not a target"
        problems.append(Problem(code="TF417", message=message, path="target", hint=f"{hint}, or a score from 0 to 1"))
    elif not 0 <= number <= 1:
        message = f"a score of {given} cannot be reached"
        problems.append(Problem(code="TF417", message=message, path="target", hint="a score from 0 to 1"))
    else:
        return Ratio(number)
    return "fit"


def _number(given: Any) -> Fraction | None:
    """A number, of a float the decimal that it is written as; None for anything else."""
    if isinstance(given, bool):
        return None
    if isinstance(given, float):
        return Fraction(repr(given)) if math.isfinite(given) else None
    if isinstance(given, Decimal):
        return Fraction(given) if given.is_finite() else None
    if isinstance(given, numbers.Rational):
        return Fraction(int(given.numerator), int(given.denominator))
    if isinstance(given, str):
        try:
            return Fraction(parse_number(given))
        except Refused:
            return None
    return None


def _budget(given: Any, horizon: Horizon, problems: list[Problem]) -> tuple[str, Fraction] | None:
    if given is None:
        return None
    try:
        amount = parse_money(str(given) if isinstance(given, Quantity) else _as_text(given))
    except Refused as refused:
        problems.append(_refused(refused, "budget"))
        return None
    return over_horizon(amount, horizon)


def _as_text(given: Any) -> str:
    if isinstance(given, str):
        return given
    number = _number(given)
    raise Refused("TF303", f"{given if number is not None else repr(given)} is not an amount of money", "20000 CNY")


def _day(given: Any, problems: list[Problem]) -> datetime.date | None:
    if isinstance(given, datetime.datetime):
        return given.date()
    if given is None or isinstance(given, datetime.date):
        return given
    try:
        return parse_day(given if isinstance(given, str) else repr(given))
    except Refused as refused:
        problems.append(_refused(refused, "by"))
        return None


def _refused(refused: Refused, path: str) -> Problem:
    return Problem(code=refused.code, message=refused.message, path=path, hint=refused.hint)


def _kinds(given: Any, problems: list[Problem]) -> tuple[RemedyKind, ...]:
    if given is None:
        return CHOSEN
    listed: list[Any] = [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    found = {_word("kinds", kind, CHOSEN, problems) for kind in listed}
    return tuple(kind for kind in CHOSEN if kind in found)


def _word(path: str, given: Any, allowed: Sequence[str], problems: list[Problem]) -> str:
    if given in allowed:
        return str(given)
    said = shown(given) if isinstance(given, str) else repr(given)
    hint = near(given, allowed) if isinstance(given, str) else None
    message = f"{said} is none of: {', '.join(allowed)}"
    if given in ("ask", "replace"):
        hint = "the outcome of a question cannot be chosen, and another product closes no gap of this one"
    problems.append(Problem(code="TF419", message=message, path=path, hint=hint))
    return allowed[0]


def check_prices(choices: Sequence[Choice], given: Asked) -> None:
    """Prices that have to be added up or held against the budget are all in its unit, else in one; TF418 names those
    that are not."""
    if given.budget is None and given.minimise != "price":
        return
    priced = [(choice, choice.amount[0]) for choice in choices if choice.amount is not None]
    unit = given.budget[0] if given.budget is not None else priced[0][1] if priced else None
    found: dict[str, list[str]] = {}
    for choice, other in priced:
        if other != unit:
            found.setdefault(other, []).append(choice.lines[0])
    hint = "name one currency; a price per time is added up where the client's budget has a horizon"
    problems = [
        Problem(
            code="TF418",
            message=f"prices in {other} cannot be added up in {unit}: {', '.join(dict.fromkeys(lines))}",
            path="budget" if given.budget is not None else "minimise",
            hint=hint,
        )
        for other, lines in sorted(found.items())
    ]
    if problems:
        raise TobfitError(problems)
