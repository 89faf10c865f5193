"""The report for the terminal: true figures, aligned columns, nothing that acts on the terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.report.worlds import EXAMPLE, Make, example, made_up, rich

from tobfit.report import markdown, text
from tobfit.report.blocks import Column, Table
from tobfit.report.escape import visible
from tobfit.report.story import story
from tobfit.report.text import table
from tobfit.report.width import width

REPORTS = pytest.mark.parametrize("make", [example, made_up], ids=["example", "made-up"])
LANGUAGES = pytest.mark.parametrize("lang", ["en", "zh"])
HOSTILE = "\x1b[31mred\x1b]0;t\x07 \u202eevil\u2066 a\r\nb\u2028c\x9b0m \u200b|x| `c` <b>"


@REPORTS
@LANGUAGES
def test_every_line_fits(make: Make, lang: str) -> None:
    for line in text(make(), lang=lang, limit=None).splitlines():
        assert width(line) <= 100
        assert line.isprintable()


@REPORTS
def test_the_ranking_has_the_figures_of_the_fits(make: Make) -> None:
    report = make()
    shown = text(report)
    for fit in report.fits:
        (row,) = re.findall(rf"^ *{report.ranks[fit.product]}  {re.escape(fit.product)}.*", shown, re.MULTILINE)
        counts = [fit.count(v) for v in ("met", "partial", "unmet", "unknown", "not_applicable")]
        assert row.split()[-5:] == [str(count) for count in counts]
        assert fit.score is not None
        assert fit.answered is not None
        assert f"{fit.score} " in row
        assert f" {fit.answered:.4f} " in row
        assert fit.decision.replace("_", " ") in row


@LANGUAGES
def test_columns_align(lang: str) -> None:
    for report in (rich("供应链管理、仓储管理和运输管理一体化平台"), example()):
        for block in story(report, lang=lang, audience="client", limit=12):
            if isinstance(block, Table):
                assert len({width(line) for line in table(block)}) == 1


def test_long_cells_wrap_and_lose_nothing() -> None:
    long = "长" * 60 + "x" * 70
    lines = list(table(Table((Column("a", flexible=True), Column("b", "right")), ((long, "1"),))))
    assert {width(line) for line in lines} == {100}
    assert "".join(line[:-1].strip() for line in lines[2:]) == long


def test_hostile_texts_are_harmless_and_not_lost() -> None:
    shown = text(rich(HOSTILE), limit=None)
    assert all(line.isprintable() for line in shown.split("\n"))
    joined = "".join(shown.split())
    assert "".join(visible(HOSTILE).split()) in joined
    assert "\\u001b[31mred" in joined
    assert "\\u202eevil" in joined


@LANGUAGES
def test_internal_fields_are_for_the_inside_only(lang: str) -> None:
    report = rich(secret="SECRET")
    assert "SECRET" not in text(report, lang=lang, limit=None)
    assert "7171" not in text(report, lang=lang, limit=None)
    inside = text(report, lang=lang, audience="internal", limit=None)
    assert "SECRET" in inside
    assert "7171" in inside
    assert "300 CNY" in text(report, lang=lang, limit=None)
    with pytest.raises(ValueError, match="audience"):
        text(report, audience="Internal")


def test_undecided_products_say_what_decides() -> None:
    report = example()
    shown = " ".join(text(report).split())
    assert "nvda@2018.2.1 NVDA is undecided; 12 questions decide it." in shown
    assert "The answer “not supported” to any of them makes it no fit." in shown
    fit = report["nvda@2018.2.1"]
    best = report.what_if({q.target: {"response": "standard"} for q in report.questions if q.product == fit.product})[
        fit.product
    ]
    wanted = f"With the best answer to all of them it is {best.decision.replace('_', ' ')}, {best.score}."
    assert wanted in shown


def test_questions_that_turn_a_decision_without_a_must_are_counted() -> None:
    import tobfit

    client = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa", priority="should")
    shown = text(tobfit.match(client, tobfit.Product(id="p")))
    assert "p is fit with gaps; 1 question is open. To 1 of them some answer alone changes the" in shown


def test_limits_say_what_they_leave_out() -> None:
    report = example()
    assert "... and" not in text(report, limit=None)
    short = text(report, limit=2)
    assert "- ... and 12 more" in short
    assert "2 products further down the ranking: not shown in detail." in short
    with pytest.raises(ValueError, match="limit"):
        text(report, limit=0)


def test_lines_without_weight_are_shown() -> None:
    shown = text(made_up())
    assert "- R-12 a text (wont): partial: Vendor states standard, partial" in shown
    assert "- R-7 a text (waived): unmet: Vendor states not supported" in shown
    assert "- R-7 a text (could, waived), missing: Vendor states not supported" in shown


def test_values_stand_as_they_were_written() -> None:
    assert "R-9 a text (should), partial: Offers b, all of a text, b needed: in part" in text(made_up())


def test_the_policy_is_printed_whole() -> None:
    shown = text(rich())
    for wanted in ("standard +1", "third party +0.7", "must +4", "unevidenced +minor +info +info"):
        assert re.search(wanted, shown)


def test_chinese_has_no_english_words_of_ours() -> None:
    report = rich("文字", secret="")
    for rendered in (text(report, lang="zh", limit=None), markdown(report, lang="zh", limit=None)):
        words = set(re.findall(r"[A-Za-z]{3,}", rendered))
        assert words <= {"one", "two", "house", "month", "months", "CNY", "year"}


def test_it_is_quick() -> None:
    example()
    start = time.process_time()
    text(rich())
    assert time.process_time() - start < 1


@pytest.mark.parametrize("seed", ["1", "77"])
def test_the_same_bytes_under_any_hash_seed(seed: str) -> None:
    program = (
        "import sys, json, tobfit; from tobfit.report import text, markdown, records\n"
        f"folder = {str(EXAMPLE)!r}\n"
        "packs = tobfit.load_packs(folder + '/pack.yaml')\n"
        "r = tobfit.match(folder + '/client.yaml', folder + '/products', packs, folder + '/policy.yaml')\n"
        "out = text(r, lang='zh') + markdown(r) + json.dumps([r.to_dict(), records(r)])\n"
        "import hashlib; print(hashlib.sha256(out.encode()).hexdigest())"
    )
    source = Path(__file__).resolve().parents[2] / "src"
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": s, "PYTHONPATH": str(source)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for s in ("0", seed)
    }
    assert len(digests) == 1
