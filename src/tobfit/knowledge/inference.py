"""Inference: what follows from a client's industry, scale and architecture, and what stays undecided."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.demanded import Demanded
from tobfit.knowledge.logic import Finding, decide
from tobfit.knowledge.merge import Conflict, Merged, merge, with_sources
from tobfit.knowledge.profile import Profile, read_profile
from tobfit.model.client import Client
from tobfit.model.displaying import mimebundle
from tobfit.model.natural import natural
from tobfit.model.requirement import Requirement, Source
from tobfit.model.rule import Rule


@attrs.frozen(eq=False)
class OpenRule:
    """A rule of which nobody knows whether it holds, with the attributes that would decide it.

    ``facts`` are those that speak for it already.
    """

    _repr_mimebundle_ = mimebundle

    rule: Rule
    attributes: tuple[str, ...]
    facts: tuple[str, ...]

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.rule.id


@attrs.frozen(eq=False)
class Inference:
    """What follows for a client.

    ``requirements`` are the client's own lines (with the citations of what they answer), then what suites and rules
    add; ``open_rules`` what could be added, and what it hangs on; ``conflicts`` what cannot hold together.
    """

    _repr_mimebundle_ = mimebundle

    requirements: tuple[Requirement, ...]
    open_rules: tuple[OpenRule, ...]
    conflicts: tuple[Conflict, ...]
    fired: tuple[str, ...] = ()
    relevant: frozenset[str] = frozenset()
    """The attributes that decided a rule in force, or would decide an open one."""
    profile: Profile | None = attrs.field(default=None, repr=False)
    demands: Mapping[str, tuple[Demanded, ...]] = attrs.field(factory=dict, repr=False)
    merged: Mapping[str, Merged] = attrs.field(factory=dict, repr=False)
    stated: Mapping[str, tuple[Requirement, ...]] = attrs.field(factory=dict, repr=False)
    base: KnowledgeBase | None = attrs.field(default=None, repr=False)
    verdicts: Verdicts | None = attrs.field(default=None, repr=False)

    @cached_property
    def implied(self) -> tuple[Requirement, ...]:
        """The lines that the client did not write itself."""
        return tuple(line for line in self.requirements if not line.is_own)

    def added_by(self, rule: OpenRule) -> tuple[Requirement, ...]:
        """The lines that would be new, or stronger, if an open rule held."""
        assert self.base is not None
        added: list[Requirement] = []
        for name, demands in _by_capability(self.base.demands_of(rule.rule, rule.facts)).items():
            known = {_content(line) for line in self.merged[name].lines} if name in self.merged else set()
            together = (*self.demands.get(name, ()), *demands)
            lines = _merged(name, together, self.stated.get(name, ()), self.base).lines
            added += (line for line in lines if _content(line) not in known)
        return tuple(added)


def _content(line: Requirement) -> tuple[object, ...]:
    """What a line asks for, without its sources."""
    return line.capability, line.scope, line.priority, line.need, line.accept, line.by, line.weight


@attrs.frozen(eq=False)
class Verdicts:
    """What the rules come to for a client, whatever it requires by itself."""

    profile: Profile
    fired: tuple[str, ...]
    open_rules: tuple[OpenRule, ...]
    relevant: frozenset[str]
    demands: Mapping[str, tuple[Demanded, ...]]


def infer(
    client: Client,
    base: KnowledgeBase,
    as_of: datetime.date,
    holding: Iterable[str] = (),
    *,
    with_rules: bool = True,
    verdicts: Verdicts | None = None,
) -> Inference:
    """What follows from a client on a day. ``holding`` names open rules that are taken to hold; without rules the
    suites that it asks for count alone. ``verdicts`` are those of a client that differs in its own lines only."""
    base.memo.trim()
    found = verdicts or verdicts_on(client, base, as_of, holding, with_rules=with_rules)
    return _gathered(stated_lines(client), found, base)


def verdicts_on(
    client: Client, base: KnowledgeBase, as_of: datetime.date, holding: Iterable[str] = (), *, with_rules: bool = True
) -> Verdicts:
    """Decides every rule that is in force."""
    profile = read_profile(client, base, as_of)
    taken = frozenset(holding)
    open_rules: list[OpenRule] = []
    fired: list[str] = []
    relevant: set[str] = set()
    demanded: list[Demanded] = list(_of_suites(client, base))
    for rule in base.rules.values() if with_rules else ():
        finding = verdict_on(rule, profile, base, as_of)
        if finding is None:
            continue
        relevant.update((*finding.support, *finding.attributes))
        if finding.truth is False:
            continue
        if finding.truth is True or rule.id in taken:
            fired.append(rule.id)
            demanded += base.demands_of(rule, finding.facts)
        else:
            open_rules.append(OpenRule(rule, finding.attributes, finding.facts))
    return Verdicts(profile, tuple(fired), tuple(open_rules), frozenset(relevant), _by_capability(demanded))


def verdict_on(rule: Rule, profile: Profile, base: KnowledgeBase, as_of: datetime.date) -> Finding | None:
    """Whether a rule holds for a profile; None outside the time of its validity."""
    if (rule.valid_from and as_of < rule.valid_from) or (rule.valid_to and rule.valid_to < as_of):
        return None
    return decide(base.formulas[rule.id], profile.readings)


def stated_lines(client: Client) -> tuple[Requirement, ...]:
    """The client's own lines in the natural order of their ids, without what an earlier inference added."""
    own = [line for line in client.requirements if line.is_own]
    return tuple(sorted((_bare(line) for line in own), key=lambda line: natural(line.id)))


def _bare(line: Requirement) -> Requirement:
    if not line.origins:
        return line
    said = tuple(source for source in line.origins if source.kind == "stated" and source.suite is None)
    return line.evolve(origins=() if said == (Source(kind="stated", by=line.asked_by),) else said)


def _of_suites(client: Client, base: KnowledgeBase) -> Iterable[Demanded]:
    for name in dict.fromkeys(client.need_suites):
        yield from base.suite_demands.get(name, ())


def _merged(name: str, demands: tuple[Demanded, ...], stated: tuple[Requirement, ...], base: KnowledgeBase) -> Merged:
    """As ``merge``; what was merged before is not merged again. The memo keeps what it was made from, so that no other
    demand can take the place of one."""
    key = (name, tuple(map(id, demands)), tuple(map(id, stated)))
    if key not in base.memo.merged:
        base.memo.merged[key] = (merge(name, demands, stated, base.vocabulary.get(name)), demands, stated)
    found = base.memo.merged[key][0]
    assert isinstance(found, Merged)
    return found


def _by_capability(demands: Iterable[Demanded]) -> dict[str, tuple[Demanded, ...]]:
    found: dict[str, list[Demanded]] = {}
    for demanded in demands:
        found.setdefault(demanded.demand.capability, []).append(demanded)
    return {name: tuple(found[name]) for name in sorted(found)}


def _gathered(own: tuple[Requirement, ...], verdicts: Verdicts, base: KnowledgeBase) -> Inference:
    demands, profile = verdicts.demands, verdicts.profile
    stated: dict[str, tuple[Requirement, ...]] = {}
    for line in own:
        if line.capability is not None:
            stated[line.capability] = (*stated.get(line.capability, ()), line)
    merged = {name: _merged(name, found, stated.get(name, ()), base) for name, found in demands.items()}
    cited = {name: sources for part in merged.values() for name, sources in part.cited.items()}
    cited_own = (with_sources(line, cited[line.id]) if line.id in cited else line for line in own)
    added = sorted((line for part in merged.values() for line in part.lines), key=lambda line: natural(line.id))
    discords = (Conflict("attribute", d.attribute, facts=(d.stated, d.follows)) for d in profile.discords)
    return Inference(
        requirements=(*cited_own, *added),
        open_rules=verdicts.open_rules,
        fired=verdicts.fired,
        relevant=verdicts.relevant,
        conflicts=(*discords, *(conflict for part in merged.values() for conflict in part.conflicts)),
        profile=profile,
        demands=demands,
        merged=merged,
        stated=stated,
        base=base,
        verdicts=verdicts,
    )


def date_of(client: Client, as_of: datetime.date | None) -> datetime.date:
    """The date to measure against: the call's, else the client's, else TF401; never today."""
    date = as_of or client.as_of
    if date is None:
        hint = "give as_of in the client, or as_of= / --as-of"
        raise TobfitError([Problem(code="TF401", message="no date to measure against", path="as_of", hint=hint)])
    return date
