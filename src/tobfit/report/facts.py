"""Facts about a client, ``attribute: value (place)``, in the reader's language.

What a text does not show to be a part of the form stays as it is: nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.knowledge.reading import ANY
from tobfit.model.attribute import Attribute
from tobfit.report.naming import Naming

COMPLETE = " (complete)"
RECORD = "industry record"
SIZE = "size_class."


def fact_text(fact: str, naming: Naming, *, with_place: bool = True) -> str:
    """A fact with the names of its attribute, values and, where it is asked for, the place that says so."""
    name, found, said = fact.partition(": ")
    if not found:
        return fact
    words = naming.words
    if name == "need_suites":
        return words("fact", attribute=words("wanted_suites"), value=naming.suite(said))
    if name.startswith("landscape."):
        value = words.term("complete") if said == "complete" else _zones(said, naming)
        return words("fact", attribute=words.term(name), value=value)
    attribute = naming.base.askable.get(name)
    if attribute is None:
        return fact
    value, place = _parted(said, attribute)
    told = _values(value, attribute, naming)
    if not with_place:
        place = ""
    if place == COMPLETE:
        told += words("complete_list")
    elif place:
        told += words("bracket", text=_place(place, name, naming))
    return words("fact", attribute=naming.attribute(name), value=told)


def facts_text(facts: Iterable[str], naming: Naming) -> str:
    """Several facts; where there is none, what that means."""
    told = [fact_text(fact, naming) for fact in facts]
    return naming.words("semi").join(told) or naming.words("for_all")


def _zones(said: str, naming: Naming) -> str:
    """Zones with their kinds: ``vault (air_gapped), office``."""
    parts = (part.partition(" (") for part in said.split(", "))
    told = [
        naming.words("called", name=naming.zone(name), id=naming.words.term(kind.removesuffix(")")))
        if found else naming.zone(name)
        for name, found, kind in parts
    ]  # fmt: skip
    return naming.words("join").join(told)


def _parted(said: str, attribute: Attribute) -> tuple[str, str]:
    """The values and the place behind them. Members and texts may hold brackets of their own."""
    if attribute.kind in ("set", "segment"):
        value = said.removesuffix(COMPLETE)
        return value, COMPLETE if value != said else ""
    if attribute.kind == "text":
        value = said.removesuffix(f" ({RECORD})")
        return value, RECORD if value != said else ""
    value, bracket, place = said.partition(" (")
    return value, place.removesuffix(")") if bracket else ""


def _values(said: str, attribute: Attribute, naming: Naming) -> str:
    words = naming.words
    if said == ANY and attribute.kind not in ("set", "segment"):
        return words("any_value")
    if attribute.kind not in ("set", "segment"):
        options = said.split(" or ") if attribute.kind != "text" or attribute.id == "industry_stage" else [said]
        return words("or").join(naming.value(attribute.id, option) for option in options)
    if said == "none":
        return words("nothing")
    worlds = (world.split(", ") for world in said.split(" or "))
    return words("or").join(words("join").join(naming.value(attribute.id, m) for m in world) for world in worlds)


def _place(place: str, attribute: str, naming: Naming) -> str:
    words = naming.words
    if place == RECORD:
        return words(RECORD)
    if place.endswith(" is complete"):
        return words("place_complete", place=words.term(place.removesuffix(" is complete")))
    if attribute.startswith(SIZE):
        return size_inputs(place, attribute.removeprefix(SIZE), naming)
    part, found, names = place.partition(": ")
    if found and part.startswith("landscape."):
        return words("place", place=words.term(part), names=_way(part, names.split(" > "), naming))
    return place


def _way(part: str, names: list[str], naming: Naming) -> str:
    """A way through the landscape: system, capability and zone, or zones that flows connect."""
    if part == "landscape.flows":
        return " > ".join(map(naming.zone, names))
    told = [naming.system(names[0])]
    for name in names[1:]:
        zone = name.removeprefix("zone ")
        told.append(naming.words("zone", name=naming.zone(zone)) if zone != name else naming.capability(name))
    return " > ".join(told)


def size_inputs(place: str, scheme: str, naming: Naming) -> str:
    """What a size class was worked out from: ``group software_it; code 6572, employees 500``."""
    told = []
    for part in place.split("; "):
        group = part.removeprefix("group ")
        if group != part:
            told.append(naming.words("size_group", name=naming.group(scheme, group)))
        else:
            told.append(naming.words("join").join(_input(one, naming) for one in part.split(", ")))
    return naming.words("semi").join(told)


def _input(said: str, naming: Naming) -> str:
    name, _, value = said.partition(" ")
    label = naming.words("filing") if name == "code" else naming.attribute(name)
    return f"{label} {value}"
