"""Product by product: what decided, what is offered, the Musts, what the score is made of, rules that are undecided."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.page import signs
from tobfit.report.page.both import Both
from tobfit.report.page.markup import Html, el
from tobfit.report.page.phrases import say
from tobfit.report.page.spread import Spread
from tobfit.report.page.told_blocks import shown


def product_of(product: Both[ExplainedProduct], page: Spread) -> Html:
    """A product folded up to its name, decision and score; the first one is open."""
    one = product.en
    score = page.text(lambda told: told.tell.score(one.score))
    head = el(
        "summary",
        el("h3", el("span", str(one.rank), class_="rank"), el("span", product.to(lambda p: p.label))),
        signs.decision(one.decided[0]), el("span", score, class_="figures"),
    )  # fmt: skip
    is_first = product is page.products[0]
    return el("details", head, el("div", _inside(product), class_="body"), class_="product", open=is_first)


def _inside(product: Both[ExplainedProduct]) -> Iterable[Html]:
    title = product.to(lambda one: one.label)
    yield el("p", product.to(lambda one: one.why))
    if product.en.notes:
        yield el("p", el("b", say("notes")), " ", el("bdi", product.en.notes))
    for part in ("offered", "made_of", "placed", "undecided"):
        yield shown(product.to(lambda one, part=part: getattr(one, part)), below=1, title=title)  # type: ignore[misc]
