"""Reading a report: each answer becomes a statement, or is kept with the reason why it did not."""

from __future__ import annotations

from collections import Counter
from typing import Any

import attrs

from tobfit.formats.openacr.choice import Choice
from tobfit.formats.openacr.header import Header
from tobfit.formats.openacr.record import Criterion, Unread
from tobfit.formats.openacr.scan import Scan, at
from tobfit.model.product import Evidence, Product, Statement
from tobfit.model.scalars import near, shown
from tobfit.model.tree import Map, Node, Scalar

NOT_EVALUATED = "not-evaluated"
MEANINGS: dict[str, dict[str, Any]] = {
    "supports": {"response": "standard"},
    "partially-supports": {"response": "standard", "extent": "partial"},
    "does-not-support": {"response": "not_supported"},
    "not-applicable": {"response": "not_applicable"},
}
"""What the words of OpenACR say as a statement; ``not-evaluated`` says nothing of the product."""


@attrs.frozen(eq=False, kw_only=True)
class ReportReader:
    """One reading of a report, with what has been found so far."""

    header: Header
    choice: Choice
    criteria: dict[str, tuple[Criterion, ...]]
    scan: Scan
    statements: dict[str, list[Statement]] = attrs.field(factory=dict)
    named: dict[str, Criterion] = attrs.field(factory=dict)
    unread: list[Unread] = attrs.field(factory=list)
    unanswered: dict[str, None] = attrs.field(factory=dict)
    not_evaluated: dict[str, None] = attrs.field(factory=dict)
    skipped: Counter[str] = attrs.field(factory=Counter)
    skipped_levels: Counter[str] = attrs.field(factory=Counter)

    def read(self, root: Map) -> None:
        """Takes over all chapters."""
        chapters = root.get("chapters")
        if not isinstance(chapters, Map):
            self.scan.wrong(at(root, "chapters"), "$.chapters", "a mapping")
            return
        for key, chapter in chapters.entries:
            path = f"$.chapters.{key.text}"
            if isinstance(chapter, Map):
                for item, where in self.scan.maps(chapter, "criteria", path):
                    self._criterion(item, where, key.text)
            elif not (isinstance(chapter, Scalar) and chapter.is_null):
                self.scan.wrong(chapter, path, "a mapping")

    def product(self) -> Product:
        """The product that the report speaks of, with all that could be taken over."""
        return Product(
            id=self.header.id,
            name=self.header.name,
            version=self.header.version,
            capabilities={id: tuple(stated) for id, stated in self.statements.items()},
        )

    def _criterion(self, item: Map, path: str, chapter: str) -> None:
        number = self.scan.text(item, "num", path)
        criterion = None if number is None else _find(self.criteria.get(number, ()), chapter)
        if criterion is not None:
            self.named[criterion.id] = criterion
            for entry, where in self.scan.maps(item, "components", path):
                self._entry(entry, where, criterion)
            return
        if number is not None:
            message = f"the catalogue has no criterion {shown(number)}"
            hint = "where the report answers another catalogue, pass catalog="
            self.scan.warn(at(item, "num"), "TF505", f"{path}.num", message, hint)
        for entry, where in self.scan.maps(item, "components", path):
            self._keep("TF507" if number is None else "TF505", entry, where, number or "")

    def _entry(self, entry: Map, path: str, criterion: Criterion) -> None:
        component = self.scan.text(entry, "name", path)
        if component is None:
            self._keep("TF507", entry, path, criterion.number)
        elif component not in criterion.components:
            message = f"{criterion.number} has no component {shown(component)}"
            hint = near(component, criterion.components)
            self.scan.warn(at(entry, "name"), "TF506", f"{path}.name", message, hint)
            self._keep("TF506", entry, path, criterion.number)
        elif not self.choice.has_component(component):
            self.skipped[component] += 1
        elif not self.choice.has_level(criterion):
            self.skipped_levels[criterion.level or ""] += 1
        else:
            self._answer(entry, path, criterion, component)

    def _answer(self, entry: Map, path: str, criterion: Criterion, component: str) -> None:
        adherence = entry.get("adherence")
        level = adherence.get("level") if isinstance(adherence, Map) else None
        id = criterion.capability(component)
        if not isinstance(adherence, Map) or not isinstance(level, Scalar):
            self._malformed(entry, adherence, level, path)
            self._keep("TF507", entry, path, criterion.number)
            return
        word = level.text.strip()
        if level.is_null or not word:
            self.unanswered[id] = None
        elif word == NOT_EVALUATED:
            self.not_evaluated[id] = None
        elif word in MEANINGS:
            self._state(id, word, adherence, entry, path)
        else:
            message = f"{shown(word)} is not an answer of OpenACR"
            hint = near(word, (*MEANINGS, NOT_EVALUATED))
            self.scan.note(level, "TF504", f"{path}.adherence.level", message, hint)
            self._keep("TF504", entry, path, criterion.number)

    def _malformed(self, entry: Map, adherence: Node | None, level: Node | None, path: str) -> None:
        if isinstance(adherence, Map) and level is None:
            self.scan.note(adherence, "TF507", f"{path}.adherence", "the key 'level' is missing")
        elif isinstance(adherence, Map):
            self.scan.wrong(at(adherence, "level"), f"{path}.adherence.level", "a text")
        elif adherence is None:
            self.scan.note(entry, "TF507", path, "the key 'adherence' is missing")
        else:
            self.scan.wrong(adherence, f"{path}.adherence", "a mapping")

    def _state(self, id: str, word: str, adherence: Map, entry: Map, path: str) -> None:
        evidence = Evidence(source=self.header.source, kind="documented", date=self.header.day)
        remark = self.scan.optional_text(adherence, "notes", f"{path}.adherence")
        statement = Statement(
            **MEANINGS[word],
            on=self.header.day,
            remark=remark,
            evidence=(evidence,),
        )
        stated = self.statements.setdefault(id, [])
        if statement in stated:
            return
        if stated:
            message = f"{shown(id)} is answered more than once, and not alike; all answers are kept"
            self.scan.warn(entry, "TF507", path, message)
        stated.append(statement)

    def _keep(self, code: str, entry: Map, path: str, number: str) -> None:
        adherence = entry.get("adherence")
        self.unread.append(
            Unread(
                code=code,
                criterion=number,
                component=_written(entry, "name") or "",
                answer=_written(adherence, "level"),
                notes=_written(adherence, "notes"),
                line=entry.mark.line or None,
                column=entry.mark.column or None,
                path=path,
            )
        )


def _find(candidates: tuple[Criterion, ...], chapter: str) -> Criterion | None:
    """The criterion of the chapter; a number that stands once in the catalogue is known without it."""
    here = [criterion for criterion in candidates if criterion.chapter == chapter]
    return here[0] if here else candidates[0] if len(candidates) == 1 else None


def _written(node: Node | None, key: str) -> str | None:
    value = node.get(key) if isinstance(node, Map) else None
    return value.text if isinstance(value, Scalar) and not value.is_null else None
