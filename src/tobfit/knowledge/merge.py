"""Merging: what rules and suites demand of one capability becomes as few lines as say the same.

Everything here is a function of a set of demands, so that their order, grouping and repetition change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import attrs

from tobfit.knowledge.demanded import Demanded
from tobfit.knowledge.demands import cannot_hold, covers, entails, groups_of, is_as_urgent, joined
from tobfit.model.pack import Capability
from tobfit.model.requirement import Need, Requirement, Source
from tobfit.model.words import PRIORITIES, RESPONSES, Priority, ResponseCode

ConflictKind = Literal["demands", "stated", "wont", "waiver", "attribute"]


@attrs.frozen
class Conflict:
    """What cannot hold together, with all its sources.

    ``demands``: rules against each other; ``stated``: a line of the client's against a rule; ``wont`` and
    ``waiver``: a law against a line that the client does not want or lets go (``accepted`` where the waiver says
    that the risk is); ``attribute``: a profile value against what follows from the landscape.
    """

    kind: ConflictKind
    subject: str
    """The capability, or the attribute."""
    requirements: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    facts: tuple[str, ...] = ()
    accepted: bool = False


@attrs.frozen
class Merged:
    """The lines that a capability's demands come to, citations for stated lines, and what cannot hold together."""

    lines: tuple[Requirement, ...] = ()
    cited: Mapping[str, tuple[Source, ...]] = attrs.field(factory=dict)
    conflicts: tuple[Conflict, ...] = ()


def merge(
    name: str, demands: Iterable[Demanded], stated: Sequence[Requirement], capability: Capability | None
) -> Merged:
    """Merges the demands on one capability beside the client's own lines on it."""
    cited: dict[str, list[Source]] = {}
    conflicts: list[Conflict] = []
    left = []
    for demanded in sorted(set(demands), key=_order):
        holder = _holder(demanded, stated, capability, conflicts)
        if holder is None:
            left.append(demanded)
        else:
            cited.setdefault(holder.id, []).append(demanded.source)
    taken = {line.id for line in stated}
    lines: list[Requirement] = []
    for scope in sorted({demanded.demand.scope for demanded in left}):
        part = [demanded for demanded in left if demanded.demand.scope == scope]
        lines += _by_priority(name, part, capability, conflicts, taken)
    conflicts += _against_stated(name, lines, stated, capability)
    return Merged(tuple(lines), {k: tuple(v) for k, v in cited.items()}, tuple(dict.fromkeys(conflicts)))


def _order(demanded: Demanded) -> tuple[str, ...]:
    return demanded.source.rule or "", demanded.source.suite or "", str(demanded.demand), str(demanded.source)


def _holder(
    demanded: Demanded, stated: Iterable[Requirement], capability: Capability | None, conflicts: list[Conflict]
) -> Requirement | None:
    """The stated line that answers a demand already; a law is not answered by what the client does not want."""
    is_law = demanded.source.basis == "law"
    found: list[Requirement] = []
    for line in stated:
        if line.scope != demanded.demand.scope:
            continue
        accepts_risk = line.waived is not None and line.waived.accepts_risk
        holds = is_as_urgent(line.priority, demanded.priority) and covers(line, demanded.demand, capability)
        if is_law and line.priority == "wont":
            conflicts.append(_refusal("wont", line, demanded, accepted=False))
        elif is_law and line.waived is not None:
            conflicts.append(_refusal("waiver", line, demanded, accepted=accepts_risk))
            if accepts_risk and holds:
                found.append(line)
        elif holds or (line.priority == "wont" and entails(demanded.demand.need, line.need, capability)):
            found.append(line)
    return found[0] if found else None


def _refusal(kind: ConflictKind, line: Requirement, demanded: Demanded, *, accepted: bool) -> Conflict:
    sources = (Source(kind="stated", by=line.asked_by), demanded.source)
    return Conflict(kind, line.capability or line.id, (line.id,), sources, accepted=accepted)


def _by_priority(
    name: str,
    demands: Sequence[Demanded],
    capability: Capability | None,
    conflicts: list[Conflict],
    taken: set[str],
) -> list[Requirement]:
    """The lines of each priority; what a line of higher priority holds is absorbed there, citation and all."""
    lines: list[Requirement] = []
    for priority in PRIORITIES:
        part = [demanded for demanded in demands if demanded.priority == priority]
        weaker = _lines(name, priority, part, capability, conflicts, taken) if part else []
        for line in weaker:
            place = next((i for i, other in enumerate(lines) if covers(other, line, capability)), None)
            if place is None:
                conflicts += _across(name, line, lines, capability)
            else:
                lines[place] = with_sources(lines[place], line.origins)
        lines += [line for line in weaker if not any(covers(o, line, capability) for o in lines)]
    return lines


def _across(
    name: str, line: Requirement, lines: Iterable[Requirement], capability: Capability | None
) -> Iterable[Conflict]:
    """Lines of higher priority that cannot hold together with this one; both stay."""
    for other in lines:
        if _clash(other, line, capability):
            yield Conflict("demands", name, (other.id, line.id), (*other.origins, *line.origins))


def with_sources(line: Requirement, sources: Iterable[Source]) -> Requirement:
    """The line with more sources, each once, stated ones first."""
    return line.evolve(origins=in_order((*line.sources, *sources)))


def in_order(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Sources each once, stated ones first."""
    every = tuple(dict.fromkeys(sources))
    return (*(s for s in every if s.kind == "stated"), *(s for s in every if s.kind != "stated"))


@attrs.frozen
class Draft:
    """A line before it has an id."""

    need: Need
    demands: tuple[Demanded, ...]


def _lines(
    name: str,
    priority: Priority,
    demands: Sequence[Demanded],
    capability: Capability | None,
    conflicts: list[Conflict],
    taken: set[str],
) -> list[Requirement]:
    """The lines of one priority, in the order of what they ask for; none of them holds another."""
    drafts, clash = _drafts(demands, capability)
    made: list[Requirement] = []
    for draft in drafts:
        alone = draft.demands if clash else demands
        made.append(_requirement(name, priority, draft, alone, capability))
    kept = _unabsorbed(sorted(made, key=_content), capability)
    numbered: list[Requirement] = []
    for line in kept:
        number = _free_id(name, priority, line.origins, {*taken, *(other.id for other in numbered)})
        numbered.append(line.evolve(id=number))
    taken.update(line.id for line in numbered)
    if clash:
        conflicts.append(
            Conflict("demands", name, tuple(line.id for line in numbered), tuple(d.source for d in demands))
        )
    return numbered


def _content(line: Requirement) -> tuple[str, ...]:
    return str(line.need), ",".join(line.accept), str(line.by)


def _unabsorbed(lines: Sequence[Requirement], capability: Capability | None) -> list[Requirement]:
    """The lines that no other one holds, with the sources of those that they hold."""
    kept = [line for place, line in enumerate(lines) if not _is_held(place, lines, capability)]
    own = {id(line) for line in kept}
    for line in lines:
        if id(line) not in own:
            place = next(i for i, other in enumerate(kept) if covers(other, line, capability))
            kept[place] = with_sources(kept[place], line.origins)
    return kept


def _is_held(place: int, lines: Sequence[Requirement], capability: Capability | None) -> bool:
    """Whether another line asks for more; of two that ask for the same the first stays."""
    line = lines[place]
    return any(
        covers(other, line, capability) and (i < place or not covers(line, other, capability))
        for i, other in enumerate(lines)
        if i != place
    )


def _free_id(name: str, priority: Priority, sources: Iterable[Source], taken: set[str]) -> str:
    kind = "implied" if any(source.kind == "implied" for source in sources) else "suite"
    stem = f"{kind}:{name}/{priority}"
    number, chosen = 1, stem
    while chosen in taken:
        number += 1
        chosen = f"{stem}/{number}"
    return chosen


def _requirement(
    name: str,
    priority: Priority,
    draft: Draft,
    together: Sequence[Demanded],
    capability: Capability | None,
) -> Requirement:
    """A line of a draft, without an id of its own yet; date and accepted responses are those of all demands of the
    priority together."""
    first = draft.demands[0].demand
    dates = [demanded.demand.by for demanded in together if demanded.demand.by is not None]
    texts = [demanded.demand.text for demanded in draft.demands if demanded.demand.text is not None]
    stages = [demanded.demand.stage for demanded in draft.demands if demanded.demand.stage is not None]
    line = Requirement(
        id="draft",
        text=min(texts, key=str, default=capability.title if capability else None),
        capability=name,
        scope=first.scope,
        priority=priority,
        weight=max(demanded.demand.weight for demanded in draft.demands),
        need=draft.need,
        accept=_accepted(together),
        by=min(dates, default=None),
        stage=min(stages, default=None),
    )
    return line.evolve(origins=in_order(demanded.source for demanded in draft.demands))


def _accepted(demands: Iterable[Demanded]) -> tuple[ResponseCode, ...]:
    """The responses that all demands accept, in the order of delivery risk; () where none restricts them."""
    restricting = [set(demanded.demand.accept) for demanded in demands if demanded.demand.accept]
    both = set.intersection(*restricting) if restricting else set()
    return tuple(code for code in RESPONSES if code in both)


def _drafts(demands: Sequence[Demanded], capability: Capability | None) -> tuple[list[Draft], bool]:
    """The needs of one priority brought together, and whether they cannot hold together: then each stays as it is,
    because leaving one out would hide it."""
    needs = [demanded.demand.need for demanded in demands]
    if len({(demanded.demand.need, demanded.demand.accept) for demanded in demands}) == 1:
        return [Draft(needs[0], tuple(demands))], False
    restricting = [demanded for demanded in demands if demanded.demand.accept]
    main = joined(needs, capability)
    clash = (bool(restricting) and not _accepted(demands)) or (
        main is not None and _cannot_hold(main, needs, capability)
    )
    if clash or main is None:
        return _apart(demands), clash
    groups = groups_of(needs, main.all_of)
    if len(groups) <= 1:
        need = main.evolve(any_of=groups[0]) if groups else main
        return [Draft(need, tuple(demands))], False
    drafts = []
    if main.keys:
        drafts.append(Draft(main, tuple(d for d in demands if _stands_behind_main(d, main))))
    for group in groups:
        behind = tuple(d for d in demands if _stands_behind(d, group, alone=not main.keys))
        drafts.append(Draft(Need(any_of=group), behind))
    return drafts, False


def _cannot_hold(main: Need, needs: Iterable[Need], capability: Capability | None) -> bool:
    groups = groups_of(needs, main.all_of)
    return any(cannot_hold(main.evolve(any_of=group), capability) for group in (*groups, ()))


def _stands_behind_main(demanded: Demanded, main: Need) -> bool:
    """Whether the line beside the groups answers some of a demand: all but groups, or a group by ``all_of``."""
    need = demanded.demand.need
    has_more = any(key != "any_of" for key in need.keys)
    return has_more or not need.keys or not set(need.any_of).isdisjoint(main.all_of)


def _stands_behind(demanded: Demanded, group: tuple[str, ...], *, alone: bool) -> bool:
    need = demanded.demand.need
    return set(group) <= set(need.any_of) or (alone and not need.keys)


def _apart(demands: Iterable[Demanded]) -> list[Draft]:
    """One draft for each different demand, as it was made."""
    found: dict[tuple[object, ...], list[Demanded]] = {}
    for demanded in demands:
        demand = demanded.demand
        found.setdefault((demand.need, frozenset(demand.accept), demand.by), []).append(demanded)
    return [Draft(group[0].demand.need, tuple(group)) for group in found.values()]


def _against_stated(
    name: str, lines: Iterable[Requirement], stated: Iterable[Requirement], capability: Capability | None
) -> Iterable[Conflict]:
    """Lines of the client's that cannot hold together with implied ones; both stay."""
    for own in stated:
        if own.priority == "wont" or own.waived is not None:
            continue
        for line in lines:
            if line.scope == own.scope and _clash(own, line, capability):
                yield Conflict("stated", name, (own.id, line.id), (*own.sources, *line.origins))


def _clash(own: Requirement, line: Requirement, capability: Capability | None) -> bool:
    if own.accept and line.accept and set(own.accept).isdisjoint(line.accept):
        return True
    both = joined([own.need.evolve(ideal=None), line.need.evolve(ideal=None)], capability)
    return both is not None and _cannot_hold(both, [own.need, line.need], capability)
