"""What the pictures of all kinds say alike: phrases in two languages, names that tell things apart, lists cut short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tobfit.report.explained.explaining import Explanation
from tobfit.report.width import truncate
from tobfit.report.words import Phrases, Words

NAMED = 3
"""How many things a text alternative names, one by one."""
LONGEST = 60
"""Columns of a name in a text alternative."""
PARTS: Phrases = {"certain": ("certain", "已确定"), "open": ("open", "未知"), "lost": ("lost", "已失去")}
"""The parts of a score."""
SWINGS: Phrases = {
    "answer": ("the answer", "答复"),
    "weight": ("the weight", "权重"),
    "left_out": ("Narrower swings that are not shown: {n}.", "另有 {n} 处较小的变动未列出。"),
}
"""What moves a score, and how many swings are not shown."""


def say(phrases: Phrases, words: Words, key: str, **values: object) -> str:
    """A phrase in the language of the words."""
    return words.say(phrases, key, **values)


def sentences(parts: Iterable[str], words: Words) -> str:
    """Sentences one after the other; Chinese ones have no blank between them."""
    return words("space").join(part for part in parts if part)


def brief(name: str) -> str:
    """A name as texts hold it: a longer one is cut; tables have it whole."""
    return truncate(name, LONGEST)


def some(names: Sequence[str], words: Words) -> str:
    """The first names, and how many more there are."""
    shown = words.join([brief(name) for name in names[:NAMED]])
    rest = len(names) - NAMED
    return words("and_more", names=shown, n=rest) if rest > 0 else shown


def told_apart(names: Mapping[str, str], words: Words) -> dict[str, str]:
    """Id -> name; where several are called the same, name and id."""
    used = Counter(names.values())
    return {
        number: words("called", name=name, id=number) if used[name] > 1 and name != number else name
        for number, name in names.items()
    }


def product_names(told: Explanation) -> dict[str, str]:
    """Product -> id and name, as everywhere in the report."""
    return {product.id: product.label for product in told.products}
