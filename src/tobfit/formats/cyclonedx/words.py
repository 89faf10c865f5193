"""The words of CycloneDX, and which keys of its objects are taken over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from tobfit.formats.drawing import Words

VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
SERVICE = "service"
COMPONENT_TYPES = (
    "application",
    "framework",
    "library",
    "container",
    "platform",
    "operating-system",
    "device",
    "device-driver",
    "firmware",
    "file",
    "machine-learning-model",
    "data",
    "cryptographic-asset",
)
PLATFORMS = frozenset({"operating-system", "platform", "container"})
"""The types of components that something runs on."""

DEPENDS_ON = "dependsOn"
PROVIDES = "provides"
DATA_FLOW = "dataFlow"

ARCHIMATE = Words(
    elements={
        SERVICE: "ApplicationComponent",
        "application": "ApplicationComponent",
        "framework": "ApplicationComponent",
        "library": "ApplicationComponent",
        "container": "SystemSoftware",
        "platform": "SystemSoftware",
        "operating-system": "SystemSoftware",
        "device": "Device",
        "device-driver": "SystemSoftware",
        "firmware": "SystemSoftware",
        "file": "Artifact",
    },
    # What a thing provides is, in CycloneDX, a specification that it implements.
    relations={DEPENDS_ON: "Serving", PROVIDES: "Association", DATA_FLOW: "Flow"},
    turned=frozenset({DEPENDS_ON}),
)

FLOWS: Mapping[str, Literal["in", "out", "both"] | None] = {
    "inbound": "in",
    "outbound": "out",
    "bi-directional": "both",
    "unknown": None,
}
COMPONENT_KEYS = frozenset({"type", "bom-ref", "name", "version", "description", "components"})
SERVICE_KEYS = frozenset(
    {
        "bom-ref",
        "name",
        "version",
        "description",
        "endpoints",
        "authenticated",
        "x-trust-boundary",
        "trustZone",
        "data",
        "services",
    }
)
