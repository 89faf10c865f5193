"""What templates may use: filters that cannot be made to run away or to slip past the escape layer."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import Environment, Undefined, pass_environment
from jinja2.filters import FILTERS
from markupsafe import Markup

from tobfit.report.proposal.budget import Budget, NotText, TooMuch, check_length

TEXT_METHODS = frozenset(
    {
        "capitalize", "casefold", "count", "endswith", "find", "isdigit", "lower", "lstrip", "removeprefix",
        "removesuffix", "rstrip", "split", "splitlines", "startswith", "strip", "title", "upper",
    }
)  # fmt: skip
MAPPING_METHODS = frozenset({"get", "items", "keys", "values"})
LIST_METHODS = frozenset({"count", "index"})
BUILT_IN = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "groupby", "int", "items", "last",
    "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select", "selectattr", "sort",
    "string", "sum", "title", "trim", "truncate", "unique", "upper", "wordcount",
)  # fmt: skip
WHOLE = frozenset({"count", "d", "default", "length"})
"""Filters that may be given text that is escaped already: they do not look into it."""
AS_IT_IS = ("e", "escape", "forceescape")
RANGE = 100_000
WIDEST = 1_000
_SPEC = re.compile(r"%%|%[-+ #0]*(?P<width>\d{0,3})(?:\.(?P<places>\d{0,2}))?[diufFeEgGsxXo]")


def filters(budget: Budget) -> dict[str, Callable[..., Any]]:
    """The filters by their names; what they go through is taken from the budget."""
    own = {"batch": batched, "format": formatted, "join": joined, "replace": replaced, "round": rounded}
    found = {**{name: FILTERS[name] for name in BUILT_IN if name not in WHOLE}, **own}
    guarded = {name: _guarded(function, budget) for name, function in found.items()}
    return {**guarded, **{name: FILTERS[name] for name in WHOLE}, **dict.fromkeys(AS_IT_IS, as_it_is)}


def names_of_filters() -> list[str]:
    """What filters there are."""
    return sorted(filters(Budget()))


def _guarded(function: Callable[..., Any], budget: Budget) -> Callable[..., Any]:
    """The filter, kept off text that is escaped: what it made of it could be cut or joined past the escape layer."""

    @functools.wraps(function)
    def guarded(*arguments: Any, **options: Any) -> Any:
        for argument in arguments:
            check_raw(argument)
            budget.handle(argument)
        return function(*arguments, **options)

    return guarded


def check_raw(value: object) -> None:
    """Refuses what a macro or a block has written: it is finished."""
    if isinstance(value, Markup):
        raise NotText("what a macro or a block has written is finished: nothing can be done to it but show it")


def as_it_is(value: Any) -> Any:
    """Every value is escaped where it is shown; escaping it before would do it twice."""
    return value


@pass_environment
def joined(environment: Environment, values: Iterable[Any], separator: str = "", attribute: str | None = None) -> str:
    """The texts side by side."""
    found = list(values)
    if attribute is not None:
        found = [environment.getitem(value, attribute) for value in found]
    return together(found, separator)


def together(values: Iterable[Any], separator: str = "") -> str:
    """Values side by side as one text."""
    texts = [plain(value) for value in values]
    check_length(sum(map(len, texts)) + len(separator) * len(texts))
    return separator.join(texts)


def plain(value: Any) -> str:
    """A value that can stand in a text, not yet escaped; a dash for None."""
    check_raw(value)
    if isinstance(value, Undefined | str | int | float):
        return str(value)  # which raises where it is undefined
    if value is None:
        return "-"
    kind = "list" if isinstance(value, list | tuple) else "mapping" if isinstance(value, Mapping) else "thing"
    raise NotText(f"a {kind} is no text: loop over it, or name one of its parts")


def replaced(value: Any, old: str, new: str) -> str:
    """The text with another in place of one."""
    text = plain(value)
    for part in (old, new):
        check_raw(part)
    check_length(len(text) + text.count(old) * len(new))
    return text.replace(old, new)


def formatted(value: Any, *arguments: Any) -> str:
    """``"%.1f"|format(number)``: figures with so many digits."""
    check_raw(value)
    text = str(value)
    if "%" in _SPEC.sub("", text):
        raise NotText(f"the format {text!r} is not one of those that can be used, such as %.1f")
    for argument in arguments:
        check_raw(argument)
    return text % arguments


def rounded(value: Any, precision: int = 0) -> float:
    """The number rounded, half to even, to at most 12 digits."""
    if not isinstance(precision, int) or not 0 <= precision <= 12:
        raise NotText("the precision is a whole number from 0 to 12")
    return round(float(value), precision)


def batched(values: Iterable[Any], size: int, fill: Any = None) -> list[list[Any]]:
    """The items in groups of so many; the last one filled up where ``fill`` is given."""
    if not isinstance(size, int) or not 1 <= size <= WIDEST:
        raise NotText(f"the size of a batch is a whole number from 1 to {WIDEST:,}")
    found = list(values)
    groups = [found[start : start + size] for start in range(0, len(found), size)]
    if groups and fill is not None:
        groups[-1] += [fill] * (size - len(groups[-1]))
    return groups


def bounded_range(budget: Budget) -> Callable[..., range]:
    """``range`` of at most 100,000 numbers, each a step."""

    def made(*arguments: int) -> range:
        found = range(*arguments)
        if len(found) > RANGE:
            raise TooMuch(f"a range is longer than {RANGE:,}")
        budget.handle(found)
        return found

    return made


def mapping(**entries: Any) -> dict[str, Any]:
    """``dict(a=1)``."""
    return entries
