"""Several products, each with some of its modules, offered as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tobfit.model.label import Label
from tobfit.model.price import Service
from tobfit.model.product import Product, no_module
from tobfit.model.quantity import Money
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import Day, Hints, Id, Refused, Share, Text, Whole, shown

Fault = tuple[str, Refused]
"""Relative path and refusal."""


@record
class Item(Record):
    """One product of an offer: the modules that are sold with it (a module that is not named is not in the offer), and
    for how many users."""

    product: Id
    modules: tuple[Id, ...] = ()
    users: Whole | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Discount(Record):
    """What is taken off the prices of some items, or of the whole offer where it names none: a share of them, or an
    amount."""

    label: Label | None = None
    share: Share | None = None
    amount: Money | None = None
    items: tuple[Id, ...] = ()
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[Fault]:
        """It says how much, in one way."""
        if (self.share is None) == (self.amount is None):
            fault = "says nothing of how much" if self.share is None else "gives a share and an amount"
            yield "", Refused("TF339", f"a discount {fault}", "give share: 0.1, or amount: 5000 CNY")


@record
class Offer(Record):
    """Several products as one candidate; ``partner`` is the vendor who sells them together.

    >>> crm = {"product": "crm@5", "modules": ["sales"], "users": 40}
    >>> offer = Offer(id="suite-2027", items=[crm, {"product": "sign@2"}], discounts=[{"share": "0.1"}])
    >>> [item.product for item in offer.items], str(offer.discounts[0].share)
    (['crm@5', 'sign@2'], '0.1')
    """

    id: Id
    name: Label | None = None
    items: tuple[Item, ...]
    partner: Id | None = None
    services: tuple[Service, ...] = ()
    discounts: tuple[Discount, ...] = ()
    as_of: Day | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    @property
    def title(self) -> Label:
        """The name, else the id."""
        return self.name or Label.of(self.id)

    @property
    def products(self) -> tuple[str, ...]:
        """The ids of its products, in the order given."""
        return tuple(item.product for item in self.items)

    def check(self) -> Iterable[Fault]:
        """It holds products, each once, and its discounts speak of them."""
        if not self.items:
            yield ".items", Refused("TF337", "the offer holds no product", "give items: [{product: ...}]")
        seen: set[str] = set()
        for index, item in enumerate(self.items):
            if item.product in seen:
                hint = "name all its modules in one item"
                yield (
                    f".items[{index}].product",
                    Refused("TF337", f"the product {shown(item.product)} stands twice in the offer", hint),
                )
            seen.add(item.product)
            for place in _repeated(item.modules):
                message = f"the module {shown(item.modules[place])} stands twice in the item"
                yield f".items[{index}].modules[{place}]", Refused("TF337", message, "name each module once")
        hints = Hints(seen)
        for place, discount in enumerate(self.discounts):
            for index, name in enumerate(discount.items):
                if name not in seen:
                    message = f"a discount on {shown(name)}, which is not in the offer"
                    yield f".discounts[{place}].items[{index}]", Refused("TF307", message, hints.near(name))


def _repeated(names: Iterable[str]) -> Iterable[int]:
    """The places of names that stood before."""
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name in seen:
            yield place
        seen.add(name)


def faults_of(offer: Offer, products: Mapping[str, Product], *, is_whole: bool = True) -> Iterable[Fault]:
    """What products say about an offer of them; ``is_whole`` says that there are no other products, so that one which
    is not among them does not exist."""
    if offer.id in products:
        message = f"the offer {shown(offer.id)} is called like a product"
        yield ".id", Refused("TF338", message, "a candidate is named by its id: give the offer one of its own")
    hints = Hints(products)
    for index, item in enumerate(offer.items):
        product = products.get(item.product)
        if product is not None:
            for path, refused in _module_faults(item, product):
                yield f".items[{index}].modules{path}", refused
        elif is_whole:
            message = f"no product is called {shown(item.product)}"
            yield f".items[{index}].product", Refused("TF307", message, hints.near(item.product))


def _module_faults(item: Item, product: Product) -> Iterable[Fault]:
    """Modules that the product does not have, that shut each other out, or that lack what they require."""
    # A module may be named by another one alone, without a record of its own.
    known = {*product.modules, *(name for module in product.modules.values() for name in module.requires)}
    hints, chosen = Hints(known), set(item.modules)
    for index, name in enumerate(item.modules):
        if name not in known:
            yield f"[{index}]", no_module(name, hints)
        module = product.modules.get(name)
        if module is None:
            continue
        lacking = [each for each in module.requires if each in product.modules and each not in chosen]
        if lacking:
            message = f"the module {shown(name)} requires {', '.join(map(shown, lacking))}, not in the offer"
            yield f"[{index}]", Refused("TF336", message, f"add {', '.join(lacking)} to modules")
        shut = [each for each in module.excludes if each in chosen]
        if shut:
            message = f"the module {shown(name)} excludes {', '.join(map(shown, shut))}"
            yield f"[{index}]", Refused("TF335", message, "keep one of them, or sell two offers")
