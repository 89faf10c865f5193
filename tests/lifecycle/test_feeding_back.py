"""Laws of feedback over generated worlds: what confirms a claim makes nothing worse, and twice is once."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tobfit
from tobfit.errors import TobfitError
from tobfit.lifecycle import adoption, feedback
from tobfit.lifecycle.feeding_back import proposed
from tobfit.lifecycle.teaching import lived_value
from tobfit.matching.report import Report, match
from tobfit.matching.voices import listen
from tobfit.model.catalog import Catalog, Response
from tobfit.model.pack import Capability
from tobfit.model.usage import Observation, Usage
from tobfit.model.words import POSITIVE
from tobfit.testing.strategies import World, answers, worlds
from tobfit.testing.usages import MONTHS, usages

DECISIONS = ("no_fit", "undecided", "fit_with_gaps", "fit")
MORE = settings(max_examples=settings().max_examples * 3 // 2)


def rematch(report: Report, catalog: Catalog) -> Report:
    world = report.world
    return match(world.client, catalog, world.packs, world.policy, world.view_id)


@st.composite
def used_worlds(draw: st.DrawFn) -> tuple[World, Usage]:
    """A world and usage of one of its products."""
    world = draw(worlds(max_products=2))
    product = draw(st.sampled_from(world.catalog.products))
    world = draw(answered(world, product.id))
    asked = {line.capability for line in world.client.requirements if line.capability is not None}
    names = sorted(asked & set(product.capabilities)) or sorted(asked | set(product.capabilities))
    if draw(st.integers(0, 3)) == 3:
        names = [*names, *list(world.vocabulary.capabilities)[:4]]
    return world, draw(usages(product.id, world.vocabulary, names))


@st.composite
def answered(draw: st.DrawFn, world: World, product: str) -> World:
    """At times with an answer of the vendor's to one line."""
    if draw(st.integers(0, 2)):
        return world
    line = draw(st.sampled_from(world.client.requirements))
    answer = draw(answers(line, world.vocabulary))
    if answer.response == "roadmap" and answer.available is None:
        answer = answer.evolve(available="2027-01-01")
    said_so = Response(client=world.client.id, product=product, answers=[answer])
    return world.with_responses((*world.catalog.responses, said_so))


@st.composite
def confirming(draw: st.DrawFn) -> tuple[World, Usage]:
    """Usage that confirms what is claimed of some capabilities: each is used, and where it was promised with a value,
    came to that value."""
    world = draw(worlds(max_products=2))
    product = draw(st.sampled_from(world.catalog.products))
    world = draw(answered(world, product.id))
    voices = listen(product, world.vocabulary, world.catalog.responses, world.client.id)
    claimed = {
        name: said
        for name in product.capabilities
        if (said := voices.own(name)) and all(one.response in POSITIVE and one.response != "roadmap" for one in said)
    }
    seen = []
    for name in sorted(claimed):
        lines = [line for line in world.client.requirements if line.capability == name]
        heard = [one for line in lines for one in voices.answered(line.id, name)]
        # An answer to a line may promise another value: then that is what would have to be confirmed.
        values = {one.value for one in (*claimed[name], *heard)}
        kind = world.vocabulary[name].kind
        if draw(st.booleans()) and len(values) == 1:
            # A set that is listed in full is confirmed in full.
            value = values.pop() if kind not in (None, "boolean") else None
            seen.append({"capability": name, "period": "2027-02", "active": 5, **({"value": value} if value else {})})
    return world, Usage(product=product.id, observations=seen)


@MORE
@given(confirming())
def test_feeding_back_what_confirms_a_claim_makes_nothing_worse(drawn: tuple[World, Usage]) -> None:
    world, usage = drawn
    before = world.report()
    after = rematch(before, feedback(adoption(usage, before), world.catalog))
    for fit in before.fits:
        later = after[fit.product]
        assert DECISIONS.index(later.decision) >= DECISIONS.index(fit.decision)
        if fit.score is not None and later.score is not None:
            assert later.score.low >= fit.score.low
        for judgement in fit.judgements:
            now = later[judgement.requirement.id]
            if judgement.verdict not in ("unknown", "not_applicable"):
                assert now.verdict == judgement.verdict or judgement.speech.kind == "answer"
                assert now.credit.low >= judgement.credit.low
            if judgement.speech.kind == "statement" and judgement.verdict not in ("unknown", "not_applicable"):
                assert (now.verdict, now.credit) == (judgement.verdict, judgement.credit)


@MORE
@given(used_worlds())
def test_twice_is_once_and_a_later_reading_says_the_same(drawn: tuple[World, Usage]) -> None:
    world, usage = drawn
    report = world.report()
    found = adoption(usage, report)
    once = feedback(found, world.catalog)
    assert feedback(found, once) == once
    again = adoption(usage, rematch(report, once))
    assert again.lessons == found.lessons
    assert again.readings == found.readings
    assert feedback(again, once) == once


@MORE
@given(used_worlds(), st.randoms(use_true_random=False))
def test_the_order_of_observations_and_the_number_of_documents_do_not_matter(
    drawn: tuple[World, Usage], chance: random.Random
) -> None:
    world, usage = drawn
    report = world.report()
    found = adoption(usage, report)
    turned = list(usage.observations)
    chance.shuffle(turned)
    assert adoption(usage.evolve(observations=turned), report) == found
    cut = chance.randint(0, len(turned))
    parts = [usage.evolve(observations=turned[:cut]), usage.evolve(observations=turned[cut:])]
    assert adoption(parts, report) == found
    assert feedback(adoption(parts, report), world.catalog) == feedback(found, world.catalog)


@MORE
@given(used_worlds())
def test_what_drift_says_is_what_matching_again_gives(drawn: tuple[World, Usage]) -> None:
    world, usage = drawn
    report = world.report()
    found = adoption(usage, report)
    after = rematch(report, feedback(found, world.catalog))
    for drift in found.drifts:
        if drift.requirement is not None:
            before, later = (one[drift.product][drift.requirement] for one in (report, after))
            assert (drift.before, drift.credit_before) == (before.verdict, before.credit)
            assert (drift.after, drift.credit_after) == (later.verdict, later.credit)
    taught = {drift.capability for drift in found.drifts}
    for judgement in report[usage.product].judgements:
        name = judgement.requirement.capability
        reach = {name, *world.vocabulary.ancestors(name or "")}
        below = any(name in world.vocabulary.ancestors(one) for one in taught)
        if taught.isdisjoint(reach) and not below:
            now = after[usage.product][judgement.requirement.id]
            assert (now.verdict, now.credit) == (judgement.verdict, judgement.credit)


@MORE
@given(used_worlds())
def test_only_what_was_observed_is_said(drawn: tuple[World, Usage]) -> None:
    """Every new word stands on an observed capability, by usage, with evidence; a value in it was observed."""
    world, usage = drawn
    report = world.report()
    later = feedback(adoption(usage, report), world.catalog)
    observed: dict[str, set[str]] = {}
    for seen in usage.observations:
        if seen.capability and (seen.active or seen.value is not None):
            observed.setdefault(seen.capability, set()).update(seen.value or ())
    for product in later.products:
        before = world.catalog.product(product.id)
        for name, statements in product.capabilities.items():
            new = [one for one in statements if one not in before.capabilities.get(name, ())]
            for one in new:
                assert product.id == usage.product
                assert name in observed or any(name in world.vocabulary.ancestors(below) for below in observed)
                assert one.by == "usage"
                assert [item.kind for item in one.evidence] == ["demonstrated"]
                assert one.on == one.evidence[0].date
                assert set(one.value or ()) <= observed.get(name, set())
        assert all(set(before.capabilities[name]) <= set(product.capabilities[name]) for name in before.capabilities)
    new_answers = [
        answer for response in later.responses if response not in world.catalog.responses for answer in response.answers
    ]
    assert all(answer.by == "usage" for answer in new_answers)


@MORE
@given(worlds(max_products=2))
def test_of_nothing_observed_nothing_is_learnt(world: World) -> None:
    report = world.report()
    for observations in ((), ({"period": "2027-01", "active": 5},)):
        usage = Usage(product=world.catalog.products[0].id, observations=observations)
        found = adoption(usage, report)
        assert (found.findings, found.drifts, found.lessons, found.decided) == ((), (), (), {})
        assert feedback(found, world.catalog) == world.catalog
        assert proposed(found, world.client) == world.client


# ------------------------------------------------------------------------------ worked examples


def a_report(need: Any = None, capability: str = "nf.availability", **statement: Any) -> Report:
    client = tobfit.Client(id="acme", as_of="2026-11-01").require(capability, need=need, priority="must")
    product = tobfit.Product(id="crm@5")
    return tobfit.match(client, product.offers(capability, **statement) if statement else product)


def lived(report: Report, *seen: dict[str, Any], capability: str = "nf.availability") -> Any:
    observations = [{"capability": capability, **one} for one in seen]
    return adoption({"product": "crm@5", "observations": observations}, report)


def said(catalog: Catalog, capability: str = "nf.availability") -> list[tuple[Any, ...]]:
    return [
        (one.by, one.response, one.value, str(one.on))
        for one in catalog.product("crm@5").capabilities.get(capability, ())
    ]


def test_the_worst_month_of_a_promise_speaks() -> None:
    report = a_report({"at_least": "99.9 %"}, response="standard", value="99.95 %")
    found = lived(
        report,
        {"period": "2027-01", "value": "99.97 %"},
        {"period": "2027-02", "value": "99.5 %"},
        {"period": "2027-03", "value": "99.96 %"},
    )
    catalog = feedback(found, report.world.catalog)
    assert said(catalog) == [
        ("vendor", "standard", ("99.95 %",), "None"),
        ("usage", "standard", ("99.5 %",), "2027-03-31"),
    ]
    drift = found.drifts[0]
    assert (drift.way, drift.severity, drift.missed, drift.periods) == ("worse", "blocker", 1, 3)
    assert found.decided == {"crm@5": ("no_fit", "lifecycle")}
    assert rematch(report, catalog)["crm@5"].decision == "no_fit"
    assert report["crm@5"].decision == "fit_with_gaps"


def test_a_promise_of_the_contract_that_the_line_does_not_need_is_minor() -> None:
    report = a_report({"at_least": "99 %"}, response="standard", value="99.95 %")
    found = lived(report, {"period": "2027-01", "value": "99.5 %", "promised": "99.9 %"})
    assert [(one.kind, one.severity, one.requirement) for one in found.findings] == [("drifted", "minor", "R-001")]
    assert found.findings[0].because.text("en") == (
        "nf.availability: promised 99.9 %, lived 99.5 % (worse in 1 of 1 periods)"
    )


def test_a_roadmap_that_is_used_was_delivered() -> None:
    report = a_report(None, "crm.cpq", response="roadmap", available="2027-01-31")
    found = lived(report, {"period": "2027-03", "active": 12}, capability="crm.cpq")
    catalog = feedback(found, report.world.catalog)
    assert said(catalog, "crm.cpq")[1:] == [("usage", "standard", None, "2027-03-31")]
    assert (found.drifts[0].way, found.drifts[0].before, found.drifts[0].after) == ("better", "partial", "met")
    assert rematch(report, catalog)["crm@5"].decision == "fit"


def test_what_was_never_said_is_taken_as_configured_unless_a_line_refuses_that() -> None:
    seen = {"period": "2027-03", "active": 12}
    report = a_report(None, "crm.cpq")
    assert said(feedback(lived(report, seen, capability="crm.cpq"), report.world.catalog), "crm.cpq") == [
        ("usage", "configuration", None, "2027-03-31")
    ]
    for accept, wanted in ((["standard"], ["standard"]), (["third_party"], [])):
        client = tobfit.Client(id="acme", as_of="2026-11-01").require("crm.cpq", accept=accept)
        report = tobfit.match(client, tobfit.Product(id="crm@5"))
        catalog = feedback(lived(report, seen, capability="crm.cpq"), report.world.catalog)
        assert [one[1] for one in said(catalog, "crm.cpq")] == wanted


def test_who_uses_something_of_a_group_does_not_show_all_of_it() -> None:
    client = tobfit.Client(id="a", as_of="2026-11-01").require("crm", priority="must")
    users = {"capability": "crm", "period": "2027-03", "active": 9}
    for product in (tobfit.Product(id="p@1"), tobfit.Product(id="p@1").offers("crm", response="not_supported")):
        report = tobfit.match(client, product)
        found = adoption({"product": "p@1", "observations": [users]}, report)
        assert feedback(found, report.world.catalog) == report.world.catalog
    said = tobfit.match(client, tobfit.Product(id="p@1").offers("crm", response="standard"))
    found = adoption({"product": "p@1", "observations": [users]}, said)
    assert tobfit.match(client, feedback(found, said.world.catalog))["p@1"]["R-001"].evidence[0].kind == "demonstrated"


def test_use_alone_does_not_silence_a_claim_with_a_value() -> None:
    report = a_report({"at_least": "99.9 %"}, response="standard", value="99.95 %")
    found = lived(report, {"period": "2027-03", "active": 12})
    assert feedback(found, report.world.catalog) == report.world.catalog


def test_what_is_used_no_more_was_still_seen() -> None:
    report = a_report(None, "crm.cpq", response="standard")
    found = lived(report, {"period": "2027-01", "active": 9}, {"period": "2027-02", "active": 0}, capability="crm.cpq")
    assert said(feedback(found, report.world.catalog), "crm.cpq")[1] == ("usage", "standard", None, "2027-01-31")
    assert [(one.kind, one.severity) for one in found.findings] == [("unused", "major")]


def test_a_line_that_was_denied_stays_denied() -> None:
    """The vendor answers that one line asks for more than the capability gives: its use proves the other line alone."""
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("crm.cpq", priority="must").require("crm.cpq")
    denied = [{"requirement": "R-002", "response": "not_supported"}]
    said_so = tobfit.Response(client="acme", product="crm@5", answers=denied)
    report = tobfit.match(client, [tobfit.Product(id="crm@5").offers("crm.cpq", response="standard"), said_so])
    found = lived(report, {"period": "2027-03", "active": 12}, capability="crm.cpq")
    catalog = feedback(found, report.world.catalog)
    assert [one[0] for one in said(catalog, "crm.cpq")] == ["vendor"]
    after = rematch(report, catalog)["crm@5"]
    lines = [after["R-001"], after["R-002"]]
    assert [(line.verdict, len(line.evidence)) for line in lines] == [("met", 1), ("unmet", 0)]
    assert feedback(found, catalog) == catalog


def test_later_usage_goes_before_earlier_usage() -> None:
    report = a_report({"at_least": "99.9 %"}, response="standard", value="99.95 %")
    first = feedback(lived(report, {"period": "2027-01", "value": "99.5 %"}), report.world.catalog)
    second = feedback(lived(report, {"period": "2027-02", "value": "99.99 %"}), first)
    assert [one[3] for one in said(second)] == ["None", "2027-01-31", "2027-02-28"]
    assert [rematch(report, one)["crm@5"]["R-001"].verdict for one in (first, second)] == ["unmet", "met"]


def of_kind(kind: Any, **fields: Any) -> Capability:
    return Capability(id="a", kind=kind, **fields)


@pytest.mark.parametrize(
    ("capability", "values", "wanted"),
    [
        (of_kind("quantity", unit="%", direction="higher_is_better"), ["99.9 %", "99 %", "99.95 %"], ("99 %",)),
        (of_kind("quantity", unit="h", direction="lower_is_better"), ["4 h", "90 min", "300 min"], ("300 min",)),
        (of_kind("quantity", unit="h"), ["4 h", "9 h", "5 h"], ("5 h",)),
        (of_kind("level", levels=["low", "mid", "high"]), ["mid", "low", "high"], ("low",)),
        (of_kind("version"), ["2.10", "2.9.1", "3"], ("2.9.1",)),
        (of_kind("set"), ["b", "a", "b"], ("a", "b")),
        (of_kind("quantity", unit="h", direction="lower_is_better"), [], None),
    ],
)
def test_one_value_of_several_periods(capability: Capability, values: Sequence[str], wanted: Any) -> None:
    days = [tobfit.model.period.parse_period(month).end for month in MONTHS]
    found: Iterable[Any] = [(day, (value,)) for day, value in zip(days, values, strict=False)]
    assert lived_value(list(found), capability) == wanted
    assert lived_value(list(reversed(list(found))), capability) == wanted


def test_proposals_are_what_is_used_and_nobody_asked_for() -> None:
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("crm.cpq").require("oa.workflow", priority="wont")
    report = tobfit.match(client, tobfit.Product(id="crm@5"))
    seen = [
        {"capability": name, "period": "2027-03", "active": count}
        for name, count in (("crm.cpq", 3), ("oa.workflow", 3), ("oa.contract", 3), ("oa.portal", 0))
    ]
    found = adoption({"product": "crm@5", "observations": seen}, report)
    more = proposed(found, client, priority="could")
    assert [(line.id, line.capability, line.priority) for line in more.requirements[2:]] == [
        ("used:oa.contract", "oa.contract", "could")
    ]
    assert proposed(found, more) == more


WRONG: Any = "musst"
BAD: list[tuple[Any, str, str]] = [
    (lambda found: feedback(WRONG, found.report.world.catalog), "TF449", "adoption"),
    (lambda found: feedback(found, {}), "TF449", "catalog"),
    (lambda found: feedback(found, Catalog(products=[tobfit.Product(id="crm@6")])), "TF449", "catalog"),
    (lambda found: proposed(found, WRONG), "TF449", "client"),
    (lambda found: proposed(found, found.report.client, priority=WRONG), "TF449", "priority"),
    (lambda found: proposed(found, found.report.client, priority="wont"), "TF449", "priority"),
]


@pytest.mark.parametrize(("call", "code", "path"), BAD)
def test_bad_calls(call: Any, code: str, path: str) -> None:
    found = lived(a_report(), {"period": "2027-03", "value": "99 %"})
    with pytest.raises(TobfitError) as caught, warnings.catch_warnings():
        call(found)
    assert [(one.code, one.path) for one in caught.value.problems] == [(code, path)]


def test_an_observation_may_be_a_record() -> None:
    seen = Observation(capability="crm.cpq", period="2027-03", active=3)
    report = a_report(None, "crm.cpq", response="standard")
    assert adoption(Usage(product="crm@5", observations=[seen]), report)["crm.cpq"].status == "used"
