"""The looks of the default Word templates: fonts, styles, lists, settings.

Sober: one dark blue for headings and lines, grey for what stands beside, pale tints for verdicts. Latin text is in
Calibri, Chinese in Microsoft YaHei; ``fontTable`` names what to take on other systems.
"""

from __future__ import annotations

from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LATIN, CHINESE = "Calibri", "Microsoft YaHei"
INK, BLUE, GREY, LINE, SHADE = "262626", "1F3A5F", "5F6B7A", "B8C2CC", "EAEFF4"
TINTS = {"met": "E2EFDA", "partial": "FFF2CC", "unmet": "F8D7D3", "unknown": "E7E6E6", "not_applicable": "FFFFFF"}
"""A verdict's tint; the word stands beside it."""
LANGUAGE = '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
"""Of Latin and of Chinese letters, in both documents: Latin words of a Chinese one would break anywhere as Chinese."""


def run_look(size: int, colour: str = INK, *, bold: bool = False, italic: bool = False) -> str:
    """Size in half points."""
    marks = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    return f'<w:rPr>{marks}<w:color w:val="{colour}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'


def paragraph_look(before: int, after: int, more: str = "", *, line: int = 264, keep: bool = False) -> str:
    """Spaces in twentieths of a point."""
    kept = "<w:keepNext/><w:keepLines/>" if keep else ""
    space = f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'
    return f"<w:pPr>{kept}{more.partition('|')[0]}{space}{more.partition('|')[2]}</w:pPr>"


def style(number: str, name: str, look: str, *, based: str = "Normal", following: str = "Normal") -> str:
    """A style of paragraphs."""
    return (
        f'<w:style w:type="paragraph" w:styleId="{number}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
        f'<w:next w:val="{following}"/><w:qFormat/>{look}</w:style>'
    )


def _rule(side: str, colour: str = LINE, size: int = 4, space: int = 0) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def _numbered(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


def _paragraph_styles() -> str:
    under = f"<w:pBdr>{_rule('bottom', BLUE, 12, 6)}</w:pBdr>"
    above = f"<w:pBdr>{_rule('top', LINE, 4, 6)}</w:pBdr>"
    below = f"<w:pBdr>{_rule('bottom', LINE, 4, 4)}</w:pBdr>"
    right = '<w:tabs><w:tab w:val="right" w:pos="9411"/></w:tabs>'
    outline = [f'|<w:outlineLvl w:val="{level}"/>' for level in range(3)]
    dotted = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9411"/></w:tabs>'
    looks = (
        ("Title", "Title", paragraph_look(0, 60, under, line=240, keep=True) + run_look(52, BLUE, bold=True)),
        ("Subtitle", "Subtitle", paragraph_look(120, 360, keep=True) + run_look(28, GREY)),
        ("Heading1", "heading 1", paragraph_look(420, 140, outline[0], keep=True) + run_look(32, BLUE, bold=True)),
        ("Heading2", "heading 2", paragraph_look(320, 100, outline[1], keep=True) + run_look(25, BLUE, bold=True)),
        ("Heading3", "heading 3", paragraph_look(220, 60, outline[2], keep=True) + run_look(22, INK, bold=True)),
        ("TOCHeading", "TOC Heading", paragraph_look(0, 120, keep=True) + run_look(24, GREY, bold=True)),
        ("TOC1", "toc 1", paragraph_look(0, 60, dotted) + run_look(21)),
        ("TOC2", "toc 2", paragraph_look(0, 40, dotted + "|" + '<w:ind w:left="300"/>') + run_look(20, GREY)),
        ("Lead", "Lead", paragraph_look(0, 140) + run_look(24)),
        ("Aside", "Aside", paragraph_look(0, 120) + run_look(18, GREY)),
        ("Label", "Label", paragraph_look(160, 60, keep=True) + run_look(21, GREY, bold=True)),
        ("ListBullet", "List Bullet", paragraph_look(0, 50, _numbered(0)) + run_look(21)),
        ("ListBullet2", "List Bullet 2", paragraph_look(0, 40, _numbered(1)) + run_look(19, GREY)),
        ("Cell", "Cell", paragraph_look(30, 30, line=240) + run_look(18)),
        ("CellHead", "Cell Head", paragraph_look(40, 40, line=240) + run_look(17, BLUE, bold=True)),
        ("CellBand", "Cell Band", paragraph_look(40, 40, line=240) + run_look(18)),
        ("CellSmall", "Cell Small", paragraph_look(0, 30, line=240) + run_look(16, GREY)),
        ("Header", "header", paragraph_look(0, 0, below + right) + run_look(17, GREY)),
        ("Footer", "footer", paragraph_look(0, 0, above + right) + run_look(17, GREY)),
    )  # fmt: skip
    return "".join(style(number, name, look, following=_next(number)) for number, name, look in looks)


def _next(number: str) -> str:
    return number if number.startswith(("List", "Cell", "TOC", "Header", "Footer")) else "Normal"


def _table_style() -> str:
    borders = "".join(map(_rule, ("top", "bottom", "insideH")))
    margins = "".join(f'<w:{side} w:w="60" w:type="dxa"/>' for side in ("left", "right"))
    first = (
        f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>{_rule("bottom", BLUE, 8)}'
        f'</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/></w:tcPr></w:tblStylePr>'
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="108" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="Proposal"><w:name w:val="Proposal"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>{first}</w:style>"
    )


def styles() -> str:
    """``word/styles.xml``."""
    fonts = f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{CHINESE}" w:cs="{LATIN}"/>'
    size = f'<w:color w:val="{INK}"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults>'
        f"<w:rPrDefault><w:rPr>{fonts}{size}{LANGUAGE}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault>{paragraph_look(0, 120)}</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        f"{_table_style()}{_paragraph_styles()}</w:styles>"
    )


def numbering() -> str:
    """``word/numbering.xml``: one list of bullets on two levels."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="{mark}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{284 * (level + 1)}" w:hanging="227"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:hint="default"/></w:rPr></w:lvl>'
        for level, mark in enumerate("•–")
    )
    kind = '<w:multiLevelType w:val="multilevel"/>'
    return (
        f'{HEAD}<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{kind}{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def settings() -> str:
    """``word/settings.xml``."""
    mode = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    return (
        f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting {mode}/></w:compat>'
        f'<w:themeFontLang w:val="en-GB" w:eastAsia="zh-CN"/></w:settings>'
    )


FONTS: Mapping[str, tuple[str, str, str]] = {
    LATIN: ("Carlito,Helvetica Neue,Arial", "020F0502020204030204", "00"),
    CHINESE: ("微软雅黑,PingFang SC,Noto Sans CJK SC,SimHei", "020B0503020204020204", "86"),
}
"""Font -> what else to take, its class, its characters."""


def font_table() -> str:
    """``word/fontTable.xml``."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:panose1 w:val="{panose}"/>'
        f'<w:charset w:val="{charset}"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
        for name, (others, panose, charset) in FONTS.items()
    )
    return f'{HEAD}<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'
