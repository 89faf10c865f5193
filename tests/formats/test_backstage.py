"""Backstage catalogues: the demo of the shared data, and small ones of ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.landscapes import (
    AUTHS,
    FORMATS,
    PROTOCOLS,
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
from tobfit.formats import backstage
from tobfit.formats.backstage import words
from tobfit.formats.backstage.documents import without_empty_documents
from tobfit.formats.backstage.entities import DEDUCED, NOT_FOLLOWED, UNKNOWN_KIND
from tobfit.formats.foreign import Foreign
from tobfit.formats.survey import NO_PLACE

VERSION = "backstage.io/v1alpha1"


def entity(kind: str, name: str, spec: dict[str, Any] | None = None, **metadata: Any) -> dict[str, Any]:
    return {"apiVersion": VERSION, "kind": kind, "metadata": {"name": name, **metadata}, "spec": spec or {}}


def catalog(folder: Path, *entities: dict[str, Any]) -> Foreign:
    text = "\n---\n".join(json.dumps(one, ensure_ascii=False) for one in entities)
    return backstage.read(write(folder, text, "catalog-info.yaml"))


def edges(found: Foreign) -> list[tuple[str, str, str]]:
    return [(one.type, one.source.partition("/")[2], one.target.partition("/")[2]) for one in found.relations]


# ------------------------------------------------------------------------------------------------ the demo


def test_the_demo(shared: Path, tmp_path: Path) -> None:
    found = backstage.read(landscapes(shared) / "demo__catalog-info.yaml")
    assert dict(found.counts) == {"API": 1, "Component": 1, "consumesApi": 1}
    ids = ["component:default/backstage-demo", "api:default/demo-graphql"]
    assert [element.id for element in found.elements] == ids
    (relation,) = found.relations
    assert (relation.source, relation.target) == tuple(element.id for element in found.elements)
    (api,) = system(found, "component:default/backstage-demo").interfaces
    assert (api.id, api.side, api.protocol, api.data) == ("api:default/demo-graphql", "consumes", ("graphql",), None)
    # The owner is a group in the namespace `backstage`, which stands in another file of the catalogue.
    assert places(found.problems) == [
        ("TF141", 12, 10, "$[0].spec.owner"),
        ("TF141", 25, 10, "$[1].spec.owner"),
    ]
    assert "'group:backstage/maintainers'" in found.problems[0].message
    assert "$[1].spec.apiConsumedBy" in unread(found, NO_PLACE)
    check_sound(found, tmp_path)


# ------------------------------------------------------------------------------------------ small catalogues


def whole_catalog() -> list[dict[str, Any]]:
    """One entity of each kind, every reference written in another way."""
    return [
        entity(
            "Component",
            "Shop",
            {
                "type": "website",
                "owner": "user:ann",
                "system": "Sales",
                "subcomponentOf": "component:default/suite",
                "dependsOn": ["resource:db", "COMPONENT:default/SUITE", "queue"],
                "dependencyOf": ["component:suite"],
                "providesApis": ["orders"],
                "consumesApis": ["api:events", "orders"],
            },
            title="网上商店",
        ),
        entity("Component", "suite", {"owner": {"kind": "Group", "name": "team"}}),
        entity("API", "orders", {"type": "openapi", "owner": "team", "system": "sales", "definition": "openapi: 3"}),
        entity("API", "events", {"type": "AsyncAPI"}),
        entity("API", "unused", {"type": "grpc"}),
        entity("Resource", "db", {"type": "database", "dependencyOf": ["component:shop"]}),
        entity("Resource", "queue", {"dependsOn": ["resource:db"]}),
        entity("System", "sales", {"domain": "trade"}),
        entity("Domain", "trade", {"subdomainOf": "business"}),
        entity("Domain", "business"),
        entity("Group", "team", {"type": "team", "parent": "all", "children": [], "members": ["ann"]}),
        entity("Group", "all", {"children": ["team"], "profile": {"displayName": "Everybody"}}),
        entity("User", "ann", {"memberOf": ["team"], "profile": {"displayName": "Ann"}}),
        entity("Location", "more", {"type": "url", "targets": ["./more.yaml"]}),
        entity("Template", "new", {"owner": "group:team", "steps": [{"id": "one"}]}),
    ]


def test_all_kinds_and_all_relations(tmp_path: Path) -> None:
    found = catalog(tmp_path, *whole_catalog())
    assert codes(found) == []
    assert len(found.elements) == 15
    assert {element.type for element in found.elements} == set(words.FIELDS)
    assert sorted(edges(found)) == sorted(
        [
            ("ownedBy", "shop", "ann"),
            ("partOf", "shop", "sales"),
            ("partOf", "shop", "suite"),
            ("dependsOn", "shop", "db"),
            ("dependsOn", "shop", "suite"),
            ("dependsOn", "shop", "queue"),
            ("dependencyOf", "shop", "suite"),
            ("providesApi", "shop", "orders"),
            ("consumesApi", "shop", "events"),
            ("consumesApi", "shop", "orders"),
            ("ownedBy", "suite", "team"),
            ("ownedBy", "orders", "team"),
            ("partOf", "orders", "sales"),
            ("dependencyOf", "db", "shop"),
            ("dependsOn", "queue", "db"),
            ("partOf", "sales", "trade"),
            ("partOf", "trade", "business"),
            ("childOf", "team", "all"),
            ("hasMember", "team", "ann"),
            ("parentOf", "all", "team"),
            ("memberOf", "ann", "team"),
            ("ownedBy", "new", "team"),
        ]
    )
    names = {element.id: element.name for element in found.elements}
    assert (names["component:default/shop"], names["user:default/ann"]) == ("网上商店", "Ann")
    check_sound(found, tmp_path)


def test_the_landscape_of_the_catalogue(tmp_path: Path) -> None:
    found = catalog(tmp_path, *whole_catalog())
    landscape = drawn(found)
    assert [one.id for one in landscape.systems] == ["component:default/shop", "component:default/suite"]
    said = [(one.id, one.side, one.protocol, one.mode) for one in system(found, "component:default/shop").interfaces]
    assert said == [
        ("api:default/orders", "provides", ("rest",), None),
        ("api:default/events", "consumes", None, ("async",)),
        ("api:default/orders/consumed", "consumes", ("rest",), None),
    ]
    drawn_edges = {(one.type, one.source, one.target) for one in landscape.relations}
    shop, orders = "component:default/shop", "api:default/orders"
    assert ("Composition", shop, orders) in drawn_edges
    assert ("Serving", orders, shop) in drawn_edges
    assert ("Serving", "resource:default/db", shop) in drawn_edges  # the shop depends on it
    assert ("Serving", shop, "component:default/suite") in drawn_edges  # dependencyOf: the shop serves
    assert ("Aggregation", "system:default/sales", shop) in drawn_edges
    assert ("Association", shop, "user:default/ann") in drawn_edges
    assert (landscape.zones, landscape.flows) == ((), ())


def test_what_is_left_out(tmp_path: Path) -> None:
    found = catalog(
        tmp_path,
        *whole_catalog(),
        entity("Product", "x"),
        {**entity("API", "read"), "relations": [{"type": "ownedBy", "targetRef": "group:default/team"}]},
    )
    assert unread(found, UNKNOWN_KIND) == ["$[15]"]
    assert [one.what for one in found.unread if one.why == UNKNOWN_KIND] == ["the entity 'Product:x'"]
    assert unread(found, NOT_FOLLOWED) == ["$[13].spec.targets"]
    assert unread(found, DEDUCED) == ["$[16].relations"]
    assert unread(found, "the text of an interface's definition is not read") == ["$[2].spec.definition"]
    left = unread(found, NO_PLACE)
    assert "$[4].spec.type" in left  # an API that nobody provides or consumes is no interface
    assert "$[2].spec.type" not in left
    assert {"$[0].spec.type", "$[5].spec.type", "$[14].spec.steps", "$[11].spec.profile"} <= set(left)


def test_an_api_of_another_file_is_an_interface_all_the_same(tmp_path: Path) -> None:
    found = catalog(tmp_path, entity("Component", "shop", {"consumesApis": ["billing/Invoices"]}, namespace="Web"))
    assert codes(found) == ["TF141"]
    assert found.relations == ()
    assert list(interfaces(found, "component:web/shop")) == ["api:billing/invoices"]
    api = interfaces(found, "component:web/shop")["api:billing/invoices"]
    assert (str(api.name), api.side, api.protocol, api.mode) == ("Invoices", "consumes", None, None)
    assert unread(found, "it refers to nothing in the file") == ["$.spec.consumesApis[0]"]
    check_sound(found, tmp_path)


def test_references_stay_in_the_namespace(tmp_path: Path) -> None:
    found = catalog(
        tmp_path,
        entity("Component", "shop", {"system": "sales", "owner": "default/team"}, namespace="web"),
        entity("System", "sales"),
        entity("System", "sales", namespace="WEB"),
        entity("Group", "team"),
    )
    assert [one.target for one in found.relations] == ["group:default/team", "system:web/sales"]


def test_parallel_relations_survive(tmp_path: Path) -> None:
    shop = entity("Component", "shop", {"dependsOn": ["resource:db", "resource:db", "resource:default/DB"]})
    found = catalog(tmp_path, shop, entity("Resource", "db"))
    assert edges(found) == [("dependsOn", "shop", "db")] * 3
    assert len({one.id for one in found.relations}) == 3
    check_sound(found, tmp_path)


def test_two_entities_with_one_name(tmp_path: Path) -> None:
    text = f"""
apiVersion: {VERSION}
kind: Component
metadata: {{name: shop}}
spec: {{dependsOn: [component:SHOP]}}
---
apiVersion: {VERSION}
kind: component
metadata: {{name: Shop, title: The second}}
"""
    found = backstage.read(write(tmp_path, text, "catalog.yaml"))
    (problem,) = found.problems
    assert (problem.code, problem.line, problem.path, problem.severity) == ("TF142", 7, "$[1]", "error")
    assert problem.hint == "the first stands on line 2; give each thing an id of its own"
    assert [element.name for element in found.elements] == ["shop"]
    assert unread(found, "another thing has its id") == ["$[1]"]


def test_fields_of_a_wrong_kind_are_told_all_at_once(tmp_path: Path) -> None:
    text = f"""apiVersion: {VERSION}
kind: Component
metadata: {{name: shop, title: [x]}}
spec: {{owner: [team], system: "a b:c:d", dependsOn: db, providesApis: [{{kind: API}}, null]}}
---
apiVersion: {VERSION}
kind: API
metadata: none
---
kind: System
metadata: {{namespace: x}}
spec: []
---
- a list
"""
    found = backstage.read(write(tmp_path, text, "catalog.yaml"))
    assert places(found.problems) == [
        ("TF144", 3, 31, "$[0].metadata.title"),
        ("TF144", 4, 15, "$[0].spec.owner"),
        ("TF144", 4, 31, "$[0].spec.system"),
        ("TF144", 4, 53, "$[0].spec.dependsOn"),
        ("TF144", 4, 72, "$[0].spec.providesApis[0].name"),
        ("TF144", 4, 85, "$[0].spec.providesApis[1]"),
        ("TF144", 8, 11, "$[1].metadata"),
        ("TF144", 10, 1, "$[2].apiVersion"),
        ("TF144", 11, 11, "$[2].metadata.name"),
        ("TF144", 14, 1, "$[3]"),
    ]
    assert found.problems[2].message == "the text 'a b:c:d' stands where a reference [kind:][namespace/]name belongs"
    assert [element.id for element in found.elements] == ["component:default/shop"]
    assert unread(found, "it has no kind or no name") == ["$[1]", "$[2]"]
    check_sound(found, tmp_path)


def test_an_unknown_version_of_a_known_kind(tmp_path: Path) -> None:
    found = catalog(tmp_path, {**entity("API", "a"), "apiVersion": "backstage.io/v1"})
    (problem,) = found.problems
    assert (problem.code, problem.path, problem.severity) == ("TF143", "$.apiVersion", "warning")
    assert problem.hint is not None
    assert problem.hint.startswith("did you mean 'backstage.io/v1")
    assert len(found.elements) == 1


def test_json_of_the_catalogue(tmp_path: Path) -> None:
    entities = whole_catalog()
    found = backstage.read(write(tmp_path, entities))
    in_yaml = catalog(tmp_path, *entities)
    assert (found.elements, found.relations) == (in_yaml.elements, in_yaml.relations)
    assert found.landscape == in_yaml.landscape
    assert backstage.read(write(tmp_path, entities[3])).elements == (in_yaml.elements[3],)
    bad = backstage.read(write(tmp_path, [{**entities[3], "metadata": {"name": 7}}]))
    assert [problem.message for problem in bad.problems] == ["the number 7 stands where a text belongs"]


def test_empty_documents_are_passed_over_and_places_stay_true(tmp_path: Path) -> None:
    text = f"---\n# first\n---\r\napiVersion: {VERSION}\nkind: API\nmetadata: {{}}\n--- # end\n\n---\n# nothing\n"
    assert len(without_empty_documents(text)) == len(text)
    found = backstage.read(write(tmp_path, text, "c.yaml"))
    assert places(found.problems) == [("TF144", 6, 11, "$.metadata.name")]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("apiVersion: apps/v1\nkind: Deployment\n", "it looks like an entity of Backstage or a Kubernetes manifest"),
        ("tobfit: client/1\nid: x\n", "it looks like a document of tobfit's own: 'client/1'"),
        ("openapi: 3.0.0\npaths: {}\n", "it looks like an OpenAPI document"),
        ("- a\n", "it is a list"),
    ],
)
def test_another_format(tmp_path: Path, text: str, seen: str) -> None:
    with pytest.raises(TobfitError) as caught:
        backstage.read(write(tmp_path, text, "c.yaml"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("TF140", 1, 1)
    assert problem.hint == f"{seen}; an entity has an apiVersion such as backstage.io/v1alpha1"


def test_a_manifest_beside_entities_is_left_out(tmp_path: Path) -> None:
    manifest = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"}}
    found = catalog(tmp_path, entity("API", "a"), manifest)
    assert unread(found, UNKNOWN_KIND) == ["$[1]"]


def test_deep_nesting_and_anchors_are_refused(tmp_path: Path) -> None:
    for text, code in (("a: " + "[" * 100_000, "TF110"), ("a: &x 1\nb: *x\n", "TF112")):
        with pytest.raises(TobfitError, match=code):
            backstage.read(write(tmp_path, text, "c.yaml"))


def test_words_are_those_of_the_packs() -> None:
    own = {"trpc"}
    assert all(PROTOCOLS.fullmatch(word) for word in set(words.PROTOCOLS.values()) - own)
    assert set(words.MODES.values()) == {"async"}
    assert not any(pattern.fullmatch("trpc") for pattern in (PROTOCOLS, FORMATS, AUTHS))


numbers = st.integers(0, 5)
names = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=":/"), min_size=1, max_size=5)


@given(
    st.lists(names.map(str.strip).filter(bool), min_size=1, max_size=6, unique_by=str.lower),
    st.lists(st.tuples(numbers, numbers, st.sampled_from(["dependsOn", "dependencyOf"])), max_size=8),
)
def test_whatever_components_depend_on_is_read(
    tmp_path_factory: pytest.TempPathFactory, given_names: list[str], needs: list[tuple[int, int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    entities = [entity("Component", name) for name in given_names]
    for source, target, key in needs:
        other = given_names[target % len(given_names)]
        entities[source % len(entities)]["spec"].setdefault(key, []).append(f"component:{other}")
    found = catalog(folder, *entities)
    assert [element.name for element in found.elements] == given_names
    assert codes(found) == []
    assert sorted(one.type for one in found.relations) == sorted(key for _, _, key in needs)
    check_sound(found, folder)
