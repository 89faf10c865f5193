"""How far a value satisfies a need: an interval of the share, and the worst and best state it allows."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import attrs

from tobfit.knowledge.check import bound_key, side_of_ideal
from tobfit.model.pack import Capability
from tobfit.model.quantity import Quantity, parse_quantity, ratio_to
from tobfit.model.requirement import Need
from tobfit.model.scalars import Refused
from tobfit.model.span import ends_of, may_be_none
from tobfit.model.version import parse_range, parse_version, satisfies

FAILED, IN_PART, SATISFIED = 0, 1, 2
ZERO, ONE = Fraction(0), Fraction(1)


@attrs.frozen
class Share:
    """``low`` and ``high`` in [0, 1]; ``worst`` and ``best`` among FAILED, IN_PART, SATISFIED."""

    low: Fraction
    high: Fraction
    worst: int
    best: int

    @property
    def is_open(self) -> bool:
        """Whether something that would decide it was not said."""
        return self.low != self.high or self.worst != self.best


WHOLE = Share(ONE, ONE, SATISFIED, SATISFIED)
NOTHING = Share(ZERO, ZERO, FAILED, FAILED)
OPEN = Share(ZERO, ONE, FAILED, SATISFIED)

Part = Callable[[tuple[str, ...], bool], Share]
"""The share of one key of a need, for a value and whether the value is all there is."""


@attrs.frozen(eq=False)
class NeedTest:
    """A need made ready for one capability; without parts it is satisfied by presence alone."""

    parts: tuple[Part, ...] = ()
    seen: dict[tuple[tuple[str, ...], bool], Share] = attrs.field(factory=dict, repr=False)

    def share(self, value: tuple[str, ...] | None, exhaustive: bool) -> Share:
        """The share of a stated value; None (nobody said) leaves everything open. Shares of several keys
        multiply, a failed one fails all."""
        if not self.parts:
            return OPEN if may_be_none(value) else WHOLE
        if value is None:
            return OPEN
        share = self.seen.get((value, exhaustive))
        if share is None:
            share = self.seen[value, exhaustive] = self._product(value, exhaustive)
        return share

    def _product(self, value: tuple[str, ...], exhaustive: bool) -> Share:
        low = high = ONE
        worst = best = SATISFIED
        for part in self.parts:
            share = part(value, exhaustive)
            low, high = low * share.low, high * share.high
            worst, best = min(worst, share.worst), min(best, share.best)
        return Share(low, high, worst, best)


def ready(need: Need, capability: Capability | None, at_bound: Decimal, month_days: Decimal | None) -> NeedTest:
    """The test of a need; the documents have been checked, so that every text can be read."""
    parts: list[Part] = []
    for key in ("at_least", "more_than", "at_most", "less_than"):
        bound = getattr(need, key)
        if bound is not None:
            parts.append(_bound(key, bound, need, capability, at_bound, month_days))
    if need.all_of:
        parts.append(_all_of(frozenset(need.all_of)))
    if need.any_of:
        parts.append(_any_of(frozenset(need.any_of)))
    if need.none_of:
        parts.append(_none_of(frozenset(need.none_of)))
    if need.level is not None:
        parts.append(_level(need.level, capability.levels if capability else ()))
    if need.version is not None:
        parts.append(_version(need.version))
    return NeedTest(tuple(parts))


_HOLDS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "at_least": lambda value, bound: value >= bound,
    "more_than": lambda value, bound: value > bound,
    "at_most": lambda value, bound: value <= bound,
    "less_than": lambda value, bound: value < bound,
}


def _bound(
    key: str,
    bound: Quantity,
    need: Need,
    capability: Capability | None,
    at_bound: Decimal,
    month_days: Decimal | None,
) -> Part:
    unit = capability.unit if capability else None
    holds, limit = _HOLDS[key], bound.within(unit)
    side = "lower" if key in ("at_least", "more_than") else "upper"
    graded = side_of_ideal(need, capability) == side and bound_key(need, side) == key
    ideal = need.ideal.within(unit) if graded and need.ideal is not None else None

    def at(text: str) -> Share:
        stated = parse_quantity(text).within(unit)
        pair = _comparable(stated, limit, month_days)
        if pair is None:
            return OPEN
        if not holds(*pair):
            return NOTHING
        return WHOLE if ideal is None else _graded(stated, limit, ideal, side, Fraction(at_bound), month_days)

    def part(value: tuple[str, ...], _exhaustive: bool) -> Share:
        ends = ends_of(value[0])
        if ends is None:
            return at(value[0])
        # Shares rise or fall with the number, so that those of its two ends hold all between them.
        beyond = WHOLE if side == "lower" else NOTHING
        return _hull(at(ends[0]), beyond if ends[1] is None else at(ends[1]))

    return part


def _hull(one: Share, other: Share) -> Share:
    low, high = min(one.low, other.low), max(one.high, other.high)
    return Share(low, high, min(one.worst, other.worst), max(one.best, other.best))


def _comparable(stated: Quantity, limit: Quantity, month_days: Decimal | None) -> tuple[Fraction, Fraction] | None:
    """Both in one scale; None also where a line without a capability was answered in another measure."""
    try:
        return ratio_to(stated, limit, month_days)
    except Refused:
        return None


def _graded(
    stated: Quantity, limit: Quantity, ideal: Quantity, side: str, at_bound: Fraction, month_days: Decimal | None
) -> Share:
    """From at_bound at the bound to 1 at the ideal, and 1 beyond."""
    top, bottom = ratio_to(ideal, limit, month_days), ratio_to(stated, limit, month_days)
    if top is None or bottom is None:
        return Share(at_bound, ONE, SATISFIED, SATISFIED)
    way, done = top[0] - top[1], bottom[0] - bottom[1]
    # An ideal that only the length of a month makes worse than the bound: all that satisfies lies beyond it.
    is_beyond = way <= 0 if side == "lower" else way >= 0
    share = ONE if is_beyond else min(ONE, at_bound + (1 - at_bound) * done / way)
    return Share(share, share, SATISFIED, SATISFIED)


def _all_of(wanted: frozenset[str]) -> Part:
    def part(value: tuple[str, ...], exhaustive: bool) -> Share:
        held = Fraction(len(wanted.intersection(value)), len(wanted))
        state = SATISFIED if held == 1 else IN_PART if held else FAILED
        if exhaustive or held == 1:
            return Share(held, held, state, state)
        return Share(held, ONE, state, SATISFIED)

    return part


def _any_of(wanted: frozenset[str]) -> Part:
    def part(value: tuple[str, ...], exhaustive: bool) -> Share:
        if wanted.intersection(value):
            return WHOLE
        return NOTHING if exhaustive else OPEN

    return part


def _none_of(unwanted: frozenset[str]) -> Part:
    def part(value: tuple[str, ...], exhaustive: bool) -> Share:
        if unwanted.intersection(value):
            return NOTHING
        return WHOLE if exhaustive else OPEN

    return part


def _level(wanted: str, levels: tuple[str, ...]) -> Part:
    def part(value: tuple[str, ...], _exhaustive: bool) -> Share:
        if wanted not in levels or value[0] not in levels:
            return OPEN
        return WHOLE if levels.index(value[0]) >= levels.index(wanted) else NOTHING

    return part


def _version(wanted: str) -> Part:
    ranges = parse_range(wanted)

    def part(value: tuple[str, ...], _exhaustive: bool) -> Share:
        answer = satisfies(parse_version(value[0]), ranges)
        return OPEN if answer is None else WHOLE if answer else NOTHING

    return part
