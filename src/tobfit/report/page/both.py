"""A thing in both languages of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

import attrs

T = TypeVar("T", covariant=True)
S = TypeVar("S")


@attrs.frozen
class Both(Generic[T]):
    """The same thing in English and in Chinese: a text, a list, an explanation.

    >>> Both("2 gaps", "2 处差距").to(len)
    Both(en=6, zh=5)
    """

    en: T
    zh: T

    def to(self, make: Callable[[T], S]) -> Both[S]:
        """What is made of either."""
        return Both(make(self.en), make(self.zh))

    def each(self, parts: Callable[[T], Iterable[S]]) -> tuple[Both[S], ...]:
        """The parts of both, side by side; they are as many in one language as in the other."""
        return tuple(Both(en, zh) for en, zh in zip(parts(self.en), parts(self.zh), strict=True))

    def items(self) -> tuple[tuple[str, T], tuple[str, T]]:
        """Language and thing."""
        return (("en", self.en), ("zh", self.zh))

    def first(self, lang: str) -> T:
        """That of one language."""
        return self.zh if lang == "zh" else self.en


Text = Both[str]


def same(text: str) -> Text:
    """What is written alike in both: ids, figures."""
    return Both(text, text)
