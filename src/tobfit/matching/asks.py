"""What is left open on a line, whose word would settle it, and the answers it could get."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal

import attrs

from tobfit.matching.joining import matters
from tobfit.matching.landscape import statement_target
from tobfit.matching.landscape_asks import landscape_answers, open_targets
from tobfit.matching.outcome import Judgement
from tobfit.matching.values import completions, failing, satisfying
from tobfit.matching.voices import Voices, spoken_on
from tobfit.matching.world import World
from tobfit.model.frozen import FrozenMap, frozen
from tobfit.model.plain import to_plain
from tobfit.model.product import Statement
from tobfit.model.words import RESPONSES, ResponseCode

Answers = Iterable[tuple[str, FrozenMap[str, Any]]]
"""Answer and the changes that it means."""
AskKind = Literal["statement", "value", "date", "not_applicable", "conflict", "evidence", "unresolved", "landscape"]


DEMONSTRATION: Mapping[str, str] = FrozenMap({"source": "demonstration to come", "kind": "demonstrated"})
"""Evidence that is still to be given."""


@attrs.frozen
class Ask:
    """One open point: its target, for each answer the changes to the records that it means, and the width of
    the line's credit that hangs on it."""

    target: str
    kind: AskKind
    answers: tuple[tuple[str, FrozenMap[str, Any]], ...] = ()
    width: Fraction = Fraction(0)
    item: str = ""
    """The product that the point speaks of, or that the client's landscape is asked about for."""


def asks_of(judgement: Judgement, world: World, product: str) -> tuple[Ask, ...]:
    """The open points of a line whose verdict is unknown, or whose credit is, where one product of an offer may serve
    it better than another one that does for certain; () for any other.

    ``product`` is the product or offer that is judged; each point names the product that it speaks of.
    """
    if judgement.parts:
        return tuple(_of_items(judgement, world))
    product = judgement.item
    if judgement.verdict != "unknown":
        return ()
    if judgement.outcome.reason == "rolled_up":
        return tuple(_below(judgement, world, product))
    if judgement.outcome.reason in ("connection_open", "deployment_open", "residence_open"):
        return tuple(_placed(judgement, world, product))
    target, kind, answers = _open_point(judgement, world, product)
    return (Ask(target, kind, tuple(answers), judgement.credit.width, product),)


def _of_items(judgement: Judgement, world: World) -> Iterable[Ask]:
    """The open points of those products of an offer that the line still hangs on; one alone may hold all its width."""
    open_ones = [part for part in judgement.parts if part.verdict == "unknown"]
    for part in [each for each in open_ones if matters(each.outcome, judgement.outcome)] or open_ones:
        for ask in asks_of(part, world, part.item):
            yield attrs.evolve(ask, width=min(ask.width, judgement.credit.width))


def _placed(judgement: Judgement, world: World, product: str) -> Iterable[Ask]:
    """One question for each thing that nobody said; together they hold the line's width, and each alone may."""
    hopes = {statement_target(item, name): item for name, items in judgement.voices.hopes.items() for item in items}
    for target in open_targets(judgement):
        if target in hopes:
            # Another product of the offer may give what this one relies on; how does not matter.
            said = tuple((code, whole(target, response=code)) for code in ("standard", "not_supported"))
            yield Ask(target, "statement", said, judgement.credit.width, hopes[target])
            continue
        answers = tuple(landscape_answers(target, judgement, world, product))
        yield Ask(target, "landscape", answers, judgement.credit.width, product)


def _open_point(judgement: Judgement, world: World, product: str) -> tuple[str, AskKind, Answers]:
    """Target, kind and answers of the one thing that leaves a line open."""
    reason, target = judgement.outcome.reason, target_of(judgement, product)
    said = spoken_at(judgement, product)
    if reason == "conflicting":
        return target, "conflict", numbered(_confirmed(target, judgement.statements))
    if reason == "untrusted_not_applicable":
        return target, "not_applicable", _applicable(target, judgement, world)
    if reason in ("date_unknown", "delivered"):
        return f"{said}.available", "date", _dates(said, judgement, world, reason)
    if reason == "unevidenced":
        proved = proved_at(judgement, product)
        return f"{proved}.evidence", "evidence", [("demonstrated", proof(proved, judgement.statements))]
    if reason == "value_missing" and is_worked_out(judgement):
        return target, "value", _counts(target, judgement, world)
    if reason == "value_missing" and judgement.speech.kind != "ancestor":
        return f"{target}.value", "value", _values(target, judgement, world)
    kind: AskKind = "unresolved" if judgement.requirement.capability is None else "statement"
    return target, kind, _statements(target, judgement, world)


def target_of(judgement: Judgement, product: str) -> str:
    """Where the word that counts for a line stands or would stand."""
    line = judgement.requirement
    if judgement.speech.kind in ("answer", "landscape") or line.capability is None:
        return f"product.{product}.answers.{line.id}"
    if judgement.voices.deliverer is not None:
        return f"{judgement.voices.home(line.capability)}.capabilities.{line.capability}"
    return statement_target(product, line.capability)


def spoken_at(judgement: Judgement, product: str) -> str:
    """Where the word that was heard stands: for a line that a broader statement covers, that statement."""
    if judgement.speech.kind == "ancestor":
        name = judgement.speech.capability
        home = judgement.voices.home(name) if name is not None else f"product.{product}"
        return f"{home}.capabilities.{name}"
    return target_of(judgement, product)


def proved_at(judgement: Judgement, product: str) -> str:
    """Where the evidence of that word stands: of what follows from a vendor's fields, beside these."""
    if is_worked_out(judgement):
        name = judgement.requirement.capability
        assert name is not None
        return judgement.voices.home(name)
    return spoken_at(judgement, product)


def is_worked_out(judgement: Judgement) -> bool:
    """Whether no statement speaks for a line, but what follows from a vendor's fields."""
    is_stated = judgement.speech.kind == "statement"
    return is_stated and judgement.requirement.capability in judgement.voices.worked_out


def responses_for(judgement: Judgement) -> tuple[ResponseCode, ...]:
    """The ways in which a line can be given: nobody sets up or programs what a vendor is."""
    return RESPONSES[:4] if judgement.voices.deliverer is None else ("standard", "third_party")


def whole(target: str, **fields: Any) -> FrozenMap[str, Any]:
    """The change that puts one whole statement at a target."""
    # An answer takes what it lacks from the capability's statement, its extent too, so it must say "full".
    said = {"extent": "full", **fields} if ".answers." in target else fields
    return FrozenMap({target: frozen(said)})


def _statements(target: str, judgement: Judgement, world: World) -> Iterable[tuple[str, FrozenMap[str, Any]]]:
    """Each response that the line accepts, with a value that meets the need, and the outright no."""
    line = judgement.requirement
    # Where the policy asks for evidence, a bare word would leave the line as open as it was.
    proved = {"evidence": [DEMONSTRATION]} if world.policy.evidence == "strict" else {}
    fields: Mapping[str, Any] = {}
    hopeful = True
    if line.need.keys:
        capability = world.vocabulary.get(line.capability)
        fields = satisfying(line.need, capability, world.policy) or {}
        # A need that nothing can meet has no good answer.
        hopeful = bool(fields)
    for response in responses_for(judgement) if hopeful else ():
        if not line.accept or response in line.accept:
            label = f"{response}, {_shown(fields)}" if fields else response
            yield f"{label}, proved" if proved else label, whole(target, response=response, **fields, **proved)
    yield "not_supported", whole(target, response="not_supported")


def _shown(fields: Mapping[str, Any]) -> str:
    return ", ".join(fields["value"]) or "none"


def _values(target: str, judgement: Judgement, world: World) -> Iterable[tuple[str, FrozenMap[str, Any]]]:
    line = judgement.requirement
    capability = world.vocabulary.get(line.capability)
    for fields in (satisfying(line.need, capability, world.policy), failing(line.need, capability, world.policy)):
        if fields is not None:
            label = _shown(fields) + (" (all there is)" if fields.get("exhaustive") else "")
            yield label, FrozenMap({f"{target}.{name}": frozen(value) for name, value in fields.items()})


def _counts(target: str, judgement: Judgement, world: World) -> Iterable[tuple[str, FrozenMap[str, Any]]]:
    """What follows from a vendor's fields, filled up: as good as it can be, and with nothing more than is known."""
    said = judgement.statements[0]
    capability = world.vocabulary.get(judgement.requirement.capability)
    best = satisfying(judgement.requirement.need, capability, world.policy)
    backed = [to_plain(item.to_node()) for item in said.evidence]
    backed = backed or ([DEMONSTRATION] if world.policy.evidence == "strict" else [])
    need = judgement.requirement.need
    for fields in completions(said.value or (), need, best):
        if not need.keys and fields["value"] == ["0"]:
            yield "not_supported", whole(target, response="not_supported")
        else:
            yield _shown(fields), whole(target, response="standard", evidence=backed, **fields)


def _dates(target: str, judgement: Judgement, world: World, reason: str) -> Iterable[tuple[str, FrozenMap[str, Any]]]:
    by = judgement.requirement.by
    in_time = world.as_of if by is None else max(by, world.as_of)
    if by is None or in_time <= by:
        yield in_time.isoformat(), FrozenMap({f"{target}.available": in_time.isoformat()})
    if by is not None and max(by, world.as_of) < datetime.date.max:
        late = max(by, world.as_of) + datetime.timedelta(days=1)
        yield late.isoformat(), FrozenMap({f"{target}.available": late.isoformat()})
    if reason == "delivered":
        yield "delivered", FrozenMap({f"{target}.response": "standard"})


def _confirmed(target: str, statements: Iterable[Statement]) -> Iterable[tuple[str, FrozenMap[str, Any]]]:
    """An assessor confirms one of the statements that contradict each other."""
    for statement in statements:
        fields = {"extent": "full", **to_plain(statement.to_node()), "by": "assessor"}
        label = statement.response if statement.extent == "full" else f"{statement.response}, {statement.extent}"
        label += f", {', '.join(statement.value)}" if statement.value else ""
        yield label, FrozenMap({target: frozen(fields)})


def numbered(answers: Answers) -> Answers:
    """The answers, repeated wordings with a number, so that each can be told from the others."""
    given: Counter[str] = Counter()
    for answer, changes in answers:
        given[answer] += 1
        yield answer if given[answer] == 1 else f"{answer} ({given[answer]})", changes


def _applicable(target: str, judgement: Judgement, world: World) -> Iterable[tuple[str, FrozenMap[str, Any]]]:
    yield "not_applicable, confirmed", whole(target, response="not_applicable", by="assessor")
    yield from _statements(target, judgement, world)


def proof(target: str, statements: Iterable[Statement]) -> FrozenMap[str, Any]:
    """The change that adds a demonstration to what backs the statements."""
    backed = [to_plain(item.to_node()) for statement in statements for item in statement.evidence]
    return FrozenMap({f"{target}.evidence": frozen([*backed, DEMONSTRATION])})


def _below(judgement: Judgement, world: World, product: str) -> Iterable[Ask]:
    """A roll-up is settled below: one question for each narrower capability that leaves it open."""
    for part, share in parts_of(judgement, world):
        for ask in asks_of(part, world, product):
            yield attrs.evolve(ask, width=Fraction(ask.width * share))


def parts_of(judgement: Judgement, world: World) -> list[tuple[Judgement, Fraction]]:
    """What a roll-up ends at, each part judged under the line's own rules, with its share of the mean."""
    name = judgement.requirement.capability
    assert name is not None
    return _parts(name, judgement, world, judgement.voices)


def _parts(name: str, judgement: Judgement, world: World, voices: Voices) -> list[tuple[Judgement, Fraction]]:
    branches = []
    for child in voices.vocabulary.narrower(name):
        if spoken_on(child, voices) or not voices.vocabulary.narrower(child):
            branches.append([(part_of(judgement, child, world, voices), Fraction(1))])
        else:
            branches.append(_parts(child, judgement, world, voices))
    # What does not apply has left the mean.
    applying = [b for b in branches if any(part.verdict != "not_applicable" for part, _ in b)]
    return [(part, share / len(applying)) for branch in applying for part, share in branch]


def part_of(judgement: Judgement, child: str, world: World, voices: Voices) -> Judgement:
    """The line as if it asked for one narrower capability alone, judged under the line's own rules."""
    from tobfit.matching.judge import Line, judge
    from tobfit.matching.share import NeedTest

    line = judgement.requirement.evolve(capability=child)
    is_must = line.priority == "must"
    rule = (frozenset(line.accept), line.by, is_must)
    alone = attrs.evolve(voices, answers={})
    outcome = judge(Line(line, NeedTest(), rule, 0, is_must), alone, world.bench)
    return Judgement(line, outcome, alone)
