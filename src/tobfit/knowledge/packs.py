"""Packs stack in layers: a later layer overrides or withdraws a record, and says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.knowledge.vocabulary import Vocabulary, circles_of, depths_of
from tobfit.model.pack import LATER_SECTIONS, Capability, Pack
from tobfit.model.scalars import Hints, Refused, shown
from tobfit.model.tree import NOWHERE, Mark, problem_at

MAX_DEPTH = 64
MAX_CIRCLE = 16  # a longer circle is shown without its middle
Locate = Callable[[Pack, str], Mark]
"""Where a path of a pack stood in its file."""


def nowhere(_pack: Pack, _path: str) -> Mark:
    """For packs that were built by a call."""
    return NOWHERE


def _as_layers(value: Any) -> tuple[tuple[Pack, ...], ...]:
    """Layers in any sequence, as tuples."""
    if not _is_several(value):
        raise _refused("Packs.layers", value, "layers of packs")
    return tuple(_as_layer(layer, f"Packs.layers[{index}]") for index, layer in enumerate(value))


def _as_layer(value: Any, path: str) -> tuple[Pack, ...]:
    if not _is_several(value):
        raise _refused(path, value, "a list of packs")
    for index, pack in enumerate(value):
        if not isinstance(pack, Pack):
            raise _refused(f"{path}[{index}]", pack, "a pack")
    return tuple(value)


def _is_several(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _refused(path: str, value: Any, wanted: str) -> TobfitError:
    message = f"a {type(value).__name__} stands where {wanted} belongs"
    return TobfitError([problem_at(NOWHERE, "TF205", path, message)])


@attrs.frozen
class Packs:
    """Layers of packs, the shipped one first; packs of one layer stand side by side. Equal layers are equal packs.

    ``vocabulary`` raises a TobfitError where the layers do not fit together.
    """

    layers: tuple[tuple[Pack, ...], ...] = attrs.field(default=(), converter=_as_layers)

    def __hash__(self) -> int:
        # The packs hold thousands of records: their ids tell them apart well enough.
        return hash(tuple(tuple(pack.id for pack in layer) for layer in self.layers))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms in force after all layers."""
        vocabulary, problems = stack(self.layers)
        if problems:
            raise TobfitError(problems)
        return vocabulary

    def with_layer(self, *packs: Pack) -> Packs:
        """These packs with one more layer on top."""
        return Packs((*self.layers, packs))

    def evolve(self, **changes: Any) -> Packs:
        """A copy with other layers."""
        return attrs.evolve(self, **changes)


def stack(layers: Iterable[Iterable[Pack]], locate: Locate = nowhere) -> tuple[Vocabulary, list[Problem]]:
    """The vocabulary of the layers and everything that is wrong with it (TF310, TF311, TF312, TF315)."""
    problems: list[Problem] = []
    owners: dict[str, tuple[Pack, str]] = {}
    terms: dict[str, Capability] = {}
    for layer in layers:
        added: dict[str, Capability | None] = {}
        hints = Hints(terms)
        for pack in layer:
            for index, capability in enumerate(pack.vocabulary):
                path = f"$.vocabulary[{index}]"
                refused = _clash(capability, terms, added, hints)
                if refused is not None:
                    problems.append(_problem(locate, pack, f"{path}.id", refused))
                    continue
                added[capability.id] = None if capability.withdrawn else capability
                owners[capability.id] = (pack, path)
        terms = {k: v for k, v in {**terms, **added}.items() if v is not None}
    problems += [
        _problem(locate, owners[name][0], f"{owners[name][1]}.broader", refused) for name, refused in _broader(terms)
    ]
    return Vocabulary.of(terms.values()), problems


def _clash(
    new: Capability, below: dict[str, Capability], beside: dict[str, Capability | None], hints: Hints
) -> Refused | None:
    if new.id in beside:
        return Refused("TF312", f"two records of one layer are called {shown(new.id)}", "keep one of them")
    if new.id in below and new.overrides is None:
        hint = f"add overrides: {new.id} if the record is meant to replace the one below"
        return Refused("TF312", f"a record called {shown(new.id)} is already there", hint)
    if new.overrides is not None and new.id not in below:
        return Refused("TF312", f"there is no {shown(new.overrides)} to override", hints.near(new.overrides))
    if new.withdrawn and new.overrides is None:
        return Refused(
            "TF312", f"{shown(new.id)} is withdrawn without saying what it overrides", f"overrides: {new.id}"
        )
    return None


def _broader(terms: dict[str, Capability]) -> Iterable[tuple[str, Refused]]:
    """What is wrong with the broader term of each term: missing, in a circle, or too far below its root."""
    hints = Hints(terms)
    circles = circles_of(terms)
    depths = depths_of(terms, circles)
    for name in sorted(terms):
        broader = terms[name].broader
        if broader is not None and broader not in terms:
            message = f"{shown(name)} has an unknown broader term {shown(broader)}"
            yield name, Refused("TF310", message, hints.near(broader))
        elif name in circles:
            message = f"{shown(name)} is broader than itself: {_chain(name, circles[name])}"
            yield name, Refused("TF311", message, "break the circle")
        elif depths.get(name) == MAX_DEPTH + 1:
            # Those below it are too deep for the same reason, which is said once.
            message = f"{shown(name)} has more than {MAX_DEPTH} broader terms above it"
            yield name, Refused("TF315", message, "let it, or a term above it, name a broader term nearer to the root")


def _chain(name: str, circle: tuple[str, ...]) -> str:
    start = circle.index(name)
    way = [*circle[start:], *circle[:start], name]
    if len(way) > MAX_CIRCLE:
        way = [*way[: MAX_CIRCLE // 2], "...", *way[-MAX_CIRCLE // 2 :]]
    return " > ".join(way)


def _problem(locate: Locate, pack: Pack, path: str, refused: Refused) -> Problem:
    return problem_at(locate(pack, path), refused.code, path, refused.message, hint=refused.hint)


def unread_sections(pack: Pack) -> tuple[str, ...]:
    """The sections of a pack that are kept but have no effect yet."""
    return tuple(name for name in LATER_SECTIONS if getattr(pack, name) is not None)
