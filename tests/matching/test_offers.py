"""Offers by hand: which product serves a line, what modules do, what all products have to do, what it costs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import tobfit
from tobfit.matching.offer_price import yearly
from tobfit.matching.order import winners
from tobfit.model.catalog import Answer, Catalog, Response
from tobfit.model.offer import Offer
from tobfit.model.product import Product
from tobfit.model.quantity import parse_quantity
from tobfit.report import text

PROOF = [{"source": "a page", "kind": "documented"}]


def product(id: str, stated: dict[str, Any], **fields: Any) -> Product:
    return Product(id=id, capabilities=stated, **fields)


def client(*capabilities: str, **fields: Any) -> tobfit.Client:
    made = tobfit.Client(id="acme", as_of="2026-11-01", **fields)
    for name in capabilities:
        made = made.require(name)
    return made


def offered(products: list[Product], items: list[dict[str, Any]], **fields: Any) -> Catalog:
    return Catalog(products=products, offers=[Offer(id="suite", items=items, **fields)])


def fit_of(asking: tobfit.Client, catalog: Catalog) -> tobfit.Fit:
    return tobfit.match(asking, catalog, rules=False)["suite"]


CRM = product("crm@5", {"sec.mfa": {"response": "customisation", "evidence": PROOF}, "sec.sso": "not_supported"})
SIGN = product("sign@2", {"sec.mfa": {"response": "configuration", "evidence": PROOF}})
BOTH = [{"product": "sign@2"}, {"product": "crm@5"}]


def test_the_best_product_serves_a_line() -> None:
    fit = fit_of(client("sec.mfa", "sec.sso"), offered([CRM, SIGN], BOTH))
    line = fit["R-001"]
    assert (line.verdict, str(line.credit), line.item) == ("met", "0.9000", "sign@2")
    assert [(part.item, part.verdict) for part in line.parts] == [("crm@5", "partial"), ("sign@2", "met")]
    assert line.reason == "sign@2: Vendor states configuration"
    # One says no, the other one nothing: the line is open, and it is the other one who is asked.
    line = fit["R-002"]
    assert (line.verdict, line.item, line.worst, line.best) == ("unknown", "sign@2", "unmet", "met")
    assert line.reason == "sign@2: Nobody said"
    assert str(fit.score) == "0.4500..0.9500"
    asked = [q.target for q in tobfit.match(client("sec.sso"), offered([CRM, SIGN], BOTH), rules=False).questions]
    assert "product.sign@2.capabilities.sec.sso" in asked
    assert "product.crm@5.capabilities.sec.sso" not in asked


def test_what_may_serve_a_line_better_leaves_it_open() -> None:
    some = product("crm@5", {"sec.mfa": {"response": "customisation", "evidence": PROOF}})
    fit = fit_of(client("sec.mfa"), offered([some, product("sign@2", {})], BOTH))
    line = fit["R-001"]
    assert (line.verdict, str(line.credit), line.item) == ("unknown", "0.5000..1.0000", "crm@5")
    assert line.reason == "crm@5: Vendor states customisation; sign@2 leaves it open: Nobody said"
    assert line.kinds == ("customisation", "unknown")
    ways = {remedy.kind for gap in fit.gaps for remedy in gap.remedies}
    assert {"extend", "ask", "change_process"} <= ways
    targets = {t for gap in fit.gaps for remedy in gap.remedies if remedy.kind == "ask" for t in remedy.changes}
    assert targets == {"product.sign@2.capabilities.sec.mfa"}


def test_a_met_line_stays_met_whatever_another_product_turns_out_to_give() -> None:
    fit = fit_of(client("sec.mfa"), offered([SIGN, product("crm@5", {})], BOTH))
    assert (fit["R-001"].verdict, str(fit["R-001"].credit)) == ("met", "0.9000..1.0000")
    assert fit.gaps == ()
    assert fit.decision == "fit"
    report = tobfit.match(client("sec.mfa"), offered([SIGN, product("crm@5", {})], BOTH), rules=False)
    (question,) = [q for q in report.questions if q.product == "suite"]
    assert isinstance(question, tobfit.Question)
    assert (question.item, question.width) == ("crm@5", Fraction(1, 10))


def test_what_does_not_apply_to_one_product_may_apply_to_another() -> None:
    none = product("crm@5", {"sec.mfa": {"response": "not_applicable", "by": "assessor"}})
    assert fit_of(client("sec.mfa"), offered([none, SIGN], BOTH))["R-001"].verdict == "met"
    other = none.evolve(id="sign@2")
    assert fit_of(client("sec.mfa"), offered([none, other], BOTH))["R-001"].verdict == "not_applicable"


# ------------------------------------------------------------------------------------------- modules
MODULES = {"base": {}, "sales": {"requires": ["base"], "price": "60000 CNY/year"}, "lite": {"excludes": ["sales"]}}
SUITE = product(
    "crm@5",
    {
        "crm.opportunity": {"response": "standard", "module": "sales", "evidence": PROOF},
        "crm.cpq": {"response": "standard", "module": "lite", "evidence": PROOF},
        "sec.mfa": {"response": "standard", "evidence": PROOF},
    },
    modules=MODULES,
)
LINES = ("crm.opportunity", "crm.cpq", "sec.mfa")


@pytest.mark.parametrize(
    ("modules", "met"),
    [((), ["R-003"]), (("base",), ["R-003"]), (("base", "sales"), ["R-001", "R-003"]), (("lite",), ["R-002", "R-003"])],
)
def test_only_what_is_sold_counts(modules: tuple[str, ...], met: list[str]) -> None:
    fit = fit_of(client(*LINES), offered([SUITE], [{"product": "crm@5", "modules": modules}]))
    assert [judgement.requirement.id for judgement in fit.judgements if judgement.verdict == "met"] == met


def test_a_module_that_is_left_out_is_named_and_can_be_added() -> None:
    catalog = offered([SUITE, SIGN], [{"product": "crm@5"}, {"product": "sign@2"}])
    report = tobfit.match(client(*LINES), catalog, rules=False)
    fit = report["suite"]
    # The other product may give it too, so that the line is open and both ways are shown.
    gap = next(gap for gap in fit.gaps if gap.requirement.id == "R-001")
    (way,) = [remedy for remedy in gap.remedies if remedy.kind == "negotiate"]
    assert [item["modules"] for item in way.changes["offer.suite.items"] if "modules" in item] == [("base", "sales")]
    assert way.price is None  # nobody said what base costs
    assert (str(way.credit), way.decision_after) == ("1.0000", report.what_if(way.changes)["suite"].decision)
    alone = fit_of(client(*LINES), offered([SUITE], [{"product": "crm@5"}]))["R-001"]
    assert (alone.verdict, alone.kinds) == ("unmet", ("missing",))
    assert alone.reason == "Only with what is not in the offer: module sales"


def test_no_module_is_added_to_one_that_excludes_it() -> None:
    fit = fit_of(client(*LINES), offered([SUITE], [{"product": "crm@5", "modules": ["lite"]}]))
    gap = next(gap for gap in fit.gaps if gap.requirement.id == "R-001")
    assert [remedy.kind for remedy in gap.remedies] == ["extend", "partner", "change_process"]


def test_the_price_of_a_module_is_that_of_the_way_out() -> None:
    priced = SUITE.evolve(modules={**MODULES, "base": {"price": "100 CNY/year"}})
    fit = fit_of(client("crm.opportunity"), offered([priced], [{"product": "crm@5"}]))
    (way,) = [remedy for remedy in fit.gaps[0].remedies if remedy.kind == "negotiate"]
    assert str(way.price) == "60100 CNY/year"


def test_the_modules_that_lines_need_are_named() -> None:
    report = tobfit.match(client(*LINES), SUITE, rules=False)
    found = [(one.module, one.requirements) for one in report["crm@5"].modules]
    assert found == [("base", ("R-001",)), ("lite", ("R-002",)), ("sales", ("R-001",))]
    (warning,) = [warning for warning in report.warnings if warning.code == "TF458"]
    assert warning.message == "crm@5: cannot be met together, for module lite excludes sales: R-002, R-001"
    # An offer says what is sold: what is in it goes together.
    sold = tobfit.match(client(*LINES), offered([SUITE], [{"product": "crm@5", "modules": ["lite"]}]), rules=False)
    assert sold["suite"].modules[0].requirements == ("R-002",)
    assert [w.message.partition(":")[0] for w in sold.warnings if w.code == "TF458"] == ["crm@5"]


def test_a_statement_without_a_module_beside_one_with_it_needs_none() -> None:
    said = [{"response": "standard", "module": "lite"}, {"response": "standard", "remark": "in every edition"}]
    report = tobfit.match(client("crm.cpq"), product("crm@5", {"crm.cpq": said}, modules=MODULES), rules=False)
    assert report["crm@5"].modules == ()


def test_answers_to_a_line_hang_on_modules_too() -> None:
    answer = Answer(requirement="R-001", response="standard", module="lite", evidence=PROOF)
    said = Response(client="acme", product="crm@5", answers=[answer])
    for modules, verdict in ((["lite"], "met"), ([], "unmet")):
        catalog = offered([SUITE], [{"product": "crm@5", "modules": modules}]).evolve(responses=[said])
        fit = fit_of(client("crm.cpq"), catalog)
        assert fit["R-001"].verdict == verdict
    assert fit["R-001"].reason == "Only with what is not in the offer: module lite"


def test_a_covering_statement_of_a_module_that_is_left_out_says_no() -> None:
    said = {"response": "standard", "covers_narrower": True, "module": "base"}
    broad = product("crm@5", {"crm": said}, modules=MODULES)
    assert fit_of(client("crm.cpq"), offered([broad], [{"product": "crm@5"}]))["R-001"].verdict == "unmet"


# ------------------------------------------------------------------------------------------ landscape
LANDSCAPE = {
    "zones": [{"id": "lan", "hosting": "on_premises", "region": "CN"}],
    "flows": [{"from": "lan", "to": "internet", "protocols": ["https"]}],
    "systems": [{"id": "erp", "zone": "lan", "capabilities": ["fin.general_ledger"]}],
}


def placed(*lines: dict[str, Any], **fields: Any) -> tobfit.Client:
    return tobfit.Client(
        id="acme", as_of="2026-11-01", landscape=LANDSCAPE, complete=["landscape"], requirements=lines, **fields
    )


def test_every_product_has_to_run_somewhere() -> None:
    asking = placed({"id": "D", "deploy": "hosting", "priority": "must"})
    here = product("crm@5", {}, hosting=["on_premises"])
    elsewhere = product("sign@2", {}, hosting=["public_cloud"])
    unsaid = product("sign@2", {})
    fit = fit_of(asking, offered([here, elsewhere], BOTH))
    assert (fit["D"].verdict, fit["D"].item, fit.decision) == ("unmet", "sign@2", "no_fit")
    assert fit["D"].reason.startswith("sign@2: ")
    fit = fit_of(asking, offered([here, unsaid], BOTH))
    assert (fit["D"].verdict, fit["D"].item) == ("unknown", "sign@2")
    fit = fit_of(asking, offered([here, here.evolve(id="sign@2")], BOTH))
    assert fit["D"].verdict == "met"


def test_one_product_of_an_offer_gives_another_what_it_relies_on() -> None:
    asking = placed({"id": "D", "deploy": "dependencies", "priority": "must"})
    needy = product("crm@5", {}, requires=["crm.cpq", "fin.general_ledger"])
    giver = product("sign@2", {"crm.cpq": "standard"})
    assert tobfit.match(asking, needy, rules=False)["crm@5"]["D"].verdict == "unmet"
    catalog = offered([needy, giver], BOTH)
    assert fit_of(asking, catalog)["D"].verdict == "met"
    # What is refused is not given, what is planned or not said may be; what is said afterwards is.
    planned = {"response": "roadmap", "available": "2027-06-01"}
    refused = {"crm.cpq": "not_supported"}
    for stated, verdict in ((refused, "unmet"), ({"crm.cpq": planned}, "unknown"), ({}, "unknown")):
        poor = offered([needy, product("sign@2", stated)], BOTH)
        report = tobfit.match(asking, poor, rules=False)
        assert report["suite"]["D"].verdict == verdict
        again = report.what_if({"product.sign@2.capabilities.crm.cpq": "standard"})
        assert again["suite"]["D"].verdict == "met"


def test_an_answer_on_one_product_promises_what_it_means_for_another() -> None:
    """What is asked about a line settles whether the other product of the offer has what it relies on."""
    asking = placed({"id": "R", "capability": "crm.cpq"}, {"id": "D", "deploy": "dependencies", "priority": "must"})
    asking = asking.evolve(complete=["landscape.systems"], landscape={"systems": [{"id": "erp"}]})
    needy = product("crm@5", {}, requires=["crm.cpq"], complete=["crm"])
    report = tobfit.match(asking, offered([needy, product("sign@2", {})], BOTH), rules=False)
    fit = report["suite"]
    assert (fit.decision, fit["D"].verdict, fit["D"].item) == ("undecided", "unknown", "crm@5")
    assert fit["D"].reason == "crm@5: It hangs on what nobody said: whether sign@2 gives crm.cpq"
    asked = [remedy for gap in fit.gaps for remedy in gap.remedies if remedy.kind == "ask"]
    assert {frozenset(remedy.changes) for remedy in asked} == {frozenset(["product.sign@2.capabilities.crm.cpq"])}
    decisions = {(remedy.requirement, remedy.answer): remedy.decision_after for remedy in asked}
    for line in "DR":
        assert decisions[line, "not_supported"] == "no_fit"
        assert decisions[line, "standard"] == "fit"
    for remedy in asked:
        assert report.what_if(remedy.changes)["suite"] == remedy.fit
    (question,) = [q for q in report.questions if q.product == "suite"]
    assert question.text == "Does sign@2 give 'Configure-price-quote', and how?"
    assert (question.ask, {line.id for line in question.requirements}) == ("vendor", {"R", "D"})


def test_a_line_vanishes_only_with_all_products() -> None:
    """Who wins for certain: half a credit at worst is more than none, whatever the silent product says."""
    some = product("crm@5", {"sec.mfa": {"response": "customisation"}})
    none = product("other@1", {"sec.mfa": "not_supported"})
    catalog = offered([some, product("sign@2", {}), none], BOTH)
    report = tobfit.match(client("sec.mfa"), catalog, rules=False)
    rivals = [report["suite"], report["other@1"]]
    assert winners(rivals).certain == ("suite",)
    silent = offered([product("crm@5", {}), product("sign@2", {}), none], BOTH)
    report = tobfit.match(client("sec.mfa"), silent, rules=False)
    assert winners([report["suite"], report["other@1"]]).certain == ()


def test_data_stay_where_every_product_keeps_them() -> None:
    asking = client().require("dep.data_residency", need={"all_of": ["CN"]}, priority="must")
    at_home = product("crm@5", {"dep.data_residency": {"response": "standard", "value": ["CN"], "exhaustive": True}})
    abroad = product("sign@2", {"dep.data_residency": {"response": "standard", "value": ["US"], "exhaustive": True}})
    assert fit_of(asking, offered([at_home, abroad], BOTH))["R-001"].verdict == "unmet"
    assert fit_of(asking, offered([at_home, product("sign@2", {})], BOTH))["R-001"].verdict == "unknown"


def test_any_product_may_make_a_connection() -> None:
    inlet = {
        "id": "in", "side": "provides", "data": "in", "zone": "saas", "protocol": "https", "format": "json",
        "entity": "Order", "auth": "none", "mode": "async",
    }  # fmt: skip
    feed = {**inlet, "id": "out", "data": "out", "zone": "lan"}
    landscape = {**LANDSCAPE, "systems": [{"id": "erp", "zone": "lan", "interfaces": [feed]}]}
    asking = placed({"id": "C", "connect": {"system": "erp"}, "priority": "must"}).evolve(landscape=landscape)
    talks = product("sign@2", {}, interfaces=[inlet])
    catalog = offered([product("crm@5", {}, interfaces=[{**inlet, "format": "paper"}]), talks], BOTH)
    fit = fit_of(asking, catalog)
    assert tobfit.match(asking, catalog, rules=False)["crm@5"]["C"].verdict != "met"
    assert (fit["C"].verdict, fit["C"].item) == ("met", "sign@2")
    assert fit["C"].route is not None
    assert fit.connections is not None
    assert fit.connections == fit.connections_of("sign@2")
    assert fit.connections_of("crm@5") is None


# ----------------------------------------------------------------------------------------- knowledge
def test_answers_about_the_client_keep_their_promise_for_offers() -> None:
    asking = tobfit.Client(id="acme", as_of="2026-11-01", jurisdictions=["CN"], industries=["game"]).require("sec.mfa")
    report = tobfit.match(asking, offered([CRM, SIGN], BOTH))
    fit = report["suite"]
    asked = [question for question in report.questions if question.product is None][:4]
    assert asked
    for question in asked:
        for effect in question.answers.values():
            again = report.what_if(effect.changes)
            for name in ("suite", "crm@5"):
                assert (again[name].decision, again[name].score) == (effect.decisions[name], effect.scores[name])
    for rule in fit.open_rules[:4]:
        assert rule.decision in ("fit", "fit_with_gaps", "undecided", "no_fit")
    assert fit.decision == "undecided"
    assert set(fit.threatening) <= {rule.id for rule in report.open_rules}


# --------------------------------------------------------------------------------------------- price
def test_a_price_by_hand() -> None:
    """Licence 300000 a year and once 5000; 40 users at 600 a year; sales 60000 a year; the signature 20000 once; set-up
    8000 once; ten per cent off all, then 1000 off the signature product."""
    crm = SUITE.evolve(price={"licence": "300000 CNY/year", "per_user": "50 CNY/month"})
    quotes = {"response": "third_party", "price": "20000 CNY"}
    sign = product("sign@2", {"crm.cpq": quotes}, price={"licence": "5000 CNY"})
    catalog = offered(
        [crm, sign],
        [{"product": "crm@5", "modules": ["base", "sales"], "users": 40}, {"product": "sign@2"}],
        services=[{"id": "setup", "price": "8000 CNY"}],
        discounts=[{"share": "0.1", "label": "Three years"}, {"amount": "1000 CNY", "items": ["sign@2"]}],
    )
    price = fit_of(client("crm.opportunity", "crm.cpq"), catalog).price
    assert [(part.kind, part.product, part.name, str(part.amount)) for part in price.parts] == [
        ("licence", "crm@5", "crm@5", "300000 CNY/year"),
        ("per_user", "crm@5", "40", "24000 CNY/year"),
        ("module", "crm@5", "base", "None"),
        ("module", "crm@5", "sales", "60000 CNY/year"),
        ("licence", "sign@2", "sign@2", "5000 CNY"),
        ("third_party", "sign@2", "crm.cpq", "20000 CNY"),
        ("service", None, "setup", "8000 CNY"),
        ("discount", None, "1", "-3300 CNY"),
        ("discount", None, "1", "-38400 CNY/year"),
        ("discount", None, "2", "-1000 CNY"),
    ]
    assert list(map(str, price.totals)) == ["28700 CNY", "345600 CNY/year"]
    assert [part.name for part in price.open] == ["base"]
    assert price.parts[5].requirements == ("R-002",)


def test_currencies_and_times_stay_apart() -> None:
    one = product("crm@5", {}, price={"licence": "100 CNY/year"})
    other = product("sign@2", {}, price={"licence": "10 EUR/year", "per_user": "1 EUR"})
    price = fit_of(client("sec.mfa"), offered([one, other], BOTH, discounts=[{"amount": "500 USD"}])).price
    assert list(map(str, price.totals)) == ["100 CNY/year", "10 EUR/year"]
    assert [(part.kind, part.amount) for part in price.open] == [("per_user", None), ("discount", None)]


def test_discounts_take_no_more_than_there_is() -> None:
    one = product("crm@5", {}, price={"licence": "100 CNY"})
    many = [{"share": "0.6"}, {"share": "0.6"}, {"amount": "50 CNY"}]
    price = fit_of(client("sec.mfa"), offered([one], [{"product": "crm@5"}], discounts=many)).price
    assert [str(part.amount) for part in price.parts] == ["100 CNY", "-60 CNY", "-40 CNY"]
    assert [str(total) for total in price.totals] == ["0 CNY"]


def test_the_price_of_a_product_has_the_modules_that_its_lines_need() -> None:
    price = tobfit.match(client("crm.opportunity"), SUITE, rules=False)["crm@5"].price
    assert list(map(str, price.totals)) == ["60000 CNY/year"]
    assert [(part.kind, part.name) for part in price.open] == [("licence", "crm@5"), ("module", "base")]
    silent = tobfit.match(client("sec.mfa"), SUITE, rules=False)["crm@5"].price
    assert (silent.is_known, silent.totals) == (False, ())


def test_a_third_party_without_a_price_is_named() -> None:
    by_others = product("crm@5", {"sec.mfa": {"response": "third_party", "evidence": PROOF}})
    fit = fit_of(client("sec.mfa"), offered([by_others], [{"product": "crm@5"}]))
    (gap,) = fit.gaps
    assert gap.because == "Vendor states third party; its price is not in the offer"
    assert [(part.kind, part.name, part.requirements) for part in fit.price.open][1:] == [
        ("third_party", "sec.mfa", ("R-001",))
    ]
    priced = product("crm@5", {"sec.mfa": {"response": "third_party", "evidence": PROOF, "price": "9 CNY"}})
    fit = fit_of(client("sec.mfa"), offered([priced], [{"product": "crm@5"}]))
    assert fit.gaps[0].because == "Vendor states third party"
    assert list(map(str, fit.price.totals)) == ["9 CNY"]
    # Another product may serve it better: the price of the one that does for certain is told of it alone.
    both = fit_of(client("sec.mfa"), offered([by_others, product("sign@2", {})], BOTH))
    (gap,) = [gap for gap in both.gaps if gap.kind == "third_party"]
    assert gap.because == (
        "crm@5: Vendor states third party; its price is not in the offer; sign@2 leaves it open: Nobody said"
    )
    assert "third_party" in {part.kind for part in both.price.open}
    # Of a product alone nothing is offered yet.
    alone = tobfit.match(client("sec.mfa"), by_others, rules=False)["crm@5"]
    assert alone.gaps[0].because == "Vendor states third party"


def test_one_statement_that_serves_several_lines_is_paid_once() -> None:
    said = {"response": "third_party", "price": "20000 CNY"}
    twice = client("sec.mfa", "sec.mfa")
    price = fit_of(twice, offered([product("crm@5", {"sec.mfa": said})], [{"product": "crm@5"}])).price
    assert list(map(str, price.totals)) == ["20000 CNY"]
    assert price.parts[-1].requirements == ("R-001", "R-002")


def test_statements_that_name_different_prices_leave_it_open() -> None:
    said = [{"response": "third_party", "price": f"{amount} CNY"} for amount in (10, 20)]
    price = fit_of(client("sec.mfa"), offered([product("crm@5", {"sec.mfa": said})], [{"product": "crm@5"}])).price
    assert [part.kind for part in price.open] == ["licence", "third_party"]


def test_a_year_has_twelve_months() -> None:
    told = {"5 CNY/month": "60 CNY/year", "0.1 EUR/month": "1.2 EUR/year", "5 CNY/week": "5 CNY/week", "5 CNY": "5 CNY"}
    assert {said: str(yearly(parse_quantity(said))) for said in told} == told


def priced_lines(answers: list[dict[str, Any]], said: dict[str, Any]) -> tobfit.Fit:
    asking = tobfit.Client(id="acme", as_of="2026-11-01", requirements=[
        {"id": f"R-{place}", "text": f"line {place}", "capability": "sec.mfa"} for place in (1, 2)
    ])  # fmt: skip
    response = Response(client="acme", product="crm@5", answers=answers)
    sold = product("crm@5", {"sec.mfa": said}, price={"licence": "0 CNY"})
    return tobfit.match(asking, Catalog(products=[sold], responses=[response]), rules=False)["crm@5"]


THIRD = {"response": "third_party", "price": "30 CNY"}


@pytest.mark.parametrize(
    ("answers", "parts"),
    [
        ([{"requirement": "R-1", "response": "third_party"}], [("30 CNY", ("R-1", "R-2"))]),
        ([{"requirement": f"R-{n}", "response": "third_party"} for n in (1, 2)], [("30 CNY", ("R-1", "R-2"))]),
        ([{"requirement": "R-1", "response": "customisation"}], [("30 CNY", ("R-1", "R-2"))]),
        ([{"requirement": "R-1", **THIRD}], [("30 CNY", ("R-1",)), ("30 CNY", ("R-2",))]),
        ([{"requirement": "R-1", "price": "7 CNY"}], [("7 CNY", ("R-1",)), ("30 CNY", ("R-2",))]),
    ],
)
def test_an_answer_takes_the_price_of_the_statement_once(
    answers: list[dict[str, Any]], parts: list[tuple[str, tuple[str, ...]]]
) -> None:
    price = priced_lines(answers, THIRD).price
    assert [(str(part.amount), part.requirements) for part in price.parts if part.kind != "licence"] == parts


def test_answers_that_call_for_a_price_each_leave_one_open() -> None:
    answers = [{"requirement": f"R-{n}", "response": "customisation"} for n in (1, 2)]
    price = priced_lines(answers, {"response": "standard"}).price
    assert [(part.name, part.requirements) for part in price.open] == [("R-1", ("R-1",)), ("R-2", ("R-2",))]


def test_a_price_counts_once_for_a_line_on_a_broader_capability_too() -> None:
    sold = product("crm@5", {"sec.mfa": THIRD}, price={"licence": "0 CNY"})
    price = tobfit.match(client("sec", "sec.mfa"), sold, rules=False)["crm@5"].price
    assert list(map(str, price.totals)) == ["30 CNY"]


def test_a_module_named_twice_is_refused() -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        Offer(id="suite", items=[{"product": "crm@5", "modules": ["base", "sales", "base"]}])
    (problem,) = caught.value.problems
    assert (problem.code, (problem.path or "").endswith(".items[0].modules[2]")) == ("TF337", True)
    assert problem.message == "the module 'base' stands twice in the item"


@pytest.mark.parametrize(
    ("discount", "told"),
    [
        ({"amount": "500 USD", "label": "New year"}, "New year (500 USD, no price in USD to take it off)"),
        ({"amount": "500 CNY"}, "500 CNY, no price in CNY to take it off"),
        ({"share": "0.1", "items": ["sign@2"]}, "0.1 of prices that nobody said"),
    ],
)
def test_a_discount_without_a_price_to_take_it_off_is_told(discount: dict[str, Any], told: str) -> None:
    one = product("crm@5", {}, price={"licence": "100 CNY/year"})
    catalog = offered([one, product("sign@2", {})], BOTH, discounts=[discount])
    report = tobfit.match(client("sec.mfa"), catalog, rules=False)
    price = report["suite"].price
    assert [part.kind for part in price.open] == ["licence", "discount"]
    assert list(map(str, price.totals)) == ["100 CNY/year"]
    assert f"discount {told}: not said" in " ".join(text(report, limit=None).split())
    assert "减" in text(report, limit=None, lang="zh") or "价格未说明" in text(report, limit=None, lang="zh")
