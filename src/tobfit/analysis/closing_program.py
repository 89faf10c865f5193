"""The cheapest choices that reach a wish, as an integer program over what is known of their effects.

A variable stands for each way in which the choices of an area can be taken, so that lines and effects need not add up;
choices that several areas share tie them together. Ways that cost more than another one and bring no more are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import attrs

from tobfit.analysis.choice_areas import Area, Pattern
from tobfit.analysis.choice_effects import Effects
from tobfit.analysis.closing_wish import ZERO, Wish
from tobfit.analysis.solver import Number, Row

FINE = 2**36
"""Rows with larger whole coefficients are rounded to the safe side; what they let through is checked in exact
numbers."""


@attrs.frozen
class Way:
    """One way to take the choices of an area: what it lifts the score by, its weight, its costs, its price."""

    pattern: Pattern
    lift: Fraction
    weight: Fraction
    costs: tuple[Fraction, ...]
    money: Fraction


@attrs.define(eq=False)
class Draft:
    """A program as it is built. ``marks`` tells for each variable which choices it takes, ``among`` of which."""

    marks: list[Pattern] = attrs.field(factory=list)
    among: list[Pattern] = attrs.field(factory=list)
    costs: list[tuple[Fraction, ...]] = attrs.field(factory=list)
    money: list[Fraction] = attrs.field(factory=list)
    rows: list[Row] = attrs.field(factory=list)
    of_choice: dict[int, int] = attrs.field(factory=dict)
    lifts: dict[int, Fraction] = attrs.field(factory=dict)
    weights: dict[int, Fraction] = attrs.field(factory=dict)
    lift: Fraction = ZERO
    weight: Fraction = ZERO
    is_impossible: bool = False

    def add(self, mark: Pattern, among: Pattern, costs: tuple[Fraction, ...], money: Fraction) -> int:
        """A new variable; its place."""
        self.marks.append(mark)
        self.among.append(among)
        self.costs.append(costs)
        self.money.append(money)
        return len(self.marks) - 1

    def taken(self, values: Sequence[int]) -> Pattern:
        """The choices that some values take."""
        return frozenset().union(*(mark for mark, value in zip(self.marks, values, strict=True) if value))

    def other_than(self, taken: Pattern) -> Row | None:
        """Not just these choices; None where the program cannot take just them."""
        terms: dict[int, Number] = {}
        chosen: dict[Pattern, bool] = {}
        for place, (mark, among) in enumerate(zip(self.marks, self.among, strict=True)):
            if among:
                is_chosen = mark == taken & among
                terms[place] = -1 if is_chosen else 1
                chosen[among] = chosen.get(among, False) or is_chosen
        # A shared choice that is not taken has a variable of its own; of the ways of one area that take the same of its
        # own choices one alone can be taken, so that they count once.
        groups = {among for place, among in enumerate(self.among) if terms.get(place) == -1}
        reachable = all(found or len(among) == 1 for among, found in chosen.items())
        return Row(terms, low=1 - len(groups)) if reachable else None


def draft_of(effects: Effects, wish: Wish, counted: frozenset[str] | None) -> Draft:
    """The program of what is known: no plan costs less than its optimum, and where all areas are known none costs
    more."""
    draft = Draft()
    layout = effects.layout
    nothing = tuple(ZERO for _ in wish.costs)
    ways = {}
    for area in layout.areas.values():
        if area.patterns is not None:
            found = _ways(area, effects, wish, counted)
            if not found:
                draft.is_impossible = True
                return draft
            if len(found) == len(area.patterns) and len({(way.lift, way.weight) for way in found}) == 1:
                draft.lift += found[0].lift
                draft.weight += found[0].weight
            else:
                ways[area.key] = found
    unknown = [area for area in layout.areas.values() if area.patterns is None]
    shared = _shared([*(layout.areas[key] for key in ways), *unknown], unknown, layout.rivals)
    for place in sorted(shared):
        choice = layout.choices[place]
        costs = tuple(cost(choice) for cost in wish.costs)
        draft.of_choice[place] = draft.add(frozenset([place]), frozenset([place]), costs, choice.money)
    for key, found in ways.items():
        _add_area(layout.areas[key], found, shared, effects, wish, draft)
    for area in unknown:
        _add_unknown(area, effects, wish, counted, draft, nothing)
    for one, other in (sorted(pair) for pair in sorted(layout.exclusive, key=sorted)):
        if one in shared and other in shared:
            draft.rows.append(Row({draft.of_choice[one]: 1, draft.of_choice[other]: 1}, high=1))
    _add_limits(wish, draft)
    return draft


def _ways(area: Area, effects: Effects, wish: Wish, counted: frozenset[str] | None) -> list[Way]:
    """The ways of an area in which no line stands in the way."""
    lines = effects.lines(area)
    key = wish, area.key, None if counted is None or lines <= counted else lines & counted
    if key not in effects.memo:
        effects.memo[key] = _found_ways(area, effects, wish, counted)
    found: list[Way] = effects.memo[key]
    return found


def _found_ways(area: Area, effects: Effects, wish: Wish, counted: frozenset[str] | None) -> list[Way]:
    found = []
    for pattern in area.patterns or ():
        effect = effects.effect(area, pattern)
        if wish.allows(effect, counted):
            lift, weight = wish.value(effect, counted)
            found.append(Way(pattern, lift, weight, (), ZERO))
    return found


def _shared(
    areas: Sequence[Area], unknown: Sequence[Area], rivals: dict[int, frozenset[int]]
) -> frozenset[int]:
    """The choices that tie areas together: those in several of them, with what excludes them elsewhere, and all of
    those areas that are not known in full."""
    within: dict[int, set[int]] = {}
    for number, area in enumerate(areas):
        for place in area.choices:
            within.setdefault(place, set()).add(number)
    found = {place for area in unknown for place in area.choices}
    for place, numbers in within.items():
        others = [other for other in rivals[place] if other in within and not (within[other] & numbers)]
        if len(numbers) > 1 or others:
            found.add(place)
            found.update(others)
    return frozenset(found)


def _add_area(
    area: Area, ways: Iterable[Way], shared: frozenset[int], effects: Effects, wish: Wish, draft: Draft
) -> None:
    own = frozenset(area.choices) - shared
    priced = []
    for way in ways:
        costs, money = _costs_of(way.pattern & own, effects, wish)
        priced.append(Way(way.pattern, way.lift, way.weight, costs, money))
    places: dict[int, Way] = {}
    for way in _best(priced, shared):
        place = draft.add(way.pattern - shared, own, way.costs, way.money)
        places[place] = way
        draft.lifts[place] = way.lift
        draft.weights[place] = way.weight
    draft.rows.append(Row(dict.fromkeys(places, 1), low=1, high=1))
    for choice in sorted(shared.intersection(area.choices)):
        terms = {place: 1 for place, way in places.items() if choice in way.pattern}
        draft.rows.append(Row({**terms, draft.of_choice[choice]: -1}, low=0, high=0))


def _costs_of(taken: Pattern, effects: Effects, wish: Wish) -> tuple[tuple[Fraction, ...], Fraction]:
    """Costs and price of some choices."""
    key = wish, taken
    if key not in effects.memo:
        choices = [effects.layout.choices[place] for place in sorted(taken)]
        costs = tuple(sum((cost(choice) for choice in choices), start=ZERO) for cost in wish.costs)
        money = ZERO if wish.budget is None else sum((choice.money for choice in choices), start=ZERO)
        effects.memo[key] = costs, money
    found: tuple[tuple[Fraction, ...], Fraction] = effects.memo[key]
    return found


def _best(ways: Iterable[Way], shared: frozenset[int]) -> list[Way]:
    """The ways that no other one makes needless: with the same shared choices, at no higher cost, with no less lift."""
    kept: list[Way] = []
    groups: dict[Pattern, list[Way]] = {}
    for way in sorted(ways, key=lambda way: (way.costs, way.money, -way.lift, sorted(way.pattern))):
        group = groups.setdefault(way.pattern & shared, [])
        if not any(_is_as_good(other, way) for other in group):
            group.append(way)
            kept.append(way)
    return kept


def _is_as_good(one: Way, other: Way) -> bool:
    is_cheap = one.money <= other.money and all(a <= b for a, b in zip(one.costs, other.costs, strict=True))
    return is_cheap and one.lift >= other.lift and (one.weight > 0 or other.weight == 0)


def _add_unknown(
    area: Area,
    effects: Effects,
    wish: Wish,
    counted: frozenset[str] | None,
    draft: Draft,
    nothing: tuple[Fraction, ...],
) -> None:
    """An area with more patterns than can be tried: what is not known of it is taken as well as it can be."""
    weight = effects.most_weight(area)
    most = ZERO if wish.threshold is None else weight * (1 - wish.threshold)
    draft.lift += most
    draft.weight += weight
    for within, without in failing_sets(area, effects, wish, counted):
        draft.rows.append(_other_than(within, without, draft))
    for pattern in effects.known(area):
        effect = effects.effect(area, pattern)
        if not wish.allows(effect, counted):
            continue
        lift, _ = wish.value(effect, counted)
        if lift < most:
            mark = draft.add(frozenset(), frozenset(), nothing, ZERO)
            other = _other_than(pattern, frozenset(area.choices) - pattern, draft)
            draft.rows.append(Row({**other.terms, mark: 1}, low=other.low))
            draft.lifts[mark] = lift - most


def failing_sets(
    area: Area, effects: Effects, wish: Wish, counted: frozenset[str] | None
) -> list[tuple[Pattern, Pattern]]:
    """What is known not to do: choices that are taken, others that are not, whatever the rest.

    A connection that cannot be made with some adapters and flows cannot be made with fewer of them either, so that a
    pattern that fails is first filled up with all that does not help.
    """
    found: dict[tuple[Pattern, Pattern], None] = {}
    for pattern in effects.known(area):
        effect = effects.effect(area, pattern)
        if wish.allows(effect, counted) or any(_covers(each, pattern, area) for each in found):
            continue
        filled = pattern
        if area.additive and effect is not None and wish.target != "no_gaps":
            filled = _filled(area, pattern, effects, wish, counted)
            within = pattern - area.additive
        else:
            within = pattern
        found[within, frozenset(area.choices) - filled] = None
    return list(found)


def _covers(known: tuple[Pattern, Pattern], pattern: Pattern, area: Area) -> bool:
    within, without = known
    return within <= pattern and without.isdisjoint(pattern) and within == pattern - area.additive


def _filled(
    area: Area, pattern: Pattern, effects: Effects, wish: Wish, counted: frozenset[str] | None
) -> Pattern:
    """The pattern with as many adapters and flows as leave it failing."""

    def fails(taken: Pattern) -> bool:
        effect = effects.effect(area, taken)
        return effect is not None and not wish.allows(effect, counted)

    rivals = effects.layout.rivals
    filled = pattern
    for place in sorted(area.additive - pattern):
        if rivals[place].isdisjoint(filled) and fails(filled | {place}):
            filled = filled | {place}
    return filled


def _other_than(within: Pattern, without: Iterable[int], draft: Draft) -> Row:
    """At least one of some choices is left, or one of others is taken."""
    terms: dict[int, Number] = {draft.of_choice[place]: -1 for place in sorted(within)}
    terms.update({draft.of_choice[place]: 1 for place in sorted(without)})
    return Row(terms, low=1 - len(within))


def _add_limits(wish: Wish, draft: Draft) -> None:
    if wish.budget is not None:
        terms: dict[int, Number] = {place: money for place, money in enumerate(draft.money) if money}
        if terms:
            draft.rows.append(Row(terms, high=wish.budget))
    if wish.threshold is None:
        return
    draft.rows.append(_rounded_up({p: lift for p, lift in draft.lifts.items() if lift}, -draft.lift))
    if draft.weight == 0:
        weights: dict[int, Number] = {place: 1 for place, weight in draft.weights.items() if weight}
        draft.is_impossible = not weights
        draft.rows.append(Row(weights, low=1))


def _rounded_up(terms: dict[int, Fraction], low: Fraction) -> Row:
    """A row in whole numbers that lets through all that the exact one does, and hardly more."""
    unit = math.lcm(low.denominator, *(factor.denominator for factor in terms.values()))
    largest = max((abs(factor) * unit for factor in terms.values()), default=ZERO)
    if largest <= FINE:
        return Row(terms, low=low)
    step = Fraction(largest) / FINE / unit
    return Row({place: math.ceil(factor / step) for place, factor in terms.items()}, low=math.floor(low / step))


def packed(draft: Draft, levels: Sequence[int]) -> Iterator[tuple[tuple[int, ...], list[Fraction], tuple[int, ...]]]:
    """Costs in their order, several of them in one objective where they are small: the levels, what each variable
    costs, and what one of each level counts for. The first of them weighs more than all others can come to."""
    rest = list(levels)
    while rest:
        scaled: list[tuple[int, list[Fraction], int]] = []
        room = 1
        while rest:
            whole = [costs[rest[0]] for costs in draft.costs]
            unit = math.lcm(*(cost.denominator for cost in whole))
            span = int(sum(whole, start=ZERO) * unit) + 1
            if scaled and room * span > 2**24:
                break
            room *= span
            scaled.append((rest.pop(0), [cost * unit for cost in whole], span))
        yield _in_one(scaled, len(draft.costs))


def _in_one(
    scaled: Sequence[tuple[int, list[Fraction], int]], size: int
) -> tuple[tuple[int, ...], list[Fraction], tuple[int, ...]]:
    objective, weights, weight = [ZERO] * size, [], 1
    for _, costs, span in reversed(scaled):
        objective = [total + weight * cost for total, cost in zip(objective, costs, strict=True)]
        weights.append(weight)
        weight *= span
    return tuple(level for level, _, _ in scaled), objective, tuple(reversed(weights))
