"""What a notebook shows: tables, lists and pictures of records, trusted or not.

Every record shows itself, in English, for a client's eyes (``tobfit.model.displaying``). ``show`` takes a language, an
audience and a bound; ``speak`` sets the language and the bound of one notebook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tobfit.face import face

if TYPE_CHECKING:
    from tobfit.report.notebook.showing import Shown, show
    from tobfit.report.notebook.speaking import speak

_HOMES = {"Shown": "showing", "show": "showing", "speak": "speaking"}

__all__ = ["Shown", "show", "speak"]

__getattr__, __dir__ = face(__name__, _HOMES, __all__)
