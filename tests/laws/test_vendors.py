"""The laws for lines about the vendor: against the naive judge, in any order, and what more of anything does."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.laws.test_ordering import facts
from tests.laws.test_reference import assert_as_reckoned

from tobfit.matching.fit import Fit
from tobfit.matching.outcome import RANK
from tobfit.model.catalog import Vendor
from tobfit.model.offer import Offer
from tobfit.model.requirement import Requirement
from tobfit.testing.strategies import World
from tobfit.testing.vendors import CERTIFICATES, REGIONS, references_of, vendor_documents, vendor_worlds

ORDER = ("no_fit", "undecided", "fit_with_gaps", "fit")


@settings(max_examples=settings().max_examples * 3)
@given(vendor_worlds())
def test_every_judgement_and_sum(world: World) -> None:
    assert_as_reckoned(world)


@given(vendor_worlds(shared=True), st.data())
def test_law_1_the_order_of_vendors_decides_nothing(world: World, data: st.DataObject) -> None:
    vendors = [
        vendor.evolve(
            certificates=data.draw(st.permutations(vendor.certificates)),
            references=data.draw(st.permutations(vendor.references)),
            support_regions=data.draw(st.permutations(vendor.support_regions)),
            complete=data.draw(st.permutations(vendor.complete)),
        )
        for vendor in data.draw(st.permutations(world.catalog.vendors))
    ]
    again = attrs.evolve(world, catalog=world.catalog.evolve(vendors=vendors))
    assert _judged(again) == _judged(world)


def _judged(world: World) -> Any:
    report = world.report()
    judgements = [[(j.outcome, j.requirement) for j in fit.judgements] for fit in report.fits]
    return judgements, facts(report)[1:]


@given(vendor_worlds(), st.data())
def test_law_7_another_vendor_has_no_part_in_it(world: World, data: st.DataObject) -> None:
    report = world.report()
    stranger = data.draw(vendor_documents("stranger", (), world.vocabulary))
    more = attrs.evolve(world, catalog=world.catalog.evolve(vendors=(*world.catalog.vendors, stranger)))
    assert list(more.report().fits) == list(report.fits)


@settings(max_examples=settings().max_examples * 2)
@given(vendor_worlds(), st.data())
def test_law_3_one_more_of_anything_never_lowers_a_score(world: World, data: st.DataObject) -> None:
    """A certificate, a reference, a region, more heads; but for lines that ask for few, or for none of something."""
    assume(world.catalog.vendors)
    lines = world.client.requirements
    assume(not any(line.scope != "product" and _asks_for_little(line) for line in lines))
    vendor = data.draw(st.sampled_from(world.catalog.vendors))
    richer = data.draw(_richer(vendor))
    vendors = [richer if one is vendor else one for one in world.catalog.vendors]
    again = attrs.evolve(world, catalog=world.catalog.evolve(vendors=vendors))
    before, after = world.report(), again.report()
    for fit in before.fits:
        _assert_not_lower(fit, after[fit.product])


def _asks_for_little(line: Requirement) -> bool:
    return line.need.at_most is not None or bool(line.need.none_of)


@st.composite
def _richer(draw: st.DrawFn, vendor: Vendor) -> Vendor:
    match draw(st.sampled_from(("certificate", "reference", "region", "heads"))):
        case "certificate":
            names = {item.name for item in vendor.certificates}
            new = draw(st.sampled_from([name for name in CERTIFICATES if name not in names] or ["another"]))
            return vendor.evolve(certificates=(*vendor.certificates, {"name": new}))
        case "reference":
            return vendor.evolve(references=(*vendor.references, draw(references_of())))
        case "region":
            new = draw(st.sampled_from([r for r in REGIONS if r not in vendor.support_regions] or ["FR"]))
            return vendor.evolve(support_regions=(*vendor.support_regions, new))
        case _:
            heads = vendor.scale.employees if vendor.scale is not None else None
            if heads is None:
                return vendor
            return vendor.evolve(scale={"employees": heads + draw(st.integers(1, 500))})


def _assert_not_lower(before: Fit, after: Fit) -> None:
    for old, new in zip(before.judgements, after.judgements, strict=True):
        if "not_applicable" in (old.verdict, new.verdict):
            assert old.verdict == new.verdict
            continue
        assert new.outcome.low >= old.outcome.low
        assert RANK[new.worst] >= RANK[old.worst]
        if old.verdict != "unknown":
            assert new.outcome.high >= old.outcome.high
            assert RANK[new.best] >= RANK[old.best]
    if before.score is not None and after.score is not None:
        assert after.score.low >= before.score.low
    if before.decision == "no_fit":
        return
    assert ORDER.index(after.decision) >= ORDER.index(before.decision) or after.decision == "fit_with_gaps"


@given(vendor_worlds(max_products=1))
def test_without_a_document_nothing_about_the_vendor_is_unmet(world: World) -> None:
    """Where neither product nor vendor said a word, and nobody answered, a line about the vendor is unknown."""
    (product,) = world.catalog.products
    silent = product.evolve(capabilities={}, complete=())
    bare = attrs.evolve(world, catalog=world.catalog.evolve(products=(silent,), vendors=(), responses=()))
    report = bare.report()
    for judgement in report[product.id].judgements:
        if judgement.requirement.scope != "product":
            assert judgement.verdict == "unknown"
            assert (judgement.outcome.low, judgement.outcome.high) == (0, 10**6)
    asked = {line.id for question in report.questions for line in question.requirements}
    lines = [line.id for line in bare.client.requirements if line.scope != "product"]
    assert asked.issuperset(lines)
    targets = [question.target for question in report.questions]
    for name in (product.vendor, product.partner):
        if name is not None and any(r.scope == "vendor" and r.capability for r in bare.client.requirements):
            assert any(target.startswith(f"vendor.{name}.capabilities.") for target in targets)


@settings(max_examples=settings().max_examples * 2)
@given(vendor_worlds(shared=True))
def test_law_10_remedies_and_answers_keep_their_promise(world: World) -> None:
    report = world.report()
    for fit in report.fits:
        for gap in fit.gaps:
            if gap.requirement.scope == "product":
                continue
            for remedy in report.remedies(gap):
                after = report.what_if(remedy.changes)[remedy.product]
                assert (after.score, after.decision) == (remedy.score_after, remedy.decision_after)
                assert after[gap.requirement.id].credit == remedy.credit
                assert remedy.kind == "replace" or after == remedy.fit
    for question in report.questions:
        assert question.product is not None
        for effect in question.answers.values():
            after = report.what_if(effect.changes)[question.product]
            assert (after.decision, after.score) == (effect.decision, effect.score)


@settings(max_examples=settings().max_examples * 3)
@given(vendor_worlds(max_products=1))
def test_law_4_an_answer_about_a_vendor_narrows_the_line(world: World) -> None:
    """What is asked of a vendor and nobody else is not overridden by its answer, but filled in."""
    report = world.report()
    (fit,) = report.fits
    for question in report.questions:
        lines = [line for line in question.requirements if line.scope == "vendor"]
        if not question.target.startswith("vendor.") or question.kind not in ("value", "statement") or not lines:
            continue
        for effect in question.answers.values():
            after = report.what_if(effect.changes)[fit.product]
            for line in lines:
                old, new = fit[line.id], after[line.id]
                if new.verdict == "not_applicable" or old.outcome.reason == "rolled_up" or old.parts:
                    continue
                if old.speech.kind == "ancestor":
                    continue  # a statement on the capability itself stands in the place of the broader one
                assert new.credit in old.credit
                assert RANK[old.worst] <= RANK[new.worst] <= RANK[new.best] <= RANK[old.best]


@given(vendor_worlds(shared=True), st.data())
def test_a_partner_never_lowers_what_an_offer_says_of_its_vendor(world: World, data: st.DataObject) -> None:
    items = [{"product": product.id} for product in world.catalog.products]
    catalog = world.catalog.evolve(offers=(Offer(id="offer", items=items),))
    before = attrs.evolve(world, catalog=catalog).report()["offer"]
    partner = data.draw(vendor_documents("partner", tuple(world.vocabulary.capabilities)[-3:], world.vocabulary))
    offered = Offer(id="offer", items=items, partner="partner")
    more = catalog.evolve(offers=(offered,), vendors=(*catalog.vendors, partner))
    after = attrs.evolve(world, catalog=more).report()["offer"]
    for old, new in zip(before.judgements, after.judgements, strict=True):
        if "not_applicable" in (old.verdict, new.verdict) or old.requirement.scope == "product":
            continue
        assert new.outcome.low >= old.outcome.low
        assert RANK[new.worst] >= RANK[old.worst]
        assert new.outcome.high >= old.outcome.high
