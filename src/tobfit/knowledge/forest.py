"""Forests of records that name their broader one: what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tobfit.knowledge.vocabulary import Narrower, circles_of, depths_of
from tobfit.model.scalars import Hints, Refused, shown

MAX_DEPTH = 64
MAX_CIRCLE = 16  # a longer circle is shown without its middle


def broader_faults(records: Mapping[str, Narrower]) -> Iterable[tuple[str, Refused]]:
    """What is wrong with the broader record of each: missing, in a circle, or too far below its root."""
    hints = Hints(records)
    circles = circles_of(records)
    depths = depths_of(records, circles)
    for name in sorted(records):
        broader = records[name].broader
        if broader is not None and broader not in records:
            message = f"{shown(name)} has an unknown broader term {shown(broader)}"
            yield name, Refused("TF310", message, hints.near(broader))
        elif name in circles:
            message = f"{shown(name)} is broader than itself: {_chain(name, circles[name])}"
            yield name, Refused("TF311", message, "break the circle")
        elif depths.get(name) == MAX_DEPTH + 1:
            # Those below it are too deep for the same reason, which is said once.
            message = f"{shown(name)} has more than {MAX_DEPTH} broader terms above it"
            yield name, Refused("TF315", message, "let it, or a term above it, name a broader term nearer to the root")


def _chain(name: str, circle: tuple[str, ...]) -> str:
    start = circle.index(name)
    way = [*circle[start:], *circle[:start], name]
    if len(way) > MAX_CIRCLE:
        way = [*way[: MAX_CIRCLE // 2], "...", *way[-MAX_CIRCLE // 2 :]]
    return " > ".join(way)
