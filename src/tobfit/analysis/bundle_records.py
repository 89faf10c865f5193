"""What a bundle says: products with modules, its price part by part, what is covered and what is not, and why."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.matching.outcome import Judgement
from tobfit.matching.world import World
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio, decimal_of
from tobfit.model.quantity import Quantity
from tobfit.model.record import INTERNAL
from tobfit.model.scalars import ID, Refused, shown

Minimise = Literal["price", "products", "effort", "uncovered"]
Why = Literal["not_given", "open", "place", "requires", "modules", "budget", "together", "not_worked_out"]


HEADS = ("user", "person")
"""Prices per one of these count for every user."""


def figure(amount: Fraction) -> str:
    """An amount of money as people write it: no digits that say nothing.

    >>> figure(Fraction(157, 2)), figure(Fraction(78)), figure(Fraction(1, 3))
    ('78.5', '78', '0.33')
    """
    exact = decimal_of(amount)
    whole = exact if Fraction(exact) == amount else round(exact, 2)
    text = format(whole, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@attrs.frozen
class PricePart:
    """One price: ``kind`` is licence, per_user, module, third_party or customisation, ``name`` the product, module or
    capability that it is paid for.

    ``stated`` is the price as written, ``amount`` what it comes to over the horizon; None where nobody said.
    """

    product: str
    kind: str
    name: str
    stated: Quantity | None
    amount: Ratio | None

    @property
    def place(self) -> str:
        """What it is the price of, in one word."""
        return self.product if self.kind in ("licence", "per_user") else f"{self.product}/{self.name}"

    @property
    def counts_users(self) -> bool:
        """Whether it is multiplied with the number of users."""
        return self.kind == "per_user" or (self.stated is not None and (self.stated.unit or "").endswith(HEADS))


@attrs.frozen
class BundlePrice:
    """``amount`` is the sum of all that is stated, over ``horizon``, in the currency ``unit`` (None where nothing is
    stated at all); ``totals`` the sum in each unit as written (``CNY``, ``CNY/year``); ``unpriced`` names what has no
    price, which is not in the sum. ``users`` is the number that prices per user were multiplied with."""

    amount: Ratio
    unit: str | None
    totals: FrozenMap[str, Ratio]
    parts: tuple[PricePart, ...]
    unpriced: tuple[str, ...]
    horizon: Quantity
    users: int | None

    def __str__(self) -> str:
        text = f"{figure(self.amount)} {self.unit or ''}".rstrip()
        return f"{text} + ?" if self.unpriced else text

    def __float__(self) -> float:
        return float(self.amount)


@attrs.frozen
class Work:
    """The efforts of what serves the lines, and of the products' services, in person-days, added up end by end;
    ``unknown`` names what nobody gave an effort for, which is not in the sum."""

    low: Ratio
    likely: Ratio
    high: Ratio
    unknown: tuple[str, ...] = ()


@attrs.frozen
class Served:
    """What a bundle comes to on one line: ``product`` is the one that serves it, or stands in the way."""

    requirement: str
    priority: str
    product: str
    verdict: str
    credit: Interval
    worst: str
    best: str
    judgement: Judgement = attrs.field(eq=False, repr=False)


@attrs.frozen
class Missing:
    """A line that is not covered: the product, with the modules that it would take, which comes nearest, and why it
    does not cover it.

    | why | |
    |---|---|
    | ``not_given`` | no product gives it |
    | ``open`` | none gives it for certain: the nearest one may |
    | ``place`` | what gives it cannot run in the client's landscape; ``because`` names the lines |
    | ``requires`` | what gives it requires what is not there; ``because`` names the capabilities |
    | ``modules`` | the modules that it takes cannot be had together |
    | ``budget`` | it costs more than the budget |
    | ``together`` | it can be covered, but not beside all that is (``because``: what gives it may fail these lines) |
    | ``not_worked_out`` | the time limit struck before it was clear |
    """

    requirement: str
    why: Why
    product: str
    modules: tuple[str, ...]
    because: tuple[str, ...]
    judgement: Judgement = attrs.field(eq=False, repr=False)


@attrs.frozen
class OpenLine:
    """A line that a bundle covers perhaps: it hangs on what nobody said of ``product``. ``targets`` are the places
    where an answer would stand (see ``Question.target``)."""

    requirement: str
    product: str
    targets: tuple[str, ...]
    judgement: Judgement = attrs.field(eq=False, repr=False)


@attrs.frozen
class Dependency:
    """A capability that a product requires, and who has it: another product of the bundle, or systems of the client's;
    none of both where it is not known whether a system has it."""

    product: str
    capability: str
    by: tuple[str, ...]
    systems: tuple[str, ...]


@attrs.frozen
class Proof:
    """One step of the search, in order: what was minimised (covered weight, covered lines and points: maximised), its
    value, and the bound that was proved; they are equal where ``is_optimal``."""

    aim: str
    value: Fraction | None
    bound: Fraction | None
    is_optimal: bool


@attrs.frozen
class Bundle:
    """The best set of products and of their modules.

    ``products`` maps product ids to the modules that are chosen; it is empty where nothing is worth choosing.
    ``covered`` and ``uncovered`` are the client's Musts by id (where it names none, the other lines with weight);
    ``missing`` says of each uncovered one what comes nearest and why it does not do; ``others_covered`` and
    ``others_uncovered`` are the lines beside them. ``open`` are those that hang on what nobody said. ``score`` is that
    of the products together, as ``match`` gives it for an offer of them.

    ``left_out`` is what the score counts and the price does not: third-party parts for lines that are not to be
    covered, that another product covers too, or that the budget does not reach.

    ``minimised`` says what was minimised in the end, ``bound`` what nothing can fall below: money of ``price.unit``
    over the horizon, a number of products, person-days, or weight of uncovered lines (in the units of ``fit.weights``);
    None where nothing was proved.
    ``optimal``: every step was proved. ``impossible`` is a set of lines that no bundle covers, though each smaller part
    of it is covered by one; () where all are covered, and where the time limit struck first.

    ``aside`` are the candidates that took no part, by id: the catalogue's offers, which have their products and modules
    fixed.
    """

    _repr_mimebundle_ = mimebundle

    products: FrozenMap[str, tuple[str, ...]]
    price: BundlePrice
    covered: tuple[str, ...]
    uncovered: tuple[str, ...]
    optimal: bool
    bound: Ratio | None = attrs.field(metadata=INTERNAL)
    minimised: Minimise
    score: Interval | None
    impossible: tuple[str, ...]
    missing: tuple[Missing, ...]
    open: tuple[OpenLine, ...]
    lines: tuple[Served, ...]
    others_covered: tuple[str, ...]
    others_uncovered: tuple[str, ...]
    dependencies: tuple[Dependency, ...]
    open_rules: tuple[str, ...]
    certificate: tuple[Proof, ...] = attrs.field(metadata=INTERNAL)
    left_out: tuple[PricePart, ...]
    certain: bool
    budget: Ratio | None
    effort: Work = attrs.field(metadata=INTERNAL)
    aside: tuple[str, ...]
    world: World = attrs.field(eq=False, repr=False)

    @property
    def unpriced(self) -> tuple[str, ...]:
        """What has no stated price and is not in the sum."""
        return self.price.unpriced

    def offer(self, id: str = "bundle") -> dict[str, Any]:
        """The bundle as an offer/1 document: plain data, ready to be written as JSON or YAML, or to be matched. A
        product that is paid per user carries the number of users. TF423: an id that is none, or that is taken."""
        self._check_id(id)
        counted = {part.product for part in self.price.parts if part.counts_users}
        items: list[dict[str, Any]] = []
        for name, modules in self.products.items():
            users = self.price.users if name in counted else None
            items.append({"product": name, "modules": list(modules), **({} if users is None else {"users": users})})
        return {"tobfit": "offer/1", "id": id, "items": items}

    def _check_id(self, id: object) -> None:
        """Refuses what no offer beside the catalogue can be called."""
        hint = "a text such as 'suite-2027', not yet the id of a product or an offer"
        message = None
        if not isinstance(id, str):
            message = f"a {type(id).__name__} stands where the id of an offer belongs"
        elif any(each.id == id for each in self.world.catalog.candidates):
            message = f"the id {shown(id)} is taken by a candidate of the catalogue"
        else:
            try:
                ID.parse(id, True)
            except Refused as refused:
                message, hint = refused.message, refused.hint or hint
        if message is not None:
            raise TobfitError([Problem(code="TF423", message=message, path="id", hint=hint)])
