"""What stands on the vendors' side of a match: products, offers of several, vendors and their answers line by line."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tobfit.model.label import Label
from tobfit.model.offer import Offer, faults_of
from tobfit.model.price import Effort
from tobfit.model.product import Evidence, Product, Value
from tobfit.model.quantity import Money
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import AvailableDay, Day, ExtentField, Flag, Hints, Id, Refused, Text, shown
from tobfit.model.vendor import Reference, Vendor
from tobfit.model.words import ResponseCode, Speaker


@record
class Answer(Record):
    """An answer to one line; what it leaves out it takes from the statement on the line's capability."""

    requirement: Id
    response: ResponseCode | None = None
    extent: ExtentField | None = None
    value: Value | None = None
    exhaustive: Flag | None = None
    available: AvailableDay | None = None
    effort: Effort | None = attrs.field(default=None, metadata=INTERNAL)
    price: Money | None = None
    module: Id | None = None
    remark: Label | None = None
    evidence: tuple[Evidence, ...] = ()
    by: Speaker = "vendor"
    on: Day | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Response(Record):
    """A vendor's answers to one client's lines for one product; ``as_of`` dates answers without a date."""

    client: Id
    product: Id
    as_of: Day | None = None
    answers: tuple[Answer, ...] = ()
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


Candidate = Product | Offer
"""What is matched: a product, or several offered as one."""


@record
class Catalog(Record):
    """Products that can be matched, offers of several of them, and what their vendors said, in the order given; loading
    sorts them by id."""

    products: tuple[Product, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    responses: tuple[Response, ...] = ()
    offers: tuple[Offer, ...] = ()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All that is matched: the products, then the offers."""
        return (*self.products, *self.offers)

    def __getitem__(self, name: str) -> Candidate:
        for candidate in self.candidates:
            if candidate.id == name:
                return candidate
        raise KeyError(name)

    def product(self, name: str) -> Product:
        """The product of an id; a KeyError where there is none, or where the id is that of an offer."""
        for product in self.products:
            if product.id == name:
                return product
        raise KeyError(name)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """Answers and offers speak of products that are here, and of modules that they have."""
        products = {product.id: product for product in self.products}
        for index, offer in enumerate(self.offers):
            for path, refused in faults_of(offer, products):
                yield f".offers[{index}]{path}", refused
        known = products.keys()
        hints = Hints(known)
        for index, response in enumerate(self.responses):
            if response.product not in known:
                message = f"no product is called {shown(response.product)}"
                yield f".responses[{index}].product", Refused("TF307", message, hints.near(response.product))


__all__ = ["Answer", "Candidate", "Catalog", "Offer", "Reference", "Response", "Vendor"]
