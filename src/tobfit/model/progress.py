"""How far a long run has come: a callback, or tqdm where it is installed."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, Protocol, TypeVar

T = TypeVar("T")


class Callback(Protocol):
    """Called with the number of steps done and the number of all; the last call says that all are done."""

    def __call__(self, done: int, whole: int, /) -> object: ...


Progress = Callback | Literal["tqdm"] | None
"""None: silent; ``"tqdm"``: a bar where tqdm is installed, else silent."""


def check_progress(progress: object) -> None:
    """Refuses with a ValueError what is neither None, ``"tqdm"`` nor a function, before any work is done."""
    if progress is not None and progress != "tqdm" and not callable(progress):
        raise ValueError(f'progress is a function of the steps done and all steps, "tqdm" or None, not {progress!r}')


def steps(items: Sequence[T], progress: Progress, what: str) -> Iterator[T]:
    """The items one after the other, while somebody is told how far it is.

    >>> told = []
    >>> list(steps("ab", lambda done, whole: told.append((done, whole)), "letters")), told
    (['a', 'b'], [(1, 2), (2, 2)])
    """
    check_progress(progress)
    if progress is None:
        yield from items
    elif progress == "tqdm":
        yield from _barred(items, what)
    else:
        for number, item in enumerate(items, 1):
            yield item
            progress(number, len(items))


def _barred(items: Sequence[T], what: str) -> Iterable[T]:
    try:
        with warnings.catch_warnings():
            # In a notebook without ipywidgets it draws its bar as text, and would say so at length first.
            warnings.simplefilter("ignore")
            from tqdm.auto import tqdm
    except ImportError:
        return items
    bar: Iterable[T] = tqdm(items, desc=what, leave=False)
    return bar
