"""Versions as products write them: dot-separated integers, missing parts 0, perhaps a suffix."""

from __future__ import annotations

import re

import attrs

from tobfit.model.scalars import Refused, shown

_VERSION = re.compile(r"[vV]?([0-9]{1,18}(?:\.[0-9]{1,18})*)([-+._ ]?[A-Za-z][A-Za-z0-9.+_-]*|[-+][A-Za-z0-9.+_-]+)?")
_PART = re.compile(r"\s*(>=|<=|==|!=|>|<|=)?\s*(\S+)\s*")


@attrs.frozen
class Version:
    """Numbers without trailing zeros, and a suffix that equals only itself."""

    numbers: tuple[int, ...]
    suffix: str = ""


def parse_version(text: str) -> Version:
    """
    >>> parse_version("1.10.0") == parse_version("1.10"), parse_version("5.2-rc1").suffix
    (True, '-rc1')
    """
    match = _VERSION.fullmatch(text.strip())
    if match is None:
        raise Refused("TF308", f"{shown(text)} is not a version", "integers with dots, such as 1.10 or 5.2-rc1")
    numbers = [int(part) for part in match[1].split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return Version(tuple(numbers), match[2] or "")


def parse_range(text: str) -> tuple[tuple[str, Version], ...]:
    """Parts joined by comma that all must hold; a bare version means at least.

    >>> [op for op, _ in parse_range(">=14,<18")], parse_range("1.2")[0][0]
    (['>=', '<'], '>=')
    """
    parts = []
    for part in text.split(","):
        match = _PART.fullmatch(part)
        if match is None:
            raise Refused("TF308", f"{shown(text)} is not a version range", "such as >=14,<18")
        operator = {None: ">=", "=": "=="}.get(match[1], match[1])
        parts.append((operator or ">=", parse_version(match[2])))
    return tuple(parts)


def satisfies(version: Version, wanted: tuple[tuple[str, Version], ...]) -> bool | None:
    """Whether the version lies in the range; None where a suffix at equal numbers leaves it open."""
    answers = [_holds(version, operator, bound) for operator, bound in wanted]
    if False in answers:
        return False
    return None if None in answers else True


def _holds(version: Version, operator: str, bound: Version) -> bool | None:
    if version.numbers == bound.numbers:
        if version.suffix != bound.suffix:
            return None
        return operator in (">=", "<=", "==")
    less = version.numbers < bound.numbers
    return {"<": less, "<=": less, ">": not less, ">=": not less, "==": False, "!=": True}[operator]


def is_empty(wanted: tuple[tuple[str, Version], ...]) -> bool:
    """Whether no version lies in the range.

    >>> is_empty(parse_range(">=2,<2")), is_empty(parse_range(">1,<1.0.1"))
    (True, False)
    """
    # Whatever lies in a range, a bound or something just above a bound does too, or the least version of all.
    just_above = (Version((*bound.numbers, *(0,) * 9, 1)) for _, bound in wanted)
    candidates = (Version((0,)), *(bound for _, bound in wanted), *just_above)
    return all(satisfies(candidate, wanted) is False for candidate in candidates)
