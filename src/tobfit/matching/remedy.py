"""Ways out of a gap; each keeps its promise, because its promise is a new match of the changed records."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import attrs

from tobfit.knowledge.check import WORTH_A_LOOK, check_need
from tobfit.matching.asks import asks_of, parts_of, proof, proved_at, responses_for, target_of, whole
from tobfit.matching.fit import Fit
from tobfit.matching.items import with_module
from tobfit.matching.landscape_ways import landscape_ways
from tobfit.matching.offer_price import yearly
from tobfit.matching.outcome import RANK, Judgement, Outcome
from tobfit.matching.promise import promised
from tobfit.matching.reasons import missing_modules
from tobfit.matching.share import FAILED, ready
from tobfit.matching.values import satisfying
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap, frozen
from tobfit.model.interval import Interval, quantise
from tobfit.model.natural import natural
from tobfit.model.plain import to_plain
from tobfit.model.price import Effort
from tobfit.model.product import Statement
from tobfit.model.quantity import Quantity
from tobfit.model.requirement import Need
from tobfit.model.span import ends_of
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

    _repr_mimebundle_ = mimebundle

    kind: RemedyKind
    product: str
    requirement: str
    changes: FrozenMap[str, Any] = EMPTY
    answer: str | None = None
    effort: Effort | None = None
    price: Quantity | None = None
    date: datetime.date | None = None
    before: Fit = attrs.field(repr=False, eq=False, kw_only=True)

    @property
    def risk(self) -> Risk:
        """low, medium or high: extensions may hurt upgrades, another vendor's word is not one's own."""
        return RISKS[self.kind]

    @cached_property
    def fit(self) -> Fit:
        """The fit after the changes, as a new match gives it."""
        return promised(self.before, self.changes, self.product)

    @property
    def credit(self) -> Interval | None:
        """The credit of the line afterwards; None of a way that concerns no single line (``requirement`` is "")."""
        return self.fit[self.requirement].credit if self.requirement else None

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
            ways = [*make.add_modules(), *make.add_partner(), *make.other_ways(), *make.change_process()]
        case "insufficient":
            ways = [*make.add_partner(), *make.other_ways(), *make.lower_the_need(), *make.change_process()]
        case "late":
            ways = [*make.move_the_date(), *make.other_ways(), *make.change_process()]
        case "unaccepted":
            ways = [*make.accept(), *make.other_ways(), *make.change_process()]
        case "partial":
            ways = [*make.add_modules(), *make.configure(), *make.other_ways(), *make.change_process()]
        case "third_party":
            ways = [*make.as_stated("partner"), *make.change_process()]
        case "customisation":
            ways = [*make.as_stated("extend"), *make.change_process()]
        case "roadmap":
            ways = [*make.wait(), *make.other_ways(), *make.change_process()]
        case "unknown" | "conflicting":
            ways = [*make.add_modules(), *make.add_partner(), *make.ask()]
        case "unevidenced":
            ways = list(make.prove())
        case "incompatible":
            ways = [*make.by_landscape(), *make.change_process()]
    return tuple(ways)


def partners_for(fit: Fit) -> Iterable[tuple[str, FrozenMap[str, Any]]]:
    """The vendors that have a document, each with the change that makes it the partner of what is fitted."""
    kind = "product" if fit.offer is None else "offer"
    for name in sorted({vendor.id for vendor in fit.world.catalog.vendors}, key=natural):
        yield name, FrozenMap({f"{kind}.{fit.product}.partner": name})


def _is_better(one: Outcome, other: Outcome) -> bool:
    """Whether a line comes out better, at its worst or at its best, and worse at neither."""
    new, old = (_ends(each) for each in (one, other))
    return new != old and all(a >= b for a, b in zip(new, old, strict=True))


def _ends(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.low, RANK[outcome.worst], outcome.high, RANK[outcome.best]


def total_effort(statements: Iterable[Statement]) -> Effort | None:
    """The efforts that are stated, added up; None where none is."""
    efforts = [s.effort for s in statements if s.effort is not None]
    if not efforts:
        return None
    ends = (total([getattr(effort, end) for effort in efforts]) for end in ("low", "likely", "high"))
    return Effort(**dict(zip(("low", "likely", "high"), ends, strict=True)))


def total_price(statements: Iterable[Statement]) -> Quantity | None:
    """The prices that are stated, added up; None where none is, or where their units differ."""
    return total([s.price for s in statements if s.price is not None])


def total(amounts: list[Quantity]) -> Quantity | None:
    """The sum of amounts in one unit; None of none, and of different units."""
    units = {amount.unit for amount in amounts}
    return Quantity(sum((a.number for a in amounts), Decimal(0)), units.pop()) if len(units) == 1 else None


@attrs.frozen(eq=False)
class _Maker:
    """Makes the remedies of one gap."""

    gap: Gap

    @property
    def world(self) -> World:
        return self.gap.world

    @property
    def judgement(self) -> Judgement:
        """The line against the one product that has to do something: of an offer's the one that the line is told by."""
        return self.gap.judgement.own

    @property
    def item(self) -> str:
        return self.gap.judgement.item

    @property
    def target(self) -> str:
        return target_of(self.judgement, self.item)

    @cached_property
    def parts(self) -> tuple[tuple[str, Judgement], ...]:
        """Target and judgement of what has to change: the line itself, or the parts of a roll-up."""
        if self.judgement.speech.kind != "rollup":
            return ((self.target, self.judgement),)
        found = parts_of(self.judgement, self.world)
        return tuple((target_of(part, self.item), part) for part, _ in found)

    @property
    def shown(self) -> list[Statement]:
        """The statements behind the gap: of a roll-up those of the parts that show its kind."""
        return [s for _, part in self.parts if self.gap.kind in part.kinds for s in part.statements]

    def remedy(self, kind: RemedyKind, changes: FrozenMap[str, Any] = EMPTY, **fields: Any) -> Remedy:
        return Remedy(kind, self.gap.product, self.gap.requirement.id, changes=changes, before=self.gap.fit, **fields)

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

    def improved_by(self, response: ResponseCode) -> list[tuple[str, Judgement]]:
        """The parts that a full statement of this response makes better: more credit, or met at last."""
        if not self.accepts(response):
            return []
        worth = quantise(Fraction(self.world.policy.credit(response)))
        makes_met = response in ("standard", "configuration")
        return [
            (target, part)
            for target, part in self.parts
            if part.verdict in ("unmet", "partial")
            and (part.outcome.high < worth or (makes_met and part.verdict == "partial"))
        ]

    def given_as(self, response: ResponseCode, parts: Iterable[tuple[str, Judgement]]) -> FrozenMap[str, Any]:
        """The change that gives these parts in full, by a response; empty where no value was found."""
        value = self.value()
        changes: dict[str, Any] = {}
        for target, part in parts if value is not None else ():
            # In place of a finding stands a finding: a vendor's word would not be heard beside an answer.
            finder = next((s.by for s in part.statements if s.by != "vendor"), None)
            by = {"by": finder} if finder else {}
            changes.update(whole(target, response=response, **(value or {}), **by))
        return FrozenMap(changes)

    def other_ways(self) -> Iterable[Remedy]:
        ways: tuple[tuple[RemedyKind, ResponseCode], ...] = (("extend", "customisation"), ("partner", "third_party"))
        for kind, response in ways:
            if response not in responses_for(self.judgement):
                continue
            parts = self.improved_by(response)
            stated = [s for _, part in parts for s in part.statements]
            if changes := self.given_as(response, parts):
                effort = total_effort(stated) if kind == "extend" else None
                yield self.remedy(kind, changes, effort=effort, price=total_price(stated))

    def add_modules(self) -> Iterable[Remedy]:
        """What would give the line is not in the offer: it is put in, with what it requires."""
        offer = self.gap.fit.offer
        if offer is None:
            return
        for part in self.gap.judgement.parts or (self.judgement,):
            for module in missing_modules(part):
                added = with_module(offer, self.world.catalog.product(part.item), module)
                if added is not None:
                    items = frozen([to_plain(item.to_node()) for item in added.items])
                    price = total([yearly(amount) for amount in added.prices if amount is not None])
                    changes = FrozenMap({f"offer.{offer.id}.items": items})
                    yield self.remedy("negotiate", changes, price=price if None not in added.prices else None)

    def add_partner(self) -> Iterable[Remedy]:
        """Another vendor that is known delivers too: those whose documents make the line better."""
        line = self.gap.requirement
        if line.scope == "product" or line.capability is None:
            return
        for name, changes in partners_for(self.gap.fit):
            remedy = self.remedy("partner", changes)
            if name not in self._delivering and _is_better(remedy.fit[line.id].outcome, self.gap.judgement.outcome):
                yield remedy

    @property
    def _delivering(self) -> frozenset[str | None]:
        every = (part.voices.deliverer for part in self.gap.judgement.parts or (self.judgement,))
        return frozenset(each.id for each in every if each is not None)

    def configure(self) -> Iterable[Remedy]:
        if self.judgement.voices.deliverer is not None:
            return
        parts = [
            (target, part)
            for target, part in self.improved_by("configuration")
            if any(s.response in ("standard", "configuration") for s in part.statements)
        ]
        if changes := self.given_as("configuration", parts):
            yield self.remedy("configure", changes, effort=total_effort(s for _, p in parts for s in p.statements))

    def wait(self) -> Iterable[Remedy]:
        parts = [
            (target, part)
            for target, part in self.improved_by("standard")
            if any(s.response == "roadmap" for s in part.statements)
        ]
        dates = [s.available for _, part in parts for s in part.statements if isinstance(s.available, datetime.date)]
        if dates and (changes := self.given_as("standard", parts)):
            yield self.remedy("wait", changes, date=max(dates))

    def by_landscape(self) -> Iterable[Remedy]:
        for way in landscape_ways(self.judgement, self.world, self.world.catalog.product(self.item)):
            yield self.remedy(way.kind, way.changes, effort=way.effort)

    def as_stated(self, kind: RemedyKind) -> Iterable[Remedy]:
        if self.judgement.route is not None:
            yield self.remedy(kind, effort=self.judgement.route.estimate)
            return
        effort = total_effort(self.shown) if kind == "extend" else None
        yield self.remedy(kind, effort=effort, price=total_price(self.shown))

    def change_process(self) -> Iterable[Remedy]:
        """The client lets the line go: its own by a waiver, an implied one by a line of its own that is waived. A law
        is not let go by changing how one works."""
        line = self.gap.requirement
        waiver = {"reason": "the process changes"}
        if self.judgement.waived or (not line.is_own and line.basis == "law"):
            return
        if line.is_own:
            yield self.remedy("change_process", FrozenMap({f"{self._line}.waived": frozen(waiver)}))
        else:
            own = {**to_plain(line.to_node()), "waived": waiver}
            yield self.remedy("change_process", FrozenMap({self._line: frozen(own)}))

    def accept(self) -> Iterable[Remedy]:
        if not self.gap.requirement.is_own:
            return  # what a rule demands is not the client's to change
        stated = {part.response for _, judged in self.parts for part in judged.statements}
        if self.judgement.route is not None and self.judgement.route.response_at_best is not None:
            stated.add(self.judgement.route.response_at_best)
        codes = [*self.gap.requirement.accept, *sorted(stated - set(self.gap.requirement.accept))]
        wanted = tuple(code for code in codes if code not in ("not_supported", "not_applicable"))
        yield self.remedy("negotiate", FrozenMap({f"{self._line}.accept": wanted}))

    def move_the_date(self) -> Iterable[Remedy]:
        if not self.gap.requirement.is_own:
            return  # what a rule demands is not the client's to change
        dates = [
            s.available for _, judged in self.parts for s in judged.statements if isinstance(s.available, datetime.date)
        ]
        if dates:
            latest = max(dates)
            yield self.remedy("negotiate", FrozenMap({f"{self._line}.by": latest.isoformat()}), date=latest)

    def lower_the_need(self) -> Iterable[Remedy]:
        """Each bound that the stated value misses, moved to that value."""
        if not self.gap.requirement.is_own:
            return  # what a rule demands is not the client's to change
        stated, line = self.statement(), self.gap.requirement
        if stated is None or stated.value is None or len(stated.value) != 1:
            return
        capability, policy = self.world.vocabulary.get(line.capability), self.world.policy
        lowered: dict[str, str] = {}
        for key in ("at_least", "at_most", "level"):
            bound = getattr(line.need, key)
            if bound is None:
                continue
            test = ready(Need(**{key: bound}), capability, policy.at_bound, policy.month_days)
            if test.share(stated.value, stated.exhaustive).best == FAILED:
                ends = ends_of(stated.value[0])
                at = stated.value[0] if ends is None else ends[1] if key == "at_most" else ends[0]
                if at is not None:
                    lowered[key] = at
        # Beside a new bound an ideal may no longer make sense; such a need nobody would accept.
        found = check_need(line.need.evolve(**lowered), capability)
        if lowered and all(refused.code in WORTH_A_LOOK for _, refused in found):
            changes = {f"{self._line}.need.{key}": value for key, value in lowered.items()}
            yield self.remedy("negotiate", FrozenMap(changes))

    def ask(self) -> Iterable[Remedy]:
        for ask in asks_of(self.gap.judgement, self.world, self.gap.product):
            if not ask.answers:
                yield self.remedy("ask")
            for answer, changes in ask.answers:
                yield self.remedy("ask", changes, answer=answer)

    def prove(self) -> Iterable[Remedy]:
        changes: dict[str, Any] = {}
        for _, part in self.parts:
            if "unevidenced" in part.kinds:
                changes.update(proof(proved_at(part, self.item), part.statements))
        yield self.remedy("prove", FrozenMap(changes))

    @property
    def _line(self) -> str:
        return f"client.requirements.{self.gap.requirement.id}"
