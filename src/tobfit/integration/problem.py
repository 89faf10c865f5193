"""One connection as a search problem, as good or as bad as what nobody said allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Literal

import attrs

from tobfit.integration.ends import (
    Direction,
    End,
    Hope,
    client_ends,
    product_ends,
    sides_of,
    sink_of,
    source_of,
    suits_directly,
)
from tobfit.integration.options import Option, Options
from tobfit.integration.search import Label, Sink, Source, Task, cheapest
from tobfit.integration.site import Masks, Move, Number, Owner, Site, scaled
from tobfit.integration.terms import ANY, PROTOCOL, ZONE
from tobfit.model.frozen import FrozenMap
from tobfit.model.landscape import COORDINATES, Interface
from tobfit.model.product import Product
from tobfit.model.requirement import Connect
from tobfit.model.words import RESPONSES, ResponseCode

UNKNOWN = 10**30
"""The cost of an adapter whose effort nobody said, where the worst is taken: more than any that is said."""
FLOWS = "client.landscape.flows"
LIMITS = ("latency", "rate")
Silent = tuple[Move, Literal["capacity", "latency", "effort"]]
"""A figure of an adapter that nobody said."""
GIVING_WAY = (*COORDINATES, "initiator", "version", *LIMITS)
"""What can stand in the way of a connection."""


@attrs.frozen(eq=False)
class Answer:
    """The best chain between two interfaces, and the ends it joins."""

    label: Label
    source: End
    sink: End
    task: Task

    @property
    def cost(self) -> Number:
        """The effort in millionths of a person-day; UNKNOWN or more where an effort is not said."""
        return self.label.cost


@attrs.frozen(eq=False)
class Question:
    """How one search is to be set up: what is hoped for, what gives way, which adapters count."""

    hope: Hope
    relaxed: frozenset[str] = frozenset()
    responses: frozenset[ResponseCode] = frozenset(RESPONSES)
    start_free: frozenset[str] = frozenset()
    """Coordinates in which the source is taken to give whatever is needed."""
    end_free: frozenset[str] = frozenset()
    """Coordinates in which the sink is taken to accept whatever comes."""
    extra: tuple[Move, ...] = ()
    free: frozenset[str] = frozenset()
    """The keys of adapters that are paid for already."""
    only: frozenset[str] | None = None
    """The keys of the adapters that may be used; None: all."""
    payers: FrozenMap[str, int] = attrs.field(factory=FrozenMap)
    """Key of an adapter -> how many connections share its effort in equal parts; none: it is paid in full."""


@attrs.frozen(eq=False)
class Leg:
    """One direction of a connection: its ends and limits."""

    site: Site
    product: Product
    connect: Connect
    direction: Direction
    sources: tuple[End, ...]
    sinks: tuple[End, ...]
    moves: tuple[Move, ...]

    @property
    def limit(self) -> Number | None:
        """The latency that is allowed in all."""
        return None if self.connect.latency is None else scaled(self.connect.latency)

    @property
    def rate(self) -> Fraction | None:
        """The rate that everything on the way must carry."""
        return None if self.connect.rate is None else self.connect.rate.base[1]


def legs_of(
    site: Site, product: Product, connect: Connect, accept: tuple[ResponseCode, ...] = ()
) -> tuple[Leg, ...]:
    """The directions that a connection needs; ``accept``: with adapters of these responses alone."""
    wanted: tuple[Direction, ...] = ("to_product", "from_product")
    directions = [d for d in wanted if connect.data in (d, "both")]
    moves = _moves(site, product, accept)
    found = []
    for direction in directions:
        ends = client_ends(connect, site, direction), product_ends(product, site, direction)
        sources, sinks = ends if direction == "to_product" else reversed(ends)
        found.append(Leg(site, product, connect, direction, sources, sinks, moves))
    return tuple(found)


def _moves(site: Site, product: Product, accept: tuple[ResponseCode, ...]) -> tuple[Move, ...]:
    """The adapters that a connection may use: the same ones whenever it is asked, so that searches can be shared."""
    if not product.adapters and not accept:
        return site.moves
    key = ("moves", product.adapters, accept)
    found = site.routes.get(key)
    if found is None:
        every = (*site.moves, *site.ready(product.adapters, "vendor"))
        found = site.routes[key] = tuple(move for move in every if not accept or move.response in accept)
    return found  # type: ignore[return-value]


def solve(leg: Leg, question: Question) -> Answer | None:
    """The cheapest chain over all pairs of interfaces; of equal ones the first pair."""
    options = _options(leg, question)
    best: Answer | None = None
    for source in leg.sources:
        for sink in leg.sinks:
            found = _between(source, sink, leg, question, options)
            if found is not None and (best is None or _rank(found) < _rank(best)):
                best = found
    return best


def _rank(answer: Answer) -> tuple[Number, int]:
    return answer.cost, len(answer.label.chain())


def _between(start: End, end: End, leg: Leg, question: Question, options: Options) -> Answer | None:
    """The cheapest chain between two interfaces. Where nobody said whose interface one is, the cheaper of both, or the
    dearer, as is hoped."""
    found = [
        [_joined(one, other, leg, question, options) for other in sides_of(end)] for one in sides_of(start)
    ]
    answers = [_chosen(answers, end, question.hope) for answers in found]
    return _chosen(answers, start, question.hope)


def _chosen(answers: list[Answer | None], end: End, hope: Hope) -> Answer | None:
    """The one answer; of two for an unsaid side the better, or the worse."""
    if len(answers) == 1:
        return answers[0]
    is_hoped = hope(f"{end.target}.side")
    known = [answer for answer in answers if answer is not None]
    if not known or (len(known) < len(answers) and not is_hoped):
        return None
    return min(known, key=_rank) if is_hoped else max(known, key=_rank)


def _joined(start: End, end: End, leg: Leg, question: Question, options: Options) -> Answer | None:
    task = _task(start, end, leg, question, options)
    label = None if task is None else cheapest(task)
    return None if task is None or label is None else Answer(label, start, end, task)


def _task(start: End, end: End, leg: Leg, question: Question, options: Options) -> Task | None:
    """The search between two interfaces; None where one of them gives or takes nothing."""
    hope, relaxed = question.hope, question.relaxed
    if "rate" not in relaxed and not (_carries(start.known, leg.rate) and _carries(end.known, leg.rate)):
        return None
    given = source_of(start, leg.connect, leg.site, hope)
    taken = None if given is None else sink_of(end, leg.connect, leg.site, hope)
    if given is None or taken is None:
        return None
    is_direct = "version" in relaxed or suits_directly(start, end, hope)
    return Task(
        network=leg.site.network,
        source=_relaxed_source(given, relaxed | question.start_free, leg.site),
        sink=_relaxed_sink(attrs.evolve(taken, is_direct=is_direct), relaxed | question.end_free),
        options=options,
        protocols=leg.site.terms.all_of(PROTOCOL),
        limit=None if "latency" in relaxed else leg.limit,
        hopeful=not leg.site.network.is_complete and hope(FLOWS),
        relaxed=relaxed,
        only=None if question.only is None else question.only.union(move.key for move in question.extra),
    )


def tasks_of(leg: Leg, question: Question) -> Iterator[Task]:
    """All searches of a direction."""
    options = _options(leg, question)
    starts = [one for start in leg.sources for one in sides_of(start)]
    ends = [one for end in leg.sinks for one in sides_of(end)]
    tasks = (_task(start, end, leg, question, options) for start in starts for end in ends)
    return (task for task in tasks if task is not None)


def _carries(interface: Interface, rate: Fraction | None) -> bool:
    return rate is None or interface.capacity is None or interface.capacity.base[1] >= rate


def _freed(masks: Masks, relaxed: Iterable[str], value: int) -> Masks:
    return tuple(value if name in relaxed else mask for name, mask in zip(COORDINATES, masks, strict=True))


def _relaxed_source(source: Source, relaxed: frozenset[str], site: Site) -> Source:
    masks = list(_freed(source.masks, relaxed, ANY))
    if "zone" in relaxed:
        masks[ZONE] = site.network.zones
    return attrs.evolve(source, masks=tuple(masks))


def _relaxed_sink(sink: Sink, relaxed: frozenset[str]) -> Sink:
    return attrs.evolve(sink, masks=_freed(sink.masks, relaxed, ANY))


def _options(leg: Leg, question: Question) -> Options:
    """The adapters that count, with what nobody said of them settled; made once for all searches that agree."""
    site, counted = leg.site, _counted(leg, question)
    hoped = tuple(question.hope(target_of(move, leg.product, field)) for move, field in counted.silent)
    relaxed = question.relaxed.intersection(COORDINATES)
    key = ("options", counted.moves, hoped, relaxed, question.free, question.payers)
    found = site.routes.get(key)
    if found is None:
        bad = frozenset(one for one, is_good in zip(counted.silent, hoped, strict=True) if not is_good)
        options = tuple(_option(move, relaxed, question, bad) for move in counted.moves if not _is_out(move, bad))
        found = Options(options)
        if not question.extra:  # those come once
            site.routes[key] = found
    return found  # type: ignore[return-value]


@attrs.frozen(eq=False)
class _Counted:
    """The moves that suit as far as is said, and what nobody said of them that counts."""

    moves: tuple[Move, ...]
    silent: tuple[Silent, ...]


def _counted(leg: Leg, question: Question) -> _Counted:
    """The moves that a question may count on; made once for all questions that agree."""
    is_limited = leg.limit is not None and "latency" not in question.relaxed
    rate = None if "rate" in question.relaxed else leg.rate
    extra, free = question.extra, question.free
    key = ("counted", leg.moves, extra, question.responses, free, is_limited, rate)
    found = leg.site.routes.get(key)
    if found is None:
        usable = [*(move for move in leg.moves if move.response in question.responses), *extra]
        moves = tuple(move for move in usable if rate is None or move.capacity is None or move.capacity >= rate)
        silent: list[Silent] = []
        for move in moves:
            if rate is not None and move.capacity is None and move not in extra:
                silent.append((move, "capacity"))
            if is_limited and move.latency is None:
                silent.append((move, "latency"))
            if move.effort is None and move.key not in free:
                silent.append((move, "effort"))
        found = leg.site.routes[key] = _Counted(moves, tuple(silent))
    return found  # type: ignore[return-value]


def _is_out(move: Move, bad: frozenset[Silent]) -> bool:
    """Whether a move cannot be counted on, because it is not said that it keeps a limit."""
    return (move, "capacity") in bad or (move, "latency") in bad


def _option(move: Move, relaxed: frozenset[str], question: Question, bad: frozenset[Silent]) -> Option:
    when, then = _freed(move.when, relaxed, ANY), _freed(move.then, relaxed, 0)
    return Option(move, when, then, _cost(move, question, bad), move.latency or 0)


def _cost(move: Move, question: Question, bad: frozenset[Silent]) -> Number:
    if move.key in question.free:
        return 0
    if move.effort is None:
        return UNKNOWN if (move, "effort") in bad else 0
    if move.key in question.payers:
        return Fraction(move.effort) / question.payers[move.key]
    return move.effort


def target_of(move: Move, product: Product, field: str) -> str:
    """Where a field of an adapter is written; a general one's stands in a pack."""
    homes: dict[Owner, str] = {
        "client": "client.landscape.adapters", "vendor": f"product.{product.id}.adapters", "general": "pack.adapters",
    }  # fmt: skip
    return f"{homes[move.owner]}.{move.id}.{field}"


def recorded(hopeful: Callable[[str], bool], asked: dict[str, None]) -> Hope:
    """A hope that notes what it is asked for."""

    def hope(target: str) -> bool:
        asked[target] = None
        return hopeful(target)

    return hope
