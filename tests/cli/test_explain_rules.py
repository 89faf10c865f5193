"""``tobfit explain RULE``: what a rule says, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.documents import written
from tests.report.knowledge_worlds import pack

from tobfit.cli import main

Captured = pytest.CaptureFixture[str]


def flat(said: str) -> str:
    """Without the breaks of lines, which fall between any two Chinese characters."""
    return "".join(said.split())


@pytest.fixture
def own(tmp_path: Path) -> list[str]:
    return ["--pack", written(tmp_path, own=json.dumps(pack("SECRET")))["own"]]


LOG = {
    "en": [
        "Rule: Log law (law.log)",
        "- Basis: law",
        "- Holds for clients with: Industries: Digital trades or a part of it and Size class, Own sizes at "
        "least medium",
        "- Jurisdictions: CN",
        "- Source: Act on logs, Article 1, of 2019-05-01, https://example.org/law",
        "- Evidence: seen",
        "- Validity: in force from 2020-01-01 until 2030-12-31",
        "- Because: Logs prove what was done.",
        "What it implies",
        "- Log retention (sec.log) (must; at least 6 month; at Article 7)",
    ],
    "zh": [
        "规则：日志法（law.log）",
        "- 依据类型：法规要求",
        "- 适用条件：所属行业：数字产业或其细分，且规模类型：自定规模不小于中型",
        "- 法域：CN",
        "- 来源：日志管理法, Article 1，2019-05-01，https://example.org/law",
        "- 证据等级：已核对",
        "- 有效期：自 2020-01-01 起有效，至 2030-12-31 止",
        "- 理由：日志证明所为。",
        "推导出的需求",
        "- 日志留存（sec.log）（必备；至少 6 month；见 Article 7）",
    ],
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_law(lang: str, own: list[str], capsys: Captured) -> None:
    assert main(["explain", "law.log", "--lang", lang, *own]) == 0
    said = flat(capsys.readouterr().out)
    places = [said.find(flat(line)) for line in LOG[lang]]
    assert -1 not in places
    assert places == sorted(places)
    assert "SECRET" not in said


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", ["Basis: practice", "Evidence: inferred", "Holds for clients with: Own ERP hall: yes",
                "ERP link (int.erp) (must; present; source not read: counts as should at most)"]),
        ("zh", ["依据类型：同类客户惯例", "证据等级：推断", "适用条件：自有机房：是",
                "财务对接（int.erp）（必备；具备；来源未核对：至多按“应有”计）"]),
    ],
)  # fmt: skip
def test_practice_that_nobody_read(lang: str, wanted: list[str], own: list[str], capsys: Captured) -> None:
    assert main(["explain", "pr.erp", "--lang", lang, *own]) == 0
    said = flat(capsys.readouterr().out)
    assert [one for one in wanted if flat(one) not in said] == []


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", ["Holds for every client", "in force, until 2031-01-01"]),
        ("zh", ["适用于所有客户", "现行有效，至2031-01-01止"]),
    ],
)
def test_a_rule_for_everybody(lang: str, wanted: list[str], own: list[str], capsys: Captured) -> None:
    assert main(["explain", "law.report", "--lang", lang, *own]) == 0
    said = flat(capsys.readouterr().out)
    assert [one for one in wanted if flat(one) not in said] == []


def test_all_that_a_demand_may_say(tmp_path: Path, capsys: Captured) -> None:
    text = (
        "tobfit: pack/1\nid: p\nvocabulary: [{id: my.a, kind: boolean}]\nrules:\n"
        "  - id: my.rule\n    basis: experience\n    source: Notes\n    evidence: seen\n    implies:\n"
        "      - {capability: my.a, scope: vendor, accept: [standard, third_party], by: 2027-01-02, evidence: "
        "recalled,\n"
        "         text: {en: Do a, zh: 做甲}, notes: SECRET}\n"
    )
    words = ["explain", "my.rule", "--pack", written(tmp_path, pack=text)["pack"]]
    assert main(words) == 0
    said = flat(capsys.readouterr().out)
    wanted = "my.a (should; present; of the vendor; accepts standard / third party; by 2027-01-02; Evidence: recalled; "
    assert flat(f"{wanted}source not read: counts as should at most)") in said
    assert flat("> as: Do a") in said
    assert main([*words, "--lang", "zh"]) == 0
    said = flat(capsys.readouterr().out)
    wanted = "my.a（应有；具备；对厂商；接受标准功能/第三方产品；期限2027-01-02；证据等级：凭记忆；来源未核对"
    assert flat(wanted) in said
    assert "表述：做甲" in said


def test_a_shipped_law_in_both_languages(capsys: Captured) -> None:
    assert main(["explain", "cn.csl.2025"]) == 0
    said = flat(capsys.readouterr().out)
    for wanted in ("Jurisdictions: CN", "Evidence: seen", "in force from 2026-01-01", "at least 6 month",
                   "Audit log retention (sec.audit_log_retention) (must;"):  # fmt: skip
        assert flat(wanted) in said
    assert main(["explain", "cn.csl.2025", "--lang", "zh"]) == 0
    said = flat(capsys.readouterr().out)
    assert flat("网络运营者为“在中国内地拥有或管理网络或信息系统”") in said
    assert flat("审计日志留存期（sec.audit_log_retention）（必备；") in said


def test_what_is_neither_code_nor_rule(own: list[str], capsys: Captured) -> None:
    assert main(["explain", "cn.csl.205"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "there is no code and no rule 'cn.csl.205'; near rules: " in said.err
    assert "cn.csl.2025" in said.err
    assert main(["explain", "law.lok", *own]) == 2
    assert "near rules: law.cards, law.log" in capsys.readouterr().err
    assert main(["explain", "TF30l"]) == 2
    assert "no rule 'TF30l'; near codes: TF3" in capsys.readouterr().err
    assert main(["explain", "zzzzzz"]) == 2
    assert "tobfit explain lists all codes" in capsys.readouterr().err


def test_a_mistyped_code_does_not_wait_for_the_packs(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def never(*_packs: str) -> None:
        raise AssertionError("the packs were read")

    monkeypatch.setattr("tobfit.formats.load.load_packs", never)
    assert main(["explain", "TF399"]) == 2
    assert "there is no code 'TF399'; near codes: TF" in capsys.readouterr().err
    assert main(["explain", "tf301", "--lang", "zh"]) == 0


def test_a_faulty_pack_is_told(tmp_path: Path, capsys: Captured) -> None:
    assert main(["explain", "x.y", "--pack", str(tmp_path / "none.yaml")]) == 2
    assert "TF101" in capsys.readouterr().err
