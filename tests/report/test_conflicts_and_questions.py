"""Conflicts, and what to ask about the client, as a reader sees them in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.report.knowledge_worlds import acme, against_stated, conflicting, known
from tests.report.telling import LANGUAGES, point, whole

from tobfit.matching.profile_question import ProfileQuestion
from tobfit.matching.report import Report
from tobfit.report.blocks import Item
from tobfit.report.words import SENTENCES, TERMS


# -------------------------------------------------------------------------------- conflicts
@pytest.mark.parametrize(
    ("make", "lang", "wanted"),
    [
        (conflicting, "en", [
            "Own ERP hall: the client says one thing, and another follows: Own ERP hall: no; Own ERP hall: yes "
            "(systems: Old ledger > Ledger > zone Hall).",
            "Reporting duty: the client does not want it (R-2 No reports), but a law requires it. Sources: the "
            "client; Act on duties, Article 3 (Duty law (law.report); in force, until 2031-01-01).",
            "Wait: what rules demand cannot hold together. Sources: Notes, 4 (Wait lore (ex.wait); in force); Survey, "
            "5 (Wait habit (pr.wait); in force).",
            "Log retention: the client waives it (R-3 sec.log) and accepts the risk; a law requires it. Sources: the "
            "client (Boss); Act on logs, Article 7 (Log law (law.log); in force from 2020-01-01 until 2030-12-31).",
            "Two factors: the client waives it (R-4 sec.two_factors) and does not accept the risk, but a law requires "
            "it. Sources: the client; Act on cards, Article 2 (Card law (law.cards); in force).",
        ]),
        (conflicting, "zh", [
            "自有机房：客户所述与推得的结果不一致：自有机房：否；自有机房：是（系统：旧总账 > 总账 > 区域 机房）。",
            "报送义务：客户表示不做（R-2 不报送），但法规有此要求。来源：客户；报送义务法, Article 3（报送法（"
            "law.report）；现行有效，至 2031-01-01 止）。",
            "等待：各规则的要求不能同时成立。来源：笔记, 4（等待经验（ex.wait）；现行有效）；调查, 5（等待惯例（"
            "pr.wait）；现行有效）。",
            "日志留存：客户予以豁免（R-3 sec.log）并接受风险；法规有此要求。来源：客户（老板）；日志管理法, Article 7"
            "（日志法（law.log）；自 2020-01-01 起有效，至 2030-12-31 止）。",
            "双因素：客户予以豁免（R-4 sec.two_factors）且未表示接受风险，但法规有此要求。来源：客户；支付卡法, "
            "Article 2（卡法（law.cards）；现行有效）。",
        ]),
        (against_stated, "en", [
            "Wait: R-5 nf.wait, implied:nf.wait/could Wait cannot hold together. Sources: the client; Notes, 4 (Wait "
            "lore (ex.wait); in force).",
        ]),
        (against_stated, "zh", [
            "等待：R-5 nf.wait，implied:nf.wait/could 等待不能同时成立。来源：客户；笔记, 4（等待经验（ex.wait）；现行"
            "有效）。",
        ]),
    ],
)  # fmt: skip
def test_conflicts_are_told_with_all_sources(make: Callable[[], Report], lang: str, wanted: list[str]) -> None:
    lines = whole(make(), lang)
    start = lines.index(SENTENCES["conflicts"][lang == "zh"]) + 1
    assert lines[start : start + len(wanted)] == wanted
    assert len(make().conflicts) == len(wanted)


def test_without_conflicts_there_is_no_such_part() -> None:
    assert "What cannot hold together" not in whole(acme())


# -------------------------------------------------------------------------------- questions
def client_question(report: Report, attribute: str) -> ProfileQuestion:
    return next(q for q in report.questions if isinstance(q, ProfileQuestion) and q.attribute.id == attribute)


@pytest.mark.parametrize(
    ("lang", "asked", "each", "adds"),
    [
        ("en", "Are card numbers kept? (ask the Checker; can change the decision; 16.0 % of the weight hangs on it)",
         "{label}: p1@1 {first}, {score1}; last@1 {second}, {score2}; {adds}",
         {"true": "adds Two factors (must)", "false": "adds no requirement"}),
        ("zh", "是否保存卡号？（询问审核人；可改变结论；关系到 16.0 % 的权重）",
         "{label}：p1@1 {first}，{score1}；last@1 {second}，{score2}；{adds}",
         {"true": "增加 双因素（必备）", "false": "不增加需求"}),
    ],
)  # fmt: skip
def test_questions_about_the_client_say_what_each_answer_means(
    lang: str, asked: str, each: str, adds: dict[str, str]
) -> None:
    words = {"true": SENTENCES["yes"][lang == "zh"], "false": SENTENCES["no"][lang == "zh"]}
    wanted = []
    for label, effect in client_question(acme(), "cards").answers.items():
        told = {name: TERMS[effect.decisions[product]][lang == "zh"] for name, product in
                (("first", "p1@1"), ("second", "last@1"))}  # fmt: skip
        scores = {"score1": effect.scores["p1@1"], "score2": effect.scores["last@1"]}
        wanted.append(each.format(label=words[label], adds=adds[label], **told, **scores))
    assert point(acme(), asked, lang) == Item(asked, tuple(wanted))


@LANGUAGES
def test_the_client_is_asked_about_first(lang: str) -> None:
    lines = whole(acme(), lang)
    heads = [SENTENCES[name][lang == "zh"] for name in ("questions", "about_client", "about_products", "policy")]
    assert sorted(map(lines.index, heads)) == list(map(lines.index, heads))


def test_questions_about_a_product_do_not_decide_alone_where_rules_threaten() -> None:
    both = "2 questions about it take part in deciding, beside those about the client."
    assert any(line.startswith(f"p1@1 is undecided; {both}") for line in whole(acme()))
    assert any(line.startswith("p1@1 尚未定论，由 2 个问题与关于客户的问题共同决定。") for line in whole(acme(), "zh"))
    decided = known(profile={"cards": False})
    assert any(line.startswith("p1@1 is undecided; 2 questions decide it.") for line in whole(decided))


def test_with_many_products_the_decisions_that_change_are_told() -> None:
    report = known(count=5, profile={"grade": "a"})
    effect = client_question(report, "cards").answers["true"]
    scores = [score for score in effect.scores.values() if score is not None]
    low, high = min(s.low for s in scores), max(s.high for s in scores)
    assert point(report, "Are card numbers kept?").below[0] == (
        f"yes: no decision changes; scores {float(low):.4f}..{float(high):.4f}; adds Two factors (must)"
    )
    assert point(report, "是否保存卡号？", "zh").below[0].startswith("是：结论不变；得分 ")
    log = {"response": "standard", "value": "9 months"}
    good = {"sec.log": log, "sec.two_factors": "not_supported", "cmp.report": "standard"}
    catalog = [{"tobfit": "product/1", "id": f"g{number}", "capabilities": good} for number in range(5)]
    turned = known(catalog=catalog)
    assert (
        point(turned, "Are card numbers kept?", limit=2)
        .below[0]
        .startswith("yes: g0, g1 and 3 more become no fit; scores ")
    )
    chinese = point(turned, "是否保存卡号？", "zh", limit=2).below[0]
    assert chinese.startswith("是：g0，g1，另有 3 项 变为“不符合”；得分 ")


def test_answers_are_worded_by_the_kind_of_attribute() -> None:
    report = acme()
    assert [line.split(":")[0] for line in point(report, "How many persons?").below] == ["such as 0", "such as 100"]
    assert [line.split("：")[0] for line in point(report, "涉及多少人？", "zh").below] == ["如 0", "如 100"]
    assert [line.split("：")[0] for line in point(report, "等级（", "zh").below] == ["乙级", "甲级"]
    goods = known(need_suites=[])
    assert [line.split(":")[0] for line in point(goods, "Goods (ask").below] == ["Arms", "none at all"]
    said = known(need_suites=[], profile={"goods": ["toys"]})
    assert [line.split("：")[0] for line in point(said, "货品（", "zh").below] == ["军品", "除 玩具 外别无其他"]


def test_a_bounded_report_works_out_some_answers_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tobfit.report.client_questions.ANSWERED", 3)
    lines = whole(acme(), limit=12)
    said = "What the answers would change was worked out for 1 question here; “tobfit questions” does it for all."
    assert said in lines
    assert point(acme(), "Are card numbers kept?", limit=12).below
    assert not point(acme(), "How many persons?", limit=12).below
    assert point(acme(), "How many persons?").below
    assert said not in whole(acme())
    assert "... and 2 more" in whole(acme(), limit=1)
    assert "此处仅计算了 1 个问题各答案的影响；可用“tobfit questions”计算全部。" in whole(acme(), "zh", limit=12)
