"""What owning a product costs the client over the years, and when it has paid back."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from typing import Any

from tobfit.commercial.corridor_records import OpenPoint
from tobfit.commercial.deal_terms import Terms, money_of, total
from tobfit.commercial.gaining import gains_of
from tobfit.commercial.money import Purse, used_rates
from tobfit.commercial.owned_costs import Years, owned_costs
from tobfit.commercial.owning_call import read_call, start_of
from tobfit.commercial.owning_records import OwnedCost, Payback, Seats, TotalCost, YearCost, discounted
from tobfit.commercial.paying_back import after_months, months_of, state_of, too_late
from tobfit.commercial.priced import price_questions, priced_parts
from tobfit.errors import Problem, TobfitError
from tobfit.matching.fit import Fit
from tobfit.model.interval import Interval, Ratio
from tobfit.model.over_time import split
from tobfit.model.quantity import Quantity


def total_cost(
    fit: Fit,
    horizon: Any = None,
    discount: Any = "0",
    users: int | None = None,
    adoption: Any = None,
    *,
    stated: Mapping[str, Any] | None = None,
    seats: Seats = "active",
    currency: str | None = None,
) -> TotalCost:
    """What a product or an offer costs the client over the horizon: by kind of cost and by year, as a range.

    Prices come from the documents: licence, modules and other vendors' products are the acquisition, priced services
    belong to the kind of their stage. ``stated`` says more by kind (acquisition, implementation, integration,
    migration, training, internal_labour, operation, upgrades, exit): an amount once (paid in the first year, for exit
    in the last) or per time. A kind of which nobody said anything, or not all, has no upper end and becomes a question.

    ``adoption`` is the share of users who are active by year (see ``tobfit.commercial.ramp.ramp_of``): from 0 to 1
    where nobody says. A running price per user is paid for the ``seats`` that are ``"active"``, or for ``"all"``; one
    that is paid once is paid for all. ``users``: the call's, else the client's head counts, else open.

    ``discount`` is a yearly rate of 0 or more: what is paid in year k counts 1 / (1 + discount) ** (k - 1), so that the
    first year counts in full. All sums are exact.

    Errors, all at once: TF435 currencies without a rate, TF436 numbers out of range, TF438 no currency, no amount or no
    kind of cost, TF439 horizon.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01", budget={"amount": "90000 CNY", "horizon": "2 years"})
    >>> client = client.require("sec.mfa")
    >>> product = tobfit.Product(id="gate@2", price={"licence": "10000 CNY", "per_user": "100 CNY/year"})
    >>> fit = tobfit.match(client, product.offers("sec.mfa", response="standard"), rules=False)["gate@2"]
    >>> found = total_cost(fit, users=50, adoption=[("0.4", "0.6"), 1], discount="0.25")
    >>> [f"{year.amount:.0f}" for year in found.years], f"{found.stated:.0f}"
    (['12000..inf', '5000..inf'], '16000..17000')
    """
    terms, years, told, rate = read_call(fit, horizon, discount, users, adoption, stated, seats, currency)
    prices = priced_parts(fit, terms)
    costs = owned_costs(fit, terms, years, prices, told)
    factors = tuple(Ratio(1 / (1 + rate) ** place) for place in range(len(years.lengths)))
    by_year = _summed(costs, len(factors))
    codes = [*(split(money.unit)[0] for money in told.values())]
    codes += [split(part.stated.unit)[0] for part in prices if part.stated is not None]
    points = [point for cost in costs for point in cost.open]
    points += [point for point in price_questions(prices, terms, fit) if "acquisition" not in told]
    return TotalCost(
        product=fit.product,
        currency=terms.currency,
        horizon=terms.horizon,
        horizon_assumed=terms.horizon_assumed,
        discount=Ratio(rate),
        users=terms.users,
        heads_from=terms.heads_from,
        seats=years.seats,
        costs=costs,
        years=tuple(_year(place, years, by_year, factors) for place in range(len(factors))),
        amount=discounted(by_year, (Ratio(1),) * len(factors)),
        discounted=discounted(by_year, factors),
        stated=discounted(_summed(costs, len(factors), is_stated=True), factors),
        questions=tuple({point.target: point for point in points}.values()),
        rates=used_rates(terms.purse, codes),
        fit=fit,
    )


def payback(
    fit: Fit,
    horizon: Any = None,
    discount: Any = "0",
    users: int | None = None,
    adoption: Any = None,
    *,
    worth: Any = None,
    start: datetime.date | str | None = None,
    stated: Mapping[str, Any] | None = None,
    seats: Seats = "active",
    currency: str | None = None,
) -> Payback:
    """When the worth of the client's goals has paid for the product: the earliest and the latest month.

    Gained each month: what the product carries of the worth of the goals (``tobfit.commercial.value``), or ``worth``
    (an amount per time, or once), times the share of active users of that year. A worth that comes once comes in the
    first month at best and in the last at worst. Paid: ``total_cost``, what is paid once at the start (for leaving: at
    the end), what runs on evenly by month. Both are discounted by year. A goal without a worth, or without an upper
    end, may be worth anything; a kind of cost that is open may cost anything: state it in ``stated``.

    ``start``: a day, the date of the match where none is given. Months end on the same day of the month, or on its
    last. Nothing is looked at beyond the horizon. The other arguments and the errors are those of ``total_cost``.

    >>> import tobfit
    >>> goal = {"id": "close", "needs": ["fin.general_ledger"], "worth": "12000 CNY/year"}
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01", goals=[goal], need_suites=[])
    >>> client = client.require("fin.general_ledger", priority="must")
    >>> product = tobfit.Product(id="ledger@2", price={"licence": "6000 CNY"})
    >>> fit = tobfit.match(client, product.offers("fin.general_ledger", response="standard"), rules=False)["ledger@2"]
    >>> from tobfit.commercial.owning_records import OWNED
    >>> free = {kind: "0 CNY" for kind in OWNED if kind != "acquisition"}
    >>> found = payback(fit, adoption=[("0.5", 1), 1, 1], stated=free)
    >>> found.earliest, found.latest, str(found.latest_date)
    (6, 12, '2027-11-01')
    """
    problems: list[Problem] = []
    money = money_of(worth, "worth", problems)
    began = start_of(fit, start, problems)
    try:
        cost = total_cost(fit, horizon, discount, users, adoption, stated=stated, seats=seats, currency=currency)
        terms = Terms(cost.horizon, cost.horizon_assumed, Purse.of(fit.world, cost.currency), cost.users,
                      cost.heads_from, fit.world.policy.month_days)  # fmt: skip
        problems += terms.problems_of([("worth", money)] if money is not None else _worths(fit))
        problems += too_late(began, cost)
    except TobfitError as error:
        raise TobfitError([*problems, *error.problems]) from None
    if problems:
        raise TobfitError(problems)
    gains = gains_of(fit, terms, money)
    months = tuple(months_of(cost, gains))
    earliest = next((one.month for one in months if one.gained.high >= one.paid.low and one.gained.high > 0), None)
    latest = next((one.month for one in months if one.gained.low >= one.paid.high and one.gained.low > 0), None)
    return Payback(
        product=fit.product,
        currency=cost.currency,
        horizon=cost.horizon,
        start=began,
        state=state_of(gains, earliest, latest),
        earliest=earliest,
        latest=latest,
        earliest_date=None if earliest is None else after_months(began, earliest),
        latest_date=None if latest is None else after_months(began, latest),
        open_costs=cost.open_kinds,
        months=months,
        questions=tuple({point.target: point for point in (*gains.open, *cost.questions)}.values()),
        cost=cost,
    )


def _worths(fit: Fit) -> list[tuple[str, Quantity]]:
    return [(f"client.goals.{g.id}.worth", g.worth) for g in fit.world.client.goals if g.worth is not None]


def _summed(costs: tuple[OwnedCost, ...], years: int, *, is_stated: bool = False) -> tuple[Interval, ...]:
    """All kinds together by year; ``is_stated``: without the parts that are open."""
    if not is_stated:
        return tuple(total(cost.by_year[place] for cost in costs) for place in range(years))
    parts = [part for cost in costs for part in cost.parts if part.amount.high != math.inf]
    return tuple(total(part.by_year[place] for part in parts) for place in range(years))


def _year(place: int, years: Years, by_year: tuple[Interval, ...], factors: tuple[Ratio, ...]) -> YearCost:
    amount, factor = by_year[place], factors[place]
    return YearCost(
        year=place + 1,
        length=years.lengths[place],
        active=years.ramp[place],
        amount=amount,
        factor=factor,
        discounted=discounted((amount,), (factor,)),
    )


__all__ = ["OpenPoint", "Payback", "TotalCost", "payback", "total_cost"]
