"""What connections take: their adapters, each built once, whichever connections use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from tobfit.commercial.cost_records import OpenEffort
from tobfit.commercial.estimate_pieces import Piece, Times, points_of, told
from tobfit.commercial.stated_efforts import Found
from tobfit.integration.routing import Route
from tobfit.integration.sharing import Use
from tobfit.integration.together import Together, together_of
from tobfit.matching.asks import asks_of
from tobfit.matching.fit import Fit
from tobfit.matching.outcome import Judgement
from tobfit.model.label import Label
from tobfit.model.natural import natural

CONNECT = "integration"
GENERAL = "general"


def connecting(fit: Fit, estimated_by: frozenset[str]) -> Found:
    """The adapters of the connections that can be made, product by product of an offer: the cheapest set that serves
    all of them. A connection that cannot be made takes nothing and is open; one that hangs on what nobody said is
    counted as it would be made at best, and is open as well. A vendor's own estimate of a connection precedes its
    adapters: such lines (``estimated_by``) have no part in it."""
    lines = [one for one in fit.judgements if _is_wanted(one) and one.requirement.id not in estimated_by]
    pieces: list[Piece] = []
    open_ones: list[OpenEffort] = []
    estimated: set[str] = set()
    for item in dict.fromkeys(one.item for one in lines):
        routes = [(one.requirement, one.route) for one in lines if one.item == item and one.route is not None]
        together = together_of(routes, fit.world.catalog.product(item), fit.world.site)
        made = {} if together is None else {route.requirement: route for route in together.routes}
        for judgement in lines:
            if judgement.item == item:
                open_ones += _open(judgement, made, fit)
        if together is not None:
            pieces += (_piece(use, item, together, fit) for use in together.uses if _counts(use))
            open_ones += (_silent(use, together) for use in together.uses if use.effort is None)
            estimated.update(name for name, route in made.items() if _is_estimated(route, together))
    return Found(tuple(pieces), tuple(open_ones), frozenset(estimated))


def _is_wanted(judgement: Judgement) -> bool:
    line = judgement.requirement
    return line.connect is not None and line.priority != "wont" and not judgement.waived


def _open(judgement: Judgement, made: Mapping[str, Route], fit: Fit) -> Iterable[OpenEffort]:
    line = judgement.requirement
    if judgement.verdict == "unmet":
        because = told(f"{line.id} is not met; nothing is counted for it", f"{line.id} 未满足；未计入任何工作量")
        yield OpenEffort("unmet", line.id, because, requirements=(line.id,))
    elif judgement.verdict == "unknown":
        said = told(f"whether {line.id} can be made hangs on what nobody said", f"{line.id} 能否实现尚不可知")
        for ask in asks_of(judgement, fit.world, fit.product):
            yield OpenEffort("route", line.id, said, ask.target, (line.id,))
    elif line.id not in made and judgement.verdict != "not_applicable":
        because = told(f"nobody said how {line.id} is connected", f"无人说明 {line.id} 如何连接")
        yield OpenEffort("route", line.id, because, requirements=(line.id,))


def _counts(use: Use) -> bool:
    return use.effort is not None and use.effort.high.number > 0


def _users(use: Use, together: Together) -> tuple[str, ...]:
    """The connections whose own chain goes over an adapter; those that share it in the cheapest set may be more."""
    found = (route.requirement for route in together.routes if use.id in route.adapters)
    return tuple(sorted(found, key=natural))


def _piece(use: Use, item: str, together: Together, fit: Fit) -> Piece:
    assert use.effort is not None
    number = Fraction(use.number)
    return Piece(
        id=f"adapter/{item}/{use.owner}/{use.id}",
        stage=CONNECT,
        source="adapter",
        name=_name(use, item, fit),
        unit=points_of(use.effort),
        times=Times(number, number, number),
        requirements=_users(use, together),
        assumed=use.owner == GENERAL,
    )


def _name(use: Use, item: str, fit: Fit) -> Label:
    """What an adapter is called by its owner."""
    world = fit.world
    general = world.packs.base.adapters.get(use.id)
    if use.owner == GENERAL:
        return general.name or Label.of(use.id) if general is not None else Label.of(use.id)
    landscape = world.client.landscape
    own = landscape.adapters if landscape is not None and use.owner == "client" else ()
    homes = own if use.owner == "client" else world.catalog.product(item).adapters
    names = [one.name for one in homes if one.id == use.id and one.name is not None]
    return names[0] if names else Label.of(use.id)


def _silent(use: Use, together: Together) -> OpenEffort:
    because = told(f"nobody said what the adapter {use.id} takes", f"无人说明适配器 {use.id} 所需的工作量")
    return OpenEffort("unestimated", use.id, because, requirements=_users(use, together))


def _is_estimated(route: Route, together: Together) -> bool:
    """Whether all adapters of a connection have an effort, be it 0."""
    silent = {use.id for use in together.uses if use.effort is None}
    return silent.isdisjoint(route.adapters)
