"""Pictures are exact: their parts sum to the score, their tables say the same, and each tells itself in words."""

from __future__ import annotations

import re
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.internal_worlds import planted
from tests.report.picture_worlds import sized
from tests.report.worlds import example, made_up

import tobfit
from tobfit import TobfitError
from tobfit.matching.report import Report
from tobfit.model.interval import Interval, Ratio
from tobfit.report import explain, pictures
from tobfit.report.charts.picturing import all_pictures, picture_of
from tobfit.report.charts.records import (
    OF_ONE,
    PICTURES,
    Architecture,
    HeatMap,
    Picture,
    Prices,
    Radar,
    Ranking,
    Tornado,
    Waterfall,
)
from tobfit.testing.strategies import World, worlds

LANGUAGES = ("en", "zh")


def every(report: Report, lang: str = "en", audience: str = "client") -> list[Picture]:
    """All pictures, the empty ones too."""
    told = explain(report, lang=lang, audience=audience)
    return [
        picture_of(told, kind, product)
        for kind in PICTURES
        for product in ([one.id for one in told.products] if kind in OF_ONE else [None])
    ]


def waterfalls(report: Report) -> dict[str, Waterfall]:
    found = {one.product: one.figure for one in every(report) if isinstance(one.figure, Waterfall)}
    return {str(product): figure for product, figure in found.items()}


# ---- laws


@settings(max_examples=settings().max_examples * 2)
@given(worlds(max_lines=6))
def test_the_bars_of_a_waterfall_sum_to_the_score(world: World) -> None:
    report = world.report()
    for product, figure in waterfalls(report).items():
        check_waterfall(figure, report[product].score)


def check_waterfall(figure: Waterfall, score: Interval | None) -> None:
    """Low ends, high ends and shares sum exactly, and the parts stand end to end."""
    assert figure.score == score
    if score is None:
        assert not figure.bars
        assert not figure.steps
        return
    assert sum((bar.low for bar in figure.bars), Fraction(0)) == score.low
    assert sum((bar.high for bar in figure.bars), Fraction(0)) == score.high
    assert sum((bar.share for bar in figure.bars), Fraction(0)) == 1
    ends = [Fraction(0), Fraction(score.low), Fraction(score.high)]
    for bar, step in zip(figure.bars, figure.steps, strict=True):
        parts = (step.certain, step.open, step.lost)
        assert [part.low for part in parts] == ends
        assert [part.width for part in parts] == [bar.low, bar.high - bar.low, bar.share - bar.high]
        ends = [Fraction(part.high) for part in parts]
    assert ends == [score.low, score.high, 1]


@pytest.mark.parametrize("lines", [24, 25, 40])
def test_many_lines_are_put_together_and_still_sum(lines: int) -> None:
    report = sized(3, lines)
    for product, figure in waterfalls(report).items():
        counting = len(report[product].contributions)
        assert figure.by == ("line" if counting <= 24 else "dimension")
        assert sorted(name for bar in figure.bars for name in bar.requirements) == sorted(
            part.requirement for part in report[product].contributions
        )
        check_waterfall(figure, report[product].score)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_many_lines_of_one_dimension_do_not_end_in_one_bar(lang: str) -> None:
    """Of a tender about one standard the heaviest lines have a bar each, in order; all others stand together."""
    report = sized(2, 40, dimensions=1)
    for product, figure in waterfalls(report).items():
        check_waterfall(figure, report[product].score)
        assert (figure.by, len(figure.bars)) == ("line", 24)
        *single, rest = figure.bars
        assert (rest.name, rest.verdict, len(rest.requirements)) == ("", None, len(report[product].contributions) - 23)
        heaviest = min(bar.share for bar in single)
        cells = explain(report)[product].cell
        assert all(cells[name].share <= heaviest for name in rest.requirements)
        order = [line.id for line in report.requirements]
        assert [bar.name for bar in single] == sorted((bar.name for bar in single), key=order.index)
    picture = picture_of(explain(report, lang=lang), "waterfall")
    assert len({len(row) for row in picture.table.rows}) == 1
    assert ("all others (", "其余 ")[lang == "zh"] in picture.table.rows[-2][0]
    assert ("all other requirements together", "其余需求的合计")[lang == "zh"] in picture.how_to_read
    assert picture.table.rows[-2][0] not in picture.alternative


@settings(max_examples=settings().max_examples)
@given(worlds(max_lines=5, landscape=None))
def test_every_picture_agrees_with_the_report(world: World) -> None:
    report = world.report()
    for picture in every(report):
        figure = picture.figure
        match figure:
            case Ranking():
                assert [(bar.product, bar.score, bar.decision) for bar in figure.bars] == [
                    (fit.product, fit.score, fit.decision) for fit in report.fits
                ]
                assert [bar.rank for bar in figure.bars] == [report.ranks[bar.product] for bar in figure.bars]
            case HeatMap():
                assert sorted(row.requirement for row in figure.rows) == sorted(one.id for one in report.requirements)
                for row in figure.rows:
                    for product, cell in zip(figure.products, row.cells, strict=True):
                        assert cell.verdict == report[product][row.requirement].verdict
            case Radar():
                check_radar(figure)
            case Tornado():
                check_tornado(figure, report, str(picture.product))
            case Architecture():
                judged = report[str(picture.product)]
                connecting = [one.id for one in report.requirements if one.connect is not None]
                asked = {one for one in connecting if judged[one].verdict != "not_applicable"}
                assert {link.requirement for link in figure.links} == asked
            case Prices():
                priced = {group.product for group in figure.groups}
                assert priced == {fit.product for fit in report.fits if fit.price.totals}
            case _:
                assert isinstance(figure, Waterfall)


def check_radar(figure: Radar) -> None:
    assert len(figure.axes) <= 10
    assert len(set(figure.axes)) == len(figure.axes)
    for one in figure.series:
        assert len(one.scores) == len(figure.axes)
        assert all(score is None or 0 <= score.low <= score.high <= 1 for score in one.scores)
    for scores in zip(*(one.scores for one in figure.series), strict=True):
        assert any(score is not None for score in scores)


def check_tornado(figure: Tornado, report: Report, product: str) -> None:
    score = report[product].score
    assert figure.now == (None if score is None else score.low)
    widths = [bar.width for bar in figure.bars]
    assert widths == sorted(widths, reverse=True)
    assert all(widths)
    assert len(figure.bars) <= 15
    assert not figure.left_out or len(figure.bars) == 15
    for bar in figure.bars:
        if bar.kind == "answer":
            assert bar.least == figure.now
            assert bar.least is not None
            assert bar.most - bar.least == bar.width


@settings(max_examples=max(10, settings().max_examples // 2))
@given(worlds(max_lines=5, max_products=4), st.sampled_from(LANGUAGES))
def test_pictures_are_complete_and_named(world: World, lang: str) -> None:
    found = pictures(world.report(), lang=lang)
    assert len({one.name for one in found}) == len(found)
    for picture in found:
        check_words(picture)
        assert not picture.is_empty


def check_words(picture: Picture) -> None:
    """Title, explanation and alternative are there, and the table is one."""
    assert re.fullmatch(r"[a-z][a-z_]*(-[0-9]+)?", picture.name)
    assert picture.title.strip()
    assert len(picture.how_to_read) > 20
    stops = len(re.findall(r"[.。](?=\s|$|[^0-9])", picture.alternative))
    assert stops >= 1
    assert all(len(row) == len(picture.table.columns) for row in picture.table.rows)
    chinese = bool(re.search(r"[\u4e00-\u9fff]", picture.how_to_read))
    assert chinese == (picture.lang == "zh")


def test_the_order_of_products_does_not_matter() -> None:
    report = made_up()
    again = tobfit.match(report.client, list(report.world.catalog.products)[::-1], packs=report.world.packs,
                         policy=report.policy)  # fmt: skip
    assert pictures(again) == pictures(report)


# ---- worked examples


def small() -> Report:
    """Three lines of weights 4, 2 and 2 of 8: met with configuration, unknown, not given."""
    client = tobfit.Client(
        id="acme", as_of="2026-11-01",
        requirements=[
            {"id": "R-1", "text": "Second factor", "capability": "sec.mfa", "priority": "must"},
            {"id": "R-2", "text": "Quotes", "capability": "crm.cpq", "priority": "should"},
            {"id": "R-3", "text": "Marketing", "capability": "crm.marketing", "priority": "should"},
        ],
    )  # fmt: skip
    one = tobfit.Product(id="one@1", price={"licence": "9000 CNY/year"}).offers("sec.mfa", response="configuration")
    one = one.offers("crm.marketing", response="not_supported")
    return tobfit.match(client, [one, tobfit.Product(id="two@1")])


def test_a_waterfall_by_hand() -> None:
    told = explain(small())
    picture = picture_of(told, "waterfall", "one@1")
    assert isinstance(picture.figure, Waterfall)
    assert [(bar.name, bar.low, bar.high, bar.share) for bar in picture.figure.bars] == [
        ("R-1", Ratio(9, 20), Ratio(9, 20), Ratio(1, 2)),
        ("R-2", Ratio(0), Ratio(1, 4), Ratio(1, 4)),
        ("R-3", Ratio(0), Ratio(0), Ratio(1, 4)),
    ]
    assert picture.alternative == (
        "one@1 scores 0.4500..0.7000: 0.4500 is certain, 0.2500 open, 0.3000 lost. Most comes from R-1 Second factor: "
        "0.4500. Most is open at R-2 Quotes: 0.2500. Most is lost at R-3 Marketing: 0.2500."
    )
    assert picture.table.rows[-1] == ("sum", "", "0.4500", "0.7000", "100.0 %")


def test_alternatives_by_hand() -> None:
    told, chinese = explain(small()), explain(small(), lang="zh")
    assert picture_of(told, "ranking").alternative == (
        "First: one@1 with 0.4500..0.7000, fit with gaps. Of 2 products: 1 fit with gaps, 1 undecided. Can still win: "
        "one@1, two@1."
    )
    assert picture_of(chinese, "ranking").alternative == (
        "排名第一：one@1，得分 0.4500..0.7000，符合但有差距。共 2 个产品：符合但有差距 1，未定 1。"
        "仍可能胜出：one@1，two@1。"
    )
    assert picture_of(told, "heat_map").alternative == (
        "Cells (6): 1 met, 1 unmet, 4 unknown. Met by every product: 0 of 3 requirements. Most unknown cells (3): "
        "two@1."
    )
    assert picture_of(told, "price").alternative == (
        "In CNY/year the price of one@1 is 9000. No price is named for two@1."
    )
    assert picture_of(told, "tornado", "one@1").alternative == (
        "The certain score of one@1 is 0.4500. The widest swing is the weight of R-1 Second factor: 0.0000 without it, "
        "0.6000 with twice its weight."
    )
    alone = explain(tobfit.match(small().client, [tobfit.Product(id=name) for name in ("a@1", "b@1")], rules=False))
    assert picture_of(alone, "heat_map").alternative.endswith("Most unknown cells (3): a@1, b@1.")
    assert picture_of(alone, "radar").alternative.startswith("a@1 scores 0.0000..1.0000 in each dimension.")
    assert picture_of(told, "architecture").alternative == "No requirement asks one@1 for a connection."


def test_a_radar_puts_the_lightest_dimensions_together() -> None:
    figure = picture_of(explain(sized(3, 60, dimensions=14)), "radar").figure
    assert isinstance(figure, Radar)
    assert len(figure.axes) == 10
    assert len(figure.together) == 5
    assert figure.axes[-1] == "all others (5)"
    table = picture_of(explain(sized(3, 60, dimensions=14)), "radar").table
    assert len(table.rows) == 14


def test_the_axis_of_several_dimensions_is_their_weighted_mean() -> None:
    told = explain(sized(3, 60, dimensions=14))
    figure = picture_of(told, "radar").figure
    assert isinstance(figure, Radar)
    for one in figure.series:
        cells = [
            cell for cell in told[one.product].cells if told.line[cell.requirement].dimension_name in figure.together
        ]
        share = sum((cell.share for cell in cells), Fraction(0))
        score = one.scores[-1]
        assert score is not None
        assert score.low == sum((cell.low for cell in cells if cell.low is not None), Fraction(0)) / share
        assert score.high == sum((cell.high for cell in cells if cell.high is not None), Fraction(0)) / share


def test_axes_that_are_called_the_same_are_told_apart() -> None:
    vocabulary = [{"id": "a", "name": "Same"}, {"id": "b", "name": "Same"},
                  *({"id": f"{one}.x", "kind": "boolean", "broader": one} for one in "ab")]  # fmt: skip
    packs = tobfit.load_packs({"tobfit": "pack/1", "id": "p", "vocabulary": vocabulary})
    client = tobfit.Client(id="c", as_of="2026-11-01").require("a.x").require("b.x")
    figure = picture_of(explain(tobfit.match(client, tobfit.Product(id="p@1"), packs=packs)), "radar").figure
    assert isinstance(figure, Radar)
    assert figure.axes == ("Same (a)", "Same (b)")


def test_the_tornado_counts_what_it_leaves_out() -> None:
    report = sized(2, 40)
    for product in ("p0@1", "p1@1"):
        figure = picture_of(explain(report), "tornado", product).figure
        assert isinstance(figure, Tornado)
        moving = [one for one in explain(report)[product].swings if one.width]
        assert (len(figure.bars), figure.left_out) == (15, len(moving) - 15)


# ---- money, for whom


@pytest.fixture(scope="module")
def dealt() -> Report:
    """A report with corridors, total costs and service costs."""
    report = planted(0).report()
    results = []
    for fit in report.fits:
        results += [tobfit.commercial.price_corridor(fit), tobfit.commercial.total_cost(fit),
                    tobfit.commercial.service_cost(fit, rate="1000 CNY/day")]  # fmt: skip
    return report.with_results(*results)


def kinds(report: Report, audience: str) -> set[str]:
    figure = picture_of(explain(report, audience=audience), "price").figure
    assert isinstance(figure, Prices)
    return {band.kind for group in figure.groups for band in group.bands}


def test_costs_and_limits_are_for_internal_readers(dealt: Report) -> None:
    assert kinds(dealt, "client") == {"price", "budget", "value", "owned"}
    assert kinds(dealt, "internal") == {"price", "budget", "value", "owned", "floor", "ceiling", "service"}


def test_bands_are_those_of_the_results(dealt: Report) -> None:
    corridor = tobfit.commercial.price_corridor(dealt.fits[0])
    figure = picture_of(explain(dealt, audience="internal"), "price").figure
    assert isinstance(figure, Prices)
    group = next(one for one in figure.groups if one.product == corridor.product and one.horizon == "3 years")
    bands = {band.kind: (band.low, band.high) for band in group.bands}
    assert corridor.price is not None
    assert corridor.budget is not None
    assert bands["price"][0] == corridor.price.low
    assert bands["budget"] == (corridor.budget.low, corridor.budget.high)
    assert bands["floor"][0] == corridor.floor.low
    assert len(group.bands) == len(set(group.bands))


def test_an_open_discount_lowers_the_least() -> None:
    offer = {"id": "o", "items": [{"product": "one@1"}], "discounts": [{"label": "x", "amount": "5 EUR"}]}
    report = small()
    catalog = report.world.catalog.evolve(offers=(tobfit.Offer(**offer),))
    figure = picture_of(explain(tobfit.match(report.client, catalog)), "price").figure
    assert isinstance(figure, Prices)
    bands = {group.product: group.bands[0] for group in figure.groups}
    assert (bands["o"].low, bands["o"].high) == (Ratio(0), Ratio(9000))
    assert (bands["one@1"].low, bands["one@1"].high) == (Ratio(9000), Ratio(9000))


# ---- nothing to show, and what is refused


def test_what_is_empty_is_left_out_and_says_so() -> None:
    client = tobfit.Client(id="c", as_of="2026-11-01")
    report = tobfit.match(client, tobfit.Product(id="p@1"))
    assert [one.name for one in pictures(report)] == ["ranking"]
    for picture in every(report):
        check_words(picture)
        assert picture.is_empty == (picture.kind != "ranking")


def test_all_of_the_example_are_there() -> None:
    told = explain(example())
    names = [one.name for one in all_pictures(told)]
    assert names[0] == "ranking"
    assert {"heat_map", "radar", "waterfall-1", "waterfall-4", "tornado-4"} <= set(names)
    assert "price" not in names


@pytest.mark.parametrize(
    ("kind", "product", "expected"),
    [
        ("heatmap", None, ["TF460 chart: there is no chart 'heatmap'"]),
        ("waterfall", "one@2", ["TF461 product: the report has no product 'one@2'"]),
        ("ranking", "one@1", ["TF461 product: the chart 'ranking' shows all products, not 'one@1' alone"]),
        ("pie", "x", ["TF460 chart: there is no chart 'pie'", "TF461 product: the report has no product 'x'"]),
    ],
)
def test_unknown_charts_and_products_are_refused(kind: str, product: str | None, expected: list[str]) -> None:
    with pytest.raises(TobfitError) as raised:
        picture_of(explain(small()), kind, product)
    told = [f"{one.code} {one.path}: {one.message}" for one in raised.value.problems]
    assert told == expected
    assert all(one.hint for one in raised.value.problems)


def test_another_audience_is_refused() -> None:
    with pytest.raises(ValueError, match="audience"):
        pictures(small(), audience="everybody")


def test_records_are_values() -> None:
    one, other = pictures(small()), pictures(small())
    assert one == other
    assert hash(one) == hash(other)
    assert all(attrs.has(type(picture)) for picture in one)
