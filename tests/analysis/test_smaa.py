"""Stressed rankings against counting by hand, against every combination of answers, and against themselves."""

from __future__ import annotations

import itertools
import math
import os
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.analysis import smaa_reference as naive
from tests.analysis.small_worlds import small_reports

import tobfit
from tobfit.analysis.completion_draws import AnswerDraw
from tobfit.analysis.exact_number import whole_numbers
from tobfit.analysis.rank_counts import whole_shares
from tobfit.analysis.scenarios import openness
from tobfit.analysis.smaa import Sensitivity, sensitivity
from tobfit.analysis.weight_draws import WHOLE, Weighting, weight_blocks
from tobfit.errors import TobfitError
from tobfit.knowledge.packs import Packs
from tobfit.matching.question import Question
from tobfit.matching.report import Report
from tobfit.model.natural import natural
from tobfit.model.pack import Pack
from tobfit.testing.strategies import World, worlds

WEIGHTS = st.sampled_from((0, 1, 2, 3, Decimal("0.1"), 0.2, Fraction(1, 3), 10**12))


def ranked(world: World) -> Report:
    """The report of a world in which somebody has a score."""
    report = world.report()
    assume(any(fit.score is not None for fit in report.fits))
    return report


def exact(draw: Mapping[str, Any]) -> dict[str, Fraction]:
    return {line: Fraction(str(weight)) for line, weight in draw.items()}


# ------------------------------------------------------------------------------ fixed draws are counted


@given(st.data())
def test_fixed_draws_give_the_shares_that_counting_gives(data: st.DataObject) -> None:
    report = ranked(data.draw(worlds(landscape=None)))
    lines = naive.counting(report)
    draws = data.draw(
        st.lists(st.fixed_dictionaries(dict.fromkeys(lines, WEIGHTS)), min_size=1, max_size=6).filter(
            lambda drawn: all(any(draw.values()) for draw in drawn)
        )
    )
    answers: AnswerDraw = data.draw(st.sampled_from(("worst", "best")))
    rows = data.draw(st.booleans())
    given = [[draw[line] for line in lines] for draw in draws] if rows else draws
    found = sensitivity(report, weights=given, answers=answers)
    end = "low" if answers == "worst" else "high"
    every = [{fit.product: naive.key(fit, exact(draw), end) for fit in report.fits} for draw in draws]
    assert {name: list(shares) for name, shares in found.acceptability.items()} == naive.acceptability(every)
    for a, b in itertools.permutations(found.products, 2):
        wins = naive.mean(Fraction((keys[a] > keys[b]) * 2 + (keys[a] == keys[b]), 2) for keys in every)
        assert found.pairwise[a][b] == wins
    for name in found.products:
        assert found.knocked_out[name] == naive.mean(Fraction(keys[name][0] == 0) for keys in every)
        _compare_central(found, report, every, [exact(draw) for draw in draws], name, end)


def _compare_central(
    found: Sensitivity, report: Report, every: Any, draws: list[dict[str, Fraction]], name: str, end: str
) -> None:
    central = naive.central(every, draws, name)
    own = found.central_weights[name]
    if central is None:
        assert (own, found.confidence[name]) == (None, None)
        return
    assert own is not None
    assert sum(own.values()) == 1
    for line, weight in central.items():
        assert abs(own[line] - weight) < Fraction(len(central) + 1, 2**29)
    keys = {fit.product: naive.key(fit, own, end) for fit in report.fits}
    assert found.confidence[name] == naive.shares(keys)[name][0]


def test_central_weights_of_few_draws_are_exact() -> None:
    third, half = Fraction(1, 3), Fraction(1, 2)
    found = sensitivity(stressed(), weights=[[third, 2 * third], [half, half], [1, 0]])
    # Acme leads where the first line weighs more than half; at one half both are level.
    assert found.acceptability == {"acme@5": (half, half), "birch@7": (half, half)}
    assert found.central_weights["acme@5"] == {"R-1": Fraction(5, 6), "R-2": Fraction(1, 6)}
    assert found.central_weights["birch@7"] == {"R-1": Fraction(7, 18), "R-2": Fraction(11, 18)}
    assert found.confidence == {"acme@5": 1, "birch@7": 1}


def stressed() -> Report:
    """Acme gives the first line, Birch the second; nothing is open."""
    client = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa", id="R-1", weight=2)
    client = client.require("crm.cpq", id="R-2", weight=1)
    acme = tobfit.Product(id="acme@5").offers("sec.mfa", response="standard")
    acme = acme.offers("crm.cpq", response="not_supported")
    birch = tobfit.Product(id="birch@7").offers("sec.mfa", response="not_supported")
    return tobfit.match(client, [acme, birch.offers("crm.cpq", response="standard")])


# ------------------------------------------------------------------------------ what always holds


@settings(max_examples=settings().max_examples * 3 // 5)
@given(worlds(landscape=None), st.sampled_from((None, 0, "0.3", 1)), st.integers(0, 2**70))
def test_shares_sum_to_one(world: World, weights: Any, seed: int) -> None:
    report = ranked(world)
    found = sensitivity(report, draws=12, seed=seed, weights=weights)
    assert found.products == tuple(fit.product for fit in report.fits)
    for shares in found.acceptability.values():
        assert sum(shares) == 1
        assert min(shares) >= 0
    for rank in range(len(found.products)):
        assert sum(shares[rank] for shares in found.acceptability.values()) == 1
    for a, b in itertools.combinations(found.products, 2):
        assert found.pairwise[a][b] + found.pairwise[b][a] == 1
    for name in found.products:
        central, confidence = found.central_weights[name], found.confidence[name]
        assert (central is None) == (found.acceptability[name][0] == 0) == (confidence is None)
        if central is not None and confidence is not None:
            assert tuple(central) == found.lines
            assert sum(central.values()) == 1
            assert 0 <= confidence <= 1
    again = sensitivity(report, draws=12, seed=seed, weights=weights)
    assert (found, hash(found)) == (again, hash(again))


@given(st.integers(0, 2**32))
def test_without_spread_and_open_lines_the_ranks_are_those_of_the_report(seed: int) -> None:
    for report in small_reports(seed, 4):
        found = sensitivity(report, draws=3, weights=0)
        for name, rank in report.ranks.items():
            tied = [other for other, its in report.ranks.items() if its == rank]
            shares = [Fraction(int(rank - 1 <= at < rank - 1 + len(tied)), len(tied)) for at in range(len(report.fits))]
            assert list(found.acceptability[name]) == shares
            assert found.central_weights[name] is None or found.confidence[name] == shares[0]


@given(st.integers(0, 2**32))
def test_drawn_weights_are_counted_like_draws_passed_in(seed: int) -> None:
    """The weights that a seed draws, handed over as draws, give the same shares; and so does counting by hand."""
    for report in small_reports(seed, 2):
        lines = sorted(naive.counting(report), key=natural)
        weights = {line: Fraction(w) for line, w in _stated(report).items() if line in lines}
        stated = tuple(int(weights[line]) for line in lines)
        for weighting in (
            Weighting("uniform", tuple(lines), stated),
            Weighting("spread", tuple(lines), stated, Fraction(1, 2)),
        ):
            drawn = block(weighting, 20, seed).tolist()
            draws = [dict(zip(lines, map(Fraction, row), strict=True)) for row in drawn]
            every = [{fit.product: naive.key(fit, draw, "low") for fit in report.fits} for draw in draws]
            found = sensitivity(report, weights=draws)
            assert {n: list(shares) for n, shares in found.acceptability.items()} == naive.acceptability(every)
            if weighting.kind == "uniform":
                assert sensitivity(report, draws=20, seed=seed).acceptability == found.acceptability


@settings(max_examples=settings().max_examples // 2)
@given(worlds(landscape=None), st.randoms(use_true_random=False), st.sampled_from((None, "0.5")))
def test_neither_order_nor_unit_of_weights_matters(world: World, dice: random.Random, weights: Any) -> None:
    report = ranked(world)
    found = sensitivity(report, draws=8, seed=3, weights=weights)
    products, lines = list(world.catalog.products), list(world.client.requirements)
    dice.shuffle(products)
    dice.shuffle(lines)
    scaled = [line.evolve(weight=line.weight * 10) for line in lines]
    catalog = world.catalog.evolve(products=products)
    # A line that follows from the landscape keeps its own weight: there "all weights" are not the client's to scale.
    for changed in (lines, scaled) if all(line.is_own for line in report.requirements) else (lines,):
        other = tobfit.match(world.client.evolve(requirements=changed), catalog, world.packs, world.policy, world.view)
        again = sensitivity(other, draws=8, seed=3, weights=weights)
        for name in ("acceptability", "central_weights", "confidence", "pairwise", "openings", "standard_errors"):
            assert getattr(again, name) == getattr(found, name), name
        if changed is lines:
            assert again == found


def test_another_product_does_not_move_the_draws_of_the_others() -> None:
    client = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa").require("crm.cpq")
    one = tobfit.Product(id="one@1")
    two = tobfit.Product(id="two@1").offers("crm.cpq", response="roadmap", available="unknown")
    both = sensitivity(tobfit.match(client, [one, two]), draws=500)
    last = one.evolve(id="last@1").offers("crm.cpq", response="not_supported")
    last = last.offers("sec.mfa", response="not_supported")
    three = sensitivity(tobfit.match(client, [last, one, two]), draws=500)
    assert both.pairwise["one@1"]["two@1"] == three.pairwise["one@1"]["two@1"]


def test_same_bytes_under_any_hash_seed() -> None:
    program = (
        "import tobfit\n"
        "from tobfit.analysis.smaa import sensitivity\n"
        "client = tobfit.Client(id='c', as_of='2026-11-01').require('sec.mfa', priority='must')\n"
        "client = client.require('crm.cpq').require('crm')\n"
        "one = tobfit.Product(id='one@1').offers('crm.opportunity', response='standard')\n"
        "two = tobfit.Product(id='two@1').offers('crm.cpq', response='customisation')\n"
        "print(sensitivity(tobfit.match(client, [one, two]), draws=200))\n"
    )
    printed = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        printed.add(done.stdout)
    assert len(printed) == 1
    assert "acceptability" in printed.pop()


# ------------------------------------------------------------------------------ what is drawn


def block(weighting: Weighting, draws: int, seed: int = 0) -> Any:
    (found,) = weight_blocks(weighting, seed, [draws])
    return found


@pytest.mark.parametrize("lines", [1, 2, 3, 10, 40])
def test_uniform_weights_have_the_moments_of_the_simplex(lines: int) -> None:
    draws = 20_000
    names = tuple(f"R-{n}" for n in range(lines))
    found = block(Weighting("uniform", names, (1,) * lines), draws)
    assert found.dtype == numpy.int64
    assert (found.sum(axis=1) == WHOLE).all()
    assert (found >= 0).all()
    shares = found / WHOLE
    mean, variance = 1 / lines, (lines - 1) / (lines**2 * (lines + 1))
    assert numpy.abs(shares.mean(axis=0) - mean).max() <= 5 * math.sqrt(variance / draws)
    if lines > 1:
        assert numpy.abs(shares.var(axis=0) / variance - 1).max() < 0.12
        pairs = numpy.corrcoef(shares, rowvar=False)[~numpy.eye(lines, dtype=bool)]
        assert numpy.abs(pairs + 1 / (lines - 1)).max() <= 5 / math.sqrt(draws)
        # A weight exceeds x with the probability (1 - x) ** (n - 1).
        for x in (0.05, 0.2, 0.5):
            tail = (1 - x) ** (lines - 1)
            assert numpy.abs((shares > x).mean(axis=0) - tail).max() <= 5 * math.sqrt(tail * (1 - tail) / draws) + 1e-9


@pytest.mark.parametrize("stated", [(1, 2, 7), (1, 10**9, 10**15)])
@pytest.mark.parametrize("spread", [Fraction(0), Fraction(1, 5), Fraction(1)])
def test_a_spread_keeps_each_weight_near_the_stated_one(stated: tuple[int, ...], spread: Fraction) -> None:
    draws = 5_000
    weighting = Weighting("spread", ("a", "b", "c"), stated, spread)
    found = block(weighting, draws)
    assert weighting.is_safe is (found.dtype == numpy.int64) is (sum(stated) == 10)
    for column, weight in zip(found.T.tolist(), stated, strict=True):
        factors = [Fraction(drawn, weight * weighting.parts) for drawn in column]
        assert min(factors) >= 1 - spread
        assert max(factors) <= 1 + spread
        assert min(factors) > 0
        mean = sum(factors, Fraction(0)) / draws
        assert abs(mean - 1) <= 5 * float(spread) / math.sqrt(3 * draws)
        if spread:
            assert max(factors) > 1 + spread * Fraction(9, 10)
            assert min(factors) < 1 - spread * Fraction(9, 10)


def test_draws_come_alike_in_blocks() -> None:
    for weighting in (Weighting("uniform", ("a", "b"), (1, 1)), Weighting("spread", ("a", "b"), (1, 1), Fraction(1))):
        parts = list(weight_blocks(weighting, 4, [3, 5, 1]))
        assert numpy.concatenate(parts).tolist() == block(weighting, 9, 4).tolist()


def test_many_draws_in_blocks_are_all_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sensitivity(half_open(), draws=500, seed=1)
    monkeypatch.setattr("tobfit.analysis.smaa.BLOCK", 7)
    assert sensitivity(half_open(), draws=500, seed=1) == whole


def half_open() -> Report:
    """Two lines that hang on one statement, a Must that may fail, a value and a date that nobody said."""
    client = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa", priority="must")
    client = client.require("crm.cpq").require("crm.cpq", weight=3).require("crm.marketing", by="2027-01-01")
    one = tobfit.Product(id="one@1").offers("sec.mfa", response="standard")
    two = tobfit.Product(id="two@1").offers("crm.cpq", response="customisation")
    two = two.offers("crm.marketing", response="roadmap", available="unknown")
    return tobfit.match(client, [one, two])


def test_two_seeds_agree_within_five_standard_errors() -> None:
    one, two = (sensitivity(half_open(), draws=4_000, seed=seed) for seed in (1, 2))
    assert one.acceptability != two.acceptability
    for name in one.products:
        for rank in range(len(one.products)):
            error = math.hypot(one.standard_errors[name][rank], two.standard_errors[name][rank])
            assert abs(one.acceptability[name][rank] - two.acceptability[name][rank]) <= 5 * error
        a, b = one.confidence_errors[name], two.confidence_errors[name]
        assert a is not None
        assert b is not None
        gap = abs(float(one.confidence[name] or 0) - float(two.confidence[name] or 0))
        # The central weights differ a little too.
        assert gap <= 5 * math.hypot(a, b) + 0.02
    assert 0 < one.standard_errors["one@1"][0] < 0.5 / math.sqrt(4_000) + 1e-12


def test_lines_that_hang_on_one_statement_turn_out_together() -> None:
    report = half_open()
    (choice,) = [c for c in openness(report["one@1"]).choices if "crm.cpq" in c.key]
    assert choice.places == (1, 2)
    assert choice.odds == (1,) * 5
    assert sorted(way[0].low for way in choice.ways) == [0, 500_000, 700_000, 900_000, 1_000_000]
    assert all(way[0] == way[1] for way in choice.ways)


# ------------------------------------------------------------------------------ answers, against every combination


def completed(report: Report, base: Report, depth: int = 0) -> list[tuple[Fraction, Report]] | None:
    """Every report that answering all questions of products leads to, as likely as its answers are; None where they
    are too many, where something has no choice of answers, or where an answer takes a line out of its interval."""
    asked = [q for q in report.questions if isinstance(q, Question) and _counts(q)]
    if not asked:
        return [(Fraction(1), report)]
    number = math.prod(len(q.options) for q in asked)
    if depth == 3 or number > 130 or any(len(q.options) < 2 or q.kind == "landscape" for q in asked):
        return None
    found: list[tuple[Fraction, Report]] = []
    for chosen in itertools.product(*(q.options for q in asked)):
        after = report.what_if({target: value for _, changes in chosen for target, value in changes.items()})
        below = completed(after, base, depth + 1) if _lies_within(after, base) else None
        if below is None:
            return None
        found += [(share / number, done) for share, done in below]
    return found if len(found) <= 300 else None


def _lies_within(after: Report, base: Report) -> bool:
    for fit in after.fits:
        for judgement in fit.judgements:
            old = base[fit.product][judgement.requirement.id]
            if old.verdict != "unknown" and (judgement.verdict, judgement.credit) != (old.verdict, old.credit):
                return False
            if judgement.verdict != "not_applicable" and judgement.credit not in old.credit:
                return False
    return True


def _counts(question: Question) -> bool:
    """Whether a line that has a part in score or decision asks it."""
    weights = {j.requirement.id: w for j, w in zip(question.fit.judgements, question.fit.weights, strict=True)}
    return any(weights[line.id] or line.priority == "must" for line in question.requirements)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(worlds(max_lines=3, max_products=2))
def test_drawn_answers_against_every_combination(world: World) -> None:
    report = ranked(world)
    every = completed(report, report)
    assume(every is not None and len(every) > 1)
    assert every is not None
    weights = {line: Fraction(weight) for line, weight in _stated(report).items()}
    expected = {fit.product: [Fraction(0)] * len(report.fits) for fit in report.fits}
    for share, done in every:
        keys = {fit.product: naive.key(fit, weights, "low") for fit in done.fits}
        for name, shares in naive.shares(keys).items():
            expected[name] = [a + share * b for a, b in zip(expected[name], shares, strict=True)]
    draws = 2_000
    found = sensitivity(report, draws=draws, weights=0)
    for name, shares in expected.items():
        for one, other in zip(found.acceptability[name], shares, strict=True):
            assert abs(float(one - other)) <= 5 * math.sqrt(float(other * (1 - other)) / draws) + 1e-9


@given(worlds(landscape=None))
def test_nobody_ranks_first_who_cannot_win(world: World) -> None:
    """Drawn answers stay within what decides possible and certain winners; at the stated weights, as these do."""
    report = ranked(world)
    found = sensitivity(report, draws=40, weights=0)
    for name in found.products:
        if found.acceptability[name][0] and not found.knocked_out[name]:
            assert name in report.possible_winners
    for name in report.certain_winners:
        assert found.knocked_out[name] == 0
        assert all(share >= Fraction(1, 2) for share in found.pairwise[name].values())


def _stated(report: Report) -> dict[str, int]:
    return {j.requirement.id: w for j, w in zip(report.fits[0].judgements, report.fits[0].weights, strict=True)}


@given(worlds(landscape=None))
def test_every_way_lies_within_what_is_judged(world: World) -> None:
    for fit in world.report().fits:
        opened = openness(fit)
        places = [place for choice in opened.choices for place in choice.places]
        assert len(places) == len(set(places))
        for place, judgement in enumerate(fit.judgements):
            line, cell = fit.world.lines[place], opened.cells[place]
            if judgement.verdict == "unknown" and (line.weight or line.can_fail) and cell.is_open:
                assert place in places
                # Whatever is drawn, both better and worse than some other draw can come out.
                (choice,) = [choice for choice in opened.choices if place in choice.places]
                ways = [way[choice.places.index(place)] for way in choice.ways]
                assert any(way.is_open for way in ways) or len(set(ways)) > 1
        for choice in opened.choices:
            assert len(choice.odds) == len(choice.ways) == len(set(choice.ways))
            assert min(choice.odds) > 0
            for at, place in enumerate(choice.places):
                cell = opened.cells[place]
                for way in (ways[at] for ways in choice.ways):
                    assert not way.applies or cell.low <= way.low <= way.high <= cell.high
                    assert not way.applies or way.fails_at_worst <= cell.fails_at_worst
                    assert not way.applies or way.fails_at_best >= cell.fails_at_best


def test_many_questions_of_one_line_are_sampled() -> None:
    """A roll-up over more combinations than are worked out: its mean is that of its parts."""
    terms: list[Any] = [{"id": "wx"}, *({"id": f"wx.{n}", "broader": "wx", "kind": "boolean"} for n in range(6))]
    packs = tobfit.load_packs().with_layer(Pack(id="own2", vocabulary=terms))
    client = tobfit.Client(id="c", as_of="2026-11-01").require("wx").require("sec.mfa")
    one = tobfit.Product(id="one@1").offers("wx.0", response="standard").offers("sec.mfa", response="not_supported")
    report = tobfit.match(client, [one], packs)
    (choice,) = openness(report["one@1"]).choices
    assert choice.is_pooled
    assert choice.questions == 5
    assert sum(choice.odds) == 256
    mean = sum(odds * way[0].low for odds, way in zip(choice.odds, choice.ways, strict=True)) / 256
    # One part is settled; the others have the credits 1, 0.9, 0.7, 0.5, 0 with equal odds.
    assert abs(mean / 10**6 - (1 + 5 * 0.62) / 6) < 5 * 0.36 * math.sqrt(5) / 6 / 16
    assert sensitivity(report, draws=100).openings.sampled == 1


def test_what_the_landscape_leaves_open_is_drawn_at_the_ends() -> None:
    client = (
        tobfit.Client(id="c", as_of="2026-11-01")
        .require("sec.mfa")
        .evolve(landscape={"zones": [{"id": "z", "hosting": "on_premises"}], "systems": [{"id": "s", "zone": "z"}]})
    )
    client = client.require(None, id="R-2", connect={"system": "s"}, priority="must")
    report = tobfit.match(client, tobfit.Product(id="one@1").offers("sec.mfa", response="standard"), rules=False)
    assert report["one@1"]["R-2"].verdict == "unknown"
    found = sensitivity(report, draws=2_000)
    assert found.openings.at_ends >= 1
    assert abs(float(found.knocked_out["one@1"]) - 0.5) < 5 * 0.5 / math.sqrt(2_000) or found.openings.at_ends > 1


def test_a_threatened_product_stays_between() -> None:
    """An undecided rule is not drawn: the product that meets its Must is above the silent one, whose score is higher,
    and that one is above the product that is knocked out."""
    pack = Pack(
        id="own",
        attributes=[{"id": "cards", "kind": "boolean", "question": "Cards?", "ask": "technical", "name": "Cards"}],
        vocabulary=[{"id": "own.a", "kind": "boolean"}, {"id": "own.b", "kind": "boolean"}],
        rules=[
            {
                "id": "own.rule", "when": {"attr": "cards", "op": "eq", "value": True},
                "implies": [{"capability": "own.b", "priority": "must"}], "basis": "experience", "evidence": "seen",
                "because": "cards", "source": {"title": "House rule"},
            }
        ],
    )  # fmt: skip
    client = tobfit.Client(id="c", as_of="2026-11-01", jurisdictions=["JP"]).require("own.a", priority="must")
    out = tobfit.Product(id="out@1").offers("own.a", response="not_supported").offers("own.b", response="standard")
    safe = tobfit.Product(id="safe@1").offers("own.a", response="customisation").offers("own.b", response="standard")
    silent = tobfit.Product(id="silent@1").offers("own.a", response="standard")
    report = tobfit.match(client, [out, silent, safe], Packs(layers=((pack,),)))
    found = sensitivity(report, draws=20)
    assert found.openings.rules == ("own.rule",)
    assert found.openings.threatened == ("silent@1",)
    assert found.knocked_out == {"safe@1": 0, "silent@1": 0, "out@1": 1}
    ranks = {name: shares.index(Fraction(1)) for name, shares in found.acceptability.items()}
    assert ranks == {"safe@1": 0, "silent@1": 1, "out@1": 2}
    best = sensitivity(report, draws=20, answers="best")
    assert best.acceptability["silent@1"][0] == 1


def test_proof_that_is_missing_stays_open() -> None:
    """One part of a roll-up lacks proof, for which the only answer is proof; the other part is unstated."""
    terms: list[Any] = [{"id": "wx"}, *({"id": f"wx.{n}", "broader": "wx", "kind": "boolean"} for n in range(2))]
    packs = tobfit.load_packs().with_layer(Pack(id="own", vocabulary=terms))
    client = tobfit.Client(id="c", as_of="2026-11-01").require("wx")
    one = tobfit.Product(id="one@1").offers("wx.0", response="standard")
    report = tobfit.match(client, [one], packs, tobfit.Policy(evidence="strict"))
    (choice,) = openness(report["one@1"]).choices
    ends = sorted((way[0].low, way[0].high) for way in choice.ways)
    assert ends == [(n, n + 500_000) for n in (0, 250_000, 350_000, 450_000, 500_000)]


# ------------------------------------------------------------------------------ bad input, and little input


def problems(call: Callable[[], Any]) -> list[tuple[str, str | None]]:
    with pytest.raises(TobfitError) as caught:
        call()
    return [(problem.code, problem.path) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ({"draws": 0}, [("TF413", "draws")]),
        ({"draws": 2.5}, [("TF413", "draws")]),
        ({"draws": True}, [("TF413", "draws")]),
        ({"seed": -1}, [("TF413", "seed")]),
        ({"seed": "7"}, [("TF413", "seed")]),
        ({"answers": "wurst"}, [("TF413", "answers")]),
        ({"weights": 1.2}, [("TF414", "weights")]),
        ({"weights": "-0.1"}, [("TF414", "weights")]),
        ({"weights": math.nan}, [("TF414", "weights")]),
        ({"weights": True}, [("TF414", "weights")]),
        ({"weights": "much"}, [("TF414", "weights")]),
        ({"weights": {"R-1": 1, "R-2": 1}}, [("TF414", "weights")]),
        ({"weights": []}, [("TF414", "weights")]),
        ({"weights": [1, 2]}, [("TF414", "weights[0]"), ("TF414", "weights[1]")]),
        ({"weights": ["ab"]}, [("TF414", "weights[0]")]),
        ({"weights": [[1, 2], [1, 2, 3], [1]]}, [("TF414", "weights[1]"), ("TF414", "weights[2]")]),
        ({"weights": [[1, -2]]}, [("TF414", "weights[0][1]")]),
        ({"weights": [[1, math.inf], [math.nan, 1]]}, [("TF414", "weights[0][1]"), ("TF414", "weights[1][0]")]),
        ({"weights": [[0, 0]]}, [("TF414", "weights[0]")]),
        ({"weights": [{"R-1": 1}]}, [("TF414", "weights[0]")]),
        ({"weights": [{"R-1": 1, "R-2": 1, "R_2": 3}]}, [("TF415", "weights[0]['R_2']")]),
        ({"draws": 0, "seed": -1, "weights": 7}, [("TF413", "draws"), ("TF413", "seed"), ("TF414", "weights")]),
    ],
)
def test_bad_arguments_are_named(arguments: dict[str, Any], wanted: list[tuple[str, str]]) -> None:
    assert problems(lambda: sensitivity(stressed(), **arguments)) == wanted


def test_problems_help() -> None:
    with pytest.raises(TobfitError) as caught:
        sensitivity(stressed(), weights=[{"R-1": 1, "R-2": 1, "R_2": 3}, [1, 2, 3]])
    stray, shape = caught.value.problems
    assert stray.hint == "did you mean 'R-2'?"
    assert shape.message == "3 weights for 2 lines that count"
    assert shape.hint == "one for each of R-1, R-2, in this order"


def test_a_line_without_a_part_in_the_score_is_told_apart() -> None:
    report = stressed()
    client = report.client.require("sec.sso", id="R-3", priority="wont")
    again = tobfit.match(client, report.world.catalog)
    with pytest.raises(TobfitError) as caught:
        sensitivity(again, weights=[{"R-1": 1, "R-2": 1, "R-3": 1}])
    assert "no part in the score" in caught.value.problems[0].message


def test_thousands_of_faults_are_bounded() -> None:
    assert len(problems(lambda: sensitivity(stressed(), weights=[[1]] * 5_000))) == 21


def test_nothing_to_rank() -> None:
    client = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa", priority="wont")
    report = tobfit.match(client, tobfit.Product(id="one@1"))
    assert problems(lambda: sensitivity(report, draws=-1)) == [("TF413", "draws"), ("TF416", "report")]
    away = tobfit.Product(id="one@1").offers("sec.mfa", response="not_applicable", by="assessor")
    asked = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa")
    assert problems(lambda: sensitivity(tobfit.match(asked, away))) == [("TF416", "report")]


def test_all_unknown_works_and_products_are_level() -> None:
    client = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa").require("crm.cpq", priority="must")
    found = sensitivity(tobfit.match(client, [tobfit.Product(id=f"p{n}@1") for n in range(3)]), draws=4_000)
    assert (found.openings.unknown, found.openings.cells, found.openings.questions) == (6, 6, 6)
    for shares in found.acceptability.values():
        assert all(abs(float(share) - 1 / 3) < 5 * math.sqrt(2 / 9 / 4_000) for share in shares)
    assert all(abs(float(share) - 0.2) < 5 * math.sqrt(0.16 / 4_000) for share in found.knocked_out.values())


def test_one_product_ranks_first() -> None:
    client = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa")
    found = sensitivity(tobfit.match(client, tobfit.Product(id="one@1")), draws=10)
    assert found.acceptability["one@1"] == (Fraction(1),)
    assert found.confidence["one@1"] == 1
    assert found.break_even["R-001"] is None


def test_arrays_are_draws() -> None:
    report = stressed()
    drawn = numpy.array([[1.0, 2.0], [3.0, 1.0]])
    assert sensitivity(report, weights=drawn) == sensitivity(report, weights=[[1, 2], [3, 1]])
    number: Any = numpy.int64(5)
    assert sensitivity(report, draws=number, weights=numpy.float64(0.5)).spread == Fraction(1, 2)


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    sensitivity(stressed(), draws=12_000, progress=lambda done, whole: told.append((done, whole)))
    assert told == [(n, 8) for n in range(1, 9)]


@given(st.lists(st.floats(0, 1e12) | st.integers(0, 99), min_size=1, max_size=5))
def test_numbers_keep_their_proportion(values: list[float]) -> None:
    found = whole_numbers(values)
    assert found is not None
    exactly = [Fraction(str(Decimal(repr(value)))) for value in values]
    assert [a * exactly[0] for a in found] == [found[0] * b for b in exactly]
    assert [n > 0 for n in found] == [v > 0 for v in values]


@given(st.lists(st.fractions(0, 10**6), min_size=1, max_size=6).filter(any))
def test_whole_shares_are_near(weights: list[Fraction]) -> None:
    whole = whole_shares(weights)
    assert sum(whole) <= WHOLE
    for weight, share in zip(weights, whole, strict=True):
        assert abs(weight / sum(weights) - Fraction(share, sum(whole))) <= Fraction(1, WHOLE)
