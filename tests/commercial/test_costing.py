"""The laws of a service cost: exact means, common random numbers, ranges that only narrow, promises that are kept."""

from __future__ import annotations

import copy
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.commercial.cost_worlds import CostWorld, Plain, cost_world, effort, naive_range, points

from tobfit.commercial import ServiceCost, service_cost
from tobfit.model.interval import Interval

SEEDS = st.integers(0, 10**9)
FEW = 200
DRAWN = settings(max_examples=settings().max_examples)
MANY = settings(max_examples=settings().max_examples * 2)
PERCENTILES = (10, 50, 80, 90, 99)
CORRELATIONS = (0, "0.3", 1)


def cost(world: CostWorld, **options: Any) -> ServiceCost:
    """A cost with few draws."""
    return service_cost(world.fit, **{"draws": FEW, "percentiles": PERCENTILES, "rate": "900 CNY/day", **options})


@MANY
@given(SEEDS)
def test_means_are_those_of_a_naive_sum(seed: int) -> None:
    for number in range(3):
        world = cost_world(random.Random(f"{seed} {number}"))
        found = cost(world, ask=False)
        ends = found.effort_range.mean
        assert (ends.low, found.effort.mean, ends.high) == naive_range(world)


@DRAWN
@given(SEEDS, st.sampled_from(CORRELATIONS))
def test_parts_sum_exactly(seed: int, correlation: Any) -> None:
    found = cost(cost_world(random.Random(seed)), correlation=correlation, ask=False)
    assert sum(part.mean for part in found.parts) == found.effort.mean
    assert sum(part.mean_range.low for part in found.parts) == found.effort_range.mean.low
    assert sum(part.mean_range.high for part in found.parts) == found.effort_range.mean.high
    assert len({part.id for part in found.parts}) == len(found.parts)
    assert (sum(found.shares.values()) == 1) if found.shares else (found.effort.sd == 0)
    assert found.effort.percentiles.keys() == set(PERCENTILES)
    values = [found.effort.percentiles[number] for number in PERCENTILES]
    assert values == sorted(values)
    assert all(found.effort.percentiles[number] in found.effort_range[number] for number in PERCENTILES)
    assert found.contingency >= 0
    for part in found.parts:
        assert part.pert.mean == part.mean
        assert part.pert.sd == pytest.approx(part.sd)
        assert part.mean in part.mean_range
    if found.money is not None:
        assert sum(part.money or 0 for part in found.parts) == found.money.mean


def estimates(world: CostWorld) -> Iterator[tuple[str, Plain]]:
    """Every estimate of a world's documents."""
    for capability, said in world.product["capabilities"].items():
        if "effort" in said:
            yield capability, said["effort"]
    for service in world.product["services"]:
        if "effort" in service:
            yield service["id"], service["effort"]
    for service in world.pack["services"]:
        if "base" in service:
            yield service["id"], service["base"]
        yield from ((f"{service['id']}/{driver['count']}", driver["each"]) for driver in service["drivers"])


def raised(world: CostWorld, dice: random.Random, *, by_factor: bool) -> CostWorld | None:
    """A copy in which all three points of one estimate are raised by one amount or one factor."""
    new = copy.deepcopy(world)
    known = [said for _, said in estimates(new)]
    if not known:
        return None
    said = dice.choice(known)
    amount = Fraction(dice.choice(("0.000001", "0.1", "1", "3", "17.5")))
    for name, point in zip(("low", "likely", "high"), points(said), strict=True):
        said[name] = f"{float(point * (1 + amount) if by_factor else point + amount)!r} days"
    return new


@DRAWN
@given(SEEDS, st.booleans(), st.sampled_from(CORRELATIONS))
def test_raising_an_estimate_never_lowers_a_figure_and_moves_nothing_else(
    seed: int, by_factor: bool, correlation: Any
) -> None:
    dice = random.Random(seed)
    for _ in range(3):
        world = cost_world(dice)
        dearer = raised(world, dice, by_factor=by_factor)
        if dearer is None:
            continue
        before, after = (cost(one, correlation=correlation, seed=seed % 7, ask=False) for one in (world, dearer))
        pairs = [(before.effort, after.effort, before.effort_range, after.effort_range)]
        if before.money is not None and after.money is not None:
            assert before.money_range is not None
            assert after.money_range is not None
            pairs.append((before.money, after.money, before.money_range, after.money_range))
        for old, new, old_range, new_range in pairs:
            assert new.mean >= old.mean
            for number in PERCENTILES:
                assert new.percentiles[number] >= old.percentiles[number]
                assert new_range[number].low >= old_range[number].low
                assert new_range[number].high >= old_range[number].high
        old_parts = {part.id: part for part in before.parts}
        moved = [part.id for part in after.parts if part.mean != old_parts[part.id].mean]
        assert len(moved) <= 1


def test_a_change_of_one_part_is_felt_by_that_part_alone() -> None:
    """With common random numbers the whole moves by exactly what the part moves by."""
    world = cost_world(random.Random(0))
    world.product["services"] = [
        {"id": "one", "stage": "training", "effort": {"low": "1 day", "likely": "2 days", "high": "9 days"}},
        {"id": "two", "stage": "support", "effort": {"low": "3 days", "likely": "5 days", "high": "12 days"}},
    ]
    world.product["capabilities"], world.pack["services"] = {}, []
    moved = copy.deepcopy(world)
    moved.product["services"][0]["effort"] = {"low": "5 days", "likely": "6 days", "high": "13 days"}
    old, new = cost(world).effort, cost(moved).effort
    for number in PERCENTILES:
        assert new.percentiles[number] == old.percentiles[number] + 4
    assert new.sd == old.sd


@DRAWN
@given(SEEDS, st.booleans(), st.sampled_from(("0", "0.3")))
def test_raising_one_of_two_drivers_of_one_count_never_lowers_a_figure(
    seed: int, by_factor: bool, correlation: str
) -> None:
    """Both parts have one name. Which of them is numbered must not hang on which of them is larger: the draws of the
    other one would come with the number."""
    dice = random.Random(seed)
    world = cost_world(dice)
    drivers = [{"count": "sites", "each": effort(dice), "per": dice.choice(("1", "2"))} for _ in range(3)]
    general = {"id": "g", "stage": "training", "capability": "svc.training", "drivers": drivers}
    world.pack["services"], world.product["services"] = [general], []
    world.client["profile"] = {"sites": "10"}
    dearer = raised(world, dice, by_factor=by_factor)
    assert dearer is not None
    before, after = (cost(one, correlation=correlation, ask=False) for one in (world, dearer))
    for number in PERCENTILES:
        assert after.effort.percentiles[number] >= before.effort.percentiles[number]


def shuffled(value: Any, dice: random.Random) -> Any:
    """The same documents with everything written in another order."""
    if isinstance(value, dict):
        keys = list(value)
        dice.shuffle(keys)
        return {key: shuffled(value[key], dice) for key in keys}
    if isinstance(value, list):
        items = [shuffled(item, dice) for item in value]
        dice.shuffle(items)
        return items
    return value


@DRAWN
@given(SEEDS, st.sampled_from(CORRELATIONS))
def test_order_does_not_matter(seed: int, correlation: Any) -> None:
    dice = random.Random(seed)
    world = cost_world(dice)
    # Stages keep the order of the pack, which is the order in which they are told.
    stages = world.pack["stages"]
    other = CostWorld(*(shuffled(part, dice) for part in (world.pack, world.client, world.product)))
    other.pack["stages"] = stages
    one, two = cost(world, correlation=correlation), cost(other, correlation=correlation)
    assert one == two
    assert repr(one) == repr(two)
    assert hash(one) == hash(two)
    assert [dict(question.answers).keys() for question in one.questions] == [
        dict(question.answers).keys() for question in two.questions
    ]


@DRAWN
@given(SEEDS)
def test_answers_keep_their_promise(seed: int) -> None:
    world = cost_world(random.Random(seed))
    report = world.report
    options: dict[str, Any] = {"draws": FEW, "seed": 3, "correlation": "0.5", "rate": "900 CNY/day"}
    found = service_cost(report["p@1"], **options)
    for question in found.questions:
        assert question.answers or question.kind == "rate"
        for effect in question.answers.values():
            again = service_cost(report.what_if(effect.changes)["p@1"], **options)
            assert effect.cost == again
            assert effect.narrows == found.effort_range.mean.width - again.effort_range.mean.width
            assert effect.narrows in question.narrows
    narrowing = [question.narrows.low for question in found.questions if question.kind == "attribute"]
    assert narrowing == sorted(narrowing, reverse=True)


@MANY
@given(SEEDS)
def test_an_answer_within_what_is_assumed_never_widens_a_range(seed: int) -> None:
    dice = random.Random(seed)
    world = cost_world(dice)
    report = world.report
    options: dict[str, Any] = {"draws": FEW, "percentiles": PERCENTILES, "ask": False, "rate": "900 CNY/day"}
    found = service_cost(report["p@1"], **options)
    drivers = [driver for service in report.world.packs.base.services.values() for driver in service.drivers]
    unassumed = {driver.count for driver in drivers if driver.if_unknown is None}
    for question in service_cost(report["p@1"], draws=FEW).questions:
        name = question.target.removeprefix("client.profile.")
        counts = [part.count for part in found.parts if part.driver == name and part.count is not None]
        if not counts and name in unassumed:
            continue  # nothing is assumed of how many there are, so that any number above 0 is more than was counted
        for answer in _answers(question.answers, counts, dice):
            after = service_cost(report.what_if({question.target: answer})["p@1"], **options)
            assert after.effort_range.mean in found.effort_range.mean
            assert after.effort.mean in found.effort_range.mean
            for number in PERCENTILES:
                assert after.effort_range[number] in found.effort_range[number]
                if after.money_range is not None and found.money_range is not None:
                    assert after.money_range[number] in found.money_range[number]


def _answers(said: Any, counts: list[Interval], dice: random.Random) -> list[str]:
    """The answers that a question shows, and of a count some between them."""
    between = [dice.randint(int(count.low), int(count.high)) for count in counts[:1] for _ in range(2)]
    return [*said, *map(str, between)]


def test_the_same_bytes_under_any_hash_seed() -> None:
    program = (
        "import random\n"
        "from tests.commercial.cost_worlds import cost_world\n"
        "from tobfit.commercial import service_cost\n"
        "for seed in range(6):\n"
        "    fit = cost_world(random.Random(seed)).fit\n"
        "    print(*(service_cost(fit, draws=300, correlation=share) for share in ('0', '0.25')))"
    )
    root = Path(__file__).parents[2]
    path = os.pathsep.join([str(root), str(root / "src")])
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(said) == 1
    assert said.pop().count(b"ServiceCost(") == 12


def uncertain_world() -> CostWorld:
    """The first world in which several parts are uncertain."""
    worlds = (cost_world(random.Random(seed)) for seed in range(100))
    return next(world for world in worlds if sum(map(bool, cost(world, ask=False).shares.values())) > 2)


def test_another_seed_moves_percentiles_alone() -> None:
    world = uncertain_world()
    one, two = cost(world, seed=0), cost(world, seed=1)
    assert one.effort.mean == two.effort.mean
    assert one.effort.sd == two.effort.sd
    assert one.shares == two.shares
    assert one.effort.percentiles != two.effort.percentiles
