"""Offers in the graph: with their products, and at the end of the chain behind a gap."""

from __future__ import annotations

from hypothesis import given, settings
from tests.graph.soundness import check, check_all, sound

import tobfit
from tobfit.graph import build
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.offer import Offer
from tobfit.model.product import Product
from tobfit.testing.offers import OFFER, offer_worlds
from tobfit.testing.strategies import World

CLIENT = Client(id="acme", name="Acme", as_of="2026-11-01").require("sec.mfa").require("crm.opportunity")
CRM = Product(
    id="crm@5",
    name="CRM",
    modules={"sales": {}, "base": {}},
    capabilities={"crm.opportunity": {"response": "standard", "module": "sales"}, "sec.mfa": "not_supported"},
)
SIGN = Product(id="sign@2", name="Sign").offers("sec.mfa", response="third_party")


def catalog(*modules: str) -> Catalog:
    items = [{"product": "crm@5", "modules": modules}, {"product": "sign@2"}]
    return Catalog(products=[CRM, SIGN], offers=[Offer(id="suite", name="Suite", items=items, partner="house")])


def test_an_offer_stands_beside_its_products() -> None:
    graph = build(CLIENT, catalog("base"))
    assert sound(graph)
    assert [(edge.source, edge.text) for edge in graph.into("offer:suite")] == [
        ("product:crm@5", "base"),
        ("product:sign@2", ""),
    ]
    assert [edge.target for edge in graph.out("offer:suite", "sold_by")] == ["vendor:house"]
    assert graph["offer:suite"].name.text("en") == "Suite"


def test_the_chain_goes_over_the_product_that_serves_the_line() -> None:
    sold = catalog("base")
    graph, fit = build(CLIENT, sold), tobfit.match(CLIENT, sold, rules=False)["suite"]
    paths = {gap.requirement.id: graph.path(gap) for gap in fit.gaps}
    for gap in fit.gaps:
        check(graph, gap, graph.path(gap))
    assert str(paths["R-001"]) == (
        "Acme > states > Multi-factor authentication > offered by > Sign > offered in > Suite"
    )
    gap = next(gap for gap in fit.gaps if gap.requirement.id == "R-001")
    assert gap.path == ("acme", "R-001", "sec.mfa", "sign@2", "suite")


def test_what_only_a_module_gives_that_is_not_sold() -> None:
    sold = Catalog(products=[CRM], offers=[Offer(id="suite", items=[{"product": "crm@5", "modules": ["base"]}])])
    graph, fit = build(CLIENT, sold), tobfit.match(CLIENT, sold, rules=False)["suite"]
    gap = next(gap for gap in fit.gaps if gap.requirement.id == "R-002")
    path = graph.path(gap)
    check(graph, gap, path)
    assert str(path) == (
        "Acme > states > Opportunity pipeline > only with modules left out of (sales) > CRM > offered in > suite"
    )
    assert path.text("zh").endswith("需报价未含模块的产品（sales） > CRM > 纳入报价 > suite")
    assert "-.->" in graph.to_mermaid(gap)


@settings(deadline=None)
@given(offer_worlds(landscape=None))
def test_every_gap_of_an_offer_has_its_paths(world: World) -> None:
    report, graph = world.report(), build(world.client, world.catalog, world.packs)
    assert sound(graph)
    for gap in report[OFFER].gaps:
        check_all(graph, gap)
