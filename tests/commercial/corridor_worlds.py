"""Small deals for tests of corridors: a few lines, efforts, prices, goals, a budget, and what nobody said of them."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import strategies as st

import tobfit
from tobfit.matching.fit import Fit

CAPABILITIES = ("fin.books", "crm.quotes", "oa.flows")
SITES = "sites"
PACK: dict[str, Any] = {
    "id": "deals",
    "vocabulary": [
        {"id": "fin"}, {"id": "crm"}, {"id": "oa"}, {"id": "svc"},
        {"id": "fin.books", "kind": "boolean", "broader": "fin"},
        {"id": "crm.quotes", "kind": "boolean", "broader": "crm"},
        {"id": "oa.flows", "kind": "boolean", "broader": "oa"},
        {"id": "svc.training", "kind": "boolean", "broader": "svc"},
        {"id": "svc.care", "kind": "boolean", "broader": "svc"},
    ],
    "attributes": [{"id": SITES, "kind": "number", "question": "How many sites?", "ask": "technical"}],
    "stages": [{"id": "training"}, {"id": "support"}, {"id": "implementation"}],
    "services": [
        {
            "id": "train", "stage": "training", "capability": "svc.training",
            "drivers": [{"count": SITES, "each": {"low": "1 day", "likely": "2 days", "high": "4 days"},
                         "if_unknown": {"low": 1, "likely": 3, "high": 9}}],
        },
        {"id": "care", "stage": "support", "capability": "svc.care", "yearly": True,
         "base": {"low": "2 days", "likely": "3 days", "high": "8 days"}},
    ],
    "rates": [{"base": "EUR", "quote": "CNY", "rate": "7.5", "on": "2026-10-01"}],
}  # fmt: skip
PACKS = tobfit.load_packs(PACK, shipped=False)
RATE = "1000 CNY/day"
DRAWS = 200
RESPONSES = ("standard", "configuration", "customisation", "third_party", "not_supported", None)


@attrs.frozen
class Deal:
    """A client and a product, and the call's arguments."""

    client: tobfit.Client
    product: tobfit.Product
    arguments: dict[str, Any]

    @property
    def report(self) -> tobfit.matching.report.Report:
        return tobfit.match(self.client, [self.product], packs=PACKS)

    @property
    def fit(self) -> Fit:
        return self.report["acme@1"]


def points(draw: st.DrawFn) -> dict[str, str]:
    low, likely, high = sorted(draw(st.lists(st.integers(1, 40), min_size=3, max_size=3)))
    return {"low": f"{low} days", "likely": f"{likely} days", "high": f"{high} days"}


def maybe(draw: st.DrawFn, strategy: st.SearchStrategy[Any], told: bool = False) -> Any:
    """Something that somebody said, or not; in a world where all is told: said."""
    return draw(strategy) if told or draw(st.integers(0, 3)) else None


MONEY = st.builds("{} {}{}".format, st.integers(0, 2000).map(lambda n: n * 100), st.sampled_from(["CNY", "EUR"]),
                  st.sampled_from(["", "", "/year", "/month"]))  # fmt: skip
ONCE = st.builds("{} CNY".format, st.integers(1, 900).map(lambda n: n * 1000))


@st.composite
def products(draw: st.DrawFn, told: bool) -> tobfit.Product:
    price: dict[str, Any] = {"licence": maybe(draw, MONEY, told), "per_user": maybe(draw, MONEY)}
    price["development_cost"] = maybe(draw, ONCE, told)
    if told or draw(st.booleans()):
        low, likely, high = sorted(draw(st.lists(st.integers(0, 60), min_size=3, max_size=3)))
        price["expected_clients"] = {"low": low, "likely": likely, "high": high}
    if draw(st.booleans()):
        price["margin"] = draw(st.sampled_from(["0", "0.15", "0.4"]))
    said = {name: value for name, value in price.items() if value is not None}
    product = tobfit.Product(id="acme@1", price=said or None, services=draw(services(told)))
    for name in CAPABILITIES:
        response = draw(st.sampled_from(RESPONSES[:4] if told else RESPONSES))
        if response is not None:
            more: dict[str, Any] = {}
            if response in ("customisation", "configuration") and (told or draw(st.integers(0, 4))):
                more["effort"] = points(draw)
            if response in ("customisation", "third_party"):
                more["price"] = maybe(draw, MONEY, told)
            known = {key: value for key, value in more.items() if value is not None}
            product = product.offers(name, response=response, **known)
    return product


@st.composite
def services(draw: st.DrawFn, told: bool) -> list[dict[str, Any]]:
    if draw(st.booleans()):
        return []
    service: dict[str, Any] = {"id": "setup", "stage": "implementation"}
    if told or draw(st.booleans()):
        service["effort"] = points(draw)
    if told or draw(st.booleans()):
        service["price"] = draw(MONEY)
    return [service]


@st.composite
def clients(draw: st.DrawFn, told: bool) -> tobfit.Client:
    client = tobfit.Client(id="buyer", as_of="2026-11-01")
    if (amount := maybe(draw, MONEY, told)) is not None:
        budget: dict[str, Any] = {"amount": amount}
        if draw(st.booleans()):
            budget["horizon"] = draw(st.sampled_from(["2 years", "30 months", "3 years"]))
        client = client.evolve(budget=budget)
    goals = []
    for place in range(draw(st.integers(0, 2))):
        needs = draw(st.lists(st.sampled_from(CAPABILITIES), max_size=2))
        worth = maybe(draw, MONEY, told)
        goals.append({"id": f"goal-{place}", "needs": needs, **({} if worth is None else {"worth": worth})})
    client = client.evolve(goals=goals)
    if told or draw(st.booleans()):
        client = client.evolve(profile={SITES: draw(st.integers(0, 12))})
    if told or draw(st.booleans()):
        client = client.evolve(stakeholders=[{"id": "clerks", "role": "user", "head_count": draw(st.integers(0, 50))}])
    for name in CAPABILITIES:
        if draw(st.integers(0, 4)):
            client = client.require(name, priority=draw(st.sampled_from(["must", "should", "could"])))
    return client


@st.composite
def deals(draw: st.DrawFn) -> Deal:
    told = draw(st.booleans())
    arguments: dict[str, Any] = {
        "percentile": draw(st.sampled_from([10, 50, 80, 95])),
        "margin": draw(st.sampled_from([None, "0", "0.1", "0.35"])),
        "share": draw(st.sampled_from(["0", "0.3", "1"])),
        "willingness": maybe(draw, MONEY),
        "seed": draw(st.integers(0, 3)),
        "rate": maybe(draw, st.just(RATE), told),
        "currency": draw(st.sampled_from(["CNY", "EUR"])),
        "draws": DRAWS,
    }
    return Deal(draw(clients(told)), draw(products(told)), arguments)
