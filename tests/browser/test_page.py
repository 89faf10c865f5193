"""The HTML report of the demos, opened from disk: quiet, readable in both languages, filtered, compared, printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser.demos import DEMOS
from tests.browser.opened import Opened

import tobfit.report
from tobfit.matching.gap import severities
from tobfit.matching.report import Report
from tobfit.model.words import GAP_SEVERITIES

Open = Callable[..., Opened]
PageOf = Callable[..., Path]
SECTIONS = (
    "ranking", "waterfall", "heat-map", "architecture", "radar", "tornado", "questions", "gaps", "price", "compare",
    "findings", "policy",
)  # fmt: skip
MAY_LACK = {"architecture", "price", "findings"}
"""Sections that a report without connections, prices or findings does not need."""
HAN = re.compile(r"[\u4e00-\u9fff]")
EVERY = pytest.mark.parametrize("name", ["public-buyer", "studio"])
PAGES = pytest.mark.parametrize(
    ("name", "lang", "size"),
    [
        ("public-buyer", "en", "phone"), ("public-buyer", "en", "desk"), ("public-buyer", "zh", "phone"),
        ("public-buyer", "zh", "desk"), ("security-firm", "zh", "phone"), ("studio", "en", "desk"),
    ],
)  # fmt: skip
"""One demo in both languages at both widths; of the larger two, which take axe ten seconds a page, one page each."""
BOTH = pytest.mark.parametrize("lang", ["en", "zh"])


# ---- quiet


@PAGES
def test_it_opens_from_disk_is_quiet_and_accessible(
    name: str, lang: str, size: str, open_page: Open, page_of: PageOf, axe: Any, screenshots: Path
) -> None:
    opened = open_page(page_of(name, lang), size)
    page = opened.page
    assert page.evaluate("document.documentElement.lang") == lang
    assert set(SECTIONS) - MAY_LACK <= set(page.locator("section[id]").evaluate_all("all => all.map(one => one.id)"))
    assert opened.overflow() == 0
    page.screenshot(path=screenshots / f"{name}-{lang}-{size}.png")
    assert opened.trouble == []
    assert opened.requests == [opened.address]
    content(axe, opened)


def test_it_is_whole_without_a_script(open_page: Open, page_of: PageOf) -> None:
    name = "studio"
    opened = open_page(page_of(name), "desk", java_script_enabled=False)
    report = DEMOS[name]()
    text = opened.visible_text()
    assert all(fit.product in text for fit in report.fits)
    assert opened.page.locator("form:visible").count() == 0
    rows = opened.page.locator("#heat-table tbody tr")
    assert [rows.nth(place).get_attribute("data-requirement") for place in range(rows.count())] == ids(report)
    assert opened.requests == [opened.address]


def ids(report: Report) -> list[str]:
    return [line.id for line in report.requirements]


def test_ranked_rows_carry_the_scores(open_page: Open, page_of: PageOf) -> None:
    report = DEMOS["studio"]()
    rows = open_page(page_of("studio")).page.locator("#ranking [data-score-low]")
    found = rows.evaluate_all(
        "all => all.map(one => [one.dataset.product, +one.dataset.scoreLow, +one.dataset.scoreHigh])"
    )
    wanted = [(fit.product, fit.score) for fit in report.fits]
    assert [tuple(row) for row in found] == [
        (product, float(score.low), float(score.high)) for product, score in wanted if score is not None
    ]


ANSWERED: dict[str, str] = {}
"""What axe cannot decide by itself (rule -> the answer, and how it was found), for good."""


def content(axe: Any, opened: Opened) -> None:
    """axe finds no violation, and no question that is left without an answer.

    Whether the colours of something can be told apart it cannot say while a part of it is scrolled out of a table: it
    is asked again about each such thing, in view. What lies over others (a dialog) it never says: there the contrast is
    worked out here, from the colours that the browser uses.
    """
    results = axe.run(opened.page).response
    assert named(results["violations"]) == {}
    assert len(results["passes"]) > 20
    left = [one for one in results["incomplete"] if one["id"] not in ANSWERED]
    colours = [node for one in left if one["id"] == "color-contrast" for node in one["nodes"]]
    assert named([one for one in left if one["id"] != "color-contrast"]) == {}
    for node in colours:
        (target,) = node["target"]
        opened.page.locator(target).evaluate("one => one.scrollIntoView({block: 'center', inline: 'end'})")
        again = axe.run(opened.page, context=target, options=COLOURS).response
        assert named(again["violations"]) == {}
        if again["incomplete"]:
            assert opened.page.locator(target).evaluate(CONTRAST) >= 4.5, target


CONTRAST = """node => {
  const channels = text => text.match(/[\\d.]+/g).map(Number);
  const light = text => channels(text).slice(0, 3).map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  let below = node;
  while (below && (channels(getComputedStyle(below).backgroundColor)[3] ?? 1) < 1) below = below.parentElement;
  const [one, other] = [getComputedStyle(node).color, getComputedStyle(below).backgroundColor].map(light);
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}"""
"""The contrast of a text to the opaque colour behind it, as WCAG 2 defines it."""
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def named(results: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Rule -> the first elements that it names, and why."""

    def why(node: dict[str, Any]) -> str:
        return f"{node['target']} {node.get('failureSummary') or node.get('any')}"[:400]

    return {one["id"]: [why(node) for node in one["nodes"][:4]] for one in results}


def test_dark_colours_and_an_open_cell_are_accessible(
    open_page: Open, page_of: PageOf, axe: Any, screenshots: Path
) -> None:
    opened = open_page(page_of("public-buyer"), "desk", color_scheme="dark")
    opened.page.screenshot(path=screenshots / "public-buyer-dark.png")
    content(axe, opened)
    open_cell(opened)
    opened.page.screenshot(path=screenshots / "public-buyer-dark-cell.png")
    content(axe, opened)


# ---- languages


@EVERY
def test_the_language_is_switched_both_ways(name: str, open_page: Open, page_of: PageOf, screenshots: Path) -> None:
    opened = open_page(page_of(name))
    page = opened.page
    first = {lang: chosen(opened, lang) for lang in ("en", "zh")}
    page.screenshot(path=screenshots / f"{name}-switched-to-zh.png")
    again = {lang: chosen(opened, lang) for lang in ("en", "zh")}
    assert first == again
    assert first["en"] != first["zh"]
    assert other_language(opened, "zh") == []
    chosen(opened, "en")
    assert other_language(opened, "en") == []
    assert opened.trouble == []


def chosen(opened: Opened, lang: str) -> str:
    """All that is shown after a click on a language."""
    opened.page.locator(f"#lang-switch [data-lang={lang}]").click()
    opened.settle()
    assert opened.page.evaluate("document.documentElement.lang") == lang
    assert opened.page.locator(f"#lang-switch [data-lang={lang}]").get_attribute("aria-pressed") == "true"
    return opened.visible_text()


OTHER = """lang => {
  const shown = node => node.checkVisibility({checkVisibilityCSS: true, opacityProperty: true});
  const here = lang === "en" ? "zh" : "en";
  return [...document.querySelectorAll(`body [lang=${here}]`)]
    .filter(node => shown(node) && node.textContent.trim() && !node.closest("#lang-switch"))
    .map(node => node.outerHTML);
}"""


def other_language(opened: Opened, lang: str) -> list[str]:
    """Elements that are marked as being in the other language and can be seen."""
    return [html[:120] for html in opened.page.evaluate(OTHER, lang)]


def test_english_pages_show_chinese_only_where_the_documents_are_chinese(open_page: Open, page_of: PageOf) -> None:
    """Names in the public example have both languages: nothing Chinese is left but the switch itself."""
    opened = open_page(page_of("public-buyer"))
    left = [line for line in opened.visible_text("main").splitlines() if HAN.search(line)]
    assert left == []
    chosen(opened, "zh")
    english = re.compile(r"[A-Za-z]{3,} [a-z]{3,} [a-z]{2,}")
    texts = [line for line in opened.visible_text("main").splitlines() if english.search(line)]
    stated = str(DEMOS["public-buyer"]().to_dict(audience="client"))
    assert [line for line in texts if not HAN.search(line) and line.strip() not in stated] == []


# ---- filters


def choose(opened: Opened, name: str, value: str) -> None:
    """Sets one of the controls as a person does."""
    control = opened.page.locator(f"[name={name}]")
    if control.evaluate("node => node.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)
    opened.settle()


def shown_rows(opened: Opened) -> list[str]:
    """The requirements in the heat map, all of them: further rows are asked for."""
    while opened.page.locator("#heat-more button:visible").count():
        opened.page.locator("#heat-more button:visible").first.click()
        opened.settle()
    rows = opened.page.locator("#heat-table tbody tr:visible")
    return list(rows.evaluate_all("all => all.map(one => one.dataset.requirement)"))


def wanted_rows(report: Report, name: str, value: str) -> list[str]:
    """What a filter should leave, worked out from the match."""
    people = {one.id: one.role for one in report.client.stakeholders}

    def fits(place: int) -> bool:
        line = report.requirements[place]
        judged = [fit.judgements[place] for fit in report.fits]
        if name == "filter-verdict":
            return any(one.verdict == value for one in judged)
        if name == "filter-severity":
            return any(gravest(one, report) == value for one in judged)
        if name == "filter-stage":
            return (line.stage or "-") == value
        roles = [people[who] for who in line.asked_by if who in people]
        return value in (roles or ["-"])

    return [line.id for place, line in enumerate(report.requirements) if fits(place)]


def gravest(judgement: Any, report: Report) -> str | None:
    found = [severity for _, severity in severities(judgement, report.policy)]
    return min(found, key=GAP_SEVERITIES.index, default=None)


@EVERY
def test_each_filter_leaves_what_the_match_says(name: str, open_page: Open, page_of: PageOf) -> None:
    opened, report = open_page(page_of(name)), DEMOS[name]()
    for control in ("filter-verdict", "filter-severity", "filter-stage", "filter-role"):
        options = opened.page.locator(f"[name={control}] option").evaluate_all("all => all.map(one => one.value)")
        for value in filter(None, options):
            choose(opened, control, value)
            rows = shown_rows(opened)
            assert rows == wanted_rows(report, control, value), f"{control}={value}"
            state = opened.page.locator("#filter-state").inner_text()
            assert re.search(rf"(?<!\d){len(rows)}(?!\d)", state), state
        choose(opened, control, "")
        assert shown_rows(opened) == ids(report)
    assert opened.trouble == []


def test_ids_with_capitals_are_found(open_page: Open, tmp_path: Path) -> None:
    people = [{"id": "a", "role": "CFO"}, {"id": "b", "role": "user"}]
    lines = [{"id": "R-1", "capability": "x", "asked_by": ["a"]}, {"id": "R-2", "capability": "y", "asked_by": ["b"]}]
    terms = [{"id": name, "kind": "boolean"} for name in "xy"]
    pack = tobfit.Pack(id="p", vocabulary=terms, roles=[{"id": "CFO"}, {"id": "user"}])
    client = tobfit.Client(id="acme", as_of="2026-11-01", stakeholders=people, requirements=lines)
    report = tobfit.match(client, tobfit.Product(id="q"), packs=tobfit.Packs(((pack,),)))
    (tmp_path / "page.html").write_text(tobfit.report.html(report), encoding="utf-8")
    opened = open_page(tmp_path / "page.html")
    choose(opened, "filter-role", "CFO")
    assert shown_rows(opened) == ["R-1"]


def test_text_narrows_the_rows_and_reset_brings_them_back(open_page: Open, page_of: PageOf) -> None:
    opened, report = open_page(page_of("studio")), DEMOS["studio"]()
    line = report.requirements[3]
    choose(opened, "filter-text", line.id.upper())
    assert line.id in shown_rows(opened)
    assert len(shown_rows(opened)) < len(report.requirements)
    choose(opened, "filter-text", "no requirement is called so")
    assert shown_rows(opened) == []
    opened.page.locator("#filters button[type=reset]").click()
    opened.settle()
    assert shown_rows(opened) == ids(report)


def test_filters_narrow_the_gaps_too(open_page: Open, page_of: PageOf) -> None:
    opened, report = open_page(page_of("studio")), DEMOS["studio"]()
    found = Counter(gap.severity for fit in report.fits for gap in fit.gaps)
    assert len(found) > 1
    for severity in found:
        choose(opened, "filter-severity", severity)
        listed = opened.page.locator("#gaps li[data-severity]:visible")
        shown = listed.evaluate_all("all => all.map(one => [one.dataset.severity, one.dataset.requirement])")
        wanted = {gap.requirement.id for fit in report.fits for gap in fit.gaps if gap.severity == severity}
        assert shown
        assert {one for one, _ in shown} == {severity}
        assert {requirement for _, requirement in shown} <= wanted


# ---- two products


@EVERY
def test_two_products_stand_side_by_side(name: str, open_page: Open, page_of: PageOf, screenshots: Path) -> None:
    opened, report = open_page(page_of(name)), DEMOS[name]()
    values = opened.page.locator("[name=compare-a] option").evaluate_all("all => all.map(one => one.value)")
    assert len(values) == len(report.fits)
    last = len(values) - 1
    choose(opened, "compare-a", values[last])
    choose(opened, "compare-b", values[0])
    section = opened.page.locator("#compare")
    text = section.inner_text()
    assert report.fits[last].product in text
    assert report.fits[0].product in text
    rows = section.locator("tbody tr")
    pairs = rows.evaluate_all("""all => all.map(
        one => [one.dataset.requirement, ...[...one.querySelectorAll('.chip')].map(chip => chip.className)])""")
    for requirement, one, other in pairs:
        place = ids(report).index(requirement)
        assert one.endswith(f"v-{report.fits[last].judgements[place].verdict}")
        assert other.endswith(f"v-{report.fits[0].judgements[place].verdict}")
    assert len(pairs) == min(100, len(report.requirements))
    section.screenshot(path=screenshots / f"{name}-compare.png")
    assert opened.trouble == []


# ---- keyboard


def focused(opened: Opened) -> str:
    return str(opened.page.evaluate(
        "(at => at.name || at.id || at.dataset.lang || (at.closest('#heat-table') ? 'cell' : at.tagName))"
        "(document.activeElement)"
    ))  # fmt: skip


def test_the_keyboard_reaches_every_control_and_opens_a_cell(
    open_page: Open, page_of: PageOf, screenshots: Path
) -> None:
    opened = open_page(page_of("studio"))
    controls = opened.page.locator("select:visible, input:visible, #lang-switch button").evaluate_all(
        "all => all.map(one => one.name || one.id || one.dataset.lang)"
    )
    reached = []
    for _ in range(400):
        opened.page.keyboard.press("Tab")
        reached.append(focused(opened))
        if reached[-1] == "BODY":
            break
    assert set(controls) <= set(reached)
    assert "cell" in reached
    open_cell(opened)
    opened.page.screenshot(path=screenshots / "studio-cell.png")
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("dialog[open]").count() == 0
    assert focused(opened) == "cell"
    assert opened.trouble == []


def open_cell(opened: Opened) -> str:
    """Walks to the cell of the second row and second product and opens it; gives what the dialog says."""
    opened.page.locator("#heat-table td[tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        opened.page.keyboard.press(key)
    opened.settle()
    assert opened.page.locator("dialog[open]").count() == 1
    return str(opened.page.locator("dialog[open]").inner_text())


def test_a_cell_says_what_stands_behind_it(open_page: Open, page_of: PageOf) -> None:
    opened, report = open_page(page_of("public-buyer")), DEMOS["public-buyer"]()
    text = open_cell(opened)
    judgement = report.fits[1].judgements[1]
    assert judgement.reason in text
    assert report.requirements[1].id in text or report.requirements[1].title.text("en") in text
    assert all(one.source in text for one in judgement.evidence)


def test_focus_can_be_seen(open_page: Open, page_of: PageOf) -> None:
    opened = open_page(page_of("studio"))
    for selector in ("#filter-verdict", "#lang-switch button", "summary", "#heat-table td[tabindex='0']"):
        opened.page.keyboard.press("Tab")
        node = opened.page.locator(selector).first
        node.focus()
        outline, shadow = node.evaluate(
            "one => { const s = getComputedStyle(one); return [s.outlineStyle, s.boxShadow]; }"
        )
        assert outline != "none" or shadow != "none", selector


# ---- paper


@BOTH
def test_paper_shows_everything(lang: str, open_page: Open, page_of: PageOf, screenshots: Path) -> None:
    opened = open_page(page_of("public-buyer", lang))
    opened.page.emulate_media(media="print")
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    opened.settle()
    controls = "select:visible, input:visible, button:visible, #lang-switch:visible"
    assert opened.page.locator(controls).count() == 0
    assert opened.page.locator("main details:not([open])").count() == 0
    assert other_language(opened, lang) == []
    report = DEMOS["public-buyer"]()
    text = opened.visible_text()
    assert all(line.id in text or line.title.text(lang) in text for line in report.requirements)
    pdf = opened.page.pdf(path=screenshots / f"public-buyer-{lang}.pdf", format="A4", print_background=True)
    assert pdf.startswith(b"%PDF")
    assert opened.trouble == []
