"""Answers laid over a client and a catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tobfit.errors import Problem, TobfitError
from tobfit.knowledge.packs import Packs
from tobfit.knowledge.profile_check import check_profile
from tobfit.matching.changes import apply
from tobfit.matching.world import World
from tobfit.model.answers import Answers
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.frozen import FrozenMap
from tobfit.model.policy import Policy
from tobfit.model.scalars import Refused, shown
from tobfit.model.words import RESPONSES, SPEAKERS

Remarks = list[tuple[int, Refused]]
"""The number of an answer and what is wrong with it."""


def answered(client: Client, catalog: Catalog, packs: Packs, answers: Answers) -> tuple[World, Remarks]:
    """The world after the answers (of several to one target the last counts), or the world as it was and everything
    that is wrong with them."""
    before = World(client, catalog, packs, Policy())
    changes = changes_of(answers)
    places = {item.target: place for place, item in enumerate(answers.answers)}
    try:
        after = apply(before, changes)
    except TobfitError:
        remarks = _one_by_one(before, changes, places)
        if not remarks:
            raise
        return before, remarks
    return after, _of_profile(after, places)


def _one_by_one(world: World, changes: Mapping[str, Any], places: Mapping[str, int]) -> Remarks:
    """What is wrong with each answer by itself, in their order."""
    remarks: Remarks = []
    for target in sorted(changes):
        try:
            apply(world, {target: changes[target]})
        except TobfitError as error:
            remarks += [(places[target], _refused(target, problem)) for problem in error.problems]
    return sorted(remarks, key=lambda remark: remark[0])


def _refused(target: str, problem: Problem) -> Refused:
    return Refused(problem.code, f"{shown(target)}: {problem.message}", problem.hint)


def _of_profile(world: World, places: Mapping[str, int]) -> Remarks:
    """Answers that the client record takes but no attribute can."""
    found: Remarks = []
    for remark in check_profile(world.client, world.packs.base):
        place = places.get(f"client{remark.path}")
        if place is not None and (not remark.warning or remark.refused.code == "TF325"):
            found.append((place, remark.refused))
    return found


def changes_of(answers: Answers) -> Mapping[str, Any]:
    """Target -> value. A whole statement of a product or vendor, or an answer, takes on who said it and when."""
    return FrozenMap({item.target: _signed(item.target, item.value, answers) for item in answers.answers})


def _signed(target: str, value: Any, answers: Answers) -> Any:
    if not target.startswith(("product.", "vendor.")) or not _is_whole(target, value):
        return value
    fields = {"response": value} if isinstance(value, str) else dict(value)
    if answers.on is not None:
        fields.setdefault("on", answers.on.isoformat())
    if answers.by in SPEAKERS:
        fields.setdefault("by", answers.by)
    return fields


def _is_whole(target: str, value: Any) -> bool:
    """Whether the value is a statement or an answer as a whole, not one of its fields."""
    if isinstance(value, Mapping):
        return "response" in value
    return isinstance(value, str) and value in RESPONSES and not target.endswith(".response")
