"""Entries under ``services`` in a match: against the naive judge, and the laws that they keep."""

from __future__ import annotations

from collections import Counter
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.laws.completions import fillings
from tests.laws.reference import Judge
from tests.laws.test_completions import assert_inside
from tests.laws.test_reference import assert_as_reckoned

import tobfit
from tobfit.matching.fit import Fit
from tobfit.model.offer import Offer
from tobfit.model.pack import Pack
from tobfit.model.price import Service
from tobfit.testing.services import entries, service_worlds
from tobfit.testing.strategies import World

LEVEL = {"unmet": 0, "partial": 1, "met": 2}
DECISIONS = ("no_fit", "undecided", "fit_with_gaps", "fit")


@settings(max_examples=settings().max_examples * 3)
@given(service_worlds(max_products=1))
def test_every_judgement_and_sum(world: World) -> None:
    assert_as_reckoned(world)


def never_worse(before: Fit, after: Fit) -> None:
    for old, new in zip(before.judgements, after.judgements, strict=True):
        if "not_applicable" in (old.verdict, new.verdict):
            continue
        assert LEVEL[new.worst] >= LEVEL[old.worst]
        assert new.credit.low >= old.credit.low
        if old.verdict in ("met", "partial"):
            assert new.verdict in ("met", "partial")


@settings(max_examples=settings().max_examples * 2)
@given(service_worlds(max_products=1), st.data())
def test_one_more_service_never_makes_a_served_line_unserved(world: World, data: st.DataObject) -> None:
    (product,) = world.catalog.products
    name = data.draw(st.sampled_from(sorted(world.vocabulary.capabilities)))
    more = world.with_product(product.evolve(services=(*product.services, Service(id="more", capability=name))))
    before, after = world.report()[product.id], more.report()[product.id]
    never_worse(before, after)
    assert DECISIONS.index(after.decision) >= DECISIONS.index(before.decision) or before.decision == "undecided"


@given(service_worlds(max_lines=3), st.data())
def test_one_more_service_in_an_offer_never_makes_a_served_line_unserved(world: World, data: st.DataObject) -> None:
    names = sorted(world.vocabulary.capabilities)
    items = [{"product": product.id} for product in world.catalog.products]
    offer = Offer(id="offer", items=items, services=data.draw(entries(names)))
    more = offer.evolve(services=(*offer.services, Service(id="more", capability=data.draw(st.sampled_from(names)))))
    fits = [attrs.evolve(world, catalog=world.catalog.evolve(offers=(one,))).report()["offer"] for one in (offer, more)]
    never_worse(*fits)


@given(service_worlds(), st.data())
def test_the_order_of_services_decides_nothing(world: World, data: st.DataObject) -> None:
    shuffled = world
    for product in world.catalog.products:
        shuffled = shuffled.with_product(product.evolve(services=data.draw(st.permutations(product.services))))
    assert [(f.product, f.decision, f.score, [j.reason for j in f.judgements]) for f in world.report().fits] == [
        (f.product, f.decision, f.score, [j.reason for j in f.judgements]) for f in shuffled.report().fits
    ]


@settings(max_examples=settings().max_examples * 2, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.data())
def test_an_answer_narrows_and_lies_inside(data: st.DataObject) -> None:
    """A statement below a group that an entry speaks for silences the entry there: that corrects it, and fills
    nothing."""
    world = data.draw(service_worlds(max_products=1))
    (product,) = world.catalog.products
    fit, judge = world.report()[product.id], Judge(world, product)
    lines = [line for line in world.client.requirements if fit[line.id].verdict == "unknown"]
    assume(lines)
    for completion in fillings(world, product, data.draw(st.sampled_from(lines))):
        new = completion.catalog.product(product.id).capabilities.keys() - product.capabilities.keys()
        if not any(judge.served(above) for name in new for above in judge.above(name)):
            assert_inside(fit, completion.report()[product.id])


@given(service_worlds(max_lines=3, max_products=2))
def test_law_10_remedies_and_answers_keep_their_promise(world: World) -> None:
    report = world.report()
    for fit in report.fits:
        for remedy in (remedy for gap in fit.gaps for remedy in gap.remedies):
            after = report.what_if(remedy.changes)[remedy.product]
            assert (remedy.decision_after, remedy.score_after) == (after.decision, after.score)
            assert remedy.credit == after[remedy.requirement].credit
    for question in report.questions:
        for effect in question.answers.values():
            for name, decision in effect.decisions.items():
                after = report.what_if(effect.changes)[name]
                assert (decision, effect.scores[name]) == (after.decision, after.score)


@given(service_worlds(max_lines=3, max_products=1))
def test_every_open_line_is_asked_about(world: World) -> None:
    report = world.report()
    for fit in report.fits:
        asked = {line.id for q in report.questions if q.product == fit.product for line in q.requirements}
        for judgement in fit.judgements:
            if judgement.verdict == "unknown" and judgement.requirement.priority != "wont" and not judgement.waived:
                assert judgement.requirement.id in asked


def test_over_100_worlds_services_are_heard_in_every_way() -> None:
    seen: Counter[tuple[str, str]] = Counter()

    @settings(max_examples=100, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(service_worlds())
    def collect(world: World) -> None:
        for fit in world.report().fits:
            for judgement in fit.judgements:
                told = judgement.speech.kind, judgement.verdict
                entries = {entry.capability for entry in judgement.voices.product.services}
                is_rollup = judgement.speech.kind == "rollup" and not entries.isdisjoint(judgement.voices.services)
                seen.update([told, *([("rollup of services", judgement.verdict)] if is_rollup else [])])

    collect()
    expected = [("service", verdict) for verdict in ("met", "unknown")]
    assert [each for each in (*expected, ("rollup of services", "unknown")) if not seen[each]] == []


CLIENT = tobfit.Client(id="c", as_of="2026-11-01")
SETUP: dict[str, Any] = {"id": "setup", "stage": "implementation", "effort": "20 days", "rate": "2000 CNY/day"}


def judged(client: tobfit.Client, product: tobfit.Product) -> Any:
    return tobfit.match(client, [product])[product.id]["R-001"]


def test_an_entry_is_a_standard_response() -> None:
    product = tobfit.Product(id="p", services=[{"id": "trial", "capability": "svc.poc"}])
    line = judged(CLIENT.require("svc.poc"), product)
    assert (line.verdict, line.credit.low, line.speech.kind) == ("met", 1, "service")
    assert line.reason == "Vendor states standard, as the service trial"


def test_an_entry_says_nothing_of_how_much_whatever_its_effort() -> None:
    product = tobfit.Product(id="p", services=[{**SETUP, "capability": "svc.implementation"}])
    client = CLIENT.require("svc.implementation", need={"at_least": "10 person_day"})
    line = judged(client, product)
    assert (line.verdict, line.credit.low, line.credit.high) == ("unknown", 0, 1)
    (question,) = tobfit.match(client, [product]).questions
    assert question.target == "product.p.capabilities.svc.implementation.value"
    scores = [effect.score.low for effect in question.answers.values() if effect.score is not None]
    assert scores == [1, 0]
    told = tobfit.match(client, [product]).what_if({question.target: "12 person_day"})
    assert told["p"]["R-001"].verdict == "met"


@pytest.mark.parametrize("capability", ["sec.mfa", "crm.cpq"])
def test_an_entry_says_nothing_of_the_product(capability: str) -> None:
    product = tobfit.Product(id="p", services=[{"id": "s", "capability": capability}])
    assert judged(CLIENT.require(capability), product).verdict == "unknown"


def test_a_statement_goes_before_an_entry_and_an_entry_before_a_complete_branch() -> None:
    product = tobfit.Product(id="p", complete=["svc"], services=[{"id": "s", "capability": "svc.poc"}])
    assert judged(CLIENT.require("svc.poc"), product).verdict == "met"
    assert judged(CLIENT.require("svc.poc"), product.offers("svc.poc", response="not_supported")).verdict == "unmet"
    assert judged(CLIENT.require("svc.csm"), product).verdict == "unmet"


@pytest.mark.parametrize("complete", [["svc"], ["svc.own"], ["svc.own.part"]])
def test_an_entry_goes_before_narrower_branches_that_are_complete_but_not_before_what_is_stated_there(
    complete: list[str],
) -> None:
    terms = [{"id": "svc.own", "kind": "boolean"}, {"id": "svc.own.part", "kind": "boolean", "broader": "svc.own"}]
    packs = tobfit.load_packs().with_layer(Pack(id="mine", vocabulary=terms))
    product = tobfit.Product(id="p", complete=complete, services=[{"id": "s", "capability": "svc.own"}])
    client = CLIENT.require("svc.own")
    assert tobfit.match(client, [product], packs=packs)["p"]["R-001"].verdict == "met"
    denied = product.offers("svc.own.part", response="not_supported")
    assert tobfit.match(client, [denied], packs=packs)["p"]["R-001"].verdict == "unmet"


def test_an_offers_entry_stands_beside_a_vendors_no_but_not_beside_a_finding() -> None:
    client = CLIENT.require("svc.csm", priority="must")
    for by, verdict in (("vendor", "met"), ("assessor", "unmet")):
        product = tobfit.Product(id="p").offers("svc.csm", response="not_supported", by=by)
        offer = Offer(id="o", items=[{"product": "p"}], services=[{"id": "care", "capability": "svc.csm"}])
        report = tobfit.match(client, tobfit.Catalog(products=(product,), offers=(offer,)))
        assert (report["p"]["R-001"].verdict, report["o"]["R-001"].verdict) == ("unmet", verdict)
