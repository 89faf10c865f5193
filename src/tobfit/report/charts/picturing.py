"""The pictures of a report, each worked out once from its explanation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tobfit.errors import Problem, TobfitError
from tobfit.matching.report import Report
from tobfit.model.scalars import near, shown
from tobfit.report.charts.architecture import architecture_picture
from tobfit.report.charts.heat_map import heat_map_picture
from tobfit.report.charts.price import price_picture
from tobfit.report.charts.radar import radar_picture
from tobfit.report.charts.ranking import ranking_picture
from tobfit.report.charts.records import OF_ONE, PICTURES, Picture
from tobfit.report.charts.tornado import tornado_picture
from tobfit.report.charts.waterfall import waterfall_picture
from tobfit.report.explained.explaining import Explanation, explain
from tobfit.report.explained.products import ExplainedProduct

OF_ALL: Mapping[str, Callable[[Explanation], Picture]] = {
    "ranking": ranking_picture,
    "heat_map": heat_map_picture,
    "radar": radar_picture,
    "price": price_picture,
}
OF_EACH: Mapping[str, Callable[[Explanation, ExplainedProduct, str], Picture]] = {
    "waterfall": waterfall_picture,
    "architecture": architecture_picture,
    "tornado": tornado_picture,
}


def picture_of(explanation: Explanation, kind: str, product: str | None = None) -> Picture:
    """One picture. ``product`` is the id of a product or offer, for the kinds that show one (None: the best-ranked).

    There is always a picture: where there is nothing to draw, its ``alternative`` says so and ``is_empty`` is true.
    An unknown kind is TF460; an unknown product, and a product for a kind that shows all, TF461.
    """
    wrong = [*_wrong_kind(kind), *_wrong_product(explanation, kind, product)]
    if wrong:
        raise TobfitError(wrong)
    if kind in OF_ALL:
        return OF_ALL[kind](explanation)
    places = {one.id: place for place, one in enumerate(explanation.products)}
    chosen = explanation.products[0] if product is None else explanation[product]
    return OF_EACH[kind](explanation, chosen, f"{kind}-{places[chosen.id] + 1}")


def all_pictures(explanation: Explanation) -> tuple[Picture, ...]:
    """All pictures that show something: by kind, those of one product for each product, best first."""
    found = (
        picture_of(explanation, kind, product)
        for kind in PICTURES
        for product in ([one.id for one in explanation.products] if kind in OF_ONE else [None])
    )
    return tuple(picture for picture in found if not picture.is_empty)


def pictures(report: Report, *, lang: str = "en", audience: str = "client") -> tuple[Picture, ...]:
    """The pictures of a report as exact numbers with their words: what SVG, Vega-Lite and HTML draw.

    Each has a title, how to read it, a text alternative with its key figures, its numbers as a table, and the figure
    itself (``Ranking``, ``Waterfall``, ``HeatMap``, ``Architecture``, ``Radar``, ``Tornado``, ``Prices``). A picture
    without anything to draw is left out. Another audience than ``client`` and ``internal`` is a ValueError.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    >>> report = tobfit.match(client, tobfit.Product(id="crm@5").offers("sec.mfa", response="configuration"))
    >>> [picture.name for picture in pictures(report)]
    ['ranking', 'waterfall-1', 'heat_map', 'radar', 'tornado-1']
    >>> print(pictures(report)[1].alternative)
    crm@5 scores 0.6000..0.9333: 0.6000 is certain, 0.3333 open, 0.0667 lost. ...
    """
    return all_pictures(explain(report, lang=lang, audience=audience))


def _wrong_kind(kind: str) -> list[Problem]:
    if kind in PICTURES:
        return []
    hint = near(str(kind), PICTURES)
    return [Problem(code="TF460", message=f"there is no chart {shown(str(kind))}", path="chart", hint=hint)]


def _wrong_product(explanation: Explanation, kind: str, product: str | None) -> list[Problem]:
    if product is None:
        return []
    ids = [one.id for one in explanation.products]
    if product not in ids:
        hint = near(str(product), ids) or f"for example '{ids[0]}'"
        return [
            Problem(code="TF461", message=f"the report has no product {shown(str(product))}", path="product", hint=hint)
        ]
    if kind in OF_ALL:
        message = f"the chart '{kind}' shows all products, not {shown(product)} alone"
        return [
            Problem(
                code="TF461", message=message, path="product", hint=f"leave it out, or take one of {', '.join(OF_ONE)}"
            )
        ]
    return []
