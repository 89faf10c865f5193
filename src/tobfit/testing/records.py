"""Strategies for clients, products, answers and policies over a vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.catalog import Answer, Catalog, Response
from tobfit.model.client import Client
from tobfit.model.pack import Capability
from tobfit.model.policy import Policy
from tobfit.model.product import Product, Statement
from tobfit.model.requirement import Requirement
from tobfit.model.words import GAP_KINDS, GAP_SEVERITIES, RESPONSES, ResponseCode
from tobfit.testing.samples import (
    ACCEPTS,
    AS_OF,
    AVAILABLE,
    BY,
    EVIDENCE,
    EXTENTS,
    GROUPS,
    ROLES,
    SAID_ON,
    VERSION,
    WEIGHTS,
    Plain,
    maybe,
    said,
)
from tobfit.testing.surroundings import Ground, placed, technologies
from tobfit.testing.terms import needs, values


@st.composite
def requirements(
    draw: st.DrawFn, id: str, vocabulary: Vocabulary, people: Sequence[str] = (), ground: Ground | None = None
) -> Requirement:
    """One line; of a client with a landscape at times one that the landscape has a part in."""
    names = [n for n in vocabulary.capabilities if n not in GROUPS]
    name: str | None = draw(st.sampled_from((*names, *GROUPS, "b1", "st", "q1", "q2", None)))
    fields: Plain = {
        "capability": name,
        "priority": draw(st.sampled_from(("must", "must", "should", "could", "could", "wont"))),
        "weight": draw(st.sampled_from(("1", *WEIGHTS))),
        "group": draw(st.sampled_from((None, None, "x", "y"))),
        "accept": draw(maybe(st.sampled_from(ACCEPTS), 3)),
        "by": draw(maybe(st.sampled_from(BY), 2)),
    }
    if people:
        fields["asked_by"] = draw(st.lists(st.sampled_from(people), max_size=2, unique=True))
    if draw(st.integers(0, 4)):
        fields["need"] = draw(needs(vocabulary.get(name)))
    if draw(st.integers(0, 11)) == 11:
        fields["waived"] = {"by": "cio", "reason": "agreed", "accepts_risk": draw(st.booleans())}
    if ground is not None and draw(st.booleans()):
        # Such a line may name a capability as well, but what is said of that has no part in a connection.
        fields |= {"need": None, **draw(placed(ground))}
    return Requirement(id=id, **said(fields))


@st.composite
def clients(draw: st.DrawFn, vocabulary: Vocabulary, max_lines: int = 4, ground: Ground | None = None) -> Client:
    """A client with a few lines, perhaps with people behind them and views of their weights, perhaps on a ground."""
    people = draw(st.sampled_from(((), ("p1",), ("p1", "p2", "p3"))))
    stakeholders = [
        {
            "id": name,
            "role": draw(st.sampled_from(ROLES)),
            "influence": draw(st.sampled_from(("0", "1", "3", "0.5"))),
        }
        for name in people
    ]
    views = []
    if people:
        weights = st.dictionaries(st.sampled_from(ROLES), st.sampled_from(("0", "2", "0.25")), max_size=2)
        views.append({"id": "v", "weights": draw(weights)})
    ids = ("R-1", "R-2", "R-10", "S", "R-3", "A.1")[: draw(st.integers(1, max_lines))]
    # Who asks stays open at times where nobody is known: that must be allowed.
    askers = people or draw(st.sampled_from(((), ("p1",))))
    lines = [draw(requirements(name, vocabulary, askers, ground)) for name in ids]
    goals = [{"id": "goal", "needs": ["g"]}] if draw(st.booleans()) else []
    return Client(
        id="c",
        as_of=AS_OF,
        stakeholders=stakeholders,
        views=views,
        goals=goals,
        requirements=tuple(lines),
        landscape=None if ground is None else ground.landscape,
        complete=() if ground is None else ground.complete,
    )


@st.composite
def statements(draw: st.DrawFn, capability: Capability | None, codes: Sequence[ResponseCode] = RESPONSES) -> Statement:
    """One statement on a capability."""
    response = draw(st.sampled_from(("standard", "roadmap", *codes)))
    fields: Plain = {
        "response": response,
        "extent": draw(maybe(st.sampled_from(EXTENTS), 4)),
        "available": draw(st.sampled_from(AVAILABLE)) if response == "roadmap" else None,
        "by": draw(st.sampled_from(("vendor", "vendor", "vendor", "assessor", "client", "usage"))),
        "on": draw(maybe(st.sampled_from(SAID_ON), 2)),
        "evidence": draw(st.lists(st.sampled_from(EVIDENCE), max_size=2)),
    }
    if draw(st.integers(0, 4)):
        fields["value"] = draw(values(capability))
    if capability is not None and capability.kind == "set":
        fields["exhaustive"] = draw(st.booleans())
    if draw(st.integers(0, 3)) == 3:
        fields["covers_narrower"] = True
    if response in ("third_party", "customisation") and draw(st.booleans()):
        fields["effort"] = {"low": "3 days", "likely": "5 days", "high": "12 days"}
        fields["price"] = "20000 CNY"
    return Statement(**said(fields))


def near_of(client: Client, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The capabilities that can have a part in a client's lines: their own first, then broader and narrower ones."""
    found: dict[str, None] = {}
    asked = [line.capability for line in client.requirements if line.capability is not None]
    found.update(dict.fromkeys(asked))
    for line in client.requirements:
        if line.capability is not None:
            found.update(dict.fromkeys(vocabulary.ancestors(line.capability)))
            for name in vocabulary.capabilities:
                if line.capability in vocabulary.ancestors(name):
                    found[name] = None
    return tuple(found) or ("b1",)


@st.composite
def products(
    draw: st.DrawFn,
    id: str,
    vocabulary: Vocabulary,
    names: Sequence[str],
    asked: Sequence[str],
    max_stated: int = 8,
    zones: Sequence[str] = (),
) -> Product:
    """A product with statements on some of the names, at times several on one; where there are zones, with what it
    says of its technology."""
    stated: dict[str, tuple[Statement, ...]] = {}
    for name in names[:max_stated]:
        # The names come with those that lines ask about first, which are stated more often.
        count = draw(st.sampled_from((1, 1, 2, 3, 0, 0) if name in asked else (0, 0, 0, 1, 1, 2)))
        if count:
            stated[name] = tuple(draw(statements(vocabulary.get(name))) for _ in range(count))
    complete = draw(maybe(st.sampled_from((*GROUPS, *names)), 4))
    return Product(
        id=id,
        version=draw(st.sampled_from((VERSION, VERSION, None))),
        complete=(complete,) if complete else (),
        capabilities=stated,
        **(draw(technologies(zones)) if zones else {}),
    )


@st.composite
def answers(draw: st.DrawFn, line: Requirement, vocabulary: Vocabulary) -> Answer:
    """An answer to one line that may lack any field."""
    capability = vocabulary.get(line.capability)
    response = draw(st.sampled_from((*RESPONSES, None, None)))
    fields: Plain = {
        "response": response,
        "extent": draw(maybe(st.sampled_from(("full", *EXTENTS)), 3)),
        "available": draw(st.sampled_from(AVAILABLE)) if response == "roadmap" else None,
        "by": draw(st.sampled_from(("vendor", "vendor", "assessor"))),
        "on": draw(maybe(st.sampled_from(SAID_ON), 3)),
        "evidence": draw(st.lists(st.sampled_from(EVIDENCE), max_size=1)),
    }
    if capability is not None and draw(st.booleans()):
        fields["value"] = draw(values(capability))
        if capability.kind == "set":
            fields["exhaustive"] = draw(st.sampled_from((True, False, None)))
    return Answer(requirement=line.id, **said(fields))


@st.composite
def responses(
    draw: st.DrawFn, client: Client, product: str, vocabulary: Vocabulary, derived: Sequence[Requirement] = ()
) -> tuple[Response, ...]:
    """No, one or two documents of answers for one product, to lines that the client states or that follow (of those
    that are ``derived``); one at times for another client."""
    made = []
    asked = (*client.requirements, *client.requirements, *derived)
    for _ in range(draw(st.sampled_from((0, 0, 1, 1, 2)))):
        lines = draw(st.lists(st.sampled_from(asked), min_size=1, max_size=2, unique_by=lambda r: r.id))
        made.append(
            Response(
                client=draw(st.sampled_from(("c", "c", "c", "c", "other"))),
                product=product,
                as_of=draw(maybe(st.sampled_from(SAID_ON), 2)),
                answers=tuple(draw(answers(line, vocabulary)) for line in lines),
            )
        )
    return tuple(made)


@st.composite
def catalogs(
    draw: st.DrawFn,
    client: Client,
    vocabulary: Vocabulary,
    max_products: int = 3,
    with_answers: bool = True,
    derived: Sequence[Requirement] = (),
) -> Catalog:
    """A few products, and vendors' answers to the client's lines."""
    zones = tuple(zone.id for zone in client.landscape.zones) if client.landscape else ()
    names = near_of(client, vocabulary)
    ids = ("p-2", "p-10", "q@5.2")[: draw(st.integers(1, max_products))]
    asked = tuple(line.capability for line in client.requirements if line.capability is not None)
    made = [draw(products(ids[0], vocabulary, names, asked, zones=zones))]
    for name in ids[1:]:
        # A twin of the one before makes a tie.
        twin = draw(st.integers(0, 4)) == 4
        made.append(made[-1].evolve(id=name) if twin else draw(products(name, vocabulary, names, asked, zones=zones)))
    said = [r for name in ids for r in draw(responses(client, name, vocabulary, derived))] if with_answers else []
    return Catalog(products=tuple(made), responses=tuple(said))


FALLING = (
    "unmet", "unknown", "conflicting", "partial", "roadmap", "customisation", "third_party", "unevidenced",
)  # fmt: skip
"""Gap kinds by falling gravity: along it the severities of a drawn policy fall, or stay."""


@st.composite
def severity_tables(draw: st.DrawFn) -> Plain:
    """Tables in which nothing is graver than what is worse, for the kinds and for the priorities."""
    ranks: dict[str, list[int]] = {}
    for priority in ("must", "should", "could"):
        drawn = sorted(draw(st.lists(st.integers(0, 3), min_size=len(FALLING), max_size=len(FALLING))))
        ranks[priority] = drawn
    for better, worse in (("must", "should"), ("should", "could")):
        ranks[worse] = [max(a, b) for a, b in zip(ranks[better], ranks[worse], strict=True)]
    table: Plain = {}
    for kind in GAP_KINDS:
        place = FALLING.index(kind) if kind in FALLING else 0
        table[kind] = {priority: GAP_SEVERITIES[row[place]] for priority, row in ranks.items()}
    return table


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """The default policy, or one with credits that fall along the responses and a table that falls too."""
    if draw(st.booleans()):
        return Policy()
    fields: Plain = {
        "partial": draw(st.sampled_from((None, "0.4", "0", "1"))),
        "at_bound": draw(st.sampled_from((None, "0", "1", "0.3"))),
        "trust_not_applicable": draw(st.booleans()),
        "partial_must": draw(st.sampled_from(("gap", "blocker"))),
        "evidence": draw(st.sampled_from(("lenient", "strict"))),
        "month_days": draw(st.sampled_from((None, "30", "30.4375"))),
    }
    if draw(st.booleans()):
        worth = draw(st.lists(st.sampled_from(("0", "0.3", "0.333333", "0.7", "1")), min_size=5, max_size=5))
        fields["credits"] = dict(zip(RESPONSES, sorted(worth, reverse=True), strict=False))
    if draw(st.booleans()):
        fields["priority_factors"] = {"must": draw(st.sampled_from(("4", "1.5"))), "should": "0.7"}
    if draw(st.booleans()):
        fields["severity"] = draw(severity_tables())
    return Policy(id="house", **said(fields))
