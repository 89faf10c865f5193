"""Where a product can run: the vendor's cloud, or the client's zones that offer what it is delivered for."""

from __future__ import annotations

from typing import Literal

import attrs

from tobfit.integration.site import Site
from tobfit.knowledge.landscape import OPEN_ZONES, is_complete
from tobfit.model.landscape import Zone
from tobfit.model.product import Product
from tobfit.model.words import Hosting

Truth = bool | None
CLOUD = "saas"
UNDRAWN = ""
"""Stands for a zone of the client's own where none is drawn."""
ZONES = "client.landscape.zones"
SUITS: dict[Hosting, tuple[Hosting, ...]] = {
    # What runs in a closed network runs in an open one; what is installed on the premises is judged by its need to
    # call home, not by the word.
    "on_premises": ("on_premises", "air_gapped"),
    "air_gapped": ("air_gapped", "on_premises"),
}


@attrs.frozen
class Place:
    """A zone, and whether the product is delivered for it; ``asks`` is the target whose value would tell."""

    zone: str
    hosted: Truth
    asks: str | None = None


def places_of(product: Product, site: Site, wanted: tuple[str, ...] = ()) -> tuple[Place, ...]:
    """Every place that comes into question: of ``wanted`` zones, of those that any of the client's lines wants, of
    those that the product's own interfaces name, else of all."""
    zones = wanted or site.wanted or _named(product, site) or (*_own(product, site), CLOUD)
    return tuple(_place(name, product, site) for name in sorted(zones, key=lambda name: (name == CLOUD, name)))


def _own(product: Product, site: Site) -> tuple[str, ...]:
    """The client's own zones; where none is drawn, and a product needs one, there may be one."""
    drawn = tuple(zone.id for zone in site.own_zones)
    if drawn or set(product.hosting) <= {"saas"} or is_complete(site.client, "landscape.zones"):
        return drawn
    return (UNDRAWN,)


def _named(product: Product, site: Site) -> tuple[str, ...]:
    """The client's own zones that the product's interfaces stand in."""
    named = {name for interface in product.interfaces for name in interface.zone or ()}
    return tuple(sorted(named & site.zones.keys() - OPEN_ZONES.keys()))


def _place(name: str, product: Product, site: Site) -> Place:
    zone = site.zones.get(name)
    if name == UNDRAWN:
        return Place(name, None, ZONES)
    if not product.hosting:
        return Place(name, None, f"product.{product.id}.hosting")
    if name == CLOUD:
        return Place(name, "saas" in product.hosting)
    if zone is None or zone.hosting is None:
        # Nothing but the vendor's cloud is offered: whatever the zone is, it is not that.
        is_cloud_only = set(product.hosting) == {"saas"}
        return Place(name, False if is_cloud_only else None, f"client.landscape.zones.{name}.hosting")
    return Place(name, is_delivered(zone.hosting, product))


def is_delivered(hosting: Hosting, product: Product) -> bool:
    """Whether the product is delivered for a zone of this kind."""
    return not set(SUITS.get(hosting, (hosting,))).isdisjoint(product.hosting)


def hosting_of(zone: Zone | None) -> Hosting | Literal["unknown"]:
    """The kind of a zone, as far as it is said."""
    return "unknown" if zone is None or zone.hosting is None else zone.hosting
