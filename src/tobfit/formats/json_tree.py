"""JSON text into a tree with positions: strict RFC 8259, without recursion, and clear about what is wrong."""

from __future__ import annotations

import re
from typing import NoReturn

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.formats.source import Lines, forbidden_characters
from tobfit.model.scalars import shown
from tobfit.model.tree import Map, Mark, Node, Scalar, Seq, problem_at

MAX_DEPTH = 64
MAX_NODES = 1_000_000
MAX_PROBLEMS = 100

_SPACE = re.compile(r"[ \t\n\r]*+")
# Possessive, so that a long text with a fault at its end is not tried over and over.
_STRING = re.compile(r'"([^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+)"')
_PIECE = re.compile(r'[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
_BARE = re.compile(r"(?:-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?|true|false|null)(?![\w.+-])")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|(.))")
_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORD = re.compile(r"[-+.\w]+")

_QUOTE = "put double quotes around it"
_BEGINNINGS: tuple[tuple[str, str, str], ...] = (
    ("//", "JSON has no comments", "remove the comment"),
    ("/*", "JSON has no comments", "remove the comment"),
    ("#", "JSON has no comments", "remove the comment"),
    ("'", "JSON has no single-quoted texts", "use double quotes"),
    ("“", "a typographic quote cannot open a text", 'use the ASCII quote (")'),
    ("”", "a typographic quote cannot open a text", 'use the ASCII quote (")'),
    ("，", "a full-width comma '，' cannot part values", "write the ASCII comma ','"),
    ("\ufeff", "a byte-order mark cannot stand here", "remove it"),
)


def parse_json(
    text: str, file: str | None = None, *, max_depth: int = MAX_DEPTH, max_nodes: int = MAX_NODES
) -> Node:
    """The tree of a JSON text; numbers keep the digits that were written.

    >>> parse_json('{"rate": 1.10}').get("rate")
    Scalar(text='1.10', quoted=False, mark=Mark(file=None, line=1, column=10))
    """
    return _Reader(text, file, max_depth, max_nodes).read()


@attrs.define(eq=False)
class _Frame:
    """An object or array that is not closed yet."""

    closer: str
    mark: Mark
    start: int
    items: list[Node] = attrs.Factory(list)
    entries: list[tuple[Scalar, Node]] = attrs.Factory(list)
    lines_of_keys: dict[str, int] = attrs.Factory(dict)
    key: Scalar | None = None

    def close(self) -> Node:
        return (
            Map(tuple(self.entries), self.mark) if self.closer == "}" else Seq(tuple(self.items), self.mark)
        )

    def place(self, node: Node) -> None:
        if self.key is None:
            self.items.append(node)
        else:
            self.entries.append((self.key, node))
            self.key = None


class _StoppedError(Exception):
    """Reading on would bring nothing, or too much."""


class _Reader:
    def __init__(self, text: str, file: str | None, max_depth: int, max_nodes: int) -> None:
        self.text = text
        self.file = file
        self.max_depth = max_depth
        self.max_nodes = max_nodes
        self.lines = Lines.of(text)
        self.at = 0
        self.nodes = 0
        self.stack: list[_Frame] = []
        self.root: Node | None = None
        self.problems: list[Problem] = []

    def read(self) -> Node:
        self.problems += forbidden_characters(self.text, self.file)
        try:
            if not self.problems:
                self._document()
        except _StoppedError:
            pass
        if self.problems:
            raise TobfitError(sorted(self.problems, key=lambda p: (p.line or 0, p.column or 0)))
        assert self.root is not None
        return self.root

    def _document(self) -> None:
        self._skip()
        if self.at >= len(self.text):
            problem = problem_at(Mark(self.file), "TF117", None, "the document is empty", hint="write {...}")
            self.problems.append(problem)
            raise _StoppedError
        self._value()
        while self.stack:
            self._next(self.stack[-1])
        self._skip()
        if self.at < len(self.text):
            self._syntax("more text follows the end of the value", "remove it, or close the brackets later")

    def _next(self, frame: _Frame) -> None:
        """One step inside an open object or array: its end, or a comma (but before the first) and a value."""
        self._skip()
        if self._char() == frame.closer:
            self.at += 1
            self.stack.pop()
            self._place(frame.close())
            return
        if frame.items or frame.entries:
            self._comma(frame)
        if frame.closer == "}":
            self._key(frame)
        self._value()

    def _comma(self, frame: _Frame) -> None:
        if self._char() != ",":
            if self.at >= len(self.text):
                self._unclosed(frame)
            self._syntax(f"a ',' or {frame.closer!r} is missing here", "put a comma between values")
        comma = self.at
        self.at += 1
        self._skip()
        if self._char() == "}" or self._char() == "]":
            self.at = comma
            self._syntax("a comma stands before the closing bracket", "remove the comma", plain=True)

    def _key(self, frame: _Frame) -> None:
        if self.at < len(self.text) and self._char() != '"':
            self._syntax(f"a key is expected here, but {self._found()} stands here", _QUOTE)
        start = self.at
        key = self._string(frame)
        first = frame.lines_of_keys.setdefault(key.text, start)
        if first != start:
            line = self.lines.position(first)[0]
            message = f"the key {shown(key.text)} was already given on line {line}"
            self._report("TF113", start, message, "keep one of the two")
        frame.key = key
        self._skip()
        if self._char() != ":":
            self._no_colon(frame)
        self.at += 1
        self._skip()

    def _no_colon(self, frame: _Frame) -> NoReturn:
        if self._char() == "：":
            message = "a full-width colon '：' follows the key"
            self._report("TF114", self.at, message, "write the ASCII colon ':'")
            raise _StoppedError
        if self.at >= len(self.text):
            self._unclosed(frame)
        self._syntax("a ':' is missing after the key", 'write "key": value')

    def _value(self) -> None:
        self._count()
        char = self._char()
        if char == "{" or char == "[":
            self._open(char)
        elif char == '"':
            self._place(self._string(None))
        else:
            self._place(self._bare())

    def _open(self, char: str) -> None:
        if len(self.stack) >= self.max_depth:
            self._report("TF110", self.at, f"nested more than {self.max_depth} deep", "flatten the document")
            raise _StoppedError
        self.stack.append(_Frame("}" if char == "{" else "]", self._mark(self.at), self.at))
        self.at += 1

    def _string(self, frame: _Frame | None) -> Scalar:
        found = _STRING.match(self.text, self.at)
        if found is None:
            if self.at >= len(self.text) and frame is not None:
                self._unclosed(frame)
            self._bad_string()
        mark = self._mark(self.at)
        body = self._unescaped(found[1]) if "\\" in found[1] else found[1]
        self.at = found.end()
        return Scalar(body, True, mark)

    def _unescaped(self, body: str) -> str:
        start = self.at + 1

        def one(found: re.Match[str]) -> str:
            if found[3]:
                return _LETTERS.get(found[3], found[3])
            high, low = int(found[1], 16), found[2]
            if 0xD800 <= high <= 0xDBFF and low:
                return chr(0x10000 + ((high - 0xD800) << 10) + (int(low, 16) - 0xDC00))
            if 0xD800 <= high <= 0xDFFF or low:
                message = "an escape gives half of a character (a lone surrogate)"
                self._report("TF107", start + found.start(), message, "write the character itself")
            return chr(high)

        return _ESCAPE.sub(one, body)

    def _bare(self) -> Scalar:
        found = _BARE.match(self.text, self.at)
        if found is None:
            if self.at >= len(self.text) and self.stack:
                self._unclosed(self.stack[-1])
            self._bad_value()
        mark = self._mark(self.at)
        self.at = found.end()
        return Scalar(found[0], False, mark)

    def _place(self, node: Node) -> None:
        if self.stack:
            self.stack[-1].place(node)
        else:
            self.root = node

    def _bad_string(self) -> NoReturn:
        """Finds where a text goes wrong: a raw control character, a bad escape or no closing quote."""
        at = self.at + 1
        while (found := _PIECE.match(self.text, at)) is not None:
            at = found.end()
        if at >= len(self.text) or self.text[at] in "\n\r":
            self._syntax(
                "the text that opens here is never closed", 'close it with "; write a line break as \\n'
            )
        self.at = at
        if self.text[at] == "\\":
            self._syntax(f"unknown escape {shown(self.text[at : at + 2])}", "write \\\\ for a backslash")
        self._syntax("a tab or control character stands inside a text", "write it as an escape, such as \\t")

    def _bad_value(self) -> NoReturn:
        word = _WORD.match(self.text, self.at)
        if word is None:
            self._syntax(f"a value is expected here, but {self._found()} stands here")
        name = word[0]
        if name.lstrip("+-").lower() in ("nan", "inf", "infinity"):
            self._syntax(f"{name} is no JSON value", "leave it out or write a finite number")
        if name.lower() in ("true", "false", "null", "none", "undefined"):
            self._syntax(f"{shown(name)} is no JSON value", "write true, false or null")
        if name[0] in "+-.0123456789":
            self._syntax(f"{shown(name)} is no JSON number", "no leading +, 0 or point; or put it in quotes")
        self._syntax(f"{shown(name)} is no JSON value", _QUOTE)

    def _unclosed(self, frame: _Frame) -> NoReturn:
        self.at = frame.start
        opener = "{" if frame.closer == "}" else "["
        hint = f"close it with {frame.closer!r}"
        self._syntax(f"the {opener!r} that opens here is never closed", hint, plain=True)

    def _found(self) -> str:
        word = _WORD.match(self.text, self.at)
        return shown(word[0] if word else self._char()) if self.at < len(self.text) else "the end of the text"

    def _syntax(self, message: str, hint: str | None = None, *, plain: bool = False) -> NoReturn:
        if not plain:
            for beginning, better, advice in _BEGINNINGS:
                if self.text.startswith(beginning, self.at):
                    message, hint = better, advice
        self._report("TF109", self.at, message, hint)
        raise _StoppedError

    def _report(self, code: str, at: int, message: str, hint: str | None = None) -> None:
        self.problems.append(problem_at(self._mark(at), code, None, message, hint=hint))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _StoppedError

    def _count(self) -> None:
        self.nodes += 1
        if self.nodes > self.max_nodes:
            self._report(
                "TF111", self.at, f"more than {self.max_nodes:,} values in one file", "split the file"
            )
            raise _StoppedError

    def _mark(self, at: int) -> Mark:
        return Mark(self.file, *self.lines.position(at))

    def _char(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
