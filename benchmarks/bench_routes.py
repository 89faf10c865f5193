"""Time per connection in a large landscape, beside networkx on an explicit state graph of the same landscape.

Run: make bench. Each figure is the best of several runs in this one process, over all connections; what counts are the
ratios. Both sides have to find the same effort for every connection. The graphs of networkx are built once, and that is
not counted; they hold only the states that some connection's source leads to, as all states there are would not fit
into memory. Of ours the landscape is made ready anew in each run, so that no run finds what another one left.
"""

from __future__ import annotations

import functools
import gc
import time
from collections.abc import Callable, Sequence
from fractions import Fraction

from route_graphs import bidirectional, hiding, state_graphs
from route_worlds import World, limited, world
from timer import best_of

from tobfit.integration import Route
from tobfit.integration.plan import hopeless
from tobfit.integration.problem import Question, legs_of, solve
from tobfit.integration.routing import route_of
from tobfit.integration.site import Site

SIZE, CONNECTIONS = 3_000, 200
OURS, THEIRS = 5, 2
"""How often each side is run."""


def ready(known: World) -> Site:
    """The landscape made ready."""
    site = Site(known.client, known.packs.base)
    assert site.network
    assert site.moves
    return site


def routes(known: World) -> list[Route]:
    """All routes with their explanations, from a landscape that is made ready first."""
    site = ready(known)
    return [route_of(line, product, site) for line, product in known.pairs]


def searches(known: World) -> float:
    """The seconds that the searches take without what surrounds them."""
    site, seconds = ready(known), 0.0
    for line, product in known.pairs:
        assert line.connect is not None
        for leg in legs_of(site, product, line.connect):
            start = time.perf_counter()
            solve(leg, Question(hopeless))
            seconds += time.perf_counter() - start
    return seconds


def split(known: World, found: Sequence[Route]) -> tuple[World, World]:
    """The connections that can be made, and those that cannot."""
    sides = [
        tuple(pair for pair, route in zip(known.pairs, found, strict=True) if bool(route.feasible) is wanted)
        for wanted in (True, False)
    ]
    return World(known.client, known.packs, sides[0]), World(known.client, known.packs, sides[1])


def told(name: str, seconds: float, count: int, remark: str = "") -> None:
    print(f"  {name:<46} {seconds / count * 1e3:8.3f} ms  {remark}")


def ours(known: World) -> tuple[list[Route], float]:
    """Prints our times; the routes, and the seconds for all of them."""
    found, count = routes(known), len(known.pairs)
    making = best_of(OURS, lambda: ready(known))
    whole = best_of(OURS, lambda: routes(known))
    print(f"  {'landscape made ready, once':<46} {making * 1e3:8.3f} ms")
    told("tobfit, whole route with its explanation", whole, count, "the landscape made ready included")
    for part, kind in zip(split(known, found), ("can be made", "cannot be made"), strict=True):
        told(f"  {len(part.pairs)} that {kind}", best_of(OURS, functools.partial(routes, part)), len(part.pairs))
    told("tobfit, bare search", min(searches(known) for _ in range(OURS)), count)
    return found, whole


def theirs(known: World, found: Sequence[Route], whole: float, searches: Sequence[Callable[..., int | None]]) -> None:
    """Prints networkx's times beside ours; stops where an effort differs."""
    start = time.perf_counter()
    graphs = state_graphs(known.client, known.packs.base, known.pairs)
    built, size = time.perf_counter() - start, len(graphs.numbers)
    edges = graphs.filtered.number_of_edges(), graphs.full.number_of_edges()
    print(f"  networkx: {size} states, {edges[0]} edges, {edges[1]} with hidden ones; built in {built:.0f} s")
    gc.freeze()  # what is built stays: searching it is not to pay for looking through it again
    for search in searches:
        efforts: list[int | None] = []

        def work(search: Callable[..., int | None] = search, efforts: list[int | None] = efforts) -> None:
            efforts[:] = [search(graphs, known.client, pair) for pair in known.pairs]

        seconds = best_of(THEIRS, work)
        if efforts != [half_days(route) for route in found]:
            raise SystemExit(f"*** {search.__name__} finds other efforts")
        told(
            f"networkx, {search.__name__}", seconds, len(known.pairs), f"{seconds / whole:.1f} times ours, same efforts"
        )
    gc.unfreeze()


def half_days(route: Route) -> Fraction | None:
    """The effort of a route as the graphs count it."""
    return None if route.effort is None else Fraction(route.effort.low) * 2


def main() -> None:
    """Prints the times and the ratios, then how they grow with the landscape."""
    times = []
    for size, rivals in ((SIZE, (bidirectional, hiding)), (SIZE * 2, (bidirectional,))):
        known = world(size, CONNECTIONS)
        print(f"{CONNECTIONS} connections, {size} elements, {size * 2} relations, 60 adapters; time per connection")
        found, whole = ours(known)
        bound = limited(known)
        feasible = sum(bool(route.feasible) for route in routes(bound))
        remark = f"{feasible} of them can be made"
        told(
            "tobfit, with limits on two in three", best_of(OURS, lambda bound=bound: routes(bound)), CONNECTIONS, remark
        )
        theirs(known, found, whole, rivals)
        times.append(whole)
    print(f"twice the landscape: {times[1] / times[0]:.2f} times the time of tobfit")


if __name__ == "__main__":
    main()
