"""The adapters that searches may use, and what searches with the same adapters share."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import attrs

from tobfit.integration.ahead import PLACES, Ahead, Group, Part, Region, Step
from tobfit.integration.site import Masks, Move, Number
from tobfit.integration.terms import ANY, PROTOCOL


@attrs.frozen(eq=False)
class Option:
    """A move as one search may use it: its cost and latency settled."""

    move: Move
    when: Masks
    then: Masks
    cost: Number
    latency: Number

    @cached_property
    def changes(self) -> Group:
        """The places in a form that it changes."""
        return frozenset(place for place in PLACES if self.then[place + 1])

    def within(self, group: Group, *, in_time: bool) -> Step:
        """What it takes and gives at the places of a group, and its price."""
        masks = ((place, self.when[place + 1], self.then[place + 1]) for place in sorted(group))
        touched = tuple((place, when, then) for place, when, then in masks if when != ANY or then)
        return touched, self.latency if in_time else self.cost


@attrs.frozen(eq=False)
class Options:
    """The moves that a search may use, looked up by protocol, and what lies ahead with them; shared by all searches
    that may use the same ones."""

    options: tuple[Option, ...]
    by_protocol: dict[int, tuple[Option, ...]] = attrs.field(factory=dict, repr=False)
    aheads: dict[tuple[Region, bool, bool], Ahead] = attrs.field(factory=dict, repr=False)
    parts: dict[tuple[Group, Region, bool], Part] = attrs.field(factory=dict, repr=False)

    def taking(self, protocol: int) -> tuple[Option, ...]:
        """The moves that take a protocol."""
        found = self.by_protocol.get(protocol)
        if found is None:
            found = tuple(option for option in self.options if option.when[PROTOCOL] & protocol)
            self.by_protocol[protocol] = found
        return found

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The places in a form, those together that some adapter changes together."""
        return groups_of(option.changes for option in self.options)

    def ahead(self, accepted: Region, *, is_direct: bool, in_time: bool = False) -> Ahead:
        """What lies ahead on the way to a kind of sink, in effort or ``in_time``."""
        key = (accepted, is_direct, in_time)
        found = self.aheads.get(key)
        if found is None:
            parts = tuple(self._part(group, accepted, in_time) for group in self.groups)
            found = self.aheads[key] = Ahead(accepted, is_direct, parts)
        return found

    def _part(self, group: Group, accepted: Region, in_time: bool) -> Part:
        protocol, layout, entity, auth, mode = (accepted[place] if place in group else ANY for place in PLACES)
        wanted = protocol, layout, entity, auth, mode
        key = (group, wanted, in_time)
        found = self.parts.get(key)
        if found is None:
            changing = (option for option in self.options if option.changes & group)
            steps = tuple(option.within(group, in_time=in_time) for option in changing)
            found = self.parts[key] = Part(steps, wanted)
        return found


def groups_of(changes: Iterable[Group]) -> tuple[Group, ...]:
    """All places in a form, in groups that no change reaches across.

    >>> [sorted(group) for group in groups_of([frozenset({0, 1}), frozenset({1, 3}), frozenset()])]
    [[2], [4], [0, 1, 3]]
    """
    groups = [frozenset([place]) for place in PLACES]
    for changed in changes:
        joined = changed.union(*(group for group in groups if group & changed))
        if joined:
            groups = [group for group in groups if not group & joined] + [joined]
    return tuple(groups)
