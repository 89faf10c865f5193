"""JSON with comments and trailing commas: the same tree as without them, at the same places."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.plain import content, marks, texts

from tobfit.errors import TobfitError
from tobfit.formats.emit import Bare
from tobfit.formats.json_tree import parse_json
from tobfit.formats.jsonc_tree import parse_jsonc, without_comments

BLANKS = [" ", "\n", "\t", "\r\n", ""]
COMMENTS = [
    "// one\n",
    "//\n",
    '// "a": [1, 2,]\r\n',
    "/* two */",
    "/**/",
    "/* // */",
    "/* ** / \n */",
    "/*\u2028*/",
    "// 中文，说明\n",
    '/* " */',
]


@st.composite
def documents(draw: st.DrawFn) -> tuple[Any, str, str]:
    """Plain data, a text of it with comments and trailing commas, and the same text with blanks in their places."""
    parts: list[tuple[str, bool]] = []

    def filler() -> None:
        for piece in draw(st.lists(st.sampled_from([*BLANKS, *COMMENTS]), max_size=2)):
            parts.append((piece, piece in COMMENTS))

    def token(text: str) -> None:
        filler()
        parts.append((text, False))

    def several(items: list[Any], opener: str, closer: str) -> None:
        token(opener)
        for number, item in enumerate(items):
            if number:
                token(",")
            if isinstance(item, tuple):
                token(json.dumps(item[0]))
                token(":")
                value(item[1])
            else:
                value(item)
        if draw(st.booleans()) and items:
            filler()
            parts.append((",", True))
        token(closer)

    def value(data: Any) -> None:
        if isinstance(data, dict):
            several(list(data.items()), "{", "}")
        elif isinstance(data, list):
            several(data, "[", "]")
        else:
            token(json.dumps(data))

    data = draw(
        st.recursive(
            texts | st.integers(-9, 9),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
            max_leaves=8,
        )
    )
    value(data)
    filler()
    whole = "".join(text for text, _ in parts)
    return data, whole, "".join(blanked(text) if is_extra else text for text, is_extra in parts)


def blanked(text: str) -> str:
    return "".join(c if c in "\r\n" else "\n" if c == "\u2028" else " " for c in text)


def plain(value: Any) -> Any:
    if isinstance(value, Bare):
        return int(value.text)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return {key: plain(item) for key, item in value.items()} if isinstance(value, dict) else value


@given(documents())
def test_comments_and_last_commas_change_nothing(document: tuple[Any, str, str]) -> None:
    data, text, blank = document
    assert without_comments(text) == blank
    tree = parse_jsonc(text)
    assert plain(content(tree)) == data
    assert marks(tree) == marks(parse_json(blank))


@given(st.text(st.sampled_from('/*"\\, \n]}[{:a'), max_size=30))
def test_any_text_keeps_its_length_or_is_refused(text: str) -> None:
    if len(re.sub(r'"(?:[^"\\\n]|\\.)*"?|//[^\n]*|/\*(?s:.*?)\*/', " ", text).split("/*")) > 1:
        with pytest.raises(TobfitError, match="TF109"):
            without_comments(text)
    else:
        assert len(without_comments(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("[1] /* x", 1, 5, "the comment that opens here is never closed"),
        ("[\n /* x\n * /", 2, 2, "the comment that opens here is never closed"),
        ("[,]", 1, 2, "a value is expected here"),
        ("[1,,]", 1, 4, "a value is expected here"),
        ("{,}", 1, 2, "','"),
        ('{"a":,}', 1, 6, "a value is expected here"),
        ("[1] // x\n 2", 2, 2, "more text follows"),
        ("/ [1]", 1, 1, "a value is expected here"),
        ('["a // b]', 1, 2, "never closed"),
        ("# x", 1, 1, "JSON has no comments"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(TobfitError) as caught:
        parse_jsonc(text, "file.jsonc")
    problem = caught.value.problems[0]
    assert (problem.file, problem.line, problem.column) == ("file.jsonc", line, column)
    assert message in problem.message


def test_strings_are_not_touched() -> None:
    text = r'["// no", "/* no */", "a\"// no", "\\", "x,]" /* yes */ ,]'
    assert content(parse_jsonc(text)) == ["// no", "/* no */", 'a"// no', "\\", "x,]"]


def test_nesting_is_limited_as_in_json() -> None:
    with pytest.raises(TobfitError, match="TF110"):
        parse_jsonc("[" * 100_000)


@pytest.mark.parametrize("text", ["/*" * 200_000, "/* " + "*" * 400_000, '"' + "\\" * 400_001, "," * 400_000])
def test_hostile_texts_take_no_time(text: str) -> None:
    begun = time.process_time()
    with pytest.raises(TobfitError):
        parse_jsonc(text)
    assert time.process_time() - begun < 5
