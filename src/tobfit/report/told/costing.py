"""What a service cost says: effort and money with their percentiles, part by part; what is open and what to ask."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from tobfit.commercial.cost_records import CostPart, CostQuestion, OpenEffort, ServiceCost, Spread, SpreadRange
from tobfit.model.interval import Interval
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Effort and cost of {product}", "{product} 的工作量与成本"),
    "horizon": ("Over {years} years.", "期限 {years} 年。"),
    "assumed": ("Over {years} years, which is assumed: the client names no horizon.",
                "期限 {years} 年（假设：客户未给出期限）。"),
    "empty": ("Nobody estimated anything.", "没有任何估算。"),
    "figure": ("figure", "指标"),
    "effort": ("effort (person-days)", "工作量（人天）"),
    "effort_range": ("over what is open", "未知项的范围"),
    "money": ("money ({unit})", "金额（{unit}）"),
    "mean": ("mean", "均值"),
    "sd": ("standard deviation", "标准差"),
    "part_sd": ("sd", "标准差"),
    "percentile": ("P{number}", "P{number}"),
    "contingency": ("contingency (P80 - P50)", "预备量（P80 - P50）"),
    "draws": ("Percentiles of {draws} draws, seed {seed}, correlation {correlation}; they do not add up, means do.",
              "分位数来自 {draws} 次抽样，种子 {seed}，相关系数 {correlation}；分位数不可相加，均值可以。"),
    "no_money": ("No money: some part has no rate.", "无金额：有的部分没有费率。"),
    "assumed_rate": ("Where no rate is named, the vendor's other rates are assumed, from the lowest to the highest.",
                     "未说明费率之处，假设为厂商其他费率的范围。"),
    "exchange": ("Exchange rates used: {rates}.", "所用汇率：{rates}。"),
    "one_rate": ("1 {base} = {rate} {quote} on {day}", "{day} 1 {base} = {rate} {quote}"),
    "parts": ("Parts, first what spreads the total most", "组成部分（按离散度占比排序）"),
    "models": ("A general model is an assumption of the packs; so is an adapter that is marked so.",
               "通用模型为知识包的假设；标明假设的适配器亦然。"),
    "part": ("part", "部分"),
    "stage": ("stage", "阶段"),
    "source": ("source", "来源"),
    "points": ("low / likely / high", "最低 / 最可能 / 最高"),
    "share": ("spread", "离散度占比"),
    "part_money": ("money", "金额"),
    "statement": ("stated", "说明"),
    "remedy": ("remedy", "措施"),
    "adapter": ("adapter", "适配器"),
    "service": ("vendor's service", "厂商服务"),
    "general": ("general model", "通用模型"),
    "assumed_adapter": ("adapter (assumed)", "适配器（假设）"),
    "yearly": ("{source}, each year", "{source}，每年"),
    "unsaid": ("not said", "未说明"),
    "questions": ("What to ask", "需要询问"),
    "question": ("{text} ({target}, ask: {ask})", "{text}（{target}，询问：{ask}）"),
    "narrows": ("{text} ({target}, ask: {ask}): narrows the mean by {days} person-days",
                "{text}（{target}，询问：{ask}）：均值范围缩小 {days} 人天"),
    "open": ("What nobody estimated", "无人估算的事项"),
    "open_item": ("{because} ({target})", "{because}（{target}）"),
    "aside": ("General services that are not counted", "未计入的通用服务"),
    "estimated": ("{service}: the estimate of {instead} counts", "{service}：以 {instead} 的估算为准"),
    "unwanted": ("{service}: the client does not want it ({instead})", "{service}：客户不需要（{instead}）"),
    "undelivered": ("{service}: not given by {instead}", "{service}：{instead} 不提供"),
}  # fmt: skip


def blocks(result: ServiceCost, tell: Tell) -> Iterable[Block]:
    """The figures for internal readers alone; what is open and what to ask for all."""
    yield Heading(2, tell.say(PHRASES, "title", product=result.product))
    key = "assumed" if result.horizon_assumed else "horizon"
    yield Paragraph(tell.say(PHRASES, key, years=_number(result.horizon)))
    if tell.internal:
        yield from _figures(result, tell)
    # What a day costs is between the vendor and its own people.
    asked = [one for one in result.questions if tell.internal or one.kind != "rate"]
    yield from _listed("questions", [_question(one, result, tell) for one in asked], tell)
    yield from _listed("open", [_open(one, tell) for one in result.open], tell)
    aside = (
        tell.say(PHRASES, one.reason, service=one.service, instead=tell.words.join(list(one.instead)))
        for one in result.set_aside
    )
    yield from _listed("aside", list(aside), tell)


def _figures(result: ServiceCost, tell: Tell) -> Iterable[Block]:
    if not result.parts:
        yield Paragraph(tell.say(PHRASES, "empty"))
        return
    yield _spreads(result, tell)
    values = {"draws": result.draws, "seed": result.seed, "correlation": _number(result.correlation)}
    yield Paragraph(tell.say(PHRASES, "draws", **values))
    if result.money is None:
        yield Paragraph(tell.say(PHRASES, "no_money"))
    if result.rate_assumed:
        yield Paragraph(tell.say(PHRASES, "assumed_rate"))
    if result.rates and result.money is not None:
        told = [tell.say(PHRASES, "one_rate", base=r.base, rate=r.rate, quote=r.quote, day=r.on) for r in result.rates]
        yield Paragraph(tell.say(PHRASES, "exchange", rates=tell.words.join(told)))
    yield Heading(3, tell.say(PHRASES, "parts"))
    yield from _parts(result, tell)


def _spreads(result: ServiceCost, tell: Tell) -> Table:
    titles = [tell.say(PHRASES, name) for name in ("figure", "effort", "effort_range")]
    columns = [_column(result.effort, result.effort_range, tell)]
    if result.money is not None and result.money_range is not None:
        titles += [tell.say(PHRASES, "money", unit=result.money.unit), tell.say(PHRASES, "effort_range")]
        columns.append(_column(result.money, result.money_range, tell))
    names = ["mean", "sd", *(f"P{number}" for number in result.effort.percentiles), "contingency"]
    shown = [tell.say(PHRASES, name) if name in PHRASES else name for name in names]
    rows = ((name, *(cell for column in columns for cell in column[place])) for place, name in enumerate(shown))
    heads = (Column(title, "left" if place == 0 else "right") for place, title in enumerate(titles))
    return Table(tuple(heads), tuple(rows))


def _column(spread: Spread, over: SpreadRange, tell: Tell) -> list[tuple[str, str]]:
    """Figure and range of one amount, line by line."""
    found = [(tell.figure(spread.mean, ".2f"), _range(over.mean, tell)), (tell.figure(spread.sd, ".2f"), "")]
    for number, value in spread.percentiles.items():
        found.append((tell.figure(value, ".2f"), _range(over[number], tell)))
    return [*found, (tell.figure(spread.contingency, ".2f"), "")]


def _range(ends: Interval, tell: Tell) -> str:
    return "" if ends.low == ends.high else f"{tell.figure(ends.low, '.2f')}..{tell.figure(ends.high, '.2f')}"


def _parts(result: ServiceCost, tell: Tell) -> Iterable[Block]:
    """Long lists are cut, so that what matters most comes first."""
    left, right = ["part", "stage", "source"], ["points", "mean", "share", "part_money"]
    names = left + right
    columns = tuple(Column(tell.say(PHRASES, n), "left" if n in left else "right", n in left) for n in names)
    shown, more = tell.within(sorted(result.parts, key=lambda part: (-(part.share or 0), -part.mean)))
    yield Table(columns, tuple(tuple(_cell(name, part, result, tell) for name in names) for part in shown))
    if more:
        yield Bullets(more)
    if any(part.assumed for part in result.parts):
        yield Paragraph(tell.say(PHRASES, "models"))


def _cell(name: str, part: CostPart, result: ServiceCost, tell: Tell) -> str:
    match name:
        case "part":
            return part.name.text(tell.words.lang)
        case "stage":
            return _stage(part.stage, result, tell)
        case "source":
            return _source(part, tell)
        case "points":
            points = (part.low, part.likely, part.high)
            return " / ".join(_number(point) for point in (points if part.low < part.high else points[:1]))
        case "share":
            return tell.percent(part.share)
        case "part_money":
            return tell.say(PHRASES, "unsaid") if part.money is None else tell.figure(part.money, ".2f")
        case _:
            return tell.figure(part.mean, ".2f")


def _stage(stage: str | None, result: ServiceCost, tell: Tell) -> str:
    known = result.fit.world.packs.base.stages.get(stage or "")
    return known.title.text(tell.words.lang) if known is not None else stage or "-"


def _source(part: CostPart, tell: Tell) -> str:
    name = "assumed_adapter" if part.source == "adapter" and part.assumed else part.source
    source = tell.say(PHRASES, name)
    return tell.say(PHRASES, "yearly", source=source) if part.yearly else source


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.2f}".rstrip("0").rstrip(".")


def _question(question: CostQuestion, result: ServiceCost, tell: Tell) -> str:
    text = question.text.text(tell.words.lang)
    role = result.fit.world.packs.base.roles.get(question.ask)
    whom = tell.words.term(question.ask) if role is None or role.name is None else role.name.text(tell.words.lang)
    values = {"text": text, "target": question.target, "ask": whom}
    narrows = question.narrows
    if not tell.internal or question.kind == "rate" or narrows.low == narrows.high == 0:
        return tell.say(PHRASES, "question", **values)
    low, high = (tell.figure(end, ".2f") for end in (narrows.low, narrows.high))
    return tell.say(PHRASES, "narrows", days=low if low == high else f"{low}..{high}", **values)


def _open(one: OpenEffort, tell: Tell) -> str:
    because = one.because.text(tell.words.lang)
    return because if one.target is None else tell.say(PHRASES, "open_item", because=because, target=one.target)


def _listed(title: str, texts: list[str], tell: Tell) -> Iterable[Block]:
    if texts:
        yield Heading(3, tell.say(PHRASES, title))
        shown, more = tell.within(texts)
        yield Bullets((*(Item(text) for text in shown), *more))


def rows(result: ServiceCost, tell: Tell) -> Iterable[Row]:
    """For internal readers one row for each part and one for each total (``row`` is part or total); for all one for
    each question and each open point."""
    if tell.internal:
        for part in result.parts:
            yield _part_row(part, result)
        yield _total_row(result.effort, result.effort_range, result)
        if result.money is not None and result.money_range is not None:
            yield _total_row(result.money, result.money_range, result)
    for question in result.questions:
        if question.kind == "rate" and not tell.internal:
            continue
        row: Row = {"product": result.product, "row": "question", "id": question.target, "kind": question.kind}
        yield {**row, "ask": question.ask, **({"width": float(question.width)} if tell.internal else {})}
    for one in result.open:
        yield {"product": result.product, "row": "open", "id": one.subject, "kind": one.kind, "target": one.target}


def _part_row(part: CostPart, result: ServiceCost) -> dict[str, Any]:
    return {
        "product": result.product,
        "row": "part",
        "id": part.id,
        "stage": part.stage,
        "kind": part.source,
        "unit": result.effort.unit,
        "low": float(part.low),
        "likely": float(part.likely),
        "high": float(part.high),
        "mean": float(part.mean),
        "sd": part.sd,
        "share": None if part.share is None else float(part.share),
        "mean_low": float(part.mean_range.low),
        "mean_high": float(part.mean_range.high),
        "yearly": part.yearly,
        "assumed": part.assumed,
        "money": None if part.money is None else float(part.money),
    }


def _total_row(spread: Spread, over: SpreadRange, result: ServiceCost) -> dict[str, Any]:
    found: dict[str, Any] = {
        "product": result.product,
        "row": "total",
        "id": spread.unit,
        "unit": spread.unit,
        "mean": float(spread.mean),
        "sd": float(spread.sd),
        "contingency": float(spread.contingency),
        "mean_low": float(over.mean.low),
        "mean_high": float(over.mean.high),
    }
    for number, value in spread.percentiles.items():
        ends = over[number]
        found |= {f"p{number}": float(value), f"p{number}_low": float(ends.low), f"p{number}_high": float(ends.high)}
    return found
