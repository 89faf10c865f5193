"""Documents of tobfit's own kinds: a header, perhaps includes, and the record behind them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.formats.emit import Bare, to_json, to_yaml
from tobfit.formats.given import Given
from tobfit.formats.include import HEADER, with_includes
from tobfit.formats.source import file_name
from tobfit.formats.tree_of import read_tree, with_excerpts
from tobfit.formats.write import write_text
from tobfit.model.answers import Answers
from tobfit.model.catalog import Response, Vendor
from tobfit.model.client import Client
from tobfit.model.offer import Offer
from tobfit.model.pack import Pack
from tobfit.model.plain import record_node
from tobfit.model.policy import Policy
from tobfit.model.product import Product
from tobfit.model.scalars import Refused, near, shown
from tobfit.model.structure import FAILED, Sink, structure_record
from tobfit.model.tree import Map, Mark, Node, Scalar, Seq, from_plain, problem_at
from tobfit.model.usage import Usage

KINDS: dict[str, type[Any]] = {
    "client": Client,
    "product": Product,
    "response": Response,
    "vendor": Vendor,
    "offer": Offer,
    "policy": Policy,
    "pack": Pack,
    "answers": Answers,
    "usage": Usage,
}
VERSION = "1"
Source = str | bytes | os.PathLike[str] | Mapping[str, Any] | Given


@attrs.frozen(eq=False)
class Document:
    """One document read: its kind, its record (None where it could not be made), and what is wrong with it."""

    kind: str
    file: str | None
    record: Any
    problems: tuple[Problem, ...]
    places: Mapping[str, Mark]
    texts: Mapping[str, str]
    keys: Mapping[str, Mark] = attrs.field(factory=dict)

    def at(self, path: str, refused: Refused, *, warning: bool = False, on_key: bool = False) -> Problem:
        """A problem at a path of the record, with its place in the file and the source line."""
        mark = (self.keys.get(path) if on_key else None) or self.mark(path)
        found = problem_at(mark, refused.code, path, refused.message, hint=refused.hint, warning=warning)
        return with_excerpts([found], self.texts)[0]

    def mark(self, path: str) -> Mark:
        """Where a path stood; the nearest enclosing place for one that was not written."""
        while path:
            if path in self.places:
                return self.places[path]
            path = re.sub(r"(\[\d+\]|\.[^.\[]*|\$)$", "", path)
        return Mark(self.file, 1 if self.file else 0, 1 if self.file else 0)


def read_document(source: Source, kinds: Iterable[str] | None = None, where: str = "source") -> Document:
    """Reads a file or a mapping; problems are gathered in the document, not raised.

    ``kinds`` are the kinds that are welcome. A mapping may leave the header out where one kind is. What is neither
    a mapping nor the name of a file is raised at once (TF123), as a fault of the call at ``where``.
    """
    wanted = tuple(kinds or KINDS)
    if isinstance(source, Mapping):
        return document_of(from_plain(source), {}, None, wanted)
    if isinstance(source, Given):
        return _given(source, wanted)
    file = file_name(source, where)
    text = ""
    try:
        tree, text = read_tree(file)
        _check_header_first(tree)
        tree, texts = with_includes(tree, file, text)
    except TobfitError as error:
        return Document("", file, None, with_excerpts(error.problems, {file: text} if text else {}), {}, {})
    return document_of(tree, texts, file, wanted)


def _given(source: Given, wanted: tuple[str, ...]) -> Document:
    try:
        tree = source.tree()
        _check_header_first(tree)
    except TobfitError as error:
        return Document("", source.name, None, with_excerpts(error.problems, source.texts), {}, {})
    return document_of(tree, source.texts, source.name, wanted)


def document_of(tree: Node, texts: Mapping[str, str], file: str | None, wanted: tuple[str, ...]) -> Document:
    """The document of a tree, of one of the kinds that are wanted; ``texts`` are those of its files."""
    sink = Sink()
    kind = _kind(tree, wanted, sink, needs_header=file is not None or len(wanted) > 1)
    record = None
    if kind is not None and kind in wanted and isinstance(tree, Map):
        body = Map(tuple(entry for entry in tree.entries if entry[0].text != HEADER), tree.mark)
        made = structure_record(body, KINDS[kind], "$", sink)
        record = None if made is FAILED else made
    return Document(
        kind or "", file, record, with_excerpts(sink.problems, texts), sink.places, texts, sink.keys
    )


def _check_header_first(tree: Node) -> None:
    """People and tools see what a document is at its beginning."""
    if not isinstance(tree, Map):
        return
    for index, (key, _) in enumerate(tree.entries):
        if key.text == HEADER and index:
            message = "the header is not the first key"
            hint = "move the line to the beginning of the document"
            raise TobfitError([problem_at(key.mark, "TF201", "$.tobfit", message, hint=hint)])


def _kind(tree: Node, wanted: tuple[str, ...], sink: Sink, *, needs_header: bool) -> str | None:
    """The kind that the header names; None with a problem where it names none that is welcome."""
    names = [f"{kind}/{VERSION}" for kind in wanted]
    hint = f"begin with tobfit: {names[0]}" if len(names) == 1 else f"begin with tobfit: and one of {', '.join(names)}"
    header = tree.get(HEADER) if isinstance(tree, Map) else None
    if header is None and not needs_header and isinstance(tree, Map):
        return wanted[0]
    if header is None:
        sink.refuse(tree.mark, "$", Refused("TF201", "this is no document of tobfit: it has no header", hint))
        return None
    if not isinstance(header, Scalar) or header.is_null:
        sink.refuse(header.mark, "$.tobfit", Refused("TF201", "the header names no kind", hint))
        return None
    if header.text not in names:
        kind = header.text.partition("/")[0]
        if header.text == f"{kind}/{VERSION}" and kind in KINDS:
            message = f"a {kind} document stands where another kind is expected"
            sink.refuse(header.mark, "$.tobfit", Refused("TF202", message, f"allowed: {', '.join(names)}"))
            return None
        message = f"unknown kind or version {shown(header.text)}"
        reads = f"this version reads {kind}/{VERSION}" if kind in wanted else near(header.text, names)
        refused = Refused("TF202", message, reads)
        sink.refuse(header.mark, "$.tobfit", refused)
        return None
    return header.text.partition("/")[0]


def is_folder(source: str | bytes | os.PathLike[str]) -> bool:
    """Whether there is a folder; False too for what cannot be a name (reading it says why)."""
    try:
        name = os.fsdecode(source)
        # No name at all would be the working folder.
        return name != "" and Path(name).is_dir()
    except (OSError, ValueError):
        return False


def files_of(source: str | bytes | os.PathLike[str]) -> tuple[Path, ...]:
    """The file itself, or all documents below a folder in the order of their paths, hidden ones left out."""
    path = Path(os.fsdecode(source))
    if not is_folder(path):
        return (path,)
    found = (
        file
        for file in path.rglob("*")
        if file.suffix.lower() in (".yaml", ".yml", ".json")
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(path).parts)
    )
    return tuple(sorted(found, key=lambda file: file.as_posix()))


def dump(record: Any, path: str | os.PathLike[str] | None = None, *, overwrite: bool = False) -> str:
    """The canonical text of a record, written to a file where a path is given (JSON where it ends so).

    Reading it back gives an equal record. A file that is there already is kept (TF120) unless ``overwrite``.

    >>> print(dump(Policy(id="house", partial="0.4")), end="")
    tobfit: policy/1
    id: house
    partial: 0.4
    """
    kind = next((kind for kind, cls in KINDS.items() if isinstance(record, cls)), None)
    if kind is None:
        message = f"a {type(record).__name__} is no document of its own"
        raise TobfitError([Problem(code="TF122", message=message, hint=f"documents: {', '.join(KINDS)}")])
    data = {HEADER: f"{kind}/{VERSION}", **_emitted(record_node(record))}
    text = to_json(data) if path is not None and Path(path).suffix.lower() == ".json" else to_yaml(data)
    if path is not None:
        write_text(path, text, overwrite=overwrite)
    return text


def _emitted(node: Node) -> Any:
    if isinstance(node, Map):
        return {key.text: _emitted(child) for key, child in node.entries}
    if isinstance(node, Seq):
        return [_emitted(item) for item in node.items]
    return node.text if node.quoted else Bare(node.text)
