"""Strategies for worlds with lines about the vendor, vendors' documents, and partners."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from hypothesis import strategies as st

from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.pack import Capability, Pack
from tobfit.model.product import Product, Statement
from tobfit.model.requirement import Need, Requirement
from tobfit.model.segment import Segment
from tobfit.model.vendor import Vendor
from tobfit.testing.records import statements
from tobfit.testing.samples import ACCEPTS, EVIDENCE, Plain, maybe, said
from tobfit.testing.strategies import World, worlds

TERMS = (
    Capability(id="ven"),
    Capability(id="ven.certificates", kind="set", members=("iso9001", "iso27001"), broader="ven"),
    Capability(id="ven.references", kind="quantity", unit="count", direction="higher_is_better", broader="ven"),
    Capability(id="ven.references_size", kind="quantity", unit="count", direction="higher_is_better", broader="ven"),
    Capability(id="ven.references_alike", kind="quantity", unit="count", direction="higher_is_better", broader="ven"),
    Capability(id="ven.support_regions", kind="set", broader="ven"),
    Capability(id="ven.employees", kind="quantity", unit="person", direction="higher_is_better", broader="ven"),
    Capability(id="ven.equity", kind="quantity", unit="money", direction="higher_is_better", broader="ven"),
    Capability(id="ven.audited_accounts", kind="boolean", broader="ven"),
    Capability(id="cmp"),
    Capability(id="cmp.iso27001", kind="boolean", broader="cmp"),
    Capability(id="cmp.qms", kind="set", members=("iso9001", "cmmi"), broader="cmp"),
)
SEGMENTS = (
    Segment(id="making"),
    Segment(id="making.cars", broader="making"),
    Segment(id="making.cars.engines", broader="making.cars"),
    Segment(id="banking"),
)
INDUSTRIES = (None, "making", "making.cars", "making.cars.engines", "banking", "nowhere")
SIZES: tuple[Plain | str | None, ...] = (
    None, {"employees": 100}, {"employees": 5000}, "large", "small", {"revenue": "9 CNY"},
)  # fmt: skip
SCALES: tuple[Plain | None, ...] = (
    None, {"employees": 20}, {"employees": 200}, {"employees": 9000}, {"revenue": "10 CNY"},
)  # fmt: skip
FINANCES: tuple[Plain, ...] = ({}, {"equity": "6 CNY"}, {"audited_accounts": "true"}, {"audited_accounts": "false"})
REGIONS = ("CN", "US", "US-CA", "DE")
EXPIRED = {"valid_to": "2026-01-31"}
CERTIFICATES = ("iso9001", "ISO/IEC 27001:2022", "cmmi", "house seal")
NEEDS: dict[str, tuple[Plain, ...]] = {
    "ven.certificates": ({"all_of": ["iso9001"]}, {"all_of": ["iso9001", "iso27001"]}, {"any_of": ["iso27001", "x"]}),
    "ven.references": ({"at_least": 1}, {"at_least": 3}, {"at_least": 1, "ideal": 4}, {"more_than": 1}, {"at_most": 2}),
    "ven.support_regions": (
        {"all_of": ["US-CA"]}, {"all_of": ["CN", "US-CA"]}, {"any_of": ["DE", "US"]}, {"none_of": ["CN"]},
    ),
    "ven.employees": ({"at_least": 100}, {"at_least": 10, "ideal": 500}),
    "ven.equity": ({"at_least": "5 CNY"}, {"at_least": "1 EUR"}),
    "cmp.qms": ({"any_of": ["iso9001", "cmmi"]}, {"all_of": ["cmmi"]}),
}
NEEDS["ven.references_size"] = NEEDS["ven.references_alike"] = NEEDS["ven.references"]
NAMES = tuple(term.id for term in TERMS)


@st.composite
def vendor_worlds(draw: st.DrawFn, max_lines: int = 2, max_products: int = 2, *, shared: bool = False) -> World:
    """Worlds with up to two lines about the vendor or the service beside those of ``worlds``; each product may name a
    vendor and a partner, each with a document or without. ``shared``: vendors and partners of several products may be
    the same ones."""
    world = draw(worlds(max_lines, max_products))
    packs = world.packs.with_layer(Pack(id="vendors", vocabulary=TERMS, segments=SEGMENTS))
    lines = [draw(vendor_lines(f"V-{n}")) for n in range(draw(st.integers(1, 2)))]
    industries = draw(st.sampled_from(((), ("making.cars",), ("making", "banking"), ("making.cars.engines",))))
    client = world.client.evolve(
        requirements=(*world.client.requirements, *lines), industries=industries, scale=draw(st.sampled_from(SCALES))
    )
    products: list[Product] = []
    vendors: dict[str, Vendor] = {}
    asked = tuple(line.capability for line in lines if line.capability is not None)
    for product in world.catalog.products:
        named: dict[str, str] = {}
        for role in ("vendor", "partner"):
            if draw(st.integers(0, 3 if role == "vendor" else 5)) < 3:
                named[role] = draw(st.sampled_from(("v1", "v2"))) if shared else f"{role}-{product.id}"
        stated = {**product.capabilities, **draw(_stated(asked, packs.vocabulary))}
        products.append(product.evolve(**named, capabilities=stated))
        for name in named.values():
            if name not in vendors and draw(st.integers(0, 3)):
                vendors[name] = draw(vendor_documents(name, asked, packs.vocabulary))
    catalog = world.catalog.evolve(products=tuple(products), vendors=tuple(vendors.values()))
    return attrs.evolve(world, packs=packs, client=client, catalog=catalog)


@st.composite
def vendor_lines(draw: st.DrawFn, id: str) -> Requirement:
    """One line about the vendor, at times about the service, or of a capability that products have too."""
    name = draw(st.sampled_from((*NAMES, *NAMES, "b1", "g", None)))
    fields: Plain = {
        "capability": name,
        "scope": draw(st.sampled_from(("vendor", "vendor", "vendor", "service"))),
        "priority": draw(st.sampled_from(("must", "should", "could"))),
        "accept": draw(maybe(st.sampled_from(ACCEPTS), 4)),
    }
    needs = NEEDS.get(name or "")
    if needs is not None and draw(st.integers(0, 3)):
        fields["need"] = Need(**draw(st.sampled_from(needs)))
    return Requirement(id=id, **said(fields))


@st.composite
def _stated(draw: st.DrawFn, asked: Sequence[str], vocabulary: Vocabulary) -> dict[str, tuple[Statement, ...]]:
    """Statements on a few of the terms: those that are asked about first, and what is broader."""
    near = dict.fromkeys((*asked, *(above for name in asked for above in vocabulary.ancestors(name))))
    found: dict[str, tuple[Statement, ...]] = {}
    for name in near:
        count = draw(st.sampled_from((0, 0, 0, 1, 2)))
        if count:
            found[name] = tuple([draw(_statement(name, vocabulary)) for _ in range(count)])
    return found


VALUES = {
    "ven.employees": ("20", "250"), "ven.references": ("0", "2", "5"), "ven.references_size": ("2",),
    "ven.references_alike": ("1", "3"),
}  # fmt: skip
"""Values of terms that the lists of the other worlds know nothing of."""


@st.composite
def _statement(draw: st.DrawFn, name: str, vocabulary: Vocabulary) -> Statement:
    made = draw(statements(None if name in VALUES else vocabulary.get(name)))
    value = draw(st.sampled_from((None, *VALUES[name]))) if name in VALUES else made.value
    return made if value == made.value else made.evolve(value=value)


@st.composite
def vendor_documents(draw: st.DrawFn, id: str, asked: Sequence[str], vocabulary: Vocabulary) -> Vendor:
    """A vendor's document, any part of it there or not."""
    references = draw(st.lists(references_of(), max_size=4))
    certificates = draw(st.lists(st.sampled_from(CERTIFICATES), max_size=3, unique=True))
    fields: Plain = {
        "scale": draw(st.sampled_from(SCALES)),
        "certificates": [{"name": name, **draw(st.sampled_from(({}, {}, EXPIRED)))} for name in certificates],
        "references": references,
        "finances": draw(st.sampled_from(FINANCES)),
        "support_regions": draw(st.lists(st.sampled_from(REGIONS), max_size=2, unique=True)),
        "capacity": draw(st.sampled_from((None, "0 days/month", "60 person-days/month", "12 days/week"))),
        "evidence": draw(st.lists(st.sampled_from(EVIDENCE), max_size=1)),
        "complete": draw(st.sampled_from(((), (), ("ven",), ("ven.references",), ("ven.certificates",), ("cmp",)))),
        "capabilities": draw(_stated(asked, vocabulary)),
    }
    return Vendor(id=id, **said(fields))


def references_of() -> st.SearchStrategy[Plain]:
    """References as documents write them."""
    drawn = st.fixed_dictionaries({"industry": st.sampled_from(INDUSTRIES), "scale": st.sampled_from(SIZES)})
    return drawn.map(said)
