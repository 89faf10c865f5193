"""What ``total_cost`` and ``payback`` are called with, read and checked: all that is wrong at once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tobfit.commercial.deal_terms import Terms, currency_of, horizon_of, money_of, number_of, users_from
from tobfit.commercial.money import Purse
from tobfit.commercial.owned_costs import Years
from tobfit.commercial.owning_records import OWNED, OwnedKind, Seats
from tobfit.commercial.priced import said_prices
from tobfit.commercial.ramp import ramp_of
from tobfit.errors import Problem, TobfitError
from tobfit.matching.fit import Fit
from tobfit.model.quantity import Quantity
from tobfit.model.scalars import Refused, near, parse_day, shown

SEATS: tuple[Seats, ...] = ("active", "all")


def read_call(
    fit: Any, horizon: Any, discount: Any, users: Any, adoption: Any, stated: Any, seats: Any, currency: Any
) -> tuple[Terms, Years, dict[OwnedKind, Quantity], Fraction]:
    """The arguments; a TobfitError with all that is wrong."""
    problems: list[Problem] = []
    if not isinstance(fit, Fit):
        message = f"a {type(fit).__name__} stands where the fit of a product belongs"
        raise TobfitError([Problem(code="TF436", message=message, path="fit", hint="report[product id]")])
    rate = number_of(discount, "discount", problems, what="yearly rate")
    told = _told(stated, problems)
    if seats not in SEATS:
        hint = near(str(seats), SEATS) or f"allowed: {', '.join(SEATS)}"
        message = f"{shown(str(seats))} says nothing of who is paid for"
        problems.append(Problem(code="TF436", message=message, path="seats", hint=hint))
    span, assumed = horizon_of(fit.world, horizon, problems)
    heads, heads_from = users_from(fit.world, users, problems)
    code = currency_of(fit, currency, told.values(), problems)
    purse = Purse.of(fit.world, code or "")
    terms = Terms(span, assumed, purse, heads, heads_from, fit.world.policy.month_days)
    length = terms.years()
    if length is None:
        message = f"{span} cannot be split into years: a month is no number of days"
        hint = "give a horizon in months or years, or a policy with month_days"
        problems.append(Problem(code="TF439", message=message, path="horizon", hint=hint))
        length = Fraction(1)
    lengths = Years.lengths_of(length)
    ramp = ramp_of(adoption, len(lengths), problems)
    if code is not None:
        told_money = ((f"stated.{kind}", money) for kind, money in told.items())
        problems += terms.problems_of([*said_prices(fit), *told_money])
    if problems:
        raise TobfitError(problems)
    return terms, Years(lengths, ramp, seats), told, rate


def _told(given: Any, problems: list[Problem]) -> dict[OwnedKind, Quantity]:
    """What the call says of kinds of cost, in their order."""
    if given is not None and not isinstance(given, Mapping):
        hint = "amounts by kind of cost, such as {'training': '20000 CNY'}"
        message = f"a {type(given).__name__} stands where costs by kind belong"
        problems.append(Problem(code="TF438", message=message, path="stated", hint=hint))
        return {}
    found: dict[OwnedKind, Quantity] = {}
    for kind in given or {}:
        if kind not in OWNED:
            hint = near(str(kind), OWNED) or f"allowed: {', '.join(OWNED)}"
            message = f"{shown(str(kind))} is no kind of cost"
            problems.append(Problem(code="TF438", message=message, path=f"stated.{kind}", hint=hint))
    for kind in OWNED:
        money = money_of((given or {}).get(kind), f"stated.{kind}", problems)
        if money is not None:
            found[kind] = money
    return found


def start_of(fit: Any, given: Any, problems: list[Problem]) -> datetime.date:
    """The day that months are counted from; the date of the match where none is given (TF211)."""
    if not isinstance(fit, Fit):
        return datetime.date.min  # What is wrong with it, ``read_call`` says.
    if given is None:
        return fit.world.as_of
    if isinstance(given, datetime.datetime):
        return given.date()
    if isinstance(given, datetime.date):
        return given
    try:
        return parse_day(given if isinstance(given, str) else repr(given))
    except Refused as refused:
        problems.append(Problem(code=refused.code, message=refused.message, path="start", hint=refused.hint))
        return datetime.date.min
