"""The remedies of one product as choices: what each costs, what it touches, which of them exclude each other."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, get_args

import attrs

from tobfit.analysis.showing import spoken_of
from tobfit.matching.fit import Fit
from tobfit.matching.promise import reach_of
from tobfit.matching.remedy import RISKS, Remedy, RemedyKind, Risk
from tobfit.model.catalog import Answer
from tobfit.model.frozen import FrozenMap
from tobfit.model.natural import natural
from tobfit.model.over_time import Horizon, over_horizon
from tobfit.model.product import Statement
from tobfit.model.shape import fields_of

CHOSEN: tuple[RemedyKind, ...] = tuple(kind for kind in get_args(RemedyKind) if kind not in ("ask", "replace"))
"""The kinds that somebody can decide on: the outcome of a question nobody can, another product is no way to close this
one's gaps."""
PAID: frozenset[RemedyKind] = frozenset(["partner"])
"""The kinds for which somebody else is paid, so that without a price theirs is unknown; the others cost effort alone
where no price is stated."""
RISING: tuple[Risk, ...] = get_args(Risk)


@attrs.frozen(eq=False, slots=False)
class Choice:
    """One remedy that can be part of a plan. ``lines`` are those whose gaps propose the very same changes."""

    remedy: Remedy
    lines: tuple[str, ...]
    horizon: Horizon = None

    @property
    def changes(self) -> FrozenMap[str, Any]:
        """What it changes."""
        return self.remedy.changes

    @cached_property
    def likely(self) -> Fraction | None:
        """The likely effort in person-days; None where nobody said."""
        return None if self.remedy.effort is None else Fraction(self.remedy.effort.likely.base[1])

    @cached_property
    def amount(self) -> tuple[str, Fraction] | None:
        """Unit and amount of its price, over the horizon where it is a price per time; None where nothing is priced."""
        return None if self.remedy.price is None else over_horizon(self.remedy.price, self.horizon)

    @property
    def is_unpriced(self) -> bool:
        """Whether somebody has to be paid and nobody said how much."""
        return self.remedy.price is None and self.remedy.kind in PAID

    @property
    def money(self) -> Fraction:
        """The amount of its price, 0 where there is none."""
        return Fraction(0) if self.amount is None else self.amount[1]

    @cached_property
    def order(self) -> tuple[Any, ...]:
        """A sort key that hangs on nothing but what the remedy says."""
        return natural(self.lines[0]), CHOSEN.index(self.remedy.kind), _text(self.changes)


def choices_of(fit: Fit, kinds: Collection[RemedyKind], by: datetime.date | None, horizon: Horizon) -> tuple[Choice,
...]:
    """The remedies of these kinds that change something and are there in time; the same changes are one choice, with
    the cheapest of the remedies that propose them."""
    found: dict[FrozenMap[str, Any], list[Remedy]] = {}
    for gap in fit.gaps:
        for remedy in gap.remedies:
            is_late = by is not None and remedy.date is not None and remedy.date > by
            if remedy.kind in kinds and remedy.changes and not is_late:
                found.setdefault(remedy.changes, []).append(remedy)
    made = []
    for same in found.values():
        lines = tuple(sorted({remedy.requirement for remedy in same}, key=natural))
        made.append(Choice(min((Choice(one, lines, horizon) for one in same), key=_cheap).remedy, lines, horizon))
    return tuple(sorted(made, key=lambda choice: choice.order))


def _cheap(choice: Choice) -> tuple[Any, ...]:
    effort = (choice.likely is None, choice.likely or Fraction(0), choice.is_unpriced, choice.money)
    return (*effort, RISING.index(RISKS[choice.remedy.kind]), natural(choice.remedy.requirement), choice.order)


def _text(value: Any) -> str:
    """A value as text, mappings in order."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{_text(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, tuple | list):
        return "[" + ",".join(map(_text, value)) + "]"
    return str(value)


def is_growing(target: str) -> bool:
    """Whether a target holds a list to which remedies only add: flows, the platforms of a zone, kinds of hosting. Two
    of them go together; the list then holds what both add."""
    if target == "client.landscape.flows":
        return True
    of_zone = target.startswith("client.landscape.zones.") and target.endswith(".platforms")
    return of_zone or (target.startswith("product.") and target.endswith(".hosting") and "capabilities." not in target)


def exclude_each_other(one: Choice, other: Choice) -> bool:
    """Whether both set one target, to different values."""
    shared = one.changes.keys() & other.changes.keys()
    return any(one.changes[t] != other.changes[t] and not is_growing(t) for t in shared)


def joined(choices: Iterable[Choice]) -> FrozenMap[str, Any]:
    """The changes of several choices that do not exclude each other."""
    changes: dict[str, Any] = {}
    for choice in choices:
        for target, value in choice.changes.items():
            held = changes.get(target, ()) if is_growing(target) else ()
            changes[target] = (*held, *(item for item in value if item not in held)) if held else value
    return FrozenMap(changes)


def in_steps(choices: Sequence[Choice]) -> tuple[Remedy, ...]:
    """The remedies one after the other. A list to which several add holds in each what those before it added, so that
    the changes of all, laid over each other in order, are the changes of the whole."""
    made: list[Remedy] = []
    for number, choice in enumerate(choices, 1):
        upto = joined(choices[:number])
        changes = FrozenMap({target: upto[target] for target in choice.changes})
        made.append(choice.remedy if changes == choice.changes else attrs.evolve(choice.remedy, changes=changes))
    return tuple(made)


@attrs.frozen
class Touch:
    """What the changes of a choice reach: capabilities for which statements speak, answers to single lines, the
    client's own lines, and what is drawn of technology (``is_placed``; of the client's landscape: ``is_drawn``)."""

    capabilities: frozenset[str]
    answers: frozenset[str]
    lines: frozenset[str]
    is_placed: bool
    is_drawn: bool


def touch_of(choice: Choice, fit: Fit) -> Touch:
    """What a choice reaches; at most too much, never too little."""
    vocabulary = fit.world.vocabulary
    capabilities: set[str] = set()
    answers: set[str] = set()
    lines: set[str] = set()
    is_placed = is_drawn = False
    for target in choice.changes:
        if target.startswith(("offer.", "vendor.")):
            return _everything(fit)
        part = target.removeprefix(f"product.{spoken_of(target, fit).id}.")
        if target.startswith("client.requirements."):
            lines.add(choice.remedy.requirement)
        elif target.startswith("client."):
            is_placed = is_drawn = True
        elif part.startswith("capabilities."):
            names = _readings(part.removeprefix("capabilities."), Statement)
            capabilities.update(name for name in names if name in vocabulary.capabilities)
        elif part.startswith("answers."):
            answers.update(_readings(part.removeprefix("answers."), Answer))
        else:
            is_placed = True
    reached = reach_of(capabilities, vocabulary)
    return Touch(reached, frozenset(answers), frozenset(lines), is_placed, is_drawn)


def _everything(fit: Fit) -> Touch:
    """What is sold with an offer, or what a vendor is, may bear on any line."""
    lines = frozenset(line.id for line in fit.world.requirements)
    every = frozenset(fit.world.vocabulary.capabilities)
    return Touch(every, lines, frozenset(), is_placed=True, is_drawn=True)


def _readings(path: str, record: type[Any]) -> tuple[str, ...]:
    """The names that a path may mean: one that ends like a field of the record may be a name, or a name and a field."""
    name, _, last = path.rpartition(".")
    return (path, name) if any(field.name == last for field in fields_of(record)) else (path,)
