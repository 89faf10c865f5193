"""Packs stack in layers: a later layer overrides or withdraws a record, and says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.knowledge.vocabulary import Vocabulary, climb
from tobfit.model.pack import LATER_SECTIONS, Capability, Pack
from tobfit.model.scalars import Refused, near, shown
from tobfit.model.tree import NOWHERE, Mark, problem_at

Locate = Callable[[Pack, str], Mark]
"""Where a path of a pack stood in its file."""


def nowhere(_pack: Pack, _path: str) -> Mark:
    """For packs that were built by a call."""
    return NOWHERE


@attrs.frozen(eq=False)
class Packs:
    """Layers of packs, the shipped one first; packs of one layer stand side by side.

    ``vocabulary`` raises a TobfitError where the layers do not fit together.
    """

    layers: tuple[tuple[Pack, ...], ...] = ()

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


def stack(layers: Iterable[Iterable[Pack]], locate: Locate = nowhere) -> tuple[Vocabulary, list[Problem]]:
    """The vocabulary of the layers and everything that is wrong with it (TF310, TF311, TF312)."""
    problems: list[Problem] = []
    owners: dict[str, tuple[Pack, str]] = {}
    terms: dict[str, Capability] = {}
    for layer in layers:
        added: dict[str, Capability | None] = {}
        for pack in layer:
            for index, capability in enumerate(pack.vocabulary):
                path = f"$.vocabulary[{index}]"
                refused = _clash(capability, terms, added)
                if refused is not None:
                    problems.append(_problem(locate, pack, f"{path}.id", refused))
                    continue
                added[capability.id] = None if capability.withdrawn else capability
                owners[capability.id] = (pack, path)
        terms = {k: v for k, v in {**terms, **added}.items() if v is not None}
    problems += [
        _problem(locate, owners[name][0], f"{owners[name][1]}.broader", refused)
        for name in sorted(terms)
        for refused in _broader(terms[name], terms)
    ]
    return Vocabulary.of(terms.values()), problems


def _clash(new: Capability, below: dict[str, Capability], beside: dict[str, Capability | None]) -> Refused | None:
    if new.id in beside:
        return Refused("TF312", f"two records of one layer are called {shown(new.id)}", "keep one of them")
    if new.id in below and new.overrides is None:
        hint = f"add overrides: {new.id} if the record is meant to replace the one below"
        return Refused("TF312", f"a record called {shown(new.id)} is already there", hint)
    if new.overrides is not None and new.id not in below:
        return Refused("TF312", f"there is no {shown(new.overrides)} to override", near(new.overrides, below))
    if new.withdrawn and new.overrides is None:
        return Refused(
            "TF312", f"{shown(new.id)} is withdrawn without saying what it overrides", f"overrides: {new.id}"
        )
    return None


def _broader(capability: Capability, terms: dict[str, Capability]) -> Iterable[Refused]:
    broader = capability.broader
    if broader is None:
        return
    if broader not in terms:
        yield Refused(
            "TF310",
            f"{shown(capability.id)} has an unknown broader term {shown(broader)}",
            near(broader, terms),
        )
        return
    path = climb(capability.id, terms)
    # A term that is its own broader one has nothing to climb.
    last = terms[path[-1]].broader if path and path[-1] in terms else None
    if capability.id in (broader, last):
        chain = " > ".join([capability.id, *path, capability.id])
        yield Refused("TF311", f"{shown(capability.id)} is broader than itself: {chain}", "break the circle")


def _problem(locate: Locate, pack: Pack, path: str, refused: Refused) -> Problem:
    return problem_at(locate(pack, path), refused.code, path, refused.message, hint=refused.hint)


def unread_sections(pack: Pack) -> tuple[str, ...]:
    """The sections of a pack that are kept but have no effect yet."""
    return tuple(name for name in LATER_SECTIONS if getattr(pack, name) is not None)
