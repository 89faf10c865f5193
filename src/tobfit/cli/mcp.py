"""``tobfit mcp``: the tools for assistants, over standard input and output."""

from __future__ import annotations

import sys
from argparse import Namespace

from tobfit.cli.streams import note


def run(arguments: Namespace) -> int:
    """Serves until the input ends."""
    from tobfit.assistant.serving import serve, server

    server(audience=arguments.audience)
    if sys.stdin is not None and sys.stdin.isatty():
        note("tobfit mcp: an assistant's program starts this and speaks to it; end it with Ctrl-C")
    serve(audience=arguments.audience)
    return 0
