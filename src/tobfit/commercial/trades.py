"""Packages for the talks: if you give this, then we give that; each one matched again as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from tobfit.commercial.lever_making import applied
from tobfit.commercial.lever_sets import LeverSet, together
from tobfit.commercial.levers import PERMISSIONS, Lever, Permission, PriceRange
from tobfit.commercial.pricing import Pricing
from tobfit.matching.fit import Fit
from tobfit.matching.order import key_of
from tobfit.model.deal import LeverKind
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval
from tobfit.model.record import INTERNAL
from tobfit.model.words import Decision

IN_RETURN: Mapping[LeverKind, tuple[LeverKind, ...]] = FrozenMap(
    {
        "waive": ("price", "service_credit"),
        "scope": ("price", "service_credit"),
        "need": ("service_credit", "price"),
        "accept": ("proof", "service_credit", "price"),
        "date": ("service_credit", "price"),
        "price": ("service_level", "service_credit", "proof"),
        "term": ("price", "service_level", "service_credit"),
        "build": ("term", "price"),
        "partner": ("term", "price"),
        "module": ("term", "price"),
        "proof": ("term", "price"),
        "service_level": ("term", "price"),
        "service_credit": ("term", "price"),
    }
)
"""What the other side is offered in return for a kind of lever, the first that there is."""


@attrs.frozen
class Package:
    """A trade: if the client gives ``if_you``, the vendor gives ``then_we``. The changes of all, laid over each other,
    are ``changes``; matching with these gives ``decision_after`` and ``score_after``. ``rules`` are the rules of the
    deal that speak of any of them, ``permission`` the gravest they come to."""

    if_you: tuple[str, ...]
    then_we: tuple[str, ...]
    changes: FrozenMap[str, Any]
    arguments: FrozenMap[str, Any]
    decision_after: Decision
    score_after: Interval | None
    permission: Permission
    rules: tuple[str, ...]
    price_after: PriceRange | None = attrs.field(metadata=INTERNAL)
    fit: Fit = attrs.field(eq=False, repr=False)

    @property
    def levers(self) -> tuple[str, ...]:
        """All its levers, the client's first."""
        return (*self.if_you, *self.then_we)


def packages_of(
    fit: Fit, levers: Sequence[Lever], sets: Iterable[LeverSet], pricing: Pricing | None, most: int
) -> tuple[Package, ...]:
    """A package for each smallest set, with something in return where one side would give alone; where nothing is open
    one for each lever of the deal, or that makes the decision better, that somebody can answer. Those that lead further
    come first, then the sets' order counts."""
    known = {lever.id: lever for lever in levers}
    starts = [[known[name] for name in one.levers] for one in sets]
    starts = starts or [[lever] for lever in levers if lever.is_usable and _stands_alone(lever, fit)]
    made: dict[frozenset[str], Package] = {}
    for start in starts:
        chosen = balanced(start, levers)
        if chosen is None or frozenset(one.id for one in chosen) in made:
            continue
        package = _package(fit, chosen, pricing)
        if package is not None and key_of(package.fit)[0] >= key_of(fit)[0]:
            made[frozenset(package.levers)] = package
    # Within a decision the sets keep their order: a score also rises where lines are let go.
    ordered = sorted(made.values(), key=lambda one: key_of(one.fit)[0], reverse=True)
    return tuple(ordered[:most])


def _stands_alone(lever: Lever, fit: Fit) -> bool:
    """Whether talks can begin with a lever where no Must is open."""
    return not lever.requirements or key_of(lever.fit)[0] > key_of(fit)[0]


def balanced(start: Sequence[Lever], levers: Sequence[Lever]) -> list[Lever] | None:
    """Some levers, with one of the other side in return where that side gives nothing; None where it has nothing to
    give."""
    sides = {lever.gives for lever in start}
    if len(sides) == 2:
        return list(start)
    ours = sides.pop()
    taken = {target for lever in start for target in lever.changes}
    # In return for the first of them: sets begin with what is cheapest by name, so the order is one.
    for kind in dict.fromkeys(kind for lever in start for kind in IN_RETURN[lever.kind]):
        for lever in levers:
            is_free = lever.is_usable and lever.gives != ours and not lever.changes.keys() & taken
            if is_free and lever.kind == kind and not lever.requirements:
                return [*start, lever]
            if is_free and lever.kind == kind and kind in ("proof", "service_level"):
                return [*start, lever]
    return None


def _package(fit: Fit, chosen: Sequence[Lever], pricing: Pricing | None) -> Package | None:
    changes = together(chosen)
    after = applied(fit, changes) if changes is not None else None
    if changes is None or after is None:
        return None
    arguments: dict[str, Any] = {}
    for lever in chosen:
        arguments.update(lever.arguments)
    return Package(
        if_you=tuple(lever.id for lever in chosen if lever.gives == "client"),
        then_we=tuple(lever.id for lever in chosen if lever.gives == "vendor"),
        changes=changes,
        arguments=FrozenMap(arguments),
        decision_after=after.decision,
        score_after=after.score,
        permission=max((lever.permission for lever in chosen), key=PERMISSIONS.index),
        rules=tuple(dict.fromkeys(rule for lever in chosen for rule in lever.rules)),
        price_after=pricing.range_of(after, arguments) if pricing is not None else None,
        fit=after,
    )
