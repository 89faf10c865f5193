from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.plain import bares, content, marks, texts, trees

from tobfit.errors import Problem, TobfitError
from tobfit.formats.emit import Bare, to_yaml
from tobfit.formats.yaml_tree import parse_yaml, parse_yaml_documents


def found(text: str, pure: bool = False) -> list[str]:
    """The problems as line:column: code; none where the text is read."""
    return [f"{p.line or ''}:{p.column or ''}: {p.code}" for p in problems_of(text, pure)]


def problems_of(text: str, pure: bool) -> tuple[Problem, ...]:
    try:
        parse_yaml(text, "f", pure=pure)
    except TobfitError as error:
        return error.problems
    return ()


REFUSED = [
    # syntax, told at the place that has to be changed
    ("a: 中😀 b: c\n", ["1:8: TF108"]),
    ("a: b\nc d\ne: f\n", ["2:1: TF108"]),
    ("a: [1, 2\n", ["1:4: TF108"]),
    ("a: {b: c\n", ["1:4: TF108"]),
    ("a: 'x\n", ["1:4: TF108"]),
    ("a: @b\n", ["1:4: TF108"]),
    ("a: [b, , c]\n", ["1:8: TF108"]),
    ("a: 'b' c\n", ["1:8: TF108"]),
    ("- a\nb: c\n", ["2:1: TF108"]),
    ("a: *\n", ["1:5: TF108"]),
    ("a: - b\n", ["1:4: TF108"]),
    ("a: b\n...\nc: d\n", ["3:1: TF108"]),
    ("%YAML 3.0\n---\na: b\n", ["1:1: TF108"]),
    # characters
    ("a: \x07\n", ["1:4: TF107"]),
    ("a: \ud800\n", ["1:4: TF107"]),
    # limits
    ("[" * 65, ["1:65: TF110"]),
    # anchors, aliases, tags, merge keys
    ("a: &x 1\nb: *x\n", ["1:4: TF112", "2:4: TF112"]),
    ("*a : b\n", ["1:1: TF112"]),
    ("&a {b: c}\n", ["1:1: TF112"]),
    ("a: !!str x\nb: ! y\nc: !z [a]\n", ["1:4: TF112", "2:4: TF112", "3:4: TF112"]),
    ("a: !foo!x b\n", ["1:4: TF112"]),
    ("%TAG ! x\n---\na: b\n", ["1:1: TF112"]),
    ("<<: {a: 1}\n", ["1:1: TF112"]),
    # keys
    ("a: 1\nb: 2\na: 3\n", ["3:1: TF113"]),
    ("{a: 1, b: 2, a: 3, 'b': 4}\n", ["1:14: TF113", "1:20: TF113"]),
    ("? [a]\n: b\n? {c: d}\n: e\n", ["1:3: TF119", "3:3: TF119"]),
    ("?\n: b\n", ["1:2: TF119"]),
    # full-width colons
    ("名称：值\n", ["1:3: TF114"]),
    ("名称：值\n别名：值\n", ["1:3: TF114", "2:3: TF114"]),
    ("名称：值\nb: c\n", ["1:3: TF114"]),
    ("名称： 值\nb:\n  - c\n", ["1:3: TF114"]),
    ('"名称"：值\nb: c\n', ["1:5: TF114"]),
    ("a: 1\n名称：值\nb: 2\n", ["2:3: TF114"]),
    ("a: 1\n名称：值\n", ["2:3: TF114"]),
    ("a:\n  text: x\n  名称：值\n  b: c\n", ["3:5: TF114"]),
    ("a: b\n  名称：值\n", ["2:5: TF114"]),
    ("text: 说明。\n  priority：must\n", ["2:11: TF114"]),
    ("name:\n  en：Bei\n  zh：北\n", ["2:5: TF114", "3:5: TF114"]),
    ("name:\n  zh：北风\n", ["2:5: TF114"]),
    ("- id：R-001\n  text: x\n", ["1:5: TF114"]),
    ("- id：R-001\n  text：x\n", ["1:5: TF114", "2:7: TF114"]),
    ("{名称：值, b: c}\n", ["1:4: TF114"]),
    # tabs
    ("\ta: 1\n", ["1:1: TF115"]),
    ("a:\n\tb: 1\n", ["2:1: TF115"]),
    ("a: 1\n\tb: 2\n", ["2:1: TF115"]),
    ("a: b\n \tc\n", ["2:2: TF115"]),
    ("a: |\n\tx\n", ["2:1: TF115"]),
    # documents
    ("a: 1\n---\nb: 2\n", ["2:1: TF116"]),
    ("", [":: TF117"]),
    ("# only a remark\n", [":: TF117"]),
    ("---\n", ["2:1: TF117"]),
    # many at once, in the order of their places
    ("a: &x 1\na: 2\n? [k]\n: !t v\n<<: *x\n",
     ["1:4: TF112", "2:1: TF113", "3:3: TF119", "4:3: TF112", "5:1: TF112", "5:5: TF112"]),
    ("a: *x\nb: 'y\n", ["1:4: TF112", "2:4: TF108"]),
]  # fmt: skip


@pytest.mark.parametrize("pure", [False, True])
@pytest.mark.parametrize(("text", "expected"), REFUSED)
def test_refused_with_place_and_code(text: str, expected: list[str], pure: bool) -> None:
    assert found(text, pure) == expected


PROSE = [
    "text: 注意：这里\n",
    "text:\n  注意：这里\n",
    "text: 系统应当支持。\n  注意：这里\n",
    "- 注意：这里\n- 说明：那里\n",
    "text: [注意：这里, 说明：那里]\n",
    "text: |\n  id：这里\n  说明：那里\n",
    "text: '说明\n  id：这里'\n",
    "'名称：值'\n",
    "注意：这里: x\n",
    "a: b # 注意：这里\n",
    "text: 需要 a b：c\n",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_with_a_full_width_colon_is_a_text(text: str) -> None:
    assert found(text) == found(text, pure=True) == []


def test_a_colon_in_prose_is_not_blamed_for_another_fault() -> None:
    assert found("a: |\n  注意：这里\nb: }\n") == ["3:4: TF108"]


def test_messages_say_what_was_seen_and_what_to_do() -> None:
    with pytest.raises(TobfitError) as caught:
        parse_yaml("名: 1\nb: 2\n名: 3\n", "c.yaml")
    assert str(caught.value) == (
        "c.yaml:3:1: TF113: the key '名' was already given on line 1\n  help: keep one of the two"
    )


def test_positions_count_characters_and_text_is_kept() -> None:
    text = "中文: 值😀x\n𠀀: [a𠀀b, '中', 3.10, 1:30, no, ~, \"\\n\"]\n空:\n"
    tree = parse_yaml(text, "f")
    assert content(tree) == {
        "中文": Bare("值😀x"),
        "𠀀": [Bare("a𠀀b"), "中", Bare("3.10"), Bare("1:30"), Bare("no"), Bare("~"), "\n"],
        "空": Bare(""),
    }
    assert marks(tree)[:7] == [
        ("Map", 1, 1), ("Scalar", 1, 1), ("Scalar", 1, 5), ("Scalar", 2, 1), ("Seq", 2, 4), ("Scalar", 2, 5),
        ("Scalar", 2, 10),
    ]  # fmt: skip
    assert tree.mark.file == "f"


def test_limits() -> None:
    assert found("[" * 64 + "]" * 64) == []
    with pytest.raises(TobfitError) as caught:
        parse_yaml("[a, b, c]", max_nodes=3)
    assert [p.code for p in caught.value.problems] == ["TF111"]
    with pytest.raises(TobfitError) as caught:
        parse_yaml("[" + "*a, " * 500 + "]")
    assert len(caught.value.problems) == 100


def test_escapes_that_are_no_character_are_refused() -> None:
    for text in ['a: "\\ud800"\n', 'a: "\\U00110000"\n']:
        for pure in (False, True):
            with pytest.raises(TobfitError) as caught:
                parse_yaml(text, pure=pure)
            assert caught.value.problems[0].code in ("TF107", "TF108")
            assert caught.value.problems[0].line == 1


def test_several_documents() -> None:
    assert [content(tree) for tree in parse_yaml_documents("a: 'b'\n---\n- 'c'\n")] == [{"a": "b"}, ["c"]]
    for text, line in [("", None), ("---\n---\na: 1\n", 2)]:
        with pytest.raises(TobfitError) as caught:
            parse_yaml_documents(text)
        assert [(p.code, p.line) for p in caught.value.problems] == [("TF117", line)]


HOSTILE = {
    "brackets": ("'[' * 100_000", "TF110"),
    "braces": ("'{a: ' * 100_000", "TF110"),
    "dashes": ("'- ' * 50_000 + 'a'", "TF110"),
    "megabyte": ("'[' * 1_000_000", "TF110"),
    "questions": ("'? ' * 50_000", "TF110"),
    "merge": (
        "'a0: &a0 {k: 1}\\n' + ''.join(f'a{i}: &a{i} {{<<: ['"
        " + ', '.join([f'*a{i-1}'] * 6) + ']}\\n' for i in range(1, 9))",
        "TF112",
    ),
    "laughs": (
        "'a: &a [x]\\n' + ''.join(f'b{i}: &b{i} [' + ', '.join(['*a'] * 10) + ']\\n' for i in range(9))",
        "TF112",
    ),
}


@pytest.mark.parametrize("pure", [False, True])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_refused_at_once(name: str, pure: bool) -> None:
    expression, code = HOSTILE[name]
    program = (
        "import time\n"
        "from tobfit.errors import Problem, TobfitError\n"
        "from tobfit.formats.yaml_tree import parse_yaml\n"
        f"text = {expression}\n"
        "start = time.perf_counter()\n"
        "try:\n"
        f"    parse_yaml(text, pure={pure})\n"
        "except TobfitError as error:\n"
        "    print(error.problems[-1].code, time.perf_counter() - start < 2)\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.split()) == (0, [code, "True"]), done.stderr


@given(trees(texts | bares))
def test_both_parsers_give_the_same_tree(data: object) -> None:
    text = to_yaml(data)
    fast, pure = parse_yaml(text), parse_yaml(text, pure=True)
    assert content(fast) == content(pure)
    assert marks(fast) == marks(pure)


@given(st.text(st.sampled_from("ab中：:-?[]{},#&*!|>'\"%@ \t\n\\<~😀"), max_size=25))
def test_any_text_is_a_tree_or_problems_with_places(text: str) -> None:
    for pure in (False, True):
        problems = problems_of(text, pure)
        places = [(p.line or 0, p.column or 0) for p in problems]
        assert places == sorted(places)
        assert all(p.line or p.code == "TF117" for p in problems)
        assert [p.message for p in problems if "not readable as YAML" in p.message] == []
