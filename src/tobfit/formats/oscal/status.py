"""How an OSCAL implementation status becomes a response: of a control, and of its statements together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tobfit.formats.oscal.document import NAMESPACES, numbered, said
from tobfit.formats.survey import Survey, at
from tobfit.model.scalars import near, shown
from tobfit.model.tree import Map, Node, Scalar
from tobfit.model.words import ResponseCode

IMPLEMENTED, PARTIAL, PLANNED = "implemented", "partial", "planned"
ALTERNATIVE, NOT_APPLICABLE = "alternative", "not-applicable"
STATUSES = (IMPLEMENTED, PARTIAL, PLANNED, ALTERNATIVE, NOT_APPLICABLE)
STATUS_NAMES = ("implementation-status", "implementation_status")
"""The names under which a status stands, as a property or, in older files, as a mapping with a ``state``."""


def facts_of(statuses: Iterable[str], alternative: ResponseCode) -> dict[str, Any]:
    """The fields of the statement that one status makes, or several of one control together.

    What does not apply leaves the rest as it is. Where a part is planned and another one there, today the control is
    there in part. The riskiest response of the parts is that of the control.

    >>> facts_of(["implemented"], "customisation")
    {'response': 'standard'}
    >>> facts_of(["implemented", "planned", "not-applicable"], "customisation")
    {'response': 'standard', 'extent': 'partial'}
    >>> facts_of(["alternative", "implemented"], "third_party")
    {'response': 'third_party'}
    >>> facts_of(["planned"], "customisation"), facts_of(["not-applicable"], "customisation")
    ({'response': 'roadmap', 'available': 'unknown'}, {'response': 'not_applicable'})
    """
    applying = set(statuses) - {NOT_APPLICABLE}
    if not applying:
        return {"response": "not_applicable"}
    if applying == {PLANNED}:
        return {"response": "roadmap", "available": "unknown"}
    facts: dict[str, Any] = {"response": alternative if ALTERNATIVE in applying else "standard"}
    return {**facts, "extent": "partial"} if applying & {PARTIAL, PLANNED} else facts


def statuses_of(owner: Map, path: str, scan: Survey) -> tuple[str, ...] | None:
    """The statuses that are said of a control or statement itself; None after noting one that is no status."""
    found: list[str | None] = []
    for node, where in _places(owner, path):
        found.append(_status(node, where, scan))
    return None if None in found else tuple(status for status in found if status is not None)


def is_status(prop: Map) -> bool:
    """Whether a property says a status: it has one of the names, in OSCAL's own namespace."""
    return said(prop, "name") in STATUS_NAMES and said(prop, "ns") in NAMESPACES


def _places(owner: Map, path: str) -> Iterable[tuple[Node, str]]:
    for index, prop in numbered(owner, "props"):
        if is_status(prop):
            yield at(prop, "value"), f"{path}.props[{index}].value"
    for name in STATUS_NAMES:
        value = owner.get(name)
        if isinstance(value, Map):
            yield at(value, "state"), f"{path}.{name}.state"
        elif value is not None:
            yield value, f"{path}.{name}"


def _status(node: Node, path: str, scan: Survey) -> str | None:
    if not isinstance(node, Scalar) or node.is_null:
        scan.note(node, "TF149", path, "no status stands here", f"allowed: {', '.join(sorted(STATUSES))}")
        return None
    status = node.text.strip().lower().replace("_", "-").replace(" ", "-")
    if status in STATUSES:
        return status
    message = f"{shown(node.text)} is not an implementation status of OSCAL"
    scan.note(node, "TF149", path, message, near(status, STATUSES))
    return None
