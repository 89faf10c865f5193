"""What the client says of itself: industries, jurisdictions, systems, people, goals and lines."""

from __future__ import annotations

from tobfit.graph.draft import Draft
from tobfit.knowledge.profile import segments_of
from tobfit.knowledge.reading import SetReading
from tobfit.model.client import Industry
from tobfit.model.landscape import Interface, Landscape, System
from tobfit.model.requirement import Connect, Requirement, Source


def add_client(draft: Draft) -> None:
    """Everything that hangs on the client, rules apart."""
    client = draft.world.client
    for industry in client.industries:
        _industry(draft, industry)
    for code in client.jurisdictions:
        draft.edge(draft.client, "active_in", jurisdiction(draft, code))
    for person in client.stakeholders:
        draft.stakeholder(person.id)
    _goals(draft)
    if client.landscape:
        _landscape(draft, client.landscape)
    for name in client.need_suites:
        _suite(draft, name)
    for line in draft.world.requirements:
        _line(draft, line)


def _industry(draft: Draft, industry: Industry) -> None:
    """A code alone can be that of several segments: then the client may operate in each."""
    found = segments_of(industry, draft.base)
    for name in found:
        type = "operates_in" if len(found) == 1 else "may_operate_in"
        draft.edge(draft.client, type, draft.segment(name), industry.code or "")


def jurisdiction(draft: Draft, code: str) -> str:
    """A jurisdiction with those that it lies in."""
    attribute = draft.base.askable["jurisdictions"]
    profile = draft.world.inference.profile
    reading = profile.readings.get("jurisdictions") if profile else None
    above = reading.above.get(code, ()) if isinstance(reading, SetReading) else ()
    return draft.climb("jurisdiction", ((each, attribute.labels.get(each)) for each in (code, *above)))


def _goals(draft: Draft) -> None:
    for goal in draft.world.client.goals:
        number = draft.node("goal", goal.id, goal.name)
        draft.edge(draft.client, "pursues", number)
        if goal.owner is not None:
            draft.edge(draft.stakeholder(goal.owner), "owns", number)
        for name in goal.needs:
            draft.edge(number, "needs", draft.capability(name))


def _landscape(draft: Draft, landscape: Landscape) -> None:
    for zone in landscape.zones:
        draft.edge(draft.client, "has_zone", draft.zone(zone.id))
    for flow in landscape.flows:
        draft.edge(draft.zone(flow.from_), "flows_to", draft.zone(flow.to), ", ".join(flow.protocols))
    for system in landscape.systems:
        _system(draft, system)


def _system(draft: Draft, system: System) -> None:
    number = draft.node("system", system.id, system.name)
    draft.edge(draft.client, "runs", number)
    if system.zone is not None:
        draft.edge(number, "hosted_in", draft.zone(system.zone))
    for name in system.capabilities:
        draft.edge(number, "has", draft.capability(name))
    for interface in system.interfaces:
        add_interface(draft, number, interface)


def add_interface(draft: Draft, owner: str, interface: Interface) -> None:
    """An interface of a system or a product; its id is told from others of that name by its owner's."""
    number = draft.node("interface", interface_name(owner, interface.id), interface.name)
    said = (interface.side, interface.data)
    draft.edge(owner, "has_interface", number, ", ".join(part for part in said if part))
    for zone in interface.zone or ():
        if zone != "any":
            draft.edge(number, "hosted_in", draft.zone(zone))


def interface_name(owner: str, name: str) -> str:
    """The part of an interface's id behind the type; no id of a record holds the sign between."""
    return f"{owner}#{name}"


def _suite(draft: Draft, name: str) -> None:
    suite = draft.base.suites.get(name)
    number = draft.node("suite", name, suite.name if suite else None)
    draft.edge(draft.client, "needs_suite", number)
    for capability in suite.capabilities if suite else ():
        draft.edge(draft.capability(capability), "part_of", number)


def _line(draft: Draft, line: Requirement) -> None:
    capability = draft.base.vocabulary.get(line.capability)
    title = line.text or (capability.title if capability else line.title)
    number = draft.node("requirement", line.id, title, line.priority)
    if line.capability is not None:
        draft.edge(number, "concerns", draft.capability(line.capability))
    if line.connect is not None:
        _connect(draft, number, line.connect)
    for source in line.sources:
        _stated(draft, number, source)


def _connect(draft: Draft, number: str, connect: Connect) -> None:
    landscape = draft.world.client.landscape or Landscape()
    system = next((each for each in landscape.systems if each.id == connect.system), None)
    owner = draft.node("system", connect.system, system.name if system else None)
    draft.edge(draft.client, "runs", owner)
    known = {each.id: each for each in system.interfaces} if system else {}
    if connect.interface in known:
        draft.edge(number, "connects_to", f"interface:{interface_name(owner, connect.interface)}", connect.data)
    else:
        draft.edge(number, "connects_to", owner, connect.data)


def _stated(draft: Draft, number: str, source: Source) -> None:
    """Who stands behind a line; rules have their own part (see ``rule_side``)."""
    if source.kind == "implied":
        return
    if source.suite is not None:
        _suite(draft, source.suite)
        draft.edge(f"suite:{source.suite}", "asks_for", number)
    for name in source.by:
        draft.edge(draft.stakeholder(name), "states", number)
    if source.suite is None and not source.by:
        draft.edge(draft.client, "states", number)
