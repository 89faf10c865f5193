"""The graph for networkx, and as GraphML. networkx takes a third of a second to import: it waits for its use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tobfit.graph.store import Store

if TYPE_CHECKING:
    from networkx import MultiDiGraph

NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def network(store: Store) -> MultiDiGraph[str]:
    """A MultiDiGraph: nodes with ``type``, ``name_en``, ``name_zh`` and ``state``, edges with ``type`` and ``text``
    and keys that number them through."""
    import networkx

    made: MultiDiGraph[str] = networkx.MultiDiGraph(client=store.client)
    for node in store.nodes.values():
        names = {"name_en": node.name.text("en"), "name_zh": node.name.text("zh")}
        made.add_node(node.id, type=node.type, **names, state=node.state)
    for number, edge in enumerate(store.edges):
        made.add_edge(edge.source, edge.target, key=f"e{number}", type=edge.type, text=edge.text)
    return made


def graphml(store: Store) -> str:
    """The text of a GraphML document; a character that XML cannot hold becomes a space."""
    import networkx

    made = network(store)
    for _, held in made.nodes(data=True):
        held.update({name: NOT_XML.sub(" ", text) for name, text in held.items()})
    for _, _, held in made.edges(data=True):
        held.update({name: NOT_XML.sub(" ", text) for name, text in held.items()})
    lines = networkx.generate_graphml(made)
    return "".join(f"{line}\n" for line in ("<?xml version='1.0' encoding='utf-8'?>", *lines))
