"""The report that the benchmark writes: the world of the other benchmarks with names, texts, people and stages."""

from __future__ import annotations

import random

from worlds import catalog, client, packs

import tobfit
from tobfit import Catalog, Client
from tobfit.matching.report import Report

ROLES = ("economic", "technical", "user", "procurement")
VERBS = (("Keeps", "保存"), ("Reports on", "报告"), ("Sends", "发送"), ("Checks", "校验"), ("Reconciles", "核对"))
THINGS = (
    ("orders of all subsidiaries", "各子公司的订单"),
    ("invoices with their attachments", "发票及附件"),
    ("changes to the general ledger", "总账变更"),
    ("the working hours of each shift", "各班次工时"),
    ("alarms of the production lines", "产线报警"),
    ("consents of data subjects", "个人信息主体的同意"),
)


def told_client(lines: int, draw: random.Random) -> Client:
    """A client whose lines have a text in both languages, and whom somebody asked for."""
    made = client(lines, draw)
    people = [{"id": role, "role": role, "name": f"Head of {role}", "influence": 1} for role in ROLES]
    told = [
        line.evolve(text=_text(place, draw), asked_by=[draw.choice(ROLES)])
        for place, line in enumerate(made.requirements)
    ]
    return made.evolve(name={"en": "A client of some size", "zh": "一家有规模的客户"}, stakeholders=people,
                       requirements=told)  # fmt: skip


def _text(place: int, draw: random.Random) -> dict[str, str]:
    verb, thing = draw.choice(VERBS), draw.choice(THINGS)
    return {
        "en": f"{verb[0]} {thing[0]}, and shows who did so and when (point {place} of the tender)",
        "zh": f"{verb[1]}{thing[1]}，并显示由谁、于何时完成（招标文件第 {place} 条）",
    }


def told_catalog(products: int, lines: int, draw: random.Random) -> Catalog:
    """Products with names."""
    made = catalog(products, lines, draw).products
    return Catalog(products=tuple(one.evolve(name=f"Product number {place}") for place, one in enumerate(made)))


def large_report(products: int, lines: int, seed: int = 0) -> Report:
    """So many products against so many lines; seeded."""
    draw = random.Random(seed)
    who, what = told_client(lines, draw), told_catalog(products, lines, draw)
    return tobfit.match(who, what, packs=packs(lines))
