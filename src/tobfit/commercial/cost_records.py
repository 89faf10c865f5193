"""What a service cost says: parts, spreads, ranges, what nobody estimated, and what to ask."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import attrs

from tobfit.commercial.three_point import Pert
from tobfit.matching.fit import Fit
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.record import INTERNAL
from tobfit.model.service import ExchangeRate

if TYPE_CHECKING:
    from tobfit.commercial.costing import Costing

PartSource = Literal["statement", "remedy", "adapter", "service", "general"]
OpenKind = Literal["unknown", "unmet", "unestimated", "route", "driver", "service"]
AsideReason = Literal["estimated", "unwanted", "undelivered"]
QuestionKind = Literal["attribute", "statement", "rate"]
RateBasis = Literal["own", "given", "agreed", "assumed"]


ONE = Ratio(1)


@attrs.frozen
class Spread:
    """How an uncertain total is spread: ``mean`` is exact, ``sd`` and ``percentiles`` (whole number -> figure) are
    rounded once, to a millionth of a person-day or a hundredth of the currency of the rates. ``unit`` is ``person_day``
    or a currency. ``contingency`` is P80 - P50, whatever percentiles were asked for."""

    mean: Ratio
    sd: Ratio
    percentiles: FrozenMap[int, Ratio]
    unit: str
    contingency: Ratio


@attrs.frozen
class SpreadRange:
    """Between which ends mean and percentiles lie, whatever the answers to the open questions; of a known thing both
    ends are the same."""

    mean: Interval
    percentiles: FrozenMap[int, Interval]
    unit: str

    def __getitem__(self, percentile: int) -> Interval:
        return self.percentiles[percentile]


@attrs.frozen
class CostPart:
    """One estimate of the sum. ``low``, ``likely`` and ``high`` are person-days over the whole horizon: a yearly part
    counts ``times`` years. ``share`` is its share of the variance of the whole; None where nothing is uncertain.

    ``source``: a statement on a capability, a remedy that was chosen, an adapter of a connection, a service of the
    vendor, or the packs' general model of one. ``count`` is how many things drive it, from least to most, and
    ``driver`` what is counted; a part without a driver counts once, or from 0 to 1 where it is open whether it is
    needed.
    ``mean_range`` is the mean at these ends. ``rate`` is per person-day, from the cheapest to the dearest that comes
    into question, in the currency of the whole; None where nobody said. ``rate_basis``: the service's own, the one that
    the call gives, the one that all services of the vendor agree on, or ``assumed`` to be one of theirs. ``money`` is
    the mean at the middle rate.
    """

    id: str
    stage: str | None
    source: PartSource
    name: Label
    low: Ratio = attrs.field(metadata=INTERNAL)
    likely: Ratio = attrs.field(metadata=INTERNAL)
    high: Ratio = attrs.field(metadata=INTERNAL)
    mean: Ratio = attrs.field(metadata=INTERNAL)
    sd: float = attrs.field(metadata=INTERNAL)
    share: Ratio | None = attrs.field(metadata=INTERNAL)
    mean_range: Interval = attrs.field(metadata=INTERNAL)
    yearly: bool = False
    times: Ratio = ONE
    driver: str | None = None
    count: Interval | None = None
    requirements: tuple[str, ...] = ()
    assumed: bool = False
    """Whether the estimate is an assumption of a pack, and not the vendor's or the client's."""
    rate: Interval | None = attrs.field(default=None, metadata=INTERNAL)
    rate_basis: RateBasis | None = attrs.field(default=None, metadata=INTERNAL)
    money: Ratio | None = attrs.field(default=None, metadata=INTERNAL)

    @property
    def pert(self) -> Pert:
        """The three points as a distribution, at the likely count."""
        return Pert(self.low, self.likely, self.high, "person_day")


@attrs.frozen
class OpenEffort:
    """Something that takes effort, or may, and of which nobody said how much: it has no figure in the totals, unless a
    general service of the packs stands in for it. ``target`` is where the answer would be put."""

    kind: OpenKind
    subject: str
    because: Label
    target: str | None = None
    requirements: tuple[str, ...] = ()


@attrs.frozen
class SetAside:
    """A general service that is not counted, and who speaks instead: parts with an ``estimated`` effort, lines of the
    client that leave it ``unwanted``, or products that say that they do not give it (``undelivered``)."""

    service: str
    stage: str
    instead: tuple[str, ...]
    reason: AsideReason


@attrs.frozen(eq=False)
class CostEffect:
    """What an answer leads to. Both figures are worked out when they are read: ``cost`` is a new call on the client, or
    the product, with the answer; ``narrows`` is the width that the range of the mean effort loses, below 0 where the
    answer brings work that was in no range."""

    changes: FrozenMap[str, Any]
    before: Interval = attrs.field(repr=False)
    costing: Costing = attrs.field(repr=False)

    @cached_property
    def cost(self) -> ServiceCost:
        """The cost once this is known."""
        return self.costing.after(self.changes)

    @cached_property
    def narrows(self) -> Ratio:
        """How much narrower the range of the mean effort becomes, in person-days."""
        return Ratio(self.before.width - self.costing.mean_range(self.changes).width)


@attrs.frozen
class CostQuestion:
    """Something that nobody said and that a cost hangs on: an ``attribute`` of the client, a ``statement`` on a line,
    or the ``rate`` of a day.

    ``parts`` hang on it; ``width`` is how much of the range of the mean effort does. ``answers``: of a count the least,
    the likely and the most that is assumed, else what can be said, each with what it leads to. Between the ends of a
    count no answer leads out of the range; any other answer leads where a new call says. ``ask``: a role at the client,
    or the vendor.
    """

    kind: QuestionKind
    target: str
    text: Label
    ask: str
    parts: tuple[str, ...]
    width: Ratio = attrs.field(metadata=INTERNAL)
    answers: FrozenMap[str, CostEffect] = attrs.field(eq=False, repr=False)

    @property
    def narrows(self) -> Interval:
        """By how much an answer narrows the range of the mean effort: the least and the most over the answers."""
        found = [effect.narrows for effect in self.answers.values()] or [Ratio(0)]
        return Interval(min(found), max(found))


@attrs.frozen
class ServiceCost:
    """What it takes to deliver a fit and to serve it over the horizon.

    ``effort`` and ``money`` are the spreads at the likely counts, ``effort_range`` and ``money_range`` the ends over
    all that is asked in ``questions``. Money is None where some part has no rate. ``parts`` sum exactly to the means.
    ``open`` is what nobody estimated.
    """

    _repr_mimebundle_ = mimebundle

    product: str
    effort: Spread = attrs.field(metadata=INTERNAL)
    effort_range: SpreadRange = attrs.field(metadata=INTERNAL)
    money: Spread | None = attrs.field(metadata=INTERNAL)
    money_range: SpreadRange | None = attrs.field(metadata=INTERNAL)
    parts: tuple[CostPart, ...] = attrs.field(metadata=INTERNAL)
    questions: tuple[CostQuestion, ...]
    open: tuple[OpenEffort, ...]
    set_aside: tuple[SetAside, ...]
    rates: tuple[ExchangeRate, ...] = attrs.field(metadata=INTERNAL)
    """The exchange rates by which rates of a day are counted in one currency."""
    horizon: Ratio
    """In years."""
    horizon_assumed: bool
    correlation: Ratio
    seed: int
    draws: int
    fit: Fit = attrs.field(eq=False, repr=False)

    def __getitem__(self, part: str) -> CostPart:
        return {one.id: one for one in self.parts}[part]

    @property
    def shares(self) -> FrozenMap[str, Ratio]:
        """Part -> its share of the variance of the whole, summing exactly to 1; empty where nothing is uncertain. Of a
        covariance each of its two parts has half."""
        return FrozenMap({part.id: part.share for part in self.parts if part.share is not None})

    @property
    def rate_assumed(self) -> bool:
        """Whether some rate is a range over the rates of the vendor's services, which is an assumption."""
        return any(part.rate_basis == "assumed" for part in self.parts)

    @property
    def contingency(self) -> Ratio:
        """P80 - P50 of the effort: what a fixed price sets aside."""
        return self.effort.contingency

    @property
    def is_complete(self) -> bool:
        """Whether nothing is open, so that no effort is missing in the figures."""
        return not self.open

