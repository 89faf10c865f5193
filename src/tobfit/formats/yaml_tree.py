"""YAML text into a tree with positions, from PyYAML's parse events and never from its constructors.

Constructing is where YAML goes wrong: deep nesting crashes the C composer, aliases and merge keys multiply,
tags run code. Events are flat, so an explicit stack and three limits are all the defence that is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import yaml

from tobfit.errors import Problem, TobfitError
from tobfit.formats.source import Lines, forbidden_characters
from tobfit.formats.yaml_faults import MAPPING_ENTRY, Role, entry_problem, plain_problems, syntax_problem
from tobfit.model.scalars import shown
from tobfit.model.tree import Map, Mark, Node, Scalar, Seq, problem_at

MAX_DEPTH = 64
MAX_NODES = 1_000_000
MAX_PROBLEMS = 100

_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(
    text: str,
    file: str | None = None,
    *,
    max_depth: int = MAX_DEPTH,
    max_nodes: int = MAX_NODES,
    pure: bool = False,
) -> Node:
    """The tree of a text that holds one YAML document; ``pure`` uses PyYAML's parser written in Python.

    >>> tree = parse_yaml("name: 北风\\nweights: [1, 2]\\n")
    >>> tree.get("weights").items[1]
    Scalar(text='2', quoted=False, mark=Mark(file=None, line=2, column=14))
    """
    return _Reader(text, file, max_depth, max_nodes, many=False).read(pure)[0]


def parse_yaml_documents(
    text: str,
    file: str | None = None,
    *,
    max_depth: int = MAX_DEPTH,
    max_nodes: int = MAX_NODES,
    pure: bool = False,
) -> tuple[Node, ...]:
    """The trees of a text that holds one or more YAML documents, parted by ``---``.

    >>> [tree.text for tree in parse_yaml_documents("one\\n--- \\ntwo\\n")]
    ['one', 'two']
    """
    return _Reader(text, file, max_depth, max_nodes, many=True).read(pure)


@attrs.define(eq=False)
class _Frame:
    """A mapping or sequence that is not closed yet."""

    is_map: bool
    mark: Mark
    items: list[Node] = attrs.Factory(list)
    entries: list[tuple[Scalar, Node]] = attrs.Factory(list)
    lines_of_keys: dict[str, int] = attrs.Factory(dict)
    key: Scalar | None = None

    def close(self) -> Node:
        return Map(tuple(self.entries), self.mark) if self.is_map else Seq(tuple(self.items), self.mark)


class _StoppedError(Exception):
    """Reading on would bring nothing, or too much."""


class _Reader:
    def __init__(self, text: str, file: str | None, max_depth: int, max_nodes: int, *, many: bool) -> None:
        self.text = text
        self.file = file
        self.max_depth = max_depth
        self.max_nodes = max_nodes
        self.many = many
        self.nodes = 0
        self.stack: list[_Frame] = []
        self.roots: list[Node] = []
        self.problems: list[Problem] = []
        self.last_scalar: Any = None
        self._lines: Lines | None = None

    @property
    def lines(self) -> Lines:
        if self._lines is None:
            self._lines = Lines.of(self.text)
        return self._lines

    def read(self, pure: bool) -> tuple[Node, ...]:
        self.problems += forbidden_characters(self.text, self.file)
        if not self.problems:
            self._read_events(pure)
        if not self.roots and not self.problems:
            self._report(
                Mark(self.file), "TF117", "the document is empty", "write its first key, tobfit: ..."
            )
        if self.problems:
            raise TobfitError(sorted(self.problems, key=lambda p: (p.line or 0, p.column or 0)))
        return tuple(self.roots)

    def _read_events(self, pure: bool) -> None:
        try:
            for event in self._events(yaml.SafeLoader if pure else _FAST, self.text):
                self._take(event)
        except _StoppedError:
            pass

    def _events(self, loader_class: Any, text: str, told: int = 0) -> Iterator[Any]:
        """The events of a text but for the first ones, which were told before."""
        loader, number = loader_class(text), 0
        try:
            while loader.check_event():
                event = loader.get_event()
                number += 1
                if number > told:
                    yield event
        except yaml.YAMLError as error:
            if "nesting depth" in str(error) and text is self.text:
                yield from self._events_before(error, loader_class, number)
            elif text is self.text:
                found = syntax_problem(error, self.lines, self.file, self.last_scalar)
                self.problems += [p for p in found if p not in self.problems]
        except (ValueError, OverflowError):
            # The Python parser lets chr() fail on an escape such as \UFFFFFFFF.
            mark = self._mark(loader.get_mark()) if hasattr(loader, "get_mark") else Mark(self.file)
            self._report(mark, "TF108", "an escape or a version number is out of range")
        finally:
            loader.dispose()

    def _events_before(self, error: Any, loader_class: Any, told: int) -> Iterator[Any]:
        """The C parser's own limit on depth strikes while it looks ahead: what it has not told yet comes first, so
        that ours is met where it lies."""
        mark = error.problem_mark
        yield from self._events(loader_class, self.text[: mark.index], told)
        self._report(self._mark(mark), "TF110", "nested too deep to be read", "flatten the document")

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_extras(event)
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_extras(event)
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._place(self.stack.pop().close())
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def _scalar(self, event: Any) -> None:
        self._count(event)
        node = Scalar(event.value, bool(event.style), self._mark(event.start_mark))
        self.last_scalar = event
        if node.quoted:
            self._refuse_surrogates(node)
        elif event.end_mark.line != event.start_mark.line or "：" in event.value:
            self._look_at_plain(event)
        self._place(node)

    def _look_at_plain(self, event: Any) -> None:
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.is_map and frame.key is None:
            return
        role: Role = "root" if frame is None else "value" if frame.is_map else "item"
        for problem in plain_problems(event, role, self.lines, self.file):
            self._add(problem)

    def _open(self, event: Any) -> None:
        self._count(event)
        mark = self._mark(event.start_mark)
        if len(self.stack) >= self.max_depth:
            self._report(mark, "TF110", f"nested more than {self.max_depth} deep", "flatten the document")
            raise _StoppedError
        self.stack.append(_Frame(isinstance(event, yaml.MappingStartEvent), mark))

    def _alias(self, event: Any) -> None:
        self._count(event)
        mark = self._mark(event.start_mark)
        self._report(
            mark,
            "TF112",
            f"the alias {shown('*' + event.anchor)} is not allowed",
            "write the value out; quote a text that begins with *",
        )
        self._place(Scalar("", True, mark), sound=False)

    def _document(self, event: Any) -> None:
        mark = self._mark(event.start_mark)
        if self.roots and not self.many:
            message = "a second document begins here, but one was expected"
            self._report(mark, "TF116", message, "put each document in a file of its own")
            raise _StoppedError
        if event.tags:
            self._report(mark, "TF112", "a %TAG directive is not allowed", "remove it")

    def _place(self, node: Node, *, sound: bool = True) -> None:
        if not self.stack:
            self._root(node)
            return
        frame = self.stack[-1]
        if not frame.is_map:
            frame.items.append(node)
        elif frame.key is None:
            frame.key = self._key(frame, node) if sound else Scalar("", True, node.mark)
        else:
            self._value(frame, frame.key, node)

    def _root(self, node: Node) -> None:
        if isinstance(node, Scalar) and not node.quoted and node.text == "":
            self._report(node.mark, "TF117", "the document is empty", "write its first key, tobfit: ...")
        self.roots.append(node)

    def _key(self, frame: _Frame, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            what = "a mapping" if isinstance(node, Map) else "a list"
            hint = "a key is a text; quote one that holds brackets or braces"
            self._report(node.mark, "TF119", f"{what} cannot be a key", hint)
            return Scalar("", True, node.mark)
        if not node.quoted and node.text == "":
            hint = 'write the key, or "" for an empty one'
            self._report(node.mark, "TF119", "a key is missing before ':'", hint)
        elif not node.quoted and node.text == "<<":
            self._report(node.mark, "TF112", "the merge key '<<' is not allowed", "write the entries out")
        else:
            self._refuse_second(frame, node)
        return node

    def _refuse_second(self, frame: _Frame, key: Scalar) -> None:
        first = frame.lines_of_keys.get(key.text)
        if first is None:
            frame.lines_of_keys[key.text] = key.mark.line
            return
        message = f"the key {shown(key.text)} was already given on line {first}"
        self._report(key.mark, "TF113", message, "keep one of the two")

    def _value(self, frame: _Frame, key: Scalar, node: Node) -> None:
        missing = isinstance(node, Scalar) and not node.quoted and node.text == ""
        if missing and not key.quoted and MAPPING_ENTRY.match(key.text):
            self._add(entry_problem(self.lines, key.mark.line, key.mark.column, self.file))
        frame.entries.append((key, node))
        frame.key = None

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is None and event.tag is None:
            return
        mark = self._mark(event.start_mark)
        if event.anchor is not None:
            message = f"the anchor {shown('&' + event.anchor)} is not allowed"
            self._report(mark, "TF112", message, "write the value out; quote a text that begins with &")
        if event.tag is not None:
            message = f"the tag {shown(event.tag)} is not allowed"
            self._report(mark, "TF112", message, "remove it; quote a text that begins with !")

    def _refuse_surrogates(self, node: Scalar) -> None:
        # Only the Python parser gets here: the C parser refuses such escapes itself.
        if any("\ud800" <= char <= "\udfff" for char in node.text):
            message = "an escape gives half of a character (a lone surrogate)"
            self._report(node.mark, "TF107", message, "write the character itself")

    def _count(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > self.max_nodes:
            message = f"more than {self.max_nodes:,} values in one file"
            self._report(self._mark(event.start_mark), "TF111", message, "split it with include")
            raise _StoppedError

    def _mark(self, mark: Any) -> Mark:
        return Mark(self.file, mark.line + 1, mark.column + 1)

    def _report(self, mark: Mark, code: str, message: str, hint: str | None = None) -> None:
        self._add(problem_at(mark, code, None, message, hint=hint))

    def _add(self, problem: Problem) -> None:
        if len(self.problems) >= MAX_PROBLEMS and problem.code not in ("TF110", "TF111"):
            raise _StoppedError
        self.problems.append(problem)
