"""Libraries that come with an extra, such as ``tobfit[analysis]``, imported where they are used."""

from __future__ import annotations

import importlib
from typing import Any

from tobfit.errors import Problem, TobfitError


def needed(module: str, what: str, extra: str = "tobfit[analysis]") -> Any:
    """A module of an extra; TF408, in one line with the way to get it, where it is not installed. ``what``
    needs it.

    >>> needed("math", "this example").floor(2.5)
    2
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        message = f"needs {package}, which is not installed: pip install '{extra}'"
        problem = Problem(code="TF408", message=message, path=what)
        raise TobfitError([problem]) from error
