"""What a search has seen already."""

from __future__ import annotations

import attrs

from tobfit.integration.ahead import Form
from tobfit.integration.site import Number


@attrs.frozen(eq=False)
class Seen:
    """Where messages of each form were held that cost no more. They come in the order of cost, and one whose zones have
    all been there already leads nowhere new, unless it is quicker and that counts (``is_timed``)."""

    is_timed: bool
    zones: dict[Form, int] = attrs.field(factory=dict)
    timed: dict[Form, list[tuple[Number, int]]] = attrs.field(factory=dict)

    def is_new(self, form: Form, holders: int, latency: Number) -> bool:
        """Whether a message is in a zone where none of its form was."""
        if not self.is_timed:
            return bool(holders & ~self.zones.get(form, 0))
        for quicker, zones in self.timed.get(form, ()):
            if quicker <= latency:
                holders &= ~zones
        return bool(holders)

    def add(self, form: Form, holders: int, latency: Number) -> None:
        """Remembers where a message is."""
        if self.is_timed:
            self.timed.setdefault(form, []).append((latency, holders))
        else:
            self.zones[form] = self.zones.get(form, 0) | holders
