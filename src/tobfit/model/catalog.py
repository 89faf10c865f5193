"""What stands on the vendors' side of a match: products, vendors and their answers line by line."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tobfit.model.client import Scale
from tobfit.model.free import FreeValue
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label
from tobfit.model.price import Effort
from tobfit.model.product import Evidence, Product, Value
from tobfit.model.quantity import Money
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import AvailableDay, Day, ExtentField, Flag, Hints, Id, Refused, Text, shown
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


@record
class Reference(Record):
    """A client that the vendor already serves."""

    industry: Id | None = None
    scale: FreeValue | None = None
    since: Text | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Vendor(Record):
    """Who sells and delivers."""

    id: Id
    name: Label | None = None
    scale: Scale | None = None
    certificates: tuple[Text, ...] = ()
    references: tuple[Reference, ...] = ()
    finances: FrozenMap[Id, FreeValue] = attrs.field(factory=FrozenMap)
    support_regions: tuple[Text, ...] = ()
    capacity: FreeValue | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Catalog(Record):
    """Products that can be matched, with what their vendors said, in the order given; loading sorts them by id."""

    products: tuple[Product, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    responses: tuple[Response, ...] = ()

    def __getitem__(self, product: str) -> Product:
        for candidate in self.products:
            if candidate.id == product:
                return candidate
        raise KeyError(product)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """Answers speak of products that are here."""
        known = {product.id for product in self.products}
        hints = Hints(known)
        for index, response in enumerate(self.responses):
            if response.product not in known:
                message = f"no product is called {shown(response.product)}"
                yield f".responses[{index}].product", Refused("TF307", message, hints.near(response.product))
