"""Reports to render: the real example, and a made-up world that fills every kind of gap and every text."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tobfit
from tobfit.matching.report import Report

Make = Callable[[], Report]
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "public-buyer"


@functools.cache
def example() -> Report:
    packs = tobfit.load_packs(EXAMPLE / "pack.yaml")
    client = tobfit.load_client(EXAMPLE / "client.yaml", packs)
    return tobfit.match(client, EXAMPLE / "products", packs=packs, policy=EXAMPLE / "policy.yaml")


def _pack(said: str) -> dict[str, Any]:
    boolean = [{"id": f"x.{letter}", "kind": "boolean", "broader": "x", "name": said} for letter in "abcdefg"]
    others = [
        {"id": "x.q", "kind": "quantity", "unit": "month", "broader": "x", "name": {"en": said, "zh": said}},
        {"id": "x.s", "kind": "set", "broader": "x"},
        {"id": "y", "name": said},
        {"id": "y.one", "kind": "boolean", "broader": "y", "name": said},
        {"id": "y.two", "kind": "boolean", "broader": "y", "name": said},
    ]
    return {"tobfit": "pack/1", "id": "p", "vocabulary": [{"id": "x", "name": said}, *boolean, *others]}


def _line(name: str, capability: str | None, said: str, secret: str, **fields: Any) -> dict[str, Any]:
    line = {"id": name, "text": said, "capability": capability, "notes": secret, **fields}
    return {key: value for key, value in line.items() if value is not None}


def _client(said: str, secret: str) -> dict[str, Any]:
    def line(name: str, capability: str | None, **fields: Any) -> dict[str, Any]:
        return _line(name, capability, said, secret, **fields)

    return {
        "id": "c",
        "name": said,
        "as_of": "2026-11-01",
        "notes": secret,
        "stakeholders": [{"id": "boss", "role": "economic", "name": said, "notes": secret}],
        "goals": [{"id": "g", "name": said, "needs": ["x.a"], "owner": "boss", "notes": secret}],
        "views": [{"id": "v", "name": said, "weights": {"economic": 3}, "notes": secret}],
        "requirements": [
            line("R-1", "x.a", priority="must", asked_by=["boss"]),
            line("R-2", "x.b", priority="must", weight="1.5"),
            line("R-3", "x.c", priority="must", by="2027-01-01"),
            line("R-4", "x.d", priority="should", accept=["standard"]),
            line("R-5", "x.e", priority="should", group="k"),
            line("R-6", "x.f", priority="could", group="k"),
            line("R-7", "x.g", priority="could", waived={"by": "boss", "reason": said}),
            line("R-8", "x.q", priority="should", need={"at_least": "6 months", "ideal": "12 months"}),
            line("R-9", "x.s", priority="should", need={"all_of": [said or "a", "b"]}),
            line("R-10", None, priority="must"),
            line("R-11", "y", priority="should"),
            line("R-12", "x.a", priority="wont"),
        ],
    }


def _said(response: str, said: str, secret: str, **fields: Any) -> dict[str, Any]:
    evidence = [{"source": said, "kind": "documented", "remark": said, "notes": secret}]
    return {"response": response, "remark": said, "evidence": evidence, "notes": secret, **fields}


EFFORT = {"low": "7171 days", "likely": "7272 days", "high": "7373 days"}
EFFORT_TEXT = "7171 person_day / 7272 person_day / 7373 person_day"


def _products(said: str, secret: str) -> list[dict[str, Any]]:
    def s(response: str, **fields: Any) -> dict[str, Any]:
        return _said(response, said, secret, **fields)

    one = {
        "x.a": s("standard", extent="partial"),
        "x.b": [s("standard", effort=EFFORT), s("not_supported")],
        "x.c": s("roadmap", available="2026-12-01", effort=EFFORT),
        "x.d": s("customisation", effort=EFFORT, price="20000 CNY"),
        "x.e": s("third_party", effort=EFFORT, price="300 CNY/year"),
        "x.f": {"response": "configuration", "effort": EFFORT, "notes": secret},
        "x.g": s("not_supported"),
        "x.q": s("standard", value="3 months", effort=EFFORT),
        "x.s": s("standard", value=["b"], exhaustive=True),
        "y.one": s("standard"),
    }
    two = {
        "x.a": s("not_supported"), "x.b": s("standard"), "x.c": s("roadmap", available="2028-01-01"),
        "x.d": s("standard"), "x.e": s("not_applicable"), "x.q": s("standard"),
        "x.s": s("standard", value=[said or "a"]),
    }  # fmt: skip
    head = {"tobfit": "product/1", "name": said, "notes": secret}
    return [{**head, "id": "one", "capabilities": one}, {**head, "id": "two", "capabilities": two}]


def rich(said: str = "a text", secret: str = "secret", **options: Any) -> Report:
    """A world in which ``said`` stands wherever a text may, and ``secret`` in all internal texts."""
    packs = tobfit.load_packs(_pack(said))
    policy = {"id": "house", "name": said, "notes": secret}
    return tobfit.match(
        tobfit.load_client(_client(said, secret), packs), _products(said, secret), packs=packs, policy=policy, **options
    )


@functools.cache
def made_up() -> Report:
    return rich()
