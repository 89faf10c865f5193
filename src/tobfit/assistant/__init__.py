"""Tools for assistants: check, match, questions and explain, content in and data out, read-only.

``server`` and ``serve`` put them behind the Model Context Protocol (the extra ``tobfit[mcp]``); ``tools`` and ``call``
are the same without any protocol, for programs that call functions by name.

>>> from tobfit.assistant import call
>>> line = {"id": "R-1", "capability": "sec.mfa"}
>>> client = {"tobfit": "client/1", "id": "acme", "as_of": "2026-11-01", "requirements": [line]}
>>> product = {"tobfit": "product/1", "id": "crm@5", "capabilities": {"sec.mfa": "standard"}}
>>> call("match", {"client": client, "products": [product]}).data["ranking"][0]["decision"]
'fit'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tobfit.face import face

if TYPE_CHECKING:
    from tobfit.assistant.calling import Reply, Tool, call, tools
    from tobfit.assistant.serving import serve, server

_HOMES = {"Reply": "calling", "Tool": "calling", "call": "calling", "serve": "serving", "server": "serving",
          "tools": "calling"}  # fmt: skip

__all__ = ["Reply", "Tool", "call", "serve", "server", "tools"]

__getattr__, __dir__ = face(__name__, _HOMES, __all__)
