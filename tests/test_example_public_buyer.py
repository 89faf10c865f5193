"""The example of the public buyer: its files can be read and say what the reports say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tobfit.formats import openacr
from tobfit.formats.tree_of import read_tree
from tobfit.model.client import Client
from tobfit.model.pack import Pack
from tobfit.model.policy import Policy
from tobfit.model.product import Product
from tobfit.model.structure import Sink, structure_record
from tobfit.model.tree import Map

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "public-buyer"
REPORTS = {
    "drupal-10": "drupal-10-16",
    "drupal-9.1": "drupal-9",
    "moodle-3.1": "Moodle-3",
    "nvda-2018.2.1": "NVDA-2018",
}
CATALOGUE = "2.4-edition-wcag-2.1-508-en.yaml"
T = TypeVar("T")


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    return shared / "openacr" if (shared / "openacr").is_dir() else shared / "data" / "openacr"


def load(path: Path, cls: type[T]) -> T:
    root, _ = read_tree(path)
    assert isinstance(root, Map)
    kind = root.get("tobfit")
    assert getattr(kind, "text", None) == f"{cls.__name__.lower()}/1"
    sink = Sink()
    made = structure_record(Map(root.entries[1:], root.mark), cls, "$", sink)
    assert sink.problems == []
    assert isinstance(made, cls)
    return made


def said(product: Product) -> dict[str, list[tuple[Any, ...]]]:
    return {
        capability: [(s.response, s.extent, s.by, s.on, [(e.kind, e.date) for e in s.evidence]) for s in statements]
        for capability, statements in product.capabilities.items()
    }


def test_there_are_four_products() -> None:
    assert sorted(path.stem for path in (FOLDER / "products").iterdir()) == sorted(REPORTS)


@pytest.mark.parametrize("name", REPORTS)
def test_products_say_what_the_reports_say(data: Path, name: str) -> None:
    product = load(FOLDER / "products" / f"{name}.yaml", Product)
    report = openacr.read(data / "reports" / f"{REPORTS[name]}.yaml", levels=("A", "AA"), component="web")
    (read,) = report.products
    assert (product.id, product.name, product.version) == (read.id, read.name, read.version)
    assert said(product) == said(read)


@pytest.mark.parametrize("name", REPORTS)
def test_products_hold_facts_and_no_sentences(name: str) -> None:
    product = load(FOLDER / "products" / f"{name}.yaml", Product)
    for statements in product.capabilities.values():
        (statement,) = statements
        assert (statement.remark, statement.notes) == (None, None)
        (evidence,) = statement.evidence
        assert evidence.source == f"OpenACR report {REPORTS[name]}.yaml in the GSA/openacr repository"
        assert evidence.remark is None


def test_the_client_asks_for_each_criterion_of_a_and_aa(data: Path) -> None:
    client = load(FOLDER / "client.yaml", Client)
    catalogue = openacr.read(data / "catalog" / CATALOGUE, levels=("A", "AA"), component="web")
    assert client.requirements == catalogue.requirements
    assert client.jurisdictions == ()
    assert "fictional" in str(client.name)


def test_the_pack_has_what_the_client_asks_for(data: Path) -> None:
    terms = {term.id: term for term in load(FOLDER / "pack.yaml", Pack).vocabulary}
    client = load(FOLDER / "client.yaml", Client)
    assert set(terms) == {"wcag21", "wcag21:a", "wcag21:aa"} | {line.id for line in client.requirements}
    read = openacr.read(data / "catalog" / CATALOGUE).pack
    assert read is not None
    known = {term.id: term for term in read.vocabulary}
    assert all(known[id] == term for id, term in terms.items())


def test_levels() -> None:
    terms = load(FOLDER / "pack.yaml", Pack).vocabulary
    broader = Counter(term.broader for term in terms if term.kind is not None)
    assert broader == {"wcag21:a": 30, "wcag21:aa": 20}


def test_the_policy() -> None:
    policy = load(FOLDER / "policy.yaml", Policy)
    assert (policy.id, str(policy.partial), policy.trust_not_applicable) == ("public-buyer", "0.5", True)
    assert policy.credits == Policy().credits
    assert policy.notes
