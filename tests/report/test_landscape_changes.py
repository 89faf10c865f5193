"""Ways out of what a landscape forbids, and answers to questions about one, in both languages."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from tests.report.landscape_worlds import GIVEN, bridge, client, matched, product, two
from tests.report.telling import LANGUAGES, whole
from tests.report.test_markdown import HOSTILE, shape

from tobfit.matching.landscape_topic import Topic, TopicKind
from tobfit.matching.question import Question
from tobfit.matching.report import Report
from tobfit.model.words import HOSTINGS
from tobfit.report import markdown, text
from tobfit.report.landscape_answers import landscape_answer, topic_text
from tobfit.report.landscape_words import ANSWERS
from tobfit.report.naming import Naming
from tobfit.report.words import Words

NO_WAY_OUT: dict[str, Any] = {"flows": []}
FLOWS_ONE_WAY = [{"from": "lan", "to": "vault", "one_way": True}]


def ways(report: Report, lang: str) -> list[str]:
    """What stands between the brackets of each way out, in order, each once."""
    starts = {"en": "(configure|negotiate|extend|partner)", "zh": "(配置|协商|定制扩展|引入第三方)"}
    pattern = {"en": r" \((.*?)\): credit", "zh": r"（(.*?)）：本条得分"}
    found = (re.match(starts[lang] + pattern[lang], line) for line in whole(report, lang))
    return list(dict.fromkeys(match.group(2) for match in found if match))


CASES: list[tuple[str, Any, str, str]] = [
    ("a flow for a protocol", lambda: matched(client(flows=FLOWS_ONE_WAY), product()),
     "open the network from Plant network to the vendor's cloud for rest", "开通 厂区网络 到 厂商云服务 的网络：rest"),
    ("another hosting", lambda: matched(client(**NO_WAY_OUT), product()),
     "deliver it also as: on premises", "另以此形态交付：本地部署"),
    ("an interface that stands where it runs",
     lambda: matched(client(**NO_WAY_OUT), product(interface={"zone": "saas"})),
     "deliver it also as: on premises; its interface in where it runs",
     "另以此形态交付：本地部署；接口 in 随其部署位置"),
    ("an adapter", lambda: matched(client(adapters=[]), product(interface={"protocol": "rfc"})),
     "an adapter that turns format idoc into json", "适配器：格式 idoc 转为 json"),
    ("another interface", lambda: matched(client(adapters=[]), product(interface={"protocol": "rfc"})),
     "an interface in-too that takes protocol rfc, format idoc, entity Order, authentication basic, mode async",
     "接口 in-too：接收 协议 rfc，格式 idoc，实体 Order，认证方式 basic，模式 async"),
    ("a platform",
     lambda: matched(
         client(zones=[{"id": "lan", "name": two("Plant network", "厂区网络"), "hosting": "on_premises",
                        "platforms": [{"platform": "pg", "version": "12"}]}]),
         product(hosting=["on_premises"], runs_on=[{"platform": "pg", "version": ">=14"}])),
     "pg 14 in Plant network", "在厂区网络提供 pg 14"),
    ("no call home",
     lambda: matched(client(**NO_WAY_OUT), product(hosting=["on_premises"], egress="required", runs_on=[])),
     "let it work without calling home", "无需外联即可运行"),
    ("a system",
     lambda: matched({**client(), "complete": ["landscape"]}, product(requires=["fin.ledger"])),
     "a system that has Ledger", "由某系统提供 总账"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "english", "chinese"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_way_out_is_told_in_words(make: Any, english: str, chinese: str) -> None:
    report = make()
    assert english in ways(report, "en")
    assert chinese in ways(report, "zh")


@LANGUAGES
def test_no_way_out_shows_a_target_or_nothing_named_none(lang: str) -> None:
    for _, make, *_ in CASES:
        for way in ways(make(), lang):
            assert not re.search(r"landscape|None|FrozenMap|\bcustomisation\b", way)


# ------------------------------------------------------------------------------------------------ questions
def questions(report: Report) -> list[Question]:
    return [q for q in report.questions if isinstance(q, Question) and q.kind == "landscape"]


@pytest.mark.parametrize(
    ("offered", "english", "chinese", "drawn"),
    [
        (
            product(hosting=[]),
            "the vendor's cloud / on premises / air-gapped: ",
            "厂商云服务 / 本地部署 / 物理隔离：",
            {},
        ),
        (product(interface={**GIVEN, "side": None}), "it provides the interface: ", "由其提供接口：", {}),
        (product(interface={"format": None}), "another: ", "其他：", {}),
        (product(hosting=["on_premises"], egress=None), "it never does", "从不外联", NO_WAY_OUT),
    ],
)
def test_answers_are_told_in_words(offered: Any, english: str, chinese: str, drawn: dict[str, Any]) -> None:
    for lang, wanted in (("en", english), ("zh", chinese)):
        asked = {"en": "ask", "zh": "询问"}[lang]
        lines = [line for line in whole(matched(client(**drawn), offered), lang) if line.startswith(asked)]
        assert any(wanted in line for line in lines)


NAMING = {lang: Naming(Words(lang), matched(client(), product()).world.packs.base, matched(client(), product()).client)
          for lang in ("en", "zh")}  # fmt: skip


@LANGUAGES
@pytest.mark.parametrize("kind", get_args(TopicKind))
def test_every_topic_has_words(kind: TopicKind, lang: str) -> None:
    told = topic_text(Topic(kind, "lan", "in", "format"), NAMING[lang])
    assert told
    if lang == "zh":
        assert not re.search(r"[A-Za-z]{3,}", re.sub(r"\b(lan|in)\b", "", told))


@pytest.mark.parametrize(
    ("topic", "label", "english", "chinese"),
    [
        (Topic("flows", ""), "no other flow", "nothing else", "没有其他通路"),
        (Topic("flows", ""), "lan > internet", "from Plant network to the internet", "厂区网络 到 互联网"),
        (Topic("egress", "p"), "none", "it never does", "从不外联"),
        (Topic("adapter", "pi", field="latency"), "none", "none", "无"),
        (Topic("adapter", "pi", field="latency"), "too much", "more than allowed", "超过允许值"),
        (Topic("coordinate", "p", "in", "data"), "both", "both ways", "双向"),
        (Topic("coordinate", "p", "in", "format"), "both", "both", "both"),
        (Topic("coordinate", "p", "in", "auth"), "none", "none", "none"),
        (Topic("coordinate", "p", "in", "format"), "another (2)", "another (2)", "其他 (2)"),
        (Topic("coordinate", "p", "in", "zone"), "vault", "Vault", "机要区"),
        (Topic("system_zone", "sap", field="zone"), "lan", "Plant network", "厂区网络"),
        (Topic("platforms", "lan"), "all of them", "all that it needs", "所需平台均有"),
        (Topic("systems", ""), "no system has it", "no system has it", "没有系统具备"),
        (Topic("runs_on", "p"), "another", "another", "其他"),
        (Topic("zone_region", "lan", field="region"), "cn", "cn", "cn"),
    ],
)
def test_answers_that_are_words_are_told_and_values_stay(topic: Topic, label: str, english: str, chinese: str) -> None:
    assert landscape_answer(label, topic, NAMING["en"]) == english
    assert landscape_answer(label, topic, NAMING["zh"]) == chinese


def test_kinds_of_places_and_all_fixed_answers_have_their_chinese() -> None:
    for kind in HOSTINGS:
        assert not re.search(r"[A-Za-z]", landscape_answer(kind, Topic("hosting", "p"), NAMING["zh"]))
    assert not any(re.search(r"[A-Za-z]", chinese) for _, chinese in ANSWERS.values())


@LANGUAGES
def test_several_questions_of_one_line_are_told_apart_by_what_they_ask(lang: str) -> None:
    report = matched(client(), product(interface={"format": None, "protocol": None}))
    asked = {"en": "ask (format of cloud/in): ", "zh": "询问（cloud/in 的格式）："}[lang]
    assert any(line.startswith(asked) for line in whole(report, lang))


@LANGUAGES
def test_a_line_that_was_waived_shows_its_answers_too(lang: str) -> None:
    own = {"id": "R", "priority": "must", "connect": {"system": "sap"}, "waived": {"reason": "later"}}
    report = matched(client(own), product(interface={"format": None, "protocol": None}))
    asked = {"en": "ask (format of cloud/in): ", "zh": "询问（cloud/in 的格式）："}[lang]
    assert len([line for line in whole(report, lang) if line.startswith(asked)]) == 1


# ------------------------------------------------------------------------------------------------ the whole text
def test_chinese_has_no_english_words_of_ours() -> None:
    names = {"sap", "idoc", "rfc", "rest", "json", "csv", "https", "Order", "basic", "async", "cloud", "default"}
    names |= {"lan", "saas"}  # sentences about a missing link name zones by their ids
    slow = {"id": "R", "priority": "must", "connect": {"system": "sap", "latency": "10 s"}}
    more = [
        matched(client(slow, adapters=[bridge(latency="1 min"), bridge(id="px", latency="1 s")]), product()),
        matched(client(said="名称"), product(hosting=[], interface={"format": None, "side": None})),
        matched({**client(said="名称"), "complete": []}, product(requires=["fin.ledger"])),
    ]
    for report in [*(make() for _, make, *_ in CASES), *more]:
        for line in whole(report, "zh"):
            without_ids = re.sub(r"[A-Za-z]\w*(?:[.:@/-]\w+)+", "", line)
            assert set(re.findall(r"[A-Za-z]{3,}", without_ids)) <= names


def test_hostile_names_are_harmless() -> None:
    def named(said: str) -> Report:
        return matched(client(said=said, **NO_WAY_OUT), product(name=said), product("open", hosting=[], name=said))

    assert shape(markdown(named(HOSTILE), limit=None)) == shape(markdown(named("plain text here"), limit=None))
    shown = text(named("\x1b[31mred\u202e"), limit=None)
    assert "\\u001b[31mred" in shown
    assert all(line.isprintable() for line in shown.split("\n"))
