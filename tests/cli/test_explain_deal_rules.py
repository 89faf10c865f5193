"""``tobfit explain RULE`` of rules of the deal, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.documents import written

from tobfit.cli import main
from tobfit.model.deal import DEAL_TOPICS, LEVER_KINDS
from tobfit.report.deal_rule_page import KINDS, TOPICS

Captured = pytest.CaptureFixture[str]
RULE: dict[str, Any] = {
    "id": "bay.summer", "name": {"en": "Summer", "zh": "夏季"}, "about": "launch_window",
    "text": {"en": "Nothing changes while the ferries are full", "zh": "客流高峰不变更"},
    "limits": ["date", "build"], "needs": ["proof"], "asks": ["bay.trial"],
    "seasons": [{"name": {"en": "Summer season", "zh": "旺季"}, "first": "06-15", "last": "09-15"}],
    "basis": "law", "source": {"title": "Act on ferries", "number": "Article 3", "date": "2020-01-01"},
    "evidence": "recalled", "jurisdictions": ["CN"], "notes": "SECRET",
}  # fmt: skip
VOCABULARY = [{"id": "bay.trial", "kind": "boolean", "name": {"en": "Trial", "zh": "试用"}}]


def explained(tmp_path: Path, capsys: Captured, lang: str, **more: Any) -> str:
    pack = {"tobfit": "pack/1", "id": "bay", "vocabulary": VOCABULARY, "deal_rules": [{**RULE, **more}]}
    own = written(tmp_path, own=json.dumps(pack))["own"]
    assert main(["explain", "bay.summer", "--lang", lang, "--pack", own]) == 0
    return "".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("en", ["Ruleofthedeal:Summer(bay.summer)", "Itsays:Nothingchangeswhiletheferriesarefull",
                "About:launchwindows",
                "Basis:law", "Holdsforeveryclient", "Jurisdictions:CN", "Source:Actonferries,Article3",
                "Evidence:recalled", "Limits:alaterdate,building", "Suchclientsinsiston:demonstrations",
                "Summerseason06-15..09-15", "Suchclientsbringup:Trial(bay.trial)"]),
        ("zh", ["谈判规则：夏季（bay.summer）", "内容：客流高峰不变更", "主题：上线时段", "法规要求",
                "限制：推迟日期，开发实现",
                "此类客户会坚持：现场演示", "旺季06-15..09-15", "此类客户会提出：试用（bay.trial）"]),
    ],
)  # fmt: skip
def test_a_rule_of_the_deal(lang: str, parts: list[str], tmp_path: Path, capsys: Captured) -> None:
    said = explained(tmp_path, capsys, lang)
    places = [said.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert "SECRET" not in said


def test_what_it_would_forbid_waits_for_a_reader(tmp_path: Path, capsys: Captured) -> None:
    assert "Wouldforbid,oncesomebodyhasreadthesource:price" in explained(tmp_path, capsys, "en", forbids=["price"])
    assert "Forbids:price" in explained(tmp_path, capsys, "en", forbids=["price"], evidence="seen")


def test_one_that_speaks_of_no_lever_says_so(tmp_path: Path, capsys: Captured) -> None:
    silent: dict[str, Any] = {"limits": [], "needs": [], "asks": [], "seasons": []}
    assert "Itspeaksofnolever." in explained(tmp_path, capsys, "en", **silent)


def test_shipped_ones_are_known_and_a_near_name_is_told(capsys: Captured) -> None:
    assert main(["explain", "practice.security.audit"]) == 0
    assert "The vendor is audited" in capsys.readouterr().out
    assert main(["explain", "practice.security.audits"]) == 2
    assert "practice.security.audit" in capsys.readouterr().err


def test_every_kind_of_lever_and_every_topic_has_its_words() -> None:
    assert tuple(KINDS) == LEVER_KINDS
    assert set(TOPICS) == set(DEAL_TOPICS)
