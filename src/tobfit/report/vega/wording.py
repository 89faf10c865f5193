"""The words that stand in Vega-Lite charts beside those of the picture, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.report.charts.saying import PARTS, SWINGS
from tobfit.report.explained.links import LINK_STATES

# key: (English, Chinese). A tooltip's line may not be called title or image: embedders draw these as such.
PHRASES: dict[str, tuple[str, str]] = {
    "product": ("Product", "产品"),
    "rank": ("Rank", "名次"),
    "decision": ("Decision", "结论"),
    "score": ("Score", "得分"),
    "score_low": ("Score, for certain", "得分（已确定）"),
    "score_high": ("Score, at most", "得分（最多）"),
    "answered": ("Answered", "已答得分"),
    "coverage": ("Coverage", "覆盖率"),
    "no_score": ("no score", "无得分"),
    "part": ("Part", "部分"),
    "certain": ("for certain", "已确定"),
    "at_most": ("at most", "最多"),
    "open": ("what open points may add", "未知项可能带来的部分"),
    "lost": PARTS["lost"],
    "of": ("{part} of {share}", "{part}，满分 {share}"),
    "left_out": ("{score} (narrower swings that are not shown: {n})", "{score}（另有 {n} 项较小的变动未列出）"),
    "together": ("Holds", "包括"),
    "share": ("Share of the weight", "权重占比"),
    "requirements": ("Requirements", "需求"),
    "requirement": ("Requirement", "需求"),
    "sum": ("Score", "得分"),
    "priority": ("Priority", "优先级"),
    "verdict": ("Verdict", "判定"),
    "severity": ("Gravest gap", "最重的差距"),
    "waived": ("Waived", "已豁免"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "dimension": ("Dimension", "维度"),
    "swing": ("What moves it", "变动来源"),
    **{kind: SWINGS[kind] for kind in ("answer", "weight")},
    "now": ("Score now, for certain", "当前得分（已确定）"),
    "least": ("From", "从"),
    "most": ("To", "到"),
    "width": ("Swing", "变动幅度"),
    "nothing_left": ("nothing with weight is left", "没有其他带权重的条目"),
    "name": ("Name", "名称"),
    "link": ("Connection", "连接"),
    "system": ("System", "系统"),
    "zone": ("Zone", "区域"),
    "no_zone": ("No zone named", "未注明区域"),
    "direction": ("Data flow", "数据流向"),
    "to_product": ("to the product", "流向产品"),
    "from_product": ("from the product", "来自产品"),
    "state": ("State", "状态"),
    **{f"link_{state}": phrase for state, phrase in LINK_STATES.items()},
    "fails": ("What fails", "不通之处"),
    "reason": ("Why", "原因"),
    "stop": ("On the way", "途经"),
    "band": ("Band", "价格带"),
    "low": ("From", "从"),
    "high": ("To", "到"),
    "unit": ("Unit", "单位"),
    "or_more": (" or more", " 以上"),
    "nothing": ("Nothing to draw", "没有可画的内容"),
}


class Phrases:
    """The phrases in one language."""

    def __init__(self, lang: str) -> None:
        self._place = 1 if lang == "zh" else 0

    def __call__(self, key: str) -> str:
        return PHRASES[key][self._place]

    def join(self, parts: Iterable[str]) -> str:
        """Parts side by side; "" for none."""
        return (", ", "，")[self._place].join(parts)
