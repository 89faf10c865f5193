"""Offers of several products: what each line comes to, what adding, removing and reordering do, promises, prices."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.laws.completions import fillings
from tests.laws.test_completions import assert_inside
from tests.laws.test_ordering import facts

from tobfit.knowledge.regions import RESIDENCY
from tobfit.matching.fit import Fit
from tobfit.matching.outcome import RANK, Judgement
from tobfit.model.interval import MILLION
from tobfit.model.offer import Item, Offer
from tobfit.model.product import Product, Statement
from tobfit.model.requirement import Requirement
from tobfit.testing.offers import OFFER, offer_worlds, offers
from tobfit.testing.strategies import World, worlds

LADDER = ("no_fit", "undecided", "fit_with_gaps", "fit")


def with_offers(world: World, *made: Offer) -> World:
    return attrs.evolve(world, catalog=world.catalog.evolve(offers=made))


def offer_of(world: World) -> Offer:
    (offer,) = world.catalog.offers
    return offer


def asks_for_all(line: Requirement) -> bool:
    return line.deploy is not None or line.capability == RESIDENCY


def alone(world: World, item: Item) -> Fit:
    """The fit of an offer of one item alone."""
    return with_offers(world, Offer(id="alone", items=[item])).report()["alone"]


@given(worlds(landscape=None))
def test_an_offer_of_one_product_without_modules_is_the_product(world: World) -> None:
    made = [Offer(id=f"offer-{product.id}", items=[{"product": product.id}]) for product in world.catalog.products]
    report = with_offers(world, *made).report()
    for product in world.catalog.products:
        fit, offered = report[product.id], report[f"offer-{product.id}"]
        assert attrs.evolve(offered, product=product.id) == fit
        assert offered.contributions == fit.contributions
        told = [(g.requirement, g.kind, g.severity) for g in fit.gaps]
        assert [(g.requirement, g.kind, g.severity) for g in offered.gaps] == told
        assert [g.because.removesuffix("; its price is not in the offer") for g in offered.gaps] == [
            g.because for g in fit.gaps
        ]
        assert report.ranks[offered.product] == report.ranks[product.id]


def bare(product: Product, modules: Iterable[str]) -> dict[str, Any]:
    """What a product states with some modules alone, worked out anew: response and value of what is left."""
    found = {}
    for name, stated in product.capabilities.items():
        left = [s for s in stated if s.module is None or s.module in set(modules)]
        said = left or [Statement(response="not_supported", by=s.by, on=s.on) for s in stated]
        found[name] = [(s.response, s.extent, s.value, s.by) for s in said]
    return found


@given(offer_worlds())
def test_what_needs_a_module_that_is_not_sold_is_not_there(world: World) -> None:
    fit = world.report()[OFFER]
    for item in offer_of(world).items:
        product = world.catalog.product(item.product)
        for judgement in fit.judgements:
            for part in judgement.parts or (judgement,):
                if part.item == item.product:
                    stated = part.voices.product.capabilities
                    told = {name: [(s.response, s.extent, s.value, s.by) for s in stated[name]] for name in stated}
                    assert told == bare(product, item.modules)


@given(offer_worlds(landscape=None))
def test_each_line_is_served_by_the_best_or_asks_for_all(world: World) -> None:
    """Against the offers of each item alone: the best ends count, of what each has to do the worst."""
    fit = world.report()[OFFER]
    singles = {item.product: alone(world, item) for item in offer_of(world).items}
    for judgement in fit.judgements:
        line = judgement.requirement
        if line.deploy is not None:
            continue  # a dependency may be met by another item: below
        found = [single[line.id].outcome for single in singles.values()]
        applying = [outcome for outcome in found if outcome.verdict != "not_applicable"]
        assert judgement.item in singles
        if not applying:
            assert judgement.verdict == "not_applicable"
            continue
        end = min if asks_for_all(line) else max
        outcome = judgement.outcome
        assert (outcome.low, outcome.high) == (end(o.low for o in applying), end(o.high for o in applying))
        assert RANK[outcome.worst] == end(RANK[o.worst] for o in applying)
        assert RANK[outcome.best] == end(RANK[o.best] for o in applying)
        if judgement.verdict != "unknown":
            assert judgement.verdict == outcome.worst == outcome.best
        own = singles[judgement.item][line.id].outcome
        assert (own.reason, own.verdict) == (judgement.own.outcome.reason, judgement.own.outcome.verdict)
        # The one that is named carries the certain end.
        assert own.worst == outcome.worst or asks_for_all(line)
        assert own.low == outcome.low or own.worst == outcome.worst


@given(offer_worlds(landscape=None))
def test_law_2_contributions_sum_to_the_score(world: World) -> None:
    fit = world.report()[OFFER]
    if fit.score is None:
        assert fit.contributions == ()
        return
    assert sum((part.low for part in fit.contributions), Fraction(0)) == fit.score.low
    assert sum((part.high for part in fit.contributions), Fraction(0)) == fit.score.high
    for judgement in fit.judgements:
        assert 0 <= judgement.outcome.low <= judgement.outcome.high <= MILLION
        assert RANK[judgement.worst] <= RANK[judgement.best]


@given(offer_worlds(landscape=None), st.data())
def test_adding_an_item_never_lowers_what_one_product_can_serve(world: World, data: st.DataObject) -> None:
    offer = offer_of(world)
    assume(len(offer.items) > 1)
    fewer = data.draw(st.sampled_from(range(len(offer.items))))
    smaller = Offer(id="smaller", items=[item for place, item in enumerate(offer.items) if place != fewer])
    report = with_offers(world, offer.evolve(discounts=(), services=()), smaller).report()
    before, after = report["smaller"], report[OFFER]
    served = [
        (old, new)
        for old, new in zip(before.judgements, after.judgements, strict=True)
        if not asks_for_all(old.requirement) and old.verdict != "not_applicable"
    ]
    for old, new in served:
        assert new.outcome.low >= old.outcome.low
        assert new.outcome.high >= old.outcome.high
        assert RANK[new.worst] >= RANK[old.worst]
        assert RANK[new.best] >= RANK[old.best]
    if len(served) < len(after.judgements) or world.policy != type(world.policy)():
        return  # all items have to run somewhere, and what applied to none may apply now
    if before.score is not None and after.score is not None:
        assert before.score.low <= after.score.low
        assert before.score.high <= after.score.high
    if LADDER.index(after.decision) < LADDER.index(before.decision):
        # Only the item that serves a line better may show a gap that the other one did not: a claim without evidence.
        assert (before.decision, after.decision) == ("fit", "fit_with_gaps")
        assert any(new.item != old.item and set(new.kinds) - set(old.kinds) for old, new in served)


@given(offer_worlds(landscape=None), st.data())
def test_law_1_the_order_of_items_and_offers_decides_nothing(world: World, data: st.DataObject) -> None:
    offer = offer_of(world)
    other = data.draw(offers(world.catalog.products)).evolve(id="other")
    again = offer.evolve(
        items=[
            item.evolve(modules=data.draw(st.permutations(item.modules)))
            for item in data.draw(st.permutations(offer.items))
        ]
    )
    assert facts(with_offers(world, offer, other).report()) == facts(with_offers(world, other, again).report())


@given(offer_worlds(landscape=None), st.data())
def test_law_7_what_is_not_in_the_offer_has_no_part_in_it(world: World, data: st.DataObject) -> None:
    report = world.report()
    offer = offer_of(world)
    bare_report = with_offers(world).report()
    assert list(bare_report.fits) == [fit for fit in report.fits if fit.product != OFFER]
    out = [report.ranks[f.product] for f in report.fits if f.decision == "no_fit"]
    rest = [report.ranks[f.product] for f in report.fits if f.decision != "no_fit"]
    assert not out or not rest or min(out) > max(rest)
    others = [product for product in world.catalog.products if product.id not in offer.products]
    assume(others)
    gone = data.draw(st.sampled_from(others))
    catalog = world.catalog.evolve(
        products=[product for product in world.catalog.products if product is not gone],
        responses=[said for said in world.catalog.responses if said.product != gone.id],
    )
    smaller = attrs.evolve(world, catalog=catalog).report()
    assert list(smaller.fits) == [fit for fit in report.fits if fit.product != gone.id]
    assert [(g, g.path) for g in smaller[OFFER].gaps] == [(g, g.path) for g in report[OFFER].gaps]


@given(offer_worlds(with_modules=False, landscape=None), st.data())
def test_law_4_an_answer_to_one_product_narrows_the_offer(world: World, data: st.DataObject) -> None:
    """The same fillings of what is unknown that narrow a product narrow every offer of it."""
    fit = world.report()[OFFER]
    product = world.catalog.product(data.draw(st.sampled_from(offer_of(world).products)))
    lines = [j.requirement for j in fit.judgements if any(p.item == product.id for p in j.parts or (j,))]
    line = data.draw(st.sampled_from(lines))
    for completion in fillings(world, product, line):
        after = completion.report()[OFFER]
        for old, new in zip(fit.judgements, after.judgements, strict=True):
            if new.verdict != "not_applicable":
                assert new.credit in old.credit
                assert RANK[old.worst] <= RANK[new.worst] <= RANK[new.best] <= RANK[old.best]
            if old.verdict not in ("unknown", "not_applicable"):
                assert new.verdict == old.verdict
        if len(fit.judgements[0].outcomes) == 1:
            assert_inside(fit, after)
        elif fit.score is not None and after.score is not None:
            assert after.score in fit.score
        assert not fit.fails_at_best or after.fails_at_best
        assert not after.fails_at_worst or fit.fails_at_worst


@given(offer_worlds(landscape=None, max_lines=2, max_products=2))
def test_law_10_remedies_keep_their_promise(world: World) -> None:
    report = world.report()
    fit = report[OFFER]
    for gap in fit.gaps:
        for remedy in report.remedies(gap):
            again = report.what_if(remedy.changes)
            after = again[remedy.product]
            assert (after.score, after.decision) == (remedy.score_after, remedy.decision_after)
            assert after[gap.requirement.id].credit == remedy.credit
            assert remedy.kind == "replace" or remedy.product == OFFER
            # The shortcut that spares lines gives all that the long way does.
            assert remedy.kind == "replace" or after == remedy.fit
            assert [j.parts for j in after.judgements] == [j.parts for j in remedy.fit.judgements]


@given(offer_worlds(landscape=None, max_lines=2, max_products=2))
def test_law_10_answers_keep_their_promise(world: World) -> None:
    report = world.report()
    asked = [question for question in report.questions if question.product == OFFER]
    for question in asked:
        for effect in question.answers.values():
            after = report.what_if(effect.changes)[OFFER]
            assert (after.decision, after.score) == (effect.decision, effect.score)
        assert question.item in offer_of(world).products
        told = question.target.startswith((f"product.{question.item}.", "client."))
        assert told
    # Each candidate is asked about a target once.
    keys = [(question.product, question.target) for question in report.questions]
    assert len(set(keys)) == len(keys)
    for judgement in report[OFFER].judgements:
        line = judgement.requirement
        if judgement.verdict == "unknown" and line.priority != "wont" and not judgement.waived:
            assert any(line in question.requirements for question in asked)


@given(offer_worlds())
def test_the_parts_of_a_price_sum_to_its_totals(world: World) -> None:
    for fit in world.report().fits:
        price = fit.price
        sums: dict[str | None, Fraction] = {}
        for part in price.parts:
            if part.amount is not None:
                assert (part.kind == "discount") == (part.amount.number < 0) or part.amount.number == 0
                sums[part.amount.unit] = sums.get(part.amount.unit, Fraction(0)) + Fraction(part.amount.number)
        assert {total.unit: Fraction(total.number) for total in price.totals} == sums
        assert all(total.number >= 0 for total in price.totals)
        assert sums == _discounted(world, fit)
        units = [total.unit or "" for total in price.totals]
        assert units == sorted(set(units))
        assert not any(unit.endswith("/month") for unit in units)
        assert {part.name for part in price.open} <= {part.name for part in price.parts}


def _discounted(world: World, fit: Fit) -> dict[str | None, Fraction]:
    """The totals worked out anew: every discount is one of the list prices, and takes no more than is left."""
    listed = [part for part in fit.price.parts if part.amount is not None and part.kind != "discount"]

    def summed(of: Iterable[str]) -> dict[str | None, Fraction]:
        names, found = set(of), dict[str | None, Fraction]()
        for part in listed:
            if part.amount is not None and (not names or part.product in names):
                found[part.amount.unit] = found.get(part.amount.unit, Fraction(0)) + Fraction(part.amount.number)
        return found

    left = summed(())
    for discount in offer_of(world).discounts if fit.product == OFFER else ():
        for unit, base in summed(discount.items).items():
            if discount.share is not None:
                left[unit] -= min(left[unit], base * Fraction(discount.share))
            elif discount.amount is not None and discount.amount.unit == unit:
                left[unit] -= min(left[unit], base, Fraction(discount.amount.number))
    return left


@given(offer_worlds(landscape=None))
def test_needed_modules_are_enough(world: World) -> None:
    """A product with the modules alone that its lines need serves them as it did with all."""
    report = world.report()
    for product in world.catalog.products:
        fit = report[product.id]
        needed = [one.module for one in fit.modules]
        if any(word.startswith(f"{product.id}: cannot be met together") for word in _warned(report.warnings)):
            continue
        chosen = with_offers(world, Offer(id="needed", items=[{"product": product.id, "modules": needed}]))
        after = chosen.report()["needed"]
        for old, new in zip(fit.judgements, after.judgements, strict=True):
            if old.verdict in ("met", "partial") and not _shares_words(old):
                assert new.credit == old.credit
                assert new.verdict == old.verdict


def _warned(problems: Iterable[object]) -> list[str]:
    return [getattr(problem, "message", "") for problem in problems]


def _shares_words(judgement: Judgement) -> bool:
    """Lines that several statements speak for: one of them may fall away with its module."""
    return len(judgement.statements) != 1


@given(offer_worlds(landscape=True, max_products=2))
def test_what_products_may_give_each_other_is_open(world: World) -> None:
    """Filling what nobody said of one product moves the places to run of the others within what could be."""
    report = world.report()
    fit = report[OFFER]
    placed = [judgement for judgement in fit.judgements if judgement.requirement.deploy is not None]
    names = {name for item in offer_of(world).products for name in world.catalog.product(item).requires}
    for item in offer_of(world).products:
        unsaid = sorted(names - world.catalog.product(item).capabilities.keys())
        for name in unsaid:
            for response in ("standard", "not_supported"):
                after = report.what_if({f"product.{item}.capabilities.{name}": response})[OFFER]
                for old in placed:
                    new = after[old.requirement.id]
                    is_corrected = name in world.catalog.product(item).complete or any(
                        name in world.vocabulary.ancestors(said) or said in world.vocabulary.ancestors(name)
                        for said in (*world.catalog.product(item).capabilities, *world.catalog.product(item).complete)
                    )
                    if not is_corrected:  # what spoke before is overridden then, not filled in
                        assert new.credit in old.credit
                        assert RANK[old.worst] <= RANK[new.worst] <= RANK[new.best] <= RANK[old.best]
