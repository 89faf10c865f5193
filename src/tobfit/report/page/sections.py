"""The sections of the page, in order: each is a heading with what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tobfit.model.progress import Progress, steps
from tobfit.report.blocks import Block
from tobfit.report.charts.picturing import all_pictures
from tobfit.report.charts.records import OF_ONE, Picture, PictureKind
from tobfit.report.page.both import Both, Text
from tobfit.report.page.controls import filters, product_choice, two_products
from tobfit.report.page.figures import figures, folded
from tobfit.report.page.gap_list import gaps_of
from tobfit.report.page.head import summary
from tobfit.report.page.heat_map import heat_map
from tobfit.report.page.markup import Html, el, join
from tobfit.report.page.phrases import say
from tobfit.report.page.price_list import prices
from tobfit.report.page.product_list import product_of
from tobfit.report.page.question_list import questions
from tobfit.report.page.ranking import ranking_table
from tobfit.report.page.spread import Spread
from tobfit.report.page.told_blocks import headed, shown


@attrs.frozen
class Section:
    """A part of the page: its id, its title, what it holds."""

    id: str
    title: Text
    inside: Html

    @property
    def markup(self) -> Html:
        """The section under its heading."""
        head = el("h2", self.title, id=f"{self.id}-title")
        return el("section", head, self.inside, id=self.id, aria_labelledby=f"{self.id}-title")


@attrs.frozen(eq=False)
class Parts:
    """What is made product by product, and the pictures."""

    products: tuple[Html, ...]
    gaps: tuple[Html, ...]
    pictures: Mapping[PictureKind, tuple[Both[Picture], ...]]


def body(page: Spread, parts: Parts) -> tuple[tuple[Section, ...], Html]:
    """The sections for the list of contents, and the body that holds them."""
    first, matrix, last = _first(page, parts), _matrix(page, parts), _last(page, parts)
    every = (*first, *matrix, *last)
    explore = el("div", filters(page), (one.markup for one in matrix), id="explore")
    return every, join(summary(page), (one.markup for one in first), explore, (one.markup for one in last))


def parts_of(page: Spread, progress: Progress) -> Parts:
    """Makes what takes long, product by product."""
    products, gaps = [], []
    for place, product in enumerate(steps(page.products, progress, "products")):
        products.append(product_of(product, page))
        gaps.append(gaps_of(place, product, page))
    found: dict[PictureKind, tuple[Both[Picture], ...]] = {}
    for picture in page.told.each(all_pictures):
        found[picture.en.kind] = (*found.get(picture.en.kind, ()), picture)
    return Parts(tuple(products), tuple(gaps), found)


def _first(page: Spread, parts: Parts) -> Iterable[Section]:
    ranked = join(ranking_table(page), _drawn("ranking", page, parts))
    return (
        Section("ranking", say("ranking"), ranked),
        Section("products", say("products"), el("div", parts.products, class_="products")),
        Section("waterfall", say("waterfall"), _drawn("waterfall", page, parts)),
        Section("radar", say("radar"), _drawn("radar", page, parts)),
    )


def _matrix(page: Spread, parts: Parts) -> Iterable[Section]:
    gaps = el("div", parts.gaps, id="gap-list")
    told = [folded("in_words", one.to(lambda of: of.alternative)) for one in parts.pictures.get("heat_map", ())]
    return (
        Section("heat-map", say("heat_map"), join(heat_map(page), told)),
        Section("gaps", say("gaps"), gaps),
    )


def _last(page: Spread, parts: Parts) -> Iterable[Section]:
    told = page.told
    found = [
        Section("compare", say("compare"), _compare(page)),
        Section("architecture", say("architecture"), _drawn("architecture", page, parts)),
        Section("tornado", say("tornado"), _drawn("tornado", page, parts)),
        Section("questions", say("questions"), questions(page)),
        Section("price", say("price"), _priced(page, parts)),
        Section("findings", say("findings"), _later(page)),
    ]
    for name, blocks in (
        ("conflicts", page.whole.to(lambda one: one.conflicts)),
        ("requirements", told.to(lambda one: one.demanded)),
        ("policy", told.to(lambda one: one.policy_used)),
    ):
        title, rest = headed(blocks)
        if title is not None:
            found.append(Section(name, title, shown(rest, title=title)))
    return found


def _drawn(kind: PictureKind, page: Spread, parts: Parts) -> Html:
    """The pictures of one kind; of those of one product each the script shows the chosen one."""
    found = parts.pictures.get(kind, ())
    if not found:
        return el("p", say("no_picture"), class_="note")
    choice = None
    if kind in OF_ONE and len(found) > 1:
        places = {product.en.id: place for place, product in enumerate(page.products)}
        choice = product_choice(kind, [places[picture.en.product or ""] for picture in found], page)
    return el("div", choice, figures(found), class_="pictures")


def _priced(page: Spread, parts: Parts) -> Html:
    """The picture and the tables; where there is nothing to draw the tables say why."""
    drawing = _drawn("price", page, parts) if "price" in parts.pictures else None
    return join(drawing, prices(page))


def _compare(page: Spread) -> Html:
    if len(page.products) < 2:
        return el("p", say("one_product"), class_="note")
    return join(el("p", say("needs_script"), class_="note left"), two_products(page), el("div", id="compare-result"))


def _later(page: Spread) -> Html:
    """Findings without their heading, which is the section's, then the results."""
    findings = headed(page.whole.to(lambda one: one.findings))[1]
    results: Both[tuple[Block, ...]] = page.told.to(lambda one: one.results)
    if not findings.en and not results.en:
        return el("p", say("no_findings"), class_="note")
    title = say("findings")
    return join(shown(findings, title=title), shown(results, below=1, title=title))
