"""What a client pays for a product, kind by kind and year by year, as documents and call say."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from tobfit.analysis.bundle_records import HEADS
from tobfit.commercial.corridor_records import OpenPoint, PricedPart
from tobfit.commercial.deal_terms import OPEN, Terms, exactly, products_of, scaled, total
from tobfit.commercial.owning_records import OWNED, OwnedCost, OwnedKind, OwnedPart, Seats
from tobfit.commercial.ramp import Ramp
from tobfit.matching.fit import Fit
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.over_time import YEAR, split, times_within
from tobfit.model.quantity import Quantity

KINDS: Mapping[str, OwnedKind] = {
    "licence": "acquisition", "per_user": "acquisition", "module": "acquisition", "third_party": "acquisition",
    "statement": "acquisition", "discount": "acquisition", "customisation": "implementation",
}  # fmt: skip
STAGES: Mapping[str, OwnedKind] = {
    "presales": "implementation", "implementation": "implementation", "integration": "integration",
    "migration": "migration", "training": "training", "golive": "implementation", "support": "operation",
    "success": "operation", "enhancement": "upgrades", "exit": "exit",
}  # fmt: skip
ASKED: Mapping[OwnedKind, tuple[str, str, str]] = {
    "acquisition": ("What does the licence cost?", "许可费用是多少？", "vendor"),
    "implementation": ("What does the implementation cost?", "实施费用是多少？", "vendor"),
    "integration": ("What does it cost to connect it to other systems?", "与其他系统集成的费用是多少？", "vendor"),
    "migration": ("What does it cost to move the data?", "数据迁移的费用是多少？", "vendor"),
    "training": ("What does the training cost?", "培训费用是多少？", "vendor"),
    "internal_labour": ("What does the work of the client's own people cost?", "客户自身人力成本是多少？", "client"),
    "operation": ("What do support and operation cost?", "支持与运维的费用是多少？", "vendor"),
    "upgrades": ("What do upgrades cost?", "升级费用是多少？", "vendor"),
    "exit": ("What does it cost to leave the product?", "退出（更换产品）的费用是多少？", "client"),
}


@attrs.frozen
class Years:
    """The years of a horizon: how long each is (the last may be a part of one), and who is active in it."""

    lengths: tuple[Ratio, ...]
    ramp: Ramp
    seats: Seats

    @classmethod
    def lengths_of(cls, years: Fraction) -> tuple[Ratio, ...]:
        """Whole years, then what is left."""
        whole = math.ceil(years)
        return tuple(Ratio(min(Fraction(1), years - place)) for place in range(whole))


def owned_costs(
    fit: Fit, terms: Terms, years: Years, prices: Iterable[PricedPart], told: Mapping[OwnedKind, Quantity]
) -> tuple[OwnedCost, ...]:
    """All kinds of cost. What the call says of a kind stands beside what is priced, and closes what is open in it."""
    listed = list(prices)
    discounts = [part for part in listed if part.kind == "discount" and part.stated is None]
    parts = [_priced(part, fit, terms, years) for part in listed if part not in discounts]
    if discounts and "acquisition" not in told:
        parts = [_less(part) if part.kind == "acquisition" else part for part in parts]
    parts += [_told(kind, money, terms, years) for kind, money in told.items()]
    return tuple(_cost(kind, [part for part in parts if part.kind == kind], kind in told, years) for kind in OWNED)


def _less(part: OwnedPart) -> OwnedPart:
    """What is paid where a discount is open, which may take off all there is; known discounts are in it."""
    nothing = Ratio(0)
    return attrs.evolve(part, by_year=tuple(Interval(min(nothing, one.low), one.high) for one in part.by_year))


def _cost(kind: OwnedKind, parts: Sequence[OwnedPart], is_told: bool, years: Years) -> OwnedCost:
    if is_told:
        parts = [part for part in parts if part.stated is not None or part.by == "call"]
    is_open = not parts or any(part.amount.high == math.inf for part in parts)
    english, chinese, whom = ASKED[kind]
    point = OpenPoint(f"stated.{kind}", Label.of({"en": english, "zh": chinese}), whom)
    by_year = tuple(total(part.by_year[place] for part in parts) for place in range(len(years.lengths)))
    if not parts:
        by_year = (OPEN,) * len(years.lengths)
    return OwnedCost(kind, tuple(parts), by_year, (point,) if is_open else ())


def _priced(part: PricedPart, fit: Fit, terms: Terms, years: Years) -> OwnedPart:
    kind = KINDS.get(part.kind) or _by_stage(part, fit)
    is_once = part.stated is not None and not _runs_on(part.stated, terms)
    per_user = part.kind == "per_user" and part.product is not None and _is_list_price(part, fit)
    by_year = _by_year(kind, part.stated, terms, years, per_user=per_user)
    return OwnedPart(kind, part.product, part.name, part.stated, is_once, "documents", by_year)


def _told(kind: OwnedKind, money: Quantity, terms: Terms, years: Years) -> OwnedPart:
    by_year = _by_year(kind, money, terms, years, per_user=False)
    return OwnedPart(kind, None, kind, money, not _runs_on(money, terms), "call", by_year)


def _by_stage(part: PricedPart, fit: Fit) -> OwnedKind:
    """A service by its stage, else that of its capability; of one without either nobody knows better than that it
    belongs to the implementation."""
    services = [service for product in products_of(fit) for service in product.services if product.id == part.product]
    services += [service for service in (fit.offer.services if fit.offer is not None else ()) if part.product is None]
    stages = fit.world.packs.base.stage_map
    stage = next((one.stage or stages.of(one.capability) for one in services if one.id == part.name), None)
    return STAGES.get(stage or "", "implementation")


def _is_list_price(part: PricedPart, fit: Fit) -> bool:
    """Whether the price is that of one user, and not of all that an offer counts."""
    item = next((one for one in fit.offer.items if one.product == part.product), None) if fit.offer else None
    return item is None or item.users is None


def _runs_on(money: Quantity, terms: Terms) -> bool:
    lower = split(money.unit)[1]
    return bool(lower) and lower not in HEADS and times_within(lower, YEAR, terms.month_days) is not None


def _by_year(
    kind: OwnedKind, money: Quantity | None, terms: Terms, years: Years, *, per_user: bool
) -> tuple[Interval, ...]:
    """What is paid in each year: once in the first one (for leaving: in the last one), or for each year's length."""
    number, nothing = len(years.lengths), exactly(Fraction(0))
    amount = terms.purse.amount(money) if money is not None else None
    if money is None or amount is None:
        return (OPEN,) * number
    lower = split(money.unit)[1]
    heads = lower in HEADS or per_user
    if not lower or lower in HEADS:
        once = scaled(terms.users, amount) if heads else exactly(amount)
        place = number - 1 if kind == "exit" else 0
        return tuple(once if each == place else nothing for each in range(number))
    times = times_within(lower, YEAR, terms.month_days)
    if times is None:
        return (OPEN,) * number
    yearly = amount * times
    if not heads:
        return tuple(exactly(yearly * length) for length in years.lengths)
    return tuple(
        scaled(_paying(terms, active, years.seats), yearly * length)
        for length, active in zip(years.lengths, years.ramp, strict=True)
    )


def _paying(terms: Terms, active: Interval, seats: Seats) -> Interval:
    """For how many users a running price per user is paid in a year."""
    if seats == "all":
        return terms.users
    high = terms.users.high * active.high if active.high else Ratio(0)
    return Interval(Ratio(terms.users.low * active.low), high if high == math.inf else Ratio(high))
