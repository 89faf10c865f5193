"""Two clients that differ in their industry alone are met differently, each difference by a rule with its source."""

from __future__ import annotations

from pathlib import Path

import pytest

import tobfit
from tobfit.commercial import Negotiation, negotiate

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "game-and-security"


def met(name: str) -> Negotiation:
    """One of the two example clients, which asks for one more thing, against one and the same product."""
    client = tobfit.load_client(EXAMPLES / f"{name}.yaml")
    client = client.require("sec.mfa", id="X-1", priority="must", by="2027-06-15", asked_by=["cto"])
    gate = tobfit.Product(id="gate@2").offers("sec.mfa", response="roadmap", available="2027-07-15")
    report = tobfit.match(client, gate)
    return negotiate(report["gate@2"], report, with_corridor=False)


@pytest.fixture(scope="module")
def both() -> tuple[Negotiation, Negotiation]:
    return met("studio"), met("security-firm")


def test_a_studio_and_a_security_firm_are_met_differently(both: tuple[Negotiation, Negotiation]) -> None:
    studio, firm = both
    held = [{one.rule for one in talks.bindings if one.holds} for talks in both]
    assert held[0] - held[1] == {"practice.game.launch-windows", "practice.game.trial"}
    assert held[1] - held[0] == {"practice.security.audit", "practice.security.escrow"}
    # The same date: in the summer holidays of a studio, and of no matter to a security firm.
    assert "practice.game.launch-windows" in studio["date:X-1"].rules
    assert not any(rule.startswith("practice.") for rule in firm["date:X-1"].rules)
    # A demonstration: the security firm insists on it.
    proofs = [{lever.rules for lever in talks.levers if lever.kind == "proof"} for talks in both]
    assert proofs == [{()}, {("practice.security.audit",)}]
    assert "practice.security.escrow" in firm["partner:X-1"].rules
    assert "practice.security.escrow" not in studio["partner:X-1"].rules
    raised = [{each.capability for one in talks.bindings if one.holds for each in one.raises} for talks in both]
    assert "com.source_escrow" in raised[1] - raised[0]
    assert "com.trial" in raised[0] - raised[1]


def test_each_difference_is_cited(both: tuple[Negotiation, Negotiation]) -> None:
    for talks in both:
        known = {one.rule for one in talks.bindings}
        for lever in talks.levers:
            assert set(lever.rules) <= known
            assert all(lever.id in talks.binding(rule).levers for rule in lever.rules)
        for one in talks.bindings:
            assert one.source.text()
            assert one.facts or one.attributes
            for lang in ("en", "zh"):
                told = "".join(tobfit.report.text(talks, lang=lang, limit=None).split())
                assert one.rule in told
                assert "".join(one.source.text(lang).split()) in told
