"""Where employees struggle while managers are content: three signs, each against an explicit threshold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

import attrs

from tobfit.lifecycle.limits import Thresholds
from tobfit.lifecycle.living import Life
from tobfit.lifecycle.measuring import Metric, is_few
from tobfit.lifecycle.metrics import adoption_rate, csat, ticket_rate
from tobfit.model.interval import Ratio
from tobfit.model.natural import named
from tobfit.model.usage import Observation

MANAGERS, EMPLOYEES = "manager_user", "end_user"
SignKind = Literal["satisfaction", "tickets", "adoption"]


@attrs.frozen
class Sign:
    """One figure of managers beside that of employees, over all periods together; ``holds``: the employees' is worse
    by the threshold or more. ``sound``: enough people stand behind both."""

    kind: SignKind
    managers: Metric
    employees: Metric
    holds: bool

    @property
    def sound(self) -> bool:
        """Whether both have a value and enough behind it."""
        return self.managers.is_sound and self.employees.is_sound


@attrs.frozen
class Struggle:
    """What managers and employees make of a capability (None: of the whole product), side by side.

    ``content``: whether the managers are content, None where they were not asked. ``struggling``: some sign holds, and
    the managers are not known to be discontent. ``firm``: they are known to be content, and a sign that holds is sound.
    """

    product: str
    capability: str | None
    content: bool | None
    signs: tuple[Sign, ...]

    @property
    def struggling(self) -> bool:
        """Whether employees struggle where managers are content, as far as is known."""
        return self.content is not False and any(sign.holds for sign in self.signs)

    @property
    def firm(self) -> bool:
        """Whether that is more than noise."""
        return bool(self.content) and any(sign.holds and sign.sound for sign in self.signs)


def struggles_of(life: Life, limits: Thresholds) -> Iterable[Struggle]:
    """Every capability, and the product as a whole, of which both were observed."""
    for capability in sorted({seen.capability for seen in life.usage.observations}, key=named):
        managers, employees = (_rows(life, capability, role) for role in (MANAGERS, EMPLOYEES))
        signs = tuple(_signs(managers, employees, limits))
        if signs:
            content = _content(managers, limits)
            yield Struggle(life.usage.product, capability, content, signs)


def _rows(life: Life, capability: str | None, top: str) -> list[Observation]:
    """The rows of a role, or of those below it where it has none of its own in a period."""
    found = []
    for period in life.periods:
        rows = life.rows(capability, period)
        found += [rows[name] for name in life.topmost(name for name in rows if name and life.is_below(name, top))]
    return found


def _signs(
    managers: Sequence[Observation], employees: Sequence[Observation], limits: Thresholds
) -> Iterable[Sign]:
    """The signs of which both have a figure."""
    pairs = ((_satisfied, _less_content), (_tickets, _more_tickets), (_adopting, _less_adopting))
    kinds: tuple[SignKind, ...] = ("satisfaction", "tickets", "adoption")
    for kind, (figure, is_worse) in zip(kinds, pairs, strict=True):
        theirs, ours = figure(managers, limits.least), figure(employees, limits.least)
        if theirs.value is not None and ours.value is not None and theirs.unit == ours.unit:
            yield Sign(kind, theirs, ours, is_worse(theirs.value, ours.value, limits))


def _content(managers: Sequence[Observation], limits: Thresholds) -> bool | None:
    value = _satisfied(managers, limits.least).value
    return None if value is None else value >= limits.content


def _satisfied(rows: Sequence[Observation], least: int) -> Metric:
    """The share of satisfied answers over all periods; without counts the mean of the shares that were given, without
    these the mean answer brought to 0..1 (1 of 5 is 0), which only compares with its like."""
    given = [row.satisfaction for row in rows if row.satisfaction is not None]
    counted = [one.counts for one in given if None not in one.counts]
    if counted:
        return csat(sum(a or 0 for a, _ in counted), sum(b or 0 for _, b in counted), least=least)
    answers = [one.responses for one in given if one.responses is not None]
    n = sum(answers) if answers and len(answers) == len(given) else None
    shares = [Fraction(one.share) for one in given if one.share is not None]
    if shares:
        return Metric("csat", Ratio(sum(shares) / len(shares)), n, is_few(n, least))
    means = [(Fraction(one.mean) - 1) / 4 for one in given if one.mean is not None]
    if means:
        return Metric("satisfaction_mean", Ratio(sum(means) / len(means)), n, is_few(n, least), "points")
    return Metric("csat", None, None, False, "ratio", ("satisfaction",))


def _tickets(rows: Sequence[Observation], least: int) -> Metric:
    """Tickets for each user-month of all periods that say both."""
    known = [row for row in rows if row.tickets is not None and row.active is not None]
    months = sum((Fraction(row.active or 0) * row.period.months for row in known), Fraction(0))
    most = max((row.active or 0 for row in known), default=None)
    return ticket_rate(sum(row.tickets or 0 for row in known) if known else None, months, least=least, n=most)


def _adopting(rows: Sequence[Observation], least: int) -> Metric:
    """The adoption rate over all periods that say both, each counting by its entitled users."""
    known = [row for row in rows if row.active is not None and row.entitled is not None]
    if not known:
        return adoption_rate(None, None, least=least)
    rate = adoption_rate(sum(row.active or 0 for row in known), sum(row.entitled or 0 for row in known), least=least)
    most = max(row.entitled or 0 for row in known)
    return attrs.evolve(rate, n=most, noisy=is_few(most, least))


def _less_content(managers: Fraction, employees: Fraction, limits: Thresholds) -> bool:
    return managers >= limits.content and managers - employees >= limits.satisfaction_gap


def _more_tickets(managers: Fraction, employees: Fraction, limits: Thresholds) -> bool:
    return employees > managers and employees >= limits.ticket_rate and employees >= limits.ticket_factor * managers


def _less_adopting(managers: Fraction, employees: Fraction, limits: Thresholds) -> bool:
    return managers > employees and managers - employees >= limits.adoption_gap
