"""Names of what ids stand for, in the reader's language; an id without a name stands for itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Protocol

import attrs

from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.landscape import OPEN_ZONES
from tobfit.model.client import Client
from tobfit.model.label import Label
from tobfit.model.rule import Rule
from tobfit.report.words import SENTENCES, Words


class Named(Protocol):
    """A record that may have a name."""

    @property
    def name(self) -> Label | None: ...


@attrs.frozen(eq=False, slots=False)
class Naming:
    """The names that the packs and the client give."""

    words: Words
    base: KnowledgeBase
    client: Client

    def name(self, record: Named | None, otherwise: str) -> str:
        """A record's name; the id where there is neither record nor name."""
        return record.name.text(self.words.lang) if record is not None and record.name is not None else otherwise

    def called(self, record: Named | None, number: str) -> str:
        """Name and id; the id alone where there is no name."""
        name = self.name(record, number)
        return number if name == number else self.words("called", name=name, id=number)

    @cached_property
    def of_client(self) -> str:
        """The client's name."""
        return self.name(self.client, self.client.id)

    def attribute(self, number: str) -> str:
        """What an attribute is called."""
        return self.name(self.base.askable.get(number), number)

    def capability(self, number: str) -> str:
        """What a capability is called."""
        return self.name(self.base.vocabulary.get(number), number)

    def rule(self, number: str) -> str:
        """A rule's name and id: the id is what ``tobfit explain`` takes."""
        return self.rule_of(self.base.rules.get(number), number)

    def rule_of(self, rule: Rule | None, number: str) -> str:
        """The same of a rule at hand."""
        return self.called(rule, number)

    def suite(self, number: str) -> str:
        """What a suite is called."""
        return self.name(self.base.suites.get(number), number)

    def role(self, number: str) -> str:
        """What a role is called."""
        return self.name(self.base.roles.get(number), self.words.term(number))

    def stage(self, number: str) -> str:
        """What a stage is called."""
        return self.name(self.base.stages.get(number), number)

    def person(self, number: str) -> str:
        """What a stakeholder is called."""
        return self.name(self._of(self.client.stakeholders, number), number)

    def goal(self, number: str) -> str:
        """A goal's name and id."""
        return self.called(self._of(self.client.goals, number), number)

    def system(self, number: str) -> str:
        """What a system of the client's is called."""
        return self.name(self._of(self.client.landscape.systems if self.client.landscape else (), number), number)

    def zone(self, number: str) -> str:
        """What a zone of the client's network is called."""
        return self.name(self._of(self.client.landscape.zones if self.client.landscape else (), number), number)

    def place(self, number: str) -> str:
        """The same, and a word for each of the two zones that everybody has."""
        return self.words.term(number) if number in OPEN_ZONES else self.zone(number)

    def scheme(self, number: str) -> str:
        """What a scheme of size classes is called."""
        return self.name(self.base.scales.get(number), number)

    def group(self, scheme: str, number: str) -> str:
        """What a scheme calls a group of industries."""
        found = self.base.scales.get(scheme)
        return self.name(self._of(found.groups if found else (), number), number)

    def value(self, attribute: str, value: str) -> str:
        """One value of an attribute: the name of a segment, the label that the pack gives it, yes or no."""
        record = self.base.askable.get(attribute)
        if record is None:
            return value
        if record.kind == "segment":
            return self.name(self.base.segments.get(value), value)
        if record.kind == "boolean" and value in ("true", "false"):
            return self.words("yes" if value == "true" else "no")
        label = record.labels.get(value)
        if label is None and attribute == "industry_stage" and f"stage_{value}" in SENTENCES:
            return self.words(f"stage_{value}")
        return label.text(self.words.lang) if label else value

    def some(self, names: Iterable[str], limit: int | None) -> str:
        """Names side by side, no more than the limit; it says how many are left out."""
        listed = list(names)
        shown = listed[:limit]
        joined = self.words.join(shown)
        rest = len(listed) - len(shown)
        return self.words("and_more", names=joined, n=rest) if rest else joined

    def _of(self, records: Iterable[Named], number: str) -> Named | None:
        found: Mapping[str, Named] = {getattr(record, "id", ""): record for record in records}
        return found.get(number)
