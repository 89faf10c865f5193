"""A client's IT architecture; terms follow ArchiMate, Open Resource Discovery and CycloneDX."""

from __future__ import annotations

from typing import Annotated, Literal

import attrs

from tobfit.model.label import Label
from tobfit.model.price import Effort
from tobfit.model.quantity import Duration, Frequency
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import Flag, Id, Text
from tobfit.model.shape import OneOrMany
from tobfit.model.words import Hosting

Coordinate = Annotated[tuple[Text, ...], OneOrMany()]
"""A text, a list (any of them), or the word ``any``."""


@record
class Zone(Record):
    """A trust zone: where systems run and who can reach them."""

    id: Id
    name: Label | None = None
    hosting: Hosting | None = None
    region: Text | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Flow(Record):
    """What the network lets through, from initiator to target."""

    from_: Id
    to: Id
    protocols: tuple[Text, ...] = ()
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Platform(Record):
    """A platform and its version, or the range of versions that something runs on."""

    platform: Text
    version: Text | None = None


@record
class Interface(Record):
    """One interface: ``side`` says who provides it, ``data`` which way the data flows."""

    id: Id
    name: Label | None = None
    side: Literal["provides", "consumes"] | None = None
    data: Literal["in", "out", "both"] | None = None
    zone: Coordinate | None = None
    protocol: Coordinate | None = None
    format: Coordinate | None = None
    entity: Coordinate | None = None
    auth: Coordinate | None = None
    mode: Coordinate | None = None
    version: Text | None = None
    latency: Duration | None = None
    capacity: Frequency | None = None
    mandatory: Flag | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class State(Record):
    """Coordinates of a message in transit; what is not named is left as it is."""

    zone: Coordinate | None = None
    protocol: Coordinate | None = None
    format: Coordinate | None = None
    entity: Coordinate | None = None
    auth: Coordinate | None = None
    mode: Coordinate | None = None


@record
class Adapter(Record):
    """Something that turns a message in one state into a message in another."""

    id: Id
    name: Label | None = None
    when: State
    then: State
    effort: Effort | None = attrs.field(default=None, metadata=INTERNAL)
    latency: Duration | None = None
    capacity: Frequency | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class System(Record):
    """An application of the client's."""

    id: Id
    name: Label | None = None
    zone: Id | None = None
    capabilities: tuple[Id, ...] = ()
    platforms: tuple[Platform, ...] = ()
    interfaces: tuple[Interface, ...] = ()
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Landscape(Record):
    """What is drawn; what is not drawn is unknown unless the part is declared complete."""

    zones: tuple[Zone, ...] = ()
    flows: tuple[Flow, ...] = ()
    systems: tuple[System, ...] = ()
    adapters: tuple[Adapter, ...] = ()
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)
