"""Frames: the rows of records, declared columns that never hang on the rows, and CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import attrs
import pandas
import polars
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report import test_visibility
from tests.report.worlds import example, made_up

import tobfit
from tobfit import TobfitError
from tobfit.matching.finding import Finding
from tobfit.model.label import Label
from tobfit.report import frame, records
from tobfit.report.escape import visible
from tobfit.report.escape_csv import for_csv, from_csv
from tobfit.report.frame_columns import COLUMNS
from tobfit.report.framed import Frame, framed
from tobfit.report.framing import KINDS
from tobfit.report.told import HOMES
from tobfit.testing.strategies import World, worlds

PYTHON = {"text": str, "integer": int, "number": float, "boolean": bool}
PANDAS = {"text": "string", "integer": "Int64", "number": "float64", "boolean": "boolean"}
POLARS: dict[str, Any] = {"text": polars.String, "integer": polars.Int64, "number": polars.Float64,
                          "boolean": polars.Boolean}  # fmt: skip
ARROW = {"text": "string", "integer": "int64", "number": "double", "boolean": "bool"}
BARE = "=+-@＝＋－＠"
STARTS = re.compile(rf"[ \u3000\"]*[{re.escape(BARE)}](?![ \u3000]*(?:$|[,;|]))")
"""What a spreadsheet could take for a formula."""


def empty(name: str) -> Frame:
    """The same columns without a row."""
    return framed(name, [*frame(example(), name).schema], (), "en")


def typed(made: Frame) -> bool:
    return all(
        value is None or type(value) is PYTHON[kind]
        for row in made.values
        for value, (_, kind) in zip(row, made.schema, strict=True)
    )


# ---- rows and columns


@settings(max_examples=settings().max_examples * 2)
@given(worlds(), st.sampled_from(["en", "zh"]), st.sampled_from(["client", "internal"]))
def test_lines_are_the_records_and_every_kind_has_its_declared_types(world: World, lang: str, audience: str) -> None:
    report = world.report()
    lines = frame(report, lang=lang, audience=audience)
    assert lines.rows == records(report, lang=lang, audience=audience)
    for of in KINDS:
        made = frame(report, of, lang=lang, audience=audience)
        assert typed(made)
        assert made.columns[:1] == ("client",)
        assert len(made) == len(made.rows) == len(list(made))
    assert len(frame(report, "products")) == len(report.fits)
    assert len(frame(report, "gaps")) == sum(len(fit.gaps) for fit in report.fits)
    assert [row["target"] for row in frame(report, "questions")] == [one.target for one in report.questions]
    pieces = sum(len(judgement.evidence) for fit in report.fits for judgement in fit.judgements)
    assert len(frame(report, "evidence")) == pieces


def test_figures_of_products_and_gaps_are_those_of_the_fits() -> None:
    report = made_up()
    for row, fit in zip(frame(report, "products"), report.fits, strict=True):
        assert fit.score is not None
        assert (row["product"], row["rank"], row["decision"]) == (fit.product, report.ranks[fit.product], fit.decision)
        assert (row["score_low"], row["score_high"]) == (float(fit.score.low), float(fit.score.high))
        assert [row[name] for name in ("met", "partial", "unmet", "unknown", "not_applicable")] == [
            fit.count(name) for name in ("met", "partial", "unmet", "unknown", "not_applicable")
        ]
        grave = {gap.requirement.id for gap in fit.gaps if gap.severity == "blocker"}
        assert row["blockers"] == len(grave)
        assert row["possible_winner"] == (fit.product in report.possible_winners)
    wanted = [(gap.product, gap.requirement.id, gap.kind, gap.severity) for fit in report.fits for gap in fit.gaps]
    names = ("product", "requirement", "kind", "severity")
    assert [tuple(row[name] for name in names) for row in frame(report, "gaps")] == wanted


def test_every_result_of_a_later_stage_has_declared_columns() -> None:
    assert set(HOMES) <= set(COLUMNS)
    for result in test_visibility.results(0):
        for audience in ("client", "internal"):
            made = frame(result, audience=audience)
            assert made.of == type(result).__name__
            assert typed(made), type(result).__name__
            assert len(set(made.columns)) == len(made.columns)
            rows = records(result, audience=audience)
            assert [{name: row[name] for name in given} for row, given in zip(made, rows, strict=True)] == rows


def test_findings_are_for_those_who_may_see_them() -> None:
    found = Finding("at_risk", "minor", "life", Label.of("said"), product="p")
    report = example().with_findings([found, attrs.evolve(found, because=Label.of("secret"), internal=True)])
    shown, every = frame(report, "findings"), frame(report, "findings", audience="internal")
    assert [row["because"] for row in shown] == ["said"]
    assert [row["because"] for row in every] == ["said", "secret"]


def test_frames_are_values() -> None:
    made = frame(example(), "gaps")
    assert made == frame(example(), "gaps")
    assert hash(made) == hash(frame(example(), "gaps"))
    assert made != frame(example(), "gaps", lang="zh")
    made.rows.clear()
    assert len(made.rows) == len(made)


# ---- data frame libraries


@pytest.mark.parametrize("of", KINDS)
def test_types_are_the_same_with_and_without_rows(of: str) -> None:
    for made in (frame(example(), of), empty(of)):
        kinds = made.types
        assert dict(made.to_pandas().dtypes.astype(str)) == {name: PANDAS[kind] for name, kind in kinds.items()}
        assert dict(made.to_polars().schema) == {name: POLARS[kind] for name, kind in kinds.items()}
        found = {field.name: str(field.type) for field in made.to_arrow().schema}
        assert found == {name: ARROW[kind] for name, kind in kinds.items()}


def test_all_libraries_hold_the_same_values() -> None:
    made = frame(made_up(), lang="zh")
    assert made.to_arrow().to_pylist() == made.rows
    assert made.to_polars().to_dicts() == made.rows
    table = made.to_pandas()
    assert [[None if pandas.isna(value) else value for value in row] for row in table.itertuples(index=False)] == [
        list(row) for row in made.values
    ]


def test_the_arrow_stream_is_taken_by_other_libraries() -> None:
    made = frame(example())
    assert polars.DataFrame(made).equals(made.to_polars())
    assert pyarrow.table(made).equals(made.to_arrow())
    assert polars.DataFrame(empty("lines")).schema == made.to_polars().schema


# ---- CSV

STEERING = "=+-@'\"\t\n\r;,| ＝＋－＠a1\u3000"
TEXTS = st.text(st.sampled_from(STEERING), max_size=12) | st.text(max_size=12)


def as_frame(texts: list[str | None]) -> Frame:
    return framed("cells", [("text", "text"), ("place", "integer")],
                  ({"text": text, "place": place} for place, text in enumerate(texts)), "en")  # fmt: skip


@settings(max_examples=settings().max_examples * 10)
@given(st.lists(TEXTS | st.none(), max_size=4))
def test_csv_loses_nothing_and_holds_no_formula(texts: list[str | None]) -> None:
    written = as_frame(texts).to_csv()
    rows = list(csv.reader(io.StringIO(written)))
    assert [from_csv(row[0]) for row in rows[1:]] == [visible(text or "") for text in texts]
    assert [row[1] for row in rows[1:]] == [str(place) for place in range(len(texts))]
    for separator in ",;|\t":
        for row in csv.reader(io.StringIO(written), delimiter=separator):
            assert not any(STARTS.match(cell) for cell in row), (separator, row)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("＝1+1", "'＝1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-3 months", "'-3 months"),
        ("\t=1", "' =1"),
        ("\r\n+1", "' +1"),
        ("a;=1", "a;'=1"),
        ("'=1", "''=1"),
        ("-", "-"),
        ("2025-01-01; -", "2025-01-01; -"),
        ("A & B <b>", "A & B <b>"),
        ("a\u202eb", "a\\u202eb"),
    ],
)
def test_cells_by_hand(text: str, cell: str) -> None:
    assert for_csv(text) == cell
    assert from_csv(cell) == visible(text)


def test_csv_by_hand() -> None:
    schema: list[tuple[str, Any]] = [("name", "text"), ("n", "integer"), ("x", "number"), ("yes", "boolean")]
    rows = [{"name": 'say "hi"', "n": 1, "x": -0.5, "yes": True}, {"name": "", "yes": False}, {}]
    assert framed("rows", schema, rows, "en").to_csv() == (
        '"name","n","x","yes"\n"say ""hi""",1,-0.5,true\n"",,,false\n,,,\n'
    )


# ---- bad input


def test_bad_input_is_named() -> None:
    report = example()
    with pytest.raises(TobfitError) as caught:
        frame(report, "gap")
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.hint) == ("TF475", "of", "did you mean 'gaps'?")
    with pytest.raises(TobfitError, match="TF475"):
        frame(tobfit.analysis.standing(report), "gaps")
    with pytest.raises(TypeError, match="neither a report nor a result"):
        frame(report.fits[0])
    with pytest.raises(ValueError, match="audience"):
        frame(report, audience="boss")
    with pytest.raises(AssertionError, match="without a declared type"):
        framed("rows", [("a", "text")], [{"b": 1}], "en")
