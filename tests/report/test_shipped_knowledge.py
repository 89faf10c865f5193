"""The same parts with the packs that ship and the products of the first example: a studio in China."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import tobfit
from tobfit.matching.profile_question import ProfileQuestion
from tobfit.matching.report import Report
from tobfit.report import records, text
from tobfit.report.question_list import question_list, questions_data
from tobfit.report.text import as_text

ROOT = Path(__file__).resolve().parents[2]
PRODUCTS = ROOT / "examples" / "game-and-security" / "products"
STUDIO = {
    "jurisdictions": ["CN"],
    "industries": [{"segment": "game", "code": "6572", "scheme": "gbt4754-2017", "primary": True}],
    "scale": {"employees": 500, "revenue": "300000000 CNY"},
    "complete": ["jurisdictions", "industries"],
    "profile": {"system_owner_type": "network_operator"},
    "need_suites": ["crm"],
}


@functools.cache
def studio() -> Report:
    packs = tobfit.load_packs()
    catalog = [PRODUCTS / f"{name}.yaml" for name in ("odoo", "suitecrm")]
    return tobfit.match(tobfit.Client(id="studio", as_of="2026-11-23", **STUDIO), catalog, packs)


def flat(rendered: str) -> str:
    """Without the breaks of lines, which fall between any two Chinese characters."""
    return "".join(rendered.split())


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", [
            "Understood of the client:",
            "Size class: large (Chinese statistical size classes (2017); group Software and information technology "
            "services; filing code 6572, Employees 500, Annual revenue 300000000 CNY)",
            "Required by law",
            "Audit log retention (must, at least 6 month): Cybersecurity Law of the PRC (as amended 2025-10-28), "
            "Article 23(3) (Cybersecurity Law as amended in 2025 (cn.csl.2025); in force from 2026-01-01)",
            "implied by practice:", "source not read: counts as should at most",
            "from what is known: Industries: Online games (complete)",
            "asked for with the suite: Customer relationship management (CRM)",
            "endangers the outcomes: control, efficiency",
            "At which level of graded protection (MLPS) is the system graded or filed? (ask the Technical evaluator; "
            "can change the decision;",
            "Undecided rules",
        ]),
        ("zh", [
            "对客户的了解程度：",
            "规模类型：大型（统计上大中小微型企业划分办法(2017)；行业组别 软件和信息技术服务业；登记代码 6572，从业人"
            "员数 500，年营业收入 300000000 CNY）",
            "法规要求的需求",
            "审计日志留存期（必备，至少 6 month）：中华人民共和国网络安全法（2025年修正）, Article 23(3)（网络安全法（"
            "2025年修正）（cn.csl.2025）；自 2026-01-01 起有效）",
            "推导自同类客户惯例：", "来源未核对：至多按“应有”计",
            "随套件提出：客户关系管理(CRM)", "危及管理成效：管控，增效",
            "该系统的网络安全等级保护定级（备案）为第几级？（询问技术评估者；可改变结论；",
            "未定规则",
        ]),
    ],
)  # fmt: skip
def test_what_a_report_tells(lang: str, wanted: list[str]) -> None:
    shown = flat(text(studio(), lang=lang, limit=None))
    assert [one for one in wanted if flat(one) not in shown] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_line_fits(lang: str) -> None:
    from tobfit.report.width import width

    assert all(width(line) <= 100 and line.isprintable() for line in text(studio(), lang=lang).splitlines())


def test_rows_of_laws() -> None:
    row = next(row for row in records(studio(), lang="zh") if row["capability"] == "sec.audit_log_retention")
    assert (row["basis"], row["rule"], row["valid_from"]) == ("law", "cn.csl.2025", "2026-01-01")
    assert row["facts"].startswith("网络运营者：在中国内地拥有或管理网络或信息系统")


def test_the_ranked_list_has_every_question_with_its_target() -> None:
    report = studio()
    listed = flat(as_text(question_list(report, lang="en", audience="client", limit=None)))
    places = [listed.index(flat(f"target: {question.target}")) for question in report.questions]
    assert places == sorted(places)
    assert {type(question) for question in report.questions} == {ProfileQuestion, tobfit.Question}
    bounded = as_text(question_list(report, lang="zh", audience="client", limit=3))
    assert f"- ……另有 {len(report.questions) - 3} 项\n" in bounded


def test_the_data_of_questions_is_that_of_the_report() -> None:
    report = studio()
    assert questions_data(report, audience="client") == report.to_dict()["questions"]
    with pytest.raises(ValueError, match="audience"):
        questions_data(report, audience="all")


def test_nine_products_and_fifty_lines_are_told_quickly() -> None:
    packs = tobfit.load_packs()
    client = tobfit.Client(id="studio", as_of="2026-11-23", **{**STUDIO, "need_suites": []})
    for number, name in enumerate([c.id for c in packs.vocabulary.capabilities.values() if c.kind == "boolean"][:50]):
        client = client.require(name, priority=("must", "should", "should", "could")[number % 4])
    report = tobfit.match(client, PRODUCTS, packs)
    assert len(report.fits) >= 8
    start = time.process_time()
    text(report)
    # About 2 s where it was written; the bound leaves room for a slower machine.
    assert time.process_time() - start < 6


def test_the_same_bytes_under_any_hash_seed() -> None:
    program = (
        "import sys, hashlib\nfrom tests.report.test_shipped_knowledge import studio\n"
        "from tobfit.report import markdown, records, text\n"
        "said = text(studio(), lang='zh') + markdown(studio()) + repr(records(studio(), lang='zh'))\n"
        "print(hashlib.sha256(said.encode()).hexdigest())"
    )
    digests = set()
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    for seed in ("0", "5"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        digests.add(done.stdout)
    assert len(digests) == 1
