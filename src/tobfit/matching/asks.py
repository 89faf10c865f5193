"""What is left open on a line, whose word would settle it, and the answers it could get."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import attrs

from tobfit.matching.outcome import Judgement
from tobfit.matching.values import failing, satisfying
from tobfit.matching.voices import Voices, listen
from tobfit.matching.world import World
from tobfit.model.frozen import FrozenMap
from tobfit.model.product import Statement
from tobfit.model.words import RESPONSES

AskKind = Literal["statement", "value", "date", "not_applicable", "conflict", "evidence", "unresolved", "connect"]


@attrs.frozen
class Ask:
    """One open point: its target, and for each answer the changes to the records that it means."""

    target: str
    kind: AskKind
    answers: tuple[tuple[str, FrozenMap[str, Any]], ...] = ()


def asks_of(judgement: Judgement, world: World, product: str) -> tuple[Ask, ...]:
    """The open points of a line whose verdict is unknown; () for any other."""
    if judgement.verdict != "unknown":
        return ()
    reason, line = judgement.outcome.reason, judgement.requirement
    target = target_of(judgement, product)
    if reason == "connect":
        return (Ask(target, "connect"),)
    if reason == "rolled_up":
        return tuple(_below(judgement, world, product))
    if reason == "conflicting":
        return (Ask(target, "conflict", tuple(_confirmed(target, judgement.statements))),)
    if reason == "untrusted_not_applicable":
        return (Ask(target, "not_applicable", tuple(_applicable(target, judgement, world))),)
    if reason in ("date_unknown", "delivered"):
        said = spoken_at(judgement, product)
        return (Ask(f"{said}.available", "date", tuple(_dates(said, judgement, world, reason))),)
    if reason == "unevidenced":
        said = spoken_at(judgement, product)
        return (Ask(f"{said}.evidence", "evidence", (("demonstrated", proof(said, judgement.statements)),)),)
    if reason == "value_missing" and judgement.speech.kind != "ancestor":
        return (Ask(f"{target}.value", "value", tuple(_values(target, judgement, world))),)
    kind: AskKind = "unresolved" if line.capability is None else "statement"
    return (Ask(target, kind, tuple(_statements(target, judgement, world))),)


def target_of(judgement: Judgement, product: str) -> str:
    """Where the word that counts for a line stands or would stand."""
    line = judgement.requirement
    if judgement.speech.kind == "answer" or line.capability is None:
        return f"product.{product}.answers.{line.id}"
    return f"product.{product}.capabilities.{line.capability}"


def spoken_at(judgement: Judgement, product: str) -> str:
    """Where the word that was heard stands: for a line that a broader statement covers, that statement."""
    if judgement.speech.kind == "ancestor":
        return f"product.{product}.capabilities.{judgement.speech.capability}"
    return target_of(judgement, product)


def whole(target: str, **fields: Any) -> FrozenMap[str, Any]:
    """The change that puts one whole statement at a target."""
    return FrozenMap({target: dict(fields)})


def _statements(target: str, judgement: Judgement, world: World) -> Iterable[tuple[str, FrozenMap[str, Any]]]:
    """Each response that the line accepts, with a value that meets the need, and the outright no."""
    line = judgement.requirement
    fields: Mapping[str, Any] = {}
    if line.need.keys:
        capability = world.vocabulary.get(line.capability)
        fields = satisfying(line.need, capability, world.policy) or {}
    for response in RESPONSES[:4]:
        if not line.accept or response in line.accept:
            label = f"{response}, {_shown(fields)}" if fields else response
            yield label, whole(target, response=response, **fields)
    yield "not_supported", whole(target, response="not_supported")


def _shown(fields: Mapping[str, Any]) -> str:
    return ", ".join(fields["value"]) or "none"


def _values(target: str, judgement: Judgement, world: World) -> Iterable[tuple[str, FrozenMap[str, Any]]]:
    line = judgement.requirement
    capability = world.vocabulary.get(line.capability)
    for fields in (satisfying(line.need, capability, world.policy), failing(line.need, capability, world.policy)):
        if fields is not None:
            label = _shown(fields) + (" (all there is)" if fields.get("exhaustive") else "")
            yield label, FrozenMap({f"{target}.{name}": value for name, value in fields.items()})


def _dates(
    target: str, judgement: Judgement, world: World, reason: str
) -> Iterable[tuple[str, FrozenMap[str, Any]]]:
    by = judgement.requirement.by
    in_time = world.as_of if by is None else max(by, world.as_of)
    if by is None or in_time <= by:
        yield in_time.isoformat(), FrozenMap({f"{target}.available": in_time.isoformat()})
    if by is not None:
        late = max(by, world.as_of) + datetime.timedelta(days=1)
        yield late.isoformat(), FrozenMap({f"{target}.available": late.isoformat()})
    if reason == "delivered":
        yield "delivered", FrozenMap({f"{target}.response": "standard"})


def _confirmed(target: str, statements: Iterable[Statement]) -> Iterable[tuple[str, FrozenMap[str, Any]]]:
    """An assessor confirms one of the statements that contradict each other."""
    from tobfit.model.plain import to_plain

    given: Counter[str] = Counter()
    for statement in statements:
        fields = {**to_plain(statement.to_node()), "by": "assessor"}
        label = statement.response if statement.extent == "full" else f"{statement.response}, {statement.extent}"
        label += f", {', '.join(statement.value)}" if statement.value else ""
        given[label] += 1
        yield label if given[label] == 1 else f"{label} ({given[label]})", FrozenMap({target: fields})


def _applicable(target: str, judgement: Judgement, world: World) -> Iterable[tuple[str, FrozenMap[str, Any]]]:
    yield "not_applicable, confirmed", whole(target, response="not_applicable", by="assessor")
    yield from _statements(target, judgement, world)


def proof(target: str, statements: Iterable[Statement]) -> FrozenMap[str, Any]:
    """The change that adds a demonstration to what backs the statements."""
    from tobfit.model.plain import to_plain

    backed = [to_plain(item.to_node()) for statement in statements for item in statement.evidence]
    shown = {"source": "demonstration to come", "kind": "demonstrated"}
    return FrozenMap({f"{target}.evidence": [*backed, shown]})


def _below(judgement: Judgement, world: World, product: str) -> Iterable[Ask]:
    """A roll-up is settled below: one question for each narrower capability that leaves it open."""
    name = judgement.requirement.capability
    assert name is not None
    voices = listen(world.catalog[product], world.vocabulary, world.catalog.responses, world.client.id)
    for child in leaves(name, voices):
        part = part_of(judgement, child, world, voices)
        yield from asks_of(part, world, product)


def leaves(name: str, voices: Voices) -> Iterable[str]:
    """The narrower capabilities that a roll-up ends at: stated ones, and those without narrower terms."""
    for child in voices.vocabulary.narrower(name):
        if voices.own(child) or not voices.vocabulary.narrower(child):
            yield child
        else:
            yield from leaves(child, voices)


def part_of(judgement: Judgement, child: str, world: World, voices: Voices) -> Judgement:
    """The line as if it asked for one narrower capability alone, judged under the line's own rules."""
    from tobfit.matching.judge import Line, judge
    from tobfit.matching.share import NeedTest

    line = judgement.requirement.evolve(capability=child, id=f"{judgement.requirement.id}")
    is_must = line.priority == "must"
    rule = (frozenset(line.accept), line.by, is_must)
    alone = attrs.evolve(voices, answers={})
    outcome = judge(Line(line, NeedTest(), rule, 0, is_must), alone, world.bench)
    return Judgement(line, outcome, alone)
