"""What a deal costs its vendor over the horizon: a share of the development, what is bought, and the services."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

from tobfit.commercial.corridor_records import FloorPart, OpenPoint, PricedPart
from tobfit.commercial.costing import ServiceCost
from tobfit.commercial.deal_terms import OPEN, Said, Terms, exactly, products_of, scaled
from tobfit.matching.fit import Fit
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.product import Product

LISTED = ("licence", "per_user", "module")
"""The prices of a product itself."""


def own_products(fit: Fit) -> tuple[Product, ...]:
    """The products of whoever sells: all of them, but in an offer of a partner those of this partner alone."""
    partner = fit.offer.partner if fit.offer is not None else None
    return tuple(one for one in products_of(fit) if partner is None or one.vendor == partner)


def said_costs(fit: Fit) -> Iterable[Said]:
    """Every development cost that counts."""
    for product in own_products(fit):
        if product.price is not None and product.price.development_cost is not None:
            yield f"product.{product.id}.price.development_cost", product.price.development_cost


def floor_parts(
    fit: Fit, terms: Terms, prices: Iterable[PricedPart], cost: ServiceCost, percentile: int
) -> tuple[FloorPart, ...]:
    """All costs, before the margin: first what is shared, then what is bought, then the services."""
    listed = list(prices)
    own = own_products(fit)
    parts = [_development(product, terms) for product in own]
    parts += _bought(listed, {product.id for product in own})
    parts += _third_party(listed)
    return (*parts, _services(cost, percentile))


def _development(product: Product, terms: Terms) -> FloorPart:
    """Development cost / expected clients. This client is one of them, so that the share is never above the whole."""
    price, target = product.price, f"product.{product.id}.price"
    cost = price.development_cost if price is not None else None
    clients = price.expected_clients if price is not None else None
    open_points, amount = [], OPEN
    if cost is None or terms.over(cost).high == math.inf:
        open_points.append(_ask(f"{target}.development_cost", "cost", product.title))
    if clients is None:
        open_points.append(_ask(f"{target}.expected_clients", "clients", product.title))
    if cost is not None:
        whole = terms.over(cost)
        least = Fraction(1) if clients is None else 1 / max(Fraction(1), Fraction(clients.high))
        most = Fraction(1) if clients is None else 1 / max(Fraction(1), Fraction(clients.low))
        low = Ratio(0) if clients is None else scaled(whole, least).low
        amount = Interval(low, scaled(whole, most).high)
    known = amount if amount.high != math.inf else exactly(amount.low)
    return FloorPart("development", product.id, product.id, amount, known, tuple(open_points))


def _bought(prices: Iterable[PricedPart], own: set[str]) -> Iterable[FloorPart]:
    """The list prices of products that are another vendor's."""
    for part in prices:
        if part.kind in LISTED and part.product not in own:
            yield _paid("bought", part, f"product.{part.product}.price")


def _third_party(prices: Iterable[PricedPart]) -> Iterable[FloorPart]:
    """What other vendors' products cost that lines are served by."""
    for part in prices:
        if part.kind == "third_party":
            yield _paid("third_party", part, f"product.{part.product}.capabilities.{part.name}.price")


def _paid(kind: str, part: PricedPart, target: str) -> FloorPart:
    is_open = part.amount.high == math.inf
    points = (_ask(target, "price", Label.of(part.name)),) if is_open else ()
    known = exactly(part.amount.low) if is_open else part.amount
    return FloorPart(kind, part.product, part.name, part.amount, known, points)  # type: ignore[arg-type]


def _services(cost: ServiceCost, percentile: int) -> FloorPart:
    """The service cost at the percentile; without an upper end where somebody has still to say an effort or a rate."""
    points = [OpenPoint(one.target or f"product.{cost.product}.services", one.because, "vendor") for one in cost.open]
    known = Interval(Ratio(0), Ratio(0))
    if cost.money_range is not None:
        known = cost.money_range[percentile]
    # Without any effort there is nothing to price, whether or not somebody says a rate.
    is_priced = cost.money_range is not None or not cost.parts
    amount = Interval(known.low, known.high if is_priced and not points else math.inf)  # type: ignore[arg-type]
    return FloorPart("service", None, "services", amount, known, tuple(points))


ASKED: Mapping[str, tuple[str, str]] = {
    "cost": ("What did the development of {name} cost?", "{name} 的开发成本是多少？"),
    "clients": ("How many clients is {name} expected to have?", "{name} 预计有多少客户？"),
    "price": ("What is the price of {name}?", "{name} 的价格是多少？"),
}


def _ask(target: str, what: str, name: Label) -> OpenPoint:
    english, chinese = ASKED[what]
    texts = {"en": english.format(name=name.text("en")), "zh": chinese.format(name=name.text("zh"))}
    return OpenPoint(target, Label.of(texts), "vendor")
