"""Reading a document: its graph, and its services as systems."""

from __future__ import annotations

import os
from pathlib import PurePath

from tobfit.formats.cyclonedx import words
from tobfit.formats.cyclonedx.bom import BomReader
from tobfit.formats.cyclonedx.links import Document, is_other_document
from tobfit.formats.cyclonedx.systems import SystemReader
from tobfit.formats.drawing import draw
from tobfit.formats.foreign import Foreign
from tobfit.formats.found import Found
from tobfit.formats.json_tree import parse_json
from tobfit.formats.opened import read_with, refuse
from tobfit.formats.source import file_name
from tobfit.formats.survey import Survey, at
from tobfit.model.landscape import Landscape
from tobfit.model.scalars import near, shown
from tobfit.model.tree import Map, Node, Scalar

HEAD = frozenset({"$schema", "bomFormat", "specVersion", "serialNumber", "version"})
PARTS = frozenset({"metadata", "components", "services", "dependencies"})


def read(path: str | bytes | os.PathLike[str]) -> Foreign:
    """Reads a CycloneDX document (JSON, 1.2 to 1.7); one of a later version is read as far as it is understood.

    *Graph*: the component that the document is about, all components and all services, at any depth, are elements; the
    id is the ``bom-ref``, else name and version. Dependencies are relations (``dependsOn``, ``provides``), and so are
    the sources and destinations of a service's data that are in the document (``dataFlow``). Descriptions, versions and
    what stands inside what go into the notes of the landscape.

    *Systems*: each service, at any depth. Its ``trustZone`` is the zone that it is in. Each endpoint is an interface
    that it provides, with the protocol of the address; data flows the way that all data of the service flows.
    ``authenticated: false`` is auth ``none``; true does not say which kind, so that it stays unknown. A component that
    is an operating system, a platform or a container, and that a service depends on directly, is a platform of it.

    Raises TobfitError for a file that cannot be read or is no CycloneDX document (TF140). All else that is wrong
    stands in ``problems``, and what was not taken over in ``unread``.

    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "bom.json")
    >>> _ = file.write_text('''{"bomFormat": "CycloneDX", "specVersion": "1.5", "services": [
    ...   {"bom-ref": "shop", "name": "Shop", "trustZone": "DMZ", "endpoints": ["https://shop.example"]}]}''')
    >>> (shop,) = read(file).landscape.systems
    >>> shop.zone, shop.interfaces[0].protocol
    ('DMZ', ('https',))
    """
    file = file_name(path, "cyclonedx.read.path")
    return read_with(file, parse_json, lambda root: _read(root, file))


def _read(root: Node, file: str) -> Foreign:
    sign = root.get("bomFormat") if isinstance(root, Map) else None
    if not isinstance(root, Map) or not isinstance(sign, Scalar) or sign.text != "CycloneDX":
        refuse(root, "CycloneDX document", "a document has bomFormat: CycloneDX")
    scan = Survey()
    _check_version(root, scan)
    reader = BomReader(Found(scan), Document.of(root))
    reader.read(root)
    relations = reader.found.check_ends(is_other_document)
    drawing = draw(reader.found, relations, words.ARCHIMATE)
    systems = SystemReader.of(reader, drawing)
    landscape = Landscape(
        zones=systems.zones(),
        systems=systems.systems(relations),
        elements=drawing.elements,
        relations=drawing.relations,
    )
    scan.rest(root, "$", HEAD | PARTS)
    return Foreign(
        format="cyclonedx",
        name=_name(root, file),
        elements=reader.found.elements(),
        relations=relations,
        landscape=landscape,
        unread=tuple(scan.unread),
        problems=tuple(scan.problems),
    )


def _check_version(root: Map, scan: Survey) -> None:
    version = scan.text(root, "specVersion", "$")
    if version is not None and version not in words.VERSIONS:
        message = f"{shown(version)} is no version of CycloneDX that is known here"
        hint = near(version, words.VERSIONS)
        scan.note(at(root, "specVersion"), "TF143", "$.specVersion", message, hint, warning=True)


def _name(root: Map, file: str) -> str:
    """The name of the component that the document is about, else that of the file."""
    metadata = root.get("metadata")
    subject = metadata.get("component") if isinstance(metadata, Map) else None
    name = subject.get("name") if isinstance(subject, Map) else None
    return name.text if isinstance(name, Scalar) and name.quoted and name.text.strip() else PurePath(file).stem
