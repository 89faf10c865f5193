"""Law 9: merging says what its sources say, no more and no less, however they come."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.laws.reference import MET, shares

from tobfit.knowledge.demanded import Demanded, demanded_by
from tobfit.knowledge.merge import Merged, merge
from tobfit.model.pack import Capability
from tobfit.model.policy import Policy
from tobfit.model.requirement import Need, Requirement
from tobfit.model.rule import Demand, Rule
from tobfit.model.scalars import parse_day
from tobfit.model.words import PRIORITIES, SOUND_EVIDENCE, Priority
from tobfit.testing.knowledge import ACCEPTED, ASKABLE, VOCABULARY, demands
from tobfit.testing.samples import AMOUNTS, BY, LEVELS, SOME_MEMBERS, VERSIONS, Plain, maybe

EXAMPLES = settings().max_examples
IDS = ("r2", "r10", "a.1", "r1", "z")

KEEP, CHANNELS, TLS, SSO = (VOCABULARY[id] for id in ("keep", "channels", "tls", "sso"))

Case = tuple[Capability, tuple[Rule, ...]]


def rule_of(id: str, *implied: Demand | Plain, **fields: object) -> Rule:
    """A rule of law whose source was seen, unless the fields say otherwise."""
    told = {"basis": "law", "evidence": "seen", **fields}
    return Rule(id=id, implies=implied, source={"title": "A code", "number": id}, **told)


def demanded(rules: Iterable[Rule]) -> list[Demanded]:
    return [each for rule in rules for each in demanded_by(rule, (f"fact of {rule.id}",))]


def merged(capability: Capability, rules: Iterable[Rule], stated: Sequence[Requirement] = ()) -> Merged:
    return merge(capability.id, demanded(rules), stated, capability)


@st.composite
def plain_demands(draw: st.DrawFn, capability: Capability) -> Demand:
    """Demands that often meet: of the product, with one key, and without a date or responses."""
    demand = draw(demands(capability))
    need = demand.need
    if capability.kind == "quantity":
        need = Need(at_least=draw(st.sampled_from(AMOUNTS[capability.unit or ""][:4])))
    if capability.kind == "set":
        key = draw(st.sampled_from(("all_of", "any_of", "any_of")))
        need = Need(**{key: draw(st.sampled_from([some for some in SOME_MEMBERS if some]))})
    return demand.evolve(need=need, scope="product", accept=(), by=None)


@st.composite
def bound_demands(draw: st.DrawFn, capability: Capability) -> Demand:
    """Demands that are there or not, by a date and with some responses."""
    demand = draw(plain_demands(capability))
    accept = draw(maybe(st.sampled_from(ACCEPTED)))
    return demand.evolve(need="present", priority="must", accept=accept or (), by=draw(maybe(st.sampled_from(BY))))


@st.composite
def cases(draw: st.DrawFn, most: int = 4) -> Case:
    """A capability, and rules that each demand something of it."""
    capability = draw(st.sampled_from((*ASKABLE, KEEP, CHANNELS, CHANNELS)))
    alike = draw(st.sampled_from((demands, plain_demands, plain_demands, bound_demands)))
    made = []
    for id in IDS[: draw(st.integers(1, most))]:
        basis = draw(st.sampled_from(("law", "law", "practice")))
        evidence = draw(st.sampled_from(("seen", "seen", "recalled")))
        made.append(rule_of(id, draw(alike(capability)), basis=basis, evidence=evidence))
    return capability, tuple(made)


@st.composite
def stated_lines(draw: st.DrawFn, capability: Capability) -> list[Requirement]:
    """Lines of the client's own on the capability."""
    found = []
    for id in ("R-1", "R-2")[: draw(st.integers(0, 2))]:
        demand = draw(st.one_of(demands(capability), plain_demands(capability)))
        fields = {name: getattr(demand, name) for name in ("need", "scope", "accept", "by")}
        priority = draw(st.sampled_from(("must", "must", "should", "could", "wont")))
        waived = draw(st.sampled_from((None, None, {"by": "cio"}, {"accepts_risk": True})))
        found.append(Requirement(id=id, capability=capability.id, priority=priority, waived=waived, **fields))
    return found


# ------------------------------------------------------------------------------------ products that answer

Answer = tuple[tuple[str, ...] | None, str, str | None]
GIVEN = (
    ("standard", None), ("configuration", None), ("third_party", None), ("roadmap", "2026-10-01"),
    ("roadmap", "2026-12-01"), ("roadmap", "2027-06-01"),
)  # fmt: skip


def answers(capability: Capability) -> Iterable[Answer]:
    """Products that state one value: each value with each way of giving it."""
    said: Plain = {
        "quantity": [(text,) for text in AMOUNTS[capability.unit or "%"]],
        "set": list(SOME_MEMBERS),
        "level": [(level,) for level in LEVELS],
        "version": [(version,) for version in VERSIONS],
    }
    values: Sequence[tuple[str, ...] | None] = said.get(str(capability.kind), [None])
    for value, (response, available) in itertools.product(values, GIVEN):
        yield value, response, available


POLICY = Policy(month_days="30")


def fulfils(answer: Answer, asked: Demand | Requirement, capability: Capability) -> bool:
    """Whether a product certainly does what is asked: its value, its kind of response and its date."""
    value, response, available = answer
    accepted = not asked.accept or response in asked.accept
    in_time = available is None or asked.by is None or parse_day(available) <= asked.by
    return accepted and in_time and meets(value, asked.need, capability)


@functools.cache
def meets(value: tuple[str, ...] | None, need: Need, capability: Capability) -> bool:
    """Whether a value, which is all there is, certainly meets a need."""
    points = shares(Requirement(id="R", need=need), capability, value, True, POLICY)
    return all(state == MET for state, _ in points)


def at_least_as_urgent(first: Priority, second: Priority) -> bool:
    return PRIORITIES.index(first) <= PRIORITIES.index(second)


@settings(max_examples=EXAMPLES * 4)
@given(cases())
def test_law_9_never_weaker_and_never_stronger(case: Case) -> None:
    """At each priority and above it the lines are fulfilled exactly where the demands are; at a priority alone the
    demands carry their lines, of which some may have gone into a line of higher priority."""
    capability, rules = case
    lines = merged(capability, rules).lines
    sources = demanded(rules)
    for scope, priority in itertools.product(("product", "vendor"), PRIORITIES[:3]):
        own = [d for d in sources if d.demand.scope == scope]
        made = [line for line in lines if line.scope == scope]
        for answer in answers(capability):
            wanted = [d.priority for d in own if not fulfils(answer, d.demand, capability)]
            missed = [line.priority for line in made if not fulfils(answer, line, capability)]
            assert any(at_least_as_urgent(p, priority) for p in wanted) == any(
                at_least_as_urgent(p, priority) for p in missed
            )
            assert priority in wanted or priority not in missed


@settings(max_examples=EXAMPLES)
@given(cases())
def test_law_9_a_must_needs_a_source_that_was_seen(case: Case) -> None:
    capability, rules = case
    for line in merged(capability, rules).lines:
        if line.priority == "must":
            assert any(s.evidence in SOUND_EVIDENCE and str(s.asked).startswith("must") for s in line.sources)


# ------------------------------------------------------------------------------ order, grouping, repetition


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_law_9_a_function_of_a_set(data: st.DataObject) -> None:
    capability, rules = data.draw(cases())
    stated = data.draw(stated_lines(capability))
    again = data.draw(st.permutations((*rules, *rules[: data.draw(st.integers(0, 2))])))
    assert merged(capability, again, stated) == merged(capability, rules, stated)


def content(found: Merged) -> set[tuple[object, ...]]:
    """What the lines ask for, whoever asks it."""
    return {(line.scope, line.priority, line.need, line.accept, line.by, line.weight) for line in found.lines}


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_law_9_who_demands_what_does_not_matter(data: st.DataObject) -> None:
    """The same demands, dealt out to other rules, several to one."""
    capability, rules = data.draw(cases())
    assume(len({(rule.basis, rule.evidence) for rule in rules}) == 1)
    fields = {"basis": rules[0].basis, "evidence": rules[0].evidence}
    implied = data.draw(st.permutations([rule.implies[0] for rule in rules]))
    hands: dict[str, list[Demand]] = {}
    for demand in implied:
        hands.setdefault(data.draw(st.sampled_from(IDS)), []).append(demand)
    dealt = [rule_of(id, *hand, **fields) for id, hand in hands.items()]
    assert content(merged(capability, dealt)) == content(merged(capability, rules))


def demand_of(line: Requirement) -> Demand:
    fields = {name: getattr(line, name) for name in ("need", "priority", "weight", "scope", "accept", "by")}
    return Demand(capability=line.capability, **fields)


@settings(max_examples=EXAMPLES)
@given(cases())
def test_law_9_merging_again_changes_nothing(case: Case) -> None:
    """Where nothing conflicts: demands that cannot hold together stay one by one beside the record that says so, and
    lines alone do not carry that record."""
    capability, rules = case
    once = merged(capability, rules)
    assume(not once.conflicts)
    again = merged(capability, [rule_of(f"m{n:02}", demand_of(line)) for n, line in enumerate(once.lines)])
    assert content(again) == content(once)


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_law_9_part_by_part_says_the_same(data: st.DataObject) -> None:
    """Merging some, and then the lines of that with the rest, asks for the same as merging all at once."""
    capability, rules = data.draw(cases())
    cut = data.draw(st.integers(0, len(rules)))
    firsts = [rule_of(f"m{n:02}", demand_of(line)) for n, line in enumerate(merged(capability, rules[:cut]).lines)]
    whole, parts = merged(capability, rules).lines, merged(capability, (*firsts, *rules[cut:])).lines
    for scope, priority in itertools.product(("product", "vendor"), PRIORITIES[:3]):
        for answer in answers(capability):
            said = [
                all(
                    fulfils(answer, line, capability)
                    for line in lines
                    if line.scope == scope and at_least_as_urgent(line.priority, priority)
                )
                for lines in (whole, parts)
            ]
            assert said[0] == said[1]


# ------------------------------------------------------------------------------------------- nothing is lost


@settings(max_examples=EXAMPLES * 2)
@given(st.data())
def test_law_9_no_citation_is_lost(data: st.DataObject) -> None:
    capability, rules = data.draw(cases())
    stated = data.draw(stated_lines(capability))
    found = merged(capability, rules, stated)
    kept = {source for line in found.lines for source in line.sources}
    kept |= {source for sources in found.cited.values() for source in sources}
    assert {each.source for each in demanded(rules)} <= kept
    assert all(source.kind == "implied" for line in found.lines for source in line.sources)


@settings(max_examples=EXAMPLES * 2)
@given(st.data())
def test_law_9_a_stated_line_answers_only_what_it_holds(data: st.DataObject) -> None:
    capability, rules = data.draw(cases())
    stated = {line.id: line for line in data.draw(stated_lines(capability))}
    found = merged(capability, rules, tuple(stated.values()))
    for each in demanded(rules):
        for id, sources in found.cited.items():
            line = stated[id]
            if each.source not in sources:
                continue
            if line.priority == "wont":
                assert each.source.basis != "law"
                continue
            assert at_least_as_urgent(line.priority, each.priority)
            assert line.scope == each.demand.scope
            assert each.source.basis != "law" or line.waived is None or line.waived.accepts_risk
            for answer in answers(capability):
                assert not fulfils(answer, line, capability) or fulfils(answer, each.demand, capability)


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_law_9_a_law_is_never_dropped_in_silence(data: st.DataObject) -> None:
    """Against what the client does not want, or lets go, of the same scope, it is a conflict with both sources; its
    line stays unless somebody accepts the risk."""
    capability, rules = data.draw(cases())
    stated = data.draw(stated_lines(capability))
    found = merged(capability, rules, stated)
    for each in demanded(rules):
        for line in stated:
            if each.source.basis != "law" or not (line.waived or line.priority == "wont"):
                continue
            if line.scope != each.demand.scope:
                continue
            kind = "wont" if line.priority == "wont" else "waiver"
            matching = [c for c in found.conflicts if c.kind == kind and each.source in c.sources]
            assert any(c.requirements == (line.id,) and c.sources[0].kind == "stated" for c in matching)


@settings(max_examples=EXAMPLES)
@given(cases())
def test_law_9_a_conflict_between_rules_is_one(case: Case) -> None:
    """No product fulfils all that a conflict names; where some product fulfils everything there is none."""
    capability, rules = case
    found, every = merged(capability, rules), demanded(rules)
    for conflict in found.conflicts:
        named = [each.demand for each in every if each.source in conflict.sources]
        assert len({str(demand) for demand in named}) > 1
        assert not any(all(fulfils(a, demand, capability) for demand in named) for a in answers(capability))


# ------------------------------------------------------------------------ counterexamples of an earlier version


def must(capability: Capability, **need: object) -> Plain:
    return {"capability": capability.id, "need": need or "present", "priority": "must"}


APART: dict[str, list[Plain]] = {
    "conflict": [must(KEEP, at_least="6 months"), must(KEEP, at_least="12 months"), must(KEEP, at_most="3 months")],
    "units": [must(KEEP, at_least="6 months"), must(KEEP, at_least="12 months"), must(KEEP, at_least="30 days")],
    "ideal": [must(KEEP), must(KEEP, at_least="12 months", ideal="20 months")],
}


@pytest.mark.parametrize("why", APART)
def test_law_9_who_demands_what_does_not_matter_where_lines_stay_apart(why: str) -> None:
    dealt = [
        content(merged(KEEP, [rule_of(id, demand) for id, demand in zip("abc", order, strict=False)]))
        for order in itertools.permutations(APART[why])
    ]
    assert all(lines == dealt[0] for lines in dealt)


def test_law_9_the_citation_of_an_answered_group_is_kept() -> None:
    needs = [{"all_of": ["a"]}, {"any_of": ["a", "x"]}, {"any_of": ["b", "c"]}, {"any_of": ["d", "e"]}]
    rules = [rule_of(id, must(CHANNELS, **need)) for id, need in zip("abcd", needs, strict=True)]
    kept = {source.rule for line in merged(CHANNELS, rules).lines for source in line.sources}
    assert kept == set("abcd")


def test_law_9_a_must_and_a_should_that_cannot_hold_together_are_a_conflict() -> None:
    should = {**must(KEEP, at_least="10 months"), "priority": "should"}
    found = merged(KEEP, [rule_of("a", must(KEEP, at_most="5 months")), rule_of("b", should)])
    assert [{source.rule for source in conflict.sources} for conflict in found.conflicts] == [{"a", "b"}]


def test_law_9_version_ranges_that_cannot_hold_together_are_a_conflict() -> None:
    found = merged(TLS, [rule_of("a", must(TLS, version=">=2")), rule_of("b", must(TLS, version="<2"))])
    assert [{source.rule for source in conflict.sources} for conflict in found.conflicts] == [{"a", "b"}]


def test_law_9_a_line_of_another_scope_answers_nothing() -> None:
    line = Requirement(id="R-1", capability="sso", priority="wont", scope="vendor")
    found = merged(SSO, [rule_of("a", {"capability": "sso"}, basis="practice")], [line])
    assert [made.scope for made in found.lines] == ["product"]
