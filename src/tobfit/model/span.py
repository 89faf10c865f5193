"""Values that are known to lie between two numbers, as counts of lists that may hold more: computed, never written in
documents."""

from __future__ import annotations

_DOTS = ".."


def span(low: int, high: int | None) -> str:
    """The text of a number between two ends; None is no upper end.

    >>> span(2, 5), span(2, None), span(2, 2)
    ('2..5', '2..', '2')
    """
    return str(low) if low == high else f"{low}{_DOTS}{'' if high is None else high}"


def ends_of(text: str) -> tuple[str, str | None] | None:
    """The ends of a span; None for a text that is none.

    >>> ends_of("2..5"), ends_of("2.."), ends_of("2")
    (('2', '5'), ('2', None), None)
    """
    low, dots, high = text.partition(_DOTS)
    return (low, high or None) if dots else None


def may_be_none(value: tuple[str, ...] | None) -> bool:
    """Whether a value is a span that begins at nothing.

    >>> may_be_none(("0..3",)), may_be_none(("1..3",)), may_be_none(None)
    (True, False, False)
    """
    return bool(value) and value is not None and value[0].startswith(f"0{_DOTS}")
