"""The resources and the taxonomy of a document, and what refers to what."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from tobfit.formats.foreign import Element
from tobfit.formats.found import Found, Place, Thing, noted
from tobfit.formats.ord import words
from tobfit.formats.survey import is_blank
from tobfit.model.tree import Map, Node, Scalar, Seq

_DESCRIPTIONS = ("shortDescription", "description")
NAMELESS = "it has no id"
REMOVED = "a tombstone: it has been removed"


@attrs.frozen(kw_only=True, eq=False)
class Item:
    """An item of one of the lists, as it stands in the file."""

    id: str
    type: str
    title: str
    version: str | None
    node: Map
    path: str


@attrs.frozen(eq=False)
class ResourceReader:
    """One reading of a document."""

    found: Found
    items: dict[str, Item] = attrs.field(factory=dict)
    entities: dict[str, list[str]] = attrs.field(factory=dict)

    def read(self, root: Map) -> None:
        """Takes over all lists, then lists what has been removed."""
        scan = self.found.survey
        for key, (type, id_key) in words.LISTS.items():
            for node, path in scan.maps(root, key, "$"):
                self._item(node, path, type, id_key)
        for node, path in scan.maps(root, "tombstones", "$"):
            ids = (scan.optional_text(node, key, path) for key in ("ordId", "groupId", "groupTypeId"))
            scan.leave(node, path, REMOVED, next((id for id in ids if id is not None), "a tombstone"))

    def of_type(self, type: str) -> tuple[Item, ...]:
        """The items of a type, in the order of the file."""
        return tuple(item for item in self.items.values() if item.type == type)

    def elsewhere(self, described: str | None) -> Callable[[str], bool]:
        """Tells the ids in a namespace that the document does not describe: another one has them."""
        own = {namespace_of(id) for id in self.items} | {described}
        return lambda id: namespace_of(id) not in own

    def _item(self, node: Map, path: str, type: str, id_key: str) -> None:
        scan = self.found.survey
        id, title = scan.text(node, id_key, path), scan.optional_text(node, "title", path)
        version = scan.optional_text(node, "version", path)
        description = next((key for key in _DESCRIPTIONS if node.get(key) is not None), _DESCRIPTIONS[0])
        if id is None:
            scan.leave(node, path, NAMELESS, f"a {type}")
            return
        thing = Thing(
            element=Element(id=id, type=type, name=title or id),
            node=node,
            path=path,
            notes=noted(
                scan.optional_text(node, description, path), None if version is None else f"Version {version}."
            ),
        )
        if not self.found.add(thing):
            return
        self.items[id] = Item(id=id, type=type, title=title or id, version=version, node=node, path=path)
        references = tuple(key for key in words.REFERENCES if key != id_key)
        for key in references:
            for target, place, name in self._references(node, key, path):
                self.found.relate(key, id, target, place, name)
                if key == "exposedEntityTypes":
                    self.entities.setdefault(id, []).append(target)
        mapped = self._mapped_entities(id, node, path)
        taken = words.TAKEN.get(type, frozenset()) | {id_key, "title", "version", description, *references, *mapped}
        scan.rest(node, path, taken)

    def _references(self, node: Map, key: str, path: str) -> Iterator[tuple[str, Place, str]]:
        """The ids under a key, each with its place and the kind of the reference where one is given."""
        value, scan = node.get(key), self.found.survey
        if value is None or is_blank(value):
            return
        if isinstance(value, Scalar):
            yield from self._reference(value, f"{path}.{key}")
        elif isinstance(value, Seq):
            for index, item in enumerate(value.items):
                yield from self._reference(item, f"{path}.{key}[{index}]")
        else:
            scan.wrong(value, f"{path}.{key}", "a list of ids")

    def _reference(self, node: Node, path: str) -> Iterator[tuple[str, Place, str]]:
        scan = self.found.survey
        if not isinstance(node, Map):
            text = scan.text_of(node, path)
            if text is not None:
                yield text, Place(node=node, path=path), ""
            return
        id = scan.text(node, "ordId", path)
        name = scan.optional_text(node, "relationType", path) or ""
        scan.rest(node, path, {"ordId", "relationType"})
        if id is not None:
            yield id, Place(node=node.get("ordId") or node, path=f"{path}.ordId"), name

    def _mapped_entities(self, id: str, node: Map, path: str) -> tuple[str, ...]:
        """The entity types of the older key, which counts only where the newer one is absent; the keys taken."""
        key, scan = "entityTypeMappings", self.found.survey
        if node.get("exposedEntityTypes") is not None or node.get(key) is None:
            return ()
        for mapping, where in scan.maps(node, key, path):
            for target, place in scan.maps(mapping, "entityTypeTargets", where):
                entity = scan.optional_text(target, "ordId", place)
                scan.rest(target, place, {"ordId"})
                if entity is not None:
                    self.found.relate("exposedEntityTypes", id, entity, Place(node=target, path=place))
                    self.entities.setdefault(id, []).append(entity)
            scan.rest(mapping, where, {"entityTypeTargets"})
        return (key,)


def namespace_of(id: str) -> str:
    """What stands before the first colon of an id.

    >>> namespace_of("sap.s4:apiResource:Orders:v1")
    'sap.s4'
    """
    return id.partition(":")[0]
