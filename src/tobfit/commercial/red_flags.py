"""Red flags of a value, as findings: roles that nobody covers, users who lose where managers win, worth at risk.

How grave each is:

- ``uncovered_role``: a role that nobody plays is major; one that a user of unsaid kind may play, or that is played, but
  that no statement addresses, is minor.
- ``contested``: major where managers get at least half of what is theirs for certain and end users less than half
  for certain; minor where end users get less for certain, or where it is open whether they get half. Silent end users
  are major where more people stand behind them than behind all who asked for something, else minor.
- ``at_risk``: as grave as the gravest gap of the lines by the policy's table, but never a blocker: what knocks a
  product out, the match has decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from tobfit.commercial.addressing import ValueRole, players
from tobfit.commercial.carrying import Carrier, added, scaled
from tobfit.commercial.value_words import LANGS, joined, labelled, line_text, money, percent, product_text, say
from tobfit.commercial.winning import Silent, Winning, silent
from tobfit.matching.finding import Finding, FindingKind
from tobfit.matching.gap import severities
from tobfit.matching.remedy import Remedy
from tobfit.model.client import Stakeholder
from tobfit.model.natural import natural
from tobfit.model.words import GAP_SEVERITIES, GapSeverity

if TYPE_CHECKING:
    from tobfit.commercial.staking import Carried, GoalWorth
    from tobfit.commercial.valuing import Value

STAGE = "commercial"
BOTH = frozenset(["efficiency", "control"])
"""Outcomes that concern those who use a product and those who manage its use alike, in different ways."""
AT_RISK = ("must", "should")

TEXTS: dict[str, tuple[str, str]] = {
    "economic": ("economic buyer", "经济决策者"),
    "technical": ("technical evaluator", "技术评估者"),
    "user": ("user", "使用者"),
    "manager_user": ("manager of users", "管理使用者"),
    "end_user": ("end user", "最终使用者"),
    "unplayed": ("nobody is named as {role}", "没有人被指明为{role}"),
    "perhaps": ("nobody is named as {role}; {people} may be one", "没有人被指明为{role}；{people} 可能是"),
    "unaddressed": (
        "{people} ({role}) owns no goal and asked for nothing that carries one: no statement of value speaks to "
        "this role",
        "{people}（{role}）不负责任何目标，所提需求也不承载任何目标：没有面向该角色的价值陈述",
    ),
    "lost": (
        "of what managers want {product} carries {managers}, of what end users want only {users}; most is lost "
        "on {line}",
        "{product} 实现管理者诉求的 {managers}，却只实现最终使用者诉求的 {users}；损失最大的是 {line}",
    ),
    "behind": (
        "{product} carries more of what managers want ({managers}) than of what end users want ({users}); most is lost "
        "on {line}",
        "{product} 对管理者诉求的实现（{managers}）多于最终使用者诉求（{users}）；损失最大的是 {line}",
    ),
    "open": (
        "of what managers want {product} carries {managers}; whether it carries half of what end users want is open "
        "({users}), most of all on {line}",
        "{product} 实现管理者诉求的 {managers}；能否实现最终使用者诉求的一半尚未确定（{users}），主要取决于 {line}",
    ),
    "silent": (
        "{heads} people stand behind {person}, who asked for nothing and owns no goal; {heard} stand behind "
        "those who did",
        "{person} 代表 {heads} 人，却未提出需求，也不负责任何目标；已发声者共代表 {heard} 人",
    ),
    "at_risk": (
        "{goal}: {share} of it is at risk with {product} ({amount} of {whole}): {lines}",
        "{goal}：采用 {product} 时其 {share} 有风险（{whole} 中的 {amount}）：{lines}",
    ),
}


def red_flags(made: Value) -> tuple[Finding, ...]:
    """All of them: what concerns every product first, then by product."""
    return (
        *_uncovered(made),
        *_silent(made),
        *(found for winning in made.winnings for found in _contested(made, winning)),
        *(found for part in made.parts for found in _at_risk(made, part)),
    )


def _finding(
    kind: FindingKind,
    severity: GapSeverity,
    key: str,
    path: tuple[str, ...],
    make: dict[str, dict[str, object]],
    product: str | None = None,
    requirement: str | None = None,
    remedies: tuple[Remedy, ...] = (),
) -> Finding:
    because = labelled(lambda lang: say(TEXTS, key, lang, **make[lang]))
    return Finding(kind, severity, STAGE, because, product, requirement, path, remedies)


# ---------------------------------------------------------------- roles


def wanted_roles(made: Value) -> tuple[ValueRole, ...]:
    """The roles that have to be covered: of users managers and end users apart where a suite that the client needs, or
    a goal, concerns both."""
    client = made.report.client
    outcomes = {outcome for line in made.report.requirements for outcome in line.outcomes}
    outcomes |= {goal.outcome for goal in client.goals if goal.outcome is not None}
    apart = bool(client.need_suites) or not BOTH.isdisjoint(outcomes)
    return ("economic", "technical", "manager_user", "end_user") if apart else ("economic", "technical", "user")


def _uncovered(made: Value) -> Iterable[Finding]:
    report = made.report
    playing = players(report.client, report.world.packs.base)
    addressed = {one.role for one in made.statements if set(one.why) & _reasons(one.role)}
    for role in wanted_roles(made):
        roles: tuple[ValueRole, ...] = ("user", "manager_user", "end_user") if role == "user" else (role,)
        people = [person for each in roles for person in playing.get(each, ())]
        perhaps = playing.get("user", ()) if role in ("manager_user", "end_user") else ()
        if not people and not perhaps:
            yield _of_role("major", "unplayed", role, (), made)
        elif not people:
            yield _of_role("minor", "perhaps", role, perhaps, made)
        elif addressed.isdisjoint(roles):
            yield _of_role("minor", "unaddressed", role, people, made)


def _of_role(severity: GapSeverity, key: str, role: ValueRole, people: Sequence[Stakeholder], made: Value) -> Finding:
    def named(lang: str) -> str:
        return joined([p.name.text(lang) if p.name is not None else p.id for p in people], lang)

    values: dict[str, dict[str, object]] = {
        lang: {"role": say(TEXTS, role, lang), "people": named(lang)} for lang in LANGS
    }
    path = (made.report.client.id, *(person.id for person in people))
    return _finding("uncovered_role", severity, key, path, values)


def _reasons(role: ValueRole) -> frozenset[str]:
    """What addresses a role: the economic buyer and the technical evaluator by their office too."""
    return frozenset(["owner", "asked", *(["office"] if role in ("economic", "technical") else [])])


# ---------------------------------------------------------------- users and managers


def _silent(made: Value) -> Iterable[Finding]:
    report = made.report
    for one in silent(report):
        severity: Literal["major", "minor"] = "major" if one.heads > one.heard else "minor"
        values = {lang: _silence(one, lang) for lang in LANGS}
        yield _finding("contested", severity, "silent", (report.client.id, one.person.id), values)


def _silence(one: Silent, lang: str) -> dict[str, object]:
    name = one.person.name.text(lang) if one.person.name is not None else one.person.id
    return {"person": name, "heads": one.heads, "heard": one.heard}


def _contested(made: Value, one: Winning) -> Iterable[Finding]:
    standing = one.standing
    if standing == "level" or one.manager_user is None or one.end_user is None:
        return
    report, line = made.report, one.end_user_line or ""
    carriers = {each.requirement: each for part in made.parts for each in part.carriers}
    own = next((each for each in report.requirements if each.id == line), None)
    record = own or carriers[line].judgement.requirement
    values: dict[str, dict[str, object]] = {
        lang: {
            "product": product_text(one.product, report, lang),
            "managers": percent(one.manager_user),
            "users": percent(one.end_user),
            "line": line_text(record, own is not None, report, lang),
        }
        for lang in LANGS
    }
    base = report.world.packs.base
    users = tuple(person.id for person in players(report.client, base).get("end_user", ()))
    capability = (record.capability,) if record.capability else ()
    path = (report.client.id, *users, line, *capability, one.product)
    severity: GapSeverity = "major" if standing == "lost" else "minor"
    yield _finding("contested", severity, standing, path, values, one.product, line if own is not None else None)


# ---------------------------------------------------------------- worth at risk


def _at_risk(made: Value, part: Carried) -> Iterable[Finding]:
    """One for each goal with an amount and each product: the Musts and Shoulds that are unmet or unknown."""
    one = next(goal for goal in made.goals if goal.goal == part.goal)
    lines = [each for each in part.carriers if each.priority in AT_RISK and each.verdict in ("unmet", "unknown")]
    if one.amount is None or one.currency is None or not lines:
        return
    graded = sorted(((_grade(made, each), each) for each in lines), key=_gravest)
    severity, worst = graded[0]
    values = _risk(made, one, part, [each for _, each in graded])
    line = worst.judgement.requirement
    path = (
        made.report.client.id,
        *((one.owner,) if one.owner is not None else ()),
        one.goal,
        worst.requirement,
        *((line.capability,) if line.capability else ()),
        part.product,
    )
    yield _finding(
        "at_risk",
        severity,
        "at_risk",
        path,
        values,
        product=part.product,
        requirement=worst.requirement if worst.own else None,
        remedies=_remedies(made, part.product, worst),
    )


def _grade(made: Value, each: Carrier) -> GapSeverity:
    """How grave the line's gaps are, at most major."""
    found = [severity for _, severity in severities(each.judgement, made.report.policy)]
    if not found:
        return "info"
    gravest = min(found, key=GAP_SEVERITIES.index)
    return "major" if gravest == "blocker" else gravest


def _gravest(graded: tuple[GapSeverity, Carrier]) -> tuple[object, ...]:
    severity, each = graded
    return GAP_SEVERITIES.index(severity), -each.at_risk.high, -each.at_risk.low, natural(each.requirement)


def _risk(made: Value, one: GoalWorth, part: Carried, lines: Sequence[Carrier]) -> dict[str, dict[str, object]]:
    share = added(each.at_risk for each in lines)
    assert one.amount is not None
    currency = str(one.currency)
    report = made.report

    def named(lang: str) -> str:
        told = dict.fromkeys(line_text(each.judgement.requirement, each.own, report, lang) for each in lines)
        return joined(list(told), lang)

    return {
        lang: {
            "goal": one.title.text(lang),
            "share": percent(share),
            "product": product_text(part.product, report, lang),
            "amount": money(scaled(share, one.amount), currency),
            "whole": money(one.amount, currency),
            "lines": named(lang),
        }
        for lang in LANGS
    }


def _remedies(made: Value, product: str, worst: Carrier) -> tuple[Remedy, ...]:
    """The ways out of the gravest gaps; a need that no line asks for has none that a match could prove."""
    if not worst.own:
        return ()
    fit = made.report[product]
    gaps = [gap for gap in fit.gaps if gap.requirement.id == worst.requirement]
    return tuple(dict.fromkeys(remedy for gap in gaps for remedy in gap.remedies))
