"""A compliance matrix comes back as what was filled in, and as nothing else."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.workbooks import PLACE, edited, filled, grid_of, small_matrix, small_report, written

import tobfit
from tobfit import TobfitError
from tobfit.intake import read_matrix
from tobfit.intake.layout import CLOSED, EVIDENCE_KINDS, EXTENTS, FIRST_ROW, RESPONSES, SHEETS, cell_name
from tobfit.model.catalog import Answer, Response
from tobfit.model.product import Evidence
from tobfit.model.words import RESPONSES as CODES
from tobfit.report import xlsx
from tobfit.report.words import TERMS
from tobfit.testing.strategies import World, worlds

openpyxl = pytest.importorskip("openpyxl")


def kinds_of_typing(code: str, lang: str) -> list[str]:
    word = RESPONSES[code][lang]
    return [
        word,
        code,
        f" {word}\u00a0",
        word.upper(),
        "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in code),
    ]


@st.composite
def answered(draw: st.DrawFn) -> tuple[World, str, dict[tuple[str, str], dict[str, str]], list[tuple[str, Answer]]]:
    """A world, a language, what is typed, and the answers that it means."""
    world = draw(worlds(max_lines=4, max_products=2))
    report, lang = world.report(), draw(st.sampled_from(("en", "zh")))
    lines = [(p.id, line.id) for p in world.catalog.products for line in report.requirements]
    chosen = draw(st.lists(st.sampled_from(lines), unique=True, max_size=3)) if lines else []
    typed: dict[tuple[str, str], dict[str, str]] = {}
    meant = []
    for product, requirement in chosen:
        code = draw(st.sampled_from(CODES))
        cells = {"response": draw(st.sampled_from(kinds_of_typing(code, lang)))}
        fields: dict[str, Any] = {"response": code}
        if code == "roadmap":
            cells["available"] = fields["available"] = "2027-02-01"
        if draw(st.booleans()):
            cells["extent"], fields["extent"] = draw(
                st.sampled_from([("50 %", "1/2"), (EXTENTS["full"][lang], "full")])
            )
        if draw(st.booleans()):
            cells |= {"evidence_source": "Guide (2026-05-01)", "evidence_kind": EVIDENCE_KINDS["documented"][lang]}
            fields["evidence"] = (Evidence(source="Guide", kind="documented", date="2026-05-01"),)
        if draw(st.booleans()):
            cells["remark"] = fields["remark"] = draw(st.sampled_from(("＝1+1", "说明、其他", "a, b|c", "２０２７")))
        typed[product, requirement] = cells
        meant.append((product, Answer(requirement=requirement, **fields)))
    return world, lang, typed, meant


@settings(max_examples=max(8, settings().max_examples // 3))
@given(answered())
def test_exactly_the_filled_answers_change(drawn: Any) -> None:
    world, lang, typed, meant = drawn
    report = world.report()
    with tempfile.TemporaryDirectory() as folder:
        data = xlsx(report, lang=lang, limit=1)
        assert read_matrix(written(Path(folder) / "a.xlsx", data)).is_empty
        found = read_matrix(filled(data, typed, Path(folder) / "b.xlsx", lang))
    assert not found.problems
    assert {(r.product, a) for r in found.responses for a in r.answers} == set(meant)
    client, catalog = found.laid_over(world.client, world.catalog, world.packs)
    after = tobfit.match(client, catalog, world.packs, world.policy, world.view)
    kept = tuple(
        one.evolve(
            answers=tuple(a for a in one.answers if a.by != "vendor" or (one.product, a.requirement) not in typed)
        )
        for one in world.catalog.responses if one.client == client.id
    )  # fmt: skip
    others = tuple(one for one in world.catalog.responses if one.client != client.id)
    new = tuple(Response(client=client.id, product=p, as_of=report.as_of, answers=(a,)) for p, a in meant)
    wanted = world.with_responses((*others, *(one for one in kept if one.answers), *new)).report()
    assert after.to_dict(detail="summary") == wanted.to_dict(detail="summary")
    for product in world.catalog.products:
        for before in report[product.id].judgements:
            if (product.id, before.requirement.id) not in typed:
                assert after[product.id][before.requirement.id].outcome == before.outcome


def test_one_answer_by_hand(tmp_path: Path) -> None:
    report = small_report()
    assert report["zenith@2"]["R-1"].verdict == "unknown"
    path = filled(small_matrix(), {("zenith@2", "R-1"): {"response": "third party"}}, tmp_path / "m.xlsx")
    found = read_matrix(path)
    assert found.responses == (
        Response(
            client="harbour",
            product="zenith@2",
            as_of="2026-11-01",
            answers=[Answer(requirement="R-1", response="third_party")],
        ),
    )
    client, catalog = found.laid_over(report.client, report.world.catalog)
    after = tobfit.match(client, catalog)
    assert after["zenith@2"]["R-1"].verdict == "partial"
    assert after["acme@5"].score == report["acme@5"].score


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_answers_to_questions_keep_their_promise(lang: str, tmp_path: Path) -> None:
    report, place = small_report(), PLACE["questions"]
    data = small_matrix(lang)
    rows = grid_of(data, "questions", lang)
    number = next(n for n, row in enumerate(rows) if row[place["target"]] == "product.zenith@2.capabilities.sec.mfa")
    option = str(rows[number][place["options"]]).splitlines()[1].removeprefix("• ")

    def answer(book: Any) -> None:
        book[SHEETS["questions"][lang]].cell(number + 1, place["answer"] + 1, option)

    found = read_matrix(edited(data, answer, tmp_path / "q.xlsx"))
    assert [item.target for item in found.answers.answers] == ["product.zenith@2.capabilities.sec.mfa"]
    after = tobfit.match(*found.laid_over(report.client, report.world.catalog))
    question = next(q for q in report.questions if q.target == "product.zenith@2.capabilities.sec.mfa")
    promised: Any = list(question.answers.values())[1]
    assert (after["zenith@2"].score, after["zenith@2"].decision) == (promised.score, promised.decision)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_option_of_every_question_is_read_back_as_its_changes(lang: str, tmp_path: Path) -> None:
    report, place = small_report(), PLACE["questions"]
    data = small_matrix(lang)
    rows = grid_of(data, "questions", lang)[FIRST_ROW:]
    options = [str(row[place["options"]] or "").splitlines() for row in rows]
    book = openpyxl.load_workbook(io.BytesIO(data))
    for number in range(max(map(len, options))):
        taken = set()
        for at, (row, listed) in enumerate(zip(rows, options, strict=True), FIRST_ROW + 1):
            typed = listed[number].removeprefix("• ") if number < len(listed) else ""
            book[SHEETS["questions"][lang]].cell(at, place["answer"] + 1).value = typed or None
            if typed:
                taken.add(str(row[place["target"]]))
        book.save(tmp_path / f"{number}.xlsx")
        found = read_matrix(tmp_path / f"{number}.xlsx")
        targets = {item.target for item in found.answers.answers}
        assert {t for t in taken if t.startswith("product.")} <= targets
        tobfit.answer(report.client, report.world.catalog, found.answers)


def test_a_row_without_a_response_changes_its_fields_alone(tmp_path: Path) -> None:
    report = small_report()
    before = Response(
        client="harbour", product="acme@5", as_of="2026-10-01",
        answers=[{"requirement": "R-2", "response": "standard", "value": "99.5 %"}],
    )  # fmt: skip
    catalog = report.world.catalog.evolve(responses=(before,))
    path = filled(small_matrix(), {("acme@5", "R-2"): {"value": "99.95 %"}}, tmp_path / "m.xlsx")
    _, after = read_matrix(path, on="2026-10-20").laid_over(report.client, catalog)
    (answer,) = after.responses[0].answers
    assert (answer.response, answer.value, str(answer.on)) == ("standard", ("99.95 %",), "2026-10-20")


def test_the_word_of_an_assessor_is_not_lost_to_a_vendor(tmp_path: Path) -> None:
    report = small_report()
    found = Response(client="harbour", product="acme@5", answers=[
        {"requirement": "R-1", "response": "not_supported", "by": "assessor"}])  # fmt: skip
    catalog = report.world.catalog.evolve(responses=(found,))
    path = filled(small_matrix(), {("acme@5", "R-1"): {"response": "standard"}}, tmp_path / "m.xlsx")
    client, after = read_matrix(path).laid_over(report.client, catalog)
    assert tobfit.match(client, after)["acme@5"]["R-1"].verdict == "unmet"


def test_a_matrix_of_another_client_is_refused(tmp_path: Path) -> None:
    report = small_report()
    path = filled(small_matrix(), {("acme@5", "R-1"): {"response": "standard"}}, tmp_path / "m.xlsx")
    with pytest.raises(TobfitError) as raised:
        read_matrix(path).laid_over(report.client.evolve(id="other"), report.world.catalog)
    assert [problem.code for problem in raised.value.problems] == ["TF307"]


def test_what_is_typed_keeps_its_meaning(tmp_path: Path) -> None:
    typed: dict[str, Any] = {
        "response": "Ｃｏｎｆｉｇｕｒａｔｉｏｎ",
        "value": "1.10\u00a0",
        "remark": "TRUE",
        "extent": 0.5,
    }
    path = filled(small_matrix(), {("acme@5", "R-3"): typed}, tmp_path / "m.xlsx")
    (answer,) = read_matrix(path).responses[0].answers
    wanted = Answer(requirement="R-3", response="configuration", value=["1.10"], remark="TRUE", extent="0.5")
    assert answer == wanted


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("２０２７－０６－３０", "2027-06-30"), ("2027年6月30日", "2027-06-30"), ("2027/6/30", "2027-06-30"),
        ("2027.06.30", "2027-06-30"), ("未知", "unknown"), ("Unknown", "unknown"),
        ("6/30/2027", None), ("2027年13月1日", None), ("2027-6/30", None),
    ],
)  # fmt: skip
def test_days_as_they_are_typed(typed: str, day: str | None, tmp_path: Path) -> None:
    cells = {"response": "路线图", "available": typed}
    path = filled(small_matrix("zh"), {("acme@5", "R-1"): cells}, tmp_path / "m.xlsx", "zh")
    if day is None:
        with pytest.raises(TobfitError) as raised:
            read_matrix(path)
        assert [(p.code, p.path) for p in raised.value.problems] == [("TF211", raised.value.problems[0].path)]
        assert "需求矩阵!" in str(raised.value.problems[0].path)
    else:
        assert str(read_matrix(path).responses[0].answers[0].available) == day


def test_full_width_forms_mean_the_same(tmp_path: Path) -> None:
    typed = {
        ("acme@5", "R-1"): {"response": "标准功能", "extent": "０．５", "value": "ｓａｍｌ２｜oidc"},
        ("acme@5", "R-2"): {"response": "Ｓｔａｎｄａｒｄ", "value": "９９．９５％"},
        ("acme@5", "R-3"): {
            "value": "颜色（蓝）",
            "response": "标准功能",
            "evidence_source": "手册（２０２６－０５－０１）",
        },
    }
    found = read_matrix(filled(small_matrix("zh"), typed, tmp_path / "m.xlsx", "zh"))
    first, second, third = found.responses[0].answers
    assert (str(first.extent), first.value) == ("1/2", ("saml2", "oidc"))
    assert (second.response, second.value, third.value) == ("standard", ("99.95%",), ("颜色（蓝）",))
    assert (third.evidence[0].source, str(third.evidence[0].date)) == ("手册", "2026-05-01")
    report = small_report()
    after = tobfit.match(*found.laid_over(report.client, report.world.catalog))
    assert after["acme@5"]["R-2"].verdict == "met"


@pytest.mark.parametrize(
    ("typed", "value", "is_warned"),
    [
        ("zh、en", ("zh", "en"), False), ("zh, en", ("zh, en",), True), ("zh；en", ("zh；en",), True),
        ("1,000 user", ("1,000 user",), False),
    ],
)  # fmt: skip
def test_marks_between_values(typed: str, value: tuple[str, ...], is_warned: bool, tmp_path: Path) -> None:
    path = filled(small_matrix(), {("acme@5", "R-3"): {"response": "standard", "value": typed}}, tmp_path / "m.xlsx")
    found = read_matrix(path)
    assert [answer.value for answer in found.responses[0].answers] == [value]
    assert [(problem.code, problem.path) for problem in found.problems] == [("TF170", "matrix!N5")] * is_warned


@pytest.mark.parametrize("typed", ["Banking | Finance", "Finance、Banking", "banking, finance", "Banking；Finance"])
def test_several_options_at_once(typed: str, tmp_path: Path) -> None:
    data = small_matrix()
    row = next(n for n, row in enumerate(grid_of(data, "questions"), 1) if row[1] == "client.industries")
    place = cell_name(row - 1, PLACE["questions"]["answer"])
    path = edited(data, lambda book: book["questions"].__setitem__(place, typed), tmp_path / "m.xlsx")
    (learnt,) = read_matrix(path).answers.answers
    assert sorted(one["segment"] for one in learnt.value or ()) == ["banking", "finance"]


def test_an_id_that_became_a_whole_number(tmp_path: Path) -> None:
    client = tobfit.Client(
        id="c", as_of="2026-11-01", requirements=[{"id": "12", "text": "x"}, {"id": "1.10", "text": "y"}]
    )
    data = xlsx(tobfit.match(client, tobfit.Product(id="2024")))
    path = filled(data, {("2024", "12"): {"response": "standard"}}, tmp_path / "m.xlsx")

    def numbers(book: Any) -> None:
        sheet = book["matrix"]
        for row in range(3, 5):
            sheet.cell(row, 1).value = 2024
            sheet.cell(row, 2).value = float(sheet.cell(row, 2).value)

    path = edited(Path(path).read_bytes(), numbers, tmp_path / "n.xlsx")
    with pytest.raises(TobfitError) as raised:
        read_matrix(path)
    (problem,) = raised.value.problems
    assert (problem.code, problem.message) == (
        "TF157", "the number 1.1 stands where a text belongs: it may have been 1.1 or 1.10"
    )  # fmt: skip
    path = edited(
        Path(path).read_bytes(),
        lambda book: book["matrix"].__setitem__(str(problem.path)[-2:], "1.10"),
        tmp_path / "o.xlsx",
    )
    (response,) = read_matrix(path).responses
    assert (response.product, [answer.requirement for answer in response.answers]) == ("2024", ["12"])


def test_rows_may_be_sorted_and_left_out_and_the_hidden_row_deleted(tmp_path: Path) -> None:
    path = filled(small_matrix(), {("zenith@2", "R-3"): {"response": "standard"}}, tmp_path / "m.xlsx")

    def turn(book: Any) -> None:
        sheet = book["matrix"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        for number, row in enumerate(reversed(rows[1:]), 3):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column, value)
        sheet.delete_rows(2 + len(rows))
        sheet.delete_rows(1)

    found = read_matrix(edited(Path(path).read_bytes(), turn, tmp_path / "n.xlsx"))
    assert [(r.product, [a.requirement for a in r.answers]) for r in found.responses] == [("zenith@2", ["R-3"])]


def test_the_words_are_those_of_the_reports() -> None:
    for column, words in CLOSED.items():
        for code, said in words.items():
            if code in TERMS and not (column == "extent" and code == "partial"):
                assert said.both == TERMS[code], (column, code)
