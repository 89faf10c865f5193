"""Pictures, with their titles, how to read them and their numbers."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.report.blocks import Paragraph
from tobfit.report.charts.records import Picture
from tobfit.report.notebook.pieces import Asked, Piece


def picture_pieces(picture: Picture, asked: Asked) -> Iterable[Piece]:
    """The picture, and how to read it; it has its own language and audience."""
    del asked
    yield picture
    yield Paragraph(picture.how_to_read)
