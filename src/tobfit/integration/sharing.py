"""Several connections that share adapters: what is built once is paid once."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import attrs

from tobfit.integration.problem import UNKNOWN, Answer, Leg, Question, solve, target_of, tasks_of
from tobfit.integration.search import usable
from tobfit.integration.site import Move, Number, Owner
from tobfit.model.frozen import FrozenMap
from tobfit.model.price import Effort

FEW = 12
"""Up to so many adapters that cost something the cheapest set is sought exactly."""


@attrs.frozen(eq=False)
class Union:
    """Chains for several connections together: the cost of all their adapters, each once, is ``high``; nothing cheaper
    than ``low`` exists, and where ``is_exact`` nothing cheaper than ``high``."""

    answers: tuple[Answer, ...]
    low: Number
    high: Number
    adapters: tuple[str, ...]
    is_exact: bool


@attrs.frozen
class Use:
    """An adapter of some chains: how often it has to be paid (as often as one chain uses it), and its effort each
    time; None where nobody said."""

    id: str
    owner: Owner
    number: int
    effort: Effort | None


def uses_of(answers: Sequence[Answer]) -> tuple[Use, ...]:
    """The adapters of some chains, by owner and id."""
    number: dict[str, int] = {}
    moves: dict[str, Move] = {}
    for answer in answers:
        options = [label.option for label in answer.label.chain() if label.option is not None]
        for key, times in Counter(option.move.key for option in options).items():
            number[key] = max(number.get(key, 0), times)
        moves.update((option.move.key, option.move) for option in options)
    return tuple(
        Use(moves[key].id, moves[key].owner, number[key], moves[key].adapter.effort) for key in sorted(number)
    )


def union_of(legs: Sequence[Leg], question: Question, alone: Sequence[Answer]) -> Union:
    """The cheapest adapters that serve all connections: exact where few come into question, else a good set and a bound
    below. ``alone`` are their cheapest chains one by one."""
    best: Sequence[Answer] = _greedy(legs, question, alone)
    users = _users(legs, question)
    costs = {move.key: _price(move, leg, question) for leg in legs for move in leg.moves if move.key in users}
    paid = sorted((key for key in users if 0 < costs[key] <= cost_of(best)), key=lambda key: (costs[key], key))
    low = min(_bound(legs, question, alone, users), cost_of(best))
    if len(paid) <= FEW:
        free = frozenset(key for key, cost in costs.items() if cost == 0)
        best, low = _exactly(legs, question, best, [(costs[key], key) for key in paid], free)
    top = cost_of(best)
    return Union(tuple(best), low, top, _names(best), is_exact=low == top)


def _exactly(
    legs: Sequence[Leg],
    question: Question,
    best: Sequence[Answer],
    paid: Sequence[tuple[Number, str]],
    free: frozenset[str],
) -> tuple[Sequence[Answer], Number]:
    """The best chains, and the cost of the cheapest set that serves all: they differ only where a chain has to use an
    adapter twice."""
    low: Number | None = None
    for cost, chosen in _by_cost(paid, cost_of(best)):
        if cost >= cost_of(best):
            break
        answers = _within(legs, question, free | chosen)
        if answers is not None:
            low = cost if low is None else low
            best = min(best, answers, key=cost_of)
    return best, cost_of(best) if low is None else low


def _users(legs: Sequence[Leg], question: Question) -> dict[str, int]:
    """Key of an adapter -> how many connections can use it."""
    found: dict[str, int] = {}
    for leg in legs:
        within = {name for task in tasks_of(leg, question) for name in usable(task)}
        for name in within:
            found[name] = found.get(name, 0) + 1
    return found


def _price(move: Move, leg: Leg, question: Question) -> Number:
    """What an adapter costs; one whose effort nobody said nothing where that is hoped for."""
    if move.effort is not None:
        return move.effort
    return 0 if question.hope(target_of(move, leg.product, "effort")) else UNKNOWN


def cost_of(answers: Sequence[Answer]) -> Number:
    """The cost of all adapters of some chains: each is paid once, whichever chains use it, and once more for each
    further use on one chain."""
    uses: dict[str, int] = {}
    price: dict[str, Number] = {}
    for answer in answers:
        options = [label.option for label in answer.label.chain() if label.option is not None]
        for key, number in Counter(option.move.key for option in options).items():
            uses[key] = max(uses.get(key, 0), number)
        for option in options:
            key, effort = option.move.key, option.move.effort
            # A chain that took as paid what nobody priced does not make it free for the others.
            price[key] = max(price.get(key, 0), option.cost) if effort is None else effort
    return sum((uses[key] * price[key] for key in uses), start=0)


def _paid(answers: Sequence[Answer]) -> frozenset[str]:
    return frozenset(o.move.key for a in answers for label in a.label.chain() if (o := label.option) is not None)


def _names(answers: Sequence[Answer]) -> tuple[str, ...]:
    """The adapters that cost something, by id."""
    moves = {o.move.key: o.move for a in answers for label in a.label.chain() if (o := label.option) is not None}
    return tuple(sorted(move.id for move in moves.values() if move.effort != 0))


def _greedy(legs: Sequence[Leg], question: Question, alone: Sequence[Answer]) -> list[Answer]:
    """One connection after the other, dear ones first and cheap ones first, each with what is paid for already; the
    better of these and of all alone."""
    best = list(alone)
    places = sorted(range(len(legs)), key=lambda place: (alone[place].cost, place))
    for order in (places, places[::-1]):
        found: dict[int, Answer] = {}
        for place in order:
            free = question.free | _paid(list(found.values()))
            answer = solve(legs[place], attrs.evolve(question, free=free))
            assert answer is not None
            found[place] = answer
        answers = [found[place] for place in range(len(legs))]
        if cost_of(answers) < cost_of(best):
            best = answers
    return best


def _by_cost(items: Sequence[tuple[Number, str]], top: Number) -> Iterator[tuple[Number, frozenset[str]]]:
    """The subsets of some adapters that cost no more than ``top``, cheapest first."""
    order = itertools.count()
    heap: list[tuple[Number, int, tuple[int, ...]]] = [(0, next(order), ())]
    while heap:
        cost, _, places = heapq.heappop(heap)
        yield cost, frozenset(items[place][1] for place in places)
        for place in range(places[-1] + 1 if places else 0, len(items)):
            more = cost + items[place][0]
            if more <= top:
                heapq.heappush(heap, (more, next(order), (*places, place)))


def _within(legs: Sequence[Leg], question: Question, names: frozenset[str]) -> tuple[Answer, ...] | None:
    """Chains that use these adapters only."""
    found = []
    for leg in legs:
        answer = solve(leg, attrs.evolve(question, only=names))
        if answer is None:
            return None
        found.append(answer)
    return tuple(found)


def _bound(
    legs: Sequence[Leg], question: Question, alone: Sequence[Answer], users: Mapping[str, int]
) -> Number:
    """Less than this nothing can cost: the dearest connection alone; and all of them, were each adapter paid in equal
    parts by all that can use it, which no solution makes them do in full."""
    parts = attrs.evolve(question, payers=FrozenMap(users))
    shared = [solve(leg, parts) for leg in legs]
    together = sum((answer.cost for answer in shared if answer is not None), start=0)
    return max(together, *(answer.cost for answer in alone))
