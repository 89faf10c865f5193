"""Words of cells and the codes they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

import attrs

from tobfit.intake.cells import folded
from tobfit.intake.layout import CLOSED, MANY
from tobfit.model.scalars import Refused, near, shown


@attrs.frozen(eq=False)
class Wording:
    """What the cells of a closed column may say: the codes, their words in both languages, and words of somebody's own,
    which come first."""

    codes: Mapping[str, str]
    listed: tuple[str, ...]

    @classmethod
    def of(cls, column: str, own: Mapping[str, str] | None = None) -> Wording:
        """The wording of a column of ours: ``response``, ``extent`` or ``evidence_kind``."""
        said = CLOSED[column]
        words = {folded(code): code for code in said}
        words |= {folded(word): code for code, each in said.items() for word in each.both}
        words |= {folded(word): code for word, code in (own or {}).items()}
        listed = tuple(own) if own else tuple(each.en for each in said.values()) + tuple(e.zh for e in said.values())
        return cls(words, listed)

    def code(self, text: str) -> str:
        """The code of a word; Refused with TF160 and the nearest allowed word.

        >>> wording = Wording.of("response")
        >>> wording.code("Ｎｏｔ　Supported"), wording.code("third-party"), wording.code("标准功能")
        ('not_supported', 'third_party', 'standard')
        """
        found = self.codes.get(folded(text))
        if found is None:
            raise Refused("TF160", f"{shown(text)} is not among the allowed answers", self._near(text))
        return found

    def _near(self, text: str) -> str | None:
        return near(text, self.listed) or near(folded(text), self.codes)


def word_for(column: str, code: str, lang: str) -> str:
    """The word that the drop-down of a column shows for a code.

    >>> word_for("response", "third_party", "en"), word_for("response", "third_party", "zh")
    ('third party', '第三方产品')
    """
    said = CLOSED[column]
    return said[code][lang] if code in said else code


def items_of(text: str, separator: str, *, is_list: bool = True) -> tuple[str, ...]:
    """The items of a cell that may hold several: one a line, or with the separator between them. Chinese keyboards
    type the bar, figures and codes in full width: they mean the same. So does 、 where the bar is the separator and a
    list belongs (``is_list``), not a text that may hold one.

    >>> items_of("saml2 | oidc\\nldap", "|"), items_of("99.9 %", "|")
    (('saml2', 'oidc', 'ldap'), ('99.9 %',))
    >>> items_of("zh｜ｅｎ、fr", "|"), items_of("９９．９５％", "|"), items_of("a、b", "|", is_list=False)
    (('zh', 'en', 'fr'), ('99.95%',), ('a、b',))
    """
    bars = "[|｜、]" if is_list else "[|｜]"
    split = re.compile(bars if separator == MANY else re.escape(separator))
    parts: Iterable[str] = (part.strip() for line in text.splitlines() for part in split.split(line))
    return tuple(narrow(part) if _PLAIN.fullmatch(part) else part for part in parts if part)


def looks_like_several(item: str) -> bool:
    """Whether one item seems to be several with another mark between them; a comma inside a figure is none.

    >>> looks_like_several("zh, en"), looks_like_several("zh；en"), looks_like_several("1,000 user")
    (True, True, False)
    """
    return _OTHER_MARKS.search(item) is not None


_OTHER_MARKS = re.compile(r"[，；;]|(?<![0-9]),|,(?![0-9])")
_PLAIN = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ.．%％+＋\-－_＿ \u3000]+")
"""Figures, units and codes, of either width; a text in words is left as it was typed."""


def narrow(text: str) -> str:
    """A text with its full-width forms in half width.

    >>> narrow("２０２７－０６－３０")
    '2027-06-30'
    """
    return unicodedata.normalize("NFKC", text)
