"""JSON Schema of context/1, the plain data that generators of proposals work on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from tobfit.formats.report_schema import (
    COUNT,
    DAY,
    FINDINGS,
    FLAG,
    REMEDIES,
    TEXT,
    TEXT_OR_NULL,
    ref,
)
from tobfit.formats.report_schema import SHARE_OR_NULL as PART
from tobfit.model.schema import DIALECT, Schema
from tobfit.model.words import (
    BASES,
    GAP_KINDS,
    GAP_SEVERITIES,
    PRIORITIES,
    RESPONSES,
    Decision,
    EvidenceKind,
    Verdict,
)

DAY_OR_NULL: Schema = {"anyOf": [DAY, {"type": "null"}]}
WEIGHED = ("must", "should", "could")


def _object(about: str, properties: dict[str, Any]) -> Schema:
    """A mapping with just these keys; none is ever missing."""
    closed = {"required": list(properties), "additionalProperties": False}
    return {"type": "object", "description": about, "properties": properties, **closed}


def _list(items: Schema, about: str = "") -> Schema:
    schema: Schema = {"type": "array", "items": items}
    return {**schema, "description": about} if about else schema


def _coded(codes: Iterable[str | None]) -> Schema:
    return _object(
        "A code, and its word in the language of the context.", {"code": {"enum": list(codes)}, "word": TEXT}
    )


def _said(schema: Schema, about: str) -> Schema:
    return {**schema, "description": about}


def context_schema() -> Schema:
    """The schema of ``tobfit.report.context(report)``, for either audience; every mapping is closed.

    >>> context_schema()["properties"]["tobfit"], context_schema()["additionalProperties"]
    ({'const': 'context/1'}, False)
    """
    body = _object("A report in one language, for generators of proposals.", _top())
    head = {"$schema": DIALECT, "$id": "urn:tobfit:context:1", "title": "context/1"}
    return {**head, **body, "$defs": _definitions()}


def _top() -> dict[str, Schema]:
    return {
        "tobfit": {"const": "context/1"},
        "lang": {"enum": ["en", "zh"]},
        "audience": {"enum": ["client", "internal"]},
        "limit": {"type": ["integer", "null"], "minimum": 1, "description": "How far ways out and answers go."},
        "title": _said(TEXT, "What the report is about, in one line."),
        "client": _object("Who asks.", {"id": TEXT, "name": TEXT, "notes": ref("notes")}),
        "as_of": _said(DAY, "The day that everything is measured against."),
        "view": {"anyOf": [_object("The view that weighs the lines.", {"id": TEXT, "name": TEXT}), {"type": "null"}]},
        "facts": _list(TEXT, "The head of the report: client, day, policy, view, counts, what is understood."),
        "understanding": ref("share"),
        "winners": _winners(),
        "requirements": _list(ref("requirement"), "In the report's order."),
        "products": _list(ref("product"), "Products and offers, best first."),
        "questions": _list(ref("question"), "What is open, what decides most first."),
        "warnings": _list(TEXT, "What deserves a look."),
        "conflicts": _list(TEXT, "What cannot hold together."),
        "findings": _list(ref("finding"), "What later stages found."),
        "results": _list(ref("result"), "Results of later stages that the report holds."),
        "policy": ref("policy"),
    }


def _winners() -> Schema:
    properties = {"certain": _list(TEXT), "certain_text": TEXT, "possible": _list(TEXT), "possible_text": TEXT}
    return _object("Ids of those who win whatever the open points bring, and of those who still can.", properties)


def _definitions() -> dict[str, Schema]:
    texts = {"text": _said(TEXT, "Four decimals, such as 0.6000..0.7500."), "percent": _said(TEXT, "60.0–75.0 %.")}
    return {
        "answer": _answer(),
        "block": _block(),
        "connection": _connection(),
        "dimension": _dimension(),
        "figure": _object("A score or credit; null where there is none.", {"low": PART, "high": PART, **texts}),
        "finding": _finding(),
        "gap": _gap(),
        "must": _object("A Must and why.", {"requirement": TEXT, "title": TEXT, "reason": TEXT}),
        "notes": _said(TEXT_OR_NULL, "For internal readers; null for clients."),
        "policy": _policy(),
        "price": _price(),
        "priority": _coded(PRIORITIES),
        "product": _product(),
        "question": _question(),
        "requirement": _requirement(),
        "result": _object("One result.", {"kind": _said(TEXT, "Such as Plan."), "blocks": _list(ref("block"))}),
        "row": _row(),
        "severity": _coded(GAP_SEVERITIES),
        "share": _object("A share; null and a dash for none.", {"value": PART, "text": _said(TEXT, "Such as 25.0 %.")}),
        "verdict": _coded(get_args(Verdict)),
        "way": _way(),
    }


def _requirement() -> Schema:
    verdict = _object("What one product gets.", {"product": TEXT, "verdict": ref("verdict")})
    role = _object("A role.", {"code": TEXT, "word": TEXT})
    properties = {
        "id": TEXT,
        "title": TEXT,
        "priority": ref("priority"),
        "need": _said(TEXT, "How much is enough, in words."),
        "by": _said(DAY_OR_NULL, "A roadmap item after it is late."),
        "capability": TEXT_OR_NULL,
        "dimension": _said(TEXT, "The outermost group of its capability; landscape; other."),
        "dimension_name": TEXT,
        "stage": _object(
            "The stage of service; null and a dash for other lines.", {"code": TEXT_OR_NULL, "word": TEXT}
        ),
        "group": TEXT_OR_NULL,
        "basis": _coded(["stated", *BASES]),
        "roles": _list(role, "Of those who asked."),
        "asked_by": _list(TEXT, "Names."),
        "grounds": _list(TEXT, "Suites, rules with citation and facts; empty where the client alone asked."),
        "waived": FLAG,
        "notes": ref("notes"),
        "verdicts": _list(verdict, "In the order of the products."),
    }
    return _object("One thing that the client needs.", properties)


def _product() -> Schema:
    musts = {"number": COUNT, "failing": _list(ref("must")), "open": _list(ref("must"))}
    properties = {
        "id": TEXT,
        "name": TEXT,
        "label": _said(TEXT, "Id and name."),
        "rank": {"type": "integer", "minimum": 1},
        "decision": _coded(get_args(Decision)),
        "decided_by": _said(TEXT, "The stage that decided: match, or a later one."),
        "why": _said(TEXT, "What the match decided on, in a sentence."),
        "score": ref("figure"),
        "answered": _said(ref("share"), "The score over what was answered."),
        "coverage": _said(ref("share"), "The share of the weight that was answered."),
        "counts": _object("Lines by verdict.", dict.fromkeys(get_args(Verdict), COUNT)),
        "wins_for_certain": FLAG,
        "can_win": FLAG,
        "is_detailed": _said(FLAG, "Within the limit: ways out, answers, placed and undecided are worked out."),
        "notes": ref("notes"),
        "offered": _list(ref("block"), "What an offer holds; of a product the modules that lines need."),
        "musts": _object("How the Musts stand.", musts),
        "dimensions": _list(ref("dimension")),
        "gaps": _list(ref("gap"), "One for each line and severity, worst first."),
        "connections": _list(ref("connection")),
        "placed": _list(ref("block"), "Connections and places to run, told in full."),
        "undecided": _list(ref("block"), "Rules that could still add requirements."),
        "price": ref("price"),
    }
    return _object("How one product or offer fits.", properties)


def _dimension() -> Schema:
    properties = {
        "id": TEXT, "name": TEXT, "score": ref("figure"),
        "share": _said(ref("share"), "Of the product's weight that counts."), "rows": _list(ref("row")),
    }  # fmt: skip
    return _object("The lines of one dimension, with its own score.", properties)


def _row() -> Schema:
    proof = {"source": TEXT, "kind": _coded(get_args(EvidenceKind)), "date": DAY_OR_NULL}
    properties = {
        "requirement": TEXT,
        "title": TEXT,
        "priority": ref("priority"),
        "need": TEXT,
        "item": _said(TEXT, "The product that serves the line; of an offer one of its products."),
        "verdict": ref("verdict"),
        "worst": _said(ref("verdict"), "At the worst that the open points can bring."),
        "best": _said(ref("verdict"), "At the best."),
        "credit": ref("figure"),
        "contribution": _object("Its part of the score; null without a part.", {"low": PART, "high": PART}),
        "share": _said(ref("share"), "Of the weight that counts."),
        "reason": TEXT,
        "kinds": _list(_coded(GAP_KINDS)),
        "severity": _coded([*GAP_SEVERITIES, None]),
        "waived": FLAG,
        "evidence": _list(_object("What proves it.", proof)),
    }
    return _object("How one product meets one requirement.", properties)


def _gap() -> Schema:
    properties = {
        "requirement": TEXT,
        "title": TEXT,
        "priority": ref("priority"),
        "severity": ref("severity"),
        "kinds": _list(_coded(GAP_KINDS)),
        "waived": FLAG,
        "reason": TEXT,
        "grounds": _list(TEXT, "Why the line stands."),
        "goals": _list(TEXT, "What it endangers."),
        "outcomes": _list(TEXT),
        "path": _said(TEXT, "The chain from the client to the product."),
        "notes": ref("notes"),
        "is_worked_out": _said(FLAG, "Whether the ways out were worked out."),
        "ways": _list(ref("way")),
    }
    return _object("What is missing on one line.", properties)


def _way() -> Schema:
    properties = {
        "kind": _coded(REMEDIES),
        "text": _said(TEXT, "The whole sentence."),
        "change": _said(TEXT, "What changes."),
        "risk": _coded(["low", "medium", "high", None]),
        "effort": _said(TEXT_OR_NULL, "For internal readers; null for clients."),
        "price": TEXT_OR_NULL,
        "date": DAY_OR_NULL,
        "credit": _said(ref("figure"), "What matching again gives for the line."),
        "score": _said(ref("figure"), "What matching again gives for the product."),
        "decision": _coded([*get_args(Decision), None]),
        "product": _said(TEXT_OR_NULL, "The other product, of replace."),
    }
    return _object("A way out of a gap.", properties)


def _connection() -> Schema:
    stop = {"kind": {"enum": ["interface", "zone", "adapter", "gap"]}, "text": TEXT}
    properties = {
        "requirement": TEXT, "system": TEXT, "system_name": TEXT, "zone": TEXT_OR_NULL, "zone_name": TEXT_OR_NULL,
        "to_product": FLAG, "state": _coded(["whole", "open", "broken"]), "stops": _list(_object("One stop.", stop)),
        "broken": _list(TEXT, "What fails, in words."), "reason": TEXT,
    }  # fmt: skip
    return _object("A connection that a line asks for, in one direction.", properties)


def _price() -> Schema:
    part = {"kind": TEXT, "name": TEXT, "amount": TEXT, "is_said": FLAG, "requirements": _list(TEXT)}
    properties = {
        "is_known": _said(FLAG, "Whether the documents name a price."),
        "is_open": _said(FLAG, "Whether a part has no amount: the totals are lower bounds."),
        "totals": _list(TEXT, "By currency and time."),
        "text": TEXT,
        "parts": _list(_object("One thing that is paid for.", part)),
    }
    return _object("What is paid.", properties)


def _question() -> Schema:
    properties = {
        "target": _said(TEXT, "What an answer would say, as in answers/1."),
        "product": _said(TEXT_OR_NULL, "null: about the client."),
        "about": _said(TEXT, "The product, or the client, in words."),
        "requirements": _list(TEXT),
        "text": TEXT,
        "ask": _object("Whom to ask.", {"code": TEXT, "word": TEXT}),
        "pivotal": _said(FLAG, "Whether some answer alone can change a decision."),
        "width": _said(ref("share"), "How much of the score it leaves open."),
        "told": _said(TEXT, "Text, whom to ask, and how much hangs on it."),
        "options": _list(TEXT),
        "is_worked_out": _said(FLAG, "Whether what the answers lead to was worked out."),
        "answers": _list(ref("answer")),
    }
    return _object("One open point.", properties)


def _answer() -> Schema:
    properties = {
        "labels": _list(TEXT), "text": TEXT, "decision": _coded([*get_args(Decision), None]), "score": ref("figure"),
    }  # fmt: skip
    return _object("Answers that lead to the same.", properties)


def _finding() -> Schema:
    properties = {
        "product": TEXT_OR_NULL, "about": TEXT, "requirement": TEXT_OR_NULL, "kind": _coded(FINDINGS),
        "severity": ref("severity"), "stage": TEXT, "text": TEXT,
    }  # fmt: skip
    return _object("What a later stage found; it never changes a fit.", properties)


def _block() -> Schema:
    point = _object("One point of a list.", {"text": TEXT, "below": _list(TEXT)})
    column = _object("One column.", {"title": TEXT, "align": {"enum": ["left", "right"]}})
    properties = {
        "kind": {"enum": ["heading", "paragraph", "points", "table"]},
        "level": {"type": ["integer", "null"], "minimum": 1, "maximum": 6},
        "text": TEXT, "points": _list(point), "columns": _list(column), "rows": _list(_list(TEXT)),
    }  # fmt: skip
    return _object("A piece of a text; what does not belong to its kind is empty.", properties)


def _policy() -> Schema:
    def valued(codes: Iterable[str]) -> Schema:
        value = {"type": "number", "minimum": 0}
        return _object("A code, its word, its figure.", {**_coded(codes)["properties"], "value": value, "text": TEXT})

    grave = {**_coded(GAP_KINDS)["properties"], **dict.fromkeys(WEIGHED, ref("severity"))}
    properties = {
        "id": TEXT,
        "name": _said(TEXT, "Name and id."),
        "notes": ref("notes"),
        "credits": _list(valued(RESPONSES), "What each response counts."),
        "factors": _list(valued(WEIGHED), "What each priority counts."),
        "settings": _list(_object("One setting.", {"name": TEXT, "text": TEXT})),
        "severities": _list(_object("How grave a kind of gap is, by priority.", grave)),
    }
    return _object("The policy behind the figures, with every default.", properties)
