"""Opening a file of a foreign format: its tree, and what it seems to be where it is not what was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.formats.foreign import Foreign, Unread
from tobfit.formats.source import read_text
from tobfit.formats.tree_of import with_excerpts
from tobfit.model.scalars import shown
from tobfit.model.tree import Map, Node, Scalar, Seq, problem_at

T = TypeVar("T")
F = TypeVar("F", bound=Foreign)


def read_with(file: str, parse: Callable[[str, str], T], read: Callable[[T], F]) -> F:
    """What ``read`` makes of the tree of a file; every problem comes with the line that it points into."""
    text = read_text(file)
    try:
        found = read(parse(text, file))
    except TobfitError as error:
        raise TobfitError(with_excerpts(error.problems, {file: text})) from None
    problems = with_excerpts(sorted(dict.fromkeys(found.problems), key=_place), {file: text})
    return attrs.evolve(found, problems=problems, unread=tuple(sorted(found.unread, key=_place)))


def _place(one: Problem | Unread) -> tuple[int, int]:
    return one.line or 0, one.column or 0


def refuse(root: Node, wanted: str, sign: str) -> NoReturn:
    """TF140: the file is of another format; ``sign`` is how one of the wanted format is known."""
    hint = f"{what_is(root)}; {sign}"
    raise TobfitError([problem_at(root.mark, "TF140", "$", f"this is no {wanted}", hint=hint)])


def what_is(root: Node) -> str:
    """What a tree looks like, in words that follow a semicolon.

    >>> what_is(Map(((Scalar("tobfit", True), Scalar("client/1", True)),)))
    "it looks like a document of tobfit's own: 'client/1'"
    """
    if not isinstance(root, Map):
        return "it is a list" if isinstance(root, Seq) else "it is a single value"
    kind = root.get("tobfit")
    if isinstance(kind, Scalar):
        return f"it looks like a document of tobfit's own: {shown(kind.text)}"
    for look, is_like in _LOOKS:
        if is_like(root):
            return f"it looks like {look}"
    names = [shown(key.text, 30) for key, _ in root.entries[:6]]
    return f"its keys are {', '.join(names)}{', ...' if len(root.entries) > 6 else ''}" if names else "it is empty"


def _has(*keys: str) -> Callable[[Map], bool]:
    return lambda root: all(root.get(key) is not None for key in keys)


OSCAL_MODELS = (
    "catalog",
    "profile",
    "component-definition",
    "mapping-collection",
    "system-security-plan",
    "assessment-plan",
    "assessment-results",
    "plan-of-action-and-milestones",
)
"""The roots of OSCAL documents, those that tobfit reads first."""

_LOOKS: tuple[tuple[str, Callable[[Map], bool]], ...] = (
    ("a CycloneDX document", _has("bomFormat")),
    ("an Open Resource Discovery document", _has("openResourceDiscovery")),
    ("a Structurizr workspace", lambda root: isinstance(root.get("model"), Map)),
    ("an entity of Backstage or a Kubernetes manifest", _has("apiVersion", "kind")),
    ("an SPDX document", _has("spdxVersion")),
    ("an OpenAPI document", _has("openapi")),
    ("an OpenACR report", _has("product", "chapters")),
    ("an OSCAL document", lambda root: any(isinstance(root.get(model), Map) for model in OSCAL_MODELS)),
)
