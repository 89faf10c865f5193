"""The Open Group's exchange format, 2.1 (``label``, ``propertydefs``) and 3.x (``name``, ``propertyDefinitions``)."""

from __future__ import annotations

from collections.abc import Iterator

from tobfit.formats.archimate.concept import TYPE_NAMESPACE, Concept, Draft, names_of, one_line, text_of
from tobfit.formats.archimate.details import (
    skip_attributes,
    skip_folder,
    skip_junction_kind,
    skip_part,
    skip_property,
    skip_view,
)
from tobfit.formats.archimate.findings import descendants, parts
from tobfit.formats.archimate.types import element_type, relation_type
from tobfit.formats.xml_tree import Xml
from tobfit.model.scalars import shown

NAMESPACE = "http://www.opengroup.org/xsd/archimate"
NAMES = ("name", "label")
DEFINITION = {"propertyDefinition": "propertyDefinitions", "propertydef": "propertydefs"}
TYPE = f"{{{TYPE_NAMESPACE}}}type"
_HEADER = ("identifier", "version", f"{{{TYPE_NAMESPACE}}}schemaLocation")
_READ = ("identifier", TYPE, "source", "target")


def read_exchange(root: Xml) -> Draft:
    """The model of an exchange file."""
    return _Reader(root).read()


class _Reader:
    def __init__(self, root: Xml) -> None:
        self.root = root
        self.draft = Draft()
        self.properties = dict(_definitions(root))

    def read(self) -> Draft:
        path = "/model"
        self.draft.names = self._names(self.root, path)
        self.draft.documentation = text_of(self.root.all("documentation"))
        skip_attributes(self.draft, self.root, path, "the model", _HEADER)
        for part, where in parts(self.root, path):
            self._part(part, where)
        return self.draft

    def _part(self, part: Xml, path: str) -> None:
        name = part.name if part.namespace == self.root.namespace else ""
        if name in ("elements", "relationships"):
            self._concepts(part, path)
        elif name in ("organizations", "organization"):
            self._folders(part, path)
        elif name == "views":
            self._views(part, path)
        elif name in DEFINITION.values():
            self._property_definitions(part, path)
        elif name == "properties":
            self._properties(part, path, "the model")
        elif name == "metadata":
            what = ", ".join(dict.fromkeys(child.name for child in part.children))
            self.draft.findings.skip(part.mark, path, what, "no place for metadata")
        elif name not in (*NAMES, "documentation"):
            skip_part(self.draft, part, path)

    def _concepts(self, part: Xml, path: str) -> None:
        wanted = {"elements": "element", "relationships": "relationship"}[part.name]
        for node, where in parts(part, path):
            if node.name == wanted and node.namespace == self.root.namespace:
                self.draft.concepts.append(self._concept(node, where, is_relation=wanted == "relationship"))
            else:
                skip_part(self.draft, node, where)

    def _concept(self, node: Xml, path: str, *, is_relation: bool) -> Concept:
        id = node.get("identifier") or ""
        written = node.get("type", TYPE_NAMESPACE) or ""
        skip_attributes(self.draft, node, path, id, _READ if is_relation else _READ[:2])
        skip_junction_kind(self.draft, node, path, id, written)
        for part, where in parts(node, path):
            if part.name == "properties":
                self._properties(part, where, id)
            elif part.name not in (*NAMES, "documentation"):
                skip_part(self.draft, part, where)
        return Concept(
            id=id,
            type=relation_type(written) if is_relation else element_type(written),
            names=self._names(node, path),
            documentation=text_of(node.all("documentation")),
            ends=(node.get("source") or "", node.get("target") or "") if is_relation else None,
            mark=node.mark,
            path=path,
        )

    def _names(self, node: Xml, path: str) -> dict[str, str]:
        written = [(part, where) for part, where in parts(node, path) if part.name in NAMES]
        return names_of(written, self.draft.findings)

    def _properties(self, part: Xml, path: str, owner: str) -> None:
        for node, where in parts(part, path):
            reference = node.get("propertyDefinitionRef") or node.get("identifierref") or ""
            value = " / ".join(one_line(child.text) for child in node.children)
            skip_property(self.draft, node, where, self.properties.get(reference, reference), value, owner)

    def _property_definitions(self, part: Xml, path: str) -> None:
        for node, where in parts(part, path):
            what = shown(self.properties.get(node.get("identifier") or "", ""))
            self.draft.findings.skip(node.mark, where, what, "no place for property definitions")

    def _folders(self, part: Xml, path: str) -> None:
        for node, where in parts(part, path):
            labels = [one_line(child.text) for child in node.children if child.name in NAMES]
            if labels or node.all("item"):
                skip_folder(self.draft, node, where, "".join(labels[:1]), len(node.all("item")))
                self._folders(node, where)

    def _views(self, part: Xml, path: str) -> None:
        for node, where in parts(part, path):
            if node.name == "view":
                names = [one_line(child.text) for child in node.children if child.name in NAMES]
                nodes, lines = descendants(node, "node"), descendants(node, "connection")
                skip_view(self.draft, node, where, "".join(names[:1]), nodes, lines)
            elif node.name == "diagrams":
                self._views(node, where)
            else:
                skip_part(self.draft, node, where)


def _definitions(root: Xml) -> Iterator[tuple[str, str]]:
    """The names of the properties by their ids: an attribute in 2.1, an element in 3.x."""
    for inner, outer in DEFINITION.items():
        for part in root.all(outer):
            for node in part.all(inner):
                names = (one_line(child.text) for child in node.children if child.name in NAMES)
                yield node.get("identifier") or "", node.get("name") or next(names, "")
