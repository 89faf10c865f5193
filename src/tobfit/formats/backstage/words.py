"""The kinds of Backstage, the relations that their fields state, and what the types of APIs say."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tobfit.formats.drawing import Words


@attrs.frozen(kw_only=True)
class Field:
    """A field of ``spec`` that refers to other entities: the relation that it states, and the kind it means."""

    relation: str
    kinds: tuple[str, ...]
    many: bool = False


_OWNER = Field(relation="ownedBy", kinds=("group",))
_SYSTEM = Field(relation="partOf", kinds=("system",))
_DEPENDS_ON = Field(relation="dependsOn", kinds=("component", "resource"), many=True)
_DEPENDENCY_OF = Field(relation="dependencyOf", kinds=("component", "resource"), many=True)
_PROVIDES = Field(relation="providesApi", kinds=("api",), many=True)
_CONSUMES = Field(relation="consumesApi", kinds=("api",), many=True)

FIELDS: Mapping[str, Mapping[str, Field]] = {
    "Component": {
        "owner": _OWNER,
        "system": _SYSTEM,
        "subcomponentOf": Field(relation="partOf", kinds=("component",)),
        "dependsOn": _DEPENDS_ON,
        "dependencyOf": _DEPENDENCY_OF,
        "providesApis": _PROVIDES,
        "consumesApis": _CONSUMES,
    },
    "API": {"owner": _OWNER, "system": _SYSTEM},
    "Resource": {
        "owner": _OWNER,
        "system": _SYSTEM,
        "dependsOn": _DEPENDS_ON,
        "dependencyOf": _DEPENDENCY_OF,
    },
    "System": {"owner": _OWNER, "domain": Field(relation="partOf", kinds=("domain",))},
    "Domain": {"owner": _OWNER, "subdomainOf": Field(relation="partOf", kinds=("domain",))},
    "Group": {
        "parent": Field(relation="childOf", kinds=("group",)),
        "children": Field(relation="parentOf", kinds=("group",), many=True),
        "members": Field(relation="hasMember", kinds=("user",), many=True),
    },
    "User": {"memberOf": Field(relation="memberOf", kinds=("group",), many=True)},
    "Template": {"owner": _OWNER},
    "Location": {},
}
KINDS: Mapping[str, str] = {kind.lower(): kind for kind in FIELDS}
VERSIONS = (
    "backstage.io/v1alpha1",
    "backstage.io/v1beta1",
    "backstage.io/v1beta2",
    "scaffolder.backstage.io/v1beta3",
)

ARCHIMATE = Words(
    elements={
        "Component": "ApplicationComponent",
        "API": "ApplicationInterface",
        "Resource": "Node",
        "System": "Grouping",
        "Domain": "Grouping",
        "Group": "BusinessActor",
        "User": "BusinessActor",
        "Template": "Artifact",
        # ArchiMate's Location is a place on earth; this one is where more of the catalogue is read from.
        "Location": "CatalogLocation",
    },
    relations={
        "ownedBy": "Association",
        "partOf": "Aggregation",
        "childOf": "Aggregation",
        "memberOf": "Aggregation",
        "parentOf": "Aggregation",
        "hasMember": "Aggregation",
        "dependsOn": "Serving",
        "dependencyOf": "Serving",
        "providesApi": "Composition",
        "consumesApi": "Serving",
    },
    turned=frozenset({"partOf", "childOf", "memberOf", "dependsOn", "consumesApi"}),
)

PROTOCOLS: Mapping[str, str] = {
    "openapi": "rest",
    "rest": "rest",
    "graphql": "graphql",
    "grpc": "grpc",
    "trpc": "trpc",
    "soap": "soap",
    "wsdl": "soap",
    "odata": "odata",
    "mcp": "mcp",
    "mcp-server": "mcp",
}
"""The protocol that the type of an API says; of ``asyncapi`` only the mode is sure."""
MODES: Mapping[str, str] = {"asyncapi": "async"}
