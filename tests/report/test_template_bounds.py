"""Templates that would take all memory or never end are refused at once, whatever they use for it."""

from __future__ import annotations

import pytest

import tobfit
from tobfit import TobfitError
from tobfit.report import markdown

LISTS = "{% set x = [1] %}{% set y = [1] %}" + "{% set x = [x, x] %}{% set y = [y, y] %}" * 40
"""Two lists of lists: eighty small lists to keep, and 2 ** 40 numbers to go through."""
PAIRS = "{% set x = (1,) %}" + "{% set x = (x, x) %}" * 40
MANY = "{% set a = [1] * 10000 %}"
LONG = "{% set t = 'A' * 99999 %}"
LOOP = "{% for i in range(1000) %}"
STEPS = 50_000


def code(template: str) -> str:
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    report = tobfit.match(client, tobfit.Product(id="crm@5").offers("sec.mfa", response="standard"))
    with pytest.raises(TobfitError) as raised:
        markdown(report, template)
    (problem,) = raised.value.problems
    return problem.code


@pytest.mark.parametrize(
    "template",
    [
        LISTS + "{{ x == y }}",
        LISTS + "{{ x is eq y }}",
        LISTS + "{{ [x].count(y) }}",
        LISTS + "{% for one in [x, y] %}{{ loop.changed(one) }}{% endfor %}",
        LISTS + "{{ [x, y]|sort|length }}",
        LISTS + "{{ [{'k': x}, {'k': y}]|sort(attribute='k')|length }}",
        LISTS + "{{ [{'k': x}, {'k': y}]|max(attribute='k')|length }}",
        PAIRS + "{{ {x: 1}|length }}",
        PAIRS + "{{ client[x] }}",
        PAIRS + "{{ client.get(x) }}",
        PAIRS + "{{ [x]|unique|list|length }}",
        PAIRS + "{{ [x]|map('list')|unique|list|length }}",
        MANY + LOOP + "{% if 2 in a %}{% endif %}{% endfor %}",
        MANY + "{{ range(2, 1000)|select('in', a)|list|length }}",
        MANY + LOOP + "{% set b = a[1:] %}{% endfor %}",
        MANY + LOOP + "{% set b = [] + a %}{% endfor %}",
        LOOP + "{% set b = [1] * 10000 %}{% endfor %}",
        LONG + "{{ ([t] * 1000)|sort|length }}",
        LONG + LOOP + "{% set b = t ~ 'a' %}{% endfor %}",
        LONG + LOOP + "{% set b = t.split('A') %}{% endfor %}",
        "{% set b %}" + LOOP + "A" * 1_000 + "{% endfor %}{% endset %}",
        "{% macro m() %}" + LOOP + "A" * 1_000 + "{% endfor %}{% endmacro %}{% set b = m() %}",
        "{{ ('%999d' * 160000)|format(*([1] * 160000)) }}",
        "{{ ('f' * 999999)|int(0, 16) // 3 }}",
        "{% set n = namespace(x=1) %}" + LOOP + "{% set n.x = n.x - (0 - n.x) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% for a in [1] %}" * 25 + "{% endfor %}" * 25,
        "{% if true %}" * 120 + "{% endif %}" * 120,
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{{ title }}" * 20_001,
    ],
)
def test_what_would_take_all_memory_or_not_end_is_refused(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tobfit.report.proposal.sandbox.STEPS", STEPS)
    monkeypatch.setattr("tobfit.report.proposal.sandbox.WRITTEN", 500_000)
    assert code(template) == "TF468"


@pytest.mark.parametrize(
    "template",
    [
        LISTS + "{{ x|string }}",
        LISTS + "{{ x|upper }}",
        LISTS + "{{ x|format }}",
        LISTS + "{{ x|truncate(5) }}",
        "{{ ([[1]] * 1000)|sum(start=[]) }}",
        "{{ 'a'|truncate(5, end='too long an end') }}{{ ('a' * 300)|truncate(5, end='too long an end') }}",
    ],
)
def test_filters_of_texts_and_numbers_are_given_nothing_else(template: str) -> None:
    assert code(template) == "TF469"


def test_a_finished_text_cannot_be_cut() -> None:
    """What is cut off could be the half of an escape."""
    assert code("{% set x %}{{ client.name }}{% endset %}{{ x[1:] }}") == "TF469"


def test_what_is_compared_sorted_and_cut_is_what_it_was() -> None:
    client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa").require("sec.sso")
    products = [tobfit.Product(id=f"p{number}").offers("sec.mfa", response="standard") for number in (3, 1, 2)]
    report = tobfit.match(client, products)
    for template, wanted in (
        ("{{ products|sort(attribute='id')|map(attribute='id')|join(' ') }}", "p1 p2 p3"),
        ("{{ products|sort(attribute='rank,id', reverse=true)|map(attribute='id')|join(' ') }}", "p3 p2 p1"),
        ("{{ (products|map(attribute='id')|sort)[1:]|join(' ') }}", "p2 p3"),
        ("{{ (products|max(attribute='id')).id }}", "p3"),
        ("{% for rank, of in products|groupby('rank') %}{{ of|length }}{% endfor %}", "3"),
        ("{{ products|map(attribute='counts.met')|sum }} {{ products|sum(attribute='counts.met') }}", "3 3"),
        ("{{ 'id' in client }} {{ 1 < 2 <= 2 }} {{ 2 not in [1, 2] }}", "yes yes no"),
        ("{{ 'abcdef'[1:4] }}{{ [1, 2, 3][::-1]|join }}", "bcd321"),
        ("{{ counts|default({'a': 1, 'b': 2})|dictsort|length }}{{ '12'|int + 1 }}{{ 'x'|int(5) }}", "2135"),
        ("{{ range(9)|select('in', [1, 2])|list|length }}{{ 4 is even }}{{ 'A' is upper }}", "2yesyes"),
    ):
        assert markdown(report, template) == f"{wanted}\n"
