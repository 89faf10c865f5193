"""The money of each deal spread over its gaps, and the items to build with what is at stake in theirs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import attrs

from tobfit.lifecycle.backlog_records import GapShare, Item, Spread
from tobfit.lifecycle.builds import Build
from tobfit.lifecycle.wanted import Bid, Wanted, largest, open_gaps, own_parts, product_ways
from tobfit.lifecycle.winning import WON, Contest
from tobfit.matching.gap import Gap
from tobfit.matching.remedy import total_effort
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.price import Effort
from tobfit.model.words import GapSeverity

WEIGHTS: dict[GapSeverity, int] = {"blocker": 4, "major": 2, "minor": 1, "info": 0}
"""How much of a deal's money hangs on a gap, by how grave it is: as Must, should and could weigh."""
UNSAID = ("unknown", "conflicting")


@attrs.frozen(eq=False, slots=False)
class Shares:
    """The shares of all gaps, in the order of the deals."""

    wanted: Wanted
    pairs: tuple[tuple[Gap, GapShare], ...]

    @classmethod
    def of(cls, wanted: Wanted, money: Sequence[Interval], spread: Spread) -> Shares:
        """Every deal's money over its gaps."""
        found = [pair for bid, stake in zip(wanted.bids, money, strict=True)
                 for pair in _spread(bid, stake, wanted, spread)]
        return cls(wanted, tuple(found))

    @property
    def every(self) -> tuple[GapShare, ...]:
        """The shares."""
        return tuple(share for _, share in self.pairs)

    def of_client(self, client: str) -> tuple[GapShare, ...]:
        """Those of one deal."""
        return tuple(share for share in self.every if share.client == client)

    @cached_property
    def by_build(self) -> Mapping[str, tuple[GapShare, ...]]:
        """Build -> the gaps that it serves."""
        found: dict[str, list[GapShare]] = {name: [] for name in self.wanted.builds}
        for share in self.every:
            for name in share.builds:
                found[name].append(share)
        return {name: tuple(shares) for name, shares in found.items()}

    @cached_property
    def money_of(self) -> Mapping[str, Fraction]:
        """Build -> the low end of the money at stake in its gaps."""
        return {name: self.at_stake(name).low for name in self.wanted.builds}

    def at_stake(self, name: str) -> Interval:
        """The money of a build's gaps; where several builds serve one each has an equal part."""
        parts = [(share.money, len(share.builds)) for share in self.by_build[name]]
        low = sum((money.low / number for money, number in parts), start=Fraction(0))
        high = sum((money.high / number for money, number in parts), start=Fraction(0))
        return Interval(Ratio(low), _high(high))

    @cached_property
    def efforts(self) -> Mapping[str, Effort | None]:
        """Build -> the largest of the estimates behind it, end by end."""
        found: dict[str, list[Effort]] = {name: [] for name in self.wanted.builds}
        for gap, share in self.pairs:
            for name in share.builds:
                found[name] += _estimates(gap, self.wanted.builds[name])
        for name, build in self.wanted.builds.items():
            found[name] += self._stated(build)
        return {name: largest(efforts) for name, efforts in found.items()}

    def _stated(self, build: Build) -> Iterable[Effort]:
        """What the products themselves estimate."""
        for bid in self.wanted.bids:
            for product in bid.report.world.catalog.products:
                if product.id == build.product and build.capability is not None:
                    effort = total_effort(product.capabilities.get(build.capability, ()))
                    if effort is not None:
                        yield effort


def _estimates(gap: Gap, build: Build) -> Iterable[Effort]:
    if build.capability is None:
        yield from (r.effort for r in product_ways(gap) if r.changes == build.changes and r.effort is not None)
        return
    for part in own_parts(gap.judgement, gap.fit):
        effort = total_effort(part.statements)
        if part.requirement.capability == build.capability and part.item == build.product and effort is not None:
            yield effort


def _spread(bid: Bid, stake: Interval, wanted: Wanted, spread: Spread) -> Iterable[tuple[Gap, GapShare]]:
    gaps = [gap for fit in bid.counting for gap in open_gaps(fit)]
    weights = [1 if spread == "even" else WEIGHTS[gap.severity] for gap in gaps]
    whole = sum(weights)
    for gap, weight in zip(gaps, weights, strict=True):
        share = Ratio(weight, whole)
        builds, why = wanted.serving(gap)
        money = Interval(Ratio(stake.low * share), _high(stake.high * share))
        yield gap, GapShare(
            bid.client, gap.product, gap.requirement.id, gap.kind, gap.severity, share, money, builds, why
        )


def _high(value: Fraction) -> Fraction:
    return value if value == math.inf else Ratio(value)


def items_of(
    wanted: Wanted, shares: Shares, contests: Sequence[Contest], names: Iterable[str]
) -> tuple[Item, ...]:
    """The items of some builds, in the order given."""
    return tuple(_item(wanted.builds[name], wanted, shares, contests) for name in names)


def _item(build: Build, wanted: Wanted, shares: Shares, contests: Sequence[Contest]) -> Item:
    gaps = shares.by_build[build.id]
    clients = tuple(dict.fromkeys(share.client for share in gaps))
    open_stakes = {contest.client for contest in contests if contest.stake.high == math.inf}
    same = wanted.of_capability(build.product, build.capability) if build.capability is not None else ()
    needing = [contest for contest in contests if not contest.bid.is_won and build.id in contest.needed]
    turned = {c.client: c.decision((build.id,)) for c in needing if c.holds((build.id,))}
    statement = build.statement
    return Item(
        id=build.id,
        product=build.product,
        capability=build.capability,
        name=_name(build, wanted),
        target=min(build.changes, key=natural),
        response=None if statement is None else statement.response,
        value=None if statement is None else statement.value,
        exhaustive=statement is not None and statement.exhaustive,
        unsaid=bool(gaps) and all(share.kind in UNSAID for share in gaps),
        rules=wanted.rules_behind(build),
        excludes=tuple(other.id for other in same if other.id != build.id),
        number=len(clients),
        clients=clients,
        gaps=gaps,
        money=shares.at_stake(build.id),
        unpriced=tuple(client for client in clients if client in open_stakes),
        effort=shares.efforts[build.id],
        turns=FrozenMap({client: decision for client, decision in turned.items() if decision in WON}),
        needed_by=tuple(contest.client for contest in needing),
        answers=_answers(build, wanted),
        changes=build.changes,
    )


def _answers(build: Build, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    """The answers to lines that a build serves."""
    found = {
        (response.client, answer.requirement)
        for bid in wanted.bids
        for response in bid.report.world.catalog.responses
        if response.product == build.product and response.client == bid.client
        for answer in response.answers
    }
    return tuple(sorted(found & build.serves, key=lambda spot: (natural(spot[0]), natural(spot[1]))))


def _name(build: Build, wanted: Wanted) -> Label:
    record = None if build.capability is None else wanted.record(build.product, build.capability)
    target = min(build.changes, key=natural).removeprefix(f"product.{build.product}.")
    return Label.of(target) if record is None else record.title
