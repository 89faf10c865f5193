"""OpenACR: the real reports and catalogues of the shared data, and small broken ones."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tobfit.errors import Problem, TobfitError
from tobfit.formats import openacr
from tobfit.formats.openacr import OpenAcr
from tobfit.formats.openacr.known import known
from tobfit.model.product import Statement

WCAG_21 = "2.4-edition-wcag-2.1-508-en"


@pytest.fixture(scope="session")
def data(shared: Path) -> Path:
    return shared / "openacr" if (shared / "openacr").is_dir() else shared / "data" / "openacr"


def places(problems: tuple[Problem, ...]) -> list[tuple[str, int | None, str]]:
    return [(problem.code, problem.line, problem.severity) for problem in problems]


def only(report: OpenAcr, capability: str) -> Statement:
    (statement,) = report.products[0].capabilities[capability]
    return statement


def counts(report: OpenAcr) -> Counter[str]:
    """Statements by what they are worth to a buyer who asks for each criterion."""
    words = Counter[str]()
    for statements in report.products[0].capabilities.values():
        for statement in statements:
            words["partial" if statement.extent == "partial" else statement.response] += 1
    return words


# ------------------------------------------------------------------------------------------ catalogues


@pytest.mark.parametrize(
    ("name", "scheme", "criteria", "a_and_aa"),
    [
        ("2.4-edition-wcag-2.0-508-en", "wcag20", 61, 38),
        (WCAG_21, "wcag21", 78, 50),
        ("2.5-edition-wcag-2.2-508-en", "wcag22", 87, 56),
    ],
)
def test_catalogue(data: Path, name: str, scheme: str, criteria: int, a_and_aa: int) -> None:
    file = data / "catalog" / f"{name}.yaml"
    found = openacr.read(file, levels=("A", "AA"), component="web")
    assert (found.kind, found.scheme, found.problems) == ("catalog", scheme, ())
    assert (found.landscape, found.relations, found.products) == (None, (), ())
    assert len(found.elements) == criteria + 95
    assert {element.type for element in found.elements} == {"criterion"}
    assert len(found.requirements) == a_and_aa
    for line in found.requirements:
        assert line.id == line.capability
        assert (line.priority, line.need.keys) == ("must", ())
        assert line.id.startswith(f"{scheme}:")
        assert line.id.endswith("/web")
    assert len(openacr.read(file).requirements) == 4 * criteria + 95
    assert len(openacr.read(file, component="none").requirements) == 95


def test_catalogue_as_vocabulary(data: Path) -> None:
    pack = openacr.read(data / "catalog" / f"{WCAG_21}.yaml", component="web").pack
    assert pack is not None
    terms = {term.id: term for term in pack.vocabulary}
    groups = 2 + 3 + 4  # standards, levels, chapters
    assert len(terms) == len(pack.vocabulary) == 78 * 4 + 95 + groups
    assert (terms["wcag21"].title.text(), terms["wcag21"].kind) == ("WCAG 2.1", None)
    assert (terms["wcag21:aa"].title.text(), terms["wcag21:aa"].broader) == ("WCAG 2.1 AA", "wcag21")
    term = terms["wcag21:1.2.5/authoring-tool"]
    assert term.title.text() == "Audio Description (Prerecorded)"
    assert (term.kind, term.broader) == ("boolean", "wcag21:aa")
    assert terms["section508:302.1"].broader == "section508:functional_performance_criteria"
    assert terms["section508:302.1"].title.text() == "Without Vision"
    assert terms["section508:502.3.10"].title.text() == "List of Actions"  # text, not the number 502.3.1
    assert all(term.broader in terms for term in pack.vocabulary if term.broader)


@pytest.mark.parametrize("name", sorted(known().editions))
def test_the_shipped_criteria_are_those_of_the_catalogues(data: Path, name: str) -> None:
    found = openacr.read(data / "catalog" / f"{name}.yaml")
    assert found.scheme == known().editions[name]
    assert set(found.criteria) == set(known().criteria[found.scheme])


# --------------------------------------------------------------------------------------------- reports


@pytest.mark.parametrize(
    ("name", "id", "wanted"),  # met, partial, unmet, not applicable
    [
        ("drupal-10-16", "drupal@10", (28, 16, 1, 5)),
        ("drupal-9", "drupal@9.1", (24, 7, 3, 4)),
        ("Moodle-3", "moodle@3.1", (31, 2, 0, 3)),
        ("NVDA-2018", "nvda@2018.2.1", (38, 0, 0, 0)),
    ],
)
def test_answers_on_levels_a_and_aa(data: Path, name: str, id: str, wanted: tuple[int, ...]) -> None:
    report = openacr.read(data / "reports" / f"{name}.yaml", levels=["a", "Aa"], component="web")
    (product,) = report.products
    assert (report.kind, report.scheme, report.pack, report.requirements) == ("report", "wcag21", None, ())
    assert (product.id, product.version, product.complete) == (id, id.partition("@")[2], ())
    words = ("standard", "partial", "not_supported", "not_applicable")
    assert tuple(counts(report)[word] for word in words) == wanted
    assert sum(wanted) == len(product.capabilities)
    assert report.unread == ()


def test_what_is_not_supported(data: Path) -> None:
    for name, numbers in (("drupal-10-16", ["1.2.5"]), ("drupal-9", ["1.2.2", "1.2.3", "1.2.5"])):
        report = openacr.read(data / "reports" / f"{name}.yaml", levels="A,AA", component="web")
        unmet = [id for id in report.products[0].capabilities if only(report, id).response == "not_supported"]
        assert unmet == [f"wcag21:{number}/web" for number in numbers]


@pytest.mark.parametrize(
    ("name", "statements", "unanswered", "not_evaluated", "problems"),
    [
        ("drupal-10-16", 234, 172, 1, [("TF503", 2414, "warning")]),
        ("drupal-9", 183, 223, 1, []),
        ("Moodle-3", 181, 0, 4, [("TF502", 1, "warning")]),
        ("NVDA-2018", 214, 0, 0, [("TF502", 1, "warning")]),
    ],
)
def test_whole_reports(
    data: Path, name: str, statements: int, unanswered: int, not_evaluated: int, problems: list[Any]
) -> None:
    report = openacr.read(data / "reports" / f"{name}.yaml")
    assert len(report.products[0].capabilities) == sum(counts(report).values()) == statements
    assert (len(report.unanswered), len(report.not_evaluated)) == (unanswered, not_evaluated)
    assert places(report.problems) == problems
    assert (report.unread, dict(report.skipped), dict(report.skipped_levels)) == ((), {}, {})


def test_nothing_is_lost_by_choosing(data: Path) -> None:
    report = openacr.read(data / "reports" / "drupal-9.yaml", levels=("A", "AA"), component="web")
    assert dict(report.skipped) == {"authoring-tool": 78, "electronic-docs": 78, "none": 95, "software": 78}
    assert dict(report.skipped_levels) == {"AAA": 28}
    assert len(report.products[0].capabilities) + len(report.unanswered) == 50
    assert "wcag21:4.1.3/web" in report.unanswered


def test_days_and_sources(data: Path) -> None:
    days = {
        "drupal-10-16": datetime.date(2023, 5, 12),
        "drupal-9": datetime.date(2021, 8, 31),
        "Moodle-3": None,
    }
    sources = {
        "drupal-10-16": "https://github.com/CivicActions/openacr/blob/main/openacr/drupal-10-16.yaml",
        "drupal-9": "https://github.com/GSA/openacr/blob/main/openacr/drupal-9.yaml",
        "Moodle-3": "Moodle-3.yaml",
    }
    for name, day in days.items():
        statement = only(openacr.read(data / "reports" / f"{name}.yaml"), "wcag21:1.1.1/web")
        (evidence,) = statement.evidence
        assert (statement.on, evidence.date, evidence.kind) == (day, day, "documented")
        assert (evidence.source, evidence.remark) == (sources[name], None)
        assert statement.by == "vendor"


def test_remarks_are_kept_where_they_say_something(data: Path) -> None:
    report = openacr.read(data / "reports" / "drupal-9.yaml")
    remark = only(report, "wcag21:1.1.1/web").remark
    assert remark is not None
    assert remark.text().startswith("Drupal 8 requires")
    assert only(report, "wcag21:1.1.1/software").remark is None


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("invalid-components-criteria", [("TF506", 11, "warning"), ("TF505", 12, "warning")]),
        ("invalid-components", [("TF506", 25, "warning")]),
        ("invalid-criteria", [("TF505", 15, "warning"), ("TF505", 22, "warning")]),
        ("invalid-terms", [("TF504", 23, "error")]),
    ],
)
def test_invalid_reports(data: Path, name: str, wanted: list[tuple[str, int, str]]) -> None:
    report = openacr.read(data / "invalid" / f"{name}.yaml")
    assert places(report.problems) == [("TF502", 1, "warning"), *wanted]
    assert [item.code for item in report.unread] == [code for code, _, _ in wanted]
    for problem in report.problems:
        assert problem.excerpt is not None
        assert (problem.column or 0) >= 1
        assert (problem.path or "").startswith("$")
    assert report.products[0].id == "lorem-ipsum@1.1"


def test_a_wrong_word_gives_the_nearest_and_what_stood_there(data: Path) -> None:
    report = openacr.read(data / "invalid" / "invalid-terms.yaml")
    assert report.problems[-1].hint == "did you mean 'does-not-support'?"
    assert report.problems[-1].path == ("$.chapters.success_criteria_level_a.criteria[1].components[0].adherence.level")
    (item,) = report.unread
    assert (item.criterion, item.component, item.answer) == ("1.2.2", "web", "does not support")
    assert (item.line, item.column) == (21, 13)


def test_no_openacr_file(data: Path) -> None:
    with pytest.raises(TobfitError) as caught:
        openacr.read(data / "invalid" / "invalid-basic.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column, problem.excerpt) == ("TF501", 1, 1, "foo: 2")


# ------------------------------------------------------------------------- by which catalogue it is read


def test_catalogue_by_path_and_as_a_record(data: Path) -> None:
    file = data / "catalog" / f"{WCAG_21}.yaml"
    catalogue = openacr.read(file)
    for report in ("Moodle-3", "drupal-10-16"):
        by_path = openacr.read(data / "reports" / f"{report}.yaml", catalog=file)
        assert by_path == openacr.read(data / "reports" / f"{report}.yaml", catalog=catalogue)
        assert by_path.problems == ()
        assert by_path.products == openacr.read(data / "reports" / f"{report}.yaml").products


def test_an_older_catalogue_leaves_the_new_criteria_unread(data: Path) -> None:
    older = data / "catalog" / "2.4-edition-wcag-2.0-508-en.yaml"
    report = openacr.read(data / "reports" / "drupal-9.yaml", catalog=older, component="web")
    assert report.scheme == "wcag20"
    assert Counter(problem.code for problem in report.problems) == {"TF505": 17}
    assert len(report.unread) == 17 * 4
    assert only(report, "wcag20:1.1.1/web").extent == "partial"


def test_a_report_is_no_catalogue(data: Path) -> None:
    report = data / "reports" / "NVDA-2018.yaml"
    with pytest.raises(TobfitError, match=r"TF501 openacr\.read\.catalog"):
        openacr.read(report, catalog=report)


@pytest.mark.parametrize(
    ("options", "path", "hint"),
    [
        ({"levels": ("A", "B")}, "openacr.read.levels", "allowed: A, AA, AAA"),
        ({"component": "Web"}, "openacr.read.component", "did you mean 'web'?"),
        (
            {"component": "x"},
            "openacr.read.component",
            "allowed: authoring-tool, electronic-docs, none, software, web",
        ),
    ],
)
def test_unknown_options(data: Path, options: dict[str, Any], path: str, hint: str) -> None:
    for folder, name in (("reports", "NVDA-2018"), ("catalog", WCAG_21)):
        with pytest.raises(TobfitError) as caught:
            openacr.read(data / folder / f"{name}.yaml", **options)
        (problem,) = caught.value.problems
        assert (problem.code, problem.path, problem.hint) == ("TF508", path, hint)


# ---------------------------------------------------------------------------------- small reports of ours


def report_of(tmp_path: Path, entries: list[Any], **head: Any) -> OpenAcr:
    content = {
        "product": {"name": "Acme CRM", "version": "5.2"},
        "catalog": WCAG_21,
        "chapters": {"success_criteria_level_a": {"criteria": [{"num": "1.1.1", "components": entries}]}},
        **head,
    }
    file = tmp_path / "acme.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return openacr.read(file)


def answer(level: str, notes: str | None = None, component: str = "web") -> dict[str, Any]:
    return {"name": component, "adherence": {"level": level, **({} if notes is None else {"notes": notes})}}


def codes(report: OpenAcr) -> list[str]:
    return [problem.code for problem in report.problems]


def test_what_is_said_twice_counts_once(tmp_path: Path) -> None:
    report = report_of(tmp_path, [answer("supports"), answer("supports", notes=" ")])
    assert only(report, "wcag21:1.1.1/web").response == "standard"
    assert report.problems == ()


def test_different_answers_are_all_kept(tmp_path: Path) -> None:
    report = report_of(tmp_path, [answer("supports"), answer("does-not-support"), answer("")])
    stated = report.products[0].capabilities["wcag21:1.1.1/web"]
    assert [statement.response for statement in stated] == ["standard", "not_supported"]
    assert [(problem.code, problem.severity) for problem in report.problems] == [("TF507", "warning")]
    assert report.unanswered == ()


def test_not_evaluated_and_empty_say_nothing(tmp_path: Path) -> None:
    report = report_of(tmp_path, [answer("not-evaluated"), answer(" ", component="software")])
    assert dict(report.products[0].capabilities) == {}
    assert (report.not_evaluated, report.unanswered) == (("wcag21:1.1.1/web",), ("wcag21:1.1.1/software",))
    assert report.problems == ()


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        ({"name": "web"}, ""),
        ({"name": "web", "adherence": None}, ".adherence"),
        ({"name": "web", "adherence": "supports"}, ".adherence"),
        ({"name": "web", "adherence": {}}, ".adherence"),
        ({"name": "web", "adherence": {"level": ["supports"]}}, ".adherence.level"),
        ({"adherence": {"level": "supports"}}, ""),
    ],
)
def test_an_answer_without_an_answer(tmp_path: Path, entry: Any, path: str) -> None:
    report = report_of(tmp_path, [entry, answer("supports", component="software")])
    (problem,) = report.problems
    where = "$.chapters.success_criteria_level_a.criteria[0].components[0]"
    assert (problem.code, problem.path, problem.severity) == ("TF507", where + path, "error")
    assert [item.path for item in report.unread] == [where]
    assert list(report.products[0].capabilities) == ["wcag21:1.1.1/software"]


@pytest.mark.parametrize(
    "chapters",
    [
        [],
        "none",
        {"a": []},
        {"a": {"criteria": {}}},
        {"a": {"criteria": ["1.1.1"]}},
        {"a": {"criteria": [{}]}},
    ],
)
def test_the_rest_is_read_where_a_part_is_wrong(tmp_path: Path, chapters: Any) -> None:
    report = report_of(tmp_path, [], chapters=chapters, report_date="2/30/2021")
    assert codes(report) == ["TF507", "TF507"]
    assert report.problems[0].severity == "warning"
    assert report.products[0].id == "acme-crm@5.2"


@pytest.mark.parametrize(
    ("product", "id", "wanted"),
    [
        ({"name": "Acme"}, "acme", 1),
        ({"version": "1"}, "acme@1", 1),
        ({"name": "北风", "version": "1 beta"}, "product@1-beta", 0),
        ({}, "acme", 2),
        ("Acme", "acme", 1),
    ],
)
def test_a_product_without_name_or_version(tmp_path: Path, product: Any, id: str, wanted: int) -> None:
    report = report_of(tmp_path, [answer("supports")], product=product)
    assert report.products[0].id == id
    assert codes(report) == ["TF507"] * wanted
    assert only(report, "wcag21:1.1.1/web").response == "standard"


def test_a_catalogue_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        """
standards: [{id: House 1, label: House rules, chapters: [one]}, {id: "..."}]
chapters:
  - {id: one, criteria: [{id: "1.10", handle: First}, {id: "1.10"}, {id: "a b"}, {handle: None}]}
  - {id: two, criteria: [{id: "2.1"}]}
  - {id: one more, criteria: {}}
""",
        encoding="utf-8",
    )
    found = openacr.read(file)
    assert found.scheme == "house-1"
    assert [line.id for line in found.requirements] == ["house-1:1.10"]
    assert codes(found) == ["TF507"] * 6
    assert found.pack is not None
    assert [term.id for term in found.pack.vocabulary] == ["house-1", "house-1:one", "house-1:1.10"]


KEYS = [
    *("product", "chapters", "criteria", "components", "num", "name", "adherence", "level", "notes"),
    *("standards", "id", "handle", "version", "catalog", "report_date", "repository"),
]
TEXTS = st.sampled_from(["", "web", "supports", "1.1.1", "wcag-2.1", "A"])
PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=20,
)


@given(product=PARTS, chapters=PARTS, standards=PARTS)
def test_whatever_the_file_holds_no_other_error_comes_out(
    tmp_path_factory: pytest.TempPathFactory, product: Any, chapters: Any, standards: Any
) -> None:
    file = tmp_path_factory.mktemp("any") / "any.json"
    for content in (
        {"product": product, "chapters": chapters},
        {"standards": standards, "chapters": chapters},
        {"product": {"name": "x", "version": "1"}, "chapters": {"c": {"criteria": [chapters, product]}}},
        {
            "standards": [{"id": "x", "chapters": ["c"]}, standards],
            "chapters": [{"id": "c", "criteria": [product]}, chapters],
        },
    ):
        file.write_text(json.dumps(content), encoding="utf-8")
        try:
            problems = openacr.read(file).problems
        except TobfitError as error:
            problems = error.problems
        assert all(problem.line and problem.column for problem in problems)
        assert {problem.code for problem in problems} <= {f"TF50{number}" for number in range(1, 8)}
