"""What holds of every graph, and of every path through one."""

from __future__ import annotations

from tobfit.graph import DRAWN_IN_PATHS, EDGE_TYPES, NODE_TYPES, Edge, Graph
from tobfit.graph.path import Path
from tobfit.matching.gap import Gap

NO_WAY = {"no_way_to", "no_way_from"}


def sound(graph: Graph) -> bool:
    """Every edge joins nodes that are there, of types that its own type may join; all is in order and once."""
    for edge in graph.edges:
        joins(graph, edge)
        assert edge.type not in DRAWN_IN_PATHS
        assert edge in graph.out(edge.source, edge.type)
        assert edge in graph.into(edge.target, edge.type)
    for name, node in graph.nodes.items():
        assert name == node.id
        assert node.type in NODE_TYPES
        assert node.id.startswith(f"{node.type}:")
    keys = [edge.key for edge in graph.edges]
    return keys == sorted(set(keys)) and list(graph.nodes) == sorted(graph.nodes)


def joins(graph: Graph, edge: Edge) -> None:
    """The edge joins nodes of types that its type may join."""
    kind = EDGE_TYPES[edge.type]
    assert graph[edge.source].type in kind.sources, edge
    assert graph[edge.target].type in kind.targets, edge


def check(graph: Graph, gap: Gap, path: Path) -> None:
    """The edges join the nodes, from the client over the line to the product, and on to the offer that is judged; what
    the graph does not hold is of a type that only paths draw."""
    ends = [(path.nodes[n].id, path.nodes[n + 1].id) for n in range(len(path.nodes) - 1)]
    assert [(edge.source, edge.target) for edge in path.edges] == ends
    assert path.nodes[0].id == graph.client
    is_offer = gap.fit.offer is not None
    assert path.nodes[-1].id == (f"offer:{gap.product}" if is_offer else f"product:{gap.product}")
    by_partner = is_offer and path.edges[-1].type == "delivers"
    assert path.nodes[-2 if is_offer else -1].id == (f"vendor:{gap.vendor}" if by_partner else f"product:{gap.item}")
    assert any(edge.type == "delivers" for edge in path.edges) == (gap.vendor is not None)
    assert f"requirement:{gap.requirement.id}" in {node.id for node in path.nodes}
    held = set(graph.edges)
    for edge in path.edges:
        joins(graph, edge)
        assert (edge in held) == (edge.type not in DRAWN_IN_PATHS), edge
    if gap.requirement.connect is None and gap.requirement.deploy is None:
        # Whoever delivers stands behind the one edge that says what nobody stated by itself.
        told = [edge for edge in path.edges if edge.type not in ("delivers", "offered_in")]
        assert [edge for edge in told if edge not in held] in ([], told[-1:])


def check_all(graph: Graph, gap: Gap) -> tuple[Path, ...]:
    """The paths of a gap: one for each source, of a connection one for each direction that its route shows."""
    paths = graph.paths(gap)
    for path in paths:
        check(graph, gap, path)
    assert graph.path(gap) == paths[0]
    is_answered = any(edge.type == "answered_by" for edge in paths[0].edges)
    route = None if is_answered else gap.judgement.route
    starts = sum(step.kind == "source" for step in route.steps) if route is not None else 0
    assert len(paths) == len(gap.requirement.sources) * max(1, starts)
    if route is not None:
        lacks = any(edge.type in NO_WAY for path in paths for edge in path.edges)
        assert lacks == (route.feasible is False), route
    return paths
