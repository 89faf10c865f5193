"""What both encodings of a model come to, before it is looked at as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tobfit.formats.archimate.findings import Findings
from tobfit.formats.xml_tree import XML_NAMESPACE, Xml
from tobfit.model.frozen import FrozenMap
from tobfit.model.label import LANGUAGE, UNSTATED, Label, canonical_tag
from tobfit.model.scalars import shown
from tobfit.model.tree import Mark

TYPE_NAMESPACE = "http://www.w3.org/2001/XMLSchema-instance"


@attrs.frozen(kw_only=True, eq=False)
class Concept:
    """An element or a relation as it stood, its type called as ArchiMate 3.2 does; ``ends`` are a relation's."""

    id: str
    type: str
    names: Mapping[str, str] = FrozenMap()
    documentation: str | None = None
    ends: tuple[str, str] | None = None
    mark: Mark
    path: str

    @property
    def name(self) -> str:
        """The name that was written first, or nothing."""
        return next(iter(self.names.values()), "")

    @property
    def label(self) -> Label | None:
        """The names in all languages."""
        return Label.of(self.names) if self.names else None


@attrs.define(eq=False)
class Draft:
    """A model while it is read."""

    names: Mapping[str, str] = FrozenMap()
    documentation: str | None = None
    concepts: list[Concept] = attrs.Factory(list)
    findings: Findings = attrs.Factory(Findings)


def one_line(text: str) -> str:
    """A name without the blanks and line breaks that a tool put around or into it."""
    return " ".join(text.split())


def names_of(written: Iterable[tuple[Xml, str]], findings: Findings) -> FrozenMap[str, str]:
    """Names by language, in the order written; only the first in each language is taken over."""
    found: dict[str, str] = {}
    for node, path in written:
        text = one_line(node.text)
        lang = _language(node)
        if not text:
            continue
        if lang in found and found[lang] != text:
            findings.skip(node.mark, path, shown(text), "a further name in one language")
        found.setdefault(lang, text)
    return FrozenMap(found)


def text_of(written: Iterable[Xml]) -> str | None:
    """The texts of all the elements, parted by an empty line; None where nothing is said."""
    texts = (node.text.strip() for node in written)
    return "\n\n".join(text for text in texts if text) or None


def _language(node: Xml) -> str:
    tag = (node.get("lang", XML_NAMESPACE) or "").strip()
    return canonical_tag(tag) if LANGUAGE.fullmatch(tag) else UNSTATED
