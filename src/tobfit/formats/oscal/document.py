"""What every OSCAL document has: a head, and resources at its end that references lead to."""

from __future__ import annotations

import datetime
import re

import attrs

from tobfit.formats.survey import Survey, at
from tobfit.model.frozen import FrozenMap
from tobfit.model.scalars import Refused, parse_day, parse_id, shown
from tobfit.model.tree import Map, Node, Scalar, Seq

NAMESPACES = (None, "http://csrc.nist.gov/ns/oscal")
"""The namespaces of properties that are OSCAL's own; none at all is one of them."""
OF_THE_DOCUMENT = "who made the document and what it cites is not taken over"
NOT_TAKEN = "tobfit's documents have no place for it"
UNKNOWN = "the catalogue has no such control"
WITHDRAWN = "the control is withdrawn"
_VERSION = re.compile(r"1\.\d+(\.\d+)?([-.].*)?", re.ASCII)


@attrs.frozen(kw_only=True)
class Header:
    """Title, version and day of a document, and whether it says that it is a resolved profile."""

    title: str | None
    version: str | None
    day: datetime.date | None
    is_resolved: bool


def read_header(body: Map, path: str, scan: Survey) -> Header:
    """The head of a document; a version of OSCAL that is not known here is a warning (TF143)."""
    metadata, where = scan.mapping(body, "metadata", path), f"{path}.metadata"
    if metadata is None:
        if body.get("metadata") is None:
            scan.note(body, "TF144", where, "the key 'metadata' is missing", "allowed: a mapping", warning=True)
        return Header(title=None, version=None, day=None, is_resolved=False)
    follows = scan.optional_text(metadata, "oscal-version", where)
    if follows is not None and not _VERSION.fullmatch(follows):
        message = f"{shown(follows)} is no version of OSCAL that is known here"
        node = at(metadata, "oscal-version")
        scan.note(node, "TF143", f"{where}.oscal-version", message, "known: the versions that begin 1.", warning=True)
    taken = {"title", "version", "last-modified", "oscal-version"}
    scan.rest(metadata, where, taken, why=OF_THE_DOCUMENT)
    return Header(
        title=scan.optional_text(metadata, "title", where),
        version=scan.optional_text(metadata, "version", where),
        day=_day(metadata, where, scan),
        is_resolved=_is_resolved(metadata),
    )


def _day(metadata: Map, path: str, scan: Survey) -> datetime.date | None:
    text = scan.optional_text(metadata, "last-modified", path)
    if text is None:
        return None
    try:
        return parse_day(text[:10])
    except Refused as refused:
        where = f"{path}.last-modified"
        scan.note(at(metadata, "last-modified"), "TF144", where, refused.message, refused.hint, warning=True)
        return None


def _is_resolved(metadata: Map) -> bool:
    """A resolved profile is written as a catalogue: its controls are chosen from a larger one."""
    tools = (said(prop, "name") == "resolution-tool" for prop in maps_of(metadata, "props"))
    sources = (said(link, "rel") == "source-profile" for link in maps_of(metadata, "links"))
    return any(tools) or any(sources)


def is_fit(scheme: str, own: str, node: Node, path: str, scan: Survey) -> bool:
    """Whether scheme and id together can be an id of tobfit's; else that is noted."""
    try:
        parse_id(f"{scheme}:{own}")
    except Refused as refused:
        scan.note(node, "TF144", path, refused.message, refused.hint)
        return False
    return True


def maps_of(owner: Map, key: str) -> tuple[Map, ...]:
    """The mappings of a list, where what is wrong in it is told elsewhere or does not matter."""
    return tuple(item for _, item in numbered(owner, key))


def numbered(owner: Map, key: str) -> tuple[tuple[int, Map], ...]:
    """As ``maps_of``, each with its place in the list."""
    value = owner.get(key)
    items = enumerate(value.items) if isinstance(value, Seq) else ()
    return tuple((index, item) for index, item in items if isinstance(item, Map))


def said(owner: Map, key: str) -> str | None:
    """The text under a key, where what is wrong with it is told elsewhere or does not matter."""
    value = owner.get(key)
    return value.text.strip() if isinstance(value, Scalar) and not value.is_null and value.text.strip() else None


def property_of(owner: Map, name: str) -> str | None:
    """The value of a property of OSCAL's own."""
    values = (
        said(prop, "value")
        for prop in maps_of(owner, "props")
        if said(prop, "name") == name and said(prop, "ns") in NAMESPACES
    )
    return next(values, None)


@attrs.frozen
class Resources:
    """The resources at the end of a document: by id what tells of them, their addresses first."""

    texts: FrozenMap[str, tuple[str, ...]]

    @classmethod
    def of(cls, body: Map) -> Resources:
        back = body.get("back-matter")
        items = maps_of(back, "resources") if isinstance(back, Map) else ()
        return cls(FrozenMap((own, tuple(_texts(item))) for item in items if (own := said(item, "uuid")) is not None))

    def of_address(self, href: str, node: Node, path: str, scan: Survey) -> tuple[str, ...]:
        """What is known of an address: itself, or the resource that it leads to; nothing is fetched."""
        if not href.startswith("#"):
            return (href,)
        if href[1:] not in self.texts:
            message = f"{shown(href)} is nothing that the file describes"
            scan.note(node, "TF141", path, message, warning=True)
        return (href, *self.texts.get(href[1:], ()))


def _texts(resource: Map) -> list[str]:
    links = [said(link, "href") for link in maps_of(resource, "rlinks")]
    return [text for text in (*links, said(resource, "title"), said(resource, "description")) if text]
