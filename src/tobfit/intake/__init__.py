"""What others filled in or wrote comes back as records: compliance matrices, of tobfit's own making and of tenders.

Names are loaded when they are first used. Reading needs the extra ``tobfit[excel]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tobfit.intake.mapping import MatrixMapping
    from tobfit.intake.matrix_read import MatrixRead
    from tobfit.intake.reading import read_matrix
    from tobfit.intake.writing_back import write_answers

_HOMES = {
    "MatrixMapping": "mapping",
    "MatrixRead": "matrix_read",
    "read_matrix": "reading",
    "write_answers": "writing_back",
}

__all__ = ["MatrixMapping", "MatrixRead", "read_matrix", "write_answers"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'tobfit.intake' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(f"tobfit.intake.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
