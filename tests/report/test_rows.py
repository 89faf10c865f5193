"""Flat rows say what the fits say."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from tests.report.knowledge_worlds import acme, known
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


@pytest.mark.parametrize(
    ("lang", "citation", "facts"),
    [
        ("en", "Act on logs, Article 7", "Industries: Games; "),
        ("zh", "日志管理法, Article 7", "所属行业：游戏; "),
    ],
)
def test_rows_say_why_their_line_stands(lang: str, citation: str, facts: str) -> None:
    rows = {row["requirement"]: row for row in records(acme(), lang=lang) if row["product"] == "last@1"}
    log = rows["implied:sec.log/must"]
    assert (log["basis"], log["rule"], log["citation"], log["evidence_grade"]) == ("law", "law.log", citation, "seen")
    assert (log["valid_from"], log["valid_to"]) == ("2020-01-01", "2030-12-31")
    assert (log["suite"], log["outcomes"]) == (None, None)
    assert log["facts"].startswith(facts)
    erp = rows["implied:int.erp/should"]
    assert (erp["basis"], erp["valid_from"], erp["valid_to"], erp["evidence_grade"]) == (
        "practice", "2021-02-03", None, "inferred",
    )  # fmt: skip
    leads = rows["suite:crm.leads/should"]
    assert (leads["basis"], leads["suite"], leads["rule"], leads["facts"]) == ("stated", "sales", None, None)
    assert leads["outcomes"] == "asset_use; cost; efficiency"
    own = rows["R-1"]
    assert {own[name] for name in ("rule", "suite", "citation", "facts", "valid_from", "outcomes")} == {None}
    assert own["basis"] == "stated"


def test_outcomes_of_rows_are_those_of_the_gaps() -> None:
    rows = {(row["product"], row["requirement"]): row for row in records(acme())}
    for fit in acme().fits:
        for gap in fit.gaps:
            assert rows[fit.product, gap.requirement.id]["outcomes"] == ("; ".join(gap.outcomes) or None)


def test_several_rules_stand_side_by_side() -> None:
    report = known(profile={"grade": "a", "cards": True}, requirements=[
        {"id": "R-1", "capability": "nf.wait", "priority": "must", "need": {"at_least": "10 months"}},
        {"id": "R-2", "capability": "sec.log", "priority": "must", "need": {"at_least": "10 months"}},
    ])  # fmt: skip
    found = {row["requirement"]: row for row in records(report)}
    line = found["R-2"]
    assert (line["basis"], line["rule"], line["valid_to"]) == ("stated", "law.log", "2030-12-31")
    more = {"id": "pr.more", "basis": "practice", "evidence": "seen", "source": {"title": "Study", "number": "9"},
            "implies": [{"capability": "nf.wait", "need": {"at_least": "7 months"}, "priority": "could"}],
            "valid_from": "2022-02-02"}  # fmt: skip
    both = known(more_rules=[more])
    row = next(row for row in records(both) if row["capability"] == "nf.wait")
    assert (row["rule"], row["citation"]) == ("ex.wait; pr.more", "Notes, 4; Study, 9")
    assert row["valid_from"] == "-; 2022-02-02"
