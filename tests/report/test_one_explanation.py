"""No two renderings disagree: the same products, in the same order, with the same ranks, decisions and scores, and the
bars of a waterfall sum to the score in the JSON and to the number in every table.

Renderings are found by their public names in ``tobfit.report``; one that this test cannot read, or whose home cannot be
imported, fails it. Exact numbers are compared exactly, written ones with the nearest float, rounded ones
with a rounding of their own.
"""

from __future__ import annotations

import decimal
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.worlds import example

import tobfit.report
from tobfit.matching.report import Report
from tobfit.model.interval import Interval
from tobfit.report.charts.records import Picture, Waterfall
from tobfit.report.escape import for_markdown, visible
from tobfit.report.words import Words
from tobfit.testing.offers import offer_worlds
from tobfit.testing.strategies import worlds

LANG = st.sampled_from(("en", "zh"))
WORLDS = st.one_of(worlds(), offer_worlds())


@attrs.frozen
class Said:
    """What a rendering says of a product; the ends of the score as the floats that stand there."""

    product: str
    rank: int
    decision: str
    low: float | None
    high: float | None


def exact(report: Report) -> list[Said]:
    """What the report says: the measure of all others."""
    return [said(fit.product, report.ranks[fit.product], fit.decision, fit.score) for fit in report.fits]


def said(product: str, rank: int, decision: str, score: Interval | None) -> Said:
    ends = (None, None) if score is None else (float(score.low), float(score.high))
    return Said(product, rank, decision, *ends)


def rounded(value: Fraction, places: int = 4) -> str:
    """An exact number rounded half to even, by another way than the library's."""
    with decimal.localcontext() as context:
        context.prec = 60
        number = Decimal(value.numerator) / Decimal(value.denominator)
        return str(number.quantize(Decimal(1).scaleb(-places), rounding=decimal.ROUND_HALF_EVEN))


def shown(score: Interval | None, lang: str) -> str:
    """A score as texts write it."""
    if score is None:
        return Words(lang)("no_score")
    low, high = rounded(Fraction(score.low)), rounded(Fraction(score.high))
    return low if score.low == score.high else f"{low}..{high}"


# ---- what each rendering says in numbers


def of_explain(made: Any, _lang: str) -> list[Said]:
    return [said(one.id, one.rank, one.decision, one.score) for one in made.products]


def of_frame(made: Any, _lang: str) -> list[Said]:
    return [
        Said(row["product"], row["rank"], row["decision"], row["score_low"], row["score_high"]) for row in made.rows
    ]


def of_pictures(made: Iterable[Picture], _lang: str) -> list[Said]:
    figure: Any = next(picture.figure for picture in made if picture.kind == "ranking")
    return [said(bar.product, bar.rank, bar.decision, bar.score) for bar in figure.bars]


def of_vega(made: Mapping[str, Any], _lang: str) -> list[Said]:
    return [
        Said(row["product"], row["rank"], row["decision"], row["score_low"], row["score_high"])
        for row in made["data"]["values"]
    ]


def of_dict(made: Mapping[str, Any], _lang: str) -> list[Said]:
    found = json.loads(json.dumps(made))["fits"]
    return [Said(fit["product"], fit["rank"], fit["decision"], *_ends(fit["score"])) for fit in found]


def of_context(made: Mapping[str, Any], _lang: str) -> list[Said]:
    found = json.loads(json.dumps(made))["products"]
    return [Said(one["id"], one["rank"], one["decision"]["code"], *_ends(one["score"])) for one in found]


def _ends(score: Mapping[str, Any] | None) -> tuple[float | None, float | None]:
    return (score["low"], score["high"]) if score and score["low"] is not None else (None, None)


class _Rows(HTMLParser):
    """The rows of a page that say which product they are about: their attributes and the texts in them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[dict[str, str | None], list[str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if "data-score-low" in found or (tag == "tr" and "data-product" in found and "data-score-high" in found):
            self.rows.append((found, []))
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "tr"

    def handle_data(self, data: str) -> None:
        if self.inside and data.strip():
            self.rows[-1][1].append(data.strip())


def of_html(made: str, lang: str) -> list[Said]:
    page = _Rows()
    page.feed(made)
    return [_of_row(attributes, texts, lang) for attributes, texts in page.rows]


def _of_row(attributes: Mapping[str, str | None], texts: list[str], lang: str) -> Said:
    words = Words(lang)
    codes = [code for code in ("fit", "fit_with_gaps", "undecided", "no_fit") if words.term(code) in texts]
    assert len(codes) == 1, texts
    low, high = (float(value) if (value := attributes[f"data-score-{end}"]) else None for end in ("low", "high"))
    score = None if low is None or high is None else f"{low:.4f}"
    assert score is None or any(text.startswith(score) for text in texts), texts
    return Said(str(attributes["data-product"]), int(texts[0]), codes[0], low, high)


def of_xlsx(made: bytes, lang: str) -> list[Said]:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(made), read_only=True).worksheets[0]
    words = Words(lang)
    codes = {words.term(code): code for code in ("fit", "fit_with_gaps", "undecided", "no_fit")}
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(rows) if row[0] == "#") + 1
    ranked = [row for row in rows[start:] if len(row) > 5 and isinstance(row[0], int | float)]
    return [Said(str(row[1]), int(row[0]), codes[row[3]], _number(row[4]), _number(row[5])) for row in ranked]


def _number(value: Any) -> float | None:
    return fifteen(float(value)) if isinstance(value, int | float) else None


def fifteen(value: float) -> float:
    """The 15 digits that a workbook keeps of a number."""
    return float(f"{value:.15g}")


def as_kept(wanted: Iterable[Said]) -> list[Said]:
    """What a workbook can say of it."""
    return [attrs.evolve(one, low=_number(one.low), high=_number(one.high)) for one in wanted]


# ---- what each rendering says in texts


def in_order(text: str, wanted: Iterable[str]) -> list[str]:
    """The texts that do not stand in a text, one after the other."""
    missing, start = [], 0
    for one in wanted:
        place = text.find(one, start)
        if place < 0:
            missing.append(one)
        else:
            start = place + len(one)
    return missing


def headings(report: Report, lang: str) -> list[str]:
    """The heading of each product: rank, name, decision, score."""
    words, told = Words(lang), tobfit.report.explain(report, lang=lang)
    return [
        words(
            "product",
            rank=one.rank,
            product=one.label,
            decision=words.term(one.decision),
            score=shown(one.score, lang),
        )
        for one in told.products
    ]


def by_text(made: str, report: Report, lang: str) -> list[str]:
    return in_order(made, map(visible, headings(report, lang)))


def by_markdown(made: str, report: Report, lang: str) -> list[str]:
    return in_order(made, map(for_markdown, headings(report, lang)))


def by_svg(made: str, report: Report, lang: str) -> list[str]:
    texts = "\n".join(_texts(made))
    return in_order(texts, [shown(fit.score, lang) for fit in report.fits])


def _texts(svg: str) -> list[str]:
    tree = ET.fromstring(svg)
    return ["".join(element.itertext()) for element in tree.iter() if element.tag.endswith("}text")]


def by_docx(made: bytes, report: Report, lang: str) -> list[Any]:
    """The rows of the document's first table that begins with #, where they are not those of the report."""
    words = Words(lang)
    wanted = [
        (str(report.ranks[fit.product]), fit.product, words.term(fit.decision), percent(fit.score, lang))
        for fit in report.fits
    ]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        tree = ET.fromstring(archive.read("word/document.xml"))
    tables = [_cells_of(element) for element in tree.iter() if element.tag.endswith("}tbl")]
    head, *rows = next(table for table in tables if table[0][0] == ["#"])
    assert len(head) > 4
    found = [(row[0][0], row[1][-1], row[2][0], row[3][0]) for row in rows]
    return [] if found == wanted else [found, wanted]


def percent(score: Interval | None, lang: str) -> str:
    """A score as documents write it."""
    if score is None:
        return Words(lang)("no_score")
    low, high = (rounded(Fraction(end) * 100, 1) for end in (score.low, score.high))
    return f"{low} %" if score.low == score.high else f"{low}–{high} %"


def _cells_of(table: ET.Element) -> list[list[list[str]]]:
    """Rows of cells of paragraphs."""

    def below(element: ET.Element, name: str) -> list[ET.Element]:
        return [one for one in element if one.tag.endswith(f"}}{name}")]

    def texts(cell: ET.Element) -> list[str]:
        return ["".join(one.itertext()).strip() for one in below(cell, "p")]

    return [[texts(cell) for cell in below(row, "tc")] for row in below(table, "tr")]


# ---- all of them, by name

OPTIONS: dict[str, dict[str, Any]] = {"frame": {"of": "products"}, "svg": {"chart": "ranking"}}
IN_NUMBERS: dict[str, Callable[[Any, str], list[Said]]] = {
    "explain": of_explain, "frame": of_frame, "pictures": of_pictures, "vega_lite": of_vega, "context": of_context,
    "html": of_html, "xlsx": of_xlsx,
}  # fmt: skip
IN_TEXTS: dict[str, Callable[[Any, Report, str], list[Any]]] = {
    "text": by_text, "markdown": by_markdown, "svg": by_svg, "docx": by_docx,
}  # fmt: skip
LINE_BY_LINE = {"records"}
"""Looked at below: these have rows of lines, not of products."""
SLOW = {"html", "xlsx", "docx"}


def rendered(name: str, report: Report, lang: str) -> Any:
    """What a renderer gives."""
    limit = {"limit": None} if name in ("text", "markdown") else {}
    return getattr(tobfit.report, name)(report, lang=lang, **OPTIONS.get(name, {}), **limit)


def agree(report: Report, lang: str, names: Iterable[str]) -> None:
    """All these renderings say what the report says."""
    wanted = exact(report)
    assert of_dict(report.to_dict(), lang) == wanted
    assert of_dict(report.to_dict(detail="summary"), lang) == wanted
    for name in names:
        made = rendered(name, report, lang)
        if name in IN_NUMBERS:
            assert IN_NUMBERS[name](made, lang) == (as_kept(wanted) if name == "xlsx" else wanted), name
        if name in IN_TEXTS:
            assert IN_TEXTS[name](made, report, lang) == [], name


def test_every_rendering_is_read_by_this_test() -> None:
    assert set(tobfit.report.__all__) == {*IN_NUMBERS, *IN_TEXTS, *LINE_BY_LINE}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_example_is_told_the_same_everywhere(lang: str) -> None:
    agree(example(), lang, (*IN_NUMBERS, *IN_TEXTS))


@given(WORLDS, LANG)
def test_quick_renderings_agree(world: Any, lang: str) -> None:
    agree(world.report(), lang, sorted({*IN_NUMBERS, *IN_TEXTS} - SLOW))


@settings(max_examples=max(2, settings().max_examples // 4))
@given(WORLDS, LANG)
def test_pages_workbooks_and_documents_agree(world: Any, lang: str) -> None:
    agree(world.report(), lang, sorted(SLOW))


# ---- the waterfall, the JSON and the tables


def waterfall(report: Report, product: str, lang: str = "en") -> Picture:
    from tobfit.report.charts.picturing import picture_of

    return picture_of(tobfit.report.explain(report, lang=lang), "waterfall", product)


def bars_sum_to_the_score(report: Report, lang: str) -> None:
    """For every product: the bars, exactly, the JSON, the table, the chart, the drawing."""
    plain = {fit["product"]: fit for fit in json.loads(json.dumps(report.to_dict()))["fits"]}
    for fit in report.fits:
        picture = waterfall(report, fit.product, lang)
        figure = picture.figure
        assert isinstance(figure, Waterfall)
        if fit.score is None:
            assert figure.bars == ()
            assert plain[fit.product]["score"] is None
            continue
        low = sum((Fraction(bar.low) for bar in figure.bars), Fraction(0))
        high = sum((Fraction(bar.high) for bar in figure.bars), Fraction(0))
        assert (low, high) == (fit.score.low, fit.score.high)
        assert sum((Fraction(bar.share) for bar in figure.bars), Fraction(0)) == 1
        assert figure.score == fit.score
        assert plain[fit.product]["score"] == {"low": float(low), "high": float(high)}
        all_bars: list[Any] = [*figure.bars, _Whole(low, high)]
        assert [list(row[-3:]) for row in picture.table.rows] == [
            [rounded(Fraction(bar.low)), rounded(Fraction(bar.high)), f"{rounded(Fraction(bar.share) * 100, 1)} %"]
            for bar in all_bars
        ]
        _chart_has_the_bars(report, fit.product, figure, low, high)
        _drawing_has_the_bars(report, fit.product, figure, lang)
        _lines_make_the_bars(report, fit.product, figure)


@attrs.frozen
class _Whole:
    """The last row: all bars together."""

    low: Fraction
    high: Fraction
    share: Fraction = Fraction(1)


def _chart_has_the_bars(report: Report, product: str, figure: Waterfall, low: Fraction, high: Fraction) -> None:
    rows = tobfit.report.vega_lite(report, "waterfall", product=product)["data"]["values"]
    assert [(row["low"], row["high"], row["share"]) for row in rows] == [
        *((float(bar.low), float(bar.high), float(bar.share)) for bar in figure.bars),
        (float(low), float(high), 1.0),
    ]
    ends = [(row["certain_to"], row["open_to"], row["lost_to"]) for row in rows]
    assert ends[-2:] == [(float(low), float(high), 1.0)] * 2


def _drawing_has_the_bars(report: Report, product: str, figure: Waterfall, lang: str) -> None:
    texts = "\n".join(_texts(tobfit.report.svg(report, "waterfall", product=product, lang=lang)))
    bars = [shown(Interval(bar.low, bar.high), lang) for bar in figure.bars]
    assert in_order(texts, [*bars, shown(figure.score, lang)]) == []


def _lines_make_the_bars(report: Report, product: str, figure: Waterfall) -> None:
    """Each line that counts is in one bar, and what the rows say of it is its part."""
    cells = tobfit.report.explain(report)[product].cell
    counting = [cell.requirement for cell in cells.values() if cell.share]
    inside = [name for bar in figure.bars for name in bar.requirements]
    assert sorted(inside) == sorted(counting)
    for bar in figure.bars:
        parts = [cells[name] for name in bar.requirements]
        assert sum((Fraction(cell.low or 0) for cell in parts), Fraction(0)) == bar.low
        assert sum((Fraction(cell.high or 0) for cell in parts), Fraction(0)) == bar.high


@given(WORLDS, LANG)
def test_the_bars_of_every_waterfall_sum_to_the_score(world: Any, lang: str) -> None:
    bars_sum_to_the_score(world.report(), lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_bars_of_the_example_sum_to_its_scores(lang: str) -> None:
    bars_sum_to_the_score(example(), lang)


def test_a_waterfall_by_hand() -> None:
    """A Must of factor 4 at 0.9 and an open line of factor 2: 3.6 / 6 is certain, 2 / 6 open."""
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    report = tobfit.match(client, tobfit.Product(id="crm@5").offers("sec.mfa", response="configuration"))
    picture = waterfall(report, "crm@5")
    assert isinstance(picture.figure, Waterfall)
    assert [(bar.low, bar.high) for bar in picture.figure.bars] == [
        (Fraction(3, 5), Fraction(3, 5)), (Fraction(0), Fraction(1, 3)),
    ]  # fmt: skip
    assert picture.table.rows[-1][-3:] == ("0.6000", "0.9333", "100.0 %")
    assert report.to_dict()["fits"][0]["score"] == {"low": 0.6, "high": 14 / 15}


# ---- line by line


@given(WORLDS, LANG)
def test_rows_cells_and_judgements_are_the_same_line_by_line(world: Any, lang: str) -> None:
    report = world.report()
    told = tobfit.report.explain(report, lang=lang)
    rows = iter(tobfit.report.records(report, lang=lang))
    for product, plain in zip(told.products, report.to_dict()["fits"], strict=True):
        for cell, judged in zip(product.cells, plain["judgements"], strict=True):
            row = next(rows)
            assert (row["product"], row["rank"], row["decision"]) == (product.id, product.rank, product.decision)
            assert row["requirement"] == cell.requirement == judged["requirement"]
            assert row["verdict"] == cell.verdict == judged["verdict"]
            assert (row["contribution_low"], row["contribution_high"]) == (_nearest(cell.low), _nearest(cell.high))
            assert row["share"] == pytest.approx(float(cell.share), rel=1e-15)
            credit = {"low": float(cell.credit.low), "high": float(cell.credit.high)}
            assert {"low": row["credit_low"], "high": row["credit_high"]} == judged["credit"] == credit
            assert row["severity"] == cell.severity
    assert list(rows) == []


def _nearest(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def parts_in_context(made: Mapping[str, Any]) -> Iterator[tuple[str, str, str, float, float]]:
    for product in made["products"]:
        for dimension in product["dimensions"]:
            for row in dimension["rows"]:
                credit = row["credit"]
                yield product["id"], row["requirement"], row["verdict"]["code"], credit["low"], credit["high"]


@settings(max_examples=max(2, settings().max_examples // 4))
@given(worlds(), LANG)
def test_matrix_and_context_have_the_verdict_and_credit_of_each_line(world: Any, lang: str) -> None:
    report = world.report()
    wanted = {
        (fit.product, one.requirement.id): (one.verdict, float(one.credit.low), float(one.credit.high))
        for fit in report.fits
        for one in fit.judgements
    }
    in_context = parts_in_context(rendered("context", report, lang))
    assert {(product, line): tuple(rest) for product, line, *rest in in_context} == wanted
    kept = {key: (verdict, fifteen(low), fifteen(high)) for key, (verdict, low, high) in wanted.items()}
    assert matrix_of(rendered("xlsx", report, lang), lang) == kept


def matrix_of(book: bytes, lang: str) -> dict[tuple[str, str], tuple[str, float, float]]:
    """The second sheet by the hidden names of its columns."""
    openpyxl = pytest.importorskip("openpyxl")
    words = Words(lang)
    verdicts = {words.term(code): code for code in ("met", "partial", "unmet", "unknown", "not_applicable")}
    rows = [tuple(row) for row in openpyxl.load_workbook(io.BytesIO(book)).worksheets[1].iter_rows(values_only=True)]
    named = [dict(zip(rows[0], row, strict=False)) for row in rows[2:]]
    return {
        (row["product"], row["requirement"]): (
            verdicts[row["verdict"]],
            fifteen(row["credit_low"]),
            fifteen(row["credit_high"]),
        )
        for row in named
        if row["product"]
    }


def test_rounding_here_is_by_another_way() -> None:
    assert [rounded(Fraction(1, 3)), rounded(Fraction(5, 100000)), rounded(Fraction(15, 100000))] == [
        "0.3333", "0.0000", "0.0002",
    ]  # fmt: skip
    assert re.fullmatch(r"0\.6\d{3}", rounded(Fraction(2, 3)))
