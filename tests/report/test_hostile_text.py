"""Hostile text in every field of every record: nothing of it runs, nothing of it is lost, in any form that exists.

The deal is made twice, with hostile and with harmless text in the same places (see ``hostile_worlds``). Renderings are
found by reflection and read as their readers do (see ``reading``). The hostile one has no element, attribute or block
that the harmless one has not, shows the same texts, and each of them whole; characters that are not seen or that steer
are written out (``\\u202e``), blanks do not count.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from tests.report import reading
from tests.report.everything import Worked, displayed, plain, rendered, renderers, worked
from tests.report.hostile_worlds import BODY, LEADS, MEANT, Hostile, harmless, hostile, text_fields
from tests.report.reading import Read, lost, marks, squeezed

from tobfit.report.notebook import show
from tobfit.report.proposal.escape_word import for_word

READERS: dict[str, Callable[[Any], Read]] = {
    "docx": reading.docx,
    "frame": reading.frame,
    "html": reading.html,
    "markdown": reading.markdown,
    "svg": reading.svg,
    "text": reading.plain_text,
    "vega_lite": reading.specification,
    "xlsx": reading.xlsx,
}
"""How a rendering is read; those of other names are plain data."""
SHOWN_BY_ALL = {"Requirement.text"}
"""What every rendering of a whole report shows."""


@functools.cache
def deal(kind: str) -> Hostile:
    return harmless() if kind == "harmless" else hostile()


@functools.cache
def made_of(kind: str) -> Worked:
    return worked(deal(kind), candidates=1)


@functools.cache
def read(kind: str, name: str, audience: str = "internal") -> dict[str, Read]:
    """Everything that a renderer makes of the report with all results, and how it reads."""
    reader = READERS.get(name, lambda made: reading.data(plain(made)))
    return {told: reader(made) for told, made in rendered(made_of(kind).whole, audience, names=[name])}


# ---- the deal


def test_every_field_that_takes_a_text_has_a_hostile_one() -> None:
    missing = set(text_fields()) - deal("hostile").covered - set(MEANT)
    assert not missing, f"put records with these into hostile_worlds: {sorted(missing)}"
    assert len(deal("hostile").texts) > 300


def test_the_two_deals_are_judged_alike() -> None:
    one, other = (deal(kind).report() for kind in ("hostile", "harmless"))
    judged = [[(fit.product, fit.score, [j.verdict for j in fit.judgements]) for fit in made.fits]
              for made in (one, other)]  # fmt: skip
    assert judged[0] == judged[1]
    assert made_of("hostile").refused == made_of("harmless").refused == ()


# ---- renderings


@pytest.mark.parametrize("name", renderers())
def test_nothing_can_act(name: str) -> None:
    wrong = {told: found.faults[:3] for told, found in read("hostile", name).items() if found.faults}
    assert not wrong


@pytest.mark.parametrize("name", renderers())
def test_hostile_text_adds_no_structure(name: str) -> None:
    plainly = {part for found in read("harmless", name).values() for part in found.structure}
    found = {part for one in read("hostile", name).values() for part in one.structure}
    assert found - plainly == set()


def test_breaks_and_tabs_of_a_word_document_are_those_of_its_texts() -> None:
    """They stand as elements there: each belongs to a text that has one, and no text is parted otherwise."""
    one, other = read("hostile", "docx"), read("harmless", "docx")
    for told, found in one.items():
        assert {"\n", "\t"} <= set("".join(found.paragraphs))
        assert breaks(found, "hostile") == breaks(other[told], "harmless"), told


def breaks(found: Read, kind: str) -> dict[str, int]:
    """How many breaks and tabs stand outside of the texts of the documents."""
    texts = [for_word(text) for text in deal(kind).texts.values()]
    left = "\0".join(found.paragraphs)
    for text in sorted(texts, key=len, reverse=True):
        left = left.replace(text, "")
    return {char: left.count(char) for char in "\n\t"}


@pytest.mark.parametrize("name", renderers())
def test_nothing_is_lost(name: str) -> None:
    one, other = read("hostile", name), read("harmless", name)
    assert one.keys() == other.keys()
    for told, found in one.items():
        assert places(found) == places(other[told]), told
        assert not lost(found, deal("hostile")), told
    shown = {deal("hostile").places[n] for found in one.values() for n in marks(found.texts)}
    assert shown >= SHOWN_BY_ALL


def places(found: Read) -> list[str]:
    here = deal("hostile").places
    return sorted(f"{here[number]} {number}" for number in marks(found.texts))


@pytest.mark.parametrize("detail", ["full", "summary"])
def test_plain_data_keeps_every_text_as_it_is(detail: Any) -> None:
    made = made_of("hostile").whole.to_dict(audience="internal", detail=detail)
    assert json.loads(json.dumps(made)) == made
    for text in reading.strings(made):
        for number in marks([text]):
            assert deal("hostile").texts[number] in text


def test_notebooks_are_given_nothing_that_acts() -> None:
    shown = {kind: in_notebook(kind) for kind in ("hostile", "harmless")}
    assert len(shown["hostile"]) == len(shown["harmless"])
    for (name, found), (same, other) in zip(shown["hostile"], shown["harmless"], strict=True):
        assert name == same
        assert not found.faults, name
        assert found.structure <= other.structure, name
        assert places(found) == places(other), name
        assert not lost(found, deal("hostile")), name


def in_notebook(kind: str) -> list[tuple[str, Read]]:
    """The first things of each kind that a notebook shows, trusted or not: their kind, and how they read."""
    found: dict[str, list[Any]] = {}
    for one in displayed(made_of(kind).whole):
        found.setdefault(type(one).__name__, []).append(one)
    bundles = [(name, show(one, audience="internal", limit=None)) for name, ones in found.items() for one in ones[:2]]
    return [(name, reading.bundle(bundle._repr_mimebundle_())) for name, bundle in bundles]


# ---- texts that are very long


@functools.cache
def long_deal() -> Hostile:
    return hostile(7, longest=True)


@pytest.mark.parametrize("name", renderers())
def test_forty_thousand_characters_are_all_there(name: str) -> None:
    here = long_deal()
    reader = READERS.get(name, lambda made: reading.data(plain(made)))
    for told, made in rendered(here.report(), "internal", languages=["en"], names=[name]):
        found = reader(made)
        assert not found.faults, told
        assert not lost(found, here), told


# ---- that the tests see what they look for


PLANTS = {
    "html": ("<p>", "<p onclick='x'>"),
    "svg": ("</svg>", "<script>x</script></svg>"),
    "markdown": ("\n", "\n<b>x</b>\n"),
}


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_the_readers_see_what_acts(name: str) -> None:
    samples = {"html": "<p>x</p>", "svg": "<svg><text>x</text></svg>", "markdown": "x\n"}
    assert not READERS[name](samples[name]).faults
    assert READERS[name](samples[name].replace(*PLANTS[name])).faults


@pytest.mark.parametrize("lead", LEADS)
def test_a_lost_piece_is_seen(lead: str) -> None:
    text = f"{lead}qa0z {BODY} qe0z"
    here = attrs.evolve(deal("hostile"), texts={"0": text}, places={"0": "A.b"})
    assert not lost(Read(texts=["x " + text + " y"]), here)
    assert lost(Read(texts=[text.replace("A & B <b>c</b>", "A & B c")]), here)
    assert lost(Read(texts=[text[len(lead) :]]), here) or not squeezed(lead)
    assert lost(Read(texts=[text[:-20]]), here)
