"""Which part of a workbook's archive holds which sheet."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

import attrs

from tobfit.errors import TobfitError
from tobfit.formats.xml_tree import Xml, parse_xml
from tobfit.intake.archive import Archive, broken

_DOCUMENT = "/officeDocument"
_SHEET, _TEXTS, _LOOKS = "/worksheet", "/sharedStrings", "/styles"


@attrs.frozen
class SheetPart:
    """A worksheet: its name, its part in the archive, and whether readers see it."""

    name: str
    part: str
    is_hidden: bool = False


@attrs.frozen
class BookParts:
    """The worksheets in their order, the parts of shared texts and of looks, and whether days count from 1904."""

    sheets: tuple[SheetPart, ...]
    texts: str | None
    looks: str | None
    from_1904: bool


def book_parts(archive: Archive) -> BookParts:
    """The parts of a workbook; sheets of charts and macros are left out. TF150 where it is no workbook."""
    home = _one(_targets(archive, "", _DOCUMENT), archive)
    book = _xml(archive, home)
    about = [one.get("date1904") for one in book.all("workbookPr")]
    return BookParts(
        sheets=_sheets(archive, home, book),
        texts=_first(archive, home, _TEXTS),
        looks=_first(archive, home, _LOOKS),
        from_1904=any(said in ("1", "true") for said in about),
    )


def _sheets(archive: Archive, home: str, book: Xml) -> tuple[SheetPart, ...]:
    targets = dict(_targets(archive, home, _SHEET))
    found = []
    for list_of_sheets in book.all("sheets"):
        for sheet in list_of_sheets.all("sheet"):
            number = next((value for key, value in sheet.attributes.items() if key.endswith("}id")), "")
            if number in targets and targets[number] in archive.parts:
                is_hidden = sheet.get("state") in ("hidden", "veryHidden")
                found.append(SheetPart(sheet.get("name") or "", targets[number], is_hidden))
    if not found:
        raise broken(archive.file, "the workbook has no worksheet")
    return tuple(found)


def _first(archive: Archive, home: str, kind: str) -> str | None:
    return next((target for _, target in _targets(archive, home, kind) if target in archive.parts), None)


def _one(targets: Iterable[tuple[str, str]], archive: Archive) -> str:
    for _, target in targets:
        if target in archive.parts:
            return target
    raise broken(archive.file, "this is an archive, but no Excel workbook (.xlsx)")


def _targets(archive: Archive, home: str, kind: str) -> Iterable[tuple[str, str]]:
    """Relationship id -> part, for relationships of one kind."""
    folder, name = posixpath.split(home)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in archive.parts:
        return
    for relation in _xml(archive, rels).children:
        if (relation.get("Type") or "").endswith(kind) and relation.get("TargetMode") != "External":
            target = relation.get("Target") or ""
            path = target.removeprefix("/") if target.startswith("/") else posixpath.join(folder, target)
            yield relation.get("Id") or "", posixpath.normpath(path)


def _xml(archive: Archive, name: str) -> Xml:
    try:
        return parse_xml(archive.part(name).decode("utf-8-sig"))
    except (TobfitError, UnicodeDecodeError) as error:
        why = error.problems[0].message if isinstance(error, TobfitError) else error
        raise broken(archive.file, f"the part {name!r} cannot be read: {why}") from None
