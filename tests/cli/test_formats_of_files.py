"""``tobfit match`` into files of their own kinds, and ``tobfit convert --from matrix``."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.cli.documents import CLIENT, GOOD, OPEN, written

import tobfit
import tobfit.report
from tobfit.cli import main
from tobfit.intake import read_matrix, write_answers

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    return written(tmp_path, client=CLIENT, good=GOOD, open=OPEN)


def matched(files: dict[str, str]) -> tobfit.Report:
    return tobfit.match(files["client"], [files["good"], files["open"]])


def words(files: dict[str, str], *more: str) -> list[str]:
    return ["match", files["client"], files["good"], files["open"], *more]


def rendering(name: str) -> Any:
    return getattr(tobfit.report, name)


def test_a_workbook(files: dict[str, str], tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "m.xlsx"
    assert main(words(files, "--format", "xlsx", "-o", str(out), "--lang", "zh", "--limit", "1")) == 0
    assert out.read_bytes() == tobfit.report.xlsx(matched(files), lang="zh", limit=1)
    assert main(words(files, "--format", "xlsx", "-o", str(out))) == 2
    assert "TF120" in capsys.readouterr().err
    assert main(words(files, "--format", "xlsx", "-o", str(out), "--force", "--product", "open@1")) == 0
    assert out.read_bytes() == tobfit.report.xlsx(matched(files), products=["open@1"])


def test_a_page(files: dict[str, str], tmp_path: Path) -> None:
    html = rendering("html")
    out = tmp_path / "m.html"
    assert main(words(files, "--format", "html", "-o", str(out), "--audience", "internal", "--limit", "0")) == 0
    assert out.read_text(encoding="utf-8") == html(matched(files), audience="internal", limit=None)


def test_a_document(files: dict[str, str], tmp_path: Path) -> None:
    docx = rendering("docx")
    out = tmp_path / "m.docx"
    assert main(words(files, "--format", "docx", "-o", str(out))) == 0
    assert out.read_bytes() == docx(matched(files))


def test_a_template_of_ones_own(files: dict[str, str], tmp_path: Path, capsys: Captured) -> None:
    docx = pytest.importorskip("docx")
    own, out = tmp_path / "own.docx", tmp_path / "m.docx"
    letter = docx.Document()
    letter.add_paragraph("Dear {{ client.id }}: {% for p in products %}{{ p.id }} {{ p.decision.word }}; {% endfor %}")
    letter.save(own)
    assert main(words(files, "--format", "docx", "--template", str(own), "-o", str(out), "--lang", "zh")) == 0
    assert out.read_bytes() == tobfit.report.docx(matched(files), own, lang="zh")
    said = [paragraph.text for paragraph in docx.Document(str(out)).paragraphs]
    assert said == ["Dear beifeng: good@1 符合; open@1 未定; "]
    for text, code in (("{{ nope }}", "TF466"), ("{% for %}", "TF465")):
        wrong = docx.Document()
        wrong.add_paragraph(text)
        wrong.save(own)
        assert main(words(files, "--format", "docx", "--template", str(own), "-o", str(tmp_path / "n.docx"))) == 2
        assert f"own.docx: {code} template" in capsys.readouterr().err
        assert not (tmp_path / "n.docx").exists()


def test_a_markdown_template(files: dict[str, str], tmp_path: Path, capsys: Captured) -> None:
    own = written(tmp_path, own="# {{ client.id }}\n{% for p in products %}\n- {{ p.id }}\n{% endfor %}\n")["own"]
    assert main(words(files, "--format", "markdown", "--template", own)) == 0
    assert capsys.readouterr().out.rstrip("\n") == tobfit.report.markdown(matched(files), template=own).rstrip("\n")
    assert main(words(files, "--format", "docx", "--template", own)) == 2
    assert "TF464" in capsys.readouterr().err
    assert main(words(files, "--format", "docx", "--template", str(tmp_path / "no.docx"))) == 2
    assert "TF101" in capsys.readouterr().err


def test_charts(files: dict[str, str], capsys: Captured) -> None:
    svg, vega_lite = rendering("svg"), rendering("vega_lite")
    assert main(words(files, "--format", "svg", "--chart", "waterfall", "--product", "open@1")) == 0
    assert capsys.readouterr().out.rstrip("\n") == svg(matched(files), "waterfall", product="open@1").rstrip("\n")
    assert main(words(files, "--format", "vega-lite", "--lang", "zh")) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(vega_lite(matched(files), lang="zh")))


def test_bytes_go_into_a_pipe(files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", pipe)
    assert main(words(files, "--format", "xlsx")) == 0
    assert zipfile.is_zipfile(io.BytesIO(pipe.buffer.getvalue()))


def test_a_terminal_is_refused(files: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr("tobfit.cli.match.is_terminal", lambda: True)
    for form in ("xlsx", "docx"):
        assert main(words(files, "--format", form)) == 2
        said = capsys.readouterr()
        assert (said.out, f"name a file: -o report.{form}" in said.err) == ("", True)
    assert main(words(files, "--format", "text")) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "html", "--chart", "ranking"], "--chart is no option of the format html"),
        (["--template", "t.docx"], "--template is no option of the format text"),
        (["--format", "json", "--product", "open@1"], "--product is no option of the format json"),
        (["--format", "svg", "--product", "a", "--product", "b"], "one product is drawn, and 2 are named"),
    ],
)
def test_options_of_other_formats(options: list[str], said: str, files: dict[str, str], capsys: Captured) -> None:
    assert main(words(files, *options)) == 2
    assert f"TF168: {said}" in capsys.readouterr().err


def test_a_matrix_becomes_documents(files: dict[str, str], tmp_path: Path, capsys: Captured) -> None:
    empty, answered, out = tmp_path / "m.xlsx", tmp_path / "n.xlsx", tmp_path / "out"
    assert main(words(files, "--format", "xlsx", "-o", str(empty))) == 0
    capsys.readouterr()
    assert main(["convert", "--from", "matrix", str(empty), "-o", str(out)]) == 0
    assert "nothing was filled in" in capsys.readouterr().err
    assert not out.exists()
    said = tobfit.Response(client="beifeng", product="open@1", answers=[{"requirement": "R-1", "response": "standard"}])
    learnt = tobfit.Answers(answers=[{"target": "product.open@1.capabilities.sec.mfa", "value": "standard"}])
    write_answers(empty, [said, learnt], answered)
    assert main(["convert", "--from", "matrix", str(answered), "--on", "2026-11-05", "-o", str(out)]) == 0
    streams = capsys.readouterr()
    assert streams.out.split() == [str(out / "response-open-1.yaml"), str(out / "answers.yaml")]
    assert streams.err == "open@1: 1 line answered\nquestions: 1 answer\n"
    assert tobfit.load_answers(out / "answers.yaml") == read_matrix(answered, on="2026-11-05").answers
    found = tobfit.load_catalog([files["open"], str(out / "response-open-1.yaml")]).responses
    assert found == read_matrix(answered, on="2026-11-05").responses


def test_a_foreign_matrix_becomes_a_client(tmp_path: Path, capsys: Captured) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "t.xlsx") as book:
        sheet = book.add_worksheet("T")
        sheet.write_row("A1", ["No", "Text"])
        sheet.write_row("A2", ["R-1", "Multi-factor login"])
    mapping = written(tmp_path, mapping="columns: {requirement: No, text: Text}\nclient: harbour\n")["mapping"]
    out = tmp_path / "out"
    assert main(["convert", "--from", "matrix", str(tmp_path / "t.xlsx"), "--mapping", mapping, "-o", str(out)]) == 0
    assert tobfit.load_client(out / "client.yaml").requirements[0].id == "R-1"
    assert capsys.readouterr().err == "read: 1 line\nquestions: 0 answers\n"


def test_options_of_the_matrix_alone(tmp_path: Path, capsys: Captured) -> None:
    assert main(["convert", "--from", "ord", "x.json", "--by", "vendor", "-o", str(tmp_path)]) == 2
    assert "--by is no option of the format ord" in capsys.readouterr().err
