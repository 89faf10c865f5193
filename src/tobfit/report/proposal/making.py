"""Makes the default Word templates: ``python -m tobfit.report.proposal.making FOLDER`` writes both.

What ships in ``templates`` is what this makes (a test compares them).
"""

from __future__ import annotations

import sys
from pathlib import Path

from tobfit.report.proposal.making_parts import field, paragraph, run
from tobfit.report.proposal.making_sections import SECTIONS, body, heading
from tobfit.report.proposal.making_styles import HEAD, R, W, font_table, numbering, settings, styles
from tobfit.report.proposal.package import packed

_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = ("styles", "numbering", "settings", "fontTable", "header1", "footer1")
_WORDS = {
    "title": ("Requirements and fit", "需求与符合性"),
    "subtitle": ("{{ client.name }} · as of {{ as_of }}", "{{ client.name }} · 基准日期 {{ as_of }}"),
    "contents": ("Contents", "目录"),
    "pages": ("In Word, F9 on this list fills in the page numbers.", "在 Word 中选中本目录，按 F9 即显示页码。"),
    "page": ("Page {} of {}", "第 {} 页，共 {} 页"),
}


def made(lang: str) -> dict[str, bytes]:
    """The parts of the default template in a language, ``en`` or ``zh``."""
    place = 1 if lang == "zh" else 0
    words = {key: texts[place] for key, texts in _WORDS.items()}
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _root(),
        "docProps/core.xml": _core(words["title"], lang),
        "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Application>tobfit</Application></Properties>',
        "word/document.xml": _document(words, place),
        "word/_rels/document.xml.rels": _relations(),
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/header1.xml": _edge(
            "hdr", "Header", run(f"{{{{ client.name }}}} · {words['title']}") + _tab("{{ as_of }}")
        ),
        "word/footer1.xml": _edge("ftr", "Footer", run("{{ policy.name }}") + _pages(words["page"])),
    }
    return {name: text.encode() for name, text in parts.items()}


def _document(words: dict[str, str], place: int) -> str:
    size = '<w:pgSz w:w="11906" w:h="16838"/>'
    margins = "".join(f' w:{side}="1247"' for side in ("top", "right", "bottom", "left"))
    ends = '<w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
    section = f'<w:sectPr>{ends}{size}<w:pgMar{margins} w:header="624" w:footer="624" w:gutter="0"/></w:sectPr>'
    front = paragraph(words["title"], "Title") + paragraph(words["subtitle"], "Subtitle")
    return (
        f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{front}{_contents(words, place)}'
        f"{body(place)}{section}</w:body></w:document>"
    )


def _contents(words: dict[str, str], place: int) -> str:
    """The table of contents: a field that Word works out anew (F9), until then the sections as links and a note.

    Only Word knows on which page something stands. Told to work it out on opening, it asks the reader first whether it
    may; so the note, which goes away with F9.
    """
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    code = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
    entries = []
    for number, (name, condition) in enumerate(SECTIONS.items()):
        start = kinds[0] + code + kinds[1] if number == 0 else ""
        link = f'<w:hyperlink w:anchor="{name}" w:history="1">{run(heading(name, place))}</w:hyperlink>'
        entry = f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{start}{link}</w:p>'
        if condition:
            entry = f"{paragraph(f'{{%p if {condition} %}}')}{entry}{paragraph('{%p endif %}')}"
        entries.append(entry)
    note = f'<w:p><w:pPr><w:pStyle w:val="Aside"/></w:pPr>{run(words["pages"])}{kinds[2]}</w:p>'
    return paragraph(words["contents"], "TOCHeading") + "".join(entries) + note


def _edge(kind: str, style: str, runs: str) -> str:
    """A header or footer of one line."""
    return (
        f'{HEAD}<w:{kind} xmlns:w="{W}" xmlns:r="{R}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'
        f"</w:{kind}>"
    )


def _tab(text: str = "") -> str:
    return f"<w:r><w:tab/></w:r>{run(text) if text else ''}"


def _pages(words: str) -> str:
    before, between, after = words.split("{}")
    return f"{_tab()}{run(before)}{field('PAGE')}{run(between)}{field('NUMPAGES')}{run(after) if after else ''}"


def _content_types() -> str:
    kinds = [f"{kind.rstrip('1')}" for kind in _KINDS]
    names = [f'<Override PartName="/word/{part}.xml" ContentType="{_OFFICE}.{kind}+xml"/>'
             for part, kind in zip(_KINDS, kinds, strict=True)]  # fmt: skip
    own = (
        f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.document.main+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.'
        'core-properties+xml"/><Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
    )
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{own}{"".join(names)}</Types>'


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'


def _root() -> str:
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    relations = (
        _relation(1, f"{R}/officeDocument", "word/document.xml")
        + _relation(2, core, "docProps/core.xml")
        + _relation(3, f"{R}/extended-properties", "docProps/app.xml")
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _relations() -> str:
    relations = "".join(
        _relation(number, f"{R}/{kind.rstrip('1')}", f"{kind}.xml") for number, kind in enumerate(_KINDS, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _core(title: str, lang: str) -> str:
    day = '<dcterms:{0} xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:{0}>'
    spaces = (
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    return (
        f"{HEAD}<cp:coreProperties {spaces}><dc:title>{{{{ client.name }}}}: {title}</dc:title>"
        f"<dc:creator>tobfit</dc:creator><dc:language>{lang}</dc:language>{day.format('created')}{day.format('modified')}"
        "</cp:coreProperties>"
    )


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for language in ("en", "zh"):
        (folder / f"proposal.{language}.docx").write_bytes(packed(made(language)))
