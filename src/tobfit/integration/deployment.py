"""Whether a product can run somewhere in a landscape: the lines that follow from it, and how each is judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from tobfit.integration.aspects import Aspect, aspect_at, platforms_in
from tobfit.integration.places import Place, Truth, places_of
from tobfit.integration.site import Site
from tobfit.knowledge.answers import DRAWN
from tobfit.knowledge.landscape import is_complete
from tobfit.knowledge.regions import regions_of
from tobfit.model.label import Label
from tobfit.model.landscape import Zone
from tobfit.model.product import Product
from tobfit.model.requirement import Deploy, Requirement, Source
from tobfit.model.words import DEPLOY_ASPECTS, DeployAspect

TITLES: dict[DeployAspect, dict[str, str]] = {
    "hosting": {
        "en": "It is delivered for a place that the client has, or from the vendor's cloud",
        "zh": "可部署于客户已有环境，或由厂商云提供",
    },
    "platform": {"en": "It runs on the platforms that are there", "zh": "可运行于现有平台与版本"},
    "egress": {"en": "Where it runs it may call home, if it has to", "zh": "若必须外联，所在区域允许外联"},
    "access": {"en": "It can be reached from the client's network", "zh": "可从客户网络访问"},
    "dependencies": {"en": "What it needs from other systems is there", "zh": "所依赖的其他系统能力已具备"},
}


@attrs.frozen
class Spot:
    """A place with the aspects that count there, in order."""

    place: Place
    aspects: tuple[Aspect, ...]

    @property
    def truth(self) -> Truth:
        """Whether all of them hold."""
        truths = [aspect.truth for aspect in self.aspects]
        return False if False in truths else None if None in truths else True

    @property
    def stands_in_the_way(self) -> Aspect | None:
        """The first aspect that does not hold, else the first that is open."""
        for truth in (False, None):
            for aspect in self.aspects:
                if aspect.truth is truth:
                    return aspect
        return None


@attrs.frozen
class Deployment:
    """Whether there is a place where the product has all it needs, up to the aspect that a line asks for.

    ``spots`` are all places, the best first.
    """

    aspects: tuple[DeployAspect, ...]
    spots: tuple[Spot, ...]

    @property
    def truth(self) -> Truth:
        """True where one place will do, False where none can, else unknown."""
        truths = [spot.truth for spot in self.spots]
        return True if True in truths else None if None in truths else False

    @property
    def best(self) -> Spot | None:
        """The place that comes nearest."""
        return self.spots[0] if self.spots else None

    @property
    def asks(self) -> tuple[str, ...]:
        """Targets whose values would tell, those of the best place first."""
        found = [t for spot in self.spots if spot.truth is None for one in spot.aspects for t in one.asks]
        return tuple(dict.fromkeys(found))


def deployment_lines(site: Site, stated: Sequence[Requirement]) -> tuple[Requirement, ...]:
    """The Musts that follow from a landscape which is drawn so far that a product can fail them; an aspect that the
    client asks for itself is left to it, and so are all if it asks for a place as a whole."""
    own = {line.deploy.aspect for line in stated if line.deploy is not None}
    return tuple(_line(name, facts) for name, facts in _drawn(site) if name not in own and None not in own)


def _drawn(site: Site) -> Iterator[tuple[DeployAspect, list[str]]]:
    """The aspects that a product can fail, each with the facts that say so."""
    zones = [zone for zone in site.own_zones if zone.hosting is not None]
    if zones:
        yield "hosting", [_zones(f"{zone.id} ({zone.hosting})" for zone in zones)]
    platforms = [zone.id for zone in site.own_zones if platforms_in(zone.id, site)]
    if platforms:
        yield "platform", [f"landscape.platforms: {', '.join(platforms)}"]
    closed = [zone.id for zone in zones if zone.hosting == "air_gapped"]
    has_flows = bool(site.own_zones) and is_complete(site.client, "landscape.flows")
    network = ["landscape.flows: complete"] if has_flows else []
    network += [_zones(f"{name} (air_gapped)" for name in closed)] if closed else []
    if has_flows or (closed and len(closed) == len(site.own_zones)):
        yield "access", network
    if closed or has_flows:
        yield "egress", network
    if site.landscape.systems and is_complete(site.client, "landscape.systems"):
        yield "dependencies", ["landscape.systems: complete"]


def _zones(names: Iterable[str]) -> str:
    return f"landscape.zones: {', '.join(names)}"


def _line(name: DeployAspect, facts: list[str]) -> Requirement:
    source = Source(kind="implied", facts=facts, basis="practice", evidence="computed")
    return Requirement(
        id=f"{DRAWN}{name}", text=Label.of(TITLES[name]), deploy={"aspect": name}, priority="must", origins=[source]
    )


def deployment_of(deploy: Deploy, product: Product, site: Site) -> Deployment:
    """Where a product can run. Aspects build on each other: a place that has no platform for the product is no place
    to call home from."""
    aspects = aspects_of(deploy, site)
    if aspects == ("dependencies",):
        place = Place("", True)
        return Deployment(aspects, (Spot(place, (aspect_at("dependencies", place, product, site),)),))
    return _at(places_of(product, site, deploy.zone), aspects, product, site)


def with_hopes(found: Deployment, hopes: Mapping[str, Sequence[str]]) -> Deployment:
    """The deployment where what the product relies on may come from elsewhere: capability -> the targets whose values
    would tell. What is lacking otherwise is then open."""
    spots = [attrs.evolve(s, aspects=tuple(_hoped(one, hopes) for one in s.aspects)) for s in found.spots]
    return attrs.evolve(found, spots=tuple(sorted(spots, key=_rank)))


def _hoped(aspect: Aspect, hopes: Mapping[str, Sequence[str]]) -> Aspect:
    if aspect.name != "dependencies" or aspect.truth is True:
        return aspect
    names = aspect.detail.split(", ")
    if aspect.truth is False and not all(name in hopes for name in names):
        return aspect
    more = [target for name in names for target in hopes.get(name, ())]
    return attrs.evolve(aspect, truth=None, asks=tuple(dict.fromkeys((*aspect.asks, *more))))


@attrs.frozen
class Home:
    """A zone of the client's own in which a product may run; ``asks`` would tell whether it can, () where it can for
    certain."""

    zone: Zone
    asks: tuple[str, ...] = ()


def homes_of(product: Product, site: Site) -> tuple[Home, ...]:
    """The client's own zones in which a product can or may run, the certain ones first; a zone of which nobody knows
    where it lies is asked for its region."""
    aspects = ("hosting", *(name for name, _ in _drawn(site) if name not in ("hosting", "dependencies")))
    found = _at(places_of(product, site), aspects, product, site)
    own = {zone.id: zone for zone in site.own_zones}
    return tuple(_home(own[s.place.zone], s, site) for s in found.spots if s.truth is not False and s.place.zone in own)


def _home(zone: Zone, spot: Spot, site: Site) -> Home:
    asks = [target for aspect in spot.aspects if aspect.truth is None for target in aspect.asks]
    region = [] if regions_of(zone.region, site.base) else [f"client.landscape.zones.{zone.id}.region"]
    return Home(zone, tuple(dict.fromkeys([*asks, *region])))


def _at(
    places: Sequence[Place], aspects: tuple[DeployAspect, ...], product: Product, site: Site
) -> Deployment:
    spots = [Spot(place, tuple(aspect_at(name, place, product, site) for name in aspects)) for place in places]
    return Deployment(aspects, tuple(sorted(spots, key=_rank)))


def aspects_of(deploy: Deploy, site: Site) -> tuple[DeployAspect, ...]:
    """The aspects that count for a line: its own and those that it builds on; all of them where it names none."""
    if deploy.aspect == "dependencies":
        return ("dependencies",)
    if deploy.aspect is None:
        return DEPLOY_ASPECTS
    drawn = {name for name, _ in _drawn(site)}
    upto = DEPLOY_ASPECTS[: DEPLOY_ASPECTS.index(deploy.aspect)]
    return (*(name for name in upto if name in drawn), deploy.aspect)


def _rank(spot: Spot) -> tuple[object, ...]:
    order = {True: 0, None: 1, False: 2}
    held = sum(aspect.truth is True for aspect in spot.aspects)
    return order[spot.truth], -held, spot.place.zone
