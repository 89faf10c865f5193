"""What the workbook says besides the report: how to fill it in, titles, notes on what is cut."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    "goes_on": (
        " … [{n} more characters: the whole text stands on the sheet “{sheet}”]",
        " ……［另有 {n} 个字符，全文见工作表“{sheet}”］",
    ),
    "fill_in": ("How to fill it in", "填写说明"),
    "fill_matrix": (
        "On the sheet “{matrix}” fill in the columns with the orange header, one row for each requirement. "
        "Leave a row empty where nothing is to be added.",
        "在工作表“{matrix}”中填写橙色表头的各列，每项需求一行；无补充的行请留空。",
    ),
    "fill_offers": (
        "Grey rows are those of offers: answer for their products.",
        "灰色行属于报价，请对其中各产品作答。",
    ),
    "fill_many": (
        "Several values stand on lines of their own, or with | between them. Dates are written 2027-06-30.",
        "多个取值请分行填写，或以“|”“、”分隔。日期写作 2027-06-30。",
    ),
    "fill_questions": (
        "On the sheet “{questions}” choose or write answers in the last column.",
        "在工作表“{questions}”的最后一列选择或填写答案。",
    ),
    "fill_leave": (
        "Leave headers, sheets and the other columns as they are, so that the workbook can be read back.",
        "请勿改动表头、工作表及其他列，以便系统读回。",
    ),
    "responses": ("What a response means", "答复方式的含义"),
    "verdicts": ("What a verdict means", "判定的含义"),
    "met": (
        "the need is satisfied in full, by the current release or by settings",
        "当前版本或通过设置即可完整满足",
    ),
    "partial": (
        "in part, or by another product, programming or a later release",
        "仅部分满足，或须依靠其他产品、定制开发或后续版本",
    ),
    "unmet": ("not given, too late, or in a way that is not accepted", "未提供、过晚，或方式不被接受"),
    "unknown": ("what was said does not tell: no is something else", "现有信息不足以判定，不等于“不满足”"),
    "not_applicable": ("does not concern this product; out of the score", "与本产品无关，不计入得分"),
    "policy": ("The policy in short", "评分策略摘要"),
    "score_low": ("Score, low", "得分下限"),
    "score_high": ("Score, high", "得分上限"),
    "name": ("Name", "名称"),
    "why": ("Why", "结论依据"),
    "price": ("Price", "价格"),
    "price_open": ("{sums} and what has no price yet", "{sums}，另有未报价部分"),
    "ways_left": (
        "{kinds} (not worked out here: the first {n} gaps of the first {n} products are)",
        "{kinds}（此处未计算结果，仅计算前 {n} 个产品各自前 {n} 处差距）",
    ),
    "no_ways": ("none known", "暂无"),
    "share_too": ("full, partial, or a share such as 0.5", "完整、部分，或比例，如 0.5"),
    "choose": ("Choose from the list.", "请从列表中选择。"),
    "or_write": ("Choose from the list, or write the answer.", "请从列表中选择，或直接填写。"),
}


def phrase(key: str, lang: str, **values: object) -> str:
    """A phrase in a language.

    >>> phrase("fill_in", "zh")
    '填写说明'
    """
    return PHRASES[key][lang == "zh"].format(**values)
