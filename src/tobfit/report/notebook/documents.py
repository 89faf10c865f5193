"""Clients, products, offers, catalogues, requirements, other documents' records, frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tobfit.matching.plain_report import Writer
from tobfit.model.catalog import Candidate, Catalog
from tobfit.model.client import Client, Industry
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.offer import Offer
from tobfit.model.product import Product, Statement
from tobfit.model.record import Record
from tobfit.model.requirement import Requirement
from tobfit.model.shape import fields_of
from tobfit.model.words import PRIORITIES, RESPONSES
from tobfit.report.blocks import Block, Column, Heading, Paragraph, Table
from tobfit.report.framed import Frame
from tobfit.report.notebook.phrases import NAMES, PHRASES
from tobfit.report.notebook.pieces import Asked, bounded, points, rowed
from tobfit.report.told.phrases import Tell
from tobfit.report.words import Words


def tell_of(asked: Asked) -> Tell:
    """What documents are told with."""
    return Tell(Words(asked.lang), asked.limit, asked.audience == "internal")


def name_in(tell: Tell, key: str) -> str:
    """What a field is called; a field without a word by its code."""
    return tell.say(NAMES, key) if key in NAMES else key


def fact(tell: Tell, key: str, value: object) -> str | None:
    """``As of: 2026-11-01``; None for nothing."""
    if value is None or value == () or value == "":
        return None
    name = name_in(tell, key)
    return tell.say(PHRASES, "fact", name=name[:1].upper() + name[1:], value=value)


def columns(tell: Tell, *keys: str) -> tuple[Column, ...]:
    """Columns by the names of their fields."""
    return tuple(Column(name_in(tell, key)) for key in keys)


def called(record: Any, tell: Tell) -> str:
    """Name and id, once where they are the same or there is no name."""
    name: Label | None = getattr(record, "name", None)
    title = name.text(tell.words.lang) if name is not None else record.id
    return str(record.id) if title == record.id else tell.words("called", name=title, id=record.id)


def listed(records: Sequence[Any], tell: Tell) -> str | None:
    """How many records, and the names of the first."""
    if not records:
        return None
    shown, more = tell.within(records)
    names = [called(record, tell) for record in shown] + [item.text for item in more]
    return tell.say(PHRASES, "count_of", n=len(records), names=tell.words.join(names))


def client_pieces(client: Client, asked: Asked) -> Iterable[Block]:
    """Who it is, what its landscape holds, and what it asks for."""
    tell = tell_of(asked)
    yield Heading(1, tell.say(PHRASES, "client", name=called(client, tell)))
    yield from points(_client_facts(client, tell))
    if client.requirements:
        yield Heading(2, tell.say(PHRASES, "asks"))
        counts = Counter(line.priority for line in client.requirements)
        parts = [tell.words("counted", n=counts[p], what=tell.words.term(p)) for p in PRIORITIES if counts[p]]
        yield Paragraph(tell.words.join(parts))
    yield from bounded(client.requirements, tell, lambda lines: rowed(_lines(lines, tell)))


def _client_facts(client: Client, tell: Tell) -> Iterable[str | None]:
    scale, landscape, join = client.scale, client.landscape, tell.words.join
    yield fact(tell, "as_of", client.as_of)
    yield fact(tell, "jurisdictions", ", ".join(client.jurisdictions))
    yield fact(tell, "industries", ", ".join(map(_industry, client.industries)))
    if scale is not None:
        yield fact(tell, "employees", scale.employees)
        yield fact(tell, "revenue", scale.revenue)
        yield fact(tell, "assets", scale.assets)
    said = [f"{key} = {_free(client.profile[key])}" for key in sorted(client.profile)]
    shown, more = tell.within(said)
    yield fact(tell, "profile", join([*shown, *(item.text for item in more)]) if said else None)
    yield fact(tell, "stakeholders", listed(client.stakeholders, tell))
    yield fact(tell, "goals", listed(client.goals, tell))
    if landscape is not None:
        yield fact(tell, "systems", listed(landscape.systems, tell))
        yield fact(tell, "zones", listed(landscape.zones, tell))
        yield fact(tell, "flows", len(landscape.flows) or None)
    yield fact(tell, "complete", ", ".join(client.complete))
    yield fact(tell, "need_suites", ", ".join(client.need_suites))
    yield fact(tell, "views", listed(client.views, tell))
    if client.budget is not None:
        yield fact(tell, "budget", _short(Writer(tell.internal, full=False).record(client.budget), tell))
    yield fact(tell, "notes", client.notes if tell.internal else None)


def _industry(one: Industry) -> str:
    code = f"{one.scheme} {one.code}" if one.code and one.scheme else one.code
    return " ".join(part for part in (one.segment, f"({code})" if one.segment and code else code, one.stage) if part)


def _free(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_free(value[key])}" for key in sorted(value))
    return ", ".join(map(_free, value)) if isinstance(value, tuple) else str(value)


def _lines(lines: Sequence[Requirement], tell: Tell) -> Table:
    titles = ("id", "text", "priority", "capability", "need", "by")
    rows = tuple(
        (
            line.id,
            line.title.text(tell.words.lang),
            tell.words.term(line.priority),
            line.capability or "-",
            str(line.need),
            line.by.isoformat() if line.by else "-",
        )
        for line in lines
    )
    return Table(columns(tell, *titles), rows)


def requirement_pieces(line: Requirement, asked: Asked) -> Iterable[Block]:
    """A line with what it wants and where it comes from."""
    tell = tell_of(asked)
    title = line.title.text(tell.words.lang)
    yield Heading(1, line.id if title == line.id else tell.words("named", id=line.id, name=title))
    yield from points(_line_facts(line, tell))


def _line_facts(line: Requirement, tell: Tell) -> Iterable[str | None]:
    yield fact(tell, "priority", tell.words.term(line.priority))
    yield fact(tell, "capability", line.capability)
    yield fact(tell, "need", line.need if line.connect is None and line.deploy is None else None)
    for name in ("connect", "deploy"):
        wanted = getattr(line, name)
        plain = None if wanted is None else Writer(tell.internal, full=False).record(wanted)
        yield fact(tell, name, None if plain is None else _short(plain, tell))
    yield fact(tell, "by", line.by)
    yield fact(tell, "weight", line.weight)
    yield fact(tell, "accept", ", ".join(map(tell.words.term, line.accept)))
    yield fact(tell, "asked_by", ", ".join(line.asked_by))
    yield fact(tell, "group", line.group)
    yield fact(tell, "waived", tell.say(PHRASES, "yes") if line.waived is not None else None)
    for source in line.sources:
        reference = source.reference.text(tell.words.lang) if source.reference is not None else source.citation
        yield " ".join(part for part in (source.rule or source.suite, reference) if part) or None
    yield fact(tell, "notes", line.notes if tell.internal else None)


def product_pieces(product: Product, asked: Asked) -> Iterable[Block]:
    """What it is and what is stated of it."""
    tell = tell_of(asked)
    yield Heading(1, tell.say(PHRASES, "product", name=called(product, tell)))
    yield from points(_product_facts(product, tell))
    stated = [
        (name, statement)
        for name in sorted(product.capabilities, key=natural)
        for statement in product.capabilities[name]
    ]
    if stated:
        yield Heading(2, tell.say(PHRASES, "states"))
    yield from bounded(stated, tell, lambda shown: rowed(_statements(shown, tell)))


def _product_facts(product: Product, tell: Tell) -> Iterable[str | None]:
    yield fact(tell, "vendor", product.vendor)
    yield fact(tell, "partner", product.partner)
    for name in ("version", "edition", "released"):
        yield fact(tell, name, getattr(product, name))
    yield fact(tell, "hosting", ", ".join(map(tell.words.term, product.hosting)))
    yield fact(tell, "modules", ", ".join(sorted(product.modules, key=natural)))
    yield fact(tell, "interfaces", listed(product.interfaces, tell))
    yield fact(tell, "services", listed(product.services, tell))
    if product.price is not None:
        yield fact(tell, "price", _short(Writer(tell.internal, full=False).record(product.price), tell))
    counts = Counter(one.response for every in product.capabilities.values() for one in every)
    parts = [tell.words("counted", n=counts[code], what=tell.words.term(code)) for code in RESPONSES if counts[code]]
    yield fact(tell, "responses", tell.words.join(parts) if parts else None)
    yield fact(tell, "notes", product.notes if tell.internal else None)


def _statements(stated: Sequence[tuple[str, Statement]], tell: Tell) -> Table:
    titles = ["capability", "response", "extent", "value", "available", "evidence"]
    titles += ["effort", "notes"] if tell.internal else []
    return Table(columns(tell, *titles), tuple(_statement(name, one, tell) for name, one in stated))


def _statement(name: str, one: Statement, tell: Tell) -> tuple[str, ...]:
    kinds = dict.fromkeys(tell.words.term(item.kind) for item in one.evidence)
    cells = [
        name,
        tell.words.term(one.response),
        tell.words.term(str(one.extent)),
        ", ".join(one.value or ()) or "-",
        str(one.available or "-"),
        ", ".join(kinds) or "-",
    ]
    return (*cells, str(one.effort or "-"), one.notes or "-") if tell.internal else tuple(cells)


def offer_pieces(offer: Offer, asked: Asked) -> Iterable[Block]:
    """Its products with their modules."""
    tell = tell_of(asked)
    yield Heading(1, tell.say(PHRASES, "offer", name=called(offer, tell)))
    yield from points(_offer_facts(offer, tell))
    rows = tuple(
        (item.product, ", ".join(item.modules) or "-", "-" if item.users is None else str(item.users))
        for item in offer.items
    )
    yield Table(columns(tell, "product", "modules", "users"), rows)


def _offer_facts(offer: Offer, tell: Tell) -> Iterable[str | None]:
    write = Writer(tell.internal, full=False)
    yield fact(tell, "partner", offer.partner)
    yield fact(tell, "as_of", offer.as_of)
    yield fact(tell, "services", listed(offer.services, tell))
    yield fact(tell, "discounts", "; ".join(_short(write.record(one), tell) for one in offer.discounts))
    yield fact(tell, "notes", offer.notes if tell.internal else None)


def catalog_pieces(catalog: Catalog, asked: Asked) -> Iterable[Block]:
    """What can be matched, in the order of the ids."""
    tell = tell_of(asked)
    products = tell.words.count(len(catalog.products), "product")
    fields = {"offers": len(catalog.offers), "vendors": len(catalog.vendors)}
    yield Heading(1, tell.say(PHRASES, "catalog", products=products, **fields))
    candidates = sorted(catalog.candidates, key=lambda one: natural(one.id))
    yield from bounded(candidates, tell, lambda shown: rowed(_candidates(shown, tell)))


def _candidates(candidates: Sequence[Candidate], tell: Tell) -> Table:
    plain = columns(tell, "id", "name", "vendor")
    rows = []
    for one in candidates:
        vendor, number = (one.partner, "-") if isinstance(one, Offer) else (one.vendor, _stated(one))
        rows.append((one.id, one.title.text(tell.words.lang), vendor or "-", number))
    return Table((*plain, Column(name_in(tell, "statements"), "right")), tuple(rows))


def _stated(product: Product) -> str:
    """How many statements there are."""
    return str(sum(len(statements) for statements in product.capabilities.values()))


def record_pieces(record: Record, asked: Asked) -> Iterable[Block]:
    """Any other record of a document: its fields that say something and that the audience may see."""
    tell = tell_of(asked)
    name = called(record, tell) if isinstance(getattr(record, "id", None), str) else ""
    yield Heading(1, tell.say(PHRASES, "record", kind=type(record).__name__, name=name).strip())
    plain = Writer(tell.internal, full=False).record(record)
    order = [field.name for field in fields_of(type(record)) if field.name not in ("id", "name")]
    rows = tuple((name_in(tell, key), _short(plain[key], tell)) for key in order if key in plain)
    yield from rowed(Table(columns(tell, "field", "value"), rows))


def _short(value: Any, tell: Tell) -> str:
    """Plain data in a few words: numbers and texts as they are, of longer things how many there are."""
    if isinstance(value, bool):
        return tell.say(PHRASES, "yes" if value else "no")
    if isinstance(value, Mapping):
        if value and all(not isinstance(each, Mapping | list) for each in value.values()):
            return _within([f"{key} {_short(each, tell)}" for key, each in value.items()], tell)
        return tell.say(PHRASES, "entries", n=len(value))
    if isinstance(value, list):
        if all(not isinstance(each, Mapping | list) for each in value):
            return _within([_short(each, tell) for each in value], tell)
        names = [str(each["id"]) for each in value if isinstance(each, Mapping) and "id" in each]
        count = tell.say(PHRASES, "entries", n=len(value))
        return tell.say(PHRASES, "fact", name=count, value=_within(names, tell)) if names else count
    return str(value)


def _within(texts: Sequence[str], tell: Tell) -> str:
    shown, more = tell.within(texts)
    return ", ".join([*shown, *(item.text for item in more)])


def frame_pieces(frame: Frame, asked: Asked) -> Iterable[Block]:
    """The first rows, in the language in which the frame was made."""
    tell = Tell(Words(frame.lang), asked.limit)
    yield Heading(1, tell.say(PHRASES, "frame", of=frame.of, rows=len(frame), columns=len(frame.columns)))
    titles = tuple(
        Column(name, "right" if kind in ("integer", "number") else "left") for name, kind in frame.schema
    )

    def table(rows: Sequence[tuple[Any, ...]]) -> Iterable[Block]:
        return rowed(Table(titles, tuple(tuple(map(_cell, row)) for row in rows)))

    yield from bounded(frame.values, tell, table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


