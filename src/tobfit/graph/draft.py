"""A graph in the making: nodes and edges are named as often as they are met, and kept once."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from tobfit.graph.graph import Graph
from tobfit.graph.records import Edge, Node
from tobfit.knowledge.base import KnowledgeBase
from tobfit.matching.world import World
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label

LANDSCAPE = Label.of({"en": "IT landscape", "zh": "系统现状"})
OPEN = {
    "saas": Label.of({"en": "Vendor's cloud", "zh": "厂商云"}),
    "internet": Label.of({"en": "Internet", "zh": "互联网"}),
}
"""The names of the zones that everybody has."""


class Draft:
    """Collects what the parts of a world say; each method gives back the id of the node."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._nodes: dict[str, Node] = {}
        self._texts: dict[tuple[str, str, str], set[str]] = {}
        self.client = self.node("client", world.client.id, world.client.name)

    @property
    def base(self) -> KnowledgeBase:
        """The knowledge in force."""
        return self.world.packs.base

    def node(self, type: str, name: str, title: Label | None = None, state: str = "") -> str:
        """A node; who names it first says what it is called."""
        return self.own_node(type, f"{type}:{name}", name, title, state)

    def own_node(self, type: str, number: str, name: str, title: Label | None = None, state: str = "") -> str:
        """A node whose id holds its owner's (see ``names``)."""
        self._nodes.setdefault(number, Node(number, type, title or Label.of(name), state))
        return number

    def edge(self, source: str, type: str, target: str, text: str = "") -> None:
        """An edge; several of one type between two nodes become one, with all their texts."""
        self._texts.setdefault((source, type, target), set()).update([text] if text else [])

    def capability(self, name: str) -> str:
        """A capability with those above it."""
        vocabulary = self.base.vocabulary
        steps = [(each, vocabulary.get(each)) for each in (name, *vocabulary.ancestors(name))]
        return self.climb("capability", ((each, record.title if record else None) for each, record in steps))

    def segment(self, name: str) -> str:
        """An industry with those above it."""
        steps = [(each, self.base.segments.get(each)) for each in (name, *self.base.wider_segments.get(name, ()))]
        return self.climb("segment", ((each, record.title if record else None) for each, record in steps))

    def climb(self, type: str, steps: Iterable[tuple[str, Label | None]]) -> str:
        """A node and those above it, nearest first, joined by edges."""
        numbers = [self.node(type, name, title) for name, title in steps]
        for lower, upper in itertools.pairwise(numbers):
            self.edge(lower, "broader", upper)
        return numbers[0]

    def stakeholder(self, name: str) -> str:
        """Somebody; where the client lists nobody, a name that a line gives is all that is known."""
        title = next((each.name for each in self.world.client.stakeholders if each.id == name), None)
        number = self.node("stakeholder", name, title)
        self.edge(self.client, "involves", number)
        return number

    def landscape(self) -> str:
        """The client's landscape as a whole."""
        number = self.node("landscape", self.world.client.id, LANDSCAPE)
        self.edge(self.client, "has_landscape", number)
        return number

    def zone(self, name: str) -> str:
        """A zone: one of the client's, or one that always exists."""
        zone = self.world.site.zones.get(name)
        title = zone.name if zone is not None else None
        return self.node("zone", name, title or OPEN.get(name), zone.hosting or "" if zone is not None else "")

    def platform(self, name: str) -> str:
        """A platform, called as the packs call it."""
        known = (self.base.technologies.get(each) for each in (name, f"platform:{name}"))
        found = next((each for each in known if each is not None and each.kind == "platform"), None)
        return self.node("platform", name, found.name if found is not None else None)

    def finished(self) -> Graph:
        """The graph, in its one order."""
        edges = (Edge(*key, "; ".join(sorted(texts))) for key, texts in self._texts.items())
        return Graph(
            self.client,
            FrozenMap({name: self._nodes[name] for name in sorted(self._nodes)}),
            tuple(sorted(edges, key=lambda edge: edge.key)),
        )
