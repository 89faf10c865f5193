"""The graph of a foreign file while it is read: things by id, and relations whose ends are looked up at the end."""

from __future__ import annotations

import difflib
from collections.abc import Callable

import attrs

from tobfit.formats.foreign import Element, Relation
from tobfit.formats.survey import Survey
from tobfit.model.scalars import MAX_HINTS, shown
from tobfit.model.tree import Node

TWICE = "another thing has its id"
LEADS_NOWHERE = "it refers to nothing in the file"
MAX_COMPARED = 20_000
ELSEWHERE = "it refers to something outside the file"


def never(_id: str) -> bool:
    """No id is elsewhere: the file has to describe all that it names."""
    return False


@attrs.frozen(kw_only=True, eq=False)
class Thing:
    """An element and where it stands; ``notes`` go into the landscape."""

    element: Element
    node: Node
    path: str
    notes: str | None = None


def noted(*said: str | None) -> str | None:
    """The notes of a thing: what is said of it, one after the other.

    >>> noted("Keeps the books.", None, "Version 2.")
    'Keeps the books. Version 2.'
    """
    return " ".join(text for text in said if text) or None


@attrs.frozen(kw_only=True, eq=False)
class Place:
    """A node and its path in the document."""

    node: Node
    path: str


@attrs.frozen(kw_only=True, eq=False)
class Link:
    """A relation whose ends may be missing, and where the references to its two ends stand."""

    relation: Relation
    source: Place
    target: Place
    notes: str | None = None


@attrs.frozen(eq=False)
class Found:
    """What a reading has found so far; an id stands for one thing or relation only."""

    survey: Survey
    things: dict[str, Thing] = attrs.field(factory=dict)
    links: dict[str, Link] = attrs.field(factory=dict)
    references: list[tuple[str, Place]] = attrs.field(factory=list)
    counted: dict[str, int] = attrs.field(factory=dict)

    def add(self, thing: Thing) -> bool:
        """Takes a thing; where its id stands for another one already, that is noted and the thing left out."""
        if not self._is_new(thing.element.id, thing.node, thing.path):
            return False
        self.things[thing.element.id] = thing
        return True

    def join(self, link: Link) -> None:
        """Takes a relation that has an id of its own in the file."""
        if self._is_new(link.relation.id, link.source.node, link.source.path):
            self.links[link.relation.id] = link

    def relate(
        self, type: str, source: str, target: str, place: Place, name: str = "", *, stated: Place | None = None
    ) -> None:
        """Takes a relation without an id of its own: it gets one, with a number where it is stated again.

        ``place`` is where one end is named; where the other one is named too, that is ``stated``, the source.
        """
        id = self.free_id(f"{source} {type} {target}")
        relation = Relation(id=id, type=type, source=source, target=target, name=name)
        self.links[id] = Link(relation=relation, source=stated or place, target=place)

    def refer(self, id: str, node: Node, path: str) -> None:
        """Takes a reference that is no relation, to be looked up at the end."""
        self.references.append((id, Place(node=node, path=path)))

    def free_id(self, base: str) -> str:
        """The base, or with the first number behind it that no thing and no relation has."""
        id, number = base, self.counted.get(base, 1)
        while id in self.things or id in self.links:
            number += 1
            id = f"{base} #{number}"
        self.counted[base] = number
        return id

    def elements(self) -> tuple[Element, ...]:
        """All things, in the order of reading."""
        return tuple(thing.element for thing in self.things.values())

    def check_ends(self, is_elsewhere: Callable[[str], bool] = never) -> tuple[Relation, ...]:
        """The relations whose both ends are there; the others are noted and listed as left out.

        ``is_elsewhere`` tells the ids that this file need not have: a reference to one is listed, not noted.
        """
        lost = _Lost(self, sorted(self.things), is_elsewhere)
        for id, place in self.references:
            if id not in self.things:
                lost.leave(id, place, f"a reference to {id}")
        return tuple(link.relation for link in self.links.values() if lost.has_both_ends(link))

    def _is_new(self, id: str, node: Node, path: str) -> bool:
        first = self.things.get(id) or self.links.get(id)
        if first is None:
            return True
        line = (first.node if isinstance(first, Thing) else first.source.node).mark.line
        message = f"the id {shown(id)} stands for another thing already"
        hint = f"the first stands on line {line}; give each thing an id of its own"
        self.survey.note(node, "TF142", path, message, hint)
        self.survey.leave(node, path, TWICE, f"the thing {shown(id)}")
        return False


@attrs.frozen
class _Lost:
    """Noting the references that lead nowhere."""

    found: Found
    names: list[str]
    is_elsewhere: Callable[[str], bool]
    hints: dict[str, str | None] = attrs.field(factory=dict)

    def has_both_ends(self, link: Link) -> bool:
        relation = link.relation
        ends = ((relation.source, link.source), (relation.target, link.target))
        missing = [(id, place) for id, place in ends if id not in self.found.things]
        for id, place in missing:
            self.leave(id, place, f"{relation.type} from {relation.source} to {relation.target}")
        return not missing

    def leave(self, id: str, place: Place, what: str) -> None:
        elsewhere = self.is_elsewhere(id)
        self.found.survey.leave(place.node, place.path, ELSEWHERE if elsewhere else LEADS_NOWHERE, what)
        if not elsewhere:
            message = f"{shown(id)} is nothing that the file describes"
            self.found.survey.note(place.node, "TF141", place.path, message, self._near(id), warning=True)

    def _near(self, id: str) -> str | None:
        """The nearest id; comparing is slow, so that only as many are looked up as stays within MAX_COMPARED."""
        if id not in self.hints and len(self.hints) < max(1, min(MAX_HINTS, MAX_COMPARED // (len(self.names) or 1))):
            close = difflib.get_close_matches(id, self.names, n=1)
            self.hints[id] = f"did you mean {shown(close[0])}?" if close else None
        return self.hints.get(id)
