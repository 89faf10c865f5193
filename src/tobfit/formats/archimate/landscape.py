"""The landscape that a model draws: everything as element or relation, and what plainly is a system, interface or zone.

What the language cannot say stays unknown. A flow from one component to another says that something passes, not that
a network lets it through; a group says that things belong together, not who hosts them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import attrs

from tobfit.formats.archimate.concept import Concept
from tobfit.formats.archimate.graph import Concepts
from tobfit.formats.fit_ids import fit_ids
from tobfit.knowledge.landscape import OPEN_ZONES
from tobfit.model.landscape import Element, Interface, Landscape, Platform, Relation, System, Zone

COMPONENT, INTERFACE, SOFTWARE = "ApplicationComponent", "ApplicationInterface", "SystemSoftware"
NODES = ("Node", "Device")
CARRIERS = ("Artifact", *NODES)
"""What a component can be in, or on."""
CONTAINERS = ("Location", "Grouping")
CONTAINS = ("Composition", "Aggregation")
CARRIES = ("Serving", "Assignment", "Realization")


def landscape_of(concepts: Concepts, documentation: str | None = None) -> Landscape:
    """The landscape of a model whose ends are all there."""
    return _Drawing(concepts, fit_ids(concepts, reserved=OPEN_ZONES)).landscape(documentation)


@attrs.frozen(eq=False)
class _Drawing:
    concepts: Concepts
    ids: Mapping[str, str]

    def landscape(self, documentation: str | None) -> Landscape:
        interfaces = self._grouped(self._interfaces())
        platforms = self._grouped(self._platforms())
        contents = self._grouped(self._contents())
        zones = self._grouped((inside, zone) for zone, all_inside in contents.items() for inside in all_inside)
        return Landscape(
            zones=tuple(Zone(id=self.ids[id], name=self.concepts[id].label) for id in self._of(contents)),
            systems=tuple(
                self._system(one, interfaces.get(one.id, ()), platforms.get(one.id, ()), zones.get(one.id, ()))
                for one in self.concepts.values()
                if _is(one, (COMPONENT,))
            ),
            elements=tuple(self._element(one) for one in self.concepts.values() if one.ends is None),
            relations=tuple(self._relation(one, *one.ends) for one in self.concepts.values() if one.ends is not None),
            notes=documentation,
        )

    def _system(
        self, one: Concept, interfaces: Collection[str], platforms: Collection[str], zones: Collection[str]
    ) -> System:
        # Drawn in two places it is in neither for certain.
        zone = self.ids[next(iter(zones))] if len(zones) == 1 else None
        names = dict.fromkeys(_as_platform(self.concepts[id].name) for id in platforms)
        return System(
            id=self.ids[one.id],
            name=one.label,
            zone=zone,
            platforms=tuple(Platform(platform=name) for name in names if name),
            interfaces=tuple(
                Interface(id=self.ids[id], name=self.concepts[id].label, side="provides") for id in interfaces
            ),
        )

    def _interfaces(self) -> Iterator[tuple[str, str]]:
        """Components with the interfaces that are part of them or assigned to them."""
        for relation, source, target in self._relations((*CONTAINS, "Assignment")):
            if _is(source, (COMPONENT,)) and _is(target, (INTERFACE,)):
                yield source.id, target.id
            elif relation.type == "Assignment" and _is(source, (INTERFACE,)) and _is(target, (COMPONENT,)):
                yield target.id, source.id

    def _platforms(self) -> Iterator[tuple[str, str]]:
        """Components with the system software that carries them, or carries what they are in or on."""
        carried = self._grouped(
            (source.id, target.id)
            for _, source, target in self._relations(CARRIES)
            if _is(source, CARRIERS) and _is(target, (COMPONENT,))
        )
        for _, source, target in self._relations(CARRIES):
            if _is(source, (SOFTWARE,)) and _is(target, (COMPONENT,)):
                yield target.id, source.id
            elif _is(source, (SOFTWARE,)):
                yield from ((component, source.id) for component in carried.get(target.id, ()))

    def _contents(self) -> Iterator[tuple[str, str]]:
        """Locations and groups with the nodes and components right inside."""
        for _, source, target in self._relations(CONTAINS):
            if _is(source, CONTAINERS) and _is(target, (COMPONENT, *NODES)):
                yield source.id, target.id

    def _relations(self, types: Collection[str]) -> Iterator[tuple[Concept, Concept, Concept]]:
        for one in self.concepts.values():
            if one.ends is not None and one.type in types:
                yield one, self.concepts[one.ends[0]], self.concepts[one.ends[1]]

    def _of(self, ids: Collection[str]) -> Iterator[str]:
        """The ids in the order of the file."""
        return (id for id in self.concepts if id in ids)

    def _grouped(self, pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = {}
        for owner, owned in pairs:
            found.setdefault(owner, {})[owned] = None
        return found

    def _element(self, one: Concept) -> Element:
        return Element(id=self.ids[one.id], type=one.type, name=one.label, notes=one.documentation)

    def _relation(self, one: Concept, source: str, target: str) -> Relation:
        return Relation(
            id=self.ids[one.id],
            type=one.type,
            source=self.ids[source],
            target=self.ids[target],
            name=one.label,
            notes=one.documentation,
        )


def _as_platform(name: str) -> str:
    """A name in the spelling that packs give to platforms; a version in it is not told from the rest.

    >>> _as_platform("SAP HANA")
    'sap-hana'
    """
    return "-".join(name.lower().split())


def _is(concept: Concept, types: Collection[str]) -> bool:
    return concept.ends is None and concept.type in types
