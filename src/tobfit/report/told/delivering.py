"""Who delivers, in words and rows."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from fractions import Fraction

from tobfit.commercial.delivering import Delivering, Delivery
from tobfit.commercial.figures import Asked, Factor, Figure
from tobfit.model.interval import Interval, Ratio
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Who delivers", "由谁交付"),
    "by": ("Delivered by {vendors}.", "由 {vendors} 交付。"),
    "with": ("Delivered by {vendors}, with {partners}.", "由 {vendors} 交付，{partners} 合作。"),
    "nobody": ("nobody named", "未指明的厂商"),
    "figure": ("figure", "指标"), "value": ("value", "数值"), "formula": ("formula", "公式"),
    "heads_ratio": ("people at the client for one of theirs", "客户与交付方的人数比"),
    "revenue_ratio": ("the client's revenue over theirs", "客户与交付方的营业收入比"),
    "lost_hours": ("working hours lost in one outage", "一次故障损失的工时"),
    "outage": ("one outage, as long as is promised", "一次故障（持续至承诺的恢复时间）"),
    "downtime": ("a year at the promised availability", "按承诺可用率计算的全年停机"),
    "capacity": ("what they can do in a month", "每月可投入"),
    "effort": ("what is to be done", "待完成工作量"),
    "months": ("how long that takes", "所需时间"),
    "until": ("The first day that the client names is {by}, {months} months away ({line}).",
              "客户要求的最早日期为 {by}，距今 {months} 个月（{line}）。"),
    "unknown": ("not known", "未知"),
    "from": ("{low} or more", "{low} 或更多"),
    "to": ("{low} to {high}", "{low} 至 {high}"),
    "factors": ("Where the figures come from", "数据来源"),
    "factor": ("{name}: {value}, {because}", "{name}：{value}，{because}"),
    "questions": ("What would make them certain", "尚待澄清"),
    "question": ("{text} (ask: {whom})", "{text}（询问：{whom}）"),
    "economic": ("economic buyer", "经济决策者"),
    "at_risk": ("At risk", "风险"),
    "finding": ("{severity}: {because}", "{severity}：{because}"),
    "remedy": ("{kind} {vendor}", "{kind} {vendor}"),
}  # fmt: skip
NAMES = ("figure", "value", "formula")
"""The columns of the figures."""
FACTORS: dict[str, str] = {
    "client": "客户", "vendor": "厂商", "partner": "合作方", "partners": "合作方", "heads": "使用人数",
    "affected": "受影响比例", "resolution": "恢复时间", "worth": "价值", "working_time": "工作时间",
    "availability": "可用率", "capacity": "交付能力", "effort": "工作量", "service": "服务", "line": "条目",
}  # fmt: skip
"""What the words of formulas and factors are in Chinese; in English they are the words."""
WORD = re.compile(rf"(?<![\w.:/@-])({'|'.join(sorted(FACTORS, key=len, reverse=True))})(?![\w.:/@-])")
UNITS: dict[str, tuple[str, str]] = {
    "person": ("people", "人"), "person_day": ("person-days", "人天"), "h": ("hours", "小时"),
    "person_day/month": ("person-days a month", "人天/月"), "month": ("months", "个月"),
}  # fmt: skip
MOST = 4
"""So many terms of a sum are shown."""


def blocks(result: Delivery, tell: Tell) -> Iterable[Block]:
    """For each product what is at risk, the figures with their formulas, and where they come from."""
    yield Heading(2, tell.say(PHRASES, "title"))
    shown, more = tell.within(result.vendors)
    for one in shown:
        yield Heading(3, one.product)
        yield from _product(one, tell)
    if more:
        yield Bullets(more)


def _product(one: Delivering, tell: Tell) -> Iterable[Block]:
    vendors = tell.words.join(list(one.vendors)) if one.vendors else tell.say(PHRASES, "nobody")
    key, partners = ("with" if one.partners else "by"), tell.words.join(list(one.partners))
    yield Paragraph(tell.say(PHRASES, key, vendors=vendors, partners=partners))
    if one.findings:
        yield Heading(4, tell.say(PHRASES, "at_risk"))
        yield Bullets(tuple(_findings(one, tell)))
    figures = figures_of(one, tell)
    columns = tuple(Column(tell.say(PHRASES, name), flexible=name == "formula") for name in NAMES)
    rows = ((tell.say(PHRASES, f.name), _value(f.value, f.unit, tell), _formula(f, tell)) for f in figures)
    yield Table(columns, tuple(rows))
    if one.workload.by is not None:
        months = tell.figure(one.workload.available, ".1f")
        by, line = one.workload.by.isoformat(), one.workload.requirement
        yield Paragraph(tell.say(PHRASES, "until", by=by, months=months, line=line))
    factors = {factor: None for figure in figures for factor in figure.factors}
    shown, more = tell.within(factors)
    if shown:
        yield Heading(4, tell.say(PHRASES, "factors"))
        yield Bullets((*(Item(_factor(factor, tell)) for factor in shown), *more))
    asked, left = tell.within(one.questions)
    if asked:
        yield Heading(4, tell.say(PHRASES, "questions"))
        yield Bullets((*(Item(_question(each, tell)) for each in asked), *left))


def _question(asked: Asked, tell: Tell) -> str:
    whom = tell.say(PHRASES, "economic") if asked.ask == "economic" else tell.words.term(asked.ask)
    return tell.say(PHRASES, "question", text=asked.question.text(tell.words.lang), whom=whom)


def figures_of(one: Delivering, tell: Tell) -> tuple[Figure, ...]:
    """The figures that an audience may see: what is to be done and how long that takes is internal."""
    found = [one.heads, *([one.revenue] if one.revenue is not None else []), one.outage.lost_hours]
    found += [figure for loss in one.outage.losses for figure in (loss.per_outage, loss.per_year)]
    found.append(one.workload.capacity)
    if tell.internal:
        found += [one.workload.effort, one.workload.months]
    return tuple(found)


def _findings(one: Delivering, tell: Tell) -> Iterable[Item]:
    for finding in one.findings:
        severity, because = tell.words.term(finding.severity), finding.because.text(tell.words.lang)
        ways = [remedy for remedy in finding.remedies if remedy.kind == "partner"]
        named = [str(value) for remedy in ways for value in remedy.changes.values()]
        kind = tell.words.term("partner")
        below = [tell.say(PHRASES, "remedy", kind=kind, vendor=name) for name in dict.fromkeys(named)]
        shown, more = tell.within(below)
        rest = tuple(item.text for item in more)
        yield Item(tell.say(PHRASES, "finding", severity=severity, because=because), (*shown, *rest))


def _factor(factor: Factor, tell: Tell) -> str:
    value, because = _value(factor.value, factor.unit, tell), factor.because.text(tell.words.lang)
    return tell.say(PHRASES, "factor", name=_in_words(factor.name, tell), value=value, because=because)


def _in_words(text: str, tell: Tell) -> str:
    """The words of a formula in the language of the rendering; ids stay as they are."""
    if tell.words.lang != "zh":
        return text
    return WORD.sub(lambda found: FACTORS[found[1]], text)


def _formula(figure: Figure, tell: Tell) -> str:
    """The formula in words; of a long sum the first terms, and how many more there are."""
    terms = figure.formula.split(" + ")
    if len(terms) > MOST + 1 and len(terms) == len(figure.factors):
        more = tell.words("more", n=len(terms) - MOST)
        return f"{_in_words(' + '.join(terms[:MOST]), tell)} {more}"
    return _in_words(figure.formula, tell)


def _value(value: Interval | None, unit: str, tell: Tell) -> str:
    if value is None or (value.low == 0 and value.high == math.inf):
        return tell.say(PHRASES, "unknown")
    low, high = _number(value.low), _number(value.high)
    if value.low == value.high:
        said = low
    elif value.high == math.inf:
        said = tell.say(PHRASES, "from", low=low)
    else:
        said = tell.say(PHRASES, "to", low=low, high=high)
    en, zh = UNITS.get(unit, (unit, unit))
    return f"{said} {zh if tell.words.lang == 'zh' else en}".strip()


def _number(value: Fraction) -> str:
    """Up to four digits behind the point, without zeros that say nothing."""
    if value == math.inf:
        return "∞"
    text = f"{Ratio(value):.4f}"
    return text.rstrip("0").rstrip(".")


def rows(result: Delivery, tell: Tell) -> Iterable[Row]:
    """One row for each product and figure; an end that nobody bounds is None."""
    for one in result.vendors:
        for figure in figures_of(one, tell):
            value = figure.value
            yield {
                "product": one.product,
                "vendors": ", ".join(one.vendors),
                "partners": ", ".join(one.partners),
                "figure": figure.name,
                "unit": figure.unit,
                "low": None if value is None else _end(value.low),
                "high": None if value is None else _end(value.high),
                "formula": figure.formula,
                "severity": next((f.severity for f in one.findings), None),
            }


def _end(value: Fraction) -> float | None:
    return None if value == math.inf else float(value)
