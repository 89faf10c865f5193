"""References between entities, ``[kind:][namespace/]name``: all three are the same in small and in capital letters."""

from __future__ import annotations

import re

import attrs

from tobfit.formats.survey import Survey
from tobfit.model.tree import Map, Node

_REFERENCE = re.compile(r"(?:(?P<kind>[^:/]+):)?(?:(?P<namespace>[^:/]+)/)?(?P<name>[^:/]+)")
FORM = "[kind:][namespace/]name"


@attrs.frozen
class Reference:
    """An entity as another one names it; no kind where neither the text nor the field says one."""

    kinds: tuple[str, ...]
    namespace: str
    name: str

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that it may mean, the likeliest first.

        >>> Reference(("component", "resource"), "Default", "Orders-DB").ids
        ('component:default/orders-db', 'resource:default/orders-db')
        """
        return tuple(entity_id(kind, self.namespace, self.name) for kind in self.kinds)


def entity_id(kind: str, namespace: str, name: str) -> str:
    """The id of an entity: its full reference in small letters, as the catalogue itself writes it."""
    return f"{kind}:{namespace}/{name}".lower()


def reference_in(node: Node, path: str, kinds: tuple[str, ...], namespace: str, scan: Survey) -> Reference | None:
    """The reference that stands at a node, a text or a mapping; None after noting that there is none."""
    if isinstance(node, Map):
        return _compound(node, path, kinds, namespace, scan)
    text = scan.text_of(node, path)
    if text is None:
        return None
    found = _REFERENCE.fullmatch(text)
    if found is None:
        scan.wrong(node, path, f"a reference {FORM}")
        return None
    chosen = kinds if found["kind"] is None else (found["kind"],)
    return Reference(chosen, found["namespace"] or namespace, found["name"])


def _compound(node: Map, path: str, kinds: tuple[str, ...], namespace: str, scan: Survey) -> Reference | None:
    kind = scan.optional_text(node, "kind", path)
    given = scan.optional_text(node, "namespace", path)
    name = scan.text(node, "name", path)
    scan.rest(node, path, {"kind", "namespace", "name"})
    if name is None:
        return None
    return Reference(kinds if kind is None else (kind,), given or namespace, name)
