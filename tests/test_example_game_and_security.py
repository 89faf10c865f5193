"""The example of the game studio and the security firm: its facts are founded, and it shows what it promises."""

from __future__ import annotations

import csv
import datetime
import io
import os
import subprocess
import sys
import warnings
from collections import Counter
from pathlib import Path

import pytest

import tobfit
from tobfit import Client, ProfileQuestion, Report
from tobfit.knowledge import infer, size_class
from tobfit.knowledge.inference import Inference

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "game-and-security"
PACKS = tobfit.load_packs()
with warnings.catch_warnings():
    warnings.simplefilter("error")  # a member or capability that no pack knows
    CATALOG = tobfit.load_catalog(FOLDER / "products", PACKS)
    STUDIO = tobfit.load_client(FOLDER / "studio.yaml", PACKS)
    SECURITY = tobfit.load_client(FOLDER / "security-firm.yaml", PACKS)
FILINGS = ("6572", "6422")
DUTIES = {"ind.game_realname", "ind.game_minor_hours", "ind.game_minor_spend"}


def filed(code: str) -> Client:
    return STUDIO.evolve(industries=[STUDIO.industries[0].evolve(code=code)])


def implied(found: Inference) -> set[str]:
    lines = [line for line in found.requirements if any(source.kind == "implied" for source in line.sources)]
    return {line.capability for line in lines if line.capability}


@pytest.fixture(scope="module")
def report() -> Report:
    return tobfit.match(STUDIO, CATALOG, PACKS)


# ------------------------------------------------------------------------------------------- the catalogue
def test_there_are_nine_products_in_one_version_each() -> None:
    assert len(CATALOG.products) == 9
    assert all(product.version and product.vendor and product.name for product in CATALOG.products)


@pytest.mark.parametrize("product", CATALOG.products, ids=lambda product: product.id)
def test_a_product_has_enough_statements_of_each_sort(product: tobfit.Product) -> None:
    said = [statement for statements in product.capabilities.values() for statement in statements]
    counts = Counter(statement.response for statement in said)
    assert len(said) >= 25
    assert sum(statement.value is not None for statement in said) >= 5
    assert counts["configuration"] + counts["customisation"] + counts["third_party"] >= 3
    assert counts["not_supported"] >= 3


@pytest.mark.parametrize("product", CATALOG.products, ids=lambda product: product.id)
def test_every_statement_can_be_checked_again(product: tobfit.Product) -> None:
    for capability, statements in product.capabilities.items():
        assert len(statements) == 1, f"{capability}: statements of one day that differ contradict each other"
        (statement,) = statements
        assert statement.remark is not None, capability
        assert statement.on == datetime.date(2026, 11, 23), capability
        assert statement.evidence, capability
        for item in statement.evidence:
            assert (item.kind, item.source.startswith("https://")) == ("documented", True), capability
            assert item.date == datetime.date(2026, 11, 23), capability
            heading, _, proves = (item.remark.text("en") if item.remark else "").partition("; ")
            assert heading.startswith("Page heading: "), capability
            assert heading.removeprefix("Page heading: ").strip(), capability
            assert proves.strip(), capability


def test_what_the_free_edition_lacks_is_not_said_to_be_there() -> None:
    mattermost = CATALOG.product("mattermost@11.10")
    assert mattermost.capabilities["sec.sso"][0].response == "not_supported"
    assert CATALOG.product("odoo-community@19.0").capabilities["crm.service_desk"][0].response == "third_party"


# --------------------------------------------------------------------------------------------- the clients
@pytest.mark.parametrize("client", [STUDIO, SECURITY], ids=lambda client: client.id)
def test_clients_say_that_they_are_fictional(client: Client) -> None:
    assert client.name is not None
    assert "fictional" in client.name.text("en")
    assert "虚构" in client.name.text("zh")
    assert "fictional" in (client.notes or "")
    assert "fictional" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_clients_differ_in_industry_alone() -> None:
    alike = {"id": "x", "name": None, "industries": (), "notes": None}
    wished = tuple(line for line in STUDIO.requirements if line.waived is None)
    assert STUDIO.evolve(requirements=wished, **alike) == SECURITY.evolve(**alike)
    assert {line.capability for line in STUDIO.requirements if line.waived} == DUTIES
    assert [c.industries[0].segment for c in (STUDIO, SECURITY)] == ["game", "cybersecurity"]
    assert STUDIO.jurisdictions == ("CN",)
    assert STUDIO.need_suites == ("crm", "erp", "oa", "itsm")


# ------------------------------------------------------------------------------------- what is implied, and why
@pytest.mark.parametrize("code", FILINGS)
def test_eight_capabilities_for_each_alone_and_some_for_both(code: str) -> None:
    game, security = implied(infer(filed(code), PACKS)), implied(infer(SECURITY, PACKS))
    assert len(game - security) >= 8
    assert len(security - game) >= 8
    assert len(game & security) >= 8
    assert "ind.game_live_ops" in game - security
    assert "sec.pen_test" in security - game
    assert "sec.audit_log_retention" in game & security


@pytest.mark.parametrize("client", [*map(filed, FILINGS), SECURITY], ids=[*FILINGS, "security"])
def test_every_implied_line_says_why(client: Client) -> None:
    sources = [s for line in infer(client, PACKS).requirements for s in line.sources if s.kind == "implied"]
    assert sources
    for source in sources:
        assert source.rule in PACKS.base.rules
        assert source.citation
        assert source.reference is not None
        assert source.facts
        assert source.basis in ("law", "practice", "experience")


def test_the_filing_moves_the_size_class_and_what_it_implies() -> None:
    sizes = {code: size_class(filed(code), "cn-2017", PACKS) for code in FILINGS}
    assert [(s.low, s.high) for s in sizes.values()] == [("large", "large"), ("medium", "medium")]
    assert [s.group for s in sizes.values()] == ["software_it", "information_transmission"]
    assert all(s.inputs["employees"] == "500" and s.inputs["revenue"] == "300000000 CNY" for s in sizes.values())
    large, medium = (infer(filed(code), PACKS) for code in FILINGS)
    assert "pr.scale.large" in set(large.fired) - set(medium.fired)
    assert "pr.scale.medium" in set(medium.fired) - set(large.fired)
    assert "svc.csm" in implied(large) - implied(medium)
    assert "fin.budget_control" in implied(medium) - implied(large)


# ------------------------------------------------------------------------------------ questions and answers
def about_the_client(report: Report) -> list[ProfileQuestion]:
    return [question for question in report.questions if isinstance(question, ProfileQuestion)]


def test_undecided_rules_become_questions(report: Report) -> None:
    asked = {rule.id for question in about_the_client(report) for rule in question.rules}
    assert len(about_the_client(report)) >= 10
    # A rule that would add nothing to what is asked anyway needs no question.
    assert {rule.id for rule in report.open_rules if report.world.open_lines[rule.id]} == asked
    for question in about_the_client(report):
        assert question.ask in PACKS.base.roles
        assert question.text.endswith("?")
        assert len(question.options) >= 2


def test_every_answer_of_the_first_questions_keeps_its_promise(report: Report) -> None:
    for question in about_the_client(report)[:4]:
        for effect in question.answers.values():
            after = report.what_if(effect.changes)
            assert dict(effect.decisions) == {fit.product: fit.decision for fit in after.fits}
            assert dict(effect.scores) == {fit.product: fit.score for fit in after.fits}


def test_the_answers_narrow_the_choice(report: Report) -> None:
    learnt = tobfit.load_answers(FOLDER / "answers-studio.yaml")
    later, catalog = tobfit.answer(STUDIO, CATALOG, learnt, PACKS)
    after = tobfit.match(later, catalog, PACKS)
    assert catalog == CATALOG  # nothing is invented about a real product
    targets = {question.target for question in about_the_client(report)}
    assert {item.target for item in learnt.answers} <= targets
    before = Counter(fit.decision for fit in report.fits)
    now = Counter(fit.decision for fit in after.fits)
    assert before["no_fit"] < now["no_fit"] < len(after.fits)
    assert len(after.open_rules) < len(report.open_rules)


def test_waived_duties_are_shown_with_an_accepted_conflict(report: Report) -> None:
    assert {(c.kind, c.subject, c.accepted) for c in report.conflicts} == {("waiver", d, True) for d in DUTIES}
    for fit in report.fits:
        waived = {judgement.requirement.capability for judgement in fit.judgements if judgement.waived}
        assert waived == DUTIES
        assert fit["G-001"].requirement.sources[-1].rule == "cn.game.minors.2021"
    shown = tobfit.report.text(report, limit=3)
    assert all(line in shown for line in ("G-001", "G-002", "G-003"))


# ------------------------------------------------------------------------------------------------- the scripts
def run(script: str, *arguments: str, seed: str = "0") -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
    command = [sys.executable, str(FOLDER / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_walk_runs_alike_each_time_and_fast() -> None:
    before = os.times()
    once = run("walk.py", seed="1")
    after = os.times()
    spent = after.children_user - before.children_user + after.children_system - before.children_system
    assert spent < 20
    assert once == run("walk.py", seed="2")
    for words in (
        "studio as 6572: large under cn-2017", "studio as 6422: medium under cn-2017", "studio alone: ",
        "security-firm alone: ", "shared: ", "The worst gap of each kind", "the ten questions to ask next",
        "as promised", "中文报告",
    ):  # fmt: skip
        assert words in once
    assert "\n10. client." in once


def test_the_list_of_links_is_whole() -> None:
    rows = list(csv.DictReader(io.StringIO(run("links.py", "--format", "csv"))))
    said = [
        (item.source, product.id, capability)
        for product in CATALOG.products
        for capability, statements in product.capabilities.items()
        for statement in statements
        for item in statement.evidence
    ]
    assert sorted((row["link"], row["product"], row["capability"]) for row in rows) == sorted(said)
    assert all(row["response"] and row["heading"] and row["proves"] and row["read_on"] for row in rows)
    text = run("links.py")
    links = {link for link, _, _ in said}
    assert links <= set(text.splitlines())
    assert text.splitlines()[-1] == f"{len(links)} links, {len(said)} proofs, 9 products"


def test_the_scripts_are_strictly_typed() -> None:
    command = [sys.executable, "-m", "mypy", "--strict", str(FOLDER / "walk.py"), str(FOLDER / "links.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
