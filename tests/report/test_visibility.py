"""Nothing that is marked internal reaches a client, in any form that exists, nor any figure that is made of it.

Everything internal is planted with texts and numbers of its own (see ``internal_worlds``), in two variants that differ
in nothing else. What is written for a client holds nothing planted, and is the same for both variants to the last byte:
a sum, a mean or a share of internal numbers would differ. What is written for internal readers does differ.

Kinds of results, renderings and formats are found by reflection; one that this test cannot make fails it.
"""

from __future__ import annotations

import functools
import inspect
import itertools
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.report.everything import (
    LANGUAGES,
    Worked,
    as_text,
    displayed,
    is_written,
    parts,
    plain,
    rendered,
    worked,
)
from tests.report.internal_worlds import Planted, internal_fields, planted

import tobfit
import tobfit.graph
import tobfit.report
from tobfit import TobfitError
from tobfit.cli import main
from tobfit.matching.report import Report
from tobfit.model.record import Record
from tobfit.report.notebook import show
from tobfit.report.rule_page import rule_blocks
from tobfit.report.text import as_text as told_plainly
from tobfit.report.told import HOMES

AUDIENCES = ("client", "internal")


# ---- what is made of a world


@functools.cache
def world(variant: int) -> Planted:
    return planted(variant)


@functools.cache
def report(variant: int) -> Report:
    return world(variant).report()


@functools.cache
def made_of(variant: int) -> Worked:
    return worked(world(variant))


def results(variant: int) -> tuple[Any, ...]:
    """The results of all functions, for every candidate where they take one."""
    return made_of(variant).results


def refused() -> tuple[str, ...]:
    """What errors of these functions said."""
    return made_of(0).refused


# ---- all that is written


def leaks(text: str, planted: Mapping[str, str]) -> list[str]:
    """Where from, of all that is planted and stands in a text; figures in groups of three too."""
    plain = re.sub(r"(?<=\d)[,\u00a0\u202f' _](?=\d{3}(?!\d))", "", text)
    words = set(re.findall(r"secret[AB]\d+x|(?<!\d)\d{5}(?!\d)", plain))
    return sorted(f"{planted[word]} ({word})" for word in words if word in planted)


def renderings(made: Any, audience: str) -> dict[str, str]:
    """A report or a result by every public renderer, in both languages."""
    return {name: as_text(told) for name, told in rendered(made, audience)}


@functools.cache
def whole_report(variant: int) -> Report:
    """The report with every result, and with all that they found."""
    return made_of(variant).whole


@functools.cache
def written(variant: int, audience: str) -> dict[str, str]:
    """Everything that a reader of this audience can be given."""
    made = whole_report(variant)
    told = {f"report as {name}": text for name, text in renderings(made, audience).items()}
    for place, result in enumerate(results(variant)):
        kind = f"{type(result).__name__} {place}"
        told |= {f"{kind} as {name}": text for name, text in renderings(result, audience).items()}
    for place, (one, lang) in enumerate(itertools.product(displayed(made), LANGUAGES)):
        bundle = show(one, lang=lang, audience=audience, limit=None)._repr_mimebundle_()
        told[f"{type(one).__name__} {place} in a notebook, {lang}"] = json.dumps(bundle, ensure_ascii=False)
    for detail in ("full", "summary"):
        data = made.to_dict(audience=audience, detail=detail)  # type: ignore[arg-type]
        told[f"to_dict {detail}"] = json.dumps(data, ensure_ascii=False)
    for lang in LANGUAGES:
        explained = tobfit.report.explain(made, lang=lang, audience=audience, limit=None)
        told |= {f"explanation {lang}{path}": text for path, text in parts(explained)}
    return told


@functools.cache
def for_everybody(variant: int) -> dict[str, str]:
    """What has no audience, because it may reach anybody: reasons, paths, questions, graphs, offers, rule pages."""
    made, here = whole_report(variant), world(variant)
    told: dict[str, str] = {"warnings": "\n".join(map(str, made.warnings))}
    for fit in made.fits:
        told[f"reasons of {fit.product}"] = "\n".join(judgement.reason for judgement in fit.judgements)
        told[f"gaps of {fit.product}"] = "\n".join(f"{gap.because} {gap.path} {gap.goals}" for gap in fit.gaps)
        told[f"price of {fit.product}"] = repr(fit.price)
    told["questions"] = "\n".join(f"{q.text} {q.target} {list(q.answers)}" for q in made.questions)
    told["findings"] = "\n".join(f"{one.because.text(lang)} {one.path}" for one in made.findings for lang in LANGUAGES)
    told["rules"] = "\n".join(
        told_plainly(rule_blocks(rule, here.packs.base, lang=lang))
        for rule in here.packs.base.rules.values()
        for lang in LANGUAGES
    )
    told |= drawn(variant)
    for place, result in enumerate(results(variant)):
        offer = getattr(result, "offer", None)
        if inspect.ismethod(offer):
            told[f"offer {place}"] = json.dumps(plain(offer()), ensure_ascii=False, default=str)
    for place, one in enumerate(displayed(made)):
        told[f"{type(one).__name__} {place} in a notebook"] = json.dumps(one._repr_mimebundle_(), ensure_ascii=False)
        others = {name for name in dir(one) if name.startswith("_repr_")} - {"_repr_mimebundle_"}
        assert not others, f"what a notebook shows reaches a client, take in {others}"
    return told


def drawn(variant: int) -> dict[str, str]:
    """The graph in every export."""
    here = world(variant)
    graph = tobfit.graph.build(here.client, here.catalog, here.packs)
    told = {f"to_mermaid {lang}": graph.to_mermaid(lang=lang) for lang in LANGUAGES}
    network = graph.to_networkx()
    told["to_networkx"] = f"{sorted(network.nodes(data=True), key=str)} {sorted(network.edges(data=True), key=str)}"
    for fit in report(variant).fits:
        for gap in fit.gaps:
            told[f"path {fit.product} {gap.requirement.id} {gap.kind}"] = graph.to_mermaid(gap)
    from tobfit.graph.networks import graphml

    told["to_graphml"] = graphml(graph)
    exports = {name for name in dir(graph) if name.startswith("to_")}
    assert exports == {"to_mermaid", "to_networkx", "to_graphml"}, "another export of a graph: take it in above"
    return told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("visible")


def matched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command reads and matches once for every form of writing; what is written is worked out for each."""
    from tobfit.cli import match, questions, report_input

    made: dict[str, Report] = {}

    def matched(arguments: Any, *, rules: bool = True) -> Report:
        given = {name: value for name, value in vars(arguments).items() if name not in ("format", "lang", "limit")}
        key = f"{sorted(given.items(), key=str)} {rules}"
        if key not in made:
            made[key] = report_input.matched(arguments, rules=rules)
        return made[key]

    for command in (match, questions):
        monkeypatch.setattr(command, "matched", matched)


def commanded(variant: int, audience: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """What the command writes, on both streams, in every format that it takes."""
    from tobfit.cli.parser import FORMATS

    here = world(variant)
    place = folder / f"{variant}"
    place.mkdir(exist_ok=True)
    shipped = tobfit.load_packs().base
    ((pack,),) = here.packs.layers
    known = {*shipped.vocabulary.capabilities, *shipped.technologies, *shipped.attributes}
    own = {
        name: tuple(one for one in getattr(pack, name) if one.id not in known)
        for name in ("vocabulary", "technologies", "attributes")
    }
    records: dict[str, Record] = {
        "client": here.client,
        "alpha": here.catalog.product("alpha"),
        "response": here.catalog.responses[0],
        "vendor": here.catalog.vendors[0],
        "policy": here.policy,
        "pack": pack.evolve(roles=(), stages=(), services=(), deal_rules=(), adapters=(), scales=(), **own),
    }
    for name, record in records.items():
        tobfit.dump(record, place / f"{name}.yaml", overwrite=True)
    files = [str(place / f"{name}.yaml") for name in records if name not in ("client", "pack", "policy")]
    fixed = ["--pack", str(place / "pack.yaml"), "--policy", str(place / "policy.yaml"), "--audience", audience]
    told = {}
    for command in ("match", "questions"):
        for form in FORMATS:
            for lang in LANGUAGES:
                if form == "json" and lang != "en":
                    continue
                options = ["--format", form, "--lang", lang, "--limit", "1"]
                options += ["--stated-only"] if command == "match" else []
                status = main([command, str(place / "client.yaml"), *files, *fixed, *options])
                streams = capsys.readouterr()
                assert status == 0, streams.err
                told[f"tobfit {command} {form} {lang}"] = streams.out + streams.err
    for lang in LANGUAGES:
        assert main(["explain", "clay.fire", "--pack", str(place / "pack.yaml"), "--lang", lang]) == 0
        told[f"tobfit explain {lang}"] = capsys.readouterr().out
    every = [str(place / f"{name}.yaml") for name in records if name != "pack"]
    assert main(["check", *every, "--pack", str(place / "pack.yaml")]) == 0
    streams = capsys.readouterr()
    told["tobfit check"] = streams.out + streams.err
    return {name: text.replace(str(place), "") for name, text in told.items()}


# ---- the tests


def test_every_internal_field_of_every_kind_of_document_is_planted() -> None:
    missing = internal_fields() - world(0).covered
    assert not missing, f"put records with these into internal_worlds: {sorted(missing)}"
    assert len(world(0).planted) > 200
    assert not world(0).planted.keys() & world(1).planted.keys()


def test_every_kind_of_result_is_made() -> None:
    missing = set(HOMES) - {type(result).__name__ for result in results(0)}
    assert not {kind for kind in missing if is_written(kind)}, "no function gives these on this world"


def test_no_client_reads_what_is_internal() -> None:
    check(written(0, "client"), written(1, "client"))


def test_nobody_reads_it_where_there_is_no_audience() -> None:
    check(for_everybody(0), for_everybody(1))


def test_no_command_writes_it_for_a_client(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    matched_once(monkeypatch)
    check(commanded(0, "client", folder, capsys), commanded(1, "client", folder, capsys))


def check(one: Mapping[str, str], other: Mapping[str, str]) -> None:
    """Nothing planted in either, and no difference between them."""
    everything = {**world(0).planted, **world(1).planted}
    found = {name: leaks(text, everything) for told in (one, other) for name, text in told.items()}
    assert not {name: places for name, places in found.items() if places}
    assert one.keys() == other.keys()
    assert not {name: difference(one[name], other[name]) for name in one if one[name] != other[name]}


def difference(one: str, other: str) -> tuple[str, str]:
    """Where two texts part, with what stands around it."""
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[max(0, place - 80) : place + 60], other[max(0, place - 80) : place + 60]


def test_an_error_says_nothing_internal() -> None:
    assert not [leaks(text, world(0).planted) for text in refused() if leaks(text, world(0).planted)]
    here = world(0)
    bad = here.client.require("t.nothing", priority="must")
    with pytest.raises(TobfitError) as raised:
        here.report(bad)
    assert not leaks(str(raised.value), here.planted)


SHOWN = {
    ("Client", "notes"), ("Requirement", "notes"), ("Statement", "notes"), ("Statement", "effort"),
    ("Evidence", "notes"), ("Answer", "effort"), ("Policy", "notes"),
}  # fmt: skip
"""What plain data for internal readers holds."""


def test_internal_readers_see_it() -> None:
    told = written(0, "internal")
    seen = {place.partition(" ")[0] for text in told.values() for place in leaks(text, world(0).planted)}
    fields = {tuple(place.split(".")[:2]) for place in seen}
    assert fields >= SHOWN - {("Client", "notes"), ("Answer", "effort")}
    text, data = told["report as text en"], told["to_dict full"]
    places = [leaks(text, world(0).planted), leaks(data, world(0).planted)]
    assert any("Requirement.notes" in place for place in places[0])
    assert any("Statement.effort" in place for place in places[0])
    assert any("Statement.effort" in place for place in places[1])


@pytest.mark.parametrize("kind", sorted(HOMES))
def test_what_is_internal_of_a_result_shows_for_internal_readers_only(kind: str) -> None:
    made = [(place, result) for place, result in enumerate(results(0)) if type(result).__name__ == kind]
    assert made
    if not has_internal(type(made[0][1])):
        return
    inside, outside = written(0, "internal"), written(0, "client")
    names = [name for name in inside for place, _ in made if name.startswith(f"{kind} {place} as ")]
    assert any(inside[name] != outside[name] for name in names), f"{kind} shows internal readers no more than clients"


def has_internal(record: type[Any]) -> bool:
    return any(field.metadata.get("internal") and field.eq for field in attrs.fields(record))
