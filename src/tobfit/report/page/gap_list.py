"""The gaps of each product with their ways out; the first ones stand in the markup, the script has the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tobfit.model.words import GAP_SEVERITIES
from tobfit.report.explained.gaps import ExplainedGap
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.explained.records import ExplainedLine
from tobfit.report.page import signs
from tobfit.report.page.both import Both, Text
from tobfit.report.page.heat_map import line_title
from tobfit.report.page.markup import Html, el, join
from tobfit.report.page.phrases import say, term
from tobfit.report.page.spread import Spread


def gaps_of(place: int, product: Both[ExplainedProduct], page: Spread) -> Html:
    """The gaps of the product in that place of the ranking, worst first."""
    gaps, lines = page.gaps(product), page.told.to(lambda told: told.line)
    shown = gaps[: page.limit]
    counts = Counter(gap.en.severity for gap in gaps)
    chips = (join(signs.severity(code), el("b", str(counts[code]))) for code in GAP_SEVERITIES if counts[code])
    title = el("h3", el("span", product.to(lambda one: one.label)), el("span", chips, class_="chips"))
    items = (
        _gap(f"{place}.{number}", gap, lines.to(lambda of, gap=gap: of[gap.en.requirement]))  # type: ignore[misc]
        for number, gap in enumerate(shown)
    )
    inside = el("ul", items, class_="gaps") if shown else el("p", page.text(lambda told: told.words("no_gaps")))
    rest = len(gaps) - len(shown)
    left = el("p", say("rest_of_gaps", n=rest), class_="note left") if rest else None
    return el("div", title, inside, left, class_="of-product", data_product=product.en.id)


def _gap(place: str, gap: Both[ExplainedGap], line: Both[ExplainedLine]) -> Html:
    one = gap.en
    head = el(
        "summary",
        signs.severity(one.severity),
        el("span", line_title(line), el("span", term(one.priority), class_="priority"), class_="what"),
        el("span", kinds_of(gap), class_="kinds"),
        el("span", gap.to(lambda g: g.reason), class_="because"),
    )
    return el(
        "li", el("details", head, el("div", _body(gap, line), class_="body")), class_="gap",
        data_place=place, data_product=one.product, data_requirement=one.requirement, data_severity=one.severity,
        data_verdict=one.gaps[0].judgement.verdict, data_stage=line.en.stage, data_role=" ".join(line.en.roles) or None,
    )  # fmt: skip


def kinds_of(gap: Both[ExplainedGap]) -> Text:
    """The kinds of gap, and whether the line is waived."""
    parts = [*map(term, gap.en.kinds), *([say("waived")] if gap.en.waived else [])]
    return Both(", ".join(part.en for part in parts), "，".join(part.zh for part in parts))


def _body(gap: Both[ExplainedGap], line: Both[ExplainedLine]) -> Iterable[Html | None]:
    yield el("h4", say("ways"))
    ways = gap.to(lambda one: [way.told for way in one.ways])
    yield both_lists(ways, "ways") if ways.en else el("p", say("no_ways"), class_="ways")
    yield el("dl", _facts(gap, line))


def _facts(gap: Both[ExplainedGap], line: Both[ExplainedLine]) -> Iterable[Html]:
    grounds = gap.to(lambda one: list(one.grounds) or [say("client_alone").first(one.tell.words.lang)])
    yield from (el("dt", say("why")), el("dd", both_lists(grounds, "plain")))
    endangered = gap.to(lambda one: [*one.goals, *one.outcomes])
    if endangered.en:
        joined = Both(", ".join(endangered.en), "，".join(endangered.zh))
        yield from (el("dt", say("endangers")), el("dd", joined))
    if line.en.asked_by:
        asked = Both(", ".join(line.en.asked_by), "，".join(line.zh.asked_by))
        yield from (el("dt", say("asked_by")), el("dd", asked))
    yield from (el("dt", say("path")), el("dd", gap.to(lambda one: one.path)))
    if gap.en.notes:
        yield from (el("dt", say("notes")), el("dd", gap.en.notes))


def both_lists(texts: Both[Sequence[str]] | Both[list[str]], name: str) -> Html:
    """A list in each language; once where both are the same."""
    if texts.en == texts.zh:
        return el("ul", (el("li", el("bdi", one)) for one in texts.en), class_=name)
    return join(el("ul", (el("li", one) for one in told), class_=name, lang=lang) for lang, told in texts.items())
