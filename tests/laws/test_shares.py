"""How far a value satisfies a need, against the naive judge: dense where whole worlds are thin."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.reference import Point, shares

from tobfit.matching.share import ready
from tobfit.model.pack import Capability
from tobfit.model.policy import Policy
from tobfit.model.requirement import Need, Requirement
from tobfit.testing.strategies import needs, values, vocabularies


@st.composite
def cases(draw: st.DrawFn) -> tuple[Capability, Need, tuple[str, ...], bool, Policy]:
    """A capability with a need, a stated value and a policy that compares."""
    terms = [t for t in draw(vocabularies()) if t.kind in ("quantity", "set", "level", "version")]
    term = draw(st.sampled_from([*terms, *(t for t in terms if t.kind == "quantity")]))
    value = draw(values(term))
    assert value is not None
    policy = Policy(
        month_days=draw(st.sampled_from((None, "30", "30.4375"))),
        at_bound=draw(st.sampled_from(("0.5", "0", "1", "0.3"))),
    )
    return term, draw(needs(term)), value, draw(st.booleans()), policy


@settings(max_examples=settings().max_examples * 30)
@given(cases())
def test_the_share_of_a_need(case: tuple[Capability, Need, tuple[str, ...], bool, Policy]) -> None:
    term, need, value, exhaustive, policy = case
    share = ready(need, term, policy.at_bound, policy.month_days).share(value, exhaustive)
    points: list[Point] = shares(Requirement(id="R-1", need=need), term, value, exhaustive, policy)
    assert share.worst == min(state for state, _ in points)
    assert share.best == max(state for state, _ in points)
    assert share.low == min(part for _, part in points)
    assert share.high == max(part for _, part in points)
    assert share.is_open == (len(points) > 1)
