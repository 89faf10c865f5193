"""Structurizr workspaces: the bank of the shared data, and small ones of ours."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.landscapes import (
    check_sound,
    codes,
    drawn,
    interfaces,
    landscapes,
    places,
    system,
    unread,
    write,
)

from tobfit.errors import TobfitError
from tobfit.formats import structurizr
from tobfit.formats.foreign import Foreign
from tobfit.formats.structurizr.deployment import NO_PLATFORM, OTHER_ENVIRONMENT
from tobfit.formats.structurizr.interfaces import NO_PROTOCOL, NO_SYSTEM
from tobfit.formats.structurizr.reader import NO_VIEWS
from tobfit.formats.survey import NO_PLACE
from tobfit.model.landscape import Platform


@pytest.fixture
def bank(shared: Path) -> Path:
    return landscapes(shared) / "big-bank-plc.json"


def workspace(folder: Path, **model: Any) -> Foreign:
    return structurizr.read(write(folder, {"name": "Shop", "model": model}))


def arrow(id: str, source: str, target: str, **fields: Any) -> dict[str, Any]:
    return {"id": id, "sourceId": source, "destinationId": target, **fields}


# ------------------------------------------------------------------------------------------------ the bank


def raw_objects(node: Any) -> list[dict[str, Any]]:
    """Every object of the model, found without any knowledge of its structure."""
    if isinstance(node, list):
        return [one for item in node for one in raw_objects(item)]
    if isinstance(node, dict):
        return [node] + [one for key, item in node.items() if key != "properties" for one in raw_objects(item)]
    return []


def test_the_graph_of_the_bank_is_what_stands_in_the_file(bank: Path, tmp_path: Path) -> None:
    found = structurizr.read(bank)
    objects = raw_objects(json.loads(bank.read_text(encoding="utf-8"))["model"])
    arrows = [one for one in objects if "destinationId" in one]
    elements = [one for one in objects if "id" in one and "destinationId" not in one]
    assert {element.id for element in found.elements} == {one["id"] for one in elements}
    assert {relation.id for relation in found.relations} == {one["id"] for one in arrows}
    assert (len(found.elements), len(found.relations), found.problems) == (51, 42, ())
    assert found.counts["LinkedRelationship"] == sum("linkedRelationshipId" in one for one in arrows) == 15
    assert {(relation.source, relation.target) for relation in found.relations} == {
        (one["sourceId"], one["destinationId"]) for one in arrows
    }
    check_sound(found, tmp_path)


def test_types_and_names_of_the_bank(bank: Path) -> None:
    found = structurizr.read(bank)
    assert found.name == "Big Bank plc"
    assert {type: number for type, number in found.counts.items() if "Relationship" not in type} == {
        "Person": 3,
        "SoftwareSystem": 4,
        "Container": 5,
        "Component": 6,
        "DeploymentNode": 21,
        "ContainerInstance": 10,
        "SoftwareSystemInstance": 2,
    }
    names = {element.id: element.name for element in found.elements}
    assert (names["4"], names["79"], names["91"]) == (
        "Mainframe Banking System",
        "API Application",
        "Mainframe Banking System",
    )
    types = {element.id: element.type for element in drawn(found).elements}
    assert (types["1"], types["18"], types["12"], types["72"]) == (
        "BusinessActor",
        "ApplicationComponent",
        "ApplicationComponent",
        "Node",
    )
    assert {relation.type for relation in drawn(found).relations} == {"Association"}
    notes = {relation.id: relation.notes for relation in drawn(found).relations}
    assert (notes["36"], notes["37"]) == (None, "A copy of the relationship 36.")
    inside = {element.id: element.notes for element in drawn(found).elements}
    assert inside["4"] == "Stores all of the core banking information about customers, accounts, transactions, etc."
    assert inside["79"] == "An instance of API Application (11). Part of Apache Tomcat (78)."


def test_interfaces_of_the_bank_say_what_the_technologies_say(bank: Path) -> None:
    found = structurizr.read(bank)
    said = {
        (one.id, interface.protocol, interface.format) for one in drawn(found).systems for interface in one.interfaces
    }
    assert said == {("4", ("https",), ("xml",)), ("18", ("sql",), None), ("10", ("https",), None)} | {
        ("11", ("https",), ("json",))
    }
    for one in drawn(found).systems:
        for interface in one.interfaces:
            assert interface.side == "provides"
            assert (interface.data, interface.auth, interface.mode, interface.zone, interface.version) == (None,) * 5
    assert unread(found, NO_SYSTEM) == []
    assert [one.what for one in found.unread if one.why == NO_PROTOCOL] == ["the text 'Telephone'"]


def test_the_live_environment_of_the_bank_is_drawn_by_itself(bank: Path) -> None:
    found = structurizr.read(bank)
    assert found.landscape == structurizr.read(bank, environment="Live").landscape
    names = {zone.id: str(zone.name) for zone in drawn(found).zones}
    assert names == {"67": "Customer's mobile device", "69": "Customer's computer", "72": "Big Bank plc"}
    assert all(zone.hosting is None for zone in drawn(found).zones)
    zones = {str(one.name): names.get(one.zone or "") for one in drawn(found).systems}
    assert zones == {
        "Mainframe Banking System": "Big Bank plc",
        "E-mail System": None,
        "ATM": None,
        "Internet Banking System": None,
        "Database": "Big Bank plc",
        "Mobile App": "Customer's mobile device",
        "Web Application": "Big Bank plc",
        "API Application": "Big Bank plc",
        "Single-Page Application": "Customer's computer",
    }
    ubuntu, oracle = Platform(platform="ubuntu", version="16.04"), Platform(platform="oracle", version="12c")
    assert system(found, "18").platforms == (ubuntu, oracle)
    assert system(found, "11").platforms == (ubuntu,)
    assert drawn(found).flows == ()
    assert unread(found, OTHER_ENVIRONMENT) == ["$.model.deploymentNodes[0]", "$.model.deploymentNodes[1]"]
    assert len(unread(found, NO_PLATFORM)) == 6


def test_another_environment_of_the_bank(bank: Path) -> None:
    found = structurizr.read(bank, environment="Development")
    assert [str(zone.name) for zone in drawn(found).zones] == ["Developer Laptop", "Big Bank plc"]
    assert system(found, "11").zone == "50"
    assert system(found, "18").platforms == (Platform(platform="oracle", version="12c"),)
    assert len(unread(found, OTHER_ENVIRONMENT)) == 3
    assert len(found.elements) == 51


def test_what_the_landscape_has_no_place_for_is_listed(bank: Path) -> None:
    found = structurizr.read(bank)
    keys = Counter(one.path.rpartition(".")[2] for one in found.unread if one.why == NO_PLACE)
    content = json.loads(bank.read_text(encoding="utf-8"))
    objects = raw_objects(content["model"])
    for key in ("tags", "description", "instances", "group", "location", "deploymentGroups"):
        # Those of elements are notes, those of relationships are their names.
        wanted = 1 if key == "description" else sum(key in one for one in objects)
        assert keys[key] == wanted, key
    views = sum(len(view) for view in content["views"].values() if isinstance(view, list))
    assert found.unread_counts[NO_VIEWS] >= views > 0


# ------------------------------------------------------------------------------------------ small workspaces


def test_environments_that_cannot_be_told_apart_are_not_drawn(tmp_path: Path) -> None:
    nodes = [{"id": name, "name": name, "environment": name} for name in ("Blue", "Green")]
    found = workspace(tmp_path, deploymentNodes=nodes)
    assert drawn(found).zones == ()
    assert unread(found, OTHER_ENVIRONMENT) == ["$.model.deploymentNodes[0]", "$.model.deploymentNodes[1]"]
    assert len(found.elements) == 2


def test_the_only_environment_is_drawn_whatever_it_is_called(tmp_path: Path) -> None:
    found = workspace(tmp_path, deploymentNodes=[{"id": "n", "name": "机房"}, {"id": "internet", "name": "Net"}])
    assert [(zone.id, str(zone.name)) for zone in drawn(found).zones] == [("n", "机房"), ("zone-internet", "Net")]
    assert unread(found, OTHER_ENVIRONMENT) == []
    check_sound(found, tmp_path)


def test_a_system_in_two_zones_is_in_none(tmp_path: Path) -> None:
    def node(id: str) -> dict[str, Any]:
        return {"id": id, "name": id, "softwareSystemInstances": [{"id": f"{id}-i", "softwareSystemId": "erp"}]}

    found = workspace(tmp_path, softwareSystems=[{"id": "erp", "name": "ERP"}], deploymentNodes=[node("a"), node("b")])
    assert [zone.id for zone in drawn(found).zones] == ["a", "b"]
    assert system(found, "erp").zone is None


def test_unknown_environment(bank: Path) -> None:
    with pytest.raises(TobfitError) as caught:
        structurizr.read(bank, environment="live")
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("TF145", "structurizr.read.environment")
    assert problem.hint == "did you mean 'Live'?"


def test_parallel_relations_and_relations_of_all_elements_survive(tmp_path: Path) -> None:
    def element(id: str, **fields: Any) -> dict[str, Any]:
        calls = [arrow(f"{id}-{n}", id, "erp", technology="REST", description=str(n)) for n in range(2)]
        return {"id": id, "name": id, "relationships": calls, **fields}

    found = workspace(
        tmp_path,
        people=[element("clerk")],
        customElements=[element("robot")],
        softwareSystems=[
            element("erp"),
            element("shop", containers=[element("web", components=[element("cart")])]),
        ],
        deploymentNodes=[
            element(
                "rack",
                infrastructureNodes=[element("lb")],
                children=[element("vm", containerInstances=[element("i", containerId="web")])],
            )
        ],
    )
    owners = ["clerk", "robot", "erp", "shop", "web", "cart", "rack", "lb", "vm", "i"]
    assert sorted(relation.id for relation in found.relations) == sorted(f"{o}-{n}" for o in owners for n in (0, 1))
    assert {element.type for element in found.elements} == {
        "Person",
        "CustomElement",
        "SoftwareSystem",
        "Container",
        "Component",
        "DeploymentNode",
        "InfrastructureNode",
        "ContainerInstance",
    }
    assert list(interfaces(found, "erp")) == ["rest"]
    check_sound(found, tmp_path)


def test_interfaces_of_components_and_styles(tmp_path: Path) -> None:
    calls = [
        arrow("1", "a", "part", technology="gRPC", interactionStyle="Synchronous"),
        arrow("2", "a", "box", technology="gRPC", interactionStyle="Asynchronous"),
        arrow("3", "a", "box", technology="gRPC", interactionStyle="Asynchronous"),
        arrow("4", "a", "clerk", technology="SMTP"),
        arrow("5", "a", "box", technology="Java"),
        arrow("6", "a", "box", technology="SFTP or HTTPS, CSV", interactionStyle="Sometimes"),
    ]
    box = {"id": "box", "name": "盒子", "components": [{"id": "part", "name": "部件"}]}
    found = workspace(
        tmp_path,
        people=[{"id": "clerk", "name": "Clerk"}],
        softwareSystems=[{"id": "a", "name": "A", "containers": [box], "relationships": calls}],
    )
    said = [(one.id, one.protocol, one.format, one.mode) for one in interfaces(found, "box").values()]
    assert said == [
        ("grpc-sync", ("grpc",), None, ("sync",)),
        ("grpc-async", ("grpc",), None, ("async",)),
        ("sftp-or-https-csv", ("sftp", "https"), ("csv",), None),
    ]
    where = "$.model.softwareSystems[0].relationships"
    assert unread(found, NO_SYSTEM) == [f"{where}[3].technology"]
    assert unread(found, NO_PROTOCOL) == [f"{where}[4].technology"]
    (problem,) = found.problems
    assert (problem.code, problem.path) == ("TF144", f"{where}[5].interactionStyle")
    assert problem.hint == "allowed: Asynchronous, Synchronous"
    assert system(found, "box").notes == "Part of A (a)."
    check_sound(found, tmp_path)


def test_references_that_lead_nowhere(tmp_path: Path) -> None:
    text = """{"model": {"softwareSystems": [
  {"id": "shop", "name": "Shop", "relationships": [
    {"id": "1", "sourceId": "shop", "destinationId": "ship", "technology": "REST"},
    {"id": "2", "sourceId": "erb", "destinationId": "erp"}]},
  {"id": "erp", "name": "ERP"}],
 "deploymentNodes": [{"id": "n", "name": "N", "containerInstances": [{"id": "i", "containerId": "web"}]}]}}"""
    found = structurizr.read(write(tmp_path, text))
    assert places(found.problems) == [
        ("TF141", 3, 54, "$.model.softwareSystems[0].relationships[0].destinationId"),
        ("TF141", 4, 29, "$.model.softwareSystems[0].relationships[1].sourceId"),
        ("TF141", 6, 97, "$.model.deploymentNodes[0].containerInstances[0].containerId"),
    ]
    assert [problem.hint for problem in found.problems[:2]] == ["did you mean 'shop'?", "did you mean 'erp'?"]
    assert {problem.severity for problem in found.problems} == {"warning"}
    assert found.relations == ()
    assert unread(found, "it refers to nothing in the file") == [problem.path for problem in found.problems]
    assert system(found, "shop").interfaces == ()


def test_two_things_with_one_id(tmp_path: Path) -> None:
    text = """{"model": {"people": [{"id": "1", "name": "Clerk"}], "softwareSystems": [
  {"id": "1", "name": "Shop", "containers": [{"id": "2", "name": "Web"}]},
  {"id": "3", "name": "ERP", "relationships": [
    {"id": "2", "destinationId": "1"}, {"id": "4", "destinationId": "1"}, {"id": "4", "destinationId": "2"}]}
]}}"""
    found = structurizr.read(write(tmp_path, text))
    assert [(problem.code, problem.line, problem.severity) for problem in found.problems] == [
        ("TF142", 2, "error"),
        ("TF142", 4, "error"),
        ("TF142", 4, "error"),
    ]
    assert [element.name for element in found.elements] == ["Clerk", "Web", "ERP"]
    assert [relation.id for relation in found.relations] == ["4"]
    assert len(unread(found, "another thing has its id")) == 3
    assert [one.id for one in drawn(found).systems] == ["2", "3"]


def test_fields_of_a_wrong_kind_are_told_all_at_once(tmp_path: Path) -> None:
    text = """{"name": [], "model": {"people": [
  {"id": 1, "name": "Clerk"},
  {"id": "2", "name": null},
  {"id": "3", "name": true, "relationships": {}},
  "Clerk"],
 "softwareSystems": {"id": "4"},
 "deploymentNodes": [{"id": "5", "name": "N", "environment": 7, "technology": ["Ubuntu 22.04"]}]},
 "views": "none"}"""
    found = structurizr.read(write(tmp_path, text))
    assert places(found.problems) == [
        ("TF144", 1, 10, "$.name"),
        ("TF144", 2, 10, "$.model.people[0].id"),
        ("TF144", 3, 23, "$.model.people[1].name"),
        ("TF144", 4, 23, "$.model.people[2].name"),
        ("TF144", 4, 46, "$.model.people[2].relationships"),
        ("TF144", 5, 3, "$.model.people[3]"),
        ("TF144", 6, 21, "$.model.softwareSystems"),
        ("TF144", 7, 62, "$.model.deploymentNodes[0].environment"),
        ("TF144", 7, 79, "$.model.deploymentNodes[0].technology"),
        ("TF144", 8, 11, "$.views"),
    ]
    messages = [problem.message for problem in found.problems]
    assert messages[1] == "the number 1 stands where a text belongs"
    assert messages[2] == "the key 'name' is empty"
    assert messages[3] == "true stands where a text belongs"
    assert messages[5] == "the text 'Clerk' stands where a mapping belongs"
    assert found.problems[6].hint == "allowed: a list"
    assert [element.id for element in found.elements] == ["2", "3", "5"]
    check_sound(found, tmp_path)


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        ({"bomFormat": "CycloneDX"}, "it looks like a CycloneDX document"),
        ({"openResourceDiscovery": "1.16"}, "it looks like an Open Resource Discovery document"),
        ({"tobfit": "client/1"}, "it looks like a document of tobfit's own: 'client/1'"),
        ({"name": "x", "模型": 1}, "its keys are 'name', '模型'"),
        ({"model": [], "views": {}}, "its keys are 'model', 'views'"),
        ({}, "it is empty"),
        ([], "it is a list"),
        (7, "it is a single value"),
    ],
)
def test_another_format(tmp_path: Path, content: Any, seen: str) -> None:
    with pytest.raises(TobfitError) as caught:
        structurizr.read(write(tmp_path, content))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column, problem.path) == ("TF140", 1, 1, "$")
    assert problem.hint == f"{seen}; a workspace has a mapping 'model'"


def test_an_empty_workspace(tmp_path: Path) -> None:
    found = structurizr.read(write(tmp_path, {"model": {}}, "empty.json"))
    assert (found.name, found.elements, found.relations, found.unread) == ("empty", (), (), ())
    check_sound(found, tmp_path)


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    node: dict[str, Any] = {"id": "0", "name": "0"}
    for number in range(1, 40):
        node = {"id": str(number), "name": str(number), "children": [node]}
    with pytest.raises(TobfitError, match="TF110"):
        workspace(tmp_path, deploymentNodes=[node])
    text = '{"model": ' + '{"a": ' * 100_000
    with pytest.raises(TobfitError, match="TF110"):
        structurizr.read(write(tmp_path, text))


ids = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=4).filter(str.strip)


@st.composite
def models(draw: st.DrawFn) -> tuple[dict[str, Any], list[str]]:
    """Deployment nodes nested at random, each with ids of any characters; the ids of all of them."""
    names = draw(st.lists(ids.map(str.strip), min_size=1, max_size=8, unique=True))
    roots: list[dict[str, Any]] = []
    made: list[dict[str, Any]] = []
    for name in names:
        node: dict[str, Any] = {"id": name, "name": name, "children": []}
        parent = draw(st.none() | st.sampled_from(made)) if made else None
        (roots if parent is None else parent["children"]).append(node)
        made.append(node)
    ends = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=6))
    for number, (source, target) in enumerate(ends):
        owner = draw(st.sampled_from(made))
        owner.setdefault("relationships", []).append(arrow(f"relation {number}", source, target))
    return {"name": "any", "model": {"deploymentNodes": roots}}, names


@given(models())
def test_any_nesting_is_read_whole_and_loads_again(
    tmp_path_factory: pytest.TempPathFactory, model: tuple[dict[str, Any], list[str]]
) -> None:
    content, names = model
    folder = tmp_path_factory.mktemp("any")
    found = structurizr.read(write(folder, content))
    assert sorted(element.id for element in found.elements) == sorted(names)
    arrows = [one for one in raw_objects(content["model"]) if "destinationId" in one]
    assert len(found.relations) == len(arrows)
    assert [relation.name for relation in found.relations] == [""] * len(arrows)
    assert len(drawn(found).zones) == len(content["model"]["deploymentNodes"])
    assert codes(found) == []
    check_sound(found, folder)
