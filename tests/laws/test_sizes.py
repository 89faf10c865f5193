"""Size classes against a naive implementation: the range is the tightest that holds every completion."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.knowledge_reference import CLASSES, amount, size_of, size_range

import tobfit
from tobfit.knowledge.inference import infer
from tobfit.knowledge.profile import size_class_of
from tobfit.knowledge.sizes import SizeClass
from tobfit.model.client import Client
from tobfit.model.rule import Condition, Rule
from tobfit.model.size import SizeGroup
from tobfit.testing.knowledge import packs_with
from tobfit.testing.samples import AS_OF, maybe

EXAMPLES = settings().max_examples
BASE = tobfit.load_packs().base
CN, EU, OECD = (BASE.scales[id] for id in ("cn-2017", "eu-2003-361", "oecd"))
FIGURES = ("employees", "revenue", "assets")
Figures = Mapping[str, int | None]


def client_with(figures: Figures, code: str | None = None, currency: str = "CNY") -> Client:
    """A client with these figures and this filing."""
    scale = {
        name: value if name == "employees" else f"{value} {currency}"
        for name, value in figures.items()
        if value is not None
    }
    filed = [{"code": code, "scheme": "gbt4754-2017"}] if code else []
    return Client(id="c", scale=scale, industries=filed)


def exact(figures: Figures) -> dict[str, Fraction | None]:
    return {name: None if value is None else Fraction(value) for name, value in figures.items()}


def ends(size: SizeClass) -> tuple[str | None, str | None]:
    return size.low, size.high


def near_bounds(groups: Sequence[SizeGroup]) -> dict[str, list[int]]:
    """Values at the bounds of some groups and one beside them, and far outside."""
    found: dict[str, set[int]] = {name: {0, 10**13} for name in FIGURES}
    for group in groups:
        for i in group.indicators:
            for bound in (i.small, i.medium, i.large):
                if i.attr in found and bound is not None:
                    found[i.attr] |= {int(amount(bound, None, {})) + step for step in (-1, 0, 1)}
        for c, kind in itertools.product(group.ceilings, ("less_than", "any_at_most")):
            for name, bound in getattr(c, kind).items():
                found[name] |= {int(amount(bound, None, {})) + step for step in (-1, 0, 1)}
    return {name: sorted(values) for name, values in found.items()}


def figures_near(groups: Sequence[SizeGroup], missing: bool = True) -> st.SearchStrategy[dict[str, int | None]]:
    values = {name: st.sampled_from(near) for name, near in near_bounds(groups).items()}
    return st.fixed_dictionaries({name: st.none() | value if missing else value for name, value in values.items()})


def relevant(group: SizeGroup, figures: Figures) -> dict[str, Fraction | None]:
    names = {i.attr for i in group.indicators} | {n for c in group.ceilings for n in (*c.less_than, *c.any_at_most)}
    return {name: value for name, value in exact(figures).items() if name in names}


@settings(max_examples=EXAMPLES * 2)
@given(st.data())
def test_chinese_classes_are_the_lowest_over_the_indicators(data: st.DataObject) -> None:
    group = data.draw(st.sampled_from(CN.groups))
    figures = data.draw(figures_near([group]))
    size = size_class_of(client_with(figures, data.draw(st.sampled_from(group.codes))), CN, BASE)
    assert ends(size) == size_range([group], relevant(group, figures))
    assert size.group == group.id


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_chinese_classes_rise_with_every_indicator(data: st.DataObject) -> None:
    group = data.draw(st.sampled_from(CN.groups))
    figures = data.draw(figures_near([group]))
    name = data.draw(st.sampled_from(FIGURES))
    more = {**figures, name: (figures[name] or 0) + data.draw(st.integers(0, 10**9))}
    known = {**figures, name: figures[name] or 0}
    before, after = (size_class_of(client_with(f, group.codes[0]), CN, BASE) for f in (known, more))
    assert CLASSES.index(before.low or "") <= CLASSES.index(after.low or "")
    assert CLASSES.index(before.high or "") <= CLASSES.index(after.high or "")


@settings(max_examples=EXAMPLES)
@given(figures_near(EU.groups, missing=False))
def test_european_classes_are_headcount_and_one_of_the_two_amounts(figures: dict[str, int]) -> None:
    people, out, total = (figures[name] for name in FIGURES)
    million = 1_000_000
    expected = "large"
    for name, most, turnover, balance in (("medium", 250, 50, 43), ("small", 50, 10, 10), ("micro", 10, 2, 2)):
        if people < most and (out <= turnover * million or total <= balance * million):
            expected = name
    size = size_class_of(client_with(figures, currency="EUR"), EU, BASE)
    assert ends(size) == (expected, expected)


@settings(max_examples=EXAMPLES * 2)
@given(figures_near(EU.groups))
def test_european_ranges_are_the_tightest(figures: dict[str, int | None]) -> None:
    size = size_class_of(client_with(figures, currency="EUR"), EU, BASE)
    assert ends(size) == size_range(EU.groups, exact(figures))


@settings(max_examples=EXAMPLES)
@given(figures_near(CN.groups[1:3]))
def test_a_missing_filing_leaves_every_group_open(figures: dict[str, int | None]) -> None:
    size = size_class_of(client_with(figures), CN, BASE)
    ranges = [size_range([group], relevant(group, figures)) for group in CN.groups]
    assert size.low == min((low for low, _ in ranges), key=CLASSES.index)
    assert size.high == max((high for _, high in ranges), key=CLASSES.index)
    assert size.group is None


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_another_currency_counts_as_missing(data: st.DataObject) -> None:
    scheme, currency = data.draw(st.sampled_from(((CN, "EUR"), (EU, "CNY"), (EU, "USD"))))
    group = data.draw(st.sampled_from(scheme.groups))
    code = group.codes[0] if group.codes else None
    figures = data.draw(figures_near([group]))
    people = {"employees": figures["employees"]}
    foreign = size_class_of(client_with(figures, code, currency), scheme, BASE)
    assert ends(foreign) == ends(size_class_of(client_with(people, code), scheme, BASE))


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_every_completion_lies_in_the_range(data: st.DataObject) -> None:
    """Whatever is filled in, figure or filing, narrows the range; and both of its ends are reached."""
    group = data.draw(st.sampled_from(CN.groups))
    figures = data.draw(figures_near([group]))
    code = data.draw(maybe(st.just(group.codes[0])))
    open_range = size_class_of(client_with(figures, code), CN, BASE)
    near = near_bounds([group])
    choices = [[v] if (v := figures[name]) is not None else near[name] for name in FIGURES]
    found = set()
    for case in itertools.product(*choices):
        known = exact(dict(zip(FIGURES, case, strict=True)))
        found.add(CLASSES[size_of(group, {name: value for name, value in known.items() if value is not None})])
    assert found <= set(open_range.options)
    if code is not None:
        assert {open_range.low, open_range.high} <= found


OPERATORS = {"eq": {0}, "ne": {-1, 1}, "lt": {-1}, "le": {-1, 0}, "gt": {1}, "ge": {0, 1}}


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_a_test_on_a_range_is_true_where_all_its_classes_pass(data: st.DataObject) -> None:
    op = data.draw(st.sampled_from((*OPERATORS, "in")))
    value = data.draw(st.sampled_from(CLASSES))
    two = data.draw(st.lists(st.sampled_from(CLASSES), min_size=1, max_size=3, unique=True))
    when = Condition(attr="size_class.union", op=op, value=two if op == "in" else value)
    rule = Rule(id="r", when=when, implies=[{"capability": "sso"}], basis="law", source="A code", evidence="seen")
    figures = {name: data.draw(st.sampled_from((None, 5, 20, 60, 300))) for name in FIGURES}
    found = infer(client_with(figures), packs_with([rule]).base, AS_OF)
    assert found.profile is not None
    places = [CLASSES.index(name) for name in found.profile.sizes["union"].options]
    steps = [(place > CLASSES.index(value)) - (place < CLASSES.index(value)) for place in places]
    passed = [step in OPERATORS[op] for step in steps] if op != "in" else [CLASSES[place] in two for place in places]
    assert bool(found.fired) == all(passed)
    assert bool(found.open_rules) == (any(passed) and not all(passed))


def test_bounds_of_the_oecd_are_part_of_the_upper_class() -> None:
    sizes = [size_class_of(client_with({"employees": n}), OECD, BASE) for n in (9, 10, 49, 50, 249, 250)]
    assert [size.low for size in sizes] == ["micro", "small", "small", "medium", "medium", "large"]
    assert all(size.low == size.high for size in sizes)


def test_figures_are_compared_exactly() -> None:
    scale = {"employees": 300, "revenue": "99999999.99 CNY"}
    filed = [{"code": "6572", "scheme": "gbt4754-2017"}]
    assert ends(size_class_of(Client(id="c", scale=scale, industries=filed), CN, BASE)) == ("medium", "medium")
    assert Decimal("99999999.99") < 100_000_000


def test_two_filings_leave_their_two_groups_open() -> None:
    filed = [{"code": code, "scheme": "gbt4754-2017"} for code in ("6572", "6422")]
    scale = {"employees": 500, "revenue": "300000000 CNY"}
    assert ends(size_class_of(Client(id="c", scale=scale, industries=filed), CN, BASE)) == ("medium", "large")
