"""Change beside offers: they are not explained, and never passed over."""

from __future__ import annotations

import pytest

import tobfit
from tobfit.analysis.changing import change
from tobfit.errors import TobfitError
from tobfit.model.catalog import Catalog
from tobfit.model.offer import Offer

CLIENT = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa", id="R-1").require("crm.cpq", id="R-2")
ONE = tobfit.Product(id="p@1").offers("sec.mfa", response="standard")
TWO = tobfit.Product(id="q@1").offers("crm.cpq", response="standard")
OFFER = Offer(id="of", items=[{"product": "p@1"}])


def matched(*offers: Offer, client: tobfit.Client = CLIENT) -> tobfit.Report:
    return tobfit.match(client, Catalog(products=[ONE, TWO], offers=list(offers)), rules=False)


def test_an_offer_that_differs_is_named() -> None:
    wider = OFFER.evolve(items=[{"product": "p@1"}, {"product": "q@1"}])
    before, after = matched(OFFER), matched(wider)
    for found in (change(before, after), change(matched(), after), change(after, matched())):
        assert found.causes == ()
        assert found.offers == ("of",)
        assert found.differs == ("catalogue",)
        english, chinese = (tobfit.report.text(found, lang=lang) for lang in ("en", "zh"))
        assert "Nothing differs" not in english
        assert "没有影响评判的差异" not in chinese
        assert "- Offers that differ, or that only one side has; they are not explained: of." in english.splitlines()
        assert "- 有差异或仅一方有的组合报价（不作解释）：of。" in chinese.splitlines()
        rows = [row for row in tobfit.report.records(found) if row["part"] == "offer"]
        assert [(row["product"], row["cause"], row["delta_low"]) for row in rows] == [("of", None, None)]


def test_an_offer_that_stayed_is_not_named() -> None:
    same = change(matched(OFFER), matched(OFFER.evolve(notes="seen")))
    assert (same.offers, same.differs) == ((), ())
    assert "Nothing differs that is judged." in tobfit.report.text(same).splitlines()


def test_an_offer_that_stands_otherwise_for_another_cause_is_named_without_the_catalogue() -> None:
    lines = [line.evolve(weight=3) if line.id == "R-2" else line for line in CLIENT.requirements]
    found = change(matched(OFFER), matched(OFFER, client=CLIENT.evolve(requirements=lines)))
    assert found.offers == ("of",)
    assert found.differs == ("client",)


def test_an_offer_among_the_products_is_refused_as_such() -> None:
    with pytest.raises(TobfitError) as caught:
        change(matched(OFFER), matched(OFFER), {"of": "of", "x": "p@1"})
    told = {(p.code, p.message, p.hint) for p in caught.value.problems}
    hint = "name one of its products: p@1"
    assert ("TF425", "'of' is an offer before, and offers are not explained", hint) in told
    assert ("TF425", "'of' is an offer after, and offers are not explained", hint) in told
