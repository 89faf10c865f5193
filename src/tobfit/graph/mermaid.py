"""The graph as the text of a Mermaid flowchart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tobfit.graph.records import Edge, Node
from tobfit.graph.terms import DASHED, wording

_INSIDE = re.compile(r"(?<=[^\W_])[._-](?=[^\W_])")
_PLAIN = re.compile(r"[A-Za-z0-9 ,()/]")
_INNER = "°¶"
"""Signs that Mermaid itself puts in place of entities while it reads."""


def flowchart(nodes: Iterable[Node], edges: Iterable[Edge], lang: str) -> str:
    """Nodes with their names, edges with their words; what is missing, or nobody said, is dashed."""
    numbers: dict[str, str] = {}
    lines = ["flowchart LR"]
    for node in nodes:
        numbers[node.id] = f"n{len(numbers)}"
        lines.append(f'    {numbers[node.id]}["{escaped(node.name.text(lang)) or escaped(node.id)}"]')
    for edge in edges:
        line = "-.->" if edge.type in DASHED else "-->"
        words = escaped(wording(edge.type, edge.text, lang))
        lines.append(f'    {numbers[edge.source]} {line}|"{words}"| {numbers[edge.target]}')
    return "".join(f"{line}\n" for line in lines)


def escaped(text: str) -> str:
    """A text for a quoted label. Signs that Mermaid or its Markdown could read become entities; what cannot be
    seen becomes a space.

    >>> escaped('A "B" [C] #1: 等保')
    'A #34;B#34; #91;C#93; #35;1#58; 等保'
    """
    seen = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    inside = {found.start() for found in _INSIDE.finditer(seen)}
    return "".join(_sign(char, place in inside) for place, char in enumerate(seen))


def _sign(char: str, is_inside: bool) -> str:
    """A dot, dash or underscore inside a word is a letter of it: ``cn.pipl`` stays readable."""
    is_plain = is_inside or bool(_PLAIN.match(char)) or (not char.isascii() and char not in _INNER)
    return char if is_plain else f"#{ord(char)};"
