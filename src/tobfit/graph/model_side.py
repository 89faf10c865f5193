"""The elements and relations of an architecture model.

A relation is an edge between its ends; where it is itself an end of another one it is a node as well, joined to its own
ends, so that the other one has something to hold on to.
"""

from __future__ import annotations

from collections.abc import Mapping

from tobfit.graph.draft import Draft
from tobfit.graph.names import adapter_id, interface_id
from tobfit.graph.terms import relation_type
from tobfit.knowledge.landscape import OPEN_ZONES
from tobfit.model.label import Label
from tobfit.model.landscape import Landscape, Relation

Ends = Mapping[str, tuple[str, ...]]
"""What a relation can call an end -> the nodes that are called so."""


def add_model(draft: Draft, landscape: Landscape) -> None:
    """Elements, what else in the landscape is drawn as one of them, and the relations."""
    if not (landscape.elements or landscape.relations):
        return
    parts = _parts(draft, landscape)
    for element in landscape.elements:
        number = draft.node("element", element.id, element.name, element.type)
        draft.edge(draft.landscape(), "draws", number)
        for part in parts.get(element.id, ()):
            draft.edge(part, "drawn_as", number)
    relations = _ends_of_others(draft, landscape)
    elements = {each.id: (f"element:{each.id}",) for each in landscape.elements}
    ends = {**{name: (f"zone:{name}",) for name in OPEN_ZONES}, **parts, **relations, **elements}
    for relation in landscape.relations:
        _relation(draft, relation, ends, relations.get(relation.id, ()))


def _parts(draft: Draft, landscape: Landscape) -> Ends:
    """Interfaces, adapters, zones and systems by what a relation can call them. Interfaces of several systems may
    share a name: a relation that gives it alone leads to each."""
    interfaces: dict[str, tuple[str, ...]] = {}
    full: dict[str, tuple[str, ...]] = {}
    for system in landscape.systems:
        for interface in system.interfaces:
            number = interface_id(f"system:{system.id}", interface.id)
            interfaces[interface.id] = (*interfaces.get(interface.id, ()), number)
            full[f"{system.id}/{interface.id}"] = (number,)
    return {
        **interfaces,
        **full,
        **{each.id: (adapter_id("client", draft.client, "", each.id),) for each in landscape.adapters},
        **{each.id: (f"zone:{each.id}",) for each in landscape.zones},
        **{each.id: (f"system:{each.id}",) for each in landscape.systems},
    }


def _ends_of_others(draft: Draft, landscape: Landscape) -> Ends:
    """Nodes for the relations at which another one begins or ends."""
    named = {name for relation in landscape.relations for name in (relation.source, relation.target)}
    elements = {element.id for element in landscape.elements}
    wanted = [each for each in landscape.relations if each.id in named and each.id not in elements]
    return {
        each.id: (draft.node("relation", each.id, each.name or Label.of(each.type), each.type),) for each in wanted
    }


def _relation(draft: Draft, relation: Relation, ends: Ends, own: tuple[str, ...]) -> None:
    """The edges of one relation. Several of one type between two ends share an edge, whose text has all their ids."""
    type = relation_type(relation.type)
    kind = f" [{relation.type}]" if type == "related_to" else ""
    text = f"{relation.id}{kind}" + (f": {relation.name.text()}" if relation.name else "")
    sources, targets = _nodes(draft, relation.source, ends), _nodes(draft, relation.target, ends)
    for source in sources:
        for target in targets:
            draft.edge(source, type, target, text)
    for number in own:
        for source in sources:
            draft.edge(number, "begins_at", source)
        for target in targets:
            draft.edge(number, "ends_at", target)


def _nodes(draft: Draft, name: str, ends: Ends) -> tuple[str, ...]:
    found = ends.get(name, ())
    # The zones that exist for everybody are there once something names them.
    return tuple(draft.zone(name) if number == f"zone:{name}" else number for number in found)
