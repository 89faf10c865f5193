"""The words of the C4 model, and which keys of its records are taken over."""

from __future__ import annotations

from tobfit.formats.drawing import Words

PERSON = "Person"
SOFTWARE_SYSTEM = "SoftwareSystem"
CONTAINER = "Container"
COMPONENT = "Component"
CUSTOM = "CustomElement"
NODE = "DeploymentNode"
INFRASTRUCTURE = "InfrastructureNode"
SYSTEM_INSTANCE = "SoftwareSystemInstance"
CONTAINER_INSTANCE = "ContainerInstance"

RELATIONSHIP = "Relationship"
LINKED = "LinkedRelationship"
"""A copy that Structurizr made of a relationship, for the parents of its ends or for their instances."""

ARCHIMATE = Words(
    elements={
        PERSON: "BusinessActor",
        SOFTWARE_SYSTEM: "ApplicationComponent",
        CONTAINER: "ApplicationComponent",
        COMPONENT: "ApplicationComponent",
        NODE: "Node",
        INFRASTRUCTURE: "Node",
    },
    # Who uses whom, or who sends to whom: an arrow of C4 means either, so that only an association is sure.
    relations={RELATIONSHIP: "Association", LINKED: "Association"},
)

ELEMENT_KEYS = frozenset({"id", "name", "description", "relationships"})
NODE_KEYS = frozenset({"children", "infrastructureNodes", "environment", "technology"})
INSTANCE_KEYS = frozenset({"id", "environment", "relationships"})
RELATION_KEYS = frozenset(
    {"id", "sourceId", "destinationId", "description", "technology", "interactionStyle", "linkedRelationshipId"}
)
MODES = {"Synchronous": "sync", "Asynchronous": "async"}
