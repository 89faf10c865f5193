"""Demands of rules and suites: what each asks, whether one holds another, and how several become one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tobfit.knowledge.check import check_need
from tobfit.model.pack import Capability
from tobfit.model.quantity import Quantity, ratio_to
from tobfit.model.requirement import Need, Requirement
from tobfit.model.rule import Demand
from tobfit.model.scalars import Refused
from tobfit.model.version import is_empty, parse_range
from tobfit.model.words import PRIORITIES, Priority

UPWARD = ("at_least", "more_than")
DOWNWARD = ("at_most", "less_than")


def is_as_urgent(first: Priority, second: Priority) -> bool:
    """Whether the first priority is equal or higher."""
    return PRIORITIES.index(first) <= PRIORITIES.index(second)


def covers(line: Requirement, other: Demand | Requirement, capability: Capability | None) -> bool:
    """Whether whoever fulfils the line fulfils the other too, priorities apart: its need, its accepted responses,
    its date."""
    accepts = not other.accept or (bool(line.accept) and set(line.accept) <= set(other.accept))
    in_time = other.by is None or (line.by is not None and line.by <= other.by)
    return line.scope == other.scope and accepts and in_time and entails(line.need, other.need, capability)


def entails(need: Need, other: Need, capability: Capability | None) -> bool:
    """Whether what meets the first need meets the second one.

    >>> entails(Need(at_least="12 months"), Need(at_least="6 months"), None)
    True
    """
    return all(_entails_key(need, other, key, capability) for key in other.keys)


def _entails_key(need: Need, other: Need, key: str, capability: Capability | None) -> bool:
    wanted: Any = getattr(other, key)
    if key in UPWARD or key in DOWNWARD:
        return _entails_bound(need, key, wanted, capability)
    if key in ("all_of", "none_of"):
        return set(wanted) <= set(getattr(need, key))
    if key == "any_of":
        has_one = not set(need.all_of).isdisjoint(wanted)
        return has_one or (bool(need.any_of) and set(need.any_of) <= set(wanted))
    if key == "level":
        return need.level is not None and _level(need.level, capability) >= _level(wanted, capability)
    if key == "version":
        return set(_clauses(wanted)) <= set(_clauses(need.version))
    return bool(getattr(need, key) == wanted)


def _entails_bound(need: Need, key: str, wanted: Quantity, capability: Capability | None) -> bool:
    sign = 1 if key in UPWARD else -1
    inclusive, strict = UPWARD if key in UPWARD else DOWNWARD
    for own_key in (inclusive, strict):
        own = getattr(need, own_key)
        order = None if own is None else compared(own, wanted, capability)
        # An inclusive bound at the same place does not keep the strict one.
        if order is not None and (sign * order > 0 or (order == 0 and not (key == strict and own_key == inclusive))):
            return True
    return False


def compared(first: Quantity, second: Quantity, capability: Capability | None) -> int | None:
    """-1, 0 or 1; None where they cannot be compared."""
    unit = capability.unit if capability else None
    try:
        pair = ratio_to(first.within(unit), second.within(unit), None)
    except Refused:
        return None
    return None if pair is None else (pair[0] > pair[1]) - (pair[0] < pair[1])


def _level(name: str, capability: Capability | None) -> int:
    levels = capability.levels if capability else ()
    return levels.index(name) if name in levels else -1


def _clauses(version: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (version or "").split(",") if part.strip())


def joined(needs: Sequence[Need], capability: Capability | None) -> Need | None:
    """The need that holds all of them, groups of ``any_of`` apart: the tightest bounds, the highest level, all
    members, all version ranges. None where bounds or ideals cannot be brought together."""
    fields: dict[str, Any] = {}
    for key in (*UPWARD, *DOWNWARD):
        bounds = [bound for need in needs if (bound := getattr(need, key)) is not None]
        if bounds:
            tightest = _tightest(bounds, 1 if key in UPWARD else -1, capability)
            if tightest is None:
                return None
            fields[key] = tightest
    if any(need.ideal is not None for need in needs):
        # An ideal rates what lies beyond one bound; beside another bound it would rate something else.
        return needs[0] if len(set(needs)) == 1 and not needs[0].any_of else None
    for key in ("all_of", "none_of"):
        fields[key] = tuple(sorted({member for need in needs for member in getattr(need, key)}))
    levels = [need.level for need in needs if need.level is not None]
    fields["level"] = max(levels, key=lambda level: (_level(level, capability), level), default=None)
    clauses = sorted({clause for need in needs for clause in _clauses(need.version)})
    fields["version"] = ",".join(clauses) or None
    return Need(**fields)


def _tightest(bounds: Sequence[Quantity], sign: int, capability: Capability | None) -> Quantity | None:
    best = bounds[0]
    for bound in bounds[1:]:
        order = compared(bound, best, capability)
        if order is None:
            return None
        # Of two that are equal in other units, the first in the order of their texts.
        if sign * order > 0 or (order == 0 and str(bound) < str(best)):
            best = bound
    return best


def groups_of(needs: Iterable[Need], all_of: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The groups of ``any_of`` that stay: the smallest ones that ``all_of`` does not answer already."""
    whole = set(all_of)
    groups = {frozenset(need.any_of) for need in needs if need.any_of}
    kept = [g for g in groups if whole.isdisjoint(g) and not any(other < g for other in groups)]
    return tuple(sorted(tuple(sorted(group)) for group in kept))


def cannot_hold(need: Need, capability: Capability | None) -> bool:
    """Whether nothing can meet the need."""
    if need.version is not None and is_empty(parse_range(need.version)):
        return True
    return any(refused.code == "TF316" for _, refused in check_need(need, capability))
