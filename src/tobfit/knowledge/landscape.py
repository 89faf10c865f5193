"""What a client's landscape and stakeholders answer by themselves: attributes derived from systems, zones, flows and
head counts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from tobfit.knowledge.attributes import Scalar
from tobfit.knowledge.cells import Truth
from tobfit.knowledge.heads import derived_heads
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.attribute import Attribute, Derivation, SystemPattern
from tobfit.model.client import Client
from tobfit.model.frozen import FrozenMap
from tobfit.model.landscape import Flow, Landscape, System, Zone
from tobfit.model.segment import Role

Derived = tuple[Scalar | None, str]
"""What follows, and the place in the client record that says so."""


OPEN_ZONES: Mapping[str, Zone] = FrozenMap(
    {"saas": Zone(id="saas", hosting="saas"), "internet": Zone(id="internet", hosting="public_cloud")}
)
"""The zones that exist for everybody: the vendors' cloud, and the internet."""


def is_complete(client: Client, path: str) -> bool:
    """Whether a part of the client, or one that holds it, is declared complete.

    >>> is_complete(Client(id="c", complete=["landscape"]), "landscape.flows")
    True
    """
    return any(path == part or path.startswith(f"{part}.") for part in client.complete)


def derived(
    attribute: Attribute, client: Client, vocabulary: Vocabulary, roles: Mapping[str, Role] = FrozenMap()
) -> Derived:
    """The answer of the landscape or the stakeholders; unknown where they do not say enough."""
    derivation: Derivation | None = attribute.derived
    if derivation is None:
        return None, ""
    landscape = client.landscape or Landscape()
    if derivation.heads is not None:
        return derived_heads(derivation.heads, client, roles)
    if derivation.unreachable is not None:
        return _unreachable(derivation.unreachable, client, landscape)
    assert derivation.system is not None
    return _some_system(derivation.system, client, landscape, vocabulary)


def _some_system(pattern: SystemPattern, client: Client, landscape: Landscape, vocabulary: Vocabulary) -> Derived:
    """True with the system and its zone; false only where all systems are drawn and none can fit."""
    zones = {**OPEN_ZONES, **{zone.id: zone for zone in landscape.zones}}
    maybe = False
    for system in landscape.systems:
        capability = _capability(system, pattern, vocabulary)
        hosted = _is_hosted(system, pattern, zones)
        if capability is not None and hosted is True:
            zone = f" > zone {system.zone}" if pattern.hosting and system.zone else ""
            named = f" > {capability}" if capability else ""
            return True, f"landscape.systems: {system.id}{named}{zone}"
        maybe = maybe or (capability is not None and hosted is None)
    if not maybe and is_complete(client, "landscape.systems"):
        return False, "landscape.systems is complete"
    return None, ""


def _capability(system: System, pattern: SystemPattern, vocabulary: Vocabulary) -> str | None:
    """The system's first capability that fits, itself or by one broader."""
    if not pattern.capabilities:
        return ""  # any system
    wanted = set(pattern.capabilities)
    for name in system.capabilities:
        if name in wanted or not wanted.isdisjoint(vocabulary.ancestors(name)):
            return name
    return None


def _is_hosted(system: System, pattern: SystemPattern, zones: Mapping[str, Zone]) -> Truth:
    if not pattern.hosting:
        return True
    zone = zones.get(system.zone or "")
    return None if zone is None or zone.hosting is None else zone.hosting in pattern.hosting


def _unreachable(target: str, client: Client, landscape: Landscape) -> Derived:
    """False with the way where flows lead there from some zone; true only where all flows are drawn."""
    way = _way_to(target, landscape.flows, sorted({zone.id for zone in landscape.zones} - {target}))
    if way:
        return False, f"landscape.flows: {' > '.join(way)}"
    if is_complete(client, "landscape.flows"):
        return True, "landscape.flows is complete"
    return None, ""


def _way_to(target: str, flows: Iterable[Flow], zones: Iterable[str]) -> tuple[str, ...]:
    """The shortest way from one of the zones (or from wherever flows begin) to the target; () where there is none."""
    onward: dict[str, list[str]] = {}
    for flow in flows:
        onward.setdefault(flow.from_, []).append(flow.to)
    starts = sorted({*zones, *onward} - {target, *OPEN_ZONES})
    ways: dict[str, tuple[str, ...]] = {start: (start,) for start in starts}
    queue = deque(starts)
    while queue:
        at = queue.popleft()
        for after in sorted(onward.get(at, ())):
            if after == target:
                return (*ways[at], after)
            if after not in ways:
                ways[after] = (*ways[at], after)
                queue.append(after)
    return ()
