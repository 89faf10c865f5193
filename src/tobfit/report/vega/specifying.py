"""Pictures of a report as Vega-Lite specifications."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tobfit.matching.report import Report
from tobfit.report.charts.picturing import picture_of
from tobfit.report.charts.records import Picture
from tobfit.report.explained.explaining import explain
from tobfit.report.vega.architecture import architecture
from tobfit.report.vega.heat_map import heat_map
from tobfit.report.vega.layers import Spec, empty
from tobfit.report.vega.prices import prices
from tobfit.report.vega.radar import radar
from tobfit.report.vega.ranking import ranking
from tobfit.report.vega.tornado import tornado
from tobfit.report.vega.waterfall import waterfall

KINDS: Mapping[str, Callable[[Picture, Any], Spec]] = {
    "ranking": ranking,
    "waterfall": waterfall,
    "heat_map": heat_map,
    "architecture": architecture,
    "radar": radar,
    "tornado": tornado,
    "price": prices,
}


def specified(picture: Picture) -> Spec:
    """The Vega-Lite specification of a picture: plain data, every number inside, nothing to be loaded.

    Where there is nothing to draw, it shows the picture's text alternative, which says so.
    """
    return empty(picture) if picture.is_empty else KINDS[picture.kind](picture, picture.figure)


def vega_lite(
    report: Report, chart: str = "ranking", *, product: str | None = None, lang: str = "en", audience: str = "client"
) -> Spec:
    """A chart of a report as a Vega-Lite specification (version 6, valid in 5 too): a dict that ``json.dumps`` takes.

    ``chart`` is ``ranking``, ``waterfall``, ``heat_map``, ``architecture``, ``radar``, ``tornado`` or ``price``;
    ``product`` the id of a product or offer for ``waterfall``, ``architecture`` and ``tornado`` (None: the best).
    Another chart is TF460, another product TF461, another audience a ValueError.

    The rows stand in ``data`` with every number as the nearest float of the exact one; nothing is loaded from
    anywhere. ``title`` has how to read the chart below it, ``description`` is the text alternative. Beside each colour
    stands a sign, a shape or a dash. The plot is as wide as what it stands in; ``price`` has several plots of a fixed
    width where units differ, a ``heat_map`` of more than ten products columns of a fixed width. Vega-Lite has no polar
    axes: ``radar`` has a row for each dimension and product.

    Texts of the documents stand in data, titles and the description alone; characters that steer are written out
    (``\\u202e``), nothing else is changed. Who writes the JSON into a page escapes ``<`` there, as for any JSON.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    >>> report = tobfit.match(client, tobfit.Product(id="crm@5").offers("sec.mfa", response="configuration"))
    >>> spec = vega_lite(report)
    >>> [(row["product"], row["score_low"], row["score_high"]) for row in spec["data"]["values"]]
    [('crm@5', 0.6, 0.9333333333333333)]
    """
    return specified(picture_of(explain(report, lang=lang, audience=audience), chart, product))
