"""What a call of ``delivery`` asks for, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.matching.report import Report
from tobfit.model.frozen import FrozenMap
from tobfit.model.scalars import Refused, near, parse_fraction, shown
from tobfit.model.vendor import Vendor

Partners = Mapping[str, str | Vendor] | None
HOURS_OF_A_YEAR = 8784


@attrs.frozen
class Request:
    """Thresholds, terms, and the partners that the call names: candidate -> the id of a vendor; ``given`` are those
    whose documents the call gives itself."""

    partners: FrozenMap[str, str]
    given: tuple[Vendor, ...]
    major: Fraction
    minor: Fraction
    affected: Fraction
    hours: Fraction


def read_request(
    report: Any, partners: Partners, major: Any, minor: Any, affected: Any, hours_per_year: Any
) -> Request:
    """The request; a TobfitError with all that is wrong with it."""
    problems: list[Problem] = []
    if not isinstance(report, Report):
        message = f"a {type(report).__name__} stands where a report belongs"
        problems.append(Problem(code="TF342", message=message, path="report", hint="tobfit.match(client, catalog)"))
    high = _number(major, "major", "a ratio above 0, such as 100", problems)
    low = _number(minor, "minor", "a ratio above 0, such as 20", problems)
    if high is not None and low is not None and low > high:
        message = f"minor {shown(str(minor))} is more than major {shown(str(major))}"
        hint = "minor findings begin below major ones"
        problems.append(Problem(code="TF342", message=message, path="minor", hint=hint))
    share = _number(affected, "affected", "a share above 0, at most 1", problems, Fraction(1))
    whole = Fraction(HOURS_OF_A_YEAR)
    hours = _number(hours_per_year, "hours_per_year", "hours above 0, at most 8784", problems, whole)
    named, given = _partners(report, partners, problems) if isinstance(report, Report) else ({}, ())
    if problems or high is None or low is None or share is None or hours is None:
        raise TobfitError(problems)
    return Request(FrozenMap(named), given, high, low, share, hours)


def _number(
    value: Any, path: str, hint: str, problems: list[Problem], most: Fraction | None = None
) -> Fraction | None:
    """A number above 0, at most ``most``."""
    number = _read(value)
    if number is None or number <= 0 or (most is not None and number > most):
        seen = shown(value) if isinstance(value, str) else repr(value)
        problems.append(Problem(code="TF342", message=f"{seen} cannot be the argument {path}", path=path, hint=hint))
        return None
    return number


def _read(value: Any) -> Fraction | None:
    if isinstance(value, bool):
        return None
    try:
        if isinstance(value, str):
            return parse_fraction(value)
        if isinstance(value, float):
            return Fraction(Decimal(repr(value)))  # the decimal that was written
        return Fraction(value) if isinstance(value, int | Decimal | Fraction) else None
    except (Refused, ValueError, OverflowError, ArithmeticError):
        return None


def _partners(report: Report, partners: Any, problems: list[Problem]) -> tuple[dict[str, str], tuple[Vendor, ...]]:
    """Candidate -> vendor id, and the vendors that the call gives as records."""
    if partners is None:
        return {}, ()
    if not isinstance(partners, Mapping):
        message = f"a {type(partners).__name__} stands where a mapping from products to vendors belongs"
        problems.append(Problem(code="TF343", message=message, path="partners", hint='{"crm@5": "acme"}'))
        return {}, ()
    candidates = [fit.product for fit in report.fits]
    known = [vendor.id for vendor in report.world.catalog.vendors]
    named: dict[str, str] = {}
    given: dict[str, Vendor] = {}
    for product, partner in sorted(partners.items(), key=lambda item: str(item[0])):
        if product not in candidates:
            message = f"the report has no product or offer {shown(str(product))}"
            hint = near(str(product), candidates)
            problems.append(Problem(code="TF343", message=message, path="partners", hint=hint))
        elif isinstance(partner, Vendor):
            named[product] = partner.id
            given[partner.id] = partner
        elif partner in known:
            named[product] = partner
        else:
            seen = shown(partner) if isinstance(partner, str) else repr(partner)
            hint = near(str(partner), known) or "give a vendor/1 document to the match, or a Vendor here"
            message = f"no vendor is called {seen}"
            problems.append(Problem(code="TF343", message=message, path=f"partners.{product}", hint=hint))
    return named, tuple(given[name] for name in sorted(given))
