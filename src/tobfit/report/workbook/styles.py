"""How cells look. Colours never stand alone: what they say, the cell says in words."""

from __future__ import annotations

from typing import Any

Look = dict[str, Any]

INK, GREY, LINE = "#1F2937", "#6B7280", "#D1D5DB"
_BOX: Look = {"border": 1, "border_color": LINE}
_BODY: Look = {"valign": "top", "text_wrap": True, "align": "left", "indent": 1, **_BOX}
_FIGURE: Look = {"valign": "top", "align": "right", "indent": 1, **_BOX}
_HEAD: Look = {**_BODY, "bold": True, "valign": "vcenter", "font_color": "#FFFFFF"}

STYLES: dict[str, Look] = {
    "title": {"bold": True, "font_size": 16, "font_color": INK, "valign": "vcenter"},
    "heading": {"bold": True, "font_size": 12, "font_color": INK, "valign": "vcenter"},
    "plain": {"valign": "top", "text_wrap": True},
    "line": {"valign": "top"},
    "quiet": {"valign": "top", "text_wrap": True, "font_color": GREY},
    "head": {**_HEAD, "bg_color": "#334155"},
    "head_fill": {**_HEAD, "bg_color": "#B45309"},
    "body": _BODY,
    "strong": {**_BODY, "bold": True},
    "key": {**_BODY, "font_color": GREY},
    "centre": {"valign": "top", "text_wrap": True, "align": "center", **_BOX},
    "credit": {**_FIGURE, "num_format": "0.0000"},
    "percent": {**_FIGURE, "num_format": "0.0 %"},
    "whole": {**_FIGURE, "num_format": "0"},
    "right": _FIGURE,
    # A text format: what is typed stays as it is typed, 1.10 and 2026-11-01 too.
    "fill": {**_BODY, "num_format": "@", "bg_color": "#FFFBEB", "locked": False},
    "closed": {**_BODY, "bg_color": "#F3F4F6"},
}

VERDICTS: dict[str, Look] = {
    "met": {"bg_color": "#DCFCE7", "font_color": "#14532D"},
    "partial": {"bg_color": "#FEF3C7", "font_color": "#713F12"},
    "unmet": {"bg_color": "#FEE2E2", "font_color": "#7F1D1D", "bold": True},
    "unknown": {"bg_color": "#E5E7EB", "font_color": "#1F2937", "italic": True},
    "not_applicable": {"bg_color": "#FFFFFF", "font_color": "#4B5563"},
}
SEVERITIES: dict[str, Look] = {
    "blocker": {"bg_color": "#991B1B", "font_color": "#FFFFFF", "bold": True},
    "major": {"bg_color": "#FED7AA", "font_color": "#7C2D12"},
    "minor": {"bg_color": "#FEF3C7", "font_color": "#713F12"},
    "info": {"bg_color": "#E0F2FE", "font_color": "#0C4A6E"},
}
DECISIONS: dict[str, Look] = {
    "fit": VERDICTS["met"],
    "fit_with_gaps": VERDICTS["partial"],
    "undecided": VERDICTS["unknown"],
    "no_fit": VERDICTS["unmet"],
}
