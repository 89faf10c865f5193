"""OSCAL catalogues and profiles of ours: what is selected, what stands in the vocabulary, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.formats.landscapes import codes, places, unread, write
from tests.formats.oscal_files import (
    REV4,
    REV5,
    catalog,
    component,
    control,
    definition,
    entry,
    implementation,
    imported,
    metadata,
    profile,
)

import tobfit
from tobfit.errors import TobfitError
from tobfit.formats import oscal
from tobfit.formats.oscal import Oscal
from tobfit.formats.oscal.catalogue import NO_CONTROL, WORDING
from tobfit.formats.oscal.profile import NEEDS_CATALOGUE, STRUCTURE

R4 = "nist800-53r4"
LETTERS = "letters and digits of ASCII and . _ @ : / -, beginning with a letter or digit"
ALLOWED = "allowed: ac-1, ac-2, ac-2.1, ac-2.2, ac-2.2.1"


def ids(found: Oscal) -> list[str]:
    return [line.id.removeprefix(f"{R4}:") for line in found.requirements]


def selected(folder: Path, *imports: Any, known: bool = True, **more: Any) -> Oscal:
    """What a profile selects, by the small catalogue of these tests or by none."""
    options = {"catalog": write(folder, catalog(), "catalog.json")} if known else {}
    return oscal.read(write(folder, profile(*imports, **more), "profile.json"), **options)  # type: ignore[arg-type]


def including(*selections: Any, **more: Any) -> dict[str, Any]:
    return {"href": REV4, "include-controls": list(selections), **more}


# ------------------------------------------------------------------------------------------ catalogues


def test_a_catalogue_becomes_vocabulary_and_lines(tmp_path: Path) -> None:
    found = oscal.read(write(tmp_path, catalog()))
    assert (found.kind, found.scheme, found.is_selection, codes(found)) == ("catalog", R4, False, [])
    assert ids(found) == ["ac-1", "ac-2", "ac-2.1", "ac-2.2", "ac-2.2.1"]
    assert found.pack is not None
    assert [(term.id, term.kind, term.broader) for term in found.pack.vocabulary] == [
        (R4, None, None),
        (f"{R4}:ac", None, R4),
        *((f"{R4}:{id}", "boolean", f"{R4}:ac") for id in ids(found)),
    ]
    assert [str(line.text) for line in found.requirements][:2] == ["The control ac-1", "The control ac-2"]
    assert {control.id: control.parent for control in found.controls if control.parent} == {
        "ac-2.1": "ac-2",
        "ac-2.2": "ac-2",
        "ac-2.2.1": "ac-2.2",
    }
    assert unread(found, "the control is withdrawn") == ["$.catalog.groups[0].controls[2]"]


def test_the_graph_of_a_catalogue(tmp_path: Path) -> None:
    found = oscal.read(write(tmp_path, catalog()))
    assert found.counts == {"control": 6, "group": 1, "contains": 6, "incorporated-into": 1}
    assert [(one.source, one.target) for one in found.relations if one.type == "contains"] == [
        ("ac", "ac-1"),
        ("ac", "ac-2"),
        ("ac-2", "ac-2.1"),
        ("ac-2", "ac-2.2"),
        ("ac-2.2", "ac-2.2.1"),
        ("ac", "ac-13"),
    ]


def test_groups_in_groups_and_none_at_all(tmp_path: Path) -> None:
    inner = {"id": "b", "title": "Inner", "controls": [control("1.1")]}
    nameless = {
        "title": "Without an id",
        "controls": [control("1.2")],
        "groups": [{"id": "c", "controls": [control("1.3")]}],
    }
    groups = [{"id": "a", "title": "Outer", "groups": [inner, nameless]}]
    content = {"catalog": {"metadata": metadata(), "groups": groups, "controls": [control("1.10")]}}
    found = oscal.read(write(tmp_path, content), scheme="house")
    assert found.pack is not None
    assert [(term.id, term.broader) for term in found.pack.vocabulary] == [
        ("house", None),
        ("house:a", "house"),
        ("house:b", "house:a"),
        ("house:c", "house:a"),
        ("house:1.1", "house:b"),
        ("house:1.3", "house:c"),
        ("house:1.2", "house:a"),
        ("house:1.10", "house"),
    ]
    tobfit.dump(found.pack, tmp_path / "pack.yaml")
    assert tobfit.check(packs=tobfit.load_packs(tmp_path / "pack.yaml")) == ()


def test_an_enhancement_alone_does_not_make_its_control_met(tmp_path: Path) -> None:
    found = oscal.read(write(tmp_path, catalog()))
    assert found.pack is not None
    tobfit.dump(found.pack, tmp_path / "pack.yaml")
    product = tobfit.Product(id="p")
    for id in ("ac-2.1", "ac-2.2", "ac-2.2.1"):
        product = product.offers(f"{R4}:{id}", response="standard")
    client = tobfit.Client(id="x", requirements=found.requirements)
    packs = tobfit.load_packs(tmp_path / "pack.yaml")
    report = tobfit.match(client, tobfit.Catalog(products=(product,)), packs=packs, as_of="2026-11-01", rules=False)
    verdicts = {one.requirement.id.removeprefix(f"{R4}:"): one.verdict for one in report.fits[0].judgements}
    assert verdicts == {"ac-1": "unknown", "ac-2": "unknown", "ac-2.1": "met", "ac-2.2": "met", "ac-2.2.1": "met"}


def test_the_priority_of_the_lines(tmp_path: Path) -> None:
    found = oscal.read(write(tmp_path, catalog()), priority="should")
    assert {line.priority for line in found.requirements} == {"should"}


def test_yaml_is_the_same_as_json(tmp_path: Path) -> None:
    for content in (catalog(), definition(component(implementation(entry("ac-2", uuid="0123"))))):
        json_file = write(tmp_path, content, "same.json")
        yaml_file = write(tmp_path, yaml.safe_dump(json.loads(json_file.read_text()), sort_keys=False), "same.yaml")
        by_json, by_yaml = oscal.read(json_file), oscal.read(yaml_file)
        assert (by_yaml.requirements, by_yaml.products) == (by_json.requirements, by_json.products)
        assert (by_yaml.pack, by_yaml.elements, by_yaml.relations) == (
            by_json.pack,
            by_json.elements,
            by_json.relations,
        )
        assert codes(by_yaml) == []


def test_what_is_wrong_in_a_catalogue(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """{"catalog": {"metadata": {"title": "800-53 rev4"}, "groups": [
 {"id": "ac", "controls": [
  {"title": "No id", "controls": [{"id": "ac-9", "title": "Inside"}]},
  {"id": "ac-1"},
  {"id": "ac-2", "title": "Two", "links": [{"rel": "x"}, {"href": "#gone"}, {"href": "#ac-1"}], "parts": [{}]},
  {"id": "ac-2", "title": "Again"},
  {"id": "a b", "title": "Unfit"},
  "ac-3"]},
 {"id": "ac-1", "title": "An id twice", "controls": [{"id": "zz-1", "title": "In a group without a fit id"}]}
 ], "controls": {}}}""",
    )
    found = oscal.read(file)
    base = "$.catalog.groups[0].controls"
    assert places(found.problems) == [
        ("TF144", 3, 3, f"{base}[0].id"),
        ("TF144", 4, 3, f"{base}[1].title"),
        ("TF144", 5, 44, f"{base}[2].links[0].href"),
        ("TF142", 6, 10, f"{base}[3].id"),
        ("TF144", 7, 10, f"{base}[4].id"),
        ("TF144", 8, 3, f"{base}[5]"),
        ("TF142", 9, 9, "$.catalog.groups[1].id"),
        ("TF144", 10, 17, "$.catalog.controls"),
    ]
    assert ids(found) == ["ac-9", "ac-1", "ac-2", "zz-1"]
    assert [(one.type, one.source, one.target) for one in found.relations if one.type != "contains"] == [
        ("link", "ac-2", "ac-1")
    ]
    assert unread(found, NO_CONTROL) == [f"{base}[2].links[1].href"]
    assert unread(found, WORDING) == [f"{base}[2].parts"]


def test_a_catalogue_whose_scheme_cannot_be_told(tmp_path: Path) -> None:
    file = write(tmp_path, catalog(title="House rules"))
    with pytest.raises(TobfitError) as caught:
        oscal.read(file)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column, problem.path) == ("TF147", 2, 13, "$.catalog")
    assert oscal.read(file, scheme="house").scheme == "house"


# -------------------------------------------------------------------------------------------- profiles


def test_ids_alone_need_no_catalogue(tmp_path: Path) -> None:
    found = selected(tmp_path, imported("ac-2", "ac-1", "ac-2", "zz-9"), known=False)
    assert (ids(found), codes(found)) == (["ac-2", "ac-1", "zz-9"], [])
    assert [line.text for line in found.requirements] == [None] * 3
    assert found.pack is not None
    assert [(term.id, term.broader) for term in found.pack.vocabulary][:2] == [(R4, None), (f"{R4}:ac-2", R4)]


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        (imported("ac-2.1", "ac-1"), ["ac-1", "ac-2.1"]),
        ({"href": REV4, "include-all": {}}, ["ac-1", "ac-2", "ac-2.1", "ac-2.2", "ac-2.2.1"]),
        ({"href": REV4}, ["ac-1", "ac-2", "ac-2.1", "ac-2.2", "ac-2.2.1"]),
        ({"href": REV4, "exclude-controls": [{"with-ids": ["ac-1"]}]}, ["ac-2", "ac-2.1", "ac-2.2", "ac-2.2.1"]),
        (including({"with-ids": ["ac-2"], "with-child-controls": "yes"}), ["ac-2", "ac-2.1", "ac-2.2", "ac-2.2.1"]),
        (including({"with-ids": ["ac-2"], "with-child-controls": "no"}), ["ac-2"]),
        (including({"matching": [{"pattern": "ac-2.?"}]}), ["ac-2.1", "ac-2.2"]),
        (including({"matching": [{"pattern": "ac-?"}, {"pattern": "*.1"}]}), ["ac-1", "ac-2", "ac-2.1", "ac-2.2.1"]),
        (including({"with-ids": ["ac-1"]}, {"with-ids": ["ac-2"]}), ["ac-1", "ac-2"]),
        (
            including({"with-ids": ["ac-1", "ac-2"]}, **{"exclude-controls": [{"matching": [{"pattern": "*-2"}]}]}),
            ["ac-1"],
        ),
        (
            {"href": REV4, "exclude-controls": [{"with-ids": ["ac-2.2"], "with-child-controls": "yes"}]},
            ["ac-1", "ac-2", "ac-2.1"],
        ),
        (including(), []),
    ],
)
def test_what_is_selected(tmp_path: Path, how: dict[str, Any], wanted: list[str]) -> None:
    found = selected(tmp_path, how)
    assert (ids(found), codes(found)) == (wanted, [])
    assert found.is_selection
    assert [element.id for element in found.elements] == wanted


@pytest.mark.parametrize(
    ("how", "path"),
    [
        ({"href": REV4, "include-all": {}}, ".include-all"),
        ({"href": REV4}, ""),
        (including({"with-ids": ["ac-2"], "with-child-controls": "yes"}), ".include-controls[0].with-child-controls"),
        (including({"with-ids": ["ac-2"], "matching": [{"pattern": "*"}]}), ".include-controls[0].matching[0]"),
    ],
)
def test_what_needs_the_catalogue(tmp_path: Path, how: dict[str, Any], path: str) -> None:
    found = selected(tmp_path, how, known=False)
    (problem,) = found.problems
    assert (problem.code, problem.severity, problem.path) == ("TF148", "error", f"$.profile.imports[0]{path}")
    assert problem.hint == "pass catalog=, the catalogue or profile that is imported"
    assert unread(found, NEEDS_CATALOGUE) == [problem.path]
    assert ids(found) == (["ac-2"] if "include-controls" in how else [])


def test_ids_that_the_catalogue_does_not_have(tmp_path: Path) -> None:
    found = selected(tmp_path, imported("ac-1", "ac-02.1", "ac-13", "a b"))
    assert ids(found) == ["ac-1"]
    assert [(one.code, one.severity, one.path, one.hint) for one in found.problems] == [
        ("TF146", "error", "$.profile.imports[0].include-controls[0].with-ids[1]", "did you mean 'ac-2.1'?"),
        ("TF146", "warning", "$.profile.imports[0].include-controls[0].with-ids[2]", "nobody can be asked for it"),
        ("TF146", "error", "$.profile.imports[0].include-controls[0].with-ids[3]", ALLOWED),
    ]
    excluded = selected(tmp_path, imported("ac-1", excluding=["ac-99"]))
    assert (ids(excluded), codes(excluded)) == (["ac-1"], [])


def test_a_profile_of_a_profile(tmp_path: Path) -> None:
    low = selected(tmp_path, imported("ac-1", "ac-2"))
    file = write(tmp_path, profile(imported(href="low.json", excluding=["ac-1"])))
    found = oscal.read(file, catalog=low)
    assert (ids(found), found.scheme, codes(found)) == (["ac-2"], R4, [])
    assert str(found.requirements[0].text) == "The control ac-2"


def test_what_is_below_a_control_only_the_catalogue_knows(tmp_path: Path) -> None:
    low = selected(tmp_path, imported("ac-2", "ac-2.1"), known=False)
    file = write(tmp_path, profile(including({"with-ids": ["ac-2"], "with-child-controls": "yes"})))
    assert codes(oscal.read(file, catalog=low)) == ["TF148"]
    whole = selected(tmp_path, imported("ac-2", "ac-2.1"))
    assert (ids(oscal.read(file, catalog=whole)), codes(oscal.read(file, catalog=whole))) == (["ac-2", "ac-2.1"], [])


def test_two_catalogues_in_one_profile(tmp_path: Path) -> None:
    both = imported("ac-1"), imported("sr-3", href="https://example.org/SP800-53/rev5/catalog.json")
    found = selected(tmp_path, *both, known=False)
    assert (found.schemes, found.scheme) == ((R4, "nist800-53r5"), None)
    assert [line.id for line in found.requirements] == [f"{R4}:ac-1", "nist800-53r5:sr-3"]
    found = selected(tmp_path, *both)
    assert [(one.code, one.severity, one.path) for one in found.problems] == [
        ("TF147", "warning", "$.profile.imports[1].href")
    ]
    assert [line.id for line in found.requirements] == [f"{R4}:ac-1", "nist800-53r5:sr-3"]
    assert found.pack is not None
    tobfit.dump(found.pack, tmp_path / "pack.yaml")
    assert tobfit.check(packs=tobfit.load_packs(tmp_path / "pack.yaml")) == ()


@pytest.mark.parametrize(
    ("title", "href", "back", "scheme"),
    [
        ("House", REV4, [], R4),
        ("House", "#r", [{"uuid": "r", "rlinks": [{"href": "x.json"}, {"href": REV5}]}], "nist800-53r5"),
        ("House", "#r", [{"uuid": "r", "description": "NIST Special Publication 800-53 Revision 4: ..."}], R4),
        ("NIST SP 800-53 Rev. 5 LOW", "catalog.json", [], "nist800-53r5"),
        ("NIST SP 800-53 Rev. 5 LOW", REV4, [], R4),
    ],
)
def test_the_scheme_of_a_profile(tmp_path: Path, title: str, href: str, back: list[Any], scheme: str) -> None:
    content = profile(imported("ac-1", href=href), title=title, **{"back-matter": {"resources": back}})
    found = oscal.read(write(tmp_path, content))
    assert (found.scheme, codes(found)) == (scheme, [])


def test_a_profile_whose_scheme_cannot_be_told(tmp_path: Path) -> None:
    file = write(tmp_path, profile(imported("1.1", href="#gone")))
    with pytest.raises(TobfitError, match=r"TF147 \$\.profile\.imports\[0\]\.href"):
        oscal.read(file)
    assert [line.id for line in oscal.read(file, scheme="house").requirements] == ["house:1.1"]
    whole = oscal.read(write(tmp_path, catalog(), "catalog.json"))
    found = oscal.read(write(tmp_path, profile(imported("ac-1", href="catalog.json"))), catalog=whole)
    assert [line.id for line in found.requirements] == [f"{R4}:ac-1"]


def test_what_a_profile_changes_is_listed(tmp_path: Path) -> None:
    modify = {"set-parameters": [{"param-id": "p"}], "alters": [{"control-id": "ac-1"}, {"control-id": "ac-2"}]}
    found = selected(tmp_path, imported("ac-1"), merge={"as-is": True}, modify=modify)
    assert sorted(unread(found, STRUCTURE)) == [
        "$.profile.merge",
        "$.profile.modify.alters[0]",
        "$.profile.modify.alters[1]",
        "$.profile.modify.set-parameters[0]",
    ]
    assert codes(found) == []


def test_what_is_wrong_in_a_profile(tmp_path: Path) -> None:
    wrong = {"with-ids": [7, "a b"], "with-child-controls": "maybe", "matching": [{}, "x"]}
    found = selected(tmp_path, including(wrong, "ac-1"), 5, known=False)
    base = "$.profile.imports[0].include-controls"
    assert [(one.code, one.path) for one in found.problems] == [
        ("TF144", f"{base}[0].with-ids[0]"),
        ("TF144", f"{base}[0].with-ids[1]"),
        ("TF144", f"{base}[0].with-child-controls"),
        ("TF144", f"{base}[0].matching[0].pattern"),
        ("TF144", f"{base}[0].matching[1]"),
        ("TF144", f"{base}[1]"),
        ("TF144", "$.profile.imports[1]"),
    ]
    assert found.requirements == ()
    assert codes(selected(tmp_path, imported("ac-1", href=""), title="800-53 rev4", known=False)) == ["TF144"]


# ------------------------------------------------------------------------------------ options and files


@pytest.mark.parametrize(
    ("options", "path", "hint"),
    [
        ({"alternative": "standard"}, "alternative", "allowed: customisation, third_party"),
        ({"alternative": "third-party"}, "alternative", "allowed: customisation, third_party"),
        ({"alternative": None}, "alternative", "allowed: customisation, third_party"),
        ({"priority": "could"}, "priority", "allowed: must, should"),
        ({"scheme": "nist 800"}, "scheme", LETTERS),
        ({"scheme": "a:b"}, "scheme", "a colon stands between scheme and id; such as nist800-53r4"),
        ({"scheme": 5}, "scheme", "leave it out, or pass a text"),
        ({"source": " "}, "source", "leave it out, or pass a text"),
        ({"source": "rev4"}, "source", "leave it out; a catalog takes scheme"),
        ({"catalog": "catalog.json"}, "catalog", "leave it out; a catalog takes scheme"),
        ({"profile": "profile.json"}, "profile", "leave it out; a catalog takes scheme"),
        ({"catalog": "components.json"}, "catalog", "pass a catalogue or a profile"),
        ({"catalog": "catalog.json", "profile": "other.json"}, "profile", f"the catalogue is of {R4}"),
    ],
)
def test_options_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], path: str, hint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    file = write(tmp_path, catalog(), "catalog.json")
    write(tmp_path, profile(imported("ac-1")), "profile.json")
    write(tmp_path, profile(imported("ac-1"), title="Other"), "other.json")
    write(tmp_path, profile(imported("ac-1", href=REV5)), "other.json")
    write(tmp_path, definition(component(implementation(entry("ac-1")))), "components.json")
    with pytest.raises(TobfitError) as caught:
        oscal.read(file, **options)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.hint) == ("TF147", f"oscal.read.{path}", hint)


def test_a_record_of_another_scheme(tmp_path: Path) -> None:
    whole = oscal.read(write(tmp_path, catalog(), "catalog.json"))
    with pytest.raises(TobfitError, match=r"TF147 oscal\.read\.scheme: the catalog that was given is of nist800-53r4"):
        oscal.read(write(tmp_path, profile(imported("ac-1"))), catalog=whole, scheme="house")
    found = oscal.read(write(tmp_path, profile(imported("ac-1"))), catalog=tmp_path / "catalog.json", scheme="house")
    assert [line.id for line in found.requirements] == ["house:ac-1"]


def test_errors_of_the_catalogue_are_told_as_its_own(tmp_path: Path) -> None:
    broken = write(tmp_path, catalog(controls=5), "catalog.json")
    with pytest.raises(TobfitError) as caught:
        oscal.read(write(tmp_path, profile(imported("ac-1"))), catalog=broken)
    assert [(one.code, one.file, one.path) for one in caught.value.problems] == [
        ("TF144", str(broken), "$.catalog.controls")
    ]


@pytest.mark.parametrize("argument", ["path", "catalog", "profile"])
def test_what_cannot_be_a_file(tmp_path: Path, argument: str) -> None:
    arguments: dict[str, Any] = {"path": write(tmp_path, definition()), argument: 5}
    with pytest.raises(TobfitError, match=rf"TF123 oscal\.read\.{argument}"):
        oscal.read(arguments.pop("path"), **arguments)


def test_xml_is_refused_with_the_way_out(tmp_path: Path) -> None:
    file = write(tmp_path, "<catalog/>", "catalog.xml")
    with pytest.raises(TobfitError) as caught:
        oscal.read(file)
    (problem,) = caught.value.problems
    assert (problem.code, problem.file) == ("TF121", str(file))
    assert problem.hint == "convert it to JSON first, for example with oscal-cli"
    with pytest.raises(TobfitError, match="TF101"):
        oscal.read(tmp_path / "gone.xml")


@pytest.mark.parametrize(
    ("content", "code", "hint"),
    [
        ({"system-security-plan": {}}, "TF140", "it looks like an OSCAL document; "),
        ({"catalog": []}, "TF140", "its keys are 'catalog'; "),
        ({"bomFormat": "CycloneDX"}, "TF140", "it looks like a CycloneDX document; "),
        ([], "TF140", "it is a list; "),
        ("{", "TF109", "close it with '}'"),
        ("", "TF117", ""),
        ("[" * 100, "TF110", ""),
    ],
)
def test_files_of_another_kind(tmp_path: Path, content: Any, code: str, hint: str) -> None:
    with pytest.raises(TobfitError) as caught:
        oscal.read(write(tmp_path, content))
    problem = caught.value.problems[0]
    assert problem.code == code
    assert (problem.hint or "").startswith(hint)


def test_other_readers_know_an_oscal_document(tmp_path: Path) -> None:
    with pytest.raises(TobfitError, match="it looks like an OSCAL document"):
        tobfit.formats.structurizr.read(write(tmp_path, catalog()))
