"""Every code has a page, every page a code, and what the pages show is what tobfit says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tobfit.cli import main
from tobfit.errors import TobfitError

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tobfit"
PAGES = {page.stem: page.read_text(encoding="utf-8") for page in sorted((SOURCE / "errors" / "pages").iterdir())}
FENCE = re.compile(r"^```(?P<language>\w+)(?: (?P<name>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"\$ tobfit (?P<words>.*)\n(?P<said>(?:.|\n)*)")
SECTIONS = ["## What it means", "## Example", "## What to do"]


def blocks(code: str) -> list[tuple[str, str | None, str]]:
    return [(found["language"], found["name"], found["body"]) for found in FENCE.finditer(PAGES[code])]


def runnable() -> list[str]:
    """Pages with files to write and a command or a program to run."""
    return [code for code in PAGES if any(name or language == "console" for language, name, _ in blocks(code))]


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    texts = (path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    codes = {code for text in texts for code in re.findall(r"""["'](TF[0-9]{3})["']""", text)}
    assert codes == set(PAGES)


@pytest.mark.parametrize("code", PAGES)
def test_form(code: str) -> None:
    page = PAGES[code]
    assert re.match(rf"# {code}: [^\n]*[^\n.]\n\n", page)
    assert [line for line in page.splitlines() if line.startswith("## ")] == SECTIONS
    assert re.search(rf"\b{code}\b", page.partition("## Example")[2])


def test_most_examples_are_run() -> None:
    assert {code for code in PAGES if code[2] != "5"} <= set(runnable())


@pytest.mark.parametrize("code", runnable())
def test_example(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = []
    for language, name, body in blocks(code):
        if name == "example.py":
            shown.append(run_program(body, capsys))
        elif name is not None:
            Path(name).parent.mkdir(exist_ok=True)
            Path(name).write_text(body, encoding="utf-8")
        elif language == "console":
            found = COMMAND.fullmatch(body)
            assert found is not None
            main(found["words"].split())
            printed = capsys.readouterr()
            assert printed.err + printed.out == found["said"]
            shown.append(found["said"])
        elif language == "text":
            assert body == shown[-1]
    assert f"{code}" in "".join(shown)


def run_program(body: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a program of a page prints, or the error that it ends in."""
    try:
        exec(compile(body, "example.py", "exec"), {})
    except TobfitError as error:
        return f"{error}\n"
    return capsys.readouterr().out
