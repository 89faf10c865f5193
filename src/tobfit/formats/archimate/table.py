"""Which relations ArchiMate allows between which kinds of concept: the shipped table."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib import resources

import attrs

from tobfit.model.frozen import FrozenMap

RELATIONSHIP = "Relationship"
"""What stands in the table for a relation of any type, where it is an end of another one."""
JUNCTION = "Junction"


@attrs.frozen
class Table:
    """The types that ArchiMate 3.2 knows; ``between`` has the relations from one kind of concept to another."""

    elements: frozenset[str]
    relations: frozenset[str]
    between: Mapping[tuple[str, str], frozenset[str]]


@functools.cache
def table() -> Table:
    """The table, read when it is first asked for.

    >>> sorted(table().between["Artifact", "ApplicationComponent"])
    ['Association', 'Realization']
    """
    file = resources.files("tobfit") / "packs" / "archimate" / "relations.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    letters: dict[str, str] = data["relations"]
    concepts: list[str] = data["concepts"].split()
    sets: dict[str, frozenset[str]] = {}
    between: dict[tuple[str, str], frozenset[str]] = {}
    for source, row in data["allowed"].items():
        for target, word in zip(concepts, row.split(), strict=True):
            if word not in sets:
                sets[word] = frozenset(letters[letter] for letter in word.strip("-"))
            between[source, target] = sets[word]
    elements = frozenset(concepts) - {RELATIONSHIP}
    return Table(elements=elements, relations=frozenset(letters.values()), between=FrozenMap(between))
