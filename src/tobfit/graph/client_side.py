"""What the client says of itself: industries, jurisdictions, people, goals and lines."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.graph.draft import Draft
from tobfit.graph.landscape_side import add_landscape
from tobfit.graph.names import interface_id
from tobfit.knowledge.profile import segments_of
from tobfit.knowledge.reading import SetReading
from tobfit.model.client import Industry
from tobfit.model.landscape import Landscape
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
        add_landscape(draft, client.landscape)
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
    for zone in line.deploy.zone if line.deploy is not None else ():
        draft.edge(number, "to_run_in", draft.zone(zone))
    for source in line.sources:
        _sourced(draft, number, source)


def _connect(draft: Draft, number: str, connect: Connect) -> None:
    """To the system, and to its interface where the line names one."""
    landscape = draft.world.client.landscape or Landscape()
    system = next((each for each in landscape.systems if each.id == connect.system), None)
    owner = draft.node("system", connect.system, system.name if system else None)
    draft.edge(draft.client, "runs", owner)
    draft.edge(number, "connects_to", owner, connect.data)
    if system is not None and any(each.id == connect.interface for each in system.interfaces):
        draft.edge(number, "connects_to", interface_id(owner, connect.interface or ""), connect.data)


def _of_landscape(draft: Draft, number: str, facts: Iterable[str]) -> None:
    """The zones that a fact names call for a line (``landscape.zones: a (saas), b``), else the landscape as a whole."""
    landscape = draft.world.client.landscape or Landscape()
    declared = {zone.id for zone in landscape.zones}
    draft.edge(draft.landscape(), "calls_for", number)
    for fact in facts:
        named = [part.partition(" ")[0] for part in fact.partition(": ")[2].split(", ")]
        zones = [draft.zone(name) for name in named if name in declared]
        for caller in zones or [draft.landscape()]:
            draft.edge(caller, "calls_for", number, fact)


def _sourced(draft: Draft, number: str, source: Source) -> None:
    """Who or what stands behind a line; rules have their own part (see ``rule_side``)."""
    if source.is_of_landscape:
        _of_landscape(draft, number, source.facts)
        return
    if source.kind == "implied":
        return
    if source.suite is not None:
        _suite(draft, source.suite)
        draft.edge(f"suite:{source.suite}", "asks_for", number)
    for name in source.by:
        draft.edge(draft.stakeholder(name), "states", number)
    if source.suite is None and not source.by:
        draft.edge(draft.client, "states", number)
