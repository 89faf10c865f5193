"""The price corridor as the talks see it: before and after a lever."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from tobfit.commercial.corridor_call import Call
from tobfit.commercial.corridor_records import Corridor
from tobfit.commercial.corridors import corridor_of, price_corridor
from tobfit.commercial.deal_terms import Terms
from tobfit.commercial.levers import NOTHING, PriceRange
from tobfit.commercial.priced import price_over, priced_parts, said_prices
from tobfit.errors import TobfitError
from tobfit.matching.fit import Fit
from tobfit.model.interval import Interval, Ratio

MISSING = ("TF408", "TF438")
"""Why there is no corridor though nothing is wrong: numpy is not installed, or nobody named an amount of money."""


@attrs.frozen(eq=False, slots=False)
class Pricing:
    """The corridor of today, and the call that is made again for each lever, in the same currency."""

    today: Corridor

    @property
    def call(self) -> Call:
        """The call of today."""
        return self.today.call

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.today.currency

    @property
    def before(self) -> PriceRange:
        """Floor and ceiling of today."""
        return PriceRange(self.today.floor, self.today.ceiling, self.today.currency)

    @cached_property
    def terms(self) -> Terms:
        """Horizon, currency, rates and head count."""
        return self.call.again(currency=self.currency).read().terms

    def range_of(self, fit: Fit, arguments: Mapping[str, Any] = NOTHING) -> PriceRange:
        """Floor and ceiling of a fit; with a service credit the floor is the price of which, after all credits, the
        floor is left."""
        given = {name: value for name, value in arguments.items() if name != "service_credit"}
        found = corridor_of(self.call.again(fit, currency=self.currency, **given))
        floor = found.floor
        if "service_credit" in arguments:
            floor = after_credit(floor, Fraction(arguments["service_credit"]))
        return PriceRange(floor, found.ceiling, found.currency)

    def list_price(self, fit: Fit) -> Interval | None:
        """What the documents ask for another candidate, over the horizon; None where they name no price, or one that
        cannot be counted in this currency."""
        if self.terms.problems_of(said_prices(fit)):
            return None
        return price_over(priced_parts(fit, self.terms))


def after_credit(floor: Interval, credit: Fraction) -> Interval:
    """The prices of which a floor is left once a share falls back to the client.

    >>> print(after_credit(Interval(Ratio(90), Ratio(180)), Fraction(1, 10)))
    100.0000..200.0000
    """
    left = 1 - credit
    high = floor.high if floor.high == math.inf else Ratio(floor.high / left)
    return Interval(Ratio(floor.low / left), high)


def pricing_of(fit: Fit, percentile: int, margin: Any, seed: int, **others: Any) -> tuple[Pricing | None, str | None]:
    """The pricing of a negotiation; without one the code of the reason. What is wrong with arguments or records is an
    error."""
    try:
        return Pricing(price_corridor(fit, percentile, margin, seed, **others)), None
    except TobfitError as error:
        codes = {problem.code for problem in error.problems}
        if codes <= set(MISSING):
            return None, min(codes)
        raise


def moved(before: PriceRange | None, after: PriceRange | None) -> Interval | None:
    """By how much the floor moves, end by end; None where there is none, or where an end is open."""
    if before is None or after is None or before.floor is None or after.floor is None:
        return None
    if math.inf in (before.floor.high, after.floor.high):
        return None
    ends = (Ratio(after.floor.low - before.floor.low), Ratio(after.floor.high - before.floor.high))
    return Interval(min(ends), max(ends))
