"""What the graph holds: each part of the records as nodes and edges of the types that the table names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph import plant
from tests.graph.soundness import sound
from tests.graph.worlds import STUDIO, SUITE, catalog, client, packs

import tobfit
from tobfit.errors import TobfitError
from tobfit.graph import DRAWN_IN_PATHS, EDGE_TYPES, NODE_TYPES, Graph, build
from tobfit.graph.store import Store
from tobfit.model.catalog import Answer, Response
from tobfit.model.offer import Offer
from tobfit.model.requirement import Requirement, Source
from tobfit.testing import strategies


def own_graphs() -> dict[str, Graph]:
    plants = dict(zip(("plant", "open", "placed"), plant.clients(), strict=True))
    made = {name: build(asking, plant.catalog(), plant.packs()) for name, asking in plants.items()}
    suite = Offer(id="suite", items=[{"product": "talks"}, {"product": "broad"}], partner="house")
    offered = build(client(), catalog().evolve(offers=[suite]), packs())
    return {"rules": build(client(), catalog(), packs()), "offers": offered, **made}


def test_the_own_worlds_are_sound_and_use_every_type() -> None:
    graphs = own_graphs().values()
    assert all(sound(graph) for graph in graphs)
    assert {edge.type for graph in graphs for edge in graph.edges} == set(EDGE_TYPES) - set(DRAWN_IN_PATHS)
    assert {node.type for graph in graphs for node in graph.nodes.values()} == set(NODE_TYPES)


@pytest.mark.parametrize("name", ["rules", "plant", "open", "placed"])
def test_everything_is_reached_from_the_client_but_what_only_products_say(name: str) -> None:
    graph = own_graphs()[name]
    reached, left = {graph.client}, [graph.client]
    while left:
        at = left.pop()
        near = {edge.target for edge in graph.out(at)} | {edge.source for edge in graph.into(at)}
        left += near - reached
        reached |= near
    # One product says nothing at all.
    assert set(graph.nodes) - reached == ({"product:silent"} if name != "rules" else set())


@given(st.one_of(strategies.worlds(), strategies.worlds(landscape=True)))
@settings(max_examples=60, deadline=None)
def test_any_world_gives_a_sound_graph(world: strategies.World) -> None:
    graph = build(world.client, world.catalog, world.packs)
    assert sound(graph)
    lines = {node.id for node in graph.nodes.values() if node.type == "requirement"}
    assert lines == {f"requirement:{line.id}" for line in world.report().requirements}


EDGES = [
    ("client:acme", "may_operate_in", "segment:web_game", "6422"),
    ("client:acme", "operates_in", "segment:digital", ""),
    ("segment:web_game", "broader", "segment:game", ""),
    ("client:acme", "active_in", "jurisdiction:DE", ""),
    ("jurisdiction:DE", "broader", "jurisdiction:EU", ""),
    ("segment:game", "subject_to", "rule:real-name", ""),
    ("attribute:players", "subject_to", "rule:real-name", ""),
    ("jurisdiction:EU", "subject_to", "rule:union", ""),
    ("client:acme", "subject_to", "rule:all", ""),
    ("client:acme", "has_fact", "attribute:players", "players: 500"),
    ("system:sap", "shows", "attribute:own_ledger", "own_ledger: true (landscape.systems: sap > fin.ledger)"),
    ("zone:lan", "shows", "attribute:air_gap", "air_gap: false (landscape.flows: lan > internet)"),
    ("rule:real-name", "requires", "requirement:implied:x.real_name/must", "must: present"),
    ("rule:union", "requires", "requirement:R-1", "must: present"),
    ("segment:game", "may_be_subject_to", "rule:cards", ""),
    ("rule:cards", "asks", "attribute:cards", ""),
    ("rule:abroad", "asks", "attribute:jurisdictions", ""),
    ("client:acme", "has_fact", "attribute:jurisdictions", "jurisdictions: DE"),
    ("client:acme", "has_fact", "attribute:industry_stage", "industry_stage: growth or mature"),
    ("rule:cards", "would_require", "capability:x.extra", "must"),
    ("suite:sales", "asks_for", "requirement:suite:x.quotes/should", ""),
    ("capability:x.quotes", "part_of", "suite:sales", ""),
    ("stakeholder:clerk", "states", "requirement:R-1", ""),
    ("client:acme", "states", "requirement:R-2", ""),
    ("requirement:R-3", "connects_to", "interface:system:sap#idoc", "to_product"),
    ("stakeholder:cio", "owns", "goal:faster", ""),
    ("goal:faster", "needs", "capability:x.leads", ""),
    ("system:sap", "has", "capability:fin.ledger", ""),
    ("system:sap", "hosted_in", "zone:lan", ""),
    ("zone:lan", "flows_to", "zone:internet", "https"),
    ("interface:product:talks#idoc", "hosted_in", "zone:saas", ""),
    ("capability:x.log", "offered_by", "product:talks", "customisation"),
    ("capability:x.real_name", "not_offered_by", "product:talks", "not_supported"),
    ("capability:x", "complete_in", "product:whole", ""),
    ("requirement:R-1", "answered_by", "product:broad", "customisation"),
    ("product:talks", "relies_on", "capability:fin.ledger", ""),
    ("product:talks", "sold_by", "vendor:house", ""),
]


@pytest.mark.parametrize(("source", "kind", "target", "text"), EDGES)
def test_the_own_world_holds(source: str, kind: str, target: str, text: str) -> None:
    assert build(client(), catalog(), packs()).edge(source, kind, target).text == text


def test_names_are_those_of_the_records_with_the_value_of_a_fact() -> None:
    graph = build(client(), catalog(), packs())
    said = {
        "attribute:own_ledger": ("Own ledger: yes", "自有总账：是"),
        "attribute:players": ("Players: 500", "玩家数：500"),
        "attribute:jurisdictions": ("Jurisdictions: Germany", "Jurisdictions：德国"),
        "attribute:cards": ("Card data", "银行卡数据"),
        "jurisdiction:DE": ("Germany", "德国"),
        "rule:real-name": ("Real names", "实名规定"),
        "rule:ledger": ("rule ledger", "规则 ledger"),
        "vendor:house": ("The House", "The House"),
    }
    assert {name: tuple(graph[name].name.text(lang) for lang in ("en", "zh")) for name in said} == said
    states = {node.id: node.state for node in graph.nodes.values() if node.type == "rule"}
    assert {name for name, state in states.items() if state == "open"} == {"rule:abroad", "rule:cards", "rule:growing"}
    assert set(states.values()) == {"fired", "open"}


def test_any_zone_is_no_zone() -> None:
    graph = build(client(), catalog(), packs())
    assert [name for name in graph.nodes if name.startswith("zone:")] == ["zone:internet", "zone:lan", "zone:saas"]


def test_only_answers_to_this_client_count() -> None:
    assert build(client(), catalog(), packs()).into("product:talks", "answered_by") == ()


def test_an_answer_to_a_line_that_no_longer_follows_has_no_edge() -> None:
    gone = Requirement(id="implied:gone/must", capability="x.log", origins=[Source(kind="implied", rule="repealed")])
    asking = client().evolve(requirements=(*client().requirements, gone))
    said = Answer(requirement="implied:gone/must", response="standard")
    answered = Response(client="acme", product="talks", answers=[said])
    graph = build(asking, catalog().evolve(responses=(answered,)), packs())
    assert sound(graph)
    assert "requirement:implied:gone/must" not in graph.nodes


def test_ancestors_are_nearest_first() -> None:
    graph = build(client(), catalog(), packs())
    assert graph.ancestors("segment:web_game") == ("segment:game", "segment:digital")
    assert graph.ancestors("capability:x.group.one") == ("capability:x.group", "capability:x")
    assert graph.ancestors("client:acme") == ()


def test_the_order_of_records_does_not_matter() -> None:
    asking, offered = client(), catalog()
    turned = asking.evolve(
        **{name: getattr(asking, name)[::-1] for name in ("requirements", "stakeholders", "industries")}
    )
    products = tuple(p.evolve(capabilities=dict(reversed(p.capabilities.items()))) for p in offered.products[::-1])
    graph = build(turned, offered.evolve(products=products), packs())
    straight = build(asking, offered, packs())
    assert (graph.nodes, graph.edges) == (straight.nodes, straight.edges)


def test_shipped_rules_that_are_open_for_a_mere_list_of_lines_do_not_count() -> None:
    bare = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa")
    assert "open" not in {node.state for node in build(bare, SUITE).nodes.values()}
    assert "open" in {node.state for node in build(STUDIO, SUITE).nodes.values()}


def test_the_date_is_that_of_the_call_else_the_clients() -> None:
    asking = client().evolve(as_of=None)
    with pytest.raises(TobfitError) as caught:
        build(asking, catalog(), packs())
    assert caught.value.problems[0].code == "TF401"
    assert build(asking, catalog(), packs(), "2026-11-01").edges == build(client(), catalog(), packs()).edges


def test_a_node_that_is_not_there_is_refused_with_the_nearest_id() -> None:
    graph = build(client(), catalog(), packs())
    with pytest.raises(TobfitError) as caught:
        graph["system:sapp"]
    problem = caught.value.problems[0]
    assert (problem.code, "'system:sap'" in (problem.hint or "")) == ("TF307", True)


def test_the_shipped_packs_and_documents() -> None:
    mapping = {"tobfit": "client/1", "id": "c", "as_of": "2026-11-01", "jurisdictions": ["CN"]}
    assert build(mapping, SUITE).client == "client:c"
    graph = build(STUDIO, SUITE)
    assert sound(graph)
    assert isinstance(graph, Store)
    assert graph.out("client:beifeng-games", "operates_in")[0].target == "segment:game"


def test_the_reference_names_every_type_with_its_words_and_ends() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "graph.md").read_text(encoding="utf-8")
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in page.splitlines() if line[:1] == "|"]
    assert {row[0].strip("`") for row in rows if len(row) == 3 and row[0][0] == "`"} == set(NODE_TYPES)
    said = [
        (f"`{kind.id}`", kind.label.text("en"), kind.label.text("zh"), ", ".join(kind.sources), ", ".join(kind.targets))
        for kind in EDGE_TYPES.values()
    ]
    assert [row for row in rows if len(row) == 5 and row[0][0] == "`"] == said
