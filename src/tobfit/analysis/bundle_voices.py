"""Products with some of their modules, as they speak within a bundle, and which modules have a say in a line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import attrs

from tobfit.matching.modules import answers_with_modules, exclusions, with_modules, with_requirements
from tobfit.matching.voices import Voices, listen
from tobfit.matching.world import World
from tobfit.model.natural import natural
from tobfit.model.product import Product, Statement
from tobfit.model.requirement import Requirement

Modules = frozenset[str]
Choice = Mapping[str, Modules]
"""Product -> the modules that are chosen of it, for each product of a bundle."""
GIVEN = ("standard", "configuration", "third_party", "customisation")
"""The responses by which one product gives another what that requires: what is there today."""


def is_sound(product: Product, modules: Modules) -> bool:
    """Whether these modules can be had together: each with what it requires, none that another one excludes."""
    every = with_requirements(modules, product.modules)
    return every & product.modules.keys() == modules and not exclusions(every, product.modules)


@attrs.frozen(eq=False)
class Ensemble:
    """A world's products, each heard with the modules that it is asked for with."""

    world: World
    heard: dict[tuple[str, Modules, tuple[str, ...]], Voices] = attrs.field(factory=dict, repr=False)

    @cached_property
    def products(self) -> Mapping[str, Product]:
        """The products by id, in order."""
        return {p.id: p for p in sorted(self.world.catalog.products, key=lambda product: natural(product.id))}

    def voices(self, name: str, modules: Modules, requires: tuple[str, ...] = ()) -> Voices:
        """A product with some of its modules. ``requires`` is what it still has to find in the client's systems: what
        other products of the bundle give is left out."""
        key = name, modules, requires
        if key not in self.heard:
            self.heard[key] = self._listen(name, modules, requires)
        return self.heard[key]

    def _listen(self, name: str, modules: Modules, requires: tuple[str, ...]) -> Voices:
        world, whole = self.world, self.products[name]
        product = whole if modules >= whole.modules.keys() else with_modules(whole, modules)
        if product.requires != requires:
            product = product.evolve(requires=requires)
        said = [r for r in world.catalog.responses if r.product == name and r.client == world.client.id]
        answers = [answers_with_modules(response, modules) for response in said]
        delivered = world.deliverers_of(product)
        return listen(product, world.vocabulary, answers, world.client.id, world.site, delivered)

    def modular(self, name: str) -> Mapping[str, frozenset[str]]:
        """Capability -> the modules that its statements hang on, where there are any."""
        return self._modular[name]

    @cached_property
    def _modular(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        found: dict[str, dict[str, frozenset[str]]] = {}
        for name, product in self.products.items():
            hung = {c: frozenset(s.module for s in stated if s.module) for c, stated in product.capabilities.items()}
            found[name] = {capability: modules for capability, modules in hung.items() if modules}
        return found

    @cached_property
    def answered(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """(product, line) -> the modules that answers to the line hang on; there is a key wherever there is an
        answer."""
        found: dict[tuple[str, str], frozenset[str]] = {}
        for response in self.world.catalog.responses:
            if response.client == self.world.client.id:
                for answer in response.answers:
                    key = response.product, answer.requirement
                    own = frozenset([answer.module] if answer.module else [])
                    found[key] = found.get(key, frozenset()) | own
        return found

    def concerned(self, name: str, line: Requirement) -> Modules:
        """The modules of a product whose presence can change what a line comes to; any other one cannot."""
        found = set(self.answered.get((name, line.id), ()))
        if line.capability is not None and line.connect is None and line.deploy is None:
            found.update(*(self.modular(name)[c] for c in self.speaking(name, line.capability)))
        return frozenset(found)

    def speaking(self, name: str, capability: str) -> tuple[str, ...]:
        """The capabilities with modules whose statements may speak for one: itself, else broader and narrower ones."""
        hung = self.modular(name)
        if not hung or capability in self.products[name].capabilities:
            return (capability,) if capability in hung else ()
        known = self.world.vocabulary
        above = known.ancestors(capability)
        return tuple(c for c in hung if c in above or capability in known.ancestors(c))


def giving(voices: Voices, capability: str) -> tuple[tuple[str, Statement], ...]:
    """The statements by which a product gives another one a capability, or one narrower, each with the capability that
    it stands on; () where it does not, or not today."""
    own = voices.own(capability)
    if own:
        spoken = tuple((capability, said) for said in own)
    else:
        covering = voices.covering(capability)
        spoken = tuple((covering[0], said) for said in covering[1]) if covering is not None else ()
    if spoken:
        return spoken if all(said.response in GIVEN for _, said in spoken) else ()
    known = voices.vocabulary
    narrower = (name for name in voices.product.capabilities if capability in known.ancestors(name))
    given = [name for name in narrower if all(said.response in GIVEN for said in voices.own(name))]
    if not given:
        return ()
    # What is bought from others is the second choice.
    best = min(given, key=lambda name: (any(s.response in GIVEN[2:] for s in voices.own(name)), natural(name)))
    return tuple((best, said) for said in voices.own(best))
