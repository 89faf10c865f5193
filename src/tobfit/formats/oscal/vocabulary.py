"""Controls as tobfit's own records: a pack of capabilities, and requirement lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tobfit.formats.oscal.catalogue import Group
from tobfit.formats.oscal.record import Control
from tobfit.model.label import Label
from tobfit.model.pack import Capability, Pack
from tobfit.model.requirement import Requirement
from tobfit.model.words import Priority


def pack_of(
    schemes: tuple[str, ...],
    title: str | None,
    version: str | None,
    groups: tuple[Group, ...],
    controls: Iterable[Control],
) -> Pack:
    """The controls as vocabulary; ``groups`` are those of the one scheme that a catalogue has.

    An enhancement stands beside its control, below their family: below it, a product that has the enhancement alone
    would be held to have the control, because what nobody stated is summed up from what is narrower.
    """
    records: dict[str, Capability] = {}
    for record in (*_roots(schemes, title), *_groups(schemes, groups), *_capabilities(controls, groups)):
        records.setdefault(record.id, record)
    name = None if title is None else Label.of(title)
    return Pack(id="-".join(("oscal", *schemes)), name=name, version=version, vocabulary=tuple(records.values()))


def requirements_of(controls: Iterable[Control], priority: Priority) -> tuple[Requirement, ...]:
    """A line for each control that is not withdrawn."""
    return tuple(
        Requirement(
            id=control.capability,
            capability=control.capability,
            priority=priority,
            text=None if control.title is None else Label.of(control.title),
        )
        for control in controls
        if not control.withdrawn
    )


def _roots(schemes: tuple[str, ...], title: str | None) -> Iterator[Capability]:
    for scheme in schemes:
        yield Capability(id=scheme, name=Label.of(title if title is not None and len(schemes) == 1 else scheme))


def _groups(schemes: tuple[str, ...], groups: tuple[Group, ...]) -> Iterator[Capability]:
    for group in groups:
        yield Capability(
            id=f"{schemes[0]}:{group.id}",
            name=Label.of(group.title or group.id),
            broader=schemes[0] if group.parent is None else f"{schemes[0]}:{group.parent}",
        )


def _capabilities(controls: Iterable[Control], groups: tuple[Group, ...]) -> Iterator[Capability]:
    known = {group.id for group in groups}
    for control in controls:
        if not control.withdrawn:
            yield Capability(
                id=control.capability,
                name=Label.of(control.title or control.id),
                kind="boolean",
                broader=f"{control.scheme}:{control.group}" if control.group in known else control.scheme,
            )
