"""A bundle in words: what is chosen, what it costs, what it leaves open or uncovered, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tobfit.analysis.bundle_records import Bundle, BundlePrice, Missing, PricePart, figure
from tobfit.matching.outcome import Judgement
from tobfit.matching.reasons import reason_text
from tobfit.model.over_time import in_words
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.told.phrases import Row, Tell

PHRASES: dict[str, tuple[str, str]] = {
    "aside": ("Offers take no part in the search: {names}.", "报价组合不参与搜索：{names}。"),
    "title": ("Products together", "产品组合"),
    "chosen": (
        "{products}: {n} of {all} lines are covered, for {price} over {horizon}; score {score}.",
        "{products}共覆盖 {all} 条中的 {n} 条，{horizon}内价格 {price}；得分 {score}。",
    ),
    "nothing": ("No product is worth choosing: of {all} lines none is covered.", "没有可选产品：{all} 条均未覆盖。"),
    "product": ("{product}", "{product}"),
    "with_modules": ("{product}, with {modules}", "{product}，含模块：{modules}"),
    "optimal": ("Nothing is better: this was proved.", "已证明没有更优的组合。"),
    "not_optimal": (
        "The time limit struck: this is the best that was found, not proved to be the best.",
        "已达时间上限：这是目前找到的最好组合，未证明为最优。",
    ),
    "bound": ("Nothing can come below {bound}.", "任何组合都不会低于 {bound}。"),
    "certain": (
        "Counted as covered: what cannot fail, whatever is still unknown.",
        "“覆盖”指：无论未知项结果如何都不会不满足。",
    ),
    "hopeful": (
        "Counted as covered: what may turn out well; some of it is still unknown.",
        "“覆盖”指：有可能满足，其中部分仍属未知。",
    ),
    "parts": ("What it costs", "价格构成"),
    "column_product": ("product", "产品"),
    "column_kind": ("for", "项目"),
    "column_stated": ("price", "标价"),
    "column_amount": ("over {horizon}", "{horizon}合计"),
    "unsaid": ("nobody said", "未说明"),
    "sum": ("sum", "合计"),
    "licence": ("licence", "许可"),
    "per_user": ("per user, {users} users", "按用户计，{users} 个用户"),
    "per_user_unknown": ("per user, nobody said how many", "按用户计，用户数未说明"),
    "module": ("module {name}", "模块 {name}"),
    "third_party": ("third party, for {name}", "第三方产品，用于 {name}"),
    "customisation": ("customisation, for {name}", "定制开发，用于 {name}"),
    "unpriced": ("Without a price, and not in the sum: {names}.", "未标价，未计入合计：{names}。"),
    "left_out": ("Counted in the score, not in the price", "计入得分但未计入价格"),
    "left_out_item": ("{product}, {what}: {price}", "{product}，{what}：{price}"),
    "uncovered": ("Not covered", "未覆盖"),
    "missing": ("{line}: {why}; nearest is {product}", "{line}：{why}；最接近的是 {product}"),
    "not_given": ("no product gives it", "没有产品提供"),
    "open": ("no product gives it for certain, the nearest may", "没有产品确定提供，最接近者有可能"),
    "place": ("what gives it cannot run here ({because})", "提供者无法在此环境运行（{because}）"),
    "requires": ("what gives it requires {because}, which is not there", "提供者需要 {because}，而此处没有"),
    "modules": ("the modules that it takes cannot be had together", "所需模块不能同时选用"),
    "budget": ("it costs more than the budget", "超出预算"),
    "together": ("it can be covered, but not beside the rest", "单独可覆盖，但不能与其余同时覆盖"),
    "together_place": (
        "it can be covered, but by what may not meet {because}",
        "单独可覆盖，但提供者未必满足 {because}",
    ),
    "not_worked_out": ("not worked out in the time given", "限时内未算出"),
    "impossible": (
        "No bundle{limit} covers these together, though without any one of them the rest is covered by one: {lines}.",
        "没有组合能{limit}同时覆盖以下各条，但少任何一条即可：{lines}。",
    ),
    "impossible_one": ("No bundle{limit} covers {lines}.", "没有组合能{limit}覆盖 {lines}。"),
    "within": (" within the budget", "在预算内"),
    "hangs": ("Hangs on what nobody said", "取决于尚未说明之处"),
    "open_line": ("{line}: {product}: {reason}", "{line}：{product}：{reason}"),
    "needs": ("What the products require", "产品的依赖"),
    "need_by": ("{product} requires {capability}: given by {names}", "{product} 需要 {capability}：由 {names} 提供"),
    "need_system": ("{product} requires {capability}: there in {names}", "{product} 需要 {capability}：{names} 已具备"),
    "need_open": (
        "{product} requires {capability}: nobody said whether a system has it",
        "{product} 需要 {capability}：未说明是否有系统具备",
    ),
    "others": ("Other lines that are covered: {n} of {all}.", "其他条目：{all} 条中覆盖 {n} 条。"),
    "rules": (
        "Undecided rules could add Musts that these products may fail: {names}.",
        "未定规则可能增加这些产品未必满足的必备项：{names}。",
    ),
    "effort": (
        "Effort in person-days: {low} to {high}, likely {likely}.",
        "工作量（人天）：{low} 至 {high}，最可能 {likely}。",
    ),
    "effort_unknown": ("No effort is named for: {names}.", "未说明工作量：{names}。"),
}


def blocks(result: Bundle, tell: Tell) -> Iterable[Block]:
    """The bundle for readers."""
    yield Heading(2, tell.say(PHRASES, "title"))
    whole = len(result.covered) + len(result.uncovered)
    if not result.products:
        yield Paragraph(tell.say(PHRASES, "nothing", all=whole))
    else:
        yield Paragraph(_summary(result, whole, tell))
        shown, more = tell.within(result.products.items())
        yield Bullets((*(Item(_chosen(name, some, result, tell)) for name, some in shown), *more))
    yield Paragraph(" ".join(_proof(result, tell)))
    yield from _uncovered(result, tell)
    yield from _price(result, tell)
    yield from _open(result, tell)
    yield from _needs(result, tell)
    if others := len(result.others_covered) + len(result.others_uncovered):
        yield Paragraph(tell.say(PHRASES, "others", all=others, n=len(result.others_covered)))
    if result.open_rules:
        yield Paragraph(tell.say(PHRASES, "rules", names=_some(result.open_rules, tell)))
    if tell.internal:
        yield from _effort(result, tell)
    if result.aside:
        yield Paragraph(tell.say(PHRASES, "aside", names=_some(result.aside, tell)))


def _summary(result: Bundle, whole: int, tell: Tell) -> str:
    return tell.say(
        PHRASES,
        "chosen",
        products=tell.words.count(len(result.products), "product"),
        n=len(result.covered),
        all=whole,
        price=result.price,
        horizon=_horizon(result.price, tell),
        score=tell.score(result.score),
    )


def _horizon(price: BundlePrice, tell: Tell) -> str:
    """The horizon with its unit in words."""
    return in_words(price.horizon, tell.words.lang)


def _title(product: str, result: Bundle, tell: Tell) -> str:
    name = result.world.catalog[product].title.text(tell.words.lang)
    return product if name == product else tell.words("named", id=product, name=name)


def _line(judgement: Judgement, tell: Tell) -> str:
    line = judgement.requirement
    name = line.title.text(tell.words.lang)
    return line.id if name == line.id else tell.words("named", id=line.id, name=name)


def _chosen(product: str, modules: Sequence[str], result: Bundle, tell: Tell) -> str:
    title = _title(product, result, tell)
    if not modules:
        return tell.say(PHRASES, "product", product=title)
    return tell.say(PHRASES, "with_modules", product=title, modules=tell.words.join(list(modules)))


def _some(names: Sequence[str], tell: Tell) -> str:
    shown, more = tell.within(names)
    return tell.words.join([*shown, *(item.text for item in more)])


def _proof(result: Bundle, tell: Tell) -> Iterable[str]:
    yield tell.say(PHRASES, "certain" if result.certain else "hopeful")
    yield tell.say(PHRASES, "optimal" if result.optimal else "not_optimal")
    # An effort is internal, and so is a bound of it.
    if not result.optimal and result.bound is not None and (tell.internal or result.minimised != "effort"):
        unit = result.price.unit if result.minimised == "price" and result.price.unit else ""
        yield tell.say(PHRASES, "bound", bound=f"{figure(result.bound)} {unit}".rstrip())


def _uncovered(result: Bundle, tell: Tell) -> Iterable[Block]:
    if not result.missing:
        return
    yield Heading(3, tell.say(PHRASES, "uncovered"))
    if result.impossible:
        key = "impossible" if len(result.impossible) > 1 else "impossible_one"
        limit = "" if result.budget is None else tell.say(PHRASES, "within")
        yield Paragraph(tell.say(PHRASES, key, lines=_some(result.impossible, tell), limit=limit))
    shown, more = tell.within(result.missing)
    yield Bullets((*(_missing(each, result, tell) for each in shown), *more))


def _missing(each: Missing, result: Bundle, tell: Tell) -> Item:
    told = tell.say(
        PHRASES,
        "missing",
        line=_line(each.judgement, tell),
        why=tell.say(PHRASES, _why(each), because=_some(each.because, tell)),
        product=_chosen(each.product, each.modules, result, tell),
    )
    return Item(told, (reason_text(each.judgement, tell.words.lang),))


def _why(each: Missing) -> str:
    return "together_place" if each.why == "together" and each.because else each.why


def _price(result: Bundle, tell: Tell) -> Iterable[Block]:
    price = result.price
    if price.parts:
        yield Heading(3, tell.say(PHRASES, "parts"))
        yield _bill(price, result, tell)
    if price.unpriced:
        yield Paragraph(tell.say(PHRASES, "unpriced", names=_some(price.unpriced, tell)))
    if result.left_out:
        yield Heading(3, tell.say(PHRASES, "left_out"))
        shown, more = tell.within(result.left_out)
        items = (
            tell.say(
                PHRASES,
                "left_out_item",
                product=_title(part.product, result, tell),
                what=_what(part, price, tell),
                price=_stated(part, tell),
            )
            for part in shown
        )
        yield Bullets((*map(Item, items), *more))


def _bill(price: BundlePrice, result: Bundle, tell: Tell) -> Table:
    columns = (
        Column(tell.say(PHRASES, "column_product"), flexible=True),
        Column(tell.say(PHRASES, "column_kind"), flexible=True),
        Column(tell.say(PHRASES, "column_stated"), "right"),
        Column(tell.say(PHRASES, "column_amount", horizon=_horizon(price, tell)), "right"),
    )
    lines = [
        (_title(part.product, result, tell), _what(part, price, tell), _stated(part, tell), _figure(part))
        for part in price.parts
    ]
    return Table(columns, (*lines, (tell.say(PHRASES, "sum"), "", "", str(price))))


def _what(part: PricePart, price: BundlePrice, tell: Tell) -> str:
    if part.kind == "per_user" and price.users is None:
        return tell.say(PHRASES, "per_user_unknown")
    return tell.say(PHRASES, part.kind, name=part.name, users=price.users)


def _stated(part: PricePart, tell: Tell) -> str:
    return tell.say(PHRASES, "unsaid") if part.stated is None else str(part.stated)


def _figure(part: PricePart) -> str:
    return "?" if part.amount is None else figure(part.amount)


def _open(result: Bundle, tell: Tell) -> Iterable[Block]:
    if not result.open:
        return
    yield Heading(3, tell.say(PHRASES, "hangs"))
    shown, more = tell.within(result.open)
    items = (
        tell.say(
            PHRASES,
            "open_line",
            line=_line(each.judgement, tell),
            product=_title(each.product, result, tell),
            reason=reason_text(each.judgement, tell.words.lang),
        )
        for each in shown
    )
    yield Bullets((*map(Item, items), *more))


def _needs(result: Bundle, tell: Tell) -> Iterable[Block]:
    if not result.dependencies:
        return
    yield Heading(3, tell.say(PHRASES, "needs"))
    shown, more = tell.within(result.dependencies)
    items = []
    for each in shown:
        key = "need_by" if each.by else "need_system" if each.systems else "need_open"
        names = tell.words.join(list(each.by or each.systems))
        product = _title(each.product, result, tell)
        items.append(Item(tell.say(PHRASES, key, product=product, capability=each.capability, names=names)))
    yield Bullets((*items, *more))


def _effort(result: Bundle, tell: Tell) -> Iterable[Block]:
    work = result.effort
    ends = {name: tell.figure(getattr(work, name), ".1f") for name in ("low", "likely", "high")}
    yield Paragraph(tell.say(PHRASES, "effort", **ends))
    if work.unknown:
        yield Paragraph(tell.say(PHRASES, "effort_unknown", names=_some(work.unknown, tell)))


def rows(result: Bundle, tell: Tell) -> Iterable[Row]:
    """One row for each line of the client: who serves it, or comes nearest, and why it is not covered."""
    served = {each.requirement: each for each in result.lines}
    missing = {each.requirement: each for each in result.missing}
    covered = {*result.covered, *result.others_covered}
    open_ones = {each.requirement for each in result.open}
    for line in result.world.requirements:
        mine, lacking = served.get(line.id), missing.get(line.id)
        judgement = mine.judgement if mine is not None else lacking.judgement if lacking is not None else None
        yield {
            "requirement": line.id,
            "text": line.title.text(tell.words.lang),
            "priority": line.priority,
            "covered": line.id in covered,
            "open": line.id in open_ones,
            "product": mine.product if mine is not None else None,
            "modules": ", ".join(result.products[mine.product]) or None if mine is not None else None,
            "verdict": mine.verdict if mine is not None else None,
            "credit_low": float(mine.credit.low) if mine is not None else None,
            "credit_high": float(mine.credit.high) if mine is not None else None,
            "reason": reason_text(judgement, tell.words.lang) if judgement is not None else None,
            "why": lacking.why if lacking is not None else None,
            "because": ", ".join(lacking.because) or None if lacking is not None else None,
            "nearest": lacking.product if lacking is not None else None,
            "nearest_modules": ", ".join(lacking.modules) or None if lacking is not None else None,
        }
