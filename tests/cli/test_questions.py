"""``tobfit questions``, and what ``tobfit match`` does with answers and without rules."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest
from tests.cli.documents import written
from tests.report.knowledge_worlds import client, pack, products

import tobfit
from tobfit.cli import main
from tobfit.report import text
from tobfit.report.markdown import as_markdown
from tobfit.report.question_list import question_list
from tobfit.report.text import as_text

KNOWN = ["jurisdictions", "industries"]
Captured = pytest.CaptureFixture[str]
LEARNT = """\
tobfit: answers/1
on: 2026-11-02
by: vendor
answers:
  - {target: client.profile.cards, value: true}
  - {target: product.p1@1.capabilities.sec.two_factors, value: not_supported}
"""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    told = {"client": client(complete=KNOWN), "pack": pack(), "one": products()[0], "two": products()[1]}
    texts = {name: abroad(data) for name, data in told.items()}
    return written(tmp_path, learnt=LEARNT, **texts)


def abroad(data: dict[str, object]) -> str:
    """A document for a country of which the shipped packs know no laws, so that little is open."""
    return json.dumps(data).replace('"CN"', '"SG"')


def words(files: dict[str, str], *more: str, command: str = "questions") -> list[str]:
    return [command, files["client"], files["one"], files["two"], "--pack", files["pack"], *more]


def report_of(files: dict[str, str], rules: bool = True, answered: bool = False) -> tobfit.Report:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", tobfit.TobfitWarning)
        packs = tobfit.load_packs(files["pack"])
    asking = tobfit.load_client(files["client"], packs)
    offered = tobfit.load_catalog([files["one"], files["two"]], packs)
    if answered:
        asking, offered = tobfit.answer(asking, offered, files["learnt"], packs)
    return tobfit.match(asking, offered, packs, rules=rules)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_ranked_questions_alone(lang: str, files: dict[str, str], capsys: Captured) -> None:
    assert main(words(files, "--lang", lang, "--limit", "30")) == 0
    said = capsys.readouterr()
    report = report_of(files)
    assert said.out == as_text(question_list(report, lang=lang, audience="client", limit=30))
    wanted = {
        "en": ("What to ask about Acme", "- Are card numbers kept? (ask the Checker;", "    > target: "
               "client.profile.cards", "adds Two factors (must)"),
        "zh": ("极致：待答问题", "- 是否保存卡号？（询问审核人；", "    > 目标字段：client.profile.cards",
        "增加 双因素"),
    }  # fmt: skip
    assert [one for one in wanted[lang] if one not in said.out] == []
    assert "product.p1@1.capabilities.sec.log" in said.out


def test_markdown_and_a_bound(files: dict[str, str], capsys: Captured) -> None:
    assert main(words(files, "--format", "markdown", "--limit", "2")) == 0
    said = capsys.readouterr().out
    report = report_of(files)
    assert said == as_markdown(question_list(report, lang="en", audience="client", limit=2))
    assert f"- ... and {len(report.questions) - 2} more\n" in said


@pytest.mark.parametrize("audience", ["client", "internal"])
def test_json_is_the_part_of_the_report(audience: str, files: dict[str, str], capsys: Captured) -> None:
    assert main(words(files, "--format", "json", "--audience", audience, "--limit", "1")) == 0
    data = report_of(files).to_dict(audience=audience)  # type: ignore[arg-type]
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(data["questions"]))


def test_what_the_report_warns_of_goes_to_standard_error(files: dict[str, str], capsys: Captured) -> None:
    assert main(words(files)) == 0
    said = capsys.readouterr()
    assert "TF324" in said.err
    assert "TF3" not in said.out
    conflicting = abroad({**client(), "profile": {"erp_local": False}})
    Path(files["client"]).write_text(conflicting, encoding="utf-8")
    assert main(words(files)) == 0
    said = capsys.readouterr()
    assert "TF457" in said.err
    assert "TF457" not in said.out


def test_nothing_is_open(tmp_path: Path, capsys: Captured) -> None:
    files = written(
        tmp_path,
        client="tobfit: client/1\nid: c\nas_of: 2026-11-01\nrequirements: [{id: R-1, capability: sec.mfa}]\n",
        one="tobfit: product/1\nid: p\ncapabilities: {sec.mfa: not_supported}\n",
    )
    assert main(["questions", files["client"], files["one"]]) == 0
    assert "Nothing is open.\n" in capsys.readouterr().out


def test_questions_into_a_file(files: dict[str, str], tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "questions.txt"
    assert main(words(files, "-o", str(out))) == 0
    assert capsys.readouterr().out == ""
    assert out.read_text(encoding="utf-8").startswith("What to ask about Acme\n")
    assert main(words(files, "-o", str(out))) == 2
    assert "TF120" in capsys.readouterr().err
    assert main(words(files, "-o", str(out), "--force")) == 0


# ------------------------------------------------------------------------------------ answers
def test_answers_are_laid_over_before_matching(files: dict[str, str], capsys: Captured) -> None:
    assert main(words(files, "--answers", files["learnt"], command="match")) == 0
    said = capsys.readouterr().out
    after = report_of(files, answered=True)
    assert said == text(after)
    assert (report_of(files)["p1@1"].decision, after["p1@1"].decision) == ("undecided", "no_fit")
    assert main(words(files, "--answers", files["learnt"])) == 0
    assert "client.profile.cards" not in capsys.readouterr().out


def test_later_answers_lie_over_earlier_ones(files: dict[str, str], tmp_path: Path, capsys: Captured) -> None:
    later = "tobfit: answers/1\nanswers: [{target: client.profile.cards, value: false}]\n"
    more = ["--answers", files["learnt"], "--answers", written(tmp_path, later=later)["later"]]
    assert main(words(files, *more, "--format", "json", command="match")) == 0
    lines = json.loads(capsys.readouterr().out)["requirements"]
    assert "sec.two_factors" not in [line["capability"] for line in lines]


@pytest.mark.parametrize(
    ("answer", "code"),
    [("{target: client.nowhere, value: 1}", "TF404"), ("{target: client.profile.cards, value: often}", "TF2")],
)
def test_answers_that_do_not_fit(
    answer: str, code: str, files: dict[str, str], tmp_path: Path, capsys: Captured
) -> None:
    file = written(tmp_path, wrong=f"tobfit: answers/1\nanswers: [{answer}]\n")["wrong"]
    assert main(words(files, "--answers", file, command="match")) == 2
    said = capsys.readouterr()
    assert (said.out, code in said.err) == ("", True)
    assert main(words(files, "--answers", str(tmp_path / "none.yaml"))) == 2
    assert "TF101" in capsys.readouterr().err


def test_the_file_of_a_target_that_leads_nowhere_is_named(
    files: dict[str, str], tmp_path: Path, capsys: Captured
) -> None:
    file = written(tmp_path, wrong="tobfit: answers/1\nanswers: [{target: client.nowhere, value: 1}]\n")["wrong"]
    assert main(words(files, "--answers", file)) == 2
    assert f"{file}:2:11: TF404 $.answers[0]: 'client.nowhere'" in capsys.readouterr().err


# --------------------------------------------------------------------------------- without rules
def test_stated_only_leaves_rules_out(files: dict[str, str], capsys: Captured) -> None:
    assert main(words(files, "--stated-only", command="match")) == 0
    said = capsys.readouterr().out
    assert said == text(report_of(files, rules=False))
    assert "Required by law" not in said
    assert "Undecided rules" not in said
    assert "Understood of the client" not in said
    assert "suite:crm.leads/should" in said
