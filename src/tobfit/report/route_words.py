"""The fixed wording about routes, places and landscapes, in English and Chinese."""

from __future__ import annotations

# key: (English, Chinese)
SENTENCES: dict[str, tuple[str, str]] = {
    "placed": ("Connections and places", "系统对接与部署"),
    "placed_line": ("{line}: {verdict}", "{line}：{verdict}"),
    "route": ("route: {steps}", "对接路径：{steps}"),
    "hoped_route": ("route, if all that is open turns out well: {steps}", "对接路径（若未说明的事项均有利）：{steps}"),
    "broken_route": ("route, with the link that is missing: {steps}", "对接路径（标出缺失环节）：{steps}"),
    "route_end": ("{name} [{state}]", "{name}［{state}］"),
    "any_of_all": ("any", "任意"),
    "direct_way": ("the direct way", "直连"),
    "route_flow": ("network {zones}", "网络 {zones}"),
    "route_fetched": ("fetched over {zones}", "经 {zones} 拉取"),
    "route_undrawn": ("network {zones}, not drawn", "网络 {zones}（图中未画）"),
    "route_adapter": ("{name} ({details})", "{name}（{details}）"),
    "route_gap": ("✗ {coordinate}: {given} -> {wanted}", "✗ {coordinate}：{given} -> {wanted}"),
    "route_effort": ("effort, likely: {value}", "工作量（最可能值）：{value}"),
    "route_days": ("{low} to {high} person-days", "{low} 至 {high} 人日"),
    "route_day": ("{low} person-days", "{low} 人日"),
    "route_open_effort": ("{low} person-days or more", "{low} 人日以上"),
    "route_estimate": ("estimate of this chain: {value}", "该链三点估算：{value}"),
    "route_latency": ("latency: {value} s", "延迟：{value} 秒"),
    "route_refused": ("refused, though cheaper: {adapters}: {why}", "虽更省但不可用：{adapters}：{why}"),
    "route_rate": ("carries {given} of {wanted} /s", "承载 {given} 次/秒，需要 {wanted} 次/秒"),
    "route_slow": ("takes {given} s of {wanted} s", "需 {given} 秒，允许 {wanted} 秒"),
    "route_shared": (
        "All connections together: {value}, each adapter paid once ({kind}).",
        "全部对接合计：{value}，每个适配器只计一次（{kind}）。",
    ),
    "shared_exact": ("exact", "精确值"),
    "shared_bound": ("a good set, with a bound below", "较优解，附下界"),
    "of_landscape": ("Follows from the landscape ({n})", "由系统现状得出的需求（{n}）"),
    "landscape_source": ("from the landscape ({facts})", "由系统现状得出（{facts}）"),
    "implied_by_landscape": ("follows from the client's landscape", "由客户系统现状得出"),
}

TERMS: dict[str, tuple[str, str]] = {
    "own_client": ("the client's own", "客户自有"),
    "own_vendor": ("the vendor's", "厂商提供"),
    "own_general": ("general, its effort is an assumption", "通用适配器，工作量为假设"),
    "coordinate_zone": ("zone", "区域"), "coordinate_protocol": ("protocol", "协议"),
    "coordinate_format": ("format", "格式"), "coordinate_entity": ("entity", "实体"),
    "coordinate_auth": ("authentication", "认证方式"), "coordinate_mode": ("mode", "模式"),
    "complete": ("complete", "已完整说明"), "on_premises": ("on premises", "本地部署"),
    "air_gapped": ("air-gapped", "物理隔离"), "private_cloud": ("private cloud", "私有云"),
    "public_cloud": ("public cloud", "公有云"),
    "landscape.zones": ("zones", "区域"), "landscape.platforms": ("platforms", "平台"),
}  # fmt: skip
