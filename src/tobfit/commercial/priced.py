"""What the documents ask the client to pay over the horizon, part by part."""

from __future__ import annotations

import math
from collections.abc import Iterable

from tobfit.commercial.corridor_records import OpenPoint, PricedPart
from tobfit.commercial.deal_terms import OPEN, Said, Terms, total
from tobfit.matching.fit import Fit
from tobfit.matching.offer_price import PricePart
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.quantity import Quantity


def said_prices(fit: Fit) -> Iterable[Said]:
    """Every price that counts, with what it is paid for."""
    for part in fit.price.parts:
        stated = _stated(part, fit)
        if stated is not None:
            yield f"price of {part.product or part.name}: {part.kind}", stated


def priced_parts(fit: Fit, terms: Terms) -> tuple[PricedPart, ...]:
    """What is paid for, over the horizon.

    A product's price per user counts all users; in an offer the item says how many there are, and where it does not,
    discounts that are a share of what nobody counted leave the part open.
    """
    return tuple(_part(part, fit, terms) for part in fit.price.parts)


def price_over(parts: Iterable[PricedPart]) -> Interval | None:
    """The sum of the parts; None where nobody named any price. An open discount may take off all there is."""
    listed = list(parts)
    if not any(part.stated is not None for part in listed):
        return None
    sure = [part for part in listed if part.kind != "discount" or part.is_known]
    found = total(part.amount for part in sure)
    return Interval(Ratio(0) if len(sure) < len(listed) else max(found.low, Ratio(0)), found.high)


def _part(part: PricePart, fit: Fit, terms: Terms) -> PricedPart:
    stated = _stated(part, fit)
    if stated is None:
        # An open discount never raises a price: it is open how much it takes off.
        amount = Interval(-math.inf, Ratio(0)) if part.kind == "discount" else OPEN  # type: ignore[arg-type]
    else:
        amount = terms.over(stated, per_user=part.amount is None and part.kind == "per_user")
    return PricedPart(part.kind, part.product, part.name, stated, amount)


def _stated(part: PricePart, fit: Fit) -> Quantity | None:
    """The amount of a part; of a price per user without a head count the price of one user."""
    if part.amount is not None or part.kind != "per_user" or part.product is None:
        return part.amount
    if fit.offer is not None and fit.offer.discounts:
        return None
    price = fit.world.catalog.product(part.product).price
    return None if price is None else price.per_user


def price_questions(parts: Iterable[PricedPart], terms: Terms, fit: Fit) -> Iterable[OpenPoint]:
    """What has to be asked before the price is known: prices that nobody said, and how many users there are."""
    for part in parts:
        if part.kind == "discount" or part.is_known:
            continue
        if part.kind == "per_user" and part.stated is not None and terms.heads_from == "unknown":
            yield OpenPoint(_heads_target(fit), Label.of(HEADS_ASKED), "client")
        elif part.kind not in ("third_party", "statement", "customisation"):
            name, target = part.name or str(part.product), f"product.{part.product}.price"
            where = {"module": f"product.{part.product}.modules.{part.name}.price"}.get(part.kind, target)
            if part.kind == "service":
                where = f"product.{part.product or fit.product}.services.{part.name}.price"
            texts = {"en": f"What is the price of {name}?", "zh": f"{name} 的价格是多少？"}
            yield OpenPoint(where, Label.of(texts), "vendor")


HEADS_ASKED = {"en": "How many people will use it?", "zh": "将有多少人使用？"}


def _heads_target(fit: Fit) -> str:
    """Where the answer would be put: the first user without a head count, else the employees."""
    people = sorted(fit.world.client.stakeholders, key=lambda person: natural(person.id))
    uncounted = [one.id for one in people if one.role == "user" and one.head_count is None]
    return f"client.stakeholders.{uncounted[0]}.head_count" if uncounted else "client.scale.employees"
