"""What is wrong with the exchange rates of packs: of one day and one layer two currencies have one rate."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from tobfit.model.pack import Pack
from tobfit.model.scalars import Refused, number_text
from tobfit.model.service import ExchangeRate


@attrs.frozen(eq=False)
class RateFault:
    """A rate that contradicts another one of its layer: where it stands, where the other one does, and why."""

    pack: Pack
    path: str
    first: tuple[Pack, str]
    refused: Refused


def lint_rates(layer: Iterable[Pack]) -> Sequence[RateFault]:
    """Every rate that differs from one that stands before it for the same day, in either direction."""
    known: dict[tuple[str, str, datetime.date], tuple[Fraction, ExchangeRate, Pack, str]] = {}
    found = []
    for pack in layer:
        for index, rate in enumerate(pack.rates):
            one, other = sorted((rate.base, rate.quote))
            worth = Fraction(rate.rate) if rate.base == one else 1 / Fraction(rate.rate)
            path = f"$.rates[{index}]"
            before, first, its_pack, its_path = known.setdefault((one, other, rate.on), (worth, rate, pack, path))
            if before != worth:
                found.append(RateFault(pack, path, (its_pack, its_path), _refused(rate, first)))
    return found


def _refused(rate: ExchangeRate, first: ExchangeRate) -> Refused:
    told = f"{_told(first)} and {_told(rate)}"
    message = f"two rates of one layer for {rate.on.isoformat()} do not agree: {told}"
    return Refused("TF312", message, "keep one of them; it counts in both directions")


def _told(rate: ExchangeRate) -> str:
    return f"1 {rate.base} = {number_text(rate.rate)} {rate.quote}"
