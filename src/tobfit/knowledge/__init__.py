"""What follows from who a client is: vocabulary, attributes, rules in three-valued logic, size classes.

``infer`` and ``size_class`` take what the load functions take, and the shipped packs where none are given; they are
loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'tobfit.knowledge' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
