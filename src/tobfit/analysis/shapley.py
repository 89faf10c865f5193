"""Exact Shapley shares of small games, and the players that must be taken together.

A game gives each set of players a value; a set is a number whose bits are its players. Shapley's share of a player is
what it adds to those before it, in the mean over all orders (L. S. Shapley, "A value for n-person games", 1953). Over
players that form unions the same is done twice, over the unions and within each (G. Owen, "Values of games with a
priori unions", 1977), so that the shares within a union sum to the union's.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

Groups = tuple[tuple[int, ...], ...]
"""Players by number, each in one group."""


def weight_of(size: int, players: int) -> Fraction:
    """In how large a share of all orders exactly these ``size`` players stand before a given one.

    >>> [str(weight_of(size, 3)) for size in range(3)]
    ['1/3', '1/6', '1/3']
    """
    return Fraction(math.factorial(size) * math.factorial(players - size - 1), math.factorial(players))


def shapley(values: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The share of each player of a game with values for all sets; they sum to the value of all less that of none.

    >>> [str(share) for share in shapley([Fraction(0), Fraction(2), Fraction(0), Fraction(3)])]
    ['5/2', '1/2']
    """
    players = len(values).bit_length() - 1
    if len(values) != 1 << players:
        raise ValueError("a game has a value for each set of its players")
    # In whole numbers of one common part: a sum of many fractions would be reduced at each step.
    part = math.lcm(*(value.denominator for value in values))
    whole = [value.numerator * (part // value.denominator) for value in values]
    orders = [math.factorial(size) * math.factorial(players - size - 1) for size in range(players)]
    scale = part * math.factorial(players)
    return tuple(
        Fraction(
            sum(
                orders[chosen.bit_count()] * (whole[chosen | 1 << player] - whole[chosen])
                for chosen in range(len(values))
                if not chosen >> player & 1
            ),
            scale,
        )
        for player in range(players)
    )


def set_of(chosen: int, groups: Sequence[Iterable[int]]) -> int:
    """The players in the chosen groups, as a set."""
    members = (player for place, group in enumerate(groups) if chosen >> place & 1 for player in group)
    return sum(1 << player for player in members)


def inseparable(players: int, is_sound: Callable[[int], bool]) -> Groups:
    """The finest groups of players such that every union of groups is sound; all in one group where nothing else is.

    Where several groupings are as fine, the first in the order of the players is taken.

    >>> inseparable(3, lambda chosen: chosen & 0b101 in (0, 0b101))
    ((0, 2), (1,))
    """
    sound = [is_sound(chosen) for chosen in range(1 << players)]
    if not (sound[0] and sound[-1]):
        return (tuple(range(players)),) if players else ()
    level: list[Groups] = [_bound(players, sound)]
    while True:
        joined: dict[Groups, None] = {}
        for groups in level:
            bad = next((some for some in range(1 << len(groups)) if not sound[set_of(some, groups)]), None)
            if bad is None:
                return groups
            inside = [place for place in range(len(groups)) if bad >> place & 1]
            outside = [place for place in range(len(groups)) if not bad >> place & 1]
            # Only by joining a group of the set with one that is not in it does the set stop being a union.
            for pair in itertools.product(inside, outside):
                joined[_join(groups, *pair)] = None
        level = sorted(joined)


def _bound(players: int, sound: Sequence[bool]) -> Groups:
    """The players that any grouping must join: one of them is never without the other."""
    groups: Groups = tuple((player,) for player in range(players))
    for one, other in itertools.permutations(range(players), 2):
        apart = (chosen for chosen in range(len(sound)) if chosen >> one & 1 and not chosen >> other & 1)
        if not any(sound[chosen] for chosen in apart):
            places = [next(p for p, group in enumerate(groups) if player in group) for player in (one, other)]
            if places[0] != places[1]:
                groups = _join(groups, places[0], places[1])
    return groups


def _join(groups: Groups, one: int, other: int) -> Groups:
    rest = [group for place, group in enumerate(groups) if place not in (one, other)]
    return tuple(sorted([*rest, tuple(sorted((*groups[one], *groups[other])))]))
