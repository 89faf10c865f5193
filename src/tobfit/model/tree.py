"""The tree that documents are read into before any meaning is given to them.

A scalar keeps the text that was written, never a guess at its type: the type of the field decides later how
the text is read. Every node keeps where it stood.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from tobfit.errors import Problem, TobfitError


@attrs.frozen
class Mark:
    """A place in a file; line and column count from 1. No file and line 0: a value passed in by a call."""

    file: str | None = None
    line: int = 0
    column: int = 0


NOWHERE = Mark()


@attrs.frozen(eq=False)
class Scalar:
    """A text as written. ``quoted`` is false for plain YAML scalars and for JSON's numbers and literals."""

    text: str
    quoted: bool
    mark: Mark = NOWHERE

    @property
    def is_null(self) -> bool:
        """Nothing was said here: an empty value, ``null`` or ``~``."""
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")


@attrs.frozen(eq=False)
class Seq:
    items: tuple[Node, ...]
    mark: Mark = NOWHERE


@attrs.frozen(eq=False)
class Map:
    """Entries in the order written; keys are unique (the readers see to it)."""

    entries: tuple[tuple[Scalar, Node], ...]
    mark: Mark = NOWHERE

    def get(self, key: str) -> Node | None:
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Seq | Map


def problem_at(
    mark: Mark,
    code: str,
    path: str | None,
    message: str,
    *,
    hint: str | None = None,
    warning: bool = False,
) -> Problem:
    """A problem at a mark; where the mark is nowhere, the path alone says where."""
    return Problem(
        code=code,
        message=message,
        file=mark.file,
        line=mark.line or None,
        column=mark.column or None,
        path=path,
        hint=hint,
        severity="warning" if warning else "error",
    )


def from_plain(value: Any, path: str = "$", depth: int = 0) -> Node:
    """The tree of a plain Python value (mappings, sequences, texts, numbers, dates, None).

    A value with a method ``to_node()`` (a record, a quantity) gives its own tree.

    >>> from_plain({"a": [1, "x"]}).get("a").items[0].text
    '1'
    """
    if depth > 64:
        raise TobfitError([problem_at(NOWHERE, "TF110", path, "nested more than 64 deep")])
    if isinstance(value, Scalar | Seq | Map):
        return value
    if hasattr(value, "to_node"):
        own: Node = value.to_node()
        return own
    if isinstance(value, Mapping):
        return Map(tuple((key_node(k, path), from_plain(v, f"{path}.{k}", depth + 1)) for k, v in value.items()))
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str | bytes):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return Seq(tuple(from_plain(v, f"{path}[{i}]", depth + 1) for i, v in enumerate(items)))
    return _scalar(value, path)


def key_node(key: Any, path: str) -> Scalar:
    """The tree of a key of a mapping; a number stays a bare one, which ids refuse."""
    if isinstance(key, str):
        return Scalar(key, True)
    if isinstance(key, int | float | Decimal) and not isinstance(key, bool):
        return _scalar(key, path)
    raise TobfitError([problem_at(NOWHERE, "TF205", path, f"a {type(key).__name__} stands where a key belongs")])


def _scalar(value: Any, path: str) -> Scalar:
    if value is None:
        return Scalar("null", False)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", False)
    if isinstance(value, str):
        return Scalar(value, True)
    if isinstance(value, int | Fraction) and _is_endless(value):
        message = "the number has too many digits"
        raise TobfitError([problem_at(NOWHERE, "TF209", path, message, hint="at most 30 digits")])
    if isinstance(value, int | Decimal | Fraction):
        return Scalar(str(value), False)
    if isinstance(value, float):
        return Scalar(repr(value), False)
    if isinstance(value, datetime.date):
        return Scalar(value.isoformat(), True)
    raise TobfitError([problem_at(NOWHERE, "TF205", path, f"a {type(value).__name__} has no place in a document")])


def _is_endless(value: int | Fraction) -> bool:
    """Whether Python itself refuses to write the number (it does from 4,300 digits on)."""
    return max(abs(value.numerator), value.denominator).bit_length() > 10_000
