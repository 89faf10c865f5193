"""The elements and relations of a foreign graph as a landscape has them: fit ids, and words of ArchiMate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tobfit.formats.archimate.allowed import is_allowed
from tobfit.formats.fit_ids import fit_ids
from tobfit.formats.foreign import Relation as Raw
from tobfit.formats.found import Found
from tobfit.model.frozen import FrozenMap
from tobfit.model.landscape import Element, Relation

OPEN_ZONES = ("saas", "internet")
"""The zones that exist for everybody: a zone of a file that is called so is not one of them."""


ASSOCIATION = "Association"


@attrs.frozen(kw_only=True)
class Words:
    """ArchiMate's words for those of a format, which stay where ArchiMate has none.

    ``turned`` are the relations that ArchiMate draws from the other end: who depends on something is served by it.
    """

    elements: Mapping[str, str]
    relations: Mapping[str, str]
    turned: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Drawing:
    """The fit ids by the raw ones, and the two lists of a landscape."""

    ids: FrozenMap[str, str]
    elements: tuple[Element, ...]
    relations: tuple[Relation, ...]


def draw(found: Found, relations: Iterable[Raw], words: Words) -> Drawing:
    """Every element and every given relation, none added and none left out.

    A relation that ArchiMate does not allow between its ends is an association, which it allows between all.
    """
    given = tuple(relations)
    ids = fit_ids((*found.things, *(relation.id for relation in given)))
    elements = tuple(
        Element(
            id=ids[id],
            type=words.elements.get(thing.element.type, thing.element.type),
            name=thing.element.name or None,
            notes=thing.notes,
        )
        for id, thing in found.things.items()
    )
    types = {element.id: element.type for element in elements}
    drawn = tuple(_relation(one, found.links[one.id].notes, ids, types, words) for one in given)
    return Drawing(ids=ids, elements=elements, relations=drawn)


def _relation(
    one: Raw, notes: str | None, ids: Mapping[str, str], types: Mapping[str, str], words: Words
) -> Relation:
    ends = (ids[one.source], ids[one.target])
    source, target = reversed(ends) if one.type in words.turned else ends
    type = words.relations.get(one.type, one.type)
    if not is_allowed(type, types[source], types[target]):
        (source, target), type = ends, ASSOCIATION
    return Relation(id=ids[one.id], type=type, source=source, target=target, name=one.name or None, notes=notes)


def zone_id(id: str) -> str:
    """The id of a zone that a file declares; the names of the zones that always exist are not taken.

    >>> zone_id("dmz"), zone_id("internet")
    ('dmz', 'zone-internet')
    """
    return f"zone-{id}" if id in OPEN_ZONES else id
