"""A report as different people would weigh it, side by side, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import combinations

import attrs

from tobfit.analysis.asked import views_asked
from tobfit.analysis.contest import findings_of
from tobfit.matching.finding import Finding
from tobfit.matching.order import ends_of, ranked, winners
from tobfit.matching.report import Report
from tobfit.matching.world import World
from tobfit.model.client import Client, View
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.words import Decision

APART = 2
"""How many times as much one view has to weigh a line as another one, for the line to be contested."""


@attrs.frozen
class InView:
    """One product under the weights of a view."""

    product: str
    rank: int
    decision: Decision
    score: Interval | None


@attrs.frozen
class Outlook:
    """What a view comes to: products best first, winners, and each line's share of all weight.

    ``view`` is None for the neutral one, in which influence alone counts. ``weights`` maps roles to the view's
    weights; a role that is not there counts 1.
    """

    view: str | None
    name: Label | None
    weights: FrozenMap[str, Decimal]
    products: tuple[InView, ...]
    certain: tuple[str, ...]
    possible: tuple[str, ...]
    shares: FrozenMap[str, Fraction]
    report: Report = attrs.field(eq=False, repr=False)

    @property
    def ranks(self) -> Mapping[str, int]:
        """Product -> rank."""
        return {one.product: one.rank for one in self.products}

    @property
    def leaders(self) -> tuple[str, ...]:
        """The products that rank first and are not knocked out."""
        return tuple(one.product for one in self.products if one.rank == 1 and one.decision != "no_fit")


@attrs.frozen
class PairContest:
    """Two products that change places from view to view.

    ``ahead``, ``behind`` and ``level`` are the views in which ``product`` ranks above ``other``, below it, and ties
    with it. ``touches_lead``: one of the two ranks first in some view and is not knocked out. ``firm``: in one view it
    ranks above and in another below in every completion of what is unknown, so that no answer ends the contest.
    """

    product: str
    other: str
    ahead: tuple[str | None, ...]
    behind: tuple[str | None, ...]
    level: tuple[str | None, ...]
    touches_lead: bool
    firm: bool


@attrs.frozen
class LineContest:
    """A line that some views weigh very differently: its least and its largest share of all weight, with the first
    view of each."""

    requirement: str
    least: Fraction
    least_view: str | None
    most: Fraction
    most_view: str | None
    asked_by: tuple[str, ...]


@attrs.frozen
class Views:
    """Views side by side, the neutral one first, and what they contest.

    ``made``: the client names no views, and the outlooks are those of its single roles.
    """

    _repr_mimebundle_ = mimebundle

    outlooks: tuple[Outlook, ...]
    pairs: tuple[PairContest, ...]
    lines: tuple[LineContest, ...]
    made: bool
    report: Report = attrs.field(eq=False, repr=False)

    def __getitem__(self, view: str | None) -> Outlook:
        return {one.view: one for one in self.outlooks}[view]

    @property
    def contested(self) -> tuple[str, ...]:
        """The products that change places with another one, in the order of their ids."""
        names = {name for pair in self.pairs for name in (pair.product, pair.other)}
        return tuple(sorted(names, key=natural))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is contested, for ``report.with_findings``: first the contests for the first place, then the lines.

        A pair is major where the contest is firm and minor where answers could end it; a line is minor where it does
        most for such a contest, else info. ``path`` leads from the client over those who asked for the line, the line
        and its capability to the product.
        """
        return findings_of(self)


def views(report: Report, names: Iterable[str] | None = None) -> Views:
    """The client's views, and the neutral one, side by side: scores, ranks, and where they disagree.

    Views change weights and nothing else: judgements, Musts and decisions are the same in all of them. ``names``
    picks some of the client's views; an unknown one is TF403. Where the client names no view and none is asked for,
    there is one for each role among its stakeholders, called like the role, which counts that role alone: lines that
    others asked for weigh nothing, those that nobody asked for (and implied ones) keep their weight, as in any view.

    Two products are contested where one ranks above the other in one view and below it in another. A line is contested
    where a view gives it at least twice the share of another view, and more than the mean share of a line (of those
    that have weight in some view). A view that leaves no weight has no scores and no shares; it contests no line.

    >>> import tobfit
    >>> client = tobfit.Client(
    ...     id="harbour",
    ...     as_of="2026-11-01",
    ...     stakeholders=[{"id": "cio", "role": "economic"}, {"id": "clerk", "role": "user"}],
    ... )
    >>> client = client.require("crm.cpq", asked_by=["cio"]).require("oa.workflow", asked_by=["clerk"])
    >>> acme = tobfit.Product(id="acme@5").offers("crm.cpq", response="standard")
    >>> acme = acme.offers("oa.workflow", response="customisation")
    >>> birch = tobfit.Product(id="birch@7").offers("crm.cpq", response="third_party")
    >>> birch = birch.offers("oa.workflow", response="standard")
    >>> found = views(tobfit.match(client, [acme, birch]))
    >>> [(one.view, one.leaders) for one in found.outlooks]
    [(None, ('birch@7',)), ('economic', ('acme@5',)), ('user', ('birch@7',))]
    >>> [(finding.severity, finding.path) for finding in found.findings][0]
    ('major', ('harbour', 'clerk', 'R-002', 'oa.workflow', 'acme@5'))
    """
    client, asked, made = _asked(report.client, names)
    outlooks = tuple(_outlook(report, client, name) for name in (None, *asked))
    return Views(outlooks, tuple(_pairs(outlooks)), tuple(_lines(outlooks, report)), made, report=report)


def _asked(client: Client, names: Iterable[str] | None) -> tuple[Client, tuple[str, ...], bool]:
    """The client with the views to show, and their ids; a view for each role where nothing else is there to show."""
    known = [view.id for view in client.views]
    if names is not None:
        return client, views_asked((names,) if isinstance(names, str) else names, known), False
    roles = sorted({person.role for person in client.stakeholders}, key=natural)
    if known or not roles:
        return client, tuple(known), False
    made = [View(id=role, weights={other: int(other == role) for other in roles}) for role in roles]
    return client.evolve(views=made), tuple(roles), True


def _outlook(report: Report, client: Client, name: str | None) -> Outlook:
    seen = _seen(report, client, name)
    whole = sum(line.weight for line in seen.world.lines)
    shares = {line.requirement.id: Ratio(line.weight, whole) for line in seen.world.lines if whole and line.weight}
    view, won = seen.view, winners(seen.fits)
    return Outlook(
        view=name,
        name=view.name if view else None,
        weights=view.weights if view else FrozenMap(),
        products=tuple(InView(f.product, seen.ranks[f.product], f.decision, f.score) for f in seen.fits),
        certain=won.certain,
        possible=won.possible,
        shares=FrozenMap(shares),
        report=seen,
    )


def _seen(report: Report, client: Client, name: str | None) -> Report:
    """The report under another view. Rules and judgements do not depend on weights, so both are kept."""
    world: World = attrs.evolve(
        report.world, client=client, view_id=name, carried=None, verdicts=report.world.inference.verdicts
    )
    found = []
    for fit in report.fits:
        kept = {judgement.requirement.id: judgement.outcomes for judgement in fit.judgements}
        found.append(world.fit(world.catalog[fit.product], kept))
    return Report(world, *ranked(found))


def _pairs(outlooks: Sequence[Outlook]) -> Iterable[PairContest]:
    """The pairs that change places, those that touch the lead first."""
    leaders = {name for outlook in outlooks for name in outlook.leaders}
    products = sorted((one.product for one in outlooks[0].products), key=natural)
    ranks = [outlook.ranks for outlook in outlooks]
    found = (_pair(outlooks, ranks, one, other, leaders) for one, other in combinations(products, 2))
    yield from sorted((pair for pair in found if pair), key=lambda pair: not pair.touches_lead)


def _pair(
    outlooks: Sequence[Outlook], ranks: Sequence[Mapping[str, int]], one: str, other: str, leaders: set[str]
) -> PairContest | None:
    places: dict[int, list[str | None]] = {-1: [], 0: [], 1: []}
    for outlook, ranked_there in zip(outlooks, ranks, strict=True):
        ours, theirs = ranked_there[one], ranked_there[other]
        places[(ours < theirs) - (ours > theirs)].append(outlook.view)
    if not (places[1] and places[-1]):
        return None
    firm = set()
    for outlook in outlooks:
        (worst, best), (rivals_worst, rivals_best) = (ends_of(outlook.report[name]) for name in (one, other))
        firm.update([1] if worst > rivals_best else [-1] if rivals_worst > best else [])
    touches = not leaders.isdisjoint((one, other))
    ahead, behind, level = tuple(places[1]), tuple(places[-1]), tuple(places[0])
    return PairContest(one, other, ahead, behind, level, touches, firm == {1, -1})


def _lines(outlooks: Sequence[Outlook], report: Report) -> Iterable[LineContest]:
    weighed = [outlook for outlook in outlooks if outlook.shares]
    if not weighed:
        return
    found = []
    mean = Fraction(1, len({line for outlook in weighed for line in outlook.shares}))
    for line in report.requirements:
        shares = [outlook.shares.get(line.id, Fraction(0)) for outlook in weighed]
        least, most = min(shares), max(shares)
        if most >= APART * least and most > least and most > mean:
            ends = (weighed[shares.index(end)].view for end in (least, most))
            low_view, high_view = ends
            found.append(LineContest(line.id, Ratio(least), low_view, Ratio(most), high_view, line.asked_by))
    yield from sorted(found, key=lambda one: (one.least - one.most, natural(one.requirement)))
