"""What a connection leaves unsaid: taking words out of it, and putting others in their place."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import attrs
from hypothesis import strategies as st

from tobfit.model.landscape import Flow, Interface
from tobfit.testing.landscapes import VALUES, Connection

FLOWS = "client.landscape.flows"
ENDLESS = "1000000000 days"
"""Stands for an effort without bound."""
HOSTINGS = ("on_premises", "private_cloud", "public_cloud", "air_gapped")
OFFERS = (("on_premises",), ("private_cloud",), ("public_cloud",), ("saas",), ("air_gapped", "saas"))
NOWHERE = "nowhere"
"""A zone that nothing leads to."""
NEW = {"client": "news", "product": "novelty"}
"""Values that nobody has named."""
Spirit = Literal["best", "worst", "any"]


def told(connection: Connection, target: str, value: Any) -> Connection:
    """With a value at a place; None: nothing is said there. Of flows the value is what had not been drawn."""
    root, *path = target.split(".")
    if target == FLOWS:
        parts = [part for part in connection.client.complete if part != "landscape.flows"]
        if value is not None:
            connection = connection.drawn(flows=[*connection.landscape.flows, *value])
            parts.append("landscape.flows")
        return attrs.evolve(connection, client=connection.client.evolve(complete=parts))
    if root == "client":
        return attrs.evolve(connection, client=_put(connection.client, path, value))
    if root == "product":
        return attrs.evolve(connection, product=_put(connection.product, path[1:], value))
    return attrs.evolve(connection, pack=_put(connection.pack, path, value))


def _put(record: Any, path: Sequence[str], value: Any) -> Any:
    name, *rest = path
    part = getattr(record, name)
    if not rest:
        is_list = name == "interfaces" or (name == "hosting" and isinstance(part, tuple))
        return record.evolve(**{name: () if value is None and is_list else value})
    if isinstance(part, tuple):
        return record.evolve(**{name: [_put(one, rest[1:], value) if one.id == rest[0] else one for one in part]})
    return record.evolve(**{name: _put(part, rest, value)})


def places(connection: Connection) -> Iterator[tuple[str, Any]]:
    """Every place that a route may hang on and what stands there, None where nothing does; flows last, as what can
    be added to them depends on the zones."""
    for zone in connection.landscape.zones:
        yield f"client.landscape.zones.{zone.id}.hosting", zone.hosting
    for system in connection.landscape.systems:
        at = f"client.landscape.systems.{system.id}"
        yield f"{at}.zone", system.zone
        yield from _of_interfaces(at, system.interfaces, connection)
    product = f"product.{connection.product.id}"
    yield f"{product}.hosting", connection.product.hosting or None
    yield from _of_interfaces(product, connection.product.interfaces, connection)
    own = ("client.landscape", connection.landscape.adapters), (product, connection.product.adapters)
    for home, several in (*own, ("pack", connection.pack.adapters)):
        for one in several:
            for field in ("effort", "latency", "capacity"):
                yield f"{home}.adapters.{one.id}.{field}", getattr(one, field)
    yield FLOWS, True if "landscape.flows" in connection.client.complete else None


def _of_interfaces(at: str, interfaces: Sequence[Interface], connection: Connection) -> Iterator[tuple[str, Any]]:
    wanted = connection.connect.entity
    # The client's own word that its system gives the entity counts.
    is_word = at.startswith("client") and wanted is not None and connection.connect.data != "from_product"
    # What stands in a zone of its own, or is asked for by name, is drawn.
    if all(one.zone is None for one in interfaces) and (connection.connect.interface is None or at[0] == "p"):
        yield f"{at}.interfaces", interfaces or None
    for one in interfaces:
        for field in ("side", "data", *VALUES):
            if not (field == "entity" and is_word):
                yield f"{at}.interfaces.{one.id}.{field}", getattr(one, field)
        # Who consumes without a range takes every version; who provides a range does not say which version.
        if one.side == "provides":
            is_range = one.version is not None and not one.version.isdigit()
            yield f"{at}.interfaces.{one.id}.version", None if is_range else one.version


def unsaid(connection: Connection) -> list[str]:
    """The places that say nothing."""
    return [target for target, value in places(connection) if value is None]


def values_of(connection: Connection, target: str, spirit: Spirit = "any") -> Sequence[Any]:
    """What may be said at a place: values of all sorts, or those among which the best or the worst is."""
    root, field = target.split(".")[0], target.split(".")[-1]
    best, worst = spirit == "best", spirit == "worst"
    own = [zone.id for zone in connection.landscape.zones]
    if field in VALUES:
        new, other = NEW[root], NEW["product" if root == "client" else "client"]
        if spirit != "any":
            return [("any",) if best else (new,)]
        return [*((value,) for value in VALUES[field]), VALUES[field][:2], ("any",), (new,), (other,)]
    known: dict[str, Sequence[Any]] = {
        "side": ("provides", "consumes"),
        "data": ("both",) if best else ("in", "out") if worst else ("in", "out", "both"),
        "zone": (NOWHERE,) if worst else (*own, "saas", "internet", *([] if best else [NOWHERE])),
        "version": ("1", "2", "3"),
        "hosting": OFFERS if root == "product" else HOSTINGS,
        "effort": ("0 days",) if best else (ENDLESS,) if worst else ("0 days", "2 days", "7 days"),
        "latency": ("0 s",) if best else ("1 h",) if worst else ("0 s", "1 s", "2 s", "1 h"),
        "capacity": ("1000 /s",) if best else ("0.001 /s",) if worst else ("2 /s", "3 /s", "1000 /s", "0.001 /s"),
    }
    if field == "interfaces":
        return [(one,) for one in _interfaces(root, spirit)]
    if target == FLOWS:
        free = [zone.id for zone in connection.landscape.zones if zone.hosting != "air_gapped"]
        pairs = itertools.permutations((*free, "saas", "internet"), 2)
        every = [Flow(from_=start, to=to) for start, to in pairs]
        return [every] if best else [()] if worst else [(), every, *((one,) for one in every), every[::3], every[::2]]
    return known[field]


def _interfaces(root: str, spirit: Spirit) -> Iterator[Interface]:
    """Interfaces where none was drawn."""
    anything: dict[str, Any] = dict.fromkeys(VALUES, ("any",))
    for side in ("provides", "consumes"):
        if spirit != "worst":
            yield Interface(id="k", side=side, data="both", version="2" if side == "provides" else None, **anything)
        if spirit == "any":
            yield Interface(id="k", side=side, data="both", version="1", **{n: v[:1] for n, v in VALUES.items()})
    if spirit != "best":
        yield Interface(id="k", side="provides", data="in", **dict.fromkeys(VALUES, (NEW[root],)))
        yield Interface(id="k", side="provides", data="out", **dict.fromkeys(VALUES, (NEW[root],)))


def completions(connection: Connection, spirit: Spirit) -> Iterator[Connection]:
    """Every way of saying all that is unsaid; for the best and the worst only the telling ones."""
    if spirit == "best" and not connection.product.hosting:
        # A product of which nobody said where it runs may stand anywhere.
        anywhere = [one.evolve(zone=one.zone or ("any",)) for one in connection.product.interfaces]
        connection = connection.offered(interfaces=anywhere)
    todo = unsaid(connection)
    if not todo:
        yield connection
        return
    for value in values_of(connection, todo[0], spirit):
        yield from completions(told(connection, todo[0], value), spirit)


def count(connection: Connection, spirit: Spirit) -> int:
    """How many completions there are, about."""
    return math.prod(len(values_of(connection, target, spirit)) for target in unsaid(connection))


@st.composite
def sparse(draw: st.DrawFn, full: st.SearchStrategy[Connection], most: int = 4) -> tuple[Connection, Connection]:
    """A connection of which something is unsaid, and the one that it was before."""
    before = draw(full)
    said = [target for target, value in places(before) if value is not None]
    # What many routes hang on comes more often.
    said += [target for target in said if target.endswith((".flows", ".zone", ".effort")) or "hosting" in target]
    connection = before
    for target in draw(st.lists(st.sampled_from(said), min_size=1, max_size=most, unique=True)):
        if target in dict(places(connection)):
            connection = told(connection, target, None)
    return connection, before
