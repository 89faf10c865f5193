"""The chain behind a gap: why the client needs the line, and what the product says to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from tobfit.graph.connection import connection_tails
from tobfit.graph.path import Path
from tobfit.graph.place import nearest_zone, place_tail
from tobfit.graph.records import Edge
from tobfit.graph.store import Store
from tobfit.graph.terms import offer_type
from tobfit.matching.gap import Gap
from tobfit.matching.reasons import left_out
from tobfit.matching.voices import Speech, is_finding
from tobfit.model.natural import natural
from tobfit.model.requirement import Source

ANCHORS = ("segment", "attribute", "jurisdiction", "client")
"""What stands nearest to a rule, by how much it says of this client: a jurisdiction holds for everybody there."""
_WAYS = ("operates_in", "may_operate_in", "active_in", "broader", "has_fact", "runs", "has_zone", "shows")


def paths_of(store: Store, gap: Gap) -> tuple[Path, ...]:
    """One path for each source of the gap's line, in their order; of a connection in which data flow both ways one
    for each way, the weaker first."""
    for name in (f"requirement:{gap.requirement.id}", f"product:{gap.item}"):
        store[name]  # refused where the graph is that of another match
    offered = _offered(store, gap)
    tails = [_delivered(store, gap, tail, offered) for tail in _tails(store, gap)]
    sources = gap.requirement.sources
    return tuple(_path(store, (*_head(store, gap, source), *tail)) for source in sources for tail in tails)


def _delivered(store: Store, gap: Gap, tail: tuple[Edge, ...], offered: tuple[Edge, ...]) -> tuple[Edge, ...]:
    """From what speaks for the line to what is judged: a vendor delivers its product, a partner the offer."""
    end = tail[-1].target
    if not end.startswith("vendor:"):
        return (*tail, *offered)
    product = f"product:{gap.item}"
    if any(edge.target == end for edge in store.out(product, "sold_by")):
        return (*tail, Edge(end, "delivers", product), *offered)
    whole = product if gap.fit.offer is None else f"offer:{gap.product}"
    return (*tail, Edge(end, "delivers", whole))


def _offered(store: Store, gap: Gap) -> tuple[Edge, ...]:
    """From the product to the offer that it stands in, if it is one that is judged."""
    if gap.fit.offer is None:
        return ()
    return (store.edge(f"product:{gap.item}", "offered_in", f"offer:{gap.product}"),)


def path_of(store: Store, gap: Gap) -> Path:
    """The first path of the gap's first source."""
    return paths_of(store, gap)[0]


def _path(store: Store, edges: Sequence[Edge]) -> Path:
    return Path((store[edges[0].source], *(store[edge.target] for edge in edges)), tuple(edges))


def _head(store: Store, gap: Gap, source: Source) -> tuple[Edge, ...]:
    """From the client to the line, by who or what asks for it."""
    line = f"requirement:{gap.requirement.id}"
    if source.rule is not None:
        rule = f"rule:{source.rule}"
        return (*_to_rule(store, rule), store.edge(rule, "requires", line))
    if source.suite is not None:
        suite = f"suite:{source.suite}"
        return store.edge(store.client, "needs_suite", suite), store.edge(suite, "asks_for", line)
    if source.is_of_landscape:
        return _from_landscape(store, line, nearest_zone(gap))
    if source.by:
        person = f"stakeholder:{source.by[0]}"
        return store.edge(store.client, "involves", person), store.edge(person, "states", line)
    return (store.edge(store.client, "states", line),)


def _from_landscape(store: Store, line: str, nearest: str) -> tuple[Edge, ...]:
    """Over the landscape where something is said of it as a whole, else over the first zone that calls for the line;
    the zone that comes nearest follows after it, and need not be told twice."""
    landscape = store.out(store.client, "has_landscape")[0]
    whole = store.edge(landscape.target, "calls_for", line)
    zones = [edge for edge in store.into(line, "calls_for") if edge.source not in (nearest, landscape.target)]
    if whole.text or not zones:
        return landscape, whole
    chosen = min(zones, key=lambda edge: natural(edge.source))
    return store.edge(store.client, "has_zone", chosen.source), chosen


def _to_rule(store: Store, rule: str) -> tuple[Edge, ...]:
    """From the client to a rule: over an industry, else a fact, else a jurisdiction, else directly."""
    chosen = min(store.into(rule, "subject_to"), key=lambda edge: _anchor_order(store, edge), default=None)
    if chosen is None:
        raise store.missing(f"the graph has no fact that fires {rule}", "build it on the day of the match")
    return (*_way(store, chosen.source), chosen)


def _anchor_order(store: Store, edge: Edge) -> tuple[int, object]:
    return ANCHORS.index(store[edge.source].type), natural(edge.source)


def _way(store: Store, target: str) -> tuple[Edge, ...]:
    """The shortest way from the client to what stands before a rule; of equal ones the first in the store's order."""
    reached: dict[str, Edge | None] = {store.client: None}
    queue = deque([store.client])
    while queue and target not in reached:
        for edge in (edge for type in _WAYS for edge in store.out(queue[0], type)):
            if edge.target not in reached:
                reached[edge.target] = edge
                queue.append(edge.target)
        queue.popleft()
    return _back(reached, target)


def _back(reached: Mapping[str, Edge | None], target: str) -> tuple[Edge, ...]:
    way: list[Edge] = []
    edge = reached[target]
    while edge is not None:
        way.append(edge)
        edge = reached[edge.source]
    return tuple(reversed(way))


def _tails(store: Store, gap: Gap) -> tuple[tuple[Edge, ...], ...]:
    """From the line to the product, by whoever speaks for it there, or by what the landscape allows."""
    line, product, name = f"requirement:{gap.requirement.id}", f"product:{gap.item}", gap.requirement.capability
    speech, connect = gap.judgement.speech, gap.requirement.connect
    if speech.kind == "answer" or (speech.kind == "landscape" and _is_answered(gap, speech)):
        return ((store.edge(line, "answered_by", product),),)
    if connect is not None:
        return connection_tails(store, gap, connect)
    if gap.requirement.deploy is not None:
        return (place_tail(gap),)
    if name is None:
        return ((Edge(line, "unstated_by", product),),)
    capability = f"capability:{name}"
    concerns = store.edge(line, "concerns", capability)
    if modules := left_out(gap.judgement.own):
        speaker = f"capability:{speech.capability}"
        said = Edge(speaker, "left_out_of", product, ", ".join(modules))
        return ((concerns, *_upward(store, capability, speaker), said),)
    vendor = gap.vendor
    speaker = product if vendor is None else f"vendor:{vendor}"
    return ((concerns, *_spoken(store, capability, speech, speaker)),)


def _is_answered(gap: Gap, speech: Speech) -> bool:
    """Whether an answer has a part in the judgement: what was found out has, the vendor's word where the landscape
    leaves the line open."""
    if not speech.statements:
        return False
    return any(is_finding(said) for said in speech.statements) or _is_open(gap)


def _is_open(gap: Gap) -> bool:
    route, deployment, accept = gap.judgement.route, gap.judgement.deployment, gap.requirement.accept
    if route is None:
        return deployment is not None and deployment.truth is None
    best = route.response_at_best
    return route.response != best and (not accept or best in accept)


def _spoken(store: Store, capability: str, speech: Speech, product: str) -> tuple[Edge, ...]:
    if speech.kind in ("statement", "ancestor"):
        speaker = f"capability:{speech.capability}"
        said = store.edge(speaker, offer_type(speech.statements[0].response), product)
        return (*_upward(store, capability, speaker), said)
    if speech.kind == "complete":
        for each in (capability, *store.ancestors(capability)):
            for edge in store.out(each, "complete_in"):
                if edge.target == product:
                    return (*_upward(store, capability, each), edge)
    if speech.kind == "service":
        return (Edge(capability, "served_by", product),)
    # Many statements together, or none: the graph holds no edge for either.
    return (Edge(capability, "in_parts_by" if speech.kind == "rollup" else "unstated_by", product),)


def _upward(store: Store, lower: str, upper: str) -> tuple[Edge, ...]:
    """From a capability to one that is broader, or to itself."""
    way: list[Edge] = []
    at = lower
    while at != upper:
        (edge,) = store.out(at, "broader")
        way.append(edge)
        at = edge.target
    return tuple(way)
