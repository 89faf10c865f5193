"""A negotiation told: what is open and for whom, what each side can give, what follows, and what there is without a
deal. What the vendor's side costs, and where it walks away, is told to internal readers alone."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.commercial.lever_sets import LeverSet
from tobfit.commercial.levers import PERMISSIONS, Lever, Permission, PriceRange
from tobfit.commercial.line_levers import OpenMust
from tobfit.commercial.negotiating import Negotiation
from tobfit.commercial.parties import Party
from tobfit.commercial.trades import Package
from tobfit.commercial.value_moves import ValueMove
from tobfit.commercial.value_words import money as money_text
from tobfit.model.interval import Interval
from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph
from tobfit.report.told.corridors import money
from tobfit.report.told.lever_names import goal_names, lever_name, line_name, listed, role_name
from tobfit.report.told.negotiation_phrases import PHRASES
from tobfit.report.told.phrases import Row, Tell
from tobfit.report.told.talk_sides import rules_told, without_deal


def blocks(talks: Negotiation, tell: Tell) -> Iterable[Block]:
    """The talks for readers."""
    say = tell.say
    yield Heading(2, say(PHRASES, "title", product=talks.product))
    decision = tell.words.term(talks.decision)
    head = [say(PHRASES, "now", decision=decision, score=tell.score(talks.score))]
    head += [] if talks.musts else [say(PHRASES, "nothing_open")]
    if talks.open_rules:
        shown, more = tell.within(talks.open_rules)
        rules = tell.words.join([*shown, *(item.text for item in more)])
        head.append(say(PHRASES, "open_rules", rules=rules))
    if talks.no_corridor in ("TF438", "TF408"):
        head.append(say(PHRASES, f"no_money_{talks.no_corridor}"))
    yield Paragraph(tell.words("space").join(head))
    yield from _musts(talks, tell)
    yield from _parties(talks, tell)
    yield from _levers(talks, tell)
    yield from _sets(talks, tell)
    yield from _packages(talks, tell)
    yield from rules_told(talks, tell)
    yield from without_deal(talks, tell)


def _musts(talks: Negotiation, tell: Tell) -> Iterable[Block]:
    if talks.musts:
        yield listed((_must(one, talks, tell) for one in talks.musts), tell)


def _must(must: OpenMust, talks: Negotiation, tell: Tell) -> str:
    line = line_name(must.requirement, talks, tell)
    text = tell.say(PHRASES, "must", line=line, standing=tell.words.term(must.standing))
    return text + (tell.say(PHRASES, "law", laws=tell.words.join(list(must.law))) if must.law else "")


def _parties(talks: Negotiation, tell: Tell) -> Iterable[Block]:
    if talks.parties:
        yield Heading(3, tell.say(PHRASES, "parties"))
        yield listed((_party(one, talks, tell) for one in talks.parties), tell)


def _party(party: Party, talks: Negotiation, tell: Tell) -> str:
    none = tell.say(PHRASES, "none")
    musts = tell.words.join([line_name(name, talks, tell) for name in party.musts]) if party.musts else none
    names, more = tell.within(party.levers)
    levers = [*(lever_name(talks[name], talks, tell) for name in names), *(item.text for item in more)]
    text = tell.say(PHRASES, "party", who=_who(party, talks, tell), musts=musts)
    key = "party_unnamed" if party.stakeholder is None else "party_levers"
    return text + (tell.say(PHRASES, key, levers=tell.words("semi").join(levers)) if levers else "")


def _who(party: Party, talks: Negotiation, tell: Tell) -> str:
    if party.stakeholder is None:
        return tell.say(PHRASES, "nobody")
    name = party.name.text(tell.words.lang) if party.name is not None else party.stakeholder
    return tell.say(PHRASES, "who", name=name, role=role_name(party.kind or party.role or "", talks, tell))


def _levers(talks: Negotiation, tell: Tell) -> Iterable[Block]:
    every = (*talks.levers, *(talks.private if tell.internal else ()))
    if not every:
        return
    yield Heading(3, tell.say(PHRASES, "levers"))
    shown, more = tell.within(every)
    items = (Item(_lever(one, talks, tell), tuple(_details(one, talks, tell))) for one in shown)
    yield Bullets((*items, *more))


def _lever(lever: Lever, talks: Negotiation, tell: Tell) -> str:
    gives = tell.words.term(lever.gives)
    return tell.say(PHRASES, "lever", gives=gives, name=lever_name(lever, talks, tell), result=_after(lever, tell))


def _details(lever: Lever, talks: Negotiation, tell: Tell) -> Iterable[str]:
    """Who has to agree, what it costs whom, which laws and rules speak of it."""
    who = lever.agreement or tuple(role_name(role, talks, tell) for role in lever.roles)
    found = {
        "agrees": tell.words.join(list(who)) if who else "",
        "costs": _client_cost(lever, talks, tell),
        "law_behind": tell.words.join(list(lever.law)) if lever.law and lever.gives == "client" else "",
        "rules": rules_of([lever], PERMISSIONS, talks, tell),
        "vendor_cost": _vendor_cost(lever, tell) if tell.internal else "",
        "corridor": _range(lever.price_after, tell) if tell.internal else "",
    }
    for key, text in found.items():
        if text:
            yield tell.say(PHRASES, key, text=text)


def rules_of(levers: Iterable[Lever], told: Iterable[Permission], talks: Negotiation, tell: Tell) -> str:
    """What each rule that speaks of some levers makes of them: at its gravest, and only what ``told`` lists."""
    gravest: dict[str, Permission] = {}
    for lever in levers:
        for rule in lever.rules:
            found = talks.binding(rule).permission(lever.kind)
            gravest[rule] = max(gravest.get(rule, found), found, key=PERMISSIONS.index)
    parts = []
    for permission in sorted(told, key=PERMISSIONS.index, reverse=True):
        rules = [rule for rule, found in gravest.items() if found == permission]
        parts += [tell.say(PHRASES, permission, rules=tell.words.join(rules))] if rules else []
    return tell.words("semi").join(parts)


def _client_cost(lever: Lever, talks: Negotiation, tell: Tell) -> str:
    cost, parts = lever.client, []
    if cost.weight:
        parts.append(tell.say(PHRASES, "weight", share=tell.percent(cost.weight)))
    if cost.goals:
        parts.append(tell.say(PHRASES, "goals", names=goal_names(cost.goals, talks, tell)))
    for move in cost.value:
        parts += _moved(move, tell)
    if cost.price is not None:
        parts.append(tell.say(PHRASES, "pays", amount=cost.price))
    if cost.unpriced:
        parts.append(tell.say(PHRASES, "unpriced"))
    if cost.saves:
        parts.append(tell.say(PHRASES, "saves", amount=tell.words.join([str(one) for one in cost.saves])))
    return tell.words("semi").join(parts)


def _moved(move: ValueMove, tell: Tell) -> Iterable[str]:
    """What the product carries instead, or what is given up: then the goals' worth is shared out anew over the lines
    that are left, and what is carried of it no answer to what the lever costs."""
    before, after, let_go = (money_text(each, move.currency) for each in (move.before, move.after, move.let_go))
    if move.let_go.high:
        yield tell.say(PHRASES, "value_let_go", amount=let_go)
    elif move.before != move.after:
        yield tell.say(PHRASES, "carries", before=before, after=after)


def _vendor_cost(lever: Lever, tell: Tell) -> str:
    parts = []
    if lever.vendor.effort is not None:
        effort = lever.vendor.effort
        ends = [f"{end.number:f}" for end in (effort.low, effort.likely, effort.high)]
        parts.append(tell.say(PHRASES, "effort", effort=ends[0] if len(set(ends)) == 1 else " / ".join(ends)))
    if lever.vendor.floor is not None and (lever.vendor.floor.low or lever.vendor.floor.high):
        parts.append(tell.say(PHRASES, "floor", amount=f"{lever.vendor.floor:+.0f}"))
    return tell.words("semi").join(parts)


def _range(found: PriceRange | None, tell: Tell) -> str:
    if found is None:
        return ""
    floor, ceiling = ("-" if end is None else money(end, tell) for end in (found.floor, found.ceiling))
    return tell.say(PHRASES, "money", amount=f"{floor} / {ceiling}", currency=found.currency)


def _after(lever: Lever, tell: Tell) -> str:
    result = _result(lever, tell)
    if lever.decision_otherwise is None:
        return result
    return tell.say(PHRASES, "otherwise", result=result, decision=tell.words.term(lever.decision_otherwise))


def _result(made: Lever | LeverSet | Package, tell: Tell) -> str:
    decision = tell.words.term(made.decision_after)
    return tell.say(PHRASES, "result", decision=decision, score=tell.score(made.score_after))


def _sets(talks: Negotiation, tell: Tell) -> Iterable[Block]:
    if not talks.musts:
        return
    yield Heading(3, tell.say(PHRASES, "sets"))
    if talks.beyond:
        lines = tell.words.join([line_name(name, talks, tell) for name in talks.beyond])
        yield Paragraph(tell.say(PHRASES, "beyond", lines=lines))
    if talks.sets:
        yield listed((_set(one, talks, tell) for one in talks.sets), tell)
        notes = [tell.say(PHRASES, talks.method)] + ([tell.say(PHRASES, "more_sets")] if talks.more else [])
        yield Paragraph(tell.words("space").join(notes))


def _set(one: LeverSet, talks: Negotiation, tell: Tell) -> str:
    names = tell.words("semi").join([lever_name(talks[name], talks, tell) for name in one.levers])
    text = tell.say(PHRASES, "set", levers=names, result=_result(one, tell))
    text += tell.say(PHRASES, "lets_go", share=tell.percent(one.weight)) if one.weight else ""
    text += tell.say(PHRASES, "proofs", n=one.proofs) if one.proofs else ""
    return text + _to_check(one.levers, talks, tell)


def _to_check(levers: Iterable[str], talks: Negotiation, tell: Tell) -> str:
    """What rules have against some levers."""
    rules = rules_of([talks[name] for name in levers], PERMISSIONS[1:], talks, tell)
    return tell.say(PHRASES, "to_check", rules=rules) if rules else ""


def _packages(talks: Negotiation, tell: Tell) -> Iterable[Block]:
    if talks.packages:
        yield Heading(3, tell.say(PHRASES, "packages"))
        yield listed((_package(one, talks, tell) for one in talks.packages), tell)


def _package(one: Package, talks: Negotiation, tell: Tell) -> str:
    sides = [
        tell.say(PHRASES, "and").join(lever_name(talks[name], talks, tell) for name in side)
        for side in (one.if_you, one.then_we)
    ]
    text = tell.say(PHRASES, "package", you=sides[0], we=sides[1], result=_result(one, tell))
    return text + _to_check(one.levers, talks, tell)


def rows(talks: Negotiation, tell: Tell) -> Iterable[Row]:
    """One row for each lever; floor and ceiling after it, and what it costs the vendor, for internal readers alone."""
    for lever in (*talks.levers, *(talks.private if tell.internal else ())):
        row: Row = {
            "product": talks.product,
            "lever": lever.id,
            "kind": lever.kind,
            "gives": lever.gives,
            "requirements": ", ".join(lever.requirements) or None,
            "agreement": ", ".join(lever.agreement) or None,
            "roles": ", ".join(lever.roles) or None,
            "permission": lever.permission,
            "rules": ", ".join(lever.rules) or None,
            "law": "; ".join(lever.law) or None,
            "weight": float(lever.client.weight),
            "goals": ", ".join(lever.client.goals) or None,
            "price": None if lever.client.price is None else str(lever.client.price),
            "saves": ", ".join(str(one) for one in lever.client.saves) or None,
            "value": "; ".join(text for one in lever.client.value for text in _moved(one, tell)) or None,
            "decision_before": talks.decision,
            "decision_after": lever.decision_after,
            "decision_otherwise": lever.decision_otherwise,
            **_ends("score_before", talks.score),
            **_ends("score_after", lever.score_after),
            "text": lever_name(lever, talks, tell),
        }
        yield {**row, **_internal(lever)} if tell.internal else row


def _internal(lever: Lever) -> Row:
    effort, after = lever.vendor.effort, lever.price_after
    return {
        "effort_likely": None if effort is None else float(effort.likely.base[1]),
        **_ends("floor_after", None if after is None else after.floor),
        **_ends("ceiling_after", None if after is None else after.ceiling),
        "currency": None if after is None else after.currency,
    }


def _ends(name: str, part: Interval | None) -> Row:
    low, high = (None, None) if part is None else (float(part.low), float(part.high))
    return {f"{name}_low": low, f"{name}_high": high}
