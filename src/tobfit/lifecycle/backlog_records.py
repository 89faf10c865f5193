"""What a backlog is made of: deals, the shares of their gaps, things to build, and sets of them."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Any, Literal

import attrs

from tobfit.matching.report import Report
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval
from tobfit.model.label import Label
from tobfit.model.price import Effort
from tobfit.model.record import INTERNAL
from tobfit.model.words import Decision, GapKind, GapSeverity, ResponseCode

Spread = Literal["even", "kind"]
Maximise = Literal["clients", "money"]
StakeSource = Literal["stakes", "budget", "goals"]
Why = Literal["proof", "landscape", "module", "unresolved", "vendor", "no_build"]
"""Why no build closes a gap: what is claimed has to be proved; the landscape is the client's; the module is there and
not sold; the line names no capability; it asks something of the vendor; no statement of the product would serve it."""


@attrs.frozen
class GapShare:
    """A gap above info of one deal, and its part of the deal's money: ``share`` of the stake, ``money`` in the
    backlog's currency. ``builds`` are the items that would serve it, each with an equal part; () where none does, and
    ``why`` then says why."""

    client: str
    product: str
    requirement: str
    kind: GapKind
    severity: GapSeverity
    share: Fraction
    money: Interval
    builds: tuple[str, ...] = ()
    why: Why | None = None


@attrs.frozen
class Deal:
    """One client of the backlog. ``decision`` is that of the candidate that ranks first; ``stake`` is its money from
    the low to the high end, 0 to infinity where nobody said (``source`` is None), and ``gaps`` hold it all.

    ``ways`` are sets of items that would turn it, the smallest first, as far as they were worked out; () for a deal
    that fits today (``is_won``), and for one that no build can turn: ``stopped_by`` then names the requirements that
    none serves. ``asks`` are targets whose answers decide rules that could ask for more: the answer may spare a build.
    ``assumed_horizon``: a price per time was counted over 3 years, because the client names no horizon.
    """

    client: str
    as_of: datetime.date
    products: tuple[str, ...]
    decision: Decision
    stake: Interval
    source: StakeSource | None
    assumed_horizon: bool
    gaps: tuple[GapShare, ...]
    ways: tuple[tuple[str, ...], ...]
    stopped_by: tuple[str, ...]
    asks: tuple[str, ...]
    report: Report = attrs.field(eq=False, repr=False)

    @property
    def is_won(self) -> bool:
        """Whether the client's decision is fit or fit_with_gaps already."""
        return self.decision in ("fit", "fit_with_gaps")


@attrs.frozen
class Item:
    """Something to build: a capability of a product given in full, in today's release and documented.

    ``value`` (for sets with ``exhaustive``) is one that meets the needs of as many lines as one value can, the
    strictest among them; ``excludes`` are other builds of the capability, for needs that no single value meets.
    ``capability`` is None for what a landscape asks of the product (``target``: hosting, an interface, platforms).
    ``unsaid``: in every gap nobody said whether the product gives it, or voices disagree: ask before you build.
    ``rules`` are undecided rules that would ask some client for it, if they held: there ask the client first.

    ``clients`` have a gap that it serves; ``money`` is at stake in these gaps; ``unpriced`` are the clients among them
    of whose deal nobody said what it is worth. ``effort`` is what the statements estimate, the largest where they
    differ; None where nobody did. ``turns`` are the clients that it turns to a fit by itself, with the decision then;
    ``needed_by`` those that cannot be won, or not by every way, without it.
    """

    id: str
    product: str
    capability: str | None
    name: Label
    target: str
    response: ResponseCode | None
    value: tuple[str, ...] | None
    exhaustive: bool
    unsaid: bool
    rules: tuple[str, ...]
    excludes: tuple[str, ...]
    number: int = attrs.field(metadata=INTERNAL)
    """How many clients have such a gap."""
    clients: tuple[str, ...] = attrs.field(metadata=INTERNAL)
    gaps: tuple[GapShare, ...] = attrs.field(metadata=INTERNAL)
    money: Interval = attrs.field(metadata=INTERNAL)
    unpriced: tuple[str, ...] = attrs.field(metadata=INTERNAL)
    effort: Effort | None = attrs.field(metadata=INTERNAL)
    turns: FrozenMap[str, Decision] = attrs.field(metadata=INTERNAL)
    needed_by: tuple[str, ...] = attrs.field(metadata=INTERNAL)
    answers: tuple[tuple[str, str], ...] = attrs.field(metadata=INTERNAL)
    """Clients and lines that it serves and that were answered one by one: these answers speak of the product before it
    is built, and give way."""
    changes: FrozenMap[str, Any] = attrs.field(eq=False, repr=False)
    """The change to the product, as ``Report.what_if`` takes it; ``Backlog.changes_for`` takes answers back too."""


@attrs.frozen
class Won:
    """What some items come to, matched again: ``turned`` are clients that fit then and do not today, with their
    decision; ``lost`` those that fit today and would not. ``money`` is that of the turned less that of the lost,
    ``known`` the same of the low ends alone: what is counted where sets are compared.
    ``effort`` goes from the sum of the low to the sum of the high estimates, in person-days, without an upper end where
    nobody estimated one of the items (``unestimated``)."""

    items: tuple[str, ...]
    turned: FrozenMap[str, Decision]
    lost: tuple[str, ...]
    money: Interval
    known: Fraction
    effort: Interval
    likely: Fraction
    unestimated: tuple[str, ...]

    @property
    def clients(self) -> int:
        """How many more clients fit."""
        return len(self.turned) - len(self.lost)


@attrs.frozen
class Step:
    """The next item of the order: what it adds to those before it, and what they come to together."""

    item: str
    clients: int
    """How many more clients fit than before the step."""
    money: Interval
    turned: tuple[str, ...]
    """The clients that fit from this step on."""
    so_far: Won


@attrs.frozen
class BestSet:
    """The best set of at most ``k`` items. ``optimal``: no other set is better, by integer programming, and the set
    matched again gives what the program counted. ``ahead_clients`` and ``ahead_money`` are how far the first k steps of
    the order lie behind it."""

    k: int
    won: Won
    optimal: bool
    ahead_clients: int
    ahead_money: Fraction


@attrs.frozen
class Movement:
    """A gap that appears, or vanishes, by a later date. ``cause`` tells what makes it: a rule that comes into force or
    ends, the stage of an industry, a date that a product promised or a client set. ``rule`` and ``citation`` are those
    of the rule, ``on`` is the day where it is known."""

    client: str
    product: str
    requirement: str
    capability: str | None
    kind: GapKind
    severity: GapSeverity
    cause: Literal["rule_starts", "rule_ends", "industry_stage", "date", "other"]
    rule: str | None
    citation: str | None
    on: datetime.date | None


@attrs.frozen
class Future:
    """What another date changes: gaps above info, and decisions (client and product, before, after)."""

    as_of: datetime.date
    appearing: tuple[Movement, ...]
    vanishing: tuple[Movement, ...]
    decisions: tuple[tuple[str, str, Decision, Decision], ...]
