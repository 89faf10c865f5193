"""Walking a tree whose parts may be anything: what is not as expected becomes a problem, the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tobfit.errors import Problem
from tobfit.model.structure import kind_of
from tobfit.model.tree import Map, Node, Scalar, Seq, problem_at


@attrs.frozen(eq=False)
class Scan:
    """The problems met so far, in the order of reading."""

    problems: list[Problem] = attrs.field(factory=list)

    def note(self, node: Node, code: str, path: str, message: str, hint: str | None = None) -> None:
        """Notes an error at a node."""
        self.problems.append(problem_at(node.mark, code, path, message, hint=hint))

    def warn(self, node: Node, code: str, path: str, message: str, hint: str | None = None) -> None:
        """Notes a warning at a node."""
        self.problems.append(problem_at(node.mark, code, path, message, hint=hint, warning=True))

    def text(self, owner: Map, key: str, path: str) -> str | None:
        """The text under a key that must be there; None after noting why it is not."""
        value = owner.get(key)
        found = self.optional_text(owner, key, path)
        if found is None and (value is None or isinstance(value, Scalar)):
            where = owner if value is None else value
            self.note(where, "TF507", path, f"the key '{key}' is {'missing' if value is None else 'empty'}")
        return found

    def optional_text(self, owner: Map, key: str, path: str) -> str | None:
        """The text under a key, without blanks around it; None where nothing is said."""
        value = owner.get(key)
        if value is None:
            return None
        if not isinstance(value, Scalar):
            self.wrong(value, f"{path}.{key}", "a text")
            return None
        return None if value.is_null or not value.text.strip() else value.text.strip()

    def maps(self, owner: Map, key: str, path: str) -> Iterator[tuple[Map, str]]:
        """The mappings of the list under a key, each with its path; an absent list has none."""
        value = owner.get(key)
        if value is None or (isinstance(value, Scalar) and value.is_null):
            return
        if not isinstance(value, Seq):
            self.wrong(value, f"{path}.{key}", "a list")
            return
        for index, item in enumerate(value.items):
            where = f"{path}.{key}[{index}]"
            if isinstance(item, Map):
                yield item, where
            else:
                self.wrong(item, where, "a mapping")

    def texts(self, owner: Map, key: str, path: str) -> tuple[str, ...]:
        """The texts of the list under a key; what is no text is noted and passed over."""
        value = owner.get(key)
        if value is None or (isinstance(value, Scalar) and value.is_null):
            return ()
        if not isinstance(value, Seq):
            self.wrong(value, f"{path}.{key}", "a list")
            return ()
        found = []
        for index, item in enumerate(value.items):
            if isinstance(item, Scalar) and not item.is_null:
                found.append(item.text)
            else:
                self.wrong(item, f"{path}.{key}[{index}]", "a text")
        return tuple(found)

    def wrong(self, node: Node, path: str, wanted: str) -> None:
        """Notes that a node is of another kind than wanted."""
        self.note(node, "TF507", path, f"{kind_of(node)} stands where {wanted} belongs")


def at(owner: Map, key: str) -> Node:
    """The node under a key, else the mapping itself: where a problem with the key is shown."""
    return owner.get(key) or owner
