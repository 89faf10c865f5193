"""What the packs say about a client's profile: attributes, values, segments, suites."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.knowledge.attributes import read_value
from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.intrinsic import PATHS, path_of
from tobfit.knowledge.remark import Remark
from tobfit.model.client import Client
from tobfit.model.scalars import Hints, Refused, near, shown
from tobfit.model.words import OUTCOMES


def check_profile(client: Client, base: KnowledgeBase) -> Iterable[Remark]:
    """Values that an attribute cannot take (errors), and names that no pack knows: attributes and segments are
    worth a look, a suite that is asked for must exist."""
    hints = Hints(base.askable)
    for name, value in client.profile.items():
        attribute = base.askable.get(name)
        path = f".profile.{name}"
        elsewhere = PATHS.get(name, f"profile.{name}")
        if attribute is None:
            message = f"no pack declares the attribute {shown(name)}, and no rule reads it"
            yield Remark(path, Refused("TF325", message, hints.near(name)), warning=True, on_key=True)
        elif elsewhere != f"profile.{name}":
            message = f"{shown(name)} is not read from the profile"
            yield Remark(path, Refused("TF325", message, f"write {elsewhere}"), warning=True, on_key=True)
        else:
            try:
                read_value(attribute, value)
            except Refused as refused:
                yield Remark(path, refused)
    yield from _segments(client, base)
    yield from _complete(client, base)
    yield from _people(client, base)
    for index, line in enumerate(client.requirements):
        if line.is_own and line.id.startswith(FOLLOWING) and line.capability != _capability_of(line.id):
            message = f"ids like {shown(line.id)} belong to lines that follow from the client"
            yield Remark(f".requirements[{index}].id", Refused("TF207", message, "call it otherwise"))
    suites = Hints(base.suites)
    for index, name in enumerate(client.need_suites):
        if name not in base.suites:
            message = f"no pack knows the suite {shown(name)}"
            yield Remark(f".need_suites[{index}]", Refused("TF307", message, suites.near(name)))


FOLLOWING = ("implied:", "suite:")
"""How the ids of lines begin that rules and suites add."""


def _capability_of(line: str) -> str:
    """The capability that an id of such a line names: ``implied:sec.mfa/must``."""
    return line.partition(":")[2].rpartition("/")[0]


PARTS = (
    "industries", "jurisdictions", "profile", "landscape", "landscape.adapters", "landscape.flows",
    "landscape.systems", "landscape.zones", "stakeholders",
)  # fmt: skip


def _complete(client: Client, base: KnowledgeBase) -> Iterable[Remark]:
    """Parts that cannot be declared complete, because nothing is read there."""
    known = {*PARTS, *(path_of(name) for name in base.askable if path_of(name).startswith("profile."))}
    hints = Hints(known)
    for index, part in enumerate(client.complete):
        if part not in known and not part.startswith(("landscape.systems.", "landscape.zones.")):
            message = f"{shown(part)} is no part of a client that can be complete"
            yield Remark(f".complete[{index}]", Refused("TF327", message, hints.near(part)), warning=True)


def _people(client: Client, base: KnowledgeBase) -> Iterable[Remark]:
    """Roles that no pack has, and outcomes that are none."""
    for index, person in enumerate(client.stakeholders):
        if base.roles and person.role not in base.roles:
            refused = Refused("TF307", f"no role is called {shown(person.role)}", near(person.role, base.roles))
            yield Remark(f".stakeholders[{index}].role", refused, warning=True)
    for index, goal in enumerate(client.goals):
        if goal.outcome is not None and goal.outcome not in OUTCOMES:
            message = f"{shown(goal.outcome)} is not a management outcome"
            refused = Refused("TF206", message, near(goal.outcome, OUTCOMES))
            yield Remark(f".goals[{index}].outcome", refused, warning=True)


def _segments(client: Client, base: KnowledgeBase) -> Iterable[Remark]:
    hints = Hints(base.segments)
    for index, industry in enumerate(client.industries):
        if industry.segment is not None and base.segments and industry.segment not in base.segments:
            message = f"no pack knows the segment {shown(industry.segment)}"
            path = f".industries[{index}].segment"
            yield Remark(path, Refused("TF326", message, hints.near(industry.segment)), warning=True)
