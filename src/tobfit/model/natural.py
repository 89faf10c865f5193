"""The order in which people read ids."""

from __future__ import annotations

import re


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts R-2 before R-10; equal only for equal texts.

    >>> sorted(["1.10", "1.9", "a"], key=natural)
    ['1.9', '1.10', 'a']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    key = [(0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts]
    return (*key, (2, 0, text))


def named(text: str | None) -> tuple[object, ...]:
    """The same for a name that may be absent: what stands for all comes first.

    >>> sorted(["b", None, "a"], key=named)
    [None, 'a', 'b']
    """
    return (text is not None, natural(text or ""))
