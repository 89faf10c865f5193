"""What a reading notes on its way: problems, and what is not taken over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

import attrs

from tobfit.errors import Problem
from tobfit.formats.foreign import Unread
from tobfit.formats.xml_tree import Xml
from tobfit.model.tree import Mark, problem_at

Why = Literal[
    "no place for views",
    "no place for folders",
    "no place for properties",
    "no place for property definitions",
    "no place for metadata",
    "no place for profiles",
    "no place for access types",
    "no place for strengths of influence",
    "no place for directions of associations",
    "no place for kinds of junction",
    "a further name in one language",
    "an attribute that is not read",
    "a part that is not read",
    "it has no type",
    "it has no id",
    "its id was already given",
    "an end leads nowhere",
]


@attrs.frozen(eq=False)
class Findings:
    """The notes of one reading, in the order in which they were made."""

    problems: list[Problem] = attrs.field(factory=list)
    unread: list[Unread] = attrs.field(factory=list)

    def skip(self, mark: Mark, path: str, what: str, why: Why) -> None:
        """Notes something that is not taken over."""
        self.unread.append(Unread(path=path, what=what, why=why, line=mark.line or None, column=mark.column or None))

    def warn(self, mark: Mark, code: str, path: str, message: str, hint: str | None = None) -> None:
        """Notes something that is wrong; the rest of the file is read."""
        self.problems.append(problem_at(mark, code, path, message, hint=hint, warning=True))

    def fail(self, mark: Mark, code: str, path: str, message: str, hint: str | None = None) -> None:
        """Notes something so wrong that the model is not what the file means; the rest of the file is read."""
        self.problems.append(problem_at(mark, code, path, message, hint=hint))


def parts(node: Xml, path: str) -> Iterator[tuple[Xml, str]]:
    """The elements right inside, each with its path: ``/model/elements/element[3]``."""
    seen = Counter[str]()
    for child in node.children:
        seen[child.name] += 1
        yield child, f"{path}/{child.name}[{seen[child.name]}]"


def descendants(node: Xml, name: str) -> int:
    """How many elements of a name there are at any depth."""
    found, open = 0, list(node.children)
    while open:
        one = open.pop()
        found += one.name == name
        open.extend(one.children)
    return found


def counted(number: int, thing: str) -> str:
    """A number of things in words.

    >>> counted(1, "node"), counted(2, "node")
    ('1 node', '2 nodes')
    """
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
