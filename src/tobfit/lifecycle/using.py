"""Each capability that was required or observed: who asked for it, whether it was delivered, and whether it is used."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import attrs

from tobfit.lifecycle.limits import Thresholds
from tobfit.lifecycle.living import Life, Status
from tobfit.lifecycle.measuring import Metric
from tobfit.lifecycle.metrics import feature_adoption
from tobfit.matching.fit import Fit
from tobfit.matching.outcome import Judgement
from tobfit.matching.report import Report
from tobfit.model.natural import natural
from tobfit.model.period import Period
from tobfit.model.requirement import Requirement


@attrs.frozen
class Use:
    """One capability of one product in use.

    ``requirements`` are the lines that ask for it, those with the highest priority first; ``required``: some line asks
    for it, for one broader or for one narrower. ``delivered``: whether a line's judgement says that the product gives
    it; None where that is not known, or no line asks. ``status``: ``used`` in the last period that tells, ``lapsed``
    (used before, not any more), ``unused``, ``measured`` (a value was observed, and no users), or ``unobserved`` where
    nobody can say; that period is ``latest``, and ``last_used`` the last one in which it was used. ``users`` of
    ``entitled`` in the latest period: None where only bounds are known; ``rate`` is their share.
    """

    product: str
    capability: str
    requirements: tuple[str, ...]
    required: bool
    delivered: bool | None
    status: Status
    latest: Period | None
    last_used: Period | None
    users: int | None
    entitled: int | None
    rate: Metric

    @property
    def is_used(self) -> bool:
        """Whether it was used at all."""
        return self.last_used is not None


PRIORITY = {"must": 0, "should": 1, "could": 2}


def asking(report: Report) -> tuple[Requirement, ...]:
    """The lines that ask a product for a capability which people could use: not waived, not ruled out, and no
    connection or place to run."""
    return tuple(
        line
        for line in report.requirements
        if line.capability is not None
        and line.scope == "product"
        and line.priority != "wont"
        and line.waived is None
        and line.connect is None
        and line.deploy is None
    )


def uses_of(life: Life, fit: Fit, report: Report, limits: Thresholds) -> Iterable[Use]:
    """What was required of the product, or of it in an offer, and what was observed of it."""
    product = life.usage.product
    lines: dict[str, list[Requirement]] = {}
    for line in asking(report):
        is_seen = fit.offer is None and line.capability in life.capabilities
        if line.capability is not None and (_serves(fit[line.id], product) or is_seen):
            lines.setdefault(line.capability, []).append(line)
    # A waived line, or one that another product of the offer serves, asked for it too.
    wanted = frozenset(line.capability for line in report.requirements if line.priority != "wont")
    for name in sorted({*lines, *life.capabilities}, key=natural):
        found = sorted(lines.get(name, ()), key=lambda line: (PRIORITY[line.priority], natural(line.id)))
        status, latest, last_used = life.status(name, limits.users)
        users, entitled = _counts(life, name, latest)
        yield Use(
            product=product,
            capability=name,
            requirements=tuple(line.id for line in found),
            required=bool(found) or _is_near(name, wanted, life),
            delivered=_delivered([fit[line.id] for line in found], product),
            status=status,
            latest=latest,
            last_used=last_used,
            users=users,
            entitled=entitled,
            rate=feature_adoption(users, entitled, least=limits.least),
        )


def _serves(judgement: Judgement, product: str) -> bool:
    """Whether the line is the product's: of an offer only what it serves."""
    return judgement.item == product


def _is_near(name: str, wanted: Collection[str | None], life: Life) -> bool:
    """Whether a line asks for it, or for something broader or narrower."""
    ancestors = life.base.vocabulary.ancestors
    return any(one in wanted for one in (name, *ancestors(name))) or any(
        name in ancestors(one) for one in wanted if one is not None
    )


def _delivered(judgements: Iterable[Judgement], product: str) -> bool | None:
    found = set()
    for judgement in judgements:
        own = next((part for part in judgement.parts if part.item == product), judgement)
        found.add({"met": True, "partial": True, "unknown": None}.get(own.verdict, False))
    return True if True in found else None if None in found or not found else False


def _counts(life: Life, name: str, period: Period | None) -> tuple[int | None, int | None]:
    """Users and entitled users in a period; None where they are not exactly known."""
    if period is None:
        return None, None
    low, high = life.users(name, period)
    return (low if low == high else None), life.entitled(name, period)
