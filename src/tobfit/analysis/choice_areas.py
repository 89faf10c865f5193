"""Which choices have a part in which lines: areas in which effects meet, and that know nothing of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations

import attrs

from tobfit.analysis.remedy_choices import Choice, Touch, exclude_each_other, joined, touch_of
from tobfit.errors import TobfitError
from tobfit.knowledge.landscape import derived
from tobfit.matching.changes import apply
from tobfit.matching.fit import Fit
from tobfit.matching.landscape import is_placed
from tobfit.matching.world import World
from tobfit.model.natural import natural
from tobfit.model.requirement import Requirement

Key = tuple[str, str]
"""``("line", id)``: a line of the client's own, or one that follows from the landscape; ``("capability", id)``: all
that rules and suites demand, or may demand, of a capability, which the client's own lines on it decide together."""
Pattern = frozenset[int]
"""The choices of an area that are taken, by their places."""
MOST = 2048
"""So many patterns of one area are tried one by one; of an area with more, those that are needed."""
FEW = 4
"""Of so many choices that change what rules read off the landscape, every combination is looked into for lines."""


@attrs.frozen(eq=False)
class Area:
    """Some lines and the choices that can change them. ``patterns``: every set of them that does not exclude itself;
    None where there are too many. ``additive`` are those that only add ways for a connection."""

    key: Key
    choices: tuple[int, ...]
    patterns: tuple[Pattern, ...] | None
    additive: frozenset[int]


@attrs.frozen(eq=False, slots=False)
class Layout:
    """The areas of a fit. ``exclusive`` holds the pairs of choices that exclude each other; ``is_closed`` says that no
    line can appear outside of the areas."""

    choices: tuple[Choice, ...]
    areas: dict[Key, Area]
    exclusive: frozenset[Pattern]
    own: frozenset[str]
    is_closed: bool

    @cached_property
    def rivals(self) -> dict[int, frozenset[int]]:
        """Choice -> those that it excludes."""
        found: dict[int, set[int]] = {place: set() for place in range(len(self.choices))}
        for one, other in map(sorted, self.exclusive):
            found[one].add(other)
            found[other].add(one)
        return {place: frozenset(others) for place, others in found.items()}

    def key_of(self, line: Requirement) -> Key:
        """The area of a line, in this world or a changed one."""
        return _key(line, self.own)


def layout_of(fit: Fit, choices: Sequence[Choice]) -> Layout:
    """The areas that the choices make."""
    world = fit.world
    touches = [touch_of(choice, fit) for choice in choices]
    stirring, is_closed = _stirring(world, choices, touches)
    lines = [*world.requirements, *(must.requirement for must in world.open_musts)]
    if stirring:
        lines += _appearing(world, [choices[place] for place in stirring])
    own = frozenset(line.id for line in world.client.requirements if line.is_own)
    groups: dict[Key, list[Requirement]] = {("capability", name): [] for name in _demanded(world)}
    for line in lines:
        groups.setdefault(_key(line, own), []).append(line)
    exclusive = frozenset(
        frozenset((one, other))
        for one, other in combinations(range(len(choices)), 2)
        if exclude_each_other(choices[one], choices[other])
    )
    moving = _moving_places(world, choices, touches)
    areas = {}
    for key in sorted(groups, key=lambda key: (key[0], natural(key[1]))):
        reaching = set(stirring)
        for line in groups[key]:
            reaching.update(p for p, touch in enumerate(touches) if _reaches(touch, line, p in moving))
        if key[0] == "capability":
            beside = [line for line in world.requirements if line.capability == key[1]]
            reaching.update(p for p, touch in enumerate(touches) if key[1] in touch.capabilities)
            reaching.update(p for p, t in enumerate(touches) if not t.lines.isdisjoint(line.id for line in beside))
        added = frozenset(p for p in reaching if _only_adds(choices[p])) if _is_connection(groups[key]) else frozenset()
        patterns = _patterns(sorted(reaching), exclusive)
        areas[key] = Area(key, tuple(sorted(reaching)), patterns, added)
    return Layout(tuple(choices), areas, exclusive, own, is_closed)


def _key(line: Requirement, own: frozenset[str]) -> Key:
    return ("line", line.id) if line.id in own or line.capability is None else ("capability", line.capability)


def _demanded(world: World) -> frozenset[str]:
    """The capabilities of which a rule or a suite demands something, or may."""
    base = world.packs.base
    open_rules = (demanded for rule in world.open_rules for demanded in base.demands_of(rule.rule, rule.facts))
    return frozenset((*world.inference.demands, *(demanded.demand.capability for demanded in open_rules)))


def _reaches(touch: Touch, line: Requirement, moves_places: bool) -> bool:
    """Whether a choice may have a part in the outcome of a line."""
    if line.id in touch.lines or line.id in touch.answers:
        return True
    by_place = line.connect is not None or line.deploy is not None
    if not by_place and line.capability in touch.capabilities:
        return True
    return is_placed(line) and (touch.is_placed or moves_places)


def _moving_places(world: World, choices: Sequence[Choice], touches: Sequence[Touch]) -> frozenset[int]:
    """The choices that let a line go which names zones: where the client wants a product to run is asked of all lines
    together."""
    naming = {line.id for line in world.requirements if line.deploy is not None and line.deploy.zone}
    return frozenset(place for place in range(len(choices)) if not naming.isdisjoint(touches[place].lines))


def _stirring(world: World, choices: Sequence[Choice], touches: Sequence[Touch]) -> tuple[tuple[int, ...], bool]:
    """The choices that change what rules read off the landscape, and whether their part is known in full.

    What is read moves one way only as systems and flows are added, so that all of them together show whether any of
    them moves it.
    """
    drawn = tuple(place for place, touch in enumerate(touches) if touch.is_drawn)
    if not drawn or not world.with_rules:
        return (), True
    if _readings(_changed(world, [choices[place] for place in drawn])) == _readings(world):
        return (), True
    return drawn, len(drawn) <= FEW


def _changed(world: World, choices: Iterable[Choice]) -> World:
    return apply(world, joined(choices))


def _readings(world: World) -> list[object]:
    attributes = [a for a in world.packs.base.askable.values() if a.derived is not None]
    return [derived(attribute, world.client, world.vocabulary, world.packs.base.roles)[0] for attribute in attributes]


def _appearing(world: World, choices: Sequence[Choice]) -> Iterator[Requirement]:
    """The lines of the worlds in which some of the choices are taken: all combinations of a few, else each alone and
    all together."""
    sizes = range(1, len(choices) + 1) if len(choices) <= FEW else (1, len(choices))
    for some in (taken for size in sizes for taken in combinations(choices, size)):
        try:
            found = _changed(world, some)
            yield from (*found.requirements, *(must.requirement for must in found.open_musts))
        except TobfitError:
            continue


def _is_connection(lines: Sequence[Requirement]) -> bool:
    return bool(lines) and all(line.connect is not None for line in lines)


def _only_adds(choice: Choice) -> bool:
    """Whether a choice adds adapters and flows and does nothing else: then it opens ways and closes none."""
    parts = ("client.landscape.adapters.", "client.landscape.flows")
    return all(target.startswith(parts) for target in choice.changes)


def _patterns(places: Sequence[int], exclusive: frozenset[Pattern]) -> tuple[Pattern, ...] | None:
    """The sets of choices that go together, small ones first; None where there are more than can be tried."""
    found: list[Pattern] = [frozenset()]
    for place in places:
        found += [
            pattern | {place}
            for pattern in found
            if not any(frozenset((place, other)) in exclusive for other in pattern)
        ]
        if len(found) > MOST:
            return None
    return tuple(sorted(found, key=lambda pattern: (len(pattern), sorted(pattern))))

