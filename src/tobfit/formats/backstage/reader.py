"""Reading a catalogue file: its graph, and what its components provide and consume."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import PurePath

from tobfit.formats.backstage import words
from tobfit.formats.backstage.documents import parse_catalog
from tobfit.formats.backstage.entities import EntityReader, Use
from tobfit.formats.drawing import Drawing, draw
from tobfit.formats.fit_ids import fit_ids
from tobfit.formats.foreign import Foreign
from tobfit.formats.found import Found
from tobfit.formats.opened import read_with, refuse
from tobfit.formats.source import file_name
from tobfit.formats.survey import Survey
from tobfit.model.landscape import Interface, Landscape, System
from tobfit.model.tree import Map, Node, Scalar


def read(path: str | bytes | os.PathLike[str]) -> Foreign:
    """Reads a Backstage catalogue file: YAML with one or more entities, or JSON with one entity or a list of them.

    *Graph*: each entity of the kinds Component, API, System, Domain, Resource, Group, User, Location and Template is
    an element; its id is its full reference in small letters (``component:default/orders``). The fields of ``spec``
    that refer to other entities are relations with Backstage's own names (``ownedBy``, ``partOf``, ``dependsOn``, ...).
    Entities of other kinds are listed in ``unread``.

    A catalogue is spread over many files, so that a reference to an entity that is not in this one is a warning
    (TF141): the relation is left out and listed. What a Location names is not fetched, and neither is ``$text``.

    *Systems*: each Component. An API that it provides or consumes is an interface of that side; the type of the API
    says the protocol (openapi: rest) or, for asyncapi, the mode. An API that the file does not describe is an
    interface all the same, with nothing known but its name. Zones and platforms are not in the format.

    Raises TobfitError for a file that cannot be read or has no entity of Backstage (TF140). All else that is wrong
    stands in ``problems``, and what was not taken over in ``unread``.

    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "catalog-info.yaml")
    >>> _ = file.write_text('''
    ... apiVersion: backstage.io/v1alpha1
    ... kind: Component
    ... metadata: {name: shop}
    ... spec: {type: service, providesApis: [orders]}
    ... ---
    ... apiVersion: backstage.io/v1alpha1
    ... kind: API
    ... metadata: {name: orders}
    ... spec: {type: openapi}
    ... ''')
    >>> found = read(file)
    >>> found.relations[0].target, found.landscape.systems[0].interfaces[0].protocol
    ('api:default/orders', ('rest',))
    """
    file = file_name(path, "backstage.read.path")
    return read_with(file, parse_catalog, lambda roots: _read(roots, file))


def _read(roots: tuple[tuple[Node, str], ...], file: str) -> Foreign:
    if not any(_is_backstage(root) for root, _ in roots):
        refuse(roots[0][0], "catalogue of Backstage", "an entity has an apiVersion such as backstage.io/v1alpha1")
    scan = Survey(quoted=PurePath(file).suffix.lower() == ".json")
    reader = EntityReader(Found(scan))
    reader.read(roots)
    relations = reader.found.check_ends()
    drawing = draw(reader.found, relations, words.ARCHIMATE)
    landscape = Landscape(
        systems=_systems(reader, drawing), elements=drawing.elements, relations=drawing.relations
    )
    return Foreign(
        format="backstage",
        name=PurePath(file).stem,
        elements=reader.found.elements(),
        relations=relations,
        landscape=landscape,
        unread=tuple(scan.unread),
        problems=tuple(scan.problems),
    )


def _is_backstage(root: Node) -> bool:
    version = root.get("apiVersion") if isinstance(root, Map) else None
    return isinstance(version, Scalar) and "backstage.io/" in version.text


def _systems(reader: EntityReader, drawing: Drawing) -> tuple[System, ...]:
    uses: dict[str, list[Use]] = {}
    for use in reader.uses:
        uses.setdefault(use.component, []).append(use)
    return tuple(
        System(
            id=drawing.ids[entity.id],
            name=reader.found.things[entity.id].element.name,
            interfaces=_interfaces(reader, uses.get(entity.id, ())),
            notes=reader.found.things[entity.id].notes,
        )
        for entity in reader.entities.values()
        if entity.kind == "Component"
    )


def _interfaces(reader: EntityReader, uses: Iterable[Use]) -> tuple[Interface, ...]:
    """The APIs of one component, once for each side that it names them on."""
    once = {(use.relation, use.api): use for use in uses}
    # An API that a component both provides and consumes is two interfaces, so that the second needs another id.
    raw = {
        (side, api): f"{api}/consumed" if side == "consumesApi" and ("providesApi", api) in once else api
        for side, api in once
    }
    ids = fit_ids(raw.values())
    return tuple(_interface(reader, use, ids[raw[key]]) for key, use in once.items())


def _interface(reader: EntityReader, use: Use, id: str) -> Interface:
    thing = reader.found.things.get(use.api)
    type = reader.types.get(use.api, "").lower()
    protocol, mode = words.PROTOCOLS.get(type), words.MODES.get(type)
    return Interface(
        id=id,
        name=use.name if thing is None else thing.element.name,
        side="provides" if use.relation == "providesApi" else "consumes",
        protocol=None if protocol is None else (protocol,),
        mode=None if mode is None else (mode,),
    )
