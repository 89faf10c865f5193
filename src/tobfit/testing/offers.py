"""Strategies for products with modules and for offers of several products."""

from __future__ import annotations

import attrs
from hypothesis import strategies as st

from tobfit.matching.modules import exclusions, with_requirements
from tobfit.model.catalog import Response
from tobfit.model.frozen import FrozenMap
from tobfit.model.offer import Item, Offer
from tobfit.model.product import Module, Product, Statement
from tobfit.testing.strategies import World, worlds

MODULES = ("base", "plus", "pro")
AMOUNTS = (None, "100 CNY", "12.5 CNY/year", "7 CNY/month", "0.3 EUR")
OFFER = "offer"
"""The id of the offer that is drawn."""


@st.composite
def offer_worlds(
    draw: st.DrawFn,
    with_modules: bool = True,
    max_lines: int = 3,
    max_products: int = 3,
    default_policy: bool = False,
    landscape: bool | None = False,
) -> World:
    """Worlds with an offer of one product or several; the rest as in ``worlds``."""
    world = draw(worlds(max_lines, max_products, default_policy=default_policy, landscape=landscape))
    products, responses = world.catalog.products, world.catalog.responses
    if with_modules:
        products = tuple(draw(modular(product)) for product in products)
        responses = tuple(draw(answered_by_modules(response)) for response in responses)
    offer = draw(offers(products))
    catalog = world.catalog.evolve(products=products, responses=responses).evolve(offers=(offer,))
    return attrs.evolve(world, catalog=catalog)


@st.composite
def modular(draw: st.DrawFn, product: Product) -> Product:
    """The product with a few modules, on which some of its statements hang."""
    modules = {
        "base": Module(price=draw(st.sampled_from(AMOUNTS))),
        "plus": Module(price=draw(st.sampled_from(AMOUNTS)), requires=draw(st.sampled_from(((), ("base",))))),
        "pro": Module(requires=draw(st.sampled_from(((), ("plus",)))), excludes=draw(st.sampled_from(((), ("base",))))),
    }
    capabilities = {
        name: tuple(draw(_hanging(statement)) for statement in stated)
        for name, stated in product.capabilities.items()
    }
    price = draw(st.sampled_from((None, {"licence": "1000 CNY/year"}, {"licence": "5 EUR", "per_user": "2 CNY/year"})))
    return product.evolve(modules=modules, price=price).evolve(capabilities=FrozenMap(capabilities))


@st.composite
def _hanging(draw: st.DrawFn, statement: Statement) -> Statement:
    module = draw(st.sampled_from((None, None, *MODULES)))
    return statement if module is None else statement.evolve(module=module)


@st.composite
def answered_by_modules(draw: st.DrawFn, response: Response) -> Response:
    """Answers of which some hang on a module."""
    answers = []
    for answer in response.answers:
        module = draw(st.sampled_from((None, None, *MODULES)))
        answers.append(answer if module is None else answer.evolve(module=module))
    return response.evolve(answers=tuple(answers))


@st.composite
def offers(draw: st.DrawFn, products: tuple[Product, ...], least: int = 1) -> Offer:
    """An offer of some of the products, each with modules that go together."""
    chosen = draw(st.permutations(products))[: draw(st.integers(min(least, len(products)), len(products)))]
    items = [draw(_item(product)) for product in chosen]
    names = st.sampled_from([item.product for item in items])
    discounts = draw(
        st.lists(
            st.fixed_dictionaries(
                {"items": st.lists(names, max_size=1)},
                optional={"label": st.just("a")},
            ).flatmap(
                lambda fields: st.sampled_from(
                    [{**fields, "share": "0.1"}, {**fields, "share": "0.75"}, {**fields, "amount": "60 CNY"}]
                )
            ),
            max_size=2,
        )
    )
    services = draw(st.sampled_from(((), ({"id": "setup", "price": "40 CNY"},), ({"id": "care"},))))
    return Offer(id=OFFER, items=items, discounts=discounts, services=services)


@st.composite
def _item(draw: st.DrawFn, product: Product) -> Item:
    known = product.modules
    wanted = draw(st.lists(st.sampled_from(sorted(known)), unique=True)) if known else []
    chosen = with_requirements(wanted, known)
    if exclusions(chosen, known):
        chosen = frozenset()
    users = draw(st.sampled_from((None, 10)))
    return Item(product=product.id, modules=draw(st.permutations(sorted(chosen))), users=users)
