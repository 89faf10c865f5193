"""The entities of a file, and the relations that their fields state."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tobfit.formats.backstage import words
from tobfit.formats.backstage.reference import Reference, entity_id, reference_in
from tobfit.formats.foreign import Element
from tobfit.formats.found import Found, Place, Thing, noted
from tobfit.formats.survey import at, is_blank
from tobfit.model.scalars import near, shown
from tobfit.model.tree import Map, Node

UNKNOWN_KIND = "its kind is none of Backstage's own"
NO_NAME = "it has no kind or no name"
NOT_FOLLOWED = "what it refers to is not fetched"
DEDUCED = "the catalogue deduces it from the descriptors"
WHYS = {
    "Location": {"target": NOT_FOLLOWED, "targets": NOT_FOLLOWED},
    "API": {"definition": "the text of an interface's definition is not read"},
}
TAKEN = frozenset({"apiVersion", "kind", "metadata", "spec"})


@attrs.frozen(kw_only=True, eq=False)
class Entity:
    """An entity as it stands in the file."""

    id: str
    kind: str
    namespace: str
    name: str
    spec: Map | None
    path: str


@attrs.frozen(kw_only=True, eq=False)
class Use:
    """That a component provides or consumes an API, which the file need not describe."""

    component: str
    api: str
    name: str
    relation: str


@attrs.frozen(eq=False)
class EntityReader:
    """One reading of a file: the entities first, so that a reference without a kind finds what it means."""

    found: Found
    entities: dict[str, Entity] = attrs.field(factory=dict)
    uses: list[Use] = attrs.field(factory=list)
    used: set[str] = attrs.field(factory=set)
    types: dict[str, str] = attrs.field(factory=dict)

    def read(self, documents: tuple[tuple[Node, str], ...]) -> None:
        """Takes over all documents of the file."""
        for document, path in documents:
            if isinstance(document, Map):
                self._entity(document, path)
            else:
                self.found.survey.wrong(document, path, "a mapping")
        # Those that use an API come before it: what nobody uses says nothing about an interface.
        for entity in sorted(self.entities.values(), key=lambda entity: entity.kind == "API"):
            self._spec(entity)

    def _entity(self, node: Map, path: str) -> None:
        scan = self.found.survey
        version, kind = scan.text(node, "apiVersion", path), scan.text(node, "kind", path)
        metadata = scan.mapping(node, "metadata", path)
        name = None if metadata is None else scan.text(metadata, "name", f"{path}.metadata")
        if metadata is None and node.get("metadata") is None:
            scan.note(node, "TF144", f"{path}.metadata", "the key 'metadata' is missing", "allowed: a mapping")
        if kind is not None and kind.lower() not in words.KINDS:
            scan.leave(node, path, UNKNOWN_KIND, f"the entity {shown(f'{kind}:{name}')}")
        elif kind is None or name is None or metadata is None:
            scan.leave(node, path, NO_NAME, "an entity")
        else:
            self._check_version(node, version, path)
            self._known(node, metadata, words.KINDS[kind.lower()], name, path)

    def _check_version(self, node: Map, version: str | None, path: str) -> None:
        if version is not None and version not in words.VERSIONS:
            message = f"{shown(version)} is no version of Backstage's own kinds that is known here"
            hint = near(version, words.VERSIONS)
            where = at(node, "apiVersion")
            self.found.survey.note(where, "TF143", f"{path}.apiVersion", message, hint, warning=True)

    def _known(self, node: Map, metadata: Map, kind: str, name: str, path: str) -> None:
        scan = self.found.survey
        where = f"{path}.metadata"
        namespace = scan.optional_text(metadata, "namespace", where) or "default"
        title = scan.optional_text(metadata, "title", where)
        spec = scan.mapping(node, "spec", path)
        id = entity_id(kind, namespace, name)
        element = Element(id=id, type=kind, name=title or self._display_name(spec, path) or name)
        said = noted(scan.optional_text(metadata, "description", where))
        if self.found.add(Thing(element=element, node=node, path=path, notes=said)):
            self.entities[id] = Entity(id=id, kind=kind, namespace=namespace, name=name, spec=spec, path=path)
            scan.rest(metadata, where, {"name", "namespace", "title", "description"})
            scan.rest(node, path, TAKEN, {"relations": DEDUCED, "status": DEDUCED})

    def _display_name(self, spec: Map | None, path: str) -> str | None:
        """The name that a group or user has in its profile."""
        profile = None if spec is None else spec.get("profile")
        if not isinstance(profile, Map):
            return None
        return self.found.survey.optional_text(profile, "displayName", f"{path}.spec.profile")

    def _spec(self, entity: Entity) -> None:
        spec, path, scan = entity.spec, f"{entity.path}.spec", self.found.survey
        if spec is None:
            return
        fields = words.FIELDS[entity.kind]
        for key, field in fields.items():
            for node, where in self._named(spec, key, path, field):
                reference = reference_in(node, where, field.kinds, entity.namespace, scan)
                if reference is not None:
                    self._relate(entity, field.relation, reference, Place(node=node, path=where))
        if entity.kind == "API":
            self.types[entity.id] = scan.optional_text(spec, "type", path) or ""
        scan.rest(spec, path, {*fields, *self._type_taken(entity.id)}, WHYS.get(entity.kind))

    def _type_taken(self, id: str) -> tuple[str, ...]:
        """The key of an API's type, where it says something about an interface of a component."""
        says = self.types.get(id, "").lower() in (*words.PROTOCOLS, *words.MODES)
        return ("type",) if says and id in self.used else ()

    def _named(self, spec: Map, key: str, path: str, field: words.Field) -> Iterator[tuple[Node, str]]:
        if field.many:
            yield from self.found.survey.items(spec, key, path)
            return
        value = spec.get(key)
        if value is not None and not is_blank(value):
            yield value, f"{path}.{key}"

    def _relate(self, entity: Entity, relation: str, reference: Reference, place: Place) -> None:
        ids = reference.ids
        target = next((id for id in ids if id in self.entities), ids[0])
        self.found.relate(relation, entity.id, target, place)
        if relation in ("providesApi", "consumesApi") and target.startswith("api:"):
            self.uses.append(Use(component=entity.id, api=target, name=reference.name, relation=relation))
            self.used.add(target)
