"""What a deal is counted by: horizon, currency, rates and head count, read from a call and from the documents."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import attrs

from tobfit.analysis.bundle_price import users_of
from tobfit.analysis.bundle_records import HEADS
from tobfit.analysis.exact_number import exact_number
from tobfit.commercial.money import Purse, currency_named
from tobfit.errors import Problem
from tobfit.matching.fit import Fit
from tobfit.matching.world import World
from tobfit.model.interval import Interval, Ratio
from tobfit.model.over_time import TIMES, split, times_within
from tobfit.model.price import Price
from tobfit.model.product import Product
from tobfit.model.quantity import Quantity, parse_money, parse_quantity
from tobfit.model.scalars import Refused, shown
from tobfit.model.units import measure

ASSUMED = Quantity(Decimal(3), "year")
"""The horizon where neither the call nor the client's budget says one."""
OPEN = Interval(Ratio(0), math.inf)  # type: ignore[arg-type]
"""An amount that nobody said."""
Said = tuple[str, Quantity]
"""Where an amount stands, and the amount."""
HeadSource = Literal["call", "client", "unknown"]


@attrs.frozen
class Terms:
    """How amounts are counted. ``users``: how many there are, from ``heads_from``; up to infinity where nobody said."""

    horizon: Quantity
    horizon_assumed: bool
    purse: Purse
    users: Interval
    heads_from: HeadSource
    month_days: Decimal | None

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.purse.currency

    def over(self, money: Quantity, *, per_user: bool = False) -> Interval:
        """An amount over the horizon in the currency; up to infinity where nobody says how many users there are, or
        where it is paid per something that is not counted (a call). Refuses nothing: see ``problems_of``."""
        found, (_, lower) = self.purse.amount(money), split(money.unit)
        if found is None:
            return OPEN
        if lower in HEADS or per_user:
            per_head = 1 if lower in HEADS or not lower else times_within(lower, self.horizon, self.month_days)
            return OPEN if per_head is None else scaled(self.users, found * per_head)
        times = Fraction(1) if not lower else times_within(lower, self.horizon, self.month_days)
        return OPEN if times is None else exactly(found * times)

    def years(self) -> Fraction | None:
        """The horizon in years; None for days where no policy says how many days a month has."""
        return times_within("year", self.horizon, self.month_days)

    def problems_of(self, said: Iterable[Said]) -> list[Problem]:
        """Amounts without a rate (TF435), and prices per time that the horizon does not count (TF439)."""
        problems = []
        for where, money in said:
            found = self.purse.problem(where, money)
            if found is not None:
                problems.append(found)
            lower = split(money.unit)[1]
            is_time = bool(lower) and measure(lower).dimension[0] in TIMES
            if is_time and times_within(lower, self.horizon, self.month_days) is None:
                message = f"{money} cannot be counted over {self.horizon}: a month is no number of days"
                hint = "give a horizon in the same kind of time, or a policy with month_days"
                problems.append(Problem(code="TF439", message=message, path=where, hint=hint))
        return problems


def exactly(amount: Fraction) -> Interval:
    """An amount that is known."""
    return Interval(Ratio(amount), Ratio(amount))


def scaled(span: Interval, factor: Fraction) -> Interval:
    """Both ends times a factor of at least 0; nothing times whatever is nothing."""
    high = span.high * factor if factor else Ratio(0)
    return Interval(Ratio(span.low * factor), high if high == math.inf else Ratio(high))


def total(spans: Iterable[Interval]) -> Interval:
    """The sum of amounts, end by end, exact."""
    low, high = Fraction(0), Fraction(0)
    for span in spans:
        low += span.low
        high = math.inf if math.inf in (high, span.high) else high + span.high  # type: ignore[assignment]
    return Interval(Ratio(low), high if high == math.inf else Ratio(high))


def horizon_of(world: World, given: Any, problems: list[Problem]) -> tuple[Quantity, bool]:
    """The call's, else the budget's, else three years, which is assumed; TF439 for what is no time above 0."""
    budget = world.client.budget
    if given is None and (budget is None or budget.horizon is None):
        return ASSUMED, True
    path = "horizon" if given is not None else "client.budget.horizon"
    value = given if given is not None else budget.horizon if budget is not None else None
    try:
        found = value if isinstance(value, Quantity) else parse_quantity(value) if isinstance(value, str) else None
    except Refused as refused:
        problems.append(Problem(code="TF439", message=refused.message, path=path, hint=refused.hint))
        return ASSUMED, True
    if found is not None and found.number > 0:
        upper, lower = measure(found.unit).dimension
        if upper in TIMES and not lower:
            return found, False
    message = f"{shown(str(value))} is no horizon"
    problems.append(Problem(code="TF439", message=message, path=path, hint="a time above 0, such as 3 years"))
    return ASSUMED, True


def users_from(world: World, given: Any, problems: list[Problem]) -> tuple[Interval, HeadSource]:
    """The call's head count, else the client's (its stakeholders' head counts, else its employees); TF436."""
    if given is not None:
        number = exact_number(given)
        if number is None or number < 0 or number.denominator != 1:
            message = f"{shown(str(given))} is no number of users"
            problems.append(Problem(code="TF436", message=message, path="users", hint="a whole number, 0 or more"))
            return OPEN, "unknown"
        return exactly(number), "call"
    known = users_of(world.client)
    return (exactly(Fraction(known)), "client") if known is not None else (OPEN, "unknown")


def currency_of(fit: Fit, given: Any, named: Iterable[Quantity | None], problems: list[Problem]) -> str | None:
    """The call's, else that of the budget, of the amounts named in the call, of the product's prices and services, of
    the goals; TF438 where none of these is there, or for what is no currency."""
    if given is not None:
        return currency_named(given, problems)
    client = fit.world.client
    first = [client.budget.amount if client.budget is not None else None, *named]
    for money in (*first, *stated_money(fit), *(goal.worth for goal in client.goals)):
        if money is not None:
            return split(money.unit)[0]
    message = "no amount of money is named anywhere, so that there is no currency to count in"
    hint = "give the client a budget, the product a price, or the call a currency"
    problems.append(Problem(code="TF438", message=message, path="currency", hint=hint))
    return None


def products_of(fit: Fit) -> tuple[Product, ...]:
    """The product of a fit, or those of its offer."""
    names = fit.offer.products if fit.offer is not None else (fit.product,)
    return tuple(fit.world.catalog.product(name) for name in names)


def stated_money(fit: Fit) -> Iterable[Quantity]:
    """What products and offer say of money: prices first, then costs and rates."""
    products = products_of(fit)
    prices = [product.price for product in products if product.price is not None]
    yield from (part.amount for part in fit.price.parts if part.amount is not None)
    for price in prices:
        yield from _of_price(price)
    services = [service for product in products for service in product.services]
    services += fit.offer.services if fit.offer is not None else ()
    for service in services:
        yield from (money for money in (service.price, service.rate) if money is not None)


def _of_price(price: Price) -> Iterable[Quantity]:
    yield from (one for one in (price.licence, price.per_user, price.development_cost) if one is not None)


def money_of(given: Any, path: str, problems: list[Problem]) -> Quantity | None:
    """An amount of money that a call names, once or per time; TF438 for anything else."""
    if given is None:
        return None
    hint = "an amount of money, such as 200000 CNY or 60000 CNY/year"
    try:
        text = str(given) if isinstance(given, str | Quantity) else ""
        if not text:
            raise Refused("TF438", f"a {type(given).__name__} is no amount of money")
        found = parse_money(text)
    except Refused as refused:
        problems.append(Problem(code="TF438", message=refused.message, path=path, hint=refused.hint or hint))
        return None
    lower = split(found.unit)[1]
    if lower and measure(lower).dimension[0] not in TIMES:
        message = f"{shown(str(found))} is neither paid once nor per time"
        problems.append(Problem(code="TF438", message=message, path=path, hint=hint))
        return None
    return found


def number_of(
    given: Any, path: str, problems: list[Problem], *, most: int | None = None, what: str = "number"
) -> Fraction:
    """A number of at least 0, and at most ``most`` where there is one, of a float the decimal it is written as; TF436
    for anything else."""
    found = exact_number(given)
    if found is not None and found >= 0 and (most is None or found <= most):
        return found
    allowed = "0 or more" if most is None else f"from 0 to {most}"
    said = shown(str(given))
    problems.append(Problem(code="TF436", message=f"{said} is no {what}", path=path, hint=f"allowed: {allowed}"))
    return Fraction(0)
