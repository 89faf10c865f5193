"""OSCAL component definitions of ours: statuses, statements, sources, and what is wrong in them."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.landscapes import codes, places, unread, write
from tests.formats.oscal_files import (
    REV4,
    REV5,
    catalog,
    component,
    definition,
    entry,
    implementation,
    imported,
    metadata,
    profile,
    status,
)

import tobfit
from tobfit.errors import TobfitError
from tobfit.formats import oscal
from tobfit.formats.oscal import Oscal
from tobfit.formats.oscal.document import NOT_TAKEN
from tobfit.formats.oscal.entry import AGAIN, MAX_REMARK
from tobfit.formats.oscal.sources import OTHER_CATALOGUE, OTHER_SOURCE
from tobfit.formats.oscal.status import STATUSES, facts_of
from tobfit.model.product import Statement

R4, R5 = "nist800-53r4", "nist800-53r5"
WHERE = "$.component-definition.components[0].control-implementations[0].implemented-requirements[0]"


def read(folder: Path, *entries: Any, **options: Any) -> Oscal:
    return oscal.read(write(folder, definition(component(implementation(*entries)))), **options)


def stated(found: Oscal, control: str = "ac-2") -> tuple[Statement, ...]:
    return found.products[0].capabilities[f"{R4}:{control}"]


def only(found: Oscal, control: str = "ac-2") -> Statement:
    (statement,) = stated(found, control)
    return statement


def facts(statement: Statement) -> tuple[str, Any, Any]:
    return statement.response, statement.extent, statement.available


def statement(name: str, *props: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "statement-id": name,
        "description": f"What {name} says",
        **({"props": list(props)} if props else {}),
        **more,
    }


# -------------------------------------------------------------------------------------------- statuses

MEANINGS = {
    None: ("standard", "full", None),
    "implemented": ("standard", "full", None),
    "partial": ("standard", "partial", None),
    "planned": ("roadmap", "full", "unknown"),
    "alternative": ("customisation", "full", None),
    "not-applicable": ("not_applicable", "full", None),
}


@pytest.mark.parametrize(("word", "meaning"), MEANINGS.items())
def test_what_a_status_means(tmp_path: Path, word: str | None, meaning: tuple[Any, ...]) -> None:
    found = read(tmp_path, entry("ac-2", *([] if word is None else [status(word)])))
    assert facts(only(found)) == meaning
    assert (only(found).by, only(found).evidence[0].kind, codes(found)) == ("vendor", "claimed", [])


def test_alternative_is_what_the_option_says(tmp_path: Path) -> None:
    found = read(tmp_path, entry("ac-2", status("alternative")), alternative="third_party")
    assert only(found).response == "third_party"


@pytest.mark.parametrize(
    "said",
    [
        {"props": [status("partial", ns="http://csrc.nist.gov/ns/oscal")]},
        {"props": [{"name": "implementation_status", "value": "Partial"}]},
        {"implementation-status": {"state": "partial", "remarks": "soon"}},
        {"implementation-status": "partial"},
    ],
)
def test_forms_of_a_status(tmp_path: Path, said: dict[str, Any]) -> None:
    found = read(tmp_path, entry("ac-2", **said))
    assert (facts(only(found)), codes(found)) == (MEANINGS["partial"], [])


@pytest.mark.parametrize("word", ["not-applicable", "Not Applicable", "not_applicable"])
def test_spellings_of_a_status(tmp_path: Path, word: str) -> None:
    assert only(read(tmp_path, entry("ac-2", status(word)))).response == "not_applicable"


def test_a_status_of_somebody_elses_is_listed_only(tmp_path: Path) -> None:
    found = read(tmp_path, entry("ac-2", status("planned", ns="https://example.org/ns")))
    assert facts(only(found)) == MEANINGS[None]
    assert unread(found, NOT_TAKEN) == [f"{WHERE}.props[0]"]
    assert found.unread[-1].what == "the property implementation-status = planned"


@pytest.mark.parametrize(
    ("said", "path", "hint"),
    [
        ({"props": [status("planed")]}, ".props[0].value", "did you mean 'planned'?"),
        ({"props": [status("")]}, ".props[0].value", None),
        ({"props": [{"name": "implementation-status"}]}, ".props[0].value", None),
        ({"implementation-status": {}}, ".implementation-status.state", None),
        ({"implementation-status": ["planned"]}, ".implementation-status", None),
        ({"statements": [statement("ac-2_smt.a", status("done"))]}, ".statements[0].props[0].value", None),
    ],
)
def test_an_unknown_status_leaves_the_control_unknown(
    tmp_path: Path, said: dict[str, Any], path: str, hint: str | None
) -> None:
    found = read(tmp_path, entry("ac-2", **said), entry("ac-1"))
    (problem,) = found.problems
    assert (problem.code, problem.severity, problem.path) == ("TF149", "error", WHERE + path)
    assert problem.hint == (hint or "allowed: alternative, implemented, not-applicable, partial, planned")
    assert list(found.products[0].capabilities) == [f"{R4}:ac-1"]
    assert unread(found, "its implementation status cannot be read") == [WHERE]


# ------------------------------------------------------------------------------------- statements of a control


@pytest.mark.parametrize(
    ("own", "parts", "meaning"),
    [
        (None, ["implemented", "implemented"], "implemented"),
        (None, ["implemented", "planned"], "partial"),
        (None, ["implemented", "partial"], "partial"),
        (None, ["planned", "planned"], "planned"),
        (None, ["planned", None], "partial"),                      # who says nothing is implemented
        ("planned", ["planned", None], "planned"),                 # or as the whole is
        ("implemented", ["planned", "planned"], "partial"),
        ("partial", [None, None], "partial"),
        (None, ["not-applicable", "implemented"], "implemented"),
        (None, ["not-applicable", "planned"], "planned"),
        (None, ["not-applicable", "not-applicable"], "not-applicable"),
        (None, ["alternative", "implemented"], "alternative"),
    ],
)  # fmt: skip
def test_statuses_of_parts_together(tmp_path: Path, own: str | None, parts: list[str | None], meaning: str) -> None:
    statements = [
        statement(f"ac-2_smt.{letter}", *([] if part is None else [status(part)]))
        for letter, part in zip("abc", parts, strict=False)
    ]
    found = read(tmp_path, entry("ac-2", *([] if own is None else [status(own)]), statements=statements))
    assert facts(only(found)) == MEANINGS[meaning]
    assert codes(found) == []


@pytest.mark.parametrize("alternative", ["customisation", "third_party"])
def test_parts_together_are_never_better_than_one_of_them_and_order_decides_nothing(alternative: Any) -> None:
    order = ["standard", "third_party", "customisation", "roadmap", "not_applicable"]
    for number in (1, 2, 3, 4):
        for chosen in itertools.product(STATUSES, repeat=number):
            together = facts_of(chosen, alternative)
            assert together == facts_of(reversed(chosen), alternative) == facts_of({*chosen}, alternative)
            applying = [facts_of([one], alternative) for one in chosen if one != "not-applicable"]
            if not applying:
                assert together == {"response": "not_applicable"}
                continue
            delivered = [one for one in applying if one["response"] != "roadmap"]
            if delivered:
                worst = max((one["response"] for one in delivered), key=order.index)
                in_part = any(one.get("extent") or one["response"] == "roadmap" for one in applying)
                assert (together["response"], together.get("extent") == "partial") == (worst, in_part)
            else:
                assert together == {"response": "roadmap", "available": "unknown"}


def test_the_remark_is_all_that_was_said(tmp_path: Path) -> None:
    parts = [statement("ac-2_smt.a"), statement("ac-2_smt.b", status("planned")), statement("ac-2_smt"), statement("x")]
    found = read(tmp_path, entry("ac-2", description="Accounts.", statements=parts))
    assert str(only(found).remark).splitlines() == [
        "Accounts.",
        "a: What ac-2_smt.a says",
        "b (planned): What ac-2_smt.b says",
        "What ac-2_smt says",
        "x: What x says",
    ]
    assert only(read(tmp_path, entry("ac-2"))).remark is None


def test_a_remark_is_bounded(tmp_path: Path) -> None:
    found = read(tmp_path, entry("ac-2", description="word " * MAX_REMARK))
    assert len(str(only(found).remark)) <= MAX_REMARK
    assert str(only(found).remark).endswith("word …")
    assert unread(found, "the remark is cut after 4,000 characters") == [WHERE]


# ----------------------------------------------------------------------------------------- stated twice


def test_a_control_stated_twice_counts_once(tmp_path: Path) -> None:
    same = entry("ac-2", status("partial"), description="One.")
    found = read(tmp_path, same, entry("ac-2", status("partial"), description="Two."), same)
    assert facts(only(found)) == MEANINGS["partial"]
    assert str(only(found).remark) == "One.\nTwo."
    assert found.unread_counts[AGAIN] == 2
    assert codes(found) == []


def test_a_control_stated_in_two_implementations_of_one_catalogue_counts_once(tmp_path: Path) -> None:
    low = REV4.replace("catalog.json", "LOW-baseline_profile.json")
    one = component(implementation(entry("ac-2")), implementation(entry("ac-2"), source=low))
    found = oscal.read(write(tmp_path, definition(one)))
    assert (len(stated(found)), found.unread_counts[AGAIN]) == (1, 1)


def test_what_is_said_twice_and_not_alike_is_a_conflict_of_the_match(tmp_path: Path) -> None:
    found = read(tmp_path, entry("ac-2"), entry("ac-2", status("planned")), entry("ac-2"))
    assert [one.response for one in stated(found)] == ["standard", "roadmap"]
    (problem,) = found.problems
    assert (problem.code, problem.severity, problem.path) == ("TF139", "warning", f"{WHERE[:-3]}[1]")
    assert found.pack is not None
    tobfit.dump(found.pack, tmp_path / "pack.yaml")
    client = tobfit.Client(id="x").require(f"{R4}:ac-2", priority="must")
    report = tobfit.match(
        client,
        tobfit.Catalog(products=found.products),
        packs=tobfit.load_packs(tmp_path / "pack.yaml"),
        as_of="2026-11-01",
    )
    (judgement,) = report.fits[0].judgements
    assert judgement.verdict == "unknown"
    assert judgement.reason.startswith("Statements of equal standing contradict each other")
    assert [gap.kind for gap in report.fits[0].gaps if gap.kind == "conflicting"] == ["conflicting"]


# ---------------------------------------------------------------------- which catalogue, which profile


def two_revisions(folder: Path) -> Path:
    both = implementation(entry("ac-1")), implementation(entry("ac-1"), entry("sr-3"), source=REV5)
    return write(folder, definition(component(*both)), "both.json")


def test_without_a_choice_each_revision_is_read_under_its_own_scheme(tmp_path: Path) -> None:
    found = oscal.read(two_revisions(tmp_path))
    assert list(found.products[0].capabilities) == [f"{R4}:ac-1", f"{R5}:ac-1", f"{R5}:sr-3"]
    assert found.pack is not None
    assert [term.id for term in found.pack.vocabulary][:2] == [R4, R5]


def test_the_profile_or_catalogue_says_which_revision_is_read(tmp_path: Path) -> None:
    low = write(tmp_path, profile(imported("ac-1")), "low.json")
    whole = write(tmp_path, catalog(), "catalog.json")
    for options in ({"profile": low}, {"catalog": whole}, {"profile": low, "catalog": whole}, {"scheme": R4}):
        found = oscal.read(two_revisions(tmp_path), **options)
        assert list(found.products[0].capabilities) == [f"{R4}:ac-1"]
        (left,) = (one for one in found.unread if one.why == OTHER_CATALOGUE)
        assert left.what == "what is said of 2 controls of nist800-53r5"


def test_a_source_by_a_part_of_its_address(tmp_path: Path) -> None:
    found = oscal.read(two_revisions(tmp_path), source="REV5", scheme="house")
    assert list(found.products[0].capabilities) == ["house:ac-1", "house:sr-3"]
    assert len(unread(found, OTHER_SOURCE)) == 1
    with pytest.raises(TobfitError) as caught:
        oscal.read(two_revisions(tmp_path), source="rev6")
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("TF147", "oscal.read.source")
    assert problem.hint == f"allowed: {REV4}, {REV5}"


def test_a_scheme_that_nothing_answers(tmp_path: Path) -> None:
    with pytest.raises(TobfitError) as caught:
        oscal.read(two_revisions(tmp_path), scheme="nist800-53r3")
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("TF147", "oscal.read.scheme")
    assert problem.hint is not None
    assert problem.hint.startswith("the file answers nist800-53r4, nist800-53r5;")


def test_a_source_that_leads_to_a_resource(tmp_path: Path) -> None:
    resources = [{"uuid": "r", "title": "NIST SP 800-53 Rev 5"}, {"uuid": "s", "rlinks": [{"href": REV4}]}]
    back = {"back-matter": {"resources": resources}}
    one = component(implementation(entry("ac-1"), source="#r"), implementation(entry("ac-2"), source="#s"))
    found = oscal.read(write(tmp_path, definition(one, **back)))
    assert list(found.products[0].capabilities) == [f"{R5}:ac-1", f"{R4}:ac-2"]
    found = oscal.read(write(tmp_path, definition(one)), scheme=R4)
    assert list(found.products[0].capabilities) == [f"{R4}:ac-1", f"{R4}:ac-2"]
    assert codes(found) == ["TF141", "TF141"]


def test_a_source_that_is_not_recognised(tmp_path: Path) -> None:
    file = write(
        tmp_path, definition(component(implementation(entry("1.10"), source="https://example.org/house.json")))
    )
    with pytest.raises(TobfitError) as caught:
        oscal.read(file)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("TF147", WHERE.rpartition(".")[0] + ".source")
    assert problem.hint == "pass scheme=, which begins the ids, such as nist800-53r4"
    assert list(oscal.read(file, scheme="house").products[0].capabilities) == ["house:1.10"]
    own = write(tmp_path, profile(imported("1.10")), "own.json")
    assert list(oscal.read(file, scheme="house", profile=own).products[0].capabilities) == ["house:1.10"]


def test_one_of_two_sources_is_not_recognised(tmp_path: Path) -> None:
    one = component(implementation(entry("ac-1")), implementation(entry("ac-2"), source="house.json"))
    file = write(tmp_path, definition(one))
    found = oscal.read(file)
    assert list(found.products[0].capabilities) == [f"{R4}:ac-1"]
    assert [(problem.code, problem.severity) for problem in found.problems] == [("TF147", "error")]
    found = oscal.read(file, scheme=R4)
    assert list(found.products[0].capabilities) == [f"{R4}:ac-1"]
    assert [(problem.code, problem.severity) for problem in found.problems] == [("TF147", "warning")]


def test_a_component_that_answers_another_catalogue_only(tmp_path: Path) -> None:
    silent = component(implementation(entry("ac-1"), source=REV5), uuid="c2", title="Other")
    low = oscal.read(write(tmp_path, profile(imported("ac-1")), "low.json"))
    found = oscal.read(write(tmp_path, definition(component(implementation(entry("ac-1"))), silent)), profile=low)
    assert [(one.id, len(one.capabilities)) for one in found.products] == [("acme-crm", 1), ("other", 0)]
    assert [(problem.code, problem.path) for problem in found.problems] == [
        ("TF147", "$.component-definition.components[1]")
    ]


def test_unknown_and_withdrawn_controls(tmp_path: Path) -> None:
    whole = write(tmp_path, catalog(), "catalog.json")
    found = read(tmp_path, entry("ac-22"), entry("ac-13"), entry("ac-2"), catalog=whole)
    assert [(one.code, one.severity, one.message, one.hint) for one in found.problems] == [
        ("TF146", "warning", "the catalogue has no control 'ac-22'", "did you mean 'ac-2.2'?"),
        ("TF146", "warning", "the control 'ac-13' is withdrawn", None),
    ]
    assert found.problems[0].path == f"{WHERE}.control-id"
    assert (found.problems[0].line, found.problems[0].excerpt) == (19, '        "control-id": "ac-22"')
    assert found.outside == (f"{R4}:ac-22", f"{R4}:ac-13")
    assert list(found.products[0].capabilities) == [f"{R4}:ac-2"]


def test_catalogue_and_profile_together(tmp_path: Path) -> None:
    whole = write(tmp_path, catalog(), "catalog.json")
    low = write(tmp_path, profile(imported("ac-2", excluding=["ac-1"])), "low.json")
    found = read(tmp_path, entry("ac-1"), entry("ac-2"), entry("ac-9"), catalog=whole, profile=low)
    assert [one.message for one in found.problems] == [
        "the profile does not select 'ac-1'",
        "the catalogue has no control 'ac-9'",
    ]
    assert [control.title for control in found.controls] == ["The control ac-2"]


# --------------------------------------------------------------------------------- products and the graph


def test_a_product_for_each_component(tmp_path: Path) -> None:
    version = {"props": [{"name": "version", "value": "5.2"}, {"name": "asset-type", "value": "web"}]}
    parts = (
        component(title="Acme CRM", uuid="a", description="Keeps customers.", **version),
        component(title="Acme CRM", uuid="b", **version),
        component(title="北风", uuid="c"),
        {"title": "Policy", "type": "policy"},
    )
    found = oscal.read(write(tmp_path, definition(*parts)))
    assert [one.id for one in found.products] == ["acme-crm@5.2", "acme-crm@5.2-2", "product", "policy"]
    assert [str(one.name) for one in found.products] == ["Acme CRM", "Acme CRM", "北风", "Policy"]
    assert (found.products[0].version, found.products[0].notes) == ("5.2", "Keeps customers.")
    assert [(one.id, one.type) for one in found.elements] == [
        *((id, "software") for id in "abc"),
        ("Policy", "policy"),
    ]
    assert [one.what for one in found.unread if one.why == NOT_TAKEN] == ["the property asset-type = web"] * 2
    assert found.pack is None


def test_the_graph_is_as_written(tmp_path: Path) -> None:
    entries = entry("ac-1", uuid="r1"), entry("ac-2", uuid="r1"), entry("ac-1")
    found = read(tmp_path, *entries)
    assert [(one.id, one.source, one.target) for one in found.relations] == [
        ("r1", "c1", "ac-1"),
        ("c1 implemented-requirement ac-2", "c1", "ac-2"),
        ("c1 implemented-requirement ac-1", "c1", "ac-1"),
    ]
    assert [(one.code, one.severity) for one in found.problems] == [("TF142", "warning")]
    assert len(found.products[0].capabilities) == 2


def test_two_components_with_one_uuid(tmp_path: Path) -> None:
    twice = component(implementation(entry("ac-1"))), component(implementation(entry("ac-2")), title="Other")
    found = oscal.read(write(tmp_path, definition(*twice)))
    assert [one.id for one in found.products] == ["acme-crm"]
    assert [(one.code, one.severity, one.path) for one in found.problems] == [
        ("TF142", "error", "$.component-definition.components[1].uuid")
    ]


def test_what_has_no_place_is_listed(tmp_path: Path) -> None:
    one = component(
        implementation(
            entry("ac-1", statements=[statement("ac-1_smt", **{"responsible-roles": [{"role-id": "customer"}]})]),
            parameters=[{"param-id": "p"}],
        ),
        purpose="Sells.",
        protocols=[{"name": "https"}],
    )
    more: dict[str, Any] = {"capabilities": [{"name": "x"}], "import-component-definitions": [{}]}
    found = oscal.read(write(tmp_path, definition(one, **more)))
    base = "$.component-definition"
    part = f"{base}.components[0]"
    assert unread(found, NOT_TAKEN) == [
        f"{part}.control-implementations[0].implemented-requirements[0].statements[0].responsible-roles",
        f"{part}.control-implementations[0].set-parameters",
        f"{part}.purpose",
        f"{part}.protocols",
        f"{base}.capabilities[0]",
        f"{base}.import-component-definitions",
    ]


# ------------------------------------------------------------------------------------------- bad input


def test_what_is_wrong_is_noted_and_the_rest_is_read(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """{"component-definition": {"metadata": {"title": "Acme", "oscal-version": "2.0", "last-modified": "soon"},
 "components": [
  {"title": "A", "control-implementations": [
   {"source": "SP800-53/rev4", "implemented-requirements": [
    {"uuid": "r1"},
    {"control-id": "AC 2"},
    {"control-id": 7},
    "ac-1",
    {"control-id": "ac-3", "statements": {}, "props": 5}]},
   {"implemented-requirements": []}]},
  7,
  {"type": "software"}],
 "capabilities": "none"}}""",
    )
    found = oscal.read(file)
    base = "$.component-definition"
    entries = f"{base}.components[0].control-implementations[0].implemented-requirements"
    assert places(found.problems) == [
        ("TF143", 1, 74, f"{base}.metadata.oscal-version"),
        ("TF144", 1, 98, f"{base}.metadata.last-modified"),
        ("TF144", 5, 5, f"{entries}[0].control-id"),
        ("TF144", 6, 20, f"{entries}[1].control-id"),
        ("TF144", 7, 20, f"{entries}[2].control-id"),
        ("TF144", 8, 5, f"{entries}[3]"),
        ("TF144", 9, 42, f"{entries}[4].statements"),
        ("TF144", 9, 55, f"{entries}[4].props"),
        ("TF144", 10, 4, f"{base}.components[0].control-implementations[1].source"),
        ("TF147", 10, 4, f"{base}.components[0].control-implementations[1].source"),
        ("TF144", 11, 3, f"{base}.components[1]"),
        ("TF144", 12, 3, f"{base}.components[2].title"),
        ("TF144", 13, 18, f"{base}.capabilities"),
    ]
    assert [(one.id, list(one.capabilities)) for one in found.products] == [("a", [f"{R4}:ac-3"]), ("component", [])]


def test_no_component_at_all(tmp_path: Path) -> None:
    found = oscal.read(write(tmp_path, definition()))
    assert (found.products, found.problems, found.schemes, found.pack) == ((), (), (), None)


KEYS = [
    *("metadata", "components", "control-implementations", "implemented-requirements", "control-id", "props", "name"),
    *("value", "statements", "statement-id", "source", "uuid", "title", "groups", "controls", "imports", "href", "id"),
    *("include-controls", "exclude-controls", "with-ids", "matching", "pattern", "back-matter", "resources", "links"),
    *("with-child-controls", "include-all", "implementation-status", "state", "modify", "alters", "rel", "version"),
]
TEXTS = st.sampled_from(["", "ac-1", "a b", "implementation-status", "planned", REV4, "#r", "yes", "*", "r"])
PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=20,
)


@given(part=PARTS, other=PARTS)
def test_whatever_the_file_holds_no_other_error_comes_out(
    tmp_path_factory: pytest.TempPathFactory, part: Any, other: Any
) -> None:
    folder = tmp_path_factory.mktemp("any")
    whole = oscal.read(write(folder, catalog(), "catalog.json"))
    contents: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
        ({"component-definition": part if isinstance(part, dict) else {"components": part}}, {}),
        (definition(component(implementation(part, other), part)), {}),
        (definition(component(implementation(entry("ac-1", props=part, statements=other)))), {"catalog": whole}),
        (catalog(groups=part, controls=other), {}),
        (profile({"href": REV4, "include-controls": part, "exclude-controls": other}), {"catalog": whole}),
        ({"profile": {"metadata": part, "imports": other, "modify": part, "back-matter": other}}, {}),
        ({"catalog": {"metadata": metadata(title="800-53"), "groups": [{"id": "g", "controls": [part, other]}]}}, {}),
    )
    for content, options in contents:
        file = write(folder, content, "any.json")
        try:
            found = oscal.read(file, **options)
        except TobfitError as error:
            problems = error.problems
        else:
            problems = found.problems
            assert all(one.line and one.what for one in found.unread)
            for product in found.products:
                tobfit.dump(product)
        assert all(one.line and one.column and one.excerpt is not None for one in problems)
        assert {one.code for one in problems} <= {"TF139", *(f"TF14{number}" for number in range(10))}
