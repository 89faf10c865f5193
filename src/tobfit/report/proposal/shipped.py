"""The templates that ship with tobfit, to be used as they are or as the beginning of one's own."""

from __future__ import annotations

from importlib import resources
from typing import Literal

from tobfit.matching.reasons import language

Form = Literal["docx", "markdown"]
_ENDINGS = {"docx": "docx", "markdown": "md"}


def shipped_template(form: Form = "docx", lang: str = "en") -> bytes:
    """The default template: a Word file, or the text of the Markdown one in UTF-8. ``lang`` is ``en`` or ``zh``; a form
    that does not exist is a ValueError.

    >>> shipped_template("docx", "zh")[:2], b"{{" in shipped_template("markdown")
    (b'PK', True)
    """
    if form not in _ENDINGS:
        raise ValueError(f"form is 'docx' or 'markdown', not {form!r}")
    name = f"proposal.{language(lang)}.{_ENDINGS[form]}"
    return resources.files("tobfit.report.proposal").joinpath("templates", name).read_bytes()
