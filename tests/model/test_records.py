"""Records as calls build them: units, exact numbers, languages, and only what is new is read."""

from __future__ import annotations

import decimal
import time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tobfit
from tobfit.errors import TobfitError
from tobfit.model.interval import Interval, total
from tobfit.model.label import Label
from tobfit.model.requirement import Source
from tobfit.model.scalars import parse_fraction, show_fraction
from tobfit.model.version import parse_version

UNITS = {
    "months": "6 months", "月": "6 个月", "percent": "6 %", "users": "6", "tps": "6 tx/s", "CNY / year": "6 万元/year",
    "person-day": "6 days", "money": "6 CNY", "money/year": "6 CNY/year",
}  # fmt: skip


@pytest.mark.parametrize(("unit", "value"), [(u, v) for u, v in UNITS.items() if "万" not in v])
def test_units_by_any_name(unit: str, value: str) -> None:
    term = tobfit.Capability(id="a", kind="quantity", unit=unit)
    packs = tobfit.Packs([[tobfit.Pack(id="p", vocabulary=[term])]])
    client = tobfit.Client(id="c", as_of="2026-11-01").require("a", need={"at_least": value})
    report = tobfit.match(client, tobfit.Product(id="p").offers("a", response="standard", value=value), packs)
    assert report["p"].decision == "fit"


def test_no_unit() -> None:
    for unit in ("", "mnths"):
        with pytest.raises(TobfitError) as caught:
            tobfit.Capability(id="a", kind="quantity", unit=unit)
        assert (caught.value.problems[0].code, caught.value.problems[0].path) == ("TF213", "Capability.unit")


def test_numbers_do_not_depend_on_the_context_of_the_caller() -> None:
    digits = "123456789012345678901234567890"
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP)):
        assert str(tobfit.Requirement(id="R", weight=digits).weight) == digits
        assert str(tobfit.Need(at_least=f"{digits} 万元").at_least) == f"{digits}0000 CNY"
        assert str(Interval(Fraction(1, 3), Fraction(123456, 100))) == "0.3333..1234.5600"
        assert show_fraction(Fraction(12345, 10**5)) == "0.12345"
    assert tobfit.Requirement(id="R", weight="1e20").weight == Decimal(10) ** 20
    share = parse_fraction("0.1234567890123456789")
    assert parse_fraction(show_fraction(share)) == share


def test_ready_records_are_kept_as_they_are() -> None:
    implied = Source(kind="implied", rule="r")
    line = tobfit.Requirement(id="R", origins=[implied])
    assert line.origins == (implied,)
    client = tobfit.Client(id="a", requirements=[line, {"id": "S"}])
    assert client.requirements[0] is line
    assert tobfit.Requirement(id="R", origins=[{"kind": "stated"}]).origins == (Source(kind="stated"),)


def test_many_lines_and_statements_are_added_fast() -> None:
    started = time.process_time()
    client, product = tobfit.Client(id="a"), tobfit.Product(id="p")
    for n in range(1000):
        client = client.require(None, id=f"R-{n}")
        product = product.offers(f"c{n}", response="standard")
    assert time.process_time() - started < 5
    assert (len(client.requirements), len(product.capabilities)) == (1000, 1000)
    with pytest.raises(TobfitError):
        client.require(None, id="R-7")
    with pytest.raises(TypeError):
        client.evolve(idd="b")


def test_languages() -> None:
    name = Label.of({"zh-cn": "总账", "EN": "Ledger"})
    assert list(name.texts) == ["zh-CN", "en"]
    assert [name.text(lang) for lang in ("zh", "ZH-cn", "en-GB", "fr")] == ["总账", "总账", "Ledger", "Ledger [en]"]
    made: Any = tobfit.Capability(id="a", name={"en": None, "zh": "客户"}).name
    assert dict(made.texts) == {"zh": "客户"}


def test_versions_have_long_parts() -> None:
    assert parse_version("202611011234567890.1").numbers == (202611011234567890, 1)


@given(st.lists(st.fractions(), max_size=8))
def test_a_total_is_the_sum(values: list[Fraction]) -> None:
    assert total(values) == sum(values, Fraction(0))
    assert total(iter(values)) == total(values[::-1])
