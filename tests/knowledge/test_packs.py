"""Packs as values, deep and circular vocabularies, and hints that stay cheap."""

from __future__ import annotations

import time

import pytest

import tobfit
from tobfit.errors import TobfitError
from tobfit.knowledge.check import check_client
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.pack import Capability, Pack


def chain(length: int, circle: bool = False) -> Pack:
    top = {"id": "t0", "broader": f"t{length - 1}"} if circle else {"id": "t0"}
    return Pack(id="p", vocabulary=[top, *({"id": f"t{n}", "broader": f"t{n - 1}"} for n in range(1, length))])


def test_a_chain_of_64_and_one_of_3000() -> None:
    vocabulary = tobfit.Packs(((chain(65),),)).vocabulary
    assert len(vocabulary.ancestors("t64")) == 64
    assert vocabulary.ancestors("t2") == ("t1", "t0")
    started = time.monotonic()
    with pytest.raises(TobfitError) as caught:
        tobfit.load_packs(chain(3000))
    assert [(p.code, p.path) for p in caught.value.problems] == [("TF315", "$.vocabulary[65].broader")]
    assert time.monotonic() - started < 2


def test_a_circle_of_1000() -> None:
    with pytest.raises(TobfitError) as caught:
        tobfit.load_packs(chain(1000, circle=True))
    assert {p.code for p in caught.value.problems} == {"TF311"}
    assert len(caught.value.problems) == 1000
    assert " > ... > " in caught.value.problems[0].message


def test_what_leads_into_a_circle_is_not_part_of_it() -> None:
    terms = [{"id": "a", "broader": "b"}, {"id": "b", "broader": "a"}, {"id": "c", "broader": "a"}]
    with pytest.raises(TobfitError) as caught:
        tobfit.load_packs(Pack(id="p", vocabulary=terms))
    assert [p.path for p in caught.value.problems] == ["$.vocabulary[0].broader", "$.vocabulary[1].broader"]


def test_packs_are_values() -> None:
    one, other = tobfit.Packs(((chain(3),),)), tobfit.Packs([[chain(3)]])
    assert (one == other, hash(one) == hash(other)) == (True, True)
    assert one.evolve(layers=()) == tobfit.Packs()
    assert one != one.with_layer(Pack(id="q"))


def test_hints_are_cheap() -> None:
    vocabulary = Vocabulary.of(Capability(id=f"some.capability.{n}") for n in range(3000))
    lines = [{"id": f"R-{n}", "capability": f"some.capabilty.{n}"} for n in range(100)]
    started = time.monotonic()
    remarks = list(check_client(tobfit.Client(id="a", requirements=lines), vocabulary))
    assert time.monotonic() - started < 4
    assert len(remarks) == 100
    assert sum("did you mean" in (remark.refused.hint or "") for remark in remarks) == 20


def test_rooms_are_there_when_they_are_asked_for() -> None:
    assert callable(tobfit.formats.openacr.read)
    assert tobfit.knowledge.__name__ == "tobfit.knowledge"
