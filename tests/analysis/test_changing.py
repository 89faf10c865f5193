"""Change: shares of causes and records against their definition, exact sums, and what has no part."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.changed_worlds import Dated, a_rule, pairs, plain_product

import tobfit
from tobfit.analysis.attributing import Attribution
from tobfit.analysis.changing import Change, change
from tobfit.analysis.flipping import smallest
from tobfit.analysis.mixing import Mixer, offered
from tobfit.analysis.shapley import inseparable, set_of, shapley
from tobfit.errors import TobfitError
from tobfit.matching.report import Report, match
from tobfit.model.catalog import Catalog
from tobfit.model.interval import Interval
from tobfit.model.pack import Pack
from tobfit.model.policy import Policy
from tobfit.model.product import Product

SOME = settings(max_examples=settings().max_examples * 2 // 3)
FEW = settings(max_examples=settings().max_examples // 2)
FEWER = settings(max_examples=settings().max_examples // 4)
WORLDS = 32
"""Enough for small worlds, and many times faster than what is taken where nothing is said."""
CODES = Callable[[], Any]


def ends(delta: Interval | None) -> tuple[Fraction, Fraction]:
    assert delta is not None
    return delta.low, delta.high


def summed(deltas: Iterable[Interval | None]) -> tuple[Fraction, Fraction]:
    listed = [ends(delta) for delta in deltas]
    return sum((low for low, _ in listed), Fraction(0)), sum((high for _, high in listed), Fraction(0))


def codes(call: CODES) -> list[str]:
    with pytest.raises(TobfitError) as caught:
        call()
    return [problem.code for problem in caught.value.problems]


# ------------------------------------------------------------------------------------------------ games


def by_orders(values: Sequence[Fraction]) -> list[Fraction]:
    """Shapley's shares by their definition: what each player adds, over all orders."""
    players = len(values).bit_length() - 1
    shares = [Fraction(0)] * players
    orders = list(itertools.permutations(range(players)))
    for order in orders:
        chosen = 0
        for player in order:
            shares[player] += (values[chosen | 1 << player] - values[chosen]) / len(orders)
            chosen |= 1 << player
    return shares


@given(st.integers(0, 4).flatmap(lambda n: st.lists(st.fractions(-9, 9), min_size=1 << n, max_size=1 << n)))
def test_shapley_shares_are_what_all_orders_give(values: list[Fraction]) -> None:
    shares = shapley(values)
    assert list(shares) == by_orders(values)
    assert sum(shares) == values[-1] - values[0]


def groupings(players: Sequence[int]) -> Iterable[list[tuple[int, ...]]]:
    if not players:
        yield []
        return
    first, *rest = players
    for grouping in groupings(rest):
        yield [(first,), *grouping]
        for place, group in enumerate(grouping):
            yield [*grouping[:place], (first, *group), *grouping[place + 1 :]]


@given(st.integers(1, 4).flatmap(lambda n: st.tuples(st.just(n), st.sets(st.integers(0, (1 << n) - 1)))))
def test_what_cannot_be_told_apart_is_joined_and_nothing_else(drawn: tuple[int, set[int]]) -> None:
    players, bad = drawn
    bad -= {0, (1 << players) - 1}
    found = inseparable(players, lambda chosen: chosen not in bad)
    assert sorted(itertools.chain(*found)) == list(range(players))

    def is_sound(groups: Sequence[tuple[int, ...]]) -> bool:
        return all(set_of(some, groups) not in bad for some in range(1 << len(groups)))

    assert is_sound(found)
    assert len(found) == max(len(g) for g in groupings(range(players)) if is_sound(g))
    # Seen from the other end, sound sets are the complements; the groups are the same.
    assert found == inseparable(players, lambda chosen: (1 << players) - 1 - chosen not in bad)


# ------------------------------------------------------------------------------------- shares of two worlds


@SOME
@given(pairs())
def test_parts_sum_exactly_to_the_difference_at_both_ends(pair: tuple[Dated, Dated]) -> None:
    before, after = (dated.report() for dated in pair)
    found = change(before, after, worlds=WORLDS)
    assert {item.product for item in found.products} == set(before.ranks) & set(after.ranks)
    for item in found.products:
        old, new = before[item.product], after[item.product]
        assert item.scores == (old.score, new.score)
        assert item.decisions == (old.decision, new.decision)
        causes = [cause for cause in found.causes if cause.product == item.product]
        lines = [line for line in found.requirements if line.product == item.product]
        if old.score is None or new.score is None:
            assert item.delta is None
            assert lines == []
            assert all(cause.delta is None for cause in causes)
            continue
        wanted = (new.score.low - old.score.low, new.score.high - old.score.high)
        assert ends(item.delta) == wanted == summed(cause.delta for cause in causes)
        assert summed(line.delta for line in lines) == wanted
        for cause in causes:
            assert summed(share.delta for share in cause.records) == ends(cause.delta)
            of_cause = [line.delta for line in lines if line.cause == cause.cause]
            assert summed(of_cause) == ends(cause.delta)
        _check_lines(found, item.product, before, after)


def _check_lines(found: Change, product: str, before: Report, after: Report) -> None:
    """Line by line the deltas are the difference of the contributions."""
    parts = [{p.requirement: (p.low, p.high) for p in report[product].contributions} for report in (before, after)]
    zero = (Fraction(0), Fraction(0))
    for name in parts[0].keys() | parts[1].keys():
        items = [line for line in found.requirements if (line.product, line.requirement) == (product, name)]
        old, new = (side.get(name, zero) for side in parts)
        assert summed(item.delta for item in items) == (new[0] - old[0], new[1] - old[1])
        for item in items:
            assert (item.before is None) == (name not in {line.id for line in before.requirements})
            assert (item.after is None) == (name not in {line.id for line in after.requirements})
            if item.after is not None:
                assert item.after.verdict == after[product][name].verdict
                assert ends(item.after.contribution) == new


@settings(max_examples=settings().max_examples // 8)
@given(pairs(max_lines=2, max_products=1, landscape=True))
def test_parts_of_what_hangs_on_a_landscape_sum_too(pair: tuple[Dated, Dated]) -> None:
    before, after = (dated.report() for dated in pair)
    found = change(before, after, worlds=16)
    for item in found.products:
        if item.delta is not None:
            assert summed(cause.delta for cause in found.causes if cause.product == item.product) == ends(item.delta)
            assert summed(s.delta for c in found.causes for s in c.records) == ends(item.delta)
            _check_lines(found, item.product, before, after)


@FEW
@given(pairs())
def test_going_back_is_the_opposite(pair: tuple[Dated, Dated]) -> None:
    before, after = (dated.report() for dated in pair)
    there, back = change(before, after, worlds=WORLDS), change(after, before, worlds=WORLDS)

    def told(found: Change, sign: int) -> dict[tuple[str, ...], tuple[Fraction, Fraction] | None]:
        shares: dict[tuple[str, ...], tuple[Fraction, Fraction] | None] = {}
        for cause in found.causes:
            delta = cause.delta
            shares[cause.product, cause.cause] = None if delta is None else (sign * delta.low, sign * delta.high)
            for share in cause.records:
                shares[cause.product, cause.cause, share.record] = sign * share.delta.low, sign * share.delta.high
        for line in found.requirements:
            shares[line.product, line.cause, "line", line.requirement] = sign * line.delta.low, sign * line.delta.high
        return shares

    assert told(there, 1) == told(back, -1)
    assert (there.appeared, there.gone, there.new, there.dropped) == (
        back.gone, back.appeared, back.dropped, back.new,
    )  # fmt: skip
    for one in there.products:
        other = next(item for item in back.products if item.product == one.product)
        starts = {(turn.level, turn.start): turn.sets for turn in other.turns}
        for turn in one.turns:
            assert turn.sets == starts[turn.level, "after" if turn.start == "before" else "before"]


@FEWER
@given(pairs())
def test_no_change_has_no_causes(pair: tuple[Dated, Dated]) -> None:
    for dated in pair:
        found = change(dated.report(), dated.report())
        assert found.causes == ()
        assert found.requirements == ()
        assert found.differs == ()
        for item in found.products:
            assert item.delta is None or ends(item.delta) == (Fraction(0), Fraction(0))
            assert item.turns == ()


@FEW
@given(pairs())
def test_shares_are_what_all_orders_of_causes_and_of_their_records_give(pair: tuple[Dated, Dated]) -> None:
    """Owen's value by its definition: all orders in which the causes stand, and within each all of its records."""
    before, after = (dated.report() for dated in pair)
    found = change(before, after, worlds=WORLDS)
    mixer = Mixer(before.world, after.world)
    for item in found.products:
        causes = [cause for cause in found.causes if cause.product == item.product]
        if item.delta is None or any(len(cause.records) > 5 for cause in causes):
            continue
        of = Attribution(mixer, offered(before.world, item.was, after.world, item.product), WORLDS)

        def value(on: frozenset[str], of: Attribution = of) -> tuple[Fraction, Fraction]:
            fit = of.fit(of.aside | on)
            assert fit is not None
            assert fit.score is not None
            return fit.score.low, fit.score.high

        every = {cause.cause: frozenset(n for s in cause.records for n in s.records) for cause in causes}
        for place, cause in enumerate(causes):
            others = [every[other.cause] for other in causes[:place] + causes[place + 1 :]]
            wanted = {share.record: [Fraction(0), Fraction(0)] for share in cause.records}
            orders = list(itertools.permutations([None, *others]))
            inner = list(itertools.permutations(cause.records))
            for order in orders:
                base = frozenset().union(*(o for o in order[: order.index(None)] if o is not None))
                for records in inner:
                    on = base
                    for share in records:
                        low, high = value(on)
                        on = on | frozenset(share.records)
                        wanted[share.record][0] += (value(on)[0] - low) / len(orders) / len(inner)
                        wanted[share.record][1] += (value(on)[1] - high) / len(orders) / len(inner)
            for share in cause.records:
                assert [share.delta.low, share.delta.high] == wanted[share.record]


@FEW
@given(pairs(max_products=1))
def test_worlds_of_whole_causes_are_matched_as_their_parts_are(pair: tuple[Dated, Dated]) -> None:
    """A mixed world, made of documents by hand: this client with that catalogue, policy, packs and date."""
    reports = [dated.report() for dated in pair]
    mixer = Mixer(reports[0].world, reports[1].world)
    for name in set(reports[0].ranks) & set(reports[1].ranks):
        of = Attribution(mixer, offered(reports[0].world, name, reports[1].world, name), 512)
        for size in range(len(of.causes) + 1):
            for chosen in itertools.combinations(of.causes, size):
                made = _by_hand(pair, chosen, name)
                fit = of.fit(of.on(chosen))
                if made is not None:
                    assert fit is not None
                    assert (fit.decision, fit.score) == (made[name].decision, made[name].score)
                    assert fit.contributions == made[name].contributions


def _by_hand(pair: tuple[Dated, Dated], chosen: Iterable[str], product: str) -> Report | None:
    on = set(chosen)

    def side(cause: str) -> Dated:
        return pair[1] if cause in on else pair[0]

    client = side("client").world.client
    offers = side("catalogue").world.catalog
    asked = {line.id for line in client.requirements}
    answers = [
        response.evolve(answers=tuple(a for a in response.answers if a.requirement in asked))
        for response in offers.responses
        if response.product == product
    ]
    view = side("view").world.view
    views = {v.id: v for v in side("view").world.client.views}
    if view is not None and view not in {v.id for v in client.views}:
        client = client.evolve(views=(*client.views, views[view]))
    packs = side("packs").world.packs
    stated = offers.product(product)
    known = {n: s for n, s in stated.capabilities.items() if n in packs.vocabulary}
    catalog = Catalog(products=[stated.evolve(capabilities=known)], responses=answers)
    if any(line.capability not in packs.vocabulary for line in client.requirements if line.capability):
        return None
    return match(client, catalog, packs, side("policy").world.policy, view, side("date").as_of)


@FEWER
@given(pairs(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_has_no_part(pair: tuple[Dated, Dated], random: Any) -> None:
    def shuffled(items: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(random.sample(list(items), len(list(items))))

    reports, others = [], []
    for dated in pair:
        w = dated.world
        products = shuffled(w.catalog.products)
        client = w.client.evolve(requirements=shuffled(w.client.requirements))
        catalog = w.catalog.evolve(products=products)
        reports.append(dated.report())
        others.append(match(client, catalog, w.packs, w.policy, w.view, dated.as_of))
    one, other = (change(both[0], both[1], worlds=WORLDS) for both in (reports, others))
    assert set(one.causes) == set(other.causes)
    assert set(one.requirements) == set(other.requirements)
    assert one.products == other.products


@FEWER
@given(pairs())
def test_few_worlds_keep_the_sums_and_say_what_is_not_told_apart(pair: tuple[Dated, Dated]) -> None:
    before, after = (dated.report() for dated in pair)
    wide, few = change(before, after, worlds=64), change(before, after, worlds=16)
    for one, other in zip(wide.causes, few.causes, strict=True):
        assert (one.product, one.cause, one.delta) == (other.product, other.cause, other.delta)
        if one.delta is not None:
            assert summed(share.delta for share in other.records) == ends(one.delta)
            names = sorted(name for share in other.records for name in share.records)
            assert names == sorted(name for share in one.records for name in share.records)
            assert sum(share.kind == "rest" for share in other.records) <= 1


# --------------------------------------------------------------------------------------- turned decisions


@FEW
@given(pairs())
def test_the_smallest_sets_turn_the_decision_and_no_smaller_one_does(pair: tuple[Dated, Dated]) -> None:
    before, after = (dated.report() for dated in pair)
    mixer = Mixer(before.world, after.world)
    for item in change(before, after, worlds=WORLDS).products:
        assert bool(item.turns) == (item.decisions[0] != item.decisions[1])
        of = Attribution(mixer, offered(before.world, item.was, after.world, item.product), WORLDS)
        for turn in item.turns:
            names = of.causes if turn.level == "cause" else of.players(of.causes)
            wanted = item.decisions[1] if turn.start == "before" else item.decisions[0]
            holding = []
            looked = min(len(names), turn.tried, 2)
            for size in range(1, looked + 1):
                for some in itertools.combinations(names, size):
                    chosen = some if turn.start == "before" else tuple(n for n in names if n not in some)
                    on = of.on(chosen) if turn.level == "cause" else of.aside | frozenset(chosen)
                    fit = of.fit(on)
                    if fit is not None and fit.decision == wanted:
                        holding.append(some)
            least = min((len(some) for some in holding), default=None)
            if least is not None:
                assert set(turn.sets) == {some for some in holding if len(some) == least}
            elif turn.sets:
                assert {len(some) for some in turn.sets} == {turn.tried}
                assert turn.tried > looked
            if turn.level == "cause":
                assert turn.sets


def test_the_search_for_small_sets_stops_where_it_says() -> None:
    assert smallest("abcdef", lambda chosen: len(chosen) == 3, 21) == ((), 2)
    assert len(smallest("abcdef", lambda chosen: len(chosen) == 3, 41)[0]) == 20


# ------------------------------------------------------------------------------------------ worked examples

CLIENT = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", id="A").require("crm.cpq", id="B", weight=3)
OLD = plain_product(sec__mfa="standard", crm__cpq="not_supported")


def only(found: Change) -> dict[str, tuple[Fraction, Fraction]]:
    return {cause.cause: ends(cause.delta) for cause in found.causes}


def test_a_new_version_is_the_catalogue_and_names_its_statement() -> None:
    new = plain_product("crm@6", sec__mfa="standard", crm__cpq="configuration")
    new = new.evolve(name="Six", price={"licence": "1 CNY"})
    found = change(tobfit.match(CLIENT, OLD), tobfit.match(CLIENT, new), {"crm@5": "crm@6"})
    # One quarter of the weight is A. B goes from 0 to 0.9 at three quarters.
    assert only(found) == {"catalogue": (Fraction(27, 40), Fraction(27, 40))}
    (cause,) = found.causes
    assert [(share.record, share.delta.low) for share in cause.records] == [
        ("product.crm@6.capabilities.crm.cpq", Fraction(27, 40)),
        ("product.crm@6.name", 0),
        ("product.crm@6.price", 0),
    ]
    (line,) = found.requirements
    assert (line.requirement, line.cause, line.before and line.before.verdict, line.after and line.after.verdict) == (
        "B", "catalogue", "unmet", "met",
    )  # fmt: skip
    assert found.products[0].was == "crm@5"
    assert (found.new, found.dropped) == ((), ())


def test_a_rule_that_came_into_force_is_the_date() -> None:
    rule = a_rule(capability="oa.workflow", valid_from="2026-12-01")
    packs = tobfit.load_packs().with_layer(Pack(id="house", rules=[rule]))
    before = tobfit.match(CLIENT, OLD, packs)
    found = change(before, as_of="2026-12-01")
    # The new line weighs as much as A: one unknown fifth of the weight, and A shrinks from 1/4 to 1/5.
    assert only(found) == {"date": (Fraction(-1, 20), Fraction(3, 20))}
    assert found.causes[0].records[0].record == "date"
    assert found.appeared == tuple(line.requirement for line in found.requirements if line.before is None)
    assert len(found.appeared) == 1
    # In force on the day, not before.
    assert change(before, as_of="2026-11-30").causes[0].delta == Interval(Fraction(0), Fraction(0))


def test_an_edited_weight_is_the_client() -> None:
    lines = [line.evolve(weight=1) if line.id == "B" else line for line in CLIENT.requirements]
    found = change(CLIENT, CLIENT.evolve(requirements=lines), catalog=OLD)
    assert only(found) == {"client": (Fraction(1, 4), Fraction(1, 4))}
    assert [share.record for share in found.causes[0].records] == ["client.requirements.B"]
    assert {line.requirement for line in found.requirements} == {"A"}


def test_a_corrected_statement_is_the_catalogue() -> None:
    before = tobfit.match(CLIENT, OLD)
    after = before.what_if({"product.crm@5.capabilities.sec.mfa": {"response": "not_supported", "by": "assessor"}})
    assert only(change(before, after)) == {"catalogue": (Fraction(-1, 4), Fraction(-1, 4))}


def test_causes_together_share_what_they_do_together() -> None:
    """By hand: at weight 3, and at weight 1, the statement is worth 3/4 or 1/2; its share is the mean."""
    lines = [line.evolve(weight=1) if line.id == "B" else line for line in CLIENT.requirements]
    new = plain_product(sec__mfa="standard", crm__cpq="standard")
    policy = Policy(partial="0.1")
    before = tobfit.match(CLIENT, OLD)
    found = change(before, client=CLIENT.evolve(requirements=lines), catalog=new, policy=policy)
    # Of the client: 1/4 with the old statement (1/4 -> 1/2), 0 with the new one (1 -> 1).
    assert only(found) == {
        "client": (Fraction(1, 8), Fraction(1, 8)),
        "catalogue": (Fraction(5, 8), Fraction(5, 8)),
        "policy": (Fraction(0), Fraction(0)),
    }
    assert found.differs == ("client", "catalogue", "policy")


def test_many_records_are_told_apart_where_each_speaks_for_its_own_line() -> None:
    names = [c.id for c in tobfit.load_packs().vocabulary.capabilities.values() if c.kind == "boolean"][:40]
    client = tobfit.Client(id="acme", as_of="2026-11-01")
    for name in names:
        client = client.require(name)
    old = Product(id="p@1", capabilities=dict.fromkeys(names, "not_supported"))
    new = Product(id="p@1", capabilities=dict.fromkeys(names, "standard"))
    found = change(old, new, client=client)
    assert [share.kind for share in found.causes[0].records] == ["record"] * 40
    assert {share.delta.low for share in found.causes[0].records} == {Fraction(1, 40)}


def test_too_many_weights_to_be_told_apart_leave_a_rest() -> None:
    names = [c.id for c in tobfit.load_packs().vocabulary.capabilities.values() if c.kind == "boolean"][:12]
    client = tobfit.Client(id="acme", as_of="2026-11-01")
    for name in names:
        client = client.require(name)
    lines = [line.evolve(weight=n + 2) for n, line in enumerate(client.requirements)]
    responses = ["standard", "not_supported"] * 6
    product = Product(id="p@1", capabilities=dict(zip(names, responses, strict=True)))
    found = change(client, client.evolve(requirements=lines), catalog=product, worlds=64)
    kinds = [share.kind for share in found.causes[0].records]
    assert kinds == ["record"] * 5 + ["rest"]
    assert len(found.causes[0].records[-1].records) == 7
    assert summed(s.delta for s in found.causes[0].records) == ends(found.causes[0].delta)


def test_a_line_on_a_capability_that_only_new_packs_know_joins_client_and_packs() -> None:
    packs = tobfit.load_packs()
    more = packs.with_layer(Pack(id="house", vocabulary=[{"id": "house.magic", "kind": "boolean"}]))
    client = CLIENT.require("house.magic", id="M")
    lines = [line.evolve(weight=2) if line.id == "B" else line for line in client.requirements]
    client = client.evolve(requirements=lines)
    new = OLD.offers("house.magic", response="standard")
    found = change(tobfit.match(CLIENT, OLD, packs), tobfit.match(client, new, more))
    assert [cause.cause for cause in found.causes] == ["packs and client", "catalogue"]
    records = {share.record: share.kind for share in found.causes[0].records}
    assert records == {
        "packs.house.vocabulary.house.magic + client.requirements.M": "together",
        "client.requirements.B": "record",
    }
    assert sum(cause.delta.low for cause in found.causes if cause.delta) == ends(found.products[0].delta)[0]


def test_many_records_that_need_each_other_are_joined_pair_by_pair() -> None:
    packs = tobfit.load_packs()
    names = [f"house.m{number}" for number in range(4)]
    more = packs.with_layer(Pack(id="house", vocabulary=[{"id": name, "kind": "boolean"} for name in names]))
    client = CLIENT
    for name in names:
        client = client.require(name, id=name.upper())
    found = change(tobfit.match(CLIENT, OLD, packs), tobfit.match(client, OLD, more))
    (cause,) = found.causes
    assert [share.record for share in cause.records] == [
        f"packs.house.vocabulary.{name} + client.requirements.{name.upper()}" for name in names
    ]
    # One unknown line of four more: the low end falls from 1/4 to 1/8, the high end rises to 5/8.
    assert {ends(share.delta) for share in cause.records} == {(Fraction(-1, 32), Fraction(3, 32))}


def test_without_a_score_there_is_no_share() -> None:
    empty = tobfit.Client(id="acme", as_of="2026-11-01")
    found = change(tobfit.match(empty, OLD), tobfit.match(CLIENT, OLD))
    assert [(cause.cause, cause.delta, cause.records) for cause in found.causes] == [("client", None, ())]
    assert found.products[0].delta is None
    assert found.appeared == ("A", "B")


def test_a_world_without_a_score_joins_causes() -> None:
    old_client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", id="A")
    new_client = tobfit.Client(id="acme", as_of="2026-11-01").require("crm.cpq", id="B")
    old = plain_product(sec__mfa="standard", crm__cpq="not_applicable")
    new = plain_product(sec__mfa="not_applicable", crm__cpq="not_supported")
    found = change(tobfit.match(old_client, old), tobfit.match(new_client, new))
    assert [(cause.cause, ends(cause.delta)) for cause in found.causes] == [
        ("client and catalogue", (Fraction(-1), Fraction(-1)))
    ]


def test_what_turned_a_decision_is_found_among_the_records() -> None:
    client = CLIENT.require("oa.workflow", id="C", priority="must")
    client = client.require("fin.general_ledger", id="D", priority="must")
    old = plain_product(oa__workflow="standard", fin__general_ledger="standard", sec__mfa="standard")
    new = plain_product(oa__workflow="not_supported", fin__general_ledger="not_supported", sec__mfa="configuration")
    (product,) = change(old, new, client=client).products
    c, d = "product.crm@5.capabilities.oa.workflow", "product.crm@5.capabilities.fin.general_ledger"
    turns = {(turn.level, turn.start): turn.sets for turn in product.turns}
    assert product.decisions == ("fit_with_gaps", "no_fit")
    assert turns["record", "before"] == ((d,), (c,))  # one of the two is enough to lose it
    assert turns["record", "after"] == ((d, c),)  # both must come back
    assert turns["cause", "before"] == turns["cause", "after"] == (("catalogue",),)


def test_a_view_that_the_other_client_does_not_have_is_taken_along() -> None:
    people = {"stakeholders": [{"id": "cio", "role": "economic"}, {"id": "clerk", "role": "user"}]}
    lines = [CLIENT.requirements[0].evolve(asked_by=["cio"]), CLIENT.requirements[1].evolve(asked_by=["clerk"])]
    client = CLIENT.evolve(requirements=lines, **people)
    seen = client.evolve(views=[{"id": "users", "weights": {"economic": 0}}])
    found = change(tobfit.match(client, OLD), tobfit.match(seen, OLD, view="users"))
    assert only(found) == {"client": (0, 0), "view": (Fraction(-1, 4), Fraction(-1, 4))}


def test_the_progress_is_told_product_by_product() -> None:
    told: list[tuple[int, int]] = []
    other = OLD.evolve(id="b@1")
    report = tobfit.match(CLIENT, [OLD, other])
    change(report, as_of="2027-01-01", progress=lambda done, whole: told.append((done, whole)))
    assert told == [(1, 2), (2, 2)]


# ------------------------------------------------------------------------------------------------ bad input


def test_what_does_not_make_two_reports_is_refused() -> None:
    report = tobfit.match(CLIENT, OLD)
    assert codes(lambda: change(report)) == ["TF424"]
    assert codes(lambda: change(report, "crm")) == ["TF424"]
    assert codes(lambda: change("a.yaml", "b.yaml")) == ["TF424"]
    assert codes(lambda: change(CLIENT, OLD, catalog=OLD)) == ["TF424"]
    assert codes(lambda: change(CLIENT, CLIENT)) == ["TF424"]
    assert codes(lambda: change(Policy(), Policy())) == ["TF424", "TF424"]
    assert codes(lambda: change(CLIENT, CLIENT, client=CLIENT)) == ["TF424", "TF424"]
    assert codes(lambda: change(report, report, client=CLIENT, view="v")) == ["TF424", "TF424"]
    assert codes(lambda: change(report, report, worlds=0)) == ["TF424"]
    assert codes(lambda: change(report, report, worlds=True)) == ["TF424"]


def test_reports_of_two_clients_are_refused_unless_they_are_taken_for_one() -> None:
    before, after = tobfit.match(CLIENT, OLD), tobfit.match(CLIENT.evolve(id="other"), OLD)
    assert codes(lambda: change(before, after)) == ["TF424"]
    assert change(before, after, any_client=True).causes == ()


def test_products_that_are_not_there_are_refused_all_at_once() -> None:
    before, after = tobfit.match(CLIENT, [OLD, OLD.evolve(id="erp@1")]), tobfit.match(CLIENT, OLD.evolve(id="crm@6"))
    with pytest.raises(TobfitError) as caught:
        change(before, after, {"crm@55": "crm@7", "erp@1": "crm@7"})
    assert [(p.code, p.hint) for p in caught.value.problems] == [
        ("TF425", "did you mean 'crm@5'?"),
        ("TF425", "did you mean 'crm@6'?"),
        ("TF425", "keep one of them"),
    ]
    assert codes(lambda: change(before, after, ["crm@5"])) == ["TF425"]  # type: ignore[arg-type]
    found = change(before, after, {"crm@5": "crm@6"})
    assert (found.new, found.dropped) == ((), ("erp@1",))
