"""What later stages found, and their results, as parts of a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tobfit.report.blocks import Block, Bullets, Heading, Item
from tobfit.report.teller import Teller
from tobfit.report.told import teller_of
from tobfit.report.told.phrases import Tell
from tobfit.report.words import Words


def finding_blocks(tell: Teller) -> Iterable[Block]:
    """The findings, as they were found."""
    found = [one for one in tell.report.findings if tell.internal or not one.internal]
    if not found:
        return
    words = tell.words
    yield Heading(2, words("findings"))
    shown = tell.within(found)
    items = []
    for one in shown:
        where = [tell.names.get(one.product, one.product)] if one.product else []
        where += [one.requirement] if one.requirement else []
        subject = words("join").join(where) or tell.report.client.id
        kind, severity = words.term(one.kind), words.term(one.severity)
        because = one.because.text(words.lang)
        items.append(Item(words("finding", subject=subject, kind=kind, severity=severity, because=because)))
    yield Bullets((*items, *tell.more(found, shown)))


def result_blocks(results: Iterable[Any], lang: str, audience: str, limit: int | None) -> Iterable[Block]:
    """Results one after the other."""
    tell = Tell(Words(lang), limit, audience == "internal")
    for result in results:
        yield from teller_of(result).blocks(result, tell)
