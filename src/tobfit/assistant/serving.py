"""The server: the tools behind the Model Context Protocol, on its official SDK (the extra ``tobfit[mcp]``)."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tobfit import __version__
from tobfit.assistant.bounds import MAX_PROBLEMS, SECONDS
from tobfit.assistant.calling import TOOLS, Reply, Tool, call
from tobfit.assistant.instructing import INSTRUCTIONS
from tobfit.assistant.quoting import framed
from tobfit.errors import TobfitError
from tobfit.errors.extras import needed
from tobfit.model.scalars import near, shown
from tobfit.report.words import check_audience

if TYPE_CHECKING:
    import mcp_types
    from mcp.server.lowlevel import Server

WHAT, EXTRA = "tobfit.assistant.server", "tobfit[mcp]"
_LOG = logging.getLogger(__name__)
_CRASHED = "tobfit failed as it never should: a fault of tobfit's own, not of the documents. Its log has more."


def server(*, audience: str = "client", seconds: float = SECONDS) -> Server[Any]:
    """The server with its read-only tools ``check``, ``match``, ``questions`` and ``explain``.

    What it says reaches whoever asks, so that it speaks to the client (``audience="client"``): efforts, rates and notes
    stay out, unless who starts it says ``internal``. A call that takes longer than ``seconds`` ends in an error.
    TF408 where the SDK is not installed; another audience is a ValueError.

    >>> server().name
    'tobfit'
    """
    check_audience(audience)
    lowlevel = needed("mcp.server.lowlevel", WHAT, EXTRA)
    types = needed("mcp_types", WHAT, EXTRA)

    async def listed(_context: Any, _params: Any) -> mcp_types.ListToolsResult:
        found: mcp_types.ListToolsResult = types.ListToolsResult(tools=[_published(tool, types) for tool in TOOLS])
        return found

    async def called(_context: Any, params: mcp_types.CallToolRequestParams) -> mcp_types.CallToolResult:
        _check_name(params.name)
        run = functools.partial(_answer, params.name, params.arguments or {}, audience, seconds, types)
        # Matching takes a thread of its own, so that the server answers others meanwhile.
        result: mcp_types.CallToolResult = await needed("anyio.to_thread", WHAT, EXTRA).run_sync(run)
        return result

    made: Server[Any] = lowlevel.Server(
        "tobfit",
        version=__version__,
        title="tobfit",
        description="Finds the gaps between what a client requires and what products offer",
        instructions=INSTRUCTIONS,
        on_list_tools=listed,
        on_call_tool=called,
    )
    return made


def serve(*, audience: str = "client", seconds: float = SECONDS) -> None:
    """Runs the server over standard input and output until the input ends: what ``tobfit mcp`` does."""
    made = server(audience=audience, seconds=seconds)
    stdio = needed("mcp.server.stdio", WHAT, EXTRA)

    async def run() -> None:
        async with stdio.stdio_server() as (reading, writing):
            await made.run(reading, writing, made.create_initialization_options())

    needed("anyio", WHAT, EXTRA).run(run)


def _published(tool: Tool, types: Any) -> mcp_types.Tool:
    hints = types.ToolAnnotations(
        title=tool.title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    found: mcp_types.Tool = types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema,
        output_schema=tool.output_schema,
        annotations=hints,
    )
    return found


def _check_name(name: str) -> None:
    """A tool that does not exist is an error of the protocol, as its specification says."""
    names = [tool.name for tool in TOOLS]
    if name not in names:
        error = needed("mcp.shared.exceptions", WHAT, EXTRA).MCPError
        hint = near(name, names)
        raise error(code=-32602, message=f"there is no tool {shown(name)}" + (f": {hint}" if hint else ""))


def _answer(name: str, arguments: Mapping[str, Any], audience: str, seconds: float, types: Any) -> Any:
    """The result of a call; problems of documents are an error that the assistant can read and put right."""
    try:
        reply = call(name, arguments, audience=audience, seconds=seconds)
    except TobfitError as error:
        return _failed(problems_text(error), types)
    except Exception:
        # Its text may hold anything, paths of this machine too: it stays here.
        _LOG.exception("the tool %s failed", name)
        return _failed(_CRASHED, types)
    return _result(reply, types)


def _result(reply: Reply, types: Any) -> Any:
    content = [types.TextContent(type="text", text=reply.text)]
    return types.CallToolResult(content=content, structured_content=json.loads(json.dumps(reply.data)))


def _failed(text: str, types: Any) -> Any:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=True)


def problems_text(error: TobfitError) -> str:
    """All problems of an error in the form that they always have, the first of many."""
    problems = list(dict.fromkeys(error.problems))
    rest = len(problems) - MAX_PROBLEMS
    more = [f"... and {rest} more; call check for all of them"] if rest > 0 else []
    return framed([*map(str, problems[:MAX_PROBLEMS]), *more])
