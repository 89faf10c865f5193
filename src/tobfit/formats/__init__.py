"""The text layer: files become trees with positions, and trees become canonical text again."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tobfit.formats import archimate, backstage, cyclonedx, openacr, ord, oscal, structurizr
    from tobfit.formats.foreign import Foreign

__all__ = ["archimate", "backstage", "cyclonedx", "openacr", "ord", "oscal", "structurizr"]


def reader_of(name: str) -> Callable[..., Foreign]:
    """The reader of a format of architecture models, by its name.

    >>> reader_of("archimate").__module__
    'tobfit.formats.archimate.reader'
    """
    read: Callable[..., Foreign] = importlib.import_module(f"{__name__}.{name}").read
    return read


def __getattr__(name: str) -> Any:
    # Loaded when it is first used: importing the package stays light.
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
