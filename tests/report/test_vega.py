"""Charts as Vega-Lite: valid by its own schema, exact numbers, no text from outside anywhere but as a text."""

from __future__ import annotations

import functools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from jsonschema import Draft7Validator
from tests.report.picture_worlds import sized
from tests.report.pictures_by_hand import empty_pictures, figures, pictures
from tests.report.telling import LANGUAGES
from tests.report.worlds import example

import tobfit
from tobfit import TobfitError
from tobfit.model.words import Decision
from tobfit.report.charts import looks
from tobfit.report.charts.records import PICTURES, PictureKind
from tobfit.report.story import VERDICTS
from tobfit.report.vega.layers import DASHES
from tobfit.report.vega.reading import HOW
from tobfit.report.vega.specifying import KINDS, specified, vega_lite
from tobfit.report.vega.wording import PHRASES
from tobfit.testing.strategies import worlds

EACH = pytest.mark.parametrize("kind", PICTURES)
HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(1)> datum['x'] \"quoted\" a.b[c] {{x}} ${y} =cmd ＝cmd "
    "https://example.org/x.png A & B <b> \u202edetrevni\u202c 中文"
)
EXPRESSION = r"width( \* 0\.\d\d)?( - \d\d)?|max\(width - \d{2,3}, 60\)"
MARK = "datum['x']"
SHOWN_AS = HOSTILE.replace("\u202e", "\\u202e").replace("\u202c", "\\u202c")


@functools.cache
def validator() -> Draft7Validator:
    altair = pytest.importorskip("altair")
    version = altair.SCHEMA_VERSION.split(".")[0]
    schema = Path(altair.__file__).parent / "vegalite" / version / "schema" / "vega-lite-schema.json"
    return Draft7Validator(json.loads(schema.read_text(encoding="utf-8")))


def rows(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All rows of a specification, of all its plots, with what they look up."""
    found = [spec, *spec.get("vconcat", ())]
    return [joined(row, spec) for one in found if "data" in one for row in one["data"]["values"]]


def joined(row: dict[str, Any], spec: Mapping[str, Any]) -> dict[str, Any]:
    """A row with the fields that it looks up by its keys."""
    for step in spec.get("transform", ()):
        name, other = step["lookup"], step["from"]
        (match,) = [one for one in other["data"]["values"] if one[other["key"]] == row[name]] or [{}]
        row = {**row, **{field: match.get(field, step.get("default")) for field in other["fields"]}}
    return row


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], Any]]:
    """Every value of plain data with the keys that lead to it; the places in lists left out."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from leaves(one, (*path, name))
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one, path)
    else:
        yield path, value


def check(spec: dict[str, Any]) -> None:
    """What every specification is: valid, plain, without anything to load, with known expressions alone."""
    assert [error.message[:300] for error in validator().iter_errors(spec)] == []
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    assert spec["description"]
    assert all(spec["title"][part] for part in ("text", "subtitle"))
    for path, value in leaves(spec):
        assert not {"url", "href", "signal", "calculate", "loader", "embedOptions"} & set(path), path
        assert path[-1] != "expr" or re.fullmatch(EXPRESSION, value), value
        assert path[-1] != "field" or re.fullmatch(r"[a-z_]+2?", value), value
        assert isinstance(value, str | int | float | None), path


# ---- each kind, by hand


def test_every_kind_of_picture_has_a_chart_that_says_how_to_read_it() -> None:
    assert set(PICTURES) == set(KINDS) == set(HOW) == set(figures(""))
    assert [kind for kind, (english, chinese) in HOW.items() if not english.isascii() or chinese.isascii()] == []
    assert [key for key, both in PHRASES.items() if not both[0].isascii() or both[1].isascii()] == []


@LANGUAGES
@EACH
def test_each_kind_is_valid(kind: PictureKind, lang: str) -> None:
    check(specified(pictures("plain", lang)[kind]))
    check(specified(empty_pictures()[kind]))


@EACH
def test_what_is_empty_says_so(kind: PictureKind) -> None:
    assert [row["label"] for row in rows(specified(empty_pictures()[kind]))] == ["nothing"]


@EACH
def test_texts_from_outside_are_texts_alone(kind: PictureKind) -> None:
    """They stand in rows, titles and the description, every character of them; nothing else depends on them."""
    spec, plain = specified(pictures(HOSTILE)[kind]), specified(pictures("plain")[kind])
    check(spec)
    places = {path for path, value in leaves(spec) if isinstance(value, str) and MARK in value}
    assert {path[-1] for path in places if "values" not in path} <= {"text", "description", "title"}
    allowed = [("title", "text"), ("description",), ("usermeta", "tobfit", "title")]
    inside = [path for path in places if "values" not in path and path not in allowed]
    assert all(path[-2:] == ("axis", "title") for path in inside)
    assert spec["description"] == SHOWN_AS
    assert any(SHOWN_AS in str(value) for row in rows(spec) for value in row.values())
    assert bare(spec) == bare(plain)


def bare(value: Any) -> Any:
    """A specification without rows, description and titles."""
    if isinstance(value, dict):
        return {name: bare(one) for name, one in value.items() if name not in ("values", "description", "title")}
    return [bare(one) for one in value] if isinstance(value, list) else value


@EACH
def test_a_very_long_text_is_whole_in_the_rows_and_short_in_the_title(kind: PictureKind) -> None:
    spec = specified(pictures("long " * 8000)[kind])
    check(spec)
    assert sum(map(len, spec["title"]["text"])) < 200
    assert len(spec["description"]) == len(spec["usermeta"]["tobfit"]["title"]) == 40_000


@pytest.mark.parametrize("kind", ["ranking", "waterfall", "tornado", "price"])
def test_a_long_name_takes_no_figure_away(kind: PictureKind) -> None:
    """Drawn as wide as a column of a page: each figure is whole, whatever stands before it."""
    for name in ("W" * 300, "很长的名称" * 60):
        spec = specified(pictures(name)[kind])
        texts = [one.text or "" for one in drawn(widened(spec, 560)).iter() if one.tag.endswith("}text")]
        assert {row["figure"] for row in rows(spec)} <= set(texts)
        assert not {row["heading"] for row in rows(spec) if name in row["heading"]} & set(texts)


def test_nothing_that_a_tooltip_says_is_drawn_as_a_picture_or_a_heading() -> None:
    for lang in ("en", "zh"):
        for picture in pictures("plain", lang).values():
            tips = [value for path, value in leaves(specified(picture)) if path[-2:] == ("tooltip", "title")]
            assert tips
            assert not {"title", "image"} & {value.lower() for value in tips}


def test_colours_are_never_alone() -> None:
    """What a colour tells apart, a sign in the texts or dashes tell apart too."""
    assert len({looks.VERDICT_LOOKS[verdict].sign for verdict in VERDICTS}) == len(VERDICTS)
    assert len({looks.DECISION_LOOKS[decision].sign for decision in get_args(Decision)}) == len(get_args(Decision))
    assert len({(stroke.sign, stroke.dash) for stroke in looks.LINK_STROKES.values()}) == len(looks.LINK_STROKES)
    parts = [looks.PART_LOOKS[part] for part in ("certain", "open", "lost")]
    assert len({(look.fill, str(DASHES[look.pattern])) for look in parts}) == 3
    cells = rows(specified(pictures()["heat_map"]))
    assert {cell["verdict"]: cell["sign"].strip("()") for cell in cells} == {
        verdict: looks.VERDICT_LOOKS[verdict].sign for verdict in VERDICTS
    }


# ---- numbers, by hand


def numbers(kind: PictureKind, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows(specified(pictures()[kind]))]


def test_the_ranking_by_hand() -> None:
    assert numbers("ranking", "rank", "product", "decision", "score_low", "score_high", "score") == [
        (1, "a@1", "fit_with_gaps", 2 / 3, 2 / 3, "0.6667"),
        (2, "b@1", "undecided", 1 / 3, 5 / 6, "0.3333..0.8333"),
        (3, "c@1", "no_fit", 0.0, 1 / 7, "0.0000..0.1429"),
        (4, "d@1", "undecided", None, None, "no score"),
    ]


def test_the_waterfall_by_hand() -> None:
    """Certain parts lead from 0 to 1/3, open ones from there to 2/3, lost ones to 1."""
    assert numbers("waterfall", "name", "low", "high", "share") == [
        ("R-1", 1 / 3, 1 / 3, 1 / 2), ("R-2", 0.0, 1 / 3, 1 / 3), ("R-3", 0.0, 0.0, 1 / 6), (None, 1 / 3, 2 / 3, 1.0),
    ]  # fmt: skip
    assert numbers("waterfall", "certain_from", "certain_to", "open_from", "open_to", "lost_from", "lost_to") == [
        (0.0, 1 / 3, 1 / 3, 1 / 3, 2 / 3, 5 / 6),
        (1 / 3, 1 / 3, 1 / 3, 2 / 3, 5 / 6, 5 / 6),
        (1 / 3, 1 / 3, 2 / 3, 2 / 3, 5 / 6, 1.0),
        (0.0, 1 / 3, 1 / 3, 2 / 3, 2 / 3, 1.0),
    ]
    assert [row[0] for row in numbers("waterfall", "is_sum")] == [False, False, False, True]


def test_the_heat_map_by_hand() -> None:
    assert numbers("heat_map", "requirement", "product", "verdict", "severity", "waived", "sign") == [
        ("R-1", "a@1", "met", None, False, "✓"), ("R-1", "b@1", "unmet", "blocker", False, "×"),
        ("R-2", "a@1", "partial", "info", True, "(◐)"), ("R-2", "b@1", "unknown", "info", False, "?"),
        ("R-3", "a@1", "not_applicable", None, False, "–"), ("R-3", "b@1", "met", None, False, "✓"),
    ]  # fmt: skip


def test_lines_that_are_called_the_same_keep_a_row_each() -> None:
    picture = pictures("")["heat_map"]
    assert len({row["line"] for row in rows(specified(picture))}) == 3
    from tobfit.report.vega.layers import unlike

    assert unlike(["a (2)", "a", "a"]) == ["a (2)", "a", "a (3)"]


def test_the_radar_by_hand() -> None:
    found = numbers("radar", "is_axis", "dimension", "product", "low", "high")
    assert found == [
        (True, "x plain", None, None, None),
        (False, "x plain", "a@1", 1 / 3, 2 / 3),
        (False, "x plain", "b@1", 1.0, 1.0),
        (True, "y plain", None, None, None),
        (False, "y plain", "a@1", None, None),
        (False, "y plain", "b@1", 0.0, 1 / 7),
    ]
    assert {row["together"] for row in rows(specified(pictures()["radar"])) if row["dimension"] == "y plain"} == {
        "z, plain"
    }


def test_the_tornado_by_hand() -> None:
    """A weight may move the score down or up; without least the bar begins where the score is."""
    assert numbers("tornado", "requirement", "kind", "now", "least", "most", "width", "from", "to") == [
        ("R-2", "answer", 1 / 3, 1 / 3, 2 / 3, 1 / 3, 1 / 3, 2 / 3),
        ("R-1", "weight", 1 / 3, 2 / 9, 1 / 6, 1 / 18, 1 / 6, 2 / 9),
        ("R-3", "weight", 1 / 3, None, 1 / 3, 0.0, 1 / 3, 1 / 3),
    ]
    titles = [value for path, value in leaves(specified(pictures()["tornado"])) if path[-2:] == ("axis", "title")]
    assert titles == ["Score (narrower swings that are not shown: 7)"]


def test_the_prices_by_hand() -> None:
    """Units that cannot be compared have a plot each; without an upper end the bar goes to the edge."""
    spec = specified(pictures()["price"])
    assert [len(plot["data"]["values"]) for plot in spec["vconcat"]] == [3, 1]
    assert numbers("price", "product", "kind", "unit", "low", "high") == [
        ("a@1", "price", "CNY", 1000.0, 4000 / 3), ("b@1", "price", "CNY", 1200.0, None),
        ("b@1", "budget", "CNY", 0.0, 900.0), ("b@1", "owned", "EUR/year", 10.0, 10.0),
    ]  # fmt: skip
    ends = [row["to"] for row in rows(spec)]
    assert ends[0] == 4000 / 3
    assert ends[1] == spec["vconcat"][0]["layer"][0]["encoding"]["x"]["scale"]["domain"][1] > 4000 / 3


def test_the_architecture_by_hand() -> None:
    """A row for each connection and for each system without one, zones around their systems, nothing overlapping."""
    found = rows(specified(pictures()["architecture"]))
    lines = [row for row in found if row["shape"] == "link"]
    assert [(row["requirement"], row["state"], row["to_product"]) for row in lines] == [
        ("R-1", "whole", True), ("R-2", "broken", False), ("R-3", "open", True),
    ]  # fmt: skip
    assert len({row["y"] for row in lines}) == 3
    boxes = {(row["shape"], row["id"]): row for row in found if row["shape"] in ("zone", "system", "product")}
    assert list(boxes) == [
        ("zone", "dmz"), ("zone", None), ("system", "erp"), ("system", "wiki"), ("system", "hr"), ("product", "a@1"),
    ]  # fmt: skip
    for name, zone in (("erp", "dmz"), ("wiki", "dmz"), ("hr", None)):
        inner, outer = boxes["system", name], boxes["zone", zone]
        assert outer["y"] < inner["y"] < inner["y2"] < outer["y2"]
        assert outer["x"] < inner["x"] < inner["x2"] < outer["x2"]
        assert [inner["y"] < row["y"] < inner["y2"] for row in lines if row["id"] == name] in ([True] * 2, [True], [])
    assert boxes["zone", "dmz"]["y2"] <= boxes["zone", None]["y"]
    assert [(row["kind"], row["requirement"]) for row in found if row["shape"] == "stop"] == [
        ("interface", "R-1"), ("zone", "R-1"), ("gap", "R-2"),
    ]  # fmt: skip
    assert all(boxes["system", "erp"]["x2"] < row["x"] < 76 for row in found if row["shape"] in ("stop", "sign"))


def test_a_drawn_architecture_names_its_requirements_and_the_whole_product() -> None:
    """Without a pointer too: what stands in a tooltip alone is not seen on paper."""
    spec = specified(pictures("rather long name of it")["architecture"])
    texts = [one.text or "" for one in drawn(widened(spec, 560)).iter() if one.tag.rpartition("}")[2] in TEXTS]
    assert {"R-1", "R-2", "R-3"} <= set(texts)
    (lines,) = [row["lines"] for row in rows(spec) if row["shape"] == "product"]
    assert " ".join(lines) == "a@1 rather long name of it"
    assert set(lines) <= set(texts)


# ---- drawn


TEXTS = ("text", "tspan")
NEWEST = "6.4"


def converter(version: str) -> Any:
    convert = pytest.importorskip("vl_convert")
    if version not in convert.get_vegalite_versions():
        pytest.skip(f"this vl-convert has no Vega-Lite {version}")
    return convert


def drawn(spec: dict[str, Any]) -> ET.Element:
    """The chart as SVG."""
    written = converter(NEWEST).vegalite_to_svg(json.dumps(spec), vl_version=NEWEST)
    return ET.fromstring(written)


def widened(spec: dict[str, Any], width: int) -> dict[str, Any]:
    """The chart as in a column of a page that is so wide."""
    if "vconcat" in spec:
        return {**spec, "vconcat": [{**plot, "width": width} for plot in spec["vconcat"]]}
    return {**spec, "width": width}


@EACH
def test_each_kind_is_drawn_and_every_text_is_a_text(kind: PictureKind) -> None:
    tree = drawn(widened(specified(pictures(HOSTILE)[kind]), 2400))
    names = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert not names & {"script", "img", "image", "a", "foreignObject"}
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
    texts = [element.text or "" for element in tree.iter() if element.tag.endswith("}text")]
    told = [*texts, *(element.attrib.get("aria-label", "") for element in tree.iter())]
    assert any("</script>" in text for text in texts)
    assert any(SHOWN_AS in text for text in told)


@EACH
def test_version_5_reads_it_too(kind: PictureKind) -> None:
    version = "5.20"
    made = converter(version).vegalite_to_vega(json.dumps(specified(pictures()[kind])), vl_version=version)
    assert made["marks"]
    assert made["$schema"] == "https://vega.github.io/schema/vega/v5.json"


@EACH
def test_it_is_as_wide_as_what_it_stands_in(kind: PictureKind) -> None:
    spec = specified(pictures("some words")[kind])
    if kind == "price":
        assert {plot["width"] for plot in spec["vconcat"]} == {560}
        return
    assert spec["width"] == "container"
    assert abs(float(drawn(widened(spec, 340)).attrib["width"]) - 340) <= 1


def test_the_cells_of_many_products_keep_their_size() -> None:
    assert vega_lite(sized(10, 3), "heat_map")["width"] == "container"
    spec = vega_lite(sized(30, 3), "heat_map")
    check(spec)
    assert spec["width"] == spec["height"] == {"step": 24}
    assert float(drawn(spec).attrib["width"]) > 30 * 24


def test_a_heat_map_of_many_cells_says_nothing_twice() -> None:
    report = sized(30, 500, dimensions=20)
    spec = vega_lite(report, "heat_map")
    assert len(json.dumps(spec, ensure_ascii=False)) < 2_000_000
    assert len(spec["data"]["values"]) == 15_000


# ---- of reports


@LANGUAGES
@EACH
def test_charts_of_the_example(kind: PictureKind, lang: str) -> None:
    spec = vega_lite(example(), kind, lang=lang)
    check(spec)
    assert spec["usermeta"]["tobfit"]["kind"] == kind


@given(worlds())
def test_charts_of_any_world_are_valid_and_exact(world: Any) -> None:
    report = world.report()
    explained = tobfit.report.explain(report)
    specs = {kind: vega_lite(report, kind) for kind in PICTURES}
    for spec in specs.values():
        check(spec)
    assert [
        (row["product"], row["rank"], row["decision"], row["score_low"], row["score_high"])
        for row in rows(specs["ranking"])
    ] == [(fit.product, report.ranks[fit.product], fit.decision, *ends(fit.score)) for fit in report.fits]
    if not report.requirements:
        return
    cells = {(row["requirement"], row["product"]): (row["verdict"], row["severity"]) for row in rows(specs["heat_map"])}
    assert cells == {
        (cell.requirement, product.id): (cell.verdict, cell.severity)
        for product in explained.products
        for cell in product.cells
    }


def ends(score: Any) -> tuple[float | None, float | None]:
    return (None, None) if score is None else (float(Fraction(score.low)), float(Fraction(score.high)))


# ---- bad input


def test_another_chart_or_product_is_refused() -> None:
    with pytest.raises(TobfitError) as raised:
        vega_lite(example(), "waterfal", product="nobody@1")
    assert [problem.code for problem in raised.value.problems] == ["TF460", "TF461"]
    with pytest.raises(TobfitError) as raised:
        vega_lite(example(), "ranking", product=example().fits[0].product)
    assert [problem.code for problem in raised.value.problems] == ["TF461"]
    with pytest.raises(ValueError, match="audience"):
        vega_lite(example(), audience="public")


def test_each_product_has_its_own_waterfall() -> None:
    for fit in example().fits:
        total = rows(vega_lite(example(), "waterfall", product=fit.product))[-1]
        assert (total["low"], total["high"]) == ends(fit.score)
