"""A client's landscape made ready: zones and flows as a network, adapters as moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Literal

import attrs

from tobfit.integration.network import Network
from tobfit.integration.terms import ANY, PROTOCOL, ZONE, Terms
from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.landscape import OPEN_ZONES, is_complete
from tobfit.model.client import Client
from tobfit.model.landscape import COORDINATES, Adapter, Flow, GeneralAdapter, Landscape, State, System, Zone
from tobfit.model.quantity import Quantity
from tobfit.model.words import ResponseCode

Owner = Literal["client", "vendor", "general"]
Masks = tuple[int, ...]
"""One mask for each coordinate."""
Number = int | Fraction
SCALE = 1_000_000
"""Person-days and seconds are counted in millionths, so that most of them are whole numbers."""
CLOUD = (Flow(from_="internet", to="saas"), Flow(from_="saas", to="internet"))
"""The vendor's cloud lies on the internet."""


@attrs.frozen(eq=False)
class Move:
    """An adapter made ready: what it takes, what it makes of it (0: as it was), at which price.

    ``effort`` and ``latency`` are exact millionths of a person-day and of a second; None is unknown.
    """

    id: str
    key: str
    """Owner and id: each owner names its adapters alone."""
    adapter: Adapter | GeneralAdapter
    owner: Owner
    response: ResponseCode
    when: Masks
    then: Masks
    effort: Number | None
    latency: Number | None
    capacity: Fraction | None


@attrs.frozen(eq=False)
class Site:
    """All that routes to and from a client share."""

    client: Client
    base: KnowledgeBase

    @cached_property
    def landscape(self) -> Landscape:
        """What is drawn, perhaps nothing."""
        return self.client.landscape or Landscape()

    @cached_property
    def terms(self) -> Terms:
        """The values that were met."""
        return Terms()

    @cached_property
    def zones(self) -> Mapping[str, Zone]:
        """The zones that are declared, those that are named without being declared, of which nothing is known, and
        the two that always exist; by id, in alphabetical order."""
        named = {name: Zone(id=name) for name in _named(self.landscape)}
        found = {**named, **OPEN_ZONES, **{zone.id: zone for zone in self.landscape.zones}}
        return {name: found[name] for name in sorted(found)}

    @cached_property
    def own_zones(self) -> tuple[Zone, ...]:
        """The client's own zones, as far as they are declared."""
        return tuple(sorted((z for z in self.landscape.zones if z.id not in OPEN_ZONES), key=lambda zone: zone.id))

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """The zones that the client's own lines want a product to run in; () where it leaves that open."""
        lines = [line for line in self.client.requirements if line.waived is None and line.priority != "wont"]
        return tuple(sorted({zone for line in lines if line.deploy is not None for zone in line.deploy.zone}))

    @cached_property
    def systems(self) -> Mapping[str, System]:
        """The systems by id."""
        return {system.id: system for system in self.landscape.systems}

    @cached_property
    def network(self) -> Network:
        """The flows as a network."""
        closed = [zone.id for zone in self.own_zones if zone.hosting == "air_gapped"]
        for flow in self.landscape.flows:
            # A message in any protocol may come in one that only a flow names.
            self.terms.mask(PROTOCOL, flow.protocols)
        return Network(
            terms=self.terms,
            flows=(*self.landscape.flows, *CLOUD),
            zones=self.terms.mask(ZONE, self.zones),
            closed=self.terms.mask(ZONE, closed),
            is_complete=is_complete(self.client, "landscape.flows"),
            technologies=self.base.technologies,
        )

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """The client's own adapters and the general ones."""
        general = (adapter for adapter in self.base.adapters.values() if not adapter.proposal)
        return (*self.ready(self.landscape.adapters, "client"), *self.ready(general, "general"))

    @cached_property
    def proposals(self) -> tuple[Move, ...]:
        """What can be proposed where no route is found."""
        return self.ready((adapter for adapter in self.base.adapters.values() if adapter.proposal), "general")

    @cached_property
    def routes(self) -> dict[tuple[object, ...], object]:
        """Routes that were worked out already."""
        return {}

    def ready(self, adapters: Iterable[Adapter | GeneralAdapter], owner: Owner) -> tuple[Move, ...]:
        """Adapters as moves, in the order of their ids."""
        return tuple(self._move(adapter, owner) for adapter in sorted(adapters, key=lambda adapter: adapter.id))

    def _move(self, adapter: Adapter | GeneralAdapter, owner: Owner) -> Move:
        usual: ResponseCode = "customisation" if owner == "general" else "configuration"
        return Move(
            id=adapter.id,
            key=f"{owner}:{adapter.id}",
            adapter=adapter,
            owner=owner,
            response=adapter.response or usual,
            when=self.masks(adapter.when, ANY),
            then=self.masks(adapter.then, 0),
            effort=None if adapter.effort is None else scaled(adapter.effort.likely),
            latency=None if adapter.latency is None else scaled(adapter.latency),
            capacity=None if adapter.capacity is None else adapter.capacity.base[1],
        )

    def masks(self, state: State, absent: int) -> Masks:
        """The coordinates of a state as masks."""
        values = (getattr(state, name) for name in COORDINATES)
        return tuple(absent if v is None else self.terms.mask(place, v) for place, v in enumerate(values))


def _named(landscape: Landscape) -> Iterable[str]:
    """The zones that flows, systems, interfaces and adapters name."""
    for flow in landscape.flows:
        yield from (flow.from_, flow.to)
    for system in landscape.systems:
        yield from (system.zone,) if system.zone is not None else ()
        yield from (name for interface in system.interfaces for name in interface.zone or () if name != "any")
    for adapter in landscape.adapters:
        states = (adapter.when.zone or (), adapter.then.zone or ())
        yield from (name for names in states for name in names if name != "any")


def scaled(quantity: Quantity) -> Number:
    """A person-day or second in millionths, exactly.

    >>> from tobfit.model.quantity import parse_quantity
    >>> scaled(parse_quantity("2.5 person_day")), scaled(parse_quantity("10 min"))
    (2500000, 600000000)
    """
    size = quantity.base[1] * SCALE
    return size.numerator if size.denominator == 1 else size

