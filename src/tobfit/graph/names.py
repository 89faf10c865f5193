"""The ids of nodes whose names are told apart by their owner's: two systems may each have an interface ``orders``."""

from __future__ import annotations

from tobfit.integration.site import Owner

MARK = "#"
"""Stands between owner and name; no id of a record holds it."""


def interface_id(owner: str, name: str) -> str:
    """The node of an interface of a system or product.

    >>> interface_id("system:sap", "idoc")
    'interface:system:sap#idoc'
    """
    return f"interface:{owner}{MARK}{name}"


def adapter_id(owner: Owner, client: str, product: str, name: str) -> str:
    """The node of an adapter: of the client, of a product's vendor, or one that anybody can have.

    >>> adapter_id("vendor", "client:acme", "product:talks", "pi"), adapter_id("general", "", "", "pi")
    ('adapter:product:talks#pi', 'adapter:pi')
    """
    if owner == "general":
        return f"adapter:{name}"
    return f"adapter:{client if owner == 'client' else product}{MARK}{name}"
