"""Open Resource Discovery: the documents of the shared data, and small ones of ours."""

from __future__ import annotations

import json
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
from tobfit.formats import ord as ord_format
from tobfit.formats.foreign import Foreign
from tobfit.formats.found import ELSEWHERE, LEADS_NOWHERE
from tobfit.formats.jsonc_tree import without_comments
from tobfit.formats.ord import words
from tobfit.formats.ord.interfaces import ABSTRACT, NO_VERSION, OWN_RESOURCE
from tobfit.formats.ord.resources import REMOVED
from tobfit.formats.survey import NO_PLACE

NAMESPACE = {"describedSystemType": {"systemNamespace": "acme.erp"}}


def document(folder: Path, **parts: Any) -> Foreign:
    return ord_format.read(write(folder, {"openResourceDiscovery": "1.16", **parts}))


def api(id: str, **fields: Any) -> dict[str, Any]:
    return {"ordId": f"acme.erp:apiResource:{id}:v1", "title": id, "apiProtocol": "rest", **fields}


def short(ids: list[str]) -> list[str]:
    return [id.split(":")[2] for id in ids]


# ------------------------------------------------------------------------------------------ the shared data


def test_the_reference_document(shared: Path, tmp_path: Path) -> None:
    file = landscapes(shared) / "document-1.json"
    found = ord_format.read(file)
    raw = json.loads(file.read_text(encoding="utf-8"))
    ids = [
        item.get("ordId") or item.get("groupId") or item["groupTypeId"]
        for key, items in raw.items()
        if isinstance(items, list) and key not in ("policyLevels", "tombstones")
        for item in items
    ]
    assert len(ids) == 12
    assert {element.id for element in found.elements} == set(ids)
    assert {type: number for type, number in found.counts.items() if type[0].isupper()} == {
        "ApiResource": 1,
        "Capability": 1,
        "ConsumptionBundle": 1,
        "EntityType": 3,
        "EventResource": 2,
        "Group": 1,
        "GroupType": 1,
        "Package": 1,
        "Product": 1,
    }
    (one,) = drawn(found).systems
    assert (one.id, one.name, one.zone) == ("sap.foo", None, None)
    assert one.notes == "Version 1.0.0. Described as system-version."
    astronomy = interfaces(found, "sap.foo")["sap.foo:apiResource:astronomy:v1"]
    assert (str(astronomy.name), astronomy.side, astronomy.version) == ("Astronomy API", "provides", "1.0.3")
    assert (astronomy.protocol, astronomy.entity) == (("rest",), ("sap.foo:entityType:Constellation:v1",))
    # Neither a direction nor a kind of authentication is said.
    assert (astronomy.data, astronomy.initiator, astronomy.auth, astronomy.mode) == (None, None, None, None)
    events = [each for each in one.interfaces if each.mode == ("async",)]
    assert short([each.id for each in events]) == ["ExampleEventResource", "BillingDocumentEvents"]
    assert [each.protocol for each in events] == [None, None]
    (product,) = found.products
    assert (product.id, str(product.name), product.version) == ("sap.foo@1.0.0", "ORD Reference App", "1.0.0")
    assert (product.interfaces, product.complete) == (one.interfaces, ())
    check_sound(found, tmp_path)


def test_references_of_the_reference_document(shared: Path) -> None:
    found = ord_format.read(landscapes(shared) / "document-1.json")
    assert [(one.type, one.name) for one in found.relations if one.type == "relatedEntityTypes"] == [
        ("relatedEntityTypes", "part-of"),
        ("relatedEntityTypes", ""),
    ]
    # Seven resources name packages of the document's own namespaces that it does not have; vendors are elsewhere.
    assert codes(found) == ["TF141"] * 7
    assert {(problem.path or "").rpartition(".")[2] for problem in found.problems} == {"partOfPackage"}
    assert found.problems[0].hint == "did you mean 'sap.foo.sub:package:ord-reference-app:v0'?"
    assert unread(found, ELSEWHERE) == ["$.products[0].vendor", "$.packages[0].vendor"]
    assert [one.what for one in found.unread if one.why == REMOVED] == ["sap.foo:apiResource:astronomy:v0"]
    assert "$.apiResources[0].entryPoints" in unread(found, NO_PLACE)


def test_integration_dependencies(shared: Path, tmp_path: Path) -> None:
    file = landscapes(shared) / "document-integration-dependencies.jsonc"
    found = ord_format.read(file)
    raw = json.loads(without_comments(file.read_text(encoding="utf-8")))
    wanted = [
        (
            need["ordId"],
            ("async",) if key == "eventResources" else None,
            f">={need['minVersion']}" if "minVersion" in need else None,
            dependency["mandatory"] and aspect["mandatory"],
            aspect["title"],
        )
        for dependency in raw["integrationDependencies"]
        for aspect in dependency["aspects"]
        for key in ("apiResources", "eventResources")
        for need in aspect.get(key, [])
    ]
    said = [(one.id, one.mode, one.version, one.mandatory, str(one.name)) for one in system(found, "sap.s4").interfaces]
    assert said == wanted
    assert len(wanted) == 7
    assert {one.side for one in system(found, "sap.s4").interfaces} == {"consumes"}
    notes = [one.notes for one in system(found, "sap.s4").interfaces]
    assert notes[0] is None
    assert notes[2] == "One of 3 alternatives for: RawCustomerOrder."
    # Where a comment was, the places are still those of the file.
    lines = file.read_text(encoding="utf-8").split("\n")
    assert all('"ordId": "sap.' in lines[(one.line or 0) - 1] for one in found.unread if one.path.endswith("ordId"))
    assert (codes(found), found.products, len(found.elements)) == ([], (), 2)
    check_sound(found, tmp_path)


# ------------------------------------------------------------------------------------------ small documents


@pytest.mark.parametrize(
    ("fields", "protocol", "data", "initiator"),
    [
        ({"direction": "inbound"}, "rest", "in", "peer"),
        ({"direction": "outbound"}, "rest", "out", "self"),
        ({"direction": "mixed"}, "rest", "both", None),
        ({}, "rest", None, None),
        ({"apiProtocol": "odata-v2"}, "odata-v2", None, None),
        ({"apiProtocol": "odata-v4"}, "odata-v4", None, None),
        ({"apiProtocol": "soap-inbound"}, "soap", "in", "peer"),
        ({"apiProtocol": "soap-outbound"}, "soap", "out", "self"),
        ({"apiProtocol": "graphql"}, "graphql", None, None),
        ({"apiProtocol": "websocket", "direction": "mixed"}, "websocket", "both", None),
        ({"apiProtocol": "mcp"}, "mcp", None, None),
        ({"apiProtocol": "sap-rfc"}, "sap-rfc", None, None),
        ({"apiProtocol": "sap-sql-api-v1"}, "sql", None, None),
        ({"apiProtocol": "delta-sharing"}, "delta-sharing", None, None),
        ({"apiProtocol": "acme.X:own:v1"}, "acme.x:own:v1", None, None),
    ],
)
def test_protocols_and_directions(
    tmp_path: Path, fields: dict[str, str], protocol: str, data: str | None, initiator: str | None
) -> None:
    parts = {**NAMESPACE, "apiResources": [api("orders", **fields)]}
    (one,) = system(document(tmp_path, **parts), "acme.erp").interfaces
    assert (one.protocol, one.data, one.initiator) == ((protocol,), None, initiator)
    file = write(tmp_path, {"openResourceDiscovery": "1.16", **parts})
    (other,) = system(ord_format.read(file, data_by_direction=True), "acme.erp").interfaces
    assert (other.protocol, other.data, other.initiator) == ((protocol,), data, initiator)


def test_all_resources_and_all_references(tmp_path: Path) -> None:
    def item(kind: str, **fields: Any) -> dict[str, Any]:
        return {"ordId": f"acme.erp:{kind}:x:v1", "title": kind, **fields}

    def id(kind: str) -> dict[str, str]:
        return {"ordId": f"acme.erp:{kind}:x:v1"}

    found = document(
        tmp_path,
        **NAMESPACE,
        vendors=[item("vendor", partners=["acme.erp:vendor:x:v1"])],
        products=[item("product", vendor="acme.erp:vendor:x:v1", parent="acme.erp:product:x:v1")],
        packages=[item("package", partOfProducts=["acme.erp:product:x:v1"])],
        consumptionBundles=[item("consumptionBundle", credentialExchangeStrategies=[{"type": "custom"}])],
        groupTypes=[{"groupTypeId": "acme.erp:type", "title": "类型"}],
        groups=[{"groupId": "acme.erp:type:a", "groupTypeId": "acme.erp:type", "title": "组"}],
        entityTypes=[item("entityType", relatedEntityTypes=[{**id("entityType"), "relationType": "part-of"}])],
        apiResources=[
            item(
                "apiResource",
                apiProtocol="rest",
                partOfPackage="acme.erp:package:x:v1",
                partOfGroups=["acme.erp:type:a"],
                partOfConsumptionBundles=[{**id("consumptionBundle"), "defaultEntryPoint": "/x"}],
                entityTypeMappings=[{"entityTypeTargets": [id("entityType"), {"correlationId": "a:b:c"}]}],
                compatibleWith=[{**id("apiResource"), "maxVersion": "2.0.0"}],
            )
        ],
        eventResources=[item("eventResource", exposedEntityTypes=[id("entityType")], entityTypeMappings=[{"x": 1}])],
        capabilities=[item("capability", relatedEntityTypes=["acme.erp:entityType:x:v1"])],
        dataProducts=[item("dataProduct", inputPorts=[id("integrationDependency")], outputPorts=[id("apiResource")])],
        agents=[item("agent", exposedApiResources=[id("apiResource")])],
        overlays=[item("overlay", relatedApiResources=[id("apiResource")])],
        integrationDependencies=[item("integrationDependency", relatedIntegrationDependencies=[])],
    )
    assert codes(found) == []
    assert len(found.elements) == len(words.LISTS) == 14
    kinds = sorted((one.type, one.source.split(":")[1], one.target.split(":")[1]) for one in found.relations)
    assert kinds == [
        ("compatibleWith", "apiResource", "apiResource"),
        ("exposedApiResources", "agent", "apiResource"),
        ("exposedEntityTypes", "apiResource", "entityType"),
        ("exposedEntityTypes", "eventResource", "entityType"),
        ("groupTypeId", "type", "type"),
        ("inputPorts", "dataProduct", "integrationDependency"),
        ("outputPorts", "dataProduct", "apiResource"),
        ("parent", "product", "product"),
        ("partOfConsumptionBundles", "apiResource", "consumptionBundle"),
        ("partOfGroups", "apiResource", "type"),
        ("partOfPackage", "apiResource", "package"),
        ("partOfProducts", "package", "product"),
        ("partners", "vendor", "vendor"),
        ("relatedApiResources", "overlay", "apiResource"),
        ("relatedEntityTypes", "capability", "entityType"),
        ("relatedEntityTypes", "entityType", "entityType"),
        ("vendor", "product", "vendor"),
    ]
    package = "acme.erp:package:x:v1"
    drawn_edges = {(one.type, one.source, one.target) for one in drawn(found).relations}
    assert ("Aggregation", package, "acme.erp:apiResource:x:v1") in drawn_edges
    assert {one.type for one in drawn(found).relations} == {"Aggregation", "Association"}
    assert interfaces(found, "acme.erp")["acme.erp:apiResource:x:v1"].entity == ("acme.erp:entityType:x:v1",)
    left = unread(found, NO_PLACE)
    assert "$.eventResources[0].entityTypeMappings" in left
    assert "$.consumptionBundles[0].credentialExchangeStrategies" in left
    assert "$.apiResources[0].entityTypeMappings[0].entityTypeTargets[1].correlationId" in left
    assert "$.apiResources[0].compatibleWith[0].maxVersion" in left
    check_sound(found, tmp_path)


def test_what_a_system_needs(tmp_path: Path) -> None:
    needs = {
        "title": "订单",
        "mandatory": True,
        "apiResources": [
            {"ordId": "acme.erp:apiResource:own:v1"},
            {"ordId": "acme.crm:apiResource:a:v1", "minVersion": "1.2.3"},
            {"ordId": "acme.crm:apiResource:b:v1", "minVersion": "soon"},
        ],
        "capabilities": [{"ordId": "acme.crm:capability:c:v1"}],
    }
    again = {"title": "Again", "eventResources": [{"ordId": "acme.crm:apiResource:a:v1"}]}
    dependency = {"ordId": "acme.erp:integrationDependency:d:v1", "title": "D", "aspects": [needs, again]}
    found = document(tmp_path, apiResources=[api("own")], integrationDependencies=[{**dependency, "mandatory": True}])
    said = [(one.id, one.side, one.version, one.mandatory) for one in system(found, "acme.erp").interfaces]
    assert said == [
        ("acme.erp:apiResource:own:v1", "provides", None, None),
        ("acme.crm:apiResource:a:v1", "consumes", ">=1.2.3", True),
        ("acme.crm:apiResource:b:v1", "consumes", None, True),
        ("acme.crm:apiResource:a:v1/2", "consumes", None, None),
    ]
    where = "$.integrationDependencies[0].aspects[0]"
    assert unread(found, OWN_RESOURCE) == [f"{where}.apiResources[0]"]
    assert unread(found, NO_VERSION) == [f"{where}.apiResources[2].minVersion"]
    assert [(one.type, one.target, one.name) for one in found.relations] == [
        ("aspect", "acme.erp:apiResource:own:v1", "订单")
    ]
    assert f"{where}.capabilities[0].ordId" in unread(found, ELSEWHERE)
    assert codes(found) == []
    check_sound(found, tmp_path)


def test_abstract_disabled_and_local_resources(tmp_path: Path) -> None:
    found = document(
        tmp_path,
        **NAMESPACE,
        apiResources=[api("a", abstract=True), api("b", disabled=True), api("c", usage="local", version="x.y")],
    )
    said = {short([one.id])[0]: one.notes for one in system(found, "acme.erp").interfaces}
    assert said == {"b": "Disabled when it was described.", "c": "Only for use within the system."}
    assert unread(found, ABSTRACT) == ["$.apiResources[0].abstract"]
    assert unread(found, NO_VERSION) == ["$.apiResources[2].version"]
    assert len(found.elements) == 3
    check_sound(found, tmp_path)


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ({}, []),
        ({"describedSystemType": {"systemNamespace": "acme.crm"}}, ["acme.crm"]),
        ({"apiResources": [api("a")]}, ["acme.erp"]),
        ({"apiResources": [{**api("a"), "ordId": "acme.erp.sub:apiResource:a:v1"}, api("b")]}, ["acme.erp"]),
        ({"apiResources": [{**api("a"), "ordId": "acme.crm:apiResource:a:v1"}, api("b")]}, ["described-system"]),
    ],
)
def test_which_system_is_described(tmp_path: Path, parts: dict[str, Any], wanted: list[str]) -> None:
    found = document(tmp_path, **parts)
    assert [one.id for one in drawn(found).systems] == wanted
    check_sound(found, tmp_path)


@pytest.mark.parametrize(
    ("perspective", "products"),
    [("system-type", 1), ("system-version", 1), ("system-instance", 0), ("system-independent", 0), (None, 0)],
)
def test_products_of_static_perspectives(tmp_path: Path, perspective: str | None, products: int) -> None:
    parts = {**NAMESPACE, "describedSystemVersion": {"title": "Acme ERP 2408", "version": "2024.8.0"}}
    found = document(tmp_path, perspective=perspective, apiResources=[api("a")], **parts)
    assert len(found.products) == products
    assert [(one.id, str(one.name)) for one in found.products] == [("acme.erp@2024.8.0", "Acme ERP 2408")] * products
    assert str(drawn(found).systems[0].name) == "Acme ERP 2408"
    check_sound(found, tmp_path)


def test_two_things_with_one_id_and_parallel_references(tmp_path: Path) -> None:
    text = """{"openResourceDiscovery": "1.9",
 "packages": [{"ordId": "a.b:package:p:v1", "title": "P"}, {"ordId": "a.b:package:p:v1", "title": "Q"}],
 "apiResources": [{"ordId": "a.b:apiResource:x:v1", "apiProtocol": "rest",
   "relatedApiResources": [{"ordId": "a.b:apiResource:x:v1"}, {"ordId": "a.b:apiResource:x:v1"}],
   "partOfPackage": "a.b:package:q:v1", "successors": ["c.d:apiResource:x:v1"]}]}"""
    found = ord_format.read(write(tmp_path, text))
    assert places(found.problems) == [
        ("TF142", 2, 60, "$.packages[1]"),
        ("TF141", 5, 21, "$.apiResources[0].partOfPackage"),
    ]
    assert found.problems[1].hint == "did you mean 'a.b:package:p:v1'?"
    assert [one.name for one in found.elements] == ["P", "a.b:apiResource:x:v1"]
    assert [one.type for one in found.relations] == ["relatedApiResources"] * 2
    assert unread(found, LEADS_NOWHERE) == ["$.apiResources[0].partOfPackage"]
    assert unread(found, ELSEWHERE) == ["$.apiResources[0].successors[0]"]
    check_sound(found, tmp_path)


def test_fields_of_a_wrong_kind_are_told_all_at_once(tmp_path: Path) -> None:
    text = """{"openResourceDiscovery": "1.16", "perspective": "system", // a comment
 "describedSystemType": "acme.erp", /* another
 one */ "apiResources": [
  {"ordId": 7},
  {"ordId": "a.b:apiResource:x:v1", "direction": "up", "disabled": "no", "partOfGroups": {}, "version": 1,},
  "x"],
 "integrationDependencies": [{"ordId": "a.b:integrationDependency:d:v1", "mandatory": 1, "aspects": [
   {"mandatory": null, "apiResources": [{"minVersion": "1"}, 3]}]}],
 "tombstones": {}}"""
    found = ord_format.read(write(tmp_path, text, "document.jsonc"))
    assert places(found.problems) == [
        ("TF144", 1, 50, "$.perspective"),
        ("TF144", 2, 25, "$.describedSystemType"),
        ("TF144", 4, 13, "$.apiResources[0].ordId"),
        ("TF144", 5, 3, "$.apiResources[1].apiProtocol"),
        ("TF144", 5, 50, "$.apiResources[1].direction"),
        ("TF144", 5, 68, "$.apiResources[1].disabled"),
        ("TF144", 5, 90, "$.apiResources[1].partOfGroups"),
        ("TF144", 5, 105, "$.apiResources[1].version"),
        ("TF144", 6, 3, "$.apiResources[2]"),
        ("TF144", 7, 87, "$.integrationDependencies[0].mandatory"),
        ("TF144", 8, 41, "$.integrationDependencies[0].aspects[0].apiResources[0].ordId"),
        ("TF144", 8, 62, "$.integrationDependencies[0].aspects[0].apiResources[1]"),
        ("TF144", 9, 16, "$.tombstones"),
    ]
    assert found.problems[4].hint == "allowed: inbound, mixed, outbound"
    assert [one.id for one in found.elements] == ["a.b:apiResource:x:v1", "a.b:integrationDependency:d:v1"]
    check_sound(found, tmp_path)


def test_comments_are_read_in_jsonc_only(tmp_path: Path) -> None:
    text = '{"openResourceDiscovery": "1.16", // why\n}'
    assert ord_format.read(write(tmp_path, text, "a.jsonc")).elements == ()
    with pytest.raises(TobfitError, match="TF109"):
        ord_format.read(write(tmp_path, text, "a.json"))


@pytest.mark.parametrize("version", ["2.0", "1.17", "1.16.1"])
def test_unknown_versions_are_told(tmp_path: Path, version: str) -> None:
    found = document(tmp_path, openResourceDiscovery=version, vendors=[{"ordId": "a.b:vendor:x:", "new": 1}])
    (problem,) = found.problems
    assert (problem.code, problem.severity, problem.path) == ("TF143", "warning", "$.openResourceDiscovery")
    assert unread(found, NO_PLACE) == ["$.vendors[0].new"]
    assert len(found.elements) == 1


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        ({"bomFormat": "CycloneDX"}, "it looks like a CycloneDX document"),
        ({"apiVersion": "v1", "kind": "List"}, "it looks like an entity of Backstage or a Kubernetes manifest"),
        ("text", "it is a single value"),
    ],
)
def test_another_format(tmp_path: Path, content: Any, seen: str) -> None:
    with pytest.raises(TobfitError) as caught:
        ord_format.read(write(tmp_path, json.dumps(content)))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("TF140", 1, 1)
    assert problem.hint == f"{seen}; a document has the key openResourceDiscovery"


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    for name in ("a.json", "a.jsonc"):
        with pytest.raises(TobfitError, match="TF110"):
            ord_format.read(write(tmp_path, '{"openResourceDiscovery": ' + "[" * 100_000, name))


IDS = ["a.b:apiResource:x:v1", "a.b:apiResource:y:v1", "a.b.c:apiResource:x:v2", "c.d:apiResource:x:v1"]
resources = st.sampled_from(IDS)
directions = st.sampled_from([*words.DIRECTIONS, None])


@given(
    st.lists(st.tuples(resources, directions), max_size=5, unique_by=lambda one: one[0]),
    st.lists(st.tuples(resources, resources), max_size=6),
)
def test_each_resource_is_an_interface_and_each_reference_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory,
    given_resources: list[tuple[str, str | None]],
    references: list[tuple[str, str]],
) -> None:
    folder = tmp_path_factory.mktemp("any")
    items: list[dict[str, Any]] = [
        {"ordId": id, "title": "接口", "apiProtocol": "rest", **({} if direction is None else {"direction": direction})}
        for id, direction in given_resources
    ]
    stated = 0
    for source, target in references:
        for item in items:
            if item["ordId"] == source:
                item.setdefault("successors", []).append(target)
                stated += 1
    found = document(folder, **NAMESPACE, apiResources=items)
    assert [one.id for one in system(found, "acme.erp").interfaces] == [id for id, _ in given_resources]
    wanted = [None if direction is None else words.DIRECTIONS[direction] for _, direction in given_resources]
    guessed = ord_format.read(folder / "file.json", data_by_direction=True)
    assert [one.data for one in system(guessed, "acme.erp").interfaces] == wanted
    assert len(found.relations) + len(unread(found, ELSEWHERE)) + len(unread(found, LEADS_NOWHERE)) == stated
    assert len(codes(found)) == len(unread(found, LEADS_NOWHERE))
    check_sound(found, folder)
