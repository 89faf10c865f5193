"""Requirements by products as a real table: each verdict has a colour, a sign and a word."""

from __future__ import annotations

from collections.abc import Sequence

from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.explained.records import Cell, ExplainedLine
from tobfit.report.page.both import Both, Text
from tobfit.report.page.markup import Html, el, join
from tobfit.report.page.phrases import say, term
from tobfit.report.page.signs import verdict
from tobfit.report.page.spread import Spread
from tobfit.report.story import VERDICTS

FEW = 5
"""With more products than these their names stand upright."""
CELLS = 2500
"""As many cells stand in the markup; the script makes the others when they are asked for."""


def heat_map(page: Spread) -> Html:
    """The table, the key to its signs, and how many lines are left to the script."""
    products, lines = page.products, page.told.each(lambda told: told.lines)
    shown = lines[: max(CELLS // max(len(products), 1), 1)]
    heads = (_product(product) for product in products)
    head = el("tr", el("th", say("requirement"), scope="col", class_="corner"), heads)
    body = el("tbody", (_row(place, line, products) for place, line in enumerate(shown)))
    caption = el("caption", say("heat_map"), class_="sr", id="heat-map-caption")
    name = "heat many" if len(products) > FEW else "heat"
    table = el("table", caption, el("thead", head), body, id="heat-table", class_=name)
    rest = len(lines) - len(shown)
    left = el("p", say("rest_of_lines", n=rest), class_="note left") if rest else None
    scroll = el("div", table, id="heat-scroll", class_="scroll tall", role="group", tabindex=0,
                aria_labelledby="heat-map-caption")  # fmt: skip
    key = el("ul", (el("li", verdict(code)) for code in VERDICTS), class_="key")
    how = el("details", el("summary", say("how")), el("p", say("heat_how")), class_="how")
    return join(how, key, scroll, el("div", left, id="heat-more"))


def _product(product: Both[ExplainedProduct]) -> Html:
    one = product.en
    return el("th", el("span", product.to(lambda p: p.name), class_="name"), scope="col", data_product=one.id)


def _row(place: int, line: Both[ExplainedLine], products: Sequence[Both[ExplainedProduct]]) -> Html:
    one = line.en
    cells = [product.en.cells[place] for product in products]
    head = el("th", line_title(line), el("span", term(one.priority), class_="priority"), scope="row")
    return el(
        "tr", head, (_cell(cell) for cell in cells),
        data_requirement=one.id,
        data_verdict=" ".join(dict.fromkeys(cell.verdict for cell in cells)),
        data_severity=" ".join(dict.fromkeys(cell.severity for cell in cells if cell.severity)) or None,
        data_stage=one.stage,
        data_role=" ".join(one.roles) or None,
    )  # fmt: skip


def line_title(line: Both[ExplainedLine]) -> Html:
    """A requirement's title, and its id where that is something else."""
    number = el("span", line.en.id, class_="id") if line.en.title != line.en.id else None
    return join(el("span", line.to(lambda one: one.title), class_="name"), [" ", number] if number else None, " ")


def _cell(cell: Cell) -> Html:
    blocks = " blocks" if cell.severity == "blocker" else ""
    words = cell_words(cell)
    inner = (el("i", word, lang=lang) for lang, word in words.items())
    return el("td", inner, class_=f"v-{cell.verdict}{blocks}")


def cell_words(cell: Cell) -> Text:
    """A cell for those who do not see it: the verdict, the gravest gap, whether it is waived."""
    parts = [term(cell.verdict)]
    parts += [term(cell.severity)] if cell.severity else []
    parts += [say("waived")] if cell.waived else []
    return Both(", ".join(part.en for part in parts), "，".join(part.zh for part in parts))
