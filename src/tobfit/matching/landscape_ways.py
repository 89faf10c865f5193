"""Ways out of what a landscape forbids: an adapter, a firewall rule, another hosting or interface, a platform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import attrs

from tobfit.integration.aspects import Aspect, needed, platforms_in
from tobfit.integration.broken import Break
from tobfit.integration.deployment import Spot
from tobfit.integration.places import CLOUD, is_delivered
from tobfit.integration.proposals import Proposal
from tobfit.knowledge.landscape import OPEN_ZONES
from tobfit.matching.landscape_asks import least_version
from tobfit.matching.outcome import Judgement
from tobfit.matching.world import World
from tobfit.model.frozen import FrozenMap, frozen
from tobfit.model.landscape import Landscape
from tobfit.model.plain import to_plain
from tobfit.model.price import Effort
from tobfit.model.product import Product

WayKind = Literal["configure", "extend", "partner", "negotiate"]


@attrs.frozen
class Way:
    """One way out, before it is worked out: its kind, the changes that it means, its effort if anybody said."""

    kind: WayKind
    changes: FrozenMap[str, Any]
    effort: Effort | None = None


def landscape_ways(judgement: Judgement, world: World, product: Product) -> tuple[Way, ...]:
    """The ways out of a line that the landscape leaves unmet."""
    if judgement.route is not None:
        return tuple(_of_connection(judgement, world, product))
    return tuple(_of_deployment(judgement, world, product))


def _of_connection(judgement: Judgement, world: World, product: Product) -> Iterator[Way]:
    route = judgement.route
    assert route is not None
    for proposal in route.remedies:
        changes = _proposed(proposal, judgement, world, product)
        if changes:
            kinds: dict[str, WayKind] = {
                "adapter": "extend", "firewall_rule": "configure", "hosting": "negotiate", "interface": "negotiate",
            }  # fmt: skip
            yield Way(kinds[proposal.kind], FrozenMap(changes), proposal.effort)


def _proposed(proposal: Proposal, judgement: Judgement, world: World, product: Product) -> dict[str, Any]:
    if proposal.kind == "hosting":
        unplaced = {f"product.{product.id}.interfaces.{i.id}.zone": None for i in product.interfaces if i.zone}
        return {f"product.{product.id}.hosting": (*product.hosting, proposal.hosting), **unplaced}
    if proposal.interface is not None:
        node = frozen(to_plain(proposal.interface.to_node()))
        return {f"product.{product.id}.interfaces.{proposal.interface.id}": node}
    crossing = [one for one in proposal.breaks if one.coordinate == "zone"]
    others = [one for one in proposal.breaks if one.coordinate != "zone"]
    changes: dict[str, Any] = {}
    if crossing:
        changes["client.landscape.flows"] = _with_flows(world, crossing)
    if others:
        changes.update(_with_adapter(others, proposal, judgement))
    return changes


def _with_flows(world: World, crossing: Iterable[Break]) -> tuple[Any, ...]:
    """The flows as they are, and one for each crossing that is missing."""
    landscape = world.client.landscape or Landscape()
    known = [to_plain(flow.to_node()) for flow in landscape.flows]
    found: tuple[Any, ...] = frozen((*known, *map(_flow, crossing)))
    return found


def _flow(crossing: Break) -> dict[str, Any]:
    flow: dict[str, Any] = {"from": crossing.given[0], "to": crossing.wanted[0]}
    return {**flow, "protocols": (crossing.protocol,)} if crossing.protocol else flow


def _with_adapter(others: list[Break], proposal: Proposal, judgement: Judgement) -> dict[str, Any]:
    """One adapter that turns all that has to be turned, within the limits of the line."""
    connect = judgement.requirement.connect
    assert connect is not None
    name = f"new:{judgement.requirement.id}"
    adapter: dict[str, Any] = {
        "id": name,
        "when": {one.coordinate: one.given for one in others if one.given},
        "then": {one.coordinate: one.wanted for one in others},
        "response": "customisation",
    }
    if proposal.effort is not None:
        adapter["effort"] = to_plain(proposal.effort.to_node())
    if connect.latency is not None:
        adapter["latency"] = "0 s"
    if connect.rate is not None:
        adapter["capacity"] = str(connect.rate)
    return {f"client.landscape.adapters.{name}": frozen(adapter)}


def _of_deployment(judgement: Judgement, world: World, product: Product) -> Iterator[Way]:
    """What would help at each place, for the first thing that stands in the way there; each change once."""
    deployment = judgement.deployment
    seen: set[FrozenMap[str, Any]] = set()
    for spot in deployment.spots if deployment is not None else ():
        for way in _at_spot(spot, world, product):
            if way.changes not in seen:
                seen.add(way.changes)
                yield way


def _at_spot(spot: Spot, world: World, product: Product) -> Iterator[Way]:
    aspect = spot.stands_in_the_way
    if aspect is None or aspect.truth is not False:
        return
    zone, target = spot.place.zone, f"product.{product.id}"
    match aspect.name:
        case "hosting":
            yield from _hosted_too(zone, world, product)
        case "platform":
            yield Way("configure", _installed(zone, aspect, world, product))
            runs = frozen([to_plain(one.to_node()) for one in platforms_in(zone, world.site)])
            if runs:
                yield Way("negotiate", FrozenMap({f"{target}.runs_on": runs}))
        case "egress":
            yield Way("negotiate", FrozenMap({f"{target}.egress": "optional"}))
            yield from _let_out(zone, "internet", world)
        case "access":
            for own in world.site.own_zones:
                yield from _let_out(own.id, CLOUD, world)
        case _:
            wanted = tuple(name for name in product.requires if name in aspect.detail.split(", "))
            name = f"for:{product.id}"
            system = frozen({"id": name, "capabilities": wanted})
            yield Way("partner", FrozenMap({f"client.landscape.systems.{name}": system}))


def _hosted_too(zone: str, world: World, product: Product) -> Iterator[Way]:
    record = world.site.zones.get(zone)
    hosting = "saas" if zone == CLOUD else record.hosting if record is not None else None
    if hosting is not None and not is_delivered(hosting, product):
        yield Way("negotiate", FrozenMap({f"product.{product.id}.hosting": (*product.hosting, hosting)}))


def _installed(zone: str, aspect: Aspect, world: World, product: Product) -> FrozenMap[str, Any]:
    """The zone with the platforms that the product lacks there."""
    record = world.site.zones[zone]
    own = [to_plain(platform.to_node()) for platform in record.platforms]
    lacking = [one.choices[0] for one in product.runs_on if needed(one) in aspect.detail.split(", ")]
    added = [{"platform": one.platform, **least_version(one.version)} for one in lacking]
    return FrozenMap({f"client.landscape.zones.{zone}.platforms": frozen((*own, *added))})


def _let_out(zone: str, target: str, world: World) -> Iterator[Way]:
    """A firewall rule; an air gap is there to stay."""
    record = world.site.zones.get(zone)
    if zone in OPEN_ZONES or record is None or record.hosting == "air_gapped":
        return
    crossing = Break("zone", (zone,), (target,), (zone,), "https")
    yield Way("configure", FrozenMap({"client.landscape.flows": _with_flows(world, [crossing])}))
