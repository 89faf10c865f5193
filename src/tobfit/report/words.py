"""All fixed wording of the renderings, in English and Chinese, in one table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

from tobfit.errors import Problem
from tobfit.matching.reasons import WORDS as SAID
from tobfit.matching.reasons import language
from tobfit.report import knowledge_words as knowledge
from tobfit.report import landscape_words as landscapes
from tobfit.report import offer_words as offers
from tobfit.report import route_words as routes
from tobfit.report import usage_words as usage

Phrases = Mapping[str, tuple[str, str]]
"""Key -> English and Chinese, with fields in braces."""

# key: (English, Chinese)
SENTENCES: dict[str, tuple[str, str]] = {
    "title": ("How {products} {verb} {requirements} of {client}", "{client}：{products}对 {requirements}的满足情况"),
    "client": ("Client: {name}", "客户：{name}"),
    "as_of": ("As of: {date}", "基准日期：{date}"),
    "policy_used": ("Policy: {name}", "评分策略：{name}"),
    "view_used": ("View: {name}", "视角：{name}"),
    "lines": ("Requirements: {parts}", "需求：{parts}"),
    "ranking": ("Ranking", "排名"),
    "legend": (
        "The score is the weighted mean credit, from what is known for certain to what the open points could "
        "still add. Answered is the same over the lines that are not open, coverage their share of the weight.",
        "得分为加权平均分，下限只计已确定的部分，上限计入未知项可能带来的部分。已答得分只计非未知的条目，覆盖率为其权重占比。",
    ),
    "certain": ("Wins whatever the open points bring: {names}.", "无论未知项结果如何都胜出：{names}。"),
    "possible": (
        "Can still win: {names} (an outer bound: nobody else can).",
        "仍可能胜出：{names}（上界估计：其他产品均无可能）。",
    ),
    "nobody": ("nobody", "无"),
    "warnings": ("Warnings", "警告"),
    "product": ("{rank}. {product}: {decision}, {score}", "{rank}. {product}：{decision}，{score}"),
    "no_score": ("no score", "无得分"),
    "why_no_fit": (
        "{fail} for certain, whatever the open points bring.",
        "无论未知项结果如何，{fail}不满足。",
    ),
    "why_undecided": ("No Must fails for certain, but {open} may.", "没有必备项确定不满足，但 {open}可能不满足。"),
    "why_fit_with_gaps": ("No Must fails; {gaps} above info.", "没有必备项不满足；有 {gaps}高于提示级。"),
    "why_fit": ("No Must fails, and no gap is above info.", "没有必备项不满足，也没有高于提示级的差距。"),
    "musts": ("Must-haves", "必备项"),
    "must_counts": ("Of {musts}: {parts}.", "共 {musts}：{parts}。"),
    "no_musts": ("The client names no Must.", "客户未提出必备项。"),
    "counted": ("{n} {what}", "{what} {n}"),
    "waived": ("waived", "已豁免"),
    "fails": ("fails", "不满足"),
    "open": ("open", "未定"),
    "must_line": ("{state}: {line}: {reason}", "{state}：{line}：{reason}"),
    "gaps": ("Gaps", "差距"),
    "no_gaps": ("There are no gaps.", "没有差距。"),
    "gap_group": ("{severity} ({n})", "{severity}（{n}）"),
    "gap_line": ("{line} ({priority}), {kinds}: {reason}", "{line}（{priority}），{kinds}：{reason}"),
    "goals": ("endangers: {names}", "危及目标：{names}"),
    "remedy": ("{kind}{what}: {result}{extras}", "{kind}{what}：{result}{extras}"),
    "replace_by": ("replace by {product}: {result}{extras}", "改用 {product}：{result}{extras}"),
    "remedy_result": (
        "credit {credit}, score {score}, {decision}",
        "本条得分 {credit}，总分 {score}，{decision}",
    ),
    "not_worked_out": ("not worked out here", "此处未计算结果"),
    "ask_line": ("ask{about}: {answers}", "询问{about}：{answers}"),
    "no_answers": ("what an answer would change is not worked out yet", "尚未计算各答案的影响"),
    "effect": ("{answers}: {decision}, {score}", "{answers}：{decision}，{score}"),
    "effort": ("effort {value}", "工作量 {value}"),
    "price": ("price {value}", "价格 {value}"),
    "date": ("date {value}", "日期 {value}"),
    "risk": ("risk {value}", "风险{value}"),
    "notes": ("notes: {text}", "备注：{text}"),
    "findings": ("Found by later stages", "后续阶段的发现"),
    "finding": ("{severity}: {subject}, {kind}: {because}", "{severity}：{subject}，{kind}：{because}"),
    "more": ("... and {n} more", "……另有 {n} 项"),
    "dimension_landscape": ("Landscape", "架构"),
    "dimension_other": ("Not placed", "未归类"),
    "left_out": (
        "Not applicable: {lines}, {share} of all weight, left out of the score.",
        "不适用：{lines}，占全部权重 {share}，不计入得分。",
    ),
    "weightless": ("Judged without weight", "不计权重的条目"),
    "weightless_line": ("{line} ({why}): {verdict}: {reason}", "{line}（{why}）：{verdict}：{reason}"),
    "parts": ("What the score is made of", "得分构成"),
    "sum": ("sum", "合计"),
    "questions": ("Questions", "待答问题"),
    "no_questions": ("Nothing is open.", "没有未知项。"),
    "decide": ("{product} is undecided; {questions} decide it.", "{product} 尚未定论，由 {questions}决定。"),
    "open_points": ("{product} is {decision}; {questions} open.", "{product} 的结论为“{decision}”，尚有 {questions}。"),
    "turns": (
        "To {n} of them some answer alone changes the decision to {decisions}.",
        "其中 {n} 个问题，仅凭某一答案结论即变为“{decisions}”。",
    ),
    "no_turn": ("No answer to one of them alone changes the decision.", "任何单个答案都不改变结论。"),
    "as_above": ("the same as above", "同上"),
    "bracket": (" ({text})", "（{text}）"),
    "knocks_any": (
        "The answer “{answers}” to any of them makes it {decision}.",
        "其中任何一个答为“{answers}”，结论即为“{decision}”。",
    ),
    "knocks_some": (
        "To {n} of them some answer alone makes it {decision}.",
        "其中 {n} 个问题，仅凭某一答案结论即为“{decision}”。",
    ),
    "all_best": (
        "With the best answer to all of them it is {decision}, {score}.",
        "若全部得到最好的答案，结论为“{decision}”，得分 {score}。",
    ),
    "first_only": ("Of these the first {n} were worked out.", "仅计算了其中前 {n} 个。"),
    "question": ("{text} ({whom}{effect})", "{text}（{whom}{effect}）"),
    "whom": ("ask the {whom}", "询问{whom}"),
    "pivotal": ("can change the decision", "可改变结论"),
    "width": ("leaves {share} of the score open", "影响得分幅度 {share}"),
    "policy": ("The policy used", "所用评分策略"),
    "products_more": ("{products} further down the ranking: not shown in detail.", "排名靠后的 {products}不再详列。"),
    "join": (", ", "，"),
    "semi": ("; ", "；"),
    "space": (" ", ""),
    "named": ("{id} {name}", "{id} {name}"),
    "called": ("{name} ({id})", "{name}（{id}）"),
    **knowledge.SENTENCES,
    **routes.SENTENCES,
    **landscapes.SENTENCES,
    **offers.SENTENCES,
}

NOUNS: dict[str, tuple[str, str, str]] = {
    "product": ("product", "products", "{} 个产品"),
    "requirement": ("requirement", "requirements", "{} 项需求"),
    "must": ("Must", "Musts", "{} 个必备项"),
    "failing": ("Must fails", "Musts fail", "有 {} 个必备项"),
    "gap": ("gap", "gaps", "{} 处差距"),
    "line": ("line", "lines", "{} 条"),
    "question": ("question", "questions", "{} 个问题"),
    "question_is": ("question is", "questions are", "{} 个问题未答"),
    **knowledge.NOUNS,
}

TERMS: dict[str, tuple[str, str]] = {
    "fit": ("fit", "符合"), "fit_with_gaps": ("fit with gaps", "符合但有差距"),
    "undecided": ("undecided", "未定"), "no_fit": ("no fit", "不符合"),
    "met": ("met", "满足"), "partial": ("partial", "部分满足"), "unmet": ("unmet", "不满足"),
    "unknown": ("unknown", "未知"), "not_applicable": ("not applicable", "不适用"), "n/a": ("n/a", "不适用"),
    "must": ("must", "必备"), "should": ("should", "应有"), "could": ("could", "可有"), "wont": ("wont", "不做"),
    "blocker": ("blocker", "阻断"), "major": ("major", "重大"), "minor": ("minor", "次要"), "info": ("info", "提示"),
    "missing": ("missing", "缺失"), "insufficient": ("insufficient", "不足"), "late": ("late", "过晚"),
    "unaccepted": ("unaccepted", "方式不被接受"), "incompatible": ("incompatible", "不兼容"),
    "conflicting": ("conflicting", "互相矛盾"), "unevidenced": ("unevidenced", "缺少证据"),
    "standard": ("standard", "标准功能"), "configuration": ("configuration", "配置实现"),
    "third_party": ("third party", "第三方产品"), "customisation": ("customisation", "定制开发"),
    "roadmap": ("roadmap", "路线图"), "not_supported": ("not supported", "不支持"),
    "configure": ("configure", "配置"), "extend": ("extend", "定制扩展"), "partner": ("partner", "引入第三方"),
    "wait": ("wait", "等待发布"), "change_process": ("change the process", "调整流程"),
    "negotiate": ("negotiate", "协商"), "ask": ("ask", "询问"), "prove": ("prove", "举证"),
    "replace": ("replace", "更换产品"), "low": ("low", "低"), "medium": ("medium", "中"), "high": ("high", "高"),
    "vendor": ("vendor", "厂商"), "assessor": ("assessor", "评估方"), "client": ("client", "客户"),
    "confirmed": ("confirmed", "经确认"), "delivered": ("delivered", "已交付"),
    "demonstrated": ("demonstrated", "已演示"), "none": ("none", "无"), "full": ("full", "完整"),
    "all_there_is": ("(all there is)", "（仅此）"), "waived": ("waive the line", "豁免本条"),
    "accept": ("accept", "接受"), "by": ("by", "期限"), "value": ("value", "取值"),
    "available": ("available", "交付日期"), "evidence": ("evidence", "证据"), "response": ("response", "方式"),
    "exhaustive": ("all there is", "仅此"),
    "product": ("product", "产品"), "decision": ("decision", "结论"), "score": ("score", "得分"),
    "answered": ("answered", "已答得分"), "coverage": ("coverage", "覆盖率"), "weight": ("weight", "权重"),
    "verdict": ("verdict", "判定"), "lines": ("lines", "条数"), "credit": ("credit", "得分"),
    "priority": ("priority", "优先级"), "factor": ("factor", "系数"), "setting": ("setting", "设置"),
    "gap": ("gap", "差距"), "in_part": ("part", "部分"), "open": ("open", "未知"),
    "partial_extent": ("partial extent counts", "部分满足计为"), "at_bound": ("a need just met counts", "恰达下限计为"),
    "trust": ("a vendor's own not applicable on a Must", "厂商自称必备项不适用"), "trusted": ("trusted", "采信"),
    "not_trusted": ("not trusted", "不采信"), "partial_must": ("a partial Must is a", "必备项部分满足视为"),
    "blocker_word": ("blocker", "阻断"), "gap_word": ("gap", "差距"),
    "unproved": ("positive responses without evidence", "没有证据的肯定答复"),
    "lenient": ("keep their credit, flagged", "保留得分并标记"),
    "strict": ("count only once confirmed", "确认后才计分"),
    "month_days": ("days in a month", "每月天数"), "not_compared": ("not compared", "不作比较"),
    "must_warning": ("warn where Musts hold more of the weight than", "必备项权重占比超过此值时警告"),
    "na_warning": ("warn where more of the weight is not applicable than", "不适用权重占比超过此值时警告"),
    "notes": ("notes", "备注"),
    "contested": ("contested", "有争议"), "unaffordable": ("unaffordable", "超出承受"),
    "unprofitable": ("unprofitable", "无利可图"), "unserved_stage": ("unserved stage", "阶段无服务"),
    "at_risk": ("at risk", "有风险"), "uncovered_role": ("uncovered role", "角色未覆盖"),
    **knowledge.TERMS,
    **routes.TERMS,
    **landscapes.TERMS,
    **offers.TERMS,
    **usage.TERMS,
}  # fmt: skip

# code: (what the English message looks like, the Chinese one); others stay as they are.
WARNINGS: dict[str, tuple[str, str]] = {
    "TF451": (
        r"(\S+ %) of the weight stands on Musts, more than (\S+ %)",
        "必备项占权重的 {0}，超过 {1}：若有替代做法，便不是必备项",
    ),
    "TF452": (r"(.+): (\S+ %) of the weight was judged not applicable", "{0}：{1} 的权重被判为不适用"),
    "TF453": (r"requirements without a capability.*: (\d+)", "{0} 项需求未指明能力，无人逐条应答则为未知"),
    **knowledge.WARNINGS,
    **offers.WARNINGS,
}  # fmt: skip


def check_audience(audience: str) -> None:
    """Refuses any other word than client and internal with a ValueError: a slip must not let something out."""
    if audience not in ("client", "internal"):
        raise ValueError("audience is 'client' or 'internal'")


@attrs.frozen
class Words:
    """The wording in one language: Chinese for zh and its variants, else English.

    >>> Words("en").count(2, "gap"), Words("zh").term("fit"), Words("en").answer("third_party, 6 month")
    ('2 gaps', '符合', 'third party, 6 month')
    """

    lang: str = attrs.field(converter=language)

    @property
    def _place(self) -> int:
        return 1 if self.lang == "zh" else 0

    def __call__(self, key: str, **values: Any) -> str:
        return SENTENCES[key][self._place].format(**values)

    def say(self, phrases: Phrases, key: str, **values: Any) -> str:
        """A phrase of another table in this language."""
        return phrases[key][self._place].format(**values)

    def term(self, code: str) -> str:
        """The word for a code; a code without one stays as it is."""
        return TERMS[code][self._place] if code in TERMS else code.replace("_", " ")

    def count(self, number: int, noun: str) -> str:
        """A number of things."""
        one, many, chinese = NOUNS[noun]
        return chinese.format(number) if self.lang == "zh" else f"{number} {one if number == 1 else many}"

    def join(self, parts: list[str]) -> str:
        """Parts side by side; a word for none."""
        return self("join").join(parts) or self("nobody")

    def answer(self, label: str) -> str:
        """An answer's label with its codes in words; values stay as they are."""
        said = SAID[self.lang]
        plain = label.removesuffix(" (all there is)")
        parts = [said.get(p) or self._code(p) for p in plain.split(", ")]
        all_of_it = "" if plain == label else self.term("all_there_is")
        return self("join").join(parts) + (all_of_it if self.lang == "zh" or not all_of_it else f" {all_of_it}")

    def _code(self, value: str) -> str:
        """A value that is a code of the model in words. The words about knowledge are none: a value may be called
        like one of them."""
        return value if value in knowledge.TERMS else TERMS.get(value, (value, value))[self._place]

    def warning(self, problem: Problem) -> str:
        """A warning's code, message and hint."""
        pattern, chinese = WARNINGS.get(problem.code, ("", ""))
        found = re.fullmatch(pattern, problem.message, re.DOTALL) if pattern else None
        if self.lang == "zh" and found:
            return f"{problem.code} {chinese.format(*found.groups())}"
        return f"{problem.code} {problem.message}" + (f" ({problem.hint})" if problem.hint else "")
