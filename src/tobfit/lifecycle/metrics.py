"""The metrics of use, each by its definition; every number is exact, and a denominator of 0 leaves it undefined.

Counts that nobody said are None, and so is then the value.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from fractions import Fraction

from tobfit.lifecycle.measuring import SMALL, Count, Metric, among, counted, is_few, quotient, refuse
from tobfit.model.interval import Ratio

Action = tuple[str, datetime.date]
"""A user, and a day on which the user did something that counts."""
WINDOW = 30
"""The days of a rolling month."""


def activation_rate(logged_in: int | None, licensed: int | None, *, least: int = SMALL) -> Metric:
    """Licensed users who logged in at least once / licensed users.

    >>> activation_rate(300, 400).value
    Ratio(3, 4)
    """
    among({"logged_in": logged_in}, ("licensed", licensed))
    return quotient("activation_rate", ("logged_in", logged_in), ("licensed", licensed), least=least)


def adoption_rate(active: int | None, entitled: int | None, *, least: int = SMALL) -> Metric:
    """Users active in the period / users entitled in it: by contract, not those who registered.

    >>> adoption_rate(120, 400).value, adoption_rate(0, 0).value
    (Ratio(3, 10), None)
    """
    return quotient("adoption_rate", ("active", active), ("entitled", entitled), least=least)


def feature_adoption(users: int | None, eligible: int | None, *, least: int = SMALL) -> Metric:
    """Users of a capability / users who may use it.

    >>> feature_adoption(6, 8).noisy
    True
    """
    return quotient("feature_adoption", ("active", users), ("entitled", eligible), least=least)


def active_share(users: int | None, active: int | None, *, least: int = SMALL) -> Metric:
    """Users of a capability / users of the product: of those who work with it at all, how many use this.

    >>> active_share(30, 120).value
    Ratio(1, 4)
    """
    return quotient("active_share", ("active", users), ("active of the product", active), least=least)


def dau(actions: Iterable[Action], day: datetime.date) -> int:
    """Daily active users: the different users with an action on the day.

    >>> monday = datetime.date(2027, 3, 1)
    >>> dau([("li", monday), ("li", monday), ("wu", monday)], monday)
    2
    """
    return len({user for user, on in actions if on == day})


def mau(actions: Iterable[Action], day: datetime.date, *, days: int = WINDOW) -> int:
    """Monthly active users: the different users with an action in the 30 days that end on the day.

    >>> mau([("li", datetime.date(2027, 3, 1)), ("wu", datetime.date(2027, 1, 1))], datetime.date(2027, 3, 30))
    1
    """
    first = _first(day, days)
    return len({user for user, on in actions if first <= on <= day})


def mean_dau(
    actions: Iterable[Action], day: datetime.date, *, days: int = WINDOW, working: bool = True
) -> Fraction | None:
    """The mean of the daily active users over the window that ends on the day. ``working`` leaves out Saturdays and
    Sundays, on which people do not use what they work with; None where no day is left.

    >>> mean_dau([("li", datetime.date(2027, 3, 1))], datetime.date(2027, 3, 2), days=4)
    Ratio(1, 2)
    """
    first = _first(day, days)
    every = (first + datetime.timedelta(days=number) for number in range(days))
    counting = {one for one in every if not working or one.weekday() < 5}
    seen = {(user, on) for user, on in actions if on in counting}
    return Ratio(len(seen), len(counting)) if counting else None


def _first(day: datetime.date, days: int) -> datetime.date:
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        refuse([("days", f"a window of {days!r} days", "a whole number, 1 or more")])
    return day - datetime.timedelta(days=min(days, day.toordinal()) - 1)


def stickiness(mean_daily: Count | None, monthly: Count | None, *, least: int = SMALL) -> Metric:
    """Mean daily active users / monthly active users of the same window.

    >>> stickiness(30, 120).value
    Ratio(1, 4)
    """
    return quotient("stickiness", ("dau", mean_daily), ("mau", monthly), least=least)


def depth(healthy: int | None, entitled: int | None, *, least: int = SMALL) -> Metric:
    """Users above the threshold of healthy use / users entitled.

    Gainsight counts ten logins in four weeks as healthy, and half of the users as a good share.

    >>> depth(90, 400).value
    Ratio(9, 40)
    """
    return quotient("depth", ("healthy", healthy), ("entitled", entitled), least=least)


def time_to_value(reached: Iterable[datetime.date | None], since: datetime.date | None) -> Metric:
    """Days from the contract (or from going live) to the first agreed value event; None where none was reached.

    >>> time_to_value([datetime.date(2027, 3, 1), None], datetime.date(2027, 1, 1)).value
    Ratio(59, 1)
    """
    given = [*reached, since]
    refuse(
        ("since" if place == len(given) - 1 else f"reached[{place}]", f"{day!r} is no day", "a date, or None")
        for place, day in enumerate(given)
        if day is not None and not isinstance(day, datetime.date)
    )
    days = sorted(day for day in given[:-1] if day is not None)
    if not days or since is None:
        missing = tuple(name for name, said in (("reached", days), ("since", since)) if not said)
        return Metric("time_to_value", None, None, False, "day", missing)
    return Metric("time_to_value", Ratio((days[0] - since).days), None, False, "day")


def nps(promoters: int | None, detractors: int | None, responses: int | None, *, least: int = SMALL) -> Metric:
    """The share of promoters (9 and 10 of 10) less that of detractors (0 to 6), in points from -100 to 100.

    Net Promoter, NPS and Net Promoter Score are trademarks of Fred Reichheld, Bain & Company and NICE Satmetrix. Buyers
    and users are asked, and counted, by themselves. Fewer than ten answers are noise.

    >>> nps(5, 2, 10).value, nps(1, 0, 2).noisy
    (Ratio(30, 1), True)
    """
    among({"promoters": promoters, "detractors": detractors}, ("responses", responses))
    given = {"promoters": promoters, "detractors": detractors, "responses": responses}
    missing = tuple(name for name, count in given.items() if count is None)
    value = None
    if promoters is not None and detractors is not None and responses:
        value = Ratio(100 * (promoters - detractors), responses)
    return Metric("nps", value, responses, is_few(responses, least), "points", missing)


def csat(satisfied: int | None, responses: int | None, *, least: int = SMALL) -> Metric:
    """Satisfied answers (the top two of five) / answers.

    >>> csat(32, 40).value
    Ratio(4, 5)
    """
    among({"satisfied": satisfied}, ("responses", responses))
    return quotient("csat", ("satisfied", satisfied), ("responses", responses), least=least)


def ticket_rate(
    tickets: int | None, active: Count | None, months: Count = 1, *, least: int = SMALL, n: int | None = None
) -> Metric:
    """Tickets / active users / month.

    ``active`` times ``months`` are user-months; ``n`` is the number of users where it is another one.

    >>> ticket_rate(36, 120, 3).value
    Ratio(1, 10)
    """
    counted({"tickets": tickets, "active": active, "months": months})
    refuse(("months", "None is no number of months", "a number, 0 or more") for one in (months,) if one is None)
    users = n if n is not None else None if active is None else int(active)
    time = None if active is None else Fraction(active) * Fraction(months)
    return quotient(
        "ticket_rate", ("tickets", tickets), ("active", time), least=least, unit="per_user_month", n=users
    )


def sla_attainment(within: int | None, due: int | None, *, least: int = SMALL) -> Metric:
    """Tickets within the agreed time / tickets due.

    >>> sla_attainment(19, 20).value
    Ratio(19, 20)
    """
    among({"tickets_within": within}, ("tickets_due", due))
    return quotient("sla_attainment", ("tickets_within", within), ("tickets_due", due), least=least)


def training_coverage(trained: int | None, entitled: int | None, *, least: int = SMALL) -> Metric:
    """Users trained / users entitled; of managers and of employees apart, because one mean would hide the other.

    >>> training_coverage(40, 40).value
    Ratio(1, 1)
    """
    return quotient("training_coverage", ("trained", trained), ("entitled", entitled), least=least)


def retention_grr(start: Count | None, contraction: Count | None, churn: Count | None) -> Metric:
    """(start - contraction - churn) / start: what stays, without what grows.

    >>> retention_grr(100, 5, 10).value
    Ratio(17, 20)
    """
    return _retention("retention_grr", {"start": start, "contraction": contraction, "churn": churn})


def retention_nrr(
    start: Count | None, expansion: Count | None, contraction: Count | None, churn: Count | None
) -> Metric:
    """(start + expansion - contraction - churn) / start.

    >>> retention_nrr(100, 25, 5, 10).value
    Ratio(11, 10)
    """
    given = {"start": start, "expansion": expansion, "contraction": contraction, "churn": churn}
    return _retention("retention_nrr", given)


def _retention(name: str, given: dict[str, Count | None]) -> Metric:
    among({name: given[name] for name in ("contraction", "churn")}, ("start", given["start"]))
    counted(given)
    known = {field: Fraction(count) for field, count in given.items() if count is not None}
    missing = tuple(field for field in given if field not in known)
    value = None
    if not missing and known["start"]:
        left = known["start"] + known.get("expansion", Fraction(0)) - known["contraction"] - known["churn"]
        value = Ratio(left / known["start"])
    return Metric(name, value, None, False, "ratio", missing)
