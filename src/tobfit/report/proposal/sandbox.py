"""Where templates of users run: they read plain data and write text, and every value they write is escaped.

Based on Jinja's immutable sandbox, made closed: what is not allowed by name is refused. Autoescaping is on, but what
escapes is ``finalize``, which turns each value into text of the target; Jinja's own escape sees only what has been
through it. Loops are counted, texts and numbers bounded. See decision 0038.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from jinja2 import StrictUndefined, Template, nodes, pass_eval_context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace, missing
from markupsafe import Markup

from tobfit.model.scalars import shown
from tobfit.report.proposal.allowed import (
    LIST_METHODS,
    MAPPING_METHODS,
    TEXT_METHODS,
    bounded_range,
    check_raw,
    filters,
    formatted,
    mapping,
    plain,
    tests,
    together,
)
from tobfit.report.proposal.budget import STEPS, WRITTEN, Budget, NotText, check_bits, check_length, check_number
from tobfit.report.proposal.faults import FILENAME, UnknownName, Unsafe, unknown
from tobfit.report.words import Words

METHODS: tuple[tuple[type[Any], frozenset[str]], ...] = (
    (str, TEXT_METHODS),
    (Mapping, MAPPING_METHODS),
    (list, LIST_METHODS),
    (tuple, LIST_METHODS),
    (int, frozenset()),
    (float, frozenset()),
    (type(None), frozenset()),
)
"""The kinds of values and what can be called on them."""


class Missing(StrictUndefined):
    """A name that is not there: whatever is done with it is an error that names what is near."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = None, name: str | None = None, exc: Any = None) -> None:
        del exc
        message, near = unknown(name or "", obj)
        super().__init__(hint or message, obj, name, functools.partial(UnknownName, near))  # type: ignore[arg-type]


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of one rendering: ``escape`` makes a value's text one of the target; ``lines``: statements
    on lines of their own leave no line behind."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(
        self, escape: Callable[[str], str], words: Words, names: Mapping[str, Any], *, lines: bool = False
    ) -> None:
        budget = Budget(STEPS, most=WRITTEN)
        super().__init__(
            undefined=Missing, autoescape=True, finalize=_finalize(escape, words, budget), optimized=False,
            cache_size=0, keep_trailing_newline=True, trim_blocks=lines, lstrip_blocks=lines,
        )  # fmt: skip
        self.undefined = self._missing  # type: ignore[assignment]
        self.budget = budget
        self.names = names
        self.filters = {
            **filters(budget), "counted": self._counted, "together": self._together, "weighed": self._weighed,
            "searched": self._searched, "sliced": self._sliced,
        }  # fmt: skip
        self.tests = dict(tests(self.tests, budget))  # type: ignore[arg-type]
        self.globals = {
            "range": bounded_range(self.budget), "dict": mapping, "namespace": Namespace, "cycler": Cycler,
            "joiner": Joiner,
        }  # fmt: skip

    def of_tree(self, tree: nodes.Template) -> Template:
        """The template of a tree that was looked through."""
        code = self.compile(tree, filename=FILENAME)
        return Template.from_code(self, code, self.make_globals(None))

    def rendered(self, template: Template) -> str:
        """What the template writes about the names."""
        return "".join(template.generate(self.names))

    def _counted(self, items: Any) -> Any:
        """The items of a loop, each a step."""
        if items is None or isinstance(items, str | int | float):
            kind = "text" if isinstance(items, str) else "nothing" if items is None else "number"
            raise NotText(f"a loop needs a list, not a {kind}" if items is not None else "a loop needs a list")
        return self.budget.counted(items)

    def _together(self, values: list[Any]) -> str:
        """Values side by side."""
        found = together(values)
        self.budget.handle(found)
        return found

    def _weighed(self, value: Any) -> Any:
        """What is compared."""
        self.budget.weigh(value)
        return value

    def _searched(self, value: Any) -> Any:
        """What something is looked for in."""
        return value if isinstance(value, Mapping) else self._weighed(value)

    def _sliced(self, value: Any, start: Any, stop: Any, step: Any) -> Any:
        """A piece of a list or text."""
        if not isinstance(value, str | list | tuple | range):
            raise NotText("a piece can be cut out of a list or a text, of nothing else")
        check_raw(value)
        found = value[slice(start, stop, step)]
        self.budget.handle(found)
        return found

    def _missing(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None
    ) -> Missing:
        """A name that no value holds was looked for in the context."""
        return Missing(hint, self.names if obj is missing else obj, name, exc)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A part of a value by name: an entry before a method, and methods by name alone."""
        if isinstance(obj, Markup):
            check_raw(obj)
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if attribute.startswith("_"):
            self._refuse(attribute)
        for kind, methods in METHODS:
            if isinstance(obj, kind):
                return getattr(obj, attribute) if attribute in methods else self._lacking(obj, attribute)
        return super().getattr(obj, attribute)

    def _lacking(self, obj: Any, attribute: str) -> Any:
        if hasattr(obj, attribute):
            self._refuse(attribute)
        return Missing(None, obj, attribute)

    def _refuse(self, attribute: str) -> NoReturn:
        raise Unsafe(f"a template may not use {shown(attribute)}")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A part of a value by name or place."""
        if isinstance(obj, Markup):
            check_raw(obj)
        if isinstance(argument, str):
            return self.getattr(obj, str(argument))
        self.budget.weigh(argument)
        try:
            return obj[argument]
        except (TypeError, LookupError):
            raise NotText(f"there is no place {argument!r} in it") from None

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """A call, which is a step."""
        __self.budget.step()
        owner = getattr(__obj, "__self__", None)
        __self.budget.handle(owner)
        if owner is not None:  # a method: what it is given it compares, or looks up
            for argument in args:
                __self.budget.weigh(argument)
        found = super().call(__context, __obj, *args, **kwargs)
        if owner is not None:
            __self.budget.handle(found)
        return found

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Sums, products, powers and rests, looked at before they are worked out."""
        for value in (left, right):
            check_raw(value)
            check_number(value)
        if operator == "%" and isinstance(left, str):
            return formatted(left, *(right if isinstance(right, tuple) else (right,)))
        if operator == "+" and isinstance(left, str | list | tuple) and isinstance(right, type(left)):
            check_length(len(left) + len(right))
            self.budget.handle(left)
            self.budget.handle(right)
        if operator in ("*", "**"):
            _check_product(operator, left, right)
        found = super().call_binop(context, operator, left, right)
        if operator == "*":
            self.budget.handle(found)
        return found


def _check_product(operator: str, left: Any, right: Any) -> None:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, str | list | tuple) and isinstance(other, int):
            check_length(len(one) * max(other, 0))
    if isinstance(left, int) and isinstance(right, int):
        power = operator == "**"
        check_bits(left.bit_length() * max(right, 1) if power else left.bit_length() + right.bit_length())


def _finalize(escape: Callable[[str], str], words: Words, budget: Budget) -> Callable[..., Markup]:
    """What each value becomes that a template shows: escaped text of the target."""

    # Jinja works out constants ahead, and escapes them its own way, unless this needs something of the rendering.
    @pass_eval_context
    def finalize(_context: Any, value: Any) -> Markup:
        if isinstance(value, Markup):
            budget.write(len(value))
            return value
        budget.handle(value)
        written = escape(words("yes" if value else "no") if isinstance(value, bool) else plain(value))
        budget.write(len(written))
        return Markup(written)

    return finalize
