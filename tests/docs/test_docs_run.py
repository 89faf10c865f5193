"""Every code block of the documentation is run, and what it shows is compared with what comes out.

Fenced blocks, by language and the words behind it:

    yaml file=NAME    the text is written to NAME in the page's own folder (json likewise)
    yaml part=KIND    a part of a document of that kind: with a header and an id it must be free of problems
    console           each line `$ tobfit ...` is run there; the lines below it are its output, on both streams.
                      `# exit N` right below the command names an exit status other than 0; `\\` continues a line
    python            run in one namespace for the whole page; with `>>>` as a doctest
    text output       what the python block before it printed
    text, sh          not run

A line `...` stands for any lines. The folder of a page holds a copy of `examples`.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import shutil
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest

import tobfit
from tobfit.cli import main

ROOT = Path(__file__).resolve().parents[2]
# Error pages are copied here from the package, and decision records tell how things stood on their day.
ELSEWHERE = {"_build", "errors", "decisions"}
PAGES = [
    ROOT / "README.md",
    *(
        page
        for page in sorted((ROOT / "docs").rglob("*.md"))
        if ELSEWHERE.isdisjoint(page.relative_to(ROOT / "docs").parts) and page.name != "api.md"
    ),
]
FENCE = re.compile(r"(?P<marks>`{3,})(?P<info>.*)")
WRITTEN, UNCHECKED = {"yaml", "json"}, {"text", "sh"}
REMARK = re.compile(r"# exit (\d+)")


class Wrong(AssertionError):
    """A block that does not do what it shows."""


@attrs.frozen
class Block:
    """One fenced block: its line in the page, language, the words behind it, and its text."""

    line: int
    language: str
    words: tuple[str, ...]
    text: str

    def option(self, name: str) -> str | None:
        return next((word.partition("=")[2] for word in self.words if word.startswith(f"{name}=")), None)


def blocks_of(page: str) -> Iterable[Block]:
    """The fenced blocks of a page in order, directives left out."""
    opened: tuple[int, str, str] | None = None
    held: list[str] = []
    for number, line in enumerate(page.splitlines(), 1):
        found = FENCE.fullmatch(line.strip())
        if opened is None:
            if found:
                opened, held = (number, found["marks"], found["info"].strip()), []
        elif found and not found["info"] and len(found["marks"]) >= len(opened[1]):
            language, *words = opened[2].split() or [""]
            if not language.startswith("{"):
                yield Block(opened[0], language, tuple(words), "".join(f"{one}\n" for one in held))
            opened = None
        else:
            held.append(line)
    if opened is not None:
        raise Wrong(f"line {opened[0]}: the block is never closed")


def agrees(wanted: Sequence[str], got: Sequence[str]) -> bool:
    """Whether the lines are those shown; `...` stands for any number of lines."""
    reach = {0}
    for line in wanted:
        if line.strip() == "...":
            reach = set(range(min(reach), len(got) + 1)) if reach else reach
        else:
            reach = {at + 1 for at in reach if at < len(got) and got[at].rstrip() == line.rstrip()}
    return len(got) in reach


def compare(what: str, wanted: str, got: str) -> None:
    if not agrees(wanted.rstrip().splitlines(), got.rstrip().splitlines()):
        raise Wrong(f"{what}\n--- shown\n{wanted}\n--- came out\n{got}")


class Runner:
    """Runs the blocks of one page, in the folder that the test stands in."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.names: dict[str, Any] = {"__name__": "page"}
        self.printed = ""

    def run(self, page: str) -> None:
        for block in blocks_of(page):
            try:
                self._block(block)
            except Wrong as wrong:
                raise Wrong(f"{self.name}, block in line {block.line}: {wrong}") from None

    def _block(self, block: Block) -> None:
        match block.language:
            case "text" if "output" in block.words:
                compare("the program prints something else", block.text, self.printed)
            case language if language in UNCHECKED:
                pass
            case "console":
                self._console(block.text)
            case "python" if block.text.lstrip().startswith(">>>"):
                self._doctest(block)
            case "python":
                with contextlib.redirect_stdout(io.StringIO()) as out:
                    exec(compile(block.text, f"{self.name}:{block.line}", "exec"), self.names)
                self.printed = out.getvalue()
            case language if language in WRITTEN and (name := block.option("file")):
                Path(name).parent.mkdir(parents=True, exist_ok=True)
                Path(name).write_text(block.text, encoding="utf-8")
            case language if language in WRITTEN and (kind := block.option("part")):
                self._part(kind, block.text)
            case _:
                raise Wrong(f"nobody knows how to run {' '.join((block.language, *block.words))!r}")

    def _console(self, text: str) -> None:
        parts = re.split(r"^\$ ", text.replace("\\\n", " "), flags=re.MULTILINE)
        if parts[0].strip():
            raise Wrong("a console block begins with `$ `")
        for part in parts[1:]:
            command, _, shown = part.partition("\n")
            program, *arguments = shlex.split(command)
            if program != "tobfit":
                raise Wrong(f"only tobfit is run here, not {program!r}: use a block of sh")
            wanted = 0
            if remark := REMARK.match(shown):
                wanted, shown = int(remark[1]), shown.partition("\n")[2]
            out = io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                status = main(arguments)
            if status != wanted:
                raise Wrong(f"{command}: exit status {status} instead of {wanted}\n{out.getvalue()}")
            compare(command, shown, out.getvalue())

    def _doctest(self, block: Block) -> None:
        test = doctest.DocTestParser().get_doctest(block.text, {}, self.name, self.name, block.line)
        test.globs = self.names
        told = io.StringIO()
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
        runner.run(test, out=told.write, clear_globs=False)
        if runner.failures:
            raise Wrong(told.getvalue())

    def _part(self, kind: str, text: str) -> None:
        required = "client: c\nproduct: p\n" if kind == "response" else "id: part\n"
        file = Path(f"part-of-{kind}.yaml")
        file.write_text(f"tobfit: {kind}/1\n{required}{text}", encoding="utf-8")
        problems = tobfit.check(file)
        file.unlink()
        if problems:
            raise Wrong("\n".join(map(str, problems)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
@pytest.mark.usefixtures("folder")
def test_the_blocks_of_a_page_do_what_they_show(page: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", tobfit.TobfitWarning)
        Runner(page.relative_to(ROOT).as_posix()).run(page.read_text(encoding="utf-8"))


GOOD = """
```yaml file=policy.yaml
tobfit: policy/1
id: house
```

```console
$ tobfit check policy.yaml
1 document, 0 errors, 0 warnings
$ tobfit explain \\
    TF301
# TF301: an unknown capability
...
$ tobfit check missing.yaml
# exit 2
...
1 document, 1 error, 0 warnings
```

```yaml part=policy
partial: 0.4
```

```python
import tobfit
print(tobfit.load_policy("policy.yaml").id)
```

```text output
house
```

```python
>>> tobfit.load_policy("policy.yaml").partial
Decimal('0.5')
```
"""
PLANTED = {
    "a line of output": ("1 document, 0 errors", "2 documents, 0 errors"),
    "a line too few": ("# TF301: an unknown capability\n...", "# TF301: an unknown capability"),
    "an exit status": ("# exit 2", "# exit 1"),
    "a status that is not said": ("# exit 2\n", ""),
    "what a program prints": ("\nhouse\n", "\nother house\n"),
    "a doctest": ("Decimal('0.5')", "Decimal('0.6')"),
    "a part with an unknown key": ("partial: 0.4", "partly: 0.4"),
    "another program": ("$ tobfit check policy.yaml", "$ echo check policy.yaml"),
    "a block of another kind": ("```yaml file=policy.yaml", "```yaml"),
    "an open block": ("Decimal('0.5')\n```", "Decimal('0.5')"),
}


@pytest.mark.usefixtures("folder")
def test_the_runner_is_content_with_a_good_page() -> None:
    Runner("good").run(GOOD)


@pytest.mark.parametrize("fault", PLANTED)
@pytest.mark.usefixtures("folder")
def test_the_runner_notices(fault: str) -> None:
    right, wrong = PLANTED[fault]
    assert right in GOOD
    with pytest.raises(Wrong):
        Runner("planted").run(GOOD.replace(right, wrong))


@pytest.mark.usefixtures("folder")
def test_a_program_that_fails_is_noticed() -> None:
    with pytest.raises(ZeroDivisionError):
        Runner("planted").run("```python\n1 / 0\n```\n")


def test_the_links_of_the_readme_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    here = [link for link in links if "://" not in link]
    assert here
    assert [link for link in here if not (ROOT / link).exists()] == []
