"""Nodes and edges, and what every label needs on the way out."""

from __future__ import annotations

import attrs

from tobfit.model.label import Label


@attrs.frozen
class Node:
    """One thing. ``id`` begins with the type (``rule:cn.pipl``), so that ids of different types never meet.

    ``state``: of a rule ``fired`` or ``open``, of a requirement its priority, else nothing.
    """

    id: str
    type: str
    name: Label
    state: str = ""

    def __str__(self) -> str:
        return self.id


@attrs.frozen
class Edge:
    """One directed relation, at most one of each type between two nodes; ``text`` is what was said beside it: the
    responses of an offer, the value of a fact, the protocols of a flow."""

    source: str
    type: str
    target: str
    text: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells the edge from all others, and orders them."""
        return self.source, self.type, self.target

    def __str__(self) -> str:
        return f"{self.source} -{self.type}-> {self.target}" + (f" ({self.text})" if self.text else "")
