"""Routes over landscapes of which not everything is said: bounds, what an answer does, what more or less does."""

from __future__ import annotations

import math

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.laws.route_reference import CLASSES, Cost, effort_of
from tests.laws.route_unknowns import (
    FLOWS,
    completions,
    count,
    sparse,
    told,
    unsaid,
    values_of,
)
from tests.laws.test_routes import bounds, core, times

from tobfit.integration.routing import Route
from tobfit.model.landscape import Adapter
from tobfit.testing.landscapes import VALUES, Choices, Connection, adapter, connections

ALL = ("to_product", "from_product", "both")
Pair = tuple[Connection, Connection]
MANY = 200
"""Connections with more telling completions are passed over."""


def cost(connection: Connection) -> Cost:
    """The effort of a connection of which everything is said; endless where there is none, or none worth the name."""
    found = effort_of(connection)
    return math.inf if found is None or found >= 10**8 else found


def assert_within(connection: Connection, route: Route) -> None:
    """A connection of which everything is said keeps what the route of one with less promised."""
    low, high = bounds(route)
    found = cost(connection)
    assert low <= found <= high
    if route.feasible is not None:
        assert route.feasible is (found < math.inf)


@times(7)
@given(sparse(connections(data=ALL)), st.data())
def test_every_completion_lies_within(pair: Pair, data: st.DataObject) -> None:
    connection, before = pair
    route = connection.route()
    low, high = bounds(route)
    assert low <= high
    assert (route.feasible is False) == (low == math.inf) == (route.effort is None)
    assert_within(before, route)
    for _ in range(2):
        complete = connection
        while unsaid(complete):
            target = unsaid(complete)[0]
            complete = told(complete, target, data.draw(st.sampled_from(values_of(complete, target))))
        assert_within(complete, route)


@times(4)
@given(sparse(connections()))
def test_the_best_is_reached(pair: Pair) -> None:
    connection, _ = pair
    assume(count(connection, "best") <= MANY)
    assert bounds(connection.route())[0] == min(cost(one) for one in completions(connection, "best"))


@times(4)
@given(sparse(connections(most=1)))
def test_the_worst_is_reached_where_each_end_is_one_interface(pair: Pair) -> None:
    connection, _ = pair
    assume(count(connection, "worst") <= MANY)
    assert bounds(connection.route())[1] == max(cost(one) for one in completions(connection, "worst"))


@times(3)
@given(connections(data=("both",)), st.data())
def test_efforts_unsaid_of_adapters_that_both_directions_share(full: Connection, data: st.DataObject) -> None:
    efforts = efforts_of(full)
    assume(efforts)
    connection = full
    for target in data.draw(st.lists(st.sampled_from(efforts), min_size=1, max_size=3, unique=True)):
        connection = told(connection, target, None)
    low, high = bounds(connection.route())
    assert low == min(cost(one) for one in completions(connection, "best"))
    assert high == max(cost(one) for one in completions(connection, "worst"))


def efforts_of(connection: Connection) -> list[str]:
    """The places of the efforts of all adapters."""
    client = [f"client.landscape.adapters.{one.id}.effort" for one in connection.landscape.adapters]
    vendor = [f"product.pr.adapters.{one.id}.effort" for one in connection.product.adapters]
    return client + vendor + [f"pack.adapters.{one.id}.effort" for one in connection.pack.adapters]


@times(3)
@given(sparse(connections()), st.data())
def test_answers_narrow_and_open_points_keep_their_bounds(pair: Pair, data: st.DataObject) -> None:
    connection, _ = pair
    route = connection.route()
    if route.open:
        assert {point.target for point in route.open} <= set(unsaid(connection))
    low, high = bounds(route)
    for target in unsaid(connection):
        value = data.draw(st.sampled_from(values_of(connection, target)))
        answered = told(connection, target, value).route()
        one, other = bounds(answered)
        assert low <= one <= other <= high
        assert route.feasible is None or answered.feasible is route.feasible
        for point in route.open:
            if point.target == target:
                assert one <= (math.inf if point.effort_if_bad is None else point.effort_if_bad)
                assert other >= (math.inf if point.effort_if_good is None else point.effort_if_good)


# ---------------------------------------------------------------------------------------- more and less


def risk(route: Route, *, at_best: bool) -> int:
    """The delivery risk as a number; more than any where it cannot be had."""
    found = route.response_at_best if at_best else route.response
    return len(CLASSES) if found is None else CLASSES.index(found)


def assert_no_dearer(less: Route, more: Route) -> None:
    """``less`` costs no more, is no riskier, and can be had wherever ``more`` can."""
    assert all(one <= other for one, other in zip(bounds(less), bounds(more), strict=True))
    assert all(risk(less, at_best=way) <= risk(more, at_best=way) for way in (True, False))
    order = {False: 0, None: 1, True: 2}
    assert order[less.feasible] >= order[more.feasible]


@times(3)
@given(sparse(connections(data=ALL)), st.binary(min_size=24, max_size=24))
def test_one_more_adapter_never_harms(pair: Pair, drawn: bytes) -> None:
    connection, _ = pair
    choose = Choices(iter(drawn))
    zones = [zone.id for zone in connection.landscape.zones]
    more = Adapter(**adapter(choose, "x9", choose.some(tuple(VALUES), 1, 2), zones))
    assert_no_dearer(connection.drawn(adapters=[*connection.landscape.adapters, more]).route(), connection.route())


@times(3)
@given(sparse(connections()), st.data())
def test_a_sink_that_takes_less_is_no_cheaper(pair: Pair, data: st.DataObject) -> None:
    connection, _ = pair
    at_product = connection.connect.data == "to_product"
    system = connection.landscape.systems[0]
    ends = connection.product.interfaces if at_product else system.interfaces
    wide = [
        (number, name)
        for number, end in enumerate(ends)
        for name in VALUES
        if (values := getattr(end, name)) is not None and (len(values) > 1 or "any" in values)
    ]
    assume(wide)
    number, name = data.draw(st.sampled_from(wide))
    values = getattr(ends[number], name)
    fewer = VALUES[name] if "any" in values else values[:1]
    narrow = [end.evolve(**{name: fewer}) if n == number else end for n, end in enumerate(ends)]
    less = connection.offered(interfaces=narrow)
    if not at_product:
        less = connection.drawn(systems=[system.evolve(interfaces=narrow)])
    assert_no_dearer(connection.route(), less.route())


@times(3)
@given(sparse(connections(data=ALL)), st.data())
def test_a_tighter_limit_is_no_cheaper(pair: Pair, data: st.DataObject) -> None:
    connection, _ = pair
    asked = connection.connect
    tighter = {
        "latency": ("1 s", "0 s") if asked.latency is not None else ("3 s", "1 s"),
        "rate": ("3 /s", "1000 /s") if asked.rate is not None else ("2 /s", "3 /s"),
        "mode": (asked.mode[:1],) if asked.mode else (("m",), ("m", "n")),
    }
    name = data.draw(st.sampled_from(tuple(tighter)))
    assert_no_dearer(connection.route(), connection.asked(**{name: data.draw(st.sampled_from(tighter[name]))}).route())


@times(1)
@given(sparse(connections(data=ALL)))
def test_flows_that_are_undrawn_cross_no_air_gap(pair: Pair) -> None:
    connection = told(pair[0], FLOWS, None)
    gapped = [zone.evolve(hosting="air_gapped") for zone in connection.landscape.zones]
    connection = connection.drawn(zones=gapped)
    sealed = attrs.evolve(connection, client=connection.client.evolve(complete=["landscape.flows"]))
    assert core(connection.route()) == core(sealed.route())
