"""The documents of a catalogue file, each with its path: YAML parted by ``---``, or JSON."""

from __future__ import annotations

import re
from pathlib import PurePath

from tobfit.formats.json_tree import parse_json
from tobfit.formats.yaml_tree import parse_yaml_documents
from tobfit.model.tree import Node, Seq

_BEGINNING = re.compile(r"---[ \t]*(?:#.*)?")
_NOTHING = re.compile(r"\s*(?:#.*)?")


def parse_catalog(text: str, file: str) -> tuple[tuple[Node, str], ...]:
    """Every document with its path; a single one has the path ``$``."""
    if PurePath(file).suffix.lower() == ".json":
        root = parse_json(text, file)
        roots = root.items if isinstance(root, Seq) and root.items else (root,)
        is_list = isinstance(root, Seq) and bool(root.items)
    else:
        roots = parse_yaml_documents(without_empty_documents(text), file)
        is_list = len(roots) > 1
    return tuple((root, f"$[{index}]" if is_list else "$") for index, root in enumerate(roots))


def without_empty_documents(text: str) -> str:
    """The text, equally long, without the ``---`` lines that no document follows: people end files with one.

    >>> without_empty_documents("kind: API\\n---\\n# the end\\n")
    'kind: API\\n   \\n# the end\\n'
    """
    lines = text.split("\n")
    pending: int | None = None
    for number, line in enumerate(lines):
        if _BEGINNING.fullmatch(line.rstrip("\r")):
            if pending is not None:
                lines[pending] = " " * 3 + lines[pending][3:]
            pending = number
        elif not _NOTHING.fullmatch(line):
            pending = None
    if pending is not None:
        lines[pending] = " " * 3 + lines[pending][3:]
    return "\n".join(lines)
