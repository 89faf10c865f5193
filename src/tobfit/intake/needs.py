"""A need as tables write it: ``at_least 99.9 %``, ``all_of saml2, oidc``, several parts after commas, ``present``."""

from __future__ import annotations

import re
from typing import Any

from tobfit.errors import TobfitError
from tobfit.model.requirement import QUANTITY_KEYS, SET_KEYS, Need
from tobfit.model.scalars import Refused, near, shown

KEYS = (*QUANTITY_KEYS, *SET_KEYS, "level", "version")
_SIGNS = {">=": "at_least", "≥": "at_least", "<=": "at_most", "≤": "at_most", ">": "more_than", "<": "less_than"}
_PART = re.compile(rf"(?:^|,\s*)({'|'.join(KEYS)})\s+")


def need_of(text: str) -> Need:
    """The need of a text; Refused where it is none.

    >>> str(need_of("at_least 6 months, ideal 12 months")), str(need_of("≥ 99.9 %")), str(need_of("present"))
    ('at_least 6 month, ideal 12 month', 'at_least 99.9 %', 'present')
    """
    plain = text.strip()
    for sign, key in _SIGNS.items():
        if plain.startswith(sign):
            plain = f"{key} {plain.removeprefix(sign).strip()}"
            break
    if plain == "present":
        return Need()
    parts = _PART.split(plain)
    if parts[0] or len(parts) < 3:
        hint = near(plain.partition(" ")[0], KEYS) or "such as: at_least 99.9 %"
        raise Refused("TF206", f"{shown(text)} is not a need", hint)
    fields: dict[str, Any] = {}
    for key, value in zip(parts[1::2], parts[2::2], strict=True):
        fields[key] = [item.strip() for item in value.split(",")] if key in SET_KEYS else value.strip()
    try:
        return Need(**fields)
    except TobfitError as error:
        first = error.problems[0]
        raise Refused(first.code, first.message, first.hint) from None
