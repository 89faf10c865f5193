"""What each product costs, part by part, as far as the documents say."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.explained.records import PriceRow
from tobfit.report.page.both import Both
from tobfit.report.page.markup import Html, el
from tobfit.report.page.phrases import say
from tobfit.report.page.spread import Spread

HEADS = ("price_kind", "price_name", "price_amount", "price_lines")


def prices(page: Spread) -> Html:
    """A table for each product whose documents name a price."""
    priced = [product for product in page.products if product.en.price]
    if not priced:
        return el("p", say("no_price"))
    return el("div", map(_of, priced))


def _of(product: Both[ExplainedProduct]) -> Html:
    label = product.to(lambda one: one.label)
    title = el("h3", label)
    caption = el("caption", label, class_="sr", id=f"price-{product.en.rank}-{product.en.id}")
    head = el("tr", (el("th", say(name), scope="col", class_=_side(name)) for name in HEADS))
    rows = (_row(row) for row in product.each(lambda one: one.price))
    least = "price_least" if product.en.price_is_open else "price_total"
    totals = product.to(lambda one: one.tell.words("price_plus").join(one.price_totals))
    foot = el("tr", el("th", say(least), scope="row", colspan=2), el("td", totals, class_="figure"), el("td"))
    table = el("table", caption, el("thead", head), el("tbody", rows), el("tfoot", foot))
    scroll = el("div", table, class_="scroll", role="group", tabindex=0,
                aria_labelledby=f"price-{product.en.rank}-{product.en.id}")  # fmt: skip
    return el("div", title, scroll)


def _row(row: Both[PriceRow]) -> Html:
    cells: Iterable[Html] = (
        el("td", row.to(lambda one: one.kind)),
        el("th", row.to(lambda one: one.name), scope="row"),
        el("td", row.en.amount or say("price_open"), class_="figure"),
        el("td", ", ".join(row.en.lines)),
    )
    return el("tr", cells)


def _side(name: str) -> str | None:
    return "figure" if name == "price_amount" else None
