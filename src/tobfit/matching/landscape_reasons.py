"""The sentences behind connections and deployments; efforts are internal and have no place in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tobfit.integration.aspects import Aspect
from tobfit.integration.broken import Break
from tobfit.integration.deployment import Deployment, Spot, homes_of
from tobfit.integration.places import CLOUD, hosting_of
from tobfit.integration.refusals import Refused
from tobfit.integration.routing import Route
from tobfit.integration.site import Site
from tobfit.knowledge.regions import regions_of
from tobfit.matching.landscape_asks import open_targets
from tobfit.matching.landscape_topic import Topic, topic_of
from tobfit.model.landscape import COORDINATES

if TYPE_CHECKING:
    from tobfit.matching.outcome import Judgement

SAID: dict[str, dict[str, str]] = {
    "en": {
        "direct": "{source} reaches {sink} as it is",
        "through": "{source} reaches {sink} through {adapters}",
        "assumed": "; {names} would have to be built or bought",
        "refused_rate": "; {adapters} would be cheaper but carries {given} of {wanted} /s",
        "refused_latency": "; {adapters} would be cheaper but takes {given} of {wanted} s",
        "directly": "the direct way",
        "unreachable": "No way from {source} to {sink}: {breaks}",
        "no_interface": "No interface gives or takes these data",
        "zone": "{protocol} from zone {given} does not get to {wanted}",
        "coordinate": "nothing turns {what} {given} into {wanted}",
        "lacking": "{source} does not give the {what} that is wanted",
        "lacking_sink": "{sink} does not take the {what} that is wanted",
        "latency": "every way is slower than allowed",
        "rate": "no way carries the rate",
        "initiator": "both ends wait for the other to open the connection, or both open it",
        "version": "the versions do not suit each other",
        "open": "It hangs on what nobody said: {topics}",
        "called": "{name} ({kind})",
        "cloud": "the vendor's cloud",
        "runs": "runs in {zone}",
        "aspect_hosting": "not delivered for {zone}",
        "aspect_platform": "{zone} does not have {detail}",
        "aspect_egress": "it has to call home, and nothing leads from {zone} to the internet",
        "aspect_access": "nothing leads from {detail} to the vendor's cloud",
        "aspect_dependencies": "no system has {detail}",
        "network": "the client's network",
        "dependencies_met": "what it needs is there",
        "resident": "data stay in the client's own zone: {zone} ({region})",
        "topic_coordinate": "{field} of {owner}/{interface}",
        "topic_interfaces": "the interfaces of {owner}",
        "topic_system_zone": "the zone of {owner}",
        "topic_hosting": "how {owner} is delivered",
        "topic_zone_hosting": "what kind of zone {owner} is",
        "topic_zone_region": "the region of {owner}",
        "topic_flows": "what the network lets through",
        "topic_adapter": "{field} of the adapter {owner}",
        "topic_egress": "whether {owner} has to call home",
        "topic_runs_on": "the platforms that {owner} runs on",
        "topic_platforms": "the platforms in {owner}",
        "topic_systems": "what the client's systems can do",
        "topic_zones": "where the client could run it",
        "topic_statement": "whether {owner} gives {field}",
        "question": "What is {topic}?",
        "question_flows": "What does the client's network let through?",
        "question_hosting": "How is {owner} delivered?",
        "question_egress": "Does {owner} have to call home?",
        "question_runs_on": "Which platforms does {owner} run on?",
        "question_platforms": "Which platforms are there in {owner}?",
        "question_zone_hosting": "What kind of zone is {owner}?",
        "question_zone_region": "In which region is {owner}?",
        "question_systems": "Which of the client's systems has what {product} relies on?",
        "question_zones": "In which zones of its own could the client run {product}?",
        "question_interfaces": "Which interfaces has {owner}?",
        "for": "{question} ({title})",
        "and": ", ",
        "semi": "; ",
        "any": "whatever it is", "nothing": "what is given",
    },
    "zh": {
        "direct": "{source} 可直接到达 {sink}",
        "through": "{source} 经 {adapters} 到达 {sink}",
        "assumed": "；其中 {names} 需新建或采购",
        "refused_rate": "；{adapters} 更省，但承载速率仅 {given} 次/秒，需要 {wanted} 次/秒",
        "refused_latency": "；{adapters} 更省，但延迟 {given} 秒，允许 {wanted} 秒",
        "directly": "直连",
        "unreachable": "{source} 无法到达 {sink}：{breaks}",
        "no_interface": "没有可提供或接收这些数据的接口",
        "zone": "{protocol} 无法从区域 {given} 到达 {wanted}",
        "coordinate": "无法将{what} {given} 转为 {wanted}",
        "lacking": "{source} 不提供所需的{what}",
        "lacking_sink": "{sink} 不接受所需的{what}",
        "latency": "所有路径均超过允许的延迟",
        "rate": "没有路径能承载所需速率",
        "initiator": "两端都等待对方发起连接，或都只会发起",
        "version": "两端版本不匹配",
        "open": "取决于尚未说明的事项：{topics}",
        "called": "{name}（{kind}）",
        "cloud": "厂商云",
        "runs": "运行于{zone}",
        "aspect_hosting": "不提供 {zone} 的部署形态",
        "aspect_platform": "{zone} 没有 {detail}",
        "aspect_egress": "产品必须外联，而 {zone} 没有到互联网的通路",
        "aspect_access": "从 {detail} 没有到厂商云的通路",
        "aspect_dependencies": "没有系统具备 {detail}",
        "network": "客户网络",
        "dependencies_met": "所需能力均已具备",
        "resident": "数据留在客户自有区域：{zone}（{region}）",
        "topic_coordinate": "{owner}/{interface} 的{field}",
        "topic_interfaces": "{owner} 的接口",
        "topic_system_zone": "{owner} 所在区域",
        "topic_hosting": "{owner} 的交付形态",
        "topic_zone_hosting": "区域 {owner} 的类型",
        "topic_zone_region": "区域 {owner} 所在地域",
        "topic_flows": "网络放行哪些流量",
        "topic_adapter": "适配器 {owner} 的{field}",
        "topic_egress": "{owner} 是否必须外联",
        "topic_runs_on": "{owner} 可运行的平台",
        "topic_platforms": "{owner} 中的平台",
        "topic_systems": "客户各系统具备的能力",
        "topic_zones": "客户可在何处运行",
        "topic_statement": "{owner} 是否提供 {field}",
        "question": "{topic}是什么？",
        "question_flows": "客户网络放行哪些流量？",
        "question_hosting": "{owner} 以何种形态交付？",
        "question_egress": "{owner} 是否必须外联？",
        "question_runs_on": "{owner} 可运行于哪些平台？",
        "question_platforms": "{owner} 中有哪些平台？",
        "question_zone_hosting": "区域 {owner} 属于哪种类型？",
        "question_zone_region": "区域 {owner} 位于哪个地域？",
        "question_systems": "客户的哪个系统具备 {product} 所依赖的能力？",
        "question_zones": "客户可在哪些自有区域运行 {product}？",
        "question_interfaces": "{owner} 有哪些接口？",
        "for": "{question}（{title}）",
        "and": "、",
        "semi": "；",
        "any": "任意", "nothing": "已有内容",
    },
}  # fmt: skip
KINDS: dict[str, dict[str, str]] = {
    "en": {
        "on_premises": "on premises", "air_gapped": "air-gapped", "private_cloud": "private cloud",
        "public_cloud": "public cloud",
    },
    "zh": {
        "on_premises": "本地部署", "air_gapped": "物理隔离", "private_cloud": "私有云", "public_cloud": "公有云",
        "saas": "SaaS",
    },
}  # fmt: skip
FIELDS: dict[str, dict[str, str]] = {
    "en": {"side": "side", "data": "direction of data", "mode": "mode"},
    "zh": {
        "zone": "区域", "protocol": "协议", "format": "格式", "entity": "实体", "auth": "认证方式", "mode": "模式",
        "side": "提供方", "data": "数据方向", "version": "版本", "latency": "延迟", "capacity": "承载速率",
        "effort": "工作量",
    },
}  # fmt: skip


def landscape_reason(judgement: Judgement, lang: str) -> str:
    """Why a line that the landscape has a part in is judged as it is."""
    words, reason = SAID[lang], judgement.outcome.reason
    if reason in ("connection_open", "deployment_open", "residence_open"):
        topics = [_topic(topic_of(t, judgement.voices.product.id), lang) for t in open_targets(judgement)]
        return words["open"].format(topics=words["and"].join(topics[:3]) or words["nothing"])
    if reason == "resident":
        return _resident(judgement, lang)
    if judgement.route is not None:
        return route_text(judgement.route, lang)
    assert judgement.deployment is not None
    assert judgement.voices.site is not None
    return _deployment(judgement.deployment, judgement.voices.site, lang)


def route_text(route: Route, lang: str) -> str:
    """A route in one sentence."""
    words = SAID[lang]
    ends = {"source": route.steps[0].id, "sink": route.steps[-1].id} if route.steps else {}
    if route.feasible is False:
        breaks = [_break(one, lang) for one in route.breaks]
        breaks += [words[name] for name in route.broken if name in ("latency", "rate", "initiator", "version")]
        crossed = {one.coordinate for one in route.breaks}
        lacking = [name for name in route.broken if name in COORDINATES and name not in crossed]
        end = "lacking_sink" if route.lacks == "sink" else "lacking"
        breaks += [words[end].format(what=FIELDS[lang].get(name, name), **ends) for name in lacking if ends]
        return words["unreachable"].format(breaks=words["semi"].join(breaks), **ends) if ends else words["no_interface"]
    text = words["through" if route.adapters else "direct"]
    told = text.format(adapters=words["and"].join(route.adapters), **ends)
    assumed = dict.fromkeys(step.id for step in route.steps if step.is_assumed)
    if assumed:
        told += words["assumed"].format(names=words["and"].join(assumed))
    return told + "".join(_refused(one, lang) for one in route.refused)


def _refused(refused: Refused, lang: str) -> str:
    words = SAID[lang]
    adapters = [step.id for step in refused.steps if step.kind == "adapter"]
    return words[f"refused_{refused.limit}"].format(
        adapters=words["and"].join(adapters) or words["directly"],
        given=_number(float(refused.given)),
        wanted=_number(float(refused.wanted)),
    )


def _number(value: float) -> str:
    return f"{value:g}"


def _break(one: Break, lang: str) -> str:
    words = SAID[lang]
    given, wanted = _values(one.given, lang), _values(one.wanted, lang)
    if one.coordinate == "zone":
        return words["zone"].format(protocol=one.protocol or words["nothing"], given=given, wanted=wanted)
    what = FIELDS[lang].get(one.coordinate, one.coordinate)
    return words["coordinate"].format(what=what, given=given, wanted=wanted)


def _values(values: tuple[str, ...], lang: str) -> str:
    if not values or values == ("any",):
        return SAID[lang]["any"]
    return SAID[lang]["and"].join(values)


def _deployment(found: Deployment, site: Site, lang: str) -> str:
    words = SAID[lang]
    best = found.best
    if found.aspects == ("dependencies",) and found.truth:
        return words["dependencies_met"]
    if found.truth and best is not None:
        return words["runs"].format(zone=_zone(best, site, lang))
    told = [_obstacle(spot, site, lang) for spot in found.spots]
    return words["semi"].join(dict.fromkeys(text for text in told if text)) or words["no_interface"]


def _obstacle(spot: Spot, site: Site, lang: str) -> str:
    aspect = spot.stands_in_the_way
    if aspect is None:
        return ""
    return SAID[lang][f"aspect_{aspect.name}"].format(zone=_zone(spot, site, lang), detail=_detail(aspect, site, lang))


def _zone(spot: Spot, site: Site, lang: str) -> str:
    """A zone by its name, with its kind."""
    number = spot.place.zone
    hosting, name = hosting_of(site.zones.get(number)), _name(number, site, lang)
    if hosting in (number, "unknown"):
        return name
    return SAID[lang]["called"].format(name=name, kind=KINDS[lang].get(hosting, hosting))


def _name(number: str, site: Site, lang: str) -> str:
    if number == CLOUD:
        return SAID[lang]["cloud"]
    zone = site.zones.get(number)
    return number if zone is None or zone.name is None else zone.name.text(lang)


def _detail(aspect: Aspect, site: Site, lang: str) -> str:
    """What an aspect is about: zones by name, anything else as it is."""
    if not aspect.detail:
        return SAID[lang]["network"]
    return SAID[lang]["and"].join(_name(part, site, lang) for part in aspect.detail.split(", "))


def _resident(judgement: Judgement, lang: str) -> str:
    """The zones that do: a line on regions names them in lower case."""
    voices, need = judgement.voices, judgement.requirement.need
    assert voices.site is not None
    zones = [home.zone for home in homes_of(voices.product, voices.site) if not home.asks]
    wanted = {name.lower() for name in (*need.all_of, *need.any_of)}
    base = voices.site.base
    told = next((z for z in zones if wanted & {name.lower() for name in regions_of(z.region, base)}), zones[0])
    return SAID[lang]["resident"].format(zone=_name(told.id, voices.site, lang), region=told.region)


def _topic(topic: Topic, lang: str) -> str:
    field = FIELDS[lang].get(topic.field, topic.field)
    return SAID[lang][f"topic_{topic.kind}"].format(owner=topic.owner, interface=topic.interface, field=field)


def landscape_question(target: str, product: str, title: str, lang: str) -> str:
    """The wording of a question about a landscape, or about what a product needs of one."""
    words, topic = SAID[lang], topic_of(target, product)
    own = words.get(f"question_{topic.kind}", words["question"])
    question = own.format(owner=topic.owner, product=product, topic=_topic(topic, lang))
    return words["for"].format(question=question, title=title)
