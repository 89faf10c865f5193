"""The text layer: files become trees with positions, and trees become canonical text again."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tobfit.formats import openacr

__all__ = ["openacr"]


def __getattr__(name: str) -> Any:
    # Loaded when it is first used: importing the package stays light.
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
