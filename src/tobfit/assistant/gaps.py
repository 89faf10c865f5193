"""Scores, gaps and ways out as data."""

from __future__ import annotations

from tobfit.assistant.bounded import Bounded, Patience
from tobfit.assistant.giving import GapTold, Score, Way
from tobfit.assistant.quoting import quoted
from tobfit.model.interval import Interval
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.gaps import ExplainedGap
from tobfit.report.explained.records import WayOut


def score_of(score: Interval | None) -> Score | None:
    """Both ends as floats, correctly rounded."""
    return None if score is None else {"low": float(score.low), "high": float(score.high)}


def gap_told(gap: ExplainedGap, told: Explanation, bounded: Bounded, patience: Patience, most: int | None) -> GapTold:
    """A gap with its ways out; ``most`` bounds texts, None leaves them whole."""
    patience.check()
    where = f"gaps of {gap.product}: ways of {gap.requirement}"
    return {
        "requirement": gap.requirement,
        "title": quoted(told.line[gap.requirement].title, most),
        "priority": gap.priority,
        "severity": gap.severity,
        "kinds": list(gap.kinds),
        "waived": gap.waived,
        "reason": quoted(gap.reason, most),
        "why": [quoted(text, most) for text in gap.grounds],
        "goals": [quoted(text, most) for text in gap.goals],
        "path": quoted(gap.path, most),
        "ways": [_way(way, most) for way in bounded.first(where, gap.ways)],
    }


def _way(way: WayOut, most: int | None) -> Way:
    return {
        "kind": way.kind,
        "told": quoted(way.told, most),
        "risk": way.risk,
        "effort": way.effort,
        "price": way.price,
        "date": way.date.isoformat() if way.date is not None else None,
        "decision": way.decision,
        "score": score_of(way.score),
        "instead": way.product,
    }
