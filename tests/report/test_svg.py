"""Drawings are well-formed, harmless, told apart without colour, bounded in size, and the same each time."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.picture_worlds import HOSTILE, plant, sized
from tests.report.worlds import made_up, rich

import tobfit
from tobfit.report import explain, svg
from tobfit.report.charts import looks
from tobfit.report.charts.canvas import EDGE, INNER
from tobfit.report.charts.drawing import drawn
from tobfit.report.charts.lettering import fitted, room_of
from tobfit.report.charts.picturing import all_pictures, picture_of
from tobfit.report.charts.records import OF_ONE, PICTURES
from tobfit.testing.strategies import World, worlds

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "defs", "pattern", "g", "rect", "path", "circle", "text", "use"}
ATTRIBUTES = {
    "id", "role", "aria-labelledby", "lang", "viewBox", "width", "height", "x", "y", "rx", "cx", "cy", "r", "d", "href",
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "transform", "patternUnits",
    "patternTransform", "font-family", "font-size", "font-weight", "text-anchor",
}  # fmt: skip


def parsed(drawing: str) -> ElementTree.Element:
    """The drawing as XML, with all that must hold of any."""
    root = ElementTree.fromstring(drawing.encode())
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    names = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(names) == len(set(names))
    title, about = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert about is not None
    assert (title.text or "").strip()
    assert (about.text or "").strip()
    assert root.get("aria-labelledby") == f"{title.get('id')} {about.get('id')}"
    for element in root.iter():
        check_harmless(element, names)
    return root


def check_harmless(element: ElementTree.Element, names: list[str | None]) -> None:
    """Only marks: no script, no style, no link, nothing from elsewhere."""
    assert element.tag.removeprefix(SVG) in ELEMENTS
    assert set(element.attrib) <= ATTRIBUTES
    for name, value in element.attrib.items():
        for reference in re.findall(r"url\(#(.*?)\)", value) + ([value.removeprefix("#")] if name == "href" else []):
            assert reference in names
        assert "url(" not in value or re.fullmatch(r"url\(#[A-Za-z0-9_-]+\)", value)
        assert name != "href" or value.startswith("#")


def texts(root: ElementTree.Element) -> str:
    return "\n".join(one.text or "" for one in root.iter())


@settings(max_examples=max(8, settings().max_examples // 3))
@given(worlds(max_lines=4, landscape=None), st.sampled_from(("en", "zh")))
def test_all_pictures_of_any_world_can_be_drawn(world: World, lang: str) -> None:
    for picture in all_pictures(explain(world.report(), lang=lang)):
        check_frame(parsed(drawn(picture, prefix=f"{picture.name}-")))


def span_of(text: ElementTree.Element) -> tuple[float, float]:
    """Where a text begins and ends, by the estimate of its room; bold letters are wider by a seventh."""
    x, room = float(text.get("x", 0)), float(room_of(text.text or "", int(text.get("font-size", 14))))
    room *= 8 / 7 if text.get("font-weight") == "bold" else 1
    start = {"start": x, "middle": x - room / 2, "end": x - room}[text.get("text-anchor", "start")]
    return start, start + room


def check_frame(root: ElementTree.Element) -> None:
    """Every text begins and ends inside the picture, by the estimate of its room."""
    width, height = (float(root.get(name, "0")) for name in ("width", "height"))
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    for one in root.iter(f"{SVG}text"):
        start, end = span_of(one)
        assert 0 < float(one.get("y", 0)) <= height
        assert -1 <= start <= end <= width + 1


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_texts_do_nothing_and_stay_legible(said: str) -> None:
    report = rich(said)
    told = explain(report)
    for picture in all_pictures(told):
        root = parsed(drawn(picture))
        check_frame(root)
    for product in ("cloud", "other"):
        check_frame(parsed(svg(plant(said), "architecture", product=product)))
    heat = texts(parsed(svg(report, "heat_map")))
    from tobfit.report.escape import visible

    assert visible(said).strip() in heat


def test_nothing_is_lost_of_a_very_long_name() -> None:
    name = "x" * 40_000
    drawing = svg(sized(2, 5, name=name), "heat_map")
    assert name in texts(parsed(drawing))
    for one in parsed(drawing).iter(f"{SVG}text"):
        assert len(one.text or "") < 100


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_kind_says_what_its_signs_mean(kind: str, lang: str) -> None:
    report = plant() if kind in ("architecture", "price") else made_up()
    picture = picture_of(explain(report, lang=lang), kind)
    root = parsed(svg(report, kind, lang=lang))
    assert picture.title in texts(root)
    assert picture.alternative in texts(root)
    wanted = {
        "ranking": ("certain", "已确定"), "waterfall": ("lost", "已失去"), "heat_map": ("unknown", "未知"),
        "radar": ("open", "未知"), "tornado": ("twice the weight", "权重加倍"), "architecture": ("broken", "无法对接"),
        "price": ("no upper end is known", "上限未知"),
    }  # fmt: skip
    assert wanted[kind][lang == "zh"] in texts(root)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_file_alone_shows_what_it_is_and_how_to_read_it(lang: str) -> None:
    """A title element is seen by nobody who looks at a slide; in a page the caption says it once."""
    told = explain(made_up(), lang=lang)
    for kind in PICTURES:
        picture = picture_of(told, kind)
        root = parsed(svg(made_up(), kind, lang=lang))
        shown = "".join(one.text or "" for one in root.iter(f"{SVG}text")).replace(" ", "")
        assert shown.startswith(picture.title.replace(" ", ""))
        assert picture.is_empty or shown.endswith(picture.how_to_read.replace(" ", ""))
        within = [one.text for one in parsed(drawn(picture)).iter(f"{SVG}text")]
        assert picture.title not in within


def test_names_stay_clear_of_figures() -> None:
    """On one base line no text reaches into another, by the estimate of their room."""
    for kind in ("ranking", "waterfall", "tornado", "price", "architecture", "radar", "heat_map"):
        for report in (sized(9, 30), sized(2, 5, name="很长的中文名称" * 9), plant()):
            root = parsed(svg(report, kind))
            spans: dict[float, list[tuple[float, float]]] = {}
            for one in root.iter(f"{SVG}text"):
                if one.get("transform") is None:
                    spans.setdefault(float(one.get("y", 0)), []).append(span_of(one))
            for here in spans.values():
                for (_, end), (start, _) in itertools.pairwise(sorted(here)):
                    assert start >= end - 3, (kind, sorted(here))


def test_the_figures_of_a_scale_stay_apart_however_large_the_amounts_are() -> None:
    report = tobfit.match(
        tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa"),
        [tobfit.Product(id=f"p{n}@1", price={"licence": f"{n}{'9' * 15} CNY"}) for n in (1, 4)],
        rules=False,
    )
    root = parsed(svg(report, "price"))
    scale = sorted(span_of(one) for one in root.iter(f"{SVG}text") if (one.text or "").isdigit())
    assert len(scale) >= 2
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(scale))


# ---- sizes


def test_sizes_are_bounded() -> None:
    report = sized(30, 500, dimensions=20)
    for kind in PICTURES:
        size = len(svg(report, kind).encode())
        assert size < (1_500_000 if kind == "heat_map" else 60_000), (kind, size)


def test_a_drawing_of_very_many_products_says_what_it_leaves_out() -> None:
    report = sized(60, 3)
    root = parsed(svg(report, "ranking"))
    assert "10 more not drawn: the table has all." in texts(root)
    assert len(picture_of(explain(report), "ranking").table.rows) == 60
    assert "Not drawn (57): " in texts(parsed(svg(sized(60, 12), "radar")))


# ---- told apart without colour, and by those who see little


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    "table", [looks.VERDICT_LOOKS, looks.DECISION_LOOKS, looks.SEVERITY_LOOKS, looks.PART_LOOKS, looks.BAND_LOOKS]
)
def test_looks_have_contrast_and_a_second_sign(table: dict[str, looks.Look]) -> None:
    for look in table.values():
        assert contrast(look.fill, look.ink) >= 4.5
        assert contrast(look.edge, looks.PAPER) >= 3
        assert len(look.sign) == 1
    assert len({look.sign for look in table.values()}) == len(table)


def test_lines_have_contrast_and_a_second_sign() -> None:
    strokes = list(looks.LINK_STROKES.values())
    assert all(contrast(one.colour, looks.PAPER) >= 4.5 for one in strokes)
    assert len({one.dash for one in strokes}) == len({one.shape for one in strokes}) == 3
    series = looks.SERIES_LOOKS
    assert all(contrast(one.colour, looks.PAPER) >= 3 for one in series)
    assert len({one.dash for one in series}) == len({one.mark for one in series}) == len(series)
    assert all(contrast(one, looks.PAPER) >= 4.5 for one in (looks.INK, looks.MUTED, looks.ACCENT))


# ---- texts in their room


@settings(max_examples=settings().max_examples * 4)
@given(st.text(max_size=60), st.integers(0, 300), st.sampled_from((12, 14)))
def test_a_text_never_takes_more_than_its_room(text: str, room: int, size: int) -> None:
    shown = fitted(text, room, size)
    assert room_of(shown, size) <= room
    assert shown == "" or shown.endswith("…") or room_of(text, size) <= room


def test_a_short_text_is_whole() -> None:
    assert fitted("总账 Ledger", INNER, 14) == "总账 Ledger"
    assert EDGE > 0


# ---- the same each time


def test_one_page_holds_several_drawings() -> None:
    told = explain(made_up())
    names: list[str] = []
    for picture in all_pictures(told):
        root = parsed(drawn(picture, prefix=f"{picture.name}-"))
        names += [one.get("id", "") for one in root.iter() if one.get("id")]
    assert len(names) == len(set(names))


SCRIPT = """
from tests.report.worlds import made_up
from tests.report.picture_worlds import plant
from tobfit.report import svg
import hashlib
from tobfit.report.charts.records import PICTURES
made = "".join(svg(report, kind, lang="zh") for report in (made_up(), plant()) for kind in PICTURES)
print(hashlib.sha256(made.encode()).hexdigest())
"""


def test_the_same_bytes_under_any_hash_seed() -> None:
    import os
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join([str(Path(tobfit.__file__).parents[1]), str(root)])
    found = {
        subprocess.run([sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True, cwd=root,
                       env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path, "TZ": zone}).stdout
        for seed, zone in (("0", "UTC"), ("7", "Asia/Shanghai"), ("4242", "America/New_York"))
    }  # fmt: skip
    assert len(found) == 1


def test_charts_of_one_product_take_the_best_where_none_is_named() -> None:
    report = made_up()
    for kind in OF_ONE:
        assert svg(report, kind) == svg(report, kind, product=report.fits[0].product)
        assert svg(report, kind) != svg(report, kind, product=report.fits[1].product)
