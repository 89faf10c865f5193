"""Markdown by templates: the default sections, users' own, hostile texts and hostile templates."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.worlds import Make, example, made_up, rich

import tobfit
from tobfit import TobfitError
from tobfit.analysis import compare
from tobfit.report import context, markdown
from tobfit.report.escape import for_markdown
from tobfit.report.proposal.shipped import shipped_template
from tobfit.testing.strategies import World, worlds

REPORTS = pytest.mark.parametrize("make", [example, made_up], ids=["example", "made-up"])
HOSTILE = "# [x](javascript:1) ![i](http://e/i.png) <img src=x> `c` | a\n\n- b\n***d*** {{ 7*7 }} {% raw %}"


def refused(template: str | Path) -> list[Any]:
    with pytest.raises(TobfitError) as raised:
        markdown(made_up(), template)
    return list(raised.value.problems)


@settings(max_examples=settings().max_examples // 2)
@given(worlds(landscape=None), st.sampled_from(["en", "zh"]), st.sampled_from(["client", "internal"]))
def test_the_sections_are_filled_in_for_every_world(world: World, lang: str, audience: str) -> None:
    report = world.report()
    told = markdown(report, "proposal", lang=lang, audience=audience)
    assert told == markdown(report, "proposal", lang=lang, audience=audience)
    assert told.endswith("\n")
    assert "\n\n\n" not in told
    data = context(report, lang=lang, audience=audience)
    for product in data["products"]:
        assert f"| {product['rank']} | {for_markdown(product['label'])} | {product['decision']['word']} |" in told
    for found in re.findall(r"(?:^\|.*\n)+", told, re.MULTILINE):
        assert len({line.count("|") for line in found.splitlines()}) == 1


@REPORTS
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_line_and_gap_has_its_place(make: Make, lang: str) -> None:
    told = markdown(make(), "proposal", lang=lang, limit=None)
    for product in context(make(), lang=lang, limit=None)["products"][:3]:
        for dimension in product["dimensions"]:
            for row in dimension["rows"]:
                title, reason = for_markdown(row["title"]), for_markdown(row["reason"])
                waived = {"en": " · waived", "zh": " · 已豁免"}[lang] if row["waived"] else ""
                cells = f" | {row['priority']['word']} | {row['verdict']['word']}{waived} | {reason} |\n"
                assert re.search(rf"^\| {re.escape(title)}.*{re.escape(cells)}", told, re.MULTILINE)
        for gap in product["gaps"]:
            for way in gap["ways"]:
                assert f"  - {for_markdown(way['text'])}\n" in told


def test_hostile_texts_leave_the_structure_alone() -> None:
    hostile, plain = (markdown(rich(said), "proposal", limit=None) for said in (HOSTILE, "plain text here"))
    assert shape(hostile) == shape(plain)
    assert for_markdown(HOSTILE) in hostile
    assert "49" not in hostile.partition("## Ranking")[0]


def shape(told: str) -> list[str]:
    found = [re.match(r"(#{1,4} |- |  - |\|)?", line) for line in told.split("\n")]
    return [(match[1] or "") if match else "" for match in found]


def test_values_are_escaped_wherever_they_stand() -> None:
    report = rich("*a* <b>")
    escaped = for_markdown("*a* <b>")
    for template in (
        "{{ client.name }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(client.name) }}",
        "{% set x %}{{ client.name }}{% endset %}{{ x }}",
        "{{ client.name ~ '' }}",
        "{{ [client.name]|join }}",
        "{{ client.name|e }}",
        "{% for x in [client.name] %}{{ x }}{% endfor %}",
        "{{ client.name|replace('z', 'y') }}",
    ):
        assert markdown(report, template) == f"{escaped}\n"
    assert markdown(report, "**{{ '<i>' }}**{{ none }}{{ true }}") == "**&lt;i&gt;**\\-yes\n"


def test_internal_things_are_for_internal_readers() -> None:
    report = rich(secret="SECRET")
    assert "SECRET" not in markdown(report, "proposal", limit=None)
    assert "7272 person_day" not in markdown(report, "proposal", limit=None)
    inside = markdown(report, "proposal", audience="internal", limit=None)
    assert "SECRET" in inside
    assert for_markdown("7272 person_day") in inside


def test_a_template_is_a_text_a_path_or_the_name_of_the_one_that_ships(tmp_path: Path) -> None:
    path = tmp_path / "own.md"
    path.write_bytes(b"## {{ client.id }}\r\n\r\n{% for p in products %}\r\n- {{ p.id }}\r\n{% endfor %}\r\n")
    wanted = "## c\n\n- " + "\n- ".join(fit.product for fit in made_up().fits) + "\n"
    assert markdown(made_up(), path) == markdown(made_up(), str(path)) == wanted
    assert markdown(made_up(), path.read_text(encoding="utf-8")) == wanted
    shipped = shipped_template("markdown", "zh").decode("utf-8")
    assert markdown(made_up(), shipped, lang="zh") == markdown(made_up(), "proposal", lang="zh")
    path.write_text("x\n{{ clint.id }}", encoding="utf-8")
    (problem,) = refused(path)
    assert str(problem).startswith(f"{path}:2: TF466 template: '{{{{ clint.id }}}}': there is no 'clint'")
    assert [one.code for one in refused(tmp_path / "none.md")] == ["TF101"]
    assert [one.code for one in refused("no-such-file.md")] == ["TF101"]


def test_results_are_told_without_a_template_and_not_by_one() -> None:
    result = compare(made_up(), "one", "two")
    assert markdown(result).startswith("## ")
    with pytest.raises(TypeError, match="a template takes a report"):
        markdown(result, "proposal")


@pytest.mark.parametrize(
    ("template", "code", "line"),
    [
        ("a\n{% for x products %}", "TF465", 2),
        ("a\n\n{{ x }}", "TF466", 3),
        ("{% for p in products %}\n\n{{ p.sore }}{% endfor %}", "TF466", 3),
        ("\n{{ ''.__class__.__mro__ }}", "TF467", 2),
        ("\n{{ client.__init__.__globals__ }}", "TF467", 2),
        ("\n\n{% include 'x' %}", "TF467", 3),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "TF468", 1),
        ("\n{{ products }}", "TF469", 2),
        ("\n{{ 1 / 0 }}", "TF469", 2),
        ("{% set x %}a{% endset %}\n{{ x ~ client.name }}", "TF469", 2),
    ],
)
def test_what_is_wrong_is_told_with_its_line(template: str, code: str, line: int) -> None:
    (problem,) = refused(template)
    assert (problem.code, problem.path, problem.line) == (code, f"template, line {line}", None)


def test_all_unknown_names_come_at_once() -> None:
    assert [problem.hint for problem in refused("{{ clint }}\n{{ prodcts }}")] == [
        "did you mean 'client'?",
        "did you mean 'products'?",
    ]


def test_without_the_extra_one_line_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert markdown(made_up())
    monkeypatch.setitem(sys.modules, "jinja2", None)
    (problem,) = refused("{{ x }}")
    assert problem.code == "TF408"
    assert problem.message.endswith(": pip install 'tobfit[word]'")
    assert tobfit.report.context(made_up())
