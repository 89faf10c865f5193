"""What lies ahead of a message: the least that its way to a sink costs where zones and limits are of no account.

It is worked out backward from the sink, as far as it is asked for, and shared by all searches for such a sink. A search
that knows it hardly looks at what does not lead to the sink, and ends at once where nothing does.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator

import attrs

from tobfit.integration.site import Number

Form = tuple[int, int, int, int, int, bool]
"""Protocol, format, entity, auth and mode as masks; whether no adapter has touched the message yet."""
Region = tuple[int, int, int, int, int]
"""Messages by their masks: all from which the sink is reached in one way."""
Rest = tuple[Number, int]
"""The cost of the adapters that are still needed, and their number."""
Group = frozenset[int]
"""Places in a form that adapters change together."""
Step = tuple[tuple[tuple[int, int, int], ...], Number]
"""What an adapter takes and gives at places of a group (0: as it was), and its cost."""
PLACES = range(5)
MOST = 400
"""After so many regions the cost that they have come to stands for the costs of all others, which are no lower."""


@attrs.frozen(eq=False)
class Part:
    """What lies ahead in one group of coordinates; in the others any value will do."""

    steps: tuple[Step, ...]
    accepted: Region
    regions: list[tuple[Rest, Region]] = attrs.field(factory=list, repr=False)
    """Those that are settled, by rising cost."""
    met: dict[Region, Rest] = attrs.field(factory=dict, repr=False)
    todo: list[tuple[Rest, int, Region]] = attrs.field(factory=list, repr=False)
    order: Iterator[int] = attrs.field(factory=itertools.count, repr=False)

    def __attrs_post_init__(self) -> None:
        self.todo.append(((0, 0), next(self.order), self.accepted))

    def rest(self, form: Form) -> Rest | None:
        """What is still needed at least; None where no adapters lead to the sink."""
        protocol, layout, entity, auth, mode, _ = form
        for rest, (p, f, e, a, m) in itertools.chain(self.regions, self._settled()):
            if protocol & p and layout & f and entity & e and auth & a and mode & m:
                return rest
        return self.regions[-1][0] if self.todo else None

    def _settled(self) -> Iterator[tuple[Rest, Region]]:
        """More and more regions, by rising cost; those within an earlier one are left out."""
        while self.todo and len(self.regions) < MOST:
            rest, _, region = heapq.heappop(self.todo)
            if not self._is_within(region):
                self.regions.append((rest, region))
                self._widen(rest, region)
                yield rest, region

    def _is_within(self, region: Region) -> bool:
        protocol, layout, entity, auth, mode = region
        return any(
            not (protocol & ~p or layout & ~f or entity & ~e or auth & ~a or mode & ~m)
            for _, (p, f, e, a, m) in self.regions
        )

    def _widen(self, rest: Rest, region: Region) -> None:
        """Notes the regions that one adapter more leads from."""
        cost, number = rest
        for touched, price in self.steps:
            before = _before(touched, region)
            if before is None:
                continue
            more = cost + price, number + 1
            known = self.met.get(before)
            if known is None or more < known:
                self.met[before] = more
                heapq.heappush(self.todo, (more, next(self.order), before))


def _before(touched: tuple[tuple[int, int, int], ...], region: Region) -> Region | None:
    """What an adapter brings into a region; None where it does not lead there."""
    masks = list(region)
    for place, when, then in touched:
        found = when & masks[place] if not then else when if then & masks[place] else 0
        if not found:
            return None
        masks[place] = found
    return tuple(masks)  # type: ignore[return-value]


@attrs.frozen(eq=False)
class Ahead:
    """What lies ahead on the way to one kind of sink.

    ``accepted`` is what the sink takes, wherever it is; ``is_direct``: what comes straight from the source too. As no
    adapter changes coordinates of two groups, the costs of the parts add up.
    """

    accepted: Region
    is_direct: bool
    parts: tuple[Part, ...]
    known: dict[Form, Rest | None] = attrs.field(factory=dict, repr=False)

    def accepts(self, form: Form) -> bool:
        """Whether the sink takes a message."""
        *masks, is_raw = form
        return (self.is_direct or not is_raw) and all(map(int.__and__, masks, self.accepted))

    def rest(self, form: Form) -> Rest | None:
        """What is still needed at least; None where no adapters lead to the sink."""
        if form not in self.known:
            self.known[form] = self._rest(form)
        return self.known[form]

    def _rest(self, form: Form) -> Rest | None:
        cost: Number = 0
        number = 0
        for part in self.parts:
            rest = part.rest(form)
            if rest is None:
                return None
            cost, number = cost + rest[0], number + rest[1]
        return cost, number
