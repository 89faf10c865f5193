"""What a value is called in the words of each role, in English and Chinese.

Each role is told what it looks at: the economic buyer outcome and return, the technical evaluator specification,
security and integration, managers their team's control and efficiency, end users their own work, procurement what a
contract has to hold, the champion what to argue inside, the coach what to find out.
"""

from __future__ import annotations

LEADS: dict[str, tuple[str, str]] = {
    "economic.claim": (
        "{goal}: {product} returns {amount} of the {whole} that this outcome is worth over {time}.",
        "{goal}：该成果在{time}内价值 {whole}，{product} 可带来其中 {amount} 的回报。",
    ),
    "economic.conditional": (
        "{goal}: {product} returns {amount} of the {whole} that this outcome is worth over {time}, if this holds: "
        "{conditions}. {firm} of it stands already.",
        "{goal}：该成果在{time}内价值 {whole}，{product} 可带来其中 {amount} 的回报，前提是：{conditions}。其中 "
        "{firm} 已可确认。",
    ),
    "economic.no_claim": (
        "{goal}: {product} returns nothing of the {whole} that this outcome is worth over {time}.",
        "{goal}：该成果在{time}内价值 {whole}，{product} 不能带来任何回报。",
    ),
    "economic.question": (
        "{goal}: what {product} returns cannot be said yet. {question}",
        "{goal}：{product} 的回报尚无法说明。{question}",
    ),
    "technical.claim": (
        "{goal}: by specification, security and integration {product} gives {share} of what this takes, all of "
        "it proved; "
        "that carries {amount} of {whole} over {time}.",
        "{goal}：就规格、安全与集成而言，{product} 提供所需能力的 {share}，且均有依据；{time}内可实现 {whole} "
        "中的 {amount}。",
    ),
    "technical.conditional": (
        "{goal}: by specification, security and integration {product} gives {share} of what this takes; to be "
        "examined: "
        "{conditions}. That carries {amount} of {whole} over {time}, {firm} of it proved.",
        "{goal}：就规格、安全与集成而言，{product} 提供所需能力的 {share}；尚待核实：{conditions}。"
        "{time}内可实现 {whole} 中的 "
        "{amount}，其中 {firm} 已有依据。",
    ),
    "technical.no_claim": (
        "{goal}: {product} does not meet the specification of anything that this takes ({whole} over {time}).",
        "{goal}：所需能力（{time}内价值 {whole}）{product} 均不符合规格。",
    ),
    "technical.question": (
        "{goal}: by specification {product} gives {share} of what this takes. {question}",
        "{goal}：就规格而言，{product} 提供所需能力的 {share}。{question}",
    ),
    "manager_user.claim": (
        "{goal}: for control and efficiency in your team {product} carries {amount} of {whole} over {time}.",
        "{goal}：在团队管控与效率方面，{product} 在{time}内可实现 {whole} 中的 {amount}。",
    ),
    "manager_user.conditional": (
        "{goal}: for control and efficiency in your team {product} carries {amount} of {whole} over {time}, if this "
        "holds: {conditions}. You can count on {firm} today.",
        "{goal}：在团队管控与效率方面，{product} 在{time}内可实现 {whole} 中的 {amount}，前提是：{conditions}。"
        "目前可以指望的是 {firm}。",
    ),
    "manager_user.no_claim": (
        "{goal}: {product} does nothing for control and efficiency in your team here ({whole} over {time}).",
        "{goal}：在团队管控与效率方面，{product} 无助于此（{time}内价值 {whole}）。",
    ),
    "manager_user.question": (
        "{goal}: {product} gives {share} of what your team needs for it. {question}",
        "{goal}：{product} 提供贵团队所需能力的 {share}。{question}",
    ),
    "end_user.claim": (
        "{goal}: {product} takes over {share} of what your own work{heads} needs for it; that is {amount} of {whole} "
        "over {time}.",
        "{goal}：{product} 承担您日常工作{heads}所需能力的 {share}，即{time}内 {whole} 中的 {amount}。",
    ),
    "end_user.conditional": (
        "{goal}: {product} takes over {share} of what your own work{heads} needs for it, if this holds: {conditions}. "
        "That is {amount} of {whole} over {time}; {firm} of it is there today.",
        "{goal}：{product} 承担您日常工作{heads}所需能力的 {share}，前提是：{conditions}。即{time}内 {whole} "
        "中的 {amount}，"
        "其中 {firm} 目前已具备。",
    ),
    "end_user.no_claim": (
        "{goal}: {product} makes nothing of your own work{heads} easier here ({whole} over {time}).",
        "{goal}：{product} 不会减轻您在这方面的日常工作{heads}（{time}内价值 {whole}）。",
    ),
    "end_user.question": (
        "{goal}: {product} takes over {share} of what your own work{heads} needs for it. {question}",
        "{goal}：{product} 承担您日常工作{heads}所需能力的 {share}。{question}",
    ),
    "user.claim": (
        "{goal}: for those who work with it, {product} carries {amount} of {whole} over {time}.",
        "{goal}：对使用方而言，{product} 在{time}内可实现 {whole} 中的 {amount}。",
    ),
    "user.conditional": (
        "{goal}: for those who work with it, {product} carries {amount} of {whole} over {time}, if this holds: "
        "{conditions}. {firm} of it is there today.",
        "{goal}：对使用方而言，{product} 在{time}内可实现 {whole} 中的 {amount}，前提是：{conditions}。其中 "
        "{firm} 目前已具备。",
    ),
    "user.no_claim": (
        "{goal}: for those who work with it, {product} carries nothing of {whole} over {time}.",
        "{goal}：对使用方而言，{product} 在{time}内不能实现 {whole} 中的任何部分。",
    ),
    "user.question": (
        "{goal}: {product} gives {share} of what those who work with it need. {question}",
        "{goal}：{product} 提供使用方所需能力的 {share}。{question}",
    ),
    "procurement.claim": (
        "{goal}: to be held by the contract: {product} carries {amount} of {whole} over {time}, as its evidence says.",
        "{goal}：宜写入合同：依据所示，{product} 在{time}内可实现 {whole} 中的 {amount}。",
    ),
    "procurement.conditional": (
        "{goal}: {product} carries {amount} of {whole} over {time}; the contract has to settle first: {conditions}. "
        "{firm} of it can be held by the contract today.",
        "{goal}：{product} 在{time}内可实现 {whole} 中的 {amount}；合同须先明确：{conditions}。其中 {firm} "
        "现在即可写入合同。",
    ),
    "procurement.no_claim": (
        "{goal}: a contract on {product} holds nothing of {whole} over {time}.",
        "{goal}：就{time}内的 {whole} 而言，{product} 没有可写入合同的内容。",
    ),
    "procurement.question": (
        "{goal}: there is no amount that a contract on {product} could be measured by yet. {question}",
        "{goal}：目前没有可用来衡量 {product} 合同的金额。{question}",
    ),
    "champion.claim": (
        "{goal}: what you can say inside: {product} carries {amount} of {whole} over {time}, and the evidence is "
        "at hand.",
        "{goal}：您在内部可以说：{product} 在{time}内可实现 {whole} 中的 {amount}，依据齐备。",
    ),
    "champion.conditional": (
        "{goal}: what you can say inside today: {product} carries {firm} of {whole} over {time}. It becomes "
        "{amount} if "
        "this holds: {conditions}.",
        "{goal}：您目前在内部可以说：{product} 在{time}内可实现 {whole} 中的 {firm}。若下列各项成立，则为 "
        "{amount}：{conditions}。",
    ),
    "champion.no_claim": (
        "{goal}: do not argue for {product} by this goal: it carries nothing of {whole} over {time}.",
        "{goal}：请勿以此目标为 {product} 陈词：{time}内它不能实现 {whole} 中的任何部分。",
    ),
    "champion.question": (
        "{goal}: there is no figure to argue with yet; {product} gives {share} of what this takes. {question}",
        "{goal}：目前尚无可用的数字；{product} 提供所需能力的 {share}。{question}",
    ),
    "coach.claim": (
        "{goal}: {product} carries {amount} of {whole} over {time}, proved. Does this count for those who decide?",
        "{goal}：{product} 在{time}内可实现 {whole} 中的 {amount}，均有依据。决策者看重这一点吗？",
    ),
    "coach.conditional": (
        "{goal}: {product} carries {amount} of {whole} over {time}, {firm} of it for sure. Who inside can say "
        "whether this "
        "is enough as it is: {conditions}?",
        "{goal}：{product} 在{time}内可实现 {whole} 中的 {amount}，其中 {firm} 可以确定。"
        "内部谁能判断以下各项是否足够：{conditions}？",
    ),
    "coach.no_claim": (
        "{goal}: {product} carries nothing of {whole} over {time}. How much does this goal count for those who decide?",
        "{goal}：{product} 在{time}内不能实现 {whole} 中的任何部分。决策者有多看重此目标？",
    ),
    "coach.question": (
        "{goal}: {product} gives {share} of what this takes. Who inside can tell: {question}",
        "{goal}：{product} 提供所需能力的 {share}。内部谁能回答：{question}",
    ),
    "other.claim": (
        "{goal}: {product} carries {amount} of {whole} over {time}.",
        "{goal}：{product} 在{time}内可实现 {whole} 中的 {amount}。",
    ),
    "other.conditional": (
        "{goal}: {product} carries {amount} of {whole} over {time}, if this holds: {conditions}. {firm} of it is there "
        "today.",
        "{goal}：{product} 在{time}内可实现 {whole} 中的 {amount}，前提是：{conditions}。其中 {firm} 目前已具备。",
    ),
    "other.no_claim": (
        "{goal}: {product} carries nothing of {whole} over {time}.",
        "{goal}：{product} 在{time}内不能实现 {whole} 中的任何部分。",
    ),
    "other.question": (
        "{goal}: {product} gives {share} of what this takes. {question}",
        "{goal}：{product} 提供所需能力的 {share}。{question}",
    ),
}
"""role.kind -> English and Chinese."""

PIECES: dict[str, tuple[str, str]] = {
    "formula": (" Formula: {formula}.", "算式：{formula}。"),
    "evidence": (" Evidence: {items}.", "依据：{items}。"),
    "lowered": (" Lowered by {items}.", "使之减少的是：{items}。"),
    "left_out": (" Not applicable, and in no part of it: {items}.", "不适用，未计入：{items}。"),
    "lowering": ("{line}, {amount} ({reason})", "{line}，{amount}（{reason}）"),
    "lowering_share": ("{line}, {share} of the goal ({reason})", "{line}，占目标 {share}（{reason}）"),
    "proof": ("{line}: {kind} {source}", "{line}：{kind} {source}"),
    "open": ("{line} is given", "提供 {line}"),
    "unproved": ("{line} is proved", "{line} 有证据"),
    "no_owner": ("somebody at the client owns the goal", "客户方有人负责此目标"),
    "heads": (" ({n} people)", "（{n} 人）"),
    "documented": ("documented", "有文档"),
    "demonstrated": ("demonstrated", "已演示"),
    "referenced": ("referenced", "有案例"),
    "join": ("; ", "；"),
}

QUESTIONS: dict[str, tuple[str, str]] = {
    "goals": ("Which goals is the product to serve, what is each worth, and who owns it?",
              "产品要服务于哪些目标，各值多少，由谁负责？"),
    "owner": ("Who owns the goal '{goal}'?", "目标“{goal}”由谁负责？"),
    "role": ("Who takes part in the purchase, and which part does each play? {owner} owns the goal '{goal}'.",
             "谁参与采购，各担任什么角色？目标“{goal}”由 {owner} 负责。"),
    "user_kind": ("Does {person} use the product or manage its use?", "{person} 是使用产品，还是管理其使用？"),
    "worth": ("What is '{goal}' worth, in all or per year?", "“{goal}”价值多少（总额或每年）？"),
    "time": ("What is '{goal}' worth per year or in all? {worth} cannot be counted over {time}.",
             "“{goal}”每年或总共价值多少？{worth} 无法按{time}计算。"),
    "needs": ("Which capabilities does '{goal}' need?", "“{goal}”需要哪些能力？"),
    "voice": ("What do the {heads} people behind {person} want from the product?",
              "{person} 所代表的 {heads} 人希望产品带来什么？"),
}  # fmt: skip
