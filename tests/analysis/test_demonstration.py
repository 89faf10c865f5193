"""Proof of concept: the best choice against trying every one, and outcomes that come back as they were promised."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tobfit
from tobfit.analysis.demonstration import STAKES, Demonstration, Step, poc
from tobfit.analysis.packing import best_within
from tobfit.errors import TobfitError
from tobfit.matching.order import winners
from tobfit.matching.report import match
from tobfit.model.policy import Policy
from tobfit.model.product import Product
from tobfit.testing.strategies import World, worlds

SIZES = st.sampled_from([Fraction(1, 2), Fraction(1, 4), Fraction(1, 3), Fraction(1), Fraction(3, 2)])


def codes(call: Callable[[], Any]) -> list[tuple[str, str | None]]:
    with pytest.raises(TobfitError) as caught:
        call()
    return [(problem.code, problem.path) for problem in caught.value.problems]


# --------------------------------------------------------------------------------------------- the choice


@settings(max_examples=settings().max_examples * 3)
@given(
    st.lists(st.tuples(SIZES, st.tuples(st.integers(0, 1), st.integers(0, 1), st.fractions(0, 3))), max_size=7),
    st.fractions(0, 4),
)
def test_the_choice_is_the_best_of_all(things: list[tuple[Fraction, tuple[Any, ...]]], most: Fraction) -> None:
    sizes, values = [size for size, _ in things], [worth for _, worth in things]
    found = best_within(sizes, values, most)
    every = [some for n in range(len(things) + 1) for some in itertools.combinations(range(len(things)), n)]
    worth = {some: tuple(sum(values[p][k] for p in some) for k in range(3)) for some in every}
    size = {some: sum((sizes[p] for p in some), Fraction(0)) for some in every}
    fitting = [some for some in every if size[some] <= most]
    best = max(worth[some] for some in fitting)
    assert found.size == size[found.places] <= most
    assert worth[found.places] == best
    assert found.size == min(size[some] for some in fitting if worth[some] == best)


def value_of(steps: tuple[Step, ...]) -> tuple[Any, ...]:
    counts = tuple(sum(step.stake == stake for step in steps) for stake in STAKES[:3])
    return (*counts, sum((step.swing for step in steps), Fraction(0)))


@settings(max_examples=settings().max_examples)
@given(worlds(max_lines=4, max_products=2), st.sampled_from(["0.5 days", 1, "12 h"]), st.randoms(use_true_random=False))
def test_no_other_demonstrations_hold_more(world: World, days: Any, random: Any) -> None:
    for fit in world.report().fits:
        ids = [judgement.requirement.id for judgement in fit.judgements]
        each = {name: random.choice(["2 h", "0.5 days", "1 day"]) for name in ids}
        plan = poc(fit, days, each=each)
        candidates = (*plan.steps, *plan.others)
        best = max(
            value_of(some)
            for size in range(len(candidates) + 1)
            for some in itertools.combinations(candidates, size)
            if sum(step.duration for step in some) <= plan.days
        )
        assert value_of(plan.steps) == best
        assert plan.used == sum(step.duration for step in plan.steps) <= plan.days
        assert all(step.stake != "score" or step.swing > 0 for step in plan.steps)


@given(worlds(max_lines=4, max_products=1))
def test_every_open_or_unproved_line_is_a_candidate(world: World) -> None:
    (fit,) = world.report().fits
    plan = poc(fit, 1)
    named = [name for step in (*plan.steps, *plan.others) for name in step.requirements] + list(plan.later)
    assert len(set(named)) == len(named)
    for judgement in fit.judgements:
        is_out = judgement.waived or judgement.requirement.priority == "wont"
        is_open = judgement.verdict == "unknown" or "unevidenced" in judgement.kinds
        assert (judgement.requirement.id in named) == (is_open and not is_out)


# --------------------------------------------------------------------------------------------- the promise


@given(worlds(max_lines=3, max_products=2))
def test_outcomes_matched_again_give_what_the_plan_said(world: World) -> None:
    report = world.report()
    for fit in report.fits:
        plan = poc(fit, 3)
        for step in (*plan.steps, *plan.others):
            for passed, after in ((True, step.passes), (False, step.fails)):
                outcomes = dict.fromkeys(step.requirements, passed)
                again = report.what_if(plan.changes(outcomes))
                assert (again[fit.product].decision, again[fit.product].score) == (after.decision, after.score)
                assert (fit.product in winners(again.fits).possible) == after.can_win
                client, catalog = tobfit.answer(world.client, world.catalog, plan.outcomes(outcomes), world.packs)
                learnt = match(client, catalog, world.packs, world.policy, world.view)
                assert learnt[fit.product] == again[fit.product]
                _check_findings(plan, step, learnt[fit.product])
        _check_together(plan, world)


def _check_findings(plan: Demonstration, step: Step, after: tobfit.Fit) -> None:
    """What was shown speaks for each line, by an assessor, demonstrated on the day for this very version."""
    for name in step.requirements:
        judgement = after[name]
        # An answer to a line stands beside each of several statements on its capability.
        assert {(statement.by, statement.on) for statement in judgement.statements} == {("assessor", plan.on)}
        for statement in judgement.statements:
            shown = [item for item in statement.evidence if item.kind == "demonstrated" and item.date == plan.on]
            assert [item.version for item in shown] == [None]
        assert "conflicting" not in judgement.kinds
        assert "unevidenced" not in judgement.kinds


def _check_together(plan: Demonstration, world: World) -> None:
    names = [name for step in plan.steps for name in step.requirements]
    for passed, after in ((True, plan.all_pass), (False, plan.all_fail)):
        changes = plan.changes(dict.fromkeys(names, passed))
        again = world.report().what_if(changes)[plan.product]
        assert (again.decision, again.score) == (after.decision, after.score)


@given(worlds(max_lines=3, max_products=1))
def test_what_was_shown_is_not_asked_for_again(world: World) -> None:
    """After all is shown and passed, nothing that was in the plan is worth a demonstration."""
    report = world.report()
    (fit,) = report.fits
    plan = poc(fit, 9)
    names = [name for step in (*plan.steps, *plan.others) for name in step.requirements]
    again = report.what_if(plan.changes(dict.fromkeys(names, True)))[fit.product]
    left = poc(again, 9)
    still = {name for step in (*left.steps, *left.others) for name in step.requirements}
    # A value that meets the need may not be found, and months may not compare with days: these stay open.
    assert all(again[name].outcome.reason == "value_missing" or again[name].requirement.need.keys for name in still)


@given(worlds(max_lines=3, max_products=2), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_has_no_part(world: World, random: Any) -> None:
    lines = random.sample(world.client.requirements, len(world.client.requirements))
    products = random.sample(world.catalog.products, len(world.catalog.products))
    client, catalog = world.client.evolve(requirements=lines), world.catalog.evolve(products=products)
    other = match(client, catalog, world.packs, world.policy, world.view)
    for fit in world.report().fits:
        one, two = poc(fit, 1), poc(other[fit.product], 1)
        # The lines of one step stand in the client's order.
        assert [step.target for step in one.steps] == [step.target for step in two.steps]
        assert [(step.passes, step.fails, step.stake) for step in one.steps] == [
            (step.passes, step.fails, step.stake) for step in two.steps
        ]


# ------------------------------------------------------------------------------------------ worked examples

CLIENT = (
    tobfit.Client(
        id="acme",
        as_of="2026-11-01",
        stakeholders=[{"id": "cio", "role": "economic"}, {"id": "li", "role": "technical"}],
    )
    .require("sec.mfa", id="M", priority="must", asked_by=["li", "cio"])
    .require("crm.cpq", id="S")
    .require("oa.workflow", id="W", weight=3)
    .require("sec.audit_log_retention", id="K", need={"at_least": "6 months"})
)
DOCUMENTED = [{"source": "https://docs.example.org", "kind": "documented"}]
CRM = (
    Product(id="crm@5", version="5")
    .offers("sec.mfa", response="standard")
    .offers("crm.cpq", response="configuration", evidence=DOCUMENTED)
    .offers("oa.workflow", response="standard")
    .offers("sec.audit_log_retention", response="standard", value="12 months")
)


def test_the_must_comes_first_then_what_moves_most() -> None:
    plan = poc(tobfit.match(CLIENT, CRM)["crm@5"], "1 day")
    # The weights are 4, 2, 6 and 2; what is documented needs no demonstration.
    assert [(step.requirements, step.stake, step.swing) for step in plan.steps] == [
        (("M",), "knock_out", Fraction(4, 14)),
        (("W",), "score", Fraction(6, 14)),
    ]
    (other,) = plan.others
    assert (other.requirements, other.duration, other.assumed) == (("K",), Fraction(1, 2), True)
    assert [(step.day, step.hour, step.present) for step in plan.steps] == [
        (1, Fraction(0), ("vendor", "assessor", "economic", "technical")),
        (1, Fraction(4), ("vendor", "assessor")),
    ]
    first = plan.steps[0]
    assert (first.passes.decision, first.fails.decision, first.fails.can_win) == ("fit", "no_fit", False)
    assert plan.all_fail.decision == "no_fit"


def test_time_goes_to_two_short_ones_before_a_long_one() -> None:
    fit = tobfit.match(CLIENT.evolve(requirements=CLIENT.requirements[1:]), CRM)["crm@5"]
    assert [s.requirements for s in poc(fit, "1 day", each={"W": "1 day", "K": "3 h"}).steps] == [("W",)]
    assert [s.requirements for s in poc(fit, "1.5 days", each={"W": "1 day", "K": "3 h"}).steps] == [("W",), ("K",)]
    assert [s.requirements for s in poc(fit, "7 h", each={"W": "1 day", "K": "3 h"}).steps] == [("K",)]


def test_durations_are_read_exactly() -> None:
    fit = tobfit.match(CLIENT, CRM)["crm@5"]
    effort = {"low": "1 day", "likely": "2 days", "high": "4 days"}
    for days, each, wanted in (
        (1, "2 h", (1, Fraction(1, 4))),
        ("90 min", 0.1, (Fraction(3, 16), Fraction(1, 10))),
        (Fraction(5, 2), tobfit.model.price.Effort(**effort), (Fraction(5, 2), 2)),
        ("2 person-days", tobfit.model.quantity.parse_quantity("30 min"), (2, Fraction(1, 16))),
    ):
        plan = poc(fit, days, each=each)
        assert (plan.days, {step.duration for step in (*plan.steps, *plan.others)}) == (wanted[0], {wanted[1]})
        assert not any(step.assumed for step in plan.others)
    long = poc(fit, 3, each="1.25 days", hours_per_day=6)
    assert [(step.day, step.hour) for step in long.steps] == [(1, 0), (2, Fraction(3, 2))]
    by_capability = poc(fit, 3, each={"oa.workflow": "2 h"})
    assert {s.requirements: (s.duration, s.assumed) for s in by_capability.steps}[("W",)] == (Fraction(1, 4), False)


def test_what_was_seen_comes_back_as_a_finding_beside_the_claim() -> None:
    plan = poc(tobfit.match(CLIENT, CRM)["crm@5"], 2)
    seen = {"M": True, "W": "partial", "K": {"value": "3 months"}}
    answers = plan.outcomes(seen, on="2026-11-20", by="Li Hua")
    client, catalog = tobfit.answer(CLIENT, CRM, answers)
    claimed, found = catalog.product("crm@5").capabilities["sec.mfa"]
    assert (claimed, found.by, str(found.on)) == (CRM.capabilities["sec.mfa"][0], "assessor", "2026-11-20")
    assert [(e.kind, e.version) for e in found.evidence] == [("demonstrated", None)]
    fit = tobfit.match(client, catalog)["crm@5"]
    assert [(fit[name].verdict, fit[name].kinds) for name in ("M", "W", "K")] == [
        ("met", ()), ("partial", ("partial",)), ("unmet", ("insufficient",)),
    ]  # fmt: skip
    assert (str(answers.on), answers.by) == ("2026-11-20", "Li Hua")


def test_lines_on_one_capability_that_came_out_differently_are_answered_line_by_line() -> None:
    client = CLIENT.require("sec.audit_log_retention", id="L", need={"at_least": "12 months"})
    fit = tobfit.match(client, CRM)["crm@5"]
    plan = poc(fit, 9)
    (step,) = [step for step in plan.steps if "K" in step.requirements]
    assert step.requirements == ("K", "L")
    assert list(plan.changes({"K": True, "L": True})) == ["product.crm@5.capabilities.sec.audit_log_retention"]
    mixed = plan.changes({"K": True, "L": False})
    assert list(mixed) == ["product.crm@5.answers.K", "product.crm@5.answers.L"]
    again = tobfit.match(client, CRM).what_if(mixed)["crm@5"]
    assert (again["K"].verdict, again["L"].verdict) == ("met", "unmet")


def test_a_not_applicable_and_a_contradiction_are_settled() -> None:
    product = (
        CRM.evolve(capabilities={})
        .offers("sec.mfa", response="not_applicable")
        .offers("oa.workflow", response="standard")
        .offers("oa.workflow", response="not_supported")
    )
    plan = poc(tobfit.match(CLIENT, product)["crm@5"], 9)
    why = {step.requirements: step.why for step in plan.steps}
    assert why == {("M",): "not_applicable", ("W",): "conflicting", ("S",): "unknown", ("K",): "unknown"}
    again = tobfit.match(CLIENT, product).what_if(plan.changes({"M": True, "W": True, "K": True}))["crm@5"]
    assert [again[name].verdict for name in ("M", "W", "K")] == ["not_applicable", "met", "met"]


def test_what_is_promised_for_later_cannot_be_shown() -> None:
    product = Product(id="p@1").offers("sec.mfa", response="roadmap", available="2027-01-01")
    product = product.offers("crm.cpq", response="roadmap", available="2026-10-01")
    plan = poc(tobfit.match(CLIENT, product)["p@1"], 9)
    assert plan.later == ("M",)
    assert ("S",) in [step.requirements for step in plan.steps]
    assert plan.changes({"S": True})["product.p@1.capabilities.crm.cpq"][-1]["response"] == "standard"
    assert [code for code, _ in codes(lambda: plan.outcomes({"M": True}))] == ["TF426"]


def test_under_a_strict_policy_a_must_that_is_only_claimed_decides() -> None:
    fit = tobfit.match(CLIENT, CRM, policy=Policy(evidence="strict"))["crm@5"]
    step = poc(fit, "0.5 days").steps[0]
    assert (fit.decision, step.requirements, step.stake) == ("undecided", ("M",), "knock_out")
    assert step.passes.decision != "undecided"


def test_the_place_among_the_others_is_at_stake() -> None:
    other = Product(id="other@1").offers("oa.workflow", response="standard", evidence=DOCUMENTED)
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("oa.workflow", id="W", priority="could")
    product = Product(id="crm@5").offers("oa.workflow", response="standard")
    step = poc(tobfit.match(client, [product, other])["crm@5"], 1).steps[0]
    assert (step.passes.can_win, step.fails.can_win) == (True, False)


def test_nothing_to_show() -> None:
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("crm.cpq", id="S")
    plan = poc(tobfit.match(client, CRM)["crm@5"], 1)
    assert (len(plan.steps), len(plan.others), len(plan.later)) == (0, 0, 0)
    assert plan.used == 0
    assert plan.now == plan.all_pass == plan.all_fail
    assert plan.changes({}) == {}


# ------------------------------------------------------------------------------------------------ bad input


def test_durations_that_are_none_are_refused_all_at_once() -> None:
    fit = tobfit.match(CLIENT, CRM)["crm@5"]
    for days in (0, -1, "0 days", "-2 days", "soon", "3 months", True, None, float("nan"), float("inf"), "2 CNY"):
        assert codes(lambda days=days: poc(fit, days)) == [("TF426", "days")]  # type: ignore[misc]
    assert codes(lambda: poc(fit, 0, each={"MM": "1 day", "W": 0}, hours_per_day=25)) == [
        ("TF426", "hours_per_day"),
        ("TF426", "days"),
        ("TF426", "each"),
        ("TF426", "each.W"),
    ]
    assert codes(lambda: poc(tobfit.match(CLIENT, CRM), 1)) == [("TF426", "fit")]


def test_outcomes_that_are_none_are_refused_all_at_once() -> None:
    plan = poc(tobfit.match(CLIENT, CRM)["crm@5"], 1)
    with pytest.raises(TobfitError) as caught:
        plan.outcomes({"X9": True, "M": "standrad", "W": 3, "K": {"respons": "standard"}}, on="20 Nov", by="vendor")
    assert {(p.code, p.path) for p in caught.value.problems} == {
        ("TF426", "on"), ("TF426", "by"), ("TF426", "outcomes.X9"), ("TF426", "outcomes.M"), ("TF426", "outcomes.W"),
        ("TF426", "outcomes.K"),
    }  # fmt: skip
    hints = {problem.path: problem.hint for problem in caught.value.problems}
    assert hints["outcomes.M"] == "did you mean 'standard'?"
    assert hints["outcomes.X9"] == "allowed: K, M, W"
    assert codes(lambda: plan.outcomes(["M"])) == [("TF426", "outcomes")]  # type: ignore[arg-type]
    assert codes(lambda: plan.outcomes({"M": True}, on=3)) == [("TF426", "on")]  # type: ignore[arg-type]
    assert codes(lambda: plan.outcomes({"W": {"response": "roadmap"}})) == [("TF426", "outcomes.W")]
