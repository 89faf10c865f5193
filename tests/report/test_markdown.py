"""The report as Markdown: the same content, and nothing from outside becomes structure."""

from __future__ import annotations

import re

import pytest
from tests.report.worlds import Make, example, made_up, rich

from tobfit.report import markdown
from tobfit.report.blocks import Bullets, Heading, Table
from tobfit.report.escape import for_markdown
from tobfit.report.story import story

HOSTILE = (
    "# [x](javascript:1) ![i](http://e.x/i.png) <img src=x onerror=1> `c` | a\n\n- b\n***d*** _e_ &lt; \\| ~~f~~ $g$"
)
OTHERS = (
    "1. x", "- x", "+ x", "=== x", "[a]: http://x", "a\\", "&amp;", "**b**", "> q", "http://x.y", "1.5", "-",
)  # fmt: skip
REPORTS = pytest.mark.parametrize("make", [example, made_up], ids=["example", "made-up"])


def shape(rendered: str) -> list[str]:
    """The kind of each line: heading, list, table row, text or nothing."""
    found = [re.match(r"(#{1,4} |- |  - |\|)?", line) for line in rendered.split("\n")]
    return [(match[1] or "") if match else "" for match in found]


@REPORTS
def test_it_holds_what_the_story_holds(make: Make) -> None:
    rendered = markdown(make())
    blocks = story(make(), lang="en", audience="client", limit=12)
    assert rendered.count("\n# ") + rendered.startswith("# ") == 1
    for block in blocks:
        if isinstance(block, Heading):
            assert f"{'#' * block.level} {for_markdown(block.text)}\n" in rendered
        elif isinstance(block, Bullets):
            assert all(f"- {for_markdown(item.text)}\n" in rendered for item in block.items)
        elif isinstance(block, Table):
            for row in block.rows:
                assert "| " + " | ".join(map(for_markdown, row)) + " |\n" in rendered


@REPORTS
def test_the_ranking_has_the_figures_of_the_fits(make: Make) -> None:
    report = make()
    for fit in report.fits:
        start = f"| {report.ranks[fit.product]} | {fit.product}"
        (row,) = (line for line in markdown(report).splitlines() if line.startswith(start))
        assert str(fit.score) in row
        assert f" {fit.count('met')} " in row


def test_every_row_of_a_table_has_the_same_cells() -> None:
    rendered = markdown(rich(HOSTILE), limit=None)
    for found in re.findall(r"(?:^\|.*\n)+", rendered, re.MULTILINE):
        assert len({line.count("|") for line in found.splitlines()}) == 1


def test_hostile_texts_leave_the_structure_alone() -> None:
    assert shape(markdown(rich(HOSTILE), limit=None)) == shape(markdown(rich("plain text here"), limit=None))


def test_hostile_texts_are_shown_as_written() -> None:
    parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark", {"html": True}).enable("table")
    for hostile in (HOSTILE, *OTHERS):
        escaped = for_markdown(hostile)
        rendered = f"{escaped}\n\n- {escaped}\n\n| a |\n| - |\n| {escaped} |\n"
        inlines = [token for token in parser.parse(rendered) if token.type == "inline"]
        assert len(inlines) == 4
        for inline in (inlines[0], inlines[1], inlines[3]):
            assert {child.type for child in inline.children} <= {"text", "text_special"}
            shown = "".join(child.content for child in inline.children)
            assert shown == re.sub(r"[\n]+", " ", hostile)
        types = [t.type for t in parser.parse(rendered) if t.type.endswith("_open") and t.level == 0]
        assert types == ["paragraph_open", "bullet_list_open", "table_open"]


def test_internal_fields_are_for_the_inside_only() -> None:
    report = rich(secret="SECRET")
    assert "SECRET" not in markdown(report, limit=None)
    assert "7171" not in markdown(report, limit=None)
    assert "SECRET" in markdown(report, audience="internal")


def test_chinese() -> None:
    title = "# A public body (fictional) \\[en\\]：4 个产品对 50 项需求的满足情况\n"
    assert markdown(example(), lang="zh").startswith(title)
