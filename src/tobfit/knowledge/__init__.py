"""What follows from who a client is: vocabulary, attributes, rules in three-valued logic, size classes.

``infer`` and ``size_class`` take what the load functions take, and the shipped packs where none are given; they are
loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tobfit.face import face

if TYPE_CHECKING:
    from tobfit.api import infer, size_class
    from tobfit.knowledge.inference import Inference, OpenRule
    from tobfit.knowledge.merge import Conflict
    from tobfit.knowledge.sizes import SizeClass

_HOMES = {
    "infer": "tobfit.api",
    "size_class": "tobfit.api",
    "Inference": "tobfit.knowledge.inference",
    "OpenRule": "tobfit.knowledge.inference",
    "Conflict": "tobfit.knowledge.merge",
    "SizeClass": "tobfit.knowledge.sizes",
}

__all__ = ["Conflict", "Inference", "OpenRule", "SizeClass", "infer", "size_class"]

__getattr__, __dir__ = face(__name__, _HOMES, __all__)
