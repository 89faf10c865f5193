"""Reading a story piece by piece, for the tests."""

from __future__ import annotations

import pytest

from tobfit.matching.report import Report
from tobfit.report.blocks import Bullets, Heading, Item, Paragraph
from tobfit.report.story import story

LANGUAGES = pytest.mark.parametrize("lang", ["en", "zh"])


def whole(report: Report, lang: str = "en", limit: int | None = None, audience: str = "client") -> list[str]:
    """Every text of the story, uncut: headings, paragraphs, points, and what stands below them."""
    found: list[str] = []
    for block in story(report, lang=lang, audience=audience, limit=limit):
        if isinstance(block, Heading | Paragraph):
            found.append(block.text)
        elif isinstance(block, Bullets):
            found += [line for item in block.items for line in (item.text, *item.below)]
    return found


def point(report: Report, start: str, lang: str = "en", limit: int | None = None) -> Item:
    """The first point of a list that begins so."""
    blocks = story(report, lang=lang, audience="client", limit=limit)
    items = [item for block in blocks if isinstance(block, Bullets) for item in block.items]
    return next(item for item in items if item.text.startswith(start))


def below(report: Report, start: str, lang: str) -> list[str]:
    """What stands below the last gap that begins so; a blank after a full-width colon is the pack's affair."""
    blocks = story(report, lang=lang, audience="client", limit=None)
    items = [item for block in blocks if isinstance(block, Bullets) for item in block.items if item.below]
    found = [item for item in items if item.text.startswith(start)]
    return [line.replace("： ", "：") for line in found[-1].below]
