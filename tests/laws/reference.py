"""A naive judge, written from the rules alone: slow, without shortcuts, and without a line of the engine.

What is unknown is held as a list of points, one for each extreme completion: (state, credit). The engine's interval
and its worst and best verdicts must be the hull of these points.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import attrs
from tests.laws.place_reference import Surveyor
from tests.laws.vendor_reference import documents_before, readings

from tobfit.model.client import Client
from tobfit.model.pack import Capability
from tobfit.model.policy import Policy
from tobfit.model.product import Product, Statement
from tobfit.model.requirement import Requirement
from tobfit.testing.strategies import World

UNMET, PARTIAL, MET = 0, 1, 2
NAMES = {UNMET: "unmet", PARTIAL: "partial", MET: "met"}
F = Fraction
Point = tuple[int, Fraction]

# ------------------------------------------------------------------------------------------- quantities

SIZES: dict[str, tuple[str, Fraction]] = {
    "ms": ("time", F(1, 1000)), "s": ("time", F(1)), "min": ("time", F(60)), "h": ("time", F(3600)),
    "day": ("time", F(86400)), "days": ("time", F(86400)), "week": ("time", F(604800)), "weeks": ("time", F(604800)),
    "month": ("calendar", F(1)), "months": ("calendar", F(1)), "year": ("calendar", F(12)),
    "%": ("%", F(1)), "user": ("user", F(1)), "users": ("user", F(1)),
    "CNY": ("CNY", F(1)), "EUR": ("EUR", F(1)), "万元": ("CNY", F(10_000)),
    "GB": ("data", F(10**9)), "MB": ("data", F(10**6)), "GiB": ("data", F(2**30)), "Gbit": ("data", F(10**9, 8)),
    "person_day": ("effort", F(1)), "person-days": ("effort", F(1)), "人天": ("effort", F(1)), "tx": ("tx", F(1)),
    "count": ("count", F(1)), "person": ("person", F(1)),
    "": ("", F(1)),
}  # fmt: skip


def sized(text: str, unit: str, month_days: Any) -> tuple[tuple[str, str], Fraction]:
    """What a text measures and how much, in base units; a bare number has the unit of the vocabulary."""
    number, word = re.fullmatch(r"\s*([-+0-9.]+)\s*(.*?)\s*", text).groups()  # type: ignore[union-attr]
    word = word or unit
    if unit == "person_day" and word in ("day", "days"):
        word = "person_day"
    upper, _, lower = word.partition("/")
    (above, size), (below, part) = _size(upper, month_days), _size(lower, month_days)
    return (above, below), F(number) * size / part


def _size(word: str, month_days: Any) -> tuple[str, Fraction]:
    kind, size = SIZES[word]
    if kind == "calendar" and month_days is not None:
        return "time", size * F(month_days) * 86400
    return kind, size


# ------------------------------------------------------------------------------------------------ needs

Shares = list[Point]
OPEN: Shares = [(UNMET, F(0)), (MET, F(1))]


def shares(
    line: Requirement,
    capability: Capability | None,
    value: Sequence[str] | None,
    all_said: bool,
    policy: Policy,
) -> Shares:
    """The extreme shares of a need that a stated value allows; state UNMET means that the need failed."""
    need = line.need
    wanted = [
        need.at_least, need.at_most, need.more_than, need.less_than, need.level, need.version,
        need.all_of, need.any_of, need.none_of,
    ]  # fmt: skip
    if not any(wanted):
        return [(MET, F(1))]
    if value is None:
        return OPEN
    keys: list[Shares] = []
    if need.all_of:
        held = F(len(set(need.all_of) & set(value)), len(set(need.all_of)))
        now = (MET if held == 1 else PARTIAL if held else UNMET, held)
        keys.append([now] if all_said or held == 1 else [now, (MET, F(1))])
    if need.any_of:
        keys.append([(MET, F(1))] if set(need.any_of) & set(value) else [(UNMET, F(0))] if all_said else OPEN)
    if need.none_of:
        keys.append([(UNMET, F(0))] if set(need.none_of) & set(value) else [(MET, F(1))] if all_said else OPEN)
    if need.level:
        assert capability is not None
        order = list(capability.levels)
        keys.append([(MET, F(1)) if order.index(value[0]) >= order.index(need.level) else (UNMET, F(0))])
    if need.version:
        keys.append(version_share(value[0], need.version))
    keys += quantity_shares(line, capability, value, policy)
    found = []
    for combination in itertools.product(*keys):
        state = min(state for state, _ in combination)
        share = F(1)
        for _, part in combination:
            share *= part
        found.append((state, share if state != UNMET else F(0)))
    return sorted(set(found))


def quantity_shares(
    line: Requirement, capability: Capability | None, value: Sequence[str], policy: Policy
) -> list[Shares]:
    """One list of extreme shares for each bound of a need."""
    need, keys = line.need, []
    unit = (capability.unit if capability else None) or ""
    lower = [k for k in ("at_least", "more_than") if getattr(need, k)]
    upper = [k for k in ("at_most", "less_than") if getattr(need, k)]
    graded = None
    if need.ideal is not None:
        falls = capability is not None and capability.direction == "lower_is_better"
        graded = (upper if not lower or (upper and falls) else lower)[0]
    for key in lower + upper:
        kind, stated = sized(value[0], unit, policy.month_days)
        other, bound = sized(str(getattr(need, key)), unit, policy.month_days)
        if kind != other:
            keys.append(OPEN)
            continue
        holds = {
            "at_least": stated >= bound,
            "more_than": stated > bound,
            "at_most": stated <= bound,
            "less_than": stated < bound,
        }[key]
        if not holds:
            keys.append([(UNMET, F(0))])
        elif key != graded:
            keys.append([(MET, F(1))])
        else:
            measure, ideal = sized(str(need.ideal), unit, policy.month_days)
            low = F(policy.at_bound)
            if measure != kind:
                # Between bound and ideal, or beyond it: nobody can tell.
                keys.append([(MET, low), (MET, F(1))] if low < 1 else [(MET, F(1))])
                continue
            beyond = ideal <= bound if key in lower else ideal >= bound
            reached = F(1) if beyond else min(F(1), (stated - bound) / (ideal - bound))
            keys.append([(MET, low + (1 - low) * reached)])
    return keys


def shares_of(
    line: Requirement, capability: Capability | None, value: Sequence[str] | None, all_said: bool, policy: Policy
) -> Shares:
    """The same for a value of which only ends are known: every number between them."""
    found: set[Point] = set()
    for each in readings(value):
        if each == ("0",) and value is not None and value != ("0",) and not line.need.keys:
            found.add((UNMET, F(0)))  # none at all is not some
        else:
            found.update(shares(line, capability, each, all_said, policy))
    return sorted(found)


def version_share(text: str, wanted: str) -> Shares:
    """Whether a version lies in a range whose parts are joined by commas."""
    answers: list[bool | None] = []
    for part in wanted.split(","):
        operator, bound = re.fullmatch(r"\s*([<>=!]*)\s*(\S+)\s*", part).groups()  # type: ignore[union-attr]
        (mine, my_suffix), (its, its_suffix) = _version(text), _version(bound)
        if mine == its and my_suffix != its_suffix:
            answers.append(None)
            continue
        answers.append(
            {
                "": mine >= its, ">=": mine >= its, ">": mine > its, "<": mine < its, "<=": mine <= its,
                "==": mine == its, "=": mine == its, "!=": mine != its,
            }[operator]
        )  # fmt: skip
    if False in answers:
        return [(UNMET, F(0))]
    return OPEN if None in answers else [(MET, F(1))]


def _version(text: str) -> tuple[tuple[int, ...], str]:
    numbers, suffix = re.fullmatch(r"([0-9.]+)(.*)", text).groups()  # type: ignore[union-attr]
    parts = [int(part) for part in numbers.split(".")]
    return tuple(parts + [0] * (6 - len(parts))), suffix


# --------------------------------------------------------------------------------------------- outcomes


@attrs.define
class Outcome:
    """The points that completions allow; no points means not applicable."""

    points: list[Point]
    kinds: set[str] = attrs.field(factory=set)
    is_open: bool = False

    @property
    def applies(self) -> bool:
        return bool(self.points)

    @property
    def low(self) -> Fraction:
        return min((credit for _, credit in self.points), default=F(0))

    @property
    def high(self) -> Fraction:
        return max((credit for _, credit in self.points), default=F(0))

    @property
    def worst(self) -> int:
        return min((state for state, _ in self.points), default=MET)

    @property
    def best(self) -> int:
        return max((state for state, _ in self.points), default=MET)

    @property
    def verdict(self) -> str:
        if not self.applies:
            return "not_applicable"
        return "unknown" if self.is_open else NAMES[self.best]

    @property
    def judged(self) -> tuple[object, ...]:
        return self.applies, self.is_open, self.low, self.high, self.worst, self.best


def nobody(kind: str = "unknown") -> Outcome:
    return Outcome([(UNMET, F(0)), (MET, F(1))], {kind}, True)


def unmet(kind: str) -> Outcome:
    return Outcome([(UNMET, F(0))], {kind})


def better(one: Outcome, other: Outcome) -> Outcome:
    """The better of two: of either, where that is sure, else what is open of both."""
    if other.low >= one.high and other.worst >= one.best:
        return other
    if one.low >= other.high and one.worst >= other.best:
        return one
    low = max(one.worst, other.worst), max(one.low, other.low)
    high = max(one.best, other.best), max(one.high, other.high)
    return Outcome([low, high], one.kinds - {"missing", "insufficient", "late", "unaccepted"}, True)


def is_shown(statement: Statement, product: Product) -> bool:
    """Documented, demonstrated or referenced for this very version."""
    return any(e.kind != "claimed" and e.version in (None, product.version) for e in statement.evidence)


def speakers(judge: Judge, line: Requirement) -> list[Judge]:
    """Who is heard for a line about the vendor, or about the service: the product with its vendor, then partners."""
    product, world = judge.product, judge.world
    placed = line.connect is not None or line.deploy is not None or line.capability == "dep.data_residency"
    if line.scope == "product" or placed:
        return [judge]
    vendor, *partners = documents_before(world, product, list(judge.terms.values()))
    with_vendor = Judge(world, vendor.product)
    if line.capability is None:
        return [with_vendor]
    bare = [Judge(without_answers(world), partner.product) for partner in partners]
    if line.scope == "vendor":
        return [with_vendor, *bare]
    first = with_vendor if vendor.says(line.capability, with_vendor) else judge
    heard = [j for j, partner in zip(bare, partners, strict=True) if partner.says(line.capability, j)]
    return [first, *heard] if first is not judge or heard else [judge]


def without_answers(world: World) -> World:
    return world.with_responses([])


def best_of(outcomes: list[Outcome]) -> Outcome:
    """Several who may serve a line: as good as the best of them, at worst and at best."""
    applying = [outcome for outcome in outcomes if outcome.applies]
    if len(applying) < 2:
        return applying[0] if applying else outcomes[0]
    shown = max(applying, key=lambda o: (o.worst, millionths(o.low), o.best, millionths(o.high)))
    worst, best = max(o.worst for o in applying), max(o.best for o in applying)
    low, high = max(o.low for o in applying), max(o.high for o in applying)
    is_open = shown.is_open or worst != best
    kinds = shown.kinds if not is_open or "conflicting" in shown.kinds else shown.kinds | {"unknown"}
    return Outcome([(worst, low), (best, high)], kinds, is_open)


class Judge:
    """One product before one client."""

    def __init__(self, world: World, product: Product) -> None:
        self.survey = Surveyor(world, product)
        self.world = world
        self.client: Client = world.client
        self.policy = world.policy
        self.product = product
        self.terms: dict[str, Capability] = {}
        for layer in world.packs.layers:
            self.terms.update({term.id: term for pack in layer for term in pack.vocabulary})
        self.responses = [r for r in world.catalog.responses if r.product == product.id and r.client == world.client.id]
        assert world.client.as_of is not None
        self.as_of: datetime.date = world.client.as_of
        view = next((v for v in world.client.views if v.id == world.view), None)
        self.view_weights = dict(view.weights) if view else {}

    # -- the vocabulary

    def above(self, name: str) -> list[str]:
        broader = self.terms[name].broader
        return [broader, *self.above(broader)] if broader else []

    def below(self, name: str) -> list[str]:
        return [term.id for term in self.terms.values() if term.broader == name]

    def is_complete(self, name: str | None) -> bool:
        return name is not None and any(n in self.product.complete for n in [name, *self.above(name)])

    # -- who speaks

    @staticmethod
    def first(said: Sequence[Any]) -> list[Any]:
        """Findings before the vendor's word, then the latest; what is left stands side by side."""
        findings = [s for s in said if s.by != "vendor"]
        rank = findings or list(said)
        latest = max((s.on or datetime.date.min for s in rank), default=None)
        return [s for s in rank if (s.on or datetime.date.min) == latest]

    def own(self, name: str) -> list[Statement]:
        return self.first(self.product.capabilities.get(name, ()))

    def served(self, name: str) -> list[Statement]:
        """An entry under ``services`` is given as standard, if it is a service."""
        is_service = "svc" in (name, *self.above(name))
        is_given = any(entry.capability == name for entry in self.product.services)
        return [Statement(response="standard")] if is_service and is_given else []

    def answered(self, line: Requirement) -> list[Statement]:
        said = [a.evolve(on=a.on or r.as_of) for r in self.responses for a in r.answers if a.requirement == line.id]
        stated = (self.own(line.capability) or self.served(line.capability)) if line.capability else []
        chosen = self.first(said)
        if chosen and chosen[0].by == "vendor" and any(s.by != "vendor" for s in stated):
            return []
        found = []
        for answer in chosen:
            for statement in stated or (None,):
                fields = {}
                for name in ("response", "extent", "value", "exhaustive", "available", "evidence"):
                    mine = getattr(answer, name)
                    missing = mine is None or (name == "evidence" and not mine)
                    fields[name] = getattr(statement, name) if missing and statement is not None else mine
                if fields["response"] is not None:
                    fields["extent"] = fields["extent"] or "full"
                    fields["exhaustive"] = bool(fields["exhaustive"])
                    found.append(Statement(by=answer.by, **fields))
        return found

    def covering(self, name: str) -> list[Statement]:
        for broader in self.above(name):
            marked = self.first([s for s in self.product.capabilities.get(broader, ()) if s.covers_narrower])
            if marked:
                return [s.evolve(value=None, exhaustive=False) for s in marked]
        return []

    def has_word_below(self, name: str) -> bool:
        return any(
            child in self.product.capabilities or self.is_complete(child) or self.has_word_below(child)
            for child in self.below(name)
        )

    def is_stated_below(self, name: str) -> bool:
        return any(name in self.above(each) for each in self.product.capabilities if each in self.terms)

    def is_served_below(self, name: str) -> bool:
        return any(self.served(each) for each in self.terms if name in self.above(each))

    # -- judging

    def judge(self, line: Requirement) -> Outcome:
        """One line, through every step of who speaks; one about the vendor, or the service, before all who deliver."""
        judges = speakers(self, line)
        if judges != [self]:
            alone = line.evolve(scope="product")
            return self._settled(best_of([each.judge(alone) for each in judges]))
        outcome = self._judge(line)
        return self._settled(outcome)

    @staticmethod
    def _settled(outcome: Outcome) -> Outcome:
        if outcome.verdict == "unknown" and "conflicting" not in outcome.kinds:
            outcome.kinds = outcome.kinds | {"unknown"}
        return outcome

    def _judge(self, line: Requirement) -> Outcome:
        name = line.capability
        if line.connect is not None or line.deploy is not None:
            return self.placed(line)
        outcome = self._said(line)
        return self.resident(line, outcome) if name == "dep.data_residency" else outcome

    def _said(self, line: Requirement) -> Outcome:
        """What statements and answers come to."""
        name = line.capability
        for said in (
            self.answered(line),
            self.own(name) if name else [],
            self.covering(name) if name else [],
        ):
            if said:
                return self.together([self.statement(s, line, name) for s in said])
        if name and not line.need.keys and self.is_stated_below(name):
            return self.rolled(name, line)
        if name and (said := self.served(name)):
            return self.statement(said[0], line, name)
        if name and not line.need.keys and (self.has_word_below(name) or self.is_served_below(name)):
            return self.rolled(name, line)
        return unmet("missing") if self.is_complete(name) else nobody()

    # -- what a landscape has a part in

    @property
    def lines(self) -> list[Requirement]:
        """The client's lines, and those that follow from its landscape."""
        return [*self.client.requirements, *self.survey.lines()]

    def placed(self, line: Requirement) -> Outcome:
        """A connection or a deployment: what was found by trying, else the landscape, whose open ends the vendor's
        word fills where it lies within them; its own not applicable takes no Must away."""
        found = self.connected(line) if line.connect is not None else self.deployed(line)
        answers = self.answered(line.evolve(capability=None))
        if not answers:
            return found
        said = self.together([self.statement(s, line, None) for s in answers])
        if any(answer.by != "vendor" for answer in answers):
            return said
        is_denied = all(answer.response == "not_applicable" for answer in answers) and said.applies
        if not found.is_open or is_denied:
            return found
        if not said.applies or (found.low <= said.low and said.high <= found.high):
            return said
        return Outcome([*found.points, *said.points], {"conflicting"}, True)

    def deployed(self, line: Requirement) -> Outcome:
        assert line.deploy is not None
        truth = self.survey.deployed(line.deploy)
        if truth is None:
            return nobody()
        return Outcome([(MET, F(self.policy.credits.standard))]) if truth else unmet("incompatible")

    def connected(self, line: Requirement) -> Outcome:
        """The best and the worst response with which the connection can be had, as far as they are accepted."""
        usable = ("standard", "configuration", "third_party", "customisation")
        accept = tuple(code for code in line.accept if code in usable) or (("standard",) if line.accept else ())
        route = self.survey.route(line, accept)
        if accept and route.feasible is False:
            route = self.survey.route(line)
        best, worst = route.response_at_best, route.response
        if best is None:
            return unmet("incompatible")
        if line.accept and best not in line.accept:
            return unmet("unaccepted")
        if line.accept and worst not in line.accept:
            worst = None
        points = [
            (UNMET, F(0)) if code is None
            else (MET if code in usable[:2] else PARTIAL, F(getattr(self.policy.credits, code)))
            for code in dict.fromkeys((worst, best))
        ]  # fmt: skip
        kinds: set[str] = {name for name in ("third_party", "customisation") if name == best}
        return Outcome(points, kinds, worst != best)

    def resident(self, line: Requirement, stated: Outcome) -> Outcome:
        """What is stated, or running in an own zone whose region will do, whichever is better."""
        if not stated.applies or stated.verdict == "met" or (line.accept and "standard" not in line.accept):
            return stated
        worth = F(self.policy.credits.standard)
        for region, is_sure in self.survey.homes():
            found = shares(line, None, [region] if region else None, True, self.policy)
            points = {(state, worth * share) for state, share in found} | (set() if is_sure else {(UNMET, F(0))})
            if max(credit for _, credit in points):
                # A zone in another region is of no use, whether the product can run there or not.
                stated = better(stated, Outcome(sorted(points), is_open=len(points) > 1))
        return stated

    def statement(self, said: Statement, line: Requirement, name: str | None) -> Outcome:
        policy, response = self.policy, said.response
        if response == "not_applicable":
            trusted = said.by != "vendor" or line.priority != "must" or policy.trust_not_applicable
            return Outcome([]) if trusted else nobody()
        if response == "not_supported":
            return unmet("missing")
        if line.accept and response not in line.accept:
            return unmet("unaccepted")
        date = said.available if response == "roadmap" else None
        if isinstance(date, datetime.date) and line.by and date > line.by:
            return unmet("late")
        is_all = said.exhaustive or self.is_complete(name)
        found = shares_of(line, self.terms.get(name or ""), said.value, is_all, policy)
        if all(state == UNMET for state, _ in found):
            return unmet("insufficient")
        named = {"full": F(1), "partial": F(policy.partial)}
        extent = named[said.extent] if isinstance(said.extent, str) else said.extent
        worth = F(getattr(policy.credits, response)) * extent
        ceiling = MET if response in ("standard", "configuration") and said.extent == "full" else PARTIAL
        points = [(min(state, ceiling), worth * share) for state, share in found]
        is_open = len(found) > 1
        kinds = set()
        if said.extent != "full" or max(found)[0] == PARTIAL:
            kinds.add("partial")
        if response in ("third_party", "customisation", "roadmap"):
            kinds.add(response)
        unsure = response == "roadmap" and (
            date == "unknown" or (isinstance(date, datetime.date) and date < self.as_of)
        )
        if not is_shown(said, self.product):
            kinds.add("unevidenced")
            unsure = unsure or policy.evidence == "strict"
        if unsure:
            points.append((UNMET, F(0)))
        return Outcome(points, kinds, is_open or unsure)

    @staticmethod
    def together(outcomes: list[Outcome]) -> Outcome:
        """Equal standing: they agree, or the hull of all stands with a conflict."""
        if all(o.judged == outcomes[0].judged for o in outcomes):
            return attrs.evolve(outcomes[0], kinds=set().union(*(o.kinds for o in outcomes)))
        kinds = set.intersection(*(o.kinds for o in outcomes)) | {"conflicting"}
        if not all(o.applies for o in outcomes):
            return Outcome(nobody().points, kinds, True)
        return Outcome([p for o in outcomes for p in o.points], kinds, True)

    def rolled(self, name: str, line: Requirement) -> Outcome:
        parts = [self.part(child, line) for child in self.below(name)]
        parts = [part for part in parts if part.applies]
        if not parts:
            return Outcome([])
        worst, best = self.level(p.worst for p in parts), self.level(p.best for p in parts)
        low, high = (
            sum((p.low for p in parts), F(0)) / len(parts),
            sum((p.high for p in parts), F(0)) / len(parts),
        )
        kinds = set().union(*(p.kinds for p in parts))
        reasons = kinds & {"missing", "late", "unaccepted", "insufficient"}
        kinds = reasons if best == UNMET else kinds - reasons | ({"partial"} if best == PARTIAL else set())
        return Outcome([(worst, low), (best, high)], kinds, any(p.is_open for p in parts))

    def part(self, child: str, line: Requirement) -> Outcome:
        if own := self.own(child):
            return self.together([self.statement(s, line, child) for s in own])
        if (said := self.served(child)) and not self.is_stated_below(child):
            return self.statement(said[0], line, child)
        if self.below(child):
            return self.rolled(child, line)
        return unmet("missing") if self.is_complete(child) else nobody()

    @staticmethod
    def level(levels: Iterable[int]) -> int:
        """Met only if all are met, unmet only if all are unmet, else partial."""
        found = set(levels)
        return found.pop() if len(found) == 1 else PARTIAL

    # -- adding up

    def weight(self, line: Requirement) -> Fraction:
        if line.waived is not None or line.priority == "wont":
            return F(0)
        people = {p.id: p for p in self.client.stakeholders}
        role = F(1)
        if people and line.asked_by:
            role = max(
                F(people[name].influence) * F(self.view_weights.get(people[name].role, 1)) for name in line.asked_by
            )
        size = sum(other.group == line.group for other in self.client.requirements) if line.group else 1
        return F(line.weight) * F(getattr(self.policy.priority_factors, line.priority)) * role / size

    def gaps(self, line: Requirement, outcome: Outcome) -> dict[str, str]:
        """Kind -> severity."""
        if line.priority == "wont":
            return {}
        found = {}
        for kind in outcome.kinds:
            severity = getattr(getattr(self.policy.severity, kind), line.priority)
            ways = kind in ("partial", "third_party", "customisation", "roadmap")
            if (
                self.policy.partial_must == "blocker"
                and line.priority == "must"
                and outcome.applies
                and outcome.best == PARTIAL  # also where more is open: no completion makes it met
                and ways
            ):
                severity = "blocker"
            found[kind] = "info" if line.waived else severity
        return found


@attrs.frozen
class Verdict:
    """What a line comes to, in the engine's terms."""

    verdict: str
    low: int
    high: int
    worst: str
    best: str
    gaps: dict[str, str]


@attrs.frozen
class Sum:
    """What a product comes to."""

    lines: dict[str, Verdict]
    decision: str
    score: tuple[Fraction, Fraction] | None
    answered: Fraction | None
    coverage: Fraction | None
    excluded: Fraction
    possible: tuple[str, str]


def millionths(value: Fraction) -> int:
    """Half even, by hand."""
    whole, rest = divmod(value.numerator * 1_000_000, value.denominator)
    twice = 2 * rest
    return whole + (twice > value.denominator or (twice == value.denominator and whole % 2 == 1))


def reckon(world: World, product: Product) -> Sum:
    """One product judged and added up."""
    judge = Judge(world, product)
    lines: dict[str, Verdict] = {}
    decision_kinds: list[str] = []
    whole = low = high = known = sure = out = F(0)
    sure_fail = may_fail = False
    for line in judge.lines:
        outcome = judge.judge(line)
        gaps = judge.gaps(line, outcome)
        weight = judge.weight(line)
        lower, upper = millionths(outcome.low), millionths(outcome.high)
        lines[line.id] = Verdict(outcome.verdict, lower, upper, NAMES[outcome.worst], NAMES[outcome.best], gaps)
        decision_kinds += gaps.values()
        if not outcome.applies:
            out += weight
            continue
        whole += weight
        low += weight * F(lower, 10**6)
        high += weight * F(upper, 10**6)
        if outcome.verdict != "unknown":
            known += weight
            sure += weight * F(lower, 10**6)
        if line.priority == "must" and not line.waived:
            bar = PARTIAL if world.policy.partial_must == "blocker" else UNMET
            sure_fail = sure_fail or outcome.best <= bar
            may_fail = may_fail or outcome.worst <= bar
    has_gap = any(severity != "info" for severity in decision_kinds)
    decision = "no_fit" if sure_fail else "undecided" if may_fail else "fit_with_gaps" if has_gap else "fit"
    return Sum(
        lines=lines,
        decision=decision,
        score=(low / whole, high / whole) if whole else None,
        answered=sure / known if known else None,
        coverage=known / whole if whole else None,
        excluded=out / (whole + out) if whole + out else F(0),
        possible=("no_fit" if may_fail else "fit", "no_fit" if sure_fail else "fit"),
    )
