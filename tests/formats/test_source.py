from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tobfit.errors import Problem, TobfitError
from tobfit.formats.source import LINE_BREAK, MAX_BYTES, Lines, read_text
from tobfit.formats.tree_of import read_tree, with_excerpts


def problem_of(path: Path | str, max_bytes: int = MAX_BYTES) -> Problem:
    with pytest.raises(TobfitError) as caught:
        read_text(path, max_bytes=max_bytes)
    return caught.value.problems[0]


def at(problem: Problem) -> str:
    return f"{problem.line}:{problem.column}: {problem.code}"


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("名: 北风\r\n\tx\x85".encode())
    assert read_text(tmp_path / "a.yaml") == "名: 北风\r\n\tx\x85"


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "client.yaml").write_text("a: 1")
    problem = problem_of(tmp_path / "clinet.yaml")
    assert (at(problem), problem.hint) == ("None:None: TF101", "did you mean 'client.yaml'?")
    assert problem.file == str(tmp_path / "clinet.yaml")
    assert "does not exist" in (problem_of(tmp_path / "none" / "x.yaml").hint or "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert problem_of(tmp_path).code == "TF102"
    assert problem_of(tmp_path / "pipe.yaml").code == "TF103"
    assert problem_of(os.devnull).code == "TF103"
    assert problem_of("a\0b").code == "TF103"
    assert problem_of("x" * 5000).code == "TF103"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1")
    (tmp_path / "a.yaml").chmod(0)
    assert problem_of(tmp_path / "a.yaml").code == "TF103"


def test_the_limit_on_size_is_exact(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("12345")
    assert read_text(tmp_path / "a.yaml", max_bytes=5) == "12345"
    assert problem_of(tmp_path / "a.yaml", max_bytes=4).code == "TF104"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("utf-32-le", "UTF-32"),
        ("utf-32-be", "UTF-32"),
    ],
)
@pytest.mark.parametrize("text", ["tobfit: client/1\nid: x\n", "# 北风游戏\nid: x\n", "北风: 1\nid: x😀\n"])
def test_other_encodings_are_told_by_name(tmp_path: Path, encoding: str, told: str, text: str) -> None:
    (tmp_path / "a.yaml").write_bytes(text.encode(encoding))
    problem = problem_of(tmp_path / "a.yaml")
    assert problem.code == "TF105"
    assert told in problem.message


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("名: x\n名称: ".encode() + "北风".encode("gbk"), "2:5: TF105"),
        ("😀".encode() + b"\xff", "1:2: TF105"),
        (b"a\xc3", "1:2: TF105"),
        (b"\xef\xbb\xbfa: 1", "1:1: TF106"),
        (b"a: 1\nb: \x07", "2:4: TF107"),
        (b"a\0b: 1", "1:2: TF107"),
        ("名: \x7f".encode(), "1:4: TF107"),
        ("😀 \x80".encode(), "1:3: TF107"),
        ("a\u2028b \ufffe".encode(), "2:3: TF107"),
        (b"a: \xed\xa0\x80", "1:4: TF105"),
    ],
)
def test_bad_bytes_and_characters_have_a_place(tmp_path: Path, data: bytes, expected: str) -> None:
    (tmp_path / "a.yaml").write_bytes(data)
    assert at(problem_of(tmp_path / "a.yaml")) == expected


def test_gbk_is_guessed_and_the_line_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"id: x\nname: " + "北风".encode("gbk"))
    problem = problem_of(tmp_path / "a.yaml")
    assert "GB18030" in (problem.hint or "")
    assert (problem.excerpt or "").startswith("name: ")


def test_every_forbidden_character_is_told_up_to_twenty(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\x01" * 50)
    with pytest.raises(TobfitError) as caught:
        read_text(tmp_path / "a.yaml")
    assert [p.column for p in caught.value.problems] == list(range(1, 21))


def test_read_tree_goes_by_the_ending_and_shows_the_line(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("a: 1\n", encoding="utf-8")
    (tmp_path / "a.json").write_text('{"a": 1}', encoding="utf-8")
    (tmp_path / "b.yaml").write_text("a: 1\nb: *c\n", encoding="utf-8")
    (tmp_path / "a.toml").write_text("a = 1", encoding="utf-8")
    assert read_tree(tmp_path / "a.yml")[1] == "a: 1\n"
    assert read_tree(tmp_path / "a.json")[1] == '{"a": 1}'
    with pytest.raises(TobfitError) as caught:
        read_tree(tmp_path / "b.yaml")
    assert at(caught.value.problems[0]) == "2:4: TF112"
    assert caught.value.problems[0].excerpt == "b: *c"
    for name, code in [("a.toml", "TF121"), ("b.toml", "TF101"), ("", "TF102")]:
        with pytest.raises(TobfitError) as caught:
            read_tree(tmp_path / name)
        assert caught.value.problems[0].code == code


def test_excerpts_are_added_only_where_they_can_be() -> None:
    known = Problem(code="TF203", message="m", file="a", line=2, column=1)
    others = (
        Problem(code="TF203", message="m", file="b", line=2, column=1),
        Problem(code="TF203", message="m", file="a"),
        Problem(code="TF203", message="m", file="a", line=9),
    )
    found = with_excerpts([known, *others], {"a": "x\r\ny\r\nz"})
    assert [p.excerpt for p in found] == ["y", None, None, ""]


@given(st.text(st.sampled_from("a中😀\r\n\x85\u2028 "), max_size=30))
def test_positions_lead_back_to_the_character(text: str) -> None:
    lines = Lines.of(text)
    assert len(lines.starts) == len(LINE_BREAK.split(text))
    for offset, char in enumerate(text):
        line, column = lines.position(offset)
        if char not in "\r\n\x85\u2028":
            assert lines.line(line)[column - 1] == char


@given(st.binary(max_size=80))
def test_any_bytes_are_text_or_a_problem(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.yaml")
        path.write_bytes(data)
        codes: set[str] = set()
        text = ""
        try:
            text = read_text(path)
        except TobfitError as error:
            codes = {p.code for p in error.problems}
    assert codes <= {"TF105", "TF106", "TF107"}
    assert codes or text.encode() == data
