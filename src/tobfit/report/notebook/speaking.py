"""The language and the bound of one notebook: the state is the notebook's own, none of it is kept here."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any

from tobfit.errors import Problem, TobfitError
from tobfit.model.record import Record
from tobfit.report.notebook.bundles import bundle
from tobfit.report.notebook.homes import HOMES
from tobfit.report.notebook.pieces import Asked
from tobfit.report.story import check_bounds
from tobfit.report.told import HOMES as RESULTS
from tobfit.report.words import Words


def speak(lang: str = "en", *, limit: int | None = 12, shell: Any = None) -> None:
    """From now on this notebook shows records in ``en`` or ``zh``, with lists of at most ``limit``.

    It tells the formatter of the running IPython (``shell``; None is the one that runs), which forgets it when the
    kernel ends. What is shown stays what clients may see: internal things are shown by ``show`` alone. Where no
    IPython runs, TF476; a limit below 1 is a ValueError.
    """
    check_bounds("client", limit)
    asked = Asked(Words(lang).lang, "client", limit)
    formatter = _formatter(shell)

    def shown(record: object) -> dict[str, Any]:
        return bundle(record, asked=asked)

    for name in HOMES:
        module, _, kind = name.rpartition(".")
        formatter.for_type_by_name(module, kind, shown)
    for cls in (Record, *_results()):
        formatter.for_type(cls, shown)


def _results() -> list[type[Any]]:
    """The classes of the results of later stages."""
    rooms = [importlib.import_module(f"tobfit.{room}") for room in ("analysis", "commercial", "lifecycle")]
    return [getattr(room, kind) for room in rooms for kind in RESULTS if kind in room.__all__]


def _formatter(shell: Any) -> Any:
    running: Callable[[], Any] | None = getattr(sys.modules.get("IPython"), "get_ipython", None)
    found = shell if shell is not None else running() if running is not None else None
    if found is None:
        message, hint = "no IPython is running here", "call it in a notebook; elsewhere use show(..., lang=...)"
        raise TobfitError([Problem(code="TF476", message=message, path="shell", hint=hint)])
    return found.display_formatter.mimebundle_formatter
