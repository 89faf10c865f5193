"""How much is understood of the client, and which size class follows from it."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.knowledge.reading import ScalarReading
from tobfit.knowledge.sizes import SizeClass
from tobfit.knowledge.understanding import AREAS, Known
from tobfit.model.words import SIZES, About
from tobfit.report.blocks import Item
from tobfit.report.facts import size_inputs
from tobfit.report.teller import Teller

ALWAYS: tuple[About, ...] = ("industry", "scale", "architecture")
"""The areas that are named although no rule asks for them."""


def understood_items(tell: Teller) -> Iterable[Item]:
    """The share that is known, with what is missing; nothing where no rule asks for anything. Of a client who is
    not described everything is missing: that is not listed."""
    known = tell.report.understanding
    if known.share is not None:
        parts = [_area(area, known[area], tell) for area in AREAS if area in ALWAYS or known[area].relevant]
        running = tell.words("understood", share=tell.percent(known.share), areas=tell.words.join(parts))
        areas = [area for area in AREAS if known[area].missing and tell.report.world.is_described]
        yield Item(running, tuple(_missing(area, known[area], tell) for area in areas))
    yield from _sizes(tell)


def _area(area: About, known: Known, tell: Teller) -> str:
    share = tell.words("nothing_asked") if known.share is None else tell.percent(known.share)
    return tell.words("area", area=tell.words.term(area), share=share)


def _missing(area: About, known: Known, tell: Teller) -> str:
    names = tell.naming.some(map(tell.naming.attribute, known.missing), tell.limit)
    return tell.words("missing_of", area=tell.words.term(area), names=names)


def _sizes(tell: Teller) -> Iterable[Item]:
    """One point for each scheme of which more is known than that any class is possible."""
    profile = tell.report.world.inference.profile
    for scheme, size in profile.sizes.items() if profile is not None else ():
        reading = profile.readings[f"size_class.{scheme}"] if profile is not None else None
        if isinstance(reading, ScalarReading) and reading.options and len(reading.options) < len(SIZES):
            yield Item(_size(size, tuple(map(str, reading.options)), tell))


def _size(size: SizeClass, options: tuple[str, ...], tell: Teller) -> str:
    """The class, the scheme, and from what: the group and inputs, or the client's own word."""
    words = tell.words
    told = words("size_range").join(tell.naming.value(f"size_class.{size.scheme}", word) for word in options)
    details = [] if options == size.options else [words("size_stated")]
    if not details:
        inputs = ", ".join(f"{name} {value}" for name, value in size.inputs.items())
        place = "; ".join(part for part in (f"group {size.group}" if size.group else "", inputs) if part)
        details = [size_inputs(place, size.scheme, tell.naming)] if place else []
    return words("size_class", size=told, scheme=tell.naming.scheme(size.scheme), details=tell.extras(details))
