"""A report as if some products alone were there: for readers who must not see the others."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.matching.order import ranked
from tobfit.matching.report import Report
from tobfit.model.catalog import Catalog, Vendor
from tobfit.model.frozen import FrozenMap
from tobfit.model.offer import Offer
from tobfit.model.scalars import near, shown


def chosen(report: Report, products: Iterable[str] | None) -> Report:
    """The report on some products or offers alone: no other one is in it, nor in what it is made of. None: the report
    as it is. Scores and decisions are the same, ranks are those among the chosen. Results of later stages are left out,
    for they may speak of others; so are findings on others.

    A name that the report does not have is TF402, all of them at once.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa")
    >>> report = tobfit.match(client, [tobfit.Product(id="a@1"), tobfit.Product(id="b@1")])
    >>> [fit.product for fit in chosen(report, ["b@1"]).fits]
    ['b@1']
    """
    if products is None:
        return report
    names = [products] if isinstance(products, str) else list(products)
    _check(report, names)
    catalog = _among(report.world.catalog, set(names))
    world = report.world.with_catalog(catalog)
    fits, ranks = ranked(world.fit(catalog[name]) for name in sorted(set(names)))
    return attrs.evolve(
        report,
        world=world,
        fits=fits,
        ranks=ranks,
        findings=tuple(one for one in report.findings if one.product in names),
        results=(),
        decided=FrozenMap({name: how for name, how in report.decided.items() if name in names}),
    )


def _check(report: Report, names: Iterable[str]) -> None:
    known = {fit.product for fit in report.fits}
    listed = list(names)
    problems = [
        Problem(code="TF402", message=f"the report has no product {shown(str(name))}", path="products",
                hint=near(str(name), known))
        for name in listed if name not in known
    ]  # fmt: skip
    if not listed:
        hint = "leave products out to have all of them"
        problems = [Problem(code="TF402", message="no product is chosen", path="products", hint=hint)]
    if problems:
        raise TobfitError(problems)


def _among(catalog: Catalog, names: set[str]) -> Catalog:
    """The catalogue with what is chosen, the parts of chosen offers, and the vendors of these."""
    offers = tuple(offer for offer in catalog.offers if offer.id in names)
    parts = names.union(*(offer.products for offer in offers))
    products = tuple(product for product in catalog.products if product.id in parts)
    sellers = {name for product in products for name in (product.vendor, product.partner)}
    sellers |= {offer.partner for offer in offers if isinstance(offer, Offer)}
    vendors: tuple[Vendor, ...] = tuple(vendor for vendor in catalog.vendors if vendor.id in sellers)
    responses = tuple(response for response in catalog.responses if response.product in parts)
    return catalog.evolve(products=products, vendors=vendors, responses=responses, offers=offers)
