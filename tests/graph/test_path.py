"""The chain behind a gap: from the client over whoever asks to what the product says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.soundness import check, check_all
from tests.graph.worlds import STUDIO, SUITE, catalog, client, packs

import tobfit
from tobfit.errors import TobfitError
from tobfit.graph import build
from tobfit.matching.gap import Gap
from tobfit.testing import strategies


def gap_of(product: str, requirement: str) -> Gap:
    report = tobfit.match(client(), catalog(), packs())
    return next(gap for gap in report[product].gaps if gap.requirement.id == requirement)


PATHS = {
    ("talks", "implied:x.real_name/must"): (
        "Acme > may operate in > phone_game > part of > Games > subject to > Real names > requires > "
        "Real-name verification > not offered by > Talks"
    ),
    ("talks", "implied:x.ledger_link/must"): (
        "Acme > runs > SAP > shows > Own ledger: yes > subject to > rule ledger > requires > Ledger link > "
        "offered by > Talks"
    ),
    ("whole", "implied:x.egress/must"): (
        "Acme > has the zone > Office network > shows > Air gap: no > subject to > rule online > requires > "
        "Egress control > part of > Branch > stated completely by > whole"
    ),
    ("talks", "implied:x.log/must"): (
        "Acme > has > Players: 500 > subject to > rule many > requires > Log > offered by > Talks"
    ),
    ("broad", "implied:x.rights/must"): (
        "Acme > active in > Germany > part of > EU > subject to > rule union > requires > Rights > part of > Branch > "
        "offered by > broad"
    ),
    ("talks", "implied:x.base/must"): "Acme > subject to > rule all > requires > Base > not stated by > Talks",
    ("talks", "implied:x.pair/must"): (
        "Acme > runs > SAP > shows > Own ledger: yes > subject to > rule pair > requires > Pair > not stated by > Talks"
    ),
    ("talks", "suite:x.quotes/should"): "Acme > needs the suite > Sales > asks for > Quotes > not stated by > Talks",
    ("talks", "R-1"): "Acme > involves > clerk > states > Sort the leads > concerns > Leads > not stated by > Talks",
    ("broad", "R-1"): "Acme > involves > clerk > states > Sort the leads > answered by > broad",
    ("talks", "R-2"): "Acme > states > Something > not stated by > Talks",
    ("talks", "R-3"): (
        "Acme > states > Orders flow > connects to > SAP > has the interface > idoc > passes data to > Internet > "
        "passes data to > Vendor's cloud > passes data to > idoc > belongs to > Talks"
    ),
    ("talks", "deploy:hosting"): (
        "Acme > has the landscape > IT landscape > calls for > It is delivered for a place that the client has, or "
        "from the vendor's cloud > comes nearest in > Office network > may take (hosting) > Talks"
    ),
    ("talks", "R-4"): (
        "Acme > involves > CIO > states > All of the group > concerns > Group > stated in parts by > Talks"
    ),
}


@pytest.mark.parametrize(("product", "requirement"), PATHS)
def test_a_path_tells_why_the_line_stands_and_what_the_product_says(product: str, requirement: str) -> None:
    graph, gap = build(client(), catalog(), packs()), gap_of(product, requirement)
    path = graph.path(gap)
    check(graph, gap, path)
    assert str(path) == PATHS[product, requirement]


def test_a_path_in_chinese() -> None:
    gap = gap_of("talks", "implied:x.ledger_link/must")
    said = "极点 > 运行 > SAP > 表明 > 自有总账：是 > 适用 > 规则 ledger > 要求 > 总账对接 > 提供产品 > Talks"
    assert build(client(), catalog(), packs()).path(gap).text("zh") == said


def test_each_source_has_its_path_and_the_first_is_the_path() -> None:
    graph, gap = build(client(), catalog(), packs()), gap_of("talks", "R-1")
    first, second = graph.paths(gap)
    assert graph.path(gap) == first
    check(graph, gap, second)
    assert [edge.type for edge in second.edges][:4] == ["active_in", "broader", "subject_to", "requires"]


def test_the_same_gap_has_the_same_nodes_that_the_gap_names() -> None:
    gap = gap_of("talks", "R-4")
    names = [node.id.partition(":")[2] for node in build(client(), catalog(), packs()).path(gap).nodes]
    assert tuple(names) == gap.path


def test_a_gap_of_another_match_is_refused() -> None:
    graph = build(client().evolve(need_suites=()), catalog(), packs())
    with pytest.raises(TobfitError) as caught:
        graph.path(gap_of("talks", "suite:x.quotes/should"))
    assert caught.value.problems[0].code == "TF307"
    poorer = build(client().evolve(profile={}), catalog(), packs())
    with pytest.raises(TobfitError) as caught:
        poorer.path(gap_of("talks", "implied:x.log/must"))
    assert caught.value.problems[0].code == "TF307"


@given(st.one_of(strategies.worlds(), strategies.worlds(landscape=True)))
@settings(max_examples=60, deadline=None)
def test_every_gap_of_any_world_has_its_paths(world: strategies.World) -> None:
    report = world.report()
    graph = build(world.client, world.catalog, world.packs)
    for fit in report.fits:
        for gap in fit.gaps:
            check_all(graph, gap)


def test_the_shipped_packs_lead_from_a_game_studio_to_real_names() -> None:
    graph = build(STUDIO, SUITE)
    fit = tobfit.match(STUDIO, SUITE)["suite@1"]
    for gap in fit.gaps:
        for path in graph.paths(gap):
            check(graph, gap, path)
    gap = next(gap for gap in fit.gaps if gap.requirement.capability == "ind.game_realname")
    path = graph.path(gap)
    kinds = ["client", "segment", "rule", "requirement", "capability", "product"]
    assert [node.type for node in path.nodes] == kinds
    assert [path.nodes[n].id for n in (1, 4)] == ["segment:game", "capability:ind.game_realname"]
    assert str(path).startswith("Beifeng Games > operates in > Online games > subject to > ")
    assert path.text("zh").startswith("北风游戏 > 所属行业 > ")
    suites = [path for gap in fit.gaps for path in graph.paths(gap) if path.nodes[1].id == "suite:crm"]
    assert suites
