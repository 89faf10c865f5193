"""How a compliance matrix is laid out: sheets, columns and codes, with their words. Who writes one and who reads one
back both draw from here.

Each table has its stable column keys in a hidden first row and the header for readers below it. The hidden sheet
``tobfit`` says which lines and questions the workbook holds; ``lists`` holds what long drop-downs choose from.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tobfit.model.frozen import FrozenMap

FORMAT = "matrix/1"
HIDDEN, LISTS = "tobfit", "lists"
"""The hidden sheets: what the workbook holds, and what drop-downs choose from."""
KEY_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2
"""Rows of a table, counted from 0."""
MANY = "|"
"""What stands between the items of a value in one cell, as in tables of usage."""
LANGUAGES = ("en", "zh")


@attrs.frozen
class Said:
    """A word in both languages."""

    en: str
    zh: str

    def __getitem__(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en

    @property
    def both(self) -> tuple[str, str]:
        """The word in English and in Chinese."""
        return self.en, self.zh


@attrs.frozen
class Column:
    """A column: its stable key, its header, its width in characters, and whether it is to be filled in."""

    key: str
    header: Said
    width: int = 12
    fill: bool = False
    number: bool = False


SHEETS: Mapping[str, Said] = FrozenMap(
    {
        "summary": Said("summary", "汇总"),
        "matrix": Said("matrix", "需求矩阵"),
        "gaps": Said("gaps", "差距"),
        "questions": Said("questions", "待答问题"),
        "evidence": Said("evidence", "证据"),
        "more": Said("more", "其他结果"),
        "continued": Said("continued", "续文"),
    }
)
"""Sheets by key; ``more`` and ``continued`` are there only where there is something to put into them."""

_PRODUCT = Column("product", Said("Product", "产品"), 20)
_REQUIREMENT = Column("requirement", Said("Requirement", "需求编号"), 22)
_TEXT = Column("text", Said("Text", "需求内容"), 44)
_REASON = Column("reason", Said("Reason", "判定理由"), 40)

MATRIX: tuple[Column, ...] = (
    _PRODUCT,
    _REQUIREMENT,
    _TEXT,
    Column("priority", Said("Priority", "优先级"), 11),
    Column("need", Said("Need", "要求"), 18),
    Column("stage", Said("Stage", "阶段"), 14),
    Column("asked_by", Said("Asked by", "提出人"), 14),
    Column("verdict", Said("Verdict", "当前判定"), 15),
    Column("credit_low", Said("Credit, low", "得分下限"), 10, number=True),
    Column("credit_high", Said("Credit, high", "得分上限"), 10, number=True),
    _REASON,
    Column("response", Said("Response", "答复方式"), 16, fill=True),
    Column("extent", Said("Extent", "满足程度"), 12, fill=True),
    Column("value", Said("Value", "取值"), 16, fill=True),
    Column("available", Said("Available on", "交付日期"), 14, fill=True),
    Column("remark", Said("Remark", "说明"), 30, fill=True),
    Column("evidence_source", Said("Evidence", "证据来源"), 26, fill=True),
    Column("evidence_kind", Said("Kind of evidence", "证据类型"), 15, fill=True),
)
GAPS: tuple[Column, ...] = (
    _PRODUCT,
    _REQUIREMENT,
    _TEXT,
    Column("severity", Said("Severity", "严重程度"), 12),
    Column("kinds", Said("Kinds", "差距类型"), 16),
    _REASON,
    Column("why", Said("Why it is asked for", "提出依据"), 64),
    Column("goals", Said("Endangers", "危及目标"), 26),
    Column("ways", Said("Ways out", "解决途径"), 64),
)
QUESTIONS: tuple[Column, ...] = (
    _PRODUCT,
    Column("target", Said("Target", "目标"), 30),
    Column("text", Said("Question", "问题"), 46),
    Column("whom", Said("Whom to ask", "询问对象"), 14),
    Column("why", Said("Why it matters", "为何重要"), 34),
    Column("lines", Said("Requirements", "相关需求"), 16),
    Column("options", Said("Possible answers", "可选答案"), 36),
    Column("answer", Said("Answer", "答案"), 26, fill=True),
)
EVIDENCE: tuple[Column, ...] = (
    _PRODUCT,
    _REQUIREMENT,
    _TEXT,
    Column("source", Said("Evidence", "证据来源"), 60),
    Column("kind", Said("Kind of evidence", "证据类型"), 15),
    Column("date", Said("Date", "日期"), 12),
)
CONTINUED: tuple[Column, ...] = (
    Column("place", Said("Cell", "单元格"), 16),
    Column("part", Said("Part", "部分"), 8, number=True),
    Column("text", Said("Text", "文字"), 100),
)
TABLES: Mapping[str, tuple[Column, ...]] = FrozenMap(
    {"matrix": MATRIX, "gaps": GAPS, "questions": QUESTIONS, "evidence": EVIDENCE, "continued": CONTINUED}
)

RESPONSES: Mapping[str, Said] = FrozenMap(
    {
        "standard": Said("standard", "标准功能"),
        "configuration": Said("configuration", "配置实现"),
        "third_party": Said("third party", "第三方产品"),
        "customisation": Said("customisation", "定制开发"),
        "roadmap": Said("roadmap", "路线图"),
        "not_supported": Said("not supported", "不支持"),
        "not_applicable": Said("not applicable", "不适用"),
    }
)
MEANINGS: Mapping[str, Said] = FrozenMap(
    {
        "standard": Said("in the current release, defaults suffice", "当前版本已具备，默认设置即可"),
        "configuration": Said("by settings, without programming", "通过设置实现，无需编程"),
        "third_party": Said(
            "by another vendor's product, whose price is in the offer", "由其他厂商的产品实现，其价格须计入报价"
        ),
        "customisation": Said("by programming", "需编程开发"),
        "roadmap": Said("in a later release: give its date", "在后续版本提供：请填写日期"),
        "not_supported": Said("not provided", "不提供"),
        "not_applicable": Said("does not concern this product or scope", "与本产品或本范围无关"),
    }
)
EXTENTS: Mapping[str, Said] = FrozenMap({"full": Said("full", "完整"), "partial": Said("partial", "部分")})
EVIDENCE_KINDS: Mapping[str, Said] = FrozenMap(
    {
        "claimed": Said("claimed", "自称"),
        "documented": Said("documented", "有文档"),
        "demonstrated": Said("demonstrated", "已演示"),
        "referenced": Said("referenced", "有案例"),
    }
)
CLOSED: Mapping[str, Mapping[str, Said]] = FrozenMap(
    {"response": RESPONSES, "evidence_kind": EVIDENCE_KINDS, "extent": EXTENTS}
)
"""Columns that take codes; an extent may be a share too."""


def letters(column: int) -> str:
    """The letters of a column that is counted from 0.

    >>> letters(0), letters(25), letters(26), letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def cell_name(row: int, column: int) -> str:
    """A cell as spreadsheets call it; row and column count from 0.

    >>> cell_name(6, 6)
    'G7'
    """
    return f"{letters(column)}{row + 1}"


def place_of(sheet: str, row: int, column: int) -> str:
    """Sheet and cell; a sheet's name that holds more than letters, digits and underscores stands in quotes.

    >>> place_of("matrix", 6, 6), place_of("My sheet", 0, 0)
    ('matrix!G7', "'My sheet'!A1")
    """
    return f"{quoted(sheet)}!{cell_name(row, column)}"


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return sheet if sheet.replace("_", "a").isalnum() else "'" + sheet.replace("'", "''") + "'"
