"""The text of an XML file: its encoding is what its byte-order mark or its own declaration says."""

from __future__ import annotations

import os
import re
from typing import NoReturn

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.formats.source import read_bytes
from tobfit.model.scalars import shown

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
ENCODINGS = {
    **{name: name for name in ("utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "gb18030", "big5")},
    # A superset is read in place of the older names, under which tools write its characters too.
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
}
_UTF16 = ("utf-16", "utf-16le", "utf-16be")
_SAVE_AS = "save the file as UTF-8"
_ZIP = b"PK\x03\x04"
_DECLARED = re.compile(rb"<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']")


def read_xml_text(path: str | os.PathLike[str], *, max_bytes: int) -> str:
    """The text of an XML file; every way in which it has none is a TobfitError."""
    file = str(os.fspath(path))
    try:
        data = read_bytes(file, max_bytes)
    except TobfitError as error:
        raise TobfitError(map(_said_of_xml, error.problems)) from None
    if data.startswith(_ZIP):
        _fail("TF105", "the file is a zip archive", file, "unpack it, and name the file model.xml that is in it")
    return _decoded(data, file)


def _said_of_xml(problem: Problem) -> Problem:
    if problem.code != "TF104":
        return problem
    return attrs.evolve(problem, hint="split the model, or read it in Python with a larger max_bytes")


def _decoded(data: bytes, file: str) -> str:
    marked = next(((mark, name) for mark, name in MARKS if data.startswith(mark)), None)
    mark, encoding = marked or (b"", _declared(data, file))
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        place = len(mark) + error.start
        message = f"byte {place + 1:,} of the file (0x{data[place]:02X}) is not {encoding}"
        _fail("TF105", message, file, _SAVE_AS)


def _declared(data: bytes, file: str) -> str:
    found = _DECLARED.match(data)
    name = found[1].decode("ascii").lower() if found else "utf-8"
    if name not in ENCODINGS:
        what = "has no byte-order mark" if name in _UTF16 else "is not read"
        _fail("TF105", f"the encoding {shown(name)} that the file declares {what}", file, _SAVE_AS)
    return ENCODINGS[name]


def _fail(code: str, message: str, file: str, hint: str) -> NoReturn:
    raise TobfitError([Problem(code=code, message=message, file=file, hint=hint)])
