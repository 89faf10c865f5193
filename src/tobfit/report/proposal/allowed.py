"""What templates may use: filters that cannot be made to run away or to slip past the escape layer."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Environment, Undefined, pass_environment
from jinja2.filters import FILTERS, make_attrgetter, make_multi_attrgetter
from markupsafe import Markup

from tobfit.model.scalars import shown
from tobfit.report.proposal.budget import Budget, NotText, TooMuch, check_length, check_number

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
COMPARING = frozenset({"dictsort", "groupby", "max", "min", "sort", "unique"})
"""Filters that compare what they are given, or parts of it."""
OF_TEXT = frozenset({"capitalize", "lower", "string", "title", "trim", "truncate", "upper", "wordcount"})
COMPARING_TESTS = frozenset(
    {
        "!=", "<", "<=", "==", ">", ">=", "divisibleby", "eq", "equalto", "even", "ge", "greaterthan", "gt", "in",
        "le", "lessthan", "lower", "lt", "ne", "odd", "upper",
    }
)  # fmt: skip
WHOLE = frozenset({"count", "d", "default", "length"})
"""Filters that may be given text that is escaped already: they do not look into it."""
AS_IT_IS = ("e", "escape", "forceescape")
RANGE = 100_000
WIDEST = 1_000
LONGEST_FIGURE = 1_400
"""How many characters a figure may take in a format: the widest, or the longest with all its decimals."""
_SPEC = re.compile(r"%%|%[-+ #0]*(?P<width>\d{0,3})(?:\.(?P<places>\d{0,2}))?[diufFeEgGsxXo]")


def filters(budget: Budget) -> dict[str, Callable[..., Any]]:
    """The filters by their names; what they go through is taken from the budget."""
    own = {
        "batch": batched, "format": formatted, "int": whole, "join": joined, "replace": replaced, "round": rounded,
        "sum": summed,
    }  # fmt: skip
    found = {**{name: FILTERS[name] for name in BUILT_IN if name not in WHOLE}, **own}
    found |= {name: _of_text(found[name]) for name in OF_TEXT} | {
        name: _comparing(found[name], budget) for name in COMPARING
    }
    guarded = {name: _guarded(function, budget) for name, function in found.items()}
    return {**guarded, **{name: FILTERS[name] for name in WHOLE}, **dict.fromkeys(AS_IT_IS, as_it_is)}


def names_of_filters() -> list[str]:
    """What filters there are."""
    return sorted(filters(Budget()))


def tests(known: Mapping[str, Callable[..., Any]], budget: Budget) -> dict[str, Callable[..., Any]]:
    """The tests by their names; what they compare is taken from the budget."""
    return {name: _weighed(test, budget) if name in COMPARING_TESTS else test for name, test in known.items()}


def _weighed(test: Callable[..., Any], budget: Budget) -> Callable[..., Any]:
    @functools.wraps(test)
    def weighed(*arguments: Any) -> Any:
        for argument in arguments:
            budget.weigh(argument)
        return test(*arguments)

    return weighed


def _guarded(function: Callable[..., Any], budget: Budget) -> Callable[..., Any]:
    """The filter, kept off text that is escaped: what it made of it could be cut or joined past the escape layer."""

    @functools.wraps(function)
    def guarded(*arguments: Any, **options: Any) -> Any:
        for argument in (*arguments, *options.values()):
            check_raw(argument)
            budget.handle(argument)
        found = function(*arguments, **options)
        budget.handle(found)
        return found

    return guarded


def _comparing(function: Callable[..., Any], budget: Budget) -> Callable[..., Any]:
    """The filter, which pays for what it compares: the part that it sorts by, or the things themselves."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def comparing(*arguments: Any, **options: Any) -> Any:
        given = signature.bind(*arguments, **options)
        value, part = given.arguments["value"], given.arguments.get("attribute")
        if isinstance(value, Iterator):
            given.arguments["value"] = value = list(value)
        if part is None:
            budget.weigh(value)
        else:
            parts_of = make_multi_attrgetter(given.arguments["environment"], part)
            for one in value:
                budget.weigh(parts_of(one))
        return function(*given.args, **given.kwargs)

    return comparing


def _of_text(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of texts sees texts alone: a list would be written out as a program writes it."""

    @functools.wraps(function)
    def of_text(*arguments: Any, **options: Any) -> Any:
        place = 1 if isinstance(arguments[0], Environment) else 0
        return function(*arguments[:place], plain(arguments[place]), *arguments[place + 1 :], **options)

    return of_text


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
    text = plain(value)
    rest, figures = _SPEC.subn("", text)
    if "%" in rest:
        raise NotText(f"the format {shown(text)} is not one of those that can be used, such as %.1f")
    check_length(len(rest) + figures * LONGEST_FIGURE)
    for argument in arguments:
        check_raw(argument)
    return text % arguments


def whole(value: Any, default: int = 0, base: int = 10) -> int:
    """The whole number that a text or number is."""
    found: int = FILTERS["int"](value, default, base)
    check_number(found)
    return found


@pass_environment
def summed(environment: Environment, iterable: Iterable[Any], attribute: Any = None, start: Any = 0) -> Any:
    """The sum of numbers, or of a part of each thing that is one."""
    found = list(iterable)
    if attribute is not None:
        parts_of = make_attrgetter(environment, attribute)
        found = [parts_of(one) for one in found]
    for one in (start, *found):
        if not isinstance(one, int | float | Undefined):
            raise NotText("only numbers can be summed up")
        check_number(one)
    return sum(found, start)


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
