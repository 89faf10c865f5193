"""XML text into a tree with positions, from the parser's events, with a limit on all that can grow.

A document type is refused before the parser sees it: entities are declared there, which can grow without end or name
files and addresses, and no format that is read here needs one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NoReturn
from xml.parsers import expat

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.model.frozen import FrozenMap
from tobfit.model.tree import Mark, problem_at

MAX_DEPTH = 128
MAX_NODES = 1_000_000
MAX_LENGTH = 1_000_000

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
_PARTED = "\x1f"  # stands in no XML text, so in no namespace
_LINE_BREAK = re.compile("\r\n|[\n\r]")
# Possessive, so that a long prologue is walked through once.
_PROLOGUE = re.compile(r"\ufeff?(?:[ \t\r\n]++|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->)*+", re.DOTALL)
_DOCTYPE = "<!DOCTYPE"
_HINTS = {
    "no element found": "the file is empty or was cut off",
    "unclosed token": "the file was cut off, or a bracket is missing",
    "mismatched tag": "each element is closed by the name that opened it, in the reverse order",
    "undefined entity": "write the character itself, or its number such as &#228;",
    "junk after document element": "one element holds all the others",
    "not well-formed (invalid token)": "write & as &amp; and < as &lt;; no other file format is read here",
    "unbound prefix": "declare the prefix with xmlns:prefix=...",
}


@attrs.frozen(eq=False)
class Xml:
    """An element: namespace and local name, attributes, the text right inside it, and the elements in it.

    An attribute without a prefix has its name as key, one with a prefix ``{namespace}name``.
    """

    namespace: str
    name: str
    attributes: Mapping[str, str]
    text: str
    children: tuple[Xml, ...]
    mark: Mark

    @property
    def line(self) -> int:
        return self.mark.line

    @property
    def column(self) -> int:
        return self.mark.column

    def get(self, name: str, namespace: str = "") -> str | None:
        """The value of an attribute; None where it is not there."""
        return self.attributes.get(f"{{{namespace}}}{name}" if namespace else name)

    def all(self, name: str) -> tuple[Xml, ...]:
        """The elements right inside that have the name and this element's namespace."""
        return tuple(child for child in self.children if child.name == name and child.namespace == self.namespace)


def parse_xml(
    text: str,
    file: str | None = None,
    *,
    max_depth: int = MAX_DEPTH,
    max_nodes: int = MAX_NODES,
    max_length: int = MAX_LENGTH,
) -> Xml:
    """The root of an XML text; elements and attributes are the nodes that are counted.

    >>> root = parse_xml('<m xmlns="urn:m"><e id="1">北风</e></m>')
    >>> one = root.children[0]
    >>> one.namespace, one.name, one.get("id"), one.text, (one.line, one.column)
    ('urn:m', 'e', '1', '北风', (1, 18))
    """
    _refuse_doctype(text, file)
    return _Reader(text, file, max_depth, max_nodes, max_length).read()


@attrs.define(eq=False)
class _Frame:
    """An element that is not closed yet."""

    namespace: str
    name: str
    attributes: Mapping[str, str]
    mark: Mark
    texts: list[str] = attrs.Factory(list)
    length: int = 0
    children: list[Xml] = attrs.Factory(list)

    def close(self) -> Xml:
        text = "".join(self.texts)
        return Xml(self.namespace, self.name, self.attributes, text, tuple(self.children), self.mark)


class _Reader:
    def __init__(self, text: str, file: str | None, max_depth: int, max_nodes: int, max_length: int) -> None:
        self.text = text
        self.file = file
        self.max_depth = max_depth
        self.max_nodes = max_nodes
        self.max_length = max_length
        self.nodes = 0
        self.stack: list[_Frame] = []
        self.root: Xml | None = None
        self.parser = expat.ParserCreate(namespace_separator=_PARTED)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype

    def read(self) -> Xml:
        try:
            self.parser.Parse(self.text, True)
        except expat.ExpatError as error:
            self._broken(error)
        assert self.root is not None
        return self.root

    def _open(self, tag: str, written: dict[str, str]) -> None:
        mark = self._mark()
        if len(self.stack) >= self.max_depth:
            self._too_much(mark, f"nested more than {self.max_depth} deep")
        self.nodes += 1 + len(written)
        if self.nodes > self.max_nodes:
            self._too_much(mark, f"more than {self.max_nodes:,} elements and attributes in one file")
        if any(len(value) > self.max_length for value in written.values()):
            self._too_much(mark, f"an attribute has more than {self.max_length:,} characters")
        namespace, name = _name(tag)
        self.stack.append(_Frame(namespace, name, _attributes(written), mark))

    def _characters(self, text: str) -> None:
        frame = self.stack[-1]
        frame.length += len(text)
        if frame.length > self.max_length:
            self._too_much(frame.mark, f"the text of an element has more than {self.max_length:,} characters")
        frame.texts.append(text)

    def _close(self, _tag: str) -> None:
        closed = self.stack.pop().close()
        if self.stack:
            self.stack[-1].children.append(closed)
        else:
            self.root = closed

    def _doctype(self, *_declared: object) -> NoReturn:
        # Out of reach as long as the look at the prologue is right; then this still stops.
        _no_doctype(self._mark())

    def _mark(self) -> Mark:
        return Mark(self.file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _broken(self, error: expat.ExpatError) -> NoReturn:
        reason = expat.ErrorString(error.code) or "not well-formed"
        mark = Mark(self.file, error.lineno, error.offset + 1)
        _fail("TF130", mark, f"the file is not readable as XML: {reason}", _HINTS.get(reason))

    def _too_much(self, mark: Mark, message: str) -> NoReturn:
        _fail("TF132", mark, message, "no model needs that much; split the file")


def _name(tag: str) -> tuple[str, str]:
    namespace, _, name = tag.rpartition(_PARTED)
    return namespace, name


def _attributes(written: dict[str, str]) -> Mapping[str, str]:
    if not any(_PARTED in key for key in written):
        return FrozenMap(written)
    split = ((_name(key), value) for key, value in written.items())
    return FrozenMap({f"{{{space}}}{name}" if space else name: value for (space, name), value in split})


def _refuse_doctype(text: str, file: str | None) -> None:
    prologue = _PROLOGUE.match(text)
    end = prologue.end() if prologue else 0
    if text.startswith(_DOCTYPE, end):
        before = _LINE_BREAK.split(text[:end])
        _no_doctype(Mark(file, len(before), len(before[-1]) + 1))


def _no_doctype(mark: Mark) -> NoReturn:
    message = f"a document type ({_DOCTYPE}) stands before the first element"
    _fail("TF131", mark, message, "remove it: its entities could grow without end or read other files")


def with_xml_excerpts(problems: Iterable[Problem], text: str) -> tuple[Problem, ...]:
    """The problems, each with the source line it points into; lines are counted as XML counts, which knows fewer breaks
    than YAML.

    >>> found = Problem(code="TF134", message="...", file="m.xml", line=2, column=2)
    >>> with_xml_excerpts([found], "<a>\\n <b/>\\n</a>")[0].excerpt
    ' <b/>'
    """
    lines = _LINE_BREAK.split(text)
    return tuple(
        attrs.evolve(problem, excerpt=lines[problem.line - 1])
        if problem.line is not None and problem.line <= len(lines)
        else problem
        for problem in problems
    )


def _fail(code: str, mark: Mark, message: str, hint: str | None) -> NoReturn:
    raise TobfitError([problem_at(mark, code, None, message, hint=hint)])
