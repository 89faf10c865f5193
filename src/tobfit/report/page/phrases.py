"""The page's own wording, in English and Chinese; what it says of the report is the explanation's."""

from __future__ import annotations

from tobfit.report.page.both import Both, Text
from tobfit.report.words import TERMS

PHRASES: dict[str, tuple[str, str]] = {
    "skip": ("Skip to the report", "跳到正文"),
    "language": ("Language", "语言"),
    "contents": ("Contents", "目录"),
    "for_client": ("For the client", "客户版"),
    "for_client_note": ("Holds nothing internal: no notes, efforts, rates, costs or margins.",
                        "不含任何内部内容：没有备注、工作量、费率、成本与利润。"),
    "for_internal": ("Internal", "内部版"),
    "for_internal_note": ("Holds notes, efforts and costs: not to be handed to the client.",
                          "含备注、工作量与成本：请勿交给客户。"),
    "result_title": ("Result of an analysis", "分析结果"),
    "summary": ("In short", "概要"),
    "ahead": ("Ranks first", "排名第一"),
    "tie": ("Rank first together", "并列第一"),
    "decisions": ("Decisions", "结论"),
    "requirements": ("Requirements", "需求"),
    "open_questions": ("Open questions", "待答问题"),
    "of_which_pivotal": ("{n} can change a decision", "其中 {n} 个可改变结论"),
    "none_pivotal": ("none can change a decision alone", "没有一个能单独改变结论"),
    "decided_by": ("decided by: {stage}", "由此阶段决定：{stage}"),
    "ranking": ("Ranking", "排名"),
    "products": ("Product by product", "逐个产品"),
    "waterfall": ("What each score is made of", "得分构成"),
    "heat_map": ("Requirements by products", "需求与产品对照"),
    "architecture": ("Connections in the client's landscape", "客户架构中的系统对接"),
    "radar": ("Scores by dimension", "各维度得分"),
    "tornado": ("What moves the score most", "对得分影响最大的条目"),
    "questions": ("Questions, and what answers lead to", "待答问题及各答案的影响"),
    "gaps": ("Gaps and ways out", "差距与出路"),
    "price": ("Price and cost", "价格与成本"),
    "compare": ("Two products side by side", "两个产品对比"),
    "findings": ("Later stages: findings and results", "后续阶段：发现与结果"),
    "warnings": ("Warnings", "警告"),
    "no_findings": ("Later stages found nothing that is shown here, and no result is attached.",
                    "后续阶段没有可在此显示的发现，也未附结果。"),
    "no_picture": ("There is nothing to draw here.", "此处没有可绘制的内容。"),
    "no_price": ("The documents name no price.", "资料中没有价格。"),
    "one_product": ("There is only one product: nothing to compare.", "只有一个产品，无从对比。"),
    "needs_script": ("Choose any two products here once the file is opened in a browser that runs its script.",
                     "在允许运行脚本的浏览器中打开本文件，即可任选两个产品对比。"),
    "not_drawn": ("Not drawn here, so that the file stays small: "
                  "svg(report, \"{kind}\", product=\"{product}\") draws it.",
                  "为控制文件大小，此处未绘制；可用 svg(report, \"{kind}\", product=\"{product}\") 绘制。"),
    "rest_of_rows": ("{n} more rows are in this file; they are shown where its script runs.",
                     "另有 {n} 行，在可运行脚本的浏览器中显示。"),
    "how": ("How to read this", "如何阅读"),
    "in_words": ("In words", "文字说明"),
    "numbers": ("The numbers", "数据表"),
    "shown_product": ("Product", "产品"),
    "filters": ("Filter the requirements and the gaps", "筛选需求与差距"),
    "filter_verdict": ("Verdict", "判定"),
    "filter_severity": ("Severity", "严重度"),
    "filter_stage": ("Stage", "阶段"),
    "filter_role": ("Role", "角色"),
    "filter_product": ("Product", "产品"),
    "filter_text": ("Text", "文字"),
    "all": ("all", "全部"),
    "no_stage": ("none named", "未指明"),
    "no_role": ("nobody named", "未指明"),
    "reset": ("Reset", "重置"),
    "shown": ("Requirements: {rows} of {lines} match, {shown} shown. Gaps: {found} of {gaps} match, {listed} shown.",
              "需求：{lines} 项中有 {rows} 项符合，显示 {shown} 项。"
              "差距：{gaps} 处中有 {found} 处符合，显示 {listed} 处。"),
    "nothing": ("Nothing matches: change a filter, or reset them.", "没有符合的内容：请更改或重置筛选。"),
    "more_rows": ("Show more ({n} left)", "显示更多（还有 {n} 项）"),
    "more_on_paper": ("{n} more are in the file itself.", "其余 {n} 项见文件本身。"),
    "rest_of_lines": ("{n} more requirements are in this file; they are shown where its script runs.",
                      "另有 {n} 项需求，在可运行脚本的浏览器中显示。"),
    "rest_of_gaps": ("{n} more gaps of this product are in this file; they are shown where its script runs.",
                     "该产品另有 {n} 处差距，在可运行脚本的浏览器中显示。"),
    "rest_of_questions": ("{n} more questions are in this file; they are shown where its script runs.",
                          "另有 {n} 个问题，在可运行脚本的浏览器中显示。"),
    "heat_how": ("A row for each requirement, a column for each product, best first. The sign says the verdict; a "
                 "corner marks a blocker. Arrow keys move from cell to cell; Enter or a click shows why.",
                 "每行一项需求，每列一个产品，最好的在前。符号表示判定，角标表示阻断。方向键在单元格间移动，按回车或点击查看理由。"),
    "requirement": ("Requirement", "需求"),
    "waived": ("waived", "已豁免"),
    "reason": ("Why this verdict", "判定理由"),
    "credit": ("Credit", "本条得分"),
    "part": ("Part of the score", "占总分"),
    "no_part": ("none: without weight, or left out", "无：不计权重或不计入"),
    "evidence": ("Evidence", "证据"),
    "no_evidence": ("none is named", "未提供"),
    "evidence_claimed": ("claimed", "自称"),
    "evidence_documented": ("documented", "有文档"),
    "evidence_demonstrated": ("demonstrated", "已演示"),
    "evidence_referenced": ("referenced", "有客户案例"),
    "why": ("Why the line stands", "需求由来"),
    "client_alone": ("The client asked for it.", "由客户提出。"),
    "need": ("Need", "要求"),
    "dimension": ("Dimension", "维度"),
    "stage": ("Stage", "阶段"),
    "asked_by": ("Asked by", "提出者"),
    "endangers": ("Endangers", "危及"),
    "path": ("Chain", "链条"),
    "notes": ("Notes (internal)", "备注（内部）"),
    "ways": ("Ways out", "出路"),
    "no_gap": ("There is no gap here.", "此处没有差距。"),
    "no_ways": ("No way out is known.", "没有已知的出路。"),
    "ways_left": ("Not worked out in this file: each way out is a match of its own. A report with a higher limit has "
                  "them (html(report, limit=None)).",
                  "本文件未计算此处的出路：每条出路都要重新匹配一次。提高上限即可（html(report, limit=None)）。"),
    "answers": ("What answers lead to", "各答案的影响"),
    "options": ("Possible answers", "可选答案"),
    "answers_left": ("What these answers lead to is not worked out in this file: each is a match of its own. A report "
                     "with a higher limit has it (html(report, limit=None)).",
                     "本文件未计算这些答案的影响：每个答案都要重新匹配一次。"
                     "提高上限即可（html(report, limit=None)）。"),
    "hangs_on": ("Requirements", "相关需求"),
    "close": ("Close", "关闭"),
    "first_one": ("First product", "产品一"),
    "second_one": ("Second product", "产品二"),
    "swap": ("Swap", "互换"),
    "better": ("{product} is better for certain at {n}", "{product} 确定更好：{n} 项"),
    "open_lines": ("Not settled, as something is open: {n}", "尚有未知项，未能确定：{n} 项"),
    "equal_lines": ("Alike: {n}", "相同：{n} 项"),
    "which": ("Better", "更好的一方"),
    "open": ("open", "未定"),
    "alike": ("alike", "相同"),
    "even": ("as good", "同样好"),
    "apart": ("not comparable", "不可比"),
    "idle": ("does not count", "不计分"),
    "idle_lines": ("Without weight or not applicable for both: {n}", "对双方都不计分：{n} 项"),
    "apart_lines": ("Not comparable, as one does not apply: {n}", "有一方不适用，不可比：{n} 项"),
    "differences": ("Show differences only", "只显示有差异的"),
    "line_by_line": ("Line by line, differences first", "逐条对比，有差异的在前"),
    "price_kind": ("Kind", "类别"),
    "price_name": ("For", "项目"),
    "price_amount": ("Amount", "金额"),
    "price_lines": ("Requirements", "相关需求"),
    "price_total": ("In all", "合计"),
    "price_least": ("In all at least: some part has no amount", "合计至少（有部分没有金额）"),
    "price_open": ("not said", "未说明"),
    "end": ("Made by tobfit, measured against {date}. This file loads nothing and sends nothing.",
            "由 tobfit 生成，基准日期 {date}。本文件不加载也不发送任何内容。"),
}  # fmt: skip


def say(key: str, **values: Text | str | int) -> Text:
    """A phrase of the page in both languages; its values may differ by language."""
    en, zh = PHRASES[key]
    return Both(en.format(**_of(values, "en")), zh.format(**_of(values, "zh")))


def pattern(key: str) -> Text:
    """The same with its fields in braces, for the script to fill."""
    return Both(*PHRASES[key])


def term(code: str) -> Text:
    """The word for a code."""
    en, zh = TERMS.get(code, (code.replace("_", " "),) * 2)
    return Both(en, zh)


def _of(values: dict[str, Text | str | int], lang: str) -> dict[str, object]:
    return {name: value.first(lang) if isinstance(value, Both) else value for name, value in values.items()}
