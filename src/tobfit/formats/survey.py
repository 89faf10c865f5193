"""Walking the tree of a foreign format: what is not as expected is noted, and what is not taken over is listed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import attrs

from tobfit.errors import Problem
from tobfit.formats.foreign import Unread
from tobfit.model.scalars import near, shown
from tobfit.model.tree import Map, Node, Scalar, Seq, problem_at

NO_PLACE = "the landscape has no place for it"
WRONG_KIND = "it is not of the kind that the format allows"


@attrs.frozen(eq=False)
class Survey:
    """The problems met so far, and what was left out, in the order of reading.

    ``quoted``: only quoted scalars are texts, as in JSON, where a bare one is a number, true or false.
    """

    quoted: bool = True
    problems: list[Problem] = attrs.field(factory=list)
    unread: list[Unread] = attrs.field(factory=list)

    def note(
        self, node: Node, code: str, path: str, message: str, hint: str | None = None, *, warning: bool = False
    ) -> None:
        """Notes what is wrong at a node."""
        self.problems.append(problem_at(node.mark, code, path, message, hint=hint, warning=warning))

    def leave(self, node: Node, path: str, why: str, what: str | None = None) -> None:
        """Lists something that is not taken over, with what stands there."""
        line, column = node.mark.line or None, node.mark.column or None
        self.unread.append(Unread(path=path, what=what or written(node), why=why, line=line, column=column))

    def rest(
        self,
        owner: Map,
        path: str,
        taken: Collection[str],
        whys: Mapping[str, str] | None = None,
        *,
        why: str = NO_PLACE,
    ) -> None:
        """Lists every key that was not taken and says something; ``whys`` has the reasons that are not ``why``."""
        for key, value in owner.entries:
            if key.text not in taken and not is_empty(value):
                self.leave(value, f"{path}.{key.text}", (whys or {}).get(key.text, why))

    def text(self, owner: Map, key: str, path: str) -> str | None:
        """The text under a key that must be there; None after noting why it is not."""
        found = self.optional_text(owner, key, path)
        value = owner.get(key)
        if found is None and (value is None or is_blank(value)):
            what = "missing" if value is None else "empty"
            self.note(value or owner, "TF144", f"{path}.{key}", f"the key '{key}' is {what}", "allowed: a text")
        return found

    def optional_text(self, owner: Map, key: str, path: str) -> str | None:
        """The text under a key, without blanks around it; None where nothing is said."""
        value = owner.get(key)
        if value is None or is_blank(value):
            return None
        return self.text_of(value, f"{path}.{key}")

    def text_of(self, node: Node, path: str) -> str | None:
        """A node as a text; None after noting that it is none."""
        if isinstance(node, Scalar) and (node.quoted or not self.quoted) and not is_blank(node):
            return node.text.strip()
        self.wrong(node, path, "a text")
        return None

    def flag(self, owner: Map, key: str, path: str) -> bool | None:
        """True or false; None where nothing is said."""
        value = owner.get(key)
        if value is None or is_blank(value):
            return None
        if isinstance(value, Scalar) and not value.quoted and value.text in ("true", "false"):
            return value.text == "true"
        self.wrong(value, f"{path}.{key}", "true or false")
        return None

    def choice(self, owner: Map, key: str, path: str, allowed: Collection[str]) -> str | None:
        """One of the allowed words; None where nothing is said, or after noting that another word stands there."""
        found = self.optional_text(owner, key, path)
        if found is None or found in allowed:
            return found
        value = owner.get(key)
        assert value is not None
        message = f"{shown(found)} is not a word for '{key}'"
        hint = near(found, allowed) or f"allowed: {', '.join(allowed)}"
        self.note(value, "TF144", f"{path}.{key}", message, hint)
        self.leave(value, f"{path}.{key}", WRONG_KIND)
        return None

    def mapping(self, owner: Map, key: str, path: str) -> Map | None:
        """The mapping under a key; None where nothing is said, or after noting that something else stands there."""
        value = owner.get(key)
        if value is None or is_blank(value):
            return None
        if isinstance(value, Map):
            return value
        self.wrong(value, f"{path}.{key}", "a mapping")
        return None

    def items(self, owner: Map, key: str, path: str) -> Iterator[tuple[Node, str]]:
        """The items of the list under a key, each with its path; an absent list has none."""
        value = owner.get(key)
        if value is None or is_blank(value):
            return
        if not isinstance(value, Seq):
            self.wrong(value, f"{path}.{key}", "a list")
            return
        for index, item in enumerate(value.items):
            yield item, f"{path}.{key}[{index}]"

    def maps(self, owner: Map, key: str, path: str) -> Iterator[tuple[Map, str]]:
        """The mappings of the list under a key; what is no mapping is noted and passed over."""
        for item, where in self.items(owner, key, path):
            if isinstance(item, Map):
                yield item, where
            else:
                self.wrong(item, where, "a mapping")

    def texts(self, owner: Map, key: str, path: str) -> Iterator[tuple[str, Node, str]]:
        """The texts of the list under a key, each with its place; what is no text is noted and passed over."""
        for item, where in self.items(owner, key, path):
            found = self.text_of(item, where)
            if found is not None:
                yield found, item, where

    def wrong(self, node: Node, path: str, wanted: str) -> None:
        """Notes that a node is of another kind than wanted, and lists it as left out."""
        message = f"{self._described(node)} stands where {wanted} belongs"
        self.note(node, "TF144", path, message, f"allowed: {wanted}")
        self.leave(node, path, WRONG_KIND)

    def _described(self, node: Node) -> str:
        if isinstance(node, Scalar) and self.quoted and not node.quoted and not node.is_null:
            return node.text if node.text in ("true", "false") else f"the number {node.text}"
        return written(node)


def written(node: Node) -> str:
    """What stands at a node, short enough for a list.

    >>> written(Scalar("Oracle 12c", True)), written(Seq((Scalar("1", False),)))
    ("the text 'Oracle 12c'", 'a list of 1')
    """
    if isinstance(node, Scalar):
        return "nothing" if node.is_null else f"the text {shown(node.text)}"
    return f"a list of {len(node.items)}" if isinstance(node, Seq) else f"a mapping of {len(node.entries)}"


def is_blank(node: Node) -> bool:
    """Whether a scalar says nothing: null, or a text of blanks."""
    return isinstance(node, Scalar) and (node.is_null or not node.text.strip())


def is_empty(node: Node) -> bool:
    """Whether nothing is said at all: a blank scalar, or a list or mapping without entries."""
    if isinstance(node, Scalar):
        return is_blank(node)
    return not (node.items if isinstance(node, Seq) else node.entries)


def at(owner: Map, key: str) -> Node:
    """The node under a key, else the mapping itself: where a problem with the key is shown."""
    return owner.get(key) or owner
