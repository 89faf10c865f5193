"""Paths: a chain of nodes, told in one line."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tobfit.graph.records import Edge, Node
from tobfit.graph.terms import wording


@attrs.frozen
class Path:
    """A chain: each edge leads from its node to the next one."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def text(self, lang: str = "en") -> str:
        """The names of the nodes with the words between them."""
        return " > ".join(self._words(lang))

    def _words(self, lang: str) -> Iterable[str]:
        before = self.nodes[0].name.text(lang)
        yield before
        for edge, node in zip(self.edges, self.nodes[1:], strict=True):
            name = node.name.text(lang)
            # A line without a text of its own is called like its capability: once is enough.
            if edge.type == "concerns" and name == before:
                continue
            yield wording(edge.type, edge.text, lang)
            yield name
            before = name

    def __str__(self) -> str:
        return self.text()
