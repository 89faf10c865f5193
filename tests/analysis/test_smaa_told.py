"""What is told of a stressed ranking: the figures of the record, in both languages, for both audiences."""

from __future__ import annotations

import json

import pytest
from tests.analysis.small_worlds import small_reports

import tobfit
from tobfit.analysis.smaa import Sensitivity, sensitivity
from tobfit.report import markdown, records, text
from tobfit.report.told.smaa import PHRASES
from tobfit.report.width import width

LANGUAGES = pytest.mark.parametrize("lang", ["en", "zh"])
AUDIENCES = pytest.mark.parametrize("audience", ["client", "internal"])


def example() -> Sensitivity:
    client = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa", id="R-1", weight=2)
    client = client.require("crm.cpq", id="R-2").require("crm.marketing", id="R-3", priority="must")
    acme = tobfit.Product(id="acme@5").offers("sec.mfa", response="standard")
    acme = acme.offers("crm.cpq", response="not_supported")
    birch = tobfit.Product(id="birch@7").offers("sec.mfa", response="not_supported")
    birch = birch.offers("crm.cpq", response="standard").offers("crm.marketing", response="standard")
    return sensitivity(tobfit.match(client, [acme.offers("crm.marketing", response="standard"), birch]), draws=500)


@LANGUAGES
@AUDIENCES
def test_every_result_is_told(lang: str, audience: str) -> None:
    for number, report in enumerate(small_reports(11, 12, unknown=True)):
        found = sensitivity(report, draws=30, weights=(None, "0.2", [[1] * len(_counting(report))])[number % 3])
        for limit in (2, 12, None):
            told = text(found, lang=lang, audience=audience, limit=limit)
            assert "{" not in told
            assert all(width(line) <= 100 for line in told.splitlines())
        assert markdown(found, lang=lang, audience=audience).startswith("## ")
        rows = records(found, lang=lang, audience=audience)
        assert {tuple(row) for row in rows} == {tuple(rows[0])}
        shown = text(report.with_results(found), lang=lang, audience=audience)
        assert PHRASES["title"][lang == "zh"] in shown


def _counting(report: tobfit.Report) -> list[str]:
    return [line.requirement.id for line in report.world.lines if line.weight]


def test_the_text_has_the_figures() -> None:
    found = example()
    told = text(found)
    share = float(found.acceptability["acme@5"][0])
    assert f"{share * 100:.1f} %" in told
    assert "If R-2 weighed 2 instead of 1, birch@7 would catch up with acme@5; with more it is ahead." in told
    assert "If R-1 weighed 1 instead of 2, birch@7 would catch up with acme@5; with less it is ahead." in told
    assert "No line is open" in told
    chinese = text(found, lang="zh")
    assert "若 R-2 的权重为 2（现为 1），birch@7 将追平 acme@5；权重更大时即超前。" in chinese


def test_rows_have_the_figures() -> None:
    found = example()
    rows = records(found)
    shares = {(r["product"], r["rank"]): r["value"] for r in rows if r["part"] == "acceptability"}
    for name, own in found.acceptability.items():
        assert [shares[name, rank] for rank in (1, 2)] == [float(share) for share in own]
    turns = [(r["product"], r["requirement"], r["value"], r["kind"]) for r in rows if r["part"] == "break_even"]
    assert turns == [("birch@7", "R-1", 1.0, "below"), ("birch@7", "R-2", 2.0, "above")]
    assert sum(r["part"] == "swing" for r in rows) == sum(map(len, found.tornado.values()))
    assert sum(r["part"] == "central_weight" for r in rows) == 6


def test_it_is_plain_data() -> None:
    found = example()
    (plain,) = found.report.with_results(found).to_dict()["results"]
    assert plain["result"] == "sensitivity"
    assert "report" not in plain
    again = json.loads(json.dumps(plain))
    assert again["acceptability"]["acme@5"] == [float(share) for share in found.acceptability["acme@5"]]
    assert again["break_even"]["R-2"]["weight"] == 2.0


def test_what_was_not_drawn_is_said() -> None:
    client = tobfit.Client(id="c", as_of="2026-11-01").require("sec.mfa").require("crm.cpq", priority="must")
    silent = sensitivity(tobfit.match(client, [tobfit.Product(id="p@1"), tobfit.Product(id="q@1")]), draws=50)
    assert "Nothing is known of any product" in text(silent)
    assert "each answer as likely as the others" in " ".join(text(silent).split())
    worst = sensitivity(silent.report, draws=50, answers="worst")
    assert "all taken at their worst" in " ".join(text(worst).split())
    known = tobfit.Product(id="p@1").offers("sec.mfa", response="standard").offers("crm.cpq", response="standard")
    firm = tobfit.match(client.evolve(jurisdictions=["CN"], industries=["retail"]), known)
    rules = sensitivity(firm, draws=5).openings.rules
    assert rules
    assert "Undecided rules were not drawn" in text(sensitivity(firm, draws=5))
