"""Results of later stages, as the renderings tell them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tobfit.report.blocks import Block
from tobfit.report.later import result_blocks
from tobfit.report.notebook.pieces import Asked


def result_pieces(result: Any, asked: Asked) -> Iterable[Block]:
    """A result with bounded lists."""
    return result_blocks([result], asked.lang, asked.audience, asked.limit)
