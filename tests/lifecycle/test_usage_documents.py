"""usage/1: periods, what is refused, and the same observations from a document, a CSV file, a data frame and rows."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tobfit
from tobfit.errors import TobfitError, TobfitWarning
from tobfit.formats.csv_cells import rows_of
from tobfit.formats.load import load_usage
from tobfit.formats.usage_table import columns_of
from tobfit.model.period import Period, parse_period
from tobfit.model.scalars import Refused
from tobfit.model.usage import Observation, Usage

DAY = datetime.date


def problems(source: Any, **named: Any) -> list[tuple[str, str | None]]:
    """Code and path of each problem."""
    with pytest.raises(TobfitError) as caught:
        load_usage(source, **named)
    return [(problem.code, problem.path) for problem in caught.value.problems]


def document(*observations: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    return {"product": "crm@5", **fields, "observations": list(observations)}


# ------------------------------------------------------------------------------------ periods


@pytest.mark.parametrize(
    ("text", "start", "end", "canonical", "months"),
    [
        ("2027-02", DAY(2027, 2, 1), DAY(2027, 2, 28), "2027-02", Fraction(1)),
        ("2028-Q1", DAY(2028, 1, 1), DAY(2028, 3, 31), "2028-Q1", Fraction(3)),
        ("2027Q4", DAY(2027, 10, 1), DAY(2027, 12, 31), "2027-Q4", Fraction(3)),
        ("2027", DAY(2027, 1, 1), DAY(2027, 12, 31), "2027", Fraction(12)),
        ("2027-04-01/2027-06-30", DAY(2027, 4, 1), DAY(2027, 6, 30), "2027-Q2", Fraction(3)),
        ("2027-01-17..2027-02-14", DAY(2027, 1, 17), DAY(2027, 2, 14), "2027-01-17/2027-02-14", Fraction(61, 62)),
        ("2027-05-03/2027-05-03", DAY(2027, 5, 3), DAY(2027, 5, 3), "2027-05-03/2027-05-03", Fraction(1, 31)),
    ],
)  # fmt: skip
def test_periods(text: str, start: DAY, end: DAY, canonical: str, months: Fraction) -> None:
    period = parse_period(text)
    assert (period.start, period.end, str(period), period.months) == (start, end, canonical, months)
    assert parse_period(str(period)) == period


NO_PERIODS = ["2027-13", "2027-Q5", "0000", "27-01", "March", "2027-03-01", "2027-03-09/2027-03-01", ""]


@pytest.mark.parametrize("text", NO_PERIODS)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_period(text)
    assert caught.value.code == "TF350"
    assert caught.value.hint


def test_a_day_that_does_not_exist() -> None:
    assert problems(document({"period": "2027-02-01/2027-02-30"})) == [("TF211", "$.observations[0].period")]


DATES = st.dates(DAY(2026, 12, 1), DAY(2028, 3, 1))


@settings(max_examples=settings().max_examples * 4)
@given(st.tuples(DATES, DATES), st.tuples(DATES, DATES), DATES)
def test_spans_are_read_back_and_months_add_up(one: tuple[DAY, DAY], other: tuple[DAY, DAY], cut: DAY) -> None:
    first, second = Period(min(one), max(one)), Period(min(other), max(other))
    assert parse_period(str(first)) == first
    days = {DAY.fromordinal(n) for n in range(first.start.toordinal(), first.end.toordinal() + 1)}
    shared = {DAY.fromordinal(n) for n in range(second.start.toordinal(), second.end.toordinal() + 1)} & days
    assert first.overlaps(second) == second.overlaps(first) == bool(shared)
    if first.start < cut <= first.end:
        before, after = Period(first.start, cut - datetime.timedelta(days=1)), Period(cut, first.end)
        assert before.months + after.months == first.months


# ------------------------------------------------------------------------------------ refused

REFUSED: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    (document({"period": "2027-03", "active": -1}), [("TF209", "$.observations[0].active")]),
    (document({"period": "2027-03", "dau": "-0.5"}), [("TF210", "$.observations[0].dau")]),
    (document({"period": "2027-03", "actve": 1}), [("TF203", "$.observations[0]")]),
    (document({"active": 1}), [("TF204", "$.observations[0]")]),
    (document({"period": "2027-03"}, {"period": "2027-03"}), [("TF351", "$.observations[1].period")]),
    (document({"period": "2027-Q1"}, {"period": "2027-03", "role": None}), [("TF351", "$.observations[1].period")]),
    (document({"period": "2027"}, {"period": "2027-01"}, {"period": "2027-02"}),
     [("TF351", "$.observations[1].period"), ("TF351", "$.observations[2].period")]),
    (document({"period": "2027-03", "licensed": 3, "logged_in": 4}), [("TF352", "$.observations[0].logged_in")]),
    (document({"period": "2027-03", "active": 3, "healthy": 4}), [("TF352", "$.observations[0].healthy")]),
    (document({"period": "2027-03", "mau": 3, "dau": "3.5"}), [("TF352", "$.observations[0].dau")]),
    (document({"period": "2027-03", "nps": {"promoters": 3, "detractors": 3, "responses": 5}}),
     [("TF352", "$.observations[0].nps.detractors")]),
    (document({"period": "2027-03", "nps": {"scores": [9], "responses": 1}}),
     [("TF352", "$.observations[0].nps.scores")]),
    (document({"period": "2027-03", "nps": {"scores": [9, 11, 3.5]}}),
     [("TF210", "$.observations[0].nps.scores[1]"), ("TF210", "$.observations[0].nps.scores[2]")]),
    (document({"period": "2027-03", "satisfaction": 80}), [("TF210", "$.observations[0].satisfaction")]),
    (document({"period": "2027-03", "satisfaction": {"scores": [0]}}),
     [("TF210", "$.observations[0].satisfaction.scores")]),
    (document({"period": "2027-03", "satisfaction": {"share": "0.5", "satisfied": 3}}),
     [("TF352", "$.observations[0].satisfaction")]),
    (document({"period": "2027-03", "value": "99 %"}), [("TF204", "$.observations[0].value")]),
    (document({"period": "2027", "retention": {"start": "9 CNY", "churn": "4 CNY", "contraction": "6 CNY"}}),
     [("TF352", "$.observations[0].retention")]),
    (document({"period": "2027", "retention": {"start": "9 CNY", "churn": "4 EUR"}}),
     [("TF355", "$.observations[0].retention.churn")]),
    (document({"period": "2027-03"}, as_of="2027-03-30"), [("TF353", "$.observations[0].period")]),
    (document(as_of="2027-03-30", contract="2027-01-02", value_events=[
        {"id": "a", "reached": "2027-03-31"}, {"id": "b", "reached": "2027-01-01"}, {"id": "a"}]),
     [("TF215", "$.value_events[2].id")]),
    (document(as_of="2027-03-30", contract="2027-01-02", value_events=[
        {"id": "a", "reached": "2027-03-31"}, {"id": "b", "reached": "2027-01-01"}]),
     [("TF353", "$.value_events[0].reached"), ("TF353", "$.value_events[1].reached")]),
    (document({"period": "2027-03", "capability": "crm.cqp"}), [("TF301", "$.observations[0].capability")]),
    (document({"period": "2027-03", "capability": "nf.availability", "value": "3 days"}),
     [("TF303", "$.observations[0].value")]),
    (document(value_events=[{"id": "e", "capability": "crm.cqp"}]), [("TF301", "$.value_events[0].capability")]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "wanted"), REFUSED)
def test_what_is_refused_and_where(source: dict[str, Any], wanted: list[tuple[str, str]]) -> None:
    assert problems(source) == wanted


def test_a_near_capability_is_named() -> None:
    with pytest.raises(TobfitError) as caught:
        load_usage(document({"period": "2027-03", "capability": "crm.cqp"}))
    assert caught.value.problems[0].hint == "did you mean 'crm.cpq'?"


def test_what_deserves_a_look() -> None:
    seen = {"period": "2027-03", "role": "enduser", "entitled": 40, "active": 41, "trained": 42}
    event = {"id": "e", "agreed": "2027-02-02"}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        usage = load_usage(document(seen, contract="2027-02-01", value_events=[event]))
    found = [warning.message.problem for warning in caught if isinstance(warning.message, TobfitWarning)]
    assert [(one.code, one.path) for one in found] == [
        ("TF356", "$.observations[0].role"),
        ("TF455", "$.observations[0].active"),
        ("TF455", "$.observations[0].trained"),
        ("TF455", "$.value_events[0].agreed"),
    ]
    assert usage.observations[0].active == 41


def test_parts_of_one_year_by_role_stand_beside_each_other() -> None:
    usage = load_usage(
        document(
            {"period": "2027-01"}, {"period": "2027-02"}, {"period": "2027-01", "role": "end_user"},
            {"period": "2027", "capability": "crm.cpq"}, {"period": "2027-Q1", "capability": "oa.workflow"},
        )
    )  # fmt: skip
    assert len(usage.observations) == 5


@pytest.mark.parametrize(
    ("written", "counts", "share", "mean"),
    [
        ("0.8", (None, None), "0.8", None),
        ("80 %", (None, None), "0.8", None),
        (1, (None, None), "1", None),
        ("4.2", (None, None), None, "4.2"),
        ({"satisfied": 3, "responses": 4}, (3, 4), None, None),
        ({"scores": [5, 4, 3, 1]}, (2, 4), None, None),
    ],
)
def test_ways_to_say_how_satisfied_people_are(written: Any, counts: Any, share: str | None, mean: str | None) -> None:
    found = Observation(period="2027-03", satisfaction=written).satisfaction
    assert found is not None
    assert found.counts == counts
    assert (found.share and str(found.share), found.mean and str(found.mean)) == (share, mean)


# ------------------------------------------------------------------------------------- tables

ROWS: list[dict[str, Any]] = [
    {"capability": "crm.cpq", "role": "end_user", "period": "2027-03", "entitled": 360, "active": 120,
     "satisfaction.responses": 40, "satisfaction.satisfied": 12, "notes": '=HYPERLINK("x"), and "more"'},
    {"capability": None, "role": None, "period": "2027-Q1", "entitled": 400, "active": None, "dau": "37.5",
     "mau": 150, "nps.scores": "9|10|3"},
    {"capability": "nf.availability", "period": "2027-03", "value": "99.5 %"},
]  # fmt: skip
SAME = Usage(
    product="crm@5",
    client="acme",
    as_of="2027-04-01",
    observations=[
        {"capability": "crm.cpq", "role": "end_user", "period": "2027-03", "entitled": 360, "active": 120,
         "satisfaction": {"satisfied": 12, "responses": 40}, "notes": '=HYPERLINK("x"), and "more"'},
        {"period": "2027-Q1", "entitled": 400, "dau": "37.5", "mau": 150, "nps": {"scores": [9, 10, 3]}},
        {"capability": "nf.availability", "period": "2027-03", "value": "99.5 %"},
    ],
)  # fmt: skip
ABOUT = {"product": "crm@5", "client": "acme", "as_of": "2027-04-01"}


def csv_text(rows: list[dict[str, Any]], delimiter: str = ",", ends: str = "\r\n", mark: str = "") -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines: list[list[Any]] = [list(names), *([row.get(name) for name in names] for row in rows)]
    cells = [['"' + str(cell).replace('"', '""') + '"' if cell is not None else "" for cell in line] for line in lines]
    return mark + ends.join(delimiter.join(line) for line in cells) + ends


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(("ends", "mark"), [("\r\n", "\ufeff"), ("\n", ""), ("\r", "")])
def test_a_csv_file_is_the_document(tmp_path: Path, delimiter: str, ends: str, mark: str) -> None:
    file = tmp_path / "usage.csv"
    file.write_bytes(csv_text([{**ABOUT, **ROWS[0]}, *ROWS[1:]], delimiter, ends, mark).encode())
    assert load_usage(file) == SAME
    assert load_usage(str(file), about={"product": "crm@5"}) == SAME


def test_rows_and_frames_are_the_document() -> None:
    pandas = pytest.importorskip("pandas")
    assert load_usage(ROWS, about=ABOUT) == SAME
    assert load_usage(tuple(ROWS), about=ABOUT) == SAME
    frame = pandas.DataFrame([{**ABOUT, **row} for row in ROWS])
    assert frame["active"].dtype == float
    assert load_usage(frame) == SAME
    assert load_usage(frame.convert_dtypes()) == SAME
    dated = frame.assign(as_of=pandas.Timestamp("2027-04-01"))
    assert load_usage(dated) == SAME
    periods = pandas.DataFrame({"period": pandas.period_range("2027-01", periods=2, freq="M"), "active": [1, 2]})
    assert [str(one.period) for one in load_usage(periods, about=ABOUT).observations] == ["2027-01", "2027-02"]


class Polars:
    """A frame with the face of polars."""

    columns = ("period", "active")

    def iter_rows(self, *, named: bool) -> Iterator[dict[str, Any]]:
        assert named
        yield from ({"period": "2027-01", "active": 3}, {"period": "2027-02", "active": None})


class Arrow:
    """A table with the face of Arrow."""

    columns = ()

    def to_pylist(self) -> list[dict[str, Any]]:
        return [{"period": "2027-01", "active": 3}, {"period": "2027-02", "active": float("nan")}]


@pytest.mark.parametrize("frame", [Polars(), Arrow()])
def test_frames_of_other_libraries(frame: Any) -> None:
    usage = load_usage(frame, about={"product": "crm@5"})
    assert [one.active for one in usage.observations] == [3, None]


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_documents_and_mappings(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"usage.{ending}"
    tobfit.dump(SAME, file)
    assert load_usage(file) == load_usage(SAME) == SAME
    assert load_usage({"product": "crm@5", "observations": [{"period": "2027-03"}]}).product == "crm@5"
    assert tobfit.check(file) == ()


def test_a_folder_with_usage_is_still_a_catalogue(tmp_path: Path) -> None:
    tobfit.dump(SAME, tmp_path / "usage.yaml")
    tobfit.dump(tobfit.Product(id="crm@5"), tmp_path / "product.yaml")
    assert [product.id for product in tobfit.load_catalog(tmp_path).products] == ["crm@5"]
    assert tobfit.check(tmp_path) == ()


BROKEN = [
    ("period,active\n2027-03,x\n", [("TF209", 2, 9)]),
    ("period,active\n2027-03,-4\n2027-13,3\n", [("TF209", 2, 9), ("TF350", 3, 1)]),
    ("period,actve,active,active\n2027-03,1,2,3\n", [("TF203", 1, 8), ("TF354", 1, 21)]),
    ("period,active\n2027-03,1,2\n", [("TF354", 2, 11)]),
    ('period,notes\n2027-03,"open\n', [("TF354", 2, 9)]),
    ('period,notes\n2027-03,"a"b\n', [("TF354", 2, 12)]),
    ("period,client\n2027-03,a\n2027-04,b\n", [("TF354", 3, 9)]),
    ("period;nps.scores\n2027-03;9|x\n", [("TF209", 2, 9)]),
    ("period,capability\n2027-03,crm.cqp\n", [("TF301", 2, 9)]),
    ("period,active\n2027-03,1\n2027-03,2\n", [("TF351", 3, 1)]),
    ("active\n3\n", [("TF204", 2, 1)]),
    ("\n\n", [("TF354", None, None)]),
    ("period,satisfaction,satisfaction.responses\n2027-03,7,3\n", [("TF210", 2, 9)]),
]


@pytest.mark.parametrize(("text", "wanted"), BROKEN)
def test_a_broken_csv_file_is_told_by_line_and_column(
    tmp_path: Path, text: str, wanted: list[tuple[str, int | None, int | None]]
) -> None:
    file = tmp_path / "u.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TobfitError) as caught:
        load_usage(file, about={"product": "crm@5"})
    found = caught.value.problems
    assert [(one.code, one.line, one.column) for one in found] == wanted
    assert {one.file for one in found} == {str(file)}
    assert all(one.excerpt is not None for one in found if one.line)


@pytest.mark.parametrize(
    ("source", "about", "wanted"),
    [
        ([{"period": "2027-03", "roel": "x"}, {"roel": 3}], ABOUT, [("TF203", "rows[0]")]),
        ([{"period": "2027-03"}, 3], ABOUT, [("TF354", "rows[1]")]),
        ([{"period": "2027-03"}], {}, [("TF354", "about")]),
        ([{"period": "2027-03"}], {"product": "a", "prodct": "b"}, [("TF203", "about")]),
        ([{"period": "2027-03", "product": "b"}], {"product": "a"}, [("TF354", "rows[0].product")]),
        ([{"period": DAY(2027, 3, 1)}], ABOUT, [("TF350", "$.observations[0].period")]),
        ([{"period": "2027-03", "active": 2.5}], ABOUT, [("TF209", "$.observations[0].active")]),
        ([{"period": "2027-03", "active": float("inf")}], ABOUT, [("TF209", "$.observations[0].active")]),
        ([{"period": "2027-03", "active": True}], ABOUT, [("TF209", "$.observations[0].active")]),
        ([{"period": "2027-03", "capability": b"crm.cpq"}], ABOUT, [("TF207", "$.observations[0].capability")]),
        ([{"period": "2027-03"}], [1], [("TF354", "about")]),
        ({"product": "a"}, 3, [("TF354", "about")]),
        ("usage.yaml", ABOUT, [("TF354", "about")]),
        (3, {}, [("TF123", "load_usage.source")]),
        ("nowhere.csv", {}, [("TF101", None)]),
        ("usage.xls", {}, [("TF101", None)]),
    ],
)
def test_broken_rows_and_calls(source: Any, about: dict[str, Any], wanted: list[tuple[str, str | None]]) -> None:
    assert problems(source, about=about) == wanted


def test_an_index_of_a_frame_is_no_less_than_its_columns() -> None:
    """Left out, each row would speak of the product as a whole."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"capability": ["crm.cpq"], "period": ["2027-03"], "active": [3]})
    wanted = load_usage(frame, about=ABOUT)
    assert wanted.observations[0].capability == "crm.cpq"
    for index in (["capability"], ["capability", "period"]):
        assert load_usage(frame.set_index(index), about=ABOUT) == wanted
    assert load_usage(frame.rename_axis("row"), about=ABOUT) == wanted
    twice = pandas.DataFrame([["crm.cpq", "2027-03", 3, 4]], columns=["capability", "period", "active", "active"])
    assert problems(twice, about=ABOUT) == [("TF354", "rows")]


def test_columns_are_the_fields() -> None:
    names = columns_of()
    assert len(set(names)) == len(names)
    assert {"product", "period", "satisfaction", "satisfaction.responses", "nps.scores"} <= set(names)
    assert "nps" not in names


SIGNS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from('",;\t\n=+-@')
CELLS = st.text(SIGNS, max_size=6)


@settings(max_examples=settings().max_examples * 4)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=4), st.sampled_from(",;\t"))
def test_cells_come_back_as_they_were_quoted(rows: list[list[str]], delimiter: str) -> None:
    """Whatever a cell holds is text, formulas too, and each cell is where it says it is."""
    rows = [["one", "two"], *rows]
    text = "\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    found = rows_of(text, "t.csv")
    assert [[cell.text for cell in row] for row in found] == [row for row in rows if any(row)]
    lines = text.split("\n")
    for row in found:
        for cell in row:
            assert "\u2028" in text or "\x85" in text or lines[cell.mark.line - 1][cell.mark.column - 1] == '"'
