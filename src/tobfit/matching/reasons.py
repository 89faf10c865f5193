"""The sentences behind judgements and questions, made only when somebody reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tobfit.matching.changes import vendor_of
from tobfit.matching.joining import matters
from tobfit.matching.landscape_reasons import landscape_question, landscape_reason
from tobfit.matching.outcome import Judgement, Reason
from tobfit.model.product import Statement
from tobfit.model.requirement import Need
from tobfit.model.span import ends_of
from tobfit.model.vendor import Vendor

if TYPE_CHECKING:
    from tobfit.matching.gap import Gap
    from tobfit.matching.question import AnyQuestion, Question

PLACED: tuple[Reason, ...] = (
    "connected", "unreachable", "connection_open", "deployed", "undeployable", "deployment_open", "resident",
    "residence_open",
)  # fmt: skip
"""The reasons that the client's landscape gives."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "standard": "standard", "configuration": "configuration", "third_party": "third party",
        "customisation": "customisation", "roadmap": "roadmap", "not_supported": "not supported",
        "not_applicable": "not applicable", "vendor": "vendor", "assessor": "assessor", "client": "client",
        "usage": "usage", "partial": "partial", "full": "full",
    },
    "zh": {
        "standard": "标准功能", "configuration": "配置实现", "third_party": "第三方产品",
        "customisation": "定制开发", "roadmap": "路线图", "not_supported": "不支持",
        "not_applicable": "不适用", "vendor": "厂商", "assessor": "评估方", "client": "客户",
        "usage": "使用数据", "partial": "部分", "full": "完整",
    },
}  # fmt: skip

UNACCEPTED = {
    "en": "{told}: this is {response}, which the client does not accept",
    "zh": "{told}：属于{response}，客户不接受此方式",
}
REASONS: dict[str, dict[Reason, str]] = {
    "en": {
        "stated": "{who} states {response}{details}",
        "not_supported": "{who} states not supported",
        "branch_complete": "not stated, and the product declares this branch complete",
        "unaccepted": "{who} states {response}, which the client does not accept",
        "late": "on the roadmap for {available}, after {by}",
        "insufficient": "offers {value}, {need} needed",
        "in_part": "offers {value}, {need} needed: in part",
        "value_missing": "{who} states {response}, but what is said does not tell whether {need} is met",
        "date_unknown": "on the roadmap without a date",
        "delivered": "on the roadmap for {available}, which has passed: delivered?",
        "unevidenced": "{who} states {response} without evidence, and the policy asks for it",
        "not_applicable": "not applicable, says the {who}",
        "untrusted_not_applicable": "the vendor alone calls a Must not applicable",
        "conflicting": "statements of equal standing contradict each other: {all}",
        "unstated": "nobody said",
        "unresolved": "no capability is named, and nobody answered the line",
        "rolled_up": "the mean of its narrower capabilities",
    },
    "zh": {
        "stated": "{who}声明：{response}{details}",
        "not_supported": "{who}声明：不支持",
        "branch_complete": "未作声明，而产品声明该分支已完整列出",
        "unaccepted": "{who}声明：{response}，客户不接受此方式",
        "late": "路线图日期 {available}，晚于 {by}",
        "insufficient": "提供 {value}，需要 {need}",
        "in_part": "提供 {value}，需要 {need}：部分满足",
        "value_missing": "{who}声明：{response}，但所述不足以判断是否满足 {need}",
        "date_unknown": "在路线图上，没有日期",
        "delivered": "路线图日期 {available} 已过：是否已交付？",
        "unevidenced": "{who}声明：{response}，没有证据，而策略要求证据",
        "not_applicable": "{who}认定不适用",
        "untrusted_not_applicable": "仅厂商自称必备项不适用",
        "conflicting": "同级声明互相矛盾：{all}",
        "unstated": "无人说明",
        "unresolved": "未指明能力，也无人逐条应答",
        "rolled_up": "由其下级能力汇总",
    },
}

QUESTIONS: dict[str, dict[str, str]] = {
    "en": {
        "statement": "Does {product} give '{title}', and how?{need}",
        "value": "Which value does {product} reach for '{title}'?{need}",
        "date": "When is '{title}' delivered in {product}, or is it there already?",
        "not_applicable": "Is '{title}' really not applicable to {product}?",
        "conflict": "Which statement on '{title}' is true of {product}?",
        "evidence": "What proves '{title}' in {product}?",
        "unresolved": "Does {product} meet the line '{title}'? It names no capability.",
    },
    "zh": {
        "statement": "{product} 是否提供“{title}”，以何种方式？{need}",
        "value": "{product} 的“{title}”达到多少？{need}",
        "date": "{product} 的“{title}”何时交付，或是否已交付？",
        "not_applicable": "“{title}”对 {product} 确实不适用吗？",
        "conflict": "关于 {product} 的“{title}”，哪一项声明属实？",
        "evidence": "{product} 的“{title}”有何证据？",
        "unresolved": "{product} 是否满足“{title}”？该条未指明能力。",
    },
}


NEEDS: dict[str, dict[str, str]] = {
    "en": {
        "at_least": "at least", "at_most": "at most", "more_than": "more than", "less_than": "less than",
        "ideal": "ideally", "all_of": "all of", "any_of": "any of", "none_of": "none of", "level": "level",
        "version": "version",
    },
    "zh": {
        "at_least": "至少", "at_most": "至多", "more_than": "大于", "less_than": "小于", "ideal": "最好",
        "all_of": "全部包含", "any_of": "至少其一", "none_of": "不得包含", "level": "级别", "version": "版本",
    },
}  # fmt: skip


def need_text(need: Need, lang: str = "en") -> str:
    """How much is enough, in words.

    >>> need_text(Need(at_least="6 months")), need_text(Need(), "zh"), need_text(Need(all_of=["a", "b"]), "zh")
    ('at least 6 month', '具备', '全部包含 a、b')
    """
    words, is_chinese = NEEDS[language(lang)], language(lang) == "zh"
    between = "、" if is_chinese else ", "
    parts = [f"{words[key]} {_need_value(getattr(need, key), between)}" for key in need.keys]
    return ("，" if is_chinese else ", ").join(parts) or ("具备" if is_chinese else "present")


def _need_value(value: object, between: str) -> str:
    return between.join(map(str, value)) if isinstance(value, tuple) else str(value)


def language(lang: str) -> str:
    """The nearest language there are sentences in: Chinese for zh and its variants, else English."""
    return "zh" if lang.split("-")[0].lower() == "zh" else "en"


def reason_text(judgement: Judgement, lang: str = "en") -> str:
    """Why a line is judged as it is, in one sentence; of an offer with the product that serves the line, and the one
    that may serve it better."""
    return _told(judgement, language(lang))


def _told(judgement: Judgement, lang: str, note: str = "") -> str:
    """The reason, with a note on what the product that serves the line says."""
    if not judgement.parts:
        return _reason(judgement, lang) + note
    told = _ITEMS[lang]["says"].format(item=_item_title(judgement, lang), reason=_reason(judgement.own, lang)) + note
    if judgement.own.verdict == "unknown" or judgement.verdict != "unknown":
        return told
    # The one that is told is known: another one leaves the line open.
    unknown = [part for part in judgement.parts if part.verdict == "unknown"]
    other = next((part for part in unknown if matters(part.outcome, judgement.outcome)), unknown[0])
    return told + _ITEMS[lang]["open"].format(item=_item_title(other, lang), reason=_reason(other, lang))


_ITEMS = {
    "en": {"says": "{item}: {reason}", "open": "; {item} leaves it open: {reason}"},
    "zh": {"says": "{item}：{reason}", "open": "；{item} 尚未确定：{reason}"},
}
_LEFT_OUT = {
    "en": "only with what is not in the offer: module {modules}",
    "zh": "需报价未含的模块：{modules}",
}


def _item_title(judgement: Judgement, lang: str) -> str:
    deliverer = judgement.voices.deliverer
    if deliverer is not None and deliverer.id is not None and judgement.speech.kind != "answer":
        return title_of(deliverer.vendor, deliverer.id, lang)
    if _comes_with_the_offer(judgement):
        return "报价" if lang == "zh" else "The offer"
    return judgement.voices.product.title.text(lang)


def _comes_with_the_offer(judgement: Judgement) -> bool:
    """Whether a service speaks that is the offer's and not that of the product beside which it stands."""
    voices, speech = judgement.voices, judgement.speech
    entries = voices.services.get(speech.capability or "", ()) if speech.kind == "service" else ()
    own = {entry.id for entry in voices.product.services}
    return bool(entries) and own.isdisjoint(entries)


def title_of(vendor: Vendor | None, number: str, lang: str) -> str:
    """What a vendor is called; its id where it has no document."""
    return number if vendor is None else vendor.title.text(lang)


def gap_text(gap: Gap, lang: str = "en") -> str:
    """Why there is a gap: the line's reason, and that a price is not in the offer."""
    lang = language(lang)
    return _told(gap.judgement, lang, _NO_PRICE[lang] if gap.lacks_price else "")


_NO_PRICE = {"en": "; its price is not in the offer", "zh": "；报价未含其价格"}


def left_out(judgement: Judgement) -> tuple[str, ...]:
    """The modules left out of an offer that would give what the line asks of this one of its products."""
    missing, line = judgement.voices.left_out, judgement.requirement
    if not missing or judgement.outcome.reason not in ("not_supported", "conflicting"):
        return ()
    if judgement.speech.kind == "answer":
        return missing.get(line.id, ())
    return missing.get(judgement.speech.capability or "", ())


def missing_modules(judgement: Judgement) -> tuple[str, ...]:
    """The same; of a line that is made up of narrower ones, those left out that would give one of them."""
    missing, name = judgement.voices.left_out, judgement.requirement.capability
    if judgement.speech.kind != "rollup" or name is None:
        return left_out(judgement)
    known = judgement.voices.vocabulary
    return tuple(dict.fromkeys(each for part in missing if name in known.ancestors(part) for each in missing[part]))


def _reason(judgement: Judgement, lang: str) -> str:
    line = judgement.requirement
    if judgement.route is not None and judgement.outcome.reason == "unaccepted":
        response = _word(judgement.route.response_at_best or "", lang)
        return UNACCEPTED[lang].format(told=landscape_reason(judgement, lang), response=response)
    if modules := left_out(judgement):
        told = _LEFT_OUT[lang].format(modules=("、" if lang == "zh" else ", ").join(modules))
        return told[:1].upper() + told[1:]
    if judgement.outcome.reason in PLACED:
        told = landscape_reason(judgement, lang)
        return told[:1].upper() + told[1:] if judgement.route is None else told
    statements = judgement.statements
    statement = statements[0] if statements else None
    said = {
        "who": _word(statement.by, lang) if statement else "",
        "response": _word(statement.response, lang) if statement else "",
        "details": _details(judgement, statement, lang),
        "available": str(statement.available) if statement else "",
        "by": str(line.by),
        "value": _value(statement, lang),
        "need": need_text(line.need, lang),
        "all": ("；" if lang == "zh" else "; ").join(_one(s, lang) for s in statements),
    }
    sentence = REASONS[lang][judgement.outcome.reason].format(**said)
    return sentence[:1].upper() + sentence[1:]


def question_text(question: AnyQuestion, lang: str = "en") -> str:
    """The wording of a question; one about the client is worded by the pack that declares its attribute."""
    lang = language(lang)
    if question.product is None:
        return (question.attribute.question or question.attribute.title).text(lang)
    line = question.requirements[0]
    if question.kind == "landscape":
        return landscape_question(question.target, question.item, line.title.text(lang), lang)
    asked = _asked(question, lang)
    needed = "（需要 {}）" if lang == "zh" else " ({} is needed)"
    need = needed.format(need_text(line.need, lang)) if line.need.keys else ""
    name = question.world.vocabulary.get(_capability(question))
    # A line on places to run is titled like what it asks for, not like what one product may give another.
    is_titled = name is None or (line.text is not None and line.deploy is None)
    title = line.title.text(lang) if is_titled or name is None else name.title.text(lang)
    return QUESTIONS[lang][question.kind].format(product=asked, title=title, need=need)


def _asked(question: Question, lang: str) -> str:
    """The title of the product that a question is about, or of the vendor."""
    number = vendor_of(question.target, question.world.catalog)
    if number is None:
        return question.world.catalog[question.item].title.text(lang)
    vendor = next((each for each in question.world.catalog.vendors if each.id == number), None)
    return title_of(vendor, number, lang)


def _capability(question: Question) -> str | None:
    """The capability that the target names: for a roll-up a narrower one than the line's own."""
    owner = vendor_of(question.target, question.world.catalog)
    prefix = f"product.{question.item}." if owner is None else f"vendor.{owner}."
    _, found, rest = question.target.partition(f"{prefix}capabilities.")
    if not found:
        return question.requirements[0].capability
    for suffix in (".value", ".available", ".evidence"):
        if rest.removesuffix(suffix) in question.world.vocabulary:
            return rest.removesuffix(suffix)
    return rest


def _word(word: str, lang: str) -> str:
    return WORDS[lang].get(word, word)


def _value(statement: Statement | None, lang: str) -> str:
    if statement is None or statement.value is None:
        return "—"
    if statement.value and (ends := ends_of(statement.value[0])) is not None:
        low, high = ends
        return _SPANS[lang][high is None].format(low=low, high=high)
    return ", ".join(statement.value) or ("无" if lang == "zh" else "nothing")


_SPANS = {"en": ("{low} to {high}", "{low} or more"), "zh": ("{low} 至 {high}", "{low} 或更多")}
"""A count between two ends, and one without an upper end."""


def _details(judgement: Judgement, statement: Statement | None, lang: str) -> str:
    if statement is None:
        return ""
    parts = []
    if statement.extent != "full":
        parts.append(_word("partial", lang) if statement.extent == "partial" else f"{statement.extent}")
    if statement.value:
        parts.append(_value(statement, lang))
    if statement.response == "roadmap":
        parts.append(str(statement.available))
    speech = judgement.speech
    if speech.kind == "ancestor":
        through = "由 {} 覆盖" if lang == "zh" else "through {}"
        parts.append(through.format(speech.capability))
    if speech.kind == "service":
        entries = judgement.voices.services.get(speech.capability or "", ())
        given = "作为服务 {} 提供" if lang == "zh" else "as the service {}"
        parts.append(given.format(("、" if lang == "zh" else ", ").join(entries)))
    return "".join(f", {part}" if lang == "en" else f"，{part}" for part in parts)


def _one(statement: Statement, lang: str) -> str:
    value = f" {_value(statement, lang)}" if statement.value else ""
    colon = "：" if lang == "zh" else ": "
    return f"{_word(statement.by, lang)}{colon}{_word(statement.response, lang)}{value}"
