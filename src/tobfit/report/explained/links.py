"""The connections that lines ask for, as links of a picture: whole, open or broken, with what lies between."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from tobfit.integration.steps import Step
from tobfit.matching.fit import Fit
from tobfit.matching.outcome import Judgement
from tobfit.matching.reasons import reason_text
from tobfit.model.requirement import Connect
from tobfit.model.words import Verdict
from tobfit.report.explained.records import Link, Stop
from tobfit.report.routes import step_text
from tobfit.report.teller import Teller

LINK_STATES: dict[str, tuple[str, str]] = {
    "whole": ("whole", "可对接"), "open": ("open", "未定"), "broken": ("broken", "无法对接"),
}  # fmt: skip
"""How a connection stands, in words: the same in every rendering."""
STATES: Mapping[Verdict, str] = {"met": "whole", "partial": "whole", "unmet": "broken", "unknown": "open"}
"""How a connection stands: as its line was judged, for a vendor's word, a finding or what the client accepts may decide
against what the interfaces alone would give."""
KINDS = {"source": "interface", "sink": "interface", "flow": "zone", "adapter": "adapter", "gap": "gap"}


def links_of(fit: Fit, tell: Teller) -> tuple[Link, ...]:
    """One link for each direction in which the data of a connection flow, in the order of the lines. A line that does
    not apply asks for none."""
    return tuple(link for judgement in fit.judgements for link in _links(judgement, tell))


def _links(judgement: Judgement, tell: Teller) -> Iterable[Link]:
    connect, route = judgement.requirement.connect, judgement.route
    if connect is None or judgement.verdict not in STATES:
        return
    steps = route.steps if route is not None else ()
    starts = [place for place, step in enumerate(steps) if step.kind == "source"]
    ways = [steps[start:end] for start, end in itertools.pairwise((*starts, len(steps)))] if starts else []
    if not ways:
        wanted = (True, False) if connect.data == "both" else (connect.data == "to_product",)
        for is_to_product in wanted:
            yield _link(judgement, connect, (), is_to_product, tell)
    for way in ways:
        yield _link(judgement, connect, way, way[0].owner == "client", tell)


def _link(judgement: Judgement, connect: Connect, steps: Sequence[Step], to_product: bool, tell: Teller) -> Link:
    product = tell.report.world.catalog.product(judgement.item)
    system = tell.report.world.site.systems.get(connect.system)
    zone = system.zone if system is not None else None
    state = STATES[judgement.verdict]
    return Link(
        requirement=judgement.requirement.id,
        system=connect.system,
        system_name=tell.naming.system(connect.system),
        zone=zone,
        zone_name=tell.naming.place(zone) if zone is not None else None,
        to_product=to_product,
        state=state,
        stops=tuple(Stop(KINDS[step.kind], step_text(step, tell, product)) for step in steps),
        broken=tuple(map(tell.words.term, _broken(judgement))) if state == "broken" else (),
        reason=reason_text(judgement, tell.words.lang),
    )


def _broken(judgement: Judgement) -> Iterable[str]:
    """What fails: coordinates, else the kinds of gap, where there is a way that does not count or a vendor's no."""
    route = judgement.route
    return [f"coordinate_{name}" for name in route.broken] if route is not None and route.broken else judgement.kinds
