"""Word documents: by the default templates and by users' own, with hostile texts and hostile templates."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.word_templates import changed, opened, parts_of, template, texts
from tests.report.worlds import example, made_up, rich

import tobfit
from tobfit import TobfitError
from tobfit.matching.report import Report
from tobfit.report import context, docx
from tobfit.report.proposal.escape_word import for_word
from tobfit.report.proposal.making import made
from tobfit.report.proposal.making_parts import cell, field, paragraph, row, row_mark, table
from tobfit.report.proposal.making_styles import HEAD, R, W
from tobfit.report.proposal.package import packed
from tobfit.report.proposal.shipped import shipped_template
from tobfit.testing.strategies import World, worlds

HOSTILE = (
    "A & B <b>", "<script>alert(1)</script>", "</w:t></w:r></w:p><w:p>", "{{ 7*7 }}", "{%p for x in y %}", "{_{ x }_}",
    '"><img src=x onerror=1>', "=cmd|' /C calc'!A0", "＝1+1", "]]>&#x41;&amp;", "{# gone #}", "“curly” ‘quotes’",
    " ends ",
    "\\u001b[31m written", "一二三，“全角”", "tail\\",
)  # fmt: skip
STEERING = {"red\x1b[31m": "red\\u001b[31m", "a\u202eb": "a\\u202eb", "a\x00b\x0bc\ufffe": "a\\u0000b\nc\\ufffe"}


def named(name: str) -> Report:
    client = tobfit.Client(id="acme", name=name, as_of="2026-11-01").require("sec.mfa", priority="must")
    return tobfit.match(client, tobfit.Product(id="crm@5", name=name).offers("sec.mfa", response="standard"))


def refused(made: bytes | Path, report: Report | None = None) -> list[Any]:
    with pytest.raises(TobfitError) as raised:
        docx(report or named("Acme"), made)
    return list(raised.value.problems)


# ---- the default templates


@settings(max_examples=settings().max_examples // 5)
@given(worlds(landscape=None), st.sampled_from(["en", "zh"]), st.sampled_from(["client", "internal"]))
def test_both_templates_are_filled_in_for_every_world(world: World, lang: str, audience: str) -> None:
    report = world.report()
    data = docx(report, lang=lang, audience=audience)
    document = opened(data)
    told = context(report, lang=lang, audience=audience)
    styles = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert {"Title", "Subtitle", "Heading 1"} <= styles
    shown = texts(data)
    assert not [text for text in shown if "{{" in text or "{%" in text]
    for product in told["products"]:
        assert any(product["name"] in text for text in shown)
    cells = {row.cells[0].paragraphs[0].text for one in document.tables[1:] for row in one.rows}
    if told["products"]:
        assert {for_word(line["title"]) for line in told["requirements"]} <= cells


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_ships_is_what_the_program_makes(lang: str) -> None:
    assert parts_of(shipped_template("docx", lang)) == made(lang)


def test_the_default_document_has_the_shape_of_a_proposal() -> None:
    document = opened(docx(example(), lang="zh"))
    titles = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert titles == ["摘要", "排名", "逐项符合性", "差距与出路", "待答问题", "价格", "假设与评分策略"]
    ranking = document.tables[0]
    assert [one.text for one in ranking.rows[0].cells][:4] == ["#", "产品", "结论", "得分"]
    assert len(ranking.rows) == 1 + len(example().fits)
    assert ranking.rows[0]._tr.find(f".//{{{W}}}tblHeader") is not None
    section = document.sections[0]
    assert "PAGE" in section.footer._element.xml
    assert section.header.paragraphs[0].text.startswith(context(example(), lang="zh")["client"]["name"])
    fonts = document.styles.element.xml
    assert 'w:eastAsia="Microsoft YaHei"' in fonts


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_requirements_there_is_no_table_and_no_score(lang: str) -> None:
    client = tobfit.Client(id="acme", as_of="2026-11-01")
    report = tobfit.match(client, tobfit.Product(id="crm@5"))
    shown = texts(docx(report, lang=lang))
    assert ("Requirements: none" if lang == "en" else "需求：无") in shown
    (standing,) = [text for text in shown if text.startswith(("fit. ", "符合。"))]
    assert "no score" not in standing
    assert ("Requirement" if lang == "en" else "需求") not in shown
    assert ("| Requirement |" if lang == "en" else "| 需求 |") not in tobfit.report.markdown(
        report, "proposal", lang=lang
    )


def test_the_note_on_page_numbers_goes_away_with_f9() -> None:
    """It stands in the field of the table of contents, whose contents Word writes anew."""
    body = parts_of(docx(named("Acme")))["word/document.xml"].decode()
    field_of = body[body.index(" TOC ") : body.index('<w:fldChar w:fldCharType="end"/>')]
    assert "F9" in field_of
    assert "F9" not in body.replace(field_of, "")


def test_the_verdicts_of_the_compliance_table_are_those_of_the_report() -> None:
    report = made_up()
    document = opened(docx(report))
    rows = [row for one in document.tables for row in one.rows if len(row.cells) == 4 and row.cells[2].text]
    for line in report.requirements:
        found = [
            row.cells[2].text.partition(" · ")[0]
            for row in rows
            if row.cells[0].paragraphs[-1].text.startswith(f"{line.id} · ")
        ]
        assert found == [fit[line.id].verdict.replace("_", " ") for fit in report.fits]


def test_internal_things_are_for_internal_readers() -> None:
    report = rich(secret="SECRET")
    outside, inside = ("\n".join(texts(docx(report, audience=who, limit=None))) for who in ("client", "internal"))
    assert "SECRET" not in outside
    assert "7272 person_day" not in outside
    assert "SECRET" in inside
    assert "7272 person_day" in inside


def test_the_same_input_gives_the_same_bytes() -> None:
    one, other = docx(made_up()), docx(rich())
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]
    properties = opened(one).core_properties
    assert str(properties.created) == str(properties.modified) == "2026-11-01 00:00:00+00:00"


# ---- texts


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_texts_are_shown_as_they_are_written(said: str) -> None:
    own = template("before", "{{ client.name }}", "after", header="{{ client.name }}", footer="{{ client.name }}")
    data = docx(named(said), own)
    assert texts(data) == ["before", said, "after"]
    section = opened(data).sections[0]
    assert [section.header.paragraphs[0].text, section.footer.paragraphs[0].text] == [said, said]
    assert opened(data).core_properties.title == f"{said}: Requirements and fit"
    assert f"{said} · as of 2026-11-01" in texts(docx(named(said)))


@pytest.mark.parametrize("said", STEERING)
def test_what_steers_or_cannot_be_held_is_written_out(said: str) -> None:
    assert for_word(said) == STEERING[said]


@given(st.text(max_size=40))
@settings(max_examples=settings().max_examples)
def test_every_text_can_be_held_and_comes_back(said: str) -> None:
    shown = for_word(said)
    assert for_word(shown) == shown
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]", shown)


def test_line_breaks_and_tabs_are_those_of_word() -> None:
    report = named("Acme")
    because = tobfit.Client(id="c", as_of="2026-11-01", notes="one\ttwo\r\nthree  \n\nfour").require("sec.mfa")
    report = tobfit.match(because, tobfit.Product(id="p"))
    own = template("<{{ client.notes }}>")
    data = docx(report, own, audience="internal")
    assert texts(data) == ["<one\ttwo\nthree  \n\nfour>"]
    assert opened(data).paragraphs[0].text == "<one\ttwo\nthree  \n\nfour>"


def test_long_texts_are_kept() -> None:
    said = "长" * 40_000
    data = docx(named(said), template("{{ client.name }}"))
    assert texts(data) == [said]
    title = opened(data).core_properties.title
    assert len(title) == 255
    assert title.endswith("…")


def test_hostile_worlds_leave_the_structure_alone() -> None:
    plain, hostile = opened(docx(rich("plain"))), opened(docx(rich("</w:p>{{ 1 }}{%tr %}<w:tbl>&")))
    for one, other in zip(plain.tables, hostile.tables, strict=True):
        assert len(one.rows) == len(other.rows)
    names = [[p.style and p.style.name for p in one.paragraphs] for one in (plain, hostile)]
    assert names[0] == names[1]


# ---- templates of users


def test_a_template_of_ones_own() -> None:
    widths = (50, 50)
    cells = (cell(paragraph("{{ product.name }}")), cell(paragraph("{{ product.score.percent }}")))
    rows = (row_mark("for product in products", 2), row(cells), row_mark("endfor", 2))
    own = template(
        "Dear {{ client.name }},",
        "{%p if products|length > 1 %}", "several", "{%p else %}", "one", "{%p endif %}",
        table(widths, ("Product", "Score"), *rows),
    )  # fmt: skip
    data = docx(made_up(), own)
    report = made_up()
    assert texts(data)[:2] == ["Dear a text,", "several"]
    (found,) = opened(data).tables
    assert [[one.text for one in line.cells] for line in found.rows] == [
        ["Product", "Score"],
        *([p["name"], p["score"]["percent"]] for p in context(report)["products"]),
    ]


def test_marks_that_word_split_over_runs_are_whole_again() -> None:
    pieces = ("{", "{ client", ".na", "me }", "}")
    runs = "".join(f"<w:r><w:t>{piece}</w:t></w:r>" for piece in pieces)
    assert texts(docx(named("A & B"), template(f"<w:p>{runs}</w:p>"))) == ["A & B"]


def test_columns_of_a_table_are_made() -> None:
    columns = (paragraph("{%tc for product in products %}"), paragraph("{{ product.id }}"), paragraph("{%tc endfor %}"))
    own = template(table((1,), ("x",), row(map(cell, columns))))
    (found,) = opened(docx(made_up(), own)).tables
    assert [one.text for one in found.rows[1].cells] == [fit.product for fit in made_up().fits]
    assert len(found._tbl.tblGrid.findall(f"{{{W}}}gridCol")) == 2


def test_what_would_be_no_document_is_put_right() -> None:
    """A cell needs a paragraph, a table a row."""
    bare = cell(paragraph("{%p if false %}"), paragraph("x"), paragraph("{%p endif %}"))
    head, rows = table((1,), ("x",)), row_mark("for x in []", 1) + row([cell(paragraph("x"))]) + row_mark("endfor", 1)
    empty = head[: head.index("<w:tr>")] + rows + head[head.index("</w:tr>") + len("</w:tr>") :]
    own = template(table((1,), ("x",), row([bare])), empty)
    data = docx(named("A"), own)
    assert len(opened(data).tables) == 1
    assert all(one.paragraphs for line in opened(data).tables[0].rows for one in line.cells)


def test_macros_write_paragraphs() -> None:
    own = template("{%p macro list(names) %}", "{%p for name in names %}", "- {{ name }}", "{%p endfor %}",
                   "{%p endmacro %}", "{{p list(['<a>', client.name]) }}")  # fmt: skip
    assert texts(docx(named("A & B"), own)) == ["- <a>", "- A & B"]


def test_braces_that_are_no_marks() -> None:
    assert texts(docx(named("A"), template("{_{ x }_} and {_% y %_}"))) == ["{{ x }} and {% y %}"]


def test_footnotes_are_filled_in_once() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    types = made("en")["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
    )
    inside = f'<w:footnote w:id="1">{paragraph("{{ client.name }}")}</w:footnote>'
    note = f'{HEAD}<w:footnotes xmlns:w="{W}">{inside}</w:footnotes>'
    section = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr></w:p>'
    own = changed(template(section, "x"), CONTENT=types, word__footnotes__xml=None)
    own = packed({**parts_of(own), "word/footnotes.xml": note.encode()})
    data = docx(named("{{ 7*7 }}"), own)
    assert b"{{ 7*7 }}" in parts_of(data)["word/footnotes.xml"]


def test_a_dotx_gives_a_docx() -> None:
    types = made("en")["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    assert texts(docx(named("A"), changed(template("{{ client.name }}"), CONTENT=types))) == ["A"]


def test_parts_that_are_not_filled_in_stay_as_they_are() -> None:
    own = template("x")
    before, after = parts_of(own), parts_of(docx(named("A"), packed({**parts_of(own), "word/media/a.png": b"\x89PNG"})))
    assert after["word/media/a.png"] == b"\x89PNG"
    for name in ("word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/_rels/document.xml.rels"):
        assert after[name] == before[name]


def test_a_template_may_be_a_path(tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(template("{{ client.nmae }}"))
    (problem,) = refused(path)
    assert (problem.code, problem.file) == ("TF466", str(path))
    assert [one.code for one in refused(tmp_path / "none.docx")] == ["TF101"]


# ---- what is wrong with templates


def test_unknown_names_come_all_at_once_with_near_ones() -> None:
    own = template(
        "first", "Dear {{ clint.name }}", "{%p if false %}", "{{ prodcts }}", "{%p endif %}", header="{{ titel }}"
    )
    problems = refused(own)
    assert [problem.code for problem in problems] == ["TF466"] * 3
    assert [problem.hint for problem in problems] == [
        f"did you mean '{name}'?" for name in ("client", "products", "title")
    ]
    assert str(problems[0]) == (
        "TF466 template word/document.xml, paragraph 2: 'Dear {{ clint.name }}': there is no 'clint'\n"
        "  help: did you mean 'client'?"
    )
    assert problems[2].path == "template word/header1.xml, paragraph 1"


def test_an_unknown_part_of_a_value_is_named() -> None:
    (problem,) = refused(template("a", "{%p for p in products %}", "{{ p.sore }}", "{%p endfor %}"))
    assert (problem.code, problem.hint) == ("TF466", "did you mean 'score'?")
    assert problem.path == "template word/document.xml, paragraph 3"
    (nothing,) = refused(template("{{ view.name }}"))
    assert (nothing.code, nothing.message.partition(": ")[2]) == ("TF466", "what is not there has no 'name'")
    assert texts(docx(named("A"), template("{% if view is none %}-{% endif %}{{ other|default('x') }}"))) == ["-x"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% for x products %}{% endfor %}", "expected token 'in', got 'products'"),
        ("{{ client.name", "a mark is opened, and not closed in the same paragraph"),
        ("{% if client %}", "Unexpected end of template"),
        ("{{ client.name|uper }}", "No filter named 'uper'"),
        ("{{ client.name|safe }}", "No filter named 'safe'"),
    ],
)
def test_syntax_errors_show_the_paragraph(text: str, said: str) -> None:
    (problem,) = refused(template("fine", text))
    assert problem.code == "TF465"
    assert said in problem.message


def test_the_paragraph_of_a_syntax_error_has_its_number() -> None:
    (problem,) = refused(template("one", "two", "{%p for x products %}", "{%p endfor %}"))
    assert problem.path == "template word/document.xml, paragraph 3"
    assert problem.message.startswith("'{% for x products %}': ")


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}", "{{ client.__init__.__globals__ }}", "{{ client['__class__'] }}",
        "{{ [].__class__ }}", "{{ products|map(attribute='__class__')|list }}", "{{ range.__globals__ }}",
        "{{ cycler.__init__.__globals__ }}", "{{ self.__init__ }}", "{{ namespace.__mro__ }}",
        "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{% from 'os' import path %}", "{% extends 'x' %}",
        "{% autoescape false %}{{ client.name }}{% endautoescape %}", "{{ client.update(a=1) }}",
        "{{ products.append(1) }}", "{{ client.name.format(1) }}", "{% for x in products recursive %}{% endfor %}",
    ],
)  # fmt: skip
def test_what_reaches_further_is_refused(text: str) -> None:
    (problem,) = refused(template(text))
    assert problem.code == "TF467"


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "{{ range(10**9)|list }}",
        "{% for a in range(99999) %}{% set x = range(99999)|list %}{% endfor %}", "{{ 'x' * 10**9 }}",
        "{{ 9999 ** 9999 ** 9 }}", "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
        "{% set n = namespace(x='ab') %}{% for i in range(64) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(64) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x=[1]) %}{% for i in range(64) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{{ ('a' * 1000)|replace('a', 'b' * 10000) }}",
    ],
)  # fmt: skip
def test_what_would_not_end_is_refused(text: str) -> None:
    (problem,) = refused(template(text))
    assert problem.code == "TF468"


@pytest.mark.parametrize(
    "text",
    ["{{ products }}", "{{ client }}", "{{ range }}", "{{ 1 / 0 }}", "{{ client.name + 1 }}",
     "{% for x in client.name %}{% endfor %}", "{{ products[99] }}", "{{ '%999999d'|format(1) }}",
     "{{ 1|round(10**9) }}", "{{ products|batch(10**9, 'x')|list }}",
     "{% for x in none %}{% endfor %}", "{% set x %}a{% endset %}{{ x|upper }}", "{{p client.name }}",],
)  # fmt: skip
def test_expressions_that_fail_are_told(text: str) -> None:
    (problem,) = refused(template(text))
    assert problem.code == "TF469", problem


def test_marks_that_cut_through_paragraphs_are_told() -> None:
    (problem,) = refused(template("{% if not products %}", table((1,), ("x",), row([cell(paragraph("{% endif %}"))]))))
    assert problem.code == "TF465"
    assert "{%p %}" in problem.hint


def test_what_is_no_word_document() -> None:
    xlsx = made("en")["[Content_Types].xml"].replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")
    macros = made("en")["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    entity = b'<!DOCTYPE a [<!ENTITY b "c">]>'
    twice = io.BytesIO(template("x"))
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", b"<a/>")
    for data in (
        b"", b"plain text", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04cut", template("x")[:-40], twice.getvalue(),
        changed(template("x"), CONTENT=None), changed(template("x"), _rels__=None, CONTENT=xlsx),
        changed(template("x"), CONTENT=macros), changed(template("x"), **{"word__document.xml": b"<w:document"}),
        changed(template("x"), **{"word__document.xml": entity + b"<a/>"}),
        changed(template("x"), **{"_rels__.rels": b"<a/>"}),
        changed(template("x"), **{"word___rels__document.xml.rels": relation("vbaProject", "vbaProject.bin")}),
    ):  # fmt: skip
        (problem,) = refused(data)
        assert problem.code == "TF464", problem
        assert str(problem).isprintable() or "\n" in str(problem)


def relation(kind: str, target: str, mode: str = "") -> bytes:
    external = f' TargetMode="{mode}"' if mode else ""
    own = made("en")["word/_rels/document.xml.rels"].decode()
    return own.replace(
        "</Relationships>", f'<Relationship Id="rId99" Type="{R}/{kind}" Target="{target}"{external}/></Relationships>'
    ).encode()


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("image", "External"),
        ("oleObject", "External"),
        ("frame", "External"),
        ("subDocument", "External"),
        ("aFChunk", ""),
    ],
)
def test_what_word_would_fetch_is_refused(kind: str, mode: str) -> None:
    rels = relation(kind, "https://tracker.example/x", mode)
    (problem,) = refused(changed(template("x"), **{"word___rels__document.xml.rels": rels}))
    assert (problem.code, problem.path) == ("TF467", "template word/_rels/document.xml.rels")
    assert "tracker.example" in problem.message


def test_links_stay_and_the_template_behind_a_template_goes() -> None:
    link = relation("hyperlink", "https://example.org", "External")
    attached = (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" '
        f'Type="{R}/attachedTemplate" Target="file:///\\\\server\\t.dotm" TargetMode="External"/></Relationships>'
    )
    settings_ = (
        made("en")["word/settings.xml"]
        .decode()
        .replace("<w:zoom", f'<w:attachedTemplate xmlns:r="{R}" r:id="rId1"/><w:zoom')
    )
    own = changed(
        template("x"),
        **{"word___rels__document.xml.rels": link, "word___rels__settings.xml.rels": attached.encode(),
           "word__settings.xml": settings_.encode()},
    )  # fmt: skip
    after = parts_of(docx(named("A"), own))
    assert after["word/_rels/document.xml.rels"] == link
    assert b"attachedTemplate" not in after["word/settings.xml"] + after["word/_rels/settings.xml.rels"]


@pytest.mark.parametrize(
    "code",
    [
        "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe",
        "INCLUDETEXT x",
        "INCLUDEPICTURE x",
        "LINK x",
        " ",
        "dde x",
        "IMPORT x",
    ],
)
def test_fields_that_reach_outside_are_refused(code: str) -> None:
    whole = f"<w:p>{field(code)}</w:p>"
    simple = f'<w:p><w:fldSimple w:instr="{code}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    split = whole.replace(code, f'{code[:2]}</w:instrText></w:r><w:r><w:instrText xml:space="preserve">{code[2:]}')
    for body in (whole, simple, split if code.strip() else whole):
        (problem,) = refused(template(body))
        assert problem.code == "TF467", body


def test_usual_fields_stay() -> None:
    codes = (
        "PAGE",
        "NUMPAGES",
        'TOC \\o "1-3" \\h',
        "PAGEREF _Toc1 \\h",
        'HYPERLINK "https://example.org/LINK"',
        "= 1 + 2",
    )
    own = template(*(f"<w:p>{field(code.replace(chr(34), '&quot;'))}</w:p>" for code in codes))
    assert len(texts(docx(named("A"), own))) == len(codes)
    (problem,) = refused(template(f"<w:p>{field('HYPERLINK {{ client.name }}')}</w:p>"))
    assert problem.code == "TF467"


def test_a_mark_where_none_is_filled_in_is_told() -> None:
    own = packed({**parts_of(template("x")), "word/charts/chart1.xml": b"<c>{{ client.name }}</c>"})
    (problem,) = refused(own)
    assert (problem.code, problem.path) == ("TF465", "template word/charts/chart1.xml")


def test_templates_that_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed({**parts_of(template("x")), "word/media/a.bin": b"\0" * 140_000_000})
    assert len(bomb) < 1_000_000
    crowd = packed({**parts_of(template("x")), **{f"word/media/{n}.bin": b"" for n in range(2_001)}})
    deep = template("<w:p>" * 300 + "</w:p>" * 300)
    large = template("x" * 17_000_000)
    for data in (bomb, crowd, large, b"PK" + b"\0" * (33 * 1024 * 1024)):
        (problem,) = refused(data)
        assert problem.code == "TF468", problem
    assert refused(deep)[0].code == "TF464"
    monkeypatch.setattr("tobfit.report.proposal.sandbox.WRITTEN", 1000)
    (problem,) = refused(template("{% for i in range(100) %}0123456789 {% endfor %}"))
    assert problem.code == "TF468"


def test_without_the_extra_one_line_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    (problem,) = refused(template("x"))
    assert problem.code == "TF408"
    assert problem.message.endswith("pip install 'tobfit[word]'")


def test_bad_arguments() -> None:
    for wrong in ({"audience": "partner"}, {"limit": 0}):
        with pytest.raises(ValueError, match=r"audience|limit"):
            docx(named("A"), **wrong)
    with pytest.raises(TobfitError, match="TF123"):
        docx(named("A"), 5)  # type: ignore[arg-type]
