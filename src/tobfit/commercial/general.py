"""Which general services a client needs: by their condition, by what they grow with, and by what calls for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from tobfit.commercial.drivers import Counted, counts_of, is_of_product
from tobfit.commercial.reasons_for import OpenPoint, Why, both
from tobfit.knowledge.cells import Truth
from tobfit.knowledge.intrinsic import path_of
from tobfit.knowledge.logic import decide
from tobfit.matching.asks import asks_of
from tobfit.matching.fit import Fit
from tobfit.matching.outcome import Judgement
from tobfit.matching.reasons import reason_text
from tobfit.model.service import GeneralService


@attrs.frozen
class Called:
    """Whether a general service is needed: True, False, or None where ``questions`` have to be answered first."""

    truth: Truth
    whys: tuple[Why, ...]
    questions: tuple[OpenPoint, ...] = ()


def general_needs(fit: Fit, counts: Mapping[str, Counted] | None = None) -> Mapping[str, Called]:
    """General service -> whether the client of a fit needs it, for all services of the packs.

    A condition decides alone; without one a service is needed where one of its drivers counts something, and not where
    all of them count nothing. A connection, or a gap of a kind that it is ``called_by``, makes it needed as well. A
    system that may be replaced says so only where there is neither condition nor driver; else it is one more reason.
    What nobody said leaves it open.
    """
    caller = _Caller(fit, counts_of(fit) if counts is None else counts)
    services = fit.world.packs.base.services
    return {name: caller.called(services[name]) for name in sorted(services)}


@attrs.frozen(eq=False)
class _Caller:
    fit: Fit
    counts: Mapping[str, Counted]

    def called(self, service: GeneralService) -> Called:
        own = self._by_condition(service) if service.when is not None else self._by_drivers(service)
        calls = [self._by_call(call) for call in service.called_by if call != "replaced_system"]
        parts = [part for part in (own, *calls) if part is not None]
        systems = self._systems if "replaced_system" in service.called_by else ()
        if not parts:
            truth: Truth = None if systems else not service.called_by
            return Called(truth, systems)
        truths = {part.truth for part in parts}
        truth = True if True in truths else None if None in truths else False
        whys = (why for part in parts if part.truth is truth for why in part.whys)
        questions = (point for part in parts for point in part.questions) if truth is None else ()
        found = {point.target: point for point in questions}
        return Called(truth, (*dict.fromkeys(whys), *(systems if truth is not False else ())), tuple(found.values()))

    def _by_condition(self, service: GeneralService) -> Called:
        world = self.fit.world
        profile = world.inference.profile
        assert profile is not None
        finding = decide(world.packs.base.service_formulas[service.id], profile.readings)
        why = Why("general", service.id, service.because, finding.facts)
        return Called(finding.truth, (why,), tuple(attribute_points(finding.attributes, self.fit)))

    def _by_drivers(self, service: GeneralService) -> Called | None:
        found = [self.counts[driver.count] for driver in service.drivers if driver.count in self.counts]
        if not found:
            return None
        some = [one for one in found if one.at_least > 0]
        if some:
            return Called(True, tuple(Why("count", one.count, one.because) for one in some))
        open_ones = [one for one in found if one.is_open]
        whys = tuple(Why("count", one.count, one.because) for one in open_ones)
        points = [point for one in open_ones for point in self._points(one)]
        return Called(None if open_ones else False, whys, tuple(points))

    def _points(self, one: Counted) -> Iterable[OpenPoint]:
        if one.target is not None and one.question is not None:
            yield OpenPoint(one.target, one.question, one.ask or "technical")
        elif one.count == "unconnected":
            yield from self._asked(j for j in self._lines if j.requirement.connect is not None)
        elif one.count in ("gaps", "gaps_must"):
            musts = one.count == "gaps_must"
            yield from self._asked(j for j in self._product if not musts or j.requirement.priority == "must")

    def _by_call(self, call: str) -> Called:
        if call == "connection":
            lines = [j for j in self._lines if j.requirement.connect is not None]
            return Called(bool(lines), tuple(Why("connection", j.requirement.id, j.requirement.text) for j in lines))
        showing = [j for j in self._product if j.verdict != "unknown" and call in j.kinds]
        if showing:
            return Called(True, tuple(self._gap(j) for j in showing))
        return self._by_open_lines

    @cached_property
    def _by_open_lines(self) -> Called:
        """What no gap calls for yet: a line that is open may still show any kind of gap."""
        open_ones = [j for j in self._product if j.verdict == "unknown"]
        return Called(None if open_ones else False, tuple(map(self._gap, open_ones)), tuple(self._asked(open_ones)))

    def _gap(self, judgement: Judgement) -> Why:
        because = both(reason_text(judgement, "en"), reason_text(judgement, "zh"))
        return Why("gap", judgement.requirement.id, because)

    def _asked(self, judgements: Iterable[Judgement]) -> Iterable[OpenPoint]:
        for judgement in judgements:
            title = judgement.requirement.title
            question = both(f"What is true of '{title.text('en')}'?", f"“{title.text('zh')}”的实际情况如何？")
            for ask in asks_of(judgement, self.fit.world, self.fit.product):
                yield OpenPoint(ask.target, question, "client" if ask.target.startswith("client.") else "vendor")

    @cached_property
    def _lines(self) -> tuple[Judgement, ...]:
        return tuple(j for j in self.fit.judgements if j.requirement.priority != "wont" and not j.waived)

    @cached_property
    def _product(self) -> tuple[Judgement, ...]:
        return tuple(j for j in self._lines if is_of_product(j, self.fit))

    @cached_property
    def _systems(self) -> tuple[Why, ...]:
        """The client's systems that do what it asks of the product, and to which the product need not be connected."""
        vocabulary, landscape = self.fit.world.vocabulary, self.fit.world.client.landscape
        wanted = {j.requirement.capability for j in self._product} - {None}
        kept = {j.requirement.connect.system for j in self._lines if j.requirement.connect is not None}
        found = []
        for system in sorted(landscape.systems if landscape else (), key=lambda system: system.id):
            reach = {each for name in system.capabilities for each in (name, *vocabulary.ancestors(name))}
            does = set(system.capabilities)
            below = {n for n in wanted if n and (n in reach or not does.isdisjoint(vocabulary.ancestors(n)))}
            if below and system.id not in kept:
                found.append(Why("system", system.id, system.name, tuple(sorted(below))))
        return tuple(found)


def attribute_points(names: Iterable[str], fit: Fit) -> Iterable[OpenPoint]:
    """What to ask the client, for attributes that nobody knows."""
    for name in names:
        attribute = fit.world.packs.base.askable.get(name)
        if attribute is not None:
            question = attribute.question or attribute.title
            yield OpenPoint(f"client.{path_of(name)}", question, attribute.ask or "technical")
