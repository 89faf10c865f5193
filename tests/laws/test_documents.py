"""Law 12: load(dump(x)) == x for every kind of document, through YAML and JSON; and dump is canonical."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tobfit.formats.documents import dump, read_document
from tobfit.formats.load import load_catalog, load_client, load_packs, load_policy
from tobfit.model.answers import Answers
from tobfit.model.attribute import Attribute
from tobfit.model.catalog import Response, Vendor
from tobfit.model.client import Client
from tobfit.model.frozen import FrozenMap
from tobfit.model.offer import Offer
from tobfit.model.pack import Pack
from tobfit.model.plain import record_node, to_plain
from tobfit.model.policy import Policy
from tobfit.model.product import Product
from tobfit.model.rule import Condition, Demand, Rule, Suite
from tobfit.model.segment import Role, Segment, Stage
from tobfit.model.size import SizeScheme
from tobfit.model.usage import Usage
from tobfit.testing.documents import documents
from tobfit.testing.strategies import World, worlds

KINDS = (Client, Product, Response, Answers, Vendor, Offer, Policy, Pack, Usage)


def read(text: str, suffix: str) -> Any:
    """The record of a document's text."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"document{suffix}"
        file.write_bytes(text.encode())
        document = read_document(file)
    assert document.problems == ()
    return document.record


def json_text(record: Any) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "document.json"
        dump(record, file)
        return file.read_bytes().decode()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_law_12_what_is_written_is_read_back(kind: type[Any], data: st.DataObject) -> None:
    record = data.draw(documents(kind))
    text = dump(record)
    assert read(text, ".yaml") == record
    assert dump(read(text, ".yaml")) == text
    as_json = json_text(record)
    assert read(as_json, ".json") == record
    assert json_text(read(as_json, ".json")) == as_json
    assert read(text, ".yaml") == read(as_json, ".json")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_law_12_plain_data_makes_the_same_record(kind: type[Any], data: st.DataObject) -> None:
    """The tree of a record passed to the constructor's door, a mapping, is the record again."""
    record = data.draw(documents(kind))
    document = read_document(to_plain(record_node(record)), [kind.__name__.lower()])
    assert (document.problems, document.record) == ((), record)


PARTS = {
    "attributes": Attribute,
    "rules": Rule,
    "segments": Segment,
    "scales": SizeScheme,
    "roles": Role,
    "stages": Stage,
}


@pytest.mark.parametrize("section", PARTS)
@given(data=st.data())
def test_law_12_each_part_of_a_pack(section: str, data: st.DataObject) -> None:
    """Whole packs seldom hold a record with many of its fields."""
    record = data.draw(documents(PARTS[section]))
    assert_kept(Pack(id="p", **{section: [record]}))


@given(documents(Rule), documents(Condition), st.lists(documents(Demand), max_size=2))
def test_law_12_conditions_and_what_they_imply(rule: Rule, when: Condition, implies: list[Demand]) -> None:
    assert_kept(Pack(id="p", rules=[rule.evolve(when=when, implies=implies)]))


@given(st.dictionaries(st.sampled_from(("crm", "no", "1.10")), documents(Suite), min_size=1))
def test_law_12_suites(suites: dict[str, Suite]) -> None:
    assert_kept(Pack(id="p", suites=suites))


def assert_kept(pack: Pack) -> None:
    """Written and read back, as YAML and as JSON, the pack is the same."""
    text = dump(pack)
    assert read(text, ".yaml") == pack
    assert dump(read(text, ".yaml")) == text
    assert read(json_text(pack), ".json") == pack


@given(documents(Product), documents(Client))
def test_law_12_the_order_of_mappings_has_no_part_in_the_text(product: Product, client: Client) -> None:
    def turned(values: FrozenMap[str, Any]) -> FrozenMap[str, Any]:
        return FrozenMap(dict(reversed(list(values.items()))))

    assert dump(product.evolve(capabilities=turned(product.capabilities), modules=turned(product.modules))) == dump(
        product
    )
    assert dump(client.evolve(profile=turned(client.profile))) == dump(client)


@settings(max_examples=settings().max_examples // 2 + 1)
@given(worlds())
def test_a_world_through_files_gives_the_same_report(world: World) -> None:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        place = Path(folder)
        dump(world.client, place / "client.yaml")
        dump(world.policy, place / "policy.json")
        layers = []
        for number, layer in enumerate(world.packs.layers):
            (place / f"packs{number}").mkdir()
            for pack in layer:
                dump(pack, place / f"packs{number}" / f"{pack.id}.yaml")
            layers.append(place / f"packs{number}")
        (place / "catalog").mkdir()
        for number, part in enumerate((*world.catalog.products, *world.catalog.responses)):
            dump(part, place / "catalog" / f"{number}.yaml")
        packs = load_packs(*layers, shipped=False)
        again = attrs.evolve(
            world,
            packs=packs,
            client=load_client(place / "client.yaml", packs),
            catalog=load_catalog(place / "catalog", packs),
            policy=load_policy(place / "policy.json"),
        )
    assert again.client == world.client
    before, after = world.report(), again.report()
    assert after.fits == before.fits
    assert after.ranks == before.ranks
