"""A small pack of laws, practice, a suite and a scheme of sizes, and clients for whom they mean something."""

from __future__ import annotations

import functools
import warnings
from typing import Any

import tobfit
from tobfit.matching.report import Report


def _two(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}


def _source(en: str, zh: str, number: str) -> dict[str, Any]:
    return {"title": _two(en, zh), "number": number, "url": "https://example.org/law", "date": "2019-05-01"}


def _atom(attr: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"attr": attr, "op": op, **({} if value is None else {"value": value})}


def _vocabulary() -> list[dict[str, Any]]:
    flags = {
        "sec.two_factors": _two("Two factors", "双因素"),
        "crm.leads": _two("Leads", "线索"), "crm.mail": _two("Mail", "邮件"),
        "fin.ledger": _two("Ledger", "总账"), "int.erp": _two("ERP link", "财务对接"),
        "cmp.report": _two("Reporting duty", "报送义务"), "cmp.seal": _two("Seal", "印章"),
    }  # fmt: skip
    flags_ = [{"id": name, "name": label, "kind": "boolean"} for name, label in flags.items()]
    months = {"id": "sec.log", "name": _two("Log retention", "日志留存"), "kind": "quantity", "unit": "month"}
    wait = {**months, "id": "nf.wait", "name": _two("Wait", "等待")}
    return [*flags_, {**months, "direction": "higher_is_better"}, wait]


def _attributes() -> list[dict[str, Any]]:
    local = {"system": {"capabilities": ["fin.ledger"], "hosting": ["on_premises"]}}
    grades = {"b": _two("Grade B", "乙级"), "a": _two("Grade A", "甲级")}
    return [
        {"id": "cards", "kind": "boolean", "name": _two("Card data", "卡数据"), "about": "money", "ask": "checker",
         "question": _two("Are card numbers kept?", "是否保存卡号？")},
        {"id": "erp_local", "kind": "boolean", "name": _two("Own ERP hall", "自有机房"), "about": "architecture",
         "derived": local, "question": _two("Is the ERP in an own hall?", "财务系统是否在自有机房？")},
        {"id": "persons", "kind": "number", "name": _two("Persons", "人数"), "about": "scale", "ask": "checker",
         "question": _two("How many persons?", "涉及多少人？")},
        {"id": "grade", "kind": "level", "values": ["b", "a"], "labels": grades, "name": _two("Grade", "等级"),
         "about": "industry"},
        {"id": "goods", "kind": "set", "name": _two("Goods", "货品"), "about": "industry",
         "labels": {"arms": _two("Arms", "军品"), "toys": _two("Toys", "玩具")}},
    ]  # fmt: skip


def _rules(secret: str) -> list[dict[str, Any]]:
    log = {"capability": "sec.log", "need": {"at_least": "6 months"}, "priority": "must", "number": "Article 7",
           "notes": secret}  # fmt: skip
    law = {"basis": "law", "evidence": "seen", "jurisdictions": ["CN"], "notes": secret}
    draft = {"basis": "practice", "evidence": "inferred", "notes": secret}
    return [
        {"id": "law.log", "name": _two("Log law", "日志法"), **law, "implies": [log],
         "when": {"all": [_atom("industries", "is_a", "bytes"), _atom("size_class.own", "ge", "medium")]},
         "source": _source("Act on logs", "日志管理法", "Article 1"), "valid_from": "2020-01-01",
         "valid_to": "2030-12-31", "because": _two("Logs prove what was done.", "日志证明所为。")},
        {"id": "law.cards", "name": _two("Card law", "卡法"), **law, "when": _atom("cards", "eq", "true"),
         "implies": [{"capability": "sec.two_factors", "priority": "must"}],
         "source": _source("Act on cards", "支付卡法", "Article 2")},
        {"id": "pr.erp", "name": _two("ERP habit", "对接惯例"), **draft, "when": _atom("erp_local", "eq", "true"),
         "implies": [{"capability": "int.erp", "priority": "must"}],
         "source": _source("Own draft", "自拟草案", "1"), "valid_from": "2021-02-03"},
        {"id": "law.report", "name": _two("Duty law", "报送法"), **law,
         "implies": [{"capability": "cmp.report", "priority": "must"}],
         "source": _source("Act on duties", "报送义务法", "Article 3"), "valid_to": "2031-01-01"},
        {"id": "ex.wait", "name": _two("Wait lore", "等待经验"), "basis": "experience", "evidence": "seen",
         "when": _atom("grade", "in", ["a", "b"]),
         "implies": [{"capability": "nf.wait", "need": {"at_least": "9 months"}, "priority": "could"}],
         "source": _source("Notes", "笔记", "4")},
        {"id": "pr.wait", "name": _two("Wait habit", "等待惯例"), **draft, "evidence": "seen",
         "when": {"any": [_atom("grade", "ge", "a"), {"not": _atom("persons", "lt", "100")}]},
         "implies": [{"capability": "nf.wait", "need": {"at_most": "5 months"}, "priority": "could"}],
         "source": _source("Survey", "调查", "5")},
        {"id": "pr.goods", "name": _two("Goods habit", "货品惯例"), **draft, "when": _atom("goods", "contains", "arms"),
         "implies": [{"capability": "crm.mail", "priority": "could"}], "source": _source("Guess", "估计", "6")},
    ]  # fmt: skip


def pack(secret: str = "secret") -> dict[str, Any]:
    source = _source("Own selection", "自选", "0")
    scheme = {"id": "own", "name": _two("Own sizes", "自定规模"), "source": source, "evidence": "seen",
              "filing": "codes", "groups": [{"id": "all_of_it", "name": _two("All trades", "全部行业"), "codes": [
              "1"], "indicators": [
                  {"attr": "employees", "small": 10, "medium": 100, "large": 1000}]}]}  # fmt: skip
    codes = [{"scheme": "codes", "codes": ["12"], "source": source, "evidence": "seen"}]
    return {
        "tobfit": "pack/1",
        "id": "own",
        "notes": secret,
        "vocabulary": _vocabulary(),
        "attributes": _attributes(),
        "suites": {"sales": {"name": _two("Sales suite", "销售套件"), "capabilities": ["crm.leads", "crm.mail"],
                             "outcomes": ["efficiency", "asset_use"], "notes": secret}},
        "segments": [{"id": "bytes", "name": _two("Digital trades", "数字产业")},
                     {"id": "play", "name": _two("Games", "游戏"), "broader": "bytes", "codes": codes}],
        "scales": [scheme],
        "roles": [{"id": "checker", "name": _two("Checker", "审核人"), "notes": secret}],
        "rules": _rules(secret),
    }  # fmt: skip


def client(secret: str = "secret", **more: Any) -> dict[str, Any]:
    studio = {"segment": "play", "code": "12", "scheme": "codes", "primary": True}
    hall = {"id": "hall", "name": _two("Hall", "机房"), "hosting": "on_premises"}
    ledger = {"id": "sap", "name": _two("Old ledger", "旧总账"), "zone": "hall", "capabilities": ["fin.ledger"]}
    return {
        "tobfit": "client/1",
        "id": "acme",
        "name": _two("Acme", "极致"),
        "as_of": "2026-11-01",
        "jurisdictions": ["CN"],
        "industries": [studio],
        "complete": ["jurisdictions"],
        "scale": {"employees": 500},
        "landscape": {"zones": [hall], "systems": [ledger], "notes": secret},
        "stakeholders": [{"id": "boss", "role": "checker", "name": _two("Boss", "老板"), "notes": secret}],
        "goals": [{"id": "fast", "name": _two("Sell faster", "更快成交"), "needs": ["crm.leads"], "outcome": "cost"}],
        "need_suites": ["sales"],
        "requirements": [{"id": "R-1", "text": _two("We want a seal", "需要印章"), "capability": "cmp.seal",
                          "priority": "should", "asked_by": ["boss"], "notes": secret}],
        **more,
    }  # fmt: skip


def products(count: int = 2) -> list[dict[str, Any]]:
    """The first leaves all open but one line; the second answers most, and has no second factor."""
    lacking = dict.fromkeys(("sec.two_factors", "crm.leads", "int.erp", "cmp.seal"), "not_supported")
    said = {"sec.log": {"response": "standard", "value": "3 months"}, "cmp.report": "standard", **lacking}
    head = {"tobfit": "product/1", "hosting": ["on_premises"]}
    empty = [{**head, "id": f"p{number}@1", "capabilities": {"crm.mail": "standard"}} for number in range(1, count)]
    return [*empty, {**head, "id": "last@1", "capabilities": said}]


def known(
    secret: str = "secret",
    count: int = 2,
    catalog: list[dict[str, Any]] | None = None,
    rename: str | None = None,
    more_rules: list[dict[str, Any]] | None = None,
    **more: Any,
) -> Report:
    """The report of a client whom the small pack knows something about; ``rename`` is a name for everything in it."""
    told = pack(secret)
    told["rules"] += more_rules or []
    if rename is not None:
        for section in ("rules", "attributes", "segments", "scales", "roles", "vocabulary"):
            for record in told[section]:
                record["name"] = rename
    with warnings.catch_warnings():
        # One rule makes a Must of what nobody read: that is what is to be seen.
        warnings.simplefilter("ignore", tobfit.TobfitWarning)
        packs = tobfit.load_packs(told, shipped=False)
    return tobfit.match(tobfit.load_client(client(secret, **more), packs), catalog or products(count), packs=packs)


@functools.cache
def acme() -> Report:
    return known()


def conflicting() -> Report:
    """The same client with one conflict of each kind but that of a stated line."""
    lines = [
        {"id": "R-2", "capability": "cmp.report", "priority": "wont", "text": _two("No reports", "不报送")},
        {"id": "R-3", "capability": "sec.log", "priority": "must", "asked_by": ["boss"],
         "waived": {"by": "boss", "reason": "kept elsewhere", "accepts_risk": True}},
        {"id": "R-4", "capability": "sec.two_factors", "priority": "must",
         "waived": {"by": "boss", "reason": "no money", "accepts_risk": False}},
    ]  # fmt: skip
    return known(
        requirements=[*client()["requirements"], *lines],
        profile={"cards": True, "grade": "a", "erp_local": False},
    )


def against_stated() -> Report:
    """The same client with a line of its own that a law cannot hold together with."""
    line = {"id": "R-5", "capability": "nf.wait", "priority": "must", "need": {"at_most": "2 months"}}
    return known(requirements=[line], profile={"grade": "b", "persons": 5})
