"""What the open points of a product can come to: every answer of every question, judged again.

The open points of a product are its questions. An answer to one is a change to the records; what it makes of each line
is what matching the changed records again gives. Questions that bear on one line are answered together, others apart,
which is why lines that hang on one statement turn out together.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tobfit.analysis.streams import stream_of
from tobfit.errors import TobfitError
from tobfit.matching.asks import asks_of
from tobfit.matching.fit import Fit, failing_levels
from tobfit.matching.judge import Line, judge
from tobfit.matching.outcome import Outcome
from tobfit.matching.promise import promised
from tobfit.model.frozen import FrozenMap
from tobfit.model.natural import natural

MOST = 256
"""So many combinations of answers are all worked out; of more, so many are drawn once, for all draws and seeds."""
ROUNDS = 4
"""An answer may open another question (the date is settled, proof is still missing); so many times at most."""
Changes = FrozenMap[str, Any]
Points = Mapping[str, tuple[Changes, ...]]
"""Target -> the changes that each answer means."""


@attrs.frozen
class Cell:
    """A line as it may turn out: credit in millionths and whether a Must fails, at the worst and at the best; equal
    where nothing is left open."""

    low: int
    high: int
    fails_at_worst: bool
    fails_at_best: bool
    applies: bool

    @property
    def is_open(self) -> bool:
        """Whether the two ends differ."""
        return (self.low, self.fails_at_worst) != (self.high, self.fails_at_best)


@attrs.frozen
class Choice:
    """Lines that turn out together: ``ways`` are the ways in which they may, ``odds`` how often each, as whole
    numbers. ``places`` count the lines of the world, then its undecided Musts. ``is_pooled``: the ways are a sample.
    """

    key: str
    places: tuple[int, ...]
    odds: tuple[int, ...]
    ways: tuple[tuple[Cell, ...], ...]
    questions: int
    is_pooled: bool = False


@attrs.frozen
class Openness:
    """A product's lines as they are judged, and the choices that the open ones among them leave."""

    product: str
    cells: tuple[Cell, ...]
    choices: tuple[Choice, ...]


def openness(fit: Fit) -> Openness:
    """The choices of a product, in a fixed order."""
    return _Completing(fit, _relevant(fit)).openness()


def cells_of(fit: Fit) -> tuple[Cell, ...]:
    """The lines of a fit, then the Musts that undecided rules could add."""
    world, failing = fit.world, failing_levels(fit.world.policy)
    cells = [_cell(j.outcome, line, failing) for j, line in zip(fit.judgements, world.lines, strict=True)]
    if world.open_musts:
        voices = fit.judgements[0].voices if fit.judgements else None
        for line in world.open_musts:
            outcome = judge(line, voices, world.bench) if voices is not None else _of_a_lone_must(fit, line)
            cells.append(_cell(outcome, line, failing))
    return tuple(cells)


def _of_a_lone_must(fit: Fit, line: Line) -> Outcome:
    """The outcome of an undecided Must where the client has no line at all."""
    from tobfit.matching.voices import listen

    world = fit.world
    voices = listen(
        world.catalog[fit.product], world.vocabulary, world.catalog.responses, world.client.id, world.site
    )
    return judge(line, voices, world.bench)


def _cell(outcome: Outcome, line: Line, failing: frozenset[str]) -> Cell:
    if outcome.verdict == "not_applicable":
        return Cell(0, 0, False, False, False)
    worst = line.can_fail and outcome.worst in failing
    best = line.can_fail and outcome.best in failing
    return Cell(outcome.low, outcome.high, worst, best, True)


def _relevant(fit: Fit) -> frozenset[int]:
    """The lines that have a part in score or decision."""
    return frozenset(place for place, line in enumerate(fit.world.lines) if line.weight or line.can_fail)


@attrs.frozen(eq=False)
class _Completing:
    """Works out the choices of one fit."""

    fit: Fit
    relevant: frozenset[int]

    def openness(self) -> Openness:
        base = cells_of(self.fit)
        asked = self.asked(self.fit, self.relevant)
        points = {target: options for target, (options, _) in asked.items()}
        after = {target: [self.answered(self.fit, [one]) for one in options] for target, options in points.items()}
        reach = {target: places | self.moved(after[target], base) for target, (_, places) in asked.items()}
        choices = [
            self.choice(targets, places, {target: points[target] for target in targets}, after)
            for targets, places in _joined(reach)
        ]
        covered = {place for choice in choices for place in choice.places}
        alone = {self.fit.judgements[place].requirement.id: place for place in self.relevant - covered}
        for name in sorted(alone, key=natural):
            cell = base[alone[name]]
            if cell.is_open:
                choices.append(Choice(name, (alone[name],), (1,), ((cell,),), 0))
        return Openness(self.fit.product, base, tuple(choices))

    def asked(self, fit: Fit, places: Iterable[int]) -> dict[str, tuple[tuple[Changes, ...], frozenset[int]]]:
        """The questions of lines that are still open: their different answers, and the lines. What a landscape leaves
        open is left to the ends of the interval."""
        options: dict[str, dict[Changes, None]] = {}
        lines: dict[str, set[int]] = {}
        for place in places:
            for ask in asks_of(fit.judgements[place], fit.world, fit.product):
                if ask.kind != "landscape" and ask.answers:
                    options.setdefault(ask.target, {}).update(dict.fromkeys(changes for _, changes in ask.answers))
                    lines.setdefault(ask.target, set()).add(place)
        return {
            target: (tuple(sorted(options[target], key=repr)), frozenset(lines[target]))
            for target in sorted(options, key=natural)
        }

    def points(self, fit: Fit, places: Iterable[int]) -> Points:
        """Question -> answers."""
        return {target: options for target, (options, _) in self.asked(fit, places).items()}

    def answered(self, fit: Fit, changes: Sequence[Changes]) -> Fit:
        """The fit after answers to several questions; where they cannot be taken together, one after the other."""
        try:
            return promised(fit, FrozenMap({k: v for one in changes for k, v in one.items()}))
        except TobfitError:
            for one in changes if len(changes) > 1 else ():
                fit = self.answered(fit, [one])
            return fit

    def moved(self, fits: Sequence[Fit], base: Sequence[Cell]) -> frozenset[int]:
        """The lines that some answer to a question changes."""
        whole = len(self.fit.judgements)
        return frozenset(
            place
            for fit in fits
            for place, (cell, old) in enumerate(zip(cells_of(fit), base, strict=True))
            if cell != old and (place in self.relevant or place >= whole)
        )

    def choice(
        self, targets: Sequence[str], places: tuple[int, ...], points: Points, after: Mapping[str, Sequence[Fit]]
    ) -> Choice:
        if len(targets) == 1:
            firsts: Iterator[Fit] = iter(after[targets[0]])
            count = len(after[targets[0]])
        else:
            count = math.prod(len(options) for options in points.values())
            combined = itertools.product(*points.values()) if count <= MOST else ()
            firsts = (self.answered(self.fit, changes) for changes in combined)
        leaves = None
        if count <= MOST:
            leaves = self.spread_out(((Fraction(1, count), fit) for fit in firsts), places, 1)
        if leaves is None:
            return self.pooled(targets, places)
        unit = math.lcm(*(share.denominator for share in leaves.values()))
        odds = tuple(int(share * unit) for share in leaves.values())
        return Choice(targets[0], places, odds, tuple(leaves), len(targets))

    def spread_out(
        self, fits: Iterable[tuple[Fraction, Fit]], places: tuple[int, ...], depth: int
    ) -> dict[tuple[Cell, ...], Fraction] | None:
        """Ways and how likely each is; None where they are too many."""
        leaves: dict[tuple[Cell, ...], Fraction] = {}
        for share, fit in fits:
            points = self.points(fit, self.lines_in(places)) if depth < ROUNDS else {}
            if not points:
                way = self.way(fit, places)
                leaves[way] = leaves.get(way, Fraction(0)) + share
                continue
            count = math.prod(len(options) for options in points.values())
            if count > MOST:
                return None
            combined = itertools.product(*points.values())
            after = ((share / count, self.answered(fit, changes)) for changes in combined)
            below = self.spread_out(after, places, depth + 1)
            if below is None or len(leaves) + len(below) > MOST:
                return None
            for way, part in below.items():
                leaves[way] = leaves.get(way, Fraction(0)) + part
        return leaves

    def pooled(self, targets: Sequence[str], places: tuple[int, ...]) -> Choice:
        """So many random answers to all questions at once, the same for every seed."""
        stream = stream_of(0, f"pool/{targets[0]}")
        ways = []
        for _ in range(MOST):
            fit = self.fit
            for _ in range(ROUNDS):
                points = self.points(fit, self.lines_in(places))
                if not points:
                    break
                chosen = [options[int(stream.below(len(options), 1)[0])] for options in points.values()]
                fit = self.answered(fit, chosen)
            ways.append(self.way(fit, places))
        return Choice(targets[0], places, (1,) * MOST, tuple(ways), len(targets), is_pooled=True)

    def lines_in(self, places: Iterable[int]) -> list[int]:
        return [place for place in places if place in self.relevant]

    def way(self, fit: Fit, places: Sequence[int]) -> tuple[Cell, ...]:
        cells = cells_of(fit)
        return tuple(cells[place] for place in places)


def _joined(reach: Mapping[str, frozenset[int]]) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Targets that reach a line in common, directly or over others, with all the lines that they reach."""
    groups: list[tuple[list[str], set[int]]] = []
    for target, places in reach.items():
        touching = [group for group in groups if not group[1].isdisjoint(places)]
        targets = [one for group in touching for one in group[0]]
        merged = set(places).union(*(group[1] for group in touching))
        groups = [group for group in groups if group not in touching]
        groups.append(([*targets, target], merged))
    joined = [(tuple(sorted(targets, key=natural)), tuple(sorted(places))) for targets, places in groups]
    return sorted(joined, key=lambda group: natural(group[0][0]))
