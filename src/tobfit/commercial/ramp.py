"""How many of the users are active in each year: an adoption ramp, as far as somebody says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tobfit.analysis.exact_number import exact_number
from tobfit.errors import Problem
from tobfit.model.interval import Interval, Ratio
from tobfit.model.scalars import shown

Ramp = tuple[Interval, ...]
"""The share of active users by year, the first year first; neither end ever falls."""
HINT = "shares from 0 to 1 by year, such as [0.4, (0.6, 0.8), 1]; None for a year of which nobody knows"


def ramp_of(given: Any, years: int, problems: list[Problem]) -> Ramp:
    """The ramp over so many years. ``given``: a share or a range (low, high) for each year in order, None where nobody
    knows, or a mapping from years (1 is the first) to these; None: nothing is known.

    A ramp never falls: a year of which nothing is said lies between those around it, else from 0 to 1. TF436 for a ramp
    that falls, and for what are no shares.
    """
    stated = dict(_stated(given, problems))
    last = max([years, *stated])
    lows, highs = [Fraction(0)] * last, [Fraction(1)] * last
    for year, (low, high) in stated.items():
        lows[year - 1], highs[year - 1] = low, high
    for place in range(1, last):
        lows[place] = max(lows[place], lows[place - 1])
    for place in range(last - 2, -1, -1):
        highs[place] = min(highs[place], highs[place + 1])
    for place, (low, high) in enumerate(zip(lows, highs, strict=True)):
        if low > high:
            message = f"the ramp falls about year {place + 1}: at least {_text(low)}, at most {_text(high)}"
            hint = "a ramp never falls; give a range for a year that is not certain"
            problems.append(Problem(code="TF436", message=message, path="adoption", hint=hint))
            return (Interval(Ratio(0), Ratio(1)),) * years
    return tuple(Interval(Ratio(low), Ratio(high)) for low, high in zip(lows, highs, strict=True))[:years]


def _stated(given: Any, problems: list[Problem]) -> Iterable[tuple[int, tuple[Fraction, Fraction]]]:
    if given is None:
        return
    if isinstance(given, Mapping):
        items = list(given.items())
    elif isinstance(given, Sequence) and not isinstance(given, str):
        items = list(enumerate(given, 1))
    else:
        items = []
        problems.append(_problem("adoption", f"a {type(given).__name__} stands where a ramp belongs"))
    for year, share in items:
        is_year = isinstance(year, int) and not isinstance(year, bool) and 1 <= year <= 100
        if not is_year:
            problems.append(_problem("adoption", f"{shown(str(year))} is no year"))
        elif share is not None:
            ends = _ends(share)
            if ends is None:
                problems.append(_problem(f"adoption[{year}]", f"{shown(str(share))} is no share of the users"))
            else:
                yield year, ends


def _ends(share: Any) -> tuple[Fraction, Fraction] | None:
    if isinstance(share, Interval):
        share = (share.low, share.high)
    pair = share if isinstance(share, tuple | list) else (share, share)
    ends = [exact_number(end) for end in pair]
    known = [end for end in ends if end is not None and 0 <= end <= 1]
    return (known[0], known[1]) if len(known) == len(ends) == 2 and known[0] <= known[1] else None


def _problem(path: str, message: str) -> Problem:
    return Problem(code="TF436", message=message, path=path, hint=HINT)


def _text(share: Fraction) -> str:
    return f"{Ratio(share):.4f}".rstrip("0").rstrip(".")
