"""Answers written into somebody's workbook change the cells and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.workbooks import edited, filled, parts_of, sheet_file, small_matrix, written

from tobfit import TobfitError
from tobfit.intake import read_matrix, write_answers
from tobfit.intake.patching import patched
from tobfit.model.answers import Answers
from tobfit.model.catalog import Response

openpyxl = pytest.importorskip("openpyxl")

MAPPING = {
    "sheet": "Req",
    "columns": {"requirement": "No", "text": "Text", "response": "Comply", "remark": "Note"},
    "words": {"response": {"Fully": "standard", "No": "not_supported"}},
    "client": "c",
    "product": "a@1",
}
ANSWERS = Response(
    client="c",
    product="a@1",
    answers=[
        {"requirement": "R-1", "response": "standard", "remark": "=cmd & <b> \x07"},
        {"requirement": "R-2", "response": "not_supported"},
    ],
)


def rich(path: Path) -> str:
    """A workbook with looks, a comment, a chart, a drop-down, a formula on another sheet."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Req"
    for row in (["Title"], ["No", "Text", "Comply", "Note"], ["R-1", "One", None, "old"], ["R-2", "Two"], ["R-3", "3"]):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet["C3"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["C3"].comment = Comment("choose", "buyer")
    rule = DataValidation(type="list", formula1='"Fully,No"')
    rule.add("C3:C5")
    sheet.add_data_validation(rule)
    other = book.create_sheet("Sum")
    other["A1"], other["A2"] = 3, "=COUNTA(Req!C3:C5)"
    chart = BarChart()
    chart.add_data(Reference(other, min_col=1, min_row=1, max_row=2))
    other.add_chart(chart, "C3")
    book.save(path)
    return str(path)


def test_only_the_sheet_changes_and_there_only_the_cells(tmp_path: Path) -> None:
    path, out = rich(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    assert write_answers(path, ANSWERS, out, MAPPING) == ("Req!C3", "Req!D3", "Req!C4")
    before, after = parts_of(path), parts_of(out)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    sheet = openpyxl.load_workbook(out)["Req"]
    assert [sheet[name].value for name in ("C3", "D3", "C4", "C5")] == ["Fully", "=cmd & <b> _x0007_", "No", None]
    assert (sheet["D3"].data_type, sheet["C3"].fill.fgColor.rgb, sheet["C3"].comment.text) == (
        "s",
        "00FFFF00",
        "choose",
    )
    found = read_matrix(out, MAPPING)
    assert [(a.requirement, a.response) for a in found.responses[0].answers] == [
        ("R-1", "standard"), ("R-2", "not_supported"),
    ]  # fmt: skip


def test_what_was_read_is_written_into_the_workbook_of_the_other_language(tmp_path: Path) -> None:
    cells = {("acme@5", "R-1"): {"response": "third party", "remark": "一二"}, ("zenith@2", "R-2"): {"value": "99 %"}}
    found = read_matrix(filled(small_matrix("en"), cells, tmp_path / "en.xlsx"))
    chinese, out = written(tmp_path / "zh.xlsx", small_matrix("zh")), tmp_path / "out.xlsx"
    places = write_answers(chinese, found, out)
    assert places == ("需求矩阵!L3", "需求矩阵!P3", "需求矩阵!N7")
    assert read_matrix(out).responses == found.responses
    before, after = parts_of(chinese), parts_of(out)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet2.xml"]


def test_answers_to_questions(tmp_path: Path) -> None:
    target = "product.zenith@2.capabilities.sec.mfa"
    said = Answers(answers=[{"target": target, "value": "configuration"}])
    path, out = written(tmp_path / "a.xlsx", small_matrix()), tmp_path / "b.xlsx"
    (place,) = write_answers(path, said, out)
    assert place.startswith("questions!H")
    assert [(item.target, item.value) for item in read_matrix(out).answers.answers] == [
        (target, {"response": "configuration"})
    ]


def codes(tmp_path: Path, answers: Any, path: str | None = None, mapping: Any = MAPPING, **options: Any) -> list[str]:
    with pytest.raises(TobfitError) as raised:
        write_answers(path or rich(tmp_path / "a.xlsx"), answers, tmp_path / "out.xlsx", mapping, **options)
    assert not (tmp_path / "out.xlsx").exists()
    return [problem.code for problem in raised.value.problems]


def response(**fields: Any) -> Response:
    return Response(client="c", product="a@1", answers=[{"requirement": "R-1", **fields}])


def test_what_has_no_place_is_refused_all_at_once(tmp_path: Path) -> None:
    assert (
        codes(tmp_path, response(response="roadmap", available="2027-01-01", value="7", price="5 CNY")) == ["TF165"] * 4
    )
    assert codes(tmp_path, Response(client="c", product="a@2", answers=[{"requirement": "R-1"}])) == ["TF165"]
    assert codes(tmp_path, Response(client="d", product="a@1", answers=[{"requirement": "R-9"}])) == ["TF165"] * 2
    assert codes(tmp_path, response(remark="x" * 32_768)) == ["TF165"]
    assert codes(tmp_path, Answers(answers=[{"target": "client.scale.employees", "value": "3"}])) == ["TF165"]
    assert codes(tmp_path, {"client": "c"}) == ["TF205"]
    assert codes(tmp_path, [ANSWERS, 3]) == ["TF205"]


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"value": ["a|b"]}, "value"),
        ({"value": ["a｜b"]}, "value"),
        ({"value": ["a、b"]}, "value"),
        ({"value": ["９９％"]}, "value"),
        ({"evidence": [{"source": "Guide (2026-05-01)", "kind": "documented"}]}, "evidence"),
        ({"evidence": [{"source": "one\ntwo", "kind": "documented"}]}, "evidence"),
    ],
)
def test_what_would_come_back_as_something_else_is_refused(answer: Any, field: str, tmp_path: Path) -> None:
    path, out = written(tmp_path / "m.xlsx", small_matrix()), tmp_path / "n.xlsx"
    given = Response(
        client="harbour", product="acme@5", answers=[{"requirement": "R-1", "response": "standard", **answer}]
    )
    with pytest.raises(TobfitError) as raised:
        write_answers(path, given, out)
    (problem,) = raised.value.problems
    assert (problem.code, str(problem.path).rpartition(".")[2], out.exists()) == ("TF165", field, False)


@pytest.mark.parametrize(("lang", "said"), [("en", "by settings"), ("zh", "通过设置")])
def test_a_remark_in_two_languages_is_written_in_that_of_the_workbook(lang: str, said: str, tmp_path: Path) -> None:
    remark = {"en": "by settings", "zh": "通过设置"}
    answers = [{"requirement": "R-1", "response": "standard", "remark": remark}]
    given = Response(client="harbour", product="acme@5", answers=answers)
    write_answers(written(tmp_path / "a.xlsx", small_matrix(lang)), given, tmp_path / "b.xlsx")
    (answer,) = read_matrix(tmp_path / "b.xlsx").responses[0].answers
    assert answer.remark is not None
    assert answer.remark.text(lang) == said


def test_evidence_where_no_column_tells_its_kind(tmp_path: Path) -> None:
    path = sheet_file(tmp_path / "a.xlsx", [["No", "Answer", "Proof"], ["R-1", None, None]])
    mapping = {
        "columns": {"requirement": "No", "response": "Answer", "evidence_source": "Proof"},
        "client": "c", "product": "a@1",
    }  # fmt: skip
    proved = response(response="standard", evidence=[{"source": "Guide", "kind": "documented", "date": "2026-05-01"}])
    assert codes(tmp_path, proved, path, mapping) == ["TF165"]
    claimed = response(response="standard", evidence=[{"source": "Guide", "kind": "claimed", "date": "2026-05-01"}])
    write_answers(path, claimed, tmp_path / "b.xlsx", mapping)
    assert read_matrix(tmp_path / "b.xlsx", mapping).responses == (claimed,)


def test_a_formula_in_the_way(tmp_path: Path) -> None:
    path = edited(
        Path(rich(tmp_path / "r.xlsx")).read_bytes(),
        lambda book: book["Req"].__setitem__("C3", "=1"),
        tmp_path / "f.xlsx",
    )
    assert codes(tmp_path, ANSWERS, path) == ["TF158"]


def test_nothing_is_written_over_unasked(tmp_path: Path) -> None:
    path, out = rich(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(TobfitError, match="TF120"):
        write_answers(path, ANSWERS, out, MAPPING)
    assert out.read_text(encoding="utf-8") == "mine"
    write_answers(path, ANSWERS, out, MAPPING, overwrite=True)
    assert parts_of(out)


HEAD = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<x:worksheet xmlns:x="m">'
    b'<x:cols><x:col min="1" max="3" style="4"/></x:cols>'
)
SHEET = HEAD + (
    b'<x:sheetData><x:row r="1" a=">"><x:c r="B1" s="2" t="s"><x:v>1</x:v></x:c><x:c r="D1"/></x:row>'
    b'<x:row r="2"/><x:row><x:c/><x:c s="7"/></x:row></x:sheetData></x:worksheet>'
)


def test_patching_by_hand() -> None:
    made = patched(SHEET, {(0, 0): "a", (0, 1): "b", (0, 3): "d", (1, 2): "e", (2, 1): "f"}).decode()

    def said(name: str, look: str, text: str) -> str:
        return f'<x:c r="{name}"{look} t="inlineStr"><x:is><x:t xml:space="preserve">{text}</x:t></x:is></x:c>'

    assert made == HEAD.decode() + (
        '<x:sheetData><x:row r="1" a=">">' + said("A1", ' s="4"', "a") + said("B1", ' s="2"', "b") + said("D1", "", "d")
        + '</x:row><x:row r="2">' + said("C2", ' s="4"', "e") + "</x:row><x:row><x:c/>" + said("B3", ' s="7"', "f")
        + "</x:row></x:sheetData></x:worksheet>"
    )  # fmt: skip


@settings(max_examples=settings().max_examples)
@given(st.dictionaries(st.tuples(st.integers(0, 2), st.integers(0, 9)), st.text(max_size=8)))
def test_patching_twice_with_the_same_texts_changes_nothing_more(texts: dict[tuple[int, int], str]) -> None:
    once = patched(SHEET, texts)
    assert patched(once, texts) == once


def test_libreoffice_opens_what_was_written(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    path = sheet_file(tmp_path / "a.xlsx", [["No", "Text", "Comply", "Note"], ["R-1", "One"], ["R-2", "Two"]], "Req")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    convert = [office, profile, "--headless", "--convert-to"]
    ods = subprocess.run(
        [*convert, "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "lo", path], capture_output=True, timeout=120
    )
    assert ods.returncode == 0, ods.stderr
    theirs, out = tmp_path / "lo" / "a.xlsx", tmp_path / "b.xlsx"
    write_answers(theirs, ANSWERS, out, MAPPING)
    before, after = parts_of(theirs), parts_of(out)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    subprocess.run([*convert, "csv", "--outdir", tmp_path, out], check=True, capture_output=True, timeout=120)
    assert "R-1,One,Fully,=cmd & <b>" in (tmp_path / "b.csv").read_text(encoding="utf-8")
