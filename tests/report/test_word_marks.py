"""Mistakes that people make when they write marks: nothing is lost in silence, and each is told where it stands."""

from __future__ import annotations

import pytest
from tests.report.test_docx import named
from tests.report.word_templates import template, texts

from tobfit import TobfitError
from tobfit.errors import Problem
from tobfit.report import docx, markdown
from tobfit.report.proposal.making_parts import cell, paragraph, row, row_mark, table


def refused(*body: str) -> Problem:
    with pytest.raises(TobfitError) as raised:
        docx(named("Acme"), template(*body))
    return raised.value.problems[0]


def in_row(*said: str) -> str:
    return table((1,) * len(said), ("x",) * len(said), row([cell(paragraph(one)) for one in said]))


@pytest.mark.parametrize(
    ("body", "holder"),
    [
        (("Gaps: {%p for p in products %}", "x", "{%p endfor %}"), "paragraph"),
        (("{%p for p in products %}", "x", "{%p endfor %} and so on"), "paragraph"),
        (("{%p if true %}{%p if true %}", "x", "{%p endif %}", "{%p endif %}"), "paragraph"),
        (("Dear {{p client.name }}",), "paragraph"),
        (("see {#p a note #}",), "paragraph"),
        ((in_row("{%tr for p in products %}{{ p.name }}", "{%tr endfor %}"),), "row"),
        ((in_row("{%tr if true %}", "lost"), "{%p endif %}"), "row"),
        ((in_row("{%tc for p in products %} lost", "x", "{%tc endfor %}"),), "cell"),
    ],
)
def test_what_would_go_away_with_a_mark_is_told(body: tuple[str, ...], holder: str) -> None:
    problem = refused("before", *body)
    assert problem.code == "TF465"
    assert f"the mark goes away with its {holder}, and so would what stands beside it" in problem.message
    assert str(problem.path).startswith("template word/document.xml, paragraph ")


def test_marks_that_stand_alone_may_have_blanks_around_them_and_tables_inside_others() -> None:
    inner = table((1,), ("y",), row_mark("for p in products", 1), row([cell(paragraph("{{ p.name }}"))]),
                  row_mark("endfor", 1))  # fmt: skip
    outer = table((1, 1), ("a", "b"), row([cell(inner), cell(paragraph("kept"))]))
    shown = texts(docx(named("Acme"), template(" {%p if true %} ", outer, "{%p endif %}  ", "{#p gone #}")))
    assert [text for text in shown if text] == ["a", "b", "y", "Acme", "kept"]


def test_marks_of_rows_and_cells_belong_into_tables() -> None:
    problem = refused("{%tr for p in products %}", "x", "{%tr endfor %}")
    assert (problem.path, problem.hint) == ("template word/document.xml, paragraph 1", "{%p %} is for paragraphs")
    assert "the mark stands in no row of a table" in problem.message


@pytest.mark.parametrize(
    "text", ["｛｛ client.name ｝｝", "{％ if products ％}", "｛% if products %｝", "{｛ title }}"]
)
def test_full_width_braces_are_told(text: str) -> None:
    problem = refused("fine", text)
    assert (problem.code, problem.path) == ("TF465", "template word/document.xml, paragraph 2")
    assert problem.hint == "write {{ }} and {% %} with half-width letters"
    with pytest.raises(TobfitError) as raised:
        markdown(named("Acme"), f"fine\n{text}")
    (other,) = raised.value.problems
    assert (other.code, other.path, other.hint) == ("TF465", "template, line 2", problem.hint)
    assert texts(docx(named("Acme"), template("｛50％｝"))) == ["｛50％｝"]


def test_a_full_width_letter_in_a_mark_has_its_half_width_one() -> None:
    problem = refused("{{ facts|join（', '） }}")
    assert problem.message.endswith(": unexpected char '（'")
    assert problem.hint == "write '(', half-width"


def test_a_name_of_a_loop_is_told_where_it_stands_outside() -> None:
    problem = refused("{%p for p in products %}", "{{ p.name }}", "{%p endfor %}", "{{ p.name }}")
    assert (problem.code, problem.path) == ("TF466", "template word/document.xml, paragraph 4")
    again = refused("{%p for product in product %}", "{{ product }}", "{%p endfor %}")
    assert again.path == "template word/document.xml, paragraph 1"


def test_a_mark_for_macros_is_not_for_values() -> None:
    problem = refused("{{p client.name }}")
    assert problem.code == "TF469"
    assert problem.message.endswith("are for macros that write some; for a value, write {{ and a blank")
