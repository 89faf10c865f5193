"""One figure of use: its exact value, how many stand behind it, and whether that is too few to say much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.model.interval import Ratio

Unit = Literal["ratio", "points", "per_user_month", "day", "count"]
Count = int | Decimal | Fraction
SMALL = 10
"""Fewer users or answers than these are noise."""


@attrs.frozen
class Metric:
    """A figure by its definition. ``value`` is None where it is not known (``missing`` names what was not said) or not
    defined (a denominator of 0); it is never 0 for want of knowledge.

    ``n`` is the number of users or answers behind it, None where nobody said it. ``noisy``: they are fewer than
    ``SMALL`` (or than what the call asked for), so that the figure is noise.
    """

    name: str
    value: Fraction | None
    n: int | None
    noisy: bool
    unit: Unit = "ratio"
    missing: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether there is a value, and enough behind it."""
        return self.value is not None and self.n is not None and not self.noisy


def quotient(
    name: str,
    part: tuple[str, Count | None],
    whole: tuple[str, Count | None],
    *,
    least: int = SMALL,
    unit: Unit = "ratio",
    n: int | None = None,
) -> Metric:
    """part / whole, each with the name of the field that says it; ``n`` is the whole where it is not given."""
    counted({part[0]: part[1], whole[0]: whole[1]})
    missing = tuple(field for field, count in (part, whole) if count is None)
    behind = n if n is not None else None if whole[1] is None else int(whole[1])
    value = None
    if part[1] is not None and whole[1]:
        value = Ratio(Fraction(part[1]) / Fraction(whole[1]))
    return Metric(name, value, behind, is_few(behind, least), unit, missing)


def is_few(n: int | None, least: int) -> bool:
    """Whether a number of users or answers is known to be too small."""
    return n is not None and n < least


def counted(counts: Mapping[str, Count | None]) -> None:
    """Refuses numbers below 0, what is not finite, and whatever is no exact number (TF448)."""
    refuse(
        (field, f"{count!r} is no count", "a number, 0 or more")
        for field, count in counts.items()
        if count is not None and not (is_number(count) and count >= 0)
    )


def is_number(value: object) -> bool:
    """Whether something is an exact number: no truth value, not a number, infinity or float among them."""
    if isinstance(value, Decimal):
        return value.is_finite()
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def among(parts: Mapping[str, Count | None], whole: tuple[str, Count | None]) -> None:
    """Refuses parts that are more than what they are parts of (TF448); what nobody said is left out."""
    counted({**parts, whole[0]: whole[1]})
    said = {name: Fraction(count) for name, count in parts.items() if count is not None}
    if said and whole[1] is not None and sum(said.values()) > whole[1]:
        told = " and ".join(f"{name} {parts[name]}" for name in said)
        refuse([(list(said)[-1], f"{told} of {whole[0]} {whole[1]}", "parts are no more than their whole")])


def refuse(faults: Iterable[tuple[str, str, str | None]]) -> None:
    """Raises TF448 where there is a fault: path, message and hint of each."""
    problems = [Problem(code="TF448", message=message, path=path, hint=hint) for path, message, hint in faults]
    if problems:
        raise TobfitError(problems)
