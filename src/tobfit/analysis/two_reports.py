"""The two reports of a comparison over time, from whatever is given; and which product is which."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal

import attrs

from tobfit import api
from tobfit.analysis.differing import differences
from tobfit.errors import Problem, TobfitError
from tobfit.knowledge.packs import Packs
from tobfit.matching.report import Report
from tobfit.model.catalog import Catalog, Response, Vendor
from tobfit.model.client import Client
from tobfit.model.interval import Interval
from tobfit.model.natural import natural
from tobfit.model.policy import Policy
from tobfit.model.product import Product
from tobfit.model.scalars import near, shown
from tobfit.model.words import Decision


@attrs.frozen
class Same:
    """Stands for a view that nobody gave: that of the report."""

    def __repr__(self) -> str:
        return "SAME"


SAME: Final = Same()
Given = Mapping[str, Any]
Side = Literal["client", "catalog", "packs", "policy", "as_of"]
WANTED = "two reports; a report and what differs; or two clients, catalogues, packs, policies or dates"


def two_reports(
    before: Any, after: Any, given: Given, view: str | Same | None, *, any_client: bool
) -> tuple[Report, Report]:
    """Both reports; a TobfitError with TF424 where what is given does not make two of one client."""
    said = {name: value for name, value in given.items() if value is not None}
    if isinstance(before, Report):
        old, new = before, _after(before, after, said, view)
    else:
        old, new = _both(before, after, said, view)
    if old.client.id != new.client.id and not any_client:
        message = f"before it is the client {shown(old.client.id)}, after it {shown(new.client.id)}"
        raise _refused([("after", message, "any_client=True takes them for one")])
    return old, new


def _after(before: Report, after: Any, said: Given, view: str | Same | None) -> Report:
    """The second report: given, or the first one's match with something else in it."""
    names = [*said, *([] if isinstance(view, Same) else ["view"])]
    if isinstance(after, Report):
        if names:
            hint = "leave them out, or the second report"
            raise _refused([(name, f"{name} beside two reports has no part in them", hint) for name in names])
        return after
    if after is not None:
        raise _refused([("after", f"a {type(after).__name__} stands where a report belongs", f"give {WANTED}")])
    if not names:
        raise _refused([("after", "there is nothing to compare with", f"give {WANTED}")])
    world = before.world
    match = {
        "client": world.client,
        "catalog": world.catalog,
        "packs": world.packs,
        "policy": world.policy,
        "as_of": world.given_as_of,
        **said,
    }
    return api.match(**match, view=world.view_id if isinstance(view, Same) else view, rules=world.with_rules)


def _both(before: Any, after: Any, said: Given, view: str | Same | None) -> tuple[Report, Report]:
    """Two reports of what is matched alike but for the two that are given."""
    side = _side(before)
    problems = []
    if side is None:
        problems.append(("before", f"a {_kind(before)} is nothing to compare", f"give {WANTED}"))
    elif after is None or _side(after) != side:
        what = "nothing" if after is None else f"a {_kind(after)}"
        problems.append(("after", f"{what} stands beside a {_kind(before)}", f"give {WANTED}"))
    elif side in said:
        problems.append((side, f"{side} is what differs, and is given once more", f"leave {side} out"))
    needed = {"client", "catalog"} - {side} - said.keys() if side is not None else set()
    missing = "is missing: what both are matched with"
    problems += [(name, f"{name} {missing}", f"give {name}=...") for name in sorted(needed)]
    if problems:
        raise _refused(problems)
    assert side is not None
    seen = None if isinstance(view, Same) else view
    old, new = (api.match(**{**said, side: value}, view=seen) for value in (before, after))
    return old, new


def _side(value: Any) -> Side | None:
    """What a value is, as an argument of a match."""
    kinds: tuple[tuple[Side, Callable[[Any], bool]], ...] = (
        ("client", lambda v: isinstance(v, Client)),
        ("catalog", _is_catalog),
        ("packs", lambda v: isinstance(v, Packs)),
        ("policy", lambda v: isinstance(v, Policy)),
        ("as_of", _is_day),
    )
    return next((side for side, is_one in kinds if is_one(value)), None)


def _is_catalog(value: Any) -> bool:
    parts = Catalog | Product | Response | Vendor
    if isinstance(value, list | tuple):
        return bool(value) and all(isinstance(item, parts) for item in value)
    return isinstance(value, parts)


def _is_day(value: Any) -> bool:
    if isinstance(value, str):
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            return False
        return True
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def _kind(value: Any) -> str:
    return f"text {shown(value)}" if isinstance(value, str) else type(value).__name__


def _refused(problems: Iterable[tuple[str, str, str | None]]) -> TobfitError:
    return TobfitError([Problem(code="TF424", message=m, path=path, hint=hint) for path, m, hint in problems])


def matched_products(old: Report, new: Report, products: Any) -> tuple[tuple[str, str], ...]:
    """Pairs of ids before and after, in the order of the ranking after: as ``products`` says, else the same id.

    A name that is not there, two that become one, and anything but a mapping of texts are TF425.
    """
    ids = [[product.id for product in report.world.catalog.products] for report in (old, new)]
    named = {} if products is None else products
    if not isinstance(named, Mapping) or not all(isinstance(name, str) for pair in named.items() for name in pair):
        raise TobfitError([_product("products is a mapping of ids before to ids after", 'such as {"crm@5": "crm@6"}')])
    problems = [
        _unknown(name, report, when)
        for names, report, when in ((named, old, "before"), (named.values(), new, "after"))
        for name in sorted(set(names))
        if all(product.id != name for product in report.world.catalog.products)
    ]
    became: dict[str, list[str]] = {}
    for was, name in sorted(named.items()):
        became.setdefault(name, []).append(was)
    problems += [
        _product(f"{' and '.join(map(shown, was))} cannot both have become {shown(name)}", "keep one of them")
        for name, was in became.items()
        if len(was) > 1
    ]
    if problems:
        raise TobfitError(problems)
    taken = set(became)
    stayed = [(name, name) for name in ids[0] if name in ids[1] and name not in named and name not in taken]
    place = {name: (rank, natural(name)) for name, rank in new.ranks.items()}
    return tuple(sorted([*named.items(), *stayed], key=lambda pair: place[pair[1]]))


def _unknown(name: str, report: Report, when: str) -> Problem:
    """No product is called so: an offer, or nothing."""
    for offer in report.world.catalog.offers:
        if offer.id == name:
            message = f"{shown(name)} is an offer {when}, and offers are not explained"
            return _product(message, f"name one of its products: {', '.join(offer.products)}")
    ids = [product.id for product in report.world.catalog.products]
    return _product(f"no product {when} is called {shown(name)}", near(name, ids))


def _product(message: str, hint: str | None) -> Problem:
    return Problem(code="TF425", message=message, path="products", hint=hint)


def offers_that_differ(old: Report, new: Report) -> tuple[str, ...]:
    """The offers that only one side has, that differ themselves, or whose decision or score does."""
    names = {offer.id for report in (old, new) for offer in report.world.catalog.offers}
    found = (name for name in names if is_other_offer(old, new, name) or _standing(old, name) != _standing(new, name))
    return tuple(sorted(found, key=natural))


def is_other_offer(old: Report, new: Report, name: str) -> bool:
    """Whether an offer itself differs, without its notes, or only one side has it."""
    before, after = (
        next((offer for offer in report.world.catalog.offers if offer.id == name), None) for report in (old, new)
    )
    if before is None or after is None:
        return before is not after
    return bool(differences(before, after, f"offer.{name}"))


def _standing(report: Report, name: str) -> tuple[Decision, Interval | None]:
    fit = report[name]
    return fit.decision, fit.score


__all__ = ["SAME", "Same", "is_other_offer", "matched_products", "offers_that_differ", "two_reports"]
