"""How large a client is beside those who deliver: by heads, and by revenue in one currency."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import attrs

from tobfit.commercial.figures import ENDLESS, Asked, Factor, Figure, between, exactly, quotient_of
from tobfit.matching.world import World
from tobfit.model.client import Scale
from tobfit.model.interval import Interval, Ratio
from tobfit.model.label import Label
from tobfit.model.quantity import Quantity
from tobfit.model.vendor import Vendor

UNKNOWN = between(0, ENDLESS)
Measure = Callable[[Scale], Fraction | None]


@attrs.frozen
class Side:
    """Who delivers a candidate: the vendors of its products, each by id (None: nobody names it), and the partners."""

    vendors: tuple[str | None, ...]
    partners: tuple[str, ...]
    known: tuple[Vendor, ...]
    """The documents of those among them that have one."""
    unnamed: tuple[str, ...]
    """The products of which nobody names a vendor."""

    def document(self, name: str | None) -> Vendor | None:
        """The document of one of them."""
        return next((vendor for vendor in self.known if vendor.id == name), None)

    def with_partner(self, vendor: Vendor) -> Side:
        """The same with one more partner."""
        kept = tuple(each for each in self.known if each.id != vendor.id)
        return attrs.evolve(self, partners=(*self.partners, vendor.id), known=(*kept, vendor))


def heads_ratio(side: Side, world: World) -> Figure:
    """Heads at the client for each head at those who deliver: of several vendors of an offer the smallest counts,
    together with all partners."""
    client = _of_client("employees", _heads(world.client.scale), "person")
    vendors = [_of_vendor(name, side, "employees", "person", _heads_of) for name in _those(side)]
    value = _ratio(client, vendors, side)
    return Figure("heads_ratio", value, "", "client / (vendor + partners)", (client, *vendors))


def revenue_ratio(side: Side, world: World) -> Figure | None:
    """The same by revenue, where the client's is known: in its currency alone."""
    revenue = world.client.scale.revenue if world.client.scale is not None else None
    if revenue is None or revenue.unit is None:
        return None
    unit = revenue.unit
    client = _of_client("revenue", Fraction(revenue.number), unit)

    def measured(scale: Scale) -> Fraction | None:
        said: Quantity | None = scale.revenue
        return Fraction(said.number) if said is not None and said.unit == unit else None

    vendors = [_of_vendor(name, side, "revenue", unit, measured) for name in _those(side)]
    value = _ratio(client, vendors, side)
    return Figure("revenue_ratio", value, "", "client / (vendor + partners)", (client, *vendors))


def _those(side: Side) -> Iterable[str | None]:
    return dict.fromkeys((*side.vendors, *side.partners))


def _ratio(client: Factor, vendors: Sequence[Factor], side: Side) -> Interval:
    """The range over all vendors: as good as the smallest at its best, as bad as the smallest at its worst."""
    sizes = dict(zip(_those(side), (factor.value or UNKNOWN for factor in vendors), strict=True))
    beside = [sizes[name] for name in side.partners]
    found = []
    for name in side.vendors:
        every = [sizes[name], *beside]
        low = sum((size.low for size in every), Ratio(0))
        high = ENDLESS if any(size.high == math.inf for size in every) else sum((s.high for s in every), Ratio(0))
        found.append(quotient_of(client.value or UNKNOWN, between(low, high)))
    return between(max(ratio.low for ratio in found), max(ratio.high for ratio in found))


def _heads(scale: Scale | None) -> Fraction | None:
    return None if scale is None else _heads_of(scale)


def _heads_of(scale: Scale) -> Fraction | None:
    return None if scale.employees is None else Fraction(scale.employees)


def _of_client(name: str, number: Fraction | None, unit: str) -> Factor:
    source = f"client.scale.{name}"
    if number is None:
        return Factor("client", None, unit, "unknown", source, _NOBODY, Asked(source, _ASK_HEADS, "economic"))
    return Factor("client", exactly(number), unit, "stated", source, _CLIENT)


def _of_vendor(name: str | None, side: Side, field: str, unit: str, measured: Measure) -> Factor:
    role = "partner" if name in side.partners else "vendor"
    if name is None:
        product = side.unnamed[0]
        source = f"product.{product}.vendor"
        asked = Asked(source, _label(_WHO, product), "vendor")
        return Factor(role, None, unit, "unknown", source, _NOBODY, asked)
    source, document = f"vendor.{name}.scale.{field}", side.document(name)
    number = measured(document.scale) if document is not None and document.scale is not None else None
    if number is None:
        question = _label(_ASK_SIZE if field == "employees" else _ASK_REVENUE, name)
        return Factor(f"{role} {name}", None, unit, "unknown", source, _NOBODY, Asked(source, question, "vendor"))
    return Factor(f"{role} {name}", exactly(number), unit, "stated", source, _label(_SAID, name))


def _label(texts: tuple[str, str], name: str) -> Label:
    return Label.of({"en": texts[0].format(name), "zh": texts[1].format(name)})


_NOBODY = Label.of({"en": "nobody said", "zh": "无人说明"})
_CLIENT = Label.of({"en": "the client's own record", "zh": "客户自身资料"})
_ASK_HEADS = Label.of({"en": "How many people does the client employ?", "zh": "客户有多少从业人员？"})
_SAID = ("the document of {}", "{} 的厂商文件")
_WHO = ("Which vendor delivers {}?", "{} 由哪家厂商交付？")
_ASK_SIZE = ("How many people does {} employ?", "{} 有多少员工？")
_ASK_REVENUE = ("What is the revenue of {} in a year?", "{} 的年营业收入是多少？")
