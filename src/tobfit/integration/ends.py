"""The two ends of a connection: what a source gives and a sink takes, and what of it nobody said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import attrs

from tobfit.integration.places import UNDRAWN, Place, places_of
from tobfit.integration.search import Sink, Source
from tobfit.integration.site import Masks, Site, scaled
from tobfit.integration.terms import ANY, ENTITY, MODE, OF_SINK, OF_SOURCE, ZONE
from tobfit.knowledge.landscape import is_complete
from tobfit.model.landscape import COORDINATES, Interface
from tobfit.model.product import Product
from tobfit.model.requirement import Connect
from tobfit.model.scalars import Refused
from tobfit.model.version import parse_range, parse_version, satisfies

Hope = Callable[[str], bool]
"""Whether something that nobody said, named by its target, is taken to be as good as it can be."""
Direction = Literal["to_product", "from_product"]


@attrs.frozen(eq=False)
class End:
    """One interface at one end, or none that is drawn (``interface`` is None).

    ``target`` is where it stands; ``zones`` the names of the zones where it is, None where nobody said, and then
    ``zone_target`` is what would tell; ``places`` those of a product that may run in several.
    """

    owner: Literal["client", "product"]
    name: str
    interface: Interface | None
    target: str
    zones: tuple[str, ...] | None
    zone_target: str
    places: tuple[Place, ...] = ()

    @property
    def known(self) -> Interface:
        """The interface; one of which nothing is said where none is drawn."""
        return self.interface or Interface(id="unknown")


def client_ends(connect: Connect, site: Site, direction: Direction) -> tuple[End, ...]:
    """The interfaces of the client's system that come into question."""
    system = site.systems.get(connect.system)
    target = f"client.landscape.systems.{connect.system}"
    zones = (system.zone,) if system is not None and system.zone is not None else None
    drawn = _in_order(system.interfaces) if system is not None else ()
    chosen = [i for i in drawn if connect.interface in (None, i.id)]
    suiting = [i for i in chosen if _flows(i, direction, "client")]
    if not drawn and is_complete(site.client, f"landscape.systems.{connect.system}.interfaces"):
        return ()
    if not chosen:
        return (End("client", connect.system, None, f"{target}.interfaces", zones, f"{target}.zone"),)
    return tuple(
        End("client", connect.system, i, f"{target}.interfaces.{i.id}", i.zone or zones, f"{target}.zone")
        for i in suiting
    )


def product_ends(product: Product, site: Site, direction: Direction) -> tuple[End, ...]:
    """The interfaces of the product that come into question."""
    target = f"product.{product.id}"
    suiting = [i for i in _in_order(product.interfaces) if _flows(i, direction, "product")]
    places = places_of(product, site)
    if not product.interfaces:
        return (_product_end(None, f"{target}.interfaces", places, product),)
    return tuple(_product_end(i, f"{target}.interfaces.{i.id}", places, product) for i in suiting)


def _in_order(interfaces: Iterable[Interface]) -> list[Interface]:
    """By id, so that the order in which they are written decides nothing."""
    return sorted(interfaces, key=lambda interface: interface.id)


def _product_end(interface: Interface | None, target: str, places: tuple[Place, ...], product: Product) -> End:
    stated = interface.zone if interface is not None else None
    hosting = f"product.{product.id}.hosting"
    if stated is not None:
        return End("product", product.id, interface, target, stated, hosting)
    if not product.hosting:
        return End("product", product.id, interface, target, None, hosting)
    return End("product", product.id, interface, target, (), hosting, places)


def _flows(interface: Interface, direction: Direction, owner: Literal["client", "product"]) -> bool:
    """Whether data can flow through an interface the way that is wanted; unsaid is possible."""
    is_source = (direction == "to_product") == (owner == "client")
    return interface.data in (None, "both", "out" if is_source else "in")


def source_of(end: End, connect: Connect, site: Site, hope: Hope) -> Source | None:
    """What an end gives; None where it is taken to give nothing."""
    interface = end.known
    if not _is_there(end, "out", hope):
        return None
    masks = list(_masks(end, site, hope, OF_SOURCE))
    masks[ENTITY] = _entity(end, connect, site, hope)
    sends, is_served = _initiative(end)
    return Source(
        tuple(masks), sends, is_served, 0 if interface.latency is None else scaled(interface.latency)
    )


def _initiative(end: End) -> tuple[bool, bool]:
    """Whether a source sends by itself, and whether others can fetch from it."""
    interface = end.known
    if interface.initiator is not None:
        return interface.initiator == "self", interface.initiator == "peer"
    # One that is provided can do both, one that is consumed only sends.
    return True, interface.side != "consumes"


def sink_of(end: End, connect: Connect, site: Site, hope: Hope) -> Sink | None:
    """What an end takes; None where it is taken to take nothing."""
    interface = end.known
    if not _is_there(end, "in", hope):
        return None
    masks = list(_masks(end, site, hope, OF_SINK))
    if connect.mode:
        wanted = site.terms.mask(MODE, connect.mode)
        masks[MODE] = wanted if masks[MODE] == ANY else masks[MODE] & wanted
    latency = 0 if interface.latency is None else scaled(interface.latency)
    opener = interface.initiator or {"provides": "peer", "consumes": "self", None: None}[interface.side]
    return Sink(tuple(masks), takes=opener != "self", fetches=opener != "peer", latency=latency)


def sides_of(end: End) -> tuple[End, ...]:
    """An end as it is; where nobody said whose interface it is, as the one and as the other."""
    if end.interface is None or end.interface.side is not None:
        return (end,)
    sides = (end.interface.evolve(side=side) for side in ("provides", "consumes"))
    return tuple(attrs.evolve(end, interface=interface) for interface in sides)


def _is_there(end: End, data: Literal["in", "out"], hope: Hope) -> bool:
    """Whether there is an interface for this direction."""
    if end.interface is None:
        return hope(end.target)
    return end.interface.data in (data, "both") or (end.interface.data is None and hope(f"{end.target}.data"))


def _masks(end: End, site: Site, hope: Hope, unnamed: int) -> Masks:
    """The coordinates of an interface; what nobody said is anything, or something that nobody else has."""
    found = []
    for place, name in enumerate(COORDINATES):
        if place == ZONE:
            found.append(_zone(end, site, hope, unnamed))
            continue
        if place == ENTITY and unnamed == OF_SOURCE:
            found.append(ANY)  # what a source gives depends on what is wanted of it
            continue
        values = getattr(end.known, name)
        if values is not None:
            found.append(site.terms.mask(place, values))
        elif end.interface is None:
            found.append(ANY)  # that there is none is asked for as a whole
        else:
            found.append(ANY if hope(f"{end.target}.{name}") else unnamed)
    return tuple(found)


def _zone(end: End, site: Site, hope: Hope, unnamed: int) -> int:
    network = site.network
    if end.zones is None:
        # A product of which nobody said how it is delivered may be delivered nowhere.
        return network.zones if hope(end.zone_target) else unnamed if end.owner == "client" else 0
    if end.zones:
        mask = site.terms.mask(ZONE, end.zones)
        return network.zones if mask == ANY else mask
    sure = [p.zone for p in end.places if p.hosted or (p.hosted is None and hope(p.asks or end.zone_target))]
    return network.zones if UNDRAWN in sure else site.terms.mask(ZONE, sure)


def _entity(end: End, connect: Connect, site: Site, hope: Hope) -> int:
    """What the source gives of what is wanted; the client's own word that it is there counts."""
    stated = end.known.entity
    wanted = ANY if connect.entity is None else site.terms.mask(ENTITY, [connect.entity])
    if stated is not None:
        given = site.terms.mask(ENTITY, stated)
        return wanted if given == ANY else given & wanted
    if end.interface is None or (end.owner == "client" and connect.entity is not None):
        return wanted
    # At worst it gives something else, which is nothing where something is wanted.
    return wanted if hope(f"{end.target}.entity") else OF_SOURCE if connect.entity is None else 0


def suits_directly(source: End, sink: End, hope: Hope) -> bool:
    """Whether the version that one end provides lies in the range that the other takes."""
    if source.interface is None or sink.interface is None:
        return True  # that there is none is asked for as a whole
    ends = [(source, sink), (sink, source)]
    # Both are looked at, so that all that nobody said is asked for.
    suits = [_version(provider, consumer, hope) for provider, consumer in ends]
    return all(suits)


def _version(provider: End, consumer: End, hope: Hope) -> bool:
    given, wanted = provider.known, consumer.known
    if wanted.version is None or wanted.side != "consumes" or given.side != "provides":
        return True
    answer = _lies_in(given.version, wanted.version)
    return hope(f"{provider.target}.version") if answer is None else answer


def _lies_in(version: str | None, wanted: str) -> bool | None:
    if version is None:
        return None
    try:
        return satisfies(parse_version(version), parse_range(wanted))
    except Refused:
        return None  # a range on both sides: whether they meet in one version is not said
