"""Feedback: what use taught goes into the next match, as findings about products and as lines of the client."""

from __future__ import annotations

from typing import Any

from tobfit.errors import Problem, TobfitError
from tobfit.lifecycle.adopting import Adoption
from tobfit.lifecycle.teaching import taught
from tobfit.lifecycle.using import Use
from tobfit.matching.report import Report
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.requirement import Need, Requirement
from tobfit.model.scalars import near, shown
from tobfit.model.words import PRIORITIES, Priority

WORDS = {
    "en": "Used in practice, though no requirement asked for it",
    "zh": "实际使用中，此前没有任何需求提出",
}


def feedback(adoption: Adoption, catalog: Catalog | Any) -> Catalog:
    """The catalogue with what was seen in use as findings (``by: usage``), which go before what vendors say.

    - A capability that was used is given as was said of it, with demonstrated evidence until the end of the last
      period that shows it; what was on the roadmap is there; where nobody said, or it was denied, it is given by
      ``configuration`` (by ``standard`` where a line of the report takes nothing else).
    - Where a value was observed, the finding carries the worst one of all periods; of a set all members that were seen,
      where these are all that was claimed.
    - Nothing is said of what was not observed: not of what nobody uses, and not of a capability with a value that
      nobody measured, whose claim a finding without it would silence.
    - Lines that the vendor answered one by one keep their answers, seen in practice.

    Feeding back twice is feeding back once; later usage stands beside earlier, and the later one speaks. TF449 where
    the catalogue does not have a product that was used.

    >>> import tobfit
    >>> from tobfit.lifecycle import adoption
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("nf.availability", need={"at_least": "99.9 %"})
    >>> product = tobfit.Product(id="crm@5").offers("nf.availability", response="standard", value="99.95 %")
    >>> report = tobfit.match(client, product)
    >>> seen = [{"capability": "nf.availability", "period": "2027-03", "value": "99.5 %"}]
    >>> found = adoption({"product": "crm@5", "observations": seen}, report)
    >>> later = tobfit.match(client, feedback(found, report.world.catalog))
    >>> report["crm@5"]["R-001"].verdict, later["crm@5"]["R-001"].verdict, found.findings[0].because.text("en")
    ('met', 'unmet', 'nf.availability: promised 99.95 %, lived 99.5 % (worse in 1 of 1 periods)')
    """
    _check(adoption, "adoption", Adoption)
    if isinstance(catalog, Report):
        catalog = catalog.world.catalog
    _check(catalog, "catalog", Catalog)
    known = [product.id for product in catalog.products]
    problems = [
        Problem(
            code="TF449",
            message=f"the catalogue has no product {shown(usage.product)}",
            path="catalog",
            hint=near(usage.product, known) or f"there are: {', '.join(known[:8])}",
        )
        for usage in adoption.usage
        if usage.product not in known
    ]
    if problems:
        raise TobfitError(problems)
    return taught(adoption.lessons, catalog, adoption.report)


def proposed(adoption: Adoption, client: Client, *, priority: Priority = "should") -> Client:
    """The client with a line for each capability that is used and was never asked for: requirements that nobody wrote.

    Ids are ``used:<capability>``; a capability that has a line already (of any priority, ``wont`` included) gets none.
    They are proposals: what is used is not yet needed.

    >>> import tobfit
    >>> from tobfit.lifecycle import adoption
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("crm.cpq")
    >>> seen = [{"capability": "oa.workflow", "period": "2027-03", "active": 9}]
    >>> found = adoption({"product": "crm@5", "observations": seen}, tobfit.match(client, tobfit.Product(id="crm@5")))
    >>> [(line.id, line.priority) for line in proposed(found, client).requirements]
    [('R-001', 'should'), ('used:oa.workflow', 'should')]
    """
    _check(adoption, "adoption", Adoption)
    _check(client, "client", Client)
    if priority not in PRIORITIES or priority == "wont":
        hint = near(str(priority), ("must", "should", "could")) or "must, should or could"
        message = f"{shown(str(priority))} is no priority of a proposal"
        raise TobfitError([Problem(code="TF449", message=message, path="priority", hint=hint)])
    asked = {line.capability for line in client.requirements}
    found = {use.capability for use in adoption.uses if _is_new(use)}
    lines = [
        Requirement(id=f"used:{name}", text=Label.of(WORDS), capability=name, priority=priority, need=Need())
        for name in sorted(found - asked, key=natural)
    ]
    return client.evolve(requirements=(*client.requirements, *lines)) if lines else client


def _is_new(use: Use) -> bool:
    return use.is_used and not use.required


def _check(given: object, where: str, wanted: type[Any]) -> None:
    if not isinstance(given, wanted):
        message = f"a {type(given).__name__} stands where a {wanted.__name__} belongs"
        raise TobfitError([Problem(code="TF449", message=message, path=where)])
