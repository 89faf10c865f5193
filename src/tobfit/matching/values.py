"""Values that would satisfy a need and values that would not: the answers a question can have."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from tobfit.matching.share import FAILED, SATISFIED, ready
from tobfit.model.pack import Capability
from tobfit.model.policy import Policy
from tobfit.model.quantity import Quantity, parse_quantity
from tobfit.model.requirement import QUANTITY_KEYS, Need
from tobfit.model.scalars import number_text, plain_decimal
from tobfit.model.span import ends_of
from tobfit.model.version import parse_range

Fields = dict[str, Any]
"""The fields of a statement that carry a value: ``value``, and ``exhaustive`` for sets."""


def satisfying(need: Need, capability: Capability | None, policy: Policy) -> Fields | None:
    """Fields that meet the need in full, as well as it can be met; None where none was found."""
    test = ready(need, capability, policy.at_bound, policy.month_days)
    best: tuple[Any, Fields] | None = None
    for fields in candidates(need, capability):
        share = test.share(tuple(fields["value"]), bool(fields.get("exhaustive")))
        if share.worst == SATISFIED and (best is None or share.low > best[0]):
            best = share.low, fields
    return best[1] if best else None


def failing(need: Need, capability: Capability | None, policy: Policy) -> Fields | None:
    """Fields that fail the need; None where none was found."""
    test = ready(need, capability, policy.at_bound, policy.month_days)
    for fields in candidates(need, capability):
        if test.share(tuple(fields["value"]), bool(fields.get("exhaustive"))).best == FAILED:
            return fields
    return None


def completions(known: tuple[str, ...], need: Need, best: Fields | None) -> Iterable[Fields]:
    """Values that may come out where more is there than is known of a list: as good as it can be, no more at all, and
    what must not be there.

    ``known`` is a span for a count, or members; ``best`` what would meet the need.

    >>> list(completions(("2..",), Need(at_least=3), {"value": ["3"]}))
    [{'value': ['3']}, {'value': ['2']}]
    >>> list(completions(("CN",), Need(all_of=["DE"]), {"value": ["DE"]}))
    [{'value': ['CN', 'DE']}, {'value': ['CN'], 'exhaustive': True}]
    """
    ends = ends_of(known[0]) if known else None
    if ends is None:
        yield {"value": list(dict.fromkeys([*known, *(best["value"] if best else ())])), **_closed(best)}
        yield {"value": list(known), "exhaustive": True}
        if need.none_of:
            yield {"value": list(dict.fromkeys([*known, need.none_of[0]]))}
        return
    low, high = (parse_quantity(end).number if end is not None else None for end in ends)
    wanted = parse_quantity(best["value"][0]).number if best else None
    found = [number for number in (wanted, low, high) if number is not None]
    sound = [n for n in found if low is not None and n >= low and (high is None or n <= high)]
    for number in dict.fromkeys(sound):
        yield {"value": [number_text(plain_decimal(number))]}


def _closed(best: Fields | None) -> Fields:
    return {"exhaustive": True} if best and best.get("exhaustive") else {}


def candidates(need: Need, capability: Capability | None) -> Iterable[Fields]:
    """Values worth trying for a need: at its bounds, beside and between them."""
    if need.all_of or need.any_of or need.none_of:
        yield from _sets(need)
    elif need.level is not None:
        yield {"value": [need.level]}
        yield from ({"value": [level]} for level in (capability.levels if capability else ()))
    elif need.version is not None:
        yield from _versions(need.version)
    else:
        yield from _quantities(need)


def _sets(need: Need) -> Iterable[Fields]:
    wanted = list(dict.fromkeys([*need.all_of, *[m for m in need.any_of if m not in need.none_of][:1]]))
    yield {"value": wanted, "exhaustive": True} if need.none_of else {"value": wanted}
    yield {"value": [], "exhaustive": True}
    if need.none_of:
        yield {"value": [need.none_of[0]]}


def _versions(wanted: str) -> Iterable[Fields]:
    for _, version in parse_range(wanted):
        numbers = ".".join(map(str, version.numbers))
        yield {"value": [numbers + version.suffix]}
        yield {"value": [f"{numbers}.1"]}
        yield {"value": [".".join(map(str, (*version.numbers[:-1], version.numbers[-1] + 1)))]}
    yield {"value": ["0"]}


def _quantities(need: Need) -> Iterable[Fields]:
    bounds = [getattr(need, key) for key in QUANTITY_KEYS if getattr(need, key) is not None]
    numbers = [bound.number for bound in bounds]
    unit = bounds[0].unit if bounds else None
    for bound in bounds:
        yield {"value": [str(bound)]}
    for a in numbers:
        steps = (a + 1, a - 1, a / 2, a * 2, a + Decimal("0.01"), a - Decimal("0.01"))
        for number in (*steps, *((a + b) / 2 for b in numbers)):
            yield {"value": [str(Quantity(plain_decimal(round(number, 12)), unit))]}
