"""What a template of Word may not have: macros, and what makes Word reach outside the file when it is opened."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import Any

from tobfit.model.scalars import shown
from tobfit.report.proposal.package import CONTENT_TYPES, ROOT_RELATIONS, SAVE_AS, Parts, parsed, refused, written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
DOCUMENT, TEMPLATE = f"{_WORD}document.main+xml", f"{_WORD}template.main+xml"
FILLED = {f"{_WORD}{kind}+xml" for kind in ("header", "footer", "footnotes", "endnotes")}
"""The kinds of parts that are filled in beside the document itself."""
MACROS = ("vbaProject", "vbaData", "control", "activeXControlBinary", "wordVbaData", "keyMapCustomizations")
OUTSIDE = ("aFChunk", "subDocument", "webextension", "webextensiontaskpanes")
"""Relations to what Word lays into a document, or fetches beside it, when it is opened."""
SETTINGS, COMMENTS = f"{_WORD}settings+xml", f"{_WORD}comments+xml"
FIELDS = frozenset(
    {
        "=", "ADVANCE", "AUTHOR", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "BIBLIOGRAPHY", "CITATION", "COMMENTS",
        "COMPARE", "CREATEDATE", "DATE", "DOCPROPERTY", "DOCVARIABLE", "EDITTIME", "EQ", "FILENAME", "FILESIZE",
        "FORMCHECKBOX", "FORMDROPDOWN", "FORMTEXT", "FORMULA", "HYPERLINK", "IF", "INDEX", "INFO", "KEYWORDS",
        "LASTSAVEDBY", "LISTNUM", "MERGEFIELD", "NOTEREF", "NUMCHARS", "NUMPAGES", "NUMWORDS", "PAGE",
        "PAGEREF", "PRINTDATE", "REF", "REVNUM", "SAVEDATE", "SECTION", "SECTIONPAGES", "SEQ", "SET", "SHAPE",
        "STYLEREF", "SUBJECT", "SYMBOL", "TA", "TC", "TIME", "TITLE", "TOA", "TOC", "USERINITIALS", "USERNAME",
        "XE",
    }
)  # fmt: skip
"""The fields that reach for nothing outside the document and run nothing."""


def checked(parts: Parts, file: str | None) -> tuple[Parts, tuple[str, ...]]:
    """The parts without the template that the file was made from, and the names of those to fill in, document first.
    TF464 for what is no document of Word or has macros, TF467 for what reaches outside."""
    document = _document(parts, file)
    types = _types(parts, file)
    if "macroEnabled" in types.get(document, ""):
        refused("TF464", "it has macros, which are not handed on", file, "save it as .docx, without them")
    if types.get(document) not in (DOCUMENT, TEMPLATE):
        refused("TF464", "this is no Word document: its main part is another kind of thing", file, SAVE_AS)
    cleaned = {**parts, CONTENT_TYPES: _as_document(parts[CONTENT_TYPES], file)}
    for name in sorted(parts):
        if name.lower().endswith(".rels"):
            _relations(name, cleaned, file)
        elif types.get(name) == SETTINGS:
            _check_settings(name, cleaned, file)
        elif types.get(name) == COMMENTS:
            check_fields(parsed(parts[name], name, file), name, file)
    return cleaned, (document, *sorted(name for name in parts if types.get(name) in FILLED))


def _document(parts: Parts, file: str | None) -> str:
    """The name of the main part."""
    for needed in (CONTENT_TYPES, ROOT_RELATIONS):
        if needed not in parts:
            refused("TF464", f"this is no Word document: it has no {needed}", file, SAVE_AS)
    relations = parsed(parts[ROOT_RELATIONS], ROOT_RELATIONS, file)
    targets = [one.get("Target", "") for one in relations if str(one.get("Type", "")).endswith("/officeDocument")]
    names = [name for target in targets if (name := str(target).lstrip("/")) in parts]
    if not names:
        refused("TF464", "this is no Word document: it has no main part", file, SAVE_AS)
    return names[0]


def _types(parts: Parts, file: str | None) -> dict[str, str]:
    """Part -> what it is, as far as it is said one by one."""
    tree = parsed(parts[CONTENT_TYPES], CONTENT_TYPES, file)
    return {
        str(one.get("PartName", "")).lstrip("/"): str(one.get("ContentType", ""))
        for one in tree.iter(f"{_TYPES}Override")
    }


def _as_document(data: bytes, file: str | None) -> bytes:
    """A template (.dotx) gives a document."""
    if TEMPLATE.encode() not in data:
        return data
    tree = parsed(data, CONTENT_TYPES, file)
    for one in tree.iter(f"{_TYPES}Override"):
        if one.get("ContentType") == TEMPLATE:
            one.set("ContentType", DOCUMENT)
    return written(tree)


def _relations(name: str, parts: Parts, file: str | None) -> None:
    """Looks the relations of one part through; that to the template a file was made from is taken out."""
    tree = parsed(parts[name], name, file)
    attached = []
    for relation in tree:
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        if kind in MACROS:
            refused("TF464", f"it has macros or controls ({kind}), which are not handed on", file, SAVE_AS, name)
        if kind == "attachedTemplate":
            attached.append(relation)
        elif kind in OUTSIDE or (relation.get("TargetMode") == "External" and kind != "hyperlink"):
            message = f"Word would lay {shown(str(relation.get('Target')))} ({kind}) into it when it is opened"
            refused("TF467", message, file, "lay it into the template itself", name)
    for relation in attached:
        _detach(name, str(relation.get("Id")), parts, file)
        tree.remove(relation)
    if attached:
        parts[name] = written(tree)


def _check_settings(name: str, parts: Parts, file: str | None) -> None:
    """TF467 for a mail merge, whose data Word would fetch."""
    if any(True for _ in parsed(parts[name], name, file).iter(f"{W}mailMerge")):
        message = "it is a mail merge: Word would fetch its data when it is opened"
        refused("TF467", message, file, "end the mail merge: Mailings, Start Mail Merge, Normal Word Document", name)


def _detach(relations: str, number: str, parts: Parts, file: str | None) -> None:
    """Takes out of the settings what names the template."""
    folder, base = posixpath.split(relations)
    owner = posixpath.join(posixpath.dirname(folder), base[: -len(".rels")])
    if owner not in parts:
        return
    tree = parsed(parts[owner], owner, file)
    for one in list(tree.iter(f"{W}attachedTemplate")):
        if number in one.attrib.values():
            one.getparent().remove(one)
    parts[owner] = written(tree)


def check_fields(tree: Any, name: str, file: str | None) -> None:
    """TF467 for a field that reaches outside the document, and for one that a template's tags would make up."""
    _check_whole(tree, name, file)
    for code in _codes(tree):
        word = re.split(r"[\s\\\"]|(?<==)", code.strip(), maxsplit=1)[0].upper()
        if word not in FIELDS:
            message = f"the field {shown(code.strip())} may reach outside the document"
            refused("TF467", message, file, "take it out, or write what it shows", name)
        if "{{" in code or "{%" in code:
            refused("TF467", f"a field may not be put together: {shown(code.strip())}", file, "write it out", name)


def _check_whole(tree: Any, name: str, file: str | None) -> None:
    """TF467 for a part of a field that Word may pass over, such as one of two alternatives: what is left of the field
    could be another one. A text box, which stands among alternatives, holds its fields whole."""
    for piece in tree.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"):
        for holder in piece.iterancestors():
            if holder.tag == f"{W}txbxContent":
                break
            if not str(holder.tag).startswith(W):
                message = "a part of a field stands where Word may pass over it"
                refused("TF467", message, file, "put the field into a paragraph, or write what it shows", name)


def _codes(tree: Any) -> Iterable[str]:
    """The codes of all fields: simple ones, and those that go over several runs."""
    yield from (str(one.get(f"{W}instr", "")) for one in tree.iter(f"{W}fldSimple"))
    opened: list[str | None] = []  # None: its code is over, what follows is what it shows
    for element in tree.iter(f"{W}fldChar", f"{W}instrText"):
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            opened.append("")
        elif element.tag == f"{W}instrText":
            said = element.text or ""
            if opened and opened[-1] is not None:
                opened[-1] += said
            else:
                yield said
        elif opened and kind in ("separate", "end"):
            code = opened.pop()
            if code is not None:
                yield code
            if kind == "separate":
                opened.append(None)
