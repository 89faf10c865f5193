"""The engine against the naive judge in ``reference.py``: verdicts, credits, gaps, scores and decisions."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.reference import Verdict, millionths, reckon

from tobfit.knowledge.packs import Packs
from tobfit.matching.fit import Fit
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.interval import quantise
from tobfit.model.pack import Capability, Pack
from tobfit.model.product import Product
from tobfit.testing.strategies import (
    AS_OF,
    World,
    needs,
    policies,
    requirements,
    statements,
    worlds,
)


def lines_of(fit: Fit) -> dict[str, Verdict]:
    """The engine's judgements and gaps in the terms of the reference."""
    gaps: dict[str, dict[str, str]] = {j.requirement.id: {} for j in fit.judgements}
    for gap in fit.gaps:
        assert gap.kind not in gaps[gap.requirement.id]
        gaps[gap.requirement.id][gap.kind] = gap.severity
    found = {}
    for judgement in fit.judgements:
        low, high = judgement.credit.low * 10**6, judgement.credit.high * 10**6
        assert low.denominator == high.denominator == 1
        name = judgement.requirement.id
        found[name] = Verdict(judgement.verdict, int(low), int(high), judgement.worst, judgement.best, gaps[name])
    return found


def assert_as_reckoned(world: World) -> None:
    report = world.report()
    for product in world.catalog.products:
        fit, expected = report[product.id], reckon(world, product)
        assert lines_of(fit) == expected.lines
        assert (fit.score and (fit.score.low, fit.score.high)) == expected.score
        assert fit.answered == expected.answered
        assert fit.coverage == expected.coverage
        assert fit.excluded == expected.excluded
        assert fit.decision == expected.decision


@settings(max_examples=settings().max_examples * 5)
@given(worlds())
def test_every_judgement_and_sum(world: World) -> None:
    assert_as_reckoned(world)


@settings(max_examples=settings().max_examples * 10)
@given(worlds(max_lines=2, max_products=1, landscape=True))
def test_every_judgement_in_a_landscape(world: World) -> None:
    assert_as_reckoned(world)


@settings(max_examples=settings().max_examples * 12)
@given(worlds(max_lines=1, max_products=1))
def test_one_line_before_one_product(world: World) -> None:
    assert_as_reckoned(world)


@st.composite
def broad_and_narrow(draw: st.DrawFn) -> World:
    """One line with a need below a covering statement with a value, or above several narrower statements."""
    unit = draw(st.sampled_from(("month", "user", "%")))
    terms = [
        Capability(id="g"),
        Capability(id="q1", kind="quantity", unit=unit, broader="g"),
        Capability(id="q2", kind="quantity", unit=unit, broader="q1"),
        Capability(id="b1", kind="boolean", broader="g"),
        Capability(id="b2", kind="boolean", broader="g"),
    ]
    packs = Packs(((Pack(id="p", vocabulary=tuple(terms)),),))
    name = draw(st.sampled_from(("g", "q2")))
    line = draw(requirements("R-1", packs.vocabulary)).evolve(
        capability=name, need=draw(needs(packs.vocabulary[name])), accept=()
    )
    stated = {}
    for other in ("q1",) if name == "q2" else ("q1", "b1", "b2"):
        said = draw(statements(packs.vocabulary[other]))
        stated[other] = (said.evolve(covers_narrower=True) if name == "q2" else said,)
    client = Client(id="c", as_of=AS_OF, requirements=(line,))
    product = Product(id="p-2", version="5.2", capabilities=stated)
    return World(packs, client, Catalog(products=(product,)), draw(policies()))


@settings(max_examples=settings().max_examples * 5)
@given(broad_and_narrow())
def test_broader_and_narrower_statements(world: World) -> None:
    assert_as_reckoned(world)


@given(worlds(landscape=None))
def test_contributions_sum_exactly_to_the_score(world: World) -> None:
    for fit in world.report().fits:
        if fit.score is None:
            assert fit.contributions == ()
            continue
        assert sum((part.low for part in fit.contributions), Fraction(0)) == fit.score.low
        assert sum((part.high for part in fit.contributions), Fraction(0)) == fit.score.high
        named = [part.requirement for part in fit.contributions]
        assert len(set(named)) == len(named)
        for part in fit.contributions:
            judgement = fit[part.requirement]
            assert judgement.verdict != "not_applicable"
            assert not judgement.waived
            assert judgement.requirement.priority != "wont"


@given(st.fractions(0, 1) | st.integers(0, 2 * 10**6).map(lambda n: Fraction(n, 2 * 10**6)))
def test_credits_are_rounded_half_to_even(value: Fraction) -> None:
    assert quantise(value) == millionths(value)


@given(st.lists(st.integers(1, 3 * 10**7).map(lambda n: Fraction(n, 3 * 10**7)), min_size=2, max_size=4))
def test_a_roll_up_is_rounded_once(extents: list[Fraction]) -> None:
    terms = [
        Capability(id="g"),
        *(Capability(id=f"b{i}", kind="boolean", broader="g") for i in range(len(extents))),
    ]
    product = Product(id="p")
    for index, extent in enumerate(extents):
        product = product.offers(f"b{index}", response="standard", extent=f"{extent.numerator}/{extent.denominator}")
    client = Client(id="c", as_of=AS_OF).require("g", id="R-1")
    world = World(Packs(((Pack(id="v", vocabulary=tuple(terms)),),)), client, Catalog(products=(product,)))
    mean = Fraction(millionths(sum(extents, Fraction(0)) / len(extents)), 10**6)
    assert world.report()["p"]["R-1"].credit.low == mean
