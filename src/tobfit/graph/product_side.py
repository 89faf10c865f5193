"""What products state, answer and need, and in which offers they stand."""

from __future__ import annotations

from collections.abc import Mapping

from tobfit.graph.draft import Draft
from tobfit.graph.landscape_side import add_adapter, add_interface, add_platforms
from tobfit.graph.terms import offer_type
from tobfit.integration.places import CLOUD, is_delivered
from tobfit.matching.deliverers import worked_out_of
from tobfit.model.catalog import Response
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.offer import Offer
from tobfit.model.product import Product
from tobfit.model.vendor import Vendor


def add_products(draft: Draft) -> None:
    """Products with their statements, vendors and technology, the offers of several, then the answers to the client's
    lines."""
    catalog = draft.world.catalog
    vendors = {vendor.id: vendor.name for vendor in catalog.vendors}
    for product in catalog.products:
        number = draft.node("product", product.id, product.title)
        if product.vendor is not None:
            draft.edge(number, "sold_by", draft.node("vendor", product.vendor, vendors.get(product.vendor)))
        if product.partner is not None:
            draft.edge(number, "sold_by", draft.node("vendor", product.partner, vendors.get(product.partner)))
        _statements(draft, number, product)
        _technology(draft, number, product)
    for vendor in catalog.vendors:
        _said(draft, vendor)
    for offer in catalog.offers:
        _offer(draft, offer, vendors)
    lines = {line.id for line in draft.world.requirements}
    for response in catalog.responses:
        if response.client == draft.world.client.id:
            _answers(draft, response, lines)


def _said(draft: Draft, vendor: Vendor) -> None:
    """What a vendor's document states, and what follows from its fields for this client."""
    number = draft.node("vendor", vendor.id, vendor.name)
    for name, statements in vendor.capabilities.items():
        for statement in statements:
            draft.edge(draft.capability(name), offer_type(statement.response), number, statement.response)
    for name in vendor.complete:
        draft.edge(draft.capability(name), "complete_in", number)
    sold = [product for product in draft.world.catalog.products if product.vendor == vendor.id]
    closed = [*vendor.complete, *(name for product in sold for name in product.complete)]
    for name, fact in worked_out_of(vendor, closed, draft.world.setting).items():
        draft.edge(draft.capability(name), offer_type(fact.response), number, fact.response)


def _offer(draft: Draft, offer: Offer, vendors: Mapping[str, Label | None]) -> None:
    """An offer with its products, the modules in the text, and who sells it."""
    number = draft.node("offer", offer.id, offer.title)
    for item in offer.items:
        draft.edge(f"product:{item.product}", "offered_in", number, ", ".join(sorted(item.modules, key=natural)))
    if offer.partner is not None:
        draft.edge(number, "sold_by", draft.node("vendor", offer.partner, vendors.get(offer.partner)))


def _statements(draft: Draft, number: str, product: Product) -> None:
    for name, statements in product.capabilities.items():
        capability = draft.capability(name)
        for statement in statements:
            draft.edge(capability, offer_type(statement.response), number, statement.response)
    for name in product.complete:
        draft.edge(draft.capability(name), "complete_in", number)
    for name in product.requires:
        draft.edge(number, "relies_on", draft.capability(name))


def _technology(draft: Draft, number: str, product: Product) -> None:
    """What a product needs of a landscape and brings to it."""
    for interface in product.interfaces:
        add_interface(draft, number, interface)
    for adapter in product.adapters:
        draft.edge(number, "has_adapter", add_adapter(draft, adapter, "vendor", number))
    add_platforms(draft, number, "runs_on", [one for needed in product.runs_on for one in needed.choices])
    for zone in draft.world.site.own_zones:
        if zone.hosting is not None and is_delivered(zone.hosting, product):
            draft.edge(number, "delivered_for", draft.zone(zone.id), zone.hosting)
    if is_delivered("saas", product):
        draft.edge(number, "delivered_for", draft.zone(CLOUD), "saas")


def _answers(draft: Draft, response: Response, lines: set[str]) -> None:
    for answer in response.answers:
        if answer.requirement in lines:
            source, target = f"requirement:{answer.requirement}", f"product:{response.product}"
            draft.edge(source, "answered_by", target, answer.response or "")
