"""Ways out of a gap; each keeps its promise, because its promise is a new match of the changed records."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import attrs

from tobfit.matching.asks import asks_of, leaves, part_of, proof, spoken_at, target_of, whole
from tobfit.matching.changes import apply
from tobfit.matching.fit import Fit
from tobfit.matching.outcome import Judgement
from tobfit.matching.share import FAILED, ready
from tobfit.matching.values import satisfying
from tobfit.matching.voices import listen
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval
from tobfit.model.price import Effort
from tobfit.model.product import Statement
from tobfit.model.quantity import Quantity
from tobfit.model.requirement import Need
from tobfit.model.words import Decision, ResponseCode

if TYPE_CHECKING:
    from tobfit.matching.gap import Gap
    from tobfit.matching.world import World

RemedyKind = Literal["configure", "extend", "partner", "wait", "change_process", "negotiate", "ask", "prove", "replace"]
Risk = Literal["low", "medium", "high"]
RISKS: dict[RemedyKind, Risk] = {
    "configure": "low", "extend": "high", "partner": "medium", "wait": "medium", "change_process": "medium",
    "negotiate": "low", "ask": "low", "prove": "low", "replace": "high",
}  # fmt: skip
EMPTY: FrozenMap[str, Any] = FrozenMap({})


@attrs.frozen
class Remedy:
    """One way out. ``changes`` maps targets to values, as ``Report.what_if`` takes them.

    ``effort`` and ``price`` are what the statement names, None where nobody said. An ``ask`` remedy stands for
    one ``answer``; there is one for each answer that the question can get.
    """

    kind: RemedyKind
    product: str
    requirement: str
    changes: FrozenMap[str, Any] = EMPTY
    answer: str | None = None
    effort: Effort | None = None
    price: Quantity | None = None
    date: datetime.date | None = None
    world: World = attrs.field(repr=False, eq=False, kw_only=True)

    @property
    def risk(self) -> Risk:
        """low, medium or high: extensions may hurt upgrades, another vendor's word is not one's own."""
        return RISKS[self.kind]

    @cached_property
    def fit(self) -> Fit:
        """The fit after the changes, as a new match gives it."""
        world = apply(self.world, self.changes)
        return world.fit(world.catalog[self.product])

    @property
    def credit(self) -> Interval:
        """The credit of the line afterwards."""
        return self.fit[self.requirement].credit

    @property
    def score_after(self) -> Interval | None:
        """The product's score afterwards."""
        return self.fit.score

    @property
    def decision_after(self) -> Decision:
        """The product's decision afterwards."""
        return self.fit.decision


def remedies_of(gap: Gap) -> tuple[Remedy, ...]:
    """The ways out that lie with this product and this client, in a fixed order."""
    make = _Maker(gap)
    match gap.kind:
        case "missing":
            ways = [*make.other_ways(), *make.change_process()]
        case "insufficient":
            ways = [*make.other_ways(), *make.lower_the_need(), *make.change_process()]
        case "late":
            ways = [*make.move_the_date(), *make.other_ways(), *make.change_process()]
        case "unaccepted":
            ways = [*make.accept(), *make.other_ways(), *make.change_process()]
        case "partial":
            ways = [*make.configure(), *make.other_ways(), *make.change_process()]
        case "third_party":
            ways = [*make.as_stated("partner"), *make.change_process()]
        case "customisation":
            ways = [*make.as_stated("extend"), *make.change_process()]
        case "roadmap":
            ways = [*make.wait(), *make.other_ways(), *make.change_process()]
        case "unknown" | "conflicting":
            ways = list(make.ask())
        case "unevidenced":
            ways = list(make.prove())
        case _:
            ways = list(make.change_process())
    return tuple(ways)


@attrs.frozen(eq=False)
class _Maker:
    """Makes the remedies of one gap."""

    gap: Gap

    @property
    def world(self) -> World:
        return self.gap.world

    @property
    def judgement(self) -> Judgement:
        return self.gap.judgement

    @property
    def target(self) -> str:
        return target_of(self.judgement, self.gap.product)

    @cached_property
    def parts(self) -> tuple[tuple[str, Judgement], ...]:
        """Target and judgement of what has to change: the line itself, or the parts of a roll-up."""
        if self.judgement.speech.kind != "rollup" or self.gap.requirement.capability is None:
            return ((self.target, self.judgement),)
        world, product = self.world, self.gap.product
        voices = listen(world.catalog[product], world.vocabulary, world.catalog.responses, world.client.id)
        found = [part_of(self.judgement, c, world, voices) for c in leaves(self.gap.requirement.capability, voices)]
        return tuple((target_of(part, product), part) for part in found)

    def remedy(self, kind: RemedyKind, changes: FrozenMap[str, Any] = EMPTY, **fields: Any) -> Remedy:
        return Remedy(
            kind, self.gap.product, self.gap.requirement.id, changes=changes, world=self.world, **fields
        )

    def accepts(self, response: ResponseCode) -> bool:
        accept = self.gap.requirement.accept
        return not accept or response in accept

    def statement(self) -> Statement | None:
        return self.judgement.statements[0] if self.judgement.statements else None

    def value(self) -> dict[str, Any] | None:
        """Fields of a value that meets the need; {} where none is needed, None where none was found."""
        need = self.gap.requirement.need
        if not need.keys:
            return {}
        return satisfying(need, self.world.vocabulary.get(self.gap.requirement.capability), self.world.policy)

    def given_as(self, response: ResponseCode) -> FrozenMap[str, Any] | None:
        """The change that gives what is missing in full, by a response; None where that cannot be."""
        value = self.value()
        if value is None or not self.accepts(response):
            return None
        changes: dict[str, Any] = {}
        for target, part in self.parts:
            if part.verdict in ("unmet", "partial"):
                changes.update(whole(target, response=response, **value))
        return FrozenMap(changes)

    def other_ways(self) -> Iterable[Remedy]:
        stated = self.statement()
        effort, price = (stated.effort, stated.price) if stated else (None, None)
        for kind, response in (("extend", "customisation"), ("partner", "third_party")):
            changes = self.given_as(response)  # type: ignore[arg-type]
            if changes:
                costs = {"effort": effort} if kind == "extend" else {}
                yield self.remedy(kind, changes, price=price, **costs)  # type: ignore[arg-type]

    def configure(self) -> Iterable[Remedy]:
        stated = self.statement()
        plain = stated is not None and stated.response in ("standard", "configuration")
        changes = self.given_as("configuration") if plain else None
        if changes and stated:
            yield self.remedy("configure", changes, effort=stated.effort)

    def wait(self) -> Iterable[Remedy]:
        value = self.value()
        stated = self.statement()
        if stated is None or stated.available in (None, "unknown") or value is None or not self.accepts("standard"):
            return
        changes: dict[str, Any] = {}
        for target, part in self.parts:
            if any(statement.response == "roadmap" for statement in part.statements):
                changes.update(whole(target, response="standard", **value))
        if changes:
            yield self.remedy("wait", FrozenMap(changes), date=stated.available)

    def as_stated(self, kind: RemedyKind) -> Iterable[Remedy]:
        stated = self.statement()
        yield self.remedy(
            kind, effort=stated.effort if stated else None, price=stated.price if stated else None
        )

    def change_process(self) -> Iterable[Remedy]:
        if not self.judgement.waived:
            waiver = {"reason": "the process changes"}
            yield self.remedy("change_process", FrozenMap({f"{self._line}.waived": waiver}))

    def accept(self) -> Iterable[Remedy]:
        stated = {part.response for _, judged in self.parts for part in judged.statements}
        codes = [*self.gap.requirement.accept, *sorted(stated - set(self.gap.requirement.accept))]
        wanted = [code for code in codes if code not in ("not_supported", "not_applicable")]
        yield self.remedy("negotiate", FrozenMap({f"{self._line}.accept": wanted}))

    def move_the_date(self) -> Iterable[Remedy]:
        dates = [
            s.available
            for _, judged in self.parts
            for s in judged.statements
            if isinstance(s.available, datetime.date)
        ]
        if dates:
            latest = max(dates)
            yield self.remedy("negotiate", FrozenMap({f"{self._line}.by": latest.isoformat()}), date=latest)

    def lower_the_need(self) -> Iterable[Remedy]:
        """Each bound that the stated value misses, moved to that value."""
        stated, line = self.statement(), self.gap.requirement
        if stated is None or stated.value is None or len(stated.value) != 1:
            return
        capability, policy = self.world.vocabulary.get(line.capability), self.world.policy
        changes: dict[str, Any] = {}
        for key in ("at_least", "at_most", "level"):
            bound = getattr(line.need, key)
            if bound is None:
                continue
            test = ready(Need(**{key: bound}), capability, policy.at_bound, policy.month_days)
            if test.share(stated.value, stated.exhaustive).best == FAILED:
                changes[f"{self._line}.need.{key}"] = stated.value[0]
        if changes:
            yield self.remedy("negotiate", FrozenMap(changes))

    def ask(self) -> Iterable[Remedy]:
        for ask in asks_of(self.judgement, self.world, self.gap.product):
            if not ask.answers:
                yield self.remedy("ask")
            for answer, changes in ask.answers:
                yield self.remedy("ask", changes, answer=answer)

    def prove(self) -> Iterable[Remedy]:
        changes: dict[str, Any] = {}
        for _, part in self.parts:
            if "unevidenced" in part.kinds:
                changes.update(proof(spoken_at(part, self.gap.product), part.statements))
        yield self.remedy("prove", FrozenMap(changes))

    @property
    def _line(self) -> str:
        return f"client.requirements.{self.gap.requirement.id}"
