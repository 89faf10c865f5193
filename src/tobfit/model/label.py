"""Texts for people, in one or several languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from tobfit.model.frozen import FrozenMap
from tobfit.model.scalars import Refused, shown
from tobfit.model.tree import Map, Scalar

UNSTATED = "und"
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@attrs.frozen
class Label:
    """A text by BCP-47 language; ``und`` where nobody said which language it is.

    >>> name = Label.of({"en": "Ledger", "zh": "总账"})
    >>> name.text("zh"), name.text("fr"), Label.of("ERP").text("zh")
    ('总账', 'Ledger [en]', 'ERP')
    """

    texts: FrozenMap[str, str]

    @classmethod
    def of(cls, value: str | Mapping[str, str] | Label) -> Label:
        """A label of a text or of a mapping from language to text."""
        if isinstance(value, Label):
            return value
        return cls(FrozenMap({UNSTATED: value} if isinstance(value, str) else value))

    def to_node(self) -> Scalar | Map:
        """The tree of the label: a text, or a mapping by language."""
        if set(self.texts) == {UNSTATED}:
            return Scalar(self.texts[UNSTATED], True)
        return Map(tuple((Scalar(lang, True), Scalar(self.texts[lang], True)) for lang in sorted(self.texts)))

    def text(self, lang: str = "en") -> str:
        """The text in a language; another one with its language as a mark where that is missing."""
        for key in (lang, UNSTATED):
            if key in self.texts:
                return self.texts[key]
        fallback = "en" if "en" in self.texts else min(self.texts)
        return f"{self.texts[fallback]} [{fallback}]"

    def __str__(self) -> str:
        return self.text()


def check_language(tag: str) -> None:
    """Refuses what cannot be a BCP-47 language tag."""
    if not LANGUAGE.fullmatch(tag):
        raise Refused("TF206", f"{shown(tag)} is not a language tag", "such as en, zh or zh-Hant")
