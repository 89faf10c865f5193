"""``tobfit schema``: the JSON Schema of a kind of document."""

from __future__ import annotations

import json
from argparse import Namespace

from tobfit.cli.streams import result


def run(arguments: Namespace) -> int:
    """Prints the schema."""
    from tobfit.formats.schema import document_schema

    result(json.dumps(document_schema(arguments.kind), ensure_ascii=False, indent=2))
    return 0
