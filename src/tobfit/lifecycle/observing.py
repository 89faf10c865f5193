"""Findings of use, in words of both languages: unused, never required, struggling, drifted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from tobfit.lifecycle.drifting import Drift
from tobfit.lifecycle.limits import Thresholds
from tobfit.lifecycle.struggling import Struggle
from tobfit.lifecycle.using import Use
from tobfit.matching.finding import Finding, FindingKind
from tobfit.matching.report import Report
from tobfit.model.interval import Ratio
from tobfit.model.label import Label
from tobfit.model.natural import named, natural
from tobfit.model.words import GAP_SEVERITIES, GapSeverity

STAGE = "lifecycle"
GRAVITY: Mapping[str, GapSeverity] = {"must": "major", "should": "minor", "could": "info"}
TEXTS: dict[str, dict[str, str]] = {
    "unused": {
        "en": "required by {lines}, and nobody uses it ({period})",
        "zh": "{lines} 要求此能力，但无人使用（{period}）",
    },
    "few": {
        "en": "required by {lines}, and fewer than {users} people use it ({period})",
        "zh": "{lines} 要求此能力，但使用者不足 {users} 人（{period}）",
    },
    "lapsed": {
        "en": "required by {lines}, last used in {last}, and not any more ({period})",
        "zh": "{lines} 要求此能力，{last} 之后不再使用（{period}）",
    },
    "undelivered": {
        "en": "; whether the product gives it is not known",
        "zh": "；产品是否提供尚不清楚",
    },
    "unrequired": {
        "en": "{capability} is used ({last}), and no requirement asked for it",
        "zh": "{capability} 有人使用（{last}），却没有任何需求提出过",
    },
    "ruled_out": {
        "en": "{capability} is used ({last}), though {lines} ruled it out",
        "zh": "{capability} 有人使用（{last}），而 {lines} 曾将其排除",
    },
    "struggling": {
        "en": "employees struggle with {what} where managers {content}: {signs}",
        "zh": "员工使用{what}有困难，而管理者{content}：{signs}",
    },
    "content": {"en": "are content", "zh": "满意"},
    "unasked": {"en": "were not asked", "zh": "未被询问"},
    "product": {"en": "the product", "zh": "该产品"},
    "satisfaction": {
        "en": "satisfied {employees} of employees, {managers} of managers",
        "zh": "员工满意度 {employees}，管理者 {managers}",
    },
    "satisfaction_mean": {
        "en": "mean satisfaction {employees} of employees, {managers} of managers (from 0 to 1)",
        "zh": "员工满意度均值 {employees}，管理者 {managers}（0 至 1）",
    },
    "tickets": {
        "en": "{employees} tickets a user and month of employees, {managers} of managers",
        "zh": "员工每人每月工单 {employees}，管理者 {managers}",
    },
    "adoption": {
        "en": "used by {employees} of employees, {managers} of managers",
        "zh": "员工采用率 {employees}，管理者 {managers}",
    },
    "noise": {"en": " (few people or answers: may be noise)", "zh": "（人数或答复过少，可能是噪声）"},
    "value": {
        "en": "{capability}: promised {promised}, lived {lived} (worse in {missed} of {periods} periods)",
        "zh": "{capability}：承诺 {promised}，实际 {lived}（{periods} 个周期中有 {missed} 个未达到）",
    },
    "verdict": {
        "en": "{capability}: {before} at the sale, {after} in use",
        "zh": "{capability}：售时判定为{before}，使用中为{after}",
    },
    "lived": {"en": " (lived: {lived})", "zh": "（实际：{lived}）"},
}
VERDICTS = {
    "met": "满足", "partial": "部分满足", "unmet": "不满足", "unknown": "未知", "not_applicable": "不适用",
}  # fmt: skip
AND = {"en": ", ", "zh": "、"}


def findings_of(
    uses: Sequence[Use], struggles: Sequence[Struggle], drifts: Sequence[Drift], report: Report, limits: Thresholds
) -> tuple[Finding, ...]:
    """All findings, the gravest first, then by kind, product and line."""
    found = [
        *_unused(uses, report, limits),
        *_unrequired(uses, report),
        *_struggling(struggles, report),
        *_drifted(drifts, report),
    ]
    return tuple(sorted(found, key=_order))


KINDS: tuple[FindingKind, ...] = ("drifted", "struggling", "unused", "unrequired")


def _order(finding: Finding) -> tuple[object, ...]:
    rank = GAP_SEVERITIES.index(finding.severity), KINDS.index(finding.kind)
    return *rank, named(finding.product), named(finding.requirement), finding.path


def _unused(uses: Iterable[Use], report: Report, limits: Thresholds) -> Iterable[Finding]:
    """Required and not used; not where it is known that the product does not give it, which is a gap already."""
    priorities = {line.id: line.priority for line in report.requirements}
    for use in uses:
        if not use.requirements or use.status not in ("unused", "lapsed") or use.delivered is False:
            continue
        key = use.status if use.status == "lapsed" else "unused" if limits.users == 1 else "few"
        because = {
            lang: TEXTS[key][lang].format(
                lines=AND[lang].join(use.requirements), period=use.latest, last=use.last_used, users=limits.users
            )
            + (TEXTS["undelivered"][lang] if use.delivered is None else "")
            for lang in ("en", "zh")
        }
        line = use.requirements[0]
        yield _finding("unused", GRAVITY[priorities[line]], because, use.product, use.capability, line, report)


def _unrequired(uses: Iterable[Use], report: Report) -> Iterable[Finding]:
    """Used and never asked for: a requirement that nobody wrote."""
    ruled_out: dict[str | None, list[str]] = {}
    for line in report.requirements:
        if line.priority == "wont":
            ruled_out.setdefault(line.capability, []).append(line.id)
    for use in uses:
        if use.required or not use.is_used:
            continue
        against = sorted(ruled_out.get(use.capability, ()), key=natural)
        key = "ruled_out" if against else "unrequired"
        because = {
            lang: TEXTS[key][lang].format(
                capability=use.capability, last=use.last_used, lines=AND[lang].join(against)
            )
            for lang in ("en", "zh")
        }
        severity: GapSeverity = "minor" if use.status == "used" else "info"
        named = against[0] if against else None
        yield _finding("unrequired", severity, because, use.product, use.capability, named, report)


def _struggling(struggles: Iterable[Struggle], report: Report) -> Iterable[Finding]:
    for struggle in struggles:
        if struggle.struggling:
            because = {lang: _struggle_text(struggle, lang) for lang in ("en", "zh")}
            severity: GapSeverity = "major" if struggle.firm else "minor"
            asking = _line_on(struggle.capability, report)
            yield _finding("struggling", severity, because, struggle.product, struggle.capability, asking, report)


def _struggle_text(struggle: Struggle, lang: str) -> str:
    signs = []
    for sign in struggle.signs:
        if not sign.holds:
            continue
        key = "satisfaction_mean" if sign.managers.name == "satisfaction_mean" else sign.kind
        show = _percent if sign.managers.unit == "ratio" else _plain
        told = TEXTS[key][lang].format(employees=show(sign.employees.value), managers=show(sign.managers.value))
        signs.append(told + ("" if sign.sound else TEXTS["noise"][lang]))
    what = struggle.capability or TEXTS["product"][lang]
    content = TEXTS["content" if struggle.content else "unasked"][lang]
    told = ("；" if lang == "zh" else "; ").join(signs)
    return TEXTS["struggling"][lang].format(what=what, content=content, signs=told)


def _percent(value: Fraction | None) -> str:
    return "-" if value is None else f"{Ratio(value * 100):.1f} %"


def _plain(value: Fraction | None) -> str:
    return "-" if value is None else f"{Ratio(value):.2f}"


def _line_on(capability: str | None, report: Report) -> str | None:
    """The first line that asks for the very capability."""
    lines = [line.id for line in report.requirements if capability is not None and line.capability == capability]
    return min(lines, key=natural, default=None)


def _drifted(drifts: Iterable[Drift], report: Report) -> Iterable[Finding]:
    for drift in drifts:
        if drift.way == "kept" or (drift.way == "better" and drift.before == drift.after):
            continue
        because = {lang: _drift_text(drift, lang) for lang in ("en", "zh")}
        yield _finding(
            "drifted", drift.severity, because, drift.product, drift.capability, drift.requirement, report
        )


def _drift_text(drift: Drift, lang: str) -> str:
    lived = AND[lang].join(drift.lived or ())
    fields = {"capability": drift.capability, "lived": lived, "promised": AND[lang].join(drift.promised or ())}
    if drift.missed:
        return TEXTS["value"][lang].format(**fields, missed=drift.missed, periods=drift.periods)
    before, after = (
        VERDICTS[str(one)] if lang == "zh" else str(one).replace("_", " ") for one in (drift.before, drift.after)
    )
    text = TEXTS["verdict"][lang].format(**fields, before=before, after=after)
    return text + (TEXTS["lived"][lang].format(lived=lived) if lived else "")


def _finding(
    kind: FindingKind,
    severity: GapSeverity,
    because: Mapping[str, str],
    product: str,
    capability: str | None,
    line: str | None,
    report: Report,
) -> Finding:
    asked = next((one.asked_by for one in report.requirements if one.id == line), ())
    named = (*asked, line) if line is not None else ()
    path = (report.client.id, *named, *([capability] if capability is not None else []), product)
    return Finding(kind, severity, STAGE, Label.of(because), product, line, path)
