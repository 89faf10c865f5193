"""The workbook of a report: what stands in it, what does not, and that nothing in it can act or gets lost."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report import worlds as made_up

import tobfit
from tobfit import TobfitError
from tobfit.intake.layout import SHEETS, TABLES
from tobfit.matching.report import Report
from tobfit.report import explain, xlsx
from tobfit.report.explained.chosen import chosen
from tobfit.report.workbook import book
from tobfit.report.workbook.book import pieces, units
from tobfit.testing.strategies import worlds

openpyxl = pytest.importorskip("openpyxl")
HOSTILE = (
    "=cmd|'/c calc'!A1",
    "＝1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "A & B <b>",
    "</t><f>1</f>",
    "_x0041_",
    "a\u202eb\x07",
)


def named(said: str) -> Report:
    client = tobfit.Client(
        id="c", name=said, as_of="2026-11-01", requirements=[{"id": "R-1", "text": said, "capability": "sec.mfa"}]
    )
    one = tobfit.Product(id="a@1", name=said).offers(
        "sec.mfa", response="standard", remark=said, evidence=[{"source": said, "kind": "documented"}]
    )
    return tobfit.match(client, [one, tobfit.Product(id="b@1")])


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows(data: bytes, sheet: str, lang: str = "en") -> list[dict[str, Any]]:
    found = opened(data)[SHEETS[sheet][lang]].iter_rows(min_row=3, values_only=True)
    return [dict(zip((column.key for column in TABLES[sheet]), row, strict=False)) for row in found]


@settings(max_examples=max(8, settings().max_examples // 4))
@given(worlds(max_lines=4, max_products=3), st.sampled_from(("en", "zh")))
def test_every_judgement_gap_and_question_has_its_row(world: Any, lang: str) -> None:
    report = world.report()
    told = explain(report, lang=lang)
    data = xlsx(report, lang=lang, limit=1)
    matrix = [
        (row["product"], row["requirement"], row["credit_low"], row["credit_high"])
        for row in rows(data, "matrix", lang)
    ]
    assert matrix == [
        (p.id, c.requirement, pytest.approx(float(c.credit.low)), pytest.approx(float(c.credit.high)))
        for p in told.products
        for c in p.cells
    ]
    gaps = [(row["product"], row["requirement"], row["severity"]) for row in rows(data, "gaps", lang)]
    assert gaps == [(p.id, g.requirement, told.words.term(g.severity)) for p in told.products for g in p.gaps]
    assert [row["target"] for row in rows(data, "questions", lang)] == [q.target for q in told.questions]
    assert len(rows(data, "evidence", lang)) == sum(len(c.evidence) for p in told.products for c in p.cells)


@pytest.mark.parametrize("said", HOSTILE)
def test_nothing_acts_and_nothing_is_lost(said: str) -> None:
    data = xlsx(named(said))
    for name, part in parts(data).items():
        assert "<f>" not in part, name
        assert "<hyperlink" not in part, name
        assert "externalLink" not in part, name
    shown = rows(data, "matrix")[0]["text"]
    plain = said.replace("\t", " ").replace("\u202e", "\\u202e").replace("\x07", "\\u0007")
    assert re.sub(r"_x005F_", "_", str(shown)) == plain
    if said[0] in "=＝+-@\t":
        assert opened(data)["matrix"]["C3"].quotePrefix


@pytest.mark.parametrize("char", ["x", "界", "\U0001f600"])
def test_a_long_text_goes_on_whole(char: str) -> None:
    said = "".join(f"{number}{char}" for number in range(9_000))
    data = xlsx(named(said))
    cell = rows(data, "matrix")[0]["text"]
    assert units(cell) <= 32_767
    assert "more characters: the whole text stands on the sheet “continued”]" in cell
    whole = [row for row in rows(data, "continued") if row["place"] == "matrix!C3"]
    assert [row["part"] for row in whole] == list(range(1, len(whole) + 1))
    assert "".join(row["text"] for row in whole) == said
    beginning, note = cell.split(" … [")
    assert said.startswith(beginning)
    assert int(note.split(" ")[0].replace(",", "")) == len(said) - len(beginning)


@given(st.text(max_size=40), st.integers(2, 9))
def test_pieces_join_and_fit(text: str, room: int) -> None:
    found = list(pieces(text, room))
    assert "".join(found) == text
    assert all(units(piece.encode("utf-8", "replace").decode()) <= room for piece in found)


def test_more_rows_than_a_sheet_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "MAX_ROWS", 6)
    with pytest.raises(TobfitError, match="TF169"):
        xlsx(made_up.example())


def test_only_the_chosen_products_are_in_it() -> None:
    report = made_up.example()
    mine, *others = (fit.product for fit in report.fits)
    whole = "\n".join(parts(xlsx(report, products=[mine], limit=None)).values())
    names = {report.world.catalog[name].title.text("en") for name in others}
    for other in {*others, *names} - {report.world.catalog[mine].title.text("en")}:
        assert other not in whole
    assert chosen(report, [mine])[mine].score == report[mine].score
    with pytest.raises(TobfitError) as raised:
        xlsx(report, products=["nobody@1", "none@2"])
    assert [problem.code for problem in raised.value.problems] == ["TF402", "TF402"]
    with pytest.raises(TobfitError, match="no product is chosen"):
        xlsx(report, products=[])


def test_the_form_of_the_sheets() -> None:
    found = opened(xlsx(made_up.example(), lang="zh"))
    assert [name for name in found.sheetnames if found[name].sheet_state == "visible"][:5] == [
        "汇总", "需求矩阵", "差距", "待答问题", "证据",
    ]  # fmt: skip
    assert (found["tobfit"].sheet_state, found["lists"].sheet_state) == ("veryHidden", "hidden")
    sheet = found["需求矩阵"]
    assert sheet.row_dimensions[1].hidden
    assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.print_title_rows) == ("D3", "landscape", "$2:$2")
    assert sheet.auto_filter.ref.startswith("A2:R")
    lists = {str(rule.sqref).partition("3:")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists["L"] == '"标准功能,配置实现,第三方产品,定制开发,路线图,不支持,不适用"'
    assert set(lists) == {"L", "M", "R"}
    assert sheet.conditional_formatting
    assert sheet["L3"].number_format == "@"
    assert found.properties.creator in (None, "")


@pytest.mark.parametrize(("lang", "text", "line"), [("en", "x", 13), ("zh", "x", 17), ("en", "行", 17)])
def test_rows_are_as_high_as_their_lines(lang: str, text: str, line: int) -> None:
    """The Chinese font needs 16.5 points for a line of ten."""
    made = book.Book(lang, "t")
    sheet = made.sheet("s")
    sheet.width(0, 20)
    sheet.text(0, 0, "\n".join([text] * 5))
    sheet.set_heights(0, 1)
    xml = zipfile.ZipFile(io.BytesIO(made.finished())).read("xl/worksheets/sheet1.xml").decode()
    heights = [float(height) for height in re.findall(r'<row [^>]* ht="([0-9.]+)"', xml)]
    assert heights[0] == pytest.approx(4 + 5 * line, abs=0.75)  # spreadsheets round to pixels


def test_the_same_bytes_under_any_hash_seed_and_clock() -> None:
    program = (
        "import hashlib, tobfit; from tests.report.worlds import example; from tobfit.report import xlsx;"
        "print(hashlib.sha256(xlsx(example(), limit=2)).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": ":".join(["src", ".", *sys.path])},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }
    assert len(said) == 1


def test_an_offer_is_answered_by_its_products() -> None:
    offer = {"tobfit": "offer/1", "id": "both", "items": [{"product": "a@1"}, {"product": "b@2"}]}
    client = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa", priority="must")
    catalog = tobfit.load_catalog([offer, *({"tobfit": "product/1", "id": name} for name in ("a@1", "b@2", "z@9"))])
    data = xlsx(tobfit.match(client, catalog), products=["both"])
    assert [row["product"] for row in rows(data, "matrix")] == ["both", "a@1", "b@2"]
    assert {row["product"] for row in rows(data, "gaps")} == {"both"}
    summary = [cell for row in opened(data)["summary"].iter_rows(values_only=True) for cell in row]
    assert ("both" in summary, "a@1" in summary) == (True, False)
    assert "Grey rows are those of offers: answer for their products." in summary
    assert not any("z@9" in part for part in parts(data).values())
    alone = opened(xlsx(named("x")))["summary"].iter_rows(values_only=True)
    assert not any("Grey rows" in str(cell) for row in alone for cell in row)


@pytest.mark.parametrize(
    ("lang", "levels", "languages"),
    [
        ("en", "Level 1|Level 2|Level 3|Level 4|Level 5", "standard, zh|standard, zh, en|not supported"),
        ("zh", "第一级|第二级|第三级|第四级|第五级", "标准功能，zh|标准功能，zh，en|不支持"),
    ],
)
def test_possible_answers_stand_in_their_order(lang: str, levels: str, languages: str) -> None:
    asked = [{"id": name, "capability": "nf.languages", "need": {"all_of": said}, "accept": ["standard"]}
             for name, said in (("L", ["zh"]), ("M", ["zh", "en"]))]  # fmt: skip
    client = tobfit.Client(id="c", as_of="2026-11-01", jurisdictions=["CN"], requirements=asked)
    report = tobfit.match(client, tobfit.Product(id="p@1"))
    needs = [row["need"] for row in rows(xlsx(report, lang=lang), "matrix", lang) if row["requirement"] in ("L", "M")]
    assert needs == (["all of zh", "all of zh, en"] if lang == "en" else ["全部包含 zh", "全部包含 zh、en"])
    said = {row["target"]: row["options"] for row in rows(xlsx(report, lang=lang), "questions", lang)}
    for target, wanted in (
        ("client.profile.mlps_level", levels),
        ("product.p@1.capabilities.nf.languages", languages),
    ):
        assert said[target] == "\n".join(f"• {option}" for option in wanted.split("|"))


def test_ways_out_beyond_the_limit_say_so() -> None:
    ways = [row["ways"] for row in rows(xlsx(made_up.example(), limit=1), "gaps")]
    assert ways[0].startswith("• ")
    assert any("not worked out here" in way for way in ways[1:])
    assert not any("not worked out here" in row["ways"] for row in rows(xlsx(named("x"), limit=None), "gaps"))


def test_arguments() -> None:
    report = named("x")
    for options in ({"audience": "all"}, {"limit": 0}, {"progress": "loud"}):
        with pytest.raises(ValueError):  # noqa: PT011
            xlsx(report, **options)
    told: list[tuple[int, int]] = []
    xlsx(report, progress=lambda done, whole: told.append((done, whole)))
    assert told == [(1, 2), (2, 2)]
