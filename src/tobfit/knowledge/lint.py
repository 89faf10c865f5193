"""Stacking packs in layers, and everything that is wrong with what comes out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import attrs

from tobfit.errors import Problem
from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.deal_lint import lint_deal_rules
from tobfit.knowledge.forest import broader_faults
from tobfit.knowledge.intrinsic import INTRINSIC
from tobfit.knowledge.rate_lint import RateFault, lint_rates
from tobfit.knowledge.remark import Remark
from tobfit.knowledge.rule_lint import lint_records
from tobfit.knowledge.service_lint import lint_services
from tobfit.knowledge.technology_lint import lint_technologies
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.frozen import FrozenMap
from tobfit.model.pack import Pack
from tobfit.model.scalars import Hints, Refused, shown
from tobfit.model.tree import NOWHERE, Mark, problem_at

Locate = Callable[[Pack, str], Mark]
"""Where a path of a pack stood in its file."""
SECTIONS = (
    "vocabulary", "attributes", "rules", "segments", "scales", "suites", "roles", "stages", "technologies", "adapters",
    "services", "deal_rules",
)  # fmt: skip


def nowhere(_pack: Pack, _path: str) -> Mark:
    """For packs that were built by a call."""
    return NOWHERE


@attrs.frozen(eq=False)
class Owned:
    """A record in force, with the pack and the path where it stands."""

    record: Any
    pack: Pack
    path: str


def stack(
    layers: Iterable[Iterable[Pack]], locate: Locate = nowhere, shipped: int = 0
) -> tuple[KnowledgeBase, list[Problem]]:
    """What is in force after all layers, and everything that is wrong with it, warnings included; so many of the
    lowest layers are the ``shipped`` ones.

    Without sound references (a broader term that is missing, a rule about an unknown attribute) the base is still
    made, so that one check can name all problems; it must not be used then.
    """
    listed = [list(layer) for layer in layers]
    problems: list[Problem] = []
    found = {section: _stacked(listed, section, locate, problems) for section in SECTIONS}
    records = {name: FrozenMap({i: owned.record for i, owned in part.items()}) for name, part in found.items()}
    own = {id(pack) for layer in listed[shipped:] for pack in layer}
    base = KnowledgeBase(
        shipped=_shipped(found["rules"], own),
        shipped_deal_rules=_shipped(found["deal_rules"], own),
        vocabulary=Vocabulary.of(records["vocabulary"].values()),
        rates=tuple(rate for layer in listed for pack in layer for rate in pack.rates),
        **{name: records[name] for name in SECTIONS if name != "vocabulary"},
    )
    for fault in (fault for layer in listed for fault in lint_rates(layer)):
        problems.append(_rate_problem(locate, fault))
    for section in ("vocabulary", "segments", "roles"):
        for name, refused in broader_faults(records[section]):
            problems.append(_problem(locate, found[section][name], ".broader", refused))
    lints = (lint_records, lint_technologies, lint_services, lint_deal_rules)
    for section, name, remark in itertools.chain.from_iterable(lint(base) for lint in lints):
        owned = found[section].get(name)
        if owned is not None:
            problems.append(_problem(locate, owned, remark.path, remark.refused, remark))
    return base, problems


def _shipped(found: Mapping[str, Owned], own: Collection[int]) -> frozenset[str]:
    """The records that come with tobfit."""
    return frozenset(name for name, owned in found.items() if id(owned.pack) not in own)


def _items(pack: Pack, section: str) -> Iterable[tuple[str, str, Any]]:
    """Id, path and record of every item of a section."""
    part = getattr(pack, section)
    if isinstance(part, Mapping):
        for name, record in part.items():
            yield name, f"$.{section}.{name}", record
    else:
        for index, record in enumerate(part):
            yield record.id, f"$.{section}[{index}]", record


def _stacked(
    layers: Iterable[Iterable[Pack]], section: str, locate: Locate, problems: list[Problem]
) -> dict[str, Owned]:
    """The records of one section by id: of each id the one of the highest layer that has it, none if withdrawn."""
    below: dict[str, Owned] = {}
    for layer in layers:
        added: dict[str, Owned | None] = {}
        places: dict[str, Owned] = {}
        hints = Hints(below)
        for pack in layer:
            for name, path, record in _items(pack, section):
                refused = _clash(name, record, section, below, added, hints)
                if refused is not None:
                    where = f"{path}.id" if section != "suites" else path
                    mark = locate(pack, where)
                    message = refused.message + _first(places.get(name), locate)
                    problems.append(problem_at(mark, refused.code, where, message, hint=refused.hint))
                    continue
                places[name] = Owned(record, pack, path)
                added[name] = None if record.withdrawn else Owned(record, pack, path)
        merged = {**below, **added}
        below = {name: owned for name, owned in merged.items() if owned is not None}
    return below if section == "stages" else {name: below[name] for name in sorted(below)}


def _beside(pack: Pack, path: str, locate: Locate) -> str:
    """Where the first of two records stands."""
    mark = locate(pack, path)
    if mark.file is None:
        return f"; the first is {path} of the pack {shown(pack.id)}"
    return f"; the first is in {mark.file}:{mark.line}"


def _first(owned: Owned | None, locate: Locate) -> str:
    return "" if owned is None else _beside(owned.pack, owned.path, locate)


def _rate_problem(locate: Locate, fault: RateFault) -> Problem:
    message = fault.refused.message + _beside(*fault.first, locate)
    mark = locate(fault.pack, fault.path)
    return problem_at(mark, fault.refused.code, fault.path, message, hint=fault.refused.hint)


def _clash(
    name: str,
    record: Any,
    section: str,
    below: Mapping[str, Owned],
    beside: Mapping[str, Owned | None],
    hints: Hints,
) -> Refused | None:
    is_there = name in below or (section == "attributes" and name in INTRINSIC)
    if name in beside:
        return Refused("TF312", f"two records of one layer are called {shown(name)}", "keep one of them")
    if is_there and record.overrides is None:
        hint = f"add overrides: {name} if the record is meant to replace the one below"
        return Refused("TF312", f"a record called {shown(name)} is already there", hint)
    if record.withdrawn and is_there and name not in below:
        return Refused("TF312", f"{shown(name)} is part of every client record and cannot be withdrawn")
    if record.overrides is not None and record.overrides != name:
        return Refused("TF312", "overrides names another record", f"overrides: {name}")
    if record.overrides is not None and not is_there:
        return Refused("TF312", f"there is no {shown(record.overrides)} to override", hints.near(record.overrides))
    if record.withdrawn and record.overrides is None:
        message = f"{shown(name)} is withdrawn without saying what it overrides"
        return Refused("TF312", message, f"overrides: {name}")
    return None


def _problem(locate: Locate, owned: Owned, where: str, refused: Refused, remark: Remark | None = None) -> Problem:
    path = f"{owned.path}{where}"
    is_warning = remark is not None and remark.warning
    mark = locate(owned.pack, path)
    return problem_at(mark, refused.code, path, refused.message, hint=refused.hint, warning=is_warning)
