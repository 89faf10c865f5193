"""Facts and conditions in the reader's language: names for ids, and nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from tests.report.knowledge_worlds import acme

from tobfit.model.rule import Condition
from tobfit.report.condition import condition_text
from tobfit.report.facts import fact_text, facts_text
from tobfit.report.naming import Naming
from tobfit.report.words import Words


def naming(lang: str) -> Naming:
    return Naming(Words(lang), acme().world.packs.base, acme().client)


@pytest.mark.parametrize(
    ("fact", "english", "chinese"),
    [
        ("industries: bytes, play (complete)", "Industries: Digital trades, Games (complete)",
         "所属行业：数字产业，游戏（已完整列出）"),
        ("industries: bytes or play", "Industries: Digital trades or Games", "所属行业：数字产业或游戏"),
        ("goods: none (complete)", "Goods: none (complete)", "货品：无（已完整列出）"),
        ("cards: true", "Card data: yes", "卡数据：是"),
        ("cards: false (profile is complete)", "Card data: no (profile is complete)",
         "卡数据：否（客户概况已完整列出）"),
        ("grade: b or a", "Grade: Grade B or Grade A", "等级：乙级或甲级"),
        ("employees: 500", "Employees: 500", "从业人员数：500"),
        ("industry_stage: growth (industry record)", "Stage of the industry: growth (by the industry's record)",
         "行业发展阶段：成长期（按行业记录）"),
        ("erp_local: false (landscape.systems is complete)", "Own ERP hall: no (systems is complete)",
         "自有机房：否（系统已完整列出）"),
        ("erp_local: false (landscape.flows: hall > dmz > internet)",
         "Own ERP hall: no (flows: Hall > dmz > internet)", "自有机房：否（网络通路：机房 > dmz > internet）"),
        ("size_class.own: small or medium (code 12, employees 50)",
         "Size class, Own sizes: small or medium (filing code 12, Employees 50)",
         "规模类型：自定规模：小型或中型（登记代码 12，从业人员数 50）"),
        ("need_suites: sales", "Suites asked for: Sales suite", "选用的套件：销售套件"),
        ("nobody.knows: x (y)", "nobody.knows: x (y)", "nobody.knows: x (y)"),
        ("no form at all", "no form at all", "no form at all"),
        ("goods: a (b), c", "Goods: a (b), c", "货品：a (b)，c"),
    ],
)  # fmt: skip
def test_facts(fact: str, english: str, chinese: str) -> None:
    assert fact_text(fact, naming("en")) == english
    assert fact_text(fact, naming("zh")).replace("： ", "：") == chinese


def test_no_fact_at_all() -> None:
    assert facts_text((), naming("en")) == "it holds for every client"
    assert facts_text((), naming("zh")) == "适用于所有客户"


def atom(attr: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"attr": attr, "op": op, "value": value}


@pytest.mark.parametrize(
    ("condition", "english", "chinese"),
    [
        (atom("cards", "eq", "true"), "Card data: yes", "卡数据：是"),
        (atom("cards", "ne", "true"), "Card data is not yes", "卡数据不为是"),
        (atom("industry_stage", "eq", "growth"), "Stage of the industry is “growth”", "行业发展阶段为“成长期”"),
        (atom("grade", "in", ("b", "a")), "Grade is one of Grade B, Grade A", "等级为其一：乙级，甲级"),
        (atom("industries", "is_a", "bytes"), "Industries: Digital trades or a part of it",
         "所属行业：数字产业或其细分"),
        (atom("goods", "contains", "toys"), "Goods include Toys", "货品包含玩具"),
        (atom("goods", "intersects", ("toys", "arms")), "Goods include one of Toys, Arms",
         "货品至少包含其一：玩具，军品"),
        (atom("goods", "superset", ("toys", "arms")), "Goods include all of Toys, Arms", "货品全部包含：玩具，军品"),
        (atom("persons", "lt", "5"), "Persons below 5", "人数小于5"),
        (atom("persons", "le", "5"), "Persons at most 5", "人数不大于5"),
        (atom("persons", "gt", "5"), "Persons above 5", "人数大于5"),
        (atom("persons", "ge", "5"), "Persons at least 5", "人数不小于5"),
        (atom("persons", "present"), "Persons is given", "人数已知"),
        ({"all": ()}, "anything", "任何情形"),
        ({"any": ()}, "nothing at all", "无任何情形"),
        ({"any": (atom("cards", "eq", "true"),)}, "Card data: yes", "卡数据：是"),
        ({"not": {"any": (atom("cards", "eq", "true"), atom("persons", "lt", "5"))}},
         "not (Card data: yes or Persons below 5)", "并非（卡数据：是或人数小于5）"),
        ({"all": (atom("persons", "ge", "5"), {"any": (atom("cards", "eq", "false"), atom("grade", "ge", "a"))})},
         "Persons at least 5 and (Card data: no or Grade at least Grade A)",
         "人数不小于5，且（卡数据：否或等级不小于甲级）"),
    ],
)  # fmt: skip
def test_conditions(condition: dict[str, Any], english: str, chinese: str) -> None:
    def made(plain: dict[str, Any]) -> Condition:
        if "not" in plain:
            return Condition(not_=made(plain["not"]))
        if "all" in plain:
            return Condition(all=tuple(map(made, plain["all"])))
        if "any" in plain:
            return Condition(any=tuple(map(made, plain["any"])))
        return Condition(**{name: value for name, value in plain.items() if value is not None})

    assert condition_text(made(condition), naming("en")) == english
    assert condition_text(made(condition), naming("zh")) == chinese
