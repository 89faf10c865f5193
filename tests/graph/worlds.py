"""A small world of its own: every way to a line, and every way in which a product speaks to one."""

from __future__ import annotations

from typing import Any

from tobfit.knowledge.packs import Packs
from tobfit.model.catalog import Answer, Catalog, Response, Vendor
from tobfit.model.client import Client
from tobfit.model.pack import Pack
from tobfit.model.product import Product

TERMS: list[dict[str, Any]] = [
    {"id": "x", "name": {"en": "Branch", "zh": "分支"}},
    *(
        {"id": f"x.{name}", "kind": "boolean", "broader": "x", "name": {"en": en, "zh": zh}}
        for name, en, zh in (
            ("real_name", "Real-name verification", "实名认证"),
            ("leads", "Leads", "线索"),
            ("quotes", "Quotes", "报价"),
            ("ledger_link", "Ledger link", "总账对接"),
            ("egress", "Egress control", "出网管控"),
            ("log", "Log", "日志"),
            ("base", "Base", "基础"),
            ("rights", "Rights", "权利"),
            ("extra", "Extra", "额外"),
            ("pair", "Pair", "成对"),
        )
    ),
    {"id": "x.group", "broader": "x", "name": {"en": "Group", "zh": "组"}},
    {"id": "x.group.one", "kind": "boolean", "broader": "x.group"},
    {"id": "x.group.two", "kind": "boolean", "broader": "x.group"},
    {"id": "fin", "name": "Finance"},
    {"id": "fin.ledger", "kind": "boolean", "broader": "fin"},
]
ATTRIBUTES: list[dict[str, Any]] = [
    {"id": "own_ledger", "kind": "boolean", "name": {"en": "Own ledger", "zh": "自有总账"},
     "derived": {"system": {"capabilities": ["fin"]}}},
    {"id": "air_gap", "kind": "boolean", "name": "Air gap", "derived": {"unreachable": "internet"}},
    {"id": "players", "kind": "number", "name": {"en": "Players", "zh": "玩家数"}},
    {"id": "cards", "kind": "boolean", "name": {"en": "Card data", "zh": "银行卡数据"}},
    {"id": "jurisdictions", "overrides": "jurisdictions", "kind": "set", "name": "Jurisdictions",
     "within": {"DE": "EU"}, "labels": {"DE": {"en": "Germany", "zh": "德国"}}},
]  # fmt: skip
SEGMENTS: list[dict[str, Any]] = [
    {"id": "digital", "name": {"en": "Digital", "zh": "数字产业"}},
    {"id": "game", "name": {"en": "Games", "zh": "游戏"}, "broader": "digital"},
    *(
        {"id": name, "broader": "game", "codes": [
            {"scheme": "s", "codes": ["64"], "source": "A list", "evidence": "seen"}]}
        for name in ("web_game", "phone_game")
    ),
]  # fmt: skip


def _rule(number: str, when: dict[str, Any], *capabilities: str, **fields: Any) -> dict[str, Any]:
    demands = [{"capability": capability, "priority": "must"} for capability in capabilities]
    known = {"basis": "law", "source": "A law", "evidence": "seen"}
    return {"id": number, "when": when, "implies": demands, **known, **fields}


def _when(attr: str, op: str, value: Any) -> dict[str, Any]:
    return {"attr": attr, "op": op, "value": value}


RULES = [
    _rule("real-name", {"all": [_when("industries", "is_a", "game"), _when("players", "ge", "10")]}, "x.real_name",
          name={"en": "Real names", "zh": "实名规定"}),
    _rule("ledger", _when("own_ledger", "eq", "true"), "x.ledger_link"),
    _rule("online", _when("air_gap", "eq", "false"), "x.egress"),
    _rule("many", {"all": [_when("players", "ge", "10"), _when("jurisdictions", "contains", "EU")]}, "x.log"),
    _rule("union", _when("jurisdictions", "contains", "EU"), "x.rights", "x.leads"),
    _rule("all", {"all": []}, "x.base"),
    _rule("pair", {"all": [_when("players", "ge", "10"), _when("own_ledger", "eq", "true")]}, "x.pair"),
    _rule("growing", _when("industry_stage", "eq", "growth"), "x.extra"),
    _rule("abroad", _when("jurisdictions", "contains", "US"), "x.extra"),
    _rule("cards", {"all": [_when("cards", "eq", "true"), _when("industries", "is_a", "game")]}, "x.extra"),
]  # fmt: skip


def packs() -> Packs:
    made = Pack(
        id="p",
        vocabulary=TERMS,
        attributes=ATTRIBUTES,
        segments=SEGMENTS,
        rules=RULES,
        suites={"sales": {"name": {"en": "Sales", "zh": "销售"}, "capabilities": ["x.quotes"]}},
    )
    return Packs([[made]])


def client() -> Client:
    return Client(
        id="acme",
        name={"en": "Acme", "zh": "极点"},
        as_of="2026-11-01",
        jurisdictions=["DE"],
        industries=[{"code": "6422", "scheme": "s", "stage": "growth"}, {"segment": "digital", "stage": "mature"}],
        profile={"players": "500"},
        landscape={
            "zones": [{"id": "lan", "name": {"en": "Office network", "zh": "办公网"}, "hosting": "on_premises"}],
            "flows": [{"from": "lan", "to": "internet", "protocols": ["https"]}],
            "systems": [
                {"id": "sap", "name": "SAP", "zone": "lan", "capabilities": ["fin.ledger"],
                 "interfaces": [{"id": "idoc", "side": "provides", "data": "out", "zone": "any"}]},
            ],
        },
        stakeholders=[{"id": "cio", "name": {"en": "CIO", "zh": "信息总监"}, "role": "economic"},
                      {"id": "clerk", "role": "user"}],
        goals=[{"id": "faster", "owner": "cio", "needs": ["x.leads"]}],
        need_suites=["sales"],
        requirements=[
            {"id": "R-1", "text": "Sort the leads", "capability": "x.leads", "priority": "must",
             "asked_by": ["clerk", "cio"]},
            {"id": "R-2", "text": "Something"},
            {"id": "R-3", "text": "Orders flow", "connect": {"system": "sap", "interface": "idoc"}},
            {"id": "R-4", "text": "All of the group", "capability": "x.group", "asked_by": ["cio"]},
        ],
    )  # fmt: skip


def catalog() -> Catalog:
    talks = Product(
        id="talks",
        name="Talks",
        vendor="house",
        requires=["fin.ledger"],
        interfaces=[{"id": "idoc", "side": "consumes", "zone": "saas"}],
        capabilities={
            "x.real_name": "not_supported",
            "x.log": "customisation",
            "x.rights": "not_applicable",
            "x.group.one": "standard",
            "x.group.two": "customisation",
            "x.ledger_link": [{"response": "customisation"}, {"response": "not_supported"}],
        },
    )
    whole = Product(id="whole", complete=["x"])
    broad = Product(id="broad", capabilities={"x": {"response": "third_party", "covers_narrower": True}})
    answers = [Answer(requirement="R-1", response="customisation")]
    return Catalog(
        products=[talks, whole, broad],
        vendors=[Vendor(id="house", name="The House")],
        responses=[Response(client="acme", product="broad", answers=answers),
                   Response(client="other", product="talks", answers=answers)],
    )  # fmt: skip


STUDIO = Client(
    id="beifeng-games",
    name={"en": "Beifeng Games", "zh": "北风游戏"},
    as_of="2026-11-01",
    jurisdictions=["CN"],
    industries=[{"segment": "game", "code": "6422", "scheme": "gbt4754-2017", "primary": True}],
    scale={"employees": 500, "revenue": "300000000 CNY"},
    profile={"personal_info_subjects": "1200000", "public_online_service": "true"},
    need_suites=["crm"],
)
"""A Chinese game studio, for the shipped packs."""
SUITE = Product(id="suite@1", name={"en": "Suite", "zh": "套装"}).offers("ind.game_realname", response="customisation")
