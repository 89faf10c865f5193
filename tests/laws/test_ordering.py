"""Order never matters, ranks tie as 1 1 3, and the winners are those of the completions."""

from __future__ import annotations

import itertools
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from tobfit.knowledge.packs import Packs
from tobfit.matching.report import Report
from tobfit.model.landscape import Landscape
from tobfit.testing.strategies import World, worlds

GROUP = {"fit": 2, "fit_with_gaps": 2, "undecided": 1, "no_fit": 0}


def facts(report: Report) -> tuple[Any, ...]:
    """All that a report says of its products, in its own order."""
    return (
        report.fits,
        dict(report.ranks),
        [(f.product, [(g.requirement.id, g.kind, g.severity, g.because) for g in f.gaps]) for f in report.fits],
        [(f.contributions, f.score, f.answered, f.coverage) for f in report.fits],
        report.certain_winners,
        report.possible_winners,
        [(q.target, q.kind, q.pivotal, q.width, _unordered(q.options)) for q in report.questions],
    )


def _unordered(options: Any) -> list[Any]:
    """What answers change: a list that one adds to stays in the order in which its author wrote it."""
    return [
        (label, {at: set(new) if isinstance(new, tuple) else new for at, new in changes.items()})
        for label, changes in options
    ]


LISTED = ("complete", "hosting", "runs_on", "interfaces", "adapters", "requires")
"""The lists of a product."""


@st.composite
def _redrawn(draw: st.DrawFn, landscape: Landscape) -> Landscape:
    """The same landscape, drawn in another order."""
    systems = [
        system.evolve(
            interfaces=draw(st.permutations(system.interfaces)),
            platforms=draw(st.permutations(system.platforms)),
            capabilities=draw(st.permutations(system.capabilities)),
        )
        for system in draw(st.permutations(landscape.systems))
    ]
    zones = [
        zone.evolve(platforms=draw(st.permutations(zone.platforms))) for zone in draw(st.permutations(landscape.zones))
    ]
    flows, adapters = draw(st.permutations(landscape.flows)), draw(st.permutations(landscape.adapters))
    return landscape.evolve(systems=systems, zones=zones, flows=flows, adapters=adapters)


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[World, World]:
    """A world, and the same one with everything that is a list put in another order."""
    world = draw(worlds(landscape=None))
    client, catalog = world.client, world.catalog
    other = attrs.evolve(
        world,
        client=client.evolve(
            requirements=draw(st.permutations(client.requirements)),
            stakeholders=draw(st.permutations(client.stakeholders)),
            complete=draw(st.permutations(client.complete)),
            landscape=client.landscape and draw(_redrawn(client.landscape)),
        ),
        catalog=catalog.evolve(
            products=[
                p.evolve(
                    capabilities={
                        name: draw(st.permutations(p.capabilities[name]))
                        for name in draw(st.permutations(list(p.capabilities)))
                    },
                    **{name: draw(st.permutations(getattr(p, name))) for name in LISTED},
                )
                for p in draw(st.permutations(catalog.products))
            ],
            responses=[
                r.evolve(answers=draw(st.permutations(r.answers))) for r in draw(st.permutations(catalog.responses))
            ],
        ),
        packs=Packs(
            tuple(
                tuple(
                    pack.evolve(
                        vocabulary=draw(st.permutations(pack.vocabulary)),
                        adapters=draw(st.permutations(pack.adapters)),
                    )
                    for pack in draw(st.permutations(layer))
                )
                for layer in world.packs.layers
            )
        ),
    )
    return world, other


@given(shuffled())
def test_law_1_order_does_not_matter(pair: tuple[World, World]) -> None:
    world, other = pair
    assert facts(world.report()) == facts(other.report())


@settings(max_examples=settings().max_examples * 2)
@given(worlds(landscape=None))
def test_ranks_and_ties(world: World) -> None:
    report = world.report()

    def key(product: str) -> tuple[Any, ...]:
        fit = report[product]
        score = (-1, -1) if fit.score is None else (fit.score.low, fit.score.high)
        return GROUP[fit.decision], score

    names = [fit.product for fit in report.fits]
    assert sorted(names) == sorted(p.id for p in world.catalog.products)
    for name in names:
        assert report.ranks[name] == 1 + sum(key(other) > key(name) for other in names)
    assert [report.ranks[name] for name in names] == sorted(report.ranks[name] for name in names)
    # Ids order the listing of ties, numbers by their value.
    listed = [("p-2", "p-10", "q@5.2").index(name) for name in names]
    for (a, b), (i, j) in zip(itertools.pairwise(names), itertools.pairwise(listed), strict=True):
        assert report.ranks[a] < report.ranks[b] or i < j


@given(worlds(landscape=None))
def test_twins_tie_and_the_next_rank_counts_both(world: World) -> None:
    catalog = world.catalog
    twins = [p.evolve(id=f"{p.id}-twin") for p in catalog.products]
    said = [r.evolve(product=f"{r.product}-twin") for r in catalog.responses]
    both = catalog.evolve(products=(*catalog.products, *twins), responses=(*catalog.responses, *said))
    ranks = attrs.evolve(world, catalog=both).report().ranks
    for name, rank in world.report().ranks.items():
        assert ranks[name] == ranks[f"{name}-twin"] == 2 * rank - 1


@given(worlds(landscape=None))
def test_law_7_a_knocked_out_product_is_below_and_others_do_not_count(world: World) -> None:
    report = world.report()
    out = [report.ranks[f.product] for f in report.fits if f.decision == "no_fit"]
    rest = [report.ranks[f.product] for f in report.fits if f.decision != "no_fit"]
    assert not out or not rest or min(out) > max(rest)
    for gone in world.catalog.products if len(world.catalog.products) > 1 else ():
        catalog = world.catalog.evolve(
            products=tuple(p for p in world.catalog.products if p is not gone),
            responses=tuple(r for r in world.catalog.responses if r.product != gone.id),
        )
        smaller = attrs.evolve(world, catalog=catalog).report()
        before = [f for f in report.fits if f.product != gone.id]
        assert list(smaller.fits) == before
        assert [[(g, g.judgement) for g in f.gaps] for f in smaller.fits] == [
            [(g, g.judgement) for g in f.gaps] for f in before
        ]
        assert [f.contributions for f in smaller.fits] == [f.contributions for f in before]


@given(worlds(landscape=None))
def test_certain_winners_are_possible_winners_and_rank_first(world: World) -> None:
    report = world.report()
    assert set(report.certain_winners) <= set(report.possible_winners)
    for name in report.certain_winners:
        assert report.ranks[name] == 1
        assert report[name].decision in ("fit", "fit_with_gaps")
    best = report.fits[0]
    if best.decision in ("fit", "fit_with_gaps"):
        assert best.product in report.possible_winners
