"""The chain behind a gap on a connection or a place to run: over the route, or what stands in its way."""

from __future__ import annotations

import functools
from typing import Any

import pytest
from hypothesis import given, settings
from tests.graph import plant
from tests.graph.soundness import check_all

import tobfit
from tobfit.graph import DRAWN_IN_PATHS, EDGE_TYPES, Graph, build
from tobfit.graph.path import Path
from tobfit.graph.terms import DASHED, relation_type, wording
from tobfit.knowledge.packs import Packs
from tobfit.matching.gap import Gap
from tobfit.matching.report import Report, match
from tobfit.model.catalog import Answer, Catalog, Response
from tobfit.model.client import Client
from tobfit.testing import landscapes

PLANT, OPEN, PLACED = range(3)
SENT = "Acme > states > C-sent > connects to > SAP > has the interface > orders > hosted in > Plant network > "
OTHER = SENT.replace("C-sent", "C-other")
LATE = SENT.replace("C-sent", "C-late")
BOTH = "Acme > states > C-both > connects to > Desk > has the interface > "
BACK = "Acme > states > C-back > connects to > Log > has the interface > in > "
WHOLE = "Acme > has the landscape > IT landscape > calls for > "
TO_CLOUD = "Process integration > passes data to > Perimeter > flows to > Internet > flows to > Vendor's cloud > "

PATHS: dict[tuple[int, str, str], str] = {
    # over adapters and flows to the product's interface
    (PLANT, "cloud", "C-sent"): (
        f"{SENT}passes data to > Mapper > passes data to > {TO_CLOUD}passes data to > in > belongs to > Cloud"
    ),
    (PLANT, "house", "C-sent"): (
        f"{SENT}passes data to > own > passes data to > Process integration > passes data to > Perimeter > "
        "passes data to > in > belongs to > House"
    ),
    (PLANT, "sealed", "C-sent"): (
        f"{SENT}passes data to > Mapper > passes data to > Plant network > flows one way to > Vault > passes data to > "
        "in > belongs to > Sealed"
    ),
    # two flows between the same zones: the one that lets the protocol through
    (PLANT, "edge", "C-sent"): (
        f"{SENT}passes data to > Mapper > passes data to > Plant network > flows one way to > Perimeter > "
        "passes data to > in > belongs to > Edge"
    ),
    (PLANT, "silent", "C-sent"): f"{SENT}passes data to > Silent",
    # data that come from the product, fetched along a flow
    (PLANT, "edge", "C-back"): (
        f"{BACK}hosted in > Plant network > flows to > Perimeter > gets data from > Mapper > gets data from > "
        "Perimeter > gets data from > out > belongs to > Edge"
    ),
    # what is missing: the time behind a way that is there, a protocol, a zone, who opens the connection, the data
    (PLANT, "sealed", "C-late"): (
        f"{LATE}passes data to > Mapper > passes data to > Plant network > flows one way to > Vault > "
        "has no way to (latency) > in > belongs to > Sealed"
    ),
    (PLANT, "edge", "C-both"): (
        f"{BOTH}out > hosted in > Perimeter > has no way to (protocol: rest -> sftp) > in > belongs to > Edge"
    ),
    (PLANT, "cloud", "C-both"): (
        f"{BOTH}in > has no way from (format: json -> csv) > Perimeter > has no way from (zone: rest) > "
        "Vendor's cloud > gets data from > out > belongs to > Cloud"
    ),
    (PLANT, "sealed", "C-back"): (
        f"{BACK}has no way from (initiator) > Plant network > has no way from (zone: rest) > Vault > "
        "gets data from > out > belongs to > Sealed"
    ),
    (PLANT, "cloud", "C-late"): (
        f"{LATE}passes data to > Mapper > passes data to > {TO_CLOUD}has no way to (latency) > in > belongs to > Cloud"
    ),
    (PLANT, "edge", "C-other"): (
        f"{OTHER}has no way to (entity) > Mapper > passes data to > Plant network > flows one way to > Perimeter > "
        "passes data to > in > belongs to > Edge"
    ),
    # no interface takes or gives the data
    (PLANT, "cloud", "C-bare"): "Acme > states > C-bare > connects to > Old > has no way to > Cloud",
    (PLANT, "cloud", "C-bare-back"): "Acme > states > C-bare-back > connects to > SAP > has no way from > Cloud",
    # a flow that nobody drew
    (OPEN, "cloud", "C-both"): (
        f"{BOTH}in > has no way from (format: json -> csv) > Perimeter > may get data from > Vendor's cloud > "
        "gets data from > out > belongs to > Cloud"
    ),
    # places: over the landscape where something is said of it as a whole, else over a zone that calls for the line,
    # unless that is the one that comes nearest
    (PLANT, "silent", "deploy:hosting"): (
        "Acme > has the zone > Plant network > calls for > It is delivered for a place that the client has, or from "
        "the vendor's cloud > comes nearest in > Perimeter > may take (hosting) > Silent"
    ),
    (PLANT, "house", "deploy:platform"): (
        "Acme > has the zone > Plant network > calls for > It runs on the platforms that are there > comes nearest in "
        "> Perimeter > may take (platform: ora, pg >=15) > House"
    ),
    (PLANT, "house", "deploy:dependencies"): (
        f"{WHOLE}What it needs from other systems is there > lacks > Rare > relied on by > House"
    ),
    (PLANT, "edge", "deploy:egress"): (
        f"{WHOLE}Where it runs it may call home, if it has to > comes nearest in > Perimeter > may take (platform) > "
        "Edge"
    ),
    (OPEN, "edge", "deploy:egress"): (
        "Acme > has the zone > Vault > calls for > Where it runs it may call home, if it has to > comes nearest in > "
        "Perimeter > may take (platform) > Edge"
    ),
    (OPEN, "sealed", "deploy:egress"): (
        f"{WHOLE}Where it runs it may call home, if it has to > comes nearest in > Vault > may take (platform) > Sealed"
    ),
    (PLANT, "sealed", "deploy:egress"): (
        f"{WHOLE}Where it runs it may call home, if it has to > comes nearest in > Vault > may take (platform) > Sealed"
    ),
    (PLACED, "cloud", "D-vault"): (
        "Acme > states > D-vault > comes nearest in > Vault > cannot take (hosting) > Cloud"
    ),
    (PLACED, "house", "D-deps"): "Acme > states > D-deps > may lack > Rare > relied on by > House",
}


@functools.cache
def world(number: int) -> tuple[Graph, Report]:
    asking = plant.clients()[number]
    return build(asking, plant.catalog(), plant.packs()), match(asking, plant.catalog(), plant.packs())


def gap_on(report: Report, product: str, requirement: str) -> Gap:
    return next(gap for gap in report[product].gaps if gap.requirement.id == requirement)


@pytest.mark.parametrize(("number", "product", "requirement"), PATHS)
def test_a_path_tells_the_route_or_the_place(number: int, product: str, requirement: str) -> None:
    graph, report = world(number)
    path, *_ = check_all(graph, gap_on(report, product, requirement))
    assert str(path) == PATHS[number, product, requirement]


def test_a_path_in_chinese() -> None:
    graph, report = world(PLANT)
    gap = gap_on(report, "sealed", "C-late")
    assert graph.path(gap).text("zh") == (
        "极点 > 提出 > C-late > 对接 > SAP > 设有接口 > orders > 部署于 > 工厂网 > 传数至 > 映射器 > 传数至 > 工厂网 > "
        "单向流向 > Vault > 无法到达（latency） > in > 属于产品 > Sealed"
    )


IN_JSON = ("in", "provides", "in", "rest", "json")


def test_each_direction_has_its_path_and_the_weaker_one_comes_first() -> None:
    graph, report = world(PLANT)
    found = check_all(graph, gap_on(report, "silent", "C-both"))
    assert [str(path).removeprefix(BOTH) for path in found] == [
        "out > hosted in > Perimeter > passes data to > Silent",
        "in > hosted in > Perimeter > gets data from > Silent",
    ]
    takes, gives = (plant.interface(name, "provides", name, "rest", "csv", zone="dmz") for name in ("in", "out"))
    # What goes there needs no adapter; what comes back has to be mapped to the format of the desk.
    ends = [plant.interface(*said) for said in (("out", "provides", "out", "rest", "csv"), IN_JSON)]
    desk = {"id": "desk", "name": "Desk", "zone": "dmz", "interfaces": ends}
    asking = plant.client(
        landscape={"zones": plant.ZONES, "systems": [desk]},
        requirements=[{"id": "C-both", "text": "C-both", "connect": {"system": "desk", "data": "both"}}],
    )
    offered = Catalog(products=[tobfit.Product(id="p", interfaces=[takes, gives])])
    gap = gap_on(match(asking, offered, plant.packs()), "p", "C-both")
    assert gap.kind == "customisation"
    found = check_all(build(asking, offered, plant.packs()), gap)
    assert [str(path).removeprefix(BOTH) for path in found] == [
        "in > hosted in > Perimeter > gets data from > Mapper > gets data from > Perimeter > gets data from > out > "
        "belongs to > p",
        "out > hosted in > Perimeter > passes data to > in > belongs to > p",
    ]


def test_a_flow_that_nobody_drew_may_be_there() -> None:
    asking = plant.client(complete=[], landscape={"zones": plant.ZONES, "systems": plant.SYSTEMS})
    graph, report = build(asking, plant.catalog(), plant.packs()), match(asking, plant.catalog(), plant.packs())
    path, *_ = check_all(graph, gap_on(report, "edge", "C-sent"))
    assert str(path) == (
        f"{SENT}passes data to > Mapper > passes data to > Plant network > may pass data to > Perimeter > "
        "passes data to > in > belongs to > Edge"
    )


def answered(requirement: str, response: str, **fields: Any) -> tuple[Graph, Gap]:
    """The plant with an answer of the house for one line."""
    answers = [Answer(requirement=requirement, response=response, **fields)]
    offered = plant.catalog().evolve(responses=(Response(client="acme", product="house", answers=answers),))
    graph = build(plant.client(), offered, plant.packs())
    return graph, gap_on(match(plant.client(), offered, plant.packs()), "house", requirement)


ANSWERED = "answered by"


@pytest.mark.parametrize(
    ("requirement", "by", "kind"),
    [
        ("C-sent", "vendor", "third_party"),  # the landscape decides: the vendor's word has no part
        ("C-sent", "assessor", ANSWERED),
        ("deploy:platform", "vendor", ANSWERED),  # the landscape leaves it open
        ("deploy:dependencies", "vendor", "incompatible"),
        ("deploy:dependencies", "assessor", ANSWERED),
    ],
)
def test_an_answer_is_told_where_it_counts(requirement: str, by: str, kind: str) -> None:
    graph, gap = answered(requirement, "customisation", by=by)
    path, *_ = check_all(graph, gap)
    is_answered = kind == ANSWERED
    assert (path.edges[-1].type == "answered_by") == is_answered
    assert gap.kind == ("customisation" if is_answered else kind)


def test_the_path_and_the_gap_name_the_same_steps() -> None:
    graph, report = world(PLANT)
    gap = gap_on(report, "cloud", "C-sent")
    named = [node.id.rpartition("#")[2].removeprefix("adapter:") for node in graph.path(gap).nodes]
    adapters = [step for step in gap.between if "/" not in step and ">" not in step]
    assert [name for name in named if name in adapters] == adapters == ["mapper", "pi"]


def test_a_gap_of_another_landscape_is_refused() -> None:
    graph, _ = world(PLANT)
    _, other = world(PLACED)
    with pytest.raises(tobfit.TobfitError) as caught:
        graph.path(gap_on(other, "cloud", "D-vault"))
    assert caught.value.problems[0].code == "TF307"
    bare = plant.client(landscape={"zones": plant.ZONES, "systems": plant.SYSTEMS})
    with pytest.raises(tobfit.TobfitError) as caught:
        build(bare, plant.catalog(), plant.packs()).path(gap_on(world(PLANT)[1], "cloud", "C-sent"))
    assert caught.value.problems[0].code == "TF307"


def test_what_is_missing_is_dashed_and_told() -> None:
    graph, report = world(PLANT)
    drawn = graph.to_mermaid(gap_on(report, "edge", "C-both")).splitlines()
    assert drawn[-2:] == [
        '    n4 -.->|"has no way to (protocol#58; rest #45;#62; sftp)"| n5',
        '    n5 -->|"belongs to"| n6',
    ]


def test_the_table_is_at_one_with_itself() -> None:
    assert set(DASHED) < set(DRAWN_IN_PATHS) < set(EDGE_TYPES)
    assert {relation_type(name) for name in plant.ARCHIMATE} == {name.lower() for name in plant.ARCHIMATE}
    # A relation of an unknown type is none of the types that mean something else in the graph.
    assert {relation_type(name) for name in ("runs", "Needs", "broader", "")} == {"related_to"}
    assert wording("flows_to", "https", "en") == "flows to"


def test_every_type_that_only_paths_draw_is_drawn() -> None:
    # Those stand in the paths of lines on capabilities, services and vendors.
    drawn: set[str] = {"in_parts_by", "left_out_of", "unstated_by", "served_by", "delivers"}
    for number in (PLANT, OPEN, PLACED):
        graph, report = world(number)
        paths = [path for fit in report.fits for gap in fit.gaps for path in check_all(graph, gap)]
        drawn |= {edge.type for path in paths for edge in path.edges}
    drawn.add("may_pass_to")  # see above
    assert drawn >= set(DRAWN_IN_PATHS)


def told(path: Path) -> list[str]:
    return [node.id.rpartition("#")[2].removeprefix("adapter:") for node in path.nodes if node.type == "adapter"]


@given(landscapes.connections(("to_product", "from_product", "both")))
@settings(deadline=None)
def test_the_path_of_any_connection_goes_over_the_adapters_of_its_route(drawn: landscapes.Connection) -> None:
    packs, offered = Packs(((drawn.pack,),)), Catalog(products=(drawn.product,))
    for complete in (("landscape.flows",), ()):
        asking: Client = drawn.client.evolve(as_of="2026-11-01", complete=complete)
        graph = build(asking, offered, packs)
        for gap in match(asking, offered, packs)[drawn.product.id].gaps:
            paths, route = check_all(graph, gap), gap.judgement.route
            if route is not None and drawn.connect.data != "both":
                names = [step.id for step in route.steps if step.kind == "adapter"]
                assert told(paths[0]) == (names if drawn.connect.data == "to_product" else names[::-1])
