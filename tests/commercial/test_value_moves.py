"""What levers do to the value that a product carries: as the value of the changed report says, nothing without an
amount, and what is let go is what was at risk."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.closing_worlds import fit_of

import tobfit
from tobfit.commercial import negotiate, value
from tobfit.matching.report import Report, run
from tobfit.model.interval import Interval, Ratio

SEEDS = st.integers(0, 10**6)
SOME = settings(max_examples=settings().max_examples)


def report_of(seed: int) -> Report:
    """A world of one product, with goals that are worth something, once or per time, in two currencies."""
    world = fit_of(seed, 4).world
    draw = random.Random(seed)
    needs = sorted({line.capability for line in world.client.requirements if line.capability is not None})
    worths: list[Any] = ["1200 CNY/year", "700 EUR", "30 CNY/month", None]
    goals = [
        {"id": f"g{place}", "worth": draw.choice(worths), "needs": draw.sample(needs, min(len(needs), 2))}
        for place in range(3)
    ]
    budget = {"amount": "1000 CNY", "horizon": draw.choice(("3 years", "18 months"))}
    return run(attrs.evolve(world, client=world.client.evolve(goals=goals, budget=budget), carried=None, verdicts=None))


@SOME
@given(SEEDS)
def test_what_a_lever_moves_is_what_the_value_of_the_changed_report_says(seed: int) -> None:
    report = report_of(seed)
    before = value(report)
    talks = negotiate(report.fits[0], report, with_corridor=False, accept_risk=True)
    name = talks.product
    for lever in talks.levers:
        after = value(report.what_if(lever.changes))
        carried = [{total.currency: total.carried for total in made.totals(name)} for made in (before, after)]
        moves = lever.client.value
        assert {one.currency: one.before for one in moves} == carried[0]
        assert {one.currency: one.after for one in moves} == carried[1]
        for one in moves:
            lost = [Fraction(0), Fraction(0)]
            gone = set(lever.requirements) if lever.kind == "waive" or lever.answer == "wont" else set()
            for goal in before.goals:
                if goal.amount is not None and goal.currency == one.currency:
                    for each in before.part(name, goal.goal).carriers:
                        if each.requirement in gone:
                            lost[0] += each.share * (1 - each.credit.high) * goal.amount
                            lost[1] += each.share * (1 - each.credit.low) * goal.amount
            assert one.let_go == Interval(Ratio(lost[0]), Ratio(lost[1])) or "not_applicable" in {
                report[name][line].verdict for line in gone
            }
            assert one.moves == (one.before != one.after or one.let_go.high > 0)


def deal(worth: str | None, **client: Any) -> Report:
    """A goal on two capabilities, of which the product gives one late and one not at all."""
    goals = [{"id": "safe", "owner": "ceo", "needs": ["sec.mfa", "sec.sso"], **({"worth": worth} if worth else {})}]
    buyer = tobfit.Client(
        id="acme", as_of="2026-11-01", goals=goals, stakeholders=[{"id": "ceo", "role": "economic"}], **client
    ).require("sec.mfa", priority="must", by="2027-01-31")
    buyer = buyer.require("sec.sso", priority="must")
    gate = tobfit.Product(id="gate@2").offers("sec.mfa", response="roadmap", available="2027-07-31")
    gate = gate.offers("sec.sso", response="not_supported")
    vocabulary = [{"id": "sec.mfa", "kind": "boolean"}, {"id": "sec.sso", "kind": "boolean"}]
    packs = tobfit.load_packs({"id": "own", "vocabulary": vocabulary}, shipped=False)
    return tobfit.match(buyer, gate, packs=packs)


def exactly(amount: int) -> Interval:
    return Interval(Ratio(amount), Ratio(amount))


def test_an_example_by_hand() -> None:
    budget = {"amount": "90000 CNY", "horizon": "3 years"}
    report = deal("100000 CNY/year", budget=budget)
    talks = negotiate(report["gate@2"], report, with_corridor=False)
    # Half of 300000 hangs on each line. A roadmap item that comes in time is credited with 0.3.
    (late,) = talks["date:R-001"].client.value
    assert (late.before, late.after, late.let_go) == (exactly(0), exactly(45000), exactly(0))
    assert late.change == exactly(45000)
    (gone,) = talks["waive:R-002"].client.value
    assert (gone.before, gone.let_go) == (exactly(0), exactly(150000))
    # A year more, at 30000 a year: nothing is carried of it today.
    assert str(talks["term:client"].client.price) == "30000 CNY"
    agreed = report.what_if(talks["date:R-001"].changes)
    longer = negotiate(agreed["gate@2"], agreed, with_corridor=False)["term:client"]
    assert [(one.before, one.after) for one in longer.client.value] == [(exactly(45000), exactly(60000))]
    told = " ".join(tobfit.report.text(talks, limit=None).split())
    assert "value carried 45,000 CNY instead of 0 CNY" in told
    assert "150,000 CNY of the goals' worth is given up" in told
    chinese = "".join(tobfit.report.text(talks, lang="zh", limit=None).split())
    assert "实现的目标价值由0CNY变为45,000CNY" in chinese
    assert "放弃目标价值中的150,000CNY" in chinese
    (row,) = [one for one in tobfit.report.records(talks) if one["lever"] == "date:R-001"]
    assert row["value"] == "value carried 45,000 CNY instead of 0 CNY"


def test_without_a_worth_nothing_is_said_of_value() -> None:
    report = deal(None)
    talks = negotiate(report["gate@2"], report, with_corridor=False)
    assert {lever.client.value for lever in talks.levers} == {()}
    assert "value carried" not in tobfit.report.text(talks, limit=None)
