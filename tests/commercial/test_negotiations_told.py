"""Sentences of negotiations: each lever is a verb with what belongs to it, in every form of sentence, in English and
Chinese; and of each rule it is told what it makes of a lever."""

from __future__ import annotations

import re
from typing import Any

import pytest

import tobfit
from tobfit.commercial import Negotiation, negotiate
from tobfit.report.told.lever_names import PHRASES

VERBS = {
    "en": "let|accept|wait|relax|make|take|lower|raise|give|extend|demonstrate|hold|add|bring|provide|change",
    "zh": "豁免|接受|将|就|在|放弃|提高|现场演示|对|为|实现",
}
"""What a lever begins with, so that it stands after "can", "if you", "then we" and "to"."""


def desk_report(rules: tuple[dict[str, Any], ...] = ()) -> tobfit.Report:
    """A deal in which each kind of sentence has something to tell."""
    vocabulary = [
        {"id": "sec.mfa", "kind": "boolean"}, {"id": "nf.uptime", "kind": "quantity", "unit": "%"},
        {"id": "crm.desk", "kind": "boolean"},
    ]  # fmt: skip
    owner = {"id": "owner", "kind": "text", "values": ["bank", "other"], "question": "Who owns it?", "ask": "economic"}
    pack = {"id": "terms", "vocabulary": vocabulary, "attributes": [owner], "deal_rules": list(rules)}
    packs = tobfit.load_packs(pack, shipped=False)
    client = tobfit.Client(
        id="acme",
        as_of="2026-11-01",
        stakeholders=[{"id": "ceo", "role": "economic"}, {"id": "cto", "role": "technical"}],
        budget={"amount": "90000 CNY", "horizon": "3 years"},
    )
    client = client.require("sec.mfa", priority="must", by="2027-01-31", asked_by=["cto"])
    client = client.require("nf.uptime", priority="must", need={"at_least": "99.9 %"}, asked_by=["cto"])
    client = client.require("crm.desk", priority="must", accept=["standard"])
    gate = tobfit.Product(id="gate@2", price={"licence": "25000 CNY/year"}).offers(
        "sec.mfa", response="roadmap", available="2027-07-31"
    )
    gate = gate.offers("nf.uptime", response="standard", value="99.5 %").offers("crm.desk", response="customisation")
    return tobfit.match(client, gate, packs=packs)


def talks_with(*rules: dict[str, Any]) -> Negotiation:
    report = desk_report(rules)
    return negotiate(report["gate@2"], report, rate="1000 CNY/day")


def flat(text: str) -> str:
    """One line, without the marks and breaks of the rendering."""
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("place", [0, 1])
def test_each_name_of_a_lever_is_a_verb(place: int) -> None:
    verbs = VERBS[("en", "zh")[place]]
    for key, texts in PHRASES.items():
        assert re.match(f"({verbs})" + (r"\b" if place == 0 else ""), texts[place]), key


def test_sentences_have_their_verbs() -> None:
    talks = talks_with()
    english = flat(tobfit.report.text(talks, audience="internal", limit=None))
    chinese = "".join(tobfit.report.text(talks, lang="zh", audience="internal", limit=None).split())
    told = re.findall(r"(?:The client can|The vendor can|If you|then we|before anybody can:) (\w+)", english)
    assert len(told) > 15
    assert all(re.fullmatch(VERBS["en"], word) for word in told)
    for start in ("客户可", "厂商可", "若贵方", "我方则", "须经其同意方可："):
        after = re.findall(f"{start}(.)", chinese)
        assert after
        assert all(char in "豁接将就在放提现对为实改" for char in after if not (start == "客户可" and char == "改"))
    assert "wait for R-001 sec.mfa until 2027-07-31" in english
    # What the line asks for afterwards, in words.
    assert "relax R-002 nf.uptime to at least 99.5 %" in english
    assert "将R-002nf.uptime的要求放宽为至少99.5%" in chinese
    assert "at_least" not in english + chinese
    assert "inf" not in re.findall(r"[a-z]+", english)
    assert "inf" not in re.findall(r"[a-z]+", chinese)


def test_of_each_rule_it_is_told_what_it_makes_of_a_lever() -> None:
    source = {"title": "A book"}
    holds = {"id": "bound", "text": "t", "basis": "practice", "source": source, "limits": ["price"]}
    when = {"attr": "owner", "op": "eq", "value": "bank"}
    may = {"id": "maybe", "text": "t", "basis": "law", "source": source, "evidence": "seen", "when": when}
    asks = {"id": "wish", "text": "t", "basis": "practice", "source": source, "needs": ["price"]}
    talks = talks_with(holds, {**may, "forbids": ["price"]}, asks)
    told = flat(tobfit.report.text(talks, limit=None))
    assert talks["price:client"].permission == "open"
    # Only the rule of which nobody knows whether it holds is open: the others say what they say.
    assert "forbidden if this holds: maybe; limited by bound; asked for by wish" in told
    chinese = "".join(tobfit.report.text(talks, lang="zh", limit=None).split())
    assert "若适用则禁止：maybe；受bound限制；wish会要求" in chinese
