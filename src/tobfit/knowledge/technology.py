"""The names that packs have for protocols, formats, kinds of authentication, modes and platforms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.remark import Remark
from tobfit.model.landscape import Interface, State, Technology
from tobfit.model.scalars import Hints, Refused, shown
from tobfit.model.words import TechnologyKind

ANY = "any"
"""The word for every value of a coordinate; it is no name."""
TECHNICAL: tuple[TechnologyKind, ...] = ("protocol", "format", "auth", "mode")
"""The coordinates whose values packs name; entities and zones are the client's own."""
WORDS: Mapping[TechnologyKind, str] = {
    "protocol": "protocol",
    "format": "format",
    "auth": "kind of authentication",
    "mode": "mode",
    "platform": "platform",
}


def name_of(technology: Technology) -> str:
    """The name in documents. Ids are unique across kinds, so that the second kind of one name carries it in front.

    >>> name_of(Technology(id="auth:ldap", kind="auth")), name_of(Technology(id="ldap", kind="protocol"))
    ('ldap', 'ldap')
    """
    return technology.id.removeprefix(f"{technology.kind}:")


@attrs.frozen(eq=False)
class Names:
    """The names in force, by kind, with the hints of one check."""

    known: Mapping[TechnologyKind, frozenset[str]]
    hints: Mapping[TechnologyKind, Hints]

    @classmethod
    def of(cls, base: KnowledgeBase) -> Names:
        """The names that the packs of a base have."""
        found: dict[TechnologyKind, set[str]] = {kind: set() for kind in WORDS}
        for technology in base.technologies.values():
            found[technology.kind].add(name_of(technology))
        known = {kind: frozenset(names) for kind, names in found.items()}
        return cls(known, {kind: Hints(names) for kind, names in known.items()})

    def unknown(self, kind: TechnologyKind, name: str) -> Refused | None:
        """The refusal of a name that no pack knows; packs that name nothing of a kind refuse nothing of it."""
        known = self.known[kind]
        if not known or name == ANY or name in known:
            return None
        others = [WORDS[other] for other, names in self.known.items() if name in names]
        own = "add it to the technologies of a pack of your own"
        hint = f"{shown(name)} is a {others[0]}" if others else self.hints[kind].near(name) or own
        return Refused("TF328", f"no pack knows the {WORDS[kind]} {shown(name)}", hint)

    def check(self, kind: TechnologyKind, names: Iterable[str], path: str) -> Iterable[Remark]:
        """A warning for each name of a list that no pack knows."""
        for index, name in enumerate(names):
            refused = self.unknown(kind, name)
            if refused is not None:
                yield Remark(f"{path}[{index}]", refused, warning=True)

    def check_coordinates(self, record: State | Interface, path: str) -> Iterable[Remark]:
        """A warning for each coordinate of a state or an interface that no pack knows."""
        for kind in TECHNICAL:
            yield from self.check(kind, getattr(record, kind) or (), f"{path}.{kind}")
