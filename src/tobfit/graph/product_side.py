"""What products state, answer and need."""

from __future__ import annotations

from tobfit.graph.client_side import add_interface
from tobfit.graph.draft import Draft
from tobfit.graph.terms import offer_type
from tobfit.model.catalog import Response
from tobfit.model.product import Product


def add_products(draft: Draft) -> None:
    """Products with their statements, vendors and interfaces, then the answers to the client's lines."""
    catalog = draft.world.catalog
    vendors = {vendor.id: vendor.name for vendor in catalog.vendors}
    for product in catalog.products:
        number = draft.node("product", product.id, product.title)
        if product.vendor is not None:
            draft.edge(number, "sold_by", draft.node("vendor", product.vendor, vendors.get(product.vendor)))
        _statements(draft, number, product)
        for interface in product.interfaces:
            add_interface(draft, number, interface)
    lines = {line.id for line in draft.world.requirements}
    for response in catalog.responses:
        if response.client == draft.world.client.id:
            _answers(draft, response, lines)


def _statements(draft: Draft, number: str, product: Product) -> None:
    for name, statements in product.capabilities.items():
        capability = draft.capability(name)
        for statement in statements:
            draft.edge(capability, offer_type(statement.response), number, statement.response)
    for name in product.complete:
        draft.edge(draft.capability(name), "complete_in", number)
    for name in product.requires:
        draft.edge(number, "relies_on", draft.capability(name))


def _answers(draft: Draft, response: Response, lines: set[str]) -> None:
    for answer in response.answers:
        if answer.requirement in lines:
            source, target = f"requirement:{answer.requirement}", f"product:{response.product}"
            draft.edge(source, "answered_by", target, answer.response or "")
