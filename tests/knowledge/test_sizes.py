"""Size classes of the shipped schemes, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import tobfit
from tobfit.formats.tree_of import read_tree
from tobfit.knowledge.inference import infer
from tobfit.knowledge.profile import size_class_of
from tobfit.knowledge.sizes import SizeClass
from tobfit.model.client import Client
from tobfit.model.tree import Node, Scalar, Seq
from tobfit.testing.samples import AS_OF

BASE = tobfit.load_packs().base
CN = "cn-2017"
FILING = "gbt4754-2017"


def plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Seq):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


@pytest.fixture(scope="module")
def facts(shared: Path) -> dict[str, Any]:
    file = shared / "facts" / "scale.yaml"
    if not file.is_file():
        pytest.skip("no facts/scale.yaml among the shared data")
    found: dict[str, Any] = plain(read_tree(file)[0])
    return found


def studio(*codes: str, **scale: object) -> Client:
    """A client that filed these codes, the first of them as its main industry."""
    filed = [{"code": code, "scheme": FILING, "primary": n == 0} for n, code in enumerate(codes)]
    return Client(id="c", jurisdictions=["CN"], industries=filed, scale=scale)


def size(client: Client, scheme: str = CN) -> SizeClass:
    return size_class_of(client, BASE.scales[scheme], BASE)


def options(client: Client, scheme: str = CN) -> tuple[str, ...]:
    return size(client, scheme).options


def test_vectors_of_the_facts(facts: dict[str, Any]) -> None:
    rows = facts["cn_2017"]
    codes = {row["group"]: row["gbt4754"] for row in rows["groups"]}
    assert len(rows["test_vectors"]) == 10
    for vector in rows["test_vectors"]:
        given = {name: value if name == "employees" else f"{value} 万元" for name, value in vector["given"].items()}
        for code in codes[vector["group"]]:
            found = size(studio(code, **given))
            assert (found.low, found.high) == (vector["expect"],) * 2, vector["why"]
            assert (found.scheme, found.group, found.inputs["code"]) == (CN, vector["group"], code)


def test_the_same_studio_under_two_filings() -> None:
    figures = {"employees": 500, "revenue": "300000000 CNY"}
    assert options(studio("6572", **figures)) == ("large",)
    assert options(studio("6422", **figures)) == ("medium",)
    assert options(studio("I6422", **figures)) == ("medium",)
    both = Client(id="c", industries=[{"segment": "game"}], scale=figures)
    assert options(both) == ("medium", "large")


def test_a_missing_indicator_bounds_the_class_from_above_only() -> None:
    assert options(studio("6572", employees=50)) == ("micro", "small")
    assert options(studio("6572", revenue="20000000 CNY")) == ("micro", "small", "medium")
    assert options(studio("6572")) == ("micro", "small", "medium", "large")
    assert options(studio("6572", employees=50, revenue="1 EUR")) == ("micro", "small")


def test_european_classes_need_the_headcount_and_one_amount() -> None:
    eu = "eu-2003-361"
    assert options(Client(id="c", scale={"employees": 249, "revenue": "50000000 EUR"}), eu) == ("medium",)
    rich = {"employees": 249, "revenue": "50000001 EUR"}
    assert options(Client(id="c", scale=rich), eu) == ("medium", "large")
    assert options(Client(id="c", scale={**rich, "assets": "43000000 EUR"}), eu) == ("medium",)
    assert options(Client(id="c", scale={**rich, "assets": "43000001 EUR"}), eu) == ("large",)
    assert options(Client(id="c", scale={"employees": 250}), eu) == ("large",)
    assert options(Client(id="c", scale={"employees": 9}), eu) == ("micro", "small", "medium", "large")


def test_trades_that_the_scheme_leaves_out_have_no_class() -> None:
    bank = studio("6621", employees=500, revenue="300000000 CNY", assets="6000000000 CNY")
    assert options(bank) == ()
    assert (size(bank).low, size(bank).high) == (None, None)
    assert options(bank, "cn-finance-2015") == ("small",)


def test_a_division_that_is_split_leaves_both_groups_open() -> None:
    figures = {"employees": 500, "revenue": "300000000 CNY"}
    assert options(studio("591", **figures)) == ("medium",)
    assert options(studio("592", **figures)) == ("large",)
    assert options(studio("59", **figures)) == ("medium", "large")


def test_the_main_filing_counts() -> None:
    figures = {"employees": 500, "revenue": "300000000 CNY"}
    assert options(studio("6422", "6572", **figures)) == ("medium",)
    assert options(studio("6572", "6422", **figures)) == ("large",)


def test_a_rule_on_a_range_holds_where_all_classes_pass() -> None:
    """Large clients get a customer success manager; who is medium or large is asked for what decides it."""
    sure = infer(studio("6572", employees=500, revenue="300000000 CNY"), BASE, AS_OF)
    assert "pr.scale.large" in sure.fired
    unsure = infer(studio("6572", employees=500), BASE, AS_OF)
    assert "pr.scale.large" not in unsure.fired
    (found,) = (rule for rule in unsure.open_rules if rule.id == "pr.scale.large")
    assert "size_class.cn-2017" in found.attributes
    small = infer(studio("6572", employees=50), BASE, AS_OF)
    assert "pr.scale.micro_small" in small.fired


def test_facts_name_scheme_group_and_inputs() -> None:
    found = infer(studio("6572", employees=500, revenue="300000000 CNY"), BASE, AS_OF)
    sources = [s for line in found.requirements for s in line.sources if s.rule == "pr.scale.large"]
    facts = {fact for source in sources for fact in source.facts if fact.startswith("size_class")}
    assert facts == {"size_class.cn-2017: large (group software_it; code 6572, employees 500, revenue 300000000 CNY)"}


def test_a_stated_class_that_does_not_follow_is_a_conflict() -> None:
    client = studio("6572", employees=500, revenue="300000000 CNY")
    found = infer(client.evolve(profile={"size_class.cn-2017": "small"}), BASE, AS_OF)
    (conflict,) = (c for c in found.conflicts if c.subject == "size_class.cn-2017")
    assert conflict.kind == "attribute"
    assert len(conflict.facts) == 2
    narrowed = studio("6572", employees=50).evolve(profile={"size_class.cn-2017": "small"})
    later = infer(narrowed, BASE, AS_OF)
    assert not [c for c in later.conflicts if c.subject == "size_class.cn-2017"]
