"""Word templates for the tests: the default one with another body, header or footer."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx as python_docx

from tobfit.report.proposal.making import made
from tobfit.report.proposal.making_parts import paragraph
from tobfit.report.proposal.making_styles import HEAD, R, W
from tobfit.report.proposal.package import packed


def template(*body: str, header: str = "", footer: str = "", **parts: bytes) -> bytes:
    """A template of paragraphs; what does not begin with ``<w:`` is the text of one."""
    inside = "".join(one if one.startswith("<w:") else plain(one) for one in body)
    own = made("en")
    ends = own["word/document.xml"].decode().partition("<w:sectPr>")[2].partition("</w:sectPr>")[0]
    document = (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{inside}<w:sectPr>{ends}</w:sectPr></w:body></w:document>'
    )
    own["word/document.xml"] = f"{HEAD}{document}".encode()
    for kind, name, text in (("hdr", "header1", header), ("ftr", "footer1", footer)):
        own[f"word/{name}.xml"] = f'{HEAD}<w:{kind} xmlns:w="{W}" xmlns:r="{R}">{plain(text)}</w:{kind}>'.encode()
    return packed({**own, **{name.replace("__", "/"): data for name, data in parts.items()}})


def plain(text: str) -> str:
    """A paragraph of one run."""
    return paragraph(text.replace("**", "\0")).replace("\0", "**")


def changed(data: bytes, **parts: bytes | None) -> bytes:
    """An archive with other parts; ``__`` stands for a slash, None takes a part away."""
    named = {name.replace("__", "/").replace("CONTENT", "[Content_Types].xml"): part for name, part in parts.items()}
    return packed({name: part for name, part in {**parts_of(data), **named}.items() if part is not None})


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(data: bytes) -> Any:
    return python_docx.Document(io.BytesIO(data))


def texts(data: bytes) -> list[str]:
    """The texts of all paragraphs, those in tables too."""
    document: Any = opened(data)
    found = []
    for element in document.element.body.iter(f"{{{W}}}p"):
        pieces = []
        for one in element.iter(f"{{{W}}}t", f"{{{W}}}br", f"{{{W}}}tab"):
            pieces.append({"br": "\n", "tab": "\t"}.get(one.tag.rpartition("}")[2], one.text or ""))
        found.append("".join(pieces))
    return found
