"""The requirement matrix of a tender, read by a mapping."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.intake.workbooks import sheet_file

import tobfit
from tobfit import TobfitError
from tobfit.intake import MatrixMapping, read_matrix

pytest.importorskip("openpyxl")

ROWS: list[list[Any]] = [
    ["Ausschreibung 2026-17: Anforderungskatalog", None, None, None, None],
    [None, None, None, None, None],
    ["Nr.", "Anforderung", "Gewicht", "Erfüllt?", "Bemerkung"],
    ["1.1", "Anmeldung mit zwei Faktoren", "A", "ja", "ab Werk"],
    ["1.10", "Verfügbarkeit", "B", "nein", None],
    ["2.1", "Farben der Marke", "B", None, None],
]
MAPPING: dict[str, Any] = {
    "columns": {
        "requirement": "Nr.", "text": "Anforderung", "priority": "Gewicht",
        "response": "Erfüllt?", "remark": "Bemerkung",
    },
    "words": {"priority": {"A": "must", "B": "should"}, "response": {"ja": "standard", "nein": "not_supported"}},
    "client": "behoerde",
    "product": "acme@5",
}  # fmt: skip


def found_in(path: str, **changes: Any) -> Any:
    return read_matrix(path, {**MAPPING, **changes})


def faults(path: str, **changes: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(TobfitError) as raised:
        found_in(path, **changes)
    return [(problem.code, problem.path) for problem in raised.value.problems]


def test_lines_and_answers(tmp_path: Path) -> None:
    found = found_in(sheet_file(tmp_path / "m.xlsx", ROWS, "Katalog", ["A1:E1"]))
    assert [(line.id, str(line.title.text("en")), line.priority) for line in found.requirements] == [
        ("1.1", "Anmeldung mit zwei Faktoren", "must"),
        ("1.10", "Verfügbarkeit", "should"),
        ("2.1", "Farben der Marke", "should"),
    ]
    (response,) = found.responses
    assert [(a.requirement, a.response) for a in response.answers] == [("1.1", "standard"), ("1.10", "not_supported")]
    client = tobfit.Client(id="behoerde", as_of="2026-11-01", requirements=found.requirements)
    report = tobfit.match(*found.laid_over(client, tobfit.Product(id="acme@5")))
    assert [j.verdict for j in report["acme@5"].judgements] == ["met", "unmet", "unknown"]


@pytest.mark.parametrize("header", [None, 3])
def test_a_header_over_two_rows(header: int | None, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["某市政务云采购项目 技术偏离表", None, None, None, None],
        ["序号", "招标要求", None, "投标响应", "备注"],
        [None, "条款内容", "重要性", "响应情况", None],
        ["1.1", "支持多因素认证", "★", "完全响应", "自带"],
    ]
    path = sheet_file(tmp_path / "m.xlsx", rows, merged=["A1:E1", "A2:A3", "B2:C2", "E2:E3"])
    mapping: dict[str, Any] = {
        "columns": {
            "requirement": "序号", "text": "条款内容", "priority": "重要性", "response": "响应情况", "remark": "备注",
        },
        "words": {"priority": {"★": "must"}, "response": {"完全响应": "standard"}},
        "client": "gov", "product": "acme@5", "header": header,
    }  # fmt: skip
    found = read_matrix(path, {key: value for key, value in mapping.items() if value is not None})
    assert [(line.id, line.priority) for line in found.requirements] == [("1.1", "must")]
    (answer,) = found.responses[0].answers
    assert (answer.response, answer.remark and answer.remark.text("zh")) == ("standard", "自带")


@pytest.mark.parametrize(("area", "place"), [("A2:A4", "A2"), ("B3:C3", "B3"), ("D1:E3", "D1"), ("A4:A5", "A4")])
def test_other_merged_cells_at_the_header_are_named(area: str, place: str, tmp_path: Path) -> None:
    path = sheet_file(tmp_path / "m.xlsx", ROWS, merged=[area])
    assert ("TF156", f"Requirements!{place}") in faults(path, header=3)


def test_a_chinese_matrix_by_a_file(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["序号", "招标要求", "是否★", "响应"],
        ["一-1", "双因素登录", "★", "满足"],
        ["一-2", "日志留存≥6个月", "", "负偏离"],
    ]
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "sheet: 技术规格\ncolumns: {requirement: 序号, text: 招标要求, priority: 是否★, response: 响应}\n"
        "words: {priority: {★: must}, response: {满足: standard, 负偏离: not_supported}}\n"
        "client: buyer\nproduct: acme@5\n",
        encoding="utf-8",
    )
    found = read_matrix(sheet_file(tmp_path / "m.xlsx", rows, "技术规格"), mapping)
    assert [(line.id, line.priority) for line in found.requirements] == [("1", "must"), ("2", "should")]
    assert [a.response for a in found.responses[0].answers] == ["standard", "not_supported"]


def test_sections_become_groups(tmp_path: Path) -> None:
    rows: list[list[Any]] = [*ROWS[:3], ["Sicherheit", None, None, None, None], *ROWS[3:5], ["Gestaltung"], ROWS[5]]
    path = sheet_file(tmp_path / "m.xlsx", rows, merged=["A4:E4"])
    assert ("TF156", "Requirements!A4") in faults(path)
    found = found_in(path, sections=True)
    assert [line.group for line in found.requirements] == ["Sicherheit", "Sicherheit", "Gestaltung"]


def test_products_side_by_side_in_rows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Product", "No", "Requirement", "Answer"],
        ["a@1", 1, "Login", "Y"],
        ["b@2", 1, "Login", "N"],
    ]
    mapping = {
        "columns": {"product": "Product", "requirement": "No", "text": "Requirement", "response": "Answer"},
        "words": {"response": {"Y": "standard", "N": "not_supported"}},
        "client": "c",
    }
    found = read_matrix(sheet_file(tmp_path / "m.xlsx", rows), mapping)
    assert [line.id for line in found.requirements] == ["1"]
    assert [(r.product, r.answers[0].response) for r in found.responses] == [
        ("a@1", "standard"),
        ("b@2", "not_supported"),
    ]


def test_needs_dates_and_weights(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["No", "Text", "Need", "By", "Weight"],
        ["R-1", "Availability", "≥ 99.9 %", "2027-01-01", 2.5],
    ]
    names = {"requirement": "No", "text": "Text", "need": "Need", "by": "By", "weight": "Weight"}
    (line,) = read_matrix(sheet_file(tmp_path / "m.xlsx", rows), {"columns": names}).requirements
    assert (str(line.need), str(line.by), str(line.weight)) == ("at_least 99.9 %", "2027-01-01", "2.5")


def test_days_that_count_from_1904(tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append(["No", "By"])
    sheet.append(["R-1", datetime.date(2027, 1, 31)])
    book.save(tmp_path / "m.xlsx")
    columns = {"requirement": "No", "text": "No", "by": "By"}
    (line,) = read_matrix(tmp_path / "m.xlsx", {"columns": columns}).requirements
    assert str(line.by) == "2027-01-31"


def test_notes_below_the_table_are_left_out(tmp_path: Path) -> None:
    rows: list[list[Any]] = [*ROWS, ["注：逐条响应"], [None, None, None, "=SUM(D4:D6)", "签字"]]
    path = sheet_file(tmp_path / "m.xlsx", rows, merged=["A7:E7"])
    assert {code for code, _ in faults(path)} >= {"TF156"}
    found = found_in(path, last=6)
    assert [line.id for line in found.requirements] == ["1.1", "1.10", "2.1"]
    assert faults(path, last=1) == [("TF163", "mapping.last")]
    assert faults(path, last=3, header=3) == [("TF163", "mapping.last")]


@pytest.mark.parametrize("is_merged", [True, False])
def test_groups_in_a_column(is_merged: bool, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["类别", "编号", "要求"], ["安全", "1", "登录"], [None if is_merged else "安全", "2", "日志"],
        ["性能", "3", "并发"], ["perf", "4", "延迟"],
    ]  # fmt: skip
    path = sheet_file(tmp_path / "m.xlsx", rows, merged=["A2:A3"] if is_merged else [])
    found = read_matrix(path, {"columns": {"group": "类别", "requirement": "编号", "text": "要求"}})
    assert [line.group for line in found.requirements] == ["section", "section", "section-2", "perf"]


def test_sections_of_other_names_are_other_groups(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["No", "Text"], ["安全"], ["1", "a"], ["性能"], ["2", "b"], ["3", "c"]]
    path = sheet_file(tmp_path / "m.xlsx", rows)
    found = read_matrix(path, {"columns": {"requirement": "No", "text": "Text"}, "sections": True})
    assert [line.group for line in found.requirements] == ["section", "section-2", "section-2"]


def test_the_separator_parts_values_both_ways(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["No", "Answer", "Value"], ["R-1", "standard", "zh; en"], ["R-2", None, None]]
    mapping = {
        "columns": {"requirement": "No", "response": "Answer", "value": "Value"},
        "client": "c", "product": "a@1", "separator": ";",
    }  # fmt: skip
    path = sheet_file(tmp_path / "m.xlsx", rows)
    found = read_matrix(path, mapping)
    (answer,) = found.responses[0].answers
    assert (answer.value, found.problems) == (("zh", "en"), ())
    again = answer.evolve(requirement="R-2", value=["de", "fr"])
    given = tobfit.Response(client="c", product="a@1", answers=[again])
    tobfit.intake.write_answers(path, given, tmp_path / "out.xlsx", mapping)
    assert read_matrix(tmp_path / "out.xlsx", mapping).responses[0].answers == (answer, again)


def changed(row: int, column: int, value: Any) -> list[list[Any]]:
    rows = [list(each) + [None] * 2 for each in ROWS]
    rows[row][column] = value
    return rows


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (changed(2, 3, "Erfuellt"), ("TF154", "Requirements!A3")),
        (changed(2, 4, "Nr."), ("TF154", "Requirements!E3")),
        (changed(3, 6, "stray"), ("TF155", "Requirements!G4")),
        (changed(4, 0, None), ("TF155", "Requirements!A5")),
        (changed(4, 0, 1.1), ("TF157", "Requirements!A5")),
        (changed(4, 3, "=1"), ("TF158", "Requirements!D5")),
        (changed(4, 3, "#REF!"), ("TF159", "Requirements!D5")),
        (changed(4, 3, "jein"), ("TF160", "Requirements!D5")),
        (changed(4, 2, "Z"), ("TF160", "Requirements!C5")),
        (changed(4, 0, "1.1"), ("TF162", "Requirements!A5")),
    ],
)
def test_faults_with_their_cells(rows: list[list[Any]], wanted: tuple[str, str], tmp_path: Path) -> None:
    assert wanted in faults(sheet_file(tmp_path / "m.xlsx", rows))


def test_the_mapping_is_checked(tmp_path: Path) -> None:
    path = sheet_file(tmp_path / "m.xlsx", ROWS)
    assert faults(path, sheet="Katalg") == [("TF153", "Katalg")]
    assert faults(path, words={"response": {"ja": "standrad"}}) == [("TF163", "mapping.words.response.ja")]
    assert faults(path, columns={"requirment": "Nr.", "text": "Anforderung"}) == [
        ("TF163", "mapping.columns.requirment")
    ]
    assert faults(path, client=None) == [("TF163", "mapping")]
    assert faults(path, colums={}) == [("TF203", "mapping")]
    assert MatrixMapping(columns={"text": "T"}).header is None
