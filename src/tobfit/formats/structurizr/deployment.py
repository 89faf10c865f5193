"""One environment of a workspace: its outermost nodes as zones, and the platforms that its nodes name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.formats.drawing import zone_id
from tobfit.formats.structurizr.model import Instance, ModelReader
from tobfit.formats.survey import Survey, at
from tobfit.formats.technology import platform_in
from tobfit.model.landscape import Platform, Zone
from tobfit.model.scalars import near, shown

OTHER_ENVIRONMENT = "it belongs to a deployment environment that was not asked for"
NO_PLATFORM = "it names no platform with one version"
_LIVE = frozenset({"live", "production", "prod", "生产", "生产环境"})


@attrs.frozen(eq=False)
class Deployment:
    """The environment that is drawn; None where there is none, or none could be told from the others."""

    reader: ModelReader
    environment: str | None
    instances: dict[str, list[Instance]]

    @classmethod
    def of(cls, reader: ModelReader, wanted: str | None) -> Deployment:
        """The wanted environment, the only one, or the only one that is called live or production."""
        names = tuple(dict.fromkeys(node.environment for node in reader.nodes.values()))
        if wanted is not None and wanted not in names:
            _refuse(wanted, names)
        live = [name for name in names if name.strip().lower() in _LIVE]
        only = names if len(names) == 1 else live if len(live) == 1 else ()
        chosen = wanted or next(iter(only), None)
        instances: dict[str, list[Instance]] = {}
        for instance in reader.instances:
            if instance.environment == chosen and instance.nodes:
                instances.setdefault(instance.of, []).append(instance)
        return cls(reader, chosen, instances)

    def leave_rest(self, scan: Survey) -> None:
        """Lists the outermost nodes of all other environments, and technologies that are no platforms."""
        for node in self.reader.nodes.values():
            if node.environment != self.environment:
                if not node.outside:
                    what = f"the environment {shown(node.environment)}"
                    scan.leave(node.node, node.path, OTHER_ENVIRONMENT, what)
            elif node.technology is not None and platform_in(node.technology) is None:
                scan.leave(at(node.node, "technology"), f"{node.path}.technology", NO_PLATFORM)

    def zones(self, ids: Mapping[str, str]) -> tuple[Zone, ...]:
        """The outermost deployment nodes of the environment; how they are hosted is not said."""
        return tuple(
            Zone(id=zone_id(ids[id]), name=self.reader.found.things[id].element.name)
            for id, node in self.reader.nodes.items()
            if node.environment == self.environment and not node.outside
        )

    def zone_of(self, id: str, ids: Mapping[str, str]) -> str | None:
        """The zone that all instances of an element run in; None where there are none, or several zones."""
        outermost = {instance.nodes[0] for instance in self.instances.get(id, ())}
        return zone_id(ids[outermost.pop()]) if len(outermost) == 1 else None

    def platforms_of(self, id: str) -> tuple[Platform, ...]:
        """The platforms that the nodes around an element's instances name, each once, the outer ones first."""
        around = (self.reader.nodes[node] for instance in self.instances.get(id, ()) for node in instance.nodes)
        named = (platform_in(node.technology) for node in around if node.technology is not None)
        return tuple(dict.fromkeys(platform for platform in named if platform is not None))


def _refuse(wanted: str, names: tuple[str, ...]) -> NoReturn:
    message = f"the workspace has no deployment environment {shown(wanted)}"
    hint = near(wanted, names) or "it has none"
    raise TobfitError([Problem(code="TF145", message=message, path="structurizr.read.environment", hint=hint)])
