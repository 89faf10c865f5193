"""A naive evaluator of routes: every concrete message, adapter by adapter, and every set of adapters.

It reads connections of which everything is said and shares no code with the integration room: values are texts, a
message is six of them, and nothing is remembered from one evaluation to the next.
"""

from __future__ import annotations

import heapq
import itertools
import math
import operator
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property

import attrs

from tobfit.integration.steps import Step
from tobfit.model.landscape import Adapter, Flow, GeneralAdapter, Interface, State
from tobfit.model.requirement import Connect
from tobfit.model.words import ResponseCode
from tobfit.testing.landscapes import Connection

COORDINATES = ("zone", "protocol", "format", "entity", "auth", "mode")
CLASSES: tuple[ResponseCode, ...] = ("standard", "configuration", "third_party", "customisation")
NAMELESS = "~"
"""Stands for all values that nobody names: nothing tells them apart."""
EVERYWHERE = "*"
"""The only value of a coordinate that is of no account."""
CLOUD = (Flow(from_="internet", to="saas"), Flow(from_="saas", to="internet"))

Allowed = frozenset[str] | None
"""The values that a coordinate may have; None: it is not named."""
Message = tuple[str, ...]
"""One value for each coordinate; the zone is where it is held."""
Cost = Fraction | float
Uses = tuple[int, ...]
"""How often each of some adapters is used."""
Relaxed = frozenset[str]
NOTHING: Relaxed = frozenset()


@attrs.frozen(eq=False)
class Means:
    """An adapter with what it takes and gives."""

    owner: str
    id: str
    response: ResponseCode
    effort: Cost
    latency: Fraction
    capacity: Fraction
    when: tuple[Allowed, ...]
    then: tuple[Allowed, ...]


@attrs.frozen(eq=False)
class World:
    """A connection laid out for one evaluation; ``relaxed`` is of no account in it."""

    connection: Connection
    relaxed: Relaxed = NOTHING

    @property
    def connect(self) -> Connect:
        return self.connection.connect

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        return (*self.connection.landscape.flows, *CLOUD)

    @cached_property
    def domains(self) -> dict[str, frozenset[str]]:
        """Every value that each coordinate can have."""
        connection = self.connection
        own: list[Adapter | GeneralAdapter] = [*connection.landscape.adapters, *connection.product.adapters]
        own += connection.pack.adapters
        parts: list[Interface | State] = []
        for adapter in own:
            parts += [adapter.when, adapter.then]
        parts += connection.product.interfaces
        for system in connection.landscape.systems:
            parts += system.interfaces
        found = {name: {value for part in parts for value in getattr(part, name) or ()} for name in COORDINATES}
        found["protocol"] |= {protocol for flow in self.flows for protocol in flow.protocols}
        found["protocol"] |= {technology.id for technology in connection.pack.technologies}
        found["entity"] |= {self.connect.entity} if self.connect.entity is not None else set()
        found["mode"] |= set(self.connect.mode)
        named = {name: frozenset(values - {"any"} | {NAMELESS}) for name, values in found.items()}
        return named | {"zone": frozenset({zone.id for zone in connection.landscape.zones} | {"saas", "internet"})}

    def values(self, name: str, written: Iterable[str]) -> frozenset[str]:
        """What a coordinate as it is written stands for."""
        if name in self.relaxed:
            return frozenset([EVERYWHERE])
        values = frozenset(written)
        return self.domains[name] if "any" in values else values

    def state(self, part: State) -> tuple[Allowed, ...]:
        """The coordinates of a precondition or a result."""
        written = ((name, getattr(part, name)) for name in COORDINATES)
        return tuple(None if w is None or name in self.relaxed else self.values(name, w) for name, w in written)

    def means(self, accept: Collection[ResponseCode] = ()) -> list[Means]:
        """The adapters that can be used; an effort that nobody said is endless."""
        found = []
        connection = self.connection
        homes: list[tuple[str, Sequence[Adapter | GeneralAdapter], ResponseCode]] = [
            ("client", connection.landscape.adapters, "configuration"),
            ("vendor", connection.product.adapters, "configuration"),
            ("general", [one for one in connection.pack.adapters if not one.proposal], "customisation"),
        ]
        for owner, home, usual in homes:
            for one in home:
                response = one.response or usual
                capacity = Fraction(0) if one.capacity is None else one.capacity.base[1]
                if accept and response not in accept:
                    continue
                effort = math.inf if one.effort is None else Fraction(one.effort.likely.base[1])
                latency = Fraction(10**9) if one.latency is None else one.latency.base[1]
                when, then = self.state(one.when), self.state(one.then)
                found.append(Means(owner, one.id, response, effort, latency, capacity, when, then))
        return found

    @property
    def limit(self) -> Fraction | None:
        limit = self.connect.latency
        return None if limit is None or "latency" in self.relaxed else limit.base[1]

    @property
    def rate(self) -> Fraction | None:
        rate = self.connect.rate
        return None if rate is None or "rate" in self.relaxed else rate.base[1]

    def spent(self, *ends: Interface) -> Fraction | None:
        """The latency of two interfaces, 0 where it does not matter; None where they break a limit."""
        if self.rate is not None and any(e.capacity is not None and e.capacity.base[1] < self.rate for e in ends):
            return None
        if self.limit is None:
            return Fraction(0)
        spent = sum((end.latency.base[1] for end in ends if end.latency is not None), Fraction(0))
        return spent if spent <= self.limit else None

    def carriers(self, protocol: str) -> set[str]:
        """A protocol and all below it."""
        found = {protocol}
        for _ in self.connection.pack.technologies:
            found |= {n for tech in self.connection.pack.technologies if tech.id in found for n in tech.over}
        return found

    def lets_through(self, flow: Flow, protocol: str) -> bool:
        if not flow.protocols or "any" in flow.protocols or protocol == EVERYWHERE:
            return True
        return bool(self.carriers(protocol) & set(flow.protocols))

    def reached(self, zone: str, protocol: str, *, fetched: bool) -> set[str]:
        """The zones that a message held in one can be sent to, or from which it can be fetched."""
        hops = set()
        for flow in self.flows:
            if self.lets_through(flow, protocol):
                if not fetched:
                    hops.add((flow.from_, flow.to))
                elif not flow.one_way:
                    hops.add((flow.to, flow.from_))
        found = {zone}
        for _ in range(len(hops)):
            found |= {to for start, to in hops if start in found}
        return found


@attrs.frozen(eq=False)
class Leg:
    """One direction between two interfaces."""

    world: World
    source: Interface
    sink: Interface
    source_zones: frozenset[str]
    sink_zones: frozenset[str]
    names: tuple[str, str]

    @property
    def sends(self) -> bool:
        return self.source.initiator != "peer"

    @property
    def is_served(self) -> bool:
        return self.source.initiator == "peer" or (self.source.initiator is None and self.source.side == "provides")

    @property
    def is_sent_to(self) -> bool:
        return (self.sink.initiator or {"provides": "peer", "consumes": "self"}[str(self.sink.side)]) == "peer"

    def begin(self) -> Iterator[Message]:
        """Every message that the source can give."""
        world = self.world
        given = [world.values(name, getattr(self.source, name) or ()) for name in COORDINATES]
        given[0] = world.values("zone", self.source_zones)
        wanted = world.connect.entity
        if wanted is not None and "entity" not in world.relaxed:
            given[3] = frozenset([wanted]) if self.source.entity is None else given[3] & {wanted}
        yield from itertools.product(*(sorted(values) for values in given))

    def accepts(self, message: Message, touched: bool) -> bool:
        """Whether a message that is held somewhere is what the sink takes, and gets there."""
        if any(value not in values for value, values in zip(message[1:], self.wanted[1:], strict=True)):
            return False
        if not touched and "version" not in self.world.relaxed and not versions_suit(self.source, self.sink):
            return False
        return not self.arrivals(message, touched).isdisjoint(self.wanted[0])

    @cached_property
    def wanted(self) -> tuple[frozenset[str], ...]:
        """What the sink takes of each coordinate."""
        world, asked = self.world, self.world.connect.mode or ("any",)
        taken = [world.values(name, getattr(self.sink, name) or ()) for name in COORDINATES]
        return world.values("zone", self.sink_zones), *taken[1:5], taken[5] & world.values("mode", asked)

    def arrivals(self, message: Message, touched: bool) -> set[str]:
        """The zones at which a message can arrive."""
        is_free = "initiator" in self.world.relaxed
        found: set[str] = set()
        if is_free or (self.is_sent_to and (touched or self.sends)):
            found |= self.world.reached(message[0], message[1], fetched=False)
        if is_free or (not self.is_sent_to and (touched or self.is_served)):
            found |= self.world.reached(message[0], message[1], fetched=True)
        return found

    def places(self, message: Message, touched: bool) -> set[str]:
        """The zones in which an adapter can take hold of a message."""
        found: set[str] = set()
        if touched or self.sends or "initiator" in self.world.relaxed:
            found |= self.world.reached(message[0], message[1], fetched=False)
        if not touched and (not self.sends or "initiator" in self.world.relaxed):
            found |= self.world.reached(message[0], message[1], fetched=True)
        return found

    def after(self, message: Message, touched: bool, means: Means) -> Iterator[Message]:
        """Every message that an adapter can make of one."""
        if self.world.rate is not None and means.capacity < self.world.rate:
            return
        when, then = means.when, means.then
        if any(w is not None and value not in w for w, value in zip(when[1:], message[1:], strict=True)):
            return
        for zone in self.places(message, touched):
            if when[0] is None or zone in when[0]:
                parts = [{value} if t is None else t for t, value in zip(then, (zone, *message[1:]), strict=True)]
                yield from itertools.product(*(sorted(part) for part in parts))

    def cheapest(self, means: Sequence[Means]) -> Cost | None:
        """The least effort of a chain of adapters; None where there is no chain."""
        limit = self.world.limit
        spent = self.world.spent(self.source, self.sink)
        if spent is None:
            return None
        order = itertools.count()
        queue: list[tuple[Cost, int, Message, bool, Fraction]] = [
            (Fraction(0), next(order), message, False, spent) for message in self.begin()
        ]
        seen = set()
        while queue:
            cost, _, message, touched, spent = heapq.heappop(queue)
            if (message, touched, spent) in seen:
                continue
            seen.add((message, touched, spent))
            if self.accepts(message, touched):
                return cost
            for one in means:
                later = spent if limit is None else spent + one.latency
                if limit is None or later <= limit:
                    for made in self.after(message, touched, one):
                        if (made, True, later) not in seen:
                            heapq.heappush(queue, (cost + one.effort, next(order), made, True, later))
        return None

    def uses(self, accept: Collection[ResponseCode] = ()) -> list[Uses]:
        """How often each adapter is used, for every chain that none betters."""
        means = self.world.means(accept)
        spent = self.world.spent(self.source, self.sink)
        if spent is None:
            return []
        found: list[Uses] = []
        seen: dict[tuple[Message, bool], list[tuple[Uses, Fraction]]] = {}
        todo = [(message, False, (0,) * len(means), spent) for message in self.begin()]
        for message, touched, uses, latency in todo:
            known = seen.setdefault((message, touched), [])
            if any(is_below(one, uses) and quick <= latency for one, quick in known):
                continue
            known.append((uses, latency))
            if self.accepts(message, touched):
                found.append(uses)
                continue
            for number, one in enumerate(means):
                later = latency + one.latency
                if self.world.limit is None or later <= self.world.limit:
                    more = (*uses[:number], uses[number] + 1, *uses[number + 1 :])
                    # Without a limit one way of being slow is as good as another.
                    spent_then = Fraction(0) if self.world.limit is None else later
                    todo += [(made, True, more, spent_then) for made in self.after(message, touched, one)]
        return least(set(found))


@attrs.define
class Walk:
    """A message on its way along the steps that a route tells: what it may be, where it is held and where it got to."""

    leg: Leg
    state: dict[str, frozenset[str]]
    held: str
    at: str
    is_fetched: bool | None = None
    touched: bool = False
    used: list[Means] = attrs.field(factory=list)

    @property
    def latency(self) -> Fraction:
        """What the two ends and the adapters say of it."""
        ends = (self.leg.source, self.leg.sink)
        said = sum((end.latency.base[1] for end in ends if end.latency is not None), Fraction(0))
        return said + sum((one.latency for one in self.used), Fraction(0))

    def told(self, step: Step) -> dict[str, frozenset[str]]:
        """What a step says of the message; nothing is a value that nobody names."""
        world = self.leg.world
        return {name: world.values(name, step.state[name] or (NAMELESS,)) for name in COORDINATES}

    def flow(self, step: Step) -> None:
        """The message goes along flows that are drawn, or against them where it is fetched."""
        assert step.zones[0] == self.at == self.held != step.zones[-1]
        for start, end in itertools.pairwise(step.zones):
            ends = (end, start) if step.fetched else (start, end)
            drawn = [f for f in self.leg.world.flows if (f.from_, f.to) == ends and not (step.fetched and f.one_way)]
            assert all(any(self.leg.world.lets_through(f, p) for f in drawn) for p in self.state["protocol"])
        assert self.told(step) == {**self.state, "zone": {step.zones[-1]}}
        self.at, self.is_fetched = step.zones[-1], step.fetched

    def adapter(self, step: Step, means: Means) -> None:
        """An adapter takes the message where it got to."""
        assert self.is_fetched in (None, not (self.touched or self.leg.sends))
        here = {**self.state, "zone": {self.at}}
        after = self.told(step)
        for name, taken, given in zip(COORDINATES, means.when, means.then, strict=True):
            assert taken is None or here[name] <= taken
            assert after[name] == here[name] if given is None else after[name] and after[name] <= given
        (self.held,) = after["zone"]
        self.state, self.at, self.is_fetched, self.touched = after, self.held, None, True
        self.used.append(means)

    def end(self, step: Step) -> None:
        """The message is what the sink takes."""
        leg = self.leg
        told = self.told(step)
        # Of several zones in which it would do any is shown beside the one where it gets to.
        assert {**told, "zone": {self.at}} == {**self.state, "zone": {self.at}}
        assert self.at in told["zone"]
        ways = [way for way in (False, True) if self.is_fetched in (None, way)]
        assert (not leg.is_sent_to) in ways
        for values in itertools.product(*({**self.state, "zone": {self.held}}[name] for name in COORDINATES)):
            assert leg.accepts(values, self.touched)
        assert self.at in leg.sink_zones or "any" in leg.sink_zones


def walked(connection: Connection, steps: Sequence[Step], accept: Collection[ResponseCode] = ()) -> list[Walk]:
    """Goes along the steps of a route, one walk for each direction; an AssertionError where a step cannot be made."""
    walks: list[Walk] = []
    directions = directions_of(connection)
    known = {(one.owner, one.id): one for one in World(connection).means(accept)}
    for number, step in enumerate(steps):
        if step.kind == "source":
            sink = next(later for later in steps[number:] if later.kind == "sink")
            legs = legs_of(connection, directions[len(walks)])
            (leg,) = (one for one in legs if one.names == (step.id, sink.id))
            (zone,) = step.state["zone"]
            walk = Walk(leg, {}, zone, zone)
            walk.state = walk.told(step)
            assert set(itertools.product(*(walk.state[name] for name in COORDINATES))) <= set(leg.begin())
            walks.append(walk)
        elif step.kind == "flow":
            walk.flow(step)
        elif step.kind == "adapter":
            walk.adapter(step, known[str(step.owner), step.id])
        else:
            assert step.kind == "sink"
            walk.end(step)
    return walks


def versions_suit(source: Interface, sink: Interface) -> bool:
    """Whether the version that one side provides lies in the range that the other consumes."""
    for provider, consumer in ((source, sink), (sink, source)):
        if provider.side == "provides" and consumer.side == "consumes" and consumer.version is not None:
            assert provider.version is not None
            number = int(provider.version)
            operator, bound = consumer.version[:-1], int(consumer.version[-1])
            if not {"": number >= bound, ">=": number >= bound, "<": number < bound, "==": number == bound}[operator]:
                return False
    return True


def legs_of(connection: Connection, direction: str, relaxed: Relaxed = NOTHING) -> list[Leg]:
    """Every pair of interfaces that data can flow between."""
    world = World(connection, relaxed)
    wanted = connection.connect.interface
    system = next(system for system in connection.landscape.systems if system.id == connection.connect.system)
    own = [
        (i, frozenset(i.zone or {str(system.zone)}), f"{system.id}/{i.id}")
        for i in system.interfaces if wanted in (None, i.id)
    ]  # fmt: skip
    product = connection.product
    offered = [(i, frozenset(i.zone or places_of(connection)), f"{product.id}/{i.id}") for i in product.interfaces]
    sources, sinks = (own, offered) if direction == "to_product" else (offered, own)
    return [
        Leg(world, source, sink, here, there, (giver, taker))
        for source, here, giver in sources if source.data in ("out", "both")
        for sink, there, taker in sinks if sink.data in ("in", "both")
    ]  # fmt: skip


def places_of(connection: Connection) -> set[str]:
    """The zones where a product can run."""
    own = {zone.id: zone.hosting for zone in connection.landscape.zones}
    offered = set(connection.product.hosting)
    if offered & {"on_premises", "air_gapped"}:
        offered |= {"on_premises", "air_gapped"}
    named = {zone for i in connection.product.interfaces for zone in i.zone or ()} & set(own)
    asked = named or {*own, "saas"}
    return {zone for zone in asked if own.get(zone, "saas") in offered}


def directions_of(connection: Connection) -> tuple[str, ...]:
    data = connection.connect.data
    return ("to_product", "from_product") if data == "both" else (data,)


def cheapest(
    connection: Connection, direction: str, accept: Collection[ResponseCode] = (), relaxed: Relaxed = NOTHING
) -> Cost | None:
    """The least effort of one direction."""
    means = World(connection, relaxed).means(accept)
    costs = [leg.cheapest(means) for leg in legs_of(connection, direction, relaxed)]
    return min((cost for cost in costs if cost is not None), default=None)


def cheapest_together(wanted: Sequence[tuple[Connection, str]], accept: Collection[ResponseCode] = ()) -> Cost | None:
    """The least effort of chains for several directions with the same adapters: one is paid once for all of them, and
    once more for each further use on one chain."""
    means = World(wanted[0][0]).means(accept)
    found: set[Uses] = {(0,) * len(means)}
    for connection, direction in wanted:
        uses = {one for leg in legs_of(connection, direction) for one in leg.uses(accept)}
        found = set(least({tuple(map(max, one, other)) for one in found for other in uses}))
    return min((price(means, uses) for uses in found), default=None)


def least(several: Collection[Uses]) -> list[Uses]:
    """Those that no other one lies below."""
    return [one for one in several if not any(other != one and is_below(other, one) for other in several)]


def is_below(one: Uses, other: Uses) -> bool:
    return all(map(operator.le, one, other))


def price(means: Sequence[Means], uses: Uses) -> Cost:
    """The effort of some adapters, each so many times."""
    return sum((one.effort * times for one, times in zip(means, uses, strict=True) if times), Fraction(0))


def effort_of(connection: Connection, accept: Collection[ResponseCode] = ()) -> Cost | None:
    """The least effort of a connection; None where it cannot be made."""
    directions = directions_of(connection)
    if len(directions) == 1:
        return cheapest(connection, directions[0], accept)
    return cheapest_together([(connection, direction) for direction in directions], accept)


def response_of(connection: Connection, accept: Collection[ResponseCode] = ()) -> ResponseCode | None:
    """The least delivery risk with which a connection can be had."""
    for number in range(len(CLASSES)):
        within: list[ResponseCode] = [code for code in CLASSES[: number + 1] if not accept or code in accept]
        # Where no word is left no adapter is.
        if effort_of(connection, within or ["roadmap"]) is not None:
            return CLASSES[number]
    return None
