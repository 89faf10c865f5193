"""What services grow with, counted: in a fit, among the stakeholders, or as the profile says; else it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import attrs

from tobfit.knowledge.heads import heads_of
from tobfit.knowledge.intrinsic import path_of
from tobfit.knowledge.reading import ScalarReading
from tobfit.knowledge.services import is_service
from tobfit.matching.fit import Fit
from tobfit.matching.gap import severities
from tobfit.matching.outcome import Judgement
from tobfit.model.attribute import Attribute
from tobfit.model.frozen import FrozenMap
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.quantity import Quantity
from tobfit.model.service import COUNTS

Basis = Literal["counted", "stated", "derived", "complete", "unknown"]
OPEN_KINDS = ("unknown", "conflicting", "unevidenced")
"""The kinds of gap that an answer may take away."""


NONE = Ratio(0)


@attrs.frozen
class Counted:
    """How many there are of what a service grows with.

    ``value`` is an exact range (one number where low == high), None where nobody said. Where an answer of the client
    could narrow it, ``question`` asks the role ``ask`` for ``target``. ``basis`` says where the figure comes from:
    ``counted`` in the fit, ``stated`` in the profile, ``derived`` from the head counts of the stakeholders,
    ``complete`` (the profile is declared complete and names none). ``at_least`` is what is known of a count that is
    open. ``derived`` is what the stakeholders say where the profile says something else: the profile counts then, and
    it ``differs``.
    """

    count: str
    value: Interval | None
    basis: Basis
    because: Label
    at_least: Fraction = NONE
    target: str | None = None
    question: Label | None = None
    ask: str | None = None
    derived: Interval | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer could still narrow the figure."""
        return self.value is None or self.value.low != self.value.high

    @property
    def differs(self) -> bool:
        """Whether the profile says something else than the stakeholders."""
        return self.derived is not None


def counts_of(fit: Fit) -> Mapping[str, Counted]:
    """Count -> how many, for every count that a general service of the packs grows with and for ``COUNTS``.

    A connection or a gap counts for certain where the verdict is known, and may count where it is open, so that answers
    only narrow a range. Head counts answer an attribute that is ``derived: {heads: <role>}``; a role of which nobody is
    named is open unless ``stakeholders`` is declared complete.
    """
    base = fit.world.packs.base
    asked = {driver.count for service in base.services.values() for driver in service.drivers}
    found: dict[str, Counted] = dict(_in_fit(fit))
    for name in sorted(asked - set(COUNTS)):
        attribute = base.askable.get(name)
        if attribute is not None:
            found[name] = _attribute(attribute, fit)
    return FrozenMap({name: found[name] for name in sorted(found)})


def _in_fit(fit: Fit) -> Iterable[tuple[str, Counted]]:
    lines = [j for j in fit.judgements if j.requirement.priority != "wont" and not j.waived]
    connections = [j for j in lines if j.requirement.connect is not None]
    product = [j for j in lines if is_of_product(j, fit)]
    yield "connections", _sum("connections", [(1, 1)] * len(connections), _CONNECTIONS)
    yield "unconnected", _sum("unconnected", map(_unmet, connections), _UNCONNECTED)
    yield "gaps", _sum("gaps", (_gap(j, fit) for j in product), _GAPS)
    musts = (j for j in product if j.requirement.priority == "must")
    yield "gaps_must", _sum("gaps_must", (_gap(j, fit) for j in musts), _GAPS_MUST)


def is_of_product(judgement: Judgement, fit: Fit) -> bool:
    """Whether a line asks for something of the product itself: no connection, no service, nothing of the vendor."""
    line = judgement.requirement
    if line.connect is not None or line.scope != "product":
        return False
    return not is_service(line.capability, fit.world.vocabulary)


Ends = tuple[int, int]


def _unmet(judgement: Judgement) -> Ends:
    return (int(judgement.verdict == "unmet"), int(judgement.verdict in ("unmet", "unknown")))


def _gap(judgement: Judgement, fit: Fit) -> Ends:
    """0 or 1 for a settled line; both for an open one."""
    if judgement.verdict == "unknown":
        return 0, 1
    grave = [kind for kind, severity in severities(judgement, fit.world.policy) if severity != "info"]
    has_gap = any(kind not in OPEN_KINDS for kind in grave)
    return int(has_gap), int(has_gap)


def _sum(count: str, ends: Iterable[Ends], because: Label) -> Counted:
    pairs = list(ends)
    value = Interval(Ratio(sum(low for low, _ in pairs)), Ratio(sum(high for _, high in pairs)))
    return Counted(count, value, "counted", because, value.low)


_CONNECTIONS = Label.of({"en": "the connections that the client wants", "zh": "客户要求的连接数"})
_UNCONNECTED = Label.of({"en": "the connections that cannot be made as it stands", "zh": "按现状无法建立的连接数"})
_GAPS = Label.of({"en": "the lines of the product with a gap", "zh": "产品存在差距的需求项数"})
_GAPS_MUST = Label.of({"en": "the Musts of the product with a gap", "zh": "产品存在差距的必备项数"})


def _attribute(attribute: Attribute, fit: Fit) -> Counted:
    world = fit.world
    readings = world.inference.profile.readings if world.inference.profile is not None else {}
    reading = readings.get(attribute.id)
    question = attribute.question or attribute.title
    target, ask = f"client.{path_of(attribute.id)}", attribute.ask or "technical"
    heads = _heads(attribute, fit)
    stated = _stated(reading) if isinstance(reading, ScalarReading) else None
    if stated is not None:
        value, basis, because = stated
        other = heads.value if heads is not None else None
        clashes = other is not None and value not in other and basis == "stated"
        return Counted(attribute.id, value, basis, because, Ratio(value.low), derived=other if clashes else None)
    if heads is not None:
        asked = attrs.evolve(heads, target=target, question=question, ask=ask)
        return asked if heads.is_open else heads
    return Counted(attribute.id, None, "unknown", _NOBODY, NONE, target, question, ask)


_NOBODY = Label.of({"en": "nobody said", "zh": "无人说明"})
_NONE = Label.of({"en": "the profile is complete and names none", "zh": "画像已声明完整，且未列出"})


def _stated(reading: ScalarReading) -> tuple[Interval, Basis, Label] | None:
    """The number that the client record holds; the one that follows from complete stakeholders is told by them."""
    if reading.is_absent:
        return Interval(Ratio(0), Ratio(0)), "complete", _NONE
    amount = reading.options[0] if reading.options is not None and len(reading.options) == 1 else None
    if not isinstance(amount, Quantity) or reading.where is not None:
        return None
    unit = reading.attribute.unit
    number = Ratio(amount.base[1] / (Quantity(Decimal(1), unit).base[1] if unit else 1))
    said = Label.of({"en": f"the client says {amount}", "zh": f"客户说明为 {amount}"})
    return Interval(number, number), "stated", said


def _heads(attribute: Attribute, fit: Fit) -> Counted | None:
    if attribute.derived is None or attribute.derived.heads is None:
        return None
    heads = heads_of(attribute.derived.heads, fit.world.client, fit.world.packs.base.roles)
    if heads.high is None:
        people = ", ".join(heads.uncounted)
        unsaid = Label.of({"en": f"no head count of {people}", "zh": f"{people} 没有人数"}) if people else _NOBODY
        return Counted(attribute.id, None, "unknown", unsaid, Ratio(heads.low))
    people = ", ".join(heads.people)
    said = f"the head counts of {people}" if people else "the stakeholders are complete"
    told = Label.of({"en": said, "zh": f"{people} 的人数合计" if people else "干系人已声明完整"})
    return Counted(attribute.id, Interval(Ratio(heads.low), Ratio(heads.high)), "derived", told, Ratio(heads.low))
