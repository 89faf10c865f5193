"""What a rule of the deal says: on what it rests, for whom it holds, of which levers it speaks and when."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.knowledge.base import KnowledgeBase
from tobfit.model.deal import DealRule
from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph
from tobfit.report.naming import Naming
from tobfit.report.rule_page import NOBODY, grounds_of
from tobfit.report.words import Words

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Rule of the deal: {rule}", "谈判规则：{rule}"),
    "says": ("It says: {text}", "内容：{text}"),
    "about": ("About: {topic}", "主题：{topic}"),
    "levers": ("What it says of levers", "对让步的影响"),
    "none": ("It speaks of no lever.", "不涉及任何让步。"),
    "forbids": ("Forbids: {kinds}", "禁止：{kinds}"),
    "unread": ("Would forbid, once somebody has read the source: {kinds}", "待核对原文后禁止：{kinds}"),
    "limits": ("Limits: {kinds}", "限制：{kinds}"),
    "needs": ("Such clients insist on: {kinds}", "此类客户会坚持：{kinds}"),
    "seasons": ("Only where the date lies in: {seasons}", "仅当日期在以下时段内：{seasons}"),
    "asks": ("Such clients bring up: {names}", "此类客户会提出：{names}"),
}
TOPICS: dict[str, tuple[str, str]] = {
    "tender": ("tenders", "招标采购"), "audit": ("audits", "审计"), "launch_window": ("launch windows", "上线时段"),
    "payment": ("payment", "付款"), "trial": ("trials", "试用"), "data": ("data", "数据"),
    "contract": ("contract", "合同"),
}  # fmt: skip
KINDS: dict[str, tuple[str, str]] = {
    "waive": ("letting a line go", "豁免条目"), "accept": ("accepting another response", "接受其他实现方式"),
    "date": ("a later date", "推迟日期"), "need": ("asking for less", "放宽要求"), "scope": ("scope", "调整范围"),
    "price": ("price", "价格"), "term": ("term", "期限"), "service_credit": ("service credits", "未达标返还"),
    "service_level": ("service levels", "服务水平"), "proof": ("demonstrations", "现场演示"),
    "module": ("modules", "增加模块"), "partner": ("partners", "引入合作方"), "build": ("building", "开发实现"),
}  # fmt: skip


def deal_rule_blocks(rule: DealRule, base: KnowledgeBase, *, lang: str) -> list[Block]:
    """The page of a rule of the deal; internal notes are not on it."""
    naming = Naming(Words(lang), base, NOBODY)
    name = naming.called(rule, rule.id)
    return [Heading(1, _say(PHRASES, "title", naming, rule=name)), *_blocks(rule, naming)]


def _blocks(rule: DealRule, naming: Naming) -> Iterable[Block]:
    said = [] if rule.text is None else [_say(PHRASES, "says", naming, text=rule.text.text(naming.words.lang))]
    said.append(_say(PHRASES, "about", naming, topic=_say(TOPICS, rule.about, naming)))
    yield Bullets(tuple(map(Item, (*said, *grounds_of(rule, naming)))))
    yield Heading(2, _say(PHRASES, "levers", naming))
    found = tuple(_levers(rule, naming))
    yield Bullets(tuple(map(Item, found))) if found else Paragraph(_say(PHRASES, "none", naming))


def _levers(rule: DealRule, naming: Naming) -> Iterable[str]:
    join = naming.words.join
    parts = {"forbids" if rule.is_confirmed else "unread": rule.forbids, "limits": rule.limits, "needs": rule.needs}
    for key, kinds in parts.items():
        if kinds:
            yield _say(PHRASES, key, naming, kinds=join([_say(KINDS, kind, naming) for kind in kinds]))
    if rule.seasons:
        lang = naming.words.lang
        seasons = [f"{one.name.text(lang)} {one}" if one.name is not None else str(one) for one in rule.seasons]
        yield _say(PHRASES, "seasons", naming, seasons=join(seasons))
    if rule.asks:
        names = [naming.called(naming.base.vocabulary.get(name), name) for name in rule.asks]
        yield _say(PHRASES, "asks", naming, names=join(names))


def _say(phrases: dict[str, tuple[str, str]], key: str, naming: Naming, **values: str) -> str:
    return naming.words.say(phrases, key, **values)
