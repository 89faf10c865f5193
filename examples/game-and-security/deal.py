"""From a fit to a deal, and from the deal to what is built next: the walk through the example goes on to the end.

It begins where walk.py ends. Run it as a script, or cell by cell in an editor that knows ``# %%``; it needs the extra
tobfit[analysis], and `make demo` runs it. Clients, vendors, the Studio Pack, the offers and all use are fictional.
"""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import tobfit
from tobfit import Answers, Catalog, Client, Fit, ProfileQuestion, Report
from tobfit.analysis import change
from tobfit.commercial import (
    Corridor,
    Negotiation,
    ServiceCost,
    ServiceNeeds,
    delivery,
    negotiate,
    payback,
    price_corridor,
    service_cost,
    service_needs,
    total_cost,
    value,
)
from tobfit.commercial.bindings import Binding
from tobfit.commercial.corridor_records import WayOut
from tobfit.commercial.licensing import licences
from tobfit.lifecycle import Adoption, adoption, backlog, feedback
from tobfit.matching.profile_question import ProfileEffect
from tobfit.model.interval import Interval
from tobfit.model.label import Label
from tobfit.report import text
from tobfit.testing.portfolio import portfolio

HERE = Path(__file__).resolve().parent
DEAL = HERE / "deal"
OFFER, PACK, DOLIBARR = "studio-offer", "studio-pack@1.0", "dolibarr@23"
WIDTH = 116


# %% How things are printed
def title(words: str) -> None:
    """A heading for one cell."""
    print(f"\n{words}\n{'=' * len(words)}")


def say(words: str, indent: int = 0) -> None:
    """One paragraph or item, wrapped."""
    first, later = " " * indent, " " * (indent + 2)
    print(textwrap.fill(words, WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False))


def names(values: Iterable[str]) -> str:
    """Names one after another, or a dash."""
    return ", ".join(values) or "-"


def en(label: Label | None) -> str:
    """A label in English."""
    return label.text("en") if label is not None else "-"


def amount(range_: Interval | Fraction | None) -> str:
    """A figure or a range, in whole units; an end that nobody knows is open."""
    if range_ is None:
        return "not known"
    if not isinstance(range_, Interval):
        return f"{float(range_):,.0f}"
    low, high = float(range_.low), float(range_.high)
    if high == math.inf:
        return f"{low:,.0f} or more"
    return f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"


def kept(holds: bool, promise: str) -> None:
    """Stops where something that was promised does not hold."""
    if not holds:
        raise SystemExit(f"not kept: {promise}")


# %% The studio as the walk leaves it, and the integrator's first offer
packs = tobfit.load_packs()
first = tobfit.load_catalog([HERE / "products", DEAL / "vendors", DEAL / "first"], packs)
second = tobfit.load_catalog([HERE / "products", DEAL / "vendors", DEAL / "second"], packs)
told = tobfit.load_answers(HERE / "answers-studio.yaml")
studio = tobfit.answer(tobfit.load_client(HERE / "studio.yaml", packs), first, told, packs)[0]
security = tobfit.load_client(HERE / "security-firm.yaml", packs)


def standing(report: Report, name: str = OFFER) -> str:
    """Decision and score of a candidate."""
    return f"{report[name].decision}, {report[name].score}"


def open_musts(fit: Fit) -> list[str]:
    """The Musts of which nobody knows yet."""
    lines = (j for j in fit.judgements if j.requirement.priority == "must" and not j.waived)
    return [judgement.requirement.capability or judgement.requirement.id for judgement in lines
            if judgement.verdict == "unknown"]  # fmt: skip


before = tobfit.match(studio, first, packs)
title("A real product, an add-on that is made up, and an offer of both")
offer = before[OFFER].offer
kept(offer is not None, "the offer is a candidate")
say(f"{en(offer.name) if offer else ''}: {names(offer.products) if offer else ''}; {standing(before)}")
say(f"beside it {DOLIBARR} alone: {standing(before, DOLIBARR)}; {PACK} alone: {standing(before, PACK)}")
say(f"{len(before.open_rules)} rules are undecided, and so is the offer; Musts that nobody can judge: "
    f"{names(open_musts(before[OFFER]))}")


# %% The first meeting on the deal: answers of the client
def promise(question: ProfileQuestion, written: object) -> ProfileEffect | None:
    """What the question said of an answer; None where the answer is not one of those it names."""
    return question.answers.get(str(written).lower())


def is_kept(effect: ProfileEffect, after: Report) -> bool:
    """Whether matching again gives exactly what was promised: every decision, every score."""
    return dict(effect.decisions) == {fit.product: fit.decision for fit in after.fits} and dict(effect.scores) == {
        fit.product: fit.score for fit in after.fits
    }


def learn(answers: Answers, client: Client, catalog: Catalog, now: Report) -> tuple[Client, Catalog, Report, int]:
    """Lays one answer after the other over the records; stops where a new match differs from the promise."""
    kept_ones = 0
    for item in answers.answers:
        questions = (one for one in now.questions if isinstance(one, ProfileQuestion) and one.target == item.target)
        asked = next(questions, None)
        effect = promise(asked, item.value) if asked is not None else None
        client, catalog = tobfit.answer(
            client, catalog, {"answers": [{"target": item.target, "value": item.value}]}, packs
        )
        after = tobfit.match(client, catalog, packs)
        if effect is not None:
            kept(is_kept(effect, after), f"what the question on {item.target} said of {item.value}")
            kept_ones += 1
        now = after
    return client, catalog, now, kept_ones


title("What the first meeting settles")
learnt = tobfit.load_answers(DEAL / "answers.yaml")
studio, first, middle, promised = learn(learnt, studio, first, before)
say(f"{len(learnt.answers)} answers, {promised} of them to questions of the report, each as promised: "
    f"{len(before.open_rules)} undecided rules became {len(middle.open_rules)}")
say(f"{OFFER}: {standing(before)}; now {standing(middle)}")
second = tobfit.answer(studio, second, learnt, packs)[1]
report = tobfit.match(studio, second, packs)
fit = report[OFFER]
say("Then the pack is demonstrated, and the integrator answers what was open, line by line (second/response.yaml, "
    "second/offer.yaml; all of it made up):")
for line in fit.judgements:
    was = middle[OFFER][line.requirement.id]
    if was.verdict != line.verdict:
        say(f"{line.requirement.capability}: {was.verdict}, now {line.verdict}. {line.reason}", 2)
say(f"{OFFER}: now {standing(report)}; Musts that nobody can judge: {names(open_musts(fit))}")
kept(fit.decision == "fit_with_gaps" and not open_musts(fit), "the offer comes to fit with gaps")

# %% 1. Who delivers
title("1. Who delivers")
for name in (PACK, OFFER):
    one = delivery(report)[name]
    say(f"{name}: by {names(one.vendors)}; people at the client for one of theirs: {amount(one.heads.value)}")
    for finding in one.findings:
        say(f"{finding.severity}: {en(finding.because)}", 2)
        for remedy in finding.remedies:
            if remedy.kind == "partner":
                closed = not delivery(report.what_if(remedy.changes))[name].findings
                kept(closed, f"the partner closes the finding on {name}")
                say(f"closed by {names(f'{key} = {new}' for key, new in remedy.changes.items())}", 4)
# The partner stands behind the pack, and the integrator goes on selling.
report = report.what_if({f"product.{PACK}.partner": "partner"})
fit = report[OFFER]
found = delivery(report)
kept(not found[OFFER].findings and not found[PACK].findings, "with the partner nothing is left to find")
say(f"With the partner behind the pack, for {OFFER}: {names(found[OFFER].partners)}; findings: "
    f"{len(found[OFFER].findings)}; people at the client for one of theirs: {found[OFFER].heads.value}")


# %% 2. Services, stage by stage
def served(needs: ServiceNeeds, stage: str) -> str:
    """The needs of a stage that are given, and those of which nobody knows."""
    rows = [need for need in needs.needs if need.stage == stage]
    given = names(en(need.name) for need in rows if need.verdict == "met")
    rest = names(en(need.name) + " (?)" * need.is_open for need in rows if need.verdict != "met")
    return f"given: {given}; not known: {rest}"


title("2. Services: what the first offer leaves open, and what the second adds")
early, needs = service_needs(middle[OFFER]), service_needs(fit)
for row in needs.stages:
    if row.stage is not None and early.matrix[row.stage]:
        say(f"{en(row.name)}", 2)
        say(f"first:  {served(early, row.stage)}", 4)
        if early.matrix[row.stage] != needs.matrix[row.stage]:
            say(f"second: {served(needs, row.stage)}", 4)
counts = [Counter(need.verdict for need in one.needs) for one in (early, needs)]
unserved = [sum(bool(row.unserved) for row in one.stages) for one in (early, needs)]
say(f"given for certain: {counts[0]['met']} of {len(early.needs)}, then {counts[1]['met']} of {len(needs.needs)}; "
    f"stages with something that is not known to be given: {unserved[0]} of {len(early.stages)}, then {unserved[1]}; "
    f"findings: {len(early.findings)}, then {len(needs.findings)}. (?) says that nobody knows whether it is needed.")
kept(unserved[1] < unserved[0], "the second offer serves more stages")


# %% 3. Effort and cost (internal)
def spread(cost: ServiceCost) -> str:
    """Percentiles of effort and money."""
    assert cost.money is not None
    days = ", ".join(f"P{p} {amount(days)}" for p, days in cost.effort.percentiles.items())
    money = ", ".join(f"P{p} {amount(money)}" for p, money in cost.money.percentiles.items())
    return f"person-days {days}; {cost.money.unit} {money}"


title("3. Effort and cost (internal)")
cost = service_cost(fit)
say(f"over {cost.horizon} years, {len(cost.parts)} parts: {spread(cost)}; mean {cost.effort.mean:.1f} person-days, "
    f"sd {cost.effort.sd:.1f}")
kept(sum(part.mean for part in cost.parts) == cost.effort.mean, "the parts sum to the mean")
kept(sum(cost.shares.values()) == 1, "the shares of the spread sum to one")
say("largest shares of the spread: " + "; ".join(
    f"{en(part.name)} {share:.0%}"
    for part, share in sorted(((p, p.share or 0) for p in cost.parts), key=lambda pair: -pair[1])[:5]))
say(f"over what the client has not said, the mean lies within {amount(cost.effort_range.mean)} person-days; "
    f"of {len(cost.open)} things nobody estimated the effort, and they have no figure")
asked = max(cost.questions, key=lambda question: (question.narrows.low, question.target))
say(f"what narrows it most: {en(asked.text)} ({asked.target}, {asked.width:.0f} person-days hang on it)")
likely = sorted(asked.answers, key=Decimal)[1]
effect = asked.answers[likely]
report = report.what_if(effect.changes)
fit = report[OFFER]
narrow = service_cost(fit)
kept(narrow.effort_range == effect.cost.effort_range, "the answer narrows the range as the question said")
kept(cost.effort_range.mean.width - narrow.effort_range.mean.width == effect.narrows, "it narrows by as much")
say(f"answered with {likely}: {amount(narrow.effort_range.mean)} person-days, "
    f"{effect.narrows:.0f} narrower; {spread(narrow)}")

# %% 4. The price: corridor (internal), total cost, payback, licences
title("4. The price corridor (internal)")


def corridor(found: Corridor) -> str:
    """Floor, ceiling and where the price stands."""
    empty = {True: "empty", False: "not empty", None: "whether it is empty is open"}[found.empty]
    return (f"floor {amount(found.floor)} (estimated {amount(found.estimated)}), ceiling {amount(found.ceiling)}, "
            f"stated price {amount(found.price)}: {empty}")  # fmt: skip


room = price_corridor(fit)
say(f"{room.currency} over {room.horizon.number} years, P{room.percentile}, margin {float(room.margin):.0%}: "
    f"{corridor(room)}")
costs = sum(Fraction(part.amount.low) for part in room.costs)
kept(costs * (1 + room.margin) == room.floor.low, "the costs and the margin sum to the floor")
for piece in room.costs:
    say(f"{piece.kind}, {piece.name}: {amount(piece.amount)}", 2)
yes = {True: "yes", False: "no", None: "open"}
for limit in room.limits:
    say(f"limit {limit.kind}: {amount(limit.amount)}; binds: {yes[limit.binds]}", 2)
say(f"services are {float(room.service_share.low):.0%} to {float(room.service_share.high):.0%} of the costs; "
    f"{len(room.questions)} points are open")
kept("Floor" not in text(room), "no floor reaches a client")

title("The same with a budget of 500,000 CNY (internal)")
budget = {"client.budget.amount": "500000 CNY"}
poor = price_corridor(report.what_if(budget)[OFFER])
say(corridor(poor))
kept(poor.empty is True, "the corridor is empty")


def way(one: WayOut) -> str:
    """One way out, and the corridor after it."""
    after = "no deal" if one.after is None else f"floor {amount(one.after.floor)}, ceiling {amount(one.after.ceiling)}"
    what = " ".join((one.kind, *one.requirements[:3]))
    return f"{what}: {after}{', no longer empty for certain' * one.opens}"


for out in poor.ways_out:
    say(way(out), 2)
    if out.after is not None and out.changes:
        again = price_corridor(report.what_if(budget).what_if(out.changes)[OFFER], quick=True, **out.arguments)
        kept((again.floor, again.ceiling) == (out.after.floor, out.after.ceiling), f"the corridor after {out.kind}")

title("What it costs the client, when it has paid back, and how to charge")
STATED = {
    "internal_labour": "120000 CNY/year",
    "integration": "0 CNY",
    "upgrades": "20000 CNY/year",
    "implementation": "40000 CNY",
}
RAMP = [("0.5", "0.7"), ("0.7", "0.9"), ("0.8", 1)]
owned = total_cost(fit, adoption=RAMP, stated=STATED)
for kind in owned.costs:
    say(f"{kind.kind.replace('_', ' ')}: {', '.join(amount(year) for year in kind.by_year)}", 2)
say(f"{owned.currency} over {owned.horizon.number} years: {amount(owned.amount)}; "
    f"still open: {names(owned.open_kinds)}")
back = payback(fit, adoption=RAMP, stated=STATED)
say(f"payback ({back.state}): after {back.earliest} to {back.latest or '?'} months "
    f"({back.earliest_date} to {back.latest_date or 'open'})")
ways = {
    "flat": {"flat": "180000 CNY/year"},
    "per user": {"per_user": "500 CNY/year"},
    "tiers": {"tiers": [{"up_to": 200, "price": "110000 CNY/year"}, {"price": "170000 CNY/year"}]},
    "free, with services": {"services": "15000 CNY/month"},
}
charged = licences(fit, ways)
for model in charged.models:
    say(f"{model.id}: {amount(model.cost)} {charged.currency} for {charged.users.low} users", 2)
say("cheapest: " + "; ".join(
    f"{part.first} to {part.last if part.last is not None else 'any number of'} users {names(part.cheapest)}"
    for part in charged.stretches))

# %% 5. What it is worth, for each role
title("5. Value by role")
worth = value(report, products=[OFFER])
for statement in worth.statements:
    say(f"{statement.role} ({statement.kind}): {en(statement.text).partition(' Formula:')[0]}", 2)
    if statement.formula is not None:
        say(f"formula: {statement.formula}", 4)
for flag in worth.findings:
    say(f"red flag, {flag.severity}: {en(flag.because)}", 2)
for total in worth.totals(OFFER):
    say(f"all goals: {amount(total.carried)} of {amount(total.worth)} {total.currency} is carried, "
        f"{amount(total.at_risk)} at risk", 2)


# %% 6. The talks: the studio and the security firm side by side
def bound(one: Binding) -> str:
    """A rule of the deal, what it does to levers, and where it is written."""
    seasons = "; ".join(f"{en(season.name)} {season.first} to {season.last}" for season in one.seasons)
    acts = [f"{what} {names(kinds)}" for what, kinds in
            (("forbids", one.forbids), ("limits", one.limits), ("asks for", one.needs)) if kinds]  # fmt: skip
    acts += [f"no go-live in {seasons}"] if seasons else []
    acts += [f"raises {names(raised.capability for raised in one.raises)}"] if one.raises else []
    state = "holds" if one.holds else "open"
    return f"{one.rule} ({state}, {one.basis}): {'; '.join(acts) or '-'}. {en(one.text)} [{one.source}]"


def talk(talks: Negotiation) -> None:
    """What each side can give, and whether a rule speaks of it."""
    say(f"{talks.decision}; open Musts: {names(must.requirement for must in talks.musts)}; without a deal: "
        f"{talks.client.best.product if talks.client.best else 'nothing'}; rules that the client has to decide first: "
        f"{len(talks.open_rules)}")  # fmt: skip
    for lever in talks.levers:
        say(f"{lever.gives} can give: {lever.id} ({lever.permission}), then {lever.decision_after}; "
            f"has to agree: {names(lever.agreement)}", 2)


title("6. The talks: the studio and the security firm side by side")
firm = tobfit.match(security, second, packs)
talks = {"studio": negotiate(fit, report), "security-firm": negotiate(firm[OFFER], firm, with_corridor=False)}
for who, held in talks.items():
    print(f"\n{who}")
    talk(held)
    matched = report if who == "studio" else firm
    for lever in held.levers:
        if lever.changes and not lever.arguments:
            kept(matched.what_if(lever.changes)[OFFER].decision == lever.decision_after, f"{lever.id} at {who}")
rules = {who: {one.rule: one for one in held.bindings} for who, held in talks.items()}
print("\nwhat binds the talks of the studio alone")
for rule in sorted(rules["studio"].keys() - rules["security-firm"].keys()):
    say(bound(rules["studio"][rule]), 2)
print("\nwhat binds the talks of the security firm alone")
for rule in sorted(rules["security-firm"].keys() - rules["studio"].keys()):
    say(bound(rules["security-firm"][rule]), 2)
print("\nwhat binds both")
for rule in sorted(rules["studio"].keys() & rules["security-firm"].keys()):
    say(bound(rules["studio"][rule]), 2)
kept(rules["studio"].keys() != rules["security-firm"].keys(), "the two are met differently")
zone = talks["studio"].zone
assert zone is not None
say(f"internal: prices that may suit the studio and the vendor: {amount(zone.possible)} {zone.currency} ({zone.state})")

# %% 7. Six months later: what 400 users do with it (all figures made up)
title("7. Six months later, with 400 users (the figures are made up)")
usage = tobfit.load_usage(DEAL / "usage.yaml", packs)
kept(usage.fictional, "the usage says that it is made up")
kept(usage.product == PACK, "nothing is invented on the use of a real product")
seen: Adoption = adoption(usage, report, offer=OFFER)
latest = {(one.capability, one.role): one for one in seen.readings}
users = sum(one.entitled or 0 for key, one in latest.items() if key[0] is None and key[1] is not None)
kept(users == 400, "400 users")
unobserved = [one.capability for one in seen.uses if one.status == "unobserved"]
for one_use in (one for one in seen.uses if one.status != "unobserved"):
    by_role = [latest[key] for key in sorted(latest, key=str) if key[0] == one_use.capability and key[1] is not None]
    shares = ", ".join(f"{r.role} {r.active} of {r.entitled}" for r in by_role if r.entitled) or "-"
    say(f"{one_use.capability}: {one_use.status}{'' if one_use.required else ', and nobody asked for it'}; {shares}", 2)
for finding in seen.findings:
    say(f"{finding.severity}, {finding.kind}: {en(finding.because)}", 2)
say(f"required, and nobody observed whether it is used: {names(unobserved)}", 2)
for state in seen.health:
    if state.role is None and state.period == max(one.period for one in seen.health if one.role is None):
        score = state.health.score
        say(f"health of {state.product} in {state.period}: {'-' if score is None else f'{float(score):.0f}'} of 100, "
            f"from {float(state.health.coverage):.0%} of the weight", 2)

# %% 8. What was lived goes into the next match
title("8. What was lived goes into the next match")
later = tobfit.match(report.client, feedback(seen, report.world.catalog), packs)
say(f"{OFFER}: {standing(report)}; now {standing(later)}")
for line in later[OFFER].judgements:
    was = report[OFFER][line.requirement.id]
    if (was.verdict, was.credit) != (line.verdict, line.credit):
        say(f"{line.requirement.id}: {was.verdict} ({was.credit}), now {line.verdict} ({line.credit}). "
            f"{line.reason}", 2)
moved = change(report, later)
why = [cause for cause in moved.causes if cause.product == PACK and cause.delta is not None]
say(f"why the pack alone stands lower: {'; '.join(f'{one.cause} {one.delta}' for one in why)}")
for moving in moved.requirements:
    if moving.product == PACK:
        sides = [side.verdict if side else "-" for side in (moving.before, moving.after)]
        say(f"{moving.requirement}: {sides[0]}, now {sides[1]} ({moving.cause}, {moving.delta})", 2)
shown = [one for one in moved.products if one.product == PACK]
kept(all(sum(Fraction(cause.delta.low) for cause in why if cause.delta) == one.delta.low for one in shown if one.delta),
     "the causes sum to the difference")

# %% 9. What to build next, over forty clients that were generated
title("9. What to build next, for 40 fictional clients (internal)")
clients = portfolio(packs, 40, seed=7, as_of="2026-12-04")
shelf = second.evolve(products=tuple(one for one in second.products if one.id in (PACK, DOLIBARR)), responses=())
plan = backlog(
    [tobfit.match(client, shelf, packs) for client in clients], k=5, product=OFFER, exact=True, futures=["2028-01-01"]
)
say(f"{sum(deal.decision in ('fit', 'fit_with_gaps') for deal in plan.deals)} of {len(plan.deals)} clients are fit "
    f"today; {len(plan.items)} things are wanted that can be built or, where nobody said, asked")
for step in plan.steps:
    item = next(one for one in plan.items if one.id == step.item)
    asked_first = ", ask first: nobody said" if item.unsaid else ""
    say(f"{step.item} ({en(item.name)}{asked_first}): {len(item.clients)} clients want it, {amount(item.money)} "
        f"{plan.currency} hangs on it; adds {step.clients}: {names(step.turned)}; so far {step.so_far.clients}", 2)
for best in plan.best:
    say(f"best {best.k}: {best.won.clients} clients with {names(best.won.items)}; "
        f"{'proved' if best.optimal else 'not proved'}; {best.ahead_clients} more than the order", 2)
    kept(best.ahead_clients >= 0, "no order is better than the exact set")
for future in plan.futures:
    say(f"on {future.as_of}: {len(future.appearing)} gaps appear", 2)
    for movement in future.appearing[:4]:
        say(f"{movement.client}, {movement.requirement}: {movement.cause} {movement.rule} on {movement.on} "
            f"[{movement.citation}]", 4)

# %% The same in Chinese: the head of the value by role
title("中文（节选）")
print("\n".join(text(worth, lang="zh", limit=2).splitlines()[:24]))
