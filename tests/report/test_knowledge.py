"""What rules, suites and questions about the client look like to a reader, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from tests.report.knowledge_worlds import acme, against_stated, conflicting, known
from tests.report.telling import LANGUAGES, below, point, whole
from tests.report.test_markdown import HOSTILE, shape
from tests.report.worlds import example

from tobfit.matching.report import Report
from tobfit.report import markdown, text, worlds
from tobfit.report.blocks import Item
from tobfit.report.words import NOUNS, SENTENCES, TERMS


# --------------------------------------------------------------------------------- the head
@pytest.mark.parametrize(
    ("lang", "understood", "missing", "size"),
    [
        (
            "en",
            "Understood of the client: 50.0 % (industry 50.0 %, scale 50.0 %, architecture 100.0 %, money 0.0 %)",
            ("missing of industry: Goods, Grade", "missing of scale: Persons", "missing of money: Card data"),
            "Size class: medium (Own sizes; group All trades; filing code 12, Employees 500)",
        ),
        (
            "zh",
            "对客户的了解程度：50.0 %（行业 50.0 %，规模 50.0 %，架构 100.0 %，资金 0.0 %）",
            ("行业尚缺：货品，等级", "规模尚缺：人数", "资金尚缺：卡数据"),
            "规模类型：中型（自定规模；行业组别 全部行业；登记代码 12，从业人员数 500）",
        ),
    ],
)
def test_the_head_says_how_much_is_understood(lang: str, understood: str, missing: tuple[str, ...], size: str) -> None:
    assert point(acme(), understood, lang) == Item(understood, missing)
    assert size in whole(acme(), lang)
    assert acme().understanding.share == 0.5


def test_what_is_missing_is_bounded_and_says_so() -> None:
    item = point(acme(), "Understood", limit=1)
    assert item.below[0] == "missing of industry: Goods and 1 more"


def test_of_a_mere_list_of_requirements_the_share_alone_is_told() -> None:
    assert point(example(), "Understood of the client: 0.0 %").below == ()


def test_a_range_of_sizes_and_a_stated_one() -> None:
    open_one = known(scale={"revenue": "5 CNY"}, profile={"size_class.own": "small"})
    assert "Size class: small (Own sizes; as stated)" in whole(open_one)
    assert not any(line.startswith("Size class") for line in whole(known(scale={"revenue": "5 CNY"})))


# ------------------------------------------------------------------------ what is asked for
@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        (
            "en",
            [
                "Required by law (2)",
                "By priority: 2 must.",
                "implied:cmp.report/must Reporting duty (must): Act on duties, Article 3 (Duty law (law.report); in "
                "force, until 2031-01-01)",
                "implied:sec.log/must Log retention (must, at least 6 month): Act on logs, Article 7 (Log law "
                "(law.log); in force from 2020-01-01 until 2030-12-31)",
                "Typical for such clients (2)",
                "By priority: 1 should, 1 could.",
                "implied:int.erp/should ERP link (should, practice): Own draft, 1 (ERP habit (pr.erp); in force from "
                "2021-02-03; source not read)",
                "implied:nf.wait/could Wait (could, at least 9 month, experience): Notes, 4 (Wait lore (ex.wait); in "
                "force)",
                "Stated by the client (3)",
                "By priority: 3 should. Suites that the client asks for: Sales suite, 2 lines.",
                "R-1 We want a seal (should)",
                "suite:crm.leads/should Leads (should): suite Sales suite",
                "suite:crm.mail/should Mail (should): suite Sales suite",
            ],
        ),
        (
            "zh",
            [
                "法规要求的需求（2）",
                "按优先级：必备 2。",
                "implied:cmp.report/must 报送义务（必备）：报送义务法, Article 3（报送法（law.report）；现行有效，至 "
                "2031-01-01 止）",
                "implied:sec.log/must 日志留存（必备，至少 6 month）：日志管理法, Article 7（日志法（law.log）；自 "
                "2020-01-01 起有效，至 2030-12-31 止）",
                "同类客户通常的需求（2）",
                "按优先级：应有 1，可有 1。",
                "implied:int.erp/should 财务对接（应有，同类客户惯例）：自拟草案, 1（对接惯例（pr.erp）；自 "
                "2021-02-03 起有效；来源未核对）",
                "implied:nf.wait/could 等待（可有，至少 9 month，供应商经验）：笔记, 4（等待经验（ex.wait）；现行有效"
                "）",
                "客户提出的需求（3）",
                "按优先级：应有 3。客户选用的套件：销售套件，2 条。",
                "R-1 需要印章（应有）",
                "suite:crm.leads/should 线索（应有）：套件 销售套件",
                "suite:crm.mail/should 邮件（应有）：套件 销售套件",
            ],
        ),
    ],
)
def test_requirements_are_kept_apart_by_what_they_rest_on(lang: str, wanted: list[str]) -> None:
    lines = whole(acme(), lang)
    start = lines.index(wanted[0])
    assert lines[start : start + len(wanted)] == wanted


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", "R-6 Keep logs (must, at least 12 month): also Act on logs, Article 7 (Log law (law.log); in force "
               "from 2020-01-01 until 2030-12-31)"),
        ("zh", "R-6 留日志（必备，至少 12 month）：同时依据 日志管理法, Article 7（日志法（law.log）；自 2020-01-01 起"
               "有效，至 2030-12-31 止）"),
    ],
)  # fmt: skip
def test_a_stated_line_cites_the_law_that_it_answers(lang: str, wanted: str) -> None:
    line = {"id": "R-6", "capability": "sec.log", "text": {"en": "Keep logs", "zh": "留日志"}, "priority": "must",
            "need": {"at_least": "12 months"}}  # fmt: skip
    assert wanted in whole(known(requirements=[line]), lang)


def test_groups_are_bounded_and_say_so() -> None:
    lines = whole(acme(), limit=1)
    start = lines.index("Stated by the client (3)")
    assert lines[start + 2 : start + 4] == ["R-1 We want a seal (should)", "... and 2 more"]


# ------------------------------------------------------------------------------------- gaps
LOG: dict[str, tuple[str, ...]] = {
    "en": (
        "implied by law: Log law (law.log); Act on logs, Article 7; in force from 2020-01-01 until 2030-12-31",
        "because: Logs prove what was done.",
        "from what is known: Industries: Games; Size class, Own sizes: medium (group All trades; filing code 12, "
        "Employees 500); Jurisdictions: CN (complete)",
        "path: Acme > Industries: Games > Size class, Own sizes: medium > Jurisdictions: CN > Log law (law.log) > Log "
        "retention > last@1",
    ),
    "zh": (
        "推导自法规要求：日志法（law.log）；日志管理法, Article 7；自 2020-01-01 起有效，至 2030-12-31 止",
        "理由：日志证明所为。",
        "所据事实：所属行业：游戏；规模类型：自定规模：中型（行业组别 全部行业；登记代码 12，从业人员数 500）；经营所"
        "在法域：CN（已完整列出）",
        "路径：极致 > 所属行业：游戏 > 规模类型：自定规模：中型 > 经营所在法域：CN > 日志法（law.log） > 日志留存 > "
        "last@1",
    ),
}


@LANGUAGES
def test_a_gap_says_what_implied_its_line(lang: str) -> None:
    assert tuple(below(acme(), "implied:sec.log/must", lang)[:4]) == LOG[lang]


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", ["implied by practice: ERP habit (pr.erp); Own draft, 1; in force from 2021-02-03; source not read: "
                "counts as should at most",
                "from what is known: Own ERP hall: yes (systems: Old ledger > Ledger > zone Hall)",
                "path: Acme > Own ERP hall: yes > ERP habit (pr.erp) > ERP link > last@1"]),
        ("zh", ["推导自同类客户惯例：对接惯例（pr.erp）；自拟草案, 1；自 2021-02-03 起有效；来源未核对：至多按“应有”计",
                "所据事实：自有机房：是（系统：旧总账 > 总账 > 区域 机房）",
                "路径：极致 > 自有机房：是 > 对接惯例（pr.erp） > 财务对接 > last@1"]),
    ],
)  # fmt: skip
def test_a_source_that_nobody_read_and_a_fact_of_the_landscape(lang: str, wanted: list[str]) -> None:
    assert below(acme(), "implied:int.erp/should", lang)[:3] == wanted


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", ["asked for with the suite: Sales suite", "endangers: Sell faster (fast)",
                "endangers the outcomes: asset use, cost, efficiency", "path: Acme > Sales suite > Leads > last@1"]),
        ("zh", ["随套件提出：销售套件", "危及目标：更快成交（fast）", "危及管理成效：资产利用，降本，增效",
                "路径：极致 > 销售套件 > 线索 > last@1"]),
    ],
)  # fmt: skip
def test_a_gap_names_suite_goals_and_outcomes(lang: str, wanted: list[str]) -> None:
    assert below(acme(), "suite:crm.leads/should", lang)[:4] == wanted


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", ["implied by experience: Wait lore (ex.wait); Notes, 4; in force",
                "from what is known: Grade: whatever it is"]),
        ("zh", ["推导自供应商经验：等待经验（ex.wait）；笔记, 4；现行有效", "所据事实：等级：无论取何值"]),
    ],
)  # fmt: skip
def test_a_rule_without_a_date_is_in_force_and_one_that_holds_in_any_case(lang: str, wanted: list[str]) -> None:
    assert below(acme(), "implied:nf.wait/could", lang)[:2] == wanted


def test_a_line_of_the_client_alone_has_no_ground() -> None:
    assert not [line for line in below(acme(), "R-1 ", "en") if line.startswith(("implied", "from", "path"))]


def test_remedies_say_what_they_promise() -> None:
    report = acme()
    remedies = {
        remedy.kind: remedy for gap in report["last@1"].gaps if gap.requirement.id == "R-1" for remedy in gap.remedies
    }
    waived = remedies["change_process"]
    decision = TERMS[waived.decision_after][0]
    wanted = f"credit {waived.credit}, score {waived.score_after}, {decision}; risk medium"
    assert f"change the process (waive the line): {wanted}" in below(report, "R-1 ", "en")


def test_a_line_of_a_rule_is_waived_like_any_other() -> None:
    (waived,) = {
        remedy
        for gap in acme()["last@1"].gaps
        if gap.requirement.id == "implied:int.erp/should"
        for remedy in gap.remedies
        if remedy.kind == "change_process"
    }
    score, decision = waived.score_after, TERMS[waived.decision_after][1]
    wanted = f"调整流程（豁免本条）：本条得分 0.0000，总分 {score}，{decision}；风险中"
    assert wanted in below(acme(), "implied:int.erp/should", "zh")


def test_no_more_than_a_few_changes_of_the_client_are_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worlds, "CHANGED", 0)
    line = "change the process (waive the line): not worked out here; risk medium"
    assert line in whole(acme(), limit=20)
    assert line not in whole(acme(), limit=None)
    assert "调整流程（豁免本条）：此处未计算结果；风险中" in whole(acme(), "zh", limit=20)


# -------------------------------------------------------------------------- undecided rules
@pytest.mark.parametrize(
    ("lang", "sentence", "threat", "harmless"),
    [
        ("en", "2 undecided rules could add requirements; 1 of them could knock the product out.",
         Item("Card law (law.cards), law: hangs on Card data; could knock it out",
              ("if it held: {decision}, {score}", "would add: Two factors (must)")),
         Item("Wait habit (pr.wait), practice: hangs on Grade, Persons",
              ("if it held: {decision}, {score}", "would add: Wait (could)"))),
        ("zh", "有 2 条未定规则可能增加需求，其中 1 条可能使该产品出局。",
         Item("卡法（law.cards），法规要求：取决于 卡数据；可能使其出局",
              ("若成立：{decision}，{score}", "将增加：双因素（必备）")),
         Item("等待惯例（pr.wait），同类客户惯例：取决于 等级，人数",
              ("若成立：{decision}，{score}", "将增加：等待（可有）"))),
    ],
)  # fmt: skip
def test_undecided_rules_say_where_they_would_lead(lang: str, sentence: str, threat: Item, harmless: Item) -> None:
    fit = acme()["p1@1"]
    assert whole(acme(), lang).count(sentence) == 2
    for wanted, effect in zip((threat, harmless), fit.open_rules, strict=True):
        said = {"decision": TERMS[effect.decision][lang == "zh"], "score": effect.score}
        below = (wanted.below[0].format(**said), wanted.below[1])
        assert point(acme(), wanted.text, lang) == Item(wanted.text, below)


def test_undecided_rules_are_bounded_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = whole(acme(), limit=1)
    start = lines.index("2 undecided rules could add requirements; 1 of them could knock the product out.")
    assert lines[start + 4] == "... and 1 more"
    monkeypatch.setattr(worlds, "HELD", 0)
    assert "if it held: not worked out here" in whole(acme(), limit=5)
    assert "若成立：此处未计算结果" in whole(acme(), "zh", limit=5)
    assert "if it held: not worked out here" not in whole(acme(), limit=None)


def test_why_a_product_is_undecided_names_the_rules() -> None:
    both = "No Must fails for certain, but 2 Musts may, and 1 undecided rule could add one that fails."
    assert both in whole(acme())
    chinese = "没有必备项确定不满足，但 2 个必备项可能不满足，且 1 条未定规则可能带来不满足的必备项。"
    assert chinese in whole(acme(), "zh")
    rules_alone = known(industries=[], jurisdictions=[], complete=["industries"], profile={"cards": True})
    assert rules_alone["p1@1"].decision == "undecided"
    assert "No Must fails for certain, but 2 undecided rules could add one that fails." in whole(rules_alone)
    assert "没有必备项确定不满足，但 2 条未定规则可能带来不满足的必备项。" in whole(rules_alone, "zh")


# ------------------------------------------------------------------------------ all of it
def test_internal_fields_of_packs_are_for_nobody() -> None:
    for report in (known("SECRET"), known("SECRET", profile={"cards": True})):
        for lang in ("en", "zh"):
            assert not [line for line in whole(report, lang) if "SECRET" in line]


def test_hostile_names_of_rules_are_harmless() -> None:
    def with_name(said: str) -> Report:
        return known(rename=said)

    hostile, plain = with_name(HOSTILE), with_name("plain text here")
    assert shape(markdown(hostile, limit=None)) == shape(markdown(plain, limit=None))
    shown = text(with_name("\x1b[31mred\u202e"), limit=None)
    assert "\\u001b[31mred" in shown
    assert all(line.isprintable() for line in shown.split("\n"))


def test_chinese_has_no_english_words_of_ours() -> None:
    taken_over = {"month", "months", "Article", "default", "acme", "tobfit", "questions", "technical", "fast"}
    for report in (acme(), conflicting(), against_stated(), known(count=5)):
        for line in whole(report, "zh"):
            without_ids = re.sub(r"[A-Za-z]\w*(?:[.:@/-]\w+)+", "", line).replace("erp_local", "")
            assert set(re.findall(r"[A-Za-z]{3,}", without_ids)) <= taken_over


@pytest.mark.parametrize("name", SENTENCES)
def test_both_languages_say_the_same_things(name: str) -> None:
    english, chinese = (set(re.findall(r"{(\w+)", sentence)) for sentence in SENTENCES[name])
    assert english == chinese or name == "title"
    written = re.sub(r"{\w+}|tobfit questions", "", SENTENCES[name][1])
    assert not re.search(r"[A-Za-z]", written)


def test_terms_of_knowledge_have_their_chinese() -> None:
    wanted = {"law": "法规要求", "practice": "同类客户惯例", "experience": "供应商经验", "stated": "客户提出",
              "cost": "降本", "efficiency": "增效", "control": "管控", "asset_use": "资产利用", "industry": "行业",
              "scale": "规模", "architecture": "架构", "people": "人员", "money": "资金"}  # fmt: skip
    assert {name: TERMS[name][1] for name in wanted} == wanted
    assert all(len(forms) == 3 for forms in NOUNS.values())


@pytest.mark.parametrize(
    ("report", "chinese"),
    [
        (conflicting, "TF457 相互冲突之处：erp_local, cmp.report, nf.wait, sec.log, sec.two_factors"),
        (example, "TF456 未说明客户的行业、法域、规模、概况或架构，因此内置知识包中的未定规则不计入"),
    ],
)
def test_warnings_in_chinese(report: Callable[[], Report], chinese: str) -> None:
    assert chinese in whole(report(), "zh")
