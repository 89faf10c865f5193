"""Several connections that share adapters, against all combinations of all chains."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any
from unittest.mock import patch

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.laws.route_reference import cheapest_together, directions_of
from tests.laws.test_routes import times

from tobfit.integration import sharing
from tobfit.integration.plan import days, hopeless
from tobfit.integration.problem import Question, legs_of, solve
from tobfit.integration.routing import route_of
from tobfit.integration.site import Site
from tobfit.knowledge.packs import Packs
from tobfit.model.client import Client
from tobfit.model.product import Product
from tobfit.model.words import RESPONSES
from tobfit.testing.landscapes import VALUES, Connection, connections

Plain = dict[str, Any]
Wanted = Sequence[tuple[Connection, str]]


@st.composite
def several(draw: st.DrawFn) -> list[Connection]:
    """Two or three connections of one client to one product that differ in what they ask for."""
    first = draw(connections(data=("both",), limits=False))
    asked = [first]
    for _ in range(draw(st.integers(1, 2))):
        asked.append(
            first.asked(
                data=draw(st.sampled_from(("to_product", "from_product", "both"))),
                entity=draw(st.sampled_from((None, *VALUES["entity"]))),
                mode=draw(st.sampled_from(((), *((mode,) for mode in VALUES["mode"])))),
                latency=draw(st.sampled_from((None, None, "2 s"))),
                rate=draw(st.sampled_from((None, None, "2 /s"))),
            )
        )
    return asked


def together(asked: Sequence[Connection], few: int) -> tuple[sharing.Union, Wanted] | None:
    """The union of all directions of some connections that can be had, at most ``few`` adapters sought exactly."""
    site, question = asked[0].site(), Question(hopeless, responses=frozenset(RESPONSES))
    wanted = [(one, direction) for one in asked for direction in directions_of(one)]
    legs = [leg for one in asked for leg in legs_of(site, one.product, one.connect)]
    alone = [solve(leg, question) for leg in legs]
    made = [(leg, answer, pair) for leg, answer, pair in zip(legs, alone, wanted, strict=True) if answer is not None]
    if len(made) < 2:
        return None
    with patch.object(sharing, "FEW", few):
        union = sharing.union_of([leg for leg, _, _ in made], question, [answer for _, answer, _ in made if answer])
    return union, [pair for _, _, pair in made]


@times(3)
@given(several())
def test_few_adapters_are_shared_exactly(asked: list[Connection]) -> None:
    found = together(asked, sharing.FEW)
    assume(found is not None)
    assert found is not None
    union, wanted = found
    expected = cheapest_together(wanted)
    assert expected is not None
    assert days(union.low) <= expected <= days(union.high)
    # Only where a chain has to use an adapter twice may the two differ.
    assert union.is_exact == (union.low == union.high)
    assert not union.is_exact or days(union.high) == expected
    assert union.is_exact or any(len(uses) > len(set(uses)) for uses in chains(union))


@times(4)
@given(several(), st.sampled_from((-1, 0, 1)))
def test_a_bound_holds(asked: list[Connection], few: int) -> None:
    found = together(asked, few)
    assume(found is not None)
    assert found is not None
    union, wanted = found
    expected = cheapest_together(wanted)
    assert expected is not None
    assert days(union.low) <= expected <= days(union.high) < math.inf
    assert not union.is_exact or days(union.high) == expected
    assert sharing.cost_of(union.answers) == union.high
    assert len(union.answers) == len(wanted)
    paid = {name for uses in chains(union) for name in uses}
    assert set(union.adapters) <= paid


def chains(union: sharing.Union) -> list[list[str]]:
    """The adapters of each chain."""
    found = []
    for answer in union.answers:
        labels = [label for label in answer.label.chain() if label.option is not None]
        found.append([label.option.move.id for label in labels if label.option is not None])
    return found


@times(2)
@given(connections(data=("both",)))
def test_both_directions_cost_between_the_dearer_and_the_sum(connection: Connection) -> None:
    both = connection.route()
    ways = [connection.asked(data=way).route() for way in ("to_product", "from_product")]
    assert both.feasible == all(way.feasible for way in ways)
    if both.effort is not None:
        efforts = [way.effort.low for way in ways if way.effort is not None]
        assert max(efforts) <= both.effort.low <= sum(efforts, Fraction(0))


# --------------------------------------------------------------------------------------- small enough to check by hand
def end(name: str, data: str, layout: str, **more: str) -> Plain:
    """An interface of which everything is said."""
    said = {"protocol": "p", "format": layout, "entity": "e", "auth": "a", "mode": "m"}
    return {"id": name, "side": "provides", "data": data, **said, **more}


def shifting(name: str, taken: str, given: str, **more: object) -> Plain:
    """An adapter that makes one of some formats into another."""
    return {"id": name, "when": {"format": taken.split()}, "then": {"format": given.split()}, **more}


LINK: Plain = {"id": "R-1", "connect": {"system": "s", "interface": "one", "data": "to_product"}}
PARTS = [
    shifting("x", "f1", "g1", effort="3 days"),
    shifting("y", "f2", "g2", effort="3 days"),
    shifting("shared", "f1 f2", "g1 g2", effort="4 days"),
]


def drawn(interfaces: list[Plain], adapters: list[Plain], lines: list[Plain]) -> Client:
    """A client with one system in one zone, in which the product runs too."""
    zones = [{"id": "z", "hosting": "on_premises"}]
    system = {"id": "s", "zone": "z", "interfaces": interfaces}
    landscape = {"zones": zones, "systems": [system], "adapters": adapters}
    return Client(id="c", complete=["landscape.flows"], landscape=landscape, requirements=lines)


def test_one_after_the_other_is_dearer_than_together_and_the_bound_says_so() -> None:
    second = {"id": "R-2", "connect": {"system": "s", "interface": "two", "data": "to_product"}}
    client = drawn([end("one", "out", "f1"), end("two", "out", "f2")], PARTS, [LINK, second])
    product = Product(id="b@1", hosting=["on_premises"], interfaces=[end("in", "in", "g1"), end("too", "in", "g2")])
    site, question = Site(client, Packs(()).base), Question(hopeless)
    legs = [leg for line in client.requirements if line.connect for leg in legs_of(site, product, line.connect)]
    alone = [answer for leg in legs if (answer := solve(leg, question)) is not None]
    assert [days(answer.cost) for answer in alone] == [3, 3]
    exact = sharing.union_of(legs, question, alone)
    assert (days(exact.low), days(exact.high), exact.adapters, exact.is_exact) == (4, 4, ("shared",), True)
    with patch.object(sharing, "FEW", -1):
        bounded = sharing.union_of(legs, question, alone)
    assert (days(bounded.low), days(bounded.high), bounded.is_exact) == (4, 6, False)


def test_an_effort_that_is_hoped_for_costs_nothing_together() -> None:
    unpriced: Plain = {"id": "h", "when": {"auth": "a"}, "then": {"auth": "z"}}
    ends = [end("one", "out", "f1"), end("back", "in", "g2", auth="z")]
    client = drawn(ends, [*PARTS, unpriced], [{"id": "R-1", "connect": {"system": "s", "data": "both"}}])
    product = Product(id="b@1", hosting=["on_premises"], interfaces=[end("in", "in", "g1"), end("out", "out", "f2")])
    (line,) = client.requirements
    route = route_of(line, product, Site(client, Packs(()).base))
    assert route.effort is not None
    assert route.effort.low == 4
    assert route.effort.high == math.inf
