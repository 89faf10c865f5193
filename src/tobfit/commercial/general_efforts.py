"""What services take by the general models of the packs, where the vendor gave no estimate.

One rule keeps anything from being counted twice: whoever is nearer to the work speaks alone. A stage that some service
of the vendor has an effort for is the vendor's; so is a service that it names, in whatever stage. A line or a
connection with an estimate of its own leaves the counts that general services grow with.

A count is one number, whichever services grow with it. Where nobody said it, it lies between the least and the most
that any service of the packs assumes of it, and most likely in the middle of what they take for likely.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import median_low
from typing import get_args

import attrs

from tobfit.commercial.cost_records import OpenEffort, SetAside
from tobfit.commercial.drivers import Counted, counts_of
from tobfit.commercial.estimate_pieces import ONCE, Piece, Times, points_of, told
from tobfit.commercial.general import general_needs
from tobfit.commercial.vendor_services import Offered
from tobfit.knowledge.cells import Truth
from tobfit.knowledge.logic import decide
from tobfit.matching.fit import Fit
from tobfit.model.label import Label
from tobfit.model.natural import natural
from tobfit.model.price import Count, Effort
from tobfit.model.service import Call, Driver, GeneralService

NEVER = Times(Fraction(0), Fraction(0), Fraction(0))
PERHAPS = Times(Fraction(0), Fraction(1), Fraction(1))
"""Nobody knows whether it is needed: the likely case plans for it."""
REFUSED = ("not_supported", "not_applicable")
COUNTED = ("gaps", "gaps_must", "unconnected")
"""Counts of a fit that lines of which nobody knows leave open."""
GAP_CALLS = (*get_args(Call)[2:],)
"""What calls for a service by the gaps of a line."""


@attrs.frozen(eq=False)
class General:
    """What the general services come to: estimates, what is open, and what is not counted."""

    pieces: tuple[Piece, ...]
    open: tuple[OpenEffort, ...]
    set_aside: tuple[SetAside, ...]


@attrs.frozen(eq=False)
class Counting:
    """How often one driver counts; None where nobody said and no pack assumes a range."""

    driver: Driver
    counted: Counted | None
    times: Times | None


def modelled(fit: Fit, services: Sequence[Offered], spoken: Mapping[str, str], estimated: frozenset[str]) -> General:
    """The general services of the packs that nobody nearer speaks of.

    ``spoken``: service capability -> the part that estimates it. ``estimated``: lines with an estimate of their own.
    """
    left = attrs.evolve(fit, judgements=tuple(j for j in fit.judgements if j.requirement.id not in estimated))
    counts, assumed = counts_of(left), _assumed(fit)
    called = general_needs(left, counts)
    pieces: list[Piece] = []
    open_ones: list[OpenEffort] = []
    aside: list[SetAside] = []
    for service in fit.world.packs.base.services.values():
        found = _aside(service, fit, services, spoken)
        if found is not None:
            aside.append(found)
            continue
        counting = [_counting(driver, counts, assumed) for driver in service.drivers]
        need = _need(service, called[service.id].truth, counting, fit)
        made, missing = _estimated(service, need, counting, fit)
        pieces += made
        open_ones += missing
    return General(tuple(pieces), tuple(open_ones), tuple(aside))


def _aside(
    service: GeneralService, fit: Fit, services: Sequence[Offered], spoken: Mapping[str, str]
) -> SetAside | None:
    """Who speaks instead of a general service: the vendor's estimates in its stage, or of its capability; or why it is
    not delivered at all."""
    names = (service.capability, *fit.world.vocabulary.ancestors(service.capability))
    same = [spoken[name] for name in names if name in spoken]
    near = [one.id for one in services if one.service.effort is not None and one.stage == service.stage]
    if same or near:
        return SetAside(service.id, service.stage, tuple(dict.fromkeys((*same, *near))), "estimated")
    lines = [j for j in fit.judgements if j.requirement.capability == service.capability]
    if lines and all(j.requirement.priority == "wont" or j.waived or j.verdict == "not_applicable" for j in lines):
        return SetAside(service.id, service.stage, tuple(j.requirement.id for j in lines), "unwanted")
    refusing = _refusing(service.capability, fit)
    return SetAside(service.id, service.stage, refusing, "undelivered") if refusing else None


def _refusing(capability: str, fit: Fit) -> tuple[str, ...]:
    """The products of a fit, where all of them say that they do not give a capability."""
    items = fit.offer.products if fit.offer is not None else (fit.product,)
    stated = [fit.world.catalog.product(item).capabilities.get(capability, ()) for item in items]
    refused = all(said and all(one.response in REFUSED for one in said) for said in stated)
    return tuple(sorted(items, key=natural)) if refused else ()


@attrs.frozen(eq=False)
class Need:
    """How far a service is needed: its base, and what its drivers count; ``attributes`` would settle it, and where
    ``of_lines`` so would lines of which nobody knows."""

    base: Times
    driven: Times
    attributes: tuple[str, ...] = ()
    of_lines: bool = False


def _need(service: GeneralService, truth: Truth, counting: Sequence[Counting], fit: Fit) -> Need:
    """As the client's needs say (see ``general_needs``). Where a count that nobody said is all that leaves it open, the
    range that is assumed of the count tells: a service for one to ten sites is needed."""
    if truth is not None:
        sure = ONCE if truth else NEVER
        return Need(sure, sure)
    calls = any(call in GAP_CALLS for call in service.called_by)
    formula = fit.world.packs.base.service_formulas.get(service.id)
    profile = fit.world.inference.profile
    if formula is not None and profile is not None:
        return Need(PERHAPS, PERHAPS, decide(formula, profile.readings).attributes, calls)
    if not counting:
        return Need(PERHAPS, ONCE, (), calls)
    some = _some(counting)
    base = Times(some.least, Fraction(1), Fraction(1)) if service.called_by else some
    behind = tuple(name for one in counting for name in _behind(one)) if base.is_open else ()
    return Need(base, ONCE, behind, calls)


def _some(counting: Sequence[Counting]) -> Times:
    """Whether one of some drivers counts something; of one that nobody counts nobody knows."""
    ends = [PERHAPS if one.times is None else one.times for one in counting]
    return Times(*(Fraction(any(getattr(end, name) > 0 for end in ends)) for name in ("least", "likely", "most")))


def _assumed(fit: Fit) -> Mapping[str, Times]:
    """Count -> what the general services assume of it."""
    found: dict[str, list[Count]] = {}
    for service in fit.world.packs.base.services.values():
        for driver in service.drivers:
            if driver.if_unknown is not None:
                found.setdefault(driver.count, []).append(driver.if_unknown)
    return {
        name: Times(
            Fraction(min(count.low for count in counts)),
            Fraction(median_low(count.likely for count in counts)),
            Fraction(max(count.high for count in counts)),
        )
        for name, counts in found.items()
    }


def _counting(driver: Driver, counts: Mapping[str, Counted], assumed: Mapping[str, Times]) -> Counting:
    counted = counts.get(driver.count)
    return Counting(driver, counted, _times(counted, assumed.get(driver.count)))


def _times(counted: Counted | None, assumed: Times | None) -> Times | None:
    """As it is said; in the middle of a range that is said; else as the packs assume, but no less than is known."""
    if counted is not None and counted.value is not None:
        low, high = Fraction(counted.value.low), Fraction(counted.value.high)
        return Times(low, (low + high) / 2, high)
    if assumed is None:
        return None
    least = Fraction(0) if counted is None else Fraction(counted.at_least)
    return Times(*(max(least, end) for end in (assumed.least, assumed.likely, assumed.most)))


def _estimated(
    service: GeneralService, need: Need, counting: Sequence[Counting], fit: Fit
) -> tuple[list[Piece], list[OpenEffort]]:
    pieces: list[Piece] = []
    open_ones: list[OpenEffort] = []
    if service.base is not None:
        made = _piece(service, None, service.title, service.base, need.base, need.attributes)
        pieces.append(attrs.evolve(made, of_lines=need.of_lines and need.base.is_open))
    for one in counting:
        if one.times is None:
            open_ones += [_uncounted(service, one)] if need.driven.most else []
        else:
            times = need.driven.where(one.times.per(Fraction(one.driver.per)))
            asked = (*(need.attributes if need.driven.is_open else ()), *_behind(one))
            made = _piece(service, one.driver.count, _driven(service, one, fit), one.driver.each, times, asked)
            of_lines = one.driver.count in COUNTED and one.times.is_open
            pieces.append(attrs.evolve(made, counts=one.times, of_lines=of_lines))
    if service.base is None and not service.drivers and need.base.most:
        because = told(f"nobody said what {service.id} takes", f"无人说明 {service.id} 所需的工作量")
        open_ones.append(OpenEffort("service", service.id, because))
    return [piece for piece in pieces if piece.times.most], open_ones


def _behind(one: Counting) -> tuple[str, ...]:
    """The attribute that a count hangs on, where it is one and still open."""
    counted = one.counted
    return (one.driver.count,) if counted is not None and counted.is_open and counted.target is not None else ()


def _piece(
    service: GeneralService, driver: str | None, title: Label, effort: Effort, times: Times, attributes: tuple[str, ...]
) -> Piece:
    return Piece(
        id=f"general/{service.id}" if driver is None else f"general/{service.id}/{driver}",
        stage=service.stage,
        source="general",
        capability=service.capability,
        name=title,
        unit=points_of(effort),
        times=times,
        driver=driver,
        attributes=tuple(dict.fromkeys(attributes)),
        yearly=service.yearly,
        assumed=True,
    )


def _driven(service: GeneralService, one: Counting, fit: Fit) -> Label:
    """The service and what it grows with: in the words of the attribute, or of what is counted in the fit."""
    attribute = fit.world.packs.base.askable.get(one.driver.count)
    said = attribute.title if attribute is not None else one.counted.because if one.counted is not None else None
    name = said or Label.of(one.driver.count)
    langs = dict.fromkeys([*service.title.texts, *name.texts])
    both = {lang: (service.title.text(lang), name.text(lang)) for lang in langs}
    return Label.of({lang: f"{a}（{b}）" if lang == "zh" else f"{a} ({b})" for lang, (a, b) in both.items()})


def _uncounted(service: GeneralService, one: Counting) -> OpenEffort:
    count = one.driver.count
    because = told(f"nobody said how many: {count}, for {service.id}", f"{service.id}：无人说明数量 {count}")
    target = one.counted.target if one.counted is not None else None
    return OpenEffort("driver", f"{service.id}/{count}", because, target)


