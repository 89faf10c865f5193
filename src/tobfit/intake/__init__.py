"""What others filled in or wrote comes back as records: compliance matrices, of tobfit's own making and of tenders.

Names are loaded when they are first used. Reading needs the extra ``tobfit[excel]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tobfit.face import face

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

__getattr__, __dir__ = face(__name__, _HOMES, __all__)
