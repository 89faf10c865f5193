"""A client's IT architecture; terms follow ArchiMate, Open Resource Discovery and CycloneDX."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

import attrs

from tobfit.model.citation import Citation
from tobfit.model.label import Label
from tobfit.model.price import Effort
from tobfit.model.quantity import Duration, Frequency
from tobfit.model.record import INTERNAL, Record, record
from tobfit.model.scalars import Flag, Id, Refused, Text
from tobfit.model.shape import OneOrMany
from tobfit.model.words import AdapterResponse, Hosting, TechnologyKind

Coordinate = Annotated[tuple[Text, ...], OneOrMany()]
"""A text, a list (any of them), or the word ``any``."""


COORDINATES = ("zone", "protocol", "format", "entity", "auth", "mode")
"""What a message in transit is told by."""


@record
class Platform(Record):
    """A platform and its version, or the range of versions that something runs on."""

    platform: Text
    version: Text | None = None


@record
class RunsOn(Record):
    """A platform that something needs, or several of which any will do."""

    platform: Text | None = None
    version: Text | None = None
    any_of: tuple[Platform, ...] = ()

    @property
    def choices(self) -> tuple[Platform, ...]:
        """The platforms of which one is enough."""
        return self.any_of or (Platform(platform=self.platform, version=self.version),)

    def check(self) -> Iterable[tuple[str, Refused]]:
        """Either one platform or several to choose from."""
        if bool(self.any_of) == (self.platform is not None) or (self.any_of and self.version is not None):
            hint = "{platform: postgresql, version: \">=14\"}, or {any_of: [...]} with such records"
            yield "", Refused("TF206", "neither one platform nor several to choose from", hint)


@record
class Zone(Record):
    """A trust zone: where systems run and who can reach them; ``platforms`` are those that are there for new ones."""

    id: Id
    name: Label | None = None
    hosting: Hosting | None = None
    region: Text | None = None
    platforms: tuple[Platform, ...] = ()
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Flow(Record):
    """What the network lets through, from initiator to target; without ``protocols`` all of them.

    Once a connection is made data goes both ways, unless the flow is ``one_way`` (a data diode): then only from
    initiator to target.
    """

    from_: Id
    to: Id
    protocols: tuple[Text, ...] = ()
    one_way: Flag = False
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Interface(Record):
    """One interface: ``side`` says who provides it, ``data`` which way the data flows.

    ``initiator`` says who opens the connection: the owner of the interface (``self``) or who is at the other end
    (``peer``). Without it: the owner of one that is consumed, the peer of one that is provided for data coming in, and
    either of one that is provided for data going out. ``version`` is that of what is provided, or the range that a
    consumer takes. ``latency`` and ``capacity`` count where they are given.
    """

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
    initiator: Literal["self", "peer"] | None = None
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
    """Something that turns a message in one state into a message in another.

    ``response`` is the delivery risk of using it: without it ``configuration`` for what the client owns or the vendor
    delivers, ``customisation`` for the general ones of a pack.
    """

    id: Id
    name: Label | None = None
    when: State = attrs.field(factory=State)
    then: State
    response: AdapterResponse | None = None
    effort: Effort | None = attrs.field(default=None, metadata=INTERNAL)
    latency: Duration | None = None
    capacity: Frequency | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class GeneralAdapter(Record):
    """An adapter that anybody can buy or build; its effort is an assumption.

    ``proposal``: no route counts on it; it is what is proposed where nothing else closes a gap.
    """

    id: Id
    name: Label | None = None
    when: State = attrs.field(factory=State)
    then: State
    response: AdapterResponse | None = None
    effort: Effort | None = attrs.field(default=None, metadata=INTERNAL)
    latency: Duration | None = None
    capacity: Frequency | None = None
    proposal: Flag = False
    because: Label | None = None
    source: Citation | None = None
    overrides: Id | None = None
    withdrawn: Flag = False
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Technology(Record):
    """A protocol, format, kind of authentication, mode or platform that has a name.

    ``over`` names the protocols that carry it: a network that lets https through lets rest through.
    """

    id: Id
    kind: TechnologyKind
    name: Label | None = None
    over: tuple[Id, ...] = ()
    source: Citation | None = None
    overrides: Id | None = None
    withdrawn: Flag = False
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Element(Record):
    """An element of an architecture model; ``type`` is ArchiMate's, such as ApplicationComponent."""

    id: Id
    type: Text
    name: Label | None = None
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)


@record
class Relation(Record):
    """A relation between elements, or between an element and a relation; ``type`` is ArchiMate's, such as Serving."""

    id: Id
    type: Text
    source: Id
    target: Id
    name: Label | None = None
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
    elements: tuple[Element, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: Text | None = attrs.field(default=None, metadata=INTERNAL)
