"""Which lines a statement can speak for, and one line judged by itself in many mixed worlds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from tobfit.analysis.mixing import Mixer, Offered, On
from tobfit.errors import TobfitError
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.matching.fit import Fit
from tobfit.matching.judge import judge
from tobfit.matching.outcome import Outcome
from tobfit.model.interval import MILLION

Lines = Mapping[str, tuple[str, ...]]
"""Line -> the near records that have a part in it, where there are any."""
Ends = tuple[Fraction, Fraction]
Union = tuple[str, ...]


def near_records(pair: Offered, records: Iterable[str]) -> frozenset[str]:
    """The statements on capabilities and the answers to lines among a product's records."""
    path = f"product.{pair.after.id}"
    return frozenset(name for name in records if name.startswith((f"{path}.capabilities.", f"{path}.answers.")))


def set_names(chosen: int, groups: Sequence[Union]) -> On:
    """The records of the chosen groups."""
    return frozenset(name for place, group in enumerate(groups) if chosen >> place & 1 for name in group)


def reach_of(capability: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The capabilities for which a statement on this one can speak: itself, broader and narrower ones."""
    found = {capability, *vocabulary.ancestors(capability)}
    below = [capability]
    while below:
        narrower = vocabulary.narrower(below.pop())
        found.update(narrower)
        below += narrower
    return frozenset(found)


@attrs.define(eq=False)
class Reach:
    """One product's near records, in the worlds that the other causes make (``outer``)."""

    mixer: Mixer
    pair: Offered
    outer: tuple[On, ...]
    _judged: dict[tuple[str, On], Outcome | None] = attrs.field(factory=dict)
    _places: dict[On, Mapping[str, tuple[int, int]]] = attrs.field(factory=dict)

    def lines(self, near: Iterable[str]) -> Lines:
        """The lines that near records have a part in, in some of the worlds."""
        found: dict[str, list[str]] = {}
        for name in near:
            for line in self._spoken_for(name):
                found.setdefault(line, []).append(name)
        return {line: tuple(found[line]) for line in sorted(found)}

    def _spoken_for(self, record: str) -> Iterable[str]:
        path = f"product.{self.pair.after.id}."
        kind, _, name = record.removeprefix(path).partition(".")
        if kind == "answers":
            return (name,)
        found: set[str] = set()
        for on in self.outer:
            world = self.mixer.side(on)
            assert world is not None
            reach = reach_of(name, world.vocabulary)
            found.update(line.id for line in world.requirements if line.capability in reach)
        return sorted(found)

    def coupled(self, wide: Sequence[Union], lines: Lines) -> frozenset[str]:
        """Near records that decide whether a line with weight applies, or meet a line that cannot be judged in some
        world: with these, lines hang together."""
        found: set[str] = set()
        for line, near in lines.items():
            if not found.issuperset(near) and any(self._is_coupled(line, near, wide, on) for on in self.outer):
                found.update(near)
        return frozenset(found)

    def _is_coupled(self, line: str, near: Union, wide: Sequence[Union], on: On) -> bool:
        for chosen in range(1 << len(wide)):
            base = on | set_names(chosen, wide)
            if not self._weight(line, base):
                continue
            outcomes = [self._outcome(line, near, base, some) for some in range(1 << len(near))]
            if None in outcomes:
                return True
            if len({outcome.verdict == "not_applicable" for outcome in outcomes if outcome is not None}) > 1:
                return True
        return False

    def game(self, wide: Sequence[Union], near: Union, line: str, on: On) -> list[Ends]:
        """What the line contributes for each set of wide and near players, the wide ones first."""
        values = []
        for chosen in range(1 << (len(wide) + len(near))):
            base = on | set_names(chosen & ((1 << len(wide)) - 1), wide)
            weight = self._weight(line, base)
            outcome = self._outcome(line, near, base, chosen >> len(wide)) if weight else None
            if outcome is None or outcome.verdict == "not_applicable":
                values.append((Fraction(0), Fraction(0)))
                continue
            whole = self._fit(base).totals.weight * MILLION
            values.append((Fraction(weight * outcome.low, whole), Fraction(weight * outcome.high, whole)))
        return values

    def _fit(self, on: On) -> Fit:
        fit = self.mixer.fit(self.pair, on)
        assert fit is not None
        return fit

    def _weight(self, line: str, on: On) -> int:
        """The line's weight in a world; 0 where it is not there."""
        return self._lines_of(on).get(line, (0, 0))[1]

    def _lines_of(self, on: On) -> Mapping[str, tuple[int, int]]:
        """Line -> its place and weight."""
        if on not in self._places:
            fit = self._fit(on)
            self._places[on] = {
                judgement.requirement.id: (place, weight)
                for place, (judgement, weight) in enumerate(zip(fit.judgements, fit.weights, strict=True))
            }
        return self._places[on]

    def _outcome(self, line: str, near: Union, base: On, chosen: int) -> Outcome | None:
        """The line judged with some of its near records as after; None where it cannot be."""
        on = base | {name for place, name in enumerate(near) if chosen >> place & 1}
        key = line, on
        if key not in self._judged:
            self._judged[key] = self._outcome_of(line, on, base)
        return self._judged[key]

    def _outcome_of(self, line: str, on: On, base: On) -> Outcome | None:
        fit = self._fit(base)
        place = self._lines_of(base)[line][0]
        if on == base:
            return fit.judgements[place].outcome
        world = fit.world
        try:
            return judge(world.lines[place], self.mixer.voices(self.pair, on, world), world.bench)
        except TobfitError:
            return None
