"""One deal with hostile text in every field of every record that takes a text, and its twin with harmless text.

The documents are those of ``internal_worlds``, with what they lack. Fields are found by reflection over all kinds of
documents: a test says which have no hostile text, and why. Each text begins and ends with a mark of its own, so that
a rendering can be asked which texts it shows, and whether it shows them whole. Equal texts stay equal (an entity on
both sides of a connection), since the deal would be another one otherwise.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from tests.report import internal_worlds as plain

from tobfit.errors import TobfitError
from tobfit.formats.documents import KINDS
from tobfit.knowledge.packs import Packs
from tobfit.matching.report import Report, match
from tobfit.model.catalog import Catalog, Response, Vendor
from tobfit.model.client import Client
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import Label
from tobfit.model.offer import Offer
from tobfit.model.pack import Pack
from tobfit.model.policy import Policy
from tobfit.model.product import Product
from tobfit.model.record import Record
from tobfit.model.shape import FieldShape, Shape, fields_of
from tobfit.model.usage import Usage

LEADS = (
    "=cmd|' /C calc'!A0 ", "+1+cmd|'/C'!A0 ", "-2+3+cmd ", "@SUM(1,1) ", "\t=1+1 ", "\r=1+1 ", "\n=1+1 ", "＝1+1 ",
    "＋1 ", "－1 ", "＠SUM(1) ", " =1+1 ", "'=1+1 ", "\u200b=1+1 ", "{=1+1} ", "<!-- ", "]]>", "</script>", "# ", "- ",
    "1. ", "| ", "> ", "``` ", "&#61;1+1 ", "\x00=1 ", "\ud800=1 ", "\u202e=1 ", "https://e.x/ ", "{{7*7}} ", "{% x %}",
)  # fmt: skip
"""What a text begins with: the first character decides about formulas and about Markdown's blocks."""
BODY = (
    "<script>window.planted=1</script><img src=x onerror=\"window.planted=2\"><svg/onload=window.planted=3>"
    "<a href=\"javascript:window.planted=4\" onclick='window.planted=5'>x</a></script></style></title></textarea>"
    "]]><!--x--><![CDATA[y]]><?php z?>\"' onmouseover=\"window.planted=6\" x='` A & B <b>c</b> &lt;d&gt; &amp; &#x41; "
    "[e](javascript:window.planted=7) ![f](https://e.x/f.png) **g** _h_ `i` ~~j~~ $k$ | l \\ m # n\n\n- o\n> p\n"
    "\u202eq\u202c \u2066r\u2069 \u200bs\ufeff \x00t \x1b[31mu \x08 \x85 \u2028v \ud800w \U0001f468\u200d\U0001f4bb "
    "{{ 7 * 7 }} {% raw %} {# x #} ${7*7} %s {0} datum.x _x003D_ _x0041_ x𠀀y ＝1 ＋2 －3 ＠4 全角：（ ）"
)
"""What stands in each text: nothing of it may run, be taken as structure, or be lost."""
LONG = "長い文 long & " * 3200
"""More than 40,000 characters."""

MEANT: dict[tuple[str, str], str] = {
    ("Interface", "zone"): "ids of zones",
    ("Interface", "version"): "a version range",
    ("Need", "version"): "a version range",
    ("Platform", "version"): "a version",
    ("RunsOn", "version"): "a version range",
    ("SizeGroup", "codes"): "codes and spans of codes",
    ("SizeScheme", "sections"): "letters and spans of codes",
    ("State", "zone"): "ids of zones",
}
"""Fields that refuse a text which is not of a certain form, and which form."""
LONGEST = {
    ("Client", "name"), ("Requirement", "text"), ("Stakeholder", "name"), ("System", "name"), ("Zone", "name"),
    ("Product", "name"), ("Evidence", "source"), ("Statement", "remark"), ("Capability", "name"), ("Policy", "name"),
    ("Rule", "because"), ("Citation", "title"), ("Waiver", "reason"), ("Attribute", "question"),
}  # fmt: skip
"""Of these the first text is the long one, where one is asked for: they stand in all parts of a report."""
FIGURE = re.compile(r"[0-9]")
"""What a value begins with that is an amount, and not a word: it stays."""


@attrs.frozen(eq=False)
class Hostile:
    """The documents, and what was planted: number of the mark -> whole text, and where it stands."""

    client: Client
    other: Client
    catalog: Catalog
    packs: Packs
    policy: Policy
    usage: Usage
    texts: Mapping[str, str]
    places: Mapping[str, str]
    covered: frozenset[tuple[str, str]]

    def report(self, client: Client | None = None) -> Report:
        """The match."""
        return match(client or self.client, self.catalog, self.packs, self.policy)


def hostile(turn: int = 0, *, longest: bool = False) -> Hostile:
    """The deal with hostile text everywhere; ``turn`` shifts which text begins with what, ``longest`` makes the first
    text of some kinds of field longer than 40,000 characters."""
    return _planted(Planter(turn, longest=longest))


def harmless() -> Hostile:
    """The same deal with one plain word in all these places."""
    return _planted(Planter(0, harmless=True))


def client_document() -> dict[str, Any]:
    """The client of ``internal_worlds`` with what takes the other texts."""
    lines = [
        {"id": "R-11", "text": "Tone", "capability": "t.tone", "need": {"level": "high"}, "priority": "should"},
        {"id": "R-12", "text": "Hues", "capability": "t.hues", "need": {"all_of": ["blue"]}, "priority": "should"},
        {"id": "R-13", "text": "Any hue", "capability": "t.hues", "need": {"any_of": ["blue", "red"]}},
        {"id": "R-14", "text": "No hue", "capability": "t.hues", "need": {"none_of": ["red"]}, "priority": "could"},
        {"id": "R-15", "text": "Waived", "capability": "t.fire", "priority": "could",
         "waived": {"by": "cfo", "reason": "Later"}},
        {"id": "R-16", "text": "Orders at once", "priority": "should",
         "connect": {"system": "erp", "interface": "orders", "mode": ["at once"], "data": "to_product"}},
    ]  # fmt: skip
    made = plain.CLIENT
    return {
        **made,
        "profile": {**made["profile"], "glow": "warm"},
        "requirements": [*made["requirements"], *lines],
    }


def product_document(name: str, **changes: Any) -> dict[str, Any]:
    """A product with the values that the other lines ask about."""
    said = {
        "t.tone": {"response": "standard", "value": "low", "remark": "Soft", "evidence": plain.DOCUMENTED},
        "t.hues": {"response": "standard", "value": ["blue", "grey"]},
    }
    return plain.product(name, **said, **changes)


def pack_document() -> dict[str, Any]:
    """The pack with an attribute, capabilities and a rule whose meaning lies in words."""
    known = {field.name for field in fields_of(Pack)}
    made = {name: value for name, value in plain.PACK.items() if name in known}
    terms = [
        {"id": "t.tone", "kind": "level", "levels": ["low", "high"], "broader": "t"},
        {"id": "t.hues", "kind": "set", "members": ["blue", "red", "grey"], "broader": "t"},
    ]
    glow = {"id": "glow", "kind": "text", "values": ["warm", "cold"], "labels": {"warm": "Warm"},
            "question": "How does it glow?"}  # fmt: skip
    shades = {"id": "shades", "kind": "set", "values": ["dark", "darker"], "within": {"darker": "dark"}}
    rule = {"id": "clay.glow", "when": {"attr": "glow", "op": "eq", "value": "warm"}, "basis": "practice",
            "implies": [{"capability": "t.sign", "priority": "could"}], "source": plain.SOURCE,
            "because": "It glows"}  # fmt: skip
    chain = {"id": "slow", "when": {"entity": "Stock", "mode": "async"}, "then": {"mode": "sync"},
             "effort": plain.EFFORT}  # fmt: skip
    return {
        **made,
        "vocabulary": [*made["vocabulary"], *terms],
        "attributes": [*made["attributes"], glow, shades],
        "rules": [*made["rules"], rule],
        "adapters": [*made["adapters"], chain],
        "roles": [*made["roles"], {"id": "owner", "xref": {"other": "Owner"}}],
        "deal_rules": [*made["deal_rules"], SEASONAL],
    }


SEASONAL: dict[str, Any] = {
    "id": "clay.season", "about": "launch_window", "text": "Kilns rest", "basis": "practice", "source": plain.SOURCE,
    "seasons": [{"name": "Rest", "first": "12-15", "last": "01-05"}],
}  # fmt: skip
ANSWER: dict[str, Any] = {"requirement": "R-12", "response": "standard", "value": ["red"], "remark": "As asked"}
LEARNT: dict[str, Any] = {"target": "client.profile.glow", "value": "warm"}
SEEN: dict[str, Any] = {
    "capability": "t.hues", "role": "end_user", "period": "2027-06", "entitled": 400, "active": 10,
    "value": ["blue"], "promised": ["blue"],
}  # fmt: skip


def _planted(planter: Planter) -> Hostile:
    client = planter.in_record(Client(**client_document()))
    products = [Product(**product_document("alpha")), Product(**product_document("beta", **BETA))]
    response = {**plain.RESPONSE, "answers": [*plain.RESPONSE["answers"], ANSWER]}
    catalog = Catalog(
        products=tuple(map(planter.in_record, products)),
        vendors=(planter.in_record(Vendor(**plain.VENDOR, finances={"rating": "warm"})),),
        responses=(planter.in_record(Response(**response)),),
        offers=(planter.in_record(Offer(**plain.OFFER)),),
    )
    answers = {**plain.ANSWERS, "answers": [*plain.ANSWERS["answers"], LEARNT]}
    planter.in_record(KINDS["answers"](**answers))
    usage = {**plain.USAGE, "observations": [*plain.USAGE["observations"], SEEN]}
    return Hostile(
        client=client,
        other=client.evolve(id="zenith", budget={"amount": "400000 CNY"}),
        catalog=catalog,
        packs=Packs(((planter.in_record(Pack(**pack_document())),),)),
        policy=planter.in_record(Policy(id="house")),
        usage=planter.in_record(Usage(**usage)),
        texts=planter.texts,
        places=planter.places,
        covered=frozenset(planter.covered),
    )


BETA: dict[str, Any] = {
    "t.sales": {"response": "not_supported", "effort": plain.EFFORT},
    "t.ledger": {"response": "standard", "evidence": plain.DOCUMENTED},
}


@attrs.define(eq=False)
class Planter:
    """Puts a text wherever one may stand."""

    turn: int
    harmless: bool = False
    longest: bool = False
    texts: dict[str, str] = attrs.field(factory=dict)
    places: dict[str, str] = attrs.field(factory=dict)
    covered: set[tuple[str, str]] = attrs.field(factory=set)
    same: dict[str, str] = attrs.field(factory=dict)
    refused: set[tuple[str, str]] = attrs.field(factory=set)
    count: Iterator[int] = attrs.field(factory=itertools.count)

    def in_record(self, made: Any) -> Any:
        """A record, with all records in it, planted."""
        for field in fields_of(type(made)):
            value = getattr(made, field.attribute)
            put = self.in_field(type(made).__name__, field, value)
            if put is value or put == value:
                continue
            try:
                made = made.evolve(**{field.attribute: put})
            except TobfitError:
                self.refused.add((type(made).__name__, field.name))
        return made

    def in_field(self, kind: str, field: FieldShape, value: Any) -> Any:
        """The value of one field, planted."""
        where = (kind, field.name)
        if where in MEANT or (kind == "Need" and value is None):
            return value
        return self.inside(where, field.shape, value)

    def inside(self, where: tuple[str, str], shape: Shape | None, value: Any) -> Any:
        """A value, with all texts in it replaced."""
        if shape is None:
            return value
        if isinstance(value, Record):
            return self.in_record(value)
        if shape.kind == "label":
            return Label.of(self.text(where))
        if shape.kind == "scalar" and shape.scalar is not None and shape.scalar.name == "text":
            return self.text(where) if value is None else self.replaced(where, str(value))
        if shape.kind == "list" and value:
            return tuple(self.inside(where, shape.item, item) for item in value)
        if shape.kind == "free":
            return self.free(where, value)
        if shape.kind == "map" and value:
            return FrozenMap(
                {self.inside(where, shape.key, key): self.inside(where, shape.item, value[key]) for key in value}
            )
        return value

    def free(self, where: tuple[str, str], value: Any) -> Any:
        """A value whose meaning a pack declares: words are replaced, numbers, true and false are not."""
        if isinstance(value, tuple):
            return tuple(self.free(where, item) for item in value)
        is_word = isinstance(value, str) and value not in ("true", "false") and not FIGURE.match(value)
        return self.replaced(where, value) if is_word else value

    def replaced(self, where: tuple[str, str], value: str) -> str:
        """The text that stands wherever this one stood."""
        if FIGURE.match(value) and where[1] in ("value", "number"):
            return value
        if value not in self.same:
            self.same[value] = self.text(where)
        self.covered.add(where)
        return self.same[value]

    def text(self, where: tuple[str, str]) -> str:
        """The next text, between its marks."""
        number = next(self.count)
        lead = "" if self.harmless else LEADS[(number + self.turn) % len(LEADS)]
        body = "word" if self.harmless else BODY
        if self.longest and where in LONGEST and where not in self.covered:
            body += LONG
        text = f"{lead}qa{number}z {body} qe{number}z"
        self.covered.add(where)
        self.texts[str(number)] = text
        self.places[str(number)] = ".".join(where)
        return text


def text_fields() -> dict[tuple[str, str], str]:
    """Every field of any kind of document that can hold a text, and how: text, label, list of text, ..."""
    found: dict[tuple[str, str], str] = {}
    seen: set[type[Any]] = set()
    todo: list[Shape | None] = [Shape(kind="record", record=record) for record in KINDS.values()]
    while todo:
        shape = todo.pop()
        if shape is None:
            continue
        todo += [shape.key, shape.item]
        if shape.record is not None and shape.record not in seen:
            seen.add(shape.record)
            for field in fields_of(shape.record):
                if texts := _texts_of(field.shape):
                    found[shape.record.__name__, field.name] = texts
                todo.append(field.shape)
    return found


def _texts_of(shape: Shape | None) -> str:
    if shape is None:
        return ""
    if shape.kind in ("label", "free"):
        return shape.kind
    if shape.kind == "scalar" and shape.scalar is not None and shape.scalar.name == "text":
        return "text"
    inner = _texts_of(shape.item) or _texts_of(shape.key)
    return f"{shape.kind} of {inner}" if inner else ""
