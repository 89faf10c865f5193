"""The readable text of each result, written from its data: what people read and what programs read agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import attrs

from tobfit.assistant.giving import (
    CheckOutput,
    Detail,
    ExplainOutput,
    Fault,
    GapTold,
    LeftOut,
    LineTold,
    MatchOutput,
    Must,
    QuestionsOutput,
    QuestionTold,
    Said,
    Score,
)
from tobfit.model.interval import Interval, Ratio
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Paragraph, Table
from tobfit.report.text import as_text
from tobfit.report.words import Words

PHRASES: dict[str, tuple[str, str]] = {
    "checked": (
        "Documents: {documents}; errors: {errors}; warnings: {warnings}",
        "文档 {documents}；错误 {errors}；警告 {warnings}",
    ),
    "left_out": ("Left out", "未列出"),
    "left": ("{what}: {shown} of {total} shown; to see more: {how}", "{what}：共 {total} 项，列出 {shown} 项；{how}"),
    "ranking": ("Ranking", "排名"),
    "wins": ("Wins whatever the answers: {names}.", "无论答案如何都胜出：{names}。"),
    "may_win": ("Can still win: {names}.", "仍可能胜出：{names}。"),
    "none": ("none", "无"),
    "failing": ("Musts that fail", "不满足的必备项"),
    "open": ("Musts that may fail: ask", "可能不满足的必备项：须询问"),
    "rules": ("Undecided rules", "未定的规则"),
    "gaps": ("Gaps and ways out", "差距与出路"),
    "price": ("Stated price: {sums}.", "已说明的价格：{sums}。"),
    "price_open": ("Stated price: at least {sums}; parts have no amount.", "已说明的价格：至少 {sums}；部分未报价。"),
    "conflicts": ("Conflicts", "冲突"),
    "warning_list": ("Warnings", "警告"),
    "open_questions": (
        "Open questions: {n}, of which {deciding} can change a decision: call questions.",
        "有 {n} 个未答问题，其中 {deciding} 个可改变结论：请调用 questions。",
    ),
    "questions": (
        "Open questions: {n}, of which {deciding} can change a decision",
        "问题 {n} 个，其中 {deciding} 个可改变结论",
    ),
    "ask": ("ask the {whom}; target {target}", "询问{whom}；目标 {target}"),
    "leads": ("{answer}: {effects}", "{answer}：{effects}"),
    "effect": ("{product} {decision}, {score}", "{product} {decision}，{score}"),
    "adds": ("adds {lines}", "增加 {lines}"),
    "need": ("Need: {need}", "要求：{need}"),
    "judged": ("Verdict: {verdict} (at worst {worst}, at best {best})", "判定：{verdict}（最坏{worst}，最好{best}）"),
    "credit": ("Credit {credit}; part of the score {part}; share of the weight {share}",
               "本条得分 {credit}；计入总分 {part}；权重占比 {share}"),
    "of_product": ("{product}: rank {rank}, {decision}, {score}", "{product}：第 {rank} 名，{decision}，{score}"),
    "asked": ("Asked by: {names}", "提出者：{names}"),
    "why": ("Behind the line", "依据"),
    "said": ("What was said", "所作说明"),
    "evidence": ("Evidence", "证据"),
    "connection": ("Connection", "连接"),
    "to_ask": ("To ask", "待询问"),
    "waived": ("waived", "已豁免"),
    "nobody": ("nobody said anything", "无人说明"),
}  # fmt: skip


@attrs.frozen
class Wording:
    """The wording in one language."""

    words: Words = attrs.field(converter=Words)

    def say(self, key: str, **values: object) -> str:
        """A phrase."""
        return self.words.say(PHRASES, key, **values)

    def names(self, names: Sequence[str]) -> str:
        """Names side by side, or a word for none."""
        return self.words("join").join(names) or self.say("none")

    def score(self, score: Score | None) -> str:
        """Both ends with four decimals, as in reports; one where they are the same."""
        if score is None:
            return self.words("no_score")
        return f"{Interval(shortest(score['low']), shortest(score['high'])):.4f}"

    def check(self, data: CheckOutput) -> Iterable[str]:
        """What is wrong, in the form in which tobfit always says it."""
        yield self.say(
            "checked", documents=len(data["documents"]), errors=data["errors"], warnings=data["warnings"]
        )
        for fault in data["problems"]:
            yield from fault_lines(fault)
        yield from as_text(self._left(data["left_out"])).splitlines()

    def match(self, data: MatchOutput) -> str:
        """The ranking, then each product in detail."""
        return as_text(self._match(data))

    def _match(self, data: MatchOutput) -> Iterable[Block]:
        yield Heading(1, data["title"])
        yield from _bullets(data["facts"])
        yield Heading(2, self.say("ranking"))
        yield self._ranking(data)
        yield Paragraph(self.say("wins", names=self.names(data["certain_winners"])))
        yield Paragraph(self.say("may_win", names=self.names(data["possible_winners"])))
        yield Paragraph(self.say("open_questions", n=data["questions"], deciding=data["deciding_questions"]))
        for detail in data["details"]:
            yield from self._detail(detail)
        for key, items in (("conflicts", data["conflicts"]), ("warning_list", data["warnings"])):
            yield from self._part(key, items)
        yield from self._left(data["left_out"])

    def _ranking(self, data: MatchOutput) -> Table:
        titles = ["score", "coverage", "met", "in_part", "unmet", "open", "n/a"]
        term = self.words.term
        columns = (Column("#", "right"), Column(term("product"), flexible=True), Column(term("decision")))
        rows = []
        for one in data["ranking"]:
            lines, coverage = one["lines"], one["coverage"]
            counts = (lines["met"], lines["partial"], lines["unmet"], lines["unknown"], lines["not_applicable"])
            share = "-" if coverage is None else percent(coverage)
            name = one["product"] if one["name"] == one["product"] else f"{one['product']} {one['name']}"
            row = (str(one["rank"]), name, term(one["decision"]), self.score(one["score"]), share)
            rows.append((*row, *map(str, counts)))
        return Table((*columns, *(Column(term(title), "right") for title in titles)), tuple(rows))

    def _detail(self, detail: Detail) -> Iterable[Block]:
        yield Heading(2, detail["product"])
        yield Paragraph(detail["why"])
        yield from self._musts("failing", detail["musts_failing"])
        yield from self._musts("open", detail["musts_open"])
        yield from self._part("rules", detail["open_rules"])
        if detail["gaps"]:
            yield Heading(3, self.say("gaps"))
            yield Bullets(tuple(map(self._gap, detail["gaps"])))
        if detail["price"]:
            key = "price_open" if detail["price_is_open"] else "price"
            yield Paragraph(self.say(key, sums=self.names(detail["price"])))

    def _musts(self, key: str, musts: Sequence[Must]) -> Iterable[Block]:
        yield from self._part(key, [f"{must['requirement']} {must['title']}: {must['reason']}" for must in musts])

    def _gap(self, gap: GapTold) -> Item:
        term = self.words.term
        kinds = self.words("join").join([term(gap["priority"]), *map(term, gap["kinds"])])
        head = f"{term(gap['severity'])}: {gap['requirement']} {gap['title']} ({kinds}): {gap['reason']}"
        return Item(head, (*gap["why"], *(way["told"] for way in gap["ways"])))

    def questions(self, data: QuestionsOutput) -> str:
        """Each question with its answers and what they lead to."""
        return as_text(self._questions(data))

    def _questions(self, data: QuestionsOutput) -> Iterable[Block]:
        yield Heading(1, data["title"])
        yield Paragraph(self.say("questions", n=data["total"], deciding=data["deciding"]))
        if data["questions"]:
            yield Bullets(tuple(map(self._question, data["questions"])))
        yield from self._part("warning_list", data["warnings"])
        yield from self._left(data["left_out"])

    def _question(self, question: QuestionTold) -> Item:
        whom = self.say("ask", whom=question["whom"], target=question["target"])
        below = [whom]
        for answer in question["answers"]:
            effects = [
                self.say(
                    "effect",
                    product=effect["product"],
                    decision=self.words.term(effect["decision"]),
                    score=self.score(effect["score"]),
                )
                for effect in answer["effects"]
            ]
            if answer["adds"]:
                effects.append(self.say("adds", lines=self.names(answer["adds"])))
            below.append(self.say("leads", answer=answer["answer"], effects=self.words("semi").join(effects)))
        return Item(question["text"], tuple(below))

    def explain(self, data: ExplainOutput) -> str:
        """The line, or the page, with what deserves a look."""
        if data["page"] is not None:
            warned = as_text(self._part("warning_list", data["warnings"]))
            return "\n\n".join(filter(None, (data["page"]["text"].rstrip("\n"), warned)))
        return as_text(self._explain(data["line"], data["warnings"], data["left_out"])) if data["line"] else ""

    def _explain(self, line: LineTold, warnings: Sequence[str], left_out: Sequence[LeftOut]) -> Iterable[Block]:
        yield from self._line(line)
        yield from self._part("warning_list", warnings)
        yield from self._left(left_out)

    def _line(self, line: LineTold) -> Iterable[Block]:
        yield Heading(1, f"{line['requirement']} {line['title']}")
        yield from _bullets(self._facts(line))
        yield Paragraph(line["reason"])
        yield from self._part("why", line["why"])
        yield from self._part("said", [self._said(said) for said in line["statements"]] or [self.say("nobody")])
        proofs = [(one["kind"], one["source"], one["date"]) for one in line["evidence"]]
        yield from self._part("evidence", [self.words("join").join(filter(None, proof)) for proof in proofs])
        yield from self._part("connection", line["connection"])
        if line["gaps"]:
            yield Heading(3, self.say("gaps"))
            yield Bullets(tuple(map(self._gap, line["gaps"])))
        yield from self._part("to_ask", line["questions"])

    def _said(self, said: Said) -> str:
        parts = (self.words.term(said["response"]), said["extent"], said["value"], said["available"], said["by"])
        return self.words("join").join(filter(None, (*parts, said["on"], said["remark"])))

    def _facts(self, line: LineTold) -> Iterable[str]:
        term = self.words.term
        product = {"product": line["product"], "rank": line["rank"], "decision": term(line["decision"])}
        yield self.say("of_product", **product, score=self.score(line["score"]))
        yield f"{term(line['priority'])}{self.words('join')}{line['capability'] or '-'}"
        yield self.say("need", need=line["need"])
        yield self.say("judged", **{name: term(line[name]) for name in ("verdict", "worst", "best")})
        part = "-" if line["part"] is None else self.score(line["part"])
        yield self.say("credit", credit=self.score(line["credit"]), part=part, share=percent(line["share"]))
        if line["waived"]:
            yield self.say("waived")
        if line["asked_by"]:
            yield self.say("asked", names=self.names(line["asked_by"]))

    def _part(self, key: str, items: Sequence[str]) -> Iterable[Block]:
        if items:
            yield Heading(3, self.say(key))
            yield from _bullets(items)

    def _left(self, left_out: Sequence[LeftOut]) -> Iterable[Block]:
        yield from self._part("left_out", [self.say("left", **one) for one in left_out])


def shortest(value: float) -> Ratio:
    """The shortest decimal that the float stands for: rounded again it shows what reports show of the exact number."""
    return Ratio(Decimal(repr(value)))


def percent(value: float) -> str:
    """A share as a percentage with one decimal, as in reports."""
    return f"{Ratio(shortest(value) * 100):.1f} %"


def fault_lines(fault: Fault) -> Iterable[str]:
    """A problem as tobfit shows it, on one line with its hint below."""
    place = ":".join(str(part) for part in (fault["document"], fault["line"], fault["column"]) if part is not None)
    kind = "warning " if fault["severity"] == "warning" else ""
    path = f" {fault['path']}" if fault["path"] else ""
    yield f"{place}{': ' if place else ''}{kind}{fault['code']}{path}: {fault['message']}"
    if fault["excerpt"] is not None:
        yield f"  in: {fault['excerpt'].strip()}"
    if fault["hint"] is not None:
        yield f"  help: {fault['hint']}"


def _bullets(items: Iterable[str]) -> Iterable[Block]:
    found = tuple(map(Item, items))
    if found:
        yield Bullets(found)
