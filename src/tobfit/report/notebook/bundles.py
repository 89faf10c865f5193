"""MIME bundles: what IPython asks a record for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from tobfit.report.charts.records import Picture
from tobfit.report.notebook.homes import maker_of
from tobfit.report.notebook.markup import as_html, as_note, as_short_text
from tobfit.report.notebook.pieces import Asked, Piece

Mimes = Collection[str] | None
TEXT, MARKDOWN, HTML, SVG = "text/plain", "text/markdown", "text/html", "image/svg+xml"
VEGA_LITE = "application/vnd.vegalite.v6+json"
AS_USUAL = Asked()


def bundle(record: object, *, include: Mimes = None, exclude: Mimes = None, asked: Asked = AS_USUAL) -> dict[str, Any]:
    """MIME type -> data of one record; () of ``include`` counts as None. A TypeError for what no module here shows."""
    return written(pieces_of(record, asked), asked.lang, include, exclude)


def pieces_of(record: object, asked: Asked) -> tuple[Piece, ...]:
    """What is shown of a record."""
    maker = maker_of(record)
    if maker is None:
        raise TypeError(f"nothing to show of a {type(record).__name__}: give a record of tobfit, or a list of them")
    return tuple(maker(record, asked))


def written(pieces: Iterable[Piece], lang: str, include: Mimes = None, exclude: Mimes = None) -> dict[str, Any]:
    """The pieces in every MIME type that is wanted; a picture alone also as SVG and as a Vega-Lite specification."""
    listed = tuple(pieces)
    makers: dict[str, Callable[[], Any]] = {
        TEXT: lambda: as_short_text(listed),
        MARKDOWN: lambda: as_note(listed),
        HTML: lambda: as_html(listed, lang, svg_of),
    }
    pictures = [piece for piece in listed if isinstance(piece, Picture)]
    if len(pictures) == 1 and listed[0] is pictures[0]:
        makers |= {SVG: lambda: svg_of(pictures[0]), VEGA_LITE: lambda: specification_of(pictures[0])}
    return {mime: make() for mime, make in makers.items() if _is_wanted(mime, include, exclude)}


def _is_wanted(mime: str, include: Mimes, exclude: Mimes) -> bool:
    return (not include or mime in include) and not (exclude and mime in exclude)


def svg_of(picture: Picture) -> str:
    """The SVG of a picture."""
    from tobfit.report.charts.drawing import drawn

    return drawn(picture)


def specification_of(picture: Picture) -> Mapping[str, Any]:
    """The Vega-Lite specification of a picture."""
    from tobfit.report.vega.specifying import specified

    return specified(picture)
