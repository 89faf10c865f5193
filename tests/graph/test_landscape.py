"""A landscape in the graph: its parts, its architecture model, and what routes and places to run add."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.graph import plant
from tests.graph.soundness import sound

from tobfit.formats import archimate
from tobfit.formats.foreign_client import client_of
from tobfit.graph import EDGE_TYPES, Graph, build
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.product import Product

HELD: list[tuple[str, str, str, str]] = [
    ("client:acme", "has_landscape", "landscape:acme", ""),
    ("client:acme", "has_zone", "zone:lan", ""),
    ("zone:lan", "flows_to", "zone:dmz", "rest"),
    ("zone:lan", "flows_one_way_to", "zone:dmz", "sftp"),
    ("zone:dmz", "flows_to", "zone:internet", "any"),
    ("zone:internet", "flows_to", "zone:saas", "any"),
    ("zone:saas", "flows_to", "zone:internet", "any"),
    ("zone:lan", "has_platform", "platform:pg", "14"),
    ("system:sap", "has_platform", "platform:pg", "15"),
    ("system:sap", "has_platform", "platform:ora", ""),
    ("product:house", "runs_on", "platform:pg", ">=15"),
    ("product:house", "delivered_for", "zone:vault", "air_gapped"),
    ("product:house", "delivered_for", "zone:dmz", "on_premises"),
    ("product:cloud", "delivered_for", "zone:saas", "saas"),
    ("interface:system:sap#orders", "hosted_in", "zone:lan", ""),
    ("interface:system:log#drop", "hosted_in", "zone:vault", ""),
    ("client:acme", "has_adapter", "adapter:client:acme#pi", ""),
    ("adapter:client:acme#pi", "takes_in", "zone:lan", ""),
    ("adapter:client:acme#pi", "gives_in", "zone:dmz", ""),
    ("adapter:client:acme#gate", "takes_in", "zone:saas", ""),
    ("product:house", "has_adapter", "adapter:product:house#own", ""),
    ("requirement:C-sent", "connects_to", "system:sap", "to_product"),
    ("requirement:C-sent", "connects_to", "interface:system:sap#orders", "to_product"),
    ("requirement:C-both", "connects_to", "system:desk", "both"),
    ("requirement:C-sent", "routed_over", "adapter:mapper", "cloud; edge; sealed"),
    ("requirement:C-sent", "routed_over", "adapter:client:acme#pi", "cloud; house"),
    ("requirement:C-sent", "routed_over", "adapter:product:house#own", "house"),
    ("landscape:acme", "draws", "element:ordering", ""),
    ("landscape:acme", "draws", "element:alone", ""),
    ("system:sap", "drawn_as", "element:sap", ""),
    ("zone:lan", "drawn_as", "element:lan", ""),
    ("adapter:client:acme#pi", "drawn_as", "element:pi", ""),
    ("interface:system:desk#in", "drawn_as", "element:in", ""),
    ("interface:system:log#in", "drawn_as", "element:in", ""),
    ("element:sap", "serving", "element:ordering", "again: orders; r8"),
    ("element:sap", "composition", "element:ordering", "r4"),
    ("element:sap", "related_to", "element:sap", "odd [Befriending]"),
    ("element:ordering", "association", "relation:r1", "on-r1"),
    ("relation:r1", "begins_at", "element:sap", ""),
    ("relation:r1", "ends_at", "element:ordering", ""),
    ("relation:on-r1", "association", "element:sap", "on-it: about the other"),
    ("relation:on-r1", "ends_at", "relation:r1", ""),
    ("interface:system:sap#orders", "flow", "interface:system:log#drop", "drops"),
    ("zone:saas", "flow", "interface:system:old#none", "out"),
    ("zone:dmz", "flow", "adapter:client:acme#gate", "gates"),
    ("system:desk", "flow", "system:log", "logs"),
    ("zone:lan", "calls_for", "requirement:deploy:hosting",
     "landscape.zones: dmz (on_premises), lan (on_premises), vault (air_gapped)"),
    ("zone:lan", "calls_for", "requirement:deploy:platform", "landscape.platforms: lan"),
    ("zone:vault", "calls_for", "requirement:deploy:egress", "landscape.zones: vault (air_gapped)"),
    ("landscape:acme", "calls_for", "requirement:deploy:egress", "landscape.flows: complete"),
    ("landscape:acme", "calls_for", "requirement:deploy:dependencies", "landscape.systems: complete"),
    ("landscape:acme", "calls_for", "requirement:deploy:hosting", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def graph() -> Graph:
    return build(plant.client(), plant.catalog(), plant.packs())


@pytest.mark.parametrize(("source", "kind", "target", "text"), HELD)
def test_the_plant_holds(graph: Graph, source: str, kind: str, target: str, text: str) -> None:
    assert graph.edge(source, kind, target).text == text


def test_a_line_to_run_somewhere_leads_to_the_zone() -> None:
    placed = build(plant.clients()[2], plant.catalog(), plant.packs())
    assert [edge.target for edge in placed.out("requirement:D-vault", "to_run_in")] == ["zone:vault"]


STATES = {
    "adapter:client:acme#pi": ("client", "Process integration", "流程集成"),
    "adapter:client:acme#gate": ("client", "gate", "gate"),
    "adapter:product:house#own": ("vendor", "own", "own"),
    "adapter:mapper": ("general", "Mapper", "映射器"),
    "element:ordering": ("BusinessProcess", "Ordering", "订货"),
    "element:alone": ("Gap", "alone", "alone"),
    "relation:r1": ("Aggregation", "Aggregation", "Aggregation"),
    "zone:lan": ("on_premises", "Plant network", "工厂网"),
    "zone:saas": ("saas", "Vendor's cloud", "厂商云"),
    "zone:internet": ("public_cloud", "Internet", "互联网"),
    "platform:pg": ("", "PostgreSQL", "PG数据库"),
    "platform:ora": ("", "ora", "ora"),
    "landscape:acme": ("", "IT landscape", "系统现状"),
    "interface:system:desk#in": ("", "in", "in"),
}


@pytest.mark.parametrize("name", STATES)
def test_a_node_is_called_as_the_records_call_it(graph: Graph, name: str) -> None:
    node = graph[name]
    assert (node.state, node.name.text("en"), node.name.text("zh")) == STATES[name]


def test_only_general_adapters_that_some_route_uses_are_there(graph: Graph) -> None:
    general = [node.id for node in graph.nodes.values() if node.type == "adapter" and node.state == "general"]
    assert general == ["adapter:mapper"]


def test_a_zone_that_may_be_any_is_none(graph: Graph) -> None:
    assert graph.out("adapter:client:acme#gate", "gives_in") == ()
    assert len(graph.out("interface:system:log#drop", "hosted_in")) == 1
    assert [name for name in graph.nodes if name.startswith("zone:")] == [
        "zone:dmz", "zone:internet", "zone:lan", "zone:saas", "zone:vault",
    ]  # fmt: skip


def test_an_element_that_is_called_like_a_zone_that_everybody_has_is_not_that_zone(graph: Graph) -> None:
    assert graph.into("element:internet", "drawn_as") == ()


def test_only_relations_that_another_one_is_tied_to_are_nodes(graph: Graph) -> None:
    assert [node.id for node in graph.nodes.values() if node.type == "relation"] == ["relation:on-r1", "relation:r1"]


def test_an_end_that_an_element_and_a_relation_are_called_by_is_the_element() -> None:
    elements = [{"id": name, "type": "Node"} for name in ("a", "b")]
    relations = [{"id": "b", "type": "Flow", "source": "a", "target": "a"},
                 {"id": "c", "type": "Flow", "source": "a", "target": "b"}]  # fmt: skip
    asking = plant.client(landscape={"elements": elements, "relations": relations}, requirements=[])
    graph = build(asking, Product(id="p"), plant.packs())
    assert [edge.target for edge in graph.out("element:a", "flow")] == ["element:a", "element:b"]
    assert "relation:b" not in graph.nodes


def test_no_relation_vanishes(graph: Graph) -> None:
    drawn = {kind for kind in EDGE_TYPES if kind.capitalize() in plant.ARCHIMATE or kind == "related_to"}
    texts = [part for edge in graph.edges if edge.type in drawn for part in edge.text.split("; ")]
    assert sorted(text.partition(":")[0].partition(" ")[0] for text in texts) == sorted(
        str(each["id"]) for each in plant.RELATIONS
    )


def test_adapters_of_one_name_stay_apart() -> None:
    own = plant.adapter("mapper", {"format": "csv"}, {"format": "xml"})
    products = [Product(id=name, adapters=[own]) for name in ("one", "two")]
    asking = plant.client(landscape={"zones": plant.ZONES, "systems": plant.SYSTEMS, "adapters": [own]})
    graph = build(asking, Catalog(products=products), plant.packs())
    assert [name for name in graph.nodes if name.endswith("mapper")] == [
        "adapter:client:acme#mapper", "adapter:product:one#mapper", "adapter:product:two#mapper",
    ]  # fmt: skip


def test_the_open_zones_stand_where_lines_may_lead_to_them() -> None:
    bare = Client(id="c", as_of="2026-11-01", requirements=[{"id": "R-1", "text": "x"}])
    silent = Product(id="silent")
    assert not any(name.startswith("zone:") for name in build(bare, silent, plant.packs()).nodes)
    placed = bare.evolve(requirements=[{"id": "R-1", "text": "x", "deploy": {"aspect": "hosting"}}])
    graph = build(placed, silent, plant.packs())
    assert [name for name in graph.nodes if name.startswith("zone:")] == ["zone:internet", "zone:saas"]


def test_the_order_of_the_parts_of_a_landscape_does_not_matter(graph: Graph) -> None:
    landscape = plant.client().landscape
    assert landscape is not None
    names = ("zones", "flows", "systems", "adapters", "elements", "relations")
    turned = landscape.evolve(**{name: getattr(landscape, name)[::-1] for name in names})
    other = build(plant.client(landscape=turned), plant.catalog(), plant.packs())
    assert (other.nodes, other.edges) == (graph.nodes, graph.edges)


def test_a_real_model_comes_whole(shared: Path) -> None:
    file = shared / "data" / "landscapes" / "Archisurance.xml"
    if not file.is_file():
        pytest.skip("the shared data has no such model")
    model = archimate.read(file)
    asking = client_of(model, "insurer").evolve(as_of="2026-11-01")
    graph = build(asking, Product(id="p"))
    assert sound(graph)
    landscape = asking.landscape
    assert landscape is not None
    elements = [node for node in graph.nodes.values() if node.type == "element"]
    assert {(node.id, node.state) for node in elements} == {
        (f"element:{one.id}", one.type) for one in landscape.elements
    }
    drawn = {kind for kind in EDGE_TYPES if kind.capitalize() in plant.ARCHIMATE or kind == "related_to"}
    found = [part.partition(":")[0] for edge in graph.edges if edge.type in drawn for part in edge.text.split("; ")]
    assert sorted(found) == sorted(one.id for one in landscape.relations)
    assert len(found) > 100
    served = graph.to_networkx()
    system = next(one for one in landscape.systems if one.id in {each.id for each in landscape.elements})
    assert served.has_edge(f"system:{system.id}", f"element:{system.id}")
