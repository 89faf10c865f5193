"""The HTML report of small made-up worlds: what paper shows of what the script makes, credits that are the same for
other verdicts, and a client that asks for nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.browser.opened import Opened

import tobfit.report
from tobfit import Client, Pack, Packs, Product
from tobfit.matching.report import Report

Open = Callable[..., Opened]
PHONE = 360


def opened(report: Report, open_page: Open, folder: Path, size: str = "desk", **options: int) -> Opened:
    path = folder / "page.html"
    path.write_text(tobfit.report.html(report, **options), encoding="utf-8", newline="")  # type: ignore[arg-type]
    return open_page(path, size)


def many(lines: int) -> Report:
    """Lines without an answer, each with a capability of its own."""
    packs = Packs(((Pack(id="p", vocabulary=[{"id": f"c{i}", "kind": "boolean"} for i in range(lines)]),),))
    asked = [{"id": f"R-{i}", "capability": f"c{i}"} for i in range(lines)]
    client = Client(id="acme", as_of="2026-11-01", requirements=asked)
    return tobfit.match(client, [Product(id="a@1"), Product(id="b@1", capabilities={"c0": "standard"})], packs)


def test_paper_has_what_is_made_when_it_is_unfolded(open_page: Open, tmp_path: Path) -> None:
    """The events of unfolding come after the paper is laid out: nothing may wait for them."""
    page = opened(many(60), open_page, tmp_path, limit=1).page
    page.emulate_media(media="print")
    found = page.evaluate("""() => {
        dispatchEvent(new Event("beforeprint"));
        const count = selector => document.querySelectorAll(selector).length;
        return [count(".gap"), count(".gap .body dl dd"), count("[data-picture=waterfall-1] .numbers tbody tr")];
    }""")
    assert found[0] == 2 * 54
    assert found[1] >= found[0]
    assert found[2] == 60 + 1, "all lines and their sum, of which 40 stand in the markup"


def test_paper_says_what_was_chosen_and_what_is_left_out(open_page: Open, tmp_path: Path) -> None:
    one = opened(many(60), open_page, tmp_path, limit=1)
    one.page.select_option("#filter-verdict", "unknown")
    one.page.fill("#filter-text", "R-")
    one.page.emulate_media(media="print")
    one.settle()
    state = one.visible_text("#filter-state")
    assert "Requirements: 60 of 60 match" in state
    assert "Gaps: 119 of 120 match, 108 shown." in state
    assert "Verdict: unknown" in state
    assert "Text: R-" in state
    assert one.page.locator(".fields:visible, button:visible").count() == 0
    assert "6 more are in the file itself." in one.visible_text("#gaps")
    one.page.emulate_media(media="screen")
    one.page.locator("#lang-switch [data-lang=zh]").click()
    assert "判定: 未知" in one.visible_text("#filter-state")
    assert "in the file" not in one.visible_text("main")


def test_the_same_credit_and_what_is_not_wanted_are_nobody_s_advantage(open_page: Open, tmp_path: Path) -> None:
    """What is standard and just meets a need brings a half, and so does its ideal by customisation."""
    terms = [{"id": "x", "kind": "quantity", "unit": "month"}, *({"id": name, "kind": "boolean"} for name in "wyz")]
    asked = [{"id": f"R-{name}", "capability": name, "priority": "should"} for name in "wxyz"]
    asked[0]["priority"] = "wont"
    asked[1]["need"] = {"at_least": "6 months", "ideal": "12 months"}  # type: ignore[assignment]
    client = Client(id="acme", as_of="2026-11-01", requirements=asked)
    both = {"w": "standard", "y": "standard", "z": "standard"}
    first = {**both, "x": {"response": "standard", "value": "6 months"}}
    ideal = {"response": "customisation", "value": "12 months"}
    other = {**both, "w": "not_supported", "x": ideal, "y": "not_applicable"}
    report = tobfit.match(
        client, [Product(id="a", capabilities=first), Product(id="b", capabilities=other)],
        Packs(((Pack(id="p", vocabulary=terms),),)),
    )  # fmt: skip
    one, other_one = (fit.judgements[1] for fit in report.fits)
    assert one.credit == other_one.credit
    assert {one.verdict, other_one.verdict} == {"met", "partial"}
    shown = opened(report, open_page, tmp_path)
    found = shown.page.locator("#compare tbody tr").evaluate_all(
        "all => all.map(row => [row.dataset.requirement, row.dataset.standing])"
    )
    assert dict(found) == {"R-x": "even", "R-y": "apart", "R-z": "alike", "R-w": "idle"}
    told = shown.visible_text("#compare")
    assert "Not settled, as something is open: 0" in told
    assert "Alike: 2" in told
    assert "Without weight or not applicable for both: 1" in told
    assert told.count("is better for certain at 0") == 2, "what the client does not want is nobody's advantage"
    assert "Not comparable, as one does not apply: 1" in told


def test_nothing_asked_is_not_nothing_matching(open_page: Open, tmp_path: Path) -> None:
    report = tobfit.match(Client(id="acme", as_of="2026-11-01"), [Product(id="a@1"), Product(id="b@1")])
    text = opened(report, open_page, tmp_path).visible_text("main")
    assert "Nothing matches" not in text
    assert "Requirements: none\n" in text
    assert "can change a decision" not in text
    assert text.count("There is nothing to draw here.") == 4, "no word more than the tables need on prices"
    assert "The documents name no price." in text


def test_two_products_fit_a_phone(open_page: Open, tmp_path: Path) -> None:
    one = opened(many(3), open_page, tmp_path, "phone")
    ends = one.page.locator("#compare tbody tr:first-child td.side").evaluate_all(
        "all => all.map(cell => cell.getBoundingClientRect().right)"
    )
    assert len(ends) == 2
    assert all(end <= PHONE for end in ends)
    lines = one.page.locator("#compare thead th").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert max(lines) < 40, "no word of a heading is broken"


def test_gaps_show_that_they_unfold(open_page: Open, tmp_path: Path) -> None:
    page = opened(many(2), open_page, tmp_path).page
    sign = """one => getComputedStyle(one, '::before').content.split(' ')[0]"""
    summary = page.locator("#gaps summary").first
    assert summary.evaluate(sign) == '"+"'
    summary.click()
    assert summary.evaluate(sign) == '"–"'
