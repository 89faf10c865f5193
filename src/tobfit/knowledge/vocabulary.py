"""The vocabulary: capabilities by id, with their ancestors and narrower terms worked out once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import cached_property
from typing import Protocol

import attrs

from tobfit.model.frozen import FrozenMap
from tobfit.model.pack import Capability


class Narrower(Protocol):
    """A record that names its broader one."""

    @property
    def broader(self) -> str | None: ...


@attrs.frozen(eq=False)
class Vocabulary:
    """The terms in force. ``broader`` makes them a forest; ids themselves carry no meaning.

    >>> v = Vocabulary.of([Capability(id="crm"), Capability(id="crm.leads", kind="boolean", broader="crm")])
    >>> v.ancestors("crm.leads"), v.narrower("crm")
    (('crm',), ('crm.leads',))
    """

    capabilities: FrozenMap[str, Capability]

    @classmethod
    def of(cls, capabilities: Iterable[Capability]) -> Vocabulary:
        """The vocabulary of records whose references are sound (see ``stack``)."""
        return cls(FrozenMap({c.id: c for c in sorted(capabilities, key=lambda c: c.id)}))

    def __contains__(self, capability: str) -> bool:
        return capability in self.capabilities

    def __getitem__(self, capability: str) -> Capability:
        return self.capabilities[capability]

    def __len__(self) -> int:
        return len(self.capabilities)

    def get(self, capability: str | None) -> Capability | None:
        """The record of an id, or None."""
        return None if capability is None else self.capabilities.get(capability)

    def ancestors(self, capability: str) -> tuple[str, ...]:
        """All broader terms, nearest first; () for a root and for an id that is not here."""
        return self._ancestors.get(capability, ())

    def narrower(self, capability: str) -> tuple[str, ...]:
        """The direct narrower terms in the order of their ids."""
        return self._narrower.get(capability, ())

    @cached_property
    def _narrower(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for capability in self.capabilities.values():
            if capability.broader is not None:
                found.setdefault(capability.broader, []).append(capability.id)
        return {broader: tuple(sorted(ids)) for broader, ids in found.items()}

    @cached_property
    def _ancestors(self) -> Mapping[str, tuple[str, ...]]:
        return ancestors_of(self.capabilities)


def ancestors_of(records: Mapping[str, Narrower]) -> dict[str, tuple[str, ...]]:
    """The broader terms of every term, nearest first, each worked out once from those of the term above; they end at
    a term that is missing, and before one that was passed already."""
    found: dict[str, tuple[str, ...]] = {}
    for name in records:
        way: dict[str, None] = {}
        at: str | None = name
        while at is not None and at not in found and at not in way:
            way[at] = None
            at = records[at].broader if at in records else None
        above = () if at is None or at in way else (at, *found[at])
        for term in reversed(way):
            found[term] = above
            above = (term, *above)
    return found


def circles_of(records: Mapping[str, Narrower]) -> dict[str, tuple[str, ...]]:
    """The terms that are broader than themselves, each with its circle."""
    found: dict[str, tuple[str, ...]] = {}
    done: set[str] = set()
    for name in records:
        way: dict[str, int] = {}
        at: str | None = name
        while at is not None and at not in done and at not in way:
            way[at] = len(way)
            at = records[at].broader if at in records else None
        if at in way:
            circle = tuple(way)[way[at]:]
            found.update(dict.fromkeys(circle, circle))
        done.update(way)
    return found


def depths_of(records: Mapping[str, Narrower], circles: Container[str]) -> dict[str, int]:
    """How many broader terms each term has; terms that lead into a circle are left out."""
    found: dict[str, int] = {}
    for name in records:
        way = []
        at: str | None = name
        while at is not None and at in records and at not in found and at not in circles:
            way.append(at)
            at = records[at].broader
        if at in circles:
            continue
        depth = found[at] + 1 if at is not None and at in found else 0 if at is None else 1
        for term in reversed(way):
            found[term] = depth
            depth += 1
    return found
