"""The components and services of a document at any depth, and what depends on what."""

from __future__ import annotations

import attrs

from tobfit.formats.cyclonedx import words
from tobfit.formats.cyclonedx.links import Document, is_address, is_other_document
from tobfit.formats.foreign import Element
from tobfit.formats.found import ELSEWHERE, Found, Place, Thing, noted
from tobfit.formats.survey import at
from tobfit.model.tree import Map

NAMELESS = "it has no name"


@attrs.frozen(kw_only=True, eq=False)
class Service:
    """What a service says of itself, with the places of what may have to be left out."""

    id: str
    authentication: Place
    zone: str | None
    endpoints: tuple[str, ...]
    authenticated: bool | None
    crosses: bool | None
    flows: tuple[tuple[str | None, Place], ...]


@attrs.frozen(kw_only=True, eq=False)
class _Flow:
    """An end of a data flow that a service names."""

    service: str
    reference: str
    outward: bool
    name: str
    place: Place


@attrs.frozen(eq=False)
class BomReader:
    """One reading of a document."""

    found: Found
    document: Document
    services: dict[str, Service] = attrs.field(factory=dict)
    versions: dict[str, str] = attrs.field(factory=dict)
    flows: list[_Flow] = attrs.field(factory=list)

    def read(self, root: Map) -> None:
        """Takes over what the document describes, then what it relates."""
        scan = self.found.survey
        metadata = scan.mapping(root, "metadata", "$")
        if metadata is not None:
            subject = scan.mapping(metadata, "component", "$.metadata")
            if subject is not None:
                self._component(subject, "$.metadata.component", None)
            scan.rest(metadata, "$.metadata", {"component"})
        for node, path in scan.maps(root, "components", "$"):
            self._component(node, path, None)
        for node, path in scan.maps(root, "services", "$"):
            self._service(node, path, None)
        for node, path in scan.maps(root, "dependencies", "$"):
            self._dependency(node, path)
        for flow in self.flows:
            self._flow(flow)

    def _component(self, node: Map, path: str, parent: str | None) -> None:
        scan = self.found.survey
        type = scan.choice(node, "type", path, words.COMPONENT_TYPES)
        if node.get("type") is None:
            scan.text(node, "type", path)
        id = self._thing(node, path, type or "component", parent)
        scan.rest(node, path, words.COMPONENT_KEYS)
        for inner, where in scan.maps(node, "components", path):
            self._component(inner, where, id)

    def _service(self, node: Map, path: str, parent: str | None) -> None:
        scan = self.found.survey
        id = self._thing(node, path, words.SERVICE, parent)
        if id is not None:
            self.services[id] = Service(
                id=id,
                authentication=Place(node=at(node, "authenticated"), path=f"{path}.authenticated"),
                zone=scan.optional_text(node, "trustZone", path),
                endpoints=tuple(dict.fromkeys(text for text, _, _ in scan.texts(node, "endpoints", path))),
                authenticated=scan.flag(node, "authenticated", path),
                crosses=scan.flag(node, "x-trust-boundary", path),
                flows=tuple(self._data(id, entry, where) for entry, where in scan.maps(node, "data", path)),
            )
        scan.rest(node, path, words.SERVICE_KEYS)
        for inner, where in scan.maps(node, "services", path):
            self._service(inner, where, id)

    def _thing(self, node: Map, path: str, type: str, parent: str | None) -> str | None:
        """Takes a component or service; its id, or None where it is left out. One without a reference gets an id."""
        scan = self.found.survey
        given, name = scan.optional_text(node, "bom-ref", path), scan.text(node, "name", path)
        version = scan.optional_text(node, "version", path)
        if given is None and name is None:
            scan.leave(node, path, NAMELESS, f"a {type}")
            return None
        id = given or self.found.free_id(f"{name}@{version}" if version else str(name))
        said = noted(
            scan.optional_text(node, "description", path),
            f"Version {version}." if version else None,
            None if parent is None else f"Part of {self.found.things[parent].element.name} ({parent}).",
        )
        element = Element(id=id, type=type, name=name or id)
        if not self.found.add(Thing(element=element, node=node, path=path, notes=said)):
            return None
        if version:
            self.versions[id] = version
        return id

    def _data(self, service: str, entry: Map, path: str) -> tuple[str | None, Place]:
        """The flow of one kind of data; where it comes from and goes to is kept for the end."""
        scan = self.found.survey
        name = scan.optional_text(entry, "name", path) or scan.optional_text(entry, "classification", path) or ""
        for key in ("source", "destination"):
            for reference, node, where in scan.texts(entry, key, path):
                flow = _Flow(
                    service=service,
                    reference=self.document.resolve(reference),
                    outward=key == "destination",
                    name=name,
                    place=Place(node=node, path=where),
                )
                self.flows.append(flow)
        scan.rest(entry, path, {"flow", "source", "destination"})
        place = Place(node=at(entry, "flow"), path=f"{path}.flow")
        return scan.choice(entry, "flow", path, words.FLOWS), place

    def _flow(self, flow: _Flow) -> None:
        elsewhere = is_address(flow.reference) and not is_other_document(flow.reference)
        if flow.reference not in self.found.things and elsewhere:
            self.found.survey.leave(flow.place.node, flow.place.path, ELSEWHERE)
            return
        ends = (flow.service, flow.reference)
        source, target = ends if flow.outward else reversed(ends)
        self.found.relate(words.DATA_FLOW, source, target, flow.place, flow.name)

    def _dependency(self, node: Map, path: str) -> None:
        scan = self.found.survey
        given = scan.text(node, "ref", path)
        if given is None:
            scan.leave(node, path, "it does not say what depends", "a dependency")
            return
        source, stated = self.document.resolve(given), Place(node=at(node, "ref"), path=f"{path}.ref")
        self.found.refer(source, stated.node, stated.path)
        for key in (words.DEPENDS_ON, words.PROVIDES):
            for reference, item, where in scan.texts(node, key, path):
                target = self.document.resolve(reference)
                self.found.relate(key, source, target, Place(node=item, path=where), stated=stated)
        scan.rest(node, path, {"ref", words.DEPENDS_ON, words.PROVIDES})
