"""Strategies for small knowledge bases, and for clients that know any part of what their rules ask about.

The attributes, segments, size classes and capabilities are always the same few, one of every kind; rules and clients
are drawn. Everything is valid: a base is made without an error, and no value is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
from hypothesis import strategies as st

from tobfit.formats.documents import dump
from tobfit.knowledge.attributes import MANY, OPERATORS_OF
from tobfit.knowledge.inference import Inference, infer
from tobfit.knowledge.landscape import is_complete
from tobfit.knowledge.packs import Packs
from tobfit.knowledge.profile import read_profile
from tobfit.knowledge.reading import Reading, ScalarReading
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.attribute import Attribute
from tobfit.model.client import Client, Scale
from tobfit.model.landscape import Landscape
from tobfit.model.pack import Capability, Pack
from tobfit.model.rule import Condition, Demand, Rule
from tobfit.model.segment import Segment
from tobfit.model.size import SizeScheme
from tobfit.model.words import Operator
from tobfit.testing.records import requirements
from tobfit.testing.samples import AS_OF, BY, LEVELS, Plain, maybe, said
from tobfit.testing.terms import needs

VOCABULARY = Vocabulary.of((
    Capability(id="g"),
    Capability(id="sso", kind="boolean", broader="g"),
    Capability(id="ledger", kind="boolean"),
    Capability(id="keep", kind="quantity", unit="month", direction="higher_is_better"),
    Capability(id="reply", kind="quantity", unit="h", direction="lower_is_better"),
    Capability(id="channels", kind="set"),
    Capability(id="ease", kind="level", levels=LEVELS),
    Capability(id="tls", kind="version"),
))  # fmt: skip
ASKABLE = [capability for capability in VOCABULARY.capabilities.values() if capability.kind]
FINANCE = {"capabilities": ["ledger"], "hosting": ["on_premises", "air_gapped"]}
ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute(id="jurisdictions", overrides="jurisdictions", kind="set", within={"DE": "EU", "FR": "EU"}),
    Attribute(id="online", kind="boolean"),
    Attribute(id="has_sso", kind="boolean", derived={"system": {"capabilities": ["sso"]}}),
    Attribute(id="core_inside", kind="boolean", derived={"system": FINANCE}),
    Attribute(id="cut_off", kind="boolean", derived={"unreachable": "internet"}),
    Attribute(id="owner", kind="text", values=["private", "state", "listed"]),
    Attribute(id="town", kind="text"),
    Attribute(id="grade", kind="level", values=["low", "middle", "high"]),
    Attribute(id="records", kind="number"),
    Attribute(id="span", kind="quantity", unit="month"),
    Attribute(id="spend", kind="quantity", unit="CNY"),
    Attribute(id="sold", kind="set", values=["saas", "box"], within={"game": "app", "tool": "app"}),
)
YES_NO, SIZE = ("true", "false"), ("micro", "small", "medium", "large")
OPERANDS: Mapping[str, tuple[str, ...]] = {
    "jurisdictions": ("CN", "EU", "DE", "FR", "US"),
    "online": YES_NO, "has_sso": YES_NO, "core_inside": YES_NO, "cut_off": YES_NO,
    "owner": ("private", "state", "listed"), "town": ("Wuhan", "Lyon"), "grade": ("low", "middle", "high"),
    "records": ("0", "10", "100"), "span": ("0 months", "6 months", "12 months"),
    "spend": ("-5 CNY", "10 CNY", "100 CNY"), "sold": ("saas", "box", "game", "tool", "app"),
    "industries": ("trade", "shop", "bank", "fund", "digital", "game", "tools"),
    "industry_stage": ("growth", "maturity", "decline"),
    "employees": ("5", "50", "200"), "revenue": ("10 CNY", "100 CNY"),
    "size_class.filed": SIZE, "size_class.union": SIZE,
}  # fmt: skip
"""What rules compare each attribute with."""
VALUES: Mapping[str, tuple[str, ...]] = {
    **OPERANDS,
    "town": ("Wuhan", "Lyon", "Turin"),
    "records": ("0", "5", "10", "50", "100", "101"),
    "span": ("-1 months", "0 months", "3 months", "6 months", "9 months", "12 months", "20 months"),
    "spend": ("-7 CNY", "0 CNY", "10 CNY", "50 CNY", "100 CNY", "0.3 万元"),
    "employees": ("0", "5", "10", "49", "50", "120", "200", "300"),
    "revenue": ("0 CNY", "10 CNY", "99 CNY", "100 CNY", "1000 CNY"),
    "assets": ("0 CNY", "9 CNY", "95 CNY"),
}
"""What clients say of each: at the bounds, between and outside them, all of it in units that compare."""
ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "span": ("1 year", "30 days", "200 days"), "spend": ("10 EUR", "50 EUR"), "revenue": ("10 EUR", "50 EUR"),
}  # fmt: skip
"""Amounts in other units and currencies, some of which do not compare with the ones above."""
SOURCE = {"title": "A code", "number": "1"}
CODES = "trades"


def _segment(id: str, broader: str | None, codes: Sequence[str] = (), stage: str | None = None) -> Segment:
    listed = [{"scheme": CODES, "codes": codes, "source": SOURCE, "evidence": "seen"}] if codes else []
    stages = [{"stage": stage, "source": SOURCE, "evidence": "seen"}] if stage else []
    return Segment(id=id, broader=broader, codes=listed, stages=stages)


SEGMENTS: tuple[Segment, ...] = (
    _segment("trade", None),
    _segment("shop", "trade", ["52"], "maturity"),
    _segment("bank", "trade", ["66"]),
    _segment("fund", "bank", ["661"]),
    _segment("digital", None),
    # The filing 659 can be either of the two.
    _segment("game", "digital", ["651", "659"], "growth"),
    _segment("tools", "digital", ["652", "659", "52"], "maturity"),
)
FILED = SizeScheme(
    id="filed",
    filing=CODES,
    source=SOURCE,
    evidence="seen",
    groups=[
        {"id": "retail", "codes": ["52"],
         "indicators": [{"attr": "employees", "small": 10, "medium": 50, "large": 300}]},
        {"id": "software", "codes": ["65"],
         "indicators": [{"attr": "employees", "small": 5, "medium": 50, "large": 120},
                        {"attr": "revenue", "small": "10 CNY", "medium": "50 CNY", "large": "100 CNY"}]},
        {"id": "money", "codes": ["66"], "indicators": [{"attr": "revenue", "small": "1 CNY", "large": "1000 CNY"}]},
    ],
)  # fmt: skip
UNION = SizeScheme(
    id="union",
    source=SOURCE,
    evidence="seen",
    groups=[
        {"id": "all", "ceilings": [
            {"size": size, "less_than": {"employees": people}, "any_at_most": {"revenue": out, "assets": total}}
            for size, people, out, total in (
                ("micro", 10, "10 CNY", "9 CNY"), ("small", 50, "50 CNY", "40 CNY"), ("medium", 200, "99 CNY", "90 CNY")
            )
        ]},
    ],
)  # fmt: skip
SUITES: Mapping[str, Plain] = {
    "books": {"capabilities": ["ledger", "keep"], "outcomes": ["control"]},
    "entry": {"capabilities": ["sso", "ledger"], "outcomes": ["cost"]},
}
Readings = Mapping[str, Reading]
When = st.SearchStrategy[Condition]
Operators = Sequence[Operator] | None
GROWING: tuple[Operator, ...] = ("contains", "intersects", "superset", "gt", "ge")
"""The operators of atoms that more members, or more of an amount, cannot make false."""


@st.composite
def atoms(draw: st.DrawFn, name: str, operators: Operators = None, mixed: bool = False) -> Condition:
    """One atom on an attribute."""
    allowed = [op for op in OPERATORS_OF[KINDS[name]] if operators is None or op in operators]
    op = draw(st.sampled_from(allowed))
    if op == "present":
        return Condition(attr=name, op=op)
    texts = st.sampled_from(OPERANDS[name] + (ELSEWHERE.get(name, ()) if mixed else ()))
    if op in MANY:
        return Condition(attr=name, op=op, value=draw(st.lists(texts, min_size=1, max_size=3, unique=True)))
    return Condition(attr=name, op=op, value=draw(texts))


@st.composite
def conditions(
    draw: st.DrawFn, names: Sequence[str] = (), depth: int = 3, operators: Operators = None, mixed: bool = False
) -> Condition:
    """All, any and not to a depth, over few attributes, so that several atoms ask about one. With ``operators``
    there are only those, and no ``not``; ``mixed`` compares with other units as well."""
    able = [n for n in KINDS if operators is None or set(OPERATORS_OF[KINDS[n]]) & set(operators)]
    chosen = names or draw(st.lists(st.sampled_from(able), min_size=1, max_size=3, unique=True))
    forms = ("atom", "all", "any", *(("not",) if operators is None else ())) if depth else ("atom",)
    form = draw(st.sampled_from(forms))
    if form == "atom":
        return draw(atoms(draw(st.sampled_from(list(chosen))), operators, mixed))
    inner = conditions(chosen, depth - 1, operators, mixed)
    if form == "not":
        return Condition(not_=draw(inner))
    return Condition(**{form: draw(st.lists(inner, min_size=int(depth < 3), max_size=3))})


@st.composite
def demands(draw: st.DrawFn, capability: Capability) -> Demand:
    """What a rule may imply of one capability."""
    fields: Plain = {
        "need": draw(needs(capability)) if draw(st.integers(0, 4)) else None,
        "priority": draw(st.sampled_from(("must", "must", "should", "could"))),
        "weight": draw(st.sampled_from(("1", "1", "2"))),
        "scope": draw(st.sampled_from(("product", "product", "product", "vendor"))),
        "accept": draw(maybe(st.sampled_from(ACCEPTED), 3)),
        "by": draw(maybe(st.sampled_from(BY), 3)),
        "evidence": draw(maybe(st.sampled_from(("seen", "computed", "recalled")), 3)),
        "number": draw(maybe(st.just("Article 7"), 4)),
    }
    return Demand(capability=capability.id, **said(fields))


ACCEPTED = (("standard",), ("standard", "configuration"), ("configuration", "third_party"), ("roadmap",))
PERIODS = (
    *((None, None),) * 5,
    ("2026-11-01", None), ("2026-11-02", None), (None, "2026-11-01"), (None, "2026-10-31"), ("2026-11-01",) * 2,
)  # fmt: skip
"""Periods that begin or end on the day or beside it; both ends belong to a period."""


@st.composite
def rules(draw: st.DrawFn, id: str, when: When | None = None) -> Rule:
    """A rule with a random condition, which may not be in force on the day."""
    kinds = draw(st.lists(st.sampled_from(ASKABLE), min_size=1, max_size=2, unique_by=lambda c: c.id))
    fields: Plain = {
        "when": draw(conditions() if when is None else when),
        "implies": [draw(demands(capability)) for capability in kinds],
        "basis": draw(st.sampled_from(("law", "practice", "experience"))),
        "jurisdictions": draw(st.sampled_from(((), (), (), ("CN",), ("EU", "CN")))),
        "evidence": draw(st.sampled_from(("seen", "seen", "recalled"))),
    }
    fields["valid_from"], fields["valid_to"] = draw(st.sampled_from(PERIODS))
    return Rule(id=id, source=SOURCE, **said(fields))


def packs_with(made: Sequence[Rule] = (), *beside: Pack) -> Packs:
    """One layer with the rules and all that they speak of, and perhaps other packs beside."""
    known = {"vocabulary": tuple(VOCABULARY.capabilities.values()), "attributes": ATTRIBUTES, "segments": SEGMENTS}
    return Packs(((Pack(id="p", scales=(FILED, UNION), suites=SUITES, rules=made, **known), *beside),))


KINDS = {name: attribute.kind for name, attribute in packs_with().base.askable.items() if name in OPERANDS}
"""The attributes that rules ask about."""


@attrs.frozen(repr=False)
class Known:
    """Rules and a client; shown as the documents that say it."""

    packs: Packs
    client: Client

    def __repr__(self) -> str:
        drawn = Pack(id="rules", rules=tuple(self.packs.base.rules.values()))
        return "Rules and a client:\n" + "---\n".join(dump(document) for document in (drawn, self.client))

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(repr(self))

    def infer(self) -> Inference:
        """What follows on the day."""
        return infer(self.client, self.packs.base, AS_OF)


@st.composite
def known(draw: st.DrawFn, when: When | None = None, max_rules: int = 3, mixed: bool = False) -> Known:
    """A few rules, and a client that knows any part of what they ask about."""
    chosen = conditions(mixed=mixed) if when is None else when
    ids = ("r2", "r10", "a.1", "r1")[: draw(st.integers(1, max_rules))]
    # Rules that always hold together must not contradict one another: each has a condition of its own.
    made = {rule.when: rule for rule in (draw(rules(id, chosen)) for id in ids)}
    return Known(packs_with(tuple(made.values())), draw(profiles(mixed)))


SCALARS = tuple(attribute.id for attribute in ATTRIBUTES if attribute.kind != "set")
PARTS = ("jurisdictions", "industries", "profile", "profile.sold", "landscape", "landscape.systems", "landscape.flows")
FILINGS: Mapping[str, tuple[str, ...]] = {
    "52": ("shop", "tools"), "651": ("game",), "6599": ("game", "tools"), "66": ("bank",), "6612": ("fund",),
}  # fmt: skip
"""Filed codes, and the segments that list each or one above it."""
BESIDE: tuple[Plain, ...] = (*({"segment": name} for name in OPERANDS["industries"]), {"code": "6599"}, {"code": "52"})
SYSTEMS: tuple[Plain, ...] = (
    {"id": "s1", "capabilities": ["sso"], "zone": "inner"},
    {"id": "s2", "capabilities": ["ledger", "keep"], "zone": "inner"},
    {"id": "s3", "capabilities": ["ledger"], "zone": "outer"},
    {"id": "s4", "capabilities": ["keep"]}, {"id": "s5", "capabilities": ["ledger"]},
)  # fmt: skip
ZONES: tuple[Plain, ...] = ({"id": "inner"}, {"id": "outer"})
FLOWS: tuple[Plain, ...] = (
    {"from": "inner", "to": "outer"}, {"from": "outer", "to": "internet"}, {"from": "internet", "to": "outer"},
)  # fmt: skip


def _some(items: Sequence[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(items), max_size=most, unique_by=str)


def _values(name: str, mixed: bool) -> st.SearchStrategy[str]:
    return st.sampled_from(VALUES[name] + (ELSEWHERE.get(name, ()) if mixed else ()))


@st.composite
def profiles(draw: st.DrawFn, mixed: bool = False) -> Client:
    """A client of whom some things are said: nothing, a little or nearly everything."""
    much, people = draw(st.sampled_from((1, 2, 4))), ("cio", "clerk")
    profile: Plain = {name: draw(_values(name, mixed)) for name in SCALARS if draw(st.integers(0, 4)) < much}
    profile["sold"] = draw(_some(VALUES["sold"]))
    scale = {name: draw(maybe(_values(name, mixed), 2)) for name in ("employees", "revenue")}
    landscape = {"zones": ZONES, "systems": draw(_some(SYSTEMS)), "flows": draw(_some(FLOWS))}
    lines = [draw(requirements(id, VOCABULARY, people)).evolve(connect=None) for id in draw(_some(("R-2", "R-10")))]
    fields: Plain = {
        "jurisdictions": draw(_some((*OPERANDS["jurisdictions"], "GB"))),
        "landscape": landscape if draw(st.booleans()) else None,
        "requirements": lines,
        **{"complete": draw(_some(PARTS)), "need_suites": draw(_some(tuple(SUITES))), "industries": draw(industries())},
    }
    return Client(id="c", as_of=AS_OF, scale=said(scale), profile=profile, **fields)


@st.composite
def industries(draw: st.DrawFn) -> tuple[Plain, ...]:
    """No industry, or one that is the main one and perhaps others beside it."""
    if draw(st.booleans()):
        return ()
    main: Plain = {"primary": True}
    if draw(st.booleans()):
        main["code"] = draw(st.sampled_from(tuple(FILINGS)))
        main["scheme"] = draw(st.sampled_from((CODES, None)))
    if "code" not in main or draw(st.booleans()):
        main["segment"] = draw(st.sampled_from(FILINGS.get(main.get("code", ""), OPERANDS["industries"])))
    main["stage"] = draw(maybe(st.sampled_from(OPERANDS["industry_stage"]), 4))
    return (said(main), *draw(_some(BESIDE)))


@st.composite
def more_known(draw: st.DrawFn, before: Known, mixed: bool = False) -> Known:
    """The same rules, and a client that knows more: what was said stays, and some of what was not is said now."""
    client = before.client
    for _ in range(draw(st.integers(1, 3))):
        readings = read_profile(client, before.packs.base, AS_OF).readings
        ways = list(_ways(client, readings))
        if ways:
            client = draw(_told(client, *draw(st.sampled_from(ways)), mixed, readings))
    return Known(before.packs, client)


def _ways(client: Client, readings: Readings) -> Iterable[tuple[str, str]]:
    """What can still be said: single values of which nothing, or only a range, is known; members of lists (of a
    complete one those within what was said); filings; more of the landscape; that a part is complete."""
    for name, reading in readings.items():
        if isinstance(reading, ScalarReading) and not (reading.is_absent or reading.is_known or reading.options == ()):
            yield "scale" if name in ("employees", "revenue", "assets") else "profile", name
    for name, path in (("jurisdictions", "jurisdictions"), ("sold", "profile.sold")):
        yield "within" if is_complete(client, path) else "member", name
    if not is_complete(client, "industries"):
        yield "member", "industries"
    if any(main.code is None or main.segment is None for main in client.industries[:1]):
        yield "filing", ""
    for part in ("systems", "flows"):
        if not is_complete(client, f"landscape.{part}"):
            yield "landscape", part
    if client.landscape and client.landscape.zones[0].hosting is None:
        yield "landscape", "hosting"
    for part in PARTS:
        if part not in client.complete:
            yield "complete", part


@st.composite
def _told(draw: st.DrawFn, client: Client, kind: str, name: str, mixed: bool, readings: Readings) -> Client:
    """The client with one thing more."""
    match kind:
        case "complete":
            return client.evolve(complete=(*client.complete, name))
        case "scale":
            return client.evolve(scale=(client.scale or Scale()).evolve(**{name: draw(_values(name, mixed))}))
        case "profile":
            options = getattr(readings[name], "options", None)
            value = draw(st.sampled_from(options) if options else _values(name, mixed))
            return client.evolve(profile=client.profile.set(name, value))
        case "filing":
            main, *others = client.industries
            if main.segment is None:
                told = {"segment": draw(st.sampled_from(FILINGS[main.code or ""]))}
            else:
                codes = [code for code, names in FILINGS.items() if main.segment in names]
                told = {"code": draw(st.sampled_from(codes or list(FILINGS)))}
            return client.evolve(industries=(main.evolve(**told), *others))
        case "landscape":
            drawn = client.landscape or Landscape(zones=ZONES)
            return client.evolve(landscape=draw(_extended(drawn, name)))
        case _:
            return draw(_with_member(client, name, within=kind == "within"))


@st.composite
def _with_member(draw: st.DrawFn, client: Client, name: str, within: bool) -> Client:
    if name == "industries":
        if not client.industries:
            return client.evolve(industries=draw(industries()))
        return client.evolve(industries=(*client.industries, draw(st.sampled_from(BESIDE))))
    held = client.jurisdictions if name == "jurisdictions" else client.profile.get(name, ())
    above = next(attribute.within for attribute in ATTRIBUTES if attribute.id == name)
    able = [m for m, whole in above.items() if whole in held] if within else OPERANDS[name]
    more = (*held, *draw(_some(able, 1))) if able else held
    if name == "jurisdictions":
        return client.evolve(jurisdictions=tuple(dict.fromkeys(more)))
    return client.evolve(profile=client.profile.set(name, tuple(dict.fromkeys(more))))


@st.composite
def _extended(draw: st.DrawFn, landscape: Landscape, part: str) -> Landscape:
    if part == "hosting":
        hosted = landscape.zones[0].evolve(hosting=draw(st.sampled_from(("on_premises", "saas"))))
        return landscape.evolve(zones=(hosted, *landscape.zones[1:]))
    if part == "flows":
        return landscape.evolve(flows=(*landscape.flows, draw(st.sampled_from(FLOWS))))
    new = [system for system in SYSTEMS if system["id"] not in {drawn.id for drawn in landscape.systems}]
    return landscape.evolve(systems=(*landscape.systems, draw(st.sampled_from(new))))
