"""How many people use a capability: bounds from rows by role, from narrower and from broader capabilities.

Nobody is counted twice, and what nobody observed stays open.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Literal

import attrs

from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.vocabulary import ancestors_of
from tobfit.model.period import Period
from tobfit.model.usage import Observation, Usage

Status = Literal["used", "lapsed", "unused", "measured", "unobserved"]
Bounds = tuple[int, int | None]
"""At least and at most so many; None: nobody can say."""
OPEN: Bounds = (0, None)


@attrs.frozen(eq=False)
class Life:
    """One product's observations, ready to be asked. Roles are disjoint, but for a broader one, which holds those
    below it; the roles that the document names are all there are."""

    usage: Usage
    base: KnowledgeBase
    looked: Mapping[str, datetime.date | None] = attrs.field(factory=dict)
    """Value event -> until when somebody looked for it; what is not here follows the document's day."""

    @cached_property
    def roles(self) -> Mapping[str, tuple[str, ...]]:
        """Role -> the broader ones."""
        return ancestors_of(self.base.roles)

    def is_below(self, role: str | None, top: str) -> bool:
        """Whether a role is another one, or narrower than it."""
        return role is not None and (role == top or top in self.roles.get(role, ()))

    @cached_property
    def _rows(self) -> Mapping[tuple[str | None, Period], dict[str | None, Observation]]:
        rows: dict[tuple[str | None, Period], dict[str | None, Observation]] = {}
        for seen in self.usage.observations:
            rows.setdefault((seen.capability, seen.period), {})[seen.role] = seen
        return rows

    @cached_property
    def _tops(self) -> frozenset[str]:
        """The broadest roles that the document names: together everybody."""
        return frozenset(self.topmost({seen.role for seen in self.usage.observations if seen.role is not None}))

    def topmost(self, roles: Iterable[str]) -> tuple[str, ...]:
        """Those of some roles that are below no other of them, in their order."""
        named = set(roles)
        return tuple(sorted(role for role in named if named.isdisjoint(self.roles.get(role, ()))))

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """All periods, from first to last."""
        return tuple(sorted({seen.period for seen in self.usage.observations}))

    @cached_property
    def capabilities(self) -> frozenset[str]:
        """All that was observed."""
        return frozenset(seen.capability for seen in self.usage.observations if seen.capability is not None)

    def rows(self, capability: str | None, period: Period) -> Mapping[str | None, Observation]:
        """Role -> what was observed."""
        return self._rows.get((capability, period), {})

    def own(self, capability: str | None, period: Period, role: str | None = None) -> Bounds:
        """The users of exactly this, in a period, of a role or of all."""
        return self._bounds(self.rows(capability, period), role)

    def _bounds(self, rows: Mapping[str | None, Observation], role: str | None) -> Bounds:
        """The count of a row; where it has none, at least those of the roles below it."""
        said = rows[role].active if role in rows else None
        if said is not None:
            return said, said
        below = [name for name in rows if name is not None and (role is None or role in self.roles.get(name, ()))]
        named = self.topmost(below)
        bounds = [self._bounds(rows, name) for name in named]
        highs = [high for _, high in bounds if high is not None]
        is_whole = role is None and self.is_everybody(named) and len(highs) == len(bounds)
        return sum(low for low, _ in bounds), sum(highs) if is_whole else None

    def is_everybody(self, roles: Collection[str]) -> bool:
        """Whether some roles are together all that the document names; nobody is not."""
        return bool(roles) and self._tops <= set(roles)

    def users(self, capability: str, period: Period, role: str | None = None) -> Bounds:
        """Bounds of the users of a capability: who uses a narrower one uses it, and nobody uses it who does not use a
        broader one."""
        vocabulary = self.base.vocabulary
        low, high = self.own(capability, period, role)
        narrower = [self.own(name, period, role)[0] for name in self._below(capability)]
        low = max([low, *narrower])
        for broader in vocabulary.ancestors(capability):
            above = self.own(broader, period, role)[1]
            if above is not None:
                high = above if high is None else min(high, above)
        if high is None:
            high = self._summed(capability, period, role)
        # Where a narrower one has more users than its group, the counts are of different things: the larger one holds.
        return low, None if high is None else max(low, high)

    @cached_property
    def _narrower(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _below(self, capability: str) -> tuple[str, ...]:
        """The observed capabilities that are narrower."""
        if capability not in self._narrower:
            ancestors = self.base.vocabulary.ancestors
            found = (name for name in self.capabilities if capability in ancestors(name))
            self._narrower[capability] = tuple(sorted(found))
        return self._narrower[capability]

    def _summed(self, capability: str, period: Period, role: str | None) -> int | None:
        """At most all users of all narrower ones together, where each of them was observed."""
        children = self.base.vocabulary.narrower(capability)
        tops = []
        for child in children:
            top = self.own(child, period, role)[1]
            tops.append(top if top is not None else self._summed(child, period, role))
        return sum(top for top in tops if top is not None) if tops and None not in tops else None

    def entitled(self, capability: str | None, period: Period) -> int | None:
        """The users who may use exactly this, of all roles; None where a row does not say."""
        rows = self.rows(capability, period)
        found = self.speaking(rows, None, ("entitled",))
        return sum(row.entitled or 0 for row in found) if found else None

    def speaking(
        self, rows: Mapping[str | None, Observation], role: str | None, fields: Collection[str]
    ) -> tuple[Observation, ...]:
        """The row of a role that says some fields; of everybody else the rows of all roles, where each says them."""
        named = (role,) if role in rows else ()
        every = self.topmost(name for name in rows if name is not None) if role is None else ()
        for some in (named, every if self.is_everybody(every) else ()):
            found = tuple(rows[name] for name in some)
            if found and all(getattr(row, field) is not None for row in found for field in fields):
                return found
        return ()

    def verdict(self, capability: str, period: Period, k: int, role: str | None = None) -> bool | None:
        """Whether k people or more use it; None where nobody can say."""
        low, high = self.users(capability, period, role)
        return True if low >= k else False if high is not None and high < k else None

    def status(self, capability: str, k: int) -> tuple[Status, Period | None, Period | None]:
        """How it stands in the last period that tells, that period, and the last one in which it was used."""
        told = [(period, said) for period in self._by_end if (said := self.verdict(capability, period, k)) is not None]
        if not told:
            return self._unseen(capability), None, None
        last_used = next((period for period, said in reversed(told) if said), None)
        latest, is_used = told[-1]
        return ("used" if is_used else "lapsed" if last_used else "unused"), latest, last_used

    def _unseen(self, capability: str) -> Status:
        is_measured = any(seen.value is not None for seen in self.usage.observations if seen.capability == capability)
        return "measured" if is_measured else "unobserved"

    @cached_property
    def _by_end(self) -> tuple[Period, ...]:
        return tuple(sorted(self.periods, key=lambda period: (period.end, period.start)))
