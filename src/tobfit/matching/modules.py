"""A product with some of its modules only: what the others would give is then not given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tobfit.model.catalog import Answer, Response
from tobfit.model.product import Module, Product, Statement


def with_requirements(modules: Iterable[str], known: Mapping[str, Module]) -> frozenset[str]:
    """Some modules and all that these require, in turn; a name that the product does not have is left as it is."""
    found: set[str] = set()
    todo = list(modules)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += known[name].requires if name in known else ()
    return frozenset(found)


def exclusions(modules: Iterable[str], known: Mapping[str, Module]) -> tuple[tuple[str, str], ...]:
    """The pairs among some modules that shut each other out, each once, in order."""
    chosen = set(modules)
    shut = ((name, other) for name in chosen & known.keys() for other in known[name].excludes if other in chosen)
    return tuple(sorted({(min(pair), max(pair)) for pair in shut}))


def with_modules(product: Product, modules: Iterable[str]) -> Product:
    """The product as it is with these modules alone: a capability that only other modules give is not supported. What
    needs no module stays.

    >>> sales = {"response": "standard", "module": "sales"}
    >>> product = Product(id="crm@5", modules={"sales": {}}, capabilities={"crm.opportunity": sales})
    >>> with_modules(product, []).capabilities["crm.opportunity"][0].response
    'not_supported'
    """
    chosen = frozenset(modules)
    if all(s.module is None or s.module in chosen for stated in product.capabilities.values() for s in stated):
        return product
    capabilities = {name: _within(stated, chosen) for name, stated in product.capabilities.items()}
    return product.evolve(capabilities=capabilities)


def _within(stated: tuple[Statement, ...], modules: frozenset[str]) -> tuple[Statement, ...]:
    kept = tuple(statement for statement in stated if statement.module is None or statement.module in modules)
    return kept or tuple(map(_left_out, stated))


def _left_out(said: Statement) -> Statement:
    """What becomes of a statement whose module is not there: it speaks for as much as before, and says no."""
    covers = said.covers_narrower
    return Statement(response="not_supported", by=said.by, on=said.on, remark=said.remark, covers_narrower=covers)


def answers_with_modules(response: Response, modules: Iterable[str]) -> Response:
    """A vendor's answers to single lines as they are with these modules alone."""
    chosen = frozenset(modules)
    return response.evolve(answers=tuple(_answer_within(answer, chosen) for answer in response.answers))


def _answer_within(answer: Answer, modules: frozenset[str]) -> Answer:
    if answer.module is None or answer.module in modules:
        return answer
    return Answer(requirement=answer.requirement, response="not_supported", by=answer.by, on=answer.on)
