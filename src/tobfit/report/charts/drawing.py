"""Pictures as static SVG: no script, no style sheet, nothing from elsewhere."""

from __future__ import annotations

import importlib
from typing import Any

from tobfit.matching.report import Report
from tobfit.report.charts.canvas import EDGE, SIZE, Number, Sheet, number, tag
from tobfit.report.charts.looks import FONT, INK, PAPER
from tobfit.report.charts.picturing import picture_of
from tobfit.report.charts.records import Picture
from tobfit.report.escape_xml import for_xml
from tobfit.report.explained.explaining import explain
from tobfit.report.words import Words

MOST_ABOUT = 12
"""Lines that how to read a picture takes at most."""


def drawn(picture: Picture, *, prefix: str = "", alone: bool = False) -> str:
    """A picture as an ``svg`` element, to stand alone or inside a page. All ids begin with ``prefix``: pictures that
    share a page need different ones. ``alone``: its title and how to read it are written above and below it, as there
    is no page that says so.

    It has ``role="img"``, a title and a description (the picture's text alternative), a ``viewBox`` by which it
    scales, presentation attributes alone, and refers to nothing but its own ids. Where there is nothing to draw it
    says so.
    """
    sheet = Sheet(Words(picture.lang), prefix)
    if alone:
        sheet.title(picture.title)
    if picture.is_empty:
        sheet.note(picture.alternative)
    else:
        _module(picture).draw(picture.figure, sheet)
        if alone:
            sheet.note(picture.how_to_read, MOST_ABOUT)
    width, height = number(sheet.width), number(sheet.y + EDGE)
    title, about = sheet.id("title"), sheet.id("desc")
    head: dict[str, str | Number] = {
        "xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-labelledby": f"{title} {about}",
        "lang": picture.lang, "viewBox": f"0 0 {width} {height}", "width": width, "height": height,
        "font-family": FONT, "font-size": SIZE, "fill": INK,
    }  # fmt: skip
    return tag(
        "svg",
        head,
        tag("title", {"id": title}, for_xml(picture.title)),
        tag("desc", {"id": about}, for_xml(picture.alternative)),
        tag("defs", {}, *sheet.defs) if sheet.defs else "",
        tag("rect", {"width": "100%", "height": "100%", "fill": PAPER}),
        *sheet.parts,
    )


def _module(picture: Picture) -> Any:
    """The module that draws a kind of picture."""
    return importlib.import_module(f"tobfit.report.charts.drawings.{picture.kind}")


def svg(
    report: Report,
    chart: str = "ranking",
    *,
    product: str | None = None,
    lang: str = "en",
    audience: str = "client",
) -> str:
    """One chart of a report as a standalone SVG file, in UTF-8, with its title and how to read it.

    ``chart``: ``ranking``, ``heat_map``, ``radar`` and ``price`` show all products; ``waterfall``, ``architecture``
    and ``tornado`` one, the best-ranked unless ``product`` names another. A chart with nothing to show says so.
    An unknown chart is TF460; an unknown product, and one for a chart that shows all, TF461; another audience than
    ``client`` and ``internal`` is a ValueError. The same report gives the same bytes.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> report = tobfit.match(client, tobfit.Product(id="crm@5").offers("sec.mfa", response="standard"))
    >>> drawing = svg(report, "waterfall")
    >>> drawing.startswith("<svg xmlns="), "crm@5 scores 1.0000" in drawing
    (True, True)
    """
    explanation = explain(report, lang=lang, audience=audience)
    return drawn(picture_of(explanation, chart, product), alone=True)
