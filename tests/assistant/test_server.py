"""The server on the official SDK: in memory, as a process over standard input and output, and where it is missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import anyio
import jsonschema
import pytest
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from tests.assistant.assistant_calls import SCHEMAS, by_the_library, example

import tobfit.assistant
from tobfit import TobfitError, __version__
from tobfit.assistant import calling, serving
from tobfit.cli import main

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"PYTHONPATH": str(ROOT / "src")}
T = TypeVar("T")
TOO_LONG = 90


def run(work: Callable[[], Awaitable[T]]) -> T:
    async def within() -> T:
        with anyio.fail_after(TOO_LONG):
            return await work()

    return anyio.run(within)


def read(result: Any) -> str:
    """The readable text of a result: one block."""
    (content,) = result.content
    assert content.type == "text"
    return str(content.text)


def small(**more: Any) -> dict[str, Any]:
    name = {"zh": "北风游戏", "en": "Beifeng"}
    client = {"tobfit": "client/1", "id": "beifeng", "name": name, "as_of": "2026-11-01"}
    lines = [
        {"id": "R-1", "text": "多因素认证 🔐", "capability": "sec.mfa", "priority": "must"},
        {"id": "R-2", "text": "审计日志", "capability": "sec.audit_log", "priority": "should"},
    ]
    product = {"tobfit": "product/1", "id": "crm@5", "name": "客户系统", "capabilities": {"sec.mfa": "not_supported"}}
    return {"client": {**client, "requirements": lines}, "products": [product], **more}


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_lists_and_calls_the_tools(mode: str) -> None:
    arguments = example("studio", limit=1)

    async def work() -> tuple[Any, ...]:
        async with Client(tobfit.assistant.server(), mode=mode) as client:
            listed = await client.list_tools()
            name = {"product": "erpnext@16", "requirement": "implied:sec.audit_log_retention/must"}
            line = {key: value for key, value in arguments.items() if key != "limit"}
            told = {
                "check": await client.call_tool("check", {"documents": arguments["products"]}),
                "match": await client.call_tool("match", arguments),
                "questions": await client.call_tool("questions", arguments),
                "explain": await client.call_tool("explain", {**line, **name}),
            }
            return listed, told, client.server_info, client.instructions

    listed, told, info, instructions = run(work)
    assert (info.name, info.version) == ("tobfit", __version__)
    for word in ("Match before you promise", "Unknown is not no", "Ask.", "Cite.", "data", "Never follow"):
        assert word in instructions
    assert [tool.name for tool in listed.tools] == ["check", "match", "questions", "explain"]
    for tool in listed.tools:
        hints = tool.annotations
        assert (hints.read_only_hint, hints.idempotent_hint, hints.open_world_hint) == (True, True, False)
        assert (hints.destructive_hint, bool(tool.title), bool(tool.description)) == (False, True, True)
        assert (tool.input_schema, tool.output_schema) == SCHEMAS[tool.name]
    report = by_the_library(arguments)
    for name, result in told.items():
        assert not result.is_error
        jsonschema.Draft202012Validator(SCHEMAS[name][1]).validate(result.structured_content)
        assert read(result) == calling.call(name, _arguments_of(name, arguments)).text
    ranking = told["match"].structured_content["ranking"]
    assert [(row["product"], row["decision"]) for row in ranking] == [(f.product, f.decision) for f in report.fits]


def _arguments_of(name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    if name == "check":
        return {"documents": arguments["products"]}
    if name == "explain":
        kept = {key: value for key, value in arguments.items() if key != "limit"}
        return {**kept, "product": "erpnext@16", "requirement": "implied:sec.audit_log_retention/must"}
    return dict(arguments)


def test_problems_are_an_error_in_the_form_of_all_problems() -> None:
    async def work() -> tuple[Any, ...]:
        async with Client(tobfit.assistant.server()) as client:
            client_text, product_text = "tobfit: client/1\nid: acme\nas_off: x\n", "tobfit: product/1\nid: x\nb: c\n"
            bad = {"client": client_text, "products": [product_text]}
            return (
                await client.call_tool("match", bad),
                await client.call_tool("match", {"client": 1}),
                await client.call_tool("explain", {"name": "nothing"}),
            )

    documents, arguments, name = run(work)
    for result in (documents, arguments, name):
        assert result.is_error
        assert result.structured_content is None
    text = read(documents)
    first = "| client:3:1: TF203 $: unknown key 'as_off'\n|   | as_off: x\n|   | ^\n"
    assert first + "|   help: did you mean 'as_of'?" in text
    assert "| products[0]:3:1: TF203 $: unknown key 'b'" in text
    assert "TF470 products: 'products' is missing" in read(arguments)
    assert "TF474 name: 'nothing' is no code and no rule" in read(name)


def test_an_unknown_tool_is_an_error_of_the_protocol() -> None:
    async def work() -> None:
        async with Client(tobfit.assistant.server()) as client:
            with pytest.raises(MCPError, match="did you mean 'match'"):
                await client.call_tool("mtach", {})

    run(work)


def test_a_fault_of_tobfit_shows_nothing_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(*_given: Any, **_named: Any) -> Any:
        raise RuntimeError("/opt/somebody/secret.yaml")

    monkeypatch.setattr(serving, "call", failing)

    async def work() -> Any:
        async with Client(tobfit.assistant.server()) as client:
            return await client.call_tool("check", {"documents": ["x"]})

    result = run(work)
    assert result.is_error
    assert "fault of tobfit" in read(result)
    assert "secret" not in read(result)
    assert "secret.yaml" in caplog.text  # who runs the server can find it


def test_many_problems_are_bounded() -> None:
    lines = "\n".join(f"key{place}: x" for place in range(500))

    async def work() -> Any:
        async with Client(tobfit.assistant.server()) as client:
            arguments = {"client": f"tobfit: client/1\nid: acme\n{lines}\n", "products": ["tobfit: product/1\nid: x"]}
            return await client.call_tool("match", arguments)

    text = run(work).content[0].text
    assert text.count("TF203") == 100
    assert "| ... and 400 more; call check for all of them" in text or "more; call check" in text


def test_calls_do_not_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first call ends only after the second one has: a server that works one by one would never answer."""
    second_is_done, usual = threading.Event(), calling.call

    def slow(name: str, arguments: Any, **more: Any) -> Any:
        if name == "match":
            assert second_is_done.wait(TOO_LONG)
        reply = usual(name, arguments, **more)
        if name == "check":
            second_is_done.set()
        return reply

    monkeypatch.setattr(serving, "call", slow)
    found: dict[str, Any] = {}

    async def work() -> None:
        async with Client(tobfit.assistant.server()) as client, anyio.create_task_group() as tasks:

            async def one(name: str, arguments: dict[str, Any]) -> None:
                found[name] = await client.call_tool(name, arguments)

            tasks.start_soon(one, "match", small())
            await anyio.sleep(0.2)
            tasks.start_soon(one, "check", {"documents": small()["products"]})

    run(work)
    assert found["match"].structured_content == calling.call("match", small()).data
    assert not found["check"].is_error


def test_calls_at_once_are_as_calls_one_by_one() -> None:
    """Warnings of one call do not reach the other, and results do not mix."""
    misspelt = example("studio", limit=1)
    misspelt["client"] = misspelt["client"].replace("profile:", "profile:\n  personal_info_subject: 5", 1)
    calls = [misspelt, example("security-firm", limit=1), small(), misspelt]
    found: dict[int, Any] = {}

    async def work() -> None:
        async with Client(tobfit.assistant.server()) as client, anyio.create_task_group() as tasks:

            async def one(place: int) -> None:
                found[place] = (await client.call_tool("match", calls[place])).structured_content

            for place in range(len(calls)):
                tasks.start_soon(one, place)

    run(work)
    for place, arguments in enumerate(calls):
        assert found[place] == json.loads(json.dumps(calling.call("match", arguments).data))
    assert any("personal_info_subject" in text for text in found[0]["warnings"])
    assert not any("personal_info_subject" in text for text in found[1]["warnings"])


def test_the_audience_is_whose_the_server_is() -> None:
    effort = {"response": "customisation", "effort": {"low": "41 days", "likely": "42 days", "high": "43 days"}}
    arguments = small()
    arguments["products"][0]["capabilities"]["sec.mfa"] = effort

    async def asked(audience: str) -> str:
        async with Client(tobfit.assistant.server(audience=audience)) as client:
            result = await client.call_tool("match", arguments)
            return json.dumps(result.structured_content) + read(result)

    for audience, is_told in (("client", False), ("internal", True)):
        told = run(lambda audience=audience: asked(audience))  # type: ignore[misc]
        assert (f'"audience": "{audience}"' in told, "42 person_day" in told) == (True, is_told)
    with pytest.raises(ValueError, match="audience"):
        tobfit.assistant.server(audience="everybody")


# ---- a process


def test_a_process_is_served_by_the_sdk_itself() -> None:
    command = StdioServerParameters(command=sys.executable, args=["-m", "tobfit", "mcp"], env=ENVIRONMENT)

    async def work() -> tuple[Any, Any]:
        async with Client(stdio_client(command)) as client:
            return await client.list_tools(), await client.call_tool("match", small(lang="zh"))

    listed, result = run(work)
    assert len(listed.tools) == 4
    data = result.structured_content
    assert data["ranking"][0]["name"] == "客户系统"
    assert data["details"][0]["musts_failing"][0]["title"] == "多因素认证 🔐"
    assert data == json.loads(json.dumps(calling.call("match", small(lang="zh")).data))
    assert "不符合" in read(result)


@pytest.mark.parametrize("command", [["tobfit", "mcp"], ["tobfit.assistant"]])
def test_lines_of_json_by_hand(command: list[str], tmp_path: Path) -> None:
    """Initialize, list, call, with nothing but JSON on standard output, and an end when the input ends."""
    asked = [
        _request(1, "initialize", protocolVersion="2025-06-18", capabilities={},
                 clientInfo={"name": "by hand", "version": "1"}),
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        _request(2, "tools/list"),
        _request(3, "tools/call", name="match", arguments=small()),
        _request(4, "tools/call", name="match", arguments={"client": "x"}),
    ]  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=tmp_path,
        env={**os.environ, **ENVIRONMENT},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    guard = threading.Timer(TOO_LONG, process.kill)
    guard.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        answers: dict[int, Any] = {}
        for message in asked:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
            if "id" in message:
                answer = json.loads(process.stdout.readline())
                answers[answer["id"]] = answer["result"]
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(TOO_LONG) == 0
    finally:
        guard.cancel()
        process.kill()
        process.wait()
    assert answers[1]["serverInfo"]["name"] == "tobfit"
    assert "Match before you promise" in answers[1]["instructions"]
    published = {tool["name"]: (tool["inputSchema"], tool["outputSchema"]) for tool in answers[2]["tools"]}
    assert published == SCHEMAS
    assert all(tool["annotations"]["readOnlyHint"] for tool in answers[2]["tools"])
    data = answers[3]["structuredContent"]
    # What is not known is said to be null, on the wire too: a field that is left out would break the schema.
    jsonschema.Draft202012Validator(SCHEMAS["match"][1]).validate(data)
    assert data["view"] is None
    assert answers[4]["isError"] is True
    assert "structuredContent" not in answers[4]
    assert list(tmp_path.iterdir()) == []


def _request(number: int, method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


# ---- without the extra


def test_without_the_extra_one_line_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "mcp"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(TobfitError) as caught:
        tobfit.assistant.server()
    (problem,) = caught.value.problems
    assert problem.code == "TF408"
    assert str(problem) == "TF408 tobfit.assistant.server: needs mcp, which is not installed: pip install 'tobfit[mcp]'"
    assert main(["mcp"]) == 2
    streams = capsys.readouterr()
    assert (streams.out, streams.err) == ("", f"{problem}\n")
    # The tools themselves need no extra.
    assert calling.call("match", small()).data["ranking"][0]["decision"] == "no_fit"


def test_nothing_of_the_sdk_is_imported_before_it_is_needed() -> None:
    program = """
import sys
import tobfit, tobfit.assistant, tobfit.report
from tobfit.cli import main
tobfit.assistant.call("explain", {"name": "TF301"})
main(["explain", "TF301"])
main(["schema", "client"])
loaded = {name.partition(".")[0] for name in sys.modules}
assert loaded.isdisjoint({"mcp", "mcp_types", "pydantic", "anyio", "starlette", "numpy"}), loaded
"""
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
