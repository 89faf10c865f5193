"""The ranking as a table; each row carries the exact score for programs that read the page."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.model.interval import Interval
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.page import signs
from tobfit.report.page.both import Both, Text
from tobfit.report.page.markup import Html, el
from tobfit.report.page.phrases import say, term
from tobfit.report.page.spread import Spread
from tobfit.report.story import VERDICTS

FIGURES = ("answered", "coverage")
HEADS = {"met": "met", "partial": "in_part", "unmet": "unmet", "unknown": "open", "not_applicable": "n/a"}
WIDTH, HEIGHT = 120, 14


def ranking_table(page: Spread) -> Html:
    """A row for each product, best first."""
    titles = [el("th", "#", scope="col", class_="rank"), _head(term("product")), _head(term("decision"))]
    titles += [_head(term("score"), "wide")]
    titles += [_head(term(name), "figure") for name in (*FIGURES, *HEADS.values())]
    rows = (_row(product, page) for product in page.products)
    inner = el("table", el("caption", say("ranking"), class_="sr", id="ranking-caption"), el("thead", el("tr", titles)),
               el("tbody", rows), class_="ranking")  # fmt: skip
    legend = page.text(lambda told: told.words("legend"))
    table = el("div", inner, class_="scroll", role="group", tabindex=0, aria_labelledby="ranking-caption")
    return el("div", table, el("p", legend, class_="note"))


def _head(title: Text, side: str | None = None) -> Html:
    return el("th", title, scope="col", class_=side)


def _row(product: Both[ExplainedProduct], page: Spread) -> Html:
    one, tell = product.en, page.told.en.tell
    decision, stage = one.decided
    by = el("span", say("decided_by", stage=term(stage)), class_="note") if stage != "match" else None
    low, high = _ends(one.score)
    cells: Iterable[Html] = (
        el("td", str(one.rank), class_="figure rank"),
        el("th", el("span", product.to(lambda p: p.name), class_="name"), _id(one), scope="row"),
        el("td", signs.decision(decision), by),
        el("td", _bar(one.score), el("span", page.text(lambda told: told.tell.score(one.score)), class_="figures")),
        el("td", tell.figure(one.answered), class_="figure"),
        el("td", tell.percent(one.coverage), class_="figure"),
        *(el("td", str(one.counts[verdict]), class_="figure") for verdict in VERDICTS),
    )
    return el("tr", cells, data_product=one.id, data_score_low=low, data_score_high=high)


def _id(one: ExplainedProduct) -> Html | None:
    return el("span", one.id, class_="id") if one.name != one.id else None


def _ends(score: Interval | None) -> tuple[str, str]:
    """Both ends as the nearest floats, as the JSON has them; nothing where there is no score."""
    return ("", "") if score is None else (repr(float(score.low)), repr(float(score.high)))


def _bar(score: Interval | None) -> Html | None:
    """The score between 0 and 1: whole up to what is certain, hollow up to what the open points may add."""
    if score is None:
        return None
    low, high = round(float(score.low) * WIDTH, 2), round(float(score.high) * WIDTH, 2)
    shapes = [
        el("rect", x=0, y=5, width=WIDTH, height=4, class_="bar-ground"),
        el("rect", x="0.5", y="2.5", width=str(high), height=9, class_="bar-open"),
        el("rect", x="0.5", y="2.5", width=str(low), height=9, class_="bar-sure"),
    ]
    return el("svg", shapes, viewBox=f"0 0 {WIDTH + 1} {HEIGHT}", class_="bar", aria_hidden="true", focusable="false")
