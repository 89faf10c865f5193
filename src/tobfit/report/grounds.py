"""Why a line stands: the rules behind it with citation, validity, facts, and the path from client to product."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from tobfit.matching.gap import Gap
from tobfit.model.requirement import Requirement, Source
from tobfit.report.facts import fact_text, facts_text
from tobfit.report.naming import Naming
from tobfit.report.teller import Teller
from tobfit.report.words import Words


def ground_lines(line: Requirement, tell: Teller) -> Iterable[str]:
    """What stands below a gap on a line that suites or rules asked for: nothing where the client alone did."""
    suites = dict.fromkeys(source.suite for source in line.origins if source.suite is not None)
    if suites:
        yield tell.words("from_suite", names=tell.words.join([tell.naming.suite(name) for name in suites]))
    rules = [source for source in line.origins if source.kind == "implied"]
    shown = tell.within(rules)
    for source in shown:
        yield from _of_rule(source, tell.naming)
    yield from (item.text for item in tell.more(rules, shown))


def _of_rule(source: Source, naming: Naming) -> Iterable[str]:
    words = naming.words
    if source.is_of_landscape:
        yield words("implied_by_landscape")
        yield words("facts", facts=facts_text(source.facts, naming))
        return
    yield words(
        "implied_by",
        rule=naming.rule(source.rule or ""),
        basis=words.term(source.basis or "practice"),
        citation=citation_of(source, words),
        validity=validity(source.valid_from, source.valid_to, words),
        mark=unread_mark(source, words),
    )
    if source.because is not None:
        yield words("because", text=source.because.text(words.lang))
    yield words("facts", facts=facts_text(source.facts, naming))


def citation_of(source: Source, words: Words) -> str:
    """The document and the place in it."""
    return source.reference.text(words.lang) if source.reference is not None else source.citation or "-"


def validity(start: datetime.date | None, end: datetime.date | None, words: Words) -> str:
    """Since when and until when a rule holds; ``in force`` where nobody said since when."""
    name = "in_force" + {(True, True): "_between", (True, False): "_from", (False, True): "_until"}.get(
        (start is not None, end is not None), ""
    )
    return words(name, start=start, end=end)


def unread_mark(source: Source, words: Words) -> str:
    """The mark of a source that nobody read."""
    return "" if source.is_verified else words("semi") + words("unread")


def short_source(source: Source, naming: Naming) -> str:
    """A source in a few words: who asked, the suite, or the citation with rule and validity."""
    words = naming.words
    if source.suite is not None:
        return words("of_suite", name=naming.suite(source.suite))
    if source.kind == "stated":
        people = words("join").join(map(naming.person, source.by))
        return words("source_person", names=people) if people else words("source_client")
    if source.is_of_landscape:
        return words("landscape_source", facts=facts_text(source.facts, naming))
    details = [naming.rule(source.rule or ""), validity(source.valid_from, source.valid_to, words)]
    if not source.is_verified:
        details.append(words("unread_short"))
    return words("rule_source", citation=citation_of(source, words), details=words("semi").join(details))


def path_text(gap: Gap, naming: Naming) -> str:
    """The chain behind a gap with names: client, why, requirement, capability, product."""
    line, lang = gap.requirement, naming.words.lang
    between = gap.between
    is_capability = line.capability is not None and between == (line.capability,)
    named = tuple(map(naming.capability, between)) if is_capability else _placed(gap, naming)
    ends = tuple(dict.fromkeys((gap.item, gap.product)))
    title = (line.text.text(lang),) if line.text else () if is_capability else (line.id,)
    offered = [gap.world.catalog[name].title.text(lang) for name in ends]
    names = [naming.of_client, *_reasons(line, gap.reasons, naming), *title, *named, *offered]
    # A line of a rule is called like its capability: said once.
    kept = [name for place, name in enumerate(names) if place == 0 or name != names[place - 1]]
    return naming.words("path", names=" > ".join(kept))


def _placed(gap: Gap, naming: Naming) -> tuple[str, ...]:
    """The steps of a connection, or the place that comes nearest, with zones by their names."""
    route = gap.judgement.route
    if route is None:
        return tuple(map(naming.place, gap.between))
    return tuple(" > ".join(map(naming.place, step.zones)) if step.zones else step.id for step in route.steps)


def _reasons(line: Requirement, reasons: Sequence[str], naming: Naming) -> Iterable[str]:
    if line.is_implied and all(source.is_of_landscape for source in line.origins):
        yield from (fact_text(fact, naming, with_place=False) for fact in reasons)
    elif line.is_implied:
        yield from (fact_text(fact, naming, with_place=False) for fact in reasons[:-1])
        yield from (naming.rule(rule) for rule in reasons[-1:])
    elif line.is_own:
        yield from map(naming.person, reasons)
    else:
        yield from map(naming.suite, reasons)
