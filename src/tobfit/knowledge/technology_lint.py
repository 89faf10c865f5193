"""What is wrong with the technologies and general adapters of packs, now that all layers are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.remark import Remark
from tobfit.knowledge.rule_lint import Found
from tobfit.knowledge.technology import ANY, WORDS, Names
from tobfit.model.landscape import COORDINATES, GeneralAdapter, Technology
from tobfit.model.scalars import Hints, Refused, shown

MAX_CIRCLE = 16
"""A longer circle is shown without its middle."""
Carriers = Mapping[str, tuple[str, ...]]


def lint_technologies(base: KnowledgeBase) -> Found:
    """Carriers that are none, protocols that carry themselves, and adapters with unknown names, without effect or
    without effort."""
    protocols = Hints(name for name, record in base.technologies.items() if record.kind == "protocol")
    for technology in base.technologies.values():
        for remark in _over(technology, base, protocols):
            yield "technologies", technology.id, remark
    for name, circle in sorted(_circles(base).items()):
        refused = Refused("TF333", f"{shown(name)} is carried by itself: {_chain(circle)}", "break the circle")
        yield "technologies", name, Remark(f".over[{base.technologies[name].over.index(circle[1])}]", refused)
    names = Names.of(base)
    for adapter in base.adapters.values():
        for remark in _adapter(adapter, names):
            yield "adapters", adapter.id, remark


def _over(technology: Technology, base: KnowledgeBase, protocols: Hints) -> Iterable[Remark]:
    """Protocols alone are carried, by protocols alone."""
    if technology.over and technology.kind != "protocol":
        message = f"{shown(technology.id)} is a {WORDS[technology.kind]}, and only a protocol is carried by others"
        yield Remark(".over", Refused("TF334", message, "leave over out"))
        return
    for index, name in enumerate(technology.over):
        carrier = base.technologies.get(name)
        if carrier is None:
            refused = Refused("TF307", f"no protocol is called {shown(name)}", protocols.near(name))
            yield Remark(f".over[{index}]", refused)
        elif carrier.kind != "protocol":
            message = f"{shown(name)} is a {WORDS[carrier.kind]}, and only a protocol carries others"
            yield Remark(f".over[{index}]", Refused("TF334", message, "name the protocols that carry it"))


def _circles(base: KnowledgeBase) -> Mapping[str, tuple[str, ...]]:
    """Each protocol that is carried by itself, with a way round that begins and ends with it."""
    all_of_them = {name: record.over for name, record in base.technologies.items()}
    # What leads into a circle and what leads out of one is no part of it.
    carriers = _turned(_without_ends(_turned(_without_ends(all_of_them))))
    found: dict[str, tuple[str, ...]] = {}
    for name in carriers:
        way = () if name in found else _way_back(name, carriers)
        for place, member in enumerate(way[1:], 1):
            found.setdefault(member, (*way[place:], *way[1 : place + 1]))
    return found


def _turned(carriers: Carriers) -> Carriers:
    """The same seen from the other side."""
    carried: dict[str, list[str]] = {name: [] for name in carriers}
    for name, over in carriers.items():
        for other in dict.fromkeys(over):
            if other in carried:
                carried[other].append(name)
    return {name: tuple(names) for name, names in carried.items()}


def _without_ends(carriers: Carriers) -> Carriers:
    """What is left once all is taken away that leads to an end."""
    carried = _turned(carriers)
    left = {name: len(set(over) & carriers.keys()) for name, over in carriers.items()}
    ends = [name for name, number in left.items() if not number]
    for end in ends:
        for name in carried[end]:
            left[name] -= 1
            if not left[name]:
                ends.append(name)  # the loop goes on to what is added
    return {name: tuple(other for other in over if left.get(other)) for name, over in carriers.items() if left[name]}


def _way_back(start: str, carriers: Carriers) -> tuple[str, ...]:
    """The shortest way from a protocol over its carriers back to itself; () where there is none."""
    before: dict[str, str] = {}
    queue = [start]
    for at in queue:
        for carrier in carriers[at]:
            if carrier == start:
                way = [start, at]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if carrier not in before:
                before[carrier] = at
                queue.append(carrier)
    return ()


def _chain(circle: tuple[str, ...]) -> str:
    way = list(circle)
    if len(way) > MAX_CIRCLE:
        way = [*way[: MAX_CIRCLE // 2], "...", *way[-MAX_CIRCLE // 2 :]]
    return " > ".join(way)


def _adapter(adapter: GeneralAdapter, names: Names) -> Iterable[Remark]:
    yield from names.check_coordinates(adapter.when, ".when")
    yield from names.check_coordinates(adapter.then, ".then")
    if not _changes(adapter):
        message = f"{shown(adapter.id)} changes nothing: all that goes in comes out as it was"
        yield Remark(".then", Refused("TF329", message, "then: {protocol: ..., format: ...}"))
    if adapter.effort is None:
        message = f"nobody says what effort {shown(adapter.id)} takes"
        hint = "effort: {low: ..., likely: ..., high: ...}; without it nobody knows what a route takes"
        yield Remark("", Refused("TF330", message, hint), warning=True)


def _changes(adapter: GeneralAdapter) -> bool:
    """Whether some coordinate can come out otherwise than it went in."""
    pairs = ((getattr(adapter.when, name), getattr(adapter.then, name)) for name in COORDINATES)
    return any(after is not None and (before != after or len(after) > 1 or ANY in after) for before, after in pairs)
