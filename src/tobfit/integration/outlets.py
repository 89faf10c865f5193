"""From where a message can get on to a sink at all, by zones and protocols alone."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from tobfit.integration.options import Option, Options
from tobfit.integration.terms import PROTOCOL, ZONE

Outlets = Mapping[int, int]
"""Protocol -> the zones from which there is a way to the sink."""


def outlets_of(options: Options, at_sink: Outlets, zones: int, back: Callable[[int, int], int]) -> Outlets:
    """The outlets for what an adapter has touched.

    ``at_sink`` are those without any adapter, for all protocols; ``zones`` where an adapter can hold a message;
    ``back(zones, protocol)`` the zones from which a message is sent to some others.
    """
    found = dict(at_sink)
    grown = True
    while grown:
        grown = False
        for protocol, known in found.items():
            before = (_before(option, protocol, found, zones) for option in options.taking(protocol))
            found[protocol] = back(functools.reduce(int.__or__, before, known), protocol)
            grown = grown or found[protocol] != known
    return found


def _before(option: Option, protocol: int, found: Outlets, zones: int) -> int:
    """The zones in which an adapter takes a message in a protocol so that it gets on to the sink."""
    changed, held = option.then[PROTOCOL], option.then[ZONE] & zones
    ahead = 0
    for other, there in found.items():
        if other == protocol if not changed else other & changed:
            ahead |= there
    if held:
        return option.when[ZONE] if held & ahead else 0
    return option.when[ZONE] & ahead
