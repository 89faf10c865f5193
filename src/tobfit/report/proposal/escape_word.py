"""The escape layer of Word documents: nothing from outside can act in one, and nothing is lost."""

from __future__ import annotations

import re

from tobfit.report.escape import visible

_BREAK = re.compile(r"\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")


def for_word(text: str) -> str:
    r"""A text as a Word document can hold it: line breaks and tabs stay, all else that is not seen is written out.

    Control characters, which XML cannot hold, bidi controls, other invisible characters and lone surrogates become
    ``\u001b`` and the like. Every kind of line break is ``\n``. What XML has a meaning for is escaped where it is laid
    into XML, not here.

    >>> for_word("a\r\n\tb \x1b & \u202e<b>")
    'a\n\tb \\u001b & \\u202e<b>'
    """
    return "\n".join("\t".join(map(visible, line.split("\t"))) for line in _BREAK.split(text))
