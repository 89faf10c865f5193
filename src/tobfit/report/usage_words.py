"""Words for what is found in use, in English and Chinese."""

from __future__ import annotations

TERMS: dict[str, tuple[str, str]] = {
    "unused": ("unused", "未使用"), "unrequired": ("never required", "从未提出"),
    "struggling": ("struggling", "使用困难"), "drifted": ("drifted", "承诺偏离"),
    "used": ("used", "使用中"), "lapsed": ("no longer used", "不再使用"), "unobserved": ("unobserved", "未观测"),
    "measured": ("measured", "已测得"),
    "rising": ("rising", "上升"), "falling": ("falling", "下降"), "steady": ("steady", "平稳"),
    "worse": ("worse", "变差"), "better": ("better", "变好"), "kept": ("kept", "保持"),
}  # fmt: skip
