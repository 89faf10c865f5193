"""Many fictional clients, and a product for them, made from a seed: for examples, benchmarks and tests of backlogs.

Nothing here describes a real company; ids and names say so.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from tobfit.knowledge.intrinsic import path_of
from tobfit.knowledge.packs import Packs
from tobfit.model.attribute import Attribute
from tobfit.model.client import Client
from tobfit.model.pack import Capability
from tobfit.model.product import Product, Statement

AS_OF = "2026-11-01"
JURISDICTIONS = (("CN",), ("CN",), ("CN",), ("EU",), ("US",), ("CN", "EU"), ("CN", "US"))
HEADS = (30, 90, 180, 400, 900, 2500, 8000, 20000)
BUDGETS = (200, 350, 500, 800, 1200, 2000, 3500, 6000)
"""In thousands of CNY."""
SECURITY = ("sec.mfa", "sec.sso", "sec.rbac", "sec.audit_log_retention", "sec.encryption_at_rest", "sec.siem_export")
RESPONSES = ("standard",) * 5 + ("configuration",) * 2 + ("customisation", "not_supported", "not_supported")
EFFORTS = ((3, 5, 12), (5, 8, 15), (10, 20, 45), (20, 35, 80), (40, 60, 120))


def portfolio(packs: Packs, number: int = 30, seed: int = 0, as_of: str = AS_OF) -> tuple[Client, ...]:
    """So many fictional clients over the segments of the packs: sizes, jurisdictions, people, goals, a suite that they
    ask for and lines of their own. Three in four name a budget, half of the others say what a goal is worth. The first
    ones stay the same where the number grows.

    >>> import tobfit
    >>> clients = portfolio(tobfit.load_packs(), 3, seed=7)
    >>> [client.id for client in clients], clients == portfolio(tobfit.load_packs(), 4, seed=7)[:3]
    (['fictional-01', 'fictional-02', 'fictional-03'], True)
    """
    base = packs.base
    broad = {segment.broader for segment in base.segments.values()}
    segments = sorted(name for name in base.segments if name not in broad)
    suites = {name: suite.capabilities for name, suite in sorted(base.suites.items())}
    terms = base.vocabulary.capabilities
    asked = [attribute for name, attribute in sorted(base.attributes.items()) if path_of(name) == f"profile.{name}"]
    made = []
    for place in range(1, number + 1):
        draw = random.Random(f"{seed} {place}")
        client = _client(place, draw, segments, suites, terms, as_of)
        made.append(client.evolve(profile=_profile(asked, draw), complete=["jurisdictions", "industries", "profile"]))
    return tuple(made)


def _profile(asked: Sequence[Attribute], draw: random.Random) -> dict[str, str | list[str]]:
    """What rules ask about: nearly always known, and mostly no."""
    said: dict[str, str | list[str]] = {}
    for attribute in asked:
        value = _value(attribute, draw)
        if value is not None and draw.random() < 0.995:
            said[attribute.id] = value
    return said


def _value(attribute: Attribute, draw: random.Random) -> str | list[str] | None:
    match attribute.kind:
        case "boolean":
            return "true" if draw.random() < 0.12 else "false"
        case "text" | "level":
            return draw.choice(attribute.values) if attribute.values else None
        case "number":
            return str(draw.choice((0, 500, 20000, 300000)))
        case "quantity":
            return f"0 {attribute.unit}"
        case "set":
            return [value for value in attribute.values if draw.random() < 0.1]
        case _:
            return None


def _client(
    place: int,
    draw: random.Random,
    segments: Sequence[str],
    suites: Mapping[str, Sequence[str]],
    terms: Mapping[str, Capability],
    as_of: str,
) -> Client:
    heads = draw.choice(HEADS)
    suite = draw.choice(sorted(suites))
    budget = draw.choice(BUDGETS) if draw.random() < 0.75 else None
    wanted = [name for name in suites[suite] if name in terms]
    lines = [_line(name, terms[name], draw) for name in draw.sample(wanted, min(len(wanted), draw.randint(2, 5)))]
    lines += [_line(name, terms[name], draw) for name in SECURITY if name in terms and draw.random() < 0.35]
    goal: dict[str, Any] = {
        "id": "efficiency", "name": {"en": "Fewer manual steps", "zh": "减少人工步骤"}, "owner": "cio",
        "outcome": "efficiency", "needs": wanted[:2],
    }  # fmt: skip
    if budget is None and draw.random() < 0.5:
        goal["worth"] = f"{draw.choice(BUDGETS)}000 CNY/year"
    fields: dict[str, Any] = {
        "id": f"fictional-{place:02}",
        "name": {"en": f"Fictional client {place:02}", "zh": f"虚构客户{place:02}"},
        "as_of": as_of,
        "jurisdictions": list(draw.choice(JURISDICTIONS)),
        "industries": [{"segment": draw.choice(segments), "primary": True}] if segments else [],
        "scale": {"employees": heads, "revenue": f"{heads * draw.choice((200, 600, 1500))}000 CNY"},
        "stakeholders": [
            {"id": "cio", "role": "economic", "influence": 3},
            {"id": "clerk", "role": "user", "kind": "end_user", "head_count": max(5, heads // 4)},
        ],
        "goals": [goal],
        "requirements": [{"id": f"R-{number:03}", **line} for number, line in enumerate(lines, 1)],
    }
    if budget is not None:
        fields["budget"] = {"amount": f"{budget}000 CNY", "horizon": "3 years"}
    return Client(**fields)


def _line(name: str, term: Capability, draw: random.Random) -> dict[str, Any]:
    line: dict[str, Any] = {
        "capability": name,
        "priority": draw.choice(("must", "must", "should", "should", "could")),
        "asked_by": [draw.choice(("cio", "clerk"))],
    }
    if name == "sec.audit_log_retention":
        line["need"] = {"at_least": draw.choice(("6 months", "12 months", "36 months"))}
    elif term.kind == "level":
        line["need"] = {"level": draw.choice(term.levels[1:])}
    return line


def portfolio_product(packs: Packs, seed: int = 0) -> Product:
    """A fictional product that gives much of what suites hold and rules ask for, with efforts for what it lacks, and
    leaves some of it unsaid.

    >>> import tobfit
    >>> portfolio_product(tobfit.load_packs(), seed=7).id
    'fictional-suite@1'
    """
    draw = random.Random(f"product {seed}")
    stated: dict[str, Statement] = {}
    for name, term in sorted(packs.base.vocabulary.capabilities.items()):
        if term.kind is None or draw.random() < 0.08:
            continue
        stated[name] = Statement(**_statement(term, draw))
    return Product(
        id="fictional-suite@1",
        name={"en": "Fictional suite", "zh": "虚构套件"},
        version="1",
        capabilities=stated,
        hosting=["saas", "private_cloud", "on_premises"],
        egress="none",
        price={"licence": "200000 CNY/year"},
    )


def _statement(term: Capability, draw: random.Random) -> dict[str, Any]:
    said: dict[str, Any] = {"response": draw.choice(RESPONSES)}
    if term.kind == "quantity" and term.unit == "month":
        said["value"] = draw.choice(("3 months", "6 months", "12 months"))
    elif term.kind == "level":
        said["value"] = draw.choice(term.levels)
    if said["response"] in ("not_supported", "customisation") and draw.random() < 0.85:
        low, likely, high = draw.choice(EFFORTS)
        said["effort"] = {"low": f"{low} days", "likely": f"{likely} days", "high": f"{high} days"}
    if said["response"] != "not_supported":
        said["evidence"] = [{"source": "https://docs.example.org/suite", "kind": "documented"}]
    return said
