"""Bundles: what a call may not ask for, offers made of them, and candidates that take no part."""

from __future__ import annotations

from typing import Any

import pytest

import tobfit
from tobfit.model.catalog import Catalog
from tobfit.model.offer import Offer

CLIENT = tobfit.Client(id="acme", as_of="2026-11-01", scale={"employees": 40}).require("sec.mfa", priority="must")


def product(id: str = "a@1", **price: str) -> tobfit.Product:
    return tobfit.Product(id=id, price=price).offers("sec.mfa", response="standard")


def bundle_of(catalog: Any, client: tobfit.Client = CLIENT, **asked: Any) -> tobfit.analysis.Bundle:
    return tobfit.analysis.bundle(client, catalog, rules=False, **asked)


@pytest.mark.parametrize("price", ["10 CNY", "10 CNY/user"])
def test_the_offer_of_a_bundle_costs_what_the_bundle_does(price: str) -> None:
    other = tobfit.Product(id="b@1", price={"licence": "5 CNY"}).offers("oa.workflow", response="standard")
    sold = [product(per_user=price), other]
    asking = CLIENT.require("oa.workflow", priority="must")
    found = bundle_of(sold, asking)
    assert (str(found.price), found.price.users) == ("405 CNY", 40)
    made = found.offer("suite")
    assert made["items"] == [{"product": "a@1", "modules": [], "users": 40}, {"product": "b@1", "modules": []}]
    catalog = Catalog(products=sold, offers=[Offer(id=made["id"], items=made["items"])])
    assert list(map(str, tobfit.match(asking, catalog, rules=False)["suite"].price.totals)) == ["405 CNY"]


def test_users_that_nobody_counted_are_left_out() -> None:
    found = bundle_of(product(per_user="10 CNY"), CLIENT.evolve(scale=None))
    assert found.offer("suite")["items"] == [{"product": "a@1", "modules": []}]


@pytest.mark.parametrize("name", ["a@1", "suite", "", "two words", 5, None])
def test_an_offer_needs_an_id_of_its_own(name: Any) -> None:
    catalog = Catalog(products=[product(licence="1 CNY")], offers=[Offer(id="suite", items=[{"product": "a@1"}])])
    with pytest.raises(tobfit.TobfitError) as caught:
        bundle_of(catalog).offer(name)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("TF423", "id")]


def test_offers_of_the_catalogue_are_named_as_left_aside() -> None:
    catalog = Catalog(products=[product(licence="1 CNY")], offers=[Offer(id="suite", items=[{"product": "a@1"}])])
    found = bundle_of(catalog)
    assert (tuple(found.products), found.aside) == (("a@1",), ("suite",))
    (row,) = tobfit.match(CLIENT, catalog, rules=False).with_results(found).to_dict(detail="summary")["results"]
    assert row["aside"] == ["suite"]
    assert bundle_of(product(licence="1 CNY")).aside == ()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            {"budget": {"amount": "5 CNY", "horizn": "1 year"}},
            [("TF420", "budget", "no budget: unknown key 'horizn'", "did you mean 'horizon'?")],
        ),
        ({"budget": {}}, [("TF420", "budget", "no budget: the key 'amount' is missing", "an amount of money")]),
        (
            {"budget": {"amount": "5 CNY", "horizon": "0 years"}},
            [("TF420", "budget.horizon", "0 year is no horizon: it has to be above 0", "3 years")],
        ),
        ({"rates": {"CNY": "2 CNY"}}, [("TF422", "rates.CNY", "one CNY is 1 CNY, not 2 CNY", "7.8 CNY")]),
        (
            {"rates": {"EUR": "7 CNY", "CNY": "0.1 USD", "USD": "1 EUR", "GBP": "9 CNY"}},
            [("TF422", "rates.EUR", "rates that lead in a circle: EUR, CNY, USD, EUR", "in one of them")],
        ),
        ({"certain": "yes"}, [("TF423", "certain", "'yes' is neither True nor False", "True")]),
        ({"certain": 1}, [("TF423", "certain", "'1' is neither True nor False", "True")]),
    ],
)
def test_what_may_not_be_asked(asked: Any, told: list[tuple[str, str, str, str]]) -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        bundle_of(product(licence="10 CNY/year"), **asked)
    problems = caught.value.problems
    assert [(each.code, each.path, each.message) for each in problems] == [each[:3] for each in told]
    assert all(hint in (each.hint or "") for each, (*_, hint) in zip(problems, told, strict=True))


def test_a_horizon_of_the_client_is_above_0_where_it_counts() -> None:
    client = CLIENT.evolve(budget={"amount": "9 CNY", "horizon": "0 years"})
    with pytest.raises(tobfit.TobfitError) as caught:
        bundle_of(product(licence="10 CNY/year"), client)
    assert [(each.code, each.path) for each in caught.value.problems] == [("TF420", "client.budget.horizon")]
    own = {"amount": "90 CNY", "horizon": "2 years"}
    assert str(bundle_of(product(licence="10 CNY/year"), client, budget=own).price) == "20 CNY"


def test_a_currency_is_worth_one_of_itself() -> None:
    found = bundle_of(product(licence="10 EUR"), rates={"EUR": "7 CNY", "CNY": "1 CNY"})
    assert str(found.price) == "70 CNY"
