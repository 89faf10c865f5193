"""A catalogue as tobfit's own records: a pack of capabilities, and requirement lines."""

from __future__ import annotations

from collections.abc import Iterator

from tobfit.formats.openacr.catalogue import Catalogue, Chapter, Standard
from tobfit.formats.openacr.choice import Choice
from tobfit.formats.openacr.record import Criterion
from tobfit.model.label import Label
from tobfit.model.pack import Capability, Pack
from tobfit.model.requirement import Requirement


def pack_of(catalogue: Catalogue) -> Pack:
    """The whole catalogue as vocabulary: standards and levels (or chapters) as groups, then the criteria."""
    records: dict[str, Capability] = {}
    for record in (*_groups(catalogue), *_capabilities(catalogue)):
        records.setdefault(record.id, record)
    return Pack(
        id=f"openacr-{catalogue.scheme}",
        name=None if catalogue.title is None else _label(catalogue.title, catalogue),
        vocabulary=tuple(records.values()),
    )


def requirements_of(catalogue: Catalogue, choice: Choice) -> tuple[Requirement, ...]:
    """A must line for each criterion and component that was asked for."""
    return tuple(
        Requirement(id=id, capability=id, priority="must", text=_label(criterion.title, catalogue))
        for criterion in catalogue.criteria
        if choice.has_level(criterion)
        for component in criterion.components
        if choice.has_component(component)
        for id in (criterion.capability(component),)
    )


def _groups(catalogue: Catalogue) -> Iterator[Capability]:
    chapters = {chapter.id: chapter for chapter in catalogue.chapters}
    for standard in catalogue.standards:
        yield Capability(id=standard.scheme, name=_label(standard.label, catalogue), source=standard.url)
        for name in standard.chapters:
            if name in chapters:
                yield _group(standard, chapters[name], catalogue)


def _group(standard: Standard, chapter: Chapter, catalogue: Catalogue) -> Capability:
    name = chapter.label if chapter.level is None else f"{standard.label} {chapter.level}"
    return Capability(
        id=_group_id(standard.scheme, chapter.level, chapter.id),
        name=_label(name, catalogue),
        broader=standard.scheme,
    )


def _capabilities(catalogue: Catalogue) -> Iterator[Capability]:
    for criterion in catalogue.criteria:
        for component in criterion.components:
            yield Capability(
                id=criterion.capability(component),
                name=_label(criterion.title, catalogue),
                kind="boolean",
                broader=_broader(criterion),
            )


def _broader(criterion: Criterion) -> str:
    return _group_id(criterion.scheme, criterion.level, criterion.chapter)


def _group_id(scheme: str, level: str | None, chapter: str) -> str:
    return f"{scheme}:{chapter if level is None else level.lower()}"


def _label(text: str, catalogue: Catalogue) -> Label:
    return Label.of(text if catalogue.lang is None else {catalogue.lang: text})
