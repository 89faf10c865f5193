"""Matrices whose numbers begin again in each section."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.workbooks import sheet_file

from tobfit import TobfitError
from tobfit.intake import read_matrix, write_answers
from tobfit.intake.section_numbers import ids_in_sections
from tobfit.model.catalog import Response

openpyxl = pytest.importorskip("openpyxl")

ROWS: list[list[Any]] = [
    ["No", "Text", "Answer"],
    ["Security"], [1, "Login", None], [2, "Log", None],
    ["Performance"], [1, "Load", None], [2, "Delay", None],
]  # fmt: skip
MAPPING: dict[str, Any] = {
    "columns": {"requirement": "No", "text": "Text", "response": "Answer"},
    "client": "c",
    "product": "a@1",
    "sections": True,
    "numbers_restart": True,
}


def faults(path: str | Path, mapping: Any = MAPPING) -> list[tuple[str, str | None, str]]:
    with pytest.raises(TobfitError) as raised:
        read_matrix(path, mapping)
    return [(problem.code, problem.path, str(problem)) for problem in raised.value.problems]


def ids(path: str, mapping: Any = MAPPING) -> list[str]:
    return [line.id for line in read_matrix(path, mapping).requirements]


def test_ids_are_made_of_section_and_number(tmp_path: Path) -> None:
    path = sheet_file(tmp_path / "m.xlsx", ROWS)
    found = read_matrix(path, MAPPING)
    assert [(line.id, line.group) for line in found.requirements] == [
        ("Security.1", "Security"), ("Security.2", "Security"),
        ("Performance.1", "Performance"), ("Performance.2", "Performance"),
    ]  # fmt: skip
    answers = [{"requirement": "Performance.1", "response": "standard"}]
    given = Response(client="c", product="a@1", answers=answers)
    assert write_answers(path, given, tmp_path / "n.xlsx", MAPPING) == ("Requirements!C6",)
    assert read_matrix(tmp_path / "n.xlsx", MAPPING).responses == (given,)


def test_without_the_option_the_error_names_it(tmp_path: Path) -> None:
    found = faults(sheet_file(tmp_path / "m.xlsx", ROWS), {**MAPPING, "numbers_restart": False})
    assert [(code, path) for code, path, _ in found] == [("TF162", "Requirements!A6"), ("TF162", "Requirements!A7")]
    assert all("say numbers_restart: true" in text for *_, text in found)


def test_a_number_twice_in_one_section(tmp_path: Path) -> None:
    rows = [*ROWS, ["Security"], [2, "Log again", None]]
    ((code, path, text),) = faults(sheet_file(tmp_path / "m.xlsx", rows))
    assert (code, path) == ("TF162", "Requirements!A9")
    assert "'2' stands twice in 'Security', first in row 4" in text
    assert "numbers_restart" not in text


def test_the_same_id_of_two_sections_is_refused(tmp_path: Path) -> None:
    rows = [ROWS[0], ["3 Security"], ["1.1", "Login"], ["3.1 Access"], [1, "Doors"]]
    ((code, path, text),) = faults(sheet_file(tmp_path / "m.xlsx", rows))
    assert (code, path) == ("TF162", "Requirements!A5")
    assert "'3.1.1', as in row 3" in text


@pytest.mark.parametrize("merged", [["A2:A3"], []])
def test_groups_of_a_column_are_sections_too(merged: list[str], tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["类别", "编号", "要求"], ["一、安全", 1, "登录"],
        [None if merged else "一、安全", 2, "日志"], ["二、性能", 1, "并发"],
    ]  # fmt: skip
    columns = {"group": "类别", "requirement": "编号", "text": "要求"}
    path = sheet_file(tmp_path / "m.xlsx", rows, merged=merged)
    assert ids(path, {"columns": columns, "numbers_restart": True}) == ["1.1", "1.2", "2.1"]


def test_products_answer_the_same_line(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Product", "No", "Answer"], ["Login"], ["a@1", 1, "standard"], ["b@1", 1, "standard"]]
    columns = {"product": "Product", "requirement": "No", "response": "Answer"}
    rows[1] = [None, "Login"]
    path = sheet_file(tmp_path / "m.xlsx", rows)
    mapping = {"columns": columns, "client": "c", "sections": True, "numbers_restart": True}
    found = read_matrix(path, mapping)
    assert [(one.product, one.answers[0].requirement) for one in found.responses] == [
        ("a@1", "Login.1"), ("b@1", "Login.1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changes", [{"sections": False}, {"columns": {"text": "Text"}, "client": None}, {"columns": {"text": "Text"}}]
)
def test_the_option_needs_numbers_and_sections(changes: Any) -> None:
    assert [(code, path) for code, path, _ in faults("none.xlsx", {**MAPPING, **changes})] == [
        ("TF163", "mapping.numbers_restart")
    ]


SECTIONS = st.sampled_from(["Security", "3. Security", "3) Speed", "一、安全", "性能", "要求", "A. Terms", "3", None])
LINES = st.lists(st.tuples(SECTIONS, st.sampled_from(["1", "2", "10", "(1)", "①", "a b"])), unique=True, max_size=12)


@settings(max_examples=settings().max_examples * 2)
@given(LINES, LINES)
def test_rows_of_a_section_change_no_id_elsewhere(lines: list[Any], more: list[Any]) -> None:
    found = ids_in_sections(lines)
    assert len(set(found.values())) == len(lines)
    sections = {section for section, _ in lines}
    other = next(iter(sorted(sections, key=str)), None)
    added = [(other, number) for _, number in more if (other, number) not in found]
    again = ids_in_sections([*lines, *added]) if lines else {}
    assert {line: id for line, id in again.items() if line[0] != other} == {
        line: id for line, id in found.items() if line[0] != other
    }
    plain = [line for line in lines if line[1].isdigit() and line[1].isascii()]
    assert [again[line] for line in plain] == [found[line] for line in plain]


def test_a_section_without_a_number_of_its_own_is_named_as_its_group(tmp_path: Path) -> None:
    rows: list[list[Any]] = [ROWS[0], ["安全"], [1, "登录"], ["1) Speed"], [1, "并发"], ["1. Terms"], [1, "条款"]]
    found = read_matrix(sheet_file(tmp_path / "m.xlsx", rows), MAPPING)
    assert [(line.id, line.group) for line in found.requirements] == [
        ("section.1", "section"), ("1-Speed.1", "1-Speed"), ("1.-Terms.1", "1.-Terms"),
    ]  # fmt: skip


def test_a_line_without_its_group(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Group", "No", "Text"], ["A", 1, "a"], [None, 2, "b"], ["B", 1, "c"], [None, 2, "d"]]
    columns = {"group": "Group", "requirement": "No", "text": "Text"}
    ((code, path, text),) = faults(sheet_file(tmp_path / "m.xlsx", rows), {"columns": columns, "numbers_restart": True})
    assert (code, path, "or a section" in text) == ("TF162", "Requirements!B5", True)
