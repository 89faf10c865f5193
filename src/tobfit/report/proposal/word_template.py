"""Filling in a Word file: docxtpl's marks (``{{ }}``, ``{% %}``, ``{%p %}``, ``{%tr %}``, ``{%tc %}``) in our sandbox.

docxtpl prepares a part, so that marks which Word split over several runs are whole again and rows and paragraphs that
hold nothing but a mark go away. What it would do afterwards is done here: it renders unsandboxed unless told otherwise,
mends broken XML by leaving text out, renders footnotes once for each section, and takes marks that come from values for
its own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from markupsafe import escape

from tobfit.errors import TobfitError
from tobfit.errors.extras import needed
from tobfit.report.escape import visible
from tobfit.report.proposal.budget import NotText
from tobfit.report.proposal.escape_word import for_word
from tobfit.report.proposal.faults import Place, problem_of
from tobfit.report.proposal.package import Parts, etree, parsed, refused, written
from tobfit.report.proposal.sandbox import Sandbox
from tobfit.report.proposal.templating import Source, filled
from tobfit.report.proposal.word_checks import W, check_fields
from tobfit.report.proposal.word_marks import check_marks
from tobfit.report.proposal.word_text import settled
from tobfit.report.words import Words

PROPERTIES = "docProps/core.xml"
SHOWN = ("word/", "docProps/", "customXml/")
"""Folders with texts that a document shows: fields and content controls take theirs from properties and data."""
LONGEST = 255
"""How long a property of a document may be."""
_DC, _TERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
WORDED = (f"{_DC}title", f"{_DC}subject", f"{_DC}creator", f"{_DC}description", f"{_CORE}keywords", f"{_CORE}category")
LITERAL = {"{_{": "{{ '{{' }}", "}_}": "{{ '}}' }}", "{_%": "{{ '{%' }}", "%_}": "{{ '%}' }}"}
"""How docxtpl's templates write braces that are no marks."""


@attrs.frozen(eq=False)
class Prepared:
    """A part as a source: one line for each paragraph, and each mark that stands outside of them on its own line."""

    name: str
    file: str | None
    text: str
    paragraphs: Sequence[str] = attrs.field(repr=False)

    def place(self, line: int | None) -> Place:
        """The paragraph at a line of the source, by its number and its text."""
        lines = self.text.split("\n")
        said = _plain(lines[line - 1]) if line is not None and line <= len(lines) else ""
        found = [place for place, text in enumerate(self.paragraphs, 1) if said and _same(said, text)]
        # Of several that say the same it is the one with as many of them before it.
        before = sum(_plain(one) == said for one in lines[: (line or 1) - 1]) if len(found) > 1 else 0
        where = f", paragraph {found[min(before, len(found) - 1)]}" if found else ""
        return Place(self.file, f"template {self.name}{where}", None, said)


def filled_in(parts: Parts, names: Sequence[str], file: str | None, data: Mapping[str, Any], words: Words) -> Parts:
    """The parts with those of these names filled in, the texts of the document's properties too."""
    sandbox = Sandbox(lambda text: str(escape(for_word(text))), words, data)
    sources = [_prepared(name, parts[name], file) for name in names]
    made = filled([Source(one.text, one.place) for one in sources], sandbox)
    done = dict(parts)
    for source, text in zip(sources, made, strict=True):
        done[source.name] = _settled(source, text)
    if PROPERTIES in parts:
        done[PROPERTIES] = _properties(parts[PROPERTIES], file, data, words)
    _check_unfilled(done, {*names, PROPERTIES}, file)
    return done


def _prepared(name: str, data: bytes, file: str | None) -> Prepared:
    tree = parsed(data, name, file)
    check_fields(tree, name, file)
    paragraphs = [_text_of(paragraph) for paragraph in tree.iter(f"{W}p")]
    check_marks(tree, name, file)
    # Breaks of the file mean nothing to Word: lines are paragraphs here.
    text = re.sub(r"[\r\n]+", " ", etree().tostring(tree, encoding="unicode"))
    text = needed("docxtpl", "report.docx", "tobfit[word]").DocxTemplate(None).patch_xml(text)
    for mark, meant in LITERAL.items():
        text = text.replace(mark, meant)
    text = re.sub(r"<w:p([ >])", r"\n<w:p\1", text)
    text = re.sub(r"(<(?!w:t[ >])[^<>]*>)([^<]*\{[{%#][^<]*)", _apart, text)
    return Prepared(name, file, text, paragraphs)


def _apart(found: re.Match[str]) -> str:
    """Marks that stand outside of runs, each on a line of its own."""
    return found[1] + re.sub(r"(?:^|(?<=\}))\s*(?=\{[{%#])", "\n", found[2])


def _settled(source: Prepared, text: str) -> bytes:
    """The part that was written, if it is one."""
    try:
        tree = parsed(text, source.name, source.file, is_own=True)
    except TobfitError as error:
        message = "its marks cut through paragraphs or cells: what comes of it is no document"
        hint = "begin and end a loop or condition in one paragraph, or use {%p %} for paragraphs, {%tr %} for rows"
        detail = error.problems[0].message.partition(": ")[2]
        refused("TF465", f"{message} ({detail})", source.file, hint, source.name)
    try:
        settled(tree)
    except NotText as error:
        raise TobfitError([problem_of(error, Place(source.file, f"template {source.name}"))]) from error
    return written(tree)


def _properties(data: bytes, file: str | None, names: Mapping[str, Any], words: Words) -> bytes:
    """Title and the like filled in; the dates are that of the report, so that they depend on nothing else."""
    tree = parsed(data, PROPERTIES, file)
    worded = [one for one in tree if one.tag in WORDED and one.text and "{" in one.text]
    sources = [Source(one.text, functools.partial(_of_property, file, one.text)) for one in worded]
    for one, text in zip(worded, filled(sources, Sandbox(visible, words, names)), strict=True):
        one.text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    for one in tree:
        if one.tag in (f"{_TERMS}created", f"{_TERMS}modified"):
            one.text = f"{names['as_of']}T00:00:00Z"
        elif one.tag == f"{_CORE}lastPrinted":
            tree.remove(one)
    return written(tree)


def _of_property(file: str | None, said: str, _line: int | None) -> Place:
    return Place(file, f"template {PROPERTIES}", None, said)


def _check_unfilled(parts: Parts, names: set[str], file: str | None) -> None:
    """TF465 for a mark in a part that is not filled in, such as a chart: it would stay as it is."""
    for name in sorted(parts):
        is_text = name.startswith(SHOWN) and name.endswith(".xml") and "/comments" not in name
        if is_text and name not in names and re.search(rb"\{\{|\{%", parts[name]):
            refused("TF465", "a mark stands where none is filled in", file, "write it into a paragraph or table", name)


def _text_of(paragraph: Any) -> str:
    return "".join(one.text or "" for one in paragraph.iter(f"{W}t"))


def _plain(line: str) -> str:
    """A line of a source without its elements."""
    text = re.sub(r"<[^<>]*>", "", line)
    for entity, meant in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, meant)
    return " ".join(text.split())


def _same(said: str, paragraph: str) -> bool:
    return bool(paragraph.strip()) and _folded(paragraph) in (_folded(said), _folded(f"{{% {said}"))


def _folded(text: str) -> str:
    """Without what docxtpl changes in marks: the letters behind the brace, curly quotes, blanks."""
    text = re.sub(r"\{([{%#])(?:tr|tc|p|r) ", r"{\1 ", text)
    return re.sub(r"\s+", "", text.translate(str.maketrans("“”‘’", "\"\"''")))
