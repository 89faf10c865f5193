"""The packs that ship: written as YAML, read from a compiled form, because reading YAML takes longer than all the rest.

``make packs`` compiles them anew; a test holds that the compiled form says what the YAML says.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
from pathlib import Path
from typing import Any

from tobfit.formats.documents import Document, read_document
from tobfit.formats.tree_of import read_tree
from tobfit.model.plain import to_plain

COMPILED = "compiled.json"


def compiled_text(folder: Path) -> str:
    """All packs of a folder in one JSON text, by the name of their file; every scalar as its text."""
    trees: dict[str, Any] = {file.name: to_plain(read_tree(file)[0]) for file in _files(folder)}
    return json.dumps(trees, ensure_ascii=False, separators=(",", ":")) + "\n"


def documents_of(folder: Path, *, compiled: bool = True) -> tuple[Document, ...]:
    """The packs of a folder in the order of their files; from the YAML where there is no compiled form."""
    file = folder / COMPILED
    if not compiled or not file.is_file():
        return tuple(read_document(each, ("pack",)) for each in _files(folder))
    trees = json.loads(file.read_text(encoding="utf-8"))
    return tuple(read_document(trees[name], ("pack",)) for name in sorted(trees))


@functools.cache
def shipped_documents() -> tuple[Document, ...]:
    """The shipped packs, read once: they cannot change while the program runs."""
    folder = importlib.resources.files("tobfit") / "packs"
    with importlib.resources.as_file(folder) as path:
        return documents_of(Path(path))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def main() -> None:
    """Compiles the packs of the source tree."""
    folder = Path(__file__).resolve().parent.parent / "packs"
    (folder / COMPILED).write_text(compiled_text(folder), encoding="utf-8")


if __name__ == "__main__":
    main()

__all__ = ["compiled_text", "documents_of", "shipped_documents"]
