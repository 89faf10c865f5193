"""The public names as users write them: this file runs, and mypy checks it strictly with the rest."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import tobfit
import tobfit.report
from tobfit.formats import openacr


def a_report(jurisdictions: Sequence[str] = ()) -> tobfit.Report:
    packs: tobfit.Packs = tobfit.load_packs()
    client = tobfit.Client(
        id="acme", as_of="2026-11-01", jurisdictions=jurisdictions, stakeholders=[{"id": "cio", "role": "economic"}]
    )
    client = client.require("sec.mfa", priority="must", asked_by=["cio"])
    client = client.require("sec.audit_log_retention", need={"at_least": "6 months"}, weight="1.5")
    product = tobfit.Product(id="crm@5", version="5").offers("sec.mfa", response="standard")
    other = product.evolve(id="crm@6").offers("sec.audit_log_retention", response="configuration", value="1 year")
    return tobfit.match(client, [product, other], packs=packs, policy=tobfit.Policy(partial="0.4"), as_of="2026-11-02")


def test_reports_fits_and_judgements() -> None:
    report = a_report()
    fits: tuple[tobfit.Fit, ...] = report.fits
    assert [fit.product for fit in fits] == ["crm@6", "crm@5"]
    assert report.ranks["crm@6"] == 1
    fit = report["crm@5"]
    score = fit.score
    assert score is not None
    low: Fraction = score.low
    assert sum((part.low for part in fit.contributions), Fraction(0)) == low
    assert sum((part.high for part in fit.contributions), Fraction(0)) == score.high
    judgement: tobfit.Judgement = fit["R-002"]
    assert (judgement.verdict, judgement.waived, judgement.evidence) == ("unknown", False, ())
    assert judgement.requirement.weight == Decimal("1.5")
    assert judgement.requirement.need.at_least is not None
    assert [source.kind for source in judgement.requirement.sources] == ["stated"]
    assert (fit.decision, str(fit.answered), f"{fit.coverage:.2f}") == ("fit_with_gaps", "1", "0.57")
    assert "Nobody said" in judgement.reason


def test_where_a_client_is_active_leaves_rules_open() -> None:
    """Of a mere list of requirements nothing follows; once the client is described, undecided rules count."""
    assert a_report().open_rules == ()
    report = a_report(["CN"])
    attributes = {rule.id: rule.attributes for rule in report.open_rules}
    assert attributes["cn.csl.2025"] == ("system_owner_type",)
    assert all(attributes.values())
    fit = report["crm@6"]
    assert (a_report()["crm@6"].decision, fit.decision) == ("fit_with_gaps", "undecided")
    effects = {effect.id: effect for effect in fit.open_rules}
    assert set(effects) <= set(attributes)
    law = effects["cn.csl.cii.2025"]
    assert (law.attributes, law.threatens) == (("critical_infrastructure",), True)
    assert "must" in {line.priority for line in law.requirements}
    assert law.decision == "undecided"


def test_gaps_remedies_and_questions_keep_their_promise() -> None:
    report = a_report()
    for fit in report.fits:
        for gap in fit.gaps:
            assert gap.severity in ("blocker", "major", "minor", "info")
            assert gap.because
            assert gap.path[0] == "acme"
            for remedy in gap.remedies:
                after = report.what_if(remedy.changes)[fit.product]
                assert (after.score, after.decision) == (remedy.score_after, remedy.decision_after)
                assert after[gap.requirement.id].credit == remedy.credit
    question = report.questions[0]
    assert isinstance(question, tobfit.Question)
    assert question.target == "product.crm@5.capabilities.sec.audit_log_retention"
    for effect in question.answers.values():
        after = report.what_if(effect.changes)[question.product]
        assert (after.score, after.decision) == (effect.score, effect.decision)


def test_rows_texts_and_plain_data() -> None:
    report = a_report()
    assert len(tobfit.report.records(report)) == 4
    assert "crm@6" in tobfit.report.text(report, lang="zh")
    assert "crm@6" in tobfit.report.markdown(report, audience="internal")
    assert report.to_dict()["tobfit"] == "report/1"


def test_documents_come_back_equal(tmp_path: Path) -> None:
    client = a_report().client
    tobfit.dump(client, tmp_path / "client.yaml")
    assert tobfit.load_client(tmp_path / "client.yaml") == client
    assert tobfit.check(tmp_path / "client.yaml") == ()


def test_an_error_carries_all_problems() -> None:
    lines = [{"id": "R", "capability": "sec.mfa", "weight": -1}]
    with pytest.raises(tobfit.TobfitError) as caught:
        tobfit.load_client({"id": "x y", "jurisdictions": ["no"], "requirements": lines})
    assert {problem.code for problem in caught.value.problems} == {"TF207", "TF206", "TF210"}


def test_every_exported_name_is_there() -> None:
    for name in tobfit.__all__:
        assert getattr(tobfit, name) is not None
    assert set(tobfit.__all__) <= set(dir(tobfit))
    assert callable(openacr.read)
