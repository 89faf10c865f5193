"""JSON Schema of routes and deployments, parts of report/1."""

from __future__ import annotations

from typing import Any

from tobfit.model.landscape import COORDINATES
from tobfit.model.schema import Schema
from tobfit.model.words import DEPLOY_ASPECTS, RESPONSES

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
FLAG: Schema = {"type": "boolean"}
TRUTH: Schema = {"type": ["boolean", "null"]}
TEXTS: Schema = {"type": "array", "items": TEXT}
AMOUNT: Schema = {"type": "number", "minimum": 0}
AMOUNT_OR_NULL: Schema = {"type": ["number", "null"], "minimum": 0}
RESPONSE: Schema = {"enum": [*RESPONSES, None]}
BROKEN: Schema = {"enum": [*COORDINATES, "initiator", "version", "latency", "rate"]}


def _object(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


BOUNDS: Schema = {"anyOf": [_object({"low": AMOUNT_OR_NULL, "high": AMOUNT_OR_NULL}), {"type": "null"}]}
"""Low and high; null for an end that is not bounded."""


def route_schema() -> Schema:
    """How a connection can be made, step by step; efforts are there for the internal audience."""
    refused = {"adapters": TEXTS, "limit": {"enum": ["latency", "rate"]}, "given": AMOUNT, "wanted": AMOUNT}
    properties = {
        "feasible": TRUTH,
        "effort": BOUNDS,
        "steps": _list(_step()),
        "latency": BOUNDS,
        "response": RESPONSE,
        "response_at_best": RESPONSE,
        "broken": _list(BROKEN),
        "refused": _list(_object({**refused, "effort": AMOUNT_OR_NULL}, ("effort",))),
        "open": TEXTS,
    }
    return _object(properties, ("effort",))


def _step() -> Schema:
    missing = {"coordinate": {"enum": list(COORDINATES)}, "given": TEXTS, "wanted": TEXTS, "where": TEXTS}
    estimate = _object(dict.fromkeys(("low", "likely", "high"), TEXT))
    properties = {
        "kind": {"enum": ["source", "flow", "adapter", "gap", "sink"]},
        "id": TEXT,
        "owner": {"enum": ["client", "vendor", "general", None]},
        "state": _object(dict.fromkeys(COORDINATES, TEXTS)),
        "zones": TEXTS,
        "fetched": FLAG,
        "drawn": FLAG,
        "assumed": FLAG,
        "response": RESPONSE,
        "latency": TEXT_OR_NULL,
        "capacity": TEXT_OR_NULL,
        "missing": {"anyOf": [_object({**missing, "protocol": TEXT_OR_NULL}), {"type": "null"}]},
        "effort": {"anyOf": [estimate, {"type": "null"}]},
    }
    return _object(properties, ("effort",))


def deployment_schema() -> Schema:
    """The places where a product could run, the best first."""
    aspect = {"aspect": {"enum": list(DEPLOY_ASPECTS)}, "truth": TRUTH, "detail": TEXT, "asks": TEXTS}
    place = _object({"zone": TEXT, "truth": TRUTH, "aspects": _list(_object(aspect))})
    return _object({"aspects": _list({"enum": list(DEPLOY_ASPECTS)}), "truth": TRUTH, "places": _list(place)})
