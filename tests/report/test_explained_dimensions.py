"""The score by dimension: each is the weighted mean credit of its lines, and together they are the score."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings

import tobfit
from tobfit.matching.report import Report
from tobfit.report import explain
from tobfit.testing.strategies import World, worlds


def dimension(report: Report, capability: str | None) -> str:
    """The outermost group above a capability, found step by step; these worlds place no lines."""
    if capability is None:
        return "other"
    above = report.world.vocabulary.capabilities[capability].broader
    return capability if above is None else dimension(report, above)


@settings(max_examples=settings().max_examples * 2)
@given(worlds())
def test_dimensions_sum_to_the_score(world: World) -> None:
    report = world.report()
    told = explain(report)
    for fit in report.fits:
        spokes = told[fit.product].spokes
        counted = [
            (dimension(report, judgement.requirement.capability), judgement, weight)
            for judgement, weight in zip(fit.judgements, fit.weights, strict=True)
            if weight and judgement.verdict != "not_applicable"
        ]
        whole = sum(weight for _, _, weight in counted)
        assert len({spoke.dimension for spoke in spokes}) == len(spokes)
        assert sum(spoke.lines for spoke in spokes) == len(fit.judgements)
        for spoke in spokes:
            here = [(judgement.credit, weight) for name, judgement, weight in counted if name == spoke.dimension]
            total = sum(weight for _, weight in here)
            assert spoke.share == (Fraction(total, whole) if whole else 0)
            assert (spoke.score is None) == (total == 0)
            if spoke.score is not None:
                assert spoke.score.low == sum(credit.low * weight for credit, weight in here) / total
                assert spoke.score.high == sum(credit.high * weight for credit, weight in here) / total
        if fit.score is not None:
            scored = [(spoke.share, spoke.score) for spoke in spokes if spoke.score is not None]
            assert sum(share for share, _ in scored) == 1
            assert sum(share * score.low for share, score in scored) == fit.score.low
            assert sum(share * score.high for share, score in scored) == fit.score.high


def test_two_dimensions_by_hand() -> None:
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", weight=3).require("sec.audit_log")
    client = client.require("crm.cpq", weight=4)
    product = tobfit.Product(id="crm@5").offers("sec.mfa", response="standard")
    product = product.offers("crm.cpq", response="roadmap", available="2027-01-01")
    spokes = explain(tobfit.match(client, product))["crm@5"].spokes
    found = {spoke.dimension: (spoke.share, spoke.score, spoke.lines) for spoke in spokes}
    (share, sec, lines), (rest, crm, others) = found["sec"], found["crm"]
    assert sec is not None
    assert crm is not None
    # Of sec three quarters are met and one is open; crm is a roadmap item in time.
    assert (share, sec.low, sec.high, lines) == (Fraction(1, 2), Fraction(3, 4), Fraction(1), 2)
    assert (rest, crm.low, crm.high, others) == (Fraction(1, 2), Fraction(3, 10), Fraction(3, 10), 1)
