"""What a notebook shows of records: in every MIME type, trusted or not, in both languages, quickly and bounded."""

from __future__ import annotations

import base64
import inspect
import json
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter
from tests.report.everything import displayed
from tests.report.notebook_tags import Read
from tests.report.test_visibility import whole_report
from tests.report.worlds import example, rich

import tobfit
from tobfit import TobfitError
from tobfit.matching import promise
from tobfit.model.displaying import mimebundle
from tobfit.model.record import Record
from tobfit.report import explain, frame, pictures
from tobfit.report.escape import visible
from tobfit.report.notebook import Shown, bundles, show, speak
from tobfit.report.notebook.homes import HOMES, maker_of, name_of
from tobfit.report.told import HOMES as RESULTS
from tobfit.testing.strategies import World, worlds

USUAL = {"text/plain", "text/markdown", "text/html"}
HOSTILE = (
    "<script>alert(1)</script>", "</div><img src=x onerror=alert(1)>", "\"' onload='x'", "[a](javascript:b) `c` | d",
    "A & B <b>", "x\u202etxt\x1b[31m", "=cmd|' /C calc'!A0", "＝1+1", "长" * 40_000,
)  # fmt: skip


def bundle_of(record: Any) -> dict[str, Any]:
    made: dict[str, Any] = record._repr_mimebundle_()
    return made


def check(made: dict[str, Any]) -> Read:
    """A bundle that is whole and harmless."""
    read = Read(made["text/html"])
    assert read.faults == []
    json.dumps(made)
    assert made["text/plain"].strip()
    assert made["text/markdown"].startswith(("### ", "- ", "Something", "仅供"))
    assert len(made["text/plain"].splitlines()) <= 24
    return read


# ---- what is shown


@settings(max_examples=settings().max_examples)
@given(worlds(), st.sampled_from(["en", "zh"]))
def test_everything_that_is_matched_shows_itself_harmlessly(world: World, lang: str) -> None:
    report = world.report()
    fit = report.fits[0]
    few = [*fit.gaps[:3], *report.questions[:3], *fit.judgements[:3]]
    ways = [way for gap in fit.gaps[:2] for way in gap.remedies]
    for one in (report, report.client, world.catalog, report.policy, fit, *few, *ways, frame(report, lang=lang)):
        assert bundle_of(one) == bundle_of(show(one)), "a record shows itself as show does, in English"
        check(bundle_of(show(one, lang=lang)))


def test_what_a_fit_shows_are_its_figures() -> None:
    for fit in example().fits:
        text = check(bundle_of(fit)).text
        assert f"{fit.score:.4f}" in text
        for verdict in ("met", "unmet", "unknown"):
            assert not fit.count(verdict) or f"{fit.count(verdict)} {verdict}" in text
        assert fit.gaps[0].because in text


def test_a_report_names_its_products_and_what_to_ask() -> None:
    report = example()
    read = check(bundle_of(report))
    for fit in report.fits:
        assert fit.product in read.text
    assert report.questions[0].text in read.text
    told = explain(report)
    assert read.alternatives == [pictures(report)[0].alternative]
    assert bundle_of(told) == bundle_of(report)


def test_all_of_a_deal_is_shown_in_both_languages() -> None:
    shown = displayed(whole_report(0))
    for one in shown:
        english, chinese = (bundle_of(show(one, lang=lang)) for lang in ("en", "zh"))
        for made in (english, chinese):
            assert set(made) == USUAL
            check(made)
        assert '<div class="tobfit" lang="zh">' in chinese["text/html"]
    kinds = {type(one).__name__ for one in shown}
    assert set(RESULTS) <= kinds
    client = check(bundle_of(show(whole_report(0).client, lang="zh"))).text
    assert "客户 顶点（acme）" in client
    assert "员工数：600" in client


def test_an_answer_shown_is_the_answer_promised() -> None:
    for question in example().questions[:5]:
        text = check(bundle_of(question)).text
        for effect in question.answers.values():
            assert effect.score is None or f"{effect.score:.4f}" in text


def test_several_records_are_shown_together_and_bounded() -> None:
    report = example()
    several = check(bundle_of(show(report.questions, limit=2))).text
    assert report.questions[0].text in several
    assert f"... and {len(report.questions) - 2} more" in several
    everything = check(bundle_of(show(report.questions, limit=None))).text
    assert all(question.text in everything for question in report.questions)


# ---- pictures


def test_pictures_show_themselves_in_every_type() -> None:
    for picture in pictures(example(), lang="zh"):
        made = bundle_of(picture)
        assert set(made) == {*USUAL, "image/svg+xml", "application/vnd.vegalite.v6+json"}
        read = check(made)
        assert base64.b64decode(read.images[0].partition(",")[2]).decode() == made["image/svg+xml"]
        ElementTree.fromstring(made["image/svg+xml"])
        assert made["application/vnd.vegalite.v6+json"]["$schema"].endswith("v6.json")
        assert read.alternatives == [visible(picture.alternative)]
        assert visible(picture.how_to_read) in read.text


# ---- hostile text


@pytest.mark.parametrize("said", HOSTILE, ids=lambda said: said[:12].encode("unicode_escape").decode())
def test_hostile_text_is_shown_and_does_nothing(said: str) -> None:
    report = rich(said=said, secret="SECRET")
    wanted = " ".join(visible(said).split())
    product, question = report.world.catalog.products[0], report.questions[0]
    for one in (report, report.client, product, report.fits[0], report.requirements[0], question):
        read = check(bundle_of(one))
        assert "SECRET" not in read.text
        assert "alert" not in "".join(read.images)
        told = " ".join(read.text.split())
        assert wanted in told or one is question
        assert "<script" not in bundle_of(one)["text/markdown"]


# ---- quick and bounded


def test_no_display_of_a_report_or_a_fit_matches_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    world = type(example().world)
    fitted = world.fit

    def counted(*given: Any, **named: Any) -> Any:
        calls.append(given)
        return fitted(*given, **named)

    report = example()
    monkeypatch.setattr(world, "fit", counted)
    for one in (report, report.client, report.world.catalog, *report.fits, *report.fits[0].judgements, frame(report)):
        bundle_of(one)
    assert calls == []
    bundle_of(report.fits[0].gaps[0])
    assert 0 < len(calls) < 60


def test_answers_that_take_long_are_not_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tobfit.report.notebook.asked.JUDGED", 0)
    monkeypatch.setattr(promise, "promised", None)
    question = rich(said="x", secret="s").questions[0]
    text = check(bundle_of(question)).text
    assert "not worked out here" in text


# ---- how records are reached


def test_every_class_that_is_shown_has_the_function_and_nothing_else_changed() -> None:
    classes = {type(one) for one in displayed(whole_report(0))}
    for cls in classes:
        assert cls._repr_mimebundle_ is mimebundle
        assert "_repr_mimebundle_" not in {field.name for field in attrs.fields(cls)}
    shown = example().fits[0]
    assert repr(shown).startswith("Fit(product=")
    assert shown == shown.world.fit(shown.world.catalog[shown.product])
    assert {name_of(cls) for cls in classes} >= {name for name in HOMES if ".report." not in name}
    assert Record._repr_mimebundle_ is mimebundle


def test_records_do_not_load_the_room_of_reports() -> None:
    program = (
        "import sys, tobfit, tobfit.matching.report, tobfit.commercial.valuing, tobfit.analysis.smaa\n"
        "print(*sorted(name for name in sys.modules if name.startswith('tobfit.report')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_mime_types_can_be_chosen() -> None:
    fit = example().fits[0]
    assert set(fit._repr_mimebundle_(include=["text/html"])) == {"text/html"}
    assert set(fit._repr_mimebundle_(exclude=["text/html"])) == USUAL - {"text/html"}
    assert set(show(fit)._repr_mimebundle_(include={"text/plain"}, exclude=())) == {"text/plain"}
    assert set(fit._repr_mimebundle_(None, None)) == USUAL


def test_ipython_shows_records_and_speaks_chinese_when_told() -> None:
    fit = example().fits[0]
    shell = type("Shell", (), {"display_formatter": DisplayFormatter()})()
    data, _ = shell.display_formatter.format(fit)
    assert data == bundle_of(fit)
    speak("zh", limit=3, shell=shell)
    standing = tobfit.analysis.standing(example())
    for one in (fit, fit.gaps[0], example().client, example().policy, standing, frame(example())):
        data, _ = shell.display_formatter.format(one)
        assert data == bundle_of(show(one, lang="zh", limit=3))
    assert bundle_of(fit) == bundle_of(show(fit, lang="en")), "nothing is kept outside that notebook"


def test_internal_things_are_shown_on_request_alone() -> None:
    report = rich(said="said", secret="SECRET")
    for one in (report.client, report.fits[0].judgements[0], report.world.catalog.products[0]):
        assert "SECRET" not in json.dumps(bundle_of(one))
        assert "SECRET" in bundle_of(show(one, audience="internal"))["text/html"]
    assert "audience" not in inspect.signature(speak).parameters


# ---- bad input


def test_bad_input_is_named() -> None:
    with pytest.raises(TobfitError) as caught:
        speak("zh")
    assert [problem.code for problem in caught.value.problems] == ["TF476"]
    with pytest.raises(ValueError, match="limit"):
        speak("zh", limit=0, shell=object())
    with pytest.raises(ValueError, match="audience"):
        show(example(), audience="boss")
    with pytest.raises(ValueError, match="limit"):
        show(example(), limit=0)
    with pytest.raises(TypeError, match="nothing to show of a int"):
        show(7)
    with pytest.raises(TypeError, match="nothing to show of a str"):
        show("text")
    with pytest.raises(TypeError, match="nothing to show of a dict"):
        show({"a": 1})
    assert isinstance(show([]), Shown)
    assert maker_of(7) is None
    assert bundles.TEXT in bundle_of(show([]))
