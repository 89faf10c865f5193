"""Changes of landscapes, and of what products say of their technology, in a reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tobfit.matching.gap import Gap
from tobfit.model.landscape import COORDINATES, Landscape
from tobfit.model.plain import to_plain
from tobfit.report.teller import Teller

Plain = Mapping[str, Any]
WITHIN = "client.landscape."


def landscape_change(target: str, value: Any, gap: Gap, tell: Teller) -> str | None:
    """What one change comes to; None where it is none of a landscape."""
    if target.startswith(WITHIN):
        return _of_client(target.removeprefix(WITHIN), value, gap, tell)
    part = target.removeprefix(f"product.{item_in(target, gap)}.")
    return _of_product(part, value, target, gap, tell) if part != target else None


def item_in(target: str, gap: Gap) -> str:
    """The product that a target speaks of: the gap's own, or one of an offer's."""
    items = [part.item for part in gap.judgement.parts or (gap.judgement,)]
    named = [item for item in items if target.startswith(f"product.{item}.")]
    return max(named, key=len, default=gap.item)


def _of_client(part: str, value: Any, gap: Gap, tell: Teller) -> str | None:
    drawn = gap.world.client.landscape or Landscape()
    kind, _, rest = part.partition(".")
    if kind == "flows":
        known = [to_plain(flow.to_node()) for flow in drawn.flows]
        return tell.words("semi").join(_flow(flow, tell) for flow in _new(value, known))
    if kind == "adapters":
        return tell.words("new_adapter", parts=tell.words.join(list(_turned(value, tell))))
    if kind == "systems" and isinstance(value, Mapping):
        names = map(tell.naming.capability, value["capabilities"])
        return tell.words("system_that_has", capabilities=tell.words.join(list(names)))
    if kind == "zones" and rest.endswith(".platforms"):
        number = rest.removesuffix(".platforms")
        zone = next((zone for zone in drawn.zones if zone.id == number), None)
        known = [to_plain(one.to_node()) for one in zone.platforms] if zone is not None else []
        platforms = tell.words.join([_platform(one, tell) for one in _new(value, known)])
        return tell.words("platforms_there", platforms=platforms, zone=tell.naming.zone(number))
    return None


def _of_product(part: str, value: Any, target: str, gap: Gap, tell: Teller) -> str | None:
    product = gap.world.catalog.product(item_in(target, gap))
    if part == "hosting":
        more = [kind for kind in value if kind not in product.hosting]
        kinds = tell.words.join([tell.words.term(kind) for kind in more or value])
        return tell.words("delivered_too" if product.hosting and more else "delivered", kinds=kinds)
    if part == "runs_on":
        return tell.words("made_to_run", platforms=tell.words.join([_platform(one, tell) for one in value]))
    if part == "egress" and value != "required":
        return tell.words("stays_home")
    if part.startswith("interfaces."):
        name = part.removeprefix("interfaces.")
        if isinstance(value, Mapping):
            return _interface(value, tell)
        return tell.words("interface_anywhere", id=name.removesuffix(".zone")) if value is None else None
    return None


def _new(value: Iterable[Any], known: Sequence[Any]) -> list[Any]:
    """What a list has that was not there before."""
    return [one for one in value if _plain(one) not in [_plain(old) for old in known]]


def _plain(value: Any) -> Any:
    """Lists and tuples, mappings of all kinds: the same where they hold the same."""
    if isinstance(value, Mapping):
        return {key: _plain(value[key]) for key in value}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _several(value: Any) -> tuple[str, ...]:
    """One text or several."""
    return (value,) if isinstance(value, str) else tuple(value or ())


def _flow(flow: Plain, tell: Teller) -> str:
    ends = {"start": tell.naming.place(flow["from"]), "end": tell.naming.place(flow["to"])}
    protocols = _several(flow.get("protocols"))
    if not protocols:
        return tell.words("open_flow", **ends)
    return tell.words("open_flow_for", protocols=tell.words.join(list(protocols)), **ends)


def _turned(adapter: Plain, tell: Teller) -> Iterable[str]:
    """What an adapter makes of what; its figures are no matter of wording."""
    when, then = adapter.get("when", {}), adapter["then"]
    for name in COORDINATES:
        if name in then:
            what = tell.words.term(f"coordinate_{name}")
            said = {"what": what, "wanted": _values(then[name], tell)}
            if given := _several(when.get(name)):
                yield tell.words("turned", given=_values(given, tell), **said)
            else:
                yield tell.words("turned_any", **said)


def _interface(interface: Plain, tell: Teller) -> str:
    parts = [
        tell.words("interface_part", what=tell.words.term(f"coordinate_{name}"), values=_values(interface[name], tell))
        for name in COORDINATES[1:] if name in interface
    ]  # fmt: skip
    key = "interface_gives" if interface.get("data") == "out" else "interface_takes"
    return tell.words(key, id=interface["id"], parts=tell.words.join(parts))


def _values(values: Any, tell: Teller) -> str:
    return " / ".join(_several(values)) or tell.words("any_of_all")


def _platform(platform: Plain, tell: Teller) -> str:
    if "any_of" in platform:
        return tell.words("some_platform", platforms=" / ".join(_platform(one, tell) for one in platform["any_of"]))
    return f"{platform['platform']} {platform['version']}" if platform.get("version") else str(platform["platform"])
