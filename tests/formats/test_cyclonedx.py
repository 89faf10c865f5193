"""CycloneDX documents: those of the shared data, and small ones of ours."""

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
from tobfit.formats import cyclonedx
from tobfit.formats.cyclonedx.systems import MIXED_FLOWS, NO_ENDPOINT, UNSAID_KIND
from tobfit.formats.foreign import Foreign
from tobfit.formats.found import ELSEWHERE, LEADS_NOWHERE
from tobfit.formats.survey import NO_PLACE, WRONG_KIND
from tobfit.model.landscape import Platform

SERIAL = "3e671687-395b-41f5-a30f-a58921a69b79"


def document(folder: Path, **parts: Any) -> Foreign:
    return cyclonedx.read(write(folder, {"bomFormat": "CycloneDX", "specVersion": "1.7", **parts}))


def nested(node: Any, key: str) -> list[dict[str, Any]]:
    """Every object of a list of that name, found without any knowledge of the structure."""
    if isinstance(node, list):
        return [one for item in node for one in nested(item, key)]
    if not isinstance(node, dict):
        return []
    own: list[dict[str, Any]] = node.get(key, [])
    return own + [one for item in node.values() for one in nested(item, key)]


# ------------------------------------------------------------------------------------------ the shared data


def test_services_of_the_gateway(shared: Path, tmp_path: Path) -> None:
    file = landscapes(shared) / "saasbom_apigateway.json"
    found = cyclonedx.read(file)
    raw = json.loads(file.read_text(encoding="utf-8"))
    services = nested(raw, "services")
    assert dict(found.counts) == {"application": 1, "service": 6, "dependsOn": 6}
    assert len(services) == 6
    assert (found.name, found.problems) == ("Acme Cloud Example", ())
    wanted = {(one["ref"], to) for one in raw["dependencies"] for to in one["dependsOn"]}
    assert {(one.source, one.target) for one in found.relations} == wanted
    assert {one.id for one in drawn(found).systems} == {one["bom-ref"] for one in services}
    for one in services:
        said = system(found, one["bom-ref"])
        assert [interface.id for interface in said.interfaces] == one["endpoints"]
        boundary = f"Using it crosses {'a' if one['x-trust-boundary'] else 'no'} trust boundary."
        assert str(said.notes).endswith(boundary)
        for interface in said.interfaces:
            assert (interface.side, interface.data, interface.protocol) == ("provides", "both", ("https",))
            assert interface.auth == (None if one["authenticated"] else ("none",))
    assert len(unread(found, UNSAID_KIND)) == 5
    # Who depends on something is served by it.
    drawn_edges = {(one.type, one.source, one.target) for one in drawn(found).relations}
    assert drawn_edges == {("Serving", target, source) for source, target in wanted}
    check_sound(found, tmp_path)


def test_components_of_a_library(shared: Path, tmp_path: Path) -> None:
    file = landscapes(shared) / "dropwizard-1.3.15.json"
    found = cyclonedx.read(file)
    raw = json.loads(file.read_text(encoding="utf-8"))
    assert len(raw["components"]) == 167
    subject = raw["metadata"]["component"]
    wanted = {one["bom-ref"]: one["name"] for one in [subject, *raw["components"]]}
    assert {one.id: one.name for one in found.elements} == wanted
    assert dict(found.counts) == {"library": 168, "dependsOn": 170}
    assert Counter((one.source, one.target) for one in found.relations) == Counter(
        (one["ref"], to) for one in raw["dependencies"] for to in one.get("dependsOn", [])
    )
    assert (drawn(found).systems, drawn(found).zones, found.problems) == ((), (), ())
    left = Counter(path.rpartition(".")[2] for path in unread(found, NO_PLACE))
    for key in ("hashes", "licenses", "purl", "group", "publisher", "externalReferences"):
        assert left[key] == sum(bool(one.get(key)) for one in [subject, *raw["components"]]), key
    check_sound(found, tmp_path)


# ------------------------------------------------------------------------------------------ small documents


def test_zones_platforms_and_data_flows(tmp_path: Path) -> None:
    found = document(
        tmp_path,
        serialNumber=f"urn:uuid:{SERIAL}",
        version=2,
        services=[
            {
                "bom-ref": "shop",
                "name": "商店",
                "trustZone": "公网 区",
                "endpoints": ["https://shop.example/a?b", "amqps://mq.example", "/relative", "https://shop.example/a?b"],
                "data": [
                    {
                        "flow": "outbound",
                        "classification": "PII",
                        "name": "Orders",
                        "destination": ["erp", f"urn:cdx:{SERIAL}/2#lager%20system", "https://elsewhere.example"],
                        "source": [f"urn:cdx:{SERIAL}/1#erp", "erb"],
                    },
                    {"flow": "outbound", "classification": "Public"},
                ],
            },
            {"bom-ref": "erp", "name": "ERP", "trustZone": "internet", "authenticated": True},
            {"bom-ref": "lager system", "name": "Lager", "trustZone": "公网 区", "x-trust-boundary": False},
            {"bom-ref": "crm", "name": "CRM", "trustZone": "DMZ"},
        ],
        components=[
            {"bom-ref": "os", "type": "operating-system", "name": "Debian", "version": "12.5"},
            {"bom-ref": "k8s", "type": "platform", "name": "Red Hat OpenShift", "version": "four"},
            {"bom-ref": "img", "type": "container", "name": "base", "components": [
                {"bom-ref": "lib", "type": "library", "name": "zlib", "version": "1.3"}]},
        ],
        dependencies=[
            {"ref": "shop", "dependsOn": ["os", "k8s", "lib", "erp"]},
            {"ref": "img", "dependsOn": ["os"], "provides": ["lib"]},
        ],
    )  # fmt: skip
    assert [(zone.id, str(zone.name), zone.hosting) for zone in drawn(found).zones] == [
        ("zone", "公网 区", None),
        ("DMZ", "DMZ", None),
    ]
    zones = {one.id: one.zone for one in drawn(found).systems}
    assert zones == {"shop": "zone", "erp": "internet", "lager-system": "zone", "crm": "DMZ"}
    assert system(found, "shop").platforms == (
        Platform(platform="debian", version="12.5"),
        Platform(platform="openshift"),
    )
    assert system(found, "erp").platforms == ()
    said = [(one.id, one.protocol, one.data) for one in system(found, "shop").interfaces]
    assert said == [
        ("https://shop.example/a-b", ("https",), "out"),
        ("amqps://mq.example", ("amqp",), "out"),
        ("relative", None, "out"),
    ]
    flows = [(one.source, one.target, one.name) for one in found.relations if one.type == "dataFlow"]
    assert flows == [("shop", "erp", "Orders"), ("shop", "lager system", "Orders")]
    assert [one.type for one in drawn(found).relations if one.name] == ["Flow", "Flow"]
    assert [one.type for one in drawn(found).relations if one.source == "img"] == ["Association"]
    where = "$.services[0].data[0]"
    assert unread(found, ELSEWHERE) == [f"{where}.destination[2]", f"{where}.source[0]"]
    assert unread(found, LEADS_NOWHERE) == [f"{where}.source[1]"]
    assert unread(found, NO_ENDPOINT) == ["$.services[1].authenticated"]
    (problem,) = found.problems
    assert (problem.code, problem.path, problem.hint) == ("TF141", f"{where}.source[1]", "did you mean 'erp'?")
    notes = {one.id: one.notes for one in drawn(found).elements}
    assert notes["lib"] == "Version 1.3. Part of base (img)."
    assert system(found, "lager-system").notes == "Using it crosses no trust boundary."
    check_sound(found, tmp_path)


def test_data_comes_from_its_source_and_goes_to_its_destination(tmp_path: Path) -> None:
    data = [{"flow": "bi-directional", "classification": "PII", "source": ["b"], "destination": ["c"]}]
    services = [{"bom-ref": "a", "name": "A", "data": data}, *({"bom-ref": id, "name": id} for id in "bc")]
    found = document(tmp_path, services=services)
    assert [(one.source, one.target, one.name) for one in found.relations] == [("b", "a", "PII"), ("a", "c", "PII")]
    assert [(one.source, one.target) for one in drawn(found).relations] == [("b", "a"), ("a", "c")]


@pytest.mark.parametrize(("said", "auth"), [(None, None), (True, None), (False, ("none",))])
def test_authentication(tmp_path: Path, said: bool | None, auth: tuple[str, ...] | None) -> None:
    service = {"name": "a", "endpoints": ["https://a"], "authenticated": said}
    found = document(tmp_path, services=[service])
    assert interfaces(found, "a")["https://a"].auth == auth
    assert unread(found, UNSAID_KIND) == (["$.services[0].authenticated"] if said else [])


@pytest.mark.parametrize(
    ("flows", "data", "left"),
    [
        (["inbound", "inbound"], "in", 0),
        (["outbound"], "out", 0),
        (["bi-directional"] * 3, "both", 0),
        (["inbound", "outbound"], None, 2),
        (["unknown"], None, 1),
        (["inbound", "unknown"], None, 2),
        ([], None, 0),
        (["inbound", None], None, 1),
    ],
)
def test_the_way_data_flows(tmp_path: Path, flows: list[str | None], data: str | None, left: int) -> None:
    entries = [{"classification": "x", **({} if flow is None else {"flow": flow})} for flow in flows]
    found = document(tmp_path, services=[{"name": "a", "endpoints": ["https://a"], "data": entries}])
    assert interfaces(found, "a")["https://a"].data == data
    assert len(unread(found, MIXED_FLOWS)) == left


def test_things_without_a_reference_get_an_id(tmp_path: Path) -> None:
    nameless = {"type": "library", "name": "a", "version": "1"}
    taken = {"type": "library", "bom-ref": "a@1 #2", "name": "b"}
    found = document(tmp_path, components=[nameless, nameless, taken], services=[{"name": "a"}])
    assert [one.id for one in found.elements] == ["a@1", "a@1 #2", "a"]
    assert codes(found) == ["TF142"]


def test_two_things_with_one_reference(tmp_path: Path) -> None:
    text = """{"bomFormat": "CycloneDX", "specVersion": "1.6",
 "components": [{"type": "file", "name": "a", "bom-ref": "x"}], "services": [
  {"bom-ref": "x", "name": "b", "services": [{"bom-ref": "y", "name": "c"}]},
  {"bom-ref": "y", "name": "d"}]}"""
    found = cyclonedx.read(write(tmp_path, text))
    assert places(found.problems) == [
        ("TF142", 3, 3, "$.services[0]"),
        ("TF142", 4, 3, "$.services[1]"),
    ]
    assert [one.name for one in found.elements] == ["a", "c"]
    assert len(unread(found, "another thing has its id")) == 2
    check_sound(found, tmp_path)


def test_parallel_and_dangling_dependencies(tmp_path: Path) -> None:
    text = """{"bomFormat": "CycloneDX", "specVersion": "1.2",
 "services": [{"bom-ref": "shop", "name": "Shop"}, {"bom-ref": "erp", "name": "ERP"}],
 "dependencies": [
  {"ref": "shop", "dependsOn": ["erp", "erp", "epr"]},
  {"ref": "shpo", "dependsOn": ["erp"]},
  {"ref": "none"},
  {"dependsOn": ["erp"]}]}"""
    found = cyclonedx.read(write(tmp_path, text))
    assert [(one.source, one.target) for one in found.relations] == [("shop", "erp")] * 2
    assert places(found.problems) == [
        ("TF141", 4, 47, "$.dependencies[0].dependsOn[2]"),
        ("TF141", 5, 11, "$.dependencies[1].ref"),
        ("TF141", 6, 11, "$.dependencies[2].ref"),
        ("TF144", 7, 3, "$.dependencies[3].ref"),
    ]
    assert [problem.hint for problem in found.problems[:2]] == ["did you mean 'erp'?", "did you mean 'shop'?"]
    assert "$.dependencies[3]" in [one.path for one in found.unread]
    check_sound(found, tmp_path)


def test_fields_of_a_wrong_kind_are_told_all_at_once(tmp_path: Path) -> None:
    text = """{"bomFormat": "CycloneDX", "specVersion": 1.5, "metadata": [],
 "components": [{"type": "lib", "name": "a", "version": 1}, {"name": {"en": "b"}}, "c"],
 "services": [{"name": "d", "endpoints": "https://d", "authenticated": "no", "x-trust-boundary": 0,
   "trustZone": ["dmz"], "data": [{"flow": "in"}, 3]}],
 "dependencies": {}}"""
    found = cyclonedx.read(write(tmp_path, text))
    assert places(found.problems) == [
        ("TF144", 1, 43, "$.specVersion"),
        ("TF144", 1, 60, "$.metadata"),
        ("TF144", 2, 26, "$.components[0].type"),
        ("TF144", 2, 57, "$.components[0].version"),
        ("TF144", 2, 61, "$.components[1].type"),
        ("TF144", 2, 70, "$.components[1].name"),
        ("TF144", 2, 84, "$.components[2]"),
        ("TF144", 3, 42, "$.services[0].endpoints"),
        ("TF144", 3, 72, "$.services[0].authenticated"),
        ("TF144", 3, 98, "$.services[0].x-trust-boundary"),
        ("TF144", 4, 17, "$.services[0].trustZone"),
        ("TF144", 4, 44, "$.services[0].data[0].flow"),
        ("TF144", 4, 51, "$.services[0].data[1]"),
        ("TF144", 5, 18, "$.dependencies"),
    ]
    assert found.problems[2].message == "'lib' is not a word for 'type'"
    assert found.problems[11].hint == "allowed: bi-directional, inbound, outbound, unknown"
    # What is missing is no part of the file that could be listed.
    assert len(unread(found, WRONG_KIND)) == len(found.problems) - 1
    assert [one.id for one in found.elements] == ["a", "d"]
    check_sound(found, tmp_path)


def test_an_unknown_version_is_read_as_far_as_it_is_understood(tmp_path: Path) -> None:
    found = cyclonedx.read(
        write(tmp_path, {"bomFormat": "CycloneDX", "specVersion": "1.8", "services": [{"name": "a", "new": 1}]})
    )
    (problem,) = found.problems
    assert (problem.code, problem.severity, problem.path) == ("TF143", "warning", "$.specVersion")
    assert unread(found, NO_PLACE) == ["$.services[0].new"]
    assert [one.id for one in drawn(found).systems] == ["a"]


@pytest.mark.parametrize("version", ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])
def test_known_versions(tmp_path: Path, version: str) -> None:
    assert cyclonedx.read(write(tmp_path, {"bomFormat": "CycloneDX", "specVersion": version})).problems == ()


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        ({"model": {}}, "it looks like a Structurizr workspace"),
        ({"spdxVersion": "SPDX-2.3"}, "it looks like an SPDX document"),
        ({"bomFormat": "SPDX"}, "it looks like a CycloneDX document"),
        ([{"bomFormat": "CycloneDX"}], "it is a list"),
    ],
)
def test_another_format(tmp_path: Path, content: Any, seen: str) -> None:
    with pytest.raises(TobfitError) as caught:
        cyclonedx.read(write(tmp_path, content))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("TF140", 1, 1)
    assert problem.hint == f"{seen}; a document has bomFormat: CycloneDX"


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    service: dict[str, Any] = {"name": "0"}
    for number in range(1, 40):
        service = {"name": str(number), "services": [service]}
    with pytest.raises(TobfitError, match="TF110"):
        document(tmp_path, services=[service])


trees: st.SearchStrategy[Any] = st.recursive(
    st.just([]), lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=12
)


@given(trees, st.integers(0, 20))
def test_services_are_found_at_any_depth(tmp_path_factory: pytest.TempPathFactory, tree: list[Any], chain: int) -> None:
    """A random tree below a chain: every service is an element and a system, and knows what it is part of."""
    counted: list[str] = []

    def service(parts: list[Any]) -> dict[str, Any]:
        name = f"服务 {len(counted)}"
        counted.append(name)
        inner = [service(part) for part in parts]
        return {"bom-ref": name, "name": name, **({"services": inner} if inner else {})}

    for _ in range(chain):
        tree = [tree]
    folder = tmp_path_factory.mktemp("any")
    roots = [service(part) for part in tree]
    found = document(folder, services=roots)
    assert sorted(one.id for one in found.elements) == sorted(counted)
    assert sorted(str(one.name) for one in drawn(found).systems) == sorted(counted)
    whole = {str(one.name): one.notes for one in drawn(found).systems}
    pending = [(root, None) for root in roots]
    while pending:
        one, parent = pending.pop()
        assert whole[one["name"]] == (None if parent is None else f"Part of {parent} ({parent}).")
        pending.extend((inner, one["name"]) for inner in one.get("services", []))
    assert codes(found) == []
    check_sound(found, folder)
