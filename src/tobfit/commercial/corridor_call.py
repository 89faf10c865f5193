"""One call for a corridor, read and checked: made again with other records or arguments, it proves a way out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from tobfit.commercial.ceiling import Limits, said_limits
from tobfit.commercial.corridor_records import MarginSource
from tobfit.commercial.costing import ServiceCost, service_cost
from tobfit.commercial.deal_terms import Terms, currency_of, horizon_of, money_of, number_of, users_from
from tobfit.commercial.floor import own_products, said_costs
from tobfit.commercial.money import Purse
from tobfit.commercial.priced import said_prices
from tobfit.commercial.valuing import Value
from tobfit.errors import Problem, TobfitError
from tobfit.errors.gathered import Gathered
from tobfit.matching.fit import Fit
from tobfit.model.interval import Ratio
from tobfit.model.quantity import Quantity, parse_money
from tobfit.model.scalars import Refused, shown

MARGIN = Fraction(1, 5)
"""The margin where neither the call nor the product says one."""


@attrs.frozen(eq=False)
class Call:
    """The arguments of a call, as they were given."""

    fit: Fit | Any
    percentile: Any
    margin: Any
    seed: Any
    share: Any
    willingness: Any
    value: Any
    currency: Any
    horizon: Any
    users: Any
    costing: Mapping[str, Any]
    """What is passed on to ``service_cost``."""

    def again(self, fit: Fit | None = None, **arguments: Any) -> Call:
        """The call with another fit or other arguments, without the questions about its service cost, which take long;
        the currency stays, so that the two compare."""
        return attrs.evolve(self, fit=fit or self.fit, costing={**self.costing, "ask": False}, **arguments)

    def read(self) -> Read:
        """What the call asks for; a TobfitError with all that is wrong."""
        problems: list[Problem] = []
        if not isinstance(self.fit, Fit):
            message = f"a {type(self.fit).__name__} stands where the fit of a product belongs"
            raise TobfitError([Problem(code="TF436", message=message, path="fit", hint="report[product id]")])
        percentile = percentile_of(self.percentile, problems)
        margin, source = margin_of(self.fit, self.margin, problems)
        share = number_of(self.share, "share", problems, most=1, what="share")
        limits = Limits(
            share=share,
            value=None if isinstance(self.value, Value) else money_of(self.value, "value", problems),
            willingness=money_of(self.willingness, "willingness", problems),
        )
        horizon, assumed = horizon_of(self.fit.world, self.horizon, problems)
        users, heads_from = users_from(self.fit.world, self.users, problems)
        named = (limits.willingness, limits.value, _day_rate(self.costing.get("rate")))
        currency = currency_of(self.fit, self.currency, named, problems)
        purse = Purse.of(self.fit.world, currency or "")
        terms = Terms(horizon, assumed, purse, users, heads_from, self.fit.world.policy.month_days)
        if currency is not None:
            said = (*said_limits(self.fit.world.client, limits), *said_prices(self.fit), *said_costs(self.fit))
            problems += terms.problems_of(said)
        gathered = Gathered(problems)
        cost = gathered.attempt(
            service_cost,
            self.fit,
            (percentile,),
            self.seed,
            **{**self.costing, "horizon": horizon, "currency": currency},
        )
        gathered.raise_all()
        assert cost is not None
        return Read(terms, percentile, Ratio(margin), source, limits, cost)


@attrs.frozen(eq=False)
class Read:
    """A call read: the terms, the percentile, the margin, what limits the price, and the service cost."""

    terms: Terms
    percentile: int
    margin: Ratio
    margin_source: MarginSource
    limits: Limits
    cost: ServiceCost


def percentile_of(given: Any, problems: list[Problem]) -> int:
    """A whole number from 1 to 99; TF437 for anything else."""
    is_whole = isinstance(given, int) and not isinstance(given, bool)
    if is_whole and 1 <= given <= 99:
        return int(given)
    message = f"{shown(str(given))} is no percentile"
    hint = "a whole number from 1 to 99: 80 for a fixed price, 50 for time and material"
    problems.append(Problem(code="TF437", message=message, path="percentile", hint=hint))
    return 80


def margin_of(fit: Fit, given: Any, problems: list[Problem]) -> tuple[Fraction, MarginSource]:
    """The call's, else the largest that the seller's products state, else a fifth."""
    if given is not None:
        return number_of(given, "margin", problems, what="margin"), "call"
    prices = [product.price for product in own_products(fit)]
    stated = [Fraction(price.margin) for price in prices if price is not None and price.margin is not None]
    return (max(stated), "product") if stated else (MARGIN, "assumed")


def _day_rate(given: Any) -> Quantity | None:
    """The rate of a day that the call names; what is wrong with it, ``service_cost`` says."""
    try:
        return parse_money(str(given)) if given is not None else None
    except Refused:
        return None
