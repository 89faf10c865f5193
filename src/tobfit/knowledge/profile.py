"""A client's profile: every attribute that rules may name, read from where the client holds it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

import attrs

from tobfit.knowledge.attributes import Scalar, is_set, read_members, read_scalar
from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.landscape import derived, is_complete
from tobfit.knowledge.reading import Reading, ScalarReading, SetReading
from tobfit.knowledge.regions import lies_in
from tobfit.knowledge.sizes import Amounts, SizeClass, attributes_of, classify, split_code
from tobfit.model.attribute import Attribute
from tobfit.model.client import Client, Industry
from tobfit.model.quantity import Quantity
from tobfit.model.scalars import Refused
from tobfit.model.segment import Segment, SegmentStage
from tobfit.model.size import SizeScheme
from tobfit.model.words import SIZES

MAX_WORLDS = 64  # so many ways of reading several filed codes are followed


@attrs.frozen
class Discord:
    """An attribute that the client states in one way and that follows in another."""

    attribute: str
    stated: str
    follows: str


@attrs.frozen(eq=False)
class Profile:
    """What is known of each attribute, and where what was said does not agree."""

    readings: Mapping[str, Reading]
    discords: tuple[Discord, ...]
    sizes: Mapping[str, SizeClass]


def read_profile(client: Client, base: KnowledgeBase, as_of: datetime.date) -> Profile:
    """Reads all attributes. Values that cannot be read are unknown here: ``check_client`` names them."""
    readings: dict[str, Reading] = {}
    discords: list[Discord] = []
    for attribute in base.askable.values():
        if not attribute.id.startswith("size_class."):
            reading, found = _read(attribute, client, base, as_of)
            readings[attribute.id] = reading
            discords += found
    sizes = {}
    for scheme in base.scales.values():
        size = size_of(client, scheme, base, readings)
        sizes[scheme.id] = size
        # A scheme that is not in force says nothing.
        told = size if in_force(scheme, as_of) else None
        reading, found = _size_reading(base.askable[f"size_class.{scheme.id}"], told, client)
        readings[reading.attribute.id] = reading
        discords += found
    return Profile(readings, tuple(discords), sizes)


def size_of(
    client: Client, scheme: SizeScheme, base: KnowledgeBase, readings: Mapping[str, Reading]
) -> SizeClass:
    """The size class of a client whose attributes are read."""
    amounts: Amounts = {name: _amount(readings.get(name)) for name in attributes_of(scheme)}
    return classify(client, scheme, amounts, base)


def size_class_of(client: Client, scheme: SizeScheme, base: KnowledgeBase) -> SizeClass:
    """The size class of a client; only the attributes that the scheme looks at are read."""
    asked = [base.askable[name] for name in attributes_of(scheme) if name in base.askable]
    readings = {attribute.id: _read(attribute, client, base, None)[0] for attribute in asked}
    return size_of(client, scheme, base, readings)


def _amount(reading: Reading | None) -> Quantity | None:
    if not isinstance(reading, ScalarReading) or not reading.is_known or reading.options is None:
        return None
    value = reading.options[0]
    return value if isinstance(value, Quantity) else None


def _read(
    attribute: Attribute, client: Client, base: KnowledgeBase, as_of: datetime.date | None
) -> tuple[Reading, list[Discord]]:
    if attribute.id == "industries":
        return _industries(attribute, client, base), []
    if attribute.id == "industry_stage":
        return _stage(attribute, client, base, as_of), []
    if is_set(attribute):
        return _members(attribute, client), []
    if attribute.id in ("employees", "revenue", "assets"):
        return _scale(attribute, client), []
    return _profile_value(attribute, client, base)


def _scale(attribute: Attribute, client: Client) -> ScalarReading:
    value = getattr(client.scale, attribute.id) if client.scale else None
    if value is None:
        return ScalarReading(attribute)
    return ScalarReading(attribute, (Quantity(Decimal(value)) if isinstance(value, int) else value,))


def _members(attribute: Attribute, client: Client) -> SetReading:
    if attribute.id == "jurisdictions":
        said, path = client.jurisdictions, "jurisdictions"
    else:
        said, path = _said_members(attribute, client), f"profile.{attribute.id}"
    above = {member: lies_in(member, attribute.within) for member in sorted(attribute.within)}
    return SetReading(attribute, (frozenset(said),), is_complete(client, path), above)


def _said_members(attribute: Attribute, client: Client) -> tuple[str, ...]:
    try:
        return read_members(attribute, client.profile.get(attribute.id, ()))
    except Refused:
        return ()


def _industries(attribute: Attribute, client: Client, base: KnowledgeBase) -> SetReading:
    """The segments; a code alone is one of the segments that list it."""
    worlds: list[frozenset[str]] = [frozenset()]
    closed = is_complete(client, "industries")
    for industry in client.industries:
        choices = segments_of(industry, base)
        is_known = bool(choices) and all(choice in base.segments for choice in choices)
        if not is_known or len(worlds) * len(choices) > MAX_WORLDS:
            closed = False  # somewhere that no pack knows, or in too many places to follow them all
        if choices and len(worlds) * len(choices) <= MAX_WORLDS:
            worlds = [world | {choice} for world in worlds for choice in choices]
    above = {name: base.wider_segments.get(name, ()) for name in base.segments}
    return SetReading(attribute, tuple(sorted(set(worlds), key=sorted)), closed, above)


def segments_of(industry: Industry, base: KnowledgeBase) -> tuple[str, ...]:
    """The segment of an industry, else those that list its code: in each scheme the longest code that it begins with
    counts. A code without a scheme may be one of any scheme."""
    if industry.segment is not None:
        return (industry.segment,)
    section, digits = split_code(industry.code or "")
    best: dict[str, dict[int, list[str]]] = {}
    for segment in base.segments.values():
        for entry in segment.codes:
            if industry.scheme in (entry.scheme, None):
                lengths = [_length(code, section, digits) for code in entry.codes]
                if any(lengths):
                    best.setdefault(entry.scheme, {}).setdefault(max(lengths), []).append(segment.id)
    return tuple(sorted({name for lengths_of in best.values() for name in lengths_of[max(lengths_of)]}))


def _length(code: str, section: str, digits: str) -> int:
    """How much of a filed code a listed one says: 0 nothing, 1 its section, more with each digit."""
    if code.isalpha():
        return int(code == section)
    return len(code) + 1 if digits.startswith(code) else 0


def _stage(
    attribute: Attribute, client: Client, base: KnowledgeBase, as_of: datetime.date | None
) -> ScalarReading:
    """The stage that the client states, else that of the (primary) industry's segment on the day."""
    said, value = _stated(attribute, client)
    if said is not None and value is not None:
        return said
    chosen = [item for item in client.industries if item.primary] or list(client.industries)
    found: set[str] = set()
    for item in chosen:
        names = segments_of(item, base)
        stages = {item.stage} if item.stage is not None else {_stage_on(name, base, as_of) for name in names}
        if not stages or None in stages:
            return ScalarReading(attribute)
        found.update(stage for stage in stages if stage is not None)
    is_stated = all(item.stage is not None for item in chosen)
    return ScalarReading(attribute, tuple(sorted(found)) or None, None if is_stated or not found else "industry record")


def _stage_on(name: str, base: KnowledgeBase, as_of: datetime.date | None) -> str | None:
    """The stage of a segment, or of the nearest broader one that has any, on the day."""
    for each in (name, *base.wider_segments.get(name, ())):
        segment: Segment | None = base.segments.get(each)
        for stage in segment.stages if segment else ():
            if as_of is not None and in_force(stage, as_of):
                return stage.stage
    return None


def in_force(dated: SegmentStage | SizeScheme, as_of: datetime.date) -> bool:
    """Whether a record holds on a day; both ends of its period belong to it."""
    return (dated.valid_from is None or dated.valid_from <= as_of) and (
        dated.valid_to is None or as_of <= dated.valid_to
    )


def _stated(attribute: Attribute, client: Client) -> tuple[ScalarReading | None, Scalar | None]:
    """What the profile says; absence in a complete part means no, for what is yes or no."""
    value = client.profile.get(attribute.id)
    if value is not None:
        try:
            read = read_scalar(attribute, value)
        except Refused:
            return None, None
        return ScalarReading(attribute, (read,)), read
    if attribute.derived is None and is_complete(client, f"profile.{attribute.id}"):
        no = (False,) if attribute.kind == "boolean" else None
        return ScalarReading(attribute, no, "profile is complete", is_absent=True), None
    return None, None


def _profile_value(
    attribute: Attribute, client: Client, base: KnowledgeBase
) -> tuple[ScalarReading, list[Discord]]:
    """The stated value, else what the landscape answers; where they differ the stated one stands, and is noted."""
    stated, value = _stated(attribute, client)
    truth, where = derived(attribute, client, base.vocabulary, base.roles)
    if stated is None:
        return ScalarReading(attribute, None if truth is None else (truth,), where or None), []
    if truth is None or value is None or value == truth:
        return stated, []
    follows = ScalarReading(attribute, (truth,), where)
    return stated, [Discord(attribute.id, stated.fact, follows.fact)]


def _size_reading(
    attribute: Attribute, size: SizeClass | None, client: Client
) -> tuple[ScalarReading, list[Discord]]:
    """The class that is worked out; a class that the profile states narrows a range."""
    computed = _computed(attribute, size)
    stated = client.profile.get(attribute.id)
    if not isinstance(stated, str) or stated not in SIZES:
        return computed, []
    reading = ScalarReading(attribute, (stated,))
    if size is None or stated in size.options:
        return reading, []
    return reading, [Discord(attribute.id, reading.fact, computed.fact)]


def _computed(attribute: Attribute, size: SizeClass | None) -> ScalarReading:
    if size is None:
        return ScalarReading(attribute)
    inputs = ", ".join(f"{name} {value}" for name, value in size.inputs.items())
    where = "; ".join(part for part in (f"group {size.group}" if size.group else "", inputs) if part)
    return ScalarReading(attribute, size.options, where or None)
