"""Whether a product can be connected, deployed and reached in a client's landscape, and the cheapest route.

``route`` and ``connections`` take what the load functions take, and the shipped packs where none are given; they are
loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tobfit.face import face

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

__getattr__, __dir__ = face(__name__, _HOMES, __all__)
