"""The elements and relationships of a workspace, at whatever depth they stand."""

from __future__ import annotations

import attrs

from tobfit.formats.foreign import Element, Relation
from tobfit.formats.found import Found, Link, Place, Thing, noted
from tobfit.formats.structurizr import words
from tobfit.formats.survey import at
from tobfit.model.tree import Map

_INSTANCES = (
    ("softwareSystemInstances", words.SYSTEM_INSTANCE, "softwareSystemId"),
    ("containerInstances", words.CONTAINER_INSTANCE, "containerId"),
)


NAMELESS = "it has no id, or no end"


@attrs.frozen(kw_only=True)
class Instance:
    """That something runs in an environment, and the deployment nodes around it, the outermost first."""

    of: str = ""
    environment: str
    nodes: tuple[str, ...]


@attrs.frozen(kw_only=True, eq=False)
class Node:
    """A deployment node, and those around it."""

    environment: str
    technology: str | None
    node: Map
    path: str
    outside: tuple[str, ...]


@attrs.frozen(eq=False)
class ModelReader:
    """One reading of a model; ``arrows`` are the relationships by id as they stand in the file, with their paths."""

    found: Found
    parents: dict[str, str] = attrs.field(factory=dict)
    nodes: dict[str, Node] = attrs.field(factory=dict)
    instances: list[Instance] = attrs.field(factory=list)
    arrows: dict[str, tuple[Map, str]] = attrs.field(factory=dict)

    def read(self, model: Map, path: str) -> None:
        """Takes over the whole model: the static elements first, so that instances find what they are of."""
        scan = self.found.survey
        for node, where in scan.maps(model, "people", path):
            self._element(node, where, words.PERSON)
        for node, where in scan.maps(model, "softwareSystems", path):
            self._software_system(node, where)
        for node, where in scan.maps(model, "customElements", path):
            self._element(node, where, words.CUSTOM)
        for node, where in scan.maps(model, "deploymentNodes", path):
            self._deployment_node(node, where, ())
        scan.rest(model, path, {"people", "softwareSystems", "customElements", "deploymentNodes"})

    def _software_system(self, node: Map, path: str) -> None:
        id = self._element(node, path, words.SOFTWARE_SYSTEM, words.ELEMENT_KEYS | {"containers"})
        for inner, where in self.found.survey.maps(node, "containers", path):
            taken = words.ELEMENT_KEYS | {"components"}
            container = self._element(inner, where, words.CONTAINER, taken, parent=id)
            for part, place in self.found.survey.maps(inner, "components", where):
                self._element(part, place, words.COMPONENT, parent=container)

    def _deployment_node(self, node: Map, path: str, outside: tuple[str, ...]) -> None:
        scan = self.found.survey
        taken = words.ELEMENT_KEYS | words.NODE_KEYS | {key for key, _, _ in _INSTANCES}
        id = self._element(node, path, words.NODE, taken, parent=outside[-1] if outside else None)
        inside = outside if id is None else (*outside, id)
        environment = scan.optional_text(node, "environment", path) or "Default"
        technology = scan.optional_text(node, "technology", path)
        if id is not None:
            made = Node(environment=environment, technology=technology, node=node, path=path, outside=outside)
            self.nodes[id] = made
        for inner, where in scan.maps(node, "infrastructureNodes", path):
            self._element(inner, where, words.INFRASTRUCTURE, words.ELEMENT_KEYS | {"environment"}, parent=id)
        for key, type, reference in _INSTANCES:
            for inner, where in scan.maps(node, key, path):
                self._instance(inner, where, type, reference, Instance(environment=environment, nodes=inside))
        for inner, where in scan.maps(node, "children", path):
            self._deployment_node(inner, where, inside)

    def _instance(self, node: Map, path: str, type: str, reference: str, instance: Instance) -> None:
        of = self.found.survey.text(node, reference, path)
        if of is not None:
            self.found.refer(of, at(node, reference), f"{path}.{reference}")
            self.instances.append(attrs.evolve(instance, of=of))
        thing = self.found.things.get(of or "")
        name = thing.element.name if thing else ""
        parent = instance.nodes[-1] if instance.nodes else None
        notes = None if thing is None else f"An instance of {name} ({of})."
        self._element(node, path, type, words.INSTANCE_KEYS | {reference}, parent=parent, name=name, notes=notes)

    def _element(
        self,
        node: Map,
        path: str,
        type: str,
        taken: frozenset[str] = words.ELEMENT_KEYS,
        *,
        parent: str | None = None,
        name: str | None = None,
        notes: str | None = None,
    ) -> str | None:
        """Takes an element and its relationships; its id, or None where it has none of its own."""
        scan = self.found.survey
        id = scan.text(node, "id", path)
        given = scan.text(node, "name", path) if name is None else name
        if id is None:
            scan.leave(node, path, NAMELESS, f"a {type}")
        else:
            around = None if parent is None else f"Part of {self.found.things[parent].element.name} ({parent})."
            said = noted(scan.optional_text(node, "description", path), notes, around)
            element = Element(id=id, type=type, name=given or id)
            id = id if self.found.add(Thing(element=element, node=node, path=path, notes=said)) else None
        if id is not None and parent is not None:
            self.parents[id] = parent
        for arrow, where in scan.maps(node, "relationships", path):
            self._relationship(arrow, where, id)
        scan.rest(node, path, taken)
        return id

    def _relationship(self, node: Map, path: str, owner: str | None) -> None:
        scan = self.found.survey
        id = scan.text(node, "id", path)
        source = scan.optional_text(node, "sourceId", path) or owner
        target = scan.text(node, "destinationId", path)
        original = scan.optional_text(node, "linkedRelationshipId", path)
        name = scan.optional_text(node, "description", path) or ""
        scan.rest(node, path, words.RELATION_KEYS)
        if id is None or source is None or target is None:
            scan.leave(node, path, NAMELESS, "a relationship")
            return
        type = words.RELATIONSHIP if original is None else words.LINKED
        link = Link(
            relation=Relation(id=id, type=type, source=source, target=target, name=name),
            source=Place(node=at(node, "sourceId"), path=f"{path}.sourceId"),
            target=Place(node=at(node, "destinationId"), path=f"{path}.destinationId"),
            notes=None if original is None else f"A copy of the relationship {original}.",
        )
        self.found.join(link)
        self.arrows.setdefault(id, (node, path))
