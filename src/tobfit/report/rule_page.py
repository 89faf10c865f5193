"""What a rule says: on what it rests, for whom it holds, what it implies."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.demanded import demanded_by
from tobfit.matching.reasons import need_text
from tobfit.model.citation import Citation
from tobfit.model.client import Client
from tobfit.model.deal import DealRule
from tobfit.model.requirement import Source
from tobfit.model.rule import Demand, Rule
from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph
from tobfit.report.condition import condition_text
from tobfit.report.grounds import validity
from tobfit.report.naming import Naming
from tobfit.report.words import Words

NOBODY = Client(id="nobody")
"""A rule is no client's: there are no names but those of the packs."""


def rule_blocks(rule: Rule, base: KnowledgeBase, *, lang: str) -> list[Block]:
    """The page of a rule; internal notes are not on it."""
    naming = Naming(Words(lang), base, NOBODY)
    return [Heading(1, naming.words("rule_name", rule=naming.rule_of(rule, rule.id))), *_blocks(rule, naming)]


def _blocks(rule: Rule, naming: Naming) -> Iterable[Block]:
    words = naming.words
    because = [words("rule_because", text=rule.because.text(words.lang))] if rule.because is not None else []
    yield Bullets(tuple(map(Item, (*grounds_of(rule, naming), *because))))
    yield Heading(2, words("rule_implies"))
    if not rule.implies:
        yield Paragraph(words("implies_nothing"))
        return
    made = zip(rule.implies, demanded_by(rule, ()), strict=True)
    yield Bullets(tuple(_demand(demand, demanded.source, rule, naming) for demand, demanded in made))


def grounds_of(rule: Rule | DealRule, naming: Naming) -> Iterable[str]:
    """On what a rule rests, for whom and when it holds."""
    words = naming.words
    yield words("rule_basis", basis=words.term(rule.basis or "experience"))
    if rule.when.all == ():
        yield words("rule_always")
    else:
        yield words("rule_when", condition=condition_text(rule.when, naming))
    if rule.jurisdictions:
        places = [naming.value("jurisdictions", place) for place in rule.jurisdictions]
        yield words("rule_where", names=words.join(places))
    yield words("rule_source_line", citation=_citation(rule.source, words))
    yield words("rule_evidence", grade=words.term(rule.evidence))
    yield words("rule_validity", validity=validity(rule.valid_from, rule.valid_to, words))


def _citation(source: Citation, words: Words) -> str:
    """Title and place, with date and address."""
    more = [words("dated", day=source.date)] if source.date else []
    more += [source.url] if source.url else []
    return source.text(words.lang) + "".join(words("join") + part for part in more)


def _demand(demand: Demand, source: Source, rule: Rule, naming: Naming) -> Item:
    words = naming.words
    details = [words.term(demand.priority), need_text(demand.need, words.lang)]
    if demand.scope != "product":
        details.append(words(f"scope_{demand.scope}"))
    if demand.accept:
        details.append(words("accepts", names=" / ".join(map(words.term, demand.accept))))
    if demand.by is not None:
        details.append(words("by_day", day=demand.by))
    if demand.number is not None:
        details.append(words("at_place", number=demand.number))
    if source.evidence is not None and source.evidence != rule.evidence:
        details.append(words("rule_evidence", grade=words.term(source.evidence)))
    if not source.is_verified:
        details.append(words("unread"))
    name = naming.called(naming.base.vocabulary.get(demand.capability), demand.capability)
    below = (words("demand_text", text=demand.text.text(words.lang)),) if demand.text is not None else ()
    return Item(words("demand", capability=name, details=words("semi").join(details)), below)
