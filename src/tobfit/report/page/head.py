"""The head of the page: what it is about, for whom it is, the facts, and the report in short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tobfit.model.words import PRIORITIES, Decision, Priority
from tobfit.report.blocks import Item
from tobfit.report.page import signs
from tobfit.report.page.both import Text, same
from tobfit.report.page.markup import Html, el, join
from tobfit.report.page.phrases import say, term
from tobfit.report.page.spread import Spread

DECISIONS: tuple[Decision, ...] = ("fit", "fit_with_gaps", "undecided", "no_fit")


def banner(title: Text, audience: str) -> Html:
    """The title, the audience and the switch of languages (which the script shows)."""
    buttons = (
        el("button", word, type="button", data_lang=lang, lang=lang, aria_pressed="false")
        for lang, word in (("en", "English"), ("zh", "中文"))
    )
    switch = el(
        "div", el("span", say("language"), class_="sr", id="language-title"), buttons,
        id="lang-switch", role="group", aria_labelledby="language-title", hidden=True,
    )  # fmt: skip
    mark = el("p", el("strong", say(f"for_{audience}")), el("span", say(f"for_{audience}_note")), class_="audience")
    inner = el("div", el("h1", title), switch, class_="title-row")
    return el("header", inner, mark, class_=f"banner for-{audience}")


def summary(page: Spread) -> Html:
    """The report in short: who is ahead, the decisions, the requirements, what is open; then the facts and warnings."""
    tiles = el("div", _tiles(page), class_="tiles")
    winners = (el("p", line) for line in page.told.each(lambda told: told.winners))
    facts = (el("ul", map(_fact, told.head), class_="facts", lang=lang) for lang, told in page.told.items())
    warned = page.told.each(lambda told: told.warnings)
    warnings = (
        el("div", el("h3", say("warnings")), el("ul", (el("li", one) for one in warned)), class_="warnings")
        if warned
        else None
    )
    inner = el("h2", say("summary"), id="summary-title")
    return el("section", inner, tiles, winners, facts, warnings, id="summary", aria_labelledby="summary-title")


def _fact(item: Item) -> Html:
    """A fact; what is not known of it yet is folded."""
    if not item.below:
        return el("li", item.text)
    return el("li", el("details", el("summary", item.text), el("ul", (el("li", one) for one in item.below))))


def _tiles(page: Spread) -> Iterable[Html]:
    first = [product for product in page.products if product.en.rank == 1]
    names = (el("span", product.to(lambda one: one.name), class_="name") for product in first)
    score = page.told.to(lambda told: told.tell.score(first[0].en.score)) if first else same("-")
    decided = {product.en.decided[0] for product in first}
    decision = signs.decision(decided.pop()) if len(decided) == 1 else None
    title = say("ahead" if len(first) == 1 else "tie")
    yield _tile(title, join(names), join(decision, el("span", score, class_="figures")))
    counts = Counter(product.en.decided[0] for product in page.products)
    told = (el("li", signs.decision(code), el("b", str(counts[code]))) for code in DECISIONS if counts[code])
    yield _tile(say("decisions"), el("ul", told, class_="counts"), None)
    lines = Counter(line.priority for line in page.told.en.lines)
    parts = (el("li", term(code), el("b", str(number))) for code, number in sorted(lines.items(), key=_by_priority))
    yield _tile(say("requirements"), el("b", str(lines.total()), class_="big"), el("ul", parts, class_="counts"))
    number, pivotal = len(page.questions), sum(question.en.pivotal for question in page.questions)
    told_pivotal = say("of_which_pivotal", n=pivotal) if pivotal else say("none_pivotal")
    below = el("span", told_pivotal) if number else None
    yield _tile(say("open_questions"), el("b", str(number), class_="big"), below)


def _by_priority(item: tuple[Priority, int]) -> int:
    return PRIORITIES.index(item[0])


def _tile(title: Text, large: Html, small: Html | None) -> Html:
    below = el("div", small) if small else None
    return el("div", el("h3", title), el("div", large, class_="large"), below, class_="tile")
