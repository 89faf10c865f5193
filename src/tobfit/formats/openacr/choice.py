"""Which levels and component a call asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.formats.openacr.record import LEVELS, Criterion
from tobfit.model.scalars import near, shown


@attrs.frozen
class Choice:
    """The levels, and the component or None for all; criteria without a level are of every level.

    >>> chosen = Choice.of("a, AA", "web")
    >>> chosen.levels, chosen.has_component("software")
    (('A', 'AA'), False)
    """

    levels: tuple[str, ...]
    component: str | None

    @classmethod
    def of(cls, levels: Iterable[str] | str, component: str | None) -> Choice:
        """Levels in any case, as a list or as one text with commas; TF508 for a word that is no level."""
        given: object = levels
        if not isinstance(given, Iterable) or isinstance(given, bytes):
            _refuse("levels", f"a {type(levels).__name__} names no levels", f"allowed: {', '.join(LEVELS)}")
        if component is not None and not isinstance(component, str):
            _refuse("component", f"a {type(component).__name__} is no component", "a name such as web, or None for all")
        words = levels.split(",") if isinstance(levels, str) else levels
        chosen = tuple(dict.fromkeys(str(word).strip().upper() for word in words))
        for level in chosen:
            if level not in LEVELS:
                _refuse("levels", f"there is no level {shown(level)}", f"allowed: {', '.join(LEVELS)}")
        return cls(chosen, component)

    def check_component(self, components: Iterable[str]) -> None:
        """TF508 where the catalogue has no such component."""
        names = tuple(components)
        if self.component is not None and self.component not in names:
            message = f"the catalogue has no component {shown(self.component)}"
            _refuse("component", message, near(self.component, names))

    def has_component(self, component: str) -> bool:
        """Whether entries for the component were asked for."""
        return self.component is None or self.component == component

    def has_level(self, criterion: Criterion) -> bool:
        """Whether the criterion is of a level that was asked for."""
        return criterion.level is None or criterion.level in self.levels


def _refuse(argument: str, message: str, hint: str | None) -> NoReturn:
    raise TobfitError([Problem(code="TF508", message=message, path=f"openacr.read.{argument}", hint=hint)])
