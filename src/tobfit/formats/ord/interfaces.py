"""What a document says of the interfaces of the system that it describes."""

from __future__ import annotations

from typing import Any

import attrs

from tobfit.formats.fit_ids import fit_ids
from tobfit.formats.found import Place
from tobfit.formats.ord import words
from tobfit.formats.ord.resources import Item, ResourceReader
from tobfit.formats.survey import at
from tobfit.model.landscape import Interface
from tobfit.model.scalars import Refused
from tobfit.model.tree import Map
from tobfit.model.version import parse_version

ABSTRACT = "an abstract resource is a contract, and no interface"
OWN_RESOURCE = "what is needed is a resource of the system's own"
NO_VERSION = "it is no version that can be compared"


@attrs.frozen(eq=False)
class InterfaceReader:
    """The interfaces found so far, by their raw ids; ``data_by_direction`` as in ``read``."""

    reader: ResourceReader
    data_by_direction: bool
    raw: dict[str, dict[str, Any]] = attrs.field(factory=dict)

    def read(self) -> tuple[Interface, ...]:
        """The interfaces that the system provides, then those that it consumes."""
        for item in (*self.reader.of_type(words.API), *self.reader.of_type(words.EVENT)):
            self._provided(item)
        for item in self.reader.of_type(words.DEPENDENCY):
            self._dependency(item)
        ids = fit_ids(self.raw)
        return tuple(Interface(id=ids[raw], **fields) for raw, fields in self.raw.items())

    def _provided(self, item: Item) -> None:
        scan, node, path = self.reader.found.survey, item.node, item.path
        is_api = item.type == words.API
        said = self._api(item) if is_api else {"mode": ("async",)}
        if scan.flag(node, "abstract", path):
            scan.leave(at(node, "abstract"), f"{path}.abstract", ABSTRACT, f"the resource {item.id}")
            return
        notes = ["Disabled when it was described."] if scan.flag(node, "disabled", path) else []
        if is_api and scan.choice(node, "usage", path, ("external", "local")) == "local":
            notes.append("Only for use within the system.")
        self._add(
            item.id,
            name=item.title,
            side="provides",
            entity=tuple(dict.fromkeys(self.reader.entities.get(item.id, ()))) or None,
            version=self._version(item.version, Place(node=at(node, "version"), path=f"{path}.version")),
            notes=" ".join(notes) or None,
            **said,
        )

    def _api(self, item: Item) -> dict[str, Any]:
        scan = self.reader.found.survey
        protocol = scan.text(item.node, "apiProtocol", item.path)
        word = None if protocol is None else protocol.lower()
        stated = scan.choice(item.node, "direction", item.path, words.DIRECTIONS)
        direction = stated or words.DIRECTION_OF.get(word or "", "")
        return {
            "protocol": None if word is None else words.PROTOCOLS.get(word, word),
            "data": words.DIRECTIONS.get(direction) if self.data_by_direction else None,
            "initiator": words.INITIATORS.get(direction),
        }

    def _dependency(self, item: Item) -> None:
        scan = self.reader.found.survey
        mandatory = scan.flag(item.node, "mandatory", item.path)
        for aspect, path in scan.maps(item.node, "aspects", item.path):
            own = scan.flag(aspect, "mandatory", path)
            title = scan.optional_text(aspect, "title", path) or item.title
            keys = ("apiResources", "eventResources", "capabilities")
            needs = [(key, *need) for key in keys for need in scan.maps(aspect, key, path)]
            for key, need, where in needs:
                fields = {"name": title, "mandatory": _both(mandatory, own), "notes": _alternatives(len(needs), title)}
                self._need(item, key, need, where, fields)
            scan.rest(aspect, path, {"title", "mandatory", *keys})

    def _need(self, item: Item, key: str, need: Map, path: str, fields: dict[str, Any]) -> None:
        scan = self.reader.found.survey
        target = scan.text(need, "ordId", path)
        least = scan.optional_text(need, "minVersion", path)
        scan.rest(need, path, {"ordId", "minVersion"})
        if target is None:
            return
        self.reader.found.relate(
            words.ASPECT, item.id, target, Place(node=at(need, "ordId"), path=f"{path}.ordId"), fields["name"]
        )
        if target in self.reader.items:
            scan.leave(need, path, OWN_RESOURCE, target)
        elif key != "capabilities":
            version = self._version(least, Place(node=at(need, "minVersion"), path=f"{path}.minVersion"))
            self._add(
                target,
                side="consumes",
                mode=("async",) if key == "eventResources" else None,
                version=None if version is None else f">={version}",
                **fields,
            )

    def _version(self, text: str | None, place: Place) -> str | None:
        """The version, unless it cannot be compared with any other: then it is listed."""
        if text is None:
            return None
        try:
            parse_version(text)
        except Refused:
            self.reader.found.survey.leave(place.node, place.path, NO_VERSION)
            return None
        return text

    def _add(self, raw: str, **fields: Any) -> None:
        id, number = raw, 1
        while id in self.raw:
            number += 1
            id = f"{raw}/{number}"
        self.raw[id] = fields


def _both(dependency: bool | None, aspect: bool | None) -> bool | None:
    """Whether the system cannot do without: both the dependency and its aspect have to say so.

    >>> _both(True, True), _both(False, None), _both(True, None)
    (True, False, None)
    """
    if dependency is False or aspect is False:
        return False
    return None if dependency is None or aspect is None else True


def _alternatives(count: int, title: str) -> str | None:
    return f"One of {count} alternatives for: {title}." if count > 1 else None
