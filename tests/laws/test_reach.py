"""The strategies reach what they are for: every reason, verdict, gap, decision, remedy and question occurs."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from hypothesis import HealthCheck, given, settings

from tobfit.matching.asks import AskKind
from tobfit.matching.outcome import Reason
from tobfit.matching.remedy import RemedyKind
from tobfit.matching.voices import Kind
from tobfit.model.words import GAP_KINDS, GAP_SEVERITIES, RESPONSES, Decision, Verdict
from tobfit.testing.strategies import World, worlds

# Too rare for so few worlds: a stated region that falls short beside a zone that helps. Its cases are in
# tests/matching/test_landscape.py. What services say is drawn in worlds of their own (tests/laws/test_services.py).
RARE = {"resident"}


def test_over_500_worlds_everything_occurs() -> None:
    seen: Counter[tuple[str, str]] = Counter()

    @settings(max_examples=500, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(worlds(landscape=None))
    def collect(world: World) -> None:
        report = world.report()
        found: set[tuple[str, str]] = set()
        for line in report.requirements:
            found |= {("need", key) for key in line.need.keys}
            found.add(("need", "+".join(line.need.keys)))
        for product in world.catalog.products:
            found |= {("response", s.response) for stated in product.capabilities.values() for s in stated}
        found |= {("question", question.kind) for question in report.questions}
        for fit in report.fits:
            found.add(("decision", fit.decision))
            found.add(("score", "none" if fit.score is None else "open" if fit.score.width else "closed"))
            for judgement in fit.judgements:
                found.add(("verdict", judgement.verdict))
                found.add(("worst", judgement.worst))
                found.add(("best", judgement.best))
                found.add(("reason", judgement.outcome.reason))
                found.add(("speech", judgement.speech.kind))
                found.add(("waived", str(judgement.waived)))
            for gap in fit.gaps:
                found.add(("gap", gap.kind))
                found.add(("severity", gap.severity))
                found |= {("remedy", remedy.kind) for remedy in report.remedies(gap)}
        found.add(("tie", str(len(set(report.ranks.values())) < len(report.ranks))))
        found.add(("certain", str(bool(report.certain_winners))))
        found.add(("possible", str(len(report.possible_winners))))
        seen.update(found)

    collect()
    expected = {
        "verdict": get_args(Verdict),
        "worst": ("unmet", "partial", "met"),
        "best": ("unmet", "partial", "met"),
        "reason": set(get_args(Reason)) - RARE,
        "speech": set(get_args(Kind)) - {"service"},
        "decision": get_args(Decision),
        "gap": GAP_KINDS,
        "severity": GAP_SEVERITIES,
        "remedy": get_args(RemedyKind),
        "question": get_args(AskKind),
        "response": RESPONSES,
        "score": ("none", "open", "closed"),
        "waived": ("True", "False"),
        "tie": ("True", "False"),
        "certain": ("True", "False"),
        "possible": ("0", "1", "2", "3"),
        "need": ("at_least", "at_most", "more_than", "less_than", "ideal", "all_of", "any_of", "none_of", "level",
                 "version", "at_least+at_most", "all_of+none_of", ""),
    }  # fmt: skip
    missing = [(what, name) for what, names in expected.items() for name in names if not seen[what, name]]
    assert missing == []
