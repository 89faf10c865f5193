from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.plain import content, marks

from tobfit.errors import TobfitError
from tobfit.formats.emit import Bare
from tobfit.formats.json_tree import parse_json


def found(text: str) -> list[str]:
    try:
        parse_json(text, "f")
    except TobfitError as error:
        return [f"{p.line or ''}:{p.column or ''}: {p.code} {p.message}" for p in error.problems]
    return []


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", ":: TF117", "empty"),
        (" \n", ":: TF117", "empty"),
        ("{", "1:1: TF109", "never closed"),
        ('{"a": [1,\n', "1:7: TF109", "never closed"),
        ('{"a"', "1:1: TF109", "never closed"),
        ('{"a": ', "1:1: TF109", "never closed"),
        ("[1,]", "1:3: TF109", "comma stands before"),
        ('{"a": 1,\n}', "1:8: TF109", "comma stands before"),
        ("[,1]", "1:2: TF109", "value is expected"),
        ("[1 2]", "1:4: TF109", "missing"),
        ("[1}", "1:3: TF109", "missing"),
        ('{"a" 1}', "1:6: TF109", "':' is missing"),
        ('{"a"：1}', "1:5: TF114", "full-width"),
        ("{a: 1}", "1:2: TF109", "a key is expected"),
        ("{'a': 1}", "1:2: TF109", "single-quoted"),
        ("[“a”]", "1:2: TF109", "typographic"),
        ("[1，2]", "1:3: TF109", "full-width comma"),
        ("[1] // x", "1:5: TF109", "comments"),
        ("/* x */ 1", "1:1: TF109", "comments"),
        ("{} {}", "1:4: TF109", "follows the end"),
        ("[NaN]", "1:2: TF109", "NaN is no JSON value"),
        ("-Infinity", "1:1: TF109", "-Infinity is no JSON value"),
        ("[True]", "1:2: TF109", "'True'"),
        ("[None]", "1:2: TF109", "'None'"),
        ("[yes]", "1:2: TF109", "'yes'"),
        ("01", "1:1: TF109", "number"),
        ("+1", "1:1: TF109", "number"),
        (".5", "1:1: TF109", "number"),
        ("1.", "1:1: TF109", "number"),
        ("1e", "1:1: TF109", "number"),
        ("-", "1:1: TF109", "number"),
        ('"a\tb"', "1:3: TF109", "control character"),
        ('"a\nb"', "1:1: TF109", "never closed"),
        ('"abc', "1:1: TF109", "never closed"),
        ('"a\\q"', "1:3: TF109", "unknown escape"),
        ('"\\u12"', "1:2: TF109", "unknown escape"),
        ('["中😀", "\\ud800"]', "1:9: TF107", "surrogate"),
        ('"\\udc00\\ud83d"', "1:2: TF107", "surrogate"),
        ('"\ud800"', "1:2: TF107", "surrogate"),
        ("\ufeff1", "1:1: TF109", "byte-order"),
        ('{"a": 1,\n "b": 2,\n "\\u0061": 3}', "3:2: TF113", "already given on line 1"),
        ("[" * 65, "1:65: TF110", "64"),
    ],
)
def test_refused_with_place_code_and_words(text: str, place: str, words: str) -> None:
    first = found(text)[0]
    assert first.startswith(place + " ")
    assert words in first


def test_several_problems_in_one_reading() -> None:
    text = '{"a": 1, "a": "\\ud800",\n "b": [1 2]}'
    assert [line.split()[1] for line in found(text)] == ["TF113", "TF107", "TF109"]


def test_texts_and_numbers_are_kept_as_written() -> None:
    text = '{"名": [1.10, -0, 1E+400, true, null, "\\ud83d\\ude00\\n\\/", "NO"],\n "😀": {}}'
    tree = parse_json(text, "f")
    numbers = [Bare(number) for number in ("1.10", "-0", "1E+400", "true", "null")]
    assert content(tree) == {"名": [*numbers, "😀\n/", "NO"], "😀": {}}
    assert marks(tree)[:4] == [("Map", 1, 1), ("Scalar", 1, 2), ("Seq", 1, 7), ("Scalar", 1, 8)]
    assert marks(tree)[-2:] == [("Scalar", 2, 2), ("Map", 2, 7)]


def test_limits() -> None:
    assert found("[" * 64 + "]" * 64) == []
    with pytest.raises(TobfitError) as caught:
        parse_json("[1, 2, 3]", max_nodes=3)
    assert [p.code for p in caught.value.problems] == ["TF111"]
    for hostile in ["[" * 1_000_000, '{"a":' * 200_000, '"' + '\\"' * 500_000]:
        assert len(found(hostile)) == 1


class Twice(ValueError):
    """Our reader refuses a second key; json.loads does not."""


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise Twice
    return dict(pairs)


def no_constant(name: str) -> Any:
    raise ValueError(name)


def oracle(text: str) -> Any:
    """What json.loads reads, in our terms; raises ValueError where it is no JSON."""
    value = json.loads(text, object_pairs_hook=unique, parse_float=Bare, parse_int=Bare, parse_constant=no_constant)
    return in_our_terms(value)


def in_our_terms(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return Bare(json.dumps(value))
    if isinstance(value, list):
        return [in_our_terms(item) for item in value]
    if isinstance(value, dict):
        return {in_our_terms(key): in_our_terms(item) for key, item in value.items()}
    if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError("a lone surrogate")
    return value


def agree(text: str) -> None:
    try:
        expected = oracle(text)
    except ValueError:
        assert found(text)
    else:
        assert content(parse_json(text)) == expected


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=6)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(scalars, lambda v: st.lists(v, max_size=3) | st.dictionaries(texts, v, max_size=3))


@given(values, st.booleans(), st.sampled_from([None, 0, 2]))
def test_agrees_with_json_on_json(value: Any, ascii_only: bool, indent: int | None) -> None:
    agree(json.dumps(value, ensure_ascii=ascii_only, indent=indent))


@given(values, st.data())
def test_agrees_with_json_on_mutated_json(value: Any, data: st.DataObject) -> None:
    text = json.dumps(value)
    place = data.draw(st.integers(0, len(text)))
    width = data.draw(st.integers(0, 2))
    agree(text[:place] + data.draw(st.text('{}[]",:\\u0d8e1.-+ \ntrufalsn', max_size=2)) + text[place + width :])


@given(st.text('{}[]",:\\u0d8ea1.-+ \n\t', max_size=12))
def test_agrees_with_json_on_any_text(text: str) -> None:
    agree(text)
