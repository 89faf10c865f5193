"""References in CycloneDX: a ``bom-ref``, or a link to an element of this or another document."""

from __future__ import annotations

import re
from urllib.parse import unquote

import attrs

from tobfit.model.tree import Map, Scalar

_LINK = re.compile(r"urn:cdx:(?P<serial>[^/#]+)/(?P<version>[^#]+)#(?P<ref>.+)", re.DOTALL)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@attrs.frozen
class Document:
    """The serial number and version by which links name a document."""

    serial: str
    version: str

    @classmethod
    def of(cls, root: Map) -> Document:
        """Those of the file; without a version it is the first."""
        serial, version = root.get("serialNumber"), root.get("version")
        written = serial.text if isinstance(serial, Scalar) else ""
        number = version.text if isinstance(version, Scalar) and not version.is_null else "1"
        return cls(written.lower().removeprefix("urn:uuid:"), number)

    def resolve(self, reference: str) -> str:
        """The ``bom-ref`` that a link to this very document names; any other reference as it is.

        >>> document = Document("3e671687-395b-41f5-a30f-a58921a69b79", "1")
        >>> document.resolve("urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg%3Anpm/a")
        'pkg:npm/a'
        """
        found = _LINK.fullmatch(reference)
        if found is None or (found["serial"].lower(), found["version"]) != (self.serial, self.version):
            return reference
        return unquote(found["ref"])


def is_other_document(reference: str) -> bool:
    """Whether a reference is a link to an element of a document of its own."""
    return reference.startswith("urn:cdx:")


def is_address(reference: str) -> bool:
    """Whether a reference has a scheme, such as https: it may lead out of every document."""
    return _ADDRESS.match(reference) is not None
