"""Who speaks for a line: answers, statements by precedence, broader statements that cover it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Literal, TypeVar

import attrs

from tobfit.errors import TobfitError
from tobfit.integration.site import Site
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.catalog import Answer, Response
from tobfit.model.frozen import FrozenMap
from tobfit.model.product import Product, Statement
from tobfit.model.requirement import Requirement
from tobfit.model.tree import NOWHERE, problem_at

Kind = Literal["answer", "statement", "ancestor", "rollup", "complete", "silence", "unresolved", "landscape"]
S = TypeVar("S", Statement, Answer)


@attrs.frozen(eq=False)
class Speech:
    """What is heard for a line: from whom, on which capability, and the statements that stand side by side."""

    kind: Kind
    capability: str | None
    statements: tuple[Statement, ...] = ()


@attrs.frozen(eq=False)
class Voices:
    """One product's statements and its vendor's answers, ordered by who precedes whom."""

    product: Product
    vocabulary: Vocabulary
    answers: dict[str, tuple[Answer, ...]]
    site: Site | None = None
    left_out: FrozenMap[str, tuple[str, ...]] = attrs.field(factory=FrozenMap)
    """Of a product in an offer: capability or line -> the modules that would give it, none of which is in the offer."""
    hopes: FrozenMap[str, tuple[str, ...]] = attrs.field(factory=FrozenMap)
    """Of a product in an offer: what it relies on -> the others of the offer that may give it, or may not."""
    heard: dict[str, tuple[Statement, ...]] = attrs.field(factory=dict)

    @cached_property
    def complete(self) -> frozenset[str]:
        """The branches that the product declares complete."""
        return frozenset(self.product.complete)

    def is_complete(self, capability: str) -> bool:
        """Whether what is not stated of the capability is not supported."""
        if not self.complete:
            return False
        return capability in self.complete or not self.complete.isdisjoint(self.vocabulary.ancestors(capability))

    def own(self, capability: str) -> tuple[Statement, ...]:
        """The statements that speak for the capability itself: the first rank, the latest date."""
        stated: tuple[Statement, ...] = self.product.capabilities.get(capability, ())
        if len(stated) < 2:
            return stated
        heard = self.heard.get(capability)
        if heard is None:
            heard = self.heard[capability] = _first(stated)
        return heard

    def covering(self, capability: str) -> tuple[str, tuple[Statement, ...]] | None:
        """The nearest broader statements marked covers_narrower, without their values."""
        for broader in self.vocabulary.ancestors(capability):
            marked = [s for s in self.product.capabilities.get(broader, ()) if s.covers_narrower]
            if marked:
                return broader, tuple(_without_value(s) for s in _first(marked))
        return None

    def answered(self, requirement: str, capability: str | None) -> tuple[Statement, ...]:
        """The answers to a line where they precede, completed from the statements on its capability."""
        answers = self.answers.get(requirement)
        if not answers:
            return ()
        first = _first(answers)
        stated = self.own(capability) if capability else ()
        if is_finding(first[0]) or not any(is_finding(s) for s in stated):
            merged = [_merge(a, s) for a in first for s in (stated or (None,))]
            return tuple(dict.fromkeys(m for m in merged if m is not None))
        return ()


def is_finding(statement: Statement | Answer) -> bool:
    """What an assessor, the client or usage found goes before what the vendor says."""
    return statement.by != "vendor"


def _first(statements: Sequence[S]) -> tuple[S, ...]:
    findings = [s for s in statements if is_finding(s)]
    rank = findings or statements
    latest = max(s.on or datetime.date.min for s in rank)
    # Two equal statements say one thing; the order in which they were written says nothing.
    said = dict.fromkeys(s for s in rank if (s.on or datetime.date.min) == latest)
    return tuple(sorted(said, key=repr))


def _without_value(statement: Statement) -> Statement:
    return statement.evolve(value=None, exhaustive=False)


_TAKEN = ("response", "extent", "value", "exhaustive", "available", "effort", "price", "module", "remark")


def _merge(answer: Answer, statement: Statement | None) -> Statement | None:
    """The answer as a statement; what it lacks comes from the statement on the capability."""
    fields: dict[str, Any] = {}
    for name in _TAKEN:
        said = getattr(answer, name)
        fields[name] = said if said is not None or statement is None else getattr(statement, name)
    fields["evidence"] = answer.evidence or (statement.evidence if statement else ())
    if fields["response"] is None:
        return None
    if fields["response"] == "roadmap" and fields["available"] is None:
        hint = "give available: YYYY-MM-DD in the answer or in the statement"
        path = f"$.answers[{answer.requirement}]"
        raise TobfitError(
            [problem_at(NOWHERE, "TF217", path, "a roadmap item without a date of availability", hint=hint)]
        )
    fields = {name: value for name, value in fields.items() if value is not None}
    return Statement(by=answer.by, on=answer.on, **fields)


def listen(
    product: Product, vocabulary: Vocabulary, responses: Iterable[Response], client: str, site: Site | None = None
) -> Voices:
    """The voices of one product for one client, and the landscape that it would stand in."""
    answers: dict[str, list[Answer]] = {}
    for response in responses:
        if response.product == product.id and response.client == client:
            for answer in response.answers:
                dated = answer if answer.on or not response.as_of else answer.evolve(on=response.as_of)
                answers.setdefault(answer.requirement, []).append(dated)
    return Voices(product, vocabulary, {line: tuple(said) for line, said in answers.items()}, site)


def hear(line: Requirement, voices: Voices) -> Speech:
    """Who speaks for a line: an answer, a statement, a broader one that covers it, the narrower ones together,
    a complete branch, or nobody."""
    name = line.capability
    if line.connect is not None or line.deploy is not None:
        return Speech("landscape", name, voices.answered(line.id, None))
    if answers := voices.answered(line.id, name):
        return Speech("answer", name, answers)
    if name is None:
        return Speech("unresolved", None)
    if own := voices.own(name):
        return Speech("statement", name, own)
    if (covering := voices.covering(name)) is not None:
        return Speech("ancestor", *covering)
    if not line.need.keys and _has_voice_below(name, voices):
        return Speech("rollup", name, tuple(_below(name, voices)))
    return Speech("complete" if voices.is_complete(name) else "silence", name)


def _has_voice_below(name: str, voices: Voices) -> bool:
    return any(
        bool(voices.own(child)) or child in voices.complete or _has_voice_below(child, voices)
        for child in voices.vocabulary.narrower(name)
    )


def _below(name: str, voices: Voices) -> Iterable[Statement]:
    for child in voices.vocabulary.narrower(name):
        if own := voices.own(child):
            yield from own
        else:
            yield from _below(child, voices)
