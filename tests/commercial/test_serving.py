"""Service needs: which services a client needs, who gives them, and what stays unserved in which stage."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.laws.completions import fillings

import tobfit
from tobfit import report as telling
from tobfit.commercial import ServiceNeeds, service_needs
from tobfit.commercial.general import general_needs
from tobfit.matching.fit import Fit
from tobfit.model.offer import Offer
from tobfit.model.price import Service
from tobfit.model.words import Priority
from tobfit.testing.services import need_worlds
from tobfit.testing.strategies import World

STAGES = (
    "presales", "implementation", "integration", "migration", "training", "golive", "support", "success",
    "enhancement", "exit",
)  # fmt: skip
SERVED = ("met", "partial")


def only(world: World) -> Fit:
    (fit,) = world.report().fits
    return fit


def facts(found: ServiceNeeds) -> Any:
    return [(n.id, n.stage, n.verdict, n.credit, n.is_open, n.whys, n.questions) for n in found.needs], [
        (f.severity, f.path, f.because) for f in found.findings
    ]


# ------------------------------------------------------------------------------------------------ laws


@given(need_worlds())
def test_every_need_is_judged_and_none_moves_the_fit(world: World) -> None:
    """Lines of the match keep their judgement; the others are what stating them would give; the sum stays."""
    fit = only(world)
    found = service_needs(fit)
    for need in found.needs:
        if need.in_match:
            assert need.judgement == fit[need.id]
            continue
        line = need.judgement.requirement
        stated = world.client.evolve(requirements=(*world.client.requirements, line.evolve(origins=(), id="asked")))
        alone = only(attrs.evolve(world, client=stated))["asked"]
        assert (need.verdict, need.credit) == (alone.verdict, alone.credit)
    assert {need.id for need in found.needs} == {name for row in found.stages for name in row.verdicts}
    report = world.report()
    for one in found.findings:
        for remedy in one.remedies:
            after = report.what_if(remedy.changes)[fit.product]
            assert (remedy.score_after, remedy.decision_after) == (after.score, after.decision)


@settings(max_examples=settings().max_examples * 2)
@given(need_worlds())
def test_needs_that_follow_never_stand_beside_a_line_on_the_same_service(world: World) -> None:
    fit = only(world)
    found, called = service_needs(fit), general_needs(fit)
    asked = {j.requirement.capability for j in fit.judgements}
    for need in found.needs:
        if not need.in_match:
            assert need.capability not in asked
            assert not need.is_open or None in {called[why.source].truth for why in need.whys if why.kind == "general"}
    by_name = world.packs.base.services
    wanted = {by_name[name].capability for name, one in called.items() if one.truth is not False}
    assert wanted <= {need.capability for need in found.needs}
    idle = {by_name[name].capability for name in called} - wanted
    assert all(need.in_match for need in found.needs if need.capability in idle)


@given(need_worlds(), st.data())
def test_one_more_service_never_makes_a_served_need_unserved(world: World, data: st.DataObject) -> None:
    fit = only(world)
    (product,) = world.catalog.products
    entry = Service(id="more", capability=data.draw(st.sampled_from(sorted(world.vocabulary.capabilities))))
    more = only(world.with_product(product.evolve(services=(*product.services, entry))))
    before, after = service_needs(fit), {need.id: need for need in service_needs(more).needs}
    for need in before.needs:
        if need.verdict in SERVED and need.id in after:
            assert after[need.id].verdict in SERVED


@given(need_worlds(), st.data())
def test_order_decides_nothing(world: World, data: st.DataObject) -> None:
    (product,) = world.catalog.products
    client = world.client
    lines = data.draw(st.permutations(client.requirements))
    people = data.draw(st.permutations(client.stakeholders))
    top = world.packs.layers[-1][0]
    general = data.draw(st.permutations(top.services))
    layers = (*world.packs.layers[:-1], (top.evolve(services=general),))
    other = attrs.evolve(
        world.with_product(product.evolve(services=data.draw(st.permutations(product.services)))),
        client=client.evolve(requirements=lines, stakeholders=people),
        packs=tobfit.Packs(layers),
    )
    assert facts(service_needs(only(world))) == facts(service_needs(only(other)))


def assert_settles(before: ServiceNeeds, after: ServiceNeeds) -> None:
    """What was needed stays so, what was open is decided or stays open, nothing else comes up."""
    was = {(n.stage, n.capability): n for n in before.needs if not n.in_match}
    now = {(n.stage, n.capability): n for n in after.needs if not n.in_match}
    assert now.keys() <= was.keys()
    for place, need in was.items():
        if not need.is_open:
            assert place in now
            assert not now[place].is_open


@given(need_worlds(), st.data())
def test_an_answer_of_the_client_settles_open_needs_alone(world: World, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(("k1", "k2", "heads")))
    assume(name not in world.client.profile and f"profile.{name}" not in world.client.complete)
    assume(name != "heads" or "stakeholders" not in world.client.complete)
    fit = only(world)
    counts = [c for c in (w for n in service_needs(fit).needs for w in n.whys) if c.source == name]
    assume(name != "heads" or not counts)
    value = data.draw(st.sampled_from(("true", "false") if name == "k2" else ("0", "2", "3")))
    told = world.client.evolve(profile={**world.client.profile, name: value})
    if name == "heads" and any(p.role == "user" for p in world.client.stakeholders):
        return  # the stakeholders have answered: the profile contradicts them
    assert_settles(service_needs(fit), service_needs(only(attrs.evolve(world, client=told))))


@given(need_worlds(), st.data())
def test_an_answer_of_the_vendor_settles_open_needs_alone(world: World, data: st.DataObject) -> None:
    fit = only(world)
    (product,) = world.catalog.products
    lines = [line for line in world.client.requirements if fit[line.id].verdict == "unknown"]
    assume(lines)
    before = service_needs(fit)
    for completion in fillings(world, product, data.draw(st.sampled_from(lines))):
        after = only(completion)
        settled = all(after[j.requirement.id].verdict == j.verdict for j in fit.judgements if j.verdict != "unknown")
        if settled:  # else the answer corrected what was said
            assert_settles(before, service_needs(after))


@given(need_worlds())
def test_it_is_told_in_both_languages_to_both_audiences(world: World) -> None:
    report = world.report()
    found = service_needs(report.fits[0])
    shown = report.with_findings(found.findings, found.decided).with_results(found)
    for lang in ("en", "zh"):
        for audience in ("client", "internal"):
            assert telling.text(found, lang=lang, audience=audience)
            assert telling.markdown(shown, lang=lang, audience=audience)
    rows = telling.records(found)
    assert [row["need"] for row in rows] == [need.id for need in found.needs]
    plain = shown.to_dict()["results"][0]
    assert plain["result"] == "service_needs"
    assert hash(found.needs) == hash(service_needs(world.report().fits[0]).needs)


# ------------------------------------------------------------------------------------- the ten stages

PROFILE = {
    "presales_workshops": "2", "tender": "true", "legal_entities": "1", "sites": "2", "workflows": "4",
    "administrators": "2", "manager_users": "10", "new_users_per_year": "20", "data_sources": "3",
    "million_records": "1", "data_quality": "poor", "cutovers": "1", "tickets_per_month": "5", "reviews_per_year": "2",
    "change_requests_per_year": "6", "releases_per_year": "2", "data_volume": "50 GB",
}  # fmt: skip
LANDSCAPE = {"systems": [{"id": "erp"}]}


def described() -> tobfit.Client:
    """A client of whom everything is known that services ask for, with a gap of each kind that calls for one."""
    clerks = {"id": "clerks", "role": "user", "kind": "end_user", "head_count": 400}
    client = tobfit.Client(id="acme", as_of="2026-11-01", stakeholders=[clerks], profile=PROFILE, landscape=LANDSCAPE)
    client = client.require("crm.cpq", priority="must").require("crm.marketing").require("oa.workflow", priority="must")
    return client.require(None, connect={"system": "erp"}, text="Orders come from the ERP")


def product(services: Any = ()) -> tobfit.Product:
    made = tobfit.Product(id="crm@5", services=services).offers("crm.cpq", response="customisation")
    made = made.offers("crm.marketing", response="third_party")
    return made.offers("oa.workflow", response="standard", evidence=[{"source": "manual", "kind": "documented"}])


def needs_of(made: tobfit.Product) -> ServiceNeeds:
    report = tobfit.match(described(), [made], rules=False)
    return service_needs(report["crm@5"])


ALL = [(one.id, one.stage, one.capability) for one in tobfit.load_packs().base.services.values()]


def test_each_stage_of_the_packs_has_a_general_service_and_is_a_row() -> None:
    assert tuple(row.stage for row in needs_of(product()).stages) == STAGES
    assert {stage for _, stage, _ in ALL} == set(STAGES)
    assert all(row.verdicts for row in needs_of(product()).stages)


def offering(*left_out: str) -> list[dict[str, str]]:
    return [{"id": name, "capability": capability} for name, _, capability in ALL if capability not in left_out]


def test_served_needs_raise_nothing() -> None:
    found = needs_of(product(offering()))
    assert len(found.needs) >= 20
    assert {need.verdict for need in found.needs} == {"met"}
    assert not any(need.is_open for need in found.needs)
    assert (found.findings, dict(found.decided)) == ((), {})
    assert all(row.unserved == () and row.offered for row in found.stages)


@pytest.mark.parametrize(("name", "stage", "capability"), ALL, ids=[name for name, _, _ in ALL])
@pytest.mark.parametrize("denied", [True, False])
def test_one_need_left_unserved_in_each_stage_is_caught(name: str, stage: str, capability: str, denied: bool) -> None:
    made = product(offering(capability))
    if denied:
        made = made.offers(capability, response="not_supported")
    found = needs_of(made)
    (one,) = found.findings
    general = tobfit.load_packs().base.services[name]
    assert [row.stage for row in found.stages if row.unserved] == [stage]
    assert (one.kind, one.stage, one.product, one.requirement) == ("unserved_stage", "commercial", "crm@5", None)
    grave = {"should": ("major", "minor"), "could": ("minor", "info")}
    assert one.severity == grave[general.priority][0 if denied else 1]
    assert one.path[0] == "acme"
    assert one.path[-3:] == (stage, capability, "crm@5")
    assert found.matrix[stage][one.path[-4]] == ("unmet" if denied else "unknown")
    kinds = {remedy.kind for remedy in one.remedies}
    assert ("partner" in kinds) if denied else {"ask", "negotiate"} <= kinds
    matched = tobfit.match(described(), [made], rules=False)
    for way in one.remedies:
        report = matched.what_if(way.changes)
        after = service_needs(report["crm@5"])
        assert (way.score_after, way.decision_after) == (report["crm@5"].score, report["crm@5"].decision)
        if way.kind in ("negotiate", "partner", "change_process"):
            assert after.findings == ()


def test_a_stage_that_stated_lines_need_is_caught_by_their_priority() -> None:
    cases: tuple[tuple[Priority, str], ...] = (("must", "blocker"), ("should", "major"), ("could", "minor"))
    for priority, severity in cases:
        client = described().require("svc.p1_response", need={"at_most": "2 h"}, priority=priority, id="P1")
        made = product(offering()).offers("svc.p1_response", response="standard", value="4 h")
        found = service_needs(tobfit.match(client, [made], rules=False)["crm@5"])
        (one,) = found.findings
        assert (one.severity, one.requirement, found["P1"].stage) == (severity, "P1", "support")
        assert found["P1"].whys[0].kind == "stated"


# ------------------------------------------------------------------------------------------ by hand


def test_what_nobody_said_is_open_and_asked() -> None:
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("crm.cpq")
    found = service_needs(tobfit.match(client, [tobfit.Product(id="crm@5")])["crm@5"])
    training = found["service:svc.user_training/training"]
    assert training.is_open
    assert {"client.profile.end_users", "client.profile.sites"} <= {point.target for point in training.questions}
    tender = found["service:svc.tender_response/presales"]
    assert tender.is_open
    assert tender.questions[0].ask == "procurement"
    assert found["service:svc.implementation/implementation"].is_open is False
    assert "service:svc.integration/integration" not in {need.id for need in found.needs}


def test_a_client_that_lets_a_service_go_is_not_contradicted() -> None:
    client = described().require("svc.exit_assistance", priority="wont", id="no-exit")
    client = client.require("svc.handover", id="own", waived={"by": "clerks", "reason": "own staff"})
    made = product(offering("svc.exit_assistance", "svc.handover"))
    found = service_needs(tobfit.match(client, [made], rules=False)["crm@5"])
    assert found.findings == ()
    assert [need.id for need in found.of_stage("exit")] == ["no-exit"]
    assert "service:svc.handover/golive" not in {need.id for need in found.needs}


def test_a_system_that_may_be_replaced_is_a_reason_and_decides_nothing() -> None:
    old = {"systems": [{"id": "old", "capabilities": ["crm.cpq"]}]}
    client = tobfit.Client(id="acme", as_of="2026-11-01", landscape=old).require("crm.cpq")
    made = tobfit.Product(id="crm@5").offers("crm.cpq", response="standard")
    place = "service:svc.data_migration/migration"
    found = service_needs(tobfit.match(client, [made])["crm@5"])
    assert found[place].is_open
    assert [(why.kind, why.source, why.facts) for why in found[place].whys if why.kind == "system"] == [
        ("system", "old", ("crm.cpq",))
    ]
    none = client.evolve(profile={"data_sources": "0", "million_records": "0"})
    assert place not in {need.id for need in service_needs(tobfit.match(none, [made])["crm@5"]).needs}
    some = service_needs(tobfit.match(client.evolve(profile={"data_sources": "2"}), [made])["crm@5"])
    assert not some[place].is_open


def test_an_undecided_rule_that_would_add_a_service_is_an_open_need() -> None:
    packs = tobfit.load_packs()
    rule = {
        "id": "mine.night", "when": {"attr": "public_online_service", "op": "eq", "value": "true"},
        "implies": [{"capability": "svc.onsite", "need": {"level": "resident"}, "priority": "must"}],
        "basis": "experience", "source": "Our projects", "evidence": "seen",
    }  # fmt: skip
    packs = packs.with_layer(tobfit.model.pack.Pack(id="mine", rules=[rule]))
    client = tobfit.Client(id="acme", as_of="2026-11-01", jurisdictions=["CN"]).require("crm.cpq")
    found = service_needs(tobfit.match(client, [tobfit.Product(id="p")], packs=packs)["p"])
    (need,) = [n for n in found.needs if n.id.endswith("@mine.night")]
    assert (need.stage, need.is_open, need.priority) == ("support", True, "must")
    assert need.questions[0].target == "client.profile.public_online_service"
    assert [f.severity for f in found.findings if need.id in f.path] == ["major"]


def test_entries_of_an_offer_serve_its_client() -> None:
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("svc.poc", priority="must")
    made = tobfit.Product(id="p", complete=["svc"])
    offer = Offer(id="o", items=[{"product": "p"}], services=[{"id": "trial", "capability": "svc.poc"}])
    report = tobfit.match(client, tobfit.Catalog(products=(made,), offers=(offer,)))
    assert service_needs(report["o"])["R-001"].offered == ("trial",)
    assert service_needs(report["o"])["R-001"].is_served
    found = service_needs(report["p"])
    assert (found.findings[0].severity, found["R-001"].verdict) == ("blocker", "unmet")
    assert [row.offered for row in service_needs(report["o"]).stages if row.stage == "presales"] == [("trial",)]


def test_an_entry_without_a_word_on_what_it_is_is_named_where_it_may_help() -> None:
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("svc.poc")
    made = tobfit.Product(id="p", services=[{"id": "setup", "stage": "presales"}])
    found = service_needs(tobfit.match(client, [made])["p"])
    (one,) = [f for f in found.findings if f.requirement == "R-001"]
    assert "setup" in one.because.text("en")
    assert "setup" in one.because.text("zh")
    assert found["R-001"].verdict == "unknown"


def test_a_fit_becomes_one_with_gaps_and_nothing_becomes_better() -> None:
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("oa.workflow", priority="must")
    report = tobfit.match(client, [product()])
    found = service_needs(report["crm@5"])
    assert report["crm@5"].decision == "fit"
    assert dict(found.decided) == {"crm@5": ("fit_with_gaps", "commercial")}
    shown = report.with_findings(found.findings, found.decided)
    assert shown.decision["crm@5"] == ("fit_with_gaps", "commercial")
    assert shown["crm@5"].decision == "fit"


def test_efforts_of_packs_and_of_entries_reach_no_client() -> None:
    entry = {"id": "setup", "stage": "implementation", "capability": "svc.implementation", "effort": "777 days",
             "rate": "888888 CNY/day", "notes": "CANARY"}  # fmt: skip
    report = tobfit.match(described(), [product([entry])])
    found = service_needs(report["crm@5"])
    shown = report.with_findings(found.findings, found.decided).with_results(found)
    plain = str(shown.to_dict()), str(telling.records(found))
    for text in (telling.text(shown), telling.markdown(shown, lang="zh"), *plain):
        assert "777" not in text
        assert "888888" not in text
        assert "CANARY" not in text


@pytest.mark.parametrize("given", [None, "fit", 3])
def test_what_is_no_fit(given: Any) -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        service_needs(given)
    assert [(p.code, p.path) for p in caught.value.problems] == [("TF348", "fit")]


def test_entries_of_an_offer_and_its_products_that_share_an_id() -> None:
    """Each belongs to its own stage; what the offer gives beside all its products is named once."""
    one = tobfit.Product(id="p", services=[{"id": "setup", "capability": "svc.implementation"}])
    other = tobfit.Product(id="q", services=[{"id": "setup", "capability": "svc.poc"}])
    lessons = {"id": "lessons", "capability": "svc.user_training"}
    offer = Offer(id="o", items=[{"product": "p"}, {"product": "q"}], services=[lessons])
    asking = described().require("svc.user_training", id="T-1").require("svc.implementation", id="T-2")
    catalog = tobfit.Catalog(products=(one, other), offers=(offer,))
    found = service_needs(tobfit.match(asking, catalog, rules=False)["o"])
    rows = {row.stage: row.offered for row in found.stages if row.offered}
    assert rows == {"presales": ("setup",), "implementation": ("setup",), "training": ("lessons",)}
    assert (found["T-1"].offered, found["T-2"].offered) == (("lessons",), ("setup",))
