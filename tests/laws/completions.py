"""Completions of what is unknown, statement by statement, in the terms of the rules and not of the engine.

A completion fills in what was not said within the response that was said. It overrides nothing that speaks for
another line: a filling that would is not offered here (it is a correction, about which the laws say nothing).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

import attrs
from tests.laws.reference import MET, UNMET, Judge, is_shown, shares

from tobfit.model.catalog import Answer, Response
from tobfit.model.pack import Capability
from tobfit.model.product import Product, Statement
from tobfit.model.requirement import Requirement
from tobfit.testing.strategies import AMOUNTS, LEVELS, VERSIONS, World

DEMONSTRATED = {"source": "demonstration to come", "kind": "demonstrated"}
Edit = Callable[[Statement], Statement]


def fillings(world: World, product: Product, line: Requirement) -> list[World]:
    """Worlds in which one open point of a line is closed; () where the line is not open or cannot be filled."""
    return list(_Filler(world, product, line).worlds())


@attrs.frozen(eq=False)
class _Filler:
    world: World
    product: Product
    line: Requirement

    @property
    def judge(self) -> Judge:
        return Judge(self.world, self.product)

    def worlds(self) -> Iterator[World]:
        line, judge = self.line, self.judge
        name = line.capability
        if line.connect is not None or line.deploy is not None or not judge.judge(line).is_open:
            return  # what a landscape leaves open is closed in test_landscapes
        if said := judge.answered(line):
            yield from self._answered(said)
        elif name is None:
            yield self._with_answer(
                Answer(requirement=line.id, response="standard", by="assessor", evidence=[DEMONSTRATED])
            )
            yield self._with_answer(Answer(requirement=line.id, response="not_supported", by="assessor"))
        elif said := judge.own(name):
            yield from self._stated(name, said, line)
        elif said := judge.covering(name):
            yield from self._covered(name, line)
        elif not line.need.keys and judge.is_stated_below(name):
            yield from self._rolled(name)
        elif said := judge.served(name):
            yield from self._stated(name, said, line)
        elif not line.need.keys and (judge.has_word_below(name) or judge.is_served_below(name)):
            yield from self._rolled(name)
        else:
            yield from self._silent(name, line)

    # -- where the line's own answer speaks: only this line hears it

    def _answered(self, said: Sequence[Statement]) -> Iterator[World]:
        judge, line = self.judge, self.line
        outcomes = [judge.statement(s, line, line.capability) for s in said]
        if any(o.judged != outcomes[0].judged for o in outcomes):
            for statement in said:
                yield self._with_answer(_answer_of(statement, line))
            return
        for edits in self._edits(said, line, line.capability):
            for statement in [edit(said[0]) for edit in edits]:
                yield self._with_answer(_answer_of(statement, line))

    def _with_answer(self, answer: Answer) -> World:
        kept = [
            r.evolve(answers=tuple(a for a in r.answers if a.requirement != self.line.id))
            if (r.product, r.client) == (self.product.id, "c")
            else r
            for r in self.world.catalog.responses
        ]
        return self.world.with_responses([*kept, Response(client="c", product=self.product.id, answers=(answer,))])

    # -- where a statement speaks

    def _stated(self, name: str, said: Sequence[Statement], line: Requirement) -> Iterator[World]:
        judge = self.judge
        outcomes = [judge.statement(s, line, name) for s in said]
        if any(o.judged != outcomes[0].judged for o in outcomes):
            # To drop what covers narrower capabilities would silence it there.
            if len({s.covers_narrower for s in said}) == 1 and not self._answers_on(name):
                for chosen in dict.fromkeys(said):
                    yield self._with(name, [s for s in self._all(name) if s not in said or s == chosen])
            return
        for edits in self._edits(said, line, name):
            for edit in edits:
                yield self._with(name, [edit(s) if s in said else s for s in self._all(name) or said])

    def _edits(self, said: Sequence[Statement], line: Requirement, name: str | None) -> Iterator[list[Edit]]:
        """The ways to close the first open point of statements that are judged alike."""
        first, judge = said[0], self.judge
        date = first.available if first.response == "roadmap" else None
        if first.response == "not_applicable":
            if self._answers_on(name):
                return
            found: list[Edit] = [lambda s: s.evolve(by="assessor")]
            if self._all_must(name):
                found.append(lambda _: Statement(response="standard", by="assessor", evidence=[DEMONSTRATED]))
                found.append(lambda _: Statement(response="not_supported", by="assessor"))
            yield found
        elif date == "unknown" or (isinstance(date, datetime.date) and date < judge.as_of):
            yield [_dated(day) for day in self._dates(line)]
        elif self.world.policy.evidence == "strict" and not all(is_shown(s, self.product) for s in said):
            yield [lambda s: s.evolve(evidence=(*s.evidence, DEMONSTRATED))]
        elif first.value is None or first.response in ("standard", "configuration"):
            yield from self._values(first, line, name)

    def _values(self, first: Statement, line: Requirement, name: str | None) -> Iterator[list[Edit]]:
        term = self.judge.terms.get(name or "")
        if term is None:
            return
        fields: list[tuple[tuple[str, ...], bool]] = []
        for value, exhaustive in candidates(line, term):
            if first.value is not None:
                if term.kind == "set":
                    if not set(first.value) <= set(value):
                        continue
                elif self._is_shared(name):
                    continue
            found = shares(line, term, value, exhaustive, self.world.policy)
            if len(found) == 1:
                fields.append((value, exhaustive))
        yield [_valued(value, exhaustive) for value, exhaustive in self._telling(fields, line, term)]

    def _telling(
        self, fields: Sequence[tuple[tuple[str, ...], bool]], line: Requirement, term: Capability
    ) -> list[tuple[tuple[str, ...], bool]]:
        """The worst, the best and one between."""
        if not fields:
            return []
        rank = sorted(fields, key=lambda f: max(shares(line, term, f[0], f[1], self.world.policy)))
        return list(dict.fromkeys((rank[0], rank[len(rank) // 2], rank[-1])))

    def _dates(self, line: Requirement) -> Iterable[datetime.date]:
        as_of = self.judge.as_of
        if line.by is None or line.by >= as_of:
            yield line.by or as_of
        if line.by is not None:
            yield max(line.by, as_of) + datetime.timedelta(days=1)

    # -- where a broader statement, the narrower ones or nobody speaks

    def _covered(self, name: str, line: Requirement) -> Iterator[World]:
        """Evidence and dates are filled in above; a value is stated with the capability itself."""
        judge = self.judge
        holder = next(
            b for b in judge.above(name) if any(s.covers_narrower for s in self.product.capabilities.get(b, ()))
        )
        said = judge.first([s for s in self._all(holder) if s.covers_narrower])
        outcomes = [judge.statement(s.evolve(value=None, exhaustive=False), line, name) for s in said]
        if self._answers_on(name) or self._answers_on(holder) or any(o.judged != outcomes[0].judged for o in outcomes):
            return
        if said[0].response == "not_applicable":
            return
        missing = next(self._edits([s.evolve(value="none") for s in said], Requirement(id="x", by=line.by), None), [])
        if missing:
            for edit in missing:
                yield self._with(holder, [edit(s).evolve(value=s.value) if s in said else s for s in self._all(holder)])
        elif len(said) == 1:
            for edits in self._values(said[0].evolve(value=None), line, name):
                for edit in edits:
                    yield self._with(name, [edit(said[0]).evolve(covers_narrower=False)])

    def _rolled(self, name: str) -> Iterator[World]:
        judge = self.judge
        for child in judge.below(name):
            if not judge.part(child, self.line).is_open:
                continue
            line = self.line.evolve(capability=child)
            if said := judge.own(child) or (not judge.is_stated_below(child) and judge.served(child)):
                yield from self._stated(child, said, line)
            elif judge.below(child):
                yield from self._rolled(child)
            else:
                yield from self._silent(child, line)
            return

    def _silent(self, name: str, line: Requirement) -> Iterator[World]:
        # Where another line is judged by narrower statements, a word on the whole would gainsay them, not fill a gap.
        if self._answers_on(name) or (self._is_shared(name) and self.judge.has_word_below(name)):
            return
        term = self.judge.terms[name]
        yield self._with(name, [Statement(response="not_supported")])
        yield self._with(name, [Statement(response="not_applicable", by="assessor")])
        fields = [
            f
            for f in candidates(line, term)
            if len(found := shares(line, term, *f, self.world.policy)) == 1 and found[0][0] != UNMET
        ]
        for response, extent in (("standard", "full"), ("customisation", "0.5")):
            stated = Statement(response=response, extent=extent, evidence=[DEMONSTRATED])
            if not line.need.keys:
                yield self._with(name, [stated])
            else:
                for value, exhaustive in self._telling(fields, line, term)[-1:]:
                    yield self._with(name, [stated.evolve(value=value, exhaustive=exhaustive)])

    # -- helpers

    def _all(self, name: str) -> tuple[Statement, ...]:
        return self.product.capabilities.get(name, ())

    def _with(self, name: str, stated: Sequence[Statement]) -> World:
        capabilities = {**self.product.capabilities, name: tuple(stated)}
        return self.world.with_product(self.product.evolve(capabilities=capabilities))

    def _kin(self, name: str | None) -> list[Requirement]:
        """The other lines that may hear what is stated of a capability."""
        if name is None:
            return []
        judge = self.judge
        return [
            other
            for other in self.world.client.requirements
            if other.id != self.line.id
            and other.capability is not None
            and (
                other.capability == name
                or name in judge.above(other.capability)
                or other.capability in judge.above(name)
            )
        ]

    def _is_shared(self, name: str | None) -> bool:
        return bool(self._kin(name))

    def _all_must(self, name: str | None) -> bool:
        return all(other.priority == "must" for other in self._kin(name))

    def _answers_on(self, name: str | None) -> bool:
        """Whether answers to other lines are completed from what is stated of a capability."""
        lines = {r.id for r in self.world.client.requirements if r.capability == name and name is not None}
        return any(
            a.requirement in lines
            for r in self.world.catalog.responses
            if r.product == self.product.id
            for a in r.answers
        )


def _dated(day: datetime.date) -> Edit:
    return lambda s: s.evolve(available=day)


def _valued(value: tuple[str, ...], exhaustive: bool) -> Edit:
    return lambda s: s.evolve(value=value, exhaustive=exhaustive)


def _answer_of(statement: Statement, line: Requirement) -> Answer:
    return Answer(
        requirement=line.id,
        response=statement.response,
        extent=statement.extent,
        value=statement.value,
        exhaustive=statement.exhaustive,
        available=statement.available,
        evidence=statement.evidence,
        by=statement.by,
    )


def candidates(line: Requirement, term: Capability) -> Iterable[tuple[tuple[str, ...], bool]]:
    """Values of a capability, from hopeless to excellent."""
    match term.kind:
        case "quantity":
            assert term.unit is not None
            bounds = [getattr(line.need, k) for k in ("at_least", "at_most", "more_than", "less_than", "ideal")]
            texts = [*AMOUNTS[term.unit], *(str(bound) for bound in bounds if bound is not None)]
            units = {text.partition(" ")[2] for text in texts}
            texts += [f"{number} {unit}".strip() for unit in sorted(units) for number in ("0", "99999999")]
            yield from (((text,), False) for text in texts)
        case "set":
            need = line.need
            yield (), True
            wanted = dict.fromkeys([*need.all_of, *(m for m in need.any_of if m not in need.none_of)])
            yield tuple(wanted), True
            yield ("a", "b", "c", "d"), True
            yield tuple(m for m in ("a", "b", "c", "d") if m not in need.none_of), True
        case "level":
            yield from (((level,), False) for level in LEVELS)
        case "version":
            yield from (((text,), False) for text in (*VERSIONS, "0", "2.0", "99"))
        case _:
            return


def completed_products(world: World, product: Product, limit: int = 60) -> list[World] | None:
    """Every world in which nothing of the product is open, made of the fillings; None where there are too many
    or where something cannot be filled."""
    open_worlds, done = [world], []
    while open_worlds:
        current = open_worlds.pop()
        stated = current.catalog.product(product.id)
        judge = Judge(current, stated)
        line = next((r for r in current.client.requirements if judge.judge(r).is_open), None)
        if line is None:
            done.append(current)
            continue
        found = fillings(current, stated, line)
        if not found or len(done) + len(open_worlds) + len(found) > limit:
            return None
        open_worlds += found
    return done


__all__ = ["MET", "Fraction", "completed_products", "fillings"]
