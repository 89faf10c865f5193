"""The types of nodes and edges: the one table of what the graph can say."""

from __future__ import annotations

import attrs

from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label
from tobfit.model.words import ResponseCode

NODE_TYPES = (
    "attribute",
    "capability",
    "client",
    "goal",
    "interface",
    "jurisdiction",
    "product",
    "requirement",
    "rule",
    "segment",
    "stakeholder",
    "suite",
    "system",
    "vendor",
    "zone",
)


@attrs.frozen
class EdgeType:
    """What an edge says, in words between the names of its ends, and the types of node that it joins."""

    id: str
    label: Label
    sources: tuple[str, ...]
    targets: tuple[str, ...]


def _type(name: str, en: str, zh: str, sources: str, targets: str) -> EdgeType:
    return EdgeType(name, Label.of({"en": en, "zh": zh}), tuple(sources.split()), tuple(targets.split()))


_FACTS = "segment jurisdiction attribute"
_TYPES = (
    _type("operates_in", "operates in", "所属行业", "client", "segment"),
    _type("may_operate_in", "may operate in", "可能所属行业", "client", "segment"),
    _type("active_in", "active in", "经营所在法域", "client", "jurisdiction"),
    _type("broader", "part of", "属于", "segment jurisdiction capability", "segment jurisdiction capability"),
    _type("has_fact", "has", "具有", "client", "attribute"),
    _type("shows", "shows", "表明", "system zone", "attribute"),
    _type("subject_to", "subject to", "适用", f"client {_FACTS}", "rule"),
    _type("may_be_subject_to", "may be subject to", "可能适用", f"client {_FACTS}", "rule"),
    _type("asks", "asks for", "待询问", "rule", "attribute"),
    _type("requires", "requires", "要求", "rule", "requirement"),
    _type("would_require", "would require", "将会要求", "rule", "capability"),
    _type("involves", "involves", "相关人员", "client", "stakeholder"),
    _type("states", "states", "提出", "client stakeholder", "requirement"),
    _type("needs_suite", "needs the suite", "需要套件", "client", "suite"),
    _type("asks_for", "asks for", "包含需求", "suite", "requirement"),
    _type("part_of", "part of", "组成套件", "capability", "suite"),
    _type("concerns", "concerns", "涉及", "requirement", "capability"),
    _type("connects_to", "connects to", "对接", "requirement", "system interface"),
    _type("pursues", "pursues", "追求目标", "client", "goal"),
    _type("owns", "owns", "负责", "stakeholder", "goal"),
    _type("needs", "needs", "需要", "goal", "capability"),
    _type("runs", "runs", "运行", "client", "system"),
    _type("has_zone", "has the zone", "设有区域", "client", "zone"),
    _type("has", "has", "具备", "system", "capability"),
    _type("hosted_in", "hosted in", "部署于", "system interface", "zone"),
    _type("flows_to", "flows to", "流向", "zone", "zone"),
    _type("has_interface", "has the interface", "设有接口", "system product", "interface"),
    _type("offered_by", "offered by", "提供产品", "capability", "product"),
    _type("not_offered_by", "not offered by", "不提供的产品", "capability", "product"),
    _type("not_applicable_to", "not applicable to", "不适用于", "capability", "product"),
    _type("complete_in", "stated completely by", "已完整说明的产品", "capability", "product"),
    _type("answered_by", "answered by", "应答产品", "requirement", "product"),
    _type("relies_on", "relies on", "依赖", "product", "capability"),
    _type("sold_by", "sold by", "供应商为", "product", "vendor"),
    _type("in_parts_by", "stated in parts by", "分项说明的产品", "capability", "product"),
    _type("unstated_by", "not stated by", "未说明的产品", "requirement capability", "product"),
)
EDGE_TYPES: FrozenMap[str, EdgeType] = FrozenMap({each.id: each for each in _TYPES})
DRAWN_IN_PATHS = ("in_parts_by", "unstated_by")
"""The types that only paths draw: nothing single was said that the graph could hold."""


def offer_type(response: ResponseCode) -> str:
    """The type of edge that a response makes between a capability and a product."""
    if response == "not_supported":
        return "not_offered_by"
    return "not_applicable_to" if response == "not_applicable" else "offered_by"
