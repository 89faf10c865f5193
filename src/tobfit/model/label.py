"""Texts for people, in one or several languages."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import attrs

from tobfit.model.frozen import FrozenMap
from tobfit.model.scalars import Refused, shown
from tobfit.model.tree import Map, Scalar

UNSTATED = "und"
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@functools.lru_cache(maxsize=1024)
def canonical_tag(tag: str) -> str:
    """A language tag as BCP 47 writes it: language small, script with a capital, region in capitals.

    >>> canonical_tag("ZH-hans-cn"), canonical_tag("en-x-us")
    ('zh-Hans-CN', 'en-x-us')
    """
    first, *rest = tag.lower().split("-")
    shaped = [first]
    for part in rest:
        # After a single letter (an extension, or private use) all is small.
        is_extension = any(len(before) == 1 for before in shaped)
        if len(part) == 2 and not is_extension:
            part = part.upper()
        elif len(part) == 4 and not is_extension and part.isalpha():
            part = part.title()
        shaped.append(part)
    return "-".join(shaped)


def _by_canonical_tag(texts: Mapping[str, str]) -> FrozenMap[str, str]:
    tags = [canonical_tag(tag) for tag in texts]
    if isinstance(texts, FrozenMap) and tags == list(texts):
        return texts
    return FrozenMap(zip(tags, texts.values(), strict=True))


@attrs.frozen
class Label:
    """A text by BCP-47 language; ``und`` where nobody said which language it is.

    >>> name = Label.of({"en": "Ledger", "zh": "总账"})
    >>> name.text("zh"), name.text("fr"), Label.of("ERP").text("zh")
    ('总账', 'Ledger [en]', 'ERP')
    """

    texts: FrozenMap[str, str] = attrs.field(converter=_by_canonical_tag)

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
        served = self._serving(lang) or (UNSTATED if UNSTATED in self.texts else None)
        if served is not None:
            return self.texts[served]
        fallback = self._serving("en") or min(self.texts)
        return f"{self.texts[fallback]} [{fallback}]"

    def _serving(self, lang: str) -> str | None:
        """The language of the label that serves the one asked for: itself, a wider one, one of the same language.

        >>> Label.of({"zh-CN": "总账"}).text("zh"), Label.of({"EN": "Ledger"}).text("en-GB")
        ('总账', 'Ledger')
        """
        if lang in self.texts:
            return lang
        parts = canonical_tag(lang).split("-")
        for length in range(len(parts), 0, -1):
            if (wider := "-".join(parts[:length])) in self.texts:
                return wider
        return min((tag for tag in self.texts if tag.partition("-")[0] == parts[0]), default=None)

    def __str__(self) -> str:
        return self.text()


def check_language(tag: str) -> None:
    """Refuses what cannot be a BCP-47 language tag."""
    if not LANGUAGE.fullmatch(tag):
        raise Refused("TF206", f"{shown(tag)} is not a language tag", "such as en, zh or zh-Hant")
