"""What owning a product comes to for the client: cost by kind and year, and when it has paid back."""

from __future__ import annotations

import datetime
from typing import Literal, get_args

import attrs

from tobfit.commercial.corridor_records import OpenPoint
from tobfit.commercial.deal_terms import HeadSource, scaled, total
from tobfit.matching.fit import Fit
from tobfit.model.displaying import mimebundle
from tobfit.model.interval import Interval, Ratio
from tobfit.model.quantity import Quantity
from tobfit.model.service import ExchangeRate

OwnedKind = Literal[
    "acquisition",
    "implementation",
    "integration",
    "migration",
    "training",
    "internal_labour",
    "operation",
    "upgrades",
    "exit",
]
OWNED: tuple[OwnedKind, ...] = get_args(OwnedKind)
Seats = Literal["active", "all"]
State = Literal["pays_back", "may_pay_back", "never", "unknown"]


@attrs.frozen
class OwnedPart:
    """One thing that the client pays for, by year, before discounting; ``stated`` as somebody said it (None: nobody).
    ``once``: paid at one time; else it runs on. ``by`` is who said so: the documents, or the call."""

    kind: OwnedKind
    product: str | None
    name: str
    stated: Quantity | None
    once: bool
    by: Literal["documents", "call"]
    by_year: tuple[Interval, ...]

    @property
    def amount(self) -> Interval:
        """The sum over the years, before discounting."""
        return total(self.by_year)


@attrs.frozen
class OwnedCost:
    """The cost of one kind, by year, before discounting: its parts add up to it. ``open``: nobody said what it costs,
    or not all of it, so that it reaches to infinity."""

    kind: OwnedKind
    parts: tuple[OwnedPart, ...]
    by_year: tuple[Interval, ...]
    open: tuple[OpenPoint, ...]

    @property
    def amount(self) -> Interval:
        """The sum over the years, before discounting."""
        return total(self.by_year)


@attrs.frozen
class YearCost:
    """The cost of one year (the first is 1), before and after discounting. ``length`` in years: the last one may be a
    part of a year. ``active`` is the share of the users who are active."""

    year: int
    length: Ratio
    active: Interval
    amount: Interval
    factor: Ratio
    discounted: Interval


@attrs.frozen
class TotalCost:
    """Total cost of ownership over ``horizon`` in ``currency``: the years add up to ``amount``, discounted to
    ``discounted``, and so do the kinds of cost. ``stated`` leaves out what nobody said: it is what is known to be paid
    at least and at most, if the open kinds cost nothing, discounted as well."""

    _repr_mimebundle_ = mimebundle

    product: str
    currency: str
    horizon: Quantity
    horizon_assumed: bool
    discount: Ratio
    users: Interval
    heads_from: HeadSource
    seats: Seats
    costs: tuple[OwnedCost, ...]
    years: tuple[YearCost, ...]
    amount: Interval
    discounted: Interval
    stated: Interval
    questions: tuple[OpenPoint, ...]
    rates: tuple[ExchangeRate, ...]
    fit: Fit = attrs.field(eq=False, repr=False)

    def __getitem__(self, kind: str) -> OwnedCost:
        return {cost.kind: cost for cost in self.costs}[kind]  # type: ignore[index]

    @property
    def open_kinds(self) -> tuple[OwnedKind, ...]:
        """The kinds of cost of which something is open."""
        return tuple(cost.kind for cost in self.costs if cost.open)


@attrs.frozen
class PaybackMonth:
    """All that was gained and paid by the end of a month, discounted by year."""

    month: int
    gained: Interval
    paid: Interval


@attrs.frozen
class Payback:
    """When the worth of the goals has paid for the product: months from ``start``, between the earliest and the latest.

    ``earliest`` None: not within the horizon even at best (``never``). ``latest`` None: at worst not within the
    horizon, or open, because some cost has no upper end (``open_costs``) . ``state``: pays_back (both ends are known),
    may_pay_back, never; unknown where nobody said what any goal is worth.
    """

    _repr_mimebundle_ = mimebundle

    product: str
    currency: str
    horizon: Quantity
    start: datetime.date
    state: State
    earliest: int | None
    latest: int | None
    earliest_date: datetime.date | None
    latest_date: datetime.date | None
    open_costs: tuple[OwnedKind, ...]
    months: tuple[PaybackMonth, ...]
    questions: tuple[OpenPoint, ...]
    cost: TotalCost


def discounted(amounts: tuple[Interval, ...], factors: tuple[Ratio, ...]) -> Interval:
    """Amounts by year, each times its factor, added up."""
    return total(scaled(amount, factor) for amount, factor in zip(amounts, factors, strict=True))
