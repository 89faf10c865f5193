"""Strategies for worlds in which everything that is asked for is a service, and products come with services."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from hypothesis import strategies as st

from tobfit.knowledge.packs import Packs
from tobfit.knowledge.services import SERVICES, is_service
from tobfit.model.attribute import Attribute
from tobfit.model.catalog import Catalog
from tobfit.model.frozen import FrozenMap
from tobfit.model.pack import Capability, Pack
from tobfit.model.price import Service
from tobfit.model.product import Product
from tobfit.testing.samples import Plain, said
from tobfit.testing.strategies import World, worlds


@st.composite
def service_worlds(
    draw: st.DrawFn,
    max_lines: int = 4,
    max_products: int = 3,
    with_answers: bool = True,
    default_policy: bool = False,
) -> World:
    """The worlds of ``worlds`` with their vocabulary, or a part of it, put below ``svc``, and entries under
    ``services`` beside what products state."""
    world = draw(worlds(max_lines, max_products, with_answers, default_policy))
    packs = below_services(world.packs, draw(st.sampled_from((None, None, ("g", "b1", "q1"), ("b1", "b2", "lv")))))
    asked = [line.capability for line in world.client.requirements if line.capability is not None]
    names = sorted(packs.vocabulary.capabilities)
    products = tuple(draw(_serving(product, asked, names)) for product in world.catalog.products)
    catalog: Catalog = world.catalog.evolve(products=products)
    return attrs.evolve(world, packs=packs, catalog=catalog)


@st.composite
def _serving(draw: st.DrawFn, product: Product, asked: Sequence[str], names: Sequence[str]) -> Product:
    """The product with services, and with few of its statements: where something is stated services are not heard."""
    silent = draw(st.sampled_from((frozenset(asked), frozenset(names), frozenset(asked[:1]), frozenset[str]())))
    stated = {name: said for name, said in product.capabilities.items() if name not in silent}
    chosen = draw(entries([*asked, *asked, *asked, *names]))
    return product.evolve(services=chosen).evolve(capabilities=FrozenMap(stated))


def below_services(packs: Packs, roots: Sequence[str] | None = None) -> Packs:
    """The packs with their roots, or these of them, put below the group of services."""

    def moved(term: Capability) -> Capability:
        is_chosen = term.broader is None and (roots is None or term.id in roots)
        return term.evolve(broader=SERVICES) if is_chosen else term

    layers = [[p.evolve(vocabulary=tuple(map(moved, p.vocabulary))) for p in layer] for layer in packs.layers]
    first = layers[0][0]
    layers[0][0] = first.evolve(vocabulary=(*first.vocabulary, Capability(id=SERVICES)))
    return Packs(tuple(map(tuple, layers)))


@st.composite
def entries(draw: st.DrawFn, names: Sequence[str], most: int = 3) -> tuple[Service, ...]:
    """A few entries under ``services``, most of them on one of these capabilities."""
    chosen = draw(st.lists(st.sampled_from([*names, None]), min_size=1, max_size=most))
    return tuple(Service(id=f"s{place}", capability=name) for place, name in enumerate(chosen))


ATTRIBUTES = (
    Attribute(id="k1", kind="number", question="How many?", ask="user"),
    Attribute(id="k2", kind="boolean"),
    Attribute(id="heads", kind="number", derived={"heads": "user"}),
)
CONDITIONS: tuple[Plain, ...] = (
    {"all": []},
    {"attr": "k1", "op": "gt", "value": "2"},
    {"attr": "k2", "op": "eq", "value": "true"},
    {"any": [{"attr": "k1", "op": "eq", "value": "0"}, {"attr": "k2", "op": "eq", "value": "false"}]},
)
CALLS = ("connection", "customisation", "third_party", "partial", "missing")


@st.composite
def need_worlds(draw: st.DrawFn, max_lines: int = 3, max_products: int = 1, default_policy: bool = False) -> World:
    """Service worlds with stages, attributes, general services on some of the services, and a client that says
    something of itself."""
    world = draw(service_worlds(max_lines, max_products, default_policy=default_policy))
    known = world.vocabulary
    names = sorted(name for name in known.capabilities if is_service(name, known))
    stages = [{"id": "s1", "capabilities": names[:1]}, {"id": "s2", "capabilities": names[1:2]}, {"id": "s3"}]
    general = [draw(_general(f"general.{place}", names)) for place in range(draw(st.integers(1, 4)))]
    packs = world.packs.with_layer(Pack(id="p5", attributes=ATTRIBUTES, stages=stages, services=general))
    people = [p.evolve(head_count=draw(st.sampled_from((None, 0, 7)))) for p in world.client.stakeholders]
    profile = {"k1": draw(st.sampled_from((None, "0", "3"))), "k2": draw(st.sampled_from((None, "true", "false")))}
    client = world.client.evolve(stakeholders=people, profile=said(profile), complete=draw(st.sampled_from(COMPLETE)))
    return attrs.evolve(world, packs=packs, client=client)


COMPLETE = ((), (), ("stakeholders",), ("profile.k1",))


@st.composite
def _general(draw: st.DrawFn, id: str, names: Sequence[str]) -> Plain:
    fields: Plain = {
        "id": id,
        "stage": draw(st.sampled_from(("s1", "s2", "s3"))),
        "capability": draw(st.sampled_from(names)),
        "priority": draw(st.sampled_from((None, "could"))),
        "when": draw(st.sampled_from((None, *CONDITIONS))),
        "called_by": draw(st.sampled_from(((), (), *((call,) for call in CALLS)))),
    }
    counts = draw(st.lists(st.sampled_from(("k1", "heads", "gaps", "connections")), max_size=2, unique=True))
    return {**said(fields), "drivers": [{"count": name, "each": "1 day"} for name in counts]}


__all__ = ["ATTRIBUTES", "below_services", "entries", "need_worlds", "service_worlds"]
