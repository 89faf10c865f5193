"""What the landscape answers by itself, and what follows from it with the shipped packs."""

from __future__ import annotations

from typing import Any

import pytest

import tobfit
from tobfit.knowledge.inference import Inference, infer
from tobfit.model.client import Client
from tobfit.testing.samples import AS_OF

BASE = tobfit.load_packs().base
ZONES = [{"id": "plant", "hosting": "on_premises"}, {"id": "cloud", "hosting": "public_cloud"}, {"id": "dmz"}]
DIRECTORY = {"id": "keycloak", "zone": "cloud", "capabilities": ["sec.sso"]}
LEDGER = {"id": "sap", "zone": "plant", "capabilities": ["fin.general_ledger"]}
WAY_OUT = [{"from": "plant", "to": "dmz"}, {"from": "dmz", "to": "internet"}]


def drawn(*complete: str, systems: Any = (), flows: Any = (), **profile: object) -> Inference:
    """What follows from a landscape alone."""
    landscape = {"zones": ZONES, "systems": systems, "flows": flows}
    return infer(Client(id="c", landscape=landscape, complete=complete, profile=profile), BASE, AS_OF)


def implied_by(found: Inference, rule: str) -> dict[str, tuple[str, ...]]:
    """Capability -> the facts for which a rule asks for it."""
    sources = [(line.capability, source) for line in found.requirements for source in line.sources]
    return {str(capability): source.facts for capability, source in sources if source.rule == rule}


def is_open(found: Inference, rule: str) -> bool:
    return rule in {open_rule.id for open_rule in found.open_rules}


CASES = {
    "identity provider": (
        drawn(systems=[LEDGER, DIRECTORY]), "pr.arch.idp",
        "identity_provider: true (landscape.systems: keycloak > sec.sso)",
    ),
    "no identity provider": (
        drawn("landscape.systems", systems=[LEDGER]), "pr.arch.no_idp",
        "identity_provider: false (landscape.systems is complete)",
    ),
    "finance core on premises": (
        drawn(systems=[LEDGER]), "pr.arch.legacy_onprem",
        "on_premises_core: true (landscape.systems: sap > fin.general_ledger > zone plant)",
    ),
    "air gap": (
        drawn("landscape.flows", flows=WAY_OUT[:1]), "pr.arch.air_gap",
        "air_gap: true (landscape.flows is complete)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_architecture_has_demands_of_its_own_with_their_path(case: str) -> None:
    found, rule, fact = CASES[case]
    demands = implied_by(found, rule)
    assert len(demands) >= 3
    assert set(demands.values()) == {(fact,)}
    assert rule in found.fired


def test_the_architecture_makes_the_difference() -> None:
    """At least three demands are made with each architecture and not with its opposite."""
    pairs = [
        (drawn("landscape", systems=[DIRECTORY]), drawn("landscape")),
        (drawn("landscape", systems=[LEDGER]), drawn("landscape", systems=[{**LEDGER, "zone": "cloud"}])),
        (drawn("landscape", flows=WAY_OUT[:1]), drawn("landscape", flows=WAY_OUT)),
    ]
    for one, other in pairs:
        with_it, without = (
            {(line.capability, line.need, line.priority) for line in found.requirements} for found in (one, other)
        )
        assert len(with_it - without) >= 3


def test_what_is_not_drawn_is_unknown() -> None:
    nothing = drawn()
    for rule in ("pr.arch.idp", "pr.arch.no_idp", "pr.arch.legacy_onprem", "pr.arch.air_gap"):
        assert is_open(nothing, rule)
    assert is_open(drawn(systems=[LEDGER]), "pr.arch.no_idp")
    assert is_open(drawn(flows=WAY_OUT[:1]), "pr.arch.air_gap")
    # Where it runs was not said: complete or not, it may be on premises.
    somewhere = {**LEDGER, "zone": "dmz"}
    assert is_open(drawn("landscape", systems=[somewhere]), "pr.arch.legacy_onprem")
    nowhere = {"id": "sap", "capabilities": ["fin.general_ledger"]}
    assert is_open(drawn("landscape", systems=[nowhere]), "pr.arch.legacy_onprem")


def test_a_way_out_is_enough_and_is_named() -> None:
    found = drawn(flows=WAY_OUT)
    assert not is_open(found, "pr.arch.air_gap")
    assert "pr.arch.air_gap" not in found.fired
    assert found.profile is not None
    assert "dmz > internet" in str(found.profile.readings["air_gap"].fact)
    # Flows from the internet lead nowhere that matters.
    assert "pr.arch.air_gap" in drawn("landscape.flows", flows=[{"from": "internet", "to": "dmz"}]).fired


def test_completeness_of_a_part_speaks_for_that_part_alone() -> None:
    assert is_open(drawn("landscape.flows"), "pr.arch.idp")
    assert is_open(drawn("landscape.systems"), "pr.arch.air_gap")
    assert "pr.arch.no_idp" in drawn("landscape.systems").fired
    assert is_open(drawn("landscape.sys"), "pr.arch.no_idp")


def test_a_profile_value_beside_another_that_follows_is_a_conflict() -> None:
    found = drawn(systems=[DIRECTORY], identity_provider=False)
    (conflict,) = (c for c in found.conflicts if c.kind == "attribute")
    assert conflict.subject == "identity_provider"
    assert conflict.facts == (
        "identity_provider: false", "identity_provider: true (landscape.systems: keycloak > sec.sso)"
    )  # fmt: skip
    # What was said stands until somebody settles it.
    assert "pr.arch.no_idp" in found.fired
    assert not drawn(systems=[DIRECTORY], identity_provider=True).conflicts
    assert not drawn(identity_provider=False).conflicts
