"""The report in both languages, as the page's sections read it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import attrs

from tobfit.matching.report import Report
from tobfit.report.explained.explaining import Explanation, explain
from tobfit.report.explained.gaps import ExplainedGap
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.explained.questions import ExplainedQuestion, answered_first
from tobfit.report.page.both import Both, Text


@attrs.frozen(eq=False, slots=False)
class Spread:
    """Both explanations of one report. ``lang`` is shown first; ``limit`` bounds what is worked out (None: all)."""

    told: Both[Explanation]
    lang: str
    limit: int | None

    @property
    def report(self) -> Report:
        """The report itself."""
        return self.told.en.report

    @property
    def internal(self) -> bool:
        """Whether internal things are shown."""
        return self.told.en.internal

    def text(self, tell: Callable[[Explanation], str]) -> Text:
        """A text in both languages."""
        return self.told.to(tell)

    @cached_property
    def whole(self) -> Both[Explanation]:
        """The same without a bound on lists, for what is short enough: findings and conflicts."""
        return Both("en", "zh").to(
            lambda one: explain(self.report, lang=one, audience=self.told.en.audience, limit=None)
        )

    @cached_property
    def products(self) -> tuple[Both[ExplainedProduct], ...]:
        """The products, best first."""
        return self.told.each(lambda told: told.products)

    @cached_property
    def questions(self) -> tuple[Both[ExplainedQuestion], ...]:
        """All questions, in the report's order."""
        return self.told.each(lambda told: told.questions)

    @cached_property
    def answered(self) -> frozenset[str]:
        """The targets of the questions whose answers are worked out."""
        return frozenset(one.target for one in answered_first(self.told.en.questions, self.told.en.tell))

    def gaps(self, product: Both[ExplainedProduct]) -> tuple[Both[ExplainedGap], ...]:
        """The gaps of a product, worst first."""
        return product.each(lambda one: one.gaps)


def spread(report: Report, lang: str, audience: str, limit: int | None) -> Spread:
    """The report explained twice; remedies and answers are worked out once, for they hang on its gaps and questions."""
    told = Both("en", "zh").to(lambda one: explain(report, lang=one, audience=audience, limit=limit))
    return Spread(told, lang, limit)
