"""What the technologies of relationships say about the interfaces of the things that are used."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tobfit.formats.fit_ids import fit_ids
from tobfit.formats.foreign import Relation
from tobfit.formats.structurizr import words
from tobfit.formats.structurizr.model import ModelReader
from tobfit.formats.technology import Spoken, spoken_in
from tobfit.model.landscape import Interface

NO_PROTOCOL = "it names no protocol and no format"
NO_SYSTEM = "what is used is no system"


@attrs.frozen
class _Spec:
    """One technology as written, and the mode beside it: relationships that agree in both use one interface."""

    technology: str
    mode: str | None

    @property
    def text(self) -> str:
        return self.technology if self.mode is None else f"{self.technology} ({self.mode})"

    def interface(self, id: str) -> Interface:
        said: Spoken = spoken_in(self.technology)
        return Interface(
            id=id,
            name=self.technology,
            side="provides",
            protocol=said.protocol or None,
            format=said.format or None,
            auth=said.auth or None,
            mode=None if self.mode is None else (self.mode,),
        )


def interfaces_of(reader: ModelReader, relations: Iterable[Relation]) -> dict[str, tuple[Interface, ...]]:
    """The interfaces by the raw id of the system that provides them; those of a component are its container's."""
    specs: dict[str, dict[_Spec, None]] = {}
    for relation in relations:
        spec = _spec(reader, relation)
        owner = _system(reader, relation.target)
        if spec is None:
            continue
        if owner is not None:
            specs.setdefault(owner, {})[spec] = None
        elif relation.type == words.RELATIONSHIP:
            _leave(reader, relation, "technology", NO_SYSTEM)
    return {owner: _interfaces(tuple(found)) for owner, found in specs.items()}


def _interfaces(specs: tuple[_Spec, ...]) -> tuple[Interface, ...]:
    ids = fit_ids((spec.text.lower().replace("/", "-") for spec in specs), "interface")
    return tuple(spec.interface(ids[spec.text.lower().replace("/", "-")]) for spec in specs)


def _spec(reader: ModelReader, relation: Relation) -> _Spec | None:
    scan = reader.found.survey
    arrow, path = reader.arrows[relation.id]
    technology = scan.optional_text(arrow, "technology", path)
    style = scan.choice(arrow, "interactionStyle", path, words.MODES)
    if technology is None or not spoken_in(technology):
        for key in ("technology", "interactionStyle"):
            _leave(reader, relation, key, NO_PROTOCOL)
        return None
    return _Spec(technology, None if style is None else words.MODES[style])


def _system(reader: ModelReader, id: str) -> str | None:
    """The system that an element is, or is a component of."""
    type = reader.found.things[id].element.type
    if type == words.COMPONENT:
        return reader.parents.get(id)
    return id if type in (words.SOFTWARE_SYSTEM, words.CONTAINER) else None


def _leave(reader: ModelReader, relation: Relation, key: str, why: str) -> None:
    arrow, path = reader.arrows[relation.id]
    value = arrow.get(key)
    if value is not None:
        reader.found.survey.leave(value, f"{path}.{key}", why)
