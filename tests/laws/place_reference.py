"""A naive judge of what a landscape has a part in, written from its meaning: places to run, regions, and the lines that
follow from what is drawn.

Whether a connection can be made is looked up in the engine's route: ``test_routes`` proves that against a search of its
own. Truths are True, False and None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from tobfit.integration.routing import Route, route_of
from tobfit.integration.site import Site
from tobfit.model.landscape import Flow, Landscape, Platform, RunsOn, System, Zone
from tobfit.model.product import Product
from tobfit.model.requirement import Deploy, Requirement
from tobfit.testing.strategies import World

ASPECTS = ("hosting", "platform", "access", "egress", "dependencies")
Truth = bool | None


def every(truths: Iterable[Truth]) -> Truth:
    """All of them hold."""
    found = list(truths)
    return False if False in found else None if None in found else True


def some(truths: Iterable[Truth]) -> Truth:
    """One of them holds."""
    found = list(truths)
    return True if True in found else None if None in found else False


class Surveyor:
    """One product in the landscape of one client."""

    def __init__(self, world: World, product: Product) -> None:
        self.world, self.product = world, product
        self.drawn = world.client.landscape or Landscape()
        self.terms = {term.id: term for layer in world.packs.layers for pack in layer for term in pack.vocabulary}
        self.over = {tech.id: tech.over for layer in world.packs.layers for pack in layer for tech in pack.technologies}

    def is_said_to_be_all(self, part: str) -> bool:
        return any(name in ("landscape", f"landscape.{part}") for name in self.world.client.complete)

    # -- the lines that follow

    def counting(self) -> set[str]:
        """The aspects that a product can fail, as far as the landscape is drawn."""
        zones = self.drawn.zones
        closed = [zone for zone in zones if zone.hosting == "air_gapped"]
        flows = bool(zones) and self.is_said_to_be_all("flows")
        found = {
            "hosting": any(zone.hosting is not None for zone in zones),
            "platform": any(self.platforms(zone.id) for zone in zones),
            "access": flows or (bool(zones) and len(closed) == len(zones)),
            "egress": flows or bool(closed),
            "dependencies": bool(self.drawn.systems) and self.is_said_to_be_all("systems"),
        }
        return {name for name, does in found.items() if does}

    def lines(self) -> list[Requirement]:
        """The Musts that nobody wrote, in their order."""
        own = {line.deploy.aspect for line in self.world.client.requirements if line.deploy is not None}
        names = [name for name in ASPECTS if name in self.counting() and name not in own and None not in own]
        return [Requirement(id=f"deploy:{name}", deploy=name, priority="must") for name in names]

    # -- one place

    def zone(self, name: str) -> Zone | None:
        return next((zone for zone in self.drawn.zones if zone.id == name), None)

    def platforms(self, name: str) -> list[Platform]:
        zone = self.zone(name)
        there = list(zone.platforms) if zone is not None else []
        return there + [one for system in self.drawn.systems if system.zone == name for one in system.platforms]

    def is_offered(self, name: str) -> Truth:
        """Whether the product is delivered for a place."""
        kinds = set(self.product.hosting)
        if not kinds:
            return None
        if name == "saas":
            return "saas" in kinds
        zone = self.zone(name)
        if zone is None or zone.hosting is None:
            return None if kinds - {"saas"} else False
        closed_or_not = {"on_premises", "air_gapped"}
        return bool(kinds & (closed_or_not if zone.hosting in closed_or_not else {zone.hosting}))

    def has_platforms(self, name: str) -> Truth:
        if name == "saas":
            return True
        if not self.product.runs_on:
            return None
        return every(self.has_one_of(one.any_of or [one], name) for one in self.product.runs_on)

    def has_one_of(self, wanted: Sequence[Platform | RunsOn], name: str) -> Truth:
        """Whether one of some platforms is there; unknown where none of them is drawn at all."""
        pairs = [(w, there) for w in wanted for there in self.platforms(name) if there.platform == w.platform]
        if not pairs:
            return False if self.is_said_to_be_all("systems") and self.is_said_to_be_all("zones") else None
        return some(True if w.version is None else within(there.version, w.version) for w, there in pairs)

    def gets(self, start: str, target: str) -> Truth:
        """Whether https can be opened from one zone to another: over drawn flows, perhaps over others, or not."""
        carriers = {"https"}
        for _ in self.over:
            carriers |= {below for name in carriers for below in self.over.get(name, ())}
        cloud = [Flow(from_="internet", to="saas"), Flow(from_="saas", to="internet")]
        lets = [f for f in (*self.drawn.flows, *cloud) if not f.protocols or {*f.protocols} & {*carriers, "any"}]
        hops = {(flow.from_, flow.to) for flow in lets}
        if target in spread(start, hops):
            return True
        if self.is_said_to_be_all("flows"):
            return False
        free = [zone.id for zone in self.drawn.zones if zone.hosting != "air_gapped"] + ["saas", "internet"]
        return None if target in spread(start, hops | {(a, b) for a in free for b in free}) else False

    def aspect(self, name: str, place: str) -> Truth:
        match name:
            case "hosting":
                return self.is_offered(place)
            case "platform":
                return self.has_platforms(place)
            case "access":
                return True if place != "saas" else some(self.gets(zone.id, "saas") for zone in self.drawn.zones)
            case "egress":
                if place == "saas" or self.product.egress in ("none", "optional"):
                    return True
                # Who is free to call home need not say whether it does.
                free = self.gets(place, "internet")
                return free if free or self.product.egress is not None else None
            case _:
                return every(self.is_had(capability) for capability in self.product.requires)

    def is_had(self, capability: str) -> Truth:
        if any(self.gives(system, capability) for system in self.drawn.systems):
            return True
        return False if self.is_said_to_be_all("systems") else None

    def gives(self, system: System, capability: str) -> bool:
        """Whether a system has a capability, itself or one below it."""
        for name in system.capabilities:
            at: str | None = name
            while at is not None:
                if at == capability:
                    return True
                at = self.terms[at].broader
        return False

    # -- all places

    def places(self) -> list[str]:
        """Where the product may run: where the client's lines want it, else in the client's zones that its interfaces
        name, else anywhere."""
        lines = [line for line in self.world.client.requirements if line.waived is None and line.priority != "wont"]
        wanted = {zone for line in lines if line.deploy is not None for zone in line.deploy.zone}
        if wanted:
            return sorted(wanted)
        own = [zone.id for zone in self.drawn.zones]
        named = {zone for interface in self.product.interfaces for zone in interface.zone or ()}
        return [zone for zone in own if zone in named] or [*own, "saas"]

    def deployed(self, deploy: Deploy) -> Truth:
        """Whether one place has all that a line asks for, and what that builds on."""
        if deploy.aspect == "dependencies":
            return self.aspect("dependencies", "")
        names = list(ASPECTS)
        if deploy.aspect is not None:
            names = [name for name in ASPECTS[: ASPECTS.index(deploy.aspect)] if name in self.counting()]
            names.append(deploy.aspect)
        return some(every(self.aspect(name, place) for name in names) for place in deploy.zone or self.places())

    def homes(self) -> list[tuple[str | None, bool]]:
        """The regions of the client's own zones in which the product may run, and whether it can for certain."""
        names = [name for name in ASPECTS[:-1] if name == "hosting" or name in self.counting()]
        found = [(zone, every(self.aspect(name, zone.id) for name in names)) for zone in self.drawn.zones]
        here = self.places()
        return [
            (zone.region and zone.region.lower(), truth is True)
            for zone, truth in found if truth is not False and zone.id in here
        ]  # fmt: skip

    def route(self, line: Requirement, accept: tuple[Any, ...] = ()) -> Route:
        """The engine's route."""
        return route_of(line, self.product, Site(self.world.client, self.world.packs.base), accept)


def spread(start: str, hops: set[tuple[str, str]]) -> set[str]:
    """Everything that hops lead to."""
    found = {start}
    for _ in hops:
        found |= {to for at, to in hops if at in found}
    return found


def within(version: str | None, wanted: str) -> Truth:
    """Whether a version of numbers lies in a range; one with a suffix at a bound's own numbers may or may not."""
    if version is None:
        return None
    numbers, suffix = re.fullmatch(r"([0-9.]+)(.*)", version).groups()  # type: ignore[union-attr]
    mine = [int(part) for part in numbers.split(".")]
    answers: list[Truth] = []
    for part in wanted.split(","):
        operator, bound = re.fullmatch(r"(>=|<)([0-9.]+)", part).groups()  # type: ignore[union-attr]
        its = [int(number) for number in bound.split(".")]
        longest = max(len(mine), len(its))
        one, other = ([*numbers, *[0] * (longest - len(numbers))] for numbers in (mine, its))
        answers.append(None if one == other and suffix else one >= other if operator == ">=" else one < other)
    return every(answers)
