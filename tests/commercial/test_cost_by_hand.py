"""Costs small enough to check by hand: what is counted, and once; what is left open; what is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import tobfit
from tobfit.analysis import close_gaps
from tobfit.commercial import ServiceCost, service_cost
from tobfit.errors import TobfitError
from tobfit.knowledge.packs import Packs
from tobfit.matching.fit import Fit
from tobfit.matching.report import match
from tobfit.model.catalog import Catalog, Response
from tobfit.model.client import Client
from tobfit.model.offer import Offer
from tobfit.model.product import Product

Plain = dict[str, Any]
EFFORT = {"low": "10 days", "likely": "20 days", "high": "60 days"}  # mean 25
SMALL = {"low": "1 day", "likely": "2 days", "high": "9 days"}  # mean 3
TRAINING: Plain = {
    "id": "training",
    "stage": "training",
    "capability": "svc.training",
    "base": "4 days",
    "drivers": [{"count": "sites", "each": "2 days", "if_unknown": {"low": 1, "likely": 3, "high": 10}}],
}
GAPS: Plain = {
    "id": "build",
    "stage": "implementation",
    "capability": "svc.build",
    "drivers": [{"count": "gaps", "each": "5 days"}],
}


def seen(*values: Any) -> Any:
    """What is compared, whatever exact numbers it is made of."""
    return values[0] if len(values) == 1 else values


def packs_with(*services: Plain) -> Packs:
    layer = {
        "tobfit": "pack/1",
        "id": "mine",
        "attributes": [{"id": "sites", "kind": "number", "question": {"en": "How many sites?", "zh": "有多少站点？"}}],
        "vocabulary": [
            {"id": "t"},
            *({"id": f"t.{name}", "broader": "t"} for name in "abc"),
            {"id": "svc"},
            *({"id": f"svc.{name}", "broader": "svc"} for name in ("training", "build", "support")),
        ],
        "stages": [{"id": name} for name in ("implementation", "integration", "training", "support")],
        "services": list(services),
    }
    return tobfit.load_packs(layer, shipped=False)


def client_of(*capabilities: str, **fields: Any) -> Client:
    lines = [{"id": f"R-{n}", "capability": name, "priority": "must"} for n, name in enumerate(capabilities, 1)]
    return Client(**{"id": "acme", "as_of": "2026-11-01", "requirements": lines, **fields})


def product_of(services: Any = (), price: Any = None, **capabilities: Any) -> Product:
    said = {f"t.{name}": statement for name, statement in capabilities.items()}
    return Product(id="p@1", capabilities=said, services=services, price=price)


def fit_of(client: Client, product: Product, *services: Plain, responses: Any = ()) -> Fit:
    catalog = Catalog(products=[product], responses=responses)
    return match(client, catalog, packs_with(*services))["p@1"]


def cost(client: Client, product: Product, *services: Plain, **options: Any) -> ServiceCost:
    return service_cost(fit_of(client, product, *services), **{"draws": 100, **options})


def ids(found: ServiceCost) -> list[str]:
    return [part.id for part in found.parts]


def opened(found: ServiceCost) -> list[tuple[str, str]]:
    return [(one.kind, one.subject) for one in found.open]


def test_a_statement_that_serves_two_lines_is_done_once() -> None:
    product = product_of(a={"response": "customisation", "effort": EFFORT}, b="standard")
    found = cost(client_of("t.a", "t.a", "t.b"), product)
    (part,) = found.parts
    assert seen(part.id, part.requirements, part.mean) == ("statement/p@1/t.a", ("R-1", "R-2"), 25)
    assert part.stage == "implementation"
    assert found.effort.mean == 25
    assert found.open == ()
    assert found.is_complete


def test_the_narrower_capabilities_of_a_roll_up_are_done_one_by_one() -> None:
    said = {"response": "customisation", "effort": EFFORT}
    product = product_of(a={"response": "configuration", "effort": SMALL}, b=said)
    found = cost(client_of("t", "t.a"), product)
    assert seen({part.id: part.requirements for part in found.parts}) == {
        "statement/p@1/t.a": ("R-1", "R-2"),
        "statement/p@1/t.b": ("R-1",),
    }
    # Nobody said anything of t.c, so that the branch is open.
    assert opened(found) == [("unknown", "R-1")]
    assert found.open[0].target == "product.p@1.capabilities.t.c"


def test_an_answer_to_a_line_with_an_effort_of_its_own_is_another_part() -> None:
    answers = [{"requirement": "R-1", "effort": SMALL}, {"requirement": "R-2", "remark": "as stated"}]
    response = Response(client="acme", product="p@1", answers=answers)
    product = product_of(a={"response": "customisation", "effort": EFFORT})
    found = service_cost(fit_of(client_of("t.a", "t.a", "t.a"), product, responses=[response]), draws=100)
    assert seen({part.id: (part.requirements, part.mean) for part in found.parts}) == {
        "statement/p@1/R-1": (("R-1",), 3),
        "statement/p@1/t.a": (("R-2", "R-3"), 25),
    }


def test_what_nobody_estimated_is_open_and_never_nothing() -> None:
    lines = [
        {"id": "R-1", "capability": "t.a"},
        {"id": "R-2", "capability": "t.b"},
        {"id": "R-3", "capability": "t.c"},
        {"id": "R-4", "capability": "t.c", "waived": {"by": "cio", "reason": "agreed"}},
        {"id": "R-5", "capability": "t.c", "priority": "wont"},
        {"id": "R-6"},
    ]
    product = product_of(a="customisation", b={"response": "not_supported", "effort": EFFORT})
    found = cost(client_of(requirements=lines), product)
    assert opened(found) == [("unmet", "R-2"), ("unknown", "R-3"), ("unknown", "R-6"), ("unestimated", "t.a")]
    assert [one.target for one in found.open] == [
        None,
        "product.p@1.capabilities.t.c",
        "product.p@1.answers.R-6",
        "product.p@1.capabilities.t.a.effort",
    ]
    assert found.parts == ()
    assert found.effort.mean == 0
    assert not found.is_complete


def test_statements_that_do_not_agree_on_the_effort_are_open() -> None:
    said = [{"response": "customisation", "effort": EFFORT}, {"response": "customisation", "effort": SMALL}]
    found = cost(client_of("t.a"), product_of(a=said))
    assert opened(found) == [("unestimated", "t.a")]
    assert found.parts == ()


def test_an_open_point_is_closed_where_its_target_says() -> None:
    client, product = client_of("t.a"), product_of(a="customisation")
    fit = fit_of(client, product)
    (point,) = service_cost(fit, draws=100).open
    after = match(client, fit.world.catalog, fit.world.packs).what_if({str(point.target): EFFORT})["p@1"]
    found = service_cost(after, draws=100)
    assert seen(found.effort.mean, found.open) == (25, ())


def test_a_stage_that_the_vendor_estimates_is_the_vendors() -> None:
    own = [{"id": "onboarding", "stage": "training", "effort": EFFORT}]
    found = cost(client_of(), product_of(own), TRAINING)
    assert ids(found) == ["service/p@1/onboarding"]
    (aside,) = found.set_aside
    assert seen(aside.service, aside.instead, aside.reason) == ("training", ("service/p@1/onboarding",), "estimated")
    # The same service without an effort leaves the stage to the general model.
    found = cost(client_of(), product_of([{"id": "onboarding", "stage": "training"}]), TRAINING)
    assert ids(found) == ["general/training", "general/training/sites"]
    assert found.open == ()


def test_a_service_that_the_vendor_names_is_the_vendors_in_whatever_stage() -> None:
    own = [{"id": "courses", "stage": "support", "capability": "svc.training", "effort": EFFORT}]
    assert ids(cost(client_of(), product_of(own), TRAINING)) == ["service/p@1/courses"]
    # A group of services covers those below it; the stage of its own is that of its capability.
    own = [{"id": "all", "capability": "svc", "effort": EFFORT}]
    assert ids(cost(client_of(), product_of(own), TRAINING)) == ["service/p@1/all"]


def test_a_statement_on_a_service_speaks_for_it_unless_the_service_itself_does() -> None:
    said = {"svc.training": {"response": "standard", "effort": SMALL}}
    product = Product(id="p@1", capabilities=said)
    found = cost(client_of("svc.training"), product, TRAINING)
    assert [(part.id, part.stage) for part in found.parts] == [("statement/p@1/svc.training", "training")]
    services = [{"id": "courses", "capability": "svc.training", "effort": EFFORT}]
    found = cost(client_of("svc.training"), product.evolve(services=services), TRAINING)
    assert [(part.id, part.stage) for part in found.parts] == [("service/p@1/courses", "training")]


@pytest.mark.parametrize(
    ("line", "said", "reason"),
    [
        ({"priority": "wont"}, {}, "unwanted"),
        ({"waived": {"by": "cio", "reason": "own people"}}, {}, "unwanted"),
        ({}, {"svc.training": "not_supported"}, "undelivered"),
    ],
)
def test_services_that_nobody_wants_or_gives_take_nothing(line: Plain, said: Plain, reason: str) -> None:
    client = client_of(requirements=[{"id": "R-1", "capability": "svc.training", **line}])
    found = cost(client, Product(id="p@1", capabilities=said), TRAINING)
    assert found.parts == ()
    assert [one.reason for one in found.set_aside] == [reason]


def test_gaps_with_an_estimate_leave_the_count() -> None:
    product = product_of(a={"response": "customisation", "effort": EFFORT}, b="customisation")
    found = cost(client_of("t.a", "t.b"), product, GAPS)
    assert seen({part.id: part.mean for part in found.parts}) == {"statement/p@1/t.a": 25, "general/build/gaps": 5}
    # A line of which nobody knows may be a gap or none.
    found = cost(client_of("t.a", "t.b", "t.c"), product, GAPS, rate="1 CNY/day")
    part = found["general/build/gaps"]
    assert part.count is not None
    assert seen(part.count.low, part.count.high, part.mean) == (1, 2, Fraction(15, 2))
    (question,) = found.questions
    assert seen(question.target, question.width, question.ask) == ("product.p@1.capabilities.t.c", 5, "vendor")
    after = {answer: effect.cost.effort_range.mean for answer, effect in question.answers.items()}
    assert seen(after["standard"].low, after["standard"].high) == (30, 30)
    assert seen(after["not_supported"].low, after["not_supported"].high) == (35, 35)


def test_an_unanswered_driver_widens_the_range_and_its_answer_narrows_it() -> None:
    found = cost(client_of(), product_of(), TRAINING, rate="1 CNY/day")
    assert found.effort.mean == 4 + 2 * 3
    assert seen(found.effort_range.mean.low, found.effort_range.mean.high) == (6, 24)
    (question,) = found.questions
    assert seen(question.target, question.ask, question.width) == ("client.profile.sites", "technical", 18)
    assert seen(question.narrows.low, question.narrows.high) == (18, 18)
    after = {answer: effect.cost.effort.mean for answer, effect in question.answers.items()}
    assert seen(after) == {"1": 6, "3": 10, "10": 24}
    answered = cost(client_of(profile={"sites": 7}), product_of(), TRAINING, rate="1 CNY/day")
    assert seen(answered.effort.mean, answered.effort_range.mean.width, answered.questions) == (18, 0, ())


def test_a_count_without_a_range_is_open() -> None:
    service = {**TRAINING, "drivers": [{"count": "sites", "each": "2 days"}]}
    found = cost(client_of(), product_of(), service)
    assert ids(found) == ["general/training"]
    assert [(one.kind, one.target) for one in found.open] == [("driver", "client.profile.sites")]
    # It may be that there is no site, and then there is nobody to train.
    assert seen(found.effort_range.mean.low, found.effort.mean) == (0, 4)


def test_yearly_services_come_again_each_year() -> None:
    support = {"id": "desk", "stage": "support", "effort": SMALL, "yearly": True}
    budget = {"amount": "1000000 CNY", "horizon": "30 months"}
    found = cost(client_of(budget=budget), product_of([support]))
    assert seen(found.horizon, found.horizon_assumed) == (Fraction(5, 2), False)
    (part,) = found.parts
    assert seen(part.low, part.likely, part.high) == (Fraction(5, 2), 5, Fraction(45, 2))
    assert seen(part.mean, part.times) == (Fraction(15, 2), Fraction(5, 2))
    assert cost(client_of(), product_of([support])).effort.mean == 9
    assert cost(client_of(), product_of([support]), horizon=2).effort.mean == 6
    assert cost(client_of(), product_of([support]), horizon="12 months").effort.mean == 3
    yearly = {**TRAINING, "yearly": True}
    assert cost(client_of(profile={"sites": 1}), product_of(), yearly, horizon=2).effort.mean == 12


def test_money_by_the_services_own_rate_the_calls_and_the_others() -> None:
    own = [{"id": "desk", "stage": "support", "effort": SMALL, "rate": "2000 CNY/day"}]
    product = product_of(own, a={"response": "customisation", "effort": EFFORT})
    found = cost(client_of("t.a"), product, rate="1000 CNY/day")
    assert found.money is not None
    assert seen({part.id: (part.rate_basis, part.money) for part in found.parts}) == {
        "service/p@1/desk": ("own", 6000),
        "statement/p@1/t.a": ("given", 25_000),
    }
    assert seen(found.money.mean, found.money.unit) == (31_000, "CNY")
    found = cost(client_of("t.a"), product)
    assert found.money is not None
    assert seen(found.money.mean, found["statement/p@1/t.a"].rate_basis) == (56_000, "agreed")
    assert not found.rate_assumed


def test_rates_that_differ_are_a_range_and_an_assumption() -> None:
    own = [
        {"id": "desk", "stage": "support", "effort": SMALL, "rate": "2000 CNY/day"},
        {"id": "courses", "stage": "training", "effort": SMALL, "rate": "1000 CNY/person_day"},
    ]
    found = cost(client_of("t.a"), product_of(own, a={"response": "customisation", "effort": EFFORT}))
    part = found["statement/p@1/t.a"]
    assert part.rate is not None
    assert seen(part.rate.low, part.rate.high, part.rate_basis, found.rate_assumed) == (1000, 2000, "assumed", True)
    assert found.money is not None
    assert found.money_range is not None
    assert found.money.mean == 3 * 2000 + 3 * 1000 + 25 * 1500
    assert seen(found.money_range.mean.low, found.money_range.mean.high) == (9000 + 25_000, 9000 + 50_000)
    assert found.effort_range.mean.width == 0


def test_without_a_rate_there_is_no_money_and_a_question() -> None:
    own = [{"id": "desk", "stage": "support", "effort": SMALL, "rate": "250 CNY/h"}]
    found = cost(client_of(), product_of(own))
    assert found.money is None
    assert found.money_range is None
    assert found.parts[0].money is None
    (question,) = found.questions
    assert (question.kind, question.target) == ("rate", "product.p@1.services.desk.rate")
    assert question.parts == ("service/p@1/desk",)
    answered = match(client_of(), Catalog(products=[product_of(own)]), packs_with()).what_if(
        {question.target: "2000 CNY/day"}
    )["p@1"]
    money = service_cost(answered, draws=100).money
    assert money is not None
    assert money.mean == 6000


LANDSCAPE: Plain = {
    "zones": [{"id": "lan", "hosting": "on_premises"}],
    "systems": [
        {
            "id": "erp",
            "zone": "lan",
            "interfaces": [
                {"id": name, "side": "provides", "data": "out", "protocol": "soap", "format": "xml", "entity": name,
                 "auth": "basic", "mode": "async"}
                for name in ("orders", "items")
            ],
        }
    ],
    "adapters": [
        {"id": "bus", "when": {"protocol": "soap", "format": "xml"}, "then": {"protocol": "rest", "format": "json"},
         "effort": EFFORT}
    ],
}  # fmt: skip


def connected(**landscape: Any) -> Fit:
    lines = [
        {"id": f"C-{name}", "connect": {"system": "erp", "interface": name, "entity": name, "data": "to_product"}}
        for name in ("orders", "items")
    ]
    client = client_of(requirements=lines, landscape={**LANDSCAPE, **landscape}, complete=["landscape"])
    take = [
        {"id": f"in-{name}", "side": "provides", "data": "in", "zone": "lan", "protocol": "rest", "format": "json",
         "entity": name, "auth": "basic", "mode": "async"}
        for name in ("orders", "items")
    ]  # fmt: skip
    product = Product(id="p@1", hosting=["on_premises"], egress="none", interfaces=take)
    links = {**GAPS, "id": "links", "stage": "integration", "drivers": [{"count": "connections", "each": "7 days"}]}
    return fit_of(client, product, links)


def test_an_adapter_that_two_connections_share_is_built_once() -> None:
    fit = connected()
    assert {one.verdict for one in fit.judgements} == {"met"}
    found = service_cost(fit, draws=100)
    (part,) = found.parts
    assert seen(part.id, part.mean, part.stage, part.requirements, part.assumed) == (
        "adapter/p@1/client/bus", 25, "integration", ("C-items", "C-orders"), False,
    )  # fmt: skip
    together = fit.connections
    assert together is not None
    assert together.effort.low == part.likely


def test_a_connection_that_cannot_be_made_takes_nothing_and_is_open() -> None:
    found = service_cost(connected(adapters=[]), draws=100)
    assert opened(found) == [("unmet", "C-items"), ("unmet", "C-orders")]
    # Nobody estimated them, so that the general model of connections speaks.
    assert seen({part.id: part.mean for part in found.parts}) == {"general/links/connections": 14}


def test_an_adapter_whose_effort_nobody_said_is_open() -> None:
    bus = {key: value for key, value in LANDSCAPE["adapters"][0].items() if key != "effort"}
    found = service_cost(connected(adapters=[bus]), draws=100)
    assert ("unestimated", "bus") in opened(found)
    assert "adapter/p@1/client/bus" not in ids(found)


def test_a_remedy_that_is_chosen_is_a_part_and_closes_its_line() -> None:
    fit = fit_of(client_of("t.a"), product_of(a={"response": "not_supported", "effort": EFFORT}))
    assert opened(service_cost(fit, draws=100)) == [("unmet", "R-1")]
    plan = close_gaps(fit)
    found = service_cost(fit, draws=100, remedies=plan.remedies)
    assert seen({part.id: part.mean for part in found.parts}) == {"remedy/R-1/extend": 25}
    assert found.open == ()
    assert found.fit.decision == plan.decision_after


def test_remedies_are_those_of_the_fit() -> None:
    packs = packs_with()
    catalog = Catalog(products=[product_of(a="not_supported"), Product(id="q@1", capabilities={"t.a": "standard"})])
    report = match(client_of("t.a"), catalog, packs)
    gap = report["p@1"].gaps[0]
    other = next(remedy for remedy in report.remedies(gap) if remedy.kind == "replace")
    assert refused(report["p@1"], remedies=[other]) == [("TF433", "remedies")]
    assert refused(report["p@1"], remedies=7) == [("TF433", "remedies")]
    assert refused(report["p@1"], remedies=[*report.remedies(gap), "wait"]) == [("TF433", "remedies")] * 2


def test_a_remedy_without_an_effort_leaves_its_line_open() -> None:
    fit = fit_of(client_of("t.a"), product_of(a="not_supported"))
    found = service_cost(fit, draws=100, remedies=close_gaps(fit).remedies)
    assert found.parts == ()
    assert opened(found) == [("unestimated", "t.a")]


def test_an_offer_counts_its_own_services_and_those_of_its_products_elsewhere() -> None:
    one = product_of(
        [{"id": "courses", "stage": "training", "effort": SMALL}, {"id": "desk", "stage": "support", "effort": SMALL}],
        a={"response": "customisation", "effort": EFFORT},
    )
    two = Product(id="q@1", capabilities={"t.b": {"response": "configuration", "effort": SMALL}})
    offer = Offer(
        id="both",
        items=[{"product": "p@1"}, {"product": "q@1"}],
        services=[{"id": "rollout", "stage": "training", "effort": EFFORT}],
    )
    catalog = Catalog(products=[one, two], offers=[offer])
    found = service_cost(match(client_of("t.a", "t.b"), catalog, packs_with(TRAINING))["both"], draws=100)
    assert ids(found) == ["service/both/rollout", "service/p@1/desk", "statement/p@1/t.a", "statement/q@1/t.b"]


def refused(fit: Fit, **options: Any) -> list[tuple[str, str]]:
    with pytest.raises(TobfitError) as caught:
        service_cost(fit, **options)
    # A missing library is one line, which says how to get it.
    assert all(problem.hint or problem.code == "TF408" for problem in caught.value.problems)
    return [(problem.code, problem.path or "") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({"percentiles": (0, 100)}, [("TF431", "percentiles")] * 2),
        ({"percentiles": ()}, [("TF431", "percentiles")]),
        ({"percentiles": "80"}, []),
        ({"percentiles": 80}, []),
        ({"percentiles": ("x", 97.5, None, True)}, [("TF431", "percentiles")] * 4),
        ({"correlation": 1.01}, [("TF432", "correlation")]),
        ({"correlation": "-0.1"}, [("TF432", "correlation")]),
        ({"correlation": float("nan")}, [("TF432", "correlation")]),
        ({"seed": 1.0}, [("TF432", "seed")]),
        ({"seed": -1}, [("TF432", "seed")]),
        ({"seed": True}, [("TF432", "seed")]),
        ({"draws": 99}, [("TF432", "draws")]),
        ({"draws": "many"}, [("TF432", "draws")]),
        ({"horizon": 0}, [("TF433", "horizon")]),
        ({"horizon": "400 days"}, [("TF433", "horizon")]),
        ({"horizon": "long"}, [("TF433", "horizon")]),
        ({"rate": 2000}, [("TF434", "rate")]),
        ({"rate": "2000 CNY"}, [("TF434", "rate")]),
        ({"rate": "2000 CNY/h"}, [("TF434", "rate")]),
        ({"rate": "-5 CNY/day"}, [("TF434", "rate")]),
        ({"rate": "3 days"}, [("TF434", "rate")]),
        (
            {"percentiles": 0, "seed": "s", "rate": "x", "horizon": None},
            [("TF431", "percentiles"), ("TF432", "seed"), ("TF434", "rate")],
        ),
    ],
)
def test_bad_arguments(options: Plain, codes: list[tuple[str, str]]) -> None:
    fit = fit_of(client_of("t.a"), product_of(a={"response": "customisation", "effort": EFFORT}))
    if codes:
        assert refused(fit, **options) == codes
    else:
        assert list(service_cost(fit, draws=100, **options).effort.percentiles) == [80]


@pytest.mark.parametrize("fit", [None, "p@1", 3])
def test_no_fit_at_all(fit: Any) -> None:
    assert refused(fit) == [("TF433", "fit")]


def test_a_horizon_of_days_needs_to_know_how_long_a_month_is() -> None:
    budget = {"amount": "1000 CNY", "horizon": "360 days"}
    client, product = client_of(budget=budget), product_of([{"id": "desk", "effort": SMALL, "yearly": True}])
    assert refused(fit_of(client, product)) == [("TF433", "client.budget.horizon")]
    policy = tobfit.Policy(month_days="30")
    fit = match(client, Catalog(products=[product]), packs_with(), policy)["p@1"]
    assert service_cost(fit, draws=100).effort.mean == 3


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    fit = fit_of(client_of(), product_of())
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert refused(fit) == [("TF408", "service_cost")]


def test_progress_and_what_is_none() -> None:
    told: list[tuple[int, int]] = []
    own = [{"id": "desk", "effort": SMALL, "rate": "2000 CNY/day"}]
    fit = fit_of(client_of(), product_of(own))
    service_cost(fit, draws=100, progress=lambda done, whole: told.append((done, whole)))
    assert told == [(1, 2), (2, 2)]
    with pytest.raises(ValueError, match="progress"):
        service_cost(fit, progress=7)  # type: ignore[arg-type]


def test_nothing_to_do() -> None:
    found = cost(client_of(), product_of())
    assert seen(found.effort.mean, found.effort.sd, found.contingency, found.parts, found.shares) == (0, 0, 0, (), {})
    assert found.money is None
