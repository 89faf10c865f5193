"""The chain from a line that wants a connection to the product: over the system, the route, the product's interface."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from tobfit.graph.records import Edge
from tobfit.graph.stops import Ends, Stop, Way, stops_of
from tobfit.graph.store import Store
from tobfit.integration.network import passes
from tobfit.integration.site import CLOUD
from tobfit.integration.steps import Step
from tobfit.matching.gap import Gap
from tobfit.model.requirement import Connect
from tobfit.model.words import RESPONSES

WORDS = {"missing": ("no_way_to", "no_way_from"), "undrawn": ("may_pass_to", "may_get_from")}
"""What an edge says of a link, along the data and against them."""
USUAL = ("passes_to", "gets_from")


def connection_tails(store: Store, gap: Gap, connect: Connect) -> tuple[tuple[Edge, ...], ...]:
    """One chain for each direction in which data flow, the weakest first."""
    line, system = f"requirement:{gap.requirement.id}", f"system:{connect.system}"
    ends = Ends(store.client, system, f"product:{gap.item}")
    head = store.edge(line, "connects_to", system)
    ways = sorted(_ways(gap, connect, ends), key=lambda way: way.weakness, reverse=True)
    return tuple((head, *_chain(store, gap, way, ends)) for way in ways)


def _ways(gap: Gap, connect: Connect, ends: Ends) -> Iterator[Way]:
    route = gap.judgement.route
    steps = route.steps if route is not None else ()
    broken = route.broken if route is not None else ()
    if not steps:
        is_to_product = connect.data != "from_product"
        here, there = (ends.system, ends.product) if is_to_product else (ends.product, ends.system)
        stops = (Stop(here, "start"), Stop(there, "missing", ", ".join(broken)))
        yield Way(stops, is_to_product, (True, False, 0))
        return
    starts = [place for place, step in enumerate(steps) if step.kind == "source"]
    for start, end in itertools.pairwise((*starts, len(steps))):
        yield _way(steps[start:end], broken, ends)


def _way(steps: Sequence[Step], broken: tuple[str, ...], ends: Ends) -> Way:
    stops = stops_of(steps, broken, ends)
    links = {stop.link for stop in stops}
    risks = [RESPONSES.index(step.response) for step in steps if step.response is not None]
    weakness = ("missing" in links, "undrawn" in links, max(risks, default=0))
    return Way(stops, steps[0].owner == "client", weakness)


def _chain(store: Store, gap: Gap, way: Way, ends: Ends) -> Iterator[Edge]:
    """From the system over the stops to the product, against the data where they come from it."""
    nodes = [stop.node for stop in way.stops]
    first, last = (nodes[0], nodes[-1]) if way.is_to_product else (nodes[-1], nodes[0])
    if first != ends.system:
        yield store.edge(ends.system, "has_interface", first)
    links = list(itertools.pairwise(way.stops))
    for before, after in links if way.is_to_product else reversed(links):
        here, there = (before.node, after.node) if way.is_to_product else (after.node, before.node)
        yield _edge(store, gap, here, there, after, is_along=way.is_to_product)
    if last != ends.product:
        yield Edge(last, "belongs_to", ends.product)


def _edge(store: Store, gap: Gap, here: str, there: str, stop: Stop, *, is_along: bool) -> Edge:
    """What the graph holds for a link, if it does: flows lead from who opens the connection."""
    if stop.link in WORDS:
        return Edge(here, WORDS[stop.link][not is_along], there, stop.text)
    if stop.link == ("sent" if is_along else "fetched"):
        return store.edge(here, _flow_type(gap, here, there, stop.protocols), there)
    hosted = next((edge for edge in store.out(here, "hosted_in") if edge.target == there), None)
    return hosted or Edge(here, USUAL[not is_along], there)


def _flow_type(gap: Gap, here: str, there: str, protocols: Iterable[str]) -> str:
    """Of the flows between two zones one that also lets answers back, if the protocol can go over it."""
    site = gap.world.site
    ends = here.partition(":")[2], there.partition(":")[2]
    flows = [flow for flow in (*site.landscape.flows, *CLOUD) if (flow.from_, flow.to) == ends]
    carriers = frozenset().union(*(site.network.carriers(name) for name in protocols))
    fit = [flow for flow in flows if passes(flow, tuple(carriers))] or flows
    return "flows_one_way_to" if all(flow.one_way for flow in fit) else "flows_to"
