"""Bad offers: each fault has its code and its place, all at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import tobfit
from tobfit.errors import TobfitError
from tobfit.model.catalog import Catalog
from tobfit.model.offer import Offer
from tobfit.model.product import Product

PRODUCT = """tobfit: product/1
id: crm@5
modules:
  core: {}
  sales: {requires: [core]}
  lite: {excludes: [sales]}
"""
OTHER = "tobfit: product/1\nid: sign@2\n"
OFFER = "tobfit: offer/1\nid: suite\n"
Found = tuple[str, int, int]

CASES: dict[str, tuple[str, tuple[Found, ...], str]] = {
    "no items": (OFFER, (("TF204", 1, 1),), ""),
    "nothing offered": (OFFER + "items: []\n", (("TF337", 3, 8),), "items: [{product"),
    "an unknown product": (OFFER + "items: [{product: crm@6}]\n", (("TF307", 3, 19),), "'crm@5'"),
    "an unknown module": (
        OFFER + "items: [{product: crm@5, modules: [salez]}]\n", (("TF307", 3, 36),), "'sales'",
    ),
    "a product twice": (
        OFFER + "items:\n  - {product: sign@2}\n  - {product: sign@2}\n", (("TF337", 5, 15),), "in one item",
    ),
    "modules that exclude each other": (
        OFFER + "items: [{product: crm@5, modules: [core, sales, lite]}]\n", (("TF335", 3, 49),), "keep one",
    ),
    "a module without what it requires": (
        OFFER + "items: [{product: crm@5, modules: [sales]}]\n", (("TF336", 3, 36),), "add core",
    ),
    "called like a product": (
        "tobfit: offer/1\nid: sign@2\nitems: [{product: crm@5}]\n", (("TF338", 2, 5),), "its own",
    ),
    "a discount without a size": (
        OFFER + "items: [{product: crm@5}]\ndiscounts: [{label: x}]\n", (("TF339", 4, 13),), "share: 0.1",
    ),
    "a discount of two sizes": (
        OFFER + "items: [{product: crm@5}]\ndiscounts: [{share: 0.1, amount: 5 CNY}]\n", (("TF339", 4, 13),), "share",
    ),
    "a discount above one": (
        OFFER + "items: [{product: crm@5}]\ndiscounts: [{share: 1.5}]\n", (("TF210", 4, 21),), "at most 1",
    ),
    "a discount of no money": (
        OFFER + "items: [{product: crm@5}]\ndiscounts: [{amount: 5 days}]\n", (("TF303", 4, 22),), "20000 CNY",
    ),
    "a discount on what is not offered": (
        OFFER + "items: [{product: crm@5}]\ndiscounts: [{share: 0.1, items: [crm@6]}]\n",
        (("TF307", 4, 34),),
        "'crm@5'",
    ),
    "half a user": (OFFER + "items: [{product: crm@5, users: 1.5}]\n", (("TF209", 3, 33),), "digits"),
    "an unknown key": (OFFER + "itmes: []\nitems: [{product: crm@5}]\n", (("TF203", 3, 1),), "'items'"),
    "a service of nothing": (
        OFFER + "items: [{product: crm@5}]\nservices: [{id: a, capability: svc.implementationn}]\n",
        (("TF301", 4, 32),),
        "'svc.implementation'",
    ),
    "several faults": (
        OFFER + "items:\n  - {product: crm@6}\n  - {product: crm@5, modules: [sales, lite, x]}\n",
        (("TF307", 4, 15), ("TF336", 5, 32), ("TF335", 5, 39), ("TF307", 5, 45)),
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "found", "hint"), CASES.values(), ids=CASES)
def test_code_and_place(text: str, found: tuple[Found, ...], hint: str, tmp_path: Path) -> None:
    for name, said in (("crm", PRODUCT), ("sign", OTHER), ("offer", text)):
        (tmp_path / f"{name}.yaml").write_text(said, encoding="utf-8")
    with pytest.raises(TobfitError) as caught:
        tobfit.load_catalog(tmp_path)
    problems = caught.value.problems
    assert [(problem.code, problem.line, problem.column) for problem in problems] == list(found)
    assert {problem.file for problem in problems} == {str(tmp_path / "offer.yaml")}
    assert hint in (problems[0].hint or "")
    # A check of all documents says the same.
    assert [p.code for p in tobfit.check(tmp_path) if p.code != "TF307"] == [f[0] for f in found if f[0] != "TF307"]


def test_offers_alone_are_checked_as_far_as_they_go(tmp_path: Path) -> None:
    """The products may lie elsewhere."""
    file = tmp_path / "offer.yaml"
    file.write_text(OFFER + "items: [{product: crm@5, modules: [sales]}]\n", encoding="utf-8")
    assert tobfit.check(file) == ()
    with pytest.raises(TobfitError) as caught:
        tobfit.load_catalog(file)
    assert [problem.code for problem in caught.value.problems] == ["TF307"]


def test_two_offers_of_one_id(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(PRODUCT, encoding="utf-8")
    for name in "ab":
        (tmp_path / f"{name}.yaml").write_text(OFFER + "items: [{product: crm@5}]\n", encoding="utf-8")
    with pytest.raises(TobfitError) as caught:
        tobfit.load_catalog(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.file, problem.line) == ("TF215", str(tmp_path / "b.yaml"), 2)


def test_an_answer_for_an_offer(tmp_path: Path) -> None:
    """Answers speak of one product: which one gives the line is what an offer is about."""
    (tmp_path / "p.yaml").write_text(PRODUCT, encoding="utf-8")
    (tmp_path / "o.yaml").write_text(OFFER + "items: [{product: crm@5}]\n", encoding="utf-8")
    (tmp_path / "r.yaml").write_text("tobfit: response/1\nclient: acme\nproduct: suite\n", encoding="utf-8")
    with pytest.raises(TobfitError) as caught:
        tobfit.load_catalog(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("TF307", 3, 10)
    assert problem.hint == "answer for one of its products: crm@5"


def sold(**fields: Any) -> Catalog:
    crm = Product(id="crm@5", modules={"core": {}, "sales": {"requires": ["core"]}, "lite": {"excludes": ["sales"]}})
    return Catalog(products=[crm], offers=[Offer(id="suite", items=[{"product": "crm@5", **fields}])])


CALLS: dict[str, tuple[Callable[[], object], str, str]] = {
    "excluded": (lambda: sold(modules=["core", "sales", "lite"]), "TF335", "offers[0].items[0].modules[2]"),
    "required": (lambda: sold(modules=["sales"]), "TF336", "offers[0].items[0].modules[0]"),
    "nothing": (lambda: Offer(id="suite", items=[]), "TF337", "items"),
    "twice": (lambda: Offer(id="suite", items=[{"product": "a"}] * 2), "TF337", "items[1].product"),
    "a product's id": (
        lambda: sold().evolve(offers=[Offer(id="crm@5", items=[{"product": "crm@5"}])]), "TF338", "offers[0].id",
    ),
    "no size": (lambda: Offer(id="s", items=[{"product": "a"}], discounts=[{}]), "TF339", "discounts[0]"),
    "what if of an unknown offer": (
        lambda: report().what_if({"offer.suit.items": [{"product": "crm@5"}]}), "TF404", "offer.suit.items",
    ),
    "what if of an offer's statements": (
        lambda: report().what_if({"product.suite.capabilities.sec.mfa": "standard"}), "TF404", "product.suite",
    ),
    "what if of a module that is not there": (
        lambda: report().what_if({"offer.suite.items": [{"product": "crm@5", "modules": ["x"]}]}),
        "TF307",
        "modules[0]",
    ),
    "what if of an unknown field": (lambda: report().what_if({"offer.suite.itms": []}), "TF404", "offer.suite.itms"),
}  # fmt: skip


def report() -> tobfit.Report:
    return tobfit.match(tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa"), sold(), rules=False)


@pytest.mark.parametrize(("call", "code", "path"), CALLS.values(), ids=CALLS)
def test_calls(call: Callable[[], object], code: str, path: str) -> None:
    with pytest.raises(TobfitError) as caught:
        call()
    assert [problem.code for problem in caught.value.problems] == [code]
    assert path in (caught.value.problems[0].path or "")


def test_no_products_at_all() -> None:
    with pytest.raises(TobfitError) as caught:
        tobfit.match(tobfit.Client(id="acme", as_of="2026-11-01"), [Offer(id="suite", items=[{"product": "a"}])])
    assert [problem.code for problem in caught.value.problems] == ["TF307"]
