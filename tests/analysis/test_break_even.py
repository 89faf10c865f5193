"""Break-even weights and swings, against scores worked out anew and against matching again."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.small_worlds import PACKS, small_reports

import tobfit
from tobfit.analysis.break_even import BreakEven, break_evens, nearest
from tobfit.analysis.crossing import crossings
from tobfit.analysis.tornado import swings_of
from tobfit.matching.fit import Fit
from tobfit.matching.order import GROUP
from tobfit.matching.report import Report, match

SEEDS = st.integers(0, 2**32)
TINY = Fraction(1, 10**9)
FACTORS = [Fraction(10) ** (n // 3) * (1, 2, 5)[n % 3] for n in range(-9, 10)]


@attrs.frozen
class Part:
    """What one line earns and weighs, and what the others do."""

    gain: Fraction
    weight: Fraction
    earned: Fraction
    others: Fraction

    def score(self, factor: Fraction) -> Fraction | None:
        """That end of the score where the line weighs so many times what it does."""
        total = self.others + factor * self.weight
        return (self.earned + factor * self.gain) / total if total else None


def part(fit: Fit, line: str, *, is_low: bool) -> Part:
    counting = [
        (j.requirement.id == line, (j.credit.low if is_low else j.credit.high) * weight, Fraction(weight))
        for j, weight in zip(fit.judgements, fit.weights, strict=True)
        if j.verdict != "not_applicable"
    ]
    gain = sum((gain for own, gain, _ in counting if own), Fraction(0))
    weight = sum((weight for own, _, weight in counting if own), Fraction(0))
    earned = sum((gain for own, gain, _ in counting if not own), Fraction(0))
    return Part(gain, weight, earned, sum((weight for own, _, weight in counting if not own), Fraction(0)))


@attrs.frozen
class Case:
    """One line of a report, with the leader and one rival."""

    line: str
    rival: str
    parts: tuple[Part, Part]

    def lead(self, factor: Fraction) -> Fraction:
        """How far the leader is ahead of the rival where the line weighs so many times what it does."""
        own, other = (part.score(factor) for part in self.parts)
        assert own is not None
        assert other is not None
        return own - other


def cases(report: Report) -> list[Case]:
    leader = report.fits[0]
    weighty = [j.requirement for j, w in zip(leader.judgements, leader.weights, strict=True) if w]
    rivals = [f for f in report.fits[1:] if f.score is not None and GROUP[f.decision] == GROUP[leader.decision]]
    return [
        case(leader, rival, line.id)
        for line in weighty
        if line.priority != "must" and leader.score is not None
        for rival in rivals
    ]


def case(leader: Fit, rival: Fit, line: str) -> Case:
    """The low ends; where these are level at every weight, the high ones."""
    low, high = (
        Case(line, rival.product, (part(leader, line, is_low=is_low), part(rival, line, is_low=is_low)))
        for is_low in (True, False)
    )
    return low if any(low.lead(factor) for factor in FACTORS) else high


@given(SEEDS)
def test_at_it_a_tie_and_beyond_it_the_change(seed: int) -> None:
    for number, report in enumerate(small_reports(seed, 40, unknown=seed % 2 == 0)):
        found, every = break_evens(report), cases(report)
        for case in every:
            own = [one for one in found if (one.requirement, one.rival) == (case.line, case.rival)]
            above, below = ([one for one in own if one.side == side] for side in ("above", "below"))
            assert len(own) == len(above) + len(below)
            assert max(len(above), len(below)) <= 1
            for one in own:
                _check(case, one)
            first = above[0].held.low / above[0].stated if above else None
            last = below[0].held.high / below[0].stated if below else None
            for factor in FACTORS:
                # Up to the break-even weight, on either side, the leader is ahead or level.
                if factor >= 1 and (first is None or factor <= first):
                    assert case.lead(factor) >= 0
                if factor <= 1 and (last is None or factor >= last):
                    assert case.lead(factor) >= 0
        assert {(one.requirement, one.rival) for one in found} <= {(c.line, c.rival) for c in every}
        _check_order(report, found, every)
        if number % 10 == 0:
            for one in found:
                _match_again(report, one)


def _check(case: Case, one: BreakEven) -> None:
    ends = [end / one.stated for end in (one.held.low, one.held.high)]
    beyond = (1 + TINY if one.side == "above" else 1 - TINY) * one.factor
    assert case.lead(beyond) < 0
    assert one.weight == one.stated * one.factor
    assert one.held.low <= one.weight <= one.held.high
    assert (one.factor >= 1) if one.side == "above" else (one.factor <= 1)
    if one.is_exact:
        assert case.lead(one.factor) == 0
    else:
        assert one.held.width <= Fraction(1, 10**12)
        near, far = ends if one.side == "above" else reversed(ends)
        assert case.lead(near) > 0 > case.lead(far)


def _match_again(report: Report, one: BreakEven) -> None:
    """The client with that weight, and with a little more or less, matched again."""
    again = _reweighed(report, one, one.weight)
    if again is not None and one.is_exact:
        leader, rival = again[one.leader].score, again[one.rival].score
        assert leader is not None
        assert rival is not None
        assert leader.low == rival.low or leader.high == rival.high
        if leader == rival:
            assert again.ranks[one.leader] == again.ranks[one.rival]
    sign = 1 if one.side == "above" else -1
    beyond = _reweighed(report, one, one.weight * (1 + sign * Fraction(1, 10**6)))
    if beyond is not None:
        assert beyond.ranks[one.rival] < beyond.ranks[one.leader]
        assert (beyond.ranks[one.rival] == 1) <= one.turns_winner


def _reweighed(report: Report, one: BreakEven, weight: Fraction) -> Report | None:
    """All weights times the denominator, which changes nothing, so that each is a decimal."""
    unit = weight.denominator
    weights = {line.id: line.weight * unit for line in report.client.requirements}
    weights[one.requirement] = Decimal(weight.numerator)
    if any(len(w.as_tuple().digits) > 30 for w in weights.values()):
        return None
    lines = [line.evolve(weight=weights[line.id]) for line in report.client.requirements]
    return match(report.client.evolve(requirements=lines), report.world.catalog, PACKS, rules=False)


def _check_order(report: Report, found: tuple[BreakEven, ...], every: list[Case]) -> None:
    """The nearest first; the winner turns where no other rival catches up sooner on this side."""
    assert [one.distance for one in found] == sorted(one.distance for one in found)
    for one in found:
        rivals = [o for o in found if (o.requirement, o.side) == (one.requirement, one.side)]
        assert one.turns_winner is not any(other.distance < one.distance for other in rivals)
        if one.turns_winner and one.factor != 1:
            end = (one.held.low if one.side == "above" else one.held.high) / one.stated
            before = end * (1 - TINY if one.side == "above" else 1 + TINY)
            assert [c for c in every if c.line == one.requirement and c.lead(before) < 0] == []
    by_line = nearest(report, found)
    assert list(by_line.values()) == [next((o for o in found if o.requirement == n), None) for n in by_line]
    assert not any(line.priority == "must" and line.id in by_line for line in report.requirements)


@settings(max_examples=settings().max_examples * 6)
@given(st.integers(-50, 50), st.integers(-300, 300), st.integers(-300, 300))
def test_crossings_are_where_the_sign_changes(square: int, slope: int, constant: int) -> None:
    def value(x: Fraction) -> Fraction:
        return square * x * x + slope * x + constant

    width = Fraction(1, 10**12)
    found = crossings(square, slope, constant, width)
    step = Fraction(1, 10**6)
    for one in found:
        assert 0 < one.at.low <= one.at.high
        assert one.at.width <= width
        assert one.is_exact == (value(one.at.low) == 0)
        signs = [(v > 0) - (v < 0) for v in (value(one.at.low - step), value(one.at.high + step))]
        assert signs == [one.below, one.above]
    if square or slope:
        # Roots by elementary means: between two of them, and beyond, the sign stays.
        inside = slope**2 - 4 * square * constant
        count = sum(x > 0 for x in _float_roots(square, slope, constant, inside))
        assert len(found) == count


def _float_roots(square: int, slope: int, constant: int, inside: int) -> list[float]:
    if square == 0:
        return [-constant / slope] if slope else []
    if inside < 0:
        return []
    signs = (1, -1) if inside else (1,)
    return [(-slope + sign * inside**0.5) / (2 * square) for sign in signs]


def test_by_hand() -> None:
    """Acme leads 2 : 1; with R-2 at 2 both have one half, beyond it Birch leads. R-1 would have to fall to 1."""
    client = tobfit.Client(id="c", as_of="2026-11-01").require("t.a", id="R-1", weight=2).require("t.b", id="R-2")
    client = client.require("t.c", id="R-3", priority="must")
    acme = tobfit.Product(id="acme@5").offers("t.a", response="standard").offers("t.b", response="not_supported")
    birch = tobfit.Product(id="birch@7").offers("t.a", response="not_supported").offers("t.b", response="standard")
    both = [product.offers("t.c", response="standard") for product in (acme, birch)]
    report = tobfit.match(client, both, PACKS, rules=False)
    found = break_evens(report)
    told: list[Any] = [
        (one.requirement, one.rival, one.weight, one.effective, one.side, one.turns_winner) for one in found
    ]
    assert told == [("R-1", "birch@7", 1, 2, "below", True), ("R-2", "birch@7", 2, 4, "above", True)]
    assert set(nearest(report, found)) == {"R-1", "R-2"}


def test_an_irrational_weight_is_held() -> None:
    """With a line that is not applicable to one product the totals differ, and the equation is quadratic."""
    client = tobfit.Client(id="c", as_of="2026-11-01").require("t.a", id="R-1").require("t.b", id="R-2")
    client = client.require("t.c", id="R-3")
    one = tobfit.Product(id="one@1").offers("t.a", response="standard", extent="0.5")
    one = one.offers("t.b", response="standard").offers("t.c", response="standard", extent="0.9")
    two = tobfit.Product(id="two@1").offers("t.a", response="standard").offers("t.b", response="standard", extent="0.3")
    two = two.offers("t.c", response="not_applicable", by="assessor")
    report = tobfit.match(client, [one, two], PACKS, rules=False)
    found = [o for o in break_evens(report) if o.requirement == "R-1"]
    # (1.9 + w / 2) / (2 + w) = (0.3 + w) / (1 + w): w ** 2 / 2 - 0.1 w - 1.3 = 0
    (held,) = found
    assert not held.is_exact
    assert abs(float(held.weight) - (0.1 + (0.01 + 2.6) ** 0.5)) < 1e-12
    assert held.held.width <= Fraction(1, 10**12)


def test_level_products_turn_at_once() -> None:
    client = tobfit.Client(id="c", as_of="2026-11-01").require("t.a", id="R-1").require("t.b", id="R-2")
    one = tobfit.Product(id="one@1").offers("t.a", response="standard").offers("t.b", response="not_supported")
    two = tobfit.Product(id="two@1").offers("t.b", response="standard").offers("t.a", response="not_supported")
    report = tobfit.match(client, [one, two], PACKS, rules=False)
    told: list[Any] = [(o.requirement, o.weight, o.side, o.is_exact) for o in break_evens(report)]
    assert told == [("R-1", 1, "below", True), ("R-2", 1, "above", True)]


def test_a_knocked_out_rival_has_no_break_even_weight() -> None:
    client = tobfit.Client(id="c", as_of="2026-11-01").require("t.a", priority="must").require("t.b").require("t.c")
    good = tobfit.Product(id="good@1").offers("t.a", response="standard").offers("t.b", response="not_supported")
    out = tobfit.Product(id="out@1").offers("t.a", response="not_supported").offers("t.b", response="standard")
    report = tobfit.match(client, [good.offers("t.c", response="standard"), out], PACKS, rules=False)
    assert break_evens(report) == ()
    assert nearest(report, ()) == {"R-002": None, "R-003": None}


@given(SEEDS)
def test_swings_against_matching_again(seed: int) -> None:
    dice = random.Random(seed)
    for report in small_reports(seed, 6, unknown=True):
        fit = dice.choice(report.fits)
        swings = swings_of(fit)
        assert [one.width for one in swings] == sorted((one.width for one in swings), reverse=True)
        kinds = {(one.requirement, one.kind) for one in swings}
        for judgement, weight in zip(fit.judgements, fit.weights, strict=True):
            counts = bool(weight) and judgement.verdict != "not_applicable"
            assert ((judgement.requirement.id, "weight") in kinds) is counts
            assert ((judgement.requirement.id, "answer") in kinds) is (counts and judgement.credit.width > 0)
        for one in swings:
            if one.kind == "answer":
                (own,) = [one_part for one_part in fit.contributions if one_part.requirement == one.requirement]
                assert fit.score is not None
                assert (one.least, one.most - fit.score.low) == (fit.score.low, own.high - own.low)
                assert one.width == own.high - own.low
                continue
            ends = (part(fit, one.requirement, is_low=True).score(Fraction(factor)) for factor in (0, 2))
            assert (one.least, one.most) == tuple(ends)
        if swings:
            _match_swing_again(report, fit, dice.choice(swings).requirement)


def _match_swing_again(report: Report, fit: Fit, name: str) -> None:
    swing = next(one for one in swings_of(fit) if (one.requirement, one.kind) == (name, "weight"))
    lines = report.client.requirements
    double = [line.evolve(weight=line.weight * 2) if line.id == name else line for line in lines]
    after = match(report.client.evolve(requirements=double), report.world.catalog, PACKS, rules=False)[fit.product]
    assert after.score is not None
    assert after.score.low == swing.most
    if all(line.group is None for line in lines):
        without = [line for line in lines if line.id != name]
        rest = match(report.client.evolve(requirements=without), report.world.catalog, PACKS, rules=False)[fit.product]
        assert (None if rest.score is None else rest.score.low) == swing.least
