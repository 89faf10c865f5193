"""A mapping that cannot change, so that records which hold one stay hashable and safe to share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


def _refuse(self: object, *_arguments: object, **_named: object) -> NoReturn:
    raise TypeError(f"a {type(self).__name__} cannot change; set() gives a new one")


class FrozenMap(dict[K, V]):
    """An immutable, hashable dict; equality ignores order, iteration keeps it.

    >>> m = FrozenMap({"b": 2, "a": 1})
    >>> m == {"a": 1, "b": 2}, m.set("a", 3)["a"]
    (True, 3)
    >>> m["c"] = 1
    Traceback (most recent call last):
    TypeError: a FrozenMap cannot change; set() gives a new one
    """

    # Built on dict, not around one: looking up is the innermost step of every match.
    __slots__ = ("_hash",)
    _hash: int

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        try:
            return self._hash
        except AttributeError:
            self._hash = hash(frozenset(self.items()))
            return self._hash

    def __repr__(self) -> str:
        return f"FrozenMap({dict(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenMap, (dict(self),)

    def __copy__(self) -> FrozenMap[K, V]:
        return self

    def set(self, key: K, value: V) -> FrozenMap[K, V]:
        """A new mapping with one entry added or replaced."""
        return FrozenMap({**self, key: value})


def frozen(value: Any) -> Any:
    """Plain data that cannot change: a promise is worked out when it is read, and must not have moved.

    >>> frozen({"a": [1, {"b": 2}]})
    FrozenMap({'a': (1, FrozenMap({'b': 2}))})
    """
    if isinstance(value, Mapping):
        return FrozenMap({key: frozen(item) for key, item in value.items()})
    return tuple(frozen(item) for item in value) if isinstance(value, list | tuple) else value
