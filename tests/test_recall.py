"""The recall benchmark: its files are sound, it says the same each time, and rules find more than suites alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from benchmarks.recall.measure import TENDERS, WAYS, Found, Tender, find, lists, read_tender, read_tenders, table

from tobfit import load_packs
from tobfit.knowledge.base import KnowledgeBase

ROOT = Path(__file__).resolve().parent.parent
PATHS = sorted(TENDERS.glob("*.yaml"))


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    """The shipped packs."""
    return load_packs().base


@pytest.fixture(scope="module")
def tenders() -> list[Tender]:
    """The shipped tenders."""
    return read_tenders()


def output(seed: str) -> str:
    """What the script prints under a seed of Python's string hashes."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "recall" / "measure.py")],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_script_prints_a_row_for_each_tender_and_the_same_text_each_time() -> None:
    first = output("1")
    rows = re.findall(r"^(\S+) +(\d+) +0 %(?: +(?:\d+ %|-)){10}$", first, re.MULTILINE)
    names = [path.stem for path in PATHS]
    assert len(names) >= 3
    assert [name for name, _ in rows] == [*names, "all", *names, "all"]
    assert int(dict(rows)["all"]) == sum(int(asked) for name, asked in rows[: len(names)])
    assert output("2") == first


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_client_document_loads_without_a_remark_and_states_no_requirement(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tender = read_tender(path)
    assert tender.client.requirements == ()
    assert tender.client.as_of is not None


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_what_is_asked_are_terms_of_the_vocabulary_with_their_places(path: Path, base: KnowledgeBase) -> None:
    tender = read_tender(path)
    groups = {name for name, term in base.vocabulary.capabilities.items() if term.broader is None}
    assert set(tender.asked) <= set(base.vocabulary.capabilities) - groups
    assert tender.asked
    assert all(tender.asked.values())
    assert tender.outside > 0


def test_the_fuller_client_differs_only_where_more_was_read(tenders: list[Tender]) -> None:
    for tender in tenders:
        same = tender.fuller.evolve(scale=tender.client.scale, landscape=tender.client.landscape)
        assert same == tender.client
    assert any(tender.fuller != tender.client for tender in tenders)


def test_rules_add_recall_over_suites_alone(tenders: list[Tender], base: KnowledgeBase) -> None:
    found = [find(tender, base) for tender in tenders]
    suites, rules, asked = (sum(len(item.hits(way)) for item in found) for way in WAYS)
    assert suites < rules < asked


def test_knowing_more_of_the_buyer_finds_more(tenders: list[Tender], base: KnowledgeBase) -> None:
    little = sum(len(find(tender, base).hits("suites+rules")) for tender in tenders)
    more = sum(len(find(tender, base, tender.fuller).hits("suites+rules")) for tender in tenders)
    assert little < more


def test_a_tender_that_names_a_capability_twice_is_refused(tmp_path: Path) -> None:
    twice = tmp_path / "twice.yaml"
    head = "source: {title: t}\nprofile: {tobfit: client/1, id: c, as_of: 2024-01-01}\n"
    asked = "asked:\n" + 2 * "  - {capability: sec.mfa, where: here}\n"
    twice.write_text(f"{head}{asked}outside: 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="twice"):
        read_tender(twice)


def test_the_figures_are_shares_of_what_is_asked_and_of_what_is_named() -> None:
    ways = dict(zip(WAYS, map(frozenset, ("a", "abx", "abcxyz")), strict=True))
    found = [Found("one", frozenset("abcd"), ways)]
    row = table(found, 10).splitlines()[-1].replace(" %", "%").split()
    assert row == ["all", "4", "0%", "25%", "50%", "75%", "100%", "67%", "50%", "10%", "30%", "60%", "40%"]
    assert lists(found).splitlines()[1:] == [
        "one",
        "  found by rules, not by suites (1): b",
        "  only asked about (1): c",
        "  missed by all (1): d",
        "  implied, not asked for (1): x",
    ]
