"""A service cost in words, rows and plain data: for internal readers all of it, for a client no figure."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from tests.commercial.test_cost_by_hand import EFFORT, TRAINING, client_of, fit_of, product_of

from tobfit.commercial import ServiceCost, service_cost
from tobfit.matching.report import run
from tobfit.report import markdown, records, text

CANARY = "7919"
"""A figure that stands in every internal field of the documents, and nowhere else."""


def canaries(**options: Any) -> ServiceCost:
    said = dict.fromkeys(("low", "likely", "high"), f"{CANARY} days")
    services = [
        {"id": "desk", "stage": "support", "effort": said, "rate": f"{CANARY} CNY/day", "notes": CANARY},
        {"id": "tour", "stage": "presales", "notes": CANARY},
    ]
    general = {**TRAINING, "base": f"{CANARY} days", "notes": CANARY}
    product = product_of(services, a={"response": "customisation", "effort": said, "notes": CANARY})
    return service_cost(fit_of(client_of("t.a", "t.b"), product, general), draws=100, **options)


def whole() -> ServiceCost:
    own = [{"id": "desk", "stage": "support", "effort": EFFORT, "rate": "2000 CNY/day", "yearly": True}]
    said = {"response": "customisation", "effort": EFFORT}
    return service_cost(fit_of(client_of("t.a", "t.b"), product_of(own, a=said), TRAINING), draws=500)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("render", [text, markdown])
def test_no_internal_figure_reaches_a_client(lang: str, render: Any) -> None:
    found = canaries()
    report = run(found.fit.world).with_results(found)
    for made in (found, report):
        assert CANARY not in render(made, lang=lang)
        assert CANARY in render(made, lang=lang, audience="internal")


def test_no_internal_figure_reaches_rows_and_plain_data() -> None:
    found = canaries()
    report = run(found.fit.world).with_results(found)
    assert CANARY not in repr(records(found))
    assert CANARY in repr(records(found, audience="internal"))
    assert CANARY not in json.dumps(report.to_dict())
    assert CANARY in json.dumps(report.to_dict(audience="internal"))
    (plain,) = report.to_dict()["results"]
    assert not {"effort", "effort_range", "money", "money_range", "parts"} & plain.keys()
    assert {"open", "questions", "set_aside", "horizon"} <= plain.keys()


def test_the_words() -> None:
    said = text(whole(), audience="internal")
    assert "Effort and cost of p@1" in said
    assert "Over 3 years, which is assumed" in said
    assert "110.00" in said  # 25 stated, 25 a year for three years, 10 for training
    assert "P80" in said
    assert "How many sites?" in said
    assert "narrows the mean by 18.00 person-days" in said
    assert "nobody said how R-2 is given" in said
    assert "10 / 20 / 60" in said
    assert re.search(r"vendor's\s.*each year|vendor's service, +.*\n.*each year", said)
    assert "agreed" not in said
    zh = text(whole(), lang="zh", audience="internal")
    assert "p@1 的工作量与成本" in zh
    assert "有多少站点？" in zh
    assert "无人说明 R-2 如何提供" in zh
    client = text(whole())
    assert "How many sites?" in client
    assert "narrows" not in client


def test_what_is_set_aside_and_what_has_no_rate_is_said() -> None:
    own = [{"id": "courses", "stage": "training", "effort": EFFORT}]
    found = service_cost(fit_of(client_of(), product_of(own), TRAINING), draws=100)
    said = text(found, audience="internal")
    assert "training: the estimate of service/p@1/courses counts" in said
    assert "No money: some part has no rate." in said
    assert "What does a person-day cost?" in said
    assert "What does a person-day cost?" not in text(found)
    nothing = service_cost(fit_of(client_of(), product_of()), draws=100)
    assert "Nobody estimated anything." in text(nothing, audience="internal")


def test_lists_are_bounded() -> None:
    said = markdown(whole(), audience="internal", limit=1)
    # What spreads the total most stands first.
    assert "| desk |" in said
    assert "| training" not in said
    assert "3 more" in said


def test_rows() -> None:
    rows = records(whole(), audience="internal")
    assert [row["row"] for row in rows] == ["part"] * 4 + ["total", "total", "question", "open"]
    assert sum(row["mean"] for row in rows[:4]) == pytest.approx(rows[4]["mean"])
    assert sum(row["share"] for row in rows[:4]) == pytest.approx(1)
    assert rows[4]["p50"] < rows[4]["p80"] < rows[4]["p90"]
    assert rows[5]["unit"] == "CNY"
    assert [row["row"] for row in records(whole())] == ["question", "open"]
