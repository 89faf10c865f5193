"""The architecture: the client's systems by zone, the product, and which connections hold, are open, or break."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.report.blocks import Column, Table
from tobfit.report.charts.records import Architecture, Picture
from tobfit.report.charts.saying import NAMED, brief, say, sentences
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.links import LINK_STATES
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.explained.records import Link

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("How {product} connects to the client's systems", "{product} 与客户系统的对接"),
    "how": (
        "On the left the client's systems stand in their zones, on the right the product. Each arrow is a connection "
        "that a requirement asks for, and points the way the data flow. A whole line with a tick can be connected by "
        "what is known; a dashed line with a question mark is open, because something was not said; a dotted line "
        "with a cross is broken, and beneath it stands what fails.",
        "左侧为客户系统，按区域排列；右侧为产品。每个箭头为一项需求所要的对接，指向数据流动的方向。"
        "带勾的实线：就已知而言可以对接；带问号的虚线：有未说明的事项，尚未确定；带叉的点线：无法对接，线下注明不满足之处。",
    ),
    "counts": ("Connections of {product} ({n}): {counts}.", "{product} 共 {n} 处对接：{counts}。"),
    "broken": ("Broken: {links}.", "无法对接：{links}。"),
    "open": ("Open: {links}.", "未定：{links}。"),
    "link": ("{requirement} with {system}", "{requirement}（{system}）"),
    "link_broken": ("{requirement} with {system} ({what})", "{requirement}（{system}：{what}）"),
    "none": ("No requirement asks {product} for a connection.", "没有需求要求 {product} 对接客户系统。"),
    "requirement": ("requirement", "需求"),
    "system": ("system", "系统"),
    "zone": ("zone", "区域"),
    "data": ("data flow", "数据流向"),
    "to_product": ("to the product", "流向产品"),
    "from_product": ("from the product", "来自产品"),
    "state": ("state", "状态"),
    "fails": ("what fails", "不满足之处"),
    "route": ("route", "路径"),
    "unsaid": ("not said", "未说明"),
}


def architecture_picture(told: Explanation, product: ExplainedProduct, name: str) -> Picture:
    """The connections of a product; without links where no line asks for one."""
    words = told.words
    figure = Architecture(product.id, product.label, product.links, _systems(told))
    return Picture(
        kind="architecture",
        name=name,
        product=product.id,
        lang=words.lang,
        title=say(PHRASES, words, "title", product=product.label),
        how_to_read=say(PHRASES, words, "how"),
        alternative=sentences(_alternative(figure, told), words),
        table=_table(figure, told),
        figure=figure,
    )


def _systems(told: Explanation) -> tuple[tuple[str, str, str | None, str | None], ...]:
    """Every system of the landscape, in its order: id, name, zone, the zone's name."""
    landscape, naming = told.report.client.landscape, told.tell.naming
    return tuple(
        (one.id, naming.system(one.id), one.zone, None if one.zone is None else naming.place(one.zone))
        for one in (landscape.systems if landscape is not None else ())
    )


def _alternative(figure: Architecture, told: Explanation) -> Iterable[str]:
    words, links = told.words, figure.links
    if not links:
        yield say(PHRASES, words, "none", product=brief(figure.label))
        return
    by_state = {state: [link for link in links if link.state == state] for state in LINK_STATES}
    parts = [
        words("counted", n=len(here), what=say(LINK_STATES, words, state)) for state, here in by_state.items() if here
    ]
    yield say(PHRASES, words, "counts", n=len(links), product=brief(figure.label), counts=words.join(parts))
    for state in ("broken", "open"):
        if here := by_state[state]:
            told_ones = words("semi").join(_named(link, told) for link in here[:NAMED])
            rest = len(here) - NAMED
            shown = words("and_more", names=told_ones, n=rest) if rest > 0 else told_ones
            yield say(PHRASES, words, state, links=shown)


def _named(link: Link, told: Explanation) -> str:
    key = "link_broken" if link.broken else "link"
    what = told.words.join(list(link.broken))
    return say(PHRASES, told.words, key, requirement=link.requirement, system=brief(link.system_name), what=what)


def _table(figure: Architecture, told: Explanation) -> Table:
    words = told.words
    names = ("requirement", "system", "zone", "data", "state", "fails", "route")
    heads = tuple(Column(say(PHRASES, words, name), flexible=name == "route") for name in names)
    rows = (
        (
            link.requirement,
            link.system_name,
            link.zone_name or say(PHRASES, words, "unsaid"),
            say(PHRASES, words, "to_product" if link.to_product else "from_product"),
            say(LINK_STATES, words, link.state),
            words.join(list(link.broken)) if link.broken else "-",
            " > ".join(stop.text for stop in link.stops) or "-",
        )
        for link in figure.links
    )
    return Table(heads, tuple(rows))
