"""Questions about a landscape: what nobody said and a connection or a deployment hangs on, with its answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tobfit.integration.deployment import Deployment, homes_of
from tobfit.integration.routing import Route
from tobfit.knowledge.landscape import OPEN_ZONES
from tobfit.knowledge.regions import ELSEWHERE
from tobfit.matching.landscape_topic import Topic, topic_of
from tobfit.matching.outcome import Judgement
from tobfit.matching.world import World
from tobfit.model.frozen import FrozenMap, frozen
from tobfit.model.landscape import COORDINATES, Interface, Landscape, State
from tobfit.model.plain import to_plain
from tobfit.model.product import Product
from tobfit.model.words import HOSTINGS

Changes = FrozenMap[str, Any]
MOST = 6
"""So many values of a coordinate are offered as answers, and that it is another one."""
OTHER = "another"
"""A value that nobody named."""


def open_targets(judgement: Judgement) -> tuple[str, ...]:
    """The targets whose values would tell, the most telling first; general adapters belong to nobody one could ask."""
    route, deployment = judgement.route, judgement.deployment
    found: tuple[str, ...] = ()
    if route is not None:
        found = tuple(point.target for point in route.open)
    elif deployment is not None:
        found = deployment.asks
    elif judgement.voices.site is not None:
        homes = homes_of(judgement.voices.product, judgement.voices.site)
        found = tuple(dict.fromkeys(target for home in homes for target in home.asks))
    return tuple(target for target in found if not target.startswith("pack."))


def landscape_answers(target: str, judgement: Judgement, world: World, product: str) -> Iterator[tuple[str, Changes]]:
    """The answers that a question can have, each with the changes that it means."""
    topic, offered = topic_of(target, product), world.catalog.product(product)
    match topic.kind:
        case "coordinate":
            yield from _of_coordinate(target, topic, judgement, world, offered)
        case "system_zone":
            yield from ((name, _set(target, name)) for name in _zones(world))
        case "hosting":
            yield from ((kind, _set(target, (kind,))) for kind in HOSTINGS)
        case "zone_hosting":
            yield from ((kind, _set(target, kind)) for kind in HOSTINGS[1:])
        case "egress":
            yield from ((word, _set(target, word)) for word in ("none", "optional", "required"))
        case "zone_region":
            need = judgement.requirement.need
            yield from ((region, _set(target, region)) for region in (*need.all_of, *need.any_of, ELSEWHERE))
        case "flows":
            yield from _of_flows(judgement, world)
        case "runs_on":
            yield from _of_runs_on(target, judgement, world)
        case "platforms":
            yield from _of_platforms(target, topic, world, offered)
        case "systems":
            yield from _of_systems(judgement, world, offered)
        case "zones":
            yield "no zone of its own", _set("client.complete", (*world.client.complete, "landscape.zones"))
        case "adapter":
            yield from _of_adapter(target, topic, judgement)
        case _:
            return


def _set(target: str, value: Any) -> Changes:
    return FrozenMap({target: value})


def _zones(world: World) -> list[str]:
    return [name for name in world.site.zones if name not in OPEN_ZONES]


def _of_coordinate(
    target: str, topic: Topic, judgement: Judgement, world: World, product: Product
) -> Iterator[tuple[str, Changes]]:
    if topic.field == "side":
        values: list[str] = ["provides", "consumes"]
    elif topic.field == "data":
        values = ["in", "out", "both"]
    elif topic.field == "version":
        return
    else:
        values = [*_values(topic.field, judgement, world, product)][:MOST]
        values += [OTHER] if topic.field not in ("zone", "mode") else []
    yield from ((value, _set(target, value)) for value in values)


def _values(field: str, judgement: Judgement, world: World, product: Product) -> list[str]:
    """The values of a coordinate that both ends and the adapters name."""
    landscape = world.client.landscape or Landscape()
    connect = judgement.requirement.connect
    if field == "zone":
        return [*_zones(world), *OPEN_ZONES]
    near: list[Interface | State] = list(product.interfaces)
    near += [i for s in landscape.systems if connect and s.id == connect.system for i in s.interfaces]
    near += [state for adapter in (*landscape.adapters, *product.adapters) for state in (adapter.when, adapter.then)]
    assert field in COORDINATES
    found = [value for one in near for value in getattr(one, field) or ()]
    return [value for value in dict.fromkeys(found) if value != "any"]


def _of_flows(judgement: Judgement, world: World) -> Iterator[tuple[str, Changes]]:
    """That nothing else flows; and that the one thing flows which is missing."""
    landscape = world.client.landscape or Landscape()
    complete = (*world.client.complete, "landscape.flows")
    yield "no other flow", _set("client.complete", complete)
    missing = _missing_flow(judgement.route) or _way_home(judgement.deployment)
    if missing is not None:
        flows = (*(to_plain(flow.to_node()) for flow in landscape.flows), missing)
        label = f"{missing['from']} > {missing['to']}"
        yield label, FrozenMap({"client.landscape.flows": frozen(flows)})


def _missing_flow(route: Route | None) -> dict[str, Any] | None:
    """The flow that a hopeful route presumes."""
    for step in route.steps if route is not None else ():
        if step.kind == "flow" and not step.is_drawn:
            ends = (step.zones[-1], step.zones[0]) if step.fetched else (step.zones[0], step.zones[-1])
            protocols = [name for name in step.state["protocol"] if name != "any"]
            found: dict[str, Any] = {"from": ends[0], "to": ends[1]}
            return {**found, "protocols": tuple(protocols)} if protocols else found
    return None


def _way_home(deployment: Deployment | None) -> dict[str, Any] | None:
    for spot in deployment.spots if deployment is not None else ():
        for aspect in spot.aspects:
            if aspect.truth is None and aspect.name in ("egress", "access") and aspect.detail:
                target = "internet" if aspect.name == "egress" else "saas"
                return {"from": aspect.detail, "to": target, "protocols": ("https",)}
    return None


def _of_runs_on(target: str, judgement: Judgement, world: World) -> Iterator[tuple[str, Changes]]:
    from tobfit.integration.aspects import platforms_in

    deployment = judgement.deployment
    zone = next((s.place.zone for s in deployment.spots if s.truth is None), "") if deployment else ""
    there = platforms_in(zone, world.site)
    if there:
        name = min(one.platform for one in there)
        yield name, _set(target, frozen([{"platform": name}]))
    yield OTHER, _set(target, frozen([{"platform": OTHER}]))


def _of_platforms(target: str, topic: Topic, world: World, product: Product) -> Iterator[tuple[str, Changes]]:
    """That the zone has what the product runs on, and that what is drawn is all."""
    zone = world.site.zones.get(topic.owner)
    own = [to_plain(platform.to_node()) for platform in zone.platforms] if zone is not None else []
    first = [one.choices[0] for one in product.runs_on]
    wanted = [{"platform": one.platform, **least_version(one.version)} for one in first]
    kept = [one for one in own if one["platform"] not in {each["platform"] for each in wanted}]
    yield "all of them", _set(target, frozen((*kept, *wanted)))
    complete = (*world.client.complete, "landscape.systems", "landscape.zones")
    yield "nothing else", _set("client.complete", complete)


def least_version(version: str | None) -> dict[str, str]:
    """A version that lies in a range, where one of its own bounds or the next version does."""
    from tobfit.matching.values import satisfying
    from tobfit.model.policy import Policy
    from tobfit.model.requirement import Need

    found = None if version is None else satisfying(Need(version=version), None, Policy())
    return {"version": found["value"][0]} if found is not None else {}


def _of_systems(judgement: Judgement, world: World, product: Product) -> Iterator[tuple[str, Changes]]:
    deployment = judgement.deployment
    open_ones = [
        name
        for spot in (deployment.spots if deployment else ())
        for aspect in spot.aspects
        if aspect.name == "dependencies" and aspect.truth is None
        for name in product.requires
        if name in aspect.detail.split(", ")
    ]
    name = f"for:{product.id}"
    yield "a system has it", _set(
        f"client.landscape.systems.{name}", frozen({"id": name, "capabilities": open_ones})
    )
    yield "no system has it", _set("client.complete", (*world.client.complete, "landscape.systems"))


def _of_adapter(target: str, topic: Topic, judgement: Judgement) -> Iterator[tuple[str, Changes]]:
    """Within the limit, and beyond it."""
    connect = judgement.requirement.connect
    if connect is None:
        return
    if topic.field == "capacity" and connect.rate is not None:
        yield str(connect.rate), _set(target, str(connect.rate))
        yield "less", _set(target, "0 /s")
    if topic.field == "latency" and connect.latency is not None:
        yield "none", _set(target, "0 s")
        yield "too much", _set(target, f"{connect.latency.number + 1} {connect.latency.unit}")
