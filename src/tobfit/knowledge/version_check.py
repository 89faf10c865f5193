"""Versions and ranges of versions as landscapes and products write them."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.knowledge.remark import Remark
from tobfit.model.scalars import Refused, shown
from tobfit.model.version import is_empty, parse_range, parse_version


def check_version(text: str, path: str) -> Iterable[Remark]:
    """What is neither a version nor a range, or a range that holds nothing."""
    try:
        parse_version(text)
    except Refused:
        # A version may have a suffix after a space, which no range has: it is tried first.
        yield from check_range(text, path)


def check_range(text: str, path: str) -> Iterable[Remark]:
    """What is not a range, or one that holds nothing."""
    try:
        wanted = parse_range(text)
    except Refused as refused:
        yield Remark(path, refused)
        return
    if is_empty(wanted):
        hint = "give bounds that some version lies between, such as >=14,<18"
        yield Remark(path, Refused("TF331", f"no version lies in the range {shown(text)}", hint))
