"""The requirements as readers see them."""

from __future__ import annotations

from tobfit.matching.reasons import need_text
from tobfit.model.requirement import Requirement
from tobfit.report.explained.records import ExplainedLine
from tobfit.report.grounds import ground_lines
from tobfit.report.teller import Teller

LANDSCAPE, OTHER = "landscape", "other"
"""The dimensions of lines without a capability: connections and places to run; what nobody placed."""


def explained_lines(tell: Teller) -> tuple[ExplainedLine, ...]:
    """Every requirement of the report, in its order."""
    return tuple(_line(line, tell) for line in tell.report.requirements)


def _line(line: Requirement, tell: Teller) -> ExplainedLine:
    dimension = dimension_of(line, tell)
    return ExplainedLine(
        id=line.id,
        title=line.title.text(tell.words.lang),
        priority=line.priority,
        need=str(line.need),
        capability=line.capability,
        dimension=dimension,
        dimension_name=_name(dimension, tell),
        stage=line.stage,
        roles=_roles(line, tell),
        asked_by=tuple(map(tell.naming.person, line.asked_by)),
        group=line.group,
        basis=line.basis,
        why=tuple(ground_lines(line, tell)),
        needed=need_text(line.need, tell.words.lang),
        by=line.by,
        waived=line.waived is not None,
        notes=line.notes if tell.internal else None,
    )


def dimension_of(line: Requirement, tell: Teller) -> str:
    """The outermost group of a line's capability."""
    if line.capability is None:
        return LANDSCAPE if line.connect is not None or line.deploy is not None else OTHER
    return (line.capability, *tell.report.world.vocabulary.ancestors(line.capability))[-1]


def _name(dimension: str, tell: Teller) -> str:
    named = dimension in (LANDSCAPE, OTHER) and dimension not in tell.report.world.vocabulary
    return tell.words(f"dimension_{dimension}") if named else tell.naming.capability(dimension)


def _roles(line: Requirement, tell: Teller) -> tuple[str, ...]:
    """The roles of those who asked, each once, in the order in which they are named."""
    people = {person.id: person.role for person in tell.report.client.stakeholders}
    return tuple(dict.fromkeys(people[name] for name in line.asked_by if name in people))
