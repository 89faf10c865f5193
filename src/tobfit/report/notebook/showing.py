"""Records shown on request: in a language, for an audience, with another bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from tobfit.report.blocks import Bullets, Item
from tobfit.report.notebook.bundles import Mimes, pieces_of, written
from tobfit.report.notebook.pieces import Asked, Piece
from tobfit.report.story import check_bounds
from tobfit.report.words import Words


@attrs.frozen
class Shown:
    """What a notebook displays. ``pieces`` are made already: nothing is worked out when it is displayed."""

    pieces: tuple[Piece, ...] = attrs.field(repr=False)
    lang: str

    def _repr_mimebundle_(self, include: Mimes = None, exclude: Mimes = None) -> dict[str, Any]:
        return written(self.pieces, self.lang, include, exclude)


def show(record: Any, *, lang: str = "en", audience: str = "client", limit: int | None = 12) -> Shown:
    """A record of tobfit, or several, as a notebook displays them, in ``en`` or ``zh``.

    ``audience="internal"`` also shows notes, effort, cost and margin: they are then in the saved notebook. ``limit``
    bounds every list and, of several records, their number (None: no bound; ways out and answers are a match each).
    Another audience, and a limit below 1, is a ValueError; what is no record a TypeError.

    >>> import tobfit
    >>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must")
    >>> fit = tobfit.match(client, tobfit.Product(id="crm@5"))["crm@5"]
    >>> sorted(show(fit, lang="zh")._repr_mimebundle_())
    ['text/html', 'text/markdown', 'text/plain']
    """
    check_bounds(audience, limit)
    words = Words(lang)
    asked = Asked(words.lang, audience, limit)
    if not isinstance(record, Iterable) or isinstance(record, str | Mapping) or hasattr(record, "_repr_mimebundle_"):
        return Shown(pieces_of(record, asked), words.lang)
    several = list(record)
    shown = several if limit is None else several[:limit]
    pieces = [piece for one in shown for piece in pieces_of(one, asked)]
    if rest := len(several) - len(shown):
        pieces.append(Bullets((Item(words("more", n=rest)),)))
    return Shown(tuple(pieces), words.lang)
