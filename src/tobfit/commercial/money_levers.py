"""Levers on the deal as a whole: price, term, service credits, and what is demonstrated of all that is only claimed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from tobfit.commercial.line_levers import Draft
from tobfit.matching.fit import Fit
from tobfit.model.frozen import FrozenMap, frozen
from tobfit.model.interval import decimal_of
from tobfit.model.offer import Offer
from tobfit.model.over_time import TIMES, times_within
from tobfit.model.plain import to_plain
from tobfit.model.quantity import Quantity
from tobfit.model.scalars import EXACT, plain_decimal
from tobfit.model.units import measure

CENT = Decimal("0.01")
LABEL = {"en": "agreed in the negotiation", "zh": "谈判中约定"}


@attrs.frozen
class Moves:
    """How far the levers of the deal move: ``step`` is the share by which prices and budgets move, ``credit`` the
    share of the price that falls back to the client where service levels are missed, ``years`` the longer term."""

    step: Fraction
    credit: Fraction
    years: int = 1


def deal_drafts(fit: Fit, moves: Moves) -> Iterator[Draft]:
    """The levers that no single line carries, in a fixed order."""
    yield from _lower_price(fit, moves)
    yield from _more_budget(fit, moves)
    yield from _longer_term(fit, moves)
    if moves.credit:
        arguments = FrozenMap({"service_credit": str(plain_decimal(decimal_of(moves.credit)))})
        yield Draft("service_credit", "vendor", (), FrozenMap({}), arguments=arguments)
    yield from _shown_together(fit)


def _lower_price(fit: Fit, moves: Moves) -> Iterator[Draft]:
    """Of a product its list prices, of an offer one more discount: both are less by the step."""
    offer = fit.offer
    if not moves.step:
        return
    if offer is not None:
        yield from _discount(fit, offer, moves)
        return
    price = fit.world.catalog.product(fit.product).price
    changes: dict[str, Any] = {}
    less: list[Quantity] = []
    for name in ("licence", "per_user"):
        amount = getattr(price, name) if price is not None else None
        if amount is not None and amount.number > 0:
            lower = scaled(amount, 1 - moves.step)
            changes[f"product.{fit.product}.price.{name}"] = str(lower)
            less.append(Quantity(plain_decimal(EXACT.subtract(amount.number, lower.number)), amount.unit))
    if changes:
        yield Draft("price", "vendor", (), FrozenMap(changes), saves=tuple(less))


def _discount(fit: Fit, offer: Offer, moves: Moves) -> Iterator[Draft]:
    sums: dict[str | None, Decimal] = {}
    for part in fit.price.parts:
        if part.amount is not None and part.amount.number > 0:
            sums[part.amount.unit] = EXACT.add(sums.get(part.amount.unit, Decimal(0)), part.amount.number)
    if sums:
        share = str(plain_decimal(decimal_of(moves.step)))
        known = [to_plain(one.to_node()) for one in offer.discounts]
        given = frozen([*known, {"label": LABEL, "share": share}])
        less = tuple(scaled(Quantity(sums[unit], unit), moves.step) for unit in sorted(sums, key=str))
        yield Draft("price", "vendor", (), FrozenMap({f"offer.{offer.id}.discounts": given}), saves=less)


def _more_budget(fit: Fit, moves: Moves) -> Iterator[Draft]:
    budget = fit.world.client.budget
    if budget is None or not moves.step or budget.amount.number <= 0:
        return
    more = scaled(budget.amount, 1 + moves.step)
    extra = Quantity(plain_decimal(EXACT.subtract(more.number, budget.amount.number)), more.unit)
    yield Draft("price", "client", (), FrozenMap({"client.budget.amount": str(more)}), price=extra)


def _longer_term(fit: Fit, moves: Moves) -> Iterator[Draft]:
    """The client binds itself for longer, with as much money for each year as before."""
    budget = fit.world.client.budget
    if budget is None or budget.horizon is None or moves.years < 1:
        return
    horizon = budget.horizon
    more = times_within("year", horizon)
    dimension, lower = measure(horizon.unit).dimension
    if more is None or lower or dimension not in TIMES or not more:
        return
    longer = years_of(more + moves.years)
    amount = scaled(budget.amount, (more + moves.years) / more)
    changes = {"client.budget.horizon": str(longer), "client.budget.amount": str(amount)}
    extra = Quantity(plain_decimal(EXACT.subtract(amount.number, budget.amount.number)), amount.unit)
    yield Draft("term", "client", (), FrozenMap(changes), price=extra if extra.number else None)


def years_of(count: Fraction) -> Quantity:
    """A time of so many years.

    >>> str(years_of(Fraction(7, 2)))
    '3.5 year'
    """
    return Quantity(plain_decimal(decimal_of(count)), "year")


def scaled(amount: Quantity, factor: Fraction) -> Quantity:
    """An amount of money times a factor, to the cent.

    >>> str(scaled(Quantity(Decimal("99.99"), "CNY"), Fraction(9, 10)))
    '89.99 CNY'
    """
    exact = decimal_of(Fraction(amount.number) * factor)
    return Quantity(plain_decimal(exact.quantize(CENT, context=EXACT)), amount.unit)


def _shown_together(fit: Fit) -> Iterator[Draft]:
    """All that is only claimed of the Musts, demonstrated at once: a proof of concept."""
    changes: dict[str, Any] = {}
    lines: list[str] = []
    for gap in fit.gaps:
        if gap.kind == "unevidenced" and gap.requirement.priority == "must" and not gap.judgement.waived:
            for remedy in gap.remedies:
                if remedy.kind == "prove" and remedy.changes:
                    changes.update(remedy.changes)
                    lines.append(gap.requirement.id)
    if lines:
        yield Draft("proof", "vendor", tuple(dict.fromkeys(lines)), FrozenMap(changes))
