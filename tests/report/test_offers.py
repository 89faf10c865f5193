"""Offers in every rendering: what is sold, who serves each line, what it costs."""

from __future__ import annotations

import functools
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.report.telling import LANGUAGES, whole

import tobfit
from tobfit.formats.schema import document_schema
from tobfit.matching.report import Report
from tobfit.model.catalog import Catalog
from tobfit.model.offer import Offer
from tobfit.model.product import Product
from tobfit.report import markdown, records, text

VALIDATOR = Draft202012Validator(document_schema("report"))
SECRET = "SECRET"
PROOF = [{"source": "a page", "kind": "documented"}]


@functools.cache
def suite() -> Report:
    asking = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    for name in ("crm.opportunity", "crm.cpq", "sec.sso"):
        asking = asking.require(name)
    crm = Product(
        id="crm@5",
        name={"en": "CRM", "zh": "客户系统"},
        modules={
            "sales": {"name": {"en": "Sales", "zh": "销售"}, "price": "600 CNY/year"},
            "quotes": {"excludes": ["sales"]},
        },
        price={"licence": "1000 CNY/year", "development_cost": "77777 CNY"},
        capabilities={
            "crm.opportunity": {"response": "standard", "module": "sales", "evidence": PROOF},
            "crm.cpq": {"response": "standard", "module": "quotes", "evidence": PROOF},
            "sec.mfa": {"response": "not_supported"},
            "sec.sso": {"response": "third_party", "evidence": PROOF},
        },
    )
    sign = Product(id="sign@2", name="Sign", capabilities={"sec.mfa": {"response": "configuration", "evidence": PROOF}})
    sign = sign.offers("sec.sso", response="not_supported")
    offer = Offer(
        id="bundle",
        name={"en": "All in one", "zh": "一体方案"},
        items=[{"product": "crm@5", "modules": ["sales"], "notes": SECRET}, {"product": "sign@2"}],
        partner="house",
        services=[{"id": "setup", "price": "50 CNY", "rate": "88888 CNY/day", "notes": SECRET}],
        discounts=[{"share": "0.1", "label": {"en": "Both", "zh": "组合"}, "notes": SECRET}],
        notes=SECRET,
    )
    return tobfit.match(asking, Catalog(products=[crm, sign], offers=[offer]), rules=False)


@pytest.mark.parametrize("audience", ["client", "internal"])
@pytest.mark.parametrize("detail", ["full", "summary"])
def test_the_plain_data_keep_their_schema(audience: Any, detail: Any) -> None:
    data = suite().to_dict(audience=audience, detail=detail)
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert (SECRET in json.dumps(data)) == (audience == "internal")
    assert ("88888" in json.dumps(data)) == (audience == "internal")


def test_the_plain_data_say_what_is_sold() -> None:
    fits = {fit["product"]: fit for fit in suite().to_dict()["fits"]}
    offer = fits["bundle"]
    assert offer["offer"]["items"] == [{"product": "crm@5", "modules": ["sales"]}, {"product": "sign@2"}]
    assert offer["offer"]["partner"] == "house"
    assert {line["requirement"]: line["item"] for line in offer["judgements"]} == {
        "R-001": "sign@2", "R-002": "crm@5", "R-003": "sign@2", "R-004": "crm@5",
    }  # fmt: skip
    assert [part["item"] for part in offer["judgements"][0]["parts"]] == ["crm@5", "sign@2"]
    assert offer["price"]["totals"] == ["45 CNY", "1440 CNY/year"]
    assert not offer["price"]["is_complete"]
    assert [part["name"] for part in offer["price"]["parts"] if part["amount"] is None] == ["sign@2", "sec.sso"]
    assert offer["modules"] == [{"product": "crm@5", "module": "sales", "requirements": ["R-002"]}]
    product = fits["crm@5"]
    assert product["offer"] is None
    assert [one["module"] for one in product["modules"]] == ["quotes", "sales"]
    assert {line["item"] for line in product["judgements"]} == {"crm@5"}
    assert all(line["parts"] == [] for line in product["judgements"])
    assert fits["sign@2"]["price"] is None


def test_rows_name_the_product_that_serves_a_line() -> None:
    rows = [row for row in records(suite()) if row["product"] == "bundle"]
    assert [row["item"] for row in rows] == ["sign@2", "crm@5", "sign@2", "crm@5"]
    assert rows[0]["reason"] == "Sign: Vendor states configuration"
    assert {row["item"] for row in records(suite()) if row["product"] == "crm@5"} == {"crm@5"}


SAID = {
    "en": [
        "1. bundle All in one: fit with gaps, 0.7000..0.9000",
        "Offered together by house: crm@5 CRM with sales; sign@2 Sign.",
        "Price, as far as it is known: 45 CNY and 1440 CNY/year",
        "licence crm@5: 1000 CNY/year",
        "module Sales of crm@5: 600 CNY/year",
        "third party Single sign-on protocols of crm@5: not said (for R-004)",
        "service setup: 50 CNY",
        "discount Both: -160 CNY/year",
        "R-004 sec.sso (should), third party: CRM: Vendor states third party; its price is not in the offer",
        "What is met needs the modules: quotes (R-003); sales (R-002).",
        "TF458 crm@5: cannot be met together, for module quotes excludes sales: R-003, R-002 "
        "(they are judged one by one: an offer names the modules that are sold)",
    ],
    "zh": [
        "1. bundle 一体方案：符合但有差距，0.7000..0.9000",
        "由 house 合并报价：crm@5 客户系统（含 sales）；sign@2 Sign。",
        "价格（已知部分）：45 CNY 另加 1440 CNY/year",
        "模块 crm@5 的 销售：600 CNY/year",
        "折扣 组合：-160 CNY/year",
        "R-004 sec.sso（应有），第三方产品：客户系统：厂商声明：第三方产品；报价未含其价格",
        "已满足的条目需要以下模块：quotes（R-003）；sales（R-002）。",
        "TF458 crm@5：以下条目不能同时满足，因为模块 quotes 与 sales 互斥：R-003, R-002",
    ],
}


@LANGUAGES
@pytest.mark.parametrize("audience", ["client", "internal"])
def test_the_story_tells_of_offers(lang: str, audience: str) -> None:
    told = whole(suite(), lang, audience=audience)
    assert [said for said in SAID[lang] if said not in told] == []
    assert (SECRET in "".join(told)) == (audience == "internal")
    assert "88888" not in "".join(told)
    assert "77777" not in "".join(told)


@LANGUAGES
def test_the_way_out_adds_the_module(lang: str) -> None:
    told = "\n".join(whole(suite(), lang))
    # Quotes shut out sales, which is sold: it is no way out here, and the reason names it where nothing else is open.
    assert ("add module" in told) is False
    crm = suite().world.catalog.product("crm@5")
    small = Offer(id="small", items=[{"product": "crm@5"}])
    report = tobfit.match(suite().client, Catalog(products=[crm], offers=[small]), rules=False)
    said = "\n".join(whole(report, lang))
    assert ("add module sales of crm@5" if lang == "en" else "增加模块 crm@5 的 sales") in said
    only = "Only with what is not in the offer: module quotes" if lang == "en" else "需报价未含的模块：quotes"
    assert only in said


@LANGUAGES
def test_what_is_asked_names_the_product(lang: str) -> None:
    told = "\n".join(whole(suite(), lang))
    assert ("Does Sign give 'Configure-price-quote', and how?" if lang == "en" else "Sign 是否提供") in told
    path = "path: acme > "
    assert path not in told  # the client's own lines need no grounds


def test_each_format_is_written() -> None:
    assert "Offered together by house" in text(suite())
    assert "合并报价" in markdown(suite(), lang="zh")
