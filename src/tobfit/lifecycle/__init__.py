"""After delivery: what is used by whom, what that teaches the next match, and what the product should learn next.

Every function returns a frozen record. Names are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tobfit.face import face

if TYPE_CHECKING:
    from tobfit.lifecycle.adopting import Adoption, adoption
    from tobfit.lifecycle.building import Backlog, backlog
    from tobfit.lifecycle.feeding_back import feedback, proposed
    from tobfit.lifecycle.limits import Thresholds

_HOMES = {
    "Adoption": "adopting",
    "Backlog": "building",
    "Thresholds": "limits",
    "adoption": "adopting",
    "backlog": "building",
    "feedback": "feeding_back",
    "proposed": "feeding_back",
}

__all__ = [
    "Adoption", "Backlog", "Thresholds", "adoption", "backlog", "feedback", "proposed",
]  # fmt: skip

__getattr__, __dir__ = face(__name__, _HOMES, __all__)
