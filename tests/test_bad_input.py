"""Bad input: each kind has a stable code and an exact place, and none brings the process down."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import attrs
import pytest

import tobfit
from tobfit.errors import Problem, TobfitError
from tobfit.formats import openacr

CLIENT = "tobfit: client/1\nid: acme\nas_of: 2026-11-01\n"
PRODUCT = "tobfit: product/1\nid: crm@5\n"
PACK = "tobfit: pack/1\nid: mine\n"
LINE = CLIENT + "requirements:\n  - {id: R-1, "
STATED = PRODUCT + "capabilities:\n  "
Found = tuple[str, int | None, int | None]


def places(problems: Iterable[Problem]) -> list[Found]:
    return [(problem.code, problem.line, problem.column) for problem in problems]


@attrs.frozen(kw_only=True)
class Case:
    """One document and what is wrong with it; ``hint`` stands in the help of the first problem."""

    text: str
    found: tuple[Found, ...]
    hint: str = ""
    file: str = "document.yaml"


CASES = {
    # how the file is written
    "deep nesting": Case(text="[" * 100_000, found=(("TF110", 1, 65),), hint="flatten"),
    "deep nesting below a key": Case(
        text=f"tobfit: client/1\nprofile: {'[' * 100_000}", found=(("TF110", 2, 73),)
    ),
    "deep nesting in JSON": Case(text="[" * 100_000, found=(("TF110", 1, 65),), file="document.json"),
    "merge keys": Case(
        text="a: &a {x: 1}\nb: {<<: *a}\n",
        found=(("TF112", 1, 4), ("TF112", 2, 5), ("TF112", 2, 9)),
        hint="write the value out",
    ),
    "a tag": Case(text="a: !!python/object:os.system x\n", found=(("TF112", 1, 4),), hint="remove it"),
    "a key twice": Case(text=CLIENT + "name: A\nname: B\n", found=(("TF113", 5, 1),), hint="keep one"),
    "a key twice in JSON": Case(
        text='{"tobfit": "client/1", "id": "a",\n "id": "b"}', found=(("TF113", 2, 2),), file="document.json"
    ),
    "a full-width colon": Case(
        text=CLIENT + "名称：值\n", found=(("TF114", 4, 3),), hint="write the ASCII colon"
    ),
    "a full-width colon in JSON": Case(
        text='{"tobfit"："client/1"}', found=(("TF114", 1, 10),), file="document.json"
    ),
    "a tab": Case(text=CLIENT + "scale:\n\temployees: 5\n", found=(("TF115", 5, 1),), hint="spaces"),
    "an open quote": Case(text=CLIENT + "notes: 'met\n", found=(("TF108", 4, 8),), hint="close the quote"),
    "a comma too many": Case(
        text='{"tobfit": "client/1",}', found=(("TF109", 1, 22),), hint="remove", file="document.json"
    ),
    "NaN in JSON": Case(
        text='{"tobfit": "client/1", "id": "a", "scale": NaN}', found=(("TF109", 1, 44),), file="document.json"
    ),
    "a second document": Case(text=CLIENT + "---\nid: b\n", found=(("TF116", 4, 1),), hint="file of its own"),
    "nothing": Case(text="# later\n", found=(("TF117", None, None),), hint="first key"),
    "a list as a key": Case(text="? [a]\n: b\n", found=(("TF119", 1, 3),), hint="a key is a text"),
    "a control character": Case(text=CLIENT + "notes: a\x00b\n", found=(("TF107", 4, 9),), hint="remove it"),
    "half a character in YAML": Case(text=CLIENT + 'notes: "a \\ud800"\n', found=(("TF107", 4, 13),)),
    "half a character in JSON": Case(text='{"id": "a\\ud800"}', found=(("TF107", 1, 10),), file="d.json"),
    "an ending that nobody reads": Case(
        text=CLIENT, found=(("TF121", None, None),), hint=".yaml", file="client.toml"
    ),
    # the header
    "no header": Case(text="id: acme\n", found=(("TF201", 1, 1),), hint="begin with tobfit:"),
    "a list": Case(text="- a\n", found=(("TF201", 1, 1),), hint="begin with tobfit:"),
    "an empty header": Case(text="tobfit:\nid: acme\n", found=(("TF201", 1, 8),), hint="client/1"),
    "a header that is a mapping": Case(text="tobfit: {client: 1}\n", found=(("TF201", 1, 9),)),
    "an unknown kind": Case(text="tobfit: cleint/1\nid: a\n", found=(("TF202", 1, 9),), hint="'client/1'"),
    "an unknown version": Case(
        text="tobfit: client/2\nid: a\n", found=(("TF202", 1, 9),), hint="this version reads client/1"
    ),
    # keys and values
    "an unknown key": Case(text=CLIENT + "nmae: A\n", found=(("TF203", 4, 1),), hint="'name'"),
    "an unknown key inside": Case(text=LINE + "capabilty: sec.mfa}\n", found=(("TF203", 5, 15),), hint="'capability'"),
    "a key too few": Case(text="tobfit: client/1\nname: A\n", found=(("TF204", 1, 1),)),
    "a key without a value": Case(text="tobfit: client/1\nid:\n", found=(("TF204", 2, 4),)),
    "nothing said": Case(text=STATED + "sec.mfa:\n  sec.sso: ~\n", found=(("TF204", 4, 11), ("TF204", 5, 12))),
    "a text for a list": Case(text=CLIENT + "jurisdictions: CN\n", found=(("TF205", 4, 16),), hint="[CN]"),
    "a mapping for a list": Case(text=CLIENT + "requirements: {id: R-1}\n", found=(("TF205", 4, 15),), hint="'- '"),
    "a list for a mapping": Case(text=CLIENT + "scale: [5]\n", found=(("TF205", 4, 8),), hint="employees"),
    "no as a jurisdiction": Case(
        text=CLIENT + "jurisdictions: [no]\n", found=(("TF206", 4, 17),), hint='"NO"'
    ),
    "an unknown word": Case(text=LINE + "priority: most}\n", found=(("TF206", 5, 25),), hint="'must'"),
    "no language": Case(text=CLIENT + "name: {english!: A}\n", found=(("TF206", 4, 8),), hint="zh-Hant"),
    "no id": Case(text="tobfit: client/1\nid: 北风\n", found=(("TF207", 2, 5),), hint="ASCII"),
    "a bare number as an id": Case(
        text=CLIENT + "requirements:\n  - {id: 1.10}\n", found=(("TF208", 5, 10),), hint='quote it: "1.10"'
    ),
    "weights": Case(
        text=CLIENT
        + "requirements:\n  - {id: R-1, weight: NaN}\n  - {id: R-2, weight: .inf}\n  - {id: R-3, weight: -Infinity}\n"
        + "  - {id: R-4, weight: 1e400}\n  - {id: R-5, weight: -1}\n"
        + "  - {id: R-6, weight: 0}\n  - {id: R-7, weight: -0}\n",
        found=(
            *(("TF209", line, 23) for line in (5, 6, 7, 8)),
            *(("TF210", line, 23) for line in (9, 10, 11)),
        ),
        hint="not a number, infinities",
    ),
    "a date that does not exist": Case(
        text="tobfit: client/1\nid: acme\nas_of: 2026-02-30\n", found=(("TF211", 3, 8),), hint="YYYY-MM-DD"
    ),
    "a date otherwise written": Case(
        text="tobfit: client/1\nid: acme\nas_of: 30.11.2026\n", found=(("TF211", 3, 8),), hint="YYYY-MM-DD"
    ),
    "no quantity": Case(
        text=STATED + "sec.audit_log_retention: {response: standard, value: six months}\n",
        found=(("TF212", 4, 56),),
        hint="6 months",
    ),
    "thousands separators": Case(
        text=CLIENT + 'budget: {amount: "1,500,000 CNY"}\n', found=(("TF212", 4, 18),), hint="thousands"
    ),
    "an unknown unit": Case(
        text=LINE + "capability: sec.audit_log_retention, need: {at_least: 6 mnths}}\n",
        found=(("TF213", 5, 69),),
        hint="'month'",
    ),
    "an unknown unit in a product": Case(
        text=STATED + "sec.audit_log_retention: {response: standard, value: 6 mnths}\n",
        found=(("TF213", 4, 56),),
        hint="'month'",
    ),
    "yes": Case(text=LINE + "waived: {accepts_risk: yes}}\n", found=(("TF214", 5, 38),), hint="true or false"),
    "two requirements with one id": Case(
        text=CLIENT + "requirements:\n  - {id: R-1}\n  - {id: R-1}\n", found=(("TF215", 6, 10),)
    ),
    "an estimate that falls": Case(
        text=PRODUCT + "services: [{id: a, effort: {low: 5 days, likely: 3 days, high: 9 days}}]\n",
        found=(("TF216", 3, 28),),
    ),
    "roadmaps without a date": Case(
        text=STATED + "sec.mfa: roadmap\n  sec.sso: {response: roadmap}\n  crm: [standard, {response: roadmap}]\n",
        found=(("TF217", 4, 12), ("TF217", 5, 12), ("TF217", 6, 19)),
        hint="available: YYYY-MM-DD",
    ),
    # what the vocabulary and the document itself say
    "an unknown capability": Case(text=LINE + "capability: sec.mfaa}\n", found=(("TF301", 5, 27),), hint="'sec.mfa'"),
    "an unknown capability in a product": Case(
        text=STATED + "sec.mfaa: standard\n", found=(("TF301", 4, 3),), hint="'sec.mfa'"
    ),
    "a need of another kind": Case(
        text=LINE + "capability: sec.mfa, need: {at_least: 1}}\n", found=(("TF302", 5, 53),), hint="no need at all"
    ),
    "a unit that does not convert": Case(
        text=LINE + "capability: sec.audit_log_retention, need: {at_least: 200 GB}}\n",
        found=(("TF303", 5, 69),),
        hint="month",
    ),
    "a unit that does not convert in a product": Case(
        text=STATED + "sec.audit_log_retention: {response: standard, value: 200 GB}\n",
        found=(("TF303", 4, 56),),
        hint="month",
    ),
    "a level that does not exist": Case(
        text=LINE + "capability: nf.configurability, need: {level: low-code}}\n",
        found=(("TF304", 5, 61),),
        hint="'low_code'",
    ),
    "a level that nobody knows": Case(
        text=STATED + "nf.configurability: {response: standard, value: magic}\n",
        found=(("TF304", 4, 51),),
        hint="fixed, parameters, low_code, extension_sdk",
    ),
    "a value for a boolean": Case(
        text=STATED + "sec.mfa: {response: standard, value: 5}\n", found=(("TF305", 4, 40),), hint="judges nothing"
    ),
    "two values for a quantity": Case(
        text=STATED + "sec.audit_log_retention: {response: standard, value: [6 months, 1 year]}\n",
        found=(("TF305", 4, 56),),
        hint="give one",
    ),
    "an ideal without a bound": Case(
        text=LINE + "capability: nf.availability, need: {ideal: 99 %}}\n", found=(("TF306", 5, 58),), hint="at_least"
    ),
    "an unknown stakeholder": Case(
        text=CLIENT + "stakeholders: [{id: cio, role: economic}]\nrequirements:\n  - {id: R-1, asked_by: [coi]}\n",
        found=(("TF307", 6, 26),),
        hint="'cio'",
    ),
    "an unknown module": Case(
        text=PRODUCT + "modules: {sales: {}}\ncapabilities:\n  sec.mfa: {response: standard, module: salez}\n",
        found=(("TF307", 5, 41),),
        hint="'sales'",
    ),
    "no version": Case(
        text=LINE + "capability: sec.mfa, need: {version: new}}\n", found=(("TF308", 5, 52),), hint="1.10"
    ),
    "an unknown member": Case(
        text=LINE + "capability: fin.e_invoicing, need: {all_of: [pepol]}}\n",
        found=(("TF309", 5, 60),),
        hint="'peppol'",
    ),
    "credits that rise": Case(
        text="tobfit: policy/1\nid: house\ncredits: {configuration: 0.5, third_party: 0.7}\n",
        found=(("TF405", 3, 44),),
        hint="let credits fall",
    ),
    "bounds that leave nothing": Case(
        text=LINE + "capability: nf.availability, need: {at_least: 99.9 %, at_most: 99 %}}\n",
        found=(("TF316", 5, 78),),
        hint="hold together",
    ),
    "a strict bound at the other one": Case(
        text=LINE + "capability: sec.audit_log_retention, need: {at_least: 12 months, less_than: 1 year}}\n",
        found=(("TF316", 5, 91),),
    ),
    "a member wanted and unwanted": Case(
        text=LINE + "capability: fin.e_invoicing, need: {all_of: [peppol], none_of: [peppol]}}\n",
        found=(("TF316", 5, 78),),
    ),
    "all choices unwanted": Case(
        text=LINE + "capability: fin.e_invoicing, need: {any_of: [peppol], none_of: [peppol]}}\n",
        found=(("TF316", 5, 78),),
    ),
    "bounds of two measures": Case(
        text=LINE + "need: {at_least: 5 GB, at_most: 3 months}}\n", found=(("TF303", 5, 47),)
    ),
    "nothing in a list": Case(
        text=LINE + "capability: fin.e_invoicing, need: {any_of: [~, peppol]}}\n",
        found=(("TF204", 5, 60),),
        hint="quotes",
    ),
    "nothing in a list of paths": Case(text=CLIENT + "complete: [null]\n", found=(("TF204", 4, 12),)),
    "nothing in a free value": Case(text=CLIENT + "profile: {a: [null]}\n", found=(("TF204", 4, 15),)),
    "no text in any language": Case(text=CLIENT + "name: {en: null}\n", found=(("TF204", 4, 7),), hint="zh"),
    "one language twice": Case(text=CLIENT + "name: {en: A, EN: B}\n", found=(("TF113", 4, 15),)),
    "a header that comes later": Case(
        text="id: acme\ntobfit: client/1\n", found=(("TF201", 2, 1),), hint="beginning of the document"
    ),
    "a long id": Case(text=f"tobfit: client/1\nid: {'a' * 257}\n", found=(("TF207", 2, 5),), hint="256"),
    # packs
    "broader terms that do not exist": Case(
        text=PACK + "vocabulary:\n  - {id: a, broader: secc}\n", found=(("TF310", 4, 22),), hint="'sec'"
    ),
    "broader terms in a circle": Case(
        text=PACK + "vocabulary:\n  - {id: a, broader: b}\n  - {id: b, broader: a}\n",
        found=(("TF311", 4, 22), ("TF311", 5, 22)),
        hint="break the circle",
    ),
    "a term broader than itself": Case(
        text=PACK + "vocabulary:\n  - {id: a, broader: a}\n", found=(("TF311", 4, 22),), hint="break the circle"
    ),
    "a shipped record again": Case(
        text=PACK + "vocabulary:\n  - {id: sec.mfa, kind: boolean}\n",
        found=(("TF312", 4, 10),),
        hint="overrides: sec.mfa",
    ),
    "a quantity without a unit": Case(
        text=PACK + "vocabulary:\n  - {id: a, kind: quantity}\n", found=(("TF313", 4, 5),), hint="unit"
    ),
    "a rate of a currency in itself": Case(
        text=PACK + "rates:\n  - {base: CNY, quote: 元, rate: 1, on: 2026-10-01}\n",
        found=(("TF313", 4, 24),),
        hint="another currency",
    ),
    "a rate of what is no currency": Case(
        text=PACK + "rates:\n  - {base: day, quote: EURO, rate: 0, on: 2026-10-01}\n",
        found=(("TF303", 4, 12), ("TF213", 4, 24), ("TF210", 4, 36)),
        hint="ISO 4217",
    ),
    "two rates of one day": Case(
        text=PACK + "rates:\n  - {base: EUR, quote: CNY, rate: 8, on: 2026-10-01}\n"
        "  - {base: CNY, quote: EUR, rate: 0.12, on: 2026-10-01}\n",
        found=(("TF312", 5, 5),),
        hint="both directions",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_code_and_place(case: Case, tmp_path: Path) -> None:
    file = tmp_path / case.file
    file.write_text(case.text, encoding="utf-8")
    problems = tobfit.check(file)
    assert places(problems) == list(case.found)
    assert {problem.file for problem in problems} == {str(file)}
    assert case.hint in (problems[0].hint or "")
    assert all(problem.excerpt is not None for problem in problems if problem.line)


def test_an_alias_bomb(tmp_path: Path) -> None:
    file = tmp_path / "bomb.yaml"
    rows = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    file.write_text("\n".join(rows), encoding="utf-8")
    started = time.process_time()
    problems = tobfit.check(file)
    assert time.process_time() - started < 2
    assert {problem.code for problem in problems} == {"TF112"}
    assert places(problems)[:3] == [("TF112", 1, 5), ("TF112", 2, 5), ("TF112", 2, 10)]


BYTES = {
    "a byte-order mark": (b"\xef\xbb\xbf" + CLIENT.encode(), ("TF106", 1, 1), "without a byte-order mark"),
    "UTF-16": (CLIENT.encode("utf-16"), ("TF105", None, None), "save the file as UTF-8"),
    "UTF-16 without a mark": (CLIENT.encode("utf-16-le"), ("TF105", None, None), "save the file as UTF-8"),
    "UTF-16, big end first": (CLIENT.encode("utf-16-be"), ("TF105", None, None), "save the file as UTF-8"),
    "UTF-32": (CLIENT.encode("utf-32"), ("TF105", None, None), "save the file as UTF-8"),
    "GBK": (f"{CLIENT}name: 北风\n".encode("gbk"), ("TF105", 4, 7), "GB18030"),
    "half a character": (f"{CLIENT}name: ".encode() + b"\xed\xa0\x80\n", ("TF105", 4, 7), "UTF-8"),
}


@pytest.mark.parametrize(("data", "found", "hint"), BYTES.values(), ids=BYTES)
def test_bytes(data: bytes, found: Found, hint: str, tmp_path: Path) -> None:
    file = tmp_path / "client.yaml"
    file.write_bytes(data)
    with pytest.raises(TobfitError) as caught:
        tobfit.load_client(file)
    assert places(caught.value.problems) == [found]
    assert hint in (caught.value.problems[0].hint or "")


def test_a_file_of_50_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "client.yaml"
    with file.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    started = time.process_time()
    problems = tobfit.check(file)
    assert time.process_time() - started < 0.5
    assert places(problems) == [("TF104", None, None)]


def refused(load: Callable[[Path], object], path: Path) -> tuple[Problem, ...]:
    with pytest.raises(TobfitError) as caught:
        load(path)
    return caught.value.problems


def test_no_such_file(tmp_path: Path) -> None:
    (tmp_path / "client.yaml").write_text(CLIENT, encoding="utf-8")
    (problem,) = refused(tobfit.load_client, tmp_path / "cleint.yaml")
    assert (problem.code, problem.line) == ("TF101", None)
    assert problem.hint == "did you mean 'client.yaml'?"
    assert refused(tobfit.load_catalog, tmp_path / "products")[0].code == "TF101"


def test_a_folder_where_a_file_belongs(tmp_path: Path) -> None:
    (tmp_path / "client.yaml").mkdir()
    (problem,) = refused(tobfit.load_client, tmp_path / "client.yaml")
    assert (problem.code, problem.hint) == ("TF102", "name a file inside it")
    assert refused(tobfit.load_policy, tmp_path)[0].code == "TF102"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read any file")
def test_no_right_to_read(tmp_path: Path) -> None:
    file = tmp_path / "client.yaml"
    file.write_text(CLIENT, encoding="utf-8")
    file.chmod(0)
    assert refused(tobfit.load_client, file)[0].code == "TF103"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "client.yaml")
    assert refused(tobfit.load_client, tmp_path / "client.yaml")[0].code == "TF103"


# ------------------------------------------------------------------------------------- include
def write(folder: Path, **texts: str) -> Path:
    """Writes ``name: text`` as name.yaml (``a__b`` as a/b.yaml); gives the first."""
    paths = []
    for name, text in texts.items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths[0]


INCLUDES = {
    "a circle": ({"client": CLIENT + "include: [client.yaml]\n"}, ("client", 4, 11), "break the circle"),
    "a longer circle": (
        {"client": CLIENT + "include: [part.yaml]\n", "part": "include:\n  - client.yaml\n"},
        ("part", 2, 5),
        "break the circle",
    ),
    "outside": ({"client": CLIENT + "include: [../x.yaml]\n"}, ("client", 4, 11), "beside or below"),
    "the root of the disk": ({"client": CLIENT + "include: [/x.yaml]\n"}, ("client", 4, 11), "beside or below"),
    "no pattern": ({"client": CLIENT + "include: ['**x']\n"}, ("client", 4, 11), "relative to the document"),
    "no name": ({"client": CLIENT + f"include: [{'a' * 5000}]\n"}, ("client", 4, 11), "relative to the document"),
    "no match": ({"client": CLIENT + "include: [x/*.yaml]\n"}, ("client", 4, 11), "relative to the document"),
}


@pytest.mark.parametrize(("texts", "place", "hint"), INCLUDES.values(), ids=INCLUDES)
def test_includes(texts: dict[str, str], place: tuple[str, int, int], hint: str, tmp_path: Path) -> None:
    (problem,) = refused(tobfit.load_client, write(tmp_path, **texts))
    assert (problem.code, problem.file) == ("TF118", str(tmp_path / f"{place[0]}.yaml"))
    assert (problem.line, problem.column) == place[1:]
    assert hint in (problem.hint or "")


def test_a_chain_and_a_bomb_of_includes(tmp_path: Path) -> None:
    parts = {f"f{n}": f"include: [f{n + 1}.yaml]\n" for n in range(1500)}
    file = write(tmp_path, client=CLIENT + "include: [f0.yaml]\n", **parts)
    (problem,) = refused(tobfit.load_client, file)
    assert (problem.code, problem.file) == ("TF118", str(tmp_path / "f15.yaml"))
    twice = {f"{a}{n}": f"include: [f{n + 1}.yaml, g{n + 1}.yaml]\n" for n in range(15) for a in "fg"}
    file = write(tmp_path, client=CLIENT + "include: [f0.yaml]\n", **twice, f15="goals: []\n", g15="goals: []\n")
    started = time.process_time()
    (problem,) = refused(tobfit.load_client, file)
    assert (problem.code, "more than 1,000 files" in problem.message) == ("TF118", True)
    assert time.process_time() - started < 5


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, outside="name: secret\n")
    folder = tmp_path / "inside"
    folder.mkdir()
    file = write(folder, client=CLIENT + "include: [link.yaml]\n")
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    assert refused(tobfit.load_client, file)[0].code == "TF118"


def test_includes_are_merged_in_order(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        client=CLIENT + "include: [parts/*.yaml]\nrequirements: [{id: R-0}]\n",
        parts__b="requirements: [{id: R-2}]\nprofile: {personal_info_subjects: 2}\n",
        parts__a="requirements: [{id: R-1}]\nprofile: {critical_infrastructure: true}\n",
    )
    client = tobfit.load_client(file)
    assert [line.id for line in client.requirements] == ["R-0", "R-1", "R-2"]
    assert client.profile == {"critical_infrastructure": "true", "personal_info_subjects": "2"}


def test_places_inside_included_files(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        client=CLIENT + "include: [parts/*.yaml]\n",
        parts__a="# lines\nrequirements:\n  - {id: R-1, capability: sec.mfaa}\n",
        parts__b="requirements:\n  - {id: R-1, weight: 0}\n",
        parts__c="as_of: 2026-12-01\n",
    )
    (problem,) = refused(tobfit.load_client, file)
    assert (problem.code, problem.file) == ("TF113", str(tmp_path / "parts" / "c.yaml"))
    (tmp_path / "parts" / "c.yaml").unlink()
    (problem,) = refused(tobfit.load_client, file)
    assert (problem.code, problem.line, problem.column) == ("TF210", 2, 23)
    assert problem.file == str(tmp_path / "parts" / "b.yaml")
    assert problem.excerpt == "  - {id: R-1, weight: 0}"
    write(tmp_path, parts__b="requirements:\n  - {id: R-2}\n")
    (problem,) = refused(tobfit.load_client, file)
    assert (problem.file, problem.line, problem.column) == (str(tmp_path / "parts" / "a.yaml"), 3, 27)
    assert problem.excerpt == "  - {id: R-1, capability: sec.mfaa}"


# ------------------------------------------------------------------------------ several documents
def test_all_problems_of_all_files_at_once_and_in_order(tmp_path: Path) -> None:
    write(
        tmp_path,
        b=PRODUCT + "nmae: x\nreleased: 2026-02-30\n",
        a="tobfit: product/1\nid: erp@1\ncapabilities:\n  sec.mfaa: standard\n  crm.x: standard\n",
        c="tobfit: product/1\nid: 'erp\n",
    )
    problems = refused(tobfit.load_catalog, tmp_path)
    assert [(Path(p.file or "").stem, p.code, p.line) for p in problems] == [
        ("a", "TF301", 4),
        ("a", "TF301", 5),
        ("b", "TF203", 3),
        ("b", "TF211", 4),
        ("c", "TF108", 2),
    ]


def test_two_products_with_one_id(tmp_path: Path) -> None:
    write(tmp_path, a=PRODUCT, b="# again\n" + PRODUCT)
    (problem,) = refused(tobfit.load_catalog, tmp_path)
    assert (problem.code, problem.file) == ("TF215", str(tmp_path / "b.yaml"))
    assert (problem.line, problem.column) == (3, 5)
    assert str(tmp_path / "a.yaml") in problem.message


def test_an_answer_to_an_unknown_requirement(tmp_path: Path) -> None:
    client = write(tmp_path, client=CLIENT + "requirements: [{id: R-001}]\n")
    head = "tobfit: response/1\nclient: acme\nproduct: crm@5\n"
    answers = head + "answers:\n  - {requirement: R-002, response: standard}\n"
    catalog = [write(tmp_path, product=PRODUCT), write(tmp_path, response=answers)]
    want = [("TF307", 5, 19)]
    assert places(tobfit.check(client, *catalog)) == want
    with pytest.raises(TobfitError) as caught:
        tobfit.load_catalog(catalog, client=tobfit.load_client(client))
    assert places(caught.value.problems) == want
    assert caught.value.problems[0].hint == "did you mean 'R-001'?"
    with pytest.raises(TobfitError) as caught:
        tobfit.match(client, catalog)
    assert caught.value.problems[0].code == "TF307"


def test_an_answer_for_an_unknown_product(tmp_path: Path) -> None:
    write(tmp_path, a="tobfit: response/1\nclient: acme\nproduct: crm@6\n", b=PRODUCT)
    (problem,) = refused(tobfit.load_catalog, tmp_path)
    assert (problem.code, problem.line, problem.column) == ("TF307", 3, 10)
    assert problem.hint == "did you mean 'crm@5'?"
    assert tobfit.check(tmp_path / "a.yaml") == ()


def test_records_of_one_layer_and_of_two(tmp_path: Path) -> None:
    write(tmp_path, a=PACK + "vocabulary: [{id: z}]\n", b="tobfit: pack/1\nid: b\nvocabulary:\n  - {id: z}\n")
    (problem,) = refused(tobfit.load_packs, tmp_path)
    assert (problem.code, problem.line, problem.column) == ("TF312", 4, 10)
    assert (problem.file, problem.excerpt) == (str(tmp_path / "b.yaml"), "  - {id: z}")
    with pytest.raises(TobfitError) as caught:
        tobfit.load_packs(tmp_path / "a.yaml", tmp_path / "b.yaml")
    assert "overrides: z" in (caught.value.problems[0].hint or "")


# ------------------------------------------------------------------------------ what packs know
RULE = PACK + "rules:\n  - id: r\n    basis: law\n    source: A book\n    evidence: seen\n"
MFA = "    implies: [{capability: sec.mfa}]\n"
ATTRIBUTES = PACK + "attributes:\n  "
GENERAL = "services:\n- {id: a, stage: golive, capability: svc.poc"
SCALES = PACK + "scales:\n  - id: z\n    source: A book\n    evidence: seen\n    groups:\n      "


@attrs.frozen(kw_only=True)
class Fault:
    """One document with one fault: where it stands, the path, what the message quotes, what the help proposes."""

    text: str
    at: Found
    path: str
    says: str
    hint: str
    severity: str = "error"


FAULTS = {
    # conditions of rules
    "an unknown attribute": Fault(
        text=RULE + "    when: {attr: emploees, op: ge, value: 300}\n" + MFA,
        at=("TF320", 8, 18), path="$.rules[0].when.attr", says="'emploees'", hint="did you mean 'employees'?",
    ),
    "an unknown attribute far inside": Fault(
        text=RULE
        + "    jurisdictions: [CN]\n    when:\n      all:\n        - {attr: employees, op: ge, value: 300}\n"
        + "        - not: {any: [{attr: emploees, op: ge, value: 300}]}\n" + MFA,
        at=("TF320", 12, 30), path="$.rules[0].when.all[1].not.any[0].attr", says="'emploees'",
        hint="did you mean 'employees'?",
    ),
    "a size class of no scheme": Fault(
        text=RULE + "    when: {attr: size_class.cn-2018, op: ge, value: large}\n" + MFA,
        at=("TF320", 8, 18), path="$.rules[0].when.attr", says="'size_class.cn-2018'",
        hint="did you mean 'size_class.cn-2017'?",
    ),
    "an operator for another kind": Fault(
        text=RULE + "    when: {attr: jurisdictions, op: eq, value: CN}\n" + MFA,
        at=("TF321", 8, 37), path="$.rules[0].when.op", says="eq does not suit jurisdictions, a set",
        hint="allowed: contains, intersects, superset, present",
    ),
    "an order where there is none": Fault(
        text=RULE + "    when: {attr: ownership, op: ge, value: listed}\n" + MFA,
        at=("TF321", 8, 33), path="$.rules[0].when.op", says="ge does not suit ownership, a text",
        hint="allowed: eq, ne, in, present",
    ),
    "a value that is not among those of the attribute": Fault(
        text=RULE + "    when: {attr: ownership, op: eq, value: state-owned}\n" + MFA,
        at=("TF322", 8, 44), path="$.rules[0].when.value", says="'state-owned' is not among the values of ownership",
        hint="did you mean 'state_owned'?",
    ),
    "one value of several": Fault(
        text=RULE + "    when: {attr: ownership, op: in, value: [listed, state-owned]}\n" + MFA,
        at=("TF322", 8, 44), path="$.rules[0].when.value", says="'state-owned' is not among the values of ownership",
        hint="did you mean 'state_owned'?",
    ),
    "several values for an operator of one": Fault(
        text=RULE + "    when: {attr: employees, op: ge, value: [300, 1000]}\n" + MFA,
        at=("TF322", 8, 44), path="$.rules[0].when.value", says="ge compares employees with one value",
        hint="for several: in",
    ),
    "a unit for a plain number": Fault(
        text=RULE + "    when: {attr: employees, op: ge, value: 300 days}\n" + MFA,
        at=("TF322", 8, 44), path="$.rules[0].when.value", says="employees is a plain number, not '300 days'",
        hint="leave the unit out",
    ),
    "another unit in a condition": Fault(
        text=RULE + "    when: {attr: trust_assets, op: ge, value: 300 days}\n" + MFA,
        at=("TF303", 8, 47), path="$.rules[0].when.value", says="300 days", hint="",
    ),
    "neither true nor false in a condition": Fault(
        text=RULE + "    when: {attr: critical_infrastructure, op: eq, value: yes}\n" + MFA,
        at=("TF214", 8, 58), path="$.rules[0].when.value", says="'yes'", hint="write true or false",
    ),
    "two forms in one condition": Fault(
        text=RULE + "    when: {attr: employees, op: ge, value: 300, all: []}\n" + MFA,
        at=("TF317", 8, 11), path="$.rules[0].when", says="2 forms", hint="one of all, any, not, or attr",
    ),
    "a condition of nothing": Fault(
        text=RULE + "    when: {any: [{}]}\n" + MFA,
        at=("TF317", 8, 18), path="$.rules[0].when.any[0]", says="0 forms", hint="one of all, any, not, or attr",
    ),
    "no operator": Fault(
        text=RULE + "    when: {attr: employees, value: 300}\n" + MFA,
        at=("TF317", 8, 11), path="$.rules[0].when", says="without an operator", hint="op:",
    ),
    "nothing to compare with": Fault(
        text=RULE + "    when: {attr: employees, op: ge}\n" + MFA,
        at=("TF317", 8, 11), path="$.rules[0].when", says="every operator but present takes a value", hint="value:",
    ),
    "an operator of no attribute": Fault(
        text=RULE + "    when: {all: [], op: ge}\n" + MFA,
        at=("TF317", 8, 11), path="$.rules[0].when", says="op and value stand with attr", hint="attr:",
    ),
    "an unknown operator": Fault(
        text=RULE + "    when: {attr: employees, op: gte, value: 300}\n" + MFA,
        at=("TF206", 8, 33), path="$.rules[0].when.op", says="'gte'", hint="",
    ),
    "an industry that no pack knows": Fault(
        text=RULE + "    when: {any: [{attr: industries, op: is_a, value: gmae}]}\n" + MFA,
        at=("TF307", 8, 54), path="$.rules[0].when.any[0].value", says="no pack knows the segment 'gmae'",
        hint="did you mean 'game'?",
    ),
    "a condition that nothing fulfils": Fault(
        text=RULE
        + "    when: {all: [{attr: employees, op: lt, value: 5}, {attr: employees, op: ge, value: 5}]}\n" + MFA,
        at=("TF323", 8, 11), path="$.rules[0].when", says="nothing can fulfil the condition of 'r'", hint="",
        severity="warning",
    ),
    # the rest of rules
    "a rule without a source": Fault(
        text=PACK + "rules:\n  - id: r\n    basis: law\n" + MFA,
        at=("TF204", 4, 5), path="$.rules[0]", says="the key 'source' is missing", hint="{title: ...",
    ),
    "a rule without a basis": Fault(
        text=PACK + "rules:\n  - id: r\n    source: A book\n" + MFA,
        at=("TF204", 4, 5), path="$.rules[0]", says="the key 'basis' is missing", hint="law, practice or experience",
    ),
    "a rule that implies nothing": Fault(
        text=RULE, at=("TF323", 4, 5), path="$.rules[0]", says="'r' implies nothing", hint="implies:",
        severity="warning",
    ),
    "a Must of which the source was not seen": Fault(
        text=RULE.replace("seen", "recalled") + "    implies: [{capability: sec.mfa, priority: must}]\n",
        at=("TF324", 8, 47), path="$.rules[0].implies[0].priority", says="'r' makes a Must of 'sec.mfa'",
        hint="it counts as should", severity="warning",
    ),
    "one Must of which the source was not seen": Fault(
        text=RULE + "    implies:\n      - {capability: sec.sso, priority: must}\n"
        + "      - {capability: sec.mfa, priority: must, evidence: inferred}\n",
        at=("TF324", 10, 41), path="$.rules[0].implies[1].priority", says="'r' makes a Must of 'sec.mfa'",
        hint="it counts as should", severity="warning",
    ),
    "an implied wont": Fault(
        text=RULE + "    implies: [{capability: sec.mfa, priority: wont}]\n",
        at=("TF206", 8, 47), path="$.rules[0].implies[0].priority", says="implies what is needed",
        hint="must, should or could",
    ),
    "a time that ends before it begins": Fault(
        text=RULE + "    valid_from: 2026-01-01\n    valid_to: 2025-12-31\n" + MFA,
        at=("TF216", 9, 15), path="$.rules[0].valid_to", says="2025-12-31 lies before valid_from 2026-01-01",
        hint="both days",
    ),
    "an override of another record": Fault(
        text=RULE + "    overrides: cn.csl.2025\n" + MFA,
        at=("TF312", 8, 16), path="$.rules[0].overrides", says="overrides names another record", hint="overrides: r",
    ),
    "an override of nothing": Fault(
        text=RULE.replace("id: r", "id: cn.csl.2026") + "    overrides: cn.csl.2026\n" + MFA,
        at=("TF312", 4, 9), path="$.rules[0].id", says="there is no 'cn.csl.2026' to override",
        hint="'cn.csl.2025'",
    ),
    "an unknown capability in a rule": Fault(
        text=RULE + "    implies: [{capability: sec.mfaa}]\n",
        at=("TF301", 8, 28), path="$.rules[0].implies[0].capability", says="'sec.mfaa'", hint="'sec.mfa'",
    ),
    "a need that does not suit, in a rule": Fault(
        text=RULE + "    implies: [{capability: sec.mfa, need: {at_least: 1}}]\n",
        at=("TF302", 8, 54), path="$.rules[0].implies[0].need.at_least",
        says="at_least does not suit the boolean 'sec.mfa'", hint="no need at all",
    ),
    "an unknown member in a rule": Fault(
        text=RULE + "    implies: [{capability: sec.sso, need: {all_of: [saml3]}}]\n",
        at=("TF309", 8, 53), path="$.rules[0].implies[0].need.all_of[0]", says="'saml3'", hint="'saml2'",
        severity="warning",
    ),
    "one demand that nothing can meet": Fault(
        text=RULE + "    implies: [{capability: nf.availability, need: {at_least: 99 %, at_most: 98 %}}]\n",
        at=("TF316", 8, 77), path="$.rules[0].implies[0].need.at_most", says="at least 99 % and at most 98 %",
        hint="hold together",
    ),
    "a stage of service that nobody knows": Fault(
        text=RULE + "    implies: [{capability: sec.mfa, stage: suport}]\n",
        at=("TF307", 8, 44), path="$.rules[0].implies[0].stage", says="no stage is called 'suport'",
        hint="did you mean 'support'?", severity="warning",
    ),
    "demands of two rules that contradict each other": Fault(
        text=RULE + "    implies: [{capability: nf.availability, need: {at_least: 99 %}}]\n"
        + RULE.partition("rules:\n")[2].replace("id: r", "id: s")
        + "    implies: [{capability: nf.availability, need: {at_most: 98 %}}]\n",
        at=("TF316", 13, 51), path="$.rules[1].implies[0].need", says="'r' and 's' demand what nothing can fulfil",
        hint="keep one of them",
    ),
    "demands that contradict each other": Fault(
        text=RULE + "    implies:\n      - {capability: nf.availability, need: {at_least: 99 %}}\n"
        + "      - {capability: nf.availability, need: {at_most: 98 %}}\n",
        at=("TF316", 10, 45), path="$.rules[0].implies[1].need", says="at_least 99 %; at_most 98 %",
        hint="keep one of them",
    ),
    # segments, suites and attributes
    "segments in a circle": Fault(
        text=PACK + "segments:\n  - {id: a, broader: a}\n",
        at=("TF311", 4, 22), path="$.segments[0].broader", says="'a' is broader than itself", hint="break the circle",
    ),
    "a role below none": Fault(
        text=PACK + "roles:\n  - {id: buyer, broader: econmic}\n",
        at=("TF310", 4, 26), path="$.roles[0].broader", says="'econmic'", hint="did you mean 'economic'?",
    ),
    "a segment below none": Fault(
        text=PACK + "segments:\n  - {id: esports, broader: gmae}\n",
        at=("TF310", 4, 28), path="$.segments[0].broader", says="'gmae'", hint="did you mean 'game'?",
    ),
    "an unknown capability in a suite": Fault(
        text=PACK + "suites:\n  mine: {capabilities: [sec.mfa, sec.sssso]}\n",
        at=("TF301", 4, 34), path="$.suites.mine.capabilities[1]", says="'sec.sssso'", hint="'sec.sso'",
    ),
    "a suite of nothing": Fault(
        text=PACK + "suites:\n  mine: {outcomes: [cost]}\n",
        at=("TF323", 4, 9), path="$.suites.mine", says="a suite without capabilities", hint="capabilities:",
        severity="warning",
    ),
    "a suite that overrides another": Fault(
        text=PACK + "suites:\n  crm: {capabilities: [crm.loyalty], overrides: erp}\n",
        at=("TF312", 4, 8), path="$.suites.crm", says="overrides names another record", hint="overrides: crm",
    ),
    "an unknown outcome": Fault(
        text=PACK + "suites:\n  mine: {capabilities: [sec.mfa], outcomes: [costs]}\n",
        at=("TF206", 4, 46), path="$.suites.mine.outcomes[0]", says="'costs'", hint="did you mean 'cost'?",
    ),
    "a level without its values": Fault(
        text=ATTRIBUTES + "- {id: a, kind: level}\n",
        at=("TF318", 4, 5), path="$.attributes[0]", says="a level without values", hint="values: [lowest",
    ),
    "a unit for a text": Fault(
        text=ATTRIBUTES + "- {id: a, kind: text, unit: month}\n",
        at=("TF318", 4, 31), path="$.attributes[0].unit", says="a text has no unit", hint="",
    ),
    "values for a number": Fault(
        text=ATTRIBUTES + "- {id: a, kind: number, values: [one]}\n",
        at=("TF318", 4, 35), path="$.attributes[0].values", says="a number has no list of values", hint="",
    ),
    "members within what is no set": Fault(
        text=ATTRIBUTES + "- {id: a, kind: text, within: {DE: EU}}\n",
        at=("TF318", 4, 33), path="$.attributes[0].within", says="members of a text lie in no other", hint="",
    ),
    "a number from the landscape": Fault(
        text=ATTRIBUTES + "- {id: a, kind: number, derived: {unreachable: internet}}\n",
        at=("TF318", 4, 36), path="$.attributes[0].derived", says="yes or no, not a number", hint="kind: boolean",
    ),
    "head counts that are a yes or no": Fault(
        text=ATTRIBUTES + "- {id: a, kind: boolean, derived: {heads: user}}\n",
        at=("TF318", 4, 37), path="$.attributes[0].derived", says="heads are a number, not a boolean",
        hint="kind: number",
    ),
    "a general service of no stage": Fault(
        text=PACK + "services:\n- {id: a, stage: golife, capability: svc.poc}\n",
        at=("TF307", 4, 18), path="$.services[0].stage", says="'golife'", hint="did you mean 'golive'?",
    ),
    "a general service on an unknown capability": Fault(
        text=PACK + "services:\n- {id: a, stage: golive, capability: svc.pok}\n",
        at=("TF301", 4, 38), path="$.services[0].capability", says="'svc.pok'", hint="did you mean 'svc.poc'?",
    ),
    "a general service on what is no service": Fault(
        text=PACK + "services:\n- {id: a, stage: golive, capability: sec.mfa}\n",
        at=("TF345", 4, 38), path="$.services[0].capability", says="is no service", hint="below svc",
    ),
    "a general service that asks for an unknown attribute": Fault(
        text=PACK + "services:\n- {id: a, stage: golive, capability: svc.poc, when: {attr: sitez, op: present}}\n",
        at=("TF320", 4, 60), path="$.services[0].when.attr", says="'sitez'", hint="did you mean 'sites'?",
    ),
    "a driver that counts nothing": Fault(
        text=PACK + GENERAL + ", drivers: [{count: gap, each: 1 day}]}\n",
        at=("TF346", 4, 65), path="$.services[0].drivers[0].count", says="counted as 'gap'",
        hint="did you mean 'gaps'?",
    ),
    "a driver that counts a yes or no": Fault(
        text=PACK + GENERAL + ", drivers: [{count: tender, each: 1 day}]}\n",
        at=("TF346", 4, 65), path="$.services[0].drivers[0].count", says="a boolean, which counts nothing",
        hint="a number or a quantity",
    ),
    "a service in two stages": Fault(
        text=PACK + "stages:\n- {id: a, capabilities: [svc.poc]}\n",
        at=("TF347", 4, 26), path="$.stages[0].capabilities[0]", says="in the stages 'presales' and 'a'",
        hint="keep one of them",
    ),
    "a stage with what is no service": Fault(
        text=PACK + "stages:\n- {id: a, capabilities: [sec.mfa]}\n",
        at=("TF345", 4, 26), path="$.stages[0].capabilities[0]", says="is no service", hint="below svc",
    ),
    "an attribute derived in no way": Fault(
        text=ATTRIBUTES + "- {id: a, kind: boolean, derived: {}}\n",
        at=("TF318", 4, 37), path="$.attributes[0].derived", says="derived in one way", hint="unreachable or heads",
    ),
    "one value of an attribute twice": Fault(
        text=ATTRIBUTES + "- {id: a, kind: text, values: [x, x]}\n",
        at=("TF215", 4, 33), path="$.attributes[0].values", says="one value twice", hint="",
    ),
    "an attribute that asks nobody": Fault(
        text=ATTRIBUTES + "- {id: a, kind: boolean, ask: econmic}\n",
        at=("TF307", 4, 33), path="$.attributes[0].ask", says="'econmic'", hint="did you mean 'economic'?",
        severity="warning",
    ),
    "an attribute that every client has": Fault(
        text=ATTRIBUTES + "- {id: employees, kind: number}\n",
        at=("TF312", 4, 10), path="$.attributes[0].id", says="'employees' is already there",
        hint="overrides: employees",
    ),
    "a size class declared as an attribute": Fault(
        text=ATTRIBUTES + "- {id: size_class.own, kind: number}\n",
        at=("TF318", 4, 10), path="$.attributes[0].id", says="a scheme of size classes", hint="under scales",
    ),
    "what every client has, withdrawn": Fault(
        text=ATTRIBUTES + "- {id: employees, kind: number, overrides: employees, withdrawn: true}\n",
        at=("TF312", 4, 10), path="$.attributes[0].id", says="cannot be withdrawn", hint="",
    ),
    # size classes
    "a group without a measure": Fault(
        text=SCALES + "- {id: g}\n",
        at=("TF319", 8, 9), path="$.scales[0].groups[0]", says="measured in one way", hint="indicators or ceilings",
    ),
    "codes of nowhere": Fault(
        text=SCALES + '- {id: g, codes: ["65"], indicators: [{attr: employees, small: 10}]}\n',
        at=("TF319", 4, 5), path="$.scales[0]", says="codes of no classification scheme", hint="filing:",
    ),
    "what is no code": Fault(
        text=SCALES.replace("    groups", "    filing: g\n    groups")
        + "- {id: g, codes: [games], indicators: [{attr: employees, small: 10}]}\n",
        at=("TF319", 9, 25), path="$.scales[0].groups[0].codes[0]", says="'games' is no code", hint="a range",
    ),
    "an indicator that nobody knows": Fault(
        text=SCALES + "- {id: g, indicators: [{attr: emploees, small: 10}]}\n",
        at=("TF320", 8, 37), path="$.scales[0].groups[0].indicators[0].attr", says="'emploees'", hint="'employees'",
    ),
    "an indicator without a size": Fault(
        text=SCALES + "- {id: g, indicators: [{attr: ownership}]}\n",
        at=("TF321", 8, 37), path="$.scales[0].groups[0].indicators[0].attr", says="'ownership' is a text",
        hint="a number or a quantity",
    ),
    "bounds that fall": Fault(
        text=SCALES + "- {id: g, indicators: [{attr: employees, small: 50, large: 10}]}\n",
        at=("TF216", 8, 30), path="$.scales[0].groups[0].indicators[0]", says="'employees' do not rise", hint="",
    ),
    # clients
    "a value that an attribute cannot take": Fault(
        text=CLIENT + "profile: {ownership: state-owned}\n",
        at=("TF322", 4, 22), path="$.profile.ownership", says="'state-owned' is not among the values of ownership",
        hint="did you mean 'state_owned'?",
    ),
    "a size class that does not exist": Fault(
        text=CLIENT + "profile: {size_class.cn-2017: huge}\n",
        at=("TF322", 4, 31), path="$.profile.size_class.cn-2017", says="'huge'", hint="medium",
    ),
    "several values of one attribute": Fault(
        text=CLIENT + "profile: {ownership: [private, listed]}\n",
        at=("TF322", 4, 22), path="$.profile.ownership", says="ownership takes one value, not several", hint="a text",
    ),
    "a mapping for a set": Fault(
        text=CLIENT + "profile: {listed_in: {US: true}}\n",
        at=("TF322", 4, 22), path="$.profile.listed_in", says="listed_in takes a list of texts", hint="[one, another]",
    ),
    "neither true nor false of a client": Fault(
        text=CLIENT + "profile: {critical_infrastructure: perhaps}\n",
        at=("TF214", 4, 36), path="$.profile.critical_infrastructure", says="'perhaps'", hint="write true or false",
    ),
    "fewer than none": Fault(
        text=CLIENT + "profile: {personal_info_subjects: -5}\n",
        at=("TF210", 4, 35), path="$.profile.personal_info_subjects", says="'-5' is below 0", hint="0 or more",
    ),
    "a misspelt attribute": Fault(
        text=CLIENT + "profile: {critical_infrastrucure: true}\n",
        at=("TF325", 4, 11), path="$.profile.critical_infrastrucure", says="'critical_infrastrucure'",
        hint="did you mean 'critical_infrastructure'?", severity="warning",
    ),
    "an attribute that stands elsewhere": Fault(
        text=CLIENT + "profile: {employees: 500}\n",
        at=("TF325", 4, 11), path="$.profile.employees", says="not read from the profile",
        hint="write scale.employees", severity="warning",
    ),
    "a part that cannot be complete": Fault(
        text=CLIENT + "complete: [profile, landscape.flow]\n",
        at=("TF327", 4, 21), path="$.complete[1]", says="'landscape.flow'", hint="did you mean 'landscape.flows'?",
        severity="warning",
    ),
    "a zone that is not drawn": Fault(
        text=CLIENT + "landscape:\n  zones: [{id: plant}]\n  flows: [{from: plant, to: internet}]\n"
        + "  systems: [{id: erp, zone: palnt}]\n",
        at=("TF307", 7, 29), path="$.landscape.systems[0].zone", says="no zone is called 'palnt'",
        hint="did you mean 'plant'?", severity="warning",
    ),
    "a role that nobody has": Fault(
        text=CLIENT + "stakeholders: [{id: cio, role: econmic}]\n",
        at=("TF307", 4, 32), path="$.stakeholders[0].role", says="no role is called 'econmic'",
        hint="did you mean 'economic'?", severity="warning",
    ),
    "a goal of no outcome": Fault(
        text=CLIENT + "goals: [{id: g, outcome: costs}]\n",
        at=("TF206", 4, 26), path="$.goals[0].outcome", says="'costs'", hint="did you mean 'cost'?",
        severity="warning",
    ),
    "an id that belongs to what follows": Fault(
        text=CLIENT + "requirements: [{id: 'implied:mine', capability: sec.mfa}]\n",
        at=("TF207", 4, 21), path="$.requirements[0].id", says="belong to lines that follow", hint="call it otherwise",
    ),
    "a misspelt segment": Fault(
        text=CLIENT + "industries: [{segment: gmae, primary: true}]\n",
        at=("TF326", 4, 24), path="$.industries[0].segment", says="'gmae'", hint="did you mean 'game'?",
        severity="warning",
    ),
    "a misspelt suite": Fault(
        text=CLIENT + "need_suites: [crm, erpp]\n",
        at=("TF307", 4, 20), path="$.need_suites[1]", says="'erpp'", hint="did you mean 'erp'?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_what_packs_know(fault: Fault, tmp_path: Path) -> None:
    file = tmp_path / "document.yaml"
    file.write_text(fault.text, encoding="utf-8")
    (problem,) = tobfit.check(file)
    assert (problem.code, problem.line, problem.column) == fault.at
    assert (problem.file, problem.path, problem.severity) == (str(file), fault.path, fault.severity)
    assert problem.excerpt == fault.text.splitlines()[(problem.line or 0) - 1]
    assert fault.says in problem.message
    assert fault.hint in (problem.hint or "")


@pytest.mark.parametrize("fault", [f for f in FAULTS.values() if f.severity == "error"], ids=lambda f: f.path)
def test_what_packs_know_stops_the_work(fault: Fault, tmp_path: Path) -> None:
    """An error of ``check`` is one of ``load_client`` or ``load_packs`` too, at the same place."""
    file = tmp_path / "document.yaml"
    file.write_text(fault.text, encoding="utf-8")
    load: Callable[[Path], object] = tobfit.load_client if fault.text.startswith(CLIENT) else tobfit.load_packs
    assert places(refused(load, file)) == [fault.at]


def test_an_attribute_of_another_kind_than_client_records_hold(tmp_path: Path) -> None:
    """The rules and size classes below that read it as a number do not suit it any more, and are named as well."""
    file = write(tmp_path, pack=ATTRIBUTES + "- {id: employees, kind: text, overrides: employees}\n")
    problems = tobfit.check(file)
    assert {problem.code for problem in problems} == {"TF318", "TF321"}
    (problem,) = (problem for problem in problems if problem.file == str(file))
    assert (problem.code, problem.line, problem.column) == ("TF318", 4, 27)
    assert (problem.path, problem.hint) == ("$.attributes[0].kind", "kind: number")


def test_segments_in_a_circle_are_all_named(tmp_path: Path) -> None:
    file = write(tmp_path, pack=PACK + "segments:\n  - {id: a, broader: b}\n  - {id: b, broader: a}\n")
    problems = tobfit.check(file)
    assert places(problems) == [("TF311", 4, 22), ("TF311", 5, 22)]
    assert ["a > b > a" in problems[0].message, "b > a > b" in problems[1].message] == [True, True]


OTHER = "tobfit: pack/1\nid: other\n"
CLASHES = {
    "a rule": (
        RULE + "    implies: [{capability: sec.mfa, priority: must}]\n",
        (RULE + MFA).replace("id: mine", "id: other"),
        ("$.rules[0].id", 4, 9),
        "'r'",
    ),
    "a suite": (
        PACK + "suites:\n  pos: {capabilities: [crm.loyalty]}\n",
        OTHER + "suites:\n  shop: {capabilities: [crm.loyalty]}\n  pos: {capabilities: [int.payment]}\n",
        ("$.suites.pos", 5, 8),
        "'pos'",
    ),
    "an attribute": (
        PACK + "attributes:\n  - {id: shops, kind: number}\n",
        OTHER + "attributes:\n  - {id: tills, kind: number}\n  - {id: shops, kind: text}\n",
        ("$.attributes[1].id", 5, 10),
        "'shops'",
    ),
    "a segment": (
        PACK + "segments:\n  - {id: shop}\n",
        OTHER + "segments:\n  - {id: shop, broader: game}\n",
        ("$.segments[0].id", 4, 10),
        "'shop'",
    ),
}


@pytest.mark.parametrize(("first", "second", "place", "name"), CLASHES.values(), ids=CLASHES)
def test_two_packs_of_one_layer_that_differ(
    first: str, second: str, place: tuple[str, int, int], name: str, tmp_path: Path
) -> None:
    write(tmp_path, a=first, b=second)
    for problem in (refused(tobfit.load_packs, tmp_path)[0], *tobfit.check(tmp_path)):
        assert (problem.code, problem.file) == ("TF312", str(tmp_path / "b.yaml"))
        assert (problem.path, problem.line, problem.column) == place
        assert f"two records of one layer are called {name}; the first is in {tmp_path / 'a.yaml'}:" in problem.message
    # As layers the later one may say that it replaces the other.
    (problem,) = refused(lambda _: tobfit.load_packs(tmp_path / "a.yaml", tmp_path / "b.yaml"), tmp_path)
    assert (problem.code, f"{name} is already there" in problem.message) == ("TF312", True)
    assert f"overrides: {name.strip(chr(39))}" in (problem.hint or "")


# ----------------------------------------------------------------------------------- matching
def client(**fields: Any) -> tobfit.Client:
    return tobfit.Client(**{"id": "acme", "as_of": "2026-11-01", **fields}).require("sec.mfa", priority="must")


CRM = tobfit.Product(id="crm@5").offers("sec.mfa", response="standard")
MATCHES: dict[str, tuple[Callable[[], object], str, str, str]] = {
    "no date": (lambda: tobfit.match(client(as_of=None), CRM), "TF401", "as_of", "--as-of"),
    "a date that does not exist": (
        lambda: tobfit.match(client(), CRM, as_of="2026-02-30"), "TF211", "as_of", "YYYY-MM-DD",
    ),
    "no products": (lambda: tobfit.match(client(), []), "TF402", "catalog", ""),
    "an unknown view": (lambda: tobfit.match(client(), CRM, view="users"), "TF403", "view", "names no views"),
    "a near view": (
        lambda: tobfit.match(client(views=[{"id": "users"}]), CRM, view="user"), "TF403", "view", "'users'",
    ),
    "an unknown target": (
        lambda: tobfit.match(client(), CRM).what_if({"clinet.scale.employees": 5}),
        "TF404", "clinet.scale.employees", "client.",
    ),
    "a target that leads nowhere": (
        lambda: tobfit.match(client(), CRM).what_if({"product.crm@6.capabilities.sec.mfa": "standard"}),
        "TF404", "product.crm@6.capabilities.sec.mfa", "'crm@5'",
    ),
    "a capability that nobody knows": (
        lambda: tobfit.match(client(), CRM).what_if({"product.crm@5.capabilities.sec.mfaa": "standard"}),
        "TF404", "product.crm@5.capabilities.sec.mfaa", "'sec.mfa'",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("call", "code", "path", "hint"), MATCHES.values(), ids=MATCHES)
def test_matching(call: Callable[[], object], code: str, path: str, hint: str) -> None:
    with pytest.raises(TobfitError) as caught:
        call()
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.file, problem.line) == (code, path, None, None)
    assert hint in (problem.hint or "")


# ----------------------------------------------------------------------------------- mappings
MAPPINGS: dict[str, tuple[Callable[[], object], str, str]] = {
    "unknown key": (lambda: tobfit.load_client({"id": "a", "nmae": "x"}), "TF203", "$"),
    "weight": (
        lambda: tobfit.load_client({"id": "a", "requirements": [{"id": "R-1", "weight": float("nan")}]}),
        "TF209", "$.requirements[0].weight",
    ),
    "infinity": (
        lambda: tobfit.load_client({"id": "a", "requirements": [{"id": "R-1", "weight": float("-inf")}]}),
        "TF209", "$.requirements[0].weight",
    ),
    "an id that is a number": (
        lambda: tobfit.load_client({"id": "a", "requirements": [{"id": 1.10}]}), "TF208", "$.requirements[0].id",
    ),
    "a set of bytes": (lambda: tobfit.load_client({"id": b"a"}), "TF205", "$.id"),
    "capability": (
        lambda: tobfit.load_catalog({"id": "p", "capabilities": {"sec.mfaa": "standard"}, "tobfit": "product/1"}),
        "TF301", "$.capabilities.sec.mfaa",
    ),
    "no header": (lambda: tobfit.load_catalog({"id": "p"}), "TF201", "$"),
    "two products": (
        lambda: tobfit.load_catalog([{"tobfit": "product/1", "id": "p"}, {"tobfit": "product/1", "id": "p"}]),
        "TF215", "$.id",
    ),
    "two product records": (lambda: tobfit.load_catalog([CRM, CRM]), "TF215", "Catalog.products[1].id"),
    "policy": (lambda: tobfit.load_policy({"credits": {"roadmap": 0.9}}), "TF405", "$.credits.roadmap"),
    "pack": (
        lambda: tobfit.load_packs({"id": "k", "vocabulary": [{"id": "a", "broader": "zz9"}]}),
        "TF310", "$.vocabulary[0].broader",
    ),
    "include": (lambda: tobfit.load_client({"id": "a", "include": ["x.yaml"]}), "TF203", "$"),
    "a key that is a number": (
        lambda: tobfit.load_client({"id": "a", "views": [{"id": "v", "weights": {5: 1}}]}),
        "TF208", "$.views[0].weights.5",
    ),
    "a key that is no id": (
        lambda: tobfit.Product(id="p", capabilities={"bad id\n!": "standard"}), "TF207",
        "Product.capabilities.bad id\n!",
    ),
    "a capability that is no id": (
        lambda: tobfit.Product(id="p").offers("bad id\n!", response="standard"), "TF207", "Product.capabilities",
    ),
    "a capability that is a number": (
        lambda: tobfit.Product(id="p").offers(5, response="standard"), "TF208",  # type: ignore[arg-type]
        "Product.capabilities",
    ),
    "endless digits": (lambda: tobfit.Requirement(id="R", weight=10**5000), "TF209", "Requirement.weight"),
    "an empty item": (lambda: tobfit.Need(any_of=[None, "x"]), "TF204", "Need.any_of[0]"),
    "packs without packs": (lambda: tobfit.Packs([["x"]]), "TF205", "Packs.layers[0][0]"),
    "a record": (lambda: tobfit.Client(id="a", jurisdictions=["no"]), "TF206", "Client.jurisdictions[0]"),
    "a line": (
        lambda: tobfit.Client(id="a").require("sec.mfa", weight=-1), "TF210", "Requirement.weight",
    ),
    "a roadmap": (
        lambda: tobfit.Product(id="a").offers("sec.mfa", response="roadmap"), "TF217", "Statement",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("call", "code", "path"), MAPPINGS.values(), ids=MAPPINGS)
def test_mappings(call: Callable[[], object], code: str, path: str) -> None:
    with pytest.raises(TobfitError) as caught:
        call()
    problem = caught.value.problems[0]
    assert (problem.code, problem.path, problem.file, problem.line) == (code, path, None, None)


def test_a_mapping_that_holds_itself() -> None:
    endless: dict[str, Any] = {"id": "a"}
    endless["profile"] = endless
    with pytest.raises(TobfitError) as caught:
        tobfit.load_client(endless)
    assert caught.value.problems[0].code == "TF110"


ANY: Any = None
WRONG: dict[str, tuple[Callable[[], object], str, str]] = {
    "client": (lambda: tobfit.load_client(ANY), "TF123", "load_client.source"),
    "client number": (lambda: tobfit.load_client(5), "TF123", "load_client.source"),  # type: ignore[arg-type]
    "client packs": (lambda: tobfit.load_client({"id": "a"}, "x"), "TF205", "packs"),  # type: ignore[arg-type]
    "policy": (lambda: tobfit.load_policy(5), "TF123", "load_policy.source"),  # type: ignore[arg-type]
    "catalogue": (lambda: tobfit.load_catalog(ANY), "TF123", "load_catalog.source"),
    "client for a catalogue": (
        lambda: tobfit.load_catalog(client()), "TF123", "load_catalog.source",  # type: ignore[arg-type]
    ),
    "one of several": (lambda: tobfit.load_catalog([CRM, 5]), "TF123", "load_catalog.source[1]"),  # type: ignore[list-item]
    "catalogue client": (lambda: tobfit.load_catalog(CRM, client=5), "TF205", "load_catalog.client"),  # type: ignore[arg-type]
    "packs": (lambda: tobfit.load_packs(ANY), "TF123", "load_packs.sources[0]"),
    "check": (lambda: tobfit.check(ANY), "TF123", "check.sources[0]"),
    "check packs": (lambda: tobfit.check(packs="x"), "TF205", "packs"),  # type: ignore[arg-type]
    "view": (lambda: tobfit.match(client(), CRM, view=5), "TF205", "view"),  # type: ignore[arg-type]
    "day": (lambda: tobfit.match(client(), CRM, as_of=5), "TF211", "as_of"),  # type: ignore[arg-type]
    "time": (lambda: tobfit.match(client(), CRM, as_of=datetime.datetime(2026, 1, 1)), "TF211", "as_of"),
    "openacr": (lambda: openacr.read(ANY), "TF123", "openacr.read.path"),
    "openacr levels": (lambda: openacr.read("a.yaml", levels=ANY), "TF508", "openacr.read.levels"),
    "openacr component": (
        lambda: openacr.read("a.yaml", component=5), "TF508", "openacr.read.component",  # type: ignore[arg-type]
    ),
    "no name of a catalogue": (lambda: tobfit.load_catalog(""), "TF101", ""),
    "no name of packs": (lambda: tobfit.load_packs(""), "TF101", ""),
}  # fmt: skip


@pytest.mark.parametrize(("call", "code", "path"), WRONG.values(), ids=WRONG)
def test_wrong_arguments(call: Callable[[], object], code: str, path: str) -> None:
    with pytest.raises(TobfitError) as caught:
        call()
    problem = caught.value.problems[0]
    assert (problem.code, problem.path or "") == (code, path)


def test_names_of_files(tmp_path: Path) -> None:
    assert [problem.code for problem in tobfit.check("")] == ["TF101"]
    file = write(tmp_path, client=CLIENT)
    assert tobfit.load_client(os.fsencode(file)).id == "acme"


def test_a_match_tells_all_problems_of_all_documents(tmp_path: Path) -> None:
    files = [
        write(tmp_path, client=CLIENT + "nmae: A\n"),
        write(tmp_path, product=PRODUCT + "nmae: A\n"),
        write(tmp_path, policy="tobfit: policy/1\nid: a\nnmae: A\n"),
    ]
    problems = refused(lambda _: tobfit.match(files[0], files[1], policy=files[2]), tmp_path)
    names = sorted(Path(problem.file or "").name for problem in problems)
    assert names == ["client.yaml", "policy.yaml", "product.yaml"]


ANSWERS = {
    "no number": ("value: abc", "TF212", 31),
    "another unit": ("value: 5 %", "TF303", 31),
    "nothing": ("value: []", "TF305", 31),
    "two": ("value: [6 months, 1 year]", "TF305", 31),
    "no date": ("response: roadmap", "TF217", 5),
    "no module": ("module: salez", "TF307", 32),
}


@pytest.mark.parametrize("line", ["capability: sec.audit_log_retention", "need: {at_least: 6 months}"])
@pytest.mark.parametrize(("said", "code", "column"), ANSWERS.values(), ids=ANSWERS)
def test_answers(said: str, code: str, column: int, line: str, tmp_path: Path) -> None:
    head = "tobfit: response/1\nclient: acme\nproduct: crm@5\nanswers:\n"
    files = [
        write(tmp_path, client=CLIENT + f"requirements: [{{id: R-1, {line}}}]\n"),
        write(tmp_path, product=PRODUCT),
        write(tmp_path, response=head + f"  - {{requirement: R-1, {said}}}\n"),
    ]
    want = [(code, 5, column)]
    assert places(tobfit.check(*files)) == want
    asking = tobfit.load_client(files[0])
    with pytest.raises(TobfitError) as caught:
        tobfit.load_catalog(files[1:], client=asking)
    assert places(caught.value.problems) == want
    answers = tobfit.load_catalog(files[1:])
    with pytest.raises(TobfitError) as caught:
        tobfit.match(asking, answers)
    assert [problem.code for problem in caught.value.problems] == [code]
    with pytest.raises(TobfitError):
        tobfit.match(asking, [*answers.products, *answers.responses])


def test_a_part_of_another_kind_and_a_part_named_twice(tmp_path: Path) -> None:
    part = "requirements: [{id: R-1}]\n"
    file = write(tmp_path, client=CLIENT + "include: ['a*.yaml', a.yaml]\n", a="tobfit: client/1\n" + part)
    assert [line.id for line in tobfit.load_client(file).requirements] == ["R-1"]
    write(tmp_path, a="tobfit: product/1\n" + part)
    (problem,) = refused(tobfit.load_client, file)
    assert (problem.code, problem.line, problem.column) == ("TF202", 1, 9)


# ------------------------------------------------------------------------------------ OpenACR
def test_invalid_openacr(shared: Path, tmp_path: Path) -> None:
    from tobfit.cli import main

    folder = shared / "openacr" if (shared / "openacr").is_dir() else shared / "data" / "openacr"
    files = sorted((folder / "invalid").glob("*.yaml"))
    assert len(files) == 5
    found = {}
    for file in files:
        try:
            problems = openacr.read(file).problems
        except TobfitError as error:
            problems = error.problems
        found[file.stem] = places(problems)
        assert all(p.file == str(file) and p.line and p.column for p in problems)
        status = main(["convert", "--from", "openacr", str(file), "-o", str(tmp_path / file.stem)])
        wrong = any(problem.severity == "error" for problem in problems)
        assert status == (2 if wrong else 0)
        assert (tmp_path / file.stem).exists() == (not wrong)
    assert found == INVALID_OPENACR


INVALID_OPENACR: dict[str, list[Found]] = {
    "invalid-basic": [("TF501", 1, 1)],
    "invalid-components": [("TF502", 1, 1), ("TF506", 25, 19)],
    "invalid-components-criteria": [("TF502", 1, 1), ("TF506", 11, 19), ("TF505", 12, 14)],
    "invalid-criteria": [("TF502", 1, 1), ("TF505", 15, 14), ("TF505", 22, 14)],
    "invalid-terms": [("TF502", 1, 1), ("TF504", 23, 22)],
}


# ------------------------------------------------------------------------------- the process
WORST = {
    "nested lists": b"[" * 100_000,
    "nested mappings": b"{a: " * 100_000,
    "nested blocks": b"- " * 100_000,
    "merge bomb": b"a: &a {k: v}\n"
    + b"".join(b"a%d: &a%d {<<: [%s]}\n" % (n, n, b", ".join([b"*a"] * 9)) for n in range(30)),
    "zero bytes": b"\0" * 1_000_000,
    "random bytes": bytes((n * 7919 + n // 251) % 256 for n in range(200_000)),
    "one long line": b"a" * 5_000_000,
    "one long key": b"a" * 2_000_000 + b": b",
}


@pytest.mark.parametrize("ending", ["yaml", "json"])
@pytest.mark.parametrize("data", WORST.values(), ids=WORST)
def test_the_process_lives(data: bytes, ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"client.{ending}"
    file.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "tobfit", "check", str(file)],
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b": TF" in done.stderr
    assert done.stdout.startswith(b"1 document, ")
