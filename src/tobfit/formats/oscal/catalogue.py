"""Reading a catalogue: its groups and controls, and which control refers to which."""

from __future__ import annotations

import attrs

from tobfit.formats.foreign import Element
from tobfit.formats.found import Found, Place, Thing
from tobfit.formats.oscal.document import WITHDRAWN, is_fit, property_of, said
from tobfit.formats.oscal.record import Control
from tobfit.formats.survey import Survey, at
from tobfit.model.tree import Map

CONTAINS = "contains"
WORDING = "the wording and parameters of a control stay in its catalogue"
NO_CONTROL = "it refers to something that is no control of the file"


@attrs.frozen(kw_only=True)
class Group:
    """A group of controls, such as a family; ``parent`` is the nearest group around it."""

    id: str
    title: str | None
    parent: str | None


@attrs.frozen(eq=False, kw_only=True)
class CatalogueReader:
    """One reading of a catalogue, with what has been found so far."""

    scheme: str
    found: Found
    groups: dict[str, Group] = attrs.field(factory=dict)
    controls: dict[str, Control] = attrs.field(factory=dict)
    links: list[tuple[str, Map, str]] = attrs.field(factory=list)

    @property
    def scan(self) -> Survey:
        return self.found.survey

    def read(self, body: Map, path: str) -> None:
        """Takes over all groups and controls, then what refers to what."""
        self._inside(body, path, None)
        self.scan.rest(body, path, {"uuid", "metadata", "groups", "controls", "back-matter"}, why=WORDING)
        for source, link, where in self.links:
            self._link(source, link, where)

    def _inside(self, owner: Map, path: str, group: str | None) -> None:
        for node, where in self.scan.maps(owner, "groups", path):
            self._group(node, where, group)
        for node, where in self.scan.maps(owner, "controls", path):
            self._control(node, where, group, None)

    def _group(self, node: Map, path: str, parent: str | None) -> None:
        own, title = self.scan.optional_text(node, "id", path), self.scan.optional_text(node, "title", path)
        is_new = own is not None and self._is_fit(own, node, path) and self._add("group", own, title, node, path)
        if own is not None and is_new:
            self.groups[own] = Group(id=own, title=title, parent=parent)
            self._contain(parent, own, node, path)
        self.scan.rest(node, path, {"id", "class", "title", "groups", "controls"}, why=WORDING)
        self._inside(node, path, own if is_new else parent)

    def _control(self, node: Map, path: str, group: str | None, parent: str | None) -> None:
        own = self.scan.text(node, "id", path)
        is_new = False
        if own is not None and self._is_fit(own, node, path):
            title = self.scan.text(node, "title", path)
            is_new = self._add("control", own, title, node, path)
            if is_new:
                self._keep(own, title, node, path, group, parent)
        self.scan.rest(node, path, {"id", "class", "title", "controls", "links"}, why=WORDING)
        for inner, where in self.scan.maps(node, "controls", path):
            self._control(inner, where, group, own if is_new else parent)

    def _keep(self, own: str, title: str | None, node: Map, path: str, group: str | None, parent: str | None) -> None:
        withdrawn = (property_of(node, "status") or "").lower() == "withdrawn"
        self.controls[own] = Control(
            scheme=self.scheme, id=own, title=title, group=group, parent=parent, withdrawn=withdrawn
        )
        if withdrawn:
            self.scan.leave(node, path, WITHDRAWN, f"the control {own}")
        self._contain(parent or group, own, node, path)
        self.links.extend((own, link, where) for link, where in self.scan.maps(node, "links", path))

    def _add(self, type: str, own: str, title: str | None, node: Map, path: str) -> bool:
        element = Element(id=own, type=type, name=title or own)
        return self.found.add(Thing(element=element, node=at(node, "id"), path=f"{path}.id"))

    def _contain(self, outer: str | None, inner: str, node: Map, path: str) -> None:
        if outer is not None:
            self.found.relate(CONTAINS, outer, inner, Place(node=node, path=path))

    def _link(self, source: str, link: Map, path: str) -> None:
        href = self.scan.text(link, "href", path)
        if href is None:
            return
        target = href.removeprefix("#")
        if href.startswith("#") and target in self.controls:
            place = Place(node=at(link, "href"), path=f"{path}.href")
            self.found.relate(said(link, "rel") or "link", source, target, place)
        else:
            self.scan.leave(at(link, "href"), f"{path}.href", NO_CONTROL)

    def _is_fit(self, own: str, node: Map, path: str) -> bool:
        return is_fit(self.scheme, own, at(node, "id"), f"{path}.id", self.scan)


def resources_left(body: Map, path: str, scan: Survey, why: str) -> None:
    """Lists the resources at the end of a document one by one: how many were passed over is worth knowing."""
    back = scan.mapping(body, "back-matter", path)
    if back is None:
        return
    for resource, place in scan.maps(back, "resources", f"{path}.back-matter"):
        what = said(resource, "title") or said(resource, "description")
        scan.leave(resource, place, why, None if what is None else f"the resource {what[:60]!r}")
