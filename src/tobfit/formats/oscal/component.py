"""Reading a component definition: each component becomes a product, each control that it implements a statement."""

from __future__ import annotations

import attrs

from tobfit.formats.foreign import Element, Relation
from tobfit.formats.found import Found, Link, Place, Thing
from tobfit.formats.oscal.document import NOT_TAKEN, Header, Resources, numbered, property_of, said
from tobfit.formats.oscal.entry import EntryReader
from tobfit.formats.oscal.options import Options
from tobfit.formats.oscal.record import Control
from tobfit.formats.oscal.sources import Chosen, Implementation, implementation_of
from tobfit.formats.product_ids import product_id
from tobfit.formats.survey import Survey, at
from tobfit.model.product import Product
from tobfit.model.scalars import shown
from tobfit.model.tree import Map

IMPLEMENTS = "implemented-requirement"
SAME_UUID = "what is said of the control is read all the same"


@attrs.frozen(eq=False, kw_only=True)
class _Component:
    """A component as it stands in the file, with the id of its element."""

    element: str
    title: str
    node: Map
    path: str


@attrs.frozen(eq=False, kw_only=True)
class ComponentReader:
    """One reading of a component definition, with what has been found so far."""

    header: Header
    resources: Resources
    options: Options
    found: Found
    entries: EntryReader
    products: list[Product] = attrs.field(factory=list)
    schemes: dict[str, None] = attrs.field(factory=dict)
    taken: set[str] = attrs.field(factory=set)

    @property
    def scan(self) -> Survey:
        return self.found.survey

    @property
    def controls(self) -> tuple[Control, ...]:
        """The controls that were taken over, each once."""
        return tuple(self.entries.controls.values())

    def read(self, body: Map, path: str) -> None:
        """Takes over all components; what stands beside them is listed."""
        components = self._components(body, path)
        implementations = tuple(
            implementation_of(index, node, where, self.resources, self.scan)
            for index, component in enumerate(components)
            for node, where in self.scan.maps(component.node, "control-implementations", component.path)
        )
        self._draw(components, implementations)
        chosen = Chosen.of(implementations, self.options, self.scan)
        for index, component in enumerate(components):
            own = [(one, scheme) for one, scheme in chosen.read if one.component == index]
            is_silent = not own and any(one.component == index for one in implementations)
            self._product(component, own, is_silent=is_silent)
        for node, where in self.scan.maps(body, "capabilities", path):
            self.scan.leave(node, where, NOT_TAKEN)
        known = {"uuid", "metadata", "components", "capabilities", "back-matter"}
        self.scan.rest(body, path, known, why=NOT_TAKEN)

    def _components(self, body: Map, path: str) -> tuple[_Component, ...]:
        found = []
        for node, where in self.scan.maps(body, "components", path):
            title = self.scan.text(node, "title", where) or "component"
            own = self.scan.optional_text(node, "uuid", where) or self.found.free_id(title)
            type = self.scan.optional_text(node, "type", where) or "component"
            element = Element(id=own, type=type, name=title)
            if self.found.add(Thing(element=element, node=at(node, "uuid"), path=f"{where}.uuid")):
                found.append(_Component(element=own, title=title, node=node, path=where))
        return tuple(found)

    def _draw(self, components: tuple[_Component, ...], implementations: tuple[Implementation, ...]) -> None:
        """The graph as written: every control that is named, and every entry that names one."""
        for one in implementations:
            for index, node in numbered(one.node, "implemented-requirements"):
                if (control := said(node, "control-id")) is not None:
                    path = f"{one.path}.implemented-requirements[{index}]"
                    self._draw_entry(components[one.component].element, control, node, path)

    def _draw_entry(self, component: str, control: str, node: Map, path: str) -> None:
        place = Place(node=at(node, "control-id"), path=f"{path}.control-id")
        if control not in self.found.things:
            element = Element(id=control, type="control", name=control)
            self.found.add(Thing(element=element, node=place.node, path=place.path))
        own = said(node, "uuid")
        if own is not None and own not in self.found.links and own not in self.found.things:
            relation = Relation(id=own, type=IMPLEMENTS, source=component, target=control)
            self.found.join(Link(relation=relation, source=place, target=place))
            return
        if own is not None:
            message = f"the uuid {shown(own)} stands for another thing already"
            self.scan.note(at(node, "uuid"), "TF142", f"{path}.uuid", message, SAME_UUID, warning=True)
        self.found.relate(IMPLEMENTS, component, control, place)

    def _product(self, component: _Component, own: list[tuple[Implementation, str]], *, is_silent: bool) -> None:
        if is_silent and self.options.wanted:
            message = f"nothing that the component says is of {', '.join(self.options.wanted)}"
            self.scan.note(component.node, "TF147", component.path, message, "its product says nothing", warning=True)
        self.schemes.update(dict.fromkeys(scheme for _, scheme in own))
        version = property_of(component.node, "version")
        taken = {"uuid", "type", "title", "description", "control-implementations", "props"}
        self.scan.rest(component.node, component.path, taken, why=NOT_TAKEN)
        self.entries.leave_props(component.node, component.path, ("version",))
        self.products.append(
            Product(
                id=self._free_id(product_id(component.title, version)),
                name=component.title,
                version=version,
                capabilities=self.entries.read(own),
                notes=self.scan.optional_text(component.node, "description", component.path),
            )
        )

    def _free_id(self, base: str) -> str:
        id, number = base, 1
        while id in self.taken:
            number += 1
            id = f"{base}-{number}"
        self.taken.add(id)
        return id
