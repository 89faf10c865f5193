"""Reading a file as the kind its ending says, and showing the lines that problems point into."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import PurePath

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.formats.json_tree import parse_json
from tobfit.formats.source import Lines, check_file, read_text
from tobfit.formats.yaml_tree import parse_yaml
from tobfit.model.tree import Node

_READERS = {".json": parse_json, ".yaml": parse_yaml, ".yml": parse_yaml}


def read_tree(path: str | os.PathLike[str]) -> tuple[Node, str]:
    """The tree of a .yaml, .yml or .json file and the text that it was read from."""
    file = str(os.fspath(path))
    reader = _READERS.get(PurePath(file).suffix.lower())
    if reader is None:
        raise TobfitError([_unknown_ending(file)])
    text = read_text(file)
    try:
        return reader(text, file), text
    except TobfitError as error:
        raise TobfitError(with_excerpts(error.problems, {file: text})) from None


def _unknown_ending(file: str) -> Problem:
    # A missing file or a folder is the better thing to say, so it is looked for first.
    check_file(file)
    ending = PurePath(file).suffix
    return Problem(
        code="TF121",
        message=f"files ending in {ending!r} are not read" if ending else "the file's name has no ending",
        file=file,
        hint="name it .yaml, .yml or .json",
    )


def with_excerpts(problems: Iterable[Problem], texts: Mapping[str, str]) -> tuple[Problem, ...]:
    """The problems, each with the source line it points into where the text of its file is given.

    >>> problem = Problem(code="TF203", message="unknown key", file="c.yaml", line=2, column=1)
    >>> with_excerpts([problem], {"c.yaml": "id: x\\nnmae: y\\n"})[0].excerpt
    'nmae: y'
    """
    lines: dict[str, Lines] = {}
    return tuple(_with_excerpt(problem, texts, lines) for problem in problems)


def _with_excerpt(problem: Problem, texts: Mapping[str, str], lines: dict[str, Lines]) -> Problem:
    file = problem.file
    if file is None or problem.line is None or problem.excerpt is not None or file not in texts:
        return problem
    if file not in lines:
        lines[file] = Lines.of(texts[file])
    return attrs.evolve(problem, excerpt=lines[file].line(problem.line))
