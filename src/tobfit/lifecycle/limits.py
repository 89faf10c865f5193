"""From where on a difference counts: each threshold is explicit, shown with the result, and may be set by the call."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from tobfit.lifecycle.measuring import SMALL, refuse
from tobfit.model.interval import Ratio
from tobfit.model.scalars import near, parse_number, shown


def _ratio(value: Any) -> Ratio:
    return value if isinstance(value, Ratio) else Ratio(value)


@attrs.frozen
class Thresholds:
    """When use is called what. All are the authors' own choice (inferred), but ``least``: ten answers, below which a
    net promoter score is noise.

    ``users``: so many people make a capability used. ``least``: fewer people or answers than these are noise.
    ``content``: managers whose share of satisfied answers is at least this are content. Employees struggle where that
    share is lower by ``satisfaction_gap``, their adoption lower by ``adoption_gap``, or their ticket rate
    ``ticket_factor`` times as high and at least ``ticket_rate`` a user and month. ``steady``: a rate that moves by
    less than this neither rises nor falls.
    """

    users: int = 1
    least: int = SMALL
    content: Fraction = attrs.field(default=Ratio(7, 10), converter=_ratio)
    satisfaction_gap: Fraction = attrs.field(default=Ratio(1, 5), converter=_ratio)
    adoption_gap: Fraction = attrs.field(default=Ratio(1, 4), converter=_ratio)
    ticket_factor: Fraction = attrs.field(default=Ratio(2), converter=_ratio)
    ticket_rate: Fraction = attrs.field(default=Ratio(1, 10), converter=_ratio)
    steady: Fraction = attrs.field(default=Ratio(1, 20), converter=_ratio)


COUNTS = ("users", "least")
SHARES = ("content", "satisfaction_gap", "adoption_gap", "steady")
NAMES = tuple(field.name for field in attrs.fields(Thresholds))


def thresholds_of(given: Thresholds | Mapping[str, Any] | None) -> Thresholds:
    """The thresholds of a call: a mapping changes some of them. TF448 for a name that is none, or a number that cannot
    be one.

    >>> thresholds_of({"users": 5, "content": "0.8"}).content
    Ratio(4, 5)
    """
    if given is None:
        return Thresholds()
    said: Any = attrs.asdict(given, recurse=False) if isinstance(given, Thresholds) else given
    if not isinstance(said, Mapping):
        hint = f"a mapping with some of {', '.join(NAMES)}"
        refuse([("thresholds", f"a {type(given).__name__} stands where thresholds belong", hint)])
    faults: list[tuple[str, str, str | None]] = []
    read = {name: _read(name, value, faults) for name, value in said.items()}
    refuse(faults)
    return Thresholds(**read)


def _read(name: Any, value: Any, faults: list[tuple[str, str, str | None]]) -> Any:
    path = f"thresholds.{name}"
    if name not in NAMES:
        hint = near(str(name), NAMES) or f"allowed: {', '.join(NAMES)}"
        faults.append((path, f"no threshold is called {shown(str(name))}", hint))
        return None
    try:
        number = value if isinstance(value, Fraction) else Fraction(parse_number(str(value)))
    except ValueError:
        faults.append((path, f"{value!r} is no number", "a decimal"))
        return None
    if name in COUNTS:
        if isinstance(value, bool) or number.denominator != 1 or number < 1:
            faults.append((path, f"{value} is no number of people", "a whole number, 1 or more"))
        return int(number)
    top = 1 if name in SHARES else None
    if number < (1 if name == "ticket_factor" else 0) or (top is not None and number > top):
        hint = "1 or more" if name == "ticket_factor" else "0 or more" if top is None else "from 0 to 1"
        faults.append((path, f"{value} is out of range", hint))
    return Ratio(number)


__all__ = ["Thresholds", "thresholds_of"]
