"""What the open points of a product can come to: every answer of every question, judged again.

The open points of a product are its questions. An answer to one is a change to the records; what it makes of each line
is what matching the changed records again gives. Questions that bear on one line are answered together, others apart,
which is why lines that hang on one statement turn out together. An answer that is no completion but a correction (what
was on a roadmap turns out to be delivered) is left out: nothing is drawn that the judgements rule out.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tobfit.analysis.cells import Cell, cell_at, cells_of, is_within, outcomes_of
from tobfit.analysis.streams import stream_of
from tobfit.errors import TobfitError
from tobfit.matching.asks import asks_of
from tobfit.matching.fit import Fit
from tobfit.matching.promise import promised
from tobfit.model.frozen import FrozenMap
from tobfit.model.natural import natural

MOST = 256
"""So many combinations of answers are all worked out; of more, so many are drawn once, for all draws and seeds."""
ROUNDS = 4
"""An answer may open another question (the date is settled, proof is still missing); so many times at most."""
Changes = FrozenMap[str, Any]
Asked = dict[str, tuple[tuple[Changes, ...], frozenset[int]]]
"""Target -> the changes that each answer means, and the lines that ask."""


Way = tuple[Cell, ...]
"""How some lines turn out together."""


@attrs.frozen
class Choice:
    """Lines that turn out together: ``ways`` are the ways in which they may, ``odds`` how often each, as whole
    numbers. ``places`` count the lines of the world, then its undecided Musts. ``is_pooled``: the ways are a sample.
    """

    key: str
    places: tuple[int, ...]
    odds: tuple[int, ...]
    ways: tuple[Way, ...]
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


def _relevant(fit: Fit) -> frozenset[int]:
    """The lines that have a part in score or decision."""
    return frozenset(place for place, line in enumerate(fit.world.lines) if line.weight or line.can_fail)


@attrs.frozen(eq=False)
class _Frame:
    """The cells as judged, the questions, and for each question the fits after its answers."""

    base: tuple[Cell, ...]
    asked: Asked
    after: Mapping[str, Sequence[Fit]]


@attrs.frozen(eq=False)
class _Completing:
    """Works out the choices of one fit."""

    fit: Fit
    relevant: frozenset[int]

    def openness(self) -> Openness:
        base = cells_of(self.fit)
        asked = self.asked(self.fit, self.relevant)
        after = {
            target: [self.answered(self.fit, [one]) for one in options] for target, (options, _) in asked.items()
        }
        reach = {target: places | self.moved(after[target]) for target, (_, places) in asked.items()}
        frame = _Frame(base, asked, after)
        choices = [self.choice(targets, places, frame) for targets, places in _joined(reach)]
        covered = {place for choice in choices for place in choice.places}
        alone = {self.fit.judgements[place].requirement.id: place for place in self.relevant - covered}
        for name in sorted(alone, key=natural):
            cell = base[alone[name]]
            if cell.is_open:
                choices.append(Choice(name, (alone[name],), (1,), ((cell,),), 0))
        return Openness(self.fit.product, base, tuple(choices))

    def asked(self, fit: Fit, places: Iterable[int]) -> Asked:
        """The questions of lines that are still open: their different answers, and the lines. Left out, and so left to
        the ends of the interval, is what a landscape leaves open, and what has one answer only, which would always be
        given."""
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
            if len(options[target]) > 1
        }

    def points(self, fit: Fit, places: Iterable[int]) -> dict[str, tuple[Changes, ...]]:
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

    def moved(self, fits: Sequence[Fit]) -> frozenset[int]:
        """The lines that some answer to a question changes."""
        before, whole = outcomes_of(self.fit), len(self.fit.judgements)
        return frozenset(
            place
            for fit in fits
            for place, (outcome, old) in enumerate(zip(outcomes_of(fit), before, strict=True))
            if outcome is not old and outcome != old and (place in self.relevant or place >= whole)
        )

    def choice(self, targets: Sequence[str], places: tuple[int, ...], frame: _Frame) -> Choice:
        points = {target: frame.asked[target][0] for target in targets}
        count = math.prod(len(options) for options in points.values())
        if len(targets) == 1:
            firsts: Iterable[Fit] = frame.after[targets[0]]
        else:
            firsts = (self.answered(self.fit, changes) for changes in itertools.product(*points.values()))
        leaves = None
        if count <= MOST:
            leaves = self.spread_out(((Fraction(1, count), fit) for fit in firsts), places, 1)
        found = self.sample(targets[0], places) if leaves is None else leaves
        asking = frozenset().union(*(frame.asked[target][1] for target in targets))
        kept = _inside(found, places, asking, frame.base)
        unit = math.lcm(*(share.denominator for share in kept.values()))
        # From worse to better: a product and an offer that holds it then come out of one random number alike.
        ways = sorted(kept, key=lambda way: self.worth(way, places))
        odds = tuple(int(kept[way] * unit) for way in ways)
        return Choice(targets[0], places, odds, tuple(ways), len(targets) if len(kept) > 1 else 0, leaves is None)

    def worth(self, way: Way, places: Sequence[int]) -> tuple[object, ...]:
        """What one way comes to: no Must fails, then what it earns; ties in a fixed order."""
        lines = self.fit.world.lines
        weights = [lines[place].weight if place < len(lines) else 0 for place in places]
        low = sum(weight * cell.low for weight, cell in zip(weights, way, strict=True))
        high = sum(weight * cell.high for weight, cell in zip(weights, way, strict=True))
        fails = sum(cell.fails_at_worst for cell in way), sum(cell.fails_at_best for cell in way)
        return -fails[0], -fails[1], low, high, repr(way)

    def spread_out(
        self, fits: Iterable[tuple[Fraction, Fit]], places: tuple[int, ...], depth: int
    ) -> dict[Way, Fraction] | None:
        """Ways and how likely each is; None where they are too many."""
        leaves: dict[Way, Fraction] = {}
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

    def sample(self, target: str, places: tuple[int, ...]) -> dict[Way, Fraction]:
        """So many random answers to all questions at once, the same for every seed."""
        stream = stream_of(0, f"pool/{target}")
        ways: dict[Way, Fraction] = {}
        for _ in range(MOST):
            fit = self.fit
            for _ in range(ROUNDS):
                points = self.points(fit, self.lines_in(places))
                if not points:
                    break
                chosen = [options[int(stream.below(len(options), 1)[0])] for options in points.values()]
                fit = self.answered(fit, chosen)
            way = self.way(fit, places)
            ways[way] = ways.get(way, Fraction(0)) + 1
        return ways

    def lines_in(self, places: Iterable[int]) -> list[int]:
        return [place for place in places if place in self.relevant]

    def way(self, fit: Fit, places: Sequence[int]) -> Way:
        outcomes = outcomes_of(fit)
        return tuple(cell_at(outcomes[place], place, fit) for place in places)


def _inside(
    ways: Mapping[Way, Fraction], places: Sequence[int], asking: frozenset[int], base: Sequence[Cell]
) -> dict[Way, Fraction]:
    """The ways that are completions: no line that asks leaves what it was judged to be. Another line that would is
    held where it is: an answer that corrects it is not drawn. A line that comes out the same in every way, although it
    is open, was not asked for all that it may be: it is left open."""
    kept: dict[Way, Fraction] = {}
    for way, share in ways.items():
        fits_in = [is_within(cell, base[place], place in asking) for cell, place in zip(way, places, strict=True)]
        if all(ok or place not in asking for ok, place in zip(fits_in, places, strict=True)):
            held = zip(way, places, fits_in, strict=True)
            inside = tuple(cell if ok else base[place] for cell, place, ok in held)
            kept[inside] = kept.get(inside, Fraction(0)) + share
    if not kept:
        return {tuple(base[place] for place in places): Fraction(1)}
    untold = [at for at, place in enumerate(places) if base[place].is_open and len({way[at] for way in kept}) == 1]
    found: dict[Way, Fraction] = {}
    for way, share in kept.items():
        opened = tuple(base[places[at]] if at in untold else cell for at, cell in enumerate(way))
        found[opened] = found.get(opened, Fraction(0)) + share
    return found


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
