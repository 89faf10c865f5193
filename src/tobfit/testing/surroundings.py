"""Strategies for what surrounds the lines of a world: a landscape, lines about it, the technology of products.

Values are few and come again everywhere, and much is left unsaid, so that connections and places to run are found,
refused and left open in turn. Whatever is named is declared: a world that is drawn from here can be matched.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from hypothesis import strategies as st

from tobfit.model.landscape import Landscape
from tobfit.model.pack import Pack
from tobfit.testing.landscapes import Choices
from tobfit.testing.samples import Plain, said

ZONES = ("z1", "z2", "z3")
OPEN = ("saas", "internet")
SYSTEMS = ("s1", "s2")
REGIONS = ("A", "B")
HOSTINGS = (
    None,
    "on_premises",
    "on_premises",
    "on_premises",
    "private_cloud",
    "private_cloud",
    "air_gapped",
    "public_cloud",
)
PLATFORMS: tuple[Plain, ...] = (
    {"platform": "k8s", "version": "1.27"},
    {"platform": "pg", "version": "14"},
    {"platform": "pg"},
    {"platform": "pg", "version": "12"},
    {"platform": "pg", "version": "14-rc1"},
)
WANTED: tuple[Plain, ...] = (
    {"platform": "k8s", "version": ">=1.25"},
    {"platform": "pg", "version": ">=13,<16"},
    {"platform": "pg"},
    {"platform": "db2"},
    {"any_of": [{"platform": "db2"}, {"platform": "pg", "version": ">=14"}]},
)
VALUES: dict[str, tuple[str, ...]] = {
    "protocol": ("p", "q"),
    "format": ("f", "g"),
    "entity": ("e", "d"),
    "auth": ("a", "b"),
    "mode": ("m", "n"),
}
LIVELY = ("protocol", "format")
"""The coordinates in which ends differ often, and which adapters turn."""
COMPLETE: tuple[tuple[str, ...], ...] = (
    (), ("landscape.flows",), ("landscape.flows",), ("landscape.flows", "landscape.systems"),
    ("landscape.zones", "landscape.systems"),
    ("landscape.systems",), ("landscape",),
)  # fmt: skip
EFFORTS = (None, "1 day", {"low": "1 day", "likely": "2 days", "high": "9 days"})
CAPABLE = ("b1", "b2", "g.h")
"""What systems can have, and products rely on."""
TERMS: tuple[Plain, ...] = ({"id": "dep.data_residency", "kind": "set"},)
TECHNOLOGIES: tuple[Plain, ...] = (
    {"id": "p", "kind": "protocol", "over": ["https"]},
    {"id": "q", "kind": "protocol"},
    {"id": "https", "kind": "protocol"},
)


@attrs.frozen
class Ground:
    """A drawn landscape, and which of its parts are declared complete."""

    landscape: Landscape
    complete: tuple[str, ...]

    @property
    def zones(self) -> tuple[str, ...]:
        """The client's own zones."""
        return tuple(zone.id for zone in self.landscape.zones)


def _maybe(choose: Choices, fields: Plain, most: int = 4) -> Plain:
    """The fields, each of them left out once in so many times."""
    return {name: value for name, value in fields.items() if choose.of(range(most)) != most - 1}


def _coordinates(choose: Choices, unsaid: int) -> Plain:
    """Values for an interface: those that are lively differ at times, the others hardly ever; once in so many times
    nothing is said."""
    found = {}
    for name, (one, other) in VALUES.items():
        usual = (one,) * (2 if name in LIVELY else 30)
        found[name] = choose.of((*usual, other, [one, other], "any"))
    return _maybe(choose, found, unsaid)


def _interface(choose: Choices, name: str, zones: Sequence[str], data: str) -> Plain:
    zone = choose.of((*(None,) * 6, [zones[0]], list(zones[-2:])))
    fields: Plain = {
        "side": choose.of(("provides", "provides", "consumes")),
        "data": choose.of((data, "both")),
        "initiator": choose.of((*(None,) * 14, "self", "peer")),
        "version": choose.of((*(None,) * 6, "2", "3")),
        "latency": choose.of((*(None,) * 5, "1 s")),
        "capacity": choose.of((*(None,) * 5, "2 /s")),
    }
    unsaid = choose.of((9, 99, 99))
    return {"id": name, **_maybe(choose, said(fields), 16), **_coordinates(choose, unsaid), **said({"zone": zone})}


def adapter(choose: Choices, name: str, zones: Sequence[str]) -> Plain:
    """One adapter, which makes one coordinate into another value and perhaps brings messages to another zone."""
    changed = choose.of((*LIVELY, *LIVELY, *LIVELY, *VALUES))
    taken = choose.of(VALUES[changed])
    when: Plain = {changed: taken}
    then: Plain = {changed: choose.of([value for value in (*VALUES[changed], "any") if value != taken])}
    zone = choose.of((None, None, None, zones[-1], "saas"))
    fields: Plain = {
        "effort": choose.of(EFFORTS),
        "latency": choose.of((None, "1 s", "1 min")),
        "capacity": choose.of((None, "2 /s", "9 /s")),
        "response": choose.of((None, None, "standard", "third_party", "customisation")),
    }
    return {"id": name, "when": when, "then": then | said({"zone": zone}), **said(fields)}


def ground(choose: Choices) -> Ground:
    """One landscape."""
    zones = ZONES[: choose.of((2, 1, 3))]
    ends = (*zones, *zones, *OPEN)
    systems = []
    for name in SYSTEMS[: choose.of((1, 2))]:
        interfaces = [_interface(choose, f"i{n}", zones, "out") for n in range(choose.of((1, 1, 1, 1, 2, 2, 2, 0)))]
        fields = {
            "zone": choose.of((*zones, *zones, *zones, None)),
            "capabilities": choose.some(CAPABLE, 0, 2),
            "platforms": [dict(one) for one in choose.some(PLATFORMS, 0, 1)],
        }
        systems.append({"id": name, "interfaces": interfaces, **said(fields)})
    flows = [
        {"from": choose.of(ends), "to": choose.of(ends),
         "protocols": choose.of(((), (), (), ("https",), ("p",), ("any",))),
         "one_way": choose.of((False, False, False, True))}
        for _ in range(choose.of((3, 0, 1, 2, 4)))
    ]  # fmt: skip
    made = {
        "zones": [_zone(choose, name) for name in zones],
        "flows": flows,
        "systems": systems,
        "adapters": [adapter(choose, f"x{n}", zones) for n in range(choose.of((2, 0, 1, 3)))],
    }
    return Ground(Landscape(**made), choose.of(COMPLETE))


def _zone(choose: Choices, name: str) -> Plain:
    fields = {"hosting": choose.of(HOSTINGS), "region": choose.of((None, *REGIONS))}
    platforms = [dict(one) for one in choose.some(PLATFORMS, 0, 2)] if choose.of((False, True)) else []
    return {"id": name, "platforms": platforms, **said(fields)}


def grounds() -> st.SearchStrategy[Ground]:
    """Landscapes of a few zones, flows, systems and adapters."""
    return st.binary(min_size=224, max_size=224).map(lambda drawn: ground(Choices(iter(drawn))))


def technology(choose: Choices, zones: Sequence[str]) -> Plain:
    """What a product says of its technology: where it is delivered, what it runs on, its interfaces and adapters."""
    hosting = choose.some(("saas", "on_premises", "private_cloud", "air_gapped"), 1, 3)
    interfaces = [_interface(choose, f"j{n}", zones, "in") for n in range(choose.of((1, 1, 1, 1, 2, 2, 2, 0)))]
    fields: Plain = {
        "hosting": list(hosting),
        "runs_on": [dict(one) for one in choose.some(WANTED, 1, 2)],
        "egress": choose.of(("none", "required", "optional")),
        "requires": choose.some(CAPABLE, 0, 1),
    }
    made = [adapter(choose, f"y{n}", zones) for n in range(choose.of((0, 1)))]
    return {**_maybe(choose, fields, 6), "interfaces": interfaces, "adapters": made}


def technologies(zones: Sequence[str]) -> st.SearchStrategy[Plain]:
    """The fields of a product that landscapes have a part in."""
    return st.binary(min_size=80, max_size=80).map(lambda drawn: technology(Choices(iter(drawn)), zones))


@st.composite
def placed(draw: st.DrawFn, drawn: Ground) -> Plain:
    """What makes a line one that the landscape has a part in: a connection, a place to run, where data stay."""
    kind = draw(st.sampled_from(("connect", "connect", "deploy", "residency")))
    if kind == "deploy":
        aspect = draw(st.sampled_from((None, "hosting", "platform", "access", "egress", "dependencies")))
        zone = draw(st.sampled_from(((), (), drawn.zones[:1], (*drawn.zones[-1:], "saas"))))
        return {"deploy": said({"aspect": aspect, "zone": zone})}
    if kind == "residency":
        key = draw(st.sampled_from(("all_of", "any_of", "none_of")))
        members = draw(st.sampled_from((("a",), ("a", "b"), ("c",))))
        return {"capability": "dep.data_residency", "need": {key: members}}
    system = draw(st.sampled_from(drawn.landscape.systems))
    fields: Plain = {
        "system": system.id,
        "interface": draw(st.sampled_from((None, None, *(i.id for i in system.interfaces)))),
        "entity": draw(st.sampled_from((None, None, None, *VALUES["entity"]))),
        "data": draw(st.sampled_from(("to_product", "to_product", "to_product", "from_product", "both"))),
        "mode": draw(st.sampled_from((None, None, None, ["m"], ["m", "n"]))),
        "latency": draw(st.sampled_from((None, None, None, "1 s", "10 s"))),
        "rate": draw(st.sampled_from((None, None, None, "3 /s"))),
    }
    return {"connect": said(fields)}


@st.composite
def landscape_packs(draw: st.DrawFn) -> Pack:
    """A layer with the terms that lines about landscapes need, with protocols, general adapters and proposals."""
    choose = Choices(iter(draw(st.binary(min_size=16, max_size=16))))
    general = [adapter(choose, f"g{n}", ("saas",)) for n in range(choose.of((0, 1)))]
    for one in general:
        one["proposal"] = choose.of((False, True))
    proposals: list[Plain] = [
        {"id": f"new-{name}", "then": {name: "any"}, "proposal": True, "effort": "4 days"}
        for name in ("format", "auth")
    ]
    return Pack(id="p9", vocabulary=TERMS, technologies=TECHNOLOGIES, adapters=[*general, *proposals])
