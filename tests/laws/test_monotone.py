"""Law 3: what moves up never brings a product down; and what a line weighs, laws 5 and 6."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.laws.reference import Judge, shares

from tobfit.matching.fit import Fit
from tobfit.model.catalog import Answer
from tobfit.model.pack import Capability
from tobfit.model.product import Product, Statement
from tobfit.model.requirement import Requirement
from tobfit.model.words import RESPONSES
from tobfit.testing.strategies import AMOUNTS, LEVELS, MEMBERS, VERSIONS, World, statements, worlds

ORDER = {"no_fit": 0, "undecided": 1, "fit_with_gaps": 2, "fit": 3}
# The order of responses that law 3 speaks of, worst first; not_applicable has no place in it.
RISING = tuple(reversed(RESPONSES[:-1]))


def assert_not_lower(before: Fit, after: Fit, *, decision: bool = True) -> None:
    assert (before.score is None) == (after.score is None)
    if before.score is not None and after.score is not None:
        assert after.score.low >= before.score.low
        assert after.score.high >= before.score.high
    if decision:
        assert ORDER[after.decision] >= ORDER[before.decision]


@attrs.frozen
class Place:
    """One statement of a product, or one answer to a line, in its world."""

    world: World
    product: Product
    said: Statement | Answer
    lines: tuple[Requirement, ...]
    alone: bool

    def replaced(self, new: Statement | Answer) -> World:
        if isinstance(new, Answer):
            return self.world.with_responses(
                [
                    r.evolve(answers=tuple(new if a is self.said else a for a in r.answers))
                    for r in self.world.catalog.responses
                ]
            )
        capabilities = {
            name: tuple(new if s is self.said else s for s in stated)
            for name, stated in self.product.capabilities.items()
        }
        return self.world.with_product(self.product.evolve(capabilities=capabilities))


def hearers(world: World, name: str) -> tuple[Requirement, ...]:
    """The lines that may hear what is stated of a capability: on it, below it or above it."""
    above = world.vocabulary.ancestors
    return tuple(
        line
        for line in world.client.requirements
        if line.capability is not None
        and (line.capability == name or name in above(line.capability) or line.capability in above(name))
    )


def places_of(world: World) -> list[Place]:
    """Every statement of a world's only product, and every answer about it."""
    (product,) = world.catalog.products
    found = []
    for name, stated in product.capabilities.items():
        for said in stated:
            # Two of equal standing conflict where they differ: a move of one can open or close a conflict.
            twins = [s for s in stated if s is not said and (s.by != "vendor", s.on) == (said.by != "vendor", said.on)]
            found.append(Place(world, product, said, hearers(world, name), not twins))
    for response in world.catalog.responses:
        for answer in response.answers:
            line = next(r for r in world.client.requirements if r.id == answer.requirement)
            others = [
                a for r in world.catalog.responses for a in r.answers if a.requirement == line.id and a is not answer
            ]
            stated = product.capabilities.get(line.capability or "", ())
            found.append(Place(world, product, answer, (line,), not others and len(stated) < 2))
    return found


def accepted(place: Place, code: str) -> bool:
    return all(not line.accept or code in line.accept for line in place.lines)


def compare(place: Place, changed: World) -> None:
    # A move that makes two equal words differ is a conflict, which is a gap of its own. So the decision may fall:
    # two vendor claims of one date, both configuration; one moves to standard; fit becomes fit_with_gaps.
    before, after = place.world.report(), changed.report()
    name = place.product.id
    assert_not_lower(before[name], after[name], decision=place.alone)


@settings(max_examples=settings().max_examples * 3)
@given(worlds(max_products=1))
def test_law_3_a_response_moves_up(world: World) -> None:
    for place in places_of(world):
        said = place.said
        if said.response in (None, "not_applicable"):
            continue
        if said.response != "not_supported" and not accepted(place, said.response):
            continue
        better = [code for code in RISING[RISING.index(said.response) + 1 :] if accepted(place, code)]
        for code in (better[:1] + better[-1:])[: len(better)]:
            for available in ("2026-05-01", "2027-01-01", "unknown") if code == "roadmap" else (said.available,):
                compare(place, place.replaced(said.evolve(response=code, available=available)))


@settings(max_examples=settings().max_examples * 3)
@given(worlds(max_products=1))
def test_law_3_extent_is_raised(world: World) -> None:
    partial = Fraction(world.policy.partial)
    for place in places_of(world):
        said = place.said
        if said.extent in (None, "full"):
            continue
        now = partial if said.extent == "partial" else said.extent
        assert isinstance(now, Fraction)
        steps = [
            ("partial", partial),
            ("0.5", Fraction(1, 2)),
            ("9/10", Fraction(9, 10)),
            ("full", Fraction(2)),
        ]
        for text in (text for text, size in steps if size >= now):
            compare(place, place.replaced(said.evolve(extent=text)))


@settings(max_examples=settings().max_examples * 4)
@given(worlds(max_products=1))
def test_law_3_a_value_moves_toward_the_need(world: World) -> None:
    """Toward the need of every line that may hear it; a value that cannot be compared with a need moves nowhere."""
    for place in places_of(world):
        said = place.said
        lines = [line for line in place.lines if line.need.keys]
        if said.value is None or not lines:
            continue
        judge = Judge(world, place.product)
        term = judge.terms[lines[0].capability or ""]
        if any(line.capability != term.id for line in lines) or said.value not in readable(term):
            continue
        closed = bool(said.exhaustive) or judge.is_complete(term.id)
        better = [
            value
            for value in readable(term)
            if all(_is_nearer(line, term, said.value, value, closed, world) for line in lines)
        ]
        for value in (better[:1] + better[-1:])[: len(better)]:
            compare(place, place.replaced(said.evolve(value=value)))


def readable(term: Capability) -> list[tuple[str, ...]]:
    """The values that strategies give a capability of this kind."""
    match term.kind:
        case "quantity":
            return [(text,) for text in AMOUNTS[term.unit or ""]]
        case "set":
            return [c for n in range(4) for c in itertools.permutations(MEMBERS, n)]
        case "level":
            return [(text,) for text in LEVELS]
        case "version":
            return [(text,) for text in VERSIONS]
        case _:
            return []


def _is_nearer(
    line: Requirement,
    term: Capability,
    old: tuple[str, ...],
    new: tuple[str, ...],
    closed: bool,
    world: World,
) -> bool:
    before = shares(line, term, old, closed, world.policy)
    after = shares(line, term, new, closed, world.policy)
    if term.kind != "set" and len(before) + len(after) > 2:
        return False
    if term.kind == "set" and set(line.need.none_of) & set(new) - set(old):
        return False
    return min(before) <= min(after) and max(before) <= max(after)


@settings(max_examples=settings().max_examples * 2)
@given(st.data())
def test_law_3_a_word_where_nobody_spoke(data: st.DataObject) -> None:
    """Never a lower score.low. An answer to a line on the capability has spoken there: one that names no extent
    takes it from the new statement, and a partial one lowers it."""
    world = data.draw(worlds(max_products=1))
    (product,) = world.catalog.products
    judge = Judge(world, product)
    answered = {a.requirement for r in world.catalog.responses for a in r.answers}
    silent = [
        name
        for name in judge.terms
        if not judge.own(name)
        and not judge.covering(name)
        and not judge.has_word_below(name)
        and not judge.is_complete(name)
        and not any(line.capability == name and line.id in answered for line in world.client.requirements)
    ]
    assume(silent)
    name = data.draw(st.sampled_from(silent))
    stated = data.draw(statements(judge.terms[name]))
    before = world.report()[product.id]
    changed = product.evolve(capabilities=product.capabilities.set(name, (stated,)))
    after = world.with_product(changed).report()[product.id]
    if before.score is not None and after.score is not None:
        assert after.score.low >= before.score.low


@given(worlds(landscape=None))
def test_a_must_is_never_averaged_away(world: World) -> None:
    """However much weight the other lines have: a failed Must decides, and only a Must can knock out."""
    for fit in world.report().fits:
        bar = ("unmet", "partial") if world.policy.partial_must == "blocker" else ("unmet",)
        musts = [j for j in fit.judgements if j.requirement.priority == "must" and j.requirement.waived is None]
        failed = any(j.verdict in bar for j in musts)
        open_musts = any(j.verdict == "unknown" and j.worst in bar for j in musts)
        assert (fit.decision == "no_fit") == (failed or any(j.best in bar for j in musts))
        if fit.decision != "no_fit":
            assert (fit.decision == "undecided") == open_musts


@settings(max_examples=settings().max_examples * 2)
@given(worlds(landscape=None))
def test_law_5_a_line_that_does_not_apply_changes_no_other(world: World) -> None:
    """A wont line stands in for it where it is the member of a group, so that the others keep their weights."""
    report = world.report()
    for fit in report.fits:
        for judgement in fit.judgements:
            if judgement.verdict != "not_applicable":
                continue
            gone = judgement.requirement.id
            lines = [line.evolve(priority="wont") if line.id == gone else line for line in world.client.requirements]
            other = attrs.evolve(world, client=world.client.evolve(requirements=tuple(lines))).report()[fit.product]
            assert other.score == fit.score
            assert other.answered == fit.answered
            assert other.contributions == fit.contributions
            for old, new in zip(fit.judgements, other.judgements, strict=True):
                if old.requirement.id != gone:
                    assert (old.outcome, old.statements) == (new.outcome, new.statements)


@given(worlds(), st.sampled_from(("2", "0.1", "3.7", "0.0007", "1000003")))
def test_law_6_scaling_all_weights_changes_nothing(world: World, factor: str) -> None:
    lines = [line.evolve(weight=line.weight * Decimal(factor)) for line in world.client.requirements]
    scaled = attrs.evolve(world, client=world.client.evolve(requirements=tuple(lines))).report()
    report = world.report()
    assert dict(scaled.ranks) == dict(report.ranks)
    assert (scaled.certain_winners, scaled.possible_winners) == (
        report.certain_winners,
        report.possible_winners,
    )
    for old, new in zip(report.fits, scaled.fits, strict=True):
        assert old.product == new.product
        assert (old.score, old.answered, old.coverage, old.excluded) == (
            new.score,
            new.answered,
            new.coverage,
            new.excluded,
        )
        assert old.decision == new.decision
        assert old.contributions == new.contributions
        assert [(g.kind, g.severity) for g in old.gaps] == [(g.kind, g.severity) for g in new.gaps]
