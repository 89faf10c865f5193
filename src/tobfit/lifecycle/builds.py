"""Things to build: statements that give a capability in full, with a value for the strictest need that one can meet."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from tobfit.matching.judge import Line
from tobfit.matching.share import SATISFIED
from tobfit.matching.values import candidates
from tobfit.model.frozen import FrozenMap
from tobfit.model.natural import natural
from tobfit.model.pack import Capability
from tobfit.model.product import Product, Statement
from tobfit.model.quantity import Quantity
from tobfit.model.requirement import QUANTITY_KEYS
from tobfit.model.words import ResponseCode

PROOF = FrozenMap({"source": "release to come", "kind": "documented"})
"""What is built is documented when it is released."""
BUILT: tuple[ResponseCode, ...] = ("standard", "configuration")
"""The responses that building into a product can lead to."""
MOST = 4
"""So many values of one capability are worth a choice."""
Spot = tuple[str, str]
"""A client and one of its lines."""
Fields = dict[str, Any]


@attrs.frozen(eq=False)
class Build:
    """One thing to build. ``statement`` is what the product then says of ``capability``; of what a landscape asks for
    both are None, and ``changes`` say it. ``serves``: the lines on this very capability that it satisfies."""

    id: str
    product: str
    capability: str | None
    statement: Statement | None
    changes: FrozenMap[str, Any]
    serves: frozenset[Spot] = frozenset()

    @property
    def order(self) -> tuple[Any, ...]:
        """A sort key."""
        return natural(self.id)

    @property
    def slot(self) -> tuple[str, str]:
        """What two builds cannot both settle: a capability of a product, a target."""
        return self.product, self.capability or self.id


def statement_builds(
    product: str, capability: str, record: Capability | None, lines: Mapping[Spot, Line], covers: bool
) -> list[Build]:
    """The builds of one capability of a product: one where a single value serves all lines that some value can serve,
    else one for each value that serves lines that no other one serves too. ``covers``: what was said before spoke for
    narrower capabilities, and so does what is built."""
    served: dict[frozenset[Spot], tuple[Any, ...]] = {}
    bounds = {str(getattr(line.requirement.need, key)) for line in lines.values() for key in QUANTITY_KEYS}
    for response, fields in itertools.product(BUILT, _values(record, lines.values())):
        shares = {spot: share for spot, line in lines.items() if (share := _share(line, response, fields)) is not None}
        if not shares:
            continue
        value = fields.get("value", ())
        # The value that somebody asks for, rather than one beyond it.
        is_beyond = bool(value) and bounds.isdisjoint(value)
        claims = (len(value), "exhaustive" in fields, is_beyond, str(fields))
        rank = (BUILT.index(response), -sum(shares.values()), *claims)
        known = served.get(frozenset(shares))
        if known is None or rank < known[0]:
            served[frozenset(shares)] = (rank, response, fields)
    largest = [one for one in served if not any(one < other for other in served)]
    largest.sort(key=lambda one: (-len(one), served[one][0]))
    builds = []
    for number, spots in enumerate(largest[:MOST], 1):
        _, response, fields = served[spots]
        statement = Statement(response=response, covers_narrower=covers, evidence=[PROOF], **fields)
        name = f"{product}/{capability}" + (f"#{number}" if number > 1 else "")
        changes = FrozenMap({f"product.{product}.capabilities.{capability}": statement})
        builds.append(Build(name, product, capability, statement, changes, spots))
    return builds


def _share(line: Line, response: ResponseCode, fields: Fields) -> Fraction | None:
    """How well a statement meets a line; None where it does not for certain."""
    accepted = line.requirement.accept
    if accepted and response not in accepted:
        return None
    value = fields.get("value")
    share = line.need.share(None if value is None else tuple(value), bool(fields.get("exhaustive")))
    return share.low if share.worst == SATISFIED else None


def _values(record: Capability | None, lines: Iterable[Line]) -> Sequence[Fields]:
    """Fields worth trying: nothing, what each need suggests, and for several needs what they suggest together."""
    needs = list(dict.fromkeys(line.requirement.need for line in lines if line.requirement.need.keys))
    found = [fields for need in needs for fields in candidates(need, record)]
    members = sorted({member for need in needs for member in (*need.all_of, *need.any_of)})
    unwanted = {member for need in needs for member in need.none_of}
    kept = [member for member in members if member not in unwanted]
    if members or unwanted:
        found += [{"value": some, "exhaustive": True} for some in (members, kept)]
        found += [{"value": members}] if members else []
    found += _between([getattr(need, key) for need in needs for key in QUANTITY_KEYS])
    unique = {str(sorted(fields.items())): fields for fields in ({}, *found)}
    return list(unique.values())


def _between(bounds: Iterable[Quantity | None]) -> list[Fields]:
    """Values halfway between bounds of different needs."""
    numbers: dict[str | None, set[Decimal]] = {}
    for bound in bounds:
        if bound is not None:
            numbers.setdefault(bound.unit, set()).add(bound.number)
    pairs = [(unit, a, b) for unit, some in numbers.items() for a, b in itertools.combinations(sorted(some), 2)]
    return [{"value": [str(Quantity((a + b) / 2, unit))]} for unit, a, b in pairs]


def covers_narrower(products: Iterable[Product], capability: str) -> bool:
    """Whether what some products say of a capability speaks for the narrower ones too."""
    return any(one.covers_narrower for product in products for one in product.capabilities.get(capability, ()))
