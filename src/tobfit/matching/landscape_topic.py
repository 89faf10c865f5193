"""What a target in a landscape speaks of."""

from __future__ import annotations

from typing import Literal

import attrs

TopicKind = Literal[
    "coordinate", "interfaces", "system_zone", "hosting", "zone_hosting", "zone_region", "flows", "adapter", "egress",
    "runs_on", "platforms", "systems", "statement", "zones",
]  # fmt: skip


@attrs.frozen
class Topic:
    """``owner`` is the system, zone, adapter or product; ``interface`` one of its interfaces; ``field`` what is
    asked of it, or the capability that another product may give."""

    kind: TopicKind
    owner: str
    interface: str = ""
    field: str = ""


def topic_of(target: str, product: str) -> Topic:
    """The topic of a target; ids may hold dots, so that names are cut off from the ends."""
    if target == "client.landscape.flows":
        return Topic("flows", "")
    if target == "client.landscape.systems":
        return Topic("systems", "")
    if target == "client.landscape.zones":
        return Topic("zones", "")
    if target.startswith("client.landscape.zones."):
        zone, _, field = target.removeprefix("client.landscape.zones.").rpartition(".")
        kinds: dict[str, TopicKind] = {"platforms": "platforms", "region": "zone_region"}
        return Topic(kinds.get(field, "zone_hosting"), zone, field=field)
    if target.startswith("client.landscape.systems."):
        return _of_interfaces(target.removeprefix("client.landscape.systems."))
    if target.startswith("product.") and ".capabilities." in target:
        owner, _, name = target.removeprefix("product.").partition(".capabilities.")
        return Topic("statement", owner, field=name)
    rest = target.removeprefix(f"product.{product}.")
    if ".adapters." in target:
        name, _, field = target.partition(".adapters.")[2].rpartition(".")
        return Topic("adapter", name, field=field)
    if rest in ("hosting", "egress", "runs_on"):
        return Topic(rest, product)  # type: ignore[arg-type]
    return _of_interfaces(f"{product}.{rest}")


def _of_interfaces(rest: str) -> Topic:
    if rest.endswith(".interfaces"):
        return Topic("interfaces", rest.removesuffix(".interfaces"))
    owner, found, named = rest.partition(".interfaces.")
    if not found:
        return Topic("system_zone", rest.removesuffix(".zone"), field="zone")
    interface, _, field = named.rpartition(".")
    return Topic("coordinate", owner, interface, field)
