"""What is wrong with landscapes, with connections to them, and with what products say of their technology."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.connect_check import check_connect, no_name
from tobfit.knowledge.landscape import OPEN_ZONES, is_complete
from tobfit.knowledge.remark import Remark
from tobfit.knowledge.technology import ANY, Names
from tobfit.knowledge.version_check import check_range, check_version
from tobfit.model.client import Client
from tobfit.model.landscape import Adapter, Interface, Landscape, Platform
from tobfit.model.product import Product
from tobfit.model.scalars import Hints

NOTHING = Landscape()


def check_landscape(client: Client, base: KnowledgeBase) -> Iterable[Remark]:
    """Everything in a client's landscape, and in the lines about it, that leads nowhere, cannot be read or can never
    be met; names of technologies that no pack knows are worth a look."""
    landscape = client.landscape or NOTHING
    yield from _zones(client, landscape)
    yield from _technologies(client, landscape, Names.of(base))
    yield from _versions(landscape)
    yield from _relations(landscape)
    for index, line in enumerate(client.requirements):
        if line.connect is not None:
            yield from check_connect(line.connect, client, f".requirements[{index}].connect")


def check_product_technology(product: Product, base: KnowledgeBase) -> Iterable[Remark]:
    """Names that no pack knows, and versions that cannot be read or hold nothing."""
    if not (product.interfaces or product.adapters or product.runs_on):
        return
    names = Names.of(base)
    yield from _interfaces(product.interfaces, names, ".interfaces")
    yield from _interface_versions(product.interfaces, ".interfaces")
    yield from _adapters(product.adapters, names, ".adapters")
    for path, platform in _choices(product):
        refused = names.unknown("platform", platform.platform)
        if refused is not None:
            yield Remark(f"{path}.platform", refused, warning=True)
        if platform.version is not None:
            yield from check_range(platform.version, f"{path}.version")


def _choices(product: Product) -> Iterable[tuple[str, Platform]]:
    """The platforms that a product runs on, each with its path."""
    for index, one in enumerate(product.runs_on):
        for place, platform in enumerate(one.choices):
            yield f".runs_on[{index}]" + (f".any_of[{place}]" if one.any_of else ""), platform


def _zones(client: Client, landscape: Landscape) -> Iterable[Remark]:
    """Zones that something names and that are not declared; two exist for everybody. Where the zones are not declared
    complete, one more may exist: it is worth a look, and nothing is known of it."""
    declared = {zone.id for zone in landscape.zones} | OPEN_ZONES.keys()
    hints, is_open = Hints(declared), not is_complete(client, "landscape.zones")
    for path, name in _named_zones(client, landscape):
        if name not in declared:
            is_drawn = path.startswith(".landscape")
            yield Remark(path, no_name("zone", name, hints, "landscape.zones"), warning=is_open and is_drawn)


def _named_zones(client: Client, landscape: Landscape) -> Iterable[tuple[str, str]]:
    """Every place that names a zone; ``any`` is no name where a coordinate stands."""
    for index, flow in enumerate(landscape.flows):
        yield f".landscape.flows[{index}].from", flow.from_
        yield f".landscape.flows[{index}].to", flow.to
    for index, system in enumerate(landscape.systems):
        path = f".landscape.systems[{index}]"
        if system.zone is not None:
            yield f"{path}.zone", system.zone
        for place, interface in enumerate(system.interfaces):
            yield from _zone_names(interface.zone, f"{path}.interfaces[{place}].zone")
    for index, adapter in enumerate(landscape.adapters):
        yield from _zone_names(adapter.when.zone, f".landscape.adapters[{index}].when.zone")
        yield from _zone_names(adapter.then.zone, f".landscape.adapters[{index}].then.zone")
    for index, line in enumerate(client.requirements):
        for place, name in enumerate(line.deploy.zone if line.deploy else ()):
            yield f".requirements[{index}].deploy.zone[{place}]", name


def _zone_names(zones: tuple[str, ...] | None, path: str) -> Iterable[tuple[str, str]]:
    return ((f"{path}[{index}]", name) for index, name in enumerate(zones or ()) if name != ANY)


def _technologies(client: Client, landscape: Landscape, names: Names) -> Iterable[Remark]:
    for index, zone in enumerate(landscape.zones):
        yield from _platforms(zone.platforms, names, f".landscape.zones[{index}].platforms")
    for index, flow in enumerate(landscape.flows):
        yield from names.check("protocol", flow.protocols, f".landscape.flows[{index}].protocols")
    for index, system in enumerate(landscape.systems):
        yield from _platforms(system.platforms, names, f".landscape.systems[{index}].platforms")
        yield from _interfaces(system.interfaces, names, f".landscape.systems[{index}].interfaces")
    yield from _adapters(landscape.adapters, names, ".landscape.adapters")
    for index, line in enumerate(client.requirements):
        if line.connect is not None:
            yield from names.check("mode", line.connect.mode, f".requirements[{index}].connect.mode")


def _platforms(platforms: Iterable[Platform], names: Names, path: str) -> Iterable[Remark]:
    for index, platform in enumerate(platforms):
        refused = names.unknown("platform", platform.platform)
        if refused is not None:
            yield Remark(f"{path}[{index}].platform", refused, warning=True)


def _interfaces(interfaces: Iterable[Interface], names: Names, path: str) -> Iterable[Remark]:
    for index, interface in enumerate(interfaces):
        yield from names.check_coordinates(interface, f"{path}[{index}]")


def _adapters(adapters: Iterable[Adapter], names: Names, path: str) -> Iterable[Remark]:
    for index, adapter in enumerate(adapters):
        yield from names.check_coordinates(adapter.when, f"{path}[{index}].when")
        yield from names.check_coordinates(adapter.then, f"{path}[{index}].then")


def _versions(landscape: Landscape) -> Iterable[Remark]:
    for part in ("zones", "systems"):
        for index, record in enumerate(getattr(landscape, part)):
            for place, platform in enumerate(record.platforms):
                if platform.version is not None:
                    path = f".landscape.{part}[{index}].platforms[{place}].version"
                    yield from check_version(platform.version, path)
    for index, system in enumerate(landscape.systems):
        yield from _interface_versions(system.interfaces, f".landscape.systems[{index}].interfaces")


def _interface_versions(interfaces: Iterable[Interface], path: str) -> Iterable[Remark]:
    """Who consumes takes a range; what is provided has a version, or a range of them."""
    for index, interface in enumerate(interfaces):
        if interface.version is not None:
            check = check_range if interface.side == "consumes" else check_version
            yield from check(interface.version, f"{path}[{index}].version")


def _relations(landscape: Landscape) -> Iterable[Remark]:
    """Relations with an end that nothing in the landscape is called."""
    if not landscape.relations:
        return
    ends = _ends(landscape)
    hints = Hints(ends)
    for index, relation in enumerate(landscape.relations):
        for end, name in (("source", relation.source), ("target", relation.target)):
            if name not in ends:
                refused = no_name("part of the landscape", name, hints, "landscape.elements")
                yield Remark(f".landscape.relations[{index}].{end}", refused)


def _ends(landscape: Landscape) -> set[str]:
    """Whatever a relation can begin or end at."""
    parts = (landscape.elements, landscape.relations, landscape.systems, landscape.zones, landscape.adapters)
    found = {record.id for part in parts for record in part} | OPEN_ZONES.keys()
    for system in landscape.systems:
        found |= {interface.id for interface in system.interfaces}
        found |= {f"{system.id}/{interface.id}" for interface in system.interfaces}
    return found
