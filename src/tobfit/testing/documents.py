"""A Hypothesis strategy for whole documents: records with any of their fields, made from the declared types.

Unlike the worlds of ``strategies`` they need not agree with a vocabulary; their texts are chosen to break writers
and readers: words that YAML takes for something else, blanks, colons, quotes, control characters, other scripts.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, get_args

from hypothesis import strategies as st

from tobfit.errors import TobfitError
from tobfit.model.answers import Answers
from tobfit.model.attribute import Attribute, Derivation, SystemPattern
from tobfit.model.catalog import Response, Vendor
from tobfit.model.citation import NO_SOURCE, Citation
from tobfit.model.client import Client
from tobfit.model.deal import DealRule
from tobfit.model.frozen import FrozenMap
from tobfit.model.landscape import RunsOn
from tobfit.model.offer import Discount, Item, Offer
from tobfit.model.pack import Capability, Pack
from tobfit.model.policy import Credits, Policy
from tobfit.model.price import Count, Effort
from tobfit.model.product import Module, Product, Statement
from tobfit.model.requirement import Need
from tobfit.model.rule import Condition, Demand, Rule
from tobfit.model.service import ExchangeRate
from tobfit.model.shape import Shape, fields_of
from tobfit.model.size import SizeCeiling, SizeGroup, SizeIndicator, SizeScheme
from tobfit.model.usage import NetPromoter, Observation, Retention, Satisfaction, Usage
from tobfit.model.words import BASES, OPERATORS, AttributeKind
from tobfit.testing.sample_scalars import IDS, SCALARS, TEXTS
from tobfit.testing.samples import LEVELS, RANGES


def documents(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Records of one class, any field of them filled or left out."""
    return _record(kind)


def clients() -> st.SearchStrategy[Any]:
    """Clients with any of their fields."""
    return documents(Client)


def any_document() -> st.SearchStrategy[Any]:
    """A record of any kind that stands in a file of its own."""
    kinds = (Client, Product, Response, Answers, Vendor, Offer, Policy, Pack, Usage)
    return st.one_of(*(documents(kind) for kind in kinds))


@st.composite
def _record(draw: st.DrawFn, kind: type[Any]) -> Any:
    if kind in _OWN:
        return draw(_OWN[kind]())
    fields = _layered(draw(_fields(kind)))
    if kind is Statement and fields["response"] == "roadmap":
        fields.setdefault("available", "unknown")
    if kind is RunsOn:
        either: dict[str, Any] = {name: fields[name] for name in ("platform", "version") if name in fields}
        fields = {"any_of": fields["any_of"]} if fields.get("any_of") else {"platform": "kubernetes", **either}
    if kind is Discount:
        fields.pop("amount" if "share" in fields else "", None)
        fields.setdefault("share" if "amount" not in fields else "amount", fields.get("amount", "0.25"))
    if kind is ExchangeRate:
        fields["quote"] = "CNY" if fields["base"] == "EUR" else "EUR"  # a rate lies between two currencies
    if kind is Item:
        fields["modules"] = tuple(dict.fromkeys(fields.get("modules", ())))
    if kind is Offer:
        items = {item.product: item for item in fields["items"]} or {"a": Item(product="a")}
        fields["items"] = tuple(items.values())
        given = fields.get("discounts", ())
        fields["discounts"] = tuple(d.evolve(items=tuple(n for n in d.items if n in items)) for d in given)
    if kind is Product:
        names = {s.module for stated in fields.get("capabilities", {}).values() for s in stated} - {None}
        fields["modules"] = FrozenMap({name: Module() for name in sorted(names)} | dict(fields.get("modules", {})))
        fields["modules"] = FrozenMap({k: m.evolve(requires=(), excludes=()) for k, m in fields["modules"].items()})
    if kind is Vendor:
        fields |= _told_once(fields)
    try:
        return kind(**fields)
    except TobfitError:
        # Names that lines and goals mention without a stakeholder of that name.
        fields.pop("stakeholders", None)
        return kind(**fields)


def _told_once(fields: dict[str, Any]) -> dict[str, Any]:
    """What a vendor lists, each thing once; its statements hang on no module."""
    certificates = {item.name: item for item in fields.get("certificates", ())}
    references = {item.client or f"unnamed {place}": item for place, item in enumerate(fields.get("references", ()))}
    stated = fields.get("capabilities", {})
    return {
        "certificates": tuple(certificates.values()),
        "references": tuple(references.values()),
        "support_regions": tuple(dict.fromkeys(fields.get("support_regions", ()))),
        "capabilities": {name: tuple(s.evolve(module=None) for s in said) for name, said in stated.items()},
    }


def _layered(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a record of a pack made sound: an override names its own id, a period does not end before it
    begins."""
    if "id" in fields and "overrides" in fields:
        fields["overrides"] = fields["id"]
    if "valid_from" in fields and "valid_to" in fields:
        days = sorted((fields["valid_from"], fields["valid_to"]), key=datetime.date.fromisoformat)
        fields["valid_from"], fields["valid_to"] = days
    return fields


@st.composite
def _fields(draw: st.DrawFn, kind: type[Any]) -> dict[str, Any]:
    every = fields_of(kind)
    needed = [field for field in every if field.required]
    others = [field for field in every if not field.required]
    chosen = draw(st.lists(st.sampled_from(others), max_size=5, unique_by=lambda f: f.name)) if others else []
    return {field.attribute: draw(_value(field.shape)) for field in [*needed, *chosen]}


def _value(shape: Shape) -> st.SearchStrategy[Any]:
    match shape.kind:
        case "scalar":
            assert shape.scalar is not None
            return st.sampled_from(SCALARS[shape.scalar.name])
        case "choice":
            return st.sampled_from(shape.choices)
        case "record":
            assert shape.record is not None
            return _record(shape.record)
        case "list":
            return _list(shape)
        case "map":
            assert shape.item is not None
            return st.dictionaries(st.sampled_from(IDS), _value(shape.item), max_size=2).map(FrozenMap)
        case "label":
            texts = st.sampled_from(TEXTS)
            return texts | st.dictionaries(st.sampled_from(("en", "zh", "zh-Hant")), texts, min_size=1)
        case _:
            return free_values()


def _list(shape: Shape) -> st.SearchStrategy[Any]:
    item = shape.item
    assert item is not None
    own_id = item.record is not None and any(f.name == "id" for f in fields_of(item.record))
    unique: Callable[[Any], Any] | None = (lambda made: made.id) if own_id else None
    return st.lists(_value(item), max_size=2, unique_by=unique).map(tuple)


def free_values() -> st.SearchStrategy[Any]:
    """Texts, lists and mappings of such."""
    texts = st.sampled_from(TEXTS)
    return st.recursive(
        texts,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
        max_leaves=4,
    )


# ------------------------------------------------------------- records with rules that span their fields


@st.composite
def _efforts(draw: st.DrawFn) -> Effort:
    low, likely, high = sorted(draw(st.lists(st.integers(0, 40), min_size=3, max_size=3)))
    return Effort(low=f"{low} days", likely=f"{likely}.5 days", high=f"{high + 1} days")


@st.composite
def _counts(draw: st.DrawFn) -> Count:
    low, likely, high = sorted(draw(st.lists(st.integers(0, 40), min_size=3, max_size=3)))
    return Count(low=low, likely=likely, high=high)


@st.composite
def _credits(draw: st.DrawFn) -> Credits:
    worth = sorted(draw(st.lists(st.sampled_from(("0", "0.25", "0.9", "1")), min_size=5, max_size=5)), reverse=True)
    names = ("standard", "configuration", "third_party", "customisation", "roadmap")
    return Credits(**dict(zip(names, worth, strict=True)))


@st.composite
def _needs(draw: st.DrawFn) -> Need:
    fields = draw(_fields(Need))
    if "version" in fields:
        fields["version"] = draw(st.sampled_from(RANGES))
    return Need(**fields)


@st.composite
def _capabilities(draw: st.DrawFn) -> Capability:
    fields = draw(_fields(Capability))
    for name in ("kind", "unit", "levels", "members", "overrides", "withdrawn"):
        fields.pop(name, None)
    kind = draw(st.sampled_from((None, "boolean", "level", "quantity", "set", "version")))
    if kind == "level":
        fields["levels"] = LEVELS
    if kind == "quantity":
        fields["unit"] = draw(st.sampled_from(("month", "%", "CNY/year")))
    if kind == "set":
        fields["members"] = draw(st.lists(st.sampled_from(TEXTS), max_size=3, unique=True))
    if draw(st.booleans()):
        fields["overrides"] = fields["id"]
        fields["withdrawn"] = draw(st.booleans())
    return Capability(**({"kind": kind} if kind else {}), **fields)


@st.composite
def _attributes(draw: st.DrawFn) -> Attribute:
    fields = _layered(draw(_fields(Attribute)))
    for name in ("unit", "values", "within", "derived"):
        fields.pop(name, None)
    kind = fields["kind"] = draw(st.sampled_from(ATTRIBUTE_KINDS))
    if kind == "quantity" and draw(st.booleans()):
        fields["unit"] = draw(st.sampled_from(("month", "%", "CNY/year")))
    if kind in ("text", "level", "set"):
        fewest = 1 if kind == "level" and fields.get("withdrawn") != "true" else 0
        fields["values"] = draw(st.lists(st.sampled_from(TEXTS), min_size=fewest, max_size=3, unique=True))
    if kind == "set":
        fields["within"] = draw(st.dictionaries(st.sampled_from(TEXTS), st.sampled_from(TEXTS), max_size=2))
    if kind == "boolean" and draw(st.booleans()):
        fields["derived"] = draw(_derivations())
    return Attribute(**fields)


ATTRIBUTE_KINDS: tuple[AttributeKind, ...] = get_args(AttributeKind)


def _derivations() -> st.SearchStrategy[Derivation]:
    """One way: a system that fits a pattern, or a zone that no flow reaches."""
    systems = _record(SystemPattern).map(lambda pattern: Derivation(system=pattern))
    return systems | st.sampled_from(IDS).map(lambda zone: Derivation(unreachable=zone))


@st.composite
def _atoms(draw: st.DrawFn) -> Condition:
    op = draw(st.sampled_from(OPERATORS))
    value = draw(st.sampled_from((None, "true")) if op == "present" else free_values())
    return Condition(attr=draw(st.sampled_from(IDS)), op=op, **({} if value is None else {"value": value}))


def _conditions() -> st.SearchStrategy[Condition]:
    """Exactly one form at each depth; ``all`` and ``any`` of nothing too."""
    return st.recursive(
        _atoms(),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: Condition(all=parts)),
            st.lists(inner, max_size=3).map(lambda parts: Condition(any=parts)),
            inner.map(lambda part: Condition(not_=part)),
        ),
        max_leaves=4,
    )


@st.composite
def _demands(draw: st.DrawFn) -> Demand:
    fields = draw(_fields(Demand))
    if fields.get("priority") == "wont":
        fields["priority"] = draw(st.sampled_from(("must", "should", "could")))
    return Demand(**fields)


@st.composite
def _rules(draw: st.DrawFn) -> Rule:
    fields = _layered(draw(_fields(Rule)))
    if fields.get("withdrawn") != "true":
        fields.setdefault("basis", draw(st.sampled_from(BASES)))
        source = fields.get("source") or draw(_record(Citation))
        fields["source"] = Citation(title="A book") if source == NO_SOURCE else source
    return Rule(**fields)


@st.composite
def _deal_rules(draw: st.DrawFn) -> DealRule:
    fields = _layered(draw(_fields(DealRule)))
    if fields.get("withdrawn") != "true":
        fields.setdefault("basis", draw(st.sampled_from(BASES)))
        fields.setdefault("text", draw(st.sampled_from(TEXTS)))
        source = fields.get("source") or draw(_record(Citation))
        fields["source"] = Citation(title="A book") if source == NO_SOURCE else source
    fields["needs"] = tuple(kind for kind in fields.get("needs", ()) if kind not in fields.get("forbids", ()))
    return DealRule(**fields)


@st.composite
def _size_groups(draw: st.DrawFn) -> SizeGroup:
    fields = draw(_fields(SizeGroup))
    ways: dict[str, type[Any]] = {"indicators": SizeIndicator, "ceilings": SizeCeiling}
    for name in ways:
        fields.pop(name, None)
    way = draw(st.sampled_from(sorted(ways)))
    fields[way] = draw(st.lists(_record(ways[way]), min_size=1, max_size=2))
    if "codes" in fields:
        fields["codes"] = draw(st.lists(st.sampled_from(CODES), max_size=2))
    return SizeGroup(**fields)


@st.composite
def _observations(draw: st.DrawFn) -> Observation:
    fields = draw(_fields(Observation))
    for part in ("logged_in", "healthy", "dau", "tickets_within"):
        fields.pop(part, None)
    if "capability" not in fields:
        fields.pop("value", None)
        fields.pop("promised", None)
    return Observation(**fields)


@st.composite
def _surveys(draw: st.DrawFn, kind: type[Any]) -> Any:
    """Answers one by one, or counts of them."""
    if draw(st.booleans()):
        return kind(scores=draw(st.lists(st.sampled_from((1, 4, 5)), max_size=3)))
    few, many = sorted(draw(st.lists(st.integers(0, 40), min_size=2, max_size=2)))
    return kind(**{"satisfied" if kind is Satisfaction else "promoters": few, "responses": many})


@st.composite
def _retentions(draw: st.DrawFn) -> Retention:
    lost, start = sorted(draw(st.lists(st.integers(0, 40), min_size=2, max_size=2)))
    return Retention(start=f"{start} CNY/year", churn=f"{lost} CNY/year")


@st.composite
def _usages(draw: st.DrawFn) -> Usage:
    fields = draw(_fields(Usage))
    seen = fields.get("observations", ())
    fields["observations"] = tuple({(one.capability, one.role): one for one in seen}.values())
    fields["value_events"] = tuple(event.evolve(reached=None) for event in fields.get("value_events", ()))
    fields.pop("as_of", None)
    return Usage(**fields)


CODES = ("65", "6572", "01-05", "A")


@st.composite
def _size_schemes(draw: st.DrawFn) -> SizeScheme:
    fields = _layered(draw(_fields(SizeScheme)))
    if "sections" in fields:
        fields["sections"] = draw(st.dictionaries(st.sampled_from(TEXTS), st.sampled_from(CODES), max_size=2))
    if any(group.codes for group in fields.get("groups", ())):
        fields.setdefault("filing", draw(st.sampled_from(IDS)))
    return SizeScheme(**fields)


_OWN: dict[type[Any], Callable[[], st.SearchStrategy[Any]]] = {
    Effort: _efforts,
    Count: _counts,
    Credits: _credits,
    Need: _needs,
    Capability: _capabilities,
    Attribute: _attributes,
    Derivation: _derivations,
    Condition: _conditions,
    Demand: _demands,
    Rule: _rules,
    DealRule: _deal_rules,
    SizeGroup: _size_groups,
    SizeScheme: _size_schemes,
    Observation: _observations,
    Satisfaction: lambda: _surveys(Satisfaction),
    NetPromoter: lambda: _surveys(NetPromoter),
    Retention: _retentions,
    Usage: _usages,
}

__all__ = ["any_document", "clients", "documents", "free_values"]
