"""A change and a demonstration in words, rows and plain data, in both languages and for both audiences."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from tests.report.telling import LANGUAGES

import tobfit
from tobfit.analysis.changing import Change, change
from tobfit.analysis.demonstration import Demonstration, poc
from tobfit.model.natural import natural
from tobfit.report.told import changing, demonstration

AUDIENCES = pytest.mark.parametrize("audience", ["client", "internal"])
CLIENT = (
    tobfit.Client(id="acme", as_of="2026-11-01", notes="secret plan")
    .require("sec.mfa", id="A", priority="must", text={"en": "Login", "zh": "登录"}, notes="secret wish")
    .require("crm.cpq", id="B", weight=3)
    .require("sec.audit_log_retention", id="K", need={"at_least": "6 months"}, by="2027-01-01", accept=["standard"])
)
OLD = tobfit.Product(id="crm@5").offers("sec.mfa", response="standard", notes="secret claim")
NEW = (
    tobfit.Product(id="crm@6", price={"development_cost": "9 CNY"}, notes="secret cost")
    .offers("sec.mfa", response="not_supported")
    .offers("crm.cpq", response="configuration", effort="7 days")
)
CHINESE = re.compile(r"[一-鿿]")


def a_change() -> Change:
    lines = [line.evolve(weight=2) if line.id == "B" else line for line in CLIENT.requirements]
    after = tobfit.match(CLIENT.evolve(requirements=lines, notes="another"), [NEW, NEW.evolve(id="new@1")])
    return change(tobfit.match(CLIENT, [OLD, OLD.evolve(id="gone@1")]), after, {"crm@5": "crm@6"})


def a_plan() -> Demonstration:
    return poc(tobfit.match(CLIENT, OLD)["crm@5"], "1 day")


@LANGUAGES
@AUDIENCES
def test_both_are_told_whole(lang: str, audience: str) -> None:
    report = tobfit.match(CLIENT, OLD).with_results(a_change(), a_plan())
    for made in (a_change(), a_plan(), report):
        for render in (tobfit.report.text, tobfit.report.markdown):
            told = render(made, lang=lang, audience=audience, limit=None)
            assert "{" not in told
            assert bool(CHINESE.search(told)) == (lang == "zh")
            if made is not report:
                assert "secret" not in told
    assert tobfit.report.text(a_change(), lang=lang) in tobfit.report.text(report, lang=lang, limit=12)


def test_what_a_change_says() -> None:
    told = tobfit.report.text(a_change())
    for line in (
        "Different are: client, catalogue.",
        "- Products that were not there before: new@1.",
        "- Products that are no longer there: gone@1.",
        "crm@6 (was crm@5)",
        "- changed alone, this gives no fit: catalogue",
    ):
        assert line in told.splitlines()
    assert "It was fit with gaps and is no fit." in told
    assert "    > product.crm@6.capabilities.sec.mfa: -0." in told
    assert "development_cost" not in told
    same = change(tobfit.match(CLIENT, OLD), tobfit.match(CLIENT, OLD))
    assert "Nothing differs that is judged." in tobfit.report.text(same).splitlines()


def test_lists_are_bounded_and_say_so() -> None:
    short = tobfit.report.text(a_change(), limit=1)
    assert "... and 1 more" in short
    assert len(short) < len(tobfit.report.text(a_change(), limit=None))


def test_what_a_script_says() -> None:
    told = tobfit.report.text(a_plan(), lang="zh")
    assert "    > 演示：登录（A，必备）" in told.splitlines()
    english = tobfit.report.text(a_plan())
    for line in ("    > show: Login (A, must)", "    > takes 0.5 days (assumed)", "    > present: vendor, assessor"):
        assert line in english.splitlines()
    passes = tobfit.report.text(poc(tobfit.match(CLIENT, OLD)["crm@5"], 9))
    assert "    > passes with: at_least 6 month; given as standard; by 2027-01-01" in passes.splitlines()
    assert "    > the vendor says nothing" in passes.splitlines()
    proved = OLD.evolve(capabilities={})
    nothing = poc(tobfit.match(CLIENT.evolve(requirements=[]), proved)["crm@5"], 1)
    assert "Nothing is worth a demonstration within that time." in tobfit.report.text(nothing)


def test_rows_carry_the_figures() -> None:
    found = a_change()
    rows = tobfit.report.records(found)
    assert {row["part"] for row in rows} == {"cause", "record", "requirement"}
    assert len({tuple(row) for row in rows}) == 1
    for part in ("cause", "record", "requirement"):
        total = sum(row["delta_low"] for row in rows if row["part"] == part)
        delta = found.products[0].delta
        assert delta is not None
        assert total == pytest.approx(float(delta.low))
    plan = a_plan()
    scripted = tobfit.report.records(plan, lang="zh")
    assert [row["requirement"] for row in scripted] == [n for s in (*plan.steps, *plan.others) for n in s.requirements]
    assert {row["order"] for row in scripted if row["day"] is None} == {None}


@AUDIENCES
def test_plain_data_can_be_written_as_json(audience: str) -> None:
    report = tobfit.match(CLIENT.evolve(notes=None), OLD.evolve(capabilities={})).with_results(a_change(), a_plan())
    made = report.to_dict(audience=audience)["results"]  # type: ignore[arg-type]
    assert [one["result"] for one in made] == ["change", "demonstration"]
    told = json.dumps(made, sort_keys=True)
    assert "secret" not in told
    assert "development_cost" not in told
    assert made[0]["causes"][0]["cause"] == "client"
    assert "fit" not in made[1]


def test_all_phrases_are_there_in_both_languages() -> None:
    for table in (changing.PHRASES, demonstration.PHRASES):
        for english, chinese in table.values():
            assert set(re.findall(r"{(\w+)}", english)) == set(re.findall(r"{(\w+)}", chinese))


PROGRAM = """
import json, tobfit
from tests.report.test_change_and_demonstration import a_change, a_plan
for made in (a_change(), a_plan()):
    print(tobfit.report.text(made, limit=None), tobfit.report.records(made), made)
"""


def test_the_same_bytes_under_any_hash_seed() -> None:
    told = set()
    for seed in ("0", "1", "77"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], capture_output=True, check=True, env=environment, cwd=os.curdir
        )
        told.add(done.stdout)
    assert len(told) == 1


def test_results_compare_and_hash_by_value() -> None:
    assert a_change() == a_change()
    assert hash(a_change()) == hash(a_change())
    assert a_plan() == a_plan()
    assert hash(a_plan()) == hash(a_plan())
    assert list(a_change().of("crm@6")) == sorted(a_change().of("crm@6"), key=natural, reverse=True)
