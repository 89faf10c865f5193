"""Law 4: an answer only narrows, and every completion lies inside; and who can still win."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.laws.completions import completed_products, fillings

from tobfit.matching.fit import Fit
from tobfit.testing.strategies import World, worlds

LEVEL = {"unmet": 0, "partial": 1, "met": 2}


def assert_inside(before: Fit, after: Fit) -> None:
    """All that is known after lies within what could be before."""
    for old, new in zip(before.judgements, after.judgements, strict=True):
        if new.verdict != "not_applicable":
            assert old.verdict != "not_applicable"
            assert new.credit in old.credit
            assert LEVEL[old.worst] <= LEVEL[new.worst] <= LEVEL[new.best] <= LEVEL[old.best]
        if old.verdict != "unknown":
            assert (new.verdict, new.credit) == (old.verdict, old.credit)
    if before.score is not None and after.score is not None:
        assert after.score in before.score
    assert not before.fails_at_best or after.fails_at_best
    assert not after.fails_at_worst or before.fails_at_worst
    if before.decision == "no_fit":
        assert after.decision == "no_fit"
    if before.decision in ("fit", "fit_with_gaps"):
        assert after.decision in ("fit", "fit_with_gaps")


@settings(max_examples=settings().max_examples * 4)
@given(st.data())
def test_law_4_an_answer_narrows_and_lies_inside(data: st.DataObject) -> None:
    world = data.draw(worlds(max_products=1, landscape=None))
    (product,) = world.catalog.products
    fit = world.report()[product.id]
    lines = [line for line in world.client.requirements if fit[line.id].verdict == "unknown"]
    assume(lines)
    line = data.draw(st.sampled_from(lines))
    for completion in fillings(world, product, line):
        assert_inside(fit, completion.report()[product.id])


@settings(max_examples=settings().max_examples * 2)
@given(worlds(max_lines=2, max_products=1))
def test_law_4_every_completion_lies_inside(world: World) -> None:
    (product,) = world.catalog.products
    fit = world.report()[product.id]
    for completion in completed_products(world, product) or ():
        done = completion.report()[product.id]
        assert all(j.verdict != "unknown" for j in done.judgements)
        assert done.decision != "undecided"
        assert done.score is None or done.score.low == done.score.high
        assert_inside(fit, done)


def key_of(fit: Fit) -> tuple[Any, ...]:
    """What a completed product is ranked by."""
    score = (-1, Fraction(0)) if fit.score is None else (0, fit.score.low)
    return fit.decision != "no_fit", score


@settings(max_examples=settings().max_examples * 2)
@given(worlds(max_lines=2, max_products=3))
def test_winners_against_every_completion(world: World) -> None:
    """Products are answered apart, so the completions of one meet all completions of the others."""
    report = world.report()
    keys: dict[str, list[tuple[Any, ...]]] = {}
    for product in world.catalog.products:
        completions = completed_products(world, product)
        assume(completions is not None)
        assert completions
        keys[product.id] = [key_of(c.report()[product.id]) for c in completions]
    sometimes = {p for p in keys if max(keys[p])[0] and all(max(keys[p]) >= min(keys[o]) for o in keys if o != p)}
    always = {p for p in keys if min(keys[p])[0] and all(min(keys[p]) >= max(keys[o]) for o in keys if o != p)}
    assert sometimes <= set(report.possible_winners)
    assert set(report.certain_winners) <= always
    reached = all(_is_reached(f, keys[f.product]) for f in report.fits)
    if reached:
        assert sometimes == set(report.possible_winners)
        assert set(report.certain_winners) == always


def _is_reached(fit: Fit, keys: list[tuple[Any, ...]]) -> bool:
    """Whether one completion is as good, and one as bad, as the bounds say: then the winners are exact."""
    if fit.score is not None and not fit.coverage:
        # All that has weight is open and might not apply: the engine allows for no score at all.
        return False
    if fit.score is None:
        best: tuple[int, Fraction] = (-1, Fraction(0))
        worst = best
    else:
        best, worst = (0, fit.score.high), (0, fit.score.low)
    return max(keys) == (not fit.fails_at_best, best) and min(keys) == (not fit.fails_at_worst, worst)
