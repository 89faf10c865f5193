"""Plain data for the tests of this folder, and what a tree holds without its positions."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tobfit.formats.emit import Bare
from tobfit.model.tree import Map, Node, Scalar, Seq

TRICKY = [
    "",
    " ",
    "~",
    "null",
    "NO",
    "y",
    "6422",
    "1.10",
    "2026-11-01",
    "1:30",
    "=",
    "<<",
    " x",
    "x ",
    "a: b",
    "a:",
    "#a",
    "x #y",
    "-",
    "- a",
    "? a",
    "!t",
    "&a",
    "*a",
    "|",
    ">",
    "%a",
    "@a",
    "`a",
    "'",
    '"',
    "[",
    "{a}",
    "a, b",
    "a\nb",
    "\ta",
    "a\tb",
    "\x07",
    "\x85",
    "\u2028",
    "\ufeffa",
    "\u202ea",
    "\u3000a",
    "a\u3000b",
    "名称：值",
    "id：R",
    "注意：这里",
    "99.9 %",
    "200 ms",
    "0x1F",
    "0o7",
    "1e3",
    ".5",
    "-.inf",
    ".nan",
    "NaN",
    "---",
    "...",
    "😀",
    "\U000e0001",
    "1_000",
    "190:20:30",
    "-1",
    "+1",
    "_1",
    "True",
    "on",
    "a\\b",
    "\\",
    "２０",
    "١",
    "12 34",
    "5 -3",
    "2001-12-14 21:59:43 Z",
]

texts = st.sampled_from(TRICKY) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
bares = st.sampled_from(["1", "-0.5", "1e9", "true", "false", "2026-11-01", "99.9 %", "1.10"]).map(Bare)


def trees(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
        max_leaves=15,
    )


def content(node: Node) -> Any:
    """The tree as plain data: quoted texts as str, others as Bare."""
    if isinstance(node, Scalar):
        return node.text if node.quoted else Bare(node.text)
    if isinstance(node, Seq):
        return [content(item) for item in node.items]
    return {key.text: content(value) for key, value in node.entries}


def only_text(value: Any) -> Any:
    """The same data with every scalar as str."""
    if isinstance(value, Bare):
        return value.text
    if isinstance(value, list | tuple):
        return [only_text(item) for item in value]
    if isinstance(value, dict):
        return {key: only_text(item) for key, item in value.items()}
    return value


def marks(node: Node) -> list[tuple[str, int, int]]:
    """Every node's place, in the order written."""
    own = [(type(node).__name__, node.mark.line, node.mark.column)]
    if isinstance(node, Seq):
        return own + [mark for item in node.items for mark in marks(item)]
    if isinstance(node, Map):
        return own + [mark for pair in node.entries for item in pair for mark in marks(item)]
    return own
