"""Who speaks for a line: answers, statements by precedence, broader statements that cover it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Literal, TypeVar

import attrs

from tobfit.errors import TobfitError
from tobfit.integration.site import Site
from tobfit.knowledge.regions import RESIDENCY
from tobfit.knowledge.services import is_service
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.matching.deliverers import Deliverer, told_of
from tobfit.model.catalog import Answer, Response
from tobfit.model.frozen import FrozenMap
from tobfit.model.natural import natural
from tobfit.model.price import Service
from tobfit.model.product import Product, Statement
from tobfit.model.requirement import Requirement
from tobfit.model.tree import NOWHERE, problem_at

Kind = Literal[
    "answer", "statement", "ancestor", "rollup", "service", "complete", "silence", "unresolved", "landscape"
]
S = TypeVar("S", Statement, Answer)
OFFERED: tuple[Statement, ...] = (Statement(response="standard"),)
"""What an entry under ``services`` says of its capability: that it is given; neither how much of it nor a proof."""


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
    services: FrozenMap[str, tuple[str, ...]] = attrs.field(factory=FrozenMap)
    """The services that are offered with the product: capability -> the ids of the entries under ``services``."""
    heard: dict[str, tuple[Statement, ...]] = attrs.field(factory=dict)
    deliverers: tuple[Deliverer, ...] = ()
    """Who delivers the product: its vendor, and the partner of the offer that it is in."""
    deliverer: Deliverer | None = None
    """Whose word is heard beside the product's, where a line asks about the vendor."""
    here: frozenset[str] = frozenset()
    """The capabilities that this deliverer's document speaks for."""
    worked_out: frozenset[str] = frozenset()
    """Those among them that follow from its fields, so that no statement stands there."""

    @cached_property
    def delivering(self) -> tuple[Voices, ...]:
        """The voices of those who deliver the product: of its vendor together with the product's own statements and
        its answers, then of a partner alone."""
        return tuple(self._of(each, is_partner=place > 0) for place, each in enumerate(self.deliverers)) or (self,)

    def _of(self, deliverer: Deliverer, *, is_partner: bool) -> Voices:
        own = self._without_words() if is_partner else self
        told = told_of(own.product, deliverer, self.vocabulary)
        return attrs.evolve(
            own, product=told.product, heard={}, deliverers=(), deliverer=deliverer, here=told.here,
            worked_out=told.worked_out,
        )  # fmt: skip

    def _without_words(self) -> Voices:
        """The product without anything that is said of it: beside it a partner speaks for itself."""
        bare, nothing = self.product.evolve(capabilities=FrozenMap({}), complete=()), FrozenMap[str, tuple[str, ...]]()
        return attrs.evolve(self, product=bare, answers={}, left_out=nothing, hopes=nothing, services=nothing)

    def speaking(self, line: Requirement) -> tuple[Voices, ...]:
        """The voices that a line is judged by: the product's; for a line about the vendor those of all who deliver; for
        one about the service the vendor's and the partner's where their documents say something of it."""
        if line.scope == "product" or not self.deliverers or is_of_product(line):
            return (self,)
        if line.capability is None:
            return self.delivering[:1]  # answered line by line, as the product is
        vendor, *partners = self.delivering
        if line.scope == "vendor":
            return self.delivering
        first = vendor if vendor.says(line.capability) else self
        return (first, *(voices for voices in partners if voices.says(line.capability)))

    def home(self, capability: str) -> str:
        """Where the word on a capability stands or would stand: ``product.<id>``, or ``vendor.<id>``."""
        deliverer = self.deliverer
        if deliverer is None or deliverer.id is None or self._is_stated_elsewhere(capability):
            return f"product.{self.product.id}"
        return f"vendor.{deliverer.id}"

    def _is_stated_elsewhere(self, capability: str) -> bool:
        stated = capability in self.product.capabilities or capability in self.services
        return stated and capability not in self.here

    def says(self, capability: str | None) -> bool:
        """Whether the deliverer's own document says anything of a capability: itself, a broader or a narrower one."""
        if capability is None or self.deliverer is None:
            return False
        above = (capability, *self.vocabulary.ancestors(capability))
        said = {*self.here, *self.deliverer.complete}
        return not said.isdisjoint(above) or any(capability in self.vocabulary.ancestors(name) for name in said)

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

    def served(self, capability: str) -> tuple[Statement, ...]:
        """What the services that are offered say of a capability; () where none of them is that one."""
        return OFFERED if capability in self.services else ()

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
        stated = (self.own(capability) or self.served(capability)) if capability else ()
        if is_finding(first[0]) or not any(is_finding(s) for s in stated):
            merged = [_merge(a, s) for a in first for s in (stated or (None,))]
            return tuple(dict.fromkeys(m for m in merged if m is not None))
        return ()


def is_of_product(line: Requirement) -> bool:
    """Whether a line asks where a product connects, runs or keeps data, whatever scope it names."""
    return line.connect is not None or line.deploy is not None or line.capability == RESIDENCY


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
    product: Product,
    vocabulary: Vocabulary,
    responses: Iterable[Response],
    client: str,
    site: Site | None = None,
    deliverers: tuple[Deliverer, ...] = (),
) -> Voices:
    """The voices of one product for one client, the landscape that it would stand in, and who delivers it."""
    answers: dict[str, list[Answer]] = {}
    for response in responses:
        if response.product == product.id and response.client == client:
            for answer in response.answers:
                dated = answer if answer.on or not response.as_of else answer.evolve(on=response.as_of)
                answers.setdefault(answer.requirement, []).append(dated)
    heard = {line: tuple(said) for line, said in answers.items()}
    services = offered_by(product.services, vocabulary)
    return Voices(product, vocabulary, heard, site, services=services, deliverers=deliverers)


def offered_by(services: Iterable[Service], vocabulary: Vocabulary) -> FrozenMap[str, tuple[str, ...]]:
    """Service -> the ids of the entries that offer it. An entry speaks of services alone: one on a capability of the
    product itself says nothing about that."""
    found: dict[str, set[str]] = {}
    for entry in services:
        if entry.capability is not None and is_service(entry.capability, vocabulary):
            found.setdefault(entry.capability, set()).add(entry.id)
    return FrozenMap({name: tuple(sorted(found[name], key=natural)) for name in sorted(found)})


def hear(line: Requirement, voices: Voices) -> Speech:
    """Who speaks for a line: an answer, a statement, a broader one that covers it, the narrower ones together, a
    service that is offered, narrower services together, a complete branch, or nobody."""
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
    served = voices.served(name)
    if served and (line.need.keys or not _is_stated_below(name, voices)):
        return Speech("service", name, served)
    if not line.need.keys and (_has_voice_below(name, voices) or _has_service_below(name, voices)):
        return Speech("rollup", name, tuple(_below(name, voices)))
    return Speech("complete" if voices.is_complete(name) else "silence", name)


def _has_voice_below(name: str, voices: Voices) -> bool:
    return any(
        bool(voices.own(child)) or child in voices.complete or _has_voice_below(child, voices)
        for child in voices.vocabulary.narrower(name)
    )


def _is_stated_below(name: str, voices: Voices) -> bool:
    """Whether something is stated of a narrower capability; that a branch is complete is no statement on a service."""
    return any(bool(voices.own(child)) or _is_stated_below(child, voices) for child in voices.vocabulary.narrower(name))


def _has_service_below(name: str, voices: Voices) -> bool:
    return any(name in voices.vocabulary.ancestors(service) for service in voices.services)


def spoken_on(capability: str, voices: Voices) -> tuple[Statement, ...]:
    """What is said of a narrower capability in a roll-up: its own statements, else the service that is offered unless
    something stands on those that are narrower still."""
    stated = voices.own(capability)
    if stated or not voices.services:
        return stated
    served = voices.served(capability)
    return served if served and not _is_stated_below(capability, voices) else ()


def _below(name: str, voices: Voices) -> Iterable[Statement]:
    for child in voices.vocabulary.narrower(name):
        if own := spoken_on(child, voices):
            yield from own
        else:
            yield from _below(child, voices)
