"""Licence models side by side: what each costs a client by head count, and where one becomes cheaper than another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, get_args

import attrs

from tobfit.analysis.bundle_records import HEADS
from tobfit.commercial.deal_terms import Terms, currency_of, horizon_of, money_of, users_from
from tobfit.commercial.money import Purse
from tobfit.errors import Problem, TobfitError
from tobfit.matching.fit import Fit
from tobfit.model.displaying import mimebundle
from tobfit.model.interval import Interval, Ratio
from tobfit.model.over_time import TIMES, split
from tobfit.model.quantity import Quantity, parse_money
from tobfit.model.scalars import Refused, near, shown
from tobfit.model.units import measure

LicenceKind = Literal["flat", "per_user", "tiers", "services"]
WAYS: tuple[LicenceKind, ...] = get_args(LicenceKind)
"""What a model may be made of."""
TIER = ("up_to", "price", "per_user")


@attrs.frozen
class Tier:
    """Up to so many users (None: any number) at a price for all of them, or for each where it is ``per_user``."""

    up_to: int | None
    price: Quantity
    per_user: bool


@attrs.frozen
class Piece:
    """Over a stretch of head counts the cost is ``fixed`` + ``per_head`` x users."""

    first: int
    last: int | None
    fixed: Ratio
    per_head: Ratio

    def at(self, users: int) -> Ratio:
        """The cost for so many users."""
        return Ratio(self.fixed + self.per_head * users)


@attrs.frozen
class LicenceModel:
    """A way to charge. ``pieces`` say what it costs over the horizon by head count; beyond the last tier it is not to
    be had. ``cost`` is that of the client's head count: a range where this is open, None where it is not to be had."""

    id: str
    kind: LicenceKind
    pieces: tuple[Piece, ...]
    cost: Interval | None

    def at(self, users: int) -> Ratio | None:
        """The cost for so many users; None where the model ends below."""
        for piece in self.pieces:
            if piece.first <= users and (piece.last is None or users <= piece.last):
                return piece.at(users)
        return None


@attrs.frozen
class Stretch:
    """Head counts over which the same models cost least; ``last`` None: from here on."""

    first: int
    last: int | None
    cheapest: tuple[str, ...]


@attrs.frozen
class BreakEven:
    """Where ``other`` becomes cheaper than ``one``: at so many users, exactly, which need not be a whole number. Where
    a tier jumps, it is the first head count beyond the jump."""

    one: str
    other: str
    at: Ratio


@attrs.frozen
class Licences:
    """Licence models by id, the head counts at which they break even, and which is cheapest where."""

    _repr_mimebundle_ = mimebundle

    product: str
    currency: str
    horizon: Quantity
    horizon_assumed: bool
    users: Interval
    models: tuple[LicenceModel, ...]
    break_even: tuple[BreakEven, ...]
    stretches: tuple[Stretch, ...]
    fit: Fit = attrs.field(eq=False, repr=False)

    def __getitem__(self, model: str) -> LicenceModel:
        return {one.id: one for one in self.models}[model]


def licences(
    fit: Fit | Any,
    models: Mapping[str, Any],
    users: int | None = None,
    horizon: Any = None,
    currency: str | None = None,
) -> Licences:
    """Compares ways to charge for a product, over the horizon and by head count, exactly.

    ``models`` maps a name to a mapping with one or more of: ``flat`` (an amount whatever the head count), ``per_user``
    (an amount for each user), ``tiers`` (a list of ``{up_to, price}``, rising, the last one without ``up_to`` where it
    has no end; a price as ``600 CNY/user`` or with ``per_user: true`` is for each of all users), ``services`` (an
    amount for services, where the product itself is free). What stands together is paid together.

    Amounts are paid once or per time. ``users``, ``horizon`` and ``currency`` are as in ``price_corridor``. Errors, all
    at once: TF435 currencies without a rate, TF436 models that cannot be read, TF438 no currency, no amount, TF439
    horizon.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa")
    >>> fit = tobfit.match(client, tobfit.Product(id="gate@2"), rules=False)["gate@2"]
    >>> ways = {"all": {"flat": "30000 CNY/year"}, "each": {"per_user": "400 CNY/year"}}
    >>> found = licences(fit, ways, users=60)
    >>> [(one.id, f"{one.cost:.0f}") for one in found.models], found.break_even[0].at
    ([('all', '90000'), ('each', '72000')], Ratio(75, 1))
    >>> [(one.first, one.last, one.cheapest) for one in found.stretches]
    [(0, 74, ('each',)), (75, 75, ('all', 'each')), (76, None, ('all',))]
    """
    if not isinstance(fit, Fit):
        message = f"a {type(fit).__name__} stands where the fit of a product belongs"
        raise TobfitError([Problem(code="TF436", message=message, path="fit", hint="report[product id]")])
    problems: list[Problem] = []
    read = dict(_read(models, problems))
    span, assumed = horizon_of(fit.world, horizon, problems)
    heads, heads_from = users_from(fit.world, users, problems)
    code = currency_of(fit, currency, [money for each in read.values() for _, money in each.said()], problems)
    terms = Terms(span, assumed, Purse.of(fit.world, code or ""), heads, heads_from, fit.world.policy.month_days)
    if code is not None:
        said = [(f"models.{name}.{place}", money) for name, each in read.items() for place, money in each.said()]
        problems += terms.problems_of(said)
    if problems:
        raise TobfitError(problems)
    found = tuple(_model(name, read[name], terms) for name in sorted(read))
    return Licences(
        product=fit.product,
        currency=terms.currency,
        horizon=span,
        horizon_assumed=assumed,
        users=heads,
        models=found,
        break_even=tuple(_break_evens(found)),
        stretches=tuple(_stretches(found)),
        fit=fit,
    )


@attrs.frozen
class _Said:
    """A model as the call says it."""

    flat: Quantity | None
    per_user: Quantity | None
    tiers: tuple[Tier, ...]
    services: Quantity | None

    def said(self) -> Iterable[tuple[str, Quantity]]:
        """Every amount and its place."""
        for name in ("flat", "per_user", "services"):
            if (money := getattr(self, name)) is not None:
                yield name, money
        yield from ((f"tiers[{place}]", tier.price) for place, tier in enumerate(self.tiers))

    @property
    def kind(self) -> LicenceKind:
        """What the product itself is paid by; services alone where it is free."""
        if self.tiers:
            return "tiers"
        return "per_user" if self.per_user is not None else "flat" if self.flat is not None else "services"


def _read(models: Any, problems: list[Problem]) -> Iterable[tuple[str, _Said]]:
    hint = "models by name: {'all': {'flat': '30000 CNY/year'}, 'each': {'per_user': '400 CNY/year'}}"
    if not isinstance(models, Mapping) or not models:
        what = f"a {type(models).__name__} stands where models belong"
        message = "no model is named" if models in (None, {}) else what
        problems.append(Problem(code="TF436", message=message, path="models", hint=hint))
        return
    for name, said in models.items():
        path = f"models.{name}"
        if not isinstance(name, str) or not isinstance(said, Mapping) or all(one is None for one in said.values()):
            message = f"{shown(str(said))} is no licence model"
            hint_parts = f"one or more of: {', '.join(WAYS)}"
            problems.append(Problem(code="TF436", message=message, path=path, hint=hint_parts))
            continue
        problems += _unknown(said, WAYS, path)
        yield name, _Said(
            flat=money_of(said.get("flat"), f"{path}.flat", problems),
            per_user=_per_user(said.get("per_user"), f"{path}.per_user", problems),
            tiers=tuple(_tiers(said.get("tiers"), f"{path}.tiers", problems)),
            services=money_of(said.get("services"), f"{path}.services", problems),
        )


def _unknown(said: Mapping[Any, Any], known: Sequence[str], path: str) -> Iterable[Problem]:
    """Words that a model or a tier does not have: what is misspelt must not count as unsaid."""
    for name in said:
        if name not in known:
            hint = near(str(name), known) or f"allowed: {', '.join(known)}"
            yield Problem(code="TF436", message=f"{shown(str(name))} is unknown here", path=path, hint=hint)


def _per_user(given: Any, path: str, problems: list[Problem]) -> Quantity | None:
    """A price of one user, whether or not its unit says so (``600 CNY/user``, ``600 CNY/year``)."""
    if given is None:
        return None
    try:
        found = parse_money(str(given))
    except Refused as refused:
        problems.append(Problem(code="TF438", message=refused.message, path=path, hint=refused.hint))
        return None
    lower = split(found.unit)[1]
    if lower in HEADS or not lower or measure(lower).dimension[0] in TIMES:
        return found
    message = f"{shown(str(found))} is neither paid once nor per time"
    problems.append(Problem(code="TF438", message=message, path=path, hint="such as 600 CNY/year"))
    return None


def _tiers(given: Any, path: str, problems: list[Problem]) -> Iterable[Tier]:
    if given is None:
        return
    hint = "tiers: [{up_to: 50, price: 20000 CNY/year}, {price: 45000 CNY/year}]"
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        problems.append(Problem(code="TF436", message="tiers are a list", path=path, hint=hint))
        return
    before = 0
    for place, each in enumerate(given):
        where, up_to = f"{path}[{place}]", each.get("up_to") if isinstance(each, Mapping) else 0
        is_last = place == len(given) - 1
        is_count = isinstance(up_to, int) and not isinstance(up_to, bool) and up_to > before
        if not (is_count or (up_to is None and is_last)):
            message = f"{shown(str(up_to))} does not lie above {before}" if isinstance(each, Mapping) else "no tier"
            message = "only the last tier has no up_to" if up_to is None else message
            problems.append(Problem(code="TF436", message=message, path=where, hint=hint))
            return
        problems += _unknown(each, TIER, where)
        price, is_each = _per_user(each.get("price"), f"{where}.price", problems), each.get("per_user", False)
        if not isinstance(is_each, bool):
            message = f"{shown(str(is_each))} is neither true nor false"
            problems.append(Problem(code="TF436", message=message, path=f"{where}.per_user", hint="true or false"))
        if price is not None:
            yield Tier(up_to, price, is_each is True or split(price.unit)[1] in HEADS)
        elif each.get("price") is None:
            problems.append(Problem(code="TF436", message="a tier without a price", path=where, hint=hint))
        before = up_to or before


def _model(name: str, said: _Said, terms: Terms) -> LicenceModel:
    fixed = sum((_one(money, terms) for money in (said.flat, said.services) if money is not None), start=Fraction(0))
    each = _one(said.per_user, terms) if said.per_user is not None else Fraction(0)
    pieces, first = [], 0
    for tier in said.tiers or (None,):
        own = Fraction(0) if tier is None else _one(tier.price, terms)
        is_each = tier is not None and tier.per_user
        last = None if tier is None else tier.up_to
        pieces.append(Piece(first, last, Ratio(fixed + (0 if is_each else own)), Ratio(each + (own if is_each else 0))))
        first = 0 if last is None else last + 1
    made = LicenceModel(name, said.kind, tuple(pieces), None)
    return attrs.evolve(made, cost=_cost(made, terms.users))


def _one(money: Quantity, terms: Terms) -> Fraction:
    """An amount over the horizon, for one user where it is a user's."""
    upper, lower = split(money.unit)
    return terms.over(Quantity(money.number, upper) if lower in HEADS else money).low


def _cost(model: LicenceModel, users: Interval) -> Interval | None:
    """Over the head counts in question; no end where these have none and each user costs something."""
    if users.low == users.high:
        known = model.at(int(users.low))
        return None if known is None else Interval(known, known)
    ends: list[Any] = []
    for piece in model.pieces:
        ends.append(piece.at(piece.first))
        if piece.last is not None:
            ends.append(piece.at(piece.last))
        elif piece.per_head:
            ends.append(math.inf)
    return Interval(min(ends), max(ends))


def _stretches(models: Sequence[LicenceModel]) -> Iterable[Stretch]:
    """The cheapest models over all head counts, in order."""
    starts = sorted(_changes(models))
    open_one: Stretch | None = None
    for place, first in enumerate(starts):
        last = starts[place + 1] - 1 if place + 1 < len(starts) else None
        cheapest = _cheapest(models, first)
        if open_one is not None and open_one.cheapest == cheapest:
            open_one = attrs.evolve(open_one, last=last)
            continue
        if open_one is not None:
            yield open_one
        open_one = Stretch(first, last, cheapest)
    if open_one is not None:
        yield open_one


def _cheapest(models: Sequence[LicenceModel], users: int) -> tuple[str, ...]:
    costs = {model.id: cost for model in models if (cost := model.at(users)) is not None}
    return tuple(sorted(name for name, cost in costs.items() if cost == min(costs.values())))


def _changes(models: Sequence[LicenceModel]) -> set[int]:
    """Head counts at which the order of costs may change: where pieces begin, and about where two of them meet."""
    pieces = [piece for model in models for piece in model.pieces]
    found = {0} | {piece.first for piece in pieces} | {piece.last + 1 for piece in pieces if piece.last is not None}
    for place, one in enumerate(pieces):
        for other in pieces[:place]:
            meet = _meet(one, other)
            if meet is not None and meet >= 0:
                found |= {math.floor(meet), math.floor(meet) + 1, math.ceil(meet), math.ceil(meet) + 1}
    return found


def _meet(one: Piece, other: Piece) -> Fraction | None:
    slope = one.per_head - other.per_head
    return None if not slope else Fraction(other.fixed - one.fixed) / slope


def _break_evens(models: Sequence[LicenceModel]) -> Iterable[BreakEven]:
    """For each two models where the order of their costs turns round."""
    for place, other in enumerate(models):
        for one in models[:place]:
            yield from _between(one, other)


def _between(one: LicenceModel, other: LicenceModel) -> Iterable[BreakEven]:
    """Where the dearer of two becomes the cheaper: where their lines cross; at a jump the first count beyond it."""
    before = 0
    for users in sorted(_changes((one, other))):
        ours, theirs = _piece(one, users), _piece(other, users)
        if ours is None or theirs is None:
            before = 0
            continue
        sign = _sign(ours.at(users) - theirs.at(users))
        if before and sign == -before:
            first, meet = max(ours.first, theirs.first), _meet(ours, theirs)
            at = Ratio(users) if meet is None or not first <= meet <= users else Ratio(meet)
            yield BreakEven(one.id, other.id, at) if sign > 0 else BreakEven(other.id, one.id, at)
        before = sign or before


def _piece(model: LicenceModel, users: int) -> Piece | None:
    return next((p for p in model.pieces if p.first <= users and (p.last is None or users <= p.last)), None)


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)
