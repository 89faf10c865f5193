"""Reading a document: its graph, and the system that it describes."""

from __future__ import annotations

import os
from pathlib import PurePath

import attrs

from tobfit.formats.drawing import draw
from tobfit.formats.fit_ids import fit_ids
from tobfit.formats.foreign import Foreign
from tobfit.formats.found import Found
from tobfit.formats.json_tree import parse_json
from tobfit.formats.jsonc_tree import parse_jsonc
from tobfit.formats.opened import read_with, refuse
from tobfit.formats.ord import words
from tobfit.formats.ord.interfaces import InterfaceReader
from tobfit.formats.ord.resources import ResourceReader, namespace_of
from tobfit.formats.source import file_name
from tobfit.formats.survey import Survey, at
from tobfit.model.landscape import Interface, Landscape, System
from tobfit.model.product import Product
from tobfit.model.scalars import near, shown
from tobfit.model.tree import Map, Node


def read(path: str | bytes | os.PathLike[str], *, data_by_direction: bool = False) -> Foreign:
    """Reads an Open Resource Discovery document (1.x): JSON, or JSON with comments in a file that ends in ``.jsonc``.

    *Graph*: all resources (APIs, events, entity types, capabilities, data products, agents, integration dependencies
    ...) and the taxonomy (products, packages, bundles, groups ...) are elements; relations have the name of the key
    that refers. A reference into a namespace that the document does not describe leads to another document and is
    only listed in ``unread``; any other one that leads nowhere is a warning (TF141). Tombstones are listed.

    *System*: the one that the document describes; without ``describedSystemType`` the one whose namespace all ids
    share. APIs and events are interfaces that it provides, with protocol, version and exposed entity types; events are
    ``async``. ``direction`` says who opens the connection (``initiator``) and, with ``data_by_direction``, is taken
    for the way the data flows too (inbound: in, outbound: out, mixed: both); where none is given both stay unknown.
    Each resource that an aspect of an integration dependency names is an interface that the system consumes, with the
    least version; it is mandatory where dependency and aspect are. Several in one aspect are alternatives: the notes
    say so. Kinds of authentication are not in the format.

    *Products*: a document of the perspective system-type or system-version describes what a vendor offers, so that it
    gives a product with the same interfaces.

    Raises TobfitError for a file that cannot be read or is no such document (TF140). All else that is wrong stands in
    ``problems``, and what was not taken over in ``unread``.

    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "document.jsonc")
    >>> _ = file.write_text('''{"openResourceDiscovery": "1.16", "describedSystemType": {"systemNamespace": "acme.erp"},
    ...   "apiResources": [ // one is enough
    ...     {"ordId": "acme.erp:apiResource:orders:v1", "title": "Orders", "version": "1.2.0", "apiProtocol": "rest"},
    ...   ]}''')
    >>> (erp,) = read(file).landscape.systems
    >>> erp.id, erp.interfaces[0].protocol, erp.interfaces[0].version
    ('acme.erp', ('rest',), '1.2.0')
    """
    file = file_name(path, "ord.read.path")
    parse = parse_jsonc if PurePath(file).suffix.lower() == ".jsonc" else parse_json
    return read_with(file, parse, lambda root: _read(root, file, data_by_direction))


@attrs.frozen(kw_only=True)
class _Described:
    """What the head of a document says of the system."""

    namespace: str | None
    title: str | None
    version: str | None
    perspective: str | None


def _read(root: Node, file: str, data_by_direction: bool) -> Foreign:
    if not isinstance(root, Map) or root.get("openResourceDiscovery") is None:
        refuse(root, "Open Resource Discovery document", "a document has the key openResourceDiscovery")
    scan = Survey()
    described = _head(root, scan)
    reader = ResourceReader(Found(scan))
    reader.read(root)
    interfaces = InterfaceReader(reader, data_by_direction).read()
    relations = reader.found.check_ends(reader.elsewhere(described.namespace))
    drawing = draw(reader.found, relations, words.ARCHIMATE)
    landscape = Landscape(
        systems=_systems(reader, described, interfaces),
        elements=drawing.elements,
        relations=drawing.relations,
    )
    return Foreign(
        format="ord",
        name=described.title or described.namespace or PurePath(file).stem,
        elements=reader.found.elements(),
        relations=relations,
        landscape=landscape,
        products=_products(reader, described, interfaces),
        unread=tuple(scan.unread),
        problems=tuple(scan.problems),
    )


def _head(root: Map, scan: Survey) -> _Described:
    version = scan.text(root, "openResourceDiscovery", "$")
    if version is not None and version not in words.VERSIONS:
        message = f"{shown(version)} is no version of Open Resource Discovery that is known here"
        where, hint = at(root, "openResourceDiscovery"), near(version, words.VERSIONS)
        scan.note(where, "TF143", "$.openResourceDiscovery", message, hint, warning=True)
    said: dict[str, str | None] = {}
    for key, fields in (
        ("describedSystemType", ("systemNamespace",)),
        ("describedSystemVersion", ("title", "version")),
        ("describedSystemInstance", ()),
    ):
        node = scan.mapping(root, key, "$")
        if node is not None:
            said |= {field: scan.optional_text(node, field, f"$.{key}") for field in fields}
            scan.rest(node, f"$.{key}", fields)
    heads = {"describedSystemType", "describedSystemVersion", "describedSystemInstance"}
    scan.rest(root, "$", {"$schema", "openResourceDiscovery", "perspective", "tombstones", *heads, *words.LISTS})
    return _Described(
        namespace=said.get("systemNamespace"),
        title=said.get("title"),
        version=said.get("version"),
        perspective=scan.choice(root, "perspective", "$", words.PERSPECTIVES),
    )


def _systems(
    reader: ResourceReader, described: _Described, interfaces: tuple[Interface, ...]
) -> tuple[System, ...]:
    if described.namespace is None and not interfaces:
        return ()
    raw = described.namespace or _shared_namespace(reader) or "described-system"
    said = (
        f"Version {described.version}." if described.version else "",
        f"Described as {described.perspective}." if described.perspective else "",
    )
    return (
        System(
            id=fit_ids([raw])[raw],
            name=described.title,
            interfaces=interfaces,
            notes=" ".join(filter(None, said)) or None,
        ),
    )


def _shared_namespace(reader: ResourceReader) -> str | None:
    """The namespace of the system, which is the first two parts, where all that it offers and needs lies in one."""
    types = (words.API, words.EVENT, words.DEPENDENCY)
    namespaces = {".".join(namespace_of(item.id).split(".")[:2]) for type in types for item in reader.of_type(type)}
    return namespaces.pop() if len(namespaces) == 1 else None


def _products(
    reader: ResourceReader, described: _Described, interfaces: tuple[Interface, ...]
) -> tuple[Product, ...]:
    if described.namespace is None or described.perspective not in words.STATIC:
        return ()
    named = reader.of_type("Product")
    raw = described.namespace + (f"@{described.version}" if described.version else "")
    return (
        Product(
            id=fit_ids([raw])[raw],
            name=described.title or (named[0].title if len(named) == 1 else None),
            version=described.version,
            interfaces=interfaces,
        ),
    )
