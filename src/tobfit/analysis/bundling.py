"""Which products together: the cheapest bundle of products and modules that covers the must-haves."""

from __future__ import annotations

import datetime
from fractions import Fraction

from tobfit import api
from tobfit.analysis.bundle_problem import problem_of
from tobfit.analysis.bundle_records import (
    Bundle,
    BundlePrice,
    Dependency,
    Minimise,
    Missing,
    OpenLine,
    PricePart,
    Proof,
    Served,
    Work,
)
from tobfit.analysis.bundle_request import request_of, tariff_of
from tobfit.analysis.bundle_result import told
from tobfit.analysis.bundle_search import Clock, Search
from tobfit.errors.gathered import Gathered
from tobfit.formats.documents import Source
from tobfit.knowledge.packs import Packs
from tobfit.model.client import Client
from tobfit.model.policy import Policy
from tobfit.model.price import Budget
from tobfit.model.progress import Callback, Progress, check_progress
from tobfit.model.quantity import Quantity


def bundle(
    client: Client | Source,
    catalog: api.Offered,
    packs: Packs | None = None,
    budget: Budget | Quantity | str | None = None,
    minimise: Minimise = "price",
    *,
    certain: bool = True,
    policy: Policy | Source | None = None,
    view: str | None = None,
    as_of: datetime.date | str | None = None,
    rules: bool = True,
    rates: dict[str, str] | None = None,
    time_limit: float | Fraction | None = None,
    progress: Progress = None,
) -> Bundle:
    """The cheapest set of products, and of each product's modules, that covers every Must.

    Works on what ``tobfit.match`` takes (``client``, ``catalog``, ``packs``, ``policy``, ``view``, ``as_of``,
    ``rules``). A module is chosen with all that it ``requires`` and nothing that it ``excludes``. What a product
    ``requires`` must be in a system of the client's or given by another product of the bundle (unless the client waived
    a line on that). A product that cannot run in the client's landscape is not chosen.

    ``certain``: a Must is covered where the products together cannot fail it, whatever is still unknown, and a
    requirement that perhaps no system has must be given; False counts what may turn out well.

    ``minimise``: ``"price"``; ``"products"`` (their number); ``"effort"`` (likely person-days of statements that serve
    Musts, connections and services); ``"uncovered"``, which covers as much weight of Musts as can be, then makes all
    lines worth as much as can be (the sum of weight x credit at its certain end), then is cheapest. Where not all Musts
    can be covered, the weight of those that are comes first; with a ``budget`` and ``"price"`` then as for
    ``"uncovered"``. What has no price comes before any price: fewest unknown prices first. Of bundles that are equal in
    all this one is given from which nothing can be left out (where no price is stated at all, one that is worth most).

    ``budget`` is money over the horizon (of the budget, else of the client's budget, else one year). With ``certain``
    nothing that lacks a price is within a budget. ``rates`` says what one unit of another currency is worth, such as
    ``{"EUR": "7.8 CNY"}``; what it does not say, the packs' dated rates say, the latest on or before ``as_of``.
    ``time_limit`` in seconds, above 0, bounds the search: then the best found comes with a bound.

    Solved by integer programming in exact numbers (the extra ``tobfit[analysis]``, TF408), every solution judged again.
    Offers in the catalogue take no part: ``Bundle.aside`` names them.

    Errors: TF402 no product, TF420 budget, TF421 minimise, TF422 rates, TF423 time limit or ``certain`` and those of
    ``match``, all at once; then TF420 for the client's horizon, TF422 for currencies without a rate, TF409 for numbers
    too far apart.

    >>> import tobfit
    >>> client = tobfit.Client(id="a", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> client = client.require("oa.workflow", priority="must")
    >>> suite = tobfit.Product(id="suite@1", price={"licence": "900 CNY/year"}).offers("sec.mfa", response="standard")
    >>> suite = suite.offers("oa.workflow", response="standard")
    >>> small = tobfit.Product(id="small@1", price={"licence": "300 CNY/year"}).offers("sec.mfa", response="standard")
    >>> flow = tobfit.Product(id="flow@1", modules={"base": {"price": "200 CNY/year"}})
    >>> flow = flow.offers("oa.workflow", response="configuration", module="base")
    >>> found = tobfit.analysis.bundle(client, [suite, small, flow], rules=False)
    >>> dict(found.products), str(found.price), found.uncovered, found.optimal
    ({'flow@1': ('base',), 'small@1': ()}, '500 CNY', (), True)
    """
    request, problems = request_of(budget, minimise, rates, time_limit, certain)
    gathered = Gathered(problems)
    report = gathered.attempt(api.match, client, catalog, packs, policy, view, as_of, rules=rules)
    gathered.raise_all()
    assert request is not None
    assert report is not None
    world = report.world
    clock = Clock.of(request.time_limit)
    problem = problem_of(world, request, tariff_of(request, world), certain=certain)
    search = Search(problem, clock, _callback(progress))
    found = told(world, search, search.best(request.aim), request.aim)
    search.tell(is_done=True)
    return found


def _callback(progress: Progress) -> Callback | None:
    """How many programs a search takes is not known before: tqdm counts them without an end."""
    check_progress(progress)
    if progress != "tqdm":
        return progress
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    bar = tqdm(desc="bundle", leave=False)

    def count(done: int, whole: int) -> None:
        bar.update(done - bar.n)
        if done == whole:
            bar.close()

    return count


__all__ = [
    "Bundle", "BundlePrice", "Dependency", "Minimise", "Missing", "OpenLine", "PricePart", "Proof", "Served", "Work",
    "bundle",
]  # fmt: skip
