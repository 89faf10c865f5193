"""A sheet that a picture is drawn on: from top to bottom, in a width that a telephone shows without turning it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from tobfit.report.charts.lettering import fitted, room_of
from tobfit.report.charts.looks import ACCENT, GRID, INK, MUTED, PAPER, Look
from tobfit.report.escape_xml import for_xml
from tobfit.report.width import wrap
from tobfit.report.words import Words

WIDTH, EDGE = 480, 12
INNER = WIDTH - 2 * EDGE
SIZE, SMALL, LINE = 14, 12, 18
"""Font sizes, and from one line of text to the next."""
MOST_ROWS = 50
"""Bars that one drawing shows; more of them nobody reads, and the table has all."""
Number = Fraction | int
Attributes = Mapping[str, str | Number]
SMALL_COLUMNS = INNER * 10 // (SMALL * 6)
"""Columns of a line of small text."""
BOLD_ROOM = INNER * 7 // 8
BOLD_COLUMNS = BOLD_ROOM * 10 // (SIZE * 6)
"""The room of a line of bold text, and its columns."""
LONG_ID = 14
LEFT_OUT = ("{n} more not drawn: the table has all.", "另有 {n} 项未画出，完整数据见表。")


def number(value: Number) -> str:
    """A coordinate with one decimal at most.

    >>> number(Fraction(1, 3)), number(-2), number(Fraction(-1, 20))
    ('0.3', '-2', '0')
    """
    if isinstance(value, int):
        return str(value)
    tenths = round(value * 10)
    whole, rest = divmod(abs(tenths), 10)
    return ("-" if tenths < 0 else "") + f"{whole}" + (f".{rest}" if rest else "")


def tag(name: str, attributes: Attributes, *inside: str) -> str:
    """One element; every value is escaped, ``inside`` are elements."""
    told = "".join(
        f' {key}="{for_xml(value) if isinstance(value, str) else number(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{told}>{''.join(inside)}</{name}>" if inside else f"<{name}{told}/>"


def titled(text: str, *inside: str) -> str:
    """Marks that belong together, with the text that a pointer shows."""
    return tag("g", {}, tag("title", {}, for_xml(text)), *inside)


def words_at(
    x: Number,
    y: Number,
    text: str,
    *,
    room: Number,
    size: int = SIZE,
    anchor: str = "start",
    ink: str = INK,
    bold: bool = False,
    turned: bool = False,
) -> str:
    """One line of text with its base line at y, cut to the room; nothing where it is empty. ``turned``: upwards."""
    shown = fitted(text, room * Fraction(7, 8) if bold else room, size)
    if not shown:
        return ""
    attributes: dict[str, str | Number] = {"x": x, "y": y}
    attributes |= {"font-size": size} if size != SIZE else {}
    attributes |= {"text-anchor": anchor} if anchor != "start" else {}
    attributes |= {"fill": ink} if ink != INK else {}
    attributes |= {"font-weight": "bold"} if bold else {}
    attributes |= {"transform": f"rotate(-90 {number(x)} {number(y)})"} if turned else {}
    return tag("text", attributes, for_xml(shown))


def box(x: Number, y: Number, width: Number, height: Number, fill: str, edge: str = "") -> str:
    """A rectangle; ``edge`` stands inside it."""
    if not edge:
        return tag("rect", {"x": x, "y": y, "width": width, "height": height, "fill": fill})
    half = Fraction(1, 2)
    inner = {"width": max(width - 1, Fraction(1, 10)), "height": height - 1}
    return tag("rect", {"x": x + half, "y": y + half, **inner, "fill": fill, "stroke": edge})


def stroke(path: str, colour: str, width: Number = 1, dash: str = "", fill: str = "none") -> str:
    """A line along a path."""
    attributes: dict[str, str | Number] = {"d": path, "fill": fill, "stroke": colour}
    attributes |= {"stroke-width": width} if width != 1 else {}
    attributes |= {"stroke-dasharray": dash} if dash else {}
    return tag("path", attributes)


def sign(look: Look, x: Number, y: Number, size: int = 16) -> str:
    """The sign of a look in a square, with its own path: told apart without colour too."""
    scale = "" if size == 16 else f" scale({number(Fraction(size, 16))})"
    inside = [tag("rect", {"x": Fraction(1, 2), "y": Fraction(1, 2), "width": 15, "height": 15, "rx": 3,
                           "fill": look.fill, "stroke": look.edge})]  # fmt: skip
    if look.solid:
        inside.append(tag("path", {"d": look.solid, "fill": look.ink}))
    if look.shape:
        inside.append(tag("path", {"d": look.shape, "fill": "none", "stroke": look.ink, "stroke-width": 2,
                                   "stroke-linecap": "round"}))  # fmt: skip
    return tag("g", {"transform": f"translate({number(x)} {number(y)}){scale}"}, *inside)


@attrs.define(eq=False)
class Sheet:
    """What was drawn so far, and how far down: everything is put below what stands there. ``prefix`` begins all ids."""

    words: Words
    prefix: str
    y: Number = EDGE
    width: Number = WIDTH
    parts: list[str] = attrs.field(factory=list)
    defs: list[str] = attrs.field(factory=list)

    def add(self, *parts: str, down: Number = 0) -> None:
        """Puts marks on the sheet and goes on below them."""
        self.parts += [part for part in parts if part]
        self.y += down

    def id(self, name: str) -> str:
        """An id of this drawing."""
        return f"{self.prefix}{name}"

    def hatch(self, colour: str = ACCENT) -> str:
        """A fill of slanting lines in a colour."""
        name = self.id(f"hatch-{colour.removeprefix('#')}")
        inside = (tag("rect", {"width": 6, "height": 6, "fill": PAPER}),
                  tag("path", {"d": "M0 0V6", "stroke": colour, "stroke-width": 3}))  # fmt: skip
        pattern: dict[str, str | Number] = {"id": name, "width": 6, "height": 6, "patternUnits": "userSpaceOnUse",
                   "patternTransform": "rotate(45)"}  # fmt: skip
        made = tag("pattern", pattern, *inside)
        if made not in self.defs:
            self.defs.append(made)
        return f"url(#{name})"

    def say(self, text: str, *, ink: str = INK, bold: bool = False, size: int = SIZE) -> None:
        """One line of text over the whole width."""
        self.add(words_at(EDGE, self.y + size, text, room=self.width - 2 * EDGE, ink=ink, bold=bold, size=size),
                 down=LINE + 2)  # fmt: skip

    def title(self, text: str) -> None:
        """What the picture is called, over two lines at most."""
        for line in wrap(fitted(text, 2 * BOLD_ROOM, SIZE), BOLD_COLUMNS):
            self.add(titled(text, words_at(EDGE, self.y + SIZE, line, room=INNER, bold=True)), down=LINE)
        self.y += 6

    def note(self, text: str, most: int = 4) -> None:
        """Small text over as many lines as it takes, ``most`` at most."""
        lines = wrap(fitted(text, most * INNER, SMALL), SMALL_COLUMNS)
        parts = [
            words_at(EDGE, self.y + SMALL + place * 16, line, room=self.width - 2 * EDGE, size=SMALL, ink=MUTED)
            for place, line in enumerate(lines)
        ]
        self.add(titled(text, *parts), down=16 * len(lines) + 4)

    def left_out(self, count: int) -> None:
        """That something is not drawn."""
        if count:
            self.note(LEFT_OUT[self.words.lang == "zh"].format(n=count))

    def legend(self, entries: Iterable[tuple[str, str]]) -> None:
        """Signs (drawn in 16 by 16) with what they mean, side by side as far as they fit."""
        x: Number = EDGE
        right = self.width - EDGE
        for drawn, text in entries:
            wanted = 20 + min(room_of(text, SMALL), right - EDGE - 20)
            if x > EDGE and x + wanted > right:
                x = EDGE
                self.y += LINE + 2
            place = tag("g", {"transform": f"translate({number(x)} {number(self.y)})"}, drawn)
            self.add(place, words_at(x + 20, self.y + 12, text, room=right - x - 20, size=SMALL))
            x += wanted + 12
        self.y += LINE + 6

    def heading(self, text: str, figure: str = "", *, mark: str = "", bold: bool = False) -> list[str]:
        """The line above a bar: a mark, a name, and at the right a figure."""
        taken = room_of(figure, SIZE) + 8 if figure else 0
        start = EDGE + (20 if mark else 0)
        base = self.y + 13
        name = words_at(start, base, text, room=self.width - EDGE - start - taken, bold=bold)
        told = words_at(self.width - EDGE, base, figure, room=taken, anchor="end") if figure else ""
        placed = tag("g", {"transform": f"translate({EDGE} {number(self.y)})"}, mark) if mark else ""
        return [part for part in (placed, name, told) if part]

    def ticks(self, places: Iterable[tuple[Fraction, str]], bars: Iterable[Number], bar: int) -> None:
        """A scale over the inner width: figures here, and below them upright lines behind the bars, which are ``bar``
        high and begin so far below the figures; texts between the bars stay free. A figure that has no room beside
        the one before it is left out."""
        tops, free = [self.y + LINE + 4 + top for top in bars], Fraction(0)
        for place, text in places:
            x, half = EDGE + place * INNER, room_of(text, SMALL) / 2
            middle = min(max(x, EDGE + half), EDGE + INNER - half)
            if middle - half >= free:
                self.add(words_at(middle, self.y + 12, text, room=2 * half, size=SMALL, anchor="middle", ink=MUTED))
                free = middle + half + 4
            path = "".join(f"M{number(x)} {number(top - 3)}v{bar + 6}" for top in tops)
            self.add(stroke(path, GRID) if tops else "")
        self.y += LINE + 4


def line_label(requirement: str, label: str, words: Words) -> str:
    """A requirement's id and title for a narrow place: the title first where the id is long."""
    title = label.removeprefix(f"{requirement} ")
    is_long = len(requirement) > LONG_ID and title != label
    return words("called", name=title, id=requirement) if is_long else label


def between(start: Fraction, end: Fraction) -> tuple[Fraction, Fraction]:
    """Left end and width of what lies between two places of the scale from 0 to 1."""
    return EDGE + start * INNER, (end - start) * INNER
