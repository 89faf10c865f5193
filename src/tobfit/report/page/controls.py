"""The controls that the script brings to life; without it they are not shown."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.model.words import GAP_SEVERITIES
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.page.both import Both, Text
from tobfit.report.page.markup import Html, el
from tobfit.report.page.phrases import say, term
from tobfit.report.page.spread import Spread
from tobfit.report.story import VERDICTS

Choice = tuple[str, Text]
NONE = "-"
"""The choice of what names no stage, or no role; ids begin with a letter or a digit."""


def filters(page: Spread) -> Html:
    """The filters of requirements and gaps, with a line that says how many are shown."""
    lines = page.told.en.lines
    stages = [(code, stage_of(code, page)) for code in sorted({line.stage for line in lines if line.stage})]
    roles = [(code, _role(code, page)) for code in sorted({role for line in lines for role in line.roles})]
    if stages and any(not line.stage for line in lines):
        stages.append((NONE, say("no_stage")))
    if roles and any(not line.roles for line in lines):
        roles.append((NONE, say("no_role")))
    fields = [
        _select("filter-verdict", [(code, term(code)) for code in VERDICTS], page),
        _select("filter-severity", [(code, term(code)) for code in GAP_SEVERITIES], page),
        _select("filter-stage", stages, page),
        _select("filter-role", roles, page),
        _select("filter-product", [(str(n), _label(one)) for n, one in enumerate(page.products)], page),
        _field("filter-text", el("input", type="search", name="filter-text", id="filter-text", autocomplete="off")),
    ]
    reset = el("button", say("reset"), type="reset")
    title = el("h2", say("filters"), id="filters-title", class_="small")
    state = el("p", id="filter-state", role="status", aria_live="polite")
    return el(
        "form", title, el("div", fields, reset, class_="fields"), state,
        id="filters", hidden=True, aria_labelledby="filters-title",
    )  # fmt: skip


def two_products(page: Spread) -> Html:
    """Two lists to choose the compared products from."""
    choices = [(str(number), _label(product)) for number, product in enumerate(page.products)]
    first = _select("compare-a", choices, page, title="first_one", every=False)
    second = _select("compare-b", choices, page, title="second_one", every=False, chosen=1)
    swap = el("button", say("swap"), type="button", id="compare-swap")
    only = el("label", el("input", type="checkbox", name="compare-only", id="compare-only"), say("differences"))
    return el("form", el("div", first, second, swap, only, class_="fields"), id="compare-form", hidden=True)


def product_choice(kind: str, places: Iterable[int], page: Spread) -> Html:
    """A list to choose the product whose picture is shown; several lists follow one another."""
    choices = [(str(place), _label(page.products[place])) for place in places]
    select = _select(f"show-{kind}", choices, page, title="shown_product", every=False)
    return el("form", el("div", select, class_="fields"), class_="chooser", hidden=True)


def stage_of(code: str, page: Spread) -> Text:
    """What a stage is called."""
    return page.text(lambda told: told.stage(code))


def _role(code: str, page: Spread) -> Text:
    return page.text(lambda told: told.tell.naming.role(code))


def _label(product: Both[ExplainedProduct]) -> Text:
    return product.to(lambda one: one.label)


def _select(
    name: str, choices: list[Choice], page: Spread, *, title: str = "", every: bool = True, chosen: int = 0
) -> Html:
    every_one = [_option("", say("all"), page, False)] if every else []
    options = [
        _option(code, word, page, not every and place == min(chosen, len(choices) - 1))
        for place, (code, word) in enumerate(choices)
    ]
    return _field(name, el("select", every_one, options, name=name, id=name), title)


def _option(code: str, word: Text, page: Spread, selected: bool) -> Html:
    """An option shows one language; the script changes its text."""
    other = None if word.en == word.zh else word
    return el(
        "option", word.first(page.lang), value=code, selected=selected,
        data_en=other.en if other else None, data_zh=other.zh if other else None,
    )  # fmt: skip


def _field(name: str, control: Html, title: str = "") -> Html:
    return el("div", el("label", say(title or name.replace("-", "_")), for_=name), control, class_="field")
