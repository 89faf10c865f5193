"""``check``, ``convert``, ``explain``, ``schema`` and the command as a whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.documents import CLIENT, GOOD, written

import tobfit
from tobfit.cli import main

Captured = pytest.CaptureFixture[str]
REPORT = """\
product: {name: Acme CRM, version: "5.2"}
catalog: 2.4-edition-wcag-2.1-508-en
chapters:
  success_criteria_level_a:
    criteria:
      - num: 1.1.1
        components: [{name: web, adherence: {level: LEVEL}}]
"""
CATALOGUE = """\
title: WCAG
standards: [{id: wcag-2.1, chapters: [success_criteria_level_a]}]
chapters:
  - id: success_criteria_level_a
    short_label: A
    criteria: [{id: 1.1.1, handle: Text, components: [web, software]}]
components: [{id: web}, {id: software}]
"""


# --------------------------------------------------------------------------------------- check
def test_check_finds_nothing(tmp_path: Path, capsys: Captured) -> None:
    written(tmp_path, client=CLIENT, product=GOOD)
    assert main(["check", str(tmp_path)]) == 0
    assert capsys.readouterr() == ("2 documents, 0 errors, 0 warnings\n", "")


def test_check_tells_warnings_and_errors(tmp_path: Path, capsys: Captured) -> None:
    files = written(tmp_path, client=CLIENT + "nmae: x\nid: y\n", pack="tobfit: pack/1\nid: p\nsuites: {empty: {}}\n")
    assert main(["check", files["pack"]]) == 0
    said = capsys.readouterr()
    assert said.out == "1 document, 0 errors, 1 warning\n"
    assert said.err.startswith(f"{files['pack']}:3:17: warning TF323 $.suites.empty: ")
    assert main(["check", files["client"], files["pack"], str(tmp_path / "none.yaml")]) == 2
    said = capsys.readouterr()
    assert said.out == "3 documents, 2 errors, 1 warning\n"
    assert f"{files['client']}:11:1: TF113: the key 'id'" in said.err
    assert "  | id: y\n  | ^\n" in said.err


def test_check_with_packs(tmp_path: Path, capsys: Captured) -> None:
    files = written(
        tmp_path,
        a="tobfit: pack/1\nid: a\nvocabulary: [{id: my.a, kind: boolean}]\n",
        b="tobfit: pack/1\nid: b\nvocabulary: [{id: my.a, kind: boolean}]\n",
        product="tobfit: product/1\nid: p\ncapabilities: {my.a: standard}\n",
    )
    assert main(["check", files["product"]]) == 2
    assert "TF301" in capsys.readouterr().err
    assert main(["check", files["product"], "--pack", files["a"]]) == 0
    assert capsys.readouterr().out == "2 documents, 0 errors, 0 warnings\n"
    assert main(["check", "--pack", files["a"]]) == 0
    assert capsys.readouterr().out == "1 document, 0 errors, 0 warnings\n"
    assert main(["check", files["product"], "--pack", files["a"], "--pack", files["b"]]) == 2
    said = capsys.readouterr()
    assert said.out == "2 documents, 1 error, 0 warnings\n"
    assert said.err.startswith(f"{files['b']}:3:19: TF312")


def test_check_lints_a_folder_of_packs(tmp_path: Path, capsys: Captured) -> None:
    written(tmp_path, client="not: mine\n", pack="tobfit: pack/1\nid: p\nvocabulary: [{id: a, broader: zz9}]\n")
    assert main(["check", "--pack", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert "TF310" in said.err


def test_check_cannot_steer_the_terminal(tmp_path: Path, capsys: Captured) -> None:
    text = 'tobfit: product/1\nid: p\ncapabilities: {"\\e[31mred": standard}\n'
    assert main(["check", written(tmp_path, product=text)["product"]]) == 2
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert "\\u001b[31mred" in said


def test_check_of_nothing_is_a_usage_error(capsys: Captured) -> None:
    assert main(["check"]) == 2
    assert "name a FILE" in capsys.readouterr().err


# ------------------------------------------------------------------------------------- convert
def converted(tmp_path: Path, text: str, *words: str) -> tuple[int, Path]:
    file, out = tmp_path / "source.yaml", tmp_path / "out"
    file.write_text(text, encoding="utf-8")
    return main(["convert", "--from", "openacr", str(file), "-o", str(out), *words]), out


def test_convert_a_catalogue(tmp_path: Path, capsys: Captured) -> None:
    status, out = converted(tmp_path, CATALOGUE, "--levels", "A,AA", "--component", "web")
    assert status == 0
    assert capsys.readouterr() == (f"{out / 'client.yaml'}\n{out / 'pack.yaml'}\n", "")
    packs = tobfit.load_packs(out / "pack.yaml")
    client = tobfit.load_client(out / "client.yaml", packs=packs)
    assert (client.id, client.as_of) == ("wcag21-web", None)
    assert [line.id for line in client.requirements] == ["wcag21:1.1.1/web"]
    assert "template" in str(client.notes).lower()


def test_convert_a_report(tmp_path: Path, capsys: Captured) -> None:
    status, out = converted(tmp_path, REPORT.replace("LEVEL", "supports"))
    assert status == 0
    assert capsys.readouterr().out == f"{out / 'acme-crm-5.2.yaml'}\n"
    text = (out / "acme-crm-5.2.yaml").read_text(encoding="utf-8")
    assert text.startswith("tobfit: product/1\nid: acme-crm@5.2\n")
    assert main(["convert", "--from", "openacr", str(tmp_path / "source.yaml"), "-o", str(out)]) == 2
    assert "TF120" in capsys.readouterr().err
    (out / "acme-crm-5.2.yaml").write_text("mine", encoding="utf-8")
    assert converted(tmp_path, REPORT.replace("LEVEL", "supports"), "--force")[0] == 0
    assert (out / "acme-crm-5.2.yaml").read_text(encoding="utf-8") == text


def test_convert_writes_all_or_nothing(tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "pack.yaml").write_text("mine", encoding="utf-8")
    assert converted(tmp_path, CATALOGUE)[0] == 2
    assert [path.name for path in out.iterdir()] == ["pack.yaml"]
    assert capsys.readouterr().out == ""


def test_convert_writes_nothing_where_there_is_an_error(tmp_path: Path, capsys: Captured) -> None:
    status, out = converted(tmp_path, REPORT.replace("LEVEL", "does not support"))
    assert (status, out.exists()) == (2, False)
    said = capsys.readouterr()
    assert (said.out, "TF504" in said.err) == ("", True)


def test_convert_by_a_catalogue_of_ones_own(tmp_path: Path, capsys: Captured) -> None:
    catalogue = written(tmp_path, catalogue=CATALOGUE)["catalogue"]
    assert converted(tmp_path, REPORT.replace("LEVEL", "supports"), "--catalog", catalogue)[0] == 0
    assert capsys.readouterr().err == ""
    assert converted(tmp_path, REPORT, "--component", "Web", "--force")[0] == 2
    assert "TF508" in capsys.readouterr().err


def test_convert_into_what_is_no_folder(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    assert converted(tmp_path, CATALOGUE)[0] == 2
    assert "TF103" in capsys.readouterr().err


# --------------------------------------------------------------------------- explain and schema
def test_explain(capsys: Captured) -> None:
    assert main(["explain", "tf301"]) == 0
    assert capsys.readouterr().out.startswith("# TF301: an unknown capability\n")
    assert main(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == sorted(lines)
    assert lines[0] == "TF101: there is no such file"


def test_explain_what_is_not_there(capsys: Captured) -> None:
    assert main(["explain", "TF399"]) == 2
    said = capsys.readouterr()
    assert (said.out, "near codes: TF3" in said.err) == ("", True)
    assert main(["explain", "cn.csl.audit-log"]) == 2
    assert "there is no code and no rule 'cn.csl.audit-log'; near rules: cn.csl" in capsys.readouterr().err


@pytest.mark.parametrize(
    "kind", ["client", "product", "response", "vendor", "policy", "pack", "answers", "usage", "report"]
)
def test_schema(kind: str, capsys: Captured) -> None:
    assert main(["schema", kind]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].startswith("https://json-schema.org/")


# ------------------------------------------------------------------------------ usage and help
@pytest.mark.parametrize(
    "words",
    [
        [], ["fmt"], ["match"], ["match", "client.yaml"], ["match", "a", "b", "--limit", "-1"],
        ["match", "a", "b", "--form", "json"], ["schema", "world"], ["convert", "x.yaml", "-o", "y"],
        ["convert", "--from", "sysml", "x.yaml", "-o", "y"], ["match", "a", "b", "--fail-on", "never"],
    ],
)  # fmt: skip
def test_usage_errors(words: list[str], capsys: Captured) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage: tobfit")


@pytest.mark.parametrize("name", ["html", "xlsx", "docx", "svg", "vega-lite"])
def test_questions_have_no_such_formats(name: str, capsys: Captured) -> None:
    assert main(["questions", "a.yaml", "b.yaml", "--format", name]) == 2
    assert f"there is no '{name}'; choose from text, markdown, json" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["match", "check", "convert", "explain", "schema"])
def test_help(command: str, capsys: Captured) -> None:
    assert main([command, "--help"]) == 0
    said = capsys.readouterr()
    assert "exit status: 0 done, 1 a --fail-on condition holds, 2 bad input or usage" in said.out
    assert said.err == ""


def test_version(capsys: Captured) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"tobfit {tobfit.__version__}\n"


def test_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def interrupted(_arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("tobfit.cli.explain.run", interrupted)
    assert main(["explain"]) == 130
    assert capsys.readouterr() == ("", "")


# -------------------------------------------------------------------------------- the process
def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tobfit", *words],
        capture_output=True,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {},
    ],
)
def test_output_is_utf_8_in_any_locale(environment: dict[str, str], tmp_path: Path) -> None:
    files = written(tmp_path, client=CLIENT, product=GOOD, bad=CLIENT + "名称: x\n")
    done = run("match", files["client"], files["product"], "--lang", "zh", **environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "北风游戏" in done.stdout.decode("utf-8")
    done = run("check", files["bad"], **environment)
    assert (done.returncode, done.stdout) == (2, b"1 document, 1 error, 0 warnings\n")
    assert "TF203 $: unknown key '名称'" in done.stderr.decode("utf-8")


def test_status_of_the_process(tmp_path: Path) -> None:
    bad = "tobfit: product/1\nid: b\ncapabilities: {sec.mfa: not_supported}\n"
    files = written(tmp_path, client=CLIENT, product=GOOD, bad=bad)
    assert run("match", files["client"], files["bad"], "--fail-on", "blocker").returncode == 1
    assert run("match", files["client"], files["product"], "--fail-on", "blocker").returncode == 0
    done = run("match", files["client"], files["product"], "--format", "pdf")
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.skipif(os.name == "nt", reason="pipes close otherwise there")
def test_a_closed_pipe_is_quiet() -> None:
    command = [sys.executable, "-m", "tobfit", "schema", "report"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tobfit", "explain"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"TF103: standard output cannot be written")


def test_help_is_light() -> None:
    program = (
        "import sys; from tobfit.cli import main; main(['match', '--help'])\n"
        "heavy = {'yaml', 'attrs', 'networkx', 'json', 'tobfit.api'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
