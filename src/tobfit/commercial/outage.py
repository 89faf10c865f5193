"""What it costs a client when what was bought stands still."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from tobfit.commercial.figures import ENDLESS, Asked, Basis, Factor, Figure, between, exactly, product_of
from tobfit.knowledge.heads import heads_of
from tobfit.matching.fit import Fit
from tobfit.matching.voices import hear
from tobfit.model.client import Goal
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.product import Statement
from tobfit.model.quantity import Quantity, parse_quantity
from tobfit.model.requirement import Requirement
from tobfit.model.scalars import Refused
from tobfit.model.units import measure

RESOLUTION = "svc.p1_resolution"
AVAILABILITY = "nf.availability"
USERS = "user"
ASSUMED_YEARS = 3
"""Over so many years a worth that is given once counts, where the budget names no horizon."""
GIVEN = ("standard", "configuration", "third_party", "customisation")
_TIMES_A_YEAR = {"calendar": Fraction(12), "time": Fraction(365 * 86400)}


@attrs.frozen
class Terms:
    """What the call says: working hours of a year, and the share of those who work with it that an outage stops."""

    hours: Fraction
    affected: Fraction
    is_assumed: bool
    is_whole: bool


@attrs.frozen
class Loss:
    """What one outage costs that lasts as long as is promised, and what a year costs at the promised availability, in
    one currency."""

    currency: str
    per_outage: Figure
    per_year: Figure


@attrs.frozen
class Outage:
    """What it means when the candidate stands still: ``lost_hours`` of people for one outage, and money by currency."""

    lost_hours: Figure
    losses: tuple[Loss, ...]


def outage_of(fit: Fit, terms: Terms) -> Outage:
    """Heads affected, the worth of the goals that the candidate carries, working time, and what is promised of
    resolution and availability."""
    resolution, availability = _level(fit, RESOLUTION, "at_most"), _level(fit, AVAILABILITY, "at_least")
    affected, heads, working = _affected(terms), _heads(fit), _working(terms)
    hours = product_of([heads.value, affected.value, resolution.value])
    lost = Figure("lost_hours", hours, "h", "heads * affected * resolution", (heads, affected, resolution))
    worths = _worths(fit)
    losses = []
    for currency in sorted(worths):
        found = worths[currency]
        worth = _sum([factor.value for factor in found])
        unit = Interval(Ratio(1 / terms.hours), Ratio(1 / terms.hours))
        once = product_of([affected.value, worth, resolution.value, unit])
        down = None if availability.value is None else _complement(availability.value)
        a_year = product_of([affected.value, worth, down])
        per_outage = Figure("outage", once, currency, _ONCE, (affected, *found, resolution, working))
        per_year = Figure("downtime", a_year, currency, _A_YEAR, (affected, *found, availability))
        losses.append(Loss(currency, per_outage, per_year))
    return Outage(lost, tuple(losses))


_ONCE = "affected * worth * resolution / working_time"
_A_YEAR = "affected * worth * (1 - availability)"


def _complement(share: Interval) -> Interval:
    return between(1 - share.high, 1 - share.low)


def _sum(values: Iterable[Interval | None]) -> Interval:
    """The sum; what nobody said may be anything from nothing on."""
    low, high = Ratio(0), Ratio(0)
    for value in values:
        if value is None:
            high = ENDLESS  # type: ignore[assignment]
        else:
            low, high = low + value.low, high + value.high  # type: ignore[assignment]
    return between(low, high)


def _affected(terms: Terms) -> Factor:
    because = _P1 if terms.is_whole else _CALL
    basis: Basis = "assumed" if terms.is_whole else "argument"
    return Factor("affected", exactly(terms.affected), "", basis, "affected", because)


def _working(terms: Terms) -> Factor:
    because = _YEAR if terms.is_assumed else _CALL
    basis: Basis = "assumed" if terms.is_assumed else "argument"
    return Factor("working_time", exactly(terms.hours), "h/year", basis, "hours_per_year", because)


def _heads(fit: Fit) -> Factor:
    world = fit.world
    heads = heads_of(USERS, world.client, world.packs.base.roles)
    source, unsaid = "client.stakeholders", (*heads.uncounted,)
    if heads.high is not None and (heads.people or heads.high):
        because = _label(_COUNTED, heads.people)
        return Factor("heads", between(heads.low, heads.high), "person", "counted", source, because)
    target = f"client.stakeholders.{unsaid[0]}.head_count" if unsaid else "client.stakeholders"
    asked = Asked(target, _ASK_HEADS, "economic")
    value = between(heads.low, ENDLESS) if heads.low else None
    return Factor("heads", value, "person", "unknown", source, _NOBODY, asked)


# ---------------------------------------------------------------------------------------------- worth of goals


def _worths(fit: Fit) -> Mapping[str, tuple[Factor, ...]]:
    """Currency -> the yearly worth of each goal that the candidate carries; goals of which nobody said the worth stand
    under every currency, or under none ("") where no worth is known at all."""
    carried = [(goal, sure) for goal in fit.world.client.goals if (sure := _carries(fit, goal)) is not None]
    known: dict[str, list[Factor]] = {}
    unsaid: list[Factor] = []
    for goal, sure in carried:
        said = None if goal.worth is None else _yearly(goal.worth, fit)
        if said is None:
            unsaid.append(_unsaid(goal))
        else:
            currency, amount, because = said
            value = exactly(amount) if sure else between(0, amount)
            source = f"client.goals.{goal.id}.worth"
            factor = Factor(f"worth {goal.id}", value, f"{currency}/year", "stated", source, because)
            known.setdefault(currency, []).append(factor)
    if not known and unsaid:
        return {}
    return {currency: (*factors, *unsaid) for currency, factors in known.items()}


def unsaid_worths(fit: Fit) -> tuple[Asked, ...]:
    """The questions about goals that the candidate carries whose worth nobody said."""
    goals = [goal for goal in fit.world.client.goals if goal.worth is None and _carries(fit, goal) is not None]
    return tuple(asked for goal in goals if (asked := _unsaid(goal).asked) is not None)


def _unsaid(goal: Goal) -> Factor:
    target = f"client.goals.{goal.id}.worth"
    name = (goal.name or Label.of(goal.id)).texts
    en = name.get("en") or next(iter(name.values()))
    zh = name.get("zh") or en
    question = Label.of({"en": f"What is it worth in a year: {en}?", "zh": f"“{zh}”每年价值多少？"})
    asked = Asked(target, question, goal.owner or "economic")
    return Factor(f"worth {goal.id}", None, "", "unknown", target, _NOBODY, asked)


def _carries(fit: Fit, goal: Goal) -> bool | None:
    """Whether a line that the goal needs is met, in full or in part; False where that is open, None where none is."""
    vocabulary = fit.world.vocabulary
    verdicts = {
        judgement.verdict
        for judgement in fit.judgements
        if (name := judgement.requirement.capability) is not None
        and not {name, *vocabulary.ancestors(name)}.isdisjoint(goal.needs)
    }
    if not verdicts.isdisjoint(("met", "partial")):
        return True
    return False if "unknown" in verdicts else None


def _yearly(worth: Quantity, fit: Fit) -> tuple[str, Fraction, Label] | None:
    """Currency and amount of a year; what is given once counts evenly over the budget's horizon, else over three
    years."""
    found = measure(worth.unit)
    money, time = found.dimension
    currency = money.partition(":")[2]
    amount = Fraction(worth.number) * found.factor
    if time:
        return (currency, amount * _TIMES_A_YEAR[time], _SAID) if time in _TIMES_A_YEAR else None
    budget = fit.world.client.budget
    horizon = budget.horizon if budget is not None else None
    years = _years(horizon) if horizon is not None else None
    if years is None:
        return currency, amount / ASSUMED_YEARS, _THREE
    return currency, amount / years, _HORIZON


def _years(horizon: Quantity) -> Fraction | None:
    (dimension, _), size = horizon.base
    times = _TIMES_A_YEAR.get(dimension)
    return size / times if times and size > 0 else None


# ------------------------------------------------------------------------------------------------ service levels


def _level(fit: Fit, capability: str, bound: str) -> Factor:
    """What is offered of a service level, in hours or as a share; else what the client needs; else a question."""
    name = "resolution" if capability == RESOLUTION else "availability"
    unit = "h" if capability == RESOLUTION else ""
    offered, home = _offered(fit, capability)
    target = f"{home}.capabilities.{capability}"
    if offered:
        return Factor(name, between(min(offered), max(offered)), unit, "stated", target, _OFFERED)
    asks = capability in fit.world.vocabulary
    asked = Asked(target, _ASK_RESOLUTION if name == "resolution" else _ASK_AVAILABILITY, "vendor") if asks else None
    needed = [
        (judgement.requirement, number)
        for judgement in fit.judgements
        if judgement.requirement.capability == capability
        and (wanted := getattr(judgement.requirement.need, bound)) is not None
        and (number := _number(wanted, capability)) is not None
    ]
    if needed:
        numbers = [number for _, number in needed]
        best = min(numbers) if bound == "at_most" else max(numbers)
        source = f"client.requirements.{needed[numbers.index(best)][0].id}"
        return Factor(name, exactly(best), unit, "needed", source, _NEEDED, asked)
    return Factor(name, None, unit, "unknown", target, _NOBODY, asked)


def _offered(fit: Fit, capability: str) -> tuple[list[Fraction], str]:
    """The numbers that whoever speaks for the capability gives, and where a word on it stands or would stand."""
    lines = [j for j in fit.judgements if j.requirement.capability == capability]
    if lines:
        spoken = [(part.voices, part.statements) for j in lines for part in (j.parts or (j,))]
    else:
        probe = Requirement(id="probe", capability=capability, scope="service")
        heard = [each for voices in fit.world.voices(fit.world.catalog[fit.product]) for each in voices.speaking(probe)]
        spoken = [(voices, hear(probe, voices).statements) for voices in heard]
    numbers = [number for _, stated in spoken for said in stated if (number := _said(said, capability)) is not None]
    return numbers, spoken[0][0].home(capability)


def _said(statement: Statement, capability: str) -> Fraction | None:
    if statement.response not in GIVEN or not statement.value:
        return None
    try:
        return _number(parse_quantity(statement.value[0]), capability)
    except Refused:
        return None


def _number(said: Quantity, capability: str) -> Fraction | None:
    """Hours, or a share; None for a value in another measure, and for an availability above 1."""
    unit, wanted = ("h", "time") if capability == RESOLUTION else ("%", "%")
    (dimension, below), size = said.within(unit).base
    if dimension != wanted or below or size < 0:
        return None
    number = size / (3600 if capability == RESOLUTION else 100)
    return number if capability == RESOLUTION or number <= 1 else None


def _label(texts: tuple[str, str], names: Iterable[str]) -> Label:
    listed = list(names)
    return Label.of({"en": texts[0].format(", ".join(listed)), "zh": texts[1].format("、".join(listed))})


_NOBODY = Label.of({"en": "nobody said", "zh": "无人说明"})
_CALL = Label.of({"en": "the call says so", "zh": "由调用方给出"})
_P1 = Label.of({"en": "of the gravest outages all who work with it are affected", "zh": "最严重的故障影响所有使用者"})
_YEAR = Label.of({"en": "assumed: 250 days of 8 hours", "zh": "假定：全年 250 个工作日，每日 8 小时"})
_COUNTED = ("the head counts of {}", "{} 的人数合计")
_SAID = Label.of({"en": "the client says so", "zh": "客户说明"})
_THREE = Label.of(
    {"en": "the client's figure, spread over three years (assumed)", "zh": "客户给出的金额，按三年分摊（假定）"}
)
_HORIZON = Label.of({"en": "the client's figure, spread over its horizon", "zh": "客户给出的金额，按其预算期分摊"})
_OFFERED = Label.of({"en": "what is promised", "zh": "所承诺的水平"})
_NEEDED = Label.of({"en": "what the client needs; nobody has promised it", "zh": "客户所需，尚无人承诺"})
_ASK_HEADS = Label.of({"en": "How many people would work with it?", "zh": "将有多少人使用？"})
_ASK_RESOLUTION = Label.of(
    {"en": "Within which time is the gravest outage resolved?", "zh": "最严重的故障在多长时间内恢复？"}
)
_ASK_AVAILABILITY = Label.of({"en": "Which availability is promised?", "zh": "承诺的可用率是多少？"})
