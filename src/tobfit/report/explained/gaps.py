"""The gaps of a product, one for each line and severity, with what stands behind them and the ways out."""

from __future__ import annotations

from functools import cached_property

import attrs

from tobfit.matching.fit import Fit
from tobfit.matching.gap import Gap
from tobfit.matching.reasons import gap_text
from tobfit.model.words import GapKind, GapSeverity, Priority
from tobfit.report.explained.records import WayOut
from tobfit.report.grounds import ground_lines, path_text
from tobfit.report.teller import Teller
from tobfit.report.ways import by_line, ways_out


@attrs.frozen(eq=False, slots=False)
class ExplainedGap:
    """What is missing on one line, at one severity: the gaps of all kinds together.

    ``ways`` are worked out when they are first asked for; each is a match of its own.
    """

    gaps: tuple[Gap, ...] = attrs.field(repr=False)
    tell: Teller = attrs.field(repr=False)

    @property
    def product(self) -> str:
        """The product or offer."""
        return self.gaps[0].product

    @property
    def requirement(self) -> str:
        """The id of the line."""
        return self.gaps[0].requirement.id

    @property
    def severity(self) -> GapSeverity:
        """blocker, major, minor or info."""
        return self.gaps[0].severity

    @property
    def priority(self) -> Priority:
        """The line's priority."""
        return self.gaps[0].requirement.priority

    @property
    def kinds(self) -> tuple[GapKind, ...]:
        """What kinds of gap."""
        return tuple(gap.kind for gap in self.gaps)

    @property
    def waived(self) -> bool:
        """Whether the client let the line go."""
        return self.gaps[0].judgement.waived

    @cached_property
    def reason(self) -> str:
        """Why, in a sentence."""
        told = next((gap for gap in self.gaps if gap.lacks_price), self.gaps[0])
        return gap_text(told, self.tell.words.lang)

    @cached_property
    def grounds(self) -> tuple[str, ...]:
        """Why the line stands: suites, rules with citation and facts; () where the client alone asked."""
        return tuple(ground_lines(self.gaps[0].requirement, self.tell))

    @cached_property
    def goals(self) -> tuple[str, ...]:
        """The client's goals that the gap endangers, by name."""
        return tuple(map(self.tell.naming.goal, self.gaps[0].goals))

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """The management outcomes that the gap endangers, in words."""
        return tuple(map(self.tell.words.term, self.gaps[0].outcomes))

    @cached_property
    def path(self) -> str:
        """The chain from the client to the product, with names."""
        return path_text(self.gaps[0], self.tell.naming)

    @property
    def notes(self) -> str | None:
        """The line's notes, for internal readers alone."""
        return self.gaps[0].requirement.notes if self.tell.internal else None

    @property
    def way_kinds(self) -> tuple[str, ...]:
        """The kinds of the ways out, each once, without working them out; another product is not among them."""
        return tuple(dict.fromkeys(remedy.kind for gap in self.gaps for remedy in gap.remedies))

    @cached_property
    def ways(self) -> tuple[WayOut, ...]:
        """The ways out, another product last."""
        return tuple(ways_out(self.gaps, self.tell))


def explained_gaps(fit: Fit, tell: Teller) -> tuple[ExplainedGap, ...]:
    """All gaps of a fit, worst first."""
    return tuple(ExplainedGap(tuple(gaps), tell) for gaps in by_line(fit.gaps))
