"""The laws of matching over worlds whose clients have a landscape: promises, order, sums, what more gives.

What each line comes to there is held against a naive judge in ``test_reference``, routes in ``test_routes``.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tobfit.integration.deployment import deployment_lines
from tobfit.integration.site import Site
from tobfit.matching.fit import Fit
from tobfit.matching.question import Question
from tobfit.matching.report import Report
from tobfit.model.landscape import COORDINATES, Adapter, Landscape
from tobfit.model.product import Product
from tobfit.model.requirement import Requirement
from tobfit.model.words import HOSTINGS
from tobfit.testing.strategies import World, worlds

ORDER = ("no_fit", "undecided", "fit_with_gaps", "fit")
LEVEL = {"unmet": 0, "partial": 1, "met": 2}
DRAWN = worlds(max_lines=2, max_products=2, landscape=True)
ALONE = worlds(max_lines=2, max_products=1, landscape=True)
SILENT = worlds(max_lines=2, max_products=1, landscape=True, with_answers=False)
"""No vendor answers: a vendor's word may be contradicted by what is learnt of the landscape later."""


# ------------------------------------------------------------------------------------------------- promises
@given(DRAWN)
def test_law_10_remedies_keep_their_promise(world: World) -> None:
    report = world.report()
    for fit in report.fits:
        for gap in fit.gaps:
            for remedy in report.remedies(gap):
                after = report.what_if(remedy.changes)[remedy.product]
                assert (after.score, after.decision) == (remedy.score_after, remedy.decision_after)
                assert after[gap.requirement.id].credit == remedy.credit


@given(DRAWN)
def test_law_10_answers_keep_their_promise(world: World) -> None:
    report = world.report()
    asked = [(question.target, question.product) for question in report.questions]
    assert len(set(asked)) == len(asked)
    for question in report.questions:
        assert len(question.answers) == len(question.options)
        for effect in question.answers.values():
            assert question.product is not None
            again = report.what_if(effect.changes)
            after = again[question.product]
            assert (after.decision, after.score) == (effect.decision, effect.score)
            if question.ask != "client":
                # What the client's landscape is, all products feel.
                assert all(again[fit.product] == fit for fit in report.fits if fit.product != question.product)


@given(ALONE)
def test_every_open_line_is_asked_about(world: World) -> None:
    report = world.report()
    (fit,) = report.fits
    asked = {line.id for question in report.questions for line in question.requirements}
    for judgement in fit.judgements:
        line = judgement.requirement
        if judgement.verdict == "unknown" and line.priority != "wont" and not judgement.waived:
            assert line.id in asked


# ------------------------------------------------------------------------------------ what was learnt narrows
def assert_within(before: Fit, after: Fit) -> None:
    """No line that was there comes to anything that it could not have come to."""
    found = {judgement.requirement.id: judgement for judgement in after.judgements}
    for old in before.judgements:
        new = found[old.requirement.id]
        assert new.credit in old.credit
        assert LEVEL[old.worst] <= LEVEL[new.worst] <= LEVEL[new.best] <= LEVEL[old.best]


@settings(max_examples=settings().max_examples * 2)
@given(SILENT, st.data())
def test_law_4_answers_about_the_landscape_narrow_one_after_the_other(world: World, data: st.DataObject) -> None:
    first = report = world.report()
    name = report.fits[0].product
    for _ in range(8):
        open_ones = [q for q in report.questions if isinstance(q, Question) and q.kind == "landscape" and q.options]
        if not open_ones:
            break
        question = data.draw(st.sampled_from(open_ones))
        _, changes = data.draw(st.sampled_from(question.options))
        again = report.what_if(changes)
        assert_within(report[name], again[name])
        assert not _is_asked_again(question, again)
        report = again
    assert_within(first[name], report[name])


def _is_asked_again(question: Question, report: Report) -> bool:
    """What was answered is no question any more."""
    lines = {line.id for line in question.requirements}
    return any(
        isinstance(other, Question)
        and (other.target, other.options) == (question.target, question.options)
        and lines <= {line.id for line in other.requirements}
        for other in report.questions
    )


@given(ALONE)
def test_law_4_an_answer_narrows_the_lines_that_it_is_asked_for(world: World) -> None:
    report = world.report()
    (fit,) = report.fits
    for question in report.questions:
        for effect in question.answers.values() if question.kind == "landscape" else ():
            after = report.what_if(effect.changes)[fit.product]
            for line in question.requirements:
                assert after[line.id].credit in fit[line.id].credit


# -------------------------------------------------------------------------------------------- more is not worse
def drawn(world: World, **parts: Any) -> World:
    """With other parts of the landscape."""
    landscape = world.client.landscape or Landscape()
    return attrs.evolve(world, client=world.client.evolve(landscape=landscape.evolve(**parts)))


ADAPTERS = [
    Adapter(id="one-more", then={name: "any"}, response=response, effort="1 day", latency="0 s", capacity="9 /s")
    for name in COORDINATES
    for response in (None, "standard", "customisation")
]
"""Adapters of which everything is said."""


def offering_more(product: Product) -> Iterator[dict[str, Any]]:
    """The product delivered for one more kind of place, with one more interface or adapter, or calling home less."""
    # Where nothing was said, saying something is an answer and no addition.
    yield from ({"hosting": (*product.hosting, kind)} for kind in HOSTINGS if product.hosting)
    for interface in product.interfaces:
        other = interface.evolve(id="one-more")
        yield {"interfaces": (*product.interfaces, other)}
        said = [name for name in COORDINATES[1:] if getattr(interface, name) is not None]
        yield from ({"interfaces": (*product.interfaces, other.evolve(**{n: ("any",)}))} for n in said)
    yield from ({"adapters": (*product.adapters, adapter)} for adapter in ADAPTERS)
    if product.egress == "required":
        yield {"egress": "none"}


def having_more(landscape: Landscape, product: Product) -> Iterator[dict[str, Any]]:
    """The client with one more flow or adapter, with what the product runs on or relies on."""
    ends = [*(zone.id for zone in landscape.zones), "saas", "internet"]
    flows = [{"from": start, "to": to} for start in ends for to in ends if start != to]
    yield from ({"flows": (*landscape.flows, flow)} for flow in flows)
    yield from ({"adapters": (*landscape.adapters, adapter)} for adapter in ADAPTERS)
    needed = [{"platform": one.platform, "version": VERSIONS[one.platform]} for one in _platforms(product)]
    for zone in landscape.zones:
        # The first platform of all would make a Must of what nobody could fail before.
        if zone.platforms:
            more = zone.evolve(platforms=(*zone.platforms, *needed))
            yield {"zones": [more if one is zone else one for one in landscape.zones]}
    for system in landscape.systems:
        able = system.evolve(capabilities=(*system.capabilities, *product.requires))
        yield {"systems": [able if one is system else one for one in landscape.systems]}


VERSIONS = {"k8s": "1.27", "pg": "14", "db2": None}
"""Versions that all products of these worlds run on."""


def _platforms(product: Product) -> list[Any]:
    return [choice for one in product.runs_on for choice in one.choices]


def assert_no_worse(before: Fit, after: Fit) -> None:
    """Neither end of any line falls, nor does the decision."""
    assert [j.requirement.id for j in before.judgements] == [j.requirement.id for j in after.judgements]
    for old, new in zip(before.judgements, after.judgements, strict=True):
        assert new.credit.low >= old.credit.low
        assert new.credit.high >= old.credit.high
    assert ORDER.index(after.decision) >= ORDER.index(before.decision)


# A policy that takes what is unknown for worse than what has to be built could call a chance a gap.
USUAL = worlds(max_lines=2, max_products=1, landscape=True, default_policy=True)


@settings(max_examples=settings().max_examples * 3)
@given(USUAL, st.data())
def test_law_3_a_product_that_offers_more_is_no_worse(world: World, data: st.DataObject) -> None:
    (product,) = world.catalog.products
    before = world.report()[product.id]
    for more in data.draw(st.lists(st.sampled_from(list(offering_more(product))), max_size=3)):
        assert_no_worse(before, world.with_product(product.evolve(**more)).report()[product.id])


@settings(max_examples=settings().max_examples * 3)
@given(USUAL, st.data())
def test_law_3_with_a_client_that_has_more_a_product_is_no_worse(world: World, data: st.DataObject) -> None:
    (product,) = world.catalog.products
    landscape = world.client.landscape or Landscape()
    before = world.report()[product.id]
    for more in data.draw(st.lists(st.sampled_from(list(having_more(landscape, product))), max_size=3)):
        assert_no_worse(before, drawn(world, **more).report()[product.id])


# ------------------------------------------------------------------------------------------------ order, sums
@given(DRAWN, st.data())
def test_law_1_the_order_of_a_landscape_does_not_matter(world: World, data: st.DataObject) -> None:
    landscape = world.client.landscape or Landscape()
    parts = ("zones", "flows", "systems", "adapters")
    mixed = {name: data.draw(st.permutations(getattr(landscape, name))) for name in parts}
    one, two = world.report(), drawn(world, **mixed).report()
    assert one.fits == two.fits
    assert [fit.gaps for fit in one.fits] == [fit.gaps for fit in two.fits]
    told = [[judgement.reason for judgement in fit.judgements] for fit in one.fits]
    assert told == [[judgement.reason for judgement in fit.judgements] for fit in two.fits]


@given(DRAWN)
def test_laws_2_and_7_parts_sum_and_no_product_counts_for_another(world: World) -> None:
    report = world.report()
    for fit in report.fits:
        if fit.score is not None:
            assert sum((part.low for part in fit.contributions), Fraction(0)) == fit.score.low
            assert sum((part.high for part in fit.contributions), Fraction(0)) == fit.score.high
        answers = [one for one in world.catalog.responses if one.product == fit.product]
        one = world.catalog.evolve(products=[world.catalog[fit.product]], responses=answers)
        alone = attrs.evolve(world, catalog=one).report()[fit.product]
        assert alone == fit
        assert [judgement.route for judgement in alone.judgements] == [judgement.route for judgement in fit.judgements]


@given(ALONE, st.sampled_from(("2", "0.1", "0.0007")))
def test_law_6_scaling_the_weights_of_lines_that_were_made_ones_own(world: World, factor: str) -> None:
    derived = deployment_lines(Site(world.client, world.packs.base), world.client.requirements)
    assume(derived)
    own = [*world.client.requirements, *(line.evolve(origins=()) for line in derived)]

    def weighing(times: str) -> Report:
        lines: list[Requirement] = [line.evolve(weight=line.weight * Decimal(times)) for line in own]
        return attrs.evolve(world, client=world.client.evolve(requirements=lines)).report()

    report, scaled = weighing("1"), weighing(factor)
    assert [fit.score for fit in scaled.fits] == [fit.score for fit in report.fits]
    assert scaled.ranks == report.ranks
    # A line that follows weighs and decides as one of the client's own, where nobody's influence counts.
    if not world.client.stakeholders:
        told = [(fit.product, fit.score, fit.decision) for fit in report.fits]
        assert told == [(fit.product, fit.score, fit.decision) for fit in world.report().fits]
