"""Flat rows say what the fits say."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from tests.report.worlds import EFFORT_TEXT, Make, example, made_up, rich

from tobfit.report import records

REPORTS = pytest.mark.parametrize("make", [example, made_up], ids=["example", "made-up"])


@REPORTS
def test_one_row_for_each_product_and_requirement(make: Make) -> None:
    report = make()
    rows = records(report)
    wanted = product([fit.product for fit in report.fits], [line.id for line in report.requirements])
    assert [(row["product"], row["requirement"]) for row in rows] == list(wanted)
    assert len({tuple(row) for row in rows}) == 1
    assert all(value is None or type(value) in (str, int, float, bool) for row in rows for value in row.values())


@REPORTS
def test_figures_are_those_of_the_fits(make: Make) -> None:
    report = make()
    for row in records(report):
        fit = report[str(row["product"])]
        judgement = fit[str(row["requirement"])]
        parts = {part.requirement: part for part in fit.contributions}
        part = parts.get(judgement.requirement.id)
        assert (row["rank"], row["decision"]) == (report.ranks[fit.product], fit.decision)
        assert (row["verdict"], row["waived"]) == (judgement.verdict, judgement.waived)
        assert Fraction(row["credit_low"]) == pytest.approx(judgement.credit.low)
        assert row["credit_high"] == float(judgement.credit.high)
        assert row["contribution_low"] == (None if part is None else float(part.low))
        assert row["contribution_high"] == (None if part is None else float(part.high))
        assert row["evidence"] == len(judgement.evidence)
        gaps = [gap for gap in fit.gaps if gap.requirement == judgement.requirement]
        assert row["severity"] == (gaps[0].severity if gaps else None)
        if part is not None:
            assert row["share"] * row["credit_high"] == pytest.approx(row["contribution_high"])


def test_shares_and_contributions_sum_up() -> None:
    for fit in made_up().fits:
        rows = [row for row in records(made_up()) if row["product"] == fit.product]
        assert fit.score is not None
        assert sum(row["share"] for row in rows) == pytest.approx(1)
        assert sum(row["contribution_low"] or 0 for row in rows) == pytest.approx(float(fit.score.low))


def test_internal_fields_are_for_the_inside_only() -> None:
    report = rich(secret="SECRET")
    outside = str(records(report))
    assert "SECRET" not in outside
    assert "7171" not in outside
    inside = records(report, audience="internal")
    assert all("SECRET" in row["notes"] for row in inside)
    assert any(row["effort"] == EFFORT_TEXT for row in inside)
    with pytest.raises(ValueError, match="audience"):
        records(report, audience="clients")


def test_language() -> None:
    assert {row["reason"] for row in records(example(), lang="zh")} >= {"无人说明", "厂商声明：标准功能"}
