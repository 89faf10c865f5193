"""What binds a negotiation, and what each side has without a deal, told; what is the vendor's own to internal readers
alone."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.commercial.bindings import Binding, DealQuestion, Raised
from tobfit.commercial.fallbacks import Alternative, ClientFallback, VendorFallback, Zone
from tobfit.commercial.negotiating import Negotiation
from tobfit.model.interval import Interval
from tobfit.report.blocks import Block, Bullets, Heading, Item
from tobfit.report.told.corridors import money
from tobfit.report.told.lever_names import goal_names, listed, role_name
from tobfit.report.told.negotiation_phrases import PHRASES
from tobfit.report.told.phrases import Tell


def rules_told(talks: Negotiation, tell: Tell) -> Iterable[Block]:
    if talks.bindings:
        yield Heading(3, tell.say(PHRASES, "deal_rules"))
        shown, more = tell.within(talks.bindings)
        yield Bullets((*(Item(_rule(one, talks, tell), _below(one, tell, talks)) for one in shown), *more))
    if talks.questions:
        yield Heading(3, tell.say(PHRASES, "questions"))
        yield listed((_question(one, talks, tell) for one in talks.questions), tell)


def _rule(one: Binding, talks: Negotiation, tell: Tell) -> str:
    lang = tell.words.lang
    facts = tell.words("semi").join(one.facts)
    standing = tell.say(PHRASES, "holds", facts=facts) if facts else tell.say(PHRASES, "always")
    if one.is_open:
        askable = talks.fit.world.packs.base.askable
        names = [askable[name].title.text(lang) for name in one.attributes]
        standing = tell.say(PHRASES, "undecided", attributes=tell.words.join(names))
    return tell.say(
        PHRASES,
        "rule",
        title=tell.words("called", name=one.title.text(lang), id=one.rule),
        text=one.text.text(lang),
        source=one.source.text(lang),
        evidence=tell.say(PHRASES, one.evidence),
        standing=standing,
    )


def _below(one: Binding, tell: Tell, talks: Negotiation) -> tuple[str, ...]:
    lang, found = tell.words.lang, []
    if one.seasons:
        seasons = [f"{season.name.text(lang)} {season}" if season.name else str(season) for season in one.seasons]
        found.append(tell.say(PHRASES, "seasons", seasons=tell.words.join(seasons)))
    if one.raises:
        names = [_raised(each, talks, tell) for each in one.raises]
        found.append(tell.say(PHRASES, "raises", names=tell.words.join(names)))
    return tuple(found)


def _raised(one: Raised, talks: Negotiation, tell: Tell) -> str:
    term = talks.fit.world.vocabulary.get(one.capability)
    name = term.title.text(tell.words.lang) if term is not None else one.capability
    return name + tell.words("bracket", text=tell.words.term(one.verdict))


def _question(one: DealQuestion, talks: Negotiation, tell: Tell) -> str:
    whom = role_name(one.ask, talks, tell)
    return tell.say(PHRASES, "question", text=one.text.text(tell.words.lang), whom=whom, target=one.target)


def without_deal(talks: Negotiation, tell: Tell) -> Iterable[Block]:
    yield Heading(3, tell.say(PHRASES, "without"))
    texts = [*_client(talks.client, talks, tell)]
    if tell.internal:
        texts += [*_reservation(talks.client, tell), *_vendor(talks.vendor, tell), *_zone(talks.zone, tell)]
    yield Bullets(tuple(Item(text) for text in texts))


def _client(client: ClientFallback, talks: Negotiation, tell: Tell) -> Iterable[str]:
    if client.best is None:
        yield tell.say(PHRASES, "nothing")
    else:
        shown, more = tell.within((client.best, *client.others))
        yield from (_alternative(one, tell) for one in shown)
        yield from (item.text for item in more)
    if client.goals:
        sums = tell.words.join([str(one) for one in client.worth])
        worth = tell.say(PHRASES, "goals_worth", worth=sums) if sums else ""
        yield tell.say(PHRASES, "goals_stay", goals=goal_names(client.goals, talks, tell), worth=worth)


def _alternative(one: Alternative, tell: Tell) -> str:
    said = "" if one.price is None else _money(one.price, one.currency, tell)
    return tell.say(
        PHRASES,
        "alternative",
        product=one.product,
        decision=tell.words.term(one.decision),
        score=tell.score(one.score),
        price=tell.say(PHRASES, "alternative_price", price=said) if said else "",
        compared=tell.say(PHRASES, one.compared),
    )


def _money(amount: Interval, currency: str | None, tell: Tell) -> str:
    return tell.say(PHRASES, "money", amount=money(amount, tell), currency=currency or "")


def _reservation(client: ClientFallback, tell: Tell) -> Iterable[str]:
    if client.reservation is not None:
        cap = tell.say(PHRASES, f"cap_{client.cap}")
        yield tell.say(PHRASES, "reservation", amount=_money(client.reservation, client.currency, tell), cap=cap)


def _vendor(vendor: VendorFallback | None, tell: Tell) -> Iterable[str]:
    if vendor is None:
        return
    if vendor.floor is not None:
        amount, margin = _money(vendor.floor, vendor.currency, tell), tell.percent(vendor.margin)
        yield tell.say(PHRASES, "walk_away", amount=amount, percentile=vendor.percentile, margin=margin)
    if vendor.price is not None:
        yield tell.say(PHRASES, "listed", amount=_money(vendor.price, vendor.currency, tell))


def _zone(zone: Zone | None, tell: Tell) -> Iterable[str]:
    if zone is not None:
        amount = zone.certain or zone.possible
        said = "" if amount is None else _money(amount, zone.currency, tell)
        yield tell.say(PHRASES, f"zone_{zone.state}", amount=said)
