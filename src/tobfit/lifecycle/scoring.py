"""Breadth of use, and a health score whose parts sum exactly to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from tobfit.lifecycle.measuring import counted, is_number, refuse
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.natural import natural
from tobfit.model.scalars import near, parse_number, shown

DEAR = ("deployment", "engagement", "adoption", "roi")
"""The components of a health score that Gainsight names: deployment (the activation rate), engagement (business reviews
held of those planned), adoption (breadth and depth), return on investment (agreed value events reached)."""
EVEN: Mapping[str, Fraction] = FrozenMap({name: Ratio(1, len(DEAR)) for name in DEAR})


@attrs.frozen
class Breadth:
    """The required capabilities that were delivered, by whether enough people use them. ``value`` is the share of the
    used among those that were observed, None where none was; ``bounds`` hold it whatever the unobserved ones are."""

    used: tuple[str, ...]
    unused: tuple[str, ...]
    unobserved: tuple[str, ...]
    value: Fraction | None
    bounds: Interval | None

    @property
    def coverage(self) -> Fraction:
        """The share of the delivered that was observed."""
        whole = len(self.used) + len(self.unused) + len(self.unobserved)
        return Ratio(len(self.used) + len(self.unused), whole) if whole else Ratio(0)


def breadth(users: Mapping[str, int | None], delivered: Iterable[str], k: int = 1) -> Breadth:
    """Required capabilities that k users or more use / required capabilities delivered.

    ``users`` maps capabilities to their users; one that is not there, or None, was not observed.

    >>> found = breadth({"crm.cpq": 12, "oa.workflow": 0}, ["crm.cpq", "oa.workflow", "sec.mfa"])
    >>> found.value, str(found.bounds), found.unobserved
    (Ratio(1, 2), '0.3333..0.6667', ('sec.mfa',))
    """
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        refuse([("k", f"{k!r} is no number of users", "a whole number, 1 or more")])
    counted({f"users.{name}": count for name, count in users.items()})
    names = sorted(set(delivered), key=natural)
    seen = {name: count for name in names if (count := users.get(name)) is not None}
    used = tuple(name for name, count in seen.items() if count >= k)
    unused = tuple(name for name in seen if name not in used)
    unobserved = tuple(name for name in names if name not in seen)
    value = Ratio(len(used), len(seen)) if seen else None
    whole = len(names)
    bounds = Interval(Ratio(len(used), whole), Ratio(len(used) + len(unobserved), whole)) if whole else None
    return Breadth(used, unused, unobserved, value, bounds)


@attrs.frozen
class Component:
    """One part of a health score. ``value`` is from 0 to 100, None where nothing of it is known; ``weight`` its share
    of all weight, ``known`` how much of it is known (0 to 1), ``part`` what it adds to the score."""

    name: str
    value: Fraction | None
    weight: Fraction
    known: Fraction
    part: Fraction


@attrs.frozen
class Health:
    """A health score from 0 to 100 and its ``coverage``, the share of the weight that is known; None at coverage 0."""

    score: Fraction | None
    coverage: Fraction
    components: tuple[Component, ...]


def health_score(
    components: Mapping[str, Fraction | Decimal | int | None],
    weights: Mapping[str, Any] | None = None,
    known: Mapping[str, Fraction] | None = None,
) -> Health:
    """The weighted mean of components that are normalised to [0, 1], times 100.

    The weights (None: all alike) renormalise over the components that are known, and ``coverage`` says the share of
    the weight that they have. ``known`` says of a component that it is known only in part: it then weighs and covers so
    much less. The ``part`` of each sums exactly to the score.

    A component outside [0, 1], a weight below 0 or of no component, and weights without any above 0 are TF448.

    >>> half, most = Fraction(1, 2), Fraction(3, 4)
    >>> found = health_score({"deployment": most, "engagement": None, "adoption": half, "roi": None})
    >>> found.score, found.coverage, [str(part.part) for part in found.components]
    (Ratio(125, 2), Ratio(1, 2), ['75/2', '0', '25', '0'])
    """
    told = known or {}
    given = {"components": components, "known": told}
    refuse(
        (path, f"a {type(one).__name__} stands where a mapping belongs", "from the name of a component to a number")
        for path, one in given.items()
        if not isinstance(one, Mapping)
    )
    shares = weights_of(components, weights)
    refuse(
        (f"{path}.{name}", f"{value!r} is not normalised", "a number from 0 to 1, or None")
        for path, one in given.items()
        for name, value in one.items()
        if value is not None and not (is_number(value) and 0 <= value <= 1)
    )
    heard = {name: Fraction(0 if components[name] is None else told.get(name, 1) or 0) for name in shares}
    coverage = sum((shares[name] * heard[name] for name in shares), Fraction(0))
    parts = []
    for name, weight in shares.items():
        value = components[name]
        points = None if value is None else Ratio(Fraction(value) * 100)
        part = Ratio(weight * heard[name] * points / coverage) if points is not None and coverage else Ratio(0)
        parts.append(Component(name, points, Ratio(weight), Ratio(heard[name]), part))
    score = Ratio(sum((one.part for one in parts), Fraction(0))) if coverage else None
    return Health(score, Ratio(coverage), tuple(parts))


def weights_of(names: Iterable[str], weights: Any) -> dict[str, Fraction]:
    """The weights of all components as shares of 1; a component that is not named weighs nothing."""
    every = list(names)
    if not isinstance(weights, Mapping | None):
        hint = f"a mapping with some of {', '.join(every)}"
        refuse([("weights", f"a {type(weights).__name__} stands where weights belong", hint)])
    if weights is None:
        return {name: Fraction(1, len(every)) for name in every}
    faults: list[tuple[str, str, str | None]] = []
    read: dict[str, Fraction] = {}
    for name, given in weights.items():
        if name not in every:
            hint = near(str(name), every) or f"allowed: {', '.join(every)}"
            faults.append((f"weights.{name}", f"no component is called {shown(str(name))}", hint))
            continue
        try:
            read[name] = Fraction(given) if isinstance(given, Fraction) else Fraction(parse_number(str(given)))
        except ValueError:
            faults.append((f"weights.{name}", f"{given!r} is no weight", "a decimal, 0 or more"))
            continue
        if read[name] < 0:
            faults.append((f"weights.{name}", f"the weight {given!r} is below 0", "a decimal, 0 or more"))
    whole = sum(read.values(), Fraction(0))
    if not faults and not whole:
        faults.append(("weights", "no component has a weight above 0", f"allowed: {', '.join(every)}"))
    refuse(faults)
    return {name: read.get(name, Fraction(0)) / whole for name in every}
