"""What is asked for, by what it rests on: law, what is typical of such clients, the client's word, its landscape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from tobfit.matching.reasons import need_text
from tobfit.model.requirement import Requirement
from tobfit.model.words import PRIORITIES
from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph
from tobfit.report.grounds import short_source
from tobfit.report.teller import Teller

Ground = Literal["of_law", "of_practice", "of_client", "of_landscape"]
GROUPS: tuple[Ground, ...] = get_args(Ground)


def demand_blocks(tell: Teller) -> Iterable[Block]:
    """One list for each ground that there are requirements on, with counts by priority."""
    lines = tell.report.requirements
    if not lines:
        return
    yield Heading(2, tell.words("asked_for"))
    for title in GROUPS:
        if group := [line for line in lines if _ground(line) == title]:
            yield Heading(3, tell.words(title, n=len(group)))
            yield Paragraph(_counts(group, tell))
            shown = tell.within(group)
            yield Bullets((*(Item(_line(line, tell)) for line in shown), *tell.more(group, shown)))


def _ground(line: Requirement) -> Ground:
    """What a line rests on."""
    if line.basis == "law":
        return "of_law"
    if line.basis == "stated":
        return "of_client"
    return "of_landscape" if all(source.is_of_landscape for source in line.origins) else "of_practice"


def priority_counts(lines: Iterable[Requirement], tell: Teller) -> str:
    """How many lines there are of each priority."""
    words, counts = tell.words, Counter(line.priority for line in lines)
    parts = [words("counted", n=counts[p], what=words.term(p)) for p in PRIORITIES if counts[p]]
    return words.join(parts or [words.term("none")])


def _counts(group: Sequence[Requirement], tell: Teller) -> str:
    words = tell.words
    told = [words("priorities", parts=priority_counts(group, tell))]
    named = Counter(name for line in group for name in dict.fromkeys(source.suite for source in line.origins) if name)
    if named:
        parts = (
            words("suite_part", name=tell.naming.suite(name), lines=words.count(named[name], "line"))
            for name in sorted(named)
        )
        told.append(words("suites", parts=words("semi").join(parts)))
    return words("space").join(told)


def _line(line: Requirement, tell: Teller) -> str:
    """A line with priority and need, the kind of practice, and the sources behind it, as many as the limit allows."""
    words = tell.words
    details = [words.term(line.priority)]
    if line.waived is not None:
        details.append(words("waived"))
    if line.need.keys:
        details.append(need_text(line.need, words.lang))
    if _ground(line) == "of_practice":
        details.append(words.term(line.basis))
    behind = [source for source in line.origins if source.kind == "implied" or source.suite is not None]
    said = {"line": tell.line(line), "details": words("join").join(details)}
    if not behind:
        return words("own_line", **said)
    shown = tell.within(behind)
    told = [short_source(source, tell.naming) for source in shown]
    told += [item.text for item in tell.more(behind, shown)]
    sources = words("semi").join(told)
    return words("ground_line", sources=words("also", sources=sources) if line.is_own else sources, **said)
