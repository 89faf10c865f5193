"""The face of a package: public names that are loaded when they are first used, so that importing it stays light."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Face = tuple[Callable[[str], Any], Callable[[], list[str]]]


def face(package: str, homes: Mapping[str, str], names: Sequence[str]) -> Face:
    """``__getattr__`` and ``__dir__`` of a package (PEP 562) that offers ``names``. ``homes`` says in which module a
    name stands: one of the package's own, or a whole name that begins with ``tobfit.``. Any other is an AttributeError.

    >>> found, listed = face("tobfit.model", {"Interval": "interval"}, ["Interval"])
    >>> found("Interval").__name__, listed()
    ('Interval', ['Interval'])
    """

    def load(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home = homes[name]
        value = getattr(importlib.import_module(home if home.startswith("tobfit.") else f"{package}.{home}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return load, lambda: list(names)
