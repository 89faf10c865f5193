"""The fixed wording about changes of landscapes, and about answers to questions on them, in English and Chinese."""

from __future__ import annotations

# key: (English, Chinese)
SENTENCES: dict[str, tuple[str, str]] = {
    "open_flow": ("open the network from {start} to {end}", "开通 {start} 到 {end} 的网络"),
    "open_flow_for": (
        "open the network from {start} to {end} for {protocols}",
        "开通 {start} 到 {end} 的网络：{protocols}",
    ),
    "new_adapter": ("an adapter that turns {parts}", "适配器：{parts}"),
    "turned": ("{what} {given} into {wanted}", "{what} {given} 转为 {wanted}"),
    "turned_any": ("any {what} into {wanted}", "任意{what}转为 {wanted}"),
    "interface_takes": ("an interface {id} that takes {parts}", "接口 {id}：接收 {parts}"),
    "interface_gives": ("an interface {id} that gives {parts}", "接口 {id}：提供 {parts}"),
    "interface_part": ("{what} {values}", "{what} {values}"),
    "interface_anywhere": ("its interface {id} where it runs", "接口 {id} 随其部署位置"),
    "delivered_too": ("deliver it also as: {kinds}", "另以此形态交付：{kinds}"),
    "delivered": ("deliver it as: {kinds}", "以此形态交付：{kinds}"),
    "platforms_there": ("{platforms} in {zone}", "在{zone}提供 {platforms}"),
    "made_to_run": ("let it run on {platforms}", "支持运行于 {platforms}"),
    "stays_home": ("let it work without calling home", "无需外联即可运行"),
    "system_that_has": ("a system that has {capabilities}", "由某系统提供 {capabilities}"),
    "some_platform": ("one of {platforms}", "{platforms} 之一"),
    "way_between": ("from {start} to {end}", "{start} 到 {end}"),
}

ANSWERS: dict[str, tuple[str, str]] = {
    "another": ("another", "其他"),
    "no other flow": ("nothing else", "没有其他通路"),
    "all of them": ("all that it needs", "所需平台均有"),
    "nothing else": ("nothing but what is drawn", "除图中所画外没有其他"),
    "a system has it": ("a system has it", "有系统具备"),
    "no zone of its own": ("nowhere of its own", "没有自有区域"),
    "no system has it": ("no system has it", "没有系统具备"),
    "less": ("less", "更低"),
    "too much": ("more than allowed", "超过允许值"),
    "none": ("none", "无"),
    "provides": ("it provides the interface", "由其提供接口"),
    "consumes": ("it calls the other side", "由其调用对方"),
    "in": ("in", "流入"),
    "out": ("out", "流出"),
    "both": ("both ways", "双向"),
    "required": ("it has to", "必须外联"),
    "optional": ("it may, but need not", "可外联，但非必须"),
    "never": ("it never does", "从不外联"),
}
"""Answers that are no names or values."""

TERMS: dict[str, tuple[str, str]] = {
    "saas": ("the vendor's cloud", "厂商云服务"),
    "internet": ("the internet", "互联网"),
}
