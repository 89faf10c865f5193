"""How to read each Vega-Lite chart. Vega has no hatched fills and no polar axes, so these words are its own."""

from __future__ import annotations

from collections.abc import Mapping

from tobfit.report.charts.records import PictureKind

# kind: (English, Chinese)
HOW: Mapping[PictureKind, tuple[str, str]] = {
    "ranking": (
        "Each bar runs from 0 to 1: filled is the score that is certain, with a dashed edge what open points "
        "could still add. The true score lies between the ends of the two. The diamond is the score over what "
        "was answered. A product that fails a Must for certain stands below all that do not, whatever its score.",
        "每条横条从 0 到 1：实心为已确定的得分，虚线框为未知项还可能带来的得分，真实得分介于两者末端之间。菱形为"
        "仅计已答条目的得分。确定不满足必备项的产品，无论得分高低，都排在其他产品之后。",
    ),
    "waterfall": (
        "Filled is what a bar brings for certain, with a dashed edge what open points could still add, pale what "
        "is lost. Each part begins where the same part of the bar above ends: the filled ones lead up to the low "
        "end of the score, the dashed ones from there to its high end, the pale ones to 1. The last bar is the "
        "sum.",
        "实心为已确定的部分，虚线框为未知项还可能带来的部分，浅色为已失去的部分。各部分从上一条同类部分的末端开始"
        "：实心部分累计到得分下限，虚线部分由下限累计到上限，浅色部分累计到 1。最后一条为合计。",
    ),
    "heat_map": (
        "Each row is a requirement, each column a product, the best on the left. Colour and sign of a cell are "
        "the verdict. Unknown is no verdict against a product: nobody said, and the cell is a question. Not "
        "applicable does not count. A thick frame marks a blocker, a sign in brackets a line that the client "
        "waived.",
        "每行为一项需求，每列为一个产品，左侧为最优。单元格的颜色与符号表示判定。未知不等于不满足：无人说明，是一"
        "个待答问题。不适用不计入。粗框表示阻断级差距，括号中的符号表示客户已豁免。",
    ),
    "architecture": (
        "On the left the client's systems stand in their zones, on the right the product. Each arrow is a "
        "connection that a requirement asks for, and points the way the data flow. A whole line with a tick can "
        "be connected by what is known; a dashed line with a question mark is open, because something was not "
        "said; a dotted line with a cross is broken. Marks on a line are what lies between: interfaces (circle), "
        "zones (square), adapters (diamond), a gap (cross).",
        "左侧为客户系统，按区域排列；右侧为产品。每个箭头为一项需求所要的对接，指向数据流动的方向。带勾的实线：就"
        "已知而言可以对接；带问号的虚线：有未说明的事项，尚未确定；带叉的点线：无法对接。线上的标记为途经之处：接"
        "口（圆）、区域（方）、适配器（菱形）、缺口（十字）。",
    ),
    "radar": (
        "Vega-Lite draws no polar axes: each dimension has a row for each product, from 0 to 1. The filled mark "
        "is the certain score, the hollow one what it could become if all open points turned out well: where the "
        "two lie apart, much is unknown. A row without a mark has no requirement that counts for this product.",
        "Vega-Lite 不支持极坐标：每个维度下每个产品占一行，从 0 到 1。实心标记为已确定的得分，空心标记为未知项全"
        "部有利时可达的得分，两者相距越远，未知越多。没有标记表示该产品在此维度没有计分的需求。",
    ),
    "tornado": (
        "The upright stroke is the certain score (the low end) as it is. Each bar shows how far one requirement "
        "alone can move it. A bar with a dashed edge is an open answer: the score with the worst and with the "
        "best answer. A filled bar is the weight: the score without this requirement (ring) and with twice its "
        "weight (disc).",
        "竖线为当前已确定的得分（下限）。每条横条表示单独一项需求可使其变动的幅度。虚线框为未知答复：最坏与最好答"
        "复下的得分；实心条为权重：去掉该需求（圆环）与权重加倍（圆点）时的得分。",
    ),
    "price": (
        "Amounts in one currency and over one time share a scale that begins at 0; others have a plot of their "
        "own, for they cannot be compared. Filled is what is certain; a part with a dashed edge lies between the "
        "least and the most that is possible. An arrow at its end: some part has no price in the documents, so "
        "it may cost more, and never nothing.",
        "同一货币、同一期限的金额共用一个从 0 起的刻度；其他金额不可比较，分开列出。实心为确定的金额，虚线框介于"
        "可能的最小值与最大值之间。末端的箭头表示文档中有的部分没有价格：可能更贵，绝不等于免费。",
    ),
}


def how_to_read(kind: PictureKind, lang: str) -> str:
    """How to read a chart of this kind.

    >>> how_to_read("radar", "zh")[:17]
    'Vega-Lite 不支持极坐标：'
    """
    return HOW[kind][1 if lang == "zh" else 0]
