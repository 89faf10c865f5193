"""``include``: one document split over files of its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.formats.tree_of import read_tree, with_excerpts
from tobfit.model.scalars import shown
from tobfit.model.tree import Map, Mark, Node, Scalar, Seq, problem_at

KEY = "include"
HEADER = "tobfit"
MAX_FILES = 1000
MAX_CHAIN = 16


def with_includes(tree: Node, file: str, text: str) -> tuple[Node, Mapping[str, str]]:
    """The tree with its includes laid in, and the text of every file that took part.

    Lists of one name are joined, mappings merged; a name given twice otherwise is TF113. Patterns stay in the
    document's own folder, and circles are refused (TF118).
    """
    laying = _Laying({file: text})
    laid = laying.laid(tree, (Path(file),))
    if laying.problems:
        raise TobfitError(with_excerpts(laying.problems, laying.texts))
    return laid, laying.texts


def included_files(tree: Node, file: Path) -> tuple[Path, ...]:
    """The files that the patterns of a tree name, none of them read; patterns that lead outside name none."""
    node = tree.get(KEY) if isinstance(tree, Map) else None
    if not isinstance(node, Seq):
        return ()
    patterns = (item.text for item in node.items if isinstance(item, Scalar))
    return tuple(found for pattern in patterns for found in _matching(pattern, file.parent))


@attrs.define
class _Laying:
    """One laying of includes. Files that name each other twice over would grow without end, so they are counted."""

    texts: dict[str, str]
    problems: list[Problem] = attrs.field(factory=list)
    files: int = 0

    def laid(self, tree: Node, chain: tuple[Path, ...]) -> Node:
        node = tree.get(KEY) if isinstance(tree, Map) else None
        if node is None or not isinstance(tree, Map):
            return tree
        result = Map(tuple(entry for entry in tree.entries if entry[0].text != KEY), tree.mark)
        if not isinstance(node, Seq):
            self._note(node.mark, "TF205", "$.include", "a list of patterns belongs here")
            return result
        laid: set[Path] = set()
        for index, item in enumerate(node.items):
            path = f"$.include[{index}]"
            for found in self._files(item, path, chain):
                # A file that two patterns match is one part.
                if found.resolve() not in laid:
                    laid.add(found.resolve())
                    part = self._read(found, item.mark, path, chain)
                    self._check_kind(tree, part)
                    result = self._merged(result, part)
        return result

    def _check_kind(self, tree: Map, part: Node) -> None:
        """A part that names a kind names that of the document."""
        own, other = tree.get(HEADER), part.get(HEADER) if isinstance(part, Map) else None
        if other is None or not isinstance(own, Scalar):
            return
        if not isinstance(other, Scalar) or other.text != own.text:
            named = shown(other.text) if isinstance(other, Scalar) else "something else"
            message = f"a part of a {own.text} document says that it is {named}"
            hint = f"parts need no header; give the document itself another one, or write {HEADER}: {own.text}"
            self._note(other.mark, "TF202", "$.tobfit", message, hint)

    def _note(self, mark: Mark, code: str, path: str, message: str, hint: str | None = None) -> None:
        self.problems.append(problem_at(mark, code, path, message, hint=hint))

    def _files(self, item: Node, path: str, chain: tuple[Path, ...]) -> tuple[Path, ...]:
        if not isinstance(item, Scalar) or item.is_null:
            self._note(item.mark, "TF205", path, "a pattern belongs here")
            return ()
        if not _stays_inside(item.text):
            message = f"{shown(item.text)} leads out of the document's folder"
            self._note(item.mark, "TF118", path, message, "files beside or below the document")
            return ()
        found = _matching(item.text, chain[-1].parent)
        if not found:
            message = f"no file matches {shown(item.text)}"
            self._note(item.mark, "TF118", path, message, "patterns are relative to the document")
        return found

    def _read(self, found: Path, mark: Mark, path: str, chain: tuple[Path, ...]) -> Node:
        self.files += 1
        refusal = _refusal(found, chain, self.files)
        if refusal is not None:
            if self.files <= MAX_FILES + 1:
                self._note(mark, "TF118", path, *refusal)
            return Map(())
        try:
            tree, text = read_tree(found)
        except TobfitError as error:
            self.problems.extend(error.problems)
            return Map(())
        self.texts[str(found)] = text
        return self.laid(tree, (*chain, found))

    def _merged(self, tree: Map, part: Node) -> Map:
        if not isinstance(part, Map):
            self._note(part.mark, "TF205", "$", "an included file is a mapping, like the document")
            return tree
        entries = {key.text: (key, value) for key, value in tree.entries}
        for key, value in part.entries:
            if key.text == HEADER:
                continue
            known = entries.get(key.text)
            if known is None:
                entries[key.text] = (key, value)
            elif isinstance(known[1], Seq) and isinstance(value, Seq):
                entries[key.text] = (known[0], Seq(known[1].items + value.items, known[1].mark))
            elif isinstance(known[1], Map) and isinstance(value, Map):
                entries[key.text] = (known[0], self._merged(known[1], value))
            else:
                message = f"{shown(key.text)} is given by the document and by an included file"
                self._note(key.mark, "TF113", f"$.{key.text}", message, "keep one of the two")
        return Map(tuple(entries.values()), tree.mark)


def _refusal(found: Path, chain: tuple[Path, ...], files: int) -> tuple[str, str] | None:
    """Why a file is not read: a circle, or too many files."""
    if found.resolve() in (file.resolve() for file in chain):
        way = "" if len(chain) == 1 else f", by way of {len(chain)} files"
        return f"{shown(found.name)} includes itself{way}", "break the circle"
    if len(chain) > MAX_CHAIN:
        return f"files include one another more than {MAX_CHAIN} deep", "let the document name its parts itself"
    if files > MAX_FILES:
        return f"more than {MAX_FILES:,} files are included", "name each file once"
    return None


def _stays_inside(pattern: str) -> bool:
    parts = Path(pattern).parts
    return bool(parts) and ".." not in parts and not Path(pattern).is_absolute()


def _matching(pattern: str, folder: Path) -> tuple[Path, ...]:
    if not _stays_inside(pattern):
        return ()
    try:
        root = folder.resolve()
        # A link may still lead elsewhere: what counts is where the file really is.
        found = [file for file in folder.glob(pattern) if file.is_file() and file.resolve().is_relative_to(root)]
    except (OSError, ValueError):
        # Not a pattern, or longer than a file name may be: no file is called so.
        return ()
    return tuple(sorted(found, key=lambda file: file.as_posix()))
