"""XML into a tree with positions, and everything that a file can do to a parser."""

from __future__ import annotations

import time
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tobfit.errors import Problem, TobfitError
from tobfit.formats.xml_text import read_xml_text
from tobfit.formats.xml_tree import XML_NAMESPACE, Xml, parse_xml

LAUGHS = (
    '<?xml version="1.0"?>\n<!-- a lot -->\n<!DOCTYPE lolz [\n <!ENTITY lol "lol">\n'
    + "".join(f' <!ENTITY lol{n + 1} "{f"&lol{n or str()};" * 10}">\n' for n in range(12))
    + "]>\n<lolz>&lol12;</lolz>\n"
)


def refused(text: str, **limits: int) -> Problem:
    with pytest.raises(TobfitError) as caught:
        parse_xml(text, "m.xml", **limits)
    (problem,) = caught.value.problems
    return problem


def test_tree_and_places() -> None:
    root = parse_xml('<?xml version="1.0"?>\n<m a="1">\r\n  <中 b="2&#10;3">文<c/>字</中>\n</m>')
    assert (root.name, root.namespace, root.get("a"), root.get("b"), root.text) == ("m", "", "1", None, "\n  \n")
    (one,) = root.children
    assert (one.name, one.get("b"), one.text, (one.line, one.column)) == ("中", "2\n3", "文字", (3, 3))
    assert [(child.name, child.line, child.column) for child in one.children] == [("c", 3, 19)]


def test_namespaces_are_resolved_whatever_the_prefix() -> None:
    root = parse_xml('<x:m xmlns:x="urn:m" xmlns:y="urn:y" y:k="1" k="2" xml:lang="zh"><x:e/><e/></x:m>')
    assert (root.namespace, root.get("k"), root.get("k", "urn:y"), root.get("lang", XML_NAMESPACE)) == (
        "urn:m", "2", "1", "zh",
    )  # fmt: skip
    assert [child.namespace for child in root.children] == ["urn:m", ""]
    assert root.all("e") == root.children[:1]


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("", (1, 1), "no element found"),
        ("<a>\n <b></a>", (2, 7), "mismatched tag"),
        ("<a>\n  <b>", (2, 6), "no element found"),
        ("<a>中&nbsp;</a>", (1, 5), "undefined entity"),
        ("<a>R & D</a>", (1, 7), "not well-formed (invalid token)"),
        ("<a/><b/>", (1, 5), "junk after document element"),
        ("<a x='1' x='2'/>", (1, 10), "duplicate attribute"),
        ("<p:a/>", (1, 1), "unbound prefix"),
        ("<a>&#0;</a>", (1, 4), "reference to invalid character number"),
        ("<a>\x00</a>", (1, 4), "not well-formed (invalid token)"),
        ('{"model": 1}', (1, 1), "not well-formed (invalid token)"),
        (" <?xml version='1.0'?><a/>", (1, 2), "XML or text declaration not at start of entity"),
    ],
)
def test_broken_xml_is_told_with_its_place(text: str, place: tuple[int, int], reason: str) -> None:
    problem = refused(text)
    assert (problem.code, problem.file, problem.line, problem.column) == ("TF130", "m.xml", *place)
    assert problem.message.endswith(reason)


def test_entities_never_reach_the_parser() -> None:
    started = time.process_time()
    problem = refused(LAUGHS)
    assert (problem.code, problem.line, problem.column) == ("TF131", 3, 1)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE m SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE m [<!ENTITY x SYSTEM "http://127.0.0.1:9/x"><!ENTITY % p SYSTEM "p.dtd"> %p;]>',
        "<!DOCTYPE m>",
        "\ufeff<!DOCTYPE m>",
        "<?pi ?><!-- <a> --> <!-- - --><?x y?>\n<!DOCTYPE m [<!ATTLIST m a CDATA 'b'>]>",
    ],
)
def test_any_document_type_is_refused(prologue: str) -> None:
    assert refused(f"{prologue}<m>&x;</m>").code == "TF131"


def test_a_document_type_elsewhere_is_text_or_no_xml() -> None:
    assert parse_xml("<m><!-- <!DOCTYPE m> --><![CDATA[<!DOCTYPE m>]]></m>").text == "<!DOCTYPE m>"
    assert refused("<m><!DOCTYPE m></m>").code == "TF130"


def test_a_prologue_without_end_is_read_in_time() -> None:
    started = time.process_time()
    assert refused("<!-- " * 200_000).code == "TF130"
    assert refused("<?a ?>" * 200_000 + "<!DOCTYPE m>").code == "TF131"
    assert time.process_time() - started < 5


def test_limits() -> None:
    deep = refused("<a>" * 100_000 + "</a>" * 100_000)
    assert (deep.code, deep.column, deep.message) == ("TF132", 128 * 3 + 1, "nested more than 128 deep")
    assert parse_xml("<a><b/></a>", max_depth=2).children[0].name == "b"
    assert refused("<a><b><c/></b></a>", max_depth=2).code == "TF132"
    many = refused("<a>\n<b x='1'/><b/>\n</a>", max_nodes=3)
    assert (many.code, many.line, many.column) == ("TF132", 2, 11)
    assert parse_xml("<a><b x='1'/></a>", max_nodes=3).children[0].get("x") == "1"
    assert refused("<a x='12345'/>", max_length=4).code == "TF132"
    assert refused("<a>12<b>345</b>345</a>", max_length=4).code == "TF132"
    assert parse_xml("<a>12<b>3456</b>34</a>", max_length=4).text == "1234"


# ------------------------------------------------------------------------------------------ encodings

DECLARED = '<?xml version="1.0" encoding="{}"?><m>北风</m>'


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("none", "<m>北风</m>".encode()),
        ("a mark", "<m>北风</m>".encode("utf-8-sig")),
        ("UTF-8", DECLARED.format("UTF-8").encode()),
        ("UTF-16, little end first", DECLARED.format("UTF-16").encode("utf-16")),
        ("UTF-16, big end first", b"\xfe\xff" + DECLARED.format("utf-16").encode("utf-16-be")),
        ("GBK", DECLARED.format("GBK").encode("gbk")),
        ("gb2312", DECLARED.format("gb2312").encode("gb2312")),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, data: bytes) -> None:
    file = tmp_path / "m.xml"
    file.write_bytes(data)
    assert parse_xml(read_xml_text(file, max_bytes=1000)).text == "北风", encoding


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        ("<m>北风</m>".encode("gbk"), "TF105", "byte 4 of the file (0xB1) is not utf-8"),
        (DECLARED.format("EBCDIC-CP-US").encode(), "TF105", "the encoding 'ebcdic-cp-us' that"),
        (DECLARED.format("UTF-16").encode(), "TF105", "has no byte-order mark"),
        (b"\xff\xfe<", "TF105", "byte 3"),
        (b"PK\x03\x04rest", "TF105", "a zip archive"),
        (b" " * 1001, "TF104", "larger than 1,000 bytes"),
    ],
)
def test_what_has_no_text(tmp_path: Path, data: bytes, code: str, said: str) -> None:
    file = tmp_path / "m.xml"
    file.write_bytes(data)
    with pytest.raises(TobfitError) as caught:
        read_xml_text(file, max_bytes=1000)
    assert [(problem.code, problem.file) for problem in caught.value.problems] == [(code, str(file))]
    assert said in caught.value.problems[0].message
    assert "include" not in (caught.value.problems[0].hint or "")


# ------------------------------------------------------------------------------------------------ laws

NAMES = st.sampled_from(["a", "b", "名", "x-1"])
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=8)
XML = st.recursive(
    st.tuples(NAMES, st.dictionaries(NAMES, TEXTS, max_size=2), TEXTS, st.just(())),
    lambda inner: st.tuples(NAMES, st.dictionaries(NAMES, TEXTS, max_size=2), TEXTS, st.lists(inner, max_size=3)),
    max_leaves=8,
)


def written(node: tuple[str, dict[str, str], str, list[object]]) -> str:
    name, attributes, text, children = node
    head = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    body = "".join(written(child) for child in children)  # type: ignore[arg-type]
    return f"<{name}{head}>\n{escape(text)}{body}</{name}>"


def shape(node: ElementTree.Element) -> tuple[object, ...]:
    text = (node.text or "") + "".join(child.tail or "" for child in node)
    return node.tag, dict(node.attrib), text, tuple(map(shape, node))


def own_shape(node: Xml) -> tuple[object, ...]:
    return node.name, dict(node.attributes), node.text, tuple(map(own_shape, node.children))


@given(XML)
def test_the_tree_is_that_of_another_parser(node: tuple[str, dict[str, str], str, list[object]]) -> None:
    text = written(node)
    assert own_shape(parse_xml(text)) == shape(ElementTree.fromstring(text))


@given(XML)
def test_places_point_at_the_tags(node: tuple[str, dict[str, str], str, list[object]]) -> None:
    lines = written(node).split("\n")
    open = [parse_xml("\n".join(lines))]
    while open:
        one = open.pop()
        assert lines[one.line - 1][one.column - 1 :].startswith(f"<{one.name}")
        open.extend(one.children)


@given(st.text(st.sampled_from("<>/&;!?-=[]\"' ab\n\u4e2d\x00"), max_size=40))
def test_any_text_is_a_tree_or_one_problem(text: str) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        parse_xml(text)
    except TobfitError as error:
        problems = error.problems
    assert [problem.code for problem in problems] in ([], ["TF130"], ["TF131"])
