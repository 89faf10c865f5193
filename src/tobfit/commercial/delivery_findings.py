"""What is at risk with those who deliver: a client far larger than they are, sizes nobody knows, dates they cannot
keep."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

import attrs

from tobfit.commercial.capacity import Workload, workload_of
from tobfit.commercial.delivery_asked import Request
from tobfit.commercial.figures import Figure
from tobfit.commercial.size_ratio import Side, heads_ratio, revenue_ratio
from tobfit.matching.finding import Finding
from tobfit.matching.fit import Fit
from tobfit.matching.remedy import Remedy, partners_for
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval
from tobfit.model.label import Label
from tobfit.model.words import GapSeverity

STAGE = "commercial"


def findings_on(
    fit: Fit, side: Side, heads: Figure, revenue: Figure | None, workload: Workload, request: Request
) -> Iterable[Finding]:
    """The findings on one candidate: its size, then its dates."""
    decisive = decisive_of(heads, revenue, request)
    severity = severity_of(decisive.value, request)
    if severity is not None:
        remedies = (*_partners(fit, side, request), *_answers(fit, side, decisive, request))
        because = _because_of_size(decisive, side, request)
        yield Finding("at_risk", severity, STAGE, because, fit.product, path=_path(fit, side), remedies=remedies)
    late = lateness_of(workload)
    if late is not None:
        remedies = tuple(_in_time(fit, side))
        line, because = workload.requirement, _because_of_time(workload, late)
        path = (fit.world.client.id, *([line] if line else []), *_path(fit, side)[1:])
        yield Finding("at_risk", late, STAGE, because, fit.product, line, path, remedies)


# ------------------------------------------------------------------------------------------------------- size


def decisive_of(heads: Figure, revenue: Figure | None, request: Request) -> Figure:
    """Heads, where they are known, or are too many for those who deliver whatever is not known of them; else revenue,
    where that is known; else heads."""
    if is_known(heads.value) or is_certain(heads.value, request):
        return heads
    return revenue if revenue is not None and is_known(revenue.value) else heads


def is_certain(ratio: Interval | None, request: Request) -> bool:
    """Whether there is a finding wherever in its range the ratio lies."""
    return ratio is not None and ratio.low >= request.minor


def is_known(value: Interval | None) -> bool:
    """Whether a range is one number, be it without end."""
    return value is not None and value.low == value.high


def severity_of(ratio: Interval | None, request: Request) -> GapSeverity | None:
    """Major from one threshold on, minor from the other on; minor also where that is open."""
    if ratio is None:
        return "minor"
    if ratio.low >= request.major:
        return "major"
    return None if ratio.high < request.minor else "minor"


def _partners(fit: Fit, side: Side, request: Request) -> Iterable[Remedy]:
    """The vendors that are known to be large enough to deliver with those who do: with them nothing is left to find."""
    delivering = {*side.vendors, *side.partners}
    known = {vendor.id: vendor for vendor in side.known}
    for name, changes in partners_for(fit):
        if name in delivering:
            continue
        beside = replaced(fit, side, request).with_partner(known[name])
        decisive = decisive_of(heads_ratio(beside, fit.world), revenue_ratio(beside, fit.world), request)
        if severity_of(decisive.value, request) is None:
            yield Remedy("partner", fit.product, "", changes=changes, before=fit)


def replaced(fit: Fit, side: Side, request: Request) -> Side:
    """Those who deliver without the partner in whose place another one would step: of a product its own, of an offer
    the offer's; those of an offer's products and of the call stay."""
    old = fit.offer.partner if fit.offer is not None else fit.world.catalog.product(fit.product).partner
    names = fit.offer.products if fit.offer is not None else ()
    kept = {fit.world.catalog.product(name).partner for name in names} | {request.partners.get(fit.product)}
    gone = old if old not in kept else None
    return attrs.evolve(side, partners=tuple(name for name in side.partners if name != gone))


def _answers(fit: Fit, side: Side, decisive: Figure, request: Request) -> Iterable[Remedy]:
    """What is not known of a size: the least number with which nothing is left to find, and one with which the finding
    stays; without answers where more than one thing is open. Nothing where no answer would take the finding away."""
    asked = [factor for factor in decisive.factors if factor.asked is not None]
    if not asked or is_certain(decisive.value, request):
        return
    client = decisive["client"].value
    target = asked[0].source
    if len(asked) != 1 or decisive.name != "heads_ratio" or client is None or not target.endswith(".employees"):
        yield Remedy("ask", fit.product, "", before=fit)
        return
    name = target.removeprefix("vendor.").removesuffix(".scale.employees")
    least = max(1, _more_than(client.low / request.minor) - _beside(name, side, decisive))
    for number in dict.fromkeys((least, 1)):
        changes = FrozenMap({target: str(number)})
        yield Remedy("ask", fit.product, "", changes=changes, answer=str(number), before=fit)


def _beside(name: str, side: Side, decisive: Figure) -> int:
    """The known heads that count with those of one who delivers: of the partners, and beside a partner those of the
    smallest vendor."""
    heads = {factor.name.partition(" ")[2]: factor.value for factor in decisive.factors if factor.value is not None}
    partners = sum(int(heads[each].low) for each in side.partners if each in heads)
    if name not in side.partners:
        return partners
    return partners + min(int(heads[each].low) for each in side.vendors if each is not None)


def _more_than(number: Fraction) -> int:
    """The least whole number above a number, at least 1."""
    return max(1, number.numerator // number.denominator + 1)


def _path(fit: Fit, side: Side) -> tuple[str, ...]:
    vendors = [name for name in (*side.vendors, *side.partners) if name is not None]
    return (fit.world.client.id, *vendors, fit.product)


def _because_of_size(decisive: Figure, side: Side, request: Request) -> Label:
    names = [name for name in (*side.vendors, *side.partners) if name is not None]
    named = {"en": ", ".join(names) or "nobody named", "zh": "、".join(names) or "未指明的厂商"}
    value = decisive.value
    if not is_known(value) and not is_certain(value, request):
        open_ones = [one.asked for one in decisive.factors if one.asked is not None]
        texts = {lang: "; ".join(one.question.text(lang) for one in open_ones) for lang in ("en", "zh")}
        return Label.of({lang: _SIZES[lang]["open"].format(names=named[lang], asked=texts[lang]) for lang in _SIZES})
    assert value is not None
    measure = "heads" if decisive.name == "heads_ratio" else "revenue"
    kind = measure if is_known(value) else f"least_{measure}"
    kind, ratio = (f"no_{measure}", "") if value.low == math.inf else (kind, _down_to_tenths(value.low))
    return Label.of({lang: _SIZES[lang][kind].format(names=named[lang], ratio=ratio) for lang in _SIZES})


def _down_to_tenths(ratio: Fraction) -> str:
    """Rounded down, so that no ratio below a threshold reads like the threshold."""
    whole, tenths = divmod(math.floor(ratio * 10), 10)
    return f"{whole}.{tenths}" if tenths else str(whole)


_SIZES = {
    "en": {
        "heads": "the client has {ratio} times as many people as those who deliver ({names}): what breaks is not "
        "quickly mended",
        "revenue": "the client's revenue is {ratio} times that of those who deliver ({names}): what breaks is not "
        "quickly mended",
        "least_heads": "the client has at least {ratio} times as many people as those who deliver ({names}): what "
        "breaks is not quickly mended",
        "no_heads": "those who deliver ({names}) have no people of their own: what breaks is not quickly mended",
        "no_revenue": "those who deliver ({names}) have no revenue: what breaks is not quickly mended",
        "open": "nobody said how large those who deliver ({names}) are beside the client: {asked}",
    },
    "zh": {
        "heads": "客户人数是交付方（{names}）的 {ratio} 倍：一旦出问题，难以很快修复",
        "revenue": "客户营业收入是交付方（{names}）的 {ratio} 倍：一旦出问题，难以很快修复",
        "least_heads": "客户人数至少是交付方（{names}）的 {ratio} 倍：一旦出问题，难以很快修复",
        "no_heads": "交付方（{names}）没有员工：一旦出问题，难以很快修复",
        "no_revenue": "交付方（{names}）没有营业收入：一旦出问题，难以很快修复",
        "open": "无人说明交付方（{names}）相对客户的规模：{asked}",
    },
}

# ------------------------------------------------------------------------------------------------------- time


def lateness_of(workload: Workload) -> GapSeverity | None:
    """Major where delivery takes longer than there is time for certain, minor where it may; None without a day, or
    where nothing is to be done."""
    if workload.available is None or workload.effort.value is None or workload.is_late is False:
        return None
    return "major" if workload.is_late else "minor"


def _in_time(fit: Fit, side: Side) -> Iterable[Remedy]:
    """Partners with whose capacity it is in time for certain."""
    known = {vendor.id: vendor for vendor in side.known}
    taken = fit.offer.partner if fit.offer is not None else fit.world.catalog.product(fit.product).partner
    for name, changes in partners_for(fit) if taken is None else ():
        if name in (*side.vendors, *side.partners):
            continue
        if lateness_of(workload_of(fit, side.with_partner(known[name]))) is None:
            yield Remedy("partner", fit.product, "", changes=changes, before=fit)


def _because_of_time(workload: Workload, severity: GapSeverity) -> Label:
    kind = "late" if severity == "major" else "open" if workload.capacity.value is None else "perhaps"
    return Label.of({lang: texts[kind].format(by=workload.by) for lang, texts in _TIMES.items()})


_TIMES = {
    "en": {
        "late": "at the capacity that is stated, delivery takes longer than the time until {by}",
        "perhaps": "at the capacity that is stated, delivery may take longer than the time until {by}",
        "open": "nobody said how much those who deliver can do in a month, and it has to be there by {by}",
    },
    "zh": {
        "late": "按所述交付能力，无法在 {by} 之前完成交付",
        "perhaps": "按所述交付能力，可能无法在 {by} 之前完成交付",
        "open": "无人说明交付方每月能投入多少，而客户要求 {by} 之前到位",
    },
}
