"""The same connections as explicit state graphs for networkx, made from the records alone."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import attrs
import networkx as nx

from tobfit import Client, Interface, Product, Requirement
from tobfit.knowledge.base import KnowledgeBase
from tobfit.model.landscape import COORDINATES, Adapter, Flow, GeneralAdapter, Landscape

State = tuple[str, ...]
"""A zone, a protocol, a format, an entity, a kind of authentication and a mode."""
Pair = tuple[Requirement, Product]
Way = tuple[State, int, frozenset[str]]
"""The state after a step, its cost in half days, and the protocols that it lets through."""
Graph = Any
START, END = -1, -2
CLOUD = (Flow(from_="internet", to="saas"), Flow(from_="saas", to="internet"))


@attrs.frozen(eq=False)
class StateGraphs:
    """All states that the source of some connection leads to, as numbers.

    ``filtered`` has the steps that may be used; ``full`` those flows too that do not let the protocol through, so that
    a weight function has to hide them. A flow costs nothing, an adapter its effort in half days.
    """

    numbers: Mapping[State, int]
    protocols: tuple[str, ...]
    """The protocol of each state."""
    filtered: Graph
    full: Graph


def state_graphs(client: Client, base: KnowledgeBase, pairs: Iterable[Pair]) -> StateGraphs:
    """The graphs that all connections share."""
    steps = _Steps.of(client, base)
    numbers: dict[State, int] = {}
    todo = [state for line, _ in pairs for state in source_states(line, client)]
    for state in todo:  # grows while it is read
        if state not in numbers:
            numbers[state] = len(numbers)
            todo += [after for after, _, lets in steps.onward(state) if state[1] in lets and after not in numbers]
    filtered, full = nx.DiGraph(), nx.DiGraph()
    for state, number in numbers.items():
        for after, cost, lets in steps.onward(state):
            if state[1] in lets:
                _join(filtered, number, numbers[after], cost, lets)
            if after in numbers:
                _join(full, number, numbers[after], cost, lets)
    return StateGraphs(numbers, tuple(state[1] for state in numbers), filtered, full)


def _join(graph: Graph, start: int, end: int, cost: int, lets: frozenset[str]) -> None:
    """One edge between two states: the cheapest step."""
    known = graph.get_edge_data(start, end)
    if known is None or cost < known["effort"]:
        graph.add_edge(start, end, effort=cost, lets=lets)


@attrs.frozen(eq=False)
class _Steps:
    """What a message can do next: cross a flow, or go through an adapter."""

    flows: Mapping[str, list[tuple[str, frozenset[str]]]]
    adapters: tuple[Adapter | GeneralAdapter, ...]
    every: frozenset[str]
    known: dict[State, list[Adapter | GeneralAdapter]] = attrs.field(factory=dict)
    """The adapters that take a message, wherever it is."""

    @classmethod
    def of(cls, client: Client, base: KnowledgeBase) -> _Steps:
        drawn = client.landscape or Landscape()
        carriers = {name: {name, *known.over} for name, known in base.technologies.items()}
        every = frozenset(carriers)
        flows: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for flow in (*drawn.flows, *CLOUD):
            lets = frozenset(name for name in every if not carriers[name].isdisjoint(flow.protocols))
            flows.setdefault(flow.from_, []).append((flow.to, lets if flow.protocols else every))
        return cls(flows, (*drawn.adapters, *base.adapters.values()), every)

    def onward(self, state: State) -> Iterator[Way]:
        for zone, lets in self.flows.get(state[0], ()):
            yield (zone, *state[1:]), 0, lets
        for adapter in self._taking(state[1:]):
            if _is_in(state[0], adapter.when.zone):
                assert adapter.effort is not None
                cost = int(adapter.effort.likely.number * 2)
                given = (getattr(adapter.then, name) for name in COORDINATES)
                values = [(value,) if new is None else new for new, value in zip(given, state, strict=True)]
                yield from ((after, cost, self.every) for after in itertools.product(*values))

    def _taking(self, values: State) -> list[Adapter | GeneralAdapter]:
        if values not in self.known:
            named = list(zip(COORDINATES[1:], values, strict=True))
            self.known[values] = [
                adapter
                for adapter in self.adapters
                if all(_is_in(value, getattr(adapter.when, name)) for name, value in named)
            ]
        return self.known[values]


def _is_in(value: str, wanted: tuple[str, ...] | None) -> bool:
    return wanted is None or value in wanted


def source_states(line: Requirement, client: Client) -> list[State]:
    """What the source of a connection gives."""
    assert line.connect is not None
    assert client.landscape is not None
    system = next(system for system in client.landscape.systems if system.id == line.connect.system)
    return _states(system.interfaces[0], (str(system.zone),), (str(line.connect.entity),))


def sink_states(product: Product) -> list[State]:
    """What a product takes."""
    interface = product.interfaces[0]
    return _states(interface, interface.zone or (), interface.entity or ())


def _states(interface: Interface, zones: tuple[str, ...], entities: tuple[str, ...]) -> list[State]:
    values = (zones, interface.protocol, interface.format, entities, interface.auth, interface.mode)
    return list(itertools.product(*(value or () for value in values)))


def bidirectional(graphs: StateGraphs, client: Client, pair: Pair) -> int | None:
    """The least effort in half days, sought from both ends over the filtered graph; None where there is no way."""
    with _attached(graphs, graphs.filtered, client, pair) as graph:
        return _least(lambda: nx.bidirectional_dijkstra(graph, START, END, "effort")[0])


def hiding(graphs: StateGraphs, client: Client, pair: Pair) -> int | None:
    """The same, sought from the source over the full graph with a weight function that hides edges."""
    protocols = graphs.protocols

    def weight(start: int, _: int, edge: Mapping[str, Any]) -> int | None:
        return edge["effort"] if start == START or protocols[start] in edge["lets"] else None

    with _attached(graphs, graphs.full, client, pair) as graph:
        return _least(lambda: nx.dijkstra_path_length(graph, START, END, weight))


def _least(search: Callable[[], int]) -> int | None:
    try:
        return search()
    except nx.NetworkXNoPath:
        return None


@contextmanager
def _attached(graphs: StateGraphs, graph: Graph, client: Client, pair: Pair) -> Iterator[Graph]:
    """A graph with one node before all states of the source, and one after all that the sink takes."""
    line, product = pair
    known, every = graphs.numbers, frozenset(graphs.protocols)
    graph.add_nodes_from((START, END))
    graph.add_edges_from((START, known[state], {"effort": 0, "lets": every}) for state in source_states(line, client))
    accepted = (known[state] for state in sink_states(product) if state in known)
    graph.add_edges_from((number, END, {"effort": 0, "lets": every}) for number in accepted)
    try:
        yield graph
    finally:
        graph.remove_nodes_from((START, END))
