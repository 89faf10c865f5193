"""Whether a product can be connected, deployed and reached in a client's landscape, and the cheapest route.

``route`` and ``connections`` take what the load functions take, and the shipped packs where none are given; they are
loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tobfit.api import connections, route
    from tobfit.integration.deployment import Deployment
    from tobfit.integration.routing import Route
    from tobfit.integration.steps import Step
    from tobfit.integration.together import Together

_HOMES = {
    "route": "tobfit.api",
    "connections": "tobfit.api",
    "Deployment": "tobfit.integration.deployment",
    "Route": "tobfit.integration.routing",
    "Step": "tobfit.integration.steps",
    "Together": "tobfit.integration.together",
}

__all__ = ["Deployment", "Route", "Step", "Together", "connections", "route"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'tobfit.integration' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
