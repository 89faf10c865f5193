"""The files of Archi: elements, relations and diagrams in nested folders."""

from __future__ import annotations

from tobfit.formats.archimate.concept import TYPE_NAMESPACE, Concept, Draft, one_line, text_of
from tobfit.formats.archimate.details import (
    skip_attributes,
    skip_folder,
    skip_junction_kind,
    skip_part,
    skip_property,
    skip_view,
)
from tobfit.formats.archimate.findings import descendants, parts
from tobfit.formats.archimate.types import SUFFIX, element_type, relation_type, without_prefix
from tobfit.formats.xml_tree import Xml
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import UNSTATED
from tobfit.model.scalars import shown

NAMESPACES = ("http://www.archimatetool.com/archimate", "http://www.bolton.ac.uk/archimate")
"""The second one is that of Archi's first years."""
DIAGRAMS = ("DiagramModel", "SketchModel", "CanvasModel")
TYPE = f"{{{TYPE_NAMESPACE}}}type"
_HEADER = ("id", "name", "version", f"{{{TYPE_NAMESPACE}}}schemaLocation")
_READ = ("id", "name", TYPE, "source", "target")
_TEXTS = ("documentation", "purpose")


def read_archi(root: Xml) -> Draft:
    """The model of an Archi file."""
    return _Reader().read(root)


class _Reader:
    def __init__(self) -> None:
        self.draft = Draft()

    def read(self, root: Xml) -> Draft:
        path = "/model"
        self.draft.names = _name(root)
        self.draft.documentation = text_of(child for child in root.children if child.name in _TEXTS)
        skip_attributes(self.draft, root, path, "the model", _HEADER)
        for part, where in parts(root, path):
            if part.name == "folder":
                self._folder(part, where, part.get("type") == "diagrams")
            elif part.name == "property":
                self._property(part, where, "the model")
            elif part.name == "profile":
                what = f"{shown(part.get('name') or '')} of {part.get('conceptType') or 'no type'}"
                self.draft.findings.skip(part.mark, where, what, "no place for profiles")
            elif part.name == "metadata":
                what = ", ".join(child.get("key") or child.name for child in part.children)
                self.draft.findings.skip(part.mark, where, what, "no place for metadata")
            elif part.name not in _TEXTS:
                skip_part(self.draft, part, where)
        return self.draft

    def _folder(self, folder: Xml, path: str, holds_diagrams: bool) -> None:
        items = sum(child.name in ("folder", "element") for child in folder.children)
        skip_folder(self.draft, folder, path, folder.get("name") or "", items)
        for part, where in parts(folder, path):
            if part.name == "folder":
                self._folder(part, where, holds_diagrams)
            elif part.name == "element":
                self._element(part, where, holds_diagrams)
            elif part.name == "property":
                self._property(part, where, folder.get("name") or "")
            else:
                # Of a folder's own documentation too there is nothing to say it of.
                skip_part(self.draft, part, where)

    def _element(self, node: Xml, path: str, is_diagram: bool) -> None:
        if is_diagram or without_prefix(_written(node)).endswith(DIAGRAMS):
            nodes, lines = descendants(node, "child"), descendants(node, "sourceConnection")
            skip_view(self.draft, node, path, node.get("name") or "", nodes, lines)
        else:
            self.draft.concepts.append(self._concept(node, path))

    def _concept(self, node: Xml, path: str) -> Concept:
        id, written = node.get("id") or "", _written(node)
        is_relation = without_prefix(written).endswith(SUFFIX) or (
            node.get("source") is not None and node.get("target") is not None
        )
        skip_attributes(self.draft, node, path, id, _READ if is_relation else _READ[:3])
        skip_junction_kind(self.draft, node, path, id, written)
        for part, where in parts(node, path):
            if part.name == "property":
                self._property(part, where, id)
            elif part.name != "documentation":
                skip_part(self.draft, part, where)
        return Concept(
            id=id,
            type=relation_type(written) if is_relation else element_type(written),
            names=_name(node),
            documentation=text_of(child for child in node.children if child.name == "documentation"),
            ends=(node.get("source") or "", node.get("target") or "") if is_relation else None,
            mark=node.mark,
            path=path,
        )

    def _property(self, node: Xml, path: str, owner: str) -> None:
        skip_property(self.draft, node, path, node.get("key") or "", node.get("value") or "", owner)


def _written(node: Xml) -> str:
    return node.get("type", TYPE_NAMESPACE) or ""


def _name(node: Xml) -> FrozenMap[str, str]:
    name = one_line(node.get("name") or "")
    return FrozenMap({UNSTATED: name} if name else {})
