"""What the client drew of its IT: zones and what passes between them, systems, interfaces, platforms, adapters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tobfit.graph.draft import Draft
from tobfit.graph.model_side import add_model
from tobfit.graph.names import adapter_id, interface_id
from tobfit.integration.site import Owner
from tobfit.model.landscape import Adapter, Flow, GeneralAdapter, Interface, Landscape, Platform, System


def add_landscape(draft: Draft, landscape: Landscape) -> None:
    """Everything that is drawn."""
    draft.landscape()
    for zone in landscape.zones:
        number = draft.zone(zone.id)
        draft.edge(draft.client, "has_zone", number)
        add_platforms(draft, number, "has_platform", zone.platforms)
    add_flows(draft, landscape.flows)
    for system in landscape.systems:
        _system(draft, system)
    for adapter in landscape.adapters:
        draft.edge(draft.client, "has_adapter", add_adapter(draft, adapter, "client"))
    add_model(draft, landscape)


def add_flows(draft: Draft, flows: Iterable[Flow]) -> None:
    """What the network lets through; what goes one way only is an edge of its own type."""
    for flow in flows:
        type = "flows_one_way_to" if flow.one_way else "flows_to"
        draft.edge(draft.zone(flow.from_), type, draft.zone(flow.to), ", ".join(flow.protocols) or "any")


def _system(draft: Draft, system: System) -> None:
    number = draft.node("system", system.id, system.name)
    draft.edge(draft.client, "runs", number)
    if system.zone is not None:
        draft.edge(number, "hosted_in", draft.zone(system.zone))
    for name in system.capabilities:
        draft.edge(number, "has", draft.capability(name))
    add_platforms(draft, number, "has_platform", system.platforms)
    zones = (system.zone,) if system.zone is not None else ()
    for interface in system.interfaces:
        add_interface(draft, number, interface, zones)


def add_interface(draft: Draft, owner: str, interface: Interface, zones: Sequence[str] = ()) -> None:
    """An interface of a system or a product; one that names no zone is where its owner is."""
    number = draft.own_node("interface", interface_id(owner, interface.id), interface.id, interface.name)
    said = (interface.side, interface.data)
    draft.edge(owner, "has_interface", number, ", ".join(part for part in said if part))
    for zone in _named(interface.zone or zones):
        draft.edge(number, "hosted_in", draft.zone(zone))


def add_platforms(draft: Draft, number: str, type: str, platforms: Iterable[Platform]) -> None:
    """Platforms, one node for each name, with the versions beside the edge."""
    for platform in platforms:
        draft.edge(number, type, draft.platform(platform.platform), platform.version or "")


def add_adapter(draft: Draft, adapter: Adapter | GeneralAdapter, owner: Owner, product: str = "") -> str:
    """An adapter, with the zones that it takes messages in and gives them in."""
    number = adapter_id(owner, draft.client, product, adapter.id)
    draft.own_node("adapter", number, adapter.id, adapter.name, owner)
    for zone in _named(adapter.when.zone or ()):
        draft.edge(number, "takes_in", draft.zone(zone))
    for zone in _named(adapter.then.zone or ()):
        draft.edge(number, "gives_in", draft.zone(zone))
    return number


def _named(zones: Iterable[str]) -> Iterable[str]:
    """``any`` is no zone."""
    return (zone for zone in zones if zone != "any")
