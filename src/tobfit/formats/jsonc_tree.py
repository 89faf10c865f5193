"""JSON with comments and trailing commas: both are blanked in place, so that every position stays true."""

from __future__ import annotations

import re

from tobfit.errors import Problem, TobfitError
from tobfit.formats.json_tree import MAX_DEPTH, MAX_NODES, parse_json
from tobfit.formats.source import Lines
from tobfit.model.tree import Mark, Node, problem_at

# Possessive, so that a long text that is never closed is not tried over and over.
_PART = re.compile(
    r"""(?P<string>"(?:[^"\\\r\n]|\\.)*+"?)"""
    r"""|(?P<comment>//[^\r\n]*+|/\*(?:[^*]|\*(?!/))*+(?P<end>\*/)?)"""
    r"""|(?P<space>[ \t\r\n]++)"""
    r"""|(?P<mark>[,:\[\]{}/]|[^",:\[\]{}/ \t\r\n]++)"""
)
# What the other reader counts as line ends but not as blanks.
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_INK = re.compile(r"[^\r\n]")


def parse_jsonc(
    text: str, file: str | None = None, *, max_depth: int = MAX_DEPTH, max_nodes: int = MAX_NODES
) -> Node:
    """The tree of a JSON text that may have ``//`` and ``/* */`` comments, and commas before a closing bracket.

    >>> parse_jsonc('[1, /* one */ 2, // two\\n]').items[1]
    Scalar(text='2', quoted=False, mark=Mark(file=None, line=1, column=15))
    """
    return parse_json(without_comments(text, file), file, max_depth=max_depth, max_nodes=max_nodes)


def without_comments(text: str, file: str | None = None) -> str:
    """The text, equally long, with blanks for comments and for commas that nothing follows; strings stay.

    >>> without_comments('["//", 1,] // x')
    '["//", 1 ]     '
    """
    parts: list[str] = []
    before, comma = "", None
    for found in _PART.finditer(text):
        part = found[0]
        if found["comment"] is not None:
            if part.startswith("/*") and found["end"] is None:
                raise TobfitError([_unclosed(text, found.start(), file)])
            parts.append(_INK.sub(" ", _ODD_BREAK.sub("\n", part)))
            continue
        parts.append(part)
        if found["space"] is not None:
            continue
        if part in "]}" and comma is not None:
            parts[comma] = " "
        # A comma that follows nothing is no trailing one: the reader of JSON refuses it.
        comma = len(parts) - 1 if part == "," and before not in ("", ",", "[", "{", ":") else None
        before = part
    return "".join(parts)


def _unclosed(text: str, at: int, file: str | None) -> Problem:
    mark = Mark(file, *Lines.of(text).position(at))
    return problem_at(mark, "TF109", None, "the comment that opens here is never closed", hint="close it with */")
