"""A knowledge pack: vocabulary, attributes, rules, segments, size classes, suites, roles."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tobfit.model.attribute import Attribute
from tobfit.model.deal import DealRule
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label
from tobfit.model.landscape import GeneralAdapter, Technology
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.rule import Rule, Suite
from tobfit.model.scalars import Day, Flag, Id, Refused, Text, shown
from tobfit.model.segment import Role, Segment, Stage
from tobfit.model.service import ExchangeRate, GeneralService
from tobfit.model.size import SizeScheme
from tobfit.model.units import Unit
from tobfit.model.words import CapabilityKind, Direction


@record
class Capability(Record):
    """One term of the vocabulary; a record without a kind is a group."""

    id: Id
    name: Label | None = None
    kind: CapabilityKind | None = None
    unit: Unit | None = None
    direction: Direction | None = None
    levels: tuple[Text, ...] = ()
    members: tuple[Text, ...] = ()
    broader: Id | None = None
    iso25010: Text | None = None
    source: Text | None = None
    overrides: Id | None = None
    withdrawn: Flag = False
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """Unit, levels and members stand with the kinds that have them."""
        if self.kind == "quantity" and self.unit is None:
            yield "", Refused("TF313", f"the quantity {shown(self.id)} has no unit", "give unit: ...")
        if self.kind != "quantity" and self.unit is not None:
            yield ".unit", Refused("TF313", f"a {self.kind or 'group'} has no unit")
        if (self.kind == "level") != bool(self.levels) and not self.withdrawn:
            yield (
                "",
                Refused("TF313", "levels stand with kind level, and only there", "levels: [lowest, ..., highest]"),
            )
        if self.members and self.kind != "set":
            yield ".members", Refused("TF313", "members stand with kind set only")
        for field, values in (("levels", self.levels), ("members", self.members)):
            if len(set(values)) != len(values):
                yield f".{field}", Refused("TF215", f"{field} name one value twice")
        if self.overrides is not None and self.overrides != self.id:
            yield ".overrides", Refused("TF312", "overrides names another record", f"overrides: {self.id}")

    @property
    def title(self) -> Label:
        """The name, else the id."""
        return self.name or Label.of(self.id)


@record
class Pack(Record):
    """A layer of knowledge with its date and licence."""

    id: Id
    name: Label | None = None
    version: Text | None = None
    as_of: Day | None = None
    licence: Text | None = None
    vocabulary: tuple[Capability, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    suites: FrozenMap[Id, Suite] = attrs.field(factory=FrozenMap)
    rules: tuple[Rule, ...] = ()
    segments: tuple[Segment, ...] = ()
    scales: tuple[SizeScheme, ...] = ()
    roles: tuple[Role, ...] = ()
    stages: tuple[Stage, ...] = ()
    technologies: tuple[Technology, ...] = ()
    adapters: tuple[GeneralAdapter, ...] = ()
    services: tuple[GeneralService, ...] = ()
    rates: tuple[ExchangeRate, ...] = ()
    deal_rules: tuple[DealRule, ...] = ()
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)
