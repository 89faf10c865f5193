"""``tobfit match``: the report, where it goes, and what the exit status says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.documents import BAD, CLIENT, GOOD, OPEN, written

import tobfit
from tobfit.cli import main
from tobfit.report import markdown, text

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    return written(tmp_path, client=CLIENT, good=GOOD, open=OPEN, bad=BAD)


def report_of(files: dict[str, str], *names: str) -> tobfit.Report:
    return tobfit.match(files["client"], [files[name] for name in names])


def test_text_is_the_rendering(files: dict[str, str], capsys: Captured) -> None:
    assert main(["match", files["client"], files["good"], files["bad"]]) == 0
    said = capsys.readouterr()
    assert said.out == text(report_of(files, "good", "bad"))
    assert said.err == ""


def test_markdown_in_chinese(files: dict[str, str], capsys: Captured) -> None:
    words = ["match", files["client"], files["open"], "--format", "markdown", "--lang", "zh", "--limit", "1"]
    assert main([*words, "--audience", "internal"]) == 0
    wanted = markdown(report_of(files, "open"), lang="zh", audience="internal", limit=1)
    assert capsys.readouterr().out == wanted
    assert "北风游戏" in wanted


def test_json_is_the_plain_report(files: dict[str, str], capsys: Captured) -> None:
    assert main(["match", files["client"], files["good"], "--format", "json"]) == 0
    said = capsys.readouterr().out
    assert json.loads(said) == json.loads(json.dumps(report_of(files, "good").to_dict()))
    assert "北风游戏" in said
    assert "cautious" not in said


def test_a_folder_and_a_response(files: dict[str, str], tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    answers = "answers: [{requirement: R-1, response: standard}]\n"
    written(folder, a=OPEN, b=f"tobfit: response/1\nclient: beifeng\nproduct: open@1\n{answers}")
    assert main(["match", files["client"], str(folder), files["good"], "--format", "json"]) == 0
    fits = json.loads(capsys.readouterr().out)["fits"]
    assert {fit["product"] for fit in fits} == {"open@1", "good@1"}
    assert all(fit["decision"] != "undecided" for fit in fits)


@pytest.mark.parametrize(
    ("condition", "products", "status"),
    [
        ("blocker", ["good"], 0),
        ("blocker", ["open"], 0),
        ("blocker", ["bad"], 1),
        ("blocker", ["good", "bad"], 1),
        ("gap", ["good"], 0),
        ("gap", ["open"], 1),
        ("undecided", ["good", "bad"], 0),
        ("undecided", ["good", "open"], 1),
    ],
)
def test_fail_on(condition: str, products: list[str], status: int, files: dict[str, str], capsys: Captured) -> None:
    names = [files[name] for name in products]
    assert main(["match", files["client"], *names, "--fail-on", condition, "--limit", "1"]) == status
    assert capsys.readouterr().out


def test_options_reach_the_match(files: dict[str, str], tmp_path: Path, capsys: Captured) -> None:
    more = written(
        tmp_path,
        policy="tobfit: policy/1\nid: strict\nevidence: strict\n",
        pack="tobfit: pack/1\nid: mine\nvocabulary: [{id: my.own, kind: boolean}]\n",
        mine="tobfit: product/1\nid: mine@1\ncapabilities: {my.own: standard, sec.mfa: standard}\n",
    )
    words = ["--policy", more["policy"], "--pack", more["pack"], "--view", "users", "--as-of", "2027-01-01"]
    assert main(["match", files["client"], more["mine"], *words, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["as_of"], data["policy"]["id"]) == ("2027-01-01", "strict")
    assert "users" in str(data["view"])


def test_a_file_is_written_but_not_written_over(files: dict[str, str], tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "report.txt"
    words = ["match", files["client"], files["open"], "-o", str(out)]
    assert main(words) == 0
    said = capsys.readouterr()
    assert (said.out, said.err.splitlines()[0][:14]) == ("", "warning TF451:")
    first = out.read_bytes()
    assert first.decode("utf-8") == text(report_of(files, "open"))
    out.write_text("mine", encoding="utf-8")
    assert main(words) == 2
    assert "TF120" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "mine"
    assert main([*words, "--force"]) == 0
    assert out.read_bytes() == first


def test_a_hyphen_is_standard_output(files: dict[str, str], capsys: Captured) -> None:
    assert main(["match", files["client"], files["good"], "-o", "-"]) == 0
    assert capsys.readouterr().out == text(report_of(files, "good"))


def test_all_problems_of_all_documents_at_once(tmp_path: Path, capsys: Captured) -> None:
    files = written(
        tmp_path,
        client=CLIENT + "nmae: x\n",
        product=GOOD.replace("sec.mfa", "sec.mfaa"),
        policy="tobfit: policy/1\npartial: 2\n",
    )
    words = ["match", files["client"], files["product"], "--policy", files["policy"]]
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert [line.split(": TF")[1][:3] for line in said.err.splitlines() if ": TF" in line] == ["210", "203", "301"]
    assert said.err.count("  | ") == 6


def test_an_answer_to_an_unknown_line_has_its_place(files: dict[str, str], tmp_path: Path, capsys: Captured) -> None:
    text = "tobfit: response/1\nclient: beifeng\nproduct: good@1\nanswers: [{requirement: R-9, response: standard}]\n"
    answers = written(tmp_path, answers=text)["answers"]
    assert main(["match", files["client"], files["good"], answers]) == 2
    assert f"{answers}:4:25: TF307" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code"),
    [(["--as-of", "tomorrow"], "TF211"), (["--view", "user"], "TF403"), (["--pack", "none.yaml"], "TF101")],
)
def test_bad_values(words: list[str], code: str, files: dict[str, str], capsys: Captured) -> None:
    assert main(["match", files["client"], files["good"], *words]) == 2
    said = capsys.readouterr()
    assert (said.out, code in said.err) == ("", True)


def test_warnings_go_to_standard_error(tmp_path: Path, capsys: Captured) -> None:
    files = written(
        tmp_path,
        client=CLIENT,
        product=GOOD,
        pack="tobfit: pack/1\nid: mine\nsuites: {empty: {}}\n",
    )
    assert main(["match", files["client"], files["product"], "--pack", files["pack"]]) == 0
    said = capsys.readouterr()
    assert said.err.startswith(f"{files['pack']}:3:17: warning TF323")
    assert "TF323" not in said.out
