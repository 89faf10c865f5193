"""What the network lets through: which zones a message can be sent to, and which it can be fetched from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from tobfit.integration.terms import OTHER, PROTOCOL, ZONE, Terms, each
from tobfit.model.frozen import FrozenMap
from tobfit.model.landscape import Flow, Technology

Adjacent = dict[int, int]
"""The zones next to a zone, bit by bit."""


@attrs.frozen(eq=False)
class Network:
    """Flows between zones, from initiator to target.

    ``zones`` are all declared zones and the two open ones; ``closed`` those with an air gap: where flows are not
    complete any other two zones may be joined by a flow that is not drawn, but what crosses an air gap is drawn.
    """

    terms: Terms
    flows: tuple[Flow, ...]
    zones: int
    closed: int
    is_complete: bool
    technologies: Mapping[str, Technology] = FrozenMap({})
    memo: dict[tuple[object, ...], object] = attrs.field(factory=dict, repr=False)

    def carriers(self, protocol: str) -> frozenset[str]:
        """A protocol and all that can carry it."""
        key = ("carriers", protocol)
        if key not in self.memo:
            found, todo = {protocol}, [protocol]
            while todo:
                technology = self.technologies.get(todo.pop())
                more = set(technology.over) - found if technology is not None else set()
                found |= more
                todo += more
            self.memo[key] = frozenset(found)
        return self.memo[key]  # type: ignore[return-value]

    def _kind(self, protocol: int, *, is_free: bool) -> tuple[str, ...] | None:
        """What tells flows apart for a protocol: the names in flows that let it through; None: all flows do."""
        if is_free:
            return None
        key = ("kind", protocol)
        if key not in self.memo:
            named = {name for flow in self.flows for name in flow.protocols}
            names = self.terms.names(PROTOCOL, protocol) if protocol > OTHER else ()
            carriers = frozenset().union(*(self.carriers(name) for name in names))
            self.memo[key] = tuple(sorted(named & carriers))
        return self.memo[key]  # type: ignore[return-value]

    def _adjacent(self, kind: tuple[str, ...] | None, *, fetched: bool, backward: bool = False) -> Adjacent:
        """The zones next to each other; ``fetched``: from the holder of a message to those who can fetch it."""
        key = ("adjacent", kind, fetched, backward)
        if key not in self.memo:
            found: Adjacent = {}
            for flow in self.flows:
                if passes(flow, kind) and not (fetched and flow.one_way):
                    ends = self.terms.bit(ZONE, flow.from_), self.terms.bit(ZONE, flow.to)
                    here, there = reversed(ends) if fetched != backward else ends
                    found[here] = found.get(here, 0) | there
            self.memo[key] = found
        return self.memo[key]  # type: ignore[return-value]

    def reach(
        self,
        holders: int,
        protocol: int,
        *,
        fetched: bool = False,
        hopeful: bool = False,
        is_free: bool = False,
        backward: bool = False,
    ) -> int:
        """The zones that a message held in one of ``holders`` gets to by a protocol: sent there, or ``fetched`` from
        there. ``hopeful``: flows that may exist though they are not drawn count; ``is_free``: protocols do not;
        ``backward``: the zones from which it gets to one of ``holders``."""
        kind = self._kind(protocol, is_free=is_free)
        hopeful = hopeful and not self.is_complete
        key = ("reach", kind, fetched, hopeful, backward)
        known: dict[int, int] = self.memo.setdefault(key, {})  # type: ignore[assignment]
        found = known.get(holders)
        if found is None:
            adjacent = self._adjacent(kind, fetched=fetched, backward=backward)
            found = known[holders] = self._closure(holders, adjacent, known, hopeful=hopeful)
        return found

    def _closure(self, holders: int, adjacent: Adjacent, known: Mapping[int, int], *, hopeful: bool) -> int:
        open_zones = self.zones & ~self.closed if hopeful else 0
        seen = todo = holders
        while todo:
            bit = todo & -todo
            new = known.get(bit, 0)
            if new:
                todo &= ~new
            else:
                new = adjacent.get(bit, 0) & ~seen
                if bit & open_zones:
                    new |= open_zones & ~seen
                todo = (todo ^ bit) | new
            seen |= new
        return seen

    def way(self, start: int, target: int, protocol: int, *, fetched: bool = False) -> tuple[str, ...]:
        """The shortest way over drawn flows from one of some zones to one of others, as names, of equally short ones
        the first by name; () where none is."""
        adjacent = self._adjacent(self._kind(protocol, is_free=False), fetched=fetched)
        levels = [start]
        seen = start
        while not levels[-1] & target:
            new = 0
            for bit in each(levels[-1]):
                new |= adjacent.get(bit, 0)
            levels.append(new & ~seen)
            seen |= new
            if not levels[-1]:
                return ()
        return tuple(self._walk(levels, target, adjacent))

    def _walk(self, levels: list[int], target: int, adjacent: Adjacent) -> Iterator[str]:
        """The first way by name through zones that are each one flow further."""
        levels[-1] &= target
        for place in range(len(levels) - 2, -1, -1):
            levels[place] = sum(bit for bit in each(levels[place]) if adjacent.get(bit, 0) & levels[place + 1])
        onward = -1
        for level in levels:
            at = min(each(level & onward), key=self.name)
            yield self.name(at)
            onward = adjacent.get(at, 0)

    def name(self, bit: int) -> str:
        """The zone of a bit."""
        return self.terms.values[ZONE].get(bit, "?")


def passes(flow: Flow, kind: tuple[str, ...] | None) -> bool:
    """Whether a flow lets through what some names carry; one that names no protocol lets everything through."""
    if kind is None or not flow.protocols or "any" in flow.protocols:
        return True
    return not set(flow.protocols).isdisjoint(kind)
