"""How things look in every picture: colours, and beside each colour a second sign for those who do not see it.

Colours are dark on white or light with dark ink: ink on fill has a contrast of 4.5 or more, an edge beside white 3 or
more (WCAG 2.2, 1.4.3 and 1.4.11). Fills differ in lightness too, so that a grey print still tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import attrs

from tobfit.model.words import Decision, GapSeverity, Verdict

FONT = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'Source Han Sans SC', sans-serif"
"""Whatever the reader's system has; nothing is loaded."""
INK, MUTED, RULE, GRID, PAPER, ACCENT = "#1a1a1a", "#595959", "#767676", "#d9d9d9", "#ffffff", "#0b5cad"
"""Text, lesser text, lines that matter, lines that do not, the ground, and the colour of what is told."""

Pattern = Literal["", "lines", "dots"]


@attrs.frozen
class Look:
    """``fill`` with ``ink`` on it and ``edge`` around it; ``sign`` is one character for texts, ``shape`` the same as an
    SVG path in a square of 16 by 16 (drawn as a line in ``ink``), ``solid`` a part of it that is filled, ``pattern``
    what the fill is hatched with."""

    fill: str
    ink: str
    edge: str
    sign: str
    shape: str
    pattern: Pattern = ""
    solid: str = ""


_TICK, _CROSS, _DASH = "M3.5 8.5 6.8 12 12.5 4.5", "M4 4 12 12M12 4 4 12", "M4 8 12 8"
_RING, _HALF = "M8 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9z", "M8 3.5a4.5 4.5 0 0 0 0 9z"
_ASKS = "M5.2 6a2.8 2.8 0 1 1 4.2 2.4Q8 9.2 8 10.4M8 12.6 8 13"
_BANG = "M8 3 8 9.5M8 12.2 8 12.8"

VERDICT_LOOKS: Mapping[Verdict, Look] = {
    "met": Look("#00664f", "#ffffff", "#00664f", "✓", _TICK),
    "partial": Look("#f0c244", "#1a1a1a", "#8a6500", "◐", _RING, solid=_HALF),
    "unmet": Look("#b3261e", "#ffffff", "#b3261e", "×", _CROSS),
    "unknown": Look("#ffffff", "#1a1a1a", "#595959", "?", _ASKS, "lines"),
    "not_applicable": Look("#ececec", "#595959", "#767676", "–", _DASH),
}
DECISION_LOOKS: Mapping[Decision, Look] = {
    "fit": VERDICT_LOOKS["met"],
    "fit_with_gaps": Look("#3f8f7d", "#000000", "#00664f", "◐", _RING, solid=_HALF),
    "undecided": Look("#ffffff", "#1a1a1a", "#595959", "?", _ASKS, "lines"),
    "no_fit": VERDICT_LOOKS["unmet"],
}
SEVERITY_LOOKS: Mapping[GapSeverity, Look] = {
    "blocker": Look("#b3261e", "#ffffff", "#b3261e", "×", _CROSS),
    "major": Look("#f0a030", "#1a1a1a", "#94560a", "!", _BANG),
    "minor": Look("#fbe3a6", "#1a1a1a", "#8a6500", "▪", "M6 6h4v4h-4z"),
    "info": Look("#e6eef7", "#1a1a1a", "#0b5cad", "i", "M8 7 8 12.5M8 3.6 8 4.2"),
}


@attrs.frozen
class Stroke:
    """How a line is drawn: ``dash`` as SVG has it ("" for a whole line), ``sign`` what stands on it."""

    colour: str
    dash: str
    sign: str
    shape: str


LINK_STROKES: Mapping[str, Stroke] = {
    "whole": Stroke("#00664f", "", "✓", _TICK),
    "open": Stroke("#595959", "6 4", "?", _ASKS),
    "broken": Stroke("#b3261e", "2 4", "×", _CROSS),
}
PART_LOOKS: Mapping[str, Look] = {
    "certain": Look("#0b5cad", "#ffffff", "#0b5cad", "■", ""),
    "open": Look("#ffffff", "#1a1a1a", "#0b5cad", "▨", "", "lines"),
    "lost": Look("#f2f2f2", "#595959", "#767676", "□", ""),
}
"""Parts of a score: what is certain, what open points may add, what is lost."""
BAND_LOOKS: Mapping[str, Look] = {
    "price": Look("#0b5cad", "#ffffff", "#0b5cad", "■", ""),
    "budget": Look("#f0c244", "#1a1a1a", "#8a6500", "◆", ""),
    "value": Look("#00664f", "#ffffff", "#00664f", "▲", ""),
    "owned": Look("#7a4a9c", "#ffffff", "#7a4a9c", "●", ""),
    "service": Look("#767676", "#ffffff", "#595959", "○", ""),
    "floor": Look("#94560a", "#ffffff", "#94560a", "▼", ""),
    "ceiling": Look("#b3261e", "#ffffff", "#b3261e", "△", ""),
}


@attrs.frozen
class SeriesLook:
    """How one of several series is told apart: colour, dashes, and the path of its mark around 0, 0."""

    colour: str
    dash: str
    mark: str


SERIES_LOOKS: tuple[SeriesLook, ...] = (
    SeriesLook("#0b5cad", "", "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"),
    SeriesLook("#b3460b", "8 3", "M-4-4h8v8h-8z"),
    SeriesLook("#00664f", "2 3", "M0-5 5 4h-10z"),
    SeriesLook("#7a4a9c", "9 3 2 3", "M0-5 5 0 0 5-5 0z"),
    SeriesLook("#1a1a1a", "4 4", "M0 5-5-4h10z"),
)
"""As many series as a radar can show before nobody can follow them."""
