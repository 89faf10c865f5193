"""Everything a match depends on, in one frozen record: the same world gives the same report."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.integration.deployment import deployment_lines
from tobfit.integration.site import Site
from tobfit.knowledge.inference import Inference, OpenRule, Verdicts, date_of, infer
from tobfit.knowledge.packs import Packs
from tobfit.knowledge.vendor_facts import REGIONS, Setting
from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.matching.deliverers import Deliverer
from tobfit.matching.fit import NOTHING_KEPT, Fit, Outcomes, assess
from tobfit.matching.items import voices_of
from tobfit.matching.judge import Bench, Line
from tobfit.matching.lines import prepare
from tobfit.matching.voices import Voices, listen
from tobfit.model.catalog import Candidate, Catalog
from tobfit.model.client import Client, View
from tobfit.model.natural import natural
from tobfit.model.offer import Offer
from tobfit.model.policy import Policy
from tobfit.model.product import Product
from tobfit.model.requirement import Requirement
from tobfit.model.scalars import near, shown
from tobfit.model.shape import fields_of


@attrs.frozen(eq=False)
class World:
    """A client, a catalogue and what judges them; checked before it is matched (see ``report.checked``).

    ``given_as_of`` and ``view_id`` are what the call asked for; the client may give a date of its own, and it
    is the client's view that the id names, so that changing the client changes both.
    """

    client: Client
    catalog: Catalog
    packs: Packs
    policy: Policy
    given_as_of: datetime.date | None = None
    view_id: str | None = None
    with_rules: bool = True
    """Whether rules have a part in it; without them the client's own lines and suites alone count."""
    holding: tuple[str, ...] = ()
    """Undecided rules that are taken to hold, to see what they would add."""
    beside: tuple[Requirement, ...] = ()
    """Lines that a later stage lays beside the client's, to have them judged: they have no part in score or decision.
    One that the client has come to state itself is its own line then."""
    carried: World | None = attrs.field(default=None, repr=False)
    """A world with the same client, whose preparations hold here too."""
    verdicts: Verdicts | None = attrs.field(default=None, repr=False)
    """What the rules came to for a client that differs in its own lines only."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms in force."""
        return self.packs.vocabulary

    @property
    def as_of(self) -> datetime.date:
        """The date to measure against: the call's, else the client's, else TF401; never today."""
        return date_of(self.client, self.given_as_of)

    @property
    def view(self) -> View | None:
        """The client's view of the id that was asked for; TF403 where it has none."""
        if self.view_id is None:
            return None
        for view in self.client.views:
            if view.id == self.view_id:
                return view
        message = f"the client has no view {shown(self.view_id)}"
        hint = near(self.view_id, [view.id for view in self.client.views]) or "the client names no views"
        raise TobfitError([Problem(code="TF403", message=message, path="view", hint=hint)])

    @cached_property
    def inference(self) -> Inference:
        """What follows from the client: its lines and those of suites and rules, open rules, conflicts."""
        if self.carried is not None:
            return self.carried.inference
        base, verdicts = self.packs.base, self.verdicts
        return infer(
            self.client, base, self.as_of, self.holding, with_rules=self.with_rules, verdicts=verdicts
        )

    @cached_property
    def site(self) -> Site:
        """The client's landscape made ready."""
        return self.carried.site if self.carried is not None else Site(self.client, self.packs.base)

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """The lines that are judged, in order, each with its sources: what follows from the landscape comes last."""
        if self.carried is not None:
            return self.carried.requirements
        return (*self._known, *self._beside)

    @cached_property
    def _known(self) -> tuple[Requirement, ...]:
        """The lines that count."""
        known = self.inference.requirements
        return (*known, *deployment_lines(self.site, known))

    @property
    def _beside(self) -> tuple[Requirement, ...]:
        taken = {line.id for line in self._known} if self.beside else ()
        return tuple(line for line in self.beside if line.id not in taken)

    @property
    def is_described(self) -> bool:
        """Whether anything is said of who the client is."""
        client = self.client
        said = (client.jurisdictions, client.industries, client.scale, client.profile, client.landscape)
        return any(part not in (None, ()) and part != {} for part in said)

    @property
    def open_rules(self) -> tuple[OpenRule, ...]:
        """The undecided rules that count. Of a mere list of requirements, with nobody behind it, every shipped rule
        is open, which says nothing about a product: there only rules that somebody laid over them count."""
        rules = self.inference.open_rules
        if self.is_described:
            return rules
        return tuple(rule for rule in rules if rule.id not in self.packs.base.shipped)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines made ready."""
        if self.carried is not None:
            return self.carried.lines
        lines = prepare(self.client, self._known, self.vocabulary, self.policy, self.view)
        beside = prepare(self.client, self._beside, self.vocabulary, self.policy, self.view)
        return (*lines, *(attrs.evolve(line, weight=0, can_fail=False, counts=False) for line in beside))

    @cached_property
    def open_lines(self) -> Mapping[str, tuple[Line, ...]]:
        """Rule -> the lines that it would add or strengthen, made ready, for each undecided rule that counts."""
        if self.carried is not None:
            return self.carried.open_lines
        found = {rule.id: self.inference.added_by(rule) for rule in self.open_rules}
        every = [line for lines in found.values() for line in lines]
        ready = iter(prepare(self.client, every, self.vocabulary, self.policy, self.view))
        return {name: tuple(next(ready) for _ in lines) for name, lines in found.items()}

    @cached_property
    def open_musts(self) -> tuple[Line, ...]:
        """The different Musts among them."""
        if self.carried is not None:
            return self.carried.open_musts
        musts = [line for lines in self.open_lines.values() for line in lines if line.can_fail]
        return tuple({_asked(must): must for must in musts}.values())

    @cached_property
    def rules_of_musts(self) -> tuple[frozenset[str], ...]:
        """For each of these Musts the rules that could add it."""
        if self.carried is not None:
            return self.carried.rules_of_musts
        behind: dict[tuple[object, ...], set[str]] = {_asked(must): set() for must in self.open_musts}
        for rule, lines in self.open_lines.items():
            for line in lines:
                if line.can_fail:
                    behind[_asked(line)].add(rule)
        return tuple(frozenset(behind[_asked(must)]) for must in self.open_musts)

    @cached_property
    def bench(self) -> Bench:
        """What all judgements of this world share."""
        if self.carried is not None:
            return self.carried.bench
        return Bench(self.policy, self.as_of, self.vocabulary)

    def with_catalog(self, catalog: Catalog) -> World:
        """The world with another catalogue; what depends on the client alone is carried over."""
        return attrs.evolve(self, catalog=catalog, carried=self.carried or self)

    def with_client(self, client: Client) -> World:
        """The world with another client; where only its own lines differ, the rules are not decided again."""
        verdicts = self.inference.verdicts if _differ_in_lines(self.client, client) else None
        return attrs.evolve(self, client=client, carried=None, verdicts=verdicts)

    def taking(self, rule: str) -> World:
        """The world in which an undecided rule holds; made once for all products."""
        if rule not in self._taken:
            self._taken[rule] = attrs.evolve(self, holding=(*self.holding, rule), carried=None, verdicts=None)
        return self._taken[rule]

    @cached_property
    def _taken(self) -> dict[str, World]:
        return {}

    def voices(self, candidate: Candidate) -> tuple[Voices, ...]:
        """Who speaks for a product, or for each product of an offer."""
        if isinstance(candidate, Offer):
            items = {name: self.catalog.product(name) for name in candidate.products}
            delivering = {name: self.deliverers_of(item, candidate.partner) for name, item in items.items()}
            # A partner speaks for the offer as a whole, so once: with the first of its products.
            seen: set[str | None] = set()
            for name in sorted(delivering, key=natural):
                vendor, *partners = delivering[name]
                delivering[name] = (vendor, *(each for each in partners if each.id not in seen))
                seen.update(each.id for each in partners)
            return voices_of(candidate, self.catalog, self.vocabulary, self.client.id, self.site, delivering)
        said, delivered = self.catalog.responses, self.deliverers_of(candidate)
        return (listen(candidate, self.vocabulary, said, self.client.id, self.site, delivered),)

    @cached_property
    def setting(self) -> Setting:
        """What vendors' documents are read against; the regions are those that some line names."""
        if self.carried is not None:
            return self.carried.setting
        asked = [*self.requirements, *(each.requirement for lines in self.open_lines.values() for each in lines)]
        needs = [line.need for line in asked if line.capability == REGIONS]
        named = {member for need in needs for member in (*need.all_of, *need.any_of, *need.none_of)}
        return Setting(self.client, self.packs.base, self.as_of, tuple(sorted(named)))

    def deliverers_of(self, product: Product, partner: str | None = None) -> tuple[Deliverer, ...]:
        """Who delivers a product: its vendor, then its partner and that of an offer where they are others."""
        known = {vendor.id: vendor for vendor in self.catalog.vendors}
        partners = dict.fromkeys(name for name in (product.partner, partner) if name not in (None, product.vendor))
        return tuple(Deliverer(name, known.get(name or ""), self) for name in (product.vendor, *partners))

    def fit(self, candidate: Candidate, kept: Mapping[str, Outcomes] = NOTHING_KEPT) -> Fit:
        """The fit of one product or offer; nothing else that could be chosen has a part in it. ``kept`` are outcomes
        known to hold."""
        return assess(candidate.id, self.voices(candidate), self.lines, self.bench, self, kept)


def _differ_in_lines(before: Client, after: Client) -> bool:
    """Whether two clients agree in all but the lines that they state."""
    names = (field.attribute for field in fields_of(Client) if field.attribute != "requirements")
    return all(getattr(before, name) == getattr(after, name) for name in names)


def _asked(line: Line) -> tuple[object, ...]:
    """What a Must asks for, without the sources behind it."""
    requirement = line.requirement
    return requirement.capability, requirement.scope, requirement.need, line.rule
