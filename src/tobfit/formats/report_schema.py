"""JSON Schema of report/1, the plain data of a report."""

from __future__ import annotations

from typing import Any, get_args

from tobfit.formats.landscape_schema import deployment_schema, route_schema
from tobfit.knowledge.merge import ConflictKind
from tobfit.knowledge.understanding import AREAS
from tobfit.model.offer import Offer
from tobfit.model.policy import Policy
from tobfit.model.product import Evidence, Statement
from tobfit.model.requirement import Connect, Deploy, Need, Source, Waiver
from tobfit.model.schema import DIALECT, Schema, definitions, object_schema
from tobfit.model.words import (
    BASES,
    GAP_KINDS,
    GAP_SEVERITIES,
    PRIORITIES,
    RESPONSES,
    Decision,
    EvidenceGrade,
    Scope,
    Verdict,
)

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
SHARE_OR_NULL: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
DECISION: Schema = {"enum": list(get_args(Decision))}
VERDICT: Schema = {"enum": list(get_args(Verdict))}
SEVERITY: Schema = {"enum": list(GAP_SEVERITIES)}
KIND: Schema = {"enum": list(GAP_KINDS)}
LEVEL: Schema = {"enum": ["unmet", "partial", "met"]}
LABEL: Schema = {"anyOf": [{"$ref": "#/$defs/label"}, {"type": "null"}]}
REMEDIES = ["configure", "extend", "partner", "wait", "change_process", "negotiate", "ask", "prove", "replace"]
FINDINGS = [
    "contested", "unaffordable", "unprofitable", "unserved_stage", "at_risk", "uncovered_role", "unused", "unrequired",
    "struggling", "drifted",
]  # fmt: skip
PRICED = ["licence", "per_user", "module", "third_party", "customisation", "statement", "service", "discount"]
QUESTIONS = ["statement", "value", "date", "not_applicable", "conflict", "evidence", "unresolved", "landscape"]
HEARD = ["answer", "statement", "ancestor", "rollup", "service", "complete", "silence", "unresolved", "landscape"]


def _object(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def ref(name: str) -> Schema:
    """One of the schema's definitions."""
    return {"$ref": f"#/$defs/{name}"}


INTERVAL = _object({"low": SHARE, "high": SHARE})
SCORE = _or_null(ref("interval"))
CHANGES: Schema = {"type": "object", "description": "Target -> value, as Report.what_if takes them."}
EFFORT = _or_null(_object({"low": TEXT, "likely": TEXT, "high": TEXT}))


def report_schema() -> Schema:
    """The schema of ``report.to_dict()``, in full and in summary, for either audience.

    >>> report_schema()["properties"]["tobfit"]
    {'const': 'report/1'}
    """
    parts: dict[str, Schema] = {}
    parts.update(
        Statement=object_schema(Statement, parts), Evidence=object_schema(Evidence, parts),
        Policy=object_schema(Policy, parts), Waiver=object_schema(Waiver, parts),
        Connect=object_schema(Connect, parts), Deploy=object_schema(Deploy, parts),
        Source=object_schema(Source, parts), Need=_need(parts),
        interval=INTERVAL, requirement=_requirement(), fit=_fit(parts), judgement=_judgement(), gap=_gap(),
        route=route_schema(), deployment=deployment_schema(),
        remedy=_remedy(), question=_question(),
    )  # fmt: skip
    # A policy is printed whole, with every default.
    parts["Policy"] = {**parts["Policy"], "required": [n for n in parts["Policy"]["properties"] if n != "notes"]}
    body = _object(_top(), ("replacements",))
    head = {"$schema": DIALECT, "$id": "urn:tobfit:report:1", "title": "report/1"}
    return {**head, "description": "What a match found.", **body, "$defs": definitions(parts)}


def _need(parts: dict[str, Schema]) -> Schema:
    """The need's keys as documents write them, and its wording."""
    need = object_schema(Need, parts)
    return {**need, "properties": {"text": TEXT, **need["properties"]}, "required": ["text"]}


def _top() -> dict[str, Schema]:
    decision = _object({"decision": DECISION, "stage": TEXT})
    return {
        "tobfit": {"const": "report/1"},
        "client": TEXT,
        "client_name": LABEL,
        "as_of": DAY,
        "view": TEXT_OR_NULL,
        "audience": {"enum": ["client", "internal"]},
        "detail": {"enum": ["full", "summary"]},
        "policy": ref("Policy"),
        "certain_winners": _list(TEXT),
        "possible_winners": _list(TEXT),
        "decision": {"type": "object", "additionalProperties": decision},
        "requirements": _list(ref("requirement")),
        "fits": _list(ref("fit")),
        "questions": _list(ref("question")),
        "replacements": _list(_object({"product": TEXT, "requirement": TEXT, "instead": TEXT})),
        "understanding": _understanding(),
        "conflicts": _list(_conflict()),
        "open_rules": _list(_open_rule()),
        "findings": _list(_finding()),
        "results": _list({"type": "object", "properties": {"result": TEXT}, "required": ["result"]}),
        "warnings": _list(_warning()),
    }


def _warning() -> Schema:
    fields = {"code": TEXT, "severity": {"enum": ["error", "warning"]}, "message": TEXT}
    return _object({**fields, "path": TEXT_OR_NULL, "hint": TEXT_OR_NULL})


def _requirement() -> Schema:
    properties = {
        "id": TEXT,
        "text": LABEL,
        "capability": TEXT_OR_NULL,
        "priority": {"enum": list(PRIORITIES)},
        "weight": {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"},
        "need": ref("Need"),
        "connect": _or_null(ref("Connect")),
        "deploy": _or_null(ref("Deploy")),
        "scope": {"enum": list(get_args(Scope))},
        "group": TEXT_OR_NULL,
        "stage": TEXT_OR_NULL,
        "by": _or_null(DAY),
        "accept": _list({"enum": list(RESPONSES)}),
        "asked_by": _list(TEXT),
        "waived": _or_null(ref("Waiver")),
        "basis": {"enum": ["stated", *BASES]},
        "sources": _list(ref("Source")),
        "notes": TEXT_OR_NULL,
    }
    return _object(properties, ("notes",))


def _price() -> Schema:
    part = {
        "kind": {"enum": PRICED},
        "product": TEXT_OR_NULL,
        "name": TEXT,
        "label": LABEL,
        "amount": TEXT_OR_NULL,
        "requirements": _list(TEXT),
    }
    return _object({"totals": _list(TEXT), "is_complete": FLAG, "parts": _list(_object(part))})


def _fit(parts: dict[str, Schema]) -> Schema:
    offer = object_schema(Offer, parts)
    shown = {name: field for name, field in offer["properties"].items() if name not in ("id", "name")}
    offered = {**offer, "properties": shown, "required": ["items"]}
    properties = {
        "product": TEXT,
        "name": LABEL,
        "offer": _or_null(offered),
        "modules": _list(_object({"product": TEXT, "module": TEXT, "requirements": _list(TEXT)})),
        "price": _or_null(_price()),
        "rank": {"type": "integer", "minimum": 1},
        "decision": DECISION,
        "score": SCORE,
        "answered": SHARE_OR_NULL,
        "coverage": SHARE_OR_NULL,
        "excluded": SHARE,
        "counts": _object(dict.fromkeys(get_args(Verdict), COUNT)),
        "judgements": _list(ref("judgement")),
        "contributions": _list(_object({"requirement": TEXT, "low": SHARE, "high": SHARE})),
        "gaps": _list(ref("gap")),
        "open_rules": _list(_open_effect()),
    }
    return _object(properties)


def _open_effect() -> Schema:
    properties = {
        "rule": TEXT,
        "attributes": _list(TEXT),
        "threatens": FLAG,
        "decision": DECISION,
        "score": SCORE,
    }
    return _object(properties, ("decision", "score"))


def _open_rule() -> Schema:
    properties = {
        "rule": TEXT,
        "name": LABEL,
        "basis": {"enum": list(BASES)},
        "citation": TEXT,
        "evidence": {"enum": list(get_args(EvidenceGrade))},
        "attributes": _list(TEXT),
        "facts": _list(TEXT),
        "capabilities": _list(TEXT),
    }
    return _object(properties)


def _conflict() -> Schema:
    properties = {
        "kind": {"enum": list(get_args(ConflictKind))},
        "subject": TEXT,
        "requirements": _list(TEXT),
        "sources": _list(ref("Source")),
        "facts": _list(TEXT),
        "accepted": FLAG,
    }
    return _object(properties)


def _understanding() -> Schema:
    area = _object({"share": SHARE_OR_NULL, "relevant": _list(TEXT), "missing": _list(TEXT)})
    return _object({"share": SHARE_OR_NULL, "areas": _object(dict.fromkeys(AREAS, area))})


def _judgement() -> Schema:
    properties = {
        "requirement": TEXT,
        "item": TEXT,
        "vendor": TEXT_OR_NULL,
        "verdict": VERDICT,
        "credit": ref("interval"),
        "worst": LEVEL,
        "best": LEVEL,
        "reason": TEXT,
        "reason_code": TEXT,
        "parts": _list(_part()),
        "kinds": _list(KIND),
        "waived": FLAG,
        "route": _or_null(ref("route")),
        "deployment": _or_null(ref("deployment")),
        "heard": _object({"kind": {"enum": HEARD}, "capability": TEXT_OR_NULL}),
        "statements": _list(ref("Statement")),
        "evidence": _list(ref("Evidence")),
    }
    return _object(properties)


def _gap() -> Schema:
    properties = {
        "requirement": TEXT,
        "kind": KIND,
        "severity": SEVERITY,
        "because": TEXT,
        "goals": _list(TEXT),
        "outcomes": _list(TEXT),
        "path": _list(TEXT),
        "remedies": _list(ref("remedy")),
    }
    return _object(properties, ("remedies",))


def _remedy() -> Schema:
    properties = {
        "kind": {"enum": REMEDIES},
        "answer": TEXT_OR_NULL,
        "effort": EFFORT,
        "price": TEXT_OR_NULL,
        "date": _or_null(DAY),
        "risk": {"enum": ["low", "medium", "high"]},
        "changes": CHANGES,
        "credit": SCORE,
        "score_after": SCORE,
        "decision_after": DECISION,
    }
    return _object(properties, ("effort",))


def _part() -> Schema:
    """A line against one product of an offer, or before one of those who deliver."""
    said = {"item": TEXT, "vendor": TEXT_OR_NULL, "verdict": VERDICT, "credit": ref("interval"), "reason": TEXT}
    return _object(said)


def _finding() -> Schema:
    """What a later stage found; it never changes a fit."""
    properties = {
        "kind": {"enum": FINDINGS},
        "severity": SEVERITY,
        "stage": TEXT,
        "product": TEXT_OR_NULL,
        "requirement": TEXT_OR_NULL,
        "because": LABEL,
        "path": _list(TEXT),
        "remedies": _list(ref("remedy")),
    }
    return _object(properties, ("remedies",))


def _question() -> Schema:
    """A question about a product has one decision and score for each answer, one about the client (``attribute``)
    those of every product, the rules behind it, and the lines that an answer would add."""
    effect = {
        "answer": TEXT,
        "changes": CHANGES,
        "decision": DECISION,
        "score": SCORE,
        "decisions": {"type": "object", "additionalProperties": DECISION},
        "scores": {"type": "object", "additionalProperties": SCORE},
        "added": _list(TEXT),
    }
    properties = {
        "target": TEXT,
        "kind": {"enum": [*QUESTIONS, "attribute"]},
        "product": TEXT_OR_NULL,
        "item": TEXT,
        "requirements": _list(TEXT),
        "text": TEXT,
        "ask": TEXT,
        "pivotal": FLAG,
        "width": SHARE,
        "rules": _list(TEXT),
        "answers": _list(_object(effect, ("decision", "score", "decisions", "scores", "added"))),
    }
    return _object(properties, ("answers", "rules", "item"))
