"""Vendors in the graph: what their documents say, and the chain behind a line about them."""

from __future__ import annotations

from hypothesis import given, settings
from tests.graph.soundness import check, check_all, sound

import tobfit
from tobfit.graph import build
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.offer import Offer
from tobfit.model.product import Product
from tobfit.model.vendor import Vendor
from tobfit.testing.strategies import World
from tobfit.testing.vendors import vendor_worlds

CLIENT = Client(id="acme", name="Acme", as_of="2026-11-01", industries=["game"])
CLIENT = CLIENT.require("ven.references", need={"at_least": 3}, scope="vendor").require("ven.equity", scope="vendor")
CRM = Product(id="crm@5", name="CRM", vendor="small")
SMALL = Vendor(id="small", name="Small House", references=[{"industry": "game"}])


def test_the_chain_goes_over_the_vendor() -> None:
    catalog = Catalog(products=(CRM,), vendors=(SMALL,))
    graph, fit = build(CLIENT, catalog), tobfit.match(CLIENT, catalog, rules=False)["crm@5"]
    assert sound(graph)
    told = {(gap.requirement.id, gap.kind): str(graph.path(gap)) for gap in fit.gaps}
    start = "Acme > states > References in the client's industry"
    assert told["R-001", "unknown"] == f"{start} > offered by > Small House > delivers > CRM"
    end = "Vendor's equity > not stated by > Small House > delivers > CRM"
    assert told["R-002", "unknown"] == f"Acme > states > {end}"
    for gap in fit.gaps:
        check(graph, gap, graph.path(gap))
        assert gap.path == ("acme", gap.requirement.id, gap.requirement.capability, "small", "crm@5")


def test_a_partner_delivers_the_offer() -> None:
    offer = Offer(id="suite", name="Suite", items=[{"product": "crm@5"}], partner="large")
    large = Vendor(id="large", name="Large House", finances={"equity": "5 CNY"}, references=[{"industry": "game"}] * 2)
    catalog = Catalog(products=(CRM,), vendors=(SMALL, large), offers=(offer,))
    graph, fit = build(CLIENT, catalog), tobfit.match(CLIENT, catalog, rules=False)["suite"]
    told = {gap.requirement.id: str(graph.path(gap)) for gap in fit.gaps}
    assert told["R-002"] == "Acme > states > Vendor's equity > offered by > Large House > delivers > Suite"


@settings(deadline=None)
@given(vendor_worlds(shared=True))
def test_every_gap_has_its_paths(world: World) -> None:
    report, graph = world.report(), build(world.client, world.catalog, world.packs)
    assert sound(graph)
    for fit in report.fits:
        for gap in fit.gaps:
            check_all(graph, gap)
