"""What to build next, in words and rows. Clients, their money and efforts are for internal readers alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TypeVar

from tobfit.lifecycle.backlog_records import BestSet, Deal, GapShare, Item, Movement, Step
from tobfit.lifecycle.building import Backlog
from tobfit.model.interval import Interval
from tobfit.report import blocks as b
from tobfit.report.blocks import Block, Bullets, Column, Heading, Paragraph, Table
from tobfit.report.told.backlog_phrases import PHRASES
from tobfit.report.told.phrases import Row, Tell

T = TypeVar("T")


def blocks(result: Backlog, tell: Tell) -> Iterable[Block]:
    """The items in their order; for internal readers what each adds, the best sets, the deals, what nobody can build
    and what later dates change."""
    say = tell.say
    yield Heading(2, say(PHRASES, "title"))
    clients = say(PHRASES, "clients", n=len(result.deals))
    products = say(PHRASES, "every") if result.products is None else tell.words.join(list(result.products))
    scope = {"clients": clients, "products": products, "spread": say(PHRASES, result.spread)}
    if tell.internal:
        yield Paragraph(say(PHRASES, "scope", **scope))
        yield from _money_said(result, tell)
    else:
        yield Paragraph(say(PHRASES, "hidden"))
    if not result.items:
        yield Paragraph(say(PHRASES, "nothing"))
    else:
        yield Paragraph(say(PHRASES, "order", aim=say(PHRASES, f"aim_{result.maximise}")))
        yield from _items(result, tell)
    if tell.internal:
        yield from _for_insiders(result, tell)


def _for_insiders(result: Backlog, tell: Tell) -> Iterable[Block]:
    if result.items:
        yield from _list(tell, "details", result.items, lambda one: _who(one, tell))
    if result.best:
        yield from _list(tell, "best", result.best, lambda one: _best(one, result, tell))
    yield from _list(tell, "deals", result.deals, lambda one: _deal(one, result, tell))
    if result.unserved:
        yield from _list(tell, "left", result.unserved, lambda one: _unserved(one, result, tell))
    for future in result.futures:
        yield Heading(3, tell.say(PHRASES, "future", date=future.as_of.isoformat()))
        moved = [("appears", one) for one in future.appearing] + [("vanishes", one) for one in future.vanishing]
        texts = [_moved(key, one, tell) for key, one in moved]
        for client, product, before, after in future.decisions:
            words = {"before": tell.words.term(before), "after": tell.words.term(after)}
            texts.append(tell.say(PHRASES, "turns_to", client=client, product=product, **words))
        if not texts:
            yield Paragraph(tell.say(PHRASES, "calm"))
            continue
        shown, more = tell.within(texts)
        yield Bullets((*(b.Item(text) for text in shown), *more))


def _money_said(result: Backlog, tell: Tell) -> Iterable[Block]:
    won = sum(deal.is_won for deal in result.deals)
    low = sum((deal.stake.low for deal in result.deals), start=Fraction(0))
    high = sum((deal.stake.high for deal in result.deals), start=Fraction(0))
    priced = "" if result.currency is None else tell.say(PHRASES, "priced", money=_money(low, high, result, tell))
    yield Paragraph(tell.say(PHRASES, "today", won=won, all=len(result.deals), priced=priced).strip())
    groups = {
        "unpriced": [deal.client for deal in result.deals if deal.stake.high == math.inf],
        "assumed": [deal.client for deal in result.deals if deal.assumed_horizon],
        "superseded": [f"{client} ({date.isoformat()})" for client, date in result.superseded],
        "left_out": list(result.left_out),
    }
    texts = [tell.say(PHRASES, key, names=tell.words.join(names)) for key, names in groups.items() if names]
    if texts:
        yield Bullets(tuple(b.Item(text) for text in texts))


def _money(low: Fraction, high: Fraction, result: Backlog, tell: Tell) -> str:
    ends = [_amount(end, result, tell) for end in (low, high) if end != math.inf]
    if high == math.inf:
        return tell.say(PHRASES, "at_least", low=ends[0])
    return ends[0] if low == high else tell.say(PHRASES, "range", low=ends[0], high=ends[1])


def _amount(amount: Fraction, result: Backlog, tell: Tell) -> str:
    if amount == -math.inf:
        return "-"
    figure = tell.figure(amount, ",.0f" if amount.denominator == 1 else ",.2f")
    currency = result.currency or ""
    return tell.say(PHRASES, "amount", amount=figure, currency=currency).strip()


def _of(interval: Interval, result: Backlog, tell: Tell) -> str:
    return _money(interval.low, interval.high, result, tell)


def _items(result: Backlog, tell: Tell) -> Iterable[Block]:
    names = ["item", "value", "number", "stake", "effort", "more", "so_far"]
    if not tell.internal:
        names = names[:2]
    right = {"number", "more", "so_far"}
    columns = tuple(
        Column(tell.say(PHRASES, name), "right" if name in right else "left", flexible=name in ("item", "value"))
        for name in names
    )
    steps = {step.item: step for step in result.steps}
    shown, more = tell.within(result.items)
    rows = tuple(tuple(_cell(name, item, steps.get(item.id), result, tell) for name in names) for item in shown)
    yield Table(columns, rows)
    if more:
        yield Bullets(more)


def _cell(name: str, item: Item, step: Step | None, result: Backlog, tell: Tell) -> str:
    match name:
        case "item":
            return item.id if tell.internal else _named(item, tell)
        case "value":
            return _value(item, tell)
        case "number":
            return str(item.number)
        case "stake":
            return _of(item.money, result, tell)
        case "effort":
            return tell.say(PHRASES, "no_effort") if item.effort is None else _estimate(item)
        case "more":
            return "-" if step is None else str(step.clients)
        case _:
            return "-" if step is None else str(step.so_far.clients)


def _named(item: Item, tell: Tell) -> str:
    name = item.name.text(tell.words.lang)
    return item.id if name in item.id else tell.say(PHRASES, "named", name=name, id=item.id)


def _value(item: Item, tell: Tell) -> str:
    parts = [] if item.value is None else [tell.words.join(list(item.value))]
    if item.exhaustive:
        parts.append(tell.say(PHRASES, "all"))
    if item.response not in (None, "standard"):
        parts.append(tell.words.term(str(item.response)))
    return tell.words("semi").join(parts) or "-"


def _estimate(item: Item) -> str:
    assert item.effort is not None
    ends = [f"{end.number:f}" for end in (item.effort.low, item.effort.likely, item.effort.high)]
    return ends[0] if len(set(ends)) == 1 else " / ".join(ends)


def _list(tell: Tell, title: str, things: Iterable[T], text: Callable[[T], str]) -> Iterable[Block]:
    yield Heading(3, tell.say(PHRASES, title))
    shown, more = tell.within(things)
    yield Bullets((*(b.Item(text(one)) for one in shown), *more))


def _who(item: Item, tell: Tell) -> str:
    told = tell.say(PHRASES, "needs", item=_named(item, tell), clients=_names(item.clients, tell))
    if item.turns:
        told += tell.say(PHRASES, "turns", clients=_names(item.turns, tell))
    if item.needed_by:
        told += tell.say(PHRASES, "keeps", clients=_names(item.needed_by, tell))
    if item.unsaid:
        told += tell.say(PHRASES, "unsaid")
    if item.rules:
        told += tell.say(PHRASES, "rules", rules=_names(item.rules, tell))
    if item.excludes:
        told += tell.say(PHRASES, "excludes", others=tell.words.join(list(item.excludes)))
    return told


def _names(names: Iterable[str], tell: Tell) -> str:
    return tell.words.join(list(names))


def _best(best: BestSet, result: Backlog, tell: Tell) -> str:
    gap = tell.say(PHRASES, "level")
    if best.ahead_clients or best.ahead_money:
        key = "behind_richer" if best.ahead_money < 0 else "behind_wider" if best.ahead_clients < 0 else "behind"
        money = _amount(abs(best.ahead_money), result, tell)
        gap = tell.say(PHRASES, key, k=best.k, clients=abs(best.ahead_clients), money=money)
    return tell.say(
        PHRASES,
        "best_line",
        k=best.k,
        items=tell.words.join(list(best.won.items)) if best.won.items else tell.say(PHRASES, "nobody"),
        clients=tell.say(PHRASES, "more_clients", n=best.won.clients),
        money=_of(best.won.money, result, tell),
        proof=tell.say(PHRASES, "proved" if best.optimal else "unproved"),
        gap=gap,
    )


def _deal(deal: Deal, result: Backlog, tell: Tell) -> str:
    way = tell.say(PHRASES, "won" if deal.is_won else "no_way")
    if deal.ways:
        sets = [tell.words.join(list(some)) for some in deal.ways]
        way = tell.say(PHRASES, "way", items=tell.say(PHRASES, "or").join(sets))
    elif deal.stopped_by:
        way = tell.say(PHRASES, "stopped", lines=tell.words.join(list(deal.stopped_by)))
    if deal.asks:
        way += tell.say(PHRASES, "ask", targets=tell.words.join(list(deal.asks)))
    decision = tell.words.term(deal.decision)
    money = _of(deal.stake, result, tell)
    return tell.say(PHRASES, "deal", client=deal.client, decision=decision, money=money, way=way)


def _unserved(share: GapShare, result: Backlog, tell: Tell) -> str:
    return tell.say(
        PHRASES,
        "share",
        client=share.client,
        line=share.requirement,
        product=share.product,
        kind=tell.words.term(share.kind),
        money=_of(share.money, result, tell),
        why=tell.say(PHRASES, f"why_{share.why}"),
    )


def _moved(key: str, moved: Movement, tell: Tell) -> str:
    on = "" if moved.on is None else moved.on.isoformat()
    cause = {"rule": moved.rule or "", "citation": moved.citation or "-", "on": on or "-"}
    if moved.cause == "date":
        cause["on"] = tell.say(PHRASES, "on", on=on) if on else ""
    return tell.say(
        PHRASES,
        key,
        client=moved.client,
        line=moved.requirement,
        product=moved.product,
        kind=tell.words.term(moved.kind),
        cause=tell.say(PHRASES, moved.cause, **cause),
    )


def rows(result: Backlog, tell: Tell) -> Iterable[Row]:
    """One row for each item, in order; a number of clients, money and efforts for internal readers alone."""
    steps = {step.item: step for step in result.steps}
    for number, item in enumerate(result.items, 1):
        row: Row = {
            "place": number,
            "item": item.id,
            "product": item.product,
            "capability": item.capability,
            "name": item.name.text(tell.words.lang),
            "value": None if item.value is None else ", ".join(item.value),
            "unsaid": item.unsaid,
        }
        yield {**row, **_internal(item, steps.get(item.id), result)} if tell.internal else row


def _internal(item: Item, step: Step | None, result: Backlog) -> Row:
    ends = ("low", "likely", "high")
    effort = item.effort
    return {
        "clients": ", ".join(item.clients),
        "number": item.number,
        "turns": ", ".join(item.turns),
        "money_low": float(item.money.low),
        "money_high": None if item.money.high == math.inf else float(item.money.high),
        "currency": result.currency,
        **{f"effort_{end}": None if effort is None else float(getattr(effort, end).base[1]) for end in ends},
        "more_clients": None if step is None else step.clients,
        "clients_so_far": None if step is None else step.so_far.clients,
        "money_so_far": None if step is None else float(step.so_far.known),
    }
