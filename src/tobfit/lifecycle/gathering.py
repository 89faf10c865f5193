"""The usage that a call speaks of: read, checked against the report, and joined product by product."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.formats.load import load_usage
from tobfit.formats.usage_table import is_frame
from tobfit.knowledge.check import Checking
from tobfit.knowledge.usage_check import check_usage
from tobfit.matching.report import Report
from tobfit.model.frozen import FrozenMap
from tobfit.model.natural import named, natural
from tobfit.model.scalars import near, shown
from tobfit.model.usage import Observation, Usage, ValueEvent

ONCE = ("as_of", "contract", "golive")
"""What several documents of one product may say once, and have to say alike."""


@attrs.frozen
class Gathered:
    """What all documents say of one product; ``looked`` maps each value event that was not reached to the day until
    which somebody looked (None: nobody says)."""

    usage: Usage
    looked: FrozenMap[str, datetime.date | None]


def gathered(usage: Any, report: Report) -> tuple[Gathered, ...]:
    """One for each product, by id. TF447: it speaks of a product or a client that the report does not have;
    TF449: it is no usage, or several do not go together; TF301 and the like: it does not agree with the vocabulary."""
    read = [_read(one, where, report) for one, where in _several(usage)]
    problems = [problem for one, where in read for problem in _faults(one, where, report)]
    if problems:
        raise TobfitError(problems)
    by_product: dict[str, list[Usage]] = {}
    for one, _ in read:
        by_product.setdefault(one.product, []).append(one)
    return tuple(_joined(by_product[name]) for name in sorted(by_product, key=natural))


def _several(usage: Any) -> list[tuple[Any, str]]:
    is_path = isinstance(usage, str | bytes) or hasattr(usage, "__fspath__")
    if is_path or isinstance(usage, Usage | Mapping) or is_frame(usage):
        return [(usage, "usage")]
    if not isinstance(usage, Iterable):
        message = f"a {type(usage).__name__} stands where usage belongs"
        raise TobfitError([Problem(code="TF449", message=message, path="usage", hint=HINT)])
    found = [(one, f"usage[{index}]") for index, one in enumerate(usage)]
    if not found:
        raise TobfitError([Problem(code="TF449", message="there is no usage", path="usage", hint=HINT)])
    return found


HINT = "what load_usage gives, a usage/1 document, or several of these"


def _read(one: Any, where: str, report: Report) -> tuple[Usage, str]:
    return load_usage(one, report.world.packs), where


def _faults(usage: Usage, where: str, report: Report) -> Iterable[Problem]:
    """What the report says about a usage."""
    products = [product.id for product in report.world.catalog.products]
    offers = {offer.id: offer for offer in report.world.catalog.offers}
    if usage.product in offers:
        message = f"{shown(usage.product)} is an offer, and usage speaks of one product"
        hint = f"name one of its products: {', '.join(offers[usage.product].products)}"
        yield Problem(code="TF447", message=message, path=f"{where}.product", hint=hint)
    elif usage.product not in products:
        message = f"the report has no product {shown(usage.product)}"
        hint = near(usage.product, products) or f"there are: {', '.join(products[:8])}"
        yield Problem(code="TF447", message=message, path=f"{where}.product", hint=hint)
    if usage.client is not None and usage.client != report.client.id:
        message = f"usage of {shown(usage.client)}, and the report is of {shown(report.client.id)}"
        hint = "take the report of that client, or usage of this one"
        yield Problem(code="TF447", message=message, path=f"{where}.client", hint=hint)
    for remark in check_usage(usage, Checking.of(report.world.packs.base)):
        if not remark.warning:
            refused = remark.refused
            path = f"{where}{remark.path}"
            yield Problem(code=refused.code, message=refused.message, path=path, hint=refused.hint)


def _joined(parts: list[Usage]) -> Gathered:
    """Several documents of one product as one."""
    if len(parts) == 1:
        return Gathered(_sorted(parts[0]), _looked(parts[0], parts))
    problems = []
    fields: dict[str, Any] = {}
    for name in ONCE:
        said = sorted({getattr(one, name) for one in parts} - {None})
        if len(said) > 1 and name != "as_of":
            message = f"{name} of {shown(parts[0].product)} is {' and '.join(map(str, said))}"
            problems.append(Problem(code="TF449", message=message, path="usage", hint="say one of them in all"))
        fields[name] = said[-1] if said else None
    events = _events(parts, problems)
    if problems:
        raise TobfitError(problems)
    try:
        made = parts[0].evolve(
            **fields,
            client=next((one.client for one in parts if one.client is not None), None),
            fictional=any(one.fictional for one in parts),
            observations=tuple(seen for one in parts for seen in one.observations),
            value_events=events,
        )
    except TobfitError as error:
        # Places in what was joined are nobody's.
        raise TobfitError([attrs.evolve(problem, path="usage") for problem in error.problems]) from None
    return Gathered(_sorted(made), _looked(made, parts))


def _events(parts: Iterable[Usage], problems: list[Problem]) -> tuple[ValueEvent, ...]:
    """The value events of several documents, each once: what one leaves out another may say, and none otherwise."""
    found: dict[str, list[ValueEvent]] = {}
    for one in parts:
        for event in one.value_events:
            found.setdefault(event.id, []).append(event)
    made = []
    for name, events in found.items():
        fields: dict[str, Any] = {}
        for field in ("name", "goal", "capability", "agreed", "reached"):
            said = list(dict.fromkeys(value for event in events if (value := getattr(event, field)) is not None))
            if len(said) > 1:
                message = f"{field} of the value event {shown(name)} is {' and '.join(sorted(map(str, said)))}"
                problems.append(Problem(code="TF449", message=message, path="usage", hint="say one of them in all"))
            fields[field] = said[0] if said else None
        made.append(events[0].evolve(**fields))
    return tuple(made)


def _looked(made: Usage, parts: Iterable[Usage]) -> FrozenMap[str, datetime.date | None]:
    """Until when somebody looked for what was not reached: the latest day of a document that names it."""
    open_events = [event.id for event in made.value_events if event.reached is None]
    days: dict[str, datetime.date | None] = dict.fromkeys(open_events)
    for one in parts:
        for event in one.value_events:
            if event.id in days and one.as_of is not None:
                days[event.id] = max(days[event.id] or one.as_of, one.as_of)
    return FrozenMap(days)


def _sorted(usage: Usage) -> Usage:
    """The usage with everything in its order, so that the order in which it was given has no part in anything."""
    events = sorted(usage.value_events, key=lambda event: natural(event.id))
    return usage.evolve(observations=tuple(sorted(usage.observations, key=order_of)), value_events=tuple(events))


def order_of(seen: Observation) -> tuple[object, ...]:
    """By capability (the whole product first), role (all first), and time."""
    return named(seen.capability), named(seen.role), seen.period
