"""Several connections that share adapters, against all combinations of all chains."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from unittest.mock import patch

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.laws.route_reference import cheapest_together, directions_of
from tests.laws.test_routes import times

from tobfit.integration import sharing
from tobfit.integration.plan import days, hopeless
from tobfit.integration.problem import Question, legs_of, solve
from tobfit.model.words import RESPONSES
from tobfit.testing.landscapes import VALUES, Connection, connections

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
