"""An architecture: systems in their zones at the left, the product at the right, a line for each connection."""

from __future__ import annotations

from collections.abc import Sequence

from tobfit.report.charts.canvas import (
    EDGE,
    LINE,
    MOST_ROWS,
    SMALL,
    WIDTH,
    Number,
    Sheet,
    number,
    stroke,
    tag,
    titled,
    words_at,
)
from tobfit.report.charts.looks import ACCENT, GRID, INK, LINK_STROKES, MUTED, PAPER, RULE
from tobfit.report.charts.records import Architecture
from tobfit.report.charts.saying import say
from tobfit.report.escape import visible
from tobfit.report.explained.links import LINK_STATES
from tobfit.report.explained.records import Link
from tobfit.report.width import wrap

PHRASES: dict[str, tuple[str, str]] = {
    **LINK_STATES,
    "no_zone": ("zone not said", "区域未说明"),
    "others": ("{n} further systems", "另有 {n} 个系统"),
    "told": ("{requirement}, {system}: {reason}", "{requirement}，{system}：{reason}"),
    "fails": ("fails: {what}", "不满足：{what}"),
}
LEFT, MIDDLE, RIGHT = 26, 206, 366
"""Where a system begins and ends, and where the product begins."""
ROW, MOST_OTHERS, LEAST = 44, 6, 100
NAME_COLUMNS, SYSTEM_COLUMNS = 11, 23
"""Columns of a line of the product's name and of a system's."""
System = tuple[str, str]


def draw(figure: Architecture, sheet: Sheet) -> None:
    """The zones from top to bottom, and the product beside all of them."""
    words = sheet.words
    states = [state for state in LINK_STROKES if any(link.state == state for link in figure.links)]
    sheet.legend([(_line(state, 0, 16, 8) + _badge(state, 8, 8), say(PHRASES, words, state)) for state in states])
    top, links = sheet.y, figure.links[:MOST_ROWS]
    product, places = len(sheet.parts), _by_zone(figure, links, sheet)
    for zone, systems in places.items():
        _zone(zone, systems, links, sheet)
    sheet.y = max(sheet.y, top + LEAST)
    height = sheet.y - top - 8
    inside = [tag("rect", {"x": RIGHT, "y": top, "width": WIDTH - EDGE - RIGHT, "height": height, "rx": 6,
                           "fill": PAPER, "stroke": ACCENT, "stroke-width": 2})]  # fmt: skip
    for line, text in enumerate(_called(figure.label, int(height - 16) // LINE)):
        inside.append(words_at((RIGHT + WIDTH - EDGE) // 2, top + 22 + line * LINE, text, room=WIDTH - EDGE - RIGHT - 8,
                               anchor="middle", bold=line == 0))  # fmt: skip
    sheet.parts.insert(product, titled(figure.label, *inside))
    sheet.left_out(len(figure.links) - len(links))


def _called(label: str, lines: int) -> list[str]:
    """The id, and the name below it in as many lines as there is room for."""
    head, _, rest = label.partition(" ")
    return [head, *_lines(rest, NAME_COLUMNS, lines - 1)] if rest else [head]


def _lines(text: str, columns: int, most: int) -> list[str]:
    """A text in so many lines at most; the last one keeps all that is left, to be cut where it is drawn."""
    lines = wrap(visible(text[: columns * (most + 1)]), columns)
    return lines if len(lines) <= most else [*lines[: most - 1], " ".join(lines[most - 1 :])]


def _by_zone(figure: Architecture, links: Sequence[Link], sheet: Sheet) -> dict[str, list[System]]:
    """The systems of each zone, those that are connected first; what is not drawn as a system is one by its link."""
    nowhere = say(PHRASES, sheet.words, "no_zone")
    connected = {link.system for link in links}
    systems = {name: (title, zone_name or nowhere) for name, title, _, zone_name in figure.systems}
    for link in links:
        systems.setdefault(link.system, (link.system_name, link.zone_name or nowhere))
    found: dict[str, list[System]] = {}
    for name in sorted(systems, key=lambda one: one not in connected):
        found.setdefault(systems[name][1], []).append((name, systems[name][0]))
    return found


def _zone(zone: str, systems: Sequence[System], links: Sequence[Link], sheet: Sheet) -> None:
    top, place = sheet.y, len(sheet.parts)
    sheet.add(titled(zone, words_at(EDGE + 8, sheet.y + 16, zone, room=MIDDLE - EDGE, size=SMALL, ink=MUTED)), down=24)
    others = []
    for name, title in systems:
        if own := [link for link in links if link.system == name]:
            _system(title, own, sheet)
        else:
            others.append(title)
    _others(others, sheet)
    frame = {"x": EDGE, "y": top, "width": MIDDLE + 10 - EDGE, "height": sheet.y - top, "rx": 6}
    sheet.parts.insert(place, tag("rect", {**frame, "fill": "#f6f6f6", "stroke": RULE, "stroke-dasharray": "4 3"}))
    sheet.y += 8


def _others(names: Sequence[str], sheet: Sheet) -> None:
    """Systems without a connection: the first by name."""
    shown = names if len(names) <= MOST_OTHERS else names[: MOST_OTHERS - 1]
    for name in shown:
        sheet.add(titled(name, *_named(name, 22, sheet)), down=26)
    if rest := len(names) - len(shown):
        sheet.add(words_at(LEFT, sheet.y + 14, say(PHRASES, sheet.words, "others", n=rest), room=MIDDLE - LEFT,
                           size=SMALL, ink=MUTED), down=22)  # fmt: skip


def _named(name: str, height: int, sheet: Sheet) -> list[str]:
    frame = {"x": LEFT - 6, "y": sheet.y, "width": MIDDLE + 6 - LEFT, "height": height, "rx": 3}
    text = words_at(LEFT, sheet.y + height // 2 + 5, name, room=MIDDLE - LEFT - 6, size=SMALL)
    return [tag("rect", {**frame, "fill": PAPER, "stroke": GRID}), text]


def _system(name: str, links: Sequence[Link], sheet: Sheet) -> None:
    height = ROW * len(links) - 6
    frame = {"x": LEFT - 6, "y": sheet.y, "width": MIDDLE + 6 - LEFT, "height": height, "rx": 3}
    lines = _lines(name, SYSTEM_COLUMNS, 2)
    base = sheet.y + height // 2 + 5 - 8 * (len(lines) - 1)
    texts = [words_at(LEFT, base + 16 * n, line, room=MIDDLE - LEFT, size=SMALL) for n, line in enumerate(lines)]
    sheet.add(titled(name, tag("rect", {**frame, "fill": PAPER, "stroke": INK}), *texts))
    for link in links:
        _link(link, sheet)


def _link(link: Link, sheet: Sheet) -> None:
    """An arrow the way the data flow; above it the line that asks, below it what fails."""
    words, look, y = sheet.words, LINK_STROKES[link.state], sheet.y + 19
    start, end = MIDDLE + 12, RIGHT - 2
    tip = f"M{end - 9} {number(y - 5)}L{end} {number(y)}L{end - 9} {number(y + 5)}"
    if not link.to_product:
        tip = f"M{start + 9} {number(y - 5)}L{start} {number(y)}L{start + 9} {number(y + 5)}"
    what = say(PHRASES, words, "fails", what=words.join(list(link.broken))) if link.broken else ""
    # The badge stands at the end that the text does not reach.
    parts = [
        _line(link.state, start, end, y),
        stroke(tip, look.colour, 2),
        _badge(link.state, (start + end) // 2, y),
        words_at(start + 4, y - 8, link.requirement, room=end - start - 8, size=SMALL),
        words_at(start + 4, y + 21, what, room=end - start - 8, size=SMALL, ink=look.colour),
    ]
    told = say(PHRASES, words, "told", requirement=link.requirement, system=link.system_name, reason=link.reason)
    sheet.add(titled(told, *parts), down=ROW)


def _line(state: str, start: int, end: int, y: Number) -> str:
    look = LINK_STROKES[state]
    return stroke(f"M{start} {number(y)}H{end}", look.colour, 2, look.dash)


def _badge(state: str, x: int, y: Number) -> str:
    look = LINK_STROKES[state]
    ring = tag("circle", {"cx": 8, "cy": 8, "r": 8, "fill": PAPER, "stroke": look.colour, "stroke-width": 2})
    move = f"translate({number(x - 7)} {number(y - 7)}) scale(0.875)"
    return tag("g", {"transform": move}, ring, stroke(look.shape, look.colour, 2))
