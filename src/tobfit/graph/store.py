"""The store: nodes and edges, with adjacency and ancestors worked out in one pass when it is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tobfit.errors import TobfitError
from tobfit.graph.records import Edge, Node
from tobfit.knowledge.vocabulary import ancestors_of
from tobfit.model.frozen import FrozenMap
from tobfit.model.scalars import near, shown
from tobfit.model.tree import NOWHERE, problem_at

Adjacency = Mapping[str, Mapping[str, tuple[Edge, ...]]]
"""Node -> type of edge -> edges."""


@attrs.frozen
class _Term:
    broader: str | None


@attrs.frozen(eq=False)
class Store:
    """A directed multigraph. Nodes are ordered by id, edges by source, type and target."""

    client: str
    """The node that everything starts from."""
    nodes: FrozenMap[str, Node] = attrs.field(repr=False)
    edges: tuple[Edge, ...] = attrs.field(repr=False)
    _outgoing: Adjacency = attrs.field(init=False, repr=False)
    _incoming: Adjacency = attrs.field(init=False, repr=False)
    _ancestors: Mapping[str, tuple[str, ...]] = attrs.field(init=False, repr=False)

    @_outgoing.default
    def _by_source(self) -> Adjacency:
        return _adjacency((edge.source, edge) for edge in self.edges)

    @_incoming.default
    def _by_target(self) -> Adjacency:
        return _adjacency((edge.target, edge) for edge in self.edges)

    @_ancestors.default
    def _by_broader(self) -> Mapping[str, tuple[str, ...]]:
        broader = {edge.source: edge.target for edge in self.edges if edge.type == "broader"}
        return ancestors_of({name: _Term(broader.get(name)) for name in self.nodes})

    def __getitem__(self, node: str) -> Node:
        """The node of an id; a TobfitError (TF307) where there is none."""
        found = self.nodes.get(node)
        if found is None:
            raise self.missing(f"the graph has no node {shown(node)}", near(node, self.nodes))
        return found

    def out(self, node: str, type: str | None = None) -> tuple[Edge, ...]:
        """The edges that leave a node, of one type or all."""
        return _of_type(self._outgoing.get(node, {}), type)

    def into(self, node: str, type: str | None = None) -> tuple[Edge, ...]:
        """The edges that lead to a node, of one type or all."""
        return _of_type(self._incoming.get(node, {}), type)

    def ancestors(self, node: str) -> tuple[str, ...]:
        """The broader nodes of a segment, jurisdiction or capability, nearest first."""
        return self._ancestors.get(node, ())

    def edge(self, source: str, type: str, target: str) -> Edge:
        """The edge of one type between two nodes; a TobfitError (TF307) where there is none."""
        for edge in self.out(source, type):
            if edge.target == target:
                return edge
        hint = "build the graph from the client, catalogue, packs and date of the match"
        raise self.missing(f"the graph has no edge {type} from {shown(source)} to {shown(target)}", hint)

    @staticmethod
    def missing(message: str, hint: str | None) -> TobfitError:
        """The error of a name that leads nowhere in the graph."""
        return TobfitError([problem_at(NOWHERE, "TF307", "graph", message, hint=hint)])


def _adjacency(placed: Iterable[tuple[str, Edge]]) -> Adjacency:
    found: dict[str, dict[str, list[Edge]]] = {}
    for place, edge in placed:
        found.setdefault(place, {}).setdefault(edge.type, []).append(edge)
    return {place: {type: tuple(edges) for type, edges in by_type.items()} for place, by_type in found.items()}


def _of_type(edges: Mapping[str, tuple[Edge, ...]], type: str | None) -> tuple[Edge, ...]:
    if type is not None:
        return edges.get(type, ())
    return tuple(edge for each in edges.values() for edge in each)
