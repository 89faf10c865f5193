"""Routes against the naive evaluator in ``route_reference.py``: what is drawn says everything."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any, TypeVar

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.laws.route_reference import COORDINATES, Cost, Means, cheapest, directions_of, effort_of, response_of, walked

from tobfit.integration.routing import Route, route_of
from tobfit.integration.steps import Step
from tobfit.model.landscape import Adapter, GeneralAdapter, Interface, State
from tobfit.model.words import ResponseCode
from tobfit.testing.landscapes import VALUES, ZONES, Connection, connections

Accept = tuple[ResponseCode, ...]
ACCEPTS: tuple[Accept, ...] = ((), (), ("standard", "configuration"), ("third_party", "customisation"))
GIVING_WAY = (*COORDINATES, "initiator", "version", "latency", "rate")
T = TypeVar("T", Adapter, GeneralAdapter)
P = TypeVar("P", Interface, State)


def times(factor: int) -> settings:
    """So many times the examples of the profile."""
    return settings(max_examples=settings().max_examples * factor)


def bounds(route: Route) -> tuple[Cost, Cost]:
    """The effort at best and at worst; endless where there is no way."""
    return (math.inf, math.inf) if route.effort is None else (route.effort.low, route.effort.high)


def assert_as_searched(connection: Connection, accept: Accept = ()) -> None:
    """The engine finds what the exhaustive search finds, and the chain that it shows can be gone and costs that."""
    route, expected = connection.route(accept), effort_of(connection, accept)
    assert route.feasible is (expected is not None)
    assert route.response == route.response_at_best == response_of(connection, accept)
    assert route.open == ()
    if expected is None:
        assert route.effort is None
        return
    assert bounds(route) == (expected, expected)
    assert (route.broken, route.breaks) == ((), ())
    walks = walked(connection, route.steps, accept)
    uses: Counter[Means] = Counter()
    for walk in walks:
        uses |= Counter(walk.used)
    assert sum((one.effort * number for one, number in uses.items()), Fraction(0)) == expected
    assert route.estimate is not None
    assert route.estimate.likely.base[1] == expected
    assert route.latency is not None
    assert route.latency.low == route.latency.high == max(walk.latency for walk in walks)


@times(24)
@given(connections(), st.sampled_from(ACCEPTS))
def test_a_route_is_the_cheapest(connection: Connection, accept: Accept) -> None:
    assert_as_searched(connection, accept)


@times(8)
@given(connections(data=("both",)), st.sampled_from(ACCEPTS))
def test_both_directions_are_the_cheapest_together(connection: Connection, accept: Accept) -> None:
    assert_as_searched(connection, accept)


@times(3)
@given(connections())
def test_a_cheaper_chain_that_a_limit_forbids_is_shown(connection: Connection) -> None:
    route = connection.route()
    free = effort_of(connection.asked(latency=None, rate=None))
    expected = effort_of(connection)
    if expected is None or free == expected:
        assert route.refused == ()
        return
    (refused,) = route.refused
    assert refused.effort == free
    (walk,) = walked(connection.asked(latency=None, rate=None), refused.steps)
    assert sum((one.effort for one in walk.used), Fraction(0)) == free


def diodes(connection: Connection) -> list[int]:
    """The places of the flows that let data through in one way only."""
    return [number for number, flow in enumerate(connection.landscape.flows) if flow.one_way]


def turned(connection: Connection, number: int) -> Connection:
    """With one flow the other way round."""
    flows = list(connection.landscape.flows)
    flows[number] = flows[number].evolve(from_=flows[number].to, to=flows[number].from_)
    return connection.drawn(flows=flows)


@times(3)
@given(connections(), st.data())
def test_a_diode_is_passed_in_its_own_way(connection: Connection, data: st.DataObject) -> None:
    assume(diodes(connection))
    number = data.draw(st.sampled_from(diodes(connection)))
    route, flow = connection.route(), connection.landscape.flows[number]
    assert_as_searched(turned(connection, number))
    passed = {pair for step in route.steps if step.kind == "flow" for pair in itertools.pairwise(step.zones)}
    if route.feasible and (flow.from_, flow.to) not in passed:
        assert bounds(connection.drawn(flows=_without(connection, number)).route()) == bounds(route)
    # Where the diode is all that leads on, and no adapter jumps, the other way round it leads nowhere.
    bare = connection.drawn(flows=[flow], adapters=[_still(one) for one in connection.landscape.adapters])
    bare = bare.offered(adapters=[_still(one) for one in bare.product.adapters])
    bare = attrs.evolve(bare, pack=bare.pack.evolve(adapters=[_still(one) for one in bare.pack.adapters]))
    if bare.route().feasible and not bare.drawn(flows=[]).route().feasible:
        assert turned(bare, 0).route().feasible is False


def _still(one: T) -> T:
    return one.evolve(then=one.then.evolve(zone=None))


def _without(connection: Connection, number: int) -> list[Any]:
    return [flow for place, flow in enumerate(connection.landscape.flows) if place != number]


@times(5)
@given(connections(data=("to_product", "from_product", "both")))
def test_what_is_broken_is_the_least_that_must_give_way(connection: Connection) -> None:
    route = connection.route()
    assume(route.feasible is False)
    direction = next(one for one in directions_of(connection) if cheapest(connection, one) is None)
    if not route.broken:
        assert cheapest(connection, direction, relaxed=frozenset(GIVING_WAY)) is None
        return
    assert cheapest(connection, direction, relaxed=frozenset(route.broken)) is not None
    for size in range(1, len(route.broken)):
        for fewer in itertools.combinations(GIVING_WAY, size):
            assert cheapest(connection, direction, relaxed=frozenset(fewer)) is None


# ------------------------------------------------------------------------------------- names and order


Names = Mapping[str, Mapping[str, str]]
"""New names of values by coordinate, and of adapters."""


def renamed(connection: Connection, names: Names) -> Connection:
    """The same connection under other names."""

    def coordinates(part: P) -> P:
        written = {name: getattr(part, name) for name in COORDINATES}
        return part.evolve(**{n: [names[n].get(v, v) for v in w] for n, w in written.items() if w is not None})

    def adapters(several: tuple[T, ...]) -> list[T]:
        return [
            one.evolve(id=names["adapter"][one.id], when=coordinates(one.when), then=coordinates(one.then))
            for one in several
        ]

    zone, protocol, old = names["zone"], names["protocol"], connection.landscape
    landscape = old.evolve(
        zones=[one.evolve(id=zone[one.id]) for one in old.zones],
        flows=[
            one.evolve(
                from_=zone.get(one.from_, one.from_),
                to=zone.get(one.to, one.to),
                protocols=[protocol.get(name, name) for name in one.protocols],
            )
            for one in old.flows
        ],
        systems=[
            one.evolve(
                zone=zone.get(str(one.zone), one.zone), interfaces=[coordinates(inner) for inner in one.interfaces]
            )
            for one in old.systems
        ],
        adapters=adapters(old.adapters),
    )
    technologies = [
        one.evolve(id=protocol[one.id], over=[protocol[name] for name in one.over])
        for one in connection.pack.technologies
    ]
    asked = connection.connect
    entity = None if asked.entity is None else names["entity"][asked.entity]
    return Connection(
        connection.client.evolve(landscape=landscape),
        connection.product.evolve(
            interfaces=[coordinates(one) for one in connection.product.interfaces],
            adapters=adapters(connection.product.adapters),
        ),
        connection.pack.evolve(technologies=technologies, adapters=adapters(connection.pack.adapters)),
    ).asked(entity=entity, mode=[names["mode"][name] for name in asked.mode])


OLD = {**VALUES, "zone": ZONES, "protocol": (*VALUES["protocol"], "t"), "adapter": tuple(f"x{n}" for n in range(6))}


def told(steps: tuple[Step, ...], names: Names) -> list[object]:
    """Steps under other names."""

    def new(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names[name].get(value, value) for value in values)

    return [
        (
            step.kind,
            names["adapter"].get(step.id, step.id) if step.kind == "adapter" else new("zone", step.zones),
            {name: new(name, values) for name, values in step.state.items()},
            step.fetched,
        )
        for step in steps
    ]


def core(route: Route) -> tuple[object, ...]:
    """What does not hang on which of several equally good chains is shown."""
    refused = sorted(one.effort for one in route.refused)
    return route.feasible, bounds(route), route.response, route.response_at_best, route.broken, refused


@times(2)
@given(connections(data=("to_product", "from_product", "both")), st.randoms(use_true_random=False))
def test_names_mean_nothing(connection: Connection, random: Random) -> None:
    route = connection.route()
    same = {name: {value: value for value in values} for name, values in OLD.items()}
    # In one order with the old names: the same chain. In any order: one that is as good.
    behind = {name: {value: f"zz-{value}" for value in values} for name, values in OLD.items()}
    mixed = {
        name: dict(zip(values, random.sample([f"k{number}" for number in range(9)], len(values)), strict=True))
        for name, values in OLD.items()
    }
    other = renamed(connection, behind).route()
    assert core(other) == core(route)
    assert told(other.steps, same) == told(route.steps, behind)
    assert core(renamed(connection, mixed).route()) == core(route)


def shuffled(connection: Connection, random: Random) -> Connection:
    """The same connection with every list in another order, the interfaces apart."""

    def mixed(values: Any) -> Any:
        return None if values is None else random.sample(list(values), len(values))

    def coordinates(part: P) -> P:
        return part.evolve(**{name: mixed(getattr(part, name)) for name in COORDINATES})

    def adapters(several: tuple[T, ...]) -> list[T]:
        return mixed([one.evolve(when=coordinates(one.when), then=coordinates(one.then)) for one in several])  # type: ignore[no-any-return]

    old = connection.landscape
    systems = [one.evolve(interfaces=[coordinates(inner) for inner in one.interfaces]) for one in old.systems]
    return Connection(
        connection.client.evolve(
            landscape=old.evolve(
                zones=mixed(old.zones),
                flows=mixed([one.evolve(protocols=mixed(one.protocols)) for one in old.flows]),
                systems=systems,
                adapters=adapters(old.adapters),
            )
        ),
        connection.product.evolve(
            hosting=mixed(connection.product.hosting),
            interfaces=[coordinates(one) for one in connection.product.interfaces],
            adapters=adapters(connection.product.adapters),
        ),
        connection.pack.evolve(
            technologies=mixed(connection.pack.technologies), adapters=adapters(connection.pack.adapters)
        ),
    ).asked(mode=mixed(connection.connect.mode))


@times(2)
@given(connections(data=("to_product", "from_product", "both")), st.randoms(use_true_random=False))
def test_the_order_of_lists_means_nothing(connection: Connection, random: Random) -> None:
    route, other = connection.route(), shuffled(connection, random)
    again = other.route()
    assert core(again) == core(route)
    assert (again.steps, again.latency) == (route.steps, route.latency)
    turned_ends = other.offered(interfaces=other.product.interfaces[::-1])
    assert core(turned_ends.route()) == core(route)


@times(2)
@given(connections(data=("to_product", "from_product", "both")), st.data())
def test_what_was_asked_before_means_nothing(connection: Connection, data: st.DataObject) -> None:
    site, fresh = connection.site(), connection.route()
    for _ in range(data.draw(st.integers(1, 3))):
        before = connection.asked(
            data=data.draw(st.sampled_from(("to_product", "from_product", "both"))),
            entity=data.draw(st.sampled_from((None, "e", "d", "new"))),
            mode=data.draw(st.sampled_from(((), ("m",), ("newer",)))),
            latency=data.draw(st.sampled_from((None, "1 s"))),
        )
        if data.draw(st.booleans()):
            strange = [one.evolve(protocol=["new", "q"], format=["new"]) for one in connection.product.interfaces]
            before = before.offered(id="other", interfaces=strange)
        route_of(before.line, before.product, site)
    assert route_of(connection.line, connection.product, site) == fresh
