"""The explanation itself: all that a report says, in one language, for one audience, worked out when it is needed."""

from __future__ import annotations

import datetime
from functools import cached_property

import attrs

from tobfit.matching.report import Report
from tobfit.model.displaying import mimebundle
from tobfit.report.blocks import Block, Item
from tobfit.report.conflicts import conflict_blocks
from tobfit.report.demanded import demand_blocks
from tobfit.report.explained.lines import explained_lines
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.explained.questions import ExplainedQuestion, explained_questions
from tobfit.report.explained.records import ExplainedLine
from tobfit.report.later import finding_blocks, result_blocks
from tobfit.report.policy_used import policy_blocks, policy_name
from tobfit.report.story import check_bounds, head_facts, title_of
from tobfit.report.teller import Teller
from tobfit.report.words import Words


@attrs.frozen(eq=False, slots=False)
class Explanation:
    """What a report says. Every part is made once, when it is first asked for: ways out and answers are a match each.

    ``limit`` bounds the lists inside sentences and the changed clients that are looked into (None: no bound).
    """

    _repr_mimebundle_ = mimebundle

    report: Report = attrs.field(repr=False)
    lang: str
    audience: str
    limit: int | None
    tell: Teller = attrs.field(repr=False)

    @property
    def internal(self) -> bool:
        """Whether internal things may be shown."""
        return self.tell.internal

    @property
    def words(self) -> Words:
        """The wording of the renderings in this language."""
        return self.tell.words

    @property
    def title(self) -> str:
        """What the report is about, in one line."""
        return title_of(self.tell)

    @property
    def client_name(self) -> str:
        """The client's name, else its id."""
        return self.tell.naming.of_client

    @property
    def notes(self) -> str | None:
        """Notes on the client, for internal readers only."""
        return self.report.client.notes if self.internal else None

    @property
    def as_of(self) -> datetime.date:
        """The date that everything is measured against."""
        return self.report.as_of

    @property
    def policy(self) -> str:
        """The policy's id and name."""
        return policy_name(self.tell)

    def stage(self, number: str | None) -> str:
        """What a stage is called; "" for none."""
        return "" if number is None else self.tell.naming.stage(number)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The head of the report: client, date, policy, view, the requirements by priority, what is understood."""
        return tuple(item.text for item in self.head)

    @cached_property
    def head(self) -> tuple[Item, ...]:
        """The same with what stands below each fact: what is not known yet."""
        return tuple(head_facts(self.tell))

    @cached_property
    def lines(self) -> tuple[ExplainedLine, ...]:
        """The requirements in the report's order."""
        return explained_lines(self.tell)

    @cached_property
    def line(self) -> dict[str, ExplainedLine]:
        """Requirement id -> line."""
        return {line.id: line for line in self.lines}

    @cached_property
    def products(self) -> tuple[ExplainedProduct, ...]:
        """The products and offers, best first."""
        return tuple(ExplainedProduct(fit, self.tell, self.line) for fit in self.report.fits)

    def __getitem__(self, product: str) -> ExplainedProduct:
        return self._by_id[product]

    @cached_property
    def _by_id(self) -> dict[str, ExplainedProduct]:
        return {product.id: product for product in self.products}

    @cached_property
    def questions(self) -> tuple[ExplainedQuestion, ...]:
        """What is open, in the order of the report's questions; answers are worked out when they are asked for."""
        return explained_questions(self.tell)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What deserves a look."""
        return tuple(self.words.warning(problem) for problem in self.report.warnings)

    @cached_property
    def winners(self) -> tuple[str, ...]:
        """Who wins whatever the open points bring, and who still can, in a sentence each."""
        certain, possible = self.report.certain_winners, self.report.possible_winners
        told = (("certain", certain), ("possible", possible))
        return tuple(self.words(key, names=self.words.join(list(names))) for key, names in told)

    @cached_property
    def demanded(self) -> tuple[Block, ...]:
        """What is asked for, by what it rests on, with the reasons."""
        return tuple(demand_blocks(self.tell))

    @cached_property
    def conflicts(self) -> tuple[Block, ...]:
        """What cannot hold together; () where nothing contradicts."""
        return tuple(conflict_blocks(self.tell))

    @cached_property
    def findings(self) -> tuple[Block, ...]:
        """What later stages found; () where they found nothing that this audience may see."""
        return tuple(finding_blocks(self.tell))

    @cached_property
    def results(self) -> tuple[Block, ...]:
        """The results of later stages that are shown with the report, one after the other."""
        return tuple(result_blocks(self.report.results, self.lang, self.audience, self.limit))

    @cached_property
    def policy_used(self) -> tuple[Block, ...]:
        """The policy with every default."""
        return tuple(policy_blocks(self.tell))


def explain(report: Report, *, lang: str = "en", audience: str = "client", limit: int | None = 12) -> Explanation:
    """The explanation of a report: what HTML, charts, workbooks and documents draw from.

    ``lang`` is ``en`` or ``zh``, ``audience`` ``client`` or ``internal``; any other audience, and a limit below 1, is a
    ValueError, anything but a report a TypeError. Nothing is worked out before it is asked for.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    >>> report = tobfit.match(client, tobfit.Product(id="crm@5").offers("sec.mfa", response="configuration"))
    >>> told = explain(report)
    >>> [(cell.verdict, cell.low) for cell in told["crm@5"].cells]
    [('met', Ratio(3, 5)), ('unknown', Ratio(0, 1))]
    """
    check_bounds(audience, limit)
    if not isinstance(report, Report):
        raise TypeError(f"a report is explained, as tobfit.match gives it, not a {type(report).__name__}")
    return Explanation(report, lang, audience, limit, Teller(report, Words(lang), limit, audience == "internal"))
