"""One product or offer of an explanation: figures, cells, dimensions, gaps, price, connections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from tobfit.analysis.tornado import Swing, swings_of
from tobfit.matching.fit import Fit
from tobfit.matching.gap import gravest
from tobfit.matching.reasons import reason_text
from tobfit.model.interval import Interval, Ratio, total
from tobfit.model.words import Decision, Verdict
from tobfit.report.blocks import Block
from tobfit.report.explained.gaps import ExplainedGap, explained_gaps
from tobfit.report.explained.links import links_of
from tobfit.report.explained.records import Cell, ExplainedLine, Link, PriceRow, ShownEvidence, Spoke
from tobfit.report.offered import offer_blocks, price_row
from tobfit.report.routes import route_blocks
from tobfit.report.story import VERDICTS, is_open, must_blocks, sum_blocks, weightless_blocks, why_decided
from tobfit.report.teller import Teller
from tobfit.report.undecided import undecided_blocks


@attrs.frozen(eq=False, slots=False)
class ExplainedProduct:
    """How one product or offer fits; every part is made once, when it is first asked for.

    ``cells`` has one cell for each line of ``Explanation.lines``, in their order.
    """

    fit: Fit = attrs.field(repr=False)
    tell: Teller = attrs.field(repr=False)
    line: Mapping[str, ExplainedLine] = attrs.field(repr=False)

    @property
    def id(self) -> str:
        """The id of the product or offer."""
        return self.fit.product

    @property
    def name(self) -> str:
        """Its name, else its id."""
        return self.tell.report.world.catalog[self.id].title.text(self.tell.words.lang)

    @property
    def label(self) -> str:
        """Id and name, once where they are the same."""
        return self.tell.names[self.id]

    @property
    def rank(self) -> int:
        """The rank; equal ones share it."""
        return self.tell.report.ranks[self.id]

    @property
    def decision(self) -> Decision:
        """What the match decided."""
        return self.fit.decision

    @property
    def decided(self) -> tuple[Decision, str]:
        """The decision and the stage that decided, later stages included."""
        return self.tell.report.decision[self.id]

    @property
    def why(self) -> str:
        """What decided, in a sentence."""
        return why_decided(self.fit, self.tell)

    @property
    def score(self) -> Interval | None:
        """The score, exact; None where nothing can be scored."""
        return self.fit.score

    @property
    def answered(self) -> Ratio | None:
        """The score over what was answered."""
        return self.fit.answered

    @property
    def coverage(self) -> Ratio | None:
        """The share of the weight that was answered."""
        return self.fit.coverage

    @cached_property
    def counts(self) -> Mapping[Verdict, int]:
        """How many lines have each verdict."""
        return {verdict: self.fit.count(verdict) for verdict in VERDICTS}

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The judgements with their parts of the score, which sum exactly to its ends."""
        return tuple(_cells(self.fit, self.tell))

    @cached_property
    def failing(self) -> tuple[Cell, ...]:
        """The Musts that fail whatever the open points bring."""
        return tuple(self.cell[one.requirement.id] for one in self.fit.judgements if self.tell.never_met(one))

    @cached_property
    def open_musts(self) -> tuple[Cell, ...]:
        """The Musts of which nobody knows yet whether they fail."""
        return tuple(self.cell[one.requirement.id] for one in self.fit.judgements if is_open(one, self.tell))

    @property
    def notes(self) -> str | None:
        """Notes on the product, for internal readers only."""
        return self.tell.report.world.catalog[self.id].notes if self.tell.internal else None

    @cached_property
    def cell(self) -> Mapping[str, Cell]:
        """Requirement id -> cell."""
        return {cell.requirement: cell for cell in self.cells}

    @cached_property
    def spokes(self) -> tuple[Spoke, ...]:
        """The score by dimension, in the order in which the lines name them; shares sum to 1 where there is a score."""
        return tuple(_spokes(self.cells, self.line))

    @cached_property
    def swings(self) -> tuple[Swing, ...]:
        """How far each line's open answer, and its weight, move the score; the widest first."""
        return swings_of(self.fit)

    @cached_property
    def gaps(self) -> tuple[ExplainedGap, ...]:
        """The gaps, one for each line and severity, worst first."""
        return explained_gaps(self.fit, self.tell)

    @cached_property
    def price(self) -> tuple[PriceRow, ...]:
        """What is paid for, part by part; () where the documents name no price."""
        price = self.fit.price
        return tuple(price_row(part, self.fit, self.tell) for part in price.parts) if price.is_known else ()

    @property
    def price_totals(self) -> tuple[str, ...]:
        """The sums by currency and time; lower bounds where a part has no amount."""
        return tuple(map(str, self.fit.price.totals)) if self.fit.price.is_known else ()

    @property
    def price_is_open(self) -> bool:
        """Whether some part has no amount."""
        return bool(self.fit.price.open)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The connections that lines ask for; () where none does."""
        return links_of(self.fit, self.tell)

    @cached_property
    def placed(self) -> tuple[Block, ...]:
        """Connections and places to run, told in full."""
        return tuple(route_blocks(self.fit, self.tell))

    @cached_property
    def offered(self) -> tuple[Block, ...]:
        """What an offer holds; of a product the modules that its lines need."""
        return tuple(offer_blocks(self.fit, self.tell))

    @cached_property
    def made_of(self) -> tuple[Block, ...]:
        """The Musts, the lines without weight, and the parts of the score by verdict."""
        told = (must_blocks, weightless_blocks, sum_blocks)
        return tuple(block for blocks in told for block in blocks(self.fit, self.tell))

    @cached_property
    def undecided(self) -> tuple[Block, ...]:
        """The undecided rules that could add lines."""
        return tuple(undecided_blocks(self.fit, self.tell))


def _cells(fit: Fit, tell: Teller) -> Iterable[Cell]:
    parts = {part.requirement: part for part in fit.contributions}
    whole = fit.totals.weight
    for judgement, weight in zip(fit.judgements, fit.weights, strict=True):
        part = parts.get(judgement.requirement.id)
        yield Cell(
            requirement=judgement.requirement.id,
            item=judgement.item,
            verdict=judgement.verdict,
            worst=judgement.worst,
            best=judgement.best,
            credit=judgement.credit,
            low=part.low if part else None,
            high=part.high if part else None,
            share=Ratio(weight, whole) if part and whole else Ratio(0),
            reason=reason_text(judgement, tell.words.lang),
            kinds=judgement.kinds,
            severity=gravest(judgement, tell.report.policy),
            waived=judgement.waived,
            evidence=tuple(ShownEvidence(one.source, one.kind, one.date) for one in judgement.evidence),
        )


def _spokes(cells: Iterable[Cell], lines: Mapping[str, ExplainedLine]) -> Iterable[Spoke]:
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        found.setdefault(lines[cell.requirement].dimension, []).append(cell)
    for dimension, here in found.items():
        name = lines[here[0].requirement].dimension_name
        share = total(cell.share for cell in here)
        low = total(cell.low for cell in here if cell.low is not None)
        high = total(cell.high for cell in here if cell.high is not None)
        score = Interval(Ratio(low / share), Ratio(high / share)) if share else None
        yield Spoke(dimension, name, score, share, len(here))
