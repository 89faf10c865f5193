"""The types of nodes and edges: the one table of what the graph can say."""

from __future__ import annotations

import attrs

from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label
from tobfit.model.words import ResponseCode

NODE_TYPES = (
    "adapter",
    "attribute",
    "capability",
    "client",
    "element",
    "goal",
    "interface",
    "jurisdiction",
    "landscape",
    "offer",
    "platform",
    "product",
    "relation",
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
_DRAWN = "adapter element interface relation system zone"
_FROM, _TO = "adapter interface system zone", "adapter interface product zone"
_HELD = (
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
    _type("to_run_in", "to run in", "须运行于", "requirement", "zone"),
    _type("calls_for", "calls for", "由此要求", "landscape zone", "requirement"),
    _type("pursues", "pursues", "追求目标", "client", "goal"),
    _type("owns", "owns", "负责", "stakeholder", "goal"),
    _type("needs", "needs", "需要", "goal", "capability"),
    _type("has_landscape", "has the landscape", "系统现状为", "client", "landscape"),
    _type("runs", "runs", "运行", "client", "system"),
    _type("has_zone", "has the zone", "设有区域", "client", "zone"),
    _type("has", "has", "具备", "system", "capability"),
    _type("hosted_in", "hosted in", "部署于", "system interface", "zone"),
    _type("flows_to", "flows to", "流向", "zone", "zone"),
    _type("flows_one_way_to", "flows one way to", "单向流向", "zone", "zone"),
    _type("has_interface", "has the interface", "设有接口", "system product", "interface"),
    _type("has_platform", "has the platform", "设有平台", "system zone", "platform"),
    _type("has_adapter", "has the adapter", "设有适配器", "client product", "adapter"),
    _type("takes_in", "takes data in", "取数于", "adapter", "zone"),
    _type("gives_in", "gives data in", "送数至", "adapter", "zone"),
    _type("routed_over", "routed over", "路径经由", "requirement", "adapter"),
    _type("draws", "draws", "绘有", "landscape", "element"),
    _type("drawn_as", "drawn as", "图中绘为", "adapter interface system zone", "element"),
    _type("begins_at", "begins at", "起于", "relation", _DRAWN),
    _type("ends_at", "ends at", "止于", "relation", _DRAWN),
)
_RELATIONS = (
    _type("access", "accesses", "访问", _DRAWN, _DRAWN),
    _type("aggregation", "aggregates", "聚合", _DRAWN, _DRAWN),
    _type("assignment", "assigned to", "分配给", _DRAWN, _DRAWN),
    _type("association", "associated with", "关联", _DRAWN, _DRAWN),
    _type("composition", "composed of", "组合", _DRAWN, _DRAWN),
    _type("flow", "passes something to", "传送至", _DRAWN, _DRAWN),
    _type("influence", "influences", "影响", _DRAWN, _DRAWN),
    _type("realization", "realises", "实现", _DRAWN, _DRAWN),
    _type("serving", "serves", "服务于", _DRAWN, _DRAWN),
    _type("specialization", "specialises", "特化自", _DRAWN, _DRAWN),
    _type("triggering", "triggers", "触发", _DRAWN, _DRAWN),
    _type("related_to", "related to", "相关于", _DRAWN, _DRAWN),
)
_OFFERED = (
    _type("offered_by", "offered by", "提供产品", "capability", "product vendor"),
    _type("not_offered_by", "not offered by", "不提供的产品", "capability", "product vendor"),
    _type("not_applicable_to", "not applicable to", "不适用于", "capability", "product vendor"),
    _type("complete_in", "stated completely by", "已完整说明的产品", "capability", "product vendor"),
    _type("answered_by", "answered by", "应答产品", "requirement", "product"),
    _type("relies_on", "relies on", "依赖", "product", "capability"),
    _type("runs_on", "runs on", "运行平台为", "product", "platform"),
    _type("delivered_for", "delivered for", "可交付于", "product", "zone"),
    _type("sold_by", "sold by", "供应商为", "product offer", "vendor"),
    _type("offered_in", "offered in", "纳入报价", "product", "offer"),
)
_IN_PATHS = (
    _type("in_parts_by", "stated in parts by", "分项说明的产品", "capability", "product vendor"),
    _type("left_out_of", "only with modules left out of", "需报价未含模块的产品", "requirement capability", "product"),
    _type("unstated_by", "not stated by", "未说明的产品", "requirement capability", "product vendor"),
    _type("delivers", "delivers", "交付", "vendor", "product offer"),
    _type("served_by", "given as a service with", "以服务提供的产品", "capability", "product"),
    _type("passes_to", "passes data to", "传数至", _FROM, _TO),
    _type("gets_from", "gets data from", "取数自", _FROM, _TO),
    _type("may_pass_to", "may pass data to", "或可传数至", _FROM, _TO),
    _type("may_get_from", "may get data from", "或可取数自", _FROM, _TO),
    _type("no_way_to", "has no way to", "无法到达", _FROM, _TO),
    _type("no_way_from", "has no way from", "无法取自", _FROM, _TO),
    _type("belongs_to", "belongs to", "属于产品", "interface", "product"),
    _type("nearest_in", "comes nearest in", "最接近于", "requirement", "zone"),
    _type("may_take", "may take", "或可承载", "zone", "product"),
    _type("cannot_take", "cannot take", "无法承载", "zone", "product"),
    _type("may_lack", "may lack", "可能缺少", "requirement", "capability"),
    _type("lacks", "lacks", "缺少", "requirement", "capability"),
    _type("relied_on_by", "relied on by", "依赖它的产品", "capability", "product"),
)
EDGE_TYPES: FrozenMap[str, EdgeType] = FrozenMap(
    {each.id: each for each in (*_HELD, *_RELATIONS, *_OFFERED, *_IN_PATHS)}
)
DRAWN_IN_PATHS = tuple(each.id for each in _IN_PATHS)
"""The types that only paths draw: nothing single was said that the graph could hold, or it holds for one way only."""
DASHED = (
    "in_parts_by", "left_out_of", "unstated_by", "may_pass_to", "may_get_from", "no_way_to", "no_way_from",
    "may_take", "cannot_take", "may_lack", "lacks",
)  # fmt: skip
"""Those of them that say what is missing, or what nobody said."""
_WITH_TEXT = ("left_out_of", "no_way_to", "no_way_from", "may_take", "cannot_take")
_ARCHIMATE = frozenset(each.id for each in _RELATIONS)


def offer_type(response: ResponseCode) -> str:
    """The type of edge that a response makes between a capability and a product."""
    if response == "not_supported":
        return "not_offered_by"
    return "not_applicable_to" if response == "not_applicable" else "offered_by"


def relation_type(name: str) -> str:
    """The type of edge that a relation of an architecture model makes; one type for all that ArchiMate does not know.

    >>> relation_type("Serving"), relation_type("Befriending")
    ('serving', 'related_to')
    """
    return name.lower() if name.lower() in _ARCHIMATE else "related_to"


def wording(type: str, text: str, lang: str) -> str:
    """The words between two names; of what stands in the way, with what that is.

    >>> wording("no_way_to", "format: idoc -> json", "zh"), wording("flows_to", "https", "en")
    ('无法到达（format: idoc -> json）', 'flows to')
    """
    words = EDGE_TYPES[type].label.text(lang)
    if type not in _WITH_TEXT or not text:
        return words
    return f"{words}（{text}）" if lang == "zh" else f"{words} ({text})"
