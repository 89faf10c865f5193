"""Reports to draw: of any size, with names of any length."""

from __future__ import annotations

import functools
from typing import Any

from tests.report.landscape_worlds import GIVEN, client, matched, product, two

import tobfit
from tobfit.matching.report import Report

CODES = ("standard", "configuration", "customisation", "not_supported", None, "third_party", "roadmap")
HOSTILE = (
    "</title><script>alert(1)</script>", "]]><x onload=alert(1)>", "\"' onclick='x", "A & B <b>", "a\x00b\x1b[31m\x0b",
    "\u202etxt.exe\u2066", "\ud800 lone", "\ufffe\uffff", "=cmd|' /C calc'!A0", "＝cmd", "[x](javascript:x)",
    "供应链" * 40, "W" * 300, "e" + "\u0301" * 500, "🏭" * 60, "&#x3c;script&#x3e;", "{braces} %s $x",
)  # fmt: skip


@functools.cache
def sized(products: int, lines: int, dimensions: int = 6, name: str = "A name that is rather long") -> Report:
    """So many products and lines, the same each time; all kinds of answers, a waived and an implied-looking line."""
    terms = [f"d{n % dimensions}.c{n}" for n in range(lines)]
    groups = [{"id": f"d{n}", "name": f"{name} {n}"} for n in range(min(dimensions, max(lines, 1)))]
    vocabulary = [*groups, *({"id": one, "kind": "boolean", "broader": one.partition(".")[0]} for one in terms)]
    packs = tobfit.load_packs({"tobfit": "pack/1", "id": "p", "vocabulary": vocabulary})
    asked: list[dict[str, Any]] = [
        {"id": f"R-{n}", "text": f"{name} {n}", "capability": one, "priority": ("must", "should", "could")[n % 3]}
        for n, one in enumerate(terms)
    ]
    if len(asked) > 3:
        asked[3]["waived"] = {"by": "boss", "reason": "later"}
    client = {
        "id": "c",
        "as_of": "2026-11-01",
        "requirements": asked,
        "stakeholders": [{"id": "boss", "role": "economic"}],
    }
    made = []
    for number in range(products):
        said = {}
        for n, one in enumerate(terms):
            code = CODES[(n * 5 + number * 3 + n // 7) % len(CODES)]
            if code is not None:
                said[one] = {"response": code, **({"available": "2026-12-01"} if code == "roadmap" else {})}
        price = {"licence": f"{1000 * (number + 1)} CNY/year"} if number % 3 else None
        made.append({"tobfit": "product/1", "id": f"p{number}@1", "name": f"{name} {number}", "capabilities": said,
                     **({"price": price} if price else {})})  # fmt: skip
    return tobfit.match(tobfit.load_client({"tobfit": "client/1", **client}, packs), made, packs=packs)


@functools.cache
def plant(said: str | None = None) -> Report:
    """Connections of every state to one product, among systems that nothing connects; ``said`` names all of them."""

    def name(en: str, zh: str) -> Any:
        return said or two(en, zh)

    out = {"id": "idoc", "side": "provides", "data": "out", **GIVEN}
    systems = [
        {"id": "sap", "name": name("Old ERP", "旧系统"), "zone": "lan", "interfaces": [out]},
        {
            "id": "hsm",
            "name": name("Key store", "密钥库"),
            "zone": "vault",
            "interfaces": [{**out, "protocol": "rest"}],
        },
        {"id": "crm", "name": name("Customer file", "客户档案"), "zone": "lan"},
        {"id": "who", "name": name("Directory of all people", "人员目录")},
        *({"id": f"s{n}", "name": f"{said or 'Other'} {n}", "zone": "lan"} for n in range(9)),
    ]
    lines = [
        {"id": f"R-{n}", "text": name("Data arrive", "数据送达"), "priority": "must", "connect": {"system": system}}
        for n, system in enumerate(("sap", "hsm", "crm", "who"), 1)
    ]
    asking = client(*lines, said=said, systems=systems)
    cloud = {
        **product(),
        "name": name("A cloud product with a long name", "名称较长的云产品"),
        "price": {"licence": "9000 CNY/year", "per_user": "100 CNY/year"},
    }
    return matched(asking, cloud, product("other"))
