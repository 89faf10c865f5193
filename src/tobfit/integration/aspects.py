"""What a product needs of a place, each in three values: hosting, platforms, a way out to call home, a way in."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from tobfit.integration.places import CLOUD, UNDRAWN, ZONES, Place, Truth
from tobfit.integration.site import Site
from tobfit.integration.terms import PROTOCOL, ZONE
from tobfit.knowledge.landscape import is_complete
from tobfit.model.landscape import Platform, RunsOn
from tobfit.model.product import Product
from tobfit.model.scalars import Refused
from tobfit.model.version import parse_range, parse_version, satisfies
from tobfit.model.words import DeployAspect

HOME = "https"
"""The protocol in which products call home and users reach them."""
FLOWS = "client.landscape.flows"
SYSTEMS = "client.landscape.systems"


@attrs.frozen
class Aspect:
    """One need at one place: whether it is met, what decides it, and the targets whose values would tell."""

    name: DeployAspect
    truth: Truth
    detail: str = ""
    asks: tuple[str, ...] = ()


def aspect_at(name: DeployAspect, place: Place, product: Product, site: Site) -> Aspect:
    """One need of a product at one place."""
    if place.zone == UNDRAWN and name != "dependencies":
        return Aspect(name, None, UNDRAWN, (ZONES,))
    match name:
        case "hosting":
            return Aspect(name, place.hosted, place.zone, (place.asks,) if place.asks else ())
        case "platform":
            return _platforms(place, product, site)
        case "egress":
            return _egress(place, product, site)
        case "access":
            return _access(place, site)
        case _:
            return _dependencies(product, site)


def _platforms(place: Place, product: Product, site: Site) -> Aspect:
    if place.zone == CLOUD:
        return Aspect("platform", True, CLOUD)
    if not product.runs_on:
        return Aspect("platform", None, "", (f"product.{product.id}.runs_on",))
    there = platforms_in(place.zone, site)
    found = [(wanted, _runs(wanted, there, site)) for wanted in product.runs_on]
    return _together("platform", [(truth, needed(wanted)) for wanted, truth in found], _platform_target(place.zone))


def _platform_target(zone: str) -> str:
    return f"client.landscape.zones.{zone}.platforms"


def platforms_in(zone: str, site: Site) -> tuple[Platform, ...]:
    """What runs in a zone: its own platforms and those of its systems."""
    record = site.zones.get(zone)
    own = record.platforms if record is not None else ()
    return (*own, *(p for system in site.landscape.systems if system.zone == zone for p in system.platforms))


def shown(platform: Platform) -> str:
    """A platform with its version or range."""
    return platform.platform + (f" {platform.version}" if platform.version else "")


def needed(wanted: RunsOn) -> str:
    """A platform that is needed, or all that would do."""
    return " / ".join(map(shown, wanted.choices))


def _runs(wanted: RunsOn, there: Sequence[Platform], site: Site) -> Truth:
    """Whether one of the platforms is a wanted one in a version that suits; unknown where none is drawn."""
    answers = [_suits(one, have) for one in wanted.choices for have in there if have.platform == one.platform]
    if True in answers:
        return True
    if not answers or None in answers:
        is_drawn = all(is_complete(site.client, part) for part in ("landscape.systems", "landscape.zones"))
        return False if is_drawn and not answers else None
    return False


def _suits(wanted: Platform, there: Platform) -> Truth:
    if wanted.version is None:
        return True
    if there.version is None:
        return None
    try:
        return satisfies(parse_version(there.version), parse_range(wanted.version))
    except Refused:
        return None  # the client gives a range: which version it is, nobody said


def _egress(place: Place, product: Product, site: Site) -> Aspect:
    if place.zone == CLOUD:
        return Aspect("egress", True, CLOUD)
    if product.egress in ("optional", "none"):
        return Aspect("egress", True, product.egress)
    truth, detail, asks = _gets(place.zone, "internet", site)
    if truth or product.egress == "required":
        return Aspect("egress", truth, detail, asks)
    # Where it could not call home if it had to, it matters that nobody said whether it has to.
    return Aspect("egress", None, place.zone, (f"product.{product.id}.egress",))


def _access(place: Place, site: Site) -> Aspect:
    """Who is where the product is reaches it; its cloud is reached from one of the client's zones."""
    if place.zone != CLOUD:
        return Aspect("access", True, place.zone)
    if not site.own_zones and not is_complete(site.client, "landscape.zones"):
        return Aspect("access", None, UNDRAWN, (ZONES,))
    found = [_gets(zone.id, CLOUD, site) for zone in site.own_zones]
    for truth in (True, None):
        best = next((one for one in found if one[0] is truth), None)
        if best is not None:
            return Aspect("access", *best)
    return Aspect("access", False, ", ".join(zone.id for zone in site.own_zones))


def _gets(zone: str, target: str, site: Site) -> tuple[Truth, str, tuple[str, ...]]:
    """Whether something in a zone can open a connection to another: by drawn flows, by flows that nobody drew, or
    not."""
    start, end = site.terms.mask(ZONE, [zone]), site.terms.mask(ZONE, [target])
    protocol = site.terms.bit(PROTOCOL, HOME)
    way = site.network.way(start, end, protocol)
    if way:
        return True, " > ".join(way), ()
    if site.network.reach(start, protocol, hopeful=True) & end:
        return None, zone, (FLOWS,)
    return False, zone, ()


def _dependencies(product: Product, site: Site) -> Aspect:
    """What the product takes from elsewhere: a system of the client's has it, itself or one narrower."""
    found = [(_is_there(name, site), name) for name in product.requires]
    return _together("dependencies", found, SYSTEMS)


def _is_there(name: str, site: Site) -> Truth:
    vocabulary = site.base.vocabulary
    for system in site.landscape.systems:
        if any(have == name or name in vocabulary.ancestors(have) for have in system.capabilities):
            return True
    return False if is_complete(site.client, "landscape.systems") else None


def _together(name: DeployAspect, found: list[tuple[Truth, str]], asks: str) -> Aspect:
    """All must hold: the worst decides, and is named, in alphabetical order."""
    for truth in (False, None):
        named = sorted(what for one, what in found if one is truth)
        if named:
            return Aspect(name, truth, ", ".join(named), (asks,) if truth is None else ())
    return Aspect(name, True, ", ".join(sorted(what for _, what in found)))
