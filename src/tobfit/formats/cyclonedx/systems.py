"""Services as systems of a landscape: their trust zones, endpoints and the platforms that they depend on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs

from tobfit.formats.cyclonedx import words
from tobfit.formats.cyclonedx.bom import BomReader, Service
from tobfit.formats.drawing import OPEN_ZONES, Drawing
from tobfit.formats.fit_ids import fit_ids
from tobfit.formats.foreign import Relation
from tobfit.formats.found import noted
from tobfit.formats.technology import platform_name, scheme_protocol
from tobfit.model.landscape import Interface, Platform, System, Zone
from tobfit.model.scalars import Refused
from tobfit.model.version import parse_version

Data = Literal["in", "out", "both"]
NO_ENDPOINT = "no endpoint is named that it could be said of"
MIXED_FLOWS = "the data of the service does not all flow one way"
UNSAID_KIND = "how callers authenticate is not said"


@attrs.frozen(eq=False)
class SystemReader:
    """The systems of a document whose graph has been read."""

    reader: BomReader
    drawing: Drawing
    zone_ids: dict[str, str]

    @classmethod
    def of(cls, reader: BomReader, drawing: Drawing) -> SystemReader:
        """Looks through all services for the trust zones that they name."""
        names = tuple(service.zone for service in reader.services.values() if service.zone is not None)
        return cls(reader, drawing, dict(fit_ids((*OPEN_ZONES, *names), "zone")))

    def zones(self) -> tuple[Zone, ...]:
        """The trust zones, but those that exist for everybody; how they are hosted is not said."""
        return tuple(Zone(id=id, name=name) for name, id in self.zone_ids.items() if name not in OPEN_ZONES)

    def systems(self, relations: Iterable[Relation]) -> tuple[System, ...]:
        """One system for each service, at whatever depth it stands."""
        needs: dict[str, list[str]] = {}
        for relation in relations:
            if relation.type == words.DEPENDS_ON:
                needs.setdefault(relation.source, []).append(relation.target)
        return tuple(self._system(service, needs.get(service.id, ())) for service in self.reader.services.values())

    def _system(self, service: Service, needs: Iterable[str]) -> System:
        thing = self.reader.found.things[service.id]
        boundary = None if service.crosses is None else "a" if service.crosses else "no"
        crosses = None if boundary is None else f"Using it crosses {boundary} trust boundary."
        return System(
            id=self.drawing.ids[service.id],
            name=thing.element.name,
            zone=self.zone_ids.get(service.zone or ""),
            platforms=tuple(dict.fromkeys(filter(None, map(self._platform, needs)))),
            interfaces=self._interfaces(service),
            notes=noted(thing.notes, crosses),
        )

    def _platform(self, id: str) -> Platform | None:
        element = self.reader.found.things[id].element
        if element.type not in words.PLATFORMS:
            return None
        version = self.reader.versions.get(id)
        try:
            parse_version(version or "")
        except Refused:
            # What cannot be compared stays in the notes of the element.
            version = None
        return Platform(platform=platform_name(element.name), version=version)

    def _interfaces(self, service: Service) -> tuple[Interface, ...]:
        data = self._data(service)
        self._leave_authentication(service)
        ids = fit_ids(service.endpoints, "endpoint")
        return tuple(
            Interface(
                id=ids[endpoint],
                name=endpoint,
                side="provides",
                data=data,
                protocol=scheme_protocol(endpoint),
                auth="none" if service.authenticated is False else None,
            )
            for endpoint in service.endpoints
        )

    def _leave_authentication(self, service: Service) -> None:
        place, scan = service.authentication, self.reader.found.survey
        if service.authenticated is not None and not service.endpoints:
            scan.leave(place.node, place.path, NO_ENDPOINT)
        elif service.authenticated:
            scan.leave(place.node, place.path, UNSAID_KIND)

    def _data(self, service: Service) -> Data | None:
        """The one way that all data of a service flows; None, and listed, where it flows in several or unknown ways."""
        ways = {None if flow is None else words.FLOWS[flow] for flow, _ in service.flows}
        way = next(iter(ways)) if len(ways) == 1 else None
        if way is not None and service.endpoints:
            return way
        for flow, place in service.flows:
            if flow is not None:
                why = MIXED_FLOWS if service.endpoints else NO_ENDPOINT
                self.reader.found.survey.leave(place.node, place.path, why)
        return None
