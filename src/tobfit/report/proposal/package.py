"""A Word file as what it is: parts in an archive. Read within bounds, and written with the same bytes each time.

Nothing is unpacked to disk. A part that is not filled in stays as it is, byte for byte.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, NoReturn

from tobfit.errors import Problem, TobfitError
from tobfit.errors.extras import needed
from tobfit.model.scalars import shown

PACKED = 32 * 1024 * 1024
UNPACKED = 128 * 1024 * 1024
PARTS = 2_000
XML = 16 * 1024 * 1024
"""How large a part may be that is filled in."""
CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELATIONS = "_rels/.rels"
SAVE_AS = "save it in Word as a document (.docx) or a template (.dotx)"
_DAWN = (1980, 1, 1, 0, 0, 0)

Parts = dict[str, bytes]


def refused(code: str, message: str, file: str | None, hint: str | None = None, part: str | None = None) -> NoReturn:
    """A template that is not taken."""
    path = "template" if part is None else f"template {part}"
    raise TobfitError([Problem(code=code, message=message, file=file, path=path, hint=hint)])


def unpacked(data: bytes, file: str | None) -> Parts:
    """The parts of a Word file by name. TF464 for what is no archive, TF468 for one that is too large."""
    if len(data) > PACKED:
        refused("TF468", f"the file is larger than {PACKED:,} bytes", file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parts(archive, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        said = "it is an old .doc, or has a password" if data[:4] == b"\xd0\xcf\x11\xe0" else str(error)
        refused("TF464", f"this is no Word document: {said}", file, SAVE_AS)


def _parts(archive: zipfile.ZipFile, file: str | None) -> Parts:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > PARTS:
        refused("TF468", f"it has more than {PARTS:,} parts", file)
    parts: Parts = {}
    names: set[str] = set()
    room = UNPACKED
    for entry in entries:
        if "\\" in entry.filename or entry.filename.startswith("/"):
            refused("TF464", f"this is no Word document: {shown(entry.filename)} is no name of a part", file)
        # Word takes names that differ in capitals alone for the same.
        if entry.filename.lower() in names:
            refused("TF464", f"this is no Word document: the part {shown(entry.filename)} stands twice in it", file)
        names.add(entry.filename.lower())
        # What an entry says of its size may be a lie: no more is read than there is room for.
        with archive.open(entry) as stream:
            parts[entry.filename] = stream.read(room + 1)
        room -= len(parts[entry.filename])
        if room < 0:
            refused("TF468", f"unpacked it is larger than {UNPACKED:,} bytes", file)
    return parts


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The archive: the same parts give the same bytes, at any time and on any machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name != ROOT_RELATIONS, name)):
            entry = zipfile.ZipInfo(name, _DAWN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, parts[name])
    return out.getvalue()


def etree() -> Any:
    """lxml's trees, which come with the extra."""
    return needed("lxml.etree", "report.docx", "tobfit[word]")


def parsed(data: bytes | str, name: str, file: str | None, *, is_own: bool = False) -> Any:
    """The tree of a part: no entities, no network; TF464 for what is no XML, TF468 for a part that is too large.
    ``is_own``: what was filled in here, which may be larger."""
    xml = etree()
    if len(data) > XML and not is_own:
        refused("TF468", f"the part is larger than {XML:,} bytes", file, part=name)
    parser = xml.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=is_own)
    try:
        tree = xml.fromstring(data, parser)
    except xml.XMLSyntaxError as error:
        refused("TF464", f"the part is no XML: {error}", file, SAVE_AS, name)
    if tree.getroottree().docinfo.doctype:
        refused("TF464", "the part declares a document type, which Word never does", file, SAVE_AS, name)
    return tree


def written(tree: Any) -> bytes:
    """A tree as a part."""
    data: bytes = etree().tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
