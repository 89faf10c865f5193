"""Ids of tobfit for ids of another format, which may hold any characters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tobfit.model.frozen import FrozenMap
from tobfit.model.scalars import ID_PATTERN, MAX_ID

_FIT = re.compile(ID_PATTERN)
_UNFIT = re.compile(r"[^A-Za-z0-9._@:/-]+")
_NO_BEGINNING = re.compile(r"^[^A-Za-z0-9]+")
_ROOM_FOR_A_NUMBER = 16


def fit_ids(raw: Iterable[str], empty: str = "id", reserved: Iterable[str] = ()) -> FrozenMap[str, str]:
    """A fit id for each raw one, no two alike; ids that are fit already stay as they are.

    What no id may hold becomes a hyphen; ``empty`` stands where nothing is left. Where two would become one id, the
    later one gets a number: the order decides, so the same file gives the same ids. ``reserved`` ids are given to none.

    >>> fit_ids(["erp", "e r p", "e-r-p", "e  r  p", "总账", "_x"])
    FrozenMap({'erp': 'erp', 'e r p': 'e-r-p-2', 'e-r-p': 'e-r-p', 'e  r  p': 'e-r-p-3', '总账': 'id', '_x': 'x'})
    """
    ids = list(dict.fromkeys(raw))
    forbidden = set(reserved)
    kept = {id for id in ids if is_fit(id) and id not in forbidden}
    taken, following = kept | forbidden, dict[str, int]()
    return FrozenMap({id: id if id in kept else _free(_made_fit(id, empty), taken, following) for id in ids})


def is_fit(id: str) -> bool:
    """Whether a text can be an id as it is.

    >>> is_fit("app:crm/1"), is_fit("总账"), is_fit("")
    (True, False, False)
    """
    return len(id) <= MAX_ID and _FIT.fullmatch(id) is not None


def _made_fit(id: str, empty: str) -> str:
    begun = _NO_BEGINNING.sub("", _UNFIT.sub("-", id))
    return begun[: MAX_ID - _ROOM_FOR_A_NUMBER].rstrip("-") or empty


def _free(base: str, taken: set[str], following: dict[str, int]) -> str:
    """The base, or with the first number behind it that is free; counting goes on where it stopped before."""
    number = following.get(base, 1)
    id = base if number == 1 else f"{base}-{number}"
    while id in taken:
        number += 1
        id = f"{base}-{number}"
    following[base] = number + 1
    taken.add(id)
    return id
