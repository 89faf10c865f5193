"""JSON Schema of the documents: what an editor or another program may check a file against."""

from __future__ import annotations

from tobfit.errors import Problem, TobfitError
from tobfit.formats.context_schema import context_schema
from tobfit.formats.documents import KINDS, VERSION
from tobfit.formats.include import HEADER, KEY
from tobfit.formats.report_schema import report_schema
from tobfit.model.scalars import near, shown
from tobfit.model.schema import DIALECT, Schema, definitions, object_schema

SCHEMAS = (*KINDS, "report", "context")
"""The kinds of document that have a schema, and the two forms of plain data that a report has."""


def document_schema(kind: str) -> Schema:
    """The JSON Schema (2020-12) of a kind of document: client, product, response,
    vendor, offer, policy, pack, answers, usage; report and context.

    A document that includes others may leave its required keys to them. An unknown kind raises a TobfitError
    (TF202).

    >>> document_schema("client")["properties"]["tobfit"]
    {'const': 'client/1'}
    """
    if kind == "report":
        return report_schema()
    if kind == "context":
        return context_schema()
    if kind not in KINDS:
        hint = near(kind, SCHEMAS)
        raise TobfitError([Problem(code="TF202", message=f"unknown kind {shown(kind)}", path="kind", hint=hint)])
    parts: dict[str, Schema] = {}
    body = object_schema(KINDS[kind], parts)
    header = {HEADER: {"const": f"{kind}/{VERSION}"}, KEY: {"type": "array", "items": {"type": "string"}}}
    needed = body.pop("required", [])
    return {
        "$schema": DIALECT,
        "$id": f"urn:tobfit:{kind}:{VERSION}",
        "title": f"{kind}/{VERSION}",
        **body,
        "properties": {**header, **body["properties"]},
        "required": [HEADER],
        "anyOf": [{"required": [KEY]}, {"required": needed}],
        "$defs": definitions(parts),
    }
