"""The report as an HTML file: what it is made of, that nothing in it acts or loads, and that nothing is lost."""

from __future__ import annotations

import base64
import functools
import hashlib
import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.worlds import Make, example, made_up, rich

import tobfit
from tobfit import Catalog, Client, Pack, Packs, Product
from tobfit.matching.report import Report
from tobfit.report import explain, html
from tobfit.report.blocks import Bullets, Heading, Paragraph, Table
from tobfit.report.charts.looks import DECISION_LOOKS, INK, MUTED, PAPER, SEVERITY_LOOKS, VERDICT_LOOKS
from tobfit.report.escape import visible
from tobfit.report.page import figures
from tobfit.report.page.both import Both
from tobfit.report.page.document import script_text, style_sheet
from tobfit.report.page.figures import ROWS, rest_of
from tobfit.report.page.heat_map import CELLS
from tobfit.report.page.markup import VOID, el
from tobfit.report.page.phrases import PHRASES
from tobfit.report.page.told_blocks import shown

WORLDS: dict[str, Make] = {"example": example, "made up": made_up}
EACH_WORLD = pytest.mark.parametrize("world", list(WORLDS))
SECTIONS = (
    "ranking", "waterfall", "heat-map", "architecture", "radar", "tornado", "questions", "gaps", "price", "compare",
    "findings", "policy",
)  # fmt: skip
CONTROLS = (
    "filter-verdict", "filter-severity", "filter-stage", "filter-role", "filter-text", "compare-a", "compare-b",
)  # fmt: skip
HOSTILE = (
    '</script><script>alert(1)</script><img src=x onerror="alert(1)">\'" onload=x A & B <b> ]]> --> `${a}` \u202e'
    "\u2066 =cmd ＝cmd \u2028 \x00 \x1b[31m &lt; javascript:alert(1)"
)


@attrs.define
class Element:
    """An element of a page as a parser sees it."""

    name: str
    attributes: dict[str, str]
    inside: list[Element | str] = attrs.Factory(list)

    def every(self) -> Iterable[Element]:
        yield self
        for part in self.inside:
            if isinstance(part, Element):
                yield from part.every()

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.inside)

    def all(self, name: str | None = None, /, **wanted: str) -> list[Element]:
        asked = {key.rstrip("_").replace("_", "-"): value for key, value in wanted.items()}
        return [
            one
            for one in self.every()
            if (name is None or one.name == name) and asked.items() <= one.attributes.items()
        ]


class Parser(HTMLParser):
    """Refuses what is not well nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice in <{tag}>"
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def parsed(page: str) -> Element:
    parser = Parser()
    parser.feed(page)
    parser.close()
    assert len(parser.open) == 1, f"{parser.open[-1].name} is not closed"
    return parser.open[0]


@functools.cache
def page(world: str, **options: Any) -> str:
    return html(WORLDS[world](), **options)


@functools.cache
def read(world: str, **options: Any) -> Element:
    return parsed(page(world, **options))


def given_data(document: Element) -> Any:
    (script,) = document.all("script", id="data")
    return json.loads(script.text)


def texts_of(document: Element) -> str:
    """Everything that a reader can come to see, in either language."""
    told = given_data(document).get("texts", [])
    listed = [text for one in told for text in ([one] if isinstance(one, str) else one)]
    kept = [one for one in document.every() if one.name not in ("script", "style")]
    seen = [part for one in kept for part in one.inside if isinstance(part, str)]
    return "\n".join([*seen, *listed])


# ---- the file


@EACH_WORLD
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_is_one_document_that_says_its_language_and_its_audience(world: str, lang: str) -> None:
    document = read(world, lang=lang)
    (root,) = document.all("html")
    assert root.attributes["lang"] == lang
    assert page(world, lang=lang).startswith("<!DOCTYPE html>\n")
    assert document.all("meta", charset="utf-8")
    assert document.all("meta", name="viewport")
    title = explain(WORLDS[world](), lang=lang).title
    assert document.all("title")[0].text == title
    assert title in document.all("h1")[0].text
    (banner,) = document.all("header")
    assert PHRASES["for_client"][0] in banner.text
    assert PHRASES["for_client"][1] in banner.text
    assert PHRASES["for_internal"][1] in parsed(page(world, audience="internal")).all("header")[0].text


@EACH_WORLD
def test_ids_are_unique_and_whatever_refers_to_one_finds_it(world: str) -> None:
    document = read(world)
    ids = Counter(one.attributes["id"] for one in document.every() if "id" in one.attributes)
    assert not [name for name, times in ids.items() if times > 1]
    for one in document.every():
        for name in ("for", "aria-labelledby", "aria-describedby"):
            for wanted in one.attributes.get(name, "").split():
                assert wanted in ids, (one.name, name, wanted)
        if one.name == "a":
            assert one.attributes["href"].startswith("#")
            assert one.attributes["href"][1:] in ids


@EACH_WORLD
def test_it_loads_nothing_and_runs_only_the_script_and_style_whose_hashes_it_names(world: str) -> None:
    document = read(world)
    (policy,) = document.all("meta", http_equiv="Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in policy.attributes["content"].split("; "))
    assert set(rules) == {"default-src", "script-src", "style-src", "base-uri", "form-action"}
    assert {rules[name] for name in ("default-src", "base-uri", "form-action")} == {"'none'"}
    for name in ("script", "style"):
        running = [one for one in document.all(name) if one.attributes.get("type") != "application/json"]
        hashed = [base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode() for one in running]
        assert [f"'sha256-{one}'" for one in hashed] == [rules[f"{name}-src"]]
    assert "url(" not in style_sheet()
    assert "@import" not in style_sheet()
    parts = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function|fetch|XMLHttp|import\("
    assert not re.search(parts, script_text())


def check_harmless(document: Element) -> None:
    """Nothing in the document acts, loads or leads out."""
    allowed = ("a", "html", "head", "body", "meta", "title", "style", "script")
    for one in document.every():
        for name, value in one.attributes.items():
            assert not name.startswith("on"), (one.name, name)
            assert name not in ("style", "src", "srcset", "action", "formaction", "xlink:href", "data", "background")
            assert name != "href" or value.startswith("#")
            assert "javascript:" not in value or name not in ("href", "from", "to", "values")
        assert one.name not in ("iframe", "object", "embed", "link", "base", "img", "foreignobject", "use", "animate")
        assert one.name in allowed or one.name == one.name.lower()
    assert len(document.all("script")) == 2
    assert len(document.all("style")) == 1


@EACH_WORLD
def test_nothing_in_it_acts(world: str) -> None:
    check_harmless(read(world))


# ---- what it holds


@EACH_WORLD
def test_each_ranked_row_has_the_score_of_the_json(world: str) -> None:
    report = WORLDS[world]()
    rows = [one for one in read(world).all("tr") if "data-score-low" in one.attributes]
    found = [
        tuple(row.attributes[name] for name in ("data-product", "data-score-low", "data-score-high")) for row in rows
    ]
    scores = [(fit["product"], fit["score"]) for fit in report.to_dict(detail="summary")["fits"]]
    assert found == [
        (product, *(("", "") if score is None else (repr(score["low"]), repr(score["high"]))))
        for product, score in scores
    ]
    for row, fit in zip(rows, report.fits, strict=True):
        if fit.score is not None:
            assert f"{fit.score:.4f}" in row.text


def test_a_product_without_a_score_has_empty_ends() -> None:
    client = Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="wont")
    document = parsed(html(tobfit.match(client, Product(id="crm@5").offers("sec.mfa", response="standard"))))
    (row,) = [one for one in document.all("tr") if "data-score-low" in one.attributes]
    assert (row.attributes["data-score-low"], row.attributes["data-score-high"]) == ("", "")


@EACH_WORLD
def test_sections_and_controls_have_their_names(world: str) -> None:
    document = read(world)
    sections = [one.attributes["id"] for one in document.all("section")]
    assert set(SECTIONS) <= set(sections)
    names = {one.attributes.get("name") for one in document.every()}
    assert set(CONTROLS) <= names
    (switch,) = document.all("div", id="lang-switch")
    assert [one.attributes["data-lang"] for one in switch.all("button")] == ["en", "zh"]
    listed = [one.attributes["href"][1:] for one in document.all("nav")[0].all("a")]
    assert listed == sections


@EACH_WORLD
def test_headings_follow_one_another_and_every_control_has_a_label(world: str) -> None:
    document = read(world)
    for lang in ("en", "zh"):
        levels = [level for level in _levels(document, lang) if level]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), (lang, levels)
    labelled = {one.attributes["for"] for one in document.all("label") if "for" in one.attributes}
    inside = {one.attributes["id"] for label in document.all("label") for one in label.all("input")}
    for one in [*document.all("select"), *document.all("input")]:
        assert one.attributes["id"] in labelled | inside
    for one in document.all("table"):
        assert one.all("caption")
        assert all("scope" in head.attributes for head in one.all("th"))


def _levels(element: Element, lang: str) -> Iterable[int]:
    """The levels of the headings that are shown in a language, outside the dialog."""
    if element.attributes.get("lang", lang) != lang and element.name not in ("html", "button"):
        return
    if element.name == "dialog":
        return
    if re.fullmatch("h[1-6]", element.name):
        yield int(element.name[1])
    for part in element.inside:
        if isinstance(part, Element):
            yield from _levels(part, lang)


@EACH_WORLD
def test_every_line_and_cell_of_the_report_is_in_the_table_and_in_the_data(world: str) -> None:
    report, document = WORLDS[world](), read(world)
    rows = document.all("table", id="heat-table")[0].all("tbody")[0].all("tr")
    assert [row.attributes["data-requirement"] for row in rows] == [line.id for line in report.requirements]
    told = given_data(document)
    letters = {"met": "m", "partial": "p", "unmet": "u", "unknown": "?", "not_applicable": "n"}
    for place, fit in enumerate(report.fits):
        verdicts = [judgement.verdict for judgement in fit.judgements]
        assert told["products"][place]["v"] == "".join(letters[verdict] for verdict in verdicts)
        column = [row.all("td")[place].attributes["class"].split()[0] for row in rows]
        assert column == [f"v-{verdict}" for verdict in verdicts]
        texts = [told["texts"][number] for number in told["products"][place]["r"]]
        english = [one if isinstance(one, str) else one[0] for one in texts]
        assert english == [visible(cell.reason) for cell in explain(report)[fit.product].cells]


@EACH_WORLD
def test_the_first_gaps_are_in_the_markup_and_all_are_in_the_data(world: str) -> None:
    report, document = WORLDS[world](), read(world, limit=2)
    told = given_data(document)
    for place, product in enumerate(explain(report).products):
        listed = [(gap.requirement, gap.severity) for gap in product.gaps]
        shown_ = document.all("li", data_product=product.id)
        assert [(one.attributes["data-requirement"], one.attributes["data-severity"]) for one in shown_] == listed[:2]
        severities = ("blocker", "major", "minor", "info")
        rows = told["products"][place]["gaps"]
        assert [(told["lines"][row[0]]["id"], severities[row[1]]) for row in rows] == listed
        for one, gap in zip(shown_, product.gaps, strict=False):
            assert one.attributes["data-verdict"] == gap.gaps[0].judgement.verdict
            assert all(visible(way.told) in one.text for way in gap.ways)


def everything(report: Report, lang: str, limit: int | None, audience: str = "client") -> Iterable[str]:
    """The texts of an explanation that a page must hold, one by one."""
    told = explain(report, lang=lang, limit=limit, audience=audience)
    yield from (told.title, *told.facts, *told.warnings, *told.winners)
    whole = explain(report, lang=lang, limit=None, audience=audience)
    for blocks in (whole.conflicts, whole.findings, told.results, told.demanded, told.policy_used):
        yield from texts_in(blocks)
    for line in told.lines:
        yield from (line.title, line.dimension_name, *line.why, *line.asked_by)
    for question in told.questions[:limit]:
        yield question.told
    for product in told.products:
        yield from (product.name, product.label, product.why)
        for blocks in (product.offered, product.made_of, product.placed, product.undecided):
            yield from texts_in(blocks)
        yield from (cell.reason for cell in product.cells)
        yield from (row.name for row in product.price)
        for gap in product.gaps:
            yield from (gap.reason, *gap.goals, *gap.outcomes)
        for gap in product.gaps[:limit]:
            yield from (*gap.grounds, gap.path, *(way.told for way in gap.ways))


def texts_in(blocks: Iterable[Any]) -> Iterable[str]:
    for block in blocks:
        match block:
            case Heading(_, running) | Paragraph(running):
                yield running
            case Bullets(items):
                yield from (one for item in items for one in (item.text, *item.below))
            case Table(columns, rows):
                yield from (column.title for column in columns)
                yield from (cell for row in rows for cell in row)


@EACH_WORLD
@pytest.mark.parametrize("limit", [2, None])
def test_every_text_of_the_report_is_there_in_both_languages(world: str, limit: int | None) -> None:
    report, found = WORLDS[world](), texts_of(read(world, limit=limit))
    for lang in ("en", "zh"):
        missing = [text for text in everything(report, lang, limit) if visible(text) not in found]
        assert not missing, (lang, missing[:3])


@EACH_WORLD
def test_pictures_have_words_and_numbers(world: str) -> None:
    document = read(world)
    pictures = document.all("figure")
    kinds = {one.attributes["data-picture"].rpartition("-")[0] or one.attributes["data-picture"] for one in pictures}
    assert {"ranking", "waterfall", "radar", "tornado"} <= kinds
    for one in pictures:
        assert len(one.all("svg")) == 2
        assert one.all("figcaption")[0].text
        assert one.all("table")[0].all("caption")
        assert one.all("details")[0].all("summary")[0].text == "".join(PHRASES["how"])


def test_further_questions_are_told_by_the_data_alone() -> None:
    report, told = example(), given_data(read("example", limit=1))
    found = []
    for number, _, _, parts in told["questions"]:
        values = [told["texts"][part] for part in parts]
        text = told["texts"][number]
        for lang in (0, 1):
            running = text if isinstance(text, str) else text[lang]
            for place, value in enumerate(values):
                running = running.replace(chr(0xE000 + place), value if isinstance(value, str) else value[lang])
            found.append(running)
    wanted = [(explain(report, lang=lang).questions[1:]) for lang in ("en", "zh")]
    assert found == [visible(one.told) for pair in zip(*wanted, strict=True) for one in pair]


def test_the_data_have_the_words_of_the_script_and_no_others() -> None:
    asked = set(re.findall(r'\b(?:word|phrase|fact)\("(\w+)"', script_text()))
    made = {"even", "alike", "open", "apart", "idle", "apart_lines", "idle_lines", "which"}
    words = set(given_data(read("example"))["words"])
    assert asked <= words
    assert words - asked - made == set()


def test_the_first_together_say_what_was_decided() -> None:
    client = Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    shelf = [Product(id=name).offers("sec.mfa", response="not_supported") for name in ("a", "b")]
    (summary,) = parsed(html(tobfit.match(client, shelf))).all("section", id="summary")
    tile = summary.all("div", class_="tile")[0]
    assert PHRASES["tie"][0] in tile.text
    assert [one.attributes["class"] for one in tile.all("span") if "chip" in one.attributes.get("class", "")] == [
        "chip d-no_fit"
    ]


def test_stages_are_called_by_their_names() -> None:
    names = {"en": "First release", "zh": "首期"}
    pack = Pack(id="p", vocabulary=[{"id": "x", "kind": "boolean"}], stages=[{"id": "s_1", "name": names}])
    line = {"id": "R-1", "capability": "x", "stage": "s_1"}
    client = Client(id="acme", as_of="2026-11-01", requirements=[line])
    document = parsed(html(tobfit.match(client, Product(id="q"), packs=Packs(((pack,),))), lang="zh"))
    (choice,) = document.all("option", value="s_1")
    assert (choice.text, choice.attributes["data-en"]) == ("首期", "First release")
    told = given_data(document)
    assert told["texts"][told["stages"]["s_1"]] == ["First release", "首期"]


def test_needs_are_said_in_words_as_in_workbooks() -> None:
    pack = Pack(id="p", vocabulary=[{"id": "x", "kind": "set", "members": ["a", "b"]}])
    line = {"id": "R-1", "capability": "x", "need": {"all_of": ["a", "b"]}}
    client = Client(id="acme", as_of="2026-11-01", requirements=[line])
    told = given_data(parsed(html(tobfit.match(client, Product(id="q"), packs=Packs(((pack,),))))))
    assert told["texts"][told["lines"][0]["need"]] == ["all of a, b", "全部包含 a、b"]


# ---- hostile texts


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hostile_texts_are_shown_and_do_nothing(lang: str) -> None:
    report = rich(HOSTILE)
    document = parsed(html(report, lang=lang, audience="internal", limit=None))
    check_harmless(document)
    found = texts_of(document)
    missing = [one for one in everything(report, lang, None, "internal") if visible(one) not in found]
    assert not missing
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", html(report))


def test_a_long_text_stays_whole() -> None:
    long = "x" * 40_000
    assert texts_of(parsed(html(rich(long)))).count(long) > 1


@given(st.text(min_size=1, max_size=60))
def test_any_text_stays_a_text(said: str) -> None:
    inside = parsed(el("p", said, el("b", Both(said, said + "!")), title=said).text).inside
    assert len(inside) == 1
    assert isinstance(inside[0], Element)
    assert inside[0].attributes["title"] == visible(said)
    assert inside[0].text == visible(said) * 2 + visible(said + "!")


@settings(max_examples=max(settings().max_examples // 10, 2))
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_any_name_makes_a_page_that_does_nothing(said: str) -> None:
    client = Client(id="acme", name=said, as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    document = parsed(html(tobfit.match(client, Product(id="crm@5", name=said).offers("sec.mfa", response="standard"))))
    check_harmless(document)
    assert visible(said) in texts_of(document)


# ---- other input, order, size


def test_a_result_makes_a_small_page() -> None:
    from tobfit.analysis import standing

    made = html(standing(example()))
    document = parsed(made)
    check_harmless(document)
    assert "Who can win" in document.all("h1")[0].text
    assert "谁可能胜出" in document.all("h1")[0].text
    assert list(_levels(document, "en"))[:2] == [1, 2]
    with pytest.raises(TypeError, match="neither a report nor a result"):
        html(object())


def test_results_of_later_stages_are_part_of_the_page() -> None:
    from tobfit.analysis import standing

    report = example()
    document = parsed(html(report.with_results(standing(report))))
    (section,) = document.all("section", id="findings")
    assert "Who can win" in section.text
    assert "谁可能胜出" in section.text


@pytest.mark.parametrize("options", [{"audience": "press"}, {"limit": 0}, {"progress": 3}])
def test_bad_arguments_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        html(example(), **options)


def test_progress_is_told_of_each_product() -> None:
    told: list[tuple[int, int]] = []
    html(example(), progress=lambda done, whole: told.append((done, whole)))
    number = len(example().fits)
    assert told == [(place, number) for place in range(1, number + 1)]


@EACH_WORLD
def test_the_same_report_gives_the_same_bytes(world: str) -> None:
    assert html(WORLDS[world]()) == page(world)


def test_blocks_of_one_language_stand_beside_those_of_the_other() -> None:
    made = shown(Both((Heading(3, "A"), Paragraph("b")), (Heading(3, "甲"),)), below=1, title=Both("x", "y"))
    assert made.text == (
        '<div lang="en" class="told"><h4>A</h4><p>b</p></div><div lang="zh" class="told"><h4>甲</h4></div>'
    )


@EACH_WORLD
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_said_in_one_language_is_named_in_it(world: str, lang: str) -> None:
    policy = read(world, lang=lang).all("section", id="policy")[0]
    for one, title in (("en", "The policy used"), ("zh", "所用评分策略")):
        (told,) = policy.all("div", lang=one, class_="told")
        assert {caption.text.partition(" (")[0] for caption in told.all("caption")} == {title}
        labels = [scroll.attributes["aria-label"] for scroll in told.all("div", class_="scroll")]
        assert labels == [caption.text for caption in told.all("caption")]


# ---- how it looks: contrast by WCAG 2.2


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_colours_of_texts_have_enough_contrast() -> None:
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style_sheet()))
    for text in ("ink", "muted", "accent"):
        for ground in ("paper", "tint"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["line"], colours["paper"]) >= 3
    for text in (INK, MUTED):
        assert contrast(text, PAPER) >= 4.5, "texts in pictures, of which axe cannot say what lies behind them"
    for looks in (VERDICT_LOOKS, DECISION_LOOKS, SEVERITY_LOOKS):
        for code, look in looks.items():
            assert contrast(look.ink, look.fill) >= 4.5, code
            assert f"background-color:{look.fill}" in style_sheet()


# ---- size


def large_world(products: int, lines: int) -> Report:
    """A world whose lines, capabilities and products have names in both languages, in 16 groups."""
    draw = random.Random(7)
    groups = [{"id": f"g{g}", "name": {"en": f"Area {g} of the business", "zh": f"业务领域{g}"}} for g in range(16)]
    terms = [
        {
            "id": f"g{i % 16}.c{i}", "broader": f"g{i % 16}", "kind": "quantity" if i % 3 == 2 else "boolean",
            "name": {"en": f"Handling of case {i} across branches", "zh": f"跨分支机构处理事项{i}"},
            **({"unit": "h"} if i % 3 == 2 else {}),
        }
        for i in range(lines)
    ]  # fmt: skip
    wanted = [
        {
            "id": f"R-{i:03}", "capability": f"g{i % 16}.c{i}", "weight": draw.randint(1, 5),
            "priority": draw.choice(["must", "should", "could"]), "asked_by": [draw.choice(["cio", "clerk"])],
            "text": {"en": f"The branch team handles case {i} within the day", "zh": f"分支团队当日处理事项{i}"},
            "need": {"at_most": "4 h"} if i % 3 == 2 else "present",
        }
        for i in range(lines)
    ]  # fmt: skip
    people = [{"id": "cio", "role": "economic"}, {"id": "clerk", "role": "user"}]
    client = Client(id="large", as_of="2026-11-01", requirements=wanted, stakeholders=people)
    shelf = [
        Product(
            id=f"product-{number}@1",
            name={"en": f"Product number {number}", "zh": f"产品{number}号"},
            capabilities={f"g{i % 16}.c{i}": _statement(i, draw) for i in range(lines) if draw.random() >= 0.15},
        )
        for number in range(products)
    ]
    packs = Packs(((Pack(id="large", vocabulary=[*groups, *terms]),),))
    return tobfit.match(client, Catalog(products=tuple(shelf)), packs)


def _statement(place: int, draw: random.Random) -> dict[str, Any]:
    said = draw.choice(("standard", "configuration", "customisation", "third_party", "not_supported"))
    made: dict[str, Any] = {"response": said}
    if place % 3 == 2:
        made["value"] = f"{draw.randint(1, 8)} h"
    if draw.random() < 0.5:
        made["evidence"] = [{"source": f"https://docs.example.org/{place}", "kind": "documented"}]
    return made


def test_a_page_of_many_products_and_requirements_is_small_and_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "ROOM", 150_000)
    made = html(large_world(12, 240), limit=2)
    assert len(made.encode()) < 1_700_000, "benchmarks measure 30 products and 500 requirements"
    document = parsed(made)
    told = given_data(document)
    assert len(told["lines"]) == 240
    assert [len(product["v"]) for product in told["products"]] == [240] * 12
    rows = document.all("table", id="heat-table")[0].all("tbody")[0].all("tr")
    assert len(rows) == CELLS // 12
    assert f"{240 - len(rows)} more requirements" in document.all("div", id="heat-more")[0].text
    pictured = document.all("figure", class_="picture waterfall")
    drawn = [one for one in pictured if one.all("svg")]
    assert len(pictured) == 12
    assert drawn == pictured[: len(drawn)]
    assert 0 < len(drawn) < 12
    assert all("svg(report" in one.text and one.all("table") for one in pictured[len(drawn) :])


def test_long_tables_go_on_in_the_data() -> None:
    from tobfit.report.charts.picturing import picture_of

    terms = [{"id": f"c{i}", "kind": "boolean"} for i in range(60)]
    packs = Packs(((Pack(id="wide", vocabulary=terms),),))
    lines = [{"id": f"R-{i}", "capability": f"c{i}"} for i in range(60)]
    report = tobfit.match(
        Client(id="wide", as_of="2026-11-01", requirements=lines),
        Product(id="one", capabilities={f"c{i}": "standard" for i in range(50)}),
        packs,
    )
    document = parsed(html(report))
    pictures = Both("en", "zh").to(lambda lang: picture_of(explain(report, lang=lang), "waterfall"))
    (figure,) = document.all("figure", data_picture=pictures.en.name)
    assert len(figure.all("tbody")[0].all("tr")) == ROWS
    rest = given_data(document)["tables"][pictures.en.name]
    texts = given_data(document)["texts"]
    english = [[one if isinstance(one, str) else one[0] for one in map(texts.__getitem__, row)] for row in rest]
    assert english == [list(row.en) for row in rest_of(pictures)]
    assert len(rest) + ROWS == len(pictures.en.table.rows)
