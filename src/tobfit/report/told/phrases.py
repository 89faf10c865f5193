"""What all results are told with: a language, an audience, bounds, and figures as texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, TypeVar

import attrs

from tobfit.model.interval import Interval, Ratio
from tobfit.report.blocks import Item
from tobfit.report.words import Phrases, Words

Row = dict[str, Any]
T = TypeVar("T")


@attrs.frozen
class Tell:
    """``limit`` bounds the lists (None: no bound); ``internal`` lets internal fields be shown."""

    words: Words
    limit: int | None = None
    internal: bool = False

    def say(self, phrases: Phrases, key: str, **values: Any) -> str:
        """A phrase in the language of the rendering."""
        return self.words.say(phrases, key, **values)

    def score(self, score: Interval | None) -> str:
        """An interval with four digits, or the word for no score."""
        return self.words("no_score") if score is None else str(score)

    def figure(self, value: Fraction | float | None, spec: str = ".4f") -> str:
        """A number with some digits; a dash for None."""
        if value is None:
            return "-"
        return format(Ratio(value) if isinstance(value, Fraction) else value, spec)

    def percent(self, share: Fraction | float | None) -> str:
        """A share as a percentage with one digit; a dash for None."""
        return "-" if share is None else f"{self.figure(share * 100, '.1f')} %"

    def within(self, items: Iterable[T]) -> tuple[Sequence[T], tuple[Item, ...]]:
        """As many as the limit allows, and an item that says how many more there are."""
        every = list(items)
        shown = every if self.limit is None else every[: self.limit]
        rest = len(every) - len(shown)
        return shown, (Item(self.words("more", n=rest)),) if rest else ()
