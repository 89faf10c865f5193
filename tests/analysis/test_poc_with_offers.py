"""Proof of concept beside offers: matching again says for all candidates what the plan says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tobfit
from tobfit.analysis.demonstration import Demonstration, poc
from tobfit.errors import TobfitError
from tobfit.model.catalog import Catalog
from tobfit.model.offer import Offer
from tobfit.model.product import Product

CLIENT = (
    tobfit.Client(id="c", as_of="2026-11-01")
    .require("sec.mfa", id="R-1", priority="must")
    .require("crm.cpq", id="R-2", priority="should")
)
PROVED = {"source": "https://docs.example.org", "kind": "documented"}


def product(name: str, mfa: str | None, cpq: str | None, *, proved: bool = False) -> Product:
    said = {"sec.mfa": mfa, "crm.cpq": cpq}
    evidence = [PROVED] if proved else []
    stated = {key: [{"response": code, "evidence": evidence}] for key, code in said.items() if code}
    return Product(id=name, capabilities=stated)


def matched(products: list[Product], *offers: Offer) -> tobfit.Report:
    return tobfit.match(CLIENT, Catalog(products=products, offers=list(offers)), rules=False)


def offer(name: str, *products: str) -> Offer:
    return Offer(id=name, items=[{"product": one} for one in products])


def check(report: tobfit.Report, plan: Demonstration) -> None:
    """Every end of every step is what the report says once its outcome is in it."""
    for step in (*plan.steps, *plan.others):
        for passed, after in ((True, step.passes), (False, step.fails)):
            again = report.what_if(plan.changes(dict.fromkeys(step.requirements, passed)))
            assert after.can_win == (plan.product in again.possible_winners)
            assert (again[plan.product].decision, again[plan.product].score) == (after.decision, after.score)
    names = [name for step in plan.steps for name in step.requirements]
    for passed, after in ((True, plan.all_pass), (False, plan.all_fail)):
        again = report.what_if(plan.changes(dict.fromkeys(names, passed)))
        assert after.can_win == (plan.product in again.possible_winners)
    assert plan.now.can_win == (plan.product in report.possible_winners)


def test_an_offer_is_a_rival() -> None:
    one, two = product("p@1", "standard", "not_supported"), product("q@1", "not_supported", "standard")
    report = matched([one, two], offer("of", "p@1", "q@1"))
    assert report.possible_winners == ("of",)
    plan = poc(report["p@1"], 2)
    assert not any(step.passes.can_win for step in plan.steps)
    assert not plan.now.can_win
    check(report, plan)


def test_what_is_shown_of_a_product_holds_in_offers_with_it_and_the_other_way_round() -> None:
    report = matched([product("p@1", "standard", "standard")], offer("of", "p@1"))
    for name in ("p@1", "of"):
        plan = poc(report[name], 2)
        assert all(step.fails.can_win == step.passes.can_win for step in plan.steps if step.stake == "score")
        check(report, plan)
    # Where the product fails, the offer of it does too: neither has a first place to lose to the other.
    weak = matched([product("p@1", "standard", "standard")], offer("of", "p@1"))
    (step,) = [s for s in poc(weak["of"], 2).steps if s.requirements == ("R-2",)]
    assert (step.passes.can_win, step.fails.can_win, step.stake) == (True, True, "score")


SAID = st.sampled_from([None, "standard", "configuration", "not_supported"])
STATED = st.tuples(SAID, SAID, st.booleans())


@given(STATED, STATED, STATED, st.sampled_from([("p@1", "q@1"), ("q@1", "r@1"), ("p@1",)]))
def test_plans_of_all_candidates_hold_when_matched_again(
    p: tuple[str | None, str | None, bool],
    q: tuple[str | None, str | None, bool],
    r: tuple[str | None, str | None, bool],
    items: tuple[str, ...],
) -> None:
    said = {"p@1": p, "q@1": q, "r@1": r}
    products = [product(name, mfa, cpq, proved=proved) for name, (mfa, cpq, proved) in said.items()]
    report = matched(products, offer("of", *items), offer("all", "p@1", "q@1", "r@1"))
    for fit in report.fits:
        check(report, poc(fit, 1))


# ------------------------------------------------------------------------------------------------ bad input


ASKED = CLIENT.require("sec.audit_log_retention", id="R-3", need={"at_least": "6 months"}).require(
    None, id="R-4", text="Seats", need={"at_least": "5"}
)


def a_plan() -> Demonstration:
    stated = tobfit.Product(id="crm@5").offers("sec.mfa", response="standard").offers("crm.cpq", response="standard")
    return poc(tobfit.match(ASKED, stated, rules=False)["crm@5"], 2)


def refusals(**given_: object) -> list[tuple[str | None, str, str | None]]:
    with pytest.raises(TobfitError) as caught:
        a_plan().outcomes(**given_)  # type: ignore[arg-type]
    assert {problem.code for problem in caught.value.problems} == {"TF426"}
    return [(problem.path, problem.message, problem.hint) for problem in caught.value.problems]


def test_a_day_that_is_none_is_refused_with_all_else() -> None:
    fit = a_plan().fit
    with pytest.raises(TobfitError) as caught:
        poc(fit, "x", each={"R-9": "y"}, hours_per_day=-2, on="z")
    paths = [problem.path for problem in caught.value.problems]
    assert paths == ["hours_per_day", "days", "each", "each.R-9", "on"]
    assert poc(fit, 2, on="2026-11-20").on.isoformat() == "2026-11-20"


def test_fields_that_no_statement_has_are_named() -> None:
    ((path, message, hint),) = refusals(outcomes={"R-2": {"respons": "standard"}})
    assert (path, message, hint) == ("outcomes.R-2", "a statement has no field 'respons'", "did you mean 'response'?")
    found = refusals(outcomes={"R-2": {"respons": "standard", 5: 1}})
    assert [message for _, message, _ in found] == [f"a statement has no field {key}" for key in ("'5'", "'respons'")]


def test_a_roadmap_is_not_seen() -> None:
    ((path, message, hint),) = refusals(outcomes={"R-2": "roadmap"})
    assert (path, message) == ("outcomes.R-2", "'roadmap' is no outcome of a demonstration")
    assert hint is not None
    assert hint.startswith("what is to come cannot be seen")
    ((_, _, other),) = refusals(outcomes={"R-2": "xyz"})
    assert other is not None
    assert other.startswith("allowed: True, False, partial")


@pytest.mark.parametrize("by", [5, None, "", "  ", "vendor", ["assessor"]])
def test_who_found_it_is_somebody(by: object) -> None:
    ((path, _, hint),) = refusals(outcomes={"R-2": True}, by=by)
    assert (path, hint) == ("by", "allowed: assessor, client or usage, or a person's name")


def test_values_that_a_line_cannot_be_judged_by_are_refused_at_once() -> None:
    found = refusals(outcomes={"R-3": {"value": "banana"}, "R-4": {"value": "banana"}, "R-2": {"module": "cpq"}})
    assert [path for path, _, _ in found] == ["outcomes.R-2", "outcomes.R-3", "outcomes.R-4"]
    assert [path for path, _, _ in refusals(outcomes={"R-3": {"value": "3 CNY"}})] == ["outcomes.R-3"]
    plan = a_plan()
    seen = plan.outcomes({"R-3": {"value": "3 months"}, "R-4": {"value": "9"}})
    assert len(seen.answers) == 2
