"""The cheapest chain of adapters from what a source gives to what a sink takes.

A label is a message in transit: the zones where it is held, its protocol, and for each other coordinate the set of
values that it can have. Adapters are tried on it only where it can get to; flows cost nothing, so that the zones that
it can get to are one set, worked out once for all labels that need it.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from tobfit.integration.ahead import Ahead, Form, Region
from tobfit.integration.network import Network
from tobfit.integration.options import Option, Options
from tobfit.integration.outlets import Outlets, outlets_of
from tobfit.integration.seen import Seen
from tobfit.integration.site import Masks, Number
from tobfit.integration.terms import ANY, AUTH, ENTITY, FORMAT, MODE, OTHER, PROTOCOL, UNNAMED, ZONE, each

PATIENCE = 50
"""After so many labels a search looks whether zones and protocols allow a way at all."""
State = tuple[int, int, int, int, int, int, bool]
"""Holders, protocol, format, entity, auth and mode as masks; whether no adapter has touched it yet."""


@attrs.frozen
class Source:
    """Where a message begins. ``sends``: it is sent on by the source; ``is_served``: others can fetch it there."""

    masks: Masks
    sends: bool = True
    is_served: bool = True
    latency: Number = 0


@attrs.frozen
class Sink:
    """What is accepted. ``takes``: others send to it; ``fetches``: it gets messages itself; ``is_direct``: what comes
    straight from the source has a version that suits."""

    masks: Masks
    takes: bool = True
    fetches: bool = False
    is_direct: bool = True
    latency: Number = 0

    @property
    def accepted(self) -> Region:
        """What it takes, wherever that is."""
        return self.masks[1:]  # type: ignore[return-value]


@attrs.frozen(eq=False)
class Task:
    """One search. ``limit`` is the latency that is allowed in all; ``relaxed`` names what has given way: coordinates,
    and ``initiator``."""

    network: Network
    source: Source
    sink: Sink
    options: Options
    protocols: int
    limit: Number | None = None
    hopeful: bool = False
    relaxed: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    """The keys of the adapters that may be used; None: all."""


@attrs.frozen(eq=False)
class Label:
    """A message on its way, and how it came there."""

    cost: Number
    latency: Number
    state: State
    option: Option | None = None
    before: Label | None = attrs.field(default=None, repr=False)

    @property
    def form(self) -> Form:
        """The message without where it is held."""
        return self.state[1:]

    def chain(self) -> tuple[Label, ...]:
        """From the source to here."""
        labels: list[Label] = []
        at: Label | None = self
        while at is not None:
            labels.append(at)
            at = at.before
        return tuple(reversed(labels))


Names = tuple[str, ...]
Entry = tuple[Number, int, Names, Number, tuple[Names, ...], int, Label]
"""Cost and number of adapters, both with what lies ahead; names of the adapters so far; latency; names of the protocols
so far; a number that no other entry has, so that labels are never compared."""


def cheapest(task: Task) -> Label | None:
    """The label that is accepted at the least cost, then with the fewest adapters, then by their names, then by those
    of the protocols; None where there is none."""
    line = _Line(task)
    line.join(_begin(task))
    for looked in itertools.count():
        if not line.heap:
            break
        if looked == PATIENCE:
            line.outlets.update(_outlets(task))
        _, _, names, _, said, _, label = heapq.heappop(line.heap)
        if not line.is_of_use(label):
            continue
        line.seen.add(label.form, label.state[0], label.latency)
        if _is_accepted(label, task, line.ahead):
            return label
        line.join(_onward(label, task), names, said)
    return None


@attrs.frozen(eq=False)
class _Line:
    """The labels that a search has still to look at."""

    task: Task
    heap: list[Entry] = attrs.field(factory=list)
    order: Iterator[int] = attrs.field(factory=itertools.count)
    outlets: dict[int, int] = attrs.field(factory=dict)
    """Protocol -> the zones from which there is a way to the sink; empty as long as nobody has looked."""

    @cached_property
    def seen(self) -> Seen:
        """What was looked at."""
        return Seen(is_timed=self.task.limit is not None)

    @cached_property
    def ahead(self) -> Ahead:
        """The effort that lies ahead."""
        return self.task.options.ahead(self.task.sink.accepted, is_direct=self.task.sink.is_direct)

    @cached_property
    def ahead_in_time(self) -> Ahead:
        """The latency that lies ahead."""
        return self.task.options.ahead(self.task.sink.accepted, is_direct=self.task.sink.is_direct, in_time=True)

    def join(self, labels: Iterable[Label], names: Names = (), said: tuple[Names, ...] = ()) -> None:
        """Puts labels in line, save those that do not lead to the sink."""
        for label in labels:
            rest = self.ahead.rest(label.form)
            if rest is None or self._is_late(label) or not self.is_of_use(label):
                continue
            path = names if label.option is None else (*names, label.option.move.id)
            protocols = (*said, self.task.network.terms.names(PROTOCOL, label.state[1]))
            key = label.cost + rest[0], len(path) + rest[1], path, label.latency, protocols, next(self.order)
            heapq.heappush(self.heap, (*key, label))

    def _is_late(self, label: Label) -> bool:
        """Whether a message cannot get to the sink within the latency that is allowed."""
        if self.task.limit is None:
            return False
        rest = self.ahead_in_time.rest(label.form)
        return rest is None or label.latency + rest[0] > self.task.limit

    def is_of_use(self, label: Label) -> bool:
        """Whether a message is where none of its form was, and can get on from there."""
        holders, protocol, *_, is_raw = label.state
        if not is_raw and not holders & self.outlets.get(protocol, ANY):
            return False
        return self.seen.is_new(label.form, holders, label.latency)


def _outlets(task: Task) -> Outlets:
    every = everywhere(task.network)

    def back(zones: int, protocol: int) -> int:
        return reach_of(task, zones & every, protocol, fetched=False, backward=True)

    accepted = task.sink.masks[PROTOCOL]
    at_sink = {
        protocol: departs(task, protocol, is_raw=False) if protocol & accepted else 0
        for protocol in _single(ANY, task)
    }
    return outlets_of(task.options, at_sink, task.network.zones, back)


def _begin(task: Task) -> Iterator[Label]:
    zone, protocols, *others = task.source.masks
    if not zone or not all(others):
        return
    latency = task.source.latency + task.sink.latency
    if task.limit is not None and latency > task.limit:
        return
    for protocol in _single(protocols, task):
        yield Label(0, latency, (zone & task.network.zones or zone, protocol, *others, True))  # type: ignore[arg-type]


def _single(protocols: int, task: Task) -> Iterable[int]:
    """One protocol at a time: where flows let some through, zone and protocol hang together."""
    if "protocol" in task.relaxed:
        return (OTHER,)
    return each(task.protocols | UNNAMED if protocols == ANY else protocols)


def _is_accepted(label: Label, task: Task, ahead: Ahead) -> bool:
    holders, protocol, *_, is_raw = label.state
    return ahead.accepts(label.form) and bool(arrives(task, holders, protocol, is_raw=is_raw))


def arrives(task: Task, holders: int, protocol: int, *, is_raw: bool) -> int:
    """The zones of the sink that a message gets to, sent or fetched."""
    found = 0
    for fetched in _last_ways(task, is_raw):
        found |= reach_of(task, holders, protocol, fetched=fetched) & task.sink.masks[ZONE]
    return found


def departs(task: Task, protocol: int, *, is_raw: bool) -> int:
    """The zones from which a message gets to the sink, sent or fetched."""
    found, target = 0, task.sink.masks[ZONE] & everywhere(task.network)
    for fetched in _last_ways(task, is_raw):
        found |= reach_of(task, target, protocol, fetched=fetched, backward=True)
    return found


def _last_ways(task: Task, is_raw: bool) -> Iterator[bool]:
    """How a message can come to the sink: sent (False), fetched (True)."""
    source, sink, is_free = task.source, task.sink, "initiator" in task.relaxed
    if is_free or (sink.takes and (source.sends or not is_raw)):
        yield False
    if is_free or (sink.fetches and (source.is_served or not is_raw)):
        yield True


def everywhere(network: Network) -> int:
    """All zones that a message can be in, those included that nobody named."""
    return network.terms.all_of(ZONE) | UNNAMED


def reach_of(task: Task, holders: int, protocol: int, *, fetched: bool, backward: bool = False) -> int:
    """The zones that a message gets to, sent or ``fetched``; ``backward``: those that it gets there from."""
    if "zone" in task.relaxed:
        return ANY
    is_free = "protocol" in task.relaxed
    return task.network.reach(
        holders, protocol, fetched=fetched, hopeful=task.hopeful, is_free=is_free, backward=backward
    )


def _onward(label: Label, task: Task) -> Iterator[Label]:
    """The message after each adapter that can take it."""
    holders, protocol, form, entity, auth, mode, is_raw = label.state
    # Who only answers is asked by the adapter: it sits where it can ask.
    is_asked = is_raw and not task.source.sends
    there = reach_of(task, holders, protocol, fetched=is_asked)
    for option in task.options.taking(protocol):
        when, then = option.when, option.then
        at = there & when[ZONE]
        if not (at and form & when[FORMAT] and entity & when[ENTITY] and auth & when[AUTH] and mode & when[MODE]):
            continue
        latency = label.latency + option.latency
        if task.limit is not None and latency > task.limit:
            continue
        if task.only is not None and option.move.key not in task.only:
            continue
        held = (then[ZONE] or at) & task.network.zones or at
        for changed in _single(then[PROTOCOL], task) if then[PROTOCOL] else (protocol,):
            state = (
                held,
                changed,
                then[FORMAT] or form & when[FORMAT],
                then[ENTITY] or entity & when[ENTITY],
                then[AUTH] or auth & when[AUTH],
                then[MODE] or mode & when[MODE],
                False,
            )
            yield Label(label.cost + option.cost, latency, state, option, label)


def usable(task: Task) -> frozenset[str]:
    """The keys of the adapters that some chain from the source can use, save those after which nothing leads to the
    sink, wherever the message is."""
    found: set[str] = set()
    ahead = task.options.ahead(task.sink.accepted, is_direct=task.sink.is_direct)
    seen = Seen(is_timed=False)
    todo = list(_begin(attrs.evolve(task, limit=None)))
    while todo:
        label = todo.pop()
        if seen.is_new(label.form, label.state[0], 0):
            seen.add(label.form, label.state[0], 0)
            onward = [after for after in _onward(label, task) if ahead.rest(after.form) is not None]
            found.update(after.option.move.key for after in onward if after.option is not None)
            todo += onward
    return frozenset(found)
