"""What a product or an offer costs, as far as the documents say: part by part, in exact decimals.

What is paid once and what is paid each year stay apart, and so do currencies: there is no sum of unlike things. A
price that nobody said is a part without an amount; it is never taken for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import attrs

from tobfit.matching.needed_modules import SERVED
from tobfit.matching.outcome import Judgement
from tobfit.matching.voices import Voices
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.offer import Discount, Item
from tobfit.model.over_time import YEAR, split, times_within
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
    the totals are lower bounds (of a discount: upper ones)."""

    parts: tuple[PricePart, ...]
    totals: tuple[Quantity, ...]

    @property
    def open(self) -> tuple[PricePart, ...]:
        """What is bought and has no price in the documents, and discounts where there is no price, or none in their
        unit, to take them off."""
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
    """What other vendors' products and changes to the product cost that lines are served by; the price of a statement
    once, however many lines it serves and however many answers take it from there."""
    found: dict[tuple[str, str, frozenset[Quantity]], tuple[PartKind, list[str]]] = {}
    for judgement in fit.judgements:
        if judgement.own.verdict in SERVED:
            for name, said in _sources(judgement.own):
                if any(one.response in PRICED or one.price is not None for one in said):
                    response = said[0].response
                    kind: PartKind = response if response in PRICED else "statement"  # type: ignore[assignment]
                    _, lines = found.setdefault((judgement.item, name, _prices(said)), (kind, []))
                    if judgement.requirement.id not in lines:
                        lines.append(judgement.requirement.id)
    for (item, name, prices), (kind, lines) in found.items():
        yield PricePart(kind, item, name, next(iter(prices)) if len(prices) == 1 else None, tuple(lines))


def _sources(judgement: Judgement) -> Iterable[tuple[str, tuple[Statement, ...]]]:
    """The statements that speak for a line, each group with what its price stands on: a capability, or the line where
    an answer to it speaks for itself."""
    speech, line = judgement.speech, judgement.requirement.id
    if speech.kind == "rollup" and speech.capability is not None:
        yield from _below(speech.capability, judgement.voices)
    elif speech.kind == "answer" and (speech.capability is None or _is_of_its_own(judgement)):
        yield line, speech.statements
    elif speech.statements:
        yield speech.capability or line, speech.statements


def _is_of_its_own(judgement: Judgement) -> bool:
    """Whether an answer states a price, or calls for one where the statement on the capability does not."""
    speech, voices = judgement.speech, judgement.voices
    heard = {(one.by, one.on) for one in speech.statements}
    answers = voices.answers.get(judgement.requirement.id, ())
    if any(answer.price is not None and (answer.by, answer.on) in heard for answer in answers):
        return True
    stated = voices.own(speech.capability) if speech.capability is not None else ()
    if any(one.price is not None for one in stated):
        return False
    return not {one.response for one in speech.statements} <= {one.response for one in stated}


def _below(name: str, voices: Voices) -> Iterable[tuple[str, tuple[Statement, ...]]]:
    for child in voices.vocabulary.narrower(name):
        if own := voices.own(child):
            yield child, own
        else:
            yield from _below(child, voices)


def _prices(said: Iterable[Statement]) -> frozenset[Quantity]:
    """The prices that statements of equal standing name; where they are several, nobody said which."""
    return frozenset(yearly(one.price) for one in said if one.price is not None)


def _of_services(services: Iterable[Service], item: str | None) -> Iterable[PricePart]:
    for service in services:
        amount = None if service.price is None else yearly(service.price)
        yield PricePart("service", item, service.id, amount, label=service.name)


def _discounts(discounts: Iterable[Discount], parts: Sequence[PricePart]) -> Iterable[PricePart]:
    """What each takes off, in their order: a share of the list prices, or an amount; together never more than there
    is."""
    left = _sums(parts)
    for place, discount in enumerate(discounts, 1):
        on = _sums(part for part in parts if not discount.items or part.product in discount.items)
        if not on or (discount.amount is not None and yearly(discount.amount).unit not in on):
            yield PricePart("discount", None, str(place), None, label=_unused(discount))
        for unit, wanted in _wanted(discount, on).items():
            taken = min(wanted, left.get(unit, Decimal(0)))
            if taken:
                left[unit] = EXACT.subtract(left[unit], taken)
                amount = Quantity(plain_decimal(EXACT.minus(taken)), unit)
                yield PricePart("discount", None, str(place), amount, label=discount.label)


def _unused(discount: Discount) -> Label:
    """The label of a discount that there is no price for, with how much it is and the reason."""
    amount, own = discount.amount, discount.label
    if amount is None:
        notes = {"en": f"{discount.share} of prices that nobody said", "zh": f"比例 {discount.share}，价格未说明"}
    else:
        unit = yearly(amount).unit
        notes = {"en": f"{amount}, no price in {unit} to take it off", "zh": f"{amount}，没有以 {unit} 计的价格可减"}
    if own is None:
        return Label.of(notes)
    return Label.of({lang: f"{own.text(lang)} ({note})" for lang, note in notes.items()})


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
    upper, lower = split(amount.unit)
    times = times_within(lower, YEAR) if lower and lower != YEAR.unit else None
    if times is None:
        return amount  # paid once, for each user, or per day: days are no whole part of a year
    return _times(Quantity(amount.number, f"{upper}/{YEAR.unit}"), Decimal(times.numerator))


def _for_users(price: Quantity, users: int) -> Quantity:
    """The price of one user times their number, whether or not the price says that it is one user's."""
    unit = price.unit.removesuffix("/user") if price.unit is not None else None
    return _times(yearly(Quantity(price.number, unit)), Decimal(users))


def _times(amount: Quantity, factor: Decimal) -> Quantity:
    return Quantity(plain_decimal(EXACT.multiply(amount.number, factor)), amount.unit)
