"""Matrices with one column for each answer, of which one is ticked: read, refused, and written back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.workbooks import parts_of, sheet_file

import tobfit
from tobfit import TobfitError
from tobfit.intake import read_matrix, write_answers
from tobfit.model.catalog import Response

openpyxl = pytest.importorskip("openpyxl")

HEAD = ["No", "Requirement", "Standard", "Configuration", "Third party", "Not supported", "Note"]
CODES = ("standard", "configuration", "third_party", "not_supported")
MAPPING: dict[str, Any] = {
    "columns": {"requirement": "No", "text": "Requirement", "remark": "Note"},
    "ticks": {"response": dict(zip(HEAD[2:6], CODES, strict=True))},
    "client": "c",
    "product": "a@1",
}
PARTLY: dict[str, Any] = {
    "columns": {"requirement": "序号", "text": "要求"},
    "ticks": {
        "response": {"满足": "standard", "部分满足": "standard", "不满足": "not_supported"},
        "extent": {"部分满足": "partial"},
    },
    "client": "c",
    "product": "a@1",
}


def row(number: str, *cells: Any) -> list[Any]:
    return [number, f"Line {number}", *cells]


def said(path: str | Path, mapping: Any = MAPPING) -> dict[str, tuple[str | None, Any]]:
    answers = [answer for one in read_matrix(path, mapping).responses for answer in one.answers]
    return {answer.requirement: (answer.response, answer.extent) for answer in answers}


def faults(path: str | Path, mapping: Any = MAPPING) -> list[tuple[str, str | None, str]]:
    with pytest.raises(TobfitError) as raised:
        read_matrix(path, mapping)
    return [(problem.code, problem.path, str(problem)) for problem in raised.value.problems]


def test_marks_of_many_kinds_are_ticks(tmp_path: Path) -> None:
    marks: list[Any] = ["x", " X ", "ｘ", "✓", "√", "☑", "✔\ufe0f", "■", "●", "是", "Yes", "1", 1, True]
    rows = [row(f"R-{at}", *[None] * (at % 4), mark) for at, mark in enumerate(marks)]
    found = said(sheet_file(tmp_path / "m.xlsx", [HEAD, *rows]))
    assert found == {f"R-{at}": (CODES[at % 4], None) for at in range(len(marks))}


def test_no_tick_is_no_answer_and_never_a_no(tmp_path: Path) -> None:
    rows = [
        row("R-1", "☐", "□", "-", "—"),
        row("R-2", "否", 0, False, "/"),
        row("R-3"),
        row("R-4", None, "n", "x", "no"),
    ]
    path = sheet_file(tmp_path / "m.xlsx", [HEAD, *rows])
    assert said(path) == {"R-4": ("third_party", None)}
    found = read_matrix(path, MAPPING)
    client = tobfit.Client(id="c", as_of="2026-11-01", requirements=found.requirements)
    report = tobfit.match(*found.laid_over(client, tobfit.Product(id="a@1")))
    assert [one.verdict for one in report["a@1"].judgements] == ["unknown"] * 3 + ["partial"]


def test_all_that_is_wrong_with_ticks_comes_at_once(tmp_path: Path) -> None:
    rows = [
        row("R-1", "x", None, "√"), row("R-2", "yess"), row("R-3", None, "see note"), row("R-4", "×"), row("R-5", 2),
        row("R-6", "=1"), row("R-7", "#N/A"), ["", "", "x"],
    ]  # fmt: skip
    found = faults(sheet_file(tmp_path / "m.xlsx", [HEAD, *rows], "Req"))
    assert sorted((code, path) for code, path, _ in found) == [
        ("TF155", "Req!A9"), ("TF158", "Req!C7"), ("TF159", "Req!C8"),
        ("TF160", "Req!C3"), ("TF160", "Req!C5"), ("TF160", "Req!C6"), ("TF160", "Req!D4"), ("TF160", "Req!E2"),
    ]  # fmt: skip
    texts = {path: text for _, path, text in found}
    assert "2 answers are ticked: 'Standard' (C2), 'Third party' (E2)" in texts["Req!E2"]
    assert "'Standard' or 'Configuration' or 'Third party' or 'Not supported'" in texts["Req!E2"]
    assert "did you mean 'yes'?" in texts["Req!C3"]
    assert "'see note' is neither a tick nor an empty mark" in texts["Req!D4"]
    assert "a tick is ✓ ✔ √ ☑" in texts["Req!D4"]


def test_a_mapping_names_marks_that_mean_yes_to_some_and_no_to_others(tmp_path: Path) -> None:
    path = sheet_file(tmp_path / "m.xlsx", [HEAD, row("R-1", "×", "☒"), row("R-2", "x", "✓")])
    mapping = {**MAPPING, "words": {"tick": {"☒": "ticked", "×": "empty", "x": "empty"}}}
    assert said(path, mapping) == {"R-1": ("configuration", None), "R-2": ("configuration", None)}
    given = Response(client="c", product="a@1", answers=[{"requirement": "R-2", "response": "standard"}])
    assert write_answers(path, given, tmp_path / "n.xlsx", mapping) == ("Requirements!C3", "Requirements!D3")
    sheet = openpyxl.load_workbook(tmp_path / "n.xlsx").active
    assert [sheet["C3"].value, sheet["D3"].value] == ["☒", "×"]


def test_a_column_may_stand_for_response_and_extent(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["序号", "要求", "投标响应", None, None],
        [None, None, "满足", "部分满足", "不满足"],
        ["1", "登录", "√", None, None], ["2", "日志", None, "√", None], ["3", "容灾", None, None, "√"], ["4", "并发"],
    ]  # fmt: skip
    path = sheet_file(tmp_path / "m.xlsx", rows, merged=["A1:A2", "B1:B2", "C1:E1"])
    mapping = {**PARTLY, "header": 2}
    found = {"1": ("standard", None), "2": ("standard", "partial"), "3": ("not_supported", None)}
    assert said(path, mapping) == found
    answers = [
        {"requirement": "1", "response": "not_supported"}, {"requirement": "2", "response": "standard"},
        {"requirement": "4", "response": "standard", "extent": "partial"},
    ]  # fmt: skip
    given = Response(client="c", product="a@1", answers=answers)
    write_answers(path, given, tmp_path / "n.xlsx", mapping)
    assert said(tmp_path / "n.xlsx", mapping) == {
        "1": ("not_supported", None), "2": ("standard", None), "3": ("not_supported", None),
        "4": ("standard", "partial"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "answer", [{"response": "roadmap"}, {"response": "not_supported", "extent": "partial"}, {"extent": "1/2"}]
)
def test_an_answer_without_a_column_is_refused(answer: Any, tmp_path: Path) -> None:
    path = sheet_file(tmp_path / "m.xlsx", [["序号", "要求", "满足", "部分满足", "不满足"], ["1", "登录"]])
    given = Response(client="c", product="a@1", answers=[{"requirement": "1", **answer}])
    with pytest.raises(TobfitError) as raised:
        write_answers(path, given, tmp_path / "n.xlsx", PARTLY)
    (problem,) = raised.value.problems
    assert (problem.code, (tmp_path / "n.xlsx").exists()) == ("TF165", False)
    assert "'部分满足' is partial" in str(problem)


def test_only_cells_that_change_are_written(tmp_path: Path) -> None:
    rows = [
        row("R-1", "☑", "☐", "☐", "☐"), row("R-2", "x", None), row("R-3", "x", None, "old"), row("R-4", None, "see"),
        row("R-5", "x"),
    ]  # fmt: skip
    path = sheet_file(tmp_path / "m.xlsx", [HEAD, *rows], "Req")
    codes = {"R-1": "third_party", "R-2": "standard", "R-5": "not_supported"}
    answers: list[Any] = [{"requirement": line, "response": code} for line, code in codes.items()]
    places = write_answers(path, Response(client="c", product="a@1", answers=answers), tmp_path / "n.xlsx", MAPPING)
    assert places == ("Req!C2", "Req!E2", "Req!C6", "Req!F6")
    before, after = parts_of(path), parts_of(tmp_path / "n.xlsx")
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    assert b'<c r="C6"/>' in after["xl/worksheets/sheet1.xml"]
    sheet = openpyxl.load_workbook(tmp_path / "n.xlsx")["Req"]
    assert [sheet[name].value for name in ("C2", "E2", "F2", "C3", "C6", "F6")] == ["☐", "☑", "☐", "x", None, "✓"]
    answers += [{"requirement": line, "response": "standard"} for line in ("R-3", "R-4")]
    with pytest.raises(TobfitError) as raised:
        write_answers(path, Response(client="c", product="a@1", answers=answers), tmp_path / "o.xlsx", MAPPING)
    assert [(problem.code, problem.path) for problem in raised.value.problems] == [
        ("TF160", "Req!E4"), ("TF160", "Req!D5"),
    ]  # fmt: skip


def test_a_tick_over_several_columns_is_in_none(tmp_path: Path) -> None:
    rows = [HEAD, ["Security"], row("R-1", "x"), row("R-2"), row("R-3", None, "x")]
    path = sheet_file(tmp_path / "m.xlsx", rows, "Req", ["A2:G2", "C3:D3", "C4:F4"])
    mapping = {**MAPPING, "sections": True}
    assert [(code, place) for code, place, _ in faults(path, mapping)] == [("TF156", "Req!C3"), ("TF156", "Req!C4")]


@pytest.mark.parametrize(
    ("ticks", "path"),
    [
        ({"respons": {"Standard": "standard"}}, "mapping.ticks.respons"),
        ({"response": {"Standard": "standrad"}}, "mapping.ticks.response.Standard"),
        ({"response": {}}, "mapping.ticks.response"),
        ({"response": {"Standard": "standard", "STANDARD": "roadmap"}}, "mapping.ticks.response.STANDARD"),
        ({"response": {"note": "standard"}}, "mapping.ticks.response.note"),
    ],
)
def test_a_mapping_of_ticks_is_checked(ticks: Any, path: str) -> None:
    assert [(code, place) for code, place, _ in faults("none.xlsx", {**MAPPING, "ticks": ticks})] == [("TF163", path)]


def test_ticks_belong_to_a_client_and_no_other_column(tmp_path: Path) -> None:
    assert [(c, p) for c, p, _ in faults("none.xlsx", {**MAPPING, "client": None})] == [("TF163", "mapping")]
    columns = {**MAPPING["columns"], "response": "Answer"}
    assert [(c, p) for c, p, _ in faults("none.xlsx", {**MAPPING, "columns": columns})] == [
        ("TF163", "mapping.ticks.response")
    ]
    path = sheet_file(tmp_path / "m.xlsx", [["No", "Requirement", "Standrad", *HEAD[3:]], row("R-1")], "Req")
    ((code, _, text),) = faults(path)
    assert (code, "did you mean 'Standrad'?" in text) == ("TF154", True)


def test_of_two_columns_that_say_the_same_the_ticked_one_stays(tmp_path: Path) -> None:
    mapping = {**PARTLY, "ticks": {"response": PARTLY["ticks"]["response"]}}
    path = sheet_file(
        tmp_path / "m.xlsx", [["序号", "要求", "满足", "部分满足", "不满足"], ["1", "登录", None, "√"], ["2", "日志"]]
    )
    given = Response(
        client="c", product="a@1", answers=[{"requirement": line, "response": "standard"} for line in ("1", "2")]
    )
    assert write_answers(path, given, tmp_path / "n.xlsx", mapping) == ("Requirements!C3",)


CELLS = st.sampled_from([None, "☐", "☑", "x", "-", "□", "√", 1, 0, True, False])


@st.composite
def ticked(draw: st.DrawFn) -> tuple[Any, list[list[Any]], Response]:
    """A mapping, a matrix with any marks, and answers that it has columns for."""
    partly = draw(st.booleans())
    mapping = PARTLY if partly else MAPPING
    columns = {"满足": 2, "部分满足": 3, "不满足": 4} if partly else {name: 2 + at for at, name in enumerate(HEAD[2:6])}
    head = ["序号", "要求", *columns] if partly else HEAD
    lines = draw(st.integers(1, 4))
    rows = [row(f"R-{at}", *(draw(CELLS) for _ in columns)) for at in range(lines)]
    pairs = [("standard", None), ("standard", "partial"), ("not_supported", None)]
    allowed: list[Any] = pairs if partly else [(code, None) for code in CODES]
    answers = [
        {"requirement": f"R-{at}", "response": code, **({"extent": extent} if extent else {})}
        for at in range(lines)
        for code, extent in [draw(st.sampled_from(allowed))]
    ]
    return mapping, [list(head), *rows], Response(client="c", product="a@1", answers=answers)


@settings(max_examples=max(10, settings().max_examples // 2))
@given(ticked())
def test_what_is_ticked_comes_back(drawn: Any) -> None:
    mapping, rows, answers = drawn
    with tempfile.TemporaryDirectory() as folder:
        path, out, again = (Path(folder) / name for name in ("a.xlsx", "b.xlsx", "c.xlsx"))
        sheet_file(path, rows)
        if all(sum(cell in ("☑", "x", "√", 1) for cell in each[2:]) <= 1 for each in rows[1:]):
            assert write_answers(path, read_matrix(path, mapping), again, mapping) == ()
        write_answers(path, answers, out, mapping)
        found = read_matrix(out, mapping)
        assert found.responses == (answers,)
        assert write_answers(out, found, again, mapping, overwrite=True) == ()
        assert parts_of(out) == parts_of(again)


def test_two_responses_do_not_tick_one_line_twice(tmp_path: Path) -> None:
    path = sheet_file(tmp_path / "m.xlsx", [HEAD, row("R-1")])
    given = [
        Response(client="c", product="a@1", answers=[{"requirement": "R-1", "response": code}]) for code in CODES[:2]
    ]
    with pytest.raises(TobfitError) as raised:
        write_answers(path, given, tmp_path / "n.xlsx", MAPPING)
    assert [(p.code, p.path) for p in raised.value.problems] == [("TF165", "answers[1].answers[0]")]
