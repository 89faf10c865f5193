"""The four real products against WCAG 2.1 A and AA: the same numbers from the reports and from the example."""

from __future__ import annotations

from pathlib import Path

import pytest

import tobfit
from tobfit.formats import openacr

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "public-buyer"
VERDICTS = ("met", "partial", "unmet", "not_applicable", "unknown")
# product: counts by verdict, score low, score high, answered, decision, unmet criteria
EXPECTED = {
    "drupal@10": ((28, 16, 1, 5, 0), 0.8, 0.8, 0.8, "no_fit", ["1.2.5"]),
    "drupal@9.1": ((24, 7, 3, 4, 12), 0.5978, 0.8587, 0.8088, "no_fit", ["1.2.2", "1.2.3", "1.2.5"]),
    "moodle@3.1": ((31, 2, 0, 3, 14), 0.6809, 0.9787, 0.9697, "undecided", []),
    "nvda@2018.2.1": ((38, 0, 0, 0, 12), 0.76, 1.0, 1.0, "undecided", []),
}


def from_example() -> tobfit.Report:
    packs = tobfit.load_packs(EXAMPLE / "pack.yaml")
    return tobfit.match(EXAMPLE / "client.yaml", EXAMPLE / "products", packs, policy=EXAMPLE / "policy.yaml")


def from_reports(shared: Path) -> tobfit.Report:
    folder = shared / "data" / "openacr"
    catalogue = openacr.read(
        folder / "catalog" / "2.4-edition-wcag-2.1-508-en.yaml", levels=("A", "AA"), component="web"
    )
    assert catalogue.pack is not None
    client = tobfit.Client(id="buyer", as_of="2026-11-01", requirements=catalogue.requirements)
    reports = sorted((folder / "reports").glob("*.yaml"))
    products = [openacr.read(report, component="web").products[0] for report in reports]
    policy = {"id": "buyer", "credits": {"standard": 1}, "partial": 0.5, "trust_not_applicable": True}
    return tobfit.match(client, products, tobfit.load_packs(catalogue.pack), policy=policy)


def check(report: tobfit.Report) -> None:
    assert len(report.requirements) == 50
    assert {line.priority for line in report.requirements} == {"must"}
    for product, (counts, low, high, answered, decision, unmet) in EXPECTED.items():
        fit = report[product]
        assert tuple(fit.count(verdict) for verdict in VERDICTS) == counts
        assert fit.score is not None
        assert float(fit.score.low) == pytest.approx(low, abs=5e-5)
        assert float(fit.score.high) == pytest.approx(high, abs=5e-5)
        assert fit.answered == pytest.approx(answered, abs=5e-5)
        assert fit.decision == decision
        missing = [j.requirement.id for j in fit.judgements if j.verdict == "unmet"]
        assert missing == [f"wcag21:{number}/web" for number in unmet]


def test_from_the_example_files() -> None:
    report = from_example()
    check(report)
    assert report.possible_winners == ("moodle@3.1", "nvda@2018.2.1")
    assert report.certain_winners == ()


def test_from_the_reports_through_the_adapter(shared: Path) -> None:
    check(from_reports(shared))


def test_the_report_says_which_questions_decide() -> None:
    report = from_example()
    deciding = [q for q in report.questions if q.pivotal]
    by_product = {name: sum(q.product == name for q in deciding) for name in EXPECTED}
    assert by_product == {"drupal@10": 0, "drupal@9.1": 0, "moodle@3.1": 14, "nvda@2018.2.1": 12}
    assert all(q.answers["not_supported"].decision == "no_fit" for q in deciding)
    answered = report.what_if({q.target: "standard" for q in deciding})
    assert {fit.decision for fit in answered.fits if fit.product in ("moodle@3.1", "nvda@2018.2.1")} == {
        "fit_with_gaps"
    }
    assert "14 questions decide it" in tobfit.report.text(report)
