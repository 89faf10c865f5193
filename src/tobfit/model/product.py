"""What a vendor offers, statement by statement."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, Literal

import attrs

from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label
from tobfit.model.landscape import Adapter, Interface, RunsOn
from tobfit.model.price import Effort, Price, Service
from tobfit.model.quantity import Money
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import AvailableDay, Day, ExtentField, Flag, Hints, Id, Refused, Text, shown
from tobfit.model.shape import OneOrMany, field_shape
from tobfit.model.structure import convert
from tobfit.model.words import EvidenceKind, Hosting, ResponseCode, Speaker

Value = Annotated[tuple[Text, ...], OneOrMany()]
"""The value as written, one text or several; the vocabulary's kind says how it is read."""


@record
class Evidence(Record):
    """What backs a statement; ``version`` only where it speaks of another version than the product's."""

    source: Text
    kind: EvidenceKind = "claimed"
    date: Day | None = None
    version: Text | None = None
    remark: Label | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Statement(Record):
    """How a product gives one capability, who says so and since when."""

    response: ResponseCode
    extent: ExtentField = "full"
    value: Value | None = None
    exhaustive: Flag = False
    covers_narrower: Flag = False
    available: AvailableDay | None = None
    effort: Effort | None = attrs.field(default=None, metadata=INTERNAL)
    price: Money | None = None
    module: Id | None = None
    by: Speaker = "vendor"
    on: Day | None = None
    remark: Label | None = None
    evidence: tuple[Evidence, ...] = ()
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    @cached_property
    def facts(self) -> tuple[object, ...]:
        """What judging looks at where no value is needed: response, extent, speaker, date of availability."""
        return self.response, self.extent, self.by, self.available

    @cached_property
    def proved_versions(self) -> frozenset[str | None]:
        """The versions that something documented, demonstrated or referenced speaks of; None is the product's
        own."""
        return frozenset(item.version for item in self.evidence if item.kind != "claimed")

    @staticmethod
    def shorthand(text: str) -> dict[str, str]:
        """A bare word is a response."""
        return {"response": text}

    def check(self) -> Iterable[tuple[str, Refused]]:
        """A roadmap has a date."""
        if self.response == "roadmap" and self.available is None:
            hint = "give available: YYYY-MM-DD; unknown is for foreign documents that name no date"
            yield "", Refused("TF217", "a roadmap item without a date of availability", hint)


@record
class Module(Record):
    """A part of the product that is bought apart."""

    name: Label | None = None
    requires: tuple[Id, ...] = ()
    excludes: tuple[Id, ...] = ()
    price: Money | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Product(Record):
    """A product in one version and edition; its id says which. ``partner`` is another vendor that delivers it with its
    own.

    >>> product = Product(id="acme@5").offers("sec.mfa", response="standard")
    >>> product.capabilities["sec.mfa"][0].response
    'standard'
    """

    id: Id
    name: Label | None = None
    vendor: Id | None = None
    partner: Id | None = None
    version: Text | None = None
    edition: Text | None = None
    released: Day | None = None
    complete: tuple[Id, ...] = ()
    capabilities: FrozenMap[Id, Annotated[tuple[Statement, ...], OneOrMany()]] = attrs.field(factory=FrozenMap)
    modules: FrozenMap[Id, Module] = attrs.field(factory=FrozenMap)
    hosting: tuple[Hosting, ...] = ()
    runs_on: tuple[RunsOn, ...] = ()
    egress: Literal["required", "optional", "none"] | None = None
    interfaces: tuple[Interface, ...] = ()
    adapters: tuple[Adapter, ...] = ()
    requires: tuple[Id, ...] = ()
    services: tuple[Service, ...] = ()
    price: Price | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def offers(self, capability: str, *, response: ResponseCode, **fields: Any) -> Product:
        """A new product with one more statement on the capability, beside those that stand there."""
        key = field_shape(Product, "capabilities").key
        assert key is not None
        capability = convert(capability, key, "Product.capabilities")
        statement = Statement(response=response, **fields)
        stated = (*self.capabilities.get(capability, ()), statement)
        return self.evolve(capabilities=self.capabilities.set(capability, stated))

    @property
    def title(self) -> Label:
        """The name, else the id."""
        return self.name or Label.of(self.id)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """Modules that statements name exist; what modules require of each other is read where offers are built."""
        hints = Hints(self.modules)
        for capability, statements in self.capabilities.items():
            for index, statement in enumerate(statements):
                if statement.module is not None and statement.module not in self.modules:
                    where = f".capabilities.{capability}[{index}].module"
                    yield where, no_module(statement.module, hints)


def no_module(name: str, hints: Hints) -> Refused:
    """The refusal of a module that the product does not have."""
    return Refused("TF307", f"the product has no module {shown(name)}", hints.near(name))
