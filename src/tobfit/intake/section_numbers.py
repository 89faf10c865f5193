"""Ids for lines whose numbers begin again in each section: the section's own number, or its name, and the line's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from tobfit.formats.fit_ids import fit_ids
from tobfit.intake.wording import narrow

Numbered = tuple[str | None, str]
"""The section that a line stands in, and its number there."""
_DIGITS = "一二三四五六七八九"
_CHINESE = f"(?:[{_DIGITS}]?十[{_DIGITS}]?|[{_DIGITS}])"
_OWN = re.compile(
    rf"第\s*(?P<chapter>[0-9]+|{_CHINESE})\s*[章节篇部条]"
    r"|\(?(?P<number>[0-9]+(?:\.[0-9]+)*)(?:[.):、\s]|$)"
    rf"|\(?(?P<chinese>{_CHINESE})(?:[.):、\s]|$)"
    r"|\(?(?P<letter>[A-Z]|[IVX]+)(?:[.):、]|$)"
)


def ids_in_sections(lines: Iterable[Numbered]) -> Mapping[Numbered, str]:
    """An id for each line: ``security.1`` for 1 below "security", ``3.1`` for 1 below "3. Security". Further lines
    of other sections change nothing about it; a line above all sections keeps its number.

    A section's own number counts only where no other section has the same; else its name does, as the group's id. Two
    lines may get one id where numbers have several parts: 1.1 below "3" and 1 below "3.1".

    >>> print(*ids_in_sections([("3. Security", "1"), ("3. Security", "(2)"), ("Speed", "1"), (None, "1")]).values())
    3.1 3.2 Speed.1 1
    >>> print(*ids_in_sections([("一、安全", "1"), ("第十二章 性能", "1"), ("一般要求", "1")]).values())
    1.1 12.1 section-3.1
    """
    listed = list(dict.fromkeys(lines))
    sections = list(dict.fromkeys(section for section, _ in listed if section is not None))
    numbers = {section: own_number(section) for section in sections}
    often = Counter(numbers.values())
    names = fit_ids(sections, empty="section")
    prefixes = {
        section: own if (own := numbers[section]) is not None and often[own] == 1 else names[section]
        for section in sections
    }
    within: dict[str | None, list[str]] = {}
    for section, number in listed:
        within.setdefault(section, []).append(number)
    found = {}
    for section, each in within.items():
        ids = fit_ids(each, empty="R")
        before = "" if section is None else f"{prefixes[section]}."
        found.update({(section, number): before + id for number, id in ids.items()})
    fit = fit_ids(found.values())
    return {line: fit[found[line]] for line in listed}


def own_number(section: str) -> str | None:
    """The number or letter that a section's heading begins with.

    >>> own_number("3.1 Security"), own_number("B) Speed"), own_number("（二）性能"), own_number("第三章技术要求")
    ('3.1', 'B', '2', '3')
    >>> own_number("Security"), own_number("一般要求"), own_number("A word"), own_number("24/7 support")
    (None, None, None, None)
    """
    found = _OWN.match(narrow(section).strip())
    if found is None:
        return None
    said = next(text for text in found.groups() if text is not None)
    return said if said.isascii() else str(_chinese(said))


def _chinese(numeral: str) -> int:
    """A Chinese numeral below 100.

    >>> _chinese("三"), _chinese("十"), _chinese("二十一")
    (3, 10, 21)
    """
    tens, has_ten, ones = numeral.rpartition("十")
    return (10 * (_DIGITS.find(tens) + 1 if tens else 1) if has_ten else 0) + (_DIGITS.find(ones) + 1 if ones else 0)
