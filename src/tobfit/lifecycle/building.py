"""What a product should learn next: the gaps of many clients, by the money at stake and the clients they would turn."""

from __future__ import annotations

import datetime
import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from tobfit.lifecycle.backlog_records import BestSet, Deal, Future, GapShare, Item, Maximise, Spread, Step, Won
from tobfit.lifecycle.best_sets import Candidate, best_of, model_of
from tobfit.lifecycle.building_input import Asked, asked
from tobfit.lifecycle.coming import future_of
from tobfit.lifecycle.items import Shares, items_of
from tobfit.lifecycle.order_of_builds import order_of
from tobfit.lifecycle.stakes import Worth, currency_for, stakes_in, worth_of
from tobfit.lifecycle.stands import joined
from tobfit.lifecycle.wanted import Bid, Wanted
from tobfit.lifecycle.winning import DECISIONS, Contest, contest_of
from tobfit.lifecycle.winnings import Winnings
from tobfit.matching.profile_options import target_of
from tobfit.matching.report import Report
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Ratio
from tobfit.model.natural import natural
from tobfit.model.price import Effort
from tobfit.model.progress import Progress, check_progress, steps
from tobfit.model.quantity import Quantity
from tobfit.model.record import INTERNAL

WAYS = 8
"""So many ways to turn a deal are listed."""


@attrs.frozen
class Backlog:
    """What to build, for many clients.

    ``items`` are all things to build in the order in which to build them (see ``backlog``), those last that another
    one excludes; ``steps`` are the first ``k`` of them, each with what it adds; ``best`` has for each number from 1 to
    ``k`` the best set of at most so many items. ``deals`` are the clients with their money (in ``currency``, None where
    nobody named any) and the shares of their gaps; ``unserved`` the shares that no build serves. ``futures`` is what
    later dates change. Of the clients in ``superseded`` there was an older report too (its date beside), the reports of
    those ``left_out`` hold none of the ``products`` (None: every candidate).
    """

    _repr_mimebundle_ = mimebundle

    k: int
    products: tuple[str, ...] | None
    spread: Spread
    maximise: Maximise
    as_of: datetime.date | None
    currency: str | None
    items: tuple[Item, ...]
    steps: tuple[Step, ...] = attrs.field(metadata=INTERNAL)
    best: tuple[BestSet, ...] = attrs.field(metadata=INTERNAL)
    deals: tuple[Deal, ...] = attrs.field(metadata=INTERNAL)
    unserved: tuple[GapShare, ...] = attrs.field(metadata=INTERNAL)
    futures: tuple[Future, ...] = attrs.field(metadata=INTERNAL)
    superseded: tuple[tuple[str, datetime.date], ...] = attrs.field(metadata=INTERNAL)
    left_out: tuple[str, ...] = attrs.field(metadata=INTERNAL)

    def __getitem__(self, item: str) -> Item:
        return {one.id: one for one in self.items}[item]

    def deal(self, client: str) -> Deal:
        """The deal of a client; a KeyError where there is none."""
        return {one.client: one for one in self.deals}[client]

    @property
    def changes(self) -> FrozenMap[str, Any]:
        """What the first ``k`` items change, as ``Report.what_if`` takes it."""
        return FrozenMap(joined(self[step.item].changes for step in self.steps))

    def changes_for(self, client: str, items: Iterable[str] | None = None) -> FrozenMap[str, Any]:
        """What some items (None: the first ``k``) change for one client, as ``what_if`` of its report takes it: what
        is built, and answers to lines that it serves taken back. A KeyError for what is not in the backlog."""
        self.deal(client)
        chosen = [self[name] for name in ([step.item for step in self.steps] if items is None else items)]
        changes = joined(item.changes for item in chosen)
        for item in chosen:
            lines = [line for name, line in item.answers if name == client]
            changes |= {f"product.{item.product}.answers.{line}": None for line in lines}
        return FrozenMap(changes)


def backlog(
    reports: Iterable[Report],
    k: int = 10,
    product: str | Iterable[str] | None = None,
    spread: Spread = "even",
    stakes: Mapping[str, Quantity | str | tuple[Any, Any] | None] | None = None,
    exact: bool | None = None,
    as_of: datetime.date | str | None = None,
    *,
    maximise: Maximise = "clients",
    currency: str | None = None,
    futures: Iterable[datetime.date | str] = (),
    time_limit: float | None = None,
    progress: Progress = None,
) -> Backlog:
    """Which capability to build next, for the clients of many reports (one report for each client).

    A deal is a client with those candidates of its report that ``product`` names (None: all); it is turned where one of
    them becomes ``fit`` or ``fit_with_gaps``. ``stakes`` says what deals are worth (an amount, a range, or None), else
    the client's budget does, else the sum of what its goals are worth; amounts per time count over the client's
    horizon, 3 years where it names none. A deal of which nobody said that is worth anything from 0 on: its gaps count.
    The money is spread over the deal's gaps above info (of a deal that is won over those of the candidate that ranks
    first): ``"even"``, or by ``"kind"``: blocker 4, major 2, minor 1. All is counted in ``currency``, else in that of
    most deals, by the dated rates of the packs.

    The order is greedy: next comes what turns the most clients (``maximise="money"``: the most money) together with
    what is built already, then what brings the most deals nearer. Since a deal turns only once all that blocks it is
    built, the first k of the order may lie behind the best k: ``exact`` sets are found by integer programming (most
    clients, then money, or the other way; then the fewest items that nobody estimated, the least likely effort, the
    fewest items, the first in order). None: where the extra ``tobfit[analysis]`` is installed. ``time_limit`` is in
    seconds for each program. Whatever is said to turn a client was matched again.

    ``as_of`` matches all clients again on another date; ``futures`` are later dates, for which the result says which
    gaps appear and vanish and why. Errors: TF427 (reports), TF428 (products), TF429 (k, spread, maximise, stakes),
    TF435 for money that no rate leads into the currency, TF408 where ``exact=True`` lacks scipy.

    >>> import tobfit
    >>> product = tobfit.Product(id="crm@5").offers("sec.mfa", response="not_supported", effort="5 days")
    >>> clients = [tobfit.Client(id=name, as_of="2026-11-01").require("sec.mfa", priority="must") for name in "ab"]
    >>> found = backlog([tobfit.match(client, product) for client in clients], stakes={"a": "9000 CNY"})
    >>> found.items[0].id, found.items[0].clients, f"{found.items[0].money:.0f}", found.steps[0].clients
    ('crm@5/sec.mfa', ('a', 'b'), '9000..inf', 2)
    """
    check_progress(progress)
    given = asked(reports, k, product, spread, maximise, stakes, as_of, futures)
    return _made(given, currency, (exact, time_limit), progress)


def _made(
    given: Asked, currency: str | None, limits: tuple[bool | None, float | None], progress: Progress
) -> Backlog:
    bids = tuple(_bid(report, given) for report in given.reports)
    worths = [worth_of(report, given.stakes) for report in given.reports]
    unit = currency_for(worths, currency)
    money = stakes_in(unit, list(zip(given.reports, worths, strict=True)))
    wanted = Wanted(bids)
    shares = Shares.of(wanted, money, given.spread)
    told = steps(list(zip(bids, money, wanted.stands, strict=True)), progress, "clients")
    contests = [contest_of(bid, stake, stands, wanted) for bid, stake, stands in told]
    efforts = shares.efforts
    candidates = [Candidate(name, _likely(efforts.get(name)), b.slot) for name, b in wanted.builds.items()]
    order = order_of(contests, candidates, shares.money_of, given.maximise)
    items = items_of(wanted, shares, contests, (*order.names, *order.aside))
    won = Winnings(contests, {item.id: item for item in items})
    first = order.names[: min(given.k, order.harmful)]
    taken = tuple(won.of(first[:number]) for number in range(len(first) + 1))
    return Backlog(
        k=given.k,
        products=given.products,
        spread=given.spread,
        maximise=given.maximise,
        as_of=given.as_of,
        currency=unit,
        items=items,
        steps=tuple(_step(name, taken[number], taken[number + 1], won) for number, name in enumerate(first)),
        best=_best(contests, candidates, won, taken, given, limits, progress),
        deals=tuple(_deal(c, w, shares.of_client(c.client)) for c, w in zip(contests, worths, strict=True)),
        unserved=tuple(share for share in shares.every if not share.builds),
        futures=tuple(future_of(given.reports, bids, date) for date in given.futures),
        superseded=given.superseded,
        left_out=given.left_out,
    )


def _bid(report: Report, given: Asked) -> Bid:
    names = given.products
    return Bid(report, tuple(fit for fit in report.fits if names is None or fit.product in names))


def _likely(effort: Effort | None) -> Fraction | None:
    return None if effort is None else effort.likely.base[1]


def _step(name: str, before: Won, after: Won, won: Winnings) -> Step:
    turned = tuple(client for client in after.turned if client not in before.turned)
    regained = tuple(client for client in before.lost if client not in after.lost)
    gone = [client for client in before.turned if client not in after.turned]
    gone += [client for client in after.lost if client not in before.lost]
    money = won.money((*turned, *regained), gone)
    return Step(name, after.clients - before.clients, money, turned, after)


def _best(
    contests: Sequence[Contest],
    candidates: Sequence[Candidate],
    won: Winnings,
    taken: Sequence[Won],
    given: Asked,
    limits: tuple[bool | None, float | None],
    progress: Progress,
) -> tuple[BestSet, ...]:
    exact, time_limit = limits
    if exact is False or (exact is None and importlib.util.find_spec("scipy") is None):
        return ()
    model = model_of(contests, candidates, given.maximise)
    whole = all(route.condition.is_whole for contest in contests for route in contest.routes)
    found = []
    for most in steps(range(1, min(given.k, len(candidates)) + 1), progress, "best sets"):
        names, is_proved = best_of(model, most, won.wrongly_counted, time_limit)
        result = won.of([name for name in won.items if name in names])
        greedy = taken[min(most, len(taken) - 1)]
        ahead = result.clients - greedy.clients, Ratio(result.known - greedy.known)
        found.append(BestSet(most, result, is_proved and whole, *ahead))
    return tuple(found)


def _deal(contest: Contest, worth: Worth, gaps: tuple[GapShare, ...]) -> Deal:
    bid = contest.bid
    hopeless = all(route.condition.is_hopeless or not route.condition.sets for route in contest.routes)
    stopped = (line for route in contest.routes for line in route.stopped_by)
    return Deal(
        client=contest.client,
        as_of=bid.report.as_of,
        products=tuple(fit.product for fit in bid.fits),
        decision=min((fit.decision for fit in bid.fits), key=DECISIONS.index),
        stake=contest.stake,
        source=worth.source,
        assumed_horizon=worth.assumed_horizon,
        gaps=gaps,
        ways=tuple(tuple(sorted(some, key=natural)) for some in contest.ways[:WAYS]),
        stopped_by=tuple(dict.fromkeys(stopped)) if hopeless else (),
        asks=() if contest.bid.is_won else tuple(dict.fromkeys(_asks(bid))),
        report=bid.report,
    )


def _asks(bid: Bid) -> Iterable[str]:
    for fit in bid.fits:
        for rule in fit.world.open_rules:
            if rule.id in fit.threatening:
                yield from (target_of(attribute) for attribute in rule.attributes)


__all__ = ["Backlog", "backlog"]
