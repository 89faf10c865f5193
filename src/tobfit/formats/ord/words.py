"""The words of Open Resource Discovery 1.16: its lists, its references, and what its values say of an interface."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from tobfit.formats.drawing import Words

VERSIONS = tuple(f"1.{minor}" for minor in range(17))
PERSPECTIVES = ("system-type", "system-version", "system-instance", "system-independent")
STATIC = frozenset({"system-type", "system-version"})
"""The perspectives that describe what a vendor offers, not what runs at somebody's."""

API = "ApiResource"
EVENT = "EventResource"
DEPENDENCY = "IntegrationDependency"
ASPECT = "aspect"

LISTS: Mapping[str, tuple[str, str]] = {
    "vendors": ("Vendor", "ordId"),
    "products": ("Product", "ordId"),
    "packages": ("Package", "ordId"),
    "consumptionBundles": ("ConsumptionBundle", "ordId"),
    "groupTypes": ("GroupType", "groupTypeId"),
    "groups": ("Group", "groupId"),
    "entityTypes": ("EntityType", "ordId"),
    "apiResources": (API, "ordId"),
    "eventResources": (EVENT, "ordId"),
    "capabilities": ("Capability", "ordId"),
    "dataProducts": ("DataProduct", "ordId"),
    "agents": ("Agent", "ordId"),
    "overlays": ("Overlay", "ordId"),
    "integrationDependencies": (DEPENDENCY, "ordId"),
}
"""The lists of a document: the type of their items, and the key of the items' id."""

REFERENCES = (
    "vendor",
    "parent",
    "partners",
    "partOfPackage",
    "partOfProducts",
    "partOfConsumptionBundles",
    "partOfGroups",
    "partOfGroupTypes",
    "groupTypeId",
    "successors",
    "compatibleWith",
    "exposedEntityTypes",
    "exposedApiResources",
    "entityTypes",
    "inputPorts",
    "outputPorts",
    "integrationDependencies",
    "relatedApiResources",
    "relatedEventResources",
    "relatedEntityTypes",
    "relatedCapabilities",
    "relatedIntegrationDependencies",
)
"""The keys of an item that refer to others: a text, a list of texts, or a list of objects with an id."""

TAKEN: Mapping[str, frozenset[str]] = {
    API: frozenset({"apiProtocol", "direction", "abstract", "disabled", "usage"}),
    EVENT: frozenset({"abstract", "disabled"}),
    DEPENDENCY: frozenset({"mandatory", "aspects"}),
}

ARCHIMATE = Words(
    elements={
        API: "ApplicationInterface",
        EVENT: "ApplicationInterface",
        "EntityType": "BusinessObject",
        "Capability": "ApplicationService",
        "Agent": "ApplicationComponent",
        "Package": "Grouping",
        "ConsumptionBundle": "Grouping",
        "Group": "Grouping",
        "Vendor": "BusinessActor",
    },
    relations={
        "partOfPackage": "Aggregation",
        "partOfProducts": "Aggregation",
        "partOfConsumptionBundles": "Aggregation",
        "partOfGroups": "Aggregation",
    },
    turned=frozenset({"partOfPackage", "partOfProducts", "partOfConsumptionBundles", "partOfGroups"}),
)

PROTOCOLS: Mapping[str, str] = {
    "soap-inbound": "soap",
    "soap-outbound": "soap",
    "sap-sql-api-v1": "sql",
    "rest-mcp": "mcp",
}
"""The protocols that are called otherwise here; the others keep their names."""

DIRECTIONS: Mapping[str, Literal["in", "out", "both"]] = {"inbound": "in", "outbound": "out", "mixed": "both"}
INITIATORS: Mapping[str, Literal["self", "peer"]] = {"inbound": "peer", "outbound": "self"}
DIRECTION_OF: Mapping[str, str] = {"soap-inbound": "inbound", "soap-outbound": "outbound"}
"""What the protocol says of the direction where nothing else does."""
