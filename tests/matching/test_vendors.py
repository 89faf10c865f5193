"""Lines about the vendor by hand: each field, each rule of whose word counts, and bad documents."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

import tobfit
from tobfit.matching.outcome import Judgement

CLIENT = tobfit.Client(id="c", as_of="2026-11-01", industries=["game"], scale={"employees": 1000, "revenue": "10 CNY"})
PRODUCT = tobfit.Product(id="p@1", vendor="v")


def judged(capability: str, vendor: dict[str, Any] | None = None, *, product: Any = PRODUCT, **line: Any) -> Judgement:
    asking = CLIENT.require(capability, id="R", **{"scope": "vendor", **line})
    parts = [product, *([tobfit.Vendor(id="v", **vendor)] if vendor is not None else [])]
    return tobfit.match(asking, parts, rules=False)[product.id]["R"]


GAME = {"industry": "game"}
LAST_MONTH, TODAY = ({"name": "iso9001", "valid_to": day} for day in ("2026-10-31", "2026-11-01"))
CASES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("ven.certificates", {"all_of": ["iso9001"]}, {"certificates": ["ISO 9001:2015"]}, "met"),
    ("ven.certificates", {"all_of": ["iso9001"]}, {"certificates": [LAST_MONTH]}, "unknown"),
    ("ven.certificates", {"all_of": ["iso9001"]}, {"certificates": [TODAY]}, "met"),
    ("ven.certificates", {"all_of": ["iso9001", "cmmi"]}, {"certificates": ["cmmi"]}, "unknown"),
    ("ven.certificates", {"all_of": ["iso9001"]}, {"certificates": ["cmmi"], "complete": ["ven"]}, "unmet"),
    ("cmp.iso27001", {}, {"certificates": ["iso27001"]}, "met"),
    ("cmp.qms", {"all_of": ["iatf16949"]}, {"certificates": ["IATF 16949"]}, "met"),
    ("cmp.soc2", {"level": "type2"}, {"certificates": ["SOC 2"]}, "unknown"),
    ("ven.references", {"at_least": 2}, {"references": [GAME, GAME]}, "met"),
    ("com.references", {"at_least": 2}, {"references": [GAME, GAME]}, "met"),
    ("ven.references", {"at_least": 3}, {"references": [GAME, GAME]}, "unknown"),
    ("ven.references", {"at_least": 3}, {"references": [GAME, GAME], "complete": ["ven.references"]}, "unmet"),
    ("ven.references", {"at_least": 3}, {"references": [GAME, GAME, {}], "complete": ["ven.references"]}, "unknown"),
    ("ven.references", {"at_least": 1}, {"references": [{"industry": "digital"}]}, "unknown"),  # perhaps games
    ("ven.references", {"at_least": 1}, {"references": [{"industry": "banking"}], "complete": ["ven"]}, "unmet"),
    ("ven.references", {}, {"references": [{"industry": "digital"}], "complete": ["ven"]}, "unknown"),
    ("ven.references_size", {"at_least": 1}, {"references": [{"scale": 500}]}, "met"),
    ("ven.references_size", {"at_least": 1}, {"references": [{"scale": "499 people"}], "complete": ["ven"]}, "unmet"),
    ("ven.references_size", {"at_least": 1}, {"references": [{"scale": "large"}]}, "met"),
    ("ven.references_size", {"at_least": 1}, {"references": [{"scale": {"revenue": "5 CNY"}}]}, "met"),
    ("ven.references_size", {"at_least": 1}, {"references": [{"scale": {"revenue": "5 EUR"}}]}, "unknown"),
    ("ven.references_alike", {"at_least": 1}, {"references": [{"industry": "game", "scale": 500}]}, "met"),
    ("ven.references_alike", {"at_least": 1}, {"references": [GAME, {"scale": 500}]}, "unknown"),
    ("ven.support_regions", {"all_of": ["DE", "CN"]}, {"support_regions": ["EU", "CN"]}, "met"),
    ("ven.support_regions", {"all_of": ["US-CA"]}, {"support_regions": ["US"]}, "met"),
    ("ven.support_regions", {"all_of": ["EU"]}, {"support_regions": ["DE"]}, "unknown"),
    ("ven.employees", {"at_least": 100}, {"scale": {"employees": 99}}, "unmet"),
    ("ven.revenue", {"at_least": "5 CNY"}, {"scale": {"revenue": "5 CNY"}}, "met"),
    ("ven.equity", {"at_least": "5 CNY"}, {"finances": {"equity": "6 CNY"}}, "met"),
    ("ven.audited_accounts", {}, {"finances": {"audited_accounts": "false"}}, "unmet"),
    ("ven.years", {"at_least": 10}, {"founded": "2016-11-01"}, "met"),
    ("ven.years", {"at_least": 10}, {"founded": "2016-11-02"}, "unmet"),
    ("ven.years", {"at_least": 10}, {"founded": "2016"}, "unknown"),
    ("ven.capacity", {"at_least": "50 person-days/month"}, {"capacity": "60 days/month"}, "met"),
    ("ven.capacity", {"at_least": "50 person-days/month"}, {"capacity": "600 days/year"}, "met"),
    ("ven.capacity", {"at_least": "50 person-days/month"}, {"capacity": "60 days/week"}, "unknown"),  # no month_days
    ("crm.cpq", {}, {"capabilities": {"crm.cpq": "third_party"}}, "partial"),
]  # fmt: skip


@pytest.mark.parametrize(("capability", "need", "vendor", "verdict"), CASES)
def test_what_a_document_says(capability: str, need: dict[str, Any], vendor: dict[str, Any], verdict: str) -> None:
    found = judged(capability, vendor, need=need or "present")
    assert found.verdict == verdict
    # The same words say nothing of the product.
    assert judged(capability, vendor, need=need or "present", scope="product").verdict == "unknown"
    assert judged(capability, None, need=need or "present").verdict == "unknown"


def test_whose_word_counts() -> None:
    stated = PRODUCT.offers("ven.employees", response="standard", value=500)
    need = {"at_least": 100}
    assert judged("ven.employees", None, product=stated, need=need).verdict == "met"
    said = {"capabilities": {"ven.employees": {"response": "standard", "value": 20}}}
    assert judged("ven.employees", said, product=stated, need=need).verdict == "unmet"
    # What follows from a field gives way to a statement, a claim to a finding.
    assert judged("ven.employees", {"scale": {"employees": 20}}, product=stated, need=need).verdict == "met"
    seen = PRODUCT.offers("ven.employees", response="standard", value=500, by="assessor")
    assert judged("ven.employees", said, product=seen, need=need).verdict == "met"
    answer = {"tobfit": "response/1", "client": "c", "product": "p@1",
              "answers": [{"requirement": "R", "response": "standard", "value": 150}]}  # fmt: skip
    asking = CLIENT.require("ven.employees", id="R", scope="vendor", need=need)
    report = tobfit.match(asking, [PRODUCT, tobfit.Vendor(id="v", **said), answer], rules=False)
    assert report["p@1"]["R"].verdict == "met"


def test_a_service_line_hears_the_vendor_where_it_says_something() -> None:
    regions = {"support_regions": ["CN"]}
    assert judged("ven.support_regions", regions, scope="service", need={"all_of": ["CN"]}).verdict == "met"
    said = PRODUCT.offers("svc.csm", response="standard")
    assert judged("svc.csm", regions, product=said, scope="service").verdict == "met"
    denied = {"capabilities": {"svc": {"response": "not_supported", "covers_narrower": True}}}
    assert judged("svc.csm", denied, scope="service").verdict == "unmet"


def test_a_partner_brings_what_the_vendor_lacks() -> None:
    asking = CLIENT.require("ven.employees", id="R", scope="vendor", need={"at_least": 100}, priority="must")
    small, large = (tobfit.Vendor(id=n, scale={"employees": e}) for n, e in (("v", 20), ("large", 900)))
    offer = {"tobfit": "offer/1", "id": "o", "items": [{"product": "p@1"}]}
    report = tobfit.match(asking, [PRODUCT, small, large, offer], rules=False)
    for name, change in (("p@1", "product.p@1.partner"), ("o", "offer.o.partner")):
        (gap,) = [gap for gap in report[name].gaps if gap.kind == "insufficient"]
        assert (gap.severity, gap.vendor) == ("blocker", "v")
        (way,) = [r for r in gap.remedies if r.kind == "partner" and change in r.changes]
        assert (way.changes[change], way.decision_after) == ("large", "fit_with_gaps")
        after = report.what_if(way.changes)[name]["R"]
        assert after.verdict == "met"
        assert after.reason == "large: Vendor states standard, 900"
        assert "extend" not in {r.kind for r in gap.remedies}


def test_answers_and_targets_reach_a_vendor_without_a_document() -> None:
    asking = CLIENT.require("ven.certificates", scope="vendor", need={"all_of": ["cmmi"]})
    report = tobfit.match(asking, PRODUCT, rules=False)
    (question,) = report.questions
    assert (question.target, question.ask) == ("vendor.v.capabilities.ven.certificates", "vendor")
    assert question.text.startswith("Does v give 'Certificates that the vendor holds'")
    said = {"target": question.target, "value": {"response": "standard", "value": ["cmmi"]}}
    answers = {"tobfit": "answers/1", "by": "assessor", "on": "2026-10-01", "answers": [said]}
    client, catalog = tobfit.answer(asking, tobfit.load_catalog(PRODUCT), answers)
    (vendor,) = catalog.vendors
    assert vendor.capabilities["ven.certificates"][0].by == "assessor"
    assert tobfit.match(client, catalog, rules=False)["p@1"].judgements[0].verdict == "met"
    wider = report.what_if({"vendor.v.scale.employees": 7, "vendor.v.certificates": ["cmmi"]})
    assert wider["p@1"].judgements[0].verdict == "met"
    with pytest.raises(tobfit.TobfitError) as caught:
        report.what_if({"vendor.vv.capacity": "1 day/month"})
    assert [problem.code for problem in caught.value.problems] == ["TF404"]


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a certificate twice": ({"certificates": ["a", "a"]}, "TF340"),
    "a reference twice": ({"references": [{"client": "N"}, {"client": "N"}]}, "TF340"),
    "a region twice": ({"support_regions": ["CN", "CN"]}, "TF340"),
    "negative capacity": ({"capacity": "-5 days/month"}, "TF210"),
    "capacity of nothing": ({"capacity": "5 days"}, "TF303"),
    "bare capacity": ({"capacity": 60}, "TF303"),
    "no year": ({"founded": "last year"}, "TF211"),
    "no scale": ({"references": [{"scale": "larg"}]}, "TF206"),
    "a module": ({"capabilities": {"crm.cpq": {"response": "standard", "module": "m"}}}, "TF307"),
    "no capability": ({"capabilities": {"crm.cqp": "standard"}}, "TF301"),
    "no branch": ({"complete": ["vne"]}, "TF301"),
    "no equity": ({"finances": {"equity": "lots"}}, "TF212"),
    "equity of heads": ({"finances": {"equity": {"a": "1 CNY"}}}, "TF341"),
    "no yes or no": ({"finances": {"audited_accounts": "maybe"}}, "TF214"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_documents(name: str) -> None:
    fields, code = BAD[name]
    document: dict[str, Any] = {"tobfit": "vendor/1", "id": "v", **fields}
    with pytest.raises(tobfit.TobfitError) as caught:
        tobfit.load_catalog(document)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_what_deserves_a_look() -> None:
    document: dict[str, Any] = {"tobfit": "vendor/1", "id": "acme", "finances": {"equty": "1 CNY"}}
    document["references"] = [{"industry": "gmae"}]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        tobfit.load_catalog([document, tobfit.Product(id="p", vendor="amce", partner="other")])
    told = [str(warning.message) for warning in caught]
    expected = ["TF341", "TF326", "TF454"]
    assert [code for text in told for code in ("TF341", "TF326", "TF454") if code in text] == expected
    assert "did you mean 'equity'?" in told[0]
    assert "did you mean 'game'?" in told[1]
    assert "did you mean 'acme'?" in told[2]


def test_only_a_name_that_looks_wrong_is_told_and_once() -> None:
    vendors = [tobfit.Vendor(id=name) for name in ("acme", "vendor-1", "ab")]
    named = ["amce", "amce", "Acme", "acmee", "vendor-2", "ac", "somebody", "acme", None]
    products = [tobfit.Product(id=f"p{place}", vendor=name) for place, name in enumerate(named)]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        tobfit.load_catalog([*vendors, *products, tobfit.Product(id="q", vendor="else", partner="amce")])
    told = [problem for warning in caught for problem in (str(warning.message),) if "TF454" in problem]
    assert len(told) == 3
    for name in ("'amce'", "'Acme'", "'acmee'"):
        assert sum(f"vendor {name}" in text for text in told) == 1
    assert all("did you mean 'acme'?" in text for text in told)


def test_a_line_about_the_vendor_that_forgets_its_scope_is_told() -> None:
    line = {"id": "R-1", "capability": "ven.certificates", "need": {"all_of": ["cmmi"]}}
    for scope, verdict in (("product", "unknown"), ("vendor", "met"), ("service", "met")):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            asked = tobfit.load_client({"tobfit": "client/1", "id": "c", "requirements": [{**line, "scope": scope}]})
        assert [("TF344" in str(warning.message)) for warning in caught] == ([True] if scope == "product" else [])
        vendor = tobfit.Vendor(id="v", certificates=["cmmi"])
        report = tobfit.match(asked, [PRODUCT, vendor], rules=False, as_of="2026-11-01")
        assert report["p@1"].judgements[0].verdict == verdict
    demand = {"capability": "ven.references", "need": {"at_least": 1}, "priority": "should"}
    rule = {"id": "r", "when": {"all": []}, "implies": [demand], "basis": "practice", "source": {"title": "T"}}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        tobfit.load_packs({"tobfit": "pack/1", "id": "own", "rules": [rule]})
    assert any("TF344" in str(warning.message) and "scope: vendor" in str(warning.message) for warning in caught)
