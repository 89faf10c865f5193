"""A proof of concept: which claims to have demonstrated within so many days, and what their outcomes mean."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal

import attrs

from tobfit.analysis.outcomes import Faults, changes_of, day_of, problems_of, refused
from tobfit.analysis.packing import best_within
from tobfit.analysis.showing import Showable, Why, showables
from tobfit.analysis.working_days import Durations, days_of, durations_of, hours_of
from tobfit.errors import Problem, TobfitError
from tobfit.matching.fit import Fit
from tobfit.matching.order import winners
from tobfit.matching.outcome import Judgement
from tobfit.matching.promise import promised
from tobfit.model.answers import Answers
from tobfit.model.displaying import mimebundle
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.progress import Progress, steps
from tobfit.model.words import Decision, Priority

Stake = Literal["knock_out", "decision", "place", "score"]
STAKES: tuple[Stake, ...] = ("knock_out", "decision", "place", "score")
PARTIES = ("vendor", "assessor")


@attrs.frozen
class After:
    """What a demonstration, or several, would lead to, as matching again gives it; ``can_win``: whether the product
    may still rank first, not knocked out, among all products and offers of the report as they would be then."""

    decision: Decision
    score: Interval | None
    can_win: bool


@attrs.frozen
class ToShow:
    """One line that a demonstration is about: what it asks, and what the vendor said of it (None: nothing).

    ``accept`` lists the responses that count for the client; () means all. ``by`` is its date, None without one.
    """

    requirement: str
    title: Label
    priority: Priority
    need: str
    accept: tuple[str, ...]
    by: datetime.date | None
    said: str | None


@attrs.frozen
class Step:
    """One demonstration. ``day`` counts from 1, ``hour`` from the start of that day; ``duration`` is in working days,
    ``assumed`` where nobody said it.

    ``why``: the line is ``claimed`` (said, without evidence), ``unknown``, ``conflicting``, or ``not_applicable`` by
    the vendor's word alone. ``stake``: what its outcome decides: ``knock_out`` (of passing and failing, one is a
    no_fit), ``decision``, ``place`` (whether the product may win), or ``score``. ``swing``: how far the low ends of the
    score after passing and after failing lie apart.
    """

    target: str
    lines: tuple[ToShow, ...]
    why: Why
    stake: Stake
    swing: Fraction
    duration: Fraction
    assumed: bool
    present: tuple[str, ...]
    passes: After
    fails: After
    day: int = 0
    hour: Fraction = Fraction(0)

    @property
    def requirements(self) -> tuple[str, ...]:
        """The ids of the lines."""
        return tuple(line.requirement for line in self.lines)


@attrs.frozen
class Demonstration:
    """A script: what to have shown of one product within ``days``, in the order in which it is shown.

    ``used`` is the time that the steps take; ``others`` could be shown too and had to be left out, or nothing hangs on
    them; ``later`` names lines that are promised for a later day and cannot be shown. ``now``: how the product stands;
    ``all_pass`` and ``all_fail``: how it would, after all steps.
    """

    _repr_mimebundle_ = mimebundle

    product: str
    days: Fraction
    hours_per_day: Fraction
    used: Fraction
    steps: tuple[Step, ...]
    others: tuple[Step, ...]
    later: tuple[str, ...]
    now: After
    all_pass: After
    all_fail: After
    on: datetime.date
    fit: Fit = attrs.field(eq=False, repr=False)
    shown: tuple[Showable, ...] = attrs.field(eq=False, repr=False)

    def changes(
        self, outcomes: Mapping[str, Any], on: datetime.date | str | None = None, by: str = "assessor"
    ) -> FrozenMap[str, Any]:
        """The outcomes as changes that ``Report.what_if`` takes; see ``outcomes``."""
        return changes_of(self.fit, self.shown, outcomes, self.on if on is None else on, by)

    def outcomes(
        self, outcomes: Mapping[str, Any], on: datetime.date | str | None = None, by: str = "assessor"
    ) -> Answers:
        """What was seen, as an answers/1 record for ``tobfit.answer`` (and for ``tobfit.dump``).

        ``outcomes`` maps ids of lines to True (it was shown as claimed; where nothing was claimed, as asked), False (it
        was not: not_supported), ``"partial"``, a response code, or a mapping of a statement's fields. ``on`` is the day
        (the date of the match where it is None), ``by`` who found it: ``assessor``, ``client`` or ``usage``, or a name,
        which counts as an assessor's.

        Each becomes a finding with ``demonstrated`` evidence for this version of the product, which goes before what
        the vendor says: on the capability where all lines that the step is about came out alike, else on the line
        alone.
        TF426 names every line that the plan does not know, and every outcome that is none.
        """
        made = self.changes(outcomes, on, by)
        day = self.on if on is None else on
        return Answers(on=day, by=by, answers=[{"target": target, "value": value} for target, value in made.items()])


def poc(
    fit: Fit | Any,
    days: Any,
    *,
    each: Any = None,
    hours_per_day: Any = 8,
    on: datetime.date | str | None = None,
    progress: Progress = None,
) -> Demonstration:
    """Which claims of a product to have demonstrated within ``days``, because most hangs on them.

    What can be shown: lines that are claimed without evidence, unknown, contradictory, or not applicable by the
    vendor's word alone on a Must; not those that are waived, ``wont``, or promised for a later day. Lines that one
    statement speaks for are shown at once.

    Each is tried both ways, as matching again gives it: passed (what was claimed holds; where nothing was, what the
    line asks for) and failed (not_supported). Those are chosen that fit into the time and together hold most at stake:
    first the number that decide about a knock-out, then about the decision, then about a place among the possible
    winners, then the sum of what they move of the score. The choice is exact. What nothing hangs on is left out.

    ``days`` and ``each`` are working days (``"2 days"``, ``"3 h"``, numbers), quantities or efforts (their likely
    value). ``each`` is one duration for all, or a mapping of ids of lines or capabilities to durations; what nobody
    names takes half a day, and is marked as assumed. ``on`` is the day that findings would bear: the date of the match.

    What is found of a product bears on every offer that holds it too, and on its rivals: each is matched again.

    TF426: ``days``, ``each`` or ``hours_per_day`` that are no duration above 0, names that are not there, or an ``on``
    that is no day.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    >>> product = tobfit.Product(id="crm@5").offers("sec.mfa", response="standard")
    >>> plan = poc(tobfit.match(client, product)["crm@5"], "4 h")
    >>> [(step.requirements, step.stake, step.fails.decision) for step in plan.steps]
    [(('R-001',), 'knock_out', 'no_fit')]
    >>> found = plan.outcomes({"R-001": True}, on="2026-11-20")
    >>> later = tobfit.match(*tobfit.answer(client, product, found))
    >>> later["crm@5"]["R-001"].evidence[0].kind
    'demonstrated'
    """
    if not isinstance(fit, Fit):
        hint = 'report["the product\'s id"] is one'
        raise refused([("fit", f"a {type(fit).__name__} stands where a fit belongs", hint)])
    time, hours, durations, day = _input(fit, days, hours_per_day, each, on)
    planner = _Planner(fit, day, durations)
    return _planned(planner, time, hours, progress)


def _planned(planner: _Planner, time: Fraction, hours: Fraction, progress: Progress) -> Demonstration:
    """What to show, in order, and what that could lead to."""
    fit = planner.fit
    found, later = showables(fit)
    every = sorted((planner.step(one) for one in steps(found, progress, "demonstrations")), key=_rank)
    useful = [step for step in every if step.stake != "score" or step.swing]
    choice = best_within([step.duration for step in useful], [_worth(step) for step in useful], time)
    chosen = [useful[place] for place in choice.places]
    targets = {step.target for step in chosen}
    shown = [one for one in found if one.target in targets]
    return Demonstration(
        product=fit.product,
        days=time,
        hours_per_day=hours,
        used=Ratio(choice.size),
        steps=tuple(_scheduled(chosen, hours)),
        others=tuple(step for step in every if step.target not in targets),
        later=later,
        now=planner.after({}),
        all_pass=planner.together(shown, passed=True),
        all_fail=planner.together(shown, passed=False),
        on=planner.on,
        fit=fit,
        shown=tuple(found),
    )


def _input(
    fit: Fit, days: Any, hours_per_day: Any, each: Any, on: Any
) -> tuple[Fraction, Fraction, Durations, datetime.date]:
    """The durations and the day that the call gives; TF426 with all that is wrong with them."""
    problems: list[Problem] = []
    hours = hours_of(hours_per_day, problems)
    time = days_of(days, hours, "days", problems)
    durations = durations_of(each, hours, fit, problems)
    faults: Faults = []
    day = day_of(fit.world.as_of if on is None else on, faults)
    problems += problems_of(faults)
    if problems:
        raise TobfitError(problems)
    return Ratio(time), Ratio(hours), durations, day


def _rank(step: Step) -> tuple[object, ...]:
    return STAKES.index(step.stake), -step.swing, natural(step.lines[0].requirement), natural(step.target)


def _worth(step: Step) -> tuple[Any, ...]:
    """Knock-outs, decisions, places, and what it moves of the score."""
    return (*(int(step.stake == stake) for stake in STAKES[:3]), step.swing)


def _scheduled(chosen: list[Step], hours: Fraction) -> list[Step]:
    """The steps one after the other; one that does not end on its day goes on the next morning."""
    start = Fraction(0)
    made = []
    for step in chosen:
        day = int(start)
        made.append(attrs.evolve(step, day=day + 1, hour=Ratio((start - day) * hours)))
        start += step.duration
    return made


@attrs.frozen(eq=False)
class _Planner:
    """Tries demonstrations both ways."""

    fit: Fit
    on: datetime.date
    durations: Durations
    others: tuple[Fit, ...] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        world = self.fit.world
        others = (world.fit(one) for one in world.catalog.candidates if one.id != self.fit.product)
        object.__setattr__(self, "others", tuple(others))

    def after(self, changes: Mapping[str, Any]) -> After:
        """How the product stands among the others after the changes, which may bear on some of them too."""
        fit = promised(self.fit, changes) if changes else self.fit
        others = [promised(other, changes) if _is_touched(other, changes) else other for other in self.others]
        return After(fit.decision, fit.score, fit.product in winners([fit, *others]).possible)

    def together(self, shown: Iterable[Showable], *, passed: bool) -> After:
        """Some demonstrations that all have one outcome."""
        listed = list(shown)
        outcomes = {name: passed for one in listed for name in one.requirements}
        return self.after(changes_of(self.fit, listed, outcomes, self.on, "assessor"))

    def step(self, shown: Showable) -> Step:
        """One demonstration, not yet scheduled."""
        passes, fails = (self.together([shown], passed=passed) for passed in (True, False))
        duration, assumed = self.durations.of(shown)
        return Step(
            target=shown.target,
            lines=tuple(_to_show(judgement) for judgement in shown.judgements),
            why=shown.why,
            stake=_stake(passes, fails),
            swing=_swing(passes, fails),
            duration=Ratio(duration),
            assumed=assumed,
            present=self._present(shown),
            passes=passes,
            fails=fails,
        )

    def _present(self, shown: Showable) -> tuple[str, ...]:
        """The parties, and the roles of those who asked."""
        roles = {person.id: person.role for person in self.fit.world.client.stakeholders}
        asked = {roles.get(name, name) for judgement in shown.judgements for name in judgement.requirement.asked_by}
        return (*PARTIES, *sorted(asked))


def _is_touched(fit: Fit, changes: Iterable[str]) -> bool:
    """Whether changes may bear on a product or offer: a target speaks of it, or of a product in it."""
    names = fit.offer.products if fit.offer is not None else (fit.product,)
    concerned = ("vendor.", *(f"product.{name}." for name in names))
    return any(target.startswith(concerned) for target in changes)


def _stake(passes: After, fails: After) -> Stake:
    if (passes.decision == "no_fit") != (fails.decision == "no_fit"):
        return "knock_out"
    if passes.decision != fails.decision:
        return "decision"
    return "place" if passes.can_win != fails.can_win else "score"


def _swing(passes: After, fails: After) -> Fraction:
    if passes.score is None or fails.score is None:
        return Ratio(0)
    return Ratio(abs(passes.score.low - fails.score.low))


def _to_show(judgement: Judgement) -> ToShow:
    line = judgement.requirement
    said = ", ".join(dict.fromkeys(statement.response for statement in judgement.statements)) or None
    return ToShow(line.id, line.title, line.priority, str(line.need), line.accept, line.by, said)
