"""Reads what renderings made, the way that their readers do: which texts they show, and what in them could act.

``Read.texts`` are all texts that a person or a program is given, decoded; ``Read.faults`` says what must not be there;
``Read.structure`` names the elements and attributes, so that two renderings can be compared.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, Protocol
from urllib.parse import unquote
from xml.etree import ElementTree

import attrs
import pytest

from tobfit.report.escape import visible
from tobfit.report.width import char_width

MARK = re.compile(r"qa(\d+)z|qe(\d+)z")
RAW = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0085\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Characters that are not seen or that steer: what people read shows them written out."""
FORBIDDEN = frozenset({
    "applet", "base", "embed", "frame", "frameset", "iframe", "link", "object", "foreignobject", "animate",
    "set", "handler", "portal",
})  # fmt: skip
ADDRESSES = frozenset({
    "action", "background", "cite", "data", "formaction", "href", "ping", "poster", "src", "srcdoc", "srcset",
    "xlink:href",
})  # fmt: skip
EXPRESSIONS = frozenset({
    "calculate", "events", "expr", "filter", "labelexpr", "test", "signal", "update", "url", "href",
})  # fmt: skip
"""Keys of Vega-Lite whose texts are programs or addresses; a filter may be a mapping, whose texts are data."""


@attrs.define(eq=False)
class Read:
    """What was found in one rendering."""

    texts: list[str] = attrs.field(factory=list)
    faults: list[str] = attrs.field(factory=list)
    structure: set[str] = attrs.field(factory=set)
    paragraphs: list[str] = attrs.field(factory=list)
    """Of a Word document: what each paragraph says, with the breaks and tabs that stand as elements within its runs."""

    def show(self, text: str) -> None:
        """A text that a person reads: nothing in it is invisible or steers."""
        self.texts.append(text)
        if found := RAW.search(text):
            self.faults.append(f"{found[0]!r} stands in a text as it is: {text[max(0, found.start() - 30) :][:60]!r}")

    def unmarked(self, text: str, what: str) -> None:
        """Nothing from outside stands here."""
        if MARK.search(text):
            self.faults.append(f"text from outside in {what}: {text[:80]!r}")

    def merge(self, other: Read) -> None:
        """What was found within."""
        self.texts += other.texts
        self.faults += other.faults
        self.structure |= other.structure
        self.paragraphs += other.paragraphs


class Planted(Protocol):
    """What was planted: number of the mark -> whole text, and where it stands."""

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts."""

    @property
    def places(self) -> Mapping[str, str]:
        """The fields."""


def marks(texts: Iterable[str]) -> set[str]:
    """The numbers of all marks in texts."""
    return {number for text in texts for pair in MARK.findall(text) for number in pair if number}


def squeezed(text: str) -> str:
    """A text without what may differ between formats: blanks, and how what is not seen is written."""
    return re.sub(r"\s+", "", visible(text))


def lost(found: Read, here: Planted) -> list[str]:
    """The texts of which only a part is there."""
    everything = squeezed(" ".join(found.texts))
    shown = marks(found.texts)
    return sorted(f"{here.places[n]} {n}" for n in shown if squeezed(here.texts[n]) not in everything)


# ---- HTML and SVG


class _Page(HTMLParser):
    def __init__(self, read: Read) -> None:
        super().__init__(convert_charrefs=True)
        self.read, self.inside, self.held = read, "", ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        _element(self.read, tag, values)
        if tag in ("script", "style"):
            self.inside, self.held = f"{tag} {values.get('type', '')}".strip(), ""

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag in ("script", "style"):
            _program(self.read, self.inside, self.held)
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.held += data
        else:
            self.read.show(data)

    def handle_comment(self, data: str) -> None:
        self.read.unmarked(data, "a comment")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.read.faults.append(f"a declaration: {decl[:60]!r}")

    def unknown_decl(self, data: str) -> None:
        self.read.faults.append(f"a declaration: {data[:60]!r}")

    def handle_pi(self, data: str) -> None:
        self.read.faults.append(f"a processing instruction: {data[:60]!r}")


def _element(read: Read, tag: str, values: Mapping[str, str]) -> None:
    read.structure |= {f"<{tag}>", *(f"<{tag} {name}>" for name in values)}
    if tag.lower() in FORBIDDEN:
        read.faults.append(f"an element <{tag}>")
    for name, value in values.items():
        if name == "src" and value.startswith("data:image/svg+xml"):
            read.merge(svg(_embedded(value)))
        elif name.lower().startswith("on"):
            read.faults.append(f"a handler {name}={value[:40]!r}")
        elif name.lower() in ADDRESSES and not value.startswith(("#", "data:font/", "data:image/")):
            read.faults.append(f"an address {name}={value[:60]!r}")
        elif name.lower() in ("style", "id", "class", "for", "type", "http-equiv"):
            read.unmarked(value, name)
        else:
            read.show(value)


def _embedded(address: str) -> str:
    """The picture that an address holds."""
    head, _, content = address.partition(",")
    return base64.b64decode(content).decode() if head.endswith(";base64") else unquote(content)


def _program(read: Read, kind: str, text: str) -> None:
    if kind == "script application/json":
        if re.search(r"<(!--|/?script)", text, re.IGNORECASE):
            read.faults.append("a browser reads the data as more than data")
        read.texts += list(strings(json.loads(text)))
    else:
        read.unmarked(text, kind)


def html(text: str) -> Read:
    """A page, or a piece of one."""
    read = Read()
    page = _Page(read)
    page.feed(text)
    page.close()
    if page.inside:
        read.faults.append(f"<{page.inside}> never ends")
    return read


def svg(text: str) -> Read:
    """A picture; an XML parser refuses what is not well formed."""
    read = Read()
    for element in ElementTree.fromstring(text).iter():
        tag = element.tag.rpartition("}")[2]
        values = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        _element(read, tag, values)
        if tag in ("script", "foreignObject"):
            read.faults.append(f"an element <{tag}>")
        if tag == "style":
            read.unmarked(element.text or "", tag)
        else:
            read.show(element.text or "")
        read.show(element.tail or "")
    return read


# ---- Markdown and plain text


def markdown(text: str) -> Read:
    """Markdown as CommonMark with tables and strikethrough reads it."""
    reader = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable(["table", "strikethrough"])
    read = Read()
    for token in reader.parse(text):
        read.structure.add(token.type)
        for inner in token.children or ():
            read.structure.add(f"{token.type} {inner.type}")
            if inner.type in ("text", "text_special"):
                read.show(inner.content)
            elif inner.type in ("html_inline", "link_open", "image", "code_inline", "em_open", "s_open"):
                read.faults.append(f"{inner.type}: {inner.content[:60]!r}")
        if token.type in ("html_block", "fence", "code_block"):
            read.faults.append(f"{token.type}: {token.content[:60]!r}")
    if found := re.search(r"(?<!\\):(?=//)|www\.", text):
        read.faults.append(f"an address that becomes a link: {text[max(0, found.start() - 20) :][:60]!r}")
    return read


def plain_text(text: str) -> Read:
    """A text for a terminal: of its tables one column after the other, as an eye follows a cell down."""
    read = Read()
    read.show(text)
    spans: list[tuple[int, int]] = []
    columns: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if re.fullmatch(r" *-+(  -+)+ *", line):
            spans = [found.span() for found in re.finditer(r"-+", line)]
            columns = [[] for _ in spans]
        elif not line.strip():
            read.texts += ["".join(column) for column in columns]
            spans, columns = [], []
        else:
            for column, span in zip(columns, spans, strict=True):
                column.append(_between(line, *span))
    return read


def _between(line: str, first: int, last: int) -> str:
    """What stands between two columns of a screen."""
    taken, kept = 0, ""
    for char in line:
        if first <= taken < last:
            kept += char
        taken += char_width(char)
    return kept


# ---- workbooks and documents


def xlsx(made: bytes) -> Read:
    """A workbook: the cells as a reader of its own gives them, the rest from its parts."""
    read = Read()
    calamine = pytest.importorskip("python_calamine")
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(made))
    for name in book.sheet_names:
        read.unmarked(name, "the name of a sheet")
        columns: dict[int, str] = {}
        for row in book.get_sheet_by_name(name).to_python():
            for place, cell in enumerate(row):
                read.show(str(cell))
                columns[place] = columns.get(place, "") + str(cell)
        read.texts += columns.values()  # a text that goes on below reads on
    for part, root in _parts(made):
        for element in root.iter():
            tag = element.tag.rpartition("}")[2]
            read.structure.add(f"{_kind(part)} <{tag}>")
            if tag in ("f", "ddeLink", "oleLink", "externalReference", "hyperlink"):
                read.faults.append(f"{part}: <{tag}> {element.text!r}")
            if tag in ("formula", "formula1", "formula2", "definedName"):
                read.unmarked(element.text or "", f"{part}: <{tag}>")
            if element.attrib.get("TargetMode") == "External":
                read.faults.append(f"{part}: {element.attrib}")
    return read


def docx(made: bytes) -> Read:
    """A document: what its parts hold. Breaks and tabs of texts are no structure: see ``paragraphs``."""
    read = Read()
    for part, root in _parts(made):
        said = {child: text for run in root.iter(f"{WORD}r") for child in run if (text := _said(child)) is not None}
        read.paragraphs += ["".join(said.get(one, "") for one in each.iter()) for each in root.iter(f"{WORD}p")]
        for element in root.iter():
            tag = element.tag.rpartition("}")[2]
            if element in said and tag != "t":
                continue
            read.structure.add(f"{_kind(part)} <{tag}>")
            if tag in ("altChunk", "object", "control", "attachedTemplate"):
                read.faults.append(f"{part}: <{tag}>")
            if element.attrib.get("TargetMode") == "External":
                read.faults.append(f"{part}: {element.attrib}")
            if tag in ("instrText", "fldSimple"):
                read.unmarked(f"{element.text} {element.attrib}", f"{part}: <{tag}>")
            elif tag in ("t", "title", "subject", "creator", "description"):
                read.show(element.text or "")
            for name, value in element.attrib.items():
                if name.rpartition("}")[2] in ("descr", "title"):
                    read.show(value)
    return read


WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _said(child: ElementTree.Element) -> str | None:
    """What a part of a run says: its text, a break of a line (one of a page has a type) or a tab."""
    if child.tag == f"{WORD}t":
        return child.text or ""
    return {f"{WORD}br": "\n", f"{WORD}tab": "\t"}.get(child.tag) if not child.attrib else None


def _parts(made: bytes) -> Iterator[tuple[str, ElementTree.Element]]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith((".xml", ".rels")):
                yield name, ElementTree.fromstring(archive.read(name))
            if re.search(r"vba|macro|activeX|embeddings", name, re.IGNORECASE):
                raise AssertionError(f"{name} is in the archive")


def _kind(part: str) -> str:
    return re.sub(r"\d+", "", part)


# ---- data


def strings(value: Any) -> Iterator[str]:
    """Every text in plain data, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


def data(made: Any) -> Read:
    """Plain data, which any program can write as JSON and read back."""
    read = Read(texts=list(strings(made)))
    assert json.loads(json.dumps(made, default=str)) is not None
    return read


def frame(made: Any) -> Read:
    """A data frame: its rows, and the CSV file that is made of them."""
    read = data(made.rows)
    for row in csv.reader(io.StringIO(made.to_csv())):
        for cell in row:
            read.show(cell)
            if re.match(r"\s*[=+\-@＝＋－＠]", cell) and not re.fullmatch(r"-?[\d.e-]+", cell):
                read.faults.append(f"a spreadsheet reads a formula: {cell[:60]!r}")
    return read


def specification(made: Mapping[str, Any]) -> Read:
    """A Vega-Lite specification: texts from outside are data, never programs or addresses."""
    read = data(made)
    todo: list[Any] = [made]
    while todo:
        here = todo.pop()
        if isinstance(here, Mapping):
            for key, item in here.items():
                read.unmarked(str(key), "the name of a field")
                if str(key).lower() in EXPRESSIONS and isinstance(item, str):
                    read.unmarked(item, f"the program {key}")
                todo.append(item)
        elif isinstance(here, list | tuple):
            todo += here
    return read


MEDIA = {
    "text/html": html,
    "text/markdown": markdown,
    "text/plain": plain_text,
    "image/svg+xml": svg,
}


def bundle(made: Mapping[str, Any]) -> Read:
    """What a notebook is given, by media type; nothing there has a script."""
    read = Read()
    for kind, content in made.items():
        if kind in MEDIA:
            found = MEDIA[kind](content)
            read.faults += [f"{kind}: {one}" for one in ("<script>",) if one in found.structure]
            read.merge(found)
        else:
            assert "json" in kind, f"teach this test to read {kind}"
            read.merge(specification(content) if "vega" in kind else data(content))
    return read
