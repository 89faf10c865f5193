"""What ``backlog`` is called with, read and checked: all that is wrong at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast, get_args

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.lifecycle.backlog_records import Maximise, Spread
from tobfit.matching.report import Report, checked, run
from tobfit.model.natural import natural
from tobfit.model.quantity import Quantity, parse_money
from tobfit.model.scalars import Refused, near, parse_day, shown

SPREADS: tuple[Spread, ...] = get_args(Spread)
AIMS: tuple[Maximise, ...] = get_args(Maximise)
Stake = tuple[Quantity | None, Quantity | None]
"""The low and the high end of what a deal is worth; None: nobody said."""


@attrs.frozen
class Asked:
    """The arguments of a call. ``reports`` are one for each client, by id; of ``superseded`` there is a later one, and
    ``left_out`` hold none of the products. ``products`` is None where every candidate counts."""

    reports: tuple[Report, ...]
    superseded: tuple[tuple[str, datetime.date], ...]
    left_out: tuple[str, ...]
    k: int
    products: tuple[str, ...] | None
    spread: Spread
    maximise: Maximise
    stakes: Mapping[str, Stake]
    as_of: datetime.date | None
    futures: tuple[datetime.date, ...]


def asked(
    reports: Any, k: Any, product: Any, spread: Any, maximise: Any, stakes: Any, as_of: Any, futures: Any
) -> Asked:
    """The arguments; a TobfitError with all that cannot be read."""
    problems: list[Problem] = []
    kept, superseded = _one_each(_reports(reports, problems), problems)
    date = None if as_of is None else _day(as_of, "as_of", problems)
    listed = () if futures is None else _listed(futures)
    later = {day for one in listed if (day := _day(one, "futures", problems)) is not None}
    names = _products(product, kept, problems)
    read = Asked(
        reports=(),
        superseded=superseded,
        left_out=(),
        k=_count(k, problems),
        products=names,
        spread=cast(Spread, _word("spread", spread, SPREADS, problems)),
        maximise=cast(Maximise, _word("maximise", maximise, AIMS, problems)),
        stakes=_stakes(stakes, kept, problems),
        as_of=date,
        futures=tuple(sorted(later)),
    )
    if problems:
        raise TobfitError(problems)
    mine = [one for one in kept if names is None or any(fit.product in names for fit in one.fits)]
    left_out = tuple(one.client.id for one in kept if one not in mine)
    dated = [one if date is None else at_date(one, date) for one in mine]
    return attrs.evolve(read, reports=tuple(dated), left_out=left_out)


def at_date(report: Report, date: datetime.date) -> Report:
    """The match of the same records on another day."""
    if report.as_of == date:
        return report
    return run(checked(attrs.evolve(report.world, given_as_of=date, carried=None, verdicts=None)))


def _listed(given: Any) -> list[Any]:
    single = isinstance(given, str | datetime.date) or not isinstance(given, Iterable)
    return [given] if single else list(given)


def _reports(given: Any, problems: list[Problem]) -> list[Report]:
    listed = [given] if isinstance(given, Report) or not isinstance(given, Iterable) else list(given)
    found = [one for one in listed if isinstance(one, Report)]
    for place, one in enumerate(listed):
        if not isinstance(one, Report):
            message = f"a {type(one).__name__} stands where the report of a match belongs"
            problems.append(_problem("TF427", message, f"reports[{place}]", "tobfit.match(client, catalog)"))
    if not listed:
        problems.append(_problem("TF427", "there is no report", "reports", "one report for each client"))
    return found


def _one_each(
    reports: Iterable[Report], problems: list[Problem]
) -> tuple[list[Report], tuple[tuple[str, datetime.date], ...]]:
    """The latest report of each client, by id; two of one day are a mistake."""
    latest: dict[str, Report] = {}
    older: list[tuple[str, datetime.date]] = []
    for report in sorted(reports, key=lambda one: (natural(one.client.id), one.as_of)):
        name = report.client.id
        before = latest.get(name)
        if before is not None and before.as_of == report.as_of:
            message = f"two reports of the client {shown(name)} on {report.as_of.isoformat()}"
            hint = "a deal counts once: match the client with all its products in one report"
            problems.append(_problem("TF427", message, "reports", hint))
        elif before is not None:
            older.append((name, before.as_of))
        latest[name] = report
    return list(latest.values()), tuple(older)


def _products(given: Any, reports: Sequence[Report], problems: list[Problem]) -> tuple[str, ...] | None:
    if given is None:
        return None
    names = [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    known = sorted({fit.product for report in reports for fit in report.fits}, key=natural)
    if not names:
        problems.append(_problem("TF428", "no product is named", "product", "an id, or None for every candidate"))
    for name in names:
        if reports and name not in known:
            said = shown(name) if isinstance(name, str) else repr(name)
            hint = near(name, known) if isinstance(name, str) else None
            hint = hint or f"they hold {', '.join(known[:10])}"
            problems.append(_problem("TF428", f"no report has a product {said}", "product", hint))
    return tuple(sorted({name for name in names if name in known}, key=natural))


def _count(given: Any, problems: list[Problem]) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and given >= 1:
        return given
    problems.append(_problem("TF429", f"{given!r} is no number of items", "k", "a whole number, 1 or more"))
    return 1


def _word(path: str, given: Any, allowed: Sequence[str], problems: list[Problem]) -> str:
    if isinstance(given, str) and given in allowed:
        return given
    said = shown(given) if isinstance(given, str) else repr(given)
    hint = near(given, allowed) if isinstance(given, str) else None
    problems.append(_problem("TF429", f"{said} is none of: {', '.join(allowed)}", path, hint))
    return allowed[0]


def _stakes(given: Any, reports: Sequence[Report], problems: list[Problem]) -> dict[str, Stake]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        message = f"a {type(given).__name__} stands where stakes belong"
        problems.append(_problem("TF429", message, "stakes", 'a mapping such as {"acme": "100000 CNY"}'))
        return {}
    clients = [report.client.id for report in reports]
    found: dict[str, Stake] = {}
    for name in sorted(given, key=str):
        path = f"stakes.{name}"
        if name not in clients:
            hint = near(str(name), clients) or "a stake belongs to the client of a report"
            problems.append(_problem("TF429", f"no report is of a client {shown(str(name))}", path, hint))
            continue
        value = given[name]
        ends = list(value) if isinstance(value, tuple | list) else [value]
        if len(ends) != 2 and ends != [value]:
            problems.append(_problem("TF429", f"{len(ends)} amounts are no range", path, "(least, most)"))
            continue
        read = [_money(end, path, problems) for end in ends]
        low, high = read[0], read[-1]
        if low and high and low.unit == high.unit and high.number < low.number:
            problems.append(_problem("TF429", f"a range from {low} to {high}", path, "the lower amount first"))
        found[str(name)] = (low, high)
    return found


def _money(given: Any, path: str, problems: list[Problem]) -> Quantity | None:
    if given is None:
        return None
    try:
        if not isinstance(given, str | Quantity):
            raise Refused("TF303", f"{given!r} is not an amount of money", "such as 20000 CNY")
        return parse_money(str(given))
    except Refused as refused:
        problems.append(_problem(refused.code, refused.message, path, refused.hint))
        return None


def _day(given: Any, path: str, problems: list[Problem]) -> datetime.date | None:
    if isinstance(given, datetime.datetime):
        return given.date()
    if isinstance(given, datetime.date):
        return given
    try:
        return parse_day(given if isinstance(given, str) else repr(given))
    except Refused as refused:
        problems.append(_problem(refused.code, refused.message, path, refused.hint))
        return None


def _problem(code: str, message: str, path: str, hint: str | None = None) -> Problem:
    return Problem(code=code, message=message, path=path, hint=hint)
