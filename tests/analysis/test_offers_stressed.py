"""Offers beside the products that they hold: drawn answers, questions that turn an order, level ends."""

from __future__ import annotations

import pytest

import tobfit
from tobfit import Client, Product, Report
from tobfit.analysis import compare, sensitivity, views
from tobfit.analysis.break_even import break_evens


def world(response: str) -> Report:
    """An offer of acme and birch beside both; of birch nobody said whether it has the first capability."""
    client = Client(id="c", as_of="2026-11-01").require("crm.cpq", weight=2).require("sec.mfa")
    catalog = tobfit.load_catalog(
        [
            {"tobfit": "product/1", "id": "acme@5", "capabilities": {"crm.cpq": response, "sec.mfa": "not_supported"}},
            {"tobfit": "product/1", "id": "birch@7", "capabilities": {"sec.mfa": "standard"}},
            {"tobfit": "offer/1", "id": "off-1", "items": [{"product": "acme@5"}, {"product": "birch@7"}]},
        ]
    )
    return tobfit.match(client, catalog)


def test_no_product_is_drawn_above_an_offer_that_holds_it() -> None:
    found = sensitivity(world("configuration"), draws=400, weights=0)
    # Of birch's five answers one is as good as acme's and one is better: then both are level.
    assert found.pairwise["birch@7"]["off-1"] <= 0.5
    assert found.acceptability["birch@7"][0] <= found.acceptability["off-1"][0]
    assert abs(float(found.pairwise["off-1"]["birch@7"]) - 0.8) < 0.1


def test_an_answer_about_a_product_bears_on_the_offer_that_holds_it() -> None:
    report = world("customisation")
    (point,) = [point for point in compare(report, "off-1", "birch@7").open if ".crm.cpq" in point.target]
    turned = []
    for answer, effect in point.question.answers.items():
        after = report.what_if(effect.changes)
        if after.ranks["off-1"] >= after.ranks["birch@7"]:
            turned.append(answer)
    assert list(point.turning) == turned
    assert "standard" in turned


def test_where_the_low_ends_are_always_level_the_high_ends_break_even() -> None:
    client = Client(id="c", as_of="2026-11-01").require("crm.cpq", weight=2).require("oa.workflow")
    one = Product(id="a").offers("oa.workflow", response="not_supported")
    other = Product(id="b").offers("crm.cpq", response="not_supported")
    found = {broken.requirement: broken for broken in break_evens(tobfit.match(client, [one, other]))}
    assert found["R-002"].weight == 2
    (first, second) = client.requirements
    heavier = client.evolve(requirements=[first, second.evolve(weight="2.5")])
    assert tobfit.match(heavier, [one, other]).ranks == {"b": 1, "a": 2}
    level = client.evolve(requirements=[first, second.evolve(weight="2")])
    assert tobfit.match(level, [one, other]).ranks == {"a": 1, "b": 1}


def test_what_is_no_argument_is_refused_before_any_work() -> None:
    report = world("standard")
    with pytest.raises(ValueError, match="progress"):
        sensitivity(report, progress="tdqm")  # type: ignore[arg-type]
    with pytest.raises(tobfit.TobfitError, match="TF403"):
        views(report, 3)  # type: ignore[arg-type]
    with pytest.raises(tobfit.TobfitError, match="TF403"):
        views(report, [[]])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="no result"):
        report.with_results("x")
