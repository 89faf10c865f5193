"""How a notebook shows a record: the room of reports, which lies above, is asked at the moment of display."""

from __future__ import annotations

import importlib
from typing import Any


def mimebundle(record: object, include: object = None, exclude: object = None) -> dict[str, Any]:
    """What IPython's ``_repr_mimebundle_`` returns: MIME type -> data, in English, for a client's eyes, bounded.

    Records carry this function under that name; nothing of the room above is imported before a notebook calls it.
    ``include`` and ``exclude`` are MIME types, or None. ``tobfit.report.notebook.show`` takes a language, an audience
    and a bound.
    """
    bundle: dict[str, Any] = importlib.import_module("tobfit.report.notebook.bundles").bundle(
        record, include=include, exclude=exclude
    )
    return bundle
