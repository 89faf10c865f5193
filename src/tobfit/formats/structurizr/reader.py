"""Reading a workspace: its graph, and what it says of systems, zones and interfaces."""

from __future__ import annotations

import os
from pathlib import PurePath

from tobfit.formats.drawing import Drawing, draw
from tobfit.formats.foreign import Foreign, Relation
from tobfit.formats.found import Found
from tobfit.formats.json_tree import parse_json
from tobfit.formats.opened import read_with, refuse
from tobfit.formats.source import file_name
from tobfit.formats.structurizr import words
from tobfit.formats.structurizr.deployment import Deployment
from tobfit.formats.structurizr.interfaces import interfaces_of
from tobfit.formats.structurizr.model import ModelReader
from tobfit.formats.survey import Survey, is_blank
from tobfit.model.landscape import Landscape, System
from tobfit.model.tree import Map, Node, Seq

NO_VIEWS = "views are not taken over"


def read(path: str | bytes | os.PathLike[str], *, environment: str | None = None) -> Foreign:
    """Reads a Structurizr workspace (JSON).

    *Graph*: people, software systems, containers, components, custom elements, deployment and infrastructure nodes and
    instances are elements; relationships stand wherever they are drawn. Copies that Structurizr made itself have the
    type LinkedRelationship. Descriptions, and what stands inside what, go into the notes of the landscape.

    *Systems*: every software system and every container is a system of its own, so that capabilities can be given to
    the one and platforms to the other; components are parts of their container.

    *Interfaces*: a relationship with a technology that names a protocol or a format (``JSON/HTTPS``) is an interface
    that its target provides, one for each technology. Which way the data flows is not said, so it stays unknown.

    *Zones*: the outermost deployment nodes of one ``environment``: the one that is named, the only one there is, or
    the only one that is called live or production; the others are listed in ``unread``. How a zone is hosted and what
    its network lets through stays unknown. A system is in a zone where all its instances are. A technology that is a
    name and a version (``Ubuntu 16.04 LTS``) is a platform of the systems that run on the node.

    Raises TobfitError for a file that cannot be read or is no workspace (TF140), and for an environment that it does
    not have (TF145). All else that is wrong stands in ``problems``, and what was not taken over in ``unread``.

    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "workspace.json")
    >>> _ = file.write_text('''{"name": "Shop", "model": {"softwareSystems": [
    ...   {"id": "1", "name": "ERP"},
    ...   {"id": "2", "name": "Shop", "relationships": [
    ...     {"id": "3", "sourceId": "2", "destinationId": "1", "description": "Orders", "technology": "JSON/HTTPS"}]}
    ... ]}}''')
    >>> found = read(file)
    >>> found.counts, found.landscape.systems[0].interfaces[0].protocol
    (FrozenMap({'Relationship': 1, 'SoftwareSystem': 2}), ('https',))
    """
    file = file_name(path, "structurizr.read.path")
    return read_with(file, parse_json, lambda root: _read(root, file, environment))


def _read(root: Node, file: str, environment: str | None) -> Foreign:
    model = root.get("model") if isinstance(root, Map) else None
    if not isinstance(root, Map) or not isinstance(model, Map):
        refuse(root, "Structurizr workspace", "a workspace has a mapping 'model'")
    scan = Survey()
    reader = ModelReader(Found(scan))
    reader.read(model, "$.model")
    relations = reader.found.check_ends()
    deployment = Deployment.of(reader, environment)
    deployment.leave_rest(scan)
    drawing = draw(reader.found, relations, words.ARCHIMATE)
    landscape = _landscape(reader, relations, deployment, drawing)
    name = scan.optional_text(root, "name", "$")
    _leave_views(root, scan)
    scan.rest(root, "$", {"model", "name", "views"})
    return Foreign(
        format="structurizr",
        name=name or PurePath(file).stem,
        elements=reader.found.elements(),
        relations=relations,
        landscape=landscape,
        unread=tuple(scan.unread),
        problems=tuple(scan.problems),
    )


def _landscape(
    reader: ModelReader, relations: tuple[Relation, ...], deployment: Deployment, drawing: Drawing
) -> Landscape:
    interfaces = interfaces_of(reader, relations)
    systems = tuple(
        System(
            id=drawing.ids[id],
            name=thing.element.name,
            zone=deployment.zone_of(id, drawing.ids),
            platforms=deployment.platforms_of(id),
            interfaces=interfaces.get(id, ()),
            notes=thing.notes,
        )
        for id, thing in reader.found.things.items()
        if thing.element.type in (words.SOFTWARE_SYSTEM, words.CONTAINER)
    )
    return Landscape(
        zones=deployment.zones(drawing.ids),
        systems=systems,
        elements=drawing.elements,
        relations=drawing.relations,
    )


def _leave_views(root: Map, scan: Survey) -> None:
    """Lists each view by itself: a file may have hundreds, and how many were passed over is worth knowing."""
    views = root.get("views")
    if not isinstance(views, Map):
        if views is not None and not is_blank(views):
            scan.wrong(views, "$.views", "a mapping")
        return
    for key, value in views.entries:
        items = value.items if isinstance(value, Seq) else (value,)
        for index, item in enumerate(items):
            path = f"$.views.{key.text}" + (f"[{index}]" if isinstance(value, Seq) else "")
            scan.leave(item, path, NO_VIEWS)
