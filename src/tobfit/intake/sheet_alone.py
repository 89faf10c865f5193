"""A sheet as a workbook of its own, made of the parts that were looked at. The library that reads cells sees nothing
else: what it would find otherwise in the archive, or believe of sizes, could end the whole process."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from tobfit.intake.archive import Archive, broken
from tobfit.intake.sheet_parts import BookParts, SheetPart

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SMALLEST = len("<si/>")
"""The least bytes that a shared text takes."""


def alone(archive: Archive, parts: BookParts, sheet: SheetPart) -> bytes:
    """The sheet with the shared texts and looks of its workbook; TF150 where the texts are not what they say."""
    held = {"worksheet": ("worksheets/sheet1.xml", archive.part(sheet.part))}
    if parts.texts is not None:
        held["sharedStrings"] = ("sharedStrings.xml", _checked(archive, parts.texts))
    if parts.looks is not None:
        held["styles"] = ("styles.xml", archive.part(parts.looks))
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for kind, (target, _) in held.items()
    )
    days = '<workbookPr date1904="1"/>' if parts.from_1904 else ""
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relations(
            f'<Relationship Id="book" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{days}'
        '<sheets><sheet name="sheet" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(relations),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in texts.items():
            made.writestr(name, _HEAD + text)
        for target, data in held.values():
            made.writestr(f"xl/{target}", data)
    return out.getvalue()


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _checked(archive: Archive, name: str) -> bytes:
    """The shared texts. Room is made for as many as they say they are: more than they could be are refused."""
    data = archive.part(name)

    def opened(_: str, given: dict[str, str]) -> None:
        said = given.get("uniqueCount", "0")
        if not (said.isascii() and said.isdigit() and int(said[:12]) * _SMALLEST <= len(data)):
            raise broken(archive.file, f"the part {name!r} says that it holds {said[:20]} texts")

    if b"uniqueCount" in data:  # no name of an attribute can be written otherwise
        parser = expat.ParserCreate("UTF-8")
        parser.StartElementHandler = opened
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise broken(archive.file, f"the part {name!r} cannot be read: {error}") from None
    return data
