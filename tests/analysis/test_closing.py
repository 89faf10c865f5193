"""close_gaps against trying every set of remedies; its laws; what it refuses; how it is told."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection
from fractions import Fraction
from typing import Any, cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.analysis.closing_worlds import (
    Asked,
    again,
    asked_of,
    cheapest,
    cost_of,
    fit_of,
    reaches,
    remedies_of,
    subsets,
    within,
)

import tobfit
from tobfit import TobfitError
from tobfit.analysis import choice_areas
from tobfit.analysis.closing import Plan, close_gaps
from tobfit.matching.fit import Fit, fails
from tobfit.matching.remedy import Remedy
from tobfit.matching.report import Report
from tobfit.report import markdown, records, text
from tobfit.testing.strategies import World, worlds

SEEDS = st.integers(0, 10**9)
MOST = 6
"""So many remedies are tried in every combination."""


def naive(fit: Fit, asked: Asked) -> list[Remedy] | None:
    """The remedies to try; None where there are too many."""
    remedies = within(remedies_of(fit), asked)
    return remedies if len(remedies) <= MOST else None


def check_against_everything(fit: Fit, asked: Asked) -> None:
    remedies = naive(fit, asked)
    if remedies is None:
        return
    plan = close_gaps(fit, **asked.plan_arguments())
    best = cheapest(fit, asked, remedies)
    assert plan.reached is (best is not None)
    if best is None:
        assert (plan.remedies, plan.optimal) == ((), False)
        assert (plan.score_after, plan.decision_after) == (fit.score, fit.decision)
        check_minimal(fit, asked, remedies, plan)
        return
    assert plan.optimal
    assert plan.cost[: len(best)] == best == plan.bound[: len(best)] == cost_of(plan.remedies, asked.minimise)
    check_promise(fit, plan)


def check_promise(fit: Fit, plan: Plan) -> None:
    """The changes of the steps, one after the other, are those of the whole, and lead where the plan says."""
    changes: dict[str, Any] = {}
    for remedy in plan.remedies:
        changes.update(remedy.changes)
    assert changes == plan.changes
    after = again(fit, changes)
    assert after is not None
    assert (after.score, after.decision) == (plan.score_after, plan.decision_after)


def check_minimal(fit: Fit, asked: Asked, remedies: list[Remedy], plan: Plan) -> None:
    """No set of remedies brings all of ``impossible`` there, some brings all but one of them, whichever that is."""
    if not plan.impossible:
        assert plan.is_scoreless
        return
    lines = set(plan.impossible)
    assert not can_have(lines, fit, asked, remedies)
    for line in lines:
        assert can_have(lines - {line}, fit, asked, remedies)


def can_have(lines: Collection[str], fit: Fit, asked: Asked, remedies: list[Remedy]) -> bool:
    """Whether some set of remedies brings these lines to the target, all others taken as met in full."""
    fits = (again(fit, changes) for _, changes in subsets(remedies, asked))
    return any(after is not None and has(lines, after, asked) for after in fits)


def has(lines: Collection[str], after: Fit, asked: Asked) -> bool:
    policy, lift, weight = after.world.policy, Fraction(0), Fraction(0)
    for judgement, own in zip(after.judgements, after.weights, strict=True):
        line, counts = judgement.requirement, judgement.requirement.id in lines
        if judgement.verdict == "not_applicable":
            continue
        if counts and line.priority == "must" and line.waived is None and fails(judgement.worst, policy):
            return False
        severities = [policy.severity_of(kind, line.priority) for kind in judgement.kinds]
        if counts and asked.target == "no_gaps" and line.waived is None and set(severities) - {"info"}:
            return False
        weight += own
        lift += own * (judgement.credit.low if counts else 1)
    if any(must.requirement.id in lines for must in after.world.open_musts) and after.threatening:
        return False
    return isinstance(asked.target, str) or (weight > 0 and lift >= asked.target * weight)


@settings(max_examples=settings().max_examples * 12)
@given(SEEDS)
def test_it_finds_what_trying_everything_finds(seed: int) -> None:
    check_against_everything(fit_of(seed, max_lines=3), asked_of(seed))


@settings(max_examples=settings().max_examples * 2)
@given(SEEDS)
def test_it_finds_the_same_where_patterns_are_learned_one_by_one(seed: int) -> None:
    most, choice_areas.MOST = choice_areas.MOST, 1
    try:
        check_against_everything(fit_of(seed), asked_of(seed))
    finally:
        choice_areas.MOST = most


@settings(max_examples=settings().max_examples)
@given(worlds(max_lines=3, max_products=1), st.sampled_from(["fit", "no_gaps", Fraction(1, 2), Fraction(9, 10)]))
def test_it_finds_the_same_in_rich_worlds(world: World, target: Any) -> None:
    fit = world.report().fits[0]
    assume(len(remedies_of(fit)) <= MOST)
    best = cheapest(fit, Asked(target), remedies_of(fit))
    plan = close_gaps(fit, target)
    assert plan.reached is plan.optimal is (best is not None)
    if best is not None:
        assert plan.cost[:2] == best
        check_promise(fit, plan)


@settings(max_examples=settings().max_examples)
@given(worlds(max_lines=3, max_products=1, landscape=True), st.sampled_from(["fit", "fit", Fraction(1, 2)]))
def test_a_plan_for_a_landscape_keeps_its_promise_and_none_is_cheaper(world: World, target: Any) -> None:
    fit = world.report().fits[0]
    remedies = remedies_of(fit)
    plan = close_gaps(fit, target)
    check_promise(fit, plan)
    assume(len(remedies) <= MOST)
    # Lists to which two remedies add go together in a plan, but not here: a plan may cost less, never more.
    best = cheapest(fit, Asked(target), remedies)
    if best is not None:
        assert plan.reached
        assert plan.cost[:2] <= best


@settings(max_examples=settings().max_examples)
@given(SEEDS)
def test_more_room_never_costs_more(seed: int) -> None:
    fit, asked = fit_of(seed), asked_of(seed).plan_arguments()
    plan = close_gaps(fit, **asked)
    assert not plan.reached or plan.optimal
    rooms = ({"budget": None}, {"budget": "9 CNY"}, {"by": None}, {"by": "2027-12-31"}, {"kinds": None})
    given = [more for more in rooms if asked[next(iter(more))] is not None]
    for more in given[seed % 2 :: 2]:
        freer = close_gaps(fit, **{**asked, **more})
        assert freer.reached >= plan.reached
        assert not plan.reached or freer.cost <= plan.cost
    for target in ("fit", Fraction(1, 4)):
        if isinstance(asked["target"], Fraction) and asked["target"] >= Fraction(1, 4):
            easier = close_gaps(fit, **{**asked, "target": target})
            assert easier.reached >= plan.reached
            assert not plan.reached or easier.cost <= plan.cost


@settings(max_examples=settings().max_examples)
@given(SEEDS)
def test_after_a_plan_nothing_is_left_to_do(seed: int) -> None:
    plan = close_gaps(fit_of(seed), asked_of(seed).target)
    assume(plan.reached)
    left = close_gaps(plan.fit, asked_of(seed).target)
    assert (left.remedies, left.reached, left.optimal) == ((), True, True)


@given(worlds(max_lines=4, max_products=1, with_answers=False))
def test_the_order_of_lines_decides_nothing(world: World) -> None:
    fit = world.report().fits[0]
    client = world.client.evolve(requirements=tuple(reversed(world.client.requirements)))
    turned = tobfit.matching.report.match(client, world.catalog, world.packs, world.policy, world.view).fits[0]
    assert close_gaps(fit) == close_gaps(turned)


CLIENT: dict[str, Any] = {
    "tobfit": "client/1", "id": "c", "as_of": "2026-11-01", "need_suites": [],
    "requirements": [
        {"id": "R-1", "capability": "sec.mfa", "priority": "must"},
        {"id": "R-2", "capability": "sec.sso", "priority": "must"},
        {"id": "R-3", "capability": "sec.audit_log_retention", "priority": "must", "need": {"at_least": "12 months"}},
        {"id": "R-4", "capability": "crm.opportunity", "priority": "must", "by": "2026-12-31"},
    ],
}  # fmt: skip
PRODUCT: dict[str, Any] = {
    "tobfit": "product/1", "id": "p",
    "capabilities": {
        "sec.mfa": {"response": "not_supported", "effort": "5 days", "price": "900 CNY"},
        "sec.sso": {"response": "not_supported", "effort": {"low": "2 days", "likely": "3 days", "high": "9 days"}},
        "sec.audit_log_retention": {"response": "standard", "value": "6 months", "effort": "1 day"},
        "crm.opportunity": {"response": "roadmap", "available": "2027-02-01", "effort": "20 days"},
    },
}  # fmt: skip


@pytest.fixture
def fit() -> Fit:
    report: Report = tobfit.match(CLIENT, PRODUCT)
    return report["p"]


def stating(client: dict[str, Any], **stated: Any) -> Fit:
    """The fit of a product that states this, of capabilities whose dots are written as double underscores."""
    capabilities = {name.replace("__", "."): said for name, said in stated.items()}
    product: dict[str, Any] = {**PRODUCT, "capabilities": capabilities}
    report: Report = tobfit.match(client, product)
    return report["p"]


def asking_for(*lines: int, **fields: Any) -> dict[str, Any]:
    """The client with the first few of its lines."""
    return {**CLIENT, "requirements": [CLIENT["requirements"][line - 1] for line in lines], **fields}


def told(plan: Plan) -> list[tuple[str, str]]:
    return [(remedy.requirement, remedy.kind) for remedy in plan.remedies]


def test_the_cheapest_way_to_a_fit_in_days(fit: Fit) -> None:
    plan = close_gaps(fit)
    assert told(plan) == [("R-1", "extend"), ("R-2", "extend"), ("R-3", "extend"), ("R-4", "extend")]
    # 5 + 3 + 1 + 20 likely; 5 + 2 + 1 + 20 to 5 + 9 + 1 + 20.
    assert [plan.likely, plan.effort.low, plan.effort.high] == [29, 28, 35]
    assert (str(plan.price), plan.decision_before, plan.decision_after) == ("900 CNY", "no_fit", "fit_with_gaps")
    assert plan.optimal
    assert list(plan.cost[:2]) == list(plan.bound[:2]) == [0, 29]


def test_a_budget_moves_what_is_done_to_what_costs_nothing(fit: Fit) -> None:
    plan = close_gaps(fit, budget="899 CNY")
    assert told(plan)[0] == ("R-1", "change_process")
    assert (str(plan.price), plan.unestimated, float(plan.effort.high)) == ("0 CNY", ("R-1",), float("inf"))


def test_what_cannot_be_had_is_named_with_the_limit_that_forbids_it(fit: Fit) -> None:
    plan = close_gaps(fit, budget="0 CNY", kinds=["extend", "partner"])
    assert (plan.reached, plan.impossible, plan.lifted) == (False, ("R-1",), ("budget",))
    late = close_gaps(fit, by="2027-01-01", kinds=["negotiate", "wait"])
    assert late.impossible == ("R-1",)
    assert close_gaps(fit, by="2027-01-01", kinds=["extend", "wait"], budget="900 CNY").reached


def test_two_requirements_that_share_a_budget_cannot_be_had_together() -> None:
    missing = {"response": "not_supported", "price": "60 CNY"}
    fit = stating(asking_for(1, 2), sec__mfa=missing, sec__sso=missing)
    plan = close_gaps(fit, budget="100 CNY", kinds="partner")
    assert (plan.impossible, plan.lifted) == (("R-1", "R-2"), ("budget",))
    assert close_gaps(fit, budget="120 CNY", kinds="partner").price == tobfit.model.quantity.parse_money("120 CNY")


def test_a_price_that_nobody_said_is_not_within_a_budget() -> None:
    fit = stating(asking_for(1), sec__mfa="not_supported")
    plan = close_gaps(fit, kinds="partner")
    assert (plan.reached, plan.unpriced, plan.price) == (True, ("R-1",), None)
    assert close_gaps(fit, budget="100000 CNY", kinds="partner").impossible == ("R-1",)


def test_prices_per_time_count_over_the_horizon_of_the_budget() -> None:
    client = asking_for(1, budget={"amount": "100 CNY", "horizon": "3 years"})
    fit = stating(client, sec__mfa={"response": "not_supported", "price": "10 CNY/month"})
    assert str(close_gaps(fit, budget="360 CNY", kinds="partner").price) == "360 CNY"
    assert close_gaps(fit, budget="359 CNY", kinds="partner").impossible == ("R-1",)


def test_questions_are_named_where_only_an_answer_helps() -> None:
    plan = close_gaps(stating(asking_for(1)))
    assert (plan.impossible, plan.questions) == (("R-1",), ("product.p.capabilities.sec.mfa",))


def test_a_rule_that_nobody_decided_is_asked_about() -> None:
    client = asking_for(2, jurisdictions=["CN"], industries=["logistics"])
    plan = close_gaps(stating(client, sec__sso="standard", sec__mfa="not_supported"))
    assert not plan.reached
    assert plan.impossible[0].startswith("implied:")
    assert "client.profile.cardholder_data" in plan.questions


@pytest.mark.parametrize(
    ("arguments", "problems"),
    [
        ({"target": 1.5}, ["TF417 target"]),
        ({"target": "-0.1"}, ["TF417 target"]),
        ({"target": float("nan")}, ["TF417 target"]),
        ({"target": True}, ["TF417 target"]),
        ({"target": "fitt"}, ["TF417 target"]),
        ({"budget": "-1 CNY"}, ["TF210 budget"]),
        ({"budget": "6 months"}, ["TF303 budget"]),
        ({"budget": 6}, ["TF303 budget"]),
        ({"by": "2027-02-30"}, ["TF211 by"]),
        ({"by": 3}, ["TF211 by"]),
        ({"minimise": "efort"}, ["TF419 minimise"]),
        ({"kinds": ["ask"]}, ["TF419 kinds"]),
        ({"kinds": "extent"}, ["TF419 kinds"]),
        ({"target": 2, "budget": "x", "by": "soon", "minimise": "x", "kinds": ["y"]},
         ["TF417 target", "TF212 budget", "TF211 by", "TF419 minimise", "TF419 kinds"]),
    ],
)  # fmt: skip
def test_bad_input_is_named_all_at_once(fit: Fit, arguments: dict[str, Any], problems: list[str]) -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        close_gaps(fit, **arguments)
    assert [f"{problem.code} {problem.path}" for problem in caught.value.problems] == problems


def test_near_names_help(fit: Fit) -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        close_gaps(fit, "fitt", minimise=cast(Any, "efort"))
    hints = [problem.hint for problem in caught.value.problems]
    assert hints == ["did you mean 'fit'?, or a score from 0 to 1", "did you mean 'effort'?"]


def test_prices_in_two_currencies_do_not_add_up(fit: Fit) -> None:
    for budget in ("10 EUR", "10 CNY/year"):
        with pytest.raises(tobfit.TobfitError) as caught:
            close_gaps(fit, budget=budget)
        assert [problem.code for problem in caught.value.problems] == ["TF418"]
    one, other = ({"response": "not_supported", "price": price} for price in ("1 CNY", "1 EUR"))
    two = stating(asking_for(1, 2), sec__mfa=one, sec__sso=other)
    with pytest.raises(tobfit.TobfitError) as caught:
        close_gaps(two, minimise="price")
    assert [problem.code for problem in caught.value.problems] == ["TF418"]


def test_a_score_is_taken_as_it_is_written(fit: Fit) -> None:
    assert close_gaps(fit, 0.1).target == close_gaps(fit, "0.1").target == Fraction(1, 10)


def test_a_date_may_be_a_date(fit: Fit) -> None:
    assert close_gaps(fit, by=datetime.date(2027, 1, 1)) == close_gaps(fit, by="2027-01-01")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("render", [text, markdown])
def test_what_is_internal_reaches_no_client(fit: Fit, lang: str, render: Any) -> None:
    plan = close_gaps(fit)
    shown, hidden = render(plan, lang=lang, audience="internal"), render(plan, lang=lang)
    assert "28..35" in shown
    for figure in ("28..35", "2 / 3 / 9", "29"):
        assert figure not in hidden
    assert "900 CNY" in hidden
    assert "R-3" in hidden
    assert all("effort_likely" not in row for row in records(plan, lang=lang))
    assert records(plan, audience="internal")[1]["effort_likely"] == 3.0


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "arguments",
    [
        {}, {"target": 0.01, "budget": "0 CNY"}, {"target": "no_gaps", "minimise": "price"}, {"minimise": "risk"},
        {"kinds": ["prove"]}, {"budget": "0 CNY", "kinds": ["extend"]}, {"by": "2026-12-01", "minimise": "count"},
    ],
)  # fmt: skip
def test_every_plan_can_be_told(fit: Fit, lang: str, arguments: dict[str, Any]) -> None:
    plan = close_gaps(fit, **arguments)
    for audience in ("client", "internal"):
        told = text(plan, lang=lang, audience=audience)
        assert told.startswith("Closing the gaps of p" if lang == "en" else "补齐 p 的差距")
        assert all(line in told for line in plan.impossible)
    report = tobfit.match(CLIENT, PRODUCT).with_results(plan)
    assert told.splitlines()[0] in text(report, lang=lang)


def test_plain_data_leave_out_what_is_internal_and_know_no_infinity(fit: Fit) -> None:
    report = tobfit.match(CLIENT, PRODUCT).with_results(close_gaps(fit, budget="0 CNY"))
    (shown,), (hidden,) = (report.to_dict(audience=a)["results"] for a in ("internal", "client"))
    assert shown["effort"] == {"low": 23.0, "high": None}
    assert hidden.keys().isdisjoint({"effort", "likely", "cost", "bound", "unestimated"})
    assert hidden["result"] == "plan"
    assert all("effort" not in remedy for remedy in hidden["remedies"])
    json.dumps(shown, allow_nan=False)


def test_the_reference_sees_a_set_that_is_not_minimal(fit: Fit) -> None:
    asked = Asked(kinds=("extend",), budget=0)
    remedies = within(remedies_of(fit), asked)
    assert not can_have({"R-1", "R-2"}, fit, asked, remedies)
    assert not can_have({"R-1"}, fit, asked, remedies)
    assert can_have({"R-2"}, fit, asked, remedies)
    assert not reaches(fit, "fit")


def test_what_is_no_fit_and_no_time_is_refused_at_once() -> None:
    with pytest.raises(TobfitError) as caught:
        close_gaps("p@1", target=2, time_limit=-1)  # type: ignore[arg-type]
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        ("TF419", "fit"), ("TF419", "time_limit"), ("TF417", "target"),
    ]  # fmt: skip


def test_what_is_proved_is_there_first() -> None:
    client = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa", priority="must")
    product = tobfit.Product(id="p@1").offers("sec.mfa", response="roadmap", available="2026-12-01")
    report = tobfit.match(client, product, rules=False)
    plan = close_gaps(report["p@1"], "no_gaps", kinds=["wait", "prove"])
    assert [remedy.kind for remedy in plan.remedies] == ["wait", "prove"]
    for remedy in plan.remedies:
        report = report.what_if(remedy.changes)
    assert report["p@1"].decision == plan.decision_after == "fit"
