"""Which rules of the deal hold for a client, which are open, and what they come to for a lever."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

import attrs

from tobfit.commercial.levers import PERMISSIONS, Permission
from tobfit.knowledge.logic import decide
from tobfit.knowledge.profile import read_profile
from tobfit.knowledge.reading import Reading
from tobfit.matching.fit import Fit
from tobfit.matching.profile_options import target_of
from tobfit.matching.world import World
from tobfit.model.citation import Citation
from tobfit.model.deal import DealRule, DealTopic, LeverKind, Season
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.requirement import Requirement
from tobfit.model.words import SOUND_EVIDENCE, Basis, EvidenceGrade, Verdict


@attrs.frozen
class Raised:
    """A capability that such clients bring up, beside what they require: what the product gives today. ``stated`` says
    whether the client has a line on it anyway."""

    capability: str
    verdict: Verdict
    stated: bool


@attrs.frozen
class Binding:
    """A rule of the deal that holds for the client, or may (``holds`` False: it is undecided, and ``attributes`` would
    decide it). ``facts`` fired it, or speak for it already; ``levers`` are those that it speaks of."""

    rule: str
    title: Label
    about: DealTopic
    text: Label
    holds: bool
    facts: tuple[str, ...]
    attributes: tuple[str, ...]
    forbids: tuple[LeverKind, ...]
    limits: tuple[LeverKind, ...]
    needs: tuple[LeverKind, ...]
    seasons: tuple[Season, ...]
    raises: tuple[Raised, ...]
    basis: Basis | None
    source: Citation
    evidence: EvidenceGrade
    levers: tuple[str, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody read the source; else what it forbids is to be looked up."""
        return self.evidence in SOUND_EVIDENCE

    @property
    def is_open(self) -> bool:
        """Whether nobody knows if it holds."""
        return not self.holds

    def speaks_of(self, kind: LeverKind, date: datetime.date | None) -> bool:
        """Whether it has something to say of a lever: of those kinds, and with seasons of dates within these. A rule of
        which nobody knows if it holds is heard where it would forbid."""
        kinds = self.forbids if self.is_open else (*self.forbids, *self.limits, *self.needs)
        if kind not in kinds:
            return False
        return not self.seasons or (date is not None and any(season.holds(date) for season in self.seasons))

    def permission(self, kind: LeverKind) -> Permission:
        """What it makes of a lever that it speaks of."""
        if kind in self.forbids:
            return "open" if self.is_open else "forbidden" if self.is_confirmed else "unconfirmed"
        return "limited" if kind in self.limits else "allowed"


@attrs.frozen
class DealQuestion:
    """An attribute of the client that decides rules of the deal; ``target`` is where the answer is put, ``ask`` the
    role to ask."""

    target: str
    attribute: str
    text: Label
    ask: str
    rules: tuple[str, ...]


def bindings_of(fit: Fit) -> tuple[Binding, ...]:
    """The rules of the deal that hold or are open on the day of the match, those that hold first, then by id. Of a mere
    list of requirements, with nobody behind it, open shipped rules say nothing and are left out."""
    world = fit.world
    base, as_of = world.packs.base, world.as_of
    if not base.deal_rules:
        return ()
    readings = (world.inference.profile or read_profile(world.client, base, as_of)).readings
    found = [
        made
        for rule in base.deal_rules.values()
        if (made := _binding(rule, readings, fit)) is not None
        and (made.holds or world.is_described or rule.id not in base.shipped_deal_rules)
    ]
    return tuple(sorted(found, key=lambda one: (not one.holds, natural(one.rule))))


def _binding(rule: DealRule, readings: Mapping[str, Reading], fit: Fit) -> Binding | None:
    as_of = fit.world.as_of
    if (rule.valid_from and as_of < rule.valid_from) or (rule.valid_to and rule.valid_to < as_of):
        return None
    decided = decide(fit.world.packs.base.deal_formulas[rule.id], readings)
    if decided.truth is False:
        return None
    return Binding(
        rule=rule.id,
        title=rule.title,
        about=rule.about,
        text=rule.text or rule.title,
        holds=decided.truth is True,
        facts=decided.facts,
        attributes=decided.attributes,
        forbids=rule.forbids,
        limits=rule.limits,
        needs=rule.needs,
        seasons=rule.seasons,
        raises=tuple(_raised(name, fit) for name in rule.asks),
        basis=rule.basis,
        source=rule.source,
        evidence=rule.evidence,
    )


def _raised(capability: str, fit: Fit) -> Raised:
    """What a product, or an offer, gives of a capability: judged as a plain line would be."""
    from tobfit.matching.fit import judged
    from tobfit.matching.lines import prepare

    world = fit.world
    stated = any(line.capability == capability for line in world.requirements)
    bare = Requirement(id="raised", capability=capability, priority="should")
    (line,) = prepare(world.client, [bare], world.vocabulary, world.policy, world.view)
    outcome = judged(line, world.voices(world.catalog[fit.product]), world.bench)
    return Raised(capability, outcome.verdict, stated)


def permission_of(
    kind: LeverKind, date: datetime.date | None, bindings: Iterable[Binding]
) -> tuple[Permission, tuple[str, ...]]:
    """What the rules come to for a lever, the gravest of them, and which rules speak of it."""
    speaking = [one for one in bindings if one.speaks_of(kind, date)]
    gravest = max((one.permission(kind) for one in speaking), key=PERMISSIONS.index, default=PERMISSIONS[0])
    return gravest, tuple(one.rule for one in speaking)


def questions_behind(bindings: Sequence[Binding], world: World) -> tuple[DealQuestion, ...]:
    """One question for each attribute that decides an open rule, by attribute."""
    rules: dict[str, list[str]] = {}
    for one in bindings:
        for name in one.attributes if one.is_open else ():
            rules.setdefault(name, []).append(one.rule)
    made = []
    for name in sorted(rules):
        attribute = world.packs.base.askable[name]
        text = attribute.question or attribute.title
        made.append(DealQuestion(target_of(name), name, text, attribute.ask or "technical", tuple(rules[name])))
    return tuple(made)


__all__ = ["Binding", "DealQuestion", "Raised", "bindings_of", "permission_of", "questions_behind"]
