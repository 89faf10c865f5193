"""Pictures before they are drawn: exact numbers with their words. SVG, Vega-Lite and HTML draw these alone."""

from __future__ import annotations

from typing import Literal, get_args

import attrs

from tobfit.model.displaying import mimebundle
from tobfit.model.interval import Interval, Ratio
from tobfit.model.words import Decision, GapSeverity, Priority, Verdict
from tobfit.report.blocks import Table
from tobfit.report.explained.records import Link

PictureKind = Literal["ranking", "waterfall", "heat_map", "architecture", "radar", "tornado", "price"]
PICTURES: tuple[PictureKind, ...] = get_args(PictureKind)
OF_ONE: tuple[PictureKind, ...] = ("waterfall", "architecture", "tornado")
"""The pictures that show one product; the others show all."""


@attrs.frozen
class RankedBar:
    """A product in the ranking: its score from low to high, or None."""

    product: str
    label: str
    rank: int
    decision: Decision
    score: Interval | None
    answered: Ratio | None
    coverage: Ratio | None


@attrs.frozen
class Ranking:
    """The products, best first."""

    bars: tuple[RankedBar, ...]


@attrs.frozen
class WaterfallBar:
    """What one line, or several of one dimension together, bring: ``low`` for certain, ``high`` at most, of a ``share``
    of the weight. ``name`` is the id of the line or dimension ("": all other lines), ``label`` what it is called (no
    two bars are called the same); ``verdict`` is that of a line, None of several together."""

    name: str
    label: str
    low: Ratio
    high: Ratio
    share: Ratio
    requirements: tuple[str, ...]
    verdict: Verdict | None


@attrs.frozen
class WaterfallStep:
    """Where the parts of a bar stand between 0 and 1: each begins where that of the bar before it ends. What is
    certain fills 0 to the score's low end, what is open from there to its high end, what is lost the rest."""

    certain: Interval
    open: Interval
    lost: Interval


@attrs.frozen
class Waterfall:
    """The bars of a product: their low ends, high ends and shares sum exactly to ``score`` and to 1. () and None where
    nothing can be scored. ``by``: a bar for each line, or, where these are many, for each dimension; where the
    dimensions are fewer than three, for each of the heaviest lines and one for all others."""

    by: Literal["line", "dimension"]
    bars: tuple[WaterfallBar, ...]
    score: Interval | None

    @property
    def steps(self) -> tuple[WaterfallStep, ...]:
        """A step for each bar, in their order.

        >>> one = WaterfallBar("R-1", "R-1", Ratio(1, 4), Ratio(1, 2), Ratio(1, 2), ("R-1",), "unknown")
        >>> two = WaterfallBar("R-2", "R-2", Ratio(1, 2), Ratio(1, 2), Ratio(1, 2), ("R-2",), "met")
        >>> steps = Waterfall("line", (one, two), Interval(Ratio(3, 4), Ratio(1))).steps
        >>> [str(step.certain) for step in steps], [str(step.open) for step in steps]
        (['0.0000..0.2500', '0.2500..0.7500'], ['0.7500..1.0000', '1.0000'])
        """
        if self.score is None:
            return ()
        ends = [Ratio(0), Ratio(self.score.low), Ratio(self.score.high)]
        steps = []
        for bar in self.bars:
            starts = ends
            parts = bar.low, bar.high - bar.low, bar.share - bar.high
            ends = [Ratio(start + part) for start, part in zip(starts, parts, strict=True)]
            steps.append(WaterfallStep(*(Interval(a, b) for a, b in zip(starts, ends, strict=True))))
        return tuple(steps)


@attrs.frozen
class HeatCell:
    """A line of a product: verdict, gravest gap, whether it is waived."""

    verdict: Verdict
    severity: GapSeverity | None
    waived: bool


@attrs.frozen
class HeatRow:
    """A line with a cell for each product; ``group`` is the name of its dimension."""

    requirement: str
    title: str
    group: str
    priority: Priority
    cells: tuple[HeatCell, ...]


@attrs.frozen
class HeatMap:
    """Lines by products, best product first. Lines of one dimension stand together."""

    products: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[HeatRow, ...]


@attrs.frozen
class RadarSeries:
    """A product's score on each axis; None where nothing counts there."""

    product: str
    label: str
    scores: tuple[Interval | None, ...]


@attrs.frozen
class Radar:
    """The dimensions as axes, from 0 in the middle to 1 outside; no two are called the same. Where they are many, those
    with the least weight are put together in the last axis, and ``together`` has their names."""

    axes: tuple[str, ...]
    series: tuple[RadarSeries, ...]
    together: tuple[str, ...] = ()


@attrs.frozen
class TornadoBar:
    """How far one line moves the low end of the score: between ``least`` (None: nothing with weight is left) and
    ``most``. ``kind``: ``answer``, with what is open about it, or ``weight``, without and with twice its weight."""

    requirement: str
    label: str
    kind: Literal["answer", "weight"]
    least: Ratio | None
    most: Ratio
    width: Ratio


@attrs.frozen
class Tornado:
    """The widest swings of a product around ``now``, the low end of its score (None: it has none); ``left_out`` is how
    many narrower ones there are."""

    now: Ratio | None
    bars: tuple[TornadoBar, ...]
    left_out: int


@attrs.frozen
class Architecture:
    """The client's systems by zone, the product, and the connections between them."""

    product: str
    label: str
    links: tuple[Link, ...]
    systems: tuple[tuple[str, str, str | None, str | None], ...]
    """Every system: id, name, its zone's id and name."""


BandKind = Literal["price", "budget", "value", "owned", "service", "floor", "ceiling"]


@attrs.frozen
class Band:
    """A range of money: ``high`` is None where it has no upper end that is known. ``kind``: the price as stated, the
    client's budget and what its goals are worth, its total cost of ownership; for internal readers alone the cost of
    the services, the least price that pays (floor) and the most that the client can bear (ceiling)."""

    kind: BandKind
    label: str
    low: Ratio
    high: Ratio | None


@attrs.frozen
class PriceGroup:
    """A product's bands that can be compared: in one ``unit`` (``CNY``, ``CNY/year``), and over one ``horizon`` in
    words ("" of prices as the documents state them)."""

    product: str
    label: str
    unit: str
    horizon: str
    bands: tuple[Band, ...]


@attrs.frozen
class Prices:
    """Prices and, where later stages worked them out, costs, budgets and limits that the audience may see."""

    groups: tuple[PriceGroup, ...]


Figure = Ranking | Waterfall | HeatMap | Radar | Tornado | Architecture | Prices


@attrs.frozen
class Picture:
    """One picture: a title, how to read it, what it shows in words, its numbers as a table, and the numbers themselves.

    ``name`` is unique among the pictures of a report and fit for an HTML id. ``product`` is None where it shows all.
    """

    _repr_mimebundle_ = mimebundle

    kind: PictureKind
    name: str
    product: str | None
    lang: str
    title: str
    how_to_read: str
    alternative: str
    table: Table
    figure: Figure

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: no bar, row, axis, connection or price."""
        figure = self.figure
        match figure:
            case HeatMap():
                return not figure.rows
            case Radar():
                return not figure.axes
            case Architecture():
                return not figure.links
            case Prices():
                return not figure.groups
            case _:
                return not figure.bars
