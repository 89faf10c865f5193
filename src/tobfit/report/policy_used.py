"""The policy behind the figures, with every default."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from tobfit.model.policy import Credits
from tobfit.model.scalars import number_text
from tobfit.model.shape import fields_of
from tobfit.model.words import GAP_KINDS, Priority
from tobfit.report.blocks import Block, Bullets, Column, Heading, Item, Table
from tobfit.report.teller import Teller

WEIGHED: tuple[Priority, ...] = ("must", "should", "could")


def policy_blocks(tell: Teller) -> Iterable[Block]:
    """Credits, factors, settings and the severity table."""
    term, policy = tell.words.term, tell.report.policy
    yield Heading(2, tell.words("policy"))
    yield Bullets(tuple(Item(running) for running in _about(tell)))
    credits_ = [(term(f.name), number_text(policy.credit(f.name))) for f in fields_of(Credits)]
    yield Table((Column(term("response")), Column(term("credit"), "right")), tuple(credits_))
    factors = [(term(name), number_text(policy.factor(name))) for name in WEIGHED]
    yield Table((Column(term("priority")), Column(term("factor"), "right")), tuple(factors))
    named = (Column(term("setting"), flexible=True), Column(term("value"), flexible=True))
    yield Table(named, tuple(policy_settings(tell)))
    heads = (Column(term("gap")), *(Column(term(priority)) for priority in WEIGHED))
    yield Table(
        heads,
        tuple((term(kind), *(term(policy.severity_of(kind, p)) for p in WEIGHED)) for kind in GAP_KINDS),
    )


def policy_name(tell: Teller) -> str:
    """The policy's id and name."""
    policy = tell.report.policy
    name = policy.name.text(tell.words.lang) if policy.name else None
    return policy.id if name is None else tell.words("called", id=policy.id, name=name)


def _about(tell: Teller) -> Iterable[str]:
    yield tell.words("policy_used", name=policy_name(tell))
    if tell.internal and tell.report.policy.notes:
        yield tell.words("notes", text=tell.report.policy.notes)


def policy_settings(tell: Teller) -> Iterable[tuple[str, str]]:
    """The name of each setting, and what it is."""
    term, policy = tell.words.term, tell.report.policy
    yield term("partial_extent"), number_text(policy.partial)
    yield term("at_bound"), number_text(policy.at_bound)
    yield term("trust"), term("trusted" if policy.trust_not_applicable else "not_trusted")
    yield term("partial_must"), term(f"{policy.partial_must}_word")
    yield term("unproved"), term(policy.evidence)
    days = number_text(policy.month_days) if policy.month_days is not None else term("not_compared")
    yield term("month_days"), days
    yield term("must_warning"), tell.percent(Fraction(policy.must_share_warning))
    yield term("na_warning"), tell.percent(Fraction(policy.not_applicable_warning))
