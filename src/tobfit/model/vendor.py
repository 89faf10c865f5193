"""Who sells and delivers: certificates, references, standing, regions of support, capacity."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import attrs

from tobfit.model.client import Scale
from tobfit.model.free import FreeValue
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label
from tobfit.model.product import Evidence, Statement
from tobfit.model.quantity import Money, Quantity, parse_quantity
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import Day, Id, Refused, ScalarKind, Text, Whole, near, parse_day, shown
from tobfit.model.shape import OneOrMany
from tobfit.model.units import suits
from tobfit.model.words import SIZES, SizeWord

CAPACITY_UNIT = "person_day/month"

_HEADS = re.compile(r"(\d{1,15})\s*(?:employees?|persons?|people|人)?", re.ASCII)


def parse_capacity(text: str, quoted: bool = True) -> Quantity:
    """Effort in a time: ``60 person-days/month``, ``60 days/month`` for short; 0 or more."""
    del quoted
    said = parse_quantity(text)
    unit = said.unit
    if unit is not None and unit.startswith("day/"):
        unit = f"person_{unit}"  # a day of effort is a person-day
    if unit is None or not suits(unit, CAPACITY_UNIT):
        raise Refused("TF303", f"{shown(text)} is not a capacity", "such as 60 person-days/month")
    if said.number < 0:
        raise Refused("TF210", f"{shown(text)} is below 0", "0 or more")
    return Quantity(said.number, unit)


def _kind(name: str, parse: Callable[[str, bool], Any]) -> ScalarKind:
    return ScalarKind(name, parse, lambda _value: False, lambda v: (str(v), True), {"type": ["string", "number"]})


def parse_founded(text: str, quoted: bool = True) -> str:
    """A year, or a day: ``2009``, ``2009-04-01``."""
    del quoted
    if re.fullmatch(r"[12][0-9]{3}", text):
        return text
    try:
        return parse_day(text).isoformat()
    except Refused:
        raise Refused("TF211", f"{shown(text)} is neither a year nor a date", "YYYY, or YYYY-MM-DD") from None


Capacity = Annotated[Quantity, _kind("a capacity", parse_capacity)]
Founded = Annotated[str, _kind("a year or a date", parse_founded)]


@record
class Certificate(Record):
    """What somebody certified the vendor for, under the name that it goes by, and the last day that it holds."""

    name: Text
    valid_to: Day | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    @staticmethod
    def shorthand(text: str) -> dict[str, str]:
        """A bare word is a name."""
        return {"name": text}

    def holds(self, as_of: datetime.date) -> bool:
        """Whether it holds on a day, its last one included.

        >>> Certificate(name="iso9001", valid_to="2026-10-31").holds(datetime.date(2026, 11, 1))
        False
        """
        return self.valid_to is None or as_of <= self.valid_to


@record
class ReferenceScale(Record):
    """How large a reference is: a size class, heads, or money; short ``large``, ``5000``, ``5000 employees``."""

    size: SizeWord | None = None
    employees: Whole | None = None
    revenue: Money | None = None
    assets: Money | None = None

    @staticmethod
    def shorthand(text: str) -> dict[str, str]:
        """A size class, or a number of heads."""
        if text in SIZES:
            return {"size": text}
        if (heads := _HEADS.fullmatch(text.strip())) is not None:
            return {"employees": heads[1]}
        hint = near(text, SIZES) or f"{', '.join(SIZES)}, or a number of employees"
        raise Refused("TF206", f"{shown(text)} is not the scale of a reference", hint)


@record
class Reference(Record):
    """A client that the vendor already serves; ``client`` tells it from others where it may be named."""

    client: Text | None = None
    industry: Id | None = None
    scale: ReferenceScale | None = None
    since: Text | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Vendor(Record):
    """Who sells and delivers.

    The typed fields speak for the terms ``ven.*`` of the vocabulary; anything else can be stated in ``capabilities``,
    as of a product. Lists are what is known to be there, not all there is, unless ``complete`` names their term.

    >>> vendor = Vendor(id="acme", scale={"employees": 20}, certificates=["iso9001"], capacity="60 days/month")
    >>> vendor.certificates[0].name, str(vendor.capacity)
    ('iso9001', '60 person_day/month')
    """

    id: Id
    name: Label | None = None
    founded: Founded | None = None
    scale: Scale | None = None
    certificates: tuple[Certificate, ...] = ()
    references: tuple[Reference, ...] = ()
    finances: FrozenMap[Id, FreeValue] = attrs.field(factory=FrozenMap)
    support_regions: tuple[Text, ...] = ()
    capacity: Capacity | None = None
    evidence: tuple[Evidence, ...] = ()
    """What backs the fields above: a register, an annual report, a copy of a certificate."""
    complete: tuple[Id, ...] = ()
    capabilities: FrozenMap[Id, Annotated[tuple[Statement, ...], OneOrMany()]] = attrs.field(factory=FrozenMap)
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    @property
    def title(self) -> Label:
        """The name, else the id."""
        return self.name or Label.of(self.id)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """Nothing is counted twice, and no statement hangs on a module, which only products have."""
        names = [(f".certificates[{i}]", c.name) for i, c in enumerate(self.certificates)]
        yield from _twice(names, "certificate", "name each certificate once")
        clients = [(f".references[{i}].client", r.client) for i, r in enumerate(self.references)]
        named = [(path, name) for path, name in clients if name is not None]
        yield from _twice(named, "reference", "one client is one reference; say there what it uses")
        regions = [(f".support_regions[{i}]", region) for i, region in enumerate(self.support_regions)]
        yield from _twice(regions, "region of support", "name each region once")
        for capability, statements in self.capabilities.items():
            for index, statement in enumerate(statements):
                if statement.module is not None:
                    message = f"a vendor has no module {shown(statement.module)}"
                    hint = "state it in the product that has the module"
                    yield f".capabilities.{capability}[{index}].module", Refused("TF307", message, hint)


def _twice(names: Iterable[tuple[str, str]], what: str, hint: str) -> Iterable[tuple[str, Refused]]:
    seen: set[str] = set()
    for path, name in names:
        if name in seen:
            yield path, Refused("TF340", f"the {what} {shown(name)} stands twice in the document", hint)
        seen.add(name)


__all__ = ["CAPACITY_UNIT", "Certificate", "Reference", "ReferenceScale", "Vendor"]
