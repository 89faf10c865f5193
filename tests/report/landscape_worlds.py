"""A plant with names in two languages, and products that can be connected and run there, perhaps, or not."""

from __future__ import annotations

import functools
from typing import Any

import tobfit
from tobfit.matching.report import Report

Plain = dict[str, Any]
EFFORT = {"low": "7171 days", "likely": "7272 days", "high": "7373 days"}
GIVEN: Plain = {"protocol": "rfc", "format": "idoc", "entity": "Order", "auth": "basic", "mode": "async"}
WANTED: Plain = {"protocol": "rest", "format": "json", "entity": "Order", "auth": "basic", "mode": "async"}


def two(en: str, zh: str) -> Plain:
    return {"en": en, "zh": zh}


def pack() -> Plain:
    """The few terms that are needed, one general adapter and one proposal."""
    names = {"protocol": ("rfc", "rest", "https"), "format": ("idoc", "json", "csv"), "platform": ("pg", "k8s")}
    over = {"rest": ["https"], "rfc": ["https"]}
    technologies = [{"id": n, "kind": k, "over": over.get(n, [])} for k, several in names.items() for n in several]
    return {
        "tobfit": "pack/1",
        "id": "few",
        "vocabulary": [
            {"id": "fin.ledger", "kind": "boolean", "name": two("Ledger", "总账")},
            {"id": "dep.data_residency", "kind": "set", "name": two("Data residency", "数据驻留")},
        ],
        "technologies": technologies,
        "adapters": [
            {"id": "new-platform", "name": two("New platform", "新建平台"),
             "when": {"protocol": "rfc", "format": "csv"}, "then": {"protocol": "rest", "format": "json"},
             "effort": EFFORT},
            {"id": "mapping", "then": {"format": "any"}, "proposal": True, "effort": EFFORT},
        ],
    }  # fmt: skip


def bridge(**more: Any) -> Plain:
    """The client's own adapter from what its systems give to what products take."""
    return {
        "id": "pi", "name": two("Old bridge", "旧总线"), "when": {"protocol": "rfc", "format": "idoc"},
        "then": {"protocol": "rest", "format": "json"}, "effort": EFFORT, **more,
    }  # fmt: skip


def client(*lines: Plain, said: str | None = None, **landscape: Any) -> Plain:
    """A client whose line is that orders reach the product; ``said`` is the name of everything."""
    lan = {"id": "lan", "name": said or two("Plant network", "厂区网络"), "hosting": "on_premises"}
    vault = {"id": "vault", "name": said or two("Vault", "机要区"), "hosting": "air_gapped"}
    out = {"id": "idoc", "side": "provides", "data": "out", **GIVEN}
    drawn = {
        "zones": [lan, vault],
        "flows": [{"from": "lan", "to": "internet", "protocols": ["https"]}],
        "systems": [{"id": "sap", "name": said or two("Old ERP", "旧系统"), "zone": "lan", "interfaces": [out]}],
        "adapters": [bridge(**({"name": said} if said else {}))],
        **landscape,
    }
    text = said or two("Orders arrive", "订单送达")
    own = {"id": "R", "text": text, "priority": "must", "connect": {"system": "sap"}}
    return {
        "tobfit": "client/1", "id": "c", "name": two("Works", "工厂"), "as_of": "2026-11-01",
        "complete": ["landscape.flows"], "landscape": drawn, "requirements": list(lines) or [own],
    }  # fmt: skip


def product(number: str = "cloud", interface: Plain | None = None, **fields: Any) -> Plain:
    """A product in the vendor's cloud with one interface, or as it is said."""
    taken = {"id": "in", "side": "provides", "data": "in", **WANTED, **(interface or {})}
    return {
        "tobfit": "product/1", "id": number, "hosting": ["saas"], "egress": "none", "runs_on": [{"platform": "k8s"}],
        "interfaces": [taken], **fields,
    }  # fmt: skip


@functools.cache
def _packs() -> tobfit.Packs:
    return tobfit.load_packs(pack(), shipped=False)


def matched(asking: Plain, *offered: Plain) -> Report:
    return tobfit.match(asking, list(offered), packs=_packs())
