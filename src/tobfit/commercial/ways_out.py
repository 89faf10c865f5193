"""Ways out of a corridor that is empty, or of a price below the floor: each proved by a new call."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from tobfit.commercial.corridor_call import Call
from tobfit.commercial.corridor_records import Corridor, WayKind, WayOut
from tobfit.matching.fit import Fit
from tobfit.matching.promise import promised
from tobfit.matching.remedy import Remedy
from tobfit.model.frozen import FrozenMap, frozen
from tobfit.model.interval import Interval, Ratio
from tobfit.model.natural import natural
from tobfit.model.over_time import times_within
from tobfit.model.plain import to_plain
from tobfit.model.quantity import Quantity
from tobfit.model.requirement import Requirement

Make = Callable[[Call], Corridor]
MOST = 6
"""So many lines are tried one by one, those first that cost most."""
LONGEST = 10
"""The longest horizon that is tried, in years."""
SERVICE = "svc."
GENERAL = "general/"
Step = tuple[tuple[str, ...], FrozenMap[str, Any]]
"""The lines that give way, and the changes."""


def ways_out_of(found: Corridor, make: Make) -> tuple[WayOut, ...]:
    """What helps: fewer lines, less service, a partner, a longer horizon, a smaller margin, another price; last the
    deal that is not made. A way that does not bring floor and ceiling nearer is left out."""
    maker = _Maker(found, make)
    return (
        *maker.descoping(),
        *maker.less_service(),
        *maker.remedying("service_level"),
        *maker.remedying("partner"),
        *maker.longer(),
        *maker.less_margin(),
        *maker.another_price(),
        WayOut("no_bid"),
    )


@attrs.frozen(eq=False)
class _Maker:
    found: Corridor
    make: Make

    @property
    def fit(self) -> Fit:
        return self.found.fit

    def descoping(self) -> Iterable[WayOut]:
        """Should and Could lines that give way, dearest first: each alone, and as many of them together as it takes."""
        groups = self._groups()
        for lines in groups[:MOST]:
            way = self._changed("descope", self._waived(lines))
            if way is not None:
                yield way
        taken: list[str] = []
        for number, lines in enumerate(groups, 1):
            taken += [line for line in lines if line not in taken]
            way = self._changed("descope", self._waived(taken)) if number > 1 else None
            if way is not None and self._is_enough(way):
                yield way
                return

    def less_service(self) -> Iterable[WayOut]:
        """Services in general that the client does without, dearest first: one by one, then as many as it takes."""
        found = sorted(self._services().items(), key=lambda item: (-item[1], natural(item[0])))
        names = [name for name, _ in found]
        for name in names[:MOST]:
            way = self._changed("service_level", self._done_without([name]))
            if way is not None:
                yield way
        for number in range(2, len(names) + 1):
            way = self._changed("service_level", self._done_without(names[:number]))
            if way is not None and self._is_enough(way):
                yield way
                return

    def remedying(self, kind: WayKind) -> Iterable[WayOut]:
        """Remedies of gaps: another vendor instead of own work, or less of a service."""
        tried: set[FrozenMap[str, Any]] = set()
        for remedy in self._remedies(kind):
            if remedy.changes in tried or len(tried) >= MOST:
                continue
            tried.add(remedy.changes)
            way = self._changed(kind, ((remedy.requirement,), remedy.changes))
            if way is not None:
                yield way

    def longer(self) -> Iterable[WayOut]:
        """The shortest horizon of whole years that opens the corridor."""
        years = times_within("year", self.found.horizon, self.fit.world.policy.month_days)
        if years is None or self.found.empty is not True:
            return
        for number in range(math.floor(years) + 1, LONGEST + 1):
            longer = Quantity(Decimal(number), "year")
            after = self.make(self.found.call.again(horizon=longer))
            if after.empty is not True:
                said = FrozenMap({"horizon": longer})
                yield WayOut("horizon", arguments=said, decision_after=self.fit.decision, after=after)
                return

    def less_margin(self) -> Iterable[WayOut]:
        """The margin at which the floor just meets the ceiling."""
        found, ceiling = self.found, self.found.ceiling
        bare = found.floor.low / (1 + found.margin)
        if found.empty is not True or ceiling is None or not 0 < bare <= ceiling.high:
            return
        margin = Ratio(Fraction(ceiling.high) / bare - 1)
        after = self.make(found.call.again(margin=margin))
        said = FrozenMap({"margin": margin})
        yield WayOut("margin", arguments=said, decision_after=self.fit.decision, after=after)

    def another_price(self) -> Iterable[WayOut]:
        """Where the corridor has room, and the price stands below it: what would have to be asked for."""
        found = self.found
        if found.empty is not True and found.place == "below_floor":
            high = found.ceiling.high if found.ceiling is not None else math.inf
            amount = Interval(found.floor.low, high)  # type: ignore[arg-type]
            yield WayOut("price", amount=amount, decision_after=self.fit.decision, after=found)

    def _groups(self) -> Sequence[tuple[str, ...]]:
        """The lines that may give way together, those first that take the most service."""
        lines = {judgement.requirement.id: judgement.requirement for judgement in self.fit.judgements}
        cost: dict[tuple[str, ...], Fraction] = {}
        for part in self.found.cost.parts:
            known = tuple(sorted(set(part.requirements), key=natural))
            if known and all(name in lines and _may_go(lines[name]) for name in known):
                weight = part.money if part.money is not None else part.mean
                cost[known] = cost.get(known, Fraction(0)) + weight
        for priced in self.fit.price.parts:
            known = tuple(sorted(set(priced.requirements), key=natural))
            if priced.kind == "third_party" and known and all(name in lines and _may_go(lines[name]) for name in known):
                cost.setdefault(known, Fraction(0))
        return sorted(cost, key=lambda names: (-cost[names], [natural(name) for name in names]))

    def _services(self) -> Mapping[str, Fraction]:
        """General services that no Must and no law asks for -> what they come to."""
        cost: dict[str, Fraction] = {}
        for service in self.fit.world.packs.base.services.values():
            mine = (f"{GENERAL}{service.id}", f"{GENERAL}{service.id}/")
            parts = [one for one in self.found.cost.parts if one.id == mine[0] or one.id.startswith(mine[1])]
            lines = self._lines_on(service.capability)
            if parts and all(_may_go(line) for line in lines):
                weights = (part.money if part.money is not None else part.mean for part in parts)
                cost[service.id] = sum(weights, start=Fraction(0))
        return cost

    def _lines_on(self, capability: str) -> Sequence[Requirement]:
        every = (judgement.requirement for judgement in self.fit.judgements)
        return [line for line in every if line.capability == capability and line.priority != "wont" and not line.waived]

    def _done_without(self, services: Iterable[str]) -> Step:
        """Lines on the services are waived; where there is none, the client says that it will not have the service."""
        lines: list[str] = []
        changes: dict[str, Any] = {}
        taken = {judgement.requirement.id for judgement in self.fit.judgements}
        for name in services:
            capability = self.fit.world.packs.base.services[name].capability
            stated = [line.id for line in self._lines_on(capability)]
            changes |= self._waived(stated)[1]
            lines += stated or [capability]
            if not stated:
                line = _free(f"without:{name}", taken)
                said = {"id": line, "capability": capability, "priority": "wont", "scope": "service"}
                changes[f"client.requirements.{line}"] = frozen(said)
        return tuple(lines), FrozenMap(changes)

    def _waived(self, names: Iterable[str]) -> Step:
        """The client lets lines go: its own by a waiver, an implied one by a line of its own that is waived."""
        waiver = {"reason": "left out to bring the price within reach"}
        changes: dict[str, Any] = {}
        for name in names:
            line, target = self.fit[name].requirement, f"client.requirements.{name}"
            if line.is_own:
                changes[f"{target}.waived"] = frozen(waiver)
            else:
                changes[target] = frozen({**to_plain(line.to_node()), "waived": waiver})
        return tuple(names), FrozenMap(changes)

    def _remedies(self, kind: WayKind) -> Iterable[Remedy]:
        for gap in self.fit.gaps:
            is_service = gap.requirement.scope == "service" or (gap.requirement.capability or "").startswith(SERVICE)
            for remedy in gap.remedies:
                is_partner = kind == "partner" and remedy.kind == "partner"
                is_less = kind == "service_level" and is_service and remedy.kind in ("negotiate", "change_process")
                if remedy.changes and (is_partner or is_less):
                    yield remedy

    def _changed(self, kind: WayKind, step: Step) -> WayOut | None:
        """A way with these changes; None where it does not help."""
        names, changes = step
        fit = promised(self.fit, changes)
        after = self.make(self.found.call.again(fit=fit))
        if not _helps(self.found, after):
            return None
        return WayOut(kind, names, changes, decision_after=fit.decision, after=after)

    def _is_enough(self, way: WayOut) -> bool:
        """Whether it opens the corridor; of a price below the floor, whether it lifts the price to it."""
        assert way.after is not None
        if self.found.empty is True:
            return way.after.empty is not True
        return way.after.place not in ("below_floor", "outside")


def _free(name: str, taken: set[str]) -> str:
    """An id that no line has."""
    return name if name not in taken else _free(f"{name}/again", taken)


def _may_go(line: Requirement) -> bool:
    """Whether a client may let a line go: no Must, none that is waived already, no law."""
    is_law = not line.is_own and line.basis == "law"
    return line.priority in ("should", "could") and line.waived is None and not is_law


def _helps(before: Corridor, after: Corridor) -> bool:
    """Whether the floor has come nearer: to the ceiling, or to the price."""
    if before.empty is True and before.ceiling is not None:
        if after.ceiling is None or after.empty is not True:
            return True
        return after.floor.low - after.ceiling.high < before.floor.low - before.ceiling.high
    if before.price is None or after.price is None:
        return False
    return after.floor.low - after.price.high < before.floor.low - before.price.high
