"""What a product, its modules and what is bought with them cost over the horizon, in one currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import attrs

from tobfit.analysis.bundle_judging import BOUGHT, Purchase
from tobfit.analysis.bundle_records import HEADS, BundlePrice, PricePart
from tobfit.analysis.bundle_voices import Choice
from tobfit.model.client import Client
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Ratio
from tobfit.model.natural import natural
from tobfit.model.over_time import split, times_within
from tobfit.model.product import Product
from tobfit.model.quantity import Quantity


@attrs.frozen
class Charge:
    """A price over the horizon; ``amount`` is what is known of it, ``is_known`` whether that is all."""

    amount: Fraction
    is_known: bool


FREE, UNSAID = Charge(Fraction(0), True), Charge(Fraction(0), False)


@attrs.frozen(eq=False)
class Tariff:
    """How prices are counted: ``rates`` is what one unit of each currency is worth in ``currency``."""

    currency: str | None
    rates: Mapping[str, Fraction]
    horizon: Quantity
    users: int | None
    month_days: Decimal | None = None
    is_used: bool = True
    """Whether anything states a price."""

    def amount(self, price: Quantity, *, per_user: bool = False) -> Fraction | None:
        """A price over the horizon in the currency; None where nobody said how many users there are, or where its unit
        cannot be counted over a horizon (a price per call; months against days)."""
        upper, lower = split(price.unit)
        found = Fraction(price.number) * self.rates[upper]
        if per_user and lower not in HEADS:
            if self.users is None:
                return None
            found *= self.users
        if not lower:
            return found
        if lower in HEADS:
            return None if self.users is None else found * self.users
        times = times_within(lower, self.horizon, self.month_days)
        return None if times is None else found * times

    def charge(self, price: Quantity | None, *, per_user: bool = False) -> Charge:
        """A price, where there is one."""
        amount = None if price is None else self.amount(price, per_user=per_user)
        return UNSAID if amount is None else Charge(amount, True)


@attrs.frozen(eq=False)
class Pricing:
    """The price list of one product.

    Licence and price per user are the product's own; where neither is stated, the product's price is known as soon as a
    module with a price is chosen. A module without a price is part of the product where no module has one; else its
    price is unknown.
    """

    product: Product
    tariff: Tariff

    @cached_property
    def own(self) -> Charge | None:
        """The product's own price; None where nothing is stated of it."""
        price = self.product.price
        stated = [] if price is None else [(price.licence, False), (price.per_user, True)]
        charges = [self.tariff.charge(money, per_user=heads) for money, heads in stated if money is not None]
        if not charges:
            return None
        return Charge(sum((c.amount for c in charges), start=Fraction(0)), all(c.is_known for c in charges))

    @cached_property
    def modules(self) -> Mapping[str, Charge]:
        """The price of each module."""
        known = self.product.modules
        is_sold_apart = any(module.price is not None for module in known.values())
        return {
            name: self.tariff.charge(known[name].price) if known[name].price is not None or is_sold_apart else FREE
            for name in sorted(known, key=natural)
        }

    @property
    def priced(self) -> tuple[str, ...]:
        """The modules that state a price."""
        return tuple(name for name in self.modules if self.product.modules[name].price is not None)

    def parts(self, modules: Iterable[str]) -> Iterable[PricePart]:
        """What is paid for the product with some modules."""
        chosen, price, name = set(modules), self.product.price, self.product.id
        if price is not None and price.licence is not None:
            yield self._part("licence", name, price.licence)
        if price is not None and price.per_user is not None:
            yield self._part("per_user", name, price.per_user, per_user=True)
        if self.own is None and chosen.isdisjoint(self.priced):
            yield PricePart(name, "licence", name, None, None)
        for module in (each for each in self.modules if each in chosen):
            stated = self.product.modules[module].price
            if stated is not None or not self.modules[module].is_known:
                yield self._part("module", module, stated)

    def _part(self, kind: str, what: str, stated: Quantity | None, *, per_user: bool = False) -> PricePart:
        amount = None if stated is None else self.tariff.amount(stated, per_user=per_user)
        return PricePart(self.product.id, kind, what, stated, None if amount is None else Ratio(amount))


def bill(choice: Choice, bought: Iterable[Purchase], prices: Mapping[str, Pricing], tariff: Tariff) -> BundlePrice:
    """The price of a bundle, part by part."""
    parts = [part for name in choice for part in prices[name].parts(choice[name])]
    parts += purchase_parts((each for each in bought if each.is_paid), tariff)
    return BundlePrice(
        amount=Ratio(sum((part.amount for part in parts if part.amount is not None), start=Fraction(0))),
        unit=tariff.currency,
        totals=_totals(parts, tariff),
        parts=tuple(parts),
        unpriced=tuple(dict.fromkeys(part.place for part in parts if part.amount is None)),
        horizon=tariff.horizon,
        users=tariff.users if any(part.counts_users for part in parts) else None,
    )


def purchase_parts(bought: Iterable[Purchase], tariff: Tariff) -> tuple[PricePart, ...]:
    """What is paid on top, in order."""
    parts = []
    for each in sorted(bought, key=lambda b: (natural(b.product), natural(b.name), repr(b))):
        amount = None if each.price is None else tariff.amount(each.price)
        known = None if amount is None else Ratio(amount)
        parts.append(PricePart(each.product, each.response, each.name, each.price, known))
    return tuple(parts)


def _totals(parts: Iterable[PricePart], tariff: Tariff) -> FrozenMap[str, Ratio]:
    """The sum in each unit as stated, before the horizon; a price per user counts for all of them."""
    sums: dict[str, Fraction] = {}
    for part in parts:
        if part.stated is not None and part.amount is not None:
            heads = tariff.users if part.counts_users else 1
            unit = part.stated.unit or ""
            unit = unit.partition("/")[0] if unit.endswith(HEADS) else unit
            sums[unit] = sums.get(unit, Fraction(0)) + Fraction(part.stated.number) * (heads or 0)
    return FrozenMap({unit: Ratio(sums[unit]) for unit in sorted(sums)})


def users_of(client: Client) -> int | None:
    """How many users there are: the head counts of the stakeholders that give one, else the client's employees; None
    where nobody said."""
    counts = [person.head_count for person in client.stakeholders if person.head_count is not None]
    if counts:
        return sum(counts)
    return client.scale.employees if client.scale is not None else None


def stated_prices(products: Iterable[Product], answers: Iterable[Quantity]) -> Iterable[Quantity]:
    """Every price that may count in a bundle of some products."""
    for product in products:
        if product.price is not None:
            yield from (money for money in (product.price.licence, product.price.per_user) if money is not None)
        yield from (module.price for module in product.modules.values() if module.price is not None)
        statements = (said for stated in product.capabilities.values() for said in stated)
        yield from (said.price for said in statements if said.response in BOUGHT and said.price is not None)
    yield from answers
