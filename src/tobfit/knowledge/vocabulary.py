"""The vocabulary: capabilities by id, with their ancestors and narrower terms worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from tobfit.model.frozen import FrozenMap
from tobfit.model.pack import Capability


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
        return {name: tuple(climb(name, self.capabilities)) for name in self.capabilities}


def climb(start: str, capabilities: Mapping[str, Capability]) -> list[str]:
    """The broader terms from ``start`` upwards; stops at a term that is missing or was passed already."""
    path: list[str] = []
    current = capabilities.get(start)
    while current is not None and current.broader is not None and current.broader not in (start, *path):
        path.append(current.broader)
        current = capabilities.get(current.broader)
    return path
