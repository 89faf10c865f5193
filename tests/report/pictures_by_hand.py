"""Pictures made by hand: every kind, small numbers, and the same with hostile texts."""

from __future__ import annotations

from tobfit.model.interval import Interval, Ratio
from tobfit.report.blocks import Column, Table
from tobfit.report.charts.records import (
    Architecture,
    Band,
    Figure,
    HeatCell,
    HeatMap,
    HeatRow,
    Picture,
    PictureKind,
    PriceGroup,
    Prices,
    Radar,
    RadarSeries,
    RankedBar,
    Ranking,
    Tornado,
    TornadoBar,
    Waterfall,
    WaterfallBar,
)
from tobfit.report.explained.records import Link, Stop


def _span(low: str, high: str) -> Interval:
    return Interval(Ratio(low), Ratio(high))


def figures(said: str) -> dict[PictureKind, Figure]:
    """One figure of each kind; every text that may come from outside is ``said``, or ends with it."""
    open_cell = HeatCell("unknown", "info", False)
    way = (Stop("interface", said), Stop("zone", said))
    price, budget = Band("price", said, Ratio(1200), None), Band("budget", said, Ratio(0), Ratio(900))
    return {
        "ranking": Ranking(
            (
                RankedBar("a@1", f"a@1 {said}", 1, "fit_with_gaps", _span("2/3", "2/3"), Ratio(2, 3), Ratio(1)),
                RankedBar("b@1", f"b@1 {said}", 2, "undecided", _span("1/3", "5/6"), Ratio(1, 2), Ratio(1, 2)),
                RankedBar("c@1", f"c@1 {said}", 3, "no_fit", _span("0", "1/7"), None, Ratio(0)),
                RankedBar("d@1", f"d@1 {said}", 4, "undecided", None, None, None),
            )
        ),
        "waterfall": Waterfall(
            "line",
            (
                WaterfallBar("R-1", f"R-1 {said}", Ratio(1, 3), Ratio(1, 3), Ratio(1, 2), ("R-1",), "partial"),
                WaterfallBar("R-2", f"R-2 {said}", Ratio(0), Ratio(1, 3), Ratio(1, 3), ("R-2",), "unknown"),
                WaterfallBar("R-3", f"R-3 {said}", Ratio(0), Ratio(0), Ratio(1, 6), ("R-3",), "unmet"),
            ),
            _span("1/3", "2/3"),
        ),
        "heat_map": HeatMap(
            ("a@1", "b@1"),
            (f"a@1 {said}", f"b@1 {said}"),
            (
                HeatRow("R-1", said, said, "must", (HeatCell("met", None, False), HeatCell("unmet", "blocker", False))),
                HeatRow("R-2", said, said, "could", (HeatCell("partial", "info", True), open_cell)),
                HeatRow(
                    "R-3", said, "z", "wont", (HeatCell("not_applicable", None, False), HeatCell("met", None, False))
                ),
            ),
        ),
        "radar": Radar(
            (f"x {said}", f"y {said}"),
            (
                RadarSeries("a@1", f"a@1 {said}", (_span("1/3", "2/3"), None)),
                RadarSeries("b@1", f"b@1 {said}", (_span("1", "1"), _span("0", "1/7"))),
            ),
            ("z", said),
        ),
        "tornado": Tornado(
            Ratio(1, 3),
            (
                TornadoBar("R-2", f"R-2 {said}", "answer", Ratio(1, 3), Ratio(2, 3), Ratio(1, 3)),
                TornadoBar("R-1", f"R-1 {said}", "weight", Ratio(2, 9), Ratio(1, 6), Ratio(1, 18)),
                TornadoBar("R-3", f"R-3 {said}", "weight", None, Ratio(1, 3), Ratio(0)),
            ),
            7,
        ),
        "architecture": Architecture(
            "a@1",
            f"a@1 {said}",
            (
                Link("R-1", "erp", said, "dmz", said, True, "whole", way, (), said),
                Link("R-2", "erp", said, "dmz", said, False, "broken", (Stop("gap", said),), (said,), said),
                Link("R-3", "hr", said, None, None, True, "open", (), (), said),
            ),
            (("erp", said, "dmz", said), ("hr", said, None, None), ("wiki", said, "dmz", said)),
        ),
        "price": Prices(
            (
                PriceGroup("a@1", f"a@1 {said}", "CNY", "", (Band("price", said, Ratio(1000), Ratio(4000, 3)),)),
                PriceGroup("b@1", f"b@1 {said}", "CNY", "", (price, budget)),
                PriceGroup("b@1", f"b@1 {said}", "EUR/year", said, (Band("owned", said, Ratio(10), Ratio(10)),)),
            )
        ),
    }  # fmt: skip


def pictures(said: str = "plain", lang: str = "en") -> dict[PictureKind, Picture]:
    """One picture of each kind."""
    table = Table((Column(said),), ((said,),))
    return {
        kind: Picture(kind, kind.replace("_", "-"), None, lang, said, said, said, table, figure)
        for kind, figure in figures(said).items()
    }


def empty_pictures() -> dict[PictureKind, Picture]:
    """One picture of each kind that has nothing to show."""
    bare: dict[PictureKind, Figure] = {
        "ranking": Ranking(()),
        "waterfall": Waterfall("line", (), None),
        "heat_map": HeatMap((), (), ()),
        "radar": Radar((), ()),
        "tornado": Tornado(None, (), 0),
        "architecture": Architecture("a@1", "a", (), ()),
        "price": Prices(()),
    }
    table = Table((), ())
    return {kind: Picture(kind, kind, None, "en", "t", "h", "nothing", table, figure) for kind, figure in bare.items()}
