"""The benchmark of routes measures what it says: both sides find the same on a small landscape."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("benchmarks")


@pytest.mark.parametrize("seed", [0, 1])
def test_networkx_and_the_engine_agree_on_every_connection(seed: int) -> None:
    from bench_routes import half_days, routes  # type: ignore[import-not-found]
    from route_graphs import bidirectional, hiding, state_graphs  # type: ignore[import-not-found]
    from route_worlds import world  # type: ignore[import-not-found]

    made = world(200, 24, seed)
    graphs = state_graphs(made.client, made.packs.base, made.pairs)
    found = routes(made)
    efforts = [half_days(route) for route in found]
    assert [bidirectional(graphs, made.client, pair) for pair in made.pairs] == efforts
    assert [hiding(graphs, made.client, pair) for pair in made.pairs] == efforts
    assert {route.feasible for route in found} == {True, False}


def test_the_landscape_is_as_large_as_it_says() -> None:
    from route_worlds import ADAPTERS, world

    made = world(300, 10)
    landscape = made.client.landscape
    assert landscape is not None
    interfaces = [interface for system in landscape.systems for interface in system.interfaces]
    assert len(landscape.zones) + len(landscape.systems) + len(interfaces) == 300
    assert len(landscape.flows) + 2 * len(landscape.systems) == 600
    assert len(landscape.adapters) + len(made.packs.base.adapters) == ADAPTERS == 60
