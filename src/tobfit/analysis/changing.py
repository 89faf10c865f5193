"""What changed between two reports: which cause moved each score, and by how much, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal

import attrs

from tobfit.analysis.attributing import Attribution, Block, Group, interval, total
from tobfit.analysis.flipping import Turn, turns
from tobfit.analysis.mixing import CAUSES, Mixer, offered
from tobfit.analysis.two_reports import (
    SAME,
    Same,
    is_other_offer,
    matched_products,
    offers_that_differ,
    two_reports,
)
from tobfit.errors import Problem, TobfitError
from tobfit.matching.fit import Fit
from tobfit.matching.report import Report
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval
from tobfit.model.natural import natural
from tobfit.model.progress import Progress, steps
from tobfit.model.words import Decision, Verdict

WORLDS = 512
AND = " and "


@attrs.frozen
class Share:
    """What some records of a cause moved of a product's score.

    ``kind`` is ``record`` for a single one; ``together`` for several that no world tells apart; ``rest`` for those that
    are too many to be told apart, taken as one.
    """

    records: tuple[str, ...]
    kind: Literal["record", "together", "rest"]
    delta: Interval

    @property
    def record(self) -> str:
        """The record's path, or those of several with a plus between them."""
        return " + ".join(self.records)


@attrs.frozen
class Cause:
    """What one cause moved of one product's score: ``delta`` at the low end and at the high end (as a difference its
    low may lie above its high), ``records`` its parts, which sum to it. ``delta`` is None where a side has no score.

    ``cause`` is ``date``, ``packs``, ``client``, ``catalogue``, ``policy``, ``view`` or ``rules``, or several that no
    world tells apart, with ``and`` between them.
    """

    product: str
    cause: str
    delta: Interval | None
    records: tuple[Share, ...] = ()

    @property
    def causes(self) -> tuple[str, ...]:
        """The causes one by one."""
        return tuple(self.cause.split(AND))


@attrs.frozen
class Line:
    """How a requirement stood: its verdict, its credit, and its part of the score (0 to 0 without weight)."""

    verdict: Verdict
    credit: Interval
    contribution: Interval


@attrs.frozen
class LineChange:
    """What one cause moved of one requirement's contribution to one product's score.

    ``before`` and ``after`` are None where the requirement was not there. A requirement that several causes moved has
    an item for each of them; over all items of a product the deltas sum exactly to the difference of its scores.
    """

    product: str
    requirement: str
    before: Line | None
    after: Line | None
    cause: str
    delta: Interval


@attrs.frozen
class ProductChange:
    """How a product stood before and after; ``delta`` is None where a side has no score.

    ``product`` is its id after, ``was`` its id before. ``turns`` is empty where the decision stayed.
    """

    product: str
    was: str
    decisions: tuple[Decision, Decision]
    scores: tuple[Interval | None, Interval | None]
    ranks: tuple[int, int]
    delta: Interval | None
    turns: tuple[Turn, ...] = ()


@attrs.frozen
class Change:
    """Why the scores of two reports differ.

    ``causes``: for each product the causes that differ, each with what it moved; ``requirements``: the same line by
    line, without what stayed; ``products``: those that are on both sides, in the order of the ranking after.
    ``appeared`` and ``gone`` name requirements, ``new`` and ``dropped`` products, that only one side has. ``offers``
    names the offers that only one side has, that differ, or whose decision or score does: they are not explained.
    """

    _repr_mimebundle_ = mimebundle

    causes: tuple[Cause, ...]
    requirements: tuple[LineChange, ...]
    products: tuple[ProductChange, ...]
    appeared: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    dropped: tuple[str, ...]
    offers: tuple[str, ...]
    before: Report = attrs.field(eq=False, repr=False)
    after: Report = attrs.field(eq=False, repr=False)

    @property
    def differs(self) -> tuple[str, ...]:
        """The causes that differ for some product, whatever they moved; ``catalogue`` for an offer that differs too."""
        found = {cause for item in self.causes for cause in item.causes}
        if any(is_other_offer(self.before, self.after, name) for name in self.offers):
            found.add("catalogue")
        return tuple(cause for cause in CAUSES if cause in found)

    def of(self, product: str) -> FrozenMap[str, Interval | None]:
        """Cause -> what it moved, for one product."""
        return FrozenMap({item.cause: item.delta for item in self.causes if item.product == product})


def change(
    before: Any,
    after: Any = None,
    products: Mapping[str, str] | None = None,
    *,
    client: Any = None,
    catalog: Any = None,
    packs: Any = None,
    policy: Any = None,
    view: str | Same | None = SAME,
    as_of: Any = None,
    any_client: bool = False,
    worlds: int = WORLDS,
    progress: Progress = None,
) -> Change:
    """Which cause moved each product's score from one report to another, and by how much.

    ``before`` and ``after`` are two reports. Or ``before`` is a report and ``client``, ``catalog``, ``packs``,
    ``policy``, ``view`` or ``as_of`` say what is different. Or both are clients, catalogues (products, lists of
    products), packs, policies or dates, and the other arguments say what both are matched with.
    ``products`` maps ids before to ids after, for new versions; the others keep their ids.

    The causes are date, packs, client, catalogue (of which a product's own statements, answers and fields count),
    policy, view and rules (whether they have a part). Each gets its Shapley share: what changing it moves, in the mean
    over all orders in which the causes can be changed. Shares are exact fractions and sum to the difference of the
    scores, at the low end and at the high end. Within a cause its records share in the same way (Owen's value): lines,
    stakeholders and attributes of the client, statements, answers and fields of the product, records of packs, fields
    of the policy. Unknown is no special case: it moves the two ends by themselves.

    Mixed worlds that could not have been matched, or that have no score, join the causes or records that they would
    tell apart. ``worlds`` bounds how many mixed worlds one cause of a product is tried in (at least 16, 512 by
    default): records that are too many for that become one, ``rest``, those that move least by themselves first.

    For a decision that changed, ``products`` has the smallest sets of causes and of records that turn it. Offers of
    several products are not explained: ``offers`` names those that differ.

    TF424: what is given does not make two reports of one client (``any_client=True`` takes two). TF425: ``products``
    names a product that is not there, or an offer.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa").require("crm.cpq", weight=3)
    >>> old = tobfit.Product(id="crm@5").offers("sec.mfa", response="standard").offers("crm.cpq", response="roadmap",
    ...     available="2027-01-01")
    >>> new = old.evolve(id="crm@6", capabilities={**old.capabilities, "crm.cpq": "standard"})
    >>> found = change(old, new, {"crm@5": "crm@6"}, client=client)
    >>> [(item.cause, str(item.delta)) for item in found.causes]
    [('catalogue', '0.5250')]
    >>> [(share.record, share.delta.low) for share in found.causes[0].records]
    [('product.crm@6.capabilities.crm.cpq', Ratio(21, 40))]
    """
    others = {"client": client, "catalog": catalog, "packs": packs, "policy": policy, "as_of": as_of}
    old, new = two_reports(before, after, others, view, any_client=any_client)
    if isinstance(worlds, bool) or not isinstance(worlds, int) or worlds < 16:
        hint = "a whole number, 16 or more; 512 where nothing is said"
        raise TobfitError([Problem(code="TF424", message=f"{worlds!r} worlds are too few", path="worlds", hint=hint)])
    return _told(old, new, matched_products(old, new, products), worlds, progress)


def _told(old: Report, new: Report, pairs: Sequence[tuple[str, str]], worlds: int, progress: Progress) -> Change:
    """Product by product, and what only one side has."""
    mixer = Mixer(old.world, new.world)
    made = [_Told(mixer, old, new, was, name, worlds) for was, name in steps(pairs, progress, "products")]
    lines = [{line.id for line in report.requirements} for report in (old, new)]
    taken = [{pair[place] for pair in pairs} for place in (0, 1)]
    names = [[product.id for product in report.world.catalog.products] for report in (old, new)]
    return Change(
        causes=tuple(cause for one in made for cause in one.causes),
        requirements=tuple(line for one in made for line in one.lines),
        products=tuple(one.product for one in made),
        appeared=_only(lines[1], lines[0]),
        gone=_only(lines[0], lines[1]),
        new=_only(names[1], taken[1]),
        dropped=_only(names[0], taken[0]),
        offers=offers_that_differ(old, new),
        before=old,
        after=new,
    )


def _only(names: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names) - set(others), key=natural))


class _Told:
    """What is to be told of one product."""

    def __init__(self, mixer: Mixer, old: Report, new: Report, was: str, name: str, worlds: int) -> None:
        self.old, self.new = old[was], new[name]
        self.ranks = old.ranks[was], new.ranks[name]
        self.worlds = worlds
        self.of = Attribution(mixer, offered(old.world, was, new.world, name), worlds)
        is_scored = self.old.score is not None and self.new.score is not None
        self.blocks = self.of.blocks if is_scored else None
        self.causes = tuple(self._causes())
        self.lines = tuple(self._lines())
        self.product = self._product()

    def _causes(self) -> Iterable[Cause]:
        name = self.new.product
        if self.blocks is None:
            yield from (Cause(name, cause, None) for cause in self.of.causes)
            return
        for block in self.blocks:
            records = tuple(_share(group) for group in block.groups)
            yield Cause(name, AND.join(block.causes), interval(total(block.lines.values())), records)

    def _lines(self) -> Iterable[LineChange]:
        blocks: tuple[Block, ...] = self.blocks or ()
        before, after = _lines_of(self.old), _lines_of(self.new)
        for line in sorted({line for block in blocks for line in block.lines}, key=natural):
            for block in blocks:
                if line in block.lines:
                    cause = AND.join(block.causes)
                    delta = interval(block.lines[line])
                    yield LineChange(self.new.product, line, before.get(line), after.get(line), cause, delta)

    def _product(self) -> ProductChange:
        old, new = self.old, self.new
        delta = None
        if old.score is not None and new.score is not None:
            delta = interval((new.score.low - old.score.low, new.score.high - old.score.high))
        decisions, scores = (old.decision, new.decision), (old.score, new.score)
        return ProductChange(new.product, old.product, decisions, scores, self.ranks, delta, self._turns())

    def _turns(self) -> tuple[Turn, ...]:
        wanted = self.old.decision, self.new.decision
        if wanted[0] == wanted[1]:
            return ()
        of = self.of
        records = of.players(of.causes)

        def by_cause(chosen: frozenset[str]) -> Decision | None:
            fit = of.fit(of.on(cause for cause in of.causes if cause in chosen))
            return None if fit is None else fit.decision

        def by_record(chosen: frozenset[str]) -> Decision | None:
            fit = of.fit(of.aside | chosen)
            return None if fit is None else fit.decision

        found = turns(of.causes, by_cause, wanted, "cause", 1 << len(of.causes))
        return (*found, *turns(records, by_record, wanted, "record", self.worlds))


def _share(group: Group) -> Share:
    kind: Literal["record", "together", "rest"] = "together" if len(group.records) > 1 else "record"
    return Share(group.records, "rest" if group.is_rest else kind, interval(group.share))


def _lines_of(fit: Fit) -> dict[str, Line]:
    """How each line of a product stands."""
    parts = {part.requirement: Interval(part.low, part.high) for part in fit.contributions}
    nothing = interval((Fraction(0), Fraction(0)))
    return {
        judgement.requirement.id: Line(
            judgement.verdict, judgement.credit, parts.get(judgement.requirement.id, nothing)
        )
        for judgement in fit.judgements
    }
