"""What the clients' gaps ask a product to learn: the builds, and for each gap those that would serve it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from tobfit.lifecycle.backlog_records import Why
from tobfit.lifecycle.builds import Build, Spot, covers_narrower, statement_builds
from tobfit.lifecycle.stands import Stand
from tobfit.matching.asks import parts_of
from tobfit.matching.fit import Fit, failing_levels, judged
from tobfit.matching.gap import Gap
from tobfit.matching.judge import Line
from tobfit.matching.outcome import Judgement
from tobfit.matching.promise import reach_of
from tobfit.matching.reasons import missing_modules
from tobfit.matching.remedy import Remedy, total_effort
from tobfit.matching.report import Report
from tobfit.model.frozen import FrozenMap
from tobfit.model.natural import natural
from tobfit.model.pack import Capability
from tobfit.model.price import Effort

IDLE = ("wont",)
OPEN = "open:"
"""How lines are called that undecided rules could add."""


@attrs.frozen(eq=False)
class Bid:
    """One report, and those of its candidates that count, in their order."""

    report: Report
    fits: tuple[Fit, ...]

    @property
    def client(self) -> str:
        """Whose it is."""
        return self.report.client.id

    @property
    def is_won(self) -> bool:
        """Whether one of the candidates fits today."""
        return any(fit.decision in ("fit", "fit_with_gaps") for fit in self.fits)

    @property
    def counting(self) -> tuple[Fit, ...]:
        """The candidates whose gaps hold the money: of a deal that is won the one that ranks first, else all."""
        return self.fits[:1] if self.is_won else self.fits


def products_of(fit: Fit) -> tuple[str, ...]:
    """The product that is fitted, or those of an offer."""
    return fit.offer.products if fit.offer is not None else (fit.product,)


def open_gaps(fit: Fit) -> list[Gap]:
    """The gaps above info."""
    return [gap for gap in fit.gaps if gap.severity != "info"]


def own_parts(judgement: Judgement, fit: Fit) -> list[Judgement]:
    """The line against the one product that has to do something: itself, or of a roll-up the parts with a gap."""
    own = judgement.own
    if own.speech.kind != "rollup":
        return [own]
    return [part for part, _ in parts_of(own, fit.world) if part.kinds]


@attrs.frozen(eq=False, slots=False)
class Wanted:
    """All that could be built for some bids."""

    bids: tuple[Bid, ...]

    @cached_property
    def builds(self) -> Mapping[str, Build]:
        """By id, in their order."""
        lines: dict[tuple[str, str], dict[Spot, Line]] = {key: {} for key in self._keys}
        fits: dict[tuple[str, str], list[Fit]] = {key: [] for key in self._keys}
        for bid in self.bids:
            for fit in bid.fits:
                for spot, line in spots_of(fit):
                    for product in products_of(fit):
                        key = (product, line.requirement.capability or "")
                        if key in lines:
                            lines[key][spot] = line
                            fits[key].append(fit)
        found: list[Build] = []
        for (product, capability), asked in lines.items():
            worlds = fits[product, capability]
            covers = covers_narrower((fit.world.catalog.product(product) for fit in worlds), capability)
            # Parts of a roll-up may be asked for by no line of their own.
            every = {**self._parts[product, capability], **asked}
            found += statement_builds(product, capability, self.record(product, capability), every, covers)
        found += self._placed
        return {build.id: build for build in sorted(found, key=lambda one: one.order)}

    def record(self, product: str, capability: str) -> Capability | None:
        """The term for what is built."""
        fits = (fit for bid in self.bids for fit in bid.fits if product in products_of(fit))
        found = (fit.world.vocabulary.get(capability) for fit in fits)
        return next((one for one in found if one is not None), None)

    @cached_property
    def _keys(self) -> tuple[tuple[str, str], ...]:
        """Product and capability of all that is missing somewhere."""
        return tuple(sorted(self._parts, key=lambda key: (natural(key[0]), natural(key[1]))))

    @cached_property
    def _parts(self) -> dict[tuple[str, str], dict[Spot, Line]]:
        """The same, with the lines that miss it."""
        found: dict[tuple[str, str], dict[Spot, Line]] = {}
        for bid in self.bids:
            for fit in bid.fits:
                lines = {line.requirement.id: line for line in fit.world.lines}
                for judgement, name in missing_in(fit, counts=fit in bid.counting):
                    for part in own_parts(judgement, fit):
                        capability = part.requirement.capability
                        if capability is not None and not is_drawn(judgement):
                            line = attrs.evolve(lines.get(name) or _open_line(fit, name), requirement=part.requirement)
                            found.setdefault((part.item, capability), {})[bid.client, name] = line
        return found

    def rules_behind(self, build: Build) -> tuple[str, ...]:
        """The undecided rules that would ask for a build."""
        worlds = {bid.client: bid.report.world for bid in self.bids}
        spots = self._parts.get((build.product, build.capability or ""), ())
        found = {rule for client, name in spots if name.startswith(OPEN)
                 for rule in worlds[client].rules_of_musts[int(name.removeprefix(OPEN))]}
        return tuple(sorted(found, key=natural))

    @cached_property
    def _placed(self) -> list[Build]:
        """What landscapes ask of products; the same change is one build."""
        made: dict[FrozenMap[str, Any], Build] = {}
        names: dict[str, int] = {}
        for bid in self.bids:
            for fit in bid.fits:
                for gap in fit.gaps:
                    for remedy in product_ways(gap):
                        if remedy.changes not in made:
                            target = min(remedy.changes, key=natural).removeprefix(f"product.{gap.item}.")
                            name = f"{gap.item}/{target}"
                            names[name] = names.get(name, 0) + 1
                            name += f"#{names[name]}" if names[name] > 1 else ""
                            made[remedy.changes] = Build(name, gap.item, None, None, remedy.changes)
        return list(made.values())

    @cached_property
    def stands(self) -> tuple[tuple[Stand, ...], ...]:
        """For each bid its candidates, ready to be judged with builds."""
        return tuple(tuple(Stand(fit, self.builds, products_of(fit)) for fit in bid.fits) for bid in self.bids)

    def serving(self, gap: Gap) -> tuple[tuple[str, ...], Why | None]:
        """The builds that serve a gap, and why where there is none."""
        own = gap.judgement.own
        if gap.kind == "unevidenced":
            return (), "proof"
        if is_drawn(own):
            names = self._by_changes(remedy for remedy in product_ways(gap))
            return names, None if names else "landscape"
        if own.requirement.capability is None:
            return (), "unresolved"
        if missing_modules(own):
            return (), "module"
        spot = (gap.world.client.id, gap.requirement.id)
        names = tuple(
            build.id
            for part in own_parts(own, gap.fit)
            for build in self.of_capability(part.item, part.requirement.capability)
            if part.requirement.capability != gap.requirement.capability or spot in build.serves
        )
        stand = Stand(gap.fit, self.builds, products_of(gap.fit))
        line = stand.lines[gap.requirement.id]
        if names and gap.kind not in stand.outcome(line, names).kinds:
            return tuple(dict.fromkeys(names)), None
        return (), "vendor" if gap.requirement.scope == "vendor" else "no_build"

    def _by_changes(self, remedies: Iterable[Remedy]) -> tuple[str, ...]:
        ids = {build.changes: build.id for build in self._placed}
        return tuple(dict.fromkeys(ids[remedy.changes] for remedy in remedies))

    def of_capability(self, product: str, capability: str | None) -> Sequence[Build]:
        """The builds of one capability."""
        return self._of_capability.get((product, capability or ""), ())

    @cached_property
    def _of_capability(self) -> dict[tuple[str, str], list[Build]]:
        found: dict[tuple[str, str], list[Build]] = {}
        for build in self.builds.values():
            if build.capability is not None:
                found.setdefault((build.product, build.capability), []).append(build)
        return found

    def reaching(self, line: Line, name: str, stand: Stand) -> list[Build]:
        """The builds that can have a part in a line; of several of one capability those that give what it asks for."""
        spot, capability = (stand.client, name), line.requirement.capability
        near = self.near(line, stand)
        served = {build.slot for build in near if spot in build.serves}
        return [
            build
            for build in near
            if spot in build.serves
            or build.capability is None
            # An answer takes what it leaves out from the statement: one made for others may serve it too.
            or (build.capability == capability and _serves_the_answer(build, line, name, stand))
            or (build.capability != capability and build.slot not in served and _is_accepted(build, line))
        ]

    def near(self, line: Line, stand: Stand) -> list[Build]:
        """The builds that touch what a line asks for."""
        found = list(self._placed) if line.is_placed else []
        if line.requirement.capability is not None:
            found += self._reaching_of(stand)[line.requirement.capability]
        return [build for build in found if build.product in stand.products]

    def _reaching_of(self, stand: Stand) -> Mapping[str, Sequence[Build]]:
        """Capability -> the builds whose statements can speak for it, under the terms of a candidate's world."""
        vocabulary = stand.world.vocabulary
        if id(vocabulary) not in self._reaches:
            found: dict[str, list[Build]] = {}
            for build in self.builds.values():
                for name in reach_of([build.capability], vocabulary) if build.capability is not None else ():
                    found.setdefault(name, []).append(build)
            self._reaches[id(vocabulary)] = defaultdict(list, found)
        return self._reaches[id(vocabulary)]

    @cached_property
    def _reaches(self) -> dict[int, Mapping[str, Sequence[Build]]]:
        return {}


def _serves_the_answer(build: Build, line: Line, name: str, stand: Stand) -> bool:
    return (build.product, name) in stand.answered and stand.passes(line, (build.id,))


def _is_accepted(build: Build, line: Line) -> bool:
    accepted = line.requirement.accept
    return not accepted or (build.statement is not None and build.statement.response in accepted)


def is_drawn(judgement: Judgement) -> bool:
    """Whether a line is about a connection, or a place to run."""
    return judgement.requirement.connect is not None or judgement.requirement.deploy is not None


def product_ways(gap: Gap) -> Iterator[Remedy]:
    """The ways out of what a landscape forbids that change the product alone."""
    if gap.kind != "incompatible" or gap.severity == "info":
        return
    for remedy in gap.remedies:
        if remedy.changes and all(target.startswith(f"product.{gap.item}.") for target in remedy.changes):
            yield remedy


def spots_of(fit: Fit) -> Iterator[tuple[Spot, Line]]:
    """The lines that ask for something, those that undecided rules could add among them."""
    client = fit.world.client.id
    for line in fit.world.lines:
        if line.requirement.priority not in IDLE and line.requirement.waived is None:
            yield (client, line.requirement.id), line
    for number, line in enumerate(fit.world.open_musts):
        yield (client, open_name(number)), line


def open_name(number: int) -> str:
    """What a line is called that an undecided rule could add."""
    return f"{OPEN}{number}"


def _open_line(fit: Fit, name: str) -> Line:
    return fit.world.open_musts[int(name.removeprefix(OPEN))]


def missing_in(fit: Fit, *, counts: bool) -> Iterator[tuple[Judgement, str]]:
    """The judgements that show what a product lacks, with the names of their lines: of gaps above info (of a candidate
    whose gaps count) that a build may close, and of Musts that may fail."""
    named = {gap.requirement.id for gap in open_gaps(fit) if gap.kind != "unevidenced"} if counts else set()
    failing = failing_levels(fit.world.policy)
    musts = {line.requirement.id for line in fit.world.lines if line.can_fail}
    for judgement in fit.judgements:
        name = judgement.requirement.id
        may_fail = name in musts and judgement.worst in failing and judgement.verdict != "not_applicable"
        if (name in named or may_fail) and not missing_modules(judgement.own):
            yield judgement, name
    items = fit.world.voices(fit.world.catalog[fit.product])
    for number, line in enumerate(fit.world.open_musts):
        judgement = judged(line, items, fit.world.bench)
        if judgement.worst in failing:
            yield judgement, open_name(number)


def effort_of(judgements: Iterable[Judgement]) -> Effort | None:
    """What the statements behind some lines estimate, end by end the largest; None where nobody did."""
    found = [effort for one in judgements if (effort := total_effort(one.statements)) is not None]
    return largest(found)


def largest(efforts: Iterable[Effort]) -> Effort | None:
    """End by end the largest."""
    found = list(efforts)
    if not found:
        return None
    ends = {end: max((getattr(e, end) for e in found), key=lambda q: q.base[1]) for end in ("low", "likely", "high")}
    return Effort(**ends)
