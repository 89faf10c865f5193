"""How a product gives what it gives, and how it would follow when a need changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, get_args

import attrs

from tobfit.analysis.following import ChangedNeed, Way, follow, given_changes, grown_changes
from tobfit.analysis.responding import CODES, Given, responses_of
from tobfit.matching.fit import Fit
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.progress import Progress, check_progress, steps
from tobfit.model.words import Decision, Verdict

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)[:4]
WAYS: tuple[Way, ...] = get_args(Way)


@attrs.frozen
class ProfilePart:
    """What is given by one response and judged by one verdict: its share of the weight that applies, and the lines."""

    response: Given
    verdict: Verdict
    share: Fraction
    requirements: tuple[str, ...]


@attrs.frozen
class FitProfile:
    """Shares of a product's weight by response and by verdict, exact.

    ``by_response`` and ``by_verdict`` each add up to 1, and so do the parts; all are 0 where nothing has weight.
    ``unknown`` as a response: nobody said how, or what was said contradicts itself. What does not apply is outside:
    ``excluded`` is its share of all weight. A roll-up counts by the responses of its parts, under its own verdict.
    """

    _repr_mimebundle_ = mimebundle

    product: str
    by_response: FrozenMap[Given, Fraction]
    by_verdict: FrozenMap[Verdict, Fraction]
    parts: tuple[ProfilePart, ...]
    excluded: Fraction
    not_applicable: tuple[str, ...]


def fit_profile(fit: Fit) -> FitProfile:
    """The share of weight by response code: how much of a fit is standard, set up, programmed, promised, unknown.

    >>> import tobfit
    >>> client = tobfit.Client(id="harbour", as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    >>> acme = tobfit.Product(id="acme@5").offers("sec.mfa", response="configuration")
    >>> found = fit_profile(tobfit.match(client, acme)["acme@5"])
    >>> {code: str(share) for code, share in found.by_response.items() if share}
    {'configuration': '2/3', 'unknown': '1/3'}
    """
    shares: dict[tuple[Given, Verdict], Fraction] = {}
    lines: dict[tuple[Given, Verdict], list[str]] = {}
    for judgement, weight in zip(fit.judgements, fit.weights, strict=True):
        for code, share in responses_of(judgement, fit.world) if weight else ():
            cell = code, judgement.verdict
            shares[cell] = shares.get(cell, Fraction(0)) + share * weight
            lines.setdefault(cell, []).append(judgement.requirement.id)
    whole = fit.totals.weight
    parts = tuple(
        ProfilePart(code, verdict, Ratio(shares[code, verdict] / whole), tuple(lines[code, verdict]))
        for code in CODES
        for verdict in VERDICTS
        if (code, verdict) in shares
    )
    outside = (j for j in fit.judgements if j.verdict == "not_applicable")
    return FitProfile(
        product=fit.product,
        by_response=FrozenMap({code: _sum(p.share for p in parts if p.response == code) for code in CODES}),
        by_verdict=FrozenMap({verdict: _sum(p.share for p in parts if p.verdict == verdict) for verdict in VERDICTS}),
        parts=parts,
        excluded=fit.excluded,
        not_applicable=tuple(judgement.requirement.id for judgement in outside),
    )


def _sum(shares: Iterable[Fraction]) -> Fraction:
    return Ratio(sum(shares, Fraction(0)))


@attrs.frozen
class Flexibility:
    """How a product follows needs that change, one at a time; ``ways`` counts the changes by the way it follows."""

    _repr_mimebundle_ = mimebundle

    product: str
    score: Interval | None
    decision: Decision
    steps: tuple[ChangedNeed, ...]
    ways: FrozenMap[Way, int]

    def share(self, way: Way) -> Fraction:
        """The share of the changes that the product follows in one way; 0 where nothing changes."""
        return Ratio(self.ways[way], len(self.steps)) if self.steps else Ratio(0)


def flexibility(fit: Fit, changes: Mapping[str, Any] | None = None, *, progress: Progress = None) -> Flexibility:
    """What it costs to follow a changed need: by settings, by programming, by another product, or not at all.

    Without ``changes`` each line's need grows by one step, and each capability beside those that the client asks
    for becomes a ``should`` line (``tobfit.analysis.growing`` says what a step and a neighbour are). Waived lines,
    ``wont`` lines and lines about the landscape stay as they are. With ``changes`` (target -> value, as in
    ``report.what_if``) each of them is one change of its own; a target that changes no line is TF412. All that is wrong
    with the changes is told at once, each problem with its target as the path.

    Every change is worked out by matching again. Where the new need is not satisfied in full, the way is the least of
    the remedies that the gap has: ``configure`` before ``extend`` before ``partner`` before ``wait``. What a remedy
    would really take, only the vendor can say: an effort is there where the statement names one.

    >>> import tobfit
    >>> client = tobfit.Client(id="harbour", as_of="2026-11-01").require("sec.audit_log_retention",
    ...     need={"at_least": "6 months"})
    >>> acme = tobfit.Product(id="acme@5").offers("sec.audit_log_retention", response="configuration", value="2 years")
    >>> birch = tobfit.Product(id="birch@7").offers("sec.audit_log_retention", response="standard", value="6 months")
    >>> for fit in tobfit.match(client, [acme, birch]).fits:
    ...     step = flexibility(fit).steps[0]
    ...     print(fit.product, step.need_after, step.way, step.stated, step.score_after, step.score_followed)
    birch@7 at_least 12 month customisation False 0.0000 0.5000
    acme@5 at_least 12 month configuration True 0.9000 0.9000
    """
    check_progress(progress)
    asked = tuple(grown_changes(fit) if changes is None else given_changes(fit, changes))
    followed = tuple(follow(fit, *change) for change in steps(asked, progress, "flexibility"))
    counted = {way: sum(step.way == way for step in followed) for way in WAYS}
    return Flexibility(fit.product, fit.score, fit.decision, followed, FrozenMap(counted))
