"""Offers as plain data: what they hold, the modules that lines need, what it costs, which product serves a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tobfit.matching.fit import Fit
from tobfit.matching.gap import vendor_heard
from tobfit.matching.offer_price import PricePart
from tobfit.matching.outcome import Judgement

if TYPE_CHECKING:
    from tobfit.matching.plain_report import Writer

Plain = dict[str, Any]


def offer(fit: Fit, writer: Writer) -> Plain | None:
    """The offer as documents write it, without its id and name, which the fit has; None for a product."""
    made = fit.offer
    if made is None:
        return None
    return {name: value for name, value in writer.record(made).items() if name not in ("id", "name")}


def modules(fit: Fit) -> list[Plain]:
    """The modules that the lines need, each with these lines."""
    return [
        {"product": one.product, "module": one.module, "requirements": list(one.requirements)} for one in fit.modules
    ]


def price(fit: Fit, writer: Writer) -> Plain | None:
    """The price part by part; None where the documents name no price at all. Amounts are texts: exact decimals."""
    found = fit.price
    if not found.is_known:
        return None
    return {
        "totals": [str(amount) for amount in found.totals],
        "is_complete": not found.open,
        "parts": [_part(part, writer) for part in found.parts],
    }


def _part(part: PricePart, writer: Writer) -> Plain:
    return {
        "kind": part.kind,
        "product": part.product,
        "name": part.name,
        "label": writer.value(part.label),
        "amount": None if part.amount is None else str(part.amount),
        "requirements": list(part.requirements),
    }


def parts(judgement: Judgement) -> list[Plain]:
    """The line against each product of an offer, or before each who delivers; [] where one alone speaks."""
    return [
        {
            "item": part.item,
            "vendor": vendor_heard(part),
            "verdict": part.verdict,
            "credit": {"low": float(part.credit.low), "high": float(part.credit.high)},
            "reason": part.reason,
        }
        for part in judgement.parts
    ]
