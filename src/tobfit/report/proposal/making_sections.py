"""What the default Word templates say, section by section, in English and Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from tobfit.report.proposal.making_parts import (
    band,
    body_row,
    cell,
    gap,
    mark,
    only_if,
    paragraph,
    repeated,
    row,
    row_mark,
    table,
)
from tobfit.report.proposal.making_styles import TINTS

SECTIONS = {
    "summary": None, "ranking": None, "compliance": None, "gaps": None, "questions": None, "price": None,
    "findings": "findings or results", "assumptions": None,
}  # fmt: skip
"""Section -> the condition under which it is there."""
DETAILED = 3
"""How many products are shown in detail: a proposal is about few."""

WORDS: dict[str, tuple[str, str]] = {
    "summary": ("Summary", "摘要"),
    "ranking": ("Ranking", "排名"),
    "compliance": ("Compliance, requirement by requirement", "逐项符合性"),
    "gaps": ("Gaps and ways out", "差距与出路"),
    "questions": ("Open questions", "待答问题"),
    "price": ("Price", "价格"),
    "findings": ("Findings of later stages", "后续阶段的发现"),
    "assumptions": ("Assumptions and policy", "假设与评分策略"),
    "how_to_read": (
        "The score is the weighted mean of what each requirement is credited, from what is known for certain to what "
        "the open points could still add. Coverage is the share of the weight that was answered. Unknown is not no: an "
        "open point is a question.",
        "得分为各需求得分的加权平均：下限只计已确定的部分，上限计入未知项可能带来的部分。覆盖率为已有答复的权重占比。未知不等于不满足：未知项即待答问题。",
    ),
    "notes": ("Notes (internal): {{ %s }}", "备注（内部）：{{ %s }}"),
    "warnings": ("What deserves a look", "值得注意"),
    "product": ("Product", "产品"), "decision": ("Decision", "结论"), "score": ("Score", "得分"),
    "coverage": ("Coverage", "覆盖率"), "met": ("Met", "满足"), "partial": ("Partial", "部分"),
    "unmet": ("Unmet", "不满足"), "unknown": ("Unknown", "未知"), "not_applicable": ("N/A", "不适用"),
    "detailed": (
        "The first {n} of {{ products|length }} products are shown in detail below.",
        "以下仅详列前 {n} 个产品，共 {{ products|length }} 个。",
    ),
    "standing": (
        "**{{ product.decision.word }}**{% if product.score.low is not none %}, score "
        "{{ product.score.percent }}{% endif %}. {{ product.why }}",
        "**{{ product.decision.word }}**{% if product.score.low is not none %}，得分 "
        "{{ product.score.percent }}{% endif %}。{{ product.why }}",
    ),
    "waived": ("waived", "已豁免"),
    "failing": ("Musts that fail", "不满足的必备项"),
    "open": ("Musts that are open", "未定的必备项"),
    "must": (
        "{{ must.title }} ({{ must.requirement }}): {{ must.reason }}",
        "{{ must.title }}（{{ must.requirement }}）：{{ must.reason }}",
    ),
    "requirement": ("Requirement", "需求"), "priority": ("Priority", "优先级"), "verdict": ("Verdict", "判定"),
    "reason": ("Why", "依据"),
    "dimension": (
        "**{{ dimension.name }}** · {{ dimension.score.percent }} · weight {{ dimension.share.text }}",
        "**{{ dimension.name }}** · {{ dimension.score.percent }} · 权重 {{ dimension.share.text }}",
    ),
    "evidence": ("Evidence: {{ one.source }} ({{ one.kind.word }})", "证据：{{ one.source }}（{{ one.kind.word }}）"),
    "no_gaps": ("There are no gaps.", "没有差距。"),
    "gap": (
        "**{{ gap.severity.word }}** · {{ gap.kinds|join(', ', 'word') }} · {{ gap.priority.word }}: {{ gap.reason }}",
        "**{{ gap.severity.word }}** · {{ gap.kinds|join('、', 'word') }} · {{ gap.priority.word }}：{{ gap.reason }}",
    ),
    "endangers": ("Endangers: {{ gap.goals|join(', ') }}", "危及目标：{{ gap.goals|join('、') }}"),
    "titled": ("{{ %s.title }} ({{ %s.requirement }})", "{{ %s.title }}（{{ %s.requirement }}）"),
    "more_gaps": (
        "{{ product.gaps|length - limit }} more gaps: see the compliance table.",
        "另有 {{ product.gaps|length - limit }} 处差距，见逐项符合性表。",
    ),
    "about_client": ("About the client", "关于客户"),
    "about": ("About {{ product.label }}", "关于 {{ product.label }}"),
    "more_questions": ("… and {{ asked|length - limit }} more.", "……另有 {{ asked|length - limit }} 个。"),
    "no_questions": ("Nothing is open.", "没有未知项。"),
    "no_price": ("The documents name no price.", "文档未给出价格。"),
    "lower_bound": ("At least: some parts have no amount yet.", "仅为下限：部分项目尚无金额。"),
    "kind": ("Kind", "类别"), "what": ("What", "项目"), "amount": ("Amount", "金额"), "for": ("For", "用于"),
    "total": ("Total", "合计"),
    "finding": (
        "**{{ finding.severity.word }}** · {{ finding.about }}, {{ finding.kind.word }}: {{ finding.text }}",
        "**{{ finding.severity.word }}** · {{ finding.about }}，{{ finding.kind.word }}：{{ finding.text }}",
    ),
    "measured": (
        "Everything is measured against {{ as_of }}. What nobody said is unknown and counts from nothing to all.",
        "一切以 {{ as_of }} 为基准。无人说明之处记为未知，得分从零计到满分。",
    ),
    "conflicts": ("What cannot hold together", "相互冲突之处"),
    "rules": ("Rules that could still add requirements", "可能增加需求的规则"),
    "rules_of": ("{{ product.label }}", "{{ product.label }}"),
    "policy": ("The policy used: {{ policy.name }}", "所用评分策略：{{ policy.name }}"),
    "response": ("Response", "方式"), "credit": ("Credit", "得分"), "factor": ("Factor", "系数"),
    "setting": ("Setting", "设置"), "value": ("Value", "取值"), "gap_kind": ("Gap", "差距"),
    "must_word": ("Must", "必备"), "should_word": ("Should", "应有"), "could_word": ("Could", "可有"),
}  # fmt: skip


def heading(name: str, place: int) -> str:
    """The heading of a section."""
    return WORDS[name][place]


def body(place: int) -> str:
    """All sections; ``place`` is 0 for English, 1 for Chinese."""
    makers = (_summary, _ranking, _compliance, _gaps, _questions, _price, _findings, _assumptions)
    made = [_definitions()]
    for number, (maker, (name, condition)) in enumerate(zip(makers, SECTIONS.items(), strict=True), 1):
        title = paragraph(heading(name, place), "Heading1", bookmark=(number, name))
        section = title + maker(Say(place))
        made.append(only_if(condition, section) if condition else section)
    return "".join(made)


class Say:
    """The wording in one language."""

    def __init__(self, place: int) -> None:
        self.place = place

    def __call__(self, key: str) -> str:
        return WORDS[key][self.place]


def _definitions() -> str:
    """What is used again below: the products in detail, tints, and how blocks are written."""
    tints = ", ".join(f'{verdict}="{tint}"' for verdict, tint in TINTS.items())
    texts = paragraph("{{ block.text }}")
    points = repeated(
        "point in block.points",
        paragraph("{{ point.text }}", "ListBullet"),
        repeated("line in point.below", paragraph("{{ line }}", "ListBullet2")),
    )
    head = row(_each_cell("column in block.columns", paragraph("{{ column.title }}", "CellHead")), head=True)
    line = row(_each_cell("text in one", paragraph("{{ text }}", "Cell")))
    grid = table((1,), ("",)).replace('<w:tblLayout w:type="fixed"/>', "")
    start, rest = grid.index("<w:tr>"), grid.index("</w:tr>") + len("</w:tr>")
    own = grid[:start] + head + row_mark("for one in block.rows", 1) + line + row_mark("endfor", 1) + grid[rest:]
    blocks = (
        mark("macro told(blocks)")
        + mark("for block in blocks")
        + only_if('block.kind == "heading"', paragraph("{{ block.text }}", "Heading3"))
        + only_if('block.kind == "paragraph"', texts)
        + only_if('block.kind == "points"', points)
        + only_if('block.kind == "table"', own)
        + mark("endfor")
        + mark("endmacro")
    )
    return mark(f"set tint = dict({tints})") + mark(f"set detailed = products[:{DETAILED}]") + blocks


def _each_cell(loop: str, inside: str) -> tuple[str, ...]:
    """A cell for each item."""
    return tuple(map(cell, (paragraph(f"{{%tc for {loop} %}}"), inside, paragraph("{%tc endfor %}"))))


def _summary(say: Say) -> str:
    return (
        paragraph("{{ title }}", "Lead")
        + repeated("fact in facts", paragraph("{{ fact }}", "ListBullet"))
        + paragraph("{{ winners.certain_text }}")
        + paragraph("{{ winners.possible_text }}")
        + only_if("client.notes", paragraph(say("notes") % "client.notes", "Aside"))
        + only_if(
            "warnings",
            paragraph(say("warnings"), "Label"),
            repeated("warning in warnings", paragraph("{{ warning }}", "ListBullet")),
        )
    )


def _ranking(say: Say) -> str:
    widths = (42, 171, 125, 140, 112, 58, 88, 88, 108, 68)
    names = ("met", "partial", "unmet", "unknown", "not_applicable")
    head = ("#", *map(say, ("product", "decision", "score", "coverage", *names)))
    counts = [f"{{{{ product.counts.{name} }}}}" for name in names]
    line = body_row(
        widths, "{{ product.rank }}", ("**{{ product.name }}**", "{{ product.id }}"), "{{ product.decision.word }}",
        "{{ product.score.percent }}", "{{ product.coverage.text }}", *counts,
    )  # fmt: skip
    rows = (row_mark("for product in products", len(widths)), line, row_mark("endfor", len(widths)))
    return (
        table(widths, head, *rows)
        + paragraph(say("how_to_read"), "Aside")
        + only_if(f"products|length > {DETAILED}", paragraph(say("detailed").replace("{n}", str(DETAILED)), "Aside"))
    )


def _of_each(*inside: str) -> str:
    """Something for each product in detail, below its name."""
    return repeated("product in detailed", paragraph("{{ product.label }}", "Heading2"), *inside)


def _compliance(say: Say) -> str:
    def musts(key: str) -> str:
        must = paragraph(say("must"), "ListBullet")
        return only_if(
            f"product.musts.{key}", paragraph(say(key), "Label"), repeated(f"must in product.musts.{key}[:limit]", must)
        )

    widths = (38, 12, 13, 47)
    tinted = (
        "{% cellbg tint[row.verdict.code] %}{{ row.verdict.word }}{% if row.waived %} · "
        + say("waived")
        + "{% endif %}"
    )
    proof = mark("for one in row.evidence") + paragraph(say("evidence"), "CellSmall") + mark("endfor")
    line = body_row(
        widths, ("{{ row.title }}", "{{ row.requirement }} · {{ row.need }}"), "{{ row.priority.word }}", tinted,
        [paragraph("{{ row.reason }}", "Cell"), proof],
    )  # fmt: skip
    rows = (
        row_mark("for dimension in product.dimensions", 4), band(say("dimension"), 4),
        row_mark("for row in dimension.rows", 4), line, row_mark("endfor", 4), row_mark("endfor", 4),
    )  # fmt: skip
    head = tuple(map(say, ("requirement", "priority", "verdict", "reason")))
    return _of_each(
        paragraph(say("standing")),
        only_if("product.notes", paragraph(say("notes") % "product.notes", "Aside")),
        only_if("product.offered", paragraph("{{p told(product.offered) }}")),
        musts("failing"),
        musts("open"),
        only_if("product.dimensions", gap(), table(widths, head, *rows)),
    )


def _gaps(say: Say) -> str:
    one = (
        paragraph(say("titled") % ("gap", "gap"), "Heading3")
        + paragraph(say("gap"))
        + repeated("ground in gap.grounds", paragraph("{{ ground }}", "Aside"))
        + only_if("gap.goals", paragraph(say("endangers"), "Aside"))
        + only_if("gap.notes", paragraph(say("notes") % "gap.notes", "Aside"))
        + repeated("way in gap.ways", paragraph("{{ way.text }}", "ListBullet"))
    )
    return _of_each(
        only_if("not product.gaps", paragraph(say("no_gaps"))),
        repeated("gap in product.gaps[:limit]", one),
        only_if("limit and product.gaps|length > limit", paragraph(say("more_gaps"), "Aside")),
    )


def _questions(say: Say) -> str:
    listed = repeated(
        "question in asked[:limit]",
        paragraph("{{ question.told }}", "ListBullet"),
        repeated("answer in question.answers", paragraph("{{ answer.text }}", "ListBullet2")),
    ) + only_if("limit and asked|length > limit", paragraph(say("more_questions"), "Aside"))

    def asked(condition: str, title: str) -> str:
        chosen = mark(f"set asked = questions|{condition}|list")
        return chosen + only_if("asked", paragraph(title, "Heading2"), listed)

    of_client = asked('selectattr("product", "none")', say("about_client"))
    of_product = asked('selectattr("product", "equalto", product.id)', say("about"))
    return (
        only_if("not questions", paragraph(say("no_questions")))
        + of_client
        + repeated("product in detailed", of_product)
    )


def _price(say: Say) -> str:
    widths = (16, 40, 24, 30)
    line = body_row(
        widths, "{{ part.kind }}", "{{ part.name }}", "{{ part.amount }}", "{{ part.requirements|join(', ') or '-' }}"
    )
    total = body_row(widths, f"**{say('total')}**", "", "**{{ product.price.text }}**", "")
    rows = (row_mark("for part in product.price.parts", 4), line, row_mark("endfor", 4), total)
    known = mark('set priced = detailed|selectattr("price.is_known")|list')
    priced = table(widths, tuple(map(say, ("kind", "what", "amount", "for"))), *rows) + only_if(
        "product.price.is_open", paragraph(say("lower_bound"), "Aside")
    )
    return (
        known
        + repeated("product in priced", paragraph("{{ product.label }}", "Heading2"), priced)
        + only_if("not priced", paragraph(say("no_price")))
    )


def _findings(say: Say) -> str:
    return repeated("finding in findings", paragraph(say("finding"), "ListBullet")) + repeated(
        "result in results", paragraph("{{p told(result.blocks) }}")
    )


def _assumptions(say: Say) -> str:
    conflicts = repeated("conflict in conflicts", paragraph("{{ conflict }}", "ListBullet"))
    rules = repeated(
        "product in detailed",
        only_if(
            "product.undecided",
            paragraph(say("rules_of"), "Label"),
            mark("for block in product.undecided[1:]")
            + mark("set one = [block]")
            + paragraph("{{p told(one) }}")
            + mark("endfor"),
        ),
    )
    return (
        paragraph(say("measured"))
        + only_if("conflicts", paragraph(say("conflicts"), "Heading2"), conflicts)
        + only_if("detailed|selectattr('undecided')|list", paragraph(say("rules"), "Heading2"), rules)
        + paragraph(say("policy"), "Heading2")
        + only_if("policy.notes", paragraph(say("notes") % "policy.notes", "Aside"))
        + _policy(say)
    )


def _policy(say: Say) -> str:
    def listed(loop: str, heads: Sequence[str], widths: Sequence[int], *cells: str) -> str:
        count = len(widths)
        rows = (row_mark(f"for one in policy.{loop}", count), body_row(widths, *cells), row_mark("endfor", count))
        return table(widths, tuple(map(say, heads)), *rows)

    words = ("must", "should", "could")
    return (
        listed("credits", ("response", "credit"), (60, 40), "{{ one.word }}", "{{ one.text }}")
        + listed("factors", ("priority", "factor"), (60, 40), "{{ one.word }}", "{{ one.text }}")
        + listed("settings", ("setting", "value"), (60, 40), "{{ one.name }}", "{{ one.text }}")
        + listed(
            "severities", ("gap_kind", *(f"{word}_word" for word in words)), (40, 20, 20, 20), "{{ one.word }}",
            *(f"{{{{ one.{word}.word }}}}" for word in words),
        )
    )  # fmt: skip
