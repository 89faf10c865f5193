"""Adoption in words and rows: what is used beside what was required, health, struggles, drift."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from tobfit.lifecycle.adopting import Adoption, ProductInUse
from tobfit.lifecycle.drifting import Drift
from tobfit.lifecycle.healthy import ProductHealth
from tobfit.lifecycle.limits import Thresholds
from tobfit.lifecycle.measuring import Metric
from tobfit.lifecycle.reading import Reading, Trend
from tobfit.lifecycle.struggling import Sign, Struggle
from tobfit.lifecycle.using import Use
from tobfit.model.interval import Ratio
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Use after delivery", "交付后的使用"),
    "span": ("{product}: observed from {start} to {end}.", "{product}：观测期 {start} 至 {end}。"),
    "nothing": ("{product}: nothing was observed.", "{product}：没有观测。"),
    "fictional": ("The figures are made up.", "数据为虚构。"),
    "value": ("First agreed value event after {days} days ({since}); {reached} of {agreed} reached.",
              "首个约定的价值事件在{since}后 {days} 天；{agreed} 个中已达成 {reached} 个。"),
    "no_value": ("Time to value not known; {reached} of {agreed} agreed value events reached.",
                 "价值实现时间未知；{agreed} 个约定的价值事件中已达成 {reached} 个。"),
    "contract": ("since the contract", "签约"), "golive": ("since going live", "上线"),
    "capability": ("capability", "能力"), "lines": ("lines", "条目"), "status": ("use", "使用情况"),
    "users": ("users", "使用人数"), "rate": ("rate", "采用率"), "trend": ("trend", "趋势"),
    "period": ("period", "周期"),
    "of": ("{users} of {entitled}", "{users}/{entitled}"),
    "none": ("-", "-"), "unknown": ("not known", "未知"), "not_asked": ("nobody asked", "无人提出"),
    "noise": ("{value} (n {n}: noise)", "{value}（n {n}：噪声）"),
    "uses": ("What is used", "使用了什么"),
    "open": ("Required and not observed, so that nobody can say whether it is used: {names}.",
             "已提出但未观测，是否使用尚不清楚：{names}。"),
    "health": ("Health", "健康度"), "role": ("role", "角色"), "everybody": ("everybody", "全体"),
    "score": ("score", "得分"), "coverage": ("coverage", "覆盖率"),
    "deployment": ("deployment", "部署"), "engagement": ("engagement", "互动"), "adoption": ("adoption", "采用"),
    "roi": ("return on investment", "投资回报"),
    "health_legend": ("From 0 to 100. Parts that are not known leave the score, and coverage says the share of the "
                      "weight that is known. Only the last period of each role is shown.",
                      "0 至 100 分。未知的部分不计入得分，覆盖率为已知权重占比。每个角色只列最近一个周期。"),
    "struggles": ("Managers and employees", "管理者与员工"),
    "struggle": ("{what}: employees struggle where managers are content", "{what}：管理者满意，员工使用困难"),
    "struggle_unasked": ("{what}: employees struggle; managers were not asked", "{what}：员工使用困难；管理者未被询问"),
    "no_struggle": ("{what}: no difference that counts", "{what}：没有达到阈值的差异"),
    "discontent": ("{what}: managers are not content either", "{what}：管理者同样不满意"),
    "whole": ("the whole product", "整个产品"),
    "satisfaction": ("satisfaction: managers {managers}, employees {employees}",
                     "满意度：管理者 {managers}，员工 {employees}"),
    "tickets": ("tickets a user and month: managers {managers}, employees {employees}",
                "每人每月工单：管理者 {managers}，员工 {employees}"),
    "adopting": ("adoption: managers {managers}, employees {employees}", "采用率：管理者 {managers}，员工 {employees}"),
    "holds": ("{text} (counts)", "{text}（达到阈值）"),
    "limits": ("Thresholds: satisfaction lower by {satisfaction_gap}, adoption lower by {adoption_gap}, tickets at "
               "least {ticket_factor} times as many and {ticket_rate} a user and month; managers are content from "
               "{content} on; fewer than {least} people or answers are noise.",
               "阈值：满意度低 {satisfaction_gap}，采用率低 {adoption_gap}，工单不少于 {ticket_factor} 倍且每人每月 "
               "{ticket_rate} 以上；管理者满意度达 {content} 视为满意；不足 {least} 人或答复视为噪声。"),
    "drifts": ("Promised and lived", "承诺与实际"),
    "drift": ("{capability}{line}: {way}", "{capability}{line}：{way}"),
    "values": ("promised {promised}, lived {lived}; worse in {missed} of {periods} periods",
               "承诺 {promised}，实际 {lived}；{periods} 个周期中有 {missed} 个未达到"),
    "lived": ("lived {lived}", "实际 {lived}"),
    "verdicts": ("{before} at the sale ({credit_before}), {after} in use ({credit_after})",
                 "售时{before}（{credit_before}），使用中{after}（{credit_after}）"),
    "retention": ("{period}: gross retention {grr}, net retention {nrr}", "{period}：毛留存 {grr}，净留存 {nrr}"),
    "retained": ("Retention", "留存"),
    "nps": ("NPS, Net Promoter and Net Promoter Score are trademarks of Fred Reichheld, Bain & Company and NICE "
            "Satmetrix.",
            "NPS、Net Promoter 与 Net Promoter Score 是 Fred Reichheld、Bain & Company 和 NICE Satmetrix 的商标。"),
    "recommend": ("Would recommend it (NPS), {role}, {period}: {value}", "推荐意愿（NPS），{role}，{period}：{value}"),
    "surveys": ("Recommendation", "推荐意愿"),
}  # fmt: skip


def blocks(result: Adoption, tell: Tell) -> Iterable[Block]:
    """The products, what is used, health, managers beside employees, promised beside lived."""
    yield Heading(2, tell.say(PHRASES, "title"))
    for product in result.products:
        yield Paragraph(_product(product, tell))
    yield from _uses(result, tell)
    yield from _health(result, tell)
    yield from _recommendations(result, tell)
    yield from _struggles(result, tell)
    yield from _drifts(result, tell)
    if tell.internal:
        yield from _retention(result, tell)


def _product(product: ProductInUse, tell: Tell) -> str:
    if product.span is None:
        told = [tell.say(PHRASES, "nothing", product=product.product)]
    else:
        start, end = product.span.start, product.span.end
        told = [tell.say(PHRASES, "span", product=product.product, start=start, end=end)]
    if product.agreed:
        fields = {"reached": product.reached, "agreed": product.agreed}
        days = product.time_to_value.value
        if days is not None and product.since is not None:
            since = tell.say(PHRASES, product.since)
            told.append(tell.say(PHRASES, "value", days=f"{Ratio(days):.0f}", since=since, **fields))
        else:
            told.append(tell.say(PHRASES, "no_value", **fields))
    if product.fictional:
        told.append(tell.say(PHRASES, "fictional"))
    return tell.words("space").join(told)


def _uses(result: Adoption, tell: Tell) -> Iterable[Block]:
    """What was observed, in a table; what was not, by name."""
    if not result.uses:
        return
    yield Heading(3, tell.say(PHRASES, "uses"))
    several = len(result.products) > 1
    names = ("capability", "lines", "status", "users", "rate", "trend", "period")
    columns = [Column(tell.say(PHRASES, name), flexible=name == "lines") for name in names]
    if several:
        columns.insert(0, Column(tell.words.term("product")))
    shown, more = tell.within([use for use in result.uses if use.status != "unobserved"])
    trends = {(one.product, one.capability): one for one in result.trends if one.role is None}
    rows = []
    for use in shown:
        row = _use(use, trends.get((use.product, use.capability)), tell)
        rows.append((use.product, *row) if several else row)
    if rows:
        yield Table(tuple(columns), tuple(rows))
    if more:
        yield Bullets(more)
    names_open = list(dict.fromkeys(use.capability for use in result.unobserved))
    if names_open:
        listed, more = tell.within(names_open)
        text = tell.say(PHRASES, "open", names=tell.words.join(list(listed)))
        yield Paragraph(tell.words("space").join([text, *(item.text for item in more)]))


def _use(use: Use, trend: Trend | None, tell: Tell) -> tuple[str, ...]:
    lines = tell.words.join(list(use.requirements)) if use.requirements else tell.say(PHRASES, "not_asked")
    if use.required and not use.requirements:
        lines = tell.say(PHRASES, "none")
    users = tell.say(PHRASES, "none" if use.status == "measured" else "unknown")
    if use.users is not None:
        fields = {"users": use.users, "entitled": use.entitled}
        users = str(use.users) if use.entitled is None else tell.say(PHRASES, "of", **fields)
    moved = "-" if trend is None else tell.words.term(trend.direction)
    period, status = str(use.latest or "-"), tell.words.term(use.status)
    return (use.capability, lines, status, users, _shown(use.rate, tell), moved, period)


def _shown(metric: Metric, tell: Tell) -> str:
    """A figure with a mark where too few stand behind it."""
    if metric.value is None:
        return "-"
    value = tell.percent(metric.value) if metric.unit == "ratio" else tell.figure(metric.value, ".2f")
    return tell.say(PHRASES, "noise", value=value, n=metric.n) if metric.noisy else value


def _health(result: Adoption, tell: Tell) -> Iterable[Block]:
    latest: dict[tuple[str, str | None], ProductHealth] = {}
    for one in sorted(result.health, key=lambda one: (one.period.end, one.period.start)):
        latest[one.product, one.role] = one
    if not latest:
        return
    yield Heading(3, tell.say(PHRASES, "health"))
    yield Paragraph(tell.say(PHRASES, "health_legend"))
    parts = tuple(tell.say(PHRASES, part.name) for part in next(iter(latest.values())).health.components)
    several = len(result.products) > 1
    titles = [tell.say(PHRASES, name) for name in ("role", "period", "score", "coverage")]
    titles = ([tell.words.term("product")] if several else []) + titles + list(parts)
    found = [one for one in result.health if latest.get((one.product, one.role)) == one]
    shown, more = tell.within(found)
    rows = []
    for one in shown:
        values = tuple(tell.figure(part.value, ".1f") for part in one.health.components)
        score, coverage = tell.figure(one.health.score, ".1f"), tell.percent(one.health.coverage)
        row = (_role(one.role, result, tell), str(one.period), score, coverage, *values)
        rows.append((one.product, *row) if several else row)
    yield Table(tuple(Column(title) for title in titles), tuple(rows))
    if more:
        yield Bullets(more)


def _role(role: str | None, result: Adoption, tell: Tell) -> str:
    """The role as the packs call it."""
    if role is None:
        return tell.say(PHRASES, "everybody")
    known = result.report.world.packs.base.roles.get(role)
    return known.name.text(tell.words.lang) if known is not None and known.name is not None else role


def _recommendations(result: Adoption, tell: Tell) -> Iterable[Block]:
    """What people of each role answered whether they would recommend the product, in the last period with answers."""
    latest: dict[tuple[str, str | None], Reading] = {}
    for reading in result.readings:
        if reading.capability is None and "nps" in reading.metrics:
            latest[reading.product, reading.role] = reading
    if not latest:
        return
    yield Heading(3, tell.say(PHRASES, "surveys"))
    shown, more = tell.within(latest.values())
    items = [
        Item(tell.say(PHRASES, "recommend", role=_role(one.role, result, tell), period=one.period,
                      value=_shown(one.metrics["nps"], tell)))
        for one in shown
    ]  # fmt: skip
    yield Bullets((*items, *more))
    yield Paragraph(tell.say(PHRASES, "nps"))


def _struggles(result: Adoption, tell: Tell) -> Iterable[Block]:
    if not result.struggles:
        return
    yield Heading(3, tell.say(PHRASES, "struggles"))
    shown, more = tell.within(sorted(result.struggles, key=lambda one: (not one.struggling, not one.firm)))
    yield Bullets((*(_struggle(one, tell) for one in shown), *more))
    yield Paragraph(_limits(result.thresholds, tell))


def _struggle(one: Struggle, tell: Tell) -> Item:
    what = one.capability or tell.say(PHRASES, "whole")
    key = "no_struggle"
    if one.struggling:
        key = "struggle" if one.content else "struggle_unasked"
    elif one.content is False:
        key = "discontent"
    return Item(tell.say(PHRASES, key, what=what), tuple(_sign(sign, tell) for sign in one.signs))


def _sign(sign: Sign, tell: Tell) -> str:
    key = "adopting" if sign.kind == "adoption" else sign.kind
    text = tell.say(PHRASES, key, managers=_shown(sign.managers, tell), employees=_shown(sign.employees, tell))
    return tell.say(PHRASES, "holds", text=text) if sign.holds else text


def _limits(limits: Thresholds, tell: Tell) -> str:
    shares = ("satisfaction_gap", "adoption_gap", "content")
    fields = {name: tell.percent(getattr(limits, name)) for name in shares}
    factor, rate = tell.figure(limits.ticket_factor, ".1f"), tell.figure(limits.ticket_rate, ".2f")
    return tell.say(PHRASES, "limits", **fields, ticket_factor=factor, ticket_rate=rate, least=limits.least)


ORDER = ("worse", "better", "kept")


def _drifts(result: Adoption, tell: Tell) -> Iterable[Block]:
    found = [drift for drift in result.drifts if drift.requirement is not None or drift.way != "kept"]
    if not found:
        return
    yield Heading(3, tell.say(PHRASES, "drifts"))
    shown, more = tell.within(sorted(found, key=lambda drift: ORDER.index(drift.way)))
    yield Bullets((*(_drift(drift, tell) for drift in shown), *more))


def _drift(drift: Drift, tell: Tell) -> Item:
    line = "" if drift.requirement is None else tell.words("bracket", text=drift.requirement)
    below = []
    lived, promised = tell.words.join(list(drift.lived or ())), tell.words.join(list(drift.promised or ()))
    if drift.lived and drift.promised:
        fields = {"missed": drift.missed, "periods": drift.periods}
        below.append(tell.say(PHRASES, "values", promised=promised, lived=lived, **fields))
    elif drift.lived:
        below.append(tell.say(PHRASES, "lived", lived=lived))
    if drift.before is not None and drift.after is not None:
        below.append(
            tell.say(
                PHRASES, "verdicts", before=tell.words.term(drift.before), after=tell.words.term(drift.after),
                credit_before=tell.score(drift.credit_before), credit_after=tell.score(drift.credit_after),
            )
        )  # fmt: skip
    way = tell.words.term(drift.way)
    return Item(tell.say(PHRASES, "drift", capability=drift.capability, line=line, way=way), tuple(below))


def _retention(result: Adoption, tell: Tell) -> Iterable[Block]:
    """What the vendor keeps and gains; internal."""
    found = [reading for reading in result.readings if reading.retention]
    if not found:
        return
    yield Heading(3, tell.say(PHRASES, "retained"))
    shown, more = tell.within(found)
    items = []
    for reading in shown:
        grr, nrr = (reading.retention[name].value for name in ("retention_grr", "retention_nrr"))
        text = tell.say(PHRASES, "retention", period=reading.period, grr=tell.percent(grr), nrr=tell.percent(nrr))
        items.append(Item(text))
    yield Bullets((*items, *more))


METRICS = (
    "activation_rate", "adoption_rate", "feature_adoption", "active_share", "stickiness", "depth", "ticket_rate",
    "sla_attainment", "training_coverage", "csat", "satisfaction_mean", "nps",
)  # fmt: skip


def rows(result: Adoption, tell: Tell) -> Iterable[Row]:
    """One row for each observation: every metric with the number behind it (``n_...``), None where it is not known, not
    defined or not said. Internal rows also have the retention."""
    for reading in result.readings:
        row: Row = {
            "product": reading.product,
            "capability": reading.capability,
            "role": reading.role,
            "period": str(reading.period),
            "start": reading.period.start.isoformat(),
            "end": reading.period.end.isoformat(),
            "active": reading.active,
            "entitled": reading.entitled,
        }
        for name in METRICS:
            metric = reading.metrics.get(name)
            row[name] = _number(metric)
            row[f"n_{name}"] = None if metric is None else metric.n
        noisy = [name for name in METRICS if name in reading.metrics and reading.metrics[name].noisy]
        row["noisy"] = ", ".join(noisy) or None
        if tell.internal:
            for name in ("retention_grr", "retention_nrr"):
                row[name] = _number(reading.retention.get(name))
        yield row


def _number(metric: Metric | None) -> float | None:
    value: Fraction | None = None if metric is None else metric.value
    return None if value is None else float(value)
