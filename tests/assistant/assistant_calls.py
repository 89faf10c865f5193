"""Calls of the tools for worlds and examples: documents as text, as an assistant would send them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import tobfit
from tobfit.assistant import Reply, call, tools
from tobfit.matching.report import Report
from tobfit.testing.strategies import World

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
GAMES = EXAMPLES / "game-and-security"
SCHEMAS = {tool.name: (tool.input_schema, tool.output_schema) for tool in tools()}


def example(client: str = "studio", **more: Any) -> dict[str, Any]:
    """The game and security example as the arguments of a call."""
    files = sorted((GAMES / "products").glob("*.yaml"))
    products = [file.read_text(encoding="utf-8") for file in files]
    return {"client": (GAMES / f"{client}.yaml").read_text(encoding="utf-8"), "products": products, **more}


def arguments_of(world: World | Report, **more: Any) -> dict[str, Any]:
    """A world, or that of a report, as the arguments of a call."""
    made, view = (world.world, world.world.view_id) if isinstance(world, Report) else (world, world.view)
    catalog = made.catalog
    offered = (*catalog.products, *catalog.offers, *catalog.vendors, *catalog.responses)
    arguments = {
        "client": tobfit.dump(made.client),
        "products": [tobfit.dump(record) for record in offered],
        "packs": [tobfit.dump(pack) for layer in made.packs.layers[made.packs.shipped :] for pack in layer],
        "policy": tobfit.dump(made.policy),
    }
    return {**arguments, **({"view": view} if view is not None else {}), **more}


def by_the_library(arguments: Mapping[str, Any]) -> Report:
    """The report that the library itself makes of the same documents."""
    from tobfit.formats.given import Given
    from tobfit.formats.load import load_all

    packs = tobfit.load_packs(*(Given(f"pack {place}", text) for place, text in enumerate(arguments.get("packs", ()))))
    products = [Given(f"product {place}", text) for place, text in enumerate(arguments["products"])]
    policy = Given("policy", arguments["policy"]) if "policy" in arguments else None
    client, catalog, packs, ruled = load_all(Given("client", arguments["client"]), products, lambda: packs, policy)
    return tobfit.match(client, catalog, packs, ruled, arguments.get("view"), arguments.get("as_of"))


def replies(arguments: Mapping[str, Any], **more: Any) -> dict[str, Reply]:
    """Every tool's reply on a world; of explain the first line of the best product."""
    told = {name: call(name, arguments, **more) for name in ("match", "questions")}
    documents = [arguments["client"], *arguments["products"], *arguments.get("packs", ())]
    told["check"] = call("check", {"documents": documents}, **more)
    report = by_the_library(arguments)
    if report.requirements:
        named = {"product": report.fits[0].product, "requirement": report.requirements[0].id}
        kept = {name: value for name, value in arguments.items() if name not in ("only", "limit")}
        told["explain"] = call("explain", {**kept, **named}, **more)
    return told


def strings(data: Any) -> Iterator[str]:
    """Every text in data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        yield from (text for value in data.values() for text in strings(value))
    elif isinstance(data, Iterable):
        yield from (text for value in data for text in strings(value))
