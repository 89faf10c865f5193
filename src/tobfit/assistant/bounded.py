"""Lists that are not whole say so, and calls that take too long end."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import attrs

from tobfit.assistant.giving import LeftOut
from tobfit.errors import Problem, TobfitError

T = TypeVar("T")


@attrs.frozen(eq=False)
class Bounded:
    """What a result leaves out: ``limit`` is how many items each of its lists holds."""

    limit: int
    left_out: list[LeftOut] = attrs.field(factory=list)

    def first(self, what: str, items: Sequence[T], how: str = "raise limit") -> Sequence[T]:
        """The first items; that there are more is noted.

        >>> bounded = Bounded(2)
        >>> bounded.first("gaps", "abc"), bounded.left_out[0]["total"]
        ('ab', 3)
        """
        self.note(what, min(len(items), self.limit), len(items), how)
        return items[: self.limit]

    def note(self, what: str, shown: int, total: int, how: str = "raise limit") -> None:
        """Notes that a list is not whole; nothing where it is."""
        if shown < total:
            self.left_out.append({"what": what, "shown": shown, "total": total, "how": how})


@attrs.frozen(eq=False)
class Patience:
    """How long a call may take; looked at between its steps, each of which is bounded by itself."""

    seconds: float
    clock: Callable[[], float] = time.monotonic
    started: float = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "started", self.clock())

    def check(self) -> None:
        """TF473 once the time is over: a whole answer or none, so that equal calls never differ."""
        if self.clock() - self.started > self.seconds:
            message = f"the call took longer than {self.seconds:g} seconds"
            hint = "ask for less: a smaller limit, fewer products, only the ids you need"
            raise TobfitError([Problem(code="TF473", message=message, path="limit", hint=hint)])
