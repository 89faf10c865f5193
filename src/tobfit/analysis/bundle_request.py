"""What a call of ``bundle`` asks for, read and checked: budget, aim, exchange rates, time limit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, get_args

import attrs

from tobfit.analysis.bundle_price import Tariff, stated_prices, users_of
from tobfit.analysis.bundle_records import Minimise
from tobfit.errors import Problem, TobfitError
from tobfit.matching.world import World
from tobfit.model.client import Client
from tobfit.model.codes import CURRENCIES
from tobfit.model.exchange import worth_of
from tobfit.model.over_time import YEAR
from tobfit.model.price import Budget
from tobfit.model.quantity import Quantity, parse_money
from tobfit.model.scalars import Refused, near, shown
from tobfit.model.shape import field_shape
from tobfit.model.structure import convert

AIMS: tuple[Minimise, ...] = get_args(Minimise)


@attrs.frozen
class Request:
    """The checked arguments; ``rates``: currency -> the money that one unit of it is worth."""

    aim: Minimise
    budget: Budget | None
    rates: Mapping[str, Quantity]
    time_limit: float | None


def request_of(
    budget: Any, minimise: Any, rates: Any, time_limit: Any, certain: Any = True
) -> tuple[Request | None, list[Problem]]:
    """The request, or all that is wrong with it."""
    problems: list[Problem] = []
    money = _budget(budget, problems)
    worth = dict(_rates(rates, problems))
    _check_circles(worth, problems)
    if not isinstance(certain, bool):
        message = f"{shown(str(certain))} is neither True nor False"
        problems.append(_problem("TF423", "certain", message, "True: what cannot fail; False: what may turn out well"))
    _check_aim(minimise, problems)
    _check_time(time_limit, problems)
    if problems:
        return None, problems
    return Request(minimise, money, worth, None if time_limit is None else float(time_limit)), []


def _budget(given: Any, problems: list[Problem]) -> Budget | None:
    if given is None:
        return given
    hint = "an amount of money, such as 200000 CNY or 60000 CNY/year; None for no limit"
    try:
        if isinstance(given, Budget | Mapping):
            made: Budget = convert(given, field_shape(Client, "budget"), "budget")
            _check_horizon(made, "budget.horizon", problems)
            return made
        return Budget(amount=parse_money(str(given), True))
    except Refused as refused:
        problems.append(_problem("TF420", "budget", f"no budget: {refused.message}", refused.hint or hint))
    except TobfitError as error:
        for each in error.problems:
            problems.append(_problem("TF420", each.path or "budget", f"no budget: {each.message}", each.hint or hint))
    return None


def _check_horizon(budget: Budget, path: str, problems: list[Problem]) -> None:
    """A horizon of nothing would make what is paid each year cost nothing."""
    if budget.horizon is not None and not budget.horizon.number > 0:
        message = f"{budget.horizon} is no horizon: it has to be above 0"
        problems.append(_problem("TF420", path, message, "a time such as 3 years; none for one year"))


def _rates(given: Any, problems: list[Problem]) -> Iterable[tuple[str, Quantity]]:
    hint = "what one unit of a currency is worth, such as {'EUR': '7.8 CNY'}"
    if given is not None and not isinstance(given, Mapping):
        problems.append(_problem("TF422", "rates", f"a {type(given).__name__} stands where rates belong", hint))
        return
    for name, worth in (given or {}).items():
        where = f"rates.{name}"
        if name not in CURRENCIES:
            problems.append(_problem("TF422", where, f"{shown(str(name))} is no currency", hint))
            continue
        try:
            money = worth if isinstance(worth, Quantity) else parse_money(str(worth), True)
        except Refused as refused:
            problems.append(_problem("TF422", where, refused.message, hint))
            continue
        if not money.number > 0 or money.unit not in CURRENCIES:
            problems.append(_problem("TF422", where, f"{shown(str(worth))} is no rate", hint))
            continue
        if name == money.unit and money.number != 1:
            problems.append(_problem("TF422", where, f"one {name} is 1 {name}, not {money}", hint))
            continue
        yield name, money


def _check_circles(rates: Mapping[str, Quantity], problems: list[Problem]) -> None:
    """Refuses rates that lead from a currency back to it, each circle once."""
    told: set[str] = set()
    for start in rates:
        way = [start]
        while (then := rates[way[-1]].unit or "") in rates and then not in way:
            way.append(then)
        if len(way) > 1 and then == start and told.isdisjoint(way):
            told.update(way)
            message = f"rates that lead in a circle: {', '.join(way)}, {start}"
            hint = "say of every other currency what it is worth in one of them"
            problems.append(_problem("TF422", f"rates.{start}", message, hint))


def _check_aim(given: Any, problems: list[Problem]) -> None:
    if given not in AIMS:
        hint = near(str(given), AIMS) or f"one of {', '.join(AIMS)}"
        problems.append(_problem("TF421", "minimise", f"{shown(str(given))} is nothing to minimise", hint))


def _check_time(given: Any, problems: list[Problem]) -> None:
    is_number = isinstance(given, int | float | Fraction) and not isinstance(given, bool)
    if given is None or (is_number and given > 0 and not math.isnan(given)):
        return
    message = f"{shown(str(given))} is no time limit"
    problems.append(_problem("TF423", "time_limit", message, "seconds, more than 0; None for no limit"))


def tariff_of(request: Request, world: World) -> Tariff:
    """How the prices of a world are counted; TF422 where they stand in several currencies without a rate."""
    client, products = world.client, world.catalog.products
    ours = [r for r in world.catalog.responses if r.client == client.id]
    answered = [a.price for r in ours for a in r.answers if a.price is not None]
    used = sorted({_currency(price) for price in stated_prices(products, answered)})
    currency = _target(request, world, used)
    names = sorted({*used, *([currency] if currency else [])})
    rates = {name: _worth(name, currency, request.rates, world) for name in names}
    lacking = [name for name, rate in rates.items() if rate is None]
    if lacking:
        message = f"prices in {', '.join(lacking)} cannot be added to those in {currency}: there is no rate"
        hint = f"give rates={{'{lacking[0]}': '... {currency}'}}, or a pack with a dated rate"
        raise TobfitError([_problem("TF422", "rates", message, hint)])
    horizon = request.budget.horizon if request.budget is not None else None
    return Tariff(
        currency=currency,
        rates={name: rate for name, rate in rates.items() if rate is not None},
        horizon=horizon or _horizon(client.budget),
        users=users_of(client),
        month_days=world.policy.month_days,
        is_used=bool(used),
    )


def _horizon(budget: Budget | None) -> Quantity:
    """The horizon of the client's budget, else a year."""
    problems: list[Problem] = []
    if budget is not None:
        _check_horizon(budget, "client.budget.horizon", problems)
    if problems:
        raise TobfitError(problems)
    return budget.horizon if budget is not None and budget.horizon is not None else YEAR


def _target(request: Request, world: World, used: list[str]) -> str | None:
    """The currency to count in: the budget's, the one that rates lead to, the client's, the only one."""
    if request.budget is not None:
        return _currency(request.budget.amount)
    if request.rates:
        return min(money.unit or "" for money in request.rates.values())
    budget = world.client.budget
    if budget is not None and len(used) != 1:
        return _currency(budget.amount)
    return used[0] if used else None


def _worth(name: str, currency: str | None, rates: Mapping[str, Quantity], world: World) -> Fraction | None:
    """What one unit of a currency is worth: as the call says, else by the packs' dated rates; None where nobody
    says."""
    if name == currency:
        return Fraction(1)
    money = rates.get(name)
    if money is not None and money.unit == currency:
        return Fraction(money.number)
    found = worth_of(name, currency, world.packs.base.rates, world.as_of) if currency is not None else None
    return None if found is None else found.factor


def _currency(money: Quantity) -> str:
    return (money.unit or "").partition("/")[0]


def _problem(code: str, path: str, message: str, hint: str | None) -> Problem:
    return Problem(code=code, message=message, path=path, hint=hint)
