"""Each metric by its definition, in a literal example and against counting; the rules of zero and of small numbers."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tobfit.errors import TobfitError
from tobfit.lifecycle import metrics
from tobfit.lifecycle.limits import Thresholds, thresholds_of
from tobfit.lifecycle.measuring import Metric
from tobfit.lifecycle.scoring import DEAR, breadth, health_score

DAY = datetime.date

# metric, arguments, value, the number behind it
DEFINITIONS: list[tuple[Callable[..., Metric], tuple[Any, ...], Fraction, int | None]] = [
    (metrics.activation_rate, (300, 400), Fraction(3, 4), 400),
    (metrics.adoption_rate, (120, 400), Fraction(3, 10), 400),
    (metrics.feature_adoption, (30, 360), Fraction(1, 12), 360),
    (metrics.active_share, (30, 120), Fraction(1, 4), 120),
    (metrics.stickiness, (Decimal("37.5"), 150), Fraction(1, 4), 150),
    (metrics.depth, (90, 400), Fraction(9, 40), 400),
    (metrics.nps, (60, 15, 100), Fraction(45), 100),
    (metrics.csat, (32, 40), Fraction(4, 5), 40),
    (metrics.ticket_rate, (36, 120, 3), Fraction(1, 10), 120),
    (metrics.sla_attainment, (19, 20), Fraction(19, 20), 20),
    (metrics.training_coverage, (38, 40), Fraction(19, 20), 40),
    (metrics.retention_grr, (1000, 50, 100), Fraction(17, 20), None),
    (metrics.retention_nrr, (1000, 250, 50, 100), Fraction(11, 10), None),
]


@pytest.mark.parametrize(("metric", "counts", "value", "n"), DEFINITIONS, ids=lambda one: getattr(one, "__name__", ""))
def test_definitions(metric: Callable[..., Metric], counts: tuple[Any, ...], value: Fraction, n: int | None) -> None:
    found = metric(*counts)
    assert (found.value, found.n, found.noisy, found.missing) == (value, n, False, ())
    assert found.name == metric.__name__


# where the denominator stands among the arguments
DENOMINATORS = {"nps": 2, "retention_grr": 0, "retention_nrr": 0}


@pytest.mark.parametrize(("metric", "counts"), [one[:2] for one in DEFINITIONS])
def test_a_denominator_of_0_is_undefined_and_never_0(metric: Callable[..., Metric], counts: tuple[Any, ...]) -> None:
    place = DENOMINATORS.get(metric.__name__, 1)
    found = metric(*(0 for _ in counts))
    assert found.value is None
    assert found.missing == ()
    absent = metric(*(None if at == place else count for at, count in enumerate(counts)))
    assert (absent.value, absent.n) == (None, None)
    assert len(absent.missing) == 1


@pytest.mark.parametrize("metric", [metrics.nps, metrics.csat, metrics.adoption_rate, metrics.sla_attainment])
def test_few_answers_are_noise(metric: Callable[..., Metric]) -> None:
    def of(n: int, **named: int) -> Metric:
        return metric(*([1, 0, n] if metric is metrics.nps else [1, n]), **named)

    assert (of(9).noisy, of(9).n, of(10).noisy, of(10).is_sound) == (True, 9, False, True)
    assert of(9).value is not None
    assert not of(9).is_sound
    assert of(9, least=9).is_sound


def test_the_time_to_value_is_that_of_the_first_event() -> None:
    contract = DAY(2026, 12, 1)
    events = [None, DAY(2027, 3, 1), DAY(2027, 2, 9)]
    assert metrics.time_to_value(events, contract).value == 70
    assert metrics.time_to_value([contract], contract).value == 0
    assert metrics.time_to_value([None], contract).missing == ("reached",)
    assert metrics.time_to_value(events, None).missing == ("since",)


ACTIONS = st.lists(st.tuples(st.sampled_from("abcd"), st.dates(DAY(2027, 1, 1), DAY(2027, 2, 28))), max_size=30)


@settings(max_examples=settings().max_examples * 4)
@given(ACTIONS, st.dates(DAY(2027, 1, 20), DAY(2027, 3, 5)), st.integers(1, 30), st.booleans())
def test_active_users_as_counted_one_by_one(actions: list[tuple[str, DAY]], day: DAY, days: int, working: bool) -> None:
    assert metrics.dau(actions, day) == sum((user, day) in actions for user in "abcd")
    window = [day - datetime.timedelta(days=back) for back in range(days)]
    assert metrics.mau(actions, day, days=days) == sum(any((user, on) in actions for on in window) for user in "abcd")
    counting = [on for on in window if not working or on.weekday() not in (5, 6)]
    mean = metrics.mean_dau(actions, day, days=days, working=working)
    if not counting:
        assert mean is None
        return
    assert mean == Fraction(sum(metrics.dau(actions, on) for on in counting), len(counting))
    sticky = metrics.stickiness(mean, metrics.mau(actions, day, days=days))
    assert sticky.value is None or 0 <= sticky.value <= 1


COUNTS = st.integers(0, 40)


@settings(max_examples=settings().max_examples * 4)
@given(COUNTS, COUNTS, st.integers(0, 9))
def test_more_users_never_lower_a_rate(active: int, entitled: int, more: int) -> None:
    for metric in (metrics.activation_rate, metrics.adoption_rate, metrics.feature_adoption, metrics.depth):
        # Who logged in is among the licensed; more may be active in a period than are entitled at its end.
        whole = active + more + entitled if metric is metrics.activation_rate else entitled
        before, after = metric(active, whole).value, metric(active + more, whole).value
        assert (before is None) == (after is None) == (whole == 0)
        assert before is None or after is None or after >= before


@settings(max_examples=settings().max_examples * 4)
@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_the_bounds_of_surveys_and_retention(a: int, b: int, c: int, d: int) -> None:
    score = metrics.nps(a, b, a + b + c).value
    assert score is None or -100 <= score <= 100
    gross, net = metrics.retention_grr(a + b + c, a, b).value, metrics.retention_nrr(a + b + c, d, a, b).value
    assert gross is None or (net is not None and 0 <= gross <= 1 and gross <= net)


# ------------------------------------------------------------------------------------ breadth


def test_breadth_counts_what_k_people_use() -> None:
    users = {"a": 12, "b": 2, "c": 0, "d": None, "other": 40}
    found = breadth(users, ["a", "b", "c", "d", "e"], k=3)
    assert (found.used, found.unused, found.unobserved) == (("a",), ("b", "c"), ("d", "e"))
    assert (found.value, found.coverage) == (Fraction(1, 3), Fraction(3, 5))
    assert found.bounds is not None
    assert (found.bounds.low, found.bounds.high) == (Fraction(1, 5), Fraction(3, 5))


def test_breadth_of_nothing_is_undefined() -> None:
    assert (breadth({}, []).value, breadth({}, []).bounds, breadth({"a": None}, ["a"]).value) == (None, None, None)


@settings(max_examples=settings().max_examples * 4)
@given(st.dictionaries(st.sampled_from("abcdef"), st.none() | st.integers(0, 5)), st.integers(1, 4), st.data())
def test_the_bounds_of_breadth_hold_every_completion(users: dict[str, int | None], k: int, data: st.DataObject) -> None:
    found = breadth(users, "abcdef", k)
    assert found.bounds is not None
    complete = {name: data.draw(st.integers(0, 5)) if users.get(name) is None else users[name] for name in "abcdef"}
    value = breadth(complete, "abcdef", k).value
    assert value is not None
    assert value in found.bounds


# ------------------------------------------------------------------------------------- health


def test_a_health_score_by_hand() -> None:
    """Deployment 0.9 at weight 2, adoption 0.5 at weight 1; the other half of the weight is not known."""
    parts = {"deployment": Fraction(9, 10), "engagement": None, "adoption": Fraction(1, 2), "roi": None}
    found = health_score(parts, {"deployment": 2, "adoption": "1", "engagement": 3})
    assert (found.score, found.coverage) == (Fraction(230, 3), Fraction(1, 2))
    assert [one.weight for one in found.components] == [Fraction(1, 3), Fraction(1, 2), Fraction(1, 6), 0]
    assert [one.part for one in found.components] == [60, 0, Fraction(50, 3), 0]


def test_of_nothing_known_there_is_no_score() -> None:
    found = health_score(dict.fromkeys(DEAR))
    assert found.score is None
    assert found.coverage == 0


PARTS = st.none() | st.fractions(0, 1, max_denominator=20)
WEIGHTS = st.fractions(0, 5, max_denominator=6)


@settings(max_examples=settings().max_examples * 4)
@given(st.tuples(PARTS, PARTS, PARTS, PARTS), st.tuples(WEIGHTS, WEIGHTS, WEIGHTS, WEIGHTS).filter(any), st.data())
def test_parts_sum_exactly_and_weights_renormalise(
    values: tuple[Fraction | None, ...], weights: tuple[Fraction, ...], data: st.DataObject
) -> None:
    parts, weighed = dict(zip(DEAR, values, strict=True)), dict(zip(DEAR, weights, strict=True))
    known = {name: data.draw(st.fractions(Fraction(1, 9), 1, max_denominator=9)) for name in DEAR}
    found = health_score(parts, weighed, known)
    pairs = [(Fraction(v), weighed[n] * known[n]) for n, v in parts.items() if v is not None]
    heard = sum((weight for _, weight in pairs), Fraction(0))
    assert found.coverage == heard / sum(weights)
    assert sum(one.weight for one in found.components) == 1
    if not heard:
        assert found.score is None
        return
    assert found.score == sum((v * w for v, w in pairs), Fraction(0)) / heard * 100
    assert sum((one.part for one in found.components), Fraction(0)) == found.score
    assert 0 <= found.score <= 100
    scaled = health_score(parts, {name: weight * 7 for name, weight in weighed.items()}, known)
    assert scaled == found


# ---------------------------------------------------------------------------------- bad input

BAD: list[tuple[Callable[[], object], list[str]]] = [
    (lambda: metrics.adoption_rate(-1, 40), ["active"]),
    (lambda: metrics.nps(1, "2", -3), ["detractors", "responses"]),  # type: ignore[arg-type]
    (lambda: metrics.csat(True, 3), ["satisfied"]),
    (lambda: metrics.adoption_rate(Decimal("NaN"), 3), ["active"]),  # type: ignore[arg-type]
    (lambda: metrics.stickiness(Decimal("Infinity"), Decimal("NaN")), ["dau", "mau"]),
    (lambda: metrics.csat(12, 10), ["satisfied"]),
    (lambda: metrics.activation_rate(12, 10), ["logged_in"]),
    (lambda: metrics.sla_attainment(12, 10), ["tickets_within"]),
    (lambda: metrics.nps(6, 6, 10), ["detractors"]),
    (lambda: metrics.retention_grr(100, 60, 60), ["churn"]),
    (lambda: metrics.ticket_rate(1, 2, None), ["months"]),  # type: ignore[arg-type]
    (lambda: metrics.time_to_value(["2027-01-01", None], "2027"), ["reached[0]", "since"]),  # type: ignore[arg-type, list-item]
    (lambda: breadth({"a": -1}, ["a"]), ["users.a"]),
    (lambda: health_score({"roi": Decimal("NaN"), "x": "1"}), ["components.roi", "components.x"]),  # type: ignore[dict-item]
    (lambda: health_score({"roi": 1}, None, {"roi": Fraction(2)}), ["known.roi"]),
    (lambda: health_score([1]), ["components"]),  # type: ignore[arg-type]
    (lambda: health_score({"roi": 1}, [1]), ["weights"]),  # type: ignore[arg-type]
    (lambda: metrics.mau([], DAY(2027, 1, 1), days=0), ["days"]),
    (lambda: breadth({}, ["a"], k=0), ["k"]),
    (lambda: health_score({"roi": Fraction(3, 2)}), ["components.roi"]),
    (lambda: health_score({"roi": Fraction(1)}, {"roi": 0}), ["weights"]),
    (lambda: health_score({"roi": Fraction(1)}, {"rio": 1, "roi": -1}), ["weights.rio", "weights.roi"]),
    (lambda: health_score({"roi": Fraction(1)}, {"roi": "much"}), ["weights.roi"]),
    (lambda: thresholds_of({"users": 0, "least": "x", "content": 70, "ticket_factor": "0.5"}),
     ["thresholds.users", "thresholds.least", "thresholds.content", "thresholds.ticket_factor"]),
    (lambda: thresholds_of({"contend": 1}), ["thresholds.contend"]),
    (lambda: thresholds_of([1]), ["thresholds"]),  # type: ignore[arg-type]
]  # fmt: skip


@pytest.mark.parametrize(("call", "paths"), BAD)
def test_bad_numbers(call: Callable[[], object], paths: list[str]) -> None:
    with pytest.raises(TobfitError) as caught:
        call()
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("TF448", path) for path in paths]


def test_thresholds_are_kept_and_changed() -> None:
    some = thresholds_of({"users": "5", "content": "0.8"})
    assert (some.users, some.content, some.least) == (5, Fraction(4, 5), Thresholds().least)
    assert thresholds_of(some) == some
    assert thresholds_of(None) == Thresholds()
