"""From a fit to a deal: who delivers, which services, what they cost, the price, its value, and the talks about it.

Every function takes the result of a match and returns a frozen record. Names are loaded when they are first used;
simulations need the extra ``tobfit[analysis]``, and say so where it is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tobfit.face import face

if TYPE_CHECKING:
    from tobfit.commercial.corridors import Corridor, price_corridor
    from tobfit.commercial.cost_records import CostQuestion, SpreadRange
    from tobfit.commercial.costing import CostPart, ServiceCost, Spread, service_cost
    from tobfit.commercial.delivering import Delivery, delivery
    from tobfit.commercial.licensing import Licences, licences
    from tobfit.commercial.negotiating import Negotiation, negotiate
    from tobfit.commercial.owning import Payback, TotalCost, payback, total_cost
    from tobfit.commercial.serving import ServiceNeeds, service_needs
    from tobfit.commercial.staking import Stakes, stakes
    from tobfit.commercial.three_point import Pert, pert
    from tobfit.commercial.valuing import Value, value

_HOMES = {
    "Corridor": "corridors",
    "CostPart": "costing",
    "CostQuestion": "cost_records",
    "Delivery": "delivering",
    "Licences": "licensing",
    "Negotiation": "negotiating",
    "Payback": "owning",
    "Pert": "three_point",
    "ServiceCost": "costing",
    "ServiceNeeds": "serving",
    "Spread": "costing",
    "SpreadRange": "cost_records",
    "Stakes": "staking",
    "TotalCost": "owning",
    "Value": "valuing",
    "delivery": "delivering",
    "licences": "licensing",
    "negotiate": "negotiating",
    "payback": "owning",
    "pert": "three_point",
    "price_corridor": "corridors",
    "service_cost": "costing",
    "service_needs": "serving",
    "stakes": "staking",
    "total_cost": "owning",
    "value": "valuing",
}

__all__ = [
    "Corridor", "CostPart", "CostQuestion", "Delivery", "Licences", "Negotiation", "Payback", "Pert", "ServiceCost",
    "ServiceNeeds", "Spread", "SpreadRange", "Stakes", "TotalCost", "Value", "delivery", "licences", "negotiate",
    "payback", "pert", "price_corridor", "service_cost", "service_needs", "stakes", "total_cost", "value",
]  # fmt: skip

__getattr__, __dir__ = face(__name__, _HOMES, __all__)
