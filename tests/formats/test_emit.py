from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from tests.formats.plain import TRICKY, bares, content, only_text, texts, trees

from tobfit.errors import TobfitError
from tobfit.formats.emit import Bare, to_json, to_yaml
from tobfit.formats.json_tree import parse_json
from tobfit.formats.yaml_tree import parse_yaml

DATA = {
    "id": "beifeng",
    "name": {"en": "Beifeng Games", "zh": "北风游戏：名"},
    "as_of": Bare("2026-11-01"),
    "jurisdictions": ["NO", "CN"],
    "empty": {"list": [], "map": {}, "text": ""},
    "requirements": [
        {"id": "R-001", "need": {"at_least": "99.9 %"}, "modes": ["async"]},
        ["a", ["b", "c"]],
        [{"k": "v"}],
    ],
    "text": "one\ntwo",
}

YAML = """\
id: beifeng
name:
  en: Beifeng Games
  zh: 北风游戏：名
as_of: 2026-11-01
jurisdictions:
  - "NO"
  - CN
empty:
  list: []
  map: {}
  text: ""
requirements:
  - id: R-001
    need:
      at_least: 99.9 %
    modes:
      - async
  - - a
    - - b
      - c
  - - k: v
text: "one\\ntwo"
"""

JSON = """\
{
  "a": [
    1.10,
    "2026-11-01",
    "x\\u2028\\u202e\\n北"
  ],
  "b": {},
  "c": []
}
"""


def test_canonical_yaml() -> None:
    assert to_yaml(DATA) == YAML
    assert to_yaml({}) == "{}\n"
    assert to_yaml(()) == "[]\n"
    assert to_yaml("a") == '"a"\n'


def test_canonical_json() -> None:
    data = {"a": [Bare("1.10"), Bare("2026-11-01"), "x\u2028\u202e\n北"], "b": {}, "c": ()}
    assert to_json(data) == JSON
    assert to_json("\U000e0001") == '"\\udb40\\udc01"\n'
    assert [to_json(Bare(text)) for text in ("true", "null", "NaN", "01")] == [
        "true\n", '"null"\n', '"NaN"\n', '"01"\n',
    ]  # fmt: skip


PLAIN = [
    "Beifeng",
    "北风：名",
    "crm.lead_management",
    "a:b",
    "https://x.org/a#b",
    "99.9 %",
    "200 ms",
    "300000 CNY/year",
    "nobody",
    "它说“好”",
    "a, b [c] {d}",
    "O'Neil",
    "😀",
]
QUOTED = [
    "NO",
    "no",
    "Yes",
    "y",
    "6422",
    "1.10",
    "2026-11-01",
    "1:30",
    "~",
    "",
    "null",
    "=",
    "<<",
    " x",
    "x ",
    "a: b",
    "a:",
    "#a",
    "x #y",
    "- a",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "|",
    ">",
    "a\nb",
    "a\tb",
    "\ufeffa",
    "NaN",
    "inf",
    "0x1F",
    "1_000",
    "5.2",
    "12 34",
    "２０",
    "\xa0a",
    "/x",
    "a\u202eb",
]


@pytest.mark.parametrize("text", PLAIN)
def test_written_plain(text: str) -> None:
    assert to_yaml([text]) == f"- {text}\n"


@pytest.mark.parametrize("text", QUOTED)
def test_written_in_quotes(text: str) -> None:
    assert to_yaml([text]).startswith('- "')


@pytest.mark.parametrize("text", TRICKY)
def test_tricky_texts_come_back_as_keys_items_values_and_roots(text: str) -> None:
    for data in (
        text,
        [text],
        {text: text},
        [{text: [text]}],
        {"k": {"k": text}},
        {text * 1200: {"a": text}},
    ):
        assert yaml.safe_load(to_yaml(data)) == data
        assert only_text(content(parse_yaml(to_yaml(data)))) == data
        assert json.loads(to_json(data)) == data


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        ({"a": None}, "TF205", "$.a"),
        ({"a": [1]}, "TF205", "$.a[0]"),
        ({1: "a"}, "TF205", "$"),
        (["\ud800"], "TF107", "$[0]"),
    ],
)
def test_what_has_no_place_is_refused(data: Any, code: str, path: str) -> None:
    for write in (to_yaml, to_json):
        with pytest.raises(TobfitError) as caught:
            write(data)
        assert (caught.value.problems[0].code, caught.value.problems[0].path) == (code, path)


@pytest.mark.parametrize("text", ["", "a: b", "a #b", "[a]", "a\nb", " a", "a:", "- a", "&a", "-", '"a"'])
def test_a_bare_that_would_not_stay_whole_is_refused(text: str) -> None:
    with pytest.raises(TobfitError):
        to_yaml([Bare(text)])


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth - 1):
        value = [value]
    return value


def test_what_is_written_at_the_depth_limit_is_read_back() -> None:
    for write, read in ((to_yaml, parse_yaml), (to_json, parse_json)):
        assert content(read(write(nested(64)))) == nested(64)
        with pytest.raises(TobfitError):
            write(nested(70))


@given(trees(texts | bares))
@example({"a" * 1001: {"b": ["c"]}})
@example({"k" * 1030: "api：x"})
def test_yaml_comes_back(data: Any) -> None:
    text = to_yaml(data)
    assert only_text(content(parse_yaml(text))) == only_text(data)
    assert yaml.load(text, Loader=yaml.BaseLoader) == only_text(data)
    assert text == to_yaml(data)


@given(trees(texts))
def test_yaml_of_texts_is_the_same_to_other_readers(data: Any) -> None:
    assert yaml.safe_load(to_yaml(data)) == data


@given(trees(texts | bares))
def test_json_comes_back(data: Any) -> None:
    text = to_json(data)
    assert only_text(content(parse_json(text))) == only_text(data)
    assert text == to_json(data)


@given(trees(texts))
def test_json_of_texts_is_the_same_to_other_readers(data: Any) -> None:
    assert json.loads(to_json(data)) == data
    assert content(parse_json(to_json(data))) == data
    assert json.loads(to_json(data)) == yaml.safe_load(to_yaml(data))
