"""What a matrix that was filled in says, as records."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tobfit.api import Offered, answer
from tobfit.errors import Problem, TobfitError
from tobfit.formats.documents import Source
from tobfit.formats.load import load_catalog, load_client, packs_of
from tobfit.knowledge.packs import Packs
from tobfit.model.answers import Answers
from tobfit.model.catalog import Answer, Catalog, Response
from tobfit.model.client import Client
from tobfit.model.requirement import Requirement
from tobfit.model.scalars import shown
from tobfit.model.shape import fields_of


@attrs.frozen(kw_only=True)
class MatrixRead:
    """What was filled in: ``responses``, one for each product with an answer (response/1), and ``answers`` to questions
    (answers/1). Of a foreign matrix also its lines (``requirements``). ``problems`` are warnings, such as a line whose
    text was changed. ``client`` and ``products`` are those the workbook was made for.
    """

    file: str
    client: str | None = None
    products: tuple[str, ...] = ()
    responses: tuple[Response, ...] = ()
    answers: Answers = attrs.field(factory=Answers)
    requirements: tuple[Requirement, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in and no line was read."""
        return not (self.responses or self.answers.answers or self.requirements)

    def laid_over(
        self, client: Client | Source, catalog: Offered, packs: Packs | None = None
    ) -> tuple[Client, Catalog]:
        """Client and catalogue with all that was filled in; what was given stays as it is.

        A row that names a response takes the place of what the same side (``by``) answered to its line before; one
        without a response changes only the fields that it fills in. TF307 where the matrix is of another client or
        product; else as ``tobfit.answer``.
        """
        packed = packs_of(packs)
        asking = load_client(client, packed)
        offered = load_catalog(catalog, packed, asking)
        problems = [*_strange(self.responses, asking, offered)]
        if problems:
            raise TobfitError(problems)
        for response in self.responses:
            offered = _with(offered, response)
        return answer(asking, offered, self.answers, packed)


def _strange(responses: Iterable[Response], client: Client, catalog: Catalog) -> Iterable[Problem]:
    known = {product.id for product in catalog.products}
    for response in responses:
        if response.client != client.id:
            message = f"the answers are for the client {shown(response.client)}, and this is {shown(client.id)}"
            yield Problem(code="TF307", message=message, path="client", hint="take the client of the matrix")
        if response.product not in known:
            message = f"no product is called {shown(response.product)}"
            yield Problem(code="TF307", message=message, path="catalog", hint="take the products of the matrix")


def _with(catalog: Catalog, new: Response) -> Catalog:
    """The catalogue with one more response, whose answers take the place of earlier ones to the same lines."""
    named = {(one.requirement, one.by) for one in new.answers}
    answers = []
    for one in new.answers:
        before = [] if one.response is not None else _before(catalog, new, one)
        answers += [_over(old, one, new) for old in before] or [one]
    others = tuple(
        old.evolve(answers=tuple(one for one in old.answers if (one.requirement, one.by) not in named))
        if (old.client, old.product) == (new.client, new.product) else old
        for old in catalog.responses
    )  # fmt: skip
    kept = tuple(old for old in others if old.answers)
    return catalog.evolve(responses=(*kept, new.evolve(answers=tuple(answers))))


def _before(catalog: Catalog, new: Response, answered: Answer) -> list[tuple[Response, Answer]]:
    return [
        (old, one)
        for old in catalog.responses
        if (old.client, old.product) == (new.client, new.product)
        for one in old.answers
        if (one.requirement, one.by) == (answered.requirement, answered.by)
    ]


def _over(old: tuple[Response, Answer], one: Answer, new: Response) -> Answer:
    """An earlier answer with the fields that were filled in now."""
    response, before = old
    filled = {
        field.attribute: getattr(one, field.attribute)
        for field in fields_of(Answer)
        if field.name not in ("requirement", "by", "on") and getattr(one, field.attribute) not in (None, ())
    }
    evidence = (*before.evidence, *(item for item in one.evidence if item not in before.evidence))
    on = max((day for day in (before.on or response.as_of, one.on or new.as_of) if day is not None), default=None)
    return before.evolve(**{**filled, "evidence": evidence, "on": on})
