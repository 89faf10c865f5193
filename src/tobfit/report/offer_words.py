"""The fixed wording about offers, modules and prices, in English and Chinese."""

from __future__ import annotations

# key: (English, Chinese)
SENTENCES: dict[str, tuple[str, str]] = {
    "offered": ("Offered together: {items}.", "合并报价：{items}。"),
    "offered_by": ("Offered together by {partner}: {items}.", "由 {partner} 合并报价：{items}。"),
    "offered_item": ("{product} with {modules}", "{product}（含 {modules}）"),
    "need_modules": ("What is met needs the modules: {modules}.", "已满足的条目需要以下模块：{modules}。"),
    "module_lines": ("{module} ({lines})", "{module}（{lines}）"),
    "module_of": ("{module} of {product}", "{product} 的 {module}"),
    "add_modules": ("add module {modules}", "增加模块 {modules}"),
    "with_partner": ("partner {partner}", "由 {partner} 合作交付"),
    "price_known": ("Price: {totals}", "价格：{totals}"),
    "price_at_least": ("Price, as far as it is known: {totals}", "价格（已知部分）：{totals}"),
    "price_part": ("{kind} {name}: {amount}", "{kind} {name}：{amount}"),
    "price_lines": (" (for {lines})", "（用于 {lines}）"),
    "price_open": ("not said", "未说明"),
    "price_plus": (" and ", " 另加 "),
}

TERMS: dict[str, tuple[str, str]] = {
    "price_licence": ("licence", "许可"), "price_per_user": ("users", "用户数"), "price_module": ("module", "模块"),
    "price_third_party": ("third party", "第三方产品"), "price_customisation": ("customisation", "定制开发"),
    "price_statement": ("function", "功能"), "price_service": ("service", "服务"),
    "price_discount": ("discount", "折扣"),
}  # fmt: skip

# code: (what the English message looks like, the Chinese one)
WARNINGS: dict[str, tuple[str, str]] = {
    "TF458": (
        r"(.+): cannot be met together, for module (\S+) excludes (\S+): (.+)",
        "{0}：以下条目不能同时满足，因为模块 {1} 与 {2} 互斥：{3}",
    ),
}
