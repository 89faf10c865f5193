"""Findings and results of later stages as plain data, field by field."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from tobfit.matching.finding import Finding
from tobfit.matching.remedy import Remedy

if TYPE_CHECKING:
    from tobfit.matching.plain_report import Plain, Writer

TARGETS = ("client.", "product.", "offer.")
"""How the targets of changes begin."""


def finding(found: Finding, writer: Writer) -> Plain:
    """A finding; texts in English."""
    remedies = {"remedies": [writer.remedy(remedy) for remedy in found.remedies]} if writer.full else {}
    return {
        "kind": found.kind,
        "severity": found.severity,
        "stage": found.stage,
        "product": found.product,
        "requirement": found.requirement,
        "because": writer.value(found.because),
        "path": list(found.path),
        **remedies,
    }


def result(made: Any, writer: Writer) -> Plain:
    """A result of a later stage: what it is, and its fields. Working references (not compared) are left out, and so
    are internal fields for a client."""
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(made).__name__).lower()
    return {"result": kind, **_fields(made, writer)}


def _fields(made: Any, writer: Writer) -> Plain:
    return {
        field.name: _plain(getattr(made, field.name), writer)
        for field in attrs.fields(type(made))
        if field.eq and (writer.internal or not field.metadata.get("internal"))
    }


def _plain(value: Any, writer: Writer) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None  # an effort without an upper bound: JSON knows no infinity
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping) and value and all(str(key).startswith(TARGETS) for key in value):
        return writer.changes(value)  # what is taken over from a record holds its internal fields
    if isinstance(value, Mapping):
        return {str(key): _plain(item, writer) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [_plain(item, writer) for item in value]
    if isinstance(value, Remedy):
        return {"product": value.product, "requirement": value.requirement, **writer.remedy(value)}
    if attrs.has(type(value)) and not hasattr(value, "to_node"):
        return _fields(value, writer)
    return writer.value(value)
