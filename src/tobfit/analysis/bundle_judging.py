"""What each product comes to on each line, with each choice of its modules: judged when it is asked for, and kept."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import attrs

from tobfit.analysis.bundle_voices import Ensemble, Modules, giving
from tobfit.matching.judge import Line, judge
from tobfit.matching.outcome import Outcome
from tobfit.matching.voices import Voices, hear, spoken_on
from tobfit.model.natural import natural
from tobfit.model.price import Effort
from tobfit.model.product import Statement
from tobfit.model.quantity import Quantity

BOUGHT = ("third_party", "customisation")
"""The responses whose price comes on top of the product's."""
FULL = 6
"""So many modules with a say in one line are tried in all combinations; with more of them a combination is judged when
a solution has it."""
GIVEN_OUTCOME = Outcome("met", 0, 0, "met", "met", "stated")
NOT_GIVEN = Outcome("unmet", 0, 0, "unmet", "unmet", "not_supported")
Subject = Line | str
"""A line, or a capability that another product requires."""


@attrs.frozen
class Purchase:
    """What is paid or done on top of a product and its modules where a statement, or a connection, serves a line."""

    product: str
    name: str
    """The capability that the statement stands on; the line of an answer or a connection."""
    response: str
    price: Quantity | None = None
    effort: Effort | None = None
    module: str | None = None

    @property
    def lacks_price(self) -> bool:
        """Another vendor's product has a price, which nobody said."""
        return self.response == "third_party" and self.price is None

    @property
    def lacks_effort(self) -> bool:
        """Programming, or a connection, takes an effort, which nobody said."""
        return self.response in ("customisation", "connection") and self.effort is None

    @property
    def is_paid(self) -> bool:
        """Whether money is a matter."""
        return self.response in BOUGHT and (self.price is not None or self.lacks_price)

    @property
    def is_work(self) -> bool:
        """Whether effort is a matter."""
        return self.effort is not None or self.lacks_effort


@attrs.frozen
class Cell:
    """One product on one line with some modules, and what serving the line with it takes."""

    outcome: Outcome
    bought: frozenset[Purchase] = frozenset()


@attrs.frozen(eq=False)
class Table:
    """The cells of a product and a line by those of the chosen modules that have a say in it.

    ``is_complete``: all of them are there. ``is_monotone``: one more module never makes an outcome worse, and each
    purchase hangs on its own module alone; told of tables that are not complete only.
    """

    modules: tuple[str, ...]
    is_complete: bool
    is_monotone: bool
    cells: dict[Modules, Cell] = attrs.field(factory=dict, repr=False)

    @property
    def whole(self) -> Cell:
        """With all modules that have a say."""
        return self.cells[frozenset(self.modules)]


@attrs.frozen(eq=False)
class Judging:
    """Tables of all products and lines of a world; ``full``: see ``FULL``."""

    ensemble: Ensemble
    full: int = FULL
    tables: dict[tuple[str, str, bool], Table] = attrs.field(factory=dict, repr=False)

    def table(self, name: str, subject: Subject) -> Table:
        """The table of a product and a line, with all its cells where the modules are few."""
        is_line = isinstance(subject, Line)
        key = name, subject.requirement.id if isinstance(subject, Line) else subject, is_line
        if key not in self.tables:
            self.tables[key] = self._table(name, subject)
        return self.tables[key]

    def _table(self, name: str, subject: Subject) -> Table:
        ensemble = self.ensemble
        if isinstance(subject, Line):
            concerned = ensemble.concerned(name, subject.requirement)
        else:
            hung = ensemble.speaking(name, subject)
            concerned = frozenset(m for capability in hung for m in ensemble.modular(name)[capability])
        modules = tuple(sorted(concerned, key=natural))
        is_complete = len(modules) <= self.full
        found = Table(modules, is_complete, not is_complete and self._is_monotone(name, subject))
        sizes = range(len(modules) + 1) if is_complete else [len(modules)]
        for size in sizes:
            for some in itertools.combinations(modules, size):
                self.judge(name, subject, found, frozenset(some))
        return found

    def _is_monotone(self, name: str, subject: Subject) -> bool:
        """Whether modules only add: each capability below is stated once, applies, and no answer speaks. (A broader
        statement that falls away lets narrower ones speak, which may be worse or better.)"""
        if isinstance(subject, str) or (name, subject.requirement.id) in self.ensemble.answered:
            return False
        capability = subject.requirement.capability
        if capability is None or subject.requirement.connect is not None or subject.requirement.deploy is not None:
            return False
        stated = self.ensemble.products[name].capabilities
        hung = self.ensemble.speaking(name, capability)
        above = self.ensemble.world.vocabulary.ancestors(capability)
        return all(c not in above and len(stated[c]) == 1 and stated[c][0].response != "not_applicable" for c in hung)

    def judge(self, name: str, subject: Subject, table: Table, some: Modules) -> Cell:
        """One cell, judged where it was not yet."""
        if some not in table.cells:
            # Other modules have no say: all of them are there or none, so that few products are made ready.
            every = frozenset(self.ensemble.products[name].modules)
            voices = self.ensemble.voices(name, every if some == frozenset(table.modules) else some)
            table.cells[some] = self.cell(subject, voices)
        return table.cells[some]

    def cell(self, subject: Subject, voices: Voices) -> Cell:
        """One product on one line, as it speaks."""
        if isinstance(subject, str):
            given = giving(voices, subject)
            bought = _purchases(voices, given)
            return Cell(GIVEN_OUTCOME, bought) if given else Cell(NOT_GIVEN)
        outcome = judge(subject, voices, self.ensemble.world.bench)
        if outcome.best == "unmet" or outcome.verdict == "not_applicable":
            return Cell(outcome)
        if subject.requirement.deploy is not None:
            return Cell(outcome)
        if subject.requirement.connect is not None:
            return Cell(outcome, _connection(subject, voices))
        return Cell(outcome, _purchases(voices, _spoken(subject, voices)))


def _purchases(voices: Voices, spoken: Iterable[tuple[str, Statement]]) -> frozenset[Purchase]:
    found = (
        Purchase(voices.product.id, name, s.response, s.price if s.response in BOUGHT else None, s.effort, s.module)
        for name, s in spoken
        if s.response not in ("not_supported", "not_applicable")
    )
    return frozenset(each for each in found if each.is_paid or each.is_work)


def _spoken(line: Line, voices: Voices) -> Iterable[tuple[str, Statement]]:
    """The statements that speak for a line, each with the capability that it stands on."""
    speech = hear(line.requirement, voices)
    if speech.kind == "rollup":
        assert speech.capability is not None
        yield from _below(speech.capability, voices)
    else:
        place = speech.capability or line.requirement.id
        yield from ((place, said) for said in speech.statements)


def _below(name: str, voices: Voices) -> Iterable[tuple[str, Statement]]:
    for child in voices.vocabulary.narrower(name):
        if own := spoken_on(child, voices):
            yield from ((child, said) for said in own)
        else:
            yield from _below(child, voices)


def _connection(line: Line, voices: Voices) -> frozenset[Purchase]:
    """The effort of a connection, that of its own adapters alone: what several connections share counts for each."""
    from tobfit.matching.landscape import route_for

    route = route_for(line.requirement, voices)
    if route is None or not route.adapters:
        return frozenset()
    return frozenset([Purchase(voices.product.id, line.requirement.id, "connection", effort=route.estimate)])
