"""How many questions until one product is certain to win: in the order of the report, and at random.

Run: make bench. Tables are seeded (``question_tables.py``): 8 products, 40 lines, 5, 10 and 20 % of the answers hidden.
After each answer the table is matched again and the next question taken: the first of the report, or at random an open
cell of a product that may still win. Worlds in which no product wins whatever is answered are told apart. Nothing here
is timed.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable

import attrs
from question_tables import Table, table

from tobfit import Question, Report

SHARES = (0.05, 0.10, 0.20)
WORLDS = 200
Cell = tuple[str, str]
Choice = Callable[[Report, random.Random], Cell]


def ranked(report: Report, _draw: random.Random) -> Cell:
    """The product and capability of the report's first question."""
    first = report.questions[0]
    assert isinstance(first, Question)
    return _cell(first)


def at_random(report: Report, draw: random.Random) -> Cell:
    """Any open cell of a product that may still win."""
    possible = set(report.possible_winners)
    cells = [_cell(one) for one in report.questions if isinstance(one, Question) and one.product in possible]
    return draw.choice(sorted(cells))


def _cell(question: Question) -> Cell:
    (line,) = question.requirements
    assert line.capability is not None
    return question.product, line.capability


def asked(known: Table, choose: Choice, draw: random.Random) -> int:
    """How many answers it takes until somebody is certain to win."""
    answered: frozenset[Cell] = frozenset()
    report = known.report()
    while not report.certain_winners:
        answered |= {choose(report, draw)}
        report = known.report(answered)
    return len(answered)


@attrs.frozen
class Outcome:
    """What one table came to; the numbers of questions are None where no question can resolve it."""

    possible: int
    holds: bool
    ranked: int | None
    at_random: int | None


def outcome(seed: int, share: float) -> Outcome:
    """One table: whether the true winners are among the possible ones, how many these are, and how many questions."""
    known = table(seed, share)
    truth, possible = known.truth, known.report().possible_winners
    if not truth.certain_winners:
        return Outcome(len(possible), set(truth.certain_winners) <= set(possible), None, None)
    draw = random.Random(seed)
    numbers = asked(known, ranked, draw), asked(known, at_random, draw)
    return Outcome(len(possible), set(truth.certain_winners) <= set(possible), *numbers)


def told(share: float, worlds: int) -> tuple[float, float]:
    """Prints what the tables of one share came to; the medians of both ways."""
    found = [outcome(seed, share) for seed in range(worlds)]
    resolved = [(one.ranked, one.at_random) for one in found if one.ranked is not None and one.at_random is not None]
    firsts, seconds = [first for first, _ in resolved], [second for _, second in resolved]
    sizes = [one.possible for one in found]
    print(f"{share:.0%} unknown, {worlds} tables")
    print(f"  possible winners hold the true one     {sum(one.holds for one in found)} of {worlds}")
    print(f"  how many they are                      median {statistics.median(sizes):g}, most {max(sizes)}")
    print(f"  no question resolves it                {worlds - len(resolved)}")
    print(f"  certain before any question            {sum(first == 0 for first in firsts)}")
    medians = statistics.median(firsts), statistics.median(seconds)
    for name, numbers, median in (("in order", firsts, medians[0]), ("at random", seconds, medians[1])):
        print(f"  questions {name:<10}                   median {median:g}, mean {statistics.mean(numbers):.1f}")
    ratio = f"{medians[0] / medians[1]:.2f}" if medians[1] else "none was needed"
    print(f"  in order against at random             {ratio} at the median")
    return medians


def main() -> None:
    """Prints the figures for each share."""
    for share in SHARES:
        told(share, WORLDS)


if __name__ == "__main__":
    main()
