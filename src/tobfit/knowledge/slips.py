"""Names that differ from a known one by a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SHORTEST = 4
"""Below this length one sign makes another name."""


def slips_of(names: Iterable[str], known: Iterable[str]) -> Mapping[str, str]:
    """Name -> the known name that was perhaps meant: the two differ in case, or in one sign that is missing, too many,
    another one, or has changed places with its neighbour. Digits count: ``acme-1`` is not meant for ``acme-2``, and of
    names below four signs nobody can tell. Names that are known are left out. Takes time in proportion to the names.

    >>> dict(slips_of(["amce", "Acme", "acme", "apex", "acme2"], ["acme"]))
    {'Acme': 'acme', 'amce': 'acme'}
    """
    right = sorted(known)
    meant: dict[str, str] = {}
    for name in right:
        for key in _keys(name):
            meant.setdefault(key, name)
    found: dict[str, str] = {}
    for name in sorted(set(names).difference(right)):
        near = sorted({meant[key] for key in _keys(name) if key in meant})
        same = [each for each in near if _digits(each) == _digits(name)]
        if same:
            found[name] = same[0]
    return found


def _keys(name: str) -> Iterable[str]:
    """The name without regard to case, and with any one of its signs left out."""
    plain = name.casefold()
    yield plain
    if len(plain) >= SHORTEST:
        yield from (plain[:place] + plain[place + 1 :] for place in range(len(plain)))


def _digits(name: str) -> str:
    return "".join(sign for sign in name if sign.isdigit())
