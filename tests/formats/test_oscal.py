"""OSCAL: the real profiles, catalogue and components of the shared data."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.formats.oscal_files import COMPONENTS, RESOLVED, baseline, oscal_folder

import tobfit
from tobfit.formats import oscal
from tobfit.formats.oscal import Oscal
from tobfit.matching.report import Report

DAY = "2026-11-01"
COVERED = {
    "LOW": (124, {"drupal": 15, "django": 6, "ssh": 1}, 16),
    "MODERATE": (261, {"drupal": 15, "django": 9, "ssh": 2}, 20),
    "HIGH": (343, {"drupal": 15, "django": 9, "ssh": 2}, 20),
}
"""Of each baseline: its controls, how many each component covers, and how many the three cover together."""
PRODUCTS = {"drupal": "drupal-cms", "django": "django", "ssh": "ssh"}


@pytest.fixture(scope="session")
def data(shared: Path) -> Path:
    return oscal_folder(shared)


# ----------------------------------------------------- an independent look at the files, by nothing of tobfit


@functools.cache
def raw(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def selected(profile: Path) -> set[str]:
    (only,) = raw(profile)["profile"]["imports"]
    (include,) = only["include-controls"]
    return set(include["with-ids"])


def implemented(component: Path, revision: str) -> list[str]:
    (only,) = raw(component)["component-definition"]["components"]
    return [
        requirement["control-id"]
        for one in only["control-implementations"]
        if f"/{revision}/" in one["source"]
        for requirement in one["implemented-requirements"]
    ]


def nested(owner: Any) -> Iterator[Any]:
    for one in owner.get("controls", ()):
        yield one
        yield from nested(one)


def local(ids: Iterator[str] | list[str] | set[str]) -> set[str]:
    return {id.removeprefix("nist800-53r4:") for id in ids}


# ------------------------------------------------------------------------------- profiles and the catalogue


@pytest.mark.parametrize("name", COVERED)
def test_a_profile_asks_for_what_it_selects(data: Path, name: str) -> None:
    found = oscal.read(baseline(data, name))
    assert (found.kind, found.scheme, found.problems) == ("profile", "nist800-53r4", ())
    assert len(found.requirements) == COVERED[name][0]
    assert local([line.id for line in found.requirements]) == selected(baseline(data, name))
    assert {line.priority for line in found.requirements} == {"must"}
    assert all(line.capability == line.id for line in found.requirements)


def test_the_resolved_catalogue(data: Path) -> None:
    file = data / "profiles" / RESOLVED
    found = oscal.read(file)
    groups = raw(file)["catalog"]["groups"]
    titles = {one["id"]: one["title"] for group in groups for one in nested(group)}
    assert found.counts == {"control": 124, "group": 17, "contains": 124}
    assert (found.scheme, found.is_selection, found.problems) == ("nist800-53r4", True, ())
    assert {control.id: control.title for control in found.controls} == titles
    assert [str(line.text) for line in found.requirements] == list(titles.values())
    assert found.pack is not None
    terms = {term.id: term for term in found.pack.vocabulary}
    assert len(terms) == 1 + 17 + 124
    assert (terms["nist800-53r4:ac-2"].kind, terms["nist800-53r4:ac-2"].broader) == ("boolean", "nist800-53r4:ac")
    assert str(terms["nist800-53r4:ac"].name) == "Access Control"
    assert terms["nist800-53r4:ac"].broader == "nist800-53r4"
    parents = {control.id: control.parent for control in found.controls if control.parent}
    assert len(parents) == 9
    assert parents["ia-5.11"] == "ia-5"


def test_profile_and_resolved_catalogue_ask_for_the_same(data: Path) -> None:
    profile, catalogue = oscal.read(baseline(data, "LOW")), oscal.read(data / "profiles" / RESOLVED)
    assert {line.id for line in profile.requirements} == {line.id for line in catalogue.requirements}
    by_it = oscal.read(baseline(data, "LOW"), catalog=catalogue)
    assert (by_it.requirements, by_it.controls) == (catalogue.requirements, catalogue.controls)
    assert by_it.pack is not None
    assert catalogue.pack is not None
    assert by_it.pack.vocabulary == catalogue.pack.vocabulary
    assert by_it == oscal.read(baseline(data, "LOW"), catalog=data / "profiles" / RESOLVED)


def test_a_catalogue_that_lacks_controls_of_the_profile(data: Path) -> None:
    found = oscal.read(baseline(data, "MODERATE"), catalog=data / "profiles" / RESOLVED)
    missing = selected(baseline(data, "MODERATE")) - selected(baseline(data, "LOW"))
    assert len(found.requirements) == 124
    assert [problem.code for problem in found.problems] == ["TF146"] * len(missing)
    assert len(missing) == 137


# -------------------------------------------------------------------------------------------- components


def read_all(data: Path, **options: Any) -> dict[str, Oscal]:
    return {name: oscal.read(data / "components" / f"{name}.json", **options) for name in COMPONENTS}


def matched(asked: Oscal, read: dict[str, Oscal], folder: Path) -> Report:
    assert asked.pack is not None
    file = folder / "pack.yaml"
    tobfit.dump(asked.pack, file, overwrite=True)
    client = tobfit.Client(id="low", requirements=asked.requirements)
    products = tuple(product for one in read.values() for product in one.products)
    return tobfit.match(
        client, tobfit.Catalog(products=products), packs=tobfit.load_packs(file), as_of=DAY, rules=False
    )


def met(report: Report) -> dict[str, set[str]]:
    return {
        fit.product: local({one.requirement.id for one in fit.judgements if one.verdict == "met"})
        for fit in report.fits
    }


@pytest.mark.parametrize("name", COVERED)
def test_what_components_cover_of_a_baseline(data: Path, tmp_path: Path, name: str) -> None:
    number, each, together = COVERED[name]
    asked = oscal.read(baseline(data, name))
    found = met(matched(asked, read_all(data, profile=asked), tmp_path))
    wanted = selected(baseline(data, name))
    by_hand = {one: wanted & set(implemented(data / "components" / f"{one}.json", "rev4")) for one in COMPONENTS}
    assert {one: len(found[PRODUCTS[one]]) for one in COMPONENTS} == each
    assert {one: found[PRODUCTS[one]] for one in COMPONENTS} == by_hand
    covered = set.union(*found.values())
    assert (len(covered), len(wanted - covered), len(wanted)) == (together, number - together, number)


def test_what_stays_uncovered_of_low(data: Path, tmp_path: Path) -> None:
    asked = oscal.read(baseline(data, "LOW"))
    covered = set.union(*met(matched(asked, read_all(data, profile=asked), tmp_path)).values())
    assert covered == {
        *("ac-2", "ac-3", "ac-7", "ac-14", "au-2", "au-3", "ca-7", "ia-2", "ia-2.1", "ia-4", "ia-5", "ia-5.1"),
        *("ia-6", "ia-7", "sc-5", "sc-7"),
    }
    assert len(asked.requirements) - len(covered) == 108


def test_by_the_resolved_catalogue_it_is_the_same(data: Path, tmp_path: Path) -> None:
    profile, catalogue = oscal.read(baseline(data, "LOW")), oscal.read(data / "profiles" / RESOLVED)
    by_catalogue, by_profile = read_all(data, catalog=catalogue), read_all(data, profile=profile)
    assert [one.outside for one in by_catalogue.values()] == [one.outside for one in by_profile.values()]
    reports = [matched(catalogue, by_catalogue, tmp_path), matched(profile, by_profile, tmp_path)]
    judged = [
        {(fit.product, one.requirement.id): (one.verdict, one.credit) for fit in report.fits for one in fit.judgements}
        for report in reports
    ]
    assert judged[0] == judged[1]


def test_controls_outside_the_profile_are_reported(data: Path) -> None:
    read = read_all(data, profile=baseline(data, "LOW"))
    outside = {name: [id.removeprefix("nist800-53r4:") for id in one.outside] for name, one in read.items()}
    assert outside == {"drupal": [], "django": ["ac-11", "ac-12", "sc-2"], "ssh": ["ac-6"]}
    places = [(one.code, one.severity, one.line, one.column) for one in read["django"].problems]
    assert places == [("TF146", "warning", line, 31) for line in (76, 88, 158)]
    assert read["django"].problems[0].message == "the profile does not select 'ac-11'"
    assert read["django"].unread_counts["the profile does not select the control"] == 3


def test_django_lists_19_entries_for_10_controls(data: Path) -> None:
    found = oscal.read(data / "components" / "django.json")
    assert found.counts == {"control": 10, "implemented-requirement": 19, "software": 1}
    assert found.schemes == ("nist800-53r4", "nist800-53r5")
    assert (found.scheme, found.problems) == (None, ())
    (product,) = found.products
    assert len(product.capabilities) == 9 + 10
    assert len({control.id for control in found.controls}) == 10
    assert {len(statements) for statements in product.capabilities.values()} == {1}


@pytest.mark.parametrize(("revision", "number"), [("r4", 9), ("r5", 10)])
def test_one_revision_of_django(data: Path, revision: str, number: int) -> None:
    scheme, other = f"nist800-53{revision}", {"r4": 10, "r5": 9}[revision]
    found = oscal.read(data / "components" / "django.json", scheme=scheme)
    by_source = oscal.read(data / "components" / "django.json", source=f"/rev{revision[1]}/")
    assert (found.products, found.problems) == (by_source.products, ())
    assert found.schemes == (scheme,)
    assert len(found.products[0].capabilities) == number
    left = [one.what for one in found.unread if one.why == "it answers another catalogue"]
    assert len(left) == 1
    assert left[0].startswith(f"what is said of {other} controls of nist800-53")


def test_properties_that_say_who_else_has_a_part_are_listed(data: Path) -> None:
    found = oscal.read(data / "components" / "django.json", scheme="nist800-53r4")
    listed = [one.what for one in found.unread if one.what.startswith("the property")]
    assert listed.count("the property security_control_type = Hybrid") == 9
    assert listed.count("the property provider = No") == 2


def test_what_statements_hold(data: Path) -> None:
    (product,) = oscal.read(data / "components" / "ssh.json").products
    assert (product.id, str(product.name)) == ("ssh", "SSH")
    (statement,) = product.capabilities["nist800-53r4:ac-2"]
    assert (statement.response, statement.extent, statement.by) == ("standard", "full", "vendor")
    assert statement.on is not None
    assert statement.on.isoformat() == "2024-05-13"
    assert str(statement.remark).startswith(
        "Requirements are implemented as described in the included statements.\na: "
    )
    (evidence,) = statement.evidence
    assert (evidence.kind, evidence.source, evidence.date) == ("claimed", "SSH 20240513", statement.on)
    (drupal,) = oscal.read(data / "components" / "drupal.json").products
    (long,) = drupal.capabilities["nist800-53r4:ia-5"]
    assert len(str(long.remark)) > 2_396


def test_documents_of_what_was_read_load_again(data: Path, tmp_path: Path) -> None:
    asked = oscal.read(baseline(data, "LOW"))
    assert asked.pack is not None
    tobfit.dump(asked.pack, tmp_path / "pack.yaml")
    packs = tobfit.load_packs(tmp_path / "pack.yaml")
    for name, one in read_all(data, profile=asked).items():
        tobfit.dump(one.products[0], tmp_path / f"{name}.yaml")
        assert tobfit.load_catalog(tmp_path / f"{name}.yaml", packs=packs).products == one.products
    client = tobfit.Client(id="low", requirements=asked.requirements)
    tobfit.dump(client, tmp_path / "client.yaml")
    assert tobfit.load_client(tmp_path / "client.yaml", packs=packs) == client
