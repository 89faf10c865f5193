"""Bundles against trying everything, and their laws."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.bundle_worlds import PACKS, Drawn, Everything, drawn

import tobfit
from tobfit.analysis import bundle_problem
from tobfit.report import markdown, records, text

SEEDS = st.integers(0, 2**32)
ORDER = {
    "price": ("unpriced", "price"),
    "products": ("products", "unpriced", "price"),
    "effort": ("unestimated", "effort", "unpriced", "price"),
    "uncovered": ("-points", "unpriced", "price"),
}


def key_of(value: dict[str, Any], order: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(-value[n[1:]] if n.startswith("-") else value[n] for n in order)


def best_of(every: Everything) -> tuple[bool, tuple[str, ...], tuple[Any, ...]]:
    """Whether all can be covered, in which order bundles are ranked, and the key of the best."""
    values = every.all_values()
    full = [value for value in values if value["lines"] == len(every.targets)]
    aim = every.drawn.minimise
    order = ORDER[aim]
    if aim == "uncovered" or not full:
        spends = aim == "price" and every.drawn.budget is not None
        counted = ("-weight",) if all(line.weight for line in every.targets) else ("-weight", "-lines")
        order = (*counted, *ORDER["uncovered" if spends else aim])
        full_now = values
    else:
        full_now = full
    if "-points" not in order and not every.states_prices():
        order = (*order, "-points")
    return bool(full), order, min(key_of(value, order) for value in full_now)


def check(world: Drawn) -> Any:
    every = Everything.of(world)
    found = world.bundle()
    is_full, order, best = best_of(every)
    choice = {name: frozenset(modules) for name, modules in found.products.items()}
    mine = [value for value in every.values(choice) if sorted(value["covered"]) == sorted(found.covered)]
    assert mine
    mine = [value for value in mine if every.within_budget(value) and key_of(value, order) == best]
    assert mine
    told = (len(found.unpriced), found.price.amount)
    assert told in {(value["unpriced"], value["price"]) for value in mine}
    if every.drawn.minimise == "effort":
        assert (len(found.effort.unknown), found.effort.likely) == (mine[0]["unestimated"], mine[0]["effort"])
    assert found.optimal
    assert bool(found.uncovered) is not is_full
    for less in filter(every.is_sound, smaller(choice)):
        worse = [v for v in every.values(less) if every.within_budget(v) and set(v["covered"]) >= set(found.covered)]
        assert all(key_of(value, order) > best for value in worse), "something can be left out at no loss"
    return every, found


def smaller(choice: dict[str, frozenset[str]]) -> Iterator[dict[str, frozenset[str]]]:
    """The choice without one product, or without one module."""
    for name, modules in choice.items():
        yield {other: some for other, some in choice.items() if other != name}
        for module in modules:
            less = {**choice, name: modules - {module}}
            yield less


@settings(max_examples=settings().max_examples * 2)
@given(SEEDS)
def test_the_best_bundle_is_what_trying_everything_finds(seed: int) -> None:
    for each in range(3):
        check(drawn(seed + each))


@settings(max_examples=settings().max_examples)
@given(SEEDS)
def test_combinations_that_are_judged_when_asked_for_give_the_same(seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle_problem, "FULL", 0)
        check(drawn(seed))


@settings(max_examples=settings().max_examples)
@given(SEEDS)
def test_what_no_bundle_covers_is_really_minimal(seed: int) -> None:
    world = drawn(seed)
    found, every = world.bundle(), Everything.of(world)
    covered = [set(value["covered"]) for value in every.all_values()]
    assert bool(found.impossible) is bool(found.uncovered and not can_be_covered(every))
    if found.impossible:
        assert not any(set(found.impossible) <= some for some in covered)
        for line in found.impossible:
            rest = set(found.impossible) - {line}
            assert any(rest <= some for some in covered)


def can_be_covered(every: Everything) -> bool:
    return any(value["lines"] == len(every.targets) for value in every.all_values())


@settings(max_examples=settings().max_examples)
@given(SEEDS)
def test_why_a_line_is_uncovered_is_true(seed: int) -> None:
    world = drawn(seed)
    found, every = world.bundle(), Everything.of(world)
    free = Everything.of(attrs.evolve(world, budget=None))
    assert [each.requirement for each in found.missing] == list(found.uncovered)
    lines = {line.requirement.id: line for line in every.targets}
    for each in found.missing:
        alone = any(each.requirement in value["covered"] for value in free.all_values())
        within = any(each.requirement in value["covered"] for value in every.all_values())
        assert alone is (each.why in ("budget", "together"))
        assert within is (each.why == "together")
        if each.why in ("not_given", "open") and lines[each.requirement].requirement.deploy is None:
            ends = [
                every.serves(every.outcome(lines[each.requirement], every.voices(name, frozenset(modules), ())))
                for name, product in every.products.items()
                for modules in every.module_sets(product)
            ]
            assert not any(ends)


@settings(max_examples=settings().max_examples)
@given(SEEDS, st.integers(0, 60), st.integers(0, 30))
def test_more_money_never_covers_less(seed: int, money: int, more: int) -> None:
    world = drawn(seed)
    weight = {line.requirement.id: line.weight for line in world.world.lines}
    poor, rich = (world.bundle(budget=f"{amount} CNY") for amount in (money, money + more))
    assert sum(weight[line] for line in poor.covered) <= sum(weight[line] for line in rich.covered)
    for found, amount in ((poor, money), (rich, money + more)):
        assert found.price.amount <= amount
        assert not (world.certain and found.unpriced)


@settings(max_examples=settings().max_examples)
@given(SEEDS)
def test_one_more_product_never_raises_the_price(seed: int) -> None:
    world = drawn(seed, minimise="price", budget=None)
    products = world.catalog.products
    fewer = world.catalog.evolve(products=products[:-1], responses=[
        response for response in world.catalog.responses if response.product != products[-1].id
    ])  # fmt: skip
    if len(products) > 1:
        before, after = world.bundle(catalog=fewer), world.bundle()
        if not before.uncovered:
            assert not after.uncovered
            keys = [(len(found.unpriced), found.price.amount) for found in (after, before)]
            assert keys[0] <= keys[1]


@settings(max_examples=settings().max_examples)
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_decides_nothing(seed: int, dice: Any) -> None:
    world = drawn(seed)
    products = [product.evolve(modules=shuffled(dice, product.modules)) for product in world.catalog.products]
    dice.shuffle(products)
    lines = list(world.client.requirements)
    dice.shuffle(lines)
    other = attrs.evolve(
        world,
        client=world.client.evolve(requirements=lines),
        catalog=world.catalog.evolve(products=products, responses=tuple(reversed(world.catalog.responses))),
    )
    one, two = world.bundle(), other.bundle()
    for name in ("products", "price", "optimal", "bound", "score", "minimised"):
        assert getattr(one, name) == getattr(two, name), name
    for name in ("covered", "uncovered", "others_covered", "others_uncovered"):
        assert sorted(getattr(one, name)) == sorted(getattr(two, name)), name


def shuffled(dice: Any, modules: Any) -> dict[str, Any]:
    names = list(modules)
    dice.shuffle(names)
    return {name: modules[name] for name in names}


@settings(max_examples=settings().max_examples)
@given(SEEDS)
def test_a_bundle_is_judged_as_its_products_together(seed: int) -> None:
    world = drawn(seed)
    found, every = world.bundle(), Everything.of(world)
    names = [line.requirement.id for line in every.world.lines]
    assert [each.requirement for each in found.lines] == (names if found.products else [])
    weight = {line.requirement.id: line.weight for line in every.world.lines}
    applying = [each for each in found.lines if each.verdict != "not_applicable" and weight[each.requirement]]
    whole = sum(weight[each.requirement] for each in applying)
    if found.score is not None:
        assert found.score.low == sum(weight[each.requirement] * each.credit.low for each in applying) / whole
        assert found.score.high == sum(weight[each.requirement] * each.credit.high for each in applying) / whole
    assert set(found.covered) | set(found.uncovered) == {line.requirement.id for line in every.targets}
    assert {*found.covered}.isdisjoint(found.uncovered)
    hash(found)


# By hand.

SAYS = {"response": "standard"}


def client_of(*capabilities: str, priority: Any = "must", **fields: Any) -> tobfit.Client:
    lines = [{"id": f"R{n}", "capability": name, "priority": priority} for n, name in enumerate(capabilities, 1)]
    return tobfit.Client(id="c", as_of="2026-11-01", requirements=lines, **fields)


def product_of(name: str, *capabilities: str, licence: str | None = None, **fields: Any) -> tobfit.Product:
    price = {"licence": licence} if licence else None
    return tobfit.Product(id=name, capabilities=dict.fromkeys(capabilities, SAYS), price=price, **fields)


def bundle_of(client: Any, *products: Any, **asked: Any) -> Any:
    return tobfit.analysis.bundle(client, products, PACKS, rules=False, **asked)


def test_modules_with_what_they_require_and_without_what_they_exclude() -> None:
    modules = {
        "base": {"price": "10 CNY"},
        "a": {"price": "5 CNY", "requires": ["base"]},
        "b": {"price": "5 CNY", "excludes": ["a"]},
    }
    said = {"g.a": {**SAYS, "module": "a"}, "g.b": {**SAYS, "module": "b"}}
    suite = tobfit.Product(id="suite@1", capabilities=said, modules=modules, price={"licence": "100 CNY"})
    found = bundle_of(client_of("g.a"), suite)
    assert (dict(found.products), str(found.price)) == ({"suite@1": ("a", "base")}, "115 CNY")
    both = bundle_of(client_of("g.a", "g.b"), suite)
    assert both.impossible == ("R1", "R2")
    assert [each.why for each in both.missing] == ["together"]
    other = bundle_of(client_of("g.a", "g.b"), suite, product_of("b@1", "g.b", licence="40 CNY"))
    assert (dict(other.products), str(other.price)) == ({"b@1": (), "suite@1": ("a", "base")}, "155 CNY")


def test_prices_over_the_horizon_for_all_users() -> None:
    client = client_of("g.a", scale={"employees": 50}, budget={"amount": "1 CNY", "horizon": "18 months"})
    price = {"licence": "1000 CNY/year", "per_user": "2 CNY/month"}
    parts = {"g.a": {"response": "third_party", "price": "300 CNY"}}
    found = bundle_of(client, tobfit.Product(id="a@1", price=price, capabilities=parts))
    assert [(part.kind, part.amount) for part in found.price.parts] == [
        ("licence", 1500), ("per_user", 1800), ("third_party", 300),
    ]  # fmt: skip
    assert found.price.amount == 3600
    assert dict(found.price.totals) == {"CNY": 300, "CNY/month": 100, "CNY/year": 1000}
    people = [{"id": "x", "role": "user", "head_count": 10}, {"id": "y", "role": "user"}]
    product = tobfit.Product(id="a@1", price=price, capabilities=parts)
    assert bundle_of(client.evolve(stakeholders=people), product).price.users == 10
    nobody = bundle_of(client.evolve(scale=None), product)
    assert (nobody.unpriced, str(nobody.price)) == (("a@1",), "1800 CNY + ?")


def test_what_has_no_price_is_never_free() -> None:
    silent, dear = product_of("silent@1", "g.a"), product_of("dear@1", "g.a", licence="900 CNY")
    assert dict(bundle_of(client_of("g.a"), silent, dear).products) == {"dear@1": ()}
    assert bundle_of(client_of("g.a"), silent).unpriced == ("silent@1",)
    assert not bundle_of(client_of("g.a"), silent, budget="1000 CNY").products
    assert dict(bundle_of(client_of("g.a"), silent, budget="1000 CNY", certain=False).products) == {"silent@1": ()}


def test_a_third_party_is_paid_only_where_it_serves() -> None:
    parts = {"g.a": SAYS, "g.b": {"response": "third_party", "price": "70 CNY"}}
    first = tobfit.Product(id="first@1", capabilities=parts, price={"licence": "10 CNY"})
    found = bundle_of(client_of("g.a", "g.b"), first, product_of("second@1", "g.b", licence="50 CNY"))
    assert str(found.price) == "60 CNY"
    assert [part.name for part in found.left_out] == []
    assert [str(bundle_of(client_of(*names), first).price) for names in (["g.a"], ["g.a", "g.b"])] == [
        "10 CNY",
        "80 CNY",
    ]
    poor = bundle_of(client_of("g.a", "g.b"), first, budget="20 CNY")
    assert (poor.covered, poor.uncovered, poor.missing[0].why) == (("R1",), ("R2",), "budget")
    assert [str(part.stated) for part in poor.left_out] == ["70 CNY"]


def test_what_a_product_requires_is_there_or_comes_with_another() -> None:
    needy = product_of("needy@1", "g.a", licence="10 CNY", requires=["g.b"])
    giver = product_of("giver@1", "g.b", licence="5 CNY")
    found = bundle_of(client_of("g.a"), needy, giver)
    assert dict(found.products) == {"giver@1": (), "needy@1": ()}
    assert [(each.product, each.capability, each.by) for each in found.dependencies] == [
        ("needy@1", "g.b", ("giver@1",))
    ]
    alone = bundle_of(client_of("g.a"), needy)
    assert (alone.uncovered, alone.missing[0].why, alone.missing[0].because) == (("R1",), "requires", ("g.b",))
    assert bundle_of(client_of("g.a"), needy, certain=False).covered == ("R1",)
    erp = {"systems": [{"id": "erp", "capabilities": ["g.b"]}]}
    assert dict(bundle_of(client_of("g.a", landscape=erp), needy, giver).products) == {"needy@1": ()}
    drawn_all = client_of("g.a", landscape={"systems": [{"id": "x"}]}, complete=["landscape.systems"])
    assert bundle_of(drawn_all, needy, certain=False).missing[0].why == "requires"


def test_a_product_that_cannot_run_here_is_not_chosen() -> None:
    client = client_of("g.a", landscape={"zones": [{"id": "own", "hosting": "on_premises"}]})
    cloud = product_of("cloud@1", "g.a", licence="1 CNY", hosting=["private_cloud"])
    mine = product_of("mine@1", "g.a", licence="9 CNY", hosting=["on_premises"])
    assert dict(bundle_of(client, cloud, mine).products) == {"mine@1": ()}
    found = bundle_of(client, cloud)
    assert (found.covered, [each.why for each in found.missing if each.requirement == "R1"]) == ((), ["place"])
    assert found.missing[0].because == ("deploy:hosting",)


def test_a_connection_is_made_by_a_product_that_can() -> None:
    feed = {"id": "f", "side": "provides", "data": "out", "protocol": "sftp", "format": "csv", "mode": "batch"}
    feed |= {"entity": "Order", "auth": "ssh-key"}
    landscape = {
        "zones": [{"id": "plant", "hosting": "on_premises"}],
        "systems": [{"id": "erp", "zone": "plant", "interfaces": [feed]}],
        "flows": [{"from": "plant", "to": "internet", "protocols": ["sftp", "https"]}],
    }
    client = client_of(landscape=landscape, complete=["landscape.flows", "landscape.systems"])
    client = client.evolve(requirements=[{"id": "C", "connect": {"system": "erp"}, "priority": "must"}])
    inlet = {**feed, "data": "in", "zone": "saas"}
    fields: Any = {"hosting": ["saas"], "egress": "none"}
    joins = product_of("joins@1", licence="70 CNY", interfaces=[inlet], **fields)
    other = product_of("other@1", licence="7 CNY", interfaces=[{**inlet, "protocol": "mqtt"}], **fields)
    found = bundle_of(client, joins, other)
    assert "C" in found.covered
    assert dict(found.products) == {"joins@1": ()}


def test_open_lines_are_told_apart() -> None:
    found = bundle_of(client_of("g.a", "g.b"), product_of("a@1", "g.a", licence="1 CNY"))
    assert (found.covered, found.uncovered) == (("R1",), ("R2",))
    assert [(each.requirement, each.targets) for each in found.open] == [("R2", ("product.a@1.capabilities.g.b",))]
    hopeful = bundle_of(client_of("g.a", "g.b"), product_of("a@1", "g.a", licence="1 CNY"), certain=False)
    assert (hopeful.covered, [each.requirement for each in hopeful.open]) == (("R1", "R2"), ["R2"])


@pytest.mark.parametrize("priority", ["must", "should"])
def test_the_union_of_components_without_prices(priority: Any) -> None:
    """As for a profile's controls: the fewest components, and what stays uncovered."""
    client = client_of("g.a", "g.b", "g.c", "h.x", priority=priority)
    parts = [product_of("one@1", "g.a"), product_of("two@1", "g.a", "g.b"), product_of("three@1", "g.c")]
    found = bundle_of(client, *parts, minimise="products")
    weight = {"must": 4, "should": 2}[priority]
    assert (tuple(found.products), found.covered, found.uncovered) == (
        ("three@1", "two@1"),
        ("R1", "R2", "R3"),
        ("R4",),
    )
    assert (found.impossible, found.minimised, found.bound, found.optimal) == (("R4",), "uncovered", weight, True)
    assert found.unpriced == ("three@1", "two@1")


def test_lines_beside_the_musts() -> None:
    client = client_of("g.a").require("g.b").require("g.c", priority="could")
    found = bundle_of(
        client, product_of("a@1", "g.a", "g.b", licence="3 CNY"), product_of("c@1", "g.c", licence="1 CNY")
    )
    assert (tuple(found.products), found.uncovered) == (("a@1",), ())
    assert (len(found.others_covered), len(found.others_uncovered)) == (1, 1)
    most = bundle_of(
        client,
        product_of("a@1", "g.a", "g.b", licence="3 CNY"),
        product_of("c@1", "g.c", licence="1 CNY"),
        minimise="uncovered",
    )
    assert tuple(most.products) == ("a@1", "c@1")


def test_effort_is_internal() -> None:
    hard = {"g.a": {"response": "customisation", "effort": "9 days"}}
    easy = {"g.a": {"response": "configuration", "effort": {"low": "1 days", "likely": "2 days", "high": "6 days"}}}
    one = tobfit.Product(id="one@1", capabilities=hard, price={"licence": "1 CNY"})
    two = tobfit.Product(id="two@1", capabilities=easy, price={"licence": "5 CNY"})
    found = bundle_of(client_of("g.a"), one, two, minimise="effort")
    assert (tuple(found.products), found.effort.low, found.effort.likely, found.effort.high) == (("two@1",), 1, 2, 6)
    assert found.bound == 2
    match = tobfit.match(client_of("g.a"), [one, two], PACKS, rules=False).with_results(found)
    (shown,) = match.to_dict(detail="summary")["results"]
    assert {"effort", "bound", "certificate"}.isdisjoint(shown)
    (inside,) = match.to_dict(detail="summary", audience="internal")["results"]
    assert inside["effort"]["likely"] == 2


def test_rates() -> None:
    here, there = product_of("here@1", "g.a", licence="90 CNY"), product_of("there@1", "g.a", licence="10 EUR")
    found = bundle_of(client_of("g.a"), here, there, rates={"EUR": "7.8 CNY"})
    assert (tuple(found.products), str(found.price), found.price.unit) == (("there@1",), "78 CNY", "CNY")
    third = bundle_of(client_of("g.a"), there, rates={"EUR": "7.85 CNY"})
    assert str(third.price) == "78.5 CNY"


def test_a_time_limit_leaves_a_bound() -> None:
    found = bundle_of(client_of("g.a"), product_of("a@1", "g.a", licence="3 CNY"), time_limit=1e-9)
    assert not found.optimal
    assert found.impossible == ()
    assert found.bound is None or found.bound <= 3
    assert bundle_of(client_of("g.a"), product_of("a@1", "g.a", licence="3 CNY"), time_limit=60).optimal


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    bundle_of(client_of("g.a"), product_of("a@1", "g.a", licence="3 CNY"), progress=lambda *step: told.append(step))
    assert told
    assert told[-1][0] == told[-1][1]
    assert all(done < whole for done, whole in told[:-1])


def test_an_offer_holds_the_products_with_their_modules() -> None:
    said = {"g.a": {**SAYS, "module": "m"}}
    found = bundle_of(client_of("g.a"), tobfit.Product(id="a@1", capabilities=said, modules={"m": {}, "n": {}}))
    assert found.offer("mine") == {"tobfit": "offer/1", "id": "mine", "items": [{"product": "a@1", "modules": ["m"]}]}


@pytest.mark.parametrize(
    ("asked", "codes", "hint"),
    [
        ({"budget": "-1 CNY"}, ["TF420"], "0 or more"),
        ({"budget": "much"}, ["TF420"], "a number and a unit"),
        ({"budget": "5 days"}, ["TF420"], "20000 CNY"),
        ({"minimise": "prices"}, ["TF421"], "did you mean 'price'?"),
        ({"time_limit": 0}, ["TF423"], "more than 0"),
        ({"time_limit": float("nan")}, ["TF423"], "more than 0"),
        ({"rates": {"EUR": "0 CNY"}}, ["TF422"], "7.8 CNY"),
        ({"rates": {"euro": "7 CNY"}}, ["TF422"], "7.8 CNY"),
        ({"budget": "-1 CNY", "minimise": "x", "time_limit": -1}, ["TF420", "TF421", "TF423"], "0 or more"),
    ],
)
def test_bad_input(asked: Any, codes: list[str], hint: str) -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        bundle_of(client_of("g.a"), product_of("a@1", "g.a"), **asked)
    assert [problem.code for problem in caught.value.problems] == codes
    assert hint in (caught.value.problems[0].hint or "")


def test_no_products_and_other_faults_come_together() -> None:
    with pytest.raises(tobfit.TobfitError) as caught:
        bundle_of(client_of("g.a"), budget="-1 CNY")
    assert [problem.code for problem in caught.value.problems] == ["TF420", "TF402"]


def test_currencies_without_a_rate() -> None:
    here, there = product_of("here@1", "g.a", licence="9 CNY"), product_of("there@1", "g.a", licence="9 EUR")
    for asked in ({}, {"budget": "5 USD"}, {"rates": {"EUR": "1 USD"}}):
        with pytest.raises(tobfit.TobfitError) as caught:
            bundle_of(client_of("g.a"), here, there, **asked)
        assert [problem.code for problem in caught.value.problems] == ["TF422"]


# Telling.


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("audience", ["client", "internal"])
def test_every_bundle_can_be_told(lang: str, audience: str) -> None:
    for seed in range(40):
        found = drawn(seed).bundle()
        told = text(found, lang=lang, audience=audience) + markdown(found, lang=lang, audience=audience, limit=None)
        assert "{" not in told
        assert all(name in told for name in found.products)
        rows = records(found, lang=lang, audience=audience)
        assert [row["requirement"] for row in rows] == [line.id for line in found.world.requirements]
        assert {row["requirement"] for row in rows if row["covered"]} == {*found.covered, *found.others_covered}
        assert {row["requirement"]: row["why"] for row in rows if row["why"]} == {
            m.requirement: m.why for m in found.missing
        }


def test_what_is_told() -> None:
    parts = {"g.a": SAYS, "g.b": {"response": "customisation", "price": "70 CNY", "effort": "4 days"}}
    first = tobfit.Product(id="first@1", capabilities=parts, price={"licence": "10 CNY/year"}, requires=["g.c"])
    found = bundle_of(client_of("g.a", "g.b", "h.x"), first, product_of("c@1", "g.c", licence="5 CNY"))
    told = text(found)
    assert "2 products: 2 of 3 lines are covered, for 85 CNY over 1 year" in told
    assert "No bundle covers R3." in told
    assert "first@1 requires g.c: given by c@1" in told
    assert "person-days" not in told
    assert "likely 4.0" in text(found, audience="internal")
    chinese = text(found, lang="zh", audience="internal")
    assert "2 个产品共覆盖 3 条中的 2 条，1 年内价格 85 CNY" in chinese
    assert "工作量（人天）：4.0 至 4.0" in chinese
