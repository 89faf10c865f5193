"""What a product or an offer costs, as far as the documents say: part by part, in exact decimals.

What is paid once and what is paid each year stay apart, and so do currencies: there is no sum of unlike things. A
price that nobody said is a part without an amount; it is never taken for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import attrs

from tobfit.matching.needed_modules import SERVED, groups_of
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.offer import Discount, Item
from tobfit.model.price import Service
from tobfit.model.product import Module, Product, Statement
from tobfit.model.quantity import Quantity
from tobfit.model.scalars import EXACT, plain_decimal

if TYPE_CHECKING:
    from tobfit.matching.fit import Fit

PartKind = Literal[
    "licence", "per_user", "module", "third_party", "customisation", "statement", "service", "discount"
]
Sums = dict[str | None, Decimal]
PRICED = ("third_party", "customisation")
"""The responses whose price belongs to what is bought."""
YEARLY = {"/month": ("/year", Decimal(12))}
"""A year has twelve months; days and weeks are no whole part of one."""


@attrs.frozen
class PricePart:
    """One thing that is paid for: of which product (None: of the offer), what it is called, its amount (None: nobody
    said) and the lines that it serves. Of a discount the amount is below 0."""

    kind: PartKind
    product: str | None
    name: str
    amount: Quantity | None
    requirements: tuple[str, ...] = ()
    label: Label | None = attrs.field(default=None, repr=False)


@attrs.frozen
class OfferPrice:
    """The parts, discounts last. ``totals`` are their sums, one for each currency and time (``CNY``, ``CNY/year``), in
    that order; a price per month counts twelve times a year. ``open`` are the parts without an amount: with one of them
    the totals are lower bounds."""

    parts: tuple[PricePart, ...]
    totals: tuple[Quantity, ...]

    @property
    def open(self) -> tuple[PricePart, ...]:
        """What is bought and has no price in the documents."""
        return tuple(part for part in self.parts if part.amount is None)

    @property
    def is_known(self) -> bool:
        """Whether any price is named at all."""
        return any(part.amount is not None for part in self.parts)


def price_of(fit: Fit) -> OfferPrice:
    """The price of a fit's product with the modules that its lines need, or of its offer as it is sold."""
    catalog, offer = fit.world.catalog, fit.offer
    parts: list[PricePart] = []
    if offer is None:
        product = catalog.product(fit.product)
        item = Item(product=product.id, modules=tuple(one.module for one in fit.modules))
        parts += [*_of_item(item, product), *_of_statements(fit), *_of_services(product.services, product.id)]
    else:
        for item in sorted(offer.items, key=lambda item: natural(item.product)):
            parts += _of_item(item, catalog.product(item.product))
        parts += [*_of_statements(fit), *_of_services(offer.services, None)]
        parts += _discounts(offer.discounts, tuple(parts))
    return OfferPrice(tuple(parts), _totals(parts))


def _of_item(item: Item, product: Product) -> Iterable[PricePart]:
    price = product.price
    if price is None or (price.licence is None and price.per_user is None):
        yield PricePart("licence", product.id, product.id, None)
    elif price.licence is not None:
        yield PricePart("licence", product.id, product.id, yearly(price.licence))
    if price is not None and price.per_user is not None:
        amount = None if item.users is None else _for_users(price.per_user, item.users)
        yield PricePart("per_user", product.id, "" if item.users is None else str(item.users), amount)
    for name in sorted(item.modules, key=natural):
        module = product.modules.get(name) or Module()
        amount = None if module.price is None else yearly(module.price)
        yield PricePart("module", product.id, name, amount, label=module.name)


def _of_statements(fit: Fit) -> Iterable[PricePart]:
    """What other vendors' products and changes to the product cost that lines are served by; each once, however many
    lines it serves."""
    found: dict[tuple[str, str, tuple[Statement, ...]], list[str]] = {}
    for judgement in fit.judgements:
        if judgement.own.verdict in SERVED:
            speech = judgement.own.speech
            name = judgement.requirement.id if speech.kind == "answer" else speech.capability
            for said in groups_of(judgement.own):
                if any(one.response in PRICED or one.price is not None for one in said):
                    key = judgement.item, name or judgement.requirement.id, said
                    found.setdefault(key, []).append(judgement.requirement.id)
    for (item, name, said), lines in found.items():
        response = said[0].response
        kind: PartKind = response if response in PRICED else "statement"  # type: ignore[assignment]
        yield PricePart(kind, item, name, _one_of(said), tuple(lines))


def _one_of(said: Sequence[Statement]) -> Quantity | None:
    """The price that statements of equal standing name; none where they name several."""
    prices = {yearly(one.price) for one in said if one.price is not None}
    return prices.pop() if len(prices) == 1 else None


def _of_services(services: Iterable[Service], item: str | None) -> Iterable[PricePart]:
    for service in services:
        amount = None if service.price is None else yearly(service.price)
        yield PricePart("service", item, service.id, amount, label=service.name)


def _discounts(discounts: Iterable[Discount], parts: Sequence[PricePart]) -> Iterable[PricePart]:
    """What each takes off, in their order: a share of the list prices, or an amount; together never more than there
    is."""
    left = _sums(parts)
    for place, discount in enumerate(discounts, 1):
        on = [part for part in parts if not discount.items or part.product in discount.items]
        for unit, wanted in _wanted(discount, _sums(on)).items():
            taken = min(wanted, left.get(unit, Decimal(0)))
            if taken:
                left[unit] = EXACT.subtract(left[unit], taken)
                amount = Quantity(plain_decimal(EXACT.minus(taken)), unit)
                yield PricePart("discount", None, str(place), amount, label=discount.label)


def _wanted(discount: Discount, base: Mapping[str | None, Decimal]) -> Sums:
    if discount.share is not None:
        return {unit: EXACT.multiply(base[unit], discount.share) for unit in sorted(base, key=str)}
    assert discount.amount is not None
    amount = yearly(discount.amount)
    return {amount.unit: min(amount.number, base.get(amount.unit, Decimal(0)))}


def _totals(parts: Iterable[PricePart]) -> tuple[Quantity, ...]:
    sums = _sums(parts)
    return tuple(Quantity(plain_decimal(sums[unit]), unit) for unit in sorted(sums, key=str))


def _sums(parts: Iterable[PricePart]) -> Sums:
    sums: Sums = {}
    for part in parts:
        if part.amount is not None:
            sums[part.amount.unit] = EXACT.add(sums.get(part.amount.unit, Decimal(0)), part.amount.number)
    return sums


def yearly(amount: Quantity) -> Quantity:
    """A price per month as one per year; any other as it is.

    >>> from tobfit.model.quantity import parse_quantity
    >>> str(yearly(parse_quantity("50 CNY/month"))), str(yearly(parse_quantity("50 CNY")))
    ('600 CNY/year', '50 CNY')
    """
    for ending, (unit, factor) in YEARLY.items():
        if amount.unit is not None and amount.unit.endswith(ending):
            return _times(Quantity(amount.number, amount.unit.removesuffix(ending) + unit), factor)
    return amount


def _for_users(price: Quantity, users: int) -> Quantity:
    """The price of one user times their number, whether or not the price says that it is one user's."""
    unit = price.unit.removesuffix("/user") if price.unit is not None else None
    return _times(yearly(Quantity(price.number, unit)), Decimal(users))


def _times(amount: Quantity, factor: Decimal) -> Quantity:
    return Quantity(plain_decimal(EXACT.multiply(amount.number, factor)), amount.unit)
