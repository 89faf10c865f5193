"""Documents that a call holds, as text or as plain values: no file is read, and none is included."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

from tobfit.errors import TobfitError
from tobfit.formats.include import KEY
from tobfit.formats.json_tree import parse_json
from tobfit.formats.yaml_tree import parse_yaml
from tobfit.model.tree import Map, Mark, Node, Scalar, Seq, from_plain, problem_at

_JSON = re.compile(r"\s*\{\s*[\"}]")
_HINT = "put the parts into the document itself, lists of one name joined"


@attrs.frozen(eq=False)
class Given:
    """A document without a file: its text (YAML, or JSON where it begins with ``{"``) or the same as plain values.

    Problems carry ``name`` where they carry the name of a file otherwise; give each document of a call its own.

    >>> Given("products[0]", "tobfit: product/1").name
    'products[0]'
    """

    name: str
    content: str | Mapping[str, Any]

    @property
    def texts(self) -> dict[str, str]:
        """The text by its name; nothing for plain values."""
        return {self.name: self.content} if isinstance(self.content, str) else {}

    def tree(self) -> Node:
        """The tree; a TobfitError with the places where the text is wrong, TF471 where it includes files."""
        if isinstance(self.content, str):
            parse = parse_json if _JSON.match(self.content) else parse_yaml
            found = parse(self.content, self.name)
        else:
            found = self._of_values(self.content)
        if isinstance(found, Map) and (included := found.get(KEY)) is not None:
            message = "a document of a call has no folder to include files from"
            raise TobfitError([problem_at(included.mark, "TF471", f"$.{KEY}", message, hint=_HINT)])
        return found

    def _of_values(self, content: Mapping[str, Any]) -> Node:
        try:
            return _placed(from_plain(content), Mark(self.name))
        except TobfitError as error:
            raise TobfitError(attrs.evolve(problem, file=self.name) for problem in error.problems) from None


def _placed(node: Node, mark: Mark) -> Node:
    """The same tree, each node with the document's name."""
    if isinstance(node, Map):
        return Map(tuple((attrs.evolve(key, mark=mark), _placed(value, mark)) for key, value in node.entries), mark)
    if isinstance(node, Seq):
        return Seq(tuple(_placed(item, mark) for item in node.items), mark)
    return Scalar(node.text, node.quoted, mark)
