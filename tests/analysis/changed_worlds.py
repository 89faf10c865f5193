"""Pairs of worlds that differ in several ways, for the tests of change."""

from __future__ import annotations

import datetime

import attrs
from hypothesis import strategies as st

from tobfit.matching.report import Report, match
from tobfit.model.pack import Capability, Pack
from tobfit.model.product import Product
from tobfit.model.rule import Rule
from tobfit.testing.strategies import AS_OF, World, catalogs, clients, policies, worlds

LATER = datetime.date(2027, 1, 1)
IN_FORCE = datetime.date(2026, 12, 1)


@attrs.frozen
class Dated:
    """A world and the date that it is matched at."""

    world: World
    as_of: datetime.date

    def report(self) -> Report:
        w = self.world
        return match(w.client, w.catalog, w.packs, w.policy, w.view, self.as_of)


def a_rule(name: str = "house.logs", capability: str = "b1", **fields: object) -> Rule:
    """A rule that holds for everybody."""
    demand = {"capability": capability, "priority": "should"}
    return Rule(id=name, when={"all": []}, implies=[demand], basis="practice", source={"title": "A book"}, **fields)


@st.composite
def pairs(draw: st.DrawFn, max_lines: int = 3, max_products: int = 2, landscape: bool = False) -> tuple[Dated, Dated]:
    """Two worlds: the second has another client, catalogue, policy, date or packs, any of them, all, or none."""
    before = draw(worlds(max_lines=max_lines, max_products=max_products, landscape=landscape))
    flags = draw(st.lists(st.booleans(), min_size=6, max_size=6))
    packs = before.packs
    if draw(st.booleans()):
        packs = packs.with_layer(Pack(id="house", rules=[a_rule(valid_from=IN_FORCE)]))
        before = attrs.evolve(before, packs=packs)
    after = before
    vocabulary = packs.vocabulary
    if flags[0]:
        other = draw(clients(vocabulary, max_lines))
        whole = not landscape and draw(st.booleans())
        lines = before.client.requirements
        reweighted = (lines[0].evolve(weight="7", priority="should"), *lines[1:])
        new = other if whole else before.client.evolve(requirements=reweighted)
        if landscape and draw(st.booleans()):
            new = new.evolve(complete=())
        after = attrs.evolve(after, client=new, view=after.view if after.view and new.views else None)
        asked = {line.id for line in new.requirements}
        # Of another client's lines the same ids ask for other things: the answers to them would not be read.
        kept = () if whole else after.catalog.responses
        answers = [r.evolve(answers=[a for a in r.answers if a.requirement in asked]) for r in kept]
        after = attrs.evolve(after, catalog=after.catalog.evolve(responses=answers))
    if flags[1]:
        drawn = draw(catalogs(after.client, vocabulary, max_products, with_answers=not landscape))
        after = attrs.evolve(after, catalog=drawn)
    if flags[2]:
        after = attrs.evolve(after, policy=draw(policies()))
    if flags[3] and after.client.views:
        after = attrs.evolve(after, view=None if after.view else "v")
    if flags[4]:
        more = Pack(id="more", vocabulary=[Capability(id="extra", kind="boolean")], rules=[a_rule("more.extra", "q1")])
        after = attrs.evolve(after, packs=packs.with_layer(more))
        if draw(st.booleans()):
            after = attrs.evolve(after, client=after.client.require("extra", id="X-1"))
            stated = [p.offers("extra", response="standard") for p in after.catalog.products]
            after = attrs.evolve(after, catalog=after.catalog.evolve(products=stated))
    return Dated(before, AS_OF), Dated(after, LATER if flags[5] else AS_OF)


def plain_product(name: str = "crm@5", **responses: str) -> Product:
    """A product with bare statements; two underscores stand for a dot."""
    return Product(id=name, capabilities={key.replace("__", "."): said for key, said in responses.items()})
