"""What a notebook shows: tables, lists and pictures of records, trusted or not.

Every record shows itself, in English, for a client's eyes (``tobfit.model.displaying``). ``show`` takes a language, an
audience and a bound; ``speak`` sets the language and the bound of one notebook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tobfit.report.notebook.showing import Shown, show
    from tobfit.report.notebook.speaking import speak

_HOMES = {"Shown": "showing", "show": "showing", "speak": "speaking"}

__all__ = ["Shown", "show", "speak"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'tobfit.report.notebook' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"tobfit.report.notebook.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return list(__all__)
