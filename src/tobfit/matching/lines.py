"""A client's lines made ready: order, sources, exact weights."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.matching.judge import Line
from tobfit.matching.landscape import is_placed
from tobfit.matching.share import NeedTest, ready
from tobfit.model.client import Client, View
from tobfit.model.pack import Capability
from tobfit.model.policy import Policy
from tobfit.model.requirement import Need, Requirement

ZERO = Fraction(0)


def prepare(
    client: Client,
    requirements: Sequence[Requirement],
    vocabulary: Vocabulary,
    policy: Policy,
    view: View | None,
) -> tuple[Line, ...]:
    """Every line with its need as a test and its weight as a whole number of one common unit."""
    shares = weights_of(client, requirements, policy, view)
    unit = math.lcm(*(share.denominator for share in shares)) if shares else 1
    tests: dict[Hashable, NeedTest] = {}
    memos: dict[Hashable, dict[Any, Any]] = {}
    lines = []
    for line, share in zip(requirements, shares, strict=True):
        capability = vocabulary.get(line.capability)
        key = _test_key(line.need, capability)
        if key not in tests:
            tests[key] = ready(line.need, capability, policy.at_bound, policy.month_days)
        rule = (frozenset(line.accept), line.by, line.priority == "must")
        lines.append(
            Line(
                requirement=line,
                need=tests[key],
                rule=rule,
                weight=share.numerator * (unit // share.denominator),
                can_fail=line.priority == "must" and line.waived is None,
                is_placed=is_placed(line),
                memo=memos.setdefault((key, rule), {}),
            )
        )
    return tuple(lines)


def _test_key(need: Need, capability: Capability | None) -> Hashable:
    """All that the test of a need depends on: lines that agree in it share test and memo."""
    if not need.keys:
        return None
    if capability is None:
        return need
    return need, capability.unit, capability.direction, capability.levels


def weights_of(
    client: Client, requirements: Iterable[Requirement], policy: Policy, view: View | None
) -> list[Fraction]:
    """weight x priority factor x role factor / size of the group; 0 for waived and wont lines."""
    lines = list(requirements)
    groups = Counter(line.group for line in lines)
    seen: dict[Hashable, Fraction] = {}
    return [_weight(line, groups, client, policy, view, seen) for line in lines]


def _weight(
    line: Requirement,
    groups: Mapping[str | None, int],
    client: Client,
    policy: Policy,
    view: View | None,
    seen: dict[Hashable, Fraction],
) -> Fraction:
    if line.waived is not None or line.priority == "wont":
        return ZERO
    size = groups[line.group] if line.group is not None else 1
    key = (line.weight, line.priority, line.asked_by, line.is_implied, size)
    if key not in seen:
        whole = Fraction(line.weight) * Fraction(policy.factor(line.priority))
        seen[key] = whole * role_factor(line, client, view) / size
    return seen[key]


def role_factor(line: Requirement, client: Client, view: View | None) -> Fraction:
    """The largest influence x view weight among those who asked; 1 where nobody did or nobody is known."""
    people = {person.id: person for person in client.stakeholders}
    if not people or not line.asked_by or line.is_implied:
        return Fraction(1)
    weights = view.weights if view else {}
    return max(Fraction(people[name].influence) * Fraction(weights.get(people[name].role, 1)) for name in line.asked_by)
