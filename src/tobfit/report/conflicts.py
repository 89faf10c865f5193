"""What cannot hold together, in one sentence each, with all its sources."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.knowledge.merge import Conflict
from tobfit.report.blocks import Block, Bullets, Heading, Item
from tobfit.report.facts import fact_text
from tobfit.report.grounds import short_source
from tobfit.report.teller import Teller


def conflict_blocks(tell: Teller) -> Iterable[Block]:
    """All conflicts; nothing where there is none."""
    conflicts = tell.report.conflicts
    if not conflicts:
        return
    shown = tell.within(conflicts)
    yield Heading(2, tell.words("conflicts"))
    yield Bullets((*(Item(conflict_text(found, tell)) for found in shown), *tell.more(conflicts, shown)))


def conflict_text(found: Conflict, tell: Teller) -> str:
    """One conflict: what it is about, who wants what."""
    words, naming = tell.words, tell.naming
    if found.kind == "attribute":
        facts = words("semi").join(fact_text(fact, naming) for fact in found.facts)
        return words("conflict_attribute", subject=naming.attribute(found.subject), facts=facts)
    name = "accepted" if found.kind == "waiver" and found.accepted else found.kind
    lines = {line.id: line for line in tell.report.requirements}
    return words(
        f"conflict_{name}",
        subject=naming.capability(found.subject),
        lines=words.join([tell.line(lines[line]) if line in lines else line for line in found.requirements]),
        sources=words("semi").join(short_source(source, naming) for source in found.sources),
    )
